"""One call of a function that writes about the people of a child, and empty days and ids as its arguments.

The files of commands about people differ in their values and not in how those are sent.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.session import Session


def done(session: Session, child_id: UUID, function: str, **arguments: Any) -> Changes:
    """Calls the function for the child, once however often it is sent, and says that the child's people changed."""
    wanted = sa.select(call(function, child=child_id, **arguments))
    session.write(lambda connection: connection.execute(wanted))
    return Changes(frozenset({"people"}), frozenset({child_id}))


def day_or_none(day: date | None) -> Any:
    """A day, or none said as such."""
    return sa.cast(sa.null(), sa.Date) if day is None else day


def id_or_none(value: UUID | None) -> Any:
    """An id, or none said as such."""
    return sa.cast(sa.null(), sa.Uuid()) if value is None else value


def text_or_none(value: str | None) -> Any:
    """A text, or none said as such."""
    return sa.cast(sa.null(), sa.Text) if value is None else value
