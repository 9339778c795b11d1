"""Signing in: who may, who may not, and what they are told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.infra.acts import Act
from desktop.infra.credentials import Person
from desktop.shell.keyboard_page import KeyboardPage
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from tests.desktop.ring import Ring
from tests.desktop.window import CTRL, Hand, reinstate, suspend
from tests.record import Record


def test_signing_in_shows_my_children_and_never_a_name_in_the_title(hand: Hand, record: Record) -> None:
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    mine = hand.sign_in("tl_practitioner_a").caseload
    hand.until(lambda: mine.table.lines.rowCount() == 1)
    line = mine.table.lines.record(0)
    assert line is not None
    assert line.name == "Amira Kaya"
    assert hand.opened.window.windowTitle() == "Throughline"
    assert hand.opened.window.marking.text() == "OFFICIAL-SENSITIVE"


def test_one_is_named_by_the_role_in_plain_words_and_told_only_the_keys_of_the_own_work(hand: Hand) -> None:
    hand.sign_in("tl_support_a")
    assert "Tl Support A, team support · " in hand.opened.window.status.text()
    hand.press(Qt.Key.Key_F1)
    page = hand.opened.window.page
    assert isinstance(page, KeyboardPage)
    named = {page.table.model().index(row, 0).data() for row in range(page.table.model().rowCount())}
    assert Act.THIS_WEEK.words in named
    assert Act.STAFF.words not in named
    hand.workspace.sign_out()
    hand.sign_in("tl_practitioner_a")
    assert "Tl Practitioner A, social worker · " in hand.opened.window.status.text()


def test_news_across_the_pages_stand_in_line_with_them(hand: Hand) -> None:
    banner = hand.opened.window.banner
    banner.say(News.GOOD, "The server answers again.", stays=True)
    assert banner.contentsRect().left() > hand.opened.sign_in.body.contentsMargins().left()


def test_two_wrong_passwords_make_the_person_wait(hand: Hand) -> None:
    page = hand.opened.sign_in
    for _ in range(2):
        page.form.put("login", "tl_practitioner_a")
        page.form.put("password", "not the password")
        page.sign_in()
        hand.until(lambda: page.form.text("password") == "")
    assert "wrong twice" in page.banner.words
    page.form.put("password", hand.record.password)
    page.sign_in()
    hand.qtbot.wait(300)
    assert hand.opened.workspace is None


def test_a_suspended_person_is_told_whom_to_ask(hand: Hand, record: Record) -> None:
    suspend(record, "tl_practitioner_c")
    try:
        page = hand.opened.sign_in
        page.form.put("login", "tl_practitioner_c")
        page.form.put("password", record.password)
        page.sign_in()
        hand.until(lambda: "suspended" in page.banner.words)
        assert "administrator" in page.banner.words
    finally:
        reinstate(record, "tl_practitioner_c")


def test_a_server_that_is_down_is_said_in_plain_words(hand: Hand, record: Record) -> None:
    page = hand.opened.sign_in
    page.form.put("server", "host=127.0.0.1 port=9 dbname=nothing")
    page.form.put("login", "tl_practitioner_a")
    page.form.put("password", record.password)
    page.sign_in()
    hand.until(lambda: "cannot be reached" in page.banner.words)
    assert hand.opened.workspace is None


def test_a_sample_person_signs_in_with_enter_alone(qtbot: QtBot, record: Record, tmp_path: Path) -> None:
    people = (
        Person("Grace Manager", "manager", "tl_manager_a", record.password),
        Person("Dana Okafor", "practitioner", "tl_practitioner_a", record.password),
    )
    hand = Hand(qtbot, record, tmp_path, people)
    try:
        hand.opened.sign_in.people.list.setFocus()
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: hand.opened.workspace is not None)
        assert hand.workspace.signed_in.me.login == "tl_practitioner_a"
    finally:
        hand.close()


def test_places_of_other_roles_have_no_key_and_no_menu_and_are_there_for_whoever_comes_next(
    shared_sign_in: Hand,
) -> None:
    hand = shared_sign_in
    hand.sign_in("tl_administrator")
    actions = hand.opened.window.menus.actions_by_act
    for key in (Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_9):
        hand.press(key, CTRL)
    assert _in_front(hand) is hand.workspace.staff.page
    assert not any(actions[act].isVisible() for act in (Act.MY_CHILDREN, Act.REFERRALS, Act.LOOKS))
    assert Act.MY_CHILDREN not in hand.opened.window.offered()
    hand.sign_in("tl_practitioner_a")
    assert actions[Act.MY_CHILDREN].isVisible()
    assert not actions[Act.STAFF].isVisible()
    hand.press(Qt.Key.Key_5, CTRL)
    assert _in_front(hand) is hand.workspace.unfinished.referrals


def _in_front(hand: Hand) -> Page | None:
    return hand.opened.window.page


def test_signing_out_leaves_no_page_of_the_person_behind(hand: Hand, record: Record) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    hand.sign_in("tl_practitioner_a")
    hand.open_mine(child)
    hand.workspace.sign_out()
    hand.until(lambda: hand.opened.workspace is None)
    titles = [page.title for page in hand.opened.window.all_pages()]
    assert titles == ["Sign in"]


def test_who_signs_out_leaves_no_name_behind_and_who_closes_the_window_finds_it(hand: Hand, no_ring: Ring) -> None:
    settings, form = hand.program.settings, hand.opened.sign_in.form
    assert no_ring.locked
    hand.sign_in("tl_practitioner_a")
    assert settings.text("login") == "tl_practitioner_a"
    hand.workspace.sign_out()
    assert (form.text("login"), form.text("password"), settings.text("login")) == ("", "", "")
    assert hand.focus is form.widgets["login"]
    hand.sign_in("tl_practitioner_b")
    again = hand.program.open_window()
    assert again.sign_in.form.text("login") == "tl_practitioner_b"
    again.window.close()


def test_a_name_stays_with_the_password_that_is_kept_for_it_and_for_no_other(hand: Hand, ring: Ring) -> None:
    page = hand.opened.sign_in
    hand.until(lambda: page.form.unfolded("remember"))
    page.form.put("remember", "yes")
    hand.sign_in("tl_practitioner_a")
    hand.until(lambda: _kept(ring) == ["tl_practitioner_a"])
    hand.workspace.sign_out()
    assert (page.form.text("login"), page.form.text("remember")) == ("tl_practitioner_a", "yes")
    hand.sign_in("tl_practitioner_b")
    hand.until(lambda: not hand.opened.tasks.busy)
    assert page.form.text("remember") == ""
    assert _kept(ring) == ["tl_practitioner_a"]


def _kept(ring: Ring) -> list[str]:
    """Whose passwords are kept."""
    return [name.partition("@")[0] for service, name in ring.kept if service == "Throughline"]
