-- Lists by stage, for an inspection that is announced for tomorrow: contacts, referrals, assessments, section 47
-- enquiries, plans, children looked after and leaving care, of a day or a span of days, a line each with the facts that
-- such lists have (Ofsted, inspections of local authority children's services: child-level data, annex A).
--
-- What is told here comes out of many files at once, so that asking needs a ticket of its own, which is on record before
-- anything is read. Sealed files are listed to their members alone, and never leave as a file; how many there are of a
-- team its managers are told as one number, the same for each stage and each day.

-- A child of these lists, and whether the reader sees legal advice in the file.
create type wall.stage_child as (child_id uuid, legal boolean);

-- A line: when it began and ended, what it is, what came of it, another day that belongs to it, when the child was last
-- seen, or seen alone, meanwhile, and how often before.
create type wall.stage_line as (stage text, child_id uuid, from_on date, from_words text, to_on date, what text, more text,
  other_on date, seen_on date, alone_on date, times integer);

-- The periods of these children that stood and ran within these days; one that began and ended on the same day ran on it.
create function wall.stage_periods(p_children wall.stage_child[], p_kind text, p_codes text[], p_from date, p_to date)
  returns table (child_id uuid, legal boolean, period_id uuid, code text, category text, from_on date, from_words text, to_on date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select k.child_id, k.legal, p.period_id, p.code, p.category, p.begins_earliest,
         case when p.begins_latest > p.begins_earliest then p.begins_words else '' end, p.ends_earliest
    from unnest(p_children) k join core.period p on p.child_id = k.child_id
   where p.kind = p_kind and p.code = any (p_codes) and p.begins_earliest <= p_to
     and (p.ends_earliest is null or p.ends_earliest > p_from or p.begins_earliest >= p_from)
     and not exists (select from core.period r where r.replaces = p.period_id);
end $$;

-- The last day within these on which the child was seen, or seen alone.
create function wall.seen_between(p_child uuid, p_alone boolean, p_legal boolean, p_from date, p_to date) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select c.occurred_earliest from core.chronology c
   where c.child_id = p_child and c.seen and (c.seen_alone or not p_alone) and (p_legal or not c.legal_advice)
     and c.order_key >= wall.order_key(p_from, 0, 0) and c.occurred_earliest <= least(p_to, current_date)
   order by c.order_key desc limit 1);
end $$;

-- The first, or the last, day within these for which something of these codes was planned and not taken back, or of
-- which an entry of this kind tells (the rule of wall.statutory_days).
create function wall.held_between(p_child uuid, p_legal boolean, p_codes text[], p_kind text, p_from date, p_to date,
  p_last boolean) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return (
  select case when p_last then max(d.day) else min(d.day) end from (
    select p.planned_on from core.period p
     where p.child_id = p_child and p.kind = 'planned' and p.code = any (p_codes) and p.planned_on between p_from and p_to
       and p.ends_earliest is null and not exists (select from core.period r where r.replaces = p.period_id)
    union all
    select c.occurred_earliest from core.chronology c
     where c.child_id = p_child and p_kind <> '' and c.kind = p_kind and (p_legal or not c.legal_advice)
       and c.order_key >= wall.order_key(p_from, 0, 0) and c.occurred_earliest <= p_to) d (day));
end $$;

-- Contacts received within these days: who called, and how. A contact that only the file tells of has its day alone.
create function wall.stage_contacts(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with came as (
    select k.child_id, (c.received_at at time zone 'Europe/London')::date as day, c.source, c.how
      from unnest(p_children) k join core.contact_child x on x.child_id = k.child_id
      join core.contact c on c.contact_id = x.contact_id
  )
  select 'contact', c.child_id, c.day, '', null::date, wall.label_of('referral_source', c.source),
         wall.label_of('contact_how', c.how), null::date, null::date, null::date, null::integer
    from came c where c.day between p_from and p_to
  union all
  select 'contact', p.child_id, p.from_on, p.from_words, null, '', '', null, null, null, null
    from wall.stage_periods(p_children, 'involvement', '{contact}', p_from, p_to) p
   where p.from_on >= p_from
     and not exists (select from came c where c.child_id = p.child_id and c.day = p.from_on);
end $$;

-- Contacts that a manager decided to be a referral, by the day on which they came in: from whom, what was decided, on
-- which day, and how many referrals of the child there were in the twelve months before.
create function wall.stage_referrals(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with made as (
    select k.child_id, (c.received_at at time zone 'Europe/London')::date as day, c.source, d.outcome, d.decided_at::date as decided
      from unnest(p_children) k join core.contact_child x on x.child_id = k.child_id
      join core.contact c on c.contact_id = x.contact_id
      cross join lateral wall.decided(c.contact_id, x.child_id) d
     where exists (select from core.code o where o.list = 'contact_outcome' and o.code = d.outcome
                    and (o.attributes ->> 'referral')::boolean)
  )
  select 'referral', m.child_id, m.day, '', null::date, wall.label_of('referral_source', m.source),
         wall.label_of('contact_outcome', m.outcome), m.decided, null::date, null::date,
         (select count(*) from made b where b.child_id = m.child_id and b.day < m.day
                                        and b.day >= m.day - interval '12 months')::integer
    from made m where m.day between p_from and p_to;
end $$;

-- Assessments that ran within these days, and when the child was first and last seen for them: `other_on` is the first.
create function wall.stage_assessments(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'assessment', p.child_id, p.from_on, p.from_words, p.to_on, '', '',
         (select min(c.occurred_earliest) from core.chronology c
           where c.child_id = p.child_id and c.seen and (p.legal or not c.legal_advice)
             and c.order_key >= wall.order_key(p.from_on, 0, 0)
             and c.occurred_earliest <= least(coalesce(p.to_on, current_date), current_date)),
         wall.seen_between(p.child_id, false, p.legal, p.from_on, coalesce(p.to_on, current_date)),
         wall.seen_between(p.child_id, true, p.legal, p.from_on, coalesce(p.to_on, current_date)), null::integer
    from wall.stage_periods(p_children, 'involvement', '{assessment}', p_from, p_to) p;
end $$;

-- Section 47 enquiries that ran within these days, with the initial conference that was planned after they began.
create function wall.stage_enquiries(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'enquiry', p.child_id, p.from_on, p.from_words, p.to_on, '', '',
         wall.held_between(p.child_id, p.legal, '{icpc}', 'conference', p.from_on, p.from_on + 183, false),
         wall.seen_between(p.child_id, false, p.legal, p.from_on, coalesce(p.to_on, current_date)),
         wall.seen_between(p.child_id, true, p.legal, p.from_on, coalesce(p.to_on, current_date)),
         (select count(*) from core.period b
           where b.child_id = p.child_id and b.kind = 'involvement' and b.code = 's47' and b.begins_earliest < p.from_on
             and not exists (select from core.period r where r.replaces = b.period_id))::integer
    from wall.stage_periods(p_children, 'involvement', '{s47}', p_from, p_to) p;
end $$;

-- Plans of a kind that ran within these days: the category, the last review until the last of these days, when the child
-- was last seen, and how many plans of the kind there were before.
create function wall.stage_plans(p_children wall.stage_child[], p_stage text, p_code text, p_review text[], p_from date, p_to date)
  returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select p_stage, p.child_id, p.from_on, p.from_words, p.to_on,
         coalesce(nullif(wall.label_of('abuse_category', p.category), ''), ''), '',
         wall.held_between(p.child_id, p.legal, p_review, case when p_review = '{}' then '' else 'conference' end, p.from_on + 1,
           least(p_to, p.to_on, current_date), true),
         wall.seen_between(p.child_id, false, p.legal, p.from_on, least(p_to, p.to_on)),
         wall.seen_between(p.child_id, true, p.legal, p.from_on, least(p_to, p.to_on)),
         (select count(*) from core.period b
           where b.child_id = p.child_id and b.kind = 'plan' and b.code = p_code and b.begins_earliest < p.from_on
             and not exists (select from core.period r where r.replaces = b.period_id))::integer
    from wall.stage_periods(p_children, 'plan', array[p_code], p_from, p_to) p;
end $$;

-- Children looked after within these days, a line for each legal status (Children Act 1989, section 22(1)): the kind of
-- the last placement within it, never where; the last review; and the placements begun in the twelve months before.
create function wall.stage_looked_after(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select 'looked_after', p.child_id, p.from_on, p.from_words, p.to_on, wall.label_of('legal_status', p.code),
         wall.label_of('placement', h.code),
         wall.held_between(p.child_id, p.legal, '{lac_review}', '', p.from_on, least(p_to, p.to_on, current_date), true),
         wall.seen_between(p.child_id, false, p.legal, p.from_on, least(p_to, p.to_on)),
         wall.seen_between(p.child_id, true, p.legal, p.from_on, least(p_to, p.to_on)),
         (select count(*) from core.period b
           where b.child_id = p.child_id and b.kind = 'placement' and b.code <> 'home'
             and b.begins_earliest between least(p_to, current_date) - interval '12 months' and least(p_to, current_date)
             and not exists (select from core.period r where r.replaces = b.period_id))::integer
    from wall.stage_periods(p_children, 'legal_status', '{s20,ico,s31,epo,placement_order}', p_from, p_to) p
    left join lateral (
      select b.code from core.period b
       where b.child_id = p.child_id and b.kind = 'placement' and b.begins_earliest <= least(p_to, coalesce(p.to_on, p_to))
         and (b.ends_earliest is null or b.ends_earliest > p.from_on)
         and not exists (select from core.period r where r.replaces = b.period_id)
       order by b.begins_earliest desc limit 1) h on true;
end $$;

-- All lists: the one place where the stages are named.
create function wall.stage_lines(p_children wall.stage_child[], p_from date, p_to date) returns setof wall.stage_line
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select * from wall.stage_contacts(p_children, p_from, p_to);
  return query select * from wall.stage_referrals(p_children, p_from, p_to);
  return query select * from wall.stage_assessments(p_children, p_from, p_to);
  return query select * from wall.stage_enquiries(p_children, p_from, p_to);
  return query select * from wall.stage_plans(p_children, 'child_in_need', 'cin', '{}', p_from, p_to);
  return query select * from wall.stage_plans(p_children, 'child_protection', 'cp', '{rcpc}', p_from, p_to);
  return query select * from wall.stage_looked_after(p_children, p_from, p_to);
  return query select * from wall.stage_plans(p_children, 'care_leaver', 'pathway', '{}', p_from, p_to);
end $$;

-- Whose stages somebody lists: those of wall.reckoned_for, and for managers and support files of the team that are closed.
create function wall.stages_for(p_me core.staff) returns table (child_id uuid, basis text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select * from wall.reckoned_for(p_me)
  union
  select f.child_id, wall.basis(p_me, f) from core.file f
   where f.team_id = p_me.team_id and f.state = 'closed' and p_me.role in ('manager', 'support')
     and wall.basis(p_me, f) is not null;
end $$;

-- Practitioners, court advisers: of their own children; managers, support: of the team's too. Puts on record that the
-- stages of these days are listed: for the 'screen', or to be taken away as 'excel' or 'pdf'. The ticket counts from the
-- next transaction on, for ten minutes. TL002: days that are none.
create function api.open_stages(p_from date, p_to date, p_form text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support'); v_id uuid;
begin
  if not coalesce(p_form in ('screen', 'excel', 'pdf'), false) then
    perform wall.bad_input('stages are listed on the screen, for Excel or for a PDF');
  end if;
  if not coalesce(p_from between date '1990-01-01' and p_to and p_to <= current_date + 366, false) then
    perform wall.bad_input('say a first and a last day, in this order, and at most a year ahead');
  end if;
  insert into core.stage_ticket (staff_id, from_on, to_on, form, expires_at)
  values (v_me.staff_id, p_from, p_to, p_form, clock_timestamp() + interval '10 minutes') returning ticket_id into v_id;
  perform wall.log('open_stages', null, v_id, jsonb_build_object('from', p_from, 'to', p_to, 'form', p_form));
  raise log 'throughline: stages listed by %, as %', session_user, p_form;
  return v_id;
end $$;
grant execute on function api.open_stages(date, date, text) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The caller's own ticket for these lists, committed before and not expired, or a refusal.
create function wall.stage_ticket(p_me core.staff, p_ticket uuid) returns core.stage_ticket
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_ticket core.stage_ticket;
begin
  select * into v_ticket from core.stage_ticket t
   where t.ticket_id = p_ticket and t.staff_id = p_me.staff_id and t.expires_at > clock_timestamp()
     and t.opened_xid is distinct from pg_current_xact_id_if_assigned();
  if v_ticket.ticket_id is null then perform wall.refuse(); end if;
  return v_ticket;
end $$;

-- The same people, with a ticket of their own. The lines of all stages. Sealed files to their members, on the screen alone.
create function api.stage_lists(p_ticket uuid) returns table (stage text, child_id uuid, reference text, name text,
  born date, born_words text, expected_on date, sex text, ethnicity text, team text, worker text, basis text, sealed boolean,
  closed boolean, from_on date, from_words text, to_on date, what text, more text, other_on date, seen_on date,
  alone_on date, times integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ticket core.stage_ticket := wall.stage_ticket(v_me, p_ticket);
  v_ids uuid[]; v_bases text[];
begin
  select array_agg(s.child_id), array_agg(s.basis) into v_ids, v_bases
    from wall.stages_for(v_me) s join core.file f using (child_id) where v_ticket.form = 'screen' or not f.sealed;
  return query
  with lines as materialized (
    select l.* from wall.stage_lines(
      array(select row(m.child_id, wall.sees_legal_advice(m.basis))::wall.stage_child from unnest(v_ids, v_bases) m (child_id, basis)),
      v_ticket.from_on, v_ticket.to_on) l
  ), who as materialized (
    select f.child_id, f.reference, wall.name_of(f.child_id) as name, n.born_earliest,
           case when n.born_latest > n.born_earliest then n.born_words else '' end as born_words, n.expected_on, n.sex,
           n.ethnicity, t.name as team, wall.worker_of(f.child_id) as worker, m.basis, f.sealed, f.state = 'closed' as closed
      from unnest(v_ids, v_bases) m (child_id, basis) join core.file f on f.child_id = m.child_id
      join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
     where f.child_id in (select l.child_id from lines l)
  )
  select l.stage, w.*, l.from_on, l.from_words, l.to_on, l.what, l.more, l.other_on, l.seen_on, l.alone_on, l.times
    from lines l join who w on w.child_id = l.child_id order by l.stage, l.from_on, w.name;
end $$;
grant execute on function api.stage_lists(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same. How many sealed files are not in these lists: of the caller's own those that may not leave as a file, and for
-- a manager all others of the team that are open, whatever their stage and whatever the days.
create function api.stages_left_out(p_ticket uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ticket core.stage_ticket := wall.stage_ticket(v_me, p_ticket);
begin
  return (select count(*)::integer from core.file f
           where f.sealed
             and (v_me.role = 'manager' and f.team_id = v_me.team_id and f.state = 'open' and wall.basis(v_me, f) is null
                  or v_ticket.form <> 'screen' and f.child_id in (select m.child_id from wall.stages_for(v_me) m)));
end $$;
grant execute on function api.stages_left_out(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same, with a ticket for Excel or PDF. Puts on record that the lists left the record: how many lines, and the hash
-- of the file.
create function api.note_stages(p_ticket uuid, p_lines integer, p_sha256 text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_ticket core.stage_ticket := wall.stage_ticket(v_me, p_ticket);
begin
  if not coalesce(v_ticket.form <> 'screen' and p_lines between 0 and 1000000 and p_sha256 ~ '^[0-9a-f]{64}$', false) then
    perform wall.bad_input('say how many lines, and the hash of the file');
  end if;
  perform wall.log('export_stages', null, p_ticket, jsonb_build_object('form', v_ticket.form, 'from', v_ticket.from_on,
    'to', v_ticket.to_on, 'lines', p_lines, 'sha256', p_sha256));
end $$;
grant execute on function api.note_stages(uuid, integer, text) to :"practitioner", :"court_adviser", :"manager", :"support";
