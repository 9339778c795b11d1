"""Files by the thousand for the bench: copies of a few pattern files, made on the server.

Millions of entries sent and projected one by one would take hours; a copied row is the same row as a projected one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from psycopg import Cursor, sql

from db.sample.copying import Progress

_NEW = "md5({}::text || '/' || %(number)s)::uuid"
_CHILD, _ENTRY = _NEW.format("t.child_id"), _NEW.format("t.entry_id")
_OF_ENTRY = "exists (select from core.entry_child k where k.entry_id = t.entry_id and k.child_id = any (%(patterns)s))"
_OF_CHILD = "t.child_id = any (%(patterns)s)"
_OF_PERSON = "t.person_id = any (%(patterns)s)"
_TABLES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("person", _OF_PERSON, {"person_id": _NEW.format("t.person_id")}),
    (
        "person_name",
        _OF_PERSON,
        {"name_id": _NEW.format("t.name_id"), "person_id": _NEW.format("t.person_id")},
    ),
    ("file", _OF_CHILD, {"child_id": _CHILD, "reference": "t.reference || '-' || %(number)s"}),
    ("entry", _OF_ENTRY, {"entry_id": _ENTRY}),
    ("entry_version", _OF_ENTRY, {"entry_id": _ENTRY, "op_id": _NEW.format("t.op_id")}),
    ("entry_child", _OF_CHILD, {"entry_id": _ENTRY, "child_id": _CHILD}),
    ("entry_version_child", _OF_CHILD, {"entry_id": _ENTRY, "child_id": _CHILD}),
    ("chronology", _OF_CHILD, {"entry_id": _ENTRY, "child_id": _CHILD}),
    ("search_part", _OF_CHILD, {"entry_id": _ENTRY, "child_id": _CHILD}),
)
"""Each table, which of its rows belong to the patterns, and the columns that a copy has of its own."""


def multiply(cursor: Cursor, patterns: Sequence[UUID], times: int, progress: Progress | None = None) -> None:
    """Copies the pattern files so many times, with all that is in them; only a superuser may, since it skips checks."""
    cursor.execute("set local session_replication_role = replica")
    statements = [_statement(cursor, *table) for table in _TABLES]
    for number in range(1, times + 1):
        for statement in statements:
            cursor.execute(statement, {"number": str(number), "patterns": list(patterns)})
        if progress:
            progress(f"{number:,} of {times:,} rounds of {len(patterns)} files")
    cursor.execute("set local session_replication_role = origin")


def _statement(cursor: Cursor, table: str, which: str, own: Mapping[str, str]) -> bytes:
    columns = [
        str(name)
        for (name,) in cursor.execute(
            "select attname from pg_attribute where attrelid = to_regclass('core.' || quote_ident(%s)) and attnum > 0"
            " and not attisdropped and attgenerated = '' order by attnum",
            [table],
        ).fetchall()
    ]
    names = sql.SQL(", ").join(map(sql.Identifier, columns)).as_string(cursor)
    values = ", ".join(own.get(name, f"t.{name}") for name in columns)
    return f"insert into core.{table} ({names}) select {values} from core.{table} t where {which}".encode()  # noqa: S608 (our own tables' names)
