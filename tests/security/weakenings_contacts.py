"""Deliberate weakenings of what guards the referral desk, each with its attack."""

from __future__ import annotations

from tests.security.stage import ELSEWHERE, SECOND, SUPPORT
from tests.security.weakenings import Miswriting

_ENTER = "api.enter_contact(uuid, jsonb, jsonb)"

MISWRITINGS = (
    Miswriting("every team's contacts are mine", "wall.contact_basis(core.staff, core.contact)",
               "and p_me.team_id = p_contact.team_id", "",
               (f"{ELSEWHERE} opens a contact that is not theirs: other",)),
    Miswriting("desk staff read what others entered", "wall.contact_basis(core.staff, core.contact)",
               "case when p_contact.entered_by = p_me.staff_id then 'own' end", "'own'",
               (f"{SUPPORT} opens a contact that is not theirs: other",)),
    Miswriting("sealed children are shown in contacts", "wall.contact_shows(core.staff, core.file)",
               "(not p_file.sealed or wall.basis(p_me, p_file) is not null)", "true",
               (f"{SECOND} opens a contact that is not theirs: sealed",
                "a sealed child is named in a contact about another",
                f"contacts of a sealed child are known to {SECOND}")),
    Miswriting("a contact needs no ticket", "wall.opened_contact(core.staff, uuid)", "or not exists (",
               "or false and not exists (", ("a contact is read that was not opened",)),
    Miswriting("a contact's ticket counts in its own transaction", "wall.opened_contact(core.staff, uuid)",
               "and t.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("a contact is read in the transaction of opening",)),
    Miswriting("a contact's ticket outlives the right", "wall.opened_contact(core.staff, uuid)",
               "wall.contact_basis(p_me, v_contact) is null or", "",
               (f"{ELSEWHERE} reads a contact with a ticket that ended with the right: other",)),
    Miswriting("whoever entered it decides", "wall.may_decide(core.staff, core.contact, core.file)",
               "else p_me.team_id = p_contact.team_id end", "else true end",
               ("one decides on what one entered for another team",)),
    Miswriting("a team decides for its sealed children", "wall.may_decide(core.staff, core.contact, core.file)",
               "case when p_file.sealed then", "case when false then", ("a manager decides for a sealed child",)),
    Miswriting("anybody's contact is answered", "wall.entered_before(core.staff, core.contact, bytea)",
               "if p_done.entered_by <> p_me.staff_id then", "if false then", ("another's contact is sent again",)),
    Miswriting("a contact may be measured", _ENTER, "if wall.watched() or", "if", ("a contact is measured",)),
    Miswriting("the queue names all children", "api.contact_queue(boolean)",
               "when c.entered_by = v_me.staff_id then 'own' else '' end", "else 'own' end",
               (f"the queue names children to {SUPPORT}",)),
    Miswriting("one member's name counts", "wall.sealed_named(core.staff, uuid)",
               "and wall.basis(p_me, f) is not null", "",
               ("somebody named by one alone opens what names a sealed child",)),
    Miswriting("contacts are kept in any sealed file", "api.answer_contact(uuid, uuid, uuid)",
               "not exists (select from wall.sealed_named(v_me, p_contact) n where n.child_id = p_child)", "false",
               ("a contact is kept in a file that it does not name",)),
)  # fmt: skip
