"""A child's file: opening it on the record, then the band, the chronology and the entry beside it.

The page knows nothing of forms or court papers; it makes room beside the chronology for whatever the window brings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands.changes import Changes
from db.commands.files import Opened, OpenFile, open_file
from db.errors import NotPermitted, ThroughlineError
from db.queries.chronology import ChronologyRow, newest_page
from db.queries.entries import EntryView, read_entry
from db.queries.files import ChildSummary, child_summary
from desktop.features.record.band import Band
from desktop.features.record.chronology import ChronologyList
from desktop.features.record.opening import ReasonCard
from desktop.features.record.reading import ReadingPane
from desktop.features.record.room import Room
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import AmendEntry, CourtChronology, MyChildren, NewEntry, OpenChild
from desktop.infra.tasks import Lane
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

NEEDS_REASON = ("team", "support", "front_door", "break_glass")


class RecordPage(Page):
    """One open file."""

    acts = frozenset(
        (
            *(Act.NEW_ENTRY, Act.AMEND, Act.SAVE, Act.COURT, Act.CLOSE_FILE, Act.WHOLE_BAND),
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT, Act.NEXT_PART, Act.BACK),
        )
    )
    opened = Signal()

    def __init__(self, desk: Desk, wish: OpenChild) -> None:
        super().__init__("A child’s file")
        self.child_id, self.name, self._basis = wish.child_id, wish.name, wish.basis
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._reason, self._glass, self._recording = "", False, False
        self.card: ReasonCard | None = None
        self._summary: ChildSummary | None = None
        self._summary_lane, self._entry_lane = Lane(), Lane()
        self._opening = label("", "muted")
        self.body.addWidget(self._opening)
        self._content = QWidget()
        self._content.setVisible(False)
        self.body.addWidget(self._content, 1)
        self.band = Band()
        self.chronology = ChronologyList(desk, self.child_id)
        self.reading = ReadingPane(desk.appearance)
        self.room = Room(self.chronology, self.reading, desk.settings)
        self.room.became_tight.connect(self.band.fold)
        self._lay_out()
        self.chronology.chosen.connect(self._read_entry)
        self.chronology.opened.connect(self._go_reading)
        self.chronology.searched.connect(self.reading.mark)
        self.chronology.trouble.connect(self._trouble)
        self.reading.version_wanted.connect(self._read_version)
        self.reading.amend_wanted.connect(self._amend)
        desk.news.changed.connect(self._changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.band)
        layout.addWidget(self.room, 1)
        self._new = button("New entry", self._new_entry, part="main", tip=Act.NEW_ENTRY.keys)
        self._court = button("Court chronology…", self._to_court, tip=Act.COURT.keys)
        top = self.band.layout()
        if isinstance(top, QVBoxLayout):
            row = QHBoxLayout()
            row.addWidget(self.band.who, 1)
            row.addWidget(self._new)
            row.addWidget(self._court)
            top.insertLayout(0, row)

    # Opening.

    def begin(self) -> None:
        """Open the file, asking for a reason first where the basis needs one."""
        if self._basis in NEEDS_REASON and not self._reason:
            self.card = ReasonCard()
            self.card.given.connect(self._open_with)
            self.card.left.connect(self._leave)
            self._opening.setVisible(False)
            self.body.insertWidget(1, self.card, 1)
            self.card.ask(self.name, self._basis)
        else:
            self._open()

    def _open_with(self, reason: str, glass: bool) -> None:
        self._reason, self._glass = reason, glass
        self._open()

    def _open(self) -> None:
        self._opening.setText("Opening the file…")
        self._opening.setVisible(True)
        wish = OpenFile(self.child_id, self._reason, self._glass)
        self._tasks.write(partial(open_file, self._signed_in.session, wish), self._opened, self._not_opened)

    def _leave(self) -> None:
        self._navigator.go(MyChildren())

    def _not_opened(self, error: ThroughlineError) -> None:
        self._opening.setVisible(False)
        self.banner.trouble(error, (("Try again", self._open), ("My children", self._leave)))

    def _opened(self, opened: Opened) -> None:
        self._basis = opened.basis
        self.banner.clear()
        if self.card is not None:
            self.card.setVisible(False)
            self.card.deleteLater()
            self.card = None
        session = self._signed_in.session
        self._tasks.read(partial(newest_page, session, self.child_id), self._first_page, self._not_opened)
        self._read_summary()
        self._may_record(opened.may_record)

    def _may_record(self, may: bool) -> None:
        self._recording = may
        self._new.setVisible(may)

    def _first_page(self, rows: tuple[ChronologyRow, ...]) -> None:
        self._opening.setVisible(False)
        self._content.setVisible(True)
        self.chronology.show_newest(rows)
        self.chronology.table.setFocus()
        self.room.fold()
        if not rows:
            self.reading.empty("Nothing is recorded yet. Write the first entry with Ctrl+N.")
        self.opened.emit()

    def _read_summary(self) -> None:
        work = partial(child_summary, self._signed_in.session, self.child_id)
        self._tasks.read(work, self._show_summary, self._trouble, self._summary_lane)

    def _show_summary(self, summary: ChildSummary) -> None:
        self._summary = summary
        self.band.show_child(summary, self._basis)
        self._may_record(summary.may_record)

    # Reading.

    def _read_entry(self, line: ChronologyRow) -> None:
        shown = self.reading.entry
        if shown is not None and (shown.entry_id, shown.version) == (line.entry_id, line.version):
            return
        self._read(line.entry_id, None)

    def _read_version(self, version: int) -> None:
        if self.reading.entry is not None:
            self._read(self.reading.entry.entry_id, version)

    def _read(self, entry_id: UUID, version: int | None) -> None:
        work = partial(read_entry, self._signed_in.session, self.child_id, entry_id, version)
        self._tasks.read(work, self._show_entry, self.reading.trouble, self._entry_lane)

    def _show_entry(self, entry: EntryView) -> None:
        self.reading.show_entry(entry, may_amend=self._recording)

    def _go_reading(self) -> None:
        self.room.show_entry()
        self.reading.text.setFocus()

    def _trouble(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):
            words = "This file is no longer open to you, perhaps because its time has run out."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Open it again", self._open),))
        else:
            self.banner.trouble(error, (("Try again", self._again),))

    def _again(self) -> None:
        self.banner.clear()
        self._read_summary()
        self.chronology.refresh()

    def _changed(self, changes: Changes) -> None:
        if self.child_id not in changes.children or self._content.isHidden():
            return
        self._read_summary()
        shown = self.reading.entry
        if shown is not None and changes.entry_id == shown.entry_id:
            self._read(shown.entry_id, None)
        self.chronology.refresh()

    # What stands beside the chronology.

    @property
    def beside(self) -> Page | None:
        """The form that stands beside the chronology."""
        return self.room.panel

    def _more_or_less(self) -> None:
        self.band.fold(not self.band.folded)

    # Acts.

    def arrive(self) -> None:
        """Take the keyboard where one would go on."""
        if self.beside is not None:
            self.beside.arrive()
        elif self.card is None:
            self.chronology.table.setFocus()

    def act(self, act: Act) -> bool:
        """Do an act of the file."""
        if self._content.isHidden():
            if act is Act.BACK and self.card is not None:
                self._leave()
                return True
            return False
        does: dict[Act, Callable[[], None]] = {
            Act.NEW_ENTRY: self._new_entry,
            Act.AMEND: self._amend,
            Act.COURT: self._to_court,
            Act.FIND_IN_FILE: self._go_find,
            Act.NEXT_HIT: partial(self.chronology.step, 1),
            Act.PREVIOUS_HIT: partial(self.chronology.step, -1),
            Act.BACK: self._back,
            Act.NEXT_PART: self._next_part,
            Act.SAVE: self._save,
            Act.WHOLE_BAND: self._more_or_less,
        }
        if act not in does:
            return False
        does[act]()
        return True

    def _new_entry(self) -> None:
        if self.beside is not None:
            self.beside.arrive()
        elif self._recording:
            self._navigator.go(NewEntry(self.child_id, self.name))
        else:
            self.banner.say(News.CARE, "You may read this file but not record in it.")

    def _amend(self) -> None:
        entry = self.reading.entry
        if entry is None or not self._recording:
            return
        if self.beside is not None and self.beside.unsaved:
            self.beside.ask_about_unsaved()
        else:
            self._navigator.go(AmendEntry(self.child_id, self.name, entry.entry_id))

    def _go_find(self) -> None:
        self.room.show_list()
        self.chronology.go_find()

    def _to_court(self) -> None:
        self._navigator.go(CourtChronology(self.child_id, self.name))

    def _save(self) -> None:
        if self.beside is not None:
            self.beside.act(Act.SAVE)

    def _back(self) -> None:
        focus = self.focusWidget()
        if self.beside is not None and focus is not None and self.beside.isAncestorOf(focus):
            self.beside.act(Act.BACK)
        elif self.chronology.isHidden():
            self.room.show_list()
            self.chronology.table.setFocus()
        elif self.chronology.searching:
            self.chronology.show_all()
        elif self.beside is not None:
            self.beside.act(Act.BACK)
        else:
            self.chronology.table.setFocus()

    def _next_part(self) -> None:
        self.room.next_part(self.focusWidget())

    @property
    def unsaved(self) -> bool:
        """Whether the form beside holds words."""
        return self.beside is not None and self.beside.unsaved

    def ask_about_unsaved(self) -> None:
        """Let the form ask."""
        if self.beside is not None:
            self.beside.ask_about_unsaved()
