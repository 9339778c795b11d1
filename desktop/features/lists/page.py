"""Lists and limits: the lists at the left, the chosen one as a table, beside it a line or its form, and the history.

Nothing here can read a child's record; each change is on record with its reason, and each can be set back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import Conflict, OutcomeUnknown, ThroughlineError
from db.queries.lists import ListChange, list_changes
from db.session import Session
from desktop.features.lists.beside import Beside, in_words
from desktop.features.lists.choices import Choices
from desktop.features.lists.files import TemplateFiles
from desktop.features.lists.listing import Line, Listing, Question
from desktop.features.lists.order import keep_order, shifted
from desktop.features.lists.panel import QuestionPanel
from desktop.features.lists.table import Lines
from desktop.features.lists.templates import Templates
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, with_marks
from desktop.widgets.asking import Save
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.banner import News
from desktop.widgets.flow import Flow
from desktop.widgets.search_box import SearchBox
from desktop.widgets.text import button, label

ROLES = ("administrator",)
"""Who looks after lists and limits."""
_TOLD = {"codes", "signal_rules", "setting", "page_limits", "templates"}
Found = tuple[tuple[Line, ...], tuple[ListChange, ...]]


class ListsPage(AskingPage):
    """One list at a time; words in a form are asked for before another list or line takes their place."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.NEXT_PART, Act.NEW_ENTRY, Act.SPELLING})

    def __init__(self, desk: Desk) -> None:
        super().__init__("Lists and limits")
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._found: Found = ((), ())
        self._seen: int | None = None
        self._go_to: str | None = None
        self.choices = Choices(desk)
        self.table = Lines(desk)
        self.beside = Beside()
        self._about = label("", "muted", name="What this list is for")
        self.filter = SearchBox()
        self.filter.setAccessibleName("Find a line")
        self.filter.setPlaceholderText("Find a line")
        self.change_button = button("&Change…", self.change, part="main", tip="Enter")
        self.add_button = button("&Add…", self.add, tip="Insert, Ctrl+N")
        self.end_button = button("&End…", self.end, tip="Delete")
        self.file_button = button("Save as a &file…", self._save_file, name="Save the template as a file to change it")
        self.files = TemplateFiles(self, self._found_lines, self._ask)
        self._lay_out()
        self._listen()
        self._choose()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Lists and limits", "heading", wrap=False))
        bar, middle = QWidget(), QWidget()
        flow = Flow(bar, across=8, down=6)
        for made in (self.change_button, self.add_button, self.end_button, self.file_button):
            flow.addWidget(made)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._about, self.filter, self.table, bar):
            column.addWidget(part)
        column.setStretchFactor(self.table, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        for part in (self.choices, middle, self.beside):
            halves.addWidget(part)
        halves.setSizes([210, 450, 400])
        self.body.addWidget(halves, 1)

    def _listen(self) -> None:
        self.choices.chosen.connect(self._wish_another)
        self.choices.opened.connect(self._to_table)
        self.table.opened.connect(self._change_here)
        self.table.adding.connect(self.add)
        self.table.ending.connect(self.end)
        self.table.shifting.connect(self.shift)
        self.table.moved.connect(self._moved)
        self.filter.textChanged.connect(self._narrow)
        self.filter.stepped.connect(self._step)
        self.filter.returnPressed.connect(self._to_table)
        self.beside.wanted.connect(self._save)
        self.beside.left.connect(self.leave_panel)
        self.beside.set_back.connect(self.set_back)
        self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.table.fit)

    @property
    def listing(self) -> Listing:
        """The list that is shown."""
        return self.choices.current

    def _found_lines(self) -> tuple[Line, ...]:
        return self._found[0]

    @property
    def panel(self) -> QuestionPanel | None:
        """The form beside the table, if one is open."""
        return self.beside.panel

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
        if self._desk.signed_in.me.role not in ROLES:
            self._about.setText("Lists and limits are changed by administrators: ask yours to do it.")
            return
        work = partial(_look, self._session, self.listing)
        self._tasks.read(work, partial(self._show, self.listing), self.say_not_read, self._lane)

    def say_not_read(self, error: ThroughlineError) -> None:
        """The list could not be read."""
        self.banner.trouble(error, (("Try again", self.read),))

    def _show(self, listing: Listing, found: Found) -> None:
        if listing is not self.listing:
            return
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

    def close_page(self) -> None:
        """The person has gone: whatever is under way may stop."""
        self._lane.drop()

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

    def _to_table(self, *_: object) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Forms.

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
        if line is None:
            gone = "This line is not here any more." if one.line else "The order is changed with Alt and an arrow."
            self._ask(gone)
        else:
            self.table.stand_on(line.key)
            self._ask(self.listing.back(one, line))

    def shift(self, step: int) -> None:
        """Put the line on which one stands a place further; it is kept when the form beside is saved."""
        line, lines = self.table.line, self._found[0]
        asked = self.panel.question if self.panel is not None else None
        if line is None or not self.listing.orders or self.filter.text() or (asked is not None and not asked.orders):
            return
        moved = shifted(lines, line.key, step)
        if moved == lines:
            return
        self._found = (moved, self._found[1])
        self._ask(keep_order(self.listing.name, self.listing.title, moved), again=True)
        self.table.show_lines(moved, line.key)
        self._to_table()

    def _ask(self, question: Question | str, *, again: bool = False) -> None:
        """Put a form beside the table, or say why there is none."""
        if isinstance(question, str):
            self.banner.say(News.NOTE, question)
        elif self.unsaved and not again:
            self.ask_about_unsaved()
        else:
            self.banner.clear()
            self._seen = self._newest(question.key or ("" if question.orders else None))
            panel = QuestionPanel(question, self._desk.writer, lambda: self._seen)
            self.beside.put(panel)

    def _newest(self, key: str | None) -> int:
        """The newest change of a line that was read; of a new line there is none."""
        return max((change.version for change in self._found[1] if change.line == key), default=0)

    def take_away(self) -> None:
        """The line again; another order that was not kept is forgotten."""
        ordered = self.panel is not None and self.panel.question.orders
        self.beside.take_away()
        self._to_table()
        if ordered:
            self.read()

    @property
    @override
    def unsaved(self) -> bool:
        panel = self.panel
        return panel is not None and (panel.unsaved or panel.question.orders)

    # Saving.

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self.panel is not None and self.panel.save_button.isEnabled():
            self.panel.save()

    def _save(self, save: object) -> None:
        if self.panel is not None:
            self.panel.form.freeze(True)
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        if self.panel is not None:
            self._go_to = None if self.panel.question.orders else self.panel.question.key
        self.beside.take_away()
        self._to_table()
        self.banner.say(News.GOOD, "Kept, with what stood before.")
        self.read()
        self._desk.news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        panel = self.panel
        if panel is not None:
            panel.again()
            panel.form.freeze(isinstance(error, OutcomeUnknown))
        if isinstance(error, Conflict) and panel is not None:
            work = partial(_look, self._session, self.listing)
            self._tasks.read(work, partial(self._meet, self.listing), self.say_not_read, self._lane)
        elif isinstance(error, OutcomeUnknown) and panel is not None:
            self.banner.trouble(error, (("Try again", panel.save),))
        else:
            self.banner.trouble(error)

    def _meet(self, listing: Listing, found: Found) -> None:
        """Somebody else was first: say what they did; what one typed stands in the form."""
        panel = self.panel
        self._show(listing, found)
        if panel is None or listing is not self.listing:
            return
        key = panel.question.key
        theirs = next((change for change in found[1] if change.line == key), None)
        by_key = {line.key: line for line in found[0]}
        told = in_words(listing, theirs, by_key) if theirs is not None else "The list has other lines by now."
        ways: list[tuple[str, Callable[[], None]]] = [("Leave it as it is now", self._close_panel)]
        if not panel.question.orders:
            ways.insert(0, ("Save mine over it", partial(self._over, self._newest(key))))
        words = f"Somebody else changed this meanwhile. {told} What you typed stands in the form."
        self.banner.say(News.CARE, with_marks(words), ways, stays=True)

    def _over(self, seen: int) -> None:
        self._seen = seen
        self.save_form()

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """As other pages with forms; Ctrl+N adds, and without a form Esc goes home."""
        if act is Act.NEW_ENTRY:
            self.add()
            return True
        if act is Act.BACK and self.panel is None:
            return False
        return super().act(act)

    def back(self) -> None:
        """There is no file to go back to: the window goes home."""

    def next_part(self) -> None:
        """From the lists to the table, to what stands beside it, to what was changed."""
        focus = self.window().focusWidget()
        parts: list[QWidget] = [self.choices, self.table, self.beside.part, self.beside.history]
        here = next((n for n, part in enumerate(parts) if part is focus or part.isAncestorOf(focus or self)), -1)
        part = parts[(here + 1) % len(parts)]
        if isinstance(part, QuestionPanel):
            part.arrive()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def said(self) -> str:
        """How many lines and changes are shown."""
        return f"{count(len(self._found[0]), 'line')}, {count(len(self._found[1]), 'change')}"


def _look(session: Session, listing: Listing) -> Found:
    """What was changed first: who changes a line in between is met when it is saved."""
    changes = list_changes(session, listing.name)
    return listing.read(session), changes
