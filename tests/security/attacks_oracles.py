"""Attempts to learn of hidden things sideways: from plans, counters, settings, messages and odd arguments."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    SECOND,
    STRANGER,
    SUPPORT,
    WORKER,
)

_FIND = "select * from api.find_children('{}')"
_SEEKERS = (WORKER, STRANGER, GUARDIAN, SECOND, ELSEWHERE, DUTY, FRONT_DOOR, SUPPORT)
_HIDDEN_EXPLAIN = """do $$ declare l text; begin
  for l in execute 'exp' || 'lain (analyze, buffers, wal, timing off) select * from api.find_children(''Quillfeather'')'
  loop raise notice '%', l; end loop; end $$"""
_CHATTY = ("debug_print_plan", "debug_print_parse", "debug_print_rewritten", "trace_sort")

ATTACKS: tuple[Attack, ...] = (
    *(attack(f"{who} finds a sealed child by name", who, _FIND.format("Zksealed"), gain=Gain.ROWS) for who in _SEEKERS),
    *(
        attack(f"a sealed child is found by {what}", ELSEWHERE, _FIND.format(words), gain=Gain.ROWS)
        for what, words in (
            ("family name", "Quillfeather"),
            ("the beginning of a name", "Quillf"),
            ("sound", "Kwilfether"),
            ("both names", "Zksealed Quillfeather"),
            ("its pieces", "zks quil"),
            ("accents", "Zkséaléd"),
        )
    ),
    attack(
        "a sealed child stands in the caseload of its team's manager",
        SECOND,
        "select * from api.my_children() where child_id = '<sealed>'",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed child stands in the caseload of support",
        SUPPORT,
        "select * from api.my_children() where child_id = '<sealed>'",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed child stands in the caseload of duty",
        DUTY,
        "select * from api.my_children() where child_id = '<sealed>'",
        gain=Gain.ROWS,
    ),
    attack(
        "a child whose allocation ended stands in the caseload",
        WORKER,
        "select * from api.my_children() where child_id = '<left>'",
        gain=Gain.ROWS,
    ),
    *(
        attack(f"a sealed child is known by {what}", ELSEWHERE, asked.format(words), gain=Gain.ROWS)
        for asked, what, words in (
            ("select * from api.known('{}')", "its name", "Zksealed Quillfeather"),
            ("select * from api.known('{}')", "what is nearly its name", "Quillfeathxr"),
            ("select * from api.find_connected('{}')", "leads of its name", "Quillfeather"),
            ("select * from api.recent_files() where child_id = '<sealed>'", "files opened lately", ""),
            ("select * from api.notices()", "notices of others", ""),
        )
    ),
    attack("a name of regular expressions finds everything", STRANGER, _FIND.format(".*"), gain=Gain.ROWS),
    attack("a name of percent signs finds everything", STRANGER, _FIND.format("%%"), gain=Gain.ROWS),
    attack("an empty name finds everything", STRANGER, _FIND.format(""), gain=Gain.ROWS),
    attack(
        "a name with a quotation mark runs SQL", STRANGER, _FIND.format("x'') union select null --"), gain=Gain.ROWS
    ),
    *(
        attack(f"find is measured: {how}", ELSEWHERE, how.format(_FIND.format("Quillfeather")))
        for how in (
            "explain (analyze, buffers, wal) {}",
            "explain analyze {}",
            "EXPLAIN (ANALYZE, VERBOSE) {}",
            "/* */ explain (analyze) {}",
            "explain (analyze, format json) {}",
            "explain (analyze, wal) declare c cursor for {}",
            "select 1; explain (analyze, buffers) {}",
        )
    ),
    attack(
        "find is measured as a prepared statement",
        ELSEWHERE,
        f"prepare p as {_FIND.format('Quillfeather')}",
        "explain (analyze, buffers, wal) execute p",
    ),
    attack("find is measured out of a DO block", ELSEWHERE, _HIDDEN_EXPLAIN),
    attack(
        "find is measured through XML",
        ELSEWHERE,
        "select query_to_xml('explain (analyze, wal) select * from api.find_children(''Quillfeather'')', true,"
        " false, '')",
    ),
    attack(
        "a refused read is explained",
        WORKER,
        "explain (analyze, verbose, buffers) select * from api.child_summary('<sealed>')",
    ),
    attack(
        "a refused opening is explained",
        WORKER,
        "explain (analyze, buffers) select api.open_file('<sealed>', 'a good reason', true)",
    ),
    *(
        attack(
            f"a refused read under {setting}",
            WORKER,
            "set client_min_messages = log",
            f"set {setting} = on",
            "select * from api.child_summary('<sealed>')",
        )
        for setting in _CHATTY
    ),
    *(
        attack(
            f"one's own read under {setting}",
            WORKER,
            "set client_min_messages = log",
            f"set {setting} = on",
            "select * from api.child_summary('<own>')",
        )
        for setting in _CHATTY
    ),
    *(
        attack(
            f"find under {setting}",
            ELSEWHERE,
            "set client_min_messages = log",
            f"set {setting} = on",
            _FIND.format("Quillfeather"),
        )
        for setting in _CHATTY
    ),
    attack("find under debug messages", ELSEWHERE, "set client_min_messages = debug5", _FIND.format("Zksealed")),
    attack(
        "chatty from the first packet",
        WORKER,
        "begin",
        "set local debug_print_plan = on",
        "select * from api.chronology_page('<sealed>')",
    ),
    attack(
        "row security off shows a table's name and rows",
        WORKER,
        "set row_security = off",
        "select * from api.chronology_page('<own>')",
        gain=Gain.WORDS,
    ),
    attack(
        "a strict planner shows refused rows",
        WORKER,
        "set plan_cache_mode = force_custom_plan",
        "set enable_indexscan = off",
        "select * from api.child_summary('<sealed>')",
    ),
    attack(
        "escape strings are read the old way",
        WORKER,
        "set standard_conforming_strings = off",
        "select * from api.chronology_page('<other>')",
    ),
    attack("null equals null", WORKER, "set transform_null_equals = on", "select * from api.chronology_page(null)"),
    attack(
        "a zone a day away opens a later talk",
        WORKER,
        "set timezone = 'Pacific/Kiritimati'",
        "select * from api.chronology_page('<other>')",
    ),
    attack(
        "a search path of one's own changes a function",
        WORKER,
        "set search_path = pg_temp, pg_catalog, core, wall",
        "select * from api.chronology_page('<other>')",
    ),
    attack(
        "a broken statement shows words",
        WORKER,
        "set statement_timeout = '1ms'",
        "select * from api.court_rows('<other>', null, null, null)",
    ),
    attack("others' prepared transactions", WORKER, "select * from pg_prepared_xacts"),
    attack(
        "others' notifications", WORKER, "listen throughline", "listen entry", "select pg_notification_queue_usage()"
    ),
    attack(
        "the snapshot of now is exported to a colleague",
        COLLEAGUE,
        "begin isolation level repeatable read",
        "select pg_export_snapshot()",
    ),
    attack(
        "the source of a function holds a secret",
        WORKER,
        "select 1 from pg_proc where prosrc ~ 'SCRAM-SHA-256\\$4096|\\mpassword\\s*=|Zk'",
        gain=Gain.ROWS,
    ),
    attack(
        "settings of roles hold a secret",
        WORKER,
        "select 1 from pg_db_role_setting where setconfig::text ~* 'password|Zk'",
        gain=Gain.ROWS,
    ),
    attack(
        "a role's comment or name tells a person's name",
        WORKER,
        "select 1 from pg_shdescription d join pg_roles r on r.oid = d.objoid",
        gain=Gain.ROWS,
    ),
    attack(
        "an unknown entry and a hidden one differ", WORKER, "select * from api.read_entry('<own>', '<entry_sealed>')"
    ),
    attack("a version that does not exist", WORKER, "select * from api.read_entry('<own>', '<entry_own>', 99)"),
    attack("a negative version", WORKER, "select * from api.read_entry('<own>', '<entry_own>', -1)"),
    attack("a search of operators", WORKER, "select api.search_file('<other>', 'a | b & !c')"),
    attack(
        "a search that breaks out of its quotes",
        WORKER,
        "select 1 where length(api.search_file('<own>', $$x'*) | 'a$$)) > 0",
        gain=Gain.ROWS,
    ),
    attack("a page of a negative length", WORKER, "select * from api.chronology_page('<own>', -1)"),
    attack(
        "more lines than allowed",
        WORKER,
        "select * from api.chronology_rows('<own>', array(select generate_series(1, 1001)::bigint))",
    ),
    attack(
        "an enormous array of keys",
        WORKER,
        "select * from api.chronology_rows('<other>', array_fill(1::bigint, array[2000000]))",
    ),
    attack(
        "an array of several dimensions",
        WORKER,
        "select * from api.chronology_rows('<other>', '{{{1,2},{3,4}}}'::bigint[])",
    ),
    attack(
        "a jsonb of great depth",
        WORKER,
        "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, (repeat('[', 100000) || repeat(']',"
        " 100000))::jsonb, '[]')",
    ),
    attack(
        "a jsonb with NUL",
        WORKER,
        "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '{\"headline\": \"\\u0000\"}', '[]')",
    ),
    attack(
        "a jsonb of wrong kinds", WORKER, "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '[1]', '{\"a\": 1}')"
    ),
    attack(
        "children that are scalars",
        WORKER,
        "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '{\"occurred\": {}, \"source\": {}}', '[1, null,"
        ' "x"]\')',
    ),
    attack(
        "a child id that is no id",
        WORKER,
        "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '{\"occurred\": {}, \"source\": {}}',"
        ' \'[{"child_id": "x"}]\')',
    ),
    attack("days without end", WORKER, "select api.chronology_keys('<own>', '-infinity', 'infinity')"),
    attack("a polymorphic record for a text", WORKER, "select api.find_children(row(1, 2))"),
    attack("an unknown argument", WORKER, "select api.open_file(p_child => '<own>', p_login => 'tl_manager_a')"),
    attack("a variadic trick", WORKER, "select api.find_children(variadic array['a'])"),
    attack(
        "an argument as a subquery on a table",
        WORKER,
        "select api.find_children((select headline from core.chronology limit 1))",
    ),
    attack(
        "a default argument calls a table function",
        WORKER,
        "select api.open_file((select child_id from core.file where sealed limit 1))",
    ),
    attack(
        "an auditor reviews broken glass that is not there", AUDITOR, "select api.review_broken_glass(-1, 'in order')"
    ),
    attack("an administrator learns of a file by adding a team", ADMINISTRATOR, "select api.add_team('North')"),
    attack("the current position of the log is read", WORKER, "select pg_current_wal_lsn()"),
    attack("the inserted position of the log is read", WORKER, "select pg_current_wal_insert_lsn()"),
    attack("the last checkpoint is read", WORKER, "select pg_control_checkpoint()"),
)
