"""Who loses a child reads above their own children to whom, when and why, until they say that they have read it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.desktop.window import Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"


def test_who_loses_a_child_reads_it_once(hand: Hand, record: Record) -> None:
    child = record.new_child("Tess", "Baker")
    record.allocate(child, WORKER)
    staff = record.staff[WORKER]
    record.act(MANAGER, "end_allocation", child=child, staff=staff, reason="OTHERS", handover_note="")
    line = hand.sign_in(WORKER).told
    hand.until(lambda: "You no longer hold the case of Tess Baker (" in line.words)
    assert "): Tl Manager A ended it on " in line.words
    assert " Why: " in line.words
    assert line.isVisible()
    line.choices[0].setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not line.words)
    hand.workspace.sign_out()
    again = hand.sign_in(WORKER).told
    hand.until(lambda: hand.workspace.caseload.table.lines.rowCount() == 0)
    hand.qtbot.wait(300)
    assert not again.words


def test_several_things_are_one_line_until_one_asks_for_them(hand: Hand, record: Record) -> None:
    for given in ("Tess", "Tom"):
        child = record.new_child(given, "Baker")
        record.allocate(child, WORKER)
        staff = record.staff[WORKER]
        record.act(MANAGER, "end_allocation", child=child, staff=staff, reason="OTHERS", handover_note="")
    line = hand.sign_in(WORKER).told
    hand.until(lambda: line.words == "Others did 2 things that concern you.")
    line.choices[0].setFocus()
    hand.press(Qt.Key.Key_Return)
    assert line.words.count("You no longer hold the case of T") == 2
    assert hand.focus is line.choices[0], "the keyboard goes on to what puts it away"
    line.choices[1].click()
    assert line.words == "Others did 2 things that concern you."
    line.choices[0].click()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not line.words)
