"""The timeline's layout, proved over any childhood: nothing stands outside, and no label runs into another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.partial_date import PartialDate
from db.queries.timeline import MonthLine, Timeline, TimelineMark, TimelineSpan
from desktop.models.timeline_layout import BAND_KINDS, StripLayout, lay_out, month_of, next_mark, next_month
from desktop.models.timeline_table import range_words, rows_of

TODAY = date(2026, 11, 22)
_DAYS = st.dates(date(1990, 1, 1), date(2027, 6, 30))
_LETTER = 6.5
"""Pixels that a letter is said to take."""


def _measure(words: str) -> float:
    return len(words) * _LETTER


def _mark(day: date, number: int, tone: str) -> TimelineMark:
    key = ((day - date(1800, 1, 1)).days << 43) | number
    return TimelineMark(key, PartialDate.on(day), tone, f"Event {number}")


def _span(kind: str, begins: date, ends: date | None, number: int) -> TimelineSpan:
    return TimelineSpan(UUID(int=number), kind, f"{kind} {number}", "", "", begins, "", ends, "")


@st.composite
def childhoods(draw: st.DrawFn) -> Timeline:
    """A childhood as the server may answer it."""
    months = sorted({month_of(day) for day in draw(st.lists(_DAYS, max_size=40))})
    days = sorted(draw(st.lists(_DAYS, max_size=40)))
    tones = st.sampled_from(("harm", "protective", "neutral"))
    marks = tuple(_mark(day, number, draw(tones)) for number, day in enumerate(days))
    spans = []
    for number, begins in enumerate(draw(st.lists(_DAYS, max_size=14))):
        lasts = draw(st.none() | st.integers(0, 3000))
        ends = None if lasts is None else begins + timedelta(days=lasts)
        spans.append(_span(draw(st.sampled_from((*BAND_KINDS, "school"))), begins, ends, number))
    born = draw(st.none() | st.dates(date(2005, 1, 1), TODAY))
    expected = draw(st.none() | st.dates(TODAY, TODAY + timedelta(days=270))) if born is None else None
    return Timeline(
        tuple(MonthLine(month, number % 30 + 1, number % 2) for number, month in enumerate(months)),
        marks, len(marks), tuple(spans), TODAY, born, expected, None,
        draw(st.none() | st.dates(TODAY, date(2099, 1, 1))),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(facts=childhoods(), width=st.integers(60, 2600))
def test_everything_stands_inside_the_strip_in_order(facts: Timeline, width: int) -> None:
    layout = lay_out(facts, float(width), _measure)
    scale = layout.scale
    assert scale.first <= TODAY <= scale.last
    for bar in layout.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= width + 0.001
        assert 0 < bar.height <= 1
    for before, after in pairwise(layout.bars):
        assert before.x + before.width <= after.x + 0.001
    for place in layout.marks:
        assert 0 <= place.x <= width
    assert sum(bar.entries for bar in layout.bars) == sum(
        month.entries for month in facts.months if month.begins <= scale.last
    )
    shown = [mark for place in layout.marks for mark in place.marks]
    assert sorted(mark.order_key for mark in shown) == [
        mark.order_key for mark in facts.marks if mark.day <= scale.last
    ]


@settings(max_examples=25, deadline=None)
@given(facts=childhoods(), width=st.integers(60, 2600))
def test_bands_stand_in_their_rows_in_order_and_labels_never_overlap(facts: Timeline, width: int) -> None:
    layout = lay_out(facts, float(width), _measure)
    assert list(layout.rows) == [kind for kind in BAND_KINDS if kind in layout.rows]
    for row, kind in enumerate(layout.rows):
        bands = [band for band in layout.bands if band.row == row]
        assert all(band.span.kind == kind for band in bands)
        for band in bands:
            assert layout.scale.left <= band.x
            assert band.x + band.width <= width + 0.001
            assert band.label_width <= band.width
        for before, after in pairwise(bands):
            assert before.span.begins <= after.span.begins
            assert before.x + before.label_width <= after.x + 0.001
    for ticks in (layout.years, layout.school):
        told = [tick for tick in ticks if tick.words]
        assert all(tick.x + _measure(tick.words) <= width for tick in told)
        for tick, following in pairwise(told):
            assert tick.x + _measure(tick.words) < following.x


@settings(max_examples=25, deadline=None)
@given(facts=childhoods(), width=st.integers(200, 2600))
def test_a_place_and_its_day_lead_to_each_other(facts: Timeline, width: int) -> None:
    scale = lay_out(facts, float(width), _measure).scale
    day = scale.first
    while day <= scale.last:
        there = scale.day_of(scale.x_of(day) + 0.001)
        assert abs((there - day).days) <= 1
        day = next_month(day, 5)


def _walked(layout: StripLayout, start: date) -> list[date]:
    found, place = [], next_mark(layout.marks, start, 1)
    while place is not None:
        found.append(month_of(place.marks[0].day))
        place = next_mark(layout.marks, found[-1], 1)
    return found


@settings(max_examples=25, deadline=None)
@given(facts=childhoods())
def test_going_from_mark_to_mark_comes_by_every_month_that_begins_one(facts: Timeline) -> None:
    layout = lay_out(facts, 1200.0, _measure)
    months = {month_of(place.marks[0].day) for place in layout.marks}
    assert _walked(layout, date(1980, 1, 1)) == sorted(months)
    last = max(months, default=None)
    if last is not None:
        back = next_mark(layout.marks, next_month(last), -1)
        assert back is not None
        assert month_of(back.marks[0].day) == last


@settings(max_examples=25, deadline=None)
@given(facts=childhoods())
def test_the_table_tells_everything_that_the_strip_shows(facts: Timeline) -> None:
    rows = rows_of(facts)
    assert len(rows) == len(facts.months) + len(facts.marks) + len(facts.spans)
    assert [row.order_key for row in rows if row.order_key] == [mark.order_key for mark in facts.marks]


def test_an_age_and_a_school_year_stand_where_they_belong() -> None:
    facts = Timeline((), (), 0, (), TODAY, date(2013, 5, 2), None, None, None)
    layout = lay_out(facts, 1600.0, _measure)
    assert layout.scale.first == date(2013, 5, 1)
    assert next(tick.words for tick in layout.years if tick.begins.year == 2020) == "2020 · age 6"
    assert [(tick.begins, tick.words) for tick in layout.school[:2]] == [
        (date(2017, 9, 1), "Reception"),
        (date(2018, 9, 1), "Year 1"),
    ]


def test_a_birth_that_is_known_to_the_year_has_ages_that_say_about_and_no_school_years() -> None:
    facts = Timeline((), (), 0, (), TODAY, date(2013, 1, 1), None, None, None, date(2013, 12, 31))
    layout = lay_out(facts, 1600.0, _measure)
    assert next(tick.words for tick in layout.years if tick.begins.year == 2020) == "2020 · about 6"
    assert layout.school == ()
    within = Timeline((), (), 0, (), TODAY, date(2013, 5, 1), None, None, None, date(2013, 5, 31))
    assert lay_out(within, 1600.0, _measure).school[0].words == "Reception"


def test_what_happened_before_the_pregnancy_stands_in_one_column() -> None:
    months = (MonthLine(date(1998, 10, 1), 2, 1), MonthLine(date(2018, 12, 1), 1, 0))
    facts = Timeline(months, (), 1, (), TODAY, date(2019, 5, 2), None, None, None)
    layout = lay_out(facts, 1000.0, _measure)
    assert [(bar.begins, bar.entries) for bar in layout.bars] == [(date(1998, 10, 1), 2), (date(2018, 12, 1), 1)]
    assert layout.bars[0].x == 0
    assert layout.scale.first >= date(2018, 7, 1)


def test_an_unborn_child_has_a_scale_from_pregnancy_to_the_expected_day() -> None:
    facts = Timeline((), (), 0, (), TODAY, None, date(2027, 2, 14), None, None)
    scale = lay_out(facts, 1000.0, _measure).scale
    assert scale.first == date(2026, 5, 1)
    assert scale.last >= date(2027, 2, 14)


def test_a_range_is_said_in_months_where_it_is_whole_months() -> None:
    assert range_words(date(2024, 3, 1), date(2025, 5, 31)) == "March 2024 to May 2025"
    assert range_words(date(2024, 3, 1), date(2024, 3, 31)) == "March 2024"
    assert range_words(date(2024, 3, 4), None) == "since 4 Mar 2024"
    assert range_words(None, date(2024, 2, 29)) == "until February 2024"
    assert range_words(None, None) == ""
