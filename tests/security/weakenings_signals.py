"""Deliberate weakenings of what guards the caseload, each with its attack."""

from __future__ import annotations

from tests.security.stage import MANAGER, SECOND
from tests.security.weakenings import Miswriting

_ANSWER = "api.answer_signal(uuid, uuid, text, text, uuid, text, date)"

MISWRITINGS = (
    Miswriting("a caseload holds files that are not open", "wall.caseload_of(core.staff)",
               "where p.basis is not null", "where true",
               (f"{SECOND} has a sealed child among what stands out",)),
    Miswriting("legal advice makes a signal", "wall.signal_notifications(wall.case_child[])",
               "and (k.legal or not c.legal_advice)", "", ("a guardian learns of legal advice by a signal",)),
    Miswriting("answers are told without opening the file", "api.caseload()", "m.basis = 'allocated' or", "true or",
               (f"{SECOND} reads answers in files that are not open",
                "an answer is read on a ticket that is rolled back")),
    Miswriting("answers are told on a ticket that can be undone", "api.caseload()",
               "and k.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("an answer is read on a ticket that is rolled back",)),
    Miswriting("sealed brothers and sisters are grouped", "wall.sibling_ties(uuid[])",
               "and not b.sealed", "",
               (f"{MANAGER} is told of a sealed brother by grouping",)),
    Miswriting("whoever reads answers", "wall.may_answer(core.staff, uuid, text)",
               "and wall.may_record(p_me, p_child, p_basis)", "",
               ("a signal is answered by who is named to read",
                "a signal is answered by a guardian who is named to read")),
    Miswriting("the front door answers", "wall.may_answer(core.staff, uuid, text)",
               "and (p_basis in ('allocated', 'team') or p_basis like 'named:%')", "",
               ("a signal is answered by the front door",)),
    Miswriting("another's answer is one's own", _ANSWER, "if not exists (select from core.signal_answer a",
               "if false and not exists (select from core.signal_answer a",
               ("an answer of a colleague is sent again",)),
    Miswriting("an answer holds for ever", _ANSWER, "and current_date + 183", "and 'infinity'",
               ("an answer holds for ever",)),
)  # fmt: skip
