-- What colleagues posted into the file of a child from a brother's or sister's file, until whoever is told opens it.

-- Whether an allocation holds now.
create function wall.holds_now(a core.allocation) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())
$$;

-- Notes that one of those who are told of a posted entry has opened it; for other entries one look into an index.
create function wall.note_posted_seen(p_me core.staff, p_child uuid, p_entry uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from core.posted_entry p where p.entry_id = p_entry and p.child_id = p_child
                  and p.posted_by <> p_me.staff_id)
     or current_setting('transaction_read_only')::boolean
     or exists (select from core.posted_seen s where s.entry_id = p_entry and s.child_id = p_child
                 and s.staff_id = p_me.staff_id) then
    return;
  end if;
  if exists (select from core.file f where f.child_id = p_child and wall.manages(p_me, f))
     or exists (select from core.allocation a where a.child_id = p_child and a.staff_id = p_me.staff_id
                 and wall.holds_now(a)) then
    insert into core.posted_seen (entry_id, child_id, staff_id) values (p_entry, p_child, p_me.staff_id)
    on conflict do nothing;
  end if;
end $$;

-- Whether somebody has opened a posted entry, or posted it while the file was theirs, so that nobody is left to tell who
-- holds the file since later.
create function wall.posted_known(p core.posted_entry) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from core.posted_seen s where s.entry_id = p.entry_id and s.child_id = p.child_id)
      or exists (select from core.allocation a where a.child_id = p.child_id and a.staff_id = p.posted_by
                  and a.from_at <= p.posted_at and (a.to_at is null or a.to_at > p.posted_at))
$$;

-- Whether a posted entry waits for those who hold the file: for each of them since it was posted; if nobody held it then,
-- for whoever comes.
create function wall.posted_waits(p core.posted_entry) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when exists (select from core.allocation a
                            where a.child_id = p.child_id and wall.holds_now(a) and a.from_at <= p.posted_at)
    then not exists (
      select from core.allocation a
       where a.child_id = p.child_id and wall.holds_now(a) and (a.staff_id = p.posted_by or exists (
         select from core.posted_seen s where s.entry_id = p.entry_id and s.child_id = p.child_id and s.staff_id = a.staff_id)))
    else not wall.posted_known(p) end
$$;

-- Practitioners, court advisers, managers, support: what others posted into the files allocated to them and they have
-- not opened, newest first, at most 200; and for managers what was posted into files of their team, closed ones too, that
-- nobody at work holds. `held` says how: by oneself ('mine'), by the worker who is away and named in `instead_of`
-- ('away'), a file that is closed ('closed'), or by nobody ('nobody'). Who holds a file since later is told only what
-- nobody has opened. No word of an entry; nothing of a sealed file but to its members, no legal advice to a guardian.
create function api.posted_entries() returns table (child_id uuid, child text, reference text, basis text,
  entry_id uuid, order_key bigint, kind text, occurred_on date, posted_by text, posted_role text, team text,
  posted_at timestamptz, held text, instead_of text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  with mine as materialized (
    select a.child_id, min(a.from_at) as since from core.allocation a
     where a.staff_id = v_me.staff_id and wall.holds_now(a) group by a.child_id
  ), theirs as materialized (
    select f.child_id, f.state, coalesce((
             select s.name from core.allocation a join core.staff s using (staff_id)
              where a.child_id = f.child_id and wall.holds_now(a) and wall.absent(a.staff_id)
              order by a.part = 'allocated_worker' desc, a.from_at desc limit 1), '') as away
      from core.file f
     where v_me.role = 'manager' and f.team_id = v_me.team_id and f.state <> 'disposed'
       and exists (select from core.posted_entry p where p.child_id = f.child_id)
       and not exists (select from mine m where m.child_id = f.child_id)
       and not exists (select from core.allocation a join core.staff s using (staff_id)
                        where a.child_id = f.child_id and wall.holds_now(a) and not wall.absent(a.staff_id)
                          and wall.basis(s, f) is not null)
  ), told as materialized (
    select p as post, 'mine' as held, '' as away from core.posted_entry p join mine m on m.child_id = p.child_id
     where p.posted_at >= m.since or not wall.posted_known(p)
    union all
    select p, case when h.away <> '' then 'away' when h.state = 'closed' then 'closed' else 'nobody' end, h.away
      from core.posted_entry p join theirs h on h.child_id = p.child_id where wall.posted_waits(p)
  ), permitted as materialized (
    select t.*, f, wall.basis(v_me, f) as basis from told t join core.file f on f.child_id = (t.post).child_id
     where (t.post).posted_by <> v_me.staff_id
       and not exists (select from core.posted_seen s where s.entry_id = (t.post).entry_id
                        and s.child_id = (t.post).child_id and s.staff_id = v_me.staff_id)
  )
  select c.child_id, wall.name_of(c.child_id), (p.f).reference, p.basis, c.entry_id, c.order_key, c.kind,
         c.occurred_earliest, s.name, s.job_title, coalesce(t.name, ''), (p.post).posted_at, p.held, p.away
    from permitted p
    join core.chronology c on c.child_id = (p.post).child_id and c.entry_id = (p.post).entry_id
    join core.staff s on s.staff_id = (p.post).posted_by
    left join core.team t on t.team_id = s.team_id
   where p.basis is not null and (not c.legal_advice or wall.sees_legal_advice(p.basis))
   order by (p.post).posted_at desc limit 200;
end $$;
grant execute on function api.posted_entries() to :"practitioner", :"court_adviser", :"manager", :"support";
