"""Conversations about allocations, and who held a case, as they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt

from db.commands.allocation import DeclineAllocation, decline_allocation
from desktop.features.allocation.held_lines import HOLDERS
from desktop.features.allocation.held_lines import told as told_of
from desktop.features.allocation.lines import DISCUSSIONS, emergencies, told, what_it_does
from desktop.models.words import day_in_words, short_day
from desktop.widgets.cell_delegate import two_lines
from tests.db.seats import Seats
from tests.db.test_allocation import COLLEAGUE, MANAGER, WORKER, answers, asked, head, held, seen, talked
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


def test_how_it_stands_is_read_whole_however_long_a_name_is(hand: Hand) -> None:
    seats = Seats(hand.record)
    with hand.record.superuser() as connection:
        connection.execute("update core.staff set name = 'Oluwaseun Featherstonehaugh' where login = %s", [WORKER])
    talked(seats, asked(seats, seats.child("Amira")))
    page = hand.sign_in(MANAGER).allocation.page
    hand.press(Qt.Key.Key_6, CTRL)
    hand.until(lambda: page.board.talks.lines.rowCount() == 1)
    talks, stands = page.board.talks, 2
    words = str(talks.lines.index(0, stands).data())
    assert words == "Talked about\nthe worker answers"
    assert two_lines(words, talks.fontMetrics(), talks.columnWidth(stands) - 14) == words
    heard = talks.lines.index(0, stands).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Talked about, Oluwaseun Featherstonehaugh answers" in heard
    assert "Talked about, Oluwaseun Featherstonehaugh answers." in page.beside.text.toPlainText()


def test_an_emergency_that_was_declined_says_who_is_responsible_and_what_has_to_happen(record: Record) -> None:
    seats = Seats(record)
    child = seats.child("Kit", COLLEAGUE, family="Uniquename")
    wish = asked(seats, child, at_once=True, reason="ABSENC")
    said = told(seen(seats, MANAGER, wish))
    assert "IN AN EMERGENCY, NOT YET TALKED ABOUT\nTl Practitioner A is responsible now, until " in said
    assert "It becomes an allocation when the talk is recorded and Tl Practitioner A accepts." in said
    talked(seats, wish, note="All is in the file.")
    assert "IN AN EMERGENCY, NOT YET ACCEPTED" in told(seen(seats, MANAGER, wish))
    assert "It becomes an allocation when you accept." in told(seen(seats, WORKER, wish))
    assert answers(seats, child) == "Tl Practitioner A, at once, not yet accepted"

    decline_allocation(seats(WORKER), DeclineAllocation(wish.discussion_id, "I hold nineteen."))
    one = seen(seats, MANAGER, wish)
    today = day_in_words(date.today())
    assert f"IN AN EMERGENCY, DECLINED ON {today.upper()}\nTl Practitioner A is responsible now, until " in told(one)
    assert "You have to decide: talk again, ask somebody else, or withdraw it." in told(one)
    assert "Held before by Tl Practitioner B, and again unless this is accepted" in told(one)
    for words in ("talked about", "accepts"):
        assert words not in told(one).lower()
    assert emergencies([one]) == ["1 emergency allocation declined"]
    assert answers(seats, child) == "Tl Practitioner A, at once, declined"
    assert head(seats, child)[0] == "Tl Practitioner A, in an emergency, declined"

    over = told(replace(one, works_until=datetime.now().astimezone() - timedelta(hours=1)))
    assert "Tl Practitioner A is not responsible any more, since " in over
    assert "Held now by Tl Practitioner B, until this is accepted" in over


def test_what_a_proposal_does_is_said_of_each_child() -> None:
    children = (("Ava Demir", "Jo Ellis"), ("Bea Demir", ""), ("Cem Demir", "Sam Reed"))
    assert what_it_does(children, "Jo Ellis", "allocated_worker", "", "") == (
        "Ava Demir is Jo Ellis’s already, Bea Demir goes to Jo Ellis, Cem Demir goes from Sam Reed to Jo Ellis"
    )
