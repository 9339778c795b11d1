"""Lines that correct themselves, name people like months, or tell of what did not happen: nothing false is filled."""

from datetime import date

import pytest

from db.domain.quick_entry import QuickEntry, read_quick
from tests.db.domain.test_quick_entry import KINDS

TODAY = date(2026, 11, 22)  # a Sunday
DID_NOT = "It reads as if it did not take place. How do you know, and is that the day?"
DID_IT = "Did it take place? How you know was left empty."


def read(line: str) -> QuickEntry:
    return read_quick(line, today=TODAY, kinds=KINDS, names={"ella", "night"})


@pytest.mark.parametrize(
    "line",
    [
        "visit yesterday - no, Monday",
        "visit yesterday, sorry Monday",
        "yesterday, no Monday, home visit",
        "HV Friday (I mean Thursday)",
        "visit on 3/11/26, correction: 4/11/26",
        "home visit today - actually yesterday",
    ],
)
def test_a_day_that_is_corrected_in_the_line_is_asked_about(line: str) -> None:
    found = read(line)
    assert "when" not in found.values
    assert any("the day of the entry" in question for question in found.questions)
    assert found.values["headline"].casefold() == line.casefold()


def test_of_a_corrected_day_one_question_names_both() -> None:
    assert read("visit yesterday - no, Monday").questions == (
        "Which is the day of the entry: “yesterday” or “Monday”?",
    )


@pytest.mark.parametrize(
    "line",
    ["visit yesterday, no marks seen", "visit yesterday. No Monday club", "visit yesterday, no 2 alike"],
)
def test_a_no_that_corrects_no_day_leaves_the_day(line: str) -> None:
    assert read(line).values["when"] == "yesterday"


@pytest.mark.parametrize(
    "line",
    [
        "May attended meeting with June and April",
        "June attended core group",
        "April visited home",
        "August received letter",
        "Visited May, she was well",
        "rang June, no answer",
    ],
)
def test_somebody_called_like_a_month_is_no_month(line: str) -> None:
    found = read(line)
    assert "when" not in found.values
    assert any(line.split(maxsplit=1)[0] in asked or line.split()[1].strip(",") in asked for asked in found.questions)
    assert found.values["headline"] == line[:1].upper() + line[1:]


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("May 2026 attended meeting", "May 2026"),
        ("in May, home visit", "in May"),
        ("home visit in June", "in June"),
        ("Mon attended core group", "Mon"),
    ],
)
def test_a_month_that_is_said_to_be_one_is_the_day(line: str, when: str) -> None:
    assert read(line).values["when"] == when


@pytest.mark.parametrize(
    "line",
    [
        "2 March hearing listed",
        "2 March hearing listed, letter received today",
        "hearing 2 March listed",
        "hearing listed 2 March",
        "Thursday core group booked",
        "Friday home visit is planned",
    ],
)
def test_the_day_of_what_is_to_come_is_asked_about(line: str) -> None:
    found = read(line)
    assert "when" not in found.values
    assert any("the day of the entry" in question for question in found.questions)


@pytest.mark.parametrize(
    ("line", "when"),
    [("yesterday home visit booked for Friday", "yesterday"), ("2/3/26 hearing listed for 4/5/26", "2/3/26")],
)
def test_the_day_on_which_something_was_booked_is_kept(line: str, when: str) -> None:
    assert read(line).values["when"] == when


@pytest.mark.parametrize(
    "line",
    [
        "missed visit Friday",
        "visit Friday cancelled",
        "visit Friday, cancelled by mum",
        "Friday HV - cancelled",
        "home visit Friday did not happen",
        "home visit Friday didn't go ahead, child seen alone at school",
        "core group Thursday was postponed",
        "Friday visit called off. Not seen",
        "visit on 20/11/26 never took place",
    ],
)
def test_what_did_not_happen_was_neither_seen_nor_heard(line: str) -> None:
    found = read(line)
    assert {"how", "seen"} & set(found.values) == set()
    assert found.values["when"]
    assert DID_NOT in found.questions


@pytest.mark.parametrize(
    "line", ["home visit Friday?", "Visit?", "home visit yesterday with mum?", "core group Thursday?"]
)
def test_what_is_only_asked_about_is_not_known(line: str) -> None:
    found = read(line)
    assert {"how", "seen"} & set(found.values) == set()
    assert DID_IT in found.questions


def test_the_day_of_a_question_is_asked_about() -> None:
    found = read("home visit Friday?")
    assert "when" not in found.values
    assert found.values["headline"] == "Home visit Friday?"


def test_a_visit_that_found_nobody_took_place() -> None:
    found = read("HV Friday, no access, next visit cancelled")
    assert (found.values["how"], found.values["seen"]) == ("seen_or_heard", "no")


@pytest.mark.parametrize(
    ("line", "who", "agency"),
    [
        ("rang school, attendance officer said he was not in yesterday", "attendance officer", "school"),
        ("rang school, head of year says he was late", "head of year", "school"),
        ("rang school, receptionist confirmed he left at 2", "receptionist", ""),
    ],
)
def test_whoever_speaks_in_a_call_by_their_job_told_it(line: str, who: str, agency: str) -> None:
    values = read(line).values
    assert (values["how"], values["who"], values.get("agency", "")) == ("told", who, agency)


@pytest.mark.parametrize(
    "line",
    [
        "rang school, the lady in the office said he was not in",
        "rang surgery. Somebody there told me that he was not brought",
        "phoned school, was told he is off sick",
    ],
)
def test_what_nobody_known_said_in_a_call_is_asked_about(line: str) -> None:
    found = read(line)
    assert "how" not in found.values
    assert any("told" in question for question in found.questions)


@pytest.mark.parametrize("line", ["rang mum, I said I would visit", "rang mum and told her about the meeting"])
def test_what_the_author_said_in_a_call_was_heard_by_the_author(line: str) -> None:
    assert read(line).values["how"] == "seen_or_heard"


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("today is Ella's birthday", "Today is Ella's birthday"),
        ("Friday was hard for her", "Friday was hard for her"),
        ("yesterday has been a good day", "Yesterday has been a good day"),
    ],
)
def test_the_headline_keeps_its_subject(line: str, headline: str) -> None:
    found = read(line)
    assert found.values["headline"] == headline
    assert found.values["when"].casefold() == headline.split(maxsplit=1)[0].casefold()
