"""Without the server: whose entry it is, and the form beside; what is written is kept here until the server answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout
from typing_extensions import override

from db.local.known import KnownChild
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NO_CHILD, NewEntry
from desktop.models.record_table import RecordColumn
from desktop.models.words import age_in_words, count, with_marks
from desktop.widgets.banner import News
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.next_part import to_next
from desktop.widgets.one_beside import OneBeside
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_FORM = frozenset({Act.SAVE, Act.DOCUMENT, Act.SIGNIFICANT, Act.TONE, Act.SPELLING, Act.BACK})


class OfflinePage(Page):
    """The children known here, a line for somebody else, and the form."""

    acts = frozenset({Act.NEW_ENTRY, Act.NEXT_PART, Act.FIND_IN_FILE, *_FORM})

    def __init__(self, desk: Desk, known: Iterable[KnownChild]) -> None:
        super().__init__("Writing without the server")
        self._navigator = desk.navigator
        self.table = RecordList(desk, "Children known on this computer", _COLUMNS)
        self.table.show_lines(tuple(known))
        self.table.when_chosen(self._open)
        self.filter = NarrowBox("part of a name or a reference", "part of a name or a reference")
        self.filter.textChanged.connect(self.table.narrow)
        self.later = QLineEdit()
        take_all(self.later)
        self.later.setAccessibleName("Somebody else: a name, the child is chosen later")
        self.later.setPlaceholderText("Somebody else: type a name; the child is chosen when the server answers")
        self.later.returnPressed.connect(self.write_for_later)
        self._go = button("Write", self.write_for_later, name="Write about somebody else")
        self.said = label("", "muted", name="How it stands")
        self._lay_out()
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    def _lay_out(self) -> None:
        known = len(self.table.lines.records)
        words = f"{count(known, 'child', 'children')} known on this computer. Enter begins an entry."
        below = QHBoxLayout()
        below.addWidget(self.later, 1)
        below.addWidget(self._go)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label("Writing without the server", "heading"))
        column.addWidget(self.said)
        column.addWidget(label(words if known else "No child is known on this computer yet.", "muted"))
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self._across = QHBoxLayout()
        self._across.setSpacing(14)
        self._across.addLayout(column, 2)
        self._beside = OneBeside(partial(self._across.addWidget, stretch=3), empty=self.arrive)
        self.body.addLayout(self._across, 1)

    def arrive(self) -> None:
        """Stand in the form, or else in the list."""
        if self.panel is not None:
            self.panel.arrive()
        else:
            (self.table if self.table.one else self.later).setFocus()

    def say(self, words: str) -> None:
        """How it stands with the server."""
        self.said.setText(words)

    def say_kept(self, words: str) -> None:
        """Where the text is that was just closed."""
        self.banner.say(News.GOOD, words)

    # Whose entry.

    def _open(self, one: KnownChild) -> None:
        who = (one.reference, one.born, one.expected_on, one.born_latest)
        self._navigator.go(NewEntry(one.child_id, one.name, *who))

    def write_for_later(self) -> None:
        """Begin an entry for a child that is chosen when the server answers."""
        self._navigator.go(NewEntry(NO_CHILD, self.later.text().strip()))
        self.later.clear()

    # The form.

    @property
    def panel(self) -> Page | None:
        """The form at the right."""
        return self._beside.panel

    def put_beside(self, panel: Page) -> None:
        """Make room for a form, in place of the one before."""
        self.banner.clear()
        self._beside.put(panel)

    def take_away(self) -> None:
        """Take the form away."""
        self._beside.take_away()

    @override
    def act(self, act: Act) -> bool:
        """What the form can do, it does; else go to the list or begin an entry."""
        if act is Act.NEW_ENTRY:
            self.table.open_one()
            return True
        if act is Act.FIND_IN_FILE:
            self.filter.arrive()
            return True
        if act in _FORM:
            return self.panel is not None and self.panel.act(act)
        form = [self.panel] if self.panel is not None else []
        to_next([self.filter, self.table, self.later, *form])
        return True

    @property
    def unsaved(self) -> bool:
        """Whether the form holds words that this computer does not take."""
        return self.panel is not None and self.panel.unsaved

    def ask_about_unsaved(self) -> None:
        """Show them."""
        if self.panel is not None:
            self.panel.ask_about_unsaved()


_COLUMNS: tuple[RecordColumn[KnownChild], ...] = (
    RecordColumn(
        "Name",
        lambda one: f"{with_marks(one.name)}\n{one.reference}",
        lambda one: one.name.casefold(),
        20,
        strong=lambda _: True,
    ),
    RecordColumn(
        "Age",
        lambda one: age_in_words(one.born, one.expected_on, date.today(), one.born_latest),
        lambda one: one.name.casefold(),
        12,
    ),
)
