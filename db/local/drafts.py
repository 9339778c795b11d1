"""Drafts on this computer: one sealed file each, whole or not there, readable by their author alone.

A file that does not open is never deleted: it may be another key's, and somebody's words.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from db.domain.draft import Draft
from db.errors import Locked, Refused
from db.local.files import clear_unfinished, private_folder, settle, told, write_private
from db.local.vault import Vault

_DRAFT, _PAPER, _DROPPED, _GONE, _ASIDE = ".draft", ".paper", ".dropped", ".gone", ".aside"
_REMEMBERED_SECONDS = 90 * 86_400
"""For so long a draft that was saved or dropped here does not come back from a desk that still has it."""


class DraftStore:
    """The drafts of one person in one folder. Safe to use from several threads, and beside another window's store.

    `unreadable` counts the files that the last look found and this key does not open. `lock` is held over what must
    not be parted in this process, such as looking whether a draft is still the same and then taking it away.
    """

    def __init__(self, folder: Path, vault: Vault) -> None:
        private_folder(folder)
        clear_unfinished(folder)
        _forget_old(folder)
        self.folder = folder
        self.vault = vault
        self.unreadable = 0
        self.lock = threading.RLock()

    def save(self, draft: Draft) -> None:
        """Keeps the draft in the place of what was kept of it before; Refused if the disk does not take it."""
        plain = json.dumps(draft.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
        with self.lock:
            self._write(self._draft(draft.draft_id), self.vault.seal(_name(draft.draft_id), plain))
            for mark in (_DROPPED, _GONE):
                self._mark(draft.draft_id, mark).unlink(missing_ok=True)

    def all(self) -> tuple[Draft, ...]:
        """Every draft that opens, the oldest first."""
        found, unreadable = [], sum(1 for _ in self.folder.glob(f"*{_ASIDE}"))
        for path in self.folder.glob(f"*{_DRAFT}"):
            try:
                found.append(self._read(path))
            except FileNotFoundError:  # dropped meanwhile
                continue
            except (Locked, OSError, ValueError, KeyError, TypeError, AttributeError):
                unreadable += 1
        self.unreadable = unreadable
        return tuple(sorted(found, key=lambda draft: (draft.typed_at.timestamp(), draft.draft_id)))

    def one(self, draft_id: UUID) -> Draft | None:
        """The draft as it is kept now; None if it is not there or does not open."""
        try:
            return self._read(self._draft(draft_id))
        except (Locked, OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def set_aside(self, draft_id: UUID) -> None:
        """Makes room for a draft whose file does not open; the file is kept under another name."""
        with suppress(FileNotFoundError):
            path = self._draft(draft_id)
            path.replace(path.with_suffix(f".{secrets.token_hex(4)}{_ASIDE}"))

    def drop(self, draft_id: UUID) -> None:
        """Takes the draft and its papers away, and remembers that it is not to come back from the server."""
        with self.lock:
            if not self.is_dropped(draft_id):
                self._write(self._mark(draft_id, _DROPPED), b"")
            try:
                for path in (self._draft(draft_id), *self.folder.glob(f"{draft_id}.*{_PAPER}")):
                    path.unlink(missing_ok=True)
                settle(self.folder)
            except OSError as trouble:
                raise Refused(told(trouble)) from None

    def is_dropped(self, draft_id: UUID) -> bool:
        """Whether the draft was here and was saved or dropped."""
        return any(self._mark(draft_id, mark).exists() for mark in (_DROPPED, _GONE))

    def to_be_told(self) -> tuple[UUID, ...]:
        """The drafts that were dropped here and that the server may still keep a copy of."""
        return tuple(_ids(path.stem for path in self.folder.glob(f"*{_DROPPED}")))

    def server_told(self, draft_id: UUID) -> None:
        """Notes that the server keeps no copy of a dropped draft any more."""
        with self.lock, suppress(FileNotFoundError):
            self._mark(draft_id, _DROPPED).replace(self._mark(draft_id, _GONE))

    def take_over(self, earlier: Vault) -> int:
        """Seals anew what an earlier key of the same person sealed, and says how many drafts came back by that."""
        came = 0
        for path in (*self.folder.glob(f"*{_PAPER}"), *self.folder.glob(f"*{_DRAFT}")):  # papers before their drafts
            with self.lock, suppress(Locked, OSError, ValueError, TypeError):
                name, sealed = _sealed_name(path), path.read_bytes()
                if not _opens(self.vault, name, sealed):
                    self._write(path, self.vault.seal(name, earlier.open(name, sealed)))
                    came += path.suffix == _DRAFT
        return came

    def put_paper(self, draft_id: UUID, paper_id: UUID, content: bytes) -> None:
        """Keeps the bytes of a paper beside its draft; Refused if the disk does not take them."""
        self._write(self._paper(draft_id, paper_id), self.vault.seal(_paper_name(draft_id, paper_id), content))

    def paper(self, draft_id: UUID, paper_id: UUID) -> bytes:
        """The bytes of a paper; Refused if they are not on this computer, Locked if this key does not open them."""
        try:
            sealed = self._paper(draft_id, paper_id).read_bytes()
        except FileNotFoundError:
            raise Refused(
                "A document of this entry lies on the computer where it was added. Finish the entry there, "
                "or take the document out here and add it again."
            ) from None
        return self.vault.open(_paper_name(draft_id, paper_id), sealed)

    def has_paper(self, draft_id: UUID, paper_id: UUID) -> bool:
        """Whether the bytes of a paper are on this computer."""
        return self._paper(draft_id, paper_id).exists()

    def stamp(self) -> frozenset[tuple[str, int, int]]:
        """Changes whenever this or another window changed a draft; cheap to ask. Refused if the folder is away."""
        seen = set()
        try:
            for name in os.listdir(self.folder):  # noqa: PTH208 (unlike a glob it tells when the folder is away)
                if name.endswith(_DRAFT):
                    with suppress(FileNotFoundError):
                        state = (self.folder / name).stat()
                        seen.add((name, state.st_mtime_ns, state.st_size))
        except OSError as trouble:
            raise Refused(told(trouble)) from None
        return frozenset(seen)

    def _read(self, path: Path) -> Draft:
        draft_id = UUID(path.stem)
        return Draft.from_json(json.loads(self.vault.open(_name(draft_id), path.read_bytes())))

    def _write(self, path: Path, sealed: bytes) -> None:
        with self.lock:
            write_private(path, sealed)

    def _draft(self, draft_id: UUID) -> Path:
        return self.folder / f"{draft_id}{_DRAFT}"

    def _paper(self, draft_id: UUID, paper_id: UUID) -> Path:
        return self.folder / f"{draft_id}.{paper_id}{_PAPER}"

    def _mark(self, draft_id: UUID, mark: str) -> Path:
        return self.folder / f"{draft_id}{mark}"


def _forget_old(folder: Path) -> None:
    for path in folder.glob(f"*{_GONE}"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _REMEMBERED_SECONDS:
                path.unlink()


def _name(draft_id: UUID) -> str:
    return f"draft:{draft_id}"


def _paper_name(draft_id: UUID, paper_id: UUID) -> str:
    return f"paper:{draft_id}:{paper_id}"


def _sealed_name(path: Path) -> str:
    """The name under which a file of this folder was sealed; ValueError if it is none of ours."""
    ids = [UUID(part) for part in path.stem.split(".")]
    return _name(*ids) if path.suffix == _DRAFT else _paper_name(*ids)


def _opens(vault: Vault, name: str, sealed: bytes) -> bool:
    try:
        vault.open(name, sealed)
    except Locked:
        return False
    return True


def _ids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
