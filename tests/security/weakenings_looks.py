"""Deliberate weakenings of what guards looks, each with its attack."""

from __future__ import annotations

from tests.security.stage import AUDITOR, COLLEAGUE, ELSEWHERE, FRONT_DOOR, MANAGER, SECOND, WORKER
from tests.security.weakenings import Miswriting

_HEARS = "wall.hears_of_looks(core.staff, core.file)"
_ASKED = "wall.asked_for_looks(uuid)"
_ANSWER = "api.answer_look_question(uuid, text, uuid, uuid, bigint, text)"

MISWRITINGS = (
    Miswriting("auditors hear of sealed files", _HEARS, "and not p_file.sealed", "",
               (f"{AUDITOR} asks who looked at a sealed file", f"{AUDITOR} finds a sealed file by its reference")),
    Miswriting("every manager hears of looks", _HEARS, "or wall.manages(p_me, p_file)", "or p_me.role = 'manager'",
               (f"{ELSEWHERE} asks who looked at a file", f"{ELSEWHERE} finds another team's file by its reference")),
    Miswriting("a question about looks can be undone", _ASKED,
               "and t.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("looks are asked for and rolled back",)),
    Miswriting("one question about looks serves for all", _ASKED, "and t.child_id is not distinct from p_child", "",
               ("the lists open one file's looks", "one file's looks open a list: glass_openings")),
    Miswriting("questions tell of sealed files", "wall.files_with_looks(core.staff)", "and not f.sealed", "",
               ("an auditor is told of looks at a sealed file",)),
    Miswriting("a sealed sister is family", "wall.question_own_name(core.staff)",
               "and not exists (select from core.file f where f.child_id = n.relative and f.sealed)", "",
               ("a question tells of a sealed sister's name",)),
    *(
        Miswriting(name, "wall.question_own_address(core.staff)", old, "", (f"a question tells of {what}",))
        for name, old, what in (
            ("a sealed sister's address counts",
             "and not exists (select from core.file f where f.child_id = t.relative and f.sealed)",
             "a sealed sister's address"),
            ("a manager may guess at addresses", "and wall.typed_by(r.residence_id) is distinct from p_me.staff_id",
             "a guess of the reader's"),
            ("a hidden address counts", "and not wall.hidden_detail(r.person_id, a.lines || a.postcode)",
             "where somebody hides"),
        )
    ),
    Miswriting("one reviews an opening of the own", "api.review_broken_glass(bigint, text)",
               "or v_ticket.staff_id = v_me.staff_id", "", ("a manager reviews an opening of the own",)),
    Miswriting("one answers about oneself", _ANSWER, "or p_staff = v_me.staff_id", "",
               ("a manager answers about the own looks",)),
    Miswriting("an answer can be anybody's", _ANSWER, "and a.said_by = v_me.staff_id", "",
               ("an answer of another is sent again",)),
    Miswriting("an answer can be changed", _ANSWER, "and a.note = btrim(p_note)", "", ("an answer is changed",)),
    Miswriting("whatever is asked is a question", _ANSWER, "if not exists (select from wall.look_questions(v_me) q",
               "if false and not exists (select from wall.look_questions(v_me) q",
               ("a question that is not there is answered",)),
    Miswriting("the file stays open to who knows the family", "wall.basis(core.staff, core.file)",
               "or wall.knows_family(p_me.staff_id, p_file.child_id)", "",
               (f"{FRONT_DOOR} opens the file of a family that they know with a reason",
                f"{SECOND} opens the file of a family that they know as its manager")),
    Miswriting("who knows the family breaks the glass", "wall.may_break_glass(core.staff, core.file)",
               "and not wall.knows_family(p_me.staff_id, p_file.child_id)", "",
               (f"{FRONT_DOOR} opens the file of a family that they know by breaking the glass",)),
    Miswriting("who knows the family manages the file", "wall.manages(core.staff, core.file)",
               "and not wall.knows_family(p_me.staff_id, p_file.child_id)", "",
               ("a manager who knows the family asks who looked", "a manager who knows the family lets somebody in")),
    Miswriting("who knows the family reads what came in", "wall.contact_basis(core.staff, core.contact)",
               "or wall.about_family(p_me, p_contact.contact_id)", "",
               (f"{SECOND} opens a contact that is not theirs: family",
                f"{FRONT_DOOR} opens a contact that is not theirs: family",
                "a manager decides about a family that they know")),
    Miswriting("the queue names a family to who knows it", "api.contact_queue(boolean)",
               "when c.contact_id = any (v_family) then ''", "when false then ''",
               (f"{SECOND} is told more than that something waits about a family that they know",
                f"{FRONT_DOOR} is told more than that something waits about a family that they know")),
    Miswriting("who knows the family talks about it", "wall.discussed(core.staff, uuid)",
               "d.staff_id = p_me.staff_id", "false",
               (f"{SECOND} reads the talks about a family that they know",)),
    Miswriting("who knows the family is proposed", "wall.wrong_with(uuid[], core.staff, text, text, boolean)",
               "wall.knows_family(p_to.staff_id, c)", "false",
               (f"{MANAGER} proposes to somebody about a family that they know",)),
    *(
        Miswriting(name, "api.my_interests()", old, "", attacks)
        for name, old, attacks in (
            ("what anybody said of a family is told", "d.staff_id = v_me.staff_id and",
             (f"{WORKER} is told what another said of a family", f"{MANAGER} is told what another said of a family")),
            ("who knows a family hears of its sealed file", "and not f.sealed",
             (f"{COLLEAGUE} is told what they themselves said of a family",)),
        )
    ),
    Miswriting("who knows the family takes up drafts", "wall.may_take_up(core.staff, core.server_draft)",
               "or wall.knows_family(p_me.staff_id, p_draft.child_id)", "",
               ("a manager who knows the family opens a colleague's draft",)),
)  # fmt: skip
