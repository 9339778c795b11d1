"""Finding a child and opening the file: a reason where one is needed, on record."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.features.caseload.page import CaseloadPage
from desktop.features.record import opening
from desktop.models.record_table import BEGINS
from tests.desktop.window import CTRL, Hand
from tests.record import Record


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; who is looked for has a name of their own."""
    return shared_record


@pytest.fixture
def hand(shared_sign_in: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_sign_in


def _find(hand: Hand, words: str) -> None:
    hand.press(Qt.Key.Key_K, CTRL)
    find = hand.workspace.find
    hand.type(words)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: find.table.lines.rowCount() == 1)
    hand.until(find.table.hasFocus)


def test_a_child_of_my_team_opens_with_one_key_for_the_reason(hand: Hand, record: Record) -> None:
    child = record.new_child("Tomasz", "Nowak")
    hand.sign_in("tl_duty_a")
    _find(hand, "nowak")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    hand.press(Qt.Key.Key_1)
    page = hand.workspace.files[child]
    hand.until(lambda: page.chronology.said == "No entry is recorded yet." or "newest first" in page.chronology.said)
    with record.superuser() as connection:
        found = connection.execute("select basis, purpose from core.ticket where child_id = %s", [child]).fetchall()
    assert found == [("team", "Duty: somebody is on the telephone or at the door")]


def test_the_second_enter_of_two_chooses_no_reason(hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "DEAF_MS", 100 * opening.DEAF_MS)  # however slow the computer is
    child = record.new_child("Iwona", "Zych")
    hand.sign_in("tl_duty_a")
    _find(hand, "zych")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    page = hand.workspace.files[child]
    card = page.card
    assert card is not None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        hand.press(key)
    assert page.door.said.isHidden()  # nothing is being opened
    monkeypatch.setattr(opening, "DEAF_MS", 0)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(card.reasons[0], held)  # the first Enter, still held
    assert page.door.said.isHidden()
    with record.superuser() as connection:
        assert connection.execute("select from core.ticket where child_id = %s", [child]).fetchone() is None
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.chronology.said == "No entry is recorded yet." or "newest first" in page.chronology.said)


def test_breaking_the_glass_takes_a_reason_in_words_and_says_that_it_is_on_record(hand: Hand, record: Record) -> None:
    child = record.new_child("Maya", "Singh", team="South")
    hand.sign_in("tl_practitioner_a")
    _find(hand, "singh")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    page = hand.workspace.files[child]
    card = page.card
    assert card is not None
    for reason, said in (
        ("the gates", "At least 1 more character."),
        ("a" * 10, "At least three different words."),
        ("I must see it" + "!" * 488, "1 character too many: at most 500."),
        ("short", "At least 5 more characters."),
    ):
        card.reason.clear()
        hand.type(reason)
        hand.press(Qt.Key.Key_Return)
        assert card._left_to_type.text() == said
    hand.qtbot.wait(200)
    with record.superuser() as connection:
        assert connection.execute("select from core.ticket where child_id = %s", [child]).fetchone() is None
    hand.type(" of breath: police are at the door")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not page.chronology.isHidden() and page.chronology.isVisible())
    with record.superuser() as connection:
        found = connection.execute("select basis, purpose from core.ticket where child_id = %s", [child]).fetchall()
    assert found == [("break_glass", "short of breath: police are at the door")]
    hand.until(lambda: "on record" in page.band.more.text())


def test_a_sealed_file_is_not_found(hand: Hand, record: Record) -> None:
    child = record.new_child("Leila", "Haddad")
    record.seal("tl_manager_a", child)
    hand.sign_in("tl_practitioner_b")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("haddad")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.find.said.startswith("No child"))


def test_escape_leaves_the_reason_without_opening(hand: Hand, record: Record) -> None:
    child = record.new_child("Jade", "Ferreira", team="South")
    hand.sign_in("tl_practitioner_a")
    _find(hand, "ferreira")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.caseload)
    with record.superuser() as connection:
        assert connection.execute("select from core.ticket where child_id = %s", [child]).fetchone() is None


def test_my_own_children_come_before_those_of_my_team_however_the_list_is_sorted(hand: Hand, record: Record) -> None:
    record.allocate(record.new_child("Zelda", "Quinn"), "tl_duty_a")
    record.new_child("Aaron", "Quinn")
    record.new_child("Bea", "Quinn")
    mine = hand.sign_in("tl_duty_a").caseload
    hand.until(lambda: mine.table.lines.rowCount() > 2)
    assert mine.said.startswith("1 child of yours, then ")
    assert _names(mine)[0] == "Zelda Quinn" and mine.table.lines.index(1, 0).data(BEGINS)
    mine.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert _names(mine)[0] == "Zelda Quinn"
    mine.filter.setFocus()
    hand.type("quinn")
    assert _names(mine) == ["Zelda Quinn", "Bea Quinn", "Aaron Quinn"]


def _names(mine: CaseloadPage) -> list[str]:
    return [str(mine.table.lines.index(row, 0).data()).split("\n")[0] for row in range(mine.table.lines.rowCount())]


def test_the_list_of_my_children_narrows_while_one_types(hand: Hand, record: Record) -> None:
    for given, family in (("Amira", "Kaya"), ("Will", "Carter"), ("Zofia", "Kowal")):
        record.allocate(record.new_child(given, family), "tl_practitioner_a")
    mine = hand.sign_in("tl_practitioner_a").caseload
    hand.until(lambda: mine.table.lines.rowCount() == 3)
    mine.filter.setFocus()
    hand.type("ka")
    assert mine.table.lines.rowCount() == 1
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: len(hand.workspace.files) == 1)
