"""Attempts to hold a child without having talked, to answer for somebody else, and to date or repeat at will."""

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

_OUTSIDERS = (WORKER, STRANGER, GUARDIAN, DUTY, FRONT_DOOR, SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED, ELSEWHERE)
"""Neither the worker to whom it was proposed nor a manager of the team."""


def _lines(child: str) -> str:
    said = '"urgent": "see them", "agreed_first": "visit", "agreed_by": "9999-01-01", "handover_note": "all told"'
    return f'[{{"child_id": "<{child}>", {said}}}]'


def _propose(child: str, to: str, more: str = "", *, part: str = "allocated_worker", why: str = "knows them") -> str:
    return (
        f"select api.propose_allocation('<fresh>', '<staff_{to}>', '{part}', '{why}', '{_lines(child)}'"
        f"{', ' + more if more else ''})"
    )


def _at_once(child: str, to: str, more: str = "") -> str:
    return _propose(child, to, more).replace("propose_allocation", "allocate_at_once")


def _talk(discussion: str, child: str, on: str = "current_date", took_part: str = "both") -> str:
    lines = f"replace('{_lines(child)}', '9999-01-01', (current_date + 7)::text)::jsonb"
    return f"select api.record_talk('<fresh>', '<{discussion}>', {on}, '{took_part}', 'room', {lines})"


def _accept(discussion: str, talk: str) -> str:
    return f"select api.accept_allocation('<{discussion}>', {talk})"


ATTACKS: tuple[Attack, ...] = (
    # to propose what is not one's to propose
    attack("a practitioner allocates a child to oneself", WORKER, _propose("child_free", "practitioner_a")),
    attack("another team's manager allocates", ELSEWHERE, _propose("child_free", "practitioner_c")),
    attack("a manager allocates a sealed child of others", SECOND, _propose("sealed", "practitioner_b")),
    attack("a manager allocates to a manager", MANAGER, _propose("child_free", "manager_a")),
    attack("a manager allocates to the next manager", MANAGER, _at_once("child_free", "manager_a2")),
    attack("a manager allocates to somebody suspended", MANAGER, _propose("child_free", "suspended")),
    attack("a manager allocates to support", MANAGER, _at_once("child_free", "support_a")),
    attack("a proposal of nobody", MANAGER,
           _propose("child_free", "practitioner_a").replace(_lines("child_free"), "[]")),
    attack("a proposal without why", MANAGER, _propose("child_free", "practitioner_a", why=" ")),
    attack("a proposal without what is urgent", MANAGER,
           _propose("child_free", "practitioner_a").replace("see them", " ")),
    attack("a worker is replaced without a reason", MANAGER, _propose("other", "practitioner_a")),
    attack("a worker is replaced for a reason of one's own", MANAGER, _propose("other", "practitioner_a", "'BORED'")),
    attack("cover is dated back", MANAGER,
           _propose("child_free", "practitioner_a", "'', current_date - 1, current_date", part="cover")),
    attack("an allocation is dated back", MANAGER,
           _propose("child_free", "practitioner_a", "'', current_date - 1, current_date")),
    *(
        attack(f"a child is taken at once by {who}", who, _at_once("child_free", "practitioner_a"))
        for who in _OUTSIDERS
    ),
    attack("a child is proposed while another proposal is open", MANAGER, _propose("child_asked", "practitioner_a")),
    attack("somebody else's proposal is put aside", ELSEWHERE,
           _propose("south", "practitioner_c", "'OTHERS', null, null, '<asked>'")),
    # round the talk
    attack("a child is taken at once while a proposal is open", MANAGER, _at_once("child_bare", "practitioner_b")),
    attack("an emergency follows an emergency", MANAGER, _at_once("child_lapsed", "practitioner_a", "'', '<lapsed>'")),
    attack("an emergency for the next follows an emergency", MANAGER,
           _at_once("child_lapsed", "practitioner_b", "'', '<lapsed>'")),
    attack("an emergency that was taken back is repeated", MANAGER, "begin",
           "select api.withdraw_proposal('<lapsed>', 'again')", _at_once("child_lapsed", "practitioner_a")),
    attack("a child is read after the 72 hours", WORKER, "select * from api.open_file('<child_lapsed>')"),
    attack("a proposal opens a file", COLLEAGUE, "select * from api.open_file('<child_asked>')"),
    attack("a worker accepts without a talk", COLLEAGUE, _accept("bare", "null")),
    attack("a worker accepts an emergency without a talk", WORKER, _accept("lapsed", "null")),
    attack("a worker accepts after having declined", COLLEAGUE, _accept("refused", "'<talk_refused>'")),
    attack("a worker accepts what was withdrawn", WORKER, _accept("taken_back", "'<talk_taken_back>'")),
    attack("a worker accepts another talk", COLLEAGUE, _accept("asked", "'<talk_refused>'")),
    attack("a talk about what was withdrawn", WORKER, _talk("taken_back", "child_taken_back")),
    attack("a withdrawn proposal is declined", WORKER, "select api.decline_allocation('<taken_back>', 'no')"),
    attack("a decline without a word", COLLEAGUE, "select api.decline_allocation('<asked>', ' ')"),
    attack("a proposal is taken back without a word", MANAGER, "select api.withdraw_proposal('<asked>', '')"),
    attack("a talk of tomorrow", MANAGER, _talk("asked", "child_asked", "current_date + 2")),
    attack("a talk is dated weeks back", MANAGER, _talk("asked", "child_asked", "current_date - 15")),
    attack("a talk that nobody took part in", MANAGER, _talk("asked", "child_asked", took_part=" ")),
    attack("a talk about another child", MANAGER, _talk("asked", "child_free")),
    # for somebody else
    *(
        attack(f"{who} accepts for another", who, _accept("asked", "'<talk_asked>'"))
        for who in (*_OUTSIDERS, MANAGER, SECOND)
    ),
    *(
        attack(f"{who} declines for another", who, "select api.decline_allocation('<asked>', 'she is full')")
        for who in (*_OUTSIDERS, MANAGER, SECOND)
    ),
    *(attack(f"{who} records a talk of others", who, _talk("asked", "child_asked")) for who in _OUTSIDERS),
    *(
        attack(f"{who} takes a proposal of others back", who, "select api.withdraw_proposal('<asked>', 'mine')")
        for who in (*_OUTSIDERS, COLLEAGUE)
    ),
    *(
        attack(f"{who} reads who is named", who, "select * from api.named_people('<own>')")
        for who in (WORKER, ELSEWHERE, ADMINISTRATOR)
    ),
    attack("another manager reads who is named for a sealed file", SECOND,
           "select * from api.named_people('<sealed>')"),
    attack("named access is dated back", MANAGER,
           "select api.name_access('<child_free>', '<staff_practitioner_a>', 'legal', 'read', null, 'x',"
           " now() - interval '1 hour')"),
    attack("a sealed file is handed over by a talk from before", WORKER, _accept("shut", "'<talk_shut>'")),
    # about a family that one said to know
    *(
        attack(f"{who} reads the talks about a family that they know", who,
               "select * from api.allocation_discussions() d where d ->> 'discussion_id' = '<family_asked>'",
               gain=Gain.ROWS)
        for who in (FRONT_DOOR, SECOND)
    ),
    *(
        attack(f"{who} {what} about a family that they know", who, statement)
        for who, what, statement in (
            (FRONT_DOOR, "accepts", _accept("family_asked", "'<family_talk>'")),
            (FRONT_DOOR, "declines", "select api.decline_allocation('<family_asked>', 'my cousin')"),
            (FRONT_DOOR, "records a talk", _talk("family_asked", "looked")),
            (SECOND, "records a talk", _talk("family_asked", "looked")),
            (SECOND, "takes a proposal back", "select api.withdraw_proposal('<family_asked>', 'my cousin')"),
            (MANAGER, "proposes to somebody", _propose("looked", "front_door", part="second_worker")),
            (MANAGER, "gives a child at once to somebody",
             _at_once("looked", "front_door").replace("allocated_worker", "second_worker")),
        )
    ),
    # reading
    attack("a worker reads of a child whose file was sealed since", WORKER,
           "select * from api.allocation_discussions()", gain=Gain.WORDS),
    attack("another manager reads of a sealed child", SECOND, "select * from api.allocation_discussions()",
           gain=Gain.WORDS),
    *(
        attack(f"{who} reads the talks of others", who,
               "select * from api.allocation_discussions() d where d ->> 'discussion_id' = '<asked>'", gain=Gain.ROWS)
        for who in (STRANGER, DUTY, GUARDIAN, ELSEWHERE, SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    *(
        attack(f"{who} reads what everybody holds", who, "select * from api.workers_to_propose()", gain=Gain.ROWS)
        for who in (WORKER, SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    *(
        attack(f"{who} reads who held a child", who, f"select * from api.who_held('<{child}>')", gain=Gain.ROWS)
        for who, child in ((DUTY, "own"), (WORKER, "other"), (SECOND, "sealed"), (ADMINISTRATOR, "own"))
    ),
    *(
        attack(f"a manager changes what was said: {table}", MANAGER, f"update core.{table} set discussion_id = null")
        for table in ("allocation_discussion", "allocation_talk", "allocation_answer")
    ),
)  # fmt: skip
