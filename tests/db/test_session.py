"""The rules of what to do when a call goes wrong, each met for real: a server, a network that fails, a lock."""

from __future__ import annotations

import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

import db.session
from db.commands.access import NameAccess, name_access
from db.commands.entries import RecordEntry, record_entry
from db.commands.staff import AddStaff, add_staff, add_team, change_password, suspend_staff
from db.errors import (
    Busy,
    Conflict,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    ServerFull,
    ThroughlineError,
    TooOld,
    Unreachable,
    WrongPassword,
)
from db.queries import chronology
from db.queries.allocation import named_people
from db.queries.files import find_children
from db.queries.staff import list_teams, who_am_i
from db.server.deploy import upgrade
from db.session import ServerAddress, Session
from tests.db.relay import Relay
from tests.record import PASSWORD, Record, content

MANAGER, WORKER, STRANGER = "tl_manager_a", "tl_practitioner_a", "tl_practitioner_c"
ADMINISTRATOR = "tl_administrator"
SECRET = "Amira hid behind the door"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again as often as ever, with shorter pauses."""
    monkeypatch.setattr(db.session, "_PAUSES", (0.02,) * 5)


@pytest.fixture
def relay(record: Record) -> Iterator[Relay]:
    with Relay(record.address) as between:
        yield between


@pytest.fixture
def newcomer(record: Record) -> Iterator[str]:
    """A login of this test's own; logins belong to the whole server, so it goes with the test."""
    login = f"tl_new_{uuid4().hex[:8]}"
    session = record.session(ADMINISTRATOR)
    add_staff(session, AddStaff(login, "New Comer", "practitioner", "North", PASSWORD))
    with record.superuser() as connection:
        connection.execute("update core.staff set own_password = true")
    yield login
    with record.superuser() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [login])
        connection.execute(sql.SQL("drop role {}").format(sql.Identifier(login)))


def _through(relay: Relay, login: str) -> Session:
    return Session.connect(relay.address, login, PASSWORD)


def _a_save(record: Record) -> RecordEntry:
    """A save into a file that the worker has opened."""
    child = record.new_child()
    record.allocate(child, WORKER)
    record.opened(WORKER, child).close()
    return RecordEntry(uuid4(), uuid4(), child, content(child))


def _landed(record: Record, save: RecordEntry) -> tuple[int, int]:
    """How many versions of the entry are kept, and how many audit rows of its recording."""
    with record.superuser() as connection:
        row = connection.execute(
            "select (select count(*) from core.entry_version where entry_id = %(entry)s),"
            " (select count(*) from audit.event where object_id = %(entry)s and action = 'record')",
            {"entry": save.entry_id},
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _end_connections(record: Record) -> int:
    with record.superuser() as connection:
        ended = connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        ).fetchall()
    time.sleep(0.1)
    return len(ended)


def _eventually(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.01)


# Signing in


def test_a_wrong_password_is_tried_once_and_named(record: Record, relay: Relay) -> None:
    with pytest.raises(WrongPassword):
        Session.connect(relay.address, WORKER, "not the password")
    assert relay.connections == 1


def test_a_login_that_does_not_exist_looks_like_a_wrong_password(record: Record) -> None:
    with pytest.raises(WrongPassword):
        Session.connect(record.address, "tl_nobody", PASSWORD)


def test_a_suspended_login_is_told_so_and_its_open_session_ends(record: Record, newcomer: str) -> None:
    open_session = record.session(newcomer)
    suspend_staff(record.session(ADMINISTRATOR), newcomer, "left")
    with pytest.raises(NotPermitted):
        who_am_i(open_session)
    with pytest.raises(Refused, match="suspended"):
        Session.connect(record.address, newcomer, PASSWORD)


def test_an_unknown_database_is_named_as_a_wrong_address(record: Record) -> None:
    with pytest.raises(Refused, match="does not keep a record under that name"):
        Session.connect(replace(record.address, database="tl_nowhere"), WORKER, PASSWORD)


def test_a_database_that_the_login_may_not_enter_is_told_so(record: Record) -> None:
    with pytest.raises(Refused, match="does not admit this login"):
        Session.connect(replace(record.address, database="postgres"), WORKER, PASSWORD)


def test_a_database_that_is_no_record_is_told_so(record: Record) -> None:
    name = sql.Identifier("tl_not_a_record")
    with record.superuser() as connection:
        connection.execute(sql.SQL("create database {} template template0").format(name))
    try:
        with pytest.raises(Refused, match="There is no record in this database"):
            Session.connect(replace(record.address, database="tl_not_a_record"), WORKER, PASSWORD)
    finally:
        with record.superuser() as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(Unreachable):
        Session.connect(ServerAddress("127.0.0.1", str(port)), WORKER, PASSWORD)


def test_a_server_that_never_answers_is_unreachable_after_some_seconds(record: Record, relay: Relay) -> None:
    relay.silent.set()
    began = time.monotonic()
    with pytest.raises(Unreachable):
        _through(relay, WORKER)
    assert time.monotonic() - began < 12


def test_an_address_in_the_environment_does_not_lead_elsewhere(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    assert who_am_i(record.session(WORKER)).login == WORKER


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", "five"), ("127.0.0.1", "99999")])
def test_a_port_that_is_no_port_is_refused(host: str, port: str) -> None:
    with pytest.raises(Refused, match="address cannot be understood"):
        Session.connect(ServerAddress(host, port), WORKER, PASSWORD)


def test_a_name_that_is_no_text_is_an_expected_trouble(record: Record) -> None:
    for login in ("with\0nul", "lone \ud800 half"):
        with pytest.raises(ThroughlineError):
            Session.connect(record.address, login, PASSWORD)


def test_the_ninth_connection_of_one_login_is_told_that_the_server_is_full(
    record: Record, newcomer: str, quick: None
) -> None:
    with ExitStack() as held:
        for _ in range(8):
            held.enter_context(record.psql(newcomer))
        with pytest.raises(ServerFull, match="no free connection"):
            Session.connect(record.address, newcomer, PASSWORD)
    record.session(newcomer)


@pytest.mark.parametrize(("function", "answer", "side"), [("min_client", 99, "client"), ("protocol", 0, "server")])
def test_client_and_server_that_do_not_fit_say_which_is_too_old(
    record: Record, function: str, answer: int, side: str
) -> None:
    _replace_function(record, f"api.{function}() returns integer language sql", f"select {answer}")
    with pytest.raises(TooOld) as caught:
        Session.connect(record.address, WORKER, PASSWORD)
    assert caught.value.side == side


def _replace_function(record: Record, head: str, body: str) -> None:
    with record.superuser() as connection:
        connection.execute(f"create or replace function {head} as $$ {body} $$".encode())


def test_a_session_shows_no_password(record: Record) -> None:
    session = record.session(WORKER)
    assert WORKER in repr(session)
    assert PASSWORD not in f"{session!r} {session.engine!r} {session.engine.url} {session.address!r}"


# Saves that are cut


@pytest.mark.parametrize("where", ["cut_before", "cut_after"])
def test_a_save_that_is_cut_before_or_after_its_commit_lands_once(record: Record, relay: Relay, where: str) -> None:
    save = _a_save(record)
    session = _through(relay, WORKER)
    setattr(relay, where, b"save_entry")
    assert record_entry(session, save).version == 1
    session.close()
    assert relay.cuts == 1
    assert _landed(record, save) == (1, 1)


def test_a_save_whose_server_stays_away_has_an_unknown_outcome_and_lands_once_when_sent_again(
    record: Record, relay: Relay, quick: None
) -> None:
    save = _a_save(record)
    session = _through(relay, WORKER)
    relay.cut_after = b"save_entry"
    relay.hang_up()
    with pytest.raises(OutcomeUnknown):
        record_entry(session, save)
    session.close()
    assert _landed(record, save) == (1, 1)
    assert record_entry(record.session(WORKER), save).version == 1
    assert _landed(record, save) == (1, 1)


def test_a_save_whose_connection_the_server_ends_half_way_lands_once(record: Record) -> None:
    save = _a_save(record)
    session = record.session(WORKER)
    with record.superuser() as watcher, psycopg.connect(record.dsn) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("select 1 from core.file where child_id = %s for update", [save.child_id])
        saved = pool.submit(record_entry, session, save)
        ended = (
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s and wait_event_type = 'Lock'"
            " and datname = current_database()"
        )
        _eventually(lambda: bool(watcher.execute(ended, [WORKER]).fetchall()))
        holder.rollback()
        assert saved.result(timeout=60).version == 1
    assert _landed(record, save) == (1, 1)


def test_connections_that_were_dropped_while_idle_are_made_anew_for_reads_saves_and_acts(record: Record) -> None:
    save = _a_save(record)
    worker, administrator = record.session(WORKER), record.session(ADMINISTRATOR)
    assert _end_connections(record) >= 2
    assert who_am_i(worker).login == WORKER
    assert _end_connections(record) >= 1
    assert record_entry(worker, save).version == 1
    assert list(chronology.keys(worker, save.child_id)) != []
    add_team(administrator, "East")
    assert "East" in [team.name for team in list_teams(administrator)]
    assert _landed(record, save) == (1, 1)


def test_an_act_without_an_operation_id_is_not_sent_twice_when_it_is_cut(record: Record, relay: Relay) -> None:
    session = _through(relay, ADMINISTRATOR)
    relay.cut_after = b"add_team"
    with pytest.raises(OutcomeUnknown):
        add_team(session, "East")
    with pytest.raises(Refused, match="a team of this name already"):
        add_team(session, "East")
    session.close()


def test_whoever_is_named_for_a_file_is_named_once_when_the_answer_is_cut(record: Record, relay: Relay) -> None:
    session, child = _through(relay, MANAGER), record.new_child()
    relay.cut_after = b"name_access"
    wish = NameAccess(uuid4(), child, record.staff[WORKER], "legal", "Advises on the case.")
    for _ in range(2):
        name_access(session, wish)
    for other in (replace(wish, capacity="inspector"), replace(wish, staff_id=record.staff[STRANGER])):
        with pytest.raises(NotPermitted):
            name_access(session, other)
    assert len(named_people(session, child)) == 1
    session.close()


def test_a_changed_password_serves_the_session_that_changed_it(record: Record, newcomer: str) -> None:
    session = record.session(newcomer)
    change_password(session, "quite another password")
    _end_connections(record)
    assert who_am_i(session).login == newcomer
    with pytest.raises(WrongPassword):
        Session.connect(record.address, newcomer, PASSWORD)


# A network that hangs


def test_a_silent_network_ends_a_question_as_unreachable_and_a_save_as_unknown(record: Record, relay: Relay) -> None:
    session = _through(relay, WORKER)
    began = time.monotonic()
    relay.silent.set()
    with pytest.raises(Unreachable):
        session.read(lambda connection: connection.execute(sa.select(1)).scalar(), seconds=0.7)
    relay.silent.clear()
    session.read(lambda connection: connection.execute(sa.select(1)).scalar())
    relay.silent.set()
    with pytest.raises(OutcomeUnknown):
        session.write(lambda connection: connection.execute(sa.select(1)).scalar(), seconds=0.7)
    assert time.monotonic() - began < 10
    session.close()


def test_closing_a_session_ends_the_calls_that_are_under_way(record: Record) -> None:
    session = record.session(WORKER)
    asleep = sa.text("select 'under way', pg_sleep(60)")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(session.read, lambda connection: connection.execute(asleep).one())
        with record.superuser() as connection:
            under_way = "select 1 from pg_stat_activity where query like '%%under way%%' and state = 'active'"
            _eventually(lambda: connection.execute(f"{under_way} and pid <> pg_backend_pid()").fetchone() is not None)
        session.close()
        with pytest.raises(Unreachable):
            answer.result(timeout=30)


# Troubles by their number

LASTING: tuple[tuple[str, type[ThroughlineError], int], ...] = (
    ("40001", Busy, 6),
    ("40003", Unreachable, 6),
    ("55P03", Busy, 6),
    ("57014", Busy, 6),
    ("53100", ServerFull, 6),
    ("08006", Unreachable, 6),
    ("25006", Unreachable, 6),
    ("0A000", TooOld, 2),
    ("42883", TooOld, 2),
    ("42501", NotPermitted, 1),
    ("23514", Refused, 1),
    ("22P02", Refused, 1),
    ("XX000", Refused, 1),
    ("P0001", Refused, 1),
    ("TL001", Conflict, 1),
)
"""SQLSTATE, what the person gets, and how often it is tried."""


def _raises(record: Record, state: str, times: int = 1_000_000, words: str = SECRET) -> None:
    """Makes `api.list_teams` fail so many times from now on, in the server's own words."""
    _replace_function(
        record,
        "api.list_teams() returns table (team_id uuid, name text, active boolean, staff bigint) language plpgsql"
        " volatile security definer set search_path = pg_catalog, pg_temp",
        f"begin if nextval('core.tries') <= {times} then raise exception '{words}' using errcode = '{state}',"
        f" detail = '{SECRET}', hint = '{SECRET}'; end if; end",
    )
    with record.superuser() as connection:
        connection.execute("drop sequence if exists core.tries")
        connection.execute("create sequence core.tries")
        owner = sql.Identifier(record.roles.api_owner)
        connection.execute(sql.SQL("grant usage on sequence core.tries to {}").format(owner))


def _tries(record: Record) -> int:
    with record.superuser() as connection:
        row = connection.execute("select last_value from core.tries").fetchone()
    return int(row[0]) if row else 0


@pytest.mark.usefixtures("quick")
def test_a_passing_trouble_is_tried_again_until_it_has_passed(record: Record) -> None:
    session = record.session(WORKER)
    for state in ("40001", "40P01", "55P03", "57014", "53200", "08006", "57P01", "25006"):
        _raises(record, state, times=2)
        assert (list_teams(session), _tries(record)) == ((), 3), state


def test_a_function_that_an_upgrade_replaced_while_it_was_called_is_called_again(record: Record) -> None:
    session = record.session(WORKER)
    _raises(record, "XX000", times=1, words="cache lookup failed for function 19287")
    assert (list_teams(session), _tries(record)) == ((), 2)


@pytest.mark.usefixtures("quick")
def test_a_lasting_trouble_is_worded_by_its_number_and_never_in_the_servers_words(record: Record) -> None:
    session = record.session(WORKER)
    for state, trouble, tries in LASTING:
        _raises(record, state)
        with pytest.raises(trouble) as caught:
            list_teams(session)
        assert (_tries(record), _shown(caught.value)) == (tries, ""), state


@pytest.mark.usefixtures("quick")
def test_a_save_that_fails_for_a_known_reason_is_never_called_unknown(record: Record) -> None:
    session = record.session(ADMINISTRATOR)
    for state, trouble, _tried in LASTING:
        _raises(record, state)
        expected = OutcomeUnknown if state in ("08006", "40003") else trouble
        with pytest.raises(expected):
            session.write(lambda connection: connection.execute(sa.text("select * from api.list_teams()")).all())


def _shown(error: BaseException) -> str:
    """Where an exception shows the secret: its text, its arguments, what it came from, its traceback."""
    came_from = [error]
    while (behind := came_from[-1].__cause__ or came_from[-1].__context__) is not None:
        came_from.append(behind)
    texts = [f"{each} {each!r} {each.args} {getattr(each, 'text', '')}" for each in came_from]
    texts.append("".join(traceback.format_exception(error)))
    return "\n".join(text for text in texts if SECRET.lower() in text.lower())


def test_only_our_own_refusals_are_shown_as_the_server_words_them(record: Record) -> None:
    _raises(record, "TL002")
    with pytest.raises(Refused) as caught:
        list_teams(record.session(WORKER))
    assert caught.value.text == f"{SECRET}."


def test_text_that_no_database_can_hold_is_refused_without_repeating_it(record: Record) -> None:
    for words in (f"{SECRET}\0", f"{SECRET}\ud800"):
        with pytest.raises(Refused) as caught:
            find_children(record.session(WORKER), words)
        assert _shown(caught.value) == ""


@pytest.mark.usefixtures("quick")
def test_a_save_that_waits_for_a_colleagues_lock_is_busy_in_the_end_and_lands_once_it_is_free(record: Record) -> None:
    save = _a_save(record)
    with record.superuser() as connection:
        name = sql.Identifier(record.database)
        connection.execute(sql.SQL("alter database {} set statement_timeout = '200ms'").format(name))
    session = record.session(WORKER)
    with psycopg.connect(record.dsn) as holder:
        holder.execute("select 1 from core.file where child_id = %s for update", [save.child_id])
        with pytest.raises(Busy):
            record_entry(session, save)
        holder.rollback()
    assert record_entry(session, save).version == 1
    assert _landed(record, save) == (1, 1)


def test_a_lock_that_is_let_go_within_the_tries_is_never_noticed(record: Record) -> None:
    save = _a_save(record)
    session = record.session(WORKER)
    with record.superuser() as watcher, psycopg.connect(record.dsn) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("select 1 from core.file where child_id = %s for update", [save.child_id])
        saved = pool.submit(record_entry, session, save)
        waiting = "select 1 from pg_stat_activity where usename = %s and wait_event_type = 'Lock'"
        _eventually(lambda: watcher.execute(waiting, [WORKER]).fetchone() is not None)
        _eventually(lambda: watcher.execute(waiting, [WORKER]).fetchone() is None)  # 55P03 after three seconds
        holder.rollback()
        assert saved.result(timeout=60).version == 1
    assert _landed(record, save) == (1, 1)


# Servers that change


def test_a_session_goes_on_through_an_upgrade_without_noticing(record: Record) -> None:
    save = _a_save(record)
    reader, writer = record.session(WORKER), record.session(WORKER)
    done = threading.Event()

    def read() -> int:
        count = 0
        while not done.is_set():
            assert who_am_i(reader).login == WORKER
            chronology.newest_page(reader, save.child_id)
            count += 1
            time.sleep(0.1)
        return count

    def write() -> list[UUID]:
        saved = []
        while not done.is_set():
            entry = uuid4()
            record_entry(writer, replace(save, op_id=uuid4(), entry_id=entry))
            saved.append(entry)
            time.sleep(0.1)
        return saved

    with ThreadPoolExecutor(2) as pool:
        reads, writes = pool.submit(read), pool.submit(write)
        try:
            time.sleep(0.2)
            upgrade(record.dsn)
            time.sleep(0.2)
        finally:
            done.set()
        assert reads.result(timeout=20) > 0
        saved = writes.result(timeout=20)
    assert len(chronology.keys(reader, save.child_id)) == len(saved) > 0


def test_a_client_that_an_upgrade_leaves_behind_is_told_so_in_its_open_session(record: Record) -> None:
    session = record.session(WORKER)
    _replace_function(record, "api.min_client() returns integer language sql", "select 99")
    with record.superuser() as connection:
        connection.execute("drop function api.list_teams()")
    with pytest.raises(TooOld) as caught:
        list_teams(session)
    assert caught.value.side == "client"


def test_a_record_whose_functions_are_gone_is_too_old_for_an_open_session(record: Record) -> None:
    session = record.session(WORKER)
    with record.superuser() as connection:
        connection.execute("drop schema api cascade")
    with pytest.raises(TooOld) as caught:
        list_teams(session)
    assert caught.value.side == "server"
    with pytest.raises(Refused, match="There is no record in this database"):
        Session.connect(record.address, WORKER, PASSWORD)


@pytest.mark.usefixtures("quick")
def test_a_standby_is_left_for_the_writable_server(record: Record) -> None:
    save = _a_save(record)
    session = record.session(WORKER)
    session.read(lambda connection: connection.execute(sa.text("set default_transaction_read_only = on")))
    assert record_entry(session, save).version == 1
    with record.superuser() as connection:
        name = sql.Identifier(record.database)
        connection.execute(sql.SQL("alter database {} set default_transaction_read_only = on").format(name))
    with pytest.raises(Unreachable, match="Only a copy of the record answers"):
        Session.connect(record.address, WORKER, PASSWORD)
    assert _landed(record, save) == (1, 1)


def test_one_session_answers_eight_threads(record: Record) -> None:
    session = record.session(WORKER)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: who_am_i(session).login, range(64)))
    assert answers == [WORKER] * 64
