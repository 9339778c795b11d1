"""Which drafts were saved or dropped on this computer, so that they do not come back from a desk that has them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.domain.draft import Versions
from db.local.files import write_private

_DROPPED, _GONE = ".dropped", ".gone"
"""A mark that the server has not been told of, and one that it has."""
_REMEMBERED_SECONDS = 90 * 86_400


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stood behind a draft when it went, and whether it went because it is on the server."""

    versions: Versions
    sent: bool = False


class Dropped:
    """A mark for each in the folder of the drafts, with the versions that were dropped and not a word of the text.

    What the disk does not take is known until the program ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unwritten: dict[UUID, _Mark] = {}
        for path in folder.glob(f"*{_GONE}"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _REMEMBERED_SECONDS:
                    path.unlink()

    @property
    def unwritten(self) -> tuple[UUID, ...]:
        """Those that the disk did not take."""
        return tuple(self._unwritten)

    def note(self, draft_id: UUID, versions: Versions, *, sent: bool = False) -> None:
        """It is dropped, or `sent`; Refused if the disk does not take that."""
        there = self._on_disk(draft_id)
        self._unwritten[draft_id] = _Mark(versions, sent)
        if there is None or there.sent is not sent:
            marked = {"versions": dict(versions), "sent": sent}
            write_private(self._path(draft_id, _DROPPED), json.dumps(marked).encode())

    def done(self, draft_id: UUID) -> None:
        """Nothing of it is left on the disk."""
        self._unwritten.pop(draft_id, None)

    def forget(self, draft_id: UUID) -> None:
        """It was written on, and is there again."""
        self._unwritten.pop(draft_id, None)
        for mark in (_DROPPED, _GONE):
            self._path(draft_id, mark).unlink(missing_ok=True)

    def versions(self, draft_id: UUID) -> Versions | None:
        """What stood behind it when it was dropped; None if it was not."""
        mark = self._read(draft_id)
        return mark.versions if mark is not None else None

    def is_sent(self, draft_id: UUID) -> bool:
        """Whether it went because it is on the server."""
        mark = self._read(draft_id)
        return mark is not None and mark.sent

    def _read(self, draft_id: UUID) -> _Mark | None:
        if draft_id in self._unwritten:
            return self._unwritten[draft_id]
        return self._on_disk(draft_id)

    def _on_disk(self, draft_id: UUID) -> _Mark | None:
        for path in (self._path(draft_id, mark) for mark in (_DROPPED, _GONE)):
            with suppress(FileNotFoundError):
                return _read_mark(path)
        return None

    def to_be_told(self) -> Mapping[UUID, Versions]:
        """Those of which the server may still keep a copy."""
        ids = set(self._unwritten)
        for path in self._folder.glob(f"*{_DROPPED}"):
            with suppress(ValueError):
                ids.add(UUID(path.stem))
        return {draft_id: self.versions(draft_id) or {} for draft_id in ids}

    def server_told(self, draft_id: UUID) -> None:
        """The server keeps no copy of it any more."""
        with suppress(OSError):
            self._path(draft_id, _DROPPED).replace(self._path(draft_id, _GONE))

    def _path(self, draft_id: UUID, mark: str) -> Path:
        return self._folder / f"{draft_id}{mark}"


def _read_mark(path: Path) -> _Mark:
    """What a mark says; one that cannot be read says that the draft was dropped, and no more."""
    try:
        marked = json.loads(path.read_bytes())
        versions = {str(hand): int(number) for hand, number in marked.get("versions", marked).items()}
        return _Mark(versions, bool(marked.get("sent")))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, AttributeError, TypeError):
        return _Mark({})
