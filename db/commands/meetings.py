"""Booking the day of a conference, review or core group, and saying when and where it is and who is to be invited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.commands.files import OpenFile, open_file
from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class ArrangeMeeting:
    """Time and place of a planned meeting, and who is to be invited, as words.

    Brothers and sisters have a planned date each (`period_ids`); `arrangement_ids` are new ones, as many.
    """

    arrangement_ids: tuple[UUID, ...]
    children: frozenset[UUID]
    period_ids: tuple[UUID, ...]
    at: str = field(repr=False)
    place: str = field(repr=False)
    invited: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookDay:
    """A day on which something is planned for these children, `code` of the list `planned`; `period_ids` are new ones.

    Their files are opened for it, for the reason `purpose`.
    """

    period_ids: tuple[UUID, ...]
    child_ids: tuple[UUID, ...]
    code: str
    on: date
    how_known: str = field(repr=False)
    purpose: str


def book_day(session: Session, wish: BookDay) -> Changes:
    """Each opening is on record; the day is booked for all or for none, and once however often it is sent.

    Conflict where such a day to come is booked for one of them already.
    """
    for child_id in wish.child_ids:
        open_file(session, OpenFile(child_id, wish.purpose))
    fact = PeriodFact("planned", wish.code, planned_on=wish.on)
    both = zip(wish.period_ids, wish.child_ids, strict=True)
    booked = (RecordPeriod(period, child, fact, wish.how_known, first=True) for period, child in both)
    return record_period(session, *booked)


def arrange_meeting(session: Session, wish: ArrangeMeeting) -> Changes:
    """The newest counts and all are kept. For support staff of the responsible team; safe to send again."""
    wanted = call(
        "arrange_meeting",
        arrangements=sa.cast(list(wish.arrangement_ids), sa.ARRAY(sa.Uuid())),
        periods=sa.cast(list(wish.period_ids), sa.ARRAY(sa.Uuid())),
        at=clean_text(wish.at),
        place=clean_text(wish.place),
        invited=clean_text(wish.invited),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"period"}), wish.children)
