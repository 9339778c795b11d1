"""A child's file: the band, the chronology, finding words, reading an entry."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QTextEdit, QWidget

from db.commands.entries import AmendEntry, amend_entry
from db.domain.entry import ChildPart, HowKnown, Source, Tone
from desktop.features.record.chronology import words_to_mark
from desktop.models.chronology_table import Column, marks_of
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content


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
    """A child with three entries, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(
        session, child, "Seen at school", on="3 March 2026, 14:30", significant=True, tone=Tone.PROTECTIVE,
        children=(ChildPart(child, seen=True, seen_alone=True, words="I was not even scared"),),
    )  # fmt: skip
    record.write_entry(session, child, "Not seen alone; the mother stayed", on="about October 1998")
    record.write_entry(
        session, child, "Police were called", on="summer 2019", tone=Tone.HARM,
        source=Source(HowKnown.TOLD, "PC 2231", "police officer", "police"),
    )  # fmt: skip
    session.close()
    return child


def _cell(hand: Hand, child: UUID, row: int, column: Column) -> str:
    model = hand.workspace.files[child].chronology.model
    return str(model.index(row, int(column)).data(Qt.ItemDataRole.DisplayRole))


def test_the_chronology_stands_newest_first_with_dates_in_words(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    dates = [_cell(hand, child, row, Column.WHEN) for row in range(3)]
    assert dates == ["3 March 2026, 14:30", "summer 2019", "about October 1998"]
    assert page.chronology.said == "3 entries, newest first"
    assert _cell(hand, child, 1, Column.SOURCE) == "Police · PC 2231"


def test_marks_are_told_in_words_as_well(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    line = page.chronology.current_line()
    assert line is not None
    words = [mark.words for mark in marks_of(line)]
    assert words[:4] == ["significant", "protects", "the child’s own words", "the child was seen alone"]
    spoken = page.chronology.model.index(0, int(Column.MARKS)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("significant, protects")


def test_the_band_says_what_is_not_recorded(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: "Amira" in page.band.who.text())
    assert page.band.facts["Parental responsibility"].value.text() == "not recorded"
    assert "3 Mar 2026" in page.band.facts["Last seen alone"].value.text()
    assert page.band.words.text().startswith("“I was not even scared”")


@pytest.mark.parametrize(
    ("words", "hits"), [('"not seen alone"', 1), ("police", 1), ("seen", 2), ("seen -mother", 1), ("giraffe", 0)]
)
def test_finding_words_shows_only_the_entries_that_hold_them(hand: Hand, child: UUID, words: str, hits: int) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type(words)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "these words" in page.chronology.said)
    assert page.chronology.model.rowCount() == hits
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: page.chronology.model.rowCount() == 3)


def test_f3_goes_through_the_places_inside_an_entry_and_then_to_the_next(
    hand: Hand, record: Record, child: UUID
) -> None:
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(session, child, "A giraffe", on="4 March 2026", detail="She drew a giraffe.")
    record.write_entry(session, child, "Asked about the giraffe", on="3 March 2026")
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)

    def stands_on(row: int, place: int) -> bool:
        text = page.reading.text
        ends = [selection.cursor.selectionEnd() for selection in text.extraSelections()]
        shown = page.reading.entry is not None and page.chronology.current_line() is not None
        there = page.chronology.table.currentIndex().row() == row and len(ends) > place
        return shown and there and text.textCursor().position() == ends[place]

    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("giraffe")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.chronology.model.rowCount() == 2 and stands_on(0, 0))
    hand.press(Qt.Key.Key_F3)
    assert stands_on(0, 1)
    hand.press(Qt.Key.Key_F3)
    hand.until(lambda: stands_on(1, 0))
    hand.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    hand.until(lambda: stands_on(0, 1))


def test_the_reading_pane_says_how_we_know_and_shows_markup_as_text(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(
        session, child, "<b>Bold</b> claim", on="today", detail="<img src='/etc/passwd'> & more",
        source=Source(HowKnown.TOLD, "Mrs Bell", "class teacher", "school", "2 March 2026"),
    )  # fmt: skip
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    text = page.reading.text.toPlainText()
    assert "<b>Bold</b> claim" in text
    assert "<img src='/etc/passwd'> & more" in text
    assert "Told by Mrs Bell, class teacher on 2 March 2026 (School)" in text


def test_earlier_versions_can_be_read_with_the_reason_of_the_later(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened("tl_practitioner_a", child)
    entry = record.write_entry(session, child, "Visited on the wrong day", on="21 November 2026")
    better = replace(content(child, "Visited"), kind="visit")
    amend_entry(session, AmendEntry(uuid4(), entry, child, better, 1, "The day was wrong"))
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    rows = range(page.chronology.model.rowCount())
    row = next(n for n in rows if _cell(hand, child, n, Column.WHAT) == "Visited")
    page.chronology.table.selectRow(row)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.entry_id == entry)
    assert page.reading.earlier.isVisible()
    page.reading.earlier.click()
    hand.until(lambda: "Visited on the wrong day" in page.reading.text.toPlainText())
    assert not page.reading.amend.isVisible()


def test_every_control_in_a_file_has_an_accessible_name(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_mine(child)
    hand.panel(child)
    nameless = []
    for widget in hand.opened.window.findChildren(QWidget):
        asks = isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit | QTableView | QTextEdit)
        if asks and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(widget)
    assert nameless == []


def test_a_refused_reading_offers_to_open_the_file_again(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    with record.superuser() as connection:
        connection.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [child])
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("police")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "no longer open to you" in page.banner.words)


def test_columns_and_panes_stay_as_somebody_dragged_them_until_they_are_reset(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    header, when = page.chronology.table.horizontalHeader(), int(Column.WHEN)
    made = header.sectionSize(when)
    header.resizeSection(when, made + 60)
    sides = page.room.sides
    made_list = sides.sizes()[0]
    sides.moveSplitter(made_list - 100, 1)
    hand.press(Qt.Key.Key_W, CTRL)
    page = hand.open_mine(child)
    assert abs(page.chronology.table.columnWidth(when) - made - 60) <= 8
    assert abs(page.room.sides.sizes()[0] - made_list + 100) <= 12
    hand.press(Qt.Key.Key_0, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.chronology.table.columnWidth(when) == made
    assert abs(page.room.sides.sizes()[0] - made_list) <= 2


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ('"not seen alone" dog', ("not seen alone", "dog")),
        ("visiting OR police", ("visit", "police")),
        ("seen -mother", ("seen",)),
        ("sca*", ("sca",)),
        ("", ()),
    ],
)
def test_the_words_that_are_marked_are_those_that_were_looked_for(typed: str, marked: tuple[str, ...]) -> None:
    assert words_to_mark(typed) == marked
