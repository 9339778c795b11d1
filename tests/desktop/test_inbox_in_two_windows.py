"""One note of the inbox in two windows of a person: it stays one where its text is one, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.features.inbox import deciding
from desktop.features.inbox.page import InboxPage
from desktop.infra import draft_desk, draft_post
from desktop.infra.navigation import Inbox
from desktop.models import note_draft
from desktop.models.note_draft import Did
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
NOTE = "12/10/26 Mrs Bell rang.\n\n13/10/26 The school rang.\n"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test has a child of its own."""
    return shared_record


@pytest.fixture(scope="module")
def hands(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Hand, Hand]]:
    """The worker at two windows of one computer, which look often and do not let what is added rest for long."""
    assert qapp is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft_desk, "LOOK_MS", 50)
        patch.setattr(draft_post, "COPY_MS", 50)
        folder = tmp_path_factory.mktemp("office")
        found = Hand(QtBot(request), record, folder), Hand(QtBot(request), record, folder)
        for hand in found:
            hand.sign_in(WORKER)
        yield found
        for hand in found:
            hand.close()


@pytest.fixture
def pages(hands: tuple[Hand, Hand], record: Record) -> Iterator[tuple[InboxPage, InboxPage]]:
    """A note that is open in both windows; nothing of it is left behind."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    here, there = (hand.workspace.unfinished.inbox for hand in hands)
    hands[0].workspace._go(Inbox(None, child, "Amira Kaya", "26-0001"))
    here.text.setPlainText(NOTE)
    here._desk.drafts.flush()
    note = here.note
    assert note is not None
    hands[1].until(lambda: there.holding.one(note.draft_id) is not None)
    hands[1].workspace._go(Inbox(note.draft_id))
    assert there.text.toPlainText() == NOTE
    yield here, there
    hands[0].until(lambda: all(_emptied(page) for page in (here, there)))
    for page in (here, there):
        page._show_note(None)


def _emptied(page: InboxPage) -> bool:
    """Whether nothing is listed, lies on the disk or is on its way there; what there is goes."""
    drafts = page._desk.drafts
    for draft in drafts.drafts:
        drafts.drop(draft.draft_id)
    drafts.flush()
    return not (drafts.drafts or drafts._store.all() or drafts._disk.busy or page._desk.tasks.busy)


def _dids(page: InboxPage) -> list[Did | None]:
    return [line.decision.did if line.decision else None for line in page.choosing.table.lines.records]


def _headlines(record: Record, page: InboxPage) -> list[str]:
    assert page.note is not None
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline from core.entry_version v join core.entry_child c using (entry_id)"
            " where c.child_id = %s order by 1", [page.note.child_id],
        ).fetchall()  # fmt: skip
    return [str(headline) for (headline,) in found]


def _looked(hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage]) -> None:
    """Both have the proposals of the note in front."""
    pages[0].look_for_entries()
    for hand, page in zip(hands, pages, strict=True):
        hand.until(lambda page=page: len(_dids(page)) == 2)  # type: ignore[misc]


def test_what_is_written_in_one_window_stands_in_the_other(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage]
) -> None:
    here, there = pages
    here.text.appendPlainText("14/10/26 Her aunt came.")
    hands[1].until(lambda: "Her aunt came" in there.text.toPlainText())
    assert "What stands here now is the newest" in there.banner.words
    there.text.appendPlainText("She stayed.")
    hands[0].until(lambda: "She stayed." in here.text.toPlainText())
    assert [len(page.holding.all()) for page in pages] == [1, 1]


def test_two_texts_of_one_note_are_both_kept_and_it_is_said(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage], record: Record
) -> None:
    here, there = pages
    here.text.appendPlainText("Written here.")
    there.text.appendPlainText("Written there.")
    for page in pages:
        page._desk.drafts.flush()
    hands[1].until(lambda: "Both texts are kept" in there.banner.words)
    assert there.text.toPlainText().endswith("Written there.")
    assert here.text.toPlainText().endswith("Written here.")
    assert there.notes.isVisible()
    assert there.notes.count() == 2
    for hand, page in zip(hands, pages, strict=True):
        page.look_for_entries()
        hand.until(lambda page=page: len(_dids(page)) == 2)  # type: ignore[misc]
        page._desk.drafts.flush()
        page.deciding.add(page.choosing.table.lines.records[0].proposal)
        page.settle()
        hand.until(lambda page=page: _dids(page)[0] is Did.SAVED)  # type: ignore[misc]
    assert _headlines(record, here) == ["Mrs Bell rang."]


def test_what_is_decided_in_both_windows_is_decided_once(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage], record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = pages
    monkeypatch.setattr(deciding, "UNDO_MS", 1)
    _looked(hands, pages)
    bell, school = (line.proposal for line in here.choosing.table.lines.records)
    for page, chosen in ((here, (bell, school)), (there, (bell,))):
        for proposal in chosen:
            page.deciding.add(proposal)
        page._desk.drafts.flush()
    for page in pages:
        page.settle()
    for hand, page in zip(hands, pages, strict=True):
        hand.until(lambda page=page: _dids(page) == [Did.SAVED, Did.SAVED])  # type: ignore[misc]
        hand.until(lambda page=page: len(page._desk.drafts.drafts) == 1)  # type: ignore[misc]
    assert _headlines(record, here) == ["Mrs Bell rang.", "The school rang."]


def test_a_note_that_parted_and_was_put_together_in_the_other_window_goes_on_as_that(
    pages: tuple[InboxPage, InboxPage],
) -> None:
    there = pages[1]
    note = there.note
    assert note is not None
    there.holding.take(note.parted())
    there.following.look()
    assert there.note == note
    assert there.banner.words == ""


def test_what_the_other_window_saved_before_it_was_added_here_does_not_stay_among_the_drafts(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage], record: Record
) -> None:
    here = pages[0]
    _looked(hands, pages)
    here.deciding.add(here.choosing.table.lines.records[0].proposal)
    assert here.note is not None
    made = {key: replace(one, did=Did.SAVED) for key, one in note_draft.decisions(here.note).items()}
    here.holding.keep(note_draft.decided(here.note, made))
    here.settle()
    hands[0].until(lambda: len(here._desk.drafts.drafts) == 1)
    assert _headlines(record, here) == ["Mrs Bell rang."]


def test_what_is_taken_back_in_one_window_is_open_in_the_other(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage]
) -> None:
    here, there = pages
    _looked(hands, pages)
    bell = here.choosing.table.lines.records[0].proposal
    here.deciding.add(bell)
    here._desk.drafts.flush()
    hands[1].until(lambda: _dids(there) == [Did.ADDED, None])
    assert here.deciding.undo(bell)
    there.deciding.discard(there.choosing.table.lines.records[1].proposal)
    for page in (here, there):
        page._desk.drafts.flush()
    for hand, page in zip(hands, pages, strict=True):
        hand.until(lambda page=page: _dids(page) == [None, Did.DISCARDED])  # type: ignore[misc]
        hand.until(lambda page=page: len(page.holding.all()) == 1)  # type: ignore[misc]


def test_a_note_put_away_in_one_window_says_so_in_the_other_and_can_be_kept(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage]
) -> None:
    here, there = pages
    here.put_away()
    hands[1].until(lambda: "was put away in another window" in there.banner.words)
    assert there.text.toPlainText() == NOTE
    hands[1].choose("Keep the note", there)
    assert there.banner.words == ""
    hands[0].until(lambda: len(here.holding.all()) == 1)
    hands[0].press(Qt.Key.Key_1, CTRL)


def test_an_event_that_was_saved_from_its_form_is_not_entered_again(
    hands: tuple[Hand, Hand], pages: tuple[InboxPage, InboxPage], record: Record
) -> None:
    here, there = pages
    _looked(hands, pages)
    child = _child(there)
    there.choosing.wanted.emit("edit")
    hands[1].until(lambda: hands[1].workspace.panel_of(child) is not None)
    there._desk.drafts.flush()
    hands[0].until(lambda: _dids(here)[0] is Did.EDITED)
    hands[1].workspace.panel_of(child).save()  # type: ignore[union-attr]
    for hand, page in zip(hands, pages, strict=True):
        hand.until(lambda page=page: _dids(page)[0] is Did.SAVED)  # type: ignore[misc]
    here.choosing.table.setCurrentIndex(here.choosing.table.lines.index(0, 0))
    here.working.decide("add")
    assert "is in the record" in here.banner.words
    assert _headlines(record, here) == ["Mrs Bell rang."]


def _child(page: InboxPage) -> UUID:
    assert page.note is not None
    assert page.note.child_id is not None
    return page.note.child_id
