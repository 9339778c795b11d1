-- Documents: papers that hang on entries, their bytes, their text for search, and which of them are current.

-- The largest document that is kept, in bytes: a setting of the deployment, 20 MB where nothing else is set.
create function wall.document_limit() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select s.value::bigint from core.setting s
                    where s.key = 'document_limit_mb' and s.value ~ '^[0-9]{1,3}$'), 20) * 1024 * 1024
$$;

-- A paper as the client lists it; `entry_id` and `order_key` lead to the entry that it hangs on.
create type wall.paper as (document_id uuid, entry_id uuid, order_key bigint, name text, media_type text, kind text,
  dated_on date, bytes bigint, text_note text, searched boolean, current boolean, added_by text, added_at timestamptz);

-- The papers that may be read in this child's file: added for this child, and attached to an entry that stands in the
-- file (not one of the wrong file, not legal advice for a guardian).
create function wall.papers(p_child uuid, p_legal boolean) returns setof wall.paper
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.document_id, c.entry_id, c.order_key, d.name, d.media_type, d.kind, d.dated_on,
         octet_length(d.content)::bigint, d.text_note, d.text <> '', d.superseded_by is null, s.name, d.added_at
    from core.document_child y
    join core.document d using (document_id)
    join core.entry_document x using (document_id)
    join core.chronology c on c.child_id = p_child and c.entry_id = x.entry_id and (p_legal or not c.legal_advice)
    join core.staff s on s.staff_id = d.added_by
   where y.child_id = p_child
$$;

-- Ticket. The papers attached to one entry, in the order in which they came.
create function api.documents_of_entry(p_child uuid, p_entry uuid) returns setof wall.paper
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query select * from wall.papers(p_child, v_legal) p where p.entry_id = p_entry
                order by p.added_at, p.document_id;
end $$;
grant execute on function api.documents_of_entry(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. All papers of the file, newest first; one that hangs on several entries is told once, at the earliest.
create function api.documents_of_child(p_child uuid) returns setof wall.paper
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query
  select (o.p).* from (select distinct on (p.document_id) p from wall.papers(p_child, v_legal) p
                        order by p.document_id, p.order_key) o
   order by coalesce((o.p).dated_on, (o.p).added_at::date) desc, (o.p).added_at desc;
end $$;
grant execute on function api.documents_of_child(uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The newest current paper of each kind that is lived by: safety plan, plans, orders, agreements.
create function api.current_papers(p_child uuid) returns setof wall.paper
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query
  select (o.p).* from (
    select distinct on (p.kind) p, k.sort from wall.papers(p_child, v_legal) p
      join core.code k on k.list = 'document_kind' and k.code = p.kind and k.country = ''
     where p.current and coalesce((k.attributes ->> 'current')::boolean, false)
     order by p.kind, p.dated_on desc nulls last, p.added_at desc, p.order_key) o
   order by o.sort;
end $$;
grant execute on function api.current_papers(uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The bytes of a paper that may be read in this child's file. Each look is in the audit, and in the server's
-- log, which survives a rollback.
create function api.document_bytes(p_child uuid, p_document uuid) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  if not exists (select from wall.papers(p_child, v_legal) p where p.document_id = p_document) then
    perform wall.refuse();
  end if;
  perform wall.log('read_document', p_child, p_document);
  raise log 'throughline: a document taken by %', session_user;
  return (select d.content from core.document d where d.document_id = p_document);
end $$;
grant execute on function api.document_bytes(uuid, uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Anybody active. The largest document that is kept, in bytes, so that a larger one is not sent in vain.
create function api.document_limit() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return wall.document_limit();
end $$;
grant execute on function api.document_limit() to :"people";

-- Refuses what is no document that can be kept, in words that repeat nothing of it.
create function wall.check_document(p_name text, p_media_type text, p_kind text, p_dated_on date, p_content bytea,
  p_sha256 text, p_text text, p_text_note text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if btrim(coalesce(p_name, '')) = '' or length(p_name) > 255 or length(coalesce(p_media_type, '')) > 200
     or length(coalesce(p_text_note, '')) > 500 then
    perform wall.bad_input('a document needs a name of at most 255 characters');
  end if;
  if not exists (select from core.code c where c.list = 'document_kind' and c.code = p_kind) then
    perform wall.bad_input('choose the kind of paper from the list');
  end if;
  if p_dated_on not between date '1800-01-01' and date '2999-12-31' then
    perform wall.bad_input('a paper is dated between 1800 and 2999, or not at all');
  end if;
  if octet_length(p_content) > wall.document_limit() then
    perform wall.bad_input('this document is larger than this server keeps');
  end if;
  if coalesce(octet_length(p_content), 0) = 0 or encode(sha256(p_content), 'hex') is distinct from lower(p_sha256) then
    perform wall.bad_input('this document is empty or did not arrive whole: send it again');
  end if;
  if length(p_text) > 2000000 then
    perform wall.bad_input('at most 2,000,000 characters of a document are searched');
  end if;
end $$;

-- A document that stands by itself gets an entry that says so; entry and document share their id, so that sending it
-- again lands it once.
create function wall.enter_document(p_me uuid, p_document uuid, p_child uuid, p_name text, p_kind text, p_dated_on date,
  p_headline text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_event bigint;
  v_day date := coalesce(p_dated_on, current_date);
  v_label text; v_entry_kind text; v_content jsonb; v_children jsonb;
begin
  select c.label, coalesce(c.attributes ->> 'entry_kind', 'document') into v_label, v_entry_kind from core.code c
   where c.list = 'document_kind' and c.code = p_kind order by c.country limit 1;
  v_content := jsonb_build_object(
    'occurred', jsonb_build_object('earliest', v_day, 'latest', v_day, 'precision', 'day', 'minute', null,
      'approximate', false, 'as_given', ''),
    'source', jsonb_build_object('how', 'document', 'who', v_label, 'role', '', 'agency', '', 'on', ''),
    'kind', v_entry_kind, 'headline', coalesce(nullif(btrim(p_headline), ''), left(v_label || ': ' || p_name, 200)));
  v_children := jsonb_build_array(jsonb_build_object('child_id', p_child));
  perform wall.check_content(v_content, v_children);
  insert into core.entry (entry_id, created_by) values (p_document, p_me);
  perform wall.enter(p_document, array[p_child]);
  perform wall.write_version(p_me, p_document, p_document, 1, v_content, v_children, '',
    sha256(convert_to(v_content::text, 'UTF8')));
  insert into audit.event (action, child_id, object_id, detail)
  values ('record', p_child, p_document, jsonb_build_object('version', 1)) returning event_id into v_event;
  perform wall.tell_members(array[v_event]);
end $$;

-- Ticket, and the right to record; support too. Adds a document to an entry of this file, or as an entry of its own
-- (no entry given), for this child alone: a brother's or sister's file that shares the entry shows it only if it is
-- added there. It may take the place of a current paper of this file. Answers with the entry. The client makes the id,
-- so a resent call lands once. TL001: another has taken that paper's place meanwhile. TL002: bad input. Refuses while the
-- statement is measured.
create function api.add_document(p_document uuid, p_child uuid, p_entry uuid, p_name text, p_media_type text,
  p_kind text, p_dated_on date, p_content bytea, p_sha256 text, p_text text default '', p_text_note text default '',
  p_supersedes uuid default null, p_headline text default '') returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_basis text := wall.ticket(p_child);
  v_legal boolean := wall.sees_legal_advice(v_basis);
  v_entry uuid := coalesce(p_entry, p_document);
  v_done uuid;
begin
  set local lock_timeout = '3s';
  if wall.watched() then perform wall.refuse(); end if;
  if p_document is null or not wall.may_record(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  select x.entry_id into v_done from core.document d join core.entry_document x using (document_id)
    join core.document_child y using (document_id)
   where d.document_id = p_document and d.added_by = v_me.staff_id and y.child_id = p_child and x.entry_id = v_entry
     and encode(d.sha256, 'hex') = lower(p_sha256);
  if v_done is not null then return v_done; end if;
  perform wall.check_document(p_name, p_media_type, p_kind, p_dated_on, p_content, p_sha256, p_text, p_text_note);
  if p_entry is not null and not exists (select from core.chronology c where c.child_id = p_child
       and c.entry_id = p_entry and (v_legal or not c.legal_advice)) then
    perform wall.refuse();
  end if;
  if p_supersedes is not null and not exists (select from wall.papers(p_child, v_legal) p
       where p.document_id = p_supersedes) then
    perform wall.refuse();
  end if;
  insert into core.document (document_id, sha256, name, media_type, content, text, text_note, kind, dated_on, added_by)
  values (p_document, decode(p_sha256, 'hex'), btrim(p_name), coalesce(p_media_type, ''), p_content,
          coalesce(p_text, ''), coalesce(p_text_note, ''), p_kind, p_dated_on, v_me.staff_id);
  if p_entry is null then
    perform wall.enter_document(v_me.staff_id, p_document, p_child, p_name, p_kind, p_dated_on, p_headline);
  end if;
  insert into core.document_child (document_id, child_id) values (p_document, p_child);
  insert into core.entry_document (entry_id, document_id) values (v_entry, p_document);
  if p_supersedes is not null then
    update core.document set superseded_by = p_document where document_id = p_supersedes and superseded_by is null;
    if not found then perform wall.amended_meanwhile(); end if;
  end if;
  perform wall.project(array[v_entry]);
  perform wall.log('add_document', p_child, p_document, jsonb_build_object('kind', p_kind, 'entry', v_entry,
    'bytes', octet_length(p_content), 'supersedes', p_supersedes));
  return v_entry;
exception
  when unique_violation then
    select x.entry_id into v_done from core.document d join core.entry_document x using (document_id)
     where d.document_id = p_document and d.added_by = v_me.staff_id and x.entry_id = v_entry
       and encode(d.sha256, 'hex') = lower(p_sha256);
    if v_done is not null then return v_done; end if;
    perform wall.refuse();
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('this document does not have the form that the server understands');
end $$;
grant execute on function api.add_document(uuid, uuid, uuid, text, text, text, date, bytea, text, text, text, uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";
