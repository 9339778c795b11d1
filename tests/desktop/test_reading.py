"""The reading pane: who else is concerned, papers, and what changed between versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument

from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.domain.entry import ChildPart
from db.domain.filters import Filter
from desktop.features.record.page import RecordPage
from desktop.features.record.reading import ReadingPane
from tests.desktop.window import Hand
from tests.record import Record, content

WORKER = "tl_practitioner_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


def _opened(hand: Hand, child: UUID) -> RecordPage:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    return page


def _amended(record: Record, child: UUID, *details: str) -> UUID:
    session = record.opened(WORKER, child)
    entry = record.write_entry(session, child, "Seen at school", on="today", detail=details[0])
    for number, detail in enumerate(details[1:], 1):
        better = content(child, "Seen at school", on="today", detail=detail)
        amend_entry(session, AmendEntry(uuid4(), entry, child, better, number, f"reason {number}"))
    return entry


def _styled(pane: ReadingPane, words: str) -> tuple[bool, bool]:
    """Whether these words stand struck through, and whether underlined."""
    exactly = QTextDocument.FindFlag.FindCaseSensitively | QTextDocument.FindFlag.FindWholeWords
    found = pane.comparison.text.document().find(words, 0, exactly)
    assert not found.isNull(), pane.comparison.text.toPlainText()
    cursor = QTextCursor(found)
    cursor.setPosition(found.selectionEnd())
    form = cursor.charFormat()
    return form.fontStrikeOut(), form.fontUnderline()


def test_the_other_child_is_named_and_her_impact_is_not(hand: Hand, record: Record, child: UUID) -> None:
    sister = record.new_child("Sara", "Kaya")
    record.allocate(sister, WORKER)
    session = record.opened(WORKER, child)
    both = replace(
        content(child, "Both were at home", on="today"),
        children=(ChildPart(child, impact="Clung to her blanket"), ChildPart(sister, impact="Hers alone to know")),
    )
    record_entry(session, RecordEntry(uuid4(), uuid4(), child, both))
    page = _opened(hand, child)
    text = page.reading.text.toPlainText()
    assert "Also concerns Sara Kaya" in text
    assert "Clung to her blanket" in text
    assert "Hers alone" not in text


def test_it_says_who_recorded_it_and_how_long_after(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Seen at school", on="16 days ago")
    page = _opened(hand, child)
    text = page.reading.text.toPlainText()
    assert "Recorded by Tl Practitioner A" in text
    assert "recorded 16 days after" in text


def test_what_changed_is_struck_through_and_underlined(hand: Hand, record: Record, child: UUID) -> None:
    _amended(record, child, "She was not seen alone.", "She was seen alone, in the library.")
    page = _opened(hand, child)
    pane = page.reading
    pane.compare.setFocus()
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: pane.comparison.shown is not None)
    assert hand.focus is pane.comparison.older
    text = pane.comparison.text.toPlainText()
    assert "Changed: Detail." in text
    assert "Reason: reason 1" in text
    assert _styled(pane, "not") == (True, False)
    assert _styled(pane, "library") == (False, True)
    assert _styled(pane, "Seen at school") == (False, False)
    hand.press(Qt.Key.Key_Escape)
    assert not pane.comparing
    assert pane.text.isVisible()


def test_any_two_versions_can_be_chosen_by_keyboard(hand: Hand, record: Record, child: UUID) -> None:
    _amended(record, child, "One apple.", "Two apples.", "Three pears.")
    page = _opened(hand, child)
    comparison = page.reading.comparison
    page.reading.compare.click()
    hand.until(lambda: comparison.shown is not None)
    assert (comparison.older.currentText(), comparison.newer.currentText()) == ("version 2", "version 3")
    comparison.older.setFocus()
    hand.press(Qt.Key.Key_Up)
    hand.until(lambda: comparison.shown is not None and comparison.shown.older.version == 1)
    assert _styled(page.reading, "One") == (True, False)
    assert _styled(page.reading, "pears") == (False, True)


def test_versions_of_a_megabyte_are_compared_without_a_stop(hand: Hand, record: Record, child: UUID) -> None:
    long = "\n".join(f"Line {n}: nothing of note was said by anybody present." for n in range(18_000))
    _amended(record, child, long, long.replace("Line 9000: nothing", "Line 9000: something"))
    page = _opened(hand, child)
    comparison = page.reading.comparison
    page.reading.compare.click()
    hand.until(lambda: comparison.shown is not None)
    assert _styled(page.reading, "something") == (False, True)
    assert "characters that are the same" in comparison.text.toPlainText()
    assert comparison.text.document().characterCount() < 70_000


def test_the_papers_of_the_entry_stand_below_it_and_a_copy_can_be_taken(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    session = record.opened(WORKER, child)
    entry = record.write_entry(session, child, "Safety plan agreed", on="today")
    plain = record.write_entry(session, child, "A call", on="yesterday")
    paper = uuid4()
    with record.superuser() as connection:
        staff = record.staff[WORKER]
        connection.execute(
            "insert into core.document (document_id, sha256, name, media_type, content, text, kind, dated_on,"
            " added_by) values (%s, sha256('x'), 'Plan of March.pdf', 'application/pdf', %s, 'Stairgates fitted.',"
            " 'safety_plan', '2026-03-01', %s)",
            [paper, b"%PDF the plan", staff],
        )
        connection.execute("insert into core.document_child values (%s, %s)", [paper, child])
        connection.execute("insert into core.entry_document (entry_id, document_id) values (%s, %s)", [entry, paper])
        connection.execute("select wall.project(%s)", [[entry]])
    page = _opened(hand, child)
    papers = page.reading.papers
    hand.until(papers.isVisible)
    assert papers.papers.item(0).text() == "Plan of March.pdf\nSafety plan · 1 Mar 2026 · current"
    papers.save.click()
    target = tmp_path / "copy.pdf"
    papers.saver.save(str(target))
    hand.until(lambda: "Saved as copy.pdf" in papers.said)
    assert target.read_bytes() == b"%PDF the plan"
    assert papers.saver.dialog is not None
    papers.saver.dialog.close()
    page.chronology.step(1)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.entry_id == plain)
    hand.until(lambda: not papers.isVisible())
    page.chronology.set_filter(Filter(words="stairgate"))
    hand.until(page.reading.where.isVisible)
    page.chronology.set_filter(Filter(words="safety"))
    hand.until(lambda: not page.reading.where.isVisible())
