"""What a manager sees of entries posted into files of the team that nobody at work holds."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from PySide6.QtCore import Qt

from db.commands.absence import SetAbsence, set_absence
from db.domain.find_words import find_words
from db.queries.find import known
from tests.db.seats import Seats
from tests.db.test_posted import COLLEAGUE, MANAGER, WORKER, post
from tests.desktop.test_referrals import entered
from tests.desktop.window import Hand
from tests.record import Record


def test_a_manager_is_told_why_with_the_newest_first(hand: Hand, record: Record) -> None:
    seats = Seats(record)
    child = seats.child("Ada", WORKER)
    away, nobodys, closed = seats.child("Ben", COLLEAGUE), seats.child("Zoe"), seats.child("Cal")
    for other in (away, nobodys, closed):
        seats.relate(other, child, "brother")
    with record.superuser() as connection:
        connection.execute(
            "update core.file set state = 'closed', closed_on = current_date where child_id = %s", [closed]
        )
    set_absence(seats(MANAGER), SetAbsence(uuid4(), record.staff[COLLEAGUE], date.today()))
    entries = {other: post(seats(WORKER, child), child, other) for other in (nobodys, away)}
    mine = hand.sign_in(MANAGER).caseload
    listed = mine.posted
    hand.until(lambda: listed.table.lines.rowCount() == 2 and mine.table.lines.rowCount() > 0)
    assert listed.said == "Put into your team’s files by colleagues: 2 entries not opened yet"
    assert rows(hand) == [(away, "Tl Practitioner B\nis away"), (nobodys, "nobody at work\nholds the file")]
    assert marked(hand) == (0, 1)
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Down)
    assert marked(hand) == (1, 1)
    post(seats(WORKER, child), child, closed)
    mine.arrive()
    hand.until(lambda: listed.table.lines.rowCount() == 3)
    assert rows(hand)[0] == (closed, "the file\nis closed")
    assert listed.table.lines.record(listed.table.currentIndex().row()).entry_id == entries[nobodys]  # type: ignore[union-attr]
    assert marked(hand) == (0, 1)


def rows(hand: Hand) -> list[tuple[UUID, str]]:
    """Whose file each row is of, and what it gives as the reason."""
    model = hand.workspace.caseload.posted.table.lines
    found = [(model.record(row), str(model.index(row, 1).data())) for row in range(model.rowCount())]
    return [(one.child_id, why) for one, why in found if one is not None]


def marked(hand: Hand) -> tuple[int, int]:
    """How many rows are marked above, and among the children."""
    mine = hand.workspace.caseload
    above, below = mine.posted.table.selectionModel(), mine.table.selectionModel()
    return len(above.selectedRows()), len(below.selectedRows())


def test_whatever_there_is_to_tell_the_children_stay_in_front(hand: Hand, record: Record) -> None:
    seats = Seats(record)
    child, nobodys = seats.child("Ada", WORKER), seats.child("Zoe")
    seats.relate(nobodys, child, "sister")
    for _ in range(4):
        post(seats(WORKER, child), child, nobodys)
    for given in ("Leila", "Farid", "Noor", "Sami"):
        record.seal(MANAGER, record.new_child(given, "Haddad"))
    known(seats("tl_practitioner_c"), find_words("haddad", today=date.today()))
    entered(record, "Iris Vale")
    mine = hand.sign_in(MANAGER).caseload
    above = (mine.notices, mine.waiting, mine.posted)
    hand.until(lambda: all(line.isVisible() for line in above) and mine.table.lines.rowCount() > 0)
    assert mine.notices.words == "4 notices about sealed files of which you are a member."
    assert sum(line.height() for line in above) <= mine.height() / 5
