-- The week of support staff: the meetings about the team's children, and what is missing that they may add.

-- What is arranged for a planned meeting, also from before its day was put off; the newest counts.
create function wall.arrangement_of(p_period uuid) returns core.meeting_arrangement
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_found core.meeting_arrangement;
begin
  with recursive before as (
    select p_period as period_id
    union select p.replaces from before b join core.period p using (period_id) where p.replaces is not null)
  select a.* into v_found from core.meeting_arrangement a join before using (period_id)
   order by a.recorded_at desc limit 1;
  return v_found;
end $$;

-- Time and place of a planned meeting, as they follow its name in the head of the file.
create function wall.arranged_words(p_child uuid, p_period uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare a core.meeting_arrangement := wall.arrangement_of(p_period);
begin
  return case when a.arrangement_id is null then '' else wall.open_words(p_child, concat(
    ', ' || nullif(a.at_time, ''), ', ' || nullif(a.place, '')), null, null, a.recorded_by) end;
end $$;

-- The meetings whose time, place, invitations and minutes are the team's administrators' work.
create function wall.is_meeting(p_code text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_code in ('icpc', 'rcpc', 'core_group', 'lac_review', 'pep'), false)
$$;

-- The children for whom a support worker does the team's work: open files of the own team.
create function wall.supported_children(p_me core.staff) returns uuid[]
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(m.child_id), '{}') from wall.caseload_of(p_me) m join core.file f using (child_id)
   where m.basis = 'support' and f.state = 'open'
$$;

-- A line of the week: what is to be done (`task`), about which child, and what leads there.
create type wall.week_line as (task text, child_id uuid, code text, words text, on_day date, at_time text, place text,
  invited text, period_id uuid, entry_id uuid, order_key bigint);

-- Meetings from Monday of this week to Sunday of the next, and those of the last two weeks without minutes: no entry of
-- minutes and no paper of that kind, dated on the day or in the four weeks after.
create function wall.week_meetings(p_children uuid[]) returns setof wall.week_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_monday date := date_trunc('week', current_date)::date;
begin
  return query
  with meetings as (
    select p.* from core.period p
     where p.child_id = any (p_children) and p.kind = 'planned' and wall.is_meeting(p.code)
       and p.planned_on between current_date - 14 and v_monday + 13 and p.ends_earliest is null
       and not exists (select from core.period x where x.replaces = p.period_id))
  select 'meeting', m.child_id, m.code, wall.open_words(m.child_id, m.description, m.period_id), m.planned_on,
         wall.open_words(m.child_id, coalesce(a.at_time, ''), null, null, a.recorded_by),
         wall.open_words(m.child_id, coalesce(a.place, ''), null, null, a.recorded_by),
         wall.open_words(m.child_id, coalesce(a.invited, ''), null, null, a.recorded_by), m.period_id, null::uuid, null::bigint
    from meetings m left join lateral (select x.* from wall.arrangement_of(m.period_id) x) a on true
   where m.planned_on >= v_monday
  union all
  select 'minutes', m.child_id, m.code, wall.open_words(m.child_id, m.description, m.period_id), m.planned_on, '', '', '',
         m.period_id, null, null
    from meetings m
   where m.planned_on < current_date
     and not exists (select from core.chronology c
                      where c.child_id = m.child_id and c.kind = 'minutes'
                        and c.occurred_earliest between m.planned_on and m.planned_on + 28)
     and not exists (select from core.document d join core.document_child y using (document_id)
                      where y.child_id = m.child_id and d.kind = 'minutes'
                        and coalesce(d.dated_on, d.added_at::date) between m.planned_on and m.planned_on + 28);
end $$;

-- Papers that should be in the file: of entries of the last four weeks that rest on a document, and of a plan or an
-- order of the last half year; where no such paper is in the child's file.
create function wall.week_papers(p_children uuid[]) returns setof wall.week_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'paper', c.child_id, 'entry', concat_ws(', ', wall.label_of('entry_kind', c.kind),
           nullif(wall.label_of('agency', c.source_agency), '')), c.occurred_earliest, '', '', '', null::uuid, c.entry_id,
         c.order_key
    from core.chronology c
   where c.child_id = any (p_children) and c.source_how = 'document' and c.documents = 0
     and c.occurred_earliest between current_date - 28 and current_date
  union all
  select 'paper', p.child_id, p.kind, wall.label_of(p.kind, p.code), p.begins_earliest, '', '', '', p.period_id, null, null
    from core.period p
   where p.child_id = any (p_children) and p.begins_earliest between current_date - 183 and current_date
     and (p.kind = 'plan' or p.kind = 'legal_status' and p.code not in ('none', 's20'))
     and (p.ends_earliest is null or p.ends_earliest > current_date)
     and not exists (select from core.period x where x.replaces = p.period_id)
     and not exists (select from core.document d join core.document_child y using (document_id)
                      where y.child_id = p.child_id and coalesce(d.dated_on, d.added_at::date) >= p.begins_earliest - 28
                        and d.kind = any (case p.kind when 'plan' then '{plan,care_plan,safety_plan}'::text[]
                                                      else '{order}' end));
end $$;

-- Days and people that support staff may enter: a statutory day for which no meeting is booked, and who or what nobody
-- recorded of the child's parents, doctor and school; of the last two by the rules of what is missing.
create function wall.week_gaps(p_children uuid[]) returns setof wall.week_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_legal boolean[] := array_fill(true, array[cardinality(p_children)]);
  v_wanted wall.wanted_child[] := wall.wanted_children(p_children, v_legal, array[clock_timestamp()]);
begin
  return query
  select 'date', s.child_id, s.rule, '', s.by_on, '', '', '', null::uuid, null::uuid, null::bigint
    from wall.statutory_days(wall.case_children(p_children, v_legal)) s
   where s.rule not in ('assessment', 'visit') and not wall.day_planned(s.child_id, case s.rule
           when 'review' then 'lac_review' when 'core_group' then 'core_group' else 'icpc' end)
  union all
  select 'person', g.child_id, string_agg(g.code, ' ' order by g.place), '', null, '', '', '', null, null, null from (
    select k.child_id, 1, 'parents' from unnest(v_wanted) k
     where not exists (select from wall.standing_relationships(k.child_id) r
                        where r.parental_responsibility or r.kind in ('mother', 'father', 'parent'))
    union all
    select f.child_id, 2, 'gp' from wall.fact_gp(v_wanted) f where not f.recorded
    union all
    select f.child_id, 3, 'school' from wall.fact_school(v_wanted) f where not f.recorded) g (child_id, place, code)
   group by g.child_id, g.code = 'school';
end $$;

-- Support staff. Their team's week, a line each: meetings, minutes to take, papers to add, days and people to enter, each
-- with the child's name, as a caseload tells it, and the brothers and sisters among these children. Never a word of an entry; the file itself needs a ticket.
create function api.this_week() returns table (task text, child_id uuid, reference text, name text, basis text,
  worker text, code text, words text, on_day date, at_time text, place text, invited text, period_id uuid, entry_id uuid,
  order_key bigint, siblings uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('support');
  v_children uuid[] := wall.supported_children(v_me);
begin
  if v_children = '{}' then return; end if;
  return query
  select l.task, f.child_id, f.reference, wall.name_of(f.child_id), 'support', wall.worker_of(f.child_id), l.code, l.words,
         l.on_day, l.at_time, l.place, l.invited, l.period_id, l.entry_id, l.order_key, coalesce(b.others, '{}')
    from (select * from wall.week_meetings(v_children) union all select * from wall.week_papers(v_children)
          union all select * from wall.week_gaps(v_children)) l
    join core.file f on f.child_id = l.child_id left join wall.sibling_ties(v_children) b on b.child_id = l.child_id
   order by l.on_day nulls last, 4;
end $$;
grant execute on function api.this_week() to :"support";

-- Support staff of the responsible team. Says when and where a planned meeting is and who is to be invited; of brothers
-- and sisters for each of them. The newest counts and all are kept. A resent call lands once. Posting is not reading: it
-- needs no ticket. TL002: bad input.
create function api.arrange_meeting(p_arrangements uuid[], p_periods uuid[], p_at text, p_place text, p_invited text)
  returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('support');
  v_child uuid; v_place integer;
begin
  set local lock_timeout = '3s';
  if not coalesce(cardinality(p_periods) between 1 and 30 and cardinality(p_arrangements) = cardinality(p_periods)
                  and array_position(p_arrangements, null) is null, false) then
    perform wall.refuse();
  end if;
  if length(p_at) > 100 or length(p_place) > 300 or length(p_invited) > 1000 then
    perform wall.bad_input('a time has at most 100 characters, a place 300, and who is invited 1,000');
  end if;
  for v_place in select generate_subscripts(p_periods, 1) loop
    select f.child_id into v_child
      from core.period p join core.file f using (child_id)
     where p.period_id = p_periods[v_place] and p.kind = 'planned' and wall.is_meeting(p.code) and p.ends_earliest is null
       and not exists (select from core.period x where x.replaces = p.period_id) and wall.basis(v_me, f) = 'support';
    if v_child is null then perform wall.refuse(); end if;
    if exists (select from core.meeting_arrangement a where a.arrangement_id = p_arrangements[v_place]) then
      if not exists (select from core.meeting_arrangement a where a.arrangement_id = p_arrangements[v_place]
                      and a.period_id = p_periods[v_place] and a.recorded_by = v_me.staff_id) then
        perform wall.refuse();
      end if;
      continue;
    end if;
    insert into core.meeting_arrangement (arrangement_id, period_id, at_time, place, invited, recorded_by)
    values (p_arrangements[v_place], p_periods[v_place], btrim(coalesce(p_at, '')), btrim(coalesce(p_place, '')),
            btrim(coalesce(p_invited, '')), v_me.staff_id);
    perform wall.log('arrange_meeting', v_child, p_periods[v_place]);
  end loop;
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.arrange_meeting(uuid[], uuid[], text, text, text) to :"support";
