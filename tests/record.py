"""A throw-away record on a real server: a deployed database with staff of every role, cloned for each test.

Logins are cluster-wide, so there is one fixed pool of them; each clone has the same staff behind the wall.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa
from psycopg import sql
from psycopg.types.json import Jsonb

from db.call import call
from db.commands.entries import RecordEntry, record_entry
from db.commands.files import AddChild, OpenFile, add_child, open_file
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source
from db.domain.partial_date import parse_partial_date
from db.passwords import scram_verifier
from db.server.deploy import add_first_administrator, deploy, grant_database
from db.server.launcher import RunningServer
from db.server.roles import Roles
from db.session import ServerAddress, Session

PREFIX = "grp"
PASSWORD = "a long enough password"
TODAY = date.today()
TEMPLATE = "tl_template"
POOL: dict[str, tuple[str, str, dict[str, bool]]] = {
    "tl_practitioner_a": ("practitioner", "North", {}),
    "tl_practitioner_b": ("practitioner", "North", {}),
    "tl_practitioner_c": ("practitioner", "South", {}),
    "tl_front_door": ("practitioner", "South", {"front_door": True}),
    "tl_duty_a": ("practitioner", "North", {"duty": True}),
    "tl_court_adviser": ("court_adviser", "North", {}),
    "tl_manager_a": ("manager", "North", {}),
    "tl_manager_a2": ("manager", "North", {}),
    "tl_manager_b": ("manager", "South", {}),
    "tl_support_a": ("support", "North", {}),
    "tl_auditor": ("auditor", "", {}),
}
"""Login, role, team and flags; `tl_administrator` is the first administrator. Team North is the files' usual team."""


def make_template(server: RunningServer) -> None:
    """Deploys the database that every test's record is cloned from."""
    dsn = server.dsn(TEMPLATE)
    deploy(dsn, prefix=PREFIX, authority="Testing Council")
    add_first_administrator(dsn, "tl_administrator", "Tl Administrator", PASSWORD)
    session = Session.connect(ServerAddress.from_dsn(dsn), "tl_administrator", PASSWORD)
    with psycopg.connect(dsn) as connection:
        for team in ("North", "South"):
            _act(session, "add_team", name=team)
        for login, (role, team, flags) in POOL.items():
            verifier = scram_verifier(connection, login, PASSWORD)
            name = login.replace("_", " ").title()
            _act(session, "add_staff", login=login, name=name, role=role, team=team, verifier=verifier, **flags)
        connection.execute("update core.staff set own_password = true")
    session.close()


def _act(session: Session, function: str, **arguments: Any) -> Any:
    return session.write(lambda connection: connection.execute(sa.select(call(function, **arguments))).scalar_one())


@dataclass
class Record:
    """One test's database. `dsn` is the superuser's; `staff` gives the id behind each login of the pool."""

    server: RunningServer
    database: str
    password: str = PASSWORD
    staff: dict[str, UUID] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)

    @property
    def dsn(self) -> str:
        """The superuser's way in."""
        return self.server.dsn(self.database)

    @property
    def address(self) -> ServerAddress:
        """Where people sign in."""
        return ServerAddress(self.server.host, str(self.server.port), self.database)

    @property
    def roles(self) -> Roles:
        """The roles of the deployment."""
        return Roles.with_prefix(PREFIX)

    def session(self, login: str) -> Session:
        """A signed-in session of one of the pool; closed when the test ends."""
        session = Session.connect(self.address, login, self.password)
        self.sessions.append(session)
        return session

    @contextmanager
    def psql(self, login: str, **options: Any) -> Iterator[psycopg.Connection]:
        """What a signed-in person gets who connects with any client but ours."""
        options = {"autocommit": True, **options}
        with psycopg.connect(
            host=self.server.host, port=self.server.port, dbname=self.database, user=login, password=self.password,
            **options,
        ) as connection:  # fmt: skip
            yield connection

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        """The superuser's connection, for arranging and for looking behind the wall."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            yield connection

    def act(self, login: str, function: str, **arguments: Any) -> Any:
        """Calls one `api` function as this person, in its own transaction, and gives its single value."""
        session = self.session(login)
        try:
            return _act(session, function, **arguments)
        finally:
            session.close()

    def new_child(
        self, given: str = "Amira", family: str = "Kaya", team: str = "North", born: date | None = None
    ) -> UUID:
        """Opens a file for a child by that team's manager."""
        manager = self.session("tl_manager_a" if team == "North" else "tl_manager_b")
        child = uuid4()
        add_child(manager, AddChild(child, given, family, team, born or date(2019, 5, 2), "F"))
        manager.close()
        return child

    def allocate(self, child: UUID, login: str) -> None:
        """Allocates the child to this person: proposed, talked about, accepted. Beside a worker it is a second one."""
        team, held = self._held(child)
        part, discussion, talk = "second_worker" if held else "allocated_worker", uuid4(), uuid4()
        line = {"child_id": str(child), "urgent": "see the child", "agreed_first": "visit this week",
                "agreed_by": date.today().isoformat()}  # fmt: skip
        with self.psql("tl_manager_a" if team == "North" else "tl_manager_b") as connection:
            connection.execute(
                "select api.propose_allocation(%s, %s, %s, 'knows the family', %s)",
                [discussion, self.staff[login], part, Jsonb([line])],
            )
            connection.execute(
                "select api.record_talk(%s, %s, current_date, 'manager and worker', 'has room', %s)",
                [talk, discussion, Jsonb([line])],
            )
        with self.psql(login) as connection:
            connection.execute("select api.accept_allocation(%s, %s)", [discussion, talk])

    def seal(self, by: str, child: UUID, *members: str, why: str = "adoption") -> None:
        """Seals a file for this manager and these members at once, as if two managers had settled it."""
        with self.superuser() as connection:
            connection.execute(
                "select wall.seal_now(s, s.staff_id, %s, %s::uuid[], %s) from core.staff s where s.login = %s",
                [child, [self.staff[member] for member in members if member != by], why, by],
            )

    def _held(self, child: UUID) -> tuple[str, bool]:
        """The team of a child's file, and whether the child has a worker."""
        with self.superuser() as connection:
            row = connection.execute(
                "select t.name, exists (select from core.allocation a where a.child_id = f.child_id"
                " and a.part = 'allocated_worker' and (a.to_at is null or a.to_at > clock_timestamp()))"
                " from core.file f join core.team t using (team_id) where f.child_id = %s", [child],
            ).fetchone()  # fmt: skip
        return (str(row[0]), bool(row[1])) if row else ("", False)

    def opened(self, login: str, child: UUID, **wish: Any) -> Session:
        """A session in which this child's file is open."""
        session = self.session(login)
        open_file(session, OpenFile(child, **wish))
        return session

    def write_entry(self, session: Session, child: UUID, headline: str = "Visited at home", **fields: Any) -> UUID:
        """Records an entry and gives its id. `on` is the date in words; other fields are EntryContent's."""
        entry = uuid4()
        record_entry(session, RecordEntry(uuid4(), entry, child, content(child, headline, **fields)))
        return entry


def content(child: UUID, headline: str = "Visited at home", on: str = "3 March 2026", **fields: Any) -> EntryContent:
    """An entry's content with the necessary things filled in."""
    plain = EntryContent(
        occurred=parse_partial_date(on, today=TODAY),
        kind="visit",
        headline=headline,
        source=Source(HowKnown.SEEN_OR_HEARD),
        children=(ChildPart(child),),
    )
    return replace(plain, **fields)


_numbers = itertools.count(1)


@contextmanager
def cloned(server: RunningServer) -> Iterator[Record]:
    """A fresh copy of the template, gone afterwards."""
    name = f"tl_record_{next(_numbers)}"
    quoted = sql.Identifier(name)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(quoted, sql.Identifier(TEMPLATE))
        )
    record = Record(server, name)
    try:
        with record.superuser() as connection:
            grant_database(connection, record.roles)
            found = connection.execute("select login, staff_id from core.staff").fetchall()
            record.staff = {str(login): staff_id for login, staff_id in found}
        yield record
    finally:
        for session in record.sessions:
            session.close()
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(quoted))


@dataclass(frozen=True, slots=True)
class Fresh:
    """A deployment with nothing in it, and its roles."""

    dsn: str
    roles: Roles


@contextmanager
def deployed_fresh(server: RunningServer) -> Iterator[Fresh]:
    """A fresh deployment under a prefix of its own, gone afterwards with the logins that were made in it."""
    name = sql.Identifier(f"tl_fresh_{next(_numbers)}")
    dsn = server.dsn(name.as_string().strip('"'))
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        before = {name for (name,) in connection.execute("select rolname from pg_roles")}
        fresh = deploy(dsn, prefix="fresh", authority="")
        try:
            yield Fresh(dsn, fresh.roles)
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))
            made = connection.execute("select rolname from pg_roles where rolname !~ '^(fresh|grp)_' and rolcanlogin")
            for (login,) in made.fetchall():
                if login not in before and login not in POOL and login != "tl_administrator":
                    connection.execute(sql.SQL("drop role {}").format(sql.Identifier(login)))
