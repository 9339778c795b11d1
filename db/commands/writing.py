"""One call of a function that writes about the people of a child.

The files of commands about people differ in their values and not in how those are sent.
"""

from __future__ import annotations

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
