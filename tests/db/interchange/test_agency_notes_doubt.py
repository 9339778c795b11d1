"""What a note plans, asks, sets as a task or makes a condition is no event; and whose words are quoted in a mail."""

from __future__ import annotations

from datetime import date

import pytest

from db.interchange.agency_notes import NoteReading, read_note

SENT = date(2026, 11, 22)


def read(note: str) -> NoteReading:
    return read_note(note, sent_on=SENT, child_names=("Ella",))


@pytest.mark.parametrize(
    "sentence",
    [
        "Visit planned for 20/10/26 with Ella alone.",
        "The visit was planned for 20/10/26.",
        "Hearing listed for 2 November 2026.",
        "Core group due on 3 November 2026.",
        "To ring school on 21/10/26.",
        "Action: ring school by 21/10/26.",
        "I will visit on 21/10/26.",
        "We need to see her on 21/10/26.",
        "Was Ella seen on 17/10/26?",
        "Did Mum ring on 17/10/26 to say so?",
        "If Dad comes on 18/10/26 call police.",
        "Call police if Dad comes on 18/10/26.",
    ],
)
def test_a_plan_a_task_a_question_or_a_condition_is_no_event_and_is_told_as_unused(sentence: str) -> None:
    note = f"14/10/26 home visit. Kitchen clean.\n{sentence}\n- Anita Rao, SW"
    found = read(note)
    assert [one.when.earliest for one in found.proposals] == [date(2026, 10, 14)]
    assert [note[start:end] for start, end in found.unused] == [sentence]
    assert found.ahead == found.unused


@pytest.mark.parametrize(
    "sentence",
    [
        "Did not see Ella on 20/10/26.",
        "Appointment booked for 20/10/26 was missed.",
        "Ella was not brought to the appointment arranged for 20/10/26.",
        "To his surprise Dad came on 20/10/26.",
        "Dad asked on 20/10/26 whether he could come.",
        "On 20/10/26 Ella asked if she could go home.",
        'On 20/10/26 Ella said "Can I go home?"',
        "When I visited on 20/10/26 nobody answered.",
    ],
)
def test_what_did_happen_stays_an_event(sentence: str) -> None:
    assert date(2026, 10, 20) in [one.when.earliest for one in read(sentence).proposals]


@pytest.mark.parametrize(
    ("sentence", "teller"),
    [
        ("Gran denied that dad came on 13/11/26.", "Gran"),
        ("Mum denies hitting Ella on 13/11/26.", "Mum"),
        ("Dad denied it on 13/11/26.", "Dad"),
    ],
)
def test_a_denial_is_told_at_second_hand(sentence: str, teller: str) -> None:
    (one,) = read(sentence).proposals
    assert (one.hearsay, one.source.told_by) == (True, teller)


def test_somebody_who_was_denied_a_thing_tells_nothing() -> None:
    (one,) = read("Dad was denied entry to the flat on 13/11/26.").proposals
    assert not one.hearsay


def test_a_reply_with_nothing_of_its_own_gives_what_it_quotes_as_the_words_of_their_author() -> None:
    note = (
        "-----Original Message-----\nFrom: Jo Cole\nSent: Friday 13 November 2026\n"
        '> On Tuesday Ella arrived in dirty clothes.\n> She told Kate that "mummy cried all night".\n'
        "On 11/11/2026 | asked mum about it | she said it was gran\n"
    )
    first, second = read(note).proposals
    assert (first.when.earliest, first.source.who) == (date(2026, 11, 10), "Jo Cole")
    assert first.headline == "On Tuesday Ella arrived in dirty clothes."
    assert ">" not in first.text
    assert (second.when.earliest, second.headline[:30]) == (date(2026, 11, 11), "On 11/11/2026 | asked mum abou")


def test_quoted_words_of_nobody_named_are_told_at_second_hand_and_never_the_senders() -> None:
    note = "From: A Rao\nSent: 20 November 2026\n\nThanks.\n> On 10/11/26 Ella was seen alone at home visit.\n"
    (one,) = read(note).proposals
    assert (one.hearsay, one.source.who, one.seen) == (True, "", {})


def test_the_line_above_a_quoted_mail_says_who_wrote_it_and_when() -> None:
    note = "Thanks!\n\nOn Fri 13 Nov 2026 at 10:02, Jo Cole <j@x.example> wrote:\n> On Tuesday Ella was late.\n"
    (one,) = read(note).proposals
    assert (one.when.earliest, one.source.who, one.report_date) == (date(2026, 11, 10), "Jo Cole", date(2026, 11, 13))


def test_without_the_day_of_a_quoted_mail_its_weekdays_are_counted_and_not_guessed() -> None:
    found = read("> On Tuesday Ella was late.\n")
    assert (found.proposals, found.undated) == ((), 1)


def test_a_reply_with_an_account_of_its_own_proposes_that_alone() -> None:
    found = read("14/10/26 home visit. Mum out.\n> On 10/11/26 Ella was late.\n")
    assert [one.headline for one in found.proposals] == ["home visit."]


@pytest.mark.parametrize(
    "note",
    ["| 11/11/2026 | asked mum about it |", "11/11/2026 | asked mum about it", "> 11/11/2026 | asked mum about it"],
)
def test_a_single_line_of_a_table_is_a_row(note: str) -> None:
    (one,) = read(note).proposals
    assert (one.when.earliest, one.headline.rstrip(" |")) == (date(2026, 11, 11), "asked mum about it")


def test_lines_of_a_table_without_heads_are_rows_of_their_own() -> None:
    found = read("| 11/11/2026 | asked mum about it |\n| 12/11/2026 | dad came |")
    assert [one.when.earliest.day for one in found.proposals] == [11, 12]
    assert "dad came" not in found.proposals[0].text
