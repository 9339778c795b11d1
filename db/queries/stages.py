"""Lists by stage: contacts, referrals, assessments, enquiries, plans and children looked after, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session

Form = Literal["screen", "excel", "pdf"]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A child at a stage; what each fact means is said by the heads of its stage (`db.domain.stages`)."""

    stage: str
    child_id: UUID
    reference: str
    name: str
    born: date | None
    born_words: str
    expected_on: date | None
    sex: str
    ethnicity: str
    team: str
    worker: str
    basis: str
    sealed: bool
    closed: bool
    from_on: date
    from_words: str
    to_on: date | None
    what: str
    more: str
    other_on: date | None
    seen_on: date | None
    alone_on: date | None
    times: int | None


@dataclass(frozen=True, slots=True)
class StageLists:
    """All lines, and how many sealed files are not among them; `ticket` is by what it stands on record."""

    ticket: UUID
    lines: tuple[StageLine, ...]
    left_out: int

    def of(self, stage: str) -> tuple[StageLine, ...]:
        """The lines of one stage."""
        return tuple(line for line in self.lines if line.stage == stage)


def stage_lists(session: Session, ticket: UUID) -> StageLists:
    """The lists of a ticket of `open_stages`; NotPermitted without it."""
    lines, left_out = rows(call("stage_lists", ticket=ticket)), sa.select(call("stages_left_out", ticket=ticket))
    return session.read(
        lambda connection: StageLists(
            ticket,
            tuple(StageLine(*row) for row in connection.execute(lines)),
            int(connection.execute(left_out).scalar_one()),
        )
    )
