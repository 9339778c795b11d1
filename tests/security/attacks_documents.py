"""Attempts on documents for the court: reading, writing, releasing and learning of them where one may not."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
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

_FIELDS = '{"title": "Attacked"}'


def _save(  # noqa: PLR0917
    child: str, document: str = "<fresh>", base: int = 0, others: str = "", case: str = "null", op: str = "<fresh>"
) -> str:
    return (
        f"select api.save_court_document('{op}', '{document}', '<{child}>', array[{others}]::uuid[], 'chronology',"
        f" {case}, {base}, '{_FIELDS}')"
    )


def _answer(child: str, document: str, hidden: str = "false", answer: str = "<fresh>", reason: str = "attacked") -> str:
    return (
        f"select api.answer_finding('{answer}', '<{child}>', '<{document}>', '<found>', 'address', {hidden},"
        f" '{reason}')"
    )


def _reads(child: str, document: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, f"select * from api.{name}('<{child}>', '<{document}>')")
        for name in ("court_document", "court_document_versions", "finding_answers")
    )


WORK, LISTED = "select * from api.my_court_work()", "select * from api.court_documents('<own>')"
MORE_ENTRIES = f"select entries_since from ({WORK}) w where w.child_id = '<own>' and w.entries_since > <open_entries>"
IN_PROGRESS = f"select w.in_progress ->> 0 from ({WORK}) w where w.child_id = '<own>' and w.in_progress <> '[]'"
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
_OPENED = "select * from api.open_file('<own>', 'duty')"

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"documents {why}: {what}", who, statement)
        for who, child, why in _OUTSIDE
        for what, statement in (
            *_reads(child, f"doc_{child}"),
            ("listed", f"select * from api.court_documents('<{child}>')"),
            ("begun", _save(child)),
            ("saved", _save(child, f"<doc_{child}>", 1)),
            ("answered", _answer(child, f"doc_{child}")),
        )
    ),
    *(
        attack(f"a document with a {whose} is reached from one's own file: {what}", WORKER, statement)
        for whose in ("sister", "brother")
        for what, statement in (
            *_reads("own", f"doc_{whose}"),
            ("saved", _save("own", f"<doc_{whose}>", 1)),
            ("begun", _save("own", others=f"'<{whose}>'")),
            ("answered", _answer("own", f"doc_{whose}")),
        )
    ),
    *(
        attack(f"through one's own file {what}", WORKER, statement)
        for what, statement in (
            ("another's document is read", "select * from api.court_document('<own>', '<doc_other>')"),
            ("another's document is saved", _save("own", "<doc_other>", 1)),
            ("another's document is begun again", _save("own", "<doc_other>")),
            (
                "another's document is sent again with its operation",
                _save("own", "<doc_other>", 0, op="<op_of_doc_other>"),
            ),
            ("another's operation stands for one's own", _save("own", "<doc_own>", 1, op="<op_of_doc_other>")),
            ("another's finding is answered", _answer("own", "doc_other")),
            ("another's answer is sent again", _answer("own", "doc_own", answer="<answer_other>")),
            ("a document hangs on another's proceedings", _save("own", case="'<case_other>'")),
            ("a version is written over", _save("own", "<doc_own>", 7)),
            ("a document is about a stranger too", _save("own", others="'<other>'")),
            ("a document is about nobody known", _save("own", others="'<absent>'")),
        )
    ),
    *(
        attack(f"{who} learns of documents that are kept from them: {name}", who, statement, gain=Gain.WORDS)
        for who in (WORKER, GUARDIAN, STRANGER)
        for name, statement in (("work", WORK), ("listed", LISTED))
    ),
    *(
        attack(f"a children's guardian reads what was not filed: {name}", GUARDIAN, statement)
        for name, statement in _reads("own", "doc_advised")
    ),
    attack("a children's guardian is told of drafts in progress", GUARDIAN, IN_PROGRESS, gain=Gain.ROWS),
    attack("a children's guardian counts legal advice", GUARDIAN, MORE_ENTRIES, gain=Gain.ROWS),
    *(
        attack(f"only named to read: {what}", who, statement)
        for who in (STRANGER, GUARDIAN)
        for what, statement in (
            ("a document begun", _save("own")),
            ("a document saved", _save("own", "<doc_own>", 1)),
            ("a finding answered", _answer("own", "doc_own")),
            ("a finding released", _answer("own", "doc_own", "true")),
        )
    ),
    *(
        attack(f"support {what}", SUPPORT, _OPENED, statement)
        for what, statement in (
            ("begins a document", _save("own")),
            ("saves a document", _save("own", "<doc_own>", 1)),
            ("answers a finding", _answer("own", "doc_own")),
            ("releases a hidden detail", _answer("own", "doc_own", "true")),
        )
    ),
    attack("a hidden detail is released by who wrote it", WORKER, _answer("own", "doc_own", "true")),
    attack("a hidden detail is released by the front door", FRONT_DOOR, _OPENED, _answer("own", "doc_own", "true")),
    attack("a hidden detail is released by a guardian who records", GUARDIAN, _answer("ward", "doc_ward", "true")),
    *(attack(f"{who} has a list of court work", who, WORK) for who in (SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)),
    *(
        attack(f"{who} changes {what}", who, statement)
        for who in (WORKER, GUARDIAN, MANAGER, ELSEWHERE, SUPPORT, AUDITOR, SUSPENDED)
        for what, statement in (
            ("a template", "select api.put_document_template('chronology', 'title = \"Attacked\"')"),
            ("a limit", "select api.put_page_limit('chronology', current_date, 999, 'an attack')"),
        )
    ),
    *(
        attack(f"the suspended read {name}", SUSPENDED, f"select * from api.{name}()")
        for name in ("document_templates", "page_limits")
    ),
    *(
        attack(f"the tables of documents are open: {table}", WORKER, f"select * from core.{table}")
        for table in ("court_document", "court_document_version", "finding_answer", "filed_version")
    ),
)
