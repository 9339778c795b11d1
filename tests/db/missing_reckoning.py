"""The rules of what is missing in plain Python, from their sentences: what the server must say at any moment.

Written for children of whom little is recorded, without a thought for speed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of a person that was changed: what stood before, and when."""

    field: str
    before: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """A period or a relationship: since when and until when it ran, when it was recorded, and when replaced."""

    kind: str
    at: datetime
    begins: date | None = None
    ends: date | None = None
    code: str = ""
    category: str = ""
    how: str = ""
    responsible: bool = False
    together: bool = False
    replaced_at: datetime | None = None

    def stands(self, moment: datetime) -> bool:
        """Whether it was on record then, not replaced, and had not ended."""
        on_record = self.at <= moment and (self.replaced_at is None or self.replaced_at > moment)
        return on_record and (self.ends is None or self.ends > moment.date())

    def runs(self, moment: datetime) -> bool:
        """The same, and that it had begun."""
        return self.stands(moment) and self.begins is not None and self.begins <= moment.date()


@dataclass(frozen=True, slots=True)
class Said:
    """An entry: of which day, when it was recorded, whether the child was seen alone, whether it is legal advice."""

    day: date
    at: datetime
    alone: bool | None
    legal: bool


@dataclass(frozen=True, slots=True)
class Child:
    """A child with what is recorded now; `born_last` is the last possible day of a vague birth."""

    opened: date
    closed: date | None
    recorded_at: datetime
    born: date | None
    born_last: date | None
    expected: date | None
    died: date | None
    sex: str
    texts: dict[str, str]
    reads_advice: bool
    changes: tuple[Change, ...] = ()
    periods: tuple[Dated, ...] = ()
    ties: tuple[Dated, ...] = ()
    kept_back: tuple[Dated, ...] = ()
    said: tuple[Said, ...] = field(default=())


_SILENT = ("", "unknown", "not known", "not yet obtained", "nobt", "tbc")


def answered(text: str) -> bool:
    """Whether a text is an answer; only what these tests say of silence is known here."""
    return text.strip(" .?").lower() not in _SILENT


def wanted(child: Child, moment: datetime, weeks: int) -> Iterator[tuple[str, bool]]:
    """Each fact that the child needs at a moment, and whether it was recorded."""
    day = moment.date()
    if child.opened > day or (child.closed and child.closed <= day) or (child.died and child.died <= day):
        return
    unborn = child.born > day if child.born else bool(child.expected and child.expected + timedelta(days=21) > day)
    if not unborn:
        yield from _of_the_person(child, moment)
        ties = [tie for tie in child.ties if tie.stands(moment)]
        yield "gp", any(tie.kind == "GP" for tie in ties)
        home = any(tie.together for tie in ties) or _has(child, "placement", moment)
        yield "placement", home or any(k.kind == "address" and k.stands(moment) for k in child.kept_back)
        if not (child.born_last and _birthday(child.born_last, 18) <= day):
            yield "parental_responsibility", any(tie.responsible for tie in ties)
            yield "legal_status", _has(child, "legal_status", moment)
    if child.born and child.born_last and of_school_age(child.born, child.born_last, day):
        hidden = any(k.kind == "school" and k.stands(moment) for k in child.kept_back)
        yield "school", hidden or _has(child, "school", moment)
    orders = [p for p in child.periods if p.kind == "legal_status" and p.code != "none" and p.runs(moment)]
    if orders:
        yield "legal_status_source", all(p.how for p in orders)
    plans = [p for p in child.periods if p.kind == "plan" and p.code == "cp" and p.runs(moment)]
    if plans:
        yield "plan_category", all(p.category for p in plans)
    yield from _of_entries(child, moment, weeks, unborn=unborn)


def _of_the_person(child: Child, moment: datetime) -> Iterator[tuple[str, bool]]:
    def stood(name: str, now: str) -> str:
        if child.recorded_at > moment:
            return "U" if name == "sex" else ""
        later = sorted((c for c in child.changes if c.field == name and c.at > moment), key=lambda c: c.at)
        return later[0].before if later else now

    yield "born", bool(stood("born", str(child.born) if child.born else ""))
    yield "sex", stood("sex", child.sex) in ("F", "M")
    for name in ("ethnicity", "first_language"):
        yield name, answered(stood(name, child.texts[name]))
    language = stood("first_language", child.texts["first_language"])
    if answered(language) and language != "English":
        yield "communication_needs", answered(stood("communication_needs", child.texts["communication_needs"]))
    yield "nhs_number", bool(stood("nhs_number", child.texts["nhs_number"]))


def _of_entries(child: Child, moment: datetime, weeks: int, *, unborn: bool) -> Iterator[tuple[str, bool]]:
    day = moment.date()
    told = [s for s in child.said if s.at <= moment and s.day <= day and (child.reads_advice or not s.legal)]
    if not unborn and not (child.born and _birthday(child.born, 2) > day):
        yield "seen_alone", any(s.alone for s in told)
    since = max(child.opened, child.born) if child.born else child.opened
    if since <= day - timedelta(weeks=weeks):
        yield "no_entry", any(s.day > day - timedelta(weeks=weeks) for s in told)


def _has(child: Child, kind: str, moment: datetime) -> bool:
    return any(period.kind == kind and period.runs(moment) for period in child.periods)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28)


def of_school_age(first: date, last: date, day: date) -> bool:
    """Education Act 1996, section 8: from the prescribed day after five to the leaving date of the year of sixteen."""
    five, sixteen = _birthday(last, 5), _birthday(first, 16)
    begins = next(d for d in (date(five.year, m, 31) for m in (3, 8, 12)) if d >= five)
    leaving = date(sixteen.year + (sixteen.month >= 9), 6, 30)
    while leaving.isoweekday() != 5:
        leaving -= timedelta(days=1)
    return begins <= day <= leaving
