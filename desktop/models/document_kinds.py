"""The kinds of documents that one may begin in a child's file, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.domain.document_template import DocumentTemplate
from db.queries.document_templates import own_templates


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


def kinds_of(templates: Iterable[DocumentTemplate], role: str = "") -> tuple[DocumentKind, ...]:
    """The chronology, and the kinds of these templates; those that people of this role usually write come first."""
    ordered = sorted(templates, key=lambda one: bool(role) and role not in one.roles)
    return (CHRONOLOGY, *(DocumentKind(one.kind, one.title, one.family) for one in ordered))


KINDS = kinds_of(here.template for here in own_templates().values())
"""Those that travel with the program."""


def kind_words(kind: str, kinds: Sequence[DocumentKind] = KINDS) -> str:
    """The title of a kind; of one that is no longer offered, its name."""
    title = next((one.title for one in kinds if one.kind == kind), "")
    return title or kind.replace("_", " ").capitalize()
