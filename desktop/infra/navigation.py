"""The values by which pages ask for one another, so that features need not know each other.

A page says where the person wants to go; the shell decides what that means.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.infra.acts import Act


@dataclass(frozen=True, slots=True)
class MyChildren:
    """To the caseload."""


@dataclass(frozen=True, slots=True)
class FindChild:
    """To the find page."""


@dataclass(frozen=True, slots=True)
class OpenChild:
    """To a child's file; `basis` is what the list said of one's access, "break_glass" if there is none."""

    child_id: UUID
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """To a new entry beside the chronology."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AmendEntry:
    """To a new version of an entry, beside the chronology."""

    child_id: UUID
    name: str
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class NewDocument:
    """To a new document beside the chronology; it may be added to the entry that is being read."""

    child_id: UUID
    name: str
    entry_id: UUID | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class CourtChronology:
    """To the court chronology of a child."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PeopleOfChild:
    """To the people around a child and their genogram."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SearchEverywhere:
    """To the search of words in all files that one may open."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """To one entry of a child's file, opening the file first if it is not open; `words` are marked in it."""

    child_id: UUID
    name: str
    basis: str
    entry_id: UUID
    order_key: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Do:
    """What the act's key would do."""

    act: Act


@dataclass(frozen=True, slots=True)
class Back:
    """Back to the file from a page that stands on it."""

    child_id: UUID


Wish = (
    MyChildren
    | FindChild
    | OpenChild
    | NewEntry
    | AmendEntry
    | NewDocument
    | CourtChronology
    | PeopleOfChild
    | SearchEverywhere
    | ShowEntry
    | Do
    | Back
)


class Navigator(QObject):
    """Carries wishes from pages to the window."""

    wanted = Signal(object)

    def go(self, wish: Wish) -> None:
        """Ask for a place."""
        self.wanted.emit(wish)
