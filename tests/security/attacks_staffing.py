"""Attempts to change staff and teams without the right, or oneself, and to be both people in a sealed file."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    ELSEWHERE,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_OTHERS = (WORKER, MANAGER, AUDITOR, SUSPENDED)
"""Who is no administrator."""


def _change(login: str, role: str = "manager", team: str = "North", why: str = "a reason", last: str = "") -> str:
    last = last or f"({_LAST.format(login)})"
    return f"select api.change_staff('{login}', 'A Name', '{role}', '', '{team}', false, false, '{why}', {last})"


def _leave(login: str, why: str = "moved") -> str:
    held = f"(select coalesce(sum((h ->> 'children')::bigint), 0) from jsonb_array_elements({_HOLDS}) h)"
    return f"select api.leave_staff('{login}', {held.format(login)}::bigint, '{why}')"


_SEAL = "select api.ask_to_seal('<fresh>', '<{}>', '{{{{{}}}}}', 'why')"
_LIVES = "'12', 'LS6 2AB'"
_LAST = "select (api.staff_member('{}') ->> 'last_change')::bigint"
_HOLDS = "api.staff_member('{}') -> 'holds'"

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} {does}", who, "begin", sql)
        for who in _OTHERS
        for does, sql in (
            ("changes a role", _change("tl_practitioner_b", last="1")),
            ("has somebody leave", "select api.leave_staff('tl_practitioner_b', 0, 'x')"),
            ("renames a team", "select api.rename_team('<team_north>', 'Mine', 'x')"),
            ("closes a team", "select api.close_team('<team_south>', 'x')"),
            ("reopens a team", "select api.reopen_team('<team_south>', 'x')"),
        )
    ),
    *(
        attack(f"{who} reads what is kept of a colleague", who, "select api.staff_member('tl_manager_b')",
               gain=Gain.ROWS)
        for who in (WORKER, MANAGER, SUPPORT, SUSPENDED)
    ),
    *(
        attack(f"{who} enters where {whose} lives", who, "begin", _change(login, last=f"1, {_LIVES}"))
        for who in (WORKER, MANAGER, SUPPORT, AUDITOR, SUSPENDED)
        for whose, login in (("a colleague", "tl_practitioner_b"), ("oneself", who))
    ),
    attack("an administrator enters where they live", ADMINISTRATOR, "begin",
           _change(ADMINISTRATOR, last=f"1, {_LIVES}")),
    attack("an administrator enters half an address", ADMINISTRATOR, "begin",
           _change("tl_duty_a", last=f"({_LAST.format('tl_duty_a')}), '12', 'LS6'")),
    attack("an auditor reads where a colleague lives", AUDITOR,
           "select * from api.staff_member('tl_duty_a') m where m::text ~ 'LS6'", gain=Gain.ROWS),
    *(
        attack(f"{who} is told where a colleague lives", who, "select * from api.own_address()", gain=Gain.ROWS)
        for who in (WORKER, MANAGER, AUDITOR, SUSPENDED)
    ),
    *(
        attack(f"{who} reads the table of where staff live", who, "select * from core.staff_address")
        for who in (MANAGER, SUPPORT, AUDITOR, ADMINISTRATOR)
    ),
    attack("an administrator keeps an address without the history", ADMINISTRATOR, "begin",
           f"select wall.keep_own_address('<staff_duty_a>', {_LIVES})"),
    *(
        attack(f"{who} reads what was changed about a team", who, "select * from api.team_changes('<team_north>')",
               gain=Gain.ROWS)
        for who in (WORKER, MANAGER, SUPPORT, SUSPENDED)
    ),
    # administrators
    attack("an administrator becomes a manager", ADMINISTRATOR, "begin", _change("tl_administrator")),
    attack("an administrator leaves by oneself", ADMINISTRATOR, "begin", _leave("tl_administrator")),
    attack("an administrator changes a role without a reason", ADMINISTRATOR, "begin",
           _change("tl_duty_a", why=" ")),
    attack("an administrator changes what was changed since", ADMINISTRATOR, "begin",
           _change("tl_duty_a", last="0")),
    attack("an administrator makes a king", ADMINISTRATOR, "begin", _change("tl_duty_a", role="king")),
    attack("an administrator makes an owner", ADMINISTRATOR, "begin", _change("tl_duty_a", role="api_owner")),
    attack("the role changes of somebody who holds children", ADMINISTRATOR, "begin",
           _change("tl_practitioner_b")),
    attack("a team's last manager leaves", ADMINISTRATOR, "begin", _leave("tl_manager_b")),
    attack("a team's last manager changes team", ADMINISTRATOR, "begin", _change("tl_manager_b", team="North")),
    attack("somebody leaves with children that nobody was told of", ADMINISTRATOR, "begin",
           "select api.leave_staff('tl_practitioner_b', 0, 'x')"),
    attack("an administrator closes a team with files", ADMINISTRATOR, "begin",
           "select api.close_team('<team_south>', 'x')"),
    attack("an administrator resets the own password", ADMINISTRATOR, "begin",
           "select api.reset_password('tl_administrator', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==', 'x')"),
    attack("an administrator moves a login by hand", ADMINISTRATOR, "begin",
           "select logins.move('tl_administrator', 'administrator', 'manager')"),
    attack("an administrator rewrites what was changed", ADMINISTRATOR, "update core.staff_change set reason = 'x'"),
    attack("an administrator rewrites what was changed about a team", ADMINISTRATOR,
           "update core.team_change set reason = 'x'"),
    *(
        attack(f"an administrator asks {what}", ADMINISTRATOR, f"select * from api.{what}", gain=Gain.ROWS)
        for what in (
            "left_behind()", "waits_for_second()", "named_people('<two_people>')", "open_file('<own>', 'tidying up')",
            "who_held('<own>')", "caseload()", "contact_queue()", "allocation_discussions()",
        )
    ),
    # two people
    *(
        attack(f"{who} confirms a new member of a sealed file", who, "select api.confirm_access('<two_pending>')")
        for who in (MANAGER, STRANGER, WORKER, ELSEWHERE, ADMINISTRATOR)
    ),
    *(
        attack(f"{who} confirms the removal of a member", who, "begin",
               "select api.confirm_removal('<removal_practitioner_a>')")
        for who in (MANAGER, WORKER, COLLEAGUE, ELSEWHERE, ADMINISTRATOR)
    ),
    *(
        attack(f"{who} tries {act} on oneself", who, f"select api.{act}('<removal_manager_a2>')")
        for act, who in (("confirm_removal", SECOND), ("keep_member", SECOND))
    ),
    *(
        attack(f"{who} keeps a member in a sealed file", who, "begin",
               "select api.keep_member('<removal_practitioner_a>')")
        for who in (WORKER, ELSEWHERE, ADMINISTRATOR)
    ),
    *(
        attack(f"{who} asks to remove a member", who, "begin",
               "select api.ask_to_remove('<fresh>', '<member_manager_a>', 'x')")
        for who in (WORKER, ELSEWHERE, ADMINISTRATOR, AUDITOR)
    ),
    attack("a member is removed without a reason", SECOND, "begin",
           "select api.ask_to_remove('<fresh>', '<member_manager_a>', ' ')"),
    attack("one manager removes a member of a sealed file", SECOND, "begin",
           "select api.end_access('<member_manager_a>')"),
    *(
        attack(f"{who} reads what waits in a sealed file", who,
               "select * from api.waits_for_second() w where w.child_id = '<two_people>'", gain=Gain.ROWS)
        for who in (ELSEWHERE, WORKER, AUDITOR)
    ),
    attack("a sealed file is left with one manager", SECOND, "begin",
           "select api.ask_to_remove('<fresh>', '<member_manager_a>', 'left')"),
    attack("a removal asked for long ago leaves one manager", SECOND, "begin",
           "select api.confirm_removal('<removal_manager_a2>')"),
    # sealing
    *(
        attack(f"{who} {does}", who, "begin", sql)
        for does, sql, may in (
            ("asks to seal a file", _SEAL.format("to_be_sealed", "<staff_manager_b>"), (MANAGER, SECOND)),
            ("asks to unseal a file", "select api.ask_to_unseal('<fresh>', '<two_people>', 'x')", (SECOND,)),
            ("confirms a sealing", "select api.confirm_sealing('<sealing>')", (ELSEWHERE,)),
            ("confirms an unsealing", "select api.confirm_sealing('<unsealing>')", (SECOND,)),
            ("drops a sealing", "select api.drop_sealing('<sealing>')", (ELSEWHERE, MANAGER)),
            ("drops an unsealing", "select api.drop_sealing('<unsealing>')", (SECOND, MANAGER)),
        )
        for who in (MANAGER, SECOND, ELSEWHERE, WORKER, STRANGER, SUPPORT, AUDITOR, ADMINISTRATOR, SUSPENDED)
        if who not in may
    ),
    *(
        attack(f"a file is sealed {how}", SECOND, "begin", _SEAL.format("to_be_sealed", whom))
        for how, whom in (
            ("for one alone", "<staff_manager_a2>"), ("with a worker as the second", "<staff_practitioner_a>"),
            ("for an auditor", "<staff_manager_b>,<staff_auditor>"), ("for nobody", "<fresh>"),
            ("for somebody suspended", "<staff_manager_b>,<staff_suspended>"),
        )
    ),
    attack("a file is sealed without a reason", SECOND, "begin",
           _SEAL.format("to_be_sealed", "<staff_manager_b>").replace("'why'", "' '")),
    attack("a sealed file is sealed anew", SECOND, "begin", _SEAL.format("two_people", "<staff_manager_b>")),
    attack("a manager seals by oneself", MANAGER, "begin",
           "select wall.seal_now(s, s.staff_id, '<own>', '{}', 'x') from core.staff s where s.login = 'tl_manager_a'"),
    *(
        attack(f"{who} reads that a file is to be {what}", who,
               f"select * from api.sealings_waiting() w where w.child_id = '<{child}>'", gain=Gain.ROWS)
        for what, child, others in (
            ("sealed", "to_be_sealed", (SECOND, WORKER, AUDITOR, ADMINISTRATOR)),
            ("unsealed", "two_people", (ELSEWHERE, WORKER, AUDITOR, ADMINISTRATOR)),
        )
        for who in others
    ),
    *(
        attack(f"{who} reads who is alone in a sealed file", who,
               "select * from api.alone_in_sealed() a where a.reference is not null", gain=Gain.ROWS)
        for who in (ELSEWHERE, WORKER, AUDITOR, ADMINISTRATOR)
    ),
    # what one is told
    *(
        attack(f"{who} puts away what another is told", who, "select api.told_read(array['<told>'::uuid])",
               gain=Gain.WORDS, then="select read_at is not null from core.told where told_id = '<told>'")
        for who in (MANAGER, COLLEAGUE, AUDITOR, ADMINISTRATOR)
    ),
    *(
        attack(f"{who} reads what another is told", who,
               "select * from api.told_to_me() t where t.told_id = '<told>'", gain=Gain.ROWS)
        for who in (MANAGER, COLLEAGUE, AUDITOR, ADMINISTRATOR, SUSPENDED)
    ),
    attack("who held a child is told of it when the file is sealed", STRANGER,
           "select * from api.told_to_me() t where t.child_id = '<two_people>'", gain=Gain.ROWS),
    attack("an administrator takes away that somebody is told", ADMINISTRATOR, "delete from core.told"),
    attack("an administrator tells somebody what was not", ADMINISTRATOR,
           "select wall.tell('<staff_practitioner_a>', 'password', '<staff_manager_a>', 'x')"),
    attack("another team's manager reads who was left behind", ELSEWHERE,
           "select * from api.left_behind() l where l.reference is not null", gain=Gain.ROWS),
)  # fmt: skip
