"""Asking for looks, reviewing broken glass, answering what deserves a question, and saying that one knows a family."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from db.call import call, id_or_null
from db.commands.changes import Changes
from db.commands.codes import administer, because
from db.domain.entry import clean_text
from db.session import Session

_LOOKS = Changes(frozenset({"looks"}))


@dataclass(frozen=True, slots=True)
class ReviewGlass:
    """What was found about an opening by broken glass."""

    ticket_id: int
    finding: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerLooks:
    """What is known about somebody's looks; `about` is the newest look behind the question as shown."""

    answer_id: UUID
    question: str
    staff_id: UUID
    child_id: UUID | None
    about: int
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeclareInterest:
    """That I know this child's family, and how; `also` are brothers and sisters, each with an id of its own."""

    interest_id: UUID
    child_id: UUID
    why: str = field(repr=False)
    also: tuple[tuple[UUID, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class LiftInterest:
    """That somebody who knows a family may open the file again, and why."""

    interest_id: UUID
    child_id: UUID
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteLooks:
    """That a list of looks left the record: how many lines and pages, and the sha256 of the file in hex."""

    child_id: UUID
    lines: int
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SetLookThreshold:
    """From how many times on and of how many weeks looks deserve a question from now on."""

    question: str
    times: int
    weeks: int
    why: str = ""
    seen: int | None = None


def open_looks(session: Session, child_id: UUID | None = None) -> None:
    """Asks who looked at a file, or for the lists of looks, on record; NotPermitted."""
    wanted = call("open_looks", child=id_or_null(child_id))
    session.write(lambda connection: connection.execute(sa.select(wanted)))


def review_glass(session: Session, wish: ReviewGlass) -> Changes:
    """NotPermitted for one's own, Refused where somebody reviewed it before. Safe to send again."""
    ticket = sa.cast(wish.ticket_id, sa.BigInteger)
    wanted = call("review_broken_glass", ticket=ticket, finding=clean_text(wish.finding))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _LOOKS


def answer_looks(session: Session, wish: AnswerLooks) -> Changes:
    """NotPermitted about oneself, Refused if the question changed meanwhile. Safe to send again."""
    wanted = call(
        "answer_look_question",
        answer=wish.answer_id,
        question=wish.question,
        staff=wish.staff_id,
        child=id_or_null(wish.child_id),
        about=sa.cast(wish.about, sa.BigInteger),
        note=clean_text(wish.note),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _LOOKS


def declare_interest(session: Session, wish: DeclareInterest) -> Changes:
    """The file is shut to me from now on, and those of brothers and sisters with it, all or none of them.

    NotPermitted; safe to send again.
    """
    known = {child_id: interest_id for interest_id, child_id in ((wish.interest_id, wish.child_id), *wish.also)}
    why = clean_text(wish.why)
    wanted = [call("declare_interest", interest=known[child], child=child, why=why) for child in sorted(known)]
    session.write(lambda connection: connection.execute(sa.select(*wanted)))
    return Changes(frozenset({"looks", "access"}), frozenset(known))


def lift_interest(session: Session, wish: LiftInterest) -> Changes:
    """NotPermitted for others than a manager of the file, and for oneself."""
    wanted = call("lift_interest", interest=wish.interest_id, why=clean_text(wish.why))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"looks", "access"}), frozenset({wish.child_id}))


def seal_audit(session: Session) -> int:
    """Seals at most 50,000 lines of the audit that no link covers; how many. None where somebody else is at it."""
    return session.write(lambda connection: int(connection.execute(sa.select(call("seal"))).scalar_one()), seconds=60)


def note_looks(session: Session, export: NoteLooks) -> None:
    """Puts on record that a list of looks left the record."""
    wanted = call("note_looks", child=export.child_id, lines=export.lines, pages=export.pages, sha256=export.sha256)
    session.write(lambda connection: connection.execute(sa.select(wanted)))


def set_look_threshold(session: Session, wish: SetLookThreshold) -> Changes:
    """NotPermitted for others than administrators, Refused for what makes no sense, Conflict as with codes."""
    said = because(wish.why, wish.seen)
    administer(session, call("set_look_threshold", question=wish.question, times=wish.times, weeks=wish.weeks, **said))
    return _LOOKS
