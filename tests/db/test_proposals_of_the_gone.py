"""What is open of somebody who leaves does not hang: it ends, both sides are told, and a manager can propose anew."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from db.commands.allocation import WithdrawProposal, withdraw_proposal
from db.commands.staff import reinstate_staff, suspend_staff
from db.commands.staffing import LeaveStaff, leave_staff
from db.errors import Refused
from db.queries.allocation import allocation_discussions
from db.queries.told import Told, told_to_me
from tests.db.seats import Seats, until_waiting
from tests.db.test_allocation import COLLEAGUE, MANAGER, SECOND, accepted, answers, asked, mine, seen, talked
from tests.record import Record

ADMINISTRATOR, LEAVER = "tl_administrator", "tl_practitioner_b"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    yield Seats(shared_record)


@contextmanager
def gone(seats: Seats, login: str) -> Iterator[None]:
    """Somebody leaves, and is taken on again afterwards."""
    if login in seats.taken:
        seats.taken.pop(login).close()
    leave_staff(seats(ADMINISTRATOR), LeaveStaff(login, 0, "a quarrel"))
    yield
    reinstate_staff(seats(ADMINISTRATOR), login, "taken on again")


def of(told: tuple[Told, ...], *children: object) -> list[tuple[str, str, str]]:
    """What is told of these children: what, about whom, and why."""
    return [(one.what, one.about, one.reason) for one in told if one.child_id in children]


def test_what_was_proposed_to_who_leaves_is_withdrawn_and_can_be_proposed_anew(seats: Seats) -> None:
    child, sister = seats.child("Ana"), seats.child("Abi")
    wish = asked(seats, child, sister, to=LEAVER)
    talk = talked(seats, wish)
    settled = asked(seats, seats.child("Alba"), to=LEAVER)
    withdraw_proposal(seats(MANAGER), WithdrawProposal(settled.discussion_id, "not needed"))
    with gone(seats, LEAVER):
        one = seen(seats, MANAGER, wish)
        assert (one.stage, one.answers[-1].reason) == ("withdrawn", "Tl Practitioner B has left")
        assert [each.reason for each in seen(seats, SECOND, settled).answers] == ["not needed"]
        assert (
            of(told_to_me(seats(MANAGER)), child, sister) == [("proposed_to_gone", "Tl Practitioner B", "has left")] * 2
        )
        assert of(told_to_me(seats(SECOND)), child, sister) == []
        asked(seats, child, sister)
    assert seen(seats, LEAVER, wish).stage == "withdrawn"
    with pytest.raises(Refused, match="withdrawn"):
        accepted(seats, wish, talk, by=LEAVER)


def test_what_was_begun_at_once_by_who_leaves_ends(seats: Seats) -> None:
    child = seats.child("Ari", family="Uniquename")
    wish = asked(seats, child, to=LEAVER, at_once=True)
    seats.taken.pop(LEAVER, None)
    leave_staff(seats(ADMINISTRATOR), LeaveStaff(LEAVER, 1, "moved"))
    assert seen(seats, MANAGER, wish).stage == "withdrawn"
    assert answers(seats, child) == ""
    reinstate_staff(seats(ADMINISTRATOR), LEAVER, "taken on again")
    assert child not in mine(seats, LEAVER)


def test_what_a_manager_proposed_who_leaves_is_withdrawn_in_words_that_both_sides_see(seats: Seats) -> None:
    child = seats.child("Bo")
    wish = asked(seats, child, to=COLLEAGUE, by=SECOND)
    talk = talked(seats, wish, by=SECOND)
    with gone(seats, SECOND):
        for login in (MANAGER, COLLEAGUE):
            one = seen(seats, login, wish)
            assert (one.stage, one.answers[-1].reason) == ("withdrawn", "Tl Manager A2 has left")
            assert of(told_to_me(seats(login)), child) == [("proposed_by_gone", "Tl Manager A2", "has left")]
        with pytest.raises(Refused, match="withdrawn"):
            accepted(seats, wish, talk, by=COLLEAGUE)
        anew = asked(seats, child, to=COLLEAGUE)
        accepted(seats, anew, talked(seats, anew), by=COLLEAGUE)


def test_tonights_worker_goes_on_when_the_manager_who_asked_leaves(seats: Seats) -> None:
    child = seats.child("Cy")
    wish = asked(seats, child, to=COLLEAGUE, by=SECOND, at_once=True)
    with gone(seats, SECOND):
        assert child in mine(seats, COLLEAGUE)
        assert seen(seats, MANAGER, wish).may_decide
        accepted(seats, wish, talked(seats, wish), by=COLLEAGUE)


def test_a_suspension_ends_no_proposal_but_leaving_after_it_does(seats: Seats) -> None:
    child = seats.child("Di", family="Uniquename")
    wish = asked(seats, child, to="tl_court_adviser")
    suspend_staff(seats(ADMINISTRATOR), "tl_court_adviser", "a look that was asked about")
    assert seen(seats, MANAGER, wish).stage == "proposed"
    assert "not at work here now" in answers(seats, child)
    reinstate_staff(seats(ADMINISTRATOR), "tl_court_adviser", "found in order")
    assert seen(seats, "tl_court_adviser", wish).waits_for_answer
    suspend_staff(seats(ADMINISTRATOR), "tl_court_adviser", "again")
    with gone(seats, "tl_court_adviser"):
        assert seen(seats, MANAGER, wish).stage == "withdrawn"


def test_a_proposal_made_while_somebody_leaves_does_not_hang_either(seats: Seats) -> None:
    child, discussion = seats.child("Eli"), uuid4()
    with seats.record.psql(MANAGER) as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute(
            "select api.propose_allocation(%s, %s, 'allocated_worker', 'knows her', %s)",
            [discussion, seats.record.staff["tl_duty_a"], Jsonb([{"child_id": str(child), "urgent": "see her"}])],
        )
        leaves = other.submit(leave_staff, seats(ADMINISTRATOR), LeaveStaff("tl_duty_a", 0, "moved"))
        until_waiting(seats.record, leaves)
        first.execute("commit")
        leaves.result()
    (one,) = [one for one in allocation_discussions(seats(MANAGER)) if one.discussion_id == discussion]
    assert one.stage == "withdrawn"
    reinstate_staff(seats(ADMINISTRATOR), "tl_duty_a", "taken on again")
