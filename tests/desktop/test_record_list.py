"""A list that is read anew or sorted: the mark, what is chosen and what is in sight stay, by the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.queries.files import ChildLine
from desktop.widgets.value_list import ValueList
from tests.desktop.window import CTRL, Hand
from tests.record import Record

MANAGER = "tl_manager_a"
SHIFT = Qt.KeyboardModifier.ShiftModifier
GIVEN = ("Ava", "Bea", "Cem", "Dot", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea")


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """A team with a dozen children and more."""
    for given in GIVEN:
        shared_record.new_child(given, "Listed")
    return shared_record


@pytest.fixture
def listed(record: Record, shared_sign_in: Hand) -> ValueList[ChildLine]:
    """The children of the team whom a manager may propose, one of them stood on."""
    assert record is shared_sign_in.record
    shared_sign_in.sign_in(MANAGER)
    shared_sign_in.press(Qt.Key.Key_6, CTRL)
    page = shared_sign_in.workspace.allocation.page
    children = page.board.children_list
    shared_sign_in.until(lambda: children.lines.rowCount() >= len(GIVEN) and not shared_sign_in.opened.tasks.busy)
    children.setFocus()
    children.selectionModel().clear()
    children.stand_in_row(0)
    return children


def click(children: ValueList[ChildLine], row: int, modifier: Qt.KeyboardModifier) -> None:
    """Click a line that is in sight."""
    at = children.visualRect(children.lines.index(row, 0)).center()
    QTest.mouseClick(children.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def click_head(children: ValueList[ChildLine]) -> None:
    """Sort by the first column."""
    head = children.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(0) + 10, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def read_anew(hand: Hand) -> None:
    """Have the page read once more."""
    hand.workspace.allocation.page.read()
    hand.until(lambda: not hand.opened.tasks.busy)


def names(children: ValueList[ChildLine]) -> list[str]:
    """Who is chosen."""
    return [child.name for child in children.chosen]


@pytest.mark.parametrize("sorts", [False, True])
def test_chosen_are_those_who_were_chosen_whatever_the_order(
    shared_sign_in: Hand, listed: ValueList[ChildLine], sorts: bool
) -> None:
    click(listed, 0, Qt.KeyboardModifier.NoModifier)
    click(listed, 1, CTRL)
    click(listed, 2, CTRL)
    click(listed, 1, CTRL)
    before = names(listed)
    assert len(before) == 2
    if sorts:
        click_head(listed)
    else:
        read_anew(shared_sign_in)
    assert sorted(names(listed)) == sorted(before)


def test_where_nobody_is_chosen_nobody_is_after_the_list_is_read_anew(
    shared_sign_in: Hand, listed: ValueList[ChildLine]
) -> None:
    shared_sign_in.press(Qt.Key.Key_Space, CTRL)
    assert names(listed) == []
    read_anew(shared_sign_in)
    assert names(listed) == []


def test_the_mark_that_went_apart_from_what_is_chosen_stays_apart(
    shared_sign_in: Hand, listed: ValueList[ChildLine]
) -> None:
    for _ in range(3):
        shared_sign_in.press(Qt.Key.Key_Down, CTRL)
    first, there = names(listed), listed.one
    read_anew(shared_sign_in)
    assert listed.one is not None
    assert there is not None
    assert (listed.one.child_id, names(listed)) == (there.child_id, first)
    shared_sign_in.press(Qt.Key.Key_Space, CTRL)
    assert names(listed) == [*first, there.name]


def test_what_is_chosen_with_shift_goes_on_after_the_list_is_read_anew(
    shared_sign_in: Hand, listed: ValueList[ChildLine]
) -> None:
    shared_sign_in.press(Qt.Key.Key_Down, SHIFT)
    read_anew(shared_sign_in)
    assert len(names(listed)) == 2


def test_what_is_in_sight_stays_in_sight(shared_sign_in: Hand, listed: ValueList[ChildLine]) -> None:
    bar = listed.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    here = bar.value()
    assert here > 0
    read_anew(shared_sign_in)
    assert bar.value() == here


def test_who_went_leaves_the_mark_on_the_line_where_it_stood(listed: ValueList[ChildLine]) -> None:
    listed.stand_in_row(2)
    all_of_them, gone = listed.shown, listed.shown[2]
    after = listed.shown[3]
    listed.show_lines([child for child in all_of_them if child.child_id != gone.child_id])
    assert listed.one == after
    assert listed.chosen == (), "nobody is chosen whom nobody chose"


def test_a_list_that_was_empty_is_stood_in_at_its_beginning(listed: ValueList[ChildLine]) -> None:
    found = listed.shown
    listed.show_lines([])
    assert listed.one is None
    listed.show_lines(found)
    assert (listed.currentIndex().row(), len(listed.chosen)) == (0, 1)
