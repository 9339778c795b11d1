"""Reading notes off the interface thread: their words in the confined process, then what they propose by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from db.domain.draft import Draft
from db.errors import NotPermitted, Refused, ThroughlineError, Unreachable
from db.interchange.agency_notes import NoteReading, read_note
from db.queries.chronology import newest_page
from db.session import Session
from desktop.infra.desk import Desk
from desktop.infra.paper import USUAL_LIMIT, Paper, read_paper
from desktop.infra.tasks import Lane
from desktop.models import note_draft


@dataclass(frozen=True, slots=True)
class Looked:
    """What a note proposes, and the days and headlines that its file has already, as far as it is open."""

    note: Draft
    reading: NoteReading
    known: frozenset[tuple[date, str]] = frozenset()

    def is_of(self, note: Draft) -> bool:
        """Whether it was this note, with the text and the day that it has now."""
        same_text = self.note.values.get(note_draft.TEXT) == note.values.get(note_draft.TEXT)
        same_day = note_draft.from_day(self.note) == note_draft.from_day(note)
        return self.note.draft_id == note.draft_id and same_text and same_day


class Looking(QObject):
    """One look at a time; a new one, or Cancel, voids the one before."""

    took = Signal(object)
    """A file is read: the Paper."""
    refused = Signal(str, ThroughlineError)
    """A file cannot be read: its name, and the error."""
    looked = Signal(object)
    failed = Signal(object)
    busy = Signal(str)
    """What is being done, in words; empty when nothing is."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane, self._stop = Lane(), Event()
        self._files: list[Lane] = []
        self._unread = 0

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self._unread > 0

    def take(self, path: Path) -> None:
        """Read a file's words."""
        lane = Lane()
        self._files.append(lane)
        self._unread += 1
        self.busy.emit(f"Reading {path.name}…")
        self._tasks.read(partial(_read, path, self._stop), self._took, partial(self._not_taken, path.name), lane)

    def _took(self, paper: Paper) -> None:
        self._unread -= 1
        self._rest()
        self.took.emit(paper)

    def _not_taken(self, name: str, error: ThroughlineError) -> None:
        self._unread -= 1
        self._rest()
        self.refused.emit(name, error)

    def look(self, note: Draft) -> None:
        """See what a note proposes."""
        self.busy.emit("Looking for dated events…")
        work = partial(_look, self._session, note)
        self._tasks.read(work, self._looked, self._not_looked, self._lane)

    def _looked(self, found: Looked) -> None:
        self._rest()
        self.looked.emit(found)

    def _not_looked(self, error: ThroughlineError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        if not self._unread:
            self._files.clear()
            self.busy.emit("")

    def cancel(self) -> None:
        """Stop reading; what was typed or read before stays."""
        self._stop.set()
        self._stop = Event()
        for lane in (self._lane, *self._files):
            lane.drop()
        self._files.clear()
        self._unread = 0
        self.busy.emit("")


def _read(path: Path, stop: Event) -> Paper:
    paper = read_paper(path, USUAL_LIMIT, stop.is_set)
    if not paper.words.text.strip():
        raise Refused(paper.words.note or "This file holds no words.")
    return paper


def _look(session: Session, note: Draft) -> Looked:
    names = tuple(dict.fromkeys((note.child, *note.child.split())))
    text = note.values.get(note_draft.TEXT, "")
    reading = read_note(text, sent_on=note_draft.from_day(note), child_names=names)
    return Looked(note, reading, _known(session, note) if reading.proposals else frozenset())


def _known(session: Session, note: Draft) -> frozenset[tuple[date, str]]:
    """What stands in the file, as far as it is open to me now."""
    if note.child_id is None:
        return frozenset()
    try:
        rows = newest_page(session, note.child_id)
    except (NotPermitted, Unreachable):
        return frozenset()
    return frozenset((row.occurred.earliest, row.headline.casefold()) for row in rows)
