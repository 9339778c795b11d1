"""What the server says is missing against the same rules reckoned in plain Python, now and at moments that are past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from db.domain.missing import FACTS, gap_in_words
from tests.db.missing_reckoning import Change, Child, Dated, Said, of_school_age, wanted
from tests.record import Record

TODAY = date.today()
MOMENTS = tuple(datetime.combine(TODAY - timedelta(days=days), time(12), UTC) for days in (400, 120, 30, -1))
moments = st.integers(0, 500).map(lambda days: datetime.combine(TODAY - timedelta(days=days), time(9), UTC))
days = st.integers(-40, 500).map(lambda number: TODAY - timedelta(days=number))
births = st.sampled_from((0, 300, 700, 760, 1800, 1900, 2000, 4000, 5700, 5900, 6100, 6600, 6900)).map(
    lambda number: TODAY - timedelta(days=number)
)
texts = st.sampled_from(("", "White British", "Declined to say", "not known", "English", "Sylheti", "None", "NOBT"))
flag = st.booleans()
CODES = {"placement": ("foster",), "school": ("",), "legal_status": ("none", "s20"), "plan": ("cp", "cin")}


@st.composite
def dated(draw: st.DrawFn, kinds: tuple[str, ...]) -> Dated:
    """A row that was recorded at a moment, and perhaps ended or was replaced."""
    kind, at, begins = draw(st.sampled_from(kinds)), draw(moments), draw(days)
    replaced = draw(st.integers(0, 3))
    return Dated(
        kind, at, begins, draw(st.none() | st.integers(1, 300).map(lambda n: begins + timedelta(days=n))),
        draw(st.sampled_from(CODES.get(kind, ("",)))), draw(st.sampled_from(("", "NEG"))),
        draw(st.sampled_from(("", "order seen"))), draw(flag), draw(flag),
        at + timedelta(days=draw(st.integers(1, 200))) if replaced == 0 else None,
    )  # fmt: skip


@st.composite
def children(draw: st.DrawFn) -> Child:
    """A child near the borders of the rules."""
    born = draw(st.none() | births | births)
    known = {name: draw(texts) for name in ("ethnicity", "first_language", "communication_needs")}
    known["nhs_number"] = draw(st.sampled_from(("", "9434765919")))
    return Child(
        opened=draw(days.filter(lambda day: day <= TODAY)),
        closed=draw(st.none() | st.none() | st.none() | st.just(TODAY - timedelta(days=20))),
        recorded_at=draw(moments),
        born=born,
        born_last=born + timedelta(days=draw(st.sampled_from((0, 0, 364)))) if born else None,
        expected=draw(st.none() | st.sampled_from((TODAY + timedelta(days=30), TODAY - timedelta(days=25)))),
        died=draw(st.sampled_from((None, None, None, None, TODAY - timedelta(days=60)))),
        sex=draw(st.sampled_from(("F", "U"))),
        texts=known,
        reads_advice=draw(flag),
        changes=tuple(
            draw(st.lists(st.builds(Change, st.sampled_from(("ethnicity", "first_language", "sex", "born")),
                                    st.sampled_from(("", "U", "Chinese")), moments), max_size=2,
                          unique_by=lambda change: (change.field, change.at)))),
        periods=tuple(draw(st.lists(dated(("placement", "school", "legal_status", "plan")), max_size=5))),
        ties=tuple(draw(st.lists(dated(("mother", "GP")), max_size=2))),
        kept_back=tuple(draw(st.lists(dated(("address", "school")), max_size=1))),
        said=tuple(
            draw(st.lists(st.builds(Said, days, moments, st.sampled_from((None, False, True)), flag), max_size=3))
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bench:
    """A connection behind the wall, in which each trial is undone again."""

    connection: psycopg.Connection
    staff: UUID
    team: UUID


@pytest.fixture(scope="module")
def bench(shared_record: Record) -> Iterator[Bench]:
    """As the superuser, without the keys between tables: only what the rules read is put there."""
    with psycopg.connect(shared_record.dsn) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set timezone = 'UTC'")
        team = connection.execute("select team_id from core.team where name = 'North'").fetchone()
        connection.commit()
        assert team
        yield Bench(connection, shared_record.staff["tl_manager_a"], team[0])


def test_the_server_says_missing_what_the_rules_say(bench: Bench) -> None:
    met: Counter[tuple[str, bool]] = Counter()

    @settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(children(), min_size=9, max_size=11), st.integers(1, 10))
    def compare(several: list[Child], weeks: int) -> None:
        try:
            bench.connection.execute(
                "insert into core.signal_threshold (signal, version, times, weeks) values ('no_entry', 2, 0, %s)",
                [weeks],
            )
            ids = [_put(bench, number, child) for number, child in enumerate(several)]
            found = bench.connection.execute(
                "select child_id, at, fact, recorded from wall.wanted_facts(wall.wanted_children(%s, %s, %s))",
                [ids, [child.reads_advice for child in several], list(MOMENTS)],
            ).fetchall()
        finally:
            bench.connection.rollback()
        told = {(child_id, at.astimezone(UTC), fact): recorded for child_id, at, fact, recorded in found}
        assert len(told) == len(found)
        expected = {
            (child_id, at, fact): recorded
            for child, child_id in zip(several, ids, strict=True) for at in MOMENTS
            for fact, recorded in wanted(child, at, weeks)
        }  # fmt: skip
        wrong = {key: (told.get(key), expected.get(key)) for key in told.keys() | expected.keys()
                 if told.get(key) != expected.get(key)}  # fmt: skip
        by_id = dict(zip(ids, several, strict=True))
        assert not wrong, [(by_id[key[0]], key[1:], both) for key, both in wrong.items()][:1]
        met.update((fact, recorded) for (_, _, fact), recorded in told.items())

    def each_was_met() -> bool:
        return all(met[fact, True] and met[fact, False] for fact in FACTS)

    for number in range(20):
        seed(number)(compare)()
        if each_was_met():
            break
    assert {fact for fact, _ in met} == set(FACTS)
    assert each_was_met(), met


@pytest.mark.parametrize(
    ("born", "begins", "ends"),
    [
        (date(2015, 9, 1), date(2020, 12, 31), date(2032, 6, 25)),  # the oldest of a year
        (date(2015, 8, 31), date(2020, 8, 31), date(2031, 6, 27)),  # five on a prescribed day; the youngest
        (date(2016, 2, 29), date(2021, 3, 31), date(2032, 6, 25)),
        (date(2016, 1, 1), date(2021, 3, 31), date(2032, 6, 25)),
    ],
)
def test_school_age_begins_and_ends_as_the_act_says(bench: Bench, born: date, begins: date, ends: date) -> None:
    for day, is_of_age in ((begins - timedelta(1), False), (begins, True), (ends, True), (ends + timedelta(1), False)):
        asked = bench.connection.execute(
            "select %s between y.begins and y.ends from wall.school_years(%s, %s) y", [day, born, born]
        ).fetchone()
        assert asked == (is_of_age,) == (of_school_age(born, born, day),), day
    bench.connection.rollback()


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [
        ("Declined to say", True), ("REFU", True), ("none", True), ("Not known.", False), ("  ", False),
        ("NOBT", False), ("Unknown quantity", True), ("to be confirmed", False),
    ],
)  # fmt: skip
def test_declined_is_an_answer_and_not_known_is_none(bench: Bench, text: str, is_answer: bool) -> None:
    assert bench.connection.execute("select wall.is_answer(%s)", [text]).fetchone() == (is_answer,)
    bench.connection.rollback()


def test_gaps_in_words() -> None:
    assert gap_in_words("ethnicity") == "Ethnicity"
    assert gap_in_words("no_entry", 6) == "No entry in 6 weeks"
    assert gap_in_words("no_entry", 1) == "No entry in 1 week"


def _put(bench: Bench, number: int, child: Child) -> UUID:
    """Puts a child behind the wall and answers with its id."""
    child_id, cursor = uuid4(), bench.connection.cursor()
    cursor.execute(
        "insert into core.person (person_id, sex, born_earliest, born_latest, expected_on, died_earliest, ethnicity,"
        " first_language, communication_needs, nhs_number, recorded_by, recorded_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [child_id, child.sex, child.born, child.born_last, child.expected, child.died, child.texts["ethnicity"],
         child.texts["first_language"], child.texts["communication_needs"], child.texts["nhs_number"] or None,
         bench.staff, child.recorded_at],
    )  # fmt: skip
    cursor.execute(
        "insert into core.file (child_id, reference, team_id, opened_on, state, closed_on)"
        " values (%s, %s, %s, %s, %s, %s)",
        [child_id, f"gap-{number}", bench.team, child.opened, "closed" if child.closed else "open", child.closed],
    )
    cursor.executemany(
        "insert into core.person_change (change_id, person_id, field, before, after, how_known, changed_by, changed_at)"
        " values (%s, %s, %s, %s, '', 'asked', %s, %s)",
        [(uuid4(), child_id, c.field, c.before, bench.staff, c.at) for c in child.changes],
    )
    for period in child.periods:
        for row, replaces, at in _rows(period):
            ends = (row, child_id, period.kind, period.code, period.category, period.how, period.begins)
            last = date(1900, 1, 2) if replaces else period.ends
            cursor.execute(
                "insert into core.period (period_id, child_id, kind, code, category, how_known, begins_earliest,"
                " ends_earliest, replaces, recorded_at, recorded_by)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [*ends, last, replaces, at, bench.staff],
            )
    for tie in child.ties:
        for row, replaces, at in _rows(tie):
            cursor.execute(
                "insert into core.relationship (relationship_id, person_id, other_id, kind, parental_responsibility,"
                " same_household, to_on, replaces, recorded_at, recorded_by)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [row, uuid4(), child_id, tie.kind, tie.responsible, tie.together,
                 date(1900, 1, 2) if replaces else tie.ends, replaces, at, bench.staff],
            )  # fmt: skip
    cursor.executemany(
        "insert into core.confidential_detail (person_id, kind, value, why, to_on, recorded_at, recorded_by)"
        " values (%s, %s, 'kept back', 'asked for', %s, %s, %s)",
        [
            (child_id, k.kind, min(k.ends or date.max, k.replaced_at.date() if k.replaced_at else date.max)
             if k.ends or k.replaced_at else None, k.at, bench.staff)
            for k in child.kept_back
        ],
    )  # fmt: skip
    _say(bench, child_id, child.said)
    return child_id


def _rows(one: Dated) -> Iterator[tuple[UUID, UUID | None, datetime]]:
    """The row, and the one that replaced it and has ended long ago."""
    first = uuid4()
    yield first, None, one.at
    if one.replaced_at is not None:
        yield uuid4(), first, one.replaced_at


def _say(bench: Bench, child_id: UUID, said: tuple[Said, ...]) -> None:
    cursor = bench.connection.cursor()
    for number, one in enumerate(said, 1):
        entry, key = uuid4(), ((one.day - date(1800, 1, 1)).days << 43) | number
        cursor.execute(
            "insert into core.entry (entry_id, created_by, created_at) values (%s, %s, %s)",
            [entry, bench.staff, one.at],
        )
        cursor.execute(
            "insert into core.chronology (child_id, order_key, entry_id, version, occurred_earliest, occurred_latest,"
            " occurred_precision, occurred_approximate, occurred_words, kind, headline, detail_start, source_how,"
            " source_who, source_role, source_agency, source_on, significant, tone, words, seen, seen_alone,"
            " legal_advice, siblings, documents, late_days, author_id, recorded_at)"
            " values (%s, %s, %s, 1, %s, %s, 'day', false, '',"
            " 'visit', 'told', '', 'told', '', '', '', '', false, 'neutral', '', %s, %s, %s, 0, 0, 0, %s, now())",
            [child_id, key, entry, one.day, one.day, one.alone is not None, one.alone, one.legal, bench.staff],
        )
