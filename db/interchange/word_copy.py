"""A Word document that comes back from people who changed it, as plain values: read in a confined process.

It is a stranger's file, whoever sent it: nothing of it but text, style names and bookmark names comes out of there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from db.errors import Refused
from db.interchange.paper_text import FAILED, STOPPED, TOO_SLOW, ask_reader, refuse_program

MOST_BYTES = 50 * 1024 * 1024
NO_COPY = "This is not a Word document (.docx), so nothing was taken from it."
_PLAIN_WORDS = {
    FAILED: "The document is damaged or needs too much memory, so nothing was taken from it.",
    TOO_SLOW: "Reading the document took too long, so nothing was taken from it.",
    STOPPED: "Reading the document was stopped.",
}


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of a table: its cells from left to right, each line of one a paragraph, and the marks in it."""

    cells: tuple[str, ...] = field(repr=False)
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph as its reader sees it; `style` is Word's own name in small letters, such as "heading 1".

    A table stands here as one paragraph that has `rows`.
    """

    text: str = field(repr=False)
    style: str = ""
    marks: tuple[str, ...] = ()
    bullet: bool = False
    rows: tuple[WordRow, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class WordPaper:
    """The paragraphs, and how many comments, tracked changes, footnotes and pictures there are."""

    paragraphs: tuple[WordParagraph, ...]
    comments: int
    tracked: int
    notes: int
    pictures: int


def read_word(data: bytes, *, cancelled: Callable[[], bool] = lambda: False) -> WordPaper:
    """The paragraphs of a Word document; Refused with plain words for anything else. `cancelled` is asked often."""
    refuse_program(data)
    if not data.startswith(b"PK\x03\x04") or len(data) > MOST_BYTES:
        raise Refused(NO_COPY)
    text, note = ask_reader("paragraphs", data, cancelled)
    if note:
        raise Refused(_PLAIN_WORDS.get(note, note))
    try:
        head, *lines = (json.loads(line) for line in text.split("\n"))
        return WordPaper(tuple(map(_paragraph, lines)), *(int(head[what]) for what in _COUNTED))
    except (ValueError, KeyError, TypeError, RecursionError):  # whatever took the reader over could say anything
        raise Refused(_PLAIN_WORDS[FAILED]) from None


_COUNTED = ("comments", "tracked", "notes", "pictures")


def _paragraph(said: dict[str, Any]) -> WordParagraph:
    rows = tuple(WordRow(_texts(row["cells"]), _texts(row["marks"])) for row in said.get("rows", ()))
    return WordParagraph(str(said["text"]), str(said["style"]), _texts(said["marks"]), said["bullet"] is True, rows)


def _texts(said: list[Any]) -> tuple[str, ...]:
    return tuple(map(str, said))
