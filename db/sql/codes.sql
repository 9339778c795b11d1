-- Code lists and limits, which an administrator may change; upgrades leave alone what was changed here.

-- Anybody active. The codes of a list that may be chosen now, in their order.
create function api.codes(p_list text) returns table (code text, label text, sort integer, attributes jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query
  select o.code, o.label, o.sort, o.attributes from (
    select distinct on (c.code) c.* from core.code c
     where c.list = p_list and (c.from_on is null or c.from_on <= current_date)
       and (c.to_on is null or c.to_on >= current_date)
       and c.country in ('', coalesce((select s.value from core.setting s where s.key = 'country'), 'E'))
     order by c.code, c.country desc) o
   order by o.sort, o.label;
end $$;
grant execute on function api.codes(text) to :"people";

-- Administrators. Adds or changes a code of a list; with a last day it is offered no more after it, and still read where
-- it stands. A new code is a short word in lower case; those that stand keep their form, which others prescribe. On record
-- as it was and as it is. TL001: somebody changed it after what the person saw. TL002: bad input.
create function api.set_code(p_list text, p_code text, p_label text, p_sort integer, p_attributes jsonb, p_to_on date,
  p_why text default '', p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('administrator');
  v_country text := coalesce((select s.value from core.setting s where s.key = 'country'), 'E');
  v_code core.code;
  v_after jsonb := jsonb_build_object('label', btrim(p_label), 'sort', coalesce(p_sort, 0),
                                      'attributes', coalesce(p_attributes, '{}'), 'to_on', p_to_on);
begin
  set local lock_timeout = '3s';
  if not exists (select from core.code c where c.list = p_list) then
    perform wall.bad_input('there is no such list');
  end if;
  if length(btrim(coalesce(p_label, ''))) not between 1 and 200 or p_label ~ '[[:cntrl:]]' then
    perform wall.bad_input('a code needs a label of at most 200 characters');
  end if;
  if jsonb_typeof(coalesce(p_attributes, '{}')) <> 'object' or length(p_attributes::text) > 2000 then
    perform wall.bad_input('the attributes of a code are a JSON object of at most 2,000 characters');
  end if;
  if exists (select from jsonb_each(p_attributes) a
              where a.key in ('visit', 'notification', 'analysis', 'support', 'referral', 'current', 'professional')
                and jsonb_typeof(a.value) <> 'boolean') then
    perform wall.bad_input('what a code is, or is not, is said with true or false');
  end if;
  perform wall.check_days(p_to_on);
  select * into v_code from core.code c
   where c.list = p_list and c.code = p_code and c.country in ('', v_country) order by c.country desc limit 1 for update;
  if v_code.code is null then
    if coalesce(p_code, '') !~ '^[a-z][a-z0-9_-]{0,39}$' then
      perform wall.bad_input('a new code is one word of at most 40 small letters, digits, underscores and hyphens, beginning '
                             'with a letter; how it reads is its label');
    end if;
    if not wall.change_line(v_me, p_list, p_code, null, v_after, p_why, p_seen) then return; end if;
    insert into core.code (list, code, label, sort, attributes, to_on, edited)
    values (p_list, p_code, btrim(p_label), coalesce(p_sort, 0), coalesce(p_attributes, '{}'), p_to_on, true);
    perform wall.log('set_code', null, null, jsonb_build_object('list', p_list, 'code', p_code, 'after', v_after));
    return;
  end if;
  if not wall.change_line(v_me, p_list, p_code, jsonb_build_object('label', v_code.label, 'sort', v_code.sort,
                            'attributes', v_code.attributes, 'to_on', v_code.to_on), v_after, p_why, p_seen) then
    return;
  end if;
  update core.code c
     set label = btrim(p_label), sort = coalesce(p_sort, 0), attributes = coalesce(p_attributes, '{}'), to_on = p_to_on,
         edited = true
   where c.list = p_list and c.code = p_code and c.country = v_code.country;
  perform wall.log('set_code', null, null, jsonb_build_object('list', p_list, 'code', p_code, 'before',
    jsonb_build_object('label', v_code.label, 'sort', v_code.sort, 'attributes', v_code.attributes, 'to_on', v_code.to_on),
    'after', v_after));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_code(text, text, text, integer, jsonb, date, text, integer) to :"administrator";

-- Administrators. The largest document that is kept from now on, in MB. On record as it was and as it is.
create function api.set_document_limit(p_megabytes integer, p_why text default '',
  p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('administrator');
  v_before bigint := wall.document_limit() / 1024 / 1024;
begin
  set local lock_timeout = '3s';
  if not coalesce(p_megabytes between 1 and 500, false) then
    perform wall.bad_input('the limit for a document is from 1 to 500 MB');
  end if;
  if not wall.change_line(v_me, 'setting', 'document_limit_mb', jsonb_build_object('number', v_before),
                          jsonb_build_object('number', p_megabytes), p_why, p_seen) then
    return;
  end if;
  insert into core.setting (key, value) values ('document_limit_mb', p_megabytes::text)
  on conflict (key) do update set value = excluded.value, changed_at = clock_timestamp();
  perform wall.log('set_setting', null, null,
    jsonb_build_object('key', 'document_limit_mb', 'before', v_before, 'after', p_megabytes));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_document_limit(integer, text, integer) to :"administrator";

-- After how many minutes without a key or a movement a window is locked: a setting of the deployment, 10 where nothing
-- else is set.
create function wall.idle_minutes() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select s.value::integer from core.setting s
                    where s.key = 'idle_minutes' and s.value ~ '^([1-9]|[1-5][0-9]|60)$'), 10)
$$;

-- Anybody active. The same, for the window.
create function api.idle_minutes() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return wall.idle_minutes();
end $$;
grant execute on function api.idle_minutes() to :"people";

-- Administrators. After how many minutes windows are locked from now on; never is none of them. On record as it was and
-- as it is.
create function api.set_idle_minutes(p_minutes integer, p_why text default '',
  p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('administrator');
  v_before integer := wall.idle_minutes();
begin
  set local lock_timeout = '3s';
  if not coalesce(p_minutes between 1 and 60, false) then
    perform wall.bad_input('windows are locked after 1 to 60 minutes');
  end if;
  if not wall.change_line(v_me, 'setting', 'idle_minutes', jsonb_build_object('number', v_before),
                          jsonb_build_object('number', p_minutes), p_why, p_seen) then
    return;
  end if;
  insert into core.setting (key, value) values ('idle_minutes', p_minutes::text)
  on conflict (key) do update set value = excluded.value, changed_at = clock_timestamp();
  perform wall.log('set_setting', null, null,
    jsonb_build_object('key', 'idle_minutes', 'before', v_before, 'after', p_minutes));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_idle_minutes(integer, text, integer) to :"administrator";
