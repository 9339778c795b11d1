"""Which drafts were saved or dropped on this computer, so that they do not come back from a desk that has them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from db.domain.draft import Versions
from db.local.files import write_private

_DROPPED, _GONE = ".dropped", ".gone"
"""A mark that the server has not been told of, and one that it has."""
_REMEMBERED_SECONDS = 90 * 86_400


class Dropped:
    """A mark for each in the folder of the drafts, with the versions that were dropped and not a word of the text.

    What the disk does not take is known until the program ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unwritten: dict[UUID, Versions] = {}
        for path in folder.glob(f"*{_GONE}"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _REMEMBERED_SECONDS:
                    path.unlink()

    @property
    def unwritten(self) -> tuple[UUID, ...]:
        """Those that the disk did not take."""
        return tuple(self._unwritten)

    def note(self, draft_id: UUID, versions: Versions) -> None:
        """It is dropped; Refused if the disk does not take that."""
        self._unwritten[draft_id] = versions
        if not self._marks(draft_id):
            write_private(self._mark(draft_id, _DROPPED), json.dumps(dict(versions)).encode())

    def done(self, draft_id: UUID) -> None:
        """Nothing of it is left on the disk."""
        self._unwritten.pop(draft_id, None)

    def forget(self, draft_id: UUID) -> None:
        """It was written on, and is there again."""
        self._unwritten.pop(draft_id, None)
        for mark in (_DROPPED, _GONE):
            self._mark(draft_id, mark).unlink(missing_ok=True)

    def versions(self, draft_id: UUID) -> Versions | None:
        """What stood behind it when it was dropped; None if it was not."""
        if draft_id in self._unwritten:
            return self._unwritten[draft_id]
        for mark in self._marks(draft_id):
            with suppress(OSError, ValueError, AttributeError, TypeError):
                return {str(hand): int(number) for hand, number in json.loads(mark.read_bytes()).items()}
            return {}
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
            self._mark(draft_id, _DROPPED).replace(self._mark(draft_id, _GONE))

    def _marks(self, draft_id: UUID) -> list[Path]:
        return [path for mark in (_DROPPED, _GONE) if (path := self._mark(draft_id, mark)).exists()]

    def _mark(self, draft_id: UUID, mark: str) -> Path:
        return self._folder / f"{draft_id}{mark}"
