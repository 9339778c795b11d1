"""The columns of "My children", in the order in which one worries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.models.record_table import RecordColumn
from desktop.models.words import age_in_words, day_in_words, distance, seen_in_words, short_day

if TYPE_CHECKING:
    from db.queries.files import ChildLine

_FAR = date(2999, 1, 1)
_LONG_AGO = date(1800, 1, 1)
BASES = {
    "allocated": "allocated to me",
    "team": "my team",
    "support": "my team",
    "front_door": "front door",
    "break_glass": "not mine",
}


def is_own(child: ChildLine) -> bool:
    """Whether one works with the child oneself, and not only the team does."""
    return child.basis == "allocated" or child.basis.startswith("named:")


def is_allocated(child: ChildLine) -> bool:
    """The same for a manager, who is named in many files of the team."""
    return child.basis == "allocated"


def basis_in_words(basis: str) -> str:
    """How one comes to the file."""
    return BASES.get(basis, basis.replace("named:", "named: ").replace("_", " "))


def name(child: ChildLine) -> str:
    """The name, and the name the child uses."""
    plain = not child.known_as or child.known_as == child.name
    return f"{child.name if plain else child.known_as}\n{child.reference if plain else child.name}"


def _age(child: ChildLine) -> str:
    """The age; of a child to be born the day that it is expected on, which has room."""
    if child.born is None and child.expected_on is not None:
        return f"unborn\n{short_day(child.expected_on)}"
    return age_in_words(child.born, child.expected_on, date.today())


def _next(child: ChildLine) -> str:
    if child.next_on is None:
        return "nothing planned"
    return f"{child.next_what or 'planned'}\n{distance(child.next_on, date.today())} · {short_day(child.next_on)}"


def _spoken_seen(what: str, day: date | None) -> str:
    return f"{what} {distance(day, date.today())}, {day_in_words(day)}" if day else f"{what}: not recorded"


COLUMNS: tuple[RecordColumn[ChildLine], ...] = (
    RecordColumn("Name", name, lambda child: (child.known_as or child.name).casefold(), 21, strong=lambda _: True),
    RecordColumn(
        "Age",
        _age,
        lambda child: -(child.born or child.expected_on or _FAR).toordinal(),
        10,
        spoken=lambda child: age_in_words(child.born, child.expected_on, date.today()),
    ),
    RecordColumn(
        "Last seen",
        lambda child: seen_in_words(child.last_seen, date.today(), "\n"),
        lambda child: child.last_seen or _LONG_AGO,
        13,
        spoken=lambda child: _spoken_seen("last seen", child.last_seen),
    ),
    RecordColumn(
        "Seen alone",
        lambda child: seen_in_words(child.last_seen_alone, date.today(), "\n"),
        lambda child: child.last_seen_alone or _LONG_AGO,
        13,
        spoken=lambda child: _spoken_seen("last seen alone", child.last_seen_alone),
    ),
    RecordColumn(
        "Since I looked",
        lambda child: f"{child.new_entries:,} new" if child.new_entries else "nothing new",
        lambda child: -child.new_entries,
        14,
        strong=lambda child: child.new_entries > 0,
    ),
    RecordColumn("What comes next", _next, lambda child: child.next_on or _FAR, 23),
    RecordColumn("Worker", lambda child: child.worker or "nobody allocated", lambda child: child.worker.casefold(), 14),
    RecordColumn("Mine by", lambda child: basis_in_words(child.basis), lambda child: child.basis, 14),
)
