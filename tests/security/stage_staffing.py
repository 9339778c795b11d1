"""A sealed file with two managers, what waits there for the second of them, and a file that is to be sealed."""

from __future__ import annotations

from uuid import uuid4

from psycopg.types.json import Jsonb

from tests.record import Record
from tests.security.stage_contacts import FACTS

WORKER, STRANGER, MANAGER, SECOND = "tl_practitioner_a", "tl_practitioner_c", "tl_manager_a", "tl_manager_a2"
ELSEWHERE = "tl_manager_b"


def arrange_staffing(record: Record) -> dict[str, str]:
    """The first manager asked to add a stranger, to remove the worker and the other manager, and to unseal; and to seal
    another file for a manager elsewhere and the worker. The teams' ids."""
    child = record.new_child("Shared", "Twopeople")
    record.allocate(child, WORKER)
    record.seal(MANAGER, child, SECOND, WORKER)
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
        words |= {f"removal_{whom}": str(uuid4()) for whom in ("manager_a2", "practitioner_a")}
        manager.execute(
            "select api.ask_to_remove(%s, %s, 'left the case')",
            [words["removal_practitioner_a"], words["member_practitioner_a"]],
        )
        words["sealing"], words["unsealing"] = str(uuid4()), str(uuid4())
        words["to_be_sealed"] = str(record.new_child("Besealed", "Soon"))
        manager.execute(
            "select api.ask_to_seal(%s, %s, %s, 'adoption')",
            [words["sealing"], words["to_be_sealed"], [record.staff[ELSEWHERE], record.staff[WORKER]]],
        )
        manager.execute("select api.ask_to_unseal(%s, %s, 'over')", [words["unsealing"], child])
        record.act("tl_administrator", "add_team", name="Closing")
        manager.execute(
            "select api.enter_contact(%s, %s, %s)",
            [uuid4(), FACTS.replace('"North"', '"Closing"').replace('"2026-11-20T09:00:00+00:00"', '"today"'),
             Jsonb([{"child_id": str(record.new_child("Wait", "Forthem"))}])],
        )  # fmt: skip
        teams = manager.execute("select team_id, name from api.list_teams()").fetchall()
    with record.superuser() as superuser:  # from before a sealed file kept two managers
        superuser.execute(
            "insert into core.access_removal (removal_id, access_id, reason, asked_by) values (%s, %s, 'left', %s)",
            [words["removal_manager_a2"], words["member_manager_a2"], record.staff[MANAGER]],
        )
        words["told"] = str(uuid4())
        superuser.execute(
            "insert into core.told (told_id, staff_id, what, by_id, reason) values (%s, %s, 'password', %s, 'lost')",
            [words["told"], record.staff[WORKER], record.staff["tl_administrator"]],
        )
        superuser.execute(  # who held the child before the file was sealed
            "insert into core.told (staff_id, what, by_id, child_id) values (%s, 'child_ended', %s, %s)",
            [record.staff[STRANGER], record.staff[MANAGER], child],
        )
    return words | {f"team_{name.casefold()}": str(team) for team, name in teams}
