"""A book that is pasted into a field is taken whole or refused whole, in plain words beside the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.features.inbox.note_text import NoteText
from desktop.features.record.filter_words import FilterLine
from desktop.features.record.find_box import FindBox
from desktop.infra.assets import Appearance
from desktop.infra.settings import Settings
from desktop.widgets.aside import said_beside
from desktop.widgets.page import Page
from desktop.widgets.plain_text import OneLine, PlainText
from desktop.widgets.search_box import SearchBox
from desktop.widgets.whole import LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_WORD, take_all

BOOK = "word " * (LONGEST_LINE // 5) + "s"


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page("Writing")
    qtbot.addWidget(page)
    return page


@pytest.fixture
def line(page: Page) -> QLineEdit:
    line = QLineEdit()
    page.body.addWidget(line)
    take_all(line)
    take_all(line)
    return line


def _paste(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    QApplication.clipboard().setText(words)
    field.paste()


def test_a_book_does_not_come_into_a_line_and_what_stood_there_stays(line: QLineEdit) -> None:
    line.setText("at nan’s")
    line.selectAll()
    _paste(line, BOOK)
    assert line.text() == "at nan’s"
    assert "Nothing of it was put in" in said_beside(line)
    line.insert("x")
    assert said_beside(line) == ""


def test_a_long_paste_that_fits_is_taken_whole(line: QLineEdit) -> None:
    _paste(line, BOOK[:-1])
    assert (line.text(), said_beside(line)) == (BOOK[:-1], "")


def test_what_was_kept_longer_is_shown_whole_and_can_be_changed(line: QLineEdit) -> None:
    line.setText(BOOK)
    assert said_beside(line) == ""
    line.end(False)
    line.backspace()
    line.insert("y")
    assert line.text() == BOOK[:-1] + "y"


def test_a_line_that_is_checked_otherwise_goes_on_being_so(line: QLineEdit) -> None:
    own = QIntValidator(line)
    line.setValidator(own)
    take_all(line)
    assert line.validator() is own


@pytest.mark.parametrize(("make", "most"), [(FindBox, 1_000), (FilterLine, 300), (SearchBox, 200)])
def test_no_search_box_cuts_off_what_is_pasted(page: Page, make: type[QLineEdit], most: int) -> None:
    box = make()
    page.body.addWidget(box)
    _paste(box, "a" * most)
    assert (len(box.text()), said_beside(box)) == (most, "")
    _paste(box, "b")
    assert len(box.text()) == most
    assert f"at most {most:,} characters" in said_beside(box)


def test_a_headline_takes_no_book_either(page: Page) -> None:
    headline = OneLine()
    page.body.addWidget(headline)
    headline.setPlainText("Home visit")
    _paste(headline, BOOK)
    assert headline.toPlainText() == "Home visit"
    assert "Nothing of it was put in" in said_beside(headline)


@pytest.mark.parametrize("book", ["word " * (LONGEST_PARAGRAPH // 5 + 1), "x" * (LONGEST_WORD + 1)])
@pytest.mark.parametrize("note", [False, True])
def test_a_text_takes_no_paragraph_in_which_each_key_would_wait(
    page: Page, tmp_path: Path, book: str, note: bool
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    field = NoteText(Appearance(application, settings)) if note else PlainText(5)
    page.body.addWidget(field)
    _paste(field, f"First.\n{book}\nLast.")
    assert field.toPlainText() == ""
    assert "break it into paragraphs" in said_beside(field)
    book = "\n".join([book[: LONGEST_WORD - 1]] * 100)
    _paste(field, book)
    assert field.toPlainText() == book
    assert said_beside(field) == ""


def test_two_pastes_do_not_make_the_paragraph_that_one_may_not(page: Page) -> None:
    field = PlainText(5)
    page.body.addWidget(field)
    half = "word " * (LONGEST_PARAGRAPH // 8)
    pasted = QMimeData()
    pasted.setText(half)
    field.insertFromMimeData(pasted)
    field.insertFromMimeData(pasted)
    assert field.toPlainText() == half
    assert "Nothing of it was put in" in said_beside(field)
