"""The chronology on the screen: year and age that stay, both directions, density, columns, and a place that is kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.domain.filters import Filter
from desktop.features.record.page import RecordPage
from desktop.models.chronology_table import Column
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child born 2 May 2019 with an entry a month from before birth on, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya", born=date(2019, 5, 2))
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for year in (2018, 2019, 2020, 2021):
        for month in range(1, 13):
            fields = {"significant": month == 6}
            record.write_entry(session, child, f"Entry of {month}/{year}", on=f"1/{month}/{year}", **fields)
    session.close()
    return child


@pytest.fixture
def page(hand: Hand, child: UUID) -> RecordPage:
    """The open file, with the day of birth known."""
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: page.chronology.model.born[0] is not None)
    return page


def _headline(page: RecordPage, row: int) -> str:
    return str(page.chronology.model.index(row, int(Column.WHAT)).data(Qt.ItemDataRole.DisplayRole))


def _topmost(page: RecordPage) -> tuple[str, int]:
    table = page.chronology.table
    row = table.rowAt(0)
    return _headline(page, row), table.rowViewportPosition(row)


def test_year_and_age_stay_at_the_top_while_the_rows_scroll(hand: Hand, page: RecordPage) -> None:
    table = page.chronology.table
    assert table.heading == "2021 · age 2"
    heard = []
    bar = table.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, 7):
        bar.setValue(value)
        row = table.rowAt(1)
        assert table.heading == page.chronology.model.heading(row)
        if table.heading not in heard:
            heard.append(table.heading)
    assert heard[0] == "2021 · age 2"
    assert {"2020 · age 1", "2020 · under 1", "2019 · under 1", "2019 · before birth"} <= set(heard)
    hand.press(Qt.Key.Key_Home, CTRL)
    assert table.heading == "2021 · age 2"


def test_a_screen_reader_hears_where_a_year_or_an_age_begins(page: RecordPage) -> None:
    model = page.chronology.model
    heard = [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(20)]
    assert heard[0] == "2021 · age 2: 1 December 2021"
    assert heard[1] == "1 November 2021"
    assert heard[7] == "2021 · age 1: 1 May 2021"


def test_time_runs_the_other_way_on_a_key_and_is_remembered(hand: Hand, page: RecordPage, child: UUID) -> None:
    for _ in range(3):
        hand.press(Qt.Key.Key_Down)
    standing = page.chronology.current_line()
    hand.press(Qt.Key.Key_D, CTRL)
    assert page.chronology.said == "48 entries, oldest first"
    hand.until(lambda: _headline(page, 0) == "Entry of 1/2018")
    assert page.chronology.current_line() == standing
    hand.press(Qt.Key.Key_Home, CTRL)
    assert page.chronology.table.heading == "2018 · before birth"
    hand.press(Qt.Key.Key_W, CTRL)
    again = hand._opened_mine(child)
    hand.until(lambda: again.chronology.said == "48 entries, oldest first")
    hand.until(lambda: _headline(again, 0) == "Entry of 1/2018")
    hand.press(Qt.Key.Key_0, CTRL | SHIFT)
    assert again.chronology.said == "48 entries, newest first"


def test_rows_are_dense_or_roomy_and_stay_so_until_reset(hand: Hand, page: RecordPage, child: UUID) -> None:
    table = page.chronology.table
    roomy = table.rowHeight(0)
    hand.press(Qt.Key.Key_D, CTRL | SHIFT)
    dense = table.rowHeight(0)
    assert dense < roomy
    hand.press(Qt.Key.Key_W, CTRL)
    again = hand.open_mine(child)
    assert again.chronology.table.rowHeight(0) == dense
    hand.press(Qt.Key.Key_0, CTRL | SHIFT)
    assert again.chronology.table.rowHeight(0) == roomy


def test_columns_are_put_away_and_moved_and_stay_so_until_reset(hand: Hand, page: RecordPage, child: UUID) -> None:
    menu = page.chronology.table.menu()
    action = next(action for action in menu.actions() if action.text() == "Column “Marks”")
    assert action.isChecked()
    action.trigger()
    page.chronology.table.banded.moveSection(1, 0)
    hand.press(Qt.Key.Key_W, CTRL)
    table = hand.open_mine(child).chronology.table
    assert table.isColumnHidden(int(Column.MARKS))
    assert table.banded.visualIndex(int(Column.WHAT)) == 0
    hand.press(Qt.Key.Key_0, CTRL | SHIFT)
    assert not table.isColumnHidden(int(Column.MARKS))
    assert table.banded.visualIndex(int(Column.WHAT)) == 1


@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_colleagues_entry_moves_nothing_that_one_reads(
    hand: Hand, record: Record, page: RecordPage, child: UUID, oldest_first: bool
) -> None:
    chronology = page.chronology
    if oldest_first:
        hand.press(Qt.Key.Key_D, CTRL)
    tester = QAbstractItemModelTester(chronology.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chronology.table.verticalScrollBar().setValue(777)
    hand.until(lambda: chronology.model.window.settled)
    chronology.table.stand_quietly(chronology.table.rowAt(60))
    before, standing = _topmost(page), chronology.current_line()
    assert before[1] % chronology.table.rowHeight(0) != 0
    theirs = record.opened("tl_duty_a", child, purpose="duty")
    record.write_entry(theirs, child, "Newest of all", on="today")
    record.write_entry(theirs, child, "Oldest of all", on="1 January 2010")
    chronology.refresh()
    hand.until(lambda: chronology.model.rowCount() == 50)
    assert _topmost(page) == before
    hand.until(lambda: chronology.model.window.settled)
    assert _topmost(page) == before
    assert chronology.current_line() == standing
    assert {_headline(page, 0), _headline(page, 49)} <= {"Newest of all", "Oldest of all", "Loading"}
    del tester


def test_an_entry_is_gone_to_and_a_filter_that_hides_it_is_taken_off_and_that_is_said(
    hand: Hand, page: RecordPage
) -> None:
    chronology = page.chronology
    keys = chronology.shown_keys()
    chronology.set_filter(Filter(significant=True))
    hand.until(lambda: chronology.model.rowCount() == 4)
    page.show_entry(keys[5])
    hand.until(lambda: (line := chronology.current_line()) is not None and line.headline == "Entry of 6/2018")
    assert chronology.filter == Filter(significant=True)
    page.show_entry(keys[6])
    hand.until(lambda: (line := chronology.current_line()) is not None and line.headline == "Entry of 7/2018")
    assert chronology.filter == Filter()
    assert "the filter was taken off to show this entry" in chronology.said
    page.show_entry(keys[2], "entry")
    hand.until(lambda: (line := chronology.current_line()) is not None and line.order_key == keys[2])
    assert chronology.filter == Filter(words="entry")
    row = chronology.table.currentIndex().row()
    assert chronology.table.viewport().rect().intersects(chronology.table.visualRect(chronology.model.index(row, 1)))


def test_several_lines_are_selected_by_keyboard(hand: Hand, page: RecordPage) -> None:
    for _ in range(2):
        hand.press(Qt.Key.Key_Down, SHIFT)
    keys = list(page.chronology.shown_keys())
    assert page.chronology.selected_keys() == [keys[-1], keys[-2], keys[-3]]
