-- Brothers and sisters: to whom an entry may be posted, and whose sealed files' members are told of it.

-- The brothers and sisters of a child, half, step and adoptive ones too, as they are recorded now. Children of the same
-- foster home are not among them: theirs is another family.
create function wall.siblings(p_child uuid) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select distinct s.other
    from (select r.relationship_id, r.other_id as other, r.kind, r.to_on from core.relationship r where r.person_id = p_child
          union all
          select r.relationship_id, r.person_id, r.kind, r.to_on from core.relationship r where r.other_id = p_child) s
   where s.kind ~ '^(half-|step|adoptive )?(sister|brother|sibling)$' and s.other <> p_child
     and (s.to_on is null or s.to_on > current_date)
     and not exists (select from core.relationship x where x.replaces = s.relationship_id);
end $$;

-- Ticket. The brothers and sisters with a file of their own that is not sealed, with team and worker, and whether the
-- caller could open it without breaking the glass. A sealed one is not among them, for anybody.
create function api.siblings(p_child uuid) returns table (child_id uuid, name text, born date, expected_on date,
  reference text, team text, worker text, may_open boolean, born_latest date)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  perform wall.ticket(p_child);
  return query
  select f.child_id, wall.name_of(f.child_id), n.born_earliest, n.expected_on, f.reference, t.name,
         wall.worker_of(f.child_id), wall.basis(v_me, f) is not null, n.born_latest
    from wall.siblings(p_child) s join core.file f on f.child_id = s
    join core.person n on n.person_id = f.child_id join core.team t on t.team_id = f.team_id
   where not f.sealed and f.state <> 'disposed'
   order by coalesce(n.born_earliest, n.expected_on) nulls last, 2;
end $$;
grant execute on function api.siblings(uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- These lines of the audit say that an entry came into a child's file: the members of the sealed files of that child's
-- brothers and sisters are told (api.notices), one line for each such file. The author cannot learn of it: nothing is
-- answered, counted or waited for, and who writes an entry while the statement is measured is refused.
create function wall.tell_members(p_events bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  insert into core.sibling_notice (event_id, child_id)
  select min(e.event_id), f.child_id
    from audit.event e cross join lateral wall.siblings(e.child_id) s join core.file f on f.child_id = s
   where e.event_id = any (p_events) and f.sealed
     and not exists (select from core.entry_child k where k.entry_id = e.object_id and k.child_id = f.child_id)
   group by f.child_id;
end $$;
