"""A worker's day in the real window, by keyboard: find, read, record, amend, and print for the court."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.infra.acts import Act
from tests.desktop.conftest import hand
from tests.desktop.window import CTRL, Hand
from tests.record import Record

__all__ = ["hand"]


def test_a_morning_with_amira(hand: Hand, record: Record, tmp_path: Path) -> None:
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for day in range(1, 29):
        record.write_entry(session, child, f"Call {day} with the school", on=f"{day} October 2026", kind="call")
    session.close()

    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    assert page.chronology.said == "28 entries, newest first"

    hand.press(Qt.Key.Key_N, CTRL)
    hand.type("today 14:30")
    hand.press(Qt.Key.Key_Tab)
    hand.type("Seen at school; showed a drawing of the dog")
    panel = hand.panel(child)
    panel.form.put("how", "seen_or_heard")
    panel.form.put("kind", "visit")
    panel.form.put("seen", "alone")
    panel.form.put("words", "I want to know when I can see my dog.")
    panel.form.put("significant", "yes")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.chronology.said == "29 entries, newest first")

    hand.until(lambda: "today" in page.band.facts["Last seen alone"].value.text())
    assert page.band.words.text().startswith("“I want to know when I can see my dog.”")

    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("dog")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.chronology.said == "1 entry holds these words")
    hand.until(lambda: len(page.reading.text.extraSelections()) >= 2)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: page.chronology.said == "29 entries, newest first")

    hand.press(Qt.Key.Key_P, CTRL)
    court = hand.workspace.courts[child]
    hand.until(court.save_button.isEnabled)
    assert court.length.text().startswith("1 entry on 1 page")
    court.save_to(tmp_path / "chronology.pdf")
    hand.until(lambda: "Saved as" in court.banner.words)
    assert (tmp_path / "chronology.pdf").read_bytes().startswith(b"%PDF")


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
    hand.until(lambda: mine.model.rowCount() == 1)
    mine.table.setCurrentIndex(mine.model.index(0, 0))
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
