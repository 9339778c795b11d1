-- Access beyond one's own cases: named access, sealing, break-glass review, and confidential details.

-- Whether the caller manages this file: the responsible team's manager, or for a sealed file a manager among its members;
-- never who said that they know the family.
create function wall.manages(p_me core.staff, p_file core.file) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_me.role = 'manager' and case when p_file.sealed then wall.basis(p_me, p_file) is not null
                  else p_me.team_id = p_file.team_id and not wall.knows_family(p_me.staff_id, p_file.child_id) end, false)
$$;

-- Whether a named access counts in a sealed file, now or from a later day on: two people gave it, and it has not ended.
create function wall.is_member(p_access core.named_access) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_access.needs_second and p_access.second_by is not null
                  and (p_access.to_at is null or p_access.to_at > clock_timestamp()), false)
$$;

-- Whether the caller gave just this access already, under this id.
create function wall.named_so(p_me core.staff, p_access uuid, p_child uuid, p_staff uuid, p_capacity text, p_level text,
  p_until timestamptz, p_reason text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.named_access n
                  where n.access_id = p_access and n.given_by = p_me.staff_id and n.to_at is not distinct from p_until
                    and (n.child_id, n.staff_id, n.capacity, n.level, n.reason)
                        = (p_child, p_staff, p_capacity, p_level, p_reason))
$$;

-- Managers of the file. Gives one person access for a capacity, read or record, from now or a later time until a time.
-- For a sealed file it counts only once a second manager among its members confirms it. Cover is no capacity: it is an
-- allocation, and goes through the conversation. The client makes the id, so a resent call lands once.
create function api.name_access(p_child uuid, p_staff uuid, p_capacity text, p_level text, p_until timestamptz,
  p_reason text, p_from timestamptz default null, p_access uuid default gen_random_uuid()) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_file from core.file where child_id = p_child for share;
  if p_access is null or not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if wall.named_so(v_me, p_access, p_child, p_staff, p_capacity, p_level, p_until, p_reason) then return p_access; end if;
  if p_capacity = 'cover' then
    perform wall.bad_input('cover is proposed, talked about and accepted like every allocation: propose it under Allocation');
  end if;
  if not exists (select from core.code c where c.list = 'access_capacity' and c.code = p_capacity)
     or coalesce(p_level, '') not in ('read', 'record') or not wall.is_said(p_reason, 1000) then
    perform wall.bad_input('named access needs a capacity from the list, read or record, and a reason of at most 1,000 '
                           'characters');
  end if;
  if not coalesce(p_from between clock_timestamp() and clock_timestamp() + interval '1 year', p_from is null)
     or p_until <= coalesce(p_from, clock_timestamp()) or p_until > timestamptz '3000-01-01' then
    perform wall.bad_input('named access begins now or within a year, and ends after it begins');
  end if;
  if not exists (select from core.staff where staff_id = p_staff and state = 'active'
                 and role not in ('administrator', 'auditor')) then
    perform wall.refuse();
  end if;
  insert into core.named_access (access_id, child_id, staff_id, capacity, level, from_at, to_at, reason, given_by,
    needs_second)
  values (p_access, p_child, p_staff, p_capacity, p_level, coalesce(p_from, clock_timestamp()), p_until, p_reason,
          v_me.staff_id, v_file.sealed);
  perform wall.log('name_access', p_child, p_access, jsonb_build_object('capacity', p_capacity, 'level', p_level));
  return p_access;
exception when unique_violation then
  if not wall.named_so(v_me, p_access, p_child, p_staff, p_capacity, p_level, p_until, p_reason) then
    perform wall.refuse();
  end if;
  return p_access;
end $$;
grant execute on function api.name_access(uuid, uuid, text, text, timestamptz, text, timestamptz, uuid) to :"manager";

-- Managers of the file. Who is named for it, now and later, in which capacity, from when to when, why and by whom; those
-- that wait for a second manager too. In a sealed file also whose removal waits, and whether the caller may be the second.
create function api.named_people(p_child uuid) returns table (access_id uuid, name text, job_title text, capacity text,
  level text, from_at timestamptz, to_at timestamptz, reason text, given_by text, waits boolean, sealed boolean,
  removal_id uuid, may_confirm boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file;
begin
  select * into v_file from core.file where child_id = p_child;
  if not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  return query
  select n.access_id, s.name, s.job_title, n.capacity, n.level, n.from_at, n.to_at, coalesce(r.reason, n.reason), g.name,
         n.needs_second and n.second_by is null, v_file.sealed, r.removal_id,
         v_file.sealed and (n.second_by is null or r.removal_id is not null)
         and v_me.staff_id not in (n.staff_id, coalesce(r.asked_by, n.given_by))
    from core.named_access n join core.staff s using (staff_id) join core.staff g on g.staff_id = n.given_by
    left join core.access_removal r on r.access_id = n.access_id and r.outcome = ''
   where n.child_id = p_child and (n.to_at is null or n.to_at > clock_timestamp())
   order by s.name, n.from_at;
end $$;
grant execute on function api.named_people(uuid) to :"manager";

-- A second manager among the members of a sealed file. Confirms what another gave; one's own gift is refused. Where the
-- giver is the only manager left, the manager who is to be added confirms: there is nobody else.
create function api.confirm_access(p_access uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_access core.named_access; v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_access from core.named_access where access_id = p_access for update;
  select * into v_file from core.file where child_id = v_access.child_id;
  if v_access.access_id is null or not v_access.needs_second or v_access.second_by is not null
     or v_access.given_by = v_me.staff_id
     or not (wall.joins_alone(v_me, v_access, v_file)
             or v_access.staff_id <> v_me.staff_id and wall.manages(v_me, v_file)) then
    perform wall.refuse();
  end if;
  update core.named_access set second_by = v_me.staff_id where access_id = p_access;
  perform wall.log('confirm_access', v_access.child_id, p_access);
end $$;
grant execute on function api.confirm_access(uuid) to :"manager";

-- Managers of the file. Ends a named access at once, also for open sessions. Not of a member of a sealed file, whom two
-- people remove (sealed_members.sql); what waits for a second there can be taken back.
create function api.end_access(p_access uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_access core.named_access; v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_access from core.named_access where access_id = p_access for update;
  select * into v_file from core.file where child_id = v_access.child_id;
  if not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if v_file.sealed and wall.is_member(v_access) then
    perform wall.bad_input('the file is sealed: ask for the removal, and a second manager among its members confirms it');
  end if;
  update core.named_access set to_at = clock_timestamp(), ended_by = v_me.staff_id
   where access_id = p_access and (to_at is null or to_at > clock_timestamp());
  perform wall.log('end_access', v_access.child_id, p_access);
end $$;
grant execute on function api.end_access(uuid) to :"manager";

-- Managers (their team's files) and auditors: writes down what was found of an opening by broken glass that they are shown,
-- once; nobody reviews an opening of their own.
create function api.review_broken_glass(p_ticket bigint, p_finding text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager', 'auditor'); v_ticket core.ticket; v_file core.file;
begin
  select * into v_ticket from core.ticket where ticket_id = p_ticket and basis = 'break_glass';
  select * into v_file from core.file where child_id = v_ticket.child_id;
  if v_ticket.ticket_id is null or v_ticket.staff_id = v_me.staff_id
     or not (v_me.role = 'auditor' and not v_file.sealed or wall.manages(v_me, v_file)) then
    perform wall.refuse();
  end if;
  if length(btrim(coalesce(p_finding, ''))) not between 1 and 4000 then
    perform wall.bad_input('say what you found, in at most 4,000 characters');
  end if;
  insert into core.break_glass_review (ticket_id, finding, reviewed_by) values (p_ticket, p_finding, v_me.staff_id)
  on conflict do nothing;
  if not found then
    if not exists (select from core.break_glass_review r where r.ticket_id = p_ticket and r.reviewed_by = v_me.staff_id
                    and r.finding = p_finding) then
      perform wall.bad_input('somebody reviewed this meanwhile: read what they found');
    end if;
    return;
  end if;
  perform wall.log('review_broken_glass', v_ticket.child_id, null, jsonb_build_object('ticket', p_ticket));
end $$;
grant execute on function api.review_broken_glass(bigint, text) to :"manager", :"auditor";

-- Ticket for the file. Opens the confidential details of the people around the child; a typed reason,
-- one hour, a ticket of its own. Not for break-glass, support, front door or a children's guardian.
create function api.open_confidential(p_child uuid, p_reason text) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me(); v_until timestamptz;
begin
  if not wall.sees_confidential(v_basis) then perform wall.refuse(); end if;
  perform wall.check_reason(p_reason);
  v_until := clock_timestamp() + interval '1 hour';
  insert into core.ticket (staff_id, child_id, scope, basis, purpose, expires_at)
  values (v_me.staff_id, p_child, 'confidential', v_basis, p_reason, v_until);
  perform wall.log('open_confidential', p_child, null, jsonb_build_object('reason', p_reason));
  return v_until;
end $$;
grant execute on function api.open_confidential(uuid, text) to :"practitioner", :"court_adviser", :"manager";

-- Whether the caller is told in this file what is hidden there and was recorded in another: those who may open
-- confidential details in both.
create function wall.sees_hidden(p_me core.staff, p_basis text, p_child uuid, p_recorded_in uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(wall.sees_confidential(p_basis) and (p_recorded_in = p_child or exists (
    select from core.file f where f.child_id = p_recorded_in and wall.sees_confidential(wall.basis(p_me, f)))), false)
$$;

-- The file that holds a confidential detail: that of the person, or of somebody without a file the one in which it was
-- recorded. Null for what was recorded before that was kept, and nobody knew where.
create function wall.held_in(d core.confidential_detail) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select f.child_id from core.file f where f.child_id = d.person_id), d.child_id)
$$;

-- Whether a confidential detail is told in this file: of the child, and of those connected with the child if the caller
-- recorded it or may open the confidential details of the file that holds it too. So whoever connects somebody with a
-- child of their own learns nothing that another file keeps, and what an adopted sister's file keeps is told to nobody.
create function wall.tells_detail(p_me core.staff, p_basis text, p_child uuid, d core.confidential_detail) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(wall.sees_confidential(p_basis) and (d.person_id = p_child or (
    d.person_id in (select r.person_id from core.relationship r where r.other_id = p_child)
    and not wall.merged_away(d.person_id)
    and (d.recorded_by = p_me.staff_id or wall.sees_hidden(p_me, p_basis, p_child, wall.held_in(d))))), false);
end $$;

-- Ticket for confidential details. The addresses, telephones, schools … that somebody must not learn, and who: of the
-- child and of those connected with the child, as far as this file tells them.
create function api.confidential_details(p_child uuid) returns table (person text, kind text, value text,
  postcode text, hidden_from text, why text, from_on date, to_on date, detail_id uuid, person_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me();
begin
  if not wall.sees_confidential(v_basis) then perform wall.refuse(); end if;
  perform wall.ticket(p_child, 'confidential');
  perform wall.log('read_confidential', p_child);
  return query
  select wall.shown_name(d.person_id), d.kind, d.value, d.postcode,
         coalesce((select string_agg(wall.shown_name(h), ', ') from unnest(d.hidden_from) h), ''), d.why, d.from_on, d.to_on,
         d.confidential_detail_id, d.person_id
    from core.confidential_detail d
   where d.person_id = any (p_child || array(select r.person_id from core.relationship r where r.other_id = p_child))
     and wall.tells_detail(v_me, v_basis, p_child, d)
   order by 1, 2;
end $$;
grant execute on function api.confidential_details(uuid) to :"practitioner", :"court_adviser", :"manager";
