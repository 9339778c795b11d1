"""The kinds of documents that one may begin in a child's file, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What a document is: `family` is "court", or "office" for what the office itself needs."""

    kind: str
    title: str
    family: str

    @property
    def whose(self) -> str:
        """For whom it is made, in words."""
        return "for the court" if self.family == "court" else "for the office"


CHRONOLOGY = DocumentKind("chronology", "Court chronology", "court")
KINDS: tuple[DocumentKind, ...] = (CHRONOLOGY,)


def kind_words(kind: str, kinds: Sequence[DocumentKind] = KINDS) -> str:
    """The title of a kind; of one that is no longer offered, its name."""
    title = next((one.title for one in kinds if one.kind == kind), "")
    return title or kind.replace("_", " ").capitalize()
