"""Answering what stands out about a child, and for administrators the rules by which it is told; all on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call, id_or_null
from db.commands.changes import Changes
from db.commands.codes import administer, because
from db.domain.entry import clean_text
from db.session import Session

_RULES = Changes(frozenset({"signal_rules"}))


@dataclass(frozen=True, slots=True)
class AnswerSignal:
    """What is known about a signal, until when that holds; `about` is the newest thing behind the signal as shown."""

    answer_id: UUID
    child_id: UUID
    signal: str
    what: str
    about: UUID | None
    note: str = field(repr=False)
    until: date


@dataclass(frozen=True, slots=True)
class SetThreshold:
    """From how many times and weeks on a signal is told from now on."""

    signal: str
    times: int
    weeks: int
    why: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class SetStatutoryStep:
    """How long a step of a statutory date has from now on, in working days, weeks or months, and whose rule it is."""

    rule: str
    step: int
    number: int
    unit: str
    authority: str
    why: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class SetBankHoliday:
    """A day that is a bank holiday; with an empty name it is none."""

    day: date
    name: str
    why: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class NoteCaseload:
    """That one's list of children was printed: how many children and pages, and the sha256 of the file in hex."""

    children: int
    pages: int
    sha256: str


def note_caseload(session: Session, export: NoteCaseload) -> None:
    """Puts on record that the list left the record."""
    wanted = call("note_caseload", children=export.children, pages=export.pages, sha256=export.sha256)
    session.write(lambda connection: connection.execute(sa.select(wanted)))


def answer_signal(session: Session, wish: AnswerSignal) -> Changes:
    """NotPermitted for who may not record; Refused for an odd day or if the signal changed. Safe to send again."""
    wanted = call(
        "answer_signal",
        answer=wish.answer_id,
        child=wish.child_id,
        signal=wish.signal,
        what=wish.what,
        about=id_or_null(wish.about),
        note=clean_text(wish.note),
        until=wish.until,
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"signal"}), frozenset({wish.child_id}))


def set_threshold(session: Session, wish: SetThreshold) -> Changes:
    """NotPermitted for others than administrators, Refused for what makes no sense, Conflict as with codes."""
    said = because(wish.why, wish.seen)
    administer(session, call("set_signal_threshold", signal=wish.signal, times=wish.times, weeks=wish.weeks, **said))
    return _RULES


def set_statutory_step(session: Session, wish: SetStatutoryStep) -> Changes:
    """As set_threshold."""
    wanted = call(
        "set_statutory_step",
        rule=wish.rule,
        step=wish.step,
        number=wish.number,
        unit=wish.unit,
        authority=clean_text(wish.authority),
        **because(wish.why, wish.seen),
    )
    administer(session, wanted)
    return _RULES


def set_bank_holiday(session: Session, wish: SetBankHoliday) -> Changes:
    """As set_threshold."""
    said = because(wish.why, wish.seen)
    administer(session, call("set_bank_holiday", day=wish.day, name=clean_text(wish.name), **said))
    return _RULES
