"""What is posted into a file that nobody at work holds, or that is closed, stays on a manager's page until opened."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.files import OpenFile, open_file
from db.queries.entries import read_entry
from db.queries.posted import Posted, posted_entries
from tests.db.seats import Seats
from tests.db.test_posted import COLLEAGUE, ELSEWHERE, MANAGER, SECOND, TODAY, WORKER, post
from tests.record import Record
from tests.security.stage import SUPPORT, seal


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has children of its own."""
    return Seats(shared_record)


def told(seats: Seats, login: str, child: UUID) -> list[Posted]:
    """What this person's page shows of this child."""
    return [posted for posted in posted_entries(seats(login)) if posted.child_id == child]


def children(seats: Seats, given: str, *workers: str) -> tuple[UUID, UUID]:
    """A worker's child, and her brother with these workers."""
    child, brother = seats.child(given, WORKER), seats.child(f"{given}’s brother", *workers)
    seats.relate(brother, child, "brother")
    return child, brother


def change(seats: Seats, statement: str, *values: object) -> None:
    """What comes about by ways that are not there yet, or by the passing of time."""
    with seats.record.superuser() as connection:
        connection.execute(statement, values)


def leave(seats: Seats, child: UUID, login: str = COLLEAGUE) -> None:
    """The worker holds the file no longer."""
    seats.record.act(
        MANAGER, "end_allocation", child=child, staff=seats.record.staff[login], reason="LEFTRL", handover_note=""
    )


def close(seats: Seats, child: UUID) -> None:
    change(seats, "update core.file set state = 'closed', closed_on = current_date where child_id = %s", child)


def test_what_is_posted_into_a_closed_file_is_its_teams_managers_until_opened(seats: Seats) -> None:
    child, brother = children(seats, "Ada")
    close(seats, brother)
    entry = post(seats(WORKER, child), child, brother)
    (posted,) = told(seats, MANAGER, brother)
    assert (posted.entry_id, posted.held, posted.instead_of, posted.basis) == (entry, "closed", "", "team")
    assert told(seats, ELSEWHERE, brother) == told(seats, SUPPORT, brother) == told(seats, WORKER, brother) == []
    read_entry(seats(MANAGER, brother), brother, entry)
    assert told(seats, MANAGER, brother) == told(seats, SECOND, brother) == []


def test_what_the_last_worker_opened_before_the_file_was_closed_is_known(seats: Seats) -> None:
    child, brother = children(seats, "Bea", COLLEAGUE)
    opened = post(seats(WORKER, child), child, brother)
    unopened = post(seats(WORKER, child), child, brother)
    read_entry(seats(COLLEAGUE, brother), brother, opened)
    assert told(seats, MANAGER, brother) == []
    leave(seats, brother)
    assert [(one.entry_id, one.held) for one in told(seats, MANAGER, brother)] == [(unopened, "nobody")]
    close(seats, brother)
    assert [(one.entry_id, one.held) for one in told(seats, MANAGER, brother)] == [(unopened, "closed")]


def test_a_closed_file_of_a_worker_at_work_stays_the_workers(seats: Seats) -> None:
    child, brother = children(seats, "Cleo", COLLEAGUE)
    close(seats, brother)
    entry = post(seats(WORKER, child), child, brother)
    assert [(one.entry_id, one.held) for one in told(seats, COLLEAGUE, brother)] == [(entry, "mine")]
    assert told(seats, MANAGER, brother) == []


def test_an_emergency_allocation_that_ran_out_leaves_the_file_to_the_manager(seats: Seats) -> None:
    child, brother = children(seats, "Dora")
    change(
        seats,
        "insert into core.allocation (allocation_id, child_id, staff_id, part, emergency_until, recorded_by)"
        " values (gen_random_uuid(), %s, %s, 'allocated_worker', clock_timestamp() - interval '1 hour', %s)",
        *(brother, seats.record.staff[COLLEAGUE], seats.record.staff[MANAGER]),
    )
    entry = post(seats(WORKER, child), child, brother)
    assert told(seats, COLLEAGUE, brother) == []
    assert [(one.entry_id, one.held) for one in told(seats, MANAGER, brother)] == [(entry, "nobody")]


def test_a_sealed_file_whose_worker_is_not_a_member_is_the_managers_who_are(seats: Seats) -> None:
    child, brother = children(seats, "Emil", COLLEAGUE)
    seal(seats.record, brother, SECOND)
    session = seats(MANAGER, child)
    open_file(session, OpenFile(brother))
    entry = post(session, child, brother)
    assert told(seats, COLLEAGUE, brother) == told(seats, MANAGER, brother) == told(seats, WORKER, brother) == []
    assert [(one.entry_id, one.held) for one in told(seats, SECOND, brother)] == [(entry, "nobody")]


def test_what_the_absent_worker_posted_herself_is_not_posted_instead_of_her(seats: Seats) -> None:
    child, brother = children(seats, "Fay", WORKER)
    colleagues = seats.child("Gil", COLLEAGUE)
    seats.relate(colleagues, brother, "sister")
    post(seats(WORKER, child), child, brother)
    theirs = post(seats(COLLEAGUE, colleagues), colleagues, brother)
    away = SetAbsence(uuid4(), seats.record.staff[WORKER], TODAY)
    set_absence(seats(MANAGER), away)
    listed = [(one.entry_id, one.held, one.instead_of) for one in told(seats, MANAGER, brother)]
    end_absence(seats(MANAGER), EndAbsence(away.absence_id))
    assert listed == [(theirs, "away", "Tl Practitioner A")]


def test_what_the_worker_posted_herself_is_nobodys_news_when_she_has_gone(seats: Seats) -> None:
    child, brother = children(seats, "Hetty", WORKER)
    post(seats(WORKER, child), child, brother)
    leave(seats, brother, WORKER)
    assert told(seats, MANAGER, brother) == []
    seats.record.allocate(brother, COLLEAGUE)
    assert told(seats, COLLEAGUE, brother) == []


def test_a_glance_of_another_teams_manager_is_not_an_opening(seats: Seats) -> None:
    child, brother = children(seats, "Ivy")
    entry = post(seats(WORKER, child), child, brother)
    stranger = seats(ELSEWHERE)
    open_file(stranger, OpenFile(brother, "the police asked for it today", break_glass=True))
    read_entry(stranger, brother, entry)
    assert [one.entry_id for one in told(seats, MANAGER, brother)] == [entry]
