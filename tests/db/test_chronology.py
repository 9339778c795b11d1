"""The projection is nothing but the versions, read another way."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import psycopg

from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.domain.entry import ChildPart
from db.domain.filters import Filter
from db.queries import chronology
from tests.record import Record, content

WORKER = "tl_practitioner_a"
_LINES = "select to_jsonb(c) from core.chronology c order by c.child_id, c.order_key"
_WORDS = "select to_jsonb(s) from core.search_part s order by s.child_id, s.entry_id, s.part"


def _projected(connection: psycopg.Connection) -> tuple[list[object], list[object]]:
    return [row for (row,) in connection.execute(_LINES)], [row for (row,) in connection.execute(_WORDS)]


def test_throwing_the_projection_away_and_rebuilding_it_gives_the_same_rows(record: Record) -> None:
    child, sister = record.new_child(), record.new_child("Ada")
    for one in (child, sister):
        record.allocate(one, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "About the spring", on="spring 2019", detail="long " * 9000)
    amended = record.write_entry(session, child, "First words", on="1 May 2020")
    amend_entry(session, AmendEntry(uuid4(), amended, child, content(child, "Better words", on="2020"), 1, "the date"))
    both = replace(content(child, "Both"), children=(ChildPart(child, words="mine"), ChildPart(sister, impact="hers")))
    record_entry(session, RecordEntry(uuid4(), uuid4(), child, both))
    with record.superuser() as connection:
        before = _projected(connection)
        connection.execute("delete from core.chronology")
        connection.execute("delete from core.search_part")
        connection.execute("select wall.project(array(select entry_id from core.entry))")
        assert _projected(connection) == before
    assert len(before[0]) == 4
    assert len(before[1]) == 6, "the long text is in three parts"


def test_keys_come_in_the_order_of_the_days_and_of_recording_within_a_day(record: Record) -> None:
    child = record.new_child()
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    for headline, on in (
        ("d", "3 March 2026, 14:30"),
        ("c", "3 March 2026"),
        ("a", "2019"),
        ("e", "4 March 2026"),
        ("b", "March 2026"),
    ):
        record.write_entry(session, child, headline, on=on)
    rows = chronology.page_rows(session, child, chronology.keys(session, child))
    assert [row.headline for row in rows] == ["a", "b", "c", "d", "e"]
    assert [row.headline for row in chronology.newest_page(session, child, 2)] == ["e", "d"]


def test_a_span_of_days_and_significance_narrow_the_keys(record: Record) -> None:
    child = record.new_child()
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    for year in (2019, 2021, 2023):
        record.write_entry(session, child, f"In {year}", on=f"1 June {year}", significant=year != 2021)
    since, until = (
        content(child, on="1 June 2021").occurred.earliest,
        content(child, on="1 June 2023").occurred.earliest,
    )
    assert len(chronology.keys(session, child, Filter(since=since))) == 2
    assert len(chronology.keys(session, child, Filter(since=since, until=until))) == 2
    assert len(chronology.keys(session, child, Filter(since=since, significant=True))) == 1


def test_an_entry_in_the_wrong_file_leaves_that_files_chronology_and_its_words(record: Record) -> None:
    child = record.new_child()
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    wrong = record.write_entry(session, child, "Belongs elsewhere")
    record.write_entry(session, child, "Belongs here")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.wrong_file (entry_id, child_id, reason, closed_by) values (%s, %s, 'mixed up', %s)",
            [wrong, child, record.staff[WORKER]],
        )
        connection.execute("select wall.project(%s)", [[wrong]])
    assert [row.headline for row in chronology.newest_page(session, child)] == ["Belongs here"]
    assert list(chronology.search(session, child, "elsewhere")) == []
