-- Who knows a family: a member of staff says so, and the file is shut to them at once, by the wall; a manager of the file
-- hears of it and may lift it. It is more honest than guessing from names and addresses.

-- Practitioners, court advisers, managers, support: that they know this child's family, and how. From then on the file is
-- shut to them, also in open sessions, and what was proposed to them of this child and still open is withdrawn; who proposed
-- it is told. Of a sealed file only who may open it; refused as absent otherwise. A resent call
-- lands once, and so does saying it again.
create function api.declare_interest(p_interest uuid, p_child uuid, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support'); v_file core.file;
  v_asked core.allocation_discussion;
begin
  set local lock_timeout = '3s';
  if exists (select from core.declared_interest d where d.interest_id = p_interest and d.child_id = p_child
              and d.staff_id = v_me.staff_id and d.why = btrim(p_why)) then
    return;
  end if;
  select * into v_file from core.file f where f.child_id = p_child;
  if p_interest is null or v_file.child_id is null or v_file.state = 'disposed'
     or v_file.sealed and wall.basis(v_me, v_file) is null then
    perform wall.refuse();
  end if;
  if length(btrim(coalesce(p_why, ''))) not between 3 and 1000 then
    perform wall.bad_input('say how you know the family, in at most 1,000 characters');
  end if;
  perform from core.file f where f.child_id = p_child for no key update;  -- it is said once
  if wall.knows_family(v_me.staff_id, p_child) then return; end if;
  insert into core.declared_interest (interest_id, child_id, staff_id, why)
  values (p_interest, p_child, v_me.staff_id, btrim(p_why));
  for v_asked in select d.* from core.discussion_child c join core.allocation_discussion d using (discussion_id)
      where c.child_id = p_child and d.proposed_to = v_me.staff_id and not wall.settled(d.discussion_id) loop
    perform wall.close_discussion(v_me, v_asked, 'they said that they know the family');
    perform wall.tell(s.staff_id, 'proposal_withdrawn', v_me.staff_id, p_why, p_child, v_me.staff_id)
       from core.staff s where s.staff_id = v_asked.proposed_by and wall.manages(s, v_file);
  end loop;
  perform wall.tell(s.staff_id, case when exists (
            select from core.allocation a where a.child_id = p_child and a.staff_id = v_me.staff_id
               and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp()))
            then 'family_known_holds' else 'family_known' end, v_me.staff_id, p_why, p_child)
     from core.staff s where s.role = 'manager' and s.state = 'active' and wall.manages(s, v_file) and not exists (
       select from core.told t where t.staff_id = s.staff_id and t.child_id = p_child and t.about_id = v_me.staff_id
          and t.what = 'proposal_withdrawn' and t.told_at >= transaction_timestamp());
  perform wall.log('declare_interest', p_child, p_interest);
exception when integrity_constraint_violation or data_exception then
  perform wall.refuse();
end $$;
grant execute on function api.declare_interest(uuid, uuid, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- The same people: of which families they said themselves that they know them, since when, and which team has the file
-- now, where they may ask. Only what stands, and of no other file than a search tells of: neither sealed nor disposed.
create function api.my_interests() returns table (child_id uuid, declared_at timestamptz, team text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
begin
  return query
  select d.child_id, max(d.declared_at), t.name
    from core.declared_interest d join core.file f on f.child_id = d.child_id join core.team t on t.team_id = f.team_id
   where d.staff_id = v_me.staff_id and d.lifted_at is null and not f.sealed and f.state <> 'disposed'
   group by d.child_id, t.name;
end $$;
grant execute on function api.my_interests() to :"practitioner", :"court_adviser", :"manager", :"support";

-- Asked for before, as a list. Who said that they know a family, of the files whose looks the caller is told; whether they
-- hold the child's case still; and what was lifted in the last 90 days.
create function api.interests() returns table (interest_id uuid, child_id uuid, reference text, who text, job_title text,
  team text, why text, declared_at timestamptz, holds_case boolean, lifted_by text, lifted_why text, lifted_at timestamptz,
  may_lift boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.asked_for_looks();
begin
  return query
  select d.interest_id, d.child_id, f.reference, s.name, s.job_title, coalesce(m.name, ''), d.why, d.declared_at,
         exists (select from core.allocation a where a.child_id = d.child_id and a.staff_id = d.staff_id
                  and a.from_at <= clock_timestamp() and (a.to_at is null or a.to_at > clock_timestamp())),
         coalesce(b.name, ''), d.lifted_why, d.lifted_at, d.lifted_at is null and wall.manages(v_me, f)
    from core.declared_interest d join core.file f on f.child_id = d.child_id join core.staff s on s.staff_id = d.staff_id
    left join core.team m on m.team_id = s.team_id left join core.staff b on b.staff_id = d.lifted_by
   where (d.lifted_at is null or d.lifted_at > clock_timestamp() - interval '90 days') and wall.hears_of_looks(v_me, f)
   order by d.lifted_at is not null, d.declared_at desc;
end $$;
grant execute on function api.interests() to :"manager", :"auditor";

-- The manager of the file, never who said it: lets the person have again what they would have without it, with a reason.
-- Lifting it again changes nothing.
create function api.lift_interest(p_interest uuid, p_why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_me core.staff := wall.me_as('manager'); v_interest core.declared_interest; v_file core.file;
begin
  set local lock_timeout = '3s';
  select * into v_interest from core.declared_interest d where d.interest_id = p_interest for update;
  select * into v_file from core.file f where f.child_id = v_interest.child_id;
  if v_interest.interest_id is null or v_interest.staff_id = v_me.staff_id or not wall.manages(v_me, v_file) then
    perform wall.refuse();
  end if;
  if v_interest.lifted_at is not null then return; end if;
  if length(btrim(coalesce(p_why, ''))) not between 3 and 1000 then
    perform wall.bad_input('say why, in at most 1,000 characters');
  end if;
  update core.declared_interest set lifted_by = v_me.staff_id, lifted_at = clock_timestamp(), lifted_why = btrim(p_why)
   where interest_id = p_interest;
  perform wall.log('lift_interest', v_interest.child_id, p_interest);
end $$;
grant execute on function api.lift_interest(uuid, text) to :"manager";
