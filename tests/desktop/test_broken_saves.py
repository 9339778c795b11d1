"""A save without an answer, on pages with forms: sent again it lands once, or one looks whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from db.commands.access import NameAccess, name_access
from db.commands.people import AddPerson, PersonFacts, Tie, add_person
from db.commands.sealed import confirm_change
from db.commands.whereabouts import add_residence
from db.commands.workload import end_time_note, note_time
from db.errors import OutcomeUnknown
from desktop.features.allocation.held_page import HeldPage
from desktop.features.people.panels import ChoicePanel
from desktop.features.team.page import TeamPage
from desktop.widgets.asking_panel import AskingPanel
from tests.desktop.window import CTRL, Hand
from tests.record import Record

MANAGER, SECOND, WORKER, OTHER = "tl_manager_a", "tl_manager_a2", "tl_practitioner_a", "tl_practitioner_b"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand, record: Record) -> Hand:
    assert record
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    child = record.new_child("Ava", "Aaron")
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def unanswered(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], list[Any]]:
    """Let the first call of a command land without an answer; the wishes that were sent."""

    def cut(where: str, command: Any) -> list[Any]:
        sent: list[Any] = []

        def do(session: Any, wish: Any) -> Any:
            sent.append(wish)
            done = command(session, wish)
            if len(sent) == 1:
                raise OutcomeUnknown
            return done

        monkeypatch.setattr(where, do)
        return sent

    return cut


def come(hand: Hand) -> TeamPage:
    """A manager, on the page of the team with everything read."""
    hand.sign_in(MANAGER)
    hand.press(Qt.Key.Key_7, CTRL)
    page = hand.workspace.team.page
    hand.until(lambda: page.people.lines.rowCount() > 0 and not hand.opened.tasks.busy)
    return page


def test_hours_that_got_no_answer_are_sent_again_as_they_were_and_ended_in_the_same_way(
    hand: Hand, child: UUID, unanswered: Callable[[str, Any], list[Any]]
) -> None:
    assert child
    noted = unanswered("desktop.features.team.asking.note_time", note_time)
    page = come(hand)
    row = next(n for n in range(9) if (at := page.people.lines.record(n)) and at.name == "Tl Practitioner A")
    page.people.setCurrentIndex(page.people.lines.index(row, 0))
    hand.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    for key, words in (("what", "court"), ("hours", "3"), ("until", "20 January")):
        page.panel.form.put(key, words)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "connection broke" in page.banner.words)
    what = page.panel.form.widgets["what"]
    assert isinstance(what, QLineEdit)
    assert what.isReadOnly(), "the same is sent again"
    hand.choose("Check now", page)
    hand.until(lambda: page.panel is None and not hand.opened.tasks.busy)
    assert noted[0] == noted[1]
    assert page.one is not None
    assert len(page.one.notes) == 1

    ended = unanswered("desktop.features.team.page.end_time_note", end_time_note)
    hand.press(Qt.Key.Key_Delete)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "connection broke" in page.banner.words)
    hand.choose("Check now", page)
    hand.until(lambda: "on record" in page.banner.words and not hand.opened.tasks.busy)
    assert ended[0] == ended[1]
    hand.until(lambda: page.one is not None and not page.one.notes)


def test_an_address_that_got_no_answer_stays_in_its_form_until_it_is_known(
    hand: Hand, record: Record, child: UUID, unanswered: Callable[[str, Any], list[Any]]
) -> None:
    mother = PersonFacts("Sarah", "Aaron", "F")
    add_person(record.opened(WORKER, child), AddPerson(child, uuid4(), uuid4(), Tie("mother", "told by her"), mother))
    sent = unanswered("desktop.features.people.ask_whereabouts.add_residence", add_residence)
    hand.sign_in(WORKER)
    hand.open_mine(child)
    hand.press(Qt.Key.Key_G, CTRL)
    page = hand.workspace.on_files.people[child]
    hand.until(lambda: page.person is not None and not hand.opened.tasks.busy)
    assert page.facts is not None
    page.board.choose(next(one.person_id for one in page.facts.people if one.called == "Sarah Aaron"))
    hand.press(Qt.Key.Key_Return)
    choices = page.panel
    assert isinstance(choices, ChoicePanel)
    next(made for made in choices.buttons if made.accessibleName().startswith("Add an address")).click()
    form = page.panel
    assert isinstance(form, AskingPanel)
    form.form.put("lines", "4 Mill Lane, Testham")
    form.form.put("how", "seen there")
    for _ in range(2):  # no answer can come in between
        QTest.keyClick(hand.focus, Qt.Key.Key_S, CTRL)
        assert not form.save_button.isEnabled()
    hand.until(lambda: "connection broke" in page.banner.words)
    lines = form.form.widgets["lines"]
    assert isinstance(lines, QLineEdit)
    assert lines.isReadOnly(), "the same is sent again"
    hand.choose("Check now", page)
    hand.until(lambda: "Lives at 4 Mill Lane" in page.board.text.toPlainText())
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_whoever_is_named_without_an_answer_is_named_once_when_it_is_asked_again(
    hand: Hand, record: Record, child: UUID, unanswered: Callable[[str, Any], list[Any]]
) -> None:
    sent = unanswered("desktop.features.allocation.naming.name_access", name_access)
    hand.sign_in(MANAGER)
    hand._opened_mine(child)
    file = hand.workspace.files[child]
    hand.until(lambda: file.card is not None)
    hand.press(Qt.Key.Key_1)
    hand.until(lambda: file.is_open)
    hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    page = hand.opened.window.page
    assert isinstance(page, HeldPage)
    hand.until(lambda: not page.name_button.isHidden() and not hand.opened.tasks.busy)
    page.name_button.click()
    assert page.panel is not None
    for key, words in (("who", str(record.staff[OTHER])), ("capacity", "legal"), ("why", "Reads it for the court.")):
        page.panel.form.put(key, words)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "connection broke" in page.banner.words)
    why = page.panel.form.widgets["why"]
    assert isinstance(why, QPlainTextEdit)
    assert why.isReadOnly(), "the same is sent again"
    hand.choose("Check now", page)
    hand.until(lambda: page.panel is None and page.named.lines.rowCount() == 1)
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_what_was_confirmed_without_an_answer_is_looked_for_before_one_tries_again(
    hand: Hand, record: Record, child: UUID, unanswered: Callable[[str, Any], list[Any]]
) -> None:
    record.seal(SECOND, child, MANAGER)
    wish = NameAccess(uuid4(), child, record.staff[OTHER], "legal", "Reads it for the court.")
    name_access(record.session(SECOND), wish)
    sent = unanswered("desktop.features.allocation.held_page.confirm_change", confirm_change)
    hand.sign_in(MANAGER)
    hand.open_mine(child)
    hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    page = hand.opened.window.page
    assert isinstance(page, HeldPage)
    hand.until(lambda: page.named.lines.rowCount() == 3 and not hand.opened.tasks.busy)
    waiting = next(row for row in range(3) if (one := page.named.lines.record(row)) is not None and one.waits)
    page.named.setCurrentIndex(page.named.lines.index(waiting, 0))
    page.confirm()
    hand.choose("Confirm", page)
    hand.until(lambda: "Look at the list before you try again" in page.banner.words)
    hand.until(lambda: not any(one.waits for one in page.named.lines.records))
    assert len(sent) == 1
