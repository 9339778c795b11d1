-- What is missing: the facts that the service and the child need, one function a fact, each by its rule. For many children
-- and moments at once, so that one rule tells today's list and what was complete a year ago.
--
-- A past moment is reckoned from what was recorded by then: facts of a person by their changes, periods and
-- relationships by the rows that stood, entries as they read now from the moment at which they were first recorded. A
-- birth, once it is known, counts for the age at every moment.

-- A child at a moment: whether the reader sees legal advice in this file, what follows from the age, what was recorded of
-- the child as a person by then, and since when one could expect that the child was seen.
create type wall.wanted_child as (child_id uuid, at timestamptz, legal boolean, unborn boolean, small boolean,
  adult boolean, pupil boolean, born boolean, sex text, ethnicity text, language text, needs text, nhs_number text,
  since date);

-- A fact that a child needs at a moment, and whether it was recorded. No row: it does not apply to this child.
create type wall.wanted_fact as (child_id uuid, at timestamptz, fact text, recorded boolean);

-- Whether a text answers a question: "declined" does, "not known yet" does not.
create function wall.is_answer(p_text text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(lower(btrim(p_text, E' .?!-\u2013\u2014\t\n')), '') not in ('', 'unknown', 'not known', 'not yet known',
    'not known yet', 'not recorded', 'not obtained', 'not yet obtained', 'information not yet obtained', 'nobt', 'n/k', 'nk',
    'tbc', 'to be confirmed', 'to be asked', 'not asked', 'not yet asked')
$$;

-- The days between which a child born between two days is of compulsory school age: from the 31 March, 31 August or 31
-- December on or after the fifth birthday (Education Act 1996, section 8(2)) to the last Friday in June of the school year
-- in which the child becomes sixteen (section 8(3); Education (School Leaving Date) Order 1997).
create function wall.school_years(p_first date, p_last date, out begins date, out ends date)
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select (select min(make_date(extract(year from f.five)::integer, d.month, 31))
            from (values (3), (8), (12)) d (month)
           where make_date(extract(year from f.five)::integer, d.month, 31) >= f.five),
         j.last - (extract(isodow from j.last)::integer + 2) % 7
    from (select (p_last + interval '5 years')::date as five, (p_first + interval '16 years')::date as sixteen) f
    cross join lateral (
      select make_date(extract(year from f.sixteen)::integer + (extract(month from f.sixteen) >= 9)::integer, 6, 30) as last) j
$$;

-- These children at these moments: files that were open then, of children who were not dead. A child who should have
-- been born three weeks ago and of whom no birth is recorded is not unborn any more: the birth is missing. A file that was
-- opened again is open from then on, and was not between its closing and that day.
create function wall.wanted_children(p_children uuid[], p_legal boolean[], p_moments timestamptz[])
  returns wall.wanted_child[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select row(f.child_id, m.at, k.legal,
               coalesce(n.born_earliest > m.at::date, n.expected_on + 21 > m.at::date, false),
               coalesce(n.born_earliest > m.at::date - interval '2 years', false),
               coalesce(coalesce(n.born_latest, n.born_earliest) <= m.at::date - interval '18 years', false),
               coalesce(m.at::date between y.begins and y.ends, false),
               n.recorded_at <= m.at and coalesce(w.stood ->> 'born', n.born_earliest::text, '') <> '',
               case when n.recorded_at <= m.at then coalesce(w.stood ->> 'sex', n.sex) else 'U' end,
               case when n.recorded_at <= m.at then coalesce(w.stood ->> 'ethnicity', n.ethnicity) else '' end,
               case when n.recorded_at <= m.at then coalesce(w.stood ->> 'first_language', n.first_language) else '' end,
               case when n.recorded_at <= m.at
                    then coalesce(w.stood ->> 'communication_needs', n.communication_needs) else '' end,
               case when n.recorded_at <= m.at then coalesce(w.stood ->> 'nhs_number', n.nhs_number, '') else '' end,
               greatest(f.opened_on, n.born_earliest, a.again_on))::wall.wanted_child
      from unnest(p_children, p_legal) k (child_id, legal)
      join core.file f on f.child_id = k.child_id join core.person n on n.person_id = f.child_id
      cross join lateral wall.school_years(n.born_earliest, coalesce(n.born_latest, n.born_earliest)) y
      cross join unnest(p_moments) m (at)
      left join lateral (  -- what stood before each first change after the moment
        select jsonb_object_agg(c.field, c.before) as stood from (
          select distinct on (x.field) x.field, x.before from core.person_change x
           where x.person_id = f.child_id and x.changed_at > m.at order by x.field, x.changed_at) c) w on true
      cross join lateral (
        select max(e.at::date) filter (where e.at <= m.at) as again_on,
               coalesce(bool_or(e.at > m.at and (e.detail ->> 'closed_on')::date <= m.at::date), false) as closed_then
          from audit.event e where e.child_id = f.child_id and e.action = 'reopen_file') a
     where f.opened_on <= m.at::date and (f.state = 'open' or f.state = 'closed' and f.closed_on > m.at::date)
       and not a.closed_then and (n.died_earliest is null or n.died_earliest > m.at::date));
end $$;

-- The periods of a kind that stood and ran for these children at these moments.
create function wall.running_then(p_children wall.wanted_child[], p_kind text)
  returns table (child_id uuid, at timestamptz, code text, category text, sourced boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, k.at, p.code, p.category, p.source_entry is not null or p.how_known <> ''
    from unnest(p_children) k join core.period p on p.child_id = k.child_id
   where p.kind = p_kind and p.recorded_at <= k.at and p.begins_earliest <= k.at::date
     and (p.ends_earliest is null or p.ends_earliest > k.at::date)
     and not exists (select from core.period r where r.replaces = p.period_id and r.recorded_at <= k.at);
end $$;

-- Who was what to these children at these moments, as it was recorded then.
create function wall.related_then(p_children wall.wanted_child[])
  returns table (child_id uuid, at timestamptz, kind text, parental_responsibility boolean, same_household boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, k.at, r.kind, r.parental_responsibility, r.same_household
    from unnest(p_children) k join core.relationship r on r.other_id = k.child_id
   where r.recorded_at <= k.at and (r.to_on is null or r.to_on > k.at::date)
     and not exists (select from core.relationship x where x.replaces = r.relationship_id and x.recorded_at <= k.at);
end $$;

-- The date of birth, however vague; of an unborn child the day that it is expected on is asked for where it is entered.
create function wall.fact_born(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'born', k.born from unnest(p_children) k where not k.unborn
$$;

-- The sex, once the child is born.
create function wall.fact_sex(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'sex', k.sex in ('F', 'M') from unnest(p_children) k where not k.unborn
$$;

-- The ethnicity, once the child is born; that the family declined to say is an answer (Children Act 1989, section 22(5)(c);
-- children in need census: code REFU is an answer, NOBT is none).
create function wall.fact_ethnicity(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'ethnicity', wall.is_answer(k.ethnicity) from unnest(p_children) k where not k.unborn
$$;

-- The first language, of a baby that of the home (Children Act 1989, section 22(5)(c)).
create function wall.fact_language(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'first_language', wall.is_answer(k.language) from unnest(p_children) k where not k.unborn
$$;

-- Whether an interpreter is needed, where the first language is known and is not English alone; "none" is an answer.
create function wall.fact_interpreter(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'communication_needs', wall.is_answer(k.needs) from unnest(p_children) k
   where not k.unborn and wall.is_answer(k.language) and lower(btrim(k.language, ' .')) <> 'english'
$$;

-- The NHS number, which is given at birth.
create function wall.fact_nhs_number(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'nhs_number', k.nhs_number <> '' from unnest(p_children) k where not k.unborn
$$;

-- Who has parental responsibility: somebody at least, from birth until eighteen (Children Act 1989, sections 2, 3 and 105).
-- That an order gives it to the authority too tells nothing of the parents.
create function wall.fact_responsibility(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'parental_responsibility', r.child_id is not null from unnest(p_children) k
    left join (select distinct t.child_id, t.at from wall.related_then(p_children) t where t.parental_responsibility) r
      on r.child_id = k.child_id and r.at = k.at
   where not k.unborn and not k.adult
$$;

-- The GP, among the people of the child.
create function wall.fact_gp(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'gp', r.child_id is not null from unnest(p_children) k
    left join (select distinct t.child_id, t.at from wall.related_then(p_children) t
                where t.kind ilike any ('{%gp%,%practitioner%,%doctor%}')  -- a cheap look before the dear one
                  and lower(replace(t.kind, '_', ' ')) ~ '\m(gp|general practitioner|doctor)\M') r
      on r.child_id = k.child_id and r.at = k.at
   where not k.unborn
$$;

-- Where the child lives: a placement, an address, one that is kept confidential, or with whom.
create function wall.fact_home(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'placement', h.child_id is not null from unnest(p_children) k
    left join (
      select p.child_id, p.at from wall.running_then(p_children, 'placement') p
      union
      select t.child_id, t.at from wall.related_then(p_children) t where t.same_household
      union
      select c.child_id, c.at from unnest(p_children) c join core.residence r on r.person_id = c.child_id
       where r.recorded_at <= c.at and (r.to_on is null or r.to_on > c.at::date)
         and not exists (select from core.residence x where x.replaces = r.residence_id and x.recorded_at <= c.at)
      union
      select c.child_id, c.at from unnest(p_children) c join core.confidential_detail d on d.person_id = c.child_id
       where d.kind in ('address', 'placement') and d.recorded_at <= c.at and (d.to_on is null or d.to_on > c.at::date)) h
      on h.child_id = k.child_id and h.at = k.at
   where not k.unborn
$$;

-- The school of a child of compulsory school age; "taught at home" is an answer, and so is one that is confidential.
create function wall.fact_school(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'school', s.child_id is not null from unnest(p_children) k
    left join (
      select p.child_id, p.at from wall.running_then(p_children, 'school') p
      union
      select c.child_id, c.at from unnest(p_children) c join core.confidential_detail d on d.person_id = c.child_id
       where d.kind = 'school' and d.recorded_at <= c.at and (d.to_on is null or d.to_on > c.at::date)) s
      on s.child_id = k.child_id and s.at = k.at
   where k.pupil
$$;

-- The legal status, once the child is born and until eighteen; "no order" is an answer.
create function wall.fact_legal_status(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'legal_status', s.child_id is not null from unnest(p_children) k
    left join (select distinct p.child_id, p.at from wall.running_then(p_children, 'legal_status') p) s
      on s.child_id = k.child_id and s.at = k.at
   where not k.unborn and not k.adult
$$;

-- What each order or accommodation rests on: an entry, or words that say how it is known.
create function wall.fact_legal_source(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.child_id, p.at, 'legal_status_source', bool_and(p.sourced)
    from wall.running_then(p_children, 'legal_status') p where p.code <> 'none' group by p.child_id, p.at
$$;

-- The category of a child protection plan (Working Together to Safeguard Children: neglect, physical, sexual, emotional).
create function wall.fact_plan_category(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.child_id, p.at, 'plan_category', bool_and(p.category <> '')
    from wall.running_then(p_children, 'plan') p where p.code = 'cp' group by p.child_id, p.at
$$;

-- A visit at which the child was seen alone, ever, from the second birthday on; before it one is observed.
create function wall.fact_seen_alone(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.child_id, k.at, 'seen_alone', exists (
      select from core.chronology c join core.entry e on e.entry_id = c.entry_id
       where c.child_id = k.child_id and c.seen and c.seen_alone and c.occurred_earliest <= k.at::date
         and e.created_at <= k.at and (k.legal or not c.legal_advice))
    from unnest(p_children) k where not k.unborn and not k.small
$$;

-- An entry within the weeks of the threshold, once the file has been open for so long.
create function wall.fact_entry(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, k.at, 'no_entry', exists (
      select from core.chronology c join core.entry e on e.entry_id = c.entry_id
       where c.child_id = k.child_id and c.order_key >= wall.order_key(k.at::date - 7 * t.weeks + 1, 0, 0)
         and c.occurred_earliest <= k.at::date and e.created_at <= k.at and (k.legal or not c.legal_advice))
    from wall.threshold('no_entry') t cross join unnest(p_children) k where k.since <= k.at::date - 7 * t.weeks;
end $$;

-- All of them: the one place where they are listed.
create function wall.wanted_facts(p_children wall.wanted_child[]) returns setof wall.wanted_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select * from wall.fact_born(p_children);
  return query select * from wall.fact_sex(p_children);
  return query select * from wall.fact_ethnicity(p_children);
  return query select * from wall.fact_language(p_children);
  return query select * from wall.fact_interpreter(p_children);
  return query select * from wall.fact_nhs_number(p_children);
  return query select * from wall.fact_gp(p_children);
  return query select * from wall.fact_responsibility(p_children);
  return query select * from wall.fact_home(p_children);
  return query select * from wall.fact_school(p_children);
  return query select * from wall.fact_legal_status(p_children);
  return query select * from wall.fact_legal_source(p_children);
  return query select * from wall.fact_plan_category(p_children);
  return query select * from wall.fact_seen_alone(p_children);
  return query select * from wall.fact_entry(p_children);
end $$;

-- Whose facts somebody is told of: one's own children by allocation or name; for managers and support the team's too.
create function wall.reckoned_for(p_me core.staff) returns table (child_id uuid, basis text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select m.child_id, m.basis from wall.caseload_of(p_me) m
   where m.basis = 'allocated' or m.basis like 'named:%' or p_me.role in ('manager', 'support') and m.basis in ('team', 'support');
end $$;

-- Whether somebody may enter a fact where the list leads to: support staff add people, a school, papers and minutes
-- (wall.may_change); the other facts they leave to who works with the child.
create function wall.may_enter(p_me core.staff, p_fact text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select p_me.role <> 'support' or p_fact in ('gp', 'parental_responsibility', 'school', 'no_entry')
$$;

-- Practitioners, court advisers: of their own children; managers, support: of the team's too. What is not recorded,
-- should be, and is theirs to enter, a line each, never a word of the record; administrators and auditors are refused.
create function api.missing_facts() returns table (child_id uuid, reference text, name text, known_as text, born date,
  expected_on date, basis text, team text, worker text, fact text, weeks integer, born_latest date,
  sealed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ids uuid[]; v_bases text[];
begin
  select array_agg(m.child_id), array_agg(m.basis) into v_ids, v_bases from wall.reckoned_for(v_me) m;
  return query
  with gaps as materialized (
    select w.child_id, w.fact from wall.wanted_facts(wall.wanted_children(
        v_ids, array(select wall.sees_legal_advice(b) from unnest(v_bases) b), array[clock_timestamp()])) w
     where not w.recorded and wall.may_enter(v_me, w.fact)
  ), who as materialized (
    select f.child_id, f.reference, wall.name_of(f.child_id) as name, wall.known_as(f.child_id) as known_as,
           n.born_earliest, n.born_latest, n.expected_on, m.basis, t.name as team, wall.worker_of(f.child_id) as worker,
           f.sealed
      from unnest(v_ids, v_bases) m (child_id, basis) join core.file f on f.child_id = m.child_id
      join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
     where f.child_id in (select g.child_id from gaps g)
  )
  select w.child_id, w.reference, w.name, w.known_as, w.born_earliest, w.expected_on, w.basis, w.team, w.worker, g.fact,
         case when g.fact = 'no_entry' then h.weeks end, w.born_latest, w.sealed
    from gaps g join who w on w.child_id = g.child_id cross join wall.threshold('no_entry') h order by w.name, g.fact;
end $$;
grant execute on function api.missing_facts() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. How many of these children each fact applied to, and of how many it was recorded: now, and at the
-- beginning of each of the months before, at most 36. For managers and support files of the team that were closed since
-- count too, for as long as they were open. Numbers alone, and only of files that the caller may open.
create function api.fact_shares(p_months integer) returns table (at timestamptz, day date, fact text,
  children integer, recorded integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ids uuid[]; v_legal boolean[]; v_moments timestamptz[];
begin
  if not coalesce(p_months between 1 and 36, false) then perform wall.bad_input('shares are told of 1 to 36 months'); end if;
  v_moments := array(select date_trunc('month', current_date) - n * interval '1 month' from generate_series(0, p_months - 1) n)
    || clock_timestamp();
  select array_agg(x.child_id), array_agg(wall.sees_legal_advice(x.basis)) into v_ids, v_legal from (
    select * from wall.reckoned_for(v_me)
    union
    select f.child_id, wall.basis(v_me, f) from core.file f
     where f.team_id = v_me.team_id and f.state = 'closed' and v_me.role in ('manager', 'support')
       and f.closed_on > v_moments[p_months]::date and wall.basis(v_me, f) is not null) x;
  return query
  select w.at, w.at::date, w.fact, count(*)::integer, (count(*) filter (where w.recorded))::integer
    from wall.wanted_facts(wall.wanted_children(v_ids, v_legal, v_moments)) w group by w.at, w.fact order by w.fact, w.at;
end $$;
grant execute on function api.fact_shares(integer) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. Puts on record that what is missing ('gaps', of the files that are not sealed) or the shares
-- ('shares', numbers alone) left the record: how many lines, and the hash of the file. TL002: bad input.
create function api.note_missing(p_what text, p_lines integer, p_sha256 text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  if not coalesce(p_what in ('gaps', 'shares') and p_lines between 0 and 1000000 and p_sha256 ~ '^[0-9a-f]{64}$', false) then
    perform wall.bad_input('say what was taken, how many lines, and the hash of the file');
  end if;
  perform wall.log('export_missing', null, null, jsonb_build_object('what', p_what, 'lines', p_lines, 'sha256', p_sha256));
end $$;
grant execute on function api.note_missing(text, integer, text) to :"practitioner", :"court_adviser", :"manager", :"support";
