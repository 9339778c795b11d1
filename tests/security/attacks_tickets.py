"""Attempts to read a file without leaving a trace, after access has ended, or with somebody else's ticket."""

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
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_OPEN_OTHER = "select api.open_file('<other>', 'looking into this child', true)"
_READ_OTHER = "select * from api.chronology_page('<other>')"
_READS = {
    "summary": "select * from api.child_summary('<{}>')",
    "page": "select * from api.chronology_page('<{}>')",
    "keys": "select api.chronology_keys('<{}>')",
    "lines": "select * from api.chronology_rows('<{}>', array[1, 2]::bigint[])",
    "search": "select api.search_file('<{}>', 'visit')",
    "entry": "select * from api.read_entry('<{}>', '<entry_{}>')",
    "court rows": "select * from api.court_rows('<{}>', null, null, false)",
    "periods": "select * from api.periods('<{}>')",
    "band": "select * from api.child_band('<{}>')",
    "history of a fact": "select * from api.history_of('<{}>', 'plan')",
    "photograph": "select * from api.photograph('<{}>')",
    "timeline": "select api.timeline('<{}>')",
    "news": "select * from api.file_news('<{}>', '2000-01-01')",
    "people": "select api.people_of('<{}>')",
    "somebody": "select * from api.find_person('<{}>', 'Mara Ownfile', null)",
    "duplicates": "select * from api.duplicates_of('<{}>')",
    "papers of an entry": "select * from api.documents_of_entry('<{}>', '<entry_{}>')",
    "papers": "select * from api.documents_of_child('<{}>')",
    "papers that are lived by": "select * from api.current_papers('<{}>')",
    "bytes of a paper": "select api.document_bytes('<{}>', '<paper_{}>')",
    "a filter": "select api.filtered_keys('<{}>', '{\"documents\": true}')",
    "an empty filter": "select api.filtered_keys('<{}>', '{}')",
    "counts beside a filter": "select * from api.filter_counts('<{}>')",
    "people of a filter": "select * from api.filter_people('<{}>')",
    "suggestions": "select * from api.suggest_words('<{}>', 'visut')",
    "taking away": "select * from api.take_away('<{}>', array[1]::bigint[], 'copy')",
}
_CATCH = """do $$ declare n bigint; begin
  begin perform api.open_file('<other>', 'looking into this child', true);
    select count(*) into n from api.chronology_page('<other>'); raise notice 'Zkother % lines', n;
    raise exception 'undo';
  exception when others then null; end; end $$"""


def _every_read(who: str, child: str, why: str) -> tuple[Attack, ...]:
    return tuple(
        attack(f"{why}: {what}", who, statement.replace("<{}>", f"<{child}>").replace("_{}>", f"_{child}>"))
        for what, statement in _READS.items()
    )


ATTACKS: tuple[Attack, ...] = (
    *_every_read(WORKER, "other", "an unallocated practitioner reads without opening"),
    *_every_read(COLLEAGUE, "south", "another team's practitioner reads without opening"),
    *_every_read(WORKER, "left", "a ticket outlives the allocation"),
    *_every_read(WORKER, "expired", "a ticket outlives its hours"),
    *_every_read(SUSPENDED, "own", "the suspended use a standing ticket"),
    *_every_read(SUSPENDED, "glass", "the suspended use a broken glass"),
    *_every_read(FRONT_DOOR, "other", "the front door reads without opening"),
    *_every_read(AUDITOR, "own", "an auditor reads a record"),
    *_every_read(ADMINISTRATOR, "own", "an administrator reads a record"),
    *_every_read(SECOND, "sealed", "the team's other manager reads a sealed file"),
    *_every_read(SUPPORT, "sealed", "the team's support reads a sealed file"),
    *(
        attack(
            f"{who} opens {child}", who, f"select * from api.open_file('<{child}>', 'a reason of some length', true)"
        )
        for who, child in (
            (WORKER, "sealed"),
            (SECOND, "sealed"),
            (ELSEWHERE, "sealed"),
            (DUTY, "sealed"),
            (FRONT_DOOR, "sealed"),
            (SUPPORT, "sealed"),
            (GUARDIAN, "sealed"),
            (STRANGER, "sealed"),
            (SUPPORT, "south"),
            (AUDITOR, "own"),
            (ADMINISTRATOR, "own"),
            (SUSPENDED, "own"),
            (SUSPENDED, "other"),
            (COLLEAGUE, "brother"),
        )
    ),
    attack("support of another team opens without glass", SUPPORT, "select api.open_file('<south>', 'minutes')"),
    attack(
        "an unallocated practitioner opens without glass",
        WORKER,
        "select api.open_file('<other>', 'a reason of some length')",
    ),
    attack("glass is broken without a reason", WORKER, "select api.open_file('<other>', '', true)"),
    attack("glass is broken with blanks", WORKER, "select api.open_file('<other>', repeat(' ', 40), true)"),
    attack("glass is broken with a short reason", WORKER, "select api.open_file('<other>', 'need it', true)"),
    attack("glass is broken with one letter", WORKER, "select api.open_file('<other>', repeat('a', 40), true)"),
    attack("glass is broken with null", WORKER, "select api.open_file('<other>', null, true)"),
    attack("duty opens without a reason", DUTY, "select api.open_file('<other>')"),
    attack("the front door opens without a reason", FRONT_DOOR, "select api.open_file('<other>', '')"),
    attack("support opens without a reason", SUPPORT, "select api.open_file('<own>', null)"),
    attack("a manager opens without a reason", SECOND, "select api.open_file('<own>')"),
    # a read that a rollback would hide
    attack("open and read in one transaction", STRANGER, "begin", _OPEN_OTHER, _READ_OTHER),
    attack(
        "open, savepoint and read",
        STRANGER,
        "begin",
        "savepoint a",
        _OPEN_OTHER,
        "release a",
        "savepoint b",
        _READ_OTHER,
    ),
    attack(
        "open, undo to a savepoint, read", STRANGER, "begin", "savepoint a", _OPEN_OTHER, "rollback to a", _READ_OTHER
    ),
    attack("a DO block catches the error", STRANGER, _CATCH, gain=Gain.WORDS),
    attack(
        "one statement with a materialised CTE",
        STRANGER,
        "with o as materialized (select * from api.open_file('<other>', 'looking into this child', true))"
        " select p.* from o, api.chronology_page('<other>') p",
        gain=Gain.ROWS,
    ),
    attack(
        "one statement with a lateral call",
        STRANGER,
        "select p.* from api.open_file('<other>', 'looking into this child', true) o,"
        " lateral api.chronology_page('<other>', case when o.basis is null then 1 else 9 end) p",
        gain=Gain.ROWS,
    ),
    attack(
        "one statement that waits between",
        STRANGER,
        "select (api.open_file('<other>', 'looking into this child', true)).basis, pg_sleep(0.05),"
        " (api.chronology_page('<other>')).headline",
        gain=Gain.ROWS,
    ),
    attack(
        "a cursor WITH HOLD over a read in the opening transaction",
        STRANGER,
        "begin",
        _OPEN_OTHER,
        f"declare c cursor with hold for {_READ_OTHER}",
        "commit",
        "fetch all from c",
        gain=Gain.ROWS,
    ),
    attack(
        "a prepared transaction keeps the ticket undecided",
        STRANGER,
        "begin",
        _OPEN_OTHER,
        "prepare transaction 'half'",
        _READ_OTHER,
    ),
    attack("a statement prepared before", STRANGER, f"prepare p as {_READ_OTHER}", "begin", _OPEN_OTHER, "execute p"),
    attack("several statements in one message", STRANGER, f"{_OPEN_OTHER}; {_READ_OTHER}"),
    attack(
        "open confidential and read in one transaction",
        WORKER,
        "begin",
        "select api.open_confidential('<own>', 'I need the address')",
        "select * from api.confidential_details('<own>')",
    ),
    # old snapshots
    *(
        attack(
            f"a file is read under {level}",
            WORKER,
            f"begin isolation level {level}",
            "select * from api.chronology_page('<own>')",
        )
        for level in ("repeatable read", "serializable", "read uncommitted")
    ),
    attack(
        "the session's default is repeatable read",
        WORKER,
        "set default_transaction_isolation = 'repeatable read'",
        "select * from api.child_summary('<own>')",
    ),
    attack(
        "the level is set as a setting",
        WORKER,
        "begin",
        "set transaction_isolation = 'serializable'",
        "select * from api.child_summary('<own>')",
    ),
    attack(
        "a file is opened under repeatable read",
        WORKER,
        "begin isolation level repeatable read",
        "select api.open_file('<own>')",
    ),
    attack(
        "children are found under serializable",
        WORKER,
        "begin isolation level serializable",
        "select * from api.find_children('own')",
    ),
    attack(
        "an old snapshot is taken over",
        WORKER,
        "begin isolation level repeatable read",
        "set transaction snapshot '00000003-00000001-1'",
        "select * from api.child_summary('<own>')",
    ),
    # others' tickets and other scopes
    attack("a file ticket opens the confidential details", WORKER, "select * from api.confidential_details('<own>')"),
    attack(
        "a guardian opens the confidential details",
        GUARDIAN,
        "select api.open_confidential('<own>', 'I need the address')",
    ),
    attack(
        "an inspector opens the confidential details",
        STRANGER,
        "select api.open_confidential('<own>', 'I need the address')",
    ),
    attack(
        "broken glass opens the confidential details",
        STRANGER,
        "select api.open_confidential('<glass>', 'I need the address')",
    ),
    attack("the confidential details without a reason", WORKER, "select api.open_confidential('<own>', 'please')"),
    attack("the confidential details with null", WORKER, "select api.open_confidential('<own>', null)"),
    attack(
        "support opens the confidential details", SUPPORT, "select api.open_confidential('<own>', 'I need the address')"
    ),
    attack(
        "a sealed or another's sibling shows a hidden address",
        WORKER,
        "select api.open_confidential('<own>', 'I need the address')",
        "select * from api.confidential_details('<own>')",
        gain=Gain.WORDS,
    ),
    attack("a colleague's ticket serves", DUTY, "select * from api.chronology_page('<own>')"),
    attack("somebody named reads on a colleague's ticket", COLLEAGUE, "select * from api.chronology_page('<own>')"),
    attack("a ticket for one child serves another", WORKER, "select * from api.read_entry('<own>', '<entry_other>')"),
    attack(
        "a sibling's entry through one's own file", WORKER, "select * from api.read_entry('<own>', '<entry_sister>')"
    ),
    attack(
        "a sibling's file through a shared entry", WORKER, "select * from api.read_entry('<sister>', '<entry_both>')"
    ),
    attack(
        "a sibling's part of a shared entry",
        WORKER,
        "select * from api.read_entry('<own>', '<entry_both>')",
        gain=Gain.WORDS,
    ),
    attack(
        "a sibling's part in the court rows",
        WORKER,
        "select * from api.court_rows('<own>', null, null, false)",
        gain=Gain.WORDS,
    ),
    attack(
        "a sealed brother is counted in a shared entry's line",
        WORKER,
        "select 1 from api.chronology_page('<own>') where siblings > 1",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed brother is counted or named in a shared entry",
        WORKER,
        "select 1 from api.read_entry('<own>', '<entry_both>')"
        " where also_concerns > 1 or 'Bertil Ownfile' = any (also_names)",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed brother is counted by an entry of another file",
        WORKER,
        "select * from api.read_entry('<own>', '<entry_sealed>')",
    ),
    attack(
        "a sibling's words by search",
        WORKER,
        "select api.search_file('<own>', 'Zkher')",
        gain=Gain.WORDS,
        then="select false",
    ),
    attack(
        "an export is noted without a ticket", DUTY, "select api.note_export('<own>', 'chronology', 1, repeat('a', 64))"
    ),
    # legal advice
    attack("a guardian lists legal advice", GUARDIAN, "select * from api.chronology_page('<own>')", gain=Gain.WORDS),
    attack("a guardian reads legal advice", GUARDIAN, "select * from api.read_entry('<own>', '<entry_legal>')"),
    attack(
        "a guardian reads advice before it was marked",
        GUARDIAN,
        "select * from api.read_entry('<own>', '<entry_legal>', 1)",
    ),
    attack(
        "a guardian finds legal advice by its words",
        GUARDIAN,
        "select 1 where length(api.search_file('<own>', 'Zklegal')) > 0",
        gain=Gain.ROWS,
    ),
    attack(
        "a guardian counts legal advice by its keys",
        GUARDIAN,
        "select 1 where length(api.chronology_keys('<own>')) <> 32",
        gain=Gain.ROWS,
    ),
    attack(
        "a guardian counts significant advice by its keys",
        GUARDIAN,
        "select 1 where length(api.chronology_keys('<own>', p_significant => true)) > 0",
        gain=Gain.ROWS,
    ),
    attack(
        "a guardian takes advice in rows by key",
        GUARDIAN,
        "select * from api.chronology_rows('<own>', array(select (((date '2026-03-03' - date '1800-01-01')::bigint"
        " << 43)"
        " | n) from generate_series(0, 20) n))",
        gain=Gain.WORDS,
    ),
    attack(
        "a guardian takes advice for the court",
        GUARDIAN,
        "select * from api.court_rows('<own>', null, null, null)",
        gain=Gain.WORDS,
    ),
    attack(
        "a guardian counts legal advice in the timeline",
        GUARDIAN,
        "select 1 where (select sum((m ->> 1)::integer) from jsonb_array_elements(api.timeline('<own>') -> 'months') m)"
        " <> 4 or api.timeline('<own>') ->> 'significant' <> '0'",
        gain=Gain.ROWS,
    ),
    attack(
        "a guardian hears of legal advice as news",
        GUARDIAN,
        "select 1 from api.file_news('<own>', '2000-01-01') where '<entry_legal>' = any (entries)",
        gain=Gain.ROWS,
    ),
    attack("a guardian sees advice in the caseload", GUARDIAN, "select * from api.my_children()", gain=Gain.WORDS),
    # the audit of others
    *(
        attack(f"{who} reads the audit", who, "select * from api.read_audit('<own>')")
        for who in (WORKER, MANAGER, SUPPORT, ADMINISTRATOR, FRONT_DOOR, SUSPENDED)
    ),
    attack("a practitioner verifies the audit", WORKER, "select * from api.verify_audit()"),
    attack("the suspended seal the audit", SUSPENDED, "select api.seal()"),
    attack(
        "opening leaves no line in the audit",
        DUTY,
        "select api.open_file('<south>', 'a child ran to our office', true)",
        gain=Gain.WORDS,
        then="select not exists (select from audit.event where child_id = '<south>' and login = 'tl_duty_a'"
        " and action = 'open:break_glass' and detail ->> 'reason' = 'a child ran to our office')",
    ),
    attack(
        "taking the court rows leaves no line in the audit",
        WORKER,
        "select * from api.court_rows('<own>', null, null, null)",
        gain=Gain.WORDS,
        then="select not exists (select from audit.event where child_id = '<own>' and login = 'tl_practitioner_a'"
        " and action = 'court_rows')",
    ),
    attack(
        "a match with a sealed child leaves no line",
        ELSEWHERE,
        "select * from api.find_children('Zksealed')",
        gain=Gain.ROWS,
        then="select not exists (select from audit.event where login = 'tl_manager_b' and action = 'find' and"
        " detail -> 'sealed' ? '<sealed>')",
    ),
)
