-- The caseload: one line a child with what stands out and what comes next, answers to it, and the rules behind it.

-- Whether somebody may answer a signal about a child: who records in the file and has it on the caseload, not support.
create function wall.may_answer(p_me core.staff, p_child uuid, p_basis text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_me.role in ('practitioner', 'court_adviser', 'manager')
                  and (p_basis in ('allocated', 'team') or p_basis like 'named:%')
                  and wall.may_record(p_me, p_child, p_basis), false)
$$;

-- Brothers and sisters among these children, each with the others; not of a sealed file, for anybody (wall.siblings).
create function wall.sibling_ties(p_children uuid[]) returns table (child_id uuid, others uuid[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with ties as (
    select r.person_id as one, r.other_id as other from core.relationship r
      join core.file a on a.child_id = r.person_id and not a.sealed
      join core.file b on b.child_id = r.other_id and not b.sealed
     where r.person_id = any (p_children) and r.other_id = any (p_children) and r.person_id <> r.other_id
       and r.kind ~ '^(half-|step|adoptive )?(sister|brother|sibling)$' and (r.to_on is null or r.to_on > current_date)
       and not exists (select from core.relationship x where x.replaces = r.relationship_id)
  )
  select t.one, array_agg(distinct t.other)
    from (select * from ties union all select y.other, y.one from ties y) t group by t.one;
end $$;

-- Any active practitioner, court adviser, manager or support worker: the children of api.my_children, with what stands out
-- and the places of the entries behind it, never a word of one; moves of home and changes of school in a year. An answer is told for as long as it holds and nothing
-- newer stands behind the signal; its words where the caller may read the file without a reason, or has it open. Brothers
-- and sisters are those among the same children. For a file that is closed and that nobody holds the worker is `closed`.
create function api.caseload() returns table (child_id uuid, reference text, name text, known_as text, born date,
  expected_on date, basis text, team text, worker text, last_seen date, last_seen_alone date, new_entries bigint,
  next_on date, next_what text, born_latest date, last_words date, siblings uuid[], signals jsonb, statutory jsonb, may_answer boolean,
  moves integer, schools integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ids uuid[]; v_bases text[]; v_children wall.case_child[];
  v_month timestamptz := clock_timestamp() - interval '30 days';
begin
  select array_agg(m.child_id), array_agg(m.basis) into v_ids, v_bases from wall.caseload_of(v_me) m;
  v_children := wall.case_children(v_ids, array(select wall.sees_legal_advice(b) from unnest(v_bases) b));
  return query
  with told as (
    select s.child_id, jsonb_agg(jsonb_build_object(
             'signal', s.signal, 'what', s.what, 'times', s.times, 'weeks', s.weeks, 'since', s.since, 'keys', s.keys,
             'about', s.about, 'label', case when s.what <> '' then wall.label_of('entry_kind', s.what) else '' end,
             'note', case when m.basis = 'allocated' or m.basis like 'named:%' or exists (
                 select from core.ticket k
                  where k.staff_id = v_me.staff_id and k.child_id = s.child_id and k.scope = 'file'
                    and k.expires_at > clock_timestamp() and k.opened_xid is distinct from pg_current_xact_id_if_assigned())
               then wall.open_words(s.child_id, coalesce(a.note, ''), null, null, a.said_by) else '' end,
             'until', a.until_on, 'said_by', coalesce(a.name, ''), 'said_at', a.said_at)) as signals
      from wall.signals(v_children) s join unnest(v_ids, v_bases) m (child_id, basis) on m.child_id = s.child_id
      left join lateral (
        select y.*, w.name from core.signal_answer y join core.staff w on w.staff_id = y.said_by
         where y.child_id = s.child_id and y.signal = s.signal and y.what = s.what
         order by y.said_at desc limit 1) a on a.until_on >= current_date and a.about is not distinct from s.about
     group by s.child_id
  ), days as (
    select d.child_id, jsonb_agg(jsonb_build_object('rule', d.rule, 'by', d.by_on, 'counted_from', d.from_on)
                                 order by d.by_on, d.rule) as statutory
      from wall.statutory_days(v_children) d group by d.child_id
  ), moves as (
    select m.child_id, count(*)::integer as times from wall.changes_of(v_children, 'placement') m
     where m.day > current_date - 7 * 52 group by m.child_id
  ), schools as (
    select m.child_id, count(*)::integer as times from wall.changes_of(v_children, 'school') m
     where m.day > current_date - 7 * 52 group by m.child_id
  )
  select f.child_id, f.reference, wall.name_of(f.child_id), wall.known_as(f.child_id), n.born_earliest, n.expected_on,
         m.basis, t.name, coalesce(nullif(wall.answers_for(f.child_id), ''), case when f.state <> 'open' then 'closed' end, ''),
         wall.last_seen(f.child_id, false, m.basis),
         wall.last_seen(f.child_id, true, m.basis),
         (select count(*) from core.chronology c
           where c.child_id = f.child_id and c.author_id <> v_me.staff_id
             and (not c.legal_advice or wall.sees_legal_advice(m.basis))
             and c.recorded_at > coalesce(
               (select max(k.opened_at) from core.ticket k
                 where k.staff_id = v_me.staff_id and k.child_id = f.child_id), v_month)),
         d.next_on, d.next_what, n.born_latest, w.said_on, coalesce(b.others, '{}'), coalesce(s.signals, '[]'), coalesce(y.statutory, '[]'),
         wall.may_answer(v_me, f.child_id, m.basis), coalesce(h.times, 0), coalesce(l.times, 0)
    from unnest(v_ids, v_bases) m (child_id, basis)
    join core.file f on f.child_id = m.child_id join core.person n on n.person_id = f.child_id
    join core.team t on t.team_id = f.team_id
    left join wall.next_dates(v_ids) d on d.child_id = f.child_id
    left join lateral (
      select c.occurred_earliest as said_on from core.chronology c
       where c.child_id = f.child_id and c.words <> '' and c.occurred_earliest <= current_date
         and (not c.legal_advice or wall.sees_legal_advice(m.basis))
       order by c.order_key desc limit 1) w on true
    left join told s on s.child_id = f.child_id left join days y on y.child_id = f.child_id
    left join moves h on h.child_id = f.child_id left join schools l on l.child_id = f.child_id
    left join wall.sibling_ties(v_ids) b on b.child_id = f.child_id
   order by 3;
end $$;
grant execute on function api.caseload() to :"practitioner", :"court_adviser", :"manager", :"support";

-- Social workers, court advisers and managers who record in the file and have it on their caseload. Says to a signal what
-- is known about it, and until when that holds, at most half a year; the signal is told as answered until then, or until
-- something newer stands behind it. The newest answer counts and all are kept. `p_about` is the newest thing behind the
-- signal as the caller saw it. A resent call lands once. TL002: bad input, or the signal changed meanwhile.
create function api.answer_signal(p_answer uuid, p_child uuid, p_signal text, p_what text, p_about uuid, p_note text,
  p_until date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager');
  v_file core.file; v_basis text;
begin
  set local lock_timeout = '3s';
  select * into v_file from core.file f where f.child_id = p_child;
  v_basis := wall.basis(v_me, v_file);
  if p_answer is null or not wall.may_answer(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  if exists (select from core.signal_answer a where a.answer_id = p_answer) then
    if not exists (select from core.signal_answer a where a.answer_id = p_answer and a.said_by = v_me.staff_id
                    and a.child_id = p_child and a.signal = p_signal and a.what = p_what and a.note = btrim(p_note)
                    and a.until_on = p_until) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if length(btrim(coalesce(p_note, ''))) not between 1 and 500 then
    perform wall.bad_input('say in at most 500 characters what is known');
  end if;
  if not coalesce(p_until between current_date and current_date + 183, false) then
    perform wall.bad_input('an answer holds from today on until a day within half a year');
  end if;
  if not exists (select from wall.signals(wall.case_children(array[p_child], array[wall.sees_legal_advice(v_basis)])) s
                  where s.signal = p_signal and s.what = p_what and s.about is not distinct from p_about) then
    perform wall.bad_input('this has changed since you looked: look at the list again');
  end if;
  insert into core.signal_answer (answer_id, child_id, signal, what, about, note, until_on, said_by)
  values (p_answer, p_child, p_signal, p_what, p_about, btrim(p_note), p_until, v_me.staff_id);
  perform wall.log('answer_signal', p_child, p_answer, jsonb_build_object('signal', p_signal, 'until', p_until));
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.answer_signal(uuid, uuid, text, text, uuid, text, date)
  to :"practitioner", :"court_adviser", :"manager";

-- Practitioners, court advisers, managers, support. Puts on record that one's list of children was printed or saved: how
-- many children, how many pages, and the hash of the file.
create function api.note_caseload(p_children integer, p_pages integer, p_sha256 text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  if not coalesce(p_children between 0 and 100000 and p_pages between 1 and 5000 and p_sha256 ~ '^[0-9a-f]{64}$', false) then
    perform wall.bad_input('say how many children and pages, and the hash of the file');
  end if;
  perform wall.log('print_caseload', null, null,
    jsonb_build_object('children', p_children, 'pages', p_pages, 'sha256', p_sha256));
end $$;
grant execute on function api.note_caseload(integer, integer, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. What was ever answered to signals about the child, newest first.
create function api.signal_answers(p_child uuid) returns table (answer_id uuid, signal text, what text, note text,
  until_on date, said_by text, said_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  return query
  select a.answer_id, a.signal, a.what, wall.open_words(p_child, a.note, null, null, a.said_by), a.until_on, s.name,
         a.said_at
    from core.signal_answer a join core.staff s on s.staff_id = a.said_by
   where a.child_id = p_child order by a.said_at desc;
end $$;
grant execute on function api.signal_answers(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Anybody active. The threshold of each signal and what stood before it, newest first; nobody's are the program's own.
create function api.signal_thresholds() returns table (signal text, version integer, times integer, weeks integer,
  changed_by text, changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select t.signal, t.version, t.times, t.weeks, coalesce(s.name, ''), t.changed_at
    from core.signal_threshold t left join core.staff s on s.staff_id = t.changed_by order by t.signal, t.version desc;
end $$;
grant execute on function api.signal_thresholds() to :"people";

-- Administrators. From how many times and weeks on a signal is told; a signal that counts nothing has no times. What stood
-- is kept, and on record. TL001: somebody changed it after what the person saw. TL002: bad input.
create function api.set_signal_threshold(p_signal text, p_times integer, p_weeks integer, p_why text default '',
  p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator'); v_first core.signal_threshold; v_now core.signal_threshold;
begin
  set local lock_timeout = '3s';
  select * into v_first from core.signal_threshold t where t.signal = p_signal and t.version = 1;
  select * into v_now from core.signal_threshold t where t.signal = p_signal order by t.version desc limit 1;
  if v_first.signal is null then perform wall.bad_input('there is no such signal'); end if;
  if not coalesce(p_times between least(v_first.times, 1) and case v_first.times when 0 then 0 else 99 end, false) then
    perform wall.bad_input('a signal that counts is told from 1 to 99 times on, any other has 0 times');
  end if;
  if not coalesce(p_weeks between least(v_first.weeks, 1) and case p_signal when 'missed' then 0 else 520 end, false) then
    perform wall.bad_input('the weeks of a signal are from 1 to 520; visits missed in a row have none, and nobody being '
                           'allocated may have 0');
  end if;
  if not wall.change_line(v_me, 'signal_threshold', p_signal,
                          jsonb_build_object('times', v_now.times, 'weeks', v_now.weeks),
                          jsonb_build_object('times', p_times, 'weeks', p_weeks), p_why, p_seen) then
    return;
  end if;
  insert into core.signal_threshold (signal, version, times, weeks, changed_by)
  values (p_signal, v_now.version + 1, p_times, p_weeks, v_me.staff_id);
  perform wall.log('set_signal_threshold', null, null, jsonb_build_object('signal', p_signal,
    'before', jsonb_build_object('times', v_now.times, 'weeks', v_now.weeks),
    'after', jsonb_build_object('times', p_times, 'weeks', p_weeks)));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_signal_threshold(text, integer, integer, text, integer) to :"administrator";

-- Anybody active. How long each step of a statutory rule has, and what stood before it, newest first.
create function api.statutory_steps() returns table (rule text, step integer, version integer, number integer, unit text,
  authority text, changed_by text, changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select t.rule, t.step, t.version, t.number, t.unit, t.authority, coalesce(s.name, ''), t.changed_at
    from core.statutory_step t left join core.staff s on s.staff_id = t.changed_by
   order by t.rule, t.step, t.version desc;
end $$;
grant execute on function api.statutory_steps() to :"people";

-- Administrators. How long a step of a rule has from now on, and on whose authority. What stood is kept, and on record.
-- TL001 and TL002 as above.
create function api.set_statutory_step(p_rule text, p_step integer, p_number integer, p_unit text, p_authority text,
  p_why text default '', p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator'); v_now core.statutory_step;
begin
  set local lock_timeout = '3s';
  select * into v_now from core.statutory_step t where t.rule = p_rule and t.step = p_step
   order by t.version desc limit 1;
  if v_now.rule is null then perform wall.bad_input('there is no such statutory date, or no such step of it'); end if;
  if not coalesce(p_number between 1 and 520 and p_unit in ('working days', 'weeks', 'months'), false)
     or length(btrim(coalesce(p_authority, ''))) not between 1 and 300 then
    perform wall.bad_input('say from 1 to 520 working days, weeks or months, and on whose authority');
  end if;
  if not wall.change_line(v_me, 'statutory_step', p_rule || ' ' || p_step,
       jsonb_build_object('number', v_now.number, 'unit', v_now.unit, 'authority', v_now.authority),
       jsonb_build_object('number', p_number, 'unit', p_unit, 'authority', btrim(p_authority)), p_why, p_seen) then
    return;
  end if;
  insert into core.statutory_step (rule, step, version, number, unit, authority, changed_by)
  values (p_rule, p_step, v_now.version + 1, p_number, p_unit, btrim(p_authority), v_me.staff_id);
  perform wall.log('set_statutory_step', null, null, jsonb_build_object('rule', p_rule, 'step', p_step,
    'before', jsonb_build_object('number', v_now.number, 'unit', v_now.unit),
    'after', jsonb_build_object('number', p_number, 'unit', p_unit)));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_statutory_step(text, integer, integer, text, text, text, integer) to :"administrator";

-- Anybody active. The bank holidays and what stood before, by day, newest first; without a name the day is none.
create function api.bank_holidays() returns table (day date, version integer, name text, changed_by text,
  changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select t.day, t.version, t.name, coalesce(s.name, ''), t.changed_at
    from core.bank_holiday t left join core.staff s on s.staff_id = t.changed_by order by t.day, t.version desc;
end $$;
grant execute on function api.bank_holidays() to :"people";

-- Administrators. A day is this bank holiday from now on, or none with an empty name. What stood is kept, and on record.
-- TL001 and TL002 as above.
create function api.set_bank_holiday(p_day date, p_name text, p_why text default '', p_seen integer default null)
  returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator'); v_now core.bank_holiday;
begin
  set local lock_timeout = '3s';
  if not coalesce(p_day between date '2000-01-01' and date '2999-12-31', false) or length(coalesce(p_name, '')) > 100
     or p_name ~ '[[:cntrl:]]' then
    perform wall.bad_input('say the day of the bank holiday and its name in at most 100 characters');
  end if;
  select * into v_now from core.bank_holiday t where t.day = p_day order by t.version desc limit 1;
  if coalesce(v_now.name, '') = btrim(coalesce(p_name, '')) then return; end if;
  if not wall.change_line(v_me, 'bank_holiday', to_char(p_day, 'YYYY-MM-DD'),
                          case when v_now.name <> '' then jsonb_build_object('name', v_now.name) end,
                          jsonb_build_object('name', btrim(coalesce(p_name, ''))), p_why, p_seen) then
    return;
  end if;
  insert into core.bank_holiday (day, version, name, changed_by)
  values (p_day, coalesce(v_now.version, 0) + 1, btrim(coalesce(p_name, '')), v_me.staff_id);
  perform wall.log('set_bank_holiday', null, null, jsonb_build_object('day', p_day, 'before', coalesce(v_now.name, ''),
    'after', btrim(coalesce(p_name, ''))));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_bank_holiday(date, text, text, integer) to :"administrator";
