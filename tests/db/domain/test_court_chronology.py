"""What is chosen for a court chronology: the span, one's own choice of each entry, and the order within a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.court_chronology import (
    Candidate,
    Choice,
    Span,
    choices,
    field_of,
    moved,
    two_years_before,
)
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source
from db.domain.partial_date import parse_partial_date

TODAY = date(2026, 11, 22)
SPAN = Span(date(2024, 3, 3), date(2026, 3, 3), significant=True)


def candidate(on: str = "3 March 2025", *, significant: bool = True, headline: str = "Police called") -> Candidate:
    """An entry of that day."""
    content = EntryContent(
        parse_partial_date(on, today=TODAY),
        "police",
        headline,
        Source(HowKnown.TOLD, "PC 2231"),
        significant=significant,
        children=(ChildPart(uuid4()),),
    )
    return Candidate(uuid4(), 1, content, "Jo Marsh")


@pytest.mark.parametrize(
    ("on", "significant", "included"),
    [
        ("3 March 2025", True, True),
        ("3 March 2025", False, False),
        ("2 March 2024", True, False),
        ("3 March 2024", True, True),
        ("4 March 2026", True, False),
        ("March 2024", True, True),  # reaches into the span
        ("2024", True, True),
    ],
)
def test_an_entry_is_in_by_itself_if_it_is_significant_and_reaches_into_the_span(
    on: str, significant: bool, included: bool
) -> None:
    [choice] = choices([candidate(on, significant=significant)], {}, SPAN)
    assert (choice.included, choice.by_itself) == (included, included)


def test_one_may_leave_out_take_in_and_rely_on_an_older_entry() -> None:
    inside, small, older, old = (
        candidate(),
        candidate(significant=False),
        candidate("5 May 2016"),
        candidate("6 May 2016"),
    )
    fields = {
        field_of("in", inside.entry_id): "no",
        field_of("in", small.entry_id): "yes",
        field_of("relied", older.entry_id): "yes",
        field_of("relied", old.entry_id): "yes",
        field_of("in", old.entry_id): "no",
        field_of("wording", small.entry_id): " The police were called. ",
        field_of("reference", small.entry_id): "JM1",
    }
    made = {choice.candidate.entry_id: choice for choice in choices([older, old, inside, small], fields, SPAN)}
    assert [made[one.entry_id].included for one in (inside, small, older, old)] == [False, True, True, False]
    assert (made[inside.entry_id].by_itself, made[older.entry_id].by_itself) == (True, False)
    assert (made[small.entry_id].wording, made[small.entry_id].reference) == ("The police were called.", "JM1")


def _order(made: tuple[Choice, ...]) -> list[UUID]:
    return [choice.candidate.entry_id for choice in made]


def test_entries_of_one_day_change_places_and_never_leave_their_day() -> None:
    before, one, two, three, after = (candidate(on) for on in ("1 March 2025", *["3 March 2025"] * 3, "4 March 2025"))
    everything = [before, one, two, three, after]
    fields: dict[str, str] = {}
    made = choices(everything, fields, SPAN)
    assert moved(made, 1, -1) == {} and moved(made, 3, 1) == {} and moved(made, 0, -1) == {}
    fields |= moved(made, 3, -1)
    made = choices(everything, fields, SPAN)
    assert _order(made) == [entry.entry_id for entry in (before, one, three, two, after)]
    fields |= moved(made, 2, -1)
    assert _order(choices(everything, fields, SPAN)) == [entry.entry_id for entry in (before, three, one, two, after)]


@given(st.lists(st.sampled_from(["1 March 2025", "2 March 2025", "March 2025"]), max_size=8), st.data())
def test_whatever_the_fields_say_each_entry_stands_once_and_days_stay_in_order(
    days: list[str], data: st.DataObject
) -> None:
    entries = sorted((candidate(day) for day in days), key=lambda entry: entry.content.occurred.earliest)
    said = {
        field_of(what, entry.entry_id): data.draw(st.text(max_size=6) | st.sampled_from(["yes", "no", "3"]))
        for entry in entries
        for what in ("in", "relied", "place", "wording")
    }
    made = choices(entries, said, SPAN)
    assert sorted(_order(made)) == sorted(entry.entry_id for entry in entries)
    earliest = [choice.candidate.content.occurred.earliest for choice in made]
    assert earliest == sorted(earliest)


def test_two_years_before_the_29_february_is_the_28() -> None:
    assert two_years_before(date(2028, 2, 29)) == date(2026, 2, 28)
    assert two_years_before(date(2026, 11, 30)) == date(2024, 11, 30)
