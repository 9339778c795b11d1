"""What goes over from one child's court chronology into a brother's or sister's: what holds for both, and no more."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from db.domain.court_chronology import IN, PLACE, REFERENCE, RELIED, WORDING, Candidate, field_of
from db.domain.entry import ChildPart
from db.domain.sibling_chronology import carried
from tests.record import content

AMIRA, ELIF = uuid4(), uuid4()
NAMES = ("Amira Kaya", "Elif Kaya")
BOTH, BOTH_TOO, HERS = uuid4(), uuid4(), uuid4()


def candidate(entry: UUID, child: UUID, impact: str = "", words: str = "") -> Candidate:
    """An entry as it stands in this child's file."""
    part = ChildPart(child, impact, words=words)
    return Candidate(entry, 1, content(child, on="5 May 2025", children=(part,)), "Dana Okafor")


def test_choices_and_settings_go_over_for_entries_of_both_files_and_no_others() -> None:
    fields = {
        "case_number": "ZW26C50123", "court": "Family Court at Midford", "since": "2 March 2024", "significant": "yes",
        "involvement": "Since May 2019: Amira", "approved_by": "Ms Grey", "recipients": "the school", "first_page": "7",
        field_of(IN, BOTH): "no", field_of(RELIED, BOTH): "yes", field_of(WORDING, BOTH): "Police came at ten.",
        field_of(REFERENCE, BOTH): "PC Dunn, C4", field_of(IN, HERS): "yes", field_of(WORDING, HERS): "In hospital.",
    }  # fmt: skip
    found = carried(fields, [candidate(BOTH, AMIRA), candidate(HERS, AMIRA)], [candidate(BOTH, ELIF)], NAMES)
    assert found.fields == {
        "case_number": "ZW26C50123", "court": "Family Court at Midford", "since": "2 March 2024", "significant": "yes",
        field_of(IN, BOTH): "no", field_of(RELIED, BOTH): "yes", field_of(WORDING, BOTH): "Police came at ten.",
        field_of(REFERENCE, BOTH): "PC Dunn, C4",
    }  # fmt: skip
    assert found.left_out == 0


@pytest.mark.parametrize(
    ("wording", "goes"),
    [
        ("Police came. Impact: she does not sleep on SUNDAYS any more.", False),
        ("Police came. “Go away!”, she said.", False),
        ("Amira opened the door to the police.", False),
        ("Amira and Elif opened the door to the police.", True),
        ("Elif opened the door to the police.", True),
        ("Police came to the Kaya home. Nobody could sleep.", True),
    ],
)
def test_a_text_that_speaks_of_the_first_child_alone_stays_with_that_child(wording: str, goes: bool) -> None:
    here = candidate(BOTH, AMIRA, impact="She does not sleep on Sundays.", words="go away")
    found = carried({field_of(WORDING, BOTH): wording}, [here], [candidate(BOTH, ELIF)], NAMES)
    assert (found.fields, found.left_out) == (({field_of(WORDING, BOTH): wording}, 0) if goes else ({}, 1))


def test_the_order_of_a_day_goes_over_where_both_files_hold_the_same_of_it() -> None:
    fields = {field_of(PLACE, BOTH): "1", field_of(PLACE, BOTH_TOO): "0"}
    here = [candidate(BOTH, AMIRA), candidate(BOTH_TOO, AMIRA)]
    there = [candidate(BOTH, ELIF), candidate(BOTH_TOO, ELIF)]
    assert carried(fields, here, there, NAMES).fields == fields
    assert carried(fields, here, [*there, candidate(HERS, ELIF)], NAMES).fields == {}


def test_below_a_wording_that_goes_over_stands_what_it_meant_for_the_other_child() -> None:
    there = candidate(BOTH, ELIF, impact="She stopped singing.", words="“too loud”")
    found = carried({field_of(WORDING, BOTH): "Police came at ten."}, [candidate(BOTH, AMIRA)], [there], NAMES)
    assert found.fields[field_of(WORDING, BOTH)] == (
        "Police came at ten.\n\nImpact: She stopped singing.\n\nChild’s words: “too loud”"
    )
