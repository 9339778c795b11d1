"""Drafts on the server: private to their author, until one is handed on or the author is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.drafts import drop_draft, hand_draft, keep_draft, open_colleagues_draft, settle_draft
from db.domain.draft import Draft
from db.errors import NotPermitted, Refused
from db.queries.drafts import ColleaguesDraft, colleagues_drafts, my_drafts, read_colleagues_draft
from tests.db.seats import Seats
from tests.record import Record
from tests.security.stage import seal

WORKER, COLLEAGUE, STRANGER, SUPPORT = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c", "tl_support_a"
MANAGER, SECOND, ELSEWHERE, AUDITOR = "tl_manager_a", "tl_manager_a2", "tl_manager_b", "tl_auditor"
WORDS = "She said the lodger had shouted all night."
WHY = "the worker is ill this week"


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has drafts of its own."""
    return Seats(shared_record)


def kept(seats: Seats, login: str, child: UUID | None = None, **fields: object) -> Draft:
    """A draft of this person's, copied to the server."""
    draft = Draft(child, "Ada Demir", "26-0001", values={"detail": WORDS}, **fields)  # type: ignore[arg-type]
    keep_draft(seats(login), draft)
    return draft


def waiting(seats: Seats, login: str, draft: Draft) -> list[ColleaguesDraft]:
    """What this manager sees of a draft."""
    return [line for line in colleagues_drafts(seats(login)) if line.draft_id == draft.draft_id]


@contextmanager
def away(seats: Seats, login: str) -> Iterator[None]:
    """While this runs, this person is absent."""
    wish = SetAbsence(uuid4(), seats.record.staff[login], date.today())
    set_absence(seats(login), wish)
    yield
    end_absence(seats(login), EndAbsence(wish.absence_id))


def acts(seats: Seats, draft: Draft) -> list[str]:
    """What the audit holds of this draft."""
    with seats.record.superuser() as connection:
        return [
            str(action)
            for (action,) in connection.execute(
                "select action from audit.event where object_id = %s order by event_id", [draft.draft_id]
            )
        ]


def test_a_draft_comes_back_at_another_desk_as_it_was(seats: Seats) -> None:
    draft = kept(seats, WORKER, seats.child("Ada", WORKER), base_version=2, concerned={uuid4(): "Ben"})
    other_desk = seats.record.session(WORKER)
    assert [one for one in my_drafts(other_desk) if one.draft_id == draft.draft_id] == [draft]
    other_desk.close()
    drop_draft(seats(WORKER), draft.draft_id)
    drop_draft(seats(WORKER), draft.draft_id)
    assert draft not in my_drafts(seats(WORKER))
    assert acts(seats, draft) == ["keep_draft"]


def test_what_was_typed_later_stays_whatever_arrives_first(seats: Seats) -> None:
    draft = kept(seats, WORKER)
    later = replace(draft, typed_at=draft.typed_at + timedelta(seconds=5), values={"detail": "later"})
    for sent in (later, draft, replace(later, values={"detail": "the same moment"})):
        keep_draft(seats(WORKER), sent)
    assert [one.values for one in my_drafts(seats(WORKER)) if one.draft_id == draft.draft_id] == [later.values]
    assert acts(seats, draft) == ["keep_draft"]
    drop_draft(seats(WORKER), draft.draft_id)


def test_a_draft_is_its_authors_alone(seats: Seats) -> None:
    draft = kept(seats, WORKER)
    for login in (COLLEAGUE, STRANGER, SUPPORT, MANAGER):
        session = seats(login)
        assert draft not in my_drafts(session)
        with pytest.raises(NotPermitted):
            keep_draft(session, replace(draft, typed_at=draft.typed_at + timedelta(days=1)))
        with pytest.raises(NotPermitted):
            hand_draft(session, draft.draft_id, "")
        drop_draft(session, draft.draft_id)
    for login in (MANAGER, SECOND, ELSEWHERE):
        assert waiting(seats, login, draft) == []
        with pytest.raises(NotPermitted):
            open_colleagues_draft(seats(login), draft.draft_id, WHY)
        with pytest.raises(NotPermitted):
            read_colleagues_draft(seats(login), draft.draft_id)
    with pytest.raises(NotPermitted):
        my_drafts(seats(AUDITOR))
    assert draft in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id)


def test_the_server_takes_no_draft_too_long_and_not_too_many(seats: Seats) -> None:
    draft = Draft(None, values={"detail": "word " * 1_100_000})
    with pytest.raises(Refused, match="5 MB"):
        keep_draft(seats(STRANGER), draft)
    with seats.record.superuser() as connection:
        connection.execute(
            "insert into core.server_draft (draft_id, staff_id, content, typed_at)"
            " select gen_random_uuid(), %s, '{}', now() from generate_series(1, 200)",
            [seats.record.staff[STRANGER]],
        )
    with pytest.raises(Refused, match="200 drafts"):
        kept(seats, STRANGER)
    assert my_drafts(seats(STRANGER)) == ()


def test_a_draft_that_may_no_longer_be_saved_is_handed_to_the_files_manager(seats: Seats) -> None:
    child = seats.child("Sven", STRANGER, team="South")
    seats.record.act(
        "tl_manager_b", "allocate", allocation=uuid4(), child=child, staff=seats.record.staff[COLLEAGUE],
        part="second_worker", talked_on=date.today(), took_part="us", agreed_first="visit", capacity_said="room",
    )  # fmt: skip
    seats(COLLEAGUE, child)
    seats.record.act(
        "tl_manager_b", "end_allocation", child=child, staff=seats.record.staff[COLLEAGUE], reason="OTHERS",
        handover_note="",
    )  # fmt: skip
    draft = kept(seats, COLLEAGUE, child)
    assert hand_draft(seats(COLLEAGUE), draft.draft_id, "My last visit") == "Tl Manager B"
    assert hand_draft(seats(COLLEAGUE), draft.draft_id, "again") == "Tl Manager B"
    assert waiting(seats, MANAGER, draft) == []
    (line,) = waiting(seats, ELSEWHERE, draft)
    assert (line.author, line.child, line.handed, line.note) == (
        "Tl Practitioner B", "Sven Demir", True, "My last visit",
    )  # fmt: skip
    assert draft not in my_drafts(seats(COLLEAGUE))
    drop_draft(seats(COLLEAGUE), draft.draft_id)
    assert waiting(seats, ELSEWHERE, draft) == [line]
    with pytest.raises(NotPermitted):
        read_colleagues_draft(seats(ELSEWHERE), draft.draft_id)
    with pytest.raises(Refused, match="why"):
        open_colleagues_draft(seats(ELSEWHERE), draft.draft_id, "because")
    with pytest.raises(NotPermitted):
        settle_draft(seats(ELSEWHERE), draft.draft_id)
    open_colleagues_draft(seats(ELSEWHERE), draft.draft_id, WHY)
    assert read_colleagues_draft(seats(ELSEWHERE), draft.draft_id) == draft
    settle_draft(seats(ELSEWHERE), draft.draft_id)
    settle_draft(seats(ELSEWHERE), draft.draft_id)
    assert waiting(seats, ELSEWHERE, draft) == []
    with pytest.raises(NotPermitted):
        read_colleagues_draft(seats(ELSEWHERE), draft.draft_id)
    assert acts(seats, draft) == ["keep_draft", "hand_draft", "open_draft", "settle_draft"]


def test_words_typed_after_a_draft_was_settled_wait_again(seats: Seats) -> None:
    draft = kept(seats, WORKER, seats.child("Tia", WORKER))
    hand_draft(seats(WORKER), draft.draft_id, "")
    open_colleagues_draft(seats(MANAGER), draft.draft_id, WHY)
    settle_draft(seats(MANAGER), draft.draft_id)
    keep_draft(seats(WORKER), draft)
    assert draft not in my_drafts(seats(WORKER))
    more = replace(draft, typed_at=draft.typed_at + timedelta(minutes=1), values={"detail": WORDS + " More."})
    keep_draft(seats(WORKER), more)
    assert more in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id)


def test_a_manager_opens_what_an_absent_worker_left_and_loses_it_when_the_worker_is_back(seats: Seats) -> None:
    draft = kept(seats, WORKER, seats.child("Ugo", WORKER))
    with away(seats, WORKER):
        (line,) = waiting(seats, SECOND, draft)
        assert (line.child, line.handed, line.note) == ("Ugo Demir", False, "")
        assert waiting(seats, ELSEWHERE, draft) == []
        open_colleagues_draft(seats(SECOND), draft.draft_id, WHY)
        assert read_colleagues_draft(seats(SECOND), draft.draft_id).values == draft.values
        with pytest.raises(NotPermitted):
            read_colleagues_draft(seats(MANAGER), draft.draft_id)
        with seats.record.superuser() as connection:
            (why,) = connection.execute(
                "select detail ->> 'reason' from audit.event where action = 'open_draft' and object_id = %s",
                [draft.draft_id],
            ).fetchone() or ("",)
        assert why == WHY
    assert waiting(seats, SECOND, draft) == []
    with pytest.raises(NotPermitted):
        read_colleagues_draft(seats(SECOND), draft.draft_id)
    assert draft in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id)


def test_a_draft_for_a_sealed_child_reaches_only_its_members(seats: Seats) -> None:
    child = seats.child("Vera", COLLEAGUE, WORKER)
    seats(WORKER, child)
    draft, unknown = kept(seats, WORKER, child), kept(seats, WORKER, uuid4())
    seal(seats.record, child, COLLEAGUE)
    assert hand_draft(seats(WORKER), draft.draft_id, "") == hand_draft(seats(WORKER), unknown.draft_id, "")
    assert [line.child for line in waiting(seats, MANAGER, draft)] == ["Vera Demir"]
    for login in (SECOND, ELSEWHERE):
        for one in (draft, unknown):
            assert waiting(seats, login, one) == []
            with pytest.raises(NotPermitted):
                open_colleagues_draft(seats(login), one.draft_id, WHY)
    open_colleagues_draft(seats(MANAGER), draft.draft_id, WHY)
    assert read_colleagues_draft(seats(MANAGER), draft.draft_id) == draft


def test_a_draft_of_a_newer_program_is_left_where_it_is(seats: Seats) -> None:
    draft = kept(seats, SUPPORT)
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.server_draft set content = '{\"new\": 1}' where draft_id = %s", [draft.draft_id]
        )
    assert my_drafts(seats(SUPPORT)) == ()
    hand_draft(seats(SUPPORT), draft.draft_id, "")
    open_colleagues_draft(seats(MANAGER), draft.draft_id, WHY)
    with pytest.raises(Refused, match="newer"):
        read_colleagues_draft(seats(MANAGER), draft.draft_id)
