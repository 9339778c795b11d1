"""Reads a filter as somebody types it: "police since march 2025 significant".

Typing is the quickest way to ask for those who know what they want; what is not understood is named and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from db.domain.filters import MOST_MONTHS, NUMBERS, Filter
from db.domain.partial_date import DateNotUnderstood, PartialDate, Precision, parse_partial_date

_LONGEST = 7
"""Words that one date or name may have."""
_SKIPPED = frozenset(
    (
        *("all", "any", "entry", "entries", "event", "events", "show", "only", "everything", "and", "or"),
        *("the", "a", "an", "of", "with", "by", "from", "kind", "that", "have", "has"),
    )
)
_FLAGS: dict[str, dict[str, bool | tuple[str, ...]]] = {
    "significant": {"significant": True},
    "seen alone": {"seen_alone": True},
    "alone": {"seen_alone": True},
    "child's voice": {"child_voice": True},
    "child's own words": {"child_voice": True},
    "own words": {"child_voice": True},
    "voice": {"child_voice": True},
    "document attached": {"documents": True},
    "document": {"documents": True},
    "attachment": {"documents": True},
    "harm": {"tones": ("harm",)},
    "harmful": {"tones": ("harm",)},
    "bearing harm": {"tones": ("harm",)},
    "protective": {"tones": ("protective",)},
    "neutral": {"tones": ("neutral",)},
}
_NUMBERS = {words: number for number, words in NUMBERS.items()} | {"a": 1, "one": 1, "twelve": 12, "eighteen": 18}
_LAST = re.compile(r"(?:the )?(?:last|past) (?:(?P<number>\w+) )?(?P<what>month|year)s?")
_TWO_ENDS = re.compile(r"\b(until|till|to|before|since|after)\b")
_LIKE_A_DAY = re.compile(
    r"(?i)\b\d{1,2}(?:[./-]\d{1,2}[./-](?:\d{4}|\d\d)|"
    r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{4})\b"
)
_TOKENS = re.compile(r'-?"[^"]*"|[^\s,;]+')


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words may name: labels by code for kinds and agencies, names by id for people and authors."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)
    authors: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """What was understood, the words that were not, and what is wrong with a date that was meant."""

    filter: Filter
    unknown: tuple[str, ...]
    trouble: str = ""


_Step = Callable[[str, Filter], Filter | None]


def read_filter(text: str, known: Vocabulary, today: date, so_far: Filter | None = None) -> ReadFilter:
    """Add what the text asks for to a filter; days count from `today` where they are said relatively."""
    found, unknown = so_far or Filter(), []
    words = [word.replace("’", "'") for word in _TOKENS.findall(text)]
    steps = _steps(known, today)
    place = 0
    while place < len(words):
        step = _longest_step(words, place, steps, found)
        if step is not None:
            place, found = step
        else:
            if _bare(words[place]) not in _SKIPPED:
                unknown.append(words[place])
            place += 1
    return ReadFilter(found, tuple(unknown), _wrong_date(text, today) if unknown else "")


def _wrong_date(text: str, today: date) -> str:
    """Why a day is none that is written like one: "31/2/2026"."""
    for found in _LIKE_A_DAY.finditer(text):
        try:
            parse_partial_date(found.group(), today=today)
        except DateNotUnderstood as error:
            return error.text
    return ""


def read_days(text: str, today: date) -> tuple[date | None, date | None] | None:
    """The span of days that some date words mean, None where they mean none: "since March 2025", "2024 to 2025"."""
    found = _dates(today)(text.strip().casefold(), Filter())
    return None if found is None else (found.since, found.until)


def read_last(text: str) -> int:
    """The months of "last two years"; 0 if the words say something else."""
    found = _LAST.fullmatch(text.strip().casefold())
    if not found:
        return 0
    said = found["number"] or "one"
    number = int(said) if said.isdecimal() and len(said) < 5 else _NUMBERS.get(said, 0)
    months = number * (12 if found["what"] == "year" else 1)
    return months if months <= MOST_MONTHS else 0


def _longest_step(words: list[str], place: int, steps: tuple[_Step, ...], so_far: Filter) -> tuple[int, Filter] | None:
    """The longest run of words from a place that says something, and the filter with it."""
    for end in range(min(len(words), place + _LONGEST), place, -1):
        run = " ".join(words[place:end]).casefold()
        for step in steps:
            found = step(run, so_far)
            if found is not None:
                return end, found
    return None


def _steps(known: Vocabulary, today: date) -> tuple[_Step, ...]:
    return (
        _quoted,
        _flag,
        _named("agencies", _by_words(known.agencies), ("from ", "by ")),
        _named("kinds", _by_words(known.kinds), ("kind ",)),
        _person("author", known.authors, ("written by ", "recorded by ", "by ", "from ")),
        _person("person", known.people, ("about ", "involving ", "with ", "concerning ")),
        _dates(today),
    )


def _bare(word: str) -> str:
    return word.casefold().strip(".:()")


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _same(words: str) -> str:
    """The words as they are compared: no case, no plural, one dash for a space."""
    return " ".join(_singular(_bare(word)) for word in re.split(r"[\s_/-]+", words.replace("’", "'")) if word)


def _by_words(labels: Mapping[str, str]) -> dict[str, str]:
    """Codes by the words of their label and, where no label says it, by the words of the code."""
    return {_same(code): code for code in labels} | {_same(label): code for code, label in labels.items()}


def _quoted(run: str, so_far: Filter) -> Filter | None:
    if run.count('"') == 2 and run.endswith('"') and run.lstrip("-").startswith('"') and len(run.strip('-"')) > 0:
        return replace(so_far, words=f"{so_far.words} {run}".strip())
    return None


def _flag(run: str, so_far: Filter) -> Filter | None:
    wanted = _FLAGS.get(run) or _FLAGS.get(_same(run.removeprefix("with ").removeprefix("the ")))
    if wanted is None:
        return None
    tones = wanted.get("tones")
    if isinstance(tones, tuple):
        return replace(so_far, tones=_joined(so_far.tones, tones[0]))
    return replace(so_far, **wanted)  # type: ignore[arg-type]


def _named(part: str, codes: Mapping[str, str], openings: tuple[str, ...]) -> _Step:
    def step(run: str, so_far: Filter) -> Filter | None:
        code = codes.get(_same(_without(run, openings)))
        if code is None:
            return None
        if part == "kinds":
            return replace(so_far, kinds=_joined(so_far.kinds, code))
        return replace(so_far, agencies=_joined(so_far.agencies, code))

    return step


def _person(part: str, names: Mapping[UUID, str], openings: tuple[str, ...]) -> _Step:
    """A person by name or by a part of it that is nobody else's."""
    called = _by_parts(names)

    def step(run: str, so_far: Filter) -> Filter | None:
        found = tuple(called.get(" ".join(_without(run, openings).split()), ()))
        if len(found) != 1:
            return None
        if part == "author":
            return replace(so_far, author_id=found[0], author_name=names[found[0]])
        return replace(so_far, person_id=found[0], person_name=names[found[0]])

    return step


def _by_parts(names: Mapping[UUID, str]) -> dict[str, set[UUID]]:
    """Who is called so, by every run of words of a name: looked up once, however many words are typed."""
    called: dict[str, set[UUID]] = {}
    for id_, name in names.items():
        words = name.casefold().split()
        for begin in range(len(words)):
            for end in range(begin + 1, min(len(words), begin + _LONGEST) + 1):
                called.setdefault(" ".join(words[begin:end]), set()).add(id_)
    return called


def _dates(today: date) -> _Step:
    def step(run: str, so_far: Filter) -> Filter | None:
        months = read_last(run.removeprefix("in ").removeprefix("since "))
        if months:
            return so_far.in_last(months, today)
        opening, _, rest = run.partition(" ")
        bound = _BOUNDS.get(opening)
        when = _read(rest if bound else run, today)
        if when is None or (bound and _TWO_ENDS.search(rest)):
            return None
        if bound is not None:
            return bound(so_far, when)
        return _spanned(so_far, when)

    return step


def _spanned(so_far: Filter, when: PartialDate) -> Filter:
    if when.precision is Precision.BEFORE:
        return _until_before(so_far, when)
    if when.precision is Precision.AFTER:
        return so_far.between(when.earliest, so_far.until)
    return so_far.between(when.earliest, when.latest)


def _until_before(so_far: Filter, when: PartialDate) -> Filter:
    return so_far.between(so_far.since, date.fromordinal(max(when.earliest.toordinal() - 1, 1)))


_BOUNDS: dict[str, Callable[[Filter, PartialDate], Filter]] = {
    "since": lambda so_far, when: so_far.between(when.earliest, so_far.until),
    "until": lambda so_far, when: so_far.between(so_far.since, when.latest),
    "till": lambda so_far, when: so_far.between(so_far.since, when.latest),
    "to": lambda so_far, when: so_far.between(so_far.since, when.latest),
    "before": _until_before,
    "after": lambda so_far, when: so_far.between(when.latest, so_far.until),
    "in": _spanned,
    "on": _spanned,
}


def _read(words: str, today: date) -> PartialDate | None:
    """The date that words mean; a bare number of up to two digits is none, since it is rather a slip."""
    if not words or (words.isdecimal() and len(words) != 4):
        return None
    try:
        return parse_partial_date(words, today=today)
    except DateNotUnderstood:
        return None


def _without(run: str, openings: tuple[str, ...]) -> str:
    return next((run.removeprefix(opening) for opening in openings if run.startswith(opening)), run)


def _joined(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return codes if code in codes else (*codes, code)
