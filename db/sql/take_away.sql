-- What leaves the file as a table: on record, and never from a sealed file.

-- Ticket. The whole entries of these keys for this child, in order, as court_rows gives them, with the moment at which
-- the record was read; at most 20,000. For the forms 'copy', 'word' and 'excel', which is on record with the count, and
-- in the server's log, which survives a rollback. Refuses sealed files. Legal advice is privileged and never leaves.
create function api.take_away(p_child uuid, p_keys bigint[], p_form text) returns table (order_key bigint,
  entry_id uuid, version integer, content jsonb, part jsonb, author text, recorded_at timestamptz, as_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare v_count bigint; v_as_at timestamptz := clock_timestamp();
begin
  perform wall.ticket(p_child);
  if exists (select from core.file f where f.child_id = p_child and f.sealed) then
    perform wall.bad_input('nothing is taken away from a sealed file; the court chronology can be printed from it');
  end if;
  if coalesce(p_form, '') not in ('copy', 'word', 'excel') then
    perform wall.bad_input('entries are taken away as a copy, a Word file or an Excel file');
  end if;
  if p_keys is null or cardinality(p_keys) > 20000 then
    perform wall.bad_input('at most 20,000 entries can be taken away at once; choose fewer with the filter');
  end if;
  return query
  select c.order_key, c.entry_id, c.version, wall.content_of(v), to_jsonb(p) - 'entry_id' - 'version', s.name,
         v.recorded_at, v_as_at
    from core.chronology c
    join core.entry_version v on v.entry_id = c.entry_id and v.version = c.version
    join core.entry_version_child p on p.entry_id = c.entry_id and p.version = c.version and p.child_id = p_child
    join core.staff s on s.staff_id = v.author_id
   where c.child_id = p_child and not c.legal_advice and c.order_key = any (p_keys)
   order by c.order_key;
  get diagnostics v_count = row_count;
  perform wall.log('take_away', p_child, null, jsonb_build_object('form', p_form, 'entries', v_count));
  raise log 'throughline: % entries taken away by %, as %', v_count, session_user, p_form;
end $$;
grant execute on function api.take_away(uuid, bigint[], text)
  to :"practitioner", :"court_adviser", :"manager", :"support";
