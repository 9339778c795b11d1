"""Cover that is taken back before it begins: it was never held, and who took it back, when and why is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from db.domain.find_words import FindWords
from db.errors import NotPermitted
from db.queries.band import history_of
from db.queries.caseload import caseload
from db.queries.find import known
from db.queries.told import told_to_me
from db.queries.workload import team_workload
from tests.db.seats import Seats
from tests.db.test_allocation import COLLEAGUE, ELSEWHERE, MANAGER, WORKER, accepted, asked, held, mine, talked
from tests.record import Record

SOON = date.today() + timedelta(days=3)
LAST = SOON + timedelta(days=4)


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    yield Seats(shared_record)


def covered(seats: Seats, child: UUID, begins: date) -> None:
    """A colleague accepted cover of the child from that day on."""
    wish = asked(seats, child, to=COLLEAGUE, part="cover", cover_from=begins, cover_until=LAST)
    accepted(seats, wish, talked(seats, wish), by=COLLEAGUE)


def end(seats: Seats, child: UUID, by: str = MANAGER) -> None:
    """A manager ends what the colleague holds."""
    staff = seats.record.staff[COLLEAGUE]
    seats.record.act(by, "end_allocation", child=child, staff=staff, reason="OTHERS", handover_note="")


def test_cover_taken_back_before_it_begins_was_never_held(seats: Seats) -> None:
    child = seats.child("Ada", WORKER)
    before = datetime.now(UTC)
    covered(seats, child, SOON)
    end(seats, child)
    worker, cover = sorted(held(seats, child), key=lambda one: one.part)
    assert (worker.part, worker.to_at) == ("allocated_worker", None)
    assert cover.never_began
    assert (cover.cover_from, cover.cover_until, cover.ended_by) == (SOON, LAST, "Tl Manager A")
    assert cover.to_at is not None
    assert before < cover.to_at < datetime.now(UTC), "when it was taken back"
    assert cover.ended_why == "Other"
    assert [fact.words for fact in history_of(seats(MANAGER, child), child, "worker")] == ["Tl Practitioner A"]


def test_what_was_never_held_counts_for_nobody_and_can_be_proposed_anew(seats: Seats) -> None:
    child = seats.child("Abe", WORKER)
    before = {line.name: (line.other_parts, line.months) for line in team_workload(seats(MANAGER))}
    covered(seats, child, SOON)
    end(seats, child)
    assert child not in mine(seats, COLLEAGUE)
    assert child not in {line.child_id for line in caseload(seats(COLLEAGUE))}
    with pytest.raises(NotPermitted):
        seats(COLLEAGUE, child)
    assert {line.name: (line.other_parts, line.months) for line in team_workload(seats(MANAGER))} == before
    first = seats.child("Aaron")
    found = [one.child_id for one in known(seats(COLLEAGUE), FindWords("a demir")) if one.child_id in (child, first)]
    assert found == [first, child], "in the order of names, not as one of the colleague's own"
    with pytest.raises(NotPermitted):
        end(seats, child)
    covered(seats, child, date.today())
    assert child in mine(seats, COLLEAGUE)
    end(seats, child)
    assert sorted(one.never_began for one in held(seats, child)) == [False, False, True]


def test_who_was_to_cover_is_told_that_they_will_not(seats: Seats) -> None:
    child = seats.child("Alf", WORKER)
    covered(seats, child, SOON)
    with pytest.raises(NotPermitted):
        end(seats, child, by=ELSEWHERE)
    end(seats, child)
    assert [one.what for one in told_to_me(seats(COLLEAGUE)) if one.child_id == child] == ["cover_taken_back"]
    covered(seats, child, date.today())
    end(seats, child)
    assert [one.what for one in told_to_me(seats(COLLEAGUE)) if one.child_id == child][1:] == ["child_ended"]
