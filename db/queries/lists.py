"""Lists as administrators work on them: every line, also those offered no more, and what was changed of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from db.call import call, rows
from db.queries.court_documents import PageLimit
from db.session import Session


@dataclass(frozen=True, slots=True)
class ListChange:
    """A change of a line: `before` is None where the line was new, `line` is empty for the order of the list."""

    line: str
    version: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    why: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code with its days: before `from_on` it is not offered yet, after `to_on` no more."""

    code: str
    label: str
    sort: int
    attributes: Mapping[str, Any] = field(default_factory=dict)
    from_on: date | None = None
    to_on: date | None = None


def list_changes(session: Session, name: str) -> tuple[ListChange, ...]:
    """What was changed of a list, newest first. NotPermitted for others than administrators, as all of these."""
    wanted = rows(call("list_changes", list=name))
    return session.read(lambda connection: tuple(ListChange(*row) for row in connection.execute(wanted)))


def code_lines(session: Session, name: str) -> tuple[ListedCode, ...]:
    """All codes of a list in their order."""
    wanted = rows(call("code_lines", list=name))
    return session.read(lambda connection: tuple(ListedCode(*row) for row in connection.execute(wanted)))


def page_limit_lines(session: Session) -> tuple[PageLimit, ...]:
    """The usual numbers of pages with the days from which each holds, kind by kind, the newest first."""
    wanted = rows(call("page_limit_lines"))
    return session.read(lambda connection: tuple(PageLimit(*row) for row in connection.execute(wanted)))


def template_text(session: Session, kind: str, version: int) -> str:
    """The text of a template in a version; empty where the program's own held."""
    wanted = sa.select(call("document_template_text", kind=kind, version=version))
    return session.read(lambda connection: str(connection.execute(wanted).scalar_one() or ""))
