"""Lays a life story out in time: which beat happens on which day, stage after stage, until it ends or today comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.sample.terms import office_day, on_or_after, on_or_before, school_day

_FULLER = 0.94
"""Brings the stories' own rates to some 12,000 entries in all."""
_ANY_DAY = frozenset({"police", "missing", "good", "birth", "death"})
_AT_SCHOOL = frozenset({"visit.school", "call.school", "meeting.pep", "referral.injury", "referral.disclosure"})
_ASSESSED_WITHIN = timedelta(days=52)
"""From the decision to assess to the first closing beat; with a few days for the last ones, 45 working days."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One beat on one day. `carer` says who cares for the children then, where it is not the parents."""

    day: date
    beat: str
    mood: str
    carer: str


@dataclass(frozen=True, slots=True)
class Story:
    """A family's happenings in order; `planned` is what lies ahead, empty when the story has ended."""

    happenings: tuple[Happening, ...]
    planned: tuple[str, ...]
    born_after: int


def length_of(arc: dict[str, Any], rng: Random) -> list[int]:
    """The days of each stage."""
    return [rng.randint(*stage["days"]) for stage in arc["stage"]]


def lay_out(arc: dict[str, Any], start: date, last: date, lengths: list[int], rng: Random) -> Story:
    """The happenings from `start` up to and with `last`."""
    found: list[Happening] = []
    opening = arc["stage"][0].get("open", ())
    day, planned, born_after = on_or_before(start, _suits(opening[0]) if opening else office_day), (), 0
    for stage, length in zip(arc["stage"], lengths, strict=True):
        if day > last:
            break
        opened = _fixed(stage, stage.get("open", ()), day)
        begins = opened[-1].day if opened else day
        ends = max(begins, day + timedelta(days=length))
        assessed = [each.day for each in opened if each.beat == "decision.assess"]
        if assessed and stage.get("close"):
            ends = min(ends, assessed[-1] + _ASSESSED_WITHIN)
        closing = _fixed(stage, stage.get("close", ()), ends)
        found += opened + _between(stage, begins, ends, rng) + closing
        day = closing[-1].day if closing else ends
        if stage.get("unborn"):
            born_after = (day - start).days
        planned = tuple(stage.get("planned", ())) if day > last else ()
    kept = [each for each in found if each.day <= last]
    order = {id(each): place for place, each in enumerate(found)}
    kept.sort(key=lambda each: (each.day, order[id(each)]))
    return Story(tuple(kept), planned, born_after)


def _fixed(stage: dict[str, Any], beats: list[str] | tuple[str, ...], day: date) -> list[Happening]:
    found = []
    for name in beats:
        beat, _, gap = name.partition("+")
        day += timedelta(days=int(gap or 0))
        day = on_or_after(day, _suits(beat))
        found.append(_happening(stage, beat, day))
    return found


def _between(stage: dict[str, Any], first: date, last: date, rng: Random) -> list[Happening]:
    """The ordinary days, spread evenly enough, with no two of one kind in a row where it can be helped."""
    mix = stage["mix"]
    days = (last - first).days
    count = round(days / 30.4 * stage["rate"] * _FULLER)
    found: list[Happening] = []
    previous = ""
    for place in range(count):
        offset = int((place + rng.random()) / count * days)
        (beat,) = rng.choices(list(mix), list(mix.values()))
        if beat == previous and beat != "visit.home":
            (beat,) = rng.choices(list(mix), list(mix.values()))
        day = first + timedelta(days=offset)
        if not _any_day(beat):
            day = on_or_after(max(on_or_before(day, office_day), first), office_day)
        if _at_school(beat) and not school_day(day):  # in the holidays something else happens
            others = {name: weight for name, weight in mix.items() if not _at_school(name)}
            (beat,) = rng.choices(list(others), list(others.values()))
        previous = beat
        if first < day < last:
            found.append(_happening(stage, beat, day))
    return found


def _any_day(beat: str) -> bool:
    return beat != "missing.talk" and beat.partition(".")[0] in _ANY_DAY


def _at_school(beat: str) -> bool:
    return beat in _AT_SCHOOL or beat.startswith("school.")


def _suits(beat: str) -> Callable[[date], bool]:
    """The days on which this beat can happen."""
    if _any_day(beat):
        return lambda _: True
    return school_day if _at_school(beat) else office_day


def _happening(stage: dict[str, Any], beat: str, day: date) -> Happening:
    return Happening(day, beat, stage["mood"], stage.get("carer", ""))
