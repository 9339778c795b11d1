"""Loads the sample authority into a fresh deployment: all of it in one transaction, or nothing.

The record is the same for the same seed and day; the passwords are new for each installation.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from psycopg import Cursor

from db.sample.authority import FIRST_NUMBER, Authority, make_authority
from db.sample.copying import (
    Progress,
    SampleRoles,
    acting_as,
    add_login,
    add_looks_on_record,
    add_names,
    analyze,
    connect,
    copy_rows,
    project_all,
    refuse_unless_fresh,
    taken_logins,
)
from db.sample.rows import ORDER, Entry, File, Name, Staff, Ticket


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One of the sample's people, as the sign-in page offers them."""

    name: str
    role: str
    login: str
    password: str
    job_title: str


def load_sample(
    dsn: str, roles: SampleRoles, *, seed: int = 2026, today: date, progress: Progress | None = None
) -> tuple[SamplePerson, ...]:
    """Fills the deployment in the DSN's database, as an administrator who may set the owners' roles.

    Answers with the people and their new passwords. Refused on anything but a fresh database.
    """
    with connect(dsn) as connection, connection.transaction(), connection.cursor() as cursor:
        refuse_unless_fresh(cursor)
        authority = make_authority(seed, today, progress)
        people = _free_logins(authority, taken_logins(cursor))
        with acting_as(cursor, roles.role_admin):
            for person in people:
                add_login(cursor, person.login, person.password, person.role)
        _copy(cursor, authority, roles)
        project_all(cursor, roles, [entry.entry_id for entry in authority.rows.of(Entry)], progress)
        with acting_as(cursor, roles.api_owner):
            add_looks_on_record(cursor)
            cursor.execute("select wall.log('load_sample')")
    analyze(dsn)
    return people


def _copy(cursor: Cursor, authority: Authority, roles: SampleRoles) -> None:
    rows = authority.rows
    for kind in ORDER:
        if kind is Name:
            with acting_as(cursor, roles.api_owner):
                add_names(cursor, rows.of(Name))
        else:
            with acting_as(cursor, roles.owner):
                copy_rows(cursor, kind, rows.of(kind))
    last = FIRST_NUMBER + len(rows.of(File)) - 1
    settings: Mapping[str, str] = {"authority": authority.name, "sample": "yes"}
    with acting_as(cursor, roles.owner):
        cursor.execute("select setval('core.file_number', %s)", [last])
        cursor.execute("select setval(pg_get_serial_sequence('core.ticket', 'ticket_id'), %s)", [len(rows.of(Ticket))])
        for key, value in settings.items():
            cursor.execute(
                "insert into core.setting (key, value) values (%s, %s)"
                " on conflict (key) do update set value = excluded.value",
                [key, value],
            )


def _free_logins(authority: Authority, taken: frozenset[str]) -> tuple[SamplePerson, ...]:
    """Each person's login and a new password; a login in use elsewhere on the server moves on to the next number."""
    used = set(taken)
    people = []
    for row in authority.rows.of(Staff):
        while row.login in used:
            row.login = f"u{1000 + (int(row.login[1:]) - 999) % 9000}"
        used.add(row.login)
        people.append(SamplePerson(row.name, row.role, row.login, secrets.token_urlsafe(12), row.job_title))
    return tuple(people)
