-- Files: which children are mine, who else is known, opening a file, and what stands at the head of it.

-- The day of the last visit at which the child was seen, or seen alone; null if never.
create function wall.last_seen(p_child uuid, p_alone boolean) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.occurred_earliest from core.chronology c
   where c.child_id = p_child and c.seen and (c.seen_alone or not p_alone) and c.occurred_earliest <= current_date
   order by c.order_key desc limit 1
$$;

-- The next date that concerns the child: a planned conference or review, or a hearing.
create function wall.next_date(p_child uuid, out next_on date, out next_what text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.on_day, d.what from (
    select p.planned_on, p.description from core.period p
     where p.child_id = p_child and p.planned_on >= current_date and p.ends_earliest is null
    union all
    select h.listed_on, h.kind from core.hearing h join core.proceedings_child c using (proceedings_id)
     where c.child_id = p_child and h.listed_on >= current_date) d (on_day, what)
   order by 1 limit 1
$$;

-- The allocated worker's name, or empty.
create function wall.worker_of(p_child uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select s.name from core.allocation a join core.staff s using (staff_id)
   where a.child_id = p_child and a.part in ('allocated_worker', 'court_adviser')
     and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
   order by a.part = 'allocated_worker' desc, a.from_at desc limit 1), '')
$$;

-- Any active practitioner, court adviser, manager or support worker: one line for each child whose file is theirs to
-- open (allocated, named, own team). Only what a caseload needs; reading the file itself needs a ticket.
create function api.my_children() returns table (child_id uuid, reference text, name text, known_as text, born date,
  expected_on date, basis text, team text, worker text, last_seen date, last_seen_alone date, new_entries bigint,
  next_on date, next_what text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  return query
  with mine as materialized (
    select a.child_id from core.allocation a
     where a.staff_id = v_me.staff_id and (a.to_at is null or a.to_at > clock_timestamp())
    union select n.child_id from core.named_access n where n.staff_id = v_me.staff_id
    union select f.child_id from core.file f
     where f.team_id = v_me.team_id and f.state = 'open' and (v_me.role in ('manager', 'support') or v_me.duty)
  ), permitted as materialized (
    select f, wall.basis(v_me, f) as basis from core.file f join mine using (child_id)
  )
  select (p.f).child_id, (p.f).reference, wall.name_of((p.f).child_id), wall.known_as((p.f).child_id),
         n.born_earliest, n.expected_on, p.basis, t.name, wall.worker_of((p.f).child_id),
         wall.last_seen((p.f).child_id, false), wall.last_seen((p.f).child_id, true),
         (select count(*) from core.chronology c
           where c.child_id = (p.f).child_id and c.author_id <> v_me.staff_id
             and (not c.legal_advice or wall.sees_legal_advice(p.basis))
             and c.recorded_at > coalesce(
               (select max(k.opened_at) from core.ticket k
                 where k.staff_id = v_me.staff_id and k.child_id = (p.f).child_id),
               clock_timestamp() - interval '30 days')),
         d.next_on, d.next_what
    from permitted p join core.person n on n.person_id = (p.f).child_id
    join core.team t on t.team_id = (p.f).team_id
    cross join lateral wall.next_date((p.f).child_id) d
   where p.basis is not null
   order by 3;
end $$;
grant execute on function api.my_children() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: "is this child known?" by reference or by the beginnings, other spellings or
-- the sound of names, at most 50.
-- Answers for unsealed files with identity, team and worker; a sealed file is told of to its members alone, and the
-- match is noted for them, in one statement with the question, since commands of a transaction can be counted.
-- Every question is on record, also in the server's log, which survives a rollback.
create function api.find_children(p_words text) returns table (child_id uuid, reference text, name text, born date,
  team text, worker text, access text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_tokens text[] := array(select w from regexp_split_to_table(wall.fold(left(p_words, 200)), ' ') w where w <> '');
  v_found uuid[];
begin
  if wall.watched() then perform wall.refuse(); end if;
  if cardinality(v_tokens) = 0 then return; end if;
  v_found := array(
    select f.child_id from core.file f where f.reference = upper(btrim(left(p_words, 200)))
    union
    (select distinct n.person_id from core.person_name n join core.file f on f.child_id = n.person_id
      where (exists (select from unnest(wall.spellings(v_tokens[1])) s where n.given_sort ~ ('\m' || s) or n.family_sort ^@ s)
             or n.sounds && wall.sounds(v_tokens[1]))
        and not exists (select from unnest(v_tokens) t
              where not (n.sounds && wall.sounds(t) or exists (
                select from unnest(wall.spellings(t)) s where (n.given_sort || ' ' || n.family_sort) ~ ('\m' || s))))
      limit 200));
  insert into audit.event (action, child_id, detail)
  select 'find', null, jsonb_build_object('found', cardinality(v_found))
  union all
  select 'sealed_match', f.child_id, '{}' from core.file f
   where f.child_id = any (v_found) and f.sealed and wall.basis(v_me, f) is null;
  raise log 'throughline: find by %', session_user;
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id), n.born_earliest, t.name, wall.worker_of(f.child_id),
         coalesce(b.basis, 'break_glass')
    from core.file f join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
    cross join lateral (select wall.basis(v_me, f)) b (basis)
   where f.child_id = any (v_found) and f.state <> 'disposed'
     and (b.basis is not null or wall.may_break_glass(v_me, f))
   order by b.basis is null, 3 limit 50;
end $$;
grant execute on function api.find_children(text) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: opens a child's file and answers on which basis, until when, and whether they may record there.
-- The ticket counts from the next transaction on. Allocated and named people give no reason; the team, support and
-- front door choose one; break-glass needs a typed one of ten characters, lasts an hour and is listed until reviewed.
-- Refuses with one message whatever the cause.
create function api.open_file(p_child uuid, p_purpose text default '', p_break_glass boolean default false)
  returns table (basis text, expires_at timestamptz, may_record boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_file core.file;
  v_basis text;
  v_purpose text := btrim(coalesce(p_purpose, ''));
  v_until timestamptz;
begin
  select * into v_file from core.file f where f.child_id = p_child;
  v_basis := wall.basis(v_me, v_file);
  if v_basis is null and coalesce(p_break_glass, false) and wall.may_break_glass(v_me, v_file) then
    v_basis := 'break_glass';
  end if;
  if v_basis is null then
    raise log 'throughline: refused opening by %', session_user;
    perform wall.refuse();
  end if;
  if length(v_purpose) > 500 then perform wall.bad_input('a reason has at most 500 characters'); end if;
  if v_basis in ('team', 'support', 'front_door') and v_purpose = '' then
    perform wall.bad_input('choose a reason for opening this file');
  elsif v_basis = 'break_glass' and length(v_purpose) < 10 then
    perform wall.bad_input('say in at least ten characters why you must see this file');
  end if;
  v_until := clock_timestamp() + case v_basis when 'break_glass' then interval '1 hour' else interval '8 hours' end;
  insert into core.ticket (staff_id, child_id, basis, purpose, expires_at)
  values (v_me.staff_id, p_child, v_basis, v_purpose, v_until);
  perform wall.log('open:' || v_basis, p_child, null, jsonb_build_object('reason', v_purpose));
  raise log 'throughline: opened by % on basis %', session_user, v_basis;
  return query select v_basis, v_until, wall.may_record(v_me, p_child, v_basis);
end $$;
grant execute on function api.open_file(uuid, text, boolean)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The current period of a kind, as its code's label and detail.
create function wall.current_period(p_child uuid, p_kind text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select concat_ws(', ', coalesce(c.label, nullif(p.code, '')), nullif(coalesce(k.label, p.category), ''),
                     nullif(p.description, ''))
      from core.period p
      left join core.code c on c.list = p.kind and c.code = p.code and c.country = ''
      left join core.code k on k.list = 'abuse_category' and k.code = p.category and k.country = ''
     where p.child_id = p_child and p.kind = p_kind and p.ends_earliest is null and p.begins_earliest <= current_date
       and not exists (select from core.period r where r.replaces = p.period_id)
     order by p.begins_earliest desc limit 1), '')
$$;

-- Ticket. The head of the file: who the child is, with whom, legal status, plan, last seen, own words, what comes next.
create function api.child_summary(p_child uuid) returns table (child_id uuid, reference text, name text, known_as text,
  pronouns text, born date, born_words text, expected_on date, sex text, team text, worker text, lives_with text,
  parental_responsibility text, legal_status text, plan text, last_seen date, last_seen_alone date, words text,
  words_on date, next_on date, next_what text, may_record boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child);
begin
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id), wall.known_as(f.child_id), n.pronouns, n.born_earliest,
         n.born_words, n.expected_on, n.sex, t.name, wall.worker_of(f.child_id),
         coalesce(nullif(wall.current_period(p_child, 'placement'), ''), (
           select string_agg(wall.name_of(r.person_id) || ' (' || r.kind || ')', ', ' order by r.kind)
             from core.relationship r where r.other_id = p_child and r.same_household and r.to_on is null
              and r.kind not in ('sister', 'brother', 'sibling')), ''),
         coalesce((select string_agg(wall.name_of(r.person_id) || ' (' || r.kind || ')', ', ' order by r.kind)
                     from core.relationship r
                    where r.other_id = p_child and r.parental_responsibility and r.to_on is null), ''),
         wall.current_period(p_child, 'legal_status'), wall.current_period(p_child, 'plan'),
         wall.last_seen(p_child, false), wall.last_seen(p_child, true), coalesce(w.words, ''), w.said_on,
         d.next_on, d.next_what, wall.may_record(wall.me(), p_child, v_basis)
    from core.file f join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
    cross join lateral wall.next_date(p_child) d
    left join lateral (
      select c.words, c.occurred_earliest as said_on from core.chronology c
       where c.child_id = p_child and c.words <> '' and (not c.legal_advice or wall.sees_legal_advice(v_basis))
       order by c.order_key desc limit 1) w on true
   where f.child_id = p_child;
end $$;
grant execute on function api.child_summary(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The dated facts of the child in order: involvement, plans, legal status, placements and what is planned.
create function api.periods(p_child uuid) returns table (period_id uuid, kind text, code text, label text,
  category text, description text, begins_earliest date, begins_words text, ends_earliest date, ends_words text,
  planned_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  return query
  select p.period_id, p.kind, p.code, coalesce(c.label, p.code), coalesce(k.label, p.category), p.description,
         p.begins_earliest, p.begins_words, p.ends_earliest, p.ends_words, p.planned_on
    from core.period p
    left join core.code c on c.list = p.kind and c.code = p.code and c.country = ''
    left join core.code k on k.list = 'abuse_category' and k.code = p.category and k.country = ''
   where p.child_id = p_child and not exists (select from core.period r where r.replaces = p.period_id)
   order by coalesce(p.begins_earliest, p.planned_on), p.kind;
end $$;
grant execute on function api.periods(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Managers and front-door staff. Opens a new file for a child; finding the child first is the caller's part.
-- The client makes the id, so a resent call lands once. Answers with the reference.
create function api.add_child(p_child uuid, p_given text, p_family text, p_born date, p_sex text, p_team text)
  returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me(); v_team uuid; v_reference text;
begin
  if v_me.role <> 'manager' and not (v_me.front_door and v_me.role = 'practitioner') then perform wall.refuse(); end if;
  select f.reference into v_reference from core.file f join core.person n on n.person_id = f.child_id
   where f.child_id = p_child and n.recorded_by = v_me.staff_id and not f.sealed;
  if v_reference is not null then return v_reference; end if;
  select team_id into v_team from core.team where name = p_team and active;
  if v_team is null then perform wall.bad_input('there is no such team'); end if;
  if p_child is null or btrim(coalesce(p_given, '')) = '' or btrim(coalesce(p_family, '')) = ''
     or length(p_given || p_family) > 300 or coalesce(p_sex, '') not in ('F', 'M', 'U') then
    perform wall.bad_input('a child needs a given name, a family name and a sex of F, M or U');
  end if;
  v_reference := to_char(clock_timestamp(), 'YY') || '-' || lpad(nextval('core.file_number')::text, 4, '0');
  insert into core.person (person_id, sex, born_earliest, born_latest, recorded_by)
  values (p_child, p_sex, p_born, p_born, v_me.staff_id);
  perform wall.add_name(p_child, 'legal', p_given, p_family, v_me.staff_id);
  insert into core.file (child_id, reference, team_id, opened_on) values (p_child, v_reference, v_team, current_date);
  perform wall.log('add_child', p_child);
  return v_reference;
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.add_child(uuid, text, text, date, text, text) to :"practitioner", :"manager";
