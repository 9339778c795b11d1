"""A note out of a file or pasted bytes: its text comes from the confined reader, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db.errors import Refused
from db.interchange.agency_notes.proposal import NoteReading
from db.interchange.agency_notes.reading import read_note
from db.interchange.paper_text import paper_text

MOST_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NoteFile:
    """What was read from one file: its text as shown, its proposals, and in plain words why there is no text."""

    text: str = field(repr=False)
    reading: NoteReading
    trouble: str = ""


def note_text(content: bytes, name: str) -> str:
    """The text that is shown and that proposals point into; raises Refused where a file gives none, saying why."""
    words = paper_text(content, name)
    if not words.text.strip():
        raise Refused(words.note or f"{name} holds no words.")
    return words.text


def read_note_file(path: Path, *, sent_on: date | None = None, child_names: Iterable[str] = ()) -> NoteFile:
    """Reads one file; raises Refused, naming it, where it cannot be read."""
    if path.is_dir():
        raise Refused(f"{path.name} is a folder: name the files in it.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path.name} is larger than {MOST_BYTES // 1_048_576} MB, so it was not read.")
        content = path.read_bytes()
    except OSError:
        raise Refused(f"{path.name} cannot be read.") from None
    try:
        text = note_text(content, path.name)
    except Refused as refusal:
        raise Refused(f"{path.name}: {refusal.text}") from None
    return NoteFile(text, read_note(text, sent_on=sent_on, child_names=child_names))
