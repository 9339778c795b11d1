"""The values of the band: what they rest on, how they are corrected, and what they never tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands.changes import Changes
from db.commands.entries import RecordEntry, record_entry
from db.commands.periods import (
    CorrectPeriod,
    EndPeriod,
    PeriodFact,
    RecordPeriod,
    correct_period,
    end_period,
    record_period,
)
from db.commands.person import (
    AddName,
    CorrectName,
    CorrectPerson,
    SetPhotograph,
    add_name,
    correct_name,
    correct_person,
    set_photograph,
)
from db.domain.entry import ChildPart
from db.domain.partial_date import PartialDate, parse_partial_date
from db.errors import Conflict, NotPermitted, Refused
from db.queries.band import band, history_of, photograph
from db.queries.files import my_children
from db.session import Session
from tests.record import Record, content

PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000200000003080600000000000000") + b"\0" * 40


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


def _when(words: str) -> PartialDate:
    return parse_partial_date(words, today=date(2026, 11, 22))


def _plan(words: str = "3 March 2025", code: str = "cp", category: str = "NEG") -> PeriodFact:
    return PeriodFact("plan", code, category, begins=_when(words))


def _person(record: Record, name: str, **fields: str) -> UUID:
    person, by = uuid4(), record.staff["tl_manager_a"]
    with record.superuser() as connection:
        connection.execute("insert into core.person (person_id, recorded_by) values (%s, %s)", [person, by])
        connection.execute("select wall.add_name(%s, 'legal', %s, 'Kaya', %s)", [person, name, by])
    return person


def _relate(
    record: Record, person: UUID, child: UUID, kind: str, *, responsible: bool = False, home: bool = False
) -> None:
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, parental_responsibility, responsibility_how,"
            " same_household, recorded_by) values (%s, %s, %s, %s, %s, %s, %s)",
            [person, child, kind, responsible, "birth" if responsible else "", home, record.staff["tl_manager_a"]],
        )


def _words(session: Session, child: UUID, key: str) -> list[str]:
    return [fact.words for fact in band(session, child).all(key)]


def test_a_value_says_what_it_rests_on_and_leads_to_its_entry(record: Record, child: UUID, session: Session) -> None:
    entry = record.write_entry(session, child, "Conference", on="3 March 2025", kind="meeting")
    record_period(session, RecordPeriod(uuid4(), child, _plan(), "", entry))
    seen = record.write_entry(
        session, child, on="4 March 2026", children=(ChildPart(child, seen=True, seen_alone=True, words="Hello"),)
    )
    found = band(session, child)
    plan, alone, said = found.one("plan"), found.one("last_seen_alone"), found.one("words")
    assert plan is not None and alone is not None and said is not None
    assert (plan.words, plan.since, plan.source) == ("Child protection plan, Neglect", date(2025, 3, 3), "period")
    assert (plan.entry_id, plan.entry_kind, plan.entry_on) == (entry, "meeting", date(2025, 3, 3))
    assert plan.order_key and plan.recorded_by == "Tl Practitioner A"
    assert (alone.entry_id, alone.since, said.words) == (seen, date(2026, 3, 4), "Hello")
    assert found.one("school") is None


def test_who_holds_parental_responsibility_is_told_one_by_one_with_the_authority_under_its_order(
    record: Record, child: UUID, session: Session
) -> None:
    mother, gran = _person(record, "Ayse"), _person(record, "Fatma")
    _relate(record, mother, child, "mother", responsible=True)
    _relate(record, gran, child, "grandmother", home=True)
    _relate(record, _person(record, "Ruth"), child, "health visitor")
    order = PeriodFact("legal_status", "ico", begins=_when("May 2026"))
    record_period(session, RecordPeriod(uuid4(), child, order, "order of 4 May"))
    assert sorted(_words(session, child, "parental_responsibility")) == [
        "Ayse Kaya (mother; birth)",
        "the local authority (interim care order)",
    ]
    assert _words(session, child, "household") == ["Fatma Kaya (grandmother)"]
    assert _words(session, child, "health_visitor") == ["Ruth Kaya (health visitor)"]


def test_a_correction_keeps_what_stood_with_who_and_how_we_know(record: Record, child: UUID, session: Session) -> None:
    first, second = uuid4(), uuid4()
    record_period(session, RecordPeriod(first, child, _plan(), "minutes"))
    better = replace(_plan(), category="EMO")
    correct_period(session, CorrectPeriod(second, first, child, better, "the chair rang"))
    assert _words(session, child, "plan") == ["Child protection plan, Emotional abuse"]
    history = history_of(session, child, "plan")
    assert {(past.item_id, past.standing, past.how_known) for past in history} == {
        (first, False, "minutes"),
        (second, True, "the chair rang"),
    }


def test_an_ended_plan_becomes_an_earlier_plan_and_a_new_one_may_follow_it(
    record: Record, child: UUID, session: Session
) -> None:
    first, second = uuid4(), uuid4()
    record_period(session, RecordPeriod(first, child, _plan(), "minutes"))
    follow = RecordPeriod(second, child, _plan("1 June 2026", "cin", ""), "review", follows=first)
    record_period(session, follow)
    assert _words(session, child, "plan") == ["Child in need plan, section 17"]
    earlier = band(session, child).one("earlier_plan")
    assert earlier is not None and earlier.until == date(2026, 6, 1)
    end_period(session, EndPeriod(uuid4(), second, child, _when("1 July 2026"), "goals met", "review"))
    assert _words(session, child, "plan") == []
    with pytest.raises(Refused, match="begins before"):
        record_period(session, replace(follow, period_id=uuid4(), follows=first, fact=_plan("1 March 2020")))


def test_a_second_correction_of_the_same_row_is_a_conflict(record: Record, child: UUID, session: Session) -> None:
    first, name = uuid4(), uuid4()
    record_period(session, RecordPeriod(first, child, _plan(), "minutes"))
    correct_period(session, CorrectPeriod(uuid4(), first, child, _plan("4 March 2025"), "a"))
    with pytest.raises(Conflict):
        correct_period(session, CorrectPeriod(uuid4(), first, child, _plan("5 March 2025"), "b"))
    with pytest.raises(Conflict):
        end_period(session, EndPeriod(uuid4(), first, child, _when("today"), "", "b"))
    add_name(session, AddName(name, child, child, "known_as", "Mira", "Kaya", "she says so"))
    correct_name(session, CorrectName(uuid4(), name, child, child, "known_as", "Miri", "Kaya", "heard wrong"))
    with pytest.raises(Conflict):
        correct_name(session, CorrectName(uuid4(), name, child, child, "known_as", "Mimi", "Kaya", "c"))
    assert band(session, child).head.known_as == "Miri"
    correct_person(session, CorrectPerson(uuid4(), child, child, "pronouns", "she/her", "asked her"))
    with pytest.raises(Conflict):
        correct_person(session, CorrectPerson(uuid4(), child, child, "pronouns", "they/them", "asked"))


def test_what_is_sent_again_lands_once(record: Record, child: UUID, session: Session) -> None:
    plan = RecordPeriod(uuid4(), child, _plan(), "minutes")
    name = AddName(uuid4(), child, child, "alias", "Mira", "Kaya", "she says so")
    fact = CorrectPerson(uuid4(), child, child, "first_language", "Kurdish", "the mother")
    picture = SetPhotograph(uuid4(), child, PNG)
    for _ in range(2):
        record_period(session, plan)
        add_name(session, name)
        correct_person(session, fact)
        set_photograph(session, picture)
    assert len(history_of(session, child, "plan")) == len(history_of(session, child, "first_language")) == 1
    assert len(history_of(session, child, "name")) == 2
    other = record.new_child("Ben", "Other")
    record.allocate(other, "tl_practitioner_a")
    elsewhere = record.opened("tl_practitioner_a", other)
    with pytest.raises(NotPermitted):
        record_period(elsewhere, replace(plan, child_id=other))


def test_how_we_know_is_asked_for_and_bad_values_are_refused_in_words(
    record: Record, child: UUID, session: Session
) -> None:
    bad: tuple[tuple[PeriodFact, str, str], ...] = (
        (_plan(), " ", "how you know"),
        (_plan(code="nonsense"), "x", "from the list"),
        (PeriodFact("plan", "cp"), "x", "since when"),
        (PeriodFact("planned", "rcpc"), "x", "the day that is planned"),
        (PeriodFact("school", "", begins=_when("2024")), "x", "which school"),
        (replace(_plan(), ends=_when("2 March 2020")), "x", "cannot end before"),
    )
    for fact, how, words in bad:
        with pytest.raises(Refused, match=words):
            record_period(session, RecordPeriod(uuid4(), child, fact, how))
    with pytest.raises(Refused, match="ten digits"):
        correct_person(session, CorrectPerson(uuid4(), child, child, "nhs_number", "9434765918", "card"))
    correct_person(session, CorrectPerson(uuid4(), child, child, "nhs_number", "9434765919", "card"))
    assert _words(session, child, "nhs_number") == ["9434765919"]


def test_a_person_is_corrected_with_what_stood_before(record: Record, child: UUID, session: Session) -> None:
    born = band(session, child).one("born")
    assert born is not None and born.source == "person"
    wish = CorrectPerson(uuid4(), child, child, "born", _when("about May 2019"), "birth certificate", born.source_id)
    correct_person(session, wish)
    assert _words(session, child, "born") == ["about May 2019"]
    (past,) = history_of(session, child, "born")
    assert (past.description, past.words, past.how_known) == ("2 May 2019", "about May 2019", "birth certificate")
    assert past.recorded_by == "Tl Practitioner A"


def test_only_those_who_may_record_here_change_facts(record: Record, child: UUID, session: Session) -> None:
    wish = RecordPeriod(uuid4(), child, _plan(), "minutes")
    unopened = record.session("tl_manager_a")
    with pytest.raises(NotPermitted):
        record_period(unopened, wish)
    with pytest.raises(NotPermitted):
        band(unopened, child)
    with pytest.raises(NotPermitted):
        history_of(unopened, child, "plan")
    support = record.opened("tl_support_a", child, purpose="Preparing a conference, review or meeting")
    with pytest.raises(NotPermitted):
        record_period(support, wish)
    review = PeriodFact("planned", "rcpc", planned_on=date.today() + timedelta(days=20))
    record_period(support, RecordPeriod(uuid4(), child, review, "diary"))
    (next_date,) = band(session, child).all("next")
    assert (next_date.words, next_date.due) == ("Review child protection conference", review.planned_on)
    sooner = PeriodFact("planned", "icpc", "", "at the town hall", planned_on=date.today() + timedelta(days=10))
    record_period(support, RecordPeriod(uuid4(), child, sooner, "diary"))
    same = PeriodFact("planned", "core_group", "", "Core group by video", planned_on=date.today() + timedelta(days=15))
    record_period(support, RecordPeriod(uuid4(), child, same, "diary"))
    found = band(session, child)
    assert [fact.words for fact in found.all("next")] == [
        "Initial child protection conference, at the town hall", "Core group by video",
        "Review child protection conference",
    ]  # fmt: skip
    assert found.head.next_what == "Initial child protection conference, at the town hall"
    guardian = _named(record, child, "tl_court_adviser", "childrens_guardian", "read")
    with pytest.raises(NotPermitted):
        record_period(guardian, wish)


def _named(record: Record, child: UUID, login: str, capacity: str, level: str) -> Session:
    with record.superuser() as connection:
        connection.execute(
            "insert into core.named_access (child_id, staff_id, capacity, level, given_by, needs_second)"
            " values (%s, %s, %s, %s, %s, false)",
            [child, record.staff[login], capacity, level, record.staff["tl_manager_a"]],
        )
    return record.opened(login, child)


def test_legal_advice_is_no_source_for_a_childrens_guardian(record: Record, child: UUID, session: Session) -> None:
    entry = uuid4()
    part = (ChildPart(child, seen=True, seen_alone=True, words="privileged words"),)
    advice = content(child, "Advice", on="1 November 2026", legal_advice=True, children=part)
    record_entry(session, RecordEntry(uuid4(), entry, child, advice))
    record_period(session, RecordPeriod(uuid4(), child, _plan(), "", entry))
    guardian = _named(record, child, "tl_court_adviser", "childrens_guardian", "record")
    mine, theirs = band(session, child), band(guardian, child)
    assert mine.one("words") is not None and theirs.one("words") is None
    assert theirs.one("last_seen_alone") is None
    assert (mine.head.last_seen_alone, theirs.head.last_seen_alone) == (date(2026, 11, 1), None)
    assert [line.last_seen for line in my_children(guardian) if line.child_id == child] == [None]
    plan = theirs.one("plan")
    assert plan is not None and (plan.entry_id, plan.order_key, plan.entry_on) == (None, None, None)
    (past,) = history_of(guardian, child, "plan")
    assert past.entry_id is None
    with pytest.raises(NotPermitted):
        record_period(guardian, RecordPeriod(uuid4(), child, _plan(), "", entry))


def test_an_entry_of_another_file_cannot_be_named_as_source(record: Record, child: UUID, session: Session) -> None:
    other = record.new_child("Ben", "Other")
    record.allocate(other, "tl_practitioner_a")
    elsewhere = record.write_entry(record.opened("tl_practitioner_a", other), other)
    with pytest.raises(NotPermitted):
        record_period(session, RecordPeriod(uuid4(), child, _plan(), "", elsewhere))


def test_confidential_places_are_said_to_be_confidential_and_nothing_more(
    record: Record, child: UUID, session: Session
) -> None:
    with record.superuser() as connection:
        for kind, value in (("placement", "12 Larch Road, Newtown"), ("school", "Hill View Primary")):
            connection.execute(
                "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
                " values (%s, %s, %s, 'x', %s)",
                [child, kind, value, record.staff["tl_manager_a"]],
            )
    foster = PeriodFact("placement", "foster", description="At 12 LARCH  road now", begins=_when("2025"))
    school = PeriodFact("school", description="Hill View Primary", begins=_when("2025"))
    record_period(session, RecordPeriod(uuid4(), child, foster, "seen"))
    record_period(session, RecordPeriod(uuid4(), child, school, "seen"))
    found = band(session, child)
    told = f"{found} {history_of(session, child, 'lives_with')} {history_of(session, child, 'school')}".lower()
    assert "larch" not in told and "hill view" not in told
    assert [fact.words for fact in found.all("address", "school")] == ["confidential: see People"] * 2
    assert _words(session, child, "lives_with") == ["With foster carers, confidential: see People"]


def test_sealing_a_sisters_file_changes_nothing_that_the_band_of_a_stranger_to_it_tells(
    record: Record, child: UUID
) -> None:
    sister = record.new_child("Leyla", "Kaya", team="South")
    _relate(record, sister, child, "sister", home=True)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.warning (person_id, kind, text, review_on, recorded_by)"
            " values (%s, 'risk', 'hidden', %s, %s)",
            [sister, date(2027, 1, 1), record.staff["tl_manager_b"]],
        )
    session = record.opened("tl_practitioner_a", child)
    before = band(session, child)
    record.seal("tl_manager_b", sister)
    assert band(session, child) == before
    assert "hidden" not in str(before)
    with pytest.raises(NotPermitted):
        correct_person(session, CorrectPerson(uuid4(), child, sister, "pronouns", "x", "y"))


def test_warnings_of_connected_people_and_addresses_come_with_their_review_day(
    record: Record, child: UUID, session: Session
) -> None:
    father = _person(record, "Emre")
    _relate(record, father, child, "father")
    with record.superuser() as connection:
        by = record.staff["tl_manager_a"]
        address, dog = uuid4(), uuid4()
        connection.execute(
            "insert into core.address (address_id, lines, recorded_by) values (%s, '1 Elm', %s)", [address, by]
        )
        connection.execute(
            "insert into core.residence (person_id, address_id, recorded_by) values (%s,%s,%s)", [child, address, by]
        )
        connection.execute(
            "insert into core.warning (warning_id, address_id, kind, text, review_on, recorded_by)"
            " values (%s, %s, 'dog', 'bites', '2026-01-02', %s)", [dog, address, by],
        )  # fmt: skip
        connection.execute(
            "insert into core.warning (person_id, kind, text, review_on, recorded_by)"
            " values (%s, 'violence', '', '2030-01-02', %s)",
            [father, by],
        )
    found = band(session, child).all("warning")
    assert [(fact.words, fact.due) for fact in found] == [
        ("address of Amira Kaya: Dangerous dog, bites", date(2026, 1, 2)),
        ("Emre Kaya: Violence or threats to staff", date(2030, 1, 2)),
    ]


def test_what_changed_since_i_last_looked_is_of_others_and_not_of_this_sitting(
    record: Record, child: UUID, session: Session
) -> None:
    manager = record.opened("tl_manager_a", child, purpose="Supervision")
    assert band(session, child).one("looked") is None
    with record.superuser() as connection:
        connection.execute("alter table core.ticket disable trigger all")
        connection.execute("update core.ticket set opened_at = opened_at - interval '3 hours' where staff_id = %s",
                           [record.staff["tl_practitioner_a"]])  # fmt: skip
        connection.execute("alter table core.ticket enable trigger all")
    record.write_entry(session, child, "Mine")
    record.write_entry(manager, child, "Theirs")
    record_period(manager, RecordPeriod(uuid4(), child, _plan(), "minutes"))
    again = record.opened("tl_practitioner_a", child)
    found = band(again, child)
    assert [fact.words for fact in found.all("changed_entry", "changed_period")] == ["1", "1"]
    newest = {fact.words: fact.order_key for fact in found.all("changed")}
    assert set(newest) == {"Theirs", "plan: Child protection plan, Neglect"} and newest["Theirs"]
    record.opened("tl_practitioner_a", child)
    assert [fact.words for fact in band(again, child).all("changed_entry")] == ["1"], "reopening is the same sitting"


def test_a_file_that_was_opened_before_is_not_said_to_be_new(record: Record, child: UUID, session: Session) -> None:
    assert band(session, child).one("looked") is None
    record.opened("tl_practitioner_a", child)
    assert band(session, child).one("looked") is not None, "opened twice within an hour"


def test_a_file_in_which_the_reader_recorded_is_not_said_to_be_new(
    record: Record, child: UUID, session: Session
) -> None:
    record.write_entry(session, child, "Mine")
    found = band(session, child)
    assert found.one("looked") is not None and not found.all("changed", "changed_entry")


def test_a_photograph_is_a_small_png_and_can_be_taken_away(record: Record, child: UUID, session: Session) -> None:
    set_photograph(session, SetPhotograph(uuid4(), child, PNG))
    found = photograph(session, child)
    assert found is not None and found.content == PNG
    for bad in (b"GIF89a" + b"\0" * 60, PNG + b"\0" * 300_000, PNG[:16] + b"\0\0\xff\xff" + PNG[20:]):
        with pytest.raises(Refused, match="PNG"):
            set_photograph(session, SetPhotograph(uuid4(), child, bad))
    set_photograph(session, SetPhotograph(uuid4(), child, b""))
    assert photograph(session, child) is None and band(session, child).one("photograph") is None


def test_every_change_of_a_fact_is_audited_without_its_words(record: Record, child: UUID, session: Session) -> None:
    record_period(session, RecordPeriod(uuid4(), child, replace(_plan(), description="spoken secret"), "told me"))
    add_name(session, AddName(uuid4(), child, child, "alias", "Secretname", "", "told me"))
    correct_person(session, CorrectPerson(uuid4(), child, child, "pronouns", "secret/words", "told me"))
    set_photograph(session, SetPhotograph(uuid4(), child, PNG))
    with record.superuser() as connection:
        found = connection.execute(
            "select action, detail::text from audit.event where child_id = %s", [child]
        ).fetchall()
    assert {"record_period", "add_name", "correct_person", "set_photograph"} <= {action for action, _ in found}
    assert "secret" not in str(found).lower() and "told me" not in str(found)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["record", "correct", "end"]), min_size=1, max_size=6))
def test_history_never_loses_a_row_and_one_row_of_each_line_stands(record: Record, steps: list[str]) -> None:
    child = record.new_child("Any", "Child")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    lines: list[list[UUID]] = []
    for number, step in enumerate(steps):
        made = uuid4()
        if step == "record" or not lines:
            record_period(session, RecordPeriod(made, child, _plan(f"{number + 1} March 2025"), "x"))
            lines.append([made])
            continue
        line = lines[number % len(lines)]
        changes: Changes
        if step == "correct":
            changes = correct_period(session, CorrectPeriod(made, line[-1], child, _plan("9 March 2025"), "x"))
        else:
            changes = end_period(session, EndPeriod(made, line[-1], child, _when("1 May 2026"), "", "x"))
        assert child in changes.children
        line.append(made)
    history = history_of(session, child, "plan")
    assert {past.item_id for past in history} == {made for line in lines for made in line}
    assert {past.item_id for past in history if past.standing} == {line[-1] for line in lines}
    session.close()
