"""The columns of "My children", in the order in which one worries, and who stands above whom."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from db.domain.people import is_late
from db.domain.signals import SIGNALS, brief, sentence
from desktop.models.record_table import RecordColumn
from desktop.models.words import (
    age_in_words,
    count,
    day_in_words,
    distance,
    near_day,
    seen_in_words,
    short_day,
    with_marks,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from db.domain.signals import Signal
    from db.queries.caseload import CaseLine

_FAR = date(2999, 1, 1)
_LONG_AGO = date(1800, 1, 1)
_ARRIVING = {"unallocated": 3, "newly_referred": 2}
_NONE = len(SIGNALS)
_PROPOSED = "proposed to "
_BESIDE_NUMBER = re.compile(r"(?<=\d) (?=week|visit|more)")


def is_own(child: CaseLine) -> bool:
    """Whether one works with the child oneself, and not only the team does."""
    return child.basis == "allocated" or child.basis.startswith("named:")


def manager_rank(child: CaseLine) -> int:
    """For a manager: nobody allocated, new here, then one's own, then the team's; one is named in many files."""
    ranks = (_ARRIVING[signal.signal] for signal in open_signals(child) if signal.signal in _ARRIVING)
    return max(ranks, default=int(child.basis == "allocated"))


def how_many(ranks: Sequence[int]) -> str:
    """How many children of these ranks: those to allocate or new, one's own, and the team's."""
    new = sum(rank >= min(_ARRIVING.values()) for rank in ranks)
    said = [
        words
        for number, words in (
            (new, f"{count(new, 'child', 'children')} new here or with nobody allocated"),
            (ranks.count(1), f"{count(ranks.count(1), 'child', 'children')} of yours"),
            (ranks.count(0), f"{ranks.count(0):,} of your team"),
        )
        if number
    ]
    return ", then ".join(said) if len(said) > 1 else count(len(ranks), "child", "children")


def open_signals(child: CaseLine) -> tuple[Signal, ...]:
    """What stands out and nobody answered."""
    return tuple(signal for signal in child.signals if signal.answer is None)


def group_of(groups: Mapping[UUID, int], child: CaseLine) -> int | UUID:
    """By what brothers and sisters stand together."""
    return groups.get(child.child_id, child.child_id)


def whole_name(child: CaseLine) -> str:
    """The name, after the name that the child uses."""
    plain = not child.known_as or child.known_as == child.name
    return child.name if plain else f"{child.known_as}, {child.name}"


def age(child: CaseLine) -> str:
    """The age; of a child to be born the day that it is expected on."""
    return age_in_words(child.born, child.expected_on, date.today(), child.born_latest)


def told(child: CaseLine) -> tuple[str, ...]:
    """The sentences of what stands out and nobody answered."""
    return tuple(sentence(signal, child.born) for signal in open_signals(child))


def next_words(child: CaseLine) -> tuple[str, ...]:
    """What comes next for the child, and by when the law wants something, in order of days."""
    days = [(one.by, one.words) for one in child.statutory]
    if child.next_on is not None:
        days.append((child.next_on, f"{child.next_what or 'Planned'} on {day_in_words(child.next_on)}"))
    return tuple(words for _, words in sorted(days))


def name(child: CaseLine) -> str:
    """The name as a line has room for it: the name that the child uses first."""
    plain = not child.known_as or child.known_as == child.name
    return with_marks(child.name if plain else f"{child.known_as} ({child.name})")


def _age(child: CaseLine) -> str:
    """The age, or the day of the year on which a child is expected, and under it how much is new since one looked."""
    old = age(child)
    if child.born is None and child.expected_on is not None:
        due = "was due" if is_late(child.expected_on, date.today()) else "due"
        old = f"{due} {short_day(child.expected_on).rpartition(' ')[0]}"
    return f"{old}\n{child.new_entries:,} new" if child.new_entries else old


def _stands_out(child: CaseLine) -> str:
    standing = open_signals(child)
    if not standing:
        return f"{count(len(child.signals), 'answer')} given" if child.signals else ""
    more = f" · {len(standing) - 1} more" if len(standing) > 1 else ""
    return _BESIDE_NUMBER.sub("\N{NO-BREAK SPACE}", brief(standing[0]) + more)


def _order_of_signals(child: CaseLine) -> tuple[int, date]:
    standing = open_signals(child)
    kinds = list(SIGNALS)
    return (kinds.index(standing[0].signal), standing[0].since) if standing else (_NONE, _FAR)


def _next(child: CaseLine) -> str:
    """The nearest day: of what is planned, or by which the law wants something."""
    lawful = child.statutory[0] if child.statutory else None
    if lawful is not None and (child.next_on is None or lawful.by < child.next_on):
        return f"{lawful.words.partition(' by ')[0]}\nby {near_day(lawful.by, date.today())}"
    if child.next_on is None:
        return "nothing planned"
    what = (child.next_what or "planned").replace(" child protection", "")
    return f"{what}\n{near_day(child.next_on, date.today())}"


def _next_on(child: CaseLine) -> date:
    return min([*(one.by for one in child.statutory), child.next_on or _FAR])


def _year(child: CaseLine) -> str:
    """How often the child moved, and changed school, in a year."""
    said = [count(number, what) for number, what in ((child.moves, "move"), (child.schools, "school")) if number]
    return "\n".join(said) or "no change"


def year_words(child: CaseLine) -> str:
    """The same as a sentence: "2 moves of home and 1 change of school in a year"; empty for none."""
    said = []
    if child.moves:
        said.append(count(child.moves, "move of home", "moves of home"))
    if child.schools:
        said.append(count(child.schools, "change of school", "changes of school"))
    return f"{' and '.join(said)} in a year" if said else ""


def _spoken_seen(what: str, day: date | None) -> str:
    return f"{what} {distance(day, date.today())}, {day_in_words(day)}" if day else f"{what}: not recorded"


def _stands(child: CaseLine, signal: str) -> bool:
    return any(one.signal == signal for one in open_signals(child))


def who_answers(child: CaseLine) -> str:
    """The worker, or to whom the child is proposed and who is responsible until that is accepted."""
    return child.worker or "nobody allocated"


def is_in_between(child: CaseLine) -> bool:
    """Whether more is to be said than the worker's name: proposed, at once, or somebody stands in."""
    return child.worker.startswith(_PROPOSED) or ", " in child.worker


def _worker(child: CaseLine) -> str:
    """The same as far as a line has room for it."""
    if child.worker.startswith(_PROPOSED):
        return f"proposed to\n{child.worker.removeprefix(_PROPOSED).partition(';')[0]}"
    name, _, more = who_answers(child).partition(", ")
    return f"{name}\n{re.split('[,:]', more)[0]}".rstrip()


COLUMNS: tuple[RecordColumn[CaseLine], ...] = (
    RecordColumn(
        "Name",
        name,
        lambda child: (child.known_as or child.name).casefold(),
        15,
        spoken=lambda child: f"{whole_name(child)}, {child.reference}",
        strong=lambda _: True,
        typed=lambda child: f"{child.known_as} {child.name} {child.reference}",
    ),
    RecordColumn(
        "Age",
        _age,
        lambda child: -(child.born or child.expected_on or _FAR).toordinal(),
        9,
        spoken=lambda child: f"{age(child)}; {count(child.new_entries, 'entry', 'entries')} new since you looked",
        whole=True,
    ),
    RecordColumn(
        "Last seen",
        lambda child: seen_in_words(child.last_seen, date.today(), "\n"),
        lambda child: child.last_seen or _LONG_AGO,
        12,
        spoken=lambda child: _spoken_seen("last seen", child.last_seen),
        strong=lambda child: _stands(child, "not_seen"),
        whole=True,
    ),
    RecordColumn(
        "Alone",
        lambda child: seen_in_words(child.last_seen_alone, date.today(), "\n"),
        lambda child: child.last_seen_alone or _LONG_AGO,
        12,
        spoken=lambda child: _spoken_seen("last seen alone", child.last_seen_alone),
        strong=lambda child: _stands(child, "not_seen_alone"),
        whole=True,
    ),
    RecordColumn(
        "Own words",
        lambda child: seen_in_words(child.last_words, date.today(), "\n"),
        lambda child: child.last_words or _LONG_AGO,
        11,
        spoken=lambda child: _spoken_seen("own words last recorded", child.last_words),
        strong=lambda child: _stands(child, "voice"),
        whole=True,
    ),
    RecordColumn(
        "In a year",
        _year,
        lambda child: (-child.moves, -child.schools),
        9,
        spoken=lambda child: year_words(child) or "no move of home and no change of school is recorded in a year",
        strong=lambda child: _stands(child, "moves") or _stands(child, "schools"),
        whole=True,
    ),
    RecordColumn(
        "Stands out",
        _stands_out,
        _order_of_signals,
        24,
        spoken=lambda child: "; ".join(told(child)) or _stands_out(child) or "nothing",
        typed=lambda child: " ".join(told(child)),
    ),
    RecordColumn(
        "Next",
        _next,
        _next_on,
        16,
        spoken=lambda child: "; ".join(next_words(child)) or "nothing planned",
        typed=lambda child: " ".join(next_words(child)),
    ),
    RecordColumn("Worker", _worker, lambda child: child.worker.casefold(), 12, who_answers, typed=who_answers),
)
