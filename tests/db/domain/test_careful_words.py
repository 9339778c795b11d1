"""Words to take care with, the quotations that are passed over, and the words that a dictionary is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.careful_words import CarefulWord, careful
from db.domain.doubtful_words import words_to_check
from db.domain.quotations import ends_inside_quotation, quotations

WORDS = (
    CarefulWord(("alleges", "alleged", "allegation"), "Say what was said.", "court_adviser"),
    CarefulWord(("no concerns",), "Say what was seen."),
    CarefulWord(("failed to engage", "failed"), "Say what was offered."),
    CarefulWord(("attention seeking",), "Say what the child did."),
)
TYPED = st.text(alphabet=st.sampled_from("ab noconcerns“”‘’'\"\n.-💔É\x00\ud800"), max_size=80) | st.text(max_size=60)


def _marked(text: str, profession: str = "") -> list[str]:
    return [text[found.start : found.end] for found in careful(text, profession, WORDS)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("No concerns were seen.", ["No concerns"]),
        ("NO\nCONCERNS", ["NO\nCONCERNS"]),
        ("attention-seeking", ["attention-seeking"]),
        ("She failed to engage, and failed again", ["failed to engage", "failed"]),
        ("unfailed failedness", []),
        ("💔 no concerns 💔", ["no concerns"]),
        ("“no concerns” she said, no concerns", ["no concerns"]),
        ('He said "no concerns', []),
        ('He said "no concerns\nThere were no concerns', ["no concerns"]),
        ("‘I don’t think no concerns’ but no concerns", ["no concerns"]),
        ("He said 'no concerns' to the boys", []),
        ("the boys' room: no concerns, and the girls' too", ["no concerns"]),
        ("’cos there were no concerns, ’cos", ["no concerns"]),
        ("'cos there were no concerns", ["no concerns"]),
    ],
)
def test_words_are_found_outside_quotations_only(text: str, marked: list[str]) -> None:
    assert _marked(text) == marked


def test_a_professions_words_are_its_own() -> None:
    text = "He alleges it, an Allegation with no concerns"
    assert _marked(text, "court_adviser") == ["alleges", "Allegation", "no concerns"]
    assert _marked(text, "practitioner") == ["no concerns"]


@given(text=TYPED)
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_it_and_every_place_is_in_the_text(text: str) -> None:
    spans = quotations(text)
    ends_inside_quotation(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    places = [(one.start, one.end) for one in careful(text, "court_adviser", WORDS)]
    places_of_words = [(start, end) for start, end, word in words_to_check(text) if text[start:end] == word]
    assert len(places_of_words) == len(list(words_to_check(text)))
    for start, end in (*places, *places_of_words):
        assert 0 <= start < end <= len(text)
        assert not any(a < end and start < b for a, b in spans)


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("She said “I want", True),
        ("She said “I want” and", False),
        ('He said "', True),
        ('He said "yes"', False),
        ('"I want to go home\nand then ', True),
        ('"I want to go home\n\nThen ', False),
        ("‘I don’t", True),
        ("‘I don’t’ he said ", False),
        ("the boys' ", False),
        ("", False),
    ],
)
def test_it_is_known_whether_one_types_inside_a_quotation(before: str, inside: bool) -> None:
    assert ends_inside_quotation(before) is inside


@pytest.mark.parametrize(
    ("line", "checked"),
    [
        ("Teh boy met Tyrone at home", ["Teh", "boy", "met", "at", "home"]),
        ("He came. Tyrone left", ["He", "came", "Tyrone", "left"]),
        ("with Mr. Abara and Dr. Osei", ["with", "and"]),
        ("1. Seen at CAMHS on 3rd, see a.b@c.uk or 07700/900", ["Seen", "at", "on", "see", "or"]),
        ("she didn’t say “I wernt there” twice", ["she", "didn’t", "say", "twice"]),
        ("co-parenting", ["co", "parenting"]),
        ("мама and mum", ["and", "mum"]),
        ("x" * 5000, []),
    ],
)
def test_names_numbers_and_quotations_are_not_for_the_dictionary(line: str, checked: list[str]) -> None:
    assert [word for _, _, word in words_to_check(line)] == checked


def test_a_million_characters_take_no_more_than_a_pass() -> None:
    text = "There were no concerns ‘’cos he said' \"so “and " * 24_000
    found = careful(text, "court_adviser", WORDS)
    assert [text[one.start : one.end] for one in found] == ["no concerns"]
    assert len(careful("no concerns. " * 30_000, "", WORDS)) == 30_000
    assert sum(1 for _ in words_to_check("seen at home. " * 20_000)) == 60_000
