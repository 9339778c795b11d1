-- What administrators change: one history of all lists, limits, rules and templates, and the lines of lists as they work
-- on them. Nothing here reads a child's record.

-- Notes a change of a line, before it is made; false where there is nothing to change, or where this person's same change
-- has landed already. `seen` is the newest change of this line that the person had before them: where somebody else came
-- before them they are told. Without it the line is changed as it stands.
create function wall.change_line(p_me core.staff, p_list text, p_line text, p_before jsonb, p_after jsonb, p_why text,
  p_seen integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_last core.list_change; v_why text := btrim(coalesce(p_why, ''));
begin
  if length(v_why) > 500 or v_why ~ '[[:cntrl:]]' then
    perform wall.bad_input('say why in one line of at most 500 characters');
  end if;
  select * into v_last from core.list_change c where c.list = p_list and c.line = p_line order by c.version desc limit 1;
  if p_seen is distinct from coalesce(v_last.version, 0) and p_seen is not null then
    if v_last.version = p_seen + 1 and v_last.changed_by = p_me.staff_id and v_last.after = p_after then
      return false;
    end if;
    perform wall.amended_meanwhile();
  end if;
  if p_before is not distinct from p_after then return false; end if;
  insert into core.list_change (list, line, version, before, after, why, changed_by)
  values (p_list, p_line, coalesce(v_last.version, 0) + 1, p_before, p_after, v_why, p_me.staff_id);
  return true;
end $$;

-- Administrators. What was changed of a list, newest first: from what to what, who, when and why; at most 1,000.
create function api.list_changes(p_list text) returns table (line text, version integer, before jsonb, after jsonb,
  why text, changed_by text, changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator');
  return query select c.line, c.version, c.before, c.after, c.why, s.name, c.changed_at
    from core.list_change c join core.staff s on s.staff_id = c.changed_by
   where c.list = p_list order by c.changed_at desc, c.line, c.version desc limit 1000;
end $$;
grant execute on function api.list_changes(text) to :"administrator";

-- The codes of a list as they hold in this country, also those that are not offered now.
create function wall.codes_here(p_list text) returns setof core.code
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct on (c.code) c.* from core.code c
   where c.list = p_list
     and c.country in ('', coalesce((select s.value from core.setting s where s.key = 'country'), 'E'))
   order by c.code, c.country desc
$$;

-- Administrators. All codes of a list in their order, also those that are offered no more or not yet.
create function api.code_lines(p_list text) returns table (code text, label text, sort integer, attributes jsonb,
  from_on date, to_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator');
  return query select c.code, c.label, c.sort, c.attributes, c.from_on, c.to_on from wall.codes_here(p_list) c
                order by c.sort, c.label;
end $$;
grant execute on function api.code_lines(text) to :"administrator";

-- Anybody active. The codes of all lists, list by list in their order; those that may be chosen now are `offered`, the
-- others stand in the record and are read.
create function api.all_codes() returns table (list text, code text, label text, attributes jsonb, offered boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query
  select o.list, o.code, o.label, o.attributes,
         coalesce(o.from_on <= current_date, true) and coalesce(o.to_on >= current_date, true) from (
    select distinct on (c.list, c.code) c.* from core.code c
     where c.country in ('', coalesce((select s.value from core.setting s where s.key = 'country'), 'E'))
     order by c.list, c.code, c.country desc) o
   order by o.list, o.sort, o.label;
end $$;
grant execute on function api.all_codes() to :"people";

-- Administrators. Puts all codes of a list in this order. TL001: the list has other codes by now, or another order than
-- the person saw.
create function api.order_codes(p_list text, p_codes text[], p_why text default '', p_seen integer default null)
  returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('administrator');
  v_before text[];
begin
  set local lock_timeout = '3s';
  perform 1 from core.code c where c.list = p_list for update;
  v_before := array(select c.code from wall.codes_here(p_list) c order by c.sort, c.label);
  if v_before = '{}' then perform wall.bad_input('there is no such list'); end if;
  if array(select unnest(v_before) order by 1) is distinct from array(select unnest(p_codes) order by 1) then
    perform wall.amended_meanwhile();
  end if;
  if not wall.change_line(v_me, p_list, '', jsonb_build_object('order', v_before),
                          jsonb_build_object('order', p_codes), p_why, p_seen) then
    return;
  end if;
  update core.code c set sort = 10 * o.place, edited = true
    from unnest(p_codes) with ordinality o (code, place), wall.codes_here(p_list) h
   where h.code = o.code and c.list = p_list and c.code = h.code and c.country = h.country and c.sort <> 10 * o.place;
  perform wall.log('order_codes', null, null, jsonb_build_object('list', p_list, 'before', v_before, 'after', p_codes));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.order_codes(text, text[], text, integer) to :"administrator";

-- Administrators. The usual numbers of pages with the days from which each holds, those of the past and to come too.
create function api.page_limit_lines() returns table (kind text, from_on date, pages integer, authority text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator');
  return query select l.kind, l.from_on, l.pages, l.authority from core.page_limit l order by l.kind, l.from_on desc;
end $$;
grant execute on function api.page_limit_lines() to :"administrator";

-- Administrators. The text that a template had in a version; empty where the program's own held.
create function api.document_template_text(p_kind text, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator');
  return (select t.toml from core.document_template t where t.kind = p_kind and t.version = p_version);
end $$;
grant execute on function api.document_template_text(text, integer) to :"administrator";
