"""What the form says while somebody writes down a case discussion: whom it is about, and how its decisions are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit
from typing_extensions import override

from db.domain.decisions import Decision, day_to_come, read_decisions
from db.domain.partial_date import DateNotUnderstood
from db.errors import ThroughlineError
from db.queries.staff import Colleague, colleagues
from desktop.features.entry.content import understood
from desktop.features.entry.entry_form import EntryForm
from desktop.infra.desk import Desk
from desktop.models.known_words import is_discussion
from desktop.models.words import with_marks

_ABOUT = "About the child only: supervision of you as a worker is not recorded here."


class Names(QCompleter):
    """Offers colleagues for the last name of several, with a comma between them."""

    @override
    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    @override
    def pathFromIndex(self, index: object) -> str:
        found = super().pathFromIndex(index)  # type: ignore[arg-type]
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, QLineEdit) else ""
        return f"{before.strip()}, {found}" if before else found


class Discussion(QObject):
    """Watches the form; the names of colleagues are read once, when a case discussion is first chosen."""

    def __init__(self, desk: Desk, form: EntryForm) -> None:
        super().__init__(form)
        self._tasks, self._session, self._form = desk.tasks, desk.signed_in.session, form
        self._asked = False
        form.changed.connect(self._changed)

    def _changed(self, key: str) -> None:
        discussion = is_discussion(self._form.text("kind"))
        if key == "kind":
            self._form.note("kind", _ABOUT if discussion else "")
            if discussion and not self._asked:
                self._asked = True
                self._tasks.read(partial(colleagues, self._session), self._offer, self._no_matter)
        if key in ("kind", "outcome", "when"):
            self._say("outcome", discussion, self._decisions)
        if key in ("kind", "next_on", "when"):
            self._say("next_on", discussion, self._next)
        if key == "present":
            self._form.note("present", "")

    def _say(self, key: str, discussion: bool, read: Callable[[], tuple[str, str]]) -> None:
        if discussion:
            self._form.note(key, *read())
        elif key == "outcome":
            self._form.note(key, "")

    def _decisions(self) -> tuple[str, str]:
        found = read_decisions(self._form.text("outcome"), self._on)
        lacking = [one for one in found if one.lacks]
        words = "\n".join(map(_in_words, found))
        return words, "doubt" if lacking else "muted"

    def _next(self) -> tuple[str, str]:
        words = self._form.text("next_on").strip()
        day = day_to_come(words, self._on) if words else None
        if not words:
            return "", "muted"
        if day is None or day.earliest != day.latest:
            return "No day is understood yet.", "doubt"
        return f"Understood as {day.earliest:%A} {day.in_words()}.", "muted"

    @property
    def _on(self) -> date:
        """The day of the discussion, from which the days are counted."""
        try:
            return understood(self._form.text("when"), self._form.base_values, date.today()).earliest
        except DateNotUnderstood:
            return date.today()

    def _offer(self, found: tuple[Colleague, ...]) -> None:
        field = self._form.widgets["present"]
        if isinstance(field, QLineEdit):
            names = Names([colleague.name for colleague in found], field)
            names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(names)

    def _no_matter(self, _error: ThroughlineError) -> None:
        """Names can be typed without being offered."""


def _in_words(decision: Decision) -> str:
    words = with_marks(decision.in_words())
    return f"{words}. Not said: {decision.lacks}." if decision.lacks else words
