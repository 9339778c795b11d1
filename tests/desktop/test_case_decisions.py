"""What came of the decisions of a case discussion: what is typed about one stays while another is saved and read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.commands.supervision import answer_decision
from db.queries.supervision import case_decisions
from desktop.features.record import entry_decisions
from desktop.features.record.entry_decisions import Decisions
from tests.desktop.window import Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
_SAYS = "the school says she is in every day"


@pytest.fixture
def decided(hand: Hand, record: Record) -> Decisions:
    """What was decided in a discussion of this morning, beside the list of entries."""
    child = record.new_child("Tess", "Baker")
    record.allocate(child, WORKER)
    record.write_entry(
        record.opened(WORKER, child), child, "Case discussion", on="today", kind="supervision", present="Dana, Max",
        next_on=date.today() + timedelta(days=30), outcome="See the GP\nRing the school\nVisit father",
    )  # fmt: skip
    hand.sign_in(WORKER)
    decided = hand.open_mine(child).reading.decisions
    hand.until(lambda: decided.said == "Decided: 3 decisions open of 3")
    decided.lines.setFocus()
    return decided


def _held_back(act: Callable[..., Any], gate: threading.Event, *arguments: object) -> Any:
    """The same, once the gate is open."""
    assert gate.wait(30)
    return act(*arguments)


def test_what_is_typed_about_one_decision_stays_while_the_answer_to_another_is_read(
    hand: Hand, decided: Decisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(entry_decisions, "case_decisions", partial(_held_back, case_decisions, gate))
    hand.press(Qt.Key.Key_Return)
    hand.type("seen on Monday")
    hand.press(Qt.Key.Key_Return)
    hand.until(decided.came.isHidden)
    assert decided.lines.hasFocus()
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.type(_SAYS)
    gate.set()
    hand.until(lambda: decided.said == "Decided: 2 decisions open of 3")
    assert "seen on Monday" in decided.lines.item(0).text()
    assert decided.came.hasFocus()
    assert decided.came.text() == _SAYS
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: decided.said == "Decided: 1 decision open of 3")
    assert _SAYS in decided.lines.item(1).text()
    assert decided.lines.hasFocus()
    assert decided.answer_button.text() == "Open again…"


def test_while_an_answer_is_on_its_way_its_words_stay_and_nothing_else_is_answered(
    hand: Hand, decided: Decisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(entry_decisions, "answer_decision", partial(_held_back, answer_decision, gate))
    hand.press(Qt.Key.Key_Return)
    hand.type("seen on Monday")
    decided.lines.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.type(", or not")
    assert (decided.lines.currentRow(), decided.came.text()) == (0, "seen on Monday")
    gate.set()
    hand.until(lambda: decided.said == "Decided: 2 decisions open of 3")
    assert decided.lines.hasFocus()
    assert len([line for line in range(3) if "seen on Monday" in decided.lines.item(line).text()]) == 1


def test_what_was_typed_about_a_decision_stands_there_again_when_one_comes_back(hand: Hand, decided: Decisions) -> None:
    hand.press(Qt.Key.Key_Return)
    hand.type(_SAYS)
    decided.lines.setFocus()
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    assert decided.came.text() == ""
    decided.lines.setFocus()
    hand.press(Qt.Key.Key_Up)
    hand.press(Qt.Key.Key_Return)
    assert decided.came.text() == _SAYS
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: decided.said == "Decided: 2 decisions open of 3")
    hand.press(Qt.Key.Key_Return)
    assert decided.came.text() == "", "what is saved is not asked for again"
