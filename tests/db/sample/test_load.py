"""Loading the sample and the bench set into a real server: all of it or nothing, and only into a fresh record."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from db.errors import Refused
from db.queries.files import my_children
from db.sample.bench_set import RARE_WORD, load_bench
from db.sample.load import load_sample
from db.server.deploy import deployed_roles
from db.server.embedded import DATABASE, OpenedRecord
from db.session import Session
from tests.db.sample.made import TODAY, authority
from tests.record import Fresh


def listed(sample: OpenedRecord) -> list[dict[str, str]]:
    """The sample's people, as their private file lists them now."""
    people: list[dict[str, str]] = json.loads(sample.people_file.read_text(encoding="utf-8"))
    return people


def one(connection: psycopg.Connection, query: str) -> Any:
    """The single value of a query."""
    row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def test_the_sample_loads_once_and_everything_is_projected(sample: OpenedRecord) -> None:
    people = listed(sample)
    assert len({person["login"] for person in people}) == len({person["password"] for person in people}) == 25
    dsn = sample.running.dsn(DATABASE)
    with psycopg.connect(dsn) as connection:
        assert one(connection, "select count(*) from core.file") == 400
        lines = one(connection, "select count(*) from core.chronology")
        assert lines == one(connection, "select count(*) from core.entry_child")
        assert one(connection, "select count(*) from core.search_part") >= lines
        assert one(connection, "select count(*) from core.person_name where given_sort = '' and given <> ''") == 0
        assert one(connection, "select bool_and(last_number = n) from core.file join (select child_id, count(*) n"
                               " from core.entry_child group by 1) x using (child_id)")  # fmt: skip
        assert one(connection, "select count(*) from pg_indexes where indexname = 'ix_search_part_words'") == 1
        roles = deployed_roles(connection)
    with pytest.raises(Refused):
        load_sample(dsn, roles, today=TODAY)


def test_a_sample_person_signs_in_and_has_children(sample: OpenedRecord) -> None:
    worker = next(person for person in listed(sample) if person["name"] == "Nadia Rashid")
    session = Session.connect(sample.address, worker["login"], worker["password"])
    assert len(my_children(session)) > 5
    session.close()


def test_a_load_that_breaks_leaves_nothing_behind(fresh_database: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.sample.load.make_authority", lambda *_: authority())
    with psycopg.connect(fresh_database.dsn, autocommit=True) as connection:
        connection.execute("alter table core.entry_version add constraint broken check (kind <> 'visit') not valid")
        with pytest.raises(psycopg.errors.CheckViolation):
            load_sample(fresh_database.dsn, fresh_database.roles, today=TODAY)
        assert one(connection, "select count(*) from core.staff") == 0
        assert one(connection, "select count(*) from core.person") == 0


def test_the_bench_set_has_a_long_file_a_short_one_and_a_rare_word(fresh_database: Fresh) -> None:
    made = load_bench(fresh_database.dsn, fresh_database.roles, entries=2_000, small=100, elsewhere=1_000)
    with psycopg.connect(fresh_database.dsn) as connection:
        assert one(connection, f"select count(*) from core.chronology where child_id = '{made.large_child}'") == 2_000
        assert one(connection, f"select count(*) from core.chronology where child_id = '{made.small_child}'") == 100
        assert one(connection, f"select count(*) from core.search_part where tsv @@ '{RARE_WORD}'::tsquery") == 1
