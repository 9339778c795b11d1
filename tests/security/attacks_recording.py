"""Attempts on what recording keeps: drafts, challenges, what an analysis rests on, posts, absences and lists."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.attacks_record import save
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

_KEPT = '{"values": {}, "versions": {"z": 999}}'


def _keep(draft: str) -> str:
    return f"select api.keep_draft('{draft}', null, '{_KEPT}', now() + interval '1 day')"


def _drop(draft: str) -> str:
    return f"select api.drop_draft('<draft_{draft}>', '{{\"z\": 999}}')"


_OPEN = "select api.open_draft('<draft_{}>', 'the worker is ill this week')"
_READ = "select api.read_draft('<draft_{}>')"
_ANALYSIS = save("own", kind="analysis").replace('"kind"', '"rests_on": ["<entry_BASIS>"], "kind"')
_CHALLENGE = "select api.add_challenge('<fresh>', '<{}>', '<entry_{}>', 'Her mother', current_date, 'It was not so')"
_ABSENT = "select api.set_absence('<fresh>', '<staff_{}>', current_date, null)"
_CODE = "select api.set_code('entry_kind', 'gossip', 'Gossip', 1, '{}', null)"
_OVERWRITTEN = f"select content = '{_KEPT}' from core.server_draft where draft_id = '<draft_other>'"
_MEASURED = (
    "explain (analyze, buffers, wal) ",
    "EXPLAIN ANALYZE ",
    "/* */ explain (analyze, format json) ",
)
_NOT_MANAGERS = (WORKER, STRANGER, GUARDIAN, SUPPORT, DUTY, FRONT_DOOR, AUDITOR, ADMINISTRATOR, SUSPENDED)
_NOT_ADMINISTRATORS = (WORKER, MANAGER, SUPPORT, AUDITOR, SUSPENDED)

ATTACKS: tuple[Attack, ...] = (
    # drafts
    *(
        attack(
            f"another's draft is overwritten by {who}",
            who,
            _keep("<draft_other>"),
            gain=Gain.PASSES,
            then=_OVERWRITTEN,
        )
        for who in (WORKER, MANAGER, SUPPORT, SUSPENDED, AUDITOR)
    ),
    *(
        attack(
            f"another's draft is dropped by {who}",
            who,
            _drop("other"),
            gain=Gain.WORDS,
            then="select not exists (select from core.server_draft where draft_id = '<draft_other>')",
        )
        for who in (WORKER, MANAGER, SECOND, ADMINISTRATOR)
    ),
    attack(
        "a draft that was handed on is taken back",
        COLLEAGUE,
        _drop("handed"),
        gain=Gain.WORDS,
        then="select not exists (select from core.server_draft where draft_id = '<draft_handed>')",
    ),
    *(
        attack(f"another's drafts are listed by {who}", who, "select * from api.my_drafts()", gain=Gain.ROWS)
        for who in (WORKER, STRANGER, MANAGER, SUSPENDED, AUDITOR, ADMINISTRATOR)
    ),
    *(
        attack(f"what another dropped is listed by {who}", who, "select * from api.gone_drafts()", gain=Gain.ROWS)
        for who in (WORKER, STRANGER, MANAGER, SUSPENDED, AUDITOR, ADMINISTRATOR)
    ),
    attack("another's draft is handed on", WORKER, "select api.hand_draft('<draft_other>', 'to my manager')"),
    attack("a manager hands on another's draft", MANAGER, "select api.hand_draft('<draft_other>', 'to myself')"),
    *(
        attack(f"who is no manager lists drafts: {who}", who, "select * from api.colleagues_drafts()")
        for who in _NOT_MANAGERS
    ),
    *(attack(f"who is no manager opens a draft: {who}", who, _OPEN.format("handed")) for who in _NOT_MANAGERS),
    *(
        attack(f"{who} opens a draft that is not theirs: {draft}", who, _OPEN.format(draft))
        for who, drafts in ((ELSEWHERE, "handed other hidden"), (SECOND, "other hidden"), (MANAGER, "other"))
        for draft in drafts.split()
    ),
    *(
        attack(
            f"{who} lists a draft that is not theirs: {draft}",
            who,
            f"select * from api.colleagues_drafts() where draft_id = '<draft_{draft}>'",
            gain=Gain.ROWS,
        )
        for who, drafts in ((ELSEWHERE, "handed other hidden"), (SECOND, "other hidden"))
        for draft in drafts.split()
    ),
    attack("a draft is read that was not opened", SECOND, _READ.format("handed"), gain=Gain.ROWS),
    attack(
        "a draft is read in the transaction of opening", SECOND, "begin", _OPEN.format("handed"), _READ.format("handed")
    ),
    attack(
        "a draft is read in the statement of opening",
        SECOND,
        f"with o as materialized ({_OPEN.format('handed')}) select api.read_draft('<draft_handed>') from o",
    ),
    attack("a draft is opened without a reason", SECOND, "select api.open_draft('<draft_handed>', '         because')"),
    attack("a draft is settled that was not opened", SECOND, "select api.settle_draft('<draft_handed>')"),
    attack(
        "a draft is settled in the transaction of opening",
        SECOND,
        "begin",
        _OPEN.format("handed"),
        "select api.settle_draft('<draft_handed>')",
    ),
    attack(
        "one reads one's own draft as its manager",
        MANAGER,
        "begin",
        _keep("d0d0d0d0-0000-4000-8000-000000000001"),
        "select api.open_draft('d0d0d0d0-0000-4000-8000-000000000001', 'to see what it says')",
    ),
    attack("a draft that is a list", WORKER, "select api.keep_draft('<fresh>', null, '[]', now())"),
    attack("a draft of no time", WORKER, "select api.keep_draft('<fresh>', null, '{}', 'infinity')"),
    attack(
        "a manager makes a worker of another team absent to see the drafts",
        ELSEWHERE,
        "begin",
        _ABSENT.format("practitioner_b"),
        "select * from api.colleagues_drafts()",
        gain=Gain.ROWS,
    ),
    # absences
    *(
        attack(f"{who} makes somebody else absent", who, _ABSENT.format("practitioner_b"))
        for who in (WORKER, DUTY, SUPPORT, ELSEWHERE, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    attack("nobody is made absent", MANAGER, "select api.set_absence('<fresh>', '<absent>', current_date, null)"),
    attack("an absence that does not exist is ended", MANAGER, "select api.end_absence('<fresh>')"),
    # posts and siblings
    *(
        attack(f"what was posted to others is told by {who}", who, "select * from api.posted_entries()", gain=Gain.ROWS)
        for who in (STRANGER, SUPPORT, DUTY, FRONT_DOOR, GUARDIAN, ELSEWHERE, SUSPENDED, AUDITOR, ADMINISTRATOR)
    ),
    attack(
        "what was posted to a sealed child is told to its team's manager",
        SECOND,
        "begin",
        _ABSENT.format("practitioner_b"),
        "select * from api.posted_entries() where child_id = '<brother>'",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed brother is offered",
        WORKER,
        "select * from api.siblings('<own>') where child_id = '<brother>'",
        gain=Gain.ROWS,
    ),
    attack(
        "a sealed brother is offered to his file's member in the open file",
        MANAGER,
        "select api.open_file('<own>', 'duty')",
        "select * from api.siblings('<own>') where child_id = '<brother>'",
        gain=Gain.ROWS,
    ),
    *(
        attack(
            f"the siblings of a child are asked without a ticket by {who}", who, "select * from api.siblings('<own>')"
        )
        for who in (DUTY, FRONT_DOOR, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    attack("the author is told that members were told", WORKER, "select * from api.notices()", gain=Gain.ROWS),
    *(
        attack(f"a save is measured: {how.strip()}", WORKER, how + save("own", headline="Measured"), gain=Gain.PASSES)
        for how in _MEASURED
    ),
    attack(
        "a save is measured out of a DO block",
        WORKER,
        "do $$ declare l text; begin for l in execute 'exp' || 'lain (analyze, wal) "
        + save("own", headline="Measured").replace("'", "''")
        + "' loop raise notice '%', l; end loop; end $$",
    ),
    attack(
        "a paper is measured",
        WORKER,
        "explain (analyze, wal) select api.add_document('<fresh>', '<own>', null, 'x.pdf', '', 'letter', null,"
        " 'x'::bytea, encode(sha256('x'::bytea), 'hex'))",
    ),
    # what an analysis rests on
    *(
        attack(f"an analysis rests on an entry of another file: {other}", WORKER, _ANALYSIS.replace("BASIS", other))
        for other in ("other", "sealed", "sister", "south")
    ),
    attack("an analysis rests on nothing", WORKER, save("own", kind="analysis")),
    attack(
        "an analysis rests on a text",
        WORKER,
        save("own", kind="analysis").replace('"kind"', '"rests_on": "Zk", "kind"'),
    ),
    attack(
        "what an analysis rests on in a sister's file is told",
        WORKER,
        "select * from api.basis_of('<own>', '<entry_analysis>')",
        gain=Gain.ROWS,
    ),
    attack(
        "the ids of what it rests on there are told",
        WORKER,
        "select * from (select jsonb_array_elements_text(content -> 'rests_on')"
        " from api.read_entry('<own>', '<entry_analysis>')) x",
        gain=Gain.ROWS,
    ),
    attack("the basis of an entry of others is asked", WORKER, "select * from api.basis_of('<own>', '<entry_other>')"),
    # challenges
    attack("a challenge without a ticket", DUTY, _CHALLENGE.format("own", "own")),
    attack("a challenge by somebody named to read", STRANGER, _CHALLENGE.format("own", "own")),
    attack("a challenge by a guardian", GUARDIAN, _CHALLENGE.format("own", "own")),
    attack("a challenge by an auditor", AUDITOR, _CHALLENGE.format("own", "own")),
    attack("a challenge by the suspended", SUSPENDED, _CHALLENGE.format("own", "own")),
    attack("a challenge to an entry of another file", WORKER, _CHALLENGE.format("own", "other")),
    attack("a challenge to an entry of a sealed file", WORKER, _CHALLENGE.format("own", "sealed")),
    attack("a challenge in the file of others", WORKER, _CHALLENGE.format("other", "other")),
    attack(
        "a challenge of tomorrow week",
        WORKER,
        _CHALLENGE.format("own", "own").replace("current_date", "current_date + 7"),
    ),
    attack("a challenge of blanks", WORKER, _CHALLENGE.format("own", "own").replace("It was not so", "  ")),
    attack(
        "a challenge noted in a sister's file is read",
        WORKER,
        "select * from api.challenges('<own>', '<entry_analysis>')",
        gain=Gain.ROWS,
    ),
    attack(
        "a challenge noted in a sister's file is found",
        WORKER,
        "select * from (select nullif(api.search_file('<own>', 'Zkher'), '')) x",
        gain=Gain.ROWS,
    ),
    attack(
        "challenges to an entry of others are read", WORKER, "select * from api.challenges('<own>', '<entry_other>')"
    ),
    # lists and limits
    *(attack(f"{who} changes a list", who, _CODE) for who in _NOT_ADMINISTRATORS),
    *(attack(f"{who} changes the limit", who, "select api.set_document_limit(500)") for who in _NOT_ADMINISTRATORS),
    *(attack(f"{who} puts off the lock", who, "select api.set_idle_minutes(60)") for who in _NOT_ADMINISTRATORS),
    attack("a lock that never comes", ADMINISTRATOR, "select api.set_idle_minutes(0)"),
    attack("a lock that comes after hours", ADMINISTRATOR, "select api.set_idle_minutes(61)"),
    attack("a list is made up", ADMINISTRATOR, _CODE.replace("entry_kind", "secrets")),
    attack("a limit without a limit", ADMINISTRATOR, "select api.set_document_limit(100000)"),
    attack("a code that is SQL", ADMINISTRATOR, _CODE.replace("'gossip'", "'x''; drop table core.code'")),
)
