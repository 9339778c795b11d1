"""A book that is pasted into a field of one line is refused whole and in plain words, and nothing is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.widgets.page import Page
from desktop.widgets.plain_text import LONGEST_LINE, LONGEST_WORD, OneLine, take_all

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


def _paste(line: QLineEdit, words: str) -> None:
    QApplication.clipboard().setText(words)
    line.paste()


@pytest.mark.parametrize("book", [BOOK, "x" * (LONGEST_WORD + 1)], ids=["many words", "one word"])
def test_a_book_does_not_come_into_a_line_and_what_stood_there_stays(page: Page, line: QLineEdit, book: str) -> None:
    line.setText("at nan’s")
    line.selectAll()
    _paste(line, book)
    assert line.text() == "at nan’s"
    assert "still on the clipboard" in page.banner.words
    assert QApplication.clipboard().text() == book


def test_a_long_paste_that_fits_is_taken_whole(page: Page, line: QLineEdit) -> None:
    _paste(line, BOOK[:-1])
    assert (line.text(), page.banner.words) == (BOOK[:-1], "")


def test_what_was_kept_longer_is_shown_whole_and_can_be_changed(line: QLineEdit) -> None:
    line.setText(BOOK)
    line.end(False)
    line.backspace()
    line.insert("y")
    assert line.text() == BOOK[:-1] + "y"


def test_a_line_that_is_checked_otherwise_goes_on_being_so(line: QLineEdit) -> None:
    own = QIntValidator(line)
    line.setValidator(own)
    take_all(line)
    assert line.validator() is own


def test_a_headline_takes_no_book_either(page: Page) -> None:
    headline = OneLine()
    page.body.addWidget(headline)
    headline.setPlainText("Home visit")
    pasted = QMimeData()
    pasted.setText("word " * LONGEST_LINE)
    headline.insertFromMimeData(pasted)
    assert headline.toPlainText() == "Home visit"
    assert "still on the clipboard" in page.banner.words
