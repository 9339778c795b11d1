"""The line above a manager's children that asks for a second person, about a file that is or will be sealed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from db.commands.sealed import SealedChange, Sealing, confirm_change, confirm_sealing, drop_sealing
from db.errors import ThroughlineError
from db.queries.sealed import (
    AloneInSealed,
    SealedWait,
    SealingWait,
    alone_in_sealed,
    sealings_waiting,
    waits_for_second,
)
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild, WhoHeld, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.words import count, listed, with_marks
from desktop.widgets.asking import Save, swap
from desktop.widgets.banner import Banner, Choice, News

_EVERY_MS = 60_000
Asked = SealingWait | SealedWait


class SecondPerson(QObject):
    """One manager's; `home` is the line. Asks the server now and then, and after a change of who may see what."""

    def __init__(self, desk: Desk, home: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._home = desk, home
        self._lanes = Lane(), Lane(), Lane()
        self._sealings: tuple[SealingWait, ...] = ()
        self._joins: tuple[SealedWait, ...] = ()
        self._members: tuple[SealedWait, ...] = ()
        self._alone: tuple[AloneInSealed, ...] = ()
        self._told: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)
        if desk.signed_in.me.role == "manager":
            desk.news.changed.connect(self._something_changed)
            self.read()
            self._timer.start()

    def _something_changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"access", "staff"}):
            self.read()

    def read(self) -> None:
        """Ask what waits, and where one is alone."""
        read, session = self._desk.tasks.read, self._desk.signed_in.session
        read(partial(sealings_waiting, session), self._know_sealings, self._not_read, self._lanes[0])
        read(partial(waits_for_second, session), self._know_members, self._not_read, self._lanes[1])
        read(partial(alone_in_sealed, session), self._know_alone, self._not_read, self._lanes[2])

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""

    def _know_sealings(self, found: tuple[SealingWait, ...]) -> None:
        self._sealings = tuple(one for one in found if one.may_confirm)
        self._tell()

    def _know_members(self, found: tuple[SealedWait, ...]) -> None:
        """Changes of members: one's own that one joins as, answered here, and others', answered where names stand."""
        self._joins = tuple(one for one in found if one.joins)
        self._members = tuple(one for one in found if one.may_confirm and not one.joins)
        self._tell()

    def _know_alone(self, found: tuple[AloneInSealed, ...]) -> None:
        self._alone = found
        self._tell()

    def _tell(self) -> None:
        now = (self._sealings, self._joins, self._members, self._alone)
        if now != self._told:
            self._told = now
            self._say()

    def _say(self) -> None:
        asked: tuple[Asked, ...] = (*self._sealings, *self._joins)
        said, ways = [], list[Choice]()
        if asked:
            more = f" {count(len(asked) - 1, 'more such question')} waits." if len(asked) > 1 else ""
            said.append(f"{short(asked[0])}; you are the second person.{more}")
            ways.append(("Read and answer…", partial(self._ask, asked[0])))
        if self._members:
            one = self._members[0]
            more = f" {count(len(self._members) - 1, 'more such change')} waits." if len(self._members) > 1 else ""
            said.append(f"{_change(one)}; you are the second person.{more}")
            ways.append(("Show the file", partial(self._desk.navigator.go, _to_file(one))))
        if self._alone:
            files = listed([one.reference for one in self._alone])
            said.append(
                f"You are the only manager left among the members of the sealed file {files}: nothing about it can be "
                "settled by two. Name another manager there first."
            )
            ways.append(("Show who is named", partial(self._desk.navigator.go, _to_file(self._alone[0]))))
        if said:
            self._home.say(News.CARE, with_marks(" ".join(said)), ways, stays=True)
        else:
            self._home.clear()

    def _ask(self, one: Asked) -> None:
        """All that there is to know before one answers."""
        if isinstance(one, SealingWait):
            sealing = Sealing(one.sealing_id, one.child_id)
            yes: Save = partial(swap, confirm_sealing, sealing)
            ways: list[Choice] = [("Do not confirm", partial(self._save, partial(swap, drop_sealing, sealing)))]
        else:
            yes, ways = partial(swap, confirm_change, SealedChange(one.access_id, one.child_id)), []
        choices: tuple[Choice, ...] = (("Confirm", partial(self._save, yes)), *ways, ("Not yet", self._say))
        self._home.say(News.CARE, with_marks(whole(one)), choices, stays=True)
        self._home.choices[0].setFocus()

    def _save(self, save: Save) -> None:
        self._desk.tasks.write(partial(save, self._desk.signed_in.session), self._desk.news.announce, self._not_saved)

    def _not_saved(self, error: ThroughlineError) -> None:
        self._home.trouble(error)
        self._told = None
        self.read()

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        for lane in self._lanes:
            lane.drop()


def short(one: Asked) -> str:
    """What somebody asks for, in one sentence without its end."""
    if isinstance(one, SealingWait):
        return f"{one.asked_by} asks to {'unseal' if one.unseals else 'seal'} the file {one.reference} of {one.child}"
    return f"{one.asked_by} asks that you become a member of the sealed file {one.reference} of {one.child}"


def whole(one: Asked) -> str:
    """The same with what comes of it, and why."""
    if isinstance(one, SealedWait):
        then = f"They are its only manager; you then {one.level} in it."
    elif one.unseals:
        then = "Whoever could open it before can open it again: the worker, the team, the front door."
    else:
        then = f"Nobody will open it or find the child then but {listed(one.members)}."
    return f"{short(one)}. {then} Why: {one.reason}"


def _change(one: SealedWait) -> str:
    """Which change of the members somebody asks for."""
    does = f"remove {one.name}" if one.removal_id is not None else f"add {one.name}"
    return f"In the sealed file {one.reference}, {one.asked_by} asks to {does}"


def _to_file(one: AloneInSealed | SealedWait) -> WithFiles:
    """To who is named for the file, which is opened for that."""
    return WithFiles((OpenChild(one.child_id, one.child, ""),), WhoHeld(one.child_id, one.child))
