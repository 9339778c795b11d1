"""What stands out about the child on whose line one stands: sentences that lead to the entries, what was answered, and
what comes next; or in their place the form that answers one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.signals import day_of, sentence
from db.errors import OutcomeUnknown, ThroughlineError
from desktop.features.caseload.answering import ask_about
from desktop.features.caseload.columns import age, is_in_between, next_words, whole_name
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NO_ENTRY, AnswersOfChild, OpenChild, ShowEntry
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, short_day, with_marks
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import Banner, News
from desktop.widgets.marked_here import MarkedHere
from desktop.widgets.one_line import OneLine
from desktop.widgets.text import button
from desktop.widgets.text_or_form import FormPlace

if TYPE_CHECKING:
    from db.domain import signals
    from db.queries.caseload import CaseLine
    from desktop.widgets.asking import Save

_MOST_ENTRIES = 9
_BOLDER = 1.1
"""How much wider than usual a sentence may be when it is heavy, its margins included."""
_LOW, _USUAL = 34, 46
"""Lines of the window's height below which one of them is shown at a time, or two; else three."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line: what is said, what was answered or leads on, and the signal where it is one."""

    words: str
    beside: str
    signal: signals.Signal | None = None


def lines_of(child: CaseLine) -> tuple[Told, ...]:
    """What is told of a child: what stands out, then what comes next."""
    said = [Told(sentence(one, child.born), _beside(child, one), one) for one in child.signals]
    return (*said, *(Told(words, "") for words in next_words(child)))


def _beside(child: CaseLine, one: signals.Signal) -> str:
    if one.answer is not None:
        note = with_marks(one.answer.note) or "answered; open the file to read it"
        return f"Known: {note} ({one.answer.said_by}, until {short_day(one.answer.until)})"
    if len(one.keys) > 1:
        return (
            f"{count(len(one.keys), 'entry', 'entries')}: {', '.join(short_day(day_of(key)) for key in one.keys[:3])}"
        )
    return "" if child.may_answer else "read only"


def _is_open(line: Told) -> bool:
    return line.signal is not None and line.signal.answer is None


class StandingOut(FormPlace):
    """The lines, or the form."""

    left = Signal()
    """The keyboard is to go back to the list of children."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        listed = QWidget()
        super().__init__(listed)
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._desk, self._banner = desk, banner
        self.child: CaseLine | None = None
        self.heading = OneLine("title", "The child on whose line one stands")
        self.answer_button = button("Answer…", self.answer, tip=Act.ANSWER.keys)
        self.earlier_button = button("Earlier answers", self.show_earlier, tip="what was ever answered about the child")
        self.table = MarkedHere(desk, "What stands out about the child, and what comes next", COLUMNS)
        self.table.horizontalHeader().setVisible(False)
        self.table.when_chosen(self._lead)
        back = QShortcut(QKeySequence(Qt.Key.Key_A), self.table)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self.answer)
        self._place.setFrameShape(QScrollArea.Shape.NoFrame)
        self._lay_out(listed)
        self.fit()

    def _lay_out(self, listed: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.earlier_button)
        head.addWidget(self.answer_button)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    @property
    def said(self) -> tuple[str, ...]:
        """The lines in words, with what stands beside them."""
        return tuple(f"{line.words}\n{line.beside}".strip() for line in self.table.shown)

    def show_child(self, child: CaseLine | None) -> None:
        """Tell of a child; while a form stands here, it stays."""
        if child == self.child:
            return
        take = self.table.show_lines if self._same(child) else self.table.show_found
        self.child = child
        take(lines_of(child) if child is not None else ())
        words = f"{whole_name(child)}, {age(child)}, {child.reference}" if child is not None else ""
        words += f" · {child.worker}" if child is not None and is_in_between(child) else ""
        nothing = "" if child is None or self.table.shown else ": nothing stands out, nothing is planned"
        self.heading.say(with_marks(words + nothing))
        self.earlier_button.setEnabled(child is not None)
        self.answer_button.setEnabled(child is not None and child.may_answer and bool(child.signals))
        self._fit_lines()

    def _same(self, child: CaseLine | None) -> bool:
        return child is not None and self.child is not None and child.child_id == self.child.child_id

    # Leading to the entries.

    def _lead(self, line: Told) -> None:
        """Go to the entry behind a line; of several one is chosen first, by its number or the arrows."""
        child = self.child
        if child is None:
            return
        keys = line.signal.keys if line.signal is not None else ()
        if not keys:
            self._navigator.go(OpenChild(child.child_id, child.known_as or child.name, child.basis))
        elif len(keys) == 1:
            self._show(child, keys[0])
        else:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.setAccessibleName("Which entry?")
            for number, key in enumerate(keys[:_MOST_ENTRIES], 1):
                menu.addAction(f"&{number}   {day_in_words(day_of(key))}", partial(self._show, child, key))
            menu.setActiveAction(menu.actions()[0])
            below = self.table.visualRect(self.table.currentIndex()).bottomLeft()
            menu.popup(self.table.viewport().mapToGlobal(below))

    def _show(self, child: CaseLine, key: int) -> None:
        self._navigator.go(ShowEntry(child.child_id, child.known_as or child.name, child.basis, NO_ENTRY, key))

    def show_earlier(self) -> None:
        """What was ever answered about the child; the file is opened for it."""
        child = self.child
        if child is not None:
            self._navigator.go(AnswersOfChild(child.child_id, child.known_as or child.name, child.basis))

    # Answering.

    def answer(self) -> None:
        """Open the form for the sentence on which one stands, or the first."""
        child, line = self.child, self.table.one
        if child is None or not child.signals or self.panel is not None:
            return
        if not child.may_answer:
            self._banner.say(News.CARE, "You may read what stands out here but not answer it.")
            return
        signal = line.signal if line is not None and line.signal is not None else child.signals[0]
        panel = AskingPanel(ask_about(child, signal), self._desk.writer)
        panel.wanted.connect(self._save)
        panel.left.connect(self.leave)
        self.put(panel)
        self.fit()

    def save(self) -> None:
        """Save the form, if there is one and it is not on its way."""
        if self.panel is not None and self.panel.save_button.isEnabled():
            self.panel.save()

    def _save(self, save: object) -> None:
        if self.panel is not None:
            self.panel.sent()
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, partial(self._not_saved, save))

    def _saved(self, changes: Changes) -> None:
        self._banner.clear()
        self.leave()
        self._desk.news.announce(changes)

    def _not_saved(self, save: object, error: ThroughlineError) -> None:
        if self.panel is None:
            return
        unknown = isinstance(error, OutcomeUnknown)  # what is frozen is sent again as it was, and lands once
        self.panel.again(frozen=unknown)
        again = ("Check now", partial(self._save, save)) if unknown else ("Try again", self.panel.save)
        self._banner.trouble(error, (again,))

    def leave(self) -> None:
        """The lines again, and the keyboard in them."""
        self.take_away()
        self.fit()
        self.table.setFocus()

    def arrive(self) -> None:
        """Take the keyboard."""
        if self.panel is not None:
            self.panel.arrive()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self) -> None:
        """Take sizes from the type: a few lines high, and the form as high as it is."""
        self.table.fit_rows(2)
        self.table.fit_columns([column.width for column in COLUMNS])
        high = self.window().height() / self.fontMetrics().lineSpacing()
        shown = 1 if high < _LOW else 2 if high < _USUAL else 3
        lines = self.table.verticalHeader().defaultSectionSize() * shown + 2 * self.table.frameWidth()
        height = lines + self.answer_button.sizeHint().height() + 6
        if self.panel is not None:
            panel = max(self.panel.sizeHint().height(), self.panel.minimumSizeHint().height())
            height = max(height, panel + self.fontMetrics().lineSpacing())
        self.setFixedHeight(height)
        self._fit_lines()

    def _fit_lines(self) -> None:
        """One line high where every sentence fits into one, so that more of them are seen."""
        metrics = self.fontMetrics()
        cells = ((column, text) for line in self.table.shown for column, text in enumerate((line.words, line.beside)))
        fits = all(metrics.horizontalAdvance(text) * _BOLDER < self.table.columnWidth(column) for column, text in cells)
        self.table.fit_rows(1 if fits else 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


COLUMNS: tuple[RecordColumn[Told], ...] = (
    RecordColumn("What stands out", lambda line: line.words, lambda _line: 0, 66, strong=_is_open),
    RecordColumn("What is known", lambda line: line.beside, lambda _line: 0, 54),
)
