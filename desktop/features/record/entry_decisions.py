"""What was decided in the case discussion that one reads: what is open, what is done, and a word on what came of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.supervision import AnswerDecision, answer_decision
from db.errors import OutcomeUnknown, ThroughlineError
from db.queries.entries import EntryView
from db.queries.supervision import CaseDecision, case_decisions
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.known_words import is_discussion
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all
from desktop.widgets.wrapped_list import WrappedList

_MOST, _PART = 3, 3
"""How many lines are shown at most, and the part of the window's height that they take at most."""
_OPEN, _DONE = "○", "✓"


class _Lines(WrappedList):
    """As high as its first lines are in the present type and width; the others are scrolled to."""

    def fit(self) -> None:
        """Take the height from what stands in it."""
        heights = sum(self.visualItemRect(self.item(row)).height() for row in range(min(self.count(), _MOST)))
        self.setFixedHeight(min(heights + 2 * self.frameWidth() + 2, self.window().height() // _PART))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class Decisions(QWidget):
    """A line each; Enter asks what came of the one on which one stands, and Enter again says that it is done, or open
    again. Hidden where there are none."""

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._news = desk.tasks, desk.signed_in.session, desk.news
        self._may_answer = desk.signed_in.me.role != "support"
        self._child_id, self._lane = child_id, Lane()
        self._shown: UUID | None = None
        self._pending: AnswerDecision | None = None
        self._about: tuple[UUID, str] | None = None
        """The entry and the decision of which it is asked what came of it."""
        self._typed: dict[tuple[UUID, str], str] = {}
        """What was typed and not saved, by what it is about: it stands there again as long as the file is open."""
        self.found: tuple[CaseDecision, ...] = ()
        self._heading = label("", "label")
        self.lines = _Lines("What was decided")
        self.lines.itemActivated.connect(self.answer)
        self.lines.currentRowChanged.connect(self._moved)
        self.came = QLineEdit()
        take_all(self.came)
        self.came.setAccessibleName("What came of it")
        self.came.setPlaceholderText("What came of it, if anything is to be said; Enter saves")
        self.came.returnPressed.connect(self.answer)
        self.answer_button = button("Done…", self.answer, part="link")
        self._said = label("", "muted")
        row = QHBoxLayout()
        row.addWidget(self._heading, 1)
        row.addWidget(self.answer_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        for part in (self.lines, self.came, self._said):
            column.addWidget(part)
        self.came.setVisible(False)
        self.setVisible(False)
        desk.appearance.changed.connect(self.lines.fit, Qt.ConnectionType.QueuedConnection)

    @property
    def said(self) -> str:
        """How many are open, in words."""
        return self._heading.text()

    def read(self, entry: EntryView | None, *, may_record: bool = False) -> None:
        """Read what was decided in an entry, or show nothing. Of an older version nothing is told."""
        self._lane.drop()
        self.answer_button.setVisible(may_record and self._may_answer)
        if entry is None or not is_discussion(entry.content.kind) or entry.version != entry.versions:
            self._shown, self.found = None, ()
            self.setVisible(False)
            return
        if entry.entry_id != self._shown:
            self._fold()
            self._say("")
            self.setVisible(False)
        self._shown = entry.entry_id
        work = partial(case_decisions, self._session, self._child_id, entry.entry_id)
        self._tasks.read(work, self._show, self._not_read, self._lane)

    def _show(self, found: tuple[CaseDecision, ...]) -> None:
        chosen = self.lines.currentRow()
        if not self.came.isHidden():  # what is typed there stays, beside the decision that it is about
            words = self.found[chosen].words
            if words not in [one.words for one in found]:
                return  # worded anew: the server says so to who answers it
            chosen = [one.words for one in found].index(words)
        self.found = found
        still = [number for number, one in enumerate(found) if not one.done]
        self._heading.setText(f"Decided: {count(len(still), 'decision')} open of {len(found)}")
        with QSignalBlocker(self.lines):
            self.lines.clear()
            for one in found:
                item, said = QListWidgetItem(_in_words(one)), "Done" if one.done else "Open"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}: {_in_words(one)[2:]}")
                self.lines.addItem(item)
            self.lines.setCurrentRow(chosen if 0 <= chosen < len(found) else (still or [0])[0])
        self._name_answer(self.lines.currentRow())
        self.setVisible(bool(found))
        self.lines.fit()

    def _not_read(self, error: ThroughlineError) -> None:
        self._say(f"What became of the decisions could not be read. {error.text}")

    def _moved(self, row: int) -> None:
        self._fold()
        self._name_answer(row)

    def _name_answer(self, row: int) -> None:
        done = 0 <= row < len(self.found) and self.found[row].done
        self.answer_button.setText("Open again…" if done else "Done…")
        self.answer_button.setAccessibleName("This decision is open again" if done else "This decision is done")

    def _fold(self) -> None:
        """No word is asked for; what is typed is kept for when one comes back to it."""
        if self.came.hasFocus():
            self.lines.setFocus()
        if self._about is not None:
            self._typed[self._about] = self.came.text()
        self._pending = self._about = None
        self.came.clear()
        self.came.setVisible(False)

    def answer(self, _item: object = None) -> None:
        """Say of the decision on which one stands that it is done, or open again; first what came of it is asked."""
        row = self.lines.currentRow()
        if self._shown is None or not 0 <= row < len(self.found) or self.answer_button.isHidden():
            return
        if not self.answer_button.isEnabled():  # one is on its way
            return
        if self.came.isHidden():
            self._about = self._shown, self.found[row].words
            self.came.setText(self._typed.get(self._about, ""))
            self.came.setVisible(True)
            self.came.setFocus()
            return
        if self._pending is None:
            one, note = self.found[row], self.came.text().strip()
            self._pending = AnswerDecision(uuid4(), self._child_id, self._shown, one.words, not one.done, note)
        wish = self._pending
        self._freeze(True)
        work = partial(answer_decision, self._session, wish)
        self._tasks.write(work, partial(self._saved, wish), self._not_saved)

    def _freeze(self, frozen: bool) -> None:
        """While it is on its way, leave all as it is."""
        if frozen:
            self.came.setFocus()
        self.came.setReadOnly(frozen)
        self.lines.setEnabled(not frozen)
        self.answer_button.setEnabled(not frozen)

    def _saved(self, wish: AnswerDecision, changes: Changes) -> None:
        self._freeze(False)
        if wish is self._pending:
            self.came.clear()
            self._fold()
            self._say("")
        self._news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        """What was typed stays; where the outcome is unknown, asking again sends the same."""
        self._freeze(False)
        if not isinstance(error, OutcomeUnknown):
            self._pending = None
        self._say(f"{error.text} (Reference {error.reference})")

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))


def _in_words(one: CaseDecision) -> str:
    """The decision with its mark, and below it who said that it is done, and what came of it."""
    words = f"{_DONE if one.done else _OPEN} {with_marks(one.words)}"
    if one.said_at is None:
        return words
    said = f"{'done' if one.done else 'open again'}, {short_day(one.said_at.astimezone().date())}, {one.said_by}"
    return f"{words}\n    {with_marks(': '.join(part for part in (said, one.note) if part))}"
