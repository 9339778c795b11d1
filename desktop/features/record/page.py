"""A child's file: opening it on the record, then the band, the chronology and the entry beside it.

The page knows nothing of forms or court papers; it makes room beside the chronology for whatever the window brings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands.changes import Changes
from db.commands.files import Opened
from db.errors import NotPermitted, ThroughlineError, Unreachable
from db.queries.band import Band as BandFacts
from db.queries.chronology import ChronologyRow, newest_page
from db.queries.documents import current_papers
from db.queries.entries import EntryView
from desktop.features.record.band import Band
from desktop.features.record.band_acts import BandActs
from desktop.features.record.childhood import Childhood
from desktop.features.record.chronology import ChronologyList
from desktop.features.record.current_papers import PapersLine
from desktop.features.record.door import Door
from desktop.features.record.live import Fresh, LiveFile, LiveLine, lost_words
from desktop.features.record.opening import ReasonCard
from desktop.features.record.reader import Reader
from desktop.features.record.reading import ReadingPane
from desktop.features.record.room import Room
from desktop.features.record.taking_away import TakeAway
from desktop.features.record.timeline import TimelineStrip
from desktop.features.record.ways import Ways
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild, OpenCourtDocument, WhatIsMissing
from desktop.infra.tasks import Lane
from desktop.widgets.banner import Banner, News
from desktop.widgets.page import Page
from desktop.widgets.text import button

_SAID_MS = 8_000
"""So long it is said that something was kept."""


class RecordPage(Page):
    """One open file."""

    acts = frozenset(
        (
            *(Act.CASE_DISCUSSION,),
            *(Act.NEW_ENTRY, Act.AMEND, Act.SAVE, Act.DOCUMENT, Act.COURT, Act.CLOSE_FILE, Act.WHOLE_BAND),
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT, Act.NEXT_PART, Act.BACK, Act.TIMELINE),
            *(Act.FILTER, Act.SAVED_FILTERS, Act.NO_FILTER, Act.DIRECTION, Act.DENSITY),
            *(Act.SIGNIFICANT, Act.TONE, Act.REST_ON, Act.CHALLENGE, Act.SPELLING),
            *(Act.CHANGE_VALUE, Act.PRINT_BAND, Act.PEOPLE, Act.PROCEEDINGS, Act.HELD, Act.COURT_DOCUMENTS),
            *(Act.TAKE_AWAY, Act.SAFETY_PLAN, Act.SEEN_ALONE, Act.ANSWERS),
            *(Act.TAKE_AWAY, Act.SAFETY_PLAN, Act.SEEN_ALONE),
            *(Act.WHO_LOOKED, Act.KNOW_FAMILY),
        )
    )
    opened = Signal()
    came_from: OpenCourtDocument | WhatIsMissing | None = None
    """The document from whose citation one came, or the list from one of whose lines."""

    _waits: Callable[[], None] | None = None
    """What is done once the file is open and in front."""

    def __init__(self, desk: Desk, wish: OpenChild) -> None:
        super().__init__("A child’s file")
        self.child_id, self.name = wish.child_id, wish.name
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._papers_lane = Lane()
        self.door = Door(desk, wish, self)
        self.door.opened.connect(self._opened)
        self._content = QWidget()
        self._content.setVisible(False)
        self.body.addWidget(self._content, 1)
        self.band = Band()
        self.chronology = ChronologyList(desk, self.child_id)
        self.reading = ReadingPane(desk, self.child_id)
        self.timeline = TimelineStrip(desk.appearance, desk.settings)
        self.childhood = Childhood(desk, self.child_id, self.chronology, self.timeline)
        self.live = LiveFile(desk, self.child_id, self)
        self.news = LiveLine()
        self.timeline.line.addWidget(self.news)
        self.away = Banner()
        self.body.addWidget(self.away)
        self.papers = PapersLine(self.banner)
        self.papers.chosen.connect(self._follow_value)
        self.timeline.head.addWidget(self.papers)
        self.taking = TakeAway(desk, self.child_id, self.chronology, self.banner)
        above = (self.timeline, self.taking, self.chronology.asks)
        self.room = Room(self.chronology, self.reading, desk.settings, above)
        self.ways = Ways(desk, wish, self.room, self.banner, self._entry_shown)
        self.reader = Reader(desk, self.child_id, self.reading, self._may_amend)
        self.reader.unreached.connect(self._trouble)
        self.room.became_tight.connect(self.band.fold)
        for part in (self.band, self.timeline):
            self.room.became_crowded.connect(part.make_way)
        self.room.became_low.connect(self.timeline.make_tight)
        self.band_acts = BandActs(
            desk, self.child_id, self.band, room=self.room, reading=self.reading, banner=self.banner
        )
        self.band_acts.shown.connect(self._band_shown)
        self.band_acts.trouble.connect(self._trouble)
        self.band_acts.entry_wanted.connect(self._follow_value)
        self._lay_out()
        self.chronology.chosen.connect(self.reader.line)
        self.chronology.opened.connect(self._go_reading)
        self.chronology.searched.connect(self.reading.mark)
        self.chronology.searched.connect(self.chronology.table.delegate.mark)
        self.chronology.trouble.connect(self._trouble)
        self.reading.amend_wanted.connect(self.ways.amend)
        self.reading.challenge_wanted.connect(self.ways.challenge)
        self.reading.entry_wanted.connect(self._follow_value)
        self.live.told.connect(self._told)
        self.live.lost.connect(self._lost)
        self.live.came_back.connect(self._came_back)
        self.live.shut.connect(self._trouble)
        self.news.wanted.connect(self._follow_value)
        desk.news.changed.connect(self._changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._new = button("New entry", self.ways.new_entry, part="main", tip=Act.NEW_ENTRY.keys)
        self._court = button("Court chronology…", self.ways.to_court, tip=Act.COURT.keys)
        self._for_court = button("Court documents", self.ways.to_documents, tip=Act.COURT_DOCUMENTS.keys)
        self._people = button("People", self.ways.to_people, tip=Act.PEOPLE.keys)
        self.band.add_buttons(self._new, self._people, self._for_court, self._court)
        layout.addWidget(self.band)
        layout.addWidget(self.room, 1)

    # Opening.

    @property
    def card(self) -> ReasonCard | None:
        """The card that asks for a reason, while it does."""
        return self.door.card

    def begin(self) -> None:
        """Open the file, asking for a reason first where the basis needs one."""
        self.door.begin()

    def _opened(self, opened: Opened) -> None:
        session = self._signed_in.session
        self.live.begin()
        self._tasks.read(partial(newest_page, session, self.child_id), self._first_page, self.door.refused)
        self._read_summary()
        self._read_papers()
        self._may_record(opened.may_record)

    def _may_record(self, may: bool) -> None:
        self.ways.recording = may
        self._new.setVisible(may)

    def _first_page(self, rows: tuple[ChronologyRow, ...]) -> None:
        self.door.said.setVisible(False)
        self._content.setVisible(True)
        self.chronology.show_newest(rows)
        self.childhood.read()
        if not self.isHidden():  # one may have gone elsewhere meanwhile
            self.chronology.table.setFocus()
        self.room.fold()
        if not rows:
            self.reading.empty("Nothing is recorded yet. Write the first entry with Ctrl+N.")
        self.opened.emit()
        self._do_what_waits()

    def once_here(self, go: Callable[[], None]) -> None:
        """Do this once the file is open and in front: now, or when one comes back to it."""
        self._waits = go
        self._do_what_waits()

    def _do_what_waits(self) -> None:
        go = self._waits
        if go is not None and self.is_open and not self.isHidden():
            self._waits = None
            go()

    def _read_papers(self) -> None:
        work = partial(current_papers, self._signed_in.session, self.child_id)
        self._tasks.read(work, self.papers.show_papers, self._trouble, self._papers_lane)

    def _read_summary(self) -> None:
        self.band_acts.read(self.door.basis)

    def _read_around(self) -> None:
        """Read anew what stands above the list: band, papers and timeline."""
        self._read_summary()
        self._read_papers()
        self.childhood.read()

    def _band_shown(self, found: object) -> None:
        if isinstance(found, BandFacts):
            self.ways.head = found.head
            self._may_record(found.head.may_record)
            self.chronology.set_born(found.head.born or found.head.expected_on, found.head.born_latest)

    # Reading.

    def _entry_shown(self) -> EntryView | None:
        return self.reading.entry

    def _may_amend(self) -> bool:
        return self.ways.recording

    @property
    def is_open(self) -> bool:
        """Whether the file is open and its entries are here."""
        return not self._content.isHidden()

    def _follow_value(self, order_key: object) -> None:
        if isinstance(order_key, int):
            self.show_entry(order_key)

    def show_entry(self, order_key: int, words: str = "", then: OpenCourtDocument | None = None) -> None:
        """Go to an entry; `words` are looked for and marked. Back leads to `then`, where one came from there."""
        self.came_from = then
        if then is not None:
            words_ = "The entry that the document cites. Esc leads back to it."
            self.banner.say(News.NOTE, words_, (("Back to the document", self._go_back),))
        self.room.show_list()
        self.chronology.show_entry(order_key, words)

    def _go_reading(self) -> None:
        self.room.show_entry()
        self.reading.text.setFocus()

    # What others do meanwhile.

    def _told(self, fresh: object) -> None:
        if not isinstance(fresh, Fresh):
            return
        self.news.tell(fresh)
        shown = self.reading.entry
        if shown is not None and fresh.versions.get(shown.entry_id, 0) > shown.versions:
            self.reading.offer_newer(fresh.versions[shown.entry_id])
        if fresh.versions:
            line = self.chronology.current_line()
            key = fresh.order_keys.get(shown.entry_id, 0) if shown is not None else 0
            self.chronology.refresh(0 if line is None or line.order_key == key else key)  # follow it to another day
        self._read_around()

    def _lost(self, since: datetime) -> None:
        self.away.say(News.NOTE, lost_words(since), stays=True)

    def _came_back(self) -> None:
        self.away.clear()
        self._again()
        line = self.chronology.current_line()
        if self.reading.entry is None and line is not None:
            self.reader.line(line)

    def _trouble(self, error: ThroughlineError) -> None:
        if isinstance(error, Unreachable) and self.is_open:
            self.live.lose()
        elif isinstance(error, NotPermitted):
            self.live.stop()
            words = "This file is no longer open to you, perhaps because its time has run out."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Open it again", self.door.open),))
        else:
            self.banner.trouble(error, (("Try again", self._again),))

    def _again(self) -> None:
        self.banner.clear()
        self._read_around()
        self.chronology.refresh()

    def _changed(self, changes: Changes) -> None:
        if self.child_id not in changes.children or self._content.isHidden():
            return
        self._read_around()
        shown = self.reading.entry
        if shown is not None and changes.entry_id == shown.entry_id:
            self.reader.read(shown.entry_id)
        self.chronology.refresh(recorded=True)

    # What stands beside the chronology.

    @property
    def beside(self) -> Page | None:
        """The form that stands beside the chronology."""
        return self.room.panel

    def say_kept(self, words: str) -> None:
        """What was being written beside is kept: say where, for a while."""
        self.banner.say(News.NOTE, words)
        QTimer.singleShot(_SAID_MS, self, partial(self.banner.unsay, words))

    def _more_or_less(self) -> None:
        self.band.fold(not self.band.folded)

    # Acts.

    def arrive(self) -> None:
        """Take the keyboard where one would go on."""
        if self.beside is not None:
            self.beside.arrive()
        elif self.card is None:
            self.chronology.table.setFocus()
        else:
            self.door.ask_again()
        self._do_what_waits()

    def act(self, act: Act) -> bool:
        """Do an act of the file."""
        if self._content.isHidden():
            if act is Act.BACK and self.card is not None:
                self.door.leave()
                return True
            if act is Act.KNOW_FAMILY:  # one may say so instead of opening it
                self.ways.know_family()
                return True
            return False
        does: dict[Act, Callable[[], object]] = {
            Act.FIND_IN_FILE: self._go_find,
            Act.NEXT_HIT: partial(self._step, 1),
            Act.PREVIOUS_HIT: partial(self._step, -1),
            Act.BACK: self._back,
            Act.NEXT_PART: self._next_part,
            Act.WHOLE_BAND: self._more_or_less,
            Act.TIMELINE: self.timeline.go,
            Act.CHANGE_VALUE: self.band_acts.change,
            Act.PRINT_BAND: self.band_acts.print,
            Act.TAKE_AWAY: self._take_away,
            Act.SAFETY_PLAN: self.papers.to_plan,
            Act.SEEN_ALONE: self.band_acts.to_last_alone,
        }
        does |= self.chronology.acts() | self.ways.acts()
        if act not in does:
            return False
        does[act]()
        return True

    def _step(self, down: int) -> None:
        """Places inside a long entry come before the next entry."""
        if not self.reading.step(down):
            self.chronology.step(down)

    def _go_find(self) -> None:
        self.room.show_list()
        self.chronology.go_find()

    def _take_away(self) -> None:
        self.room.show_list()
        self.taking.ask()

    def _back(self) -> None:
        focus = self.focusWidget()
        if self.beside is not None and focus is not None and self.beside.isAncestorOf(focus):
            self.beside.act(Act.BACK)
        elif self.taking.back():
            pass
        elif self.reading.comparing:
            self.reading.stop_comparing()
        elif self.chronology.isHidden():
            self.room.show_list()
            self.chronology.table.setFocus()
        elif self.chronology.searching:
            self.chronology.stop_searching()
        elif self.beside is not None:
            self.beside.act(Act.BACK)
        elif self.came_from is not None:
            self._go_back()
        else:
            self.chronology.table.setFocus()

    def _go_back(self) -> None:
        """To the document that cites an entry, or to the list."""
        then, self.came_from = self.came_from, None
        self.banner.clear()
        if then is not None:
            self._navigator.go(then)

    def _next_part(self) -> None:
        focus, last = self.focusWidget(), self.beside or self.reading
        if not self.band.folded and focus is not None and (focus is last or last.isAncestorOf(focus)):
            self.band.go_in()
        else:
            self.room.next_part(focus)

    @property
    def unsaved(self) -> bool:
        """Whether the form beside holds words."""
        return self.beside is not None and self.beside.unsaved

    def ask_about_unsaved(self) -> None:
        """Let the form ask."""
        if self.beside is not None:
            self.beside.ask_about_unsaved()
