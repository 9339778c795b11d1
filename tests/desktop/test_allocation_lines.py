"""A conversation about an allocation as it is read: who each child is."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.features.allocation.lines import told
from desktop.models.words import short_day
from tests.db.seats import Seats
from tests.db.test_allocation import WORKER, asked, seen
from tests.record import Record


def test_of_an_unborn_child_a_conversation_says_when_it_is_expected(record: Record) -> None:
    seats = Seats(record)
    child, due = seats.child("Baby"), date.today() + timedelta(days=60)
    with record.superuser() as connection:
        connection.execute(
            "update core.person set born_earliest = null, born_latest = null, expected_on = %s where person_id = %s",
            [due, child],
        )
    assert f"Baby Demir, unborn, expected {short_day(due)}, " in told(seen(seats, WORKER, asked(seats, child)))
