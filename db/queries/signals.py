"""The rules behind the caseload, each with what stood before it: thresholds, statutory dates, bank holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many times and weeks a signal is told; `changed_by` is empty for the program's own."""

    signal: str
    version: int
    times: int
    weeks: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StatutoryStep:
    """How long a step of a statutory date has, and on whose authority."""

    rule: str
    step: int
    version: int
    number: int
    unit: str
    authority: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A day and its name; an empty name says that it is none (any more)."""

    day: date
    version: int
    name: str
    changed_by: str
    changed_at: datetime


def thresholds(session: Session) -> tuple[Threshold, ...]:
    """All versions by signal, newest first."""
    wanted = rows(call("signal_thresholds"))
    return session.read(lambda connection: tuple(Threshold(*row) for row in connection.execute(wanted)))


def statutory_steps(session: Session) -> tuple[StatutoryStep, ...]:
    """All versions by rule and step, newest first."""
    wanted = rows(call("statutory_steps"))
    return session.read(lambda connection: tuple(StatutoryStep(*row) for row in connection.execute(wanted)))


def bank_holidays(session: Session) -> tuple[BankHoliday, ...]:
    """All versions by day, newest first."""
    wanted = rows(call("bank_holidays"))
    return session.read(lambda connection: tuple(BankHoliday(*row) for row in connection.execute(wanted)))
