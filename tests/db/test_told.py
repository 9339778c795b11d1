"""What somebody is told once, until they have read it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from db.commands.staff import reset_password
from db.commands.told import HaveRead, have_read
from db.queries.told import Told, told_to_me
from tests.db.seats import Seats
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
