"""The code lists of `resources/codes` as the forms offer them, in their order.

They are read from the shipped files rather than from the server, so that a form is there at once and offline.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache

from resources import resource


@dataclass(frozen=True, slots=True)
class Code:
    """One choice: its code, its label, and what the list says of it besides."""

    code: str
    label: str
    attributes: frozenset[str]


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """The choices of a list in their order."""
    with resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = sorted((row for row in csv.DictReader(file) if not row["to_on"]), key=lambda row: int(row["sort"]))
    return tuple(Code(row["code"], row["label"], _attributes(row["attributes"])) for row in found)


@cache
def labels(name: str) -> dict[str, str]:
    """The label of each code of a list."""
    return {code.code: code.label for code in code_list(name)}


def _attributes(packed: str) -> frozenset[str]:
    return frozenset(key for key, value in json.loads(packed or "{}").items() if value)
