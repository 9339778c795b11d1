"""Conversations about allocations, and who held a case, as they are read."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.features.allocation.held_lines import HOLDERS
from desktop.features.allocation.held_lines import told as told_of
from desktop.features.allocation.lines import told
from desktop.models.words import day_in_words, short_day
from tests.db.seats import Seats
from tests.db.test_allocation import WORKER, asked, held, seen
from tests.db.test_cover_taken_back import LAST, SOON, covered, end
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


def test_cover_that_was_taken_back_before_it_began_reads_so(record: Record) -> None:
    seats = Seats(record)
    child = seats.child("Ada")
    covered(seats, child, SOON)
    end(seats, child)
    (cover,) = held(seats, child)
    assert [column.words(cover) for column in HOLDERS if column.head == "When"] == ["never began"]
    said = told_of(cover, (cover,))
    assert f"Agreed for {day_in_words(SOON)} to {day_in_words(LAST)}\nTaken back" in said
    assert "before it began" in said
    assert "Why it changed: Other (Tl Manager A)" in said
