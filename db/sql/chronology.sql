-- The chronology: its projection out of the versions, its keys, its pages, its words, and the rows for the court.

-- The place of an entry in a child's chronology, in one bigint: 20 bits of day since 1800, 11 of minute, 32 of number.
-- Its body is bound when it is made, not when it is called, so it needs no pinned search path and can be inlined.
create function wall.order_key(p_day date, p_minute integer, p_number bigint) returns bigint
language sql immutable
return ((p_day - date '1800-01-01')::bigint << 43) | (coalesce(p_minute, 0)::bigint << 32) | p_number;

-- Cuts a long text into overlapping parts of 20,000 characters: never more than 10,000 words, so that the search
-- vector keeps every position. A phrase across a cut is found, since the parts share 500 characters.
create function wall.parts(p_text text) returns table (part integer, words text)
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if length(p_text) <= 20000 then
    return query select 1, p_text;
  else
    return query select n, substr(p_text, (n - 1) * 19500 + 1, 20000)
      from generate_series(1, ceil(length(p_text) / 19500.0)::integer) n;
  end if;
end $$;

-- Projects entries: one chronology row and the search parts for each child of each entry, from the newest version.
-- The one way in which these tables are written; projecting again gives the same rows. An entry that stood in the
-- wrong file is in neither.
-- The other children that an entry concerns are counted without those whose file is sealed, since everybody who reads
-- here sees the count.
create function wall.project(p_entries uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  delete from core.chronology c using core.wrong_file w
   where w.entry_id = any (p_entries) and c.entry_id = w.entry_id and c.child_id = w.child_id;
  -- waits for a sealing that is under way, and makes one wait: the next statement sees what it left
  perform from core.file f where f.child_id in (select k.child_id from core.entry_child k
                                                 where k.entry_id = any (p_entries)) for key share;
  with latest as materialized (
    select distinct on (v.entry_id) v.* from core.entry_version v where v.entry_id = any (p_entries)
     order by v.entry_id, v.version desc
  )
  insert into core.chronology as c
  select k.child_id, wall.order_key(v.occurred_earliest, v.occurred_minute, k.number), v.entry_id, v.version,
         v.occurred_earliest, v.occurred_latest, v.occurred_precision, v.occurred_minute, v.occurred_approximate,
         v.occurred_words, v.kind, v.headline, left(v.detail, 300), v.source_how, v.source_who, v.source_role,
         v.source_agency, v.source_on, v.significant, v.tone, left(p.words, 300), p.seen, p.seen_alone, v.legal_advice,
         (select count(*) from core.entry_child s join core.file f on f.child_id = s.child_id
           where s.entry_id = v.entry_id and s.child_id <> k.child_id and not f.sealed
             and not exists (select from core.wrong_file w where w.entry_id = s.entry_id and w.child_id = s.child_id)),
         (select count(*) from core.entry_document d join core.document_child y using (document_id)
           where d.entry_id = v.entry_id and y.child_id = k.child_id),
         greatest(e.created_at::date - v.occurred_latest, 0), e.created_by, v.recorded_at
    from latest v
    join core.entry e on e.entry_id = v.entry_id
    join core.entry_child k on k.entry_id = v.entry_id
    join core.entry_version_child p on p.entry_id = v.entry_id and p.version = v.version and p.child_id = k.child_id
   where not exists (select from core.wrong_file w where w.entry_id = k.entry_id and w.child_id = k.child_id)
  on conflict (child_id, entry_id) do update set
    (order_key, version, occurred_earliest, occurred_latest, occurred_precision, occurred_minute, occurred_approximate,
     occurred_words, kind, headline, detail_start, source_how, source_who, source_role, source_agency, source_on,
     significant, tone, words, seen, seen_alone, legal_advice, siblings, documents, late_days, author_id, recorded_at)
    = (excluded.order_key, excluded.version, excluded.occurred_earliest, excluded.occurred_latest,
     excluded.occurred_precision, excluded.occurred_minute, excluded.occurred_approximate, excluded.occurred_words,
     excluded.kind, excluded.headline, excluded.detail_start, excluded.source_how, excluded.source_who,
     excluded.source_role, excluded.source_agency, excluded.source_on, excluded.significant, excluded.tone,
     excluded.words, excluded.seen, excluded.seen_alone, excluded.legal_advice, excluded.siblings,
     excluded.documents, excluded.late_days, excluded.author_id, excluded.recorded_at);

  delete from core.search_part s using core.entry_child k
   where k.entry_id = any (p_entries) and s.child_id = k.child_id and s.entry_id = k.entry_id;
  insert into core.search_part (child_id, entry_id, part, order_key, legal_advice, tsv)
  select p.child_id, v.entry_id, t.part, wall.order_key(v.occurred_earliest, v.occurred_minute, k.number),
         v.legal_advice, to_tsvector('core.record', t.words)
    from (select distinct on (v.entry_id) v.*, v as whole from core.entry_version v where v.entry_id = any (p_entries)
           order by v.entry_id, v.version desc) v
    join core.entry_version_child p on p.entry_id = v.entry_id and p.version = v.version
    join core.entry_child k on k.entry_id = v.entry_id and k.child_id = p.child_id
    cross join lateral wall.parts(wall.words_of(v.whole, p)) t
   where not exists (select from core.wrong_file w where w.entry_id = k.entry_id and w.child_id = k.child_id);
end $$;

-- A line of a chronology as the client lists it.
create type wall.line as (order_key bigint, entry_id uuid, version integer, occurred_earliest date,
  occurred_latest date, occurred_precision text, occurred_minute smallint, occurred_approximate boolean,
  occurred_words text, kind text, headline text, detail_start text, source_how text, source_who text,
  source_role text, source_agency text, source_on text, significant boolean, tone text, words text, seen boolean,
  seen_alone boolean, siblings smallint, documents smallint, late_days integer, author text,
  author_role text, recorded_at timestamptz, challenges integer);

-- Ticket. All order keys of the file, ascending, 8 bytes each and most significant first: 100,000 in one value.
create function api.chronology_keys(p_child uuid, p_since date default null, p_until date default null,
  p_significant boolean default false) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_from bigint := wall.order_key(coalesce(p_since, date '1800-01-01'), 0, 0);
  v_to bigint := wall.order_key(coalesce(p_until, date '3000-01-01') + 1, 0, 0);
  v_keys bytea;
begin
  if v_legal and not coalesce(p_significant, false) then
    select string_agg(int8send(c.order_key), ''::bytea order by c.order_key) into v_keys from core.chronology c
     where c.child_id = p_child and c.order_key >= v_from and c.order_key < v_to;
  elsif p_significant then
    select string_agg(int8send(c.order_key), ''::bytea order by c.order_key) into v_keys from core.chronology c
     where c.child_id = p_child and c.order_key >= v_from and c.order_key < v_to and c.significant
       and (v_legal or not c.legal_advice);
  else
    select string_agg(int8send(c.order_key), ''::bytea order by c.order_key) into v_keys from core.chronology c
     where c.child_id = p_child and c.order_key >= v_from and c.order_key < v_to and not c.legal_advice;
  end if;
  return coalesce(v_keys, ''::bytea);
end $$;
grant execute on function api.chronology_keys(uuid, date, date, boolean)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The lines of these keys, ascending; at most 1,000 at once.
create function api.chronology_rows(p_child uuid, p_keys bigint[]) returns setof wall.line
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  if cardinality(p_keys) > 1000 then perform wall.bad_input('at most 1,000 lines at once'); end if;
  return query select c.order_key, c.entry_id, c.version, c.occurred_earliest, c.occurred_latest,
      c.occurred_precision, c.occurred_minute, c.occurred_approximate, c.occurred_words, c.kind, c.headline,
      c.detail_start, c.source_how, c.source_who, c.source_role, c.source_agency, c.source_on, c.significant,
      c.tone, c.words, c.seen, c.seen_alone, c.siblings, c.documents, c.late_days, s.name, s.job_title,
      c.recorded_at,
      (select count(*)::integer from core.entry_challenge h where h.entry_id = c.entry_id and h.child_id = c.child_id)
    from core.chronology c join core.staff s on s.staff_id = c.author_id
   where c.child_id = p_child and c.order_key = any (p_keys) and (v_legal or not c.legal_advice)
   order by c.order_key;
end $$;
grant execute on function api.chronology_rows(uuid, bigint[])
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The newest lines, or those before a key, newest first; at most 1,000 at once.
create function api.chronology_page(p_child uuid, p_count integer default 200, p_before bigint default null)
  returns setof wall.line
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
begin
  return query select c.order_key, c.entry_id, c.version, c.occurred_earliest, c.occurred_latest,
      c.occurred_precision, c.occurred_minute, c.occurred_approximate, c.occurred_words, c.kind, c.headline,
      c.detail_start, c.source_how, c.source_who, c.source_role, c.source_agency, c.source_on, c.significant,
      c.tone, c.words, c.seen, c.seen_alone, c.siblings, c.documents, c.late_days, s.name, s.job_title,
      c.recorded_at,
      (select count(*)::integer from core.entry_challenge h where h.entry_id = c.entry_id and h.child_id = c.child_id)
    from core.chronology c join core.staff s on s.staff_id = c.author_id
   where c.child_id = p_child and c.order_key < coalesce(p_before, 9223372036854775807)
     and (v_legal or not c.legal_advice)
   order by c.order_key desc limit least(p_count, 1000);
end $$;
grant execute on function api.chronology_page(uuid, integer, bigint)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. What an entry says for this child, one version or the newest; another child's part is never told. An entry
-- that is legal advice by now was so from the beginning: its older versions are kept from a guardian too.
-- The other children concerned are counted and named where their file is not sealed or the reader may open it. Who was
-- told that the entry was posted here has opened it with this.
create function api.read_entry(p_child uuid, p_entry uuid, p_version integer default null) returns table (
  entry_id uuid, version integer, versions integer, content jsonb, part jsonb, reason text, author text,
  author_role text, recorded_at timestamptz, also_concerns bigint, also_names text[], first_recorded_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_me core.staff := wall.me();
  v_others text[] := array(
    select wall.name_of(k.child_id) from core.entry_child k join core.file f using (child_id)
     where k.entry_id = p_entry and k.child_id <> p_child and (not f.sealed or wall.basis(v_me, f) is not null)
       and not exists (select from core.wrong_file w where w.entry_id = k.entry_id and w.child_id = k.child_id)
       and exists (select from core.entry_child own where own.entry_id = p_entry and own.child_id = p_child)
     order by 1);
begin
  return query
  select v.entry_id, v.version, (select max(x.version) from core.entry_version x where x.entry_id = v.entry_id),
         wall.content_of(v) || jsonb_build_object('rests_on', wall.rests_on(v.entry_id, v.version, p_child, v_legal)),
         to_jsonb(p) - 'entry_id' - 'version', v.amendment_reason, s.name, s.job_title,
         v.recorded_at, cardinality(v_others)::bigint, v_others,
         (select e.created_at from core.entry e where e.entry_id = v.entry_id)
    from core.entry_version v
    join core.entry_version_child p on p.entry_id = v.entry_id and p.version = v.version and p.child_id = p_child
    join core.staff s on s.staff_id = v.author_id
   where v.entry_id = p_entry
     and (v_legal or not (v.legal_advice or (select x.legal_advice from core.entry_version x
                           where x.entry_id = p_entry order by x.version desc limit 1)))
     and not exists (select from core.wrong_file w where w.entry_id = p_entry and w.child_id = p_child)
     and v.version = coalesce(p_version, (select max(x.version) from core.entry_version x where x.entry_id = p_entry));
  if not found then perform wall.refuse(); end if;
  perform wall.note_posted_seen(v_me, p_child, p_entry);
end $$;
grant execute on function api.read_entry(uuid, uuid, integer)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The entries of a span of days with their full text, in order, for a court chronology.
-- Legal advice is privileged and never printed; that the rows were taken is audited.
create function api.court_rows(p_child uuid, p_since date, p_until date, p_significant boolean) returns table (
  order_key bigint, entry_id uuid, version integer, content jsonb, part jsonb, author text, recorded_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  perform wall.log('court_rows', p_child);
  return query
  select c.order_key, c.entry_id, c.version, wall.content_of(v), to_jsonb(p) - 'entry_id' - 'version', s.name,
         v.recorded_at
    from core.chronology c
    join core.entry_version v on v.entry_id = c.entry_id and v.version = c.version
    join core.entry_version_child p on p.entry_id = c.entry_id and p.version = c.version and p.child_id = p_child
    join core.staff s on s.staff_id = v.author_id
   where c.child_id = p_child and not c.legal_advice
     and c.order_key >= wall.order_key(coalesce(p_since, date '1800-01-01'), 0, 0)
     and c.order_key < wall.order_key(coalesce(p_until, date '3000-01-01') + 1, 0, 0)
     and (c.significant or not coalesce(p_significant, false))
   order by c.order_key;
end $$;
grant execute on function api.court_rows(uuid, date, date, boolean)
  to :"practitioner", :"court_adviser", :"manager", :"support";
