-- What becomes of contacts: the queue of those that wait, one as it is read, a manager's decision for each child, and what
-- members of a sealed file do with a contact that seems to name its child.

-- Practitioners, court advisers, managers, support: the contacts that wait for a decision, oldest first, at most 1,000:
-- those of the own team, those that one entered, and for members of a sealed file those that concern or seem to name its
-- child; or, decided, those of the last 14 days. Names of children only for those who may read the contact, so that of a
-- family that one said to know a line says no more than that it waits. No word of what was told. On record.
create function api.contact_queue(p_decided boolean default false) returns table (contact_id uuid, received_at timestamptz,
  hours integer, source text, how text, urgent boolean, team text, entered_by text, entered_at timestamptz, children integer,
  waiting integer, names text, basis text, may_decide boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_decided boolean := coalesce(p_decided, false);
  v_manages boolean := v_me.role = 'manager';
  v_given uuid[] := wall.given_to(v_me);  -- with the sealed files that are open to this person: what wall.basis would say of each
  v_named uuid[] := array(select n.contact_id from wall.sealed_named(v_me) n where not exists (
    select from core.contact_answer a where a.contact_id = n.contact_id and a.child_id = n.child_id));
  v_sealed uuid[] := array(select n.contact_id from wall.sealed_named(v_me) n
    union select k.contact_id from core.contact_child k join core.file f using (child_id)
           where f.sealed and k.child_id = any (v_given));
  v_family uuid[] := array(select k.contact_id from core.declared_interest d join core.contact_child k using (child_id)
                            where d.staff_id = v_me.staff_id and d.lifted_at is null);
  v_found integer;
begin
  if wall.watched() then perform wall.refuse(); end if;
  return query
  with lately as materialized (
    select d.contact_id, max(d.decided_at) as decided_at from core.contact_decision d
     where v_decided and d.decided_at > clock_timestamp() - interval '14 days' group by d.contact_id
  ), concerned as materialized (
    select c, l.decided_at, case when c.contact_id = any (v_family) then ''
                                 when v_manages and c.team_id = v_me.team_id then 'team'
                                 when c.contact_id = any (v_sealed) then 'sealed'
                                 when c.entered_by = v_me.staff_id then 'own' else '' end as basis
      from core.contact c left join lately l using (contact_id)
     where (c.team_id = v_me.team_id or c.entered_by = v_me.staff_id or c.contact_id = any (v_sealed))
       and case when v_decided then l.contact_id is not null
           else c.contact_id = any (v_named) or exists (
             select from core.contact_child k left join core.contact_decision d using (contact_id, child_id)
              where k.contact_id = c.contact_id and d.version is null) end
     order by l.decided_at desc, c.received_at limit 1000
  ), counted as (
    select s.*, n.* from concerned s cross join lateral (
        select count(*)::integer as children, (count(*) filter (where not k.decided))::integer as waiting,
               case when s.basis <> '' then string_agg(case when s.basis = 'own' then k.said_name
                 else coalesce(wall.name_of(k.child_id), '') end, ', ' order by k.said_name) else '' end as names,
               coalesce(bool_or(v_manages and s.basis <> '' and k.shown and (k.sealed or (s.c).team_id = v_me.team_id)), false)
                 as may_decide
          from (select k.child_id, k.said_name, f.sealed,
                       f.state <> 'disposed' and (not f.sealed or f.child_id = any (v_given)) as shown,
                       exists (select from core.contact_decision d
                                where d.contact_id = k.contact_id and d.child_id = k.child_id) as decided
                  from core.contact_child k join core.file f using (child_id) where k.contact_id = (s.c).contact_id) k
         where s.basis = 'own' or k.shown) n
     where n.children > 0
  )
  select (c.c).contact_id, (c.c).received_at,
         floor(extract(epoch from clock_timestamp() - (c.c).received_at) / 3600)::integer, (c.c).source, (c.c).how,
         (c.c).urgent, t.name, s.name, (c.c).entered_at, c.children, c.waiting, c.names, c.basis, c.may_decide
    from counted c join core.team t on t.team_id = (c.c).team_id join core.staff s on s.staff_id = (c.c).entered_by
   where case when v_decided then c.waiting = 0 else c.waiting > 0 or (c.c).contact_id = any (v_named) end
   order by c.decided_at desc, (c.c).received_at, (c.c).contact_id;
  get diagnostics v_found = row_count;
  perform wall.log_question('contact_queue', v_found, '{}');
end $$;
grant execute on function api.contact_queue(boolean) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: how many contacts wait for a decision of theirs, for how many hours the oldest does, and how many of
-- them say that a child may not be safe today; for who decides nothing, of those that they entered.
create function api.contacts_waiting() returns table (waiting integer, hours integer, urgent integer, mine boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_manages boolean := v_me.role = 'manager';
  v_given uuid[] := wall.given_to(v_me);
begin
  return query
  select count(*)::integer,
         coalesce(floor(extract(epoch from clock_timestamp() - min(c.received_at)) / 3600), 0)::integer,
         (count(*) filter (where c.urgent))::integer, not v_manages
    from core.contact c
   where case when v_manages then c.team_id = v_me.team_id else c.entered_by = v_me.staff_id end
     and exists (
       select from core.contact_child k join core.file f using (child_id)
         left join core.contact_decision d on d.contact_id = k.contact_id and d.child_id = k.child_id
        where k.contact_id = c.contact_id and d.version is null
          and (not v_manages or f.state <> 'disposed' and (not f.sealed or f.child_id = any (v_given))));
end $$;
grant execute on function api.contacts_waiting() to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: opens a contact that they may read, for eight hours, and answers on which basis. It counts from the next
-- transaction on, so that no look escapes the audit. Refuses with one message whatever the cause.
create function api.open_contact(p_contact uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_contact core.contact; v_basis text;
begin
  select * into v_contact from core.contact c where c.contact_id = p_contact;
  v_basis := wall.contact_basis(v_me, v_contact);
  if v_basis is null then perform wall.refuse(); end if;
  insert into core.contact_ticket (contact_id, staff_id, expires_at)
  values (p_contact, v_me.staff_id, clock_timestamp() + interval '8 hours');
  perform wall.log('open_contact', null, p_contact, jsonb_build_object('basis', v_basis));
  raise log 'throughline: a contact opened by %', session_user;
  return v_basis;
end $$;
grant execute on function api.open_contact(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The contact that the caller opened before and may read still, or a refusal.
create function wall.opened_contact(p_me core.staff, p_contact uuid) returns core.contact
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_contact core.contact;
begin
  select * into v_contact from core.contact c where c.contact_id = p_contact;
  if wall.contact_basis(p_me, v_contact) is null or not exists (
      select from core.contact_ticket t
       where t.contact_id = p_contact and t.staff_id = p_me.staff_id and t.expires_at > clock_timestamp()
         and t.opened_xid is distinct from pg_current_xact_id_if_assigned()) then
    perform wall.refuse();
  end if;
  return v_contact;
end $$;

-- The contacts about a child in the year before this one, the newest first, at most ten: from where, and what was decided.
create function wall.earlier_contacts(p_child uuid, p_contact core.contact) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('at', x.received_at, 'source', x.source, 'outcome', x.outcome)), '[]') from (
    select c.received_at, c.source, coalesce((wall.decided(c.contact_id, p_child)).outcome, '') as outcome
      from core.contact_child k join core.contact c using (contact_id)
     where k.child_id = p_child and c.contact_id <> p_contact.contact_id and c.received_at <= p_contact.received_at
       and c.received_at > p_contact.received_at - interval '1 year'
     order by c.received_at desc limit 10) x
$$;

-- A contact that was opened: what was told, and of each child named in it the decision. Who only entered it reads what they
-- entered and what became of it, and not why; of a child whose file was sealed since as little as before the decision.
create function api.read_contact(p_contact uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_contact core.contact := wall.opened_contact(v_me, p_contact);
  v_basis text := wall.contact_basis(v_me, v_contact);
  v_told core.entry_version;
  v_children jsonb;
begin
  select * into v_told from core.entry_version v where v.entry_id = v_contact.entry_id and v.version = 1;
  select jsonb_agg(jsonb_build_object('child_id', k.child_id, 'said_name', k.said_name, 'made', k.made,
           'said', coalesce(p.impact, ''), 'may_decide', wall.may_decide(v_me, v_contact, f))
         || case when v_basis = 'own' then jsonb_build_object('name', k.said_name, 'reference', '', 'team', '', 'worker', '', 'closed', false,
              'born', null, 'born_latest', null, 'expected_on', null, 'earlier', '[]'::jsonb, 'decision', case
                when d.version is not null and wall.contact_shows(v_me, f) then jsonb_build_object('version', d.version,
                  'outcome', d.outcome, 'why', '', 'family_knows', d.family_knows, 'family_why', '',
                  'referrer_told', d.referrer_told, 'by', s.name, 'at', d.decided_at) end)
            else jsonb_build_object('name', coalesce(wall.name_of(k.child_id), ''), 'reference', f.reference, 'team', t.name,
              'worker', wall.worker_of(k.child_id), 'closed', f.state = 'closed', 'born', n.born_earliest,
              'born_latest', n.born_latest, 'expected_on', n.expected_on,
              'earlier', wall.earlier_contacts(k.child_id, v_contact), 'decision', case
                when d.version is not null then jsonb_build_object('version', d.version, 'outcome', d.outcome, 'why', d.why,
                  'family_knows', d.family_knows, 'family_why', d.family_why, 'referrer_told', d.referrer_told,
                  'by', s.name, 'at', d.decided_at) end) end
         order by k.said_name, k.child_id)
    into v_children
    from core.contact_child k join core.file f using (child_id) join core.person n on n.person_id = k.child_id
    join core.team t on t.team_id = f.team_id
    left join core.entry_version_child p on p.entry_id = v_contact.entry_id and p.version = 1 and p.child_id = k.child_id
    left join lateral wall.decided(k.contact_id, k.child_id) d on true
    left join core.staff s on s.staff_id = d.decided_by
   where k.contact_id = p_contact and (v_basis = 'own' or wall.contact_shows(v_me, f));
  return jsonb_build_object('contact_id', p_contact, 'basis', v_basis,
    'team', (select t.name from core.team t where t.team_id = v_contact.team_id), 'received_at', v_contact.received_at,
    'hours', floor(extract(epoch from clock_timestamp() - v_contact.received_at) / 3600)::integer,
    'how', v_contact.how, 'source', v_contact.source, 'who', v_contact.who, 'role', v_told.source_role,
    'call_back', v_contact.call_back, 'headline', v_told.headline, 'detail', v_told.detail,
    'family_knows', v_contact.family_knows, 'urgent', v_contact.urgent, 'not_named', v_told.not_to_share_with <> '',
    'entered_by', (select s.name from core.staff s where s.staff_id = v_contact.entered_by),
    'entered_at', v_contact.entered_at, 'children', coalesce(v_children, '[]'),
    'sealed', coalesce((
      select jsonb_agg(jsonb_build_object('child_id', n.child_id, 'name', wall.name_of(n.child_id), 'reference', f.reference,
               'answered', a.contact_id is not null, 'kept', a.entry_id is not null))
        from wall.sealed_named(v_me, p_contact) n join core.file f using (child_id)
        left join core.contact_answer a on a.contact_id = p_contact and a.child_id = n.child_id), '[]'));
end $$;
grant execute on function api.read_contact(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- A decision on a contact as the content of an entry in the files of the children whom it is for.
create function wall.decision_entry(p_contact core.contact, p_decision jsonb, p_again boolean) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'occurred', jsonb_build_object('earliest', n.at::date, 'latest', n.at::date, 'precision', 'minute',
      'minute', extract(hour from n.at)::integer * 60 + extract(minute from n.at)::integer,
      'as_given', to_char(n.at, 'FMDD FMMonth YYYY HH24:MI')),
    'source', jsonb_build_object('how', 'seen_or_heard'),
    'kind', 'decision',
    'headline', left(case when p_again then 'Changed decision' else 'Decision' end || ' on the contact of '
      || to_char(p_contact.received_at at time zone 'Europe/London', 'FMDD FMMonth YYYY') || ': '
      || wall.label_of('contact_outcome', p_decision ->> 'outcome'), 200),
    'detail', concat_ws(E'\n\n', btrim(p_decision ->> 'why'),
      'The family: ' || wall.label_of('family_knows', p_decision ->> 'family_knows')
        || coalesce('. ' || nullif(btrim(p_decision ->> 'family_why'), ''), ''),
      'The referrer was told: ' || btrim(p_decision ->> 'referrer_told')),
    'significant', true)
    from (select clock_timestamp() at time zone 'Europe/London') n (at)
$$;

-- Refuses decisions that cannot be kept as they are, in words that never repeat them.
create function wall.check_decisions(p_decisions jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_one jsonb;
begin
  if jsonb_typeof(p_decisions) is distinct from 'array' or jsonb_array_length(p_decisions) not between 1 and 30 then
    perform wall.bad_input('these decisions do not have the form that the server understands');
  end if;
  for v_one in select * from jsonb_array_elements(p_decisions) loop
    if jsonb_typeof(v_one) <> 'object' or (v_one ->> 'child_id')::uuid is null or (v_one ->> 'base')::integer is null
       or v_one - '{child_id,base,outcome,why,family_knows,family_why,referrer_told}'::text[] <> '{}'
       or exists (select from jsonb_each(v_one) x where jsonb_typeof(x.value) in ('array', 'object')) then
      perform wall.bad_input('these decisions do not have the form that the server understands');
    elsif not wall.is_code('contact_outcome', v_one ->> 'outcome') then
      perform wall.bad_input('choose from the list what is decided');
    elsif length(btrim(coalesce(v_one ->> 'why', ''))) not between 1 and 20000 then
      perform wall.bad_input('say why, in at most 20,000 characters');
    elsif not wall.is_code('family_knows', v_one ->> 'family_knows') then
      perform wall.bad_input('choose from the list whether the family knows');
    elsif length(btrim(coalesce(v_one ->> 'referrer_told', ''))) not between 1 and 2000 or length(v_one ->> 'family_why') > 2000 then
      perform wall.bad_input('say what the referrer was told, and why the family does not know, in at most 2,000 characters '
                             'each');
    end if;
  end loop;
  if (select count(distinct x ->> 'child_id') from jsonb_array_elements(p_decisions) x) < jsonb_array_length(p_decisions) then
    perform wall.bad_input('each child is decided on once');
  end if;
end $$;

-- A referral opens the file of a child that was closed again, for the team that received it; a sealed one stays its team's.
-- When and why it had been closed, and by which team, stands in the audit. What another team's manager had proposed is
-- settled with it: nobody comes to hold the child by a conversation that its managers never had. The managers of the team
-- from which the file came are told.
create function wall.reopen(p_me core.staff, p_contact core.contact, p_decisions jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_file core.file; v_asked core.allocation_discussion;
begin
  for v_file in
    select f.* from jsonb_array_elements(p_decisions) x
      join core.file f on f.child_id = (x ->> 'child_id')::uuid
      join core.code c on c.list = 'contact_outcome' and c.code = x ->> 'outcome'
     where f.state = 'closed' and coalesce((c.attributes ->> 'referral')::boolean, false) order by f.child_id loop
    update core.file set state = 'open', closed_on = null, closure_reason = '',
           team_id = case when v_file.sealed then v_file.team_id else p_contact.team_id end
     where child_id = v_file.child_id;
    perform wall.log('reopen_file', v_file.child_id, p_contact.contact_id, jsonb_build_object(
      'closed_on', v_file.closed_on, 'closure_reason', v_file.closure_reason, 'team', v_file.team_id));
    perform wall.tell(m.staff_id, 'file_taken', p_me.staff_id, c.label, v_file.child_id, null, p_contact.team_id)
       from core.staff m
       cross join lateral (select k.label from jsonb_array_elements(p_decisions) x join core.code k
                             on k.list = 'contact_outcome' and k.code = x ->> 'outcome'
                            where (x ->> 'child_id')::uuid = v_file.child_id limit 1) c
      where m.team_id = v_file.team_id and m.role = 'manager' and m.state = 'active' and not v_file.sealed
        and v_file.team_id <> p_contact.team_id and not wall.knows_family(m.staff_id, v_file.child_id);
    for v_asked in select d.* from core.discussion_child c join core.allocation_discussion d using (discussion_id)
        where c.child_id = v_file.child_id and not v_file.sealed and v_file.team_id <> p_contact.team_id
          and not wall.settled(d.discussion_id) loop
      perform wall.close_discussion(p_me, v_asked, 'the file came to another team');
    end loop;
  end loop;
end $$;

-- An assessment that is decided begins in the child's file on the day on which the contact came in, from which the law
-- counts, unless one goes on there; where something else is decided in its place, the one that began by it ends today, and
-- goes on where an assessment is decided after all.
create function wall.begin_assessments(p_me core.staff, p_contact core.contact, p_decisions jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_one core.contact_decision; v_going core.period; v_period uuid; v_from date; v_until date;
begin
  for v_one in select d.* from jsonb_array_elements(p_decisions) x
      cross join lateral wall.decided(p_contact.contact_id, (x ->> 'child_id')::uuid) d order by d.child_id loop
    select p.* into v_going from wall.standing_periods(v_one.child_id) p
     where p.kind = 'involvement' and p.code = 'assessment' and p.ends_earliest is null order by p.begins_earliest limit 1;
    if v_one.outcome = 'assessment' and v_going.period_id is null then
      select p.* into v_going from wall.standing_periods(v_one.child_id) p
        join core.contact_decision d on d.entry_id = p.source_entry and d.child_id = p.child_id
       where p.kind = 'involvement' and p.code = 'assessment' and p.ended_why = 'the decision was changed'
         and d.contact_id = v_one.contact_id order by p.recorded_at desc limit 1;
      v_from := (p_contact.received_at at time zone 'Europe/London')::date;
      v_until := null;
    elsif v_one.outcome <> 'assessment' and exists (
        select from core.contact_decision d where d.contact_id = v_one.contact_id and d.child_id = v_one.child_id
           and d.entry_id = v_going.source_entry) then
      v_from := v_going.begins_earliest;
      v_until := current_date;
    else
      continue;
    end if;
    v_period := gen_random_uuid();
    insert into core.period (period_id, child_id, kind, code, begins_earliest, begins_latest, begins_words, ends_earliest,
      ends_latest, ended_why, source_entry, replaces, how_known, recorded_by)
    values (v_period, v_one.child_id, 'involvement', 'assessment', v_from, v_from, to_char(v_from, 'FMDD FMMonth YYYY'),
      v_until, v_until, case when v_until is null then '' else 'the decision was changed' end, v_one.entry_id,
      v_going.period_id, 'decided on the contact', p_me.staff_id);
    perform wall.log(case when v_going.period_id is null then 'record_period' else 'correct_period' end, v_one.child_id, v_period,
      jsonb_build_object('kind', 'involvement', 'code', 'assessment'));
  end loop;
end $$;

-- Managers of the receiving team, of sealed files those among the members; the contact must have been opened before. Records
-- what is decided for each child, why, whether the family knows, and what the referrer was told; it stands as an entry in the
-- child's file too, one for all children for whom the same is decided; a referral opens a closed file again, and an assessment
-- begins. `base` is the version that was read, 0 for none; a
-- changed decision is a new version. The same operation sent again lands once. Refuses while the statement is measured.
-- TL001: decided meanwhile. TL002: bad input.
create function api.decide_contact(p_op uuid, p_contact uuid, p_decisions jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('manager');
  v_contact core.contact := wall.opened_contact(v_me, p_contact);
  v_sha bytea := sha256(convert_to(coalesce(p_decisions::text, ''), 'UTF8'));
  v_same record; v_entry uuid; v_parts jsonb; v_entries uuid[] := '{}'; v_events bigint[];
begin
  set local lock_timeout = '3s';
  if wall.watched() or p_op is null then perform wall.refuse(); end if;
  if wall.decided_before(v_me, p_op, p_contact, v_sha) then return; end if;
  perform wall.check_decisions(p_decisions);
  -- what is sealed while this waits is not decided on by who is no member
  perform wall.hold_files(array(select (x ->> 'child_id')::uuid from jsonb_array_elements(p_decisions) x));
  if exists (select from jsonb_array_elements(p_decisions) x where not exists (
       select from core.contact_child k join core.file f using (child_id)
        where k.contact_id = p_contact and k.child_id = (x ->> 'child_id')::uuid and wall.may_decide(v_me, v_contact, f))) then
    perform wall.refuse();
  end if;
  if exists (select from jsonb_array_elements(p_decisions) x where (x ->> 'base')::integer
      is distinct from coalesce((wall.decided(p_contact, (x ->> 'child_id')::uuid)).version, 0)) then
    perform wall.amended_meanwhile();
  end if;
  for v_same in select x.what, array_agg(x.child_id order by x.child_id) as children, bool_or(x.base > 0) as again
      from (select y - 'child_id' - 'base' as what, (y ->> 'child_id')::uuid as child_id, (y ->> 'base')::integer as base
              from jsonb_array_elements(p_decisions) y) x group by x.what order by min(x.child_id::text) loop
    v_entry := gen_random_uuid();
    v_parts := (select jsonb_agg(jsonb_build_object('child_id', c)) from unnest(v_same.children) c);
    insert into core.entry (entry_id, created_by) values (v_entry, v_me.staff_id);
    perform wall.enter(v_entry, v_same.children);
    perform wall.write_version(v_me.staff_id, gen_random_uuid(), v_entry, 1,
      wall.decision_entry(v_contact, v_same.what, v_same.again), v_parts, '', v_sha);
    insert into core.posted_entry (entry_id, child_id, posted_by)
    select v_entry, k.child_id, v_me.staff_id from core.contact_child k
     where k.contact_id = p_contact and k.child_id = any (v_same.children) and not k.made;
    insert into core.contact_decision (contact_id, child_id, version, op_id, outcome, why, family_knows, family_why,
      referrer_told, entry_id, sha256, decided_by)
    select p_contact, (x ->> 'child_id')::uuid, (x ->> 'base')::integer + 1, p_op, x ->> 'outcome', btrim(x ->> 'why'),
           x ->> 'family_knows', btrim(coalesce(x ->> 'family_why', '')), btrim(x ->> 'referrer_told'), v_entry, v_sha,
           v_me.staff_id
      from jsonb_array_elements(p_decisions) x where (x ->> 'child_id')::uuid = any (v_same.children);
    with said as (
      insert into audit.event (action, child_id, object_id, detail)
      select 'record', c, v_entry, jsonb_build_object('version', 1, 'contact', p_contact) from unnest(v_same.children) c
      returning event_id)
    select array_agg(s.event_id) into v_events from said s;
    perform wall.tell_members(v_events);
    v_entries := v_entries || v_entry;
  end loop;
  perform wall.project(v_entries);
  perform wall.reopen(v_me, v_contact, p_decisions);
  perform wall.begin_assessments(v_me, v_contact, p_decisions);
  insert into audit.event (action, child_id, object_id, detail)
  select 'decide_contact', (x ->> 'child_id')::uuid, p_contact,
         jsonb_build_object('outcome', x ->> 'outcome', 'version', (x ->> 'base')::integer + 1)
    from jsonb_array_elements(p_decisions) x;
exception
  when unique_violation then
    if not wall.decided_before(v_me, p_op, p_contact, v_sha) then perform wall.amended_meanwhile(); end if;
  when data_exception or integrity_constraint_violation then
    perform wall.bad_input('these decisions do not have the form that the server understands');
end $$;
grant execute on function api.decide_contact(uuid, uuid, jsonb) to :"manager";

-- Whether this operation landed already, with the same decisions of the same person. TL001: it landed with others.
create function wall.decided_before(p_me core.staff, p_op uuid, p_contact uuid, p_sha bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_done core.contact_decision;
begin
  select * into v_done from core.contact_decision d where d.op_id = p_op limit 1;
  if v_done.contact_id is null then return false; end if;
  if v_done.decided_by <> p_me.staff_id or v_done.contact_id <> p_contact then perform wall.refuse(); end if;
  if v_done.sha256 <> p_sha then perform wall.amended_meanwhile(); end if;
  return true;
end $$;

-- Members of a sealed file who may record in it, of a contact that seems to name its child and that they opened before:
-- keeps what was told as an entry of the sealed file under the given id, or with none says that it is another child. Nobody
-- else learns of either. The same again changes nothing. TL001: somebody else answered.
create function api.answer_contact(p_contact uuid, p_child uuid, p_entry uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_contact core.contact := wall.opened_contact(v_me, p_contact);
  v_file core.file; v_told core.entry_version; v_answer core.contact_answer; v_content jsonb;
begin
  set local lock_timeout = '3s';
  if wall.watched() then perform wall.refuse(); end if;
  select * into v_file from core.file f where f.child_id = p_child;
  if not exists (select from wall.sealed_named(v_me, p_contact) n where n.child_id = p_child)
     or not wall.may_record(v_me, p_child, wall.basis(v_me, v_file)) then
    perform wall.refuse();
  end if;
  select * into v_answer from core.contact_answer a where a.contact_id = p_contact and a.child_id = p_child;
  if v_answer.contact_id is not null then
    if v_answer.answered_by = v_me.staff_id and v_answer.entry_id is not distinct from p_entry then return; end if;
    perform wall.amended_meanwhile();
  end if;
  if p_entry is not null then
    select * into v_told from core.entry_version v where v.entry_id = v_contact.entry_id and v.version = 1;
    v_content := wall.content_of(v_told);
    insert into core.entry (entry_id, created_by) values (p_entry, v_me.staff_id);
    perform wall.enter(p_entry, array[p_child]);
    perform wall.write_version(v_me.staff_id, gen_random_uuid(), p_entry, 1, v_content,
      jsonb_build_array(jsonb_build_object('child_id', p_child)), '', sha256(convert_to(v_content::text, 'UTF8')));
    perform wall.project(array[p_entry]);
    perform wall.log('record', p_child, p_entry, jsonb_build_object('version', 1, 'contact', p_contact));
  end if;
  insert into core.contact_answer (contact_id, child_id, entry_id, answered_by)
  values (p_contact, p_child, p_entry, v_me.staff_id);
  perform wall.log('answer_contact', p_child, p_contact, jsonb_build_object('kept', p_entry is not null));
exception
  when unique_violation then
    if not exists (select from core.contact_answer a where a.contact_id = p_contact and a.child_id = p_child
                    and a.answered_by = v_me.staff_id and a.entry_id is not distinct from p_entry) then
      perform wall.amended_meanwhile();
    end if;
  when data_exception or integrity_constraint_violation then
    perform wall.refuse();
end $$;
grant execute on function api.answer_contact(uuid, uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
