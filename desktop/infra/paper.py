"""A paper as it was chosen, dropped or pasted: its bytes, its words, and what its name tells of its kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from db.domain.entry import clean_name
from db.errors import Refused
from db.interchange.paper_text import PaperText, paper_text
from desktop.infra.codes import code_list

USUAL_LIMIT = 20 * 1024 * 1024
"""The largest document in bytes, as long as the server has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was read."""

    name: str
    content: bytes = field(repr=False)
    words: PaperText
    sha256: str = ""

    @property
    def in_words(self) -> str:
        """Its size, and what of it is searched."""
        found = len(self.words.text.split())
        searched = f"{found:,} words of it are searched." if found else ""
        return " ".join(
            part for part in (f"{self.name}, {size_in_words(len(self.content))}.", searched, self.words.note) if part
        )


def read_paper(path: Path, limit: int, cancelled: Callable[[], bool]) -> Paper:
    """The file's bytes and words; Refused if it cannot be read or the server keeps none so large."""
    try:
        if path.stat().st_size > limit:
            raise Refused(f"This file is {size_in_words(path.stat().st_size)}; {_up_to(limit)}")
        content = path.read_bytes()
    except OSError:
        raise Refused("This file cannot be read. Check that it is still there and that you may open it.") from None
    return paper_of(content, path.name, limit, cancelled)


def paper_of(content: bytes, name: str, limit: int, cancelled: Callable[[], bool]) -> Paper:
    """The same of bytes that were pasted or came with a message."""
    if not content:
        raise Refused("This file is empty.")
    if len(content) > limit:
        raise Refused(f"This file is {size_in_words(len(content))}; {_up_to(limit)}")
    words = paper_text(content, name, cancelled=cancelled)
    return Paper(clean_name(name), content, words, hashlib.sha256(content).hexdigest())


def kind_by_name(name: str) -> str:
    """The kind of paper that a file's name speaks of, or none: “Safety_plan March.docx”."""
    words = re.sub(r"[\W_]+", " ", Path(name).stem).casefold()
    found = [code for code in code_list("document_kind") if code.label.casefold() in words]
    if found:
        return max(found, key=lambda code: len(code.label)).code
    return {".eml": "email", ".jpg": "photograph", ".jpeg": "photograph"}.get(Path(name).suffix.lower(), "")


def _up_to(limit: int) -> str:
    return f"this server keeps documents up to {size_in_words(limit)}."


def size_in_words(number: int) -> str:
    """A number of bytes as people read it."""
    return f"{number / 1_048_576:.1f} MB" if number >= 1_048_576 else f"{max(number // 1024, 1):,} kB"
