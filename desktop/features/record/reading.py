"""The reading pane: one entry in full, with how we know it, what it meant for the child, its papers and versions.

Text is put in as text, never as markup, and the words searched for are marked by the view, not in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from desktop.features.record.comparison import Comparison
from desktop.features.record.entry_decisions import Decisions
from desktop.features.record.entry_grounds import Grounds
from desktop.features.record.entry_papers import PapersOfEntry
from desktop.features.record.entry_text import SHOWN_AT_ONCE, Writer, version_words, write_entry, write_line
from desktop.features.record.places import Places
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.widgets.banner import Banner, News
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow
    from db.queries.entries import EntryView


class ReadingPane(QFrame):
    """Shows an entry; offers its earlier versions, what changed between them, and amending."""

    version_wanted = Signal(int)
    amend_wanted = Signal()
    challenge_wanted = Signal()
    entry_wanted = Signal(object)
    """The order key of an entry that this one rests on."""
    shown = Signal()
    """An entry is shown, or another than before."""

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self.setObjectName("side")
        self._appearance = desk.appearance
        self._entry: EntryView | None = None
        self._words: tuple[str, ...] = ()
        self._whole = False
        self._newer = 0
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The entry")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._places = Places(self.text, desk.appearance)
        self.papers = PapersOfEntry(desk, child_id)
        self.papers.arrived.connect(self._say_where)
        self.grounds = Grounds(desk, child_id)
        self.grounds.wanted.connect(self.entry_wanted)
        self.grounds.arrived.connect(self._again)
        self.decisions = Decisions(desk, child_id)
        self.where = label("The words looked for stand in a document of this entry, not in its text.", "muted")
        self.where.setVisible(False)
        self.comparison = Comparison(desk, child_id)
        self.comparison.setVisible(False)
        self.comparison.closed.connect(self.stop_comparing)
        self.offer = Banner()
        self._versions = label("", "muted", wrap=False)
        self.earlier = button("Earlier", self._go_earlier, part="link", name="Earlier version")
        self.later = button("Later", self._go_later, part="link", name="Later version")
        self.compare = button("What changed…", self.start_comparing, part="link", name="What changed between versions")
        self.amend = button("Amend…", self.amend_wanted.emit, tip=f"{Act.AMEND.words} ({Act.AMEND.keys})")
        self.rest = button("Show the whole text", self._show_whole, part="link")
        self.against = button("Challenged…", self.challenge_wanted.emit, part="link", name=Act.CHALLENGE.words)
        self.against.setToolTip(f"{Act.CHALLENGE.words} ({Act.CHALLENGE.keys})")
        self._choices = (self.earlier, self.later, self.compare, self.rest, self.against)
        self._lay_out()
        self.empty()
        desk.appearance.changed.connect(self._again)

    def _lay_out(self) -> None:
        self._below = QWidget()
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 0)
        choices = QWidget()
        flow = Flow(choices, across=6, down=4)
        for each in (self._versions, *self._choices):
            flow.addWidget(each)
        row.addWidget(choices, 1)
        row.addWidget(self.amend, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.comparison, 1)
        layout.addWidget(self.where)
        layout.addWidget(self.decisions)
        layout.addWidget(self.grounds)
        layout.addWidget(self.papers)
        layout.addWidget(self.offer)
        layout.addWidget(self._below)

    @property
    def entry(self) -> EntryView | None:
        """The entry that is shown."""
        return self._entry

    @property
    def comparing(self) -> bool:
        """Whether two versions are compared just now."""
        return not self.comparison.isHidden()

    def empty(self, words: str = "Choose an entry to read it here.") -> None:
        """Show no entry, but why."""
        self._entry = None
        self._turn(comparing=False)
        self.text.setPlainText(words)
        self._versions.setText("")
        self.offer.clear()
        self.papers.read(None)
        self.grounds.read(None)
        self.decisions.read(None)
        for each in (*self._choices, self.amend):
            each.setVisible(False)

    def trouble(self, error: ThroughlineError) -> None:
        """The entry could not be read."""
        self.empty(f"{error.text} (Reference {error.reference})")

    def show_line(self, line: ChronologyRow) -> None:
        """Show what the list knows of an entry whose rest cannot be read just now."""
        self.empty()
        write_line(Writer(self.text.document(), self._appearance, self.font()), line)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.offer.say(News.NOTE, "The rest can be read again when the server answers.", stays=True)
        self._highlight()

    def show_entry(self, entry: EntryView, *, may_amend: bool) -> None:
        """Show a version of an entry."""
        same = self._entry is not None and self._entry.entry_id == entry.entry_id
        self._entry, self._whole = entry, False
        self._turn(comparing=False)
        if not same:
            self.papers.read(entry.entry_id)
        self.grounds.read(entry)
        self.decisions.read(entry, may_record=may_amend)
        if not same or entry.versions >= self._newer:
            self.offer.clear()
        self.against.setVisible(may_amend)
        self.amend.setVisible(may_amend and entry.version == entry.versions)
        self.earlier.setVisible(entry.version > 1)
        self.later.setVisible(entry.version < entry.versions)
        self.compare.setVisible(entry.versions > 1)
        self._versions.setText(version_words(entry))
        self._versions.setVisible(bool(self._versions.text()))
        self._versions.setMinimumHeight(self.compare.sizeHint().height())
        self._write()
        self.shown.emit()

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark these words in the text, and in every entry shown from now on."""
        self._words = words
        self._highlight()

    def offer_newer(self, version: int) -> None:
        """A colleague amended what one reads: say so and leave the text where it is."""
        self._newer = version
        self.amend.setVisible(False)
        self.offer.say(
            News.NOTE,
            f"A colleague amended this entry while you were reading: there is a version {version} now.",
            (("Read it", self._read_newer), ("What changed", self._compare_newer)),
        )

    def _read_newer(self) -> None:
        self.version_wanted.emit(self._newer)

    # Versions side by side.

    def start_comparing(self) -> None:
        """Compare this version with the one before it, or the first with the next."""
        if self._entry is not None and self._entry.versions > 1:
            newer = max(self._entry.version, 2)
            self._begin(newer - 1, newer, self._entry.versions)

    def _compare_newer(self) -> None:
        if self._entry is not None:
            self._begin(self._entry.version, self._newer, self._newer)

    def _begin(self, older: int, newer: int, versions: int) -> None:
        if self._entry is not None:
            self._turn(comparing=True)
            self.comparison.begin(self._entry.entry_id, older, newer, versions)

    def stop_comparing(self) -> None:
        """Back to the entry."""
        self._turn(comparing=False)
        self.text.setFocus()

    def _turn(self, *, comparing: bool) -> None:
        self.comparison.setVisible(comparing)
        self.text.setVisible(not comparing)
        self._below.setVisible(not comparing)

    # Writing it out.

    def _again(self) -> None:
        if self._entry is not None:
            self._write()

    def _show_whole(self) -> None:
        self._whole = True
        self._write()

    def _go_earlier(self) -> None:
        if self._entry is not None:
            self.version_wanted.emit(self._entry.version - 1)

    def _go_later(self) -> None:
        if self._entry is not None:
            self.version_wanted.emit(self._entry.version + 1)

    def _write(self) -> None:
        entry = self._entry
        if entry is None:
            return
        length = len(entry.content.detail)
        self.rest.setVisible(length > SHOWN_AT_ONCE and not self._whole)
        self.rest.setText(f"Show all {length:,} characters")
        writer = Writer(self.text.document(), self._appearance, self.font())
        write_entry(writer, entry, whole=self._whole, challenges=self.grounds.challenges)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._highlight()

    def step(self, down: int) -> bool:
        """Go to the next place found in this entry, or the one before; False where there is none left."""
        return not self.comparing and self._places.step(down)

    def _highlight(self) -> None:
        self._places.mark(self._words)
        self._say_where()

    def _say_where(self) -> None:
        """Why an entry was found in whose text the words do not stand."""
        whole = self._whole or self.rest.isHidden()
        elsewhere = bool(self._words) and not len(self._places) and whole and not self.papers.isHidden()
        self.where.setVisible(elsewhere and self._entry is not None and not self.comparing)
