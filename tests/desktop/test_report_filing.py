"""A report from its template to a filed PDF: what is missing is said, its citations are kept as they were shown."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas

from db.commands.confidential import AddConfidentialDetail, add_confidential_detail
from db.commands.documents import AddDocument, add_document
from db.domain.findings import HIDDEN, NOT_CHECKED
from db.queries.filing import filed_pdf, filed_versions
from desktop.features.court import laying
from tests.desktop.reporting.test_exhibits import scanned
from tests.desktop.test_court_filing import pages_of
from tests.desktop.test_report_page import begun, cite, picture, settled, stand_on
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content

WORKER = "tl_practitioner_a"
SHIFT = Qt.KeyboardModifier.ShiftModifier


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
    """A child with an entry that can be cited."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    source = content(child).source
    record.write_entry(session, child, "Came to school without a coat", on="15 March 2026", source=source)
    session.close()
    return child


def test_a_child_impact_report_goes_from_template_to_a_filed_pdf(hand: Hand, record: Record, child: UUID) -> None:
    page = begun(hand, child)
    stand_on(page, "events")
    hand.type("She came without a coat ")
    cite(hand, page, "coat")
    settled(hand, page)
    hand.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hand.until(lambda: page.to_file.pane is not None)
    pane = page.to_file.pane
    assert pane is not None
    assert not pane.ready
    assert "empty section" in pane.said.text()
    for section in page.sections.sections:
        if section.state == "required":
            page.panes.wrote.emit(f"section:{section.key}", "Amira is safe with her aunt.")
    settled(hand, page)
    hand.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hand.until(lambda: page.to_file.pane is not None and page.to_file.pane.ready)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: len(page.panes.filed.filed) == 1)
    assert page.keeping is not None
    session = record.opened(WORKER, child)
    [filed] = filed_versions(session, child, page.keeping.document_id)
    assert (filed.number, filed.entries, filed.facts["title"]) == (1, 1, "Child impact report")
    with pikepdf.open(io.BytesIO(filed_pdf(session, child, filed.filed_id))) as document:
        assert len(document.pages) == filed.pages
        assert str(document.Root.Lang) == "en-GB"


def test_pages_that_cannot_be_made_are_not_filed_as_they_were_before(hand: Hand, child: UUID) -> None:
    page = begun(hand, child)
    for section in page.sections.sections:
        if section.state == "required":
            page.panes.wrote.emit(f"section:{section.key}", "Amira is safe with her aunt.")
    settled(hand, page)
    page.panes.wrote.emit("exhibit:1", str(uuid4()))
    hand.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hand.until(lambda: "Exhibit 1 is not in this file" in page.banner.words)
    hand.until(lambda: not page.laying.pending and not hand.opened.tasks.busy)
    page.panes.show_pane(page.panes.check)
    page.to_file.look_through()
    hand.until(lambda: not hand.opened.tasks.busy)
    assert page.to_file.pane is None, "the pages of before are not those of the version that is to be filed"
    page.panes.wrote.emit("exhibit:1", "")
    settled(hand, page)
    assert page.to_file.pane is None, "nor is it asked later, when nobody thinks of it"


def test_a_scanned_exhibit_is_read_by_a_person_and_one_with_a_hidden_address_is_not_filed(
    hand: Hand, record: Record, child: UUID
) -> None:
    session = record.opened(WORKER, child)
    where = ("address", "12 Bramble Road, Midford", "the father has threatened them", "MF4 7QT")
    add_confidential_detail(session, AddConfidentialDetail(child, uuid4(), child, *where))
    papers = scanned("Scanned with a telephone"), letter("Dear Ms Rao,", "she moved to 12 Bram-", "ble Rd last week.")
    ids = tuple(uuid4() for _ in papers)
    for paper, data in zip(ids, papers, strict=True):
        add_document(session, AddDocument(paper, child, None, "letter.pdf", "letter", data, "application/pdf"))
    page = begun(hand, child)
    for number, paper in enumerate(ids, 1):
        page.panes.wrote.emit(f"exhibit:{number}", str(paper))
    settled(hand, page)
    page.panes.show_pane(page.panes.check)
    page.to_file.look_through()
    hand.until(lambda: page.to_file.look is not None and len(page.to_file.look.pages) == 6)
    picture(hand, "report-scanned")
    look = page.to_file.look
    assert look is not None
    assert [(one.kind, one.words) for one in look.findings] == [(HIDDEN, "12 Bram-ble Rd"), (NOT_CHECKED, "")]
    assert {one.kind for one in page.answering.in_the_way} >= {HIDDEN, NOT_CHECKED}


def letter(*lines: str) -> bytes:
    """A page of text."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 15 * number, line)
    canvas.save()
    return out.getvalue()


def test_a_copy_of_a_report_says_that_it_is_not_filed(hand: Hand, child: UUID, tmp_path: Path) -> None:
    page = begun(hand, child)
    page.printing.save_to(tmp_path / "copy.pdf")
    hand.until(lambda: "marked on each page as not filed" in page.banner.words)
    assert all("DRAFT, NOT FILED" in words for words in pages_of(tmp_path / "copy.pdf"))
