-- Words: what an entry says as one text, what a person typed as a query, and finding it in one file or in all of one's
-- files. A query reads every word, stop words too: "not seen alone" is another fact than "seen alone".

-- Everything that an entry says for one child, the papers attached to it for that child and the challenges noted in
-- that child's file included: what is indexed.
-- Its body is bound when it is made, so it needs no pinned search path and can be inlined.
create function wall.words_of(v core.entry_version, p core.entry_version_child) returns text
language sql stable
return concat_ws(E'\n', v.headline, v.detail, v.occurred_words, v.place, v.present, v.source_who, v.source_role,
  v.source_on, (select c.label from core.code c where c.list = 'agency' and c.code = v.source_agency and c.country = ''),
  v.outcome, p.impact, p.words, p.observed, p.not_seen_why, v.not_to_share_with, v.not_to_share_why,
  (select string_agg(concat_ws(E'\n', d.name, d.text), E'\n' order by d.added_at, d.document_id)
     from core.entry_document x join core.document_child y using (document_id) join core.document d using (document_id)
    where x.entry_id = v.entry_id and y.child_id = p.child_id),
  (select string_agg(concat_ws(E'\n', h.said_by, h.text), E'\n' order by h.recorded_at, h.challenge_id)
     from core.entry_challenge h where h.entry_id = v.entry_id and h.child_id = p.child_id));

-- One word or phrase of a query. A hyphenated word is a phrase of its parts. With a star it is a beginning, as typed
-- and by its stem: the record keeps "childmind" for the childminder's. Words that say nothing make no noise.
create function wall.term_of(p_words text, p_begins boolean) returns tsquery
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set client_min_messages = warning as $$
declare v_start text;
begin
  if not p_begins then
    return phraseto_tsquery('core.record', p_words);
  end if;
  v_start := lower(substring(p_words from '\w{2,}$'));
  if v_start is null then return ''::tsquery; end if;
  return to_tsquery('simple', quote_literal(v_start) || ':*') || to_tsquery('core.record', quote_literal(v_start) || ':*');
end $$;

-- What a person typed, as a text query: "phrases", -minus, word* for beginnings, and OR between its two neighbours;
-- everything else must all be there.
create function wall.query_of(p_words text) returns tsquery
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set client_min_messages = warning as $$
declare
  v_query tsquery := '';
  v_group tsquery := '';
  v_term tsquery;
  v_or boolean := false;
  m text[];
begin
  for m in select regexp_matches(p_words, '(-?)"([^"]*)"?|(-?)(\S+)', 'g') loop
    if m[2] is null and upper(m[4]) = 'OR' and coalesce(m[3], '') = '' then
      v_or := true;
      continue;
    end if;
    v_term := wall.term_of(coalesce(m[2], rtrim(m[4], '*')), m[2] is null and m[4] like '%_*');
    if numnode(v_term) = 0 then continue; end if;
    if coalesce(m[1], m[3], '') = '-' then v_term := !! v_term; end if;
    if v_or and numnode(v_group) > 0 then
      v_group := v_group || v_term;
    else
      v_query := case when numnode(v_group) = 0 then v_query when numnode(v_query) = 0 then v_group
                      else v_query && v_group end;
      v_group := v_term;
    end if;
    v_or := false;
  end loop;
  return case when numnode(v_group) = 0 then v_query when numnode(v_query) = 0 then v_group else v_query && v_group end;
end $$;

-- The order keys of the entries of a file that hold what is asked. Most entries are one part; of those that are cut
-- into several (long papers) the whole is asked, since "mother -bruise" is true of a part that is not true of the whole.
-- Planned for each question anew, since a rare and a common word want different plans; and always by the index of
-- words, since the planner takes reading through every line's words for cheaper than it is.
create function wall.found(p_child uuid, p_query tsquery, p_legal boolean) returns setof bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_indexscan = off as $$
declare
  v_long uuid[] := array(select s.entry_id from core.search_part s where s.child_id = p_child and s.part = 2);
  v_any text := nullif(querytree(p_query), 'T');
  v_entry record;
  v_part record;
  v_whole tsvector;
begin
  return query execute $q$
    select p.order_key from core.search_part p
     where p.child_id = $1 and p.tsv @@ $2 and ($3 or not p.legal_advice) and p.entry_id <> all ($4) $q$
    using p_child, p_query, p_legal, v_long;
  if cardinality(v_long) = 0 then return; end if;
  for v_entry in select s.entry_id, min(s.order_key) as order_key, bool_or(s.tsv @@ p_query) as in_a_part
      from core.search_part s
     where s.child_id = p_child and s.entry_id = any (v_long) and (p_legal or not s.legal_advice)
       and (v_any is null or s.tsv @@ replace(v_any, ' & ', ' | ')::tsquery)
     group by s.entry_id loop
    if not v_entry.in_a_part or position('!' in p_query::text) > 0 then
      v_whole := '';
      for v_part in select s.tsv from core.search_part s where s.child_id = p_child and s.entry_id = v_entry.entry_id
                     order by s.part loop
        v_whole := v_whole || v_part.tsv;
      end loop;
      continue when not v_whole @@ p_query;
    end if;
    return next v_entry.order_key;
  end loop;
end $$;

-- Ticket. The order keys of the entries that hold the words, ascending, packed like chronology_keys.
create function api.search_file(p_child uuid, p_words text) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_query tsquery := wall.query_of(left(p_words, 1000));
  v_keys bytea;
begin
  if numnode(v_query) > 0 then
    select string_agg(int8send(k), ''::bytea order by k) into v_keys from wall.found(p_child, v_query, v_legal) k;
  end if;
  return coalesce(v_keys, ''::bytea);
end $$;
grant execute on function api.search_file(uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The word of an entry that a stem stands for, as it is written there, nearest to what was typed.
create function wall.as_written(p_child uuid, p_entry uuid, p_stem text, p_typed text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
    select w.word
      from (select distinct lower(m[1]) as word from core.entry_version v
              join core.entry_version_child p using (entry_id, version),
              regexp_matches(left(wall.words_of(v, p), 200000), '([[:alnum:]]+)', 'g') m
             where v.entry_id = p_entry and p.child_id = p_child
               and v.version = (select max(x.version) from core.entry_version x where x.entry_id = p_entry)) w
     where length(w.word) < 60 and ts_lexize('core.english_all', w.word) = array[p_stem]
     order by ext.levenshtein(w.word, p_typed), w.word limit 1);
end $$;

-- Ticket. For each typed word that stands nowhere in this file, at most three words that do stand there and are
-- written nearly like it; the more frequent first. Made of this file's own words as they stand now, on demand, so that
-- nothing that was amended away or moved to another file is ever proposed; without legal advice for a guardian.
create function api.suggest_words(p_child uuid, p_words text) returns table (typed text, word text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child));
  v_typed text[];
  v_parts text;
begin
  v_typed := array(
    select t.w from (
      select lower(m[1]) as w, min(n) as n
        from regexp_matches(left(p_words, 1000), '([[:alpha:]]{3,40})', 'g') with ordinality x (m, n)
       group by 1) t
     where not exists (select from core.search_part s where s.child_id = p_child and (v_legal or not s.legal_advice)
                        and s.tsv @@ phraseto_tsquery('core.record', t.w))
     order by t.n limit 5);
  if cardinality(v_typed) = 0 then return; end if;
  v_parts := format($q$
    select s.tsv from (select c.entry_id from core.chronology c
                        where c.child_id = %L and (%L or not c.legal_advice)
                        order by c.order_key desc limit 20000) n
      join core.search_part s on s.child_id = %L and s.entry_id = n.entry_id limit 20000 $q$, p_child, v_legal, p_child);
  return query
  with near as materialized (
    select t.w, t.n, s.word as stem, s.ndoc,
           row_number() over (partition by t.w order by ext.levenshtein_less_equal(t.w, s.word, 5),
                              ext.similarity(t.w, s.word) desc, s.ndoc desc) as place
      from ts_stat(v_parts) s cross join unnest(v_typed) with ordinality t (w, n)
     where length(s.word) between length(t.w) - 4 and length(t.w) + 3 and length(s.word) < 60
       and ext.levenshtein_less_equal(t.w, s.word, 4) <= 1 + length(t.w) / 3
  ), written as (
    select n.w, n.n, n.ndoc, wall.as_written(p_child, e.entry_id, n.stem, n.w) as found
      from near n
      cross join lateral (
        select s.entry_id from core.search_part s
         where s.child_id = p_child and s.tsv @@ quote_literal(n.stem)::tsquery and (v_legal or not s.legal_advice)
         limit 1) e
     where n.place <= 12
  ), told as (
    select o.w, o.n, o.found, row_number() over (
             partition by o.w order by ext.levenshtein(o.w, o.found), max(o.ndoc) desc, o.found) as place
      from written o
     where ext.levenshtein(o.w, o.found) <= greatest(1, length(o.w) / 3)
     group by o.w, o.n, o.found
  )
  select t.w, t.found from told t where t.place <= 3 order by t.n, t.place;
end $$;
grant execute on function api.suggest_words(uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The files that are open to the caller without breaking glass, all at once: what wall.basis says of each of them,
-- of which a test makes sure. Files that need a reason (team, support, front door) only with one. Of the front door
-- only what is open to it otherwise: it may open every unsealed file, and all are asked apart.
create function wall.open_to(p_me core.staff, p_with_reason boolean) returns table (child_id uuid, basis text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  if coalesce(p_me.role, '') not in ('practitioner', 'court_adviser', 'manager', 'support') then return; end if;
  return query
  with allocated as materialized (
    select distinct a.child_id from core.allocation a
     where a.staff_id = p_me.staff_id and a.from_at <= clock_timestamp()
       and (a.to_at is null or a.to_at > clock_timestamp())
       and (a.discussion_id is not null or a.emergency_until > clock_timestamp())
  ), named as materialized (
    select distinct on (n.child_id) n.child_id, n.capacity from core.named_access n join core.file f using (child_id)
     where n.staff_id = p_me.staff_id
       and case when f.sealed then n.needs_second and n.second_by is not null
                else not n.needs_second or n.second_by is not null end
       and n.from_at <= clock_timestamp() and (n.to_at is null or n.to_at > clock_timestamp())
     order by n.child_id, n.capacity = 'childrens_guardian' desc, n.level = 'record' desc, n.given_at
  ), theirs as materialized (
    select f.child_id from core.file f
     where p_with_reason and f.team_id = p_me.team_id and (p_me.role in ('manager', 'support') or p_me.duty)
    union select * from allocated
    union select n.child_id from named n
  ), found as (
    select f.child_id, case
             when not f.sealed and a.child_id is not null then 'allocated'
             when n.capacity is not null then 'named:' || n.capacity
             when f.sealed or not p_with_reason then null
             when f.team_id = p_me.team_id and (p_me.role = 'manager' or p_me.duty) then 'team'
             when f.team_id = p_me.team_id and p_me.role = 'support' then 'support'
             when p_me.front_door then 'front_door'
           end as basis
      from theirs t join core.file f using (child_id)
      left join allocated a using (child_id) left join named n using (child_id)
     where f.state <> 'disposed'
       and not exists (select from core.declared_interest d
                        where d.child_id = f.child_id and d.staff_id = p_me.staff_id and d.lifted_at is null)
  )
  select x.child_id, x.basis from found x where x.basis is not null;
end $$;

-- Practitioners, court advisers, managers, support. Puts on record that words are looked for in all one's files, and
-- why. Like a file's ticket it counts from the next transaction on; it lasts ten minutes.
create function api.open_search(p_words text, p_purpose text default '') returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_purpose text := btrim(coalesce(p_purpose, ''));
  v_id uuid;
begin
  if length(coalesce(p_words, '')) > 1000 or length(v_purpose) > 500 then
    perform wall.bad_input('a search has at most 1,000 characters, and a reason at most 500');
  end if;
  if numnode(wall.query_of(coalesce(p_words, ''))) = 0 then
    perform wall.bad_input('type at least one word to look for');
  end if;
  insert into core.search_ticket (staff_id, words, purpose, expires_at)
  values (v_me.staff_id, p_words, v_purpose, clock_timestamp() + interval '10 minutes') returning search_id into v_id;
  perform wall.log('open_search', null, v_id, jsonb_build_object('reason', v_purpose));
  raise log 'throughline: search by %', session_user;
  return v_id;
end $$;
grant execute on function api.open_search(text, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people, with a search of their own that was put on record before. At most 200 entries of all files open to
-- them, newest first, that hold the words; `more` says that there are others. Files that need a reason only if one was
-- given, a sealed file only for its members, nothing behind glass. Each child shown is in the audit. Refuses while the
-- statement is measured. The search itself is planned for its words each time, what stands around it once.
create function api.search_everywhere(p_search uuid) returns table (child_id uuid, reference text, name text,
  access text, entry_id uuid, order_key bigint, occurred_earliest date, occurred_latest date, occurred_precision text,
  occurred_minute smallint, occurred_approximate boolean, occurred_words text, kind text, headline text,
  detail_start text, source_how text, source_who text, source_role text, source_agency text, source_on text,
  significant boolean, more boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_search core.search_ticket;
  v_query tsquery;
  v_reason boolean;
  v_all boolean;
  v_mine uuid[];
  v_guarded uuid[];
  v_closed uuid[] := '{}';
  v_where text;
  v_phrase text;
  v_children uuid[];
  v_entries uuid[];
  v_parts integer;
  v_taken bigint;
begin
  if wall.watched() then perform wall.refuse(); end if;
  select * into v_search from core.search_ticket s
   where s.search_id = p_search and s.staff_id = v_me.staff_id and s.expires_at > clock_timestamp()
     and s.opened_xid is distinct from pg_current_xact_id_if_assigned();
  if v_search.search_id is null then perform wall.refuse(); end if;
  v_query := wall.query_of(v_search.words);
  v_reason := v_search.purpose <> '';
  v_all := v_reason and v_me.front_door;
  select coalesce(array_agg(o.child_id), '{}'),
         coalesce(array_agg(o.child_id) filter (where not wall.sees_legal_advice(o.basis)), '{}')
    into v_mine, v_guarded from wall.open_to(v_me, v_reason) o;
  if v_all then
    v_closed := array(select f.child_id from core.file f
                       where (f.sealed or f.state = 'disposed' or f.child_id in (
                               select d.child_id from core.declared_interest d
                                where d.staff_id = v_me.staff_id and d.lifted_at is null))
                         and f.child_id <> all (v_mine));
  end if;
  v_where := case when v_all then 'p.child_id <> all ($3)' else 'p.child_id = any ($2)' end
    || case when cardinality(v_guarded) > 0 then ' and not (p.legal_advice and p.child_id = any ($4))' else '' end;
  -- how rare a phrase is the planner cannot know: it would read the files from the newest entry on, almost to the end
  v_phrase := case when v_query::text like '%<%' then '+ 0' else '' end;
  -- a long paper is many parts: if the first few hundred are of too few entries, more are taken
  foreach v_parts in array array[300, 6000] loop
    execute format($q$
      with x as materialized (
        select p.order_key, p.child_id, p.entry_id from core.search_part p
         where p.tsv @@ $1 and %s order by p.order_key %s desc limit %s)
      select array_agg(h.child_id order by h.order_key desc, h.child_id),
             array_agg(h.entry_id order by h.order_key desc, h.child_id), (select count(*) from x)
        from (select distinct x.order_key, x.child_id, x.entry_id from x
               order by x.order_key desc, x.child_id limit 201) h $q$, v_where, v_phrase, v_parts)
      into v_children, v_entries, v_taken using v_query, v_mine, v_closed, v_guarded;
    exit when cardinality(v_children) > 200 or v_taken < v_parts;
  end loop;
  insert into audit.event (action, child_id, object_id, detail)
  select 'search_everywhere', null, p_search, jsonb_build_object('children',
         (select count(distinct c) from unnest(v_children[:200]) c))
  union all
  select 'search_shown', c, p_search, '{}' from (select distinct c from unnest(v_children[:200]) c) d;
  return query
  with shown as materialized (
    select f.child_id, f.reference, wall.name_of(f.child_id) as name, b.basis
      from (select distinct c from unnest(v_children[:200]) c) d join core.file f on f.child_id = d.c
      cross join lateral (select wall.basis(v_me, f)) b (basis)
     where b.basis is not null
  )
  select c.child_id, f.reference, f.name, f.basis, c.entry_id, c.order_key, c.occurred_earliest,
         c.occurred_latest, c.occurred_precision, c.occurred_minute, c.occurred_approximate, c.occurred_words, c.kind,
         c.headline, c.detail_start, c.source_how, c.source_who, c.source_role, c.source_agency, c.source_on,
         c.significant, cardinality(v_children) > 200
    from unnest(v_children[:200], v_entries[:200]) with ordinality h (child, entry, place)
    join core.chronology c on c.child_id = h.child and c.entry_id = h.entry
    join shown f on f.child_id = c.child_id
   order by h.place;
end $$;
grant execute on function api.search_everywhere(uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";
