"""How full somebody is, in plain Python from the sentences of the page: what the server must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MAIN = ("allocated_worker", "court_adviser")
LOOKED_AFTER = ("s20", "ico", "s31", "epo", "placement_order")


@dataclass(frozen=True, slots=True)
class Held:
    """That the worker held a child in a part, from when until when."""

    part: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """A child: what is known of the plan, the legal status and the court, and when the worker held the child."""

    held: tuple[Held, ...]
    periods: tuple[tuple[str, str, date | None, date | None], ...]
    cases: tuple[tuple[date | None, bool], ...]
    sealed: bool
    disposed: bool


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What somebody holds, and as what each kind of work counts (main or not, measure)."""

    children: int
    in_proceedings: int
    other_parts: int
    weight: float
    counted: Mapping[tuple[bool, str], int]


def kinds(child: Known, part: str, today: date) -> set[str]:
    """The kinds of work with a child, in a part."""
    if part not in MAIN:
        return {part}
    found = set()
    for kind, code, begins, ends in child.periods:
        if (begins is None or begins <= today) and (ends is None or ends > today):
            if kind == "plan" and code in ("cin", "cp"):
                found.add({"cin": "child_in_need", "cp": "child_protection"}[code])
            if kind == "legal_status" and code in LOOKED_AFTER:
                found.add("looked_after")
    if any(ended is None and not mistaken for ended, mistaken in child.cases):
        found.add("in_proceedings")
    return found or {"other_work"}


def reckon(children: Sequence[Known], weights: Mapping[str, float], now: datetime, also: Mapping[int, str]) -> Reckoned:
    """What is held now, with the children of these places besides in a part."""
    counted: Counter[tuple[bool, str]] = Counter()
    court = 0
    for place, child in enumerate(children):
        parts = {one.part for one in child.held if one.from_at <= now and (one.to_at is None or one.to_at > now)}
        if child.sealed or child.disposed:
            parts = set()
        parts |= {also[place]} if place in also else set()
        if not parts:
            continue
        main = not parts.isdisjoint(MAIN)
        works = set().union(*(kinds(child, part, now.date()) for part in parts if not main or part in MAIN))
        court += main and "in_proceedings" in works
        counted[main, max(sorted(works), key=lambda kind: weights[kind])] += 1
    return Reckoned(
        sum(number for (main, _), number in counted.items() if main),
        court,
        sum(number for (main, _), number in counted.items() if not main),
        sum(number * weights[kind] for (_, kind), number in counted.items()),
        counted,
    )


def by_month(children: Sequence[Known], now: datetime) -> list[tuple[date, int]]:
    """How many children were held at the end of each of the last twelve months, and now."""
    ends, first = [now], now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(12):
        ends.insert(0, first)
        first = (first - timedelta(days=1)).replace(day=1)
    return [(now.date() if end == now else end.date() - timedelta(days=1), _held_at(children, end)) for end in ends]


def _held_at(children: Sequence[Known], end: datetime) -> int:
    return sum(
        any(one.part in MAIN and one.from_at < end and (one.to_at is None or one.to_at >= end) for one in child.held)
        for child in children
        if not child.sealed and not child.disposed
    )
