-- Who holds a child's case, and who answers for a child whom nobody has accepted yet.
-- How somebody comes to hold a case stands in allocation_talk.sql; there is no other way.

-- Whether an allocation was made at once, and the talk about it is still owed.
create function wall.at_once(a core.allocation) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select a.discussion_id is null
$$;

-- What the talk still owes where an allocation was made at once.
create function wall.owed_in_words(a core.allocation) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((
  select case wall.stage_of(d.discussion_id) when 'declined' then 'declined' when 'talked' then 'not yet accepted' end
    from core.allocation_discussion d join core.discussion_child c using (discussion_id)
   where d.emergency and c.child_id = a.child_id and d.proposed_to = a.staff_id and d.part = a.part
     and d.proposed_at <= a.from_at
   order by d.proposed_at desc limit 1), 'not yet talked about');
end $$;

-- What somebody holds in words, as it is kept with a proposal.
create function wall.held_in_words(p_staff uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'holds ' || h.children || case h.children when 1 then ' child' else ' children' end
         || case when h.in_proceedings > 0 then ', ' || h.in_proceedings || ' in proceedings' else '' end
         || case when h.other_parts > 0 then ', second or covering for ' || h.other_parts else '' end
         || case when h.proposed > 0 then '; ' || h.proposed || ' more proposed' else '' end
         || case when wall.absent(p_staff) then '; away now' else '' end
    from wall.holdings(p_staff) h
$$;

-- Managers. The social workers and court advisers at work here, and what each holds: numbers, never whom.
create function api.workers_to_propose() returns table (staff_id uuid, name text, role text, job_title text, team text,
  children bigint, in_proceedings bigint, other_parts bigint, proposed bigint, away text, weight numeric,
  usual_from numeric, usual_to numeric)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  return query
  select s.staff_id, s.name, s.role, s.job_title, coalesce(t.name, ''), h.children, h.in_proceedings, h.other_parts,
         h.proposed, wall.away_in_words(s.staff_id), h.weight, u.usual_from, u.usual_to
    from core.staff s left join core.team t using (team_id) cross join lateral wall.holdings(s.staff_id) h
   cross join lateral wall.usual_for(s.staff_id) u
   where s.state = 'active' and s.role in ('practitioner', 'court_adviser')
   order by s.team_id is distinct from v_me.team_id, t.name, s.name;
end $$;
grant execute on function api.workers_to_propose() to :"manager";

-- The manager who answers for a file: the one named if still of its team and at work, or else another of the team, of a
-- sealed file among its members; nobody who said that they know the family.
create function wall.manager_for(p_file core.file, p_first uuid) returns core.staff
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_found core.staff;
begin
  select s.* into v_found from core.staff s
   where s.role = 'manager' and s.state = 'active' and (p_file.sealed or s.team_id = p_file.team_id)
     and wall.manages(s, p_file)
   order by wall.absent(s.staff_id), s.staff_id = p_first desc nulls last, s.name limit 1;
  return v_found;
end $$;

-- Who is responsible for the child in each part, as the head of the file names them: who accepted, with the manager who
-- stands in while they are away; who began at once; and until a proposal is answered the manager who made it.
create function wall.responsible(p_child uuid) returns table (part text, words text, since timestamptz, source_id uuid,
  recorded_by uuid, recorded_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select a.part, concat_ws(', ', s.name, case when a.part in ('second_worker', 'cover') then replace(a.part, '_', ' ') end,
           case when a.emergency_until is not null then 'in an emergency, ' || wall.owed_in_words(a) end,
           case when a.part in ('allocated_worker', 'court_adviser') and wall.absent(a.staff_id)
                then case s.state when 'left' then 'has left: ' else 'away: ' end || coalesce((wall.manager_for(f, d.proposed_by)).name || ', manager, stands in',
                                          'nobody stands in') end),
         a.from_at, a.allocation_id, a.recorded_by, a.recorded_at
    from core.allocation a join core.staff s using (staff_id) join core.file f using (child_id)
    left join core.allocation_discussion d using (discussion_id)
   where a.child_id = p_child and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
  union all
  select d.part, coalesce((wall.manager_for(f, d.proposed_by)).name, p.name)
           || case wall.stage_of(d.discussion_id) when 'declined' then ', manager: ' || s.name || ' declined'
                else ', manager, until ' || s.name || ' accepts' end,
         d.proposed_at, d.discussion_id, d.proposed_by, d.proposed_at
    from core.discussion_child c join core.allocation_discussion d using (discussion_id)
    join core.file f using (child_id) join core.staff s on s.staff_id = d.proposed_to
    join core.staff p on p.staff_id = d.proposed_by
   where c.child_id = p_child and d.part in ('allocated_worker', 'court_adviser')
     and not wall.settled(d.discussion_id)
     and not exists (select from core.allocation a
                      where a.child_id = p_child and a.part = d.part and not wall.at_once(a)
                        and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp()));
end $$;

-- Who answers for a child, in the words of lists: the worker, with who stands in while they are away; who began at once;
-- while nobody has accepted, to whom the child is proposed and the manager who is responsible until then; or nothing. Of
-- whom it was proposed to and who is suspended or has left, that is told.
create function wall.answers_for(p_child uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_held core.allocation; v_name text; v_gone text; v_file core.file; v_asked core.allocation_discussion;
  v_declined boolean;
begin
  select a.* into v_held from core.allocation a
   where a.child_id = p_child and a.part in ('allocated_worker', 'court_adviser') and a.from_at <= clock_timestamp()
     and (a.to_at is null or a.to_at > clock_timestamp())
   order by a.part = 'allocated_worker' desc, a.from_at desc limit 1;
  if v_held.allocation_id is not null then
    select s.name, case s.state when 'left' then ', has left: ' else ', away: ' end into v_name, v_gone
      from core.staff s where s.staff_id = v_held.staff_id;
    if wall.at_once(v_held) then return v_name || ', at once, ' || wall.owed_in_words(v_held); end if;
    if not wall.absent(v_held.staff_id) then return v_name; end if;
    select f.* into v_file from core.file f where f.child_id = p_child;
    select d.* into v_asked from core.allocation_discussion d where d.discussion_id = v_held.discussion_id;
    return v_name || v_gone || coalesce((wall.manager_for(v_file, v_asked.proposed_by)).name || ' stands in',
                                            'nobody stands in');
  end if;
  select d.* into v_asked from core.discussion_child c join core.allocation_discussion d using (discussion_id)
   where c.child_id = p_child and d.part in ('allocated_worker', 'court_adviser') and not wall.settled(d.discussion_id)
   order by d.part, d.proposed_at desc limit 1;
  if v_asked.discussion_id is null then return ''; end if;
  select f.* into v_file from core.file f where f.child_id = p_child;
  v_declined := wall.stage_of(v_asked.discussion_id) = 'declined';
  select case when v_declined then s.name || ' declined' else 'proposed to ' || s.name end
           || case when s.state <> 'active' then ', not at work here now' else '' end
    into v_name from core.staff s where s.staff_id = v_asked.proposed_to;
  return v_name || '; ' || coalesce((wall.manager_for(v_file, v_asked.proposed_by)).name,
                                    (select s.name from core.staff s where s.staff_id = v_asked.proposed_by))
         || ' is responsible until ' || case when v_declined then 'somebody accepts' else 'accepted' end;
end $$;

-- The manager of the responsible team. Ends an allocation at once, with the statutory reason for the change; who held the
-- case is told. Cover that has not begun is taken back: from that moment it stands as held for no time at all, and for
-- which days it was agreed stays in the conversation.
create function api.end_allocation(p_child uuid, p_staff uuid, p_reason text, p_handover_note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_file core.file; v_now timestamptz; v_begun boolean;
begin
  set local lock_timeout = '3s';
  select * into v_file from core.file where child_id = p_child for share;
  if not wall.manages(v_me, v_file) then perform wall.refuse(); end if;
  if not exists (select from core.code where list = 'worker_change_reason' and code = p_reason) then
    perform wall.bad_input('choose the reason for the change from the list');
  end if;
  if length(p_handover_note) > 8000 then
    perform wall.bad_input('say in at most 8,000 characters what is handed over');
  end if;
  v_now := clock_timestamp();
  with ended as (
    update core.allocation set from_at = least(from_at, v_now), to_at = v_now, change_reason = p_reason,
           handover_note = coalesce(p_handover_note, ''), ended_by = v_me.staff_id
     where child_id = p_child and staff_id = p_staff and (to_at is null or to_at > v_now)
    returning from_at < to_at as begun
  ) select bool_or(e.begun) into v_begun from ended e;
  if v_begun is null then perform wall.refuse(); end if;
  perform wall.tell(p_staff, case when v_begun then 'child_ended' else 'cover_taken_back' end, v_me.staff_id,
                    wall.label_of('worker_change_reason', p_reason), p_child);
  perform wall.log('end_allocation', p_child, p_staff, jsonb_build_object('reason', p_reason));
end $$;
grant execute on function api.end_allocation(uuid, uuid, text, text) to :"manager";

-- Ticket. Who held the case when, in which part, and why it changed, newest first: with the talk before it, what was
-- agreed for this child, what was handed over, and which manager ended it. Cover that was taken back before it began ends
-- when it begins (api.end_allocation); it comes with the days that were agreed. What a worker said about their capacity, and who declined, stays
-- between the worker and the managers.
create function api.who_held(p_child uuid) returns table (allocation_id uuid, part text, name text, job_title text,
  team text, from_at timestamptz, to_at timestamptz, emergency_until timestamptz, proposed_by text, why text,
  talked_on date, took_part text, agreed_first text, agreed_by date, ended_why text, handover_note text, ended_by text,
  cover_from date, cover_until date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  return query
  select a.allocation_id, a.part, s.name, s.job_title, coalesce(m.name, ''), a.from_at, a.to_at, a.emergency_until,
         coalesce(p.name, ''), wall.open_words(p_child, coalesce(d.why_them, ''), null, null, d.proposed_by),
         t.talked_on, coalesce(t.took_part, ''),
         wall.open_words(p_child, coalesce(c.agreed_first, ''), null, null, t.recorded_by), c.agreed_by,
         case when a.change_reason <> '' then wall.label_of('worker_change_reason', a.change_reason)
              when a.emergency_until is null or a.to_at > clock_timestamp() then ''
              when a.to_at >= a.emergency_until then 'The 72 hours of the emergency were over'
              else 'Ended before the 72 hours were over' end,
         wall.open_words(p_child, a.handover_note, null, null, null), coalesce(e.name, ''), d.cover_from, d.cover_until
    from core.allocation a join core.staff s using (staff_id) left join core.team m on m.team_id = s.team_id
    left join core.allocation_discussion d using (discussion_id)
    left join core.staff p on p.staff_id = coalesce(d.proposed_by, a.recorded_by)
    left join core.staff e on e.staff_id = a.ended_by
    left join core.allocation_answer w on w.discussion_id = d.discussion_id and w.answer = 'accepted'
    left join core.allocation_talk t on t.talk_id = w.talk_id
    left join core.talk_child c on c.talk_id = t.talk_id and c.child_id = a.child_id
   where a.child_id = p_child
   order by a.from_at desc, a.recorded_at desc limit 500;
end $$;
grant execute on function api.who_held(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
