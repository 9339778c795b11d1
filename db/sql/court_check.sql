-- The check of a text before it leaves: where it holds what somebody must not learn. The text is compared here, so that
-- no client ever holds what it may not show, and the answer is places and kinds, never what is hidden.
--
-- Whoever may ask could also guess: put an address to the question and see whether it is found. So a text is announced
-- first and compared only once that is committed: no comparison can be rolled back out of the record. The announcement
-- is bound to the text by its hash: another guess is another announcement. And what one person may have compared in an
-- hour and a day is limited, in texts, in characters and in what could be tried: postcodes, numbers, streets, schools.

-- How much one person may have compared in an hour; four times as much in a day. Who may see the confidential details
-- of the file has room for every document of a busy team, and still not for all postcodes of a county: somebody's
-- sister may be hidden from them too.
create function wall.check_allowance(p_sees boolean, out checks integer, out characters bigint, out guesses bigint)
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case when p_sees then 200 else 20 end, case when p_sees then 20000000 else 2000000 end,
         case when p_sees then 4000 else 300 end
$$;

-- Refuses when the checks of this person that can be seen go beyond it, with a line in the server's log. Also asked at
-- the comparison, when announcements made beside each other are all to be seen.
create function wall.must_be_within_allowance(p_me core.staff, p_sees boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v record; v_most record := wall.check_allowance(p_sees);
begin
  for v in select h.times, count(*) as checks, coalesce(sum(c.characters), 0) as characters,
                  coalesce(sum(c.guesses), 0) as guesses
             from (values (interval '1 hour', 1), (interval '1 day', 4)) h (back, times)
             left join core.text_check c on c.staff_id = p_me.staff_id and c.sees = p_sees
                  and c.opened_at > clock_timestamp() - h.back
            group by h.times loop
    if v.checks > v_most.checks * v.times or v.characters > v_most.characters * v.times
       or v.guesses > v_most.guesses * v.times then
      raise log 'throughline: more checks than allowed by %', session_user;
      perform wall.bad_input('that is more than one person may have checked in an hour or a day: wait, or ask'
        ' somebody who may see the confidential details of this file');
    end if;
  end loop;
end $$;

-- How many different things a text names, as they are usually written, that somebody might try one by one. Who disguises
-- them leaves fewer, and the characters of the text on record all the same.
create function wall.guesses_in(p_text text) returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct replace(m[1], ' ', ''))::integer from regexp_matches(lower(p_text),
    '\m([a-z] ?[a-z]? ?[0-9] ?[0-9a-z]? ?[0-9] ?[a-z] ?[a-z]\M'
    '|(?:[0-9] ?){10,11}\M|[0-9]{3,4} ?[0-9]{3,4}\M'
    '|[a-z] ?[a-z] ?[0-9] ?[0-9] ?[a-z] ?[a-z] ?[a-z]\M'
    '|[a-z]+ (?:road|rd|street|avenue|lane|crescent|terrace|gardens|grove|primary|academy|nursery|surgery|infants'
    '|juniors)\M)',
    'g') m
$$;

-- The children whom the text is about, each once, and whether the caller may see the confidential details of them all;
-- or a refusal unless the caller has all their files open.
create function wall.checked_children(p_child uuid, p_with uuid[], out children uuid[], out sees boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_child uuid;
begin
  if cardinality(p_with) > 20 then perform wall.refuse(); end if;
  children := array(select distinct c from unnest(p_child || coalesce(p_with, '{}')) c);
  sees := true;
  foreach v_child in array children loop
    sees := wall.sees_confidential(wall.ticket(v_child)) and sees;
  end loop;
end $$;

-- Ticket for the child, and for the others whom the text is about. Announces a text, which is on record from then on
-- with its length and the number of things that could be tried with it. `p_text` is folded: Latin letters and figures,
-- one space where a word, a row of figures or a capital begins. The client makes the id, so a resent call lands once.
-- TL002: bad input, or more than one person may have compared. Refuses while the statement is measured.
create function api.open_check(p_check uuid, p_child uuid, p_with uuid[], p_text text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_about record := wall.checked_children(p_child, p_with);
  v_hash bytea := sha256(convert_to(coalesce(p_text, ''), 'UTF8'));
  v_guesses integer;
begin
  if wall.watched() or p_check is null then perform wall.refuse(); end if;
  if coalesce(length(p_text), 0) not between 1 and 2000000 or p_text ~ '[^A-Za-z0-9 ]|  |^ | $' then
    perform wall.bad_input('a text that is checked has letters and figures, at most 2,000,000');
  end if;
  v_guesses := wall.guesses_in(p_text);
  insert into core.text_check (check_id, staff_id, child_id, with_children, sha256, characters, guesses, sees, expires_at)
  values (p_check, v_me.staff_id, p_child, v_about.children, v_hash, length(p_text), v_guesses, v_about.sees,
          clock_timestamp() + interval '10 minutes');
  perform wall.must_be_within_allowance(v_me, v_about.sees);
  perform wall.log('open_check', p_child, p_check, jsonb_build_object('children', cardinality(v_about.children),
    'characters', length(p_text), 'guesses', v_guesses));
  raise log 'throughline: a text of % characters to be checked by %', length(p_text), session_user;
exception
  when unique_violation then
    if not exists (select from core.text_check c where c.check_id = p_check and c.staff_id = v_me.staff_id
                    and c.child_id = p_child and c.with_children = v_about.children and c.sha256 = v_hash) then
      perform wall.refuse();
    end if;
end $$;
grant execute on function api.open_check(uuid, uuid, uuid[], text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The parties to the proceedings of these children as they stand. What was recorded by mistake counts for nothing, and
-- who is not told of in the files of these children (a sealed child, an adopter) is not among them.
create function wall.parties_checked(p_me core.staff, p_children uuid[]) returns setof core.party
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select distinct y.* from unnest(p_children) c cross join lateral wall.cases_of(c) v
   cross join lateral wall.parties_of(c, v.proceedings_id, p_me, '') x cross join lateral (select (x.party).*) y
   where not v.mistaken and not y.mistaken
$$;

-- Where a person lives and is reached now, as it may be known: kind, value and postcode.
create function wall.whereabouts_of(p_person uuid) returns table (kind text, value text, postcode text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'address', a.lines, a.postcode from core.residence r join core.address a using (address_id)
   where r.person_id = p_person and (r.to_on is null or r.to_on > current_date)
     and not exists (select from core.residence x where x.replaces = r.residence_id)
  union
  select case when strpos(c.value, '@') > 0 then 'e-mail' else 'telephone' end, c.value, '' from core.contact_detail c
   where c.person_id = p_person and (c.to_on is null or c.to_on > current_date)
     and not exists (select from core.contact_detail x where x.replaces = c.contact_detail_id)
$$;

-- Everyone whose hidden details the text must not hold: the children, the people around them as everybody with a ticket
-- is told of them, the parties to their proceedings, and children with whom they share an entry. Into a sealed file
-- nothing is followed.
create function wall.people_checked(p_me core.staff, p_children uuid[]) returns table (person_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select c from unnest(p_children) c
  union select a.person_id from unnest(p_children) c, wall.people_around(p_me, c) a
  union select y.person_id from wall.parties_checked(p_me, p_children) y where y.person_id is not null
  union select o.child_id from core.entry_child k join core.entry_child o using (entry_id)
         where k.child_id = any (p_children) and not wall.sealed_to(p_me, o.child_id)
$$;

-- The names that stand for a person, as the caller may know them: of a child with a sealed file the one told elsewhere.
create function wall.names_told(p_me core.staff, p_person uuid) returns table (given text, family text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with f as materialized (
    select n.*, wall.sealed_to(p_me, p_person) as sealed from core.person_name n
     where n.person_id = p_person and not exists (select from core.person_name r where r.replaces = n.name_id))
  (select f.given, f.family from f where f.sealed and f.kind in ('legal', 'birth') order by f.recorded_at, f.name_id limit 1)
  union select f.given, coalesce(nullif(f.family, ''), (
      select n.family from core.person_name n where n.person_id = p_person and n.family <> ''
       order by n.kind = 'legal' desc, n.recorded_at desc limit 1), '') from f where not f.sealed
$$;

-- Carers whose names betray a hidden place: of a child whose placement or address is confidential, or who have such a
-- detail themselves.
create function wall.hidden_carers(p_children uuid[]) returns table (person_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.person_id from unnest(p_children) c, wall.standing_relationships(c) r
   where wall.kin_group(r.kind) = 'carer'
     and (wall.is_confidential(c, 'placement') or wall.is_confidential(c, 'address')
          or wall.is_confidential(r.person_id, 'address') or wall.is_confidential(r.person_id, 'placement'))
$$;

-- The marks of hidden parties: their names, as they were recorded here and elsewhere; who represents them; and of those
-- of whom it must not be told that they are parties, as what they are, unless somebody may be known to be the same.
create function wall.marks_of_parties(p_me core.staff, p_children uuid[]) returns setof wall.mark
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with parties as materialized (select y.* from wall.parties_checked(p_me, p_children) y), hidden as materialized (
    select y.* from parties y
     where y.hidden in ('name', 'party') and (y.person_id is null or y.person_id <> all (p_children)))
  select m.* from hidden y, wall.names_told(p_me, y.person_id) n,
       wall.marks_of_name('party', n.given, n.family, 'family', null) m
  union
  select m.* from hidden y, wall.marks_of_words('party', wall.words_of_name(y.name), null) m
  union
  select m.kind, m.said, false, m.alike, m.edge, m.sealed
    from hidden y, wall.marks_of_words('party', wall.words_of_name(y.representative), null) m where m.edge = 'name'
  union
  select 'party', replace(wall.plain(wall.label_of('party_part', y.part)), ' ', ''), false, false, 'name', null::uuid
    from hidden y
   where y.hidden = 'party' and y.part not in ('carer', 'child', 'other')  -- words of every text about a child
     and not exists (select from parties o where o.part = y.part and o.hidden <> 'party')
$$;

-- The marks of names: of other children (a parent who is one may be named), of carers where the place is hidden, of
-- hidden parties. A family or given name by itself counts only where nobody who may be named bears it; the whole name of
-- a hidden party counts whoever bears it.
create function wall.marks_of_people(p_me core.staff, p_children uuid[], p_people uuid[]) returns setof wall.mark
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_carers uuid[] := array(select h.person_id from wall.hidden_carers(p_children) h);
begin
  return query
  with hidden as materialized (
    select p.person_id, 'child' as kind, 'given' as single from core.person p
     where p.person_id = any (p_people) and p.person_id <> all (p_children)
       and not exists (select from unnest(p_children) c, wall.standing_relationships(c) r
                        where r.person_id = p.person_id and wall.kin_group(r.kind) in ('parent', 'carer'))
       and (exists (select from core.file f where f.child_id = p.person_id)
            or p.born_latest > current_date - interval '18 years' or p.expected_on is not null)
    union all select c, 'carer', 'family' from unnest(v_carers) c
  ), told as materialized (
    select x.id, wall.plain(n.given) as given, replace(wall.plain(n.family), ' ', '') as family
      from unnest(p_people) x (id), wall.names_told(p_me, x.id) n
     where x.id not in (select h.person_id from hidden h
                        union select y.person_id from wall.parties_checked(p_me, p_children) y
                               where y.hidden in ('name', 'party') and y.person_id is not null)
  ), names as materialized (
    select m.* from hidden h, wall.names_told(p_me, h.person_id) n,
         wall.marks_of_name(h.kind, n.given, n.family, h.single, null) m
    union
    select m.* from wall.marks_of_parties(p_me, p_children) m
  )
  select n.* from names n
   where not exists (select from told t where n.said in (t.family, split_part(t.given, ' ', 1), replace(t.given, ' ', ''))
                      and n.edge = 'capital')
     and (n.kind = 'party' or not exists (
       select from told t where n.said in (replace(t.given, ' ', '') || t.family, split_part(t.given, ' ', 1) || t.family)));
end $$;

-- All that must not stand in a text about these children: what is confidential, and where parties live and are reached of
-- whom that must not be told. A street alone, in which the family is known to live too, tells nothing and is left out.
create function wall.marks_against(p_me core.staff, p_children uuid[]) returns setof wall.mark
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_people uuid[] := array(select c.person_id from wall.people_checked(p_me, p_children) c);
  v_kept uuid[] := array(select distinct y.person_id from wall.parties_checked(p_me, p_children) y
                          where y.hidden in ('contact', 'party') and y.person_id is not null);
begin
  return query
  with marks as materialized (
    select m.* from core.confidential_detail d,
         wall.marks_of_detail(case d.kind when 'family time' then 'venue' when 'GP' then 'gp' else d.kind end, d.value,
           d.postcode, case when wall.sealed_to(p_me, d.person_id) then d.person_id end) m
     where d.person_id = any (v_people) and (d.to_on is null or d.to_on > current_date)
    union
    select m.* from unnest(v_kept) k, wall.whereabouts_of(k) w, wall.marks_of_detail(w.kind, w.value, w.postcode, null) m
  ), open as materialized (
    select distinct f from unnest(v_people) x (id), wall.whereabouts_of(x.id) w, wall.marks_of_detail('open', w.value, '', null) f
     where w.kind = 'address' and x.id <> all (v_kept) and not wall.sealed_to(p_me, x.id)
  )
  select m.* from marks m
   where m.sure or m.kind <> 'address'
      or not exists (select from open o where (o.f).said = m.said)
      or exists (select from open o join marks s on s.sure and s.said = (o.f).said)
  union
  select m.* from wall.marks_of_people(p_me, p_children, v_people) m;
end $$;

-- A place in a text: letters and figures from `begins` up to `ends`, counted from nought without the spaces.
create type wall.place as (begins integer, ends integer, kind text, sure boolean, sealed uuid);

-- Whether a form that was met stands there as its edge wants it. `p_edges` has a | where a word begins.
create function wall.has_edges(p_mark wall.mark, p_cased bytea, p_edges bytea, p_at integer) returns boolean
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
declare v_end integer := p_at + length(p_mark.said); v_size integer := length(p_cased);
begin
  if p_mark.edge = 'number' then
    return v_end = v_size or get_byte(p_cased, v_end) not between 48 and 57 or get_byte(p_edges, v_end) = 124;
  elsif get_byte(p_edges, p_at) <> 124
        or p_mark.edge = 'capital' and get_byte(p_cased, p_at) not between 65 and 90
        or p_mark.edge = 'capital' and p_mark.said in ('april', 'may', 'june', 'august')  -- in a date it is no name
           and (p_at > 0 and get_byte(p_cased, greatest(p_at - 1, 0)) between 48 and 57
                or v_end < v_size and get_byte(p_cased, least(v_end, v_size - 1)) between 48 and 57) then
    return false;
  end if;
  return v_end = v_size or get_byte(p_edges, v_end) = 124
    or p_mark.edge <> 'whole' and get_byte(p_cased, v_end) in (83, 115)
       and (v_end + 1 = v_size or get_byte(p_edges, v_end + 1) = 124);
end $$;

-- The places in a folded text where one of these forms stands, by the order of the forms; at most 3,000.
create function wall.places_of(p_text text, p_marks wall.mark[]) returns setof wall.place
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_text text := replace(p_text, ' ', '');
  v_plain text := lower(v_text);
  v_alike text := translate(lower(v_text), 'oilsbz', '011582');
  v_cased bytea := convert_to(v_text, 'UTF8');
  v_edges bytea := convert_to('|' || substr(regexp_replace(p_text, ' .', '|', 'g'), 2), 'UTF8');
  v_in bytea; v_said bytea; v_mark wall.mark; v_at integer; v_step integer; v_count integer := 0;
begin
  foreach v_mark in array p_marks loop
    if v_mark.alike then
      v_mark.said := translate(v_mark.said, 'oilsbz', '011582');
    end if;
    continue when strpos(case when v_mark.alike then v_alike else v_plain end, v_mark.said) = 0;
    v_in := convert_to(case when v_mark.alike then v_alike else v_plain end, 'UTF8');
    v_said := convert_to(v_mark.said, 'UTF8');
    v_at := 0;
    loop
      v_step := position(v_said in v_in);
      exit when v_step = 0 or v_count >= 3000;
      v_at := v_at + v_step - 1;
      if wall.has_edges(v_mark, v_cased, v_edges, v_at) then
        v_count := v_count + 1;
        return next row(v_at, v_at + length(v_mark.said), v_mark.kind, v_mark.sure, v_mark.sealed)::wall.place;
      end if;
      v_at := v_at + 1;
      v_in := substring(v_in from v_step + 1);
    end loop;
  end loop;
end $$;

-- The places that are told: of those at the same letters the surest, none that lies within another which says as much,
-- and none that is only a part where the thing itself stands.
create function wall.told_places(p_all wall.place[]) returns setof wall.place
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.begins, l.ends, l.kind, l.sure, l.sealed from (
    select d.*, max(d.ends) over before as any_end, max(d.ends) filter (where d.sure) over before as sure_end,
           max(d.ends) filter (where d.sure) over (partition by d.kind order by d.begins, d.ends desc
             rows between unbounded preceding and 1 preceding) as own_end,
           min(d.begins) filter (where d.sure) over (partition by d.kind order by d.begins, d.ends desc
             rows between 1 following and unbounded following) as own_next
      from (select distinct on (p.begins, p.ends) p.* from unnest(p_all) p
             order by p.begins, p.ends, p.sure desc, p.kind) d
    window before as (order by d.begins, d.ends desc rows between unbounded preceding and 1 preceding)) l
   where coalesce(case when l.sure then l.sure_end else l.any_end end, 0) < l.ends
     and (l.sure or coalesce(l.own_end, 0) <= l.begins and coalesce(l.own_next, l.ends) >= l.ends)
$$;

-- The announcement of a text, committed before, within ten minutes, or a refusal; the files of all its children must be
-- open. Refuses while the statement is measured.
create function wall.announced(p_me core.staff, p_check uuid, p_text text) returns core.text_check
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_check core.text_check;
begin
  if wall.watched() then perform wall.refuse(); end if;
  select * into v_check from core.text_check c
   where c.check_id = p_check and c.staff_id = p_me.staff_id and c.expires_at > clock_timestamp()
     and c.opened_xid is distinct from pg_current_xact_id_if_assigned()
     and c.sha256 = sha256(convert_to(coalesce(p_text, ''), 'UTF8'));
  if v_check.check_id is null then perform wall.refuse(); end if;
  perform wall.checked_children(v_check.child_id, v_check.with_children);
  perform wall.must_be_within_allowance(p_me, v_check.sees);
  return v_check;
end $$;

-- The places of an announced text that hold something hidden, at most 1,000: names of other children, which are many where
-- they are brothers and sisters, give way to the rest. On record with how many were found, and in the server's log, which
-- survives a rollback; the members of a sealed file whose detail was met are told, as of every question that touches it.
create function wall.places_met(p_me core.staff, p_check core.text_check, p_text text) returns wall.place[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_marks wall.mark[]; v_all wall.place[]; v_places wall.place[]; v_sealed uuid[];
begin
  v_marks := array(select m from wall.marks_against(p_me, p_check.with_children) m
                    order by m.kind = 'child', not m.sure);
  v_all := array(select p from wall.places_of(p_text, v_marks) p);
  v_sealed := array(select distinct p.sealed from unnest(v_all) p where p.sealed is not null);
  v_places := array(select p from wall.told_places(v_all) p order by p.kind = 'child', not p.sure, p.begins limit 1000);
  perform wall.log('check_text', p_check.child_id, p_check.check_id, jsonb_build_object('places', cardinality(v_places),
    'sure', (select count(*) from unnest(v_places) p where p.sure))
    || case when v_sealed = '{}' then '{}' else jsonb_build_object('sealed', to_jsonb(v_sealed)) end);
  raise log 'throughline: % places in a text found for %', cardinality(v_places), session_user;
  return v_places;
end $$;

-- Ticket for all the children of an announced text. Compares exactly the text that was announced, and answers where it
-- holds something hidden and of which kind, in order: `sure` if it is the thing itself, else a part of it that others may
-- share. Never what is hidden, whose, or from whom.
create function api.check_text(p_check uuid, p_text text) returns table (begins integer, ends integer, kind text,
  sure boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_check core.text_check := wall.announced(v_me, p_check, p_text);
begin
  return query select p.begins, p.ends, p.kind, p.sure from unnest(wall.places_met(v_me, v_check, p_text)) p
                order by p.begins, p.ends;
end $$;
grant execute on function api.check_text(uuid, text) to :"practitioner", :"court_adviser", :"manager", :"support";
