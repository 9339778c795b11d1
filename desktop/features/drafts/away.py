"""Who is away: I, or for a manager somebody of the team; what waits for them then reaches their manager."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.changes import Changes
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import ThroughlineError
from db.queries.staff import Absence, Colleague, absences, colleagues
from db.session import Session
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import coming_day, day_in_words, with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind, Quiet
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import button, label

_LATELY = timedelta(days=60)


class AwayPanel(SidePanel):
    """A small form, and who is away."""

    changed = Signal()
    """Somebody is away, or back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Away")
        self._tasks, self._session, self._me = desk.tasks, desk.signed_in.session, desk.signed_in.me
        self._reading = Lane()
        who = Field("who", "Who is away", Kind.CHOICE, choices=((str(self._me.staff_id), f"I, {self._me.name}"),))
        self.form = Form(
            (
                who,
                Field("from", "From", hint="today · Monday · 3 December"),
                Field("to", "Until, included", hint="empty if not known", beside=True),
            )
        )
        self.form.unfold("who", self._me.role == "manager")
        self.form.put("from", day_in_words(date.today()))
        told = "Drafts of somebody who is away, and what is posted into their children’s files, reach the manager."
        self.column.addWidget(label(told, "muted"))
        self.column.addWidget(self.form)
        self.listed = QWidget()
        self._rows = QVBoxLayout(self.listed)
        self._rows.setContentsMargins(0, 8, 0, 0)
        self.column.addWidget(self.listed)
        self.column.addStretch(1)
        self.go = button("Note it", self.set, part="main", name="Note the absence")
        self.add_button(self.go)
        for key, follows in (("from", partial(self.form.go_to, "to")), ("to", self.set)):
            line = self.form.widgets[key]
            if isinstance(line, QLineEdit):
                line.returnPressed.connect(follows)
        self._read()
        if self._me.role == "manager":
            self._tasks.read(partial(colleagues, self._session), self._offer, self._failed)

    def arrive(self) -> None:
        """Stand in the first field."""
        self.form.go_to("who" if self.form.unfolded("who") else "from")

    def _offer(self, found: tuple[Colleague, ...]) -> None:
        who = self.form.widgets["who"]
        assert isinstance(who, Quiet)  # noqa: S101 (for the type checker)
        for one in found:
            if one.team == self._me.team and one.staff_id != self._me.staff_id:
                who.addItem(with_marks(one.name), str(one.staff_id))

    def set(self) -> None:
        """Note the absence that the form says."""
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
        self.go.setEnabled(False)
        self._tasks.write(partial(set_absence, self._session, wish), self._noted, self._failed)

    def _noted(self, _changes: Changes) -> None:
        self.go.setEnabled(True)
        self.form.put("to", "")
        self.banner.say(News.GOOD, "Noted.")
        self._read()
        self.changed.emit()

    def _failed(self, error: ThroughlineError) -> None:
        self.go.setEnabled(True)
        self.banner.trouble(error)

    # Who is away.

    def _read(self) -> None:
        self._tasks.read(partial(absences, self._session), self._list, self._failed, self._reading)

    def _list(self, found: tuple[Absence, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.setVisible(False)
                row.deleteLater()
        for one in found:
            self._rows.addWidget(_Row(one, self.end, one.staff_id == self._me.staff_id or self._me.role == "manager"))

    def end(self, one: Absence) -> None:
        """The person is back."""
        self._tasks.write(partial(_end, self._session, one), self._ended, self._failed)

    def _ended(self, _changes: Changes) -> None:
        self.banner.say(News.GOOD, "Noted: back at work.")
        self._read()
        self.arrive()
        self.changed.emit()


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
    """The day that is meant, None for none; without a year the next one, but for a beginning some weeks ago."""
    if not text:
        return None
    today = date.today()
    day = parse_partial_date(text, today=today)
    if day.earliest < today - _LATELY or (ahead and day.earliest < today):
        day = parse_partial_date(coming_day(text, today), today=today)
    if day.earliest != day.latest:
        raise DateNotUnderstood("Say one day.")
    return day.earliest
