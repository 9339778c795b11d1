"""What is chosen of the file: in or out, relied on, worded, in which order; and what follows from a change at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.domain.court_chronology import Choice, Span, choice_of, choices, entry_of, moved, relied_on, turned
from db.errors import ThroughlineError
from desktop.features.court.selection import CourtFacts, drafted_involvement, span_of
from desktop.infra.tasks import Lane

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage

_SPAN = frozenset({"since", "until", "significant"})
_Found = tuple[Mapping[str, str], tuple[Choice, ...]]


class Choosing(QObject):
    """Sets the fields of the document, and shows in the list and beside it what they mean."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self.span = Span()
        page.table.turned.connect(self.turn)
        page.table.relied.connect(self.rely)
        page.table.moved.connect(self._moved)
        page.table.selectionModel().currentRowChanged.connect(self._stood)
        page.panes.wrote.connect(self._wrote)

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields as they stand."""
        return self._page.keeping.fields if self._page.keeping is not None else {}

    def put(self, changes: Mapping[str, str]) -> None:
        """Set some fields."""
        page = self._page
        if page.keeping is None or not page.keeping.put(changes):
            return
        for entry_id in {found[1] for found in map(entry_of, changes) if found is not None}:
            row = page.lines.row_of(entry_id)
            choice = page.lines.choice(row)
            if choice is not None:
                page.lines.put(row, [choice_of(choice.candidate, self.fields, self.span)])
        if _SPAN & changes.keys():
            self.anew()
        self._follow()

    def _follow(self) -> None:
        self.show_entry()
        self._page.laying.soon()
        self._page.tell()

    def anew(self) -> None:
        """Find out of every entry whether it is in, off the interface thread."""
        page = self._page
        if page.facts is not None:
            self.span = span_of(self.fields, date.today(), self.span)
            work = partial(_choices, page.facts, self.fields, self.span)
            page.desk.tasks.read(work, self._found, self._failed, self._lane)

    def close(self) -> None:
        """The page goes."""
        self._lane.drop()

    def _found(self, found: _Found) -> None:
        if found[0] != self.fields:  # something was chosen meanwhile
            self.anew()
            return
        self.show(found[1])
        self._page.laying.soon()

    def _failed(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error)

    def show(self, found: tuple[Choice, ...]) -> None:
        """Show all choices anew; one stands where one stood."""
        page = self._page
        here = page.lines.choice(page.table.row)
        page.lines.show(found)
        row = page.lines.row_of(here.candidate.entry_id) if here is not None else page.lines.row_of_serial(1)
        page.table.stand_on(max(row, 0), middle=here is None)
        self.show_entry()
        page.tell()

    def show_fields(self) -> None:
        """Show the fields of the whole document, and of the entry on which one stands."""
        page = self._page
        if page.facts is not None:
            page.panes.settings.show_fields(self.fields, drafted_involvement(page.facts))
        self.show_entry()

    def show_all(self) -> None:
        """The fields are others now: somebody else's were put in."""
        self.show_fields()
        self.anew()

    def show_entry(self) -> None:
        """The entry on which one stands, beside the list."""
        lines, row = self._page.lines, self._page.table.row
        choice = lines.choice(row)
        self._page.panes.show_entry(choice, lines.serials[row] if choice is not None else 0, lines, self.fields)

    def _stood(self, *_rows: object) -> None:
        self.show_entry()

    def _wrote(self, name: str, text: str) -> None:
        self.put({name: text})

    # The keys of the list.

    def turn(self, row: int = -1) -> None:
        """Take an entry in, or leave it out; without a row the one on which one stands."""
        choice = self._page.lines.choice(row if row >= 0 else self._page.table.row)
        if choice is not None:
            self.put(turned(choice))

    def rely(self, row: int = -1) -> None:
        """Rely on an older entry, or no more."""
        choice = self._page.lines.choice(row if row >= 0 else self._page.table.row)
        if choice is not None:
            self.put(relied_on(choice))

    def move(self, by: int) -> None:
        """Set the entry on which one stands before or after its neighbour of the same day."""
        self._moved(self._page.table.row, by)

    def _moved(self, row: int, by: int) -> None:
        page = self._page
        day = page.lines.day_of(row)
        changes = moved(page.lines.choices[day], row - day.start, by)
        if page.keeping is not None and page.keeping.put(changes):
            page.lines.swap(row, row + by)
            page.table.stand_on(row + by)
            self._follow()


def _choices(facts: CourtFacts, fields: Mapping[str, str], span: Span) -> _Found:
    return fields, choices(facts.candidates, fields, span)
