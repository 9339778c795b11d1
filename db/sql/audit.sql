-- The audit: sealing it into a chain, its head for printing, its verification, and who looked at a file.

-- The bytes of an event that its seal covers; independent of the session's settings. Its salt is among them, which no
-- function tells: anybody may read the newest hash, and could else try out what a line says until the hash fits. Lines
-- from before there was a salt keep the form in which they were sealed.
create function wall.event_bytes(e audit.event) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select convert_to((jsonb_build_array(e.event_id, extract(epoch from e.at), e.login, e.action, e.child_id, e.object_id,
    e.detail, host(e.client), e.pid) || case when e.salt is null then '[]' else jsonb_build_array(e.salt) end)::text, 'UTF8')
$$;

-- Chains all committed events that are not chained yet and answers how many; if another is at it, 0. `horizon` is the oldest
-- transaction still running at the last sealing: everything below it was sealed then. Who deployed the record may call it.
create function wall.seal() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_sealing audit.sealing; v_event audit.event; v_seq bigint; v_hash bytea; v_count integer := 0;
  v_oldest xid8;
begin
  select * into v_sealing from audit.sealing for update skip locked;
  if v_sealing.one is null then return 0; end if;
  if v_sealing.horizon > pg_current_xact_id() then v_sealing.horizon := '0'; end if;  -- restored into a younger server
  v_oldest := pg_snapshot_xmin(pg_current_snapshot());
  select c.seq, c.hash into v_seq, v_hash from audit.chain c order by c.seq desc limit 1;
  v_seq := coalesce(v_seq, 0);
  v_hash := coalesce(v_hash, ''::bytea);
  for v_event in select e.* from audit.event e
      where e.xid >= v_sealing.horizon and not exists (select from audit.chain c where c.event_id = e.event_id)
      order by e.event_id limit 50000 loop
    v_seq := v_seq + 1;
    v_hash := sha256(v_hash || wall.event_bytes(v_event));
    insert into audit.chain (seq, event_id, hash) values (v_seq, v_event.event_id, v_hash);
    v_count := v_count + 1;
  end loop;
  update audit.sealing set sealed_at = clock_timestamp(),
         horizon = case when v_count < 50000 then v_oldest else horizon end;
  return v_count;
end $$;

-- Anybody active. The same: every client calls it now and then, so that no line waits long for its seal.
create function api.seal() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return wall.seal();
end $$;
grant execute on function api.seal() to :"people";

-- Anybody active. The newest seal: what a filed document prints, so that its copies bear witness.
create function api.audit_head() returns table (seq bigint, hash text, sealed_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me();
  return query select c.seq, encode(c.hash, 'hex'), c.sealed_at from audit.chain c order by c.seq desc limit 1;
end $$;
grant execute on function api.audit_head() to :"people";

-- Walks the chain and answers with the first sequence number that does not verify (null: all do), how many were
-- walked, how many events no seal covers, and whether a head printed elsewhere is in it.
create function wall.verify_audit(p_seq bigint, p_hash text) returns table (broken_at bigint, walked bigint,
  unsealed bigint, head_found boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_link record; v_hash bytea := ''; v_next bigint := 1;
begin
  walked := 0;
  for v_link in select c.seq, c.hash, e from audit.chain c left join audit.event e on e.event_id = c.event_id
                order by c.seq loop
    v_hash := sha256(v_hash || wall.event_bytes(v_link.e));
    if v_link.seq <> v_next or v_hash is distinct from v_link.hash then
      broken_at := v_next;
      exit;
    end if;
    v_next := v_next + 1;
    walked := walked + 1;
  end loop;
  select count(*) into unsealed from audit.event e
   where not exists (select from audit.chain c where c.event_id = e.event_id);
  if p_seq is not null then
    head_found := exists (select from audit.chain c where c.seq = p_seq and encode(c.hash, 'hex') = lower(p_hash));
  end if;
  return next;
end $$;

-- Auditors and administrators. The same, for them.
create function api.verify_audit(p_seq bigint default null, p_hash text default null) returns table (broken_at bigint,
  walked bigint, unsealed bigint, head_found boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('auditor', 'administrator');
  return query select * from wall.verify_audit(p_seq, p_hash);
end $$;
grant execute on function api.verify_audit(bigint, text) to :"auditor", :"administrator";

-- Auditors. Every look and act on one child's file, newest first, at most 1,000.
create function api.read_audit(p_child uuid) returns table (at timestamptz, who text, action text, object_id uuid,
  detail jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.me_as('auditor');
  perform wall.log('read_audit', p_child);
  return query select e.at, coalesce(s.name, e.login), e.action, e.object_id, e.detail
    from audit.event e left join core.staff s on s.login = e.login
   where e.child_id = p_child or e.detail ? 'sealed' and e.detail -> 'sealed' ? p_child::text
   order by e.event_id desc limit 1000;
end $$;
grant execute on function api.read_audit(uuid) to :"auditor";

-- Ticket. Puts on record that a document about the child was printed or exported: its kind, pages and sha256.
create function api.note_export(p_child uuid, p_kind text, p_pages integer, p_sha256 text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.ticket(p_child);
  if coalesce(p_sha256, '') !~ '^[0-9a-f]{64}$' or coalesce(p_kind, '') !~ '^[a-z_]{3,40}$' then
    perform wall.bad_input('an export is noted with its kind and the sha256 of its bytes');
  end if;
  perform wall.log('export', p_child, null,
    jsonb_build_object('kind', p_kind, 'pages', p_pages, 'sha256', p_sha256));
end $$;
grant execute on function api.note_export(uuid, text, integer, text)
  to :"practitioner", :"court_adviser", :"manager", :"support";
