"""Attempts on the check of a text: to ask without a ticket, to guess without a trace, and to guess without an end."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUSPENDED,
    WORKER,
)

_ID = "cececece-0000-4000-8000-0000000000{:02}"
_ANNOUNCED = "at Zkhidden Lane"


def _open(check: str, child: str, words: str = _ANNOUNCED, others: str = "") -> str:
    return f"select api.open_check('{check}', '<{child}>', '{{{others}}}', '{words}')"


def _check(check: str, words: str = _ANNOUNCED) -> str:
    return f"select * from api.check_text('{check}', '{words}')"


_POSTCODES = " ".join(
    f"LS {area} {sector} A {letter}" for area in range(1, 7) for sector in range(6) for letter in "BDEFGHJLN"
)
_MEASURED = ("explain (analyze, buffers, wal) ", "EXPLAIN ANALYZE ", "/* */ explain (verbose, format json) ")

ATTACKS: tuple[Attack, ...] = (
    # without a ticket
    *(
        attack(f"a text is announced without a ticket by {who}", who, _open("<fresh>", "own"))
        for who in (DUTY, FRONT_DOOR, SECOND, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    *(
        attack(f"a text about somebody else's child is announced: {child}", WORKER, _open("<fresh>", child))
        for child in ("other", "sealed", "brother", "expired", "left", "absent")
    ),
    *(
        attack(f"a text is said to be about {child} too", WORKER, _open("<fresh>", "own", others=f"<{child}>"))
        for child in ("sister", "other", "sealed", "brother", "absent")
    ),
    attack("a text about nobody", WORKER, "select api.open_check('<fresh>', null, '{}', 'words')"),
    attack(
        "a text about nobody, and somebody else", WORKER, "select api.open_check('<fresh>', null, '{<other>}', 'words')"
    ),
    # another's announcement, or another text
    *(
        attack(f"another's announcement is taken by {who}", who, _check("<check_other>"))
        for who in (WORKER, STRANGER, MANAGER, GUARDIAN, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    attack("another's announcement in the same file is taken", STRANGER, _check("<check_own>")),
    *(
        attack(f"one announcement is used for a guess: {guess}", STRANGER, _check("<check_reader>", guess))
        for guess in ("at Zkhidden Road", "at Zkhidden Lane and at it", "", "at zkhidden lane", "at Zk hidden Lan")
    ),
    attack("what was announced is compared with nothing", STRANGER, "select api.check_text('<check_reader>', null)"),
    attack("what was never announced", WORKER, _check("<fresh>")),
    # without a trace
    attack(
        "a text is compared in the transaction of its announcement",
        WORKER, "begin", _open(_ID.format(1), "own"), _check(_ID.format(1)),
    ),
    attack(
        "a text is compared after its announcement was rolled back",
        WORKER, "begin", _open(_ID.format(2), "own"), "rollback", _check(_ID.format(2)),
    ),
    attack(
        "a text is compared behind a savepoint",
        WORKER, "begin", "savepoint a", _open(_ID.format(3), "own"), "release a", _check(_ID.format(3)),
    ),
    attack(
        "a text is announced and compared in one statement",
        WORKER,
        f"with a as materialized ({_open(_ID.format(4), 'own')}) {_check(_ID.format(4))}, a",
    ),
    attack(
        "a text is compared in a snapshot of before",
        WORKER, "begin transaction isolation level repeatable read", _check("<check_own>"),
    ),
    *(
        attack(f"a comparison is measured: {how.strip()}", WORKER, how + _check("<check_own>"))
        for how in _MEASURED
        if "verbose" not in how
    ),
    *(
        attack(f"an announcement is measured: {how.strip()}", WORKER, how + _open("<fresh>", "own"))
        for how in _MEASURED
        if "verbose" not in how
    ),
    attack(
        "a comparison is measured out of a DO block",
        WORKER,
        "do $$ declare l text; begin for l in execute 'exp' || 'lain (analyze, wal) "
        + _check("<check_own>").replace("'", "''")
        + "' loop raise notice '%', l; end loop; end $$",
    ),
    # what is told
    attack("an answer tells no more than places", WORKER, _check("<check_own>"), gain=Gain.WORDS),
    attack("an answer to a guardian tells no more than places", STRANGER, _check("<check_reader>"), gain=Gain.WORDS),
    attack(
        "the new name of a sealed brother is guessed",
        WORKER, _open("cececece-0000-4000-8000-0000000000a1", "own", "Zksealed Newname and Newname"),
        "select * from api.check_text('cececece-0000-4000-8000-0000000000a1',"
        " 'Zksealed Newname and Newname')",
        gain=Gain.ROWS,
    ),
    attack(
        "what stands openly in a sealed file is guessed",
        WORKER, _open("cececece-0000-4000-8000-0000000000a2", "own", "Zksealed Road Zksealed example org"),
        "select * from api.check_text('cececece-0000-4000-8000-0000000000a2', 'Zksealed Road Zksealed example org')",
        gain=Gain.ROWS,
    ),
    # without an end
    attack(
        "324 postcodes are announced by who may not see the details", STRANGER, _open("<fresh>", "own", _POSTCODES),
        then="select exists (select from core.text_check where guesses > 300)",
    ),
    attack(
        "twenty-one announcements in one transaction",
        GUARDIAN, "begin", *(_open("<fresh>", "own") for _ in range(21)),
    ),
    attack(
        "a text of more than two million",
        WORKER, "select api.open_check('<fresh>', '<own>', '{}', repeat('a', 2000001))",
    ),
    # behind the functions
    attack("announcements are read", STRANGER, "select * from core.text_check", gain=Gain.ROWS),
    attack("announcements are taken back", STRANGER, "delete from core.text_check"),
    attack("an announcement is put off", STRANGER, "update core.text_check set opened_at = now() - interval '2 days'"),
    attack("an announcement is made by hand", STRANGER, "insert into core.text_check select * from core.text_check"),
    *(
        attack(f"the marks are asked for by {who}", who, "select * from wall.marks_of_detail('address', 'x', '', null)")
        for who in (WORKER, COLLEAGUE, ADMINISTRATOR)
    ),
)  # fmt: skip
