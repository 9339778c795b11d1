"""Documents for the court by keyboard: what there is, what is new, versions, and files that must be open first."""

from __future__ import annotations

import os
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.files import OpenFile, open_file
from db.commands.people import AddPerson, Tie, add_person
from desktop.features.court_documents.page import CourtDocumentsPage
from desktop.infra.navigation import CourtChronology, CourtDocuments, OpenCourtDocument
from desktop.models.document_kinds import CHRONOLOGY, DocumentKind
from desktop.widgets.page import Page
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, OTHER, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a"
SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
KINDS = (
    CHRONOLOGY,
    DocumentKind("child_impact", "Child impact report", "court"),
    DocumentKind("plan", "Plan", "office"),
)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the files of children of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    shared_hand.sign_in(WORKER)
    return shared_hand


@pytest.fixture
def sisters(record: Record) -> tuple[UUID, UUID]:
    """Two sisters: the first is allocated to practitioner a, both to practitioner b."""
    child, sister = record.new_child("Amira", "Kaya"), record.new_child("Elif", "Kaya")
    for login, who in ((WORKER, child), (OTHER, child), (OTHER, sister)):
        record.allocate(who, login)
    session = record.opened(OTHER, child)
    open_file(session, OpenFile(sister))
    add_person(session, AddPerson(child, sister, uuid4(), Tie("sister", "told by the mother"), None))
    session.close()
    return child, sister


def saved(record: Record, child: UUID, *others: UUID, title: str = "Chronology", kind: str = "chronology") -> UUID:
    """A document in two versions, by practitioner b."""
    session = record.opened(OTHER, child)
    for other in others:
        open_file(session, OpenFile(other))
    wish = SaveCourtDocument(uuid4(), uuid4(), child, kind, {"title": title}, others)
    save_court_document(session, wish)
    save_court_document(session, replace(wish, op_id=uuid4(), base=1))
    session.close()
    return wish.document_id


def opened(hand: Hand, child: UUID) -> CourtDocumentsPage:
    """The page, opened by its key from the file."""
    hand.open_file_without_entries(child)
    hand.press(Qt.Key.Key_J, SHIFT)
    page = hand.workspace.court.documents[child]
    hand.until(lambda: page.found is not None)
    return page


def wishes(hand: Hand) -> list[object]:
    """What is wished for from now on."""
    heard: list[object] = []
    hand.workspace._desk.navigator.wanted.connect(heard.append)
    return heard


def in_front(hand: Hand) -> Page | None:
    """The page in front."""
    return hand.opened.window.page


def test_without_documents_one_stands_on_what_can_be_begun(hand: Hand, sisters: tuple[UUID, UUID]) -> None:
    child = sisters[0]
    page = opened(hand, child)
    assert page.said == "Nothing has been made for the court out of this file yet."
    assert hand.opened.window.navigation.file_ids() == (child,)
    hand.until(page.new.hasFocus)
    heard = wishes(hand)
    hand.press(Qt.Key.Key_Return)
    assert heard == [CourtChronology(child, "Amira Kaya")]
    assert in_front(hand) is hand.workspace.on_files.courts[child]
    hand.press(Qt.Key.Key_J, SHIFT)


def test_after_the_first_is_saved_one_stands_on_it_and_enter_begins_no_second(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child = sisters[0]
    page = opened(hand, child)
    hand.until(page.new.hasFocus)
    hand.press(Qt.Key.Key_Escape)
    document = saved(record, child)
    hand.press(Qt.Key.Key_J, SHIFT)
    hand.until(page.table.hasFocus)
    heard = wishes(hand)
    hand.press(Qt.Key.Key_Return)
    assert heard == [CourtChronology(child, "Amira Kaya", document)]


def test_a_document_shows_who_saved_which_version_and_opens_with_enter(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child = sisters[0]
    document = saved(record, child, title="Chronology for the final hearing")
    page = opened(hand, child)
    hand.until(lambda: page.past.lines.rowCount() == 2)
    assert page.said == "1 document. Enter opens it."
    assert page.table.horizontalScrollBar().maximum() == 0
    model = page.table.lines
    said = [str(model.data(model.index(0, n), Qt.ItemDataRole.DisplayRole)).split("\n") for n in range(5)]
    assert said[0] == ["Chronology for the final hearing", "Court chronology"]
    assert (said[1], said[2][1], said[3], said[4]) == (["this child only"], "Tl Practitioner B", ["2"], ["not filed"])
    assert page.beside.text() == "Versions of Chronology for the final hearing"
    heard = wishes(hand)
    assert page.table.hasFocus()
    hand.press(Qt.Key.Key_Return)
    assert heard == [CourtChronology(child, "Amira Kaya", document)]


def test_a_document_about_a_sister_too_opens_her_file_first(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child, sister = sisters
    document = saved(record, child, sister, title="About both")
    page = opened(hand, child)
    hand.until(lambda: "whose file is not open" in page.beside_said.text())
    assert page.beside.text() == "Versions of court chronology"  # not even the title before her file is open
    assert page.past.isHidden()
    hand.press(Qt.Key.Key_Return)
    assert page.banner.words.startswith("This document is also about Elif Kaya, whose file is not open.")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: sister in hand.workspace.files and hand.workspace.files[sister].card is not None)
    card = hand.workspace.files[sister].card
    assert card is not None
    hand.until(card.reason.hasFocus)
    heard = wishes(hand)
    hand.type("the report is about both sisters")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(heard))
    assert heard == [CourtChronology(child, "Amira Kaya", document)]
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_J, SHIFT)
    hand.until(lambda: page.past.lines.rowCount() == 2)


def test_whoever_goes_elsewhere_before_the_file_is_open_is_not_called_back(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child, sister = sisters
    saved(record, child, sister)
    page = opened(hand, child)
    hand.until(lambda: bool(page.beside_said.text()))
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: sister in hand.workspace.files and hand.workspace.files[sister].card is not None)
    hand.press(Qt.Key.Key_1, CTRL)
    heard, file = wishes(hand), hand.workspace.files[sister]
    file.door._open_with("the report is about both sisters", True)  # the answer comes when one has gone on
    hand.until(lambda: file.is_open)
    assert in_front(hand) is hand.workspace.caseload
    assert heard == []


def test_kinds_come_in_as_they_are_given_and_an_unknown_one_says_so(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child = sisters[0]
    saved(record, child, kind="forgotten_kind", title="")
    hand.open_file_without_entries(child)
    page = CourtDocumentsPage(hand.workspace._desk, CourtDocuments(child, "Amira Kaya"), KINDS)
    hand.opened.window.show_page(page)
    hand.until(lambda: page.found is not None)
    titles = page.new.shown
    assert titles == list(KINDS)
    hand.press(Qt.Key.Key_Return)
    assert page.banner.words.startswith("There is no template for this kind of document any more")
    hand.press(Qt.Key.Key_F6)
    assert page.new.hasFocus()
    hand.press(Qt.Key.Key_Down)
    heard = wishes(hand)
    hand.press(Qt.Key.Key_Return)
    assert heard == [OpenCourtDocument(child, "Amira Kaya", None, "child_impact")]
    picture(hand, "documents-kinds")
    hand.workspace.show_file(child)
    page.close_page()
    hand.opened.window.drop_page(page)


def test_what_somebody_saves_meanwhile_is_there_when_one_comes_back_and_the_page_goes_with_the_file(
    record: Record, hand: Hand, sisters: tuple[UUID, UUID]
) -> None:
    child = sisters[0]
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Escape)
    assert in_front(hand) is hand.workspace.files[child]
    saved(record, child)
    hand.press(Qt.Key.Key_J, SHIFT)
    hand.until(lambda: page.table.lines.rowCount() == 1)
    hand.press(Qt.Key.Key_W, CTRL)
    hand.press(Qt.Key.Key_W, CTRL)
    assert child not in hand.workspace.files
    assert child not in hand.workspace.court.documents


def picture(hand: Hand, name: str) -> None:
    """A picture of the window, where somebody wants to look at it."""
    folder = os.environ.get("THROUGHLINE_PICTURES")
    if folder:
        hand.opened.window.resize(1366, 768)
        QApplication.processEvents()
        hand.opened.window.grab().save(f"{folder}/{name}.png")
