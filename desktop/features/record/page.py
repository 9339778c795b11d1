"""A child's file: opening it on the record, then the band, the chronology and the entry beside it.

The page knows nothing of forms or court papers; it makes room beside the chronology for whatever the window brings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

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
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import AmendEntry, CourtChronology, MyChildren, NewEntry, OpenChild
from desktop.infra.tasks import Lane
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

NEEDS_REASON = ("team", "support", "front_door", "break_glass")
ROOM_FOR_THREE = 118
"""Average characters of width from which chronology, entry and form stand side by side."""


class RecordPage(Page):
    """One open file."""

    acts = frozenset(
        {
            Act.NEW_ENTRY,
            Act.AMEND,
            Act.FIND_IN_FILE,
            Act.NEXT_HIT,
            Act.PREVIOUS_HIT,
            Act.COURT,
            Act.BACK,
            Act.SAVE,
            Act.CLOSE_FILE,
            Act.NEXT_PART,
        }
    )
    opened = Signal()

    def __init__(self, desk: Desk, wish: OpenChild) -> None:
        super().__init__("A child’s file")
        self.child_id, self.name, self._basis = wish.child_id, wish.name, wish.basis
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._reason, self._glass, self._recording = "", False, False
        self._card: ReasonCard | None = None
        self._summary: ChildSummary | None = None
        self._summary_lane, self._entry_lane = Lane(), Lane()
        self.beside: Page | None = None
        self._opening = label("", "muted")
        self.body.addWidget(self._opening)
        self._content = QWidget()
        self._content.setVisible(False)
        self.body.addWidget(self._content, 1)
        self.band = Band()
        self.chronology = ChronologyList(desk, self.child_id)
        self.reading = ReadingPane(desk.appearance)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.chronology.chosen.connect(self._read_entry)
        self.chronology.opened.connect(self._go_reading)
        self.chronology.searched.connect(self.reading.mark)
        self.chronology.trouble.connect(self._trouble)
        self.reading.version_wanted.connect(self._read_version)
        self.reading.amend_wanted.connect(self._amend)
        desk.news.changed.connect(self._changed)

    def _lay_out(self) -> None:
        self._sides.addWidget(self.chronology)
        self._sides.addWidget(self.reading)
        self._sides.setChildrenCollapsible(False)
        self._sides.setStretchFactor(0, 5)
        self._sides.setStretchFactor(1, 3)
        self._halves.addWidget(self._sides)
        self._halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.band)
        layout.addWidget(self._halves, 1)
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
            self._card = ReasonCard()
            self._card.given.connect(self._open_with)
            self._card.left.connect(self._leave)
            self._opening.setVisible(False)
            self.body.insertWidget(1, self._card, 1)
            self._card.ask(self.name, self._basis)
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
        if self._card is not None:
            self._card.setVisible(False)
            self._card.deleteLater()
            self._card = None
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
        self._fold()
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

    def put_beside(self, panel: Page) -> None:
        """Make room for a form beside the chronology; the entry that one reads moves below it where it is narrow."""
        self.take_away()
        self.beside = panel
        self._halves.addWidget(panel)
        self._fold()
        panel.arrive()

    def take_away(self) -> None:
        """Take the form away and give its room back."""
        if self.beside is not None:
            self.beside.setParent(None)
            self.beside.deleteLater()
            self.beside = None
            self._fold()
            self.chronology.table.setFocus()

    def _fold(self) -> None:
        narrow = self.width() < ROOM_FOR_THREE * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Vertical if self.beside is not None or narrow else Qt.Orientation.Horizontal
        if self.beside is not None and self.width() > 1.7 * ROOM_FOR_THREE * self.fontMetrics().averageCharWidth():
            wanted = Qt.Orientation.Horizontal
        self._sides.setOrientation(wanted)
        if wanted is Qt.Orientation.Horizontal:
            self._sides.setSizes([self.width() * 62 // 100, self.width() * 38 // 100])
        else:
            self._sides.setSizes([self.height() * 55 // 100, self.height() * 45 // 100])
        if self.beside is not None:
            self._halves.setSizes([self.width() * 56 // 100, self.width() * 44 // 100])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fold()

    # Acts.

    def arrive(self) -> None:
        """Take the keyboard where one would go on."""
        if self.beside is not None:
            self.beside.arrive()
        elif self._card is None:
            self.chronology.table.setFocus()

    def act(self, act: Act) -> bool:
        """Do an act of the file."""
        if self._content.isHidden():
            if act is Act.BACK and self._card is not None:
                self._leave()
                return True
            return False
        does: dict[Act, Callable[[], None]] = {
            Act.NEW_ENTRY: self._new_entry,
            Act.AMEND: self._amend,
            Act.COURT: self._to_court,
            Act.FIND_IN_FILE: self.chronology.go_find,
            Act.NEXT_HIT: partial(self.chronology.step, 1),
            Act.PREVIOUS_HIT: partial(self.chronology.step, -1),
            Act.BACK: self._back,
            Act.NEXT_PART: self._next_part,
            Act.SAVE: self._save,
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

    def _to_court(self) -> None:
        self._navigator.go(CourtChronology(self.child_id, self.name))

    def _save(self) -> None:
        if self.beside is not None:
            self.beside.act(Act.SAVE)

    def _back(self) -> None:
        focus = self.focusWidget()
        if self.beside is not None and focus is not None and self.beside.isAncestorOf(focus):
            self.beside.act(Act.BACK)
        elif self.chronology.searching:
            self.chronology.show_all()
        elif self.beside is not None:
            self.beside.act(Act.BACK)
        else:
            self.chronology.table.setFocus()

    def _next_part(self) -> None:
        parts: list[QWidget] = [self.chronology.find_box, self.chronology.table, self.reading.text]
        places: list[QWidget] = [self.chronology.find_box, self.chronology.table, self.reading]
        if self.beside is not None:
            places.append(self.beside)
        focus = self.focusWidget()
        at = next((n for n, p in enumerate(places) if focus is not None and (p is focus or p.isAncestorOf(focus))), -1)
        following = (at + 1) % len(places)
        if following < len(parts):
            parts[following].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.beside is not None:
            self.beside.arrive()

    @property
    def unsaved(self) -> bool:
        """Whether the form beside holds words."""
        return self.beside is not None and self.beside.unsaved

    def ask_about_unsaved(self) -> None:
        """Let the form ask."""
        if self.beside is not None:
            self.beside.ask_about_unsaved()
