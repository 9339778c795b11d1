-- Logins: the only functions that touch roles. They belong to the role administrator, are called by `api` functions
-- that have checked the caller, and take passwords only as SCRAM verifiers, so no password reaches a log.

-- Called by api.add_staff and by the sample. Refuses odd names, names in use, and anything but a SCRAM verifier.
create function logins.add(p_login text, p_verifier text, p_group text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform logins.check_verifier(p_verifier);
  if coalesce(p_login, '') !~ '^[a-z][a-z0-9_]{2,30}$' then
    raise exception 'a login is 3 to 31 small letters, digits and underscores, and begins with a letter'
      using errcode = 'TL002';
  end if;
  if exists (select from pg_roles where rolname = p_login) then
    raise exception 'this login is taken' using errcode = 'TL002';
  end if;
  execute format('create role %I login nocreatedb nocreaterole inherit connection limit 8 password %L',
                 p_login, p_verifier);
  execute format('grant %I to %I with inherit true, set false', logins.group_role(p_group), p_login);
end $$;

-- The role of a group of this deployment; refuses what is no group.
create function logins.group_role(p_group text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_role text;
begin
  v_role := case p_group
    when 'practitioner' then :'practitioner' when 'court_adviser' then :'court_adviser'
    when 'manager' then :'manager' when 'support' then :'support'
    when 'administrator' then :'administrator' when 'auditor' then :'auditor' end;
  if v_role is null then
    raise exception 'there is no such role' using errcode = 'TL002';
  end if;
  return v_role;
end $$;

-- Refuses anything that is not a SCRAM verifier: a plain password would stand in the statement log.
create function logins.check_verifier(p_verifier text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if coalesce(p_verifier, '') !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*$' then
    raise exception 'a password must come as a SCRAM verifier' using errcode = 'TL002';
  end if;
end $$;

-- Called by api.change_password and api.reset_password.
create function logins.set_password(p_login text, p_verifier text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform logins.check_verifier(p_verifier);
  execute format('alter role %I password %L', p_login, p_verifier);
end $$;

-- Called by api.change_staff: from one group to another, in open sessions too.
create function logins.move(p_login text, p_from text, p_to text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('revoke %I from %I', logins.group_role(p_from), p_login);
  execute format('grant %I to %I with inherit true, set false', logins.group_role(p_to), p_login);
end $$;

-- Called by api.suspend_staff, api.reinstate_staff and api.leave_staff.
create function logins.allow(p_login text, p_allowed boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter role %I %s', p_login, case when p_allowed then 'login' else 'nologin' end);
end $$;

grant execute on function logins.add(text, text, text), logins.set_password(text, text),
  logins.allow(text, boolean), logins.move(text, text, text) to :"api_owner";
