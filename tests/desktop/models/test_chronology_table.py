"""The chronology's table as Qt sees it: sound in both directions and during a refresh, with year and age per row."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.domain.entry import HowKnown, Source
from db.domain.partial_date import PartialDate
from db.queries.chronology import ChronologyRow
from desktop.infra.tasks import Tasks
from desktop.models.chronology_table import ChronologyTable, Column
from desktop.models.line_words import DAY_BITS, author_words, day_of, heading_of
from desktop.models.record_table import RecordColumn, RecordTable

_FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
_ZERO = date(1800, 1, 1)


def _key(day: date, number: int = 1) -> int:
    return ((day - _ZERO).days << DAY_BITS) | number


def _row(key: int) -> ChronologyRow:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    source = Source(HowKnown.SEEN_OR_HEARD)
    return ChronologyRow(
        key, UUID(int=key), 1, PartialDate.on(day_of(key)), "visit", f"Entry {key}", "", source, False, "neutral", "",
        None, None, 0, 0, 0, "Dana Okafor", "Social worker", when,
    )  # fmt: skip


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """Real worker threads."""
    assert qtbot
    owner = QObject()
    tasks = Tasks(owner)
    yield tasks
    tasks.close()
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _table(tasks: Tasks) -> ChronologyTable:
    def ask(keys: Sequence[int]) -> tuple[ChronologyRow, ...]:
        return tuple(_row(key) for key in keys)

    return ChronologyTable(tasks, ask)


def _keys(days: Sequence[int]) -> array[int]:
    return array("q", sorted(_key(_ZERO + timedelta(days=day)) for day in set(days)))


@pytest.mark.parametrize("oldest_first", [False, True])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 90_000), max_size=60), min_size=1, max_size=4), st.data())
def test_the_table_is_sound_whatever_comes_goes_and_turns(
    tasks: Tasks, oldest_first: bool, steps: list[list[int]], data: st.DataObject
) -> None:
    table = _table(tasks)
    tester = QAbstractItemModelTester(table, _FATAL)
    table.turn(oldest_first=oldest_first)
    for days in steps:
        does: Callable[[array[int]], None] = data.draw(st.sampled_from([table.show_keys, table.reload, table.renew]))
        does(_keys(days))
        assert table.rowCount() == len(set(days))
        shown = [table.window.key(row) for row in range(table.rowCount())]
        assert shown == sorted(shown, reverse=not oldest_first)
    del tester


def test_a_refresh_shows_the_lines_at_hand_until_they_are_read_again(tasks: Tasks, qtbot: QtBot) -> None:
    table = _table(tasks)
    keys = _keys(range(0, 100, 2))
    table.reload(keys)
    table.data(table.index(0, 0), Qt.ItemDataRole.DisplayRole)
    qtbot.waitUntil(lambda: table.window.line(0) is not None)
    before = [table.window.line(row) for row in range(50)]
    table.renew(_keys([*range(0, 100, 2), 31]))
    shown = [table.window.line(row) for row in range(51)]
    assert [line for line in shown if line is not None] == before
    assert shown.index(None) == table.window.row_of(_key(_ZERO + timedelta(days=31)))
    qtbot.waitUntil(lambda: table.window.line(shown.index(None)) is not None)


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (date(2026, 5, 1), "2026 · age 6"),
        (date(2026, 5, 2), "2026 · age 7"),
        (date(2019, 5, 2), "2019 · under 1"),
        (date(2019, 5, 1), "2019 · before birth"),
        (date(1998, 10, 1), "1998 · before birth"),
    ],
)
def test_a_heading_tells_year_and_age(day: date, heading: str) -> None:
    assert heading_of(_key(day), date(2019, 5, 2)) == heading
    assert heading_of(_key(day), None) == str(day.year)


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (date(2026, 7, 1), "2026 · about 6"),
        (date(2026, 7, 3), "2026 · about 7"),
        (date(2019, 3, 1), "2019 · under 1"),
        (date(2018, 12, 31), "2018 · before birth"),
    ],
)
def test_the_age_of_a_birth_that_is_known_to_the_year_is_about(day: date, heading: str) -> None:
    assert heading_of(_key(day), date(2019, 1, 1), date(2019, 12, 31)) == heading


def test_a_heading_begins_where_year_or_age_changes_in_either_direction(tasks: Tasks) -> None:
    table = _table(tasks)
    table.set_born(date(2019, 5, 2))
    days = [date(2020, 4, 1), date(2020, 6, 1), date(2020, 7, 1), date(2021, 1, 1)]
    table.reload(array("q", [_key(day) for day in days]))
    assert [table.begins(row) for row in range(4)] == ["2021 · age 1", "2020 · age 1", "", "2020 · under 1"]
    table.turn(oldest_first=True)
    assert [table.begins(row) for row in range(4)] == ["2020 · under 1", "2020 · age 1", "", "2021 · age 1"]


def test_who_recorded_an_entry_is_heard_where_there_is_no_column_for_it(tasks: Tasks, qtbot: QtBot) -> None:
    table = _table(tasks)
    table.narrow = True
    table.reload(_keys([5]))
    table.window.line(0)
    qtbot.waitUntil(lambda: table.window.line(0) is not None)
    heard = str(table.index(0, int(Column.WHAT)).data(Qt.ItemDataRole.AccessibleTextRole))
    assert heard.endswith("Recorded by Dana Okafor, Social worker")
    line = table.window.line(0)
    assert line is not None
    assert author_words(line) == "Dana Okafor, Social worker"


def test_a_short_table_is_sound_while_it_is_filled_sorted_and_narrowed(qtbot: QtBot) -> None:
    assert qtbot
    table: RecordTable[str] = RecordTable((RecordColumn("Name", str, str),))
    tester = QAbstractItemModelTester(table, _FATAL)
    table.show(["Noor", "Amira", "Ben"])
    table.sort(0, Qt.SortOrder.DescendingOrder)
    assert table.record(0) == "Noor"
    table.narrow("a")
    assert table.rowCount() == 1
    table.show([])
    assert table.rowCount() == 0
    del tester
