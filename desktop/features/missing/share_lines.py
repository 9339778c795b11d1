"""How complete each fact is, in lines: a fact with its months, and a month of one fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.domain.missing import FACTS
from db.queries.missing import Share
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, short_day


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact and its shares, the oldest first; the last is now."""

    fact: str
    shares: tuple[Share, ...]

    @property
    def label(self) -> str:
        """The fact's name."""
        return FACTS[self.fact].label if self.fact in FACTS else self.fact

    @property
    def now(self) -> Share:
        """The share as it is."""
        return self.shares[-1]

    @property
    def missing(self) -> int:
        """Of how many children it is missing now."""
        return self.now.children - self.now.recorded

    @property
    def first(self) -> Share:
        """The oldest share."""
        return self.shares[0]


def lines_of(shares: Iterable[Share]) -> tuple[FactLine, ...]:
    """The facts that apply to somebody now, in the order in which they are told."""
    found: dict[str, list[Share]] = {}
    for share in sorted(shares, key=lambda one: one.at):
        found.setdefault(share.fact, []).append(share)
    newest = max((several[-1].at for several in found.values()), default=None)
    return tuple(FactLine(fact, tuple(found[fact])) for fact in FACTS if fact in found and found[fact][-1].at == newest)


def when(share: Share, line: FactLine) -> str:
    """ "1 Mar 2026", or now."""
    return "now" if share is line.now else short_day(share.day)


def sentence(line: FactLine) -> str:
    """The picture in words: "Ethnicity: recorded of 28 of 31 children, 90 %; on 1 January 2026 of 5 of 8, 63 %"."""
    now, first = line.now, line.first
    whose = count(now.children, "child", "children")
    said = f"{line.label}: recorded of {now.recorded:,} of {whose}, {now.percent} %"
    if first is now:
        return said
    day = day_in_words(first.day)
    return f"{said}; on {day} of {first.recorded:,} of {first.children:,}, {first.percent} %"


def _numbers(share: Share) -> str:
    return f"{share.recorded:,} of {share.children:,}"


FACT_COLUMNS: tuple[RecordColumn[FactLine], ...] = (
    RecordColumn("Fact", lambda line: line.label, lambda line: list(FACTS).index(line.fact), 30),
    RecordColumn(
        "Missing",
        lambda line: f"{line.missing:,} of {line.now.children:,}" if line.missing else f"none of {line.now.children:,}",
        lambda line: -line.missing,
        12,
        spoken=lambda line: f"of {line.missing:,} of {line.now.children:,} children",
    ),
    RecordColumn("Complete", lambda line: f"{line.now.percent} %", lambda line: line.now.percent, 10),
    RecordColumn(
        "A year ago",
        lambda line: "" if line.first is line.now else f"{line.first.percent} %",
        lambda line: line.first.percent,
        11,
        spoken=lambda line: f"{line.first.percent} %, on {when(line.first, line)}",
    ),
)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A share of a fact, in words."""

    share: Share
    when: str


MONTH_COLUMNS: tuple[RecordColumn[MonthLine], ...] = (
    RecordColumn("When", lambda line: line.when, lambda line: line.share.at, 14),
    RecordColumn("Recorded", lambda line: _numbers(line.share), lambda line: line.share.recorded, 14),
    RecordColumn(
        "Missing",
        lambda line: f"{line.share.children - line.share.recorded:,}",
        lambda line: line.share.children - line.share.recorded,
        10,
    ),
    RecordColumn("Complete", lambda line: f"{line.share.percent} %", lambda line: line.share.percent, 11),
)
