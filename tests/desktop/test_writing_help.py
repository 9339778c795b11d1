"""Marks, reasons, F7 and abbreviations in real fields, with the real dictionary in its own process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.domain.careful_words import careful
from desktop.infra import spelling
from desktop.infra.settings import Settings
from desktop.infra.spelling import Speller
from desktop.infra.tasks import Tasks
from desktop.infra.writer import Doubt, Writer, careful_words
from desktop.widgets.doubt_list import DoubtList
from desktop.widgets.doubt_menu import DoubtMenu
from desktop.widgets.form import PlainText
from desktop.widgets.writing import WritingHelp

CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 20_000
DOTS, WAVE = QTextCharFormat.UnderlineStyle.DotLine, QTextCharFormat.UnderlineStyle.WaveUnderline


class Desk:
    """A text and a line with help, as one person writes in them."""

    def __init__(self, qtbot: QtBot, settings: Settings, tasks: Tasks, role: str = "practitioner") -> None:
        self.qtbot, self.tasks = qtbot, tasks
        self.box = QWidget()
        qtbot.addWidget(self.box)
        self.text, self.line, self.childs = PlainText(4), QLineEdit(), PlainText(2)
        layout = QVBoxLayout(self.box)
        for field in (self.line, self.text, self.childs):
            layout.addWidget(field)
        self.writer = Writer(settings, role, tasks, self.box)
        self.in_line, self.in_text = WritingHelp(self.line, self.writer), WritingHelp(self.text, self.writer)
        self.in_childs = WritingHelp(self.childs, self.writer, verbatim=True)
        self.helps = (self.in_line, self.in_text, self.in_childs)
        self.box.resize(600, 400)
        self.box.show()
        self.box.activateWindow()

    def counted(self, wanted: int, help_: WritingHelp | None = None) -> list[str]:
        """Wait until so many words are doubtful; the words that are marked in sight."""
        looked = help_ or self.in_text
        self.qtbot.waitUntil(lambda: looked.count == wanted, timeout=PATIENCE_MS)
        return [looked.word_of(place) for place in looked.places]

    def next_doubt(self) -> DoubtList:
        """Press F7, as a page does; the list under the word."""
        WritingHelp.next_in(self.helps)
        return self.shown()

    def shown(self) -> DoubtList:
        """The list that dropped down, with its suggestions."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), DoubtList), timeout=PATIENCE_MS)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, DoubtList)
        self.qtbot.waitUntil(lambda: not words_in(popup)[0].startswith("Looking"), timeout=PATIENCE_MS)
        return popup


def words_in(popup: DoubtList) -> list[str]:
    """The lines of a list."""
    return [popup.list.item(row).text() for row in range(popup.list.count())]


@pytest.fixture(scope="module")
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """The threads of all these tests."""
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of one person."""
    made = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.belong_to("tl_one")
    return made


@pytest.fixture
def desk(qtbot: QtBot, settings: Settings, tasks: Tasks) -> Desk:
    """A practitioner's fields."""
    return Desk(qtbot, settings, tasks)


# The dictionary.


def test_the_dictionary_is_british_takes_both_ise_and_ize_and_knows_the_work() -> None:
    right = (
        "colour behaviour realise realised realize organization prize practise licence naïve mum’s carers' parents' "
        "safeguarding genogram CAMHS CPOMS MARAC Sylheti cohabitee SENCO EHCPs Cafcass wellbeing Ofsted TikTok"
    )
    wrong = "color behavior surprize advertize exercize analyze teh recieve genogramm"
    assert spelling.speller.wrong(f"{right} {wrong}".split()) == frozenset(wrong.split())
    assert spelling.speller.suggest("genogramm")[0] == "genogram"
    assert spelling.speller.suggest("recieve")[0] == "receive"


def test_a_dictionary_that_ends_is_started_again_and_then_given_up(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    own = Speller()
    assert own.wrong(["teh", "the", "\ud800x"]) == frozenset({"teh", "\ud800x"})
    assert own._process is not None
    own._process.kill()
    assert own.wrong(["teh"]) == frozenset({"teh"})
    own.close()
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    monkeypatch.setattr("desktop.infra.writer.speller", own)
    desk.text.setPlainText("Teh freezer held no concerns")
    assert desk.counted(1) == ["no concerns"]
    assert "spelling check is not at work" in desk.writer.trouble


# Marks.


def test_doubtful_words_are_marked_in_two_ways_and_counted_for_screen_readers(desk: Desk) -> None:
    desk.text.setAccessibleDescription("Needed")
    desk.text.setPlainText("Teh 💔 mum kicked off.\nShe said “I aint bothered, no concerns” to Tyrone, recieving help.")
    assert desk.counted(3) == ["Teh", "kicked off", "recieving"]
    shown = [(one.cursor.selectedText(), one.format.underlineStyle()) for one in desk.text.extraSelections()]
    assert shown == [("Teh", WAVE), ("kicked off", DOTS), ("recieving", WAVE)]
    assert desk.text.accessibleDescription() == "Needed 3 doubtful words"
    desk.text.setPlainText("The mum")
    desk.counted(0)
    assert desk.text.accessibleDescription() == "Needed"


def test_each_shipped_word_has_a_reason_and_is_found_for_those_whose_it_is() -> None:
    shipped = careful_words()
    assert len(shipped) >= 35
    for word in shipped:
        assert word.why.endswith(".") and word.profession in ("", "court_adviser", "practitioner")
        for form in word.words:
            found = careful(f"There is {form} here.", word.profession or "practitioner", shipped)
            assert [(one.start, one.end) for one in found] == [(9, 9 + len(form))], form


def test_alleges_is_for_court_advisers_only(qtbot: QtBot, settings: Settings, tasks: Tasks) -> None:
    adviser, worker = Desk(qtbot, settings, tasks, "court_adviser"), Desk(qtbot, settings, tasks, "manager")
    for one in (adviser, worker):
        one.text.setPlainText("He alleges that no concerns were told. He said “she alleges it”.")
    assert adviser.counted(2) == ["alleges", "no concerns"]
    assert worker.counted(1) == ["no concerns"]


def test_the_word_being_typed_and_the_words_of_the_child_are_not_marked(desk: Desk) -> None:
    desk.text.setFocus()
    desk.childs.setPlainText("I aint nevver going bak")
    QTest.keyClicks(desk.text, "Dad wass")
    desk.counted(1)
    assert desk.text.extraSelections() == []
    QTest.keyClicks(desk.text, " ther")
    desk.counted(2)
    assert [one.cursor.selectedText() for one in desk.text.extraSelections()] == ["wass"]
    desk.line.setFocus()
    desk.qtbot.waitUntil(lambda: len(desk.text.extraSelections()) == 2)
    assert desk.in_childs.places == [] and desk.childs.extraSelections() == []


def test_a_line_is_really_underlined_and_its_text_and_undo_are_left_alone(desk: Desk) -> None:
    plain = QLineEdit()
    desk.box.layout().addWidget(plain)  # type: ignore[union-attr]
    texts: list[str] = []
    desk.line.setText("A call, definately 💔 inappropriate")
    plain.setText(desk.line.text())
    desk.line.textChanged.connect(texts.append)
    desk.text.setFocus()
    for field in (desk.line, plain):
        field.setCursorPosition(0)
    assert desk.counted(2, desk.in_line) == ["definately", "inappropriate"]
    QApplication.processEvents()
    assert texts == [] and desk.line.cursorPosition() == 0
    assert desk.line.grab().toImage() != plain.grab().toImage()
    desk.line.setFocus()
    QTest.keyClicks(desk.line, "Now ")
    desk.counted(2, desk.in_line)
    assert [(place.start, place.end) for place in desk.in_line.places] == [(12, 22), (26, 39)]
    desk.line.undo()
    assert desk.line.text() == plain.text()
    desk.line.setText("A call")
    plain.setText("A call")
    desk.counted(0, desk.in_line)
    desk.text.setFocus()
    QApplication.processEvents()
    assert desk.line.grab().toImage() == plain.grab().toImage()


def test_known_names_and_own_words_are_not_marked_and_are_kept_for_the_person_only(
    desk: Desk, settings: Settings, tasks: Tasks
) -> None:
    desk.text.setPlainText("Zofia saw a dosettebox. Kowalczyk's mum left.")
    assert desk.counted(3) == ["Zofia", "dosettebox", "Kowalczyk's"]
    desk.writer.know(["Zofia Kowalczyk"])
    desk.counted(1)
    desk.writer.add_word("dosettebox")
    desk.counted(0)
    settings.belong_to("tl_two")
    assert Writer(settings, "practitioner", tasks).own_words == ()
    desk.writer.add_word("another")
    settings.belong_to("tl_one")
    assert Writer(settings, "practitioner", tasks).own_words == ("another", "dosettebox")


def test_a_reason_is_told_under_the_mouse_and_in_the_menu_with_suggestions_first(desk: Desk) -> None:
    desk.text.setPlainText("No concerns, definately.")
    desk.counted(2)
    care, typo = desk.in_text.places
    ground = desk.text.viewport()
    over = desk.text.cursorRect().center() + QPoint(20, 0)
    QApplication.sendEvent(ground, QHelpEvent(QEvent.Type.ToolTip, over, ground.mapToGlobal(over)))
    assert QToolTip.text() == care.why == "Tells a reader nothing. Say what was seen, and by whom."
    QToolTip.hideText()
    desk.in_text.face.select(typo.start, typo.start)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), ground.mapToGlobal(QPoint()))
    QApplication.sendEvent(ground, asked)
    menu = desk.text.findChild(DoubtMenu)
    assert menu is not None
    desk.qtbot.waitUntil(lambda: menu.actions()[0].text() == "definitely", timeout=PATIENCE_MS)
    said = [action.text() for action in menu.actions()]
    assert "Add “definately” to my words" in said and any("Paste" in words for words in said)
    menu.actions()[0].trigger()
    menu.close()
    assert desk.text.toPlainText() == "No concerns, definitely."
    desk.text.undo()
    assert desk.text.toPlainText() == "No concerns, definately."


# From doubt to doubt.


def test_f7_goes_through_the_fields_and_round_and_enter_replaces_undoably(desk: Desk) -> None:
    desk.line.setText("Fone call")
    desk.text.setPlainText("All well\nthen recieved 💔 acommodation")
    desk.childs.setPlainText("nevver")
    desk.text.setFocus()
    popup = desk.next_doubt()
    assert desk.text.textCursor().selectedText() == "recieved"
    assert popup.accessibleName() == "“recieved” is not in the dictionary"
    QTest.keyClick(popup.list, Qt.Key.Key_F7)
    popup = desk.shown()
    assert desk.text.textCursor().selectedText() == "acommodation"
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    assert desk.text.toPlainText() == "All well\nthen recieved 💔 accommodation"
    desk.text.undo()
    assert desk.text.toPlainText() == "All well\nthen recieved 💔 acommodation"
    desk.text.redo()
    popup = desk.next_doubt()
    assert desk.line.selectedText() == "Fone" and desk.box.focusWidget() is desk.line
    QTest.keyClick(popup.list, Qt.Key.Key_A)
    assert desk.writer.own_words == ("Fone",)
    popup = desk.next_doubt()
    assert desk.text.textCursor().selectedText() == "recieved"
    QTest.keyClick(popup.list, Qt.Key.Key_Escape)
    assert desk.text.toPlainText() == "All well\nthen recieved 💔 accommodation"


def test_f7_gives_the_reason_for_a_careful_word_and_offers_no_other(desk: Desk) -> None:
    desk.text.setPlainText("He was streetwise")
    desk.text.setFocus()
    popup = desk.next_doubt()
    assert popup.reason.text() == "Hides that this is a child who can be harmed. Say what the child knows or does."
    assert words_in(popup) == ["Esc   Leave it as it is"]
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    assert desk.text.toPlainText() == "He was streetwise"
    desk.text.setPlainText("He was there")
    told: list[bool] = []
    WritingHelp.next_in(desk.helps, lambda: told.append(True))
    desk.qtbot.waitUntil(lambda: told == [True], timeout=PATIENCE_MS)
    assert QApplication.activePopupWidget() is None


# Abbreviations.


def _fields(desk: Desk) -> dict[str, PlainText | QLineEdit]:
    desk.writer.set_abbreviation("hv", "home visit")
    return {"text": desk.text, "line": desk.line, "child's": desk.childs}


def _held(field: PlainText | QLineEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("which", ["text", "line"])
@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("hv ", "home visit "),
        ("A Hv, hv.", "A Home visit, home visit."),
        ("(hv)", "(home visit)"),
        ("ahv hvs HV hv-x x/hv hv2 ", "ahv hvs HV hv-x x/hv hv2 "),
        ("she said “hv ", "she said “hv "),
        ("she said \"hv there\" hv ", "she said \"hv there\" home visit "),
        ("hb\bv ", "home visit "),
    ],
)  # fmt: skip
def test_an_abbreviation_typed_by_hand_expands(desk: Desk, which: str, typed: str, held: str) -> None:
    field = _fields(desk)[which]
    field.setFocus()
    for one in typed:
        key = Qt.Key.Key_Backspace if one == "\b" else Qt.Key.Key_unknown
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, one))
    assert _held(field) == held


@pytest.mark.parametrize("which", ["text", "line"])
def test_one_undo_takes_an_expansion_back_and_it_stays_back(desk: Desk, which: str) -> None:
    field = _fields(desk)[which]
    field.setFocus()
    QTest.keyClicks(field, "a hv ")
    assert _held(field) == "a home visit "
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert _held(field) == "a hv"
    QTest.keyClicks(field, " b")
    assert _held(field) == "a hv b"


def test_what_is_pasted_stood_there_or_is_the_childs_is_left_alone(desk: Desk) -> None:
    fields = _fields(desk)
    pasted = QMimeData()
    pasted.setText("hv")
    QTest.keyClicks(desk.text, "hv")
    for key in (Qt.Key.Key_A, Qt.Key.Key_X):
        QTest.keyClick(desk.text, key, CTRL)
    desk.text.insertFromMimeData(pasted)
    QTest.keyClicks(desk.text, " ")
    assert _held(desk.text) == "hv "
    desk.line.setText("hv")
    desk.line.setFocus()
    QTest.keyClicks(desk.line, " ")
    assert _held(desk.line) == "hv "
    QTest.keyClicks(fields["child's"], "hv ")
    assert _held(desk.childs) == "hv "
    desk.text.clear()
    QTest.keyClicks(desk.text, "hv")
    QTest.keyClick(desk.text, Qt.Key.Key_Return)
    assert _held(desk.text) == "home visit\n"


# A very long text.


class Turns(QObject):
    """How often the window had its turn meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks = 0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(1)

    def _tick(self) -> None:
        self.ticks += 1


def test_a_very_long_text_is_read_without_holding_up_the_window(desk: Desk) -> None:
    line = "The mum was recieving help with Tyrone and there were no concerns about the home. "
    desk.text.setPlainText("\n".join(f"{line}{number}" for number in range(2000)))
    desk.qtbot.waitUntil(lambda: len(desk.in_text.places) >= 4, timeout=PATIENCE_MS)
    assert desk.in_text.count == -1, "what is in sight is marked before all is read"
    turns = Turns()
    desk.counted(4000)
    assert turns.ticks >= 5
    assert 4 <= len(desk.in_text.places) <= 60
    assert {place.doubt for place in desk.in_text.places} == {Doubt.SPELLING, Doubt.CARE}
    desk.text.setPlainText("nevver " * 20_000)
    desk.counted(0)
