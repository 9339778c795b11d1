-- What changes about staff and teams after they were added: team, role, leaving, a team's name and end. All of it is on
-- record with its reason, nobody does it to oneself, and nothing here tells of a child: what somebody holds are numbers.

-- The children whom somebody holds as their worker or court adviser, by team, with the manager who stands in for somebody
-- who is not at work. Children with a sealed file count for nobody, as in wall.holdings.
create function wall.held_by_team(p_staff uuid) returns table (team text, children bigint, manager text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select t.name, count(distinct f.child_id), coalesce(max((wall.manager_for(f, null)).name), '')
    from core.allocation a join core.file f using (child_id) join core.team t on t.team_id = f.team_id
   where a.staff_id = p_staff and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
     and a.part in ('allocated_worker', 'court_adviser') and not f.sealed and f.state <> 'disposed'
   group by t.name order by t.name;
end $$;

-- Whether a contact that this team received waits for a decision of its managers.
create function wall.contact_waits(p_team uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from core.contact c join core.contact_child k using (contact_id) join core.file f using (child_id)
     where c.team_id = p_team and not f.sealed and f.state <> 'disposed'
       and not exists (select from core.contact_decision d where d.contact_id = k.contact_id and d.child_id = k.child_id))
$$;

-- Whether nobody would answer for a team's files, or decide on the contacts that it received, without this manager.
create function wall.last_manager(p_staff core.staff) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select p_staff.role = 'manager' and p_staff.state = 'active'
     and (exists (select from core.file f where f.team_id = p_staff.team_id and f.state <> 'disposed')
          or wall.contact_waits(p_staff.team_id))
     and not exists (select from core.staff s where s.team_id = p_staff.team_id and s.role = 'manager' and s.state = 'active'
                      and s.staff_id <> p_staff.staff_id)
$$;

-- Whether a sealed file would keep fewer than two managers without somebody, who could settle nothing any more.
create function wall.last_of_sealed(p_staff core.staff) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select p_staff.role = 'manager' and exists (
    select from core.file f
     where f.sealed and f.state <> 'disposed' and wall.basis(p_staff, f) is not null
       and wall.other_managers(f, p_staff.staff_id) < 2)
$$;

-- Administrators and auditors. All that is kept of one member of staff: when they are away, how many children they hold and
-- who stands in, and what was changed about them, newest first. `last_change` goes back with a change, so that two
-- administrators do not undo one another. Auditors are not told where somebody lives.
create function api.staff_member(p_login text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator', 'auditor'); v_it core.staff; v_lives core.staff_address;
begin
  select * into v_it from core.staff s where s.login = p_login;
  if v_it.staff_id is null then perform wall.refuse(); end if;
  select * into v_lives from core.staff_address a where a.staff_id = v_it.staff_id and v_me.role = 'administrator';
  return jsonb_build_object(
    'login', v_it.login, 'name', v_it.name, 'role', v_it.role, 'job_title', v_it.job_title,
    'team', coalesce((select t.name from core.team t where t.team_id = v_it.team_id), ''), 'front_door', v_it.front_door,
    'duty', v_it.duty, 'state', v_it.state, 'state_on', wall.state_on(v_it), 'added_at', v_it.added_at, 'own_password', v_it.own_password,
    'last_change', coalesce((select max(c.change_id) from core.staff_change c where c.staff_id = v_it.staff_id), 0),
    'own_house', coalesce(v_lives.house, ''), 'own_postcode', coalesce(v_lives.postcode, ''),
    'last_manager', wall.last_manager(v_it), 'last_of_sealed', wall.last_of_sealed(v_it),
    'proposed', (select h.proposed from wall.holdings(v_it.staff_id) h),
    'holds', coalesce((select jsonb_agg(to_jsonb(h)) from wall.held_by_team(v_it.staff_id) h), '[]'),
    'away', coalesce((select jsonb_agg(jsonb_build_object('from', a.from_on, 'until', a.to_on) order by a.from_on)
                        from core.absence a where a.staff_id = v_it.staff_id and a.ended_at is null
                         and coalesce(a.to_on >= current_date, true)), '[]'),
    'changes', coalesce((select jsonb_agg(jsonb_build_object('what', c.what, 'reason', c.reason, 'at', c.changed_at,
                                'by', coalesce((select s.name from core.staff s where s.login = c.changed_by), 'set-up'))
                                order by c.change_id desc)
                           from core.staff_change c where c.staff_id = v_it.staff_id), '[]'));
end $$;
grant execute on function api.staff_member(text) to :"administrator", :"auditor";

-- The differences between how somebody stood and how they are to stand, in words.
create function wall.staff_differences(p_old core.staff, p_new core.staff) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select concat_ws('; ',
    case when p_old.name <> p_new.name then 'name: ' || p_old.name || ' to ' || p_new.name end,
    case when p_old.role <> p_new.role
         then 'role: ' || replace(p_old.role, '_', ' ') || ' to ' || replace(p_new.role, '_', ' ') end,
    case when p_old.job_title <> p_new.job_title
         then 'job title: ' || coalesce(nullif(p_old.job_title, ''), 'none') || ' to '
              || coalesce(nullif(p_new.job_title, ''), 'none') end,
    case when p_old.team_id is distinct from p_new.team_id
         then 'team: ' || coalesce((select name from core.team where team_id = p_old.team_id), 'none') || ' to '
              || coalesce((select name from core.team where team_id = p_new.team_id), 'none') end,
    case when p_old.front_door <> p_new.front_door
         then case when p_new.front_door then 'now at the front door' else 'no longer at the front door' end end,
    case when p_old.duty <> p_new.duty then case when p_new.duty then 'now on duty' else 'no longer on duty' end end)
$$;

-- Ends what is open about children and that nobody could answer any more: what was proposed to or by somebody who has left,
-- and to somebody whose role has changed to one that cannot hold it. What who left let somebody begin at once goes on for its
-- 72 hours, and the other managers of the file settle it. The manager who answers for each child is told, to propose anew,
-- and so is the worker to whom it was proposed, unless the new role reads no record.
create function wall.end_proposals(p_me core.staff, p_about core.staff) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_it core.allocation_discussion;
  v_what text;
  v_left boolean := p_about.state = 'left';
  v_why text := case when v_left then 'has left' else 'changed role' end;
begin
  for v_it in select d.* from core.allocation_discussion d
      where (d.proposed_by = p_about.staff_id and v_left and not d.emergency
             or d.proposed_to = p_about.staff_id
                and (v_left or p_about.role not in ('practitioner', 'court_adviser')
                     or d.part = 'court_adviser' and p_about.role <> 'court_adviser'))
        and not wall.settled(d.discussion_id) order by d.discussion_id loop
    perform wall.hold_discussed(v_it.discussion_id);
    if wall.settled(v_it.discussion_id) then continue; end if;  -- it was answered while this waited
    v_what := case p_about.staff_id when v_it.proposed_to then 'proposed_to_gone' else 'proposed_by_gone' end;
    perform wall.tell(t.staff_id, v_what, p_me.staff_id, v_why, f.child_id, nullif(p_about.staff_id, t.staff_id))
       from core.discussion_child c join core.file f using (child_id)
      cross join lateral (
        select (wall.manager_for(f, v_it.proposed_by)).staff_id
        union select v_it.proposed_to
               where v_what = 'proposed_by_gone' or not v_left and p_about.role not in ('administrator', 'auditor')
      ) t (staff_id)
      where c.discussion_id = v_it.discussion_id and t.staff_id is not null;
    perform wall.close_discussion(p_me, v_it, p_about.name || ' ' || v_why);
  end loop;
end $$;

-- Administrators. Changes name, role, job title, team, front door, duty and own address of somebody else, with a reason;
-- what may be done changes at once, in open sessions too. An own address of null stays as it is. Refused while somebody
-- of another role is to hold the person's children, or nobody would answer for a team's files and contacts. What was
-- proposed to them and the new role cannot hold is withdrawn. TL001: another administrator changed this person meanwhile.
create function api.change_staff(p_login text, p_name text, p_role text, p_job_title text, p_team text,
  p_front_door boolean, p_duty boolean, p_reason text, p_last_change bigint, p_own_house text default null,
  p_own_postcode text default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.administrator_alone(); v_old core.staff; v_new core.staff; v_what text;
begin
  if p_login = v_me.login then perform wall.bad_input('another administrator changes what you may do'); end if;
  select * into v_old from core.staff s where s.login = p_login and s.state <> 'left' for no key update;
  if v_old.staff_id is null then perform wall.refuse(); end if;
  if p_last_change is distinct from (
      select coalesce(max(c.change_id), 0) from core.staff_change c where c.staff_id = v_old.staff_id) then
    perform wall.amended_meanwhile();
  end if;
  if not wall.is_said(p_reason, 1000) then perform wall.bad_input('a change needs a reason'); end if;
  perform wall.check_staff(p_name, p_role, p_job_title, p_front_door, p_duty);
  v_new := v_old;
  v_new.name := btrim(p_name);
  v_new.role := p_role;
  v_new.job_title := btrim(coalesce(p_job_title, ''));
  v_new.team_id := wall.team_for(p_role, p_team);
  v_new.front_door := coalesce(p_front_door, false);
  v_new.duty := coalesce(p_duty, false);
  v_what := concat_ws('; ', nullif(wall.staff_differences(v_old, v_new), ''),
    case when coalesce(p_own_house, p_own_postcode) is not null
         then wall.keep_own_address(v_old.staff_id, p_own_house, p_own_postcode) end);
  if v_what = '' then perform wall.bad_input('nothing was changed'); end if;
  if v_old.role <> v_new.role and exists (
      select from core.allocation a where a.staff_id = v_old.staff_id and (a.to_at is null or a.to_at > clock_timestamp())) then
    perform wall.bad_input('this person holds children: their managers hand them over before the role changes');
  end if;
  if (v_old.role <> v_new.role or v_old.team_id is distinct from v_new.team_id) and wall.last_manager(v_old) then
    perform wall.bad_input('nobody else manages the files and the contacts of this team: another manager has to be there first');
  end if;
  if v_old.role <> v_new.role then perform logins.move(p_login, v_old.role, v_new.role); end if;
  update core.staff set name = v_new.name, role = v_new.role, job_title = v_new.job_title, team_id = v_new.team_id,
         front_door = v_new.front_door, duty = v_new.duty
   where staff_id = v_old.staff_id;
  insert into core.staff_change (staff_id, what, reason) values (v_old.staff_id, v_what, btrim(p_reason));
  if v_old.role <> v_new.role then perform wall.end_proposals(v_me, v_new); end if;
  perform wall.log('change_staff', null, v_old.staff_id, jsonb_build_object('role', v_new.role));
end $$;
grant execute on function api.change_staff(text, text, text, text, text, boolean, boolean, text, bigint, text, text)
  to :"administrator";

-- Administrators. Somebody else leaves: access ends at once, and named access with it, and what was proposed to them or by
-- them is withdrawn. `p_children` is how many children the
-- administrator was told that the person holds: where it is another number by now, TL001. They stay with the person's name,
-- their managers stand in and are told (api.left_behind). Refused while nobody else would answer for a team's files and
-- contacts.
create function api.leave_staff(p_login text, p_children bigint, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.administrator_alone(); v_it core.staff;
begin
  if p_login = v_me.login then perform wall.bad_input('another administrator records that you leave'); end if;
  if not wall.is_said(p_reason, 1000) then perform wall.bad_input('leaving needs a reason'); end if;
  select * into v_it from core.staff s where s.login = p_login and s.state <> 'left' for no key update;
  if v_it.staff_id is null then perform wall.refuse(); end if;
  if p_children is distinct from (select coalesce(sum(h.children), 0)::bigint from wall.held_by_team(v_it.staff_id) h) then
    perform wall.amended_meanwhile();
  end if;
  if wall.last_manager(v_it) then
    perform wall.bad_input('nobody else manages the files and the contacts of this team: another manager has to be there first');
  end if;
  update core.staff set state = 'left' where staff_id = v_it.staff_id;
  perform logins.allow(p_login, false);
  update core.named_access set to_at = clock_timestamp(), ended_by = v_me.staff_id
   where staff_id = v_it.staff_id and (to_at is null or to_at > clock_timestamp());
  insert into core.staff_change (staff_id, what, reason) values (v_it.staff_id, 'left', btrim(p_reason));
  v_it.state := 'left';
  perform wall.end_proposals(v_me, v_it);
  perform wall.forget_own_addresses();
  perform wall.log('leave_staff', null, v_it.staff_id);
end $$;
grant execute on function api.leave_staff(text, bigint, text) to :"administrator";

-- Managers. The children whose file they manage and whose worker or court adviser is suspended or has left: for them the
-- manager stands in until they are allocated anew.
create function api.left_behind() returns table (child_id uuid, reference text, child text, worker text, state text,
  state_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id), s.name, s.state, wall.state_on(s)
    from core.staff s join core.allocation a using (staff_id) join core.file f using (child_id)
   where s.state <> 'active' and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
     and a.part in ('allocated_worker', 'court_adviser') and f.state = 'open' and wall.manages(v_me, f)
   order by s.name, 3;
end $$;
grant execute on function api.left_behind() to :"manager";

-- A team for a change: held until it is done, so that no file and nobody comes to it meanwhile.
create function wall.team_to_change(p_team uuid, p_reason text) returns core.team
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_team core.team;
begin
  perform wall.administrator_alone();
  select * into v_team from core.team t where t.team_id = p_team for update;
  if v_team.team_id is null then perform wall.refuse(); end if;
  if not wall.is_said(p_reason, 1000) then perform wall.bad_input('a change of a team needs a reason'); end if;
  return v_team;
end $$;

-- Keeps what was done to a team.
create function wall.team_changed(p_team uuid, p_what text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into core.team_change (team_id, what, reason) values (p_team, p_what, btrim(p_reason));
  perform wall.log('change_team', null, p_team, jsonb_build_object('what', p_what));
end $$;

-- Administrators. Gives a team another name.
create function api.rename_team(p_team uuid, p_name text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_team core.team := wall.team_to_change(p_team, p_reason);
begin
  if not wall.is_said(p_name, 100) or not wall.is_line(p_name) then
    perform wall.bad_input('a team needs a name of at most 100 characters, in one line');
  end if;
  if exists (select from core.team where name = btrim(p_name)) then
    perform wall.bad_input('there is a team of this name already');
  end if;
  update core.team set name = btrim(p_name) where team_id = p_team;
  perform wall.team_changed(p_team, 'name: ' || v_team.name || ' to ' || btrim(p_name), p_reason);
exception when unique_violation then
  perform wall.bad_input('there is a team of this name already');
end $$;
grant execute on function api.rename_team(uuid, text, text) to :"administrator";

-- Administrators. Closes a team that holds no file, open or closed, for whose decision no contact waits, and in which nobody
-- is any more; it can be reopened.
create function api.close_team(p_team uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_team core.team := wall.team_to_change(p_team, p_reason);
begin
  if not v_team.active then perform wall.refuse(); end if;
  if exists (select from core.staff s where s.team_id = p_team and s.state <> 'left') then
    perform wall.bad_input('somebody is still in this team: give everybody another team first');
  end if;
  if exists (select from core.file f where f.team_id = p_team and f.state <> 'disposed') then
    perform wall.bad_input('this team still holds files: they need another team first');
  end if;
  if wall.contact_waits(p_team) then
    perform wall.bad_input('contacts wait for a decision of this team: its managers decide on them first');
  end if;
  update core.team set active = false where team_id = p_team;
  perform wall.team_changed(p_team, 'closed', p_reason);
end $$;
grant execute on function api.close_team(uuid, text) to :"administrator";

-- Administrators. Opens a closed team again.
create function api.reopen_team(p_team uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_team core.team := wall.team_to_change(p_team, p_reason);
begin
  if v_team.active then perform wall.refuse(); end if;
  update core.team set active = true where team_id = p_team;
  perform wall.team_changed(p_team, 'reopened', p_reason);
end $$;
grant execute on function api.reopen_team(uuid, text) to :"administrator";

-- Administrators and auditors. What was changed about a team, newest first.
create function api.team_changes(p_team uuid) returns table (what text, reason text, changed_by text,
  changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator', 'auditor');
  return query
  select c.what, c.reason, coalesce((select s.name from core.staff s where s.login = c.changed_by), 'set-up'), c.changed_at
    from core.team_change c where c.team_id = p_team order by c.change_id desc;
end $$;
grant execute on function api.team_changes(uuid) to :"administrator", :"auditor";
