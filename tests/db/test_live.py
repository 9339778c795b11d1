"""What is new in a file while somebody reads it: others' entries, their amendments, and facts about the child."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from db.commands.entries import AmendEntry, amend_entry
from db.errors import NotPermitted
from db.queries.live import news
from tests.record import Record, content

WORKER, COLLEAGUE, GUARDIAN = "tl_practitioner_a", "tl_practitioner_b", "tl_court_adviser"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to practitioner a and, as second, open to b."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    _name(record, child, COLLEAGUE, "legal", "record")
    return child


def _name(record: Record, child: UUID, login: str, capacity: str, level: str) -> None:
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[login], capacity=capacity, level=level,
        until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="arranged for the test",
    )  # fmt: skip


def test_what_others_recorded_and_amended_is_news_and_what_i_recorded_is_not(record: Record, child: UUID) -> None:
    mine, theirs = record.opened(WORKER, child), record.opened(COLLEAGUE, child)
    my_entry = record.write_entry(mine, child, "Mine")
    her_entry = record.write_entry(theirs, child, "Hers")
    assert news(mine, child, LONG_AGO).versions == {her_entry: 1}
    assert news(theirs, child, LONG_AGO).versions == {my_entry: 1}
    amend_entry(theirs, AmendEntry(uuid4(), my_entry, child, content(child, "Better"), 1, "the day"))
    assert news(mine, child, LONG_AGO).versions == {her_entry: 1, my_entry: 2}
    assert news(theirs, child, LONG_AGO).versions == {}, "the newest version is her own"


def test_news_counts_from_the_moment_of_the_last_answer(record: Record, child: UUID) -> None:
    mine, theirs = record.opened(WORKER, child), record.opened(COLLEAGUE, child)
    record.write_entry(theirs, child, "Before")
    last = news(mine, child, LONG_AGO)
    assert last.newest is not None
    assert last.newest <= last.asked_at
    assert news(mine, child, last.asked_at).versions == {}
    assert news(mine, child, last.asked_at - timedelta(minutes=1)).versions == last.versions
    after = record.write_entry(theirs, child, "After")
    assert news(mine, child, last.asked_at).versions == {after: 1}


def test_facts_that_others_changed_are_news_but_none_of_a_sealed_sister(record: Record, child: UUID) -> None:
    mother, sister = record.new_child("Leyla", "Kaya"), record.new_child("Sara", "Kaya")
    mine = record.opened(WORKER, child)
    since = news(mine, child, LONG_AGO).asked_at
    period, warning, name = uuid4(), uuid4(), uuid4()
    with record.superuser() as connection:
        staff = record.staff[COLLEAGUE]
        connection.execute("update core.file set sealed = true where child_id = %s", [sister])
        for person, kind in ((mother, "mother"), (sister, "sister")):
            connection.execute(
                "insert into core.relationship (person_id, other_id, kind, recorded_by, recorded_at)"
                " values (%s, %s, %s, %s, '2020-01-01')",
                [person, child, kind, staff],
            )
        assert news(mine, child, since).facts == frozenset()
        connection.execute(
            "insert into core.person_name (name_id, person_id, given, recorded_by) values (%s, %s, 'Sealed', %s)",
            [uuid4(), sister, staff],
        )
        assert news(mine, child, since).facts == frozenset(), "a sealed sister's new name is no news here"
        connection.execute(
            "insert into core.period (period_id, child_id, kind, recorded_by) values (%s, %s, 'plan', %s)",
            [period, child, staff],
        )
        connection.execute(
            "insert into core.warning (warning_id, person_id, kind, text, review_on, recorded_by)"
            " values (%s, %s, 'dog', 'A dog', current_date, %s)",
            [warning, mother, staff],
        )
        connection.execute(
            "insert into core.person_name (name_id, person_id, given, recorded_by) values (%s, %s, 'Mine', %s)",
            [name, child, record.staff[WORKER]],
        )
    assert news(mine, child, since).facts == frozenset({period, warning})


def test_a_guardian_hears_of_no_legal_advice(record: Record, child: UUID) -> None:
    _name(record, child, GUARDIAN, "childrens_guardian", "read")
    mine, hers = record.opened(WORKER, child), record.opened(GUARDIAN, child)
    record.write_entry(mine, child, "Counsel advises", legal_advice=True)
    seen = record.write_entry(mine, child, "Seen")
    assert news(hers, child, LONG_AGO).versions == {seen: 1}


def test_without_a_ticket_there_is_no_news(record: Record, child: UUID) -> None:
    with pytest.raises(NotPermitted):
        news(record.session(WORKER), child, LONG_AGO)
    with pytest.raises(NotPermitted):
        news(record.session("tl_practitioner_c"), child, LONG_AGO)
