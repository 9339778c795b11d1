-- Allocation: nobody is handed a child from screen to screen. Without a recorded discussion the server refuses.

-- The manager of the responsible team. Allocates a child after a talk with the worker: when it was, who took part,
-- what was agreed to do first, what the worker said about their capacity. A resent call lands once.
create function api.allocate(p_allocation uuid, p_child uuid, p_staff uuid, p_part text, p_talked_on date,
  p_took_part text, p_agreed_first text, p_capacity_said text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file; v_discussion uuid := gen_random_uuid();
begin
  select * into v_file from core.file where child_id = p_child for share;
  if not wall.manages(v_me, v_file) or not exists (
      select from core.staff where staff_id = p_staff and state = 'active' and role in ('practitioner', 'court_adviser')) then
    perform wall.refuse();
  end if;
  if exists (select from core.allocation where allocation_id = p_allocation and recorded_by = v_me.staff_id
             and child_id = p_child and staff_id = p_staff) then
    return;
  end if;
  if p_allocation is null or p_talked_on is null or p_talked_on > current_date or btrim(coalesce(p_took_part, '')) = ''
     or btrim(coalesce(p_agreed_first, '')) = '' or btrim(coalesce(p_capacity_said, '')) = ''
     or coalesce(p_part, '') not in ('allocated_worker', 'second_worker', 'court_adviser', 'cover') then
    perform wall.bad_input('record the discussion first: when, who took part, what was agreed, what the worker said');
  end if;
  insert into core.allocation_discussion (discussion_id, proposed_by, proposed_to, talked_on, took_part, agreed_first,
    capacity_said, answer, answered_at)
  values (v_discussion, v_me.staff_id, p_staff, p_talked_on, p_took_part, p_agreed_first, p_capacity_said, 'accepted',
    clock_timestamp());
  insert into core.discussion_child (discussion_id, child_id) values (v_discussion, p_child);
  insert into core.allocation (allocation_id, child_id, staff_id, part, discussion_id, recorded_by)
  values (p_allocation, p_child, p_staff, p_part, v_discussion, v_me.staff_id);
  perform wall.log('allocate', p_child, p_allocation, jsonb_build_object('part', p_part));
exception when integrity_constraint_violation then
  perform wall.refuse();
end $$;
grant execute on function api.allocate(uuid, uuid, uuid, text, date, text, text, text) to :"manager";

-- The manager of the responsible team. Ends an allocation at once, with the statutory reason for the change.
create function api.end_allocation(p_child uuid, p_staff uuid, p_reason text, p_handover_note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file;
begin
  select * into v_file from core.file where child_id = p_child for share;
  if not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if not exists (select from core.code where list = 'worker_change_reason' and code = p_reason) then
    perform wall.bad_input('choose the reason for the change from the list');
  end if;
  update core.allocation set to_at = clock_timestamp(), change_reason = p_reason,
         handover_note = coalesce(p_handover_note, '')
   where child_id = p_child and staff_id = p_staff and (to_at is null or to_at > clock_timestamp());
  if not found then perform wall.refuse(); end if;
  perform wall.log('end_allocation', p_child, p_staff, jsonb_build_object('reason', p_reason));
end $$;
grant execute on function api.end_allocation(uuid, uuid, text, text) to :"manager";
