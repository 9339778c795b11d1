"""The code lists and limits as they stand in this deployment: an administrator may have changed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code that may be chosen now, and how it reads."""

    code: str
    label: str
    sort: int
    attributes: dict[str, Any] = field(default_factory=dict)


def codes(session: Session, name: str) -> tuple[CodeLine, ...]:
    """The current codes of a list in their order; none for a list that does not exist."""
    wanted = rows(call("codes", list=name))
    return session.read(lambda connection: tuple(CodeLine(*row) for row in connection.execute(wanted)))


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code of one of the lists; one that is not `offered` stands in the record and is read."""

    list: str
    code: str
    label: str
    attributes: dict[str, Any] = field(default_factory=dict)
    offered: bool = True


def all_codes(session: Session) -> tuple[KnownCode, ...]:
    """The codes of all lists, list by list in their order."""
    wanted = rows(call("all_codes"))
    return session.read(lambda connection: tuple(KnownCode(*row) for row in connection.execute(wanted)))


def idle_minutes(session: Session) -> int:
    """After how many minutes without a key or a movement a window is locked, from 1 to 60."""
    return session.read(lambda connection: int(connection.execute(sa.select(call("idle_minutes"))).scalar_one()))
