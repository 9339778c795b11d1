"""The children that one may write about without a server, as they were known when it last answered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from db.errors import Locked
from db.local.files import private_folder, write_private
from db.local.vault import Vault
from db.queries.files import ChildLine

_NAME = "known"


@dataclass(frozen=True, slots=True)
class KnownChild:
    """Enough of a child to tell the right one, and to count an age."""

    child_id: UUID
    name: str
    reference: str
    born: date | None = None
    expected_on: date | None = None
    born_latest: date | None = None


class KnownChildren:
    """A sealed list of my children on this computer."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        private_folder(folder)
        self._path = folder / _NAME
        self._vault = vault

    def all(self) -> tuple[KnownChild, ...]:
        """The children by name; none if the list is not there or does not open."""
        try:
            listed = json.loads(self._vault.open(_NAME, self._path.read_bytes()))
            return tuple(_child(one) for one in listed)
        except (Locked, OSError, ValueError, KeyError, TypeError):
            return ()

    def keep(self, children: Iterable[KnownChild]) -> None:
        """Keeps these in the place of those that were known before; Refused if the disk does not take them."""
        listed = [_value(child) for child in sorted(children, key=lambda child: (child.name, child.reference))]
        write_private(self._path, self._vault.seal(_NAME, json.dumps(listed).encode()))


def known_child(line: ChildLine) -> KnownChild:
    """What is kept of one of my children, by the name that the child uses."""
    name = line.known_as or line.name
    return KnownChild(line.child_id, name, line.reference, line.born, line.expected_on, line.born_latest)


_DAYS = ("born", "expected_on", "born_latest")


def _value(child: KnownChild) -> dict[str, Any]:
    days: dict[str, date | None] = {key: getattr(child, key) for key in _DAYS}
    return {
        "child_id": str(child.child_id),
        "name": child.name,
        "reference": child.reference,
        **{key: day.isoformat() if day else None for key, day in days.items()},
    }


def _child(value: dict[str, Any]) -> KnownChild:
    days = (date.fromisoformat(value[key]) if value.get(key) else None for key in _DAYS)
    return KnownChild(UUID(value["child_id"]), str(value["name"]), str(value["reference"]), *days)
