-- The band: every value at the head of a child's file, each with what it rests on, who recorded it and since when.

-- Whether the child's placement, school or address is kept from somebody: its value is then told with its own ticket only.
create function wall.is_confidential(p_child uuid, p_kind text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select exists (select from core.confidential_detail d
    where d.person_id = p_child and d.kind = p_kind and (d.to_on is null or d.to_on > current_date)));
end $$;

-- Who typed what stands in a row of periods, addresses or telephone numbers: not who ended it or carried it over.
create function wall.typed_by(p_row uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_row uuid := p_row; v_by uuid; v_said text; v record;
begin
  loop
    select * into v from (
      select p.recorded_by, p.replaces, p.description as said from core.period p where p.period_id = v_row
      union all
      select c.recorded_by, c.replaces, c.value from core.contact_detail c where c.contact_detail_id = v_row
      union all
      select r.recorded_by, r.replaces, r.address_id::text from core.residence r where r.residence_id = v_row) x;
    exit when v.recorded_by is null or v_by is not null and v.said <> v_said;
    v_by := v.recorded_by;
    v_said := v.said;
    v_row := v.replaces;
  end loop;
  return v_by;
end $$;

-- What somebody recorded about the child or a person, as anybody with a ticket may read it: said to be confidential if
-- it repeats what is confidential about the child, that person, or somebody connected with either. What the caller
-- typed is shown to the caller unless it repeats what the caller may open: else one could guess at an address until it
-- is kept back. Who typed it is `p_by`, or told by its row.
create function wall.open_words(p_child uuid, p_text text, p_row uuid, p_person uuid default null,
  p_by uuid default null) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  if coalesce(p_text, '') = '' then return p_text; end if;
  return (
  select case when exists (
      select from core.confidential_detail d,
             lateral (values (wall.fold(d.value)), (wall.fold(split_part(translate(d.value, E'\n', ','), ',', 1))),
                             (wall.fold(d.postcode))) v (said)
       where d.person_id = any (array[p_child, p_person] || array(
               select r.person_id from core.relationship r where r.other_id in (p_child, p_person)
               union all select r.other_id from core.relationship r where r.person_id in (p_child, p_person)))
         and (d.to_on is null or d.to_on > current_date) and length(v.said) > 4
         and (position(v.said in wall.fold(p_text)) > 0
              or v.said ~ '([0-9] *){7}' and position(regexp_replace(v.said, '[^0-9]+', '', 'g')
                                                      in regexp_replace(p_text, '[^0-9]+', '', 'g')) > 0)
         and not exists (select from core.staff s
               where s.login = session_user and s.staff_id = coalesce(p_by, wall.typed_by(p_row)) and not coalesce((
                 select wall.tells_detail(s, wall.basis(s, f), p_child, d) from core.file f where f.child_id = p_child), false)))
    then 'confidential: see People' else p_text end);
end $$;

-- The name of somebody who stands beside a child, as the caller may know it: of a brother or sister with a sealed file
-- the one recorded first, never the one that came with the adoption.
create function wall.shown_name(p_person uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return wall.told_name(p_person, wall.sealed_to(wall.me(), p_person));
end $$;

-- The label of a code of a list, or the code itself.
create function wall.label_of(p_list text, p_code text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select coalesce((select c.label from core.code c where c.list = p_list and c.code = p_code order by c.country limit 1),
                  p_code, ''));
end $$;

-- A period in words: its label, its category, and what was added, which may begin with the label itself.
create function wall.words_of(p core.period) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_label text := wall.label_of(p.kind, p.code);
  v_added text := wall.open_words(p.child_id, p.description, p.period_id);
begin
  return concat_ws(', ', case when not starts_with(lower(v_added), lower(v_label)) then v_label end,
                   nullif(wall.label_of('abuse_category', p.category), ''), nullif(v_added, ''));
end $$;

-- The periods of a child as they stand: a row that a correction replaced is history.
create function wall.standing_periods(p_child uuid) returns setof core.period
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select p.* from core.period p
   where p.child_id = p_child and not exists (select from core.period r where r.replaces = p.period_id);
end $$;

-- Who is now what to the child.
create function wall.standing_relationships(p_child uuid) returns setof core.relationship
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select r.* from core.relationship r
   where r.other_id = p_child and (r.to_on is null or r.to_on > current_date)
     and not exists (select from core.relationship x where x.replaces = r.relationship_id);
end $$;

-- The day of the last visit at which the child was seen, or seen alone; null if never. On the reader's basis: a guardian
-- learns no day from legal advice.
create function wall.last_seen(p_child uuid, p_alone boolean, p_basis text) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select c.occurred_earliest from core.chronology c
   where c.child_id = p_child and c.seen and (c.seen_alone or not p_alone) and c.occurred_earliest <= current_date
     and (not c.legal_advice or wall.sees_legal_advice(p_basis))
   order by c.order_key desc limit 1);
end $$;

-- The next date that concerns each of these children: a planned conference or review, or a hearing.
create function wall.next_dates(p_children uuid[]) returns table (child_id uuid, next_on date, next_what text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select d.child_id, d.on_day, case when d.hearing <> '' then wall.label_of('hearing_type', d.hearing)
           else wall.words_of(d.planned) end
    from (
      select distinct on (e.child_id) e.* from (
        select p.child_id, p.planned_on, p, ''
          from core.period p
         where p.child_id = any (p_children) and p.planned_on >= current_date and p.ends_earliest is null
           and not exists (select from core.period r where r.replaces = p.period_id)
        union all
        select h.child_id, (h.hearing).listed_on, null, (h.hearing).kind from wall.hearings_to_come(p_children) h
      ) e (child_id, on_day, planned, hearing)
       order by e.child_id, e.on_day, e.hearing desc, (e.planned).period_id) d;
end $$;

-- The current period of a kind in words, or empty.
create function wall.current_period(p_child uuid, p_kind text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select coalesce((
    select wall.words_of(p) from wall.standing_periods(p_child) p
     where p.kind = p_kind and (p.ends_earliest is null or p.ends_earliest > current_date)
       and p.begins_earliest <= current_date
     order by p.begins_earliest desc limit 1), ''));
end $$;

-- Ticket. The head of the file: who the child is, with whom, legal status, plan, last seen, own words, what comes next.
create function api.child_summary(p_child uuid) returns table (child_id uuid, reference text, name text, known_as text,
  pronouns text, born date, born_words text, expected_on date, sex text, team text, worker text, lives_with text,
  parental_responsibility text, legal_status text, plan text, last_seen date, last_seen_alone date, words text,
  words_on date, next_on date, next_what text, may_record boolean, born_latest date, sealed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child);
begin
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id), wall.known_as(f.child_id), n.pronouns, n.born_earliest,
         n.born_words, n.expected_on, n.sex, t.name, wall.worker_of(f.child_id),
         coalesce(nullif(wall.current_period(p_child, 'placement'), ''), (
           select string_agg(wall.shown_name(r.person_id) || ' (' || r.kind || ')', ', ' order by r.kind)
             from wall.standing_relationships(p_child) r where r.same_household and r.kind not in ('sister', 'brother', 'sibling')), ''),
         coalesce((select string_agg(wall.shown_name(r.person_id) || ' (' || r.kind || ')', ', ' order by r.kind)
                     from wall.standing_relationships(p_child) r where r.parental_responsibility), ''),
         wall.current_period(p_child, 'legal_status'), wall.current_period(p_child, 'plan'),
         wall.last_seen(p_child, false, v_basis), wall.last_seen(p_child, true, v_basis), coalesce(w.words, ''), w.said_on,
         d.next_on, d.next_what, wall.may_record(wall.me(), p_child, v_basis), n.born_latest, f.sealed
    from core.file f join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
    left join wall.next_dates(array[p_child]) d on true
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
  select p.period_id, p.kind, p.code, wall.label_of(p.kind, p.code), wall.label_of('abuse_category', p.category),
         wall.open_words(p_child, p.description, p.period_id), p.begins_earliest, p.begins_words, p.ends_earliest, p.ends_words,
         p.planned_on
    from wall.standing_periods(p_child) p
   order by coalesce(p.begins_earliest, p.planned_on), p.kind;
end $$;
grant execute on function api.periods(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- A value of the band before its entry is looked up: `due` is the day it is for or must be looked at again.
create type wall.raw_fact as (key text, words text, since date, since_words text, until_on date, due date, source text,
  source_id uuid, entry_id uuid, how_known text, by_id uuid, recorded_at timestamptz);

-- A value of the band: where it comes from, and the place of its entry in this chronology if it stands there.
create type wall.fact as (key text, words text, since date, since_words text, until_on date, due date, source text,
  source_id uuid, entry_id uuid, order_key bigint, entry_kind text, entry_on date, how_known text, recorded_by text,
  recorded_at timestamptz);

-- What is recorded of the child as a person, each with the newest change of it.
create function wall.person_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select f.key, f.words, f.since, '', null::date, null::date, 'person', coalesce(c.change_id, n.person_id),
         c.source_entry, coalesce(c.how_known, ''), coalesce(c.changed_by, n.recorded_by),
         coalesce(c.changed_at, n.recorded_at)
    from core.person n
    cross join lateral (values
      ('sex', nullif(n.sex, 'U'), null::date), ('pronouns', n.pronouns, null),
      ('born', coalesce(nullif(n.born_words, ''), to_char(n.born_earliest, 'FMDD FMMonth YYYY')), n.born_earliest),
      ('expected_on', to_char(n.expected_on, 'FMDD FMMonth YYYY'), n.expected_on),
      ('died', coalesce(nullif(n.died_words, ''), to_char(n.died_earliest, 'FMDD FMMonth YYYY')), n.died_earliest),
      ('ethnicity', n.ethnicity, null), ('first_language', n.first_language, null),
      ('communication_needs', n.communication_needs, null), ('nhs_number', n.nhs_number, null),
      ('upn', n.upn, null)) f (key, words, since)
    left join lateral (
      select x.* from core.person_change x where x.person_id = p_child and x.field = f.key
       order by x.changed_at desc limit 1) c on true
   where n.person_id = p_child and coalesce(f.words, '') <> ''
  union all
  select n.kind || '_name', btrim(n.given || ' ' || n.family), n.from_on, '', n.to_on, null, 'name', n.name_id,
         n.source_entry, n.how_known, n.recorded_by, n.recorded_at
    from core.person_name n
   where n.person_id = p_child and not exists (select from core.person_name r where r.replaces = n.name_id)
  union all
  (select 'photograph', '', p.taken_on, '', null, null, 'photograph', p.photograph_id, null, '', p.added_by, p.added_at
     from (select * from core.photograph where person_id = p_child order by added_at desc limit 1) p
    where length(p.content) > 0);
end $$;

-- Where and with whom the child lives: placement, address, household. What is confidential is said to be so, once each.
-- A child who is placed away from home no longer lives with those of whom that was recorded before.
create function wall.living_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'lives_with', wall.words_of(p), p.begins_earliest, p.begins_words, null::date, null::date, 'period',
         p.period_id, p.source_entry, p.how_known, p.recorded_by, p.recorded_at
    from wall.standing_periods(p_child) p
   where p.kind = 'placement' and p.begins_earliest <= current_date
     and (p.ends_earliest is null or p.ends_earliest > current_date)
  union all
  select 'address', a.lines || ', ' || a.postcode, r.from_on, r.from_words, null, null, 'residence', r.residence_id,
         null, r.how_known, r.recorded_by, r.recorded_at
    from core.residence r join core.address a using (address_id)
   where r.person_id = p_child and (r.to_on is null or r.to_on > current_date)
     and not exists (select from core.residence x where x.replaces = r.residence_id)
     and not wall.is_confidential(p_child, 'address') and not wall.is_confidential(p_child, 'placement')
  union all
  select case d.kind when 'school' then 'school' else 'address' end, 'confidential: see People', null, '', null, null,
         'confidential', null, null, '', null, null
    from core.confidential_detail d
   where d.person_id = p_child and d.kind in ('address', 'placement', 'school')
     and (d.to_on is null or d.to_on > current_date)
   group by 1
  union all
  select 'household', wall.shown_name(r.person_id) || ' (' || r.kind || ')', r.from_on,
         r.from_words, null, null, 'relationship', r.relationship_id, r.source_entry, r.how_known, r.recorded_by,
         r.recorded_at
    from wall.standing_relationships(p_child) r
   where r.same_household and not exists (
     select from wall.standing_periods(p_child) p
      where p.kind = 'placement' and p.code not in ('home', 'independent') and p.begins_earliest <= current_date
        and (p.ends_earliest is null or p.ends_earliest > current_date)
        and coalesce(r.from_on, r.recorded_at::date) < p.begins_earliest);
end $$;

-- Who holds parental responsibility, each and how; under some orders the local authority shares it or the adoption
-- agency has it (Children Act 1989, sections 33 and 44; Adoption and Children Act 2002, section 25).
create function wall.responsibility_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'parental_responsibility', wall.shown_name(r.person_id) || ' (' || r.kind
           || coalesce('; ' || nullif(r.responsibility_how, ''), '') || ')',
         r.from_on, r.from_words, null::date, null::date, 'relationship', r.relationship_id, r.source_entry,
         r.how_known, r.recorded_by, r.recorded_at
    from wall.standing_relationships(p_child) r where r.parental_responsibility
  union all
  select 'parental_responsibility', 'the local authority (' || lower(wall.label_of('legal_status', p.code)) || ')',
         p.begins_earliest, p.begins_words, null, null, 'period', p.period_id, p.source_entry, p.how_known,
         p.recorded_by, p.recorded_at
    from wall.standing_periods(p_child) p
   where p.kind = 'legal_status' and p.code in ('ico', 's31', 'epo', 'placement_order')
     and p.begins_earliest <= current_date and (p.ends_earliest is null or p.ends_earliest > current_date);
end $$;

-- Legal status, plan and school as they are; what is planned; and what has been: earlier plans, enquiries, closures.
create function wall.period_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select p.kind, wall.words_of(p), p.begins_earliest, p.begins_words, null::date, null::date, 'period', p.period_id,
         p.source_entry, p.how_known, p.recorded_by, p.recorded_at
    from wall.standing_periods(p_child) p
   where p.kind in ('legal_status', 'plan', 'school') and p.begins_earliest <= current_date
     and (p.ends_earliest is null or p.ends_earliest > current_date)
     and not (p.kind = 'school' and wall.is_confidential(p_child, 'school'))
  union all
  select 'next', wall.words_of(p) || wall.arranged_words(p_child, p.period_id),
         null, '', null, p.planned_on, 'period', p.period_id, p.source_entry, p.how_known, p.recorded_by, p.recorded_at
    from wall.standing_periods(p_child) p where p.planned_on >= current_date and p.ends_earliest is null
  union all
  select case when p.kind = 'plan' then 'earlier_plan' when p.code = 's47' then 'enquiry' else 'closure' end,
         wall.words_of(p), p.begins_earliest, p.begins_words, p.ends_earliest, null, 'period', p.period_id,
         p.source_entry, p.how_known, p.recorded_by, p.recorded_at
    from wall.standing_periods(p_child) p
   where (p.kind = 'plan' and p.ends_earliest <= current_date
          or p.kind = 'involvement' and p.code in ('s47', 'closed')) and p.begins_earliest is not null
  union all
  (select 'known_since', '', p.begins_earliest, p.begins_words, null, null, 'period', p.period_id, p.source_entry,
          p.how_known, p.recorded_by, p.recorded_at
     from wall.standing_periods(p_child) p where p.kind = 'involvement' and p.begins_earliest is not null
    order by p.begins_earliest limit 1)
  union all
  select 'opened_on', '', f.opened_on, '', null, null, '', null, null, '', null, null
    from core.file f where f.child_id = p_child;
end $$;

-- Last seen, last seen alone, and what the child last said: from the newest entry that tells it.
create function wall.entry_facts(p_child uuid, p_legal boolean) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  (select 'last_seen', '', c.occurred_earliest, '', null::date, null::date, 'entry', c.entry_id, c.entry_id, '',
          c.author_id, c.recorded_at
     from core.chronology c
    where c.child_id = p_child and c.seen and c.occurred_earliest <= current_date and (p_legal or not c.legal_advice)
    order by c.order_key desc limit 1)
  union all
  (select 'last_seen_alone', '', c.occurred_earliest, '', null, null, 'entry', c.entry_id, c.entry_id, '',
          c.author_id, c.recorded_at
     from core.chronology c
    where c.child_id = p_child and c.seen and c.seen_alone and c.occurred_earliest <= current_date
      and (p_legal or not c.legal_advice)
    order by c.order_key desc limit 1)
  union all
  (select 'words', c.words, c.occurred_earliest, '', null, null, 'entry', c.entry_id, c.entry_id, '', c.author_id,
          c.recorded_at
     from core.chronology c
    where c.child_id = p_child and c.words <> '' and (p_legal or not c.legal_advice)
    order by c.order_key desc limit 1);
end $$;

-- Who works with the child: here by allocation or name, elsewhere by relationship.
create function wall.working_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select case r.part when 'allocated_worker' then 'worker' when 'court_adviser' then 'court_adviser'
              else 'other_worker' end,
         r.words, r.since::date, '', null::date, null::date, 'allocation', r.source_id, null::uuid, '', r.recorded_by,
         r.recorded_at
    from wall.responsible(p_child) r
  union all
  select case n.capacity when 'childrens_guardian' then 'court_adviser' else 'professional' end,
         s.name || ', ' || lower(wall.label_of('access_capacity', n.capacity)), n.from_at::date, '',
         null, null, 'named_access', n.access_id, null, '', n.given_by, n.given_at
    from core.named_access n join core.staff s using (staff_id)
   where n.child_id = p_child and n.capacity in ('childrens_guardian', 'reviewing_officer', 'conference_chair')
     and (not n.needs_second or n.second_by is not null)
     and n.from_at <= clock_timestamp() and (n.to_at is null or n.to_at > clock_timestamp())
  union all
  select case when k.said ~ '\m(gp|general practitioner|doctor)\M' then 'gp'
              when k.said ~ 'health visitor' then 'health_visitor'
              when k.said ~ '(\mschool$|teacher|designated|safeguarding lead|nursery|special needs)' then 'school'
              else 'professional' end,
         wall.shown_name(r.person_id) || ' (' || r.kind || ')', r.from_on, r.from_words,
         null, null, 'relationship', r.relationship_id, r.source_entry, r.how_known, r.recorded_by, r.recorded_at
    from wall.standing_relationships(p_child) r
    cross join lateral (select lower(replace(r.kind, '_', ' '))) k (said)
   where not r.same_household and (k.said ~ ('\m(gp|doctor|health visitor|school|teacher|nursery)\M') or exists (
     select from core.code c where c.list = 'relationship' and c.code = r.kind and (c.attributes ->> 'professional')::boolean));
end $$;

-- The people who belong to the child's life and their addresses, for warnings. What is recorded of somebody with a
-- file of their own is told to those alone who may open that file, so that nothing betrays a sealed one.
create function wall.warning_facts(p_me core.staff, p_child uuid) returns setof wall.raw_fact
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with people as (
    select p_child as person_id
    union select r.person_id from wall.standing_relationships(p_child) r
     where not exists (select from core.file f where f.child_id = r.person_id and wall.basis(p_me, f) is null)
  ), places as (
    select distinct r.address_id, (
        select string_agg(distinct wall.name_of(y.person_id), ', ') from core.residence y
         where y.address_id = r.address_id and y.person_id in (select person_id from people)
           and (y.to_on is null or y.to_on > current_date)) as who
      from core.residence r join people using (person_id)
     where (r.to_on is null or r.to_on > current_date)
       and not exists (select from core.residence x where x.replaces = r.residence_id)
  )
  select 'warning', concat_ws(': ', case when w.person_id is not null then wall.name_of(w.person_id)
                                         else 'address of ' || (select a.who from places a where a.address_id = w.address_id) end,
                              wall.label_of('warning', w.kind) || coalesce(', ' || nullif(w.text, ''), '')),
         null::date, '', null::date, w.review_on, 'warning', w.warning_id, w.source_entry, w.how_known, w.recorded_by,
         w.recorded_at
    from core.warning w
   where (w.person_id in (select person_id from people) or w.address_id in (select address_id from places))
     and (w.ended_at is null or w.ended_at > current_date)
     and not exists (select from core.warning x where x.replaces = w.warning_id);
end $$;

-- When the caller last looked: the newest opening of this file that was not part of this sitting. Openings less than
-- an hour apart are one sitting; in the first of all it is the first opening, once the file was opened again or the
-- caller recorded in it.
create function wall.last_looked(p_staff uuid, p_child uuid) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  with opened as (
    select k.opened_at, lag(k.opened_at) over (order by k.ticket_id) as before from core.ticket k
     where k.staff_id = p_staff and k.child_id = p_child and k.scope = 'file')
  select coalesce(
    (select t.before from opened t where t.opened_at - t.before > interval '1 hour' order by t.opened_at desc limit 1),
    (select t.opened_at from opened t
      where t.before is null and ((select count(*) from opened) > 1 or exists (
        select from core.chronology c
         where c.child_id = p_child and c.author_id = p_staff and c.recorded_at > t.opened_at)))));
end $$;

-- What others recorded since: how many of each, and the newest five.
create function wall.news_facts(p_me core.staff, p_child uuid, p_legal boolean) returns setof wall.raw_fact
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_since timestamptz := wall.last_looked(p_me.staff_id, p_child);
begin
  if v_since is null then return; end if;
  return query select 'looked', '', v_since::date, '', null::date, null::date, '', null::uuid, null::uuid, '',
                      null::uuid, v_since;
  return query
  with new as materialized (
    select 'entry' as source, c.entry_id as id, c.entry_id, c.headline as words, c.author_id as by_id, c.recorded_at
      from core.chronology c
     where c.child_id = p_child and c.recorded_at > v_since and c.author_id <> p_me.staff_id
       and (p_legal or not c.legal_advice)
    union all
    select 'period', p.period_id, p.source_entry, wall.label_of('period', p.kind) || ': ' || wall.words_of(p),
           p.recorded_by, p.recorded_at
      from wall.standing_periods(p_child) p where p.recorded_at > v_since and p.recorded_by <> p_me.staff_id
    union all
    select 'warning', w.source_id, w.entry_id, w.words, w.by_id, w.recorded_at
      from wall.warning_facts(p_me, p_child) w where w.recorded_at > v_since and w.by_id <> p_me.staff_id
    union all
    select n.source, n.source_id, null, n.words, n.by_id, n.recorded_at
      from wall.court_news(p_child, v_since) n where n.by_id <> p_me.staff_id
  )
  select 'changed_' || n.source, count(*)::text, null::date, '', null::date, null::date, '', null::uuid, null::uuid,
         '', null::uuid, max(n.recorded_at)
    from new n group by n.source
  union all
  (select 'changed', n.words, null, '', null, null, n.source, n.id, n.entry_id, '', n.by_id, n.recorded_at
     from new n order by n.recorded_at desc limit 5);
end $$;

-- Ticket. Every recorded value of the band with its source; a value that nobody recorded has no row.
-- An entry that the caller may not read, or that does not stand in this chronology, is not named.
create function api.child_band(p_child uuid) returns setof wall.fact
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select f.key, f.words, f.since, f.since_words, f.until_on, f.due, f.source,
         case when f.source <> 'entry' or c.entry_id is not null then f.source_id end, c.entry_id, c.order_key, c.kind,
         c.occurred_earliest, f.how_known, coalesce(s.name, ''), f.recorded_at
    from (select * from wall.person_facts(p_child) union all select * from wall.living_facts(p_child)
          union all select * from wall.responsibility_facts(p_child) union all select * from wall.period_facts(p_child)
          union all select * from wall.court_facts(p_child) union all select * from wall.entry_facts(p_child, v_legal)
          union all select * from wall.discussion_facts(p_child, v_legal) union all select * from wall.working_facts(p_child)
          union all select * from wall.warning_facts(v_me, p_child)
          union all select * from wall.news_facts(v_me, p_child, v_legal)) f
    left join lateral (  -- one by one: there are few facts, however many lines the chronology has
      select * from core.chronology l
       where l.child_id = p_child and l.entry_id = f.entry_id and (v_legal or not l.legal_advice) limit 1) c on true
    left join core.staff s on s.staff_id = f.by_id
   order by f.key, f.due nulls last, f.until_on desc nulls first, f.since desc nulls last, f.recorded_at desc, f.words;
end $$;
grant execute on function api.child_band(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The child's photograph, or nothing.
create function api.photograph(p_child uuid) returns table (photograph_id uuid, content bytea, taken_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  return query select p.photograph_id, p.content, p.taken_on
    from (select * from core.photograph x where x.person_id = p_child order by x.added_at desc limit 1) p
   where length(p.content) > 0;
end $$;
grant execute on function api.photograph(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
