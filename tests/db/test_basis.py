"""What an analysis rests on, and what people say against an entry: each told only in the file where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.entries import AmendEntry, ImportRow, ImportRows, RecordEntry, amend_entry, import_rows, record_entry
from db.domain.entry import ChildPart, EntryContent
from db.errors import NotPermitted, Refused
from db.queries import chronology
from db.queries.entries import basis_of, challenges_of, read_entry
from db.session import Session
from tests.db.seats import Seats
from tests.record import Record, content
from tests.security.stage import name

WORKER, COLLEAGUE, GUARDIAN = "tl_practitioner_a", "tl_practitioner_b", "tl_court_adviser"


Desk = tuple[Seats, Session, UUID]


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has children of its own."""
    return Seats(shared_record)


@pytest.fixture
def desk(seats: Seats) -> Desk:
    """A worker with an open file of an allocated child."""
    child = seats.child("Elif", WORKER)
    return seats, seats(WORKER, child), child


def analysis(child: UUID, *rests_on: UUID, **fields: Any) -> EntryContent:
    """An analysis that rests on these entries."""
    return content(child, "The pattern of weekends", kind="analysis", rests_on=rests_on, **fields)


def test_an_analysis_is_read_with_what_it_rests_on(desk: Desk) -> None:
    seats, session, child = desk
    late, early = (
        seats.record.write_entry(session, child, "Late", on="4 May 2026"),
        seats.record.write_entry(session, child, "Early"),
    )
    save = RecordEntry(uuid4(), uuid4(), child, analysis(child, late, early))
    assert record_entry(session, save).version == 1
    assert record_entry(session, save).version == 1
    assert read_entry(session, child, save.entry_id).content == analysis(child, early, late)
    lines = basis_of(session, child, save.entry_id)
    assert [(line.entry_id, line.headline, line.when.in_words()) for line in lines] == [
        (early, "Early", "3 March 2026"),
        (late, "Late", "4 May 2026"),
    ]
    assert {line.order_key for line in lines} < set(chronology.keys(session, child))
    assert basis_of(session, child, early) == ()


def test_an_analysis_that_rests_on_nothing_is_refused_and_any_other_entry_is_not(desk: Desk) -> None:
    _seats, session, child = desk
    with pytest.raises(Refused, match="rests on"):
        record_entry(session, RecordEntry(uuid4(), uuid4(), child, analysis(child)))
    entry = uuid4()
    with pytest.raises(Refused, match="itself"):
        record_entry(session, RecordEntry(uuid4(), entry, child, analysis(child, entry)))
    record_entry(session, RecordEntry(uuid4(), entry, child, content(child)))
    with pytest.raises(Refused, match="rests on"):
        amend_entry(session, AmendEntry(uuid4(), entry, child, analysis(child), 1, "it is an analysis"))


def test_nothing_outside_the_file_can_be_rested_on(desk: Desk) -> None:
    seats, session, child = desk
    elsewhere = seats.child("Otto", WORKER)
    other = seats.record.write_entry(seats(WORKER, elsewhere), elsewhere)
    for basis in (other, uuid4()):
        with pytest.raises(NotPermitted):
            record_entry(session, RecordEntry(uuid4(), uuid4(), child, analysis(child, basis)))


def test_an_amendment_keeps_what_its_author_could_not_see_and_changes_the_rest(desk: Desk) -> None:
    seats, session, child = desk
    sister = seats.child("Aylin", COLLEAGUE)
    name(seats.record, sister, WORKER, "legal", "record")
    seats(WORKER, sister)
    theirs = seats(COLLEAGUE, sister)
    hers = seats.record.write_entry(theirs, sister, "Hers")
    mine = seats.record.write_entry(session, child, "Mine")
    both = (ChildPart(child), ChildPart(sister))
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, analysis(child, mine, children=both)))
    assert read_entry(theirs, sister, entry).content.rests_on == ()
    amend_entry(theirs, AmendEntry(uuid4(), entry, sister, analysis(sister, hers), 1, "hers too"))
    assert read_entry(theirs, sister, entry).content.rests_on == (hers,)
    assert read_entry(session, child, entry).content.rests_on == (mine,)
    again = seats.record.write_entry(session, child, "Another of mine")
    amend_entry(session, AmendEntry(uuid4(), entry, child, analysis(child, again), 2, "another"))
    assert read_entry(session, child, entry).content.rests_on == (again,)
    assert read_entry(session, child, entry, version=2).content.rests_on == (mine,)
    assert read_entry(theirs, sister, entry).content.rests_on == (hers,)


def test_a_guardian_is_not_told_that_an_analysis_rests_on_legal_advice(desk: Desk) -> None:
    seats, session, child = desk
    advice = seats.record.write_entry(session, child, "Advice", legal_advice=True)
    seen = seats.record.write_entry(session, child, "Seen")
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, analysis(child, advice, seen)))
    name(seats.record, child, GUARDIAN, "childrens_guardian", "read")
    guardian = seats(GUARDIAN, child)
    assert read_entry(guardian, child, entry).content.rests_on == (seen,)
    assert [line.headline for line in basis_of(guardian, child, entry)] == ["Seen"]
    assert len(basis_of(session, child, entry)) == 2


def test_an_imported_analysis_rests_on_what_it_rested_on_there(desk: Desk) -> None:
    seats, session, child = desk
    rows = ImportRows(child, (ImportRow(b"a" * 32, 1, analysis(child)),))
    assert import_rows(session, rows)[0].added == 1
    mine = seats.record.write_entry(session, child)
    with pytest.raises(NotPermitted):
        import_rows(session, ImportRows(child, (ImportRow(b"b" * 32, 1, analysis(child, mine)),)))


def challenge(child: UUID, entry: UUID, text: str = "She was not shouting, she was frightened.") -> ChallengeEntry:
    """What a mother said."""
    return ChallengeEntry(uuid4(), child, entry, "Hatice Demir, mother", date(2026, 3, 9), text)


def test_a_challenge_stands_beside_the_entry_and_is_found_by_its_words(desk: Desk) -> None:
    seats, session, child = desk
    entry = seats.record.write_entry(session, child)
    assert len(chronology.search(session, child, "frightened")) == 0
    wish = challenge(child, entry)
    challenge_entry(session, wish)
    challenge_entry(session, wish)
    (noted,) = challenges_of(session, child, entry)
    assert (noted.challenge_id, noted.said_by, noted.said_on, noted.text, noted.recorded_by) == (
        wish.challenge_id, wish.said_by, wish.said_on, wish.text, "Tl Practitioner A",
    )  # fmt: skip
    for words in ("frightened", "Hatice"):
        assert len(chronology.search(session, child, words)) == 1
    assert read_entry(session, child, entry).version == 1
    with seats.record.superuser() as connection:
        before = connection.execute("select * from core.search_part where entry_id = %s", [entry]).fetchall()
        connection.execute("select wall.project(%s)", [[entry]])
        assert connection.execute("select * from core.search_part where entry_id = %s", [entry]).fetchall() == before


def test_a_challenge_is_read_only_in_the_file_in_which_it_was_noted(desk: Desk) -> None:
    seats, session, child = desk
    brother = seats.child("Emre", WORKER)
    seats(WORKER, brother)
    entry = uuid4()
    both = content(child, children=(ChildPart(child), ChildPart(brother)))
    record_entry(session, RecordEntry(uuid4(), entry, child, both))
    challenge_entry(session, challenge(child, entry))
    assert len(challenges_of(session, child, entry)) == 1
    assert challenges_of(session, brother, entry) == ()
    assert len(chronology.search(session, brother, "frightened")) == 0


def test_a_challenge_needs_a_right_an_entry_of_this_file_and_words(desk: Desk) -> None:
    seats, session, child = desk
    entry = seats.record.write_entry(session, child)
    good = challenge(child, entry)
    with pytest.raises(NotPermitted):
        challenge_entry(seats(COLLEAGUE, seats.child("Elsewhere", COLLEAGUE)), good)
    with pytest.raises(NotPermitted):
        challenge_entry(session, replace(good, entry_id=uuid4()))
    with pytest.raises(NotPermitted):
        challenges_of(session, child, uuid4())
    for bad in (replace(good, text=" "), replace(good, said_by=""), replace(good, said_on=date(2999, 1, 1))):
        with pytest.raises(Refused):
            challenge_entry(session, bad)
    challenge_entry(session, good)
    with pytest.raises(NotPermitted):
        challenge_entry(session, replace(good, text="Other words under the same id."))
