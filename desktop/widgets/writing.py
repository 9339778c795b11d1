"""Help with writing in a field: doubtful words are marked, abbreviations expand, F7 goes from doubt to doubt.

Nobody's text is rewritten: a word changes only where the person chose another, or typed an abbreviation of their own.
The words of a child stand as said: a field for them has no marks and expands nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolTip
from shiboken6 import isValid
from typing_extensions import override

from desktop.infra.writer import Doubt, Writer
from desktop.widgets.doubt_menu import DoubtMenu
from desktop.widgets.expanding import Expanding
from desktop.widgets.next_doubt import Search
from desktop.widgets.writing_faces import Place, TextFace, face_of, index_at, places_of

_PAUSE_MS = 300
"""How long nobody types before the words are looked at."""
_A_TURN = 300
"""Paragraphs that are counted in one turn of the window."""
_BATCH = 250
"""Paragraphs that are read at once."""
_FARTHEST = 10_000
"""Paragraphs in which doubtful words are counted."""
_OTHERS = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn, QEvent.Type.Drop)
_ANEW = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.PaletteChange, QEvent.Type.FocusOut)


class WritingHelp(QObject):
    """Help in one field."""

    def __init__(
        self,
        field: QPlainTextEdit | QLineEdit,
        writer: Writer,
        parent: QObject | None = None,
        *,
        verbatim: bool = False,
    ) -> None:
        super().__init__(parent or field)
        self.field, self.writer, self.verbatim = field, writer, verbatim
        self.face = face_of(field)
        self.places: list[Place] = []
        """What is marked of what is in sight."""
        self.count = -1
        """Doubtful words of the whole field; less than none while they are counted."""
        self._said = ""
        self._asking = False
        self._typing_at = -1
        self._composing = False
        self._before = self.face.text() if isinstance(field, QLineEdit) else ""
        self._counting: Iterator[tuple[int, str]] = iter(())
        self._counted = self._passed = 0
        self._expanding = Expanding(self.face, writer)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        if not verbatim:
            self._attend()

    def _attend(self) -> None:
        field = self.field
        field.installEventFilter(self)
        if isinstance(field, QPlainTextEdit):
            field.viewport().installEventFilter(self)
            field.document().contentsChange.connect(self._edited)
            field.verticalScrollBar().valueChanged.connect(self._scrolled)
        else:
            field.textChanged.connect(self._line_edited)
        field.cursorPositionChanged.connect(self._moved)
        self.writer.changed.connect(self._start_anew)
        self._start_anew()

    # When to look.

    def _start_anew(self) -> None:
        """Everything is to be read again, once there is a pause."""
        self._counting, self._counted, self._passed = self.face.paragraphs(), 0, 0
        self.count = -1
        self._soon.start(_PAUSE_MS)

    def _edited(self, place: int, _removed: int, added: int) -> None:
        self._typing_at = place + added
        self._start_anew()

    def _line_edited(self, text: str) -> None:
        """The marks of a line do not go along with its text by themselves."""
        before, self._before = self._before, text
        if self.places:
            self.places = _carried(self.places, before, text)
        self._typing_at = self.field.cursorPosition() if isinstance(self.field, QLineEdit) else -1
        QTimer.singleShot(0, self, self._paint)
        self._start_anew()

    def _scrolled(self) -> None:
        self._soon.start(0)

    def _moved(self) -> None:
        """The word at the cursor was being typed, and is no more."""
        if self._typing_at >= 0 and self.face.cursor()[1] != self._typing_at:
            self._typing_at = -1
            if not self._soon.isActive():
                self._soon.start(0)

    # Looking.

    def look(self) -> None:
        """Mark what is known to be doubtful, and ask about what nobody has read yet."""
        if self._asking or not isValid(self.field):
            return
        seen = self.face.in_sight()
        wanted = [text for _, text in seen if self.writer.proof(text) is None]
        self.places = [
            place
            for offset, text in seen
            for place in places_of(text, self.writer.proof(text) or (), offset, self.face.window(offset, text))
        ]
        self._paint()
        wanted = wanted or self._count_on()
        if wanted:
            self._asking = True
            self.writer.proofread(wanted, self._read)

    def _read(self) -> None:
        if isValid(self) and isValid(self.field):
            self._asking = False
            self.look()

    def _count_on(self) -> list[str]:
        """Count the doubtful words of some more paragraphs; answers those that are to be read first."""
        for _ in range(_A_TURN if self.count < 0 else 0):
            step = next(self._counting, None)
            if step is None or self._passed >= _FARTHEST:
                self._tell()
                return []
            proof = self.writer.proof(step[1])
            if proof is None:
                ahead = (step, *islice(self._counting, _BATCH))
                self._counting = chain(ahead, self._counting)
                return [text for _, text in ahead]
            self._counted += len(proof)
            self._passed += 1
        if self.count < 0:
            self._soon.start(0)
        return []

    def _tell(self) -> None:
        """Let a screen reader say how many words are doubtful, after what else is said of the field."""
        self.count = self._counted
        said = f"{self.count} doubtful word{'' if self.count == 1 else 's'}" if self.count else ""
        other = self.field.accessibleDescription().removesuffix(self._said).strip()
        self._said = said
        self.field.setAccessibleDescription(" ".join(part for part in (other, said) if part))

    def _paint(self) -> None:
        if self._composing or not isValid(self.field):
            return
        typing = self._typing_at if self.field.hasFocus() and self.face.cursor()[1] == self._typing_at else -1
        self.face.show([place for place in self.places if place.end != typing])

    # The hand.

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and watched is self.field and isinstance(event, QKeyEvent):
            return not self.field.isReadOnly() and self._expanding.key(event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._compose(event)
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._explain(event)
        elif kind == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return self._menu(event)
        elif kind in _OTHERS:
            self._expanding.forget()
        elif kind in _ANEW and not self._soon.isActive():
            self._soon.start(0)
        return False

    def _compose(self, event: QInputMethodEvent) -> None:
        if isinstance(self.face, TextFace) or not self.face.painting:
            self._composing = bool(event.preeditString())
            self._expanding.forget()

    def place_at(self, place: int) -> Place | None:
        """The mark at a place of the field."""
        return next((one for one in self.places if one.start <= place <= one.end), None)

    def word_of(self, place: Place) -> str:
        """The letters that are marked."""
        text = self.face.text()
        return text[index_at(text, place.start) : index_at(text, place.end)]

    def _explain(self, event: QHelpEvent) -> bool:
        place = self.place_at(self.face.place_at(event.pos()))
        if place is None:
            return False
        QToolTip.showText(event.globalPos(), place.why, self.field)
        return True

    def _menu(self, event: QContextMenuEvent) -> bool:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        here = self.face.cursor()[1] if by_key else self.face.place_at(event.pos())
        place = self.place_at(here)
        if place is None:
            return False
        menu = DoubtMenu(self.field, self.word_of(place), place)
        menu.taken.connect(partial(self.replace, place))
        menu.added.connect(partial(self.writer.add_word, self.word_of(place)))
        if place.doubt is Doubt.SPELLING:
            self.writer.suggest(self.word_of(place), menu.suggest)
        menu.popup(self.face.below(place.start) if by_key else event.globalPos())
        return True

    def replace(self, place: Place, words: str) -> None:
        """Put the chosen words in a place, if it still holds what was marked."""
        if not self.field.isReadOnly():
            self.face.replace(place.start, place.end, words)

    # From doubt to doubt.

    @staticmethod
    def next_in(helps: Sequence[WritingHelp], nothing: Callable[[], None] | None = None) -> None:
        """Go to the next doubtful word of a form, from the cursor round to it again; `nothing` is told if none is."""
        able = [one for one in helps if not one.verbatim and one.field.isVisible() and one.field.isEnabled()]
        Search(able, nothing).go()


def _carried(places: Sequence[Place], before: str, text: str) -> list[Place]:
    """The marks of a text as they stand in it after a change; those that the change touched are gone."""
    same = next((n for n, (one, two) in enumerate(zip(before, text, strict=False)) if one != two), None)
    same = min(len(before), len(text)) if same is None else same
    longer = len(text) - len(before)
    ends = len(before) - _same_end(before[same:], text[same:])
    return [
        _moved(place, longer if place.start >= ends else 0)
        for place in places
        if place.end <= same or place.start >= ends
    ]


def _moved(place: Place, by: int) -> Place:
    return Place(place.start + by, place.end + by, place.doubt, place.why)


def _same_end(before: str, after: str) -> int:
    """How many characters two texts have in common at their ends."""
    pairs = enumerate(zip(reversed(before), reversed(after), strict=False))
    return next((n for n, (one, two) in pairs if one != two), min(len(before), len(after)))


__all__ = ["Writer", "WritingHelp"]
