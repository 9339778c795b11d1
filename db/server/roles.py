"""The roles of a deployment: who owns the tables, who owns the functions, and the groups that people belong to.

Roles are cluster-wide, so each deployment has a prefix, kept in its settings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from psycopg import Connection, sql

from db.errors import Refused

GROUPS = ("practitioner", "court_adviser", "manager", "support", "administrator", "auditor")


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a deployment's roles."""

    owner: str
    api_owner: str
    role_admin: str
    people: str
    practitioner: str
    court_adviser: str
    manager: str
    support: str
    administrator: str
    auditor: str

    @classmethod
    def with_prefix(cls, prefix: str) -> Roles:
        """The roles under a prefix of small letters, digits and underscores; else Refused."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,20}", prefix):
            raise Refused("A role prefix has 1 to 21 small letters, digits and underscores and begins with a letter.")
        return cls(**{field.name: f"{prefix}_{field.name}" for field in fields(cls)})

    def fill(self, text: str) -> str:
        """SQL with `:"role"` and `:'role'`, as psql writes variables, replaced by quoted names."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}

        def quoted(match: re.Match[str]) -> str:
            mark, name = match.groups()
            return f"{mark}{known[name]}{mark}"

        return re.sub(r""":(["'])(\w+)\1""", quoted, text)


def make_roles(connection: Connection, roles: Roles) -> None:
    """Creates what is missing and sets memberships; works for a superuser and for a mere CREATEROLE administrator."""
    for field in fields(roles):
        name = getattr(roles, field.name)
        standing = connection.execute("select rolcanlogin from pg_roles where rolname = %s", [name]).fetchone()
        if standing == (True,):
            raise Refused(f"There is a login called {name}, which would own this record. Choose another prefix.")
        if standing is None:
            option = sql.SQL("createrole") if name == roles.role_admin else sql.SQL("")
            connection.execute(sql.SQL("create role {} nologin {}").format(sql.Identifier(name), option))
    for group in GROUPS:
        _grant(connection, roles.people, getattr(roles, group), "inherit true, set false")
        _grant(connection, getattr(roles, group), roles.role_admin, "admin true, inherit false, set false")
    is_superuser = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (
        True,
    )
    if not is_superuser:
        (me,) = connection.execute("select current_user").fetchone() or ("",)
        for role in (roles.owner, roles.api_owner, roles.role_admin):
            _grant(connection, role, me, "inherit true, set true")
    for role in (roles.api_owner, roles.role_admin, roles.owner):
        connection.execute(
            sql.SQL("alter default privileges for role {} revoke execute on functions from public").format(
                sql.Identifier(role)
            )
        )
        connection.execute(
            sql.SQL("alter default privileges for role {} revoke usage on types from public").format(
                sql.Identifier(role)
            )
        )


def _grant(connection: Connection, role: str, member: str, options: str) -> None:
    connection.execute(
        sql.SQL("grant {} to {} with ").format(sql.Identifier(role), sql.Identifier(member)) + sql.SQL(options)
    )
