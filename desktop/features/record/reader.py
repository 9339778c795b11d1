"""Reads the entry that one stands on into the pane beside, one version or the newest.

Only the newest wish counts, so that running down the list with a key asks for many and shows the last.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from db.errors import ThroughlineError, Unreachable
from db.queries.chronology import ChronologyRow
from db.queries.entries import EntryView, read_entry
from desktop.features.record.reading import ReadingPane
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane


class Reader(QObject):
    """Asks for entries of one child and hands them to the reading pane."""

    unreached = Signal(ThroughlineError)
    """An entry could not be read because the server does not answer."""

    def __init__(self, desk: Desk, child_id: UUID, pane: ReadingPane, may_amend: Callable[[], bool]) -> None:
        super().__init__(pane)
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._pane, self._may_amend = pane, may_amend
        self._lane = Lane()
        self._line: ChronologyRow | None = None
        pane.version_wanted.connect(self.version)

    def line(self, line: ChronologyRow) -> None:
        """Read the entry of a line; one that is shown already is left as it is, and a newer version is offered."""
        shown = self._pane.entry
        self._line = line
        if shown is None or shown.entry_id != line.entry_id:
            self.read(line.entry_id)
        elif line.version > shown.versions:
            self._pane.offer_newer(line.version)

    def version(self, version: int) -> None:
        """Read another version of what is shown."""
        if self._pane.entry is not None:
            self.read(self._pane.entry.entry_id, version)

    def read(self, entry_id: UUID, version: int | None = None) -> None:
        """Read an entry."""
        work = partial(read_entry, self._session, self._child_id, entry_id, version)
        self._tasks.read(work, self._show, partial(self._without, entry_id), self._lane)

    def _without(self, entry_id: UUID, error: ThroughlineError) -> None:
        """Without the server the pane shows what the list knows of the entry; what is read in full stays."""
        if not isinstance(error, Unreachable):
            self._pane.trouble(error)
            return
        shown, line = self._pane.entry, self._line
        if line is not None and line.entry_id == entry_id and (shown is None or shown.entry_id != entry_id):
            self._pane.show_line(line)
        elif shown is None:
            self._pane.trouble(error)
        self.unreached.emit(error)

    def _show(self, entry: EntryView) -> None:
        self._pane.show_entry(entry, may_amend=self._may_amend())
