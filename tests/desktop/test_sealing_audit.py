"""The audit is sealed while people work, without their doing anything."""

from __future__ import annotations

from desktop.app import sealing_audit
from tests.desktop.window import Hand
from tests.record import Record

WORKER = "tl_practitioner_a"


def unsealed(record: Record) -> int:
    """How many lines wait for their seal."""
    with record.superuser() as connection:
        row = connection.execute("select unsealed from wall.verify_audit(null, null)").fetchone()
    return int(row[0]) if row else -1


def test_a_signed_in_window_seals_what_waits_by_itself(hand: Hand, record: Record) -> None:
    child = record.new_child()
    record.allocate(child, WORKER)
    assert unsealed(record) > 0
    hand.sign_in(WORKER)
    timer = hand.workspace.sealing._timer
    assert timer.isActive() and timer.interval() == sealing_audit.FIRST_MS
    timer.setInterval(1)
    hand.until(lambda: unsealed(record) == 0)
    assert timer.interval() == sealing_audit.EVERY_MS, "and again later"
