"""Who is a member of a sealed file is settled by two people: adding and removing, and what waits for the second."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.commands.access import EndAccess, NameAccess, end_access, name_access
from db.commands.looks import DeclareInterest, declare_interest
from db.commands.sealed import (
    AskToRemove,
    AskToSeal,
    AskToUnseal,
    SealedChange,
    Sealing,
    ask_to_remove,
    ask_to_seal,
    ask_to_unseal,
    confirm_change,
    confirm_sealing,
    drop_change,
    drop_sealing,
)
from db.errors import NotPermitted, Refused
from db.queries.allocation import Named, named_people
from db.queries.sealed import SealedWait, SealingWait, alone_in_sealed, sealings_waiting, waits_for_second
from tests.db.seats import Seats, until_waiting
from tests.record import Record

MANAGER, SECOND, ELSEWHERE = "tl_manager_a", "tl_manager_a2", "tl_manager_b"
WORKER, STRANGER, SUPPORT = "tl_practitioner_a", "tl_practitioner_c", "tl_support_a"
ADMINISTRATOR = "tl_administrator"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Iterator[Seats]:
    """One record for all."""
    found = Seats(shared_record)
    yield found
    for session in found.taken.values():
        session.close()


@pytest.fixture
def child(seats: Seats) -> UUID:
    """A sealed file with two managers and the worker among its members."""
    child = seats.child("Senna", WORKER)
    seats.record.seal(MANAGER, child, SECOND, WORKER)
    return child


def name(seats: Seats, child: UUID, login: str, why: str, capacity: str = "legal", **more: Any) -> None:
    """Somebody is named for the file, in a sealed one once a second manager confirms it."""
    name_access(seats(MANAGER), NameAccess(uuid4(), child, seats.record.staff[login], capacity, why, **more))


def test_who_was_named_stands_once_among_the_names_and_keeps_capacity_level_and_end(seats: Seats) -> None:
    child, until = seats.child("Sanna", WORKER), datetime.now(UTC) + timedelta(days=30)
    name_access(
        seats(MANAGER), NameAccess(uuid4(), child, seats.record.staff[STRANGER], "conference_chair", "chairs it")
    )
    for login, level in ((WORKER, "read"), (SECOND, "record"), (SUPPORT, "read")):
        name(seats, child, login, "advises", level=level, ends=until)
    seats.record.seal(MANAGER, child, SECOND, STRANGER, WORKER, SUPPORT)
    told = [(one.name, one.capacity, one.level, one.to_at) for one in named_people(seats(MANAGER), child)]
    assert sorted(told, key=str) == [
        ("Tl Manager A", "sealed_member", "record", None),
        ("Tl Manager A2", "legal", "record", until),
        ("Tl Manager A2", "sealed_member", "record", None),
        ("Tl Practitioner A", "legal", "read", until),
        ("Tl Practitioner A", "sealed_member", "record", None),
        ("Tl Practitioner C", "conference_chair", "read", None),
        ("Tl Support A", "legal", "read", until),
    ], "who manages the file or holds the case records on in it"
    assert seats(STRANGER, child)
    asked = AskToUnseal(uuid4(), child, "no longer needed")
    ask_to_unseal(seats(MANAGER), asked)
    confirm_sealing(seats(SECOND), Sealing(asked.sealing_id, child))
    assert [(one.name, one.capacity) for one in named_people(seats(MANAGER), child)] == [
        ("Tl Manager A2", "legal"), ("Tl Practitioner A", "legal"), ("Tl Practitioner C", "conference_chair"),
        ("Tl Support A", "legal"),
    ]  # fmt: skip


def named(seats: Seats, child: UUID, login: str) -> Named:
    """The line of one who is named for the file."""
    name = login.replace("_", " ").title()
    return next(one for one in named_people(seats(MANAGER), child) if one.name == name)


def waits(seats: Seats, login: str, child: UUID) -> list[SealedWait]:
    """What waits in this file, as one of them is told."""
    return [one for one in waits_for_second(seats(login)) if one.child_id == child]


def ask(seats: Seats, child: UUID, whom: str, by: str = MANAGER) -> SealedChange:
    """Ask for the removal of a member."""
    one, removal = named(seats, child, whom), uuid4()
    ask_to_remove(seats(by), AskToRemove(removal, one.access_id, child, "works there no more"))
    return SealedChange(one.access_id, child, removal)


def third_manager(seats: Seats, child: UUID) -> None:
    """A manager elsewhere is a member too."""
    name_access(
        seats(MANAGER), NameAccess(uuid4(), child, seats.record.staff[ELSEWHERE], "legal", "manages it with us")
    )
    (third,) = waits(seats, SECOND, child)
    confirm_change(seats(SECOND), SealedChange(third.access_id, child))


def test_a_member_is_added_by_two(seats: Seats, child: UUID) -> None:
    name_access(
        seats(MANAGER), NameAccess(uuid4(), child, seats.record.staff[STRANGER], "legal", "advises the council")
    )
    (told,) = waits(seats, SECOND, child)
    assert (told.name, told.asked_by, told.reason, told.removal_id, told.may_confirm) == (
        "Tl Practitioner C", "Tl Manager A", "advises the council", None, True
    )  # fmt: skip
    assert not waits(seats, MANAGER, child)[0].may_confirm
    assert waits(seats, ELSEWHERE, child) == []
    with pytest.raises(NotPermitted):
        seats(STRANGER, child)
    change = SealedChange(told.access_id, child)
    with pytest.raises(NotPermitted):
        confirm_change(seats(MANAGER), change)
    confirm_change(seats(SECOND), change)
    assert seats(STRANGER, child)
    assert waits(seats, SECOND, child) == []


def test_the_second_person_need_not_confirm(seats: Seats, child: UUID) -> None:
    name_access(
        seats(MANAGER), NameAccess(uuid4(), child, seats.record.staff[STRANGER], "legal", "advises the council")
    )
    (told,) = waits(seats, SECOND, child)
    drop_change(seats(SECOND), SealedChange(told.access_id, child))
    assert waits(seats, SECOND, child) == []
    with pytest.raises(NotPermitted):
        seats(STRANGER, child)


def test_a_member_is_removed_by_two_and_no_longer_by_one(seats: Seats, child: UUID) -> None:
    with pytest.raises(Refused, match="second manager among its members"):
        end_access(seats(MANAGER), EndAccess(named(seats, child, WORKER).access_id, child))
    change = ask(seats, child, WORKER)
    assert seats(WORKER, child)
    assert named(seats, child, WORKER).removal_id == change.removal_id
    with pytest.raises(Refused, match="already"):
        ask(seats, child, WORKER, SECOND)
    for login in (MANAGER, ELSEWHERE, WORKER, ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            confirm_change(seats(login), change)
    confirm_change(seats(SECOND), change)
    with pytest.raises(NotPermitted):
        seats(WORKER, child)
    with pytest.raises(NotPermitted):
        confirm_change(seats(SECOND), change)


def test_nobody_confirms_or_stops_the_own_removal(seats: Seats, child: UUID) -> None:
    third_manager(seats, child)
    change = ask(seats, child, SECOND)
    assert not waits(seats, SECOND, child)[0].may_confirm
    for act in (confirm_change, drop_change):
        with pytest.raises(NotPermitted):
            act(seats(SECOND), change)
    drop_change(seats(MANAGER), change)
    assert waits(seats, MANAGER, child) == []
    assert seats(SECOND, child)


def test_a_resent_request_lands_once_and_a_file_that_is_not_sealed_has_none(seats: Seats, child: UUID) -> None:
    change = ask(seats, child, WORKER)
    assert change.removal_id is not None
    again = AskToRemove(change.removal_id, change.access_id, child, "works there no more")
    ask_to_remove(seats(MANAGER), again)
    assert len(waits(seats, SECOND, child)) == 1
    open_child = seats.child("Olga")
    name(seats, open_child, STRANGER, "advises")
    with pytest.raises(NotPermitted):
        ask(seats, open_child, STRANGER)


def test_managers_who_remove_one_another_at_once_leave_two(seats: Seats, child: UUID) -> None:
    """Each alone had the right; the second is heard when the first is done, and has it no more."""
    third_manager(seats, child)
    first, second = ask(seats, child, SECOND), ask(seats, child, ELSEWHERE)
    with seats.record.psql(ELSEWHERE) as connection, ThreadPoolExecutor(1) as other:
        connection.execute("begin")
        connection.execute("select api.confirm_removal(%s)", [first.removal_id])
        answer = other.submit(confirm_change, seats(SECOND), SealedChange(second.access_id, child, second.removal_id))
        until_waiting(seats.record, answer)
        connection.execute("commit")
        with pytest.raises(NotPermitted):
            answer.result()
    assert seats(ELSEWHERE, child)


def sealing(seats: Seats, child: UUID, *members: str, by: str = MANAGER) -> Sealing:
    """Ask that a file be sealed."""
    wish = AskToSeal(uuid4(), child, tuple(seats.record.staff[login] for login in members), "adoption")
    for _ in ("and", "again"):
        ask_to_seal(seats(by), wish)
    return Sealing(wish.sealing_id, child)


def sealings(seats: Seats, login: str, child: UUID) -> list[SealingWait]:
    """What waits to be sealed or unsealed, as one of them is told."""
    return [one for one in sealings_waiting(seats(login)) if one.child_id == child]


def test_a_file_is_sealed_when_a_second_manager_among_its_members_confirms_it(seats: Seats) -> None:
    child = seats.child("Sofia", WORKER)
    wish = sealing(seats, child, ELSEWHERE, WORKER)
    (told,) = sealings(seats, ELSEWHERE, child)
    assert (told.members, told.reason, told.asked_by, told.unseals, told.may_confirm) == (
        ["Tl Manager A", "Tl Manager B", "Tl Practitioner A"], "adoption", "Tl Manager A", False, True
    )  # fmt: skip
    assert not sealings(seats, MANAGER, child)[0].may_confirm
    assert sealings(seats, SECOND, child) == []
    assert seats(SECOND, child), "nothing changes before it is confirmed"
    for login in (MANAGER, SECOND, WORKER, ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            confirm_sealing(seats(login), wish)
    confirm_sealing(seats(ELSEWHERE), wish)
    for login in (MANAGER, ELSEWHERE, WORKER):
        assert seats(login, child)
    with pytest.raises(NotPermitted):
        seats(SECOND, child)
    with pytest.raises(NotPermitted):
        confirm_sealing(seats(ELSEWHERE), wish)


def test_a_sealing_needs_another_manager_and_may_be_dropped_by_either(seats: Seats) -> None:
    child = seats.child("Sofia", WORKER)
    with pytest.raises(Refused, match="name another manager"):
        sealing(seats, child, WORKER)
    for login in (MANAGER, ELSEWHERE):
        wish = sealing(seats, child, ELSEWHERE)
        drop_sealing(seats(login), wish)
        with pytest.raises(NotPermitted):
            confirm_sealing(seats(ELSEWHERE), wish)
    assert seats(SECOND, child)


def test_a_sealing_waits_no_more_when_who_asked_manages_the_file_no_longer(seats: Seats) -> None:
    child = seats.child("Sofia")
    wish = sealing(seats, child, ELSEWHERE)
    declare_interest(seats(MANAGER), DeclareInterest(uuid4(), child, "their neighbour"))
    assert sealings(seats, ELSEWHERE, child) == []
    with pytest.raises(NotPermitted):
        confirm_sealing(seats(ELSEWHERE), wish)


def test_a_file_is_unsealed_by_two_of_its_members_and_opens_again_to_who_had_it(seats: Seats, child: UUID) -> None:
    change = ask(seats, child, WORKER)
    wish = AskToUnseal(uuid4(), child, "not adopted after all")
    ask_to_unseal(seats(MANAGER), wish)
    waiting = Sealing(wish.sealing_id, child)
    assert [one.unseals for one in sealings(seats, SECOND, child)] == [True]
    with pytest.raises(NotPermitted):
        seats("tl_duty_a", child)
    for login in (MANAGER, ELSEWHERE, WORKER):
        with pytest.raises(NotPermitted):
            confirm_sealing(seats(login), waiting)
    confirm_sealing(seats(SECOND), waiting)
    for login in (MANAGER, SECOND, WORKER, "tl_duty_a"):
        assert seats(login, child)
    assert named_people(seats(MANAGER), child) == ()
    with pytest.raises(NotPermitted):
        confirm_change(seats(SECOND), change)


def test_a_sealed_file_keeps_two_managers_and_one_who_is_left_alone_adds_another(seats: Seats, child: UUID) -> None:
    with pytest.raises(Refused, match="add another manager first"):
        ask(seats, child, SECOND)
    assert child not in {one.child_id for one in alone_in_sealed(seats(MANAGER))}
    with seats.record.superuser() as connection:  # left, as an administrator records it
        connection.execute(
            "update core.named_access set to_at = clock_timestamp() where child_id = %s and staff_id = %s",
            [child, seats.record.staff[SECOND]],
        )
    assert child in {one.child_id for one in alone_in_sealed(seats(MANAGER))}
    assert child not in {one.child_id for one in alone_in_sealed(seats(SECOND))}
    for login in (STRANGER, ELSEWHERE):
        name(seats, child, login, "joins us")
    (told,) = waits(seats, ELSEWHERE, child)
    assert (told.joins, told.may_confirm) == (True, True)
    (stranger,) = (one for one in waits(seats, MANAGER, child) if one.name == "Tl Practitioner C")
    for login in (STRANGER, ELSEWHERE):
        with pytest.raises(NotPermitted):
            confirm_change(seats(login), SealedChange(stranger.access_id, child))
    confirm_change(seats(ELSEWHERE), SealedChange(told.access_id, child))
    assert seats(ELSEWHERE, child)
    confirm_change(seats(ELSEWHERE), SealedChange(stranger.access_id, child))
    assert child not in {one.child_id for one in alone_in_sealed(seats(MANAGER))}
