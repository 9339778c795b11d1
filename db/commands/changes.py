"""What an act changed, so that open pages know whether to refresh."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Changes:
    """The children concerned and the kinds of thing changed ("entry", "file", "access", "staff")."""

    what: frozenset[str]
    children: frozenset[UUID] = frozenset()
    entry_id: UUID | None = None
    version: int | None = None
