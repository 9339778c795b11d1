"""Which drafts were saved or dropped on this computer, so that they do not come back from a desk that has them.

Nor from another window that was about to send the same words.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.domain.draft import Draft, DraftState, Versions, knows
from db.errors import Locked
from db.local.files import write_private
from db.local.vault import Vault

_DROPPED, _GONE = ".dropped", ".gone"
"""A mark that the server has not been told of, and one that it has."""
_REMEMBERED_SECONDS = 90 * 86_400


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stood behind a draft when it went, and whether it went because it is on the server.

    `seal` then tells which words and documents are there, to whoever can open it and has the words.
    """

    versions: Versions
    sent: bool = False
    seal: str = ""


class Dropped:
    """A mark for each in the folder of the drafts, with the versions that were dropped and not a word of the text.

    What the disk does not take is known until the program ends.
    """

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder, self._vault = folder, vault
        self._unwritten: dict[UUID, _Mark] = {}
        for path in folder.glob(f"*{_GONE}"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _REMEMBERED_SECONDS:
                    path.unlink()

    @property
    def unwritten(self) -> tuple[UUID, ...]:
        """Those that the disk did not take."""
        return tuple(self._unwritten)

    def note(self, draft_id: UUID, versions: Versions, sent: Draft | None = None) -> None:
        """It is dropped, or was `sent` like this; Refused if the disk does not take that."""
        there = self._on_disk(draft_id)
        seal = self._vault.seal(_name(draft_id), json.dumps(_act(sent)).encode()).hex() if sent is not None else ""
        self._unwritten[draft_id] = mark = _Mark(versions, sent is not None, seal)
        if there is None or there.sent is not mark.sent:
            marked = {"versions": dict(versions), "sent": mark.sent, "seal": seal}
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

    def has_sent(self, draft: Draft) -> bool:
        """Whether the draft would send once more what was sent already, with nothing new in it.

        What its author took up again after that is another matter, until it is to be sent.
        """
        mark = self._read(draft.draft_id)
        if mark is None or (draft.state is not DraftState.WAITING and knows(draft.versions, mark.versions)):
            return False
        try:
            words, papers = json.loads(self._vault.open(_name(draft.draft_id), bytes.fromhex(mark.seal)))
        except (Locked, ValueError):
            return False
        here_words, here_papers = _act(draft)
        return bool(words == here_words) and set(here_papers) <= set(papers)

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
        return _Mark(versions, bool(marked.get("sent")), str(marked.get("seal", "")))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, AttributeError, TypeError):
        return _Mark({})


def _act(draft: Draft) -> tuple[str, list[str]]:
    """By what the words of a draft are known again, and which documents it has."""
    whole = draft.to_json()
    words = json.dumps([whole["sending"], whole["values"]], sort_keys=True).encode()
    return hashlib.sha256(words).hexdigest(), [str(paper.paper_id) for paper in draft.papers]


def _name(draft_id: UUID) -> str:
    return f"sent:{draft_id}"
