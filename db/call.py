"""Calls of the server's functions with named arguments, so that a call reads like the function it calls."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal


class Named(ColumnElement[Any]):
    """`name => value` in a function call. Only names of our own functions' parameters are ever given."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 (SQLAlchemy's own declaration: what tells two calls apart in its cache)
        ("name", InternalTraversal.dp_string),
        ("value", InternalTraversal.dp_clauseelement),
        ("type", InternalTraversal.dp_type),
    ]

    def __init__(self, name: str, value: ColumnElement[Any]) -> None:
        self.name = name
        self.value = value
        self.type = value.type


@compiles(Named)
def _render(element: Named, compiler: SQLCompiler, **options: Any) -> str:
    return f"{element.name} => {compiler.process(element.value, **options)}"


def call(function: str, **arguments: Any) -> sa.sql.functions.Function[Any]:
    """`api.<function>(p_<argument> => …)`; the arguments' types follow from the Python values."""
    named = [
        Named(f"p_{name}", value if isinstance(value, ColumnElement) else sa.literal(value))
        for name, value in arguments.items()
        if value is not None
    ]
    return getattr(sa.func.api, function)(*named)  # type: ignore[no-any-return]


def rows(function: sa.sql.functions.Function[Any]) -> sa.Select[Any]:
    """`select * from function(…)`."""
    return sa.select(sa.text("*")).select_from(function.table_valued())


def day_or_null(day: date | None) -> Any:
    """A day, or a null of its type for a parameter that has no default."""
    return sa.cast(sa.null(), sa.Date) if day is None else day


def id_or_null(value: UUID | None) -> Any:
    """An id, or a null of its type."""
    return sa.cast(sa.null(), sa.Uuid()) if value is None else value


def text_or_null(value: str | None) -> Any:
    """A text, or a null of its type."""
    return sa.cast(sa.null(), sa.Text) if value is None else value
