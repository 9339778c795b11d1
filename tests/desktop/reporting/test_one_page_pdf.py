"""The child on one page: exactly one page, whatever the record holds, and honest about what was cut."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.reporting.one_page import MORE, render_page_of_child
from desktop.reporting.report import PageLine, PageReport
from tests.desktop.reporting.reading import elements, opened, pages_of_text

AS_AT = datetime(2026, 11, 22, 9, 30)


def _report(*lines: PageLine) -> PageReport:
    groups = (("Who", lines[:2]), ("Now", lines[2:]))
    return PageReport(
        "The child on one page", "Amira   7 y 6 m", "26-0001", "Testing Council", "Ruth Abernethy", "Social worker",
        AS_AT, groups,
    )  # fmt: skip


def test_every_value_stands_with_its_source_and_the_marking_and_the_moment() -> None:
    lines = (
        PageLine("Name", "Amira Kaya", "from the record of the child’s names, recorded by R, today"),
        PageLine("GP", "not recorded", ""),
        PageLine("Plan", "Child protection plan, Neglect", "from the conference on 3 March 2025"),
    )
    made = render_page_of_child(_report(*lines))
    (text,) = pages_of_text(made.pdf)
    for words in ("Amira Kaya", "recorded by R, today", "not recorded", "from the conference on 3 March 2025"):
        assert words in text
    assert text.count("OFFICIAL-SENSITIVE") == 2
    assert "Record as at 22 November 2026, 09:30" in text
    assert MORE not in text


@pytest.mark.parametrize("length", [400, 4_000, 200_000])
def test_long_values_become_small_and_then_say_that_there_is_more_in_the_file(length: int) -> None:
    words = ("lived with many people " * (length // 20 + 1))[:length]
    lines = tuple(PageLine(f"Value {number}", words, "from the visit on 3 March 2026") for number in range(20))
    made = render_page_of_child(_report(*lines))
    (text,) = pages_of_text(made.pdf)
    assert made.pages == 1
    assert all(f"Value {number}" in text for number in range(20))
    assert text.count(MORE) == (20 if length > 400 else text.count(MORE))
    assert "Record as at" in text


def test_the_page_is_tagged_for_a_screen_reader() -> None:
    made = render_page_of_child(_report(*(PageLine(f"V{n}", "words", "source") for n in range(5))))
    with opened(made.pdf) as pdf:
        names = [str(element.S) for element in elements(pdf)]
        assert str(pdf.Root.Lang) == "en-GB"
    assert names.count("/H1") == 1 and names.count("/H2") == 2 and names.count("/P") == 6


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=900), st.text(max_size=300)), min_size=1, max_size=34))
def test_it_is_one_page_whatever_is_recorded(values: list[tuple[str, str, str]]) -> None:
    made = render_page_of_child(_report(*(PageLine(*value) for value in values)))
    assert len(pages_of_text(made.pdf)) == 1
