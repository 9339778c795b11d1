"""Proceedings in the record: versions, the 26 weeks, brothers and sisters, hidden parties, and what the band tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command

from db.commands.people import AddPerson, PersonFacts, Relate, Tie, add_person, relate
from db.commands.proceedings import (
    CaseFacts,
    HearingFacts,
    PartyFacts,
    RecordHearing,
    RecordParty,
    RecordProceedings,
    record_hearing,
    record_party,
    record_proceedings,
)
from db.errors import Conflict, NotPermitted, Refused
from db.queries.band import band
from db.queries.proceedings import Hearing, Party, Proceedings, history_of_proceedings, proceedings_of
from db.server.deploy import alembic_config, upgrade
from db.server.launcher import RunningServer
from db.session import Session
from tests.db.test_migrations import owner
from tests.record import Record, cloned

WORKER, SUPPORT, MANAGER, GLASS = "tl_practitioner_a", "tl_support_a", "tl_manager_a", "tl_practitioner_c"
TODAY = date.today()
CARE = CaseFacts(
    "public", "cmh", "zw26c50123", "Family Court at Midford", "C110A", issued_on=TODAY - timedelta(days=70)
)
HOW = "sealed application"


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture(scope="module")
def settled(shared_record: Record) -> Iterator[tuple[Session, UUID, UUID]]:
    """A worker, a child and proceedings in which nothing changes, for what is refused."""
    child = shared_record.new_child("Leyla", "Kaya")
    shared_record.allocate(child, WORKER)
    session = replace(shared_record, sessions=[]).opened(WORKER, child)
    yield session, child, started(session, child)
    session.close()


def sister(record: Record, session: Session, child: UUID, given: str = "Elif") -> UUID:
    """A sister with a file of her own, whose worker is not this one."""
    other = record.new_child(given, "Kaya")
    add_person(session, AddPerson(child, other, uuid4(), Tie("sister", "told by the mother"), None))
    return other


def started(session: Session, child: UUID, facts: CaseFacts = CARE, *others: UUID) -> UUID:
    """Proceedings of the child, and perhaps of others."""
    case = uuid4()
    record_proceedings(session, RecordProceedings(uuid4(), case, child, facts, HOW, others))
    return case


def listed(session: Session, child: UUID, case: UUID, days: int = 12, **facts: Any) -> RecordHearing:
    """A hearing in some days; answers with the wish, to be sent again or corrected."""
    said = replace(HearingFacts("irh", TODAY + timedelta(days=days), "10:30"), **facts)
    wish = RecordHearing(uuid4(), uuid4(), case, child, said, "notice of hearing")
    record_hearing(session, wish)
    return wish


def joined(session: Session, child: UUID, case: UUID, name: str, **facts: Any) -> RecordParty:
    """A party."""
    said = replace(PartyFacts(name, "carer"), **facts)
    wish = RecordParty(uuid4(), uuid4(), case, child, said, "the court's order")
    record_party(session, wish)
    return wish


def hidden(session: Session, child: UUID, case: UUID, what: str = "name") -> RecordParty:
    """A carer who is hidden from the father."""
    return joined(
        session,
        child,
        case,
        "Joan Merrifield",
        hidden=what,
        hidden_from="the father",
        hidden_why="he has threatened her",
    )


def only(session: Session, child: UUID) -> Proceedings:
    """The one set of proceedings of a child."""
    (case,) = proceedings_of(session, child).proceedings
    return case


def test_the_26_weeks_run_from_the_issue_unless_the_court_said_otherwise(child: UUID, session: Session) -> None:
    case = started(session, child)
    found = only(session, child)
    assert (found.case_number, found.stage, found.version, found.by) == ("ZW26C50123", "cmh", 1, "Tl Practitioner A")
    assert found.ends_by == CARE.issued_on + timedelta(weeks=26)  # type: ignore[operator]
    assert found.running
    later = TODAY + timedelta(days=300)
    told = replace(CARE, due_on=later, due_why="the assessment of the grandmother abroad")
    record_proceedings(session, RecordProceedings(uuid4(), case, child, told, "order of today", base=1))
    found = only(session, child)
    assert (found.ends_by, found.due_why) == (later, "the assessment of the grandmother abroad")
    assert found.weeks_26_on == CARE.issued_on + timedelta(weeks=26)  # type: ignore[operator]
    private = started(session, child, CaseFacts("private", "first_hearing", application="C100", issued_on=TODAY))
    both = proceedings_of(session, child).proceedings
    assert [(one.proceedings_id, one.ends_by) for one in both] == [(private, None), (case, later)]
    over = CaseFacts("private", "first_hearing", issued_on=TODAY, ended_on=TODAY, outcome="withdrawn")
    record_proceedings(session, RecordProceedings(uuid4(), private, child, over, "order", base=1))
    assert [one.proceedings_id for one in proceedings_of(session, child).proceedings] == [case, private]


def test_a_corrected_day_of_a_hearing_keeps_what_stood_and_a_resent_save_lands_once(
    child: UUID, session: Session
) -> None:
    case = started(session, child)
    first = listed(session, child, case)
    record_hearing(session, first)
    moved = replace(first, op_id=uuid4(), base=1, facts=replace(first.facts, listed_on=TODAY + timedelta(days=40)))
    record_hearing(session, moved)
    record_hearing(session, moved)
    (standing,) = only(session, child).hearings
    assert (standing.version, standing.listed_on) == (2, TODAY + timedelta(days=40))
    past = [one for one in history_of_proceedings(session, child, case) if isinstance(one, Hearing)]
    assert [(one.version, one.listed_on) for one in past] == [
        (2, TODAY + timedelta(days=40)), (1, TODAY + timedelta(days=12)),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        record_hearing(session, replace(moved, op_id=uuid4()))


def test_what_a_colleague_changed_meanwhile_is_not_written_over(record: Record, child: UUID, session: Session) -> None:
    case = started(session, child)
    party = joined(session, child, case, "Sarah Kaya")
    manager = record.opened(MANAGER, child, purpose="supervision")
    theirs = replace(CARE, stage="irh")
    record_proceedings(manager, RecordProceedings(uuid4(), case, child, theirs, "order", base=1))
    record_party(manager, replace(party, op_id=uuid4(), base=1, facts=replace(party.facts, part="respondent")))
    mine = RecordProceedings(uuid4(), case, child, replace(CARE, stage="final"), "order", base=1)
    with pytest.raises(Conflict):
        record_proceedings(session, mine)
    with pytest.raises(Conflict):
        record_party(session, replace(party, op_id=uuid4(), base=1))
    found = only(session, child)
    assert (found.stage, found.parties[0].part) == ("irh", "respondent")
    with pytest.raises(NotPermitted):  # somebody else's operation is nobody's
        record_proceedings(manager, replace(mine, proceedings_id=uuid4(), base=3))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(CARE, stage="nonsense"), "hoose the stage"),
        (replace(CARE, law="criminal"), "public or private"),
        (replace(CARE, application="C999"), "hoose the application"),
        (replace(CARE, issued_on=None), "when the application was issued"),
        (replace(CARE, issued_on=TODAY + timedelta(days=1)), "days that have been"),
        (replace(CARE, letter_on=TODAY), "letter comes before"),
        (replace(CARE, due_on=TODAY + timedelta(days=300)), "why the court set it"),
        (replace(CARE, due_why="because"), "why the court set it"),
        (replace(CARE, ended_on=TODAY), "how the proceedings ended"),
        (replace(CARE, court="x" * 501), "at most 500 characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_proceedings_that_cannot_be_so_are_refused_in_plain_words(
    settled: tuple[Session, UUID, UUID], facts: CaseFacts, words: str
) -> None:
    session, child, case = settled
    with pytest.raises(Refused, match=words):
        started(session, child, facts)
    assert only(session, child).proceedings_id == case


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "séance"}, "kind of hearing"),
        ({"listed_at": "half ten"}, "hours and minutes"),
        ({"outcome": "care order made"}, "no outcome yet"),
        ({"status": "lost"}, "what became of it"),
    ],
)
def test_hearings_that_cannot_be_so_are_refused_in_plain_words(
    settled: tuple[Session, UUID, UUID], facts: dict[str, Any], words: str
) -> None:
    session, child, case = settled
    with pytest.raises(Refused, match=words):
        listed(session, child, case, **facts)
    assert only(session, child).hearings == ()


def test_what_is_no_day_is_refused_without_repeating_it(record: Record, settled: tuple[Session, UUID, UUID]) -> None:
    _, child, case = settled
    said = '{"kind": "cmh", "listed_on": "the day that she told"}'
    with record.psql(WORKER) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute(
            "select api.record_hearing(%s, %s, %s, %s, 0, %s, 'notice')", [uuid4(), uuid4(), case, child, said]
        )
    assert caught.value.sqlstate == "TL002"
    assert "she told" not in str(caught.value) + str(caught.value.diag.message_detail) + str(caught.value.diag.context)


def test_hiding_needs_from_whom_and_why(settled: tuple[Session, UUID, UUID]) -> None:
    session, child, case = settled
    with pytest.raises(Refused, match="from whom and why"):
        joined(session, child, case, "Joan Merrifield", hidden="name", hidden_from="the father")


def test_before_the_issue_there_is_a_letter_and_meetings(child: UUID, session: Session) -> None:
    letter = CaseFacts("public", "meetings", letter_on=TODAY - timedelta(days=20))
    case = started(session, child, letter)
    listed(session, child, case, 5, kind="pre_meeting")
    found = band(session, child)
    court, following = found.one("proceedings"), found.one("next")
    assert court is not None and following is not None
    assert (court.words, court.since, court.due) == ("Pre-proceedings meetings", letter.letter_on, None)
    assert (following.words, following.due) == ("Pre-proceedings meeting", TODAY + timedelta(days=5))


def test_the_band_tells_stage_26_weeks_and_the_hearing_that_comes_next_each_with_its_source(
    child: UUID, session: Session
) -> None:
    case = started(session, child)
    later, sooner = listed(session, child, case, 30, kind="final"), listed(session, child, case, 12)
    gone = listed(session, child, case, 3)
    record_hearing(session, replace(gone, op_id=uuid4(), base=1, facts=replace(gone.facts, status="vacated")))
    found = band(session, child)
    court = found.one("proceedings")
    assert court is not None
    assert (court.words, court.since, court.due) == ("Case management", CARE.issued_on, only(session, child).ends_by)
    assert (court.source, court.source_id, court.recorded_by) == ("proceedings", case, "Tl Practitioner A")
    told = [(fact.words, fact.due, fact.source_id) for fact in found.all("next")]
    assert told == [
        ("Issues resolution hearing", sooner.facts.listed_on, sooner.hearing_id),
        ("Final hearing", later.facts.listed_on, later.hearing_id),
    ]
    assert (found.head.next_on, found.head.next_what) == (sooner.facts.listed_on, "Issues resolution hearing")
    ended = replace(CARE, stage="final", ended_on=TODAY, outcome="Supervision order made")
    record_proceedings(session, RecordProceedings(uuid4(), case, child, ended, "sealed order", base=1))
    found = band(session, child)
    assert found.all("next", "proceedings") == ()
    assert only(session, child).next_hearing(TODAY) is None


def test_what_a_colleague_recorded_of_the_court_is_news(record: Record, child: UUID, session: Session) -> None:
    with record.superuser() as connection:
        connection.execute("alter table core.ticket disable trigger append_only_rows")
        connection.execute(
            "update core.ticket set opened_at = opened_at - interval '3 hours' where child_id = %s", [child]
        )
        connection.execute("alter table core.ticket enable always trigger append_only_rows")
    case = started(session, child)
    manager = record.opened(MANAGER, child, purpose="supervision")
    day = listed(manager, child, case).facts.listed_on
    again = record.opened(WORKER, child)
    found = band(again, child)
    assert found.one("changed_hearing") is not None and found.one("changed_proceedings") is None
    assert [fact.words for fact in found.all("changed")] == [f"Issues resolution hearing, {day.day} {day:%B %Y}"]


def test_proceedings_recorded_by_mistake_stay_readable_and_count_no_more(child: UUID, session: Session) -> None:
    case = started(session, child)
    listed(session, child, case)
    wrong = replace(CARE, mistaken=True)
    record_proceedings(session, RecordProceedings(uuid4(), case, child, wrong, "another child's", base=1))
    assert band(session, child).all("next", "proceedings") == ()
    assert only(session, child).mistaken
    assert len(history_of_proceedings(session, child, case)) == 3


def test_brothers_and_sisters_stand_in_the_same_proceedings_and_one_can_be_taken_out(
    record: Record, child: UUID, session: Session
) -> None:
    elif_, stranger = sister(record, session, child), record.new_child("Otto", "Fremd")
    case = started(session, child, CARE, elif_)
    listed(session, child, case)
    assert [one.name for one in only(session, child).children] == ["Elif Kaya"]
    record.allocate(elif_, "tl_practitioner_b")
    hers = record.opened("tl_practitioner_b", elif_)
    assert [one.child_id for one in only(hers, elif_).children] == [child]
    assert band(hers, elif_).one("next") is not None
    with pytest.raises(NotPermitted):
        started(session, child, CARE, stranger)
    alone = RecordProceedings(uuid4(), case, child, CARE, "her own order", base=1)
    record_proceedings(session, alone)
    assert only(session, child).children == ()
    assert proceedings_of(hers, elif_).proceedings == ()
    with pytest.raises(NotPermitted):
        history_of_proceedings(hers, elif_, case)


def test_of_a_sister_with_a_sealed_file_nothing_is_told_and_a_correction_leaves_her_in(
    record: Record, child: UUID, session: Session
) -> None:
    elif_ = sister(record, session, child)
    case = started(session, child, CARE, elif_)
    as_party = RecordParty(uuid4(), uuid4(), case, child, PartyFacts("Elif Kaya", "child"), "joined", elif_)
    record_party(session, as_party)
    record.seal(MANAGER, elif_)
    found = only(session, child)
    assert (found.children, found.parties) == ((), ())
    with pytest.raises(NotPermitted):
        record_party(session, replace(as_party, op_id=uuid4(), base=1))
    with pytest.raises(NotPermitted):
        record_proceedings(session, RecordProceedings(uuid4(), case, child, CARE, HOW, (elif_,), base=1))
    record_proceedings(session, RecordProceedings(uuid4(), case, child, replace(CARE, stage="irh"), "order", base=1))
    members = record.opened(MANAGER, elif_)
    hers = only(members, elif_)
    assert (hers.stage, [one.name for one in hers.children]) == ("irh", ["Amira Kaya"])
    with pytest.raises(Refused, match="not sealed"):
        joined(members, elif_, case, "Adopting Person")
    with pytest.raises(Refused, match="this child alone"):
        relate(members, Relate(elif_, uuid4(), child, elif_, Tie("sister", HOW)))
        started(members, elif_, CARE, child)
    started(members, elif_, replace(CARE, application="A58"))
    assert len(proceedings_of(session, child).proceedings) == 1


@pytest.mark.parametrize(
    ("what", "told"), [("name", ("carer", "")), ("party", ("", "")), ("contact", ("carer", "Joan Merrifield"))]
)
def test_a_hidden_party_is_told_to_those_alone_who_may_see_what_is_confidential(
    record: Record, child: UUID, session: Session, what: str, told: tuple[str, str]
) -> None:
    case = started(session, child)
    wish = hidden(session, child, case, what)
    listed(session, child, case, -3, outcome="Mrs Merrifield gave evidence")
    (mine,) = only(session, child).parties
    assert (mine.name, mine.kept, mine.hidden, mine.hidden_from) == ("Joan Merrifield", "", what, "the father")
    assert mine.hidden_why == "he has threatened her"
    helper = record.opened(SUPPORT, child, purpose="minutes")
    found = only(helper, child)
    (theirs,) = found.parties
    assert (theirs.part, theirs.name, theirs.kept, theirs.hidden) == (*told, what, what)
    assert (theirs.hidden_from, theirs.hidden_why, theirs.how_known) == ("", "", "")
    heard = found.hearings[0].outcome
    assert heard == (
        "Mrs Merrifield gave evidence" if what == "contact" else "hidden: it names somebody who is kept from you"
    )
    told_of = [one for one in history_of_proceedings(helper, child, case) if isinstance(one, Party)]
    assert "Joan Merrifield" not in str(told_of) or what == "contact"
    assert len(told_of) == (0 if what == "party" else 1)
    glass = record.opened(GLASS, child, purpose="the duty desk was asked", break_glass=True)
    with pytest.raises(NotPermitted):
        record_party(glass, replace(wish, op_id=uuid4(), base=1, facts=replace(wish.facts, hidden="")))


def test_hiding_a_party_hides_its_earlier_versions_too(record: Record, child: UUID, session: Session) -> None:
    case = started(session, child)
    wish = joined(session, child, case, "Joan Merrifield")
    kept = replace(wish.facts, name="Joan M.", hidden="name", hidden_from="the father", hidden_why="threats")
    record_party(session, replace(wish, op_id=uuid4(), base=1, facts=kept))
    helper = record.opened(SUPPORT, child, purpose="minutes")
    assert "Joan" not in str(only(helper, child)) + str(history_of_proceedings(helper, child, case))
    assert "Joan Merrifield" in str(history_of_proceedings(session, child, case))


def test_a_party_hidden_in_a_sisters_file_is_hidden_from_who_may_not_open_that(
    record: Record, child: UUID, session: Session
) -> None:
    elif_ = sister(record, session, child)
    case = started(session, child, CARE, elif_)
    record.allocate(elif_, "tl_practitioner_b")
    hers = record.opened("tl_practitioner_b", elif_)
    hidden(hers, elif_, case)
    assert only(hers, elif_).parties[0].name == "Joan Merrifield"
    assert only(session, child).parties[0].kept == "name"


def test_what_is_confidential_is_not_told_in_texts_about_the_court(
    record: Record, child: UUID, session: Session
) -> None:
    case = started(session, child)
    wish = listed(session, child, case, venue="near 14 Larch Close", kind="directions")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
            " values (%s, 'address', '14 Larch Close', 'fled', %s)", [child, record.staff[MANAGER]],
        )  # fmt: skip
    (told,) = only(session, child).hearings
    assert told.venue == "confidential: see People"
    again = replace(wish.facts, venue=told.venue, listed_at="11:00")
    record_hearing(session, replace(wish, op_id=uuid4(), base=1, facts=again))
    with record.superuser() as connection:
        rows = connection.execute("select venue from core.hearing where hearing_id = %s", [wish.hearing_id]).fetchall()
    assert rows == [("near 14 Larch Close",)] * 2


def test_support_staff_list_hearings_and_record_nothing_else(record: Record, child: UUID, session: Session) -> None:
    case = started(session, child)
    helper = record.opened(SUPPORT, child, purpose="minutes")
    rights = proceedings_of(helper, child)
    assert (rights.may_list, rights.may_record, rights.sees_hidden) == (True, False, False)
    listed(helper, child, case)
    with pytest.raises(NotPermitted):
        joined(helper, child, case, "Somebody")
    with pytest.raises(NotPermitted):
        started(helper, child)


def test_every_recording_and_every_look_at_a_hidden_party_is_audited_in_each_file(
    record: Record, child: UUID, session: Session
) -> None:
    elif_ = sister(record, session, child)
    case = started(session, child, CARE, elif_)
    listed(session, child, case)
    hidden(session, child, case)
    only(session, child)
    with record.superuser() as connection:
        rows = connection.execute(
            "select action, child_id from audit.event where detail ->> 'proceedings' = %s or object_id = %s",
            [str(case), case],
        ).fetchall()
    for one in (child, elif_):
        assert {"record_proceedings", "record_hearing", "record_party"} <= {
            action for action, who in rows if who == one
        }
    assert ("read_hidden_party", child) in rows
    assert ("read_hidden_party", elif_) not in rows


def test_somebody_around_the_child_can_be_named_as_the_party_and_nobody_else(
    record: Record, child: UUID, session: Session
) -> None:
    mother, case = uuid4(), started(session, child)
    add_person(session, AddPerson(child, mother, uuid4(), Tie("mother", "birth"), PersonFacts("Sarah", "Kaya", "F")))
    facts = PartyFacts("Sarah Kaya", "first_respondent", "Ashdown Pike Solicitors")
    record_party(session, RecordParty(uuid4(), uuid4(), case, child, facts, HOW, mother))
    assert only(session, child).parties[0].person_id == mother
    with pytest.raises(NotPermitted):
        record_party(session, RecordParty(uuid4(), uuid4(), case, child, facts, HOW, record.new_child("Otto", "Fremd")))


def test_a_downgrade_keeps_what_stands_and_the_upgrade_after_it_too(server: RunningServer, template: str) -> None:
    assert template
    with cloned(server) as record:
        child = record.new_child("Amira", "Kaya")
        record.allocate(child, WORKER)
        session = record.opened(WORKER, child)
        case = started(session, child)
        first = listed(session, child, case)
        moved = replace(first.facts, listed_on=TODAY + timedelta(days=40))
        record_hearing(session, replace(first, op_id=uuid4(), base=1, facts=moved))
        hidden(session, child, case)
        session.close()
        with record.superuser() as connection:
            connection.execute("drop schema api, wall, logins cascade")
        with owner(record) as connection:
            command.downgrade(alembic_config(connection), "20261122_proceedings-1")
            stood = sa.text(
                "select case_number, stage, listed_on, p.hidden from core.proceedings c"
                " join core.hearing h using (proceedings_id) join core.party p using (proceedings_id)"
            )
            assert connection.execute(stood).all() == [("ZW26C50123", "cmh", moved.listed_on, True)]
            command.upgrade(alembic_config(connection), "head")
        upgrade(record.dsn)
        found = only(record.opened(WORKER, child), child)
        assert (found.case_number, found.stage, found.hearings[0].listed_on) == ("ZW26C50123", "cmh", moved.listed_on)
        assert [(one.name, one.hidden) for one in found.parties] == [("Joan Merrifield", "party")]
