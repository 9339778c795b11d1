"""Where things come to stand on the pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from desktop.reporting.chronology_pages import lay_chronology
from desktop.reporting.layout import BOTTOM, TOP, Kind, Layout, Pages
from desktop.reporting.paper import typefaces
from desktop.reporting.report import ChronologyReport
from desktop.reporting.text import Cleaner, Measure
from desktop.reporting.wording import hold_dates, quoted
from tests.desktop.reporting.sample import long_report, row


def laid(report: ChronologyReport) -> Pages:
    tables = typefaces().advances
    layout = Layout(Cleaner(tables[0].keys()), tuple(map(Measure, tables)), lambda: None)
    lay_chronology(report, layout)
    return layout.pages


@pytest.mark.parametrize("count", range(30))
def test_strips_follow_one_another_inside_the_page(count: int) -> None:
    for sheet in laid(long_report(count, 5)).sheets:
        assert sheet[0].top <= TOP
        assert sheet[-1].top - sheet[-1].height >= BOTTOM - 0.01
        assert all(above.top - above.height >= below.top - 0.01 for above, below in pairwise(sheet))


def test_heads_never_stand_alone_at_the_foot_of_a_page() -> None:
    for count in (1, 40):
        for sheet in laid(long_report(count, 60)).sheets:
            kinds = [strip.kind for strip in sheet]
            assert all(after is Kind.ROW for before, after in pairwise(kinds) if before is Kind.HEADS)
            assert kinds[-1] not in (Kind.HEADS, Kind.HEADING)


def test_a_day_keeps_its_month_and_a_month_its_year() -> None:
    assert hold_dates("26 April 1999 to 7 July 1999") == "26\u00a0April 1999 to 7\u00a0July 1999"
    assert hold_dates("about October 1998") == "about October\u00a01998"
    assert hold_dates("between March and June") == "between March and June"


def test_words_are_quoted_once() -> None:
    assert quoted("“I was not even scared”") == quoted('"I was not even scared" ') == "“I was not even scared”"
    assert quoted(" ") == ""


def test_the_date_column_breaks_a_range_before_a_whole_date() -> None:
    event = row(1, "26 April 1999 to 7 July 1999", 1999, "Family moved three times")
    sheets = laid(replace(long_report(0), rows=(event,))).sheets
    (strip,) = (strip for sheet in sheets for strip in sheet if strip.kind is Kind.ROW)
    lines = [line[0][1].replace("\u00a0", " ") for line in strip.cells[1][1]]
    assert lines == ["26 April 1999 to", "7 July 1999"]
