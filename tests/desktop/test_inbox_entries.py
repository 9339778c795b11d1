"""What is added from the inbox holds the note's own words and no others; who handed them on stands in the source."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from db.commands.entries import RecordEntry
from db.domain.draft import Draft
from db.domain.entry import EntryContent, HowKnown, Source
from db.interchange.agency_notes import propose
from db.local.outbox import command_of
from desktop.features.inbox.proposals import entry_of, form_of, paper_of_note
from desktop.models import note_draft

FIELD_NOTE = (
    "14/10/26 15:30 home visit, unannounced\nKitchen clean. Food in.\n\n"
    "15/10/26 T/C from Mr Brand, class teacher. Said Ella was in early and had eaten.\n"
    "- Anita Rao, family support worker\n"
)
SCHOOL_LOG = (
    "Ms J Cole, designated safeguarding lead, Hollin Primary School\nDate: 15 October 2026\n\n"
    "12 October 2026: Ella came without\n a coat. She was cold.\n"
)
TABLE = "Date | Contact | Notes\n03/09/2026 | Phone call | Mum well. Baby feeds.\n"


def _note(text: str) -> Draft:
    return note_draft.written(Draft(uuid4(), "Ella Marsh", "26-1000"), text=text, name="From the phone")


def _entries(text: str) -> list[EntryContent]:
    """The content of each entry as it would be sent."""
    found = []
    for proposal in propose(text, child_names=("Ella",)):
        draft = entry_of(_note(text), proposal)
        assert draft.sending is not None
        command = command_of(draft.sending)
        assert isinstance(command, RecordEntry)
        found.append(command.content)
    return found


def test_who_told_it_is_the_source_with_role_and_through_whom_it_came() -> None:
    _, call = _entries(FIELD_NOTE)
    assert call.source == Source(
        HowKnown.TOLD,
        "Mr Brand",
        "class teacher, through Anita Rao, family support worker",
        "school",
        "15 October 2026",
    )
    draft = form_of(_note(FIELD_NOTE), propose(FIELD_NOTE)[1])
    assert (draft.values["who"], draft.values["role"]) == (call.source.who, call.source.role)


def test_what_the_writer_saw_is_from_the_note_with_its_writer() -> None:
    visit, _ = _entries(FIELD_NOTE)
    assert visit.source == Source(
        HowKnown.DOCUMENT, "From the phone", "Anita Rao, family support worker", "council", "14 October 2026"
    )


@pytest.mark.parametrize("text", [FIELD_NOTE, SCHOOL_LOG, TABLE])
def test_an_entry_holds_no_word_that_is_not_in_the_note(text: str) -> None:
    plain = " ".join(text.split())
    for content in _entries(text):
        assert " ".join(content.detail.split()) in plain
        assert all(part in plain for part in content.headline.split(": "))


@pytest.mark.parametrize(
    ("text", "headline", "detail"),
    [
        (FIELD_NOTE, "home visit, unannounced", "Kitchen clean. Food in."),
        (SCHOOL_LOG, "Ella came without a coat.", "She was cold."),
        (TABLE, "Phone call: Mum well.", "Phone call | Mum well. Baby feeds."),
    ],
)
def test_the_headline_is_not_said_again_in_the_text(text: str, headline: str, detail: str) -> None:
    first = _entries(text)[0]
    assert (first.headline, first.detail) == (headline, detail)


def test_the_note_goes_along_as_a_document_of_the_day_on_which_it_was_written() -> None:
    note, entry = _note(SCHOOL_LOG), uuid4()
    paper = paper_of_note(note, entry, "letter", date(2026, 10, 15))
    assert (paper.name, paper.dated_on, paper.text) == ("From the phone.txt", date(2026, 10, 15), SCHOOL_LOG)
    assert paper.paper_id == paper_of_note(note, entry, "letter", None).paper_id
    assert paper.paper_id != paper_of_note(note, uuid4(), "letter", None).paper_id
