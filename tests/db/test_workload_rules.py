"""What somebody holds and weighs: the one function of the server against the same sentences in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.db.workload_reckoning import Held, Known, Reckoned, by_month, reckon
from tests.record import Record

TODAY = date.today()
PARTS = ("allocated_worker", "court_adviser", "second_worker", "cover")
MEASURES = (
    *("in_proceedings", "child_protection", "looked_after", "child_in_need", "other_work", "second_worker", "cover"),
)


@st.composite
def spans(draw: st.DrawFn) -> Held:
    begins = TODAY - timedelta(days=draw(st.integers(-3, 500)))
    lasts = draw(st.none() | st.integers(1, 300))
    at = datetime.combine(begins, time(9, 30), UTC)
    return Held(draw(st.sampled_from(PARTS)), at, at + timedelta(days=lasts) if lasts else None)


@st.composite
def periods(draw: st.DrawFn) -> tuple[str, str, date | None, date | None]:
    kind, code = draw(
        st.sampled_from(
            [("plan", "cin"), ("plan", "cp"), ("plan", "care"), ("legal_status", "ico"), ("legal_status", "so"),
             ("placement", "foster")]
        )
    )  # fmt: skip
    begins = draw(st.none() | st.integers(-2, 60).map(lambda days: TODAY - timedelta(days=days)))
    return kind, code, begins, draw(st.none() | st.integers(-2, 5).map(lambda days: TODAY - timedelta(days=days)))


flag = st.booleans()
rarely = st.sampled_from([False, False, False, False, True])
known = st.builds(
    Known,
    st.lists(spans(), max_size=3).map(tuple),
    st.lists(periods(), max_size=3).map(tuple),
    st.lists(st.tuples(st.none() | st.just(TODAY), rarely), max_size=2).map(tuple),
    rarely,
    rarely,
)
weights = st.fixed_dictionaries({measure: st.integers(0, 30).map(lambda tenths: tenths / 10) for measure in MEASURES})


@dataclass(frozen=True, slots=True)
class Bench:
    """A connection behind the wall, in which each trial is undone again."""

    connection: psycopg.Connection
    staff: UUID
    team: UUID


@pytest.fixture(scope="module")
def bench(shared_record: Record) -> Iterator[Bench]:
    """As the superuser, without the keys between tables: only what the reckoning reads is put there."""
    with psycopg.connect(shared_record.dsn) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set timezone = 'UTC'")
        team = connection.execute("select team_id from core.team where name = 'North'").fetchone()
        connection.commit()
        assert team
        yield Bench(connection, shared_record.staff["tl_practitioner_a"], team[0])


def test_the_server_reckons_what_the_sentences_say(bench: Bench) -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(known, min_size=8, max_size=16), weights, st.sampled_from(PARTS), st.sets(st.integers(0, 7)))
    def compare(children: list[Known], team: dict[str, float], part: str, more: set[int]) -> None:
        also = {place: part for place in more if not children[place].disposed}
        now = datetime.now(UTC)
        try:
            _set_weights(bench, team)
            ids = [_put(bench, child) for child in children]
            holds, would = _asked(bench, [], part), _asked(bench, [ids[place] for place in also], part)
            months = bench.connection.execute("select wall.held_by_month(%s)", [[bench.staff]]).fetchone()
        finally:
            bench.connection.rollback()
        assert holds == _rounded(reckon(children, team, now, {})), children
        assert would == _rounded(reckon(children, team, now, also)), children
        assert months
        told = [(date.fromisoformat(one["day"]), one["children"]) for one in months[0]]
        assert told == by_month(children, now), children
        met.update(measure for _, measure in would.counted)

    compare()
    assert set(met) == set(MEASURES)


def _rounded(found: Reckoned) -> Reckoned:
    return Reckoned(
        found.children, found.in_proceedings, found.other_parts, round(found.weight, 1), dict(found.counted)
    )


def _set_weights(bench: Bench, team: dict[str, float]) -> None:
    with bench.connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.team_weight (team_id, measure, version, weight, changed_by) values (%s, %s, %s, %s, %s)",
            [(bench.team, measure, version, weight, bench.staff)
             for measure, last in team.items() for version, weight in ((1, 7), (2, last))],
        )  # fmt: skip


def _put(bench: Bench, child: Known) -> UUID:
    child_id, cursor = uuid4(), bench.connection.cursor()
    cursor.execute(
        "insert into core.file (child_id, reference, team_id, sealed, state, opened_on)"
        " values (%s, %s, %s, %s, %s, current_date)",
        [child_id, str(child_id), bench.team, child.sealed, "disposed" if child.disposed else "open"],
    )
    cursor.executemany(
        "insert into core.allocation (allocation_id, child_id, staff_id, part, emergency_until, from_at, to_at,"
        " recorded_by) values (%s, %s, %s, %s, now(), %s, %s, %s)",
        [(uuid4(), child_id, bench.staff, one.part, one.from_at, one.to_at, bench.staff) for one in child.held],
    )
    cursor.executemany(
        "insert into core.period (period_id, child_id, kind, code, begins_earliest, ends_earliest, recorded_by)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        [(uuid4(), child_id, *one, bench.staff) for one in child.periods],
    )
    for ended, mistaken in child.cases:
        case = uuid4()
        cursor.execute(
            "insert into core.proceedings_version (proceedings_id, ended_on, mistaken, recorded_by)"
            " values (%s, %s, %s, %s)",
            [case, ended, mistaken, bench.staff],
        )
        cursor.execute(
            "insert into core.proceedings_child (proceedings_id, version, child_id) values (%s, 1, %s)",
            [case, child_id],
        )
    return child_id


def _asked(bench: Bench, also: list[UUID], part: str) -> Reckoned:
    row = bench.connection.execute(
        "select children, in_proceedings, other_parts, weight, counted from wall.holdings(%s, %s, %s)",
        [bench.staff, also, part],
    ).fetchone()
    assert row
    children, court, other, weight, counted = row
    held = {one["measure"]: one for one in counted}
    assert len(held) == len(counted)
    as_told = {(measure not in ("second_worker", "cover"), measure): one["children"] for measure, one in held.items()}
    return Reckoned(children, court, other, round(float(weight), 1), as_told)
