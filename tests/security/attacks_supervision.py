"""Attempts on case discussions and on the week of support staff: others' lists, sealed files, days of other teams."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    EVERYBODY,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

DISCUSSIONS = "select * from api.case_discussions()"
WEEK = "select * from api.this_week()"
_OF = "{} where child_id = '<{}>'"


def _decisions(child: str, entry: str) -> str:
    return f"select * from api.case_decisions('<{child}>', '<discussion_{entry}>')"


def _answer(child: str, entry: str, words: str, answer: str = "<fresh>") -> str:
    return f"select api.answer_decision('{answer}', '<{child}>', '<discussion_{entry}>', '{words}', true, 'attacked')"


def _arrange(meeting: str, arrangement: str = "<fresh>") -> str:
    return (
        f"select api.arrange_meeting(array['{arrangement}']::uuid[], array['<{meeting}>']::uuid[], '9', 'attacked', '')"
    )


ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} has a list of case discussions", who, DISCUSSIONS)
        for who in (SUPPORT, ADMINISTRATOR, AUDITOR, SUSPENDED)
    ),
    *(
        attack(f"{who} has a {child} child among the case discussions", who, _OF.format(DISCUSSIONS, child),
               gain=Gain.ROWS)
        for who, child in (
            (ELSEWHERE, "other"), (ELSEWHERE, "own"), (MANAGER, "south"), (WORKER, "other"), (WORKER, "left"),
            (DUTY, "other"), (FRONT_DOOR, "other"), (STRANGER, "own"), (STRANGER, "glass"), (GUARDIAN, "own"),
            *((who, "sealed") for who in (SECOND, WORKER, DUTY, ELSEWHERE, FRONT_DOOR)),
        )
    ),
    *(
        attack(f"{who} reads words of case discussions in a list", who, DISCUSSIONS, gain=Gain.WORDS)
        for who in (SECOND, MANAGER, COLLEAGUE)
    ),
    *(
        attack(f"decisions are read {why}", who, _decisions(child, entry))
        for who, child, entry, why in (
            (DUTY, "other", "other", "without a ticket"),
            (SECOND, "other", "other", "without a ticket, by a manager"),
            (WORKER, "other", "other", "of a child of others"),
            (WORKER, "own", "other", "through another file"),
            (SECOND, "sealed", "sealed", "of a sealed child"),
            (SUPPORT, "sealed", "sealed", "of a sealed child, by support"),
            (GUARDIAN, "ward", "legal", "by a guardian, as legal advice"),
            (ADMINISTRATOR, "other", "other", "by an administrator"),
            (SUSPENDED, "own", "own", "by the suspended"),
        )
    ),
    *(
        attack(f"a decision is answered {why}", who, statement)
        for who, statement, why in (
            (WORKER, _answer("other", "other", "Zkother is decided"), "in a file of others"),
            (WORKER, _answer("own", "other", "Zkother is decided"), "through another file"),
            (WORKER, _answer("own", "own", "nobody decided this"), "that was never taken"),
            (WORKER, _answer("own", "own", "Zkown is decided", "<decision_answer>"), "with the answer of a colleague"),
            (STRANGER, _answer("own", "own", "Zkown is decided"), "by who is named to read"),
            (SUPPORT, _answer("own", "own", "Zkown is decided"), "by support"),
            (DUTY, _answer("own", "own", "Zkown is decided"), "without a ticket"),
            (SUSPENDED, _answer("own", "own", "Zkown is decided"), "by the suspended"),
        )
    ),
    *(attack(f"{who} reads the week of support staff", who, WEEK) for who in EVERYBODY if who != SUPPORT),
    *(
        attack(f"support has a {child} child in the week", SUPPORT, _OF.format(WEEK, child), gain=Gain.ROWS)
        for child in ("sealed", "brother", "south")
    ),
    attack("support is told of a sealed brother by the week", SUPPORT, f"{WEEK} where '<brother>' = any (siblings)",
           gain=Gain.ROWS),
    attack("support reads words of files that are not open in the week", SUPPORT, WEEK, gain=Gain.WORDS),
    *(
        attack(f"a meeting is arranged {why}", who, statement)
        for who, statement, why in (
            (SUPPORT, _arrange("meeting_sealed"), "about a sealed child"),
            (SUPPORT, _arrange("meeting_south"), "about another team's child"),
            (SUPPORT, _arrange("no_meeting"), "that is none"),
            (SUPPORT, _arrange("meeting_other", "<arrangement_other>"), "with the arrangement of a colleague"),
            (SUPPORT, _arrange("absent"), "that is not there"),
            *((who, _arrange("meeting_other"), f"by {who}") for who in EVERYBODY if who != SUPPORT),
        )
    ),
    attack("a visit agrees the next case discussion", WORKER,
           "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, jsonb_build_object('occurred', jsonb_build_object("
           "'earliest', current_date, 'latest', current_date, 'precision', 'day', 'minute', null, 'approximate', false,"
           " 'as_given', ''), 'source', jsonb_build_object('how', 'seen_or_heard'), 'kind', 'visit', 'headline',"
           " 'attacked', 'next_on', current_date + 9), jsonb_build_array(jsonb_build_object('child_id', '<own>')))"),
    *(
        attack(f"the tables of supervision are open: {table}", WORKER, f"select * from core.{table}")
        for table in ("decision_answer", "meeting_arrangement")
    ),
)  # fmt: skip
