"""The lines of what is missing: whose, what, and who works with the child."""

from __future__ import annotations

from datetime import date

from db.domain.missing import FACTS, gap_in_words
from db.queries.missing import MissingFact
from desktop.models.record_table import RecordColumn
from desktop.models.words import age_in_words, with_marks

_ORDER = list(FACTS)


def name(gap: MissingFact) -> str:
    """The name that the child uses, then the whole name where it is another."""
    plain = not gap.known_as or gap.known_as == gap.name
    return with_marks(gap.name if plain else f"{gap.known_as} ({gap.name})")


def words(gap: MissingFact) -> str:
    """What is missing."""
    return gap_in_words(gap.fact, gap.weeks)


def place(gap: MissingFact) -> int:
    """Where the fact stands in the order in which facts are told."""
    return _ORDER.index(gap.fact) if gap.fact in FACTS else len(_ORDER)


TEAM = 4
"""The last column, which is shown where there are several teams."""
COLUMNS: tuple[RecordColumn[MissingFact], ...] = (
    RecordColumn(
        "Child",
        lambda gap: f"{name(gap)}\n{gap.reference}",
        lambda gap: (name(gap).casefold(), gap.reference, place(gap)),
        24,
        spoken=lambda gap: f"{name(gap)}, {gap.reference}",
    ),
    RecordColumn(
        "Age",
        lambda gap: age_in_words(gap.born, gap.expected_on, date.today(), gap.born_latest),
        lambda gap: -(gap.born or gap.expected_on or date.max).toordinal(),
        12,
        whole=True,
    ),
    RecordColumn(
        "Missing",
        words,
        lambda gap: (place(gap), name(gap).casefold()),
        34,
        spoken=lambda gap: f"missing: {words(gap)}",
        strong=lambda _: True,
    ),
    RecordColumn(
        "Worker", lambda gap: with_marks(gap.worker) or "nobody allocated", lambda gap: gap.worker.casefold(), 20
    ),
    RecordColumn("Team", lambda gap: gap.team, lambda gap: gap.team.casefold(), 18),
)
