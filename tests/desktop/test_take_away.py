"""Taking entries away through the window: selected lines to the clipboard, what is shown to Word and Excel."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from db.domain.filters import Filter
from db.queries.take_away import Form
from desktop.features.record.page import RecordPage
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of the worker with three entries, one significant, and one piece of legal advice."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "First", on="1 June 2021", detail="=1+1\nand <b>more</b>")
    record.write_entry(session, child, "Second", on="about May 2022", significant=True)
    record.write_entry(session, child, "Third", on="1 June 2023")
    record.write_entry(session, child, "Counsel's opinion", on="1 June 2024", legal_advice=True)
    session.close()
    return child


@pytest.fixture
def leaving(qtbot: QtBot, record: Record, tmp_path: Path) -> Iterator[Hand]:
    """A window that ends."""
    found = Hand(qtbot, record, tmp_path)
    yield found
    found.close()


@pytest.fixture
def page(hand: Hand, child: UUID) -> RecordPage:
    """The worker's open file."""
    return _opened(hand, child)


def _opened(hand: Hand, child: UUID) -> RecordPage:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    hand.until(lambda: page.chronology.model.rowCount() == 4)
    page.chronology.table.setFocus()
    return page


def noted(record: Record, child: UUID) -> list[dict[str, object]]:
    """What the audit says was taken away."""
    with record.superuser() as connection:
        found = connection.execute(
            "select detail from audit.event where action = 'take_away' and child_id = %s order by event_id", [child]
        )
        return [detail for (detail,) in found]


def test_selected_lines_are_copied_as_a_table_in_the_order_of_the_list_and_on_record(
    hand: Hand, record: Record, page: RecordPage
) -> None:
    page.chronology.table.selectRow(1)
    hand.press(Qt.Key.Key_Down, SHIFT)
    hand.press(Qt.Key.Key_C, CTRL)
    hand.until(lambda: page.banner.words == "2 rows copied; this is on record.")
    data = QGuiApplication.clipboard().mimeData()
    copied = data.text().splitlines()
    assert copied[0] == "OFFICIAL-SENSITIVE"
    assert copied[1].startswith("Chronology of Amira Kaya, born 2 May 2019")
    assert copied[2] == "2 entries: the whole chronology"
    assert [line.split("\t")[:2] for line in copied[4:]] == [
        ["When", "What happened"], ["1 June 2023", "Third"], ["about May 2022", "Second"],
    ]  # fmt: skip
    assert data.html().count("<tr>") == 3
    assert noted(record, page.child_id) == [{"form": "copy", "entries": 2}]


def test_all_lines_can_be_copied_without_the_legal_advice(leaving: Hand, child: UUID) -> None:
    page = _opened(leaving, child)
    leaving.press(Qt.Key.Key_A, CTRL)
    leaving.press(Qt.Key.Key_C, CTRL)
    words = "3 rows copied; this is on record. 1 entry of legal advice left out."
    leaving.until(lambda: page.banner.words == words)
    data = QGuiApplication.clipboard().mimeData()
    assert "Counsel" not in data.text() + data.html()
    assert "\t'=1+1 and <b>more</b>\t" in data.text()
    assert "=1+1<br>and &lt;b&gt;more&lt;/b&gt;" in data.html()
    words = data.text()
    leaving.program.close()  # else Qt would crash on the value from Python when the process ends
    assert (QGuiApplication.clipboard().text(), QGuiApplication.clipboard().mimeData().hasHtml()) == (words, False)


def test_what_is_filtered_is_saved_as_word_and_excel_with_the_filter_in_words(
    hand: Hand, record: Record, page: RecordPage, tmp_path: Path
) -> None:
    page.chronology.set_filter(Filter(significant=True))
    hand.until(lambda: page.chronology.model.rowCount() == 1)
    for form, name in ((Form.WORD, "out.docx"), (Form.EXCEL, "out.xlsx")):
        page.chronology.table.setFocus()
        hand.press(Qt.Key.Key_E, CTRL | SHIFT)
        assert hand.focus is page.taking.word
        assert "the entry that is shown (significant)" in page.taking.said
        page.taking.save_to(form, tmp_path / name)
        hand.until(lambda name=name: page.banner.words.startswith(f"1 entry saved as {tmp_path / name}"))  # type: ignore[misc]
        assert page.taking.isHidden()
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    word = Document(io.BytesIO((tmp_path / "out.docx").read_bytes()))
    assert "1 entry: significant" in [paragraph.text for paragraph in word.paragraphs]
    assert word.tables[0].rows[1].cells[1].text == "Second"
    sheet = load_workbook(tmp_path / "out.xlsx")["Chronology"]
    assert (sheet["A3"].value, sheet["B6"].value, sheet["C6"].value) == (
        "1 entry: significant",
        "about May 2022",
        "Second",
    )
    assert noted(record, page.child_id) == [{"form": "word", "entries": 1}, {"form": "excel", "entries": 1}]
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.docx", "out.xlsx"]


def test_escape_puts_the_strip_away_and_nothing_was_taken(hand: Hand, record: Record, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_E, CTRL | SHIFT)
    assert "the 4 entries that are shown (the whole chronology)" in page.taking.said
    for _ in range(2):
        hand.press(Qt.Key.Key_Tab)
    assert hand.focus is page.taking.close_button
    hand.press(Qt.Key.Key_Escape)
    assert page.taking.isHidden()
    assert page.chronology.table.hasFocus()
    assert noted(record, page.child_id) == []


def test_a_sealed_file_refuses_in_plain_words(hand: Hand, record: Record, child: UUID, tmp_path: Path) -> None:
    record.seal("tl_manager_a", child, WORKER)
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    hand.until(lambda: page.chronology.model.rowCount() == 4)
    hand.until(lambda: page.band.who.text().endswith("Sealed file"))
    page.chronology.table.setFocus()
    hand.press(Qt.Key.Key_C, CTRL)
    hand.until(lambda: "Nothing is taken away from a sealed file" in page.banner.words)
    page.banner.clear()
    hand.press(Qt.Key.Key_E, CTRL | SHIFT)
    page.taking.save_to(Form.WORD, tmp_path / "no.docx")
    hand.until(lambda: "Nothing is taken away from a sealed file" in page.banner.words)
    assert not (tmp_path / "no.docx").exists()
    assert page.taking.word.isVisible()
    assert noted(record, page.child_id) == []


def test_a_place_that_cannot_be_written_is_said_and_can_be_changed(
    hand: Hand, page: RecordPage, tmp_path: Path
) -> None:
    hand.press(Qt.Key.Key_E, CTRL | SHIFT)
    page.taking.save_to(Form.EXCEL, tmp_path / "nowhere" / "out.xlsx")
    hand.until(lambda: "that folder is not there" in page.banner.words)
    assert hand.focus is page.taking.word
