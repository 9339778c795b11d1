"""A report from its template to a filed PDF: what is missing is said, its citations are kept as they were shown."""

from __future__ import annotations

import io
from uuid import UUID, uuid4

import pikepdf
import pytest
from PySide6.QtCore import Qt

from db.queries.filing import filed_pdf, filed_versions
from desktop.features.court import laying
from tests.desktop.test_report_page import begun, cite, settled, stand_on
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
