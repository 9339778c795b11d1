"""News above the children keep the keyboard where it is, and are told again where putting them away went wrong."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt

from db.domain.find_words import find_words
from db.errors import Unreachable
from db.queries.find import known
from desktop.features.caseload import notices
from tests.desktop.window import Hand
from tests.record import Record

WORKER, STRANGER, MANAGER = "tl_practitioner_a", "tl_practitioner_c", "tl_manager_a"


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


def test_a_notice_that_could_not_be_put_away_is_told_again(
    hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.seal(MANAGER, record.new_child("Leila", "Haddad"))
    known(record.session(STRANGER), find_words("haddad", today=date.today()))
    line = hand.sign_in(MANAGER).caseload.notices
    hand.until(lambda: line.words != "")
    told = line.words

    def fails(*_: object) -> None:
        raise Unreachable

    line.choices[0].click()
    with monkeypatch.context() as patch:
        patch.setattr(notices, "see_notice", fails)
        line.choices[0].click()
        hand.until(lambda: [choice.text() for choice in line.choices] == ["Try again"])
    line._away.click()
    assert line.words == ""
    line.read()
    hand.until(lambda: line.words == told)
    line.choices[0].click()
    with monkeypatch.context() as patch:
        patch.setattr(notices, "see_notice", fails)
        line.choices[0].click()
        hand.until(lambda: [choice.text() for choice in line.choices] == ["Try again"])
    line.choices[0].click()
    hand.until(lambda: line.words == "")
