"""What somebody holds and weighs in plain sentences: the page of the team and a proposal say the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.models.words import count, day_in_words

if TYPE_CHECKING:
    from db.queries.workload import TimeNote


def number(value: Decimal) -> str:
    """Return "24" or "22.5"."""
    return f"{value.normalize():f}"


def holds(children: int, in_proceedings: int, other_parts: int = 0) -> str:
    """Return "17 children, 2 in proceedings; second worker or cover for 1 more"."""
    said = count(children, "child", "children")
    said += f", {in_proceedings} in proceedings" if in_proceedings else ""
    return said + (f"; second worker or cover for {other_parts} more" if other_parts else "")


def weighs(weight: Decimal, usual_from: Decimal, usual_to: Decimal) -> str:
    """Return "weight 24; the team’s usual is 15–22"."""
    return f"weight {number(weight)}; the team’s usual is {number(usual_from)}–{number(usual_to)}"


def spends(note: TimeNote) -> str:
    """Return "court, 3 h a week until 20 January 2027"."""
    return f"{note.what}, {number(note.hours)} h a week until {day_in_words(note.until_on)}"
