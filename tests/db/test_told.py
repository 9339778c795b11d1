"""What somebody is told once, until they have read it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from db.commands.looks import DeclareInterest, declare_interest
from db.commands.staff import reset_password
from db.commands.told import HaveRead, have_read
from db.errors import ThroughlineError
from db.queries.allocation import allocation_discussions
from db.queries.told import Told, told_to_me
from tests.db.seats import Seats
from tests.db.test_allocation import accepted, asked, seen, talked
from tests.record import PASSWORD, Record

ADMINISTRATOR, MANAGER, SECOND, ELSEWHERE = "tl_administrator", "tl_manager_a", "tl_manager_a2", "tl_manager_b"
WORKER, COLLEAGUE = "tl_practitioner_a", "tl_practitioner_b"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    """One record for all."""
    found = Seats(shared_record)
    yield found
    for session in found.taken.values():
        session.close()


def told(seats: Seats, login: str) -> tuple[Told, ...]:
    """What this person is told, and then has read."""
    found = told_to_me(seats(login))
    have_read(seats(login), HaveRead(tuple(one.told_id for one in found)))
    assert told_to_me(seats(login)) == ()
    return found


def reset(seats: Seats, login: str, why: str) -> None:
    """An administrator sets the pool's password anew, and the person has changed it since."""
    seats(login)
    reset_password(seats(ADMINISTRATOR), login, PASSWORD, why)
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set own_password = true where login = %s", [login])


def ends(seats: Seats, child: UUID, login: str) -> None:
    """The manager ends somebody's allocation."""
    staff = seats.record.staff[login]
    seats.record.act(MANAGER, "end_allocation", child=child, staff=staff, reason="OTHERS", handover_note="")


def test_who_has_a_password_set_is_told_by_whom_when_and_why_until_they_have_read_it(seats: Seats) -> None:
    reset(seats, WORKER, "lost it on leave")
    (one,) = told_to_me(seats(WORKER))
    assert (one.what, one.by, one.reason, one.child_id) == ("password", "Tl Administrator", "lost it on leave", None)
    for other in (MANAGER, SECOND, ADMINISTRATOR, COLLEAGUE):
        have_read(seats(other), HaveRead((one.told_id,)))
        assert told_to_me(seats(other)) == ()
    assert told(seats, WORKER) == (one,)


def test_the_other_managers_of_the_team_are_told_of_a_managers_new_password(seats: Seats) -> None:
    reset(seats, MANAGER, "locked out")
    assert [(one.what, one.about) for one in told(seats, MANAGER)] == [("password", "")]
    assert [(one.what, one.about, one.reason) for one in told(seats, SECOND)] == [
        ("colleague_password", "Tl Manager A", "locked out")
    ]
    for login in (ELSEWHERE, WORKER):
        assert told(seats, login) == ()
    have_read(seats(MANAGER), HaveRead((uuid4(),)))


def test_who_loses_a_child_to_another_or_by_an_ending_is_told_to_whom_when_and_why(seats: Seats) -> None:
    child = seats.child("Tess", WORKER)
    wish = asked(seats, child, to=COLLEAGUE, reason="OTHERS")
    assert told(seats, WORKER) == ()
    accepted(seats, wish, talked(seats, wish, note="See the file."), by=COLLEAGUE)
    (one,) = told(seats, WORKER)
    assert (one.what, one.child_id, one.child, one.about) == ("child_passed", child, "Tess Demir", "Tl Practitioner B")
    assert one.reason
    ends(seats, child, COLLEAGUE)
    (ended,) = told(seats, COLLEAGUE)
    assert (ended.what, ended.child_id, ended.by, ended.about) == ("child_ended", child, "Tl Manager A", "")
    assert ended.reason
    for login in (WORKER, SECOND, ELSEWHERE):
        assert told(seats, login) == ()


def test_of_a_file_that_is_sealed_meanwhile_nobody_but_its_members_is_told(seats: Seats) -> None:
    child = seats.child("Tess", WORKER)
    ends(seats, child, WORKER)
    seats.record.seal(MANAGER, child, SECOND)
    assert told(seats, WORKER) == ()


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_no_longer_works_with_children_is_told_of_none(seats: Seats, role: str) -> None:
    child = seats.child(f"Left{role}", COLLEAGUE)
    ends(seats, child, COLLEAGUE)
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set role = %s where login = %s", [role, COLLEAGUE])
        try:
            assert told_to_me(seats(COLLEAGUE)) == ()
        finally:
            connection.execute("update core.staff set role = 'practitioner' where login = %s", [COLLEAGUE])
    assert [one.child_id for one in told(seats, COLLEAGUE)] == [child]


def test_a_proposal_to_who_then_knows_the_family_is_withdrawn_and_its_manager_is_told(
    seats: Seats,
) -> None:
    child, sister = seats.child("Uma"), seats.child("Una")
    wish = asked(seats, child, sister)
    talk = talked(seats, wish)
    declare_interest(seats(WORKER), DeclareInterest(uuid4(), child, "my sister's neighbour"))
    (one,) = told(seats, MANAGER)
    assert (one.what, one.child_id, one.about, one.reason) == (
        "proposal_withdrawn", child, "Tl Practitioner A", "my sister's neighbour"
    )  # fmt: skip
    found = seen(seats, MANAGER, wish)
    assert (found.stage, found.answers[-1].reason) == ("withdrawn", "they said that they know the family")
    with pytest.raises(ThroughlineError):
        accepted(seats, wish, talk)
    assert wish.discussion_id not in {d.discussion_id for d in allocation_discussions(seats(WORKER)) if not d.settled}
    assert told(seats, WORKER) == ()


def test_the_managers_of_the_team_are_told_who_knows_a_family_and_whether_they_hold_the_case(seats: Seats) -> None:
    held, other = seats.child("Hedy", COLLEAGUE), seats.child("Otto")
    for child in (held, other):
        declare_interest(seats(COLLEAGUE), DeclareInterest(uuid4(), child, "Their aunt is my neighbour."))
    for manager in (MANAGER, SECOND):
        found = {one.child_id: one for one in told(seats, manager)}
        assert {child: found[child].what for child in (held, other)} == {
            held: "family_known_holds",
            other: "family_known",
        }
        assert found[held].by == "Tl Practitioner B"
    assert held not in {one.child_id for one in told(seats, ELSEWHERE)}


def test_who_holds_a_child_is_told_that_another_works_with_it_at_once(seats: Seats) -> None:
    child = seats.child("Tilly", COLLEAGUE)
    wish = asked(seats, child, at_once=True, reason="OTHERS")
    (one,) = (one for one in told(seats, COLLEAGUE) if one.child_id == child)
    assert (one.what, one.about, one.by, one.reason) == (
        "child_at_once", "Tl Practitioner A", "Tl Manager A", wish.why,
    )  # fmt: skip
