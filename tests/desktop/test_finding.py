"""Going through what was found: places inside a long entry before the next entry, and what may have been meant."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from desktop.features.record.page import RecordPage
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with an entry that names the dog three times and one that names it once."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "The dog came", on="2 May 2020", detail="The dog.\nAgain a dog.")
    record.write_entry(session, child, "One dog", on="1 May 2020", detail="The safety plan.")
    session.close()
    return child


def _search(hand: Hand, child: UUID, words: str) -> RecordPage:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type(words)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "these words" in page.chronology.said)
    return page


def _stands(hand: Hand, page: RecordPage, headline: str, place: int) -> None:
    def there() -> bool:
        entry = page.reading.entry
        return entry is not None and entry.content.headline == headline and page.reading._places.at == place

    hand.until(there)


def test_f3_goes_through_the_places_of_an_entry_before_the_next_and_back(hand: Hand, child: UUID) -> None:
    page = _search(hand, child, "dog")
    _stands(hand, page, "The dog came", 0)
    for place in (1, 2):
        hand.press(Qt.Key.Key_F3)
        _stands(hand, page, "The dog came", place)
    hand.press(Qt.Key.Key_F3)
    _stands(hand, page, "One dog", 0)
    hand.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    _stands(hand, page, "The dog came", 2)
    assert page.chronology.table.delegate._marked == ("dog",)


def test_a_misspelt_word_is_put_right_with_one_key(hand: Hand, child: UUID) -> None:
    page = _search(hand, child, "saftey plan")
    suggestions = page.chronology.suggestions
    hand.until(lambda: bool(suggestions.buttons))
    assert suggestions.said == "Nothing holds “saftey plan”. Did you mean"
    assert suggestions.buttons[0].accessibleName() == "Did you mean safety plan?"
    hand.tab_to(suggestions.buttons[0])
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: page.chronology.model.rowCount() == 1)
    assert suggestions.said == ""
    _stands(hand, page, "One dog", 0)
