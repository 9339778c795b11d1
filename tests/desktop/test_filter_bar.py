"""The filter as a sentence, by keyboard alone: typed, walked, chosen, taken out, kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.domain.entry import ChildPart, HowKnown, Source, Tone
from db.domain.filters import Filter
from desktop.features.record.filter_bar import FilterBar
from desktop.features.record.page import RecordPage
from desktop.features.record.popover import Popover
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier


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
    """A child with four entries, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    police = Source(HowKnown.TOLD, "PC 2231", "police officer", "police")
    record.write_entry(session, child, "Police in May", on="9 May 2025", kind="police", source=police, significant=True)
    record.write_entry(session, child, "Police long ago", on="2 May 2019", kind="police", source=police)
    record.write_entry(
        session, child, "Seen at school", on="3 March 2026", tone=Tone.PROTECTIVE,
        children=(ChildPart(child, seen=True, seen_alone=True, words="I was not even scared"),),
    )  # fmt: skip
    record.write_entry(session, child, "School rang", on="4 March 2026", kind="call", significant=True)
    session.close()
    return child


@pytest.fixture
def page(hand: Hand, child: UUID) -> RecordPage:
    """The open file."""
    hand.sign_in("tl_practitioner_a")
    return hand.open_mine(child)


def _shown(hand: Hand, page: RecordPage, many: int) -> list[str]:
    """The headlines shown, once there are so many and they are read."""
    model = page.chronology.model
    hand.until(lambda: model.rowCount() == many and all(model.window.line(row) for row in range(many)))
    return [line.headline for row in range(many) if (line := model.window.line(row)) is not None]


def _in(popover: Popover, key: Qt.Key) -> None:
    """Press a key in what has dropped down."""
    QTest.keyClick(popover.focusWidget() or popover, key)
    QApplication.processEvents()


def _heard(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def test_a_filter_is_typed_and_shows_what_was_asked_for(hand: Hand, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_L, CTRL)
    hand.type("all police notifications since March 2025")
    hand.press(Qt.Key.Key_Return)
    assert _shown(hand, page, 1) == ["Police in May"]
    assert page.chronology.filter == Filter(kinds=("police",), since=date(2025, 3, 1))
    assert _heard(page.chronology.bar) == "Show police notification, since March 2025"
    assert hand.focus is page.chronology.table
    hand.press(Qt.Key.Key_W, CTRL | SHIFT)
    assert len(_shown(hand, page, 4)) == 4
    assert _heard(page.chronology.bar) == "Show everything"


def test_what_is_not_understood_is_said_and_stays_to_be_mended(hand: Hand, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_L, CTRL)
    hand.type("significant polce")
    hand.press(Qt.Key.Key_Return)
    bar = page.chronology.bar
    assert "Not understood: “polce”" in bar.said.text()
    assert bar.said.isVisible()
    assert bar.line.text() == "significant polce"
    assert page.chronology.filter == Filter()


def test_a_day_that_does_not_exist_is_explained_and_little_of_what_was_typed_is_repeated(
    hand: Hand, page: RecordPage
) -> None:
    bar = page.chronology.bar
    hand.press(Qt.Key.Key_L, CTRL)
    hand.type("since 31/2/2026")
    hand.press(Qt.Key.Key_Return)
    assert bar.said.text() == "February 2026 has 28 days, so there is no day 31 in it."
    bar.line.setText("\0" + "polce " * 49)
    hand.press(Qt.Key.Key_Return)
    assert "“⟦U+0000⟧polce polce" in bar.said.text()
    assert bar.said.text().count("polce") <= 10
    bar.line.clear()
    hand.until(lambda: page.chronology.filter == Filter())


def test_the_arrow_keys_walk_the_words_and_delete_takes_one_out(hand: Hand, page: RecordPage) -> None:
    page.chronology.set_filter(Filter(significant=True, agencies=("police",)))
    assert _shown(hand, page, 1) == ["Police in May"]
    bar = page.chronology.bar
    hand.press(Qt.Key.Key_L, CTRL)
    for _ in range(2):
        hand.press(Qt.Key.Key_Left)
    assert hand.focus is bar.words["agencies"]
    assert _heard(bar.words["agencies"]) == "Source agency: from police"
    hand.press(Qt.Key.Key_Left)
    assert hand.focus is bar.words["significant"]
    hand.press(Qt.Key.Key_Right)
    hand.press(Qt.Key.Key_Delete)
    assert page.chronology.filter == Filter(significant=True)
    assert _shown(hand, page, 2) == ["School rang", "Police in May"]
    assert bar.isAncestorOf(hand.focus)


def test_a_word_drops_its_choices_with_counts_and_stays_open_for_more(hand: Hand, page: RecordPage) -> None:
    page.chronology.set_filter(Filter(kinds=("visit",)))
    _shown(hand, page, 1)
    bar = page.chronology.bar
    bar.words["kinds"].setFocus()
    hand.press(Qt.Key.Key_Return)
    choices = bar.popover.choices
    assert bar.popover.isVisible()
    places = [choices.visualItemRect(choices.topLevelItem(row)) for row in range(3)]  # type: ignore[arg-type]
    width = choices.columnWidth(1)
    hand.until(lambda: _count(bar, "Police notification") == "2")
    assert (_count(bar, "Visit"), _count(bar, "Court")) == ("1", "0")
    assert [choices.visualItemRect(choices.topLevelItem(row)) for row in range(3)] == places  # type: ignore[arg-type]
    assert choices.columnWidth(1) == width
    _in(bar.popover, Qt.Key.Key_Down)
    _in(bar.popover, Qt.Key.Key_Space)
    assert page.chronology.filter == Filter(kinds=("visit", "call"))
    assert bar.popover.isVisible()
    _in(bar.popover, Qt.Key.Key_Escape)
    assert not bar.popover.isVisible()
    assert set(_shown(hand, page, 2)) == {"Seen at school", "School rang"}


def _count(bar: FilterBar, words: str) -> str:
    choices = bar.popover.choices
    items = [choices.topLevelItem(row) for row in range(choices.topLevelItemCount())]
    return next(item.text(1) for item in items if item is not None and item.text(0) == words)


def test_what_the_sentence_lacks_is_added_from_its_end(hand: Hand, page: RecordPage) -> None:
    bar = page.chronology.bar
    hand.press(Qt.Key.Key_L, CTRL)
    hand.press(Qt.Key.Key_Down)
    _in(bar.popover, Qt.Key.Key_Return)  # the first is: significant only
    assert page.chronology.filter == Filter(significant=True)
    hand.press(Qt.Key.Key_Down)
    for _ in range(10):
        if (item := bar.popover.choices.currentItem()) is not None and item.text(0) == "Author":
            break
        _in(bar.popover, Qt.Key.Key_Down)
    _in(bar.popover, Qt.Key.Key_Return)
    hand.until(lambda: bar.popover.choices.topLevelItemCount() == 1)
    _in(bar.popover, Qt.Key.Key_Return)
    assert page.chronology.filter.author_name == "Tl Practitioner A"
    assert len(_shown(hand, page, 2)) == 2


def test_dates_are_typed_as_people_know_them(hand: Hand, page: RecordPage) -> None:
    page.chronology.set_filter(Filter(since=date(2019, 1, 1)))
    bar = page.chronology.bar
    bar.words["dates"].setFocus()
    hand.press(Qt.Key.Key_Return)
    bar.popover.line.setFocus()
    QTest.keyClicks(bar.popover.line, "sometime")
    QTest.keyClick(bar.popover.line, Qt.Key.Key_Return)
    assert "not a date yet" in bar.popover.said.text()
    assert bar.popover.line.text() == "sometime"
    bar.popover.line.clear()
    QTest.keyClicks(bar.popover.line, "spring 2025 to 2026")
    QTest.keyClick(bar.popover.line, Qt.Key.Key_Return)
    assert page.chronology.filter == Filter(since=date(2025, 3, 1), until=date(2026, 12, 31))
    assert len(_shown(hand, page, 3)) == 3


def test_a_filter_is_kept_taken_in_another_file_and_forgotten(
    hand: Hand, record: Record, page: RecordPage, child: UUID
) -> None:
    kept = Filter(significant=True).in_last(24, date.today())
    page.chronology.set_filter(kept)
    saved = page.chronology.bar.saved.popover
    hand.press(Qt.Key.Key_L, CTRL | SHIFT)
    saved.line.setFocus()
    QTest.keyClicks(saved.line, "court")
    QTest.keyClick(saved.line, Qt.Key.Key_Return)
    hand.until(lambda: saved.choices.topLevelItemCount() == 1)
    saved.hide()
    hand.press(Qt.Key.Key_W, CTRL)
    page = hand.open_mine(child)
    saved = page.chronology.bar.saved.popover
    hand.press(Qt.Key.Key_L, CTRL | SHIFT)
    hand.until(lambda: saved.choices.topLevelItemCount() == 1)
    item = saved.choices.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "court: significant, in the last two years"
    _in(saved, Qt.Key.Key_Return)
    assert page.chronology.filter == kept
    hand.press(Qt.Key.Key_L, CTRL | SHIFT)
    hand.until(lambda: saved.choices.topLevelItemCount() == 1)
    saved.choices.setFocus()
    _in(saved, Qt.Key.Key_Delete)
    hand.until(lambda: saved.choices.topLevelItemCount() == 0)


def test_words_looked_for_are_a_part_of_the_same_filter(hand: Hand, page: RecordPage) -> None:
    page.chronology.set_filter(Filter(kinds=("police",)))
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("ago")
    hand.press(Qt.Key.Key_Return)
    assert _shown(hand, page, 1) == ["Police long ago"]
    assert _heard(page.chronology.bar) == "Show police notification, with the words “ago”"
    hand.press(Qt.Key.Key_Escape)
    assert len(_shown(hand, page, 2)) == 2
    assert page.chronology.filter == Filter(kinds=("police",))
