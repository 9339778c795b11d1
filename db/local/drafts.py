"""Drafts on this computer: one sealed file each, whole or not there, readable by their author alone.

A file that does not open is never deleted: it may be another key's, and somebody's words. A draft takes the place of
another only if it was written on from that one. What the disk does not take is held in memory, so that it can be sent
all the same.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from db.domain.draft import Draft, DraftState, Versions, joined, knows
from db.errors import Locked, Refused
from db.local.dropped import Dropped
from db.local.files import alone, clear_unfinished, private_folder, settle, told, write_private
from db.local.vault import Vault

_DRAFT, _PAPER, _ASIDE = ".draft", ".paper", ".aside"
_DOES_NOT_OPEN = (Locked, OSError, ValueError, KeyError, TypeError, AttributeError)


class DraftStore:
    """The drafts of one person in one folder. Safe to use from several threads, and beside another window's store.

    `unreadable` counts the files that the last look found and this key does not open. `lock` is held over what must
    not be parted in this process, such as looking whether a draft is still the same and then taking it away. Without a
    folder everything is held in memory, as on a disk that is full.
    """

    def __init__(self, folder: Path | None, vault: Vault) -> None:
        self.is_nowhere = folder is None
        if folder is None:
            folder = Path(Path.cwd().anchor) / f"throughline-{secrets.token_hex(16)}"  # is not there, nor ever made
        else:
            private_folder(folder)
            clear_unfinished(folder)
        self.folder = folder
        self.vault = vault
        self.unreadable = 0
        self.lock = threading.RLock()
        self._last: dict[UUID, tuple[tuple[int, int, int] | None, Versions]] = {}
        self._held: dict[UUID, Draft] = {}
        self._held_papers: dict[tuple[UUID, UUID], bytes] = {}
        self._dropped = Dropped(folder, vault)
        self._outlived: dict[UUID, Versions] = {}
        """What was dropped of drafts that were written on here after that."""

    def save(self, draft: Draft) -> Draft:
        """Keeps the draft in the place of the one that it was written on from, and answers how it is kept.

        Where another window or desk wrote on as well, both stay, and this one becomes a draft of its own, unless both
        were finished with the same words; what is sent already is not kept again. Refused if the disk does not take it,
        which is then held in memory.
        """
        with self.lock:
            if self._dropped.has_sent(draft):
                return draft
            self._dropped.done(draft.draft_id)
            self._held[draft.draft_id] = draft
            with self._alone():
                del self._held[draft.draft_id]
                versions = self.with_dropped(draft.draft_id, draft.versions)
                kept = self._own_place(replace(draft, versions=versions))
                if not self._is_older(kept) and not self._dropped.has_sent(kept):
                    self._keep(kept)
            for draft_id in self._dropped.unwritten:
                with suppress(Refused):
                    self.drop(draft_id)
            return kept

    def take_in(self, draft: Draft) -> bool:
        """Takes in what was written at another desk; whether anything came of it.

        What was saved or dropped here since does not come back, what waits to be sent stays as it is, and where both
        desks wrote, both drafts stay.
        """
        with self.lock, self._alone():
            here = self.one(draft.draft_id)
            if here is None:
                if (versions := self._dropped.versions(draft.draft_id)) is not None and knows(versions, draft.versions):
                    return False
            elif here.state is DraftState.WAITING or here.knows(draft):
                return False
            elif draft.is_same_entry(here):
                draft = draft.joined(here)
            elif not draft.knows(here):
                self._keep(self._own_place(self._parted(here)))
            self._keep(draft)
            return True

    def let_go(self, draft_id: UUID, versions: Versions) -> None:
        """Lets go of a draft that was saved or dropped at another desk, unless more was written here."""
        with self.lock:
            here = self.one(draft_id)
            if here is not None and here.state is not DraftState.WAITING and knows(versions, here.versions):
                self.drop(draft_id, versions)
                self.server_told(draft_id)

    def with_dropped(self, draft_id: UUID, versions: Versions) -> Versions:
        """What stands behind a draft that is written on with these versions, also if it was saved or dropped meanwhile.

        That no copy of what was dropped is taken for what somebody else wrote in it.
        """
        with self.lock:
            dropped = self._dropped.versions(draft_id)
            if dropped is not None:
                self._outlived[draft_id] = joined(self._outlived.get(draft_id, {}), dropped)
            return joined(versions, self._outlived.get(draft_id, {}))

    def _own_place(self, draft: Draft) -> Draft:
        here = self._versions_here(draft.draft_id)
        if knows(draft.versions, here) or knows(here, draft.versions):
            return draft
        other = self.one(draft.draft_id)
        if other is not None and draft.is_same_entry(other):
            return draft.joined(other)
        return self._own_place(self._parted(draft))

    def _is_older(self, draft: Draft) -> bool:
        """Whether somebody wrote on from it already."""
        return not knows(draft.versions, self._versions_here(draft.draft_id))

    def _versions_here(self, draft_id: UUID) -> Versions:
        """What stands behind the draft that lies here; what this window wrote last it need not read again."""
        last, versions = self._last.get(draft_id, (None, {}))
        if last is not None and last == self._state(draft_id):
            return versions
        here = self.one(draft_id)
        return here.versions if here is not None else {}

    def _state(self, draft_id: UUID) -> tuple[int, int, int] | None:
        try:
            state = self._draft(draft_id).stat()
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size

    def _parted(self, draft: Draft) -> Draft:
        """The draft parted, with what of its papers lies here."""
        parted = draft.parted()
        for old, new in zip(draft.papers, parted.papers, strict=True):
            with suppress(Locked, Refused):
                if not self.has_paper(parted.draft_id, new.paper_id):
                    self.put_paper(parted.draft_id, new.paper_id, self.paper(draft.draft_id, old.paper_id))
        return parted

    def _keep(self, draft: Draft) -> None:
        self._held[draft.draft_id] = draft
        plain = json.dumps(draft.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
        try:
            self._set_aside(draft.draft_id)
        except OSError as trouble:
            raise Refused(told(trouble)) from None
        self._write(self._draft(draft.draft_id), self.vault.seal(_name(draft.draft_id), plain))
        del self._held[draft.draft_id]
        self._last[draft.draft_id] = (self._state(draft.draft_id), draft.versions)
        self._dropped.forget(draft.draft_id)

    def all(self) -> tuple[Draft, ...]:
        """Every draft that opens, the oldest first."""
        found, unreadable = dict[UUID, Draft](), sum(1 for _ in self.folder.glob(f"*{_ASIDE}"))
        for path in self.folder.glob(f"*{_DRAFT}"):
            try:
                draft = self._read(path)
            except FileNotFoundError:  # dropped meanwhile
                continue
            except _DOES_NOT_OPEN:
                unreadable += 1
            else:
                found[draft.draft_id] = draft
        self.unreadable = unreadable
        with self.lock:
            kept = [
                draft for draft_id, draft in (found | self._held).items() if draft_id not in self._dropped.unwritten
            ]
        return tuple(sorted(kept, key=lambda draft: (draft.typed_at.timestamp(), draft.draft_id)))

    def one(self, draft_id: UUID) -> Draft | None:
        """The draft as it is kept now; None if it is not there or does not open."""
        with self.lock:
            if draft_id in self._held or draft_id in self._dropped.unwritten:
                return self._held.get(draft_id)
        try:
            return self._read(self._draft(draft_id))
        except _DOES_NOT_OPEN:
            return None

    def _set_aside(self, draft_id: UUID) -> None:
        """Makes room where a file lies that does not open; it is kept under another name."""
        path = self._draft(draft_id)
        last, _ = self._last.get(draft_id, (None, {}))
        if path.exists() and (last is None or last != self._state(draft_id)) and not self._is_ours(path):
            path.replace(path.with_suffix(f".{secrets.token_hex(4)}{_ASIDE}"))

    def _is_ours(self, path: Path) -> bool:
        try:
            self._read(path)
        except _DOES_NOT_OPEN:
            return False
        return True

    def _clear_papers(self, draft_id: UUID) -> None:
        """Takes away the papers of a draft that is gone; those of an earlier key are left for what was set aside."""
        for path in self.folder.glob(f"{draft_id}.*{_PAPER}"):
            with suppress(FileNotFoundError, ValueError):
                if _opens(self.vault, _sealed_name(path), path.read_bytes()):
                    path.unlink()

    def drop(self, draft_id: UUID, known: Versions | None = None) -> None:
        """Takes the draft and its papers away, and remembers that it is not to come back from the server.

        With `known`, only if nobody wrote on in it beyond these versions.
        """
        with self.lock, self._undisturbed():
            versions = self._versions(draft_id)
            if known is None or knows(joined(known, self._outlived.get(draft_id, {})), versions):
                self._take_away(draft_id, versions)

    def drop_sent(self, draft: Draft) -> None:
        """The same for a draft that is in the record now, unless somebody took it up again meanwhile."""
        with self.lock, self._undisturbed():
            here = self.still_on_its_way(draft)
            if here is not None:
                self._take_away(draft.draft_id, here.versions, draft)

    def still_on_its_way(self, draft: Draft) -> Draft | None:
        """The draft as it is kept now, if it is what was sent; another window may have finished the same words."""
        here = self.one(draft.draft_id)
        same = here is not None and (here == draft or (here.state is DraftState.WAITING and here.is_in(draft)))
        return here if same else None

    def _take_away(self, draft_id: UUID, versions: Versions, sent: Draft | None = None) -> None:
        for held in [held for held in self._held_papers if held[0] == draft_id]:
            del self._held_papers[held]
        self._held.pop(draft_id, None)
        self._dropped.note(draft_id, versions, sent)
        try:
            self._set_aside(draft_id)
            self._draft(draft_id).unlink(missing_ok=True)
            self._clear_papers(draft_id)
            settle(self.folder)
        except OSError as trouble:
            raise Refused(told(trouble)) from None
        self._dropped.done(draft_id)

    def _versions(self, draft_id: UUID) -> Versions:
        """What stood behind the draft, which may be dropped already."""
        here = self.one(draft_id)
        return here.versions if here is not None else self._dropped.versions(draft_id) or {}

    def is_dropped(self, draft_id: UUID) -> bool:
        """Whether the draft was here and was saved or dropped."""
        return self._dropped.versions(draft_id) is not None

    def is_sent(self, draft_id: UUID) -> bool:
        """Whether the draft went from this computer because it is in the record."""
        return self._dropped.is_sent(draft_id)

    def to_be_told(self) -> Mapping[UUID, Versions]:
        """The drafts that were dropped here and that the server may still keep a copy of, each as it was."""
        return self._dropped.to_be_told()

    def server_told(self, draft_id: UUID) -> None:
        """Notes that the server keeps no copy of a dropped draft any more."""
        with self.lock:
            self._dropped.server_told(draft_id)

    def take_over(self, earlier: Vault) -> int:
        """Seals anew what an earlier key of the same person sealed, and says how many drafts came back by that.

        What was set aside meanwhile comes back as a draft of its own, for its author to look at, unless all of it
        stands in the one that took its place.
        """
        came = 0
        for path in (*self.folder.glob(f"*{_PAPER}"), *self.folder.glob(f"*{_DRAFT}")):  # papers before their drafts
            with self.lock, suppress(Locked, OSError, ValueError, TypeError):
                name, sealed = _sealed_name(path), path.read_bytes()
                if not _opens(self.vault, name, sealed):
                    self._write(path, self.vault.seal(name, earlier.open(name, sealed)))
                    came += path.suffix == _DRAFT
        for path in self.folder.glob(f"*{_ASIDE}"):
            with self.lock, suppress(*_DOES_NOT_OPEN):
                came += self._bring_back(path, earlier)
        return came

    def _bring_back(self, aside: Path, earlier: Vault) -> bool:
        """Whether anything came of what was set aside; raises one of `_DOES_NOT_OPEN` if neither key is its own."""
        draft_id, sealed = UUID(aside.name.partition(".")[0]), aside.read_bytes()
        vault = self.vault if _opens(self.vault, _name(draft_id), sealed) else earlier
        draft = Draft.from_json(json.loads(vault.open(_name(draft_id), sealed)))
        is_new = not draft.versions or not knows(self._versions(draft_id), draft.versions)
        papers = list[Path]()
        if is_new:
            own = self.save(replace(self._parted(draft), state=DraftState.WRITING, sending=None, finished_at=None))
            papers = [self._paper(own.draft_id, paper.paper_id) for paper in own.papers]
        aside.unlink()
        is_last = not self._draft(draft_id).exists() and not any(self.folder.glob(f"{draft_id}.*{_ASIDE}"))
        if is_last and all(paper.exists() for paper in papers):
            self._clear_papers(draft_id)
        return is_new

    def put_paper(self, draft_id: UUID, paper_id: UUID, content: bytes) -> None:
        """Keeps the bytes of a paper beside its draft; Refused if the disk does not take them, as in `save`."""
        with self.lock:
            self._held_papers[draft_id, paper_id] = content
            self._write(self._paper(draft_id, paper_id), self.vault.seal(_paper_name(draft_id, paper_id), content))
            del self._held_papers[draft_id, paper_id]

    def paper(self, draft_id: UUID, paper_id: UUID) -> bytes:
        """The bytes of a paper; Refused if they are not on this computer, Locked if this key does not open them."""
        with self.lock:
            if (draft_id, paper_id) in self._held_papers:
                return self._held_papers[draft_id, paper_id]
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
        return (draft_id, paper_id) in self._held_papers or self._paper(draft_id, paper_id).exists()

    def stamp(self) -> frozenset[tuple[str, int, int]]:
        """Changes whenever this or another window changed a draft or set one aside; cheap to ask.

        Refused if the folder is away.
        """
        seen = set()
        try:
            for name in os.listdir(self.folder):  # noqa: PTH208 (unlike a glob it tells when the folder is away)
                if name.endswith((_DRAFT, _ASIDE)):
                    with suppress(FileNotFoundError):
                        state = (self.folder / name).stat()
                        seen.add((name, state.st_mtime_ns, state.st_size))
        except OSError as trouble:
            raise Refused(told(trouble)) from None
        return frozenset(seen)

    def _alone(self) -> AbstractContextManager[bool]:
        """So that no other window writes between a look and the write after it."""
        return alone(self.folder / "writing", wait=True)

    def _undisturbed(self) -> ExitStack:
        """The same as far as the folder can be used; where it cannot, what follows tells."""
        stack = ExitStack()
        with suppress(Refused):
            stack.enter_context(self._alone())
        return stack

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
