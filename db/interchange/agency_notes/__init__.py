"""Notes of other agencies and from the field: dated entries are proposed from them by rule, and none records itself.

`propose` reads a text, `propose_from_file` and `propose_from_bytes` a paper; `note_text` gives the text that the
proposals' `start` and `end` point into.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from db.interchange.agency_notes.files import NoteFile, note_text, read_note_file
from db.interchange.agency_notes.proposal import NoteReading, NoteSource, Proposal
from db.interchange.agency_notes.reading import read_note

__all__ = [
    "NoteFile",
    "NoteReading",
    "NoteSource",
    "Proposal",
    "note_text",
    "propose",
    "propose_from_bytes",
    "propose_from_file",
    "read_note",
    "read_note_file",
]


def propose(
    text: str,
    *,
    name: str = "",  # noqa: ARG001 (a note is read the same whatever it is called)
    sent_on: date | None = None,
    child_names: Iterable[str] = (),
) -> tuple[Proposal, ...]:
    """The entries that a text proposes, in its order."""
    return read_note(text, sent_on=sent_on, child_names=child_names).proposals


def propose_from_bytes(
    content: bytes, name: str, *, sent_on: date | None = None, child_names: Iterable[str] = ()
) -> tuple[Proposal, ...]:
    """The entries that a paper proposes; raises Refused where it gives no text."""
    return propose(note_text(content, name), sent_on=sent_on, child_names=child_names)


def propose_from_file(
    path: Path, *, sent_on: date | None = None, child_names: Iterable[str] = ()
) -> tuple[Proposal, ...]:
    """The entries that a file proposes; raises Refused, naming the file, where it cannot be read."""
    return read_note_file(path, sent_on=sent_on, child_names=child_names).reading.proposals
