"""What colleagues put into the files of my children: listed on my page until I have opened it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from db.commands.entries import RecordEntry, record_entry
from db.domain.entry import ChildPart
from tests.db.seats import Seats
from tests.desktop.window import Hand
from tests.record import Record, content

WORKER, COLLEAGUE = "tl_practitioner_a", "tl_practitioner_b"


@pytest.fixture
def family(record: Record) -> tuple[UUID, UUID]:
    """A worker's child and her brother, whom a colleague works with."""
    seats = Seats(record)
    child, brother = seats.child("Ada", WORKER), seats.child("Ben", COLLEAGUE)
    seats.relate(brother, child, "brother")
    return child, brother


def test_what_a_colleague_posted_is_listed_until_it_is_opened(
    hand: Hand, record: Record, family: tuple[UUID, UUID]
) -> None:
    child, brother = family
    mine = hand.sign_in(WORKER).caseload
    hand.until(lambda: mine.table.lines.rowCount() == 1)
    assert mine.posted.isHidden()
    session = record.opened(COLLEAGUE, brother)
    parts = (ChildPart(brother, impact="afraid"), ChildPart(child, impact="asleep"))
    entry = uuid4()
    record_entry(
        session,
        RecordEntry(uuid4(), entry, brother, content(brother, "The police came", kind="police", children=parts)),
    )
    session.close()
    mine.arrive()
    hand.until(mine.posted.isVisible)
    assert mine.posted.said.endswith("1 entry not opened yet")
    assert not mine.posted.table.isVisible(), "the children stay in front"
    told = "\n".join(str(mine.posted.table.lines.index(0, column).data()) for column in range(5))
    assert "Police notification" in told
    assert "Tl Practitioner B" in told
    assert "The police came" not in told
    hand.press(Qt.Key.Key_F6)
    assert hand.focus is mine.standing_out.table
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Return)
    assert hand.focus is mine.posted.table
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: child in hand.workspace.files)
    page = hand.workspace.files[child]
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.entry_id == entry)
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: not mine.posted.isVisible())
