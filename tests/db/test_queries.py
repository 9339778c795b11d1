"""What the typed questions answer, and that an answer is refused where there is no right to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.commands.files import OpenFile, open_file
from db.domain.entry import ChildPart, HowKnown, Source
from db.domain.filters import Filter
from db.errors import NotPermitted, Refused
from db.queries import chronology, entries, files, staff
from db.session import Session
from tests.record import Record

WORKER = "tl_practitioner_a"

Desk = tuple[Record, Session, UUID]


@pytest.fixture
def desk(record: Record) -> Desk:
    """A worker with an open file of three entries, the middle one significant."""
    child = record.new_child("Will", "Okafor")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "First", on="about May 2016")
    record.write_entry(session, child, "Second", on="3 March 2020, 14:30", significant=True)
    record.write_entry(session, child, "Third", on="1 June 2026")
    return record, session, child


def _headlines(session: Session, child: UUID, keys: Any) -> list[str]:
    return [row.headline for row in chronology.page_rows(session, child, keys)]


def test_keys_are_ascending_and_can_be_of_a_span_of_days_or_significant_only(desk: Desk) -> None:
    _record, session, child = desk
    keys = chronology.keys(session, child)
    assert list(keys) == sorted(keys)
    assert _headlines(session, child, keys) == ["First", "Second", "Third"]
    span = chronology.keys(session, child, Filter(since=date(2020, 3, 3), until=date(2020, 3, 3)))
    assert _headlines(session, child, span) == ["Second"]
    assert _headlines(session, child, chronology.keys(session, child, Filter(significant=True))) == ["Second"]
    assert list(chronology.keys(session, child, Filter(since=date(2027, 1, 1)))) == []
    assert len(chronology.keys(session, child, Filter(since=date.min, until=date.max))) == 3


def test_lines_come_in_order_whatever_the_order_of_their_keys_and_lost_keys_are_left_out(desk: Desk) -> None:
    _record, session, child = desk
    keys = chronology.keys(session, child)
    assert _headlines(session, child, [keys[2], keys[0], 12345]) == ["First", "Third"]
    assert chronology.page_rows(session, child, []) == ()
    with pytest.raises(Refused, match="1,000 lines"):
        chronology.page_rows(session, child, range(1001))


def test_the_newest_page_begins_with_the_newest_and_knows_partial_dates(desk: Desk) -> None:
    _record, session, child = desk
    assert [row.headline for row in chronology.newest_page(session, child, 2)] == ["Third", "Second"]
    second, first = chronology.newest_page(session, child)[1:]
    assert (second.occurred.in_words(), first.occurred.in_words()) == ("3 March 2020, 14:30", "about May 2016")
    assert (second.significant, first.significant, second.amended) == (True, False, False)
    assert second.source == Source(HowKnown.SEEN_OR_HEARD)


def test_the_rows_for_the_court_are_the_whole_entries_of_a_span(desk: Desk) -> None:
    _record, session, child = desk
    every = chronology.court_rows(session, child, since=None, until=None, significant_only=False)
    assert [row.content.headline for row in every] == ["First", "Second", "Third"]
    some = chronology.court_rows(session, child, since=date(2020, 1, 1), until=None, significant_only=True)
    assert [row.content.headline for row in some] == ["Second"]
    assert some[0].content == entries.read_entry(session, child, some[0].entry_id).content
    head = chronology.audit_head(session)
    assert (head.seq > 0, len(head.hash)) == (True, 64)


def test_the_head_of_a_file_tells_what_is_recorded_and_nothing_else(desk: Desk) -> None:
    record, session, child = desk
    seen = ChildPart(child, seen=True, seen_alone=True, words="I like the new house")
    record.write_entry(session, child, "Seen", on="2 June 2026", children=(seen,))
    summary = files.child_summary(session, child)
    assert (summary.name, summary.born, summary.team, summary.worker) == (
        "Will Okafor", date(2019, 5, 2), "North", "Tl Practitioner A"
    )  # fmt: skip
    assert (summary.last_seen_alone, summary.words) == (date(2026, 6, 2), "I like the new house")
    assert (summary.legal_status, summary.lives_with, summary.may_record) == ("", "", True)
    assert files.periods(session, child) == ()


def test_a_child_is_found_by_reference_name_beginning_and_sound(desk: Desk) -> None:
    _record, session, child = desk
    reference = files.child_summary(session, child).reference
    for words in (reference, f" {reference.lower()} ", "Okafor", "okaf", "Will Okafor", "will okaffor"):
        assert [found.child_id for found in files.find_children(session, words)] == [child], words
    for words in ("", " ", "'", '"', "%", "\\", "(", "*", "zzz", "x" * 5000):
        assert files.find_children(session, words) == (), words


def test_any_characters_may_be_searched_for(desk: Desk) -> None:
    _record, session, child = desk
    for words in ("", "'", '"', '"unclosed', "\\", ":*", "a:*", "!", "&", "|", "(", "*", "-", "OR", "or or", "first'"):
        assert isinstance(list(chronology.search(session, child, words)), list), words
    assert len(chronology.search(session, child, "fir*")) == 1


def test_who_i_am_and_who_is_here(record: Record) -> None:
    session = record.session(WORKER)
    me = staff.who_am_i(session)
    assert (me.login, me.role, me.team, me.authority, me.country) == (
        WORKER, "practitioner", "North", "Testing Council", "E"
    )  # fmt: skip
    assert [team.name for team in staff.list_teams(session)] == ["North", "South"]
    with pytest.raises(NotPermitted):
        staff.list_staff(session)
    assert WORKER in [line.login for line in staff.list_staff(record.session("tl_auditor"))]


QUESTIONS: tuple[Callable[[Session, UUID], object], ...] = (
    chronology.keys,
    chronology.newest_page,
    files.child_summary,
    files.periods,
    lambda session, child: chronology.search(session, child, "first"),
    lambda session, child: chronology.page_rows(session, child, [1]),
    lambda session, child: entries.read_entry(session, child, uuid4()),
    lambda session, child: chronology.court_rows(session, child, since=None, until=None, significant_only=False),
)


def test_no_question_about_a_file_is_answered_before_it_is_opened_or_about_a_child_who_is_not_there(desk: Desk) -> None:
    record, opened, child = desk
    stranger = record.session("tl_practitioner_c")
    with pytest.raises(NotPermitted):
        open_file(stranger, OpenFile(child))
    for question in QUESTIONS:
        for session, asked in ((stranger, child), (opened, uuid4())):
            with pytest.raises(NotPermitted):
                question(session, asked)


def test_my_children_count_what_others_recorded_since_i_looked(desk: Desk) -> None:
    record, session, child = desk
    record.allocate(child, "tl_practitioner_b")
    colleague = record.opened("tl_practitioner_b", child)
    record.write_entry(colleague, child, "By a colleague")
    (line,) = files.my_children(session)
    assert (line.child_id, line.name, line.basis, line.new_entries) == (child, "Will Okafor", "allocated", 1)
