"""Attempts on what was filed: reading it, filing in the place of others, filing what nobody looked through."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    DUTY,
    GUARDIAN,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_PDF = "convert_to(rpad('%PDF-1.7 attacked', 200), 'UTF8')"
_TEXT = "the pages of an attack"
_HEAD = "(select h.seq from api.audit_head() h), (select h.hash from api.audit_head() h)"
_CHECK = "aaaaaaaa-0000-4000-8000-{:012d}"


def _file(  # noqa: PLR0917
    child: str, document: str, check: str = "<fresh>", version: int = 1, entries: str = "{}", text: str = _TEXT,
    filed: str = "<fresh>",
) -> str:  # fmt: skip
    return (
        f"select api.file_court_document('{filed}', '<{child}>', '<{document}>', {version}, '{check}', '{text}',"
        f" {_PDF}, encode(sha256({_PDF}), 'hex'), 1, clock_timestamp(), {_HEAD}, '{entries}', '{{}}')"
    )


def _announced(number: int, child: str, text: str = _TEXT) -> tuple[str, str]:
    """A check of this person's own, and the statement that announces it."""
    check = _CHECK.format(number)
    return check, f"select api.open_check('{check}', '<{child}>', '{{}}', '{text}')"


def _reads(child: str, document: str, filed: str) -> tuple[tuple[str, str], ...]:
    return (
        ("listed", f"select * from api.filed_versions('<{child}>', '<{document}>')"),
        ("taken", f"select api.filed_pdf('<{child}>', '<{filed}>')"),
        ("compared", f"select * from api.changes_since_filing('<{child}>', '<{filed}>')"),
    )


_OUTSIDE = (
    (DUTY, "own", "without a ticket"),
    (WORKER, "other", "of a child of others"),
    (SECOND, "sealed", "of a sealed child"),
    (WORKER, "expired", "with an expired ticket"),
    (WORKER, "left", "after the allocation ended"),
    (SUSPENDED, "own", "by the suspended"),
    (AUDITOR, "own", "by an auditor"),
    (ADMINISTRATOR, "own", "by an administrator"),
)
_MINE, _ANNOUNCE = _announced(1, "own")
_HIS, _ANNOUNCE_HIS = _announced(2, "own")
_SEAL = "select api.seal()"

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"filings {why}: {what}", who, statement)
        for who, child, why in _OUTSIDE
        for what, statement in (
            *_reads(child, f"doc_{child}", f"filed_{child}"),
            ("filed", _file(child, f"doc_{child}")),
        )
    ),
    *(
        attack(f"through one's own file a filing with another child is {what}", WORKER, statement)
        for whose in ("brother", "other")
        for what, statement in (
            (f"listed ({whose})", f"select * from api.filed_versions('<own>', '<doc_{whose}>')"),
            (f"taken ({whose})", f"select api.filed_pdf('<own>', '<filed_{whose}>')"),
            (f"compared ({whose})", f"select * from api.changes_since_filing('<own>', '<filed_{whose}>')"),
        )
    ),
    *(
        attack(f"what nobody looked through is filed: {what}", WORKER, *statements)
        for what, statements in (
            ("no check", (_SEAL, _file("own", "doc_own"))),
            ("in one transaction", (_SEAL, "begin", _ANNOUNCE, _file("own", "doc_own", _MINE))),
            ("another text", (_SEAL, _ANNOUNCE, _file("own", "doc_own", _MINE, text="quite another text"))),
        )
    ),
    attack("another's check stands for one's own", WORKER, _SEAL, _file("own", "doc_own", "<check_plain>")),
    attack("another's document is filed", WORKER, _SEAL, _ANNOUNCE, _file("own", "doc_other", _MINE)),
    attack("a version that is not there is filed", WORKER, _SEAL, _ANNOUNCE, _file("own", "doc_own", _MINE, 7)),
    attack(
        "another's filing is filed again", WORKER, _SEAL, _ANNOUNCE,
        _file("own", "doc_own", _MINE, filed="<filed_other>"),
    ),
    *(
        attack(f"a filing shows {what}", WORKER, _SEAL, _ANNOUNCE, _file("own", "doc_own", _MINE, entries=entries))
        for what, entries in (
            ("another's entry", '{"<entry_other>": 1}'),
            ("legal advice", '{"<entry_legal>": 2}'),
            ("an entry as it is no more", '{"<entry_own>": 7}'),
        )
    ),
    attack(
        "support files", SUPPORT, "select * from api.open_file('<own>', 'minutes')", _SEAL, _ANNOUNCE_HIS,
        _file("own", "doc_own", _HIS),
    ),
    *(attack(f"{who} files who only reads", who, _SEAL, _ANNOUNCE_HIS, _file("own", "doc_own", _HIS))
      for who in (STRANGER, GUARDIAN)),
    attack(
        "a guardian counts legal advice since a filing", GUARDIAN,
        "select 1 from api.changes_since_filing('<own>', '<filed_own>') c where c.entry_id = '<entry_legal>'",
        gain=Gain.ROWS,
    ),
    attack("what was filed is changed", WORKER, "update core.filed_version set pages = 2"),
    attack("the entries of a filing are open", WORKER, "select * from core.filed_entry"),
)  # fmt: skip
