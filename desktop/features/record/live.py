"""What others do in a file while one reads it: asked now and then, told calmly, and nothing moved by it.

One question is under way at a time. When the server does not answer, that is told once, with the time, and asked on;
what is loaded stays. Questions overlap by a minute, since a save may end after a question that began later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.errors import NotPermitted, ThroughlineError, Unreachable
from db.queries.live import News, news
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.aloud import alert
from desktop.widgets.text import button, label

_OVERLAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was not told before: entries with version and order key, newest first, and whether facts changed."""

    versions: dict[UUID, int]
    order_keys: dict[UUID, int]
    facts: bool


class LiveFile(QObject):
    """Asks for news of one file until it is stopped or refused."""

    told = Signal(object)
    """A Fresh."""
    lost = Signal(datetime)
    """The server cannot be reached since then; told once."""
    came_back = Signal()
    shut = Signal(ThroughlineError)
    """The file is no longer open to this person; nothing more is asked."""

    def __init__(self, desk: Desk, child_id: UUID, page: QWidget) -> None:
        super().__init__(page)
        self.near_ms, self.far_ms = 15_000, 25_000
        """Between questions while the page is in front of an active window, and otherwise."""
        self._tasks, self._session, self._child_id, self._page = desk.tasks, desk.signed_in.session, child_id, page
        self._lane = Lane()
        self._asking = self._going = False
        self._since: datetime | None = None
        self._lost_at: datetime | None = None
        self._known: dict[UUID, int] = {}
        self._facts: set[UUID] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        desk.tasks.reached.connect(self._reach)

    def begin(self) -> None:
        """Take what is there now as known, and ask from here on."""
        self.stop()
        self._since, self._going = None, True
        self.ask()

    def stop(self) -> None:
        """Ask no more."""
        self._going = self._asking = False
        self._lane.drop()
        self._timer.stop()

    def ask(self) -> None:
        """Ask now, unless a question is under way."""
        if not self._going or self._asking:
            return
        self._asking = True
        self._timer.stop()
        work = partial(news, self._session, self._child_id, self._since)
        self._tasks.read(work, self._answered, self._failed, self._lane)

    @property
    def is_lost(self) -> bool:
        """Whether the server does not answer."""
        return self._lost_at is not None

    def lose(self) -> None:
        """Somebody noticed that the server cannot be reached."""
        if self._going and self._lost_at is None:
            self._lost_at = datetime.now().astimezone()
            self.lost.emit(self._lost_at)
            self._later()

    def _reach(self, answers: bool) -> None:
        if not answers:
            self.lose()
        elif self.is_lost:
            self.ask()

    def _later(self) -> None:
        self._asking = False
        if self._going and not self._timer.isActive():
            near = self._page.isVisible() and self._page.isActiveWindow()
            self._timer.start(self.near_ms if near else self.far_ms)

    def _answered(self, found: News) -> None:
        begins = self._since is None
        self._since = found.asked_at - _OVERLAP
        versions = {entry: n for entry, n in found.versions.items() if self._known.get(entry) != n}
        facts = bool(found.facts - self._facts)
        self._known.update(found.versions)
        self._facts.update(found.facts)
        self._later()
        if self._lost_at is not None:
            self._lost_at = None
            self.came_back.emit()
        if (versions or facts) and not begins:
            self.told.emit(Fresh(versions, {entry: found.order_keys[entry] for entry in versions}, facts))

    def _failed(self, error: ThroughlineError) -> None:
        self._later()
        if isinstance(error, NotPermitted):
            self.stop()
            self.shut.emit(error)
        elif isinstance(error, Unreachable):
            self.lose()


class LiveLine(QWidget):
    """One calm line about new entries; Show goes to them one after the other, newest first."""

    wanted = Signal(object)
    """The order key of a new entry; Qt's own int is too small for it."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[UUID, int] = {}
        self._versions: dict[UUID, int] = {}
        self._words = label("", "value", wrap=False, name="New in this file")
        self.show_next = button("Show", self._show, part="link", name="Show the new entry")
        self.away = button("✕", self.clear, part="link", name="Put this news away")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._words, self.show_next, self.away):
            layout.addWidget(widget)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What the line says; empty when it is not there."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, fresh: Fresh) -> None:
        """Add what is new."""
        self._keys = fresh.order_keys | {key: n for key, n in self._keys.items() if key not in fresh.order_keys}
        self._versions |= fresh.versions
        self._say()
        if fresh.versions:
            alert(self._words)

    def clear(self) -> None:
        """Put the news away."""
        self._keys, self._versions = {}, {}
        self._say()

    def _show(self) -> None:
        entry = next(iter(self._keys), None)
        if entry is not None:
            key = self._keys.pop(entry)
            del self._versions[entry]
            self._say()
            self.wanted.emit(key)

    def _say(self) -> None:
        new = sum(version == 1 for version in self._versions.values())
        amended = len(self._versions) - new
        parts = [count(new, "new entry", "new entries") if new else "", f"{amended:,} amended" if amended else ""]
        self._words.setText("ℹ " + " and ".join(part for part in parts if part) + " by a colleague")
        self.setVisible(bool(self._versions))


def lost_words(since: datetime) -> str:
    """What the page says while the server cannot be reached."""
    return (
        f"The server cannot be reached since {since:%H:%M}. What is here stays readable; trying again by itself."
    )  # fmt: skip
