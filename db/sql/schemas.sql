-- The rooms of the server's side, made anew at each deploy and upgrade.
--
-- `api` holds the functions that people may call, `wall` their helpers, `logins` the one function owner that may make
-- logins. They hold no data, so they are dropped and made again in the transaction of the upgrade.
-- Names in :"double quotes after a colon" are roles of this deployment.

drop schema if exists api cascade;
drop schema if exists wall cascade;
drop schema if exists logins cascade;
create schema api authorization :"api_owner";
create schema wall authorization :"api_owner";
create schema logins authorization :"role_admin";

revoke all on schema public from public;
revoke all on schema core, audit, ext from public;
grant usage on schema core, audit, ext to :"api_owner";
grant usage on schema logins to :"api_owner";
grant usage on schema api to :"people";

-- A mistaken grant to people would still show no row: row-level security is on, with one policy, for the API owner.
-- Whatever anybody was granted by hand on tables and sequences is taken back.
do $$
declare t record; g record;
begin
  for t in select n.nspname, c.relname, c.relkind, c.oid, c.relowner from pg_catalog.pg_class c
             join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('core', 'audit') and c.relkind in ('r', 'S') loop
    for g in select distinct x.grantee from (
               select (pg_catalog.aclexplode(c.relacl)).grantee from pg_catalog.pg_class c where c.oid = t.oid
               union select (pg_catalog.aclexplode(a.attacl)).grantee from pg_catalog.pg_attribute a
                where a.attrelid = t.oid and a.attacl is not null) x where x.grantee <> t.relowner loop
      execute format('revoke all on %s %I.%I from %s', case t.relkind when 'S' then 'sequence' else 'table' end,
        t.nspname, t.relname,
        case g.grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) end);
    end loop;
    if t.relkind = 'r' then
      execute format('alter table %I.%I enable row level security', t.nspname, t.relname);
      execute format('drop policy if exists api_owner on %I.%I', t.nspname, t.relname);
      execute format('create policy api_owner on %I.%I to %I using (true) with check (true)',
                     t.nspname, t.relname, :'api_owner');
      execute format('grant select on %I.%I to %I', t.nspname, t.relname, :'api_owner');
    end if;
  end loop;
end $$;
revoke select on core.alembic_version from :"api_owner";

-- What the API owner may write. No UPDATE and no DELETE on anything that is only ever added to.
grant insert on
  core.entry, core.entry_version, core.entry_child, core.entry_version_child, core.imported_row,
  core.chronology, core.search_part, core.ticket, core.break_glass_review,
  core.staff, core.staff_change, core.team, core.named_access, core.allocation, core.allocation_discussion,
  core.discussion_child, core.allocation_talk, core.talk_child, core.allocation_answer,
  core.person, core.person_name, core.name_token, core.file,
  core.address, core.residence, core.contact_detail, core.confidential_detail, core.relationship, core.warning,
  core.period, core.person_change, core.person_merge, core.photograph,
  core.document, core.document_child, core.entry_document,
  core.saved_filter, core.search_ticket, core.notice_seen,
  core.entry_basis, core.entry_challenge, core.posted_entry, core.posted_seen, core.sibling_notice,
  core.absence, core.server_draft, core.gone_draft, core.draft_ticket, core.code, core.setting,
  core.court_document, core.court_document_version, core.finding_answer, core.filed_version, core.filed_entry,
  core.document_template, core.page_limit,
  core.proceedings, core.proceedings_version, core.proceedings_child, core.party, core.hearing,
  core.text_check,
  core.contact, core.contact_child, core.contact_decision, core.contact_ticket, core.contact_answer,
  core.signal_threshold, core.statutory_step, core.bank_holiday, core.signal_answer,
  core.team_weight, core.time_note,
  core.look_ticket, core.look_threshold, core.look_answer, core.declared_interest,
  core.decision_answer, core.meeting_arrangement,
  core.stage_ticket,
  core.list_change,
  core.team_change, core.access_removal, core.sealing, core.staff_address,
  core.told,
  audit.event, audit.chain
to :"api_owner";
grant update on core.chronology, core.search_part to :"api_owner";
grant delete on core.chronology, core.search_part to :"api_owner";
grant update (name, filter, saved_at), delete on core.saved_filter to :"api_owner";
grant update (child_id, content, typed_at, stored_at, handed_to_team, handed_note, handed_at, settled_by, settled_at),
  delete on core.server_draft to :"api_owner";
grant delete on core.staff_address to :"api_owner";
grant update (versions, gone_at), delete on core.gone_draft to :"api_owner";
grant update (ended_by, ended_at) on core.absence to :"api_owner";
grant update (ended_by, ended_at) on core.time_note to :"api_owner";
grant update (label, sort, attributes, to_on, edited) on core.code to :"api_owner";
grant update (pages, authority) on core.page_limit to :"api_owner";
grant update (value, changed_at) on core.setting to :"api_owner";
grant update (decision, decided_why, decided_by, decided_at) on core.person_merge to :"api_owner";
grant update (superseded_by) on core.document to :"api_owner";
grant update (to_on) on core.confidential_detail to :"api_owner";
grant update (sex, pronouns, born_earliest, born_latest, born_words, expected_on, died_earliest, died_latest,
  died_words, ethnicity, first_language, communication_needs, nhs_number, upn) on core.person to :"api_owner";
grant update (name, role, job_title, team_id, front_door, duty, state, own_password, given_key) on core.staff to :"api_owner";
grant update (sealed, sealed_why, last_number, state, closed_on, closure_reason, team_id) on core.file to :"api_owner";
grant update (to_at, second_by, ended_by) on core.named_access to :"api_owner";
grant update (outcome, settled_by, settled_at) on core.access_removal, core.sealing to :"api_owner";
grant update (read_at) on core.told to :"api_owner";
grant update (name, active) on core.team to :"api_owner";
grant update (from_at, to_at, change_reason, handover_note, ended_by) on core.allocation to :"api_owner";
grant update (lifted_by, lifted_at, lifted_why) on core.declared_interest to :"api_owner";
grant update (horizon, sealed_at) on audit.sealing to :"api_owner";
grant usage on sequence core.file_number to :"api_owner";
