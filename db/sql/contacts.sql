-- Contacts at the front door: one notification reaches every child named in it, known or new, in one act, and ends in a
-- manager's recorded decision for each of them.
--
-- A child with a sealed file is not known here but to its members: whoever names it makes a file for a child of that name,
-- as for anybody, and the members of the sealed file are told in the line of the audit that is written in any case.

-- A code that may be chosen from a list.
create function wall.is_code(p_list text, p_code text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.code c where c.list = p_list and c.code = p_code)
$$;

-- Whether a reader is told that a contact concerns this child.
create function wall.contact_shows(p_me core.staff, p_file core.file) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_file.state <> 'disposed' and (not p_file.sealed or wall.basis(p_me, p_file) is not null), false)
$$;

-- The newest decision for a child of a contact, or nothing.
create function wall.decided(p_contact uuid, p_child uuid) returns core.contact_decision
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d from core.contact_decision d
   where d.contact_id = p_contact and d.child_id = p_child order by d.version desc limit 1
$$;

-- The sealed files of this person that a contact seems to name, or all contacts that seem to name one.
create function wall.sealed_named(p_me core.staff, p_contact uuid default null)
  returns table (contact_id uuid, child_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_mine uuid[] := array(
  select f.child_id from core.file f join core.named_access n using (child_id)
   where f.sealed and n.staff_id = p_me.staff_id and wall.basis(p_me, f) is not null);
begin
  return query
  select distinct e.object_id, f from audit.event e join unnest(v_mine) f on e.detail -> 'sealed' ? f::text
   where e.detail ? 'sealed' and e.detail -> 'sealed' ?| v_mine::text[] and e.action = 'enter_contact'
     and (p_contact is null or e.object_id = p_contact);
end $$;

-- Whether a contact names a child whose family this person said to know.
create function wall.about_family(p_me core.staff, p_contact uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.contact_child k
                  where k.contact_id = p_contact and wall.knows_family(p_me.staff_id, k.child_id))
$$;

-- On which basis this person may read a contact, or null: as a manager of the team that received it ('team'), as a member of
-- the sealed file of a child whom it concerns or seems to name ('sealed'), or having entered it ('own'). Nobody reads what
-- is told of a family that they said they know, not even what they entered.
create function wall.contact_basis(p_me core.staff, p_contact core.contact) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_contact.contact_id is null or p_me.state is distinct from 'active'
     or coalesce(p_me.role, '') not in ('practitioner', 'court_adviser', 'manager', 'support')
     or wall.about_family(p_me, p_contact.contact_id) then
    return null;
  end if;
  if p_me.role = 'manager' and p_me.team_id = p_contact.team_id and exists (
      select from core.contact_child k join core.file f using (child_id)
       where k.contact_id = p_contact.contact_id and wall.contact_shows(p_me, f)) then
    return 'team';
  end if;
  if exists (select from core.contact_child k join core.file f using (child_id)
              where k.contact_id = p_contact.contact_id and f.sealed and wall.basis(p_me, f) is not null)
     or exists (select from wall.sealed_named(p_me, p_contact.contact_id)) then
    return 'sealed';
  end if;
  return case when p_contact.entered_by = p_me.staff_id then 'own' end;
end $$;

-- Whether this person decides on a contact for a child: managers of the team that received it; for a sealed file the
-- managers among its members, and nobody else.
create function wall.may_decide(p_me core.staff, p_contact core.contact, p_file core.file) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_me.role = 'manager' and p_file.state <> 'disposed'
                  and case when p_file.sealed then wall.basis(p_me, p_file) is not null
                      else p_me.team_id = p_contact.team_id end, false)
$$;

-- The birth that was told of a child: its first and last possible day and the words, or nothing.
create function wall.told_birth(p_child jsonb) returns table (earliest date, latest date, words text, expected_on date)
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select (p_child -> 'born' ->> 'earliest')::date, (p_child -> 'born' ->> 'latest')::date,
         left(coalesce(p_child -> 'born' ->> 'as_given', ''), 200), (p_child ->> 'expected_on')::date
$$;

-- The condition on core.person p that a child of this birth could be the same person, as SQL made of literals. A birth
-- is often told a year wrong.
create function wall.birth_like(p_child jsonb, p_within integer) returns text
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case when b.earliest is null then 'true' else format(
    '(p.born_earliest is null or p.born_earliest <= %L and coalesce(p.born_latest, p.born_earliest) >= %L)',
    b.latest + p_within, b.earliest - p_within) end
    from wall.told_birth(p_child) b
$$;

-- The sealed files, but for those given to the caller, that a child named here may be: the names sound alike and the
-- births are not further apart than a year.
create function wall.sealed_like(p_me core.staff, p_child jsonb) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_tokens text[] := wall.words_of((p_child ->> 'given') || ' ' || (p_child ->> 'family')); v_found uuid[];
begin
  if cardinality(v_tokens) = 0 then return '{}'; end if;
  execute format($q$
    select array(select distinct f.child_id
      from core.file f join core.person_name n on n.person_id = f.child_id join core.person p on p.person_id = f.child_id
     where f.sealed and f.state <> 'disposed' and f.child_id <> all ($1) and %s and %s
       and not exists (select from core.person_name r where r.replaces = n.name_id)) $q$,
    wall.names_like(v_tokens, 'sound', true), wall.birth_like(p_child, 366))
    into v_found using wall.given_to(p_me);
  return v_found;
end $$;

-- Whether a child with an open file is called exactly so and may have been born then.
create function wall.known_so(p_child jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_found boolean;
begin
  execute format($q$
    select exists (select from core.person_name n join core.file f on f.child_id = n.person_id
      join core.person p on p.person_id = n.person_id
     where n.name_words @> $1 and n.given_sort = $2 and n.family_sort = $3 and not f.sealed and f.state <> 'disposed' and %s
       and not exists (select from core.person_name r where r.replaces = n.name_id)) $q$, wall.birth_like(p_child, 0))
    into v_found using wall.words_of((p_child ->> 'given') || ' ' || (p_child ->> 'family')),
      wall.fold(p_child ->> 'given'), wall.fold(p_child ->> 'family');
  return v_found;
end $$;

-- Refuses a contact that cannot be kept as it is, in words that never repeat it.
create function wall.check_contact(p_facts jsonb, p_children jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_child jsonb;
begin
  if jsonb_typeof(p_facts) is distinct from 'object' or jsonb_typeof(p_children) is distinct from 'array'
     or p_facts - '{team,received_at,how,source,who,role,call_back,headline,detail,wanted,family_knows,urgent,not_named,siblings}'::text[] <> '{}'
     or exists (select from jsonb_each(p_facts) x where jsonb_typeof(x.value) in ('array', 'object')) then
    perform wall.bad_input('this contact does not have the form that the server understands');
  end if;
  if not wall.is_code('contact_how', p_facts ->> 'how') then
    perform wall.bad_input('choose from the list how the contact came in');
  end if;
  if not wall.is_code('referral_source', p_facts ->> 'source') then
    perform wall.bad_input('choose from the list where the contact comes from');
  end if;
  if not wall.is_code('family_knows', p_facts ->> 'family_knows') then
    perform wall.bad_input('choose from the list whether the family knows');
  end if;
  if (p_facts ->> 'received_at')::timestamptz is null
     or (p_facts ->> 'received_at')::timestamptz not between clock_timestamp() - interval '366 days'
                                                         and clock_timestamp() + interval '15 minutes' then
    perform wall.bad_input('say when the contact was received: within the last year, and not still to come');
  end if;
  if exists (select from jsonb_each_text(p_facts - '{detail,wanted}'::text[]) x where length(x.value) > 200)
     or length(p_facts ->> 'wanted') > 2000 then
    perform wall.bad_input('who called, the role, the number and the first sentence have at most 200 characters each, and '
                           'what is asked for at most 2,000');
  end if;
  if jsonb_array_length(p_children) not between 1 and 30 then
    perform wall.bad_input('a contact names from 1 to 30 children');
  end if;
  for v_child in select * from jsonb_array_elements(p_children) loop
    if jsonb_typeof(v_child) <> 'object' or (v_child ->> 'child_id')::uuid is null
       or v_child - '{child_id,name,said,new,given,family,born,expected_on,sex,address,postcode,apart}'::text[] <> '{}'
       or exists (select from jsonb_each(v_child - 'born') x where jsonb_typeof(x.value) in ('array', 'object')) then
      perform wall.bad_input('this contact does not have the form that the server understands');
    end if;
    if length(v_child ->> 'name') > 300 or length(v_child ->> 'said') > 20000 then
      perform wall.bad_input('a name has at most 300 characters, and what is said of one child at most 20,000');
    end if;
    if coalesce((v_child ->> 'new')::boolean, false) then perform wall.check_new_child(v_child); end if;
  end loop;
  if (select count(distinct x ->> 'child_id') from jsonb_array_elements(p_children) x) < jsonb_array_length(p_children) then
    perform wall.bad_input('each child is named once');
  end if;
end $$;

-- The same for a child who is new.
create function wall.check_new_child(p_child jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_born record;
begin
  if btrim(coalesce(p_child ->> 'given', '') || coalesce(p_child ->> 'family', '')) = ''
     or length((p_child ->> 'given') || (p_child ->> 'family')) > 300
     or wall.fold((p_child ->> 'given') || ' ' || (p_child ->> 'family')) = '' then
    perform wall.bad_input('a child who is new needs a name, as far as it is known, of at most 300 characters');
  end if;
  if coalesce(p_child ->> 'sex', '') not in ('F', 'M', 'U') then
    perform wall.bad_input('a child who is new is F, M or U: not known');
  end if;
  select * into v_born from wall.told_birth(p_child);
  perform wall.check_days(v_born.earliest, v_born.latest);
  if v_born.earliest > v_born.latest or (v_born.earliest is null) <> (v_born.latest is null)
     or v_born.earliest not between current_date - 130 * 366 and current_date
     or v_born.expected_on not between current_date - 60 and current_date + 300
     or v_born.earliest is not null and v_born.expected_on is not null then
    perform wall.bad_input('say when the child was born, or is expected, as far as it is known');
  end if;
end $$;

-- What a contact says as the content of an entry.
create function wall.contact_entry(p_facts jsonb) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'occurred', jsonb_build_object('earliest', r.at::date, 'latest', r.at::date, 'precision', 'minute',
      'minute', extract(hour from r.at)::integer * 60 + extract(minute from r.at)::integer,
      'as_given', to_char(r.at, 'FMDD FMMonth YYYY HH24:MI')),
    'source', jsonb_build_object('how', 'told', 'who', coalesce(p_facts ->> 'who', ''),
      'role', coalesce(p_facts ->> 'role', ''),
      'agency', coalesce((select c.attributes ->> 'agency' from core.code c
                           where c.list = 'referral_source' and c.code = p_facts ->> 'source' limit 1), ''),
      'on', ''),
    'kind', 'referral', 'headline', p_facts ->> 'headline',
    'detail', concat_ws(E'\n\n', nullif(btrim(p_facts ->> 'detail'), ''),
                        'Asked for: ' || nullif(btrim(p_facts ->> 'wanted'), '')),
    'significant', true,
    'not_to_share_with', case when (p_facts ->> 'not_named')::boolean then 'the family' else '' end,
    'not_to_share_why', case when (p_facts ->> 'not_named')::boolean
                        then 'the referrer asked not to be named to the family' else '' end)
    from (select (p_facts ->> 'received_at')::timestamptz at time zone 'Europe/London') r (at)
$$;

-- Makes the child and the file of somebody new, with an address if one was told.
create function wall.make_child(p_me core.staff, p_team uuid, p_child jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_id uuid := (p_child ->> 'child_id')::uuid; v_born record;
begin
  select * into v_born from wall.told_birth(p_child);
  insert into core.person (person_id, sex, born_earliest, born_latest, born_words, expected_on, recorded_by)
  values (v_id, p_child ->> 'sex', v_born.earliest, v_born.latest, v_born.words, v_born.expected_on, p_me.staff_id);
  perform wall.add_name(v_id, 'legal', coalesce(p_child ->> 'given', ''), coalesce(p_child ->> 'family', ''), p_me.staff_id);
  insert into core.file (child_id, reference, team_id, opened_on)
  values (v_id, to_char(clock_timestamp(), 'YY') || '-' || lpad(nextval('core.file_number')::text, 4, '0'), p_team, current_date);
  perform wall.log('add_child', v_id);
  if btrim(coalesce(p_child ->> 'address', '')) <> '' then
    insert into core.residence (residence_id, person_id, address_id, kind, how_known, recorded_by)
    values (gen_random_uuid(), v_id, wall.put_address(p_me, p_child ->> 'address', coalesce(p_child ->> 'postcode', '')),
            'home', 'told when the contact came in', p_me.staff_id);
  end if;
end $$;

-- The children of a contact as the desk is told them: reference and name, and whether the file was made for it.
create function wall.contact_answer_of(p_me core.staff, p_contact uuid) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('contact_id', p_contact, 'children', coalesce(jsonb_agg(jsonb_build_object(
           'child_id', k.child_id, 'name', k.said_name, 'made', k.made, 'reference', f.reference) order by k.said_name), '[]'))
    from core.contact_child k join core.file f using (child_id)
   where k.contact_id = p_contact and wall.contact_shows(p_me, f)
$$;

-- Practitioners, managers, support. Enters a contact: what was told lands as an entry in the file of every child named in
-- it, and a child who is new gets a file of the receiving team. The client makes the ids; the same contact sent again lands
-- once. Refuses a known child that is sealed to the caller like one that is not there, and whoever measures the statement.
-- TL001: landed already with other words. TL002: bad input; a child called exactly like a known one, unless the caller
-- says that it is another ('apart').
create function api.enter_contact(p_contact uuid, p_facts jsonb, p_children jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'manager', 'support');
  v_sha bytea := sha256(convert_to(coalesce(p_facts::text, '') || coalesce(p_children::text, ''), 'UTF8'));
  v_done core.contact; v_team uuid; v_entry uuid := gen_random_uuid(); v_child jsonb; v_file core.file;
  v_ids uuid[]; v_made uuid[] := '{}'; v_known uuid[] := '{}'; v_sealed uuid[] := '{}'; v_content jsonb; v_parts jsonb;
  v_events bigint[];
begin
  set local lock_timeout = '3s';
  if wall.watched() or p_contact is null then perform wall.refuse(); end if;
  select * into v_done from core.contact c where c.contact_id = p_contact;
  if v_done.contact_id is not null then return wall.entered_before(v_me, v_done, v_sha); end if;
  perform wall.check_contact(p_facts, p_children);
  select t.team_id into v_team from core.team t where t.name = p_facts ->> 'team' and t.active for key share;
  if v_team is null then perform wall.bad_input('there is no such team'); end if;
  v_content := wall.contact_entry(p_facts);
  v_parts := (select jsonb_agg(jsonb_build_object('child_id', x ->> 'child_id', 'impact', coalesce(x ->> 'said', '')))
                from jsonb_array_elements(p_children) x);
  perform wall.check_content(v_content, v_parts);

  for v_child in select * from jsonb_array_elements(p_children) loop
    if coalesce((v_child ->> 'new')::boolean, false) then
      if not coalesce((v_child ->> 'apart')::boolean, false) and wall.known_so(v_child) then
        raise log 'throughline: a known child named in a contact by %', session_user;  -- which survives the refusal
        perform wall.bad_input('a child of this name is known here: choose the known child, or say that this is another');
      end if;
      v_made := v_made || (v_child ->> 'child_id')::uuid;
      v_sealed := v_sealed || wall.sealed_like(v_me, v_child);
    else
      select * into v_file from core.file f where f.child_id = (v_child ->> 'child_id')::uuid;
      if not wall.contact_shows(v_me, v_file)
         or v_file.sealed and not wall.may_record(v_me, v_file.child_id, wall.basis(v_me, v_file)) then
        perform wall.refuse();
      end if;
      v_known := v_known || v_file.child_id;
    end if;
  end loop;
  for v_child in select x from jsonb_array_elements(p_children) x where (x ->> 'child_id')::uuid = any (v_made) loop
    perform wall.make_child(v_me, v_team, v_child);
  end loop;
  v_ids := v_known || v_made;
  insert into core.entry (entry_id, created_by) values (v_entry, v_me.staff_id);
  perform wall.enter(v_entry, v_ids);
  perform wall.write_version(v_me.staff_id, gen_random_uuid(), v_entry, 1, v_content, v_parts, '', v_sha);
  insert into core.posted_entry (entry_id, child_id, posted_by) select v_entry, k, v_me.staff_id from unnest(v_known) k;
  insert into core.contact (contact_id, team_id, entry_id, received_at, how, source, who, call_back, family_knows, urgent,
    sha256, entered_by)
  values (p_contact, v_team, v_entry, (p_facts ->> 'received_at')::timestamptz, p_facts ->> 'how', p_facts ->> 'source',
    btrim(coalesce(p_facts ->> 'who', '')), btrim(coalesce(p_facts ->> 'call_back', '')), p_facts ->> 'family_knows',
    coalesce((p_facts ->> 'urgent')::boolean, false), v_sha, v_me.staff_id);
  insert into core.contact_child (contact_id, child_id, said_name, made)
  select p_contact, (x ->> 'child_id')::uuid,
         case when (x ->> 'child_id')::uuid = any (v_made)
              then btrim(coalesce(x ->> 'given', '') || ' ' || coalesce(x ->> 'family', ''))
              else coalesce(nullif(btrim(x ->> 'name'), ''), wall.name_of((x ->> 'child_id')::uuid), '') end,
         (x ->> 'child_id')::uuid = any (v_made)
    from jsonb_array_elements(p_children) x;
  if coalesce((p_facts ->> 'siblings')::boolean, false) then perform wall.tie_siblings(v_me, v_entry, v_made); end if;
  perform wall.project(array[v_entry]);
  insert into audit.event (action, object_id, detail)
  values ('enter_contact', p_contact, jsonb_build_object('children', cardinality(v_ids), 'made', cardinality(v_made))
                                      || wall.sealed_detail(array(select distinct s from unnest(v_sealed) s)));
  with said as (
    insert into audit.event (action, child_id, object_id, detail)
    select 'record', k, v_entry, jsonb_build_object('version', 1, 'contact', p_contact) from unnest(v_ids) k
    returning event_id)
  select array_agg(s.event_id) into v_events from said s;
  perform wall.tell_members(v_events);
  return wall.contact_answer_of(v_me, p_contact);
exception
  when unique_violation then
    select * into v_done from core.contact c where c.contact_id = p_contact;
    if v_done.contact_id is null then perform wall.refuse(); end if;
    return wall.entered_before(v_me, v_done, v_sha);
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this contact does not have the form that the server understands');
end $$;
grant execute on function api.enter_contact(uuid, jsonb, jsonb) to :"practitioner", :"manager", :"support";

-- The answer to a contact that landed already: the same for who sent the same; else a refusal, or that it landed with
-- other words.
create function wall.entered_before(p_me core.staff, p_done core.contact, p_sha bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_done.entered_by <> p_me.staff_id then perform wall.refuse(); end if;
  if p_done.sha256 <> p_sha then perform wall.amended_meanwhile(); end if;
  return wall.contact_answer_of(p_me, p_done.contact_id);
end $$;

-- The children who were made for a contact are brothers and sisters of each other. Of a known child's family nothing is
-- said here: who is connected with whom there is recorded in an opened file.
create function wall.tie_siblings(p_me core.staff, p_entry uuid, p_made uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into core.relationship (person_id, other_id, kind, parental_responsibility, same_household, how_known,
    source_entry, recorded_by)
  select a, b, case p.sex when 'F' then 'sister' when 'M' then 'brother' else 'sibling' end, false, false,
         'told when the contact came in', p_entry, p_me.staff_id
    from unnest(p_made) a join core.person p on p.person_id = a cross join unnest(p_made) b where a < b
$$;

-- The same people: the contacts of seven days before and after that came from the same source about one of these
-- children, the newest first, at most 20, with those of the children whom they have in common; `same_who`: by a caller of
-- the same name. It says what the asker is about to enter, so that nobody enters it twice, and nothing of what was told.
-- Refuses whoever measures the statement; on record.
create function api.contacts_like(p_children uuid[], p_source text, p_who text, p_received timestamptz)
  returns table (received_at timestamptz, how text, entered_by text, entered_at timestamptz, names text, same_who boolean,
    waits boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'manager', 'support'); v_found integer;
begin
  if wall.watched() then perform wall.refuse(); end if;
  return query
  select c.received_at, c.how, s.name, c.entered_at, string_agg(k.said_name, ', ' order by k.said_name),
         wall.fold(p_who) <> '' and wall.fold(c.who) = wall.fold(p_who),
         bool_or((wall.decided(c.contact_id, k.child_id)).version is null)
    from core.contact_child k join core.file f using (child_id) join core.contact c using (contact_id)
    join core.staff s on s.staff_id = c.entered_by
   where k.child_id = any (p_children) and wall.contact_shows(v_me, f) and c.source = p_source
     and not wall.about_family(v_me, c.contact_id)
     and c.received_at between p_received - interval '7 days' and p_received + interval '7 days'
   group by c.contact_id, s.name order by 6 desc, c.received_at desc limit 20;
  get diagnostics v_found = row_count;
  perform wall.log_question('contacts_like', v_found, '{}');
end $$;
grant execute on function api.contacts_like(uuid[], text, text, timestamptz) to :"practitioner", :"manager", :"support";
