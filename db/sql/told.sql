-- What somebody is told once, on the page with which their day begins, until they say that they have read it: what another
-- did that concerns them, with who, when and why.

-- Keeps that somebody is to be told; not of what they did themselves. `about` is the colleague whom it concerns or to whom a
-- child came, `team` the team to which it did.
create function wall.tell(p_staff uuid, p_what text, p_by uuid, p_reason text, p_child uuid default null,
  p_about uuid default null, p_team uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_staff = p_by then return; end if;
  insert into core.told (staff_id, what, by_id, reason, child_id, about_id, team_id)
  values (p_staff, p_what, p_by, btrim(coalesce(p_reason, '')), p_child, p_about, p_team);
end $$;

-- Any active member of staff: what they were told and have not said to have read, the oldest first. Of a child whose file
-- is sealed only its members are told; of no child an administrator or auditor, who may have been something else before.
create function api.told_to_me() returns table (told_id uuid, what text, child_id uuid, reference text, child text,
  about text, team text, by text, reason text, told_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  return query
  select t.told_id, t.what, t.child_id, coalesce(f.reference, ''), coalesce(wall.name_of(f.child_id), ''),
         coalesce(a.name, ''), coalesce(m.name, ''), b.name, t.reason, t.told_at
    from core.told t join core.staff b on b.staff_id = t.by_id left join core.staff a on a.staff_id = t.about_id
    left join core.team m on m.team_id = t.team_id left join core.file f on f.child_id = t.child_id
   where t.staff_id = v_me.staff_id and t.read_at is null
     and (t.child_id is null or v_me.role not in ('administrator', 'auditor'))
     and coalesce(f.state <> 'disposed' and (not f.sealed or wall.basis(v_me, f) is not null), true)
   order by t.told_at limit 100;
end $$;
grant execute on function api.told_to_me() to :"people";

-- The same person: that they have read these. What is another's stays as it was.
create function api.told_read(p_told uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me();
begin
  update core.told set read_at = clock_timestamp()
   where told_id = any (p_told) and staff_id = v_me.staff_id and read_at is null;
end $$;
grant execute on function api.told_read(uuid[]) to :"people";
