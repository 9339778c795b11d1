"""What each analysis of the sample rests on: the last things that were seen or told in the same child's file.

Apart from the stories, since an analysis can only point at entries once all of them are told. It draws no lots, so
that everything else in the sample stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from db.sample.rows import EntryBasis, EntryChild, Rows, Version

_MOST = 4
_FACTS = frozenset({"visit", "school", "health", "police", "family_time", "home", "call", "education", "missing"})


def rest_analyses(rows: Rows) -> None:
    """Adds what every analysis rests on, at least one entry of each child's file where it stands."""
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in rows.of(Version):
        versions[version.entry_id].append(version)
    files: dict[UUID, list[Version]] = defaultdict(list)
    for link in rows.of(EntryChild):
        files[link.child_id].append(versions[link.entry_id][-1])
    bases: dict[UUID, set[UUID]] = defaultdict(set)
    for lines in files.values():
        lines.sort(key=_moment)
        for place in (place for place, line in enumerate(lines) if line.kind == "analysis"):
            bases[lines[place].entry_id].update(_basis(lines, place))
    for entry, found in bases.items():
        for version in versions[entry]:
            rows.by_class[EntryBasis] += [EntryBasis(entry, version.version, basis) for basis in sorted(found)]


def _basis(lines: list[Version], place: int) -> list[UUID]:
    """The last facts before this place of a file, or what else stands there."""
    facts = [line for line in lines[:place] if line.kind in _FACTS and not line.legal_advice]
    others = [*lines[place + 1 :], *lines[:place]]
    return [line.entry_id for line in (facts or others)[-_MOST:]]


def _moment(version: Version) -> tuple[object, ...]:
    return version.occurred_earliest, version.occurred_minute or 0, version.entry_id
