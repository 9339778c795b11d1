"""What a file keeps confidential of somebody is told in another only to those who may open it in the first one too."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from db.commands.confidential import (
    AddConfidentialDetail,
    CorrectConfidentialDetail,
    OpenConfidential,
    add_confidential_detail,
    correct_confidential_detail,
    open_confidential,
)
from db.commands.people import (
    AddPerson,
    DecideMerge,
    PersonFacts,
    ProposeMerge,
    Tie,
    add_person,
    decide_merge,
    propose_merge,
)
from db.queries.people import confidential_details, people_of
from db.session import Session
from tests.record import Record
from tests.security.stage import COLLEAGUE, FRONT_DOOR, MANAGER, SECOND, WORKER, name

_TIE = Tie("mother", "told by the mother")


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def theirs(record: Record) -> UUID:
    """A colleague's child."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, COLLEAGUE)
    return child


@pytest.fixture
def mine(record: Record) -> UUID:
    """A child of a worker who may not open the colleague's without breaking the glass."""
    child = record.new_child("Tom", "Reed")
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def mother(record: Record, theirs: UUID) -> UUID:
    """The mother of the colleague's child, with an address that their file keeps."""
    session, mother = record.opened(COLLEAGUE, theirs), uuid4()
    add_person(session, AddPerson(theirs, mother, uuid4(), _TIE, PersonFacts("Selin", f"Kaya{mother.hex[:6]}", "F")))
    hide(session, theirs, mother, "9 Hidden Row")
    return mother


def hide(session: Session, child: UUID, person: UUID, value: str) -> UUID:
    detail = uuid4()
    add_confidential_detail(session, AddConfidentialDetail(child, detail, person, "address", value, "she fled"))
    return detail


def told(session: Session, child: UUID) -> dict[str, UUID]:
    """What is kept, as this file tells it, each with its id."""
    open_confidential(session, OpenConfidential(child, "planning a visit to her"))
    return {each.value: each.detail_id for each in confidential_details(session, child)}


def test_who_connects_somebody_with_their_own_child_learns_that_something_is_kept_and_no_more(
    record: Record, theirs: UUID, mine: UUID, mother: UUID
) -> None:
    session = record.opened(WORKER, mine)
    add_person(session, AddPerson(mine, mother, uuid4(), _TIE))
    person = people_of(session, mine).person(mother)
    assert person is not None and person.confidential
    assert told(session, mine) == {}
    own = hide(session, mine, mother, "as told to me")
    assert told(session, mine) == {"as told to me": own}
    assert set(told(record.opened(COLLEAGUE, theirs), theirs)) == {"9 Hidden Row"}
    name(record, theirs, WORKER, "legal", "record")
    assert set(told(session, mine)) == {"9 Hidden Row", "as told to me"}


def test_what_is_put_right_from_another_file_stays_with_the_file_that_keeps_it(
    record: Record, theirs: UUID, mine: UUID, mother: UUID
) -> None:
    session = record.opened(WORKER, mine)
    add_person(session, AddPerson(mine, mother, uuid4(), _TIE))
    name(record, theirs, WORKER, "legal", "record")
    old, new = told(session, mine)["9 Hidden Row"], uuid4()
    correct_confidential_detail(
        session, CorrectConfidentialDetail(mine, old, new, "address", "19 Hidden Row", "read back to her")
    )
    assert told(record.opened(COLLEAGUE, theirs), theirs)["19 Hidden Row"] == new


def test_colleagues_of_one_file_read_what_it_keeps(record: Record, theirs: UUID, mother: UUID) -> None:
    assert set(told(record.opened(MANAGER, theirs, purpose="duty"), theirs)) == {"9 Hidden Row"}
    assert people_of(record.opened(MANAGER, theirs, purpose="duty"), theirs).person(mother) is not None


def test_the_front_door_reads_nothing_kept_of_a_child_through_one_of_its_own(
    record: Record, theirs: UUID, mine: UUID
) -> None:
    hide(record.opened(COLLEAGUE, theirs), theirs, theirs, "4 Foster Road")
    record.allocate(mine, FRONT_DOOR)
    session = record.opened(FRONT_DOOR, mine)
    add_person(session, AddPerson(mine, theirs, uuid4(), Tie("cousin", "told by the mother")))
    assert told(session, mine) == {}


def test_a_merge_opens_to_nobody_what_another_file_keeps(
    record: Record, theirs: UUID, mine: UUID, mother: UUID
) -> None:
    session, double = record.opened(WORKER, mine), uuid4()
    day = date(1990, 4, 2)
    facts = PersonFacts("Selin", "Kaya", "F", born_earliest=day, born_latest=day)
    add_person(session, AddPerson(mine, double, uuid4(), _TIE, facts))
    merge = uuid4()
    propose_merge(session, ProposeMerge(mine, merge, double, mother, "the same woman"))
    manager = record.opened(SECOND, mine, purpose="duty")
    decide_merge(manager, DecideMerge(mine, merge, True, "same birth, same name"))
    assert told(session, mine) == {}
    with record.superuser() as connection:
        rows = connection.execute(
            "select value, child_id, recorded_by from core.confidential_detail where person_id = %s", [double]
        ).fetchall()
    assert rows == [("9 Hidden Row", theirs, record.staff[COLLEAGUE])]
    assert set(told(record.opened(COLLEAGUE, theirs), theirs)) == {"9 Hidden Row"}
