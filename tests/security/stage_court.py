"""Proceedings on the stage: of an open child with a sister and a sealed brother, of another child, of a sealed one."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import psycopg

from tests.record import Record

MANAGER, COLLEAGUE = "tl_manager_a", "tl_practitioner_b"


def arrange_court(record: Record, children: dict[str, UUID], adopter: UUID) -> dict[str, str]:
    """Parties hidden in the sister's file, the sealed brother and his adopter as parties, hearings that name them."""
    with record.superuser() as connection:
        court = _Court(connection, record.staff[MANAGER])
        own = court.case("Zkown", children["own"], children["sister"], children["brother"])
        other, sealed = court.case("Zkother", children["other"]), court.case("Zksealed", children["sealed"])
        carer = court.party(own, children["sister"], "Zkhidden Carer", hidden="name")
        court.party(own, children["sister"], "Zkhidden Aunt", hidden="party")
        court.party(own, children["own"], "Zksealed Newname", person_id=children["brother"])
        court.party(own, children["brother"], "Zksealed Adopter", person_id=adopter)
        court.hearing(own, "Zkhidden Carer gave evidence")
        court.hearing(own, "Zksealed Adopter was heard")
        found = {
            "case_own": own, "case_other": other, "case_sealed": sealed, "party_hidden": carer,
            "party_other": court.party(other, children["other"], "Zkother"),
            "hearing_other": court.hearing(other, "Zkother"),
        }  # fmt: skip
        row = connection.execute(
            "select op_id from core.hearing where hearing_id = %s", [found["hearing_other"]]
        ).fetchone()
    return {key: str(value) for key, value in found.items()} | {"op_of_hearing": str(row[0]) if row else ""}


class _Court:
    """Puts proceedings behind the wall."""

    def __init__(self, connection: psycopg.Connection, by: UUID) -> None:
        self._connection, self._by = connection, by

    def case(self, number: str, *children: UUID) -> UUID:
        case = uuid4()
        self._connection.execute(
            "insert into core.proceedings (proceedings_id, recorded_by) values (%s, %s)", [case, self._by]
        )
        self._connection.execute(
            "insert into core.proceedings_version (proceedings_id, case_number, court, stage, issued_on, outcome,"
            " recorded_by) values (%s, %s, %s, 'cmh', %s, %s, %s)",
            [case, number, number, date(2026, 3, 3), number, self._by],
        )
        for child in children:
            self._connection.execute(
                "insert into core.proceedings_child (proceedings_id, child_id) values (%s, %s)", [case, child]
            )
        return case

    def party(self, case: UUID, child: UUID, name: str, hidden: str = "", person_id: UUID | None = None) -> UUID:
        party, kept = uuid4(), "Zkhidden" if hidden else ""
        self._connection.execute(
            "insert into core.party (party_id, proceedings_id, child_id, person_id, name, part, representative, hidden,"
            " hidden_from, hidden_why, how_known, recorded_by)"
            " values (%s, %s, %s, %s, %s, 'carer', %s, %s, %s, %s, %s, %s)",
            [party, case, child, person_id, name, kept, hidden, kept, kept, kept, self._by],
        )
        return party

    def hearing(self, case: UUID, outcome: str) -> UUID:
        hearing = uuid4()
        self._connection.execute(
            "insert into core.hearing (hearing_id, proceedings_id, kind, listed_on, venue, outcome, how_known,"
            " recorded_by) values (%s, %s, 'cmh', %s, %s, %s, %s, %s)",
            [hearing, case, date(2999, 1, 1), outcome, outcome, outcome, self._by],
        )
        return hearing
