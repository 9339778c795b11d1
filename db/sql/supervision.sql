-- Supervision: case discussions as entries of their own kind, what became of what was decided, and the next one agreed.

-- Refuses a next case discussion that belongs to another kind of entry, or that would be before this one.
create function wall.check_next(p_content jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_next date := (p_content ->> 'next_on')::date;
begin
  if v_next is not null and not coalesce(p_content ->> 'kind' = 'supervision', false) then
    perform wall.bad_input('only a case discussion says when the next one is');
  end if;
  if not coalesce(v_next between (p_content #>> '{occurred,earliest}')::date and date '2999-12-31', v_next is null) then
    perform wall.bad_input('the next case discussion comes after this one');
  end if;
end $$;

-- What was decided: the lines of an outcome, in order.
create function wall.decisions(p_outcome text) returns table (number bigint, words text)
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select row_number() over (order by d.place), btrim(d.line, E' \t\r')
    from regexp_split_to_table(p_outcome, E'\n') with ordinality d (line, place)
   where btrim(d.line, E' \t\r') <> ''
$$;

-- Whether a decision of an entry is done, as was said last.
create function wall.is_done(p_entry uuid, p_words text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return coalesce((
  select a.done from core.decision_answer a
   where a.entry_id = p_entry and a.decision = sha256(convert_to(p_words, 'UTF8'))
   order by a.said_at desc, a.answer_id limit 1), false);
end $$;

-- How many decisions of all case discussions about a child are open.
create function wall.open_decisions(p_child uuid, p_legal boolean) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select count(*)
    from core.chronology c join core.entry_version v using (entry_id, version)
    cross join lateral wall.decisions(v.outcome) d
   where c.child_id = p_child and c.kind = 'supervision' and (p_legal or not c.legal_advice)
     and not wall.is_done(c.entry_id, d.words));
end $$;

-- The newest case discussion about a child, for the band: with whom, when, when the next one is agreed for, and how many
-- decisions are open.
create function wall.discussion_facts(p_child uuid, p_legal boolean) returns setof wall.raw_fact
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with newest as (
    select c.* from core.chronology c
     where c.child_id = p_child and c.kind = 'supervision' and c.occurred_earliest <= current_date
       and (p_legal or not c.legal_advice)
     order by c.order_key desc limit 1)
  select 'case_discussion', wall.open_words(p_child, v.present, null, null, v.author_id), n.occurred_earliest, '',
         null::date, v.next_on, 'entry', n.entry_id, n.entry_id, '', n.author_id, n.recorded_at
    from newest n join core.entry_version v using (entry_id, version)
  union all
  select 'open_decisions', wall.open_decisions(p_child, p_legal)::text, null, '', null, null, '', null, null, '', null, null
    from newest;
end $$;

-- Whether this entry stands in the child's file as a case discussion that the caller may read there, and its newest
-- version; or a refusal.
create function wall.discussion_version(p_child uuid, p_entry uuid) returns core.entry_version
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_legal boolean := wall.sees_legal_advice(wall.ticket(p_child)); v_found core.entry_version;
begin
  select v.* into v_found from core.chronology c join core.entry_version v using (entry_id, version)
   where c.child_id = p_child and c.entry_id = p_entry and c.kind = 'supervision' and (v_legal or not c.legal_advice);
  if v_found.entry_id is null then perform wall.refuse(); end if;
  return v_found;
end $$;

-- Ticket. What was decided in a case discussion, a line each, and what was said last of each: done or open, by whom.
create function api.case_decisions(p_child uuid, p_entry uuid) returns table (number bigint, words text, done boolean,
  note text, said_by text, said_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_version core.entry_version := wall.discussion_version(p_child, p_entry);
begin
  return query
  select d.number, d.words, coalesce(a.done, false), wall.open_words(p_child, coalesce(a.note, ''), null, null, a.said_by),
         coalesce(s.name, ''), a.said_at
    from wall.decisions(v_version.outcome) d
    left join lateral (
      select x.* from core.decision_answer x
       where x.entry_id = p_entry and x.decision = sha256(convert_to(d.words, 'UTF8'))
       order by x.said_at desc, x.answer_id limit 1) a on true
    left join core.staff s on s.staff_id = a.said_by
   order by d.number;
end $$;
grant execute on function api.case_decisions(uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket, and the right to record; not support. Says that a decision is done, or open again, as its line stands now. The
-- newest answer counts and all are kept. A resent call lands once. TL002: bad input, or the line was amended meanwhile.
create function api.answer_decision(p_answer uuid, p_child uuid, p_entry uuid, p_words text, p_done boolean,
  p_note text default '') returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_version core.entry_version := wall.discussion_version(p_child, p_entry);
  v_decision bytea := sha256(convert_to(coalesce(p_words, ''), 'UTF8'));
begin
  set local lock_timeout = '3s';
  if p_answer is null or p_done is null or not wall.may_record(v_me, p_child, wall.ticket(p_child)) then
    perform wall.refuse();
  end if;
  if exists (select from core.decision_answer a where a.answer_id = p_answer) then
    if not exists (select from core.decision_answer a where a.answer_id = p_answer and a.said_by = v_me.staff_id
                    and a.entry_id = p_entry and a.decision = v_decision and a.done = p_done
                    and a.note = btrim(coalesce(p_note, ''))) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if length(p_note) > 500 then perform wall.bad_input('say in at most 500 characters what came of it'); end if;
  if not exists (select from wall.decisions(v_version.outcome) d where d.words = p_words) then
    perform wall.bad_input('this decision has been worded anew since you looked: look at it again');
  end if;
  insert into core.decision_answer (answer_id, entry_id, decision, done, note, said_by)
  values (p_answer, p_entry, v_decision, p_done, btrim(coalesce(p_note, '')), v_me.staff_id);
  perform wall.log('answer_decision', p_child, p_entry, jsonb_build_object('done', p_done));
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.answer_decision(uuid, uuid, uuid, text, boolean, text)
  to :"practitioner", :"court_adviser", :"manager";

-- Whose case discussions are somebody's matter: of the team's children for its manager, else of those whom one holds,
-- covers for, or is a member of whose sealed file.
create function wall.discusses(p_role text, p_basis text) returns boolean
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_basis in ('allocated', 'named:cover', 'named:sealed_member')
                  or p_basis = 'team' and p_role = 'manager', false)
$$;

-- Social workers, court advisers and managers. A line for each child of theirs: who holds the child, when the case was
-- discussed last, when the next discussion is agreed for, and how many decisions are open. Never a word of an entry.
create function api.case_discussions() returns table (child_id uuid, reference text, name text, basis text, worker text,
  entry_id uuid, order_key bigint, held_on date, next_on date, open_decisions bigint, worker_away text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
begin
  return query
  with mine as materialized (select m.child_id, m.basis from wall.caseload_of(v_me) m)
  select f.child_id, f.reference, wall.name_of(f.child_id), m.basis, coalesce(w.name, ''), d.entry_id, d.order_key,
         d.occurred_earliest, v.next_on, wall.open_decisions(f.child_id, wall.sees_legal_advice(m.basis)),
         coalesce(w.away, '')
    from mine m join core.file f using (child_id)
    left join wall.workers_of(array(select c.child_id from mine c)) w on w.child_id = m.child_id
    left join lateral (
      select c.* from core.chronology c
       where c.child_id = f.child_id and c.kind = 'supervision' and c.occurred_earliest <= current_date
         and (not c.legal_advice or wall.sees_legal_advice(m.basis))
       order by c.order_key desc limit 1) d on true
    left join core.entry_version v on v.entry_id = d.entry_id and v.version = d.version
   where f.state = 'open' and wall.discusses(v_me.role, m.basis)
   order by 3;
end $$;
grant execute on function api.case_discussions() to :"practitioner", :"court_adviser", :"manager";
