-- The wall: who is calling, what they may see, and the ticket without which nothing of a file is read.
-- Nobody may call these; the functions of `api` do. Identity comes from session_user alone.

-- One message for every refusal, whatever the cause, so that a refusal tells nothing.
create function wall.refuse() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'not found or not permitted' using errcode = '42501';
end $$;

-- A plain refusal of bad input; the text is ours and never holds what the person typed.
create function wall.bad_input(p_text text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', p_text using errcode = 'TL002';
end $$;

-- Refuses what is no reason for opening something: ten characters with three different words are one, of at most 500.
create function wall.check_reason(p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not coalesce(length(btrim(p_reason)) between 10 and 500 and 3 <= (
       select count(distinct w) from regexp_split_to_table(lower(p_reason), '[^[:alnum:]]+') w where w <> ''), false) then
    perform wall.bad_input('say why you open it, in at least ten characters and three different words, and in at most 500 '
                           'characters');
  end if;
end $$;

-- Refuses days that nobody can mean. The server keeps "infinity" and years that no client can read: one such day in a
-- child's facts would shut the lists of the whole team.
create function wall.check_days(variadic p_days date[]) returns void
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from unnest(p_days) d where d not between date '1800-01-01' and date '2999-12-31') then
    raise exception 'a day is between 1800 and 2999' using errcode = 'TL002';
  end if;
end $$;

-- Two people changed the same thing: the second is told, and loses nothing of what they wrote.
create function wall.amended_meanwhile() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'amended meanwhile' using errcode = 'TL001';
end $$;

-- The calling member of staff, or a refusal if suspended, gone or unknown.
-- VOLATILE, so that it sees the present and not the snapshot of a long statement; and an old snapshot of a
-- repeatable-read transaction, in which access never ends, is refused. So is a session that asks the server to tell
-- how it works: a printed plan holds the rows that a refused question was decided on. Whoever signed in with a password
-- that somebody else chose is told so, whatever they ask, until they have chosen one. Days are those of London, whatever
-- zone a session asks for: by another one it is tomorrow earlier, and something ends later.
create function wall.me() returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff;
begin
  if current_setting('transaction_isolation') <> 'read committed' or current_setting('debug_print_plan')::boolean
     or current_setting('debug_print_parse')::boolean or current_setting('debug_print_rewritten')::boolean
     or current_setting('trace_sort')::boolean or current_setting('client_min_messages') like 'debug%' then
    perform wall.refuse();
  end if;
  if current_setting('TimeZone') <> 'Europe/London' then perform set_config('TimeZone', 'Europe/London', true); end if;
  select * into v_me from core.staff s where s.login = session_user and s.state = 'active';
  if v_me.staff_id is null then
    perform wall.refuse();
  end if;
  if not v_me.own_password then
    raise exception 'choose a password of your own first' using errcode = 'TL003';
  end if;
  return v_me;
end $$;

-- The caller if in one of these roles, or a refusal.
create function wall.me_as(variadic p_roles text[]) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  if not coalesce(v_me.role = any (p_roles), false) then
    perform wall.refuse();
  end if;
  return v_me;
end $$;

-- Whether somebody measures the statement: EXPLAIN tells the pages and log records that a function needed, and a DO
-- block can hide an EXPLAIN from the text of the statement.
create function wall.watched() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_context text;
begin
  get diagnostics v_context = pg_context;
  return coalesce(current_query() ~* '\mexplain\M' or v_context ~ 'inline_code_block', true);
end $$;

-- Whether somebody said that they know this child's family, and no manager of the file has lifted that.
create function wall.knows_family(p_staff uuid, p_child uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from core.declared_interest d
                  where d.child_id = p_child and d.staff_id = p_staff and d.lifted_at is null);
end $$;

-- On which basis this person may open this file, or null: nobody who knows the family and said so. Who may see a file, in the order of strength:
-- sealed files their named members only; current allocation; named access; the manager and duty workers of the
-- responsible team; its support staff; front-door staff. Administrators and auditors read no record. Somebody named
-- twice counts as the children's guardian first, from whom legal advice is kept.
create function wall.basis(p_me core.staff, p_file core.file) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_capacity text;
begin
  if p_me.state is distinct from 'active' or p_file.state is null or p_file.state = 'disposed'
     or coalesce(p_me.role, '') not in ('practitioner', 'court_adviser', 'manager', 'support')
     or wall.knows_family(p_me.staff_id, p_file.child_id) then
    return null;
  end if;
  if not p_file.sealed and exists (
      select from core.allocation a
       where a.child_id = p_file.child_id and a.staff_id = p_me.staff_id and a.from_at <= clock_timestamp()
         and (a.to_at is null or a.to_at > clock_timestamp())
         and (a.discussion_id is not null or a.emergency_until > clock_timestamp())) then
    return 'allocated';
  end if;
  select n.capacity into v_capacity from core.named_access n
   where n.child_id = p_file.child_id and n.staff_id = p_me.staff_id
     and case when p_file.sealed then n.needs_second and n.second_by is not null
              else not n.needs_second or n.second_by is not null end
     and n.from_at <= clock_timestamp() and (n.to_at is null or n.to_at > clock_timestamp())
   order by n.capacity = 'childrens_guardian' desc, n.level = 'record' desc, n.given_at limit 1;
  return case
    when v_capacity is not null then 'named:' || v_capacity
    when p_file.sealed then null
    when p_me.team_id = p_file.team_id and (p_me.role = 'manager' or p_me.duty) then 'team'
    when p_me.team_id = p_file.team_id and p_me.role = 'support' then 'support'
    when p_me.front_door then 'front_door'
  end;
end $$;

-- Whether this person could open the file by breaking the glass: social workers, court advisers and managers,
-- never a sealed or a disposed file, nor that of a family that they said they know.
create function wall.may_break_glass(p_me core.staff, p_file core.file) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(p_me.state = 'active' and p_me.role in ('practitioner', 'court_adviser', 'manager')
                  and p_file.state <> 'disposed' and not p_file.sealed
                  and not wall.knows_family(p_me.staff_id, p_file.child_id), false);
end $$;

-- The basis of the caller's ticket for this file, or a refusal. A ticket counts when it was committed before this
-- transaction, has not expired, and the person is still permitted, now, on the same basis or on one that needs no
-- reason. One scope opens not the other.
create function wall.ticket(p_child uuid, p_scope text default 'file') returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me();
  v_file core.file;
  v_basis text;
  v_found text;
begin
  select * into v_file from core.file f where f.child_id = p_child;
  v_basis := wall.basis(v_me, v_file);
  select t.basis into v_found from core.ticket t
   where t.staff_id = v_me.staff_id and t.child_id = p_child and t.scope = p_scope
     and t.expires_at > clock_timestamp()
     and t.opened_xid is distinct from pg_current_xact_id_if_assigned()
     and (v_basis = t.basis or v_basis = 'allocated' or v_basis like 'named:%'
          or (t.basis = 'break_glass' and wall.may_break_glass(v_me, v_file)))
   order by t.basis = 'break_glass', t.ticket_id desc limit 1;
  if v_found is null then
    perform wall.refuse();
  end if;
  return case when v_found = 'break_glass' then coalesce(v_basis, v_found) else v_basis end;
end $$;

-- Whether a basis lets its holder record. Support staff may add papers and minutes; a read-only name may not write.
-- In a sealed file only what was given by two counts, as in wall.basis.
create function wall.may_record(p_me core.staff, p_child uuid, p_basis text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_basis like 'named:%' then
    return exists (
      select from core.named_access n
       where n.child_id = p_child and n.staff_id = p_me.staff_id and n.level = 'record'
         and (n.second_by is not null
              or not n.needs_second and not exists (select from core.file f where f.child_id = p_child and f.sealed))
         and n.from_at <= clock_timestamp() and (n.to_at is null or n.to_at > clock_timestamp()));
  end if;
  return coalesce(p_basis in ('allocated', 'team', 'support', 'front_door', 'break_glass'), false);
end $$;

-- Whether a basis opens the confidential details: not break-glass, support, front door or a children's guardian.
create function wall.sees_confidential(p_basis text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_basis in ('allocated', 'team', 'named:sealed_member', 'named:cover', 'named:legal'), false)
$$;

-- A children's guardian reads the council's record but never its legal advice (Children Act 1989, section 42).
create function wall.sees_legal_advice(p_basis text) returns boolean
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(p_basis is distinct from 'named:childrens_guardian', false);
end $$;

-- Writes one line of the audit: ids, codes and the reason a person gave, never the text of the record.
create function wall.log(p_action text, p_child uuid default null, p_object uuid default null,
                         p_detail jsonb default '{}') returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into audit.event (action, child_id, object_id, detail) values (p_action, p_child, p_object, p_detail);
end $$;
