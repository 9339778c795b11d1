"""The court chronology through the window: the same words on paper, and the export on record."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from PySide6.QtCore import Qt

from desktop.features.court.page import CourtPage
from tests.desktop.window import CTRL, Hand
from tests.record import Record


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all these tests, which write nothing."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture(scope="module")
def child(record: Record) -> UUID:
    """A child with twelve entries, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for month in range(1, 13):
        record.write_entry(session, child, f"Visit number {month}", on=f"{month}/{month}/2025", significant=month > 6)
    session.close()
    return child


def _court(hand: Hand, child: UUID) -> CourtPage:
    hand.sign_in("tl_practitioner_a")
    hand.open_mine(child)
    hand.press(Qt.Key.Key_P, CTRL)
    page = hand.workspace.courts[child]
    hand.until(page.save_button.isEnabled)
    return page


def test_the_preview_shows_the_pages_and_counts_them_against_the_limit(hand: Hand, child: UUID) -> None:
    page = _court(hand, child)
    assert page.length.text().startswith("6 entries on ")
    assert "limit is 10" in page.length.text()
    hand.until(lambda: not page.preview.sheet.pixmap().isNull())
    assert page.preview.where.text().startswith("Page 1 of ")


def test_all_entries_are_printed_when_that_is_chosen(hand: Hand, child: UUID) -> None:
    page = _court(hand, child)
    page.form.put("significant", "")
    assert "show the pages again" in page.length.text()
    page.make()
    hand.until(lambda: page.length.text().startswith("12 entries on "))


def test_saving_writes_the_whole_document_and_notes_the_export(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = _court(hand, child)
    before = _exports(record)
    target = tmp_path / "chronology.pdf"
    page.save_to(target)
    hand.until(lambda: "Saved as" in page.banner.words)
    with pikepdf.open(io.BytesIO(target.read_bytes())) as document:
        assert len(document.pages) >= 1
    assert [path.name for path in tmp_path.glob("*.part")] == []
    assert _exports(record) == [*before, child]


def _exports(record: Record) -> list[UUID]:
    """The children whose papers are on record as printed."""
    with record.superuser() as connection:
        return [
            child for (child,) in connection.execute("select child_id from audit.event where action like '%export%'")
        ]


def test_a_place_that_cannot_be_written_is_said_plainly(hand: Hand, child: UUID, tmp_path: Path) -> None:
    page = _court(hand, child)
    page.save_to(tmp_path / "no such folder" / "chronology.pdf")
    hand.until(lambda: "that folder is not there" in page.banner.words)
    assert page.save_button.isEnabled()


def test_a_date_that_is_not_understood_is_said_at_its_field(hand: Hand, child: UUID) -> None:
    page = _court(hand, child)
    page.form.put("since", "the day after never")
    page.make()
    assert page.form.said("since") != ""
    assert page.form.widgets["since"].hasFocus()


def test_escape_goes_back_to_the_file(hand: Hand, child: UUID) -> None:
    _court(hand, child)
    hand.press(Qt.Key.Key_Escape)
    assert hand.opened.window.page is hand.workspace.files[child]
