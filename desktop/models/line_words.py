"""A line of the chronology in words and signs: its marks, how we know, who recorded it, and its year and age.

The table, the delegate, screen readers and what is taken away all say the same, because they ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.infra.codes import labels
from desktop.models.known_words import known_short
from desktop.models.words import count, middle_of, with_marks, years_between

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow

LATE_FROM = 3
"""Days after the event from which "recorded late" is worth showing."""
_DAYS_TOLD, _MONTHS_TOLD = 100, 730
"""Days of lateness up to which days are told, and months; beyond them years."""
_FIRST_DAY = date(1800, 1, 1)
DAY_BITS = 43


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in the marks column, with the words that a screen reader and a tooltip give for it."""

    sign: str
    words: str
    tone: str = ""


def marks_of(row: ChronologyRow) -> tuple[Mark, ...]:
    """The signs of a line. Each is a shape and a word, never a colour alone."""
    found = [
        (row.significant, Mark("●", "significant")),
        (row.tone == "harm", Mark("▼ harm", "bears harm", "harm")),
        (row.tone == "protective", Mark("▲ protective", "protects", "protective")),
        (bool(row.words), Mark("“own words”", "the child’s own words")),
        (bool(row.seen_alone), Mark("seen alone", "the child was seen alone")),
        (row.seen is False, Mark("not seen", "the child was not seen")),
        (
            row.siblings > 0,
            Mark(
                f"+{count(row.siblings, 'child', 'children')}",
                f"concerns {count(row.siblings, 'other child', 'other children')}",
            ),
        ),
        (row.documents > 0, Mark(f"▤ {row.documents}", count(row.documents, "document"))),
        (
            row.challenges > 0,
            Mark("challenged", f"challenged, {count(row.challenges, 'challenge')} noted beside it"),
        ),
        (row.amended, Mark("✎ amended", f"amended, version {row.version}")),
        (
            row.late_days >= LATE_FROM,
            Mark(
                f"{_late(row.late_days)} late",
                f"recorded {count(row.late_days, 'day')} after the event",
            ),
        ),
    ]
    return tuple(mark for there, mark in found if there)


def _late(days: int) -> str:
    """How late, in the unit in which people say it, so that the sign has room."""
    if days < _DAYS_TOLD:
        return count(days, "day")
    return count(days // 30, "month") if days < _MONTHS_TOLD else count(days // 365, "year")


def source_words(row: ChronologyRow) -> str:
    """How we know, in as few words as tell it: the agency, else who, else the way."""
    agency = labels("agency").get(row.source.agency, "")
    who = row.source.who or row.source.role
    return " · ".join(part for part in (agency, with_marks(who)) if part) or known_short(row.kind, row.source)


def author_words(row: ChronologyRow) -> str:
    """Who recorded it, with their role."""
    return ", ".join(part for part in (row.author, row.author_role) if part)


def detail_words(row: ChronologyRow) -> str:
    """The first words of the detail, or the child's own where there is no detail."""
    return row.detail_start or (f"“{row.words}”" if row.words else "")


def second_line(row: ChronologyRow) -> str:
    """Kind and source in front of the first words of the detail, for narrow tables; "Analysis" once."""
    kind = labels("entry_kind").get(row.kind, row.kind)
    return " · ".join(part for part in (*dict.fromkeys((kind, source_words(row))), detail_words(row)) if part)


def day_of(order_key: int) -> date:
    """The day of an order key, which is its first 20 bits."""
    return _FIRST_DAY + timedelta(days=order_key >> DAY_BITS)


def heading_of(order_key: int, born: date | None, latest: date | None = None) -> str:
    """The year of an entry and how old the child was: "2026 · age 7", "2018 · before birth".

    With the `latest` day of a birth that is not known to the day: "2026 · about 7".
    """
    day = day_of(order_key)
    if born is None:
        return str(day.year)
    if day < born:
        return f"{day.year} · before birth"
    about = latest is not None and latest > born
    age = years_between(middle_of(born, latest) if about and latest else born, day)
    if age <= 0:
        return f"{day.year} · under 1"
    return f"{day.year} · about {age}" if about else f"{day.year} · age {age}"
