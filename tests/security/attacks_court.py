"""Attempts on proceedings: reading and writing where one may not, learning of hidden parties and sealed brothers."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    GUARDIAN,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_FACTS = '{"law": "public", "stage": "cmh", "issued_on": "2026-03-03"}'
_LISTED = '{"kind": "cmh", "listed_on": "2026-03-03"}'
_NAMED = '{"name": "Attacked", "part": "carer"}'


def _case(child: str, case: str = "<fresh>", base: int = 0, others: str = "") -> str:
    return (
        f"select api.record_proceedings('<fresh>', '{case}', '<{child}>', {base}, array[{others}]::uuid[],"
        f" '{_FACTS}', 'an attack')"
    )


def _hearing(child: str, case: str, hearing: str = "<fresh>", base: int = 0, op: str = "<fresh>") -> str:
    return f"select api.record_hearing('{op}', '{hearing}', '<{case}>', '<{child}>', {base}, '{_LISTED}', 'an attack')"


def _party(child: str, case: str, party: str = "<fresh>", base: int = 0, person: str = "null") -> str:
    ids = f"'<fresh>', '{party}', '<{case}>', '<{child}>'"
    return f"select api.record_party({ids}, {base}, {person}, '{_NAMED}', 'an attack')"


READS = (
    "select api.proceedings_of('<own>')",
    "select api.history_of_proceedings('<own>', '<case_own>')",
    "select * from api.child_band('<own>')",
    "select api.timeline('<own>')",
)
_OUTSIDE = (
    (DUTY, "own", "without a ticket"),
    (WORKER, "other", "of a child of others"),
    (SECOND, "sealed", "of a sealed child"),
    (WORKER, "absent", "of an absent child"),
    (WORKER, "expired", "with an expired ticket"),
    (WORKER, "left", "after the allocation ended"),
    (SUSPENDED, "own", "by the suspended"),
    (AUDITOR, "own", "by an auditor"),
    (ADMINISTRATOR, "own", "by an administrator"),
)

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"proceedings {why}: {what}", who, statement)
        for who, child, why in _OUTSIDE
        for what, statement in (
            ("read", f"select api.proceedings_of('<{child}>')"),
            ("history", f"select api.history_of_proceedings('<{child}>', '<case_{child}>')"),
            ("recorded", _case(child)),
            ("a hearing", _hearing(child, f"case_{child}")),
            ("a party", _party(child, f"case_{child}")),
        )
    ),
    *(
        attack(f"{who} learns of hidden parties and a sealed brother: {statement}", who, statement, gain=Gain.WORDS)
        for who in (WORKER, GUARDIAN, STRANGER)
        for statement in READS
    ),
    *(
        attack(f"only named to read: {what}", who, statement)
        for who in (STRANGER, GUARDIAN)
        for what, statement in (
            ("proceedings", _case("own")),
            ("a hearing", _hearing("own", "case_own")),
            ("a party", _party("own", "case_own")),
        )
    ),
    *(
        attack(f"support records {what}", SUPPORT, "select * from api.open_file('<own>', 'minutes')", statement)
        for what, statement in (("proceedings", _case("own")), ("a party", _party("own", "case_own")))
    ),
    *(
        attack(f"through one's own file {what}", WORKER, statement)
        for what, statement in (
            ("another's proceedings are read", "select api.history_of_proceedings('<own>', '<case_other>')"),
            ("another's proceedings are corrected", _case("own", "<case_other>", 1)),
            ("another's proceedings are begun again", _case("own", "<case_other>")),
            ("a hearing comes into another's proceedings", _hearing("own", "case_other")),
            ("another's hearing is taken over", _hearing("own", "case_own", "<hearing_other>", 1)),
            ("another's hearing is begun again", _hearing("own", "case_own", "<hearing_other>")),
            ("another's operation is sent again", _hearing("own", "case_own", "<hearing_other>", 0, "<op_of_hearing>")),
            ("another's party is taken over", _party("own", "case_own", "<party_other>", 1)),
            ("a party comes into another's proceedings", _party("own", "case_other")),
            ("a hidden party is changed", _party("own", "case_own", "<party_hidden>", 1)),
            ("a stranger is named as a party", _party("own", "case_own", person="'<other>'")),
            ("a stranger stands in proceedings", _case("own", others="'<other>'")),
            ("a sealed brother stands in proceedings", _case("own", others="'<brother>'")),
            ("an absent child stands in proceedings", _case("own", others="'<absent>'")),
        )
    ),
    *(
        attack(
            f"what is hidden is guessed at in a hearing: {guess}",
            who,
            *opened,
            "begin",
            _hearing("own", "case_own").replace('"2026-03-03"', f'"2026-03-03", "venue": "{guess}"'),
            f"select 1 where api.proceedings_of('<own>')::text !~ '{guess}'",
            gain=Gain.ROWS,
        )
        for who, opened in ((WORKER, ()), (SUPPORT, ("select * from api.open_file('<own>', 'minutes')",)))
        for guess in ("at Zkhidden Lane", "with Zkhidden Carer", "with Zkhidden Aunt")
    ),
    attack(
        "a member writes from a sealed file into shared proceedings",
        COLLEAGUE,
        _party("brother", "case_own"),
        _hearing("brother", "case_own"),
    ),
)
