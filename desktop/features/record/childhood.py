"""The timeline beside the chronology: the strip narrows the list, the list's filter shows in the strip."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from db.domain.filters import Filter
from db.errors import ThroughlineError
from db.queries.timeline import Timeline, timeline
from desktop.features.record.chronology import ChronologyList
from desktop.features.record.timeline import TimelineStrip
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane

_DAY_ZERO = date(1800, 1, 1)
_DAY_BITS = 43


class Childhood(QObject):
    """Reads the timeline and keeps strip and list together."""

    def __init__(self, desk: Desk, child_id: UUID, chronology: ChronologyList, strip: TimelineStrip) -> None:
        super().__init__(strip)
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._chronology, self._strip = chronology, strip
        self._lane = Lane()
        strip.range_chosen.connect(self._narrow)
        strip.entry_chosen.connect(self._show_entry)
        strip.day_chosen.connect(self._show_day)
        chronology.filtered.connect(self._filtered)

    def read(self) -> None:
        """Read the timeline anew; what it shows stays until the answer is here."""
        work = partial(timeline, self._session, self._child_id)
        self._tasks.read(work, self._arrived, self._failed, self._lane)

    def _arrived(self, facts: Timeline) -> None:
        self._strip.show(facts)

    def _failed(self, error: ThroughlineError) -> None:
        """Without an answer the strip stays as it is; whoever reads the file tells of the trouble."""

    def _narrow(self, since: object, until: object) -> None:
        first, last = (day if isinstance(day, date) else None for day in (since, until))
        self._chronology.set_filter(replace(self._chronology.filter, since=first, until=last, last_months=0))

    def _filtered(self, chosen: Filter) -> None:
        self._strip.show_range(chosen.since, chosen.until)

    def _show_entry(self, order_key: object) -> None:
        if isinstance(order_key, int):
            self._chronology.show_entry(order_key)

    def _show_day(self, day: date) -> None:
        """Go to the newest entry of the day or the nearest before it, among those that are shown."""
        keys = self._chronology.shown_keys()
        place = bisect_right(keys, ((day - _DAY_ZERO).days + 1) << _DAY_BITS)
        if len(keys):
            self._chronology.show_entry(keys[max(place - 1, 0)])
