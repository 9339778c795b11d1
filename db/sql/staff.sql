-- Staff and teams: who I am, who my colleagues are, and what administrators do with logins.

-- Anybody. The protocol that this server speaks; the client compares it with its own before anything else.
create function api.protocol() returns integer
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$ select 1 $$;
grant execute on function api.protocol() to :"people";

-- Anybody. The oldest client protocol that this server still serves.
create function api.min_client() returns integer
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$ select 1 $$;
grant execute on function api.min_client() to :"people";

-- Any active member of staff: oneself.
create function api.who_am_i() returns table (staff_id uuid, login text, name text, role text, job_title text,
  team text, front_door boolean, authority text, country text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  return query select v_me.staff_id, v_me.login, v_me.name, v_me.role, v_me.job_title, coalesce(t.name, ''),
      v_me.front_door, coalesce((select s.value from core.setting s where s.key = 'authority'), ''),
      coalesce((select s.value from core.setting s where s.key = 'country'), 'E')
    from (values (1)) one left join core.team t on t.team_id = v_me.team_id;
end $$;
grant execute on function api.who_am_i() to :"people";

-- Any active member of staff: the colleagues who are at work here. Says nothing of what they hold.
create function api.colleagues() returns table (staff_id uuid, login text, name text, role text, job_title text,
  team text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select s.staff_id, s.login, s.name, s.role, s.job_title, coalesce(t.name, '')
    from core.staff s left join core.team t using (team_id) where s.state = 'active' order by s.name;
end $$;
grant execute on function api.colleagues() to :"people";

-- Anybody active, also before the given password is changed: "iterations:salt" of the password that was given, with which
-- one proves in api.change_password that one signed in with it; empty for a password of one's own.
create function api.given_salt() returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff;
begin
  select * into v_me from core.staff s where s.login = session_user and s.state = 'active';
  if v_me.staff_id is null then perform wall.refuse(); end if;
  return case when v_me.own_password then '' else split_part(v_me.given_key, '$', 1) end;
end $$;
grant execute on function api.given_salt() to :"people";

-- Any active member of staff changes the own password, also one that was given; takes a SCRAM verifier. Whoever was signed
-- in before an administrator set it cannot: a given password is changed with the proof that one knows it, the client key
-- of SCRAM in base64, whose hash is the stored key (RFC 5802, section 3). TL003 without it.
create function api.change_password(p_verifier text, p_proof text default '') returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff;
begin
  select * into v_me from core.staff s where s.login = session_user and s.state = 'active' for no key update;
  if v_me.staff_id is null then perform wall.refuse(); end if;
  if not v_me.own_password and v_me.given_key <> '' and not coalesce(
       p_proof ~ '^[A-Za-z0-9+/]{43}=$'
       and encode(sha256(decode(p_proof, 'base64')), 'base64') = split_part(v_me.given_key, '$', 2), false) then
    raise exception 'sign in anew with the password that was given' using errcode = 'TL003';
  end if;
  update core.staff set own_password = true, given_key = '' where staff_id = v_me.staff_id;
  perform logins.set_password(v_me.login, p_verifier);
  perform wall.log('change_password', null, v_me.staff_id);
end $$;
grant execute on function api.change_password(text, text) to :"people";

-- The calling administrator, once whatever another one does is done: two who suspend each other do it one after the
-- other, so that there is always one left.
create function wall.administrator_alone() returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  set local lock_timeout = '3s';
  perform wall.me_as('administrator');
  perform from core.staff s where s.role = 'administrator' order by s.staff_id for no key update;
  return wall.me_as('administrator');
end $$;

-- The team of this name, held open until this is done; a role that works with children needs one.
create function wall.team_for(p_role text, p_team text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_team uuid;
begin
  if coalesce(p_team, '') <> '' then
    select team_id into v_team from core.team where name = p_team and active for share;
    if v_team is null then perform wall.bad_input('there is no such team'); end if;
  elsif coalesce(p_role, '') in ('practitioner', 'court_adviser', 'manager', 'support') then
    perform wall.bad_input('this role needs a team');
  end if;
  return v_team;
end $$;

-- Takes away where those live who left so long ago that no look of theirs is asked about any more.
create function wall.forget_own_addresses() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from core.staff_address a using core.staff s
   where s.staff_id = a.staff_id and s.state = 'left'
     and (select max(c.changed_at) from core.staff_change c where c.staff_id = s.staff_id and c.what = 'left')
         < clock_timestamp() - (select k.weeks * interval '1 week' from wall.look_threshold('own_address') k);
end $$;

-- Keeps where a member of staff lives in place of what stood, or takes it away: a house, by its number or name, and its
-- postcode, only for the question about looks at files of that address. Says what was changed, and never the address,
-- which is told to administrators and to that person alone; null where nothing was.
create function wall.keep_own_address(p_staff uuid, p_house text, p_postcode text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_house text := btrim(coalesce(p_house, ''));
  v_postcode text := regexp_replace(upper(btrim(coalesce(p_postcode, ''))), ' *([0-9][A-Z]{2})$', ' \1');
  v_old core.staff_address;
begin
  perform wall.forget_own_addresses();
  select * into v_old from core.staff_address a where a.staff_id = p_staff;
  if (v_house, v_postcode) = (coalesce(v_old.house, ''), coalesce(v_old.postcode, '')) then return null; end if;
  if (v_house, v_postcode) <> ('', '')
     and (length(v_house) > 60 or v_house !~ '[[:alnum:]]'
          or v_postcode !~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$') then
    perform wall.bad_input('an own address is a house number or name and its whole postcode');
  end if;
  delete from core.staff_address a where a.staff_id = p_staff;
  if v_house <> '' then
    insert into core.staff_address (staff_id, house, postcode) values (p_staff, v_house, v_postcode);
  end if;
  perform wall.log('keep_own_address', null, p_staff, jsonb_build_object('kept', v_house <> ''));
  return case when v_house = '' then 'own address taken away' when v_old.staff_id is null then 'own address entered'
              else 'own address changed' end;
end $$;

-- Any active member of staff: where they live, as it is kept of them; no row where it is not.
create function api.own_address() returns table (house text, postcode text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  return query select a.house, a.postcode from core.staff_address a where a.staff_id = v_me.staff_id;
end $$;
grant execute on function api.own_address() to :"people";

-- Whether a text is one line, without marks that turn its direction: the name of a colleague stands in others' sentences.
create function wall.is_line(p_text text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_text, '') !~ '[[:cntrl:]\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]'
$$;

-- What a given password's SCRAM verifier tells to prove it by: "iterations:salt$stored key".
create function wall.given_key(p_verifier text) returns text
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select split_part(p_verifier, '$', 2) || '$' || split_part(split_part(p_verifier, '$', 3), ':', 1)
$$;

-- Refuses what cannot be said of a member of staff.
create function wall.check_staff(p_name text, p_role text, p_job_title text, p_front_door boolean, p_duty boolean)
  returns void
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not wall.is_said(p_name, 200) or length(coalesce(p_job_title, '')) > 200 then
    perform wall.bad_input('a member of staff needs a name; name and job title have at most 200 characters');
  end if;
  if not wall.is_line(p_name) or not wall.is_line(p_job_title) then
    perform wall.bad_input('name and job title are one line each, without marks that nobody sees');
  end if;
  if p_role is null then perform wall.bad_input('there is no such role'); end if;
  if (p_front_door or p_duty) and p_role not in ('practitioner', 'court_adviser', 'manager', 'support') then
    perform wall.bad_input('front door and duty are for those who work with children');
  end if;
end $$;

-- Administrators. Adds a member of staff and the login, with a password that has to be changed at the first sign-in; the
-- same again is refused.
create function api.add_staff(p_login text, p_name text, p_role text, p_team text, p_verifier text,
  p_job_title text default '', p_front_door boolean default false, p_duty boolean default false,
  p_own_house text default '', p_own_postcode text default '') returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_id uuid; v_team uuid;
begin
  perform wall.administrator_alone();
  perform wall.check_staff(p_name, p_role, p_job_title, p_front_door, p_duty);
  v_team := wall.team_for(p_role, p_team);
  perform logins.add(p_login, p_verifier, p_role);
  insert into core.staff (login, name, role, team_id, job_title, front_door, duty, own_password,
    given_key)
  values (p_login, btrim(p_name), p_role, v_team, coalesce(p_job_title, ''), coalesce(p_front_door, false),
          coalesce(p_duty, false), false, wall.given_key(p_verifier)) returning staff_id into v_id;
  insert into core.staff_change (staff_id, what) values (v_id, concat_ws('; ', 'added as ' || p_role,
    wall.keep_own_address(v_id, p_own_house, p_own_postcode)));
  perform wall.log('add_staff', null, v_id, jsonb_build_object('role', p_role));
  return v_id;
end $$;
grant execute on function api.add_staff(text, text, text, text, text, text, boolean, boolean, text, text) to :"administrator";

-- Administrators. Ends a person's access at once: the next call of an open session is refused, a new one cannot start. It
-- may be lifted soon, so what was proposed to them or by them stays open: the managers of the files withdraw it or propose
-- to somebody else (lists say that the person is not at work here now), and it ends if the person leaves.
create function api.suspend_staff(p_login text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.administrator_alone(); v_id uuid;
begin
  if not wall.is_said(p_reason, 1000) then
    perform wall.bad_input('a suspension needs a reason of at most 1,000 characters');
  end if;
  if p_login = v_me.login then perform wall.bad_input('you cannot suspend yourself'); end if;
  update core.staff set state = 'suspended' where login = p_login and state = 'active' returning staff_id into v_id;
  if v_id is null then perform wall.refuse(); end if;
  perform logins.allow(p_login, false);
  insert into core.staff_change (staff_id, what, reason) values (v_id, 'suspended', p_reason);
  perform wall.log('suspend_staff', null, v_id);
end $$;
grant execute on function api.suspend_staff(text, text) to :"administrator";

-- Administrators. Lets a suspended person work again, or somebody who had left.
create function api.reinstate_staff(p_login text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_id uuid;
begin
  perform wall.administrator_alone();
  if not wall.is_said(p_reason, 1000) then
    perform wall.bad_input('a reinstatement needs a reason of at most 1,000 characters');
  end if;
  if exists (select from core.staff s join core.team t using (team_id) where s.login = p_login and not t.active) then
    perform wall.bad_input('the team of this person is closed: reopen it first');
  end if;
  update core.staff set state = 'active' where login = p_login and state <> 'active' returning staff_id into v_id;
  if v_id is null then perform wall.refuse(); end if;
  perform logins.allow(p_login, true);
  insert into core.staff_change (staff_id, what, reason) values (v_id, 'reinstated', p_reason);
  perform wall.log('reinstate_staff', null, v_id);
end $$;
grant execute on function api.reinstate_staff(text, text) to :"administrator";

-- Administrators. Sets a password for somebody who lost theirs, which has to be changed at the next sign-in and opens
-- nothing before; takes a SCRAM verifier. The person is told who did it, when and why, and of a manager the other managers
-- of the team. One's own is changed and not reset.
create function api.reset_password(p_login text, p_verifier text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.administrator_alone(); v_id uuid;
begin
  if not wall.is_said(p_reason, 1000) then
    perform wall.bad_input('a new password needs a reason of at most 1,000 characters');
  end if;
  if p_login = v_me.login then perform wall.bad_input('change your own password instead'); end if;
  update core.staff set own_password = false, given_key = wall.given_key(p_verifier)
   where login = p_login and state = 'active' returning staff_id into v_id;
  if v_id is null then perform wall.refuse(); end if;
  perform logins.set_password(p_login, p_verifier);
  insert into core.staff_change (staff_id, what, reason) values (v_id, 'password reset', p_reason);
  perform wall.tell(v_id, 'password', v_me.staff_id, p_reason);
  perform wall.tell(m.staff_id, 'colleague_password', v_me.staff_id, p_reason, null, v_id)
     from core.staff s join core.staff m on m.team_id = s.team_id and m.role = 'manager' and m.state = 'active'
    where s.staff_id = v_id and s.role = 'manager' and m.staff_id <> v_id;
  perform wall.log('reset_password', null, v_id);
end $$;
grant execute on function api.reset_password(text, text, text) to :"administrator";

-- On which day somebody was suspended or left, if that is how they stand; null for who is at work.
create function wall.state_on(p_staff core.staff) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (max(c.changed_at) at time zone 'Europe/London')::date from core.staff_change c
   where c.staff_id = p_staff.staff_id and p_staff.state <> 'active' and c.what = p_staff.state
$$;

-- Administrators and auditors: all staff, also those who are suspended or have left, and since when.
create function api.list_staff() returns table (login text, name text, role text, job_title text, team text,
  front_door boolean, duty boolean, state text, state_on date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('administrator', 'auditor');
  return query select s.login, s.name, s.role, s.job_title, coalesce(t.name, ''), s.front_door, s.duty, s.state,
         wall.state_on(s)
    from core.staff s left join core.team t using (team_id) order by s.name;
end $$;
grant execute on function api.list_staff() to :"administrator", :"auditor";

-- Administrators. Adds a team.
create function api.add_team(p_name text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_id uuid;
begin
  perform wall.me_as('administrator');
  if btrim(coalesce(p_name, '')) = '' or length(p_name) > 100 or not wall.is_line(p_name) then
    perform wall.bad_input('a team needs a name of at most 100 characters, in one line');
  end if;
  if exists (select from core.team where name = btrim(p_name)) then
    perform wall.bad_input('there is a team of this name already');
  end if;
  insert into core.team (name) values (btrim(p_name)) returning team_id into v_id;
  insert into core.team_change (team_id, what) values (v_id, 'added as ' || btrim(p_name));
  perform wall.log('add_team', null, v_id);
  return v_id;
exception when unique_violation then
  perform wall.bad_input('there is a team of this name already');
end $$;
grant execute on function api.add_team(text) to :"administrator";

-- Any active member of staff: the teams, with the number of active staff.
create function api.list_teams() returns table (team_id uuid, name text, active boolean, staff bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select t.team_id, t.name, t.active,
      (select count(*) from core.staff s where s.team_id = t.team_id and s.state = 'active')
    from core.team t order by t.name;
end $$;
grant execute on function api.list_teams() to :"people";
