"""A case as a line tells it: the children of one's own in the same proceedings, or one child who is in none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.infra.codes import labels
from desktop.models.document_kinds import kind_words
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, distance, names_together, short_day, short_months

if TYPE_CHECKING:
    from db.queries.court_documents import CourtWork, InProgress

_WEEKS = 26
_FAR = date(2999, 1, 1)
_LONG_AGO = date(1800, 1, 1)
_BASES = {"allocated": "", "team": "my team", "front_door": "front door"}


@dataclass(frozen=True, slots=True)
class Case:
    """At least one child; what is said of the proceedings is the same for all of them."""

    children: tuple[CourtWork, ...]

    @property
    def one(self) -> CourtWork:
        """The first of the children, whose line tells of the proceedings."""
        return self.children[0]

    @property
    def key(self) -> UUID:
        """What the line is known by."""
        return self.one.proceedings_id or self.one.child_id

    @property
    def in_court(self) -> bool:
        """Whether there are proceedings."""
        return self.one.proceedings_id is not None

    @property
    def begun(self) -> tuple[InProgress, ...]:
        """The documents in progress, the one saved last first; one about several children stands once."""
        found = {document.document_id: document for child in self.children for document in child.in_progress}
        return tuple(sorted(found.values(), key=lambda document: document.saved_at, reverse=True))


def cases_of(work: Iterable[CourtWork]) -> tuple[Case, ...]:
    """Brothers and sisters of the same proceedings together; a child in several proceedings stands in each."""
    found: dict[UUID, list[CourtWork]] = {}
    for line in work:
        found.setdefault(line.proceedings_id or line.child_id, []).append(line)
    return tuple(Case(tuple(lines)) for lines in found.values())


def _who(case: Case) -> str:
    references = ", ".join(child.reference for child in case.children)
    who, how = names_together([child.name for child in case.children]), _basis(case.one.basis)
    return f"{who}\n{f'{how} · {references}' if how else references}"


def _basis(basis: str) -> str:
    """How one comes to the file, where it is not allocated to oneself."""
    capacity = labels("access_capacity").get(basis.removeprefix("named:"), "")
    known = capacity[:1].lower() + capacity[1:].replace("'", "’")
    return known or _BASES.get(basis, basis.replace("_", " "))


def _hearing(case: Case) -> str:
    one = case.one
    if one.hearing_on is None:
        return "no hearing is listed" if case.in_court else "no proceedings"
    return f"{distance(one.hearing_on, date.today())}, {short_day(one.hearing_on)}\n{one.hearing}"


def _order(case: Case) -> tuple[bool, date, str]:
    """By the next hearing; then those without one, and below them the children in no proceedings."""
    return not case.in_court, case.one.hearing_on or _FAR, case.one.name.casefold()


def weeks_words(case: Case, today: date) -> str:
    """Where the case is in its 26 weeks, which run from the issue in public law only."""
    one = case.one
    if not case.in_court:
        return ""
    if one.issued_on is None:
        return "not issued yet"
    if one.weeks_26_on is None:
        return f"private law\n{_set(one.due_on) if one.due_on else f'issued {short_day(one.issued_on)}'}"
    week = (today - one.issued_on).days // 7 + 1
    begun = f"week {max(week, 1)} of {_WEEKS}" if week <= _WEEKS else f"week {week}"
    if one.due_on is not None:
        return f"{begun}\n{_set(one.due_on)}"
    return f"{begun}\n{'ends' if week <= _WEEKS else 'the 26 ended'} {short_day(one.weeks_26_on)}"


def _set(day: date) -> str:
    return f"to end by {short_day(day)}"


def _spoken_weeks(case: Case) -> str:
    words = weeks_words(case, date.today()).replace("\n", ", ")
    return f"{words}, as the court set" if case.one.due_on else words


def _stage(case: Case) -> str:
    if not case.in_court:
        return ""
    return f"{case.one.stage or 'stage not recorded'}\n{case.one.case_number or 'number not recorded'}"


def _spoken_stage(case: Case) -> str:
    return ", ".join(part for part in (*_stage(case).split("\n"), case.one.court) if part)


def _since(case: Case) -> str:
    """What is new in the file since something was last filed; of several children each for themselves."""
    news = {_news(child) for child in case.children}
    filed = case.one.filed_at
    if len(news) == 1 and (len(case.children) == 1 or not case.one.entries_since):
        return f"{news.pop()}\n{kind_words(case.one.filed_kind)} filed" if filed is not None else news.pop()
    told = [(child.name.split()[0], child) for child in case.children]
    if filed is not None and len({child.filed_at for child in case.children}) == 1:
        new = ", ".join(f"{given} {child.entries_since:,}" for given, child in told if child.entries_since)
        return f"entries since {short_months(_day(filed))}:\n{new}"
    return "; ".join(f"{given}: {_news(child)}" for given, child in told)


def _news(child: CourtWork) -> str:
    if child.filed_at is None:
        return "nothing filed yet"
    new = count(child.entries_since, "entry", "entries") if child.entries_since else "nothing new"
    return f"{new} since {short_months(_day(child.filed_at))}"


def _day(moment: datetime) -> str:
    """The day, without the year if it is this one."""
    day = moment.astimezone().date()
    return day_in_words(day) if day.year != date.today().year else day_in_words(day).rpartition(" ")[0]


def _progress(case: Case) -> str:
    begun = case.begun
    if not begun:
        return "nothing begun"
    newest = begun[0]
    more = f" and {len(begun) - 1} more" if len(begun) > 1 else ""
    return f"{kind_words(newest.kind)}{more}\n{newest.author}, {short_months(_day(newest.saved_at))}"


def _spoken_progress(case: Case) -> str:
    told = (f"{kind_words(one.kind)}, saved by {one.author} on {_day(one.saved_at)}" for one in case.begun)
    return "; ".join(told) or "nothing begun"


COLUMNS: tuple[RecordColumn[Case], ...] = (
    RecordColumn(
        "Children",
        _who,
        lambda case: _who(case).casefold(),
        31,
        strong=lambda _: True,
        spoken=lambda case: _who(case).replace("\n", ", "),
    ),
    RecordColumn("Next hearing", _hearing, _order, 25),
    RecordColumn(
        "26 weeks",
        lambda case: weeks_words(case, date.today()),
        lambda case: (case.one.due_on or case.one.weeks_26_on or _FAR, not case.in_court),
        19,
        spoken=_spoken_weeks,
    ),
    RecordColumn("Stage", _stage, lambda case: (not case.in_court, case.one.stage), 18, spoken=_spoken_stage),
    RecordColumn(
        "Since the last filing",
        _since,
        lambda case: -sum(child.entries_since for child in case.children),
        21,
        spoken=lambda case: _since(case).replace("\n", ", "),
    ),
    RecordColumn(
        "In progress",
        _progress,
        lambda case: -max((one.saved_at.timestamp() for one in case.begun), default=0.0),
        20,
        spoken=_spoken_progress,
    ),
)
HEARING = 1
"""The column by which they are sorted to begin with."""
