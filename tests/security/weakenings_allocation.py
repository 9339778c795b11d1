"""Deliberate weakenings of what makes allocation a conversation, each with the attack that notices it."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_BEGIN = "wall.begin_discussion(core.staff, uuid, uuid, text, text, jsonb, text, date, date, uuid, boolean)"
_WRONG = "wall.wrong_with(uuid[], core.staff, text, text, boolean)"
_ACCEPT = "api.accept_allocation(uuid, uuid)"
_TALK = "api.record_talk(uuid, uuid, date, text, text, jsonb)"

MISWRITINGS = (
    Miswriting("anybody's children are proposed", "wall.manages_all(core.staff, uuid[])",
               "and wall.manages(p_me, f)", "", ("another team's manager allocates",)),
    Miswriting("children are proposed to anybody", _BEGIN,
               "and s.state = 'active' and s.role in ('practitioner', 'court_adviser')", "",
               ("a manager allocates to a manager",)),
    Miswriting("a proposal needs no reason", _BEGIN, "if not wall.is_said(p_why, 4000) or", "if",
               ("a proposal without why",)),
    Miswriting("cover begins when one likes", _BEGIN, "p_from between current_date and",
               "p_from between '-infinity' and", ("cover is dated back",)),
    Miswriting("two proposals are open at once", _WRONG, "and not wall.settled(d.discussion_id))", "and false)",
               ("a child is proposed while another proposal is open",)),
    Miswriting("a handover needs no reason", _WRONG, "or coalesce(p_reason, '') = ''", "or false",
               ("a worker is replaced without a reason",)),
    Miswriting("an emergency follows another", _WRONG, "when p_emergency and exists (", "when false and exists (",
               ("an emergency follows an emergency",)),
    Miswriting("anybody accepts", _ACCEPT, "v_it.proposed_to is distinct from v_me.staff_id or", "",
               ("tl_practitioner_a accepts for another", "tl_court_adviser accepts for another")),
    Miswriting("a worker need not have talked", _ACCEPT,
               "else perform wall.bad_input('talk about it first, and record the talk');", "else null;",
               ("a worker accepts without a talk", "a worker accepts after having declined")),
    Miswriting("any talk will do", _ACCEPT, "if p_talk is distinct from (", "if false and p_talk is distinct from (",
               ("a worker accepts another talk",)),
    Miswriting("anybody declines", "api.decline_allocation(uuid, text)",
               "v_it.proposed_to is distinct from v_me.staff_id or", "", ("tl_practitioner_a declines for another",)),
    Miswriting("anybody records a talk", _TALK, "v_it.proposed_to = v_me.staff_id and", "",
               ("tl_practitioner_c records a talk of others",)),
    Miswriting("a talk is dated back", _TALK, "or p_talked_on < v_since", "", ("a talk is dated weeks back",)),
    Miswriting("a talk needs nobody", _TALK, "if not wall.is_said(p_took_part, 500) or", "if",
               ("a talk that nobody took part in",)),
    Miswriting("every manager leads", "wall.leads(core.staff, uuid)", "wall.manages(p_me, f)", "p_me.role = 'manager'",
               ("tl_manager_b takes a proposal of others back",)),
    Miswriting("a conversation goes on about a sealed child", "wall.discussed(core.staff, uuid)",
               "(not f.sealed or wall.basis(p_me, f) is not null)", "true",
               ("a worker reads of a child whose file was sealed since",
                "a sealed file is handed over by a talk from before")),
    Miswriting("who held a child is told without a ticket", "api.who_held(uuid)", "perform wall.ticket(p_child);", "",
               ("tl_duty_a reads who held a child",)),
)  # fmt: skip
