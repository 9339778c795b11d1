"""Deliberate weakenings of what guards drafts, challenges, posts and the basis of an analysis, each with its attack."""

from __future__ import annotations

from tests.security.stage import ELSEWHERE, SECOND, WORKER
from tests.security.weakenings import Miswriting

_SAVE = "api.save_entry(uuid, uuid, uuid, integer, jsonb, jsonb, text)"

MISWRITINGS = (
    Miswriting("any draft is overwritten", "api.keep_draft(uuid, uuid, jsonb, timestamp with time zone)",
               "elsif v_owner <> v_me.staff_id then", "elsif false then",
               (f"another's draft is overwritten by {WORKER}",)),
    Miswriting("any draft is dropped", "api.drop_draft(uuid)", "and d.staff_id = v_me.staff_id", "",
               (f"another's draft is dropped by {WORKER}",)),
    Miswriting("all drafts are mine", "api.my_drafts()", "d.staff_id = v_me.staff_id and", "",
               (f"another's drafts are listed by {WORKER}",)),
    Miswriting("any draft is handed on", "api.hand_draft(uuid, text)", "and d.staff_id = v_me.staff_id for", "for",
               ("another's draft is handed on",)),
    Miswriting("a manager takes any draft up", "wall.may_take_up(core.staff, core.server_draft)",
               "return v_left or coalesce(p_draft.handed_to_team = p_me.team_id, false)", "return true",
               (f"{ELSEWHERE} opens a draft that is not theirs: handed",
                f"{SECOND} opens a draft that is not theirs: other")),
    Miswriting("a sealed child's draft is like any other", "wall.may_take_up(core.staff, core.server_draft)",
               "and wall.basis(p_me, v_file) is not null", "",
               (f"{SECOND} opens a draft that is not theirs: hidden",)),
    Miswriting("a draft needs no ticket", "api.read_draft(uuid)", "or not exists (", "or false and not exists (",
               ("a draft is read that was not opened",)),
    Miswriting("a draft's ticket counts in its own transaction", "api.read_draft(uuid)",
               "and t.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("a draft is read in the transaction of opening",)),
    Miswriting("anybody makes anybody absent", "wall.may_say_absent(core.staff, uuid)",
               "and s.team_id = p_me.team_id", "",
               (f"{ELSEWHERE} makes somebody else absent",)),
    Miswriting("sealed brothers are offered", "api.siblings(uuid)", "where not f.sealed and", "where",
               ("a sealed brother is offered",)),
    Miswriting("a sealed child's posts are told", "api.posted_entries()", "where p.basis is not null and", "where",
               ("what was posted to a sealed child is told to its team's manager",)),
    Miswriting("one posts to anybody's child", "wall.may_post(core.staff, uuid, uuid)",
               "and p_to in (select wall.siblings(p_from))", "",
               ("an entry is posted to a stranger's child too",)),
    Miswriting("a save may be measured", _SAVE, "if wall.watched() then", "if false then",
               ("a save is measured: EXPLAIN ANALYZE",)),
    Miswriting("an analysis rests on anything", "wall.checked_basis(uuid, integer, uuid, jsonb, boolean)",
               "if exists (select from unnest(v_named)", "if false and exists (select from unnest(v_named)",
               ("an analysis rests on an entry of another file: sealed",)),
    Miswriting("what it rests on elsewhere is told", "api.basis_of(uuid, uuid)",
               "c.child_id = p_child and c.entry_id = b.basis_id", "c.entry_id = b.basis_id",
               ("what an analysis rests on in a sister's file is told",)),
    Miswriting("its ids are told", "wall.rests_on(uuid, integer, uuid, boolean)",
               "c.child_id = p_child and c.entry_id = b.basis_id", "c.entry_id = b.basis_id",
               ("the ids of what it rests on there are told",)),
    Miswriting("challenges are told in every file", "api.challenges(uuid, uuid)", "and h.child_id = p_child", "",
               ("a challenge noted in a sister's file is read",)),
    Miswriting("whoever reads notes challenges", "api.add_challenge(uuid, uuid, uuid, text, date, text)",
               "or not wall.may_record(v_me, p_child, v_basis)", "",
               ("a challenge by somebody named to read",)),
)  # fmt: skip
