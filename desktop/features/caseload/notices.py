"""Tells a member of a sealed file, calmly, what touched it: who asked for the child, or recorded an entry in the open
file of a brother or sister, and when, until it is seen.

Asked for anew every minute while the list is in front, since a member is to know at once.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer

from db.commands.changes import Changes
from db.commands.notices import SeeNotice, see_notice
from db.errors import ThroughlineError
from db.queries.find import Notice, notices
from db.session import Session
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, day_in_words, with_marks
from desktop.widgets.banner import News
from desktop.widgets.folded_news import FoldedNews

_EVERY_MS = 60_000
_SHOWN = 3
_WHAT = {
    "recorded": "an entry was recorded about a brother or sister",
    "contact": "a contact that seems to name this child was entered (Ctrl+5 shows it)",
}


class NoticeLine(FoldedNews):
    """A line above the list, which opens; hidden when there is nothing to tell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._told: tuple[Notice, ...] = ()
        self._shown: tuple[Notice, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)
        self._timer.start()

    def read(self) -> None:
        """Ask whether there is anything to tell."""
        self._tasks.read(partial(notices, self._session), self._take, self._not_read, self._lane)

    def _again(self) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.read()

    def _take(self, told: tuple[Notice, ...]) -> None:
        if told and told == self._told:  # with nothing to tell, that something went wrong is put away too
            return
        self._told, self._shown = told, told[:_SHOWN]
        if not told:
            self.clear()
            return
        lines = [f"• {_in_words(notice)}" for notice in self._shown]
        if len(told) > _SHOWN:
            lines.append(f"• and {count(len(told) - _SHOWN, 'more notice')} after these")
        files = "a sealed file" if len({notice.child_id for notice in told}) == 1 else "sealed files"
        head = f"{count(len(told), 'notice')} about {files} of which you are a member."
        self.tell(News.NOTE, head, lines, ("Seen", self.seen))

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list itself says when the server cannot be reached."""

    def seen(self) -> None:
        """Put away what is shown; it stays in the audit."""
        self._tasks.write(partial(_see, self._session, self._shown), self._put_away, self._not_put_away)

    def _put_away(self, _changes: Changes) -> None:
        self.read()

    def _not_put_away(self, error: ThroughlineError) -> None:
        self._told = ()
        self.trouble(error, (("Try again", self.seen),))


def _see(session: Session, shown: tuple[Notice, ...]) -> Changes:
    for notice in shown:
        see_notice(session, SeeNotice(notice.event_id))
    return Changes(frozenset({"notice"}))


def _in_words(notice: Notice) -> str:
    who = ", ".join(part for part in (notice.who, notice.job_title, notice.team) if part)
    times = f", {notice.times} times that day" if notice.times > 1 else ""
    what = _WHAT.get(notice.about, "asked for")
    return with_marks(f"{notice.name}, {notice.reference}: {what} by {who} on {_moment(notice.at)}{times}")


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{day_in_words(here.date())} at {here:%H:%M}"
