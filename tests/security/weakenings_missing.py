"""Deliberate weakenings of what guards the missing facts and the lists by stage, each with its attack."""

from __future__ import annotations

from tests.security.stage import DUTY, SUPPORT
from tests.security.weakenings import Miswriting

_TICKET = "wall.stage_ticket(core.staff, uuid)"

MISWRITINGS = (
    Miswriting("who does duty is told of all", "wall.reckoned_for(core.staff)", "where m.basis = 'allocated' or",
               "where true or",
               (f"{DUTY} is told what is missing about a other child", f"{DUTY} lists a other child by stage")),
    Miswriting("a ticket of lists is anybody's", _TICKET, "and t.staff_id = p_me.staff_id", "",
               ("stages are read with a colleague's ticket", "an export is noted with a colleague's ticket")),
    Miswriting("a ticket of lists counts for ever", _TICKET, "and t.expires_at > clock_timestamp()", "",
               ("stages are read with a ticket that has expired",)),
    Miswriting("a ticket of lists can be undone", _TICKET,
               "and t.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("stages are opened and read in one statement", "stages are opened, read and rolled back")),
    Miswriting("sealed files leave as a file", "api.stage_lists(uuid)",
               "where v_ticket.form = 'screen' or not f.sealed", "where true",
               ("a sealed file is taken away as excel", "a sealed file is taken away as pdf")),
    Miswriting("everybody is told of sealed files", "api.stages_left_out(uuid)", "v_me.role = 'manager' and ", "",
               ("the number of sealed files of a team is told",)),
    Miswriting("an export is noted of what was looked at", "api.note_stages(uuid, integer, text)",
               "v_ticket.form <> 'screen' and ", "", ("an export is noted of what was only looked at",)),
    Miswriting("shares count what one may not open", "wall.reckoned_for(core.staff)",
               "select m.child_id, m.basis from wall.caseload_of(p_me) m",
               "select m.child_id, m.basis from (select * from wall.caseload_of(p_me) union all"
               " select f.child_id, 'team' from core.file f where f.sealed) m",
               (f"{SUPPORT} is told what is missing about a sealed child",
                f"{SUPPORT} finds a sealed file counted in the shares")),
)  # fmt: skip
