"""Staff, teams and children from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.domain.partial_date import PartialDate
from db.queries.files import find_children
from tests.db.console.conftest import Run
from tests.record import PASSWORD, Record

ADMINISTRATOR = ("--as", "tl_administrator")
WORKER = ("--as", "tl_practitioner_a")
MANAGER = ("--as", "tl_manager_a")
NEW = "a first password"


@pytest.fixture
def add(run: Run, spare_login: str, private: Callable[[str], Path]) -> Callable[..., tuple[int, str]]:
    """Adds the spare login as a practitioner; further arguments come last and so win."""

    def added(*arguments: str, password: str = f"{NEW}\n") -> tuple[int, str]:
        done = run(
            "staff", "add", spare_login, *ADMINISTRATOR, "--name", "New Comer", "--role", "practitioner",
            "--team", "North", "--password-file", private(password), *arguments,
        )  # fmt: skip
        assert NEW not in done.out + done.err
        return done.status, done.out + done.err

    return added


def test_a_person_is_added_suspended_reinstated_and_given_a_new_password(
    run: Run,
    add: Callable[..., tuple[int, str]],
    spare_login: str,
    private: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def signs_in(password: str) -> tuple[int, str]:
        with monkeypatch.context() as own:
            own.setenv("THROUGHLINE_PASSWORD", password)
            done = run("children", "--as", spare_login, "--json")
        return done.status, done.err

    def changes(given: str, own: str) -> int:
        with monkeypatch.context() as other:
            other.setenv("THROUGHLINE_PASSWORD", given)
            return run("change-password", "--as", spare_login, "--password-file", private(own)).status

    given = (1, "Your password was set by an administrator. Sign in anew and choose one of your own.\n")
    assert add()[0] == 0
    assert signs_in(NEW) == given
    assert changes(NEW, "one of my own") == 0
    assert signs_in("one of my own") == (0, "")
    assert run("staff", "suspend", spare_login, *ADMINISTRATOR, "--reason", "left").status == 0
    assert signs_in("one of my own") == (1, "This login is suspended. Ask your administrator.\n")
    states = {line["login"]: line["state"] for line in run("staff", "list", *ADMINISTRATOR, "--json").json}
    assert (states[spare_login], states["tl_administrator"]) == ("suspended", "active")
    today = PartialDate.on(date.today()).in_words()
    listed = run("staff", "list", *ADMINISTRATOR).out
    assert next(line for line in listed.splitlines() if spare_login in line).endswith(f"suspended since {today}")
    left = run("staff", "leave", spare_login, *ADMINISTRATOR, "--reason", "moved away")
    assert (left.status, left.out) == (0, f"Done: {spare_login} has left.\n")
    listed = run("staff", "list", *ADMINISTRATOR).out
    assert next(line for line in listed.splitlines() if spare_login in line).endswith(f"left on {today}")
    assert run("staff", "reinstate", spare_login, *ADMINISTRATOR, "--reason", "back").status == 0
    assert signs_in("one of my own") == (0, "")
    again = private("quite another password")
    reset = ("staff", "reset-password", spare_login, *ADMINISTRATOR, "--reason", "lost")
    assert run(*reset, "--password-file", again).status == 0
    assert signs_in("one of my own") == (1, "The name or the password is not right.\n")
    assert signs_in("quite another password") == given


def test_the_administrators_password_never_becomes_the_new_persons(run: Run, spare_login: str, record: Record) -> None:
    done = run(
        "staff", "add", spare_login, *ADMINISTRATOR, "--name", "N", "--role", "practitioner", "--team", "North"
    )  # fmt: skip
    assert done.status == 1
    assert "name a 0600 file with --password-file" in done.err
    assert run("staff", "reset-password", "tl_practitioner_b", *ADMINISTRATOR, "--reason", "x").status == 1
    with record.superuser() as connection:
        assert connection.execute("select 1 from pg_roles where rolname = %s", [spare_login]).fetchone() is None


def test_a_new_password_is_asked_for_twice(run: Run, spare_login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([NEW, "something else", NEW, NEW])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _question: next(answers))
    person = ("--name", "N", "--role", "practitioner", "--team", "North")
    assert run("staff", "add", spare_login, *ADMINISTRATOR, *person).err == "The two passwords are not the same.\n"
    assert run("staff", "add", spare_login, *ADMINISTRATOR, *person).status == 0


def test_what_a_new_person_may_not_be_is_said_in_words(add: Callable[..., tuple[int, str]]) -> None:
    assert add("--team", "Nowhere") == (1, "There is no such team.\n")
    assert add("--team", "") == (1, "This role needs a team.\n")
    assert add("--name", " ") == (
        1, "A member of staff needs a name; name and job title have at most 200 characters.\n"
    )  # fmt: skip
    assert add(password="short") == (1, "A password needs at least ten characters.\n")
    assert add(password="") == (1, "A password needs at least ten characters.\n")
    assert add(password="two lines\nof a password") == (
        1, "A password is one line of letters, digits and signs.\n"
    )  # fmt: skip
    assert add("--role", "king")[0] == 2
    assert add()[0] == 0
    assert add() == (1, "This login is taken.\n")


def test_a_login_that_cannot_be_is_refused(run: Run, private: Callable[[str], Path]) -> None:
    new = private(NEW)
    for login in ("Upper", "x", "1st", 'quo"te', "postgres", "grp_owner"):
        done = run("staff", "add", login, *ADMINISTRATOR, "--name", "N", "--role", "auditor", "--password-file", new)
        assert (done.status, "login" in done.err) == (1, True), login


def test_only_administrators_look_after_staff(run: Run, private: Callable[[str], Path]) -> None:
    hidden = "This was not found, or you may not see it.\n"
    person = ("--name", "N", "--role", "manager", "--team", "North", "--password-file", private(NEW))
    assert run("staff", "add", "tl_never", *MANAGER, *person).err == hidden
    assert run("staff", "suspend", "tl_auditor", *MANAGER, "--reason", "x").err == hidden
    assert run("staff", "list", *WORKER).err == hidden
    assert run("team", "add", "East", *MANAGER).err == hidden
    assert run("staff", "suspend", "tl_nobody", *ADMINISTRATOR, "--reason", "x").err == hidden
    assert run("staff", "suspend", "tl_administrator", *ADMINISTRATOR, "--reason", "x").status == 1
    assert run("staff", "suspend", "tl_auditor", *ADMINISTRATOR, "--reason", " ").status == 1


def test_teams_are_added_once_and_listed(run: Run) -> None:
    assert run("team", "add", "East", *ADMINISTRATOR).out == "There is a team East now.\n"
    assert run("team", "add", "East", *ADMINISTRATOR).err == "There is a team of this name already.\n"
    teams = run("team", "list", *WORKER, "--json").json
    assert [(team["name"], team["staff"] > 0) for team in teams] == [("East", False), ("North", True), ("South", True)]
    assert run("team", "list", *WORKER).out.splitlines()[0].split() == ["team", "active", "staff"]


def test_ones_children_are_listed_with_their_references(run: Run, record: Record) -> None:
    assert run("children", *WORKER, "--json").json == []
    record.allocate(record.new_child("Will", "Okafor"), "tl_practitioner_a")
    record.new_child("Not", "Mine")
    (child,) = run("children", *WORKER, "--json").json
    assert (child["name"], child["basis"], child["born"]) == ("Will Okafor", "allocated", "2019-05-02")
    assert child["reference"] in run("children", *WORKER).out
    assert run("children", "--as", "tl_administrator").status == 1


def test_names_that_command_the_terminal_are_shown_not_obeyed(run: Run, record: Record) -> None:
    record.allocate(record.new_child("\x1b[2JWill", "Oka\u202efor"), "tl_practitioner_a")
    shown = run("children", *WORKER).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "�[2JWill Oka�for" in shown


def test_a_file_is_opened_for_a_new_child_by_those_who_may(run: Run, record: Record) -> None:
    child = ("--given", "Nia", "--family", "Rowe", "--team", "North")
    made = run("add-child", *MANAGER, *child, "--born", "4/3/2019", "--sex", "F", "--json")
    (found,) = find_children(record.session("tl_manager_a"), made.json["reference"])
    assert (found.name, str(found.born)) == ("Nia Rowe", "2019-03-04")
    assert run("add-child", *WORKER, *child).err == "This was not found, or you may not see it.\n"
    assert "is one day" in run("add-child", *MANAGER, *child, "--born", "about 2016").err
    assert run("add-child", *MANAGER, *child, "--born", "the day before yesterweek").status == 1
    assert run("add-child", *MANAGER, *child[:-1], "Nowhere").err == "There is no such team.\n"
    assert run("add-child", *MANAGER, *child, "--given", " ").status == 1


def test_a_command_that_is_not_understood_ends_with_2(run: Run) -> None:
    secret = "in every process list"
    for arguments in (
        [],
        ["no-such-command"],
        ["staff"],
        ["children"],
        ["children", "--as"],
        ["staff", "add", "x", "--as", "a", "--name", "N", "--role", "auditor", "--password", secret],
        ["staff", "reset-password", "x", "--as", "a", "--password", secret],
        ["deploy", "--embedded", "--password", secret],
        ["health"],
        ["health", "--dsn", "dbname=x", "--embedded"],
        ["embedded"],
        ["import-chronology", "--as", "a", "--child", "26-0001"],
    ):
        assert run(*arguments).status == 2, arguments


def test_where_and_who_are_worded_when_they_are_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("children", "--as", "tl_nobody").err == "The name or the password is not right.\n"
    assert "cannot be understood" in run("children", *WORKER, "--server", "nonsense").err
    assert "cannot be reached" in run("children", *WORKER, "--server", "host=127.0.0.1 port=9").err
    assert "cannot be understood" in run("children", *WORKER, "--server", "host=127.0.0.1 port=x").err
    monkeypatch.setenv("PGDATABASE", "tl_nowhere")
    assert "does not keep a record under that name" in run("children", *WORKER).err
    monkeypatch.setenv("THROUGHLINE_PASSWORD", f"not {PASSWORD[:4]}")
    assert run("children", *WORKER).status == 1
    monkeypatch.delenv("THROUGHLINE_PASSWORD")
    said = run("children", *WORKER).err
    assert said.startswith("No password for tl_practitioner_a")
    assert "THROUGHLINE_PEOPLE" in said


def test_a_child_is_allocated_after_a_talk_that_the_worker_accepts(run: Run, record: Record) -> None:
    record.new_child("Will", "Okafor")
    about, worker = ("--child", "26-1000"), ("--as", "tl_practitioner_b")
    asked = ("allocation", "propose", *about, "--to", "tl_practitioner_b", "--why", "knows the school")
    talk = ("allocation", "talk", *about, "--talked-on", "today", "--took-part", "both", "--agreed", "a visit",
            "--by", "today")  # fmt: skip
    assert run(*asked, *MANAGER).status == 2, "what is urgent is missing"
    assert run(*asked, "--urgent", "see him", *WORKER).status == 1
    assert run(*asked, "--urgent", "see him", "--urgent", "twice", *MANAGER).err.startswith("Say for each --child")
    assert run(*asked, "--urgent", "see him", *MANAGER).status == 0
    assert run("allocation", "accept", *about, *worker).err.startswith("Talk about it first")
    assert run(*talk, "--capacity", " ", *MANAGER).err.startswith("Say who took part")
    assert run(*talk, "--capacity", "has room", *MANAGER).status == 0
    assert run("children", *worker, "--json").json == []
    assert run("allocation", "accept", *about, *MANAGER).status == 1
    (line,) = run("allocation", "list", *worker, "--json").json
    assert (line["stage"], line["children"][0]["reference"]) == ("talked", "26-1000")
    assert run("allocation", "accept", *about, *worker).status == 0
    assert [child["reference"] for child in run("children", *worker, "--json").json] == ["26-1000"]


def test_a_worker_declines_and_the_manager_takes_the_proposal_back(run: Run, record: Record) -> None:
    record.new_child("Will", "Okafor")
    about, worker = ("--child", "26-1000"), ("--as", "tl_practitioner_b")
    run("allocation", "propose", *about, "--urgent", "see him", "--to", "tl_practitioner_b", "--why", "x", *MANAGER)
    assert run("allocation", "decline", *about, "--because", "full", *worker).out == "Declined; Tl Manager A decides.\n"
    said = run("allocation", "withdraw", *about, "--because", "she is full", *MANAGER)
    assert (said.status, said.out) == (0, "Withdrawn; Tl Practitioner B is told.\n")
    assert run("allocation", "withdraw", *about, "--because", "again", *MANAGER).err.startswith("No proposal about")
