"""Conversations about allocations, and who held a case, as they are read."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt

from desktop.features.allocation.held_lines import HOLDERS
from desktop.features.allocation.held_lines import told as told_of
from desktop.features.allocation.lines import DISCUSSIONS, told
from desktop.models.words import day_in_words, short_day
from desktop.widgets.cell_delegate import two_lines
from tests.db.seats import Seats
from tests.db.test_allocation import WORKER, asked, held, seen
from tests.db.test_cover_taken_back import LAST, SOON, covered, end
from tests.desktop.window import CTRL, Hand
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


def test_cover_that_ended_at_midnight_ended_with_the_day_before(record: Record) -> None:
    seats = Seats(record)
    child = seats.child("Bel")
    covered(seats, child, date.today())
    (cover,) = (one for one in held(seats, child) if one.part == "cover")
    assert [column.words(cover) for column in HOLDERS if column.head == "When"] == [
        f"{short_day(date.today())} to\n{short_day(LAST)}"
    ]
    assert f"to the end of {day_in_words(LAST)}" in told_of(cover, (cover,))


def test_when_it_was_proposed_is_read_whole_where_the_list_is_narrow(hand: Hand) -> None:
    """Longer words stand beside it; how long ago it was is short and plain, and never cut."""
    seats = Seats(hand.record)
    asked(seats, seats.child("Amira"))
    with hand.record.superuser() as connection:
        connection.execute("alter table core.allocation_discussion disable trigger user")
        connection.execute("update core.allocation_discussion set proposed_at = proposed_at - interval '20 months'")
    page = hand.sign_in(WORKER).allocation.page
    hand.press(Qt.Key.Key_6, CTRL)
    hand.until(lambda: page.board.talks.lines.rowCount() == 1)
    talks, proposed = page.board.talks, len(DISCUSSIONS) - 1
    words = str(talks.lines.index(0, proposed).data())
    assert words.startswith("20 months ago\n")
    assert two_lines(words, talks.fontMetrics(), talks.columnWidth(proposed) - 14) == words
    assert talks.horizontalScrollBar().maximum() == 0
