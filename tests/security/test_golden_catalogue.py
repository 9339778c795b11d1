"""The rights on the record are exactly those that somebody approved: attacks once missed an extra grant."""

from __future__ import annotations

import psycopg

from db.server.launcher import RunningServer
from tests.record import Record
from tests.security.catalogue import catalogue, difference, golden


def test_the_rights_are_those_that_were_approved(server: RunningServer, template: str) -> None:
    with psycopg.connect(server.dsn(template)) as connection:
        found = difference(golden(), catalogue(connection))
    assert not found, f"rights changed; read this, then run python -m tests.security.catalogue\n{found}"


def test_a_clone_lacks_the_settings_of_its_database_and_nothing_else(record: Record) -> None:
    with record.superuser() as connection:
        assert difference(golden(clone=True), catalogue(connection)) == ""


def test_a_difference_reads_as_lines_gone_and_lines_come() -> None:
    assert difference(["a", "b"], ["a", "c"]) == "-b\n+c"
    assert difference(["a"], ["a"]) == ""
