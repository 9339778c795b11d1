"""Where staff live: told to administrators and to the person alone, and gone when no question needs it any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.commands.looks import open_looks
from db.commands.staff import reinstate_staff
from db.commands.staffing import ChangeStaff, LeaveStaff, change_staff, leave_staff
from db.errors import NotPermitted, Refused
from db.queries.looks import look_questions
from db.queries.staff import own_address
from db.queries.staffing import staff_member
from tests.db.seats import Seats
from tests.record import Record

ADMINISTRATOR, AUDITOR, MANAGER, DUTY = "tl_administrator", "tl_auditor", "tl_manager_a", "tl_duty_a"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    """One record for all."""
    found = Seats(shared_record)
    yield found
    for session in found.taken.values():
        session.close()


def enter(seats: Seats, house: str, postcode: str, by: str = ADMINISTRATOR) -> None:
    """An administrator enters where somebody on duty lives; empty takes it away."""
    one = staff_member(seats(ADMINISTRATOR), DUTY)
    wish = ChangeStaff(
        one.login, one.name, one.role, one.job_title, one.team, one.front_door, one.duty, "moved house",
        one.last_change, house, postcode,
    )  # fmt: skip
    change_staff(seats(by), wish)


def test_an_own_address_is_told_to_administrators_and_to_the_person_alone(seats: Seats) -> None:
    assert own_address(seats(DUTY)) == ""
    enter(seats, " Flat 2, 7 ", "ls62ab")
    one = staff_member(seats(ADMINISTRATOR), DUTY)
    assert (one.own_house, one.own_postcode) == ("Flat 2, 7", "LS6 2AB")
    assert own_address(seats(DUTY)) == "Flat 2, 7, LS6 2AB"
    told = staff_member(seats(AUDITOR), DUTY)
    assert (told.own_house, told.own_postcode) == ("", "")
    assert told.changes[0].what == "own address entered"
    assert own_address(seats(MANAGER)) == ""
    with pytest.raises(NotPermitted):
        enter(seats, "7", "LS6 2AB", by=MANAGER)


def test_its_changes_are_on_record_without_it(seats: Seats) -> None:
    enter(seats, "", "")
    enter(seats, "12", "LS6 2AB")
    enter(seats, "14", "LS6 2AB")
    with pytest.raises(Refused, match="Nothing was changed"):
        enter(seats, "14", "LS6 2AB")
    enter(seats, "", "")
    changes = staff_member(seats(ADMINISTRATOR), DUTY).changes
    assert [one.what for one in changes[:3]] == ["own address taken away", "own address changed", "own address entered"]
    assert "LS6" not in str(changes)
    with seats.record.superuser() as connection:
        kept = connection.execute(
            "select detail from audit.event where action = 'keep_own_address' and object_id = %s"
            " order by event_id desc limit 3",
            [seats.record.staff[DUTY]],
        ).fetchall()
        told = connection.execute("select count(*) from audit.event e where e::text ~ 'LS6'").fetchone()
        left = connection.execute("select count(*) from core.staff_address").fetchone()
    assert kept == [({"kept": False},), ({"kept": True},), ({"kept": True},)]
    assert (told, left) == ((0,), (0,))


@pytest.mark.parametrize(
    ("house", "postcode"), [("12", ""), ("", "LS6 2AB"), ("12", "LS6"), ("-", "LS6 2AB"), ("1" * 61, "LS6 2AB")]
)
def test_half_an_address_is_refused(seats: Seats, house: str, postcode: str) -> None:
    before = staff_member(seats(ADMINISTRATOR), DUTY)
    with pytest.raises(Refused, match="house number or name and its whole postcode"):
        enter(seats, house, postcode)
    assert staff_member(seats(ADMINISTRATOR), DUTY) == before


def test_who_left_is_asked_about_for_the_weeks_of_the_question_and_then_forgotten(seats: Seats) -> None:
    child = seats.child("Ivo")
    enter(seats, "3", "LS9 9ZZ")
    with seats.record.psql("tl_practitioner_b") as worker:
        seats.record.allocate(child, "tl_practitioner_b")
        worker.execute("select * from api.open_file(%s)", [child])
        worker.execute(
            "select api.add_residence(%s, gen_random_uuid(), %s, '3 Hill Top, Leeds', 'ls9 9zz', 'home', null, '',"
            " 'told by the mother')", [child, child],
        )  # fmt: skip
    seats.record.opened(DUTY, child, purpose="duty").close()
    leave_staff(seats(ADMINISTRATOR), LeaveStaff(DUTY, 0, "moved"))
    try:
        open_looks(seats(AUDITOR))
        (one,) = [one for one in look_questions(seats(AUDITOR)) if one.question == "own_address"]
        assert (one.child_id, one.who, one.times) == (child, "Tl Duty A", 1)
        assert addresses(seats) == 1
        with seats.record.superuser() as connection:
            connection.execute("alter table core.staff_change disable trigger append_only_rows")
            connection.execute("update core.staff_change set changed_at = changed_at - interval '57 days'")
            connection.execute("alter table core.staff_change enable always trigger append_only_rows")
            connection.execute("select wall.forget_own_addresses()")
        assert addresses(seats) == 0
    finally:
        reinstate_staff(seats(ADMINISTRATOR), DUTY, "back")


def addresses(seats: Seats) -> int:
    """How many own addresses are kept."""
    with seats.record.superuser() as connection:
        row = connection.execute("select count(*) from core.staff_address").fetchone()
    return int(row[0]) if row else 0
