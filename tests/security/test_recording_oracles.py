"""An author cannot learn from recording that a brother or sister has a sealed file, though its members are told."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from db.queries.find import notices
from tests.db.seats import Seats
from tests.record import Record
from tests.security.stage import COLLEAGUE, MANAGER, WORKER, seal

_COUNTED = (
    "select count(*), max(event_id), coalesce(sum(length(detail::text)), 0) from audit.event",
    "select last_value from audit.event_event_id_seq",
    "select last_value from core.file_number",
    "select count(*) from audit.chain",
)
_SAID = "select action, login, detail, child_id is not null, object_id is not null from audit.event where event_id > %s"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for both families."""
    return Seats(shared_record)


@pytest.fixture(scope="module")
def children(seats: Seats) -> tuple[UUID, UUID, UUID]:
    """A child with a sealed brother, one who only has a sealed cousin, and the sealed child."""
    plain, other = seats.child("Xenia", WORKER), seats.child("Yara", WORKER)
    hidden = seats.child("Zeki", COLLEAGUE)
    seats.relate(hidden, plain, "brother")
    seats.relate(hidden, other, "cousin")
    seal(seats.record, hidden, COLLEAGUE)
    return plain, other, hidden


def after_recording(seats: Seats, child: UUID) -> list[object]:
    """What an entry leaves that anybody could count, compare or read a name out of."""
    session = seats(WORKER, child)
    with seats.record.superuser() as connection:
        seats.record.act(WORKER, "seal")
        before = [connection.execute(question.encode()).fetchone() or () for question in _COUNTED]
        seats.record.write_entry(session, child, "The same words for both")
        said = connection.execute(_SAID.encode(), [before[0][1]]).fetchall()
        sealed = seats.record.act(WORKER, "seal")
        after = [connection.execute(question.encode()).fetchone() or () for question in _COUNTED]
    grown = [[now - then for then, now in zip(*pair, strict=True)] for pair in zip(before, after, strict=True)]
    return [said, sealed, grown]


def test_the_audit_the_chain_and_the_sequences_are_the_same(seats: Seats, children: tuple[UUID, UUID, UUID]) -> None:
    with_brother, without, hidden = children
    after_recording(seats, without)
    first, second = after_recording(seats, with_brother), after_recording(seats, without)
    assert first == second
    assert [row[0] for row in first[0]] == ["record"]  # type: ignore[attr-defined]
    told = [notice for notice in notices(seats(MANAGER)) if notice.child_id == hidden]
    assert [(notice.about, notice.times) for notice in told] == [("recorded", 1)]


def test_a_save_waits_for_nobody_at_work_in_the_sealed_file(seats: Seats, children: tuple[UUID, UUID, UUID]) -> None:
    with_brother, _without, hidden = children
    session = seats(WORKER, with_brother)
    with psycopg.connect(seats.record.dsn) as busy:
        busy.execute("select from core.file where child_id = %s for update", [hidden])
        busy.execute("select from core.person where person_id = %s for update", [hidden])
        seats.record.write_entry(session, with_brother, "While somebody imports into the sealed file")
        busy.rollback()
