"""The line above the page with which one's day begins: what others did that concerns one, until one has read it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer

from db.commands.changes import Changes
from db.commands.told import HaveRead, have_read
from db.errors import ThroughlineError
from db.queries.told import Told, told_to_me
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, day_in_words, with_marks
from desktop.widgets.banner import News
from desktop.widgets.folded_news import FoldedNews

_EVERY_MS = 60_000
_SHOWN = 4


class ToldLine(FoldedNews):
    """Hidden when there is nothing to tell; asks now and then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._told: tuple[Told, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)
        self._timer.start()
        desk.news.changed.connect(self._something_changed)
        self.read()

    def _something_changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"allocation", "told"}):
            self.read()

    def read(self) -> None:
        """Ask whether there is anything to tell."""
        self._tasks.read(partial(told_to_me, self._session), self._take, self._not_read, self._lane)

    def _not_read(self, _error: ThroughlineError) -> None:
        """The page below says when the server cannot be reached."""

    def _take(self, told: tuple[Told, ...]) -> None:
        if told and told == self._told:  # with nothing to tell, that something went wrong is put away too
            return
        self._told = told
        if not told:
            self.clear()
            return
        lines = [with_marks(in_words(one)) for one in told[:_SHOWN]]
        read = ("I have read it", self.have_read)
        if len(told) == 1:
            self.say(News.CARE, lines[0], (read,), stays=True)
            return
        if len(told) > _SHOWN:
            lines.append(f"And {count(len(told) - _SHOWN, 'more line')} after these.")
        self.tell(News.CARE, f"Others did {len(told):,} things that concern you.", lines, read)

    def have_read(self) -> None:
        """Put away what is shown; the histories and the audit keep it."""
        wish = HaveRead(tuple(one.told_id for one in self._told[:_SHOWN]))
        self._tasks.write(partial(have_read, self._session, wish), self._put_away, self._not_put_away)

    def _put_away(self, _changes: Changes) -> None:
        self.read()

    def _not_put_away(self, error: ThroughlineError) -> None:
        self._told = ()
        self.trouble(error, (("Try again", self.read),))

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        self._lane.drop()


def in_words(one: Told) -> str:
    """One line of it, with who, when and why."""
    here = one.told_at.astimezone()
    when = f"on {day_in_words(here.date())} at {here:%H:%M}"
    child = f"{one.child} ({one.reference})"
    why = f" Why: {one.reason}" if one.reason and not one.what.endswith("_gone") else ""
    said = {
        "password": f"{one.by}, administrator, set a new password for you {when}.",
        "colleague_password": f"{one.by}, administrator, set a new password for {one.about}, manager, {when}.",
        "child_ended": f"You no longer hold the case of {child}: {one.by} ended it {when}.",
        "cover_taken_back": f"You will not cover for {child}: {one.by} took it back {when}, before it began.",
        "child_passed": f"You no longer hold the case of {child}: {one.about} accepted it {when}.",
        "file_taken": f"The closed file of {child} was your team's: {one.by} opened it again for {one.team} {when}.",
        "child_at_once": f"{one.about} works with {child} at once: {one.by} asked for it {when}. You hold the "
        "case until they have talked and it is accepted.",
        "family_known": f"{one.by} said {when} that they know the family of {child}: the file is shut to them.",
        "family_known_holds": f"{one.by}, who holds the case of {child}, said {when} that they know the family: the "
        "file is shut to them, and somebody else has to take the case over.",
        "proposal_withdrawn": f"{one.about} knows the family of {child} and said so {when}: the proposal is withdrawn.",
        "proposed_to_gone": f"{one.about} {one.reason or 'has left'}: that they were to take {child} is withdrawn "
        f"{when}. Somebody else can be proposed to."
        if one.about
        else f"You {one.reason}: that you were to take {child} is withdrawn {when}.",
        "proposed_by_gone": f"{one.about} {one.reason or 'has left'}: what they proposed for {child} is withdrawn "
        f"{when}. A manager of the team can propose it anew.",
    }[one.what]
    asks = {
        "password": " If you did not ask for this, tell your manager or the auditors.",
        "colleague_password": " If they did not ask for it, tell the auditors.",
    }.get(one.what, "")
    return f"{said}{why.rstrip('.')}{'.' if why else ''}{asks}"
