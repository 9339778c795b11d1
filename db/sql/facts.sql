-- Facts of a child while they change: recorded, corrected, ended, and what stood before. Nothing is written over.

-- Whether the caller may change facts in this file; support staff book dates and note schools. Answers with the caller.
create function wall.may_change(p_child uuid, p_kind text) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_basis text := wall.ticket(p_child);
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  if not wall.may_record(v_me, p_child, v_basis)
     or v_me.role = 'support' and not coalesce(p_kind in ('planned', 'school'), false) then
    perform wall.refuse();
  end if;
  return v_me;
end $$;

-- Refuses a fact of which nobody says how it is known, or whose entry the caller cannot read in this file.
create function wall.check_known(p_child uuid, p_how text, p_entry uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  if p_entry is not null and not exists (select from core.chronology c where c.child_id = p_child
      and c.entry_id = p_entry and (v_legal or not c.legal_advice)) then
    perform wall.refuse();
  end if;
  if p_entry is null and btrim(coalesce(p_how, '')) = '' then
    perform wall.bad_input('say how you know, or name the entry that tells it');
  end if;
  if length(p_how) > 1000 then perform wall.bad_input('how you know has at most 1,000 characters'); end if;
end $$;

-- Refuses a partial date that is none of ours; null is no date.
create function wall.check_date(p_date jsonb) returns void
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_date is not null and jsonb_typeof(p_date) <> 'null' and (
      (p_date ->> 'earliest')::date is null or (p_date ->> 'latest')::date is null
      or (p_date ->> 'earliest')::date > (p_date ->> 'latest')::date
      or (p_date ->> 'earliest')::date < date '1800-01-01' or (p_date ->> 'latest')::date > date '2999-12-31'
      or length(coalesce(p_date ->> 'as_given', '')) > 200) then
    raise exception 'a date is a day between 1800 and 2999, or a span of them' using errcode = 'TL002';
  end if;
end $$;

-- Refuses a period that says nothing, or says it in codes that are not in the lists.
create function wall.check_period(p_fact jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_kind text := p_fact ->> 'kind'; v_code text := coalesce(p_fact ->> 'code', '');
begin
  if jsonb_typeof(p_fact) is distinct from 'object' or p_fact
       - '{kind,code,category,description,begins,ends,ended_why,planned_on}'::text[] <> '{}'
     or not coalesce(v_kind in ('legal_status', 'plan', 'placement', 'school', 'involvement', 'planned'), false) then
    perform wall.bad_input('this fact does not have the form that the server understands');
  end if;
  if v_kind = 'school' then
    if v_code <> '' or btrim(coalesce(p_fact ->> 'description', '')) = '' then
      perform wall.bad_input('say which school');
    end if;
  elsif not exists (select from core.code c where c.list = v_kind and c.code = v_code) then
    perform wall.bad_input('choose from the list');
  end if;
  if coalesce(p_fact ->> 'category', '') <> '' and not exists (
      select from core.code c where c.list = 'abuse_category' and c.code = p_fact ->> 'category') then
    perform wall.bad_input('choose the category from the list');
  end if;
  if length(p_fact ->> 'description') > 500 or length(p_fact ->> 'ended_why') > 500 then
    perform wall.bad_input('a description has at most 500 characters');
  end if;
  perform wall.check_date(p_fact -> 'begins');
  perform wall.check_date(p_fact -> 'ends');
  perform wall.check_days((p_fact ->> 'planned_on')::date);
  if (v_kind = 'planned') <> ((p_fact ->> 'planned_on') is not null)
     and coalesce(p_fact ->> 'ended_why', '') = '' then
    perform wall.bad_input('say the day that is planned');
  elsif v_kind <> 'planned' and (p_fact #>> '{begins,earliest}') is null and coalesce(p_fact ->> 'ended_why', '') = '' then
    perform wall.bad_input('say since when');
  end if;
  if (p_fact #>> '{ends,latest}')::date < (p_fact #>> '{begins,earliest}')::date then
    perform wall.bad_input('it cannot end before it begins');
  end if;
end $$;

-- Writes one row of a period.
create function wall.write_period(p_period uuid, p_child uuid, p_fact jsonb, p_how text, p_entry uuid, p_replaces uuid,
  p_by uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into core.period (period_id, child_id, kind, code, category, description, begins_earliest, begins_latest,
    begins_words, ends_earliest, ends_latest, ends_words, ended_why, planned_on, source_entry, replaces, how_known,
    recorded_by)
  values (p_period, p_child, p_fact ->> 'kind', coalesce(p_fact ->> 'code', ''), coalesce(p_fact ->> 'category', ''),
    btrim(coalesce(p_fact ->> 'description', '')), (p_fact #>> '{begins,earliest}')::date,
    (p_fact #>> '{begins,latest}')::date, coalesce(p_fact #>> '{begins,as_given}', ''),
    (p_fact #>> '{ends,earliest}')::date, (p_fact #>> '{ends,latest}')::date,
    coalesce(p_fact #>> '{ends,as_given}', ''), btrim(coalesce(p_fact ->> 'ended_why', '')),
    (p_fact ->> 'planned_on')::date, p_entry, p_replaces, btrim(coalesce(p_how, '')), p_by);
end $$;

-- Whether a day to come is planned of this code; of the child protection conferences either will do.
create function wall.day_planned(p_child uuid, p_code text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return exists (
    select from core.period p
     where p.child_id = p_child and p.kind = 'planned' and p.planned_on >= current_date and p.ends_earliest is null
       and (p.code = p_code or p.code in ('icpc', 'rcpc') and p_code in ('icpc', 'rcpc'))
       and not exists (select from core.period x where x.replaces = p.period_id));
end $$;

-- Ticket, and the right to record. A new period of the child, or with `p_replaces` the correction or ending of one;
-- `p_follows` is the running period that ends where the new one begins; with `p_first` it is a day of which none to come
-- is planned. The client makes the id, so that a resent call lands once. TL001: somebody corrected or ended the same, or
-- planned such a day, meanwhile. TL002: bad input.
create function api.record_period(p_period uuid, p_child uuid, p_fact jsonb, p_how text, p_entry uuid default null,
  p_replaces uuid default null, p_follows uuid default null, p_first boolean default false) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.may_change(p_child, p_fact ->> 'kind');
  v_done core.period; v_old core.period;
begin
  set local lock_timeout = '3s';
  select * into v_done from core.period p where p.period_id = p_period;
  if v_done.period_id is not null then
    if v_done.child_id = p_child and v_done.recorded_by = v_me.staff_id
       and v_done.replaces is not distinct from p_replaces then return p_period; end if;
    perform wall.refuse();
  end if;
  if p_period is null then perform wall.refuse(); end if;
  perform wall.check_period(p_fact);
  perform wall.check_known(p_child, p_how, p_entry);
  if p_first then
    perform from core.file f where f.child_id = p_child for no key update;  -- one after the other
    if wall.day_planned(p_child, p_fact ->> 'code') then perform wall.amended_meanwhile(); end if;
  end if;
  if p_replaces is not null and not exists (select from core.period p where p.period_id = p_replaces
      and p.child_id = p_child and p.kind = p_fact ->> 'kind') then
    perform wall.refuse();
  end if;
  perform wall.write_period(p_period, p_child, p_fact, p_how, p_entry, p_replaces, v_me.staff_id);
  if p_follows is not null then
    select * into v_old from core.period p where p.period_id = p_follows and p.child_id = p_child
       and p.kind = p_fact ->> 'kind';
    if v_old.period_id is null then perform wall.refuse(); end if;
    if (p_fact #>> '{begins,earliest}')::date < v_old.begins_earliest then
      perform wall.bad_input('it begins before the one that it follows');
    end if;
    insert into core.period (period_id, child_id, kind, code, category, description, begins_earliest, begins_latest,
      begins_words, ends_earliest, ends_latest, ends_words, source_entry, replaces, how_known, recorded_by)
    values (gen_random_uuid(), p_child, v_old.kind, v_old.code, v_old.category, v_old.description,
      v_old.begins_earliest, v_old.begins_latest, v_old.begins_words, (p_fact #>> '{begins,earliest}')::date,
      (p_fact #>> '{begins,latest}')::date, coalesce(p_fact #>> '{begins,as_given}', ''),
      coalesce(p_entry, v_old.source_entry), v_old.period_id, btrim(coalesce(p_how, '')), v_me.staff_id);
  end if;
  perform wall.log(case when p_replaces is null then 'record_period' else 'correct_period' end, p_child, p_period,
    jsonb_build_object('kind', p_fact ->> 'kind', 'code', coalesce(p_fact ->> 'code', '')));
  return p_period;
exception
  when unique_violation then
    select * into v_done from core.period p where p.period_id = p_period and p.recorded_by = v_me.staff_id;
    if v_done.child_id = p_child then return p_period; end if;
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this fact does not have the form that the server understands');
end $$;
grant execute on function api.record_period(uuid, uuid, jsonb, text, uuid, uuid, uuid, boolean)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and the right to record. The correction of a period: the row before stays as history. As record_period.
create function api.correct_period(p_period uuid, p_replaces uuid, p_child uuid, p_fact jsonb, p_how text,
  p_entry uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_replaces is null then perform wall.refuse(); end if;
  return api.record_period(p_period, p_child, p_fact, p_how, p_entry, p_replaces);
end $$;
grant execute on function api.correct_period(uuid, uuid, uuid, jsonb, text, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and the right to record. The end of a running period, or of a plan for a day, with why. As record_period.
create function api.end_period(p_period uuid, p_replaces uuid, p_child uuid, p_ends jsonb, p_why text, p_how text,
  p_entry uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_old core.period;
begin
  perform wall.ticket(p_child);
  select * into v_old from core.period p where p.period_id = p_replaces and p.child_id = p_child;
  if v_old.period_id is null then perform wall.refuse(); end if;
  if (p_ends ->> 'earliest') is null then perform wall.bad_input('say when it ended'); end if;
  return api.record_period(p_period, p_child, jsonb_build_object('kind', v_old.kind, 'code', v_old.code,
    'category', v_old.category, 'description', v_old.description, 'planned_on', v_old.planned_on,
    'begins', case when v_old.begins_earliest is not null then jsonb_build_object('earliest', v_old.begins_earliest,
      'latest', v_old.begins_latest, 'as_given', v_old.begins_words) end,
    'ends', p_ends, 'ended_why', coalesce(p_why, '')), p_how, p_entry, p_replaces);
end $$;
grant execute on function api.end_period(uuid, uuid, uuid, jsonb, text, text, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Whether the caller may change facts of this person from this child's file: the child, or somebody now connected with
-- the child; somebody with a file of their own only where the caller may record in that file too. Of brothers, sisters
-- and the young nobody is changed from here who has no such file, so that no refusal tells that there is a sealed one.
create function wall.may_change_person(p_me core.staff, p_child uuid, p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_person = p_child or exists (
      select from core.relationship r
       where (r.other_id = p_child and r.person_id = p_person or r.person_id = p_child and r.other_id = p_person)
         and (r.to_on is null or r.to_on > current_date)
         and not exists (select from core.relationship x where x.replaces = r.relationship_id))
    and case when exists (select from core.file f where f.child_id = p_person)
        then exists (select from core.file f where f.child_id = p_person
                      and wall.may_record(p_me, f.child_id, wall.basis(p_me, f)))
        else not exists (select from core.person n where n.person_id = p_person
                          and (n.expected_on is not null or n.born_latest > current_date - 9500))
         and not exists (select from core.relationship r where r.kind ~ 'sister|brother|sibling'
                          and (r.person_id, r.other_id) in ((p_child, p_person), (p_person, p_child))) end, false)
$$;

-- Ticket, and the right to record. A further name of the child or of somebody connected, or with `p_replaces` its
-- correction or end. The client makes the id. TL001: corrected meanwhile.
create function api.add_name(p_name uuid, p_child uuid, p_person uuid, p_kind text, p_given text, p_family text,
  p_how text, p_from date default null, p_to date default null, p_entry uuid default null,
  p_replaces uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.may_change(p_child, 'name');
  v_done core.person_name; v_given text := wall.fold(p_given); v_family text := wall.fold(p_family);
begin
  set local lock_timeout = '3s';
  if not wall.may_change_person(v_me, p_child, p_person) then perform wall.refuse(); end if;
  select * into v_done from core.person_name n where n.name_id = p_name;
  if v_done.name_id is not null then
    if v_done.person_id = p_person and v_done.recorded_by = v_me.staff_id
       and v_done.replaces is not distinct from p_replaces then return p_name; end if;
    perform wall.refuse();
  end if;
  perform wall.check_known(p_child, p_how, p_entry);
  if p_name is null or not coalesce(p_kind in ('legal', 'birth', 'known_as', 'former', 'alias'), false)
     or btrim(concat(p_given, p_family)) = '' or length(concat(p_given, p_family)) > 300 then
    perform wall.bad_input('a name needs its kind, and a given or a family name of at most 300 characters');
  end if;
  if p_from > p_to then perform wall.bad_input('it cannot end before it begins'); end if;
  perform wall.check_days(p_from, p_to);
  if p_replaces is not null and not exists (select from core.person_name n where n.name_id = p_replaces
      and n.person_id = p_person) then
    perform wall.refuse();
  end if;
  insert into core.person_name (name_id, person_id, kind, given, family, given_sort, family_sort, sounds, from_on, to_on,
    how_known, source_entry, replaces, recorded_by)
  values (p_name, p_person, p_kind, btrim(coalesce(p_given, '')), btrim(coalesce(p_family, '')), v_given, v_family,
    wall.sounds(v_given || ' ' || v_family), p_from, p_to, btrim(coalesce(p_how, '')), p_entry, p_replaces, v_me.staff_id);
  insert into core.name_token select distinct w from regexp_split_to_table(v_given || ' ' || v_family, ' ') w
   where w <> '' on conflict do nothing;
  perform wall.log(case when p_replaces is null then 'add_name' else 'correct_name' end, p_child, p_name,
    jsonb_build_object('kind', p_kind, 'person', p_person));
  return p_name;
exception
  when unique_violation then
    select * into v_done from core.person_name n where n.name_id = p_name and n.recorded_by = v_me.staff_id;
    if v_done.person_id = p_person then return p_name; end if;
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this name does not have the form that the server understands');
end $$;
grant execute on function api.add_name(uuid, uuid, uuid, text, text, text, text, date, date, uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager";

-- Ticket, and the right to record. A name as it should have stood; the one before stays as history. As add_name.
create function api.correct_name(p_name uuid, p_replaces uuid, p_child uuid, p_person uuid, p_kind text, p_given text,
  p_family text, p_how text, p_from date default null, p_to date default null, p_entry uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_replaces is null then perform wall.refuse(); end if;
  return api.add_name(p_name, p_child, p_person, p_kind, p_given, p_family, p_how, p_from, p_to, p_entry, p_replaces);
end $$;
grant execute on function api.correct_name(uuid, uuid, uuid, uuid, text, text, text, text, date, date, uuid)
  to :"practitioner", :"court_adviser", :"manager";

-- The value of a field of a person as text, dates with their words.
create function wall.person_value(n core.person, p_field text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(case p_field
    when 'born' then coalesce(nullif(n.born_words, ''), to_char(n.born_earliest, 'FMDD FMMonth YYYY'))
    when 'died' then coalesce(nullif(n.died_words, ''), to_char(n.died_earliest, 'FMDD FMMonth YYYY'))
    when 'expected_on' then to_char(n.expected_on, 'FMDD FMMonth YYYY')
    else to_jsonb(n) ->> p_field end, '')
$$;

-- Whether ten digits are an NHS number: the last proves the others (modulus 11).
create function wall.is_nhs_number(p_text text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select p_text ~ '^[0-9]{10}$' and (
    select (11 - sum(substr(p_text, i, 1)::integer * (11 - i)) % 11) % 11 = substr(p_text, 10, 1)::integer
      from generate_series(1, 9) i)
$$;

-- Refuses a value that the field of a person cannot hold.
create function wall.check_person_value(p_field text, p_value jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_text text := btrim(coalesce(p_value ->> 'text', ''));
begin
  if jsonb_typeof(p_value) is distinct from 'object' or p_value - '{text,date}'::text[] <> '{}' then
    perform wall.bad_input('this value does not have the form that the server understands');
  end if;
  perform wall.check_date(p_value -> 'date');
  if length(v_text) > 200 then perform wall.bad_input('a value has at most 200 characters'); end if;
  if p_field = 'sex' and v_text not in ('F', 'M', 'U') then perform wall.bad_input('choose the sex from the list'); end if;
  if p_field = 'nhs_number' and v_text <> '' and not wall.is_nhs_number(v_text) then
    perform wall.bad_input('an NHS number has ten digits, and the last must fit the others');
  end if;
  if p_field = 'upn' and v_text <> '' and v_text !~ '^[A-Z][0-9]{11}[0-9A-Z]$' then
    perform wall.bad_input('a unique pupil number is a letter and twelve digits');
  end if;
  if p_field in ('born', 'died') and (p_value #>> '{date,earliest}')::date > current_date then
    perform wall.bad_input('that day is still to come');
  end if;
end $$;

-- Ticket, and the right to record. Corrects a fact of the child, or of somebody connected with the child: `p_value` is
-- {"text": …} or {"date": a partial date}, `p_stood` what the band named as the source of the value before. What stood
-- is kept. The client makes the id. TL001: corrected meanwhile.
create function api.correct_person(p_change uuid, p_child uuid, p_person uuid, p_field text, p_value jsonb, p_how text,
  p_stood uuid default null, p_entry uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.may_change(p_child, 'person');
  v_done core.person_change; v_old core.person; v_new core.person; v_last uuid;
  v_text text := btrim(coalesce(p_value ->> 'text', '')); d jsonb := nullif(p_value -> 'date', 'null');
begin
  set local lock_timeout = '3s';
  if not wall.may_change_person(v_me, p_child, p_person) then perform wall.refuse(); end if;
  select * into v_old from core.person n where n.person_id = p_person for update;
  select * into v_done from core.person_change c where c.change_id = p_change;
  if v_done.change_id is not null then
    if v_done.person_id = p_person and v_done.field = p_field and v_done.changed_by = v_me.staff_id then
      return p_change;
    end if;
    perform wall.refuse();
  end if;
  if p_change is null or not coalesce(p_field in ('sex', 'pronouns', 'born', 'expected_on', 'died', 'ethnicity',
      'first_language', 'communication_needs', 'nhs_number', 'upn'), false) then
    perform wall.bad_input('this value does not have the form that the server understands');
  end if;
  perform wall.check_person_value(p_field, p_value);
  perform wall.check_known(p_child, p_how, p_entry);
  select c.change_id into v_last from core.person_change c where c.person_id = p_person and c.field = p_field
   order by c.changed_at desc limit 1;
  if coalesce(v_last, p_person) <> coalesce(p_stood, p_person) then
    perform wall.amended_meanwhile();
  end if;
  update core.person n set
    sex = case p_field when 'sex' then v_text else n.sex end,
    pronouns = case p_field when 'pronouns' then v_text else n.pronouns end,
    ethnicity = case p_field when 'ethnicity' then v_text else n.ethnicity end,
    first_language = case p_field when 'first_language' then v_text else n.first_language end,
    communication_needs = case p_field when 'communication_needs' then v_text else n.communication_needs end,
    nhs_number = case p_field when 'nhs_number' then nullif(v_text, '') else n.nhs_number end,
    upn = case p_field when 'upn' then nullif(v_text, '') else n.upn end,
    born_earliest = case p_field when 'born' then (d ->> 'earliest')::date else n.born_earliest end,
    born_latest = case p_field when 'born' then (d ->> 'latest')::date else n.born_latest end,
    born_words = case p_field when 'born' then coalesce(d ->> 'as_given', '') else n.born_words end,
    died_earliest = case p_field when 'died' then (d ->> 'earliest')::date else n.died_earliest end,
    died_latest = case p_field when 'died' then (d ->> 'latest')::date else n.died_latest end,
    died_words = case p_field when 'died' then coalesce(d ->> 'as_given', '') else n.died_words end,
    expected_on = case p_field when 'expected_on' then (d ->> 'earliest')::date else n.expected_on end
   where n.person_id = p_person returning * into v_new;
  insert into core.person_change (change_id, person_id, field, before, after, how_known, source_entry, changed_by)
  values (p_change, p_person, p_field, wall.person_value(v_old, p_field), wall.person_value(v_new, p_field),
    btrim(coalesce(p_how, '')), p_entry, v_me.staff_id);
  perform wall.log('correct_person', p_child, p_change, jsonb_build_object('field', p_field, 'person', p_person));
  return p_change;
exception when data_exception or integrity_constraint_violation then
  perform wall.bad_input('this value does not have the form that the server understands');
end $$;
grant execute on function api.correct_person(uuid, uuid, uuid, text, jsonb, text, uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager";

-- Ticket, and the right to record. The child's photograph: a PNG of at most 300,000 bytes and 1,024 pixels a side, or
-- nothing to take it away. Earlier ones stay on record. The client makes the id.
create function api.set_photograph(p_photograph uuid, p_child uuid, p_content bytea, p_taken_on date default null)
  returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.may_change(p_child, 'photograph'); v_done core.photograph;
begin
  set local lock_timeout = '3s';
  select * into v_done from core.photograph p where p.photograph_id = p_photograph;
  if v_done.photograph_id is not null then
    if v_done.person_id = p_child and v_done.added_by = v_me.staff_id then return p_photograph; end if;
    perform wall.refuse();
  end if;
  if p_photograph is null or p_content is null then perform wall.refuse(); end if;
  if length(p_content) > 0 and (length(p_content) > 300000 or length(p_content) < 45
      or substr(p_content, 1, 8) <> '\x89504e470d0a1a0a'::bytea or substr(p_content, 13, 4) <> 'IHDR'::bytea
      or ('x' || encode(substr(p_content, 17, 4), 'hex'))::bit(32)::bigint not between 1 and 1024
      or ('x' || encode(substr(p_content, 21, 4), 'hex'))::bit(32)::bigint not between 1 and 1024) then
    perform wall.bad_input('a photograph is a PNG of at most 300,000 bytes and 1,024 pixels a side');
  end if;
  perform wall.check_days(p_taken_on);
  insert into core.photograph (photograph_id, person_id, content, taken_on, added_by)
  values (p_photograph, p_child, p_content, p_taken_on, v_me.staff_id);
  perform wall.log('set_photograph', p_child, p_photograph, jsonb_build_object('bytes', length(p_content)));
  return p_photograph;
exception
  when unique_violation then
    select * into v_done from core.photograph p where p.photograph_id = p_photograph and p.added_by = v_me.staff_id;
    if v_done.person_id = p_child then return p_photograph; end if;
    perform wall.refuse();
end $$;
grant execute on function api.set_photograph(uuid, uuid, bytea, date) to :"practitioner", :"court_adviser", :"manager";

-- The keys of the band whose values are periods, and the kinds that each shows.
create function wall.kinds_of(p_key text) returns text[]
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case p_key when 'lives_with' then array['placement'] when 'legal_status' then array['legal_status']
    when 'plan' then array['plan'] when 'school' then array['school'] when 'next' then array['planned']
    when 'known_since' then array['involvement', 'plan'] else '{}' end
$$;

-- One value as it stands or stood. `standing` is false for what a correction or an ending replaced.
create type wall.past as (source text, item_id uuid, replaces uuid, standing boolean, kind text, code text,
  category text, description text, words text, since date, since_words text, until_on date, until_words text, due date,
  why text, entry_id uuid, order_key bigint, entry_kind text, entry_on date, how_known text, recorded_by text,
  recorded_at timestamptz);

-- Ticket. All that was ever recorded of one value of the band, newest first: as it stands and as it stood before.
create function api.history_of(p_child uuid, p_key text) returns setof wall.past
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query
  select h.source, h.id, h.replaces, h.standing, h.kind, h.code, h.category, h.description, h.words, h.since,
         h.since_words, h.until_on, h.until_words, h.due, h.why, c.entry_id, c.order_key, c.kind, c.occurred_earliest,
         h.how_known, coalesce(s.name, ''), h.recorded_at
    from (
      select 'period', p.period_id, p.replaces,
             not exists (select from core.period r where r.replaces = p.period_id), p.kind, p.code, p.category,
             wall.open_words(p_child, p.description, p.period_id), wall.words_of(p), p.begins_earliest, p.begins_words,
             p.ends_earliest, p.ends_words, p.planned_on, p.ended_why, p.source_entry, p.how_known, p.recorded_by,
             p.recorded_at
        from core.period p where p.child_id = p_child and p.kind = any (wall.kinds_of(p_key))
      union all
      select 'name', n.name_id, n.replaces,
             not exists (select from core.person_name r where r.replaces = n.name_id), n.kind, n.kind, n.family,
             n.given, btrim(n.given || ' ' || n.family), n.from_on, '', n.to_on, '', null, '', n.source_entry,
             n.how_known, n.recorded_by, n.recorded_at
        from core.person_name n where n.person_id = p_child and p_key = 'name'
      union all
      select 'person', x.change_id, null, x.change_id = (
               select y.change_id from core.person_change y where y.person_id = p_child and y.field = p_key
                order by y.changed_at desc limit 1), x.field, '', '', x.before, x.after, null, '', null, '', null, '',
             x.source_entry, x.how_known, x.changed_by, x.changed_at
        from core.person_change x where x.person_id = p_child and x.field = p_key
      union all
      select 'relationship', r.relationship_id, r.replaces,
             not exists (select from core.relationship x where x.replaces = r.relationship_id), r.kind, '', '', '',
             wall.shown_name(r.person_id) || ' (' || r.kind
               || coalesce('; ' || nullif(r.responsibility_how, ''), '') || ')',
             r.from_on, r.from_words, r.to_on, r.to_words, null, '', r.source_entry, r.how_known, r.recorded_by,
             r.recorded_at
        from core.relationship r where r.other_id = p_child
         and (p_key = 'parental_responsibility' and r.parental_responsibility
              or p_key = 'lives_with' and r.same_household)
      union all
      select 'allocation', a.allocation_id, null, a.to_at is null or a.to_at > clock_timestamp(), a.part, '', '', '',
             t.name, a.from_at::date, '', a.to_at::date, '', null, wall.label_of('worker_change_reason', a.change_reason),
             null, '', a.recorded_by, a.recorded_at
        from core.allocation a join core.staff t using (staff_id)
       where a.child_id = p_child and a.from_at is distinct from a.to_at  -- cover that never began is no fact
         and (p_key = 'worker' and a.part <> 'court_adviser' or p_key = 'court_adviser' and a.part = 'court_adviser')
    ) h (source, id, replaces, standing, kind, code, category, description, words, since, since_words, until_on,
         until_words, due, why, entry_id, how_known, by_id, recorded_at)
    left join core.chronology c on c.child_id = p_child and c.entry_id = h.entry_id and (v_legal or not c.legal_advice)
    left join core.staff s on s.staff_id = h.by_id
   order by coalesce(h.since, h.due) desc nulls last, h.recorded_at desc limit 500;
end $$;
grant execute on function api.history_of(uuid, text) to :"practitioner", :"court_adviser", :"manager", :"support";
