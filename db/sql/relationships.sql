-- What is written about the people around a child: who is added, what they are to one another, where they live, how
-- they are reached, what is kept from whom, and what to beware of. What stood is kept; nothing is written over.

-- Who writes about the people of a child: anybody with a ticket who may record in the file. Answers with the writer.
create function wall.writer(p_child uuid, p_how text) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me();
begin
  if not wall.may_record(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  if length(btrim(coalesce(p_how, ''))) < 3 or length(p_how) > 1000 then
    perform wall.bad_input('say how we know, in at most 1,000 characters');
  end if;
  perform set_config('lock_timeout', '3s', true);
  return v_me;
end $$;

-- Refuses for anybody who is neither the child nor connected with the child.
create function wall.must_be_around(p_me core.staff, p_child uuid, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_person is distinct from p_child
     and not exists (select from wall.people_around(p_me, p_child) a where a.person_id = p_person) then
    perform wall.refuse();
  end if;
end $$;

-- Inserts a relationship out of its JSON, refusing what cannot be.
create function wall.put_tie(p_me core.staff, p_child uuid, p_id uuid, p_person uuid, p_other uuid, p_tie jsonb,
  p_replaces uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_kind text := p_tie ->> 'kind'; v_source uuid := (p_tie ->> 'source_entry')::uuid;
begin
  if p_id is null or p_person = p_other then
    perform wall.bad_input('a relationship is between two people');
  elsif not exists (select from core.code c where c.list = 'relationship' and c.code = v_kind) then
    perform wall.bad_input('choose who this is from the list');
  elsif (p_tie ->> 'to_on')::date < (p_tie ->> 'from_on')::date then
    perform wall.bad_input('a relationship cannot end before it began');
  elsif length(concat(p_tie ->> 'responsibility_how', p_tie ->> 'from_words', p_tie ->> 'to_words')) > 600 then
    perform wall.bad_input('this is too long: dates and how responsibility was acquired take a few words');
  elsif v_source is not null and not exists (
      select from core.entry_child k where k.entry_id = v_source and k.child_id = p_child) then
    perform wall.refuse();
  end if;
  perform wall.check_days((p_tie ->> 'from_on')::date, (p_tie ->> 'to_on')::date);
  insert into core.relationship (relationship_id, person_id, other_id, kind, parental_responsibility,
    responsibility_how, certain, same_household, from_on, from_words, to_on, to_words, source_entry, how_known,
    replaces, recorded_by)
  values (p_id, p_person, p_other, v_kind, coalesce((p_tie ->> 'parental_responsibility')::boolean, false),
    btrim(coalesce(p_tie ->> 'responsibility_how', '')), coalesce((p_tie ->> 'certain')::boolean, true),
    coalesce((p_tie ->> 'same_household')::boolean, false), (p_tie ->> 'from_on')::date,
    coalesce(p_tie ->> 'from_words', ''), (p_tie ->> 'to_on')::date, coalesce(p_tie ->> 'to_words', ''), v_source,
    btrim(p_tie ->> 'how_known'), p_replaces, p_me.staff_id);
end $$;

-- Ticket, and may record. Connects a person with the child: somebody new with their facts (names, sex, born or
-- expected, died), or with facts null somebody who was found. The client makes the ids, so a resent call lands once.
-- A child with a sealed file that the caller may not open is as unknown here as anybody who does not exist.
create function api.add_person_to_child(p_child uuid, p_person uuid, p_relationship uuid, p_facts jsonb, p_tie jsonb)
  returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.writer(p_child, p_tie ->> 'how_known');
  v_given text := btrim(coalesce(p_facts ->> 'given', '')); v_family text := btrim(coalesce(p_facts ->> 'family', ''));
begin
  if exists (select from core.relationship r where r.relationship_id = p_relationship
              and r.person_id = p_person and r.other_id = p_child and r.recorded_by = v_me.staff_id) then
    return;
  end if;
  if p_facts is null or p_facts = 'null' then
    if not exists (select from core.person p where p.person_id = p_person)
       or wall.known_to_sealed_alone(v_me, p_person) or wall.merged_away(p_person) then
      perform wall.refuse();
    end if;
  else
    if p_person is null or v_given || v_family = '' or length(v_given || v_family) > 300
       or coalesce(p_facts ->> 'sex', '') not in ('F', 'M', 'U') then
      perform wall.bad_input('a person needs a name and a sex of F, M or U');
    elsif exists (select from core.person p where p.person_id = p_person) then
      perform wall.refuse();
    elsif (p_facts ->> 'died_latest')::date < (p_facts ->> 'born_earliest')::date then
      perform wall.bad_input('nobody dies before being born');
    end if;
    perform wall.check_days((p_facts ->> 'born_earliest')::date, (p_facts ->> 'born_latest')::date,
      (p_facts ->> 'expected_on')::date, (p_facts ->> 'died_earliest')::date, (p_facts ->> 'died_latest')::date);
    insert into core.person (person_id, sex, pronouns, born_earliest, born_latest, born_words, expected_on,
      died_earliest, died_latest, died_words, recorded_by)
    values (p_person, p_facts ->> 'sex', coalesce(p_facts ->> 'pronouns', ''), (p_facts ->> 'born_earliest')::date,
      (p_facts ->> 'born_latest')::date, left(coalesce(p_facts ->> 'born_words', ''), 200),
      (p_facts ->> 'expected_on')::date, (p_facts ->> 'died_earliest')::date, (p_facts ->> 'died_latest')::date,
      left(coalesce(p_facts ->> 'died_words', ''), 200), v_me.staff_id);
    perform wall.add_name(p_person, 'legal', v_given, v_family, v_me.staff_id);
  end if;
  perform wall.put_tie(v_me, p_child, p_relationship, p_person, p_child, p_tie, null);
  perform wall.log('add_person', p_child, p_person, jsonb_build_object('kind', p_tie ->> 'kind', 'new', p_facts is not null));
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.add_person_to_child(uuid, uuid, uuid, jsonb, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A relationship between two people who are both around the child (or with the child).
create function api.relate(p_child uuid, p_relationship uuid, p_person uuid, p_other uuid, p_tie jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_tie ->> 'how_known');
begin
  if exists (select from core.relationship r where r.relationship_id = p_relationship
              and r.person_id = p_person and r.other_id = p_other and r.recorded_by = v_me.staff_id) then
    return;
  end if;
  perform wall.must_be_around(v_me, p_child, p_person);
  perform wall.must_be_around(v_me, p_child, p_other);
  perform wall.put_tie(v_me, p_child, p_relationship, p_person, p_other, p_tie, null);
  perform wall.log('relate', p_child, p_relationship, jsonb_build_object('kind', p_tie ->> 'kind'));
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.relate(uuid, uuid, uuid, uuid, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A relationship as it should read; the row that stood stays as history. TL001 if somebody replaced
-- it meanwhile.
create function api.correct_relationship(p_child uuid, p_relationship uuid, p_new uuid, p_tie jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_tie ->> 'how_known'); v_old core.relationship;
begin
  if exists (select from core.relationship r where r.relationship_id = p_new and r.replaces = p_relationship
              and r.recorded_by = v_me.staff_id) then
    return;
  end if;
  select * into v_old from core.relationship where relationship_id = p_relationship;
  perform wall.must_be_around(v_me, p_child, v_old.person_id);
  perform wall.must_be_around(v_me, p_child, v_old.other_id);
  if exists (select from core.relationship r where r.replaces = p_relationship) then
    perform wall.amended_meanwhile();
  end if;
  perform wall.put_tie(v_me, p_child, p_new, v_old.person_id, v_old.other_id, to_jsonb(v_old) || p_tie, p_relationship);
  perform wall.log('correct_relationship', p_child, p_new, jsonb_build_object('kind', coalesce(p_tie ->> 'kind', v_old.kind)));
exception
  when unique_violation then
    if exists (select from core.relationship r where r.replaces = p_relationship) then
      perform wall.amended_meanwhile();
    end if;
    perform wall.bad_input('this could not be recorded as it is');
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.correct_relationship(uuid, uuid, uuid, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. From a day on the relationship is over, and with it living together and parental responsibility
-- as far as this relationship gave it.
create function api.end_relationship(p_child uuid, p_relationship uuid, p_new uuid, p_to_on date, p_to_words text,
  p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_to_on is null then perform wall.bad_input('say on which day it ended'); end if;
  perform api.correct_relationship(p_child, p_relationship, p_new, jsonb_build_object('to_on', p_to_on,
    'to_words', coalesce(p_to_words, ''), 'same_household', false, 'how_known', p_how));
end $$;
grant execute on function api.end_relationship(uuid, uuid, uuid, date, text, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The address of these lines: one that stands in the record already is used again, so that a warning on it is seen by
-- all who go there; else it is recorded.
create function wall.put_address(p_me core.staff, p_lines text, p_postcode text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_address uuid; v_lines text := btrim(coalesce(p_lines, ''));
begin
  if length(v_lines) < 4 or length(v_lines) > 300 or length(coalesce(p_postcode, '')) > 12 then
    perform wall.bad_input('an address needs its lines, at most 300 characters, and what it is');
  end if;
  select a.address_id into v_address from core.address a
   where a.lines_sort = lower(regexp_replace(v_lines, '[^[:alnum:]]+', ' ', 'g'))
     and a.postcode_sort = lower(regexp_replace(coalesce(p_postcode, ''), '[^[:alnum:]]+', '', 'g'))
     and exists (select from core.residence r where r.address_id = a.address_id
                  and not wall.sealed_to(p_me, r.person_id) and not wall.known_to_sealed_alone(p_me, r.person_id))
   order by a.recorded_at, a.address_id limit 1;
  if v_address is null then
    insert into core.address (lines, postcode, recorded_by)
    values (v_lines, upper(btrim(coalesce(p_postcode, ''))), p_me.staff_id) returning address_id into v_address;
  end if;
  return v_address;
end $$;

-- The same people. Somebody lives, or stayed, at an address that may be known.
create function api.add_residence(p_child uuid, p_residence uuid, p_person uuid, p_lines text, p_postcode text,
  p_kind text, p_from_on date, p_from_words text, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_address uuid;
begin
  if exists (select from core.residence r where r.residence_id = p_residence and r.recorded_by = v_me.staff_id) then return; end if;
  perform wall.must_be_around(v_me, p_child, p_person);
  if p_residence is null or coalesce(p_kind, '') not in ('home', 'placement', 'temporary', 'work', 'other') then
    perform wall.bad_input('an address needs its lines, at most 300 characters, and what it is');
  end if;
  perform wall.check_days(p_from_on);
  v_address := wall.put_address(v_me, p_lines, p_postcode);
  insert into core.residence (residence_id, person_id, address_id, kind, from_on, from_words, how_known, recorded_by)
  values (p_residence, p_person, v_address, p_kind, p_from_on, left(coalesce(p_from_words, ''), 200), btrim(p_how), v_me.staff_id);
  perform wall.log('add_residence', p_child, p_residence);
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.add_residence(uuid, uuid, uuid, text, text, text, date, text, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. Somebody lives there no longer; what stood stays as history. TL001 if it was changed meanwhile.
create function api.end_residence(p_child uuid, p_residence uuid, p_new uuid, p_to_on date, p_to_words text,
  p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_old core.residence;
begin
  if exists (select from core.residence r where r.residence_id = p_new and r.replaces = p_residence
              and r.recorded_by = v_me.staff_id) then return; end if;
  select * into v_old from core.residence where residence_id = p_residence;
  perform wall.must_be_around(v_me, p_child, v_old.person_id);
  if p_to_on is null or p_to_on < v_old.from_on then perform wall.bad_input('it cannot end before it began'); end if;
  perform wall.check_days(p_to_on);
  if exists (select from core.residence r where r.replaces = p_residence) then perform wall.amended_meanwhile(); end if;
  insert into core.residence (residence_id, person_id, address_id, kind, from_on, from_words, to_on, to_words,
    how_known, replaces, recorded_by)
  values (p_new, v_old.person_id, v_old.address_id, v_old.kind, v_old.from_on, v_old.from_words, p_to_on,
    left(coalesce(p_to_words, ''), 200), btrim(p_how), p_residence, v_me.staff_id);
  perform wall.log('end_residence', p_child, p_new);
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.end_residence(uuid, uuid, uuid, date, text, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. An address as it should read, with its dates; with lines null the address itself stays as it is.
-- What stood stays as history. TL001 if it was changed meanwhile.
create function api.correct_residence(p_child uuid, p_residence uuid, p_new uuid, p_lines text, p_postcode text,
  p_kind text, p_from_on date, p_from_words text, p_to_on date, p_to_words text, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_old core.residence; v_address uuid;
begin
  if exists (select from core.residence r where r.residence_id = p_new and r.replaces = p_residence
              and r.recorded_by = v_me.staff_id) then return; end if;
  select * into v_old from core.residence where residence_id = p_residence;
  perform wall.must_be_around(v_me, p_child, v_old.person_id);
  if p_new is null or coalesce(p_kind, '') not in ('home', 'placement', 'temporary', 'work', 'other') then
    perform wall.bad_input('choose from the list what the address is');
  elsif p_to_on < p_from_on then
    perform wall.bad_input('it cannot end before it began');
  end if;
  if exists (select from core.residence r where r.replaces = p_residence) then perform wall.amended_meanwhile(); end if;
  perform wall.check_days(p_from_on, p_to_on);
  v_address := case when p_lines is null then v_old.address_id else wall.put_address(v_me, p_lines, p_postcode) end;
  insert into core.residence (residence_id, person_id, address_id, kind, from_on, from_words, to_on, to_words,
    how_known, replaces, recorded_by)
  values (p_new, v_old.person_id, v_address, p_kind, p_from_on, left(coalesce(p_from_words, ''), 200), p_to_on,
    left(coalesce(p_to_words, ''), 200), btrim(p_how), p_residence, v_me.staff_id);
  perform wall.log('correct_residence', p_child, p_new);
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.correct_residence(uuid, uuid, uuid, text, text, text, date, text, date, text, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A telephone number or an address of e-mail that may be known.
create function api.add_contact_detail(p_child uuid, p_contact uuid, p_person uuid, p_kind text, p_value text,
  p_from_on date, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how);
begin
  if exists (select from core.contact_detail c where c.contact_detail_id = p_contact and c.recorded_by = v_me.staff_id) then return; end if;
  perform wall.must_be_around(v_me, p_child, p_person);
  if p_contact is null or coalesce(p_kind, '') not in ('mobile', 'telephone', 'e-mail', 'work', 'other')
     or length(btrim(coalesce(p_value, ''))) not between 3 and 200 then
    perform wall.bad_input('a telephone number or e-mail address has 3 to 200 characters');
  end if;
  perform wall.check_days(p_from_on);
  insert into core.contact_detail (contact_detail_id, person_id, kind, value, from_on, how_known, recorded_by)
  values (p_contact, p_person, p_kind, btrim(p_value), p_from_on, btrim(p_how), v_me.staff_id);
  perform wall.log('add_contact_detail', p_child, p_contact);
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.add_contact_detail(uuid, uuid, uuid, text, text, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A telephone number or address of e-mail that is used no longer.
create function api.end_contact_detail(p_child uuid, p_contact uuid, p_new uuid, p_to_on date, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_old core.contact_detail;
begin
  if exists (select from core.contact_detail c where c.contact_detail_id = p_new and c.replaces = p_contact
              and c.recorded_by = v_me.staff_id) then return; end if;
  select * into v_old from core.contact_detail where contact_detail_id = p_contact;
  perform wall.must_be_around(v_me, p_child, v_old.person_id);
  if p_to_on is null or p_to_on < v_old.from_on then perform wall.bad_input('it cannot end before it began'); end if;
  perform wall.check_days(p_to_on);
  if exists (select from core.contact_detail c where c.replaces = p_contact) then perform wall.amended_meanwhile(); end if;
  insert into core.contact_detail (contact_detail_id, person_id, kind, value, from_on, to_on, how_known, replaces, recorded_by)
  values (p_new, v_old.person_id, v_old.kind, v_old.value, v_old.from_on, p_to_on, btrim(p_how), p_contact, v_me.staff_id);
  perform wall.log('end_contact_detail', p_child, p_new);
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.end_contact_detail(uuid, uuid, uuid, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A telephone number or address of e-mail as it should read; with the value null it stays as it is.
-- What stood stays as history. TL001 if it was changed meanwhile.
create function api.correct_contact_detail(p_child uuid, p_contact uuid, p_new uuid, p_kind text, p_value text,
  p_from_on date, p_to_on date, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_old core.contact_detail;
begin
  if exists (select from core.contact_detail c where c.contact_detail_id = p_new and c.replaces = p_contact
              and c.recorded_by = v_me.staff_id) then return; end if;
  select * into v_old from core.contact_detail where contact_detail_id = p_contact;
  perform wall.must_be_around(v_me, p_child, v_old.person_id);
  if p_new is null or coalesce(p_kind, '') not in ('mobile', 'telephone', 'e-mail', 'work', 'other')
     or length(btrim(coalesce(p_value, v_old.value))) not between 3 and 200 then
    perform wall.bad_input('a telephone number or e-mail address has 3 to 200 characters');
  elsif p_to_on < p_from_on then
    perform wall.bad_input('it cannot end before it began');
  end if;
  perform wall.check_days(p_from_on, p_to_on);
  if exists (select from core.contact_detail c where c.replaces = p_contact) then perform wall.amended_meanwhile(); end if;
  insert into core.contact_detail (contact_detail_id, person_id, kind, value, from_on, to_on, how_known, replaces, recorded_by)
  values (p_new, v_old.person_id, p_kind, btrim(coalesce(p_value, v_old.value)), p_from_on, p_to_on, btrim(p_how),
    p_contact, v_me.staff_id);
  perform wall.log('correct_contact_detail', p_child, p_new);
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.correct_contact_detail(uuid, uuid, uuid, text, text, date, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Puts down a detail that somebody must not learn, in the file of `p_file`.
create function wall.keep_detail(p_me core.staff, p_child uuid, p_detail uuid, p_person uuid, p_kind text, p_value text,
  p_postcode text, p_hidden_from uuid[], p_why text, p_from_on date, p_file uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_hidden uuid;
begin
  if exists (select from core.confidential_detail d where d.confidential_detail_id = p_detail and d.recorded_by = p_me.staff_id) then return; end if;
  perform wall.must_be_around(p_me, p_child, p_person);
  foreach v_hidden in array coalesce(p_hidden_from, '{}') loop
    perform wall.must_be_around(p_me, p_child, v_hidden);
  end loop;
  if p_detail is null or coalesce(p_kind, '') not in ('address', 'telephone', 'e-mail', 'school', 'nursery', 'GP',
       'family time', 'placement', 'vehicle', 'other')
     or length(btrim(coalesce(p_value, ''))) not between 3 and 300 or length(coalesce(p_postcode, '')) > 12 then
    perform wall.bad_input('a confidential detail needs what it is, 3 to 300 characters, and why it is kept');
  end if;
  perform wall.check_days(p_from_on);
  insert into core.confidential_detail (confidential_detail_id, person_id, kind, value, postcode, hidden_from, why,
    from_on, child_id, recorded_by)
  values (p_detail, p_person, p_kind, btrim(p_value), upper(btrim(coalesce(p_postcode, ''))),
    coalesce(p_hidden_from, '{}'), btrim(p_why), p_from_on, p_file, p_me.staff_id);
  perform wall.log('add_confidential_detail', p_child, p_detail, jsonb_build_object('kind', p_kind));
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;

-- The same people. A detail that somebody must not learn: from whom (empty: from everybody outside) and why. Who adds
-- one need not be able to read them: support staff take down a new address that somebody else must protect.
create function api.add_confidential_detail(p_child uuid, p_detail uuid, p_person uuid, p_kind text, p_value text,
  p_postcode text, p_hidden_from uuid[], p_why text, p_from_on date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_why);
begin
  perform wall.keep_detail(v_me, p_child, p_detail, p_person, p_kind, p_value, p_postcode, p_hidden_from, p_why, p_from_on,
    p_child);
end $$;
grant execute on function api.add_confidential_detail(uuid, uuid, uuid, text, text, text, uuid[], text, date)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- A confidential detail that the caller, with the ticket for them, is told by confidential_details in this file and
-- may change; locked. Refuses for every other.
create function wall.kept_detail(p_child uuid, p_detail uuid) returns core.confidential_detail
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me(); v_kept core.confidential_detail;
begin
  if not wall.sees_confidential(v_basis) or not wall.may_record(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  perform wall.ticket(p_child, 'confidential');
  perform set_config('lock_timeout', '3s', true);
  select * into v_kept from core.confidential_detail d where d.confidential_detail_id = p_detail
     and wall.tells_detail(v_me, v_basis, p_child, d) for update;
  if v_kept.confidential_detail_id is null then perform wall.refuse(); end if;
  return v_kept;
end $$;

-- Ticket for confidential details, and may record. From a day on a detail is kept from nobody any more. It stays on
-- record; the same day sent again changes nothing, and another is TL001.
create function api.end_confidential_detail(p_child uuid, p_detail uuid, p_to_on date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_kept core.confidential_detail := wall.kept_detail(p_child, p_detail);
begin
  if p_to_on is null or p_to_on < v_kept.from_on or p_to_on > current_date then
    perform wall.bad_input('say since when it need not be kept any more: a day after it began, and not to come');
  end if;
  if v_kept.to_on = p_to_on then return; end if;
  if v_kept.to_on is not null then perform wall.amended_meanwhile(); end if;
  update core.confidential_detail set to_on = p_to_on where confidential_detail_id = p_detail;
  perform wall.log('end_confidential_detail', p_child, p_detail, jsonb_build_object('to_on', p_to_on));
end $$;
grant execute on function api.end_confidential_detail(uuid, uuid, date) to :"practitioner", :"court_adviser", :"manager";

-- The same. The detail as it should read in place of the one that ends today, in the file that holds that; with
-- `p_hidden_from` null it is kept from the same people. The client makes the id of the new one. TL001 if it ended meanwhile.
create function api.correct_confidential_detail(p_child uuid, p_detail uuid, p_new uuid, p_kind text, p_value text,
  p_postcode text, p_hidden_from uuid[], p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_why); v_kept core.confidential_detail := wall.kept_detail(p_child, p_detail);
begin
  if exists (select from core.confidential_detail d where d.confidential_detail_id = p_new
              and d.person_id = v_kept.person_id and d.recorded_by = v_me.staff_id) then return; end if;
  if v_kept.to_on is not null then perform wall.amended_meanwhile(); end if;
  perform wall.keep_detail(v_me, p_child, p_new, v_kept.person_id, p_kind, p_value, p_postcode,
    coalesce(p_hidden_from, v_kept.hidden_from), p_why, v_kept.from_on, coalesce(v_kept.child_id, p_child));
  perform api.end_confidential_detail(p_child, p_detail, greatest(v_kept.from_on, current_date));
end $$;
grant execute on function api.correct_confidential_detail(uuid, uuid, uuid, text, text, text, uuid[], text)
  to :"practitioner", :"court_adviser", :"manager";

-- Refuses a warning that is not of the list, says nothing, or has no day to come on which it is looked at again.
create function wall.check_warning(p_kind text, p_text text, p_review_on date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from core.code c where c.list = 'warning' and c.code = p_kind)
     or length(btrim(coalesce(p_text, ''))) not between 3 and 1000 then
    perform wall.bad_input('a warning needs a kind from the list and its words, at most 1,000 characters');
  elsif p_review_on is null or p_review_on <= current_date or p_review_on > current_date + 750 then
    perform wall.bad_input('a warning needs a day within two years on which it is looked at again');
  end if;
end $$;

-- The same people. A warning on a person around the child, or on an address where one of them lives.
create function api.add_warning(p_child uuid, p_warning uuid, p_person uuid, p_address uuid, p_kind text, p_text text,
  p_review_on date, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how);
begin
  if exists (select from core.warning w where w.warning_id = p_warning and w.recorded_by = v_me.staff_id) then return; end if;
  perform wall.check_warning(p_kind, p_text, p_review_on);
  if p_address is null then
    perform wall.must_be_around(v_me, p_child, p_person);
  else
    perform wall.must_live_around(v_me, p_child, p_address);
  end if;
  insert into core.warning (warning_id, person_id, address_id, kind, text, review_on, how_known, recorded_by)
  values (p_warning, case when p_address is null then p_person end, p_address, p_kind, btrim(p_text), p_review_on,
    btrim(p_how), v_me.staff_id);
  perform wall.log('add_warning', p_child, p_warning, jsonb_build_object('kind', p_kind));
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.add_warning(uuid, uuid, uuid, uuid, text, text, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Refuses for an address at which nobody around the child lives or lived.
create function wall.must_live_around(p_me core.staff, p_child uuid, p_address uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from core.residence r where r.address_id = p_address
                  and (r.person_id = p_child or r.person_id in (select a.person_id from wall.people_around(p_me, p_child) a)
                                                and not wall.sealed_to(p_me, r.person_id))) then
    perform wall.refuse();
  end if;
end $$;

-- Puts a warning that stands in other words, or ends it on a day: a new row that replaces it. TL001 as elsewhere.
create function wall.replace_warning(p_child uuid, p_warning uuid, p_new uuid, p_kind text, p_text text,
  p_review_on date, p_ended_at date, p_how text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_how); v_old core.warning;
begin
  if exists (select from core.warning w where w.warning_id = p_new and w.replaces = p_warning
              and w.recorded_by = v_me.staff_id) then return; end if;
  select * into v_old from core.warning where warning_id = p_warning;
  if v_old.address_id is null then
    perform wall.must_be_around(v_me, p_child, v_old.person_id);
  else
    perform wall.must_live_around(v_me, p_child, v_old.address_id);
  end if;
  if exists (select from core.warning w where w.replaces = p_warning) then perform wall.amended_meanwhile(); end if;
  if p_ended_at is null then perform wall.check_warning(p_kind, p_text, p_review_on); end if;
  insert into core.warning (warning_id, person_id, address_id, kind, text, review_on, ended_at, source_entry, how_known,
    replaces, recorded_by)
  values (p_new, v_old.person_id, v_old.address_id, coalesce(p_kind, v_old.kind), coalesce(btrim(p_text), v_old.text),
    coalesce(p_review_on, v_old.review_on), p_ended_at, v_old.source_entry, btrim(p_how), p_warning, v_me.staff_id);
  perform wall.log(case when p_ended_at is null then 'correct_warning' else 'end_warning' end, p_child, p_new);
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;

-- The same people. A warning in better words, or looked at again and given a new day of review.
create function api.correct_warning(p_child uuid, p_warning uuid, p_new uuid, p_kind text, p_text text,
  p_review_on date, p_how text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select wall.replace_warning(p_child, p_warning, p_new, coalesce(p_kind, ''), p_text, p_review_on, null, p_how)
$$;
grant execute on function api.correct_warning(uuid, uuid, uuid, text, text, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people. A warning that no longer holds.
create function api.end_warning(p_child uuid, p_warning uuid, p_new uuid, p_how text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select wall.replace_warning(p_child, p_warning, p_new, null, null, null, current_date, p_how)
$$;
grant execute on function api.end_warning(uuid, uuid, uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";
