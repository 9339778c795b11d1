-- Names: how they are folded for sorting and matching. There is no ICU in the embedded server, so columns are stored.

-- Small letters without accents, apostrophes and hyphens, one space between words: "O'Brien-Łukasz" = "obrien lukasz".
create function wall.fold(p_text text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return btrim(regexp_replace(regexp_replace(
    lower(ext.unaccent('ext.unaccent'::regdictionary, normalize(coalesce(p_text, ''), nfkc))),
    '[''’`]', '', 'g'), '[^a-z0-9]+', ' ', 'g'));
end $$;

-- The sounds of the words of a name, for finding Shivaun under Siobhan's neighbours.
create function wall.sounds(p_folded text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select coalesce(array_agg(distinct m) filter (where m <> ''), '{}')
    from regexp_split_to_table(p_folded, ' ') w, lateral (select ext.dmetaphone(w)) d(m));
end $$;

-- A word of a name and its other spellings, from the list of names that are the same.
create function wall.spellings(p_token text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select array[p_token] || array(
    select a.same_as from core.name_alias a where a.token = p_token
    union select a.token from core.name_alias a where a.same_as = p_token
    union select b.same_as from core.name_alias a join core.name_alias b using (token) where a.same_as = p_token));
end $$;

-- The name a child is called by: known as, or the current legal name; the family name follows.
create function wall.name_of(p_person uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select btrim(n.given || ' ' || n.family) from core.person_name n
   where n.person_id = p_person and n.kind in ('legal', 'birth') and n.to_on is null
     and not exists (select from core.person_name r where r.replaces = n.name_id)
   order by n.kind = 'legal' desc, n.recorded_at desc limit 1);
end $$;

create function wall.known_as(p_person uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select coalesce((select n.given from core.person_name n
   where n.person_id = p_person and n.kind = 'known_as' and n.to_on is null
     and not exists (select from core.person_name r where r.replaces = n.name_id)
   order by n.recorded_at desc limit 1), ''));
end $$;

-- Adds a name with its folded forms and sounds.
create function wall.add_name(p_person uuid, p_kind text, p_given text, p_family text, p_by uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_given text := wall.fold(p_given); v_family text := wall.fold(p_family);
begin
  insert into core.person_name (person_id, kind, given, family, given_sort, family_sort, sounds, recorded_by)
  values (p_person, p_kind, btrim(p_given), btrim(p_family), v_given, v_family,
          wall.sounds(v_given || ' ' || v_family), p_by);
  insert into core.name_token select distinct w from regexp_split_to_table(v_given || ' ' || v_family, ' ') w
   where w <> '' on conflict do nothing;
end $$;
