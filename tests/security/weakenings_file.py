"""Deliberate weakenings of what guards a file's people, papers, filters and searches, each with its attack.

They are values like those of the wall itself, which would not fit in one module with them.
"""

from __future__ import annotations

from tests.security.attacks_file import TAKEN
from tests.security.stage import GUARDIAN, WORKER
from tests.security.weakenings import Miswriting

_OWN = "one's own file tells of others: "
_PEOPLE = f"{_OWN}select api.people_of('<own>')"
_BAND = f"{_OWN}select * from api.child_band('<own>')"
_THROUGH = "through one's own file "

MISWRITINGS = (
    # papers
    Miswriting("papers of advice are shown", "wall.papers(uuid, boolean)", "and (p_legal or not c.legal_advice)", "",
               ("a guardian takes a paper of advice",)),
    Miswriting("a shared entry shares its papers", "wall.papers(uuid, boolean)", "where y.child_id = p_child", "",
               (f"{_THROUGH}a sister's paper of a shared entry is read",)),
    Miswriting("a paper is read by its id", "api.document_bytes(uuid, uuid)",
               "if not exists (", "if false and not exists (",
               (f"{_THROUGH}a paper is read", f"{_THROUGH}a paper of the wrong file is read")),
    Miswriting("a paper takes any place",
               "api.add_document(uuid, uuid, uuid, text, text, text, date, bytea, text, text, text, uuid, text)",
               "if p_supersedes is not null and not exists", "if false and not exists",
               (f"{_THROUGH}a paper takes a place",)),
    Miswriting("a paper hangs on any entry",
               "api.add_document(uuid, uuid, uuid, text, text, text, date, bytea, text, text, text, uuid, text)",
               "if p_entry is not null and not exists", "if false and not exists",
               (f"{_THROUGH}a paper is put on an entry",)),
    # searches and filters
    Miswriting("anybody's search serves", "api.search_everywhere(uuid)", "and s.staff_id = v_me.staff_id", "",
               ("another's search is run",)),
    Miswriting("a search never expires", "api.search_everywhere(uuid)", "and s.expires_at > clock_timestamp()", "",
               ("an expired search is run",)),
    Miswriting("a search counts in its own transaction", "api.search_everywhere(uuid)",
               "and s.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("a search and its answer in one transaction",)),
    Miswriting("a search may be measured", "api.search_everywhere(uuid)", "if wall.watched() then", "if false then",
               ("a search is measured",)),
    Miswriting("advice is found everywhere", "api.search_everywhere(uuid)",
               "not (p.legal_advice and p.child_id = any ($4))", "true",
               (f"{GUARDIAN} finds by searching everywhere where entry_id = '<entry_legal>' or child_id <> '<own>'",)),
    Miswriting("a filter counts advice", "wall.conditions(wall.filter, boolean)", "if not p_legal then",
               "if false then", ("a guardian is counted advice by all",)),
    Miswriting("anybody is filtered for", "wall.filter_for(uuid, jsonb)", "if not wall.connected(",
               "if false and not wall.connected(",
               (f"{_THROUGH}a stranger is filtered for",)),
    Miswriting("filters are for everybody", "api.saved_filters()", "where f.staff_id = v_me.staff_id", "",
               ("a worker lists the filters of others",)),
    Miswriting("anybody's filter is forgotten", "api.forget_filter(uuid)", "and f.staff_id = v_me.staff_id", "",
               ("another's filter is forgotten",)),
    # people
    Miswriting("whoever reads writes of people", "wall.writer(uuid, text)", "if not wall.may_record(",
               "if false and not wall.may_record(",
               ("named to read: a telephone", "a guardian: a warning")),
    Miswriting("anybody is around the child", "wall.must_be_around(core.staff, uuid, uuid)",
               "if p_person is distinct from p_child", "if false",
               (f"{_THROUGH}a contact is ended", "somebody not around the child: a telephone")),
    Miswriting("whoever reads changes facts", "wall.may_change(uuid, text)", "not wall.may_record(",
               "false and not wall.may_record(",
               ("a fact by a stranger: period",)),
    Miswriting("facts of other files are changed", "wall.may_change_person(core.staff, uuid, uuid)",
               "wall.may_record(p_me, f.child_id, wall.basis(p_me, f))", "true",
               ("a sister with a file of her own is corrected",)),
    Miswriting("any period is replaced", "api.record_period(uuid, uuid, jsonb, text, uuid, uuid, uuid)",
               "and p.child_id = p_child and p.kind = p_fact ->> 'kind') then", ") then",
               (f"{_THROUGH}a period is corrected",)),
    Miswriting("an adopted brother is called by his new name", "wall.told_name(uuid, boolean)",
               "case when p_sealed then", "case when false then", (_PEOPLE, _BAND)),
    Miswriting("the band calls him so", "wall.shown_name(uuid)", "wall.sealed_to(wall.me(), p_person)", "false",
               (_BAND,)),
    Miswriting("what a sealed file says of another is told there", "wall.people_around(core.staff, uuid)",
               "where t.other_id = p_child or not wall.sealed_to(p_me, t.other_id)", "",
               ("the open file betrays the sealed one: who the child is to another",)),
    Miswriting("adopters are found", "wall.findable(core.staff, uuid, text[])",
               "not wall.known_to_sealed_alone(p_me, p_person) and", "",
               ("somebody of a sealed file is found as Zksealed Adopter",)),
    Miswriting("what is alike depends on the sealed", "api.find_person(uuid, text, date)",
               "where wall.findable(v_me, u.id, v_tokens)", "",
               ("a name like a sealed one is looked for otherwise than like nobody's",)),
    Miswriting("any manager decides", "wall.merge_file(core.staff, uuid, uuid)", "where wall.manages(p_me, f)",
               "where true", ("a manager decides for another team",)),
    # confidential details, notices, taking away
    Miswriting("confidential words are told", "wall.open_words(uuid, text, uuid, uuid, uuid)",
               "position(v.said in wall.fold(p_text)) > 0", "false",
               (f"{_OWN}select * from api.periods('<own>')", f"{_OWN}select api.timeline('<own>')", _PEOPLE, _BAND)),
    Miswriting("confidential words can be guessed", "wall.open_words(uuid, text, uuid, uuid, uuid)",
               "and s.staff_id = coalesce(p_by, wall.typed_by(p_row))", "and false", ("a secret is guessed at in a period",)),
    Miswriting("who ends a thing has typed it", "wall.typed_by(uuid)", "v_row := v.replaces", "v_row := null",
               ("a secret is carried over and told: in a contact",
                "a secret is carried over and told: in a residence")),
    Miswriting("confidential addresses can be guessed", "wall.hidden_detail(uuid, text, uuid)",
               "and s.staff_id = wall.typed_by(p_row)", "and false", ("a secret is guessed at in an address",)),
    Miswriting("confidential addresses lead on", "wall.leads_by_address(text)",
               "and not wall.hidden_detail(r.person_id, a.lines || a.postcode, r.residence_id)", "",
               ("a secret leads to a child: Zkhidden Lane",)),
    Miswriting("sealed children are led to", "api.find_connected(text)",
               "and (not f.sealed or f.child_id = any (v_mine))", "",
               ("a secret leads to a child: Zksealed Road",)),
    Miswriting("adopters hide who sounds like them", "wall.leads_by_name(text)",
               "and not wall.known_to_sealed_alone($1, h.person_id)", "",
               ("an adopter's name is looked for otherwise than nobody's",)),
    Miswriting("notices are for everybody", "wall.untold(core.staff)",
               "and n.staff_id = p_me.staff_id and wall.basis(p_me, f) is not null", "",
               (f"{WORKER} is told what was asked for a sealed child",)),
    Miswriting("sealed files are taken away", "api.take_away(uuid, bigint[], text)", "and f.sealed)", "and false)",
               ("a member takes a sealed file away",)),
    Miswriting("advice is taken away", "api.take_away(uuid, bigint[], text)", "and not c.legal_advice", "",
               (f"a guardian hears of advice: {TAKEN}",)),
)  # fmt: skip
