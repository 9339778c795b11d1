"""Writing while the server is away: from the sign-in page, and over to the whole window when it answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.domain.draft import DraftState
from db.session import ServerAddress
from desktop.app.offline import Offline
from desktop.widgets.child_picker import ChildPicker
from tests.db.relay import Relay
from tests.desktop.ring import Ring
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"


class Line(Relay):
    """A relay on a port of one's choice, so that a server can be away and come back."""

    def __init__(self, server: ServerAddress, port: int = 0) -> None:
        super().__init__(server)
        if port:
            self._listener.close()
            self._listener = socket.create_server(("127.0.0.1", port))
            self._sockets[0] = self._listener

    def fall(self) -> int:
        """Nobody answers at the port any more; answers which it is."""
        port = int(self.address.port)
        for each in list(self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        return port


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these."""
    return shared_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to practitioner a, of whom no draft of a test before comes in from the server."""
    with record.superuser() as connection:
        connection.execute("truncate core.server_draft cascade")
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    return child


class Away:
    """Somebody who signed in and out on this computer, and whose server is away until it comes back."""

    def __init__(self, hand: Hand, line: Line) -> None:
        self.hand, self._server = hand, line
        self._port = line.fall()
        self._lines: list[Line] = []

    def come_back(self) -> None:
        """The server answers again."""
        line = Line(self.hand.record.address, self._port)
        self._lines.append(line)
        line.__enter__()

    def close(self) -> None:
        """End the program before the server."""
        self.hand.close()
        for line in self._lines:
            line.fall()


@pytest.fixture
def away(qtbot: QtBot, record: Record, tmp_path: Path, child: UUID, no_ring: Ring) -> Iterator[Away]:
    """Practitioner a, who knows the child."""
    line = Line(record.address)
    line.__enter__()
    hand = Hand(qtbot, record, tmp_path, address=line.address)
    mine = hand.sign_in(WORKER).caseload
    hand.until(lambda: mine.table.lines.rowCount() > 0 and not hand.opened.tasks.busy)
    hand.press(Qt.Key.Key_Q, CTRL | Qt.KeyboardModifier.ShiftModifier)
    hand.until(lambda: hand.opened.workspace is None)
    found = Away(hand, line)
    yield found
    found.close()


def _try(hand: Hand, password: str = "") -> None:
    page = hand.opened.sign_in
    page.form.put("login", WORKER)
    page.form.put("password", password or hand.record.password)
    page.sign_in()
    hand.until(lambda: hand.focus.accessibleName() == "Write without the server")


def _offline(hand: Hand) -> Offline:
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: hand.opened.offline is not None)
    assert hand.opened.offline is not None
    return hand.opened.offline


def test_what_is_written_without_the_server_goes_on_in_the_file_when_it_answers(
    away: Away, record: Record, child: UUID
) -> None:
    hand = away.hand
    _try(hand)
    offline = _offline(hand)
    row = next(
        n for n in range(offline.page.table.lines.rowCount()) if offline.page.table.lines.records[n].child_id == child
    )
    offline.page.table.setCurrentIndex(offline.page.table.lines.index(row, 0))
    hand.press(Qt.Key.Key_Return)
    panel = offline.panel
    assert panel is not None
    panel.form.put("detail", "Seen at the door, and well.")
    assert hand.opened.window.navigation.drafts.text() == "Drafts 1"
    away.come_back()
    offline.try_again()
    hand.until(lambda: hand.opened.workspace is not None)
    assert "answers again" in hand.opened.window.banner.words
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    entry = hand.workspace.panel_of(child)
    assert entry is not None
    assert entry.form.text("detail") == "Seen at the door, and well."
    hand.write(entry, "Seen at the door", detail="Seen at the door, and well.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    with record.superuser() as connection:
        found = connection.execute("select headline, detail from core.entry_version").fetchall()
    assert ("Seen at the door", "Seen at the door, and well.") in found


def _headlines(record: Record) -> list[str]:
    with record.superuser() as connection:
        return [
            str(row[0])
            for row in connection.execute("select headline from core.entry_version order by recorded_at").fetchall()
        ]


def test_an_entry_finished_without_the_server_is_sent_by_itself(away: Away, record: Record, child: UUID) -> None:
    hand = away.hand
    _try(hand)
    offline = _offline(hand)
    row = next(
        n for n in range(offline.page.table.lines.rowCount()) if offline.page.table.lines.records[n].child_id == child
    )
    offline.page.table.setCurrentIndex(offline.page.table.lines.index(row, 0))
    hand.press(Qt.Key.Key_Return)
    assert offline.panel is not None
    hand.write(offline.panel, "Rang the aunt")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.press(Qt.Key.Key_2, CTRL)
    assert [draft.state for draft in offline.desk.drafts.drafts] == [DraftState.WAITING]
    assert "goes off by itself" in str(offline.drafts.table.lines.index(0, 3).data())
    away.come_back()
    offline.try_again()
    hand.until(lambda: hand.opened.workspace is not None)
    hand.until(lambda: "Rang the aunt" in _headlines(record))
    hand.until(lambda: hand.opened.drafts is not None and hand.opened.drafts.drafts == ())
    assert _headlines(record).count("Rang the aunt") == 1


def test_an_entry_for_a_child_to_be_chosen_is_kept_and_asks_for_the_child(
    away: Away, record: Record, child: UUID
) -> None:
    hand = away.hand
    _try(hand)
    offline = _offline(hand)
    offline.page.later.setFocus()
    hand.type("the girl next door")
    hand.press(Qt.Key.Key_Return)
    assert offline.panel is not None
    offline.panel.form.put("headline", "Heard crying")
    hand.press(Qt.Key.Key_S, CTRL)
    assert offline.page.panel is None
    assert "Drafts" in offline.page.banner.words
    (draft,) = offline.desk.drafts.drafts
    assert (draft.child_id, draft.child, draft.values["headline"]) == (None, "the girl next door", "Heard crying")
    hand.press(Qt.Key.Key_2, CTRL)
    hand.press(Qt.Key.Key_Return)
    assert offline.panel.draft.draft_id == draft.draft_id
    away.come_back()
    offline.try_again()
    hand.until(lambda: hand.opened.workspace is not None)
    drafts = hand.workspace.unfinished.drafts
    hand.until(lambda: drafts.side is not None)
    assert hand.opened.window.page is drafts
    picker = drafts.side.findChild(ChildPicker) if drafts.side is not None else None
    assert isinstance(picker, ChildPicker)
    hand.until(lambda: child in [one.child_id for one in picker.table.lines.records])
    row = next(n for n in range(picker.table.lines.rowCount()) if picker.table.lines.records[n].child_id == child)
    picker.table.setCurrentIndex(picker.table.lines.index(row, 0))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    entry = hand.workspace.panel_of(child)
    assert entry is not None
    assert (entry.draft.child_id, entry.form.text("headline")) == (child, "Heard crying")


def test_another_password_opens_nothing_and_a_stranger_is_offered_nothing(away: Away) -> None:
    hand = away.hand
    _try(hand, "not the password at all")
    hand.press(Qt.Key.Key_Space)
    page = hand.opened.sign_in
    hand.until(lambda: "locked" in page.banner.words)
    assert hand.opened.offline is None
    page.form.put("login", "tl_practitioner_b")
    page.form.put("password", hand.record.password)
    page.sign_in()
    hand.until(lambda: "cannot be reached" in page.banner.words and not hand.opened.tasks.busy)
    assert page.banner.choices == ()
