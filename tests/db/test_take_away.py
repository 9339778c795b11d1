"""Taking entries away: on record, whole, never legal advice, never from a sealed file, never another child's."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest

from db.commands.entries import RecordEntry, record_entry
from db.domain.entry import ChildPart
from db.errors import NotPermitted, Refused
from db.queries import chronology
from db.queries.take_away import MOST, Form, take_away
from db.session import Session
from tests.record import Record, content
from tests.security.stage import GUARDIAN, MANAGER, STRANGER, WORKER, age_tickets, name, seal


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all: each test brings its own child."""
    return module_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to one worker."""
    child = record.new_child("Amira", f"Taken{uuid4().hex[:6]}")
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def worker(record: Record, child: UUID) -> Session:
    """The worker with the file open and two entries and a piece of legal advice in it."""
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "First", on="1 June 2021", detail="=HYPERLINK(1)")
    record.write_entry(session, child, "Second", on="1 June 2023")
    record.write_entry(session, child, "Counsel's opinion", on="1 June 2022", legal_advice=True)
    return session


def keys(session: Session, child: UUID) -> list[int]:
    """All keys of the file as this person may read them."""
    return list(chronology.keys(session, child))


def noted(record: Record, child: UUID) -> list[tuple[str, dict[str, object]]]:
    """What the audit says was taken away."""
    with record.superuser() as connection:
        return connection.execute(
            "select login, detail from audit.event where action = 'take_away' and child_id = %s order by event_id",
            [child],
        ).fetchall()


@pytest.mark.parametrize("form", list(Form))
def test_what_is_taken_is_whole_in_order_and_on_record_and_holds_no_legal_advice(
    record: Record, child: UUID, worker: Session, form: Form
) -> None:
    taken = take_away(worker, child, keys(worker, child), form)
    assert [row.content.headline for row in taken.rows] == ["First", "Second"]
    assert taken.rows[0].content.detail == "=HYPERLINK(1)"
    assert noted(record, child) == [(WORKER, {"form": str(form), "entries": 2})]
    assert (taken.head.seq > 0, len(taken.head.hash), taken.as_at.tzinfo is not None) == (True, 64, True)


def test_only_the_entries_that_are_asked_for_are_taken(record: Record, child: UUID, worker: Session) -> None:
    first, *_ = keys(worker, child)
    assert [row.order_key for row in take_away(worker, child, [first, first, 17], Form.COPY).rows] == [first]
    assert take_away(worker, child, [], Form.COPY).rows == ()


def test_a_guardian_takes_what_a_guardian_reads_and_never_legal_advice(
    record: Record, child: UUID, worker: Session
) -> None:
    name(record, child, GUARDIAN, "childrens_guardian", "read")
    guardian = record.opened(GUARDIAN, child)
    taken = take_away(guardian, child, keys(worker, child), Form.WORD)
    assert [row.content.headline for row in taken.rows] == ["First", "Second"]
    assert noted(record, child)[-1][0] == GUARDIAN


def test_who_may_only_read_may_take_away_on_record(record: Record, child: UUID, worker: Session) -> None:
    name(record, child, STRANGER, "inspector", "read")
    reader = record.opened(STRANGER, child)
    assert len(take_away(reader, child, keys(worker, child), Form.EXCEL).rows) == 2


def test_nothing_is_taken_without_a_ticket_that_counts(record: Record, child: UUID, worker: Session) -> None:
    wanted = keys(worker, child)
    for login in (STRANGER, MANAGER, GUARDIAN, "tl_administrator", "tl_auditor"):
        with pytest.raises(NotPermitted):
            take_away(record.session(login), child, wanted, Form.COPY)
    with record.superuser() as connection:
        age_tickets(connection, child, WORKER)
    with pytest.raises(NotPermitted):
        take_away(worker, child, wanted, Form.COPY)
    assert noted(record, child) == []


def test_a_ticket_and_its_taking_in_one_transaction_are_refused(record: Record, child: UUID, worker: Session) -> None:
    wanted = keys(worker, child)
    with record.superuser() as connection:
        age_tickets(connection, child, WORKER)
    with record.psql(WORKER) as connection:
        connection.execute("begin")
        connection.execute("select api.open_file(%s)", [child])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from api.take_away(%s, %s, 'copy')", [child, wanted])


def test_keys_of_another_child_bring_nothing_of_that_child(record: Record, child: UUID, worker: Session) -> None:
    other = record.new_child("Otto", "Othertaken")
    record.allocate(other, "tl_practitioner_b")
    theirs = record.opened("tl_practitioner_b", other)
    record.write_entry(theirs, other, "Theirs alone", on="9 September 2024")
    assert take_away(worker, child, keys(theirs, other), Form.COPY).rows == ()
    with pytest.raises(NotPermitted):
        take_away(worker, other, keys(theirs, other), Form.COPY)


def test_another_childs_part_of_a_shared_entry_stays_behind(record: Record, child: UUID, worker: Session) -> None:
    sister = record.new_child("Ada", "Sistertaken")
    record.allocate(sister, WORKER)
    both = replace(
        content(child, "Both", on="2 June 2024"),
        children=(ChildPart(child, words="mine"), ChildPart(sister, impact="hers", words="her words")),
    )
    record_entry(worker, RecordEntry(uuid4(), uuid4(), child, both))
    (*_, last) = take_away(worker, child, keys(worker, child), Form.COPY).rows
    assert [(part.child_id, part.words, part.impact) for part in last.content.children] == [(child, "mine", "")]


def test_nothing_is_taken_from_a_sealed_file_not_even_by_its_members(
    record: Record, child: UUID, worker: Session
) -> None:
    wanted = keys(worker, child)
    seal(record, child, WORKER)
    record.opened(WORKER, child)
    with pytest.raises(Refused, match="sealed"):
        take_away(worker, child, wanted, Form.COPY)
    with pytest.raises(NotPermitted):
        take_away(record.session(STRANGER), child, wanted, Form.COPY)
    assert noted(record, child) == []


def test_too_much_and_an_unknown_form_are_refused_in_plain_words(record: Record, child: UUID, worker: Session) -> None:
    with pytest.raises(Refused, match="20,000"):
        take_away(worker, child, range(MOST + 1), Form.COPY)
    with record.psql(WORKER) as connection:
        for wanted, form in ((list(range(MOST + 1)), "copy"), ([1], "fax"), ([1], None), (None, "copy")):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute("select * from api.take_away(%s, %s::bigint[], %s)", [child, wanted, form])
            assert refused.value.sqlstate == "TL002"
    assert noted(record, child) == []
