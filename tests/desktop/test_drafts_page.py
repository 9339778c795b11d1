"""Drafts: listed with child and age, taken up, discarded and taken back; a colleague's opened by the manager."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from db.commands.absence import SetAbsence, set_absence
from db.commands.drafts import keep_draft
from db.domain.draft import Draft
from db.queries.chronology import ChronologyRow, newest_page
from db.queries.files import FoundChild, find_children
from db.session import Session
from desktop.features.drafts import discarding
from desktop.features.drafts.page import DraftsPage
from desktop.features.drafts.taking_up import TakingUp
from desktop.infra import draft_key
from desktop.infra.navigation import AnswersOfChild, CourtChronology, ResumeDraft
from desktop.widgets import child_picker
from desktop.widgets.child_picker import ChildPicker
from tests.desktop.ring import Ring
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these, whose drafts lie in a folder of each test's own."""
    return shared_record


@pytest.fixture(autouse=True)
def no_copies(record: Record) -> None:
    """No copy of a test before comes in from the server."""
    with record.superuser() as connection:
        connection.execute("truncate core.server_draft cascade")


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya", born=date.today() - timedelta(days=7 * 366))
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def worker(shared_sign_in: Hand) -> Hand:
    """Practitioner a or the manager will sign in here."""
    return shared_sign_in


def _begin(hand: Hand, child: UUID, headline: str, **told: object) -> Draft:
    draft = Draft(
        child,
        "Amira Kaya",
        "26-0001",
        date.today() - timedelta(days=7 * 366),
        values={"headline": headline},
        **told,  # type: ignore[arg-type]
    )
    assert hand.opened.drafts is not None
    hand.opened.drafts.keep(draft)
    return draft


def _page(hand: Hand) -> DraftsPage:
    hand.press(Qt.Key.Key_2, CTRL)
    page = hand.workspace.unfinished.drafts
    assert hand.opened.window.page is page
    return page


def _line(page: DraftsPage, row: int) -> list[str]:
    return [str(page.table.lines.index(row, column).data()) for column in range(page.table.lines.columnCount())]


def test_a_draft_is_listed_newest_first_and_enter_goes_on_with_it(worker: Hand, child: UUID) -> None:
    worker.sign_in(WORKER)
    _begin(worker, child, "Seen at school", typed_at=datetime.now().astimezone() - timedelta(hours=30))
    newer = _begin(worker, child, "Rang the grandmother")
    page = _page(worker)
    assert worker.opened.window.navigation.drafts.text() == "Drafts 2"
    assert _line(page, 0)[:2] == ["Amira Kaya\n7 years · 26-0001", "Rang the grandmother"]
    assert _line(page, 0)[3] == "not finished"
    told = [(one.text(), one.toolTip()) for one in (page._resume, page._discard)]
    assert told == [("Open", "Enter"), ("Discard…", "Delete")]
    assert "yesterday" in _line(page, 1)[2] or "2 days ago" in _line(page, 1)[2]
    worker.press(Qt.Key.Key_Return)
    worker.until(lambda: worker.workspace.panel_of(child) is not None)
    panel = worker.workspace.panel_of(child)
    assert panel is not None
    assert panel.draft.draft_id == newer.draft_id
    assert panel.form.text("headline") == "Rang the grandmother"


def test_a_draft_is_gone_on_with_though_the_list_of_my_children_has_not_come_yet(
    worker: Hand, child: UUID, record: Record
) -> None:
    theirs = record.new_child("Leila", "Kaya")
    worker.sign_in(WORKER)
    for whose in (child, theirs):
        _begin(worker, whose, "Seen at school")
    worker.until(lambda: worker.workspace.caseload.table.lines.rowCount() > 0)
    worker.workspace.caseload.table.lines.show(())
    for draft in worker.workspace._desk.drafts.drafts:
        worker.workspace._desk.navigator.go(ResumeDraft(draft.draft_id))
    worker.until(lambda: worker.workspace.files[child].is_open)
    assert worker.workspace.files[child].door.basis == "allocated"
    worker.until(lambda: worker.workspace.files[theirs].door.card is not None)
    assert worker.workspace.panel_of(theirs) is None
    worker.workspace.show_file(child)
    assert worker.workspace.panel_of(child) is not None


@pytest.fixture
def may_open(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No file is open before this is set."""
    told = threading.Event()

    def late(session: Session, child_id: UUID) -> tuple[ChronologyRow, ...]:
        told.wait(20)
        return newest_page(session, child_id)

    monkeypatch.setattr("desktop.features.record.page.newest_page", late)
    return told


def _opens_behind(worker: Hand, child: UUID, may_open: threading.Event) -> None:
    """Go elsewhere and type there while a file opens, and type on once it is open."""
    worker.until(lambda: child in worker.workspace.files)
    file, find = worker.workspace.files[child], worker.workspace.find
    worker.press(Qt.Key.Key_K, CTRL)
    worker.type("am")
    may_open.set()
    worker.until(lambda: file.is_open and not worker.opened.tasks.busy)
    assert worker.opened.window.page is find
    worker.type("ira")
    assert find.box.text() == "amira"


@pytest.mark.parametrize("wished", [CourtChronology, AnswersOfChild])
def test_what_one_wished_for_in_a_file_that_opens_late_is_not_put_before_what_one_does_now(
    worker: Hand, child: UUID, may_open: threading.Event, wished: type[CourtChronology | AnswersOfChild]
) -> None:
    worker.sign_in(WORKER)
    worker.workspace._desk.navigator.go(wished(child, "Amira Kaya"))
    _opens_behind(worker, child, may_open)


def test_a_file_that_opens_late_takes_neither_the_keyboard_nor_the_place_of_what_one_does_now(
    worker: Hand, child: UUID, may_open: threading.Event
) -> None:
    worker.sign_in(WORKER)
    draft = _begin(worker, child, "Seen at school")
    _page(worker)
    worker.press(Qt.Key.Key_Return)
    _opens_behind(worker, child, may_open)
    worker.workspace.show_file(child)
    panel = worker.workspace.panel_of(child)
    assert panel is not None
    assert panel.draft.draft_id == draft.draft_id, "it waited for one to come back"
    assert panel.isAncestorOf(worker.focus)


def test_a_discarded_draft_can_be_taken_back_and_else_goes(
    worker: Hand, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.sign_in(WORKER)
    _begin(worker, child, "Seen at school")
    page = _page(worker)
    worker.press(Qt.Key.Key_Delete)
    assert "Discard this draft for Amira Kaya?" in page.banner.words
    worker.press(Qt.Key.Key_Return)  # Keep has the keyboard
    assert page.table.lines.rowCount() == 1
    page.table.setFocus()
    worker.press(Qt.Key.Key_Delete)
    worker.choose("Discard", page)
    assert page.table.lines.rowCount() == 0
    assert worker.opened.window.navigation.drafts.text() == "Drafts"
    worker.choose("Undo", page)
    assert page.table.lines.rowCount() == 1
    assert worker.opened.drafts is not None
    page.discard()
    worker.choose("Discard", page)
    assert len(worker.opened.drafts.drafts) == 1
    assert discarding.UNDO_MS == 10_000
    page.settle()
    assert not worker.opened.drafts.drafts


def test_a_draft_without_a_child_asks_whose_it_is(worker: Hand, child: UUID, record: Record) -> None:
    worker.sign_in(WORKER)
    assert worker.opened.drafts is not None
    worker.opened.drafts.keep(Draft(None, "the girl next door", values={"headline": "Seen crying"}))
    page = _page(worker)
    assert "still to be chosen" in _line(page, 0)[0]
    worker.press(Qt.Key.Key_Return)
    assert page.side is not None
    assert "the girl next door" in page.side.heading.text()
    worker.until(lambda: bool(worker.workspace.caseload.table.lines.records))
    reference = worker.workspace.caseload.table.lines.records[0].reference
    worker.type(reference)
    worker.press(Qt.Key.Key_Return)
    found = worker.workspace
    picker = page.side.findChild(ChildPicker)
    assert isinstance(picker, ChildPicker)
    worker.until(lambda: [one.reference for one in picker.table.lines.records] == [reference])
    worker.press(Qt.Key.Key_Return)
    worker.until(lambda: any(found.panel_of(one) is not None for one in found.files))


def test_enter_never_chooses_a_child_who_does_not_answer_the_words_typed(
    worker: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given in ("Aaron", "Zara"):
        record.allocate(record.new_child(given, "Pryce"), WORKER)
    asked = threading.Event()

    def slowly(session: Session, words: str) -> tuple[FoundChild, ...]:
        asked.wait(20)
        return find_children(session, words)

    monkeypatch.setattr(child_picker, "find_children", slowly)
    worker.sign_in(WORKER)
    assert worker.opened.drafts is not None
    worker.opened.drafts.keep(Draft(None, "", values={"headline": "Seen crying"}))
    page = _page(worker)
    worker.press(Qt.Key.Key_Return)
    picker = page.side.findChild(ChildPicker) if page.side is not None else None
    assert isinstance(picker, ChildPicker)
    worker.until(lambda: len(picker.table.shown) > 1)
    chosen: list[str] = []
    picker.chosen.connect(lambda pick: chosen.append(pick.name))
    worker.type("Zara")
    for _ in range(2):
        worker.press(Qt.Key.Key_Return)
    assert chosen == []
    asked.set()
    worker.until(lambda: [one.name for one in picker.table.shown] == ["Zara Pryce"])
    assert chosen == []
    worker.press(Qt.Key.Key_Return)
    assert chosen == ["Zara Pryce"]


def test_a_manager_opens_an_absent_workers_draft_with_a_reason_and_takes_its_words(
    worker: Hand, child: UUID, record: Record
) -> None:
    session = record.session(WORKER)
    values = {
        "when": "yesterday",
        "headline": "Rang about the boiler",
        "how": "told",
        "who": "Mrs Bell",
        "role": "neighbour",
        "detail": "It is cold.",
    }
    keep_draft(session, Draft(child, "Amira Kaya", values=values))
    set_absence(session, SetAbsence(uuid4(), record.staff[WORKER], date.today()))
    session.close()
    worker.sign_in(MANAGER)
    page = _page(worker)
    worker.until(lambda: page.colleagues.table.lines.rowCount() == 1)
    assert "left by somebody away" in str(page.colleagues.table.lines.index(0, 3).data())
    page.arrive()
    worker.press(Qt.Key.Key_Return)
    panel = page.side
    assert isinstance(panel, TakingUp)
    worker.type("ill")
    worker.press(Qt.Key.Key_Return)
    assert "At least 7 more characters." in panel.form.said("reason")
    worker.type(", and the boiler will not wait")
    worker.press(Qt.Key.Key_Return)
    worker.until(lambda: panel.draft is not None)
    worker.tab_to(panel.take)
    worker.press(Qt.Key.Key_Space)
    worker.until(lambda: worker.workspace.files[child].card is not None)
    worker.press(Qt.Key.Key_1)
    worker.until(lambda: worker.workspace.panel_of(child) is not None)
    entry = worker.workspace.panel_of(child)
    assert entry is not None
    assert (entry.form.text("how"), entry.form.text("who")) == ("told", "Tl Practitioner A")
    assert entry.form.text("role").endswith("who had it from Mrs Bell, neighbour")
    assert entry.form.text("detail") == "It is cold."
    _page(worker)
    panel.done.click()
    worker.until(lambda: page.colleagues.table.lines.rowCount() == 0)
    with record.superuser() as connection:
        found = connection.execute("select detail ->> 'reason' from audit.event where action = 'open_draft'").fetchall()
    assert found == [("ill, and the boiler will not wait",)]


def _lies_under(record: Record, tmp_path: Path, password: str, *drafts: Draft) -> Path:
    """Drafts of the worker on this computer, from before their password was reset; the folder in which they lie."""
    folder = tmp_path / "drafts" / draft_key.draft_folder(record.address.in_words, WORKER).name
    folder.parent.mkdir(exist_ok=True)
    before = draft_key.open_drafts(folder, record.address.in_words, WORKER, password)
    for draft in drafts:
        before.save(draft)
    return folder


def test_drafts_of_an_earlier_key_are_told_of_and_opened_with_the_earlier_password(
    hand: Hand, record: Record, child: UUID, tmp_path: Path, no_ring: Ring
) -> None:
    begun = Draft(child, "Amira Kaya", values={"headline": "Seen at school"})
    _lies_under(record, tmp_path, "the password of last year", begun)
    hand.sign_in(WORKER)
    assert "locked with a password" in hand.opened.window.banner.words
    page = _page(hand)
    assert page.table.lines.rowCount() == 0
    hand.until(lambda: page.said == "1 draft on this computer does not open with your present password.")
    assert "Nothing of it is deleted" in page.earlier.words.text()
    page.earlier.line.setFocus()
    hand.type("not that one")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.earlier.words.text() == "No draft opened with this password.")
    hand.type("the password of last year")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.table.lines.rowCount() == 1)
    assert _line(page, 0)[1] == "Seen at school"
    hand.until(lambda: page.banner.words == "1 draft opened.")
    hand.until(page.earlier.isHidden)
    assert hand.opened.window.banner.words == ""


def test_the_earlier_password_is_asked_for_at_every_sign_in_while_a_draft_does_not_open(
    hand: Hand, record: Record, child: UUID, tmp_path: Path, no_ring: Ring
) -> None:
    begun = Draft(child, "Amira Kaya", values={"headline": "Seen at school"})
    _lies_under(record, tmp_path, "the password of last year", begun)
    hand.sign_in(WORKER)
    hand.workspace.sign_out()
    hand.sign_in(WORKER)
    page = _page(hand)
    hand.until(lambda: page.said.startswith("1 draft on this computer does not open"))
    _begin(hand, child, "Rang the grandmother")
    assert page.said == "Of 2 drafts on this computer 1 opens with Enter and 1 does not."
    hand.tab_to(page.earlier.line)
    hand.type("the password of last year")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.table.lines.rowCount() == 2)
    hand.until(page.earlier.isHidden)
    assert page.said == "2 drafts on this computer. Enter goes on with one, Delete discards it."


def test_what_was_typed_after_the_last_copy_opens_though_one_went_on_with_the_copy(
    hand: Hand, record: Record, child: UUID, tmp_path: Path, no_ring: Ring
) -> None:
    copy = Draft(child, "Amira Kaya", values={"headline": "Seen"}, versions={"one": 1}, hand="one")
    whole = replace(copy, values={"headline": "Seen at school, and in tears"}, versions={"one": 2})
    session = record.session(WORKER)
    keep_draft(session, copy)
    session.close()
    folder = _lies_under(record, tmp_path, "the password of last year", whole)
    hand.sign_in(WORKER)
    page = _page(hand)
    hand.until(lambda: page.table.lines.rowCount() == 1)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    assert _page(hand) is page
    hand.tab_to(page.earlier.line)
    hand.type("the password of last year")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.table.lines.rowCount() == 2)
    assert {_line(page, row)[1] for row in range(2)} == {"Seen", "Seen at school, and in tears"}
    hand.until(page.earlier.isHidden)
    assert not list(folder.glob("*.aside"))
    page.table.stand_in_row([_line(page, row)[1] for row in range(2)].index("Seen at school, and in tears"))
    page.table.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: _headline(hand, child) == "Seen at school, and in tears")


def _headline(hand: Hand, child: UUID) -> str:
    panel = hand.workspace.panel_of(child)
    return panel.form.text("headline") if panel is not None else ""
