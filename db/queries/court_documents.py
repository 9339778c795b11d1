"""The documents made in a child's file: what they say, who saved them, answers to findings, templates and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class CourtDocumentLine:
    """A document in a list. `kind` names its template; `filed` counts how often it was filed.

    The title is empty where it is also about a child whose file the reader may not open.
    """

    document_id: UUID
    kind: str
    title: str
    children: tuple[UUID, ...]
    proceedings_id: UUID | None
    version: int
    author: str
    saved_at: datetime
    created_by: str
    created_at: datetime
    filed: int
    filed_at: datetime | None
    filed_by: str | None

    @property
    def unfiled(self) -> bool:
        """Whether something of it is not filed."""
        return not self.filed or (self.filed_at is not None and self.saved_at > self.filed_at)


@dataclass(frozen=True, slots=True)
class CourtDocument:
    """A version of a document: its texts under their names, and the newest version that there is."""

    kind: str
    children: tuple[UUID, ...]
    proceedings_id: UUID | None
    version: int
    fields: Mapping[str, str] = field(repr=False)
    author: str
    saved_at: datetime
    newest: int


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """Who saved a version, and when."""

    version: int
    author: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """Why a finding, given by its sha256 in hex, may stand, and who says so."""

    finding: str
    kind: str
    hidden: bool
    reason: str
    said_by: str
    mine: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A template that an administrator put on this server, as TOML; empty goes back to the program's own.

    One that is `ended` is offered no more. `stood` is the text before this one, empty where there was none.
    """

    kind: str
    version: int
    toml: str
    ended: bool = False
    stood: str = ""


@dataclass(frozen=True, slots=True)
class PageLimit:
    """The usual number of sides of A4 of a kind of document since a day."""

    kind: str
    from_on: date
    pages: int
    authority: str


@dataclass(frozen=True, slots=True)
class InProgress:
    """A document whose newest version is not filed."""

    document_id: UUID
    kind: str
    version: int
    saved_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class CourtWork:
    """A child of one's own with its running proceedings: what comes next, what was filed, what is new, what is begun.

    `stage`, `hearing` and `court` are words. The 26 weeks are those of public law, `due_on` another day that the court
    set.
    """

    child_id: UUID
    reference: str
    name: str
    basis: str
    proceedings_id: UUID | None
    case_number: str
    court: str
    stage: str
    hearing: str
    hearing_on: date | None
    issued_on: date | None
    weeks_26_on: date | None
    due_on: date | None
    filed_kind: str
    filed_at: datetime | None
    entries_since: int
    in_progress: tuple[InProgress, ...]


def court_documents(session: Session, child_id: UUID) -> tuple[CourtDocumentLine, ...]:
    """The documents of an opened file, the one saved last first. NotPermitted without a ticket."""
    wanted = rows(call("court_documents", child=child_id))
    found = session.read(lambda connection: connection.execute(wanted).all())
    return tuple(CourtDocumentLine(*_settled(row)) for row in found)


def court_document(session: Session, child_id: UUID, document_id: UUID, version: int | None = None) -> CourtDocument:
    """A document as it stands, or as it stood in a version. NotPermitted if it was not made in this file."""
    wanted = rows(call("court_document", child=child_id, document=document_id, version=version))
    return CourtDocument(*_settled(session.read(lambda connection: connection.execute(wanted).one())))


def court_document_versions(session: Session, child_id: UUID, document_id: UUID) -> tuple[SavedVersion, ...]:
    """Who saved which version, newest first."""
    wanted = rows(call("court_document_versions", child=child_id, document=document_id))
    return session.read(lambda connection: tuple(SavedVersion(*row) for row in connection.execute(wanted)))


def finding_answers(session: Session, child_id: UUID, document_id: UUID) -> tuple[FindingAnswer, ...]:
    """What was said of findings in this document and still counts, in its order."""
    wanted = rows(call("finding_answers", child=child_id, document=document_id))
    return session.read(lambda connection: tuple(FindingAnswer(*row) for row in connection.execute(wanted)))


def stored_templates(session: Session) -> tuple[StoredTemplate, ...]:
    """The newest of each template that an administrator put on this server."""
    wanted = rows(call("document_templates"))
    return session.read(lambda connection: tuple(StoredTemplate(*row) for row in connection.execute(wanted)))


def page_limits(session: Session, on: date | None = None) -> dict[str, PageLimit]:
    """The limit of each kind of document on a day, today without one."""
    wanted = rows(call("page_limits", on=on))
    found = session.read(lambda connection: [PageLimit(*row) for row in connection.execute(wanted)])
    return {limit.kind: limit for limit in found}


def my_court_work(session: Session) -> tuple[CourtWork, ...]:
    """The children whom one holds or is named for, by their next hearing; one line for each running proceedings."""
    wanted = rows(call("my_court_work"))
    return session.read(lambda connection: tuple(_work(*row) for row in connection.execute(wanted)))


def _settled(columns: Iterable[Any]) -> list[Any]:
    """The columns with arrays made unchangeable."""
    return [tuple(column) if isinstance(column, list) else column for column in columns]


def _work(*columns: Any) -> CourtWork:
    *facts, documents = columns
    return CourtWork(*facts, *[tuple(_in_progress(document) for document in documents)])


def _in_progress(value: Mapping[str, Any]) -> InProgress:
    return InProgress(
        UUID(value["document_id"]),
        value["kind"],
        int(value["version"]),
        datetime.fromisoformat(value["saved_at"]),
        value["author"],
    )
