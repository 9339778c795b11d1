"""Puts together what two people wrote over the same text at the same time, field by field.

Why: whoever saves second must lose nothing, see at once what the other changed, and choose only where both changed
the same field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields put together. `theirs` were taken from the other, who alone changed them; at `both` the two differ,
    and `values` holds mine until the person chooses."""

    values: dict[str, str]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """My values and theirs over the values that both began from; a field that is missing counts as empty.

    What both changed alike is no conflict. Keys come in the order of mine, then theirs, then the base.
    """
    values: dict[str, str] = {}
    taken: list[str] = []
    differing: list[str] = []
    for key in dict.fromkeys((*mine, *theirs, *base)):
        before, ours, other = (side.get(key, "") for side in (base, mine, theirs))
        values[key] = ours
        if other in (before, ours):
            continue
        if ours == before:
            values[key] = other
            taken.append(key)
        else:
            differing.append(key)
    return Merged(values, tuple(taken), tuple(differing))
