"""Attempts on what is missing and on the lists by stage: others' children, sealed files, tickets, exports."""

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

MISSING = "select * from api.missing_facts()"
_NOBODYS = (ADMINISTRATOR, AUDITOR, SUSPENDED)
_OTHERS = (
    (SECOND, "sealed"), (SUPPORT, "sealed"), (WORKER, "sealed"), (ELSEWHERE, "sealed"), (WORKER, "other"),
    (WORKER, "left"), (DUTY, "other"), (DUTY, "own"), (STRANGER, "glass"), (STRANGER, "other"), (GUARDIAN, "other"),
    (FRONT_DOOR, "own"), (ELSEWHERE, "own"), (MANAGER, "south"), (SUPPORT, "south"),
)  # fmt: skip
_DAYS = "current_date - 3000, current_date"


def _ticket(
    number: int, who: str, form: str = "screen", days: str = _DAYS, until: str = "now() + interval '1 hour'"
) -> str:
    """A ticket that the superuser puts there, committed before the attempt."""
    return (
        "insert into core.stage_ticket (ticket_id, staff_id, from_on, to_on, form, expires_at)"
        f" select '{_id(number)}', s.staff_id, {days}, '{form}', {until} from core.staff s where s.login = '{who}'"
        " on conflict do nothing"
    )


def _id(number: int) -> str:
    return f"5e7a6e00-0000-4000-8000-{number:012d}"


def _lists(number: int) -> str:
    return f"select * from api.stage_lists('{_id(number)}')"


ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} is told what is missing about a {child} child", who, f"{MISSING} where child_id = '<{child}>'",
               gain=Gain.ROWS)
        for who, child in _OTHERS
    ),
    *(attack("somebody without children is told what is missing", who, MISSING) for who in _NOBODYS),
    *(
        attack("somebody without children is told of shares", who, "select * from api.fact_shares(12)")
        for who in _NOBODYS
    ),
    *(
        attack(f"{who} finds a sealed file counted in the shares", who,
               "select 1 from api.fact_shares(1) s where s.fact = 'ethnicity' and s.children >"
               " (select count(*) from api.caseload())", gain=Gain.ROWS)
        for who in (SECOND, SUPPORT)
    ),
    *(
        attack(f"{who} lists a {child} child by stage", who, f"{_lists(number)} where child_id = '<{child}>'",
               gain=Gain.ROWS, before=_ticket(number, who))
        for number, (who, child) in enumerate(_OTHERS, 100)
    ),
    *(
        attack("stages are listed by who has no children", who, f"select api.open_stages({_DAYS}, 'screen')")
        for who in _NOBODYS
    ),
    *(
        attack("stages are read with a ticket by who has no children", who, _lists(number), before=_ticket(number, who))
        for number, who in enumerate(_NOBODYS, 130)
    ),
    attack("stages are read without a ticket", WORKER, "select * from api.stage_lists('<fresh>')"),
    attack("stages are read with no ticket at all", MANAGER, "select * from api.stage_lists(null)"),
    attack("stages are read with a colleague's ticket", WORKER, _lists(140), before=_ticket(140, MANAGER)),
    attack("stages are read with a ticket that has expired", MANAGER, _lists(141),
           before=_ticket(141, MANAGER, until="now() - interval '1 minute'")),
    attack("stages are opened and read in one statement", MANAGER,
           f"select * from api.stage_lists((select api.open_stages({_DAYS}, 'screen')))"),
    attack("stages are opened, read and rolled back", MANAGER, "begin",
           f"select * from api.stage_lists((select api.open_stages({_DAYS}, 'screen')))", "rollback",
           f"select * from api.stage_lists((select api.open_stages({_DAYS}, 'screen')))"),
    *(
        attack(f"a sealed file is taken away as {form}", who, f"{_lists(number)} where sealed", gain=Gain.ROWS,
               before=_ticket(number, who, form))
        for number, (who, form) in enumerate(((MANAGER, "excel"), (MANAGER, "pdf"), (COLLEAGUE, "excel")), 150)
    ),
    *(
        attack("the number of sealed files of a team is told", who,
               f"select nullif(api.stages_left_out('{_id(number)}'), 0)", gain=Gain.ROWS, before=_ticket(number, who))
        for number, who in enumerate((WORKER, DUTY, STRANGER, ELSEWHERE, FRONT_DOOR, SUPPORT), 160)
    ),
    attack("a stage of a sealed file is told by the number of them", SECOND,
           f"select 1 where api.stages_left_out('{_id(170)}') <> api.stages_left_out('{_id(171)}')", gain=Gain.ROWS,
           before=f"{_ticket(170, SECOND)}; {_ticket(171, SECOND, days='''date '1995-01-01', date '1995-01-02' ''')}"),
    *(
        attack(f"an export is noted {why}", who, f"select api.note_stages('{_id(number)}', 1, '{'0' * 64}')",
               before=before)
        for number, who, why, before in (
            (180, WORKER, "with a colleague's ticket", _ticket(180, MANAGER, "excel")),
            (181, MANAGER, "of what was only looked at", _ticket(181, MANAGER)),
            (182, ADMINISTRATOR, "by an administrator", _ticket(182, ADMINISTRATOR, "excel")),
            (183, AUDITOR, "by an auditor", _ticket(183, AUDITOR, "excel")),
            (184, SUSPENDED, "by the suspended", _ticket(184, SUSPENDED, "excel")),
        )
    ),
    *(
        attack(f"the tickets of lists are {why}", WORKER, statement)
        for why, statement in (
            ("read", "select * from core.stage_ticket"),
            ("made", "insert into core.stage_ticket (staff_id, from_on, to_on, form, expires_at) select staff_id,"
                     " current_date, current_date, 'screen', 'infinity' from api.colleagues()"),
        )
    ),
    *(
        attack("what is missing is noted as taken away by who has none", who,
               f"select api.note_missing('gaps', 1, '{'0' * 64}')")
        for who in _NOBODYS
    ),
    attack("what is missing is reckoned past the functions", WORKER,
           "select * from wall.wanted_facts(wall.wanted_children(array['<other>']::uuid[], array[true],"
           " array[now()]))"),
    attack("stages are reckoned past the functions", WORKER,
           "select * from wall.stage_lines(array[row('<other>', true)::wall.stage_child], current_date, current_date)"),
)  # fmt: skip
