"""The week of support staff: what is missing in the team's files that they may add, and nothing of anybody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from db.commands.documents import AddDocument, add_document
from db.commands.files import OpenFile, open_file
from db.commands.meetings import ArrangeMeeting, BookDay, arrange_meeting, book_day
from db.commands.people import AddPerson, PersonFacts, Tie, add_person
from db.commands.periods import CorrectPeriod, PeriodFact, RecordPeriod, correct_period, record_period
from db.commands.person import CorrectPerson, correct_person
from db.domain.entry import ChildPart, HowKnown, Source
from db.domain.partial_date import PartialDate
from db.errors import Conflict, NotPermitted, Refused
from db.queries.band import band
from db.queries.missing import missing_facts
from db.queries.this_week import WeekLine, this_week
from db.session import Session
from tests.db.seats import until_waiting
from tests.record import Record

SUPPORT, MANAGER, WORKER = "tl_support_a", "tl_manager_a", "tl_practitioner_a"
TODAY = date.today()


def _opened(record: Record, child: UUID, login: str = MANAGER) -> Session:
    return record.opened(login, child, purpose="papers")


def _book(session: Session, child: UUID, days: int, code: str = "core_group") -> UUID:
    period = uuid4()
    fact = PeriodFact("planned", code, planned_on=TODAY + timedelta(days=days))
    record_period(session, RecordPeriod(period, child, fact, "agreed at the last one"))
    return period


def _week(record: Record, child: UUID, task: str) -> list[WeekLine]:
    session = record.session(SUPPORT)
    try:
        return [line for line in this_week(session) if line.child_id == child and line.task == task]
    finally:
        session.close()


def test_a_meeting_has_time_place_and_invitations_also_after_it_was_put_off(module_record: Record) -> None:
    child = module_record.new_child("Amira", "Kaya")
    manager, support = _opened(module_record, child), module_record.session(SUPPORT)
    period = _book(manager, child, 1)
    wish = ArrangeMeeting((uuid4(),), frozenset({child}), (period,), "14:00", "Civic Centre", "mother; GP")
    for _ in range(2):
        arrange_meeting(support, wish)
    (line,) = _week(module_record, child, "meeting")
    assert (line.at_time, line.place, line.invited, line.on_day) == (
        "14:00", "Civic Centre", "mother; GP", TODAY + timedelta(days=1),
    )  # fmt: skip
    later = PeriodFact("planned", "core_group", planned_on=TODAY + timedelta(days=2))
    correct_period(manager, CorrectPeriod(uuid4(), period, child, later, "the chair is ill"))
    (line,) = _week(module_record, child, "meeting")
    assert (line.at_time, line.on_day) == ("14:00", TODAY + timedelta(days=2))
    fact = band(manager, child).one("next")
    assert fact is not None
    assert fact.words == "Core group, 14:00, Civic Centre"


def test_a_day_is_booked_for_all_the_children_or_for_none_and_once(module_record: Record) -> None:
    first, other = (module_record.new_child(given, "Prosser") for given in ("Ieuan", "Mali"))
    support = module_record.session(SUPPORT)
    fact = PeriodFact("planned", "icpc", planned_on=TODAY + timedelta(days=1))
    open_file(support, OpenFile(first, "papers"))
    with pytest.raises(NotPermitted):  # the other file is not open
        record_period(support, *(RecordPeriod(uuid4(), child, fact, "agreed") for child in (first, other)))
    assert _week(module_record, first, "meeting") == []
    keys = (uuid4(), uuid4())
    for _ in range(2):
        book_day(support, BookDay(keys, (first, other), "icpc", TODAY + timedelta(days=1), "agreed", "minutes to add"))
    assert [line.period_id for line in _week(module_record, first, "meeting")] == [keys[0]]
    assert [line.period_id for line in _week(module_record, other, "meeting")] == [keys[1]]
    support.close()


def test_a_day_that_a_colleague_booked_meanwhile_is_not_booked_again(module_record: Record) -> None:
    first, other, third = (module_record.new_child(given, "Morgan") for given in ("Cai", "Non", "Siôn"))
    support, wanted = module_record.session(SUPPORT), TODAY + timedelta(days=1)
    for code, again in (("icpc", "rcpc"), ("core_group", "core_group")):
        keys = (uuid4(), uuid4())
        book_day(support, BookDay(keys, (first, other), code, wanted, "agreed", "minutes to add"))
        later = wanted + timedelta(days=1)
        wish = BookDay((uuid4(), uuid4()), (third, other), again, later, "agreed", "minutes to add")
        with pytest.raises(Conflict):
            book_day(support, wish)
        told = [(line.period_id, line.on_day) for line in _week(module_record, other, "meeting") if line.code == code]
        assert told == [(keys[1], wanted)]
        assert not _week(module_record, third, "meeting")
    support.close()


def test_of_two_who_book_a_day_at_once_one_is_told(module_record: Record) -> None:
    child = module_record.new_child("Lowri", "Morgan")
    support = module_record.opened(SUPPORT, child, purpose="papers")
    on = TODAY + timedelta(days=1)
    fact = Jsonb({"kind": "planned", "code": "icpc", "planned_on": on.isoformat()})
    with ThreadPoolExecutor() as pool:
        with module_record.psql(SUPPORT, autocommit=False) as one:
            one.execute("select api.open_file(%s, 'papers')", [child])
            one.execute("select api.record_period(%s, %s, %s, 'agreed', p_first => true)", [uuid4(), child, fact])
            wish = BookDay((uuid4(),), (child,), "icpc", on, "agreed", "minutes to add")
            later = pool.submit(book_day, support, wish)
            until_waiting(module_record, later)
            one.commit()
        with pytest.raises(Conflict):
            later.result()
    assert len(_week(module_record, child, "meeting")) == 1
    support.close()


def test_a_place_that_is_confidential_is_not_told_in_the_week(module_record: Record) -> None:
    child = module_record.new_child("Nadia", "Kaya")
    manager, support = _opened(module_record, child), module_record.session(SUPPORT)
    period = _book(manager, child, 1)
    with module_record.superuser() as connection:
        connection.execute(
            "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
            " values (%s, 'placement', '9 Hidden Lane', 'placed away', %s)",
            [child, module_record.staff[MANAGER]],
        )
    colleague = uuid4()
    with module_record.superuser() as connection:
        connection.execute(
            "insert into core.meeting_arrangement (arrangement_id, period_id, place, recorded_by)"
            " values (%s, %s, %s, %s)",
            [colleague, period, "at 9 Hidden Lane", module_record.staff[MANAGER]],
        )
    (line,) = _week(module_record, child, "meeting")
    assert line.place == "confidential: see People"
    support.close()


@pytest.mark.parametrize("how", ["entry", "paper"])
def test_minutes_are_owed_until_an_entry_or_a_paper_brings_them(module_record: Record, how: str) -> None:
    child = module_record.new_child("Ben", "Kaya")
    manager = _opened(module_record, child)
    _book(manager, child, -20)  # too long ago to be told
    _book(manager, child, 0)  # today: it may not have begun yet
    held = TODAY - timedelta(days=5)
    _book(manager, child, -5, "rcpc")
    (line,) = _week(module_record, child, "minutes")
    assert (line.code, line.on_day) == ("rcpc", held)
    support = _opened(module_record, child, SUPPORT)
    module_record.write_entry(manager, child, "A visit", on=f"{held:%-d %B %Y}")
    assert len(_week(module_record, child, "minutes")) == 1
    if how == "entry":
        module_record.write_entry(support, child, "Minutes", on=f"{held:%-d %B %Y}", kind="minutes")
    else:
        add_document(support, AddDocument(uuid4(), child, None, "minutes.txt", "minutes", b"m", dated_on=held))
    assert _week(module_record, child, "minutes") == []


def test_papers_are_asked_for_until_they_are_in_the_childs_file(module_record: Record) -> None:
    child = module_record.new_child("Yara", "Kaya")
    manager = _opened(module_record, child)
    assert _week(module_record, child, "paper") == []
    told = Source(HowKnown.DOCUMENT, "Letter", "health visitor", "health")
    letter = module_record.write_entry(manager, child, "Weight is steady", on="today", kind="health", source=told)
    began = PartialDate.on(TODAY - timedelta(days=10))
    record_period(manager, RecordPeriod(uuid4(), child, PeriodFact("plan", "cin", begins=began), "the panel"))
    lines = _week(module_record, child, "paper")
    assert {(line.code, line.entry_id) for line in lines} == {("entry", letter), ("plan", None)}
    assert not any("steady" in line.words for line in lines)
    support = _opened(module_record, child, SUPPORT)
    add_document(support, AddDocument(uuid4(), child, letter, "letter.txt", "letter", b"l"))
    add_document(support, AddDocument(uuid4(), child, None, "plan.txt", "plan", b"p", dated_on=TODAY))
    assert _week(module_record, child, "paper") == []


def test_a_statutory_day_is_told_until_a_meeting_is_booked_for_it(module_record: Record) -> None:
    child = module_record.new_child("Una", "Kaya", born=TODAY - timedelta(days=9 * 366))
    manager = _opened(module_record, child)
    began = PartialDate.on(TODAY - timedelta(days=30))
    record_period(
        manager, RecordPeriod(uuid4(), child, PeriodFact("plan", "cp", "NEG", begins=began), "the conference")
    )
    assert {line.code for line in _week(module_record, child, "date")} == {"review_conference", "core_group"}
    (missing, school) = _week(module_record, child, "person")
    assert {missing.code, school.code} == {"parents gp", "school"}
    support = _opened(module_record, child, SUPPORT)
    _book(support, child, 40, "rcpc")
    assert [line.code for line in _week(module_record, child, "date")] == ["core_group"]
    _book(support, child, 3)
    at_school = PeriodFact("school", "", "", "Hill Top Primary", begins=began)
    record_period(support, RecordPeriod(uuid4(), child, at_school, "the school rang"))
    assert _week(module_record, child, "date") == []
    assert [line.code for line in _week(module_record, child, "person")] == ["parents gp"]


def test_school_and_doctor_are_asked_for_where_they_are_missing_by_the_same_rules(record: Record) -> None:
    births = [TODAY - timedelta(days=days) for days in (40, 4 * 365, 5 * 365 + 2, 16 * 365 + 4, 16 * 366 + 150)]
    children = {record.new_child(f"Ina{number}", "Kaya", born=born) for number, born in enumerate(births)}
    unborn = record.new_child("Baby", "Kaya")
    with record.superuser() as connection:
        connection.execute(
            "update core.person set born_earliest = null, born_latest = null, expected_on = current_date + 60"
            " where person_id = %s", [unborn],
        )  # fmt: skip
    session = record.session(SUPPORT)
    asked = {
        (line.child_id, code) for line in this_week(session) if line.task == "person" for code in line.code.split()
    }
    missing = {(gap.child_id, gap.fact) for gap in missing_facts(session)}
    for code in ("gp", "school"):
        assert {child for child, what in asked if what == code} == {child for child, what in missing if what == code}
    assert {child for child, what in asked if what == "parents"} == children | {unborn}


def test_the_week_holds_no_sealed_file_and_no_other_teams(module_record: Record) -> None:
    sealed, south = module_record.new_child("Leila", "Haddad"), module_record.new_child("Sven", "Berg", team="South")
    _book(_opened(module_record, sealed), sealed, 1)
    there = module_record.opened("tl_manager_b", south, purpose="papers")
    elsewhere = _book(there, south, 1)
    module_record.seal(MANAGER, sealed)
    support = module_record.session(SUPPORT)
    assert not {line.child_id for line in this_week(support)} & {sealed, south}
    with pytest.raises(NotPermitted):
        arrange_meeting(support, ArrangeMeeting((uuid4(),), frozenset({south}), (elsewhere,), "14:00", "", ""))


def test_too_long_a_place_is_refused_in_plain_words_and_nothing_of_it_is_kept(module_record: Record) -> None:
    child = module_record.new_child("Pia", "Kaya")
    manager, support = _opened(module_record, child), module_record.session(SUPPORT)
    first, second = _book(manager, child, 1), _book(manager, child, 2)
    with pytest.raises(Refused, match="at most"):
        arrange_meeting(support, ArrangeMeeting((uuid4(),), frozenset({child}), (first,), "", "x" * 301, ""))
    with pytest.raises(NotPermitted):  # one of both is no meeting: neither is kept
        wish = ArrangeMeeting((uuid4(), uuid4()), frozenset({child}), (second, uuid4()), "14:00", "", "")
        arrange_meeting(support, wish)
    assert [line.at_time for line in _week(module_record, child, "meeting")] == ["", ""]
    with pytest.raises(NotPermitted):
        this_week(manager)


def test_what_is_missing_lists_to_support_what_they_may_enter_and_nothing_else(record: Record) -> None:
    """Each fact: where the list names it, support can enter it and it goes; where it does not, the wall refuses."""
    child = record.new_child("Olu", "Kaya", born=TODAY - timedelta(days=9 * 366))
    began = PartialDate.on(TODAY - timedelta(days=30))
    manager = _opened(record, child)
    correct_person(manager, CorrectPerson(uuid4(), child, child, "first_language", "Urdu", "told"))
    record_period(manager, RecordPeriod(uuid4(), child, PeriodFact("plan", "cp", "", begins=began), "conference"))
    with record.superuser() as connection:
        connection.execute("update core.file set opened_on = current_date - 900 where child_id = %s", [child])
        connection.execute("update core.person set sex = 'U' where person_id = %s", [child])
    support = _opened(record, child, SUPPORT)

    def listed(session: Session) -> set[str]:
        return {gap.fact for gap in missing_facts(session) if gap.child_id == child}

    theirs = {"gp", "parental_responsibility", "school", "no_entry"}
    everything = listed(manager)
    assert everything == {
        *theirs, "sex", "ethnicity", "communication_needs", "nhs_number", "placement", "legal_status", "plan_category",
        "seen_alone",
    }  # fmt: skip
    assert listed(support) == theirs

    for field in ("born", "sex", "ethnicity", "first_language", "communication_needs", "nhs_number"):
        with pytest.raises(NotPermitted):
            correct_person(support, CorrectPerson(uuid4(), child, child, field, "F", "the form"))
    for kind, code in (("placement", "foster"), ("legal_status", "none"), ("plan", "cp")):
        with pytest.raises(NotPermitted):
            record_period(support, RecordPeriod(uuid4(), child, PeriodFact(kind, code, begins=began), "the form"))
    seen = (ChildPart(child, seen=True, seen_alone=True),)
    with pytest.raises(NotPermitted):
        record.write_entry(support, child, children=seen)

    doctor, mother = PersonFacts("Ann", "Lee", "F"), PersonFacts("Sara", "Kaya", "F")
    add_person(support, AddPerson(child, uuid4(), uuid4(), Tie("GP", "the surgery rang"), doctor))
    tie = Tie("mother", "birth certificate", parental_responsibility=True)
    add_person(support, AddPerson(child, uuid4(), uuid4(), tie, mother))
    at_school = PeriodFact("school", "", "", "Hill Top Primary", begins=began)
    record_period(support, RecordPeriod(uuid4(), child, at_school, "the school rang"))
    assert listed(support) == {"no_entry"}
    record.write_entry(support, child, "Minutes", on=TODAY.strftime("%-d %B %Y"), kind="minutes")
    assert listed(support) == set()
    assert listed(manager) == everything - theirs
