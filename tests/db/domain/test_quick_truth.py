"""The quick line leaves a field empty rather than fill it falsely: who saw the child, whose words, which day.

Why apart: what is filled here is relied on in court, so each rule is shown by lines that must fill and lines that must
not.
"""

from datetime import date

import pytest

from db.domain.quick_entry import QuickEntry, read_quick
from db.domain.quick_seen import seen_in

TODAY = date(2026, 11, 22)  # a Sunday
KINDS = {
    "visit": "Visit",
    "call": "Call",
    "meeting": "Meeting",
    "school": "School",
    "police": "Police notification",
    "letter": "Letter or e-mail",
    "missing": "Missing",
    "health": "Health",
}
ALONE = "Was the child seen alone?"


def read(line: str) -> QuickEntry:
    return read_quick(line, today=TODAY, kinds=KINDS)


@pytest.mark.parametrize(
    "line",
    [
        "home visit today, seen alone - not possible, dad wouldnt let me in",
        "home visit today, seen alone not possible",
        "home visit today, seen alone: no",
        "home visit today, seen alone – n/a",
        "home visit today. Seen alone? Mum refused",
        "home visit, seen alone. Not possible as mum in the room",
        "seen alone? no - mum refused to leave room",
        "no one saw Ella alone today",
        "home visit today. no one saw Ella alone",
        "home visit, couldnt get her seen alone",
        "home visit, tried to have her seen alone",
    ],
)
def test_alone_is_not_filled_where_it_is_denied_or_asked(line: str) -> None:
    found = read(line)
    assert "seen" not in found.values
    assert ALONE in found.questions


@pytest.mark.parametrize(
    "line",
    [
        "dad says he saw Ella alone in street",
        "dad came home, saw Ella alone",
        "health visitor saw Kyle alone on Tuesday",
        "home visit today. Dad says he saw Ella alone in street",
        "home visit, Janet saw Ella alone",
        "home visit, school report Ella seen alone",
        "home visit, seen alone upstairs by the health visitor",
        "tc from school: saw Ella alone",
        "email from school, seen alone",
    ],
)
def test_alone_is_not_filled_where_somebody_else_saw(line: str) -> None:
    found = read(line)
    assert "seen" not in found.values
    assert ALONE in found.questions


@pytest.mark.parametrize("line", ["dad says he saw her with nan", "home visit. Neighbour saw him with dad"])
def test_seen_with_somebody_is_the_authors_sight_too(line: str) -> None:
    assert not {"seen", "present"} & set(read(line).values)


@pytest.mark.parametrize("line", ["school say not seen today", "home visit, not seen? ask mum"])
def test_not_seen_is_not_filled_on_anothers_word(line: str) -> None:
    assert "seen" not in read(line).values


@pytest.mark.parametrize(
    "line",
    [
        "home visit today, saw Ella alone",
        "home visit today and saw Ella alone",
        "HV today saw Ella alone in bedroom",
        "visited home and saw Ella alone",
        "I saw Ella alone at school",
        "home visit, mum in kitchen, saw Ella alone upstairs",
        "home visit, mum not happy, Ella seen alone, no concerns",
        "home visit, seen alone. No bruises. Mum refused to sign",
        "home visit yesterday, spoke to Ella alone, not happy at school",
        "seen alone, no concerns raised",
    ],
)
def test_alone_is_filled_where_the_author_saw(line: str) -> None:
    assert read(line).values.get("seen") == "alone"


def test_an_account_is_read_as_strictly_as_a_line() -> None:
    assert seen_in("Home visit. Nobody saw Ella alone.", {"ella"}) == {}


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("since May 2024 mum sober, visit today", "today"),
        ("mum's birthday 3 Jan 1990, seen at office today for ID check", "today"),
        ("dad born 3 Jan 1990, home visit yesterday", "yesterday"),
        ("mum's court date 12 Nov, seen today", "today"),
    ],
)
def test_the_date_of_a_topic_gives_way_to_the_day_of_the_entry(line: str, when: str) -> None:
    assert read(line).values["when"] == when


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dad's court date 12 Nov, tc from solicitor", "12 Nov"),
        ("since May 2024 mum sober", "since May 2024"),
        ("not in since Monday", "since Monday"),
        ("dad in A&E since 2 this morning after OD", "this morning"),
        ("mum's birthday 3 Jan 1990", "3 Jan 1990"),
    ],
)
def test_the_date_of_a_topic_alone_is_asked_about(line: str, words: str) -> None:
    found = read(line)
    assert "when" not in found.values
    assert any(f"“{words}”" in asked for asked in found.questions)
    assert found.values["headline"] == line[:1].upper() + line[1:]


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("bruise on arm seen today, Kyle upset", "today"),
        ("spoke to mum this morning, upset", "this morning"),
        ("spoke to mum, yesterday, about the move", "yesterday"),
        ("mum's birthday 3 Jan 1990, seen at office today for ID check", "today"),
    ],
)
def test_a_day_in_mid_sentence_stays_in_the_text(line: str, when: str) -> None:
    found = read(line)
    assert found.values["when"] == when
    assert found.values["headline"] == line[:1].upper() + line[1:]
    assert any(part.key == "when" for part in found.parts)


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("yesterday mum rang", "Mum rang"),
        ("home visit yesterday, mum upset", "Home visit, mum upset"),
        ("Dad arrested last night", "Dad arrested"),
        ("GP appointment 3 Nov, mum late", "GP appointment, mum late"),
        ("missing from placement since Friday", "Missing from placement"),
    ],
)
def test_a_plain_date_at_either_end_or_after_the_kind_is_taken_out(line: str, headline: str) -> None:
    found = read(line)
    assert "when" in found.values
    assert found.values["headline"] == headline


@pytest.mark.parametrize(
    "line",
    [
        "School says \"Ella told us 'mum hit me'\" on Thurs",
        'School says "Ella told us mum hit me"',
        'Mum said "he hit me"',
        'Mrs Khan says "I am frightened of him"',
        'PC Hughes said "I saw her fall"',
        'Janet says "Ella told us mum hit me"',
        'home visit. He said "Ella told us mum hit me"',
    ],
)
def test_what_somebody_else_says_is_not_the_childs_own_words(line: str) -> None:
    found = read(line)
    assert "words" not in found.values
    assert any("the child’s own" in asked for asked in found.questions)


@pytest.mark.parametrize("line", ['home visit. Said "mum said I am bad"', 'home visit. Ella said "mum said I am bad"'])
def test_what_a_child_tells_of_another_is_still_the_childs_own(line: str) -> None:
    assert read(line).values["words"] == "mum said I am bad"


def test_only_the_beginning_of_a_very_long_line_is_understood() -> None:
    found = read("x" * 1_990 + ". seen alone " + "y" * 5_000)
    assert "seen" not in found.values
    assert all(part.end <= 2_000 for part in found.parts)
