"""Signing out while questions and saves are under way: the next person meets nothing of the one before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid

from db.domain.draft import Draft
from db.errors import Unreachable
from desktop.infra.navigation import Drafts, Inbox, OpenChild
from desktop.infra.tasks import Tasks
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from tests.db.seats import Seats
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, NEXT = "tl_practitioner_a", "tl_practitioner_b"
CHILD = "Zelda Quillfeather"


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of the one who signs out; the next person has none."""
    return Seats(record).child("Zelda", WORKER, family="Quillfeather")


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What holds up a worker; opened at the end whatever happens, so that no thread stays."""
    held = threading.Event()
    yield held
    held.set()


def words_of(window: QWidget) -> str:
    """Every word that stands in a window, seen or only read aloud."""
    kinds = (
        "text",
        "plainText",
        "toolTip",
        "accessibleName",
        "accessibleDescription",
        "placeholderText",
        "windowTitle",
    )
    found = [str(widget.property(kind) or "") for widget in (window, *window.findChildren(QWidget)) for kind in kinds]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None:
            cells = ((row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
            found += [str(model.index(row, column).data() or "") for row, column in cells]
    return "\n".join(found)


def settled(hand: Hand) -> str:
    """Every word of the window once it has heard what there was to hear, and taken away what goes."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    return words_of(hand.opened.window)


def done(tasks: Tasks) -> None:
    """Let the workers end without letting the window hear of it yet."""
    assert tasks._reads.waitForDone(20_000)
    assert tasks._writes.waitForDone(20_000)


def test_no_page_of_the_one_who_left_stays_in_the_computers_memory(hand: Hand, child: UUID) -> None:
    """Not even one that was made and never shown, such as their drafts."""
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    assert len(_pages()) > 6
    hand.workspace.sign_out()
    settled(hand)
    assert _pages() == {hand.opened.sign_in}


def _pages() -> set[Page]:
    return {widget for widget in QApplication.allWidgets() if isinstance(widget, Page)}


def test_a_late_answer_opens_nothing_and_says_nothing_to_the_next_person(
    hand: Hand, child: UUID, gate: threading.Event
) -> None:
    first = hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    tasks, navigator = hand.opened.tasks, first.caseload._navigator
    first._go(Inbox(None, child, CHILD, "26-0001"))
    heard: list[object] = []

    def fail() -> None:
        assert gate.wait(30)
        raise Unreachable

    def open_again(answer: object) -> None:
        heard.append(answer)
        navigator.go(OpenChild(child, CHILD, "allocated"))

    def quick() -> bool:
        return True

    hand.until(lambda: not tasks.busy)
    first.caseload.arrive()
    tasks.read(quick, open_again, heard.append)
    tasks.write(quick, open_again, heard.append)
    done(tasks)
    tasks.write(fail, heard.append, heard.append)
    first.sign_out()
    assert CHILD not in settled(hand)
    assert not isValid(navigator)
    assert hand.opened.window.status.text() == "Not signed in"
    second = hand.sign_in(NEXT)
    hand.until(lambda: second.caseload.said != "" and not hand.opened.tasks.busy)
    gate.set()
    hand.until(lambda: heard != [] or not isValid(tasks))
    assert heard == []
    assert hand.opened.window.navigation.file_ids() == ()
    words = settled(hand)
    assert CHILD not in words
    assert "Tl Practitioner A" not in words
    assert hand.opened.window.status.text().startswith("Connected · Tl Practitioner B")


def test_what_the_window_says_of_one_person_goes_with_that_person(hand: Hand, child: UUID) -> None:
    first = hand.sign_in(WORKER)
    assert hand.opened.drafts is not None
    hand.opened.drafts.keep(Draft(child, CHILD, "26-0001", values={"headline": "A word"}))
    first._go(Drafts())
    hand.until(lambda: CHILD in words_of(hand.opened.window))
    assert hand.opened.window.navigation.drafts.text() == "Drafts 1"
    hand.opened.window.banner.say(News.CARE, f"{CHILD}: not sent yet", (("Show", first.sign_out),), stays=True)
    hand.press(Qt.Key.Key_F1)
    first.sign_out()
    words = settled(hand)
    assert (CHILD in words, "Drafts 1" in words, "Tl Practitioner A" in words) == (False, False, False)
    second = hand.sign_in(NEXT)
    hand.until(lambda: second.caseload.said != "" and not hand.opened.tasks.busy)
    assert CHILD not in words_of(hand.opened.window)
    assert hand.opened.window.navigation.drafts.text() == "Drafts"


def test_leaving_that_goes_wrong_leaves_nobodys_words(hand: Hand, child: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hand.sign_in(WORKER)
    hand.open_file_without_entries(child)

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(first.unfinished, "settle", broken)
    with pytest.raises(RuntimeError):
        hand.opened._sign_out()
    assert CHILD not in settled(hand)
    assert first.signed_in.session._closing.is_set()
    assert hand.opened.drafts is None


def test_what_was_copied_goes_with_the_person(hand: Hand, child: UUID) -> None:
    first = hand.sign_in(WORKER)
    first._go(Inbox(None, child, CHILD, "26-0001"))
    note = first.unfinished.inbox.text
    note.setPlainText(f"{CHILD} was seen at home.")
    note.selectAll()
    note.copy()
    assert CHILD in QApplication.clipboard().text()
    first.sign_out()
    assert QApplication.clipboard().text() == ""


@pytest.mark.parametrize("leave", ["sign out", "close the file", "close the window"])
def test_a_text_that_was_just_discarded_does_not_come_back(hand: Hand, child: UUID, leave: str) -> None:
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    panel.form.go_to("detail")
    hand.type("Written for another child.")
    panel.discard_button.click()
    hand.choose("Discard it", panel)
    drafts, store = panel.desk.drafts, panel.desk.signed_in.store
    assert [draft.draft_id for draft in drafts.drafts] == [panel.draft.draft_id]
    if leave == "sign out":
        hand.press(Qt.Key.Key_Q, CTRL | Qt.KeyboardModifier.ShiftModifier)
    elif leave == "close the file":
        hand.press(Qt.Key.Key_W, CTRL)
    else:
        hand.opened.window.close()
    assert drafts.drafts == ()
    hand.until(lambda: store.all() == ())
