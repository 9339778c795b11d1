"""Case discussions as entries of their own kind: the next one agreed, what was decided, and whose list shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db.commands.entries import AmendEntry, amend_entry
from db.commands.supervision import AnswerDecision, answer_decision
from db.domain.entry import ChildPart
from db.errors import NotPermitted, Refused
from db.queries.band import band
from db.queries.entries import read_entry
from db.queries.supervision import CaseDiscussion, case_decisions, case_discussions
from db.session import Session
from tests.record import Record, content

WORKER, COLLEAGUE, MANAGER, ELSEWHERE = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a", "tl_manager_b"
SOON = date.today() + timedelta(days=7)


@pytest.fixture(scope="module")
def child(shared_record: Record) -> UUID:
    found = shared_record.new_child("Amira", "Kaya")
    shared_record.allocate(found, WORKER)
    return found


@pytest.fixture
def manager(module_record: Record, child: UUID) -> Iterator[Session]:
    session = module_record.opened(MANAGER, child, purpose="supervision")
    yield session
    session.close()


def _discuss(record: Record, session: Session, child: UUID, on: str = "yesterday", **fields: object) -> UUID:
    said = {"kind": "supervision", "present": "Dana Okafor, Max Hall", "next_on": SOON} | fields
    when = date.today() - timedelta(days=1) if on == "yesterday" else date.today()
    return record.write_entry(session, child, "Case discussion", on=f"{when:%-d %B %Y}", **said)


def _line(session: Session, child: UUID) -> CaseDiscussion | None:
    return next((line for line in case_discussions(session) if line.child_id == child), None)


def test_a_case_discussion_says_when_the_next_one_is_agreed_for(
    module_record: Record, child: UUID, manager: Session
) -> None:
    entry = _discuss(module_record, manager, child)
    assert read_entry(manager, child, entry).content.next_on == SOON
    fact = band(manager, child).one("case_discussion")
    assert fact is not None
    assert (fact.words, fact.due, fact.entry_id) == ("Dana Okafor, Max Hall", SOON, entry)
    assert fact.order_key is not None
    line = _line(module_record.session(WORKER), child)
    assert line is not None
    assert (line.next_on, line.held_on, line.entry_id) == (SOON, date.today() - timedelta(days=1), entry)


@pytest.mark.parametrize(("kind", "next_on"), [("visit", SOON), ("supervision", date.today() - timedelta(days=30))])
def test_the_next_one_belongs_to_a_case_discussion_and_comes_after_it(
    module_record: Record, child: UUID, manager: Session, kind: str, next_on: date
) -> None:
    with pytest.raises(Refused):
        _discuss(module_record, manager, child, kind=kind, next_on=next_on)


def test_a_decision_is_open_until_somebody_says_that_it_is_done_and_open_again_when_worded_anew(
    module_record: Record, child: UUID, manager: Session
) -> None:
    lines = "Ring the nursery — Dana Okafor, by 4 December 2026\n\n  See the GP — Max Hall"
    entry = _discuss(module_record, manager, child, on="today", outcome=lines)
    first, second = case_decisions(manager, child, entry)
    assert (first.words, second.words) == (lines.splitlines()[0], "See the GP — Max Hall")
    before = _open(manager, child)
    wish = AnswerDecision(uuid4(), child, entry, first.words, True, "They will write")
    for _ in range(2):  # sent again it lands once
        answer_decision(manager, wish)
    first, second = case_decisions(manager, child, entry)
    assert (first.done, first.note, first.said_by, second.done) == (True, "They will write", "Tl Manager A", False)
    assert _open(manager, child) == before - 1
    answer_decision(manager, AnswerDecision(uuid4(), child, entry, first.words, False))
    assert _open(manager, child) == before
    answer_decision(manager, AnswerDecision(uuid4(), child, entry, second.words, True))
    anew = content(child, "Case discussion", "today", kind="supervision", outcome="See the GP — Dana Okafor")
    amend_entry(manager, AmendEntry(uuid4(), entry, child, anew, 1, "Another does it"))
    assert [(one.words, one.done) for one in case_decisions(manager, child, entry)] == [
        ("See the GP — Dana Okafor", False)
    ]
    with pytest.raises(Refused, match="worded anew"):
        answer_decision(manager, AnswerDecision(uuid4(), child, entry, second.words, True))


def _open(session: Session, child: UUID) -> int:
    line = _line(session, child)
    assert line is not None
    fact = band(session, child).one("open_decisions")
    assert fact is not None
    assert int(fact.words) == line.open_decisions
    return line.open_decisions


def test_a_decision_of_brothers_and_sisters_is_done_in_every_file(
    module_record: Record, child: UUID, manager: Session
) -> None:
    sister = module_record.new_child("Elif", "Kaya")
    module_record.opened(MANAGER, sister, purpose="supervision").close()
    both = (ChildPart(child), ChildPart(sister))
    entry = _discuss(module_record, manager, child, outcome="Tell both of them", children=both)
    answer_decision(manager, AnswerDecision(uuid4(), child, entry, "Tell both of them", True))
    there = module_record.opened(MANAGER, sister, purpose="supervision")
    assert [one.done for one in case_decisions(there, sister, entry)] == [True]
    line = _line(there, sister)
    assert line is not None
    assert (line.entry_id, line.open_decisions) == (entry, 0)
    there.close()


def test_whose_list_shows_a_child(module_record: Record, child: UUID) -> None:
    shown = {}
    for login in (WORKER, MANAGER, COLLEAGUE, ELSEWHERE, "tl_duty_a", "tl_front_door", "tl_court_adviser"):
        session = module_record.session(login)
        shown[login] = _line(session, child) is not None
        session.close()
    assert [login for login, there in shown.items() if there] == [WORKER, MANAGER]


@pytest.mark.parametrize("login", ["tl_support_a", "tl_administrator", "tl_auditor"])
def test_supervision_is_no_matter_of_support_administrators_or_auditors(module_record: Record, login: str) -> None:
    session = module_record.session(login)
    with pytest.raises(NotPermitted):
        case_discussions(session)
    session.close()
