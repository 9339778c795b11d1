"""A form that stands beside what one reads: Save and Close at its foot, and a question before words are lost.

Whatever is asked in it, it is left and kept in the same way; only what is asked and how it is saved is a panel's own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Form
from desktop.widgets.helping import Helping
from desktop.widgets.page import Page
from desktop.widgets.tab_order import tab_through
from desktop.widgets.text import button, label

SILENT_MS = 4_000
"""After so long without an answer the person is told that there is none yet."""
_SILENT = "There is no answer yet. What you wrote stands here and is on its way; keep this open until it is answered."
_UNKNOWN = "Nobody knows yet whether this was saved. Trying again tells, and saves it once."


class FormPanel(Page):
    """Heading, banner, a column that scrolls, and the foot; what is its own is put into `inside` and `foot`."""

    finished = Signal()
    """The panel may go: saved, or given up by the person."""
    question = "This is not saved."

    def __init__(self, desk: Desk, title: str, *, saves: str, form: Form, heading: str = "") -> None:
        super().__init__(title)
        self.form = form
        self._tasks, self._session, self._news = desk.tasks, desk.signed_in.session, desk.news
        self._saving = False
        self._pending: object | None = None
        """What was sent and may have been saved, as long as nobody knows."""
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._say_silent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = label(with_marks(heading or title), "title")
        self.save_button = button("Save", self.save, part="main", name=saves, tip=Act.SAVE.keys)
        self.close_button = button("Close", self.close_panel, name="Close the panel", tip="Esc")
        self._holder = QWidget()
        self.inside = QVBoxLayout(self._holder)
        self.inside.setContentsMargins(0, 0, 10, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._holder)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.save_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        self.body.insertWidget(0, self.heading)
        self.body.addWidget(self.area, 1)
        self.body.addLayout(self.foot)
        self.helping = Helping(self, desk.writer)
        self.helping.came.connect(self._show_field)
        desk.appearance.changed.connect(form.fit)

    def stand(self, *widgets: QWidget) -> None:
        """Put these into the column, from the top down, and help with writing in them."""
        for widget in widgets:
            self.inside.addWidget(widget)
        self.inside.addStretch(1)
        self.helping.attend()
        tab_through((self.body,))

    def _show_field(self, field: QWidget) -> None:
        if self._holder.isAncestorOf(field):
            self.area.ensureWidgetVisible(field, 0, 40)

    def act(self, act: Act) -> bool:
        """Save, close, or go to the next doubtful word."""
        does: dict[Act, Callable[[], None]] = {
            Act.SAVE: self.save,
            Act.BACK: self.close_panel,
            Act.SPELLING: self._next_doubt,
        }
        if act not in does:
            return False
        does[act]()
        return True

    def _next_doubt(self) -> None:
        self.helping.next_doubt(self._no_doubt)

    def _no_doubt(self) -> None:
        self.banner.say(News.GOOD, "No doubtful word here.")

    def save(self) -> None:
        """Send what is written; while its outcome is unknown this asks again for the same."""
        raise NotImplementedError

    def _begin_saving(self) -> None:
        """It is sent, once, until there is an answer; where none comes that is said."""
        self._saving = True
        self._silence.start(SILENT_MS)

    def _say_silent(self) -> None:
        if self._saving:
            self.banner.say(News.CARE, _SILENT, stays=True)

    def refuse(self, key: str, words: str) -> None:
        """Say what keeps it from being saved, at its field and above, and stand there."""
        self.form.note(key, words, "wrong")
        self.form.go_to(key)
        self.banner.say(News.CARE, words)

    # Coming and going.

    @property
    def under_way(self) -> bool:
        """Whether something was sent whose outcome nobody knows yet."""
        return self._saving or self._pending is not None

    def close_panel(self) -> None:
        """Close at once if nothing would be lost, else ask."""
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self.leave()

    def ask_about_unsaved(self) -> None:
        """Ask above the form; nothing is lost by not answering."""
        if self._saving:
            self._say_silent()
        elif self._pending is not None:
            ways = (("Try again", self.save), ("Close all the same", self.leave))
            self.banner.say(News.CARE, _UNKNOWN, ways, stays=True)
            self.banner.choices[0].setFocus()
        else:
            choices = (("Save", self.save), ("Go on", self.go_on), ("Leave it out", self.leave))
            self.banner.say(News.CARE, self.question, choices, stays=True)
            self.banner.choices[1].setFocus()

    def go_on(self) -> None:
        """Back to the form."""
        self.banner.clear()
        self.arrive()

    def leave(self) -> None:
        """Let go of what is written."""
        self.forget()
        self.finished.emit()

    def forget(self) -> None:
        """From now on nothing is written here."""
