"""Attempts on the facts at the head of a file: writing where one may not, and reading through them what is hidden."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import AUDITOR, COLLEAGUE, DUTY, GUARDIAN, SECOND, STRANGER, SUPPORT, SUSPENDED, WORKER

_PLAN = (
    '{"kind": "plan", "code": "cp", "begins": {"earliest": "2026-03-03", "latest": "2026-03-03", "as_given": "then"}}'
)
_PERIOD = f"select api.record_period('<fresh>', '<CHILD>', '{_PLAN}', 'an attack')"
_PERSON = "select api.correct_person('<fresh>', '<CHILD>', '<WHOM>', 'pronouns', '{\"text\": \"they\"}', 'an attack')"
_NAME = "select api.add_name('<fresh>', '<CHILD>', '<WHOM>', 'alias', 'Attacked', 'Name', 'an attack')"
_PHOTOGRAPH = "select api.set_photograph('<fresh>', '<CHILD>', ''::bytea)"


def _of(statement: str, child: str, whom: str = "") -> str:
    return statement.replace("CHILD", child).replace("WHOM", whom or child)


ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{why}: {what}", who, statement)
        for who, child, why in (
            (DUTY, "own", "a fact without a ticket"),
            (WORKER, "other", "a fact of a child of others"),
            (SECOND, "sealed", "a fact of a sealed child"),
            (WORKER, "absent", "a fact of an absent child"),
            (WORKER, "expired", "a fact with an expired ticket"),
            (WORKER, "left", "a fact after the allocation ended"),
            (SUSPENDED, "own", "a fact by the suspended"),
            (AUDITOR, "own", "a fact by an auditor"),
            (COLLEAGUE, "own", "a fact by a colleague"),
            (STRANGER, "own", "a fact by a stranger"),
        )
        for what, statement in (
            ("period", _of(_PERIOD, child)),
            ("person", _of(_PERSON, child)),
            ("name", _of(_NAME, child)),
            ("photograph", _of(_PHOTOGRAPH, child)),
        )
    ),
    attack("support records a plan", SUPPORT, "select * from api.open_file('<own>', 'minutes')", _of(_PERIOD, "own")),
    attack("a sister with a file of her own is renamed from her brother's", WORKER, _of(_NAME, "own", "sister")),
    attack("a sister with a file of her own is corrected", WORKER, _of(_PERSON, "own", "sister")),
    attack("a stranger is corrected from an open file", WORKER, _of(_PERSON, "own", "other")),
    attack(
        "an entry of another file is named as source",
        WORKER,
        f"select api.record_period('<fresh>', '<own>', '{_PLAN}', '', '<entry_other>')",
    ),
    attack(
        "a period of another child is ended",
        WORKER,
        "select api.end_period('<fresh>', (select period_id from core.period limit 1), '<own>', '{}', '', 'x')",
    ),
    attack(
        "a guardian looks for legal advice in the band",
        GUARDIAN,
        "select * from api.child_band('<own>')",
        gain=Gain.WORDS,
    ),
    attack(
        "the band of an open file tells of a brother's",
        WORKER,
        "select * from api.child_band('<own>')",
        "select * from api.history_of('<own>', 'lives_with')",
        gain=Gain.WORDS,
    ),
)
