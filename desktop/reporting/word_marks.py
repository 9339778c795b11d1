"""The marks by which a Word copy is known again: of which document, which heading is which, what the program made.

Kept apart from the writing of the copy, so that reading one back needs no more than these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from desktop.reporting.table_report import shown

COPY = "COPY for editing, not the filed document"
OWN_STYLE = "Made by the program"
"""The style of what is not taken back: the head of the copy, its sources, the statement of truth."""
SOURCES = "Sources"
VOICES = ("Facts", "Analysis")
"""What stands under a heading whose words are facts, or what their author makes of them."""
ENDS = "_tl_end"
"""The bookmark of the heading after the last section."""
_STATES = re.compile(r"_tl_as_([0-9a-f]{8}(?:_[0-9a-f]{8}){0,3})")
_ORIGIN = re.compile(r"_tl_of_([0-9a-f]{16})_([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that a document can have: the field of its text without "section:", how it reads, and its level."""

    key: str
    title: str
    level: int = 1


def section_mark(key: str) -> str:
    """The bookmark of a section; Word's own hidden ones begin with a low line too. It tells nothing of the key."""
    return f"_tl_{sha256(key.encode('utf-8', 'replace')).hexdigest()[:28]}"


def row_mark(entry_id: UUID) -> str:
    """The bookmark of an entry's row in a table."""
    return section_mark(f"row:{entry_id}")


def state_mark(*texts: str) -> str:
    """A bookmark that tells later which of up to four texts are not as they were; of the texts it tells nothing."""
    return "_tl_as_" + "_".join(digest(text) for text in texts)


def states_of(marks: Sequence[str]) -> tuple[str, ...]:
    """The digests that such a bookmark holds, none where there is no such."""
    found = next((match for mark in marks if (match := _STATES.fullmatch(mark))), None)
    return tuple(found[1].split("_")) if found is not None else ()


def digest(text: str) -> str:
    """Eight letters that are others when the words of a text are."""
    return sha256(compared(text).encode("utf-8", "replace")).hexdigest()[:8]


def compared(words: str) -> str:
    """A text as it compares: spaces, empty lines, and what a file cannot hold as it is, make no difference."""
    return "\n".join(" ".join(line.split()) for line in shown(words).split("\n") if line.strip())


def origin_mark(document_id: UUID, version: int) -> str:
    """The bookmark that says of which version of which document this is a copy."""
    return f"_tl_of_{document_id.hex[:16]}_{version}"


def origin_of(mark: str, document_id: UUID) -> int | None:
    """The version that a bookmark names, if it is one of this document; 0 if it is of another; None for any other."""
    found = _ORIGIN.fullmatch(mark)
    if found is None:
        return None
    return int(found[2]) if found[1] == document_id.hex[:16] else 0
