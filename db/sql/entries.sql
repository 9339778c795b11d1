-- Entries: written once for all children concerned, never overwritten, resendable with the same operation id.

-- A version as the client's content value.
create function wall.content_of(v core.entry_version) returns jsonb
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'occurred', jsonb_build_object('earliest', v.occurred_earliest, 'latest', v.occurred_latest,
      'precision', v.occurred_precision, 'minute', v.occurred_minute, 'approximate', v.occurred_approximate,
      'as_given', v.occurred_words),
    'source', jsonb_build_object('how', v.source_how, 'who', v.source_who, 'role', v.source_role,
      'agency', v.source_agency, 'on', v.source_on),
    'kind', v.kind, 'headline', v.headline, 'detail', v.detail, 'place', v.place, 'present', v.present,
    'outcome', v.outcome, 'significant', v.significant, 'tone', v.tone, 'third_party', v.third_party,
    'legal_advice', v.legal_advice, 'not_to_share_with', v.not_to_share_with, 'not_to_share_why', v.not_to_share_why,
    'next_on', v.next_on)
$$;

-- The entries that a version rests on, as far as they stand in this child's file and may be read there, oldest first.
create function wall.rests_on(p_entry uuid, p_version integer, p_child uuid, p_legal boolean) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  if not exists (select from core.entry_basis b where b.entry_id = p_entry and b.version = p_version) then
    return '[]';
  end if;
  return (
  select coalesce(jsonb_agg(b.basis_id order by c.order_key), '[]')
    from core.entry_basis b join core.chronology c on c.child_id = p_child and c.entry_id = b.basis_id
   where b.entry_id = p_entry and b.version = p_version and (p_legal or not c.legal_advice));
end $$;

-- The entries that a version to be written in this child's file rests on: those that its author names, each of which
-- must be one that the author may read there, and of an amended version also those that the author could not see. An
-- analysis needs one.
create function wall.checked_basis(p_entry uuid, p_version integer, p_child uuid, p_content jsonb, p_legal boolean)
  returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_named uuid[]; v_all uuid[];
begin
  v_named := array(select distinct x::uuid from jsonb_array_elements_text(coalesce(p_content -> 'rests_on', '[]')) x);
  if p_entry = any (v_named) then perform wall.bad_input('an entry cannot rest on itself'); end if;
  if exists (select from unnest(v_named) x where not exists (
      select from core.chronology c where c.child_id = p_child and c.entry_id = x and (p_legal or not c.legal_advice))) then
    perform wall.refuse();
  end if;
  v_all := v_named || array(
    select b.basis_id from core.entry_basis b
     where b.entry_id = p_entry and b.version = p_version and not exists (
       select from core.chronology c where c.child_id = p_child and c.entry_id = b.basis_id
                                       and (p_legal or not c.legal_advice)));
  if v_all = '{}' and exists (select from core.code c where c.list = 'entry_kind' and c.code = p_content ->> 'kind'
                                and coalesce((c.attributes ->> 'analysis')::boolean, false)) then
    perform wall.bad_input('an analysis points at the entries that it rests on: choose at least one');
  end if;
  return v_all;
end $$;

-- Refuses content that cannot be kept as it is, in words that never repeat it. Unknown keys are refused too: a newer
-- client must not lose words on an older server.
create function wall.check_content(p_content jsonb, p_children jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_occurred jsonb := p_content -> 'occurred'; v_source jsonb := p_content -> 'source'; v_part jsonb;
begin
  if jsonb_typeof(p_content) is distinct from 'object' or jsonb_typeof(v_occurred) is distinct from 'object'
     or jsonb_typeof(v_source) is distinct from 'object' or jsonb_typeof(p_children) is distinct from 'array'
     or p_content - '{occurred,source,kind,headline,detail,place,present,outcome,significant,tone,third_party,legal_advice,not_to_share_with,not_to_share_why,next_on,rests_on}'::text[] <> '{}'
     or jsonb_typeof(coalesce(p_content -> 'rests_on', '[]')) <> 'array'
     or exists (select from jsonb_each(p_content - '{occurred,source,rests_on}'::text[]) x
                 where jsonb_typeof(x.value) in ('array', 'object'))
     or exists (select from jsonb_each(v_occurred || v_source) x where jsonb_typeof(x.value) in ('array', 'object'))
     or v_occurred - '{earliest,latest,precision,minute,approximate,as_given}'::text[] <> '{}'
     or v_source - '{how,who,role,agency,on}'::text[] <> '{}' then
    perform wall.bad_input('this entry does not have the form that the server understands');
  end if;
  if btrim(coalesce(p_content ->> 'headline', '')) = '' or length(p_content ->> 'headline') > 200 then
    perform wall.bad_input('say what happened in one sentence of at most 200 characters');
  end if;
  if not coalesce(v_source ->> 'how' in ('seen_or_heard', 'told', 'document'), false) then
    perform wall.bad_input('say how you know: seen or heard, told, or from a document');
  end if;
  if not exists (select from core.code c where c.list = 'entry_kind' and c.code = p_content ->> 'kind') then
    perform wall.bad_input('choose the kind of entry from the list');
  end if;
  if coalesce(p_content ->> 'tone', 'neutral') not in ('harm', 'protective', 'neutral') then
    perform wall.bad_input('an entry is harmful, protective or neutral');
  end if;
  if (v_occurred ->> 'earliest')::date is null or (v_occurred ->> 'latest')::date is null
     or (v_occurred ->> 'earliest')::date > (v_occurred ->> 'latest')::date
     or (v_occurred ->> 'earliest')::date < date '1800-01-01' or (v_occurred ->> 'latest')::date > date '2999-12-31'
     or (v_occurred ->> 'minute')::integer not between 0 and 1439 then
    perform wall.bad_input('say when it happened: a date between 1800 and 2999');
  end if;
  perform wall.check_next(p_content);
  if coalesce(v_occurred ->> 'precision', '') not in
     ('minute', 'day', 'month', 'season', 'year', 'range', 'before', 'after') then
    perform wall.bad_input('say how exactly the date is known');
  end if;
  if exists (select from jsonb_each_text(p_content) x where length(x.value) > 2000000)
     or length(p_children::text) > 4000000 then
    perform wall.bad_input('a text may have at most 2,000,000 characters: put longer papers in as documents');
  end if;
  if jsonb_array_length(coalesce(p_content -> 'rests_on', '[]')) > 500 then
    perform wall.bad_input('an entry rests on at most 500 others');
  end if;
  if jsonb_array_length(p_children) not between 1 and 30 then
    perform wall.bad_input('an entry concerns from 1 to 30 children');
  end if;
  for v_part in select * from jsonb_array_elements(p_children) loop
    if v_part - '{child_id,impact,seen,seen_alone,observed,not_seen_why,words}'::text[] <> '{}'
       or exists (select from jsonb_each(v_part) x where jsonb_typeof(x.value) in ('array', 'object'))
       or (v_part ->> 'child_id')::uuid is null then
      perform wall.bad_input('this entry does not have the form that the server understands');
    end if;
  end loop;
end $$;

-- Whether the caller may put an entry into the file of another child beside the one that is open: a file that the
-- caller could open without breaking glass, or an unsealed file of a brother or sister. Posting is not reading.
create function wall.may_post(p_me core.staff, p_from uuid, p_to uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select wall.may_record(p_me, f.child_id, wall.basis(p_me, f))
           or (not f.sealed and f.state <> 'disposed' and p_to in (select wall.siblings(p_from)))
      from core.file f where f.child_id = p_to), false)
$$;

-- Makes an entry known to its children's files, with a number in each; files are locked in one order.
create function wall.enter(p_entry uuid, p_children uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_child uuid; v_number bigint;
begin
  for v_child in select c from unnest(p_children) c order by c loop
    update core.file set last_number = last_number + 1 where child_id = v_child returning last_number into v_number;
    insert into core.entry_child (entry_id, child_id, number) values (p_entry, v_child, v_number);
  end loop;
end $$;

-- Writes one version with each child's part.
create function wall.write_version(p_me uuid, p_op uuid, p_entry uuid, p_version integer, p_content jsonb,
  p_children jsonb, p_reason text, p_sha bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare o jsonb := p_content -> 'occurred'; s jsonb := p_content -> 'source'; c jsonb := p_content;
begin
  insert into core.entry_version (entry_id, version, op_id, occurred_earliest, occurred_latest, occurred_precision,
    occurred_minute, occurred_approximate, occurred_words, kind, headline, detail, place, present, source_how,
    source_who, source_role, source_agency, source_on, outcome, significant, tone, third_party, legal_advice,
    not_to_share_with, not_to_share_why, next_on, amendment_reason, author_id, sha256)
  values (p_entry, p_version, p_op, (o ->> 'earliest')::date, (o ->> 'latest')::date, o ->> 'precision',
    (o ->> 'minute')::smallint, coalesce((o ->> 'approximate')::boolean, false), coalesce(o ->> 'as_given', ''),
    c ->> 'kind', btrim(c ->> 'headline'), coalesce(c ->> 'detail', ''), coalesce(c ->> 'place', ''),
    coalesce(c ->> 'present', ''), s ->> 'how', coalesce(s ->> 'who', ''), coalesce(s ->> 'role', ''),
    coalesce(s ->> 'agency', ''), coalesce(s ->> 'on', ''), coalesce(c ->> 'outcome', ''),
    coalesce((c ->> 'significant')::boolean, false), coalesce(c ->> 'tone', 'neutral'),
    coalesce((c ->> 'third_party')::boolean, false), coalesce((c ->> 'legal_advice')::boolean, false),
    coalesce(c ->> 'not_to_share_with', ''), coalesce(c ->> 'not_to_share_why', ''),
    (c ->> 'next_on')::date, coalesce(p_reason, ''), p_me, p_sha);
  insert into core.entry_version_child (entry_id, version, child_id, impact, seen, seen_alone, observed,
    not_seen_why, words)
  select p_entry, p_version, (x ->> 'child_id')::uuid, coalesce(x ->> 'impact', ''), (x ->> 'seen')::boolean,
         (x ->> 'seen_alone')::boolean, coalesce(x ->> 'observed', ''), coalesce(x ->> 'not_seen_why', ''),
         coalesce(x ->> 'words', '')
    from jsonb_array_elements(p_children) x;
end $$;

-- Ticket, and the right to record. Saves a new entry (base 0) or an amendment (base = the version it began from) and
-- answers with the version. The same operation id lands once, however often and however simultaneously it is sent.
-- What is new in a further child's file is on that worker's page until opened (api.posted_entries). Refuses while the
-- statement is measured.
-- TL001: amended meanwhile, or landed already with other words of the same author. TL002: bad input, in words that do not
-- repeat it.
create function api.save_entry(p_op uuid, p_entry uuid, p_child uuid, p_base integer, p_content jsonb,
  p_children jsonb, p_reason text default '') returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_sha bytea := sha256(convert_to(coalesce(p_content::text, '') || coalesce(p_children::text, '')
                                   || coalesce(p_reason, ''), 'UTF8'));
  v_done core.entry_version;
  v_basis text;
  v_children uuid[];
  v_new uuid[];
  v_rests uuid[];
  v_events bigint[];
  v_current integer;
begin
  set local lock_timeout = '3s';
  if wall.watched() then perform wall.refuse(); end if;
  select * into v_done from core.entry_version where op_id = p_op;
  if v_done.entry_id is not null then
    if v_done.entry_id = p_entry and v_done.author_id = v_me.staff_id and v_done.sha256 = v_sha then
      return v_done.version;
    end if;
    if v_done.entry_id = p_entry and v_done.author_id = v_me.staff_id then perform wall.amended_meanwhile(); end if;
    perform wall.refuse();
  end if;
  v_basis := wall.ticket(p_child);
  if not wall.may_record(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  if p_op is null or p_entry is null then perform wall.refuse(); end if;
  perform wall.check_content(p_content, p_children);
  if v_me.role = 'support' and not exists (select from core.code c where c.list = 'entry_kind'
      and c.code = p_content ->> 'kind' and coalesce((c.attributes ->> 'support')::boolean, false)) then
    perform wall.refuse();
  end if;
  if (p_content ->> 'legal_advice')::boolean and not wall.sees_legal_advice(v_basis) then perform wall.refuse(); end if;
  v_children := array(select (x ->> 'child_id')::uuid from jsonb_array_elements(p_children) x);
  if not p_child = any (v_children) then perform wall.refuse(); end if;
  if cardinality(v_children) > (select count(distinct c) from unnest(v_children) c)
     or length(p_reason) > 2000 then
    perform wall.bad_input('each child is named once, and a reason has at most 2,000 characters');
  end if;

  insert into core.entry (entry_id, created_by) values (p_entry, v_me.staff_id) on conflict do nothing;
  v_current := coalesce((select max(v.version) from core.entry_version v where v.entry_id = p_entry), 0);
  if v_current is distinct from p_base then
    -- a retry overtaken by its own first attempt is no conflict
    select * into v_done from core.entry_version where op_id = p_op and author_id = v_me.staff_id and sha256 = v_sha;
    if v_done.entry_id = p_entry then return v_done.version; end if;
    if v_current > 0 and not exists (select from core.entry_child k where k.entry_id = p_entry and k.child_id = p_child) then
      perform wall.refuse();
    end if;
    perform wall.amended_meanwhile();
  end if;
  if v_current > 0 then
    if not exists (select from core.entry_child k where k.entry_id = p_entry and k.child_id = p_child)
       or exists (select from core.wrong_file w where w.entry_id = p_entry and w.child_id = p_child)
       or exists (select from core.entry_version v where v.entry_id = p_entry and v.version = v_current
                  and v.legal_advice and not wall.sees_legal_advice(v_basis)) then
      perform wall.refuse();
    end if;
    if btrim(coalesce(p_reason, '')) = '' then perform wall.bad_input('an amendment needs a reason'); end if;
    p_children := wall.amended_parts(p_entry, v_current, p_child, p_children);
  end if;
  v_new := array(select distinct c from unnest(v_children) c
                  where not exists (select from core.entry_child k where k.entry_id = p_entry and k.child_id = c));
  if exists (select from unnest(v_new) c where c <> p_child and not wall.may_post(v_me, p_child, c)) then
    perform wall.refuse();
  end if;
  v_rests := wall.checked_basis(p_entry, v_current, p_child, p_content, wall.sees_legal_advice(v_basis));
  perform wall.enter(p_entry, v_new);
  perform wall.write_version(v_me.staff_id, p_op, p_entry, v_current + 1, p_content, p_children, p_reason, v_sha);
  insert into core.entry_basis (entry_id, version, basis_id) select p_entry, v_current + 1, x from unnest(v_rests) x;
  insert into core.posted_entry (entry_id, child_id, posted_by)
  select p_entry, c, v_me.staff_id from unnest(v_new) c where c <> p_child;
  perform wall.project(array[p_entry]);
  with said as (
    insert into audit.event (action, child_id, object_id, detail)
    select case v_current when 0 then 'record' else 'amend' end, k.child_id, p_entry,
           jsonb_build_object('version', v_current + 1)
      from core.entry_child k where k.entry_id = p_entry
    returning event_id, child_id)
  select array_agg(s.event_id) into v_events from said s where s.child_id = any (v_new);
  perform wall.tell_members(v_events);
  return v_current + 1;
exception
  when unique_violation then
    select * into v_done from core.entry_version where op_id = p_op and author_id = v_me.staff_id and sha256 = v_sha;
    if v_done.entry_id = p_entry then return v_done.version; end if;
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this entry does not have the form that the server understands');
end $$;
grant execute on function api.save_entry(uuid, uuid, uuid, integer, jsonb, jsonb, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The children's parts of an amendment made in one child's file: that child's part and those of children newly added
-- are the author's; the parts of the other children stand as they are, since the author may not have read them.
create function wall.amended_parts(p_entry uuid, p_version integer, p_child uuid, p_children jsonb) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with standing as (
    select x.child_id, to_jsonb(x) - 'entry_id' - 'version' as part from core.entry_version_child x
     where x.entry_id = p_entry and x.version = p_version and x.child_id <> p_child
  )
  select coalesce(jsonb_agg(part), '[]') from (
    select y as part from jsonb_array_elements(p_children) y
     where (y ->> 'child_id')::uuid not in (select child_id from standing)
    union all select part from standing) parts
$$;

-- Ticket, and the right to record. Adds the rows of a chronology that was kept elsewhere; each row is identified by
-- child, its own sha256 and occurrence, so importing again, by whomever, adds nothing. All or nothing. An analysis
-- among them rests on what it rested on there. Refuses while the statement is measured.
create function api.import_entries(p_child uuid, p_rows jsonb) returns table (added integer, already integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_row jsonb; v_sha bytea; v_entry uuid; v_entries uuid[] := '{}'; v_already integer := 0;
  v_event bigint;
begin
  set local lock_timeout = '3s';
  if wall.watched() then perform wall.refuse(); end if;
  if not wall.may_record(v_me, p_child, wall.ticket(p_child)) then perform wall.refuse(); end if;
  if jsonb_typeof(p_rows) is distinct from 'array' or jsonb_array_length(p_rows) > 20000 then
    perform wall.bad_input('an import has at most 20,000 rows');
  end if;
  perform from core.file where child_id = p_child for update;
  for v_row in select * from jsonb_array_elements(p_rows) loop
    v_sha := decode(v_row ->> 'row_sha256', 'hex');
    if length(v_sha) is distinct from 32 or (v_row ->> 'occurrence')::integer is null then
      perform wall.bad_input('this import does not have the form that the server understands');
    end if;
    if exists (select from core.imported_row r where r.child_id = p_child and r.row_sha256 = v_sha
               and r.occurrence = (v_row ->> 'occurrence')::integer) then
      v_already := v_already + 1;
      continue;
    end if;
    perform wall.check_content(v_row -> 'content', v_row -> 'children');
    if jsonb_array_length(v_row -> 'children') <> 1
       or jsonb_array_length(coalesce(v_row -> 'content' -> 'rests_on', '[]')) > 0
       or (v_row -> 'children' -> 0 ->> 'child_id')::uuid is distinct from p_child then
      perform wall.refuse();
    end if;
    v_entry := gen_random_uuid();
    insert into core.entry (entry_id, created_by) values (v_entry, v_me.staff_id);
    perform wall.enter(v_entry, array[p_child]);
    perform wall.write_version(v_me.staff_id, gen_random_uuid(), v_entry, 1, v_row -> 'content', v_row -> 'children',
      '', sha256(convert_to((v_row -> 'content')::text, 'UTF8')));
    insert into core.imported_row values (p_child, v_sha, (v_row ->> 'occurrence')::integer, v_entry);
    v_entries := v_entries || v_entry;
  end loop;
  perform wall.project(v_entries);
  insert into audit.event (action, child_id, detail)
  values ('import', p_child, jsonb_build_object('added', cardinality(v_entries), 'already', v_already))
  returning event_id into v_event;
  if cardinality(v_entries) > 0 then perform wall.tell_members(array[v_event]); end if;
  return query select cardinality(v_entries), v_already;
exception when data_exception or integrity_constraint_violation then
  perform wall.bad_input('this import does not have the form that the server understands');
end $$;
grant execute on function api.import_entries(uuid, jsonb) to :"practitioner", :"court_adviser", :"manager";
