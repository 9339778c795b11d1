"""A disk that takes nothing more: what was typed is lost neither on the way to the server nor by leaving."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from db.errors import Refused
from desktop.app.offline import Offline
from desktop.features.entry.page import EntryPanel
from desktop.features.inbox.page import InboxPage
from desktop.infra.navigation import Inbox
from tests.desktop.test_offline import WORKER, Away, _headlines, _offline, _try, away, child, record
from tests.desktop.window import CTRL, Hand, shared_hand
from tests.record import Record

__all__ = ["away", "child", "record", "shared_hand"]
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = "Seen at the door, and well."


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing that is typed reaches the disk."""

    def full(_path: Path, _content: bytes) -> None:
        raise Refused("What you type cannot be kept on this computer: the disk is full.")

    monkeypatch.setattr("db.local.drafts.write_private", full)


def _sign_out(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Q, CTRL | SHIFT)


def _choose(hand: Hand, words: str) -> None:
    next(one for one in hand.opened.window.banner.choices if one.text().startswith(words)).click()


# Without the server.


@pytest.fixture
def offline(away: Away, child: UUID, monkeypatch: pytest.MonkeyPatch) -> Offline:
    """A form without the server, on a full disk."""
    _try(away.hand)
    offline = _offline(away.hand)
    rows = range(offline.page.table.lines.rowCount())
    row = next(number for number in rows if offline.page.table.lines.records[number].child_id == child)
    offline.page.table.setCurrentIndex(offline.page.table.lines.index(row, 0))
    away.hand.press(Qt.Key.Key_Return)
    fill_the_disk(monkeypatch)
    return offline


def _panel(offline: Offline) -> EntryPanel:
    assert offline.panel is not None
    return offline.panel


def _answer(away: Away, offline: Offline) -> None:
    away.come_back()
    offline.try_again()
    away.hand.until(lambda: away.hand.opened.workspace is not None)


def test_what_only_the_window_has_goes_over_when_the_server_answers(away: Away, offline: Offline, child: UUID) -> None:
    hand, drafts = away.hand, offline.desk.drafts
    _panel(offline).form.put("detail", WORDS)
    hand.until(lambda: drafts.disk_full)
    assert "keep this window open" in offline.page.said.text()
    _answer(away, offline)
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    entry = hand.workspace.panel_of(child)
    assert entry is not None
    assert entry.form.text("detail") == WORDS


def test_a_finished_entry_that_only_the_window_has_says_so_and_is_sent(
    away: Away, offline: Offline, record: Record, tmp_path: Path
) -> None:
    panel = _panel(offline)
    away.hand.write(panel, "Rang the uncle")
    paper = tmp_path / "letter.txt"
    paper.write_text("A letter of the uncle")
    panel.papers.take([str(paper)])
    away.hand.until(lambda: len(panel.papers.papers) == 1 and not panel.papers.reading)
    away.hand.press(Qt.Key.Key_S, CTRL)
    away.hand.until(lambda: "does not take the entry: keep this window open" in panel.banner.words)
    assert panel.banner.choices == ()
    _answer(away, offline)
    away.hand.until(lambda: "Rang the uncle" in _headlines(record))
    away.hand.until(lambda: away.hand.opened.drafts is not None and away.hand.opened.drafts.drafts == ())
    with record.superuser() as connection:
        assert ("letter.txt",) in connection.execute("select name from core.document").fetchall()


def test_signing_out_without_the_server_asks(away: Away, offline: Offline) -> None:
    hand = away.hand
    _panel(offline).form.put("detail", WORDS)
    _sign_out(hand)
    assert hand.opened.offline is offline
    assert "not signed out yet" in hand.opened.window.banner.words
    _choose(hand, "Stay")
    assert _panel(offline).form.text("detail") == WORDS
    _sign_out(hand)
    _choose(hand, "Sign out and lose the text")
    assert hand.opened.window.page is hand.opened.sign_in


# With the server.


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """The module's one window."""
    return shared_hand


@pytest.fixture
def mine(hand: Hand, record: Record) -> UUID:
    """A child whose file is open."""
    child = record.new_child("Zoe", "Night")
    record.allocate(child, WORKER)
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    return child


def test_a_panel_is_not_closed_before_its_text_is_kept(hand: Hand, mine: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = hand.panel(mine)
    said: list[str] = []
    panel.kept.connect(said.append)
    fill_the_disk(monkeypatch)
    panel.form.put("detail", WORDS)
    hand.press(Qt.Key.Key_Escape)
    assert (said, hand.workspace.panel_of(mine)) == ([], panel)
    assert "does not take the text" in panel.banner.words
    _sign_out(hand)
    assert hand.opened.workspace is not None
    assert not hand.opened.window.close()
    _choose(hand, "Stay")
    monkeypatch.undo()
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.drafts is not None and not hand.opened.drafts.disk_full)
    panel.close_panel()
    assert said == ["Not saved yet: kept under Drafts."]


def test_a_note_that_the_disk_does_not_take_says_so_and_goes_to_the_server_at_sign_out(
    hand: Hand, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = hand.workspace.unfinished.inbox
    hand.workspace._go(Inbox(None, mine, "Zoe Night", "26-0002"))
    fill_the_disk(monkeypatch)
    page.text.insertPlainText("14/10/26 home visit. The kitchen was clean.")
    hand.until(page.unkept.isVisible)
    _sign_out(hand)
    hand.until(lambda: hand.opened.workspace is None)
    monkeypatch.undo()
    hand.sign_in(WORKER)
    again = hand.workspace.unfinished.inbox
    hand.until(lambda: any("kitchen was clean" in str(dict(note.values)) for note in again.holding.all()))


def test_signing_out_asks_where_neither_disk_nor_server_takes_it(
    hand: Hand, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise Refused("No room here either.")

    monkeypatch.setattr("desktop.shell.departure.keep_draft", refuse)
    fill_the_disk(monkeypatch)
    hand.workspace._go(Inbox(None, mine, "Zoe Night", "26-0002"))
    hand.workspace.unfinished.inbox.text.insertPlainText("14/10/26 home visit.")
    _sign_out(hand)
    hand.until(lambda: "nowhere but in this window" in hand.opened.window.banner.words)
    assert hand.opened.workspace is not None
    assert not hand.opened.window.close()
    hand.until(lambda: "not closed yet: this computer does not" in hand.opened.window.banner.words)
    _choose(hand, "Stay")
    monkeypatch.undo()
    _sign_out(hand)
    hand.until(lambda: hand.opened.workspace is None)


def test_the_question_goes_when_nothing_would_be_lost_any_more(
    hand: Hand, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = hand.panel(mine)
    fill_the_disk(monkeypatch)
    panel.form.put("detail", WORDS)
    _sign_out(hand)
    assert "not signed out yet" in hand.opened.window.banner.words
    monkeypatch.undo()
    assert hand.opened.drafts is not None
    hand.opened.drafts.hasten()
    hand.until(lambda: hand.opened.window.banner.words == "")
    assert hand.opened.workspace is not None


def test_an_entry_that_only_the_window_has_is_said_to_be_on_its_way(
    hand: Hand, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = hand.panel(mine)
    fill_the_disk(monkeypatch)
    hand.write(panel, "Seen at the door")
    panel.save()
    panel.close_panel()
    assert "on its way to the server: keep this window open" in panel.banner.words
    hand.until(lambda: hand.workspace.panel_of(mine) is None)
    monkeypatch.undo()


def _added(hand: Hand, child: UUID, monkeypatch: pytest.MonkeyPatch) -> InboxPage:
    """On a full disk a proposal is added, which rests for ten seconds before it goes off."""
    page = hand.workspace.unfinished.inbox
    hand.workspace._go(Inbox(None, child, "Zoe Night", "26-0002"))
    page.text.insertPlainText("14/10/26 home visit. The kitchen was clean.")
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(page.choosing.table.hasFocus)
    assert hand.opened.drafts is not None
    hand.opened.drafts.flush()
    fill_the_disk(monkeypatch)
    hand.press(Qt.Key.Key_A)
    return page


def _in_file(record: Record, child: UUID) -> list[tuple[str, int]]:
    """Headline of each entry in a file, and how many documents it has."""
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline, count(d.document_id) from core.entry_version v join core.entry_child c using (entry_id)"
            " left join core.entry_document d using (entry_id) where c.child_id = %s group by v.entry_id, v.headline",
            [child],
        ).fetchall()
    return [(str(headline), int(documents)) for headline, documents in found]


def test_what_was_just_added_is_in_the_record_before_one_is_signed_out(
    hand: Hand, mine: UUID, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    _added(hand, mine, monkeypatch)
    _sign_out(hand)
    assert hand.opened.workspace is not None
    hand.until(lambda: hand.opened.workspace is None)
    assert _in_file(record, mine) == [("home visit.", 1)]
    monkeypatch.undo()


def test_closing_waits_for_what_was_just_added_unless_one_stays(
    hand: Hand, mine: UUID, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    _added(hand, mine, monkeypatch)
    departure, gone = hand.opened.window.departure, list[str]()
    assert departure is not None
    assert not departure.may_close(lambda: gone.append("closed"))
    assert "is going to the server" in hand.opened.window.banner.words
    _choose(hand, "Stay")
    hand.until(lambda: len(_in_file(record, mine)) == 1 and not hand.opened.tasks.busy)
    assert gone == []
    assert hand.opened.window.banner.words == ""
    assert not departure.may_close(lambda: gone.append("closed"))
    hand.until(lambda: gone == ["closed"])
    monkeypatch.undo()
