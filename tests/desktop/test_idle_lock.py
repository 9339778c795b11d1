"""The idle lock: nobody sees, hears or reads a word of a child, and nothing that was being written moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QToolTip, QWidget

from db.call import call
from desktop.features.entry.page import EntryPanel
from desktop.infra import idle
from desktop.infra.acts import Act
from desktop.shell.lock import Cover
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News
from tests.db.seats import Seats
from tests.desktop.test_full_disk import fill_the_disk
from tests.desktop.test_offline import Away, _offline, _try, away
from tests.desktop.test_signing_out import settled
from tests.desktop.window import CTRL, Hand, reinstate, suspend
from tests.record import Record

__all__ = ["away"]
WORKER, NEXT = "tl_practitioner_a", "tl_practitioner_b"
CHILD, WORDS = "Quillfeather", "Seen at the door, and well."
SHIFT = Qt.KeyboardModifier.ShiftModifier
_TOLD = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
    QAccessible.Text.Help,
)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these."""
    return shared_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of the one who goes away from the desk."""
    with record.superuser() as connection:
        connection.execute("truncate core.server_draft cascade")
    return Seats(record).child("Zelda", WORKER, family=CHILD)


@pytest.fixture
def hand(shared_hand: Hand) -> Iterator[Hand]:
    """The module's window, in which somebody was a moment ago; open again afterwards."""
    shared_hand.wall.minutes = shared_hand.running.minutes = 0
    shared_hand.in_front()
    _touch(shared_hand)
    yield shared_hand
    shared_hand.program.idle.somebody()
    shared_hand.opened.lock.lift()
    while shared_hand.opened.lock.tries.waiting:
        shared_hand.opened.lock.tries.one_second_less()
    shared_hand.opened.lock.tries.right()


@pytest.fixture
def panel(hand: Hand, child: UUID) -> EntryPanel:
    """A form beside the child's chronology, in which somebody writes."""
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    panel.form.go_to("detail")
    hand.type(WORDS)
    return panel


def _touch(hand: Hand) -> None:
    """A key as the screen brings it, which changes nothing."""
    QTest.keyClick(hand.opened.window.windowHandle(), Qt.Key.Key_Shift)


def _turn(hand: Hand, minutes: float) -> None:
    """Let minutes pass, and the program look."""
    hand.wall.minutes += minutes
    hand.running.minutes += minutes
    hand.program.idle.look()


def _card(hand: Hand) -> Cover:
    card = hand.opened.lock.card
    assert card is not None
    return card


def _is_locked(hand: Hand) -> bool:
    return hand.opened.lock.card is not None


def _give(hand: Hand, password: str) -> None:
    """Type a password and press Enter, and wait for what is said to it."""
    card = _card(hand)
    hand.type(password)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.lock.card is not card or not card.banner.words.startswith("Looking"))


def _heard(found: QAccessibleInterface | None) -> str:
    """All that a reader of the screen comes to from here, shown or not."""
    if found is None or not found.isValid():
        return ""
    words = [found.text(kind) for kind in _TOLD]
    for number in range(found.childCount()):
        words.append(_heard(found.child(number)))
    return "\n".join(words)


def _read_out(window: MainWindow) -> str:
    return _heard(QAccessible.queryAccessibleInterface(window))


def _on_screen() -> list[QWidget]:
    """The windows that are there to be seen."""
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_after_ten_minutes_nothing_is_seen_and_with_the_password_all_is_as_it_was(
    hand: Hand, panel: EntryPanel
) -> None:
    window, field = hand.opened.window, panel.form.widgets["detail"]
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    hand.press(Qt.Key.Key_C, CTRL)
    cursor = field.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(11, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    assert CHILD in _read_out(window)
    _turn(hand, 9.9)
    assert not _is_locked(hand)
    _turn(hand, 0.1)
    assert _is_locked(hand)
    assert window.windowTitle() == "Throughline"
    assert "10 minutes" in _read_out(window)
    assert (CHILD in _read_out(window), WORDS in _read_out(window)) == (False, False)
    assert _on_screen() == [window]
    assert QGuiApplication.clipboard().text() == ""
    hand.until(lambda: panel.desk.drafts.unwritten == ())
    assert [draft.values["detail"] for draft in panel.desk.drafts.drafts] == [WORDS]
    assert hand.focus is _card(hand).form.widgets["password"]
    _give(hand, hand.record.password)
    assert not _is_locked(hand)
    assert hand.focus is field
    assert (field.toPlainText(), field.textCursor().selectedText()) == (WORDS, " at the")
    hand.type("Zelda")
    assert field.toPlainText() == "SeenZelda door, and well."


def test_a_key_or_the_pointer_in_any_window_is_somebody(hand: Hand) -> None:
    hand.sign_in(WORKER)
    other = hand.program.open_window().window
    signs: tuple[Callable[[], None], ...] = (
        partial(_touch, hand),
        partial(QTest.mouseMove, other.windowHandle(), QPoint(30, 30)),
        partial(
            QTest.mouseClick, other.windowHandle(), Qt.MouseButton.LeftButton, pos=other.status.geometry().center()
        ),
    )
    for sign in signs:
        _turn(hand, 9)
        sign()
    _turn(hand, 9)
    assert not _is_locked(hand)
    _turn(hand, 1)
    assert _is_locked(hand)
    other.close()


def test_who_wakes_the_computer_up_finds_it_locked_and_the_key_goes_nowhere(hand: Hand, panel: EntryPanel) -> None:
    hand.wall.minutes += 45  # the running clock slept
    QTest.keyClick(hand.opened.window.windowHandle(), Qt.Key.Key_X)
    assert _is_locked(hand)
    assert _card(hand).form.text("password") == ""
    QTest.keyClick(hand.opened.window.windowHandle(), Qt.Key.Key_X)
    assert _card(hand).form.text("password") == "x"
    assert panel.form.text("detail") == WORDS


def test_one_key_locks_at_once_and_what_stood_before_the_window_goes(hand: Hand, panel: EntryPanel) -> None:
    def point() -> None:
        QToolTip.showText(QPoint(20, 20), CHILD, panel)

    def drop_down() -> None:
        hand.press(Qt.Key.Key_L, CTRL | SHIFT)

    for bring_up in (point, drop_down, panel.papers.ask):
        bring_up()
        hand.until(lambda: len(_on_screen()) == 2)
        hand.program.lock()
        assert _on_screen() == [hand.opened.window]
        assert _is_locked(hand)
        hand.in_front()
        _give(hand, hand.record.password)
        assert panel.form.text("detail") == WORDS
    hand.press(Qt.Key.Key_F12)
    assert _is_locked(hand)


def test_a_command_locks_too_and_while_locked_no_key_does_anything_of_the_person(
    hand: Hand, panel: EntryPanel, child: UUID
) -> None:
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("lock the windows")
    hand.until(lambda: [one.what for one in hand.workspace.find.table.lines.records] == [Act.LOCK.words])
    hand.press(Qt.Key.Key_Return)
    assert _is_locked(hand)
    front = hand.opened.window.page
    for key in (Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_S, Qt.Key.Key_W):
        hand.press(key, CTRL)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Escape):
        hand.press(key)
    assert _is_locked(hand)
    assert hand.opened.window.page is front
    assert list(hand.workspace.files) == [child]
    assert hand.workspace.panel_of(child) is panel


def test_what_comes_in_meanwhile_is_neither_seen_nor_read_out(
    hand: Hand, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    hand.press(Qt.Key.Key_F12)
    monkeypatch.setattr("desktop.widgets.aloud.QAccessible.updateAccessibility", told.append)
    hand.opened.window.banner.say(News.CARE, f"{CHILD}: not sent")
    panel.banner.say(News.CARE, CHILD)
    dialog = QFileDialog(panel, "Save a copy of the document")
    dialog.open()
    hand.until(lambda: not dialog.isVisible())
    assert told == []
    assert CHILD not in _read_out(hand.opened.window)
    assert _on_screen() == [hand.opened.window]
    dialog.deleteLater()


def test_a_wrong_password_is_counted_and_after_two_one_waits_also_for_the_right_one(
    hand: Hand, panel: EntryPanel
) -> None:
    hand.press(Qt.Key.Key_F12)
    for words in ("The password is not right.", "wrong twice"):
        _give(hand, "not the password")
        assert words in _card(hand).banner.words
        assert (_card(hand).form.text("password"), hand.focus) == ("", _card(hand).form.widgets["password"])
    hand.type(hand.record.password)
    hand.press(Qt.Key.Key_Return)
    tries = hand.opened.lock.tries
    for _ in range(29):
        tries.one_second_less()
    assert "waits 1 seconds" in _card(hand).banner.words
    assert not hand.opened.lock._tasks.busy
    tries.one_second_less()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: not _is_locked(hand))
    assert panel.form.text("detail") == WORDS


def test_a_person_suspended_meanwhile_is_told_so_and_the_drafts_stay(
    hand: Hand, panel: EntryPanel, record: Record
) -> None:
    hand.press(Qt.Key.Key_F12)
    suspend(record, WORKER)
    try:
        _give(hand, record.password)
        assert "suspended" in _card(hand).banner.words
        assert "kept as it stands" in _card(hand).banner.words
    finally:
        reinstate(record, WORKER)
    assert [draft.values["detail"] for draft in panel.desk.drafts.drafts] == [WORDS]


def test_signing_out_from_the_card_leaves_nothing_to_the_next_and_the_draft_to_its_author(
    hand: Hand, panel: EntryPanel
) -> None:
    draft = panel.draft.draft_id
    hand.press(Qt.Key.Key_F12)
    hand.tab_to(_card(hand).leave)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.workspace is None)
    assert not _is_locked(hand)
    assert (CHILD in settled(hand), WORDS in _read_out(hand.opened.window)) == (False, False)
    assert hand.focus is hand.opened.sign_in.form.widgets["login"]
    second = hand.sign_in(NEXT)
    hand.until(lambda: second.caseload.said != "" and not hand.opened.tasks.busy)
    assert CHILD not in settled(hand)
    assert second.unfinished.drafts.drafts == ()
    again = hand.sign_in(WORKER).unfinished.drafts
    hand.until(lambda: [one.draft_id for one in again.drafts] == [draft])


def test_who_would_lose_words_is_asked_on_the_card_and_sees_them_only_with_the_password(
    hand: Hand, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(monkeypatch)
    hand.type(" More.")
    hand.until(lambda: panel.desk.drafts.disk_full)
    hand.press(Qt.Key.Key_F12)
    hand.press(Qt.Key.Key_Q, CTRL | SHIFT)
    assert "not signed out yet" in _card(hand).banner.words
    assert hand.focus.accessibleName() == "Stay"
    assert (CHILD in _read_out(hand.opened.window), WORDS in _read_out(hand.opened.window)) == (False, False)
    hand.press(Qt.Key.Key_Space)
    assert (_card(hand).banner.words, hand.opened.workspace is None) == ("", False)
    _card(hand).take_keyboard()
    _give(hand, hand.record.password)
    assert not _is_locked(hand)
    assert panel.form.text("detail") == f"{WORDS} More."
    monkeypatch.undo()
    panel.desk.drafts.flush()
    hand.until(lambda: not panel.unsaved)


def test_what_is_asked_on_leaving_is_not_said_over_by_the_wait(
    hand: Hand, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.press(Qt.Key.Key_F12)
    for _ in range(2):
        hand.opened.lock.tries.wrong()
    fill_the_disk(monkeypatch)
    panel.form.put("detail", "Not on the disk.")
    hand.until(lambda: panel.desk.drafts.disk_full)
    hand.press(Qt.Key.Key_Q, CTRL | SHIFT)
    hand.opened.lock.tries.one_second_less()
    assert "not signed out yet" in _card(hand).banner.words
    monkeypatch.undo()
    panel.desk.drafts.flush()


def test_two_windows_of_a_person_open_with_one_password_and_that_of_another_stays_shut(hand: Hand) -> None:
    hand.sign_in(WORKER)
    others = [hand.program.open_window() for _ in range(2)]
    for opened, login in zip(others, (WORKER, NEXT), strict=True):
        opened.sign_in.form.put("login", login)
        opened.sign_in.form.put("password", hand.record.password)
        opened.sign_in.sign_in()
    hand.until(lambda: all(opened.workspace is not None for opened in others))
    hand.program.lock()
    assert [opened.is_shut for opened in (hand.opened, *others)] == [True, True, True]
    hand.in_front()
    _give(hand, hand.record.password)
    assert [opened.is_shut for opened in (hand.opened, *others)] == [False, False, True]
    for opened in others:
        opened.window.close()


def test_the_authority_says_after_how_many_minutes(hand: Hand, record: Record) -> None:
    wanted = call("set_idle_minutes", minutes=3)
    session = record.session("tl_administrator")
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    try:
        hand.sign_in(NEXT)
        hand.until(lambda: idle.minutes(hand.program.settings) == 3)
        _turn(hand, 3)
        assert _is_locked(hand)
    finally:
        with record.superuser() as connection:
            connection.execute("delete from core.setting where key = 'idle_minutes'")


@pytest.mark.parametrize(("said", "minutes"), [("", 10), ("0", 1), ("-5", 1), ("600", 60), ("words", 10)])
def test_a_computer_on_which_somebody_changed_the_minutes_still_locks(hand: Hand, said: str, minutes: int) -> None:
    if said:
        hand.program.settings.remember_text("idle minutes", said)
    assert idle.minutes(hand.program.settings) == minutes


def test_without_the_server_the_password_of_the_sitting_opens_and_what_answers_meanwhile_shows_nothing(
    away: Away, child: UUID
) -> None:
    hand = away.hand
    _try(hand)
    offline = _offline(hand)
    hand.press(Qt.Key.Key_F12)
    _give(hand, "not the password")
    assert "does not answer" in _card(hand).banner.words
    _give(hand, hand.record.password)
    assert not _is_locked(hand)
    hand.press(Qt.Key.Key_F12)
    away.come_back()
    offline.try_again()
    hand.until(lambda: hand.opened.workspace is not None and hand.workspace.caseload.table.lines.rowCount() > 0)
    assert _is_locked(hand)
    assert CHILD not in _read_out(hand.opened.window)
    _give(hand, hand.record.password)
    assert not _is_locked(hand)
    assert CHILD in _read_out(hand.opened.window)
