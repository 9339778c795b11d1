"""Brothers and sisters: who is offered, what arrives on whose page, and what members of a sealed file are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.commands.notices import SeeNotice, see_notice
from db.domain.entry import ChildPart
from db.errors import NotPermitted, Refused
from db.queries.entries import read_entry
from db.queries.find import Notice, notices
from db.queries.posted import Posted, posted_entries
from db.queries.siblings import siblings_of
from db.queries.staff import absences
from db.session import Session
from tests.db.seats import Seats
from tests.record import Record, content
from tests.security.stage import SUPPORT, seal

WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"
MANAGER, SECOND, ELSEWHERE = "tl_manager_a", "tl_manager_a2", "tl_manager_b"
TODAY = date.today()


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has children of its own."""
    return Seats(shared_record)


@pytest.fixture
def family(seats: Seats) -> tuple[UUID, UUID]:
    """A worker's child and her brother, whom a colleague works with."""
    child, brother = seats.child("Ada", WORKER), seats.child("Ben", COLLEAGUE)
    seats.relate(brother, child, "brother")
    return child, brother


def post(session: Session, child: UUID, *others: UUID, headline: str = "The police came to the house") -> UUID:
    """Records an entry in one child's file and posts it to others."""
    entry = uuid4()
    parts = (ChildPart(child, impact="afraid"), *(ChildPart(other, impact="asleep") for other in others))
    record_entry(session, RecordEntry(uuid4(), entry, child, content(child, headline, kind="police", children=parts)))
    return entry


def told(seats: Seats, login: str, child: UUID) -> list[Posted]:
    """What this person's page shows of this child."""
    return [posted for posted in posted_entries(seats(login)) if posted.child_id == child]


def test_the_siblings_offered_are_those_with_an_open_unsealed_file(seats: Seats) -> None:
    child = seats.child("Cora", WORKER)
    kinds = {"sister": "Dina", "half-brother": "Emil", "stepsister": "Fay", "adoptive sibling": "Gus"}
    ids = {kind: seats.child(given, COLLEAGUE) for kind, given in kinds.items()}
    for kind, other in ids.items():
        seats.relate(other, child, kind)
    foster, cousin, sealed = (seats.child(given, COLLEAGUE) for given in ("Hal", "Ida", "Jon"))
    seats.relate(child, foster, "foster sister")
    seats.relate(child, cousin, "cousin")
    seats.relate(child, sealed, "sister")
    seal(seats.record, sealed, COLLEAGUE)
    session = seats(WORKER, child)
    offered = siblings_of(session, child)
    assert {one.child_id for one in offered} == set(ids.values())
    (dina,) = (one for one in offered if one.child_id == ids["sister"])
    assert (dina.name, dina.team, dina.worker, dina.may_open) == ("Dina Demir", "North", "Tl Practitioner B", False)
    assert dina.reference
    assert {one.may_open for one in siblings_of(seats(MANAGER, child), child)} == {True}
    with pytest.raises(NotPermitted):
        siblings_of(session, ids["sister"])
    for sibling in offered:
        post(session, child, sibling.child_id)
    for closed in (foster, cousin, sealed):
        with pytest.raises(NotPermitted):
            post(session, child, closed)


def test_a_tie_that_ended_or_was_corrected_offers_nobody(seats: Seats) -> None:
    child, was = seats.child("Kim", WORKER), seats.child("Lou", COLLEAGUE)
    seats.relate(was, child)
    with seats.record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
            " parental_responsibility, replaces) select person_id, other_id, 'cousin', recorded_by, false, false,"
            " relationship_id from core.relationship where person_id = %s",
            [was],
        )
    assert siblings_of(seats(WORKER, child), child) == ()


def test_what_is_posted_stays_on_the_workers_page_until_opened(seats: Seats, family: tuple[UUID, UUID]) -> None:
    child, brother = family
    entry = post(seats(WORKER, child), child, brother)
    (posted,) = told(seats, COLLEAGUE, brother)
    assert posted.entry_id == entry
    assert (posted.child, posted.basis, posted.kind, posted.occurred_on) == (
        "Ben Demir", "allocated", "police", date(2026, 3, 3),
    )  # fmt: skip
    assert (posted.posted_by, posted.team, posted.instead_of) == ("Tl Practitioner A", "North", "")
    assert not any("police came" in str(value) for value in (getattr(posted, name) for name in Posted.__slots__))
    assert told(seats, WORKER, child) == told(seats, WORKER, brother) == told(seats, MANAGER, brother) == []
    reader = seats(COLLEAGUE, brother)
    assert read_entry(reader, brother, entry).content.children[0].impact == "asleep"
    assert told(seats, COLLEAGUE, brother) == []


def test_a_child_added_by_an_amendment_is_told_and_an_amendment_is_not(seats: Seats, family: tuple[UUID, UUID]) -> None:
    child, brother = family
    session = seats(WORKER, child)
    entry = seats.record.write_entry(session, child)
    assert told(seats, COLLEAGUE, brother) == []
    both = content(child, children=(ChildPart(child), ChildPart(brother)))
    amend_entry(session, AmendEntry(uuid4(), entry, child, both, 1, "he was there too"))
    assert [posted.entry_id for posted in told(seats, COLLEAGUE, brother)] == [entry]
    read_entry(seats(COLLEAGUE, brother), brother, entry)
    amend_entry(session, AmendEntry(uuid4(), entry, child, replace(both, place="the kitchen"), 2, "where"))
    assert told(seats, COLLEAGUE, brother) == []


def test_an_absent_workers_manager_is_told_instead(seats: Seats, family: tuple[UUID, UUID]) -> None:
    child, brother = family
    away = SetAbsence(uuid4(), seats.record.staff[COLLEAGUE], TODAY)
    entry = post(seats(WORKER, child), child, brother)
    assert told(seats, MANAGER, brother) == []
    set_absence(seats(MANAGER), away)
    (posted,) = told(seats, MANAGER, brother)
    assert (posted.instead_of, posted.basis) == ("Tl Practitioner B", "team")
    assert told(seats, ELSEWHERE, brother) == told(seats, SUPPORT, brother) == []
    read_entry(seats(MANAGER, brother), brother, entry)
    assert told(seats, MANAGER, brother) == []
    assert [one.instead_of for one in told(seats, SECOND, brother)] == ["Tl Practitioner B"]
    end_absence(seats(COLLEAGUE), EndAbsence(away.absence_id))
    assert told(seats, SECOND, brother) == []
    assert [one.entry_id for one in told(seats, COLLEAGUE, brother)] == [entry]


def test_a_child_whom_nobody_holds_is_the_managers(seats: Seats) -> None:
    child, brother = seats.child("Mia", WORKER), seats.child("Nils")
    seats.relate(brother, child, "brother")
    entry = post(seats(WORKER, child), child, brother)
    assert [(one.entry_id, one.instead_of) for one in told(seats, MANAGER, brother)] == [(entry, "")]
    seats.record.allocate(brother, COLLEAGUE)
    assert told(seats, MANAGER, brother) == []
    assert [one.entry_id for one in told(seats, COLLEAGUE, brother)] == [entry]


def test_an_absence_is_set_by_oneself_or_ones_manager_and_ends(seats: Seats) -> None:
    me = seats.record.staff[WORKER]
    mine = SetAbsence(uuid4(), me, TODAY, TODAY + timedelta(days=3))
    set_absence(seats(WORKER), mine)
    set_absence(seats(WORKER), mine)
    later = SetAbsence(uuid4(), me, TODAY + timedelta(days=30))
    set_absence(seats(MANAGER), later)
    listed = [one for one in absences(seats(COLLEAGUE)) if one.staff_id == me]
    assert [(one.absence_id, one.from_on, one.to_on) for one in listed] == [
        (mine.absence_id, mine.from_on, mine.to_on), (later.absence_id, later.from_on, None),
    ]  # fmt: skip
    assert not [one for one in absences(seats(ELSEWHERE)) if one.staff_id == me]
    for login in (COLLEAGUE, ELSEWHERE, SUPPORT):
        with pytest.raises(NotPermitted):
            set_absence(seats(login), replace(mine, absence_id=uuid4()))
        with pytest.raises(NotPermitted):
            end_absence(seats(login), EndAbsence(mine.absence_id))
    with pytest.raises(NotPermitted):
        set_absence(seats(WORKER), replace(mine, to_on=None))
    with pytest.raises(Refused, match="absence"):
        set_absence(seats(WORKER), replace(mine, absence_id=uuid4(), to_on=TODAY - timedelta(days=1)))
    end_absence(seats(WORKER), EndAbsence(mine.absence_id))
    for login, days in ((WORKER, 15), (MANAGER, 300)):
        with pytest.raises(Refused, match="at most 14 days ago"):
            set_absence(seats(login), SetAbsence(uuid4(), me, TODAY - timedelta(days=days), TODAY))
    before = SetAbsence(uuid4(), me, TODAY - timedelta(days=14), TODAY)
    set_absence(seats(WORKER), before)
    end_absence(seats(WORKER), EndAbsence(before.absence_id))
    end_absence(seats(MANAGER), EndAbsence(mine.absence_id))
    end_absence(seats(MANAGER), EndAbsence(later.absence_id))
    assert not [one for one in absences(seats(WORKER)) if one.staff_id == me]


# A sealed brother or sister.


@pytest.fixture
def sealed_brother(seats: Seats) -> tuple[UUID, UUID]:
    """A worker's child, and her brother, whose file is sealed for a manager and a colleague."""
    child, brother = seats.child("Ola", WORKER), seats.child("Per", COLLEAGUE)
    seats.relate(brother, child, "brother")
    seal(seats.record, brother, COLLEAGUE)
    return child, brother


def noticed(seats: Seats, login: str, child: UUID) -> list[Notice]:
    """What this person is told of this child."""
    return [notice for notice in notices(seats(login)) if notice.child_id == child]


def test_the_members_of_a_sealed_brothers_file_are_told_at_once(
    seats: Seats, sealed_brother: tuple[UUID, UUID]
) -> None:
    child, brother = sealed_brother
    session = seats(WORKER, child)
    first = seats.record.write_entry(session, child)
    seats.record.write_entry(session, child)
    amend_entry(session, AmendEntry(uuid4(), first, child, content(child), 1, "a word"))
    for login in (MANAGER, COLLEAGUE):
        (notice,) = noticed(seats, login, brother)
        assert (notice.about, notice.name, notice.who, notice.team, notice.times) == (
            "recorded", "Per Demir", "Tl Practitioner A", "North", 2,
        )  # fmt: skip
    for login in (WORKER, SECOND, ELSEWHERE, SUPPORT):
        assert noticed(seats, login, brother) == []
    (notice,) = noticed(seats, MANAGER, brother)
    see_notice(seats(MANAGER), SeeNotice(notice.event_id))
    assert noticed(seats, MANAGER, brother) == []
    assert len(noticed(seats, COLLEAGUE, brother)) == 1
    with pytest.raises(NotPermitted):
        see_notice(seats(WORKER), SeeNotice(notice.event_id))


def test_a_member_is_not_told_of_what_the_member_wrote(seats: Seats, sealed_brother: tuple[UUID, UUID]) -> None:
    child, brother = sealed_brother
    manager = seats(MANAGER, child)
    seats.record.write_entry(manager, child, "The manager's own")
    assert noticed(seats, MANAGER, brother) == []
    assert [notice.who for notice in noticed(seats, COLLEAGUE, brother)] == ["Tl Manager A"]
