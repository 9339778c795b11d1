"""The parts of a filter as the sentence shows them: their words, their choices, and how each changes the filter.

Every part is a value, so that the bar is one loop and not eleven special cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.domain.filters import TONE_WORDS, Filter, agency_in_words, dates_in_words, one_of
from db.queries.chronology import FilterCounts
from db.queries.filters import PeopleOfFilter
from desktop.infra.codes import code_list, labels

NOBODY = PeopleOfFilter((), ())
_SPANS = ((6, "Last six months"), (12, "Last year"), (24, "Last two years"), (60, "Last five years"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a popover: its key, its words, whether it holds, and where its count is found."""

    key: str
    words: str
    chosen: bool = False
    counted: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sentence. `put` gives the filter with a choice taken or left; `out` the filter without the part."""

    key: str
    head: str
    words: Callable[[Filter], str]
    choices: Callable[[Filter, PeopleOfFilter, FilterCounts | None], tuple[Choice, ...]]
    put: Callable[[Filter, str, bool, PeopleOfFilter], Filter]
    out: Callable[[Filter], Filter]
    single: bool = True
    prompt: str = ""


def _with(wanted: Filter, key: str, value: Any) -> Filter:
    """The filter with another value of one field."""
    changed: dict[str, Any] = {key: value}
    return replace(wanted, **changed)


def _flag(key: str, head: str, words: str) -> Part:
    def choices(wanted: Filter, _people: PeopleOfFilter, _counts: FilterCounts | None) -> tuple[Choice, ...]:
        return (Choice(key, head, getattr(wanted, key), (key, "true")),)

    def put(wanted: Filter, _key: str, on: bool, _people: PeopleOfFilter) -> Filter:
        return _with(wanted, key, on)

    return Part(
        key,
        head,
        lambda wanted: words if getattr(wanted, key) else "",
        choices,
        put,
        lambda wanted: _with(wanted, key, False),
    )


def _codes(key: str, head: str, opening: str, listed: Callable[[], tuple[tuple[str, str, str], ...]]) -> Part:
    """A part of several codes; `listed` gives code, label, and the label within a sentence."""

    def words(wanted: Filter) -> str:
        named = {code: within for code, _label, within in listed()}
        chosen = one_of([named.get(code, code) for code in getattr(wanted, key)])
        return f"{opening}{chosen}" if chosen else ""

    def choices(wanted: Filter, _people: PeopleOfFilter, _counts: FilterCounts | None) -> tuple[Choice, ...]:
        chosen = getattr(wanted, key)
        return tuple(Choice(code, label, code in chosen, (key, code)) for code, label, _within in listed())

    def put(wanted: Filter, code: str, on: bool, _people: PeopleOfFilter) -> Filter:
        others = [chosen for chosen in getattr(wanted, key) if chosen != code]
        return _with(wanted, key, (*others, code) if on else tuple(others))

    return Part(key, head, words, choices, put, lambda wanted: _with(wanted, key, ()), single=False)


def _kinds() -> tuple[tuple[str, str, str], ...]:
    return tuple((code.code, code.label, code.label.casefold()) for code in code_list("entry_kind"))


def _agencies() -> tuple[tuple[str, str, str], ...]:
    named = labels("agency")
    return tuple((code.code, code.label, agency_in_words(code.code, named)) for code in code_list("agency"))


def _tones() -> tuple[tuple[str, str, str], ...]:
    return tuple((code, words[:1].upper() + words[1:], words) for code, words in TONE_WORDS.items())


def _person_choices(wanted: Filter, people: PeopleOfFilter, _counts: FilterCounts | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(one.id), f"{one.name} ({one.told})" if one.told else one.name, one.id == wanted.person_id)
        for one in people.people
    )


def _author_choices(wanted: Filter, people: PeopleOfFilter, _counts: FilterCounts | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            str(one.id),
            ", ".join(filter(None, (one.name, one.told))),
            one.id == wanted.author_id,
            ("authors", str(one.id)),
        )
        for one in people.authors
    )


def _put_person(wanted: Filter, key: str, on: bool, people: PeopleOfFilter) -> Filter:
    found = next((one for one in people.people if on and str(one.id) == key), None)
    return replace(wanted, person_id=found.id if found else None, person_name=found.name if found else "")


def _put_author(wanted: Filter, key: str, on: bool, people: PeopleOfFilter) -> Filter:
    found = next((one for one in people.authors if on and str(one.id) == key), None)
    return replace(wanted, author_id=found.id if found else None, author_name=found.name if found else "")


def _date_choices(wanted: Filter, _people: PeopleOfFilter, counts: FilterCounts | None) -> tuple[Choice, ...]:
    spans = [Choice(f"last {months}", words, wanted.last_months == months) for months, words in _SPANS]
    counted = [choice for part, choice in (counts.beside if counts else {}) if part == "years"]
    chosen = {str(wanted.since.year)} if _one_year(wanted) and wanted.since else set()
    years = sorted({*counted, *chosen}, reverse=True)
    return (*spans, *(Choice(year, year, year in chosen, ("years", year)) for year in years))


def _one_year(wanted: Filter) -> bool:
    since, until = wanted.since, wanted.until
    return since is not None and (since, until) == (date(since.year, 1, 1), date(since.year, 12, 31))


def _put_dates(wanted: Filter, key: str, on: bool, _people: PeopleOfFilter) -> Filter:
    if not on:
        return wanted.between(None, None)
    if key.startswith("last "):
        return wanted.in_last(int(key.removeprefix("last ")), date.today())
    return wanted.between(date(int(key), 1, 1), date(int(key), 12, 31))


def _words_choices(wanted: Filter, _people: PeopleOfFilter, _counts: FilterCounts | None) -> tuple[Choice, ...]:
    return (Choice("words", f"With the words “{wanted.words}”", True),) if wanted.words else ()


PARTS: tuple[Part, ...] = (
    _flag("significant", "Significant only", "significant"),
    _codes("kinds", "Kind of entry", "", _kinds),
    _codes("agencies", "Source agency", "from ", _agencies),
    Part(
        "person_id", "Person involved",
        lambda wanted: f"about {wanted.person_name or 'a person'}" if wanted.person_id else "",
        _person_choices, _put_person, lambda wanted: replace(wanted, person_id=None, person_name=""),
    ),
    _flag("child_voice", "With the child’s own words", "with the child’s own words"),
    _flag("seen_alone", "Seen alone", "seen alone"),
    _codes("tones", "Harm or protective", "", _tones),
    Part(
        "author_id", "Author",
        lambda wanted: f"written by {wanted.author_name or 'a colleague'}" if wanted.author_id else "",
        _author_choices, _put_author, lambda wanted: replace(wanted, author_id=None, author_name=""),
    ),
    Part(
        "dates", "Dates",
        lambda wanted: dates_in_words(wanted.since, wanted.until, wanted.last_months),
        _date_choices, _put_dates, lambda wanted: wanted.between(None, None),
        prompt="since March 2025 · 2019 to 2021 · last two years",
    ),
    _flag("documents", "With a document", "with a document"),
    Part(
        "words", "Words",
        lambda wanted: f"with the words “{wanted.words}”" if wanted.words else "",
        _words_choices, lambda wanted, _key, on, _people: wanted if on else replace(wanted, words=""),
        lambda wanted: replace(wanted, words=""),
    ),
)  # fmt: skip
"""The parts in the order of the sentence."""
