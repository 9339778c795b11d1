"""The forms of lists and limits: opened about a line, saved with a reason; who comes second is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Qt
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import Conflict, ThroughlineError
from db.queries.lists import ListChange, list_changes
from db.session import Session
from desktop.features.lists.beside import Beside, in_words
from desktop.features.lists.files import TemplateFiles
from desktop.features.lists.listing import Line, Listing, Question
from desktop.features.lists.order import in_order, keep_order, shifted
from desktop.features.lists.panel import QuestionPanel
from desktop.features.lists.table import Lines
from desktop.features.lists.templates import Templates
from desktop.infra.desk import Desk
from desktop.models.words import with_marks
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.banner import News
from desktop.widgets.search_box import SearchBox

Found = tuple[tuple[Line, ...], tuple[ListChange, ...]]
"""The lines of a list, and what was changed of it, newest first."""


class FormsOfLists(AskingPage[QuestionPanel]):
    """Subclasses say which list is shown, and show what was read."""

    after_save = "Kept, with what stood before."

    def __init__(self, desk: Desk) -> None:
        super().__init__("Lists and limits", desk)
        self._found: Found = ((), ())
        self._seen: Mapping[str, int] = {}
        """The newest change of each line when the form was opened."""
        self._go_to: str | None = None
        """Where one stands once the list is read: on a line by its key, on what was changed last if that is empty."""
        self.table = Lines(desk)
        self.filter = SearchBox()
        self.beside: Beside = Beside()
        self.files = TemplateFiles(self, self._lines, self._ask)
        self.table.opened.connect(self._change_here)
        self.table.adding.connect(self.add)
        self.table.ending.connect(self.end)
        self.table.shifting.connect(self.shift)
        self.beside.set_back.connect(self.set_back)

    @property
    def listing(self) -> Listing:
        """The list that is shown."""
        raise NotImplementedError

    def show_found(self, listing: Listing, found: Found) -> None:
        """Show what was read of a list, if it is the one that is shown."""
        raise NotImplementedError

    def _lines(self) -> tuple[Line, ...]:
        return self._found[0]

    def to_table(self, *_: object) -> None:
        """Stand in the table."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _change_here(self, _at: QModelIndex) -> None:
        self.change()

    def change(self) -> None:
        """Change the line on which one stands."""
        line = self.table.line
        if line is not None and isinstance(self.listing, Templates):
            self.files.choose(line)
        elif line is not None:
            self._ask(self.listing.change(line, line.values))

    def add(self) -> None:
        """Add a line."""
        if isinstance(self.listing, Templates):
            self.files.choose(None)
        else:
            self._ask(self.listing.add(self._found[0]) or "Nothing can be added to this list.")

    def end(self) -> None:
        """End the line on which one stands; what stands on it stays."""
        if self.table.line is not None:
            self._ask(self.listing.end(self.table.line))

    def _save_file(self) -> None:
        if self.table.line is not None:
            self.files.save(self.table.line)

    def set_back(self, change: object) -> None:
        """Begin a form with what stood before a change."""
        one = cast("ListChange", change)
        line = next((line for line in self._found[0] if line.key == one.line), None)
        if not one.line and one.before is not None and not self.unsaved:
            self._reorder(in_order(self._found[0], one.before["order"]))
        elif line is None:
            self._ask("This line is not here any more." if one.line else "Keep the order or leave it first.")
        else:
            self.table.stand_on(line.key)
            self._ask(self.listing.back(one, line))

    def shift(self, step: int) -> None:
        """Put the line on which one stands a place further; it is kept when the form beside is saved."""
        line, lines = self.table.line, self._found[0]
        asked = self.panel.question if self.panel is not None else None
        if line is None or not self.listing.orders or self.filter.text() or (asked is not None and not asked.orders):
            return
        self._reorder(shifted(lines, line.key, step))

    def _reorder(self, moved: tuple[Line, ...]) -> None:
        """Show the lines in another order, and ask whether it is to be kept."""
        if moved == self._found[0]:
            return
        self._found = (moved, self._found[1])
        self._ask(keep_order(self.listing.name, self.listing.title, moved), again=True)
        self.table.show_lines(moved)
        self.to_table()

    def _ask(self, question: Question | str, *, again: bool = False) -> None:
        """Put a form beside the table, or say why there is none."""
        if isinstance(question, str):
            self.banner.say(News.NOTE, question)
        elif self.unsaved and not again:
            self.ask_about_unsaved()
        else:
            self.banner.clear()
            self._seen = newest(self._found[1])
            self.put(QuestionPanel(question, self._desk.writer, self._seen_of))

    def _seen_of(self, key: str) -> int:
        return self._seen.get(key, 0)

    @override
    def take_away(self) -> None:
        """The line again; another order that was not kept is forgotten."""
        ordered = self.panel is not None and self.panel.question.orders
        super().take_away()
        if ordered:
            self.read()

    @property
    @override
    def unsaved(self) -> bool:
        panel = self.panel
        return panel is not None and (panel.unsaved or panel.question.orders)

    # Saving.

    @override
    def saved(self, changes: Changes) -> None:
        if self.panel is not None:
            self._go_to = None if self.panel.question.orders else self.panel.question.key
        super().saved(changes)

    @override
    def refused(self, error: ThroughlineError) -> None:
        if isinstance(error, Conflict) and self.panel is not None:
            work = partial(look, self._session, self.listing)
            self._tasks.read(work, partial(self._meet, self.listing), self.say_not_read, self.lanes["list"])
        else:
            super().refused(error)

    def _meet(self, listing: Listing, found: Found) -> None:
        """Somebody else was first: say what they did; what one typed stands in the form."""
        panel = self.panel
        self.show_found(listing, found)
        if panel is None or listing is not self.listing:
            return
        key, now = panel.key, newest(found[1])
        theirs = next((change for change in found[1] if change.line == key), None)
        by_key = {line.key: line for line in found[0]}
        told = in_words(listing, theirs, by_key) if theirs is not None else "The list has other lines by now."
        ways: list[tuple[str, Callable[[], None]]] = [("Leave it as it is now", self._close_panel)]
        if not panel.question.orders and key in by_key:
            ways.insert(0, ("Save mine over it", partial(self._over, now)))
        words = f"Somebody else changed this meanwhile. {told} What you typed stands in the form."
        self.banner.say(News.CARE, with_marks(words), ways, stays=True)

    def _over(self, now: Mapping[str, int]) -> None:
        self._seen = now
        self.save_form()


def newest(changes: tuple[ListChange, ...]) -> Mapping[str, int]:
    """The newest change of each line."""
    return {change.line: change.version for change in sorted(changes, key=lambda change: change.version)}


def look(session: Session, listing: Listing) -> Found:
    """What was changed first: who changes a line in between is met when it is saved."""
    changes = list_changes(session, listing.name)
    return listing.read(session), changes
