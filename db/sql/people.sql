-- The people of a child as they are read: who is around the child, and what is recorded of each.

-- Whether this person is a child whose sealed file the caller may not open. Where such a child stands in an open file
-- as somebody's brother or sister, the name recorded first and the birth are told and nothing else: like anybody of
-- whom little is known.
create function wall.sealed_to(p_me core.staff, p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.file f where f.child_id = p_person and f.sealed and wall.basis(p_me, f) is null)
$$;

-- Whether a person stands in no file but sealed ones that the caller may not open: an adopter is found by nobody. A
-- brother or sister with a sealed file stands in an open one like anybody who has no file: the two must not differ.
create function wall.known_to_sealed_alone(p_me core.staff, p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with children as (
    select f from core.relationship r join core.file f on f.child_id = r.other_id where r.person_id = p_person)
  select (wall.sealed_to(p_me, p_person) or exists (select from children))
         and not exists (select from children c where not (c.f).sealed or wall.basis(p_me, c.f) is not null)
$$;

-- Whether a person was found to be somebody else, who now stands for both.
create function wall.merged_away(p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.person_merge m where m.gone_id = p_person and m.decision = 'merged')
$$;

-- What kind of relationship a word is: parent, carer, sibling, grandparent, aunt, child, couple, professional …
create function wall.kin_group(p_kind text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select c.attributes ->> 'group' from core.code c
                    where c.list = 'relationship' and c.code = p_kind and c.country = ''), 'other')
$$;

-- The relationships that touch a person and that no correction replaced.
create function wall.ties_of(p_person uuid) returns setof core.relationship
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.* from core.relationship r
   where (r.person_id = p_person or r.other_id = p_person)
     and not exists (select from core.relationship x where x.replaces = r.relationship_id)
$$;

-- Who is connected with the child: step 1 by a relationship of the child's own, step 2 as far as three generations
-- need it (parents' parents, partners, brothers and other children; a half-sibling's other parent; a carer's partner).
-- From a child with a sealed file, and from professionals, nothing is followed; and a relationship that was recorded
-- in the sealed file (what this child is to that one) is none here.
create function wall.people_around(p_me core.staff, p_child uuid) returns table (person_id uuid, step integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  with direct as materialized (
    select case when t.person_id = p_child then t.other_id else t.person_id end as id,
           case when t.person_id = p_child then 'of the child' else wall.kin_group(t.kind) end as kin
      from wall.ties_of(p_child) t
     where t.other_id = p_child or not wall.sealed_to(p_me, t.other_id)
  ), first as materialized (
    select d.id, array_agg(d.kin) as kin from direct d where not wall.merged_away(d.id) group by d.id
  ), further as (
    select case when t.person_id = f.id then t.other_id else t.person_id end as id
      from first f cross join lateral wall.ties_of(f.id) t
      cross join lateral (select wall.kin_group(t.kind)) g (kin)
     where not wall.sealed_to(p_me, f.id)
       and ('parent' = any (f.kin) and g.kin in ('parent', 'child', 'couple', 'sibling')
            or 'sibling' = any (f.kin) and g.kin = 'parent' and t.other_id = f.id
            or 'grandparent' = any (f.kin) and g.kin = 'couple'
            or 'carer' = any (f.kin) and g.kin = 'couple'
            or 'aunt' = any (f.kin) and g.kin = 'couple')
  )
  select f.id, 1 from first f
  union
  select distinct t.id, 2 from further t
   where t.id <> p_child and t.id not in (select f.id from first f) and not wall.merged_away(t.id)
     and not wall.sealed_to(p_me, t.id);
end $$;

-- A person's name as the asker may know it: of a child with a sealed file the one recorded first.
create function wall.told_name(p_person uuid, p_sealed boolean) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(case when p_sealed then (
      select btrim(n.given || ' ' || n.family) from core.person_name n
       where n.person_id = p_person and n.kind in ('legal', 'birth') order by n.recorded_at, n.name_id limit 1)
    else wall.name_of(p_person) end, '')
$$;

-- The warnings that stand on a person or on an address, as JSON.
create function wall.warnings_on(p_person uuid, p_address uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('warning_id', w.warning_id, 'kind', w.kind, 'text', w.text,
           'review_on', w.review_on, 'how_known', w.how_known, 'by', s.name, 'at', w.recorded_at)
           order by w.recorded_at), '[]')
    from core.warning w join core.staff s on s.staff_id = w.recorded_by
   where (w.person_id = p_person or w.address_id = p_address) and w.ended_at is null
     and not exists (select from core.warning x where x.replaces = w.warning_id)
$$;

-- The names, addresses, telephone numbers and corrected facts of a person as JSON. `p_only` leaves what this one member of staff
-- recorded, and is null where everything may be told. With it the name recorded first is told too, as if it had come
-- with the relationship: of a child with a sealed file as much is told as of anybody of whom little is known.
create function wall.details_of(p_child uuid, p_person uuid, p_only uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'names', coalesce((
      select jsonb_build_array(jsonb_build_object('name_id', n.name_id, 'kind', n.kind, 'given', n.given, 'family', n.family, 'from_on', null,
               'to_on', null, 'how_known', '', 'by', t.name, 'at', t.recorded_at))
        from (select x.* from core.person_name x where x.person_id = p_person and x.kind in ('legal', 'birth')
               order by x.recorded_at, x.name_id limit 1) n,
             (select s.name, r.recorded_at from core.relationship r join core.staff s on s.staff_id = r.recorded_by
               where r.person_id = p_person and r.other_id = p_child order by r.recorded_at limit 1) t
       where p_only is not null and n.recorded_by <> p_only), '[]') || coalesce((
      select jsonb_agg(jsonb_build_object('name_id', n.name_id, 'kind', n.kind, 'given', n.given, 'family', n.family, 'from_on', n.from_on,
               'to_on', n.to_on, 'how_known', n.how_known, 'by', s.name, 'at', n.recorded_at) order by n.recorded_at, n.name_id)
        from core.person_name n join core.staff s on s.staff_id = n.recorded_by
       where n.person_id = p_person and (p_only is null or n.recorded_by = p_only)
         and not exists (select from core.person_name x where x.replaces = n.name_id)), '[]'),
    'addresses', coalesce((
      select jsonb_agg(jsonb_build_object('residence_id', r.residence_id, 'address_id', a.address_id, 'kind', r.kind,
               'lines', o.said, 'postcode', case when o.said = a.lines then a.postcode else '' end,
               'from_on', r.from_on, 'from_words', r.from_words, 'to_on', r.to_on, 'to_words', r.to_words,
               'how_known', r.how_known, 'by', s.name, 'at', r.recorded_at,
               'warnings', case when r.to_on is null then wall.warnings_on(null, a.address_id) else '[]' end)
               order by r.to_on desc nulls first, r.from_on desc nulls last, r.residence_id)
        from core.residence r join core.address a using (address_id) join core.staff s on s.staff_id = r.recorded_by
        cross join lateral (select wall.open_words(p_child, a.lines, r.residence_id, p_person)) o (said)
       where r.person_id = p_person and (p_only is null or r.recorded_by = p_only)
         and not exists (select from core.residence x where x.replaces = r.residence_id)), '[]'),
    'contacts', coalesce((
      select jsonb_agg(jsonb_build_object('contact_id', c.contact_detail_id, 'kind', c.kind,
               'value', wall.open_words(p_child, c.value, c.contact_detail_id, p_person),
               'from_on', c.from_on, 'to_on', c.to_on, 'how_known', c.how_known, 'by', s.name, 'at', c.recorded_at)
               order by c.to_on desc nulls first, c.recorded_at, c.contact_detail_id)
        from core.contact_detail c join core.staff s on s.staff_id = c.recorded_by
       where c.person_id = p_person and (p_only is null or c.recorded_by = p_only)
         and not exists (select from core.contact_detail x where x.replaces = c.contact_detail_id)), '[]'),
    'warnings', coalesce((
      select jsonb_agg(w) from jsonb_array_elements(wall.warnings_on(p_person, null)) w
       where p_only is null or w ->> 'by' = (select s.name from core.staff s where s.staff_id = p_only)), '[]'),
    'changes', coalesce((
      select jsonb_agg(jsonb_build_object('change_id', c.change_id, 'field', c.field, 'before', c.before,
               'after', c.after, 'how_known', c.how_known, 'by', s.name, 'at', c.changed_at)
               order by c.changed_at, c.change_id)
        from core.person_change c join core.staff s on s.staff_id = c.changed_by
       where c.person_id = p_person and (p_only is null or c.changed_by = p_only)
         and c.field in ('sex', 'pronouns', 'born', 'expected_on', 'died', 'first_language', 'communication_needs')), '[]'))
$$;

-- Ticket. Everyone connected with the child and how, as JSON: people with their names, languages, addresses, telephone
-- numbers, warnings, what was corrected of them, and whether something confidential is kept of them (only that it is); and the relationships between them,
-- those that ended too, so that the family can be seen as it was on any day.
create function api.people_of(p_child uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child); v_me core.staff := wall.me(); v_people jsonb; v_ties jsonb; v_ids uuid[];
begin
  with around as materialized (
    select p_child as id, 0 as step, false as sealed
    union all
    select a.person_id, a.step, wall.sealed_to(v_me, a.person_id) from wall.people_around(v_me, p_child) a
  )
  select array_agg(a.id), jsonb_agg(jsonb_build_object('person_id', a.id, 'step', a.step,
           'name', wall.told_name(a.id, a.sealed),
           'known_as', case when a.sealed then '' else wall.known_as(a.id) end, 'sex', p.sex,
           'pronouns', case when a.sealed then '' else p.pronouns end,
           'first_language', case when a.sealed then '' else p.first_language end,
           'communication_needs', case when a.sealed then '' else p.communication_needs end,
           'born_earliest', p.born_earliest, 'born_latest', p.born_latest, 'born_words', p.born_words,
           'expected_on', p.expected_on,
           'died_earliest', case when not a.sealed then p.died_earliest end,
           'died_latest', case when not a.sealed then p.died_latest end,
           'died_words', case when a.sealed then '' else p.died_words end,
           'confidential', a.step < 2
              and exists (select from core.confidential_detail d
                           where d.person_id = a.id and (d.to_on is null or d.to_on > current_date)
                             and (a.id = p_child or d.recorded_by = v_me.staff_id or not exists (
                               select from core.file f where f.child_id = wall.held_in(d)
                                  and (f.sealed or f.child_id = a.id) and wall.basis(v_me, f) is null))))
           || wall.details_of(p_child, a.id, case when a.sealed then v_me.staff_id end) order by a.step, a.id)
    into v_ids, v_people
    from around a join core.person p on p.person_id = a.id;
  select coalesce(jsonb_agg(jsonb_build_object('relationship_id', r.relationship_id, 'person_id', r.person_id,
           'other_id', r.other_id, 'kind', r.kind, 'parental_responsibility', r.parental_responsibility,
           'responsibility_how', r.responsibility_how, 'certain', r.certain, 'same_household', r.same_household,
           'from_on', r.from_on, 'from_words', r.from_words, 'to_on', r.to_on, 'to_words', r.to_words,
           'how_known', r.how_known, 'source_entry', r.source_entry, 'by', s.name, 'at', r.recorded_at)
           order by r.recorded_at, r.relationship_id), '[]')
    into v_ties
    from core.relationship r join core.staff s on s.staff_id = r.recorded_by
   where r.person_id = any (v_ids) and r.other_id = any (v_ids)
     and not exists (select from core.relationship x where x.replaces = r.relationship_id)
     and (r.other_id = p_child
          or not wall.sealed_to(v_me, r.other_id) and (r.person_id = p_child or not wall.sealed_to(v_me, r.person_id)));
  return jsonb_build_object('child_id', p_child, 'people', v_people, 'relationships', v_ties,
    'may_record', wall.may_record(v_me, p_child, v_basis), 'sees_confidential', wall.sees_confidential(v_basis),
    'manages', (select wall.manages(v_me, f) from core.file f where f.child_id = p_child));
end $$;
grant execute on function api.people_of(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
