"""Lists and limits: the lists at the left, the chosen one as a table, beside it a line or its form, and the history.

Nothing here can read a child's record; each change is on record with its reason, and each can be set back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from desktop.features.lists.beside import in_words
from desktop.features.lists.choices import Choices
from desktop.features.lists.forms import FormsOfLists, Found, look
from desktop.features.lists.listing import Listing
from desktop.features.lists.templates import Templates
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.models.words import count, with_marks
from desktop.widgets.flow import in_lines
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label

_TOLD = {"codes", "signal_rules", "looks", "setting", "page_limits", "templates"}


class ListsPage(FormsOfLists):
    """One list at a time; words in a form are asked for before another list or line takes their place."""

    acts = FormsOfLists.acts | {Act.NEW_ENTRY}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.choices = Choices(desk)
        self._about = label("", "muted", name="What this list is for")
        self.filter.setAccessibleName("Find a line")
        self.filter.setPlaceholderText("Find a line")
        self.change_button = button("&Change…", self.change, part="main", tip="Enter")
        self.add_button = button("&Add…", self.add, tip="Insert, Ctrl+N")
        self.end_button = button("&End…", self.end, tip="Delete")
        self.file_button = button("Save as a &file…", self._save_file, name="Save the template as a file to change it")
        self._lay_out()
        self._listen()
        self._choose()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Lists and limits", "heading", wrap=False))
        bar, middle = in_lines(self.change_button, self.add_button, self.end_button, self.file_button), QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._about, self.filter, self.table, bar):
            column.addWidget(part)
        column.setStretchFactor(self.table, 1)
        self.body.addWidget(side_by_side(self.choices, middle, self.beside, sizes=(210, 450, 400)), 1)

    def _listen(self) -> None:
        self.choices.chosen.connect(self._wish_another)
        self.choices.opened.connect(self.to_table)
        self.choices.adding.connect(self.add)
        self.table.moved.connect(self._moved)
        self.filter.textChanged.connect(self._narrow)
        self.filter.stepped.connect(self._step)
        self.filter.returnPressed.connect(self.to_table)
        self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.table.fit)

    @property
    @override
    def listing(self) -> Listing:
        return self.choices.current

    @property
    @override
    def front(self) -> QWidget:
        return self.table

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [self.choices, self.table, self.beside.part, self.beside.history]

    # Reading.

    def arrive(self) -> None:
        """Read what may be stale, and stand in the lists or in the form."""
        self.read()
        if self.panel is not None:
            self.panel.arrive()
        else:
            self.choices.setFocus()

    def read(self) -> None:
        """Read the lines of the list and what was changed of it."""
        work = partial(look, self._session, self.listing)
        self._tasks.read(work, partial(self.show_found, self.listing), self.say_not_read, self.lanes["list"])

    @override
    def show_found(self, listing: Listing, found: Found) -> None:
        if listing is not self.listing:
            return
        self.banner.was_read()
        self._found = found
        lines, changes = found
        new = changes[0].line if self._go_to == "" and changes else ""
        self.table.show_lines(lines, self._go_to or new)
        self._go_to = None
        by_key = {line.key: line for line in lines}
        self.beside.show_history(changes, lambda change: in_words(listing, change, by_key))
        self._moved()

    def _moved(self) -> None:
        line = self.table.line
        self.beside.text.setPlainText(with_marks(line.told) if line is not None else "")
        self.end_button.setEnabled(line is not None)
        self.change_button.setEnabled(line is not None)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and not changes.what.isdisjoint(_TOLD):
            self.read()

    # Choosing a list, and finding in it.

    def _wish_another(self) -> None:
        if self.unsaved:
            self.choices.stay()
            self.ask_about_unsaved()
        else:
            self._choose()

    def _choose(self) -> None:
        """Show the list that is chosen at the left."""
        self.beside.take_away()
        self.banner.clear()
        listing = self.choices.keep()
        self.filter.clear()
        self._found = ((), ())
        self.table.take(listing)
        arrows = " Alt with an arrow puts a line in another place." if listing.orders else ""
        self._about.setText(f"{listing.about}{arrows}")
        templates, adds = isinstance(listing, Templates), listing.add(()) is not None
        self.change_button.setText("Replace from a file…" if templates else "&Change…")
        self.add_button.setText("&Add from a file…" if templates else "&Add…")
        self.add_button.setVisible(adds or templates)
        self.end_button.setVisible(listing.ends)
        self.file_button.setVisible(templates)
        self.beside.show_history((), str)
        self._moved()
        self.read()

    def _narrow(self, words: str) -> None:
        self.table.lines.narrow(words)
        self.table.stand_on("")

    def _step(self, lines: int) -> None:
        row = min(max(self.table.currentIndex().row() + lines, 0), self.table.lines.rowCount() - 1)
        self.table.setCurrentIndex(self.table.lines.index(row, 0))

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """As other pages with forms; Ctrl+N adds."""
        if act is Act.NEW_ENTRY:
            self.add()
            return True
        return super().act(act)

    @property
    def said(self) -> str:
        """How many lines and changes are shown."""
        return f"{count(len(self._found[0]), 'line')}, {count(len(self._found[1]), 'change')}"
