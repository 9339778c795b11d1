-- Looks: who looked at a file, when and why, the broken glass that is to be reviewed, and the walk along the audit's chain.
-- To ask for looks is itself on record: as with a file, a ticket must have been committed before.

-- Whether somebody may be told who looked at this file: its manager, and the auditor unless it is sealed. An auditor learns
-- its reference and never its record; workers are not told, since looks are about their colleagues.
create function wall.hears_of_looks(p_me core.staff, p_file core.file) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(p_me.state = 'active' and p_file.state <> 'disposed'
                  and (p_me.role = 'auditor' and not p_file.sealed or wall.manages(p_me, p_file)), false);
end $$;

-- All such files.
create function wall.files_with_looks(p_me core.staff) returns table (child_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select f.child_id from core.file f
   where f.state <> 'disposed' and not f.sealed
     and (p_me.role = 'auditor' or p_me.role = 'manager' and f.team_id = p_me.team_id and wall.manages(p_me, f))
  union all
  select f.child_id from core.file f where f.sealed and wall.hears_of_looks(p_me, f);
end $$;

-- The caller, who asked for these looks before (without a child for the lists of looks), or a refusal.
create function wall.asked_for_looks(p_child uuid default null) returns core.staff
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager', 'auditor');
begin
  if not exists (select from core.look_ticket t
                  where t.staff_id = v_me.staff_id and t.child_id is not distinct from p_child
                    and t.expires_at > clock_timestamp()
                    and t.opened_xid is distinct from pg_current_xact_id_if_assigned())
     or p_child is not null and not coalesce((
       select wall.hears_of_looks(v_me, f) from core.file f where f.child_id = p_child), false) then
    perform wall.refuse();
  end if;
  return v_me;
end $$;

-- Managers and auditors. Which file has this reference, of those whose looks they are told; refused for any other, whether
-- it is there or not.
create function api.file_with_looks(p_reference text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager', 'auditor'); v_file core.file;
begin
  select * into v_file from core.file f where f.reference = btrim(p_reference);
  if not wall.hears_of_looks(v_me, v_file) then perform wall.refuse(); end if;
  return v_file.child_id;
end $$;
grant execute on function api.file_with_looks(text) to :"manager", :"auditor";

-- The manager of the file, and auditors unless it is sealed: asks who looked at it; without a child, for the lists of looks.
-- Counts from the next transaction on, for eight hours.
create function api.open_looks(p_child uuid default null) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager', 'auditor'); v_until timestamptz;
begin
  if p_child is not null and not coalesce((
      select wall.hears_of_looks(v_me, f) from core.file f where f.child_id = p_child), false) then
    perform wall.refuse();
  end if;
  v_until := clock_timestamp() + interval '8 hours';
  insert into core.look_ticket (staff_id, child_id, expires_at) values (v_me.staff_id, p_child, v_until);
  perform wall.log('open_looks', p_child);
  raise log 'throughline: looks asked for by %', session_user;
  return v_until;
end $$;
grant execute on function api.open_looks(uuid) to :"manager", :"auditor";

-- What an event of the audit was, with the kind of what left the record.
create function wall.act_of(e audit.event) returns text
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case e.action when 'export' then 'export:' || coalesce(e.detail ->> 'kind', '')
                       when 'take_away' then 'take_away:' || coalesce(e.detail ->> 'form', '') else e.action end
$$;

-- Asked for before. Who looked at the file, a line for each person and day, the newest first, at most 2,000: on which bases
-- it was opened, when and for what stated reason; and what else was done, counted, as the opening of a contact that names
-- the child. Of a sealed file also the questions that touched it.
create function api.looks(p_child uuid) returns table (on_day date, who text, job_title text, team text,
  first_at timestamptz, last_at timestamptz, opened jsonb, acts jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.asked_for_looks(p_child);
  return query
  with events as materialized (
    select e.login, e.at, (e.at at time zone 'Europe/London')::date as day, e.action, wall.act_of(e) as act, e.detail
      from audit.event e where e.child_id = p_child
    union all
    select e.login, e.at, (e.at at time zone 'Europe/London')::date, e.action, wall.act_of(e), e.detail
      from audit.event e
     where e.detail ? 'sealed' and e.detail -> 'sealed' ? p_child::text and e.child_id is distinct from p_child
    union all
    select s.login, t.opened_at, (t.opened_at at time zone 'Europe/London')::date, 'open_contact', 'open_contact', '{}'::jsonb
      from core.contact_child k join core.contact_ticket t using (contact_id) join core.staff s using (staff_id)
     where k.child_id = p_child
  ), opened as (
    select x.login, x.day, jsonb_agg(jsonb_build_object('at', x.at, 'basis',
             case x.action when 'open_confidential' then 'confidential' else substr(x.action, 6) end,
             'reason', coalesce(x.detail ->> 'reason', '')) order by x.at) as list
      from events x where x.action like 'open:%' or x.action = 'open_confidential' group by x.login, x.day
  ), acts as (
    select c.login, c.day, jsonb_object_agg(c.act, c.number) as counts from (
      select x.login, x.day, x.act, count(*) as number from events x
       where x.action not like 'open:%' and x.action <> 'open_confidential' group by x.login, x.day, x.act) c
     group by c.login, c.day
  )
  select d.day, coalesce(s.name, d.login), coalesce(s.job_title, ''), coalesce(t.name, ''), d.first_at, d.last_at,
         coalesce(o.list, '[]'), coalesce(a.counts, '{}')
    from (select x.login, x.day, min(x.at) as first_at, max(x.at) as last_at from events x group by x.login, x.day) d
    left join opened o on o.login = d.login and o.day = d.day
    left join acts a on a.login = d.login and a.day = d.day
    left join core.staff s on s.login = d.login left join core.team t on t.team_id = s.team_id
   order by d.day desc, d.last_at desc limit 2000;
end $$;
grant execute on function api.looks(uuid) to :"manager", :"auditor";

-- Asked for before. Puts on record that the list of looks at a file was printed or saved.
create function api.note_looks(p_child uuid, p_lines integer, p_pages integer, p_sha256 text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.asked_for_looks(p_child);
  if not coalesce(p_lines between 0 and 100000 and p_pages between 0 and 5000 and p_sha256 ~ '^[0-9a-f]{64}$', false) then
    perform wall.bad_input('say how many lines and pages, and the hash of the file');
  end if;
  perform wall.log('print_looks', p_child, null,
    jsonb_build_object('lines', p_lines, 'pages', p_pages, 'sha256', p_sha256));
end $$;
grant execute on function api.note_looks(uuid, integer, integer, text) to :"manager", :"auditor";

-- Asked for before, as a list. The openings by broken glass of the files whose looks the caller is told: those that wait for
-- a review, by the working day after them; and those reviewed in the last 90 days, with what was found and when. With what
-- the person then did in that hour, counted. `own` are the caller's own, which somebody else reviews.
create function api.glass_openings() returns table (ticket_id bigint, child_id uuid, reference text, who text,
  job_title text, team text, own boolean, reason text, opened_at timestamptz, due_on date, acts jsonb, finding text,
  reviewed_by text, reviewed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.asked_for_looks();
begin
  return query
  select t.ticket_id, t.child_id, f.reference, s.name, s.job_title, coalesce(m.name, ''), s.staff_id = v_me.staff_id,
         t.purpose, t.opened_at, wall.working_day((t.opened_at at time zone 'Europe/London')::date, 1),
         coalesce((select jsonb_object_agg(c.act, c.number) from (
           select wall.act_of(e) as act, count(*) as number from audit.event e
            where e.child_id = t.child_id and e.login = s.login and e.at between t.opened_at and t.expires_at
              and e.action not like 'open:%' group by 1) c), '{}'),
         coalesce(r.finding, ''), coalesce(b.name, ''), r.reviewed_at
    from core.ticket t join core.file f on f.child_id = t.child_id join core.staff s on s.staff_id = t.staff_id
    left join core.team m on m.team_id = s.team_id
    left join core.break_glass_review r on r.ticket_id = t.ticket_id
    left join core.staff b on b.staff_id = r.reviewed_by
   where t.basis = 'break_glass' and (r.reviewed_at is null or r.reviewed_at > clock_timestamp() - interval '90 days')
     and wall.hears_of_looks(v_me, f)
   order by r.reviewed_at is not null, case when r.reviewed_at is null then t.opened_at end, r.reviewed_at desc;
end $$;
grant execute on function api.glass_openings() to :"manager", :"auditor";

-- Managers and auditors. How many openings by broken glass wait for a review of theirs, and how many of them since before
-- the last working day.
create function api.looks_waiting() returns table (waiting bigint, late bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager', 'auditor');
begin
  return query
  select count(*),
         count(*) filter (where wall.working_day((t.opened_at at time zone 'Europe/London')::date, 1)
                                < (clock_timestamp() at time zone 'Europe/London')::date)
    from core.ticket t join core.file f on f.child_id = t.child_id
   where t.basis = 'break_glass' and t.staff_id <> v_me.staff_id and wall.hears_of_looks(v_me, f)
     and not exists (select from core.break_glass_review r where r.ticket_id = t.ticket_id);
end $$;
grant execute on function api.looks_waiting() to :"manager", :"auditor";

-- Auditors and administrators. Walks a part of the chain, at most 5,000 links, on from a number and the hash that stood
-- there. Answers with the first number that does not verify (null: all do), the number reached and its hash, the newest
-- number; and once the newest is reached, how many events no seal covers and whether a head printed elsewhere is in it.
create function api.walk_audit(p_after bigint default 0, p_hash text default '', p_seq bigint default null,
  p_head text default null) returns table (broken_at bigint, walked bigint, hash text, newest bigint, unsealed bigint,
  head_found boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_link record; v_hash bytea;
begin
  perform wall.me_as('auditor', 'administrator');
  if coalesce(p_hash, 'x') !~ '^([0-9a-f]{64})?$' or coalesce(p_after, -1) < 0 or (p_after = 0) <> (p_hash = '') then
    perform wall.bad_input('the walk goes on from a number and its hash');
  end if;
  walked := p_after;
  v_hash := decode(p_hash, 'hex');
  select coalesce(max(c.seq), 0) into newest from audit.chain c;
  if p_after > 0 and not exists (select from audit.chain c where c.seq = p_after and c.hash = v_hash) then
    broken_at := p_after;
  else
    for v_link in select c.seq, c.hash, e from audit.chain c left join audit.event e on e.event_id = c.event_id
                   where c.seq > p_after order by c.seq limit 5000 loop
      v_hash := sha256(v_hash || wall.event_bytes(v_link.e));
      if v_link.seq <> walked + 1 or v_hash is distinct from v_link.hash then
        broken_at := walked + 1;
        exit;
      end if;
      walked := walked + 1;
    end loop;
  end if;
  hash := encode(v_hash, 'hex');
  if broken_at is not null or walked >= newest then
    select count(*) into unsealed from audit.event e
     where not exists (select from audit.chain c where c.event_id = e.event_id);
    head_found := case when p_seq is not null then exists (
      select from audit.chain c where c.seq = p_seq and encode(c.hash, 'hex') = lower(p_head)) end;
  end if;
  return next;
end $$;
grant execute on function api.walk_audit(bigint, text, bigint, text) to :"auditor", :"administrator";
