"""Every page of the window: names for screen readers, Tab in the order of the eye, nothing cut off, no names above.

The pages are walked as they are at 100 % and 1280 × 800, each with what it shows when somebody works in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from db.domain.entry import ChildPart, HowKnown, Source, Tone
from desktop.infra.credentials import Person
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SAME_LINE = 14
"""Pixels by which two controls of one line may differ in height of place."""
HEAD_SIDES = 16
"""Pixels that a head leaves free at its sides, as the style sheet has it."""
NAME = ("Siân", "O'Brien-Łukasz")


@pytest.fixture
def worker(qtbot: QtBot, record: Record, tmp_path: Path) -> Iterator[Hand]:
    """The window at its sign-in page with people to try; practitioner a has a child with a few entries."""
    child = record.new_child(*NAME)
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(
        session, child, "Seen at school", on="about October 2025", significant=True, tone=Tone.HARM,
        detail="She was tired and hungry, and said so. " * 20,
        source=Source(HowKnown.TOLD, "Mrs Bell", "class teacher", "school"),
        children=(ChildPart(child, seen=True, seen_alone=True, words="I was not even scared"),),
    )  # fmt: skip
    record.write_entry(session, child, "Police were called", on="summer 2019", kind="call")
    session.close()
    people = (
        Person("Dana Okafor", "practitioner", "tl_practitioner_a", record.password, "Social worker"),
        Person("Grace Manager", "manager", "tl_manager_a", record.password),
    )
    hand = Hand(qtbot, record, tmp_path, people)
    yield hand
    hand.close()


def _to_sign_in(hand: Hand) -> None:
    assert hand.opened.window.page is hand.opened.sign_in


def _to_my_children(hand: Hand) -> None:
    mine = hand.sign_in("tl_practitioner_a").caseload
    hand.until(lambda: mine.model.rowCount() == 1)


def _to_find(hand: Hand) -> None:
    hand.sign_in("tl_practitioner_c")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("lukasz")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.find.model.rowCount() == 1)


def _to_break_glass(hand: Hand) -> None:
    _to_find(hand)
    hand.until(hand.workspace.find.table.hasFocus)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(hand.workspace.files))


def _to_reasons(hand: Hand) -> None:
    hand.sign_in("tl_duty_a")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("lukasz")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.find.table.hasFocus() and hand.workspace.find.model.rowCount() == 1)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(hand.workspace.files))


def _to_file(hand: Hand) -> None:
    _to_my_children(hand)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(hand.workspace.files))
    page = hand.file(next(iter(hand.workspace.files)))
    hand.until(lambda: page.reading.entry is not None)
    hand.until(lambda: page.band.who.text() != "")


def _to_new_entry(hand: Hand) -> None:
    _to_file(hand)
    panel = hand.panel(next(iter(hand.workspace.files)))
    hand.write(panel, "A call from the school", when="about May 2016", how="told", kind="visit", seen="no")
    panel.form.put("sensitive", "yes")
    panel.form.put("withheld", "yes")


def _to_court(hand: Hand) -> None:
    _to_file(hand)
    hand.press(Qt.Key.Key_P, CTRL)
    court = next(iter(hand.workspace.courts.values()))
    hand.until(court.save_button.isEnabled)
    hand.until(lambda: not court.preview.sheet.pixmap().isNull())


def _to_keyboard(hand: Hand) -> None:
    _to_my_children(hand)
    hand.press(Qt.Key.Key_F1)


PAGES: tuple[Callable[[Hand], None], ...] = (
    *(_to_sign_in, _to_my_children, _to_find, _to_break_glass, _to_reasons),
    *(_to_file, _to_new_entry, _to_court, _to_keyboard),
)


@pytest.mark.parametrize("go", PAGES, ids=lambda go: go.__name__.removeprefix("_to_"))
def test_a_page_can_be_heard_walked_and_read(worker: Hand, go: Callable[[Hand], None]) -> None:
    go(worker)
    worker.qtbot.wait(80)
    window = worker.opened.window
    assert (window.width(), window.height()) == (1280, 800)
    assert _nameless(window) == []
    assert _out_of_order(_walk(worker)) == []
    assert _cut_off(window) == []
    assert window.windowTitle() == "Throughline"


def _nameless(window: QWidget) -> list[str]:
    """Controls that take the keyboard and have nothing that a screen reader could say."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        heard = QAccessible.queryAccessibleInterface(widget)
        if not heard.text(QAccessible.Text.Name).strip():
            found.append(_who(widget))
    return found


def _walk(hand: Hand) -> list[QWidget]:
    """The controls in the order in which Tab comes to them, once round."""
    first = hand.focus
    walked = [first]
    for _ in range(80):
        hand.press(Qt.Key.Key_Tab)
        if hand.focus is first:
            return walked
        walked.append(hand.focus)
    raise AssertionError("Tab does not come back to where it began")


def _out_of_order(walked: list[QWidget]) -> list[str]:
    """Steps of Tab that go up or back within one part of the page; one step starts again at the top of the window."""
    places = [_place(widget) for widget in walked]
    wrong = []
    for before, after, one, two in zip(places, places[1:], walked, walked[1:], strict=False):
        same_column = before.left() < after.right() and after.left() < before.right()
        goes_up = after.top() < before.top() - SAME_LINE
        goes_back = abs(after.top() - before.top()) <= SAME_LINE and after.left() < before.left()
        if (same_column and goes_up) or goes_back:
            wrong.append(f"{_who(one)} → {_who(two)}")
    return wrong if len(wrong) > 1 else []


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _cut_off(window: QWidget) -> list[str]:
    """Words that do not fit their label or button, in width or in height."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.height() + 1 < widget.heightForWidth(widget.width())
        else:
            short = widget.width() + 1 < widget.minimumSizeHint().width()
        if short or "…" in widget.text().rstrip("…"):
            found.append(_who(widget))
    return found + [head for table in window.findChildren(QTableView) if table.isVisible() for head in _heads(table)]


def _heads(table: QTableView) -> list[str]:
    """Heads of columns that are wider than their column."""
    header, model = table.horizontalHeader(), table.model()
    bold = QFont(header.font())
    bold.setWeight(QFont.Weight.DemiBold)
    found = []
    for column in range(model.columnCount()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal))
        if not table.isColumnHidden(column):
            needs = QFontMetrics(bold).horizontalAdvance(words) + HEAD_SIDES
            found += [f"column “{words}”"] if needs > header.sectionSize(column) else []
    return found


def _who(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} “{widget.accessibleName() or text[:40]}”"


def test_no_name_reaches_what_the_computer_shows_of_the_window(worker: Hand) -> None:
    _to_file(worker)
    for widget in QApplication.topLevelWidgets():
        assert not any(part in widget.windowTitle() for part in NAME)
    assert not any(part in QApplication.applicationDisplayName() for part in NAME)
