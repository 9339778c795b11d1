"""The people around a child: found before made, corrected without loss, merged by two, and nothing of sealed files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from db.commands.confidential import (
    AddConfidentialDetail,
    CorrectConfidentialDetail,
    EndConfidentialDetail,
    OpenConfidential,
    add_confidential_detail,
    correct_confidential_detail,
    end_confidential_detail,
    open_confidential,
)
from db.commands.people import (
    AddPerson,
    CorrectRelationship,
    DecideMerge,
    EndRelationship,
    PersonFacts,
    ProposeMerge,
    Relate,
    Tie,
    add_person,
    correct_relationship,
    decide_merge,
    end_relationship,
    propose_merge,
    relate,
)
from db.commands.person import AddName, CorrectName, CorrectPerson, add_name, correct_name, correct_person
from db.commands.warnings import AddWarning, CorrectWarning, EndWarning, add_warning, correct_warning, end_warning
from db.commands.whereabouts import (
    AddContactDetail,
    AddResidence,
    CorrectContactDetail,
    CorrectResidence,
    EndContactDetail,
    EndResidence,
    add_contact_detail,
    add_residence,
    correct_contact_detail,
    correct_residence,
    end_contact_detail,
    end_residence,
)
from db.domain.partial_date import parse_partial_date
from db.domain.people import ChildsPeople, Person, Relationship
from db.errors import Conflict, NotPermitted, Refused
from db.queries.people import confidential_details, duplicates_of, find_person, merges_to_decide, people_of
from db.server.launcher import RunningServer
from db.session import Session
from tests.record import Record, cloned

WORKER = "tl_practitioner_a"
HOW = "told by the mother"


@pytest.fixture(scope="module")
def murphy(server: RunningServer, template: str) -> Iterator[tuple[Session, UUID, UUID]]:
    """For tests that only read: a session, its child, and the child's aunt, in a record that they share."""
    assert template
    day = date(1990, 4, 2)
    with cloned(server) as record:
        with record.superuser() as connection:
            connection.execute("insert into core.name_alias values ('siobhan', 'shivaun') on conflict do nothing")
        child = record.new_child("Amira", "Kaya")
        record.allocate(child, WORKER)
        session = record.opened(WORKER, child)
        yield session, child, add(session, child, "Siobhan", "Murphy", "aunt", born_earliest=day, born_latest=day)


def add(session: Session, child: UUID, given: str, family: str, kind: str, **facts: object) -> UUID:
    """A new person of the child."""
    person, tie = uuid4(), Tie(kind, HOW)
    for key in ("same_household", "parental_responsibility", "certain"):
        if key in facts:
            tie = replace(tie, **{key: facts.pop(key)})  # type: ignore[arg-type]
    new = replace(PersonFacts(given, family, "F"), **facts)  # type: ignore[arg-type]
    add_person(session, AddPerson(child, person, uuid4(), tie, new))
    return person


def who(people: ChildsPeople, name: str) -> Person:
    """The one person of a name."""
    (found,) = [person for person in people.people if person.name == name]
    return found


def tie_of(people: ChildsPeople, person: UUID) -> Relationship:
    """The one relationship of a person to the child."""
    (found,) = [t for t in people.relationships if t.person_id == person and t.other_id == people.child_id]
    return found


def test_three_generations_are_told_with_direction_dates_and_how_we_know(session: Session, child: UUID) -> None:
    mother = add(session, child, "Sarah", "Kaya", "mother", same_household=True, parental_responsibility=True)
    gran = uuid4()
    add_person(session, AddPerson(child, gran, uuid4(), Tie("neighbour", HOW), PersonFacts("Ruth", "Bell", "F")))
    relate(session, Relate(child, uuid4(), gran, mother, Tie("mother", "birth certificate")))
    people = people_of(session, child)
    assert {person.name for person in people.people} == {"Amira Kaya", "Sarah Kaya", "Ruth Bell"}
    tie = tie_of(people, mother)
    assert (tie.kind, tie.parental_responsibility, tie.same_household, tie.how_known) == ("mother", True, True, HOW)
    assert tie.by == "Tl Practitioner A"
    assert people.may_record and people.sees_confidential and not people.manages


def test_a_half_siblings_other_parent_is_told_and_a_professionals_other_children_are_not(
    record: Record, session: Session, child: UUID
) -> None:
    sister = add(session, child, "Lena", "Moss", "half-sister")
    father, other = uuid4(), record.new_child("Tom", "Reed")
    record.allocate(other, WORKER)
    second = record.opened(WORKER, other)
    teacher = add(session, child, "Joan", "Price", "teacher")
    add_person(second, AddPerson(other, teacher, uuid4(), Tie("teacher", HOW)))
    add_person(session, AddPerson(child, father, uuid4(), Tie("neighbour", HOW), PersonFacts("Carl", "Moss", "M")))
    relate(session, Relate(child, uuid4(), father, sister, Tie("father", HOW)))
    end = tie_of(people_of(session, child), father)
    assert end.kind == "neighbour"
    people = people_of(session, child)
    assert any(t.kind == "father" and t.other_id == sister for t in people.relationships)
    assert other not in {person.person_id for person in people.people}


def test_nothing_is_told_or_written_without_a_ticket(record: Record, child: UUID) -> None:
    closed = record.session(WORKER)
    with pytest.raises(NotPermitted):
        people_of(closed, child)
    with pytest.raises(NotPermitted):
        find_person(closed, child, "Kaya")
    with pytest.raises(NotPermitted):
        add(closed, child, "Sarah", "Kaya", "mother")


def test_a_resent_addition_lands_once_and_how_we_know_is_needed(session: Session, child: UUID) -> None:
    wish = AddPerson(child, uuid4(), uuid4(), Tie("mother", HOW), PersonFacts("Sarah", "Kaya", "F"))
    add_person(session, wish)
    add_person(session, wish)
    assert len(people_of(session, child).relationships) == 1
    with pytest.raises(Refused, match="how we know"):
        add_person(session, replace(wish, person_id=uuid4(), relationship_id=uuid4(), tie=Tie("aunt", " ")))
    with pytest.raises(Refused, match="from the list"):
        add_person(session, replace(wish, person_id=uuid4(), relationship_id=uuid4(), tie=Tie("chum", HOW)))
    assert len(people_of(session, child).people) == 2


def test_a_correction_keeps_what_stood_and_a_second_one_is_a_conflict(
    record: Record, session: Session, child: UUID
) -> None:
    father = add(session, child, "Deniz", "Kaya", "father")
    old = tie_of(people_of(session, child), father)
    better = Tie("father", "birth certificate seen", parental_responsibility=True, responsibility_how="registered")
    wish = CorrectRelationship(child, old.relationship_id, uuid4(), better)
    correct_relationship(session, wish)
    correct_relationship(session, wish)
    new = tie_of(people_of(session, child), father)
    assert new.parental_responsibility and new.responsibility_how == "registered"
    with pytest.raises(Conflict):
        end_relationship(session, EndRelationship(child, old.relationship_id, uuid4(), date(2026, 1, 1), "", HOW))
    with record.superuser() as connection:
        kept = connection.execute(
            "select count(*) from core.relationship where relationship_id = %s", [old.relationship_id]
        )
        assert kept.fetchone() == (1,)


def test_an_ended_relationship_holds_until_its_day(session: Session, child: UUID) -> None:
    partner = add(session, child, "Paul", "Dunn", "stepfather", same_household=True)
    old = tie_of(people_of(session, child), partner)
    end_relationship(
        session, EndRelationship(child, old.relationship_id, uuid4(), date(2026, 3, 1), "1 March 2026", HOW)
    )
    new = tie_of(people_of(session, child), partner)
    assert new.holds(date(2026, 2, 28)) and not new.holds(date(2026, 3, 1)) and not new.same_household


def test_addresses_and_telephones_come_and_go_and_keep_their_history(session: Session, child: UUID) -> None:
    gran = add(session, child, "Ruth", "Bell", "grandmother")
    residence, contact = uuid4(), uuid4()
    add_residence(session, AddResidence(child, residence, gran, "4 Mill Lane, Testham", "ZZ1 1AA", HOW))
    add_contact_detail(session, AddContactDetail(child, contact, gran, "mobile", "07700 900111", HOW))
    person = who(people_of(session, child), "Ruth Bell")
    assert person.addresses[0].lines == "4 Mill Lane, Testham" and person.contacts[0].value == "07700 900111"
    end_residence(session, EndResidence(child, residence, uuid4(), date(2026, 5, 1), HOW))
    end_contact_detail(session, EndContactDetail(child, contact, uuid4(), date(2026, 5, 1), HOW))
    with pytest.raises(Conflict):
        end_residence(session, EndResidence(child, residence, uuid4(), date(2026, 6, 1), HOW))
    person = who(people_of(session, child), "Ruth Bell")
    assert [each.to_on for each in person.addresses] == [date(2026, 5, 1)]
    assert [each.to_on for each in person.contacts] == [date(2026, 5, 1)]


def test_an_address_and_a_telephone_are_corrected_and_what_stood_is_kept(
    record: Record, session: Session, child: UUID
) -> None:
    gran = add(session, child, "Ruth", "Bell", "grandmother")
    residence, contact, new = uuid4(), uuid4(), uuid4()
    add_residence(session, AddResidence(child, residence, gran, "4 Mill Lane, Testham", "ZZ1 1AA", HOW))
    add_contact_detail(session, AddContactDetail(child, contact, gran, "mobile", "07700 900111", HOW))
    dated = CorrectResidence(child, residence, new, "tenancy seen", None, "", "home", date(2025, 1, 1))
    correct_residence(session, dated)
    correct_residence(session, dated)
    (home,) = who(people_of(session, child), "Ruth Bell").addresses
    assert (home.lines, home.postcode, home.from_on) == ("4 Mill Lane, Testham", "ZZ1 1AA", date(2025, 1, 1))
    moved = CorrectResidence(child, new, uuid4(), "tenancy seen", "14 Mill Lane, Testham", "ZZ1 1AB")
    correct_residence(session, moved)
    with pytest.raises(Conflict):
        end_residence(session, EndResidence(child, new, uuid4(), date(2026, 6, 1), HOW))
    with pytest.raises(Refused, match="before it began"):
        wrong = replace(moved, residence_id=moved.new_id, new_id=uuid4(), from_on=date(2026, 2, 2))
        correct_residence(session, replace(wrong, to_on=date(2026, 2, 1)))
    number = CorrectContactDetail(child, contact, uuid4(), "telephone", "read back to her", "07700 900112")
    correct_contact_detail(session, number)
    with pytest.raises(Conflict):
        correct_contact_detail(session, replace(number, new_id=uuid4()))
    person = who(people_of(session, child), "Ruth Bell")
    assert [each.lines for each in person.addresses] == ["14 Mill Lane, Testham"]
    assert [(each.kind, each.value) for each in person.contacts] == [("telephone", "07700 900112")]
    with record.superuser() as connection:
        kept = connection.execute("select count(*) from core.residence where person_id = %s", [gran]).fetchone()
    assert kept == (3,)


def test_facts_and_names_of_a_relative_are_corrected_with_history_and_a_second_correction_is_a_conflict(
    session: Session, child: UUID
) -> None:
    gran = add(session, child, "Ruth", "Bel", "grandmother")
    born = parse_partial_date("about 1958", today=date(2026, 11, 22))
    wish = CorrectPerson(uuid4(), child, gran, "born", born, "told by her")
    correct_person(session, wish)
    correct_person(session, wish)
    correct_person(session, CorrectPerson(uuid4(), child, gran, "first_language", "Welsh", HOW))
    (old,) = who(people_of(session, child), "Ruth Bel").names
    correct_name(session, CorrectName(uuid4(), old.name_id, child, gran, "legal", "Ruth", "Bell", "passport seen"))
    add_name(session, AddName(uuid4(), child, gran, "known_as", "Ruthie", "", HOW))
    person = who(people_of(session, child), "Ruth Bell")
    assert (person.born_words, person.first_language, person.called) == ("about 1958", "Welsh", "Ruthie Bell")
    assert [(each.field, each.after, each.how_known) for each in person.changes] == [
        ("born", "about 1958", "told by her"), ("first_language", "Welsh", HOW)]  # fmt: skip
    with pytest.raises(Conflict):
        correct_person(session, replace(wish, change_id=uuid4(), value=None))
    correct_person(session, replace(wish, change_id=uuid4(), value=None, base=person.corrected("born")))
    assert who(people_of(session, child), "Ruth Bell").born_earliest is None


def test_facts_of_a_brother_or_sister_are_not_changed_from_here_whether_there_is_a_file_or_not(
    record: Record, session: Session, child: UUID
) -> None:
    sister = add(session, child, "Lena", "Kaya", "sister")
    for person in (sister, sealed_brother(record, session, child)):
        with pytest.raises(NotPermitted):
            add_name(session, AddName(uuid4(), child, person, "alias", "Someone", "Else", HOW))
        with pytest.raises(NotPermitted):
            correct_person(session, CorrectPerson(uuid4(), child, person, "sex", "F", HOW))


def test_a_warning_on_an_address_is_seen_by_everyone_who_goes_there(
    record: Record, session: Session, child: UUID
) -> None:
    gran = add(session, child, "Ruth", "Bell", "grandmother")
    add_residence(session, AddResidence(child, uuid4(), gran, "4 Mill Lane, Testham", "ZZ1 1AA", HOW))
    address = who(people_of(session, child), "Ruth Bell").addresses[0].address_id
    warning, review = uuid4(), date.today() + timedelta(days=90)
    add_warning(session, AddWarning(child, warning, "dog", "A large dog, not tied", review, HOW, address_id=address))
    other = record.new_child("Tom", "Reed")
    record.allocate(other, WORKER)
    second = record.opened(WORKER, other)
    uncle = add(second, other, "Max", "Bell", "uncle")
    add_residence(second, AddResidence(other, uuid4(), uncle, "4 Mill Lane,  Testham", "zz11aa", HOW))
    (seen,) = who(people_of(second, other), "Max Bell").addresses[0].warnings
    assert seen.text == "A large dog, not tied"
    with pytest.raises(Refused, match="looked at again"):
        correct_warning(session, CorrectWarning(child, warning, uuid4(), "dog", "Still there", date.today(), HOW))
    newer = uuid4()
    correct_warning(session, CorrectWarning(child, warning, newer, "dog", "Two dogs", review, HOW))
    end_warning(session, EndWarning(child, newer, uuid4(), "the dogs are gone, seen"))
    assert who(people_of(session, child), "Ruth Bell").addresses[0].warnings == ()


def test_of_a_confidential_detail_only_its_existence_is_told_until_its_own_ticket_is_taken(
    session: Session, child: UUID
) -> None:
    mother = add(session, child, "Sarah", "Kaya", "mother")
    father = add(session, child, "Deniz", "Kaya", "father")
    wish = AddConfidentialDetail(
        child, uuid4(), mother, "address", "9 Hidden Row", "He threatened her", "ZZ9 9ZZ", (father,)
    )
    add_confidential_detail(session, wish)
    people = people_of(session, child)
    assert who(people, "Sarah Kaya").confidential and not who(people, "Deniz Kaya").confidential
    assert "Hidden Row" not in repr(people)
    with pytest.raises(NotPermitted):
        confidential_details(session, child)
    with pytest.raises(Refused, match="three different words"):
        open_confidential(session, OpenConfidential(child, "a" * 10))
    open_confidential(session, OpenConfidential(child, "planning a visit to the mother"))
    (detail,) = confidential_details(session, child)
    assert (detail.value, detail.hidden_from) == ("9 Hidden Row", "Deniz Kaya")


def test_a_confidential_detail_is_corrected_and_ended_by_those_who_opened_it(
    record: Record, session: Session, child: UUID
) -> None:
    mother = add(session, child, "Sarah", "Kaya", "mother")
    detail, second = uuid4(), uuid4()
    add_confidential_detail(session, AddConfidentialDetail(child, detail, mother, "address", "9 Hidden Row", "he said"))
    end = EndConfidentialDetail(child, detail, date.today())
    with pytest.raises(NotPermitted):
        end_confidential_detail(session, end)
    open_confidential(session, OpenConfidential(child, "planning a visit to the mother"))
    better = CorrectConfidentialDetail(child, detail, second, "address", "19 Hidden Row", "read back to her")
    correct_confidential_detail(session, better)
    correct_confidential_detail(session, better)
    with pytest.raises(Conflict):
        correct_confidential_detail(session, replace(better, new_id=uuid4()))
    told = {each.detail_id: (each.value, each.to_on) for each in confidential_details(session, child)}
    assert told == {detail: ("9 Hidden Row", date.today()), second: ("19 Hidden Row", None)}
    assert who(people_of(session, child), "Sarah Kaya").confidential
    with pytest.raises(Refused, match="not to come"):
        end_confidential_detail(session, replace(end, detail_id=second, to_on=date.today() + timedelta(days=1)))
    last = replace(end, detail_id=second)
    end_confidential_detail(session, last)
    end_confidential_detail(session, last)
    with pytest.raises(Conflict):
        end_confidential_detail(session, replace(last, to_on=date.today() - timedelta(days=1)))
    assert not who(people_of(session, child), "Sarah Kaya").confidential
    other = record.new_child("Tom", "Reed")
    record.allocate(other, WORKER)
    elsewhere = record.opened(WORKER, other)
    open_confidential(elsewhere, OpenConfidential(other, "looking where I should not"))
    with pytest.raises(NotPermitted):
        end_confidential_detail(elsewhere, replace(last, child_id=other))
    with record.superuser() as connection:
        noted = connection.execute(
            "select count(*) from audit.event where action = 'end_confidential_detail' and child_id = %s", [child]
        ).fetchone()
    assert noted == (2,)


@pytest.mark.parametrize(
    ("words", "born", "likeness"),
    [
        ("Siobhan Murphy", None, "same name"),
        ("siob mur", None, "same name"),
        ("Shivaun Murphy", None, "same name"),
        ("Siobhan Murfey", None, "sounds alike"),
        ("Sxiobhan Murphyx", None, "looks alike"),
        ("", date(1990, 4, 2), "same day of birth"),
    ],
)
def test_a_person_is_found_by_name_alias_sound_birth_and_likeness(
    murphy: tuple[Session, UUID, UUID], words: str, born: date | None, likeness: str
) -> None:
    session, child, person = murphy
    (found,) = find_person(session, child, words, born)
    assert (found.person_id, found.likeness, found.connected) == (person, likeness, "aunt of Amira Kaya")


def test_a_found_person_is_told_with_my_own_children_only(record: Record, session: Session, child: UUID) -> None:
    other = record.new_child("Tom", "Reed", team="South")
    record.allocate(other, "tl_practitioner_c")
    add(record.opened("tl_practitioner_c", other), other, "Ruth", "Bell", "grandmother")
    assert find_person(session, child, "Bell") == ()
    (found,) = find_person(session, child, "Ruth Bell")
    assert found.connected == ""
    add_person(session, AddPerson(child, found.person_id, uuid4(), Tie("aunt", HOW)))
    assert tie_of(people_of(session, child), found.person_id).kind == "aunt"


def sealed_brother(record: Record, session: Session, child: UUID) -> UUID:
    """A brother with a file of team South that is sealed, with an adopter known to that file alone."""
    brother = record.new_child("Noah", "Kaya", team="South")
    record.allocate(brother, "tl_practitioner_c")
    theirs = record.opened("tl_practitioner_c", brother)
    relation = Tie("brother", HOW)
    add_person(session, AddPerson(child, brother, uuid4(), relation))
    add(theirs, brother, "Grace", "Holloway", "adoptive mother")
    add_residence(theirs, AddResidence(brother, uuid4(), brother, "7 New Start Road", "ZZ5 5AA", HOW))
    record.seal("tl_manager_b", brother, "tl_practitioner_c")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.person_name (person_id, kind, given, family, recorded_by)"
            " select person_id, 'legal', 'Noah', 'Holloway', recorded_by from core.person where person_id = %s",
            [brother],
        )  # fmt: skip
    return brother


def test_a_sealed_brother_stands_by_his_first_name_and_nothing_leads_further(
    record: Record, session: Session, child: UUID
) -> None:
    brother = sealed_brother(record, session, child)
    people = people_of(session, child)
    person = people.person(brother)
    assert person is not None
    assert (person.name, person.addresses, person.confidential) == ("Noah Kaya", (), False)
    assert [(name.given, name.family, name.by) for name in person.names] == [("Noah", "Kaya", "Tl Practitioner A")]
    said = repr(people)
    assert "Holloway" not in said and "New Start" not in said
    add_contact_detail(session, AddContactDetail(child, uuid4(), brother, "mobile", "07700 900222", HOW))
    told = people_of(session, child).person(brother)
    assert told is not None and told.contacts[0].value == "07700 900222"


def test_a_sealed_childs_new_name_and_adopters_are_found_by_nobody_and_the_members_are_told(
    record: Record, session: Session, child: UUID
) -> None:
    brother = sealed_brother(record, session, child)
    assert find_person(session, child, "Noah Holloway") == ()
    assert find_person(session, child, "Grace Holloway") == ()
    find_person(session, child, "Noah Kaya")
    with record.superuser() as connection:
        noted = connection.execute(
            "select count(*) from audit.event where detail -> 'sealed' ? %s and action = 'find_person'", [str(brother)]
        ).fetchone()
    assert noted == (1,)


def test_a_sealed_brother_who_stands_in_an_open_file_is_found_and_added_like_anybody_without_a_file(
    record: Record, session: Session, child: UUID
) -> None:
    brother = sealed_brother(record, session, child)
    (found,) = find_person(session, child, "Noah Kaya")
    assert (found.person_id, found.name, found.connected) == (brother, "Noah Kaya", "brother of Amira Kaya")
    other = record.new_child("Tom", "Reed")
    record.allocate(other, WORKER)
    second = record.opened(WORKER, other)
    add_person(second, AddPerson(other, brother, uuid4(), Tie("cousin", HOW)))
    told = people_of(second, other).person(brother)
    assert told is not None and told.name == "Noah Kaya"
    with pytest.raises(NotPermitted):
        add_person(second, AddPerson(other, uuid4(), uuid4(), Tie("cousin", HOW)))


def test_finding_refuses_to_be_measured(record: Record, session: Session, child: UUID) -> None:
    assert session
    with record.psql(WORKER) as connection:
        connection.execute("select api.open_file(%s)", [child])
        for statement in (
            f"explain analyze select * from api.find_person('{child}', 'Kaya', null)",
            f"do $$ begin perform api.find_person('{child}', 'Kaya', null); end $$",
            f"explain analyze select * from api.duplicates_of('{child}')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def twins_in_the_record(session: Session, child: UUID) -> tuple[UUID, UUID]:
    """The same aunt twice, with a telephone at the second."""
    day = date(1985, 1, 5)
    first = add(session, child, "Catherine", "Bell", "aunt", born_earliest=day, born_latest=day)
    second = add(session, child, "Katherine", "Bell", "aunt", born_earliest=day, born_latest=day)
    add_contact_detail(session, AddContactDetail(child, uuid4(), second, "mobile", "07700 900333", HOW))
    return first, second


def test_two_who_are_one_are_proposed_and_another_manager_decides(
    record: Record, session: Session, child: UUID
) -> None:
    kept, gone = twins_in_the_record(session, child)
    (pair,) = duplicates_of(session, child)
    assert {pair.person_id, pair.other_id} == {kept, gone} and not pair.proposed
    merge = ProposeMerge(child, uuid4(), kept, gone, "same birthday, same street")
    propose_merge(session, merge)
    propose_merge(session, merge)
    (again,) = duplicates_of(session, child)
    assert again.proposed
    foreign = record.session("tl_manager_b")
    assert merges_to_decide(foreign) == ()
    with pytest.raises(NotPermitted):
        decide_merge(foreign, DecideMerge(child, merge.merge_id, True, "not mine to say"))
    manager = record.session("tl_manager_a")
    (waiting,) = merges_to_decide(manager)
    assert (waiting.kept, waiting.gone, waiting.mine) == ("Catherine Bell", "Katherine Bell", False)
    decision = DecideMerge(child, merge.merge_id, True, "I rang her: one person")
    decide_merge(manager, decision)
    decide_merge(manager, decision)
    people = people_of(session, child)
    aunt = people.person(kept)
    assert people.person(gone) is None and aunt is not None
    assert [contact.value for contact in aunt.contacts] == ["07700 900333"]
    assert {name.whole for name in aunt.names} == {"Catherine Bell", "Katherine Bell"}
    assert len([t for t in people.relationships if t.to_on is None]) == 1
    assert [found.person_id for found in find_person(session, child, "Katherine Bell")] == [kept]


def test_nobody_decides_on_a_proposal_of_their_own_and_distinct_people_are_not_proposed_again(
    record: Record, session: Session, child: UUID
) -> None:
    kept, gone = twins_in_the_record(session, child)
    manager = record.opened("tl_manager_a", child, purpose="supervision")
    merge = uuid4()
    propose_merge(manager, ProposeMerge(child, merge, kept, gone, "the same voice"))
    with pytest.raises(NotPermitted):
        decide_merge(manager, DecideMerge(child, merge, True, "because I say so"))
    decide_merge(record.session("tl_manager_a2"), DecideMerge(child, merge, False, "they are twins"))
    assert duplicates_of(session, child) == ()


def test_a_merge_with_somebody_who_has_a_file_needs_the_manager_of_that_file(
    record: Record, session: Session, child: UUID
) -> None:
    theirs = record.new_child("Lena", "Moss", team="South")
    double = add(session, child, "Lena", "Moss", "cousin")
    merge = uuid4()
    propose_merge(session, ProposeMerge(child, merge, double, theirs, "the same girl"))
    assert merges_to_decide(record.session("tl_manager_a")) == ()
    with pytest.raises(NotPermitted):
        decide_merge(record.session("tl_manager_a"), DecideMerge(child, merge, True, "the same girl"))
    sealed = sealed_brother(record, session, child)
    second = add(session, child, "Noah", "Kaya", "cousin")
    propose_merge(session, ProposeMerge(child, uuid4(), second, sealed, "the same boy"))
    for login in ("tl_manager_a", "tl_manager_b"):
        assert merges_to_decide(record.session(login)) == ()


def test_the_audit_names_each_act_and_no_words(record: Record, session: Session, child: UUID) -> None:
    mother = add(session, child, "Sarahmarker", "Kaya", "mother")
    add_contact_detail(session, AddContactDetail(child, uuid4(), mother, "mobile", "07700900444", "marker how"))
    find_person(session, child, "Sarahmarker")
    with record.superuser() as connection:
        lines = connection.execute(
            "select action, detail::text from audit.event where child_id = %s", [child]
        ).fetchall()
    assert {"add_person", "add_contact_detail", "find_person"} <= {action for action, _ in lines}
    assert "marker" not in repr(lines) and "07700900444" not in repr(lines)
