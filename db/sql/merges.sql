-- Who stands in the record already: a person is found before being made, and two who turn out to be one are merged by
-- a manager.

-- With which children of the caller's (files that open without breaking the glass) a person is connected, in words.
create function wall.connections_of(p_me core.staff, p_person uuid) returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(string_agg(distinct c.said, '; ' order by c.said), '') from (
    select r.kind || ' of ' || wall.name_of(r.other_id) as said
      from core.relationship r join core.file f on f.child_id = r.other_id
     where r.person_id = p_person and wall.basis(p_me, f) is not null
       and not exists (select from core.relationship x where x.replaces = r.relationship_id)
    union all
    select 'has a file' from core.file f where f.child_id = p_person and wall.basis(p_me, f) is not null) c
$$;

-- The people of whom every word of a name fits: p_tier 1 by beginning or other spelling, 2 by sound too. At most 300.
create function wall.people_named(p_tokens text[], p_tier integer) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(f.person_id), '{}') from (
    select distinct n.person_id from core.person_name n
     where n.name_id in (
       select x.name_id from unnest(wall.spellings(p_tokens[1])) s
         join core.person_name x on x.family_sort ~>=~ s and x.family_sort ~<~ (s || '{')
       union
       select x.name_id from unnest(wall.spellings(p_tokens[1])) s
         join core.person_name x on x.given_sort ~>=~ s and x.given_sort ~<~ (s || '{')
       union
       select x.name_id from core.person_name x where p_tier > 1 and x.sounds && wall.sounds(p_tokens[1]))
       and not exists (select from unnest(p_tokens) t
             where not (p_tier > 1 and n.sounds && wall.sounds(t) or exists (
               select from unnest(wall.spellings(t)) s where (n.given_sort || ' ' || n.family_sort) ~ ('\m' || s))))
     limit 300) f
$$;

-- Whether a person may be found by these words: nobody who stands in sealed files alone, and a child with a sealed file
-- by the name told in open ones, never by a later one.
create function wall.findable(p_me core.staff, p_person uuid, p_tokens text[]) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select not wall.known_to_sealed_alone(p_me, p_person) and (not wall.sealed_to(p_me, p_person) or not exists (
    select from unnest(p_tokens) t, lateral (select wall.fold(wall.told_name(p_person, true))) n (told)
     where not wall.sounds(n.told) && wall.sounds(t)
       and not exists (select from unnest(wall.spellings(t)) s where n.told ~ ('\m' || s))))
$$;

-- Ticket. Whether somebody stands in the record already: by the beginnings, other spellings or the sound of names, by
-- the day of birth, and only if all that finds nobody by likeness of the words. At most 20, the likeliest first.
-- Tells the name, the birth, and with which of the caller's own children the person is connected; nothing more, so
-- that nobody can trawl: one word alone, without a day of birth, finds only people of one's own children. A child with a sealed file, and people who stand in sealed files alone, are not found; the
-- match is noted for the members, inside the one line of the audit (lines can be counted). Refused where the statement is measured.
create function api.find_person(p_child uuid, p_words text, p_born date) returns table (person_id uuid, name text,
  born_earliest date, born_words text, sex text, likeness text, connected text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_basis text := wall.ticket(p_child);
  v_me core.staff := wall.me();
  v_tokens text[] := array(select w from regexp_split_to_table(wall.fold(left(p_words, 100)), ' ') w
                            where length(w) > 1 or w ~ '[a-z]' limit 6);
  v_close uuid[] := '{}'; v_found uuid[] := '{}'; v_sealed uuid[]; v_fuzzy text[];
begin
  if wall.watched() then perform wall.refuse(); end if;
  if cardinality(v_tokens) > 0 and length(array_to_string(v_tokens, '')) > 1 then
    v_close := wall.people_named(v_tokens, 1);
    v_found := v_close || wall.people_named(v_tokens, 2);
    -- what is only alike is looked for if nobody is shown, whoever is found: else it would tell of a sealed file
    if not exists (select from unnest(v_found) u (id) where wall.findable(v_me, u.id, v_tokens)) then
      v_fuzzy := array(select coalesce((
          select l.token from (select k.token, ext.similarity(k.token, t) as alike from core.name_token k
                                where k.token operator(ext.%) t order by 2 desc, 1 limit 24) l
           where exists (select from core.person_name n where n.name_words @> array[l.token]
                          and not wall.sealed_to(v_me, n.person_id)
                          and not wall.known_to_sealed_alone(v_me, n.person_id))
           order by l.alike desc, l.token limit 1), t) from unnest(v_tokens) t);
      v_found := v_found || wall.people_named(v_fuzzy, 1);
    end if;
  elsif p_born is not null then
    v_found := array(select p.person_id from core.person p where p.born_earliest = p_born and p.born_latest = p_born limit 300);
  end if;
  v_sealed := array(select f.child_id from core.file f
                     where f.child_id = any (v_found) and f.sealed and wall.basis(v_me, f) is null);
  perform wall.log('find_person', p_child, null,
    jsonb_build_object('found', cardinality(v_found)) || wall.sealed_detail(v_sealed));
  return query
  select f.id, wall.shown_name(f.id), p.born_earliest, p.born_words, p.sex,
         case when p_born is not null and p.born_earliest = p_born and p.born_latest = p_born then 'same day of birth'
              when f.id = any (v_close) then 'same name' when v_fuzzy is null then 'sounds alike' else 'looks alike' end,
         wall.connections_of(v_me, f.id)
    from (select distinct u.id from unnest(v_found) u (id)) f join core.person p on p.person_id = f.id
   where f.id <> p_child and wall.findable(v_me, f.id, coalesce(v_fuzzy, v_tokens)) and not wall.merged_away(f.id)
     and (p_born is null or p.born_earliest is null or p.born_earliest between p_born - 800 and p_born + 800)
     and (cardinality(v_tokens) > 1 or p_born is not null or wall.connections_of(v_me, f.id) <> '')
   order by (p_born is not null and p.born_earliest = p_born) desc, f.id = any (v_close) desc,
            wall.connections_of(v_me, f.id) = '', 2, f.id
   limit 20;
end $$;
grant execute on function api.find_person(uuid, text, date)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. Pairs that may be one person: somebody around the child and anybody whose name sounds the same and who was
-- born the same day, or about the same time. At most 20 pairs; what find_person does not find is not told here.
create function api.duplicates_of(p_child uuid) returns table (person_id uuid, name text, born date, other_id uuid,
  other_name text, other_born date, connected text, proposed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me();
begin
  if wall.watched() then perform wall.refuse(); end if;
  perform wall.log('duplicates', p_child);
  return query
  with around as materialized (
    select a.person_id as id, p.born_earliest, p.born_latest, p.sex from wall.people_around(v_me, p_child) a
      join core.person p on p.person_id = a.person_id where not wall.sealed_to(v_me, a.person_id)
  ), pairs as (
    select distinct a.id, o.person_id as other, a.born_earliest as born, q.born_earliest as other_born
      from around a
      join core.person_name n on n.person_id = a.id and n.kind in ('legal', 'birth', 'former', 'alias') and cardinality(n.sounds) > 1
       and not exists (select from core.person_name x where x.replaces = n.name_id)
      join core.person_name o on o.sounds @> n.sounds and o.person_id <> a.id
       and not exists (select from core.person_name x where x.replaces = o.name_id)
      join core.person q on q.person_id = o.person_id and (q.sex = a.sex or 'U' in (q.sex, a.sex))
       and (a.born_earliest is null or q.born_earliest is null
            or q.born_earliest <= a.born_latest + 3 and q.born_latest >= a.born_earliest - 3)
       and (a.born_earliest is not null or q.born_earliest is not null
            or exists (select from around b where b.id = o.person_id))
     where o.person_id <> p_child limit 60
  )
  select p.id, wall.name_of(p.id), p.born, p.other, wall.name_of(p.other), p.other_born,
         wall.connections_of(v_me, p.other),
         exists (select from core.person_merge m where m.decision = '' and m.kept_id in (p.id, p.other) and m.gone_id in (p.id, p.other))
    from pairs p
   where not wall.sealed_to(v_me, p.other) and not wall.known_to_sealed_alone(v_me, p.other) and not wall.merged_away(p.other)
     and (p.id < p.other or not exists (select from around b where b.id = p.other))
     and not exists (select from core.person_merge m where m.decision = 'distinct'
                      and m.kept_id in (p.id, p.other) and m.gone_id in (p.id, p.other))
   order by 2, 1, 4 limit 20;
end $$;
grant execute on function api.duplicates_of(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and may record. Proposes that two people are one; a manager decides. One of the two is around the child, the
-- other is somebody who can be found. What the manager of neither file may decide is never shown to anybody, so that
-- the answer here tells nothing.
create function api.propose_merge(p_child uuid, p_merge uuid, p_kept uuid, p_gone uuid, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.writer(p_child, p_why); v_around uuid[];
begin
  if exists (select from core.person_merge m where m.merge_id = p_merge and m.proposed_by = v_me.staff_id) then return; end if;
  v_around := array(select a.person_id from wall.people_around(v_me, p_child) a);
  if p_merge is null or p_kept = p_gone or p_child in (p_kept, p_gone) or not (p_kept = any (v_around) or p_gone = any (v_around))
     or exists (select from unnest(array[p_kept, p_gone]) u (id) where not u.id = any (v_around)
                 and (wall.known_to_sealed_alone(v_me, u.id) or not exists (select from core.person p where p.person_id = u.id)))
     or wall.merged_away(p_kept) or wall.merged_away(p_gone) then
    perform wall.refuse();
  end if;
  -- who has a file of their own is kept
  insert into core.person_merge (merge_id, kept_id, gone_id, why, proposed_by)
  select p_merge, case when d.swap then p_gone else p_kept end, case when d.swap then p_kept else p_gone end,
         btrim(p_why), v_me.staff_id
    from (select exists (select from core.file f where f.child_id = p_gone)
             and not exists (select from core.file f where f.child_id = p_kept)) d (swap);
  perform wall.log('propose_merge', p_child, p_merge);
exception when integrity_constraint_violation or data_exception then
  perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.propose_merge(uuid, uuid, uuid, uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The child whose file lets this manager decide that two people are one: a file that the manager manages and that
-- either stands in. Null if there is none, if either has a file that the manager does not manage, or a sealed one.
create function wall.merge_file(p_me core.staff, p_kept uuid, p_gone uuid) returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select f.child_id from core.file f
   where wall.manages(p_me, f)
     and f.child_id in (select r.other_id from core.relationship r where r.person_id in (p_kept, p_gone))
     and not exists (select from core.file o where o.child_id in (p_kept, p_gone) and (o.sealed or not wall.manages(p_me, o)))
   order by f.opened_on, f.child_id limit 1
$$;

-- Managers. The proposals for people of their files that nobody decided yet, those of other people only.
create function api.merges_to_decide() returns table (merge_id uuid, kept_id uuid, kept text, kept_born date,
  gone_id uuid, gone text, gone_born date, why text, proposed_by text, proposed_at timestamptz, child_id uuid,
  child text, mine boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select m.merge_id, m.kept_id, wall.name_of(m.kept_id), k.born_earliest, m.gone_id, wall.name_of(m.gone_id),
         g.born_earliest, m.why, s.name, m.proposed_at, f.child_id, wall.name_of(f.child_id), m.proposed_by = v_me.staff_id
    from core.person_merge m join core.person k on k.person_id = m.kept_id join core.person g on g.person_id = m.gone_id
    join core.staff s on s.staff_id = m.proposed_by
    cross join lateral (select wall.merge_file(v_me, m.kept_id, m.gone_id)) f (child_id)
   where m.decision = '' and f.child_id is not null and not wall.merged_away(m.kept_id) and not wall.merged_away(m.gone_id)
   order by m.proposed_at, m.merge_id limit 200;
end $$;
grant execute on function api.merges_to_decide() to :"manager";

-- Records for the kept person what stood for the other: rows that replace, so that nothing is lost and everything can
-- be followed. What would double is ended the same day.
create function wall.carry_over(p_me core.staff, p_kept uuid, p_gone uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare c_how constant text := 'recorded for two people who were found to be one'; r core.relationship; v_person uuid; v_other uuid;
begin
  for r in select * from wall.ties_of(p_gone) t where p_kept not in (t.person_id, t.other_id) order by t.relationship_id loop
    v_person := case when r.person_id = p_gone then p_kept else r.person_id end;
    v_other := case when r.other_id = p_gone then p_kept else r.other_id end;
    insert into core.relationship (relationship_id, person_id, other_id, kind, parental_responsibility, responsibility_how,
      certain, same_household, from_on, from_words, to_on, to_words, source_entry, how_known, replaces, recorded_by)
    select gen_random_uuid(), v_person, v_other, r.kind, r.parental_responsibility and not d.doubles, r.responsibility_how,
           r.certain, r.same_household and not d.doubles, r.from_on, r.from_words,
           case when d.doubles then greatest(coalesce(r.to_on, current_date), r.from_on) else r.to_on end,
           case when d.doubles then 'recorded twice' else r.to_words end, r.source_entry, c_how, r.relationship_id, p_me.staff_id
      from (select exists (select from wall.ties_of(p_kept) k
                            where k.person_id = v_person and k.other_id = v_other and k.kind = r.kind)) d (doubles);
  end loop;
  insert into core.person_name (name_id, person_id, kind, given, family, given_sort, family_sort, sounds, from_on, to_on,
    how_known, replaces, recorded_by)
  select gen_random_uuid(), p_kept, 'alias', n.given, n.family, n.given_sort, n.family_sort, n.sounds, n.from_on, n.to_on,
         c_how, n.name_id, p_me.staff_id
    from core.person_name n
   where n.person_id = p_gone and not exists (select from core.person_name x where x.replaces = n.name_id)
     and not exists (select from core.person_name k where k.person_id = p_kept and (k.given, k.family) = (n.given, n.family));
  insert into core.residence (residence_id, person_id, address_id, kind, from_on, from_words, to_on, to_words, how_known,
    replaces, recorded_by)
  select gen_random_uuid(), p_kept, n.address_id, n.kind, n.from_on, n.from_words, n.to_on, n.to_words, c_how,
         n.residence_id, p_me.staff_id
    from core.residence n where n.person_id = p_gone
     and not exists (select from core.residence x where x.replaces = n.residence_id)
     and not exists (select from core.residence k where k.person_id = p_kept and k.address_id = n.address_id
                      and k.to_on is not distinct from n.to_on
                      and not exists (select from core.residence x where x.replaces = k.residence_id));
  insert into core.contact_detail (contact_detail_id, person_id, kind, value, from_on, to_on, how_known, replaces, recorded_by)
  select gen_random_uuid(), p_kept, n.kind, n.value, n.from_on, n.to_on, c_how, n.contact_detail_id, p_me.staff_id
    from core.contact_detail n where n.person_id = p_gone
     and not exists (select from core.contact_detail x where x.replaces = n.contact_detail_id)
     and not exists (select from core.contact_detail k where k.person_id = p_kept and k.value_sort = n.value_sort
                      and not exists (select from core.contact_detail x where x.replaces = k.contact_detail_id));
  insert into core.warning (warning_id, person_id, kind, text, review_on, ended_at, source_entry, how_known, replaces, recorded_by)
  select gen_random_uuid(), p_kept, n.kind, n.text, n.review_on, n.ended_at, n.source_entry, c_how, n.warning_id, p_me.staff_id
    from core.warning n where n.person_id = p_gone
     and not exists (select from core.warning x where x.replaces = n.warning_id);
  insert into core.confidential_detail (confidential_detail_id, person_id, kind, value, postcode, hidden_from, why,
    from_on, to_on, child_id, recorded_by)
  select gen_random_uuid(), p_kept, n.kind, n.value, n.postcode, n.hidden_from, n.why, n.from_on, n.to_on,
         n.child_id, n.recorded_by
    from core.confidential_detail n where n.person_id = p_gone;
end $$;

-- A manager of a file that either stands in, and not the proposer: the two are one ("merged"), or two people
-- ("distinct"). Never where either has a file that the manager does not manage, and never a sealed one. Sent again it
-- answers as the first time; TL001 if another decided meanwhile.
create function api.decide_merge(p_merge uuid, p_decision text, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_merge core.person_merge; v_file uuid;
begin
  perform set_config('lock_timeout', '3s', true);
  select * into v_merge from core.person_merge where merge_id = p_merge for update;
  v_file := wall.merge_file(v_me, v_merge.kept_id, v_merge.gone_id);
  if v_merge.decided_by = v_me.staff_id and v_merge.decision = p_decision then return; end if;
  if v_merge.merge_id is null or v_file is null or v_merge.proposed_by = v_me.staff_id then perform wall.refuse(); end if;
  if coalesce(p_decision, '') not in ('merged', 'distinct') or length(btrim(coalesce(p_why, ''))) < 3
     or length(p_why) > 1000 then
    perform wall.bad_input('decide whether they are one person or two, and say why');
  end if;
  if v_merge.decision <> '' or wall.merged_away(v_merge.kept_id) or wall.merged_away(v_merge.gone_id) then
    perform wall.amended_meanwhile();
  end if;
  if p_decision = 'merged' and exists (select from core.file f where f.child_id = v_merge.gone_id) then
    perform wall.bad_input('both have a file of their own; two files cannot be made one here');
  end if;
  if p_decision = 'merged' then perform wall.carry_over(v_me, v_merge.kept_id, v_merge.gone_id); end if;
  update core.person_merge set decision = p_decision, decided_why = btrim(p_why), decided_by = v_me.staff_id,
    decided_at = clock_timestamp() where merge_id = p_merge;
  perform wall.log('decide_merge', v_file, p_merge, jsonb_build_object('decision', p_decision));
exception
  when unique_violation then perform wall.amended_meanwhile();
  when integrity_constraint_violation or data_exception then
    perform wall.bad_input('this could not be recorded as it is');
end $$;
grant execute on function api.decide_merge(uuid, text, text) to :"manager";
