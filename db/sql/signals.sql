-- What stands out about children: one function a signal, each by its rule and its editable threshold; working days and
-- the days by which the law wants something; what was answered. For many children at once, on the reader's basis.

-- A child on somebody's caseload: whether the reader sees legal advice in this file, and from which day on it could be
-- expected that the child was seen (the file was opened, or the child was born later).
create type wall.case_child as (child_id uuid, legal boolean, born date, unborn boolean, since date);

-- A signal: how often, in or after how many weeks, since when, the entries behind it (their places in the chronology,
-- newest first), and the newest thing behind it, an entry or a period, by which an answer is told from an answer to
-- something else. `what` tells signals of one kind apart.
create type wall.signal as (child_id uuid, signal text, what text, times integer, weeks integer, since date,
  keys bigint[], about uuid);

-- The threshold of a signal as it is now.
create function wall.threshold(p_signal text, out times integer, out weeks integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  select t.times, t.weeks into times, weeks from core.signal_threshold t where t.signal = p_signal
   order by t.version desc limit 1;
end $$;

-- "Not seen since …": the child is born, and was last seen the weeks of the threshold ago or longer; who was never seen,
-- counted from the day since when that could be expected.
create function wall.signal_not_seen(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, 'not_seen', '', 0, (current_date - coalesce(s.occurred_earliest, k.since)) / 7,
         coalesce(s.occurred_earliest, k.since), array_remove(array[s.order_key], null), s.entry_id
    from unnest(p_children) k cross join wall.threshold('not_seen') t
    left join lateral (
      select c.occurred_earliest, c.order_key, c.entry_id from core.chronology c
       where c.child_id = k.child_id and c.seen and c.occurred_earliest <= current_date
         and (k.legal or not c.legal_advice)
       order by c.order_key desc limit 1) s on true
   where not k.unborn and current_date - coalesce(s.occurred_earliest, k.since) >= 7 * t.weeks;
end $$;

-- "Not seen alone since …": the same for seen alone.
create function wall.signal_not_seen_alone(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, 'not_seen_alone', '', 0, (current_date - coalesce(s.occurred_earliest, k.since)) / 7,
         coalesce(s.occurred_earliest, k.since), array_remove(array[s.order_key], null), s.entry_id
    from unnest(p_children) k cross join wall.threshold('not_seen_alone') t
    left join lateral (
      select c.occurred_earliest, c.order_key, c.entry_id from core.chronology c
       where c.child_id = k.child_id and c.seen and c.seen_alone and c.occurred_earliest <= current_date
         and (k.legal or not c.legal_advice)
       order by c.order_key desc limit 1) s on true
   where not k.unborn and current_date - coalesce(s.occurred_earliest, k.since) >= 7 * t.weeks;
end $$;

-- "Own words not heard since …": the same for the child's own words, of children from their second birthday on; before
-- it one is observed. A child of whom no birth is recorded counts as older.
create function wall.signal_voice(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, 'voice', '', 0, (current_date - coalesce(s.occurred_earliest, k.since)) / 7,
         coalesce(s.occurred_earliest, k.since), array_remove(array[s.order_key], null), s.entry_id
    from unnest(p_children) k cross join wall.threshold('voice') t
    left join lateral (
      select c.occurred_earliest, c.order_key, c.entry_id from core.chronology c
       where c.child_id = k.child_id and c.words <> '' and c.occurred_earliest <= current_date
         and (k.legal or not c.legal_advice)
       order by c.order_key desc limit 1) s on true
   where not k.unborn and (k.born is null or k.born <= current_date - interval '2 years')
     and current_date - coalesce(s.occurred_earliest, k.since) >= 7 * t.weeks;
end $$;

-- "Not seen at the last 2 visits": since the child was last seen, by any entry, there were so many visits at which the
-- child was not seen. `since` is the day of the first of them.
create function wall.signal_missed(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_visits text[] := array(
  select c.code from core.code c where c.list = 'entry_kind' and (c.attributes ->> 'visit')::boolean);
begin
  return query
  select k.child_id, 'missed', '', m.times, 0, m.since, m.keys, m.about
    from unnest(p_children) k cross join wall.threshold('missed') t
    cross join lateral (
      select coalesce(max(c.order_key), 0) as last_key from core.chronology c
       where c.child_id = k.child_id and c.seen and c.occurred_earliest <= current_date
         and (k.legal or not c.legal_advice)) s
    cross join lateral (
      select count(*)::integer as times, min(c.occurred_earliest) as since,
             array_agg(c.order_key order by c.order_key desc) as keys,
             (array_agg(c.entry_id order by c.order_key desc))[1] as about
        from core.chronology c
       where c.child_id = k.child_id and c.order_key > s.last_key and not c.seen and c.kind = any (v_visits)
         and c.occurred_earliest <= current_date and (k.legal or not c.legal_advice)) m
   where not k.unborn and m.times >= greatest(t.times, 1);
end $$;

-- "Third police notification in 8 weeks": in the weeks of the threshold up to today there were so many entries of one
-- kind that the list of kinds calls a notification, told for each such kind (`what`). `since` is the day of the newest.
create function wall.signal_notifications(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_told text[] := array(
  select c.code from core.code c where c.list = 'entry_kind' and (c.attributes ->> 'notification')::boolean);
begin
  return query
  select k.child_id, 'notifications', n.kind, n.times, t.weeks, n.since, n.keys, n.about
    from unnest(p_children) k cross join wall.threshold('notifications') t
    cross join lateral (
      select c.kind, count(*)::integer as times, max(c.occurred_earliest) as since,
             array_agg(c.order_key order by c.order_key desc) as keys,
             (array_agg(c.entry_id order by c.order_key desc))[1] as about
        from core.chronology c
       where c.child_id = k.child_id and c.order_key >= wall.order_key(current_date - 7 * t.weeks + 1, 0, 0)
         and c.occurred_earliest <= current_date and c.kind = any (v_told) and (k.legal or not c.legal_advice)
       group by c.kind) n
   where n.times >= greatest(t.times, 1);
end $$;

-- The days on which something of the children began, after the first such day that is known, with what says so: homes
-- (placements, and addresses that are not kept back) or schools.
create function wall.changes_of(p_children wall.case_child[], p_kind text)
  returns table (child_id uuid, day date, id uuid, order_key bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select distinct on (b.child_id, b.day) b.child_id, b.day, b.id, c.order_key
    from (
      select a.*, min(a.day) over (partition by a.child_id) as first_day from (
        select p.child_id, p.begins_earliest as day, p.period_id as id, p.source_entry, k.legal
          from unnest(p_children) k join core.period p on p.child_id = k.child_id
         where p.kind = p_kind and p.begins_earliest <= current_date
           and not exists (select from core.period r where r.replaces = p.period_id)
        union all
        select r.person_id, r.from_on, r.residence_id, null, k.legal
          from unnest(p_children) k join core.residence r on r.person_id = k.child_id
         where p_kind = 'placement' and r.from_on <= current_date
           and not exists (select from core.residence x where x.replaces = r.residence_id)
           and not exists (select from core.confidential_detail d
                            where d.person_id = k.child_id and d.kind in ('address', 'placement')
                              and (d.to_on is null or d.to_on > current_date))) a) b
    left join core.chronology c on c.child_id = b.child_id and c.entry_id = b.source_entry
                               and (b.legal or not c.legal_advice)
   where b.day > b.first_day
   order by b.child_id, b.day, c.order_key desc nulls last, b.id;
end $$;

-- "Moved home 2 times in 52 weeks": in the weeks of the threshold up to today there were so many days on which a home of
-- the child began, the first home that is known left out. `since` is the newest of these days.
create function wall.signal_moves(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select m.child_id, 'moves', '', count(*)::integer, t.weeks, max(m.day),
         coalesce(array_agg(m.order_key order by m.day desc) filter (where m.order_key is not null), '{}'),
         (array_agg(m.id order by m.day desc))[1]
    from wall.threshold('moves') t cross join wall.changes_of(p_children, 'placement') m
   where m.day > current_date - 7 * t.weeks
   group by m.child_id, t.times, t.weeks having count(*) >= greatest(t.times, 1);
end $$;

-- "Changed school 2 times in 52 weeks": the same for schools.
create function wall.signal_schools(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select m.child_id, 'schools', '', count(*)::integer, t.weeks, max(m.day),
         coalesce(array_agg(m.order_key order by m.day desc) filter (where m.order_key is not null), '{}'),
         (array_agg(m.id order by m.day desc))[1]
    from wall.threshold('schools') t cross join wall.changes_of(p_children, 'school') m
   where m.day > current_date - 7 * t.weeks
   group by m.child_id, t.times, t.weeks having count(*) >= greatest(t.times, 1);
end $$;

-- "Nobody is allocated since …": no worker or court adviser holds the file, for the weeks of the threshold or longer: since
-- the last one ended, or since the file was opened, for the last time.
create function wall.signal_unallocated(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, 'unallocated', '', 0, (current_date - s.since) / 7, s.since, '{}'::bigint[], null::uuid
    from unnest(p_children) k cross join wall.threshold('unallocated') t
    cross join lateral (
      select greatest(coalesce(max(a.to_at)::date, (select f.opened_on from core.file f where f.child_id = k.child_id)),
               (select max(e.at)::date from audit.event e where e.child_id = k.child_id and e.action = 'reopen_file')) as since
        from core.allocation a
       where a.child_id = k.child_id and a.part in ('allocated_worker', 'court_adviser')
         and a.to_at <= clock_timestamp()) s
   where current_date - s.since >= 7 * t.weeks
     and not exists (select from core.allocation a
                      where a.child_id = k.child_id and a.part in ('allocated_worker', 'court_adviser')
                        and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp()));
end $$;

-- "Referred on …": the file was opened, or a contact at the front door began, in the weeks of the threshold up to today.
-- `since` is the newer of these days; behind it are the entries that are referrals, from then.
create function wall.signal_newly_referred(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, 'newly_referred', '', 0, t.weeks, s.since, coalesce(r.keys, '{}'), r.about
    from unnest(p_children) k cross join wall.threshold('newly_referred') t
    cross join lateral (
      select max(d.day) as since from (
        select f.opened_on from core.file f where f.child_id = k.child_id
        union all
        select p.begins_earliest from core.period p
         where p.child_id = k.child_id and p.kind = 'involvement' and p.code = 'contact'
           and not exists (select from core.period x where x.replaces = p.period_id)) d (day)
       where d.day > current_date - 7 * t.weeks and d.day <= current_date) s
    cross join lateral (
      select array_agg(c.order_key order by c.order_key desc) as keys,
             (array_agg(c.entry_id order by c.order_key desc))[1] as about
        from core.chronology c
       where c.child_id = k.child_id and c.kind = 'referral'
         and c.order_key >= wall.order_key(current_date - 7 * t.weeks + 1, 0, 0)
         and c.occurred_earliest <= current_date and (k.legal or not c.legal_advice)) r
   where s.since is not null;
end $$;

-- All of them.
create function wall.signals(p_children wall.case_child[]) returns setof wall.signal
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select * from wall.signal_unallocated(p_children);
  return query select * from wall.signal_newly_referred(p_children);
  return query select * from wall.signal_not_seen(p_children);
  return query select * from wall.signal_not_seen_alone(p_children);
  return query select * from wall.signal_voice(p_children);
  return query select * from wall.signal_missed(p_children);
  return query select * from wall.signal_notifications(p_children);
  return query select * from wall.signal_moves(p_children);
  return query select * from wall.signal_schools(p_children);
end $$;

-- These children for the signals: files that are open, of children who are not dead. A child who should have been born
-- three weeks ago and of whom no birth is recorded is not unborn any more, and as old as if born on the day expected.
create function wall.case_children(p_children uuid[], p_legal boolean[]) returns wall.case_child[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select row(f.child_id, k.legal, coalesce(n.born_earliest, n.expected_on),
               coalesce(n.born_earliest > current_date, n.expected_on + 21 > current_date, false),
               greatest(f.opened_on, n.born_earliest))::wall.case_child
      from unnest(p_children, p_legal) k (child_id, legal)
      join core.file f using (child_id) join core.person n on n.person_id = f.child_id
     where f.state = 'open' and n.died_earliest is null);
end $$;

-- The working days from one day to another, in order: no Saturday, Sunday or bank holiday.
create function wall.working_days(p_from date, p_to date) returns date[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return array(
  select p_from + n from generate_series(0, p_to - p_from) n
   where extract(isodow from p_from + n) < 6 and p_from + n not in (
     select h.day from (select distinct on (b.day) b.day, b.name from core.bank_holiday b order by b.day, b.version desc) h
      where h.name <> '')
   order by n);
end $$;

-- The working day so many working days after a day.
create function wall.working_day(p_from date, p_days integer) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (wall.working_days(p_from + 1, p_from + 2 * p_days + 30))[p_days]
$$;

-- The days by which the law wants something for these children, from eight weeks ago on; what lies longer ago is a gap
-- in the record and no day to come. A step counts from the day on which what it belongs to began, or from the last time
-- that it was held: a planned day of the kind that has passed, or an entry of the kind.
--   conference         section 47 enquiry: initial conference (Working Together to Safeguard Children, 2023)
--   assessment         assessment under section 17 finished (the same)
--   review_conference  child protection plan: first and further review conferences (the same)
--   core_group         child protection plan: first core group (the same) and further ones (usual local procedure); held
--                      by a planned day, or a meeting whose headline begins with these words
--   review             looked-after child: first, second and further reviews (Care Planning, Placement and Case Review
--                      (England) Regulations 2010, regulation 33; for Wales the regulations of 2015, regulation 39)
--   visit              looked-after child: first and further visits since the newest placement began, at which the child
--                      was seen (the same, regulation 28; for Wales regulation 31)
create function wall.statutory_days(p_children wall.case_child[])
  returns table (child_id uuid, rule text, by_on date, from_on date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_visits text[] := array(
  select c.code from core.code c where c.list = 'entry_kind' and (c.attributes ->> 'visit')::boolean);
begin
  return query
  with rules (rule, kind, codes, planned, held_as) as (values
    ('conference', 'involvement', '{s47}'::text[], '{icpc,rcpc}'::text[], 'conference'),
    ('assessment', 'involvement', '{assessment}', '{}', ''),
    ('review_conference', 'plan', '{cp}', '{rcpc}', 'conference'),
    ('core_group', 'plan', '{cp}', '{core_group}', 'core group'),
    ('review', 'legal_status', '{s20,ico,s31,epo,placement_order}', '{lac_review}', '')
  ), runs as (  -- one order follows another: a run begins where none was there already, or ended the day before
    select r.*, p.child_id, k.legal, p.begins_earliest as day, p.ends_earliest,
           coalesce(max(coalesce(p.ends_earliest, 'infinity')) over (
             partition by p.child_id, r.rule order by p.begins_earliest
             range between unbounded preceding and interval '1 day' preceding) < p.begins_earliest - 1, true) as first
      from unnest(p_children) k join core.period p on p.child_id = k.child_id
      join rules r on r.kind = p.kind and p.code = any (r.codes)
     where p.begins_earliest <= current_date
       and not exists (select from core.period x where x.replaces = p.period_id)
  ), going_on as (
    select r.rule, r.planned, r.held_as, r.child_id, r.legal, max(r.day) filter (where r.first) as began
      from runs r group by r.rule, r.planned, r.held_as, r.child_id, r.legal
    having bool_or(r.ends_earliest is null or r.ends_earliest > current_date)
  ), now_on as (
    select * from going_on
    union all
    select 'visit', '{}', 'visit', g.child_id, g.legal, greatest(g.began, (
             select max(p.begins_earliest) from core.period p
              where p.child_id = g.child_id and p.kind = 'placement' and p.begins_earliest <= current_date
                and not exists (select from core.period x where x.replaces = p.period_id)))
      from going_on g where g.rule = 'review'
  ), held as materialized (
    select o.rule, o.child_id, o.began, h.held, h.last from now_on o
    cross join lateral (
      select count(*)::integer as held, max(d.day) as last from (
        select p.planned_on from core.period p
         where p.child_id = o.child_id and p.kind = 'planned' and p.code = any (o.planned) and p.planned_on > o.began
           and p.planned_on <= current_date and p.ends_earliest is null
           and not exists (select from core.period x where x.replaces = p.period_id)
        union
        select c.occurred_earliest from core.chronology c
         where c.child_id = o.child_id and o.held_as <> '' and case o.held_as
                 when 'visit' then c.seen and c.kind = any (v_visits)
                 when 'core group' then c.kind = 'meeting' and c.headline ~* '^core group'
                 else c.kind = o.held_as end
           and c.occurred_earliest <= current_date and c.order_key >= wall.order_key(o.began + 1, 0, 0)
           and (o.legal or not c.legal_advice)) d (day)) h
  ), steps as materialized (
    select distinct on (x.rule, x.step) x.rule, x.step, x.number, x.unit, max(x.step) over (partition by x.rule) as last
      from core.statutory_step x order by x.rule, x.step, x.version desc
  ), next as (
    select h.*, s.number, s.unit, coalesce(h.last, h.began) as counts_from from held h
    join steps s on s.rule = h.rule and s.step = least(h.held + 1, s.last) and (h.held = 0 or s.last > 1)
  ), working (days) as materialized (
    select wall.working_days(min(n.counts_from), max(n.counts_from + 2 * n.number + 30)) from next n
     where n.unit = 'working days'
  )
  select n.child_id, n.rule, d.day, n.counts_from from next n cross join working w
    cross join lateral (select case n.unit
      when 'working days' then w.days[width_bucket(n.counts_from, w.days) + n.number]
      when 'weeks' then n.counts_from + 7 * n.number
      else (n.counts_from + n.number * interval '1 month')::date end) d (day)
   where d.day >= current_date - 56;
end $$;
