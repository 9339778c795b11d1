"""Drafts on the server: private to their author, until one is handed on or the author is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, id_or_null
from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.drafts import drop_draft, hand_draft, keep_draft, open_colleagues_draft, settle_draft
from db.domain.draft import Draft
from db.errors import Conflict, NotPermitted, Refused
from db.queries.drafts import ColleaguesDraft, colleagues_drafts, gone_drafts, my_drafts, read_colleagues_draft
from tests.db.local.paper_trail import written_on
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
    drop_draft(seats(WORKER), draft.draft_id, draft.versions)
    drop_draft(seats(WORKER), draft.draft_id, draft.versions)
    assert draft not in my_drafts(seats(WORKER))
    assert acts(seats, draft) == ["keep_draft"]


def test_a_copy_takes_the_place_of_the_one_that_it_was_written_on_from_whatever_arrives_first(seats: Seats) -> None:
    draft = kept(seats, WORKER)
    earlier_clock = draft.typed_at - timedelta(days=1)
    later = written_on(draft, "later", typed_at=earlier_clock)
    for sent in (later, draft, replace(later, values={"detail": "the same, sent again"})):
        keep_draft(seats(WORKER), sent)
    assert [one.values for one in my_drafts(seats(WORKER)) if one.draft_id == draft.draft_id] == [later.values]
    assert acts(seats, draft) == ["keep_draft"]
    drop_draft(seats(WORKER), draft.draft_id, later.versions)


def test_what_two_desks_wrote_is_told_and_neither_replaced_nor_dropped(seats: Seats) -> None:
    draft = kept(seats, WORKER)
    here, there = written_on(draft, "here", "office"), written_on(draft, "there", "home")
    keep_draft(seats(WORKER), here)
    with pytest.raises(Conflict):
        keep_draft(seats(WORKER), there)
    drop_draft(seats(WORKER), draft.draft_id, there.versions)
    assert here in my_drafts(seats(WORKER))
    assert draft.draft_id not in gone_drafts(seats(WORKER))
    both = replace(there, versions={**here.versions, **there.versions})
    keep_draft(seats(WORKER), both)
    assert both in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id, both.versions)


def test_what_was_dropped_is_told_to_its_author_alone_and_does_not_come_back_unless_more_was_written(
    seats: Seats,
) -> None:
    draft = written_on(kept(seats, WORKER), "first")
    keep_draft(seats(WORKER), draft)
    drop_draft(seats(WORKER), draft.draft_id, draft.versions)
    assert gone_drafts(seats(WORKER))[draft.draft_id] == draft.versions
    assert draft.draft_id not in gone_drafts(seats(COLLEAGUE))
    keep_draft(seats(WORKER), draft)
    assert draft not in my_drafts(seats(WORKER))
    more = written_on(draft, "more")
    keep_draft(seats(WORKER), more)
    assert more in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id, more.versions)


@pytest.mark.parametrize("versions", [None, [], {"desk": -1}, {"desk": "1"}, {"desk": 1.5}, {"desk": {}}, "desk"])
def test_versions_that_are_none_are_refused(seats: Seats, versions: object) -> None:
    draft = Draft(None)
    content = sa.literal({**draft.to_json(), "versions": versions}, JSONB)
    dropped = call("drop_draft", draft=draft.draft_id, versions=sa.literal(versions, JSONB))
    kept = call("keep_draft", draft=draft.draft_id, child=id_or_null(None), content=content, typed_at=draft.typed_at)
    for wanted in (dropped, kept):
        with pytest.raises(Refused, match="does not have the form"):
            seats(WORKER).write(lambda connection, wanted=wanted: connection.execute(sa.select(wanted)))  # type: ignore[misc]


def test_a_draft_is_kept_for_the_child_that_it_is_about(seats: Seats) -> None:
    draft = Draft(seats.child("Noor", WORKER))
    content = sa.literal(draft.to_json(), JSONB)
    wanted = call("keep_draft", draft=draft.draft_id, child=uuid4(), content=content, typed_at=draft.typed_at)
    with pytest.raises(Refused, match="does not have the form"):
        seats(WORKER).write(lambda connection: connection.execute(sa.select(wanted)))


def test_a_manager_does_not_read_what_a_draft_says_of_a_brother_whose_file_is_sealed(seats: Seats) -> None:
    child, open_brother, sealed_brother = (seats.child(name, WORKER) for name in ("Wim", "Xan", "Yuri"))
    draft = kept(
        seats, WORKER, child, concerned={open_brother: "Xan Demir", sealed_brother: "Yuri Demir"},
        sending={"children": [{"child_id": str(sealed_brother), "impact": "He hid"}]},
    )  # fmt: skip
    draft = written_on(
        draft,
        "At home",
        values={"headline": "At home", f"impact@{open_brother}": "Slept badly", f"impact@{sealed_brother}": "He hid"},
    )
    keep_draft(seats(WORKER), draft)
    seal(seats.record, sealed_brother, WORKER)
    hand_draft(seats(WORKER), draft.draft_id, "")
    open_colleagues_draft(seats(SECOND), draft.draft_id, WHY)
    read = read_colleagues_draft(seats(SECOND), draft.draft_id)
    assert read.concerned == {open_brother: "Xan Demir"}
    assert read.values == {"headline": "At home", f"impact@{open_brother}": "Slept badly"}
    assert read.sending is None


def test_a_draft_is_its_authors_alone(seats: Seats) -> None:
    draft = kept(seats, WORKER)
    for login in (COLLEAGUE, STRANGER, SUPPORT, MANAGER):
        session = seats(login)
        assert draft not in my_drafts(session)
        with pytest.raises(NotPermitted):
            keep_draft(session, replace(draft, typed_at=draft.typed_at + timedelta(days=1)))
        with pytest.raises(NotPermitted):
            hand_draft(session, draft.draft_id, "")
        drop_draft(session, draft.draft_id, draft.versions)
    for login in (MANAGER, SECOND, ELSEWHERE):
        assert waiting(seats, login, draft) == []
        with pytest.raises(NotPermitted):
            open_colleagues_draft(seats(login), draft.draft_id, WHY)
        with pytest.raises(NotPermitted):
            read_colleagues_draft(seats(login), draft.draft_id)
    with pytest.raises(NotPermitted):
        my_drafts(seats(AUDITOR))
    assert draft in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id, draft.versions)


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
    seats.record.allocate(child, COLLEAGUE)
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
    drop_draft(seats(COLLEAGUE), draft.draft_id, draft.versions)
    assert waiting(seats, ELSEWHERE, draft) == [line]
    with pytest.raises(NotPermitted):
        read_colleagues_draft(seats(ELSEWHERE), draft.draft_id)
    with pytest.raises(Refused, match="why"):
        open_colleagues_draft(seats(ELSEWHERE), draft.draft_id, "because, because")
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
    more = written_on(draft, WORDS + " More.")
    keep_draft(seats(WORKER), more)
    assert more in my_drafts(seats(WORKER))
    drop_draft(seats(WORKER), draft.draft_id, more.versions)


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
    drop_draft(seats(WORKER), draft.draft_id, draft.versions)


def test_two_absences_of_a_person_do_not_overlap(seats: Seats) -> None:
    staff, today = seats.record.staff[WORKER], date.today()
    first = SetAbsence(uuid4(), staff, today + timedelta(days=10), today + timedelta(days=20))
    set_absence(seats(WORKER), first)
    set_absence(seats(WORKER), first)
    for days in ((5, 10), (12, 13), (20, None), (1, None)):
        to_on = None if days[1] is None else today + timedelta(days=days[1])
        with pytest.raises(Refused, match="noted already"):
            set_absence(seats(WORKER), SetAbsence(uuid4(), staff, today + timedelta(days=days[0]), to_on))
    after = SetAbsence(uuid4(), staff, today + timedelta(days=21))
    set_absence(seats(WORKER), after)
    for wish in (first, after):
        end_absence(seats(WORKER), EndAbsence(wish.absence_id))


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
