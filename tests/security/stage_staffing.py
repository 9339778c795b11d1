"""A sealed file with two managers, and what waits there for the second of them."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from tests.record import Record
from tests.security.stage_contacts import FACTS

WORKER, STRANGER, MANAGER, SECOND = "tl_practitioner_a", "tl_practitioner_c", "tl_manager_a", "tl_manager_a2"


def arrange_staffing(record: Record) -> dict[str, str]:
    """The first manager asked to add a stranger, and to remove the worker and the other manager; the teams' ids."""
    child = record.new_child("Shared", "Twopeople")
    record.allocate(child, WORKER)
    members = sa.cast([record.staff[login] for login in (SECOND, WORKER)], sa.ARRAY(sa.Uuid))
    record.act(MANAGER, "seal_file", child=child, members=members, why="adoption")
    words = {"two_people": str(child)}
    with record.psql(MANAGER) as manager:
        added = manager.execute(
            "select api.name_access(%s, %s, 'legal', 'read', null, 'advises')", [child, record.staff[STRANGER]]
        ).fetchone()
        words["two_pending"] = str(added[0] if added else "")
        for whom in (MANAGER, SECOND, WORKER):
            found = manager.execute(
                "select access_id from api.named_people(%s) where name = %s", [child, whom.replace("_", " ").title()]
            ).fetchone()
            words[f"member_{whom.removeprefix('tl_')}"] = str(found[0] if found else "")
        for whom in ("manager_a2", "practitioner_a"):
            words[f"removal_{whom}"] = str(uuid4())
            manager.execute(
                "select api.ask_to_remove(%s, %s, 'left the case')",
                [words[f"removal_{whom}"], words[f"member_{whom}"]],
            )
        record.act("tl_administrator", "add_team", name="Closing")
        manager.execute(
            "select api.enter_contact(%s, %s, %s)",
            [uuid4(), FACTS.replace('"North"', '"Closing"').replace('"2026-11-20T09:00:00+00:00"', '"today"'),
             Jsonb([{"child_id": str(record.new_child("Wait", "Forthem"))}])],
        )  # fmt: skip
        teams = manager.execute("select team_id, name from api.list_teams()").fetchall()
    return words | {f"team_{name.casefold()}": str(team) for team, name in teams}
