-- Looks that deserve a question: one function a question, each by its rule and its editable threshold; and what was
-- answered. A question is no finding: it says what was looked at, and somebody who may know answers it in words.

-- A question about somebody's looks at one file, or without a child at many: how often, since and until when, the tickets
-- behind it, the newest first, and the newest by which an answer is told from an answer to something else.
create type wall.look_question as (question text, staff_id uuid, child_id uuid, times integer, first_at timestamptz,
  last_at timestamptz, tickets bigint[], about bigint);

-- The threshold of a question as it is now.
create function wall.look_threshold(p_question text, out times integer, out weeks integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  select t.times, t.weeks into times, weeks from core.look_threshold t where t.question = p_question
   order by t.version desc limit 1;
end $$;

-- "Has the family name of somebody in this family": so often or more in the weeks of the threshold. Compared as names are
-- compared here, without accents and hyphens; the whole family name is what the name of the member of staff ends with. The
-- family are the child, and whom a relationship ties to the child, but no professional, and nobody whose own file is sealed.
create function wall.question_own_name(p_me core.staff) returns setof wall.look_question
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_enough integer; v_since timestamptz;
begin
  select k.times, clock_timestamp() - k.weeks * interval '1 week' into v_enough, v_since from wall.look_threshold('own_name') k;
  return query
  with looked as materialized (
    select t.staff_id, t.child_id, count(*)::integer as times, min(t.opened_at) as first_at, max(t.opened_at) as last_at,
           array_agg(t.ticket_id order by t.ticket_id desc) as tickets
      from core.ticket t
      join wall.files_with_looks(p_me) f on f.child_id = t.child_id
     where t.opened_at > v_since and t.scope = 'file' group by t.staff_id, t.child_id having count(*) >= v_enough
  ), called as materialized (  -- each end of a name that can be a family name: "de la cruz", "la cruz", "cruz"
    select s.staff_id, array_to_string(s.words[n:], ' ') as family
      from (select x.staff_id, string_to_array(wall.fold(x.name), ' ') as words from core.staff x
             where x.staff_id in (select l.staff_id from looked l)) s
      cross join lateral generate_series(1, cardinality(s.words)) n
  ), named as materialized (
    select distinct c.staff_id, p.person_id from called c join core.person_name p on p.family_sort = c.family
     where c.family <> '' and not exists (select from core.person_name r where r.replaces = p.name_id)
  ), near as materialized (
    select m.staff_id, m.person_id as child_id, null::core.relationship as tie, null::uuid as relative from named m
    union all
    select m.staff_id, r.other_id, r, m.person_id from named m join core.relationship r on r.person_id = m.person_id
    union all
    select m.staff_id, r.person_id, r, m.person_id from named m join core.relationship r on r.other_id = m.person_id
  )
  select 'own_name'::text, l.staff_id, l.child_id, l.times, l.first_at, l.last_at, l.tickets, l.tickets[1]
    from looked l
   where exists (
     select from near n
      where n.staff_id = l.staff_id and n.child_id = l.child_id
        and (n.relative is null
             or wall.kin_group((n.tie).kind) <> 'professional'
                and not exists (select from core.relationship x where x.replaces = (n.tie).relationship_id)
                and not exists (select from core.file f where f.child_id = n.relative and f.sealed)));
end $$;

-- "Lives at the same address as somebody in this family": so often or more in the weeks of the threshold, by somebody whose
-- house stands within the addresses of its postcode, folded as addresses are; neighbours are not asked about, since whoever
-- lives where the families live would be asked about all the street. The family are as in wall.question_own_name, and live
-- there now or did in those weeks. Nothing is told of an address that somebody must not learn, nor by one that the reader
-- recorded: else one could guess at where a colleague lives until it fits.
create function wall.question_own_address(p_me core.staff) returns setof wall.look_question
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_enough integer; v_since timestamptz;
begin
  select k.times, clock_timestamp() - k.weeks * interval '1 week' into v_enough, v_since from wall.look_threshold('own_address') k;
  return query
  with living as materialized (
    select distinct o.staff_id, r.person_id
      from core.staff_address o
      join core.address a on a.postcode_sort = o.postcode_sort
       and strpos(' ' || a.lines_sort || ' ', ' ' || o.house_sort || ' ') > 0
      join core.residence r using (address_id)
     where coalesce(r.to_on >= (v_since at time zone 'Europe/London')::date, true)
       and not exists (select from core.residence x where x.replaces = r.residence_id)
       and not wall.hidden_detail(r.person_id, a.lines || a.postcode)
       and wall.typed_by(r.residence_id) is distinct from p_me.staff_id
  ), tied as (
    select l.staff_id, l.person_id as relative, r.other_id as child_id, r.relationship_id, r.kind
      from living l join core.relationship r on r.person_id = l.person_id
    union all
    select l.staff_id, l.person_id, r.person_id, r.relationship_id, r.kind
      from living l join core.relationship r on r.other_id = l.person_id
  ), near as materialized (
    select l.staff_id, l.person_id as child_id from living l
    union
    select t.staff_id, t.child_id from tied t
     where wall.kin_group(t.kind) <> 'professional'
       and not exists (select from core.relationship x where x.replaces = t.relationship_id)
       and not exists (select from core.file f where f.child_id = t.relative and f.sealed)
  )
  select 'own_address'::text, t.staff_id, t.child_id, count(*)::integer, min(t.opened_at), max(t.opened_at),
         array_agg(t.ticket_id order by t.ticket_id desc), max(t.ticket_id)
    from near n join core.ticket t on t.staff_id = n.staff_id and t.child_id = n.child_id
    join wall.files_with_looks(p_me) f on f.child_id = n.child_id
   where t.opened_at > v_since and t.scope = 'file' group by t.staff_id, t.child_id having count(*) >= v_enough;
end $$;

-- "Opened it so often and never wrote in it": on duty or at the front door, by somebody who never held the child's case and
-- never recorded an entry. A manager who looks into the files of the own team does what a manager is there for.
create function wall.question_not_theirs(p_me core.staff) returns setof wall.look_question
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_enough integer; v_since timestamptz;
begin
  select k.times, clock_timestamp() - k.weeks * interval '1 week' into v_enough, v_since from wall.look_threshold('not_theirs') k;
  return query
  with looked as materialized (
    select t.staff_id, t.child_id, count(*)::integer as times, min(t.opened_at) as first_at, max(t.opened_at) as last_at,
           array_agg(t.ticket_id order by t.ticket_id desc) as tickets
      from core.ticket t
      join wall.files_with_looks(p_me) f on f.child_id = t.child_id
      join core.staff s on s.staff_id = t.staff_id
     where t.opened_at > v_since and t.scope = 'file' and t.basis in ('team', 'front_door') and s.role <> 'manager'
     group by t.staff_id, t.child_id having count(*) >= v_enough
  )
  select 'not_theirs'::text, l.staff_id, l.child_id, l.times, l.first_at, l.last_at, l.tickets, l.tickets[1]
    from looked l
   where not exists (select from core.allocation a where a.staff_id = l.staff_id and a.child_id = l.child_id
                      and a.from_at is distinct from a.to_at)
     and not exists (
       select from core.entry_child k join core.entry_version v on v.entry_id = k.entry_id
        where k.child_id = l.child_id and v.author_id = l.staff_id);
end $$;

-- "So many files within an hour": on a day the most files of different children that somebody opened within an hour, of
-- those not sealed. Told to the manager of that person's team, and to auditors.
create function wall.question_many_files(p_me core.staff) returns setof wall.look_question
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_enough integer; v_since timestamptz;
begin
  select k.times, clock_timestamp() - k.weeks * interval '1 week' into v_enough, v_since from wall.look_threshold('many_files') k;
  return query
  with looked as materialized (
    select t.ticket_id, t.staff_id, t.child_id, t.opened_at,
           count(*) over (partition by t.staff_id order by t.opened_at
                          range between interval '1 hour' preceding and current row) as openings
      from core.ticket t
      join core.staff s on s.staff_id = t.staff_id join core.file f on f.child_id = t.child_id
     where t.opened_at > v_since and t.scope = 'file' and not f.sealed and f.state <> 'disposed'
       and (p_me.role = 'auditor' or p_me.role = 'manager' and s.team_id = p_me.team_id)
  ), most as (
    select distinct on (l.staff_id, (l.opened_at at time zone 'Europe/London')::date)
           l.staff_id, l.ticket_id, l.opened_at, o.files, o.first_at, o.tickets
      from looked l
      cross join lateral (
        select count(distinct h.child_id)::integer as files, min(h.opened_at) as first_at,
               array_agg(h.ticket_id order by h.ticket_id desc) as tickets
          from core.ticket h join core.file f on f.child_id = h.child_id
         where h.opened_at between l.opened_at - interval '1 hour' and l.opened_at and h.staff_id = l.staff_id
           and h.opened_at > v_since and h.scope = 'file' and not f.sealed and f.state <> 'disposed') o
     where l.openings >= v_enough and o.files >= v_enough
     order by l.staff_id, (l.opened_at at time zone 'Europe/London')::date, o.files desc, l.opened_at, l.ticket_id
  )
  select 'many_files'::text, m.staff_id, null::uuid, m.files, m.first_at, m.opened_at, m.tickets, m.ticket_id from most m;
end $$;

-- All of them.
create function wall.look_questions(p_me core.staff) returns setof wall.look_question
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select * from wall.question_own_name(p_me);
  return query select * from wall.question_own_address(p_me);
  return query select * from wall.question_not_theirs(p_me);
  return query select * from wall.question_many_files(p_me);
end $$;

-- Asked for before, as a list. The looks that deserve a question, of the files whose looks the caller is told and for
-- managers of the own team's people: who, which file, how often and in which time, the newest hundred looks behind it, and
-- what was ever answered to this question about this person and file. What nobody answered comes first; at most 500.
-- Files whose looks the caller is not told have no reference here. Nobody answers a question about themselves.
create function api.look_questions() returns table (question text, staff_id uuid, who text, job_title text, team text,
  child_id uuid, reference text, times integer, weeks integer, first_at timestamptz, last_at timestamptz, about bigint,
  looks jsonb, answers jsonb, answered boolean, may_answer boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.asked_for_looks();
begin
  return query
  with told as materialized (select f.child_id from wall.files_with_looks(v_me) f),
  asked as materialized (
    select q.*, coalesce((
             select jsonb_agg(jsonb_build_object('note', a.note, 'by', b.name, 'at', a.said_at, 'now', a.about = q.about)
                              order by a.said_at)
               from core.look_answer a join core.staff b on b.staff_id = a.said_by
              where a.staff_id = q.staff_id and a.question = q.question
                and a.child_id is not distinct from q.child_id
                and (q.child_id is not null or a.about = q.about)), '[]') as said
      from wall.look_questions(v_me) q)
  select q.question, q.staff_id, s.name, s.job_title, coalesce(m.name, ''), q.child_id, coalesce(f.reference, ''),
         q.times, (select k.weeks from wall.look_threshold(q.question) k), q.first_at, q.last_at, q.about,
         (select coalesce(jsonb_agg(jsonb_build_object('at', t.opened_at, 'basis', t.basis, 'reason',
                   case when d.child_id is null then '' else t.purpose end, 'reference',
                   case when d.child_id is null then '' else l.reference end) order by t.ticket_id desc), '[]')
            from unnest(q.tickets[:100]) i (ticket_id) join core.ticket t on t.ticket_id = i.ticket_id
            join core.file l on l.child_id = t.child_id left join told d on d.child_id = t.child_id),
         q.said, q.said @> '[{"now": true}]', q.staff_id <> v_me.staff_id
    from asked q join core.staff s on s.staff_id = q.staff_id
    left join core.team m on m.team_id = s.team_id left join core.file f on f.child_id = q.child_id
   order by q.said @> '[{"now": true}]', q.last_at desc limit 500;
end $$;
grant execute on function api.look_questions() to :"manager", :"auditor";

-- The same, of a question that they are told and that is not about themselves. Notes an answer; it is kept with all others,
-- and the question counts as answered until a newer look stands behind it. A resent call lands once. TL002: bad input, or
-- the question changed meanwhile.
create function api.answer_look_question(p_answer uuid, p_question text, p_staff uuid, p_child uuid, p_about bigint,
  p_note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.asked_for_looks();
begin
  set local lock_timeout = '3s';
  if p_answer is null or p_staff is null or p_staff = v_me.staff_id
     or p_child is not null and not exists (select from wall.files_with_looks(v_me) f where f.child_id = p_child)
     or p_child is null and v_me.role = 'manager'
        and not exists (select from core.staff s where s.staff_id = p_staff and s.team_id = v_me.team_id) then
    perform wall.refuse();
  end if;
  if exists (select from core.look_answer a where a.answer_id = p_answer) then
    if not exists (select from core.look_answer a where a.answer_id = p_answer and a.said_by = v_me.staff_id
                    and a.question = p_question and a.staff_id = p_staff and a.child_id is not distinct from p_child
                    and a.about = p_about and a.note = btrim(p_note)) then
      perform wall.refuse();
    end if;
    return;
  end if;
  if length(btrim(coalesce(p_note, ''))) not between 1 and 2000 then
    perform wall.bad_input('say what is known, in at most 2,000 characters');
  end if;
  if not exists (select from wall.look_questions(v_me) q
                  where q.question = p_question and q.staff_id = p_staff and q.child_id is not distinct from p_child
                    and q.about = p_about) then
    perform wall.bad_input('this has changed since you looked: look at the list again');
  end if;
  insert into core.look_answer (answer_id, question, staff_id, child_id, about, note, said_by)
  values (p_answer, p_question, p_staff, p_child, p_about, btrim(p_note), v_me.staff_id);
  perform wall.log('answer_look_question', p_child, p_answer, jsonb_build_object('question', p_question, 'staff', p_staff));
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.answer_look_question(uuid, text, uuid, uuid, bigint, text) to :"manager", :"auditor";

-- Anybody active. From how many times on and of how many weeks looks deserve a question, and what stood before, the newest
-- first; nobody's are the program's own.
create function api.look_thresholds() returns table (question text, version integer, times integer, weeks integer,
  changed_by text, changed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select t.question, t.version, t.times, t.weeks, coalesce(s.name, ''), t.changed_at
    from core.look_threshold t left join core.staff s on s.staff_id = t.changed_by order by t.question, t.version desc;
end $$;
grant execute on function api.look_thresholds() to :"people";

-- Administrators. From how many times on and of how many weeks looks deserve a question. What stood is kept, and on record.
-- TL001: somebody changed it after what the person saw. TL002: bad input.
create function api.set_look_threshold(p_question text, p_times integer, p_weeks integer, p_why text default '',
  p_seen integer default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('administrator'); v_now core.look_threshold;
begin
  set local lock_timeout = '3s';
  select * into v_now from core.look_threshold t where t.question = p_question order by t.version desc limit 1;
  if v_now.question is null then perform wall.bad_input('there is no such question about looks'); end if;
  if not coalesce(p_times between 1 and 999 and p_weeks between 1 and 52, false) then
    perform wall.bad_input('looks deserve a question from 1 to 999 times on, of 1 to 52 weeks');
  end if;
  if not wall.change_line(v_me, 'look_threshold', p_question,
                          jsonb_build_object('times', v_now.times, 'weeks', v_now.weeks),
                          jsonb_build_object('times', p_times, 'weeks', p_weeks), p_why, p_seen) then
    return;
  end if;
  insert into core.look_threshold (question, version, times, weeks, changed_by)
  values (p_question, v_now.version + 1, p_times, p_weeks, v_me.staff_id);
  perform wall.log('set_look_threshold', null, null, jsonb_build_object('question', p_question,
    'before', jsonb_build_object('times', v_now.times, 'weeks', v_now.weeks),
    'after', jsonb_build_object('times', p_times, 'weeks', p_weeks)));
exception when unique_violation then
  perform wall.amended_meanwhile();
end $$;
grant execute on function api.set_look_threshold(text, integer, integer, text, integer) to :"administrator";
