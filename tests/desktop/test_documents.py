"""Documents through the window: added by keyboard, found by their words, the current plan in three actions."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from db.commands.documents import AddDocument, add_document
from db.queries.documents import documents_of_child
from db.sample.papers import word_document
from desktop.features.documents.page import DocumentPanel
from desktop.features.record.page import RecordPage
from desktop.infra.paper import kind_by_name
from desktop.widgets.copy_saver import CopySaver, harmless_name
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
WORKER = "tl_practitioner_a"


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
    """A child with an entry and a safety plan."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Core group", on="1 June 2026", detail="All came.")
    add_document(
        session,
        AddDocument(uuid4(), child, None, "old.docx", "safety_plan", b"old", text="zkold words", headline="First plan"),
    )
    session.close()
    return child


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A safety plan as a Word file."""
    path = tmp_path / "Safety_plan Amira.docx"
    path.write_bytes(word_document(["Safety plan for Amira", "Nobody else collects her: zkcollect"]))
    return path


def _panel(hand: Hand, page: RecordPage) -> DocumentPanel:
    hand.until(lambda: page.reading.entry is not None)
    hand.press(Qt.Key.Key_A, CTRL | SHIFT)
    panel = page.beside
    assert isinstance(panel, DocumentPanel)
    return panel


def _find(hand: Hand, words: str) -> None:
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type(words)
    hand.press(Qt.Key.Key_Return)


def test_a_document_is_added_as_an_entry_of_its_own_and_found_by_its_words(
    hand: Hand, record: Record, child: UUID, plan: Path
) -> None:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    panel = _panel(hand, page)
    assert panel.choose.hasFocus()
    hand.press(Qt.Key.Key_Space)
    assert panel.dialog is not None
    panel.dialog.fileSelected.emit(str(plan))
    panel.dialog.reject()
    hand.opened.window.activateWindow()
    hand.until(lambda: panel.paper is not None)
    assert panel.form.text("kind") == "safety_plan"
    assert panel.form.text("headline") == "Safety plan: Safety_plan Amira.docx"
    hand.until(lambda: panel.form.unfolded("supersedes"))
    supersedes = panel.form.widgets["supersedes"]
    assert isinstance(supersedes, QComboBox)
    supersedes.setCurrentIndex(1)
    panel.form.put("dated", "3 March 2026")
    assert panel.form.said("dated") == "Understood as 3 March 2026."
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.beside is None)
    _find(hand, "zkcollect")
    hand.until(lambda: page.chronology.model.rowCount() == 1)
    session = record.opened(WORKER, child)
    papers = {paper.name: paper for paper in documents_of_child(session, child)}
    assert papers["old.docx"].current is False
    assert (papers[plan.name].current, str(papers[plan.name].dated_on)) == (True, "2026-03-03")


def test_a_document_is_added_to_the_entry_that_is_read(hand: Hand, record: Record, child: UUID, plan: Path) -> None:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    _find(hand, "came")
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.content.headline == "Core group")
    panel = _panel(hand, page)
    panel.take(str(plan))
    hand.until(lambda: panel.paper is not None)
    panel.form.put("where", "entry")
    assert not panel.form.unfolded("headline")
    panel.save()
    hand.until(lambda: page.beside is None)
    session = record.opened(WORKER, child)
    entry = page.reading.entry
    assert entry is not None
    assert [paper.entry_id for paper in documents_of_child(session, child) if paper.name == plan.name] == [
        entry.entry_id
    ]


def test_what_is_missing_is_said_and_nothing_chosen_is_lost(hand: Hand, child: UUID, tmp_path: Path) -> None:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    panel = _panel(hand, page)
    panel.save()
    assert "Choose a file" in panel.banner.words
    picture = tmp_path / "drawing.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    panel.take(str(picture))
    hand.until(lambda: panel.paper is not None)
    assert "words are not searched" in panel._told.text()
    panel.save()
    assert panel.form.said("kind") == "Choose what kind of paper this is."
    panel.form.put("kind", "child")
    panel.form.put("dated", "summer 2025")
    panel.save()
    assert "one day" in panel.form.said("dated")
    hand.press(Qt.Key.Key_Escape)
    assert "not saved" in panel.banner.words
    hand.choose("Go on", panel)
    assert panel.paper is not None


def test_a_file_that_is_too_large_or_gone_is_refused_in_plain_words(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    with record.superuser() as connection:
        connection.execute("insert into core.setting values ('document_limit_mb', '1')")
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    panel = _panel(hand, page)
    hand.until(lambda: panel._limit == 1024 * 1024)
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (1024 * 1024 + 1))
    panel.take(str(large))
    hand.until(lambda: "up to 1.0 MB" in panel.banner.words)
    panel.take(str(tmp_path / "gone.txt"))
    hand.until(lambda: "cannot be read" in panel.banner.words)
    assert not panel.unsaved
    program = tmp_path / "plan.docx"
    program.write_bytes(b"MZ\x90\x00" + bytes(600))
    panel.take(str(program))
    hand.until(lambda: "a program, not a document" in panel.banner.words)
    assert not panel.unsaved
    disguised = tmp_path / "report \u202etxt.nalp"
    disguised.write_text("Dad must not collect from school.")
    panel.take(str(disguised))
    hand.until(lambda: panel.paper is not None)
    assert panel.form.text("headline") == "Report: report txt.nalp"


def test_the_current_safety_plan_is_three_actions_from_signing_in(hand: Hand, child: UUID) -> None:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    actions = 1
    hand.until(lambda: bool(page.papers.buttons))
    (button,) = page.papers.buttons
    assert button.text().startswith("Safety plan, ")
    button.click()
    actions += 1
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.content.headline == "First plan")
    assert actions <= 3


def test_a_copy_is_for_the_persons_eyes_alone_and_on_record(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    workspace = hand.sign_in(WORKER)
    page = hand.open_mine(child)
    session = record.opened(WORKER, child)
    (paper,) = documents_of_child(session, child)
    saver = CopySaver(page, workspace._desk, child)
    told: list[str] = []
    saver.saved.connect(told.append)
    saver.ask(paper.document_id, paper.name)
    assert saver.dialog is not None
    saver.dialog.fileSelected.emit(str(tmp_path / "copy.docx"))
    saver.dialog.reject()
    hand.until(lambda: told == ["copy.docx"])
    assert (tmp_path / "copy.docx").read_bytes() == b"old"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "copy.docx").stat().st_mode) == 0o600
    with record.superuser() as connection:
        found = connection.execute(
            "select count(*) from audit.event where action = 'read_document' and child_id = %s", [child]
        ).fetchone()
    assert found == (1,)


def test_every_control_of_the_panel_has_a_name_and_nothing_is_cut_at_twice_the_size(hand: Hand, child: UUID) -> None:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    panel = _panel(hand, page)
    hand.program.appearance.set_scale(2.0)
    QApplication.processEvents()
    try:
        for widget in panel.findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isVisible():
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
            if isinstance(widget, QAbstractButton) and widget.isVisible():
                assert widget.width() >= min(widget.minimumSizeHint().width(), panel.width()), widget.text()
    finally:
        hand.program.appearance.set_scale(1.0)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Safety_plan March.docx", "safety_plan"), ("safety-plan.pdf", "safety_plan"), ("mail.eml", "email"),
        ("IMG_1.JPG", "photograph"), ("notes.txt", ""), ("Birth certificate of Will.pdf", "birth_certificate"),
    ],
)  # fmt: skip
def test_a_files_name_may_tell_its_kind(name: str, kind: str) -> None:
    assert kind_by_name(name) == kind


def test_a_name_from_elsewhere_is_no_path_and_no_disguise() -> None:
    assert harmless_name("../../etc/passwd") == "_.._etc_passwd"
    assert harmless_name("a\u202efdp.exe") == "a_fdp.exe"
    assert harmless_name(" .. ") == "document"
