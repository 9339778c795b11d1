"""Texts announced for the check, so that there is somebody's announcement to take, and one of one's own to turn."""

from __future__ import annotations

from uuid import UUID, uuid4

from tests.record import Record

WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"


def arrange_checks(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """Announcements of the worker and of somebody named to read, about one child, and of a colleague about another."""
    found = {}
    for key, login, child, text in (
        ("own", WORKER, "own", "at Zkhidden Lane"),
        ("reader", STRANGER, "own", "at Zkhidden Lane"),
        ("plain", STRANGER, "own", "the pages of an attack"),
        ("other", COLLEAGUE, "other", "at Zkhidden Lane"),
    ):
        found[f"check_{key}"] = str(uuid4())
        with record.psql(login) as connection:
            connection.execute(
                "select api.open_check(%s, %s, '{}', %s)", [found[f"check_{key}"], children[child], text]
            )
    return found
