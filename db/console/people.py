"""Commands of people who sign in: staff and teams, the children of a caseload, a chronology to import."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from uuid import uuid4

from db.commands.entries import ImportRows, import_rows
from db.commands.files import AddChild, OpenFile, add_child, open_file
from db.commands.staff import (
    AddStaff,
    add_staff,
    add_team,
    change_password,
    reinstate_staff,
    reset_password,
    suspend_staff,
)
from db.commands.staffing import LeaveStaff, leave_staff
from db.console.options import (
    DONE,
    FOUND,
    Parser,
    child_of,
    complain,
    one_day,
    person_options,
    printable,
    show,
    signed_in,
    table,
)
from db.errors import Refused
from db.interchange.chronology_table import ChronologyTable, ImportRefused, describe, plan_import
from db.passwords import chosen_password
from db.queries.files import my_children
from db.queries.staff import gone_in_words, list_staff, list_teams
from db.queries.staffing import staff_member

_NEED_A_REASON = ("team", "support", "front_door")
_ROLES = ("practitioner", "court_adviser", "manager", "support", "administrator", "auditor")


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    _staff_commands(
        commands.add_parser("staff", help="add, suspend, reinstate or list staff").add_subparsers(required=True)
    )
    _team_commands(commands.add_parser("team", help="add or list teams").add_subparsers(required=True))

    parser = commands.add_parser("change-password", help="choose a new password of one's own; it is asked for")
    person_options(parser)
    parser.add_argument("--password-file", type=Path, help="a 0600 file with the new password")
    parser.set_defaults(run=_change_password)

    parser = commands.add_parser("children", help="the children whose files one may open without asking")
    person_options(parser)
    parser.set_defaults(run=_children)

    parser = commands.add_parser("add-child", help="open a new file (managers and front door)")
    person_options(parser)
    parser.add_argument("--given", required=True)
    parser.add_argument("--family", required=True)
    parser.add_argument("--born", default="", help="the day, for example 4/3/2019")
    parser.add_argument("--sex", choices=("F", "M", "U"), default="U")
    parser.add_argument("--team", required=True, help="the responsible team")
    parser.set_defaults(run=_add_child)

    parser = commands.add_parser("import-chronology", help="take in a chronology from CSV, Excel or Word")
    parser.add_argument("file", type=Path, metavar="FILE")
    person_options(parser)
    parser.add_argument("--child", required=True, metavar="REF", help="the reference of the child's file")
    parser.add_argument(
        "--purpose", default="", help="the reason for opening a file that is not your own, for example “papers”"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, import nothing")
    parser.add_argument("--skip-bad", action="store_true", help="import what is understood, leave the rest out")
    parser.set_defaults(run=_import)


def _staff_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = commands.add_parser("add", help="a new member of staff; the password is asked for, never an argument")
    person_options(parser)
    parser.add_argument("new_login", metavar="NEW_LOGIN")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, choices=_ROLES)
    parser.add_argument("--team", default="")
    parser.add_argument("--job-title", default="")
    parser.add_argument("--front-door", action="store_true", help="may open any unsealed file, with a reason")
    parser.add_argument("--duty", action="store_true", help="may open the team's files, with a reason")
    parser.add_argument("--password-file", type=Path, help="a 0600 file with the new person's first password")
    parser.set_defaults(run=_staff_add)
    for name, act, text in (
        ("suspend", suspend_staff, "end a person's access at once"),
        ("reinstate", reinstate_staff, "let a suspended person work again"),
    ):
        parser = commands.add_parser(name, help=text)
        person_options(parser)
        parser.add_argument("whom", metavar="WHOM")
        parser.add_argument("--reason", required=True)
        parser.set_defaults(run=_staff_state, act=act)
    parser = commands.add_parser("leave", help="somebody leaves; the children stay theirs until allocated anew")
    person_options(parser)
    parser.add_argument("whom", metavar="WHOM")
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=_staff_leave)
    parser = commands.add_parser("reset-password", help="give somebody a new password")
    person_options(parser)
    parser.add_argument("whom", metavar="WHOM")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--password-file", type=Path, help="a 0600 file with the new password")
    parser.set_defaults(run=_staff_password)
    parser = commands.add_parser("list", help="all staff")
    person_options(parser)
    parser.set_defaults(run=_staff_list)


def _team_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = commands.add_parser("add", help="a new team")
    person_options(parser)
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(run=_team_add)
    parser = commands.add_parser("list", help="all teams")
    person_options(parser)
    parser.set_defaults(run=_team_list)


def _staff_add(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        person = AddStaff(
            login=arguments.new_login,
            name=arguments.name,
            role=arguments.role,
            team=arguments.team,
            password=chosen_password(arguments.new_login, arguments.password_file),
            job_title=arguments.job_title,
            front_door=arguments.front_door,
            duty=arguments.duty,
        )
        add_staff(session, person)
    show(arguments, {"login": person.login}, f"{person.name} can sign in as {person.login}.")
    return DONE


def _staff_state(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        arguments.act(session, arguments.whom, arguments.reason)
    show(arguments, {"login": arguments.whom}, f"Done: {arguments.whom}.")
    return DONE


def _staff_leave(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        held = staff_member(session, arguments.whom).children
        leave_staff(session, LeaveStaff(arguments.whom, held, arguments.reason))
    waits = f" Their managers allocate {held} children anew." if held else ""
    show(arguments, {"login": arguments.whom, "children": held}, f"Done: {arguments.whom} has left.{waits}")
    return DONE


def _staff_password(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        chosen = chosen_password(arguments.whom, arguments.password_file)
        reset_password(session, arguments.whom, chosen, arguments.reason)
    show(arguments, {"login": arguments.whom}, f"{arguments.whom} has a new password.")
    return DONE


def _change_password(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        change_password(session, chosen_password(arguments.login, arguments.password_file))
    show(arguments, {"login": arguments.login}, "The password is changed.")
    return DONE


def _staff_list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        staff = list_staff(session)
    lines = [[s.login, s.name, s.role, s.team, gone_in_words(s.state, s.state_on)] for s in staff]
    show(arguments, staff, table(["login", "name", "role", "team", ""], lines))
    return DONE


def _team_add(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        add_team(session, arguments.name)
    show(arguments, {"team": arguments.name}, f"There is a team {arguments.name} now.")
    return DONE


def _team_list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        teams = list_teams(session)
    show(arguments, teams, table(["team", "active staff"], [[team.name, str(team.staff)] for team in teams]))
    return DONE


def _children(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        children = my_children(session)
    lines = [[c.reference, c.name, c.basis, c.team, c.worker] for c in children]
    show(arguments, children, table(["reference", "name", "basis", "team", "worker"], lines))
    return DONE


def _add_child(arguments: argparse.Namespace) -> int:
    born = one_day(arguments.born, "A date of birth is one day; leave --born out if it is not known.")
    child = AddChild(uuid4(), arguments.given, arguments.family, arguments.team, born, arguments.sex)
    with signed_in(arguments) as session:
        reference, _changes = add_child(session, child)
    show(arguments, {"reference": reference}, f"The file has the reference {reference}.")
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        child = child_of(session, arguments.child)
        if child.access in _NEED_A_REASON and not arguments.purpose:
            raise Refused(
                f"{child.reference} is not your own file: give your reason with --purpose, for example “papers”."
            )
        plan = _plan(arguments)
        if not arguments.json:
            print(printable(describe(plan)))
        if arguments.dry_run:
            show(arguments, {"rows": len(plan.rows), "problems": len(plan.problems)}, "Nothing was imported (dry run).")
            return FOUND if plan.problems else DONE
        open_file(session, OpenFile(child.child_id, arguments.purpose))
        done, _changes = import_rows(session, ImportRows(child.child_id, plan.for_child(child.child_id)))
    told = f"{done.added} entries were added to {arguments.child}; {done.already} were there already."
    show(arguments, {"added": done.added, "already": done.already, "skipped": len(plan.problems)}, told)
    return DONE


def _plan(arguments: argparse.Namespace) -> ChronologyTable:
    try:
        skip = arguments.skip_bad or arguments.dry_run
        return plan_import(arguments.file, today=date.today(), skip_bad=skip)
    except ImportRefused as refusal:
        complain(refusal.report)
        raise
