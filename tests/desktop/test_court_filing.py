"""Filing a court chronology through the window: looked through, shown, kept for good; nothing hidden goes out alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from db.commands.confidential import AddConfidentialDetail, add_confidential_detail
from db.commands.court_documents import AnswerFinding, answer_finding
from db.commands.entries import AmendEntry, amend_entry
from db.commands.proceedings import CaseFacts, RecordProceedings, record_proceedings
from db.domain.court_chronology import WORDING, field_of
from db.domain.entry import HowKnown, Source
from db.interchange.paper_text import paper_pages
from db.queries.court_documents import court_documents
from db.queries.filing import filed_pdf, filed_versions
from desktop.features.court import laying
from desktop.features.court.page import CourtPage
from tests.desktop.test_court_page import opened, picture, printed, settled
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
PURPOSE = "Checking a document for the court"
SHIFT = Qt.KeyboardModifier.ShiftModifier
TOLD = Source(HowKnown.TOLD, "Ms Patel", "teacher")


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """One window for all of these tests, whose pages follow each change at once."""
    monkeypatch.setattr(laying, "REST_MS", 20)
    shared_hand.sign_in(WORKER)
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child in proceedings with an entry about a move; where they live now is hidden."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    case = CaseFacts("public", "cmh", "ZW26C50123", "Family Court at Midford", "C110A", issued_on=date(2026, 3, 2))
    record_proceedings(session, RecordProceedings(uuid4(), uuid4(), child, case, "sealed application"))
    why, home = "the father has threatened them", ("address", "12 Bramble Road, Midford")
    add_confidential_detail(session, AddConfidentialDetail(child, uuid4(), child, *home, why, "MF4 7QT"))
    for on, headline in (("5 May 2025", "Police called to the home"), ("7 July 2025", "Broken arm at the hospital")):
        record.write_entry(session, child, headline, on=on, significant=True, source=TOLD)
    session.close()
    return child


def asked(hand: Hand, page: CourtPage) -> None:
    """Ctrl+Shift+Enter, until it is asked whether to file."""
    hand.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hand.until(lambda: page.to_file.pane is not None)


def filed(hand: Hand, page: CourtPage, number: int) -> None:
    """Enter, until that many filings are shown."""
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: len(page.panes.filed.filed) == number)


def test_from_the_file_to_a_filed_chronology_in_three_keys(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = opened(hand, child)
    asked(hand, page)
    assert page.to_file.pane is not None
    assert page.to_file.pane.ready
    filed(hand, page, 1)
    [one] = page.panes.filed.filed
    assert (one.number, one.entries, one.new_since, one.filed_by) == (1, 2, 0, "Tl Practitioner A")
    assert "kept for good" in page.banner.words
    page.filed.save_to(one, tmp_path / "filed.pdf")
    hand.until((tmp_path / "filed.pdf").exists)
    session = record.opened(WORKER, child)
    assert (tmp_path / "filed.pdf").read_bytes() == filed_pdf(session, child, one.filed_id)
    [line] = court_documents(session, child)
    assert line.filed == 1


def test_each_page_of_a_copy_says_that_it_is_not_filed_and_those_that_are_filed_do_not(
    hand: Hand, child: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(hand, child)
    suggested: list[str] = []

    def nowhere(_page: CourtPage, _title: str, suggestion: str, _kinds: str) -> tuple[str, str]:
        suggested.append(Path(suggestion).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", nowhere)
    page.printing.ask()
    page.printing.save_to(tmp_path / "copy.pdf")
    hand.until(lambda: "marked on each page as not filed" in page.banner.words)
    assert all("DRAFT, NOT FILED" in words for words in pages_of(tmp_path / "copy.pdf"))
    asked(hand, page)
    filed(hand, page, 1)
    page.filed.save_to(page.panes.filed.filed[0], tmp_path / "filed.pdf")
    hand.until((tmp_path / "filed.pdf").exists)
    page.filed.pane.kept.emit(page.panes.filed.filed[0])
    assert page.keeping is not None
    reference = page.keeping.draft.reference
    assert suggested == [f"{reference}-chronology.pdf", f"{reference}-chronology-filed-1.pdf"]
    assert not any("DRAFT" in words for words in pages_of(tmp_path / "filed.pdf"))


def pages_of(path: Path) -> list[str]:
    """The words of each page, as another program reads them."""
    document = pypdfium2.PdfDocument(path)
    words = [sheet.get_textpage().get_text_bounded() for sheet in document]
    document.close()
    return words


def test_a_hidden_address_in_a_wording_keeps_it_from_being_filed_until_somebody_else_releases_it(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = opened(hand, child)
    entry = page.lines.choices[0].candidate.entry_id
    page.panes.entry.wrote.emit(field_of(WORDING, entry), "The police came to 12 Bramble Rd, where they had moved.")
    settled(hand, page)
    asked(hand, page)
    pane = page.to_file.pane
    assert pane is not None and not pane.ready
    assert "1 hidden detail must be taken out, or released by a second person" in pane.said.text()
    hand.press(Qt.Key.Key_Return)  # to the check
    assert page.panes.front is page.panes.check
    [finding] = [finding for finding in page.panes.check.findings if finding.hidden]
    assert (finding.place, finding.words) == (f"entry:{entry}", "12 Bramble Rd")
    page.answering.say((finding,), "The father knows where they live.")
    hand.until(lambda: "second person" in page.banner.words)
    manager = record.opened(MANAGER, child, purpose=PURPOSE)
    assert page.keeping is not None
    release = AnswerFinding(
        uuid4(), child, page.keeping.document_id, finding.key, finding.kind, True, "They have moved away from there."
    )
    answer_finding(manager, release)
    page.answering.take(())
    page.answering._said(None)
    hand.until(lambda: page.answering.in_the_way == ())
    asked(hand, page)
    filed(hand, page, 1)
    [told] = page.panes.filed.filed[0].facts["findings"]
    assert (told["reason"], told["said_by"]) == ("They have moved away from there.", "Tl Manager A")


def test_what_came_after_a_filing_is_told_and_the_next_version_is_another_filing(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = opened(hand, child)
    page.put({"approved_by": "J. Brown, legal, 20 March 2026"})
    settled(hand, page)
    assert "Court: Family Court at Midford" in printed(page)
    asked(hand, page)
    filed(hand, page, 1)
    facts = page.panes.filed.facts.text().split("\n")
    assert facts[1:4] == [
        "ZW26C50123 · Family Court at Midford", "For the court and all parties.",
        "Approved by J. Brown, legal, 20 March 2026.",
    ]  # fmt: skip
    picture(hand, "court-filed")
    assert page.table.horizontalScrollBar().maximum() == 0
    session = record.opened(WORKER, child)
    shown = page.lines.choices[0].candidate.entry_id
    amend_entry(
        session,
        AmendEntry(
            uuid4(), shown, child, replace(content(child, "Police called at night"), source=TOLD), 1, "the time"
        ),
    )
    record.write_entry(session, child, "Seen at school", on="1 March 2026", significant=True, source=TOLD)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[child])
    hand.press(Qt.Key.Key_P, CTRL)
    hand.until(lambda: page.lines.rowCount() == 3)
    hand.until(lambda: page.panes.filed.filed[0].new_since == 1)
    assert page.panes.filed.filed[0].amended_since == 1
    page.panes.filed.since_button.click()
    hand.until(lambda: "2 entries changed since filing 1" in page.banner.words)
    settled(hand, page)
    page.panes.entry.wrote.emit("title", "Second chronology")
    settled(hand, page)
    asked(hand, page)
    filed(hand, page, 2)
    assert [one.number for one in filed_versions(session, child, page.keeping.document_id)] == [2, 1]  # type: ignore[union-attr]


def test_the_key_goes_on_with_what_was_filed_and_another_is_begun_from_the_list(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    assert "Court: Family Court at Midford" in printed(page)
    page.panes.entry.wrote.emit("title", "Chronology for the first hearing")
    page.table.stand_on(0)
    page.choosing.turn()
    settled(hand, page)
    assert "Significant entries from 2 March 2024, of which 1 is left out; legal advice" in printed(page)
    asked(hand, page)
    filed(hand, page, 1)
    assert page.keeping is not None
    document = page.keeping.document_id
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[child])
    hand.press(Qt.Key.Key_W, CTRL)
    again = opened(hand, child)
    assert again is not page
    assert again.keeping is not None
    assert (again.keeping.document_id, again.keeping.fields["title"]) == (document, "Chronology for the first hearing")
    hand.until(lambda: len(again.panes.filed.filed) == 1)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[child])
    hand.press(Qt.Key.Key_J, CTRL | SHIFT)
    listed = hand.workspace.court.documents[child]
    hand.until(lambda: listed.found is not None and listed.table.hasFocus())
    hand.press(Qt.Key.Key_F6)
    hand.until(listed.new.hasFocus)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.window.page is again)
    hand.until(lambda: again.keeping is not None and again.keeping.document_id != document)
    assert again.keeping.fields["title"] == "Chronology"


def test_an_entry_amended_while_it_is_asked_is_said_and_nothing_is_filed(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = opened(hand, child)
    asked(hand, page)
    session, shown = record.opened(WORKER, child), page.lines.choices[0].candidate.entry_id
    changed = replace(content(child, "Police called at night", on="5 May 2025"), source=TOLD, significant=True)
    amend_entry(session, AmendEntry(uuid4(), shown, child, changed, 1, "the time"))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "Nothing was filed" in page.banner.words)
    assert court_documents(session, child)[0].filed == 0
    hand.choose("Read the file again", page)
    hand.until(lambda: page.lines.choices[0].candidate.version == 2)
    settled(hand, page)
    asked(hand, page)
    filed(hand, page, 1)


def test_the_filed_pages_are_shown_again_as_they_were(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    asked(hand, page)
    filed(hand, page, 1)
    page.panes.filed.arrive()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "filed as number 1" in page.banner.words)
    assert page.panes.front is page.panes.preview
    assert page.panes.preview.document is not None
    assert page.panes.preview.document.sha256 == page.panes.filed.filed[0].sha256


def test_a_second_press_while_it_is_filed_files_once(hand: Hand, record: Record, child: UUID) -> None:
    page = opened(hand, child)
    asked(hand, page)
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: len(page.panes.filed.filed) == 1)
    hand.until(lambda: not hand.opened.tasks.busy)
    assert page.keeping is not None
    assert len(filed_versions(record.opened(WORKER, child), child, page.keeping.document_id)) == 1


def test_who_writes_on_while_it_is_asked_is_told_and_never_files_older_pages_as_the_newer_version(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = opened(hand, child)
    asked(hand, page)
    page.panes.entry.wrote.emit("title", "Second chronology")
    page.save()
    settled(hand, page)
    assert page.keeping is not None
    assert page.keeping.version == 2
    assert page.to_file.pane is None, "the pages that were asked about are not the document any more"
    assert "nothing is filed yet" in page.banner.words
    hand.choose("File what stands now", page)
    hand.until(lambda: page.to_file.pane is not None)
    filed(hand, page, 1)
    [one] = page.panes.filed.filed
    assert (one.version, one.facts["title"]) == (2, "Second chronology")
    pdf = filed_pdf(record.opened(WORKER, child), child, one.filed_id)
    assert "Second chronology" in paper_pages(pdf, "filed.pdf").pages[0]


def test_words_typed_before_it_is_asked_are_said_to_be_missing(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hand.until(lambda: page.keeping is not None and page.keeping.version == 1)
    page.panes.entry.wrote.emit("title", "Second chronology")
    hand.until(lambda: "nothing is filed yet" in page.banner.words)
    assert page.to_file.pane is None


def test_what_was_hidden_since_it_was_looked_through_leads_to_the_check(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = opened(hand, child)
    asked(hand, page)
    school = ("school", "Broken Arm Primary School", "the father goes there")
    add_confidential_detail(record.opened(WORKER, child), AddConfidentialDetail(child, uuid4(), child, *school))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "no second person has released" in page.banner.words)
    hand.choose("Look again", page)
    hand.until(lambda: page.to_file.pane is not None)
    pane = page.to_file.pane
    assert pane is not None
    assert not pane.ready
    assert {finding.words for finding in page.answering.in_the_way} == {"Broken arm"}


def test_pages_asked_about_long_ago_are_filed_all_the_same(hand: Hand, record: Record, child: UUID) -> None:
    page = opened(hand, child)
    asked(hand, page)
    with record.superuser() as connection:
        connection.execute("alter table core.text_check disable trigger append_only_rows")
        connection.execute("update core.text_check set expires_at = now() - interval '1 second'")
        connection.execute("alter table core.text_check enable always trigger append_only_rows")
    filed(hand, page, 1)
