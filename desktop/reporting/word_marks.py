"""The marks by which a Word copy is known again: of which document, which heading is which, what the program made.

Kept apart from the writing of the copy, so that reading one back needs no more than these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

COPY = "COPY for editing, not the filed document"
OWN_STYLE = "Made by the program"
"""The style of what is not taken back: the head of the copy, its sources, the statement of truth."""
SOURCES = "Sources"
VOICES = ("Facts", "Analysis")
"""What stands under a heading whose words are facts, or what their author makes of them."""
ENDS = "_tl_end"
"""The bookmark of the heading after the last section."""
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


def origin_mark(document_id: UUID, version: int) -> str:
    """The bookmark that says of which version of which document this is a copy."""
    return f"_tl_of_{document_id.hex[:16]}_{version}"


def origin_of(mark: str, document_id: UUID) -> int | None:
    """The version that a bookmark names, if it is one of this document; 0 if it is of another; None for any other."""
    found = _ORIGIN.fullmatch(mark)
    if found is None:
        return None
    return int(found[2]) if found[1] == document_id.hex[:16] else 0
