"""What of a chronology somebody wants to see, as one value that reads as a sentence.

The screen, the saved filters, the export and the server all take the same value, so that what is shown, what is
taken away and what the page head says of it can never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from db.domain.date_span import MONTHS, month_end
from db.domain.entry import clean_text

TONE_WORDS = {"harm": "bearing harm", "protective": "protective", "neutral": "neither harm nor protective"}
"""How the codes of a tone read in a sentence."""
EVERYTHING = "everything"
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
MOST_MONTHS = 12 * 100
"""How far back "the last … years" may reach."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What an entry must have to be shown; choices of one kind are joined by "or", different kinds by "and".

    `kinds`, `agencies` and `tones` are codes; `since` and `until` are days, both included. `person_name` and
    `author_name` are only for reading: two filters that differ in nothing else ask the same. `last_months` says that
    `since` was meant as so many months before today, so that a kept filter can move on with the calendar.
    """

    significant: bool = False
    kinds: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    person_id: UUID | None = None
    person_name: str = ""
    child_voice: bool = False
    seen_alone: bool = False
    tones: tuple[str, ...] = ()
    author_id: UUID | None = None
    author_name: str = ""
    since: date | None = None
    until: date | None = None
    documents: bool = False
    words: str = ""
    last_months: int = 0

    def between(self, since: date | None, until: date | None) -> Self:
        """The same filter for another span of days."""
        return replace(self, since=since, until=until, last_months=0)

    def in_last(self, months: int, today: date) -> Self:
        """The same filter for the last so many months."""
        return replace(self, since=months_before(today, months), until=None, last_months=months)

    def renewed(self, today: date) -> Self:
        """The same filter today, if it was kept earlier: "the last two years" ends now."""
        return self.in_last(self.last_months, today) if self.last_months else self

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return not self.to_json()

    def to_json(self) -> dict[str, Any]:
        """Only what is asked for, under the names of the fields; ids and days as text. Names of nobody are left out."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.person_id is None:
            del found["person_name"]
        if self.author_id is None:
            del found["author_name"]
        return {name: _plain(value) for name, value in found.items() if value not in (None, False, (), "", 0)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; raises KeyError or ValueError when the value is not a filter of ours."""
        known = {field.name for field in fields(cls)}
        if not known.issuperset(value):
            raise KeyError("The filter asks for something that is not known here.")
        given: dict[str, Any] = {name: _READ[name](value[name]) for name in value}
        return cls(**given)

    def sentence(self, kind_labels: Mapping[str, str], agency_labels: Mapping[str, str]) -> str:
        """The filter as it is read aloud and printed: "significant, from police or school, since March 2025"."""
        parts = (
            "significant" if self.significant else "",
            one_of([kind_labels.get(code, code).casefold() for code in self.kinds]),
            _after("from ", one_of([agency_in_words(code, agency_labels) for code in self.agencies])),
            _after("about ", self.person_name or ("a person" if self.person_id else "")),
            "with the child’s own words" if self.child_voice else "",
            "seen alone" if self.seen_alone else "",
            one_of([TONE_WORDS.get(code, code) for code in self.tones]),
            _after("written by ", self.author_name or ("a colleague" if self.author_id else "")),
            dates_in_words(self.since, self.until, self.last_months),
            "with a document" if self.documents else "",
            _after("with the words ", self.words and f"“{self.words}”"),
        )
        return ", ".join(part for part in parts if part) or EVERYTHING


def agency_in_words(code: str, labels: Mapping[str, str]) -> str:
    """An agency's label within a sentence: "police", but "GP"."""
    label = labels.get(code, code)
    return label if label[:2].isupper() else label[:1].casefold() + label[1:]


def one_of(words: Sequence[str]) -> str:
    """Return "police", "police or school", "police, school or hospital"."""
    return " or ".join(part for part in (", ".join(words[:-1]), "".join(words[-1:])) if part)


def dates_in_words(since: date | None, until: date | None, last_months: int = 0) -> str:
    """Return "since March 2025", "until 4 May 2026", "in 2025", "in the last two years"; empty without."""
    if last_months:
        return f"in the last {_months_in_words(last_months)}"
    if since is not None and until is not None:
        whole = _whole(since, until)
        return f"in {whole}" if whole else _both(since, until)
    if since is not None:
        return f"since {day_or_month(since)}"
    if until is not None:
        return f"until {_end(until)}"
    return ""


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last day of that month if it has none such."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, month_end(years, month + 1).day))


def _months_in_words(months: int) -> str:
    years, rest = divmod(months, 12)
    number, what = (months, "month") if rest or not years else (years, "year")
    if number == 1:
        return what
    return f"{NUMBERS.get(number, str(number))} {what}s"


def day_or_month(day: date) -> str:
    """Return "March 2025" for the first of a month, else "4 March 2025"."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if day.day == 1 else f"{day.day} {month}"


def _end(day: date) -> str:
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return f"the end of {month}" if day == month_end(day.year, day.month) else f"{day.day} {month}"


def _both(since: date, until: date) -> str:
    if since == until:
        return f"on {since.day} {MONTHS[since.month - 1]} {since.year}"
    return f"from {day_or_month(since)} to {_end(until)}"


def _whole(since: date, until: date) -> str:
    """The name of a span that is exactly a month or whole years."""
    if since.day != 1 or until != month_end(until.year, until.month):
        return ""
    if (since.year, since.month) == (until.year, until.month):
        return f"{MONTHS[since.month - 1]} {since.year}"
    if since.month != 1 or until.month != 12:
        return ""
    return str(since.year) if since.year == until.year else f"{since.year} to {until.year}"


def _after(opening: str, words: str) -> str:
    return f"{opening}{words}" if words else ""


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case tuple():
            return list(value)
        case str():
            return clean_text(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("This part of a filter is yes or no.")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("This part of a filter is a text.")
    return value


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("This part of a filter is a list of codes.")
    return tuple(_text(code) for code in value)


def _identity(value: Any) -> UUID:
    return UUID(_text(value))


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _months(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MONTHS:
        raise ValueError("This part of a filter is a number of months.")
    return value


_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("significant", "child_voice", "seen_alone", "documents"), _flag),
    **dict.fromkeys(("kinds", "agencies", "tones"), _codes),
    **dict.fromkeys(("person_id", "author_id"), _identity),
    **dict.fromkeys(("person_name", "author_name", "words"), _text),
    **dict.fromkeys(("since", "until"), _day),
    "last_months": _months,
}
