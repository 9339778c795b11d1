"""The timeline in rows, for who reads it by ear or wants the figures: the same months, events and periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.models.record_table import RecordColumn
from desktop.models.timeline_layout import month_of, next_month
from desktop.models.words import count, day_in_words, short_day, with_marks

if TYPE_CHECKING:
    from db.queries.timeline import MonthLine, Timeline, TimelineMark, TimelineSpan

TONES = {"harm": "▼ harm", "protective": "▲ protective", "neutral": "● event"}
KINDS = {"legal_status": "Legal status", "plan": "Plan", "placement": "Placement", "school": "School"}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A month, a significant event or a period; `order_key` leads to the event, 0 leads to the day."""

    day: date
    when: str
    what: str
    words: str
    order_key: int = 0


COLUMNS: tuple[RecordColumn[TimelineRow], ...] = (
    RecordColumn("When", lambda row: row.when, lambda row: (row.day, row.what, row.order_key), 24),
    RecordColumn("What", lambda row: row.what, lambda row: (row.what, row.day), 14),
    RecordColumn("In words", lambda row: row.words, lambda row: (row.words.casefold(), row.day), 44),
)


def rows_of(facts: Timeline) -> tuple[TimelineRow, ...]:
    """Everything that the strip shows."""
    return (
        *(TimelineRow(month.begins, month_words(month.begins), "Entries", counts(month)) for month in facts.months),
        *(
            TimelineRow(
                mark.day, mark.occurred.in_words(), TONES[mark.tone], with_marks(mark.headline), mark.order_key
            )
            for mark in facts.marks
        ),
        *(
            TimelineRow(span.begins, span_dates(span), KINDS[span.kind], with_marks(span.words))
            for span in facts.spans
        ),
    )  # fmt: skip


def month_words(day: date) -> str:
    """Return "May 2020"."""
    return day_in_words(day).partition(" ")[2]


def counts(month: MonthLine) -> str:
    """Return "12 entries, 3 of them significant"."""
    weighty = f", {month.significant:,} of them significant" if month.significant else ""
    return count(month.entries, "entry", "entries") + weighty


def span_dates(span: TimelineSpan) -> str:
    """Return "3 March 2020 to 31 January 2021", in the words recorded where there are any."""
    begins = span.begins_words or short_day(span.begins)
    ends = span.ends_words or (short_day(span.ends) if span.ends else "")
    return f"{begins} to {ends}" if ends else f"since {begins}"


def mark_words(mark: TimelineMark) -> str:
    """An event in one line: its tone, its date and its headline."""
    return f"{TONES[mark.tone]} · {mark.occurred.in_words()} · {with_marks(mark.headline)}"


def left_out_words(facts: Timeline) -> str:
    """What has no mark because there is too much of it; empty if everything has."""
    if not facts.left_out:
        return ""
    return (
        f"The newest {len(facts.marks):,} of {facts.significant:,} significant events are marked, harm first;"
        f" {facts.left_out:,} earlier ones are only in the bars."
    )


def range_words(since: date | None, until: date | None) -> str:
    """Return "March 2024 to May 2025", in days where it is not whole months; empty for no range."""
    if since is None and until is None:
        return ""
    first = _edge(since, since == month_of(since)) if since else ""
    last = _edge(until, next_month(until) == _after(until)) if until else ""
    if not first:
        return f"until {last}"
    if not last:
        return f"since {first}"
    return first if first == last else f"{first} to {last}"


def _edge(day: date, whole: bool) -> str:
    return month_words(day) if whole else short_day(day)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
