"""A file that one reads while others write in it, and while the network comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands.entries import AmendEntry, amend_entry
from db.domain.filters import Filter
from desktop.features.record.page import RecordPage
from tests.db.relay import Relay
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content

WORKER, COLLEAGUE = "tl_practitioner_a", "tl_practitioner_b"
OFTEN_MS = 60


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with forty entries, allocated to practitioner a and open to practitioner b."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[COLLEAGUE], capacity="legal", level="record",
        until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="covers the team",
    )  # fmt: skip
    session = record.opened(WORKER, child)
    for day in range(1, 29):
        record.write_entry(session, child, f"Entry of day {day}", on=f"{day} February 2026", detail="As ever. " * 40)
    session.close()
    return child


def _opened(hand: Hand, child: UUID) -> RecordPage:
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    page.live.near_ms = page.live.far_ms = OFTEN_MS
    page.live.ask()
    hand.until(lambda: page.reading.entry is not None and page.timeline.facts is not None)
    hand.until(lambda: page.band_acts.found is not None)  # it comes by itself, and what stands below makes room for it
    return page


@pytest.fixture
def page(hand: Hand, child: UUID) -> RecordPage:
    """The child's file, which asks often."""
    return _opened(hand, child)


def _rows(page: RecordPage) -> int:
    return page.chronology.model.rowCount()


def test_a_colleagues_entry_appears_by_itself_and_nothing_that_one_reads_moves(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    table = page.chronology.table
    page.chronology.step(12)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.content.headline == "Entry of day 16")
    text, place = page.reading.text.toPlainText(), page.timeline.mapTo(page, page.timeline.rect().topLeft())
    top = _top_line(page)
    record.write_entry(record.opened(COLLEAGUE, child), child, "Police were called", on="3 March 2026")
    hand.until(lambda: page.news.words != "")
    hand.until(lambda: _rows(page) == 29)
    assert page.news.words.endswith("1 new entry by a colleague")
    hand.until(lambda: _current(page) == "Entry of day 16")
    assert page.reading.text.toPlainText() == text
    assert page.timeline.mapTo(page, page.timeline.rect().topLeft()) == place
    assert _top_line(page) == top
    hand.until(lambda: page.timeline.facts is not None and page.timeline.facts.entries == 29)
    page.news.show_next.click()
    hand.until(lambda: _current(page) == "Police were called")
    assert page.news.words == ""
    assert table.isVisible()


def _current(page: RecordPage) -> str:
    line = page.chronology.current_line()
    return line.headline if line is not None else ""


def _top_line(page: RecordPage) -> str:
    table = page.chronology.table
    row = table.rowAt(0)
    return f"{page.chronology.model.index(row, 1).data()} at {table.rowViewportPosition(row)}"


def test_what_i_record_myself_is_no_news(hand: Hand, record: Record, child: UUID, page: RecordPage) -> None:
    record.write_entry(record.opened(WORKER, child), child, "Mine, from another desk", on="4 March 2026")
    record.write_entry(record.opened(COLLEAGUE, child), child, "Hers", on="5 March 2026")
    hand.until(lambda: _rows(page) == 30)
    assert page.news.words.endswith("1 new entry by a colleague")


def test_an_amendment_of_what_one_reads_is_offered_and_not_put_under_ones_eyes(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    reading = page.reading
    assert reading.entry is not None
    before = reading.text.toPlainText()
    better = content(child, "Entry of day 28, put right", on="28 February 2026")
    amend_entry(
        record.opened(COLLEAGUE, child), AmendEntry(uuid4(), reading.entry.entry_id, child, better, 1, "it was she")
    )
    hand.until(lambda: "amended this entry" in reading.offer.words)
    hand.until(lambda: _current(page) == "Entry of day 28, put right")
    assert reading.text.toPlainText() == before
    assert page.news.words.endswith("1 amended by a colleague")
    next(choice for choice in reading.offer.choices if choice.text() == "Read it").click()
    hand.until(lambda: "put right" in reading.text.toPlainText())
    assert reading.offer.words == ""


def test_facts_that_a_colleague_changes_are_read_anew(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    assert page.timeline.facts is not None
    assert page.timeline.facts.spans == ()
    with record.superuser() as connection:
        connection.execute(
            "insert into core.period (period_id, child_id, kind, description, begins_earliest, begins_latest,"
            " recorded_by) values (%s, %s, 'plan', 'Child in need', '2026-02-01', '2026-02-01', %s)",
            [uuid4(), child, record.staff[COLLEAGUE]],
        )
    hand.until(lambda: page.timeline.facts is not None and len(page.timeline.facts.spans) == 1)
    assert page.news.words == ""


def test_when_the_file_closes_nothing_more_is_asked(hand: Hand, record: Record, child: UUID, page: RecordPage) -> None:
    hand.press(Qt.Key.Key_W, CTRL)
    hand.until(lambda: child not in hand.workspace.files)
    hand.until(lambda: not hand.opened.tasks.busy)
    record.write_entry(record.opened(COLLEAGUE, child), child, "Hers", on="5 March 2026")
    hand.qtbot.wait(4 * OFTEN_MS)
    assert not hand.opened.tasks.busy


def test_a_file_whose_time_has_run_out_says_so_and_opens_again(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    text = page.reading.text.toPlainText()
    with record.superuser() as connection:
        connection.execute("alter table core.ticket disable trigger append_only_rows")
        connection.execute("update core.ticket set expires_at = clock_timestamp() - interval '1 second'")
    hand.until(lambda: "no longer open to you" in page.banner.words)
    assert page.reading.text.toPlainText() == text
    record.write_entry(record.opened(COLLEAGUE, child), child, "Meanwhile", on="5 March 2026")
    hand.choose("Open it again", page)
    hand.until(lambda: _rows(page) == 29)
    assert page.banner.words == ""


def test_a_filter_that_the_server_refuses_leaves_list_and_sentence_as_they_were(
    hand: Hand, record: Record, page: RecordPage
) -> None:
    listed = page.chronology
    hand.until(lambda: "28 entries" in listed.said)
    said = listed.said
    page.live.stop()
    with record.superuser() as connection:
        connection.execute("alter table core.ticket disable trigger append_only_rows")
        connection.execute("update core.ticket set expires_at = clock_timestamp() - interval '1 second'")
    listed.set_filter(Filter(significant=True))
    assert listed.said == "Looking…"
    hand.until(lambda: "“significant” could not be looked up" in listed.bar.said.text())
    assert (listed.filter, listed.said, _rows(page)) == (Filter(), said, 28)
    assert "choose it again" in listed.bar.said.text()
    hand.until(lambda: "no longer open to you" in page.banner.words)


@pytest.fixture
def relay(record: Record) -> Iterator[Relay]:
    """A network between the window and this test's record."""
    with Relay(record.address) as relay:
        yield relay


@pytest.fixture
def far_hand(qtbot: QtBot, record: Record, relay: Relay, tmp_path: Path) -> Iterator[Hand]:
    """The program, its server reached over that network."""
    found = Hand(qtbot, record, tmp_path, address=relay.address)
    yield found
    found.close()


def test_a_cut_in_the_middle_of_a_question_is_not_even_noticed(
    far_hand: Hand, relay: Relay, record: Record, child: UUID
) -> None:
    page = _opened(far_hand, child)
    relay.cut_before = b"file_news"
    far_hand.until(lambda: relay.cuts == 1)
    record.write_entry(record.opened(COLLEAGUE, child), child, "Hers", on="5 March 2026")
    far_hand.until(lambda: _rows(page) == 29)
    assert page.away.words == ""


def test_while_the_server_is_away_everything_stays_readable_and_the_news_comes_when_it_is_back(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    text = page.reading.text.toPlainText()
    _server(record, there=False)
    hand.until(lambda: page.away.words != "")
    assert "cannot be reached since" in page.away.words
    assert "stays readable; trying again by itself" in page.away.words
    assert page.reading.text.toPlainText() == text
    assert (_rows(page), page.banner.words) == (28, "")
    _server(record, there=True)
    record.write_entry(record.opened(COLLEAGUE, child), child, "Meanwhile", on="5 March 2026")
    hand.until(lambda: page.away.words == "")
    hand.until(lambda: _rows(page) == 29)
    assert page.reading.text.toPlainText() == text


def test_a_filter_that_finds_no_answer_leaves_list_and_sentence_as_they_were(
    hand: Hand, record: Record, child: UUID, page: RecordPage
) -> None:
    listed = page.chronology
    hand.until(lambda: "28 entries" in listed.said)
    said = listed.said
    _server(record, there=False)
    hand.press(Qt.Key.Key_L, CTRL)
    hand.type("significant since 2026")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "could not be looked up" in listed.bar.said.text())
    assert (listed.filter, listed.said, _rows(page)) == (Filter(), said, 28)
    assert listed.bar.sentence == "Show everything"
    assert listed.bar.line.text() == "significant since 2026"
    assert "press Enter where you typed it" in listed.bar.said.text()
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("ever")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "“ever”" in listed.bar.said.text() or "ever" in listed.bar.said.text())
    hand.until(lambda: listed.filter == Filter())
    assert (listed.find_box.text(), listed.said) == ("ever", said)
    _server(record, there=True)
    hand.until(lambda: page.away.words == "")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: listed.said == "28 entries hold these words")
    assert listed.bar.said.text() == ""


def test_another_line_shows_what_the_list_knows_of_it_and_the_rest_when_the_server_is_back(
    hand: Hand, record: Record, page: RecordPage
) -> None:
    page.live.stop()
    page.live.near_ms = page.live.far_ms = 600_000
    page.live.begin()
    hand.until(lambda: not hand.opened.tasks.busy)
    _server(record, there=False)
    page.chronology.step(3)
    hand.until(lambda: page.reading.offer.words != "")
    assert "The rest can be read again when the server answers." in page.reading.offer.words
    shown = page.reading.text.toPlainText()
    for words in ("25 February 2026", "Entry of day 25", "As ever. As ever."):
        assert words in shown
    assert "cannot be reached since" in page.away.words, "the failed question alone tells that the server is away"
    assert page.banner.words == ""
    _server(record, there=True)
    page.live.ask()
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.content.headline == "Entry of day 25")
    assert page.reading.offer.words == ""


def _server(record: Record, *, there: bool) -> None:
    """Takes the record away from everybody, with what they are connected by, or brings it back."""
    with psycopg.connect(record.server.dsn(), autocommit=True) as connection:
        connection.execute(f"alter database {record.database} with allow_connections {'true' if there else 'false'}")
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [record.database]
        )
