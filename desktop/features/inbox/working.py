"""Working through the proposals: what a key does with the one that is marked, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.features.inbox.choosing import Choosing
from desktop.features.inbox.deciding import Deciding
from desktop.features.inbox.looking import Looked
from desktop.features.inbox.proposals import Line, in_file, is_own, key_of
from desktop.infra.navigation import Navigator, ResumeDraft
from desktop.models import note_draft
from desktop.models.note_draft import Did
from desktop.models.words import count, with_marks
from desktop.widgets.banner import Banner, News

_ON_ITS_WAY = "This one is on its way to the record. Open it in the file and amend it there."
_ALREADY = {
    Did.ADDED: "This one is added. U takes it back until it is on its way to the record.",
    Did.EDITED: "This one is in a form. E goes on with it, U lets the form go.",
    Did.SAVED: "This one is in the record. Open it in the file and amend it there.",
    Did.DISCARDED: "This one is left out. U takes that back.",
}
_SHOWN, _LONGEST = 3, 60
"""Lines of the rest that are shown, and characters of each; the note itself lies beside them, with them underlined."""
_ALL = "Every proposal is decided. The note waits here until you put it away."


class Working(QObject):
    """One note's proposals and their decisions, side by side."""

    said = Signal(str)
    put_away_wanted = Signal()

    def __init__(self, choosing: Choosing, deciding: Deciding, banner: Banner, navigator: Navigator) -> None:
        super().__init__(choosing)
        self._choosing, self._deciding, self._banner, self._navigator = choosing, deciding, banner, navigator
        self.looked: Looked | None = None
        choosing.wanted.connect(self.decide)
        deciding.changed.connect(self.show)

    @property
    def left(self) -> int:
        """How many proposals are not decided."""
        return sum(line.decision is None for line in self._lines())

    def _lines(self) -> list[Line]:
        if self.looked is None:
            return []
        made, known = self._deciding.decisions, self.looked.known
        proposals = self.looked.reading.proposals
        note = self._deciding.note
        return [Line(one, made.get(key_of(one)), in_file(one, known), is_own(note, one)) for one in proposals]

    def begin(self, looked: Looked | None) -> None:
        """Take what was found, or nothing."""
        self.looked = looked
        self._choosing.unused = looked.reading.unused if looked is not None else ()
        self._deciding.written = looked.reading.written if looked is not None else None
        self.show()

    def show(self) -> None:
        """Show the proposals as they stand."""
        lines = self._lines()
        if lines != list(self._choosing.table.lines.records):
            self._choosing.show_lines(lines, max(self._choosing.table.currentIndex().row(), 0))
        if self.looked is None:
            self.said.emit("")
            return
        self.said.emit(self._in_words(len(lines)))
        if lines and not self.left and not self._banner.words:
            self._banner.say(News.GOOD, _ALL, (("Put the note away", self.put_away_wanted.emit),))

    def _in_words(self, number: int) -> str:
        assert self.looked is not None  # noqa: S101 (for the type checker)
        reading = self.looked.reading
        parts = [
            f"{count(number, 'proposal')}, {self.left} to decide: A adds, E edits first, D leaves out, U takes back."
        ]
        if reading.undated:
            parts.append(
                f"{count(reading.undated, 'date')} without a year that could be found: read the note for them."
            )
        if reading.cut:
            parts.append("The rest of the note was too long to be looked through.")
        return "\n".join(part for part in (" ".join(parts), self._unused()) if part)

    def _unused(self) -> str:
        """How much of the note no proposal holds, and its words: whoever reads on sees what is left out."""
        assert self.looked is not None  # noqa: S101 (for the type checker)
        places, text = self.looked.reading.unused, self.looked.note.values.get(note_draft.TEXT, "")
        if not places:
            return ""
        first = [_shortened(text[start:end]) for start, end in places[:_SHOWN]]
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        ahead = len(self.looked.reading.ahead)
        why = f" ({ahead} with a day that is planned, asked about or a condition)" if ahead else ""
        said = ", ".join(f"“{with_marks(words)}”" for words in first)
        return f"{count(len(places), 'line')} not used{why}: {said}{more}"

    def decide(self, what: str) -> None:
        """Do what a key asks with the proposal that is marked, and go on to the next open one."""
        line = self._choosing.line
        acts: dict[str, Callable[[Line], None]] = {
            "add": self._add,
            "edit": self._edit,
            "discard": self._leave_out,
            "undo": self._undo,
        }
        if line is not None:
            acts[what](line)

    def _add(self, line: Line) -> None:
        if self._is_open(line):
            self._deciding.add(line.proposal)
            self.go_on()

    def _leave_out(self, line: Line) -> None:
        if self._is_open(line):
            self._deciding.discard(line.proposal)
            self.go_on()

    def _is_open(self, line: Line) -> bool:
        """Whether it is not decided; says what was, if it is."""
        if line.decision is not None:
            self._banner.say(News.NOTE, _ALREADY[line.decision.did])
        return line.decision is None

    def _edit(self, line: Line) -> None:
        note, draft_id = self._deciding.note, self._deciding.edit(line.proposal)
        if draft_id is None or note is None:
            self._say_too_late(line)
        else:
            self._navigator.go(ResumeDraft(draft_id, note.draft_id))

    def _undo(self, line: Line) -> None:
        self._banner.clear()
        if line.decision is not None and not self._deciding.undo(line.proposal):
            self._say_too_late(line)

    def _say_too_late(self, line: Line) -> None:
        saved = line.decision is not None and line.decision.did is Did.SAVED
        self._banner.say(News.NOTE, _ALREADY[Did.SAVED] if saved else _ON_ITS_WAY)

    def go_on(self) -> None:
        """To the next proposal that is open, or stay."""
        model, row = self._choosing.table.lines, self._choosing.table.currentIndex().row()
        rows = [*range(row, model.rowCount()), *range(row)]
        following = next((n for n in rows if (one := model.record(n)) is not None and one.decision is None), row)
        self._choosing.table.setCurrentIndex(model.index(following, 0))


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
