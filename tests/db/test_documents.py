"""Documents: added once, found by their words, current or superseded, and their bytes for those who may read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.commands.files import OpenFile, open_file
from db.domain.entry import ChildPart
from db.errors import Conflict, NotPermitted, Refused
from db.queries import chronology
from db.queries.documents import (
    current_papers,
    document_bytes,
    document_limit,
    documents_of_child,
    documents_of_entry,
)
from db.session import Session
from tests.record import Record, content

WORKER = "tl_practitioner_a"
Desk = tuple[Record, Session, UUID]


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def desk(record: Record) -> Desk:
    """A worker with an open file."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    return record, record.opened(WORKER, child), child


def paper(child: UUID, entry: UUID | None = None, **fields: Any) -> AddDocument:
    """A safety plan of a few words."""
    plain = AddDocument(
        uuid4(), child, entry, "plan.docx", "safety_plan", b"the bytes", "application/x", date(2026, 3, 3),
        "Dad must not collect from school",
    )  # fmt: skip
    return replace(plain, **fields)


def _found(session: Session, child: UUID, words: str) -> int:
    return len(chronology.search(session, child, words))


def test_a_document_hangs_on_its_entry_and_its_words_are_found(desk: Desk) -> None:
    record, session, child = desk
    entry = record.write_entry(session, child, "Core group")
    wish = paper(child, entry)
    changes = add_document(session, wish)
    assert changes.entry_id == entry
    (line,) = documents_of_entry(session, child, entry)
    assert (line.name, line.kind, line.dated_on, line.size, line.current, line.searched) == (
        "plan.docx", "safety_plan", date(2026, 3, 3), 9, True, True
    )  # fmt: skip
    assert document_bytes(session, child, line.document_id) == b"the bytes"
    for words in ('"must not collect"', "collect*", '"plan.docx"'):
        assert _found(session, child, words) == 1, words
    (row,) = chronology.newest_page(session, child)
    assert row.documents == 1


def test_a_document_without_an_entry_becomes_one(desk: Desk) -> None:
    _record, session, child = desk
    changes = add_document(session, paper(child))
    (row,) = chronology.newest_page(session, child)
    assert (row.entry_id, row.headline, row.kind, row.occurred.earliest) == (
        changes.entry_id, "Safety plan: plan.docx", "document", date(2026, 3, 3)
    )  # fmt: skip
    add_document(session, paper(child, kind="letter", dated_on=date(2026, 4, 1), headline="A letter from school"))
    newest = chronology.newest_page(session, child)[0]
    assert (newest.kind, newest.headline) == ("letter", "A letter from school")


def test_sending_it_again_lands_it_once(desk: Desk) -> None:
    record, session, child = desk
    for entry in (None, record.write_entry(session, child)):
        wish = paper(child, entry)
        assert add_document(session, wish) == add_document(session, wish)
    assert len(documents_of_child(session, child)) == 2
    first = documents_of_child(session, child)[0]
    with pytest.raises(NotPermitted):
        add_document(session, paper(child, first.entry_id, document_id=first.document_id, content=b"other bytes"))
    record.allocate(child, "tl_practitioner_b")
    other = record.opened("tl_practitioner_b", child)
    with pytest.raises(NotPermitted):
        add_document(other, paper(child, first.entry_id, document_id=first.document_id))


def test_a_new_plan_takes_the_place_of_the_current_one_once(desk: Desk) -> None:
    _record, session, child = desk
    first = paper(child)
    add_document(session, first)
    second = paper(child, dated_on=date(2026, 6, 1), supersedes=first.document_id)
    add_document(session, second)
    with pytest.raises(Conflict):
        add_document(session, paper(child, supersedes=first.document_id))
    add_document(session, paper(child, kind="birth_certificate"))
    assert [line.document_id for line in current_papers(session, child)] == [second.document_id]
    assert {line.document_id: line.current for line in documents_of_child(session, child)}[first.document_id] is False
    assert _found(session, child, "birth_certificate OR collect") == 3


NO_DOCUMENT: tuple[dict[str, Any], ...] = (
    {"kind": "gossip"}, {"name": "x" * 300, "kind": ""}, {"content": b""},
    {"dated_on": date(1700, 1, 1)}, {"headline": "x" * 201}, {"text": "x" * 2_000_001},
)  # fmt: skip


def test_what_is_no_document_is_refused_in_words_that_do_not_repeat_it(desk: Desk) -> None:
    _record, session, child = desk
    for fields in NO_DOCUMENT:
        with pytest.raises(Refused) as refusal:
            add_document(session, paper(child, **fields))
        assert "x" * 50 not in refusal.value.text
    assert chronology.newest_page(session, child) == ()


def test_the_largest_document_is_a_setting(desk: Desk) -> None:
    record, session, child = desk
    assert document_limit(session) == 20 * 1024 * 1024
    with record.superuser() as connection:
        connection.execute("insert into core.setting values ('document_limit_mb', '1')")
    assert document_limit(session) == 1024 * 1024
    with pytest.raises(Refused, match="larger"):
        add_document(session, paper(child, content=b"x" * (1024 * 1024 + 1)))


def test_a_document_that_did_not_arrive_whole_is_refused(desk: Desk) -> None:
    record, _session, child = desk
    with record.psql(WORKER) as connection, pytest.raises(psycopg.Error, match="whole"):
        connection.execute(
            "select api.add_document(gen_random_uuid(), %s, null, 'a', '', 'letter', null, 'cut'::bytea,"
            " repeat('a', 64))",
            [child],
        )


def test_support_adds_papers_and_readers_do_not(desk: Desk) -> None:
    record, _session, child = desk
    support = record.opened("tl_support_a", child, purpose="papers")
    add_document(support, paper(child))
    assert len(documents_of_child(support, child)) == 1
    _name(record, child, "tl_practitioner_c", "inspector")
    with pytest.raises(NotPermitted):
        add_document(record.opened("tl_practitioner_c", child), paper(child))


def _name(record: Record, child: UUID, login: str, capacity: str, level: str = "read") -> None:
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[login], capacity=capacity, level=level,
        until=_never(), reason="a test",
    )  # fmt: skip


def _never() -> object:
    import sqlalchemy as sa

    return sa.cast(sa.null(), sa.TIMESTAMP(timezone=True))


def test_adding_and_taking_are_in_the_audit_without_a_word_of_the_paper(desk: Desk) -> None:
    record, session, child = desk
    wish = paper(child, name="zkname.docx", text="zktext")
    add_document(session, wish)
    document_bytes(session, child, wish.document_id)
    with record.superuser() as connection:
        found = connection.execute(
            "select action, detail::text from audit.event where object_id = %s and child_id = %s order by event_id",
            [wish.document_id, child],
        ).fetchall()
    assert [action for action, _ in found] == ["record", "add_document", "read_document"]
    assert "zk" not in str(found)


# Attacks.


def test_bytes_are_not_read_without_a_ticket_or_by_a_stranger(desk: Desk) -> None:
    record, session, child = desk
    wish = paper(child)
    add_document(session, wish)
    record.allocate(child, "tl_practitioner_b")
    for login in ("tl_practitioner_b", "tl_practitioner_c", "tl_manager_b", "tl_auditor"):
        stranger = record.session(login)
        with pytest.raises(NotPermitted):
            document_bytes(stranger, child, wish.document_id)
    with record.psql("tl_practitioner_b", autocommit=False) as connection:
        connection.execute("select api.open_file(%s)", [child])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select api.document_bytes(%s, %s)", [child, wish.document_id])
        connection.rollback()


def test_a_siblings_paper_on_a_shared_entry_is_not_read_found_or_counted_through_ones_own_file(desk: Desk) -> None:
    record, session, child = desk
    brother = record.new_child("Will", "Kaya")
    record.allocate(brother, WORKER)
    open_file(session, OpenFile(brother))
    entry = uuid4()
    both = (ChildPart(child), ChildPart(brother))
    record_entry(session, RecordEntry(uuid4(), entry, child, content(child, "Seen together", children=both)))
    wish = paper(child, entry, text="zkcertificate")
    add_document(session, wish)
    assert document_bytes(session, child, wish.document_id)
    assert documents_of_entry(session, brother, entry) == documents_of_child(session, brother) == ()
    assert current_papers(session, brother) == ()
    with pytest.raises(NotPermitted):
        document_bytes(session, brother, wish.document_id)
    assert (_found(session, child, "zkcertificate"), _found(session, brother, "zkcertificate")) == (1, 0)
    assert [chronology.newest_page(session, each)[0].documents for each in (child, brother)] == [1, 0]
    with pytest.raises(NotPermitted):
        add_document(session, paper(brother, entry, supersedes=wish.document_id))


def test_a_paper_goes_with_the_entry_that_stood_in_the_wrong_file(desk: Desk) -> None:
    record, session, child = desk
    wish = paper(child)
    add_document(session, wish)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.wrong_file (entry_id, child_id, reason, closed_by) values (%s, %s, 'a test', %s)",
            [wish.document_id, child, record.staff[WORKER]],
        )
        connection.execute("select wall.project(array[%s]::uuid[])", [wish.document_id])
    with pytest.raises(NotPermitted):
        document_bytes(session, child, wish.document_id)
    assert documents_of_child(session, child) == current_papers(session, child) == ()
    assert _found(session, child, "collect") == 0
    with pytest.raises(NotPermitted):
        add_document(session, paper(child, wish.document_id))


def test_a_guardian_gets_no_paper_of_legal_advice(desk: Desk) -> None:
    record, session, child = desk
    entry = record.write_entry(session, child, "Advice", legal_advice=True)
    wish = paper(child, entry)
    add_document(session, wish)
    _name(record, child, "tl_practitioner_c", "childrens_guardian", "record")
    guardian = record.opened("tl_practitioner_c", child)
    assert documents_of_child(guardian, child) == documents_of_entry(guardian, child, entry) == ()
    assert current_papers(guardian, child) == ()
    with pytest.raises(NotPermitted):
        document_bytes(guardian, child, wish.document_id)
    with pytest.raises(NotPermitted):
        add_document(guardian, paper(child, entry))
    amend_entry(session, AmendEntry(uuid4(), entry, child, content(child, "No advice"), 1, "was none"))
    assert document_bytes(guardian, child, wish.document_id) == b"the bytes"
