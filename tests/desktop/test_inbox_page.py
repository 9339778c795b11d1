"""The inbox: a note is kept from its first word, proposes entries, and each is decided by a key."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from desktop.features.inbox.page import InboxPage
from desktop.features.inbox.proposals import marks, when_in_words
from desktop.models.note_draft import Did
from desktop.models.words import day_in_words
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
NOTE = """From: Ms J Cole, designated safeguarding lead, Hollin Primary School
Date: 15 October 2026

Chronology for Amira Kaya.

12 October: Amira arrived at 09:40 without a coat. She told me "I don't want to go home tonight".

13 October: Her grandmother rang and said that Amira had not slept.

14 October 2026: Amira was collected by her aunt.
"""


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these."""
    return shared_record


@pytest.fixture(autouse=True)
def no_copies(record: Record, shared_sign_in: Hand) -> None:
    """No copy of a test before comes in from the server, nor is one still on its way there from the module's window."""
    assert shared_sign_in.opened.workspace is None
    with record.superuser() as connection:
        connection.execute("truncate core.server_draft cascade")


@pytest.fixture
def worker(shared_sign_in: Hand) -> Hand:
    """Practitioner a's window, at its sign-in page."""
    return shared_sign_in


def _inbox(hand: Hand) -> InboxPage:
    hand.press(Qt.Key.Key_3, CTRL)
    page = hand.workspace.unfinished.inbox
    assert hand.opened.window.page is page
    return page


def _looked(hand: Hand, child: UUID) -> InboxPage:
    """From the child's file, a note pasted and looked through."""
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    page = _inbox(hand)
    pasted = QMimeData()
    pasted.setText(NOTE)
    page.text.insertFromMimeData(pasted)
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: page.choosing.table.lines.rowCount() == 3)
    hand.until(page.choosing.table.hasFocus)
    return page


def _dids(page: InboxPage) -> list[Did | None]:
    return [line.decision.did if line.decision else None for line in page.choosing.table.lines.records]


def test_a_note_pasted_for_the_open_child_is_added_edited_and_left_out_by_keys(
    worker: Hand, record: Record, child: UUID
) -> None:
    page = _looked(worker, child)
    assert page.whose.text().startswith("For Amira Kaya")
    first = page.choosing.line
    assert first is not None
    assert when_in_words(first) == "12 October 2026\nyear inferred from the report of 15 October 2026"
    marked = page.text.extraSelections()
    assert [one.cursor.selectedText() for one in marked[1:]] == ["Chronology for Amira Kaya."]
    assert page.said.text().endswith("1 line not used: “Chronology for Amira Kaya.”")
    worker.press(Qt.Key.Key_A)
    worker.press(Qt.Key.Key_D)
    assert _dids(page) == [Did.ADDED, Did.DISCARDED, None]
    worker.press(Qt.Key.Key_E)
    worker.until(lambda: worker.workspace.panel_of(child) is not None)
    panel = worker.workspace.panel_of(child)
    assert panel is not None
    assert panel.form.text("when") == "14 October 2026"
    assert panel.form.text("on") == "15 October 2026"
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: worker.workspace.panel_of(child) is None)
    worker.until(lambda: worker.opened.window.page is page)
    worker.until(lambda: len(_entries(record, child)) == 2)
    assert _entries(record, child)[0][1:] == ("document", "I don't want to go home tonight")
    worker.until(lambda: _dids(page) == [Did.SAVED, Did.DISCARDED, Did.SAVED])
    assert "Every proposal is decided" in page.banner.words
    with record.superuser() as connection:
        papers = connection.execute(
            "select d.name, d.dated_on::text from core.document d where d.name like 'Note pasted in%'"
        ).fetchall()
        texts = connection.execute(
            "select detail from core.entry_version where headline like 'Amira arrived%'"
        ).fetchall()
    assert papers == [("Note pasted in.txt", "2026-10-15")]
    assert texts == [('She told me "I don\'t want to go home tonight".',)]
    choices = (page.choosing.add, page.choosing.edit, page.choosing.discard, page.choosing.undo)
    assert [(one.text(), one.toolTip()) for one in choices] == [
        ("&Add", "A"),
        ("&Edit first…", "E"),
        ("&Leave out", "D"),
        ("&Take back", "U"),
    ]
    others = (page.other, page.new, page.look, page.files, page.away)
    assert [one.text() for one in others] == [
        "Choose the child…",
        "New note",
        "Look for entries",
        "Choose files…",
        "Put the note away…",
    ]


def _entries(record: Record, child: UUID) -> list[tuple[str, str, str]]:
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline, v.source_how, c.words from core.entry_version v"
            " join core.entry_version_child c using (entry_id, version) where c.child_id = %s"
            " order by v.occurred_earliest",
            [child],
        ).fetchall()
    return [(str(headline), str(how), str(words)) for headline, how, words in found]


def test_what_was_added_can_be_taken_back_before_it_is_sent(worker: Hand, record: Record, child: UUID) -> None:
    page = _looked(worker, child)
    worker.press(Qt.Key.Key_Down)
    worker.press(Qt.Key.Key_A)
    assert worker.opened.drafts is not None
    assert {draft.values.get("how") for draft in worker.opened.drafts.drafts} == {None, "told"}
    page.choosing.table.setCurrentIndex(page.choosing.table.lines.index(1, 0))
    worker.press(Qt.Key.Key_U)
    assert _dids(page) == [None, None, None]
    assert len(worker.opened.drafts.drafts) == 1
    worker.press(Qt.Key.Key_A)
    worker.press(Qt.Key.Key_1, CTRL)  # whoever leaves the page has decided
    worker.until(lambda: len(_entries(record, child)) == 1)
    _inbox(worker)
    page.choosing.table.setCurrentIndex(page.choosing.table.lines.index(1, 0))
    worker.press(Qt.Key.Key_U)
    assert "the record" in page.banner.words
    worker.until(lambda: _dids(page) == [None, Did.SAVED, None])
    page.choosing.table.setCurrentIndex(page.choosing.table.lines.index(1, 0))
    for key in (Qt.Key.Key_D, Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_U):
        page.banner.clear()
        worker.press(key)
        assert page.banner.words == "This one is in the record. Open it in the file and amend it there."
    page.new.click()
    page.text.setPlainText(NOTE)
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(lambda: _dids(page) == [None, None, None])
    assert [line.known for line in page.choosing.table.lines.records] == [False, True, False]


def test_a_visit_takes_over_who_was_seen_and_after_its_form_one_is_at_the_next_proposal(
    worker: Hand, record: Record, child: UUID
) -> None:
    worker.sign_in(WORKER)
    worker.open_file_without_entries(child)
    page = _inbox(worker)
    page.text.setPlainText(
        "12/10/26 home visit. Amira seen alone in her room.\n31/9/26 no reply\n14/10/26 home visit. Seen with mum.\n"
    )
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(page.choosing.table.hasFocus)
    assert [marks(line) for line in page.choosing.table.lines.records] == [
        "seen alone",
        "date to be asked",
        "seen, not alone",
    ]
    worker.press(Qt.Key.Key_E)
    worker.until(lambda: worker.workspace.panel_of(child) is not None)
    assert worker.panel(child).form.text("seen") == "alone"
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(page.choosing.table.hasFocus)
    line = page.choosing.line
    assert line is not None
    assert (line.proposal.when.as_given, "has 30 days" in page.choosing.about.text()) == ("31/9/26", True)
    worker.press(Qt.Key.Key_E)
    worker.until(lambda: worker.workspace.panel_of(child) is not None)
    assert worker.panel(child).form.text("when") == "31/9/26"
    worker.press(Qt.Key.Key_Escape)
    worker.until(page.choosing.table.hasFocus)
    worker.press(Qt.Key.Key_A)
    assert _dids(page) == [Did.SAVED, Did.EDITED, Did.ADDED]
    page.settle()
    worker.until(lambda: len(_entries(record, child)) == 2)
    with record.superuser() as connection:
        seen = connection.execute(
            "select seen, seen_alone from core.entry_version_child where child_id = %s order by 2", [child]
        ).fetchall()
    assert seen == [(True, False), (True, True)]


def test_what_is_no_file_is_refused_in_plain_words(worker: Hand, child: UUID, tmp_path: Path) -> None:
    worker.sign_in(WORKER)
    worker.open_file_without_entries(child)
    page = _inbox(worker)
    (tmp_path / "letters").mkdir()
    page.note_files.take([str(tmp_path / "letters")])
    assert page.banner.words == "“letters”: This is a folder. Choose the files in it."
    for name, words in (("empty.txt", ""), ("bell.txt", "12/10/26 Mrs Bell rang."), ("cole.txt", "13/10/26 no reply")):
        (tmp_path / name).write_text(words)
    names = ("gone.txt", "bell.txt", "letters", "empty.txt", "cole.txt")
    page.note_files.take([str(tmp_path / name) for name in names])
    worker.until(lambda: len(page.holding.all()) == 2 and page.choosing.table.lines.rowCount() == 1)
    first, *told = page.banner.words.split("\n")
    front = page.note.values["note name"] if page.note else ""
    waits = ({"bell.txt", "cole.txt"} - {front}).pop()
    assert first == f"“{waits}” waits under “Notes under way”."
    assert told[0] == "3 files could not be taken:"
    assert sorted(told[1:]) == [
        "“empty.txt”: This file is empty.",
        "“gone.txt”: This file cannot be read. Check that it is still there and that you may open it.",
        "“letters”: This is a folder. Choose the files in it.",
    ]


def test_a_note_without_any_year_asks_and_counts_from_today(worker: Hand, child: UUID) -> None:
    worker.sign_in(WORKER)
    worker.open_file_without_entries(child)
    page = _inbox(worker)
    today = date.today()
    day = today - timedelta(days=40)
    page.text.setPlainText(f"{day.day} {day:%b} home visit, unannounced. Kitchen clean, food in.")
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(lambda: "have no year" in page.banner.words)
    assert not page.text.isReadOnly(), "the day can be written at its top"
    worker.choose("Count from today", page)
    worker.until(lambda: page.choosing.table.lines.rowCount() == 1)
    (line,) = page.choosing.table.lines.records
    assert line.proposal.when.earliest == day
    assert when_in_words(line).endswith(f"year inferred from {day_in_words(today)}")
    note = page.note
    assert note is not None
    page._show_note(None)
    page.open_note(note.draft_id)
    worker.until(lambda: page.choosing.table.lines.rowCount() == 1)
    page.put_away()
    assert page.note is None


def test_what_i_saw_myself_is_no_document_and_whose_note_it_is_is_asked_once(
    worker: Hand, record: Record, child: UUID
) -> None:
    worker.sign_in(WORKER)
    worker.open_file_without_entries(child)
    page = _inbox(worker)
    words = "14/10/2026 home visit, saw Amira in her room.\n\n15/10/2026 T/C from Mrs Bell, teacher. Amira was late.\n"
    page.text.setPlainText(words)
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(lambda: "does not say who wrote it" in page.banner.words)
    worker.choose("It is mine", page)
    assert page.banner.words == ""
    assert [line.own for line in page.choosing.table.lines.records] == [True, False]
    worker.press(Qt.Key.Key_A)
    page.settle()
    worker.until(lambda: len(_entries(record, child)) == 1)
    assert _entries(record, child)[0][1] == "seen_or_heard"
    page.new.click()
    page.text.setPlainText(f"From: Tl Practitioner A\n\n{words}")
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(lambda: page.choosing.table.lines.rowCount() == 2)
    assert (page.banner.words, page.choosing.table.lines.records[0].own) == ("", True)
    page.put_away()
    page.put_away()
    assert page.note is None


def test_the_whole_date_stands_in_its_column(worker: Hand, child: UUID) -> None:
    page = _looked(worker, child)
    worker.opened.window.resize(1280, 760)
    table = page.choosing.table
    bold = QFont(table.font())
    bold.setBold(True)
    assert QFontMetrics(bold).horizontalAdvance("12 September 2026") + 12 < table.columnWidth(0)


def test_a_note_and_what_was_decided_survive_the_program(
    qtbot: QtBot, record: Record, child: UUID, tmp_path: Path
) -> None:
    before = Hand(qtbot, record, tmp_path)
    _looked(before, child)
    before.press(Qt.Key.Key_D)
    before.press(Qt.Key.Key_A)
    before.close()
    assert [how for _, how, _ in _entries(record, child)] == ["told"]
    after = Hand(qtbot, record, tmp_path)
    after.sign_in(WORKER)
    after.until(lambda: after.opened.window.navigation.inbox.text() == "Inbox 1")
    after.press(Qt.Key.Key_2, CTRL)
    after.until(lambda: after.workspace.unfinished.drafts.table.lines.rowCount() == 1)
    after.press(Qt.Key.Key_Return)
    page = after.workspace.unfinished.inbox
    after.until(lambda: page.choosing.table.lines.rowCount() == 3)
    assert [did is not None for did in _dids(page)] == [True, True, False]
    assert page.text.toPlainText() == NOTE
    after.close()


def test_a_file_is_read_apart_and_waits_for_its_child(worker: Hand, child: UUID, tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_text(
        "From: j.cole@hollin.example\nTo: team@example.org\nDate: Thu, 15 Oct 2026 10:00:00 +0100\n"
        "Subject: Amira\nContent-Type: text/plain; charset=utf-8\n\nOn 12 October 2026 Amira came late.\n"
    )
    worker.sign_in(WORKER)
    page = _inbox(worker)
    worker.until(lambda: page.picker.table.lines.rowCount() > 0)
    page.note_files.take([str(letter)])
    page.cancel.click()
    worker.until(lambda: not worker.opened.tasks.busy)
    assert (page.note, page.banner.words, page.cancel.isVisible()) == (None, "", False)
    page.note_files.take([str(letter), str(tmp_path / "not there.txt")])
    worker.until(lambda: "came late" in page.text.toPlainText())
    assert page.choosing.table.lines.rowCount() == 0
    page.look_for_entries()
    assert page.banner.words == "Choose the child first."
    row = next(
        n for n in range(page.picker.table.lines.rowCount()) if page.picker.table.lines.records[n].child_id == child
    )
    page.picker.table.setCurrentIndex(page.picker.table.lines.index(row, 0))
    worker.press(Qt.Key.Key_Return)
    worker.press(Qt.Key.Key_Return, CTRL)
    worker.until(lambda: page.choosing.table.lines.rowCount() == 1)
    line = page.choosing.line
    assert line is not None
    assert line.proposal.when.earliest.isoformat() == "2026-10-12"
    page.put_away()
    assert worker.opened.window.navigation.inbox.text() == "Inbox"
