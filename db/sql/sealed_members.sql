-- Who is a member of a sealed file is settled by two people, both managers among its members: adding is asked for with
-- api.name_access and confirmed with api.confirm_access; removing is asked for and confirmed here. Administrators have no
-- part in it: to say who may be a member one has to know whose file it is, and an administrator reads no record.

-- The managers among the members of a sealed file, without an end, beside this one: who could settle it with somebody.
create function wall.other_managers(p_file core.file, p_staff uuid) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct s.staff_id) from core.named_access n join core.staff s using (staff_id)
   where n.child_id = p_file.child_id and n.to_at is null and wall.is_member(n) and s.staff_id <> p_staff
     and wall.manages(s, p_file)
$$;

-- Whether a manager who is to be added to a sealed file confirms that in person: who gave it is its only manager.
create function wall.joins_alone(p_me core.staff, p_access core.named_access, p_file core.file) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_access.staff_id = p_me.staff_id and p_me.role = 'manager' and p_file.sealed
                  and p_file.state <> 'disposed' and not wall.manages(p_me, p_file)
                  and not wall.knows_family(p_me.staff_id, p_file.child_id)
                  and (p_access.to_at is null or p_access.to_at > clock_timestamp())
                  and wall.other_managers(p_file, p_access.given_by) = 0
                  and exists (select from core.staff g where g.staff_id = p_access.given_by and wall.manages(g, p_file)),
                  false)
$$;

-- Refuses the removal of a manager that would leave fewer than two: one alone could change nothing any more.
create function wall.keep_two_managers(p_access core.named_access, p_file core.file) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from core.staff s where s.staff_id = p_access.staff_id and wall.manages(s, p_file))
     and wall.other_managers(p_file, p_access.staff_id) < 2 then
    perform wall.bad_input('a sealed file keeps two managers: add another manager first');
  end if;
end $$;

-- Managers among the members. Asks to remove a member of a sealed file; until a second manager confirms it, the member
-- stays. The client makes the id, so a resent call lands once. In a file that is not sealed api.end_access ends it.
create function api.ask_to_remove(p_removal uuid, p_access uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_access core.named_access; v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_access from core.named_access where access_id = p_access for update;
  select * into v_file from core.file where child_id = v_access.child_id;
  if p_removal is null or not v_file.sealed or not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if exists (select from core.access_removal r where r.removal_id = p_removal) then
    if not exists (select from core.access_removal r where r.removal_id = p_removal and r.access_id = p_access
                    and r.asked_by = v_me.staff_id) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if not wall.is_said(p_reason, 1000) then perform wall.bad_input('say why this person should be no member any more'); end if;
  if not wall.is_member(v_access) then perform wall.bad_input('this person is no member now'); end if;
  if exists (select from core.access_removal r where r.access_id = p_access and r.outcome = '') then
    perform wall.bad_input('somebody asked for this already: it waits for a second manager');
  end if;
  perform wall.keep_two_managers(v_access, v_file);
  insert into core.access_removal (removal_id, access_id, reason, asked_by)
  values (p_removal, p_access, btrim(p_reason), v_me.staff_id);
  perform wall.log('ask_to_remove', v_access.child_id, p_access);
end $$;
grant execute on function api.ask_to_remove(uuid, uuid, text) to :"manager";

-- A removal that waits and the access that it is about, for a manager among the members; held until this is done.
create function wall.waiting_removal(p_me core.staff, p_removal uuid, out removal core.access_removal,
  out access core.named_access)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_file core.file;
begin
  set local lock_timeout = '3s';
  select r.* into removal from core.access_removal r where r.removal_id = p_removal for update;
  select n.* into access from core.named_access n where n.access_id = removal.access_id for update;
  -- one removal of a file at a time: managers who remove one another at once would leave it without any
  select * into v_file from core.file f where f.child_id = access.child_id for no key update;
  if removal.removal_id is null or removal.outcome <> '' or not wall.manages(p_me, v_file) then perform wall.refuse(); end if;
end $$;

-- A second manager among the members. Removes a member whom another asked to remove, at once, also in open sessions. Neither
-- who asked nor who is to go confirms it.
create function api.confirm_removal(p_removal uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_it record; v_file core.file;
begin
  select * into v_it from wall.waiting_removal(v_me, p_removal);
  if v_me.staff_id in ((v_it.removal).asked_by, (v_it.access).staff_id) then perform wall.refuse(); end if;
  select * into v_file from core.file f where f.child_id = (v_it.access).child_id;
  perform wall.keep_two_managers(v_it.access, v_file);
  update core.named_access set to_at = clock_timestamp(), ended_by = v_me.staff_id
   where access_id = (v_it.access).access_id and (to_at is null or to_at > clock_timestamp());
  update core.access_removal set outcome = 'removed', settled_by = v_me.staff_id, settled_at = clock_timestamp()
   where removal_id = p_removal;
  perform wall.log('confirm_removal', (v_it.access).child_id, (v_it.access).access_id);
end $$;
grant execute on function api.confirm_removal(uuid) to :"manager";

-- Managers among the members. The member stays: who asked takes it back, or another does not confirm it. Nobody keeps
-- oneself in the file against another who asked.
create function api.keep_member(p_removal uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_it record;
begin
  select * into v_it from wall.waiting_removal(v_me, p_removal);
  if (v_it.access).staff_id = v_me.staff_id and (v_it.removal).asked_by <> v_me.staff_id then perform wall.refuse(); end if;
  update core.access_removal set outcome = 'kept', settled_by = v_me.staff_id, settled_at = clock_timestamp()
   where removal_id = p_removal;
  perform wall.log('keep_member', (v_it.access).child_id, (v_it.access).access_id);
end $$;
grant execute on function api.keep_member(uuid) to :"manager";

-- Managers. What waits for a second manager in the sealed files of which they are members: people to be added and people to
-- be removed, with who asked and why; whether it is theirs to confirm. Also that they are to be added themselves, where
-- they confirm that (`joins`).
create function api.waits_for_second() returns table (access_id uuid, removal_id uuid, child_id uuid, reference text,
  child text, name text, job_title text, capacity text, level text, reason text, asked_by text, asked_at timestamptz,
  may_confirm boolean, joins boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select n.access_id, r.removal_id, f.child_id, f.reference, wall.name_of(f.child_id), s.name, s.job_title, n.capacity,
         n.level, coalesce(r.reason, n.reason), a.name, coalesce(r.asked_at, n.given_at),
         j.joins or v_me.staff_id not in (a.staff_id, s.staff_id), j.joins
    from core.file f join core.named_access n using (child_id) join core.staff s on s.staff_id = n.staff_id
    left join core.access_removal r on r.access_id = n.access_id and r.outcome = ''
    join core.staff a on a.staff_id = coalesce(r.asked_by, n.given_by)
    cross join lateral (select n.second_by is null and n.staff_id = v_me.staff_id and wall.joins_alone(v_me, n, f) as joins) j
   where f.sealed and f.state <> 'disposed' and n.needs_second and (n.to_at is null or n.to_at > clock_timestamp())
     and (n.second_by is null or r.removal_id is not null) and (wall.manages(v_me, f) or j.joins)
   order by coalesce(r.asked_at, n.given_at);
end $$;
grant execute on function api.waits_for_second() to :"manager";
