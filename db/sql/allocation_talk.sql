-- Allocation is a conversation: a manager proposes, the two talk, and only the worker accepts. No function makes an
-- allocation in another way, but one for tonight, which works for 72 hours and owes the talk.
-- What was said is only added to.

-- Where a conversation stands: 'proposed' until a talk is recorded, 'talked' until it is answered, 'declined' until the
-- manager decides or a second talk is recorded, 'accepted', 'withdrawn'.
create function wall.stage_of(p_discussion uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(
    (select a.answer from core.allocation_answer a
      where a.discussion_id = p_discussion and a.answer in ('accepted', 'withdrawn')),
    (select case when t.recorded_at > coalesce(n.declined_at, '-infinity') then 'talked'
                 when n.declined_at is not null then 'declined' else 'proposed' end
       from (select max(a.answered_at) as declined_at from core.allocation_answer a where a.discussion_id = p_discussion) n,
            (select max(x.recorded_at) as recorded_at from core.allocation_talk x where x.discussion_id = p_discussion) t))
$$;

-- Whether nothing more can become of a conversation.
create function wall.settled(p_discussion uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.allocation_answer a where a.discussion_id = p_discussion and a.answer <> 'declined')
$$;

-- The children of a conversation of whom somebody is told: of those with a sealed file its members alone. Who said that
-- they know the family of one of them is told of none: what is said there is said of all.
create function wall.discussed(p_me core.staff, p_discussion uuid) returns setof core.file
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select f.* from core.discussion_child c join core.file f using (child_id)
   where c.discussion_id = p_discussion and f.state <> 'disposed' and (not f.sealed or wall.basis(p_me, f) is not null)
     and not exists (select from core.discussion_child k join core.declared_interest d using (child_id)
                      where k.discussion_id = p_discussion and d.staff_id = p_me.staff_id and d.lifted_at is null)
$$;

-- Whether the caller is the manager of all the children of a conversation.
create function wall.leads(p_me core.staff, p_discussion uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(bool_and(wall.manages(p_me, f)), false) from wall.discussed(p_me, p_discussion) f
$$;

-- One act about these children at a time.
create function wall.hold_files(p_children uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  set local lock_timeout = '3s';
  perform from core.file f where f.child_id = any (p_children) order by f.child_id for no key update;
end $$;

-- The same, of a conversation.
create function wall.hold_discussed(p_discussion uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.hold_files(array(select c.child_id from core.discussion_child c where c.discussion_id = p_discussion));
end $$;

-- Whether a colleague of this worker holds the child now in a part that one person has: there is something to hand over.
create function wall.held_by_another(p_child uuid, p_part text, p_staff uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_part in ('allocated_worker', 'court_adviser') and exists (
    select from core.allocation a
     where a.child_id = p_child and a.part = p_part and a.staff_id <> p_staff and a.from_at <= clock_timestamp()
       and (a.to_at is null or a.to_at > clock_timestamp()))
$$;

-- Whether a text is there and not too long.
create function wall.is_said(p_text text, p_longest integer) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select length(btrim(coalesce(p_text, ''), E' \t\r\n')) > 0 and length(p_text) <= p_longest
$$;

-- What a conversation let somebody begin at once, and goes on.
create function wall.begun_at_once(p_discussion core.allocation_discussion) returns setof core.allocation
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select a.* from core.allocation a
   where p_discussion.emergency and wall.at_once(a) and a.staff_id = p_discussion.proposed_to and a.part = p_discussion.part
     and a.from_at >= p_discussion.proposed_at and a.to_at > clock_timestamp()
     and a.child_id in (select c.child_id from core.discussion_child c where c.discussion_id = p_discussion.discussion_id)
$$;

-- Ends what a conversation let somebody begin at once.
create function wall.end_at_once(p_discussion core.allocation_discussion) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update core.allocation a set to_at = clock_timestamp()
   where a.allocation_id in (select b.allocation_id from wall.begun_at_once(p_discussion) b);
end $$;

-- Settles a conversation without an allocation.
create function wall.close_discussion(p_me core.staff, p_discussion core.allocation_discussion, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into core.allocation_answer (discussion_id, answer, reason, answered_by)
  values (p_discussion.discussion_id, 'withdrawn', btrim(p_reason), p_me.staff_id);
  perform wall.tell(a.staff_id, 'child_ended', p_me.staff_id, p_reason, a.child_id)
     from wall.begun_at_once(p_discussion) a;
  perform wall.end_at_once(p_discussion);
  perform wall.log('withdraw_proposal', c.child_id, p_discussion.discussion_id)
     from core.discussion_child c where c.discussion_id = p_discussion.discussion_id;
end $$;

-- What is wrong with a proposal about these children, in words; null if nothing is. An emergency allocation that was taken
-- back within the hour, and not declined, was a slip and counts for nothing, once for a child and a worker.
create function wall.wrong_with(p_children uuid[], p_to core.staff, p_part text, p_reason text, p_emergency boolean)
  returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return case
    when exists (select from core.file f where f.child_id = any (p_children) and f.sealed and wall.basis(p_to, f) is null)
      then 'the file is sealed: name the worker among its members first'
    when exists (select from unnest(p_children) c where wall.knows_family(p_to.staff_id, c))
      then 'this worker said that they know the family of one of the children'
    when exists (select from core.allocation a where a.child_id = any (p_children) and a.staff_id = p_to.staff_id
                  and a.part = p_part and (a.to_at is null or a.to_at > clock_timestamp()))
      then 'this worker holds one of the children in this part already'
    when exists (select from core.discussion_child c join core.allocation_discussion d using (discussion_id)
                  where c.child_id = any (p_children) and d.part = p_part
                    and (p_part in ('allocated_worker', 'court_adviser') or d.proposed_to = p_to.staff_id)
                    and not wall.settled(d.discussion_id))
      then 'a proposal about one of the children is open: settle that one first'
    when coalesce(p_reason, '') <> ''
         and not exists (select from core.code c where c.list = 'worker_change_reason' and c.code = p_reason)
      or coalesce(p_reason, '') = ''
         and exists (select from unnest(p_children) c where wall.held_by_another(c, p_part, p_to.staff_id))
      then 'somebody holds one of the children: choose the reason for the change from the list'
    when p_emergency and wall.absent(p_to.staff_id) then 'this worker is away'
    when p_emergency and exists (
        select from core.discussion_child c join core.allocation_discussion d using (discussion_id)
         where c.child_id = any (p_children) and d.emergency and d.proposed_at > clock_timestamp() - interval '30 days'
           and not exists (select from core.allocation_answer a where a.discussion_id = d.discussion_id
                            and (a.answer = 'accepted'
                                 or a.answer = 'withdrawn' and a.answered_at < d.proposed_at + interval '1 hour'
                                    and not exists (select from core.allocation_answer n where n.answer = 'declined'
                                                     and n.discussion_id = d.discussion_id)))
           and (d.proposed_to = p_to.staff_id or not exists (
             select from core.allocation_talk t where t.discussion_id = d.discussion_id) and not exists (
             select from core.allocation_answer a where a.discussion_id = d.discussion_id and a.answer = 'declined')))
      then 'the emergency allocation before this one was never talked about and accepted: propose, talk, and let the worker '
           'answer'
    when p_emergency and exists (
        select from core.discussion_child c join core.allocation_discussion d using (discussion_id)
         where c.child_id = any (p_children) and d.emergency and d.proposed_to = p_to.staff_id
           and d.proposed_at > clock_timestamp() - interval '30 days' and not exists (
             select from core.allocation_answer a where a.discussion_id = d.discussion_id and a.answer = 'accepted')
         group by c.child_id having count(*) > 1)
      then 'this worker was given one of the children at once twice and never accepted: propose, talk, and let the worker '
           'answer'
  end;
end $$;

-- Whether these are children of whom the caller is the manager, each named once, and at most twenty.
create function wall.manages_all(p_me core.staff, p_children uuid[]) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select cardinality(p_children) between 1 and 20 and cardinality(p_children) = (
    select count(*) from core.file f
     where f.child_id = any (p_children) and f.state <> 'disposed' and wall.manages(p_me, f))
$$;

-- Begins a conversation about children of the caller's team: `p_children` holds for each its child_id and what is urgent.
-- Answers false where it stands already. Refuses anybody but the manager of them all, and a worker who is not at work here.
create function wall.begin_discussion(p_me core.staff, p_discussion uuid, p_staff uuid, p_part text, p_why text,
  p_children jsonb, p_reason text, p_from date, p_until date, p_instead_of uuid, p_emergency boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_children uuid[] := array(select (c ->> 'child_id')::uuid from jsonb_array_elements(p_children) c);
  v_before core.allocation_discussion;
  v_to core.staff;
  v_wrong text;
begin
  if p_discussion is null or not wall.manages_all(p_me, v_children) then perform wall.refuse(); end if;
  set local lock_timeout = '3s';
  select * into v_to from core.staff s  -- held, so that nobody leaves meanwhile
   where s.staff_id = p_staff and s.state = 'active' and s.role in ('practitioner', 'court_adviser') for share;
  perform wall.hold_files(v_children);
  if not wall.manages_all(p_me, v_children) then perform wall.refuse(); end if;  -- it was sealed while this waited
  select * into v_before from core.allocation_discussion d where d.discussion_id = p_discussion;
  if v_before.discussion_id is not null then
    if (v_before.proposed_by, v_before.proposed_to, v_before.part, v_before.emergency)
       is distinct from (p_me.staff_id, p_staff, p_part, p_emergency) then
      perform wall.refuse();
    end if;
    return false;
  end if;
  if v_to.staff_id is null then perform wall.refuse(); end if;
  if coalesce(p_part, '') not in ('allocated_worker', 'second_worker', 'court_adviser', 'cover')
     or p_part = 'court_adviser' and v_to.role <> 'court_adviser' then
    perform wall.bad_input('choose the part: worker, second worker, cover, or court adviser for somebody who is one');
  end if;
  if not wall.is_said(p_why, 4000) or exists (
      select from jsonb_array_elements(p_children) c where not wall.is_said(c ->> 'urgent', 1000)) then
    perform wall.bad_input('say why this worker, and for each child what is urgent');
  end if;
  if p_part <> 'cover' and (p_from is not null or p_until is not null) or p_part = 'cover' and not coalesce(
       not p_emergency and p_from between current_date and current_date + 366 and p_until between p_from and p_from + 366,
       false) then
    perform wall.bad_input('cover begins today or later, within a year, and ends within a year; nothing else has such days');
  end if;
  if p_instead_of is not null then
    select * into v_before from core.allocation_discussion d where d.discussion_id = p_instead_of;
    if not wall.leads(p_me, p_instead_of) then perform wall.refuse(); end if;
    if wall.settled(p_instead_of) then
      perform wall.bad_input('the proposal before is settled already');
    end if;
    perform wall.close_discussion(p_me, v_before, 'proposed to somebody else');
  end if;
  v_wrong := wall.wrong_with(v_children, v_to, p_part, p_reason, p_emergency);
  if v_wrong is not null then perform wall.bad_input(v_wrong); end if;
  insert into core.allocation_discussion (discussion_id, proposed_by, proposed_to, part, why_them, held_then, emergency,
    cover_from, cover_until, change_reason, instead_of)
  values (p_discussion, p_me.staff_id, p_staff, p_part, btrim(p_why), wall.held_in_words(p_staff), p_emergency, p_from,
    p_until, coalesce(p_reason, ''), p_instead_of);
  insert into core.discussion_child (discussion_id, child_id, urgent)
  select p_discussion, (c ->> 'child_id')::uuid, btrim(c ->> 'urgent') from jsonb_array_elements(p_children) c;
  return true;
end $$;

-- The manager of the responsible team of all these children. Proposes them to a worker, with why them and what is urgent for
-- each; where somebody holds a child now, with the statutory reason for the change; cover from a day to a day. It gives no
-- access. With `p_instead_of` it takes the place of an earlier proposal. A resent call lands once. TL002: bad input.
create function api.propose_allocation(p_discussion uuid, p_staff uuid, p_part text, p_why text, p_children jsonb,
  p_reason text default '', p_from date default null, p_until date default null, p_instead_of uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager');
begin
  if wall.begin_discussion(v_me, p_discussion, p_staff, p_part, p_why, p_children, p_reason, p_from, p_until,
                           p_instead_of, false) then
    perform wall.log('propose_allocation', c.child_id, p_discussion, jsonb_build_object('part', p_part))
       from core.discussion_child c where c.discussion_id = p_discussion;
  end if;
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.propose_allocation(uuid, uuid, text, text, jsonb, text, date, date, uuid) to :"manager";

-- The same manager, tonight: the worker holds the children at once, for 72 hours, and stands as not yet talked about until a
-- talk is recorded and the worker accepts. Refused while an earlier one of the child was never talked about, or to the same
-- worker never accepted, or taken back within the hour twice. TL002: bad input.
create function api.allocate_at_once(p_discussion uuid, p_staff uuid, p_part text, p_why text, p_children jsonb,
  p_reason text default '', p_instead_of uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_until timestamptz;
begin
  if wall.begin_discussion(v_me, p_discussion, p_staff, p_part, p_why, p_children, p_reason, null, null, p_instead_of,
                           true) then
    v_until := clock_timestamp() + interval '72 hours';
    insert into core.allocation (allocation_id, child_id, staff_id, part, emergency_until, to_at, recorded_by)
    select gen_random_uuid(), c.child_id, p_staff, p_part, v_until, v_until, v_me.staff_id
      from core.discussion_child c where c.discussion_id = p_discussion;
    perform wall.tell(a.staff_id, 'child_at_once', v_me.staff_id, p_why, a.child_id, p_staff)
       from core.allocation a join core.discussion_child c on c.child_id = a.child_id
      where c.discussion_id = p_discussion and a.staff_id <> p_staff and a.part = p_part
        and p_part in ('allocated_worker', 'court_adviser') and a.from_at <= clock_timestamp()
        and (a.to_at is null or a.to_at > clock_timestamp());
    perform wall.log('allocate_at_once', c.child_id, p_discussion, jsonb_build_object('part', p_part))
       from core.discussion_child c where c.discussion_id = p_discussion;
  end if;
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.allocate_at_once(uuid, uuid, text, text, jsonb, text, uuid) to :"manager";

-- The worker to whom it was proposed, or the manager of the children: that they talked, who took part, what the worker said
-- about their capacity, and for each child (`p_children`: child_id, agreed_first, agreed_by, handover_note) what was agreed
-- to do first and by when; where a colleague holds the child, what is handed over. Not before a week before the proposal,
-- after a decline not before it, never in the future. A resent call lands once. TL002: bad input.
create function api.record_talk(p_talk uuid, p_discussion uuid, p_talked_on date, p_took_part text, p_capacity_said text,
  p_children jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_it core.allocation_discussion;
  v_children uuid[] := array(select f.child_id from wall.discussed(v_me, p_discussion) f);
  v_since date;
begin
  select * into v_it from core.allocation_discussion d where d.discussion_id = p_discussion;
  if p_talk is null or v_it.discussion_id is null
     or not (wall.leads(v_me, p_discussion) or v_it.proposed_to = v_me.staff_id and v_children <> '{}') then
    perform wall.refuse();
  end if;
  perform wall.hold_discussed(p_discussion);
  v_children := array(select f.child_id from wall.discussed(v_me, p_discussion) f);  -- without what was sealed meanwhile
  if v_children = '{}' then perform wall.refuse(); end if;
  if exists (select from core.allocation_talk t where t.talk_id = p_talk) then
    if not exists (select from core.allocation_talk t where t.talk_id = p_talk and t.discussion_id = p_discussion
                    and t.recorded_by = v_me.staff_id) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if wall.settled(p_discussion) then
    perform wall.bad_input('this proposal is settled already');
  end if;
  select greatest(v_it.proposed_at::date - 7, max(a.answered_at)::date) into v_since
    from core.allocation_answer a where a.discussion_id = p_discussion;
  if p_talked_on is null or p_talked_on > current_date or p_talked_on < v_since then
    perform wall.bad_input('a talk was today or earlier, at most a week before the proposal, and after what was answered');
  end if;
  if not wall.is_said(p_took_part, 500) or not wall.is_said(p_capacity_said, 4000) then
    perform wall.bad_input('say who took part, and what the worker said about their capacity');
  end if;
  if exists (
      select from unnest(v_children) c
        left join jsonb_array_elements(p_children) said on (said ->> 'child_id')::uuid = c
       where not coalesce(wall.is_said(said ->> 'agreed_first', 4000)
               and (said ->> 'agreed_by')::date between p_talked_on and p_talked_on + 366, false)) then
    perform wall.bad_input('say for each child what was agreed to do first, and by which day');
  end if;
  if exists (
      select from unnest(v_children) c join jsonb_array_elements(p_children) said on (said ->> 'child_id')::uuid = c
       where length(said ->> 'handover_note') > 8000
          or wall.held_by_another(c, v_it.part, v_it.proposed_to) and not wall.is_said(said ->> 'handover_note', 8000)) then
    perform wall.bad_input('a colleague holds the child: say what is handed over');
  end if;
  insert into core.allocation_talk (talk_id, discussion_id, talked_on, took_part, capacity_said, recorded_by)
  values (p_talk, p_discussion, p_talked_on, btrim(p_took_part), btrim(p_capacity_said), v_me.staff_id);
  insert into core.talk_child (talk_id, child_id, agreed_first, agreed_by, handover_note)
  select p_talk, c, btrim(said ->> 'agreed_first'), (said ->> 'agreed_by')::date,
         btrim(coalesce(said ->> 'handover_note', ''))
    from unnest(v_children) c join jsonb_array_elements(p_children) said on (said ->> 'child_id')::uuid = c;
  perform wall.log('record_talk', c, p_talk) from unnest(v_children) c;
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.record_talk(uuid, uuid, date, text, text, jsonb)
  to :"practitioner", :"court_adviser", :"manager";

-- The worker to whom it was proposed, nobody else: accepts what the latest talk agreed, named by its id, and holds the
-- children from now on (cover from its day). A colleague's allocation in the same part ends with the reason for the change
-- and the handover note. Accepting again changes nothing. TL001: another talk was recorded since; TL002: bad input.
create function api.accept_allocation(p_discussion uuid, p_talk uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser');
  v_it core.allocation_discussion;
  v_child uuid;
  v_id uuid;
  v_now timestamptz;
begin
  select * into v_it from core.allocation_discussion d where d.discussion_id = p_discussion;
  if v_it.proposed_to is distinct from v_me.staff_id or not exists (select from wall.discussed(v_me, p_discussion)) then
    perform wall.refuse();
  end if;
  perform wall.hold_discussed(p_discussion);
  if not exists (select from wall.discussed(v_me, p_discussion)) then perform wall.refuse(); end if;  -- sealed meanwhile
  case wall.stage_of(p_discussion)
    when 'accepted' then return;
    when 'withdrawn' then perform wall.bad_input('this proposal was withdrawn');
    when 'talked' then null;
    else perform wall.bad_input('talk about it first, and record the talk');
  end case;
  if p_talk is distinct from (select t.talk_id from core.allocation_talk t where t.discussion_id = p_discussion
                               order by t.recorded_at desc limit 1) then
    perform wall.amended_meanwhile();
  end if;
  if v_it.cover_until < current_date or v_it.change_reason = '' and exists (
      select from wall.discussed(v_me, p_discussion) f where wall.held_by_another(f.child_id, v_it.part, v_me.staff_id)) then
    perform wall.bad_input('things have changed since this was proposed: ask for a new proposal');
  end if;
  insert into core.allocation_answer (discussion_id, answer, talk_id, answered_by)
  values (p_discussion, 'accepted', p_talk, v_me.staff_id);
  perform wall.end_at_once(v_it);
  v_now := clock_timestamp();
  for v_child in select f.child_id from wall.discussed(v_me, p_discussion) f loop
    perform wall.tell(a.staff_id, 'child_passed', v_me.staff_id,
                      coalesce(wall.label_of('worker_change_reason', nullif(v_it.change_reason, '')), ''), v_child,
                      v_me.staff_id)
       from core.allocation a
      where a.child_id = v_child and a.part = v_it.part and a.staff_id <> v_me.staff_id
        and v_it.part in ('allocated_worker', 'court_adviser') and (a.to_at is null or a.to_at > v_now);
    update core.allocation a set to_at = v_now, change_reason = v_it.change_reason,
           handover_note = coalesce((select c.handover_note from core.talk_child c
                                      where c.talk_id = p_talk and c.child_id = v_child), '')
     where a.child_id = v_child and a.part = v_it.part and a.staff_id <> v_me.staff_id
       and v_it.part in ('allocated_worker', 'court_adviser') and (a.to_at is null or a.to_at > v_now);
    v_id := gen_random_uuid();
    insert into core.allocation (allocation_id, child_id, staff_id, part, discussion_id, from_at, to_at, recorded_by)
    values (v_id, v_child, v_me.staff_id, v_it.part, p_discussion, greatest(v_now, v_it.cover_from::timestamptz),
            (v_it.cover_until + 1)::timestamptz, v_me.staff_id);
    perform wall.log('allocate', v_child, v_id, jsonb_build_object('part', v_it.part));
  end loop;
exception when integrity_constraint_violation then
  perform wall.refuse();
end $$;
grant execute on function api.accept_allocation(uuid, uuid) to :"practitioner", :"court_adviser";

-- The worker to whom it was proposed, nobody else: declines with a reason, before a talk or after it. The manager decides
-- then; what was begun at once goes on until its 72 hours are over or the manager withdraws it. TL002: bad input.
create function api.decline_allocation(p_discussion uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser'); v_it core.allocation_discussion;
begin
  select * into v_it from core.allocation_discussion d where d.discussion_id = p_discussion;
  if v_it.proposed_to is distinct from v_me.staff_id or not exists (select from wall.discussed(v_me, p_discussion)) then
    perform wall.refuse();
  end if;
  perform wall.hold_discussed(p_discussion);
  if not wall.is_said(p_reason, 4000) then perform wall.bad_input('say why you decline'); end if;
  case wall.stage_of(p_discussion)
    when 'declined' then return;
    when 'accepted', 'withdrawn' then perform wall.bad_input('this proposal is settled already');
    else null;
  end case;
  insert into core.allocation_answer (discussion_id, answer, reason, answered_by)
  values (p_discussion, 'declined', btrim(p_reason), v_me.staff_id);
  perform wall.log('decline_allocation', c.child_id, p_discussion)
     from core.discussion_child c where c.discussion_id = p_discussion;
exception when integrity_constraint_violation then
  perform wall.refuse();
end $$;
grant execute on function api.decline_allocation(uuid, text) to :"practitioner", :"court_adviser";

-- The manager of the children: takes a proposal back with a reason; what was begun at once ends. Doing it again changes
-- nothing. TL002: bad input.
create function api.withdraw_proposal(p_discussion uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_it core.allocation_discussion;
begin
  select * into v_it from core.allocation_discussion d where d.discussion_id = p_discussion;
  if not wall.leads(v_me, p_discussion) then perform wall.refuse(); end if;
  perform wall.hold_discussed(p_discussion);
  if not wall.is_said(p_reason, 4000) then perform wall.bad_input('say why you withdraw it'); end if;
  case wall.stage_of(p_discussion)
    when 'withdrawn' then return;
    when 'accepted' then perform wall.bad_input('the worker has accepted already');
    else null;
  end case;
  perform wall.close_discussion(v_me, v_it, p_reason);
exception when integrity_constraint_violation then
  perform wall.refuse();
end $$;
grant execute on function api.withdraw_proposal(uuid, text) to :"manager";

-- A conversation as those who have it may read it. Until it is settled it says who holds each child now in this part.
create function wall.discussion_json(p_me core.staff, d core.allocation_discussion) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return jsonb_build_object('discussion_id', d.discussion_id, 'part', d.part, 'stage', wall.stage_of(d.discussion_id),
    'proposed_by', (select s.name from core.staff s where s.staff_id = d.proposed_by), 'staff_id', d.proposed_to,
    'proposed_to', (select s.name from core.staff s where s.staff_id = d.proposed_to), 'proposed_at', d.proposed_at,
    'why', d.why_them, 'held_then', d.held_then,
    'away', case when wall.settled(d.discussion_id) then '' else wall.away_in_words(d.proposed_to) end, 'emergency', d.emergency,
    'works_until_at', (select max(a.to_at) from core.allocation a join core.discussion_child c using (child_id)
                        where d.emergency and c.discussion_id = d.discussion_id and a.staff_id = d.proposed_to
                          and wall.at_once(a) and a.part = d.part and a.from_at >= d.proposed_at),
    'cover_from_on', d.cover_from, 'cover_until_on', d.cover_until,
    'change_reason', coalesce(wall.label_of('worker_change_reason', nullif(d.change_reason, '')), ''),
    'mine', d.proposed_to = p_me.staff_id, 'may_decide', wall.leads(p_me, d.discussion_id),
    'children', (select coalesce(jsonb_agg(jsonb_build_object('child_id', f.child_id, 'reference', f.reference,
        'name', wall.name_of(f.child_id), 'born_on', p.born_earliest, 'born_latest', p.born_latest, 'expected_on', p.expected_on, 'urgent', c.urgent,
        'holder', coalesce((
          select s.name from core.allocation a join core.staff s using (staff_id)
           where a.child_id = f.child_id and a.part = d.part and a.staff_id <> d.proposed_to and not wall.settled(d.discussion_id)
             and wall.held_by_another(f.child_id, d.part, d.proposed_to) and a.from_at <= clock_timestamp()
             and (a.to_at is null or a.to_at > clock_timestamp()) order by a.from_at desc limit 1), ''))
        order by wall.name_of(f.child_id)), '[]')
        from wall.discussed(p_me, d.discussion_id) f join core.person p on p.person_id = f.child_id
        join core.discussion_child c on c.discussion_id = d.discussion_id and c.child_id = f.child_id),
    'talks', (select coalesce(jsonb_agg(jsonb_build_object('talk_id', t.talk_id, 'talked_on', t.talked_on,
        'took_part', t.took_part, 'capacity_said', t.capacity_said, 'by', s.name, 'recorded_at', t.recorded_at,
        'children', (select coalesce(jsonb_agg(jsonb_build_object('child_id', k.child_id, 'agreed_first', k.agreed_first,
           'agreed_by_on', k.agreed_by, 'handover_note', k.handover_note)), '[]') from core.talk_child k
           where k.talk_id = t.talk_id and k.child_id in (select f.child_id from wall.discussed(p_me, d.discussion_id) f)))
        order by t.recorded_at), '[]')
        from core.allocation_talk t join core.staff s on s.staff_id = t.recorded_by where t.discussion_id = d.discussion_id),
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('answer', a.answer, 'reason', a.reason, 'by', s.name,
        'answered_at', a.answered_at) order by a.answered_at), '[]')
        from core.allocation_answer a join core.staff s on s.staff_id = a.answered_by where a.discussion_id = d.discussion_id));
end $$;

-- When something was last said in a conversation.
create function wall.last_said(d core.allocation_discussion) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select greatest(d.proposed_at,
    (select max(t.recorded_at) from core.allocation_talk t where t.discussion_id = d.discussion_id),
    (select max(a.answered_at) from core.allocation_answer a where a.discussion_id = d.discussion_id))
$$;

-- Puts on record, in the file of each child concerned, that somebody is shown these conversations: each once for as much
-- as was said in it, and in the server's log, which survives a rollback.
create function wall.log_talks_shown(p_me core.staff, p_discussions uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_shown record; v_new uuid[] := '{}';
begin
  for v_shown in
    select x.discussion_id, x.child_id, x.said
      from (select d.discussion_id, d.proposed_at, f.child_id,
                   (select count(*) from core.allocation_talk t where t.discussion_id = d.discussion_id)
                   + (select count(*) from core.allocation_answer a where a.discussion_id = d.discussion_id) as said
              from core.allocation_discussion d cross join wall.discussed(p_me, d.discussion_id) f
             where d.discussion_id = any (p_discussions)) x
     where not exists (select from audit.event e
                        where e.child_id = x.child_id and e.at >= x.proposed_at and e.login = p_me.login
                          and e.action = 'read_talk' and e.object_id = x.discussion_id
                          and (e.detail ->> 'said')::bigint >= x.said)
  loop
    perform wall.log('read_talk', v_shown.child_id, v_shown.discussion_id, jsonb_build_object('said', v_shown.said));
    v_new := v_new || v_shown.discussion_id;
  end loop;
  if v_new <> '{}' then raise log 'throughline: conversations % shown to %', v_new, session_user; end if;
end $$;

-- Social workers, court advisers and managers: when something was last said in a conversation that they are shown; null
-- where nothing was. Asked now and then, so that their pages notice what others say.
create function api.allocation_news() returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  return (
  with managed as materialized (
    select f.child_id from core.file f
     where v_me.role = 'manager' and (f.team_id = v_me.team_id or f.sealed) and f.state <> 'disposed' and wall.manages(v_me, f)
  ), those as materialized (
    select c.discussion_id from managed m join core.discussion_child c using (child_id)
    union
    select d.discussion_id from core.allocation_discussion d
     where v_me.role <> 'manager' and d.proposed_to = v_me.staff_id
       and exists (select from wall.discussed(v_me, d.discussion_id))
  )
  select max(wall.last_said(d)) from those join core.allocation_discussion d using (discussion_id));
end $$;
grant execute on function api.allocation_news() to :"practitioner", :"court_adviser", :"manager";

-- Social workers and court advisers: what was proposed to them; managers: what is open about children of their team. Settled
-- ones for thirty days, open ones first, the newest first. Nothing of a sealed file but to its members. On record.
create function api.allocation_discussions() returns setof jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager'); v_shown uuid[];
begin
  v_shown := array(
  with managed as materialized (
    select f.child_id from core.file f
     where v_me.role = 'manager' and (f.team_id = v_me.team_id or f.sealed) and wall.manages(v_me, f)
  ), those as materialized (
    select d.discussion_id, d.proposed_at, wall.settled(d.discussion_id) as settled from core.allocation_discussion d
     where (d.proposed_to = v_me.staff_id or d.discussion_id in (
             select c.discussion_id from managed m join core.discussion_child c using (child_id)))
       and not exists (select from core.allocation_answer a
                        where a.discussion_id = d.discussion_id and a.answer <> 'declined'
                          and a.answered_at < clock_timestamp() - interval '30 days')
  )
  select t.discussion_id from those t
   where exists (select from wall.discussed(v_me, t.discussion_id))
   order by t.settled, t.proposed_at desc limit 500);
  perform wall.log_talks_shown(v_me, v_shown);
  return query
  select wall.discussion_json(v_me, d)
    from unnest(v_shown) with ordinality t (discussion_id, place) join core.allocation_discussion d using (discussion_id)
   order by t.place;
end $$;
grant execute on function api.allocation_discussions() to :"practitioner", :"court_adviser", :"manager";
