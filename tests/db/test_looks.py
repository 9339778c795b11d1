"""Who looked, broken glass reviewed within a working day, questions with their answers, and files shut to who knows."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from db.commands.allocation import ProposeAllocation, ProposedChild, propose_allocation
from db.commands.contacts import EnterContact, KnownChild, enter_contact, open_contact
from db.commands.files import OpenFile, open_file
from db.commands.looks import (
    AnswerLooks,
    DeclareInterest,
    LiftInterest,
    ReviewGlass,
    SetLookThreshold,
    answer_looks,
    declare_interest,
    lift_interest,
    open_looks,
    review_glass,
    set_look_threshold,
)
from db.domain.find_words import FindWords
from db.domain.looks import acts_in_words
from db.errors import NotPermitted, Refused
from db.queries import chronology, files
from db.queries import looks as asked
from db.queries.allocation import allocation_discussions
from db.queries.find import known
from db.session import Session
from tests.db.test_contacts import FACTS
from tests.record import Record
from tests.security.stage import AUDITOR, COLLEAGUE, DUTY, ELSEWHERE, MANAGER, SECOND, STRANGER, WORKER, seal

WHY = "a child ran to our office"


@pytest.fixture
def record(module_record: Record) -> Record:
    """The module's record; each test has a child of its own."""
    return module_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of team North with a worker."""
    child = record.new_child("Amira", "Lookedat")
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def manager(record: Record) -> Session:
    """The manager, who asked for the lists of looks."""
    session = record.session(MANAGER)
    open_looks(session)
    return session


def glass_of(session: Session, child: UUID) -> asked.GlassOpening:
    (found,) = [one for one in asked.glass_openings(session) if one.child_id == child]
    return found


def question_of(session: Session, child: UUID) -> asked.LookQuestion:
    (found,) = [one for one in asked.look_questions(session) if one.child_id == child]
    return found


def test_a_line_for_each_person_and_day_tells_basis_reason_and_what_was_done(record: Record, child: UUID) -> None:
    worker = record.opened(WORKER, child)
    record.write_entry(worker, child)
    chronology.court_rows(worker, child, since=None, until=None, significant_only=False)
    for reason in ("duty", "cover"):
        record.opened(DUTY, child, purpose=reason)
    record.opened(STRANGER, child, purpose=WHY, break_glass=True)
    session = record.session(MANAGER)
    open_looks(session, child)
    days = {one.who: one for one in asked.looks(session, child)}
    assert days["Tl Practitioner A"].acts.items() >= {"allocate": 1, "record": 1, "court_rows": 1}.items()
    assert [(one.basis, one.reason) for one in days["Tl Duty A"].opened] == [("team", "duty"), ("team", "cover")]
    assert [(one.basis, one.reason) for one in days["Tl Practitioner C"].opened] == [("break_glass", WHY)]
    assert days["Tl Manager A"].acts["open_looks"] == 1
    assert {one.on_day for one in days.values()} == {date.today()}


def test_who_read_a_contact_about_the_child_is_among_those_who_looked(record: Record, child: UUID) -> None:
    contact = uuid4()
    enter_contact(record.session(STRANGER), EnterContact.of(contact, FACTS, (KnownChild(child, "Amira"),)))
    open_contact(record.session(SECOND), contact)
    session = record.session(MANAGER)
    open_looks(session, child)
    days = {one.who: one for one in asked.looks(session, child)}
    assert days["Tl Manager A2"].acts == {"open_contact": 1}
    assert acts_in_words(days["Tl Manager A2"].acts) == ("1 contact about the child read",)


def test_who_is_shown_a_conversation_about_the_allocation_is_on_record_once_for_what_was_said(
    record: Record, child: UUID
) -> None:
    def shown(login: str) -> int:
        with record.superuser() as connection:
            wanted = "select count(*) from audit.event where action = 'read_talk' and child_id = %s and login = %s"
            row = connection.execute(wanted, [child, login]).fetchone()
        assert row is not None
        return int(row[0])

    worker, manager = record.session(WORKER), record.session(MANAGER)
    before = shown(WORKER), shown(MANAGER)
    for _ in range(2):
        allocation_discussions(worker)
        allocation_discussions(manager)
    assert (shown(WORKER), shown(MANAGER)) == (before[0] + 1, before[1] + 1)
    wish = ProposeAllocation(
        uuid4(), record.staff[COLLEAGUE], "knows her", (ProposedChild(child, "see her this week"),), "second_worker"
    )
    propose_allocation(manager, wish)
    for session in (worker, manager, record.session(COLLEAGUE)):
        allocation_discussions(session)
    assert shown(WORKER) == before[0] + 1, "this conversation is not shown to them"
    assert (shown(COLLEAGUE), shown(MANAGER)) == (1, before[1] + 2)
    open_looks(manager, child)
    (told,) = [one for one in asked.looks(manager, child) if one.who == "Tl Practitioner B"]
    assert told.acts == {"read_talk": 1}
    assert acts_in_words(told.acts) == ("1 conversation about the allocation read",)


def test_what_was_being_said_while_somebody_read_is_on_record_once_they_are_shown_it(
    record: Record, child: UUID
) -> None:
    wish = ProposeAllocation(
        uuid4(), record.staff[COLLEAGUE], "knows her", (ProposedChild(child, "see her this week"),), "second_worker"
    )
    propose_allocation(record.session(MANAGER), wish)
    colleague = record.session(COLLEAGUE)
    line = {"child_id": str(child), "urgent": "see", "agreed_first": "visit", "agreed_by": date.today().isoformat()}
    with record.psql(MANAGER, autocommit=False) as late:
        late.execute(
            "select api.record_talk(%s, %s, current_date, 'both', 'has room', %s)",
            [uuid4(), wish.discussion_id, Jsonb([line])],
        )
        allocation_discussions(colleague)
        late.commit()
    (one,) = [one for one in allocation_discussions(colleague) if one.discussion_id == wish.discussion_id]
    assert one.talks[0].capacity_said == "has room"
    with record.superuser() as connection:
        events = connection.execute(
            "select (detail ->> 'said')::integer from audit.event"
            " where action = 'read_talk' and object_id = %s and login = %s order by at",
            [wish.discussion_id, COLLEAGUE],
        ).fetchall()
    assert events == [(0,), (1,)]


def test_looks_are_told_to_the_manager_and_auditors_who_asked_and_a_sealed_file_to_its_members(
    record: Record, child: UUID
) -> None:
    auditor, manager = record.session(AUDITOR), record.session(MANAGER)
    with pytest.raises(NotPermitted):
        asked.looks(auditor, child)
    for session in (auditor, manager):
        open_looks(session, child)
        assert asked.looks(session, child)
    for login in (ELSEWHERE, WORKER):
        with pytest.raises(NotPermitted):
            open_looks(record.session(login), child)
    (line,) = [one for one in files.my_children(manager) if one.child_id == child]
    assert asked.file_with_looks(auditor, f" {line.reference} ") == child
    seal(record, child, WORKER)
    assert asked.looks(manager, child)
    with pytest.raises(NotPermitted):
        asked.looks(auditor, child)
    for wanted in (line.reference, "26-999999"):
        with pytest.raises(NotPermitted):
            asked.file_with_looks(auditor, wanted)


def test_broken_glass_waits_for_a_review_until_somebody_else_says_what_they_found(
    record: Record, child: UUID, manager: Session
) -> None:
    before = asked.looks_waiting(manager)
    opened = record.opened(STRANGER, child, purpose=WHY, break_glass=True)
    record.write_entry(opened, child)
    found = glass_of(manager, child)
    with record.superuser() as connection:
        row = connection.execute("select wall.working_day(current_date, 1)").fetchone()
    assert row == (found.due_on,)
    assert (found.reason, found.acts, found.own, found.reviewed_at) == (WHY, {"record": 1}, False, None)
    assert asked.looks_waiting(manager) == (before[0] + 1, before[1])
    review = ReviewGlass(found.ticket_id, "the police had rung")
    with pytest.raises(NotPermitted):
        review_glass(record.session(ELSEWHERE), review)
    review_glass(manager, review)
    review_glass(manager, review)
    for login, words in ((MANAGER, "something else"), (SECOND, "the police had rung")):
        with pytest.raises(Refused, match="Somebody reviewed this meanwhile"):
            review_glass(record.session(login), ReviewGlass(found.ticket_id, words))
    found = glass_of(manager, child)
    assert (found.finding, found.reviewed_by) == ("the police had rung", "Tl Manager A")
    assert asked.looks_waiting(manager) == before


def test_an_opening_not_reviewed_by_the_working_day_after_is_told_as_that(
    record: Record, child: UUID, manager: Session
) -> None:
    _, late = asked.looks_waiting(manager)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.ticket (staff_id, child_id, basis, purpose, opened_at, expires_at)"
            " values (%s, %s, 'break_glass', %s, timestamptz '2026-04-02 23:30+01', now())",
            [record.staff[STRANGER], child, WHY],
        )
    found = glass_of(manager, child)
    assert found.due_on == date(2026, 4, 7)  # after Good Friday, a weekend and Easter Monday
    assert found.late(date(2026, 4, 8))
    assert not found.late(date(2026, 4, 7))
    assert asked.looks_waiting(manager)[1] == late + 1


def test_an_answer_stays_and_holds_until_a_newer_look(record: Record, child: UUID, manager: Session) -> None:
    for _ in range(3):
        record.opened(DUTY, child, purpose="duty")
    one = question_of(manager, child)
    assert (one.question, one.who, one.times, one.answered) == ("not_theirs", "Tl Duty A", 3, False)
    assert [(look.opening.basis, look.opening.reason) for look in one.looks] == [("team", "duty")] * 3
    answer = AnswerLooks(uuid4(), one.question, one.staff_id, child, one.about, "held the desk all week")
    answer_looks(manager, answer)
    answer_looks(manager, answer)
    assert question_of(manager, child).answered
    record.opened(DUTY, child, purpose="duty")
    again = question_of(manager, child)
    assert (again.times, again.answered) == (4, False)
    assert [(said.note, said.by, said.now) for said in again.answers] == [
        ("held the desk all week", "Tl Manager A", False)
    ]
    with pytest.raises(Refused, match="This has changed since you looked"):
        answer_looks(manager, AnswerLooks(uuid4(), one.question, one.staff_id, child, one.about, "the same"))
    duty = record.opened(DUTY, child, purpose="duty")
    record.write_entry(duty, child)
    assert not [one for one in asked.look_questions(manager) if one.child_id == child]


def test_who_says_that_they_know_a_family_is_shut_out_at_once_until_the_manager_lifts_it(
    record: Record, child: UUID, manager: Session
) -> None:
    worker = record.opened(WORKER, child)
    said = DeclareInterest(uuid4(), child, "the mother is my cousin")
    declare_interest(worker, said)
    declare_interest(worker, said)
    with pytest.raises(NotPermitted):
        chronology.newest_page(worker, child)
    for glass in (False, True):
        with pytest.raises(NotPermitted):
            open_file(worker, OpenFile(child, WHY, glass))
    assert child not in [one.child_id for one in files.my_children(worker)]
    (known,) = [one for one in asked.interests(manager) if one.child_id == child]
    assert (known.who, known.why, known.holds_case) == ("Tl Practitioner A", "the mother is my cousin", True)
    lifting = LiftInterest(known.interest_id, child, "they never met")
    for login in (WORKER, ELSEWHERE, AUDITOR):
        with pytest.raises(NotPermitted):
            lift_interest(record.session(login), lifting)
    lift_interest(manager, lifting)
    open_file(worker, OpenFile(child))
    (known,) = [one for one in asked.interests(manager) if one.child_id == child]
    assert (known.lifted_by, known.lifted_why, known.may_lift) == ("Tl Manager A", "they never met", False)


def test_what_is_said_of_a_family_shuts_the_files_of_brothers_and_sisters_too_all_or_none(
    record: Record, child: UUID, manager: Session
) -> None:
    brother = record.new_child("Karim", "Lookedat")
    record.allocate(brother, WORKER)
    worker = record.opened(WORKER, child)
    with pytest.raises(NotPermitted):
        declare_interest(worker, DeclareInterest(uuid4(), child, "my cousin", ((uuid4(), uuid4()),)))
    open_file(worker, OpenFile(child))
    said = DeclareInterest(uuid4(), child, "the mother is my cousin", ((uuid4(), brother),))
    for _ in range(2):
        assert declare_interest(worker, said).children == {child, brother}
    for one in (child, brother):
        with pytest.raises(NotPermitted):
            open_file(worker, OpenFile(one, WHY, break_glass=True))
    assert sum(one.child_id in (child, brother) for one in asked.interests(manager)) == 2


def test_who_knows_a_family_is_told_so_and_is_offered_no_glass(record: Record, child: UUID, manager: Session) -> None:
    stranger, worker = record.session(STRANGER), record.session(WORKER)
    other = record.new_child("Karim", "Lookedat")
    declare_interest(stranger, DeclareInterest(uuid4(), child, "his coach for years"))
    found = {one.child_id: one.access for one in known(stranger, FindWords("lookedat"))}
    assert (found[child], found[other]) == ("", "break_glass")
    (mine,) = [one for one in asked.my_interests(stranger) if one.child_id == child]
    assert (mine.team, mine.declared_at.astimezone().date()) == ("North", date.today())
    assert child not in [one.child_id for one in asked.my_interests(worker)]
    (interest,) = [one for one in asked.interests(manager) if one.child_id == child]
    lift_interest(manager, LiftInterest(interest.interest_id, child, "they never met"))
    declare_interest(stranger, DeclareInterest(uuid4(), other, "his coach for years"))
    seal(record, other, DUTY)
    assert not {child, other} & {one.child_id for one in asked.my_interests(stranger)}


def test_an_administrator_says_from_when_on_looks_are_asked_about_and_what_stood_is_kept(record: Record) -> None:
    administrator = record.session("tl_administrator")
    set_look_threshold(administrator, SetLookThreshold("many_files", 40, 2))
    stood = [(one.version, one.times, one.weeks) for one in asked.look_thresholds(administrator)
             if one.question == "many_files"]  # fmt: skip
    assert stood == [(2, 40, 2), (1, 30, 4)]
    for wish in (SetLookThreshold("many_files", 0, 2), SetLookThreshold("nothing", 1, 2)):
        with pytest.raises(Refused):
            set_look_threshold(administrator, wish)
    with pytest.raises(NotPermitted):
        set_look_threshold(record.session(MANAGER), SetLookThreshold("many_files", 999, 1))


def test_the_walk_along_the_chain_goes_on_from_where_it_stood_and_names_what_is_broken(record: Record) -> None:
    record.act(WORKER, "seal")
    auditor = record.session(AUDITOR)
    with record.superuser() as connection:
        links = connection.execute("select encode(hash, 'hex') from audit.chain order by seq").fetchall()
    hashes = [str(digest) for (digest,) in links]
    whole = asked.walk_audit(auditor, None, (3, hashes[2].upper()))
    assert (whole.broken_at, whole.walked, whole.newest, whole.head_found) == (None, len(hashes), len(hashes), True)
    assert (whole.ended, whole.hash) == (True, hashes[-1])
    assert asked.walk_audit(auditor, None, (4, hashes[2])).head_found is False
    half = asked.Step(None, 3, hashes[2], len(hashes), None, None)
    assert not half.ended
    assert asked.walk_audit(auditor, half).walked == len(hashes)
    rewritten = asked.Step(None, 3, hashes[1], len(hashes), None, None)
    assert asked.walk_audit(auditor, rewritten).broken_at == 3
    with record.superuser() as connection:
        connection.execute("alter table audit.event disable trigger all")
        changed = "(select event_id from audit.chain where seq = 5)"
        connection.execute(f"update audit.event set action = 'find' where event_id = {changed}".encode())
    broken = asked.walk_audit(auditor, half)
    assert (broken.broken_at, broken.walked, broken.ended) == (5, 4, True)
