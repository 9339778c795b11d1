-- Sealing a file and unsealing it: one manager asks, a second who is or will be a member confirms. Until then nothing
-- changes, and nobody else hears of it. Two managers are always among the members, since nobody settles alone who they are.

-- Seals a file at once, for members among whom are the two who settled it. Whoever was named is so from now on by the two, in
-- the same capacity and level and until the same end; the others, managers named until a day and whoever holds the case are
-- members who record.
create function wall.seal_now(p_asked core.staff, p_second uuid, p_child uuid, p_members uuid[], p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_file core.file; v_member core.staff; v_named uuid[];
begin
  select * into v_file from core.file f where f.child_id = p_child for update;
  if v_file.sealed or not wall.manages(p_asked, v_file) then perform wall.refuse(); end if;
  for v_member in select s.* from core.staff s where s.staff_id = any (p_members || p_asked.staff_id) loop
    v_named := array(
      select n.access_id from core.named_access n
       where n.child_id = p_child and n.staff_id = v_member.staff_id and n.from_at <= clock_timestamp()
         and (not n.needs_second or n.second_by is not null)
         and (n.to_at is null or n.to_at > clock_timestamp() and v_member.role <> 'manager')
         and not exists (select from core.allocation a
                          where a.child_id = p_child and a.staff_id = v_member.staff_id and wall.holds_now(a)));
    insert into core.named_access (child_id, staff_id, capacity, level, to_at, reason, given_by, needs_second, second_by)
    select p_child, v_member.staff_id, coalesce(n.capacity, 'sealed_member'), coalesce(n.level, 'record'), n.to_at, p_why,
           p_asked.staff_id, true, p_second
      from (values (1)) one left join core.named_access n on n.access_id = any (v_named);
    update core.named_access set to_at = clock_timestamp(), ended_by = p_second where access_id = any (v_named);
  end loop;
  update core.file set sealed = true, sealed_why = p_why where child_id = p_child;
  perform wall.project_shared(p_child);
  perform wall.log('seal_file', p_child, null, jsonb_build_object('members', cardinality(p_members) + 1));
end $$;

-- Counts the child in, or no more, where the chronologies of others share its entries.
create function wall.project_shared(p_child uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.project(array(
    select k.entry_id from core.entry_child k
     where k.child_id = p_child
       and exists (select from core.entry_child o where o.entry_id = k.entry_id and o.child_id <> p_child)));
end $$;

-- Refuses members who cannot be: everybody at work here who may read a record, and knows not the family; and one more
-- manager at least, who confirms it.
create function wall.check_members(p_me core.staff, p_child uuid, p_members uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from unnest(p_members) m (staff_id) left join core.staff s on s.staff_id = m.staff_id
              where coalesce(s.state <> 'active' or s.role not in ('practitioner', 'court_adviser', 'manager', 'support')
                             or wall.knows_family(s.staff_id, p_child), true)) then
    perform wall.bad_input('a member is at work here, reads records and has not said that they know the family');
  end if;
  if not exists (select from core.staff s where s.staff_id = any (p_members) and s.role = 'manager'
                  and s.staff_id <> p_me.staff_id) then
    perform wall.bad_input('a sealed file has two managers among its members: name another manager, who confirms it');
  end if;
end $$;

-- Keeps that somebody asked; the client makes the id, so a resent call lands once.
create function wall.ask_sealing(p_me core.staff, p_sealing uuid, p_child uuid, p_unseals boolean, p_members uuid[],
  p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not wall.is_said(p_why, 1000) then perform wall.bad_input('say why, in at most 1,000 characters'); end if;
  if exists (select from core.sealing x where x.child_id = p_child and x.asked_by = p_me.staff_id and x.outcome = '') then
    perform wall.bad_input('you asked for this already: it waits for a second manager');
  end if;
  insert into core.sealing (sealing_id, child_id, unseals, members, reason, asked_by)
  values (p_sealing, p_child, p_unseals, p_members, btrim(p_why), p_me.staff_id);
  perform wall.log(case when p_unseals then 'ask_to_unseal' else 'ask_to_seal' end, p_child, p_sealing);
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;

-- The manager of the file. Asks to seal it for these members and oneself; it is as open as before until another manager
-- among them confirms it.
create function api.ask_to_seal(p_sealing uuid, p_child uuid, p_members uuid[], p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_file from core.file f where f.child_id = p_child for no key update;
  if p_sealing is null or v_file.sealed or not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if exists (select from core.sealing x where x.sealing_id = p_sealing and x.child_id = p_child
              and x.asked_by = v_me.staff_id) then
    return;
  end if;
  perform wall.check_members(v_me, p_child, coalesce(p_members, '{}'));
  perform wall.ask_sealing(v_me, p_sealing, p_child, false,
    array(select distinct m from unnest(p_members) m where m <> v_me.staff_id), p_why);
end $$;
grant execute on function api.ask_to_seal(uuid, uuid, uuid[], text) to :"manager";

-- Managers among the members. Asks to unseal the file; it stays sealed until another of them confirms it.
create function api.ask_to_unseal(p_sealing uuid, p_child uuid, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_file from core.file f where f.child_id = p_child for no key update;
  if p_sealing is null or not v_file.sealed or not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if exists (select from core.sealing x where x.sealing_id = p_sealing and x.child_id = p_child
              and x.asked_by = v_me.staff_id) then
    return;
  end if;
  perform wall.ask_sealing(v_me, p_sealing, p_child, true, '{}', p_why);
end $$;
grant execute on function api.ask_to_unseal(uuid, uuid, text) to :"manager";

-- Whether the caller is the second person of what was asked: never who asked, whose right to ask must still stand; of a
-- sealing a manager who will be a member, of an unsealing a manager who is one.
create function wall.seconds(p_me core.staff, p_sealing core.sealing, p_file core.file) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_me.role = 'manager' and p_sealing.outcome = '' and p_sealing.asked_by <> p_me.staff_id
    and p_sealing.unseals = p_file.sealed and p_file.state <> 'disposed'
    and exists (select from core.staff a where a.staff_id = p_sealing.asked_by and wall.manages(a, p_file))
    and case when p_sealing.unseals then wall.manages(p_me, p_file)
             else p_me.staff_id = any (p_sealing.members) and not wall.knows_family(p_me.staff_id, p_file.child_id) end,
    false)
$$;

-- The second manager. Lets the sealing or the unsealing come about, at once, also in open sessions. After an unsealing the
-- members are so no more, and everybody has again what they have without; who was named in a capacity keeps it.
create function api.confirm_sealing(p_sealing uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_it core.sealing; v_file core.file; v_asked core.staff;
begin
  set local lock_timeout = '3s';
  select * into v_it from core.sealing x where x.sealing_id = p_sealing for update;
  select * into v_file from core.file f where f.child_id = v_it.child_id for update;
  if not wall.seconds(v_me, v_it, v_file) then perform wall.refuse(); end if;
  if v_it.unseals then
    update core.named_access set to_at = clock_timestamp(), ended_by = v_me.staff_id
     where child_id = v_it.child_id and needs_second and (capacity = 'sealed_member' or second_by is null)
       and (to_at is null or to_at > clock_timestamp());
    update core.access_removal r set outcome = 'kept', settled_by = v_me.staff_id, settled_at = clock_timestamp()
      from core.named_access n where n.access_id = r.access_id and n.child_id = v_it.child_id and r.outcome = '';
    update core.file set sealed = false, sealed_why = '' where child_id = v_it.child_id;
    perform wall.project_shared(v_it.child_id);
    perform wall.log('unseal_file', v_it.child_id, p_sealing);
  else
    select * into v_asked from core.staff s where s.staff_id = v_it.asked_by;
    perform wall.check_members(v_asked, v_it.child_id, v_it.members);
    perform wall.seal_now(v_asked, v_me.staff_id, v_it.child_id, v_it.members, v_it.reason);
  end if;
  update core.sealing set outcome = case when sealing_id = p_sealing then 'done' else 'dropped' end,
         settled_by = v_me.staff_id, settled_at = clock_timestamp()
   where child_id = v_it.child_id and outcome = '';
end $$;
grant execute on function api.confirm_sealing(uuid) to :"manager";

-- Who asked takes it back; or the second manager does not confirm it.
create function api.drop_sealing(p_sealing uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_it core.sealing; v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_it from core.sealing x where x.sealing_id = p_sealing for update;
  select * into v_file from core.file f where f.child_id = v_it.child_id;
  if not coalesce(v_it.outcome = '' and (wall.seconds(v_me, v_it, v_file)
                  or v_it.asked_by = v_me.staff_id and wall.manages(v_me, v_file)), false) then
    perform wall.refuse();
  end if;
  update core.sealing set outcome = 'dropped', settled_by = v_me.staff_id, settled_at = clock_timestamp()
   where sealing_id = p_sealing;
  perform wall.log('drop_sealing', v_it.child_id, p_sealing);
end $$;
grant execute on function api.drop_sealing(uuid) to :"manager";

-- Managers. The sealings and unsealings that they asked for or are the second person of: who will be members, why, and
-- whether it is theirs to confirm.
create function api.sealings_waiting() returns table (sealing_id uuid, child_id uuid, reference text, child text,
  unseals boolean, members text[], reason text, asked_by text, asked_at timestamptz, may_confirm boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select x.sealing_id, f.child_id, f.reference, wall.name_of(f.child_id), x.unseals,
         array(select s.name from core.staff s where s.staff_id = any (x.members || x.asked_by) and not x.unseals
                order by s.name),
         x.reason, a.name, x.asked_at, x.asked_by <> v_me.staff_id
    from core.sealing x join core.file f using (child_id) join core.staff a on a.staff_id = x.asked_by
   where x.outcome = '' and (wall.seconds(v_me, x, f)
          or x.asked_by = v_me.staff_id and x.unseals = f.sealed and wall.manages(v_me, f))
   order by x.asked_at;
end $$;
grant execute on function api.sealings_waiting() to :"manager";

-- Managers. The sealed files of which they are the only manager left, so that nothing about the members can be settled
-- before another manager is added.
create function api.alone_in_sealed() returns table (child_id uuid, reference text, child text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select f.child_id, f.reference, wall.name_of(f.child_id) from core.file f
   where f.sealed and f.state <> 'disposed' and wall.manages(v_me, f) and wall.other_managers(f, v_me.staff_id) = 0
     and not exists (select from core.named_access n join core.staff s using (staff_id)
                      where n.child_id = f.child_id and n.second_by is null and n.needs_second and s.role = 'manager'
                        and s.state = 'active' and (n.to_at is null or n.to_at > clock_timestamp()))
   order by f.reference;
end $$;
grant execute on function api.alone_in_sealed() to :"manager";
