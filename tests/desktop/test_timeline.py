"""The timeline strip: seen, walked by keys, dragged over, and read as a table; it narrows the chronology."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.domain.entry import Tone
from desktop.features.record.page import RecordPage
from desktop.features.record.timeline import TimelineStrip
from desktop.models.timeline_layout import next_month
from desktop.models.timeline_table import rows_of
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
EVENTS = (
    ("1 March 2020", "Police were called", Tone.HARM, True),
    ("20 March 2020", "A call from the nursery", Tone.NEUTRAL, False),
    ("4 July 2022", "First week with the aunt", Tone.PROTECTIVE, True),
    ("9 May 2024", "Year 1 report", Tone.NEUTRAL, True),
)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all these tests, which only look."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture(scope="module")
def child(record: Record) -> UUID:
    """A child of 2019 with four entries, three of them significant, and a plan."""
    child = record.new_child("Amira", "Kaya", born=date(2019, 5, 2))
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for on, headline, tone, significant in EVENTS:
        record.write_entry(session, child, headline, on=on, tone=tone, significant=significant)
    session.close()
    with record.superuser() as connection:
        connection.execute(
            "insert into core.period (period_id, child_id, kind, description, begins_earliest, begins_latest,"
            " begins_words, ends_earliest, ends_latest, recorded_by)"
            " values (%s, %s, 'plan', 'Child in need', '2020-04-01', '2020-04-30', 'April 2020', '2021-06-30',"
            " '2021-06-30', %s)",
            [uuid4(), child, record.staff["tl_practitioner_a"]],
        )
    return child


@pytest.fixture
def page(hand: Hand, child: UUID) -> RecordPage:
    """The child's file, with its timeline."""
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: page.timeline.facts is not None)
    return page


def _x(strip: TimelineStrip, day: date) -> int:
    layout = strip.board.layout_shown
    assert layout is not None
    return round(layout.scale.x_of(day)) + 1


def _drag(strip: TimelineStrip, start: int, end: int) -> None:
    board = strip.board.viewport()
    y = strip.board.height() // 3
    QTest.mousePress(board, LEFT, NONE, QPoint(start, y))
    for x in (start + (end - start) // 2, end):
        QTest.mouseMove(board, QPoint(x, y))
    QTest.mouseRelease(board, LEFT, NONE, QPoint(end, y))
    QApplication.processEvents()


def _headlines(page: RecordPage) -> int:
    return page.chronology.model.rowCount()


def test_ctrl_t_goes_to_the_timeline_and_arrows_walk_month_by_month(hand: Hand, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_T, CTRL)
    assert hand.focus is page.timeline.board
    board = page.timeline.board
    here = board.cursor_day
    assert here is not None
    hand.press(Qt.Key.Key_Left)
    assert board.cursor_day == next_month(here, -1)
    assert "no entry" in page.timeline.said
    hand.press(Qt.Key.Key_Left, CTRL)
    assert board.cursor_day == date(2024, 5, 1)
    assert "1 entry, 1 of them significant" in page.timeline.said
    assert "9 May 2024 · Year 1 report" in page.timeline.said
    hand.press(Qt.Key.Key_Left, CTRL)
    hand.press(Qt.Key.Key_Left, CTRL)
    assert board.cursor_day == date(2020, 3, 1)
    assert "▼ harm" in page.timeline.said
    assert "March 2020: 2 entries" in board.accessibleDescription()
    hand.press(Qt.Key.Key_Right, CTRL)
    assert board.cursor_day == date(2022, 7, 1)


def test_enter_goes_to_the_event_or_to_the_newest_entry_of_the_month(hand: Hand, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_T, CTRL)
    hand.press(Qt.Key.Key_Left, CTRL)
    hand.press(Qt.Key.Key_Left, CTRL)
    hand.press(Qt.Key.Key_Left, CTRL)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: _current(page) == "Police were called")
    page.timeline.board.setFocus()
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Right)
    assert page.timeline.board.cursor_day == date(2020, 3, 1)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: _current(page) == "A call from the nursery")


def _current(page: RecordPage) -> str:
    line = page.chronology.current_line()
    return line.headline if line is not None else ""


def test_shift_and_arrows_take_a_range_and_escape_lets_it_go(hand: Hand, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_T, CTRL)
    for _ in range(2):
        hand.press(Qt.Key.Key_Left, CTRL)
    hand.press(Qt.Key.Key_Right, CTRL | SHIFT)
    assert page.timeline.range_in_words == "July 2022 to May 2024"
    hand.until(lambda: _headlines(page) == 2)
    assert (page.chronology.filter.since, page.chronology.filter.until) == (date(2022, 7, 1), date(2024, 5, 31))
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: _headlines(page) == 4)
    assert page.timeline.range_in_words == ""
    assert page.chronology.filter.since is None


def test_a_drag_takes_the_months_between_and_a_grip_moves_one_end(hand: Hand, page: RecordPage) -> None:
    strip = page.timeline
    _drag(strip, _x(strip, date(2022, 6, 10)), _x(strip, date(2024, 6, 10)))
    assert strip.range_in_words == "June 2022 to June 2024"
    hand.until(lambda: _headlines(page) == 2)
    _drag(strip, _x(strip, date(2022, 6, 1)) + 1, _x(strip, date(2020, 2, 10)))
    assert strip.range_in_words == "February 2020 to June 2024"
    hand.until(lambda: _headlines(page) == 4)
    QTest.mouseDClick(strip.board.viewport(), LEFT, NONE, QPoint(200, 20))
    hand.until(lambda: page.chronology.filter.empty)
    assert strip.range_in_words == ""


def test_a_click_on_a_mark_goes_to_its_entry(hand: Hand, page: RecordPage) -> None:
    strip = page.timeline
    QTest.mouseClick(strip.board.viewport(), LEFT, NONE, QPoint(_x(strip, date(2022, 7, 4)), 4))
    hand.until(lambda: _current(page) == "First week with the aunt")
    below = QPoint(_x(strip, date(2020, 3, 12)), strip.board.height() // 3)
    QTest.mouseClick(strip.board.viewport(), LEFT, NONE, below)
    hand.until(lambda: _current(page) == "A call from the nursery")


def test_hovering_tells_the_month_the_event_and_the_period(hand: Hand, page: RecordPage) -> None:
    board = page.timeline.board
    words = board.words_at(_x(page.timeline, date(2020, 3, 1)), 4.0)
    assert "March 2020: 2 entries, 1 of them significant" in words
    assert "▼ harm · 1 March 2020 · Police were called" in words
    assert "Plan: Child in need\nApril 2020 to 30 Jun 2021" in board.words_at(
        _x(page.timeline, date(2020, 9, 1)), board.height() - 4.0
    )


def test_a_range_set_in_the_filter_shows_in_the_strip(hand: Hand, page: RecordPage) -> None:
    page.chronology.set_filter(replace(page.chronology.filter, since=date(2022, 1, 1)))
    hand.until(lambda: page.timeline.range_in_words == "since January 2022")
    hand.until(lambda: _headlines(page) == 2)
    page.timeline.clear.click()
    hand.until(lambda: _headlines(page) == 4)


def test_the_table_says_what_the_strip_shows_and_leads_to_the_same_places(hand: Hand, page: RecordPage) -> None:
    strip = page.timeline
    assert strip.facts is not None
    strip.as_table.click()
    assert strip.table.isVisible()
    assert hand.focus is strip.table
    shown = {strip.model.record(row) for row in range(strip.model.rowCount())}
    assert shown == set(rows_of(strip.facts))
    spoken = [strip.model.index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(shown))]
    assert "In words: 2 entries, 1 of them significant" in spoken
    row = next(n for n in range(len(shown)) if "aunt" in (strip.model.record(n) or rows_of(strip.facts)[0]).words)
    strip.table.selectRow(row)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: _current(page) == "First week with the aunt")


def test_the_strip_stays_folded_away_for_this_person_until_it_is_wanted(hand: Hand, page: RecordPage) -> None:
    page.timeline._fold.click()
    assert not page.timeline.board.isVisible()
    hand.press(Qt.Key.Key_W, CTRL)
    child = page.child_id
    again = hand.open_mine(child)
    assert not again.timeline.unfolded
    hand.press(Qt.Key.Key_T, CTRL)
    assert again.timeline.board.isVisible()
    assert hand.focus is again.timeline.board


def test_where_the_page_is_tight_the_picture_gives_way(hand: Hand, page: RecordPage) -> None:
    hand.opened.window.resize(1280, 800)
    hand.program.appearance.set_scale(2.0)
    hand.opened.window.resize(1280, 700)
    hand.until(lambda: not page.timeline.board.isVisible())
    hand.program.appearance.set_scale(1.0)
    hand.opened.window.resize(1280, 900)
    hand.until(page.timeline.board.isVisible)
