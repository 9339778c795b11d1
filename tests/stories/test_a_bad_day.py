"""What goes wrong on a bad day, told in the real window: the words that were typed are still there."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from PySide6.QtCore import Qt

from tests.db.relay import Relay
from tests.desktop.window import CTRL, Hand, reinstate, suspend
from tests.record import Record

LONG = "Met her at the bus stop. She had no coat and said that nobody had been at home since Friday."


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with one entry, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(session, child, "Seen at school")
    session.close()
    return child


def _headlines(record: Record) -> list[str]:
    with record.superuser() as connection:
        found = connection.execute("select headline from core.entry_version order by recorded_at").fetchall()
    return [str(headline) for (headline,) in found]


def test_a_suspended_colleague_is_refused_at_the_next_click_and_keeps_the_words(hand: Hand, record: Record) -> None:
    child = record.new_child("Leon", "Baker", team="South")
    record.allocate(child, "tl_practitioner_c")
    hand.sign_in("tl_practitioner_c")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "A call from the school", detail=LONG)
    hand.opened.tasks.refused.emit()
    hand.until(lambda: not hand.opened.lock._tasks.busy)
    assert not hand.opened.window.covered, "one thing refused is not everything"
    hand.file(child).live.stop()
    refusals: list[bool] = []
    hand.opened.tasks.refused.connect(lambda: refusals.append(True))
    suspend(record, "tl_practitioner_c")
    try:
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: panel.banner.words != "")
        assert refusals, "the refused save itself has it asked whether all is refused"
        assert "may not record in this file just now" in panel.banner.words
        assert "Your text is kept" in panel.banner.words
        assert "hand it to the manager" in panel.banner.words
        assert panel.form.text("detail") == LONG
        assert _headlines(record) == []
        hand.until(lambda: hand.opened.lock.card is not None)
        card = hand.opened.lock.card
        assert card is not None
        assert "has been suspended by an administrator" in card.told.text()
        assert "kept as a draft on this computer. Ask your administrator" in card.told.text()
        assert not panel.isVisible(), "nothing of the child stays on the screen"
        hand.type(record.password)
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: "This login is suspended" in card.banner.words)
    finally:
        reinstate(record, "tl_practitioner_c")
    hand.type(record.password)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not hand.opened.window.covered)
    panel.form.go_to("detail")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _headlines(record) == ["A call from the school"]


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
def test_a_save_that_the_network_swallows_is_kept_and_lands_once(
    far_hand: Hand, relay: Relay, record: Record, child: UUID, cut: str
) -> None:
    """Cut before the server has it, and cut after it has it and before it could say so."""
    far_hand.sign_in("tl_practitioner_a")
    page = far_hand.open_mine(child)
    panel = far_hand.panel(child)
    far_hand.write(panel, "No coat at the bus stop", detail=LONG)
    setattr(relay, cut, b"save_entry")
    far_hand.press(Qt.Key.Key_S, CTRL)
    far_hand.until(lambda: far_hand.workspace.panel_of(child) is None)
    far_hand.until(lambda: page.chronology.said == "2 entries, newest first")
    assert relay.cuts == 1
    assert _headlines(record) == ["Seen at school", "No coat at the bus stop"]


def test_while_the_server_is_away_one_goes_on_and_what_was_saved_lands_once_when_it_is_back(
    hand: Hand, record: Record, child: UUID
) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    panel = hand.panel(child)
    hand.write(panel, "No coat at the bus stop", detail=LONG)
    _server(record, there=False)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "goes off by itself, once" in panel.banner.words)
    assert panel.form.text("detail") == LONG
    assert not page.unsaved
    hand.press(Qt.Key.Key_Escape)
    assert hand.workspace.panel_of(child) is None
    assert "on its way" in page.banner.words
    hand.write(hand.panel(child), "Begun meanwhile", detail=LONG)
    _server(record, there=True)
    hand.until(lambda: page.chronology.said == "2 entries, newest first")
    assert _headlines(record) == ["Seen at school", "No coat at the bus stop"]
    assert hand.panel(child).form.text("headline") == "Begun meanwhile"


def _server(record: Record, *, there: bool) -> None:
    """Takes the record away from everybody, with what they are connected by, or brings it back."""
    with psycopg.connect(record.server.dsn(), autocommit=True) as connection:
        connection.execute(f"alter database {record.database} with allow_connections {'true' if there else 'false'}")
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [record.database]
        )


def test_a_throughline_that_is_too_old_says_so_at_the_door(hand: Hand, record: Record) -> None:
    with record.superuser() as connection:
        connection.execute("create or replace function api.min_client() returns integer language sql as 'select 99'")
    page = hand.opened.sign_in
    page.form.put("login", "tl_practitioner_a")
    page.form.put("password", record.password)
    page.sign_in()
    hand.until(lambda: "too old for the server" in page.banner.words)
    assert "Install the newer version" in page.banner.words
    assert hand.opened.workspace is None


def test_laying_out_for_the_court_can_be_cancelled_and_begun_again(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_mine(child)
    hand.press(Qt.Key.Key_P, CTRL)
    court = hand.workspace.on_files.courts[child]
    hand.until(lambda: court.laying.running)
    assert court.cancel_button.isVisible()
    court.cancel_button.click()
    assert court.laying.cancelled
    hand.until(lambda: not hand.opened.tasks.busy)
    assert not court.pdf_button.isEnabled()
    court.again_button.click()
    hand.until(court.pdf_button.isEnabled)
