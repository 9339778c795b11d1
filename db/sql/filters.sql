-- Filters of a chronology: the keys that pass one, the counts beside its choices, and those that a person keeps.

-- A filter as the functions here work with it; what is null or false is not asked for.
create type wall.filter as (significant boolean, kinds text[], agencies text[], person_id uuid, child_voice boolean,
  seen_alone boolean, tones text[], author_id uuid, from_key bigint, to_key bigint, documents boolean, words tsquery,
  person tsquery);

-- The strings of a JSON array, null for an absent or empty one.
create function wall.codes_of(p_value jsonb) returns text[]
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_value is null then return null; end if;
  if jsonb_typeof(p_value) is distinct from 'array' or jsonb_array_length(p_value) > 200
     or exists (select from jsonb_array_elements(p_value) x where jsonb_typeof(x.value) <> 'string') then
    perform wall.bad_input('this filter does not have the form that the server understands');
  end if;
  return (select array_agg(x.value) from jsonb_array_elements_text(p_value) x);
end $$;

-- Reads a filter. Unknown keys are refused, and so is what is not of the right kind: a newer client must not be shown
-- more than it asked for by an older server. Names of people are for the reader's eye and pass unread.
create function wall.filter_of(p_filter jsonb) returns wall.filter
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare f wall.filter; v_flag text;
begin
  if jsonb_typeof(p_filter) is distinct from 'object' or length(p_filter::text) > 20000
     or p_filter - '{significant,kinds,agencies,person_id,person_name,child_voice,seen_alone,tones,author_id,author_name,since,until,documents,words,last_months}'::text[] <> '{}' then
    perform wall.bad_input('this filter does not have the form that the server understands');
  end if;
  foreach v_flag in array '{significant,child_voice,seen_alone,documents}'::text[] loop
    if coalesce(jsonb_typeof(p_filter -> v_flag), 'boolean') <> 'boolean' then
      perform wall.bad_input('this filter does not have the form that the server understands');
    end if;
  end loop;
  f.significant := (p_filter ->> 'significant')::boolean;
  f.child_voice := (p_filter ->> 'child_voice')::boolean;
  f.seen_alone := (p_filter ->> 'seen_alone')::boolean;
  f.documents := (p_filter ->> 'documents')::boolean;
  f.kinds := wall.codes_of(p_filter -> 'kinds');
  f.agencies := wall.codes_of(p_filter -> 'agencies');
  f.tones := wall.codes_of(p_filter -> 'tones');
  f.person_id := (p_filter ->> 'person_id')::uuid;
  f.author_id := (p_filter ->> 'author_id')::uuid;
  f.from_key := wall.order_key(greatest((p_filter ->> 'since')::date, date '1800-01-01'), 0, 0);
  f.to_key := wall.order_key(least((p_filter ->> 'until')::date, date '3000-01-01') + 1, 0, 0);
  if p_filter ->> 'since' is null then f.from_key := null; end if;
  if p_filter ->> 'until' is null then f.to_key := null; end if;
  if coalesce(p_filter ->> 'words', '') <> '' then f.words := wall.query_of(left(p_filter ->> 'words', 1000)); end if;
  return f;
exception when data_exception then
  perform wall.bad_input('this filter does not have the form that the server understands');
end $$;

-- Whether a person stands beside this child: related in either direction, or the child in person.
create function wall.connected(p_child uuid, p_person uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(p_person = p_child or exists (
    select from core.relationship r
     where (r.person_id, r.other_id) in ((p_person, p_child), (p_child, p_person))
       and not exists (select from core.relationship x where x.replaces = r.relationship_id)), false);
end $$;

-- The names by which a person may be looked for in this child's file. Of a child whose own file is sealed and who is
-- not the caller's to see, only the one recorded first: a later one would betray what the sealed file keeps.
create function wall.names_beside(p_me core.staff, p_child uuid, p_person uuid) returns setof core.person_name
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_person <> p_child and wall.sealed_to(p_me, p_person) then
    return query select n.* from core.person_name n
      where n.person_id = p_person and n.kind in ('legal', 'birth') order by n.recorded_at, n.name_id limit 1;
  else
    return query select n.* from core.person_name n
      where n.person_id = p_person and not exists (select from core.person_name x where x.replaces = n.name_id);
  end if;
end $$;

-- A person's names as a text query: given and family name together, and either alone where nobody else of this
-- child's people, the child included, bears it. Null for a person without a name.
create function wall.person_query(p_me core.staff, p_child uuid, p_person uuid) returns tsquery
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_query tsquery; v_words text;
begin
  for v_words in
    with people as (
      select p_child as id
      union select case when r.person_id = p_child then r.other_id else r.person_id end from core.relationship r
       where p_child in (r.person_id, r.other_id)),
    others as (select n.given_sort, n.family_sort from people p, lateral wall.names_beside(p_me, p_child, p.id) n
                where p.id <> p_person),
    own as (select n.* from wall.names_beside(p_me, p_child, p_person) n)
    select distinct w.words from own n, lateral (values
        (concat_ws(' ', nullif(n.given, ''), nullif(n.family, '')), true),
        (n.given, not exists (select from others o where o.given_sort = n.given_sort)),
        (n.family, not exists (select from others o where o.family_sort = n.family_sort))) w (words, wanted)
     where w.wanted and btrim(w.words) <> '' limit 60
  loop
    v_query := coalesce(v_query || phraseto_tsquery('core.record', v_words), phraseto_tsquery('core.record', v_words));
  end loop;
  return v_query;
end $$;

-- Reads a filter for one child: resolves the person involved, and refuses one who is not of this child's people.
create function wall.filter_for(p_child uuid, p_filter jsonb) returns wall.filter
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare f wall.filter := wall.filter_of(p_filter);
begin
  if f.person_id is not null then
    if not wall.connected(p_child, f.person_id) then perform wall.refuse(); end if;
    f.person := coalesce(wall.person_query(wall.me(), p_child, f.person_id), ''::tsquery);
  end if;
  return f;
end $$;

-- The conditions of a filter as SQL over core.chronology c, put together from fixed texts alone; the values travel as
-- parameters: $1 child, $2 sees legal advice, $3 the filter. Only what is asked for is written, so that each question
-- is planned for itself and finds its index.
create function wall.conditions(f wall.filter, p_legal boolean) returns text
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
declare v_found text := 'c.child_id = $1';
begin
  if not p_legal then v_found := v_found || ' and not c.legal_advice'; end if;
  if f.from_key is not null then v_found := v_found || ' and c.order_key >= ($3).from_key'; end if;
  if f.to_key is not null then v_found := v_found || ' and c.order_key < ($3).to_key'; end if;
  if f.significant then v_found := v_found || ' and c.significant'; end if;
  if f.kinds is not null then v_found := v_found || ' and c.kind = any (($3).kinds)'; end if;
  if f.agencies is not null then v_found := v_found || ' and c.source_agency = any (($3).agencies)'; end if;
  if f.tones is not null then v_found := v_found || ' and c.tone = any (($3).tones)'; end if;
  if f.author_id is not null then v_found := v_found || ' and c.author_id = ($3).author_id'; end if;
  if f.child_voice then v_found := v_found || $q$ and c.words <> ''$q$; end if;
  if f.seen_alone then v_found := v_found || ' and c.seen_alone'; end if;
  if f.documents then v_found := v_found || ' and c.documents > 0'; end if;
  if f.words is not null then
    v_found := v_found || ' and c.order_key in (select k from wall.found($1, ($3).words, $2) k)';
  end if;
  if f.person is not null then
    v_found := v_found || ' and c.order_key in (select p.order_key from core.search_part p'
      || ' where p.child_id = $1 and p.tsv @@ ($3).person and ($2 or not p.legal_advice))';
  end if;
  return v_found;
end $$;

-- Ticket. The order keys that pass a filter, ascending, packed like chronology_keys; the empty filter is
-- chronology_keys itself, words alone are search_file. Refused: an unknown part of a filter, and a person who is not of this child's people.
create function api.filtered_keys(p_child uuid, p_filter jsonb default '{}') returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean; v_filter wall.filter; v_keys bytea;
begin
  if p_filter = '{}' then return api.chronology_keys(p_child); end if;
  v_legal := wall.sees_legal_advice(wall.ticket(p_child));
  v_filter := wall.filter_for(p_child, p_filter);
  if numnode(v_filter.words) = 0 or numnode(v_filter.person) = 0 then return ''::bytea; end if;
  if p_filter - 'words' = '{}' then return api.search_file(p_child, p_filter ->> 'words'); end if;
  execute 'select string_agg(int8send(c.order_key), ''''::bytea order by c.order_key) from core.chronology c where '
      || wall.conditions(v_filter, v_legal)
    into v_keys using p_child, v_legal, v_filter;
  return coalesce(v_keys, ''::bytea);
end $$;
grant execute on function api.filtered_keys(uuid, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. How many entries stand beside each choice, given the other parts of the filter: a line passes for a choice
-- if it fails in no part but that choice's own. `part` is kinds, agencies, tones, authors, years, or a yes-or-no part
-- (choice "true": what would be left with it); "all" is what passes the filter. One pass over the file.
create function api.filter_counts(p_child uuid, p_filter jsonb default '{}')
  returns table (part text, choice text, entries bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set work_mem = '64MB' as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child)); v_filter wall.filter; v_base wall.filter;
begin
  v_filter := wall.filter_for(p_child, p_filter);
  if numnode(v_filter.words) = 0 or numnode(v_filter.person) = 0 then return; end if;
  v_base.words := v_filter.words;
  v_base.person := v_filter.person;
  return query execute $q$
    with tried as (
      select c.kind, c.source_agency, c.tone, c.author_id, date_part('year', c.occurred_earliest)::integer as year,
             c.significant, c.words <> '' as child_voice, c.seen_alone is true as seen_alone,
             c.documents > 0 as documents,
             (c.kind <> all (($3).kinds)) is true as no_kind,
             (c.source_agency <> all (($3).agencies)) is true as no_agency,
             (c.tone <> all (($3).tones)) is true as no_tone,
             (c.author_id <> ($3).author_id) is true as no_author,
             (c.order_key < ($3).from_key or c.order_key >= ($3).to_key) is true as no_date,
             (($3).significant and not c.significant or ($3).child_voice and c.words = ''
              or ($3).seen_alone and c.seen_alone is not true or ($3).documents and c.documents = 0) is true as no_other
        from core.chronology c where $q$ || wall.conditions(v_base, v_legal) || $q$),
    judged as (
      select t.*, case no_kind::integer + no_agency::integer + no_tone::integer + no_author::integer
                       + no_date::integer + no_other::integer
                    when 0 then '' when 1 then case when no_kind then 'kinds' when no_agency then 'agencies'
                      when no_tone then 'tones' when no_author then 'authors' when no_date then 'years' end end as missed
        from tried t),
    counted as materialized (  -- in each line the columns of the other sets are null
      select missed, kind, source_agency, tone, author_id, year, significant, child_voice, seen_alone, documents,
             count(*) as entries
        from judged where missed is not null
       group by grouping sets ((missed, kind), (missed, source_agency), (missed, tone), (missed, author_id),
                               (missed, year), (missed, significant, child_voice, seen_alone, documents)))
    select 'all', '', coalesce(sum(n.entries), 0)::bigint from counted n where n.missed = '' and n.significant is not null
    union all select 'kinds', kind, sum(n.entries)::bigint from counted n
     where n.missed in ('', 'kinds') and kind is not null group by kind
    union all select 'agencies', source_agency, sum(n.entries)::bigint from counted n
     where n.missed in ('', 'agencies') and source_agency <> '' group by source_agency
    union all select 'tones', tone, sum(n.entries)::bigint from counted n
     where n.missed in ('', 'tones') and tone is not null group by tone
    union all select 'authors', author_id::text, sum(n.entries)::bigint from counted n
     where n.missed in ('', 'authors') and author_id is not null group by author_id
    union all select 'years', year::text, sum(n.entries)::bigint from counted n
     where n.missed in ('', 'years') and year is not null group by year
    union all select 'significant', 'true', coalesce(sum(n.entries), 0)::bigint from counted n where n.missed = '' and n.significant
    union all select 'child_voice', 'true', coalesce(sum(n.entries), 0)::bigint from counted n where n.missed = '' and n.child_voice
    union all select 'seen_alone', 'true', coalesce(sum(n.entries), 0)::bigint from counted n where n.missed = '' and n.seen_alone
    union all select 'documents', 'true', coalesce(sum(n.entries), 0)::bigint from counted n where n.missed = '' and n.documents $q$
    using p_child, v_legal, v_filter;
end $$;
grant execute on function api.filter_counts(uuid, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. Whom the filter can be about: this child's people with how they are related, and those who wrote in the
-- file. Of a child with a sealed file only the name that the relationship was recorded under.
create function api.filter_people(p_child uuid) returns table (part text, id uuid, name text, told text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child)); v_me core.staff := wall.me();
begin
  return query
  select 'person', p.person_id, n.name, p.told
    from (select r.person_id, string_agg(distinct replace(r.kind, '_', ' '), ', ') as told
            from core.relationship r
           where r.other_id = p_child and r.person_id <> p_child
             and not exists (select from core.relationship x where x.replaces = r.relationship_id)
           group by r.person_id) p,
         lateral (select concat_ws(' ', nullif(x.given, ''), nullif(x.family, '')) as name
                    from wall.names_beside(v_me, p_child, p.person_id) x
                   order by x.kind = 'legal' desc, x.to_on is null desc, x.recorded_at desc limit 1) n
   where n.name <> ''
  union all
  select 'author', s.staff_id, s.name, s.job_title
    from core.staff s
   where s.staff_id in (select c.author_id from core.chronology c
                         where c.child_id = p_child and (v_legal or not c.legal_advice))
   order by 1, 3;
end $$;
grant execute on function api.filter_people(uuid)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The filters that the caller keeps, by name. Nobody else sees them.
create function api.saved_filters() returns table (filter_id uuid, name text, filter jsonb, saved_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query select f.filter_id, f.name, f.filter, f.saved_at from core.saved_filter f
    where f.staff_id = v_me.staff_id order by lower(f.name), f.name;
end $$;
grant execute on function api.saved_filters() to :"practitioner", :"court_adviser", :"manager", :"support";

-- Keeps a filter under a name for the caller; the same name, or the same id, is written over. A kept filter belongs to
-- no child, so a person involved is refused. Refused too: more than 200 filters, and another person's id.
create function api.save_filter(p_id uuid, p_name text, p_filter jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_name text := btrim(p_name);
  v_filter wall.filter;
  v_owner uuid;
begin
  set local lock_timeout = '3s';
  v_filter := wall.filter_of(p_filter);
  if v_filter.person_id is not null or p_filter ? 'person_name' then
    perform wall.bad_input('a person belongs to one child''s file: take the person out to keep the filter');
  end if;
  if coalesce(length(v_name), 0) not between 1 and 80 then
    perform wall.bad_input('name the filter in at most 80 characters');
  end if;
  if p_id is null or p_filter = '{}' then perform wall.bad_input('there is nothing to keep in this filter'); end if;
  select f.staff_id into v_owner from core.saved_filter f where f.filter_id = p_id;
  if v_owner <> v_me.staff_id then perform wall.refuse(); end if;
  if (select count(*) from core.saved_filter f
       where f.staff_id = v_me.staff_id and f.filter_id <> p_id and f.name <> v_name) >= 200 then
    perform wall.bad_input('you keep 200 filters already: forget one first');
  end if;
  delete from core.saved_filter f where f.staff_id = v_me.staff_id and (f.filter_id = p_id or f.name = v_name);
  insert into core.saved_filter (filter_id, staff_id, name, filter) values (p_id, v_me.staff_id, v_name, p_filter);
  return p_id;
exception when data_exception or integrity_constraint_violation then
  perform wall.bad_input('this filter cannot be kept');
end $$;
grant execute on function api.save_filter(uuid, text, jsonb)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Forgets one of the caller's filters; one that is not there, or not theirs, changes nothing and tells nothing.
create function api.forget_filter(p_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  set local lock_timeout = '3s';
  delete from core.saved_filter f where f.filter_id = p_id and f.staff_id = v_me.staff_id;
end $$;
grant execute on function api.forget_filter(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
