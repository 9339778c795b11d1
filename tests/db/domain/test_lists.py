"""How lists and their changes read: sentences with numbers in them, what another number does, and the history."""

from __future__ import annotations

import pytest

from db.domain.lists import (
    CODE_LISTS,
    STEPS,
    THRESHOLDS,
    change_in_words,
    step_sentence,
    threshold_effect,
    threshold_sentence,
)
from db.domain.looks import ASKED, QUESTIONS
from db.domain.signals import RULES, SIGNALS
from resources import resource

Numbers = dict[str, int]


def weeks(number: int, times: int = 0) -> Numbers:
    """The numbers of a threshold."""
    return {"times": times, "weeks": number}


def test_every_list_signal_and_step_has_its_words() -> None:
    of_each_team = {"work_weight"}
    assert set(CODE_LISTS) == {path.stem for path in resource("codes").glob("*.csv")} - of_each_team
    assert set(THRESHOLDS) == set(SIGNALS)
    assert set(ASKED) == set(QUESTIONS)
    assert set(STEPS) == set(RULES)
    with resource("signals", "statutory_step.csv").open(encoding="utf-8") as file:
        steps = [line.split(",")[:2] for line in file.read().splitlines()[1:]]
    assert [[rule, str(n)] for rule, said in STEPS.items() for n in range(1, len(said) + 1)] == steps
    assert len({kept.title for kept in CODE_LISTS.values()}) == len(CODE_LISTS)


@pytest.mark.parametrize(
    ("signal", "numbers", "words"),
    [
        (
            "own_address",
            weeks(8, 1),
            "Ask about a file of the own address, opened 1 time within 8 weeks",
        ),
        ("not_seen_alone", weeks(6), "Say so when a child has not been seen alone for 6 weeks"),
        ("not_seen_alone", weeks(1), "Say so when a child has not been seen alone for 1 week"),
        ("notifications", weeks(8, 3), "Say so after 3 notifications of one kind within 8 weeks"),
        ("missed", weeks(0, 1), "Say so when a child was not seen at the last 1 visit"),
        ("unallocated", weeks(0), "Say so when nobody is allocated to a child, at once"),
    ],
)
def test_a_threshold_reads_as_a_sentence(signal: str, numbers: Numbers, words: str) -> None:
    assert threshold_sentence(signal, numbers) == words


@pytest.mark.parametrize(
    ("signal", "before", "after", "says"),
    [
        ("not_seen", weeks(4), weeks(6), "Fewer"),
        ("not_seen", weeks(6), weeks(4), "More"),
        ("notifications", weeks(8, 2), weeks(8, 3), "Fewer"),
        ("notifications", weeks(8, 2), weeks(12, 2), "More"),
        ("moves", weeks(52, 2), weeks(26, 2), "Fewer"),
        ("schools", weeks(52, 2), weeks(26, 1), "Some children will be named who are not now, and some no more."),
        ("missed", weeks(0, 3), weeks(0, 2), "More"),
        (
            "own_address",
            weeks(8, 1),
            weeks(4, 1),
            "From now on it is asked about a file of the own address, opened 1 time",
        ),
        ("newly_referred", weeks(2), weeks(4), "is told as new from the first day, for 4 weeks: longer than now"),
        ("newly_referred", weeks(4), weeks(2), "for a shorter time"),
    ],
)
def test_what_another_threshold_does_is_said_before_it_is_kept(
    signal: str, before: Numbers, after: Numbers, says: str
) -> None:
    assert says in threshold_effect(signal, before, after)
    assert threshold_effect(signal, after, after) == ""


def test_a_statutory_date_reads_as_a_sentence() -> None:
    numbers = {"number": 15, "unit": "working days"}
    said = "Initial child protection conference within 15 working days after the section 47 enquiry began"
    assert step_sentence("conference", 1, numbers) == said
    assert step_sentence("conference", 7, numbers) == "conference, step 7 within 15 working days"


CALL = {"label": "Call", "sort": 20, "attributes": {}, "to_on": None}


@pytest.mark.parametrize(
    ("name", "line", "before", "after", "words"),
    [
        ("signal_threshold", "not_seen_alone", weeks(6), weeks(4), "“Not seen alone” from 6 to 4 weeks"),
        ("signal_threshold", "moves", weeks(52, 2), weeks(26, 3),
         "“Moves of home” from 2 to 3 moves of home, from 52 to 26 weeks"),
        ("look_threshold", "own_address", weeks(8, 1), weeks(8, 2), "“Same address” from 1 to 2 times"),
        ("statutory_step", "review 2", {"number": 3, "unit": "months"}, {"number": 12, "unit": "weeks"},
         "“Second review” from 3 months to 12 weeks"),
        ("statutory_step", "review 2", {"number": 3, "unit": "months", "authority": "old"},
         {"number": 3, "unit": "months", "authority": "new"},
         "“Second review”: the rule it stands on is now “new”"),
        ("bank_holiday", "2030-05-06", None, {"name": "A royal wedding"},
         "6 May 2030 is a bank holiday: “A royal wedding”"),
        ("bank_holiday", "2030-05-06", {"name": "A royal wedding"}, {"name": ""},
         "6 May 2030 is no bank holiday any more (it was “A royal wedding”)"),
        ("setting", "document_limit_mb", {"number": 20}, {"number": 40}, "“Largest document” from 20 to 40 MB"),
        ("page_limit", "section_7 2026-03-02", {"pages": 40}, {"pages": 30},
         "Pages of “section 7” from 2 March 2026: from 40 to 30"),
        ("document_template", "plan", None, {"version": 1, "own": False, "ended": False},
         "“plan” is version 1 from a file"),
        ("document_template", "plan", {"version": 1}, {"version": 2, "own": False, "ended": True},
         "“plan” is offered no more"),
        ("entry_kind", "panel", None, {**CALL, "label": "Panel"}, "added “Panel”"),
        ("entry_kind", "call", CALL, {**CALL, "label": "Telephone"}, "“Call” now reads “Telephone”"),
        ("entry_kind", "call", CALL, {**CALL, "to_on": "2026-03-03"}, "“By telephone” is offered until 3 March 2026"),
        ("entry_kind", "call", {**CALL, "to_on": "2026-03-03"}, CALL, "“By telephone” is offered again"),
        ("entry_kind", "call", CALL, {**CALL, "attributes": {"visit": True}},
         "“By telephone”: it is a visit, at which the child could be seen"),
        ("entry_kind", "", {"order": ["a", "b", "call"]}, {"order": ["call", "a", "b"]},
         "“By telephone” stands first"),
        ("entry_kind", "", {"order": ["call", "a", "b"]}, {"order": ["a", "call", "b"]},
         "“a” stands first"),
        ("entry_kind", "", {"order": ["call", "a", "b", "c"]}, {"order": ["a", "b", "call", "c"]},
         "“By telephone” stands after “b”"),
        ("entry_kind", "", {"order": ["a", "b", "c"]}, {"order": ["c", "b", "a"]},
         "the lines stand in another order"),
    ],
)  # fmt: skip
def test_a_change_reads_as_what_somebody_did(
    name: str, line: str, before: dict[str, object] | None, after: dict[str, object], words: str
) -> None:
    assert change_in_words(name, line, before, after, {"call": "By telephone"}) == words
