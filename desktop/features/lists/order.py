"""Another order of a list: made with the arrows, shown at once, kept when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from db.commands.lists import OrderCodes, order_codes
from desktop.features.lists.listing import Line, Question
from desktop.widgets.asking import Answers, Save, swap


def shifted(lines: Sequence[Line], key: str, step: int) -> tuple[Line, ...]:
    """The lines with one of them a place further up or down among those that are offered like it."""
    ordered = sorted(lines, key=lambda line: (not line.offered, line.place))
    here = next(place for place, line in enumerate(ordered) if line.key == key)
    there = here + step
    if not 0 <= there < len(ordered) or ordered[there].offered != ordered[here].offered:
        return tuple(lines)
    ordered[here], ordered[there] = ordered[there], ordered[here]
    return tuple(replace(line, place=place) for place, line in enumerate(ordered))


def in_order(lines: Sequence[Line], codes: Sequence[str]) -> tuple[Line, ...]:
    """The lines as they stood once; those that were not there then stand last."""
    before = {code: place for place, code in enumerate(codes)}
    ordered = sorted(lines, key=lambda line: (before.get(line.key, len(before)), line.place))
    return tuple(replace(line, place=place) for place, line in enumerate(ordered))


def keep_order(name: str, title: str, lines: Sequence[Line]) -> Question:
    """To keep the order in which they stand."""
    codes = tuple(line.key for line in sorted(lines, key=lambda line: line.place))

    def make(_answers: Answers, why: str, seen: int | None) -> Save:
        return partial(swap, order_codes, OrderCodes(name, codes, why, seen))

    note = "Forms offer the choices in this order from then on."
    return Question("", f"Keep this order of “{title}”", (), (), make, note=note, needs_why=False, orders=True)
