"""A worker's day in the real window, by keyboard: find, read, record, amend, print for the court, and go home."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.infra.acts import Act
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sian(record: Record) -> UUID:
    """Siân O'Brien-Łukasz, allocated to practitioner a, with a year of calls and one visit at which she had company."""
    child = record.new_child("Siân", "O'Brien-Łukasz")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for month in range(1, 11):
        record.write_entry(session, child, f"Call {month} with the school", on=f"{month}/{month}/2026", kind="call")
    record.write_entry(session, child, "Not seen alone: the mother stayed in the room", on="4 October 2026")
    session.close()
    return child


def _sign_in(hand: Hand, record: Record, login: str) -> None:
    hand.tab_to(hand.opened.sign_in.form.widgets["login"])
    hand.type(login)
    hand.press(Qt.Key.Key_Tab)
    hand.type(record.password)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.workspace is not None)


def test_a_day_with_sian_from_signing_in_to_signing_out(
    hand: Hand, record: Record, sian: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sign_in(hand, record, "tl_practitioner_a")
    mine = hand.workspace.caseload
    hand.until(lambda: mine.table.lines.rowCount() == 1)
    hand.press(Qt.Key.Key_Return)
    page = hand.file(sian)
    assert page.chronology.said == "11 entries, newest first"
    hand.until(lambda: page.band.who.text().startswith("Siân O'Brien-Łukasz"))

    hand.press(Qt.Key.Key_F, CTRL)
    hand.type('"not seen alone"')
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.chronology.said == "1 entry holds these words")
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: page.chronology.said == "11 entries, newest first")

    _record_a_visit(hand, sian)
    hand.until(lambda: page.chronology.said == "12 entries, newest first")
    hand.until(lambda: "today" in page.band.facts["Last seen alone"].value.text())
    assert page.band.words.text().startswith("“I want to know when I can see my dog.”")

    hand.until(lambda: page.reading.entry is not None and "drawing" in page.reading.entry.content.headline)
    _amend_it(hand, sian)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 2)
    assert "her dog" in page.reading.text.toPlainText()
    page.reading.earlier.click()
    hand.until(lambda: "a drawing of a dog" in page.reading.text.toPlainText())

    saved = _print_for_court(hand, sian, tmp_path / "chronology.pdf", monkeypatch)
    assert "O'Brien-Łukasz" in saved
    assert "Seen at school; showed a drawing of her dog" in saved
    assert "I want to know when I can see my dog" in saved
    assert "Call 3 with the school" not in saved

    hand.press(Qt.Key.Key_Q, CTRL | SHIFT)
    hand.until(lambda: hand.opened.workspace is None)
    assert hand.opened.window.page is hand.opened.sign_in
    assert hand.opened.window.windowTitle() == "Throughline"


def _record_a_visit(hand: Hand, child: UUID) -> None:
    hand.press(Qt.Key.Key_N, CTRL)
    form = hand.panel(child).form
    form.go_to("when")
    hand.type("today 14:30")
    hand.press(Qt.Key.Key_Tab)
    hand.type("Visit")
    hand.press(Qt.Key.Key_Tab)
    hand.type("Seen at school; showed a drawing of a dog")
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Space)
    hand.tab_to(form.widgets["seen"])
    hand.press(Qt.Key.Key_Space)
    hand.tab_to(form.widgets["words"])
    hand.type("I want to know when I can see my dog.")
    hand.press(Qt.Key.Key_F8)
    hand.press(Qt.Key.Key_S, CTRL)


def _amend_it(hand: Hand, child: UUID) -> None:
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).draft.base_version == 1)
    hand.type("It was her own dog")
    hand.tab_to(hand.panel(child).form.widgets["headline"])
    hand.press(Qt.Key.Key_A, CTRL)
    hand.type("Seen at school; showed a drawing of her dog")
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)


def _print_for_court(hand: Hand, child: UUID, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The words of the saved paper. The dialog for its place is the computer's own, so that its answer is given."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "PDF (*.pdf)"))
    hand.press(Qt.Key.Key_P, CTRL)
    court = hand.workspace.on_files.courts[child]
    hand.until(court.pdf_button.isEnabled)
    assert court.said.text().startswith("1 entry · 1 page")
    court.pdf_button.click()
    hand.until(lambda: "Saved as" in court.banner.words)
    document = pypdfium2.PdfDocument(target)
    words = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(words.split())


def test_a_megabyte_of_detail_is_saved_whole_and_opens_at_once(hand: Hand, record: Record, sian: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(sian)
    panel = hand.panel(sian)
    detail = "Łukasz’s brother was there.\n" * 36_000
    hand.write(panel, "The whole report of the psychologist", detail=detail)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(sian) is None)
    hand.until(lambda: page.reading.entry is not None and len(page.reading.entry.content.detail) > 1_000_000)
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.detail == detail.strip()
    assert page.reading.rest.text() == f"Show all {len(detail.strip()):,} characters"
    assert len(page.reading.text.toPlainText()) < 70_000


def test_the_front_door_finds_a_child_by_the_sound_of_the_name_and_opens_with_one_key(
    hand: Hand, record: Record
) -> None:
    child = record.new_child("Katherine", "Smith")
    hand.sign_in("tl_front_door")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("Catherine Smyth")
    hand.press(Qt.Key.Key_Return)
    find = hand.workspace.find
    hand.until(lambda: find.table.lines.rowCount() == 1 and find.table.hasFocus())
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    hand.press(Qt.Key.Key_4)
    page = hand.workspace.files[child]
    hand.until(page.band.isVisible)
    with record.superuser() as connection:
        found = connection.execute("select basis, purpose from core.ticket where child_id = %s", [child]).fetchall()
    assert found == [("front_door", "A new contact or referral")]


def test_a_colleague_without_access_breaks_the_glass_and_the_manager_can_see_it(
    hand: Hand, record: Record, sian: UUID
) -> None:
    hand.sign_in("tl_practitioner_c")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("lukasz")
    hand.press(Qt.Key.Key_Return)
    find = hand.workspace.find
    hand.until(lambda: find.table.lines.rowCount() == 1 and find.table.hasFocus())
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: sian in hand.workspace.files)
    hand.type("She is at the police station and asks for her aunt")
    hand.press(Qt.Key.Key_Return)
    page = hand.file(sian)
    assert page.chronology.said == "11 entries, newest first"
    hand.until(lambda: "on record, for one hour" in page.band.more.text())
    with record.superuser() as connection:
        found = connection.execute("select basis, purpose from core.ticket where child_id = %s", [sian]).fetchall()
    assert ("break_glass", "She is at the police station and asks for her aunt") in found


def test_two_workers_see_each_others_entries_and_no_look_goes_unrecorded(hand: Hand, record: Record) -> None:
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    second = hand.program.open_window()
    second.sign_in.form.put("login", "tl_manager_a")
    second.sign_in.form.put("password", record.password)
    second.sign_in.sign_in()
    hand.until(lambda: second.workspace is not None)
    workspace = second.workspace
    assert workspace is not None
    mine = workspace.caseload
    hand.until(lambda: mine.table.lines.rowCount() == 1)
    mine.table.setCurrentIndex(mine.table.lines.index(0, 0))
    mine.table.opened.emit(mine.table.currentIndex())
    hand.until(lambda: child in workspace.files)
    theirs = workspace.files[child]
    assert theirs.card is not None
    theirs.card.reasons[2].click()
    hand.until(lambda: "0 entries" in theirs.chronology.said)

    hand.workspace.files[child].act(Act.NEW_ENTRY)
    panel = hand.workspace.panel_of(child)
    assert panel is not None
    hand.write(panel, "A call from the school")
    panel.save()
    hand.until(lambda: theirs.chronology.said == "1 entry, newest first")
    with record.superuser() as connection:
        found = connection.execute("select basis from core.ticket order by ticket_id").fetchall()
    assert found == [("allocated",), ("team",)]
