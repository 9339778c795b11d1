"""The page of a person's own abbreviations and words, by keyboard, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.features.writing.page import WritingPage
from desktop.infra.acts import Act
from desktop.infra.assets import Appearance
from desktop.infra.settings import Settings
from desktop.infra.tasks import Tasks
from desktop.infra.writer import Writer
from tests.desktop.window import CTRL, Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of one person."""
    made = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.belong_to("tl_one")
    return made


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[WritingPage]:
    """The page in front."""
    tasks, appearance = Tasks(qapp), Appearance(qapp, settings)
    made = WritingPage(Writer(settings, "practitioner", tasks, qapp), appearance)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.activateWindow()
    made.arrive()
    yield made
    tasks.close()
    appearance.deleteLater()


def _type(page: WritingPage, words: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    front = page.focusWidget()
    assert front is not None
    QTest.keyClicks(front, words)
    _press(page, key)


def _press(page: WritingPage, key: Qt.Key) -> None:
    QTest.keyClick(page.focusWidget() or page, key)
    QApplication.processEvents()


def _abbreviations(page: WritingPage) -> tuple[tuple[str, str], ...]:
    return page.abbreviations.records


def _words(page: WritingPage) -> tuple[str, ...]:
    return page.words.records


def test_abbreviations_are_added_changed_and_removed_by_keyboard(page: WritingPage, settings: Settings) -> None:
    _type(page, "hv")
    _type(page, "home visit")
    _type(page, "sal")
    _type(page, "seen  alone")
    assert _abbreviations(page) == (("hv", "home visit"), ("sal", "seen alone"))
    _type(page, "hv")
    assert page.full.selectedText() == "home visit"
    _type(page, "health visitor")
    assert _abbreviations(page)[0] == ("hv", "health visitor")
    assert page.act(Act.NEXT_PART) and page.focusWidget() is page.short_table
    page.short_table.selectRow(0)
    _press(page, Qt.Key.Key_Return)
    assert (page.short.text(), page.full.text()) == ("hv", "health visitor")
    page.short_table.setFocus()
    _press(page, Qt.Key.Key_Delete)
    assert _abbreviations(page) == (("sal", "seen alone"),)
    assert page.banner.words == "“hv” is removed."
    page.banner.choices[0].click()
    assert len(_abbreviations(page)) == 2 and page.banner.words == ""
    again = Writer(settings, "practitioner", Tasks(page), page)
    assert again.abbreviations == {"hv": "health visitor", "sal": "seen alone"}
    assert again.expansion("Sal") == "Seen alone" and again.expansion("SAL") == ""


@pytest.mark.parametrize(("short", "full"), [("two words", "x"), ("", "home visit"), ("hv", "  "), ("h.v", "x")])
def test_what_could_never_expand_is_refused_and_stays_to_be_mended(page: WritingPage, short: str, full: str) -> None:
    page.short.setText(short)
    page.full.setText(full)
    page.add_abbreviation()
    assert page.banner.words.startswith("An abbreviation is one word")
    assert _abbreviations(page) == () and page.short.text() == short


def test_own_words_are_added_and_removed_by_keyboard(page: WritingPage, settings: Settings) -> None:
    for _ in range(2):
        page.act(Act.NEXT_PART)
    assert page.focusWidget() is page.word
    _type(page, "dosettebox")
    _type(page, "Ermine")
    _type(page, "two words")
    assert page.banner.words == "Type one word, of letters."
    assert _words(page) == ("dosettebox", "Ermine")
    page.act(Act.NEXT_PART)
    page.word_table.selectRow(0)
    _press(page, Qt.Key.Key_Delete)
    assert _words(page) == ("Ermine",)
    settings.belong_to("tl_two")
    assert Writer(settings, "practitioner", Tasks(page), page).own_words == ()


def test_tab_goes_in_the_order_of_the_eye_and_every_control_has_a_name(page: WritingPage) -> None:
    walked = [page.short]
    for _ in range(8):
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Tab)
        walked.append(page.focusWidget())  # type: ignore[arg-type]
    names = [widget.accessibleName() for widget in walked]
    assert names == [
        *("Abbreviation", "Stands for", "Add the abbreviation", "My abbreviations", "Remove the abbreviation"),
        *("Own word", "Add the word", "My own words", "Remove the word"),
    ]


def test_the_page_opens_from_anywhere_and_warns_of_names(hand: Hand) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.press(Qt.Key.Key_K, CTRL | SHIFT)
    page = hand.workspace.writing
    assert hand.opened.window.page is page and hand.focus is page.short
    assert any("no names of families" in str(one.property("text")) for one in page.findChildren(QWidget))
    hand.press(Qt.Key.Key_Escape)
    assert hand.workspace.caseload.isVisible() and not page.isVisible()
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("abbreviations")
    hand.until(lambda: hand.workspace.find.said.endswith("Enter opens."))
    hand.press(Qt.Key.Key_Return)
    hand.until(page.isVisible)
