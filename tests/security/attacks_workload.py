"""Attempts on how full everybody is: others' weights and hours, others' numbers, and children whom nobody may count."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_WEIGHT = "select api.set_team_weight('other_work', 9, 'an attack')"
_LOAD = "select * from api.team_workload()"


def _note(staff: str, note: str = "<fresh>", until: str = "current_date + 7", hours: str = "3") -> str:
    return f"select api.note_time('{note}', '<staff_{staff}>', 'court', {hours}, current_date, {until})"


def _would(staff: str, *children: str) -> str:
    named = ", ".join(f"'<{child}>'::uuid" for child in children)
    return f"select * from api.would_hold('<staff_{staff}>', 'allocated_worker', array[{named}]::uuid[])"


ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} changes what work weighs", who, _WEIGHT)
        for who in (WORKER, GUARDIAN, DUTY, FRONT_DOOR, SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    attack("a weight is given without why", MANAGER, "select api.set_team_weight('other_work', 9, ' ')"),
    attack("a weight beyond measure", MANAGER, "select api.set_team_weight('other_work', 'NaN', 'an attack')"),
    *(
        attack(f"{who} notes hours of others", who, _note(staff))
        for who, staff in (
            (WORKER, "practitioner_b"), (ELSEWHERE, "practitioner_a"), (SUPPORT, "practitioner_a"),
            (AUDITOR, "auditor"),
            (ADMINISTRATOR, "practitioner_a"), (SUSPENDED, "suspended"),
        )
    ),
    attack("hours that never end", WORKER, _note("practitioner_a", until="'infinity'")),
    attack("hours of nobody's week", WORKER, _note("practitioner_a", hours="'NaN'")),
    attack("hours of a colleague are sent again as one's own", COLLEAGUE, _note("practitioner_b", "<time_note>")),
    *(
        attack(f"{who} ends hours of others", who, "select api.end_time_note('<time_note>')")
        for who in (COLLEAGUE, STRANGER, ELSEWHERE, SUPPORT, AUDITOR, SUSPENDED)
    ),
    attack("nobody's hours are ended", MANAGER, "select api.end_time_note('<fresh>')"),
    *(attack(f"{who} reads how full the team is", who, _LOAD) for who in (SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)),
    *(
        attack(f"{who} reads how full others are", who, f"{_LOAD} where name <> '{name}'", gain=Gain.ROWS)
        for who, name in ((WORKER, "Tl Practitioner A"), (DUTY, "Tl Duty A"), (FRONT_DOOR, "Tl Front Door"))
    ),
    attack("another team's manager reads how full the team is", ELSEWHERE,
           f"{_LOAD} where staff_id = '<staff_practitioner_a>'", gain=Gain.ROWS),
    *(
        attack(f"{who} reckons with children of others", who, _would("practitioner_a", child))
        for who, child in (
            (WORKER, "child_free"), (ELSEWHERE, "child_free"), (MANAGER, "south"), (SECOND, "sealed"),
            (SUPPORT, "child_free"), (ADMINISTRATOR, "child_free"), (SUSPENDED, "child_free"),
        )
    ),
    attack("a sealed child is found by reckoning it among others", SECOND,
           _would("practitioner_a", "child_free", "sealed")),
    attack("somebody suspended is reckoned with", MANAGER, _would("suspended", "child_free")),
    attack("a manager is reckoned with", MANAGER, _would("manager_a2", "child_free")),
    *(
        attack(f"what weighs what is read by {who}", who, "select * from api.team_weights()")
        for who in (SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    *(
        attack(f"the tables of the workload are open: {table}", MANAGER, f"select * from core.{table}")
        for table in ("team_weight", "time_note")
    ),
    attack("what stood as a weight is changed", MANAGER, "update core.team_weight set weight = 0"),
    attack("whom somebody holds is read past the numbers", MANAGER,
           "select * from wall.holds('<staff_practitioner_a>')"),
    *(
        attack(f"{who} learns when others talked", who, "select api.allocation_news()")
        for who in (SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    *(
        attack(f"{who} learns when others talked", who, "select api.allocation_news()", gain=Gain.ROWS)
        for who in (DUTY, FRONT_DOOR)
    ),
    attack("cover is given by name, without a talk", MANAGER,
           "select api.name_access('<child_free>', '<staff_practitioner_a>', 'cover', 'record', null, 'on leave')"),
)  # fmt: skip
