"""The forms of staff and teams: somebody joins, changes, leaves, is suspended; a team is added, renamed, closed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import partial

from db.commands.staff import AddStaff, add_staff, add_team, reinstate_staff, reset_password, suspend_staff
from db.commands.staffing import (
    ChangeStaff,
    ChangeTeam,
    LeaveStaff,
    change_staff,
    close_team,
    leave_staff,
    rename_team,
    reopen_team,
)
from db.queries.staff import Team
from db.queries.staffing import Member
from desktop.features.staff.lines import held, warnings
from desktop.features.staff.roles import DUTY, FRONT_DOOR, ROLES, WORK_WITH_CHILDREN
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap, ticked
from desktop.widgets.form import Field, Kind

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when they are read aloud."""
WHY_ADDRESS = (
    "Only so that looks at files of this address raise a question. Administrators and this person read it, nobody "
    "else; it goes some weeks after they left. It may stay empty."
)
"""Why an own address is asked for, which stands beside it."""
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? *\d[A-Z]{2}", re.ASCII | re.IGNORECASE)
_WHY = Field("why", "Why", Kind.TEXT, lines=2)


def first_password() -> str:
    """A password to be told to somebody, who has to change it."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _person_fields(teams: Sequence[Team]) -> tuple[Field, ...]:
    roles = tuple((code, role.name.capitalize()) for code, role in ROLES.items())
    named = tuple((team.name, team.name) for team in teams if team.active)
    return (
        Field("name", "Name"),
        Field("role", "Role", Kind.CHOICE, choices=(("", "Choose the role"), *roles)),
        Field("job_title", "Job title", hint="for example: Senior practitioner"),
        Field("team", "Team", Kind.CHOICE, choices=(("", "No team"), *named), beside=True),
        Field("front_door", FRONT_DOOR.partition(":")[0], Kind.CHECK),
        Field("duty", DUTY.partition(":")[0], Kind.CHECK),
        Field("own_house", "Own address: house", hint="its number or name, no street"),
        Field("own_postcode", "Own address: postcode", hint="for example: LS6 2AB"),
    )


def _role_and_team(answers: Answers) -> tuple[str, str]:
    role = answers.text("role", "Choose the role.")
    team = answers.text("team")
    if not team and role in WORK_WITH_CHILDREN:
        raise Mistake("team", "This role needs a team.")
    return role, team


def _own_address(answers: Answers) -> tuple[str, str]:
    house, postcode = answers.text("own_house"), answers.text("own_postcode")
    if house and not postcode:
        raise Mistake("own_postcode", "Give the postcode too, or leave both empty.")
    if postcode and not any(letter.isalnum() for letter in house):
        raise Mistake("own_house", "Give the number or name of the house, or leave both empty.")
    if len(house) > 60:
        raise Mistake("own_house", "Give only the number or name of the house.")
    if postcode and not _POSTCODE.fullmatch(postcode):
        raise Mistake("own_postcode", "Give the whole postcode, such as LS6 2AB.")
    return house, postcode


def _extra(answers: Answers, key: str, role: str) -> bool:
    return role in WORK_WITH_CHILDREN and answers.ticked(key)


def ask_to_add(teams: Sequence[Team], password: str) -> Asked:
    """Somebody joins."""

    def save(answers: Answers) -> Save:
        login = answers.text("login", "Give the name for signing in.")
        name = answers.text("name", "Give the name.")
        role, team = _role_and_team(answers)
        front_door, duty = (_extra(answers, key, role) for key in ("front_door", "duty"))
        wish = AddStaff(
            login, name, role, team, password, answers.text("job_title"), front_door, duty, *_own_address(answers)
        )
        return partial(swap, add_staff, wish)

    login = Field("login", "Name for signing in", hint="small letters and digits that tell nothing, such as u1042")
    note = "The first password is made here, shown once when this is saved, and has to be changed at the first sign-in."
    return Asked("Somebody joins", (login, *_person_fields(teams)), (), save, "Add", note)


def ask_to_change(one: Member, teams: Sequence[Team]) -> Asked:
    """Name, role, job title, team, front door, duty, own address."""

    def save(answers: Answers) -> Save:
        name = answers.text("name", "Give the name.")
        role, team = _role_and_team(answers)
        front_door, duty = (_extra(answers, key, role) for key in ("front_door", "duty"))
        wish = ChangeStaff(
            one.login, name, role, answers.text("job_title"), team, front_door, duty,
            answers.text("why", "Say why this changes."), one.last_change, *_own_address(answers),
        )  # fmt: skip
        return partial(swap, change_staff, wish)

    first = (
        ("name", one.name), ("role", one.role), ("job_title", one.job_title), ("team", one.team),
        ("front_door", ticked(one.front_door)), ("duty", ticked(one.duty)),
        ("own_house", one.own_house), ("own_postcode", one.own_postcode),
    )  # fmt: skip
    note = " ".join(["What they may do changes at once, in their open window too.", *warnings(one)])
    return Asked(f"Change {one.name}", (*_person_fields(teams), _WHY), first, save, "Change", note)


def ask_to_suspend(one: Member) -> Asked:
    """Access ends at once."""

    def save(answers: Answers) -> Save:
        return partial(suspend_staff, login=one.login, reason=answers.text("why", "Say why."))

    note = " ".join([
        "Their access ends at once: the next thing that they do in an open window is refused.",
        "What they have half written is kept on their computer.", *held(one.holds), *warnings(one),
    ])  # fmt: skip
    return Asked(f"Suspend {one.name}", (_WHY,), (), save, "Suspend", note)


def ask_to_reinstate(one: Member) -> Asked:
    """A suspended person, or somebody who had left, works here again."""

    def save(answers: Answers) -> Save:
        return partial(reinstate_staff, login=one.login, reason=answers.text("why", "Say why."))

    note = f"They sign in again with their password, as {ROLES[one.role].name}."
    return Asked(f"Reinstate {one.name}", (_WHY,), (), save, "Reinstate", note)


def ask_for_password(one: Member, password: str) -> Asked:
    """A password for somebody who lost theirs."""

    def save(answers: Answers) -> Save:
        why = answers.text("why", "Say why.")
        return partial(reset_password, login=one.login, password=password, reason=why)

    note = (
        "It is shown to you once, when this is saved. It opens nothing before they have changed it, and the one that "
        "they have opens nothing any more."
    )
    return Asked(f"A new password for {one.name}", (_WHY,), (), save, "Make it", note)


def ask_to_leave(one: Member) -> Asked:
    """Somebody leaves: first what is held by them, and who stands in."""

    def save(answers: Answers) -> Save:
        return partial(swap, leave_staff, LeaveStaff(one.login, one.children, answers.text("why", "Say why.")))

    tell = ["Their managers are told, and allocate them anew."] if one.holds else []
    note = " ".join([
        *held(one.holds), *tell, *warnings(one),
        "Access ends at once, and where they were named for a file that ends too. What is proposed to them or by them "
        "is withdrawn, and the managers of the children are told.",
    ])  # fmt: skip
    return Asked(f"{one.name} leaves", (_WHY,), (), save, "Leaves", note)


def ask_to_add_team() -> Asked:
    """A new team."""

    def save(answers: Answers) -> Save:
        return partial(add_team, name=answers.text("name", "Give the team a name."))

    return Asked("A new team", (Field("name", "Name of the team"),), (), save, "Add")


def ask_to_rename(team: Team) -> Asked:
    """Another name for a team."""

    def save(answers: Answers) -> Save:
        name = answers.text("name", "Give the team a name.")
        return partial(swap, rename_team, ChangeTeam(team.team_id, answers.text("why", "Say why."), name))

    fields = (Field("name", "Name of the team"), _WHY)
    return Asked(f"Rename {team.name}", fields, (("name", team.name),), save, "Rename")


def ask_to_close(team: Team) -> Asked:
    """A team ends, or is there again."""
    act, words = (close_team, "Close") if team.active else (reopen_team, "Reopen")

    def save(answers: Answers) -> Save:
        return partial(swap, act, ChangeTeam(team.team_id, answers.text("why", "Say why.")))

    note = "Only a team that holds no file and in which nobody is can be closed." if team.active else ""
    return Asked(f"{words} {team.name}", (_WHY,), (), save, words, note)
