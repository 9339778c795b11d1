"""A report through the window, by keyboard: from its template to a version with citations and pages; never lost."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from uuid import UUID, uuid4

import docx
import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.documents import AddDocument, add_document
from db.commands.files import OpenFile, open_file
from db.commands.people import AddPerson, Tie, add_person
from db.domain.entry import HowKnown, Source
from db.queries.court_documents import CourtDocument, court_document, court_documents
from desktop.features.court import keeping, laying
from desktop.features.court.citing import renumbered
from desktop.features.court.report_page import ReportPage
from desktop.infra.navigation import OpenCourtDocument
from desktop.models.document_kinds import KINDS
from tests.desktop.test_court_page import printed
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
PURPOSE = "Checking a document for the court"
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


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
def child(record: Record) -> UUID:
    """A child with three entries."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    told = Source(HowKnown.TOLD, "Ms Patel", "teacher")
    for on, headline in (
        ("15 March 2026", "Came to school without a coat"), ("3 May 2025", "Police called to the home"),
        ("20 May 2025", "Call from the grandmother"),
    ):  # fmt: skip
        record.write_entry(session, child, headline, on=on, source=told)
    session.close()
    return child


def begun(hand: Hand, child: UUID, kind: str = "child_impact") -> ReportPage:
    """A new report, begun by keyboard from the list of documents."""
    if child not in hand.workspace.files:
        hand.open_mine(child)
    hand.press(Qt.Key.Key_J, CTRL | SHIFT)
    page = hand.workspace.court.documents[child]
    hand.until(lambda: page.found is not None)
    hand.until(page.new.hasFocus)
    for _ in range([one.kind for one in page._kinds].index(kind)):
        hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    return arrived(hand)


def arrived(hand: Hand) -> ReportPage:
    """The report in front, with its pages laid out."""
    hand.until(lambda: isinstance(hand.opened.window.page, ReportPage))
    page = hand.opened.window.page
    assert isinstance(page, ReportPage)
    settled(hand, page)
    return page


def settled(hand: Hand, page: ReportPage) -> None:
    """Waits until the pages are those of the last change, and the words are counted."""
    hand.until(lambda: page.keeping is not None and page.panes.preview.document is not None)
    hand.until(lambda: not page._count.isActive() and not page.laying.pending and not hand.opened.tasks.busy)


def saved(record: Record, child: UUID, login: str = WORKER) -> CourtDocument:
    """The newest version of the child's report on the server."""
    session = record.opened(login, child, **({} if login == WORKER else {"purpose": PURPOSE}))
    [line] = court_documents(session, child)
    document = court_document(session, child, line.document_id)
    session.close()
    return document


def save(hand: Hand, page: ReportPage) -> None:
    """Ctrl+S, until the version is on the server."""
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(
        lambda: page.keeping is not None and page.keeping.version > 0
        and not page.keeping.touched and not page.keeping.under_way
    )  # fmt: skip


def stand_on(page: ReportPage, key: str) -> None:
    """Stands in the text of a section."""
    page.table.stand_on(page.sections.row_of(key))
    page.write()


def states(page: ReportPage) -> dict[str, str]:
    """What is said of each section."""
    return {section.key.split(":")[0]: section.state for section in page.sections.sections}


def cite(hand: Hand, page: ReportPage, words: str) -> None:
    """Ctrl+Shift+I, words, Enter."""
    hand.press(Qt.Key.Key_I, CTRL | SHIFT)
    hand.until(lambda: page.citing.picker.table.lines.rowCount() > 0)
    hand.type(words)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not page.citing.picker.isVisible())


def test_a_child_impact_report_from_template_to_a_version_with_a_citation_and_pages(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = begun(hand, child)
    assert page.heading.text() == "Child impact report: Amira Kaya"
    assert states(page)["summary"] == "required"
    assert states(page)["events"] == ""
    text = page.panes.text
    hand.until(lambda: text.text is not None and text.text.hasFocus())
    assert text.voice.text().startswith("Analysis")
    assert text.guidance.text().startswith("Safety first")
    hand.type("Amira is safe with her aunt.")
    hand.press(Qt.Key.Key_Down, ALT)
    assert text.heading.text() == "Checks and conversations"
    assert text.text is not None
    assert text.text.hasFocus()
    hand.press(Qt.Key.Key_Down, ALT)
    assert text.heading.text() == "What has happened"
    assert text.voice.text().startswith("Facts")
    assert "left out" in text.guidance.text()
    hand.type("She came without a coat")
    cite(hand, page, "coat")
    assert text.text.toPlainText() == "She came without a coat [C1: 15 March 2026, told by Ms Patel, teacher]"
    hand.type(". The police came")
    cite(hand, page, "3/5/2025")
    cite(hand, page, "school coat")
    assert text.text.toPlainText().endswith(
        "The police came [C2: 3 May 2025, told by Ms Patel, teacher] [C1: 15 March 2026, told by Ms Patel, teacher]"
    )
    settled(hand, page)
    assert states(page)["events"] == "✓"
    assert page.said.text().startswith("2 of 10 sections written, 6 required still empty · 14 words · ")
    picture(hand, "report-text")
    words = printed(page)
    assert "Amira is safe with her aunt." in words
    assert "Safety first" not in words
    assert "What the adults say" not in words, "an optional section that stays empty is left out"
    hand.press(Qt.Key.Key_PageDown, CTRL)
    assert page.panes.preview.hasFocus()
    hand.until(lambda: not page.panes.preview.sheet.pixmap().isNull())
    picture(hand, "report-pages")
    assert page.panes.preview.here
    hand.press(Qt.Key.Key_PageDown, CTRL)
    hand.until(lambda: len(page.panes.check.findings) == 6)
    picture(hand, "report-check")
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    assert text.heading.text() == "Checks and conversations"
    assert text.text is not None
    assert text.text.hasFocus()
    assert_saved_with_citations(hand, page, record, child)


def assert_saved_with_citations(hand: Hand, page: ReportPage, record: Record, child: UUID) -> None:
    """Ctrl+S makes a version with what is cited, and Esc leads back to the file with nothing left unsaved."""
    save(hand, page)
    document = saved(record, child)
    assert (document.kind, document.version, document.children) == ("child_impact", 1, (child,))
    assert document.fields["section:summary"] == "Amira is safe with her aunt."
    assert {name for name in document.fields if name.startswith("cite:")} == {
        "cite:1", "cite:1:version", "cite:2", "cite:2:version",
    }  # fmt: skip
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[child])
    assert hand.workspace._desk.drafts.drafts == ()
    hand.press(Qt.Key.Key_W, CTRL)
    hand.open_mine(child)
    hand.press(Qt.Key.Key_J, CTRL | SHIFT)
    documents = hand.workspace.court.documents[child]
    hand.until(lambda: documents.table.lines.rowCount() == 1 and documents.table.hasFocus())
    hand.press(Qt.Key.Key_Return)
    again = arrived(hand)
    assert again is not page
    assert again.said.text().endswith("as version 1")
    assert again.table.hasFocus()
    assert states(again)["events"] == "✓"


def test_from_a_citation_one_goes_to_its_entry_and_back(hand: Hand, child: UUID) -> None:
    page = begun(hand, child)
    stand_on(page, "events")
    cite(hand, page, "grandmother")
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Return)
    file = hand.workspace.files[child]
    hand.until(lambda: hand.opened.window.page is file)
    hand.until(lambda: file.reading.entry is not None and "grandmother" in file.reading.entry.content.headline)
    assert "Esc leads back" in file.banner.words
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is page)
    assert page.panes.text.text is not None
    assert page.panes.text.text.hasFocus()
    assert page.panes.text.text.toPlainText().count("\n") == 0
    hand.press(Qt.Key.Key_F4)
    hand.until(lambda: hand.opened.window.page is file)


def test_two_people_on_one_report_each_keep_their_sections_and_choose_where_both_wrote(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = begun(hand, child)
    hand.type("Mine.")
    save(hand, page)
    colleague_saves(record, child, {"section:adults": "The manager's words."})
    stand_on(page, "events")
    hand.type("My events.")
    save(hand, page)
    hand.until(lambda: saved(record, child).version == 3)
    assert "Tl Manager A saved version 2 meanwhile and changed: What the adults say" in page.banner.words
    assert states(page)["adults"] == "✓"
    colleague_saves(record, child, {"section:events": "Their events."})
    hand.type(" And more.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.meeting.pane is not None)
    assert page.meeting.pane is not None
    picture(hand, "report-both")
    page.meeting.pane.both.choose("section:events", "both")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: saved(record, child).version == 5)
    assert saved(record, child).fields["section:events"] == "Their events.\n\nMy events. And more."
    stand_on(page, "events")
    assert page.panes.text.text is not None
    assert page.panes.text.text.toPlainText() == "Their events.\n\nMy events. And more."


def test_what_two_people_cite_at_once_keeps_its_own_entry() -> None:
    base = {"section:a": "Before [C1: x].", "cite:1": "one"}
    mine = {**base, "section:b": "[C2: mine] [C1: x] [C3: both]", "cite:2": "two", "cite:3": "shared"}
    theirs = {**base, "section:c": "[C2: both]", "cite:2": "shared"}
    fields = renumbered(base, mine, theirs)
    assert fields["section:b"] == "[C4: mine] [C1: x] [C2: both]"
    assert {name: fields[name] for name in ("cite:1", "cite:2", "cite:4")} == {
        "cite:1": "one", "cite:2": "shared", "cite:4": "two",
    }  # fmt: skip
    assert renumbered(base, fields, theirs) == fields
    assert renumbered(base, mine, base) is mine


def colleague_saves(record: Record, child: UUID, changes: dict[str, str]) -> None:
    """The manager saves another version of the child's report."""
    session = record.opened(MANAGER, child, purpose=PURPOSE)
    [line] = court_documents(session, child)
    document = court_document(session, child, line.document_id)
    fields = {**document.fields, **changes}
    wish = SaveCourtDocument(uuid4(), line.document_id, child, document.kind, fields, base=document.version)
    save_court_document(session, wish)
    session.close()


def test_what_was_written_when_the_computer_died_is_taken_up_from_the_drafts(
    hand: Hand, request: pytest.FixtureRequest, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = begun(hand, child)
    hand.type("Half a sentence when the power w")
    desk = hand.workspace._desk
    desk.drafts.flush()
    shutil.copytree(desk.signed_in.store.folder.parent, tmp_path / "drafts")
    again = Hand(QtBot(request), record, tmp_path)
    try:
        again.sign_in(WORKER)
        again.press(Qt.Key.Key_2, CTRL)
        drafts = again.workspace.unfinished.drafts
        again.until(lambda: drafts.table.lines.rowCount() == 1)
        assert "Child impact report" in drafts.table.lines.data(drafts.table.lines.index(0, 1))
        again.press(Qt.Key.Key_Return)
        page = arrived(again)
        assert page.panes.text.text is not None
        assert page.panes.text.text.toPlainText() == "Half a sentence when the power w"
        assert "kept on this computer, not saved yet" in page.said.text()
        save(again, page)
        assert "Half a sentence when the power w" in saved(record, child).fields.values()
        assert again.workspace._desk.drafts.drafts == ()
    finally:
        again.close()


def test_hostile_text_is_kept_printed_as_text_and_blocks_nothing(hand: Hand, record: Record, child: UUID) -> None:
    page = begun(hand, child)
    megabyte = "<img src='/etc/passwd'> <b>שלום</b> \u202emirror\u202c “quoted” [C1: 👩‍👧 line\n" * 16_000
    assert page.panes.text.text is not None
    page.panes.text.text.insertPlainText(megabyte)
    assert page.fields["section:summary"] == megabyte
    hand.press(Qt.Key.Key_Down, ALT)
    hand.type("Next.")
    assert page.fields["section:enquiries"] == "Next."
    hand.until(lambda: page.laying.running)
    page.cancel_button.click()
    hand.until(lambda: not page.laying.running)
    save(hand, page)
    assert saved(record, child).fields["section:summary"] == megabyte
    hand.press(Qt.Key.Key_Up, ALT)
    hand.press(Qt.Key.Key_A, CTRL)
    hand.type("<img src='/etc/passwd'> <b>bold</b>")
    settled(hand, page)
    assert "<img src='/etc/passwd'> <b>bold</b>" in printed(page)


def test_settings_stand_on_the_pages_and_wrong_ones_are_said(hand: Hand, child: UUID) -> None:
    page = begun(hand, child)
    for _ in range(3):
        hand.press(Qt.Key.Key_PageDown, CTRL)
    form = page.panes.settings.form
    assert form.widgets["title"].hasFocus()
    hand.tab_to(form.widgets["case_number"])
    hand.type("ZW26P50077")
    hand.tab_to(form.widgets["first_page"])
    hand.type("none")
    assert "from 1 on" in form.said("first_page")
    hand.tab_to(form.widgets["genogram"])
    hand.press(Qt.Key.Key_Space)
    settled(hand, page)
    picture(hand, "report-settings")
    assert "ZW26P50077" in printed(page)
    assert page.panes.preview.document is not None
    assert "enogram" in printed(page)


def test_a_report_about_sisters_has_parts_for_each_once_both_files_are_open(
    hand: Hand, record: Record, child: UUID
) -> None:
    sister = record.new_child("Elif", "Kaya")
    record.allocate(sister, WORKER)
    session = record.opened(WORKER, child)
    open_file(session, OpenFile(sister))
    add_person(session, AddPerson(child, sister, uuid4(), Tie("sister", "told by the mother"), None))
    session.close()
    page = begun(hand, child)
    hand.type("Of both.")
    page.panes.show_pane(page.panes.settings)
    tick = page.panes.settings.also.ticks[sister]
    tick.setFocus()
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: page.about == (child, sister) or page.banner.choices != ())
    if page.banner.choices:
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: hand.opened.window.page is page)
    hand.until(lambda: page.keeping is not None and page.opened is not None and len(page.opened.children) == 2)
    settled(hand, page)
    assert page.panes.settings.also.ticks[sister].hasFocus()
    titles = [section.title for section in page.sections.sections]
    assert "The child's life now: Amira Kaya" in titles
    assert "The child's life now: Elif Kaya" in titles
    assert page.fields["section:summary"] == "Of both."
    page.table.stand_on(titles.index("The child's life now: Elif Kaya") + 1)
    assert page.panes.text.heading.text() == "(a) Wishes and feelings: Elif Kaya"
    picture(hand, "report-sisters")
    save(hand, page)
    session = record.opened(WORKER, child)
    open_file(session, OpenFile(sister))
    [line] = court_documents(session, child)
    assert set(line.children) == {child, sister}
    assert not page.panes.settings.also.ticks[sister].isEnabled()


def test_a_word_copy_goes_out_and_what_came_back_is_taken_in_by_choice(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = begun(hand, child)
    hand.type("The first paragraph of the summary.")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    hand.type("The second paragraph of the summary.")
    path = tmp_path / "copy.docx"
    page.word.save_to(path)
    hand.until(lambda: "marked as a copy" in page.banner.words)
    assert saved(record, child).version == 1
    document = docx.Document(str(path))
    first = next(one for one in document.paragraphs if one.text.startswith("The first"))
    first.runs[0].text = "The first paragraph of the summary, by the lawyer."
    second = next(one for one in document.paragraphs if one.text.startswith("The second"))
    second.insert_paragraph_before("A paragraph that the lawyer added.", style="List Number")
    document.save(str(path))
    hand.press(Qt.Key.Key_End, CTRL)
    hand.type(" Lengthened since.")
    stand_on(page, "enquiries")
    hand.type("Written since.")
    page.word.read(path)
    hand.until(lambda: page.word.pane is not None)
    pane = page.word.pane
    assert pane is not None
    assert [change.fate.value for change in map(pane.model.change, range(2)) if change] == ["changed", "new"]
    assert pane.model.rowCount() == 2
    assert pane.counted.text() == "2 changes, 0 chosen."
    assert not pane.take_button.isEnabled()
    hand.press(Qt.Key.Key_Space)
    picture(hand, "report-word")
    assert "by the lawyer" not in page.fields["section:summary"]
    pane.take_button.setFocus()
    hand.press(Qt.Key.Key_Return)
    assert page.word.pane is None
    assert page.fields["section:summary"] == (
        "The first paragraph of the summary, by the lawyer.\n\nThe second paragraph of the summary. Lengthened since."
    )
    assert page.fields["section:enquiries"] == "Written since."
    page.word.read(tmp_path / "nothing.docx")
    hand.until(lambda: "cannot be read" in page.banner.words)


def test_while_the_server_is_away_it_is_kept_here_and_saved_when_it_answers(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = begun(hand, child)
    server(record, there=False)
    try:
        hand.type("Written without the server.")
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: "saved when the server answers" in page.banner.words)
        hand.type(" And on.")
        assert "saved when the server answers" in page.said.text()
        hand.workspace._desk.drafts.flush()
        [draft] = hand.workspace._desk.drafts.drafts
        assert "Written without the server. And on." in draft.values.values()
        hand.until(lambda: not page.laying.pending)
        assert "saved when the server answers" in page.banner.words
    finally:
        server(record, there=True)
    hand.until(lambda: page.keeping is not None and page.keeping.version > 0 and not page.keeping.touched)
    assert saved(record, child).fields["section:summary"] == "Written without the server. And on."
    hand.until(lambda: not page._waits)
    settled(hand, page)
    assert "Written without the server. And on." in printed(page)


def server(record: Record, *, there: bool) -> None:
    """Takes the record away from everybody, with what they are connected by, or brings it back."""
    with psycopg.connect(record.server.dsn(), autocommit=True) as connection:
        connection.execute(f"alter database {record.database} with allow_connections {'true' if there else 'false'}")
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [record.database]
        )


def test_a_finding_leads_to_its_words_and_writing_is_helped_as_in_entries(hand: Hand, child: UUID) -> None:
    page = begun(hand, child)
    hand.workspace._desk.writer.set_abbreviation("cp", "child protection")
    stand_on(page, "events")
    text = page.panes.text.text
    assert text is not None
    text.insertPlainText("👩 It was reported that he shoutted. ")
    hand.type("A cp ")
    assert text.toPlainText().endswith("A child protection ")
    hand.press(Qt.Key.Key_F7)
    hand.until(lambda: text.textCursor().selectedText() == "shoutted" or QApplication.activePopupWidget() is not None)
    while front := QApplication.activePopupWidget():
        front.close()
    settled(hand, page)
    page.panes.show_pane(page.panes.check)
    page.panes.check.arrive()
    found = next(one for one in page.panes.check.findings if one.kind == "hearsay")
    page.panes.check.went.emit(found)
    assert text.textCursor().selectedText() == "It was reported"


def test_a_paper_of_the_file_is_bound_in_with_a_title_and_taken_out(hand: Hand, record: Record, child: UUID) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "What the plan says")
    canvas.save()
    session = record.opened(WORKER, child)
    add_document(session, AddDocument(uuid4(), child, None, "plan.pdf", "plan", out.getvalue(), "application/pdf"))
    session.close()
    page = begun(hand, child)
    hand.type("See Exhibit 1.")
    page.panes.show_pane(page.panes.settings)
    exhibits = page.panes.settings.exhibits
    exhibits.add_button.click()
    settled(hand, page)
    assert "What the plan says" in printed(page)
    assert "2 of exhibits" in page.said.text()
    hand.type("The plan of May")
    settled(hand, page)
    assert exhibits.titles[1].hasFocus()
    assert "The plan of May" in printed(page)
    picture(hand, "report-exhibit")
    with record.superuser() as connection:
        looked = "select count(*) from audit.event where child_id = %s and action = 'read_document'"
        looks = connection.execute(looked, [child]).fetchone()
    assert looks == (1,), "each look at a paper is on record, and one is enough"
    exhibits._take_out(1)
    settled(hand, page)
    assert "What the plan says" not in printed(page)


def test_every_kind_of_report_opens(hand: Hand, child: UUID) -> None:
    hand.open_mine(child)
    for kind in KINDS[1:]:
        hand.workspace._desk.navigator.go(OpenCourtDocument(child, "Amira Kaya", None, kind.kind))
        page = arrived(hand)
        assert page.heading.text() == f"{kind.title}: Amira Kaya"
        assert page.banner.words == ""
    hand.workspace._desk.navigator.go(OpenCourtDocument(child, "Amira Kaya", None, "forgotten"))
    page = hand.opened.window.page  # type: ignore[assignment]
    hand.until(lambda: "no template" in page.banner.words)
    hand.press(Qt.Key.Key_W, CTRL)
    hand.press(Qt.Key.Key_W, CTRL)
    assert hand.workspace.court.reports == {}


def picture(hand: Hand, name: str) -> None:
    """A picture of the window, where somebody wants to look at it."""
    folder = os.environ.get("THROUGHLINE_PICTURES")
    if folder:
        hand.opened.window.resize(1366, 768)
        hand.qtbot.wait(400)
        QApplication.processEvents()
        hand.opened.window.grab().save(f"{folder}/{name}.png")
