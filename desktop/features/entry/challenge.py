"""The panel in which one notes what somebody says against an entry. The entry itself stays as it is."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.changes import Changes
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import OutcomeUnknown, ThroughlineError
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Challenge
from desktop.models.words import day_in_words, with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

_FIELDS = (
    Field("said_by", "Who says so", hint="father, grandmother, the young person"),
    Field("said_on", "On which day", hint="today · 3 March 2026"),
    Field("text", "What they say against it", Kind.TEXT, hint="In their words where you have them", lines=5),
)


class ChallengePanel(Page):
    """Who, when, and what; noted beside the entry in this child's file."""

    finished = Signal()

    def __init__(self, desk: Desk, wish: Challenge) -> None:
        super().__init__("Note a challenge")
        self._tasks, self._session, self._news = desk.tasks, desk.signed_in.session, desk.news
        self._wish = wish
        self._pending: ChallengeEntry | None = None
        self._saving = False
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = Form(_FIELDS)
        self.form.put("said_on", "today")
        self.form.changed.connect(self._changed)
        self.save_button = button("Save", self.save, part="main", name="Note it", tip=Act.SAVE.keys)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(button("Close", self.close_panel, name="Close the panel", tip="Esc"))
        self.body.insertWidget(0, label("What somebody says against this entry", "title"))
        self.body.addWidget(label(with_marks(wish.headline), "quote"))
        self.body.addWidget(label("It is noted beside the entry, which stays as it is.", "muted"))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.body.addLayout(row)
        desk.appearance.changed.connect(self.form.fit)

    def act(self, act: Act) -> bool:
        """Save, or close."""
        if act is Act.SAVE:
            self.save()
        elif act is Act.BACK:
            self.close_panel()
        return act in (Act.SAVE, Act.BACK)

    def save(self) -> None:
        """Note it; while the outcome is unknown this asks again for the same one."""
        if self._saving:
            return
        self._pending = self._pending or self._command()
        if self._pending is not None:
            self._saving = True
            self.form.freeze(True)
            self._tasks.write(partial(challenge_entry, self._session, self._pending), self._saved, self._not_saved)

    def _command(self) -> ChallengeEntry | None:
        said_by, text = self.form.text("said_by").strip(), self.form.text("text").strip()
        day = self._day()
        for key, there, words in (
            ("said_by", said_by, "Say who says so."),
            ("said_on", day, "Say on which day; one day, such as “3 March 2026”."),
            ("text", text, "Say what they say against it."),
        ):
            if not there:
                self.form.note(key, words, "wrong")
                self.form.go_to(key)
                self.banner.say(News.CARE, words)
                return None
        assert day is not None  # noqa: S101 (asked for above)
        return ChallengeEntry(uuid4(), self._wish.child_id, self._wish.entry_id, said_by, day, text)

    def _day(self) -> date | None:
        try:
            when = parse_partial_date(self.form.text("said_on"), today=date.today())
        except DateNotUnderstood:
            return None
        return when.earliest if when.earliest == when.latest and when.earliest <= date.today() else None

    def _changed(self, key: str) -> None:
        self.form.note(key, "")
        day = self._day() if key == "said_on" else None
        if day is not None:
            self.form.note("said_on", f"Understood as {day_in_words(day)}.")

    def _saved(self, changes: Changes) -> None:
        self._saving, self._pending = False, None
        self._leave()
        self._news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        if not isinstance(error, OutcomeUnknown):
            self._pending = None
            self.form.freeze(False)
        self.banner.trouble(error, (("Try again", self.save),))

    # Coming and going.

    def arrive(self) -> None:
        """Stand on the first field that is empty."""
        self.form.go_to(next((key for key in ("said_by", "text") if not self.form.text(key)), "text"))

    @property
    def unsaved(self) -> bool:
        """Whether words would be lost."""
        return self._saving or self._pending is not None or bool(self.form.text("text") or self.form.text("said_by"))

    def close_panel(self) -> None:
        """Close at once if nothing would be lost, else ask."""
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self._leave()

    def ask_about_unsaved(self) -> None:
        """Ask above the form."""
        if not self._saving and self._pending is None:
            choices = (("Save", self.save), ("Go on", self._stay), ("Leave it out", self._leave))
            self.banner.say(News.CARE, "This is not saved.", choices, stays=True)
            self.banner.choices[1].setFocus()

    def _stay(self) -> None:
        self.banner.clear()
        self.arrive()

    def _leave(self) -> None:
        for key in self.form.fields:
            self.form.put(key, "")
        self.finished.emit()
