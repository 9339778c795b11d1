-- Who is away, so that what waits for them reaches their manager.

-- Whether somebody is not at work now: away, suspended, or gone.
create function wall.absent(p_staff uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select s.state <> 'active' from core.staff s where s.staff_id = p_staff), true)
      or exists (select from core.absence a where a.staff_id = p_staff and a.ended_at is null
                    and a.from_on <= current_date and (a.to_on is null or a.to_on >= current_date))
$$;

-- The last day of the absence in which a day lies, with those that run on from it the day after the one before ends (no
-- two overlap); null if it is not known until when.
create function wall.away_until(p_staff uuid, p_on date) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
    with recursive runs_on as (
      select a.to_on from core.absence a
       where a.staff_id = p_staff and a.ended_at is null and p_on between a.from_on and coalesce(a.to_on, 'infinity')
      union all
      select a.to_on from runs_on r join core.absence a on a.from_on = r.to_on + 1
       where a.staff_id = p_staff and a.ended_at is null)
    select nullif(max(coalesce(r.to_on, 'infinity')), 'infinity') from runs_on r);
end $$;

-- Until when somebody is away now, in words; empty for who is at work.
create function wall.away_in_words(p_staff uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return coalesce((
    select case when s.state <> 'active' then 'not at work here now'
                when not wall.absent(s.staff_id) then ''
                else 'away' || coalesce(' until ' || to_char(wall.away_until(s.staff_id, current_date), 'FMDD FMMonth YYYY'),
                                        ', not known until when') end
      from core.staff s where s.staff_id = p_staff), '');
end $$;

-- Whether the caller may say that somebody is away or back: oneself, and a manager of the same team.
create function wall.may_say_absent(p_me core.staff, p_staff uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_staff = p_me.staff_id or p_me.role = 'manager' and exists (
    select from core.staff s where s.staff_id = p_staff and s.team_id = p_me.team_id), false)
$$;

-- Practitioners, court advisers, managers, support: oneself or, for a manager, somebody of the same team is away from a
-- day on, until a day (included) or until it is ended. The client makes the id, so a resent call lands once.
create function api.set_absence(p_absence uuid, p_staff uuid, p_from_on date, p_to_on date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  set local lock_timeout = '3s';
  if p_absence is null or not wall.may_say_absent(v_me, p_staff) then perform wall.refuse(); end if;
  if p_from_on is null or p_from_on not between current_date - 14 and current_date + 366
     or p_to_on < p_from_on or p_to_on > p_from_on + 1100 then
    perform wall.bad_input('an absence begins at most 14 days ago and within a year, and ends after it begins and within '
                           'three years');
  end if;
  perform from core.staff s where s.staff_id = p_staff for no key update;  -- one absence of a person at a time
  if exists (select from core.absence a where a.absence_id = p_absence) then
    if not exists (select from core.absence a where a.absence_id = p_absence and a.staff_id = p_staff
                    and a.set_by = v_me.staff_id and a.from_on = p_from_on and a.to_on is not distinct from p_to_on) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if exists (select from core.absence a where a.staff_id = p_staff and a.ended_at is null
              and a.from_on <= coalesce(p_to_on, 'infinity') and coalesce(a.to_on, 'infinity') >= p_from_on) then
    perform wall.bad_input('an absence over these days is noted already: end that one first');
  end if;
  insert into core.absence (absence_id, staff_id, from_on, to_on, set_by)
  values (p_absence, p_staff, p_from_on, p_to_on, v_me.staff_id);
  perform wall.log('set_absence', null, p_staff, jsonb_build_object('from', p_from_on, 'to', p_to_on));
exception when unique_violation then
  perform wall.refuse();
end $$;
grant execute on function api.set_absence(uuid, uuid, date, date)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: back at work. Ending it again changes nothing.
create function api.end_absence(p_absence uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_absence core.absence;
begin
  set local lock_timeout = '3s';
  select * into v_absence from core.absence a where a.absence_id = p_absence for update;
  if not wall.may_say_absent(v_me, v_absence.staff_id) then perform wall.refuse(); end if;
  if v_absence.ended_at is not null then return; end if;
  update core.absence set ended_by = v_me.staff_id, ended_at = clock_timestamp() where absence_id = p_absence;
  perform wall.log('end_absence', null, v_absence.staff_id);
end $$;
grant execute on function api.end_absence(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: who of their team is or will be away.
create function api.absences() returns table (absence_id uuid, staff_id uuid, name text, from_on date, to_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select a.absence_id, a.staff_id, s.name, a.from_on, a.to_on
    from core.absence a join core.staff s using (staff_id)
   where (s.team_id = v_me.team_id or s.staff_id = v_me.staff_id) and s.state = 'active' and a.ended_at is null
     and (a.to_on is null or a.to_on >= current_date)
   order by a.from_on, s.name;
end $$;
grant execute on function api.absences() to :"practitioner", :"court_adviser", :"manager", :"support";
