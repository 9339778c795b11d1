"""Staff and teams after they were added: what an administrator changes, what stands in the way, what is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from db.commands.contacts import (
    ContactFacts,
    DecideContact,
    Decision,
    EnterContact,
    KnownChild,
    decide_contact,
    enter_contact,
    open_contact,
)
from db.commands.files import AddChild, add_child
from db.commands.staff import (
    AddStaff,
    add_staff,
    add_team,
    change_password,
    reinstate_staff,
    reset_password,
    suspend_staff,
)
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
from db.errors import Conflict, NotPermitted, PasswordGiven, Refused, ThroughlineError
from db.queries.files import my_children
from db.queries.staff import list_staff, list_teams, who_am_i
from db.queries.staffing import left_behind, staff_member, team_changes
from db.queries.told import told_to_me
from db.session import Session
from desktop.app.told_line import in_words
from tests.db.seats import Seats, until_waiting
from tests.db.test_allocation import asked, seen
from tests.record import PASSWORD, Record

ADMINISTRATOR, MANAGER, SECOND, WORKER = "tl_administrator", "tl_manager_a", "tl_manager_a2", "tl_practitioner_a"
OWN = "a password of my own"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    """One record for all."""
    found = Seats(shared_record)
    yield found
    for session in found.taken.values():
        session.close()


@pytest.fixture
def join(seats: Seats) -> Iterator[Callable[..., str]]:
    """Lets somebody join who has a password of their own; their logins are the server's, and go with the test."""
    made: list[str] = []

    def joined(role: str = "practitioner", team: str = "North", name: str = "New Comer") -> str:
        login = f"tl_new_{uuid4().hex[:8]}"
        add_staff(seats(ADMINISTRATOR), AddStaff(login, name, role, team, PASSWORD))
        made.append(login)
        with seats.record.superuser() as connection:
            connection.execute("update core.staff set own_password = true where login = %s", [login])
            row = connection.execute("select staff_id from core.staff where login = %s", [login]).fetchone()
        seats.record.staff[login] = UUID(str(row[0] if row else ""))
        return login

    yield joined
    with seats.record.superuser() as connection:
        for login in made:
            if login in seats.taken:
                seats.taken.pop(login).close()
            connection.execute("update core.staff set state = 'left' where login = %s", [login])
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [login])
            connection.execute(sql.SQL("drop role {}").format(sql.Identifier(login)))


def wish(seats: Seats, login: str, **changed: object) -> ChangeStaff:
    """A change of this person, based on how they stand now."""
    one = staff_member(seats(ADMINISTRATOR), login)
    stands = ChangeStaff(
        login,
        one.name,
        one.role,
        one.job_title,
        one.team,
        one.front_door,
        one.duty,
        "a reason",
        one.last_change,
        one.own_house,
        one.own_postcode,
    )
    return replace(stands, **changed)  # type: ignore[arg-type]


def test_a_given_password_opens_nothing_before_it_is_changed(seats: Seats, join: Callable[..., str]) -> None:
    login = join()
    at_work = seats(login)
    reset_password(seats(ADMINISTRATOR), login, "told by telephone", "lost the slip")
    with pytest.raises(PasswordGiven):
        my_children(at_work)
    session = Session.connect(seats.record.address, login, "told by telephone")
    with pytest.raises(PasswordGiven):
        who_am_i(session)
    with pytest.raises(Refused, match="ten characters"):
        change_password(session, "short")
    with pytest.raises(PasswordGiven):
        who_am_i(session)
    with pytest.raises(PasswordGiven):
        change_password(at_work, "whoever was signed in before")
    with pytest.raises(PasswordGiven):
        who_am_i(session)
    change_password(session, OWN)
    assert who_am_i(session).login == login
    change_password(session, "another of my own")
    session.close()
    Session.connect(seats.record.address, login, "another of my own").close()
    newest = staff_member(seats(ADMINISTRATOR), login).changes[0]
    assert (newest.what, newest.reason) == ("password reset", "lost the slip")
    with pytest.raises(Refused, match="needs a reason"):
        reset_password(seats(ADMINISTRATOR), login, OWN, " ")
    with pytest.raises(Refused, match="your own password"):
        reset_password(seats(ADMINISTRATOR), ADMINISTRATOR, OWN, "forgot it")


def test_a_change_is_told_with_reason_and_name_and_works_in_the_open_session(
    seats: Seats, join: Callable[..., str]
) -> None:
    login = join()
    session = seats(login)
    with pytest.raises(NotPermitted):
        left_behind(session)
    change_staff(seats(ADMINISTRATOR), wish(seats, login, role="manager", team="South", job_title="Team manager"))
    assert left_behind(session) == ()
    assert who_am_i(session).team == "South"
    (newest, *_rest) = staff_member(seats(ADMINISTRATOR), login).changes
    assert newest.what == "role: practitioner to manager; job title: none to Team manager; team: North to South"
    assert (newest.reason, newest.by) == ("a reason", "Tl Administrator")
    with seats.record.psql(login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select * from api.workers_to_propose()")
        connection.execute("select api.accept_allocation(gen_random_uuid(), null)")


def test_a_role_that_cannot_hold_it_ends_what_was_proposed_and_both_sides_are_told(
    seats: Seats, join: Callable[..., str]
) -> None:
    login = join("court_adviser", name="Court Adviser")
    one, other = seats.child("Una"), seats.child("Uma")
    in_court = asked(seats, one, to=login, part="court_adviser")
    worker = asked(seats, other, to=login)
    change_staff(seats(ADMINISTRATOR), wish(seats, login, role="practitioner"))
    assert [seen(seats, MANAGER, each).stage for each in (in_court, worker)] == ["withdrawn", "proposed"]
    assert seen(seats, MANAGER, in_court).answers[-1].reason == "Court Adviser changed role"
    change_staff(seats(ADMINISTRATOR), wish(seats, login, role="manager"))
    assert seen(seats, MANAGER, worker).stage == "withdrawn"
    told = [line for line in told_to_me(seats(MANAGER)) if line.child_id in (one, other)]
    assert [(line.what, line.about, line.reason) for line in told] == [
        ("proposed_to_gone", "Court Adviser", "changed role")
    ] * 2
    assert in_words(told[0]).startswith("Court Adviser changed role: that they were to take Una Demir (")
    mine = told_to_me(seats(login))
    assert [line.child_id for line in mine] == [one, other]
    assert in_words(mine[1]).startswith("You changed role: that you were to take Uma Demir (")
    assert "Why" not in in_words(mine[1]) + in_words(told[0])


def test_who_becomes_an_administrator_is_told_of_no_child(seats: Seats, join: Callable[..., str]) -> None:
    login = join()
    wanted = asked(seats, seats.child("Ulf"), to=login)
    change_staff(seats(ADMINISTRATOR), wish(seats, login, role="administrator", team=""))
    assert seen(seats, MANAGER, wanted).stage == "withdrawn"
    assert told_to_me(seats(login)) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Nothing was changed"),
        ({"reason": " "}, "needs a reason"),
        ({"name": ""}, "needs a name"),
        ({"role": "king", "team": ""}, "no such role"),
        ({"team": ""}, "needs a team"),
        ({"team": "Nowhere"}, "no such team"),
        ({"role": "auditor", "team": "", "duty": True}, "work with children"),
    ],
)
def test_what_cannot_be_is_refused_in_words(seats: Seats, changed: dict[str, object], said: str) -> None:
    before = staff_member(seats(ADMINISTRATOR), WORKER)
    with pytest.raises(Refused, match=said):
        change_staff(seats(ADMINISTRATOR), wish(seats, WORKER, **changed))
    assert staff_member(seats(ADMINISTRATOR), WORKER) == before


def test_two_administrators_do_not_undo_one_another(seats: Seats, join: Callable[..., str]) -> None:
    login = join()
    first = wish(seats, login, job_title="Senior")
    second = wish(seats, login, duty=True)
    change_staff(seats(ADMINISTRATOR), first)
    with pytest.raises(Conflict):
        change_staff(seats(ADMINISTRATOR), second)
    assert not staff_member(seats(ADMINISTRATOR), login).duty


def test_nobody_changes_suspends_or_retires_oneself(seats: Seats) -> None:
    me = seats(ADMINISTRATOR)
    with pytest.raises(Refused, match="Another administrator"):
        change_staff(me, wish(seats, ADMINISTRATOR, role="manager", team="North"))
    with pytest.raises(Refused, match="cannot suspend yourself"):
        suspend_staff(me, ADMINISTRATOR, "tired")
    with pytest.raises(Refused, match="Another administrator"):
        leave_staff(me, LeaveStaff(ADMINISTRATOR, 0, "tired"))


def test_two_administrators_who_suspend_each_other_leave_one(seats: Seats, join: Callable[..., str]) -> None:
    pair = join("administrator", "", "First"), join("administrator", "", "Second")
    sessions = [seats(login) for login in pair]
    barrier = threading.Barrier(2)

    def suspend(who: Session, whom: str) -> None:
        barrier.wait()
        with suppress(ThroughlineError):
            suspend_staff(who, whom, "a quarrel")

    threads = [threading.Thread(target=suspend, args=each) for each in zip(sessions, reversed(pair), strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    states = [staff_member(seats(ADMINISTRATOR), login).state for login in pair]
    assert sorted(states) == ["active", "suspended"]


def test_who_leaves_is_told_with_what_they_hold_and_their_manager_stands_in(
    seats: Seats, join: Callable[..., str]
) -> None:
    login = join(name="Leaving Person")
    child = seats.child("Ava", login)
    one = staff_member(seats(ADMINISTRATOR), login)
    assert [(held.team, held.children, held.manager) for held in one.holds] == [("North", 1, "Tl Manager A")]
    with pytest.raises(Refused, match="hand them over"):
        change_staff(seats(ADMINISTRATOR), wish(seats, login, role="manager"))
    with pytest.raises(Conflict):
        leave_staff(seats(ADMINISTRATOR), LeaveStaff(login, 0, "moved"))
    leave_staff(seats(ADMINISTRATOR), LeaveStaff(login, 1, "moved"))
    with pytest.raises(Refused, match="suspended"):
        seats.record.session(login)
    for manager in (MANAGER, SECOND):
        found = [line for line in left_behind(seats(manager)) if line.child_id == child]
        assert [(line.worker, line.state, line.state_on) for line in found] == [
            ("Leaving Person", "left", date.today())
        ]
    one = staff_member(seats(ADMINISTRATOR), login)
    (line,) = (line for line in list_staff(seats(ADMINISTRATOR)) if line.login == login)
    assert (one.state, one.state_on) == (line.state, line.state_on) == ("left", date.today())
    assert left_behind(seats("tl_manager_b")) == ()
    with seats.record.superuser() as connection:
        (words,) = connection.execute("select words from wall.responsible(%s)", [child]).fetchone() or ("",)
    assert words == "Leaving Person, has left: Tl Manager A, manager, stands in"


def test_a_team_is_never_left_without_a_manager_by_a_change(seats: Seats, join: Callable[..., str]) -> None:
    add_team(seats(ADMINISTRATOR), "East")
    login = join("manager", "East", "Only Manager")
    child = seats.child("Eve")
    assert not staff_member(seats(ADMINISTRATOR), login).last_manager
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.file set team_id = (select team_id from core.team where name = 'East') where child_id = %s",
            [child],
        )
    assert staff_member(seats(ADMINISTRATOR), login).last_manager
    there_first = "another manager has to be there first"
    for changed in ({"team": "North"}, {"role": "support"}):
        with pytest.raises(Refused, match=there_first):
            change_staff(seats(ADMINISTRATOR), wish(seats, login, **changed))
    with pytest.raises(Refused, match=there_first):
        leave_staff(seats(ADMINISTRATOR), LeaveStaff(login, 0, "moved"))
    join("manager", "East", "Next Manager")
    leave_staff(seats(ADMINISTRATOR), LeaveStaff(login, 0, "moved"))
    assert staff_member(seats(ADMINISTRATOR), login).state == "left"


@pytest.mark.parametrize("mark", ["\n", "\u202e", "\u2066", "\u200f", "\t"])
def test_a_name_is_one_line_that_reads_as_it_is_written(seats: Seats, join: Callable[..., str], mark: str) -> None:
    login = join()
    for changed in ({"name": f"Sam{mark}Example"}, {"job_title": f"Social{mark}worker"}):
        with pytest.raises(Refused, match="one line"):
            change_staff(seats(ADMINISTRATOR), wish(seats, login, **changed))
    with pytest.raises(Refused, match="one line"):
        add_team(seats(ADMINISTRATOR), f"North{mark}West")
    change_staff(seats(ADMINISTRATOR), wish(seats, login, name="Zoë O’Brien-Šimić"))


def test_a_team_is_renamed_closed_and_reopened_and_its_history_stays(seats: Seats, join: Callable[..., str]) -> None:
    me = seats(ADMINISTRATOR)
    add_team(me, "West")
    team = next(team for team in list_teams(me) if team.name == "West").team_id
    with pytest.raises(Refused, match="already"):
        rename_team(me, ChangeTeam(team, "nicer", "North"))
    rename_team(me, ChangeTeam(team, "nicer", "Westgate"))
    login = join("practitioner", "Westgate")
    with pytest.raises(Refused, match="Somebody is still in this team"):
        close_team(me, ChangeTeam(team, "merged"))
    leave_staff(me, LeaveStaff(login, 0, "moved"))
    close_team(me, ChangeTeam(team, "merged"))
    with pytest.raises(Refused, match="no such team"):
        add_child(seats(MANAGER), AddChild(uuid4(), "Ann", "Baker", "Westgate"))
    with pytest.raises(Refused, match="reopen it first"):
        reinstate_staff(me, login, "back")
    reopen_team(me, ChangeTeam(team, "a slip"))
    told = [(change.what, change.reason) for change in team_changes(me, team)]
    assert told == [
        ("reopened", "a slip"), ("closed", "merged"), ("name: West to Westgate", "nicer"), ("added as West", "")
    ]  # fmt: skip
    with seats.record.superuser() as connection:
        connection.execute("update core.file set team_id = %s where child_id = %s", [team, seats.child("Nora")])
    with pytest.raises(Refused, match="still holds files"):
        close_team(me, ChangeTeam(team, "tidy"))


def test_a_contact_that_waits_keeps_its_team_and_the_last_manager(seats: Seats, join: Callable[..., str]) -> None:
    """Else it would wait in nobody's queue."""
    me, contact = seats(ADMINISTRATOR), uuid4()
    add_team(me, "Desk")
    team = next(team for team in list_teams(me) if team.name == "Desk").team_id
    login, child = join("manager", "Desk", "Desk Manager"), seats.child("Wanda")
    facts = ContactFacts("Desk", datetime.now(UTC), "telephone", "6", "Left alone", "not_asked")
    enter_contact(seats(WORKER), EnterContact.of(contact, facts, (KnownChild(child, "Wanda Demir"),)))
    assert staff_member(me, login).last_manager
    with pytest.raises(Refused, match="another manager has to be there first"):
        change_staff(me, wish(seats, login, team="North"))
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set team_id = null where login = %s", [login])
    with pytest.raises(Refused, match="Contacts wait for a decision of this team"):
        close_team(me, ChangeTeam(team, "merged"))
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set team_id = %s where login = %s", [team, login])
    open_contact(seats(login), contact)
    decided = Decision(child, "no_action", "a slip", "knows", "that it was one")
    decide_contact(seats(login), DecideContact(uuid4(), contact, (decided,)))
    assert not staff_member(me, login).last_manager


def test_two_who_add_the_same_team_at_once_are_told_in_words(seats: Seats) -> None:
    add = "select api.add_team('Twice')"
    with seats.record.psql(ADMINISTRATOR) as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute(add)
        second = other.submit(add_team, seats(ADMINISTRATOR), "Twice")
        until_waiting(seats.record, second)
        first.execute("commit")
        with pytest.raises(Refused, match="a team of this name already"):
            second.result()


def test_the_histories_cannot_be_changed(seats: Seats) -> None:
    with seats.record.superuser() as connection:
        for table in ("staff_change", "team_change"):
            with pytest.raises(psycopg.Error, match="nothing is changed or deleted"):
                connection.execute(f"update core.{table} set reason = 'another'".encode())


def test_no_function_that_takes_a_child_answers_an_administrator(seats: Seats) -> None:
    child = seats.child("Olga")
    with seats.record.superuser() as connection:
        found = connection.execute(
            "select p.proname, array(select format_type(t, null) from unnest(p.proargtypes) t), p.proargnames,"
            " p.pronargdefaults from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'api' and 'p_child' = any (p.proargnames) order by 1"
        ).fetchall()
    assert len(found) > 40
    with seats.record.psql(ADMINISTRATOR) as administrator:
        for name, types, names, defaults in found:
            needed = list(zip(names, types, strict=False))[: len(types) - defaults]
            values = {"p_child": f"'{child}'"}
            given = [f"{key} => {values.get(key, 'null')}::{kind}" for key, kind in needed]
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                administrator.execute(f"select * from api.{name}({', '.join(given)})".encode())
