"""Who is away: I, or for a manager somebody of the team; what waits for them then reaches their manager.

One comes here from wherever one thinks of it, and goes back there.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.changes import Changes
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import Refused, ThroughlineError
from db.queries.staff import Absence, Colleague, absences, colleagues
from db.session import Session
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NoteAbsence
from desktop.infra.tasks import Lane
from desktop.models.words import coming_day, day_in_words, with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind, Quiet
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

_LATELY = timedelta(days=60)
_HALF_A_YEAR = timedelta(days=183)
_SAY_A_DAY = "Say one day: “3 December”, “next Tuesday”, “tomorrow”."
_TOLD = "Drafts of somebody who is away, and what is posted into their children’s files, reach the manager."


class AwayPage(Page):
    """A small form, and beside it who is away."""

    acts = frozenset({Act.BACK, Act.SAVE})
    left = Signal()
    """Back to where one was."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Away")
        self._tasks, self._session, self._me = desk.tasks, desk.signed_in.session, desk.signed_in.me
        self._news = desk.news
        self._manages = self._me.role == "manager"
        self._reading, self._asking = Lane(), Lane()
        self._about = ""
        """Of whom it is to be noted, until they are among the choices."""
        myself = str(self._me.staff_id)
        self._begun = (myself, "", "")
        who = Field("who", "Who is away", Kind.CHOICE, choices=((myself, f"I, {self._me.name}"),))
        self.form = Form(
            (
                who,
                Field("from", "From", hint="today · Monday · 3 December"),
                Field("to", "Until, included", hint="empty if not known", beside=True),
            )
        )
        self.form.unfold("who", self._manages)
        for key, follows in (("from", partial(self.form.go_to, "to")), ("to", self.set)):
            line = self.form.widgets[key]
            if isinstance(line, QLineEdit):
                line.returnPressed.connect(follows)
        self.note_button = button("Note it", self.set, part="main", name="Note the absence", tip="Ctrl+S")
        self.listed = QWidget()
        self._rows = QVBoxLayout(self.listed)
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        below = QHBoxLayout()
        below.addWidget(self.note_button)
        below.addWidget(button("Back", self._leave, tip="Esc"))
        below.addStretch(1)
        noted, known = QVBoxLayout(), QVBoxLayout()
        noted.addWidget(self.form)
        noted.addLayout(below)
        noted.addStretch(1)
        known.addWidget(label("Away now, or soon", "label"))
        known.addWidget(self.listed)
        known.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(22)
        across.addLayout(noted, 1)
        across.addLayout(known, 1)
        self.body.addWidget(label("Away", "heading", wrap=False))
        self.body.addWidget(label(_TOLD, "muted"))
        self.body.addLayout(across, 1)

    def go(self, wish: NoteAbsence) -> None:
        """Begin anew, with the person of whom it is to be noted; if nobody is named, what one has begun stays."""
        if wish.staff_id is None and self._said != self._begun:
            return
        self._about = str(wish.staff_id or self._me.staff_id)
        self.banner.clear()
        self._begun = (self._about, day_in_words(date.today()), "")
        for key, words in zip(("who", "from", "to"), self._begun, strict=True):
            self.form.put(key, words)
            self.form.note(key, "")
        if self.form.text("who") == self._about:
            self._about = ""

    @property
    def _said(self) -> tuple[str, str, str]:
        """Who, from and until, as they are chosen and typed."""
        return self._about or self.form.text("who"), self.form.text("from"), self.form.text("to")

    def arrive(self) -> None:
        """Stand in the first field, or where one was if something is begun, and read who is away."""
        self.read()
        before = self.focusWidget() if self._said != self._begun else None
        if before is None:
            self.form.go_to("who" if self._manages else "from")
        else:
            before.setFocus()

    def read(self) -> None:
        """Read who is away, and for a manager first of whom it could be noted."""
        self._tasks.read(partial(absences, self._session), self._list, self._not_read, self._reading)
        if self._manages:
            self.note_button.setEnabled(False)
            self._tasks.read(partial(colleagues, self._session), self._offer, self._not_read, self._asking)

    def _not_read(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    @override
    def act(self, act: Act) -> bool:
        """Note it, or back to where one was."""
        self._leave() if act is Act.BACK else self.set()
        return True

    def _leave(self) -> None:
        self._begun = self._said
        self.left.emit()

    def _offer(self, found: tuple[Colleague, ...]) -> None:
        """Offer the team; whoever is chosen stays so, though they went: then the server refuses it."""
        who = self.form.widgets["who"]
        assert isinstance(who, Quiet)  # noqa: S101 (for the type checker)
        chosen, name = self.form.text("who"), who.currentText()
        while who.count() > 1:
            who.removeItem(1)
        for one in found:
            if one.team == self._me.team and one.staff_id != self._me.staff_id:
                who.addItem(with_marks(one.name), str(one.staff_id))
        if who.findData(chosen) < 0:
            who.addItem(name, chosen)
        self.form.put("who", self._about or chosen)
        self._about = ""
        self.note_button.setEnabled(True)

    def set(self) -> None:
        """Note the absence that the form says."""
        if not self.note_button.isEnabled():
            return
        days: dict[str, date | None] = {}
        for key in ("from", "to"):
            try:
                days[key] = _day(self.form.text(key).strip(), ahead=key == "to")
                self.form.note(key, "")
            except DateNotUnderstood as trouble:
                self.form.note(key, trouble.text, "wrong")
                self.form.go_to(key)
                return
        wish = SetAbsence(uuid4(), UUID(self.form.text("who")), days["from"] or date.today(), days["to"])
        self.note_button.setEnabled(False)
        self._tasks.write(partial(set_absence, self._session, wish), self._noted, self._not_noted)

    def _noted(self, changes: Changes) -> None:
        self.note_button.setEnabled(True)
        self.form.put("to", "")
        self._begun = self._said
        self._settled(changes, "Noted.")

    def _settled(self, changes: Changes, words: str) -> None:
        self.banner.say(News.GOOD, words)
        self._tasks.read(partial(absences, self._session), self._list, self._not_read, self._reading)
        self._news.announce(changes)

    def _failed(self, error: ThroughlineError) -> None:
        self.note_button.setEnabled(True)
        self.banner.trouble(error)

    def _not_noted(self, error: ThroughlineError) -> None:
        """What the server says of the days stands at the first of them."""
        if not isinstance(error, Refused):
            self._failed(error)
            return
        self.note_button.setEnabled(True)
        self.form.note("from", error.text, "wrong")
        self.form.go_to("from")

    # Who is away.

    def _list(self, found: tuple[Absence, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.setVisible(False)
                row.deleteLater()
        self.banner.was_read()
        for one in found:
            self._rows.addWidget(_Row(one, self.end, one.staff_id == self._me.staff_id or self._manages))
        if not found:
            self._rows.addWidget(label("Nobody.", "muted"))

    def end(self, one: Absence) -> None:
        """The person is back."""
        self._tasks.write(partial(_end, self._session, one), self._ended, self._failed)

    def _ended(self, changes: Changes) -> None:
        self._settled(changes, "Noted: back at work.")
        self.form.go_to("from")


class _Row(QWidget):
    """One absence, and the way to end it."""

    def __init__(self, one: Absence, end: object, may_end: bool) -> None:
        super().__init__()
        until = f" to {day_in_words(one.to_on)}" if one.to_on else ""
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(3)
        row.addWidget(label(f"{with_marks(one.name)}: away from {day_in_words(one.from_on)}{until}"))
        if may_end and callable(end):
            back = button("Back at work", partial(end, one), name=f"{with_marks(one.name)} is back at work")
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)


def _end(session: Session, one: Absence) -> Changes:
    return end_absence(session, EndAbsence(one.absence_id))


def _day(text: str, *, ahead: bool) -> date | None:
    """The day that is meant, None for none; without a year the next one, but for a beginning some weeks ago.

    Raises DateNotUnderstood with what to say instead; a year is not guessed for a day more than half a year ahead.
    """
    if not text:
        return None
    today = date.today()
    try:
        coming = parse_partial_date(coming_day(text, today), today=today)
    except DateNotUnderstood:
        raise DateNotUnderstood(_SAY_A_DAY) from None
    try:
        day = said = parse_partial_date(text, today=today)
    except DateNotUnderstood:  # "in 20 days"
        day = said = coming
    if ahead or said.earliest < today - _LATELY:
        day = coming
    if day.earliest != day.latest:
        raise DateNotUnderstood(_SAY_A_DAY)
    if day.earliest != said.earliest and day.earliest > today + _HALF_A_YEAR:
        raise DateNotUnderstood("Say the year too.")
    return day.earliest
