"""Gathers what belongs to each date of a letter: its sentence, and those after it that name no date of their own.

Why: an event is more than the sentence with its date, but never more than what the note tells under that date. A date
inside what somebody tells the writer ("Mum told me that on Saturday …") is an event of its own, beside the one during
which it was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from db.interchange.agency_notes.block import Block, Shape
from db.interchange.agency_notes.moments import Frame, Moment, moments_in
from db.interchange.agency_notes.refusals import Refusal, refusal
from db.interchange.agency_notes.sentences import sentences
from db.interchange.agency_notes.telling import Voices

_LONGEST = 20_000
"""Characters under one date: what goes on for longer is no single event."""
_MOST_DATES = 800
_SAME_DAY = re.compile(r"today|this (?:morning|afternoon|evening)", re.IGNORECASE)
"""What a form says of the day that it is about."""


@dataclass(slots=True)
class Event:
    """A date and the places of what is told under it; `pieces` leaves out what is told of other days in between.

    `within` is the event during which it was told.
    """

    moment: Moment
    block: Block
    opener: Block | None = None
    start: int = -1
    end: int = -1
    retold: bool = False
    pieces: list[tuple[int, int]] = field(default_factory=list)
    first_pieces: list[tuple[int, int]] = field(default_factory=list)
    within: Event | None = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last possible day."""
        return self.moment.span.earliest, self.moment.span.latest

    def take(self, start: int, end: int, block: Block, *, own: bool = True) -> None:
        """Adds a sentence, which may tell of another day in passing."""
        self.opener = self.opener or self.block
        if self.start < 0:
            self.start, self.block = start, block if self.block.shape is not Shape.ROW else self.block
        if end - self.start > _LONGEST:
            return
        self.end = max(self.end, end)
        if own:
            self.pieces.append((start, end))
            if block is self.block or not self.first_pieces:
                self.first_pieces.append((start, end))


def _is_broad(event: Event) -> bool:
    """Whether a date was given to a whole part of the note, as a day's heading or a form's label does."""
    return event.opener is not None and event.opener.shape in (Shape.DATE_HEADING, Shape.EVENT_LABEL)


class Gathering:
    """Walks the blocks of one letter."""

    def __init__(self, plain: str, voices: Voices, written: date | None, floor: int, most: int) -> None:
        self._plain = plain
        self._voices = voices
        self._written = written
        self._floor = floor
        self._most = most
        self.events: list[Event] = []
        self.undated = 0
        self.cut = False
        self._dates = 0
        self._open: list[Event] = []
        self._of_day: Event | None = None
        self._pending: Event | None = None
        self._before: date | None = None
        self._before_inferred = False
        self._day: date | None = None

    def walk(self, blocks: Iterator[Block]) -> None:
        """Takes in all blocks."""
        after_heading = False
        for block in blocks:
            if self.cut:
                return
            if block.shape is Shape.STOP:
                self._open, after_heading = [], False
            elif block.shape is Shape.HEADING:
                after_heading = True
            elif block.shape is Shape.FIELD:
                continue
            elif block.moment is not None:
                self._dated(block)
                after_heading = False
            else:
                self._paragraph(block, after_heading)
                after_heading = False

    def _dated(self, block: Block) -> None:
        moment = block.moment
        assert moment is not None  # noqa: S101 (asked before)
        self._remember(moment)
        self._day = moment.span.latest if block.shape is Shape.DATE_HEADING else None
        if self._written is not None and moment.span.earliest > self._written:
            self._open, self._pending = [], None
            return
        same = not block.in_table and any(
            event.days == (moment.span.earliest, moment.span.latest) and event.block.who == block.who
            for event in self._open
        )
        if block.shape is not Shape.ROW:
            if not same:
                self._open, self._pending = [], Event(moment, block)
                self._of_day = self._pending if block.shape is Shape.DATE_HEADING else None
            return
        self._of_day = None
        if not same:
            self._open, self._pending = [Event(moment, block)], None
            self._keep(self._open[0])
        if block.start >= block.end:
            return
        self._sentences(block, self._row_day(block))

    def _row_day(self, block: Block) -> date | None:
        assert block.moment is not None  # noqa: S101 (a row has one)
        return block.written or block.moment.span.latest

    def _paragraph(self, block: Block, after_heading: bool) -> None:
        if block.timed and self._of_day is not None and self._of_day.start >= 0:
            self._open = [self._of_day]
        extends = bool(self._open) and (_is_broad(self._open[0]) or block.goes_on or after_heading)
        waiting = self._pending is not None and (after_heading or not extends)
        if waiting or not (extends or self._child_speaks(block)):
            self._open = []
        self._sentences(block, self._day or self._written)

    def _child_speaks(self, block: Block) -> bool:
        return (
            bool(self._open)
            and not block.apart
            and any(True for _ in self._voices.child_words(block.start, block.end, self._open[0].start))
        )

    def _sentences(self, block: Block, written: date | None) -> None:
        for start, end in sentences(self._plain, block.start, block.end):
            if self.cut:
                return
            self._sentence(start, end, block, written)

    def _sentence(self, start: int, end: int, block: Block, written: date | None) -> None:
        found = moments_in(self._plain, start, end, Frame(written, self._before, self._before_inferred, self._written))
        self.undated += found.undated
        self._dates += len(found.moments)
        self.cut = self.cut or self._dates > _MOST_DATES
        limit = max((day for day in (written, self._written) if day), default=None)
        refused = [(moment, refusal(moment, self._plain, start, limit)) for moment in found.moments]
        kept = [moment for moment, reason in refused if reason is None and not self._is_open(moment)]
        if not kept:
            self._narrow([moment for moment, reason in refused if reason is None])
            ahead = any(reason is Refusal.TO_COME for _, reason in refused) and not any(
                reason is None for _, reason in refused
            )
            self._undated(start, end, block, ahead=ahead)
            return
        for event in self._open:
            if event.start < 0:
                event.take(start, end, block)
        retold = self._retold(kept, start, end)
        mains = [moment for moment in kept if moment not in retold]
        if mains:
            self._open = []
            self._remember(mains[-1])
        own = not retold or self._voices.relayed(start, end) or self._is_told_then(mains, start, end)
        fresh = [self._opened(moment, block, start, end, own=own) for moment in mains]
        self._open = fresh or self._open
        if not mains:
            for event in self._open:
                event.take(start, end, block, own=False)
        for moment in retold:
            self._told_of(moment, block, start, end)

    def _narrow(self, moments: list[Moment]) -> None:
        """A sentence that names the day of an open or awaited event again goes with that one alone."""
        days = {(moment.span.earliest, moment.span.latest) for moment in moments}
        named = [event for event in self._open if event.days in days]
        if named:
            self._open = named
        elif moments and self._pending is not None:
            self._open = []

    def _opened(self, moment: Moment, block: Block, start: int, end: int, *, own: bool) -> Event:
        days = (moment.span.earliest, moment.span.latest)
        same = next(
            (event for event in reversed(self.events[-8:]) if event.days == days and event.block is block), None
        )
        event = same or Event(moment, block)
        event.take(start, end, block, own=own)
        if same is None:
            self._keep(event)
        return event

    def _told_of(self, moment: Moment, block: Block, start: int, end: int) -> None:
        event = Event(moment, block, retold=True, within=self._open[-1] if self._open else None)
        event.take(start, end, block)
        self._keep(event)

    def _remember(self, moment: Moment) -> None:
        self._before, self._before_inferred = moment.span.earliest, moment.year_inferred

    def _is_open(self, moment: Moment) -> bool:
        days = (moment.span.earliest, moment.span.latest)
        waiting = [self._pending] if self._pending else []
        if waiting and moment.kind == "relative" and _SAME_DAY.search(moment.words):
            return True
        return any(event.days == days for event in (*self._open, *waiting))

    def _undated(self, start: int, end: int, block: Block, *, ahead: bool) -> None:
        """A sentence without a date of its own goes with the open event, unless it looks ahead."""
        if ahead and not (self._open and (block.in_table or self._open[0].start < 0 or _is_broad(self._open[0]))):
            self._open = []
            return
        if not self._open and self._pending is not None:
            self._open, self._pending = [self._pending], None
            self._keep(self._open[0])
        for event in self._open:
            event.take(start, end, block)

    def _retold(self, kept: list[Moment], start: int, end: int) -> list[Moment]:
        """Those dates that stand in what somebody tells, while another event goes on; or that are counted from it."""
        outer = bool(self._open) or self._pending is not None
        told = self._voices.telling(start, end, self._floor)
        if told is None:
            told = self._voices.child_tells(start, end)
        retold: list[Moment] = []
        for moment in kept:
            led = outer or any(other.end <= (told or 0) for other in kept if other is not moment)
            in_told = told is not None and told < moment.start
            led = led or (in_told and self._dated_telling(kept, told or 0, moment.start))
            if led and (in_told or (moment.kind == "from_event" and moment.start > start + 3)):
                retold.append(moment)
        return retold

    def _is_told_then(self, mains: list[Moment], start: int, end: int) -> bool:
        """Whether the sentence's own day is that of the telling: "She told me this morning that …"."""
        told = self._voices.telling(start, end, self._floor)
        return told is not None and any(told < moment.start for moment in mains)

    def _dated_telling(self, kept: list[Moment], told: int, end: int) -> bool:
        """ "She told me on the 19th that on Sunday …": whether what was told is dated apart from the telling."""
        return any(
            told < other.start and re.search(r"\bthat\b", self._plain[other.end : end])
            for other in kept
            if other.end <= end
        )

    def _keep(self, event: Event) -> None:
        if len(self.events) < self._most:
            self.events.append(event)
        else:
            self.cut = True
