"""Attempts to write what one may not, to overwrite others, and to give or take access that is not one's to give."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_CONTENT = (
    '{"occurred": {"earliest": "2026-03-03", "latest": "2026-03-03", "precision": "day", "minute": null,'
    ' "approximate": false, "as_given": "3 March 2026"}, "source": {"how": "told", "who": "", "role": "", "agency": "",'
    ' "on": ""}, "kind": "KIND", "headline": "HEADLINE", "legal_advice": LEGAL}'
)


def save(
    child: str, *, children: str = "", entry: str = "<fresh>", op: str = "<fresh>", base: int = 0, kind: str = "note",
    reason: str = "", legal: str = "false", headline: str = "Put there by an attack",
) -> str:  # fmt: skip
    """A call that saves an entry."""
    content = _CONTENT.replace("KIND", kind).replace("LEGAL", legal).replace("HEADLINE", headline)
    parts = ", ".join(f'{{"child_id": "<{one}>", "impact": "overwritten"}}' for one in (children or child).split())
    return f"select api.save_entry('{op}', '{entry}', '<{child}>', {base}, '{content}', '[{parts}]', '{reason}')"


def _import(child: str, *, row: str = "<own>") -> str:
    content = _CONTENT.replace("KIND", "note").replace("LEGAL", "false").replace("HEADLINE", "Imported by an attack")
    return (
        f"select * from api.import_entries('<{child}>', jsonb_build_array(jsonb_build_object('row_sha256',"
        f" repeat('ab', 32),"
        f" 'occurrence', 1, 'content', '{content}'::jsonb, 'children', '[{{\"child_id\": \"{row}\"}}]'::jsonb)))"
    )


_NAME = "select api.name_access('<{}>', '<staff_{}>', '{}', '{}', null, 'a good reason')"

ATTACKS: tuple[Attack, ...] = (
    attack("a save without a ticket", DUTY, save("own")),
    attack("a save to a child of others", WORKER, save("other")),
    attack("a save to a sealed child", SECOND, save("sealed")),
    attack("a save to an absent child", WORKER, save("absent")),
    attack("a save with an expired ticket", WORKER, save("expired")),
    attack("a save after the allocation ended", WORKER, save("left")),
    attack("a save by the suspended", SUSPENDED, save("own")),
    attack("a save by the suspended behind broken glass", SUSPENDED, save("glass")),
    attack("a save by somebody named to read", STRANGER, save("own")),
    attack("a save by a guardian", GUARDIAN, save("own")),
    attack("a save by an auditor", AUDITOR, save("own")),
    attack("a save by an administrator", ADMINISTRATOR, save("own")),
    attack(
        "a save in the transaction of opening",
        STRANGER,
        "begin",
        "select api.open_file('<other>', 'looking into this child', true)",
        save("other"),
    ),
    attack("an entry is posted to a stranger's child too", WORKER, save("own", children="own other")),
    attack("an entry is posted to a sealed child too", WORKER, save("own", children="own sealed")),
    attack("an entry is posted to a sealed brother too", WORKER, save("own", children="own brother")),
    attack("an entry is posted to an absent child too", WORKER, save("own", children="own absent")),
    attack("an entry is posted only elsewhere", WORKER, save("own", children="sister")),
    attack("an entry is posted twice to one child", WORKER, save("own", children="own own")),
    attack("an entry without children", WORKER, "select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '{}', '[]')"),
    attack("an entry of nulls", WORKER, "select api.save_entry(null, null, '<own>', null, null, null, null)"),
    attack("another's entry is taken over by its id", WORKER, save("own", entry="<entry_other>", base=0)),
    attack(
        "another's entry is amended from one's own file",
        WORKER,
        save("own", entry="<entry_other>", base=1, reason="mine"),
    ),
    attack(
        "a sealed entry is amended from one's own file",
        WORKER,
        save("own", entry="<entry_sealed>", base=1, reason="mine"),
    ),
    attack("an amendment without a reason", WORKER, save("own", entry="<entry_own>", base=1)),
    attack("an amendment of an old version", WORKER, save("own", entry="<entry_legal>", base=1, reason="again")),
    attack(
        "a sibling's part is overwritten",
        WORKER,
        save("own", children="own sister", entry="<entry_both>", base=1, reason="reworded by the other worker"),
        gain=Gain.WORDS,
        then="select exists (select from core.entry_version_child where entry_id = '<entry_both>'"
        " and child_id = '<sister>' and impact <> 'Zkher part')",
    ),
    attack("a guardian amends legal advice", GUARDIAN, save("own", entry="<entry_legal>", base=2, reason="mine")),
    attack("support records a visit", SUPPORT, "select api.open_file('<own>', 'minutes')", save("own", kind="visit")),
    attack(
        "support records an analysis",
        SUPPORT,
        "select api.open_file('<own>', 'minutes')",
        save("own", kind="analysis").replace('"kind"', '"rests_on": ["<entry_own>"], "kind"'),
    ),
    attack("support imports a chronology", SUPPORT, "select api.open_file('<own>', 'minutes')", _import("own")),
    attack("a kind that no list knows", WORKER, save("own", kind="gossip")),
    attack("an unknown field rides along", WORKER, save("own").replace('"kind"', '"author_id": "x", "kind"')),
    attack("a version number rides along in a part", WORKER, save("own").replace('"impact"', '"version": 9, "impact"')),
    attack("a headline of blanks", WORKER, save("own", headline="   ")),
    attack("a headline too long", WORKER, save("own", headline="x" * 201)),
    attack("a reason too long", WORKER, save("own", reason="x" * 2001)),
    attack(
        "an operation id of another author is replayed",
        WORKER,
        save("own", op="<op_of_colleague>", entry="<entry_other>", headline="Zkother visit"),
    ),
    attack("an import without a ticket", DUTY, _import("own")),
    attack("an import by somebody named to read", STRANGER, _import("own")),
    attack("an import into another's file", WORKER, _import("own", row="<other>")),
    attack("an import behind an expired ticket", WORKER, _import("expired", row="<expired>")),
    # giving and taking access
    attack(
        "a manager names into another team's file", ELSEWHERE, _NAME.format("own", "manager_b", "inspector", "read")
    ),
    attack(
        "a manager names into a sealed file of others",
        SECOND,
        _NAME.format("sealed", "manager_a2", "inspector", "read"),
    ),
    attack("a practitioner names oneself", WORKER, _NAME.format("other", "practitioner_a", "legal", "record")),
    attack("a manager names an auditor", MANAGER, _NAME.format("own", "auditor", "inspector", "read")),
    attack("a manager names an administrator", MANAGER, _NAME.format("own", "administrator", "inspector", "read")),
    attack("a manager names somebody suspended", MANAGER, _NAME.format("own", "suspended", "inspector", "read")),
    attack("a capacity that no list knows", MANAGER, _NAME.format("own", "practitioner_c", "friend", "read")),
    attack("a level that does not exist", MANAGER, _NAME.format("own", "practitioner_c", "inspector", "all")),
    attack(
        "named access without a reason",
        MANAGER,
        _NAME.format("own", "practitioner_c", "inspector", "read").replace("a good reason", " "),
    ),
    attack("one confirms what one gave oneself", MANAGER, "select api.confirm_access('<pending_access>')"),
    attack("the one named confirms", STRANGER, "select api.confirm_access('<pending_access>')"),
    attack("a manager who is no member confirms", SECOND, "select api.confirm_access('<pending_access>')"),
    attack("another team's manager confirms", ELSEWHERE, "select api.confirm_access('<pending_access>')"),
    attack("a member who is no manager confirms", COLLEAGUE, "select api.confirm_access('<pending_access>')"),
    attack("what needs no second is confirmed", SECOND, "select api.confirm_access('<reader_access>')"),
    attack("access waiting for a second opens a sealed file", STRANGER, "select api.open_file('<sealed>')"),
    attack("a stranger ends another's access", WORKER, "select api.end_access('<reader_access>')"),
    attack("another team's manager ends an access", ELSEWHERE, "select api.end_access('<reader_access>')"),
    attack("another manager ends an access to a sealed file", SECOND, "select api.end_access('<pending_access>')"),
    attack(
        "a practitioner ends another's allocation",
        WORKER,
        "select api.end_allocation('<other>', '<staff_practitioner_b>', 'OTHERS', '')",
    ),
    attack(
        "another team's manager ends an allocation",
        ELSEWHERE,
        "select api.end_allocation('<other>', '<staff_practitioner_b>', 'OTHERS', '')",
    ),
    attack("a practitioner opens a new file", WORKER, "select api.add_child('<fresh>', 'A', 'B', null, 'U', 'North')"),
    attack("support opens a new file", SUPPORT, "select api.add_child('<fresh>', 'A', 'B', null, 'U', 'North')"),
    attack(
        "a file is opened over a sealed child",
        ELSEWHERE,
        "select api.add_child('<sealed>', 'A', 'B', null, 'U', 'North')",
    ),
    attack("a worker lists broken glass", WORKER, "select * from api.glass_openings()"),
    attack(
        "one reviews one's own broken glass", STRANGER, "select api.review_broken_glass(<glass_ticket>, 'all in order')"
    ),
    attack(
        "another team's manager reviews broken glass",
        ELSEWHERE,
        "select api.review_broken_glass(<glass_ticket>, 'all in order')",
    ),
    attack("a ticket that is no glass is reviewed", AUDITOR, "select api.review_broken_glass(1, 'all in order')"),
    attack("a review without a finding", AUDITOR, "select api.review_broken_glass(<glass_ticket>, ' ')"),
    # staff
    *(
        attack(
            f"{who} adds staff",
            who,
            "begin",
            "select api.add_staff('tl_mine', 'Mine', 'administrator', '', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==')",
        )
        for who in (WORKER, MANAGER, AUDITOR, SUPPORT, SUSPENDED)
    ),
    attack("a manager suspends staff", MANAGER, "begin", "select api.suspend_staff('tl_practitioner_a', 'x')"),
    attack(
        "a manager resets a password",
        MANAGER,
        "begin",
        "select api.reset_password('tl_practitioner_a', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==', 'x')",
    ),
    attack("the suspended reinstate themselves", SUSPENDED, "begin", "select api.reinstate_staff('tl_suspended', 'x')"),
    attack(
        "an administrator suspends oneself", ADMINISTRATOR, "begin", "select api.suspend_staff('tl_administrator', 'x')"
    ),
    attack(
        "an administrator suspends the superuser", ADMINISTRATOR, "begin", "select api.suspend_staff('postgres', 'x')"
    ),
    attack(
        "an administrator sets the superuser's password",
        ADMINISTRATOR,
        "begin",
        "select api.reset_password('postgres', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==', 'x')",
    ),
    attack(
        "an administrator sets a password in clear",
        ADMINISTRATOR,
        "begin",
        "select api.reset_password('tl_manager_a', 'in clear', 'x')",
    ),
    attack(
        "an administrator adds an owner",
        ADMINISTRATOR,
        "begin",
        "select api.add_staff('tl_mine', 'M', 'owner', 'North', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==')",
    ),
    attack(
        "a login with SQL in its name",
        ADMINISTRATOR,
        "begin",
        "select api.add_staff('x\" superuser; --', 'M', 'manager', 'North', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==')",
    ),
    attack(
        "a login that is a role of the house",
        ADMINISTRATOR,
        "begin",
        "select api.add_staff('grp_owner', 'M', 'manager', 'North', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==')",
    ),
    attack(
        "a new login with a password in clear",
        ADMINISTRATOR,
        "begin",
        "select api.add_staff('tl_mine', 'M', 'manager', 'North', 'in clear')",
    ),
    attack("an auditor adds a team", AUDITOR, "select api.add_team('Mine')"),
    attack("a worker lists all staff", WORKER, "select * from api.list_staff()"),
    attack("an administrator finds children", ADMINISTRATOR, "select * from api.find_children('own')"),
    attack("an auditor finds children", AUDITOR, "select * from api.find_children('own')"),
    attack("an administrator has children", ADMINISTRATOR, "select * from api.my_children()"),
    attack("a front-door worker has children of others", FRONT_DOOR, "select * from api.my_children()", gain=Gain.ROWS),
)
