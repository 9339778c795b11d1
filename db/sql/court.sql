-- Proceedings of a child or of brothers and sisters: their stage, parties and hearings. Each recording is a version; what
-- stood is kept. Proceedings stand in the files of all the children they concern, and of those with a sealed file the
-- others are told nothing.

-- The proceedings that concern each of these children, as they stand.
create function wall.cases_of_each(p_children uuid[]) returns table (child_id uuid, proceedings core.proceedings_version)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select c.child_id, v from core.proceedings_child c join core.proceedings_version v using (proceedings_id, version)
   where c.child_id = any (p_children)
     and not exists (select from core.proceedings_version n where n.proceedings_id = v.proceedings_id and n.version > v.version);
end $$;

-- The proceedings that concern a child, as they stand.
create function wall.cases_of(p_child uuid) returns setof core.proceedings_version
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query select (c.proceedings).* from wall.cases_of_each(array[p_child]) c;
end $$;

-- The hearings of these proceedings as they stand.
create function wall.hearings_of(p_proceedings uuid) returns setof core.hearing
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select h.* from core.hearing h
   where h.proceedings_id = p_proceedings
     and not exists (select from core.hearing n where n.hearing_id = h.hearing_id and n.version > h.version);
end $$;

-- The hearings and meetings to come of each of these children, in all proceedings.
create function wall.hearings_to_come(p_children uuid[]) returns table (child_id uuid, hearing core.hearing)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select c.child_id, h from wall.cases_of_each(p_children) c
   cross join lateral wall.hearings_of((c.proceedings).proceedings_id) h
   where h.listed_on >= current_date and h.status = '' and (c.proceedings).ended_on is null and not (c.proceedings).mistaken;
end $$;

-- 26 weeks from the issue of a public law application (Children Act 1989, section 32); null before the issue, and in
-- private law.
create function wall.weeks_26_on(p core.proceedings_version) returns date
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case when p.law = 'public' then p.issued_on + 26 * 7 end
$$;

-- What the band shows of the court: the hearings to come, and of each running proceedings the stage, since when, and the
-- day by which they should end.
create function wall.court_facts(p_child uuid) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'next', wall.label_of('hearing_type', h.kind), null::date, '', null::date, h.listed_on, 'hearing', h.hearing_id,
         null::uuid, '', h.recorded_by, h.recorded_at
    from wall.hearings_to_come(array[p_child]) c cross join lateral (select (c.hearing).*) h
  union all
  select 'proceedings', wall.label_of('court_stage', v.stage), coalesce(v.issued_on, v.letter_on), '', null,
         coalesce(v.due_on, wall.weeks_26_on(v)), 'proceedings', v.proceedings_id, null, '', v.recorded_by, v.recorded_at
    from wall.cases_of(p_child) v where v.ended_on is null and not v.mistaken;
end $$;

-- What was recorded of the court since a moment: proceedings by their stage, hearings by kind and day.
create function wall.court_news(p_child uuid, p_since timestamptz)
  returns table (source text, source_id uuid, words text, by_id uuid, recorded_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'proceedings', v.proceedings_id, wall.label_of('court_stage', v.stage), v.recorded_by, v.recorded_at
    from wall.cases_of(p_child) v where v.recorded_at > p_since
  union all
  select 'hearing', h.hearing_id, wall.label_of('hearing_type', h.kind) || ', ' || to_char(h.listed_on, 'FMDD FMMonth YYYY'),
         h.recorded_by, h.recorded_at
    from wall.cases_of(p_child) v cross join lateral wall.hearings_of(v.proceedings_id) h where h.recorded_at > p_since;
end $$;

-- The other children of a version whom a reader of this child's file is told of: those with a file that is not sealed.
create function wall.children_beside(p_child uuid, p_case core.proceedings_version) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select c.child_id from core.proceedings_child c join core.file f using (child_id)
   where c.proceedings_id = (p_case).proceedings_id and c.version = (p_case).version and c.child_id <> p_child
     and not f.sealed and f.state <> 'disposed';
end $$;

-- The parties of proceedings as they stand, each with whether the caller sees what is hidden of it. Neither a child with a
-- sealed file nor those who stand in sealed files alone are among them in the files of others.
create function wall.parties_of(p_child uuid, p_proceedings uuid, p_me core.staff, p_basis text)
  returns table (party core.party, seen boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select p, p.hidden = '' or wall.sees_hidden(p_me, p_basis, p_child, p.child_id)
    from core.party p
   where p.proceedings_id = p_proceedings
     and not exists (select from core.party n where n.party_id = p.party_id and n.version > p.version)
     and not exists (select from core.file f where f.child_id = p.person_id and f.sealed and f.child_id <> p_child)
     and (p.person_id is null or p.person_id = p_child or not wall.known_to_sealed_alone(p_me, p.person_id));
end $$;

-- The names of parties that the caller must not learn, as they are looked for in texts: the whole, and of hidden ones the
-- family name.
create function wall.names_kept(p_child uuid, p_proceedings uuid, p_me core.staff, p_basis text) returns text[]
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(n.said), '{}')
    from core.party p
    left join wall.parties_of(p_child, p_proceedings, p_me, p_basis) x on (x.party).party_id = p.party_id,
         lateral (values (wall.fold(p.name)),
                         (case when x.seen is not null then split_part(wall.fold(p.name), ' ', -1) end)) n (said)
   where p.proceedings_id = p_proceedings and length(n.said) > 2
     and (x.seen is null or not x.seen and (x.party).hidden in ('name', 'party'))
$$;

-- Who first typed a text of these proceedings, this hearing or this party; later versions carry it on.
create function wall.court_typist(p_key uuid, p_text text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select x.recorded_by from (
    select v.recorded_by, v.version from core.proceedings_version v
     where v.proceedings_id = p_key and p_text in (v.due_why, v.outcome, v.how_known)
    union all
    select h.recorded_by, h.version from core.hearing h
     where h.hearing_id = p_key and p_text in (h.venue, h.outcome, h.how_known)
    union all
    select p.recorded_by, p.version from core.party p
     where p.party_id = p_key and p_text in (p.representative, p.how_known)) x
   order by x.version limit 1
$$;

-- A text about proceedings as the caller may read it. What the caller typed hides from everybody else: one could guess at
-- a name or an address otherwise until it is kept back.
create function wall.court_words(p_child uuid, p_text text, p_names text[], p_key uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_by uuid;
begin
  if p_text = '' then return ''; end if;
  v_by := wall.court_typist(p_key, p_text);
  if exists (select from unnest(p_names) n where position(' ' || n || ' ' in ' ' || wall.fold(p_text) || ' ') > 0)
     and not exists (select from core.staff s where s.login = session_user and s.staff_id = v_by) then
    return 'hidden: it names somebody who is kept from you';
  end if;
  return wall.open_words(p_child, p_text, null, null, v_by);
end $$;

-- A version of proceedings, of a hearing and of a party as JSON, as the caller may read it.
create function wall.case_json(p_child uuid, v core.proceedings_version, p_names text[]) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('proceedings_id', v.proceedings_id, 'version', v.version, 'case_number', v.case_number,
    'court', v.court, 'law', v.law, 'application', v.application, 'stage', v.stage, 'letter_on', v.letter_on,
    'issued_on', v.issued_on, 'due_on', v.due_on, 'due_why', wall.court_words(p_child, v.due_why, p_names, v.proceedings_id),
    'weeks_26_on', wall.weeks_26_on(v), 'ended_on', v.ended_on,
    'outcome', wall.court_words(p_child, v.outcome, p_names, v.proceedings_id), 'mistaken', v.mistaken,
    'children', coalesce((select jsonb_agg(jsonb_build_object('child_id', b, 'name', wall.name_of(b)) order by wall.name_of(b), b)
                            from wall.children_beside(p_child, v) b), '[]'),
    'how_known', wall.court_words(p_child, v.how_known, p_names, v.proceedings_id), 'by', s.name, 'at', v.recorded_at)
    from core.staff s where s.staff_id = v.recorded_by
$$;

create function wall.hearing_json(p_child uuid, h core.hearing, p_names text[]) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('hearing_id', h.hearing_id, 'version', h.version, 'kind', h.kind, 'listed_on', h.listed_on,
    'listed_at', h.listed_at, 'venue', wall.court_words(p_child, h.venue, p_names, h.hearing_id), 'status', h.status,
    'outcome', wall.court_words(p_child, h.outcome, p_names, h.hearing_id),
    'how_known', wall.court_words(p_child, h.how_known, p_names, h.hearing_id), 'by', s.name, 'at', h.recorded_at)
    from core.staff s where s.staff_id = h.recorded_by
$$;

-- `p_kept` is what must not be told of the party now, also of its earlier versions: empty, "contact", "name" or "party".
create function wall.party_json(p_child uuid, p core.party, p_names text[], p_kept text) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('party_id', p.party_id, 'version', p.version, 'kept', p_kept,
    'part', case when p_kept = 'party' then '' else p.part end,
    'name', case when p_kept in ('name', 'party') then '' else p.name end,
    'representative', case when p_kept in ('name', 'party') then '' else wall.court_words(p_child, p.representative, p_names, p.party_id) end,
    'person_id', case when p_kept in ('name', 'party') then null else p.person_id end,
    'hidden', case when p_kept = '' then p.hidden else p_kept end,
    'hidden_from', case when p_kept = '' then p.hidden_from else '' end,
    'hidden_why', case when p_kept = '' then p.hidden_why else '' end,
    'ended_on', p.ended_on, 'mistaken', p.mistaken,
    'how_known', case when p_kept = '' then wall.court_words(p_child, p.how_known, p_names, p.party_id) else '' end,
    'by', case when p_kept = 'party' then '' else s.name end, 'at', case when p_kept = 'party' then null else p.recorded_at end)
    from core.staff s where s.staff_id = p.recorded_by
$$;

-- Ticket. The proceedings of a child as JSON, running ones first: each with its hearings, its parties and the other
-- children whom it concerns. Of a hidden party others than those who may see it are told only that something is hidden;
-- that one was shown is put on record.
create function api.proceedings_of(p_child uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_basis text := wall.ticket(p_child); v_me core.staff := wall.me(); v_all jsonb := '[]'; v_one record;
  v_parties jsonb; v_names text[]; v_shown boolean; v_hearings jsonb; v_may boolean;
begin
  for v_one in select v from wall.cases_of(p_child) v
      order by (v).mistaken, (v).ended_on desc nulls first, (v).issued_on desc nulls first, (v).proceedings_id loop
    v_names := wall.names_kept(p_child, (v_one.v).proceedings_id, v_me, v_basis);
    select coalesce(jsonb_agg(wall.party_json(p_child, x.party, v_names, case when x.seen then '' else (x.party).hidden end)
             order by (x.party).mistaken, (x.party).ended_on nulls first, c.sort nulls last, (x.party).party_id), '[]'),
           coalesce(bool_or(x.seen and (x.party).hidden <> ''), false)
      into v_parties, v_shown
      from wall.parties_of(p_child, (v_one.v).proceedings_id, v_me, v_basis) x
      left join core.code c on c.list = 'party_part' and c.code = (x.party).part and c.country = '';
    select coalesce(jsonb_agg(wall.hearing_json(p_child, h, v_names) order by h.listed_on, h.listed_at, h.hearing_id), '[]')
      into v_hearings from wall.hearings_of((v_one.v).proceedings_id) h;
    if v_shown then perform wall.log('read_hidden_party', p_child, (v_one.v).proceedings_id); end if;
    v_all := v_all || (wall.case_json(p_child, v_one.v, v_names)
                       || jsonb_build_object('parties', v_parties, 'hearings', v_hearings));
  end loop;
  v_may := wall.may_record(v_me, p_child, v_basis);
  return jsonb_build_object('proceedings', v_all, 'may_list', v_may,
    'may_record', v_may and v_me.role in ('practitioner', 'court_adviser', 'manager'),
    'sees_hidden', wall.sees_confidential(v_basis));
end $$;
grant execute on function api.proceedings_of(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. All that was ever recorded of these proceedings, newest first, as JSON: each version as it stood.
create function api.history_of_proceedings(p_child uuid, p_proceedings uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_basis text := wall.ticket(p_child); v_me core.staff := wall.me();
  v_case core.proceedings_version := wall.case_of(p_child, p_proceedings);
  v_names text[] := wall.names_kept(p_child, p_proceedings, v_me, v_basis); v_shown boolean; v_all jsonb;
begin
  select coalesce(jsonb_agg(a.said order by a.said ->> 'at' desc nulls last), '[]'), coalesce(bool_or(a.shown), false)
    into v_all, v_shown from (
      select wall.case_json(p_child, v, v_names), false from core.proceedings_version v
       where v.proceedings_id = (v_case).proceedings_id
      union all
      select wall.hearing_json(p_child, h, v_names), false from core.hearing h where h.proceedings_id = p_proceedings
      union all
      select wall.party_json(p_child, p, v_names, case when x.seen then '' else (x.party).hidden end),
             x.seen and (x.party).hidden <> ''
        from wall.parties_of(p_child, p_proceedings, v_me, v_basis) x join core.party p on p.party_id = (x.party).party_id
       where (x.party).hidden <> 'party' or x.seen) a (said, shown);
  if v_shown then perform wall.log('read_hidden_party', p_child, p_proceedings); end if;
  return v_all;
end $$;
grant execute on function api.history_of_proceedings(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The proceedings as they stand, if they concern the child; refuses otherwise.
create function wall.case_of(p_child uuid, p_proceedings uuid) returns core.proceedings_version
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_case core.proceedings_version;
begin
  select * into v_case from wall.cases_of(p_child) v where v.proceedings_id = p_proceedings;
  if v_case.proceedings_id is null then perform wall.refuse(); end if;
  return v_case;
end $$;

-- Who records of proceedings: anybody who may record in the file; support staff list hearings and nothing else. From a
-- sealed file nothing is written into proceedings that stand in other files too.
create function wall.court_writer(p_child uuid, p_proceedings uuid, p_what text, p_how text) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.may_change(p_child, p_what);
begin
  perform wall.check_known(p_child, p_how, null);
  if exists (select from core.file f where f.child_id = p_child and f.sealed) and exists (
      select from wall.cases_of(p_child) v join core.proceedings_child c using (proceedings_id, version)
       where v.proceedings_id = p_proceedings and c.child_id <> p_child) then
    perform wall.bad_input('these proceedings stand in other files too: record it in one that is not sealed');
  end if;
  perform set_config('lock_timeout', '3s', true);
  return v_me;
end $$;

-- Refuses facts that are not these keys with texts of at most so many characters.
create function wall.check_texts(p_facts jsonb, p_keys text[], p_longest integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if jsonb_typeof(p_facts) is distinct from 'object' or p_facts - p_keys <> '{}' or exists (
      select from jsonb_each(p_facts) f where jsonb_typeof(f.value) not in ('string', 'null', 'boolean')) then
    perform wall.bad_input('this does not have the form that the server understands');
  elsif exists (select from jsonb_each_text(p_facts) f where length(f.value) > p_longest) then
    perform wall.bad_input('a text here has at most ' || p_longest || ' characters');
  end if;
end $$;

-- Refuses a code that is not in its list.
create function wall.check_code(p_list text, p_code text, p_words text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from core.code c where c.list = p_list and c.code = coalesce(p_code, '')) then
    perform wall.bad_input(p_words);
  end if;
end $$;

-- Refuses proceedings that cannot be so.
create function wall.check_case(f jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_letter date := f ->> 'letter_on'; v_issued date := f ->> 'issued_on'; v_due date := f ->> 'due_on';
  v_ended date := f ->> 'ended_on';
begin
  perform wall.check_texts(f, '{case_number,court,law,application,stage,letter_on,issued_on,due_on,due_why,ended_on,outcome,mistaken}', 500);
  perform wall.check_code('court_stage', f ->> 'stage', 'choose the stage from the list');
  if coalesce(f ->> 'law', '') not in ('public', 'private') then
    perform wall.bad_input('say whether it is public or private law');
  end if;
  if coalesce(f ->> 'application', '') <> '' then
    perform wall.check_code('application_type', f ->> 'application', 'choose the application from the list');
  end if;
  if least(v_letter, v_issued, v_due, v_ended) < date '1948-01-01' or greatest(v_letter, v_issued, v_ended) > current_date
     or v_due > date '2999-12-31' then
    perform wall.bad_input('the letter, the issue and the end are days that have been');
  elsif v_issued is null and f ->> 'stage' not in ('letter', 'meetings') then
    perform wall.bad_input('say when the application was issued');
  elsif v_letter > v_issued or v_issued > v_ended or v_letter > v_ended then
    perform wall.bad_input('the letter comes before the issue, and the issue before the end');
  elsif (v_due is null) <> (btrim(coalesce(f ->> 'due_why', '')) = '') or v_due <= v_issued or v_due is not null and v_issued is null then
    perform wall.bad_input('another day than the 26 weeks needs the day, after the issue, and why the court set it');
  elsif v_ended is not null and btrim(coalesce(f ->> 'outcome', '')) = '' then
    perform wall.bad_input('say how the proceedings ended');
  end if;
end $$;

-- The children of new facts: the child, brothers and sisters with a file that is not sealed, those whom the version before
-- concerned, and, whatever the caller sends, those whom it concerned and the
-- caller is not told of.
create function wall.children_for(p_child uuid, p_others uuid[], p_old core.proceedings_version) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_wished uuid[] := array(select distinct w from unnest(coalesce(p_others, '{}') || p_child) w);
begin
  if exists (select from unnest(v_wished) w where w is distinct from p_child and not (
        w in (select b from wall.children_beside(p_child, p_old) b)
        or w in (select s from wall.siblings(p_child) s join core.file f on f.child_id = s and not f.sealed and f.state <> 'disposed'))) then
    perform wall.refuse();
  end if;
  if cardinality(v_wished) > 1 and exists (select from core.file f where f.child_id = p_child and f.sealed) then
    perform wall.bad_input('proceedings of a child with a sealed file are recorded for this child alone');
  end if;
  return v_wished || array(
    select c.child_id from core.proceedings_child c join core.file f using (child_id)
     where c.proceedings_id = (p_old).proceedings_id and c.version = (p_old).version and c.child_id <> p_child
       and (f.sealed or f.state = 'disposed'));
end $$;

-- What the caller was shown in place of a kept text, sent back unchanged, stands for the text.
create function wall.as_it_stood(p_text text, p_stood text) returns text
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case when p_stood is not null and btrim(coalesce(p_text, '')) in ('confidential: see People',
      'hidden: it names somebody who is kept from you') then p_stood else btrim(coalesce(p_text, '')) end
$$;

-- Puts on record, in the file of every child concerned, that something of their proceedings was recorded.
create function wall.log_case(p_action text, p_proceedings uuid, p_object uuid, p_detail jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.log(p_action, c.child_id, p_object, p_detail || jsonb_build_object('proceedings', p_proceedings))
    from core.proceedings_child c
   where c.proceedings_id = p_proceedings
     and c.version = (select max(v.version) from core.proceedings_version v where v.proceedings_id = p_proceedings);
end $$;

-- Ticket, and the right to record, but not support staff. Proceedings of the child and of those brothers and sisters, or
-- with `p_base`, the version that it was read in, their correction, change of stage or end. The client makes the ids, so
-- that a resent call lands once. Answers with the version. TL001: changed meanwhile. TL002: bad input.
create function api.record_proceedings(p_op uuid, p_proceedings uuid, p_child uuid, p_base integer, p_others uuid[],
  p_facts jsonb, p_how text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.court_writer(p_child, p_proceedings, 'proceedings', p_how); v_case core.proceedings_version;
  v_done integer; v_children uuid[];
begin
  select v.version into v_done from core.proceedings_version v
   where v.op_id = p_op and v.recorded_by = v_me.staff_id and v.proceedings_id = p_proceedings;
  if v_done is not null then return v_done; end if;
  if p_base <> 0 then
    v_case := wall.case_of(p_child, p_proceedings);
    if v_case.version <> p_base then perform wall.amended_meanwhile(); end if;
  end if;
  perform wall.check_case(p_facts);
  v_children := wall.children_for(p_child, p_others, v_case);
  if p_base = 0 then
    insert into core.proceedings (proceedings_id, recorded_by) values (p_proceedings, v_me.staff_id);
  end if;
  insert into core.proceedings_version (proceedings_id, version, op_id, case_number, court, law, application, stage,
    letter_on, issued_on, due_on, due_why, ended_on, outcome, mistaken, how_known, recorded_by)
  values (p_proceedings, p_base + 1, p_op, upper(btrim(coalesce(p_facts ->> 'case_number', ''))),
    btrim(coalesce(p_facts ->> 'court', '')), p_facts ->> 'law', coalesce(p_facts ->> 'application', ''),
    p_facts ->> 'stage', (p_facts ->> 'letter_on')::date, (p_facts ->> 'issued_on')::date,
    (p_facts ->> 'due_on')::date, wall.as_it_stood(p_facts ->> 'due_why', v_case.due_why),
    (p_facts ->> 'ended_on')::date, wall.as_it_stood(p_facts ->> 'outcome', v_case.outcome),
    coalesce((p_facts ->> 'mistaken')::boolean, false), btrim(p_how), v_me.staff_id);
  insert into core.proceedings_child (proceedings_id, version, child_id)
  select p_proceedings, p_base + 1, c from unnest(v_children) c;
  perform wall.log_case(case when p_base = 0 then 'record_proceedings' else 'correct_proceedings' end, p_proceedings,
    p_proceedings, jsonb_build_object('version', p_base + 1, 'stage', p_facts ->> 'stage'));
  return p_base + 1;
exception
  when unique_violation then
    select v.version into v_done from core.proceedings_version v
     where v.op_id = p_op and v.recorded_by = v_me.staff_id and v.proceedings_id = p_proceedings;
    if v_done is not null then return v_done; end if;
    perform wall.case_of(p_child, p_proceedings);
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this does not have the form that the server understands');
end $$;
grant execute on function api.record_proceedings(uuid, uuid, uuid, integer, uuid[], jsonb, text)
  to :"practitioner", :"court_adviser", :"manager";

-- Ticket, and the right to record; support staff too. A hearing or a meeting before proceedings, or with `p_base` its
-- correction: another day, its outcome, that it was adjourned or vacated. As record_proceedings.
create function api.record_hearing(p_op uuid, p_hearing uuid, p_proceedings uuid, p_child uuid, p_base integer,
  p_facts jsonb, p_how text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.court_writer(p_child, p_proceedings, 'planned', p_how);
  v_case core.proceedings_version := wall.case_of(p_child, p_proceedings); v_old core.hearing; v_done integer;
  v_on date;
begin
  select h.version into v_done from core.hearing h
   where h.op_id = p_op and h.recorded_by = v_me.staff_id and h.hearing_id = p_hearing;
  if v_done is not null then return v_done; end if;
  if p_base <> 0 then
    select * into v_old from wall.hearings_of(v_case.proceedings_id) h where h.hearing_id = p_hearing;
    if v_old.hearing_id is null then perform wall.refuse(); end if;
    if v_old.version <> p_base then perform wall.amended_meanwhile(); end if;
  end if;
  perform wall.check_texts(p_facts, '{kind,listed_on,listed_at,venue,status,outcome}', 2000);
  perform wall.check_code('hearing_type', p_facts ->> 'kind', 'choose the kind of hearing from the list');
  v_on := p_facts ->> 'listed_on';
  if coalesce(p_facts ->> 'status', '') <> '' then
    perform wall.check_code('hearing_status', p_facts ->> 'status', 'choose what became of it from the list');
  end if;
  if v_on is null or v_on not between date '1948-01-01' and current_date + 1830 then
    perform wall.bad_input('say the day of the hearing');
  elsif coalesce(p_facts ->> 'listed_at', '') !~ '^(([01][0-9]|2[0-3]):[0-5][0-9])?$' then
    perform wall.bad_input('say the time as hours and minutes, such as 10:30');
  elsif v_on > current_date and coalesce(p_facts ->> 'status', '') = '' and btrim(coalesce(p_facts ->> 'outcome', '')) <> '' then
    perform wall.bad_input('a hearing to come has no outcome yet');
  end if;
  insert into core.hearing (hearing_id, version, op_id, proceedings_id, kind, listed_on, listed_at, venue, status, outcome,
    how_known, recorded_by)
  values (p_hearing, p_base + 1, p_op, p_proceedings, p_facts ->> 'kind', v_on, coalesce(p_facts ->> 'listed_at', ''),
    wall.as_it_stood(p_facts ->> 'venue', v_old.venue), coalesce(p_facts ->> 'status', ''),
    wall.as_it_stood(p_facts ->> 'outcome', v_old.outcome), btrim(p_how), v_me.staff_id);
  perform wall.log_case(case when p_base = 0 then 'record_hearing' else 'correct_hearing' end, p_proceedings, p_hearing,
    jsonb_build_object('version', p_base + 1, 'kind', p_facts ->> 'kind', 'listed_on', v_on));
  return p_base + 1;
exception
  when unique_violation then
    select h.version into v_done from core.hearing h
     where h.op_id = p_op and h.recorded_by = v_me.staff_id and h.hearing_id = p_hearing;
    if v_done is not null then return v_done; end if;
    if not exists (select from core.hearing h where h.hearing_id = p_hearing and h.proceedings_id = p_proceedings) then
      perform wall.refuse();
    end if;
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this does not have the form that the server understands');
end $$;
grant execute on function api.record_hearing(uuid, uuid, uuid, uuid, integer, jsonb, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and the right to record, but not support staff. A party, carer or guardian, or with `p_base` their correction
-- or end. What is hidden says from whom and why; who does not see a hidden party cannot change it. As record_proceedings.
create function api.record_party(p_op uuid, p_party uuid, p_proceedings uuid, p_child uuid, p_base integer,
  p_person uuid, p_facts jsonb, p_how text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.court_writer(p_child, p_proceedings, 'party', p_how); v_basis text := wall.ticket(p_child);
  v_case core.proceedings_version := wall.case_of(p_child, p_proceedings); v_old core.party; v_done integer;
  v_hidden text := coalesce(p_facts ->> 'hidden', '');
begin
  select p.version into v_done from core.party p
   where p.op_id = p_op and p.recorded_by = v_me.staff_id and p.party_id = p_party;
  if v_done is not null then return v_done; end if;
  if p_base <> 0 then
    select (x.party).* into v_old from wall.parties_of(p_child, v_case.proceedings_id, v_me, v_basis) x
     where (x.party).party_id = p_party and x.seen;
    if v_old.party_id is null then perform wall.refuse(); end if;
    if v_old.version <> p_base then perform wall.amended_meanwhile(); end if;
  end if;
  perform wall.check_texts(p_facts, '{name,part,representative,hidden,hidden_from,hidden_why,ended_on,mistaken}', 500);
  perform wall.check_code('party_part', p_facts ->> 'part', 'choose their part in the proceedings from the list');
  if btrim(coalesce(p_facts ->> 'name', '')) = '' then perform wall.bad_input('say the name of the party'); end if;
  if v_hidden <> '' then
    perform wall.check_code('hidden_part', v_hidden, 'choose from the list what is hidden');
    if btrim(coalesce(p_facts ->> 'hidden_from', '')) = '' or btrim(coalesce(p_facts ->> 'hidden_why', '')) = '' then
      perform wall.bad_input('what is hidden needs from whom and why');
    end if;
  end if;
  if (p_facts ->> 'ended_on')::date > current_date then
    perform wall.bad_input('a party leaves the proceedings on a day that has been');
  end if;
  perform wall.check_days((p_facts ->> 'ended_on')::date);
  if p_person is not null and p_person is distinct from v_old.person_id then
    perform wall.must_be_around(v_me, p_child, p_person);
  end if;
  insert into core.party (party_id, version, op_id, proceedings_id, child_id, person_id, name, part, representative,
    hidden, hidden_from, hidden_why, ended_on, mistaken, how_known, recorded_by)
  values (p_party, p_base + 1, p_op, p_proceedings, coalesce(v_old.child_id, p_child), p_person,
    btrim(p_facts ->> 'name'), p_facts ->> 'part', wall.as_it_stood(p_facts ->> 'representative', v_old.representative),
    v_hidden, case when v_hidden = '' then '' else btrim(p_facts ->> 'hidden_from') end,
    case when v_hidden = '' then '' else btrim(p_facts ->> 'hidden_why') end, (p_facts ->> 'ended_on')::date,
    coalesce((p_facts ->> 'mistaken')::boolean, false), btrim(p_how), v_me.staff_id);
  perform wall.log_case(case when p_base = 0 then 'record_party' else 'correct_party' end, p_proceedings, p_party,
    jsonb_build_object('version', p_base + 1, 'hidden', v_hidden));
  return p_base + 1;
exception
  when unique_violation then
    select p.version into v_done from core.party p
     where p.op_id = p_op and p.recorded_by = v_me.staff_id and p.party_id = p_party;
    if v_done is not null then return v_done; end if;
    if not exists (select from core.party p where p.party_id = p_party and p.proceedings_id = p_proceedings) then
      perform wall.refuse();
    end if;
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this does not have the form that the server understands');
end $$;
grant execute on function api.record_party(uuid, uuid, uuid, uuid, integer, uuid, jsonb, text)
  to :"practitioner", :"court_adviser", :"manager";
