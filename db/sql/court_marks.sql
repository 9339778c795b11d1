-- Marks: in which written forms a hidden address, number or name may stand in a text. Nobody may call these; the check
-- of a text does (court_check.sql). A form is small letters and figures without anything between them, so that spacing,
-- line breaks, hyphens and apostrophes of the text make no difference; how a form must begin and end is its edge.

-- One form that betrays: as what it is reported, whether it is the thing itself (`sure`) or a part that others may bear,
-- whether look-alikes such as O and 0 count (`alike`), and of which sealed child the caller may not know it.
-- Edges: 'whole' begins and ends with a word; 'name' may carry the s of a possessive; 'capital' is a name that begins
-- with a capital letter; 'number' stands in a row of figures that ends with it.
create type wall.mark as (kind text, said text, sure boolean, alike boolean, edge text, sealed uuid);

-- A value as the words of the text are folded: small letters and figures, one space between.
create function wall.plain(p_text text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select wall.fold(regexp_replace(replace(normalize(p_text, nfkd), '&', ' and '), '[\u0300-\u036f]', '', 'g'))
$$;

-- The words that are written in more ways than one: a line holds ways to write the same; '-' is leaving it out.
create function wall.same_words() returns text[]
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select array['road rd', 'street st str', 'saint st', 'saints sts', 'avenue ave av', 'court ct crt', 'lane ln la',
    'close cl', 'drive dr drv', 'crescent cres cresc cr', 'gardens gdns gdn', 'place pl', 'terrace terr ter tce',
    'square sq', 'grove gr grv gv', 'park pk', 'house hse ho', 'mount mt', 'north n', 'south s', 'east e', 'west w',
    'great gt', 'little lt', 'upper upr', 'lower lwr', 'boulevard blvd', 'parade pde', 'walk wlk', 'green grn',
    'meadow mdw', 'meadows mdws', 'cottage cott', 'buildings bldgs', 'building bldg', 'flat apartment apt unit',
    'and -', 'the -', 'primary pri prim', 'secondary sec', 'school sch', 'academy acad', 'centre center ctr cntr',
    'junior jnr', 'medical med', 'community comm', 'roman-catholic rc', 'first 1st', 'second 2nd', 'third 3rd',
    'fourth 4th', 'fifth 5th', 'doctor dr', 'childrens children', 'hospital hosp', 'farm fm', 'villas vls']
$$;

-- The ways in which folded words may be written with the usual abbreviations, nothing between them; at most 96.
create function wall.spelled(p_plain text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_all text[] := '{""}'; v_word text; v_ways text[];
begin
  foreach v_word in array string_to_array(btrim(p_plain), ' ') loop
    select array_agg(distinct replace(replace(w, '-', ''), ' ', '')) into v_ways
      from unnest(wall.same_words()) g, unnest(string_to_array(g, ' ')) w
     where v_word = any (string_to_array(g, ' '));
    if v_ways is null or cardinality(v_all) * cardinality(v_ways) > 96 then
      v_ways := array[v_word];
    end if;
    v_all := array(select a || w from unnest(v_all) a, unnest(v_ways) w);
  end loop;
  return array(select distinct a from unnest(v_all) a where length(a) > 2);
end $$;

-- Words that say what kind of place it is and not which.
create function wall.is_common(p_word text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select p_word = any ('{school,primary,academy,nursery,infant,infants,junior,juniors,secondary,high,college,sixth,form,
    pre,preschool,playgroup,surgery,practice,medical,health,doctors,clinic,centre,center,contact,family,families,time,
    hub,library,church,hall,house,home,lodge,residential,childrens,children,child,refuge,unit,hostel,foster,carer,carers,
    placement,placed,with,mother,father,mum,dad,grandmother,grandfather,aunt,uncle,guardian,mr,mrs,ms,miss,dr,the,of,at,
    and,in,a,an,near,is,ce,rc,c,e,catholic,community,room,flat,apartment,apt,unit,no,number,address,phone,tel,mobile,
    works,work,works,lives,live,stays,new,car,van,blue,red,black,white,silver,grey,green,town,city,village,england,wales,
    emergency,respite,short,term,long,kinship,special,council,private,temporary,accommodation,bed,breakfast,b}'::text[])
$$;

create function wall.is_street(p_word text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select p_word = any ('{road,rd,street,str,avenue,ave,av,court,ct,lane,ln,close,drive,dr,crescent,cres,gardens,gdns,
    place,pl,terrace,terr,ter,square,sq,grove,gr,hill,park,mount,rise,way,walk,view,mews,green,row,parade,pde,boulevard,
    blvd,vale,bank,gate,croft,drove,end,fields,field,meadow,meadows,mead,quay,wharf,yard,villas,buildings,common,heath,
    path,passage,circus,broadway,parkway,garth,fold,brow,side,dene,dell,chase,cottages,houses,heights,estate}'::text[])
$$;

-- The forms of a name. Given and family name together are sure; with initials, or a single name where it is given as
-- such, it may be another's.
create function wall.marks_of_name(p_kind text, p_given text, p_family text, p_single text, p_sealed uuid)
  returns setof wall.mark
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with n as (
    select split_part(wall.plain(p_given), ' ', 1) as first, replace(wall.plain(p_given), ' ', '') as given,
           replace(wall.plain(p_family), ' ', '') as family)
  select p_kind, s.said, s.sure, false, s.edge, p_sealed
    from n cross join lateral (
      select g || n.family, true, 'name' from unnest(wall.spellings(n.first) || n.given) g
       where g <> '' and n.family <> ''
      union select n.family || g, true, 'name' from unnest(array[n.first, n.given]) g where g <> '' and n.family <> ''
      union select left(n.first, 1) || n.family, false, 'capital' where n.first <> '' and length(n.family) > 2
      union select n.family || left(n.first, 1), false, 'capital' where n.first <> '' and length(n.family) > 2
      union select n.given, false, 'capital' where p_single = 'given'
      union select n.first, false, 'capital' where p_single = 'given'
      union select n.family, false, 'capital' where p_single = 'family'
    ) s (said, sure, edge)
   where length(s.said) > 2 and s.said <> all ('{baby,unborn,infant,child,unknown}')
$$;

-- The words of a name as it was recorded, each without what stands between its letters.
create function wall.words_of_name(p_name text) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select replace(wall.plain(w), ' ', '') from regexp_split_to_table(btrim(p_name), '\s+') w)
$$;

-- A name out of a free text such as "Mrs Margaret Hollis": the last word is the family name.
create function wall.marks_of_words(p_kind text, p_words text[], p_sealed uuid) returns setof wall.mark
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_words text[] := p_words; v_and integer; v_last text;
  v_single text := case when p_kind in ('carer', 'party') then 'family' else '' end;
begin
  while wall.is_common(v_words[1]) loop v_words := v_words[2:]; end loop;
  while wall.is_common(v_words[cardinality(v_words)]) loop v_words := trim_array(v_words, 1); end loop;
  v_last := v_words[cardinality(v_words)];
  v_and := array_position(v_words, 'and');
  if v_and between 2 and cardinality(v_words) - 2 then
    return query select * from wall.marks_of_name(
      p_kind, array_to_string(v_words[v_and + 1:cardinality(v_words) - 1], ' '), v_last, v_single, p_sealed);
    v_words := case when v_and = 2 then array[v_words[1], v_last] else v_words[:v_and - 1] end;
    v_last := v_words[cardinality(v_words)];
  end if;
  if cardinality(v_words) between 1 and 5 then
    return query select * from wall.marks_of_name(p_kind, array_to_string(trim_array(v_words, 1), ' '), v_last,
                                                  v_single, p_sealed);
  end if;
end $$;

-- The forms of a place written without numbers, "Hollybush Primary School": all of it, and its own name with a word of
-- its kind, are sure; its own name alone may be something else.
create function wall.marks_of_place(p_kind text, p_words text[], p_sealed uuid) returns setof wall.mark
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_own text[] := p_words; v_kinds text[] := '{}';
begin
  while wall.is_common(v_own[cardinality(v_own)]) loop
    v_kinds := v_own[cardinality(v_own)] || v_kinds;
    v_own := trim_array(v_own, 1);
  end loop;
  if coalesce(cardinality(v_own), 0) = 0 then return; end if;
  return query select p_kind, f, true, false, 'name', p_sealed
                 from unnest(wall.spelled(array_to_string(p_words, ' '))) f where length(f) > 4;
  if v_kinds = '{}' then return; end if;
  return query
  select p_kind, f, true, false, 'name', p_sealed
    from unnest(v_kinds) k, unnest(wall.spelled(array_to_string(v_own || k, ' '))) f where length(f) > 4
  union
  select p_kind, f, false, false, 'capital', p_sealed
    from unnest(wall.spelled(array_to_string(v_own, ' '))) f where length(f) > 4;
end $$;

-- The forms of one part of an address (between commas). House number with street is sure, in either order; the street
-- alone may be somebody else's. A part without number and street is the name of a house or place if it comes first.
create function wall.marks_of_line(p_kind text, p_words text[], p_first boolean, p_sealed uuid) returns setof wall.mark
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_end integer; v_number integer; v_street text; v_count integer := cardinality(p_words);
begin
  for i in reverse v_count .. 2 loop
    if (wall.is_street(p_words[i]) or p_words[i] = 'st' and i = v_count) and p_words[i - 1] ~ '^([a-z]|[0-9](st|nd|rd|th)$)' then
      v_end := i;
      exit;
    end if;
  end loop;
  for i in reverse coalesce(v_end - 1, v_count - 1) .. 1 loop
    if p_words[i] ~ '^[0-9]{1,4}[a-z]?$' then
      v_number := i;
      exit;
    end if;
  end loop;
  v_end := coalesce(v_end, case when v_number is not null and p_words[v_number + 1] ~ '^[a-z]{3,}$'
                                then least(v_number + 3, v_count) end);
  if v_end is null then
    if p_first and v_number is null and p_words[1] ~ '^[a-z]' then
      return query select * from wall.marks_of_place(p_kind, p_words, p_sealed);
    end if;
    return;
  end if;
  v_street := array_to_string(p_words[coalesce(v_number + 1, greatest(1, v_end - 3)):v_end], ' ');
  return query
  select p_kind, f, true, false, 'whole', p_sealed
    from unnest(wall.spelled(p_words[v_number] || ' ' || v_street)
                || wall.spelled(v_street || ' ' || p_words[v_number])) f
   where v_number is not null
  union
  select p_kind, f, false, false, 'name', p_sealed
    from unnest(wall.spelled(v_street)) f where length(f) > 5;
  if p_first and v_number is null and v_end - 3 > 1 then
    return query select p_kind, f, false, false, 'name', p_sealed
                   from unnest(wall.spelled(array_to_string(p_words[v_end - 1:v_end], ' '))) f where length(f) > 5;
  end if;
end $$;

-- The figures of the telephone numbers in a text, without what is dialled before them from abroad or at home.
create function wall.figures_of_telephones(p_text text) returns table (figures text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.figures
    from regexp_matches(normalize(p_text, nfkc), '([+]?[0-9][0-9 ()./–-]{5,}[0-9])', 'g') m,
         lateral (select regexp_replace(m[1], '^ *([+]|00) *44 *([(] *0 *[)])?', '')) n (national),
         lateral (select regexp_replace(regexp_replace(n.national, '[^0-9]+', '', 'g'), '^0+', '')) f (figures)
   where length(f.figures) > 8
$$;

-- The forms of what tells itself by its shape wherever it stands: postcodes, telephone numbers, e-mail addresses and
-- the registrations of vehicles.
create function wall.marks_of_shapes(p_kind text, p_value text, p_sealed uuid) returns setof wall.mark
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_kind, replace(m[1], ' ', ''), true, true, 'whole', p_sealed
    from regexp_matches(wall.plain(p_value), '\m([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\M', 'g') m
  union
  select 'telephone', f.figures, true, true, 'number', p_sealed from wall.figures_of_telephones(p_value) f (figures)
  union
  select 'telephone', right(f.figures, case when f.figures ~ '^2' then 8 when f.figures ~ '^1(1|.1)' then 7 else 6 end),
         false, true, 'whole', p_sealed
    from wall.figures_of_telephones(p_value) f (figures)
   where length(f.figures) < 11 and f.figures ~ '^[12]'
  union
  select 'e-mail', replace(wall.fold(replace(split_part(m[1], '@', 1), '.', l.dot)), ' ', '') || a.at
                   || replace(wall.fold(replace(split_part(m[1], '@', 2), '.', o.dot)), ' ', ''),
         true, false, 'whole', p_sealed
    from regexp_matches(p_value, '([^\s,;:<>()]+@[^\s,;:<>()]+)', 'g') m,
         (values (' '), (' dot ')) l (dot), (values (''), ('at')) a (at), (values (' '), (' dot ')) o (dot)
  union
  select 'vehicle', replace(m[1], ' ', ''), true, true, 'whole', p_sealed
    from regexp_matches(wall.plain(p_value), '\m([a-z]{2}[0-9]{2} ?[a-z]{3})\M', 'g') m
  union
  select 'vehicle', replace(m[1], ' ', ''), true, true, 'whole', p_sealed
    from regexp_matches(wall.plain(p_value),
           '\m([a-z][0-9]{1,3} ?[a-z]{3}|[a-z]{3} ?[0-9]{1,3}[a-z]?|[a-z]{1,2} ?[0-9]{2,4})\M', 'g') m
   where p_kind = 'vehicle' and wall.plain(p_value) !~ '\m[a-z]{2}[0-9]{2} ?[a-z]{3}\M'
$$;

-- All forms of a confidential detail. What has no shape and is no address is looked for as it is written.
create function wall.marks_of_detail(p_kind text, p_value text, p_postcode text, p_sealed uuid) returns setof wall.mark
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_part text; v_words text[]; v_carried text[] := '{}'; v_first boolean := true; v_whole text;
begin
  return query select * from wall.marks_of_shapes(p_kind, p_value, p_sealed)
               union select * from wall.marks_of_shapes(p_kind, p_postcode, p_sealed);
  v_whole := replace(wall.plain(p_value), ' ', '');
  if p_kind = 'telephone' or p_kind = 'vehicle' then
    return query select p_kind, v_whole, true, true, 'whole', p_sealed where length(v_whole) between 4 and 12;
    return;
  elsif p_kind = 'e-mail' then
    return;
  end if;
  -- what has a shape is taken out, so that a number of it is not read as one of a house
  v_whole := regexp_replace(p_value, '[^\s,;:<>()]+@[^\s,;:<>()]+|[+]?[0-9][0-9 ()./–-]{7,}[0-9]|'
                                     '\m[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}\M', ',', 'g');
  foreach v_part in array regexp_split_to_array(v_whole, '[,;:()\n\r]+') loop
    v_words := v_carried || string_to_array(nullif(wall.plain(v_part), ''), ' ');
    continue when coalesce(cardinality(v_words), 0) = 0;
    v_carried := '{}';
    if cardinality(v_words) <= 2 and v_words[cardinality(v_words)] ~ '^[0-9]' then
      v_carried := v_words[cardinality(v_words):];  -- "Flat 3" or "12": of what comes next
      continue;
    end if;
    return query select * from wall.marks_of_line(p_kind, v_words,
      v_first or p_kind in ('placement', 'other') and cardinality(v_words) > 1, p_sealed);
    if p_kind in ('placement', 'other') and cardinality(v_words) between 2 and 6
       and array_to_string(v_words, '') !~ '[0-9]' then
      return query select * from wall.marks_of_words(case p_kind when 'placement' then 'carer' else p_kind end, v_words,
                                                     p_sealed);
    end if;
    v_first := false;
  end loop;
end $$;
