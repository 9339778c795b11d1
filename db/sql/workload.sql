-- How full everybody is: what somebody holds, what that weighs in their team, and what takes hours beside it.
-- One function reckons it (wall.holds); the page of the team and the what-if of a proposal both ask that one.

-- What each measure is in a team: its own newest, or what the list `work_weight` says.
create function wall.weights_of(p_team uuid) returns table (measure text, weight numeric)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select c.code, coalesce(
      (select w.weight from core.team_weight w where w.team_id = p_team and w.measure = c.code order by w.version desc limit 1),
      case when jsonb_typeof(c.attributes -> 'weight') = 'number' then least((c.attributes ->> 'weight')::numeric, 99) end, 1)
    from core.code c where c.list = 'work_weight' and c.country = '';
end $$;

-- Which kinds of work there are with a child today, for who is the worker or court adviser, or holds another part.
create function wall.work_with(p_child uuid, p_part text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_found text[];
begin
  if p_part in ('second_worker', 'cover') then return array[p_part]; end if;
  select array_agg(distinct case when p.kind = 'legal_status' then 'looked_after' when p.code = 'cp' then 'child_protection'
                                 else 'child_in_need' end) into v_found
    from wall.standing_periods(p_child) p
   where (p.kind = 'plan' and p.code in ('cin', 'cp')
          or p.kind = 'legal_status' and p.code in ('s20', 'ico', 's31', 'epo', 'placement_order'))
     and coalesce(p.begins_earliest, current_date) <= current_date
     and (p.ends_earliest is null or p.ends_earliest > current_date);
  if exists (select from wall.cases_of(p_child) v where v.ended_on is null and not v.mistaken) then
    v_found := v_found || 'in_proceedings'::text;
  end if;
  return coalesce(v_found, array['other_work']);
end $$;

-- What somebody holds now, a line a child, with these children besides in this part: whether as worker or court adviser
-- (`main`), whether in proceedings, and as which kind of work the child counts: once, as the one that weighs most.
-- Children with a sealed file count for nobody, unless they are named here.
create function wall.holds(p_staff uuid, p_also uuid[] default '{}', p_part text default 'allocated_worker')
  returns table (child_id uuid, main boolean, in_proceedings boolean, measure text, weight numeric)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  with weights as materialized (
    select w.* from core.staff s cross join lateral wall.weights_of(s.team_id) w where s.staff_id = p_staff
  ), parts as (
    select a.child_id as held, a.part from core.allocation a join core.file f using (child_id)
     where a.staff_id = p_staff and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
       and not f.sealed and f.state <> 'disposed'
    union
    select u, p_part from unnest(p_also) u
  ), children as materialized (
    select p.held, bool_or(p.part in ('allocated_worker', 'court_adviser')) as main, array_agg(p.part) as parts
      from parts p group by p.held
  ), works as (
    select c.held, c.main, k.kinds from children c
     cross join lateral (
       select array_agg(distinct x) as kinds from unnest(c.parts) o cross join lateral unnest(wall.work_with(c.held, o)) x
        where not c.main or o in ('allocated_worker', 'court_adviser')) k
  )
  select s.held, s.main, s.main and 'in_proceedings' = any (s.kinds), h.measure, h.weight
    from works s cross join lateral (
      select w.measure, w.weight from weights w where w.measure = any (s.kinds)
       order by w.weight desc, w.measure limit 1) h;
end $$;

-- The same added up, with the children proposed to them and not settled.
create function wall.holdings(p_staff uuid, p_also uuid[] default '{}', p_part text default 'allocated_worker',
  out children bigint, out in_proceedings bigint, out other_parts bigint, out proposed bigint, out weight numeric,
  out counted jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  select coalesce(sum(g.number) filter (where g.main), 0), coalesce(sum(g.court), 0),
         coalesce(sum(g.number) filter (where not g.main), 0), coalesce(sum(g.number * g.weight), 0),
         coalesce(jsonb_agg(jsonb_build_object('measure', g.measure, 'children', g.number, 'weight', g.weight)
                            order by g.main desc, g.measure), '[]')
    into children, in_proceedings, other_parts, weight, counted
    from (select h.main, h.measure, h.weight, count(*) as number, count(*) filter (where h.in_proceedings) as court
            from wall.holds(p_staff, p_also, p_part) h group by h.main, h.measure, h.weight) g;
  select count(distinct c.child_id) into proposed
    from core.allocation_discussion d join core.discussion_child c using (discussion_id) join core.file f using (child_id)
   where d.proposed_to = p_staff and not f.sealed and not d.emergency and c.child_id <> all (p_also) and not exists (
     select from core.allocation_answer a where a.discussion_id = d.discussion_id and a.answer <> 'declined');
end $$;

-- Between which weights is usual in somebody's team.
create function wall.usual_for(p_staff uuid, out usual_from numeric, out usual_to numeric)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  select max(w.weight) filter (where w.measure = 'usual_from'), max(w.weight) filter (where w.measure = 'usual_to')
    into usual_from, usual_to
    from core.staff s cross join lateral wall.weights_of(s.team_id) w where s.staff_id = p_staff;
end $$;

-- How many children these people held as worker or court adviser at the end of each of the last twelve months, and now:
-- a child once, whoever of them held it.
create function wall.held_by_month(p_staff uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select jsonb_agg(jsonb_build_object('day', m.day, 'children', (
           select count(distinct a.child_id) from core.allocation a join core.file f using (child_id)
            where a.staff_id = any (p_staff) and a.part in ('allocated_worker', 'court_adviser') and not f.sealed
              and f.state <> 'disposed' and a.from_at < m.until and (a.to_at is null or a.to_at >= m.until))) order by m.day)
    from (select b.until, b.until::date - 1 as day from generate_series(0, 11) n
           cross join lateral (select date_trunc('month', current_date) - n * interval '1 month' as until) b
          union all select clock_timestamp(), current_date) m);
end $$;

-- What takes hours of somebody's week now or later, the earliest first.
create function wall.time_notes(p_staff uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(jsonb_agg(jsonb_build_object('note_id', n.note_id, 'what', n.what, 'hours', n.hours, 'from_on', n.from_on,
           'until_on', n.until_on, 'by', s.name) order by n.from_on, n.what), '[]')
    from core.time_note n join core.staff s on s.staff_id = n.set_by
   where n.staff_id = p_staff and n.ended_at is null and n.until_on >= current_date);
end $$;

-- Managers: the social workers and court advisers of their team who are at work here, or who hold children and are not;
-- social workers and court advisers: themselves. What each holds and weighs, in numbers and never whom; what takes their
-- hours, when they are away, and how many children they held in the months of the last year. For managers a line without
-- anybody's id comes last: what the team's hold together, a child once, also one whom several of them hold.
create function api.team_workload() returns table (staff_id uuid, name text, role text, job_title text, at_work boolean,
  away_from date, away_until date, away boolean, children bigint, in_proceedings bigint, other_parts bigint, proposed bigint,
  weight numeric, counted jsonb, usual_from numeric, usual_to numeric, notes jsonb, months jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  return query
  select s.staff_id, s.name, s.role, s.job_title, s.state = 'active', a.from_on, wall.away_until(s.staff_id, a.from_on),
         wall.absent(s.staff_id), h.children, h.in_proceedings, h.other_parts, h.proposed, h.weight, h.counted, u.usual_from, u.usual_to,
         wall.time_notes(s.staff_id), wall.held_by_month(array[s.staff_id])
    from core.staff s cross join lateral wall.holdings(s.staff_id) h cross join lateral wall.usual_for(s.staff_id) u
    left join lateral (
      select x.from_on from core.absence x
       where x.staff_id = s.staff_id and x.ended_at is null and (x.to_on is null or x.to_on >= current_date)
       order by x.from_on limit 1) a on true
   where s.role in ('practitioner', 'court_adviser')
     and (s.staff_id = v_me.staff_id or v_me.role = 'manager' and s.team_id = v_me.team_id)
     and (s.state = 'active' or h.children + h.other_parts > 0)
   order by s.name;
  if v_me.role <> 'manager' then return; end if;
  return query
  with team as materialized (
    select s.staff_id as id from core.staff s where s.team_id = v_me.team_id and s.role in ('practitioner', 'court_adviser')
  ), held as materialized (
    select h.child_id, bool_or(h.main) as main, bool_or(h.in_proceedings) as court
      from team t cross join lateral wall.holds(t.id) h group by h.child_id
  )
  select null::uuid, '', '', '', true, null::date, null::date, false, count(*) filter (where d.main),
         count(*) filter (where d.court), count(*) filter (where not d.main),
         (select count(distinct c.child_id) from team t join core.allocation_discussion a on a.proposed_to = t.id
            join core.discussion_child c using (discussion_id) join core.file f using (child_id)
           where not f.sealed and not a.emergency and not wall.settled(a.discussion_id)),
         0::numeric, '[]'::jsonb, 0::numeric, 0::numeric, '[]'::jsonb,
         wall.held_by_month(array(select t.id from team t))
    from held d;
end $$;
grant execute on function api.team_workload() to :"practitioner", :"court_adviser", :"manager";

-- The manager of all these children. What a worker would hold with them in a part, and what of that is so today: numbers,
-- never whom, by the weights of the worker's team. Refuses children of others, and a worker who is not at work here.
create function api.would_hold(p_staff uuid, p_part text, p_children uuid[]) returns table (children bigint,
  in_proceedings bigint, other_parts bigint, weight numeric, proposed bigint, children_now bigint, weight_now numeric,
  usual_from numeric, usual_to numeric, notes jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  if not coalesce(wall.manages_all(v_me, p_children)
                  and p_part in ('allocated_worker', 'second_worker', 'court_adviser', 'cover'), false)
     or not exists (select from core.staff s where s.staff_id = p_staff and s.state = 'active'
                     and s.role in ('practitioner', 'court_adviser')) then
    perform wall.refuse();
  end if;
  return query
  select h.children, h.in_proceedings, h.other_parts, h.weight, h.proposed, n.children, n.weight, u.usual_from, u.usual_to,
         wall.time_notes(p_staff)
    from wall.holdings(p_staff, p_children, p_part) h, wall.holdings(p_staff) n, wall.usual_for(p_staff) u;
end $$;
grant execute on function api.would_hold(uuid, text, uuid[]) to :"manager";

-- Social workers, court advisers, managers. What each measure is in their own team, the newest first, with what stood
-- before it, who changed it, when and why; version 0 is what the list says for everybody.
create function api.team_weights() returns table (measure text, label text, version integer, weight numeric, why text,
  changed_by text, changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  return query
  select c.code, c.label, o.version, o.weight, o.why, coalesce(s.name, ''), o.changed_at
    from core.code c cross join lateral (
      select w.version, w.weight, w.why, w.changed_by, w.changed_at from core.team_weight w
       where w.team_id = v_me.team_id and w.measure = c.code
      union all
      select 0, d.weight, '', null, null from wall.weights_of(null) d where d.measure = c.code) o
    left join core.staff s on s.staff_id = o.changed_by
   where c.list = 'work_weight' and c.country = '' order by c.sort, c.code, o.version desc;
end $$;
grant execute on function api.team_weights() to :"practitioner", :"court_adviser", :"manager";

-- Managers, for their own team. How much a kind of work weighs from now on, or between which weights is usual, and why.
-- What stood is kept, and on record. TL002: bad input.
create function api.set_team_weight(p_measure text, p_weight numeric, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_before numeric; v_usual numeric[];
begin
  set local lock_timeout = '3s';
  perform from core.team t where t.team_id = v_me.team_id for no key update;  -- one change of a team's weights at a time
  if not found then perform wall.refuse(); end if;
  select w.weight into v_before from wall.weights_of(v_me.team_id) w where w.measure = p_measure;
  if v_before is null then perform wall.bad_input('there is no such kind of work'); end if;
  if not coalesce(p_weight between 0 and 99 and p_weight = round(p_weight, 1), false) then
    perform wall.bad_input('a weight is from 0 to 99, with at most one place after the point');
  end if;
  if not wall.is_said(p_why, 500) then perform wall.bad_input('say in at most 500 characters why'); end if;
  select array_agg(case w.measure when p_measure then p_weight else w.weight end order by w.measure) into v_usual
    from wall.weights_of(v_me.team_id) w where w.measure in ('usual_from', 'usual_to');
  if v_usual[1] > v_usual[2] then perform wall.bad_input('what is usual begins below where it ends'); end if;
  if v_before = p_weight then return; end if;
  insert into core.team_weight (team_id, measure, version, weight, why, changed_by)
  values (v_me.team_id, p_measure, 1 + coalesce((select max(w.version) from core.team_weight w
            where w.team_id = v_me.team_id and w.measure = p_measure), 0), p_weight, btrim(p_why), v_me.staff_id);
  perform wall.log('set_team_weight', null, v_me.team_id,
    jsonb_build_object('measure', p_measure, 'before', v_before, 'after', p_weight));
exception when unique_violation then
  perform wall.bad_input('somebody else changed this just now: look at the list again');
end $$;
grant execute on function api.set_team_weight(text, numeric, text) to :"manager";

-- Social workers, court advisers and managers: oneself or, for a manager, somebody of the same team spends hours of each
-- week on something from a day until a day (included), within a year. The client makes the id, so a resent call lands once.
-- TL002: bad input.
create function api.note_time(p_note uuid, p_staff uuid, p_what text, p_hours numeric, p_from_on date, p_until_on date)
  returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  set local lock_timeout = '3s';
  if p_note is null or not wall.may_say_absent(v_me, p_staff) then perform wall.refuse(); end if;
  if not wall.is_said(p_what, 200) or p_what ~ '[[:cntrl:]]' then
    perform wall.bad_input('say in at most 200 characters what the hours are for');
  end if;
  if not coalesce(p_hours > 0 and p_hours <= 60 and p_hours = round(p_hours, 1), false) then
    perform wall.bad_input('say how many hours a week, at most 60');
  end if;
  if not coalesce(p_from_on between current_date - 366 and current_date + 366
                  and p_until_on between greatest(p_from_on, current_date) and p_from_on + 366, false) then
    perform wall.bad_input('the hours begin within a year of today, and end today or later and within a year of their beginning');
  end if;
  if exists (select from core.time_note n where n.note_id = p_note) then
    if not exists (select from core.time_note n where n.note_id = p_note and n.staff_id = p_staff and n.set_by = v_me.staff_id
                    and n.what = btrim(p_what) and n.hours = p_hours and n.from_on = p_from_on and n.until_on = p_until_on) then
      perform wall.refuse();
    end if;
    return;
  end if;
  insert into core.time_note (note_id, staff_id, what, hours, from_on, until_on, set_by)
  values (p_note, p_staff, btrim(p_what), p_hours, p_from_on, p_until_on, v_me.staff_id);
  perform wall.log('note_time', null, p_staff, jsonb_build_object('hours', p_hours, 'from', p_from_on, 'until', p_until_on));
exception when integrity_constraint_violation then
  perform wall.refuse();
end $$;
grant execute on function api.note_time(uuid, uuid, text, numeric, date, date) to :"practitioner", :"court_adviser", :"manager";

-- The same people: these hours are free again. Ending it again changes nothing.
create function api.end_time_note(p_note uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager'); v_note core.time_note;
begin
  set local lock_timeout = '3s';
  select * into v_note from core.time_note n where n.note_id = p_note for update;
  if not wall.may_say_absent(v_me, v_note.staff_id) then perform wall.refuse(); end if;
  if v_note.ended_at is not null then return; end if;
  update core.time_note set ended_by = v_me.staff_id, ended_at = clock_timestamp() where note_id = p_note;
  perform wall.log('end_time_note', null, v_note.staff_id);
end $$;
grant execute on function api.end_time_note(uuid) to :"practitioner", :"court_adviser", :"manager";
