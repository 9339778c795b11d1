-- Challenges: what a person says against an entry, noted beside it in one child's file. The entry stays as it is.

-- Refuses unless the entry stands in this file and may be read on this basis.
create function wall.check_stands(p_child uuid, p_entry uuid, p_basis text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from core.chronology c where c.child_id = p_child and c.entry_id = p_entry
                  and (not c.legal_advice or wall.sees_legal_advice(p_basis))) then
    perform wall.refuse();
  end if;
end $$;

-- Ticket, and the right to record. Notes who said what against an entry, and when. The client makes the id, so a resent
-- call lands once. TL002: bad input.
create function api.add_challenge(p_challenge uuid, p_child uuid, p_entry uuid, p_said_by text, p_said_on date,
  p_text text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me core.staff := wall.me_as('practitioner', 'court_adviser', 'manager', 'support');
  v_basis text := wall.ticket(p_child);
begin
  set local lock_timeout = '3s';
  if p_challenge is null or not wall.may_record(v_me, p_child, v_basis) then perform wall.refuse(); end if;
  perform wall.check_stands(p_child, p_entry, v_basis);
  if length(btrim(coalesce(p_said_by, ''))) not between 1 and 200 then
    perform wall.bad_input('say in at most 200 characters who challenges the entry');
  end if;
  if length(btrim(coalesce(p_text, ''))) not between 1 and 20000 then
    perform wall.bad_input('say what the challenge is, in at most 20,000 characters');
  end if;
  if p_said_on is null or p_said_on not between date '1900-01-01' and current_date + 1 then
    perform wall.bad_input('say on which day the challenge was made');
  end if;
  insert into core.entry_challenge (challenge_id, entry_id, child_id, said_by, said_on, text, recorded_by)
  values (p_challenge, p_entry, p_child, btrim(p_said_by), p_said_on, p_text, v_me.staff_id) on conflict do nothing;
  if not found then
    if not exists (select from core.entry_challenge h where h.challenge_id = p_challenge and h.entry_id = p_entry
                    and h.child_id = p_child and h.recorded_by = v_me.staff_id and h.text = p_text) then
      perform wall.refuse();
    end if;
    return;
  end if;
  perform wall.project(array[p_entry]);
  perform wall.log('challenge', p_child, p_entry, jsonb_build_object('challenge', p_challenge));
exception when data_exception or integrity_constraint_violation then
  perform wall.bad_input('this challenge does not have the form that the server understands');
end $$;
grant execute on function api.add_challenge(uuid, uuid, uuid, text, date, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The challenges to an entry that were noted in this child's file, in the order in which they were noted.
create function api.challenges(p_child uuid, p_entry uuid) returns table (challenge_id uuid, said_by text,
  said_on date, text text, recorded_by text, recorded_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.check_stands(p_child, p_entry, wall.ticket(p_child));
  return query
  select h.challenge_id, h.said_by, h.said_on, h.text, s.name, h.recorded_at
    from core.entry_challenge h join core.staff s on s.staff_id = h.recorded_by
   where h.entry_id = p_entry and h.child_id = p_child order by h.recorded_at, h.challenge_id;
end $$;
grant execute on function api.challenges(uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";

-- Ticket. The entries that the newest version of an entry rests on, as far as they stand in this file and may be read
-- there, oldest first.
create function api.basis_of(p_child uuid, p_entry uuid) returns table (entry_id uuid, order_key bigint,
  occurred_earliest date, occurred_latest date, occurred_precision text, occurred_minute smallint,
  occurred_approximate boolean, occurred_words text, headline text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_basis text := wall.ticket(p_child);
begin
  perform wall.check_stands(p_child, p_entry, v_basis);
  return query
  select c.entry_id, c.order_key, c.occurred_earliest, c.occurred_latest, c.occurred_precision, c.occurred_minute,
         c.occurred_approximate, c.occurred_words, c.headline
    from core.chronology own
    join core.entry_basis b on b.entry_id = own.entry_id and b.version = own.version
    join core.chronology c on c.child_id = p_child and c.entry_id = b.basis_id
   where own.child_id = p_child and own.entry_id = p_entry and (not c.legal_advice or wall.sees_legal_advice(v_basis))
   order by c.order_key;
end $$;
grant execute on function api.basis_of(uuid, uuid) to :"practitioner", :"court_adviser", :"manager", :"support";
