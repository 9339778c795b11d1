"""Stages on the stage: a plan in the files of several children, so that each list has something to hide."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.partial_date import PartialDate
from tests.record import Record

_HOLDERS = {
    "own": "tl_practitioner_a", "other": "tl_practitioner_b", "sealed": "tl_practitioner_b",
    "south": "tl_practitioner_c",
}  # fmt: skip


def arrange_stages(record: Record, children: dict[str, UUID]) -> None:
    """Each holder records a child in need plan."""
    for key, login in _HOLDERS.items():
        session = record.opened(login, children[key])
        fact = PeriodFact("plan", "cin", "", "", PartialDate.on(date(2026, 3, 3)))
        record_period(session, RecordPeriod(uuid4(), children[key], fact, "told at the meeting"))
        session.close()
