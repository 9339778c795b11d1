"""The looks of the sample: broken glass, questions, a known family, for its auditor and managers, and a whole chain."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from db.call import call
from db.commands.files import OpenFile, open_file
from db.commands.looks import open_looks
from db.domain.looks import QUESTIONS
from db.queries.files import my_children
from db.queries.looks import glass_openings, interests, look_questions, looks, looks_waiting, walk_audit
from db.sample.rows import Allocation, BreakGlassReview, DeclaredInterest, File, NamedAccess, Staff, Ticket
from db.sample.terms import office_day
from db.server.embedded import OpenedRecord
from db.session import Session
from tests.db.sample.made import TODAY, authority


@contextmanager
def signed_in(sample: OpenedRecord, name: str) -> Iterator[Session]:
    """One of the sample's people, with the password that the private file lists now."""
    people = json.loads(sample.people_file.read_text(encoding="utf-8"))
    person = next(one for one in people if one["name"] == name)
    session = Session.connect(sample.address, person["login"], person["password"])
    yield session
    session.close()


@pytest.fixture
def auditor(sample: OpenedRecord) -> Iterator[Session]:
    """The auditor, who asked for the lists."""
    with signed_in(sample, "Valerie Onslow") as session:
        open_looks(session)
        yield session


def test_two_openings_wait_for_a_review_and_what_was_found_of_a_third_stands_there(auditor: Session) -> None:
    older, newer, reviewed = glass_openings(auditor)
    assert older.reviewed_at is newer.reviewed_at is None
    made = newer.opened_at.date() + timedelta(days=1)
    assert older.late(made) and not newer.late(made)
    assert reviewed.reviewed_by == "Devinder Sahota" and len(reviewed.finding) > 50
    assert reviewed.reviewed_at is not None and not reviewed.late(made)
    open_looks(auditor, reviewed.child_id)
    days = looks(auditor, reviewed.child_id)
    (opened,) = [day.opened for day in days if day.who == reviewed.who and day.on_day == reviewed.opened_at.date()]
    assert [(one.at, one.basis, one.reason) for one in opened] == [(reviewed.opened_at, "break_glass", reviewed.reason)]
    assert any(day.who == reviewed.reviewed_by and "review_broken_glass" in day.acts for day in days)


def test_one_look_deserves_each_question_and_one_family_is_known(auditor: Session) -> None:
    found = look_questions(auditor)
    assert sorted(one.question for one in found) == sorted(QUESTIONS)
    asked = {one.question: one for one in found}
    assert not any(one.answered for one in asked.values())
    assert asked["own_name"].who.endswith("Woodhead") and asked["own_address"].times == 1
    assert asked["not_theirs"].times == 4 and asked["many_files"].times == 33
    (known,) = interests(auditor)
    assert known.lifted_at is None and not known.holds_case
    assert len(known.why) > 20


def test_each_manager_has_something_to_read_there(sample: OpenedRecord) -> None:
    told = {}
    for name in ("Harriet Osgodby", "Devinder Sahota", "Moira Tulloch"):
        with signed_in(sample, name) as session:
            open_looks(session)
            told[name] = (looks_waiting(session), {one.question for one in look_questions(session)})
    assert told == {
        "Harriet Osgodby": ((1, 1), {"many_files"}),
        "Devinder Sahota": ((1, 0), {"not_theirs"}),
        "Moira Tulloch": ((0, 0), {"own_name", "own_address"}),
    }


def test_the_chain_of_the_audit_is_whole_and_takes_further_looks(sample: OpenedRecord, auditor: Session) -> None:
    with signed_in(sample, "Saoirse Keane") as worker:
        open_file(worker, OpenFile(my_children(worker)[0].child_id))
    auditor.write(lambda connection: connection.execute(sa.select(call("seal"))))
    step = walk_audit(auditor, None)
    while not step.ended:
        step = walk_audit(auditor, step)
    assert (step.broken_at, step.unsealed) == (None, 0)
    assert step.walked == step.newest > 100


def test_nobody_opens_a_file_without_the_basis_that_is_told() -> None:
    rows = authority().rows
    files = {file.child_id: file for file in rows.of(File)}
    staff = {one.staff_id: one for one in rows.of(Staff)}
    held: dict[tuple[UUID, UUID], list[datetime]] = defaultdict(list)
    for row in rows.of(Allocation):
        if row.to_at is None:
            held[row.staff_id, row.child_id].append(row.from_at)
    named = {(row.staff_id, row.child_id) for row in rows.of(NamedAccess)}
    known = {(row.staff_id, row.child_id) for row in rows.of(DeclaredInterest)}
    for ticket in rows.of(Ticket):
        who, file = staff[ticket.staff_id], files[ticket.child_id]
        pair, own = (who.staff_id, file.child_id), who.team_id == file.team_id
        assert file.state == "open" and not file.sealed and pair not in known
        assert file.opened_on <= ticket.opened_at.date() < TODAY
        match ticket.basis:
            case "allocated":
                assert any(since < ticket.opened_at for since in held[pair])
            case "team":
                assert own and (who.role == "manager" or who.duty)
            case "support":
                assert own and who.role == "support"
            case "front_door":
                assert who.front_door and not own
            case _:
                assert ticket.basis == "break_glass" and not own and not who.front_door
                assert pair not in named and pair not in held and len(ticket.purpose) > 10
        assert office_day(ticket.opened_at.date()) or ticket.basis == "break_glass"


def test_looks_are_counted_in_the_order_of_their_time() -> None:
    tickets = authority().rows.of(Ticket)
    assert [one.ticket_id for one in tickets] == list(range(1, len(tickets) + 1))
    assert [one.opened_at for one in tickets] == sorted(one.opened_at for one in tickets)
    assert sum(one.basis == "allocated" for one in tickets) > 50
    glass = {one.ticket_id: one for one in tickets if one.basis == "break_glass"}
    assert [glass[one.ticket_id].opened_at < one.reviewed_at for one in authority().rows.of(BreakGlassReview)] == [True]
