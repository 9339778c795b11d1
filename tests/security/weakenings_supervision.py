"""Deliberate weakenings of what guards case discussions and the week of support staff, each with its attack."""

from __future__ import annotations

from tests.security.stage import DUTY, GUARDIAN
from tests.security.weakenings import Miswriting

_ANSWER = "api.answer_decision(uuid, uuid, uuid, text, boolean, text)"
_ARRANGE = "api.arrange_meeting(uuid[], uuid[], text, text, text)"

MISWRITINGS = (
    Miswriting("whoever has a caseload has its case discussions", "api.case_discussions()",
               "and wall.discusses(v_me.role, m.basis)", "",
               (f"{DUTY} has a other child among the case discussions",
                f"{GUARDIAN} has a own child among the case discussions")),
    Miswriting("decisions that are legal advice are told to a guardian", "wall.discussion_version(uuid, uuid)",
               "and (v_legal or not c.legal_advice)", "", ("decisions are read by a guardian, as legal advice",)),
    Miswriting("decisions are told without a ticket", "wall.discussion_version(uuid, uuid)",
               "wall.sees_legal_advice(wall.ticket(p_child))", "true", ("decisions are read without a ticket",)),
    Miswriting("who may only read answers decisions", _ANSWER,
               "or not wall.may_record(v_me, p_child, wall.ticket(p_child))", "",
               ("a decision is answered by who is named to read",)),
    Miswriting("another's answer to a decision is one's own", _ANSWER,
               "if not exists (select from core.decision_answer a",
               "if false and not exists (select from core.decision_answer a",
               ("a decision is answered with the answer of a colleague",)),
    Miswriting("a meeting is arranged in any file", _ARRANGE, "and wall.basis(v_me, f) = 'support'", "",
               ("a meeting is arranged about a sealed child", "a meeting is arranged about another team's child")),
)  # fmt: skip
