"""Documents for the court on the stage: about one open child, with a sister, with a sealed brother, about others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg

from tests.record import Record

WORKER, COLLEAGUE, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a"
GUARDIAN = "tl_court_adviser"
FOUND = hashlib.sha256(b"address:12brambleroad").hexdigest()


def arrange_documents(record: Record, children: dict[str, UUID], guard: Callable[[UUID], None]) -> dict[str, str]:
    """`guard` names the guardian of a ward, who may record in that file; nobody else on the stage holds it."""
    children["ward"] = record.new_child("Wanda", "Wardfile")
    record.allocate(children["ward"], COLLEAGUE)
    guard(children["ward"])
    with record.superuser() as connection:
        desk = _Desk(connection, record, children)
        found = {
            "doc_own": desk.document(WORKER, "Zkown", "own"),
            "doc_advised": desk.document(MANAGER, "Zklegal", "own", kind="chronology"),
            "doc_sister": desk.document(COLLEAGUE, "Zkher", "own", "sister", kind="chronology"),
            "doc_brother": desk.document(COLLEAGUE, "Zksealed", "own", "brother"),
            "doc_other": desk.document(COLLEAGUE, "Zkother", "other"),
            "doc_sealed": desk.document(COLLEAGUE, "Zksealed", "sealed"),
            "doc_expired": desk.document(WORKER, "Zkexpired", "expired", kind="chronology"),
            "doc_left": desk.document(WORKER, "Zkexpired", "left"),
            "doc_ward": desk.document(COLLEAGUE, "the ward", "ward", begun_by=GUARDIAN),
        }
        told = {"answer_other": desk.answer(UUID(found["doc_other"]), "Zkother reason")}
        for key in ("doc_own", "doc_other"):
            row = connection.execute(
                "select op_id from core.court_document_version where court_document_id = %s", [found[key]]
            ).fetchone()
            told[f"op_of_{key}"] = str(row[0]) if row else ""
        told |= {
            "filed_own": desk.file(UUID(found["doc_own"]), "Zkown"),
            "filed_other": desk.file(UUID(found["doc_other"]), "Zkother"),
            "filed_brother": desk.file(UUID(found["doc_brother"]), "Zksealed"),
            "filed_sealed": desk.file(UUID(found["doc_sealed"]), "Zksealed"),
            "filed_expired": desk.file(UUID(found["doc_expired"]), "Zkexpired"),
            "filed_left": desk.file(UUID(found["doc_left"]), "Zkexpired"),
        }
    return found | told | {"ward": str(children["ward"]), "found": FOUND}


class _Desk:
    """Puts documents behind the wall."""

    def __init__(self, connection: psycopg.Connection, record: Record, children: dict[str, UUID]) -> None:
        self._connection, self._record, self._children = connection, record, children

    def document(self, login: str, word: str, *about: str, kind: str = "", begun_by: str = "") -> str:
        document, author = uuid4(), self._record.staff[login]
        children = sorted(self._children[child] for child in about)
        self._connection.execute(
            "insert into core.court_document (court_document_id, kind, child_id, children, created_by)"
            " values (%s, %s, %s, %s, %s)",
            [
                document,
                kind or f"{word} kind",
                self._children[about[0]],
                children,
                self._record.staff[begun_by or login],
            ],
        )
        self._connection.execute(
            "insert into core.court_document_version (court_document_id, version, op_id, fields, author_id)"
            " values (%s, 1, %s, %s, %s)",
            [document, uuid4(), json.dumps({"title": f"{word} title", "involvement": f"{word} text"}), author],
        )
        return str(document)

    def answer(self, document: UUID, reason: str) -> str:
        answer = uuid4()
        self._connection.execute(
            "insert into core.finding_answer (answer_id, court_document_id, finding, kind, hidden, reason, staff_id)"
            " values (%s, %s, %s, 'no_source', false, %s, %s)",
            [answer, document, bytes.fromhex(FOUND), reason, self._record.staff[COLLEAGUE]],
        )
        return str(answer)

    def file(self, document: UUID, word: str) -> str:
        """Filed before anything was recorded, so that all that stands in the file is new since then."""
        filed = uuid4()
        self._connection.execute(
            "insert into core.filed_version (filed_id, court_document_id, number, version, pdf, sha256, pages, facts,"
            " record_as_at, audit_seq, audit_head, filed_by)"
            " values (%s, %s, 1, 1, %s, '\\x00', 1, %s, '2020-01-01', 0, '\\x00', %s)",
            [filed, document, f"%PDF {word} pages".encode(), json.dumps({"title": word}), self._record.staff[WORKER]],
        )
        return str(filed)
