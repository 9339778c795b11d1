"""Two versions of an entry in one text: what went is struck through, what came is underlined.

Comparing and reading are done off the interface thread; of a very long text only the beginning is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QTextEdit, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.entries import EntryView, read_entry
from db.session import Session
from desktop.features.record.entry_text import SHOWN_AT_ONCE, Writer, marks_words, parts_of, source_words
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.differences import Fate, Piece, differences
from desktop.models.words import day_in_words
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label


@dataclass(frozen=True, slots=True)
class Compared:
    """The parts of an entry by name, each in pieces; parts that are empty in both versions are left out."""

    older: EntryView
    newer: EntryView
    parts: tuple[tuple[str, tuple[Piece, ...]], ...]
    cut: bool

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the parts that differ."""
        return tuple(name for name, pieces in self.parts if any(piece.fate is not Fate.SAME for piece in pieces))


def compared(session: Session, child_id: UUID, entry_id: UUID, older: int, newer: int) -> Compared:
    """Read two versions and compare them part by part."""
    before = read_entry(session, child_id, entry_id, older)
    after = read_entry(session, child_id, entry_id, newer)
    old, new = _named(before), _named(after)
    parts, cut = [], False
    for name in dict.fromkeys((*old, *new)):
        pieces, shortened = _shortened(differences(old.get(name, ""), new.get(name, "")))
        cut = cut or shortened
        if pieces:
            parts.append((name, pieces))
    return Compared(before, after, tuple(parts), cut)


def _named(entry: EntryView) -> dict[str, str]:
    content = entry.content
    return {
        "When": content.occurred.in_words(),
        "Kind": labels("entry_kind").get(content.kind, content.kind),
        "What happened": content.headline,
        "Marked as": marks_words(entry),
        "How we know": content.source.in_words() if content.source.who else source_words(entry),
        "Detail": content.detail,
    } | dict(parts_of(entry))


def _shortened(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], bool]:
    """As many pieces as are laid out at once; what is the same for long is told by its ends."""
    found: list[Piece] = []
    room = SHOWN_AT_ONCE
    for piece in pieces:
        text = piece.text
        if piece.fate is Fate.SAME and len(text) > 4_000:
            text = f"{text[:1500]}\n[… {len(text) - 3000:,} characters that are the same …]\n{text[-1500:]}"
        if len(text) > room:
            return (*found, Piece(piece.fate, text[:room] + "…")), True
        found.append(Piece(piece.fate, text))
        room -= len(text)
    return tuple(found), False


class Comparison(QWidget):
    """Chooses two versions by keyboard and shows what differs."""

    closed = Signal()

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._appearance = desk.appearance
        self._lane = Lane()
        self._entry_id: UUID | None = None
        self.shown: Compared | None = None
        self.older, self.newer = QComboBox(), QComboBox()
        self.older.setAccessibleName("Older version to compare")
        self.newer.setAccessibleName("Newer version to compare")
        for choice in (self.older, self.newer):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # filled after they are shown
            choice.currentIndexChanged.connect(self._chosen)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What changed between the versions")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        choices = QWidget()
        row = Flow(choices, across=6)
        back = button("Back to the entry", self.closed.emit)
        first, second = (label(word, "label", wrap=False) for word in ("From", "to"))
        for widget in (first, self.older, second, self.newer, back):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(choices)
        layout.addWidget(self.text, 1)
        desk.appearance.changed.connect(self._write)

    def begin(self, entry_id: UUID, older: int, newer: int, versions: int) -> None:
        """Compare two versions of an entry that has so many."""
        self._entry_id = entry_id
        for choice, number in ((self.older, older), (self.newer, newer)):
            choice.blockSignals(True)
            choice.clear()
            choice.addItems([f"version {n}" for n in range(1, versions + 1)])
            choice.setCurrentIndex(number - 1)
            choice.blockSignals(False)
        self._chosen()
        self.older.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _chosen(self, _index: int = 0) -> None:
        if self._entry_id is None:
            return
        self.shown = None
        self.text.setPlainText("Comparing…")
        numbers = self.older.currentIndex() + 1, self.newer.currentIndex() + 1
        work = partial(compared, self._session, self._child_id, self._entry_id, *numbers)
        self._tasks.read(work, self._arrived, self._failed, self._lane)

    def _arrived(self, found: Compared) -> None:
        self.shown = found
        self._write()

    def _failed(self, error: ThroughlineError) -> None:
        self.text.setPlainText(f"{error.text} (Reference {error.reference})")

    def _write(self) -> None:
        found = self.shown
        if found is None:
            return
        writer = Writer(self.text.document(), self._appearance, self.font())
        for which, entry in (("From", found.older), ("To", found.newer)):
            at = entry.recorded_at.astimezone()
            why = f". Reason: {entry.reason}" if entry.reason else ""
            writer.small(f"{which} version {entry.version}, {entry.author}, {day_in_words(at.date())}, {at:%H:%M}{why}")
        changed = found.changed
        writer.small(f"Changed: {', '.join(changed)}." if changed else "Nothing differs between these versions.")
        writer.small("What went is struck through; what came is underlined." if changed else "")
        for name, pieces in found.parts:
            writer.changed(f"{name} (changed)" if name in changed else name, pieces)
        if found.cut:
            writer.small("The texts are very long; only the beginning is shown here.", above=10)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
