"""A file that lies where the drafts are to be kept: one signs in, is told, and what is typed goes to the server."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.window import Hand
from tests.record import Record

WORKER = "tl_practitioner_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """The module's record."""
    return shared_record


def test_signing_in_without_a_folder_for_drafts_says_why_and_works_with_the_server(
    qtbot: QtBot, record: Record, tmp_path: Path
) -> None:
    child: UUID = record.new_child("Zoe", "Night")
    record.allocate(child, WORKER)
    in_the_way = tmp_path / "drafts"
    in_the_way.write_text("A file of the person's own")
    hand = Hand(qtbot, record, tmp_path)
    try:
        hand.sign_in(WORKER)
        hand.until(lambda: "its folder cannot be written" in hand.opened.window.banner.words)
        hand.open_file_without_entries(child)
        panel = hand.panel(child)
        hand.write(panel, "Rang the uncle", detail="He is well.")
        hand.until(lambda: hand.workspace._desk.drafts.disk_full)
        panel.save()
        hand.until(lambda: hand.workspace.panel_of(child) is None)
        with record.superuser() as connection:
            saved = connection.execute(
                "select headline from core.entry_version join core.entry_child using (entry_id) where child_id = %s",
                [child],
            ).fetchall()
        assert saved == [("Rang the uncle",)]
        hand.until(lambda: hand.workspace._desk.drafts.drafts == ())
    finally:
        hand.close()
    assert in_the_way.read_text() == "A file of the person's own"
