"""The referral desk in the record: one act for all children, known or new, a queue, and a manager's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from db.commands.allocation import ProposeAllocation, ProposedChild, propose_allocation
from db.commands.contacts import (
    AnswerContact,
    ContactFacts,
    DecideContact,
    Decision,
    EnterContact,
    KnownChild,
    NewChild,
    answer_contact,
    decide_contact,
    enter_contact,
    open_contact,
)
from db.commands.looks import DeclareInterest, declare_interest
from db.domain.entry import HowKnown
from db.domain.find_words import FindWords
from db.domain.partial_date import PartialDate, Precision, parse_partial_date
from db.errors import Conflict, NotPermitted, Refused
from db.queries.allocation import allocation_discussions
from db.queries.caseload import caseload
from db.queries.chronology import newest_page
from db.queries.contacts import Contact, QueuedContact, contact_queue, contacts_like, contacts_waiting, read_contact
from db.queries.entries import read_entry
from db.queries.files import child_summary, find_children, my_children
from db.queries.find import known, notices, recent_files
from db.queries.missing import missing_facts
from db.queries.posted import posted_entries
from db.queries.siblings import siblings_of
from db.queries.told import told_to_me
from tests.db.seats import Seats, until_waiting
from tests.record import Record
from tests.security.stage import SUPPORT, seal

WORKER, COLLEAGUE, ELSEWHERE = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_b"
MANAGER, SECOND, ADVISER = "tl_manager_a", "tl_manager_a2", "tl_court_adviser"
NOW = datetime.now(UTC)
FACTS = ContactFacts(
    "North", NOW - timedelta(hours=5, minutes=10), "telephone", "6", "Officers found the children alone", "not_asked",
    who="PC Dean Ashworth", role="police officer", call_back="101", detail="Both were downstairs.",
    wanted="a visit tonight", urgent=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has children of its own."""
    return Seats(shared_record)


def day(born: date) -> PartialDate:
    """A birth that is known to the day."""
    return PartialDate(born, born, Precision.DAY, as_given=born.isoformat())


def new(given: str, family: str = "Underhill", **more: Any) -> NewChild:
    """A child who is new."""
    return NewChild(uuid4(), given, family, **more)


def entered(seats: Seats, *children: KnownChild | NewChild, by: str = SUPPORT, **facts: Any) -> UUID:
    """Enters a contact and gives its id."""
    contact = uuid4()
    enter_contact(seats(by), EnterContact.of(contact, replace(FACTS, **facts), children))
    return contact


def opened(seats: Seats, contact: UUID, by: str = MANAGER) -> Contact:
    """The contact as this person reads it."""
    open_contact(seats(by), contact)
    return read_contact(seats(by), contact)


def queued(seats: Seats, contact: UUID, by: str = MANAGER, *, decided: bool = False) -> QueuedContact | None:
    """The contact's line in this person's queue."""
    return next((one for one in contact_queue(seats(by), decided=decided) if one.contact_id == contact), None)


def decision(child: UUID, outcome: str = "assessment", **more: Any) -> Decision:
    """A decision with what is needed."""
    said = {"why": "Left alone twice this month.", "family_knows": "knows", "referrer_told": "That we visit today."}
    return Decision(child, outcome, **{**said, **more})


def test_one_contact_reaches_every_child_known_or_new_in_one_act(seats: Seats) -> None:
    held = seats.child("Rowan", COLLEAGUE)
    baby = new("Isla", "Demir", born=day(date(2025, 12, 3)), sex="F", address="14 Mill Lane", postcode="ZZ1 4AB")
    wish = EnterContact.of(uuid4(), FACTS, (KnownChild(held, "Rowan Demir", said="asked for his mother"), baby))
    reached, changes = enter_contact(seats(SUPPORT), wish)
    assert {(one.child_id, one.made) for one in reached} == {(held, False), (baby.child_id, True)}
    assert changes.children == {held, baby.child_id}
    (posted,) = (one for one in posted_entries(seats(COLLEAGUE)) if one.child_id == held)
    assert (posted.kind, posted.posted_by, posted.held) == ("referral", "Tl Support A", "mine")
    entry = read_entry(seats(COLLEAGUE, held), held, posted.entry_id).content
    assert (entry.headline, entry.source.how, entry.source.who) == (FACTS.headline, HowKnown.TOLD, "PC Dean Ashworth")
    assert (entry.source.agency, entry.children[0].impact) == ("police", "asked for his mother")
    assert entry.detail == "Both were downstairs.\n\nAsked for: a visit tonight"
    assert entry.occurred.minute is not None
    session = seats(MANAGER, baby.child_id)
    assert [row.headline for row in newest_page(session, baby.child_id)] == [FACTS.headline]
    (found,) = known(session, FindWords("Isla Demir"))
    assert (found.team, found.worker, found.born) == ("North", "", date(2025, 12, 3))
    assert found.reference == next(one.reference for one in reached if one.made)


def test_the_same_contact_sent_again_lands_once_and_other_words_are_told(seats: Seats) -> None:
    child = new("Pia")
    wish = EnterContact.of(uuid4(), FACTS, (child,))
    first, again = (enter_contact(seats(SUPPORT), EnterContact.from_json(wish.to_json()))[0] for _ in range(2))
    assert first == again
    assert len(known(seats(SUPPORT), FindWords("Pia Underhill"))) == 1
    with pytest.raises(Conflict):
        enter_contact(seats(SUPPORT), replace(wish, facts={**wish.facts, "headline": "Something else"}))
    with pytest.raises(NotPermitted):
        enter_contact(seats(WORKER), wish)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"headline": " "}, "one sentence"),
        ({"how": "pigeon"}, "how the contact came in"),
        ({"source": ""}, "where the contact comes from"),
        ({"family_knows": "perhaps"}, "whether the family knows"),
        ({"received_at": NOW + timedelta(hours=2)}, "not still to come"),
        ({"received_at": NOW - timedelta(days=400)}, "within the last year"),
        ({"team": "Nowhere"}, "no such team"),
        ({"who": "x" * 201}, "200 characters"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_lands(seats: Seats, wrong: dict[str, Any], says: str) -> None:
    child = new("Nobody")
    with pytest.raises(Refused, match=says):
        entered(seats, child, **wrong)
    with seats.record.superuser() as connection:
        assert connection.execute("select from core.person where person_id = %s", [child.child_id]).fetchone() is None


def test_a_contact_needs_children_and_each_once(seats: Seats) -> None:
    child = new("Twice")
    for children, says in (
        ((), "from 1 to 30"),
        ((child, child), "named once"),
        ((replace(child, given="", family=""),), "needs a name"),
        ((replace(child, sex="X"),), "F, M or U"),
        ((replace(child, born=day(date.today() + timedelta(days=9))),), "was born"),
    ):
        with pytest.raises(Refused, match=says):
            entered(seats, *children)


def test_a_file_that_is_sealed_in_the_same_moment_is_not_decided_on(seats: Seats) -> None:
    child = seats.child("Sealy")
    contact = entered(seats, KnownChild(child, "Sealy"))
    open_contact(seats(SECOND), contact)
    wish = DecideContact(uuid4(), contact, (decision(child),))
    with seats.record.superuser() as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute(
            "select wall.seal_now(s, s.staff_id, %s, '{}', 'adoption') from core.staff s where s.login = %s",
            [child, MANAGER],
        )
        second = other.submit(decide_contact, seats(SECOND), wish)
        until_waiting(seats.record, second)
        first.execute("commit")
        with pytest.raises(NotPermitted):
            second.result()


def test_an_unborn_child_and_one_with_half_a_name_can_be_entered(seats: Seats) -> None:
    unborn = new("", "Quarrington", expected_on=date.today() + timedelta(days=60))
    contact = entered(seats, unborn)
    (child,) = opened(seats, contact).children
    assert (child.name, child.expected_on) == ("Quarrington", unborn.expected_on)


def test_a_birth_that_is_known_to_the_year_is_told_as_no_more_than_that_wherever_the_child_is_listed(
    seats: Seats,
) -> None:
    born = parse_partial_date("about 2017", today=date.today())
    child, brother = new("Reece", "Holloway", born=born), new("Dane", "Holloway", born=born)
    contact = entered(seats, child, brother, siblings=True)
    manager = seats(MANAGER, child.child_id)
    wish = ProposeAllocation(
        uuid4(), seats.record.staff[WORKER], "Knows the school.", (ProposedChild(child.child_id, "see him"),)
    )
    propose_allocation(manager, wish)
    (proposed,) = (one for one in allocation_discussions(manager) if one.discussion_id == wish.discussion_id)
    lists: dict[str, Sequence[Any]] = {
        "contact": opened(seats, contact).children, "head": [child_summary(manager, child.child_id)],
        "caseload": caseload(manager),
        "mine": my_children(manager), "known": known(manager, FindWords("Reece Holloway")),
        "found": find_children(manager, "Reece Holloway"), "opened": recent_files(manager),
        "missing": missing_facts(manager), "brothers": siblings_of(seats(MANAGER, brother.child_id), brother.child_id),
        "proposed": proposed.children,
    }  # fmt: skip
    spans = {
        name: {(one.born, one.born_latest) for one in found if one.child_id == child.child_id}
        for name, found in lists.items()
    }
    assert spans == {name: {(date(2017, 1, 1), date(2017, 12, 31))} for name in lists}


def test_a_child_called_like_a_known_one_is_asked_about_and_never_blocked(seats: Seats) -> None:
    there = new("Nell", "Harrow", born=day(date(2018, 2, 1)))
    entered(seats, there)
    again = new("Nell", "HARROW", born=day(date(2018, 2, 1)))
    with pytest.raises(Refused, match="is known here"):
        entered(seats, again)
    entered(seats, replace(again, apart=True))
    entered(seats, new("Nell", "Harrow", born=day(date(2011, 2, 1))))
    with pytest.raises(Refused, match="is known here"):
        entered(seats, new("Nell", "Harrow"))


def test_new_children_who_are_brothers_and_sisters_are_tied_and_known_ones_are_not(seats: Seats) -> None:
    first, second = new("Uma", "Vance", sex="F"), new("Ugo", "Vance", sex="M")
    held = seats.child("Vera", COLLEAGUE)
    entered(seats, first, second, KnownChild(held, "Vera"), siblings=True)
    tied = siblings_of(seats(MANAGER, first.child_id), first.child_id)
    assert [one.child_id for one in tied] == [second.child_id]
    assert siblings_of(seats(COLLEAGUE, held), held) == ()


def test_what_came_in_already_is_shown_before_saving(seats: Seats) -> None:
    child = new("Orla", "Finch")
    entered(seats, child)
    asked = (seats(WORKER), (child.child_id, uuid4()), "6")
    (like,) = contacts_like(*asked, "pc dean ashworth", NOW)
    assert (like.names, like.same_who, like.waits, like.entered_by) == ("Orla Finch", True, True, "Tl Support A")
    (like,) = contacts_like(*asked, "PC Other", NOW)
    assert not like.same_who
    assert contacts_like(asked[0], asked[1], "2A", "", NOW) == ()
    assert contacts_like(*asked, "", NOW + timedelta(days=8)) == ()
    entered(seats, KnownChild(child.child_id, "Orla Finch"))
    assert len(contacts_like(*asked, "", NOW)) == 2


def test_the_queue_is_oldest_first_and_tells_each_person_what_is_theirs(seats: Seats) -> None:
    newest, oldest = new("Tess", "Latimer"), new("Theo", "Lambert")
    late = entered(seats, newest, received_at=NOW - timedelta(minutes=2), urgent=False)
    early = entered(seats, oldest, by=WORKER, received_at=NOW - timedelta(hours=30, minutes=1))
    order = [one.contact_id for one in contact_queue(seats(MANAGER))]
    assert order.index(early) < order.index(late)
    line = queued(seats, early)
    assert line is not None
    assert (line.hours, line.names, line.basis, line.may_decide) == (30, "Theo Lambert", "team", True)
    for other in (SUPPORT, "tl_duty_a"):
        line = queued(seats, early, other)
        assert line is not None
        assert (line.hours, line.children, line.names, line.basis, line.may_decide) == (30, 1, "", "", False)
        with pytest.raises(NotPermitted):
            open_contact(seats(other), early)
    own = queued(seats, late, SUPPORT)
    assert own is not None
    assert (own.names, own.basis, own.may_decide) == ("Tess Latimer", "own", False)
    assert queued(seats, early, ELSEWHERE) is None
    waiting = contacts_waiting(seats(MANAGER))
    assert waiting.waiting == len(order)
    assert (waiting.hours, waiting.mine) == (30, False)
    assert 0 < waiting.urgent < waiting.waiting
    assert contacts_waiting(seats(SUPPORT)).mine


def test_a_decision_is_recorded_for_each_child_and_stands_in_the_files(seats: Seats) -> None:
    held, child, sister = seats.child("Ada", COLLEAGUE), new("Bo", "Crane"), new("Cleo", "Crane")
    contact = entered(seats, KnownChild(held, "Ada Demir"), child, sister)
    with pytest.raises(NotPermitted):
        decide_contact(seats(SECOND), DecideContact(uuid4(), contact, (decision(held),)))
    read = opened(seats, contact)
    assert (read.basis, read.who, read.role, read.call_back) == ("team", "PC Dean Ashworth", "police officer", "101")
    assert all(one.may_decide and one.decision is None for one in read.children)
    both = tuple(decision(one.child_id) for one in (child, sister))
    wish = DecideContact(uuid4(), contact, both)
    for _ in range(2):
        decide_contact(seats(MANAGER), wish)
    with pytest.raises(Conflict):
        decide_contact(seats(MANAGER), replace(wish, decisions=(*both[:1], replace(both[1], why="Other words."))))
    with pytest.raises(Conflict):
        opened(seats, contact, SECOND)
        decide_contact(seats(SECOND), DecideContact(uuid4(), contact, both[:1]))
    line = queued(seats, contact)
    assert line is not None
    assert (line.children, line.waiting) == (3, 1)
    own = decision(held, "to_worker", family_knows="does_not_know", family_why="They may leave with him.")
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (own,)))
    assert queued(seats, contact) is None
    assert queued(seats, contact, decided=True) is not None
    done = {one.child_id: one.decision for one in read_contact(seats(MANAGER), contact).children}
    assert {one.outcome for one in done.values() if one} == {"assessment", "to_worker"}
    rows = newest_page(seats(MANAGER, child.child_id), child.child_id)
    assert sorted(row.kind for row in rows) == ["decision", "referral"]
    (words,) = (row for row in rows if row.kind == "decision")
    assert words.headline.endswith(": Child and family assessment")
    assert words.siblings == 1
    told = [one for one in posted_entries(seats(COLLEAGUE)) if one.child_id == held]
    assert sorted(one.kind for one in told) == ["decision", "referral"]
    entry = read_entry(seats(COLLEAGUE, held), held, next(one.entry_id for one in told if one.kind == "decision"))
    assert entry.content.detail == (
        "Left alone twice this month.\n\nThe family: Does not know. They may leave with him.\n\n"
        "The referrer was told: That we visit today."
    )


def test_a_changed_decision_is_a_new_version_and_what_stood_is_kept(seats: Seats) -> None:
    child = new("Dara", "Ellis")
    contact = entered(seats, child)
    opened(seats, contact)
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id, "no_action"),)))
    changed = decision(child.child_id, "strategy", base=1)
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (changed,)))
    (read,) = read_contact(seats(MANAGER), contact).children
    assert read.decision is not None
    assert (read.decision.version, read.decision.outcome) == (2, "strategy")
    rows = newest_page(seats(MANAGER, child.child_id), child.child_id)
    assert [row.headline.split(" on ")[0] for row in rows if row.kind == "decision"] == ["Changed decision", "Decision"]


def assessments(seats: Seats, child: UUID) -> tuple[list[tuple[date, date | None]], list[str]]:
    """The assessments that stand in the file, from and until when, and what the law wants by a day."""
    with seats.record.superuser() as connection:
        found = connection.execute(
            "select begins_earliest, ends_earliest from wall.standing_periods(%s) where code = 'assessment'", [child]
        ).fetchall()
    (line,) = [one for one in caseload(seats(MANAGER)) if one.child_id == child]
    return found, [one.words.partition(" by ")[0] for one in line.statutory]


def test_an_assessment_that_is_decided_begins_when_the_contact_came_in(seats: Seats) -> None:
    child = new("Wren", "Pargeter")
    received = NOW - timedelta(days=3)
    contact = entered(seats, child, received_at=received)
    opened(seats, contact)
    wish = DecideContact(uuid4(), contact, (decision(child.child_id),))
    decide_contact(seats(MANAGER), wish)
    decide_contact(seats(MANAGER), wish)
    came = received.astimezone(ZoneInfo("Europe/London")).date()
    assert assessments(seats, child.child_id) == ([(came, None)], ["Assessment"])

    again = entered(seats, KnownChild(child.child_id, "Wren Pargeter"))
    opened(seats, again)
    decide_contact(seats(MANAGER), DecideContact(uuid4(), again, (decision(child.child_id),)))
    decide_contact(seats(MANAGER), DecideContact(uuid4(), again, (decision(child.child_id, "advice", base=1),)))
    assert assessments(seats, child.child_id) == ([(came, None)], ["Assessment"]), "the one that goes on is no other's"

    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id, "advice", base=1),)))
    assert assessments(seats, child.child_id) == ([(came, date.today())], [])
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id, base=2),)))
    assert assessments(seats, child.child_id) == ([(came, None)], ["Assessment"]), "it goes on, and is counted once"


def test_a_referral_opens_a_closed_file_again_and_advice_does_not(seats: Seats) -> None:
    closed, left = (seats.child(given, team="South") for given in ("Jonas", "Jade"))
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.file set state = 'closed', closed_on = '2025-03-03', closure_reason = 'RC1'"
            " where child_id = any (%s)",
            [[closed, left]],
        )
    contact = entered(seats, KnownChild(closed, "Jonas"), KnownChild(left, "Jade"))
    assert {one.closed for one in opened(seats, contact).children} == {True}
    both = decision(closed, "assessment"), decision(left, "advice")
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, both))
    files = {one.child_id: (one.team, one.closed) for one in opened(seats, contact).children}
    assert files == {closed: ("North", False), left: ("South", True)}
    assert closed in {line.child_id for line in my_children(seats(MANAGER))}
    with seats.record.superuser() as connection:
        row = connection.execute(
            "select detail ->> 'closed_on', detail ->> 'closure_reason' from audit.event"
            " where action = 'reopen_file' and child_id = %s",
            [closed],
        ).fetchone()
    assert row == ("2025-03-03", "RC1")
    (told,) = told_to_me(seats(ELSEWHERE))
    assert (told.what, told.child_id, told.by, told.team) == ("file_taken", closed, "Tl Manager A", "North")
    assert told.reason == "Child and family assessment"
    assert told_to_me(seats(MANAGER)) == ()


def test_a_file_opened_again_is_unallocated_since_then_and_counts_in_no_month_in_which_it_was_closed(
    seats: Seats,
) -> None:
    child = seats.child("Juno")
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.file set opened_on = '2023-05-05', state = 'closed', closed_on = '2025-03-03'"
            " where child_id = %s", [child],
        )  # fmt: skip
    contact = entered(seats, KnownChild(child, "Juno"))
    opened(seats, contact)
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child),)))
    (line,) = (one for one in caseload(seats(MANAGER)) if one.child_id == child)
    assert [one.since for one in line.signals if one.signal == "unallocated"] == [date.today()]
    with seats.record.superuser() as connection:
        wanted = connection.execute(
            "select w.at::date::text, w.since from unnest(wall.wanted_children(array[%s], array[true], array["
            " timestamptz '2023-05-01', timestamptz '2024-06-01', timestamptz '2025-03-03', timestamptz '2025-06-01',"
            " clock_timestamp()])) w", [child],
        ).fetchall()  # fmt: skip
    assert wanted == [("2024-06-01", date(2023, 5, 5)), (date.today().isoformat(), date.today())]


def test_what_another_team_had_proposed_is_settled_when_the_file_comes_to_this_one(seats: Seats) -> None:
    """Else its worker could record a talk alone, accept, and hold a child of a team that was never asked."""
    child = seats.child("Farah")
    wish = ProposeAllocation(uuid4(), seats.record.staff[WORKER], "Knows her.", (ProposedChild(child, "See her."),))
    propose_allocation(seats(MANAGER), wish)
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.file set state = 'closed', closed_on = '2025-03-03' where child_id = %s", [child]
        )
    contact = entered(seats, KnownChild(child, "Farah Demir"), by=ELSEWHERE, team="South")
    opened(seats, contact, ELSEWHERE)
    decide_contact(seats(ELSEWHERE), DecideContact(uuid4(), contact, (decision(child),)))
    (settled,) = [one for one in allocation_discussions(seats(WORKER)) if one.discussion_id == wish.discussion_id]
    assert (settled.stage, settled.answers[-1].reason) == ("withdrawn", "the file came to another team")


def test_a_decision_says_what_why_and_what_was_told(seats: Seats) -> None:
    child = new("Eben", "Ford")
    contact = entered(seats, child)
    opened(seats, contact)
    good = decision(child.child_id)
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"outcome": "hope"}, "what is decided"),
        ({"why": " "}, "Say why"),
        ({"family_knows": ""}, "whether the family knows"),
        ({"referrer_told": ""}, "referrer was told"),
    )
    for wrong, says in wrongs:
        with pytest.raises(Refused, match=says):
            decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (replace(good, **wrong),)))
    with pytest.raises(NotPermitted):
        decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (replace(good, child_id=uuid4()),)))


def test_who_entered_it_reads_what_became_of_it_and_not_why(seats: Seats) -> None:
    child = new("Greta", "Hall")
    contact = entered(seats, child)
    opened(seats, contact)
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id, "family_help"),)))
    read = opened(seats, contact, SUPPORT)
    (one,) = read.children
    assert (read.basis, read.detail[:4], one.name, one.reference, one.team) == ("own", "Both", "Greta Hall", "", "")
    assert one.decision is not None
    assert (one.decision.outcome, one.decision.why, one.decision.referrer_told) == (
        "family_help", "", "That we visit today.",
    )  # fmt: skip


def test_earlier_contacts_about_the_child_are_told_to_who_decides(seats: Seats) -> None:
    child = new("Hugo", "Ives")
    entered(seats, child, received_at=NOW - timedelta(days=20), source="2A")
    contact = entered(seats, KnownChild(child.child_id, "Hugo Ives"))
    (one,) = opened(seats, contact).children
    assert [(earlier.source, earlier.outcome) for earlier in one.earlier] == [("2A", "")]


def test_a_sealed_child_is_not_revealed_its_members_are_told_and_nothing_is_lost(seats: Seats) -> None:
    hidden = seats.record.new_child("Jorun", "Kestrel", born=date(2017, 6, 1))
    seats.record.allocate(hidden, COLLEAGUE)
    seal(seats.record, hidden, COLLEAGUE)
    with pytest.raises(NotPermitted):
        entered(seats, KnownChild(hidden, "Jorun Kestrel"))
    assert known(seats(SUPPORT), FindWords("Jorun Kestrel")) == ()
    again = new("Jorun", "Kestral", born=day(date(2017, 7, 1)))
    contact = entered(seats, again)
    reached = known(seats(SUPPORT), FindWords("Jorun Kestral"))
    assert [one.child_id for one in reached] == [again.child_id]
    (notice,) = (one for one in notices(seats(COLLEAGUE)) if one.about == "contact")
    assert (notice.child_id, notice.who) == (hidden, "Tl Support A")
    line = queued(seats, contact, COLLEAGUE)
    assert line is not None
    assert (line.basis, line.may_decide) == ("sealed", False)
    read = opened(seats, contact, COLLEAGUE)
    assert [(one.child_id, one.answered) for one in read.sealed] == [(hidden, False)]
    assert opened(seats, contact, SUPPORT).sealed == opened(seats, contact, SECOND).sealed == ()
    keep = AnswerContact(contact, hidden, uuid4())
    for _ in range(2):
        answer_contact(seats(COLLEAGUE), keep)
    with pytest.raises(Conflict):
        answer_contact(seats(COLLEAGUE), replace(keep, entry_id=None))
    line = queued(seats, contact, COLLEAGUE)
    assert line is not None  # it waits in the colleague's team too, where the colleague is told facts alone
    assert (line.basis, line.may_decide) == ("sealed", False)
    kept = newest_page(seats(COLLEAGUE, hidden), hidden)
    assert [row.headline for row in kept] == [FACTS.headline]
    assert newest_page(seats(MANAGER, again.child_id), again.child_id)[0].siblings == 0
    for stranger in (SUPPORT, SECOND, ADVISER):
        with pytest.raises(NotPermitted):
            answer_contact(seats(stranger), AnswerContact(contact, hidden, None))


def test_the_line_in_the_audit_is_the_same_whether_a_sealed_child_is_named(seats: Seats) -> None:
    hidden = seats.record.new_child("Lorcan", "Merrick", born=date(2016, 6, 1))
    seal(seats.record, hidden)
    said = []
    for given in ("Lorcan", "Quentin"):
        with seats.record.superuser() as connection:
            row = connection.execute("select max(event_id) from audit.event").fetchone()
            entered(seats, new(given, "Merrick", born=day(date(2016, 6, 1))))
            said.append(
                connection.execute(
                    "select action, login, child_id is null, object_id is null from audit.event where event_id > %s"
                    " order by event_id",
                    row,
                ).fetchall()
            )
    assert said[0] == said[1]
    assert [line[0] for line in said[0]] == ["add_child", "enter_contact", "record"]


def test_a_child_whose_file_is_sealed_since_is_decided_on_by_its_members_alone(seats: Seats) -> None:
    child, brother = new("Maud", "Noble"), new("Ned", "Noble")
    contact, alone = entered(seats, child, brother), entered(seats, KnownChild(child.child_id, "Maud Noble"))
    seal(seats.record, child.child_id)
    assert [one.child_id for one in opened(seats, contact, SECOND).children] == [brother.child_id]
    assert queued(seats, alone, SECOND) is None
    with pytest.raises(NotPermitted):
        open_contact(seats(SECOND), alone)
    with pytest.raises(NotPermitted):
        decide_contact(seats(SECOND), DecideContact(uuid4(), contact, (decision(child.child_id),)))
    assert {one.may_decide for one in opened(seats, contact).children} == {True}
    decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id),)))
    hidden = next(one for one in opened(seats, contact, SUPPORT).children if one.child_id == child.child_id)
    assert (hidden.name, hidden.decision) == ("Maud Noble", None)


def test_who_knows_the_family_is_told_that_a_contact_waits_and_no_more(seats: Seats) -> None:
    child = seats.child("Yusuf")
    contact = entered(seats, KnownChild(child, "Yusuf Demir"), by=WORKER)
    for login in (WORKER, SECOND):
        open_contact(seats(login), contact)
        declare_interest(seats(login), DeclareInterest(uuid4(), child, "his mother is my cousin"))
    for login in (WORKER, SECOND):
        line = queued(seats, contact, login)
        assert line and (line.waiting, line.names, line.basis, line.may_decide) == (1, "", "", False)
        assert contacts_like(seats(login), (child,), "6", FACTS.who, FACTS.received_at) == ()
        for act in (open_contact, read_contact):
            with pytest.raises(NotPermitted):
                act(seats(login), contact)
    with pytest.raises(NotPermitted):
        decide_contact(seats(SECOND), DecideContact(uuid4(), contact, (decision(child),)))
    decide_contact(seats(MANAGER), DecideContact(uuid4(), opened(seats, contact).contact_id, (decision(child),)))
    again = entered(seats, KnownChild(child, "Yusuf Demir"), by=WORKER)
    assert queued(seats, again, MANAGER), "who knows the family still hands on what they are told of it"


def test_every_look_and_act_is_on_record(seats: Seats) -> None:
    child = new("Olaf", "Pryce")
    with seats.record.superuser() as connection:
        row = connection.execute("select max(event_id) from audit.event").fetchone()
        contact = entered(seats, child)
        contacts_like(seats(WORKER), (child.child_id,), "6", "", NOW)
        contact_queue(seats(MANAGER))
        opened(seats, contact)
        decide_contact(seats(MANAGER), DecideContact(uuid4(), contact, (decision(child.child_id),)))
        said = connection.execute(
            "select action, login from audit.event where event_id > %s order by event_id", row
        ).fetchall()
    assert said == [
        ("add_child", SUPPORT), ("enter_contact", SUPPORT), ("record", SUPPORT), ("contacts_like", WORKER),
        ("contact_queue", MANAGER), ("open_contact", MANAGER), ("record", MANAGER), ("record_period", MANAGER),
        ("decide_contact", MANAGER),
    ]  # fmt: skip
