"""The court chronology through the window, by keyboard: choose, word, check, look at the pages, save; never lost."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import docx
import pikepdf
import psycopg
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.proceedings import CaseFacts, RecordProceedings, record_proceedings
from db.domain.court_chronology import IN, REFERENCE, RELIED, WORDING, field_of
from db.domain.draft import Draft
from db.domain.entry import ChildPart, HowKnown, Source
from db.queries.court_documents import CourtDocument, court_document, court_documents, finding_answers
from desktop.features.court import keeping, laying
from desktop.features.court.document_page import DocumentPage
from desktop.features.court.page import CourtPage
from desktop.features.drafts.fields import read_out
from desktop.infra.navigation import CourtChronology
from desktop.widgets.cell_delegate import two_lines
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
PURPOSE = "Checking a document for the court"
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ISSUED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """One window for all of these tests, whose pages follow each change at once."""
    monkeypatch.setattr(laying, "REST_MS", 20)
    monkeypatch.setattr(keeping, "AGAIN_MS", 100)
    shared_hand.sign_in(WORKER)
    return shared_hand


@pytest.fixture
def entries() -> dict[str, UUID]:
    """The ids of the child's entries, by their first words."""
    return {}


@pytest.fixture
def child(record: Record, entries: dict[str, UUID]) -> UUID:
    """A child in proceedings issued on 2 March 2026, with six entries, of which three are in by themselves."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    case = CaseFacts("public", "cmh", "ZW26C50123", "Family Court at Midford", "C110A", issued_on=ISSUED)
    record_proceedings(session, RecordProceedings(uuid4(), uuid4(), child, case, "sealed application"))
    told = Source(HowKnown.TOLD, "Ms Patel", "teacher")
    for on, headline, significant in (
        ("3 March 2019", "Moved to Midford", True),
        ("5 May 2025", "Police called to the home", True),
        ("5 May 2025", "Call from the grandmother", True),
        ("6 June 2025", "Ordinary visit", False),
        ("7 July 2025", "Broken arm at the hospital", True),
        ("8 August 2025", "Phone call about a coat", False),
    ):
        detail, impact = f"The detail of {headline.lower()}.", "She does not sleep on Sundays."
        entries[headline] = record.write_entry(
            session, child, headline, on=on, significant=significant, detail=detail, source=told,
            children=(ChildPart(child, impact),),
        )  # fmt: skip
    session.close()
    return child


def opened(hand: Hand, child: UUID) -> CourtPage:
    """The chronology, opened with Ctrl+P from the file, with its pages laid out."""
    if child not in hand.workspace.files:
        hand.open_mine(child)
    hand.press(Qt.Key.Key_P, CTRL)
    page = hand.workspace.on_files.courts[child]
    settled(hand, page)
    return page


def settled(hand: Hand, page: CourtPage) -> None:
    """Waits until the pages are those of the last change."""
    hand.until(lambda: page.keeping is not None and page.panes.preview.document is not None)
    hand.until(lambda: not page.laying.pending and not hand.opened.tasks.busy)


def serials(page: CourtPage) -> dict[str, int]:
    """The serial number of each entry, 0 if it is left out."""
    return {
        choice.candidate.content.headline: serial
        for choice, serial in zip(page.lines.choices, page.lines.serials, strict=True)
    }


def stand_on(page: CourtPage, entry_id: UUID) -> None:
    """Stands on an entry in the list."""
    page.table.stand_on(page.lines.row_of(entry_id))
    page.table.setFocus()


def printed(page: DocumentPage) -> str:
    """The words of the pages, as another program reads them."""
    assert page.panes.preview.document is not None
    import pypdfium2

    document = pypdfium2.PdfDocument(page.panes.preview.document.pdf)
    words = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    document.close()
    return " ".join(words.split())


def saved(record: Record, child: UUID, login: str = WORKER) -> CourtDocument:
    """The newest version of the child's chronology on the server."""
    session = record.opened(login, child, **({} if login == WORKER else {"purpose": PURPOSE}))
    [line] = court_documents(session, child)
    document = court_document(session, child, line.document_id)
    session.close()
    return document


def save(hand: Hand, page: CourtPage) -> None:
    """Ctrl+S, until the version is on the server."""
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.keeping is not None and not page.keeping.touched and not page.keeping.under_way)


def test_it_begins_with_the_proceedings_and_the_significant_entries_of_the_two_years_before_issue(
    hand: Hand, child: UUID
) -> None:
    page = opened(hand, child)
    form = page.panes.settings.form
    assert [form.text(key) for key in ("case_number", "court", "since", "until", "significant")] == [
        "ZW26C50123", "Family Court at Midford", "2 March 2024", "", "yes",
    ]  # fmt: skip
    assert serials(page) == {
        "Moved to Midford": 0, "Police called to the home": 1, "Call from the grandmother": 2, "Ordinary visit": 0,
        "Broken arm at the hospital": 3, "Phone call about a coat": 0,
    }  # fmt: skip
    assert page.said.text() == "3 entries · 1 page, 10 are usual · not saved yet"
    assert page.table.hasFocus()
    assert page.table.row == 1
    assert hand.opened.window.windowTitle() == "Throughline"
    assert hand.workspace._desk.drafts.drafts == ()


def test_one_key_each_takes_in_leaves_out_relies_and_reorders(
    hand: Hand, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Space)
    assert serials(page)["Police called to the home"] == 0
    assert page.said.text().startswith("2 entries, 1 left out · ")
    hand.press(Qt.Key.Key_Space)
    hand.press(Qt.Key.Key_Down, ALT)
    assert [serials(page)[one] for one in ("Police called to the home", "Call from the grandmother")] == [2, 1]
    assert page.table.row == 2
    hand.press(Qt.Key.Key_Down, ALT)
    assert page.table.row == 2
    stand_on(page, entries["Moved to Midford"])
    hand.press(Qt.Key.Key_R)
    stand_on(page, entries["Ordinary visit"])
    hand.press(Qt.Key.Key_Space)
    settled(hand, page)
    assert page.lines.included == 5
    words = printed(page)
    order = ["Moved to Midford", "Call from the grandmother", "Police called", "Ordinary visit", "Broken arm"]
    assert sorted(order, key=words.index) == order
    assert "and 1 other entry relied on, and 1 other entry chosen one by one" in words
    assert page.keeping is not None
    assert page.keeping.fields[field_of(RELIED, entries["Moved to Midford"])] == "yes"
    assert page.keeping.fields[field_of(IN, entries["Ordinary visit"])] == "yes"
    assert field_of(IN, entries["Police called to the home"]) not in page.keeping.fields


def test_a_court_wording_replaces_the_entrys_words_in_print_and_never_in_the_record(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    stand_on(page, entries["Broken arm at the hospital"])
    hand.press(Qt.Key.Key_Return)
    assert page.panes.entry.wording.hasFocus()
    hand.type("Dr Osei saw a spiral fracture.")
    hand.press(Qt.Key.Key_Tab)
    assert page.panes.entry.reference.hasFocus()
    hand.type("Osei, C12")
    hand.press(Qt.Key.Key_F6)
    assert page.table.hasFocus()
    settled(hand, page)
    words = printed(page)
    assert "Dr Osei saw a spiral fracture. Osei, C12" in words
    assert "Broken arm" not in words
    assert "broken arm at the hospital" not in words
    assert "The detail of police called to the home." in words
    save(hand, page)
    fields = saved(record, child).fields
    broken = entries["Broken arm at the hospital"]
    assert fields[field_of(WORDING, broken)] == "Dr Osei saw a spiral fracture."
    assert fields[field_of(REFERENCE, broken)] == "Osei, C12"
    with record.superuser() as connection:
        [(versions,)] = connection.execute("select count(*) from core.entry_version where entry_id = %s", [broken])
    assert versions == 1


def test_the_span_is_set_in_words_and_the_list_follows(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    for _ in range(3):
        hand.press(Qt.Key.Key_PageDown, CTRL)
    form = page.panes.settings.form
    assert form.widgets["case_number"].hasFocus()
    hand.tab_to(form.widgets["since"])
    hand.press(Qt.Key.Key_A, CTRL)
    hand.type("the day after never")
    assert form.said("since") != ""
    assert page.lines.included == 3
    hand.press(Qt.Key.Key_A, CTRL)
    hand.type("1/6/2025")
    hand.until(lambda: page.lines.included == 1)
    hand.press(Qt.Key.Key_Tab)
    assert form.text("since") == "1 June 2025"
    hand.tab_to(form.widgets["significant"])
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: page.lines.included == 3)
    settled(hand, page)
    assert "All entries from 1 June 2025" in printed(page)
    hand.tab_to(form.widgets["involvement"])
    hand.type("Since March 2019: known to the council")
    hand.tab_to(form.widgets["first_page"])
    hand.type("none")
    assert "from 1 on" in form.said("first_page")
    settled(hand, page)
    assert "Since March 2019 known to the council" in printed(page)


def test_the_pages_are_turned_searched_and_lead_back_to_their_entries(
    hand: Hand, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    preview = page.panes.preview
    hand.press(Qt.Key.Key_PageDown, CTRL)
    assert preview.hasFocus()
    hand.until(lambda: not preview.sheet.pixmap().isNull())
    assert (preview.where.text(), preview.here) == ("Page 1 of 1", ("1", "2", "3"))
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("grandmother")
    hand.until(lambda: preview.found.said.text() == "1 of 2 (F3)")
    hand.press(Qt.Key.Key_F3)
    assert preview.found.said.text() == "2 of 2 (F3)"
    hand.press(Qt.Key.Key_F3, SHIFT)
    assert preview.found.said.text() == "1 of 2 (F3)"
    plain = preview._image
    hand.until(lambda: preview.sheet.pixmap().toImage() != plain)
    hand.press(Qt.Key.Key_Escape)
    assert preview.hasFocus()
    hand.press(Qt.Key.Key_Return)
    assert page.table.hasFocus()
    assert page.lines.choices[page.table.row].candidate.entry_id == entries["Police called to the home"]
    hand.press(Qt.Key.Key_PageDown, CTRL)
    top = preview._starts["3"][1] - 10
    down = round((1 - top / 841.89) * preview.sheet.minimumHeight())
    QTest.mouseDClick(preview.sheet, Qt.MouseButton.LeftButton, pos=QPoint(preview.sheet.width() // 2, down))
    assert page.lines.choices[page.table.row].candidate.entry_id == entries["Broken arm at the hospital"]


def test_findings_lead_to_their_place_and_are_accepted_with_a_reason_and_taken_back(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    stand_on(page, entries["Police called to the home"])
    hand.press(Qt.Key.Key_Return)
    hand.type("It was said that he shouted, and it was reported twice.")
    settled(hand, page)
    assert page.panes.tabs.tabText(2) == "Check (2)"
    assert "2 findings" in page.lines.marks(page.lines.choices[page.table.row])
    for _ in range(2):
        hand.press(Qt.Key.Key_PageDown, CTRL)
    check = page.panes.check
    assert check.tree.hasFocus()
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    assert page.panes.entry.wording.hasFocus()
    assert page.panes.entry.wording.textCursor().selectedText() == "It was said"
    page.panes.show_pane(check)
    check.arrive()
    hand.press(Qt.Key.Key_Up)
    hand.press(Qt.Key.Key_A)
    assert check.reason.hasFocus()
    hand.type("Who said it is told in the statement.")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: check.open == 0)
    assert page.panes.tabs.tabText(2) == "Check"
    assert page.keeping is not None
    session = record.opened(WORKER, child)
    answers = finding_answers(session, child, page.keeping.document_id)
    assert [answer.reason for answer in answers] == ["Who said it is told in the statement."] * 2
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Delete)
    hand.until(lambda: check.open == 1)
    assert len(finding_answers(session, child, page.keeping.document_id)) == 1
    session.close()


def test_what_happened_after_issue_is_found_for_the_initial_chronology(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "A visit after issue", on="4 April 2026", significant=True)
    session.close()
    page = opened(hand, child)
    assert [finding.kind for finding in page.panes.check.findings] == ["after_issue"]


def test_versions_are_saved_with_a_key_and_on_leaving_and_one_goes_on_with_the_newest(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    save(hand, page)
    assert page.said.text().endswith("as version 1")
    hand.press(Qt.Key.Key_Space)
    assert "changes kept on this computer" in page.said.text()
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[child])
    hand.until(lambda: hand.workspace._desk.drafts.drafts == ())
    assert saved(record, child).version == 2
    hand.press(Qt.Key.Key_W, CTRL)
    assert child not in hand.workspace.on_files.courts
    page = opened(hand, child)
    assert serials(page)["Police called to the home"] == 0
    assert page.said.text().endswith("as version 2")
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: not hand.opened.tasks.busy)
    assert saved(record, child).version == 2


def test_what_a_colleague_alone_changed_is_taken_over_and_said(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    save(hand, page)
    colleague_saves(record, child, {field_of(WORDING, entries["Broken arm at the hospital"]): "The manager's words."})
    hand.press(Qt.Key.Key_Space)
    save(hand, page)
    hand.until(lambda: saved(record, child).version == 3)
    assert "Tl Manager A saved version 2 meanwhile" in page.banner.words
    assert "Broken arm at the hospital" in page.banner.words
    document = saved(record, child)
    assert document.fields[field_of(WORDING, entries["Broken arm at the hospital"])] == "The manager's words."
    assert document.fields[field_of(IN, entries["Police called to the home"])] == "no"
    settled(hand, page)
    assert "The manager's words." in printed(page)


@pytest.mark.parametrize("which", ["mine", "theirs", "both"])
def test_where_both_changed_the_same_both_texts_are_shown_and_one_is_chosen(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID], which: str
) -> None:
    name = field_of(WORDING, entries["Police called to the home"])
    page = opened(hand, child)
    save(hand, page)
    colleague_saves(record, child, {name: "The manager's words."})
    hand.press(Qt.Key.Key_Return)
    hand.type("My own words.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.meeting.pane is not None)
    pane = page.meeting.pane
    assert pane is not None
    assert "Both texts are kept" in page.banner.words
    assert saved(record, child).version == 2
    pane.both.choose(name, which)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.keeping is not None and page.keeping.version == (2 if which == "theirs" else 3))
    wanted = {
        "mine": "My own words.",
        "theirs": "The manager's words.",
        "both": "The manager's words.\n\nMy own words.",
    }
    assert saved(record, child).fields[name] == wanted[which]
    assert page.meeting.pane is None
    hand.until(lambda: page.panes.entry.wording.toPlainText() == wanted[which])


def colleague_saves(record: Record, child: UUID, changes: dict[str, str]) -> None:
    """The manager saves another version of the child's chronology."""
    session = record.opened(MANAGER, child, purpose=PURPOSE)
    [line] = court_documents(session, child)
    document = court_document(session, child, line.document_id)
    fields = {**document.fields, **changes}
    wish = SaveCourtDocument(uuid4(), line.document_id, child, "chronology", fields, base=document.version)
    save_court_document(session, wish)
    session.close()


def server(record: Record, *, there: bool) -> None:
    """Takes the record away from everybody, with what they are connected by, or brings it back."""
    with psycopg.connect(record.server.dsn(), autocommit=True) as connection:
        connection.execute(f"alter database {record.database} with allow_connections {'true' if there else 'false'}")
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [record.database]
        )


def test_while_the_server_is_away_it_is_kept_here_and_saved_when_it_answers(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    server(record, there=False)
    try:
        hand.press(Qt.Key.Key_Return)
        hand.type("Written without the server.")
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: "saved when the server answers" in page.banner.words)
        hand.type(" And on.")
        assert "saved when the server answers" in page.said.text()
        hand.workspace._desk.drafts.flush()
        [draft] = hand.workspace._desk.drafts.drafts
        assert "Written without the server. And on." in draft.values.values()
    finally:
        server(record, there=True)
    hand.until(lambda: page.keeping is not None and page.keeping.version > 0 and not page.keeping.touched)
    name = field_of(WORDING, entries["Police called to the home"])
    assert saved(record, child).fields[name] == "Written without the server. And on."
    assert page.banner.words == ""


def test_hostile_text_is_kept_printed_as_text_and_blocks_nothing(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    name = field_of(WORDING, entries["Police called to the home"])
    megabyte = "<img src='/etc/passwd'> <b>שלום</b> \u202emirror\u202c “quoted” &amp; 👩‍👧 line\n" * 16_000
    hand.press(Qt.Key.Key_Return)
    page.panes.entry.wording.insertPlainText(megabyte)
    assert page.keeping is not None
    assert page.keeping.fields[name] == megabyte
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_R)
    assert page.keeping.fields[field_of(RELIED, entries["Call from the grandmother"])] == "yes"
    hand.until(lambda: page.laying.running)
    page.cancel_button.click()
    hand.until(lambda: not page.laying.running)
    assert "not laid out" in page.said.text() or "1 page" in page.said.text()
    save(hand, page)
    assert saved(record, child).fields[name] == megabyte
    endless = QMimeData()
    endless.setText("x" * 200_000)
    page.panes.entry.wording.clear()
    page.panes.entry.wording.insertFromMimeData(endless)
    hand.press(Qt.Key.Key_Return)
    hand.type("and on")
    assert page.panes.entry.wording.toPlainText().endswith("and on")
    hand.press(Qt.Key.Key_F6)
    short = "<img src='/etc/passwd'> \u202emirror"
    page.choosing.put({name: short})
    settled(hand, page)
    assert "<img src='/etc/passwd'>" in printed(page)
    hand.press(Qt.Key.Key_Up)
    assert page.panes.entry.wording.toPlainText() == short


def test_a_copy_is_written_whole_and_is_on_record(hand: Hand, record: Record, child: UUID, tmp_path: Path) -> None:
    page = opened(hand, child)
    page.printing.save_to(tmp_path / "no such folder" / "chronology.pdf")
    hand.until(lambda: "that folder is not there" in page.banner.words)
    before = exports(record)
    page.printing.save_to(tmp_path / "chronology.pdf")
    hand.until(lambda: "Saved as" in page.banner.words)
    with pikepdf.open(io.BytesIO((tmp_path / "chronology.pdf").read_bytes())) as document:
        assert len(document.pages) == 1
    assert [path.name for path in tmp_path.glob("*.part")] == []
    assert exports(record) == [*before, child]


def test_every_mark_of_an_entry_fits_in_its_column_on_a_small_screen(
    hand: Hand, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    police = entries["Police called to the home"]
    page.put({field_of(RELIED, police): "yes", field_of(WORDING, police): "It was said and it was reported."})
    settled(hand, page)
    page.show_changed({police: "amended"})
    row, column = page.lines.row_of(police), 3
    index = page.lines.index(row, column)
    words = str(index.data())
    assert words == "significant, relied on\nworded, 2 findings, amended"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Marks: significant, relied on, worded, 2 findings, amended since"
    )
    picture(hand, "court-marks")
    page.panes.show_pane(page.panes.filed)
    assert not page.table.isColumnHidden(column)
    assert two_lines(words, page.table.fontMetrics(), page.table.columnWidth(column) - 14) == words
    assert page.table.horizontalScrollBar().maximum() == 0


def test_a_word_copy_goes_out_and_what_came_back_is_taken_in_row_by_row(
    hand: Hand, record: Record, child: UUID, entries: dict[str, UUID], tmp_path: Path
) -> None:
    page = opened(hand, child)
    police, call = entries["Police called to the home"], entries["Call from the grandmother"]
    page.put({field_of(REFERENCE, call): "Mrs Kaya, C3"})
    path = tmp_path / "copy.docx"
    page.copies.save_to(path)
    hand.until(lambda: "marked as a copy" in page.banner.words)
    assert saved(record, child).version == 1
    document = docx.Document(str(path))
    first, second, third = document.tables[0].rows[1:]
    for paragraph in first.cells[2].paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    first.cells[2].paragraphs[0].runs[0].text = "Police attended at ten at night."
    first.cells[1].paragraphs[0].runs[0].text = "6 May 2025"
    second.cells[3].paragraphs[0].runs[0].text = "Mrs Kaya, C31"
    third._tr.getparent().remove(third._tr)
    document.save(str(path))
    page.copies.read(path)
    hand.until(lambda: page.copies.pane is not None)
    pane = page.copies.pane
    assert pane is not None
    assert pane.said.text() == (
        "copy.docx: a copy of version 1. Rows that are not in it any more, and stay here unless you leave them out:"
        " number 3, 7 July 2025. Dates that were changed, and stay as recorded: number 1, 5 May 2025."
    )
    found = [change for row in range(pane.model.rowCount()) if (change := pane.model.change(row)) is not None]
    assert [(change.field, change.after) for change in found] == [
        (field_of(WORDING, police), "Police attended at ten at night."),
        (field_of(REFERENCE, call), "Mrs Kaya, C31"),
    ]  # fmt: skip
    assert "The detail of police called to the home." in found[0].before
    picture(hand, "court-word-copy")
    hand.press(Qt.Key.Key_Space)
    assert page.keeping is not None
    assert field_of(WORDING, police) not in page.keeping.fields
    pane.take_button.setFocus()
    hand.press(Qt.Key.Key_Return)
    assert page.copies.pane is None
    assert page.keeping.fields[field_of(WORDING, police)] == "Police attended at ten at night."
    assert page.keeping.fields[field_of(REFERENCE, call)] == "Mrs Kaya, C3", "what is not chosen stays"
    settled(hand, page)
    words = printed(page)
    assert "5 May 2025 Police attended at ten at night." in words
    assert "Broken arm at the hospital" in words
    with record.superuser() as connection:
        [(versions,)] = connection.execute("select count(*) from core.entry_version where entry_id = %s", [police])
    assert versions == 1
    docx.Document().save(str(tmp_path / "other.docx"))
    page.copies.read(tmp_path / "other.docx")
    hand.until(lambda: "No row of this chronology is in this file" in page.banner.words)


def picture(hand: Hand, name: str) -> None:
    """A picture of the window, where somebody wants to look at it."""
    if folder := os.environ.get("THROUGHLINE_PICTURES"):
        hand.opened.window.grab().save(f"{folder}/{name}.png")


def exports(record: Record) -> list[UUID]:
    """The children whose papers are on record as printed."""
    with record.superuser() as connection:
        return [
            child for (child,) in connection.execute("select child_id from audit.event where action like '%export%'")
        ]


def test_a_kept_chronology_stands_among_the_drafts_and_leads_back_to_its_page(
    hand: Hand, child: UUID, entries: dict[str, UUID]
) -> None:
    page = opened(hand, child)
    desk = hand.workspace._desk
    page.choosing.put({field_of(WORDING, entries["Police called to the home"]): "Half a sent"})
    [draft] = desk.drafts.drafts
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: desk.drafts.drafts == ())
    hand.press(Qt.Key.Key_W, CTRL)
    kept = replace(draft, draft_id=uuid4(), base_version=1, base_values=draft.values, hand="", versions={})
    kept = replace(kept, values={**draft.values, "case_number": "ZW26C50999"})
    desk.drafts.keep(kept)
    hand.press(Qt.Key.Key_2, CTRL)
    drafts = hand.workspace.unfinished.drafts
    row = [drafts.table.lines.data(drafts.table.lines.index(0, column)) for column in range(4)]
    assert row[0].startswith("Amira Kaya\n7 y")
    assert row[1] == "Court chronology\nZW26C50999"
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.on_files.courts)
    page = hand.workspace.on_files.courts[child]
    settled(hand, page)
    assert hand.opened.window.page is page
    assert page.panes.settings.form.text("case_number") == "ZW26C50999"
    assert hand.workspace.panel_of(child) is None
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_N, CTRL)
    panel = hand.workspace.panel_of(child)
    assert panel is not None
    assert "You began" not in panel.banner.words


def test_what_was_written_when_the_computer_died_is_there_again(
    hand: Hand, request: pytest.FixtureRequest, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Return)
    hand.type("Half a sentence when the power w")
    desk = hand.workspace._desk
    desk.drafts.flush()
    shutil.copytree(desk.signed_in.store.folder.parent, tmp_path / "drafts")
    again = Hand(QtBot(request), record, tmp_path)
    try:
        again.sign_in(WORKER)
        page = opened(again, child)
        assert page.panes.entry.wording.toPlainText() == "Half a sentence when the power w"
        assert "kept on this computer, not saved yet" in page.said.text()
        assert "Half a sentence when the power w" in printed(page)
        save(again, page)
        assert "Half a sentence when the power w" in saved(record, child).fields.values()
        assert again.workspace._desk.drafts.drafts == ()
    finally:
        again.close()


def test_signing_out_in_mid_sentence_loses_nothing(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Return)
    hand.type("Half a sentence when the day w")
    hand.workspace.sign_out()
    hand.until(lambda: hand.opened.workspace is None)
    hand.sign_in(WORKER)
    page = opened(hand, child)
    assert page.panes.entry.wording.toPlainText() == "Half a sentence when the day w"
    save(hand, page)
    assert hand.workspace._desk.drafts.drafts == ()


def test_what_was_discarded_among_the_drafts_is_gone_from_the_page(hand: Hand, record: Record, child: UUID) -> None:
    page = opened(hand, child)
    save(hand, page)
    server(record, there=False)
    try:
        page.choosing.put({"approved_by": "nobody yet"})
        hand.press(Qt.Key.Key_2, CTRL)
        tasks = hand.opened.tasks  # what is on its way when it is discarded may land
        hand.until(lambda: page.keeping is not None and page.keeping.unanswered and not tasks.busy)
        [draft] = hand.workspace._desk.drafts.drafts
        hand.workspace._desk.drafts.drop(draft.draft_id)
    finally:
        server(record, there=True)
    hand.until(lambda: page.keeping is not None and not page.keeping.unanswered)
    hand.workspace.show_file(child)
    page = opened(hand, child)
    hand.until(lambda: page.panes.settings.form.text("approved_by") == "")
    assert saved(record, child).version == 1


def test_what_is_recorded_meanwhile_is_there_when_one_comes_back(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Escape)
    panel = hand.panel(child)
    hand.write(panel, "Seen at school", when="9 September 2025", significant="yes")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    hand.press(Qt.Key.Key_P, CTRL)
    hand.until(lambda: serials(page).get("Seen at school") == 4)
    settled(hand, page)
    assert "Seen at school" in printed(page)


def test_a_draft_of_a_document_is_read_as_one_and_stays_the_same_document() -> None:
    draft = Draft(uuid4(), "Amira Kaya", document="chronology", hand="here")
    draft = replace(draft, values={"wording:x": "Half a sentence", "in:x": "yes", "significant": "yes"})
    assert Draft.from_json(draft.to_json()) == draft
    assert (draft.parted().entry_id, draft.parted().draft_id == draft.draft_id) == (draft.entry_id, False)
    assert read_out(draft) == [("Wording", "Half a sentence")]


def test_two_windows_on_one_chronology_lose_nothing_and_ask_where_they_differ(
    hand: Hand, request: pytest.FixtureRequest, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = opened(hand, child)
    desk = hand.workspace._desk
    page.choosing.put({"approved_by": "begun in the first window"})
    desk.drafts.flush()
    shutil.copytree(desk.signed_in.store.folder.parent, tmp_path / "drafts")
    other = Hand(QtBot(request), record, tmp_path)
    try:
        other.sign_in(WORKER)
        there = opened(other, child)
        assert there.panes.settings.form.text("approved_by") == "begun in the first window"
        page.choosing.put({"approved_by": "the first window"})
        there.choosing.put({"approved_by": "the second window", "court": "Midford, court 4"})
        save(hand, page)
        there.save()
        other.until(lambda: there.meeting.pane is not None)
        assert there.meeting.pane is not None
        there.meeting.pane.both.choose("approved_by", "theirs")
        there.save()
        other.until(lambda: there.keeping is not None and there.keeping.version == 2)
        fields = saved(record, child).fields
        assert (fields["approved_by"], fields["court"]) == ("the first window", "Midford, court 4")
    finally:
        other.close()


def test_who_only_reads_can_look_and_print_but_saves_nothing(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_support_a")
    hand.workspace._desk.navigator.go(CourtChronology(child, "Amira Kaya"))
    hand.until(lambda: child in hand.workspace.files)
    hand.until(lambda: (card := hand.workspace.files[child].door.card) is not None and card.isVisible())
    hand.press(Qt.Key.Key_1)
    hand.until(lambda: child in hand.workspace.on_files.courts)
    page = hand.workspace.on_files.courts[child]
    settled(hand, page)
    hand.press(Qt.Key.Key_S, CTRL)
    assert "not save a chronology" in page.banner.words
    assert court_documents(record.opened(WORKER, child), child) == ()
    hand.sign_in(WORKER)
