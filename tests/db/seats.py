"""One session a person for a whole module of tests, since a person has eight connections and no more."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from db.commands.files import OpenFile, open_file
from db.session import Session
from tests.record import Record


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits where, in one record."""

    record: Record
    taken: dict[str, Session] = field(default_factory=dict)

    def __call__(self, login: str, child: UUID | None = None, purpose: str = "duty") -> Session:
        """This person's session, in which this child's file is open."""
        session = self.taken.get(login)
        if session is None:
            session = self.taken[login] = self.record.session(login)
        if child is not None:
            open_file(session, OpenFile(child, purpose))
        return session

    def child(self, given: str, *workers: str, family: str = "Demir", team: str = "North") -> UUID:
        """A new child, allocated to these workers."""
        child = self.record.new_child(given, family, team)
        for login in workers:
            self.record.allocate(child, login)
        return child

    def relate(self, child: UUID, other: UUID, kind: str = "sister") -> None:
        """One is this to the other."""
        with self.record.superuser() as connection:
            connection.execute(
                "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
                " parental_responsibility) values (%s, %s, %s, %s, true, false)",
                [child, other, kind, self.record.staff["tl_manager_a"]],
            )


def until_waiting(record: Record, other: Future[Any]) -> None:
    """Until the other waits for a lock, or is done without."""
    with record.superuser() as connection:
        waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        while not other.done() and not connection.execute(waiting).fetchall():
            pass
