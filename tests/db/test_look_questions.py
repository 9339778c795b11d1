"""The server's questions about looks against the same rules reckoned in plain Python, over invented histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.db.look_reckoning import LONDON, Asked, Child, Looked, Person, reckon
from tests.record import Record

LOGINS = ("tl_practitioner_a", "tl_practitioner_c", "tl_duty_a", "tl_front_door", "tl_manager_a", "tl_auditor")
FAMILIES = ("A", "Duty A", "C", "Zöe-Ann B", "Kaya", "Ä")
"""Family names; the staff of the pool are called Practitioner A, Front Door, Manager A …"""
LIVES = (
    ("12", "LS6 2AB"),
    ("12", "LS6 2AB"),
    ("Flat 2, 7", "LS6 2AB"),
    ("Rose-Cottage", "LS7 1CD"),
    ("12", "LS6 2AB"),
    ("", ""),
)
"""Where those of LOGINS live, by house and postcode."""
HOMES = (
    ("12 Mill Lane, Leeds", "ls62ab", "12", "LS6 2AB"),
    ("FLAT 2\n7, Mill Lane", "LS6 2AB", "Flat 2, 7", "LS6 2AB"),
    ("Rose Cottage, Church Row", "LS7 1CD", "Rose-Cottage", "LS7 1CD"),
    ("112 Mill Lane", "LS6 2AB", "112", "LS6 2AB"),
    ("7 Mill Lane", "LS6 2AB", "7", "LS6 2AB"),
    ("12 Church Row", "LS7 1CD", "12", "LS7 1CD"),
)
"""Addresses as they are recorded, and the house and postcode that each is."""
QUESTIONS = {"own_name", "own_address", "not_theirs", "many_files"}
flag = st.booleans()


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives: which of HOMES, the days since they left or None, and who of LOGINS recorded it.

    `corrected`: it was another address after all; `kept_back`: it is also kept as confidential.
    """

    which: int
    left: int | None
    by: int
    corrected: bool
    kept_back: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A child to be put there, and somebody tied to it; who held the case and who wrote, by their places in LOGINS."""

    team: str
    sealed: bool
    family: str
    other: str
    other_sealed: bool
    other_kind: str
    corrected: bool
    held: frozenset[int]
    written: frozenset[int]
    home: Home
    other_home: Home


seldom = st.integers(0, 3).map(lambda number: number == 0)
home = st.builds(
    Home,
    st.sampled_from((0, 0, 1, 2, 3, 4, 5, 5)),
    st.none() | st.integers(0, 30),
    st.sampled_from((0, 4)),
    seldom,
    seldom,
)
made = st.builds(
    Made,
    st.sampled_from(("North", "North", "South")),
    st.integers(0, 4).map(lambda number: number == 0),
    st.sampled_from(FAMILIES),
    st.sampled_from(FAMILIES),
    st.integers(0, 3).map(lambda number: number == 0),
    st.sampled_from(("mother", "sister", "teacher")),
    st.integers(0, 3).map(lambda number: number == 0),
    st.frozensets(st.integers(0, 3), max_size=1),
    st.frozensets(st.integers(0, 3), max_size=1),
    home,
    home,
)
looks = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 5),
        st.sampled_from(("team", "team", "front_door", "allocated", "break_glass")),
        st.one_of(st.integers(1, 150), st.integers(1, 60 * 24 * 30)),
    ),
    min_size=12,
    max_size=60,
)
rules = st.fixed_dictionaries(
    {
        "own_name": st.tuples(st.integers(1, 2), st.integers(1, 4)),
        "own_address": st.tuples(st.integers(1, 2), st.integers(1, 4)),
        "not_theirs": st.tuples(st.integers(1, 3), st.integers(1, 4)),
        "many_files": st.tuples(st.integers(2, 4), st.integers(1, 4)),
    }
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A connection behind the wall, in which each trial is undone again."""

    connection: psycopg.Connection
    staff: tuple[Person, ...]
    teams: dict[str, UUID]


@pytest.fixture(scope="module")
def bench(shared_record: Record) -> Iterator[Bench]:
    """As the superuser, without the keys between tables: only what the rules read is put there."""
    with psycopg.connect(shared_record.dsn) as connection:
        connection.execute("set session_replication_role = replica")
        teams = {str(name): team for team, name in connection.execute("select team_id, name from core.team").fetchall()}
        found = connection.execute(
            "select s.login, s.staff_id, lower(s.name), s.role, coalesce(t.name, '') from core.staff s"
            " left join core.team t using (team_id)"
        ).fetchall()
        lives = dict(zip(LOGINS, LIVES, strict=True))
        people = {
            login: Person(staff_id, name, role, team, lives[login])
            for login, staff_id, name, role, team in found
            if login in lives
        }
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into core.staff_address (staff_id, house, postcode) values (%s, %s, %s)",
                [(one.staff_id, *one.lives) for one in people.values() if one.lives[0]],
            )
        connection.commit()
        yield Bench(connection, tuple(people[login] for login in LOGINS), teams)


def test_the_server_asks_what_the_rules_say(bench: Bench) -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(made, min_size=6, max_size=6), looks, rules, flag)
    def compare(
        children: list[Made],
        looked: list[tuple[int, int, str, int]],
        thresholds: dict[str, tuple[int, int]],
        audits: bool,
    ) -> None:
        reader = bench.staff[5 if audits else 4]
        try:
            row = bench.connection.execute("select clock_timestamp()").fetchone()
            assert row
            now: datetime = row[0]
            _set_rules(bench, thresholds)
            put = [_put(bench, number, child, now) for number, child in enumerate(children)]
            told = [
                _look(bench, bench.staff[who], put[which], basis, now - timedelta(minutes=minutes))
                for who, which, basis, minutes in looked
            ]
            found = _asked(bench, reader)
        finally:
            bench.connection.rollback()
        wanted = set(reckon(told, reader, thresholds, now))
        assert found == wanted
        met.update(one.question for one in found)

    compare()
    print(met)
    assert set(met) == QUESTIONS


def _set_rules(bench: Bench, thresholds: dict[str, tuple[int, int]]) -> None:
    with bench.connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.look_threshold (question, version, times, weeks) values (%s, 2, %s, %s)",
            [(question, *values) for question, values in thresholds.items()],
        )


def _put(bench: Bench, number: int, child: Made, now: datetime) -> Child:
    """Puts a child, and somebody around it, behind the wall."""
    connection, staff = bench.connection, bench.staff
    child_id, other, tie = uuid4(), uuid4(), uuid4()
    for person in (child_id, other):
        connection.execute(
            "insert into core.person (person_id, recorded_by) values (%s, %s)", [person, staff[4].staff_id]
        )
    for person, file_of, sealed in ((child_id, child.team, child.sealed), (other, "South", child.other_sealed)):
        connection.execute(
            "insert into core.file (child_id, reference, team_id, opened_on, sealed) values (%s, %s, %s, now(), %s)",
            [person, f"trial-{number}-{person}", bench.teams[file_of], sealed],
        )
    for person, family in ((child_id, child.family), (other, child.other)):
        connection.execute("select wall.add_name(%s, 'legal', 'Kim', %s, %s)", [person, family, staff[4].staff_id])
    connection.execute(
        "insert into core.relationship (relationship_id, person_id, other_id, kind, recorded_by)"
        " values (%s, %s, %s, %s, %s)", [tie, other, child_id, child.other_kind, staff[4].staff_id],
    )  # fmt: skip
    if child.corrected:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, replaces, recorded_by)"
            " values (%s, %s, 'teacher', %s, %s)", [other, child_id, tie, staff[4].staff_id],
        )  # fmt: skip
    for who in child.held:
        connection.execute(
            "insert into core.allocation (allocation_id, child_id, staff_id, emergency_until, from_at, to_at,"
            " recorded_by) values (%s, %s, %s, now(), now() - interval '1 hour', now(), %s)",
            [uuid4(), child_id, staff[who].staff_id, staff[4].staff_id],
        )
    for who in child.written:
        _write(connection, child_id, staff[who].staff_id)
    homes = [list(_live(bench, who, at, now)) for who, at in ((child_id, child.home), (other, child.other_home))]
    tied = not child.other_sealed and not child.corrected and child.other_kind != "teacher"
    families = (child.family, *((child.other,) if tied else ()))
    return Child(
        child_id, child.team, child.sealed, frozenset(map(_folded, families)),
        frozenset(staff[who].staff_id for who in child.held), frozenset(staff[who].staff_id for who in child.written),
        frozenset(homes[0] + (homes[1] if tied else [])),
    )  # fmt: skip


def _live(bench: Bench, who: UUID, at: Home, now: datetime) -> Iterator[tuple[str, str, date | None, UUID]]:
    """Records where somebody lives; says it as the rules read it."""
    connection, by = bench.connection, bench.staff[at.by].staff_id
    lines, written, house, postcode = HOMES[at.which]
    until = None if at.left is None else (now - timedelta(days=at.left)).astimezone(LONDON).date()
    row, address = uuid4(), uuid4()
    connection.execute(
        "insert into core.address (address_id, lines, postcode, recorded_by) values (%s, %s, %s, %s)",
        [address, lines, written, by],
    )
    connection.execute(
        "insert into core.residence (residence_id, person_id, address_id, to_on, recorded_by)"
        " values (%s, %s, %s, %s, %s)", [row, who, address, until, by],
    )  # fmt: skip
    if at.corrected:
        connection.execute(
            "insert into core.residence (person_id, address_id, replaces, recorded_by) values (%s, %s, %s, %s)",
            [who, uuid4(), row, by],
        )
    if at.kept_back:
        connection.execute(
            "insert into core.confidential_detail (confidential_detail_id, person_id, kind, value, postcode, why,"
            " recorded_by) values (%s, %s, 'address', %s, %s, 'fled', %s)", [uuid4(), who, lines, written, by],
        )  # fmt: skip
    if not at.corrected and not at.kept_back:
        yield house, postcode, until, by


def _folded(family: str) -> str:
    return family.lower().replace("ö", "o").replace("ä", "a").replace("-", " ")


def _write(connection: psycopg.Connection, child_id: UUID, staff_id: UUID) -> None:
    entry = uuid4()
    connection.execute(
        "insert into core.entry_child (entry_id, child_id, number) values (%s, %s, 1)", [entry, child_id]
    )
    connection.execute(
        "insert into core.entry_version (entry_id, version, author_id, op_id, kind, headline, occurred_earliest,"
        " occurred_latest, occurred_precision, source_how, sha256)"
        " values (%s, 1, %s, %s, 'visit', 'told', now(), now(), 'day', 'told', '')",
        [entry, staff_id, uuid4()],
    )


def _look(bench: Bench, by: Person, child: Child, basis: str, at: datetime) -> Looked:
    row = bench.connection.execute(
        "insert into core.ticket (staff_id, child_id, basis, opened_at, expires_at) values (%s, %s, %s, %s, %s)"
        " returning ticket_id", [by.staff_id, child.child_id, basis, at, at],
    ).fetchone()  # fmt: skip
    assert row
    return Looked(row[0], by, child, basis, at)


def _asked(bench: Bench, reader: Person) -> set[Asked]:
    """What the server asks, told to this reader."""
    rows = bench.connection.execute(
        "select q.question, q.staff_id, q.child_id, q.times, q.about from core.staff s,"
        " lateral wall.look_questions(s) q where s.staff_id = %s", [reader.staff_id],
    ).fetchall()  # fmt: skip
    found = {Asked(*row) for row in rows}
    assert len(found) == len(rows)
    return found
