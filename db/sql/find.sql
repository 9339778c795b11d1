-- Find: children, and people who lead to children, by name, sound, birth, telephone or address.
--
-- Nothing here tells that a sealed file exists, except to its members. So each question writes exactly one line of the
-- audit, in one statement, whatever it matched (lines can be counted, by sealing the chain), the sealed files that it
-- matched being named inside that line; and whatever the search does next depends on what the asker is shown alone.

-- The words of a question, folded like names, at most six.
create function wall.words_of(p_words text) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (array(select w from regexp_split_to_table(wall.fold(left(p_words, 200)), ' ') w where w <> ''))[1:6]
$$;

-- Whether these words are single letters alone: half the office begins with one, so they find one's own children only.
create function wall.only_letters(p_tokens text[]) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select cardinality(p_tokens) > 0 and not exists (select from unnest(p_tokens) t where length(t) > 1)
$$;

-- The words that stand in names and are like this one: other spellings and what begins with one of them, or, for
-- 'similar', what is written nearly so. More than 400 are as good as any.
create function wall.words_like(p_token text, p_how text) returns text[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_found text[];
begin
  if p_how = 'similar' then  -- planned for each word
    execute $q$ select array(
      select t.token from core.name_token t where t.token operator(ext.%) $1 and ext.similarity(t.token, $1) > 0.4
       order by ext.similarity(t.token, $1) desc, t.token limit 24) $q$ into v_found using p_token;
    return v_found;
  end if;
  return array(
    select t.token from unnest(wall.spellings(p_token)) s
      join core.name_token t on t.token ~>=~ s and t.token ~<~ (s || '~') limit 401);
end $$;

-- The condition on core.person_name n, as SQL made of literals, that each of these words stands in a name: as it is
-- ('name'), in another spelling or as a beginning ('spelling'), by its sound ('sound'), or nearly ('similar').
-- With p_few it is one that is quick for a few names read one by one, and not for the index.
create function wall.names_like(p_tokens text[], p_how text, p_few boolean default false) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_all text[] := '{}'; v_one text; v_words text[]; v_token text;
begin
  if p_how = 'name' then return format('n.name_words @> %L::text[]', p_tokens); end if;
  foreach v_token in array p_tokens loop
    v_words := case when p_how = 'similar' or not p_few then wall.words_like(v_token, p_how) end;
    v_one := case when v_words is null or cardinality(v_words) > 400
      then (select '(' || string_agg(format('strpos('' '' || n.given_sort || '' '' || n.family_sort, %L) > 0', ' ' || s),
                                     ' or ') || ')' from unnest(wall.spellings(v_token)) s)
      else format('n.name_words && %L::text[]', v_words) end;
    if p_how = 'sound' and length(v_token) > 2 then
      v_one := format('(%s or n.sounds && %L::text[])', v_one, wall.sounds(v_token));
    end if;
    v_all := v_all || v_one;
  end loop;
  return '(' || array_to_string(v_all, ' and ') || ')';
end $$;

-- The children whom this person was given by name, with the sealed files among them that are open to them: these are
-- found first, and however many others are called the same. What was taken back before it began was never given.
create function wall.given_to(p_me core.staff) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select f.child_id from core.file f
     where f.child_id in (select a.child_id from core.allocation a
                           where a.staff_id = p_me.staff_id and a.to_at is distinct from a.from_at
                          union select n.child_id from core.named_access n where n.staff_id = p_me.staff_id)
       and f.state <> 'disposed' and (not f.sealed or wall.basis(p_me, f) is not null));
end $$;

-- What the line of a question keeps beside its number of answers: the sealed files that it matched. Whoever asks knows all
-- the rest of the line but its salt, so that the hash of the audit does not tell whether a sealed file stands there.
create function wall.sealed_detail(p_sealed uuid[]) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select case when p_sealed = '{}' then '{}' else jsonb_build_object('sealed', to_jsonb(p_sealed)) end
$$;

-- Writes down a question: one line, whatever it matched, and one in the server's log, which survives a rollback.
create function wall.log_question(p_action text, p_found integer, p_sealed uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into audit.event (action, detail)
  values (p_action, jsonb_build_object('found', p_found) || wall.sealed_detail(p_sealed));
  raise log 'throughline: % by %', p_action, session_user;
end $$;

-- The beginnings of references that these words are: "26-1" as it is, "251250" as 25-1250. None for other words.
create function wall.reference_starts(p_words text) returns text[]
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select s from (values (btrim(p_words)), (regexp_replace(btrim(p_words), '^([0-9]{2})([0-9]+)$', '\1-\2'))) x (s)
                where s ~ '^[0-9]{2}-[0-9]{1,8}$')
$$;

-- A child that was found, how, by which of its names, and whether it is one of those given to the asker.
create type wall.hit as (child_id uuid, how text, name_id uuid, mine boolean);

-- The children that a question finds, in the order in which they are shown, at most 50, each with how it was found and
-- by which of its names. Those given to the asker and the sealed files are compared first, one by one, being few; then
-- all others in steps, from what is written so to what sounds so. What is only nearly so is looked for when the asker
-- would be shown nothing else; single letters alone, without a birth, look among those given to the asker. What is put together here is planned for each question anew: a rare and a common name
-- want different plans, and the first few of a common one must not tempt the planner to read through a million.
create function wall.find(p_me core.staff, p_words text, p_from date, p_to date) returns wall.hit[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_tokens text[] := wall.words_of(p_words);
  v_mine uuid[] := wall.given_to(p_me);
  v_born text := '';
  v_mine_alone boolean := wall.only_letters(v_tokens) and coalesce(p_from, p_to) is null;
  v_steps text[] := '{name,spelling,sound,similar}';
  v_likes text[] := '{}';
  v_few text[] := '{}';
  v_like text;
  v_how text;
  v_hits wall.hit[] := '{}';
  v_more wall.hit[];
  v_sealed uuid[] := '{}';
begin
  if wall.watched() then perform wall.refuse(); end if;
  if p_from is not null or p_to is not null then
    v_born := format(' and exists (select from core.person p where p.person_id = n.person_id and p.born_earliest <= %L'
                     ' and coalesce(p.born_latest, p.born_earliest) >= %L)',
                     coalesce(p_to, p_from), coalesce(p_from, p_to));
  end if;
  if cardinality(v_tokens) > 0 then
    v_likes := array[wall.names_like(v_tokens, 'name') || v_born, wall.names_like(v_tokens, 'spelling') || v_born,
                     wall.names_like(v_tokens, 'sound') || v_born];
    v_few := array[v_likes[1], wall.names_like(v_tokens, 'spelling', true) || v_born,
                   wall.names_like(v_tokens, 'sound', true) || v_born];
    if p_words ~ '[0-9]' then  -- a reference or its beginning, which has one
      v_steps := array_prepend('reference', v_steps);
      v_likes := case when wall.reference_starts(p_words) = '{}'
        then format('f.reference = %L', upper(btrim(left(p_words, 200))))
        else format('f.reference ^@ any (%L::text[])', wall.reference_starts(p_words)) end || v_likes;
      v_few := v_likes[1] || v_few;
    end if;
  elsif v_born <> '' then
    v_steps := '{birth}';
    v_likes := array[format(
      'n.person_id in (select p.person_id from core.person p where p.born_earliest between %1$L and %2$L union all'
      ' select p.person_id from core.person p where p.born_latest > p.born_earliest and p.born_earliest <= %2$L'
      ' and p.born_latest >= %1$L)', coalesce(p_from, p_to), coalesce(p_to, p_from))];
    v_few := v_likes;
  else
    return '{}';
  end if;

  for i in 1 .. cardinality(v_steps) loop
    exit when cardinality(v_hits) >= 50;
    v_how := v_steps[i];
    exit when v_how = 'similar' and cardinality(v_hits) > 0;
    if v_how = 'similar' then
      v_likes := v_likes || (wall.names_like(v_tokens, 'similar') || v_born);
      v_few := v_few || v_likes[i];
    end if;
    v_like := v_likes[i];
    if i = 1 or v_how = 'similar' then
      execute format($q$
        select array(select row(f.child_id, case %1$s end, n.name_id, f.child_id = any ($1))::wall.hit
          from core.file f join core.person_name n on n.person_id = f.child_id
         where (f.sealed and not $2 or f.child_id = any ($1)) and %2$s
           and not exists (select from core.person_name r where r.replaces = n.name_id)
         order by n.to_on nulls first) $q$,
        (select string_agg(format('when %s then %L', l, v_steps[place]), ' ' order by place)
           from unnest(v_few) with ordinality x (l, place)),
        format(case when v_how = 'reference' then '(%2$s or %1$s)' else '%1$s' end, v_few[cardinality(v_few)], v_few[1]))
        into v_more using v_mine, v_mine_alone;
      v_sealed := v_sealed || array(select m.child_id from unnest(v_more) m where not m.mine);
      v_hits := v_hits || array(select m from unnest(v_more) m where m.mine);
    end if;
    exit when v_mine_alone;
    execute format($q$
      select array(select row(n.person_id, %L, n.name_id, false)::wall.hit
        from core.person_name n join core.file f on f.child_id = n.person_id
       where not f.sealed and f.state <> 'disposed' and %s and n.person_id <> all ($1)
         and not exists (select from core.person_name r where r.replaces = n.name_id)
       limit %s) $q$, v_how, v_like, 80 - cardinality(v_hits))
      into v_more using v_mine || array(select h.child_id from unnest(v_hits) h);
    v_hits := v_hits || v_more;
  end loop;
  perform wall.log_question('find', cardinality(v_hits), array(select distinct s from unnest(v_sealed) s));
  return array(
    select row(h.child_id, h.how, h.name_id, h.mine)::wall.hit
      from (select distinct on (h.child_id) h.*, array_position(v_steps, h.how) as step
              from unnest(v_hits) with ordinality h (child_id, how, name_id, mine, place)
             order by h.child_id, array_position(v_steps, h.how), h.place) h
      join core.person_name n on n.name_id = h.name_id
     order by h.mine desc, h.step, n.family_sort, n.given_sort, h.child_id
     limit 50);
end $$;

-- On which basis this person could open a file that is unsealed or theirs: as wall.basis says, else 'break_glass', else
-- empty.
create function wall.access_to(p_me core.staff, p_file core.file) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(wall.basis(p_me, p_file), case when wall.may_break_glass(p_me, p_file) then 'break_glass' else '' end);
end $$;

-- What is told of each child found, in order: identity, team, worker, on which basis the file could be opened, and how
-- it was found. The names are looked up here and not by wall.name_of, which for 50 children takes as long as finding
-- them.
create function wall.told(p_me core.staff, p_hits wall.hit[]) returns table (child_id uuid, reference text, name text,
  known_as text, born date, born_words text, expected_on date, team text, worker text, access text, how text,
  by_name text, by_kind text, born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_any core.file; v_glass boolean; v_known uuid[];
begin
  v_known := array(select d.child_id from core.declared_interest d
                    where d.staff_id = p_me.staff_id and d.lifted_at is null);
  v_any.state := 'open';
  v_any.sealed := false;
  v_glass := wall.may_break_glass(p_me, v_any);
  return query
  select f.child_id, f.reference,
         (select btrim(x.given || ' ' || x.family) from core.person_name x
           where x.person_id = f.child_id and x.kind in ('legal', 'birth') and x.to_on is null
             and not exists (select from core.person_name r where r.replaces = x.name_id)
           order by x.kind = 'legal' desc, x.recorded_at desc limit 1),
         coalesce((select x.given from core.person_name x
           where x.person_id = f.child_id and x.kind = 'known_as' and x.to_on is null
             and not exists (select from core.person_name r where r.replaces = x.name_id)
           order by x.recorded_at desc limit 1), ''),
         p.born_earliest, p.born_words, p.expected_on, t.name,
         wall.answers_for(f.child_id),
         case when h.mine or p_me.front_door or p_me.team_id = f.team_id then wall.access_to(p_me, f)
              when v_glass and f.child_id <> all (v_known) then 'break_glass' else '' end,
         h.how, btrim(n.given || ' ' || n.family), n.kind, p.born_latest
    from unnest(p_hits) with ordinality h (child_id, how, name_id, mine, place)
    join core.file f on f.child_id = h.child_id
    join core.person p on p.person_id = f.child_id
    join core.team t on t.team_id = f.team_id
    join core.person_name n on n.name_id = h.name_id
   order by h.place;
end $$;

-- Practitioners, court advisers, managers and support staff: the children whose file they could open, by reference,
-- birth, or the words, other spellings or sound of any of their names; at most 50, their own first. Single letters
-- alone find only children given to them.
-- Refuses whoever measures the statement. Every question is on record; members of a sealed file that it matched are
-- told (api.notices), the asker is not.
create function api.find_children(p_words text, p_born_from date default null, p_born_to date default null)
  returns table (child_id uuid, reference text, name text, born date, team text, worker text, access text,
    born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_hits wall.hit[] := wall.find(v_me, p_words, p_born_from, p_born_to);
begin
  return query select t.child_id, t.reference, t.name, t.born, t.team, t.worker, t.access, t.born_latest
    from wall.told(v_me, v_hits) t where t.access <> '';
end $$;
grant execute on function api.find_children(text, date, date)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: is this child known? The same search, answered for every unsealed file with identity, team and
-- worker, whether or not the asker could open it (`access` is empty then), with how it was found and by which name.
create function api.known(p_words text, p_born_from date default null, p_born_to date default null)
  returns table (child_id uuid, reference text, name text, known_as text, born date, born_words text, expected_on date,
    team text, worker text, access text, how text, by_name text, by_kind text, born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_hits wall.hit[] := wall.find(v_me, p_words, p_born_from, p_born_to);
begin
  return query select * from wall.told(v_me, v_hits);
end $$;
grant execute on function api.known(text, date, date) to :"practitioner", :"court_adviser", :"manager", :"support";

-- A person to whom a question leads, by what, in which words, whether it still holds, and whether the asker recorded it.
create type wall.lead as (person_id uuid, kind text, words text, present boolean, own boolean);

-- Whether an address or a number stands among what somebody must not learn of this person. What the caller typed
-- hides from everybody else: else one could record guesses and see which of them leads nowhere.
create function wall.hidden_detail(p_person uuid, p_value text, p_row uuid default null) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from core.confidential_detail d,
         lateral (select lower(regexp_replace(d.value || d.postcode, '[^[:alnum:]]+', '', 'g')),
                         lower(regexp_replace(p_value, '[^[:alnum:]]+', '', 'g'))) s (hidden, open)
     where d.person_id = p_person and (d.to_on is null or d.to_on > current_date)
       and not exists (select from core.staff s where s.login = session_user and s.staff_id = wall.typed_by(p_row))
       and (starts_with(s.hidden, s.open) or starts_with(s.open, s.hidden)
            or d.postcode <> '' and s.open like '%' || lower(regexp_replace(d.postcode, '[^[:alnum:]]+', '', 'g'))))
$$;

-- The people whose telephone number or e-mail address begins so.
create function wall.leads_by_number(p_words text) returns setof wall.lead
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
  v_mail boolean := strpos(p_words, '@') > 0;
  v_zero text;
  v_start text := case when v_mail then lower(regexp_replace(p_words, '[[:space:]]+', '', 'g')) else
    regexp_replace(regexp_replace(p_words, '^[[:space:]]*([+]|00)44[[:space:]]*([(]0[)])?', '0'), '[^0-9]+', '', 'g') end;
begin
  if length(v_start) < 5 or not v_mail and p_words !~ '^[-+()./ 0-9]+$' then return; end if;
  v_zero := case when v_mail or v_start ~ '^0' then v_start else '0' || v_start end;  -- dialled without its zero
  return query
  select c.person_id, case when v_mail then 'email' else 'telephone' end, c.value, c.to_on is null,
         wall.typed_by(c.contact_detail_id) = (select s.staff_id from core.staff s where s.login = session_user)
    from core.contact_detail c
   where (c.value_sort ~>=~ v_start and c.value_sort ~<~ (v_start || chr(1114111))
          or c.value_sort ~>=~ v_zero and c.value_sort ~<~ (v_zero || chr(1114111)))
     and not exists (select from core.contact_detail r where r.replaces = c.contact_detail_id)
     and not wall.hidden_detail(c.person_id, c.value, c.contact_detail_id)
   limit 50;
end $$;

-- The people who live or lived at an address: its beginning, some words of it, or its postcode.
create function wall.leads_by_address(p_words text) returns setof wall.lead
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
  v_lines text := btrim(lower(regexp_replace(p_words, '[^[:alnum:]]+', ' ', 'g')));
  v_post text := coalesce(substring(v_lines from '\m([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})$'),
                          substring(v_lines from '^([a-z]{1,2}[0-9][a-z0-9]?( ?[0-9][a-z]?)?)$'), '');
begin
  if v_post <> '' then
    v_lines := btrim(left(v_lines, length(v_lines) - length(v_post)));
    v_post := replace(v_post, ' ', '');
  end if;
  if v_post = '' and length(v_lines) < 5 then return; end if;
  return query
  select r.person_id, 'address', btrim(concat_ws(', ', nullif(regexp_replace(a.lines, '\s*\n\s*', ', ', 'g'), ''),
         nullif(a.postcode, ''))), r.to_on is null,
         wall.typed_by(r.residence_id) = (select s.staff_id from core.staff s where s.login = session_user)
    from core.address a join core.residence r using (address_id)
   where (v_post = '' or a.postcode_sort ~>=~ v_post and a.postcode_sort ~<~ (v_post || chr(1114111)))
     and (v_lines = '' or a.lines_sort like '%' || v_lines || '%' and strpos(' ' || a.lines_sort, ' ' || v_lines) > 0)
     and not exists (select from core.residence x where x.replaces = r.residence_id)
     and not wall.hidden_detail(r.person_id, a.lines || a.postcode, r.residence_id)
   order by not starts_with(a.lines_sort, v_lines) limit 50;
end $$;

-- The people with relationships whose name is like this; nobody who stands in sealed files alone, so that whether a
-- sound is looked for depends on nobody who is not shown.
create function wall.leads_by_name(p_words text) returns setof wall.lead
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_tokens text[] := wall.words_of(p_words); v_me core.staff := wall.me(); v_how text; v_found bigint := 0; v_now bigint;
begin
  if cardinality(v_tokens) = 0 or wall.only_letters(v_tokens) then return; end if;
  foreach v_how in array array['name', 'spelling', 'sound'] loop
    return query execute format($q$
      select distinct on (h.person_id) h.person_id, 'person', h.words, true, false
        from (select n.person_id, btrim(n.given || ' ' || n.family) as words from core.person_name n
               where %s and not exists (select from core.person_name x where x.replaces = n.name_id)
                 and (exists (select from core.relationship r where r.person_id = n.person_id)
                      or exists (select from core.relationship r where r.other_id = n.person_id))
               limit 100) h where not wall.sealed_to($1, h.person_id)
         and not wall.known_to_sealed_alone($1, h.person_id) limit 50 $q$,
      wall.names_like(v_tokens, v_how)) using v_me;
    get diagnostics v_now = row_count;
    v_found := v_found + v_now;
    exit when v_found > 0;
  end loop;
end $$;

-- The same people: the unsealed children with whom a person of this name (of brothers and sisters, whoever is not called
-- so too), a telephone number, an e-mail address, an address or a postcode is connected, at most 50; for each the lead
-- and how it is connected ('self': the child's own; `reverse`: the child is that to the lead). Identity, team and worker
-- alone. Confidential details lead nowhere, and nor does anything about a child whose file is sealed but what the asker
-- recorded. Refuses, and is on record, as find_children.
create function api.find_connected(p_words text) returns table (lead text, lead_kind text, lead_words text,
  present boolean, relation text, reverse boolean, child_id uuid, reference text, name text, born date,
  expected_on date, team text, worker text, access text, born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_words text := btrim(left(p_words, 200));
  v_mine uuid[];
  v_leads wall.lead[];
  v_hidden uuid[];
  v_sealed uuid[];
begin
  if wall.watched() then perform wall.refuse(); end if;
  if coalesce(v_words, '') = '' then return; end if;
  v_mine := wall.given_to(v_me);
  v_leads := array(select l from wall.leads_by_number(v_words) l)
          || array(select l from wall.leads_by_address(v_words) l)
          || array(select l from wall.leads_by_name(v_words) l);
  v_hidden := array(select f.child_id from unnest(v_leads) l join core.file f on f.child_id = l.person_id
                     where f.sealed and f.child_id <> all (v_mine));
  v_sealed := array(
    select f.child_id from unnest(v_leads) l
      join core.relationship r on r.person_id = l.person_id or r.other_id = l.person_id
      join core.file f on f.child_id in (r.person_id, r.other_id)
     where f.sealed and f.child_id <> all (v_mine)
    union select unnest(v_hidden));
  perform wall.log_question('find_connected', cardinality(v_leads) - cardinality(v_hidden), v_sealed);
  return query
  with linked as (
    select l.person_id, l.kind, l.words, l.own, l.present and r.to_on is null as present, r.kind as relation, false as reverse,
           r.other_id as child_id
      from unnest(v_leads) l join core.relationship r on r.person_id = l.person_id
     where not exists (select from core.relationship x where x.replaces = r.relationship_id)
    union all
    select l.person_id, l.kind, l.words, l.own, l.present and r.to_on is null, r.kind, true, r.person_id
      from unnest(v_leads) l join core.relationship r on r.other_id = l.person_id
     where not exists (select from core.relationship x where x.replaces = r.relationship_id)
    union all
    select l.person_id, l.kind, l.words, l.own, l.present, 'self', false, l.person_id from unnest(v_leads) l
     where l.kind <> 'person'
  ), children as (
    select distinct on (f.child_id, k.kind, k.words, k.person_id) k.*, f
      from linked k join core.file f on f.child_id = k.child_id
     where f.state <> 'disposed' and (not f.sealed or f.child_id = any (v_mine)) and (k.own and not k.reverse or k.person_id <> all (v_hidden))
       and (k.kind <> 'person' or k.relation !~ 'sister|brother|sibling'
            or not exists (select from unnest(v_leads) l where l.person_id = k.child_id))  -- else found by name already
       and (k.kind = 'person' or k.own or not wall.hidden_detail(k.child_id, k.words))
     order by f.child_id, k.kind, k.words, k.person_id, k.reverse, k.present desc
  )
  select wall.shown_name(k.person_id), k.kind, k.words, k.present, k.relation, k.reverse, k.child_id, (k.f).reference,
         wall.name_of(k.child_id), p.born_earliest, p.expected_on, t.name, wall.answers_for(k.child_id),
         wall.access_to(v_me, k.f), p.born_latest
    from children k join core.person p on p.person_id = k.child_id join core.team t on t.team_id = (k.f).team_id
   order by k.child_id = any (v_mine) desc, k.kind <> 'person', k.present desc, 1, 9, k.child_id limit 50;
end $$;
grant execute on function api.find_connected(text) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: the files that they opened in the last 90 days and may open still, the newest first, at most 12.
create function api.recent_files() returns table (child_id uuid, reference text, name text, known_as text, born date,
  expected_on date, team text, worker text, access text, opened_at timestamptz, born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  with lately as materialized (
    select k.child_id, max(k.opened_at) as opened_at,
           bool_or(k.basis = 'break_glass' and k.expires_at > clock_timestamp()) as glass
      from core.ticket k
     where k.staff_id = v_me.staff_id and k.scope = 'file' and k.opened_at > clock_timestamp() - interval '90 days'
     group by k.child_id order by 2 desc limit 40
  ), still as materialized (
    select l.opened_at, f, coalesce(wall.basis(v_me, f),
           case when l.glass and wall.may_break_glass(v_me, f) then 'break_glass' end) as basis
      from lately l join core.file f using (child_id)
  )
  select (s.f).child_id, (s.f).reference, wall.name_of((s.f).child_id), wall.known_as((s.f).child_id), p.born_earliest,
         p.expected_on, t.name, wall.answers_for((s.f).child_id), s.basis, s.opened_at,
         p.born_latest
    from still s join core.person p on p.person_id = (s.f).child_id join core.team t on t.team_id = (s.f).team_id
   where s.basis is not null order by s.opened_at desc limit 12;
end $$;
grant execute on function api.recent_files() to :"practitioner", :"court_adviser", :"manager", :"support";

-- What touched a sealed file of which this person is a member, in the last 90 days, not yet seen: questions ('asked'),
-- contacts that seem to name its child ('contact'), and entries of others in the open file of a brother or sister ('recorded').
create function wall.untold(p_me core.staff) returns table (event_id bigint, child_id uuid, login text, at timestamptz,
  about text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_mine uuid[] := array(
  select f.child_id from core.file f join core.named_access n using (child_id)
   where f.sealed and n.staff_id = p_me.staff_id and wall.basis(p_me, f) is not null);
begin
  return query
  select e.event_id, f, e.login, e.at, case e.action when 'enter_contact' then 'contact' else 'asked' end
    from audit.event e join unnest(v_mine) f on e.detail -> 'sealed' ? f::text
   where e.detail ? 'sealed' and e.detail -> 'sealed' ?| v_mine::text[] and e.at > clock_timestamp() - interval '90 days'
     and not exists (select from core.notice_seen s where s.event_id = e.event_id and s.staff_id = p_me.staff_id)
  union all
  select e.event_id, e.child_id, e.login, e.at, 'asked'  -- as questions were written down until November 2026
    from audit.event e
   where e.child_id = any (v_mine) and e.action = 'sealed_match' and e.at > clock_timestamp() - interval '90 days'
     and not exists (select from core.notice_seen s where s.event_id = e.event_id and s.staff_id = p_me.staff_id)
  union all
  select e.event_id, b.child_id, e.login, e.at, 'recorded'
    from core.sibling_notice b join audit.event e on e.event_id = b.event_id
   where b.child_id = any (v_mine) and e.login <> p_me.login and e.at > clock_timestamp() - interval '90 days'
     and not exists (select from core.notice_seen s where s.event_id = e.event_id and s.staff_id = p_me.staff_id);
end $$;

-- The same people: who asked for a child whose sealed file they are a member of, entered a contact that seems to name it,
-- or recorded an entry in the open file of that child's brother or sister, and when, until they have seen it; one line for each child, person, day and kind,
-- with how often, the newest first.
create function api.notices() returns table (event_id bigint, child_id uuid, reference text, name text, who text,
  job_title text, team text, at timestamptz, times bigint, about text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select max(u.event_id), u.child_id, f.reference, wall.name_of(u.child_id), coalesce(s.name, u.login),
         coalesce(s.job_title, ''), coalesce(t.name, ''), max(u.at), count(*), u.about
    from wall.untold(v_me) u join core.file f on f.child_id = u.child_id
    left join core.staff s on s.login = u.login left join core.team t on t.team_id = s.team_id
   group by u.child_id, f.reference, u.login, s.name, s.job_title, t.name, u.at::date, u.about
   order by 1 desc limit 100;
end $$;
grant execute on function api.notices() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: they have seen a notice, and with it the earlier ones of its kind of that day by the same person about
-- the same children. Seen again changes nothing. Refuses an event that is not theirs to be told of.
create function api.notice_seen(p_event bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  if p_event is null then perform wall.refuse(); end if;
  if exists (select from core.notice_seen s where s.event_id = p_event and s.staff_id = v_me.staff_id) then return; end if;
  insert into core.notice_seen (event_id, staff_id)
  select distinct o.event_id, v_me.staff_id
    from wall.untold(v_me) u join wall.untold(v_me) o using (child_id, login, about)
   where u.event_id = p_event and o.event_id <= p_event and o.at::date = u.at::date
  on conflict do nothing;
  if not found then perform wall.refuse(); end if;
  perform wall.log('notice_seen', null, null, jsonb_build_object('event', p_event));
end $$;
grant execute on function api.notice_seen(bigint) to :"practitioner", :"court_adviser", :"manager", :"support";
