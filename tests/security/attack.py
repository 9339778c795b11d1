"""One attempt against the wall: who tries, what they send, and what would count as a gain.

Attempts are values in tables, so that one runner judges all of them by the same hard rule: a hidden word seen, a
statement accepted that must be refused, or something found changed behind the wall.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

import psycopg

from tests.security.stage import Stage, hidden_from


class Gain(Enum):
    """What counts as success beside seeing a hidden word, which always does."""

    PASSES = auto()
    """The last statement is accepted."""
    ROWS = auto()
    """The last statement answers with a row that holds anything."""
    WORDS = auto()
    """Only a hidden word counts: the statement itself is allowed."""


@dataclass(frozen=True, slots=True)
class Attack:
    """`sql` is sent statement by statement, on after errors too; `then` is a superuser's question after it: true is a
    gain. `before` is arranged by the superuser."""

    name: str
    who: str
    sql: tuple[str, ...]
    gain: Gain = Gain.PASSES
    then: str = ""
    before: str = ""


def attack(name: str, who: str, *sql: str, gain: Gain = Gain.PASSES, then: str = "", before: str = "") -> Attack:
    """An attack, its statements as plain arguments."""
    return Attack(name, who, sql, gain, then, before)


@dataclass
class _Haul:
    """Everything that came back."""

    texts: list[str] = field(default_factory=list)
    passed: bool = False
    rows: list[tuple[object, ...]] = field(default_factory=list)


def gained(stage: Stage, attempt: Attack) -> str:
    """Runs the attempt and says what it gained; empty is good."""
    if attempt.before:
        with stage.record.superuser() as connection:
            connection.execute(stage.fill(attempt.before).encode())
    haul = _Haul()
    connection = stage.connection(attempt.who)

    def heard(diagnosis: psycopg.errors.Diagnostic) -> None:
        haul.texts.append(_diagnosis(diagnosis))

    connection.add_notice_handler(heard)
    try:
        for statement in attempt.sql:
            _send(connection, stage.fill(statement), haul)
    finally:
        connection.remove_notice_handler(heard)
        _calm(stage, connection, attempt.who)
    return _judged(stage, attempt, haul)


def _judged(stage: Stage, attempt: Attack, haul: _Haul) -> str:
    everything = "".join(" ".join(haul.texts).split())  # printed plans break their lines anywhere, in numbers too
    for marker in hidden_from(attempt.who):
        if any(form in everything for form in _forms(marker)):
            return f"saw {marker}"
    if attempt.gain is Gain.PASSES and haul.passed:
        return "was accepted"
    if attempt.gain is Gain.ROWS and any(value is not None for row in haul.rows for value in row):
        return f"got {len(haul.rows)} rows"
    if attempt.then:
        with stage.record.superuser() as connection:
            if connection.execute(stage.fill(attempt.then).encode()).fetchone() == (True,):
                return "left a change behind"
    return ""


def _forms(marker: str) -> tuple[str, str, str]:
    """A word as text, in hexadecimal, and as the bytes of a printed plan."""
    return marker, marker.encode().hex(), "".join(map(str, marker.encode()))


def _send(connection: psycopg.Connection, statement: str, haul: _Haul) -> None:
    haul.passed, haul.rows = False, []
    try:
        cursor = connection.execute(statement.encode())
        while True:
            if cursor.description:
                haul.rows = cursor.fetchall()
                haul.texts.extend(_plain(value) for row in haul.rows for value in row)
            if not cursor.nextset():
                break
        haul.passed = True
    except psycopg.Error as error:
        haul.texts.extend([str(error), _diagnosis(error.diag)])
        # without SQLSTATE it is psycopg that gave up (COPY has begun, say), not the server that refused
        haul.passed = error.sqlstate is None and not connection.closed


def _plain(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def _diagnosis(diagnosis: psycopg.errors.Diagnostic) -> str:
    return "\n".join(
        str(part)
        for part in (diagnosis.message_primary, diagnosis.message_detail, diagnosis.message_hint, diagnosis.context)
        if part
    )


def _calm(stage: Stage, connection: psycopg.Connection, login: str) -> None:
    try:
        connection.execute("rollback")
        connection.execute("discard all")
    except psycopg.Error:
        connection.close()
        stage.connections.pop(login, None)
