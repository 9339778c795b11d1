"""What the lists of documents say: what each is, about whom besides, who saved it, how often it was filed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.models.document_kinds import DocumentKind, kind_words
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, listed, short_day, with_marks

if TYPE_CHECKING:
    from db.queries.court_documents import CourtDocumentLine, SavedVersion


def moment_words(moment: datetime) -> str:
    """Return "3 Nov 2026, 14:05"."""
    local = moment.astimezone()
    return f"{short_day(local.date())}, {local:%H:%M}"


def others_words(children: Sequence[UUID], child: UUID, names: Mapping[UUID, str]) -> str:
    """Whom a document is about besides the child: names, where they are known, else how many."""
    others = [one for one in children if one != child]
    known = sorted(names[one] for one in others if one in names)
    unknown = len(others) - len(known)
    more = "another child" if unknown == 1 else f"{unknown} other children"
    parts = [*known, *([more] if unknown else [])]
    return listed(parts)


def document_columns(
    child: UUID, names: Callable[[], Mapping[UUID, str]], kinds: Callable[[], Sequence[DocumentKind]]
) -> tuple[RecordColumn[CourtDocumentLine], ...]:
    """The columns of the documents of a child; `names` tells those of brothers and sisters, once they are known."""

    def what(line: CourtDocumentLine) -> str:
        kind = kind_words(line.kind, kinds())
        return f"{with_marks(line.title)}\n{kind}" if line.title and line.title != kind else kind

    def about(line: CourtDocumentLine) -> str:
        others = others_words(line.children, child, names())
        return f"also {with_marks(others)}" if others else "this child only"

    return (
        RecordColumn("Document", what, lambda line: what(line).casefold(), 24, strong=lambda _: True),
        RecordColumn("About", about, about, 16),
        RecordColumn(
            "Saved", lambda line: f"{moment_words(line.saved_at)}\n{line.author}", lambda line: line.saved_at, 19
        ),
        RecordColumn("Version", lambda line: str(line.version), lambda line: line.version, 8),
        RecordColumn("Filed", _filed, lambda line: (line.filed, line.filed_at or line.created_at), 20),
    )


def _filed(line: CourtDocumentLine) -> str:
    if line.filed_at is None:
        return "not filed"
    often = "once" if line.filed == 1 else count(line.filed, "time")
    on = short_day(line.filed_at.astimezone().date())
    return f"{often}, {'on' if line.filed == 1 else 'last on'} {on}\nby {line.filed_by}"


KIND_COLUMNS: tuple[RecordColumn[DocumentKind], ...] = (
    RecordColumn("New", lambda kind: kind.title, lambda _: 0, 32, strong=lambda _: True),
    RecordColumn("What for", lambda kind: kind.whose, lambda _: 0, 40),
)
VERSION_COLUMNS: tuple[RecordColumn[SavedVersion], ...] = (
    RecordColumn("Version", lambda one: str(one.version), lambda one: -one.version, 8),
    RecordColumn("Saved", lambda one: moment_words(one.saved_at), lambda one: -one.version, 18),
    RecordColumn("By", lambda one: one.author, lambda one: -one.version, 15),
)
