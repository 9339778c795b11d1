-- Documents that are made out of a child's file: fields under names, saved as versions like entries, so that nobody writes
-- over a colleague. What was filed stands in filing.sql.

-- The newest version of a document that somebody is told of, or null. A children's guardian is told only of what was filed,
-- and of what they wrote themselves: drafts for the court are made with the lawyers' advice, which is kept from them.
create function wall.version_told(p_me core.staff, p_document core.court_document) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when p_document.created_by <> p_me.staff_id and exists (
      select from core.file f where f.child_id = any (p_document.children) and not wall.sees_legal_advice(wall.basis(p_me, f)))
    then (select max(x.version) from core.filed_version x where x.court_document_id = p_document.court_document_id)
    else (select max(v.version) from core.court_document_version v where v.court_document_id = p_document.court_document_id) end
$$;

-- The document if it stands in this child's file and the files of all whom it is about are open, or a refusal.
create function wall.court_document_of(p_child uuid, p_document uuid) returns core.court_document
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_document core.court_document;
begin
  select * into v_document from core.court_document d where d.court_document_id = p_document and p_child = any (d.children);
  if v_document.court_document_id is null then perform wall.refuse(); end if;
  perform wall.ticket(c) from unnest(v_document.children) c;
  if wall.version_told(wall.me(), v_document) is null then perform wall.refuse(); end if;
  return v_document;
end $$;

-- The newest version of a document.
create function wall.court_document_now(p_document uuid) returns core.court_document_version
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_version core.court_document_version;
begin
  select * into v_version from core.court_document_version v
   where v.court_document_id = p_document order by v.version desc limit 1;
  return v_version;
end $$;

-- Who writes documents: social workers, court advisers and managers who may record in the files of all these children.
create function wall.document_writer(p_children uuid[]) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_child uuid;
begin
  if coalesce(cardinality(p_children), 0) not between 1 and 20 then perform wall.refuse(); end if;
  foreach v_child in array p_children loop
    if not wall.may_record(v_me, v_child, wall.ticket(v_child)) then perform wall.refuse(); end if;
  end loop;
  perform set_config('lock_timeout', '3s', true);
  return v_me;
end $$;

-- Refuses fields that are not texts under names, in words that do not repeat them.
create function wall.check_fields(p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if jsonb_typeof(p_fields) is distinct from 'object' or exists (
      select from jsonb_each(p_fields) f where jsonb_typeof(f.value) <> 'string' or f.key !~ '^[a-z0-9_:.-]{1,120}$') then
    perform wall.bad_input('this document does not have the form that the server understands');
  elsif length(p_fields::text) > 4000000 or (select count(*) from jsonb_object_keys(p_fields)) > 50000 then
    perform wall.bad_input('a document has at most 4,000,000 characters: add longer papers as exhibits');
  end if;
end $$;

-- Tickets, and the right to record, but not support staff. Saves a new document about these children (base 0), or a version
-- of one that began from version `base`, and answers with its number. The client makes the ids, so a resent call lands once. TL001: somebody
-- saved it meanwhile. TL002: bad input.
create function api.save_court_document(p_op uuid, p_document uuid, p_child uuid, p_children uuid[], p_kind text,
  p_proceedings uuid, p_base integer, p_fields jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_children uuid[] := array(select distinct c from unnest(p_children || p_child) c order by c);
  v_document core.court_document; v_done integer;
begin
  select v.version into v_done from core.court_document_version v
   where v.op_id = p_op and v.author_id = v_me.staff_id and v.court_document_id = p_document;
  if v_done is not null then return v_done; end if;
  if p_base <> 0 then
    v_document := wall.court_document_of(p_child, p_document);
    v_children := v_document.children;
  end if;
  perform wall.document_writer(v_children);
  perform wall.check_fields(p_fields);
  if coalesce(p_kind, '') !~ '^[a-z][a-z0-9_]{0,39}$' then
    perform wall.bad_input('a document is of a kind that has a template');
  end if;
  if p_proceedings is not null then perform wall.case_of(p_child, p_proceedings); end if;
  if p_base = 0 then
    insert into core.court_document (court_document_id, kind, child_id, children, proceedings_id, created_by)
    values (p_document, p_kind, p_child, v_children, p_proceedings, v_me.staff_id);
  else
    if (wall.court_document_now(p_document)).version is distinct from p_base then perform wall.amended_meanwhile(); end if;
  end if;
  insert into core.court_document_version (court_document_id, version, op_id, fields, author_id)
  values (p_document, p_base + 1, p_op, p_fields, v_me.staff_id);
  perform wall.log('save_court_document', c, p_document, jsonb_build_object('version', p_base + 1, 'kind', p_kind))
     from unnest(v_children) c;
  return p_base + 1;
exception
  when unique_violation then
    select v.version into v_done from core.court_document_version v
     where v.op_id = p_op and v.author_id = v_me.staff_id and v.court_document_id = p_document;
    if v_done is not null then return v_done; end if;
    perform wall.court_document_of(p_child, p_document);
    perform wall.amended_meanwhile();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this document does not have the form that the server understands');
end $$;
grant execute on function api.save_court_document(uuid, uuid, uuid, uuid[], text, uuid, integer, jsonb)
  to :"practitioner", :"court_adviser", :"manager";

-- Whether a document is told of in a list: not if it is also about a child whose file is sealed to the caller.
create function wall.lists_document(p_me core.staff, p_child uuid, p_children uuid[]) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select p_child = any (p_children)
    and not exists (select from unnest(p_children) c where c <> p_child and wall.sealed_to(p_me, c))
$$;

-- Ticket. The documents about this child, the one saved last first; one that is also about a child whose file the caller
-- may not open is told of without its title.
create function api.court_documents(p_child uuid) returns table (document_id uuid, kind text, title text,
  children uuid[], proceedings_id uuid, version integer, author text, saved_at timestamptz, created_by text, created_at timestamptz,
  filed integer, filed_at timestamptz, filed_by text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  perform wall.ticket(p_child);
  return query
  select d.court_document_id, d.kind,
         case when exists (select from core.file x where x.child_id = any (d.children) and x.child_id <> p_child
                            and wall.basis(v_me, x) is null)
              then '' else coalesce(v.fields ->> 'title', '') end,
         d.children, d.proceedings_id, v.version, a.name,
         v.recorded_at, c.name, d.created_at, coalesce(f.number, 0), f.filed_at, b.name
    from core.court_document d
    join core.staff c on c.staff_id = d.created_by
    join core.court_document_version v on v.court_document_id = d.court_document_id and v.version = wall.version_told(v_me, d)
    join core.staff a on a.staff_id = v.author_id
    left join lateral (select x.number, x.filed_at, x.filed_by from core.filed_version x
                        where x.court_document_id = d.court_document_id order by x.number desc limit 1) f on true
    left join core.staff b on b.staff_id = f.filed_by
   where d.children @> array[p_child] and wall.lists_document(v_me, p_child, d.children)
   order by v.recorded_at desc, d.court_document_id;
end $$;
grant execute on function api.court_documents(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. A document as it stands, or as it stood in one of its versions. That it was read is on record.
create function api.court_document(p_child uuid, p_document uuid, p_version integer default null) returns table (
  kind text, children uuid[], proceedings_id uuid, version integer, fields jsonb, author text, saved_at timestamptz, newest integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_document core.court_document; v_newest integer;
begin
  v_document := wall.court_document_of(p_child, p_document);
  v_newest := wall.version_told(wall.me(), v_document);
  if coalesce(p_version, v_newest) not between 1 and v_newest then perform wall.refuse(); end if;
  perform wall.log('read_court_document', c, p_document, jsonb_build_object('version', coalesce(p_version, v_newest)))
     from unnest(v_document.children) c;
  return query
  select v_document.kind, v_document.children, v_document.proceedings_id, v.version, v.fields, s.name, v.recorded_at, v_newest
    from core.court_document_version v join core.staff s on s.staff_id = v.author_id
   where v.court_document_id = p_document and v.version = coalesce(p_version, v_newest);
end $$;
grant execute on function api.court_document(uuid, uuid, integer)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. Who saved which version of a document, and when, newest first.
create function api.court_document_versions(p_child uuid, p_document uuid) returns table (version integer, author text,
  saved_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_newest integer := wall.version_told(wall.me(), wall.court_document_of(p_child, p_document));
begin
  return query
  select v.version, s.name, v.recorded_at from core.court_document_version v
    join core.staff s on s.staff_id = v.author_id
   where v.court_document_id = p_document and v.version <= v_newest order by v.version desc;
end $$;
grant execute on function api.court_document_versions(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and the right to record, but not support staff. Says of a finding of the check, given by its sha256, that it
-- stands, and why; an empty reason takes that back. A hidden detail is released only by somebody who may see confidential
-- details in this file and wrote none of the versions from the one filed last on. The client makes the id. TL002: bad input.
create function api.answer_finding(p_answer uuid, p_child uuid, p_document uuid, p_finding text, p_kind text,
  p_hidden boolean, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_document core.court_document := wall.court_document_of(p_child, p_document);
  v_me core.staff := wall.document_writer(v_document.children);
  v_reason text := btrim(coalesce(p_reason, ''));
begin
  if coalesce(p_finding, '') !~ '^[0-9a-f]{64}$' or coalesce(p_kind, '') !~ '^[a-zA-Z_-]{1,40}$' or p_hidden is null then
    perform wall.bad_input('this finding does not have the form that the server understands');
  elsif length(v_reason) > 2000 or v_reason <> '' and length(v_reason) < 5 then
    perform wall.bad_input('say in 5 to 2,000 characters why it may stand');
  end if;
  if p_hidden and v_reason <> '' then
    if exists (select from unnest(v_document.children) c where not wall.sees_confidential(wall.ticket(c))) then
      perform wall.refuse();
    end if;
    if exists (select from core.court_document_version v where v.court_document_id = p_document
                and v.author_id = v_me.staff_id and v.version >= coalesce((
                  select max(f.version) from core.filed_version f where f.court_document_id = p_document), 0)) then
      perform wall.bad_input('a hidden detail is released by a second person: not by one who wrote on the document');
    end if;
  end if;
  insert into core.finding_answer (answer_id, court_document_id, finding, kind, hidden, reason, staff_id)
  values (p_answer, p_document, decode(p_finding, 'hex'), p_kind, p_hidden, v_reason, v_me.staff_id)
  on conflict do nothing;
  if not found then
    if not exists (select from core.finding_answer a where a.answer_id = p_answer and a.court_document_id = p_document
                    and a.finding = decode(p_finding, 'hex') and a.staff_id = v_me.staff_id and a.reason = v_reason) then
      perform wall.refuse();
    end if;
    return;
  end if;
  perform wall.log(case when v_reason = '' then 'withdraw_answer' when p_hidden then 'release_finding'
                        else 'accept_finding' end,
                   p_child, p_document, jsonb_build_object('kind', p_kind, 'answer', p_answer));
end $$;
grant execute on function api.answer_finding(uuid, uuid, uuid, text, text, boolean, text)
  to :"practitioner", :"court_adviser", :"manager";

-- The answers to findings of a document that count: the newest of each finding, unless it was taken back.
create function wall.answers_of(p_document uuid) returns setof core.finding_answer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select n.* from (
    select distinct on (a.finding, a.hidden) a.* from core.finding_answer a where a.court_document_id = p_document
     order by a.finding, a.hidden, a.answered_at desc, a.answer_id) n
   where n.reason <> ''
$$;

-- Ticket. What was said of findings of this document, and by whom; `mine` tells one's own, which release nothing that one
-- files oneself.
create function api.finding_answers(p_child uuid, p_document uuid) returns table (finding text, kind text,
  hidden boolean, reason text, said_by text, mine boolean, said_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  perform wall.court_document_of(p_child, p_document);
  return query
  select encode(a.finding, 'hex'), a.kind, a.hidden, a.reason, s.name, a.staff_id = v_me.staff_id, a.answered_at
    from wall.answers_of(p_document) a join core.staff s on s.staff_id = a.staff_id
   order by a.answered_at, a.answer_id;
end $$;
grant execute on function api.finding_answers(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Anybody active. The newest of each template that an administrator put here; they go before those of the program. One
-- that is `ended` is offered no more, and its text is there for the documents that stand on it; `stood` is the text that
-- was there before, for where the newest is empty or cannot be read.
create function api.document_templates() returns table (kind text, version integer, toml text, ended boolean, stood text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select distinct on (t.kind) t.kind, t.version, t.toml, t.ended,
                 coalesce((select b.toml from core.document_template b
                            where b.kind = t.kind and b.version < t.version and b.toml <> ''
                            order by b.version desc limit 1), '')
                 from core.document_template t order by t.kind, t.version desc;
end $$;
grant execute on function api.document_templates() to :"people";

-- Administrators. Puts a template here from now on; an empty text goes back to the program's own. With `ended` it is
-- offered no more, and documents that stand on it are opened with this text. What stood is kept. TL001: somebody put
-- another here after what the person saw.
create function api.put_document_template(p_kind text, p_toml text, p_ended boolean default false,
  p_why text default '', p_seen integer default null) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('administrator');
  v_last core.document_template;
  v_version integer;
begin
  set local lock_timeout = '3s';
  if coalesce(p_kind, '') !~ '^[a-z][a-z0-9_]{0,39}$' or length(coalesce(p_toml, '')) > 200000 then
    perform wall.bad_input('a template has a name in small letters and at most 200,000 characters');
  end if;
  select * into v_last from core.document_template t where t.kind = p_kind order by t.version desc limit 1;
  v_version := coalesce(v_last.version, 0) + 1;
  if (v_last.toml, v_last.ended) = (coalesce(p_toml, ''), coalesce(p_ended, false)) then return v_last.version; end if;
  if not wall.change_line(v_me, 'document_template', p_kind,
       case when v_last.kind is not null then wall.template_facts(v_last.version, v_last.toml, v_last.ended) end,
       wall.template_facts(v_version, p_toml, p_ended), p_why, p_seen) then
    return v_last.version;
  end if;
  insert into core.document_template (kind, version, toml, ended, staff_id)
  values (p_kind, v_version, coalesce(p_toml, ''), coalesce(p_ended, false), v_me.staff_id);
  perform wall.log('put_document_template', null, null, jsonb_build_object('kind', p_kind, 'version', v_version));
  return v_version;
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.put_document_template(text, text, boolean, text, integer) to :"administrator";

-- What the history says of a version of a template, beside its text that is kept with it.
create function wall.template_facts(p_version integer, p_toml text, p_ended boolean) returns jsonb
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('version', p_version, 'own', coalesce(p_toml, '') = '', 'ended', coalesce(p_ended, false))
$$;

-- Anybody active. How many sides of A4 each kind of document usually may have on a day, and on whose authority.
create function api.page_limits(p_on date default null) returns table (kind text, from_on date, pages integer,
  authority text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select distinct on (l.kind) l.kind, l.from_on, l.pages, l.authority from core.page_limit l
                where l.from_on <= coalesce(p_on, current_date) order by l.kind, l.from_on desc;
end $$;
grant execute on function api.page_limits(date) to :"people";

-- Administrators. The usual number of pages of a kind of document from a day on. On record as it was and as it is.
create function api.put_page_limit(p_kind text, p_from_on date, p_pages integer, p_authority text,
  p_why text default '', p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator'); v_before core.page_limit;
begin
  set local lock_timeout = '3s';
  if coalesce(p_kind, '') !~ '^[a-z][a-z0-9_]{0,39}$' or p_from_on is null
     or p_from_on not between date '2000-01-01' and date '2999-12-31' or not coalesce(p_pages between 1 and 2000, false)
     or length(btrim(coalesce(p_authority, ''))) not between 1 and 300 then
    perform wall.bad_input('say the kind of document, from which day, from 1 to 2,000 pages, and on whose authority');
  end if;
  select * into v_before from core.page_limit l where l.kind = p_kind and l.from_on = p_from_on;
  if not wall.change_line(v_me, 'page_limit', p_kind || ' ' || to_char(p_from_on, 'YYYY-MM-DD'),
       case when v_before.kind is not null
         then jsonb_build_object('pages', v_before.pages, 'authority', v_before.authority) end,
       jsonb_build_object('pages', p_pages, 'authority', btrim(p_authority)), p_why, p_seen) then
    return;
  end if;
  insert into core.page_limit (kind, from_on, pages, authority) values (p_kind, p_from_on, p_pages, btrim(p_authority))
  on conflict (kind, from_on) do update set pages = excluded.pages, authority = excluded.authority;
  perform wall.log('put_page_limit', null, null,
    jsonb_build_object('kind', p_kind, 'from_on', p_from_on, 'before', v_before.pages, 'after', p_pages));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.put_page_limit(text, date, integer, text, text, integer) to :"administrator";

-- Social workers, court advisers and managers: the children whom they hold or are named for, each with its running
-- proceedings, what comes next in them, the last filing, how much was recorded since, and documents in progress. Only what
-- a list of work needs; reading the file itself needs a ticket.
create function api.my_court_work() returns table (child_id uuid, reference text, name text, basis text,
  proceedings_id uuid, case_number text, court text, stage text, hearing text, hearing_on date, issued_on date,
  weeks_26_on date, due_on date, filed_kind text, filed_at timestamptz, entries_since bigint, in_progress jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  return query
  with mine as materialized (
    select f, wall.basis(v_me, f) as basis from core.file f
     where f.child_id in (
       select a.child_id from core.allocation a
        where a.staff_id = v_me.staff_id and (a.to_at is null or a.to_at > clock_timestamp())
       union select n.child_id from core.named_access n where n.staff_id = v_me.staff_id)
  )
  select (m.f).child_id, (m.f).reference, wall.name_of((m.f).child_id), m.basis, p.proceedings_id,
         coalesce(p.case_number, ''), coalesce(p.court, ''), coalesce(wall.label_of('court_stage', p.stage), ''),
         coalesce(wall.label_of('hearing_type', h.kind), ''), h.listed_on, p.issued_on,
         wall.weeks_26_on(p), p.due_on,
         coalesce(l.kind, ''), l.filed_at,
         (select count(*) from core.chronology c
           where c.child_id = (m.f).child_id and c.recorded_at > l.record_as_at
             and (not c.legal_advice or wall.sees_legal_advice(m.basis))),
         (select coalesce(jsonb_agg(jsonb_build_object('document_id', d.court_document_id, 'kind', d.kind, 'version',
                   v.version, 'saved_at', v.recorded_at, 'author', s.name) order by v.recorded_at desc), '[]')
            from core.court_document d
            join core.court_document_version v on v.court_document_id = d.court_document_id and v.version = wall.version_told(v_me, d)
            join core.staff s on s.staff_id = v.author_id
           where d.children @> array[(m.f).child_id] and wall.lists_document(v_me, (m.f).child_id, d.children) and not exists (
             select from core.filed_version x where x.court_document_id = d.court_document_id and x.version = v.version))
    from mine m
    left join lateral wall.cases_of((m.f).child_id) p on p.ended_on is null and not p.mistaken
    left join lateral (select n.kind, n.listed_on from wall.hearings_of(p.proceedings_id) n
                        where n.listed_on >= current_date and n.status = '' order by n.listed_on, n.listed_at limit 1) h on true
    left join lateral (select d.kind, x.filed_at, x.record_as_at from core.filed_version x
                         join core.court_document d using (court_document_id)
                        where d.children @> array[(m.f).child_id] and wall.lists_document(v_me, (m.f).child_id, d.children)
                        order by x.filed_at desc limit 1) l on true
   where m.basis is not null
   order by h.listed_on nulls last, 3, 1, 5;
end $$;
grant execute on function api.my_court_work() to :"practitioner", :"court_adviser", :"manager";
