"""What stands beside a chronology takes all that one gives it, helps in every field, and shows what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from db.commands.challenges import ChallengeEntry, challenge_entry
from desktop.features.entry.page import EntryPanel
from desktop.features.entry.sitting import Sitting
from desktop.features.record.page import RecordPage
from desktop.models.chronology_table import Column
from desktop.widgets.form import Field, Form
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.line_delegate import LineDelegate
from desktop.widgets.plain_text import PlainText
from desktop.widgets.text import button
from desktop.widgets.writing import WritingHelp
from desktop.widgets.writing_faces import TextFace
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
WORKER = "tl_practitioner_a"
LONG = "He came home. " * 700
"""About as long as a field of one line takes."""
ENDLESS = "He came home. " * 60_000
"""One paragraph of nearly a megabyte."""


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test writes in the file of a child of its own."""
    return shared_record


@pytest.fixture(scope="module")
def hand(window_of_module: Hand) -> Hand:
    """One window for all of these tests, at the worker's own children."""
    window_of_module.sign_in(WORKER)
    return window_of_module


@pytest.fixture(scope="module")
def child(record: Record) -> UUID:
    """A child in whose file three entries of two years stand."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    for day, kind in (("3 March 2026", "visit"), ("2 February 2026", "visit"), ("1 May 2025", "note")):
        record.write_entry(session, child, f"Visited on {day}", on=day, kind=kind)
    session.close()
    return child


@pytest.fixture(scope="module")
def opened(hand: Hand, child: UUID) -> RecordPage:
    """The file, opened once."""
    hand.workspace.caseload.arrive()
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    return page


@pytest.fixture
def page(hand: Hand, opened: RecordPage) -> Iterator[RecordPage]:
    """The file with nothing beside it, nothing remembered and nothing begun."""
    hand.workspace.beside.sitting = Sitting()
    yield opened
    opened.room.take_away()
    for draft in hand.workspace._desk.drafts.drafts:
        hand.workspace._desk.drafts.drop(draft.draft_id)


@pytest.fixture
def panel(hand: Hand, page: RecordPage) -> EntryPanel:
    """A new entry beside the chronology."""
    return hand.panel(page.child_id)


def _paste(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    QApplication.clipboard().setText(words)
    field.paste()


def _reads_its_line(page: RecordPage) -> bool:
    entry, line = page.reading.entry, page.chronology.current_line()
    return entry is not None and line is not None and entry.entry_id == line.entry_id


def _line(of: QObject, name: str) -> QLineEdit:
    return next(one for one in of.findChildren(QLineEdit) if one.accessibleName() == name)


def _form_beside(hand: Hand, page: RecordPage, key: Qt.Key) -> FormPanel:
    hand.press(key, CTRL | SHIFT)
    hand.until(lambda: isinstance(page.beside, FormPanel))
    assert isinstance(page.beside, FormPanel)
    return page.beside


# All that is pasted.


def test_a_field_of_one_line_takes_all_that_is_pasted(hand: Hand, panel: EntryPanel) -> None:
    _paste(panel.quick.line, LONG)
    assert panel.quick.line.toPlainText() == LONG
    place = panel.form.widgets["place"]
    assert isinstance(place, QLineEdit)
    _paste(place, LONG)
    assert place.text() == LONG
    form = Form((Field("said_by", "Who says so"),))
    _paste(_line(form, "Who says so"), LONG)
    assert form.text("said_by") == LONG


def test_a_paragraph_without_end_is_kept_whole_as_a_document(hand: Hand, panel: EntryPanel) -> None:
    detail = panel.form.widgets["detail"]
    assert isinstance(detail, PlainText)
    _paste(detail, ENDLESS)
    hand.until(lambda: bool(panel.papers.papers))
    assert detail.toPlainText() == ""
    assert "kept whole, as a document" in panel.banner.words
    draft, paper = panel.draft, panel.papers.papers[0]
    assert hand.workspace._desk.drafts.paper(draft.draft_id, paper.paper_id).decode() == ENDLESS
    assert paper.text.split() == ENDLESS.split()
    many = "He came home.\n" * 5_000
    _paste(detail, many)
    assert detail.toPlainText() == many, "a long text of usual paragraphs stays in its field"
    detail.clear()


def test_what_stands_before_the_cursor_is_read_no_farther_than_is_asked(qtbot: QtBot) -> None:
    field = PlainText(5)
    qtbot.addWidget(field)
    field.setPlainText("far\n" + "\n" * 40)
    assert TextFace(field).before(field.document().characterCount() - 1, 3) == "\n\n\n"
    assert TextFace(field).before(3, 10) == "far"


def test_a_folder_dropped_on_an_entry_is_refused_in_plain_words(hand: Hand, panel: EntryPanel, tmp_path: Path) -> None:
    (tmp_path / "Letters").mkdir()
    (tmp_path / "Plan.txt").write_text("A plan.", encoding="utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("Letters", "Plan.txt")])
    assert panel.papers.take_from(dropped)
    assert "“Letters”: This is a folder" in panel.banner.words
    hand.until(lambda: len(panel.papers.papers) == 1)
    assert panel.papers.told.text() == "Plan.txt"
    assert panel.papers.told.isVisible(), "it is in sight though the list is not"
    (tmp_path / "empty.txt").touch()
    (tmp_path / "Note.txt").write_text("A note.", encoding="utf-8")
    panel.papers.take([str(tmp_path / name) for name in ("gone.txt", "Letters", "Note.txt", "empty.txt")])
    hand.until(lambda: not panel.papers.reading and len(panel.papers.papers) == 2)
    for refused in (
        "3 files could not",
        "“gone.txt”: This file cannot be read",
        "“Letters”",
        "“empty.txt”: This file is",
    ):
        assert refused in panel.banner.words
    elsewhere = QMimeData()
    elsewhere.setUrls([QUrl("https://example.org/letter.pdf")])
    panel.papers.drop(elsewhere)
    assert "Only files of this computer" in panel.banner.words
    panel.papers.told.click()
    assert panel.papers.isAncestorOf(hand.focus)


# How we know.


def test_how_we_know_is_remembered_for_the_same_kind_alone(hand: Hand, panel: EntryPanel, child: UUID) -> None:
    hand.write(panel, "A letter of the school", kind="letter", how="document", who="The school’s letter")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    again = hand.panel(child)
    assert again.form.text("how") == ""
    again.form.put("kind", "analysis")
    assert again.form.text("how") == ""
    again.form.put("kind", "letter")
    assert again.form.text("how") == "document"
    again.form.put("how", "told")
    again.form.put("kind", "analysis")
    assert again.form.text("how") == "told", "what was chosen by hand stays"


def test_how_an_amended_entry_is_known_does_not_follow_its_kind(hand: Hand, page: RecordPage, child: UUID) -> None:
    hand.workspace.beside.sitting.hows["note"] = "seen_or_heard"
    page.chronology.table.setFocus()
    hand.press(Qt.Key.Key_End, CTRL)
    hand.until(lambda: (entry := page.reading.entry) is not None and "1 May 2025" in entry.content.headline)
    hand.press(Qt.Key.Key_E, CTRL)
    amending = hand.workspace.panel_of(child)
    assert amending is not None
    hand.until(lambda: bool(amending.form.text("headline")))
    amending.form.put("kind", "letter")
    assert amending.form.text("how") == "seen_or_heard"


# What came of it.


def test_the_saved_entry_alone_is_selected_though_ctrl_is_still_down(
    hand: Hand, page: RecordPage, panel: EntryPanel
) -> None:
    before = page.chronology.model.rowCount()
    hand.write(panel, "The newest", when="4 March 2026")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.chronology.model.rowCount() == before + 1)
    hand.until(lambda: (line := page.chronology.current_line()) is not None and line.headline == "The newest")
    line = page.chronology.current_line()
    assert line is not None
    assert page.chronology.selected_keys() == [line.order_key]


def test_a_challenge_marks_its_line_and_the_head_of_its_entry(hand: Hand, record: Record, page: RecordPage) -> None:
    hand.until(lambda: _reads_its_line(page))
    entry = page.reading.entry
    assert entry is not None
    session = record.opened(WORKER, page.child_id)
    wish = ChallengeEntry(uuid4(), page.child_id, entry.entry_id, "father", date(2026, 3, 9), "I was at work that day.")
    hand.workspace._desk.news.announce(challenge_entry(session, wish))
    session.close()
    model, table = page.chronology.model, page.chronology.table

    def marks(below: int = 0) -> QModelIndex:
        return model.index(table.currentIndex().row() + below, int(Column.MARKS))

    hand.until(lambda: "challenged" in str(marks().data()))
    said = str(marks().data(Qt.ItemDataRole.AccessibleTextRole))
    assert "challenged, 1 challenge noted beside it" in said
    assert "challenged" not in str(marks(below=1).data())
    hand.until(lambda: "Challenged by father" in page.reading.text.toPlainText())
    words = page.reading.text.toPlainText()
    assert words.index("Challenged by father") < words.index("Recorded by")
    assert "Father says against this, 9 March 2026\nI was at work that day." in words


def test_who_recorded_the_first_entry_of_a_year_is_told_in_its_line(
    hand: Hand, page: RecordPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = LineDelegate._draw

    def noted(delegate: LineDelegate, painter: QPainter, where: QPoint, words: str, ink: QColor, **how: bool) -> None:
        drawn.append(words)
        draw(delegate, painter, where, words, ink, **how)

    monkeypatch.setattr(LineDelegate, "_draw", noted)
    assert page.chronology.table.isColumnHidden(int(Column.AUTHOR))
    page.chronology.table.viewport().grab()
    assert drawn[drawn.index("age 5") + 1].startswith("Tl Pract")


# Help with writing, everywhere.


@pytest.mark.parametrize("key", [Qt.Key.Key_G, Qt.Key.Key_A, Qt.Key.Key_B])
def test_every_form_beside_helps_with_writing_in_all_its_fields(hand: Hand, page: RecordPage, key: Qt.Key) -> None:
    beside = _form_beside(hand, page, key)
    helped = {one.field for one in beside.findChildren(WritingHelp)}
    assert helped == {*beside.findChildren(QLineEdit), *beside.findChildren(QPlainTextEdit)}
    hand.press(Qt.Key.Key_F7)
    hand.until(lambda: beside.banner.words == "No doubtful word here.")
    hand.press(Qt.Key.Key_Escape)
    assert page.beside is None


def test_tab_goes_through_a_form_as_the_eye_does(hand: Hand, page: RecordPage) -> None:
    beside = _form_beside(hand, page, Qt.Key.Key_G)
    passed = []
    for _ in range(5):
        passed.append(hand.focus.accessibleName())
        hand.press(Qt.Key.Key_Tab)
    assert passed == ["Who says so", "On which day", "What they say against it", "Note it", "Close the panel"]
    beside.close_panel()


def test_the_names_of_family_and_colleagues_are_no_doubtful_words(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    mother = record.new_child("Wioletta", "Szczepan")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
            " parental_responsibility) values (%s, %s, 'mother', %s, true, true)",
            [mother, child, record.staff["tl_manager_a"]],
        )
    writer = hand.workspace._desk.writer
    said = "Szczepan rang. Wioletta was with her."
    done: list[bool] = []
    writer.proofread([said], lambda: done.append(True))
    hand.until(lambda: bool(done))
    assert [said[mark.start : mark.end] for mark in writer.proof(said) or ()] != []
    hand.workspace.files[child]._again()
    hand.until(lambda: writer.proof(said) is None)
    writer.proofread([said], lambda: done.append(True))
    hand.until(lambda: len(done) == 2)
    assert writer.proof(said) == ()


# Room and keys.


def test_the_band_makes_way_for_a_form_on_a_small_screen_and_comes_back(hand: Hand, page: RecordPage) -> None:
    window = hand.opened.window
    before = window.size()
    window.resize(1366, 768)
    hand.until(lambda: not page.band.folded)
    panel = hand.panel(page.child_id)
    assert page.band.folded
    window.resize(1920, 1080)
    hand.until(lambda: not page.band.folded)
    window.resize(1366, 768)
    hand.until(lambda: page.band.folded)
    panel.close_panel()
    hand.until(lambda: not page.band.folded)
    window.resize(before)


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    made = button("Take into an entry of mine", lambda: pressed.append(True))
    qtbot.addWidget(made)
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert pressed == [True]
