"""Folding a text for the check, and pointing back from what was found to where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.court_check import LEAST_ON_A_PAGE, Finding, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("12 Bramble Road", "12 Bramble Road"),
        ("12BrambleRoad", "12 Bramble Road"),
        ("12 Bram-\nble\u00a0Road", "12 Bram ble Road"),
        ("Bram\u00adble R\u200bo\u2060ad", "Bramble Road"),
        ("\uff11\uff12 \uff22ramble", "12 Bramble"),
        ("Zoë O\u2019Neill\u2019s", "Zoe O Neill s"),
        ("Zoe\u0308 Łukasz Straße", "Zoe Lukasz Strasse"),
        ("LS62AB", "LS 62 AB"),
        ("Вramblе Rоаd", "Bramble Road"),
        ("٠٧٧٠٠", "07700"),
        ("ﬁeld ½", "field 1 2"),
        (" \n--\n ", ""),
    ],
)
def test_what_hides_a_detail_from_a_search_is_taken_away(written: str, folded: str) -> None:
    assert fold([written]).text == folded


def test_a_finding_points_into_the_page_as_it_was_written() -> None:
    folded = fold(["Nothing here.", "She lives at\n12 Bram-\nble\u00ad Road, Leeds."])
    letters = folded.text.replace(" ", "")
    begins = letters.index("12Bramble")
    finding = folded.finding(begins, begins + len("12BrambleRoad"), "address", True)
    assert finding == Finding(2, 2, 13, 31, "address", True, "12 Bram- ble\u00ad Road")


def test_a_finding_over_two_pages_goes_to_the_end_of_the_first() -> None:
    folded = fold(["at 12 Bramble", "Road, Leeds"])
    finding = folded.finding(2, 2 + len("12BrambleRoad"), "address", True)
    assert (finding.page, finding.words) == (1, "12 Bramble")


def test_pages_with_hardly_any_text_are_not_checked() -> None:
    assert fold(["", "C14", "x" * LEAST_ON_A_PAGE, "\n\n"]).not_checked == (1, 2, 4)


@pytest.mark.parametrize(
    ("kind", "sure", "what"),
    [
        ("address", True, "hidden address"),
        ("address", False, "perhaps part of a hidden address"),
        ("child", True, "name of another child"),
        ("party", False, "perhaps the name of a hidden party"),
        ("other", True, "confidential detail"),
        ("carer", True, "hidden carer's name"),
    ],
)
def test_a_finding_says_what_it_is(kind: str, sure: bool, what: str) -> None:
    assert Finding(1, 1, 0, 1, kind, sure, "x").what == what


def test_the_words_of_the_text_stand_in_no_description_of_a_finding() -> None:
    assert "Bramble" not in repr(Finding(1, 1, 0, 7, "address", True, "Bramble")) + repr(fold(["Bramble Road"]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=3))
def test_any_text_folds_to_what_the_server_takes_and_every_letter_points_back(pages: list[str]) -> None:
    folded = fold(pages)
    assert all(char == " " or (char.isascii() and char.isalnum()) for char in folded.text)
    assert folded.text == " ".join(folded.text.split())
    for at, letter in enumerate(folded.text.replace(" ", "")):
        finding = folded.finding(at, at + 1, "other", True)
        page = pages[finding.page - 1]
        assert letter in fold([page[finding.start : finding.end]]).text
