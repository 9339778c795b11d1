"""Deliberate weakenings of what files keep of people, each with its attack."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_TIED = "somebody is connected with a child of one's own: what another file keeps is "

MISWRITINGS = (
    Miswriting("a connection opens what another file keeps",
               "wall.tells_detail(core.staff, text, uuid, core.confidential_detail)",
               "or wall.sees_hidden(p_me, p_basis, p_child, wall.held_in(d))", "or true",
               (f"{_TIED}read", f"{_TIED}guessed at", "a sealed or another's sibling shows a hidden address",
                "a mother's secret of a sealed file is read in the open one")),
    Miswriting("anybody's confidential detail is changed", "wall.kept_detail(uuid, uuid)",
               "and wall.tells_detail(v_me, v_basis, p_child, d)", "", (f"{_TIED}ended", f"{_TIED}corrected")),
    Miswriting("a guess at what another file keeps is kept back", "wall.open_words(uuid, text, uuid, uuid, uuid)",
               "wall.tells_detail(s, wall.basis(s, f), p_child, d)", "true", (f"{_TIED}guessed at",)),
    Miswriting("who lives there too tells where somebody hides", "wall.open_words(uuid, text, uuid, uuid, uuid)",
               "union all select r.other_id from core.relationship r where r.person_id in (p_child, p_person)",
               "union all select r.other_id from core.relationship r where r.person_id = p_child",
               ("somebody's partner is connected with a child of one's own, to read where both live",)),
    Miswriting("that a sealed file keeps something is told", "api.people_of(uuid)",
               "and (f.sealed or f.child_id = a.id)", "and f.child_id = a.id",
               ("a mother's secret of a sealed file is told of in the open one",)),
)  # fmt: skip
