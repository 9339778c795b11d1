-- Filing a document: its bytes for good, with what they show and why each finding may stand. Nothing is filed that holds a
-- hidden detail which no second person has released.

-- By what a place in a checked text is answered: the kind and the letters that stand there, wherever they stand.
create function wall.finding_of(p_place wall.place, p_text text) returns bytea
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to((p_place).kind || ':' || lower(substr(replace(p_text, ' ', ''), (p_place).begins + 1,
                (p_place).ends - (p_place).begins)), 'UTF8'))
$$;

-- Refuses a filing whose parts do not fit together, in words that repeat nothing of it.
create function wall.check_filing(p_pdf bytea, p_sha256 text, p_pages integer, p_as_at timestamptz, p_seq bigint,
  p_head text, p_facts jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if coalesce(octet_length(p_pdf), 0) not between 100 and 100000000 or substr(p_pdf, 1, 5) <> '%PDF-'
     or encode(sha256(p_pdf), 'hex') is distinct from lower(p_sha256) or not coalesce(p_pages between 1 and 5000, false) then
    perform wall.bad_input('this document is no PDF of at most 100 MB, or did not arrive whole: file it again');
  elsif p_as_at is null or p_as_at not between clock_timestamp() - interval '1 day' and clock_timestamp() + interval '5 minutes' then
    perform wall.bad_input('these pages show the record of another day: make them again');
  elsif not exists (select from audit.chain c where c.seq = p_seq and encode(c.hash, 'hex') = lower(p_head)) then
    perform wall.bad_input('the seal that these pages print is not one of this record: make them again');
  elsif jsonb_typeof(p_facts) is distinct from 'object' or length(p_facts::text) > 1000000
     or p_facts - '{title,case_number,court,recipients,approved_by,findings}'::text[] <> '{}'
     or exists (select from jsonb_each(p_facts - 'findings') f where jsonb_typeof(f.value) <> 'string'
                                                                 or length(f.value #>> '{}') > 2000)
     or jsonb_typeof(coalesce(p_facts -> 'findings', '[]')) <> 'array' then
    perform wall.bad_input('this filing does not have the form that the server understands');
  end if;
end $$;

-- Tickets, the right to record, and an announced check of the text of these very pages, committed before; not support
-- staff. Files the newest version of a document and answers with the number of the filing. `p_entries` are the entries
-- that the pages show, each in its present version; `p_facts` the title, the case number and the court, the recipients of
-- a copy outside the court, by whom it was approved, and the other findings with their reasons. The client makes the id,
-- so a resent call lands once. TL001: the document or an entry was changed meanwhile. TL002: bad input, an exhibit that is
-- legal advice, or a hidden detail that nobody but the one who files has released. Refuses while the statement is measured.
create function api.file_court_document(p_filed uuid, p_child uuid, p_document uuid, p_version integer, p_check uuid,
  p_text text, p_pdf bytea, p_sha256 text, p_pages integer, p_as_at timestamptz, p_seq bigint, p_head text,
  p_entries jsonb, p_facts jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_document core.court_document := wall.court_document_of(p_child, p_document);
  v_me core.staff := wall.document_writer(v_document.children);
  v_check core.text_check := wall.announced(v_me, p_check, p_text);
  v_number integer; v_places wall.place[]; v_exhibit text;
begin
  select f.number into v_number from core.filed_version f
   where f.filed_id = p_filed and f.court_document_id = p_document and f.filed_by = v_me.staff_id
     and encode(f.sha256, 'hex') = lower(p_sha256);
  if v_number is not null then return v_number; end if;
  perform wall.check_filing(p_pdf, p_sha256, p_pages, p_as_at, p_seq, p_head, p_facts);
  if not v_check.with_children @> v_document.children then perform wall.refuse(); end if;
  if (wall.court_document_now(p_document)).version is distinct from p_version then perform wall.amended_meanwhile(); end if;
  if jsonb_typeof(p_entries) is distinct from 'object' then
    perform wall.bad_input('this filing does not have the form that the server understands');
  end if;
  if exists (select from jsonb_each_text(p_entries) e where not exists (
      select from core.chronology c where c.entry_id = e.key::uuid and c.child_id = any (v_document.children)
                                      and not c.legal_advice)) then
    perform wall.refuse();
  elsif exists (select from jsonb_each_text(p_entries) e
                 where e.value::integer <> (select max(v.version) from core.entry_version v where v.entry_id = e.key::uuid)) then
    perform wall.amended_meanwhile();
  end if;
  select substr(e.key, 9) into v_exhibit from jsonb_each_text((wall.court_document_now(p_document)).fields) e
   where e.key ~ '^exhibit:[1-9][0-9]{0,3}$' and e.value <> '' and not exists (
     select from unnest(v_document.children) c, wall.papers(c, false) p where p.document_id::text = lower(e.value))
   order by e.key limit 1;
  if v_exhibit is not null then
    perform wall.bad_input('Exhibit ' || v_exhibit || ' is legal advice, or no paper of these files: take it out');
  end if;
  v_places := wall.places_met(v_me, v_check, p_text);
  if cardinality(v_places) >= 1000 or exists (select from unnest(v_places) p where p.kind <> 'child' and not exists (
      select from wall.answers_of(p_document) a
       where a.hidden and a.staff_id <> v_me.staff_id and a.finding = wall.finding_of(p, p_text))) then
    perform wall.bad_input('these pages hold a hidden detail that no second person has released: look at the check');
  elsif exists (select from unnest(v_places) p where p.kind = 'child' and not exists (
      select from wall.answers_of(p_document) a where a.finding = wall.finding_of(p, p_text))) then
    perform wall.bad_input('these pages name another child, and nobody said why that may stand: look at the check');
  end if;
  v_number := coalesce((select max(f.number) from core.filed_version f where f.court_document_id = p_document), 0) + 1;
  insert into core.filed_version (filed_id, court_document_id, number, version, pdf, sha256, pages, facts, record_as_at,
    audit_seq, audit_head, filed_by)
  values (p_filed, p_document, v_number, p_version, p_pdf, decode(p_sha256, 'hex'), p_pages, p_facts, p_as_at, p_seq,
    decode(p_head, 'hex'), v_me.staff_id);
  insert into core.filed_entry (filed_id, entry_id, version)
  select p_filed, e.key::uuid, e.value::integer from jsonb_each_text(p_entries) e;
  perform wall.log('file_court_document', c, p_document, jsonb_build_object('filed', p_filed, 'number', v_number, 'pages',
    p_pages, 'sha256', lower(p_sha256), 'released', cardinality(v_places))) from unnest(v_document.children) c;
  raise log 'throughline: a document filed by %', session_user;
  return v_number;
exception
  when unique_violation then perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this filing does not have the form that the server understands');
end $$;
grant execute on function api.file_court_document(uuid, uuid, uuid, integer, uuid, text, bytea, text, integer, timestamptz,
  bigint, text, jsonb, jsonb) to :"practitioner", :"court_adviser", :"manager";

-- The entries of these children that came into their files after a moment, and those that a filed version shows and that
-- were amended or taken out since.
create function wall.changed_since(p_filed core.filed_version, p_children uuid[], p_legal boolean)
  returns table (entry_id uuid, what text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select distinct c.entry_id, 'new' from core.chronology c join core.entry_version v on v.entry_id = c.entry_id and v.version = 1
   where c.child_id = any (p_children) and v.recorded_at > p_filed.record_as_at and (p_legal or not c.legal_advice)
  union all
  select e.entry_id,
         case when exists (select from core.chronology c where c.entry_id = e.entry_id and c.child_id = any (p_children))
              then 'amended' else 'gone' end
    from core.filed_entry e
   where e.filed_id = p_filed.filed_id
     and (not exists (select from core.chronology c where c.entry_id = e.entry_id and c.child_id = any (p_children))
          or e.version < (select max(v.version) from core.entry_version v where v.entry_id = e.entry_id))
$$;

-- Tickets. The filed versions of a document, newest first, each with how many entries are new since, and how many of those
-- that it shows were amended or taken out of the file.
create function api.filed_versions(p_child uuid, p_document uuid) returns table (filed_id uuid, number integer,
  version integer, pages integer, sha256 text, facts jsonb, record_as_at timestamptz, filed_by text,
  filed_at timestamptz, entries bigint, new_since bigint, amended_since bigint, gone_since bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_document core.court_document := wall.court_document_of(p_child, p_document);
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query
  select f.filed_id, f.number, f.version, f.pages, encode(f.sha256, 'hex'), f.facts, f.record_as_at, s.name, f.filed_at,
         (select count(*) from core.filed_entry e where e.filed_id = f.filed_id), n.new, n.amended, n.gone
    from core.filed_version f join core.staff s on s.staff_id = f.filed_by
    cross join lateral (
      select count(*) filter (where w.what = 'new') as new, count(*) filter (where w.what = 'amended') as amended,
             count(*) filter (where w.what = 'gone') as gone
        from wall.changed_since(f, v_document.children, v_legal) w) n
   where f.court_document_id = p_document order by f.number desc;
end $$;
grant execute on function api.filed_versions(uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Tickets. Which entries are new since a filed version, and which of those that it shows were amended or are gone; for those
-- that stand in this child's file, their place in it.
create function api.changes_since_filing(p_child uuid, p_filed uuid) returns table (entry_id uuid, what text,
  order_key bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_filed core.filed_version; v_document core.court_document; v_legal boolean;
begin
  v_legal := wall.sees_legal_advice(wall.ticket(p_child));
  select * into v_filed from core.filed_version f where f.filed_id = p_filed;
  if v_filed.filed_id is null then perform wall.refuse(); end if;
  v_document := wall.court_document_of(p_child, v_filed.court_document_id);
  return query
  select w.entry_id, w.what, c.order_key from wall.changed_since(v_filed, v_document.children, v_legal) w
    left join core.chronology c on c.child_id = p_child and c.entry_id = w.entry_id
   order by c.order_key nulls last, w.entry_id limit 20000;
end $$;
grant execute on function api.changes_since_filing(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Tickets. The bytes that were filed. Each look is in the audit, and in the server's log, which survives a rollback.
create function api.filed_pdf(p_child uuid, p_filed uuid) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_filed core.filed_version; v_document core.court_document;
begin
  perform wall.ticket(p_child);
  select * into v_filed from core.filed_version f where f.filed_id = p_filed;
  if v_filed.filed_id is null then perform wall.refuse(); end if;
  v_document := wall.court_document_of(p_child, v_filed.court_document_id);
  perform wall.log('read_filed', c, v_filed.court_document_id, jsonb_build_object('filed', p_filed))
     from unnest(v_document.children) c;
  raise log 'throughline: a filed document taken by %', session_user;
  return v_filed.pdf;
end $$;
grant execute on function api.filed_pdf(uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
