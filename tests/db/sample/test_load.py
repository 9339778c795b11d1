"""Loading the sample and the bench set into a real server: all of it or nothing, and only into a fresh record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import pytest

from db.errors import Refused
from db.sample.bench_set import RARE_WORD, load_bench
from db.sample.load import SamplePerson, load_sample
from db.server.launcher import RunningServer
from tests.record import Fresh, deployed_fresh

TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sample in a database of its own, and its people."""

    database: Fresh
    people: tuple[SamplePerson, ...]


@pytest.fixture(scope="module")
def loaded(server: RunningServer) -> Iterator[Loaded]:
    """The sample, loaded once for this module, since loading takes its time."""
    with deployed_fresh(server) as fresh:
        yield Loaded(fresh, load_sample(fresh.dsn, fresh.roles, today=TODAY))


def one(connection: psycopg.Connection, query: str) -> Any:
    """The single value of a query."""
    row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def test_the_sample_loads_once_and_everything_is_projected(loaded: Loaded) -> None:
    people = loaded.people
    assert len({person.login for person in people}) == len({person.password for person in people}) == 25
    with psycopg.connect(loaded.database.dsn) as connection:
        assert one(connection, "select count(*) from core.file") == 400
        assert one(connection, "select count(*) from core.chronology") == one(
            connection, "select count(*) from core.entry_child"
        )
        assert one(connection, "select count(*) from core.search_part") >= one(
            connection, "select count(*) from core.chronology"
        )
        assert one(connection, "select count(*) from core.person_name where given_sort = '' and given <> ''") == 0
        assert one(connection, "select bool_and(last_number = n) from core.file join (select child_id, count(*) n"
                               " from core.entry_child group by 1) x using (child_id)")  # fmt: skip
        assert one(connection, "select count(*) from pg_indexes where indexname = 'ix_search_part_words'") == 1
    with pytest.raises(Refused):
        load_sample(loaded.database.dsn, loaded.database.roles, today=TODAY)


def test_a_sample_person_signs_in_and_has_children(loaded: Loaded) -> None:
    people = loaded.people
    worker = next(person for person in people if person.name == "Nadia Rashid")
    dsn = psycopg.conninfo.make_conninfo(loaded.database.dsn, user=worker.login, password=worker.password)
    with psycopg.connect(dsn, autocommit=True) as connection:
        assert one(connection, "select count(*) from api.my_children()") > 5
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from core.entry_version")


def test_a_load_that_breaks_leaves_nothing_behind(fresh_database: Fresh) -> None:
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
