"""A contact that comes late, or not at all: it takes nobody's place, and what was typed meanwhile is kept."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from db.errors import Unreachable
from db.queries.contacts import Contact, read_contact
from db.session import Session
from desktop.features.referrals import page as referrals_page
from desktop.features.referrals.deciding import DecisionPanel
from desktop.features.referrals.desk import DeskPanel
from desktop.features.referrals.page import ReferralsPage
from tests.desktop.test_referrals import MANAGER, entered, opened, referrals
from tests.desktop.window import CTRL, Hand
from tests.record import Record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """The module's window; each test has contacts of its own."""
    return shared_hand


@pytest.fixture
def record(hand: Hand) -> Record:
    """The record behind it."""
    return hand.record


class Late:
    """One contact is not read before it may come; whoever asks for another has it at once."""

    def __init__(self, contact: UUID) -> None:
        self._contact, self.may_come = contact, threading.Event()

    def __call__(self, session: Session, contact: UUID) -> Contact:
        """Read it."""
        assert contact != self._contact or self.may_come.wait(30)
        return read_contact(session, contact)


def _ask_for(hand: Hand, page: ReferralsPage, contact: UUID) -> None:
    """Enter on a contact of the queue."""
    hand.until(lambda: contact in [one.contact_id for one in page.table.lines.records])
    page.table.stand_on(contact)
    page.table.setFocus()
    hand.press(Qt.Key.Key_Return)


def test_a_contact_that_comes_late_leaves_alone_the_new_one_that_was_begun(
    hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = entered(record, "Late Coming")
    page = referrals(hand, MANAGER)
    late = Late(contact)
    monkeypatch.setattr(referrals_page, "read_contact", late)
    _ask_for(hand, page, contact)
    hand.press(Qt.Key.Key_N, CTRL)
    panel = page.side
    hand.type("Isla")
    late.may_come.set()
    hand.until(lambda: not hand.opened.tasks.busy)
    hand.type(" Ashdown")
    assert page.side is panel
    assert isinstance(panel, DeskPanel)
    assert panel.children_.finder.typed == "Isla Ashdown"


def test_of_two_contacts_the_one_asked_for_last_is_shown(
    hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = entered(record, "Anna Slow"), entered(record, "Bella Quick", hours=3)
    page = referrals(hand, MANAGER)
    late = Late(slow)
    monkeypatch.setattr(referrals_page, "read_contact", late)
    _ask_for(hand, page, slow)
    panel = opened(hand, page, quick)
    late.may_come.set()
    hand.until(lambda: not hand.opened.tasks.busy)
    assert page.side is panel


def test_that_a_contact_could_not_be_opened_stays_until_it_is_opened(
    hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = entered(record, "Not Opened")
    page = referrals(hand, MANAGER)

    def fails(*_: object) -> None:
        raise Unreachable

    with monkeypatch.context() as patch:
        patch.setattr(referrals_page, "read_contact", fails)
        _ask_for(hand, page, contact)
        hand.until(lambda: page.banner.words != "")
        hand.until(lambda: not hand.opened.tasks.busy)
    said = page.banner.words
    page.read()
    hand.until(lambda: not hand.opened.tasks.busy)
    assert page.banner.words == said
    hand.choose("Try again", page)
    hand.until(lambda: isinstance(page.side, DecisionPanel) and page.side.contact.contact_id == contact)
    assert page.banner.words == ""


def test_for_whom_one_was_looking_is_kept_when_another_contact_is_opened(hand: Hand, record: Record) -> None:
    contact = entered(record, "Opened Instead")
    page = referrals(hand, MANAGER)
    hand.press(Qt.Key.Key_N, CTRL)
    hand.type("Isla Ashd")
    page.open(contact)
    hand.until(lambda: isinstance(page.side, DecisionPanel))
    drafts = hand.workspace.unfinished.drafts
    hand.press(Qt.Key.Key_2, CTRL)
    line = [str(drafts.table.lines.index(0, column).data()) for column in range(2)]
    assert line == ["No child named yet\ncontact being entered", "Isla Ashd"]
    hand.press(Qt.Key.Key_Return)
    again = page.side
    assert isinstance(again, DeskPanel)
    finder = again.children_.finder
    assert finder.box.hasFocus()
    hand.type("own")
    (kept,) = hand.workspace._desk.drafts.drafts
    page.resume(kept.draft_id)
    assert finder.typed == "Isla Ashdown", "what stood there was kept before it was gone on with"
    hand.until(lambda: finder._asked == "Isla Ashdown")
    hand.press(Qt.Key.Key_Return)
    hand.type("Ivo")
    hand.press(Qt.Key.Key_Escape)
    (kept,) = hand.workspace._desk.drafts.drafts
    assert (kept.child, kept.values["looked_for"]) == ("Isla Ashdown", "Ivo")


def test_having_looked_for_somebody_is_no_contact_begun(hand: Hand) -> None:
    page = referrals(hand, MANAGER)
    hand.press(Qt.Key.Key_N, CTRL)
    hand.type("Isla Ashdown")
    hand.press(Qt.Key.Key_Escape)
    assert page.side is None
    assert hand.workspace._desk.drafts.drafts == ()
