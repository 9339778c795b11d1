"""Who may see a file: each rule of the wall as one sentence, kept by real people on a real server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.commands.files import Opened, OpenFile, open_file
from db.domain.filters import Filter
from db.errors import NotPermitted, Refused
from db.queries import chronology, entries, files
from db.queries.staff import who_am_i
from db.session import Session
from tests.db.seats import until_waiting
from tests.record import Record, content
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    WORKER,
    age_tickets,
    name,
    seal,
)  # fmt: skip

LONG = "a child ran to our office"


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of team North, allocated to one worker, with one entry."""
    child = record.new_child("Amira", f"Kaya{uuid4().hex[:6]}")
    record.allocate(child, WORKER)
    record.write_entry(record.opened(WORKER, child), child, "Visited at home")
    return child


def opening(record: Record, login: str, child: UUID, purpose: str = "", break_glass: bool = False) -> Opened:
    """What opening the file answers this person."""
    return open_file(record.session(login), OpenFile(child, purpose, break_glass))


def reads(session: Session, child: UUID) -> bool:
    """Whether this session reads the file now."""
    try:
        return len(chronology.newest_page(session, child)) > 0
    except NotPermitted:
        return False


def end_allocation(record: Record, child: UUID, login: str = WORKER) -> None:
    record.act(
        MANAGER, "end_allocation", child=child, staff=record.staff[login], reason="OTHERS", handover_note="all said"
    )


def test_the_allocated_worker_opens_without_being_asked_and_may_record(record: Record, child: UUID) -> None:
    opened = opening(record, WORKER, child)
    assert (opened.basis, opened.may_record) == ("allocated", True)


def test_a_court_adviser_is_allocated_like_anybody(record: Record, child: UUID) -> None:
    with pytest.raises(NotPermitted):
        opening(record, GUARDIAN, child)
    record.allocate(child, GUARDIAN)
    assert opening(record, GUARDIAN, child).basis == "allocated"


def test_a_court_adviser_without_the_case_breaks_the_glass_or_stays_out(record: Record, child: UUID) -> None:
    assert opening(record, GUARDIAN, child, LONG, True).basis == "break_glass"
    seal(record, child)
    with pytest.raises(NotPermitted):
        opening(record, GUARDIAN, child, LONG, True)


def test_ending_the_allocation_cuts_off_an_open_session(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    assert reads(session, child)
    end_allocation(record, child)
    assert not reads(session, child)
    with pytest.raises(NotPermitted):
        record.write_entry(session, child)


def test_a_statement_that_runs_when_access_ends_sees_no_more(record: Record, child: UUID) -> None:
    with record.psql(WORKER) as worker, record.superuser() as superuser:
        worker.execute("select api.open_file(%s)", [child])
        worker.execute("begin")
        slow = f"declare slow cursor for select api.chronology_keys('{child}') from generate_series(1, 3)"
        worker.execute(slow.encode())
        assert worker.execute("fetch 1 from slow").fetchone() is not None
        superuser.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [child])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("fetch 1 from slow")
        worker.execute("rollback")


def test_a_named_reader_reads_and_does_not_record(record: Record, child: UUID) -> None:
    name(record, child, STRANGER, "inspector", "read")
    session = record.session(STRANGER)
    opened = open_file(session, OpenFile(child))
    assert (opened.basis, opened.may_record) == ("named:inspector", False)
    assert reads(session, child)
    with pytest.raises(NotPermitted):
        record.write_entry(session, child)


def test_cover_may_record(record: Record, child: UUID) -> None:
    name(record, child, STRANGER, "legal", "record")
    record.write_entry(record.opened(STRANGER, child), child, "Seen for a colleague")


def test_named_access_ends_when_it_was_to_end_and_when_it_is_ended(record: Record, child: UUID) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    first = record.act(
        MANAGER, "name_access", child=child, staff=record.staff[STRANGER], capacity="legal", level="read", until=soon,
        reason="advice",
    )  # fmt: skip
    session = record.opened(STRANGER, child)
    with record.superuser() as connection:
        connection.execute("update core.named_access set to_at = clock_timestamp() where access_id = %s", [first])
    assert not reads(session, child)
    second = name(record, child, STRANGER, "legal", "read")
    assert reads(session, child)
    record.act(MANAGER, "end_access", access=second)
    assert not reads(session, child)


def test_who_is_named_twice_at_once_is_named_once_and_both_are_told_that_it_landed(record: Record, child: UUID) -> None:
    wish = "select api.name_access(%s, %s, 'legal', 'read', null, %s, null, %s)"
    access = uuid4()
    args = [child, record.staff[STRANGER], "advice", access]

    def again() -> tuple[UUID] | None:
        with record.psql(MANAGER) as other:
            return other.execute(wish, args).fetchone()

    with record.psql(MANAGER, autocommit=False) as first, ThreadPoolExecutor() as pool:
        first.execute(wish, args)
        second = pool.submit(again)
        until_waiting(record, second)
        first.commit()
        assert second.result() == (access,)
    with record.psql(MANAGER) as manager, pytest.raises(psycopg.Error):
        manager.execute(wish, [child, record.staff[STRANGER], "another reason", access])


def test_named_access_is_given_by_a_manager_of_the_responsible_team_alone(record: Record, child: UUID) -> None:
    for login in (ELSEWHERE, WORKER, SUPPORT, ADMINISTRATOR, AUDITOR):
        with pytest.raises(NotPermitted):
            name(record, child, STRANGER, "legal", "record", by=login)


@pytest.mark.parametrize(
    ("login", "basis"), [(MANAGER, "team"), (SECOND, "team"), (DUTY, "team"), (SUPPORT, "support")]
)
def test_the_responsible_team_opens_for_a_reason_chosen_by_one_key(
    record: Record, child: UUID, login: str, basis: str
) -> None:
    with pytest.raises(Refused, match="reason"):
        opening(record, login, child)
    assert opening(record, login, child, "duty").basis == basis


def test_a_colleague_of_the_team_is_not_the_team(record: Record, child: UUID) -> None:
    with pytest.raises(NotPermitted):
        opening(record, COLLEAGUE, child, "duty")


def test_the_team_of_another_file_is_anybody_else(record: Record, child: UUID) -> None:
    with pytest.raises(NotPermitted):
        opening(record, ELSEWHERE, child, "duty")
    south = record.new_child(team="South")
    for login in (MANAGER, DUTY, SUPPORT):
        with pytest.raises(NotPermitted):
            opening(record, login, south, "duty")


def test_support_records_papers_and_minutes_and_nothing_else(record: Record, child: UUID) -> None:
    session = record.opened(SUPPORT, child, purpose="minutes")
    for kind in ("minutes", "letter", "document", "conference"):
        record.write_entry(session, child, "Minutes of the meeting", kind=kind)
    for kind in ("visit", "analysis", "decision", "note"):
        with pytest.raises(NotPermitted):
            record.write_entry(session, child, "Not for support", kind=kind)
    assert reads(session, child)


def test_the_front_door_opens_any_unsealed_file_for_a_reason(record: Record, child: UUID) -> None:
    with pytest.raises(Refused, match="reason"):
        opening(record, FRONT_DOOR, child)
    assert opening(record, FRONT_DOOR, child, "contact").basis == "front_door"
    seal(record, child)
    with pytest.raises(NotPermitted):
        opening(record, FRONT_DOOR, child, "contact")


def test_breaking_the_glass_needs_a_typed_reason_and_lasts_an_hour(record: Record, child: UUID) -> None:
    for reason in ("need it", "a" * 10, "I, I, I need I need", "must see", "x y z" * 101):
        with pytest.raises(Refused, match="characters"):
            opening(record, STRANGER, child, reason, True)
    session = record.session(STRANGER)
    opened = open_file(session, OpenFile(child, LONG, True))
    left = opened.expires_at - datetime.now(UTC)
    assert opened.basis == "break_glass"
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert reads(session, child)
    with record.superuser() as connection:
        age_tickets(connection, child, STRANGER)
    assert not reads(session, child)


def test_broken_glass_is_listed_for_manager_and_auditor_until_one_reviews_it(record: Record, child: UUID) -> None:
    opening(record, STRANGER, child, LONG, True)

    def listed(login: str) -> list[int]:
        with record.psql(login) as connection:
            connection.execute("select api.open_looks()")
            rows = connection.execute(
                "select ticket_id, child_id from api.glass_openings() where reviewed_at is null"
            ).fetchall()
        return [ticket for ticket, about in rows if about == child]

    (ticket,) = listed(MANAGER)
    assert listed(AUDITOR) == [ticket]
    assert listed(ELSEWHERE) == []
    with pytest.raises(NotPermitted):
        record.act(ELSEWHERE, "review_broken_glass", ticket=ticket, finding="fine")
    record.act(AUDITOR, "review_broken_glass", ticket=ticket, finding="the child had indeed run away")
    assert listed(MANAGER) == listed(AUDITOR) == []


def test_a_manager_does_not_review_an_opening_of_ones_own(record: Record) -> None:
    south = record.new_child(team="South")
    opening(record, MANAGER, south, LONG, True)
    with record.superuser() as connection:
        (ticket,) = connection.execute("select max(ticket_id) from core.ticket").fetchone() or (0,)
        connection.execute("update core.file set team_id = (select team_id from core.team where name = 'North')"
                           " where child_id = %s", [south])  # fmt: skip
    with pytest.raises(NotPermitted):
        record.act(MANAGER, "review_broken_glass", ticket=ticket, finding="all in order")
    record.act(SECOND, "review_broken_glass", ticket=ticket, finding="all in order")


def test_support_administrators_and_auditors_break_no_glass(record: Record) -> None:
    south = record.new_child(team="South")
    for login in (SUPPORT, ADMINISTRATOR, AUDITOR):
        with pytest.raises(NotPermitted):
            opening(record, login, south, LONG, True)


def test_sealing_closes_the_file_at_once_to_all_but_its_members(record: Record, child: UUID) -> None:
    record.allocate(child, COLLEAGUE)
    sessions = {
        login: record.opened(login, child, purpose="duty") for login in (WORKER, COLLEAGUE, SECOND, DUTY, SUPPORT)
    }
    sessions[MANAGER] = record.opened(MANAGER, child, purpose="duty")
    seal(record, child, WORKER)
    assert {login for login, session in sessions.items() if reads(session, child)} == {WORKER, MANAGER}
    end_allocation(record, child)
    assert reads(sessions[WORKER], child)


def test_nobody_breaks_the_glass_of_a_sealed_file(record: Record, child: UUID) -> None:
    session = record.opened(STRANGER, child, purpose=LONG, break_glass=True)
    seal(record, child)
    assert not reads(session, child)
    with pytest.raises(NotPermitted):
        opening(record, STRANGER, child, LONG, True)


def test_a_sealed_child_is_found_by_members_alone_and_they_are_told_of_the_match(record: Record) -> None:
    family = f"Quill{uuid4().hex[:6]}"
    child = record.new_child("Zora", family)
    assert [found.child_id for found in files.find_children(record.session(STRANGER), family)] == [child]
    seal(record, child)
    assert files.find_children(record.session(STRANGER), family) == ()
    assert [found.child_id for found in files.find_children(record.session(MANAGER), family)] == [child]
    with record.superuser() as connection:
        noted = connection.execute(
            "select login from audit.event where action = 'find' and detail -> 'sealed' ? %s", [str(child)]
        ).fetchall()
    assert noted == [(STRANGER,)]


def test_a_sealed_file_takes_a_new_member_only_from_two_managers_among_its_members(record: Record, child: UUID) -> None:
    seal(record, child, SECOND)
    access = name(record, child, STRANGER, "legal", "read")
    for login in (MANAGER, ELSEWHERE):
        with pytest.raises(NotPermitted):
            record.act(login, "confirm_access", access=access)
    with pytest.raises(NotPermitted):
        opening(record, STRANGER, child)
    record.act(SECOND, "confirm_access", access=access)
    assert opening(record, STRANGER, child).basis == "named:legal"


def test_a_manager_confirms_nothing_for_oneself(record: Record, child: UUID) -> None:
    seal(record, child, SECOND)
    access = name(record, child, SECOND, "legal", "record")
    with pytest.raises(NotPermitted):
        record.act(SECOND, "confirm_access", access=access)


def test_who_was_named_keeps_capacity_and_level_in_a_sealed_file(record: Record, child: UUID) -> None:
    name(record, child, STRANGER, "inspector", "read")
    name(record, child, GUARDIAN, "childrens_guardian", "read")
    seal(record, child, STRANGER, GUARDIAN)
    inspector, guardian = opening(record, STRANGER, child), opening(record, GUARDIAN, child)
    assert (inspector.basis, inspector.may_record) == ("named:inspector", False)
    assert (guardian.basis, guardian.may_record) == ("named:childrens_guardian", False)


def test_what_one_manager_gave_before_the_sealing_lets_nobody_write_after_it(record: Record, child: UUID) -> None:
    name(record, child, STRANGER, "legal", "record")
    seal(record, child, SECOND)
    record.act(SECOND, "confirm_access", access=name(record, child, STRANGER, "inspector", "read"))
    opened = opening(record, STRANGER, child)
    assert (opened.basis, opened.may_record) == ("named:inspector", False)


def test_a_guardian_sees_no_legal_advice_anywhere(record: Record, child: UUID) -> None:
    worker = record.opened(WORKER, child)
    advice = record.write_entry(worker, child, "Counsel's opinion", legal_advice=True, significant=True)
    name(record, child, GUARDIAN, "childrens_guardian", "read")
    before = {line.child_id: line.new_entries for line in files.my_children(record.session(GUARDIAN))}
    guardian = record.opened(GUARDIAN, child)
    assert before[child] == 1
    assert [row.headline for row in chronology.newest_page(guardian, child)] == ["Visited at home"]
    assert [row.headline for row in chronology.page_rows(guardian, child, chronology.keys(worker, child))] == [
        "Visited at home"
    ]
    assert len(chronology.keys(guardian, child)) == 1
    assert len(chronology.keys(guardian, child, Filter(significant=True))) == 0
    assert len(chronology.search(guardian, child, "counsel")) == 0
    assert len(chronology.search(worker, child, "counsel")) == 1
    rows = chronology.court_rows(guardian, child, since=None, until=None, significant_only=False)
    assert [row.content.headline for row in rows] == ["Visited at home"]
    with pytest.raises(NotPermitted):
        entries.read_entry(guardian, child, advice)


def test_an_entry_marked_as_advice_later_is_closed_to_a_guardian_in_all_its_versions(
    record: Record, child: UUID
) -> None:
    worker = record.opened(WORKER, child)
    entry = record.write_entry(worker, child, "A talk with our lawyer")
    advice = content(child, "A talk with our lawyer", legal_advice=True)
    amend_entry(worker, AmendEntry(uuid4(), entry, child, advice, 1, "this is legal advice"))
    name(record, child, GUARDIAN, "childrens_guardian", "read")
    guardian = record.opened(GUARDIAN, child)
    for version in (1, 2, None):
        with pytest.raises(NotPermitted):
            entries.read_entry(guardian, child, entry, version)


def test_who_is_named_twice_counts_as_the_guardian(record: Record, child: UUID) -> None:
    name(record, child, GUARDIAN, "legal", "record")
    name(record, child, GUARDIAN, "childrens_guardian", "read")
    assert opening(record, GUARDIAN, child).basis == "named:childrens_guardian"


def test_legal_advice_is_never_printed_for_the_court_whoever_prints(record: Record, child: UUID) -> None:
    worker = record.opened(WORKER, child)
    record.write_entry(worker, child, "Counsel's opinion", legal_advice=True)
    rows = chronology.court_rows(worker, child, since=None, until=None, significant_only=False)
    assert [row.content.headline for row in rows] == ["Visited at home"]


@pytest.mark.parametrize("login", [ADMINISTRATOR, AUDITOR])
def test_administrators_and_auditors_list_and_read_no_record(record: Record, child: UUID, login: str) -> None:
    session = record.session(login)
    for ask in (
        lambda: files.my_children(session),
        lambda: files.find_children(session, "Amira"),
        lambda: chronology.newest_page(session, child),
        lambda: open_file(session, OpenFile(child, LONG, True)),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_a_suspended_person_is_cut_off_at_the_next_call(record: Record, child: UUID) -> None:
    session, glass = record.opened(WORKER, child), record.opened(STRANGER, child, purpose=LONG, break_glass=True)
    with record.psql(ADMINISTRATOR) as administrator:
        for login in (WORKER, STRANGER):
            administrator.execute("select api.suspend_staff(%s, 'a question')", [login])
        try:
            assert not reads(session, child)
            assert not reads(glass, child)
            with pytest.raises(NotPermitted):
                who_am_i(session)
            with pytest.raises(Refused, match="suspended"):
                record.session(WORKER)
        finally:
            for login in (WORKER, STRANGER):
                administrator.execute("select api.reinstate_staff(%s, 'answered')", [login])
    assert reads(session, child)


def test_a_disposed_file_is_nobodys(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    with record.superuser() as connection:
        connection.execute("update core.file set state = 'disposed' where child_id = %s", [child])
    assert not reads(session, child)
    for login in (MANAGER, FRONT_DOOR, STRANGER):
        with pytest.raises(NotPermitted):
            opening(record, login, child, LONG, True)


def test_confidential_details_need_a_ticket_of_their_own_and_never_tell_an_adopted_sisters(
    record: Record, child: UUID
) -> None:
    sister = record.new_child("Ada", "Kaya")
    with record.superuser() as connection:
        by = record.staff[MANAGER]
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, 'sister', %s)",
            [sister, child, by],
        )
        for person, value in ((child, "1 Hidden Lane"), (sister, "2 Adoptive Road")):
            connection.execute(
                "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
                " values (%s, 'address', %s, 'safety', %s)",
                [person, value, by],
            )
    record.opened(WORKER, child)
    seal(record, sister)
    with record.psql(WORKER) as worker:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("select * from api.confidential_details(%s)", [child])
        worker.execute("select api.open_confidential(%s, 'to send the school a letter')", [child])
        told = worker.execute("select value from api.confidential_details(%s)", [child]).fetchall()
        assert told == [("1 Hidden Lane",)]
        end_allocation(record, child)
        name(record, child, WORKER, "childrens_guardian", "read")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("select * from api.confidential_details(%s)", [child])


def test_an_entry_reaches_a_sisters_file_but_a_strangers_or_a_sealed_ones_never(record: Record, child: UUID) -> None:
    sister, stranger = record.new_child("Ada", "Kaya"), record.new_child("Other", "Child")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, 'sister', %s)",
            [sister, child, record.staff[MANAGER]],
        )
    session = record.opened(WORKER, child)

    def posts(to: UUID) -> bool:
        parts = (*content(child).children, *content(to).children)
        try:
            record_entry(session, RecordEntry(uuid4(), uuid4(), child, content(child, "Both seen", children=parts)))
        except NotPermitted:
            return False
        return True

    assert posts(sister)
    assert not posts(stranger)
    assert not reads(session, sister)
    seal(record, sister)
    assert not posts(sister)
