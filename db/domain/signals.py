"""What stands out about a child, as sentences: facts with their dates, never a score and never a form that is due.

The rules are functions of the server (`db/sql/signals.sql`); here is how each reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.domain.partial_date import PartialDate

SIGNALS = {
    "unallocated": "Nobody is allocated",
    "newly_referred": "New here",
    "notifications": "Repeated notifications",
    "missed": "Not seen at visits",
    "moves": "Moves of home",
    "schools": "Changes of school",
    "not_seen": "Not seen",
    "not_seen_alone": "Not seen alone",
    "voice": "Own words not heard",
}
"""The signals in the order in which they are told, and what each is about."""
THRESHOLDS = SIGNALS | {"no_entry": "No entry in the chronology"}
"""What has a threshold: the signals, and what counts as missing after so many weeks."""
RULES = {
    "conference": "conference",
    "assessment": "assessment",
    "review_conference": "review conference",
    "core_group": "core group",
    "review": "review",
    "visit": "statutory visit",
}
"""What the statutory dates are for: the initial and the review child protection conference, the end of an assessment,
the core group of a plan, the review of a looked-after child and the visit to one."""
_ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_NEVER = {"not_seen": "seen", "not_seen_alone": "seen alone", "voice": "heard in own words"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to a signal, and the last day on which that holds.

    The note is empty for who would have to open the file first.
    """

    note: str = field(repr=False)
    until: date
    said_by: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that stands out, with the entries behind it by their places in the chronology, newest first.

    `what` tells signals of one kind apart and `label` says it in words; `about` is the newest thing behind it, none
    where what is missing was never there.
    """

    signal: str
    what: str
    label: str
    times: int
    weeks: int
    since: date
    keys: tuple[int, ...]
    about: UUID | None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class StatutoryDate:
    """A day by which the law wants something, and the day that it is counted from."""

    rule: str
    by: date
    counted_from: date

    @property
    def words(self) -> str:
        """ "Review conference by 4 December 2026"."""
        what = RULES.get(self.rule, self.rule.replace("_", " "))
        return f"{what[:1].upper()}{what[1:]} by {_day(self.by)}"


def sentence(signal: Signal, born: date | None) -> str:
    """The signal as a sentence: "Not seen alone since 3 March 2026, 5 weeks"."""
    if signal.signal in _NEVER:
        return _not_since(signal, born)
    day = _day(signal.since)
    within = "a year" if signal.weeks == 52 else _weeks(signal.weeks)
    label = signal.label or signal.what
    visits = f"{signal.times} visits, since" if signal.times > 1 else "visit, on"
    return {
        "unallocated": f"Nobody is allocated since {day}",
        "newly_referred": f"New here since {day}",
        "missed": f"Not seen at the last {visits} {day}",
        "notifications": f"{_ordinal(signal.times)} {label[:1].lower()}{label[1:]} in {within}",
        "moves": f"{_ordinal(signal.times)} move of home in {within}, on {day}",
        "schools": f"{_ordinal(signal.times)} change of school in {within}, on {day}",
    }[signal.signal]


def brief(signal: Signal) -> str:
    """The signal in few words, for a narrow column: "Not seen alone for 5 weeks"."""
    weeks, times = _weeks(signal.weeks), _ordinal(signal.times)
    label = signal.label or signal.what
    visits = f"{signal.times} visits" if signal.times > 1 else "visit"
    return {
        "unallocated": "Nobody is allocated",
        "newly_referred": f"New here since {_short(signal.since)}",
        "notifications": f"{times} {label[:1].lower()}{label[1:]}",
        "missed": f"Not seen at the last {visits}",
        "moves": f"{times} move of home",
        "schools": f"{times} change of school",
        "voice": f"Own words not heard for {weeks}",
    }.get(signal.signal, f"{SIGNALS[signal.signal]} for {weeks}")


def _not_since(signal: Signal, born: date | None) -> str:
    day, weeks = _day(signal.since), _weeks(signal.weeks)
    if signal.about is not None:
        return f"{SIGNALS[signal.signal]} since {day}, {weeks}"
    since = f"birth on {day}" if signal.since == born else f"the file was opened on {day}"
    return f"Not yet {_NEVER[signal.signal]} since {since}, {weeks}"


def in_order(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """As they are told: what nobody answered first, then by kind."""
    kinds = list(SIGNALS)
    return tuple(
        sorted(signals, key=lambda signal: (signal.answer is not None, kinds.index(signal.signal), signal.what))
    )


def signal_of(said: Mapping[str, Any]) -> Signal:
    """A signal as the server tells it."""
    answer = None
    if said["until"]:
        answer = Answer(str(said["note"]), date.fromisoformat(said["until"]), str(said["said_by"]))
    return Signal(
        str(said["signal"]),
        str(said["what"]),
        str(said["label"]),
        int(said["times"]),
        int(said["weeks"]),
        date.fromisoformat(said["since"]),
        tuple(int(key) for key in said["keys"]),
        UUID(said["about"]) if said["about"] else None,
        answer,
    )


def statutory_date_of(said: Mapping[str, Any]) -> StatutoryDate:
    """A statutory date as the server tells it."""
    return StatutoryDate(str(said["rule"]), date.fromisoformat(said["by"]), date.fromisoformat(said["counted_from"]))


def day_of(key: int) -> date:
    """The day of an entry, by its place in the chronology."""
    return date(1800, 1, 1) + timedelta(days=key >> 43)


def sibling_groups(children: Mapping[UUID, Iterable[UUID]]) -> tuple[tuple[UUID, ...], ...]:
    """The children in groups: who is a brother or sister of whom, also by way of a third. Each in the given order."""
    places = {child: place for place, child in enumerate(children)}
    groups: list[tuple[UUID, ...]] = []
    placed: set[UUID] = set()
    for child in children:
        if child in placed:
            continue
        group, waiting = {child}, [child]
        while waiting:
            new = {other for other in children[waiting.pop()] if other in children} - group
            group |= new
            waiting.extend(new)
        placed |= group
        groups.append(tuple(sorted(group, key=places.__getitem__)))
    return tuple(groups)


def _ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f"{number}th"


def _weeks(number: int) -> str:
    return f"{number:,} week" if number == 1 else f"{number:,} weeks"


def _day(day: date) -> str:
    return PartialDate.on(day).in_words()


def _short(day: date) -> str:
    """A day of the last weeks, of which the year goes without saying."""
    number, month, _year = _day(day).split(" ")
    return f"{number} {month[:3]}"
