"""The code lists as the forms offer them, in their order.

They are read from the shipped files, so that a form is there at once and offline. What the server says of a list at
sign-in takes their place and is remembered for the next start; a code that is no longer offered keeps its label.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from desktop.infra.settings import Settings
from resources import resource

if TYPE_CHECKING:
    from db.queries.codes import KnownCode

LEARNED = tuple(sorted(path.stem for path in resource("codes").glob("*.csv")))
"""The lists that an administrator may change and forms offer."""


@dataclass(frozen=True, slots=True)
class Code:
    """One choice: its code, its label, and what the list says of it besides; one that was ended is not `offered`."""

    code: str
    label: str
    attributes: frozenset[str]
    offered: bool = True


_learned: dict[str, tuple[Code, ...]] = {}
_offered: dict[str, tuple[Code, ...]] = {}


def code_list(name: str) -> tuple[Code, ...]:
    """The choices of a list in their order."""
    return _offered.get(name) or _shipped(name)


@cache
def labels(name: str) -> dict[str, str]:
    """The label of each code of a list, also of those that are no longer offered."""
    return {code.code: code.label for code in (*_shipped(name), *_learned.get(name, ()))}


def learn(name: str, lines: Iterable[KnownCode], settings: Settings) -> None:
    """Take a list as the server has it, and remember it."""
    found = tuple(Code(line.code, line.label, _true_of(line.attributes), line.offered) for line in lines)
    if found and _learned.get(name) != found:
        _take(name, found)
        packed = [[code.code, code.label, sorted(code.attributes), code.offered] for code in found]
        settings.remember_text(f"codes/{name}", json.dumps(packed))


def _take(name: str, found: tuple[Code, ...]) -> None:
    _learned[name], _offered[name] = found, tuple(code for code in found if code.offered)
    labels.cache_clear()


def learn_all(lines: Iterable[KnownCode], settings: Settings) -> None:
    """Take all lists as the server has them."""
    for name, found in groupby(lines, key=lambda line: line.list):
        learn(name, found, settings)


def recall(settings: Settings) -> None:
    """Take the lists as they were when a server was last asked."""
    _learned.clear()
    _offered.clear()
    labels.cache_clear()
    for name in LEARNED:
        found = _unpacked(settings.text(f"codes/{name}"))
        if found:
            _take(name, found)


def _unpacked(packed: str) -> tuple[Code, ...]:
    try:
        found = json.loads(packed or "[]")
        return tuple(
            Code(str(code), str(label), frozenset(said), bool(offered)) for code, label, said, offered in found
        )
    except (ValueError, TypeError):
        return ()


@cache
def _shipped(name: str) -> tuple[Code, ...]:
    with resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = sorted((row for row in csv.DictReader(file) if not row["to_on"]), key=lambda row: int(row["sort"]))
    return tuple(Code(row["code"], row["label"], _true_of(json.loads(row["attributes"] or "{}"))) for row in found)


def _true_of(attributes: dict[str, object]) -> frozenset[str]:
    return frozenset(key for key, value in attributes.items() if value)
