"""Deliberate weakenings of what keeps staff and sealed files in two people's hands, each with what notices it."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_CHANGE = "api.change_staff(text, text, text, text, text, boolean, boolean, text, bigint, text, text)"
_LEAVE = "api.leave_staff(text, bigint, text)"
_CONFIRM = "api.confirm_removal(uuid)"

MISWRITINGS = (
    Miswriting("one changes oneself", _CHANGE, "if p_login = v_me.login then", "if false then",
               ("an administrator becomes a manager",)),
    Miswriting("one leaves by oneself", _LEAVE, "if p_login = v_me.login then", "if false then",
               ("an administrator leaves by oneself",)),
    Miswriting("a role changes over children", _CHANGE, "if v_old.role <> v_new.role and exists (",
               "if false and exists (", ("the role changes of somebody who holds children",)),
    Miswriting("a team is left without a manager", "wall.last_manager(core.staff)", "select p_staff.role = 'manager'",
               "select false and p_staff.role = 'manager'",
               ("a team's last manager leaves", "a team's last manager changes team")),
    Miswriting("a team is closed before it has decided", "wall.contact_waits(uuid)", "where c.team_id = p_team",
               "where false and c.team_id = p_team", ("a team is closed for which a contact waits",)),
    Miswriting("days are not looked at", "wall.check_days(date[])", "d not between", "false and d not between",
               ("a child is born on infinity", "a day is planned on infinity", "a code ends on infinity")),
    Miswriting("nobody is told what is held", _LEAVE, "if p_children is distinct from (",
               "if false and p_children is distinct from (",
               ("somebody leaves with children that nobody was told of",)),
    Miswriting("auditors read where staff live", "api.staff_member(text)", "and v_me.role = 'administrator'", "",
               ("an auditor reads where a colleague lives",)),
    Miswriting("where staff live is told to all", "api.own_address()", "where a.staff_id = v_me.staff_id", "",
               ("tl_practitioner_a is told where a colleague lives", "tl_auditor is told where a colleague lives")),
    Miswriting("the suspended change their password", "api.change_password(text, text)", "and s.state = 'active'", "",
               ("the suspended change their password",)),
    Miswriting("one removes with one's own word", _CONFIRM,
               "if v_me.staff_id in ((v_it.removal).asked_by, (v_it.access).staff_id) then", "if false then",
               ("tl_manager_a confirms the removal of a member",)),
    Miswriting("any manager is the second", "wall.waiting_removal(core.staff, uuid)",
               "or not wall.manages(p_me, v_file)", "", ("tl_manager_b confirms the removal of a member",)),
    Miswriting("one manager ends a membership", "api.end_access(uuid)",
               "if v_file.sealed and wall.is_member(v_access) then", "if false then",
               ("one manager removes a member of a sealed file",)),
    Miswriting("a sealed file keeps one manager", "wall.keep_two_managers(core.named_access, core.file)",
               "< 2 then", "< 0 then",
               ("a sealed file is left with one manager",)),
    Miswriting("one seals alone", "wall.check_members(core.staff, uuid, uuid[])", "and s.role = 'manager'", "",
               ("a file is sealed with a worker as the second",)),
    Miswriting("any manager seals", "wall.seconds(core.staff, core.sealing, core.file)",
               "else p_me.staff_id = any (p_sealing.members) and", "else",
               ("tl_manager_a2 confirms a sealing", "tl_manager_a2 reads that a file is to be sealed")),
    Miswriting("one seals with one's own word", "wall.seconds(core.staff, core.sealing, core.file)",
               "and p_sealing.asked_by <> p_me.staff_id", "", ("tl_manager_a confirms an unsealing",)),
    Miswriting("anybody puts away what is told", "api.told_read(uuid[])", "and staff_id = v_me.staff_id", "",
               ("tl_administrator puts away what another is told",)),
    Miswriting("who held a sealed child is told of it", "api.told_to_me()", "not f.sealed or", "true or",
               ("who held a child is told of it when the file is sealed",)),
    Miswriting("what is told is told to all", "api.told_to_me()", "t.staff_id = v_me.staff_id and", "",
               ("tl_manager_a reads what another is told",)),
    Miswriting("what waits is told to every manager", "api.waits_for_second()",
               "and (wall.manages(v_me, f) or j.joins)", "", ("tl_manager_b reads what waits in a sealed file",)),
)  # fmt: skip
