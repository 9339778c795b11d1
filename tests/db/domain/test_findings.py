"""The plain half of the check before filing: what is found, where, and what is passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.careful_words import CarefulWord
from db.domain.court_chronology import Candidate, Choice, Span, choices, field_of
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source
from db.domain.findings import Finding, of_chronology, of_length, of_sections
from db.domain.partial_date import parse_partial_date

TODAY = date(2026, 11, 22)
WORDS = (
    CarefulWord(("appropriate",), "Tells a reader nothing."),
    CarefulWord(("alleged",), "Doubts.", "court_adviser"),
)
NAMED = Source(HowKnown.TOLD, "Ms Patel", "teacher")


def chosen(*contents: EntryContent, **fields: str) -> tuple[Choice, ...]:
    """These entries, all in; fields by what they say are those of the first."""
    entries = [Candidate(uuid4(), 1, content, "Jo Marsh") for content in contents]
    said = {field_of(what, entries[0].entry_id): text for what, text in fields.items()}
    return choices(entries, said, Span(significant=False))


def content(
    headline: str = "Ms Patel saw a bruise on his arm", on: str = "3 March 2026", source: Source = NAMED
) -> EntryContent:
    """An entry that nothing is found in."""
    occurred = parse_partial_date(on, today=TODAY)
    return EntryContent(occurred, "school", headline, source, children=(ChildPart(uuid4()),))


def found(
    rows: tuple[Choice, ...], issued_on: date | None = None, profession: str = "practitioner"
) -> list[tuple[str, str]]:
    """Kinds and words of what is found."""
    return [
        (finding.kind, finding.words)
        for finding in of_chronology(rows, issued_on=issued_on, profession=profession, words=WORDS)
    ]


def test_a_plain_entry_has_no_finding() -> None:
    assert found(chosen(content()), issued_on=date(2026, 3, 3)) == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (Source(HowKnown.TOLD), "hearsay"),
        (Source(HowKnown.TOLD, role="a neighbour"), ""),
        (Source(HowKnown.DOCUMENT), "no_source"),
        (Source(HowKnown.DOCUMENT, "Health visitor's notes"), ""),
        (Source(HowKnown.SEEN_OR_HEARD), ""),
    ],
)
def test_a_source_that_names_nobody_is_found(source: Source, kind: str) -> None:
    assert found(chosen(content(source=source))) == ([(kind, "")] if kind else [])
    assert found(chosen(content(source=source), reference="JM1, page 4")) == []


def test_what_happened_after_the_issue_is_found_in_the_initial_chronology_only() -> None:
    rows = chosen(content(), content(on="4 March 2026"))
    assert found(rows, issued_on=date(2026, 3, 3)) == [("after_issue", "")]
    assert found(rows) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was reported that he hit her.", "It was reported"),
        ("He is alleged to have hit her.", "is alleged to"),
        ("He had allegedly hit her.", "allegedly"),
        ("An anonymous caller said that he hit her.", "An anonymous caller said"),
        ("There have been reports of shouting.", "There have been reports"),
        ("Ms Patel reported that he hit her.", ""),
        ("Ms Patel said “it was reported that he hit her”.", ""),
        ("The report is attached.", ""),
    ],
)
def test_hearsay_without_a_name_is_found_outside_quotations(text: str, words: str) -> None:
    assert found(chosen(content(text))) == ([("hearsay", words)] if words else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Legal planning meeting held; threshold is met", ["Legal planning meeting"]),
        ("Counsel's advice is to issue", ["Counsel's advice"]),
        ("We were advised by our solicitor that the threshold is met", ["advised by our solicitor"]),
        ("The solicitor for the child was there, and the legal status was explained", []),
    ],
)
def test_what_may_tell_of_legal_advice_is_asked_about(text: str, words: list[str]) -> None:
    assert found(chosen(content(text))) == [("legal", each) for each in words]


def test_words_to_take_care_with_go_by_profession_and_the_court_wording_replaces_the_records_words() -> None:
    rows = chosen(content("An appropriate, alleged response"))
    assert found(rows) == [("careful", "appropriate")]
    assert found(rows, profession="court_adviser") == [("careful", "appropriate"), ("careful", "alleged")]
    assert found(chosen(content("An appropriate response"), wording="She rang the police.")) == []
    assert found(chosen(content("She rang the police"), wording="An appropriate response")) == [
        ("careful", "appropriate")
    ]


def test_an_entry_that_must_not_be_shared_and_one_out_of_order_are_found() -> None:
    kept = replace(content(), not_to_share_with="the father")
    assert found(chosen(kept)) == [("not_to_share", "")]
    later, earlier = chosen(content(on="5 March 2026"), content())
    assert found((earlier, later)) == []
    assert found((later, earlier)) == [("date_order", "")]


def test_a_section_of_facts_goes_by_dates_and_places_are_those_of_the_text() -> None:
    text = "On 5 March 2026 Ms Patel rang.\n\nOn 3 March 2026 the police came. It was reported that he left."
    findings = of_sections([("section:facts", text)], facts=frozenset({"section:facts"}), profession="", words=WORDS)
    assert [(one.kind, text[one.start : one.end], one.place) for one in findings] == [
        ("hearsay", "It was reported", "section:facts"),
        ("date_order", "3 March 2026", "section:facts"),
    ]
    assert [one.kind for one in of_sections([("a", text)], facts=frozenset(), profession="", words=())] == ["hearsay"]


def test_length_only_warns_of_more_than_the_limit() -> None:
    assert [one.what for one in of_length(11, 10)] == ["11 pages, and 10 are usual."]
    assert of_length(10, 10) == () == of_length(400, None)


def test_an_answer_stands_while_kind_place_and_words_stand() -> None:
    finding = Finding("careful", "section:a", "why", 3, 9, "claims")
    assert finding.key == replace(finding, start=30, end=36, what="another reason").key
    others = (replace(finding, kind="x"), replace(finding, place="x"), replace(finding, words="x"))
    assert len({finding.key, *(other.key for other in others)}) == 4


@given(st.text(max_size=300))
def test_any_text_is_checked_and_places_lie_in_it(text: str) -> None:
    for finding in of_sections([("a", text)], facts=frozenset({"a"}), profession="court_adviser", words=WORDS):
        assert text[finding.start : finding.end] == finding.words != ""
