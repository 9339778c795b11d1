"""A child changes hands by talking: proposed, talked about, and accepted by the worker alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from db.commands.access import EndAccess, NameAccess, end_access, name_access
from db.commands.allocation import (
    AcceptAllocation,
    AgreedChild,
    DeclineAllocation,
    ProposeAllocation,
    ProposedChild,
    RecordTalk,
    WithdrawProposal,
    accept_allocation,
    decline_allocation,
    propose_allocation,
    record_talk,
    withdraw_proposal,
)
from db.commands.looks import DeclareInterest, declare_interest
from db.domain.find_words import find_words
from db.errors import Conflict, NotPermitted, Refused
from db.queries.allocation import (
    Discussion,
    Holder,
    allocation_discussions,
    allocation_news,
    named_people,
    who_held,
    workers_to_propose,
)
from db.queries.band import band
from db.queries.caseload import caseload
from db.queries.files import my_children
from db.queries.find import known
from tests.db.seats import Seats, until_waiting
from tests.record import Record
from tests.security.stage import seal

WORKER, COLLEAGUE, ADVISER = "tl_practitioner_a", "tl_practitioner_b", "tl_court_adviser"
MANAGER, SECOND, ELSEWHERE = "tl_manager_a", "tl_manager_a2", "tl_manager_b"
TODAY = date.today()


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    yield Seats(shared_record)


def asked(seats: Seats, *children: UUID, to: str = WORKER, by: str = MANAGER, **more: object) -> ProposeAllocation:
    """A proposal that was sent."""
    lines = tuple(ProposedChild(child, "See the child this week.") for child in children)
    wish = ProposeAllocation(uuid4(), seats.record.staff[to], "Knows the school.", lines)
    wish = replace(wish, **more)  # type: ignore[arg-type]
    propose_allocation(seats(by), wish)
    return wish


def talked(seats: Seats, wish: ProposeAllocation, by: str = MANAGER, note: str = "", **more: object) -> RecordTalk:
    """A talk that was recorded."""
    lines = tuple(AgreedChild(one.child_id, "A visit with the school nurse.", TODAY, note) for one in wish.children)
    talk = RecordTalk(uuid4(), wish.discussion_id, TODAY, "Both", "Has room from Monday.", lines)
    talk = replace(talk, **more)  # type: ignore[arg-type]
    record_talk(seats(by), talk)
    return talk


def accepted(seats: Seats, wish: ProposeAllocation, talk: RecordTalk, by: str = WORKER) -> None:
    accept_allocation(seats(by), AcceptAllocation(wish.discussion_id, talk.talk_id))


def seen(seats: Seats, login: str, wish: ProposeAllocation) -> Discussion:
    """The conversation as this person reads it."""
    (found,) = [one for one in allocation_discussions(seats(login)) if one.discussion_id == wish.discussion_id]
    return found


def mine(seats: Seats, login: str = WORKER) -> set[UUID]:
    return {child.child_id for child in my_children(seats(login)) if child.basis == "allocated"}


def held(seats: Seats, child: UUID) -> tuple[Holder, ...]:
    return who_held(seats(MANAGER, child), child)


def head(seats: Seats, child: UUID) -> list[str]:
    """Who is responsible, as the head of the file says it."""
    return [fact.words for fact in band(seats(MANAGER, child), child).all("worker")]


def age(seats: Seats, wish: ProposeAllocation, hours: int) -> None:
    """Lets a conversation lie some hours back, behind the triggers."""
    with seats.record.superuser() as connection:
        for table, column in (("allocation_discussion", "proposed_at"), ("allocation_talk", "recorded_at")):
            connection.execute(f"alter table core.{table} disable trigger append_only_rows".encode())
            connection.execute(
                f"update core.{table} set {column} = {column} - make_interval(hours => %s)"
                " where discussion_id = %s".encode(), [hours, wish.discussion_id],
            )  # fmt: skip
            connection.execute(f"alter table core.{table} enable always trigger append_only_rows".encode())
        connection.execute(
            "update core.allocation set from_at = from_at - make_interval(hours => %(h)s), to_at = to_at"
            " - make_interval(hours => %(h)s), emergency_until = emergency_until - make_interval(hours => %(h)s)"
            " where emergency_until is not null and child_id = any (%(c)s)",
            {"h": hours, "c": [one.child_id for one in wish.children]},
        )


def test_a_child_is_the_workers_only_after_a_talk_that_the_worker_accepted(seats: Seats) -> None:
    child, sister = seats.child("Ava"), seats.child("Bea")
    wish = asked(seats, child, sister)
    assert mine(seats).isdisjoint({child, sister})
    with pytest.raises(Refused, match="Talk about it first"):
        accept_allocation(seats(WORKER), AcceptAllocation(wish.discussion_id, uuid4()))
    talk = talked(seats, wish)
    assert mine(seats).isdisjoint({child, sister})
    accepted(seats, wish, talk)
    assert mine(seats) >= {child, sister}
    read = seen(seats, WORKER, wish)
    assert (read.stage, read.why, read.mine, read.may_decide) == ("accepted", "Knows the school.", True, False)
    assert read.held_then == "holds 0 children", "what the worker held when it was proposed"
    assert (read.children[0].name, read.children[0].urgent) == ("Ava Demir", "See the child this week.")
    assert read.talks[0].capacity_said == "Has room from Monday."
    (holder,) = held(seats, sister)
    assert (holder.name, holder.part, holder.to_at) == ("Tl Practitioner A", "allocated_worker", None)
    assert (holder.why, holder.agreed_first) == ("Knows the school.", "A visit with the school nurse.")


def test_until_it_is_accepted_the_manager_who_proposed_is_named_at_the_head_of_the_file(seats: Seats) -> None:
    child = seats.child("Cem")
    assert head(seats, child) == []
    wish = asked(seats, child)
    assert head(seats, child) == ["Tl Manager A, manager, until Tl Practitioner A accepts"]
    talk = talked(seats, wish, by=WORKER)
    decline_allocation(seats(WORKER), DeclineAllocation(wish.discussion_id, "two court statements are due"))
    assert head(seats, child) == ["Tl Manager A, manager: Tl Practitioner A declined"]
    (line,) = [one for one in caseload(seats(MANAGER)) if one.child_id == child]
    assert line.worker == "Tl Practitioner A declined; Tl Manager A is responsible until somebody accepts"
    accepted(seats, wish, talked(seats, wish), by=WORKER)
    assert head(seats, child) == ["Tl Practitioner A"]
    assert talk.talk_id != seen(seats, MANAGER, wish).talks[1].talk_id


def test_the_manager_stands_in_for_a_worker_who_is_away(seats: Seats) -> None:
    child = seats.child("Dot", WORKER)
    absence = uuid4()
    with seats.record.psql(MANAGER) as manager:
        worker = seats.record.staff[WORKER]
        manager.execute("select api.set_absence(%s, %s, current_date, null)", [absence, worker])
        assert head(seats, child) == ["Tl Practitioner A, away: Tl Manager A, manager, stands in"]
        assert next(one for one in workers_to_propose(seats(MANAGER)) if one.staff_id == worker).away
        with pytest.raises(Refused, match="This worker is away"):
            asked(seats, seats.child("Dan"), at_once=True)
        manager.execute("select api.end_absence(%s)", [absence])
    assert head(seats, child) == ["Tl Practitioner A"]


def test_nobody_accepts_or_declines_for_somebody_else(seats: Seats) -> None:
    child = seats.child("Eli")
    wish = asked(seats, child)
    talk = talked(seats, wish)
    for login in (COLLEAGUE, ADVISER, MANAGER, SECOND, ELSEWHERE):
        with pytest.raises(NotPermitted):
            accepted(seats, wish, talk, by=login)
        with pytest.raises(NotPermitted):
            decline_allocation(seats(login), DeclineAllocation(wish.discussion_id, "no"))
    with pytest.raises(NotPermitted):
        talked(seats, wish, by=COLLEAGUE)
    with pytest.raises(NotPermitted):
        withdraw_proposal(seats(WORKER), WithdrawProposal(wish.discussion_id, "no"))
    with pytest.raises(NotPermitted):
        withdraw_proposal(seats(ELSEWHERE), WithdrawProposal(wish.discussion_id, "no"))
    assert seen(seats, SECOND, wish).stage == "talked"
    assert allocation_discussions(seats(COLLEAGUE)) == ()


def test_a_worker_accepts_the_talk_that_they_read(seats: Seats) -> None:
    wish = asked(seats, seats.child("Fay"))
    before = talked(seats, wish)
    now = talked(seats, wish, by=SECOND, capacity_said="Has room for ten more.")
    with pytest.raises(Conflict):
        accepted(seats, wish, before)
    accepted(seats, wish, now)
    accepted(seats, wish, now)
    assert [one.answer for one in seen(seats, WORKER, wish).answers] == ["accepted"]


def test_after_a_decline_the_manager_decides_and_both_voices_are_kept(seats: Seats) -> None:
    child = seats.child("Gus")
    wish = asked(seats, child)
    talk = talked(seats, wish)
    decline_allocation(seats(WORKER), DeclineAllocation(wish.discussion_id, "I hold nineteen."))
    assert seen(seats, MANAGER, wish).waits_for_me
    with pytest.raises(Refused, match="Talk about it first"):
        accepted(seats, wish, talk)
    other = asked(seats, child, to=COLLEAGUE, instead_of=wish.discussion_id)
    assert [(one.answer, one.reason, one.by) for one in seen(seats, WORKER, wish).answers] == [
        ("declined", "I hold nineteen.", "Tl Practitioner A"),
        ("withdrawn", "proposed to somebody else", "Tl Manager A"),
    ]
    with pytest.raises(Refused, match="withdrawn"):
        accepted(seats, wish, talk)
    withdraw_proposal(seats(SECOND), WithdrawProposal(other.discussion_id, "The family moves away."))
    with pytest.raises(Refused, match="withdrawn"):
        accepted(seats, other, talked_after(seats, other), by=COLLEAGUE)
    assert held(seats, child) == ()


def talked_after(seats: Seats, wish: ProposeAllocation) -> RecordTalk:
    """What nobody may record any more."""
    with pytest.raises(Refused, match="settled"):
        talked(seats, wish)
    return RecordTalk(uuid4(), wish.discussion_id, TODAY, "", "", ())


def test_a_second_talk_after_a_decline_lets_the_worker_answer_again_and_nobody_else(seats: Seats) -> None:
    wish = asked(seats, seats.child("Hal"))
    talked(seats, wish)
    decline_allocation(seats(WORKER), DeclineAllocation(wish.discussion_id, "not before the hearing"))
    again = talked(seats, wish)
    with pytest.raises(NotPermitted):
        accepted(seats, wish, again, by=MANAGER)
    accepted(seats, wish, again)
    assert [one.answer for one in seen(seats, MANAGER, wish).answers] == ["declined", "accepted"]


def test_a_handover_needs_the_statutory_reason_and_a_note_that_the_file_keeps(seats: Seats) -> None:
    child = seats.child("Ida", COLLEAGUE)
    with pytest.raises(Refused, match="choose the reason"):
        asked(seats, child)
    with pytest.raises(Refused, match="choose the reason"):
        asked(seats, child, reason="BORED")
    wish = asked(seats, child, reason="LEFTRL")
    assert seen(seats, WORKER, wish).children[0].holder == "Tl Practitioner B"
    assert head(seats, child) == ["Tl Practitioner B"], "who holds the child goes on until the other accepts"
    with pytest.raises(Refused, match="say what is handed over"):
        talked(seats, wish)
    accepted(seats, wish, talked(seats, wish, note="Goodbye visit made together."))
    now, before = held(seats, child)
    assert (now.name, before.name) == ("Tl Practitioner A", "Tl Practitioner B")
    assert before.to_at == now.from_at
    assert (before.ended_why, before.handover_note) == ("Left the role", "Goodbye visit made together.")
    assert child not in mine(seats, COLLEAGUE)


def test_a_conversation_says_who_holds_the_child_in_its_part_until_it_is_settled(seats: Seats) -> None:
    child = seats.child("Ines", WORKER)
    with seats.record.superuser() as connection:  # another court adviser, of the other team
        connection.execute("update core.staff set role = 'court_adviser' where login = %s", ["tl_practitioner_c"])
    first = asked(seats, child, to="tl_practitioner_c", part="court_adviser")
    accepted(seats, first, talked(seats, first), by="tl_practitioner_c")
    wish = asked(seats, child, to=ADVISER, part="court_adviser", reason="LEFTRL")
    assert seen(seats, MANAGER, wish).children[0].holder == "Tl Practitioner C"
    withdraw_proposal(seats(MANAGER), WithdrawProposal(wish.discussion_id, "It is settled otherwise."))
    assert not seen(seats, MANAGER, wish).children[0].holder
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set role = 'practitioner' where login = %s", ["tl_practitioner_c"])


def test_a_second_worker_and_cover_stand_beside_the_worker(seats: Seats) -> None:
    child = seats.child("Jan", WORKER)
    soon = TODAY + timedelta(days=3)
    wish = asked(seats, child, to=COLLEAGUE, part="cover", cover_from=soon, cover_until=soon + timedelta(days=4))
    accepted(seats, wish, talked(seats, wish), by=COLLEAGUE)
    assert child not in mine(seats, COLLEAGUE), "cover begins on its day"
    cover = held(seats, child)[0]
    assert cover.part == "cover"
    assert cover.from_at.date() == soon
    second = asked(seats, child, to=ADVISER, part="second_worker")
    accepted(seats, second, talked(seats, second), by=ADVISER)
    assert child in mine(seats, ADVISER)
    assert child in mine(seats), "the worker stays"
    with pytest.raises(Refused, match="court adviser for somebody who is one"):
        asked(seats, child, to=COLLEAGUE, part="court_adviser")
    with pytest.raises(Refused, match="Cover begins today"):
        asked(seats, child, to=ADVISER, part="cover", cover_from=TODAY - timedelta(days=1), cover_until=TODAY)


def test_an_emergency_works_for_72_hours_and_owes_the_talk(seats: Seats) -> None:
    child = seats.child("Kit")
    wish = asked(seats, child, at_once=True)
    assert child in mine(seats)
    assert seats(WORKER, child)
    assert head(seats, child)[0] == "Tl Practitioner A, in an emergency, not yet talked about"
    assert seen(seats, WORKER, wish).owes_talk
    assert seen(seats, MANAGER, wish).owes_talk
    age(seats, wish, 73)
    assert child not in mine(seats)
    with pytest.raises(NotPermitted):
        seats(WORKER, child)
    assert head(seats, child) == ["Tl Manager A, manager, until Tl Practitioner A accepts"]
    assert seen(seats, WORKER, wish).owes_talk
    accepted(seats, wish, talked(seats, wish))
    assert not seen(seats, WORKER, wish).owes_talk
    now, before = held(seats, child)
    assert (now.emergency_until, before.ended_why) == (None, "The 72 hours of the emergency were over")


def test_the_talk_after_an_emergency_ends_the_emergency_and_the_worker_goes_on(seats: Seats) -> None:
    child = seats.child("Lou", COLLEAGUE)
    wish = asked(seats, child, at_once=True, reason="ABSENC")
    assert child in mine(seats) & mine(seats, COLLEAGUE)
    accepted(seats, wish, talked(seats, wish, note="All is in the file."))
    assert child in mine(seats)
    assert child not in mine(seats, COLLEAGUE)
    now, emergency, before = held(seats, child)
    assert emergency.to_at is not None
    assert emergency.to_at <= now.from_at
    assert before.ended_why == "Absence"


def test_an_emergency_does_not_follow_an_emergency_round_the_talk(seats: Seats) -> None:
    child = seats.child("Mia")
    wish = asked(seats, child, at_once=True)
    age(seats, wish, 73)
    for more in ({}, {"instead_of": wish.discussion_id}, {"to": COLLEAGUE, "instead_of": wish.discussion_id}):
        with pytest.raises(Refused, match=r"is open|never talked about"):
            asked(seats, child, at_once=True, **more)
    talked(seats, wish)
    with pytest.raises(Refused, match="never talked about"):
        asked(seats, child, at_once=True, instead_of=wish.discussion_id)
    asked(seats, child, to=COLLEAGUE, at_once=True, instead_of=wish.discussion_id)
    assert child in mine(seats, COLLEAGUE)


def test_an_emergency_for_the_wrong_person_is_put_right_within_the_hour(seats: Seats) -> None:
    child = seats.child("Noa")
    wish = asked(seats, child, to=COLLEAGUE, at_once=True)
    withdraw_proposal(seats(MANAGER), WithdrawProposal(wish.discussion_id, "the wrong name"))
    assert child not in mine(seats, COLLEAGUE)
    asked(seats, child, at_once=True)
    assert child in mine(seats)


def test_what_was_declined_or_taken_back_twice_is_not_given_to_the_same_worker_at_once_again(seats: Seats) -> None:
    declined, child = seats.child("Nia"), seats.child("Nat")
    wish = asked(seats, declined, at_once=True)
    talked(seats, wish)
    decline_allocation(seats(WORKER), DeclineAllocation(wish.discussion_id, "no room"))
    with pytest.raises(Refused, match="never talked about and accepted: propose, talk"):
        asked(seats, declined, at_once=True, instead_of=wish.discussion_id)
    for _ in range(2):
        slip = asked(seats, child, at_once=True)
        withdraw_proposal(seats(MANAGER), WithdrawProposal(slip.discussion_id, "a slip"))
    with pytest.raises(Refused, match="twice and never accepted: propose, talk"):
        asked(seats, child, at_once=True)
    assert child not in mine(seats)
    asked(seats, child, to=COLLEAGUE, at_once=True)
    assert child in mine(seats, COLLEAGUE)


def test_a_talk_is_not_dated_as_one_likes(seats: Seats) -> None:
    wish = asked(seats, seats.child("Oli"))
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=8)):
        with pytest.raises(Refused, match="A talk was today or earlier"):
            talked(seats, wish, talked_on=day)
    (child,) = wish.children
    late = AgreedChild(child.child_id, "visit", TODAY - timedelta(days=1))
    for children in ((), (late,), (replace(late, agreed_first=" ", agreed_by=TODAY),)):
        with pytest.raises(Refused, match="by which day"):
            talked(seats, wish, children=children)
    talked(seats, wish, talked_on=TODAY - timedelta(days=7))
    assert len(seen(seats, WORKER, wish).talks) == 1


def test_one_conversation_at_a_time_about_a_child_in_a_part(seats: Seats) -> None:
    child = seats.child("Pia")
    wish = asked(seats, child)
    propose_allocation(seats(MANAGER), wish)
    with pytest.raises(Refused, match="is open"):
        asked(seats, child, to=COLLEAGUE)
    with pytest.raises(NotPermitted):
        asked(seats, child, by=ELSEWHERE)
    with pytest.raises(NotPermitted):
        asked(seats, seats.child("Pam", team="South"), child)
    with pytest.raises(NotPermitted):
        asked(seats, child, by=WORKER)


def test_a_sealed_child_is_proposed_to_its_members_alone_and_told_to_nobody_else(seats: Seats) -> None:
    child, sister = seats.child("Ray"), seats.child("Rio")
    wish = asked(seats, child, sister)
    talk = talked(seats, wish)
    seal(seats.record, child)
    assert [one.name for one in seen(seats, WORKER, wish).children] == ["Rio Demir"]
    assert [one.child_id for one in seen(seats, WORKER, wish).talks[0].children] == [sister]
    accepted(seats, wish, talk)
    assert mine(seats) & {child, sister} == {sister}
    with pytest.raises(Refused, match="name the worker among its members"):
        asked(seats, child)
    with pytest.raises(NotPermitted):
        asked(seats, child, by=SECOND)


def test_what_each_worker_holds_is_told_in_numbers(seats: Seats) -> None:
    first = next(one for one in workers_to_propose(seats(MANAGER)) if one.name == "Tl Court Adviser")
    wish = asked(seats, seats.child("Sue"), seats.child("Sam"), to=ADVISER)
    now = next(one for one in workers_to_propose(seats(MANAGER)) if one.name == "Tl Court Adviser")
    assert (now.children, now.proposed) == (first.children, first.proposed + 2)
    accepted(seats, wish, talked(seats, wish), by=ADVISER)
    now = next(one for one in workers_to_propose(seats(MANAGER)) if one.name == "Tl Court Adviser")
    assert (now.children, now.proposed) == (first.children + 2, first.proposed)
    with pytest.raises(NotPermitted):
        workers_to_propose(seats(WORKER))


def test_a_chair_is_named_from_a_day_to_a_day_and_no_longer_when_it_is_ended(seats: Seats) -> None:
    child = seats.child("Tom")
    begins = datetime.now(UTC) + timedelta(days=2)
    wish = NameAccess(uuid4(), child, seats.record.staff[COLLEAGUE], "conference_chair", "Chairs the conference.")
    name_access(seats(MANAGER), replace(wish, begins=begins, ends=begins + timedelta(days=1)))
    (named,) = named_people(seats(SECOND), child)
    assert (named.name, named.capacity, named.from_at) == ("Tl Practitioner B", "conference_chair", begins)
    with pytest.raises(NotPermitted):
        seats(COLLEAGUE, child)
    name_access(seats(MANAGER), replace(wish, access_id=uuid4(), capacity="legal"))
    assert seats(COLLEAGUE, child)
    for one in named_people(seats(SECOND), child):
        end_access(seats(SECOND), EndAccess(one.access_id, child))
    assert named_people(seats(MANAGER), child) == ()
    with pytest.raises(Refused, match="ends after it begins"):
        name_access(seats(MANAGER), replace(wish, access_id=uuid4(), begins=begins, ends=begins))
    with pytest.raises(Refused, match="begins now"):
        name_access(seats(MANAGER), replace(wish, access_id=uuid4(), begins=begins - timedelta(days=3)))
    with pytest.raises(NotPermitted):
        named_people(seats(ELSEWHERE), child)


def test_what_two_people_say_at_once_is_heard_one_after_the_other(seats: Seats) -> None:
    child = seats.child("Una")
    lines = ({"child_id": str(child), "urgent": "see her"},)
    propose = "select api.propose_allocation(%s, %s, 'allocated_worker', 'knows her', %s)"
    with seats.record.psql(MANAGER) as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute(propose, [uuid4(), seats.record.staff[WORKER], Jsonb(lines)])
        second = other.submit(asked, seats, child, to=COLLEAGUE, by=SECOND)
        until_waiting(seats.record, second)
        first.execute("commit")
        with pytest.raises(Refused, match="is open"):
            second.result()
    (one,) = [one for one in allocation_discussions(seats(WORKER)) if one.children[0].child_id == child]
    wish = ProposeAllocation(one.discussion_id, one.staff_id, "", (ProposedChild(child, ""),))
    talk = talked(seats, wish)
    with seats.record.psql(MANAGER) as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute("select api.withdraw_proposal(%s, 'moved')", [one.discussion_id])
        answer = other.submit(accepted, seats, wish, talk)
        until_waiting(seats.record, answer)
        first.execute("commit")
        with pytest.raises(Refused, match="withdrawn"):
            answer.result()
    assert held(seats, child) == ()


@pytest.mark.parametrize("what", ["talks", "accepts"])
def test_a_file_that_is_sealed_in_the_same_moment_is_neither_talked_about_nor_accepted(seats: Seats, what: str) -> None:
    child = seats.child("Zoe")
    wish = asked(seats, child)
    talk = talked(seats, wish)
    sealing, second = uuid4(), seats.record.staff["tl_manager_a2"]
    with seats.record.psql(MANAGER) as asks:
        asks.execute("select api.ask_to_seal(%s, %s, %s, 'adoption')", [sealing, child, [second]])
    with seats.record.psql("tl_manager_a2") as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute("select api.confirm_sealing(%s)", [sealing])
        said = (accepted, seats, wish, talk) if what == "accepts" else (talked, seats, wish, WORKER)
        act = other.submit(*said)
        until_waiting(seats.record, act)
        first.execute("commit")
        with pytest.raises(NotPermitted):
            act.result()
    open_still = seen(seats, MANAGER, wish)
    assert (open_still.stage, len(open_still.talks)) == ("talked", 1)


def test_lists_and_the_finder_say_who_answers_for_the_child(seats: Seats) -> None:
    child = seats.child("Wren", family="Uniquename")
    assert answers(seats, child) == ""
    wish = asked(seats, child)
    assert answers(seats, child) == "proposed to Tl Practitioner A; Tl Manager A is responsible until accepted"
    accepted(seats, wish, talked(seats, wish))
    assert answers(seats, child) == "Tl Practitioner A"
    absence = uuid4()
    with seats.record.psql(MANAGER) as manager:
        worker = seats.record.staff[WORKER]
        manager.execute("select api.set_absence(%s, %s, current_date, null)", [absence, worker])
        assert answers(seats, child) == "Tl Practitioner A, away: Tl Manager A stands in"
        manager.execute("select api.end_absence(%s)", [absence])
    tonight = seats.child("Wyn", family="Uniquename")
    asked(seats, tonight, at_once=True)
    assert answers(seats, tonight) == "Tl Practitioner A, at once, not yet talked about"


def test_a_child_proposed_to_somebody_who_left_meanwhile_does_not_wait_for_them_unsaid(seats: Seats) -> None:
    child = seats.child("Wilf", family="Uniquename")
    asked(seats, child, to="tl_practitioner_c")
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set state = 'left' where login = 'tl_practitioner_c'")
    (line,) = [one for one in caseload(seats(MANAGER)) if one.child_id == child]
    assert line.worker.startswith("proposed to Tl Practitioner C, not at work here now; Tl Manager A is responsible")
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set state = 'active' where login = 'tl_practitioner_c'")


def answers(seats: Seats, child: UUID) -> str:
    """Who answers for a child, as the caseload and the finder say it, which is the same."""
    (line,) = [one for one in caseload(seats(MANAGER)) if one.child_id == child]
    (found,) = [one for one in known(seats(MANAGER), find_words("Uniquename", today=TODAY)) if one.child_id == child]
    assert line.worker == found.worker
    return line.worker


def test_pages_hear_when_something_was_said_that_they_show(seats: Seats) -> None:
    before, others = allocation_news(seats(MANAGER)), allocation_news(seats(ELSEWHERE))
    wish = asked(seats, seats.child("Xan"), to=COLLEAGUE)
    said = allocation_news(seats(MANAGER))
    assert said is not None
    assert before is None or said > before
    assert allocation_news(seats(COLLEAGUE)) == said
    talked(seats, wish, by=COLLEAGUE)
    talk = allocation_news(seats(MANAGER))
    assert talk is not None
    assert talk > said
    decline_allocation(seats(COLLEAGUE), DeclineAllocation(wish.discussion_id, "Full."))
    assert allocation_news(seats(MANAGER)) == allocation_news(seats(COLLEAGUE)) != talk
    assert allocation_news(seats(ELSEWHERE)) == others


def test_cover_is_not_given_by_name(seats: Seats) -> None:
    child = seats.child("Yan")
    wish = NameAccess(uuid4(), child, seats.record.staff[COLLEAGUE], "cover", "on leave", "record")
    with pytest.raises(Refused, match="Cover is proposed, talked about and accepted"):
        name_access(seats(MANAGER), wish)


def test_in_a_sealed_file_a_manager_among_its_members_stands_in(seats: Seats) -> None:
    child, absence = seats.child("Yann", WORKER), uuid4()
    seal(seats.record, child, WORKER, by=SECOND)
    with seats.record.psql(MANAGER) as manager:
        manager.execute("select api.set_absence(%s, %s, current_date, null)", [absence, seats.record.staff[WORKER]])
        (line,) = [one for one in caseload(seats(SECOND)) if one.child_id == child]
        assert line.worker == "Tl Practitioner A, away: Tl Manager A2 stands in"
        manager.execute("select api.end_absence(%s)", [absence])


def test_a_manager_who_knows_the_family_neither_stands_in_nor_is_told(seats: Seats) -> None:
    child = seats.child("Xenia")
    wish = asked(seats, child, by=SECOND)
    assert head(seats, child) == ["Tl Manager A2, manager, until Tl Practitioner A accepts"]
    declare_interest(seats(SECOND), DeclareInterest(uuid4(), child, "our children go to school together"))
    assert head(seats, child) == ["Tl Manager A, manager, until Tl Practitioner A accepts"]
    assert wish.discussion_id not in [one.discussion_id for one in allocation_discussions(seats(SECOND))]
    talk = talked(seats, wish)
    accepted(seats, wish, talk)
    assert child in mine(seats)
