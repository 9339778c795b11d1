-- The whole childhood at a glance: how much was recorded in which month, what was significant, and the periods; and
-- what is new in a file since somebody last asked.

-- Ticket. One value for the whole strip: months, marks, spans, and the ends of the scale.
-- Months are counted one by one as ranges of order keys, so that the index answers without the rows; only for a
-- guardian, from whom legal advice is kept, are rows read. Marks are the newest 1,000 significant events that bear
-- harm and the newest 1,000 others; how many significant events there are in all is told too, so that what is left out
-- can be said.
create function api.timeline(p_child uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_months jsonb;
  v_significant bigint;
  v_marks jsonb;
begin
  with month as (
    select b::date as begins, wall.order_key(b::date, 0, 0) as from_key,
           wall.order_key((b + interval '1 month')::date, 0, 0) as to_key
      from (select min(c.order_key) as first, max(c.order_key) as last from core.chronology c where c.child_id = p_child) e,
           generate_series(date_trunc('month', (date '1800-01-01' + (e.first >> 43)::integer)::timestamp),
                           date '1800-01-01' + (e.last >> 43)::integer, interval '1 month') b
  ), counted as materialized (
    select m.begins, m.from_key, m.to_key, case when v_legal then (
             select count(*) from core.chronology c
              where c.child_id = p_child and c.order_key >= m.from_key and c.order_key < m.to_key)
           else (
             select count(*) from core.chronology c
              where c.child_id = p_child and c.order_key >= m.from_key and c.order_key < m.to_key
                and not c.legal_advice) end as entries
      from month m
  ), weighed as materialized (
    select m.begins, m.entries, case when v_legal then (
             select count(*) from core.chronology c
              where c.child_id = p_child and c.order_key >= m.from_key and c.order_key < m.to_key and c.significant)
           else (
             select count(*) from core.chronology c
              where c.child_id = p_child and c.order_key >= m.from_key and c.order_key < m.to_key and c.significant
                and not c.legal_advice) end as significant
      from counted m where m.entries > 0
  )
  select coalesce(jsonb_agg(jsonb_build_array(m.begins, m.entries, m.significant) order by m.begins), '[]'),
         coalesce(sum(m.significant), 0)
    into v_months, v_significant from weighed m;
  select coalesce(jsonb_agg(jsonb_build_array(m.order_key, m.occurred_earliest, m.occurred_latest, m.occurred_precision,
           m.occurred_minute, m.occurred_approximate, m.occurred_words, m.tone, m.headline) order by m.order_key), '[]')
    into v_marks from (
      (select * from core.chronology c
        where c.child_id = p_child and c.significant and c.tone = 'harm' and (v_legal or not c.legal_advice)
        order by c.order_key desc limit 1000)
      union all
      (select * from core.chronology c
        where c.child_id = p_child and c.significant and c.tone <> 'harm' and (v_legal or not c.legal_advice)
        order by c.order_key desc limit 1000)) m;
  return (
    select jsonb_build_object(
      'months', v_months, 'marks', v_marks, 'significant', v_significant, 'today', current_date,
      'born', n.born_earliest, 'born_latest', n.born_latest, 'expected', n.expected_on, 'died', n.died_latest,
      'planned', (select max(d.on_day) from (
          select p.planned_on from core.period p
           where p.child_id = p_child and p.planned_on >= current_date and p.ends_earliest is null
             and not exists (select from core.period r where r.replaces = p.period_id)
          union all
          select (h.hearing).listed_on from wall.hearings_to_come(array[p_child]) h) d (on_day)),
      'spans', coalesce((
        select jsonb_agg(jsonb_build_object(
                 'id', p.period_id, 'kind', p.kind, 'label', coalesce(c.label, p.code),
                 'category', coalesce(k.label, p.category), 'description', wall.open_words(p_child, p.description, p.period_id),
                 'begins', p.begins_earliest, 'begins_words', p.begins_words,
                 'ends', coalesce(p.ends_latest, p.ends_earliest), 'ends_words', p.ends_words)
               order by p.begins_earliest, p.recorded_at, p.period_id)
          from core.period p
          left join core.code c on c.list = p.kind and c.code = p.code and c.country = ''
          left join core.code k on k.list = 'abuse_category' and k.code = p.category and k.country = ''
         where p.child_id = p_child and p.kind in ('legal_status', 'plan', 'placement', 'school')
           and p.begins_earliest is not null
           and not exists (select from core.period r where r.replaces = p.period_id)), '[]'))
      from core.person n where n.person_id = p_child);
end $$;
grant execute on function api.timeline(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- What is known of the child in facts apart from the entries, with who wrote it down and when: periods, names, birth,
-- relationships, residences, warnings, allocations. Of the people around the child, none whose own file is sealed.
create function wall.facts_of(p_child uuid, p_since timestamptz) returns table (fact_id uuid, by_whom uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with around as (
    select p_child as person_id
    union
    select r.person_id from core.relationship r
     where r.other_id = p_child
       and not exists (select from core.file f where f.child_id = r.person_id and f.sealed))
  select p.period_id, p.recorded_by from core.period p where p.child_id = p_child and p.recorded_at > p_since
  union all
  select r.relationship_id, r.recorded_by from core.relationship r
   where (r.other_id = p_child and r.person_id in (select a.person_id from around a)
          or r.person_id = p_child and not exists (select from core.file f where f.child_id = r.other_id and f.sealed))
     and r.recorded_at > p_since
  union all
  select n.name_id, n.recorded_by from core.person_name n join around using (person_id) where n.recorded_at > p_since
  union all
  select c.change_id, c.changed_by from core.person_change c join around using (person_id)
   where c.changed_at > p_since
  union all
  select w.warning_id, w.recorded_by from core.warning w join around using (person_id) where w.recorded_at > p_since
  union all
  select s.residence_id, s.recorded_by from core.residence s where s.person_id = p_child and s.recorded_at > p_since
  union all
  select n.source_id, n.by_id from wall.court_news(p_child, p_since) n
  union all
  select a.allocation_id, null from core.allocation a
   where a.child_id = p_child and greatest(a.from_at, a.to_at) > p_since and greatest(a.from_at, a.to_at) <= clock_timestamp()
$$;

-- Ticket. What others recorded or amended in the file since a moment, newest first and at most 200, each with its
-- version, and the facts that they changed. Asked every quarter of a minute, so it must cost next to nothing.
-- A save that began before the last answer and ended after it would be missed: whoever asks lets the moments overlap
-- and leaves out what was told before.
-- Without a moment it answers for the last minute, to begin with.
create function api.file_news(p_child uuid, p_since timestamptz default null) returns table (asked_at timestamptz,
  newest timestamptz, entries uuid[], versions integer[], order_keys bigint[], facts uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_me core.staff := wall.me();
  v_since timestamptz := coalesce(p_since, clock_timestamp() - interval '1 minute');
begin
  return query
  with new as materialized (
    select c.entry_id, c.version, c.order_key, c.recorded_at from core.chronology c
      cross join lateral (  -- one by one, newest first, so that it never begins with the versions of all files
        select x.author_id from core.entry_version x where x.entry_id = c.entry_id and x.version = c.version limit 1) v
     where c.child_id = p_child and c.recorded_at > v_since
       and (v_legal or not c.legal_advice) and v.author_id <> v_me.staff_id
     order by c.recorded_at desc limit 200)
  select clock_timestamp(), (select max(n.recorded_at) from new n),
         array(select n.entry_id from new n order by n.recorded_at desc, n.entry_id),
         array(select n.version from new n order by n.recorded_at desc, n.entry_id),
         array(select n.order_key from new n order by n.recorded_at desc, n.entry_id),
         array(select f.fact_id from wall.facts_of(p_child, v_since) f
                where f.by_whom is distinct from v_me.staff_id limit 200);
end $$;
grant execute on function api.file_news(uuid, timestamptz)
  to :"practitioner", :"court_adviser", :"manager", :"support";
