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
  if p_me.role = 'manager' or exists (select from core.allocation a where a.child_id = p_child
                                       and a.staff_id = p_me.staff_id and wall.holds_now(a)) then
    insert into core.posted_seen (entry_id, child_id, staff_id) values (p_entry, p_child, p_me.staff_id)
    on conflict do nothing;
  end if;
end $$;

-- Practitioners, court advisers, managers, support: what others posted into the files allocated to them and they have
-- not opened, newest first, at most 200; and for managers what was posted into files of their team that nobody at work
-- holds, with the name of the worker who is away. Who holds a file since later is told only what nobody has opened.
-- No word of an entry; nothing of a sealed file but to its members, no legal advice to a guardian.
create function api.posted_entries() returns table (child_id uuid, child text, reference text, basis text,
  entry_id uuid, order_key bigint, kind text, occurred_on date, posted_by text, posted_role text, team text,
  posted_at timestamptz, instead_of text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  with mine as materialized (
    select a.child_id, min(a.from_at) as since from core.allocation a
     where a.staff_id = v_me.staff_id and wall.holds_now(a) group by a.child_id
  ), theirs as materialized (
    select f.child_id from core.file f
     where v_me.role = 'manager' and f.team_id = v_me.team_id and f.state = 'open'
       and exists (select from core.posted_entry p where p.child_id = f.child_id)
       and not exists (select from mine m where m.child_id = f.child_id)
       and not exists (select from core.allocation a where a.child_id = f.child_id and wall.holds_now(a)
                        and not wall.absent(a.staff_id))
  ), told as materialized (
    select p.*, '' as instead_of from core.posted_entry p join mine m on m.child_id = p.child_id
     where p.posted_at >= m.since
        or not exists (select from core.posted_seen s where s.entry_id = p.entry_id and s.child_id = p.child_id)
    union all
    select p.*, wall.worker_of(p.child_id) from core.posted_entry p join theirs h on h.child_id = p.child_id
     where not exists (
       select from core.posted_seen s join core.allocation a on a.staff_id = s.staff_id and a.child_id = s.child_id
        where s.entry_id = p.entry_id and s.child_id = p.child_id and wall.holds_now(a))
  ), permitted as materialized (
    select t as post, f, wall.basis(v_me, f) as basis from told t join core.file f on f.child_id = t.child_id
     where t.posted_by <> v_me.staff_id
       and not exists (select from core.posted_seen s where s.entry_id = t.entry_id and s.child_id = t.child_id
                        and s.staff_id = v_me.staff_id)
  )
  select c.child_id, wall.name_of(c.child_id), (p.f).reference, p.basis, c.entry_id, c.order_key, c.kind,
         c.occurred_earliest, s.name, s.job_title, coalesce(t.name, ''), (p.post).posted_at, (p.post).instead_of
    from permitted p
    join core.chronology c on c.child_id = (p.post).child_id and c.entry_id = (p.post).entry_id
    join core.staff s on s.staff_id = (p.post).posted_by
    left join core.team t on t.team_id = s.team_id
   where p.basis is not null and (not c.legal_advice or wall.sees_legal_advice(p.basis))
   order by (p.post).posted_at desc limit 200;
end $$;
grant execute on function api.posted_entries() to :"practitioner", :"court_adviser", :"manager", :"support";
