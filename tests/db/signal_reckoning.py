"""The rules of the signals and of the statutory dates in plain Python, from their sentences: what the server must say.

Written for histories of a few lines, without a thought for speed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

LOOKED_AFTER = ("s20", "ico", "s31", "epo", "placement_order")
VISITS, NOTIFICATIONS = ("visit",), ("police", "referral")
RULES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("conference", "involvement", ("s47",), ("icpc", "rcpc"), "conference"),
    ("assessment", "involvement", ("assessment",), (), ""),
    ("review_conference", "plan", ("cp",), ("rcpc",), "conference"),
    ("core_group", "plan", ("cp",), ("core_group",), "core group"),
    ("review", "legal_status", LOOKED_AFTER, ("lac_review",), ""),
    ("visit", "legal_status", LOOKED_AFTER, (), "visit"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the child's chronology; later ones of a day have a greater number."""

    day: date
    number: int
    kind: str
    seen: bool | None = None
    alone: bool | None = None
    words: str = ""
    legal: bool = False
    headline: str = "told"

    @property
    def key(self) -> int:
        """Its place in the chronology."""
        return ((self.day - date(1800, 1, 1)).days << 43) | self.number


@dataclass(frozen=True, slots=True)
class Fact:
    """A period: its kind, code, first and last day, or the day for which it is planned; and the entry it rests on."""

    kind: str
    code: str
    begins: date | None = None
    ends: date | None = None
    planned: date | None = None
    rests_on: Told | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A child: born or expected, the file, who holds it (from, to), what was recorded."""

    born: date | None
    expected: date | None
    died: bool
    opened: date
    reads_advice: bool
    kept_back: bool
    told: tuple[Told, ...] = ()
    facts: tuple[Fact, ...] = ()
    addresses: tuple[date, ...] = ()
    held: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the server must tell; `about` is the entry by its key, none where it is no entry."""

    signal: str
    what: str
    times: int
    weeks: int
    since: date
    keys: tuple[int, ...]
    about: int | None = field(default=None)


def reckon(child: History, thresholds: Mapping[str, tuple[int, int]], today: date) -> Iterator[Reckoned]:
    """All signals about a child on a day."""
    if child.died:
        return
    entries = [e for e in child.told if e.day <= today and (child.reads_advice or not e.legal)]
    awaited = child.expected is not None and child.expected + timedelta(weeks=3) > today
    unborn = child.born > today if child.born else awaited
    yield from _holding(child, entries, thresholds, today)
    if not unborn:
        yield from _long_since(child, entries, thresholds, today)
        yield from _missed(entries, thresholds["missed"][0])
    times, weeks = thresholds["notifications"]
    for kind in NOTIFICATIONS:
        recent = _newest_first(e for e in entries if e.kind == kind and _within(e.day, weeks, today))
        if len(recent) >= times:
            keys = tuple(e.key for e in recent)
            yield Reckoned("notifications", kind, len(recent), weeks, recent[0].day, keys, keys[0])
    for signal, kind in (("moves", "placement"), ("schools", "school")):
        yield from _changes(child, signal, kind, thresholds[signal], today)


def _within(day: date, weeks: int, today: date) -> bool:
    return today - timedelta(weeks=weeks) < day <= today


def _newest_first(entries: Iterator[Told]) -> list[Told]:
    return sorted(entries, key=lambda entry: (entry.day, entry.number), reverse=True)


def _holding(
    child: History, entries: Sequence[Told], thresholds: Mapping[str, tuple[int, int]], today: date
) -> Iterator[Reckoned]:
    if all(end is not None for _, end in child.held):
        since = max((end for _, end in child.held if end), default=child.opened)
        if (today - since).days >= 7 * thresholds["unallocated"][1]:
            yield Reckoned("unallocated", "", 0, (today - since).days // 7, since, ())
    weeks = thresholds["newly_referred"][1]
    arrivals = [child.opened, *(f.begins for f in child.facts if f.code == "contact" and f.begins)]
    recent = [day for day in arrivals if _within(day, weeks, today)]
    if recent:
        referrals = _newest_first(e for e in entries if e.kind == "referral" and _within(e.day, weeks, today))
        keys = tuple(e.key for e in referrals)
        yield Reckoned("newly_referred", "", 0, weeks, max(recent), keys, keys[0] if keys else None)


def _long_since(
    child: History, entries: Sequence[Told], thresholds: Mapping[str, tuple[int, int]], today: date
) -> Iterator[Reckoned]:
    never = max(child.opened, child.born) if child.born else child.opened
    born = child.born or child.expected
    grown = born is None or (born.year + 2, born.month, born.day) <= (today.year, today.month, today.day)
    found = {
        "not_seen": [e for e in entries if e.seen],
        "not_seen_alone": [e for e in entries if e.seen and e.alone],
        "voice": [e for e in entries if e.words],
    }
    for signal, those in found.items():
        last = _newest_first(iter(those))[:1]
        since = last[0].day if last else never
        if (today - since).days >= 7 * thresholds[signal][1] and (grown or signal != "voice"):
            keys = tuple(e.key for e in last)
            yield Reckoned(signal, "", 0, (today - since).days // 7, since, keys, keys[0] if keys else None)


def _missed(entries: Sequence[Told], times: int) -> Iterator[Reckoned]:
    row: list[Told] = []
    for entry in _newest_first(iter(entries)):
        if entry.seen:
            break
        if entry.kind in VISITS and entry.seen is False:
            row.append(entry)
    if len(row) >= times:
        yield Reckoned("missed", "", len(row), 0, row[-1].day, tuple(e.key for e in row), row[0].key)


def _changes(child: History, signal: str, kind: str, threshold: tuple[int, int], today: date) -> Iterator[Reckoned]:
    times, weeks = threshold
    began: dict[date, set[int]] = {}
    for fact in child.facts:
        if fact.kind == kind and fact.begins and fact.begins <= today:
            shown = fact.rests_on is not None and (child.reads_advice or not fact.rests_on.legal)
            began.setdefault(fact.begins, set()).update({fact.rests_on.key} if shown and fact.rests_on else ())
    if kind == "placement" and not child.kept_back:
        for day in child.addresses:
            if day <= today:
                began.setdefault(day, set())
    days = [day for day in sorted(began, reverse=True) if day > min(began) and _within(day, weeks, today)]
    if len(days) >= times:
        keys = tuple(max(began[day]) for day in days if began[day])
        yield Reckoned(signal, "", len(days), weeks, days[0], keys)


def statutory(
    child: History, steps: Mapping[str, Mapping[int, tuple[int, str]]], holidays: set[date], today: date
) -> Iterator[tuple[str, date, date]]:
    """The statutory dates of a child: rule, day, and the day that it is counted from."""
    if child.died:
        return
    for rule, kind, codes, planned, held_as in RULES:
        runs = [f for f in child.facts if f.kind == kind and f.code in codes and f.begins and f.begins <= today]
        if not any(f.ends is None or f.ends > today for f in runs):
            continue
        began = max(f.begins for f in runs if f.begins and not _follows(f, runs))
        if rule == "visit":
            placed = (f.begins for f in child.facts if f.kind == "placement" and f.begins and f.begins <= today)
            began = max(began, *placed, date.min)
        held = {f.planned for f in child.facts if f.code in planned and f.planned and began < f.planned <= today}
        held |= {
            e.day for e in child.told
            if _is_held(e, held_as) and began < e.day <= today and (child.reads_advice or not e.legal)
        }  # fmt: skip
        known = steps[rule]
        if held and max(known) == 1:
            continue
        counted_from = max(held, default=began)
        number, unit = known[min(len(held) + 1, max(known))]
        by = _later(counted_from, number, unit, holidays)
        if by >= today - timedelta(weeks=8):
            yield rule, by, counted_from


def _is_held(entry: Told, held_as: str) -> bool:
    if held_as == "visit":
        return bool(entry.seen) and entry.kind in VISITS
    if held_as == "core group":
        return entry.kind == "meeting" and entry.headline.startswith("Core group")
    return entry.kind == held_as


def _follows(fact: Fact, runs: Sequence[Fact]) -> bool:
    """Whether another was there already when this one began, or ended the day before."""
    return any(
        other.begins and fact.begins and other.begins < fact.begins
        and (other.ends is None or other.ends >= fact.begins - timedelta(days=1))
        for other in runs
    )  # fmt: skip


def _later(day: date, number: int, unit: str, holidays: set[date]) -> date:
    if unit == "weeks":
        return day + timedelta(weeks=number)
    if unit == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in holidays
    return day
