"""Deliberate weakenings of what guards how full everybody is, each with its attack."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_NOTE = "api.note_time(uuid, uuid, text, numeric, date, date)"
_WOULD = "api.would_hold(uuid, text, uuid[])"

MISWRITINGS = (
    Miswriting("a weight needs no why", "api.set_team_weight(text, numeric, text)",
               "if not wall.is_said(p_why, 500) then", "if false then", ("a weight is given without why",)),
    Miswriting("anybody notes anybody's hours", _NOTE, "or not wall.may_say_absent(v_me, p_staff)", "",
               ("tl_practitioner_a notes hours of others",)),
    Miswriting("hours never end", _NOTE, "and p_from_on + 366", "and 'infinity'", ("hours that never end",)),
    Miswriting("anybody ends anybody's hours", "api.end_time_note(uuid)",
               "if not wall.may_say_absent(v_me, v_note.staff_id) then", "if v_note.note_id is null then",
               ("tl_practitioner_b ends hours of others",)),
    Miswriting("a worker reads how full the team is", "api.team_workload()",
               "v_me.role = 'manager' and s.team_id = v_me.team_id", "s.team_id = v_me.team_id",
               ("tl_practitioner_a reads how full others are",)),
    Miswriting("a manager reads how full every team is", "api.team_workload()",
               "v_me.role = 'manager' and s.team_id = v_me.team_id", "v_me.role = 'manager'",
               ("another team's manager reads how full the team is",)),
    Miswriting("anybody's children are reckoned with", _WOULD, "wall.manages_all(v_me, p_children)", "true",
               ("a sealed child is found by reckoning it among others",)),
    Miswriting("cover is given by name",
               "api.name_access(uuid, uuid, text, text, timestamptz, text, timestamptz, uuid)",
               "if p_capacity = 'cover' then", "if false then", ("cover is given by name, without a talk",)),
    Miswriting("when others talked is told", "api.allocation_news()", "and d.proposed_to = v_me.staff_id", "",
               ("tl_duty_a learns when others talked",)),
)  # fmt: skip
