"""Searching all files from the keyboard: a reason where it opens more, and Enter goes to the entry, words marked."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from db.domain.entry import HowKnown, Source
from desktop.features.everywhere.page import EverywherePage
from desktop.infra.navigation import SearchEverywhere
from desktop.models.marking import places
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
WORKER = "tl_practitioner_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all these tests, which write nothing."""
    return shared_record


@pytest.fixture
def hand(shared_sign_in: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_sign_in


@pytest.fixture(scope="module", autouse=True)
def children(record: Record) -> tuple[UUID, UUID]:
    """Two children of practitioner a, with entries about a dog."""
    amira, will = record.new_child("Amira", "Kaya"), record.new_child("Will", "Carter")
    for child, headline, on, fields in (
        (amira, "The dog bit the postman", "1 May 2020", {}),
        (amira, "Quiet visit", "2 May 2020", {}),
        (will, "Will walks the dog", "1 May 2024", {"source": Source(HowKnown.TOLD, "Mrs Bell", "teacher", "school")}),
    ):
        if headline != "Quiet visit":
            record.allocate(child, WORKER)
        session = record.opened(WORKER, child)
        record.write_entry(session, child, headline, on=on, **fields)
        session.close()
    return amira, will


def _search(hand: Hand, words: str) -> EverywherePage:
    hand.press(Qt.Key.Key_F, CTRL | SHIFT)
    page = hand.workspace.everywhere
    assert page.box.hasFocus()
    hand.type(words)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.said.endswith(("at the entry.", "these words.")) or "Choose a reason" in page.said)
    return page


def _lines(page: EverywherePage) -> list[str]:
    found = []
    for number in range(page.tree.topLevelItemCount()):
        group = page.tree.topLevelItem(number)
        assert group is not None
        found.append(group.text(0))
        found += [f"  {group.child(row).text(1)}" for row in range(group.childCount())]
    return found


def test_words_are_found_under_each_child_newest_first(hand: Hand, children: tuple[UUID, UUID]) -> None:
    hand.sign_in(WORKER)
    page = _search(hand, "dog")
    heads = _lines(page)
    assert [head.split(" · ")[0] for head in heads] == [
        "Will Carter", "  Will walks the dog", "Amira Kaya", "  The dog bit the postman"
    ]  # fmt: skip
    assert page.said.startswith("2 entries of 2 children, newest first.")
    line = page.tree.topLevelItem(0)
    assert line is not None
    assert line.child(0).text(2) == "School · Mrs Bell, teacher"
    assert page.tree.hasFocus()


def test_enter_opens_the_file_at_the_entry_with_the_words_marked(hand: Hand, children: tuple[UUID, UUID]) -> None:
    amira, _will = children
    hand.sign_in(WORKER)
    _search(hand, "postman")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: amira in hand.workspace.files)
    page = hand.workspace.files[amira]
    hand.until(lambda: page.reading.entry is not None and "postman" in page.reading.entry.content.headline)
    hand.until(lambda: len(page.reading.text.extraSelections()) == 1)
    _search(hand, "dog")  # the file is open by now
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.window.page is page)
    hand.until(lambda: [each.cursor.selectedText() for each in page.reading.text.extraSelections()] == ["dog"])


def test_a_reason_is_one_key_and_opens_the_teams_files_to_the_search(
    hand: Hand, record: Record, children: tuple[UUID, UUID]
) -> None:
    hand.sign_in("tl_duty_a")
    page = _search(hand, "postman")
    assert page.said.startswith("Nothing in the files that are open to you")
    assert "Choose a reason" in page.said
    page.box.setFocus()
    hand.press(Qt.Key.Key_F6)
    assert page.reason.hasFocus()
    page.reason.setCurrentIndex(1)
    page.reason.activated.emit(1)
    hand.until(lambda: len(_lines(page)) == 2)
    assert "opens with a reason" in _lines(page)[0]
    with record.superuser() as connection:
        found = connection.execute(
            "select words, purpose from core.search_ticket where staff_id = %s order by opened_at",
            [record.staff["tl_duty_a"]],
        ).fetchall()
    assert found == [("postman", ""), ("postman", "Duty: somebody is on the telephone or at the door")]


def test_a_court_adviser_is_not_asked_for_a_reason_that_opens_nothing(hand: Hand) -> None:
    hand.sign_in("tl_court_adviser")
    hand.press(Qt.Key.Key_F, CTRL | SHIFT)
    assert not hand.workspace.everywhere.reason.isVisible()


def test_a_page_may_ask_for_words_at_once_and_each_control_has_a_name(hand: Hand, children: tuple[UUID, UUID]) -> None:
    workspace = hand.sign_in(WORKER)
    workspace._desk.navigator.go(SearchEverywhere("walks"))
    page = workspace.everywhere
    hand.until(lambda: len(_lines(page)) == 2)
    for widget in (page.box, page.reason, page.tree):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
    item = page.tree.currentItem()
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole).startswith("Will Carter, 1 May 2024: Will walks")


def test_words_that_say_nothing_are_told_so_and_the_words_stay(hand: Hand) -> None:
    hand.sign_in(WORKER)
    hand.press(Qt.Key.Key_F, CTRL | SHIFT)
    hand.type("---")
    hand.press(Qt.Key.Key_Return)
    page = hand.workspace.everywhere
    hand.until(lambda: "at least one word" in page.banner.words)
    assert page.box.text() == "---"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        (("visits",), ["visiting", "Visit", "visited"]), (("not seen alone",), ["not seen, alone"]),
        (("dog",), ["dog"]), (("scar",), ["scared", "scar"]), (("(",), []), ((), []), (("mrs bell’s",), ["Mrs Bell"]),
    ],
)  # fmt: skip
def test_the_places_of_words_are_found_in_their_other_forms(words: tuple[str, ...], marked: list[str]) -> None:
    text = "visiting Visit visited; not seen, alone. dog hotdog scared scar Mrs Bell"
    assert [text[start:end] for start, end in places(text, words)] == marked
