"""How the bench measures: value and floor by turns in one run, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: what was reached, the raw floor of the same run, their ratio, and the goal for it.

    `value` and `floor` are in `unit`; `goal` is in words, because some goals are ratios and some are bounds.
    """

    name: str
    unit: str
    value: float
    floor: float | None
    ratio: float | None
    goal: str

    def as_json(self) -> dict[str, Any]:
        """The figure for `--json`."""
        return asdict(self)


def against(name: str, unit: str, value: float, floor: float, goal: str) -> Figure:
    """A figure beside its floor."""
    return Figure(name, unit, round(value, 3), round(floor, 3), round(value / floor, 2), goal)


def alone(name: str, unit: str, value: float, goal: str) -> Figure:
    """A figure that has a bound and no floor."""
    return Figure(name, unit, round(value, 3), None, None, goal)


def by_turns(*works: Callable[[], object], times: int = 60, warm: int = 3) -> list[list[float]]:
    """Milliseconds of each work, run by turns, sorted."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(times + warm):
        for number, work in enumerate(works):
            begun = time.perf_counter()
            work()
            if turn >= warm:
                taken[number].append((time.perf_counter() - begun) * 1000)
    return [sorted(each) for each in taken]


def middle(sorted_times: list[float]) -> float:
    """The median."""
    return sorted_times[len(sorted_times) // 2]


def nearly_worst(sorted_times: list[float]) -> float:
    """The 95th percentile."""
    return sorted_times[min(len(sorted_times) - 1, int(len(sorted_times) * 0.95))]


def as_table(figures: list[Figure]) -> str:
    """The figures for a person, side by side."""
    heads = ["what", "value", "floor", "ratio", "goal"]
    lines = [
        [
            figure.name,
            f"{figure.value:g} {figure.unit}",
            "" if figure.floor is None else f"{figure.floor:g} {figure.unit}",
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.goal,
        ]
        for figure in figures
    ]
    widths = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [heads, *lines]
    )
