"""The server's signals and statutory dates against the same rules reckoned in plain Python, over invented histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.domain.signals import RULES, SIGNALS
from tests.db.signal_reckoning import Fact, History, Reckoned, Told, reckon, statutory
from tests.record import Record

TODAY = date.today()
CODES = {
    "placement": ("foster", "kin", "home"),
    "school": ("",),
    "involvement": ("contact", "s47", "assessment"),
    "plan": ("cp", "cin"),
    "legal_status": ("s20", "ico", "so"),
}
ago = st.integers(-3, 75).map(lambda days: TODAY - timedelta(days=days))
long_ago = st.integers(0, 420).map(lambda days: TODAY - timedelta(days=days))
flag = st.booleans()
kinds = st.sampled_from(("visit", "visit", "call", "police", "police", "referral", "conference", "meeting"))
headlines = st.sampled_from(("Core group at the school", "After the core group", "told"))


@st.composite
def entries(draw: st.DrawFn) -> tuple[Told, ...]:
    """A few lines of a chronology."""
    made = draw(
        st.lists(
            st.tuples(
                ago, kinds, st.sampled_from((None, False, False, True)), flag, flag, st.integers(0, 4), headlines
            ),
            max_size=8,
        )
    )
    return tuple(
        Told(day, number, kind, seen, alone if seen else None, "I am fine" if speaks else "", legal == 0, headline)
        for number, (day, kind, seen, alone, speaks, legal, headline) in enumerate(made, 1)
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A child with a short history in which the borders of the rules are near."""
    told = draw(entries())
    return History(
        born=draw(st.none() | long_ago | st.sampled_from((TODAY.replace(year=TODAY.year - 2), date(2015, 5, 1)))),
        expected=draw(st.none() | st.sampled_from([TODAY + timedelta(days=days) for days in (30, -20, -21, -120)])),
        died=draw(st.integers(0, 9)) == 0,
        opened=draw(ago.filter(lambda day: day <= TODAY)),
        reads_advice=draw(flag),
        kept_back=draw(flag),
        told=told,
        facts=(*draw(st.lists(_facts(told), max_size=6)), *draw(st.just(()) | _following())),
        addresses=tuple(draw(st.lists(long_ago, max_size=2))),
        held=tuple(draw(st.lists(_holding(), max_size=2))),
    )


@st.composite
def _facts(draw: st.DrawFn, told: tuple[Told, ...]) -> Fact:
    if draw(st.integers(0, 3)) == 0:
        return Fact("planned", draw(st.sampled_from(("icpc", "rcpc", "core_group", "lac_review"))), planned=draw(ago))
    kind = draw(st.sampled_from(tuple(CODES)))
    begins = draw(long_ago)
    ends = draw(st.none() | st.integers(1, 120).map(lambda days: begins + timedelta(days=days)))
    return Fact(kind, draw(st.sampled_from(CODES[kind])), begins, ends, None, draw(st.sampled_from((None, *told))))


@st.composite
def _following(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Section 20, and an order that follows it on the same day, the next or a later one."""
    begins, days, gap = draw(ago), draw(st.integers(1, 20)), draw(st.integers(0, 2))
    ends = begins + timedelta(days=days)
    return Fact("legal_status", "s20", begins, ends), Fact("legal_status", "ico", ends + timedelta(days=gap))


@st.composite
def _holding(draw: st.DrawFn) -> tuple[date, date | None]:
    day = draw(long_ago)
    return day, draw(st.none() | st.just(min(day + timedelta(days=20), TODAY)))


thresholds = st.fixed_dictionaries(
    {
        "unallocated": st.tuples(st.just(0), st.integers(0, 3)),
        "newly_referred": st.tuples(st.just(0), st.integers(1, 4)),
        "not_seen": st.tuples(st.just(0), st.integers(1, 8)),
        "not_seen_alone": st.tuples(st.just(0), st.integers(1, 8)),
        "voice": st.tuples(st.just(0), st.integers(1, 8)),
        "missed": st.tuples(st.integers(1, 3), st.just(0)),
        "notifications": st.tuples(st.integers(1, 3), st.integers(1, 10)),
        "moves": st.tuples(st.integers(1, 3), st.integers(10, 52)),
        "schools": st.tuples(st.integers(1, 3), st.integers(10, 52)),
    }
)
units = st.tuples(st.integers(1, 20), st.sampled_from(("working days", "weeks", "months")))
steps = st.fixed_dictionaries(
    {
        "conference": st.fixed_dictionaries({1: units}),
        "assessment": st.fixed_dictionaries({1: units}),
        "review_conference": st.fixed_dictionaries({1: units, 2: units}),
        "core_group": st.fixed_dictionaries({1: units, 2: units}),
        "review": st.fixed_dictionaries({1: units, 2: units, 3: units}),
        "visit": st.fixed_dictionaries({1: units, 2: units}),
    }
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A connection behind the wall, in which each trial is undone again."""

    connection: psycopg.Connection
    staff: UUID
    team: UUID
    holidays: frozenset[date]


@pytest.fixture(scope="module")
def bench(shared_record: Record) -> Iterator[Bench]:
    """As the superuser, without the keys between tables: only what the rules read is put there."""
    with psycopg.connect(shared_record.dsn) as connection:
        connection.execute("set session_replication_role = replica")
        team = connection.execute("select team_id from core.team where name = 'North'").fetchone()
        days = connection.execute("select day from core.bank_holiday").fetchall()
        connection.commit()
        assert team
        yield Bench(connection, shared_record.staff["tl_manager_a"], team[0], frozenset(day for (day,) in days))


def test_the_server_tells_what_the_rules_say(bench: Bench) -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(histories(), min_size=10, max_size=20), thresholds, steps, flag)
    def compare(
        children: list[History],
        rules: dict[str, tuple[int, int]],
        law: dict[str, dict[int, tuple[int, str]]],
        taken_back: bool,
    ) -> None:
        holidays = set(bench.holidays)
        try:
            _set_rules(bench, rules, law)
            if taken_back:
                gone = max(day for day in holidays if day <= TODAY)
                holidays.discard(gone)
                bench.connection.execute("insert into core.bank_holiday (day, version) values (%s, 2)", [gone])
            ids = [_put(bench, number, child) for number, child in enumerate(children)]
            told, days = _asked(bench, ids, children)
        finally:
            bench.connection.rollback()
        for child, child_id in zip(children, ids, strict=True):
            assert told[child_id] == set(reckon(child, rules, TODAY)), child
            assert days[child_id] == set(statutory(child, law, holidays, TODAY)), child
            met.update(signal.signal for signal in told[child_id])
            met.update(rule for rule, _, _ in days[child_id])

    compare()
    print(met)
    assert set(met) == {*SIGNALS, *RULES}


def _set_rules(bench: Bench, rules: dict[str, tuple[int, int]], law: dict[str, dict[int, tuple[int, str]]]) -> None:
    with bench.connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.signal_threshold (signal, version, times, weeks) values (%s, 2, %s, %s)",
            [(signal, *values) for signal, values in rules.items()],
        )
        cursor.executemany(
            "insert into core.statutory_step (rule, step, version, number, unit) values (%s, %s, 2, %s, %s)",
            [(rule, step, *values) for rule, known in law.items() for step, values in known.items()],
        )


def _put(bench: Bench, number: int, child: History) -> UUID:
    """Puts a child behind the wall and answers with its id."""
    child_id, cursor = uuid4(), bench.connection.cursor()
    ids = {told.key: uuid4() for told in child.told}
    cursor.execute(
        "insert into core.person (person_id, born_earliest, born_latest, expected_on, died_earliest, recorded_by)"
        " values (%s, %s, %s, %s, %s, %s)",
        [child_id, child.born, child.born, child.expected, TODAY if child.died else None, bench.staff],
    )
    cursor.execute(
        "insert into core.file (child_id, reference, team_id, opened_on) values (%s, %s, %s, %s)",
        [child_id, f"trial-{number}", bench.team, child.opened],
    )
    cursor.executemany(
        "insert into core.chronology (child_id, order_key, entry_id, version, occurred_earliest, occurred_latest,"
        " occurred_precision, occurred_approximate, occurred_words, kind, headline, detail_start, source_how,"
        " source_who, source_role, source_agency, source_on, significant, tone, words, seen, seen_alone, legal_advice,"
        " siblings, documents, late_days, author_id, recorded_at) values (%s, %s, %s, 1, %s, %s, 'day', false, '', %s,"
        " %s, '', 'told', '', '', '', '', false, 'neutral', %s, %s, %s, %s, 0, 0, 0, %s, now())",
        [
            (
                child_id,
                e.key,
                ids[e.key],
                e.day,
                e.day,
                e.kind,
                e.headline,
                e.words,
                e.seen,
                e.alone,
                e.legal,
                bench.staff,
            )
            for e in child.told
        ],
    )
    cursor.executemany(
        "insert into core.period (period_id, child_id, kind, code, begins_earliest, ends_earliest, planned_on,"
        " source_entry, recorded_by) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (uuid4(), child_id, f.kind, f.code, f.begins, f.ends, f.planned,
             ids[f.rests_on.key] if f.rests_on else None, bench.staff)
            for f in child.facts
        ],
    )  # fmt: skip
    cursor.executemany(
        "insert into core.residence (person_id, address_id, from_on, recorded_by) values (%s, %s, %s, %s)",
        [(child_id, uuid4(), day, bench.staff) for day in child.addresses],
    )
    if child.kept_back:
        cursor.execute(
            "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
            " values (%s, 'address', 'kept back', 'asked for', %s)",
            [child_id, bench.staff],
        )
    cursor.executemany(
        "insert into core.allocation (allocation_id, child_id, staff_id, emergency_until, from_at, to_at, recorded_by)"
        " values (%s, %s, %s, now(), %s, %s, %s)",
        [(uuid4(), child_id, bench.staff, begins, ends, bench.staff) for begins, ends in child.held],
    )
    return child_id


def _asked(
    bench: Bench, ids: list[UUID], children: list[History]
) -> tuple[dict[UUID, set[Reckoned]], dict[UUID, set[tuple[str, date, date]]]]:
    """What the server tells of all of them at once."""
    asked = [ids, [child.reads_advice for child in children]]
    keys: dict[UUID, int] = dict(bench.connection.execute("select entry_id, order_key from core.chronology").fetchall())
    told: dict[UUID, set[Reckoned]] = {child: set() for child in ids}
    found = bench.connection.execute("select * from wall.signals(wall.case_children(%s, %s))", asked).fetchall()
    for child, signal, what, times, weeks, since, places, about in found:
        told[child].add(Reckoned(signal, what, times, weeks, since, tuple(places), keys.get(about)))
    assert len(found) == sum(map(len, told.values()))
    days: dict[UUID, set[tuple[str, date, date]]] = {child: set() for child in ids}
    for child, rule, by, counted_from in bench.connection.execute(
        "select * from wall.statutory_days(wall.case_children(%s, %s))", asked
    ):
        days[child].add((rule, by, counted_from))
    return told, days
