"""News above the children leave the keyboard where it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from tests.desktop.window import Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"


def _ended(record: Record, given: str) -> None:
    """Who held a child holds it no longer, and is to read so."""
    child = record.new_child(given, "Baker")
    record.allocate(child, WORKER)
    record.act(MANAGER, "end_allocation", child=child, staff=record.staff[WORKER], reason="OTHERS", handover_note="")


def test_the_keyboard_stays_on_its_choice_while_more_is_told(hand: Hand, record: Record) -> None:
    _ended(record, "Tess")
    line = hand.sign_in(WORKER).told
    hand.until(lambda: "Tess" in line.words)
    hand.tab_to(line.choices[0])
    _ended(record, "Tom")
    line.read()
    hand.until(lambda: line.words == "Others did 2 things that concern you.")
    assert hand.focus is line.choices[0], "where the choice is gone, on the one in its place"
    hand.press(Qt.Key.Key_Return)
    assert [choice.text() for choice in line.choices] == ["I have read it", "Hide"]
    for told, choice in ((3, 0), (4, 1)):
        hand.tab_to(line.choices[choice])
        _ended(record, "Tim")
        line.read()
        hand.until(partial(lambda words: words in line.words, f"Others did {told} things"))
        assert hand.focus is line.choices[choice]
        assert line.choices[choice].text() == ("I have read it", "Hide")[choice]
