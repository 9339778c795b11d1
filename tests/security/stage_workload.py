"""How full somebody is on the stage: hours that a worker noted."""

from __future__ import annotations

from uuid import uuid4

from tests.record import Record

WORKER = "tl_practitioner_a"


def arrange_workload(record: Record) -> dict[str, str]:
    """The worker notes hours in court."""
    note = str(uuid4())
    with record.psql(WORKER) as worker:
        worker.execute(
            "select api.note_time(%s, %s, 'court', 3, current_date, current_date + 30)", [note, record.staff[WORKER]]
        )
    return {"time_note": note}
