-- Files: which children are mine, who else is known, opening a file, and what stands at the head of it.

-- The allocated worker; null where there is none.
create function wall.held_by(p_child uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select a.staff_id from core.allocation a
   where a.child_id = p_child and a.part in ('allocated_worker', 'court_adviser')
     and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
   order by a.part = 'allocated_worker' desc, a.from_at desc limit 1);
end $$;

-- The allocated worker's name, or empty.
create function wall.worker_of(p_child uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return coalesce((select s.name from core.staff s where s.staff_id = wall.held_by(p_child)), '');
end $$;

-- The same of several children, with until when the worker is away, which is asked once for each worker. Of a child whom
-- nobody holds there is no line.
create function wall.workers_of(p_children uuid[]) returns table (child_id uuid, name text, away text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with held as materialized (
    select c.child_id, wall.held_by(c.child_id) as staff_id from unnest(p_children) c (child_id)
  ), workers as materialized (
    select s.staff_id, s.name, wall.away_in_words(s.staff_id) as away
      from core.staff s where s.staff_id in (select h.staff_id from held h)
  )
  select h.child_id, w.name, w.away from held h join workers w using (staff_id);
end $$;

-- Whose files are on somebody's caseload, each with its basis: allocated to them or naming them, and the open files of
-- the team that they manage, support or do duty in.
create function wall.caseload_of(p_me core.staff) returns table (child_id uuid, basis text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with mine as materialized (
    select a.child_id from core.allocation a
     where a.staff_id = p_me.staff_id and (a.to_at is null or a.to_at > clock_timestamp())
    union select n.child_id from core.named_access n where n.staff_id = p_me.staff_id
    union select f.child_id from core.file f
     where f.team_id = p_me.team_id and f.state = 'open' and (p_me.role in ('manager', 'support') or p_me.duty)
  ), permitted as materialized (
    select f, wall.basis(p_me, f) as basis from core.file f join mine using (child_id)
  )
  select (p.f).child_id, p.basis from permitted p where p.basis is not null;
end $$;

-- Any active practitioner, court adviser, manager or support worker: one line for each child whose file is theirs to
-- open (allocated, named, own team). Only what a caseload needs; reading the file itself needs a ticket.
create function api.my_children() returns table (child_id uuid, reference text, name text, known_as text, born date,
  expected_on date, basis text, team text, worker text, last_seen date, last_seen_alone date, new_entries bigint,
  next_on date, next_what text, born_latest date, worker_away text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me();
  v_ids uuid[]; v_bases text[];
  v_month timestamptz := clock_timestamp() - interval '30 days';
begin
  select array_agg(m.child_id), array_agg(m.basis) into v_ids, v_bases from wall.caseload_of(v_me) m;
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id), wall.known_as(f.child_id),
         n.born_earliest, n.expected_on, m.basis, t.name, coalesce(w.name, ''),
         wall.last_seen(f.child_id, false, m.basis), wall.last_seen(f.child_id, true, m.basis),
         (select count(*) from core.chronology c
           where c.child_id = f.child_id and c.author_id <> v_me.staff_id
             and (not c.legal_advice or wall.sees_legal_advice(m.basis))
             and c.recorded_at > coalesce(
               (select max(k.opened_at) from core.ticket k
                 where k.staff_id = v_me.staff_id and k.child_id = f.child_id), v_month)),
         d.next_on, d.next_what, n.born_latest, coalesce(w.away, '')
    from unnest(v_ids, v_bases) m (child_id, basis)
    join core.file f on f.child_id = m.child_id join core.person n on n.person_id = f.child_id
    join core.team t on t.team_id = f.team_id left join wall.workers_of(v_ids) w on w.child_id = m.child_id
    left join wall.next_dates(v_ids) d on d.child_id = f.child_id
   order by 3;
end $$;
grant execute on function api.my_children() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: opens a child's file and answers on which basis, until when, and whether they may record there.
-- The ticket counts from the next transaction on. Allocated and named people give no reason; the team, support and
-- front door choose one; break-glass needs a typed one (wall.check_reason), lasts an hour and is listed until reviewed.
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
  elsif v_basis = 'break_glass' then
    perform wall.check_reason(v_purpose);
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
  select team_id into v_team from core.team where name = p_team and active for key share;
  if v_team is null then perform wall.bad_input('there is no such team'); end if;
  if p_child is null or btrim(coalesce(p_given, '')) = '' or btrim(coalesce(p_family, '')) = ''
     or length(p_given || p_family) > 300 or coalesce(p_sex, '') not in ('F', 'M', 'U') then
    perform wall.bad_input('a child needs a given name, a family name and a sex of F, M or U');
  end if;
  perform wall.check_days(p_born);
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
