"""Deliberate weakenings of what guards proceedings, each with its attack."""

from __future__ import annotations

from tests.security.attacks_court import READS
from tests.security.stage import WORKER
from tests.security.weakenings import Miswriting

_TOLD = f"{WORKER} learns of hidden parties and a sealed brother: "
_READ, _HISTORY = (f"{_TOLD}{statement}" for statement in READS[:2])
_THROUGH = "through one's own file "
_GUESSED = "what is hidden is guessed at in a hearing: "
_PARTY = "api.record_party(uuid, uuid, uuid, uuid, integer, uuid, jsonb, text)"

MISWRITINGS = (
    Miswriting("what is hidden in another file is told", "wall.sees_hidden(core.staff, text, uuid, uuid)",
               "p_recorded_in = p_child or exists", "true or exists", (_READ, _HISTORY)),
    Miswriting("texts tell who is hidden", "wall.court_words(uuid, text, text[], uuid)",
               "if exists", "if false and exists", (_READ,)),
    Miswriting("names are guessed at", "wall.court_words(uuid, text, text[], uuid)",
               "s.staff_id = v_by", "false", (f"{_GUESSED}with Zkhidden Carer", f"{_GUESSED}with Zkhidden Aunt")),
    Miswriting("addresses are guessed at", "wall.court_words(uuid, text, text[], uuid)",
               "null, null, v_by", "null, null, null", (f"{_GUESSED}at Zkhidden Lane",)),
    Miswriting("a sealed child is told of", "wall.children_beside(uuid, core.proceedings_version)",
               "and not f.sealed", "", (_READ,)),
    Miswriting("a sealed child is told of as a party", "wall.parties_of(uuid, uuid, core.staff, text)",
               "and f.sealed", "and false", (_READ, _HISTORY)),
    Miswriting("an adopter is told of as a party", "wall.parties_of(uuid, uuid, core.staff, text)",
               "not wall.known_to_sealed_alone(p_me, p.person_id)", "true", (_READ,)),
    Miswriting("anybody's proceedings are reached", "wall.case_of(uuid, uuid)",
               "from wall.cases_of(p_child) v where",
               "from (select * from core.proceedings_version) v where",
               (f"{_THROUGH}another's proceedings are read", f"{_THROUGH}a hearing comes into another's proceedings")),
    Miswriting("a hidden party is changed unseen", _PARTY, "and x.seen;", ";",
               (f"{_THROUGH}a hidden party is changed",)),
    Miswriting("anybody is named as a party", _PARTY, "perform wall.must_be_around(v_me, p_child, p_person);", "null;",
               (f"{_THROUGH}a stranger is named as a party",)),
    Miswriting("anybody stands in proceedings", "wall.children_for(uuid, uuid[], core.proceedings_version)",
               "if exists (select from unnest(v_wished) w", "if false and exists (select from unnest(v_wished) w",
               (f"{_THROUGH}a sealed brother stands in proceedings",)),
    Miswriting("whoever reads records of the court", "wall.may_change(uuid, text)", "if not wall.may_record(",
               "if false and not wall.may_record(", ("only named to read: a hearing",)),
)  # fmt: skip
