"""The childhood at a glance as the server answers it: counts, marks, periods, and what is kept from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from db.commands.entries import RecordEntry, record_entry
from db.domain.entry import ChildPart, Tone
from db.errors import NotPermitted
from db.queries import chronology, entries
from db.queries.timeline import timeline
from db.session import Session
from tests.record import Record, content

WORKER, COLLEAGUE, GUARDIAN = "tl_practitioner_a", "tl_practitioner_b", "tl_court_adviser"


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya", born=date(2019, 5, 2))
    record.allocate(child, WORKER)
    return child


def _period(record: Record, child: UUID, kind: str, begins: str, *, ends: str | None = None, **more: object) -> UUID:
    period = uuid4()
    with record.superuser() as connection:
        connection.execute(
            "insert into core.period (period_id, child_id, kind, code, begins_earliest, begins_latest, begins_words,"
            " ends_earliest, ends_latest, planned_on, replaces, recorded_by)"
            " values (%s, %s, %s, %s, %s, %s, '', %s, %s, %s, %s, %s)",
            [period, child, kind, more.get("code", ""), begins, begins, ends, ends, more.get("planned"),
             more.get("replaces"), record.staff[WORKER]],
        )  # fmt: skip
    return period


def test_months_count_their_entries_and_the_significant_among_them(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    for on, significant in (("1 May 2020", True), ("31 May 2020", False), ("May 2020", False), ("1 June 2020", True)):
        record.write_entry(session, child, f"On {on}", on=on, significant=significant)
    found = timeline(session, child)
    assert [(month.begins, month.entries, month.significant) for month in found.months] == [
        (date(2020, 5, 1), 3, 1),
        (date(2020, 6, 1), 1, 1),
    ]
    assert found.entries == 4
    assert (found.born, found.significant, found.left_out) == (date(2019, 5, 2), 2, 0)


def test_marks_are_the_significant_events_in_order_with_their_dates_in_words(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Police were called", on="summer 2021", tone=Tone.HARM, significant=True)
    record.write_entry(
        session, child, "Began at nursery", on="about March 2021", tone=Tone.PROTECTIVE, significant=True
    )
    record.write_entry(session, child, "A call", on="4 March 2021")
    marks = timeline(session, child).marks
    assert [(mark.tone, mark.headline, mark.occurred.in_words()) for mark in marks] == [
        ("protective", "Began at nursery", "about March 2021"),
        ("harm", "Police were called", "summer 2021"),
    ]
    assert [mark.order_key for mark in marks] == list(chronology.keys(session, child))[::2]


def test_a_file_with_very_many_significant_events_says_how_many_have_no_mark(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "The first harm", on="1 May 2020", tone=Tone.HARM, significant=True)
    first = record.write_entry(session, child, "An early event", on="1 May 2020", significant=True)
    with record.superuser() as connection:
        connection.execute(
            "create table public.many as select c.*, gen_random_uuid() as fresh, n from core.chronology c,"
            " generate_series(1, 1100) n where c.entry_id = %s",
            [first],
        )
        connection.execute("insert into core.entry (entry_id, created_by) select fresh, author_id from public.many")
        connection.execute(
            "insert into core.entry_child (entry_id, child_id, number) select fresh, child_id, 100 + n from public.many"
        )
        connection.execute("update public.many set entry_id = fresh, order_key = order_key + 1000 + n")
        connection.execute("alter table public.many drop fresh, drop n")
        connection.execute("insert into core.chronology select * from public.many")
    found = timeline(session, child)
    assert found.significant == 1102
    assert found.left_out == 1101 - 1000
    assert [mark.headline for mark in found.marks if mark.tone == "harm"] == ["The first harm"]


def test_periods_that_a_correction_replaced_are_no_bands(record: Record, child: UUID) -> None:
    wrong = _period(record, child, "plan", "2020-03-01", code="cp")
    right = _period(record, child, "plan", "2020-03-09", ends="2021-01-31", code="cp", replaces=wrong)
    home = _period(record, child, "placement", "2021-01-31", code="foster")
    _period(record, child, "assessment", "2019-05-20")
    _period(record, child, "planned", "2026-01-01", planned="2099-01-05")
    found = timeline(record.opened(WORKER, child), child)
    assert [(span.period_id, span.begins, span.ends) for span in found.spans] == [
        (right, date(2020, 3, 9), date(2021, 1, 31)),
        (home, date(2021, 1, 31), None),
    ]
    assert found.planned_on == date(2099, 1, 5)


def test_a_guardian_sees_no_legal_advice_in_bars_or_marks(record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Seen", on="1 May 2020", significant=True)
    record.write_entry(session, child, "Counsel advises", on="2 May 2020", significant=True, legal_advice=True)
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[GUARDIAN], capacity="childrens_guardian",
        level="read", until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="appointed by the court",
    )  # fmt: skip
    hers = timeline(record.opened(GUARDIAN, child), child)
    assert [(month.entries, month.significant) for month in hers.months] == [(1, 1)]
    assert [mark.headline for mark in hers.marks] == ["Seen"]
    assert hers.significant == 1
    assert timeline(session, child).significant == 2


def test_without_a_ticket_there_is_no_timeline(record: Record, child: UUID) -> None:
    with pytest.raises(NotPermitted):
        timeline(record.session(WORKER), child)
    with pytest.raises(NotPermitted):
        timeline(record.session(COLLEAGUE), child)


# Brothers and sisters whose files are sealed.


def _shared(record: Record, session: Session, child: UUID, sister: UUID) -> UUID:
    entry = uuid4()
    both = replace(
        content(child, "Both were seen"), children=(ChildPart(child), ChildPart(sister, impact="Hers alone to know"))
    )
    record_entry(session, RecordEntry(uuid4(), entry, child, both))
    return entry


def _seal(record: Record, child: UUID, *members: str) -> None:
    record.seal("tl_manager_a", child, *members)


def test_the_other_child_concerned_is_named_while_the_file_is_open_to_be_known(record: Record, child: UUID) -> None:
    sister = record.new_child("Sara", "Kaya")
    record.allocate(sister, WORKER)
    session = record.opened(WORKER, child)
    entry = _shared(record, session, child, sister)
    view = entries.read_entry(session, child, entry)
    assert (view.also_concerns, view.also_names) == (1, ("Sara Kaya",))
    assert "Hers" not in repr(view)
    assert [row.siblings for row in chronology.newest_page(session, child)] == [1]


def test_a_sealed_sister_is_neither_counted_nor_named_except_to_her_members(record: Record, child: UUID) -> None:
    sister, brother = record.new_child("Sara", "Kaya"), record.new_child("Can", "Kaya")
    for one in (sister, brother):
        record.allocate(one, WORKER)
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[COLLEAGUE], capacity="legal", level="read",
        until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="covers the team",
    )  # fmt: skip
    session = record.opened(WORKER, child)
    entry = _shared(record, session, child, sister)
    record.write_entry(session, child, "Of both brothers", children=(ChildPart(child), ChildPart(brother)))
    _seal(record, sister, WORKER)
    for login, names in ((WORKER, ("Sara Kaya",)), (COLLEAGUE, ())):
        reader = record.opened(login, child)
        assert sorted(row.siblings for row in chronology.newest_page(reader, child)) == [0, 1], (
            "the sealed is not counted"
        )
        view = entries.read_entry(reader, child, entry)
        assert (view.also_concerns, view.also_names) == (len(names), names)


def test_an_entry_recorded_after_the_sealing_does_not_count_her_either(record: Record, child: UUID) -> None:
    sister = record.new_child("Sara", "Kaya")
    record.allocate(sister, WORKER)
    _seal(record, sister, WORKER)
    session = record.opened(WORKER, child)
    record.opened(WORKER, sister)
    _shared(record, session, child, sister)
    assert [row.siblings for row in chronology.newest_page(session, child)] == [0]
    hers = record.opened(WORKER, sister)
    assert [row.siblings for row in chronology.newest_page(hers, sister)] == [1], "her own file may know of her brother"
