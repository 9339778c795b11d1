"""Deliberate weakenings of the wall: what somebody might one day break, and which check must then cry out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misgrant:
    """A right or an attribute that is wrong; the golden catalogue must show it."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Miswriting:
    """A function whose body lost a check; the named attacks (or the comparison of answers) must succeed then."""

    name: str
    function: str
    old: str
    new: str
    caught_by: tuple[str, ...]


TOLD_APART = "sealed and absent are told apart"

MISGRANTS = (
    Misgrant("people may read entries", "grant select on core.entry_version to grp_people"),
    Misgrant("people may read one column", "grant select (headline) on core.chronology to grp_practitioner"),
    Misgrant("one person may read files", "grant select on core.file to tl_practitioner_a"),
    Misgrant("people may look into core", "grant usage on schema core to grp_people"),
    Misgrant("people may make things in public", "grant create on schema public to public"),
    Misgrant("a helper is open to everybody", "grant execute on function wall.name_of(uuid) to public"),
    Misgrant("practitioners may read the audit", "grant execute on function api.read_audit(uuid) to grp_practitioner"),
    Misgrant("managers may read histories", "grant execute on function api.list_changes(text) to grp_manager"),
    Misgrant("people may make logins", "grant execute on function logins.add(text, text, text) to grp_administrator"),
    Misgrant("the function runs as the caller", "alter function api.child_summary(uuid) security invoker"),
    Misgrant("the search path is free", "alter function wall.ticket(uuid, text) reset all"),
    Misgrant("pg_temp comes first", "alter function wall.me() set search_path = pg_catalog"),
    Misgrant("the superuser owns a function", "alter function api.open_file(uuid, text, boolean) owner to postgres"),
    Misgrant("a function keeps its snapshot", "alter function wall.me() stable"),
    Misgrant("a policy for everybody", "create policy all_of_you on core.file to public using (true)"),
    Misgrant("row security is off", "alter table core.person disable row level security"),
    Misgrant("the policy is gone", "drop policy api_owner on core.entry"),
    Misgrant("a trigger is disabled", "alter table core.entry_version disable trigger append_only_rows"),
    Misgrant("a trigger can be silenced", "alter table audit.event enable trigger append_only_rows"),
    Misgrant("a trigger is gone", "drop trigger append_only_table on audit.chain"),
    Misgrant("functions may overwrite entries", "grant update on core.entry_version to grp_api_owner"),
    Misgrant("functions may delete audit lines", "grant delete on audit.event to grp_api_owner"),
    Misgrant("the functions' owner bypasses row security", "alter role grp_api_owner bypassrls"),
    Misgrant("the functions' owner may sign in", "alter role grp_api_owner login"),
    Misgrant("a person makes roles", "alter role tl_practitioner_a createrole"),
    Misgrant("a person has no limit of connections", "alter role tl_practitioner_a connection limit -1"),
    Misgrant("a practitioner is a manager too", "grant grp_manager to tl_practitioner_a"),
    Misgrant("an administrator may become the owner", "grant grp_api_owner to tl_administrator"),
    Misgrant("a group can be put on", "grant grp_people to grp_practitioner with set true"),
    Misgrant(
        "new functions are open to everybody",
        "alter default privileges for role grp_api_owner grant execute on functions to public",
    ),
    Misgrant("everybody may connect", "grant connect on database <database> to public"),
    Misgrant("people make temporary tables", "grant temporary on database <database> to grp_people"),
    Misgrant("people draw file numbers", "grant usage on sequence core.file_number to grp_people"),
    Misgrant("notifications are open again", "grant execute on function pg_notify(text, text) to public"),
    Misgrant("large objects are open again", "grant execute on function lo_create(oid) to public"),
    Misgrant("statistics are open again", "grant execute on function pg_stat_get_tuples_inserted(oid) to public"),
)

MISWRITINGS = (
    Miswriting(
        "a ticket counts in its own transaction",
        "wall.ticket(uuid, text)",
        "and t.opened_xid is distinct from pg_current_xact_id_if_assigned()",
        "",
        (
            "open and read in one transaction",
            "open, savepoint and read",
            "a DO block catches the error",
            "one statement with a materialised CTE",
        ),
    ),
    Miswriting(
        "a ticket never expires",
        "wall.ticket(uuid, text)",
        "and t.expires_at > clock_timestamp()",
        "",
        ("a ticket outlives its hours: page",),
    ),
    Miswriting(
        "one scope opens another",
        "wall.ticket(uuid, text)",
        "and t.scope = p_scope",
        "",
        ("a file ticket opens the confidential details",),
    ),
    Miswriting(
        "anybody's ticket serves",
        "wall.ticket(uuid, text)",
        "t.staff_id = v_me.staff_id and",
        "",
        ("somebody named reads on a colleague's ticket",),
    ),
    Miswriting(
        "a ticket serves any child",
        "wall.ticket(uuid, text)",
        "and t.child_id = p_child",
        "",
        ("a ticket outlives its hours: page",),
    ),
    Miswriting(
        "a ticket outlives its basis",
        "wall.ticket(uuid, text)",
        "and (v_basis = t.basis",
        "and (true or v_basis = t.basis",
        ("a ticket outlives the allocation: page",),
    ),
    Miswriting(
        "a ticket is not needed",
        "wall.ticket(uuid, text)",
        "if v_found is null then",
        "if v_found is null and v_basis is null then",
        ("a colleague's ticket serves",),
    ),
    Miswriting(
        "the suspended are people too",
        "wall.me()",
        "and s.state = 'active'",
        "",
        ("the suspended seal the audit",),
    ),
    Miswriting(
        "old snapshots are taken",
        "wall.me()",
        "current_setting('transaction_isolation') <> 'read committed' or",
        "",
        ("a file is read under repeatable read", "a file is read under serializable"),
    ),
    Miswriting(
        "plans may be printed",
        "wall.me()",
        "current_setting('debug_print_plan')::boolean",
        "false",
        ("a refused read under debug_print_plan",),
    ),
    Miswriting(
        "sorts may be traced",
        "wall.me()",
        "current_setting('trace_sort')::boolean",
        "false",
        ("one's own read under trace_sort",),
    ),
    Miswriting(
        "find may be measured",
        "wall.watched()",
        "return ",
        "return false and ",
        ("find is measured: explain (analyze, buffers, wal) {}", "find is measured out of a DO block"),
    ),
    Miswriting(
        "sealed is not looked at",
        "wall.basis(core.staff, core.file)",
        "select n.capacity into",
        "p_file.sealed := false; select n.capacity into",
        ("tl_manager_a2 opens sealed", TOLD_APART),
    ),
    Miswriting(
        "one person opens a sealed file to another",
        "wall.basis(core.staff, core.file)",
        "n.needs_second and n.second_by is not null",
        "true",
        ("access waiting for a second opens a sealed file",),
    ),
    Miswriting(
        "an ended allocation counts",
        "wall.basis(core.staff, core.file)",
        "and (a.to_at is null or a.to_at > clock_timestamp())",
        "",
        ("a ticket outlives the allocation: page",),
    ),
    Miswriting(
        "glass may be broken on sealed files",
        "wall.may_break_glass(core.staff, core.file)",
        "and not p_file.sealed",
        "",
        ("tl_practitioner_a opens sealed", TOLD_APART),
    ),
    Miswriting(
        "everybody may break the glass",
        "wall.may_break_glass(core.staff, core.file)",
        "p_me.role in ('practitioner', 'court_adviser', 'manager')",
        "true",
        ("tl_support_a opens south",),
    ),
    Miswriting(
        "glass is broken without a word",
        "api.open_file(uuid, text, boolean)",
        "perform wall.check_reason(v_purpose);",
        "null;",
        ("glass is broken without a reason", "glass is broken with null"),
    ),
    Miswriting(
        "any ten characters are a reason",
        "wall.check_reason(text)",
        "3 <= (",
        "0 <= (",
        ("glass is broken with one letter",),
    ),
    Miswriting(
        "opening is not logged",
        "api.open_file(uuid, text, boolean)",
        "perform wall.log('open:' || v_basis, p_child, null, jsonb_build_object('reason', v_purpose));",
        "",
        ("opening leaves no line in the audit",),
    ),
    Miswriting(
        "a sealed file is refused in other words",
        "api.open_file(uuid, text, boolean)",
        "if v_basis is null then",
        "if v_file.sealed then raise exception 'this file is sealed' using errcode = '42501'; end if;\n  if v_basis"
        " is null then",
        (TOLD_APART,),
    ),
    Miswriting(
        "a sealed file is refused on another line",
        "wall.ticket(uuid, text)",
        "v_basis := wall.basis(v_me, v_file);",
        "v_basis := wall.basis(v_me, v_file); if v_file.sealed and v_basis is null then perform wall.refuse(); end if;",
        (TOLD_APART,),
    ),
    Miswriting(
        "guardians read legal advice",
        "wall.sees_legal_advice(text)",
        "p_basis is distinct from 'named:childrens_guardian'",
        "true",
        (
            "a guardian lists legal advice",
            "a guardian finds legal advice by its words",
            "a guardian counts legal advice by its keys",
            "a guardian reads legal advice",
        ),
    ),
    Miswriting(
        "advice is open before it was marked",
        "api.read_entry(uuid, uuid, integer)",
        "v.legal_advice or",
        "v.legal_advice or false and",
        ("a guardian reads advice before it was marked",),
    ),
    Miswriting(
        "a sealed brother is named",
        "api.read_entry(uuid, uuid, integer)",
        "(not f.sealed or wall.basis(v_me, f) is not null)",
        "true",
        ("a sealed brother is counted or named in a shared entry",),
    ),
    Miswriting(
        "the timeline counts advice",
        "api.timeline(uuid)",
        "case when v_legal then",
        "case when true then",
        ("a guardian counts legal advice in the timeline",),
    ),
    Miswriting(
        "advice is printed for the court",
        "api.court_rows(uuid, date, date, boolean)",
        "and not c.legal_advice",
        "",
        ("a guardian takes advice for the court",),
    ),
    Miswriting(
        "an entry may be put anywhere",
        "wall.may_post(core.staff, uuid, uuid)",
        "select coalesce((",
        "select true or coalesce((",
        ("an entry is posted to a stranger's child too", "an entry is posted to a sealed child too"),
    ),
    Miswriting(
        "sealed siblings take entries",
        "wall.may_post(core.staff, uuid, uuid)",
        "not f.sealed and",
        "",
        ("an entry is posted to a sealed brother too",),
    ),
    Miswriting(
        "a sibling's part is the author's",
        "wall.amended_parts(uuid, integer, uuid, jsonb)",
        "and x.child_id <> p_child",
        "and false",
        ("a sibling's part is overwritten",),
    ),
    Miswriting(
        "readers may write",
        "wall.may_record(core.staff, uuid, text)",
        "and n.level = 'record'",
        "",
        ("a save by somebody named to read", "an import by somebody named to read"),
    ),
    Miswriting(
        "support records anything",
        "api.save_entry(uuid, uuid, uuid, integer, jsonb, jsonb, text)",
        "if v_me.role = 'support' and",
        "if false and",
        ("support records a visit", "support records an analysis"),
    ),
    Miswriting(
        "entries of others are amended",
        "api.save_entry(uuid, uuid, uuid, integer, jsonb, jsonb, text)",
        "if not exists (select from core.entry_child k where k.entry_id = p_entry and k.child_id = p_child)",
        "if false",
        ("another's entry is amended from one's own file",),
    ),
    Miswriting(
        "managers manage every team",
        "wall.manages(core.staff, core.file)",
        "else p_me.team_id = p_file.team_id and",
        "else true and",
        ("a manager names into another team's file", "another team's manager allocates"),
    ),
    Miswriting(
        "one confirms oneself",
        "api.confirm_access(uuid)",
        "or v_access.given_by = v_me.staff_id",
        "",
        ("one confirms what one gave oneself",),
    ),
    Miswriting(
        "sealed children are found",
        "wall.find(core.staff, text, date, date)",
        "where not f.sealed and f.state",
        "where f.state",
        ("a sealed child is known by its name",),
    ),
    Miswriting(
        "a sealed match is kept quiet",
        "wall.find(core.staff, text, date, date)",
        "from unnest(v_more) m where not m.mine);",
        "from unnest(v_more) m where false);",
        ("a match with a sealed child leaves no line",),
    ),
    Miswriting(
        "passwords come in clear",
        "logins.check_verifier(text)",
        "if coalesce(p_verifier, '') !~",
        "if false and coalesce(p_verifier, '') !~",
        ("a password comes in clear through the API", "a new login with a password in clear"),
    ),
)
