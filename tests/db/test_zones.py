"""A day is one of London, whatever zone the session of somebody with a client of their own asks for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from psycopg.types.json import Jsonb

from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
LONDON = ZoneInfo("Europe/London")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_cover_neither_begins_early_nor_ends_late_in_another_zone(record: Record, zone: str) -> None:
    child, discussion, talk = record.new_child(), uuid4(), uuid4()
    today = datetime.now(LONDON).date()
    begins, ends = today + timedelta(days=2), today + timedelta(days=3)
    line = {"child_id": str(child), "urgent": "see the child", "agreed_first": "visit", "agreed_by": ends.isoformat()}
    with record.psql(MANAGER) as manager:
        manager.execute(
            "select api.propose_allocation(%s, %s, 'cover', 'knows them', %s, '', %s, %s)",
            [discussion, record.staff[WORKER], Jsonb([line]), begins, ends],
        )
        manager.execute(
            "select api.record_talk(%s, %s, %s, 'both', 'room', %s)", [talk, discussion, today, Jsonb([line])]
        )
    with record.psql(WORKER) as worker:
        worker.execute(f"set timezone = '{zone}'".encode())
        worker.execute("select api.accept_allocation(%s, %s)", [discussion, talk])
        assert worker.execute("show timezone").fetchone() == (zone,)
    with record.superuser() as connection:
        held = connection.execute(
            "select from_at, to_at from core.allocation where discussion_id = %s", [discussion]
        ).fetchone()
    assert held == (_midnight(begins), _midnight(ends + timedelta(days=1)))
