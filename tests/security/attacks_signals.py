"""Attempts on the caseload: what stands out about others' children, answers where one may not, the rules behind it."""

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

CASELOAD = "select * from api.caseload()"
_OF = f"{CASELOAD} where child_id = '<{{}}>'"


def _answer(child: str, answer: str = "<fresh>", until: str = "current_date + 7") -> str:
    return (
        f"select api.answer_signal('{answer}', '<{child}>', 'newly_referred', '', null, 'attacked', {until})"
    )  # fmt: skip


_RULES = (
    ("a threshold", "select api.set_signal_threshold('not_seen', 0, 400)"),
    ("a statutory date", "select api.set_statutory_step('conference', 1, 500, 'working days', 'an attack')"),
    ("a bank holiday", "select api.set_bank_holiday(current_date, 'an attack')"),
)

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} has a {child} child among what stands out", who, _OF.format(child), gain=Gain.ROWS)
        for who, child in (
            *((who, "sealed") for who in (SECOND, SUPPORT, DUTY, WORKER, ELSEWHERE, FRONT_DOOR)),
            (WORKER, "left"),
            (WORKER, "other"),
            (STRANGER, "glass"),
            (MANAGER, "south"),
        )
    ),
    *(attack("somebody without children has a caseload", who, CASELOAD) for who in (ADMINISTRATOR, AUDITOR, SUSPENDED)),
    attack("the front door has a caseload of others", FRONT_DOOR, CASELOAD, gain=Gain.ROWS),
    *(
        attack(f"{who} reads answers in files that are not open", who, CASELOAD, gain=Gain.WORDS)
        for who in (SECOND, SUPPORT, DUTY, WORKER, GUARDIAN, STRANGER)
    ),
    attack(
        "an answer is read on a ticket that is rolled back",
        SECOND,
        "begin",
        "select * from api.open_file('<other>', 'duty')",
        CASELOAD,
        "rollback",
        gain=Gain.WORDS,
    ),
    attack(
        "a guardian learns of legal advice by a signal",
        GUARDIAN,
        f"select 1 from ({CASELOAD}) c, jsonb_array_elements(c.signals) s where s ->> 'signal' = 'notifications'",
        gain=Gain.ROWS,
    ),
    *(
        attack(f"{who} is told of a sealed brother by grouping", who, f"{CASELOAD} where '<brother>' = any (siblings)",
               gain=Gain.ROWS)
        for who in (MANAGER, SECOND, WORKER)
    ),
    *(
        attack(f"a signal is answered {why}", who, _answer(child))
        for who, child, why in (
            (WORKER, "other", "about a child of others"),
            (SECOND, "sealed", "about a sealed child"),
            (COLLEAGUE, "absent", "about an absent child"),
            (WORKER, "left", "after the allocation ended"),
            (SUSPENDED, "own", "by the suspended"),
            (AUDITOR, "own", "by an auditor"),
            (ADMINISTRATOR, "own", "by an administrator"),
            (SUPPORT, "own", "by support"),
            (STRANGER, "own", "by who is named to read"),
            (GUARDIAN, "own", "by a guardian who is named to read"),
            (STRANGER, "glass", "by who broke the glass"),
            (FRONT_DOOR, "own", "by the front door"),
            (ELSEWHERE, "own", "by another team's manager"),
        )
    ),
    *(
        attack(f"an answer {why}", WORKER, statement)
        for why, statement in (
            ("of a colleague is sent again", _answer("own", "<signal_answer_other>")),
            ("holds for ever", _answer("own", until="current_date + 400")),
            ("is of yesterday", _answer("own", until="current_date - 1")),
            ("has no end", _answer("own", until="null")),
        )
    ),
    *(
        attack(f"answers are read {why}", who, f"select * from api.signal_answers('<{child}>')")
        for who, child, why in (
            (DUTY, "own", "without a ticket"),
            (WORKER, "other", "of a child of others"),
            (SECOND, "sealed", "of a sealed child"),
            (WORKER, "expired", "with an expired ticket"),
            (SUSPENDED, "own", "by the suspended"),
            (ADMINISTRATOR, "own", "by an administrator"),
        )
    ),
    *(
        attack(f"{who} changes {what} of the caseload", who, statement)
        for who in (WORKER, GUARDIAN, MANAGER, ELSEWHERE, SUPPORT, AUDITOR, SUSPENDED)
        for what, statement in _RULES
    ),
    *(
        attack(f"the suspended read {name}", SUSPENDED, f"select * from api.{name}()")
        for name in ("signal_thresholds", "statutory_steps", "bank_holidays")
    ),
    *(
        attack(f"the tables of the caseload are open: {table}", WORKER, f"select * from core.{table}")
        for table in ("signal_answer", "signal_threshold", "statutory_step", "bank_holiday")
    ),
    *(
        attack("a list of children is noted as printed by who has none", who,
               f"select api.note_caseload(1, 1, '{'0' * 64}')")
        for who in (ADMINISTRATOR, AUDITOR, SUSPENDED)
    ),
    attack("a rule is reckoned past the functions", WORKER,
           "select * from wall.signals(wall.case_children(array['<other>']::uuid[], array[true]))"),
)  # fmt: skip
