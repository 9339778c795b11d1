-- Unfinished entries on the server: private to their author, for another desk or a lost laptop, until the author hands
-- one to the managers or is away, and a manager takes it up, which is on record.

-- Whether a manager may take up a draft: one that was handed to the managers of their team, or was left by a member of
-- their team who is away. A draft for a child whose file is sealed only those who may open it, whichever their team; to
-- others it is like one for a child that does not exist. None about a family that the manager said to know.
create function wall.may_take_up(p_me core.staff, p_draft core.server_draft) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_author core.staff; v_file core.file; v_left boolean;
begin
  if p_me.role is distinct from 'manager' or p_draft.staff_id is null or p_draft.staff_id = p_me.staff_id
     or p_draft.settled_at is not null or wall.knows_family(p_me.staff_id, p_draft.child_id) then
    return false;
  end if;
  select * into v_author from core.staff s where s.staff_id = p_draft.staff_id;
  select * into v_file from core.file f where f.child_id = p_draft.child_id;
  v_left := coalesce(v_author.team_id = p_me.team_id and wall.absent(p_draft.staff_id), false);
  if p_draft.child_id is not null and (v_file.sealed or coalesce(v_file.state, 'disposed') = 'disposed') then
    return (v_left or p_draft.handed_at is not null) and wall.basis(p_me, v_file) is not null;
  end if;
  return v_left or coalesce(p_draft.handed_to_team = p_me.team_id, false);
end $$;

-- Whether everything that stood behind one draft stands behind another too: how often each hand had written in it.
create function wall.knows(p_versions jsonb, p_other jsonb) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from jsonb_each_text(coalesce(p_other, '{}')) o
                      where coalesce((p_versions ->> o.key)::bigint, 0) < o.value::bigint)
$$;

-- Refuses versions that are not a few hands, each with how often it wrote.
create function wall.check_versions(p_versions jsonb) returns void
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if jsonb_typeof(p_versions) is distinct from 'object' or octet_length(p_versions::text) > 100000
     or exists (select from jsonb_each(p_versions) v where v.value::text !~ '^[0-9]{1,15}$') then
    perform wall.bad_input('this draft does not have the form that the server understands');
  end if;
end $$;

-- Practitioners, court advisers, managers, support: keeps a copy of one's own draft in the place of the copy that it was
-- written on from; an older one changes nothing, nor does one that was saved or dropped elsewhere since. The first is on
-- record; an id that is another's is refused. Whether there is such a child is not asked.
-- TL001: the copy was written on at another desk.
create function api.keep_draft(p_draft uuid, p_child uuid, p_content jsonb, p_typed_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_versions jsonb := coalesce(p_content -> 'versions', '{}');
  v_kept core.server_draft;
begin
  set local lock_timeout = '3s';
  if p_draft is null then perform wall.refuse(); end if;
  if jsonb_typeof(p_content) is distinct from 'object' or not coalesce(isfinite(p_typed_at), false)
     or jsonb_typeof(coalesce(p_content -> 'values', '{}')) <> 'object'
     or jsonb_typeof(coalesce(p_content -> 'concerned', '{}')) <> 'object'
     or p_content ->> 'child_id' is distinct from p_child::text then
    perform wall.bad_input('this draft does not have the form that the server understands');
  end if;
  perform wall.check_versions(v_versions);
  if octet_length(p_content::text) > 5 * 1024 * 1024 then
    perform wall.bad_input('a draft of more than 5 MB stays on this computer alone: save it, or shorten it');
  end if;
  perform from core.staff s where s.staff_id = v_me.staff_id for no key update;  -- counts one at a time
  select * into v_kept from core.server_draft d where d.draft_id = p_draft;
  if v_kept.staff_id <> v_me.staff_id then perform wall.refuse(); end if;
  if exists (select from core.gone_draft g where g.draft_id = p_draft and g.staff_id = v_me.staff_id
                                             and wall.knows(g.versions, v_versions)) then
    return;
  end if;
  if v_kept.staff_id is null then
    if (select count(*) from core.server_draft d where d.staff_id = v_me.staff_id and d.settled_at is null) >= 200 then
      perform wall.bad_input('the server keeps at most 200 drafts of a person: save or discard some');
    end if;
    insert into core.server_draft (draft_id, staff_id, child_id, content, typed_at)
    values (p_draft, v_me.staff_id, p_child, p_content, p_typed_at);
    perform wall.log('keep_draft', null, p_draft);
  elsif wall.knows(v_kept.content -> 'versions', v_versions) then
    return;
  elsif wall.knows(v_versions, v_kept.content -> 'versions') then
    update core.server_draft d
       set child_id = p_child, content = p_content, typed_at = p_typed_at, stored_at = clock_timestamp(),
           handed_to_team = case when d.settled_at is null then d.handed_to_team end,
           handed_note = case when d.settled_at is null then d.handed_note else '' end,
           handed_at = case when d.settled_at is null then d.handed_at end, settled_by = null, settled_at = null
     where d.draft_id = p_draft;
  else
    perform wall.amended_meanwhile();
  end if;
exception when unique_violation then
  perform wall.refuse();
end $$;
grant execute on function api.keep_draft(uuid, uuid, jsonb, timestamptz)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: takes one's own copy away, and tells the other desks for three months. One that was written on at
-- another desk beyond these versions stays, and so does one that was handed on, which is the managers' now. Dropping what
-- is not there changes nothing.
create function api.drop_draft(p_draft uuid, p_versions jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  set local lock_timeout = '3s';
  perform wall.check_versions(p_versions);
  delete from core.gone_draft g where g.staff_id = v_me.staff_id and g.gone_at < clock_timestamp() - interval '90 days';
  delete from core.server_draft d
   where d.draft_id = p_draft and d.staff_id = v_me.staff_id and (d.handed_at is null or d.settled_at is not null)
     and wall.knows(p_versions, d.content -> 'versions');
  if found then
    insert into core.gone_draft (draft_id, staff_id, versions) values (p_draft, v_me.staff_id, p_versions)
    on conflict (draft_id, staff_id) do update set versions = excluded.versions, gone_at = clock_timestamp();
  end if;
end $$;
grant execute on function api.drop_draft(uuid, jsonb) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: their own drafts that were saved or dropped within three months, each as it was then.
create function api.gone_drafts() returns table (draft_id uuid, versions jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select g.draft_id, g.versions from core.gone_draft g
   where g.staff_id = v_me.staff_id and g.gone_at > clock_timestamp() - interval '90 days';
end $$;
grant execute on function api.gone_drafts() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: their own drafts that wait for themselves, oldest first.
create function api.my_drafts() returns table (draft_id uuid, content jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select d.draft_id, d.content from core.server_draft d
   where d.staff_id = v_me.staff_id and d.handed_at is null and d.settled_at is null order by d.typed_at, d.draft_id;
end $$;
grant execute on function api.my_drafts() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The managers of a team who are at work, in words; the team where there is none but the asker.
create function wall.managers_in_words(p_me uuid, p_team uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(
    (select string_agg(s.name || coalesce(', ' || nullif(s.job_title, ''), ''), ' or ' order by s.name) from core.staff s
      where s.team_id = p_team and s.role = 'manager' and s.staff_id <> p_me and not wall.absent(s.staff_id)),
    (select 'the managers of ' || t.name from core.team t where t.team_id = p_team))
$$;

-- The same people: hands one's own draft to the managers of the team whose file it is for, and answers to whom. Who
-- never had that file open is answered with the managers of the own team, whether or not there is such a file. Handing
-- it again changes nothing.
create function api.hand_draft(p_draft uuid, p_note text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_draft core.server_draft;
  v_team uuid;
begin
  set local lock_timeout = '3s';
  select * into v_draft from core.server_draft d where d.draft_id = p_draft and d.staff_id = v_me.staff_id for update;
  if v_draft.draft_id is null or v_draft.settled_at is not null then perform wall.refuse(); end if;
  if length(p_note) > 500 then perform wall.bad_input('a note has at most 500 characters'); end if;
  if v_draft.handed_at is not null then
    return wall.managers_in_words(v_me.staff_id, v_draft.handed_to_team);
  end if;
  select f.team_id into v_team from core.file f
   where f.child_id = v_draft.child_id and exists (
     select from core.ticket t where t.staff_id = v_me.staff_id and t.child_id = v_draft.child_id);
  v_team := coalesce(v_team, v_me.team_id);
  if v_team is null then perform wall.bad_input('you belong to no team whose manager could take it'); end if;
  update core.server_draft set handed_to_team = v_team, handed_note = btrim(coalesce(p_note, '')),
         handed_at = clock_timestamp() where draft_id = p_draft;
  perform wall.log('hand_draft', null, p_draft, jsonb_build_object('team', v_team));
  return wall.managers_in_words(v_me.staff_id, v_team);
end $$;
grant execute on function api.hand_draft(uuid, text) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Managers: what waits for them, oldest first: whose draft, typed when, handed or left. The child is named where they
-- could open the file.
create function api.colleagues_drafts() returns table (draft_id uuid, author text, job_title text, child text,
  typed_at timestamptz, handed boolean, note text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select d.draft_id, s.name, s.job_title,
         case when wall.basis(v_me, f) is not null then wall.name_of(d.child_id) else '' end,
         d.typed_at, d.handed_at is not null, d.handed_note
    from core.server_draft d join core.staff s on s.staff_id = d.staff_id
    left join core.file f on f.child_id = d.child_id
   where d.settled_at is null and (d.handed_at is not null or s.team_id = v_me.team_id) and wall.may_take_up(v_me, d)
   order by d.typed_at, d.draft_id;
end $$;
grant execute on function api.colleagues_drafts() to :"manager";

-- Managers: puts on record that a colleague's draft is opened, and why. It counts from the next transaction on, for
-- eight hours.
create function api.open_draft(p_draft uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('manager');
  v_draft core.server_draft;
  v_reason text := btrim(coalesce(p_reason, ''));
begin
  select * into v_draft from core.server_draft d where d.draft_id = p_draft;
  if not wall.may_take_up(v_me, v_draft) then perform wall.refuse(); end if;
  perform wall.check_reason(v_reason);
  insert into core.draft_ticket (draft_id, staff_id, reason, expires_at)
  values (p_draft, v_me.staff_id, v_reason, clock_timestamp() + interval '8 hours');
  perform wall.log('open_draft', null, p_draft, jsonb_build_object('author', v_draft.staff_id, 'reason', v_reason));
  raise log 'throughline: a draft opened by %', session_user;
end $$;
grant execute on function api.open_draft(uuid, text) to :"manager";

-- A draft as a manager reads it: without what it says of further children whose files are sealed to that manager, or whose
-- family that manager said to know.
create function wall.readable_draft(p_me core.staff, p_content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_values jsonb := coalesce(p_content -> 'values', '{}');
  v_concerned jsonb := coalesce(p_content -> 'concerned', '{}');
  v_hidden text[];
begin
  v_hidden := array(
    select k.id from (select jsonb_object_keys(v_concerned) as id
                      union select substring(v from '@(.*)$') from jsonb_object_keys(v_values) v) k
     where k.id is not null
       and not exists (select from core.file f where f.child_id::text = k.id and f.state <> 'disposed'
                                                 and (not f.sealed or wall.basis(p_me, f) is not null)
                                                 and not wall.knows_family(p_me.staff_id, f.child_id)));
  return p_content || jsonb_build_object('sending', null, 'concerned', v_concerned - v_hidden, 'values', (
    select coalesce(jsonb_object_agg(x.key, x.value), '{}') from jsonb_each(v_values) x
     where coalesce(substring(x.key from '@(.*)$') <> all (v_hidden), true)));
end $$;

-- Managers: the draft that they opened before, as long as they may take it up.
create function api.read_draft(p_draft uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('manager');
  v_draft core.server_draft;
begin
  select * into v_draft from core.server_draft d where d.draft_id = p_draft;
  if not wall.may_take_up(v_me, v_draft) or not exists (
      select from core.draft_ticket t
       where t.draft_id = p_draft and t.staff_id = v_me.staff_id and t.expires_at > clock_timestamp()
         and t.opened_xid is distinct from pg_current_xact_id_if_assigned()) then
    perform wall.refuse();
  end if;
  return wall.readable_draft(v_me, v_draft.content);
end $$;
grant execute on function api.read_draft(uuid) to :"manager";

-- Managers: the one who opened a draft has dealt with it; it waits for nobody any more. Settling again changes nothing.
create function api.settle_draft(p_draft uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('manager');
  v_draft core.server_draft;
begin
  set local lock_timeout = '3s';
  select * into v_draft from core.server_draft d where d.draft_id = p_draft for update;
  if v_draft.settled_by = v_me.staff_id then return; end if;
  if not wall.may_take_up(v_me, v_draft) or not exists (
      select from core.draft_ticket t where t.draft_id = p_draft and t.staff_id = v_me.staff_id
                                        and t.opened_xid is distinct from pg_current_xact_id_if_assigned()) then
    perform wall.refuse();
  end if;
  update core.server_draft set settled_by = v_me.staff_id, settled_at = clock_timestamp() where draft_id = p_draft;
  perform wall.log('settle_draft', null, p_draft, jsonb_build_object('author', v_draft.staff_id));
end $$;
grant execute on function api.settle_draft(uuid) to :"manager";
