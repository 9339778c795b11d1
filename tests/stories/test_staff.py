"""Somebody is suspended while they write, and a sealed file gets a member by two people: two windows on one server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from psycopg import sql
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from db.errors import NotPermitted
from desktop.features.allocation.held_page import HeldPage
from desktop.features.password.page import PasswordPage
from desktop.features.sign_in.own_password import OwnPassword
from desktop.features.staff.lines import told
from desktop.features.staff.page import StaffPage
from desktop.infra.navigation import WhoHeld
from desktop.models.words import day_in_words
from desktop.widgets.form import Form
from desktop.widgets.tick_list import TickList
from tests.desktop.window import CTRL, Hand, reinstate
from tests.record import Record

ELSEWHERE = "tl_manager_b"
ADMINISTRATOR, WORKER, MANAGER, SECOND = "tl_administrator", "tl_practitioner_a", "tl_manager_a", "tl_manager_a2"
ALT = Qt.KeyboardModifier.AltModifier
OWN = "a password of my own"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each story has a child of its own."""
    return shared_record


@pytest.fixture(scope="module")
def hands(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Hand, Hand]]:
    """The administrator's window, and one of whoever else is at work."""
    assert qapp is not None
    found = tuple(Hand(QtBot(request), record, tmp_path_factory.mktemp(name)) for name in ("office", "desk"))
    found[0].sign_in(ADMINISTRATOR)
    yield found[0], found[1]
    for hand in found:
        hand.close()


def settle(hand: Hand) -> None:
    """Until everything that was asked is answered."""
    hand.until(lambda: not hand.opened.tasks.busy)


def staff_page(hand: Hand) -> StaffPage:
    """The administrator's home, by its key."""
    hand.press(Qt.Key.Key_1, ALT)
    page = hand.opened.window.page
    assert isinstance(page, StaffPage)
    settle(hand)
    return page


def stand_on(hand: Hand, page: StaffPage, login: str) -> None:
    """Stand on somebody by typing in the box, and go down to the list."""
    page.board.search.setFocus()
    page.board.search.selectAll()
    hand.type(login)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.one is not None and page.one.login == login)


def test_of_somebody_of_whom_nothing_was_changed_that_is_said(hands: tuple[Hand, Hand]) -> None:
    office, _ = hands
    page = staff_page(office)
    stand_on(office, page, WORKER)
    assert page.one is not None
    assert told(replace(page.one, changes=())).endswith("the newest first:\nNo change is on record.")


def test_narrowed_to_nobody_nothing_is_told_or_done_of_who_stood_there_before(hands: tuple[Hand, Hand]) -> None:
    office, _ = hands
    page = staff_page(office)
    stand_on(office, page, WORKER)
    office.until(page.buttons["suspend"].isEnabled)
    page.board.search.setFocus()
    office.press(Qt.Key.Key_A, CTRL)
    office.type("zzzz")
    assert page.board.person is None
    assert page.beside.text.toPlainText() == "Nobody is found."
    of_person = ("change", "suspend", "reinstate", "leave", "password")
    assert not [key for key in of_person if page.buttons[key].isEnabled()]
    settle(office)
    assert page.one is None
    stand_on(office, page, WORKER)
    office.until(page.buttons["suspend"].isEnabled)


def is_shut_out(desk: Hand, record: Record) -> None:
    """The suspended person signs out, and cannot sign in again."""
    desk.workspace._desk.drafts.flush()
    desk.opened.window.departure = None
    desk.workspace.sign_out()
    desk.until(lambda: desk.opened.workspace is None)
    form = desk.opened.sign_in.form
    form.put("login", WORKER)
    form.put("password", record.password)
    desk.opened.sign_in.sign_in()
    desk.until(lambda: "suspended. Ask your administrator" in desk.opened.sign_in.banner.words)


def test_who_is_suspended_while_writing_is_refused_in_plain_words_and_keeps_every_word(
    hands: tuple[Hand, Hand], record: Record
) -> None:
    office, desk = hands
    child = record.new_child("Ava", "Aaron")
    record.allocate(child, WORKER)
    assert isinstance(office.opened.window.page, StaffPage), "the home of an administrator"
    desk.sign_in(WORKER)
    desk.open_file_without_entries(child)
    panel = desk.panel(child)
    desk.write(panel, "Seen at home", detail="Ava told me about her dog, and then")
    page = staff_page(office)
    stand_on(office, page, WORKER)
    try:
        office.press(Qt.Key.Key_Delete)
        assert page.panel is not None
        assert "Holds 1 child of North" in page.panel.asked.note
        office.press(Qt.Key.Key_S, CTRL)
        assert page.panel.form.said("why") == "Say why."
        office.type("A complaint is being looked into")
        office.press(Qt.Key.Key_S, CTRL)
        office.until(lambda: page.banner.words.startswith("Done."))
        gone = f"suspended since {day_in_words(date.today())}"
        page.board.gone.setChecked(True)
        stand_on(office, page, WORKER)
        office.until(lambda: gone.upper() in page.beside.text.toPlainText())
        page.board.gone.setChecked(False)

        panel.save()
        desk.until(lambda: bool(panel.banner.words))
        assert "your access has ended or run out. Your text is kept" in panel.banner.words
        assert panel.form.text("detail") == "Ava told me about her dog, and then"
        desk.until(lambda: desk.opened.lock.card is not None)
        is_shut_out(desk, record)

        page.board.gone.setChecked(True)
        stand_on(office, page, WORKER)
        settle(office)
        page.buttons["reinstate"].setFocus()
        office.press(Qt.Key.Key_Space)
        office.type("Nothing was found")
        office.press(Qt.Key.Key_S, CTRL)
        office.until(lambda: page.one is not None and page.one.state == "active")
        assert "Reason: Nothing was found" in page.beside.text.toPlainText()
        assert "Reason: A complaint is being looked into" in page.beside.text.toPlainText()
    finally:
        with suppress(NotPermitted):  # who works again already
            reinstate(record, WORKER)
    drafts = desk.sign_in(WORKER)._desk.drafts
    desk.until(lambda: bool(drafts.drafts))
    (draft,) = drafts.drafts
    assert draft.values["detail"] == "Ava told me about her dog, and then"
    drafts.drop(draft.draft_id)


def changes_password(desk: Hand) -> None:
    """One's own password, by its key; first with a slip."""
    desk.press(Qt.Key.Key_W, CTRL | ALT)
    page = desk.opened.window.page
    assert isinstance(page, PasswordPage)
    for words in ("not mine at all", "the next one I chose", "the next one I chose"):
        desk.type(words)
        desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_S, CTRL)
    assert page.form.said("now").startswith("This is not the password")
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type(OWN)
    desk.press(Qt.Key.Key_S, CTRL)
    desk.until(lambda: "is changed" in page.banner.words)
    assert page.address.text().startswith("Of your own address this is kept: Flat 2, 7, LS6 2AB. It is asked for only")


def enters_own_address(office: Hand, form: Form) -> None:
    """Where the new person lives; first half of it."""
    office.tab_to(form.widgets["own_house"])
    office.type("Flat 2, 7")
    assert form.said("own_house").startswith("Only so that looks at files of this address raise a question.")
    office.press(Qt.Key.Key_S, CTRL)
    assert form.said("own_postcode") == "Give the postcode too, or leave both empty."
    assert not form.widgets["own_postcode"].visibleRegion().isEmpty()
    office.type("LS6 2AB")


def stands_on_who_joined(office: Hand, page: StaffPage, login: str) -> None:
    """Whoever was just added is the one on whom one stands, where one sees them."""
    people = page.board.people
    office.until(lambda: page.one is not None and page.one.login == login)
    assert people.viewport().rect().contains(people.visualRect(people.currentIndex()).center())


def reads_own_address(office: Hand, page: StaffPage, login: str) -> None:
    """That it is kept is told beside the list; the address itself stands in the form, which would keep it."""
    stands_on_who_joined(office, page, login)
    told = page.beside.text.toPlainText()
    assert "Their own address is kept: it stands under “Change…”." in told
    assert "LS6" not in told
    office.press(Qt.Key.Key_Return)
    assert page.panel is not None
    assert (page.panel.form.text("own_house"), page.panel.form.text("own_postcode")) == ("Flat 2, 7", "LS6 2AB")
    office.press(Qt.Key.Key_Escape)


def told_password(page: StaffPage) -> str:
    """The password that the banner tells, and whose it is."""
    before, _, after = page.banner.words.partition(" is ")
    assert before.endswith("The password of Nora Newall")
    return after.partition(" ")[0]


def gives_new_password(office: Hand, page: StaffPage, lost: str) -> str:
    """Instead of the one that is lost, with a reason that stays in the history."""
    page.buttons["password"].setFocus()
    office.press(Qt.Key.Key_Space)
    assert page.panel is not None
    office.press(Qt.Key.Key_S, CTRL)
    assert page.panel.form.said("why") == "Say why."
    office.type("The slip with the first one was lost")
    office.press(Qt.Key.Key_S, CTRL)
    office.until(lambda: "shown only now" in page.banner.words)
    assert not page.banner.done.isActive(), "it stays until it is put away"
    assert [one.text() for one in page.banner.choices] == ["I have it"]
    told = page.beside.text
    office.until(lambda: "Reason: The slip with the first one was lost" in told.toPlainText())
    given = told_password(page)
    assert given != lost
    return given


def reads_who_set_it(desk: Hand) -> None:
    """Who set it is told above the page with which the day begins, until it is read; then one changes it again."""
    told = desk.workspace.told
    desk.until(lambda: "set a new password for you" in told.words)
    assert told.words.startswith("Tl Administrator, administrator, ")
    assert told.words.endswith(
        "Why: The slip with the first one was lost. If you did not ask for this, tell your manager or the auditors."
    )
    assert told.isVisible()
    told.choices[0].setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: not told.words)
    changes_password(desk)


def chooses(desk: Hand, own: OwnPassword, password: str) -> None:
    """Type the same into both lines."""
    for field in own.form.widgets.values():
        field.setFocus()
        desk.press(Qt.Key.Key_A, CTRL)
        desk.type(password)
    desk.press(Qt.Key.Key_Return)


def test_somebody_joins_with_a_password_that_they_change_at_once(hands: tuple[Hand, Hand], record: Record) -> None:
    office, desk = hands
    login = f"tl_new_{uuid4().hex[:8]}"
    page = staff_page(office)
    page.board.people.setFocus()
    try:
        office.press(Qt.Key.Key_Insert)
        panel = page.panel
        assert panel is not None
        office.type(login)
        office.press(Qt.Key.Key_Tab)
        office.type("Nora Newall")
        for key, words in (("role", "Social worker"), ("team", "North")):
            field = panel.form.widgets[key]
            assert isinstance(field, QComboBox)
            office.tab_to(field)
            while field.currentText() != words:
                office.press(Qt.Key.Key_Down)
        assert panel.form.said("role").startswith("Records in the files of their children")
        assert "Never sees: A sealed file" in panel.form.said("role")
        enters_own_address(office, panel.form)
        office.press(Qt.Key.Key_S, CTRL)
        office.until(lambda: "shown only now" in page.banner.words)
        lost = told_password(page)
        reads_own_address(office, page, login)
        given = gives_new_password(office, page, lost)

        if desk.opened.workspace is not None:
            desk.workspace.sign_out()
        sign_in = desk.opened.sign_in
        sign_in.form.put("login", login)
        sign_in.form.put("password", given)
        sign_in.sign_in()
        desk.until(sign_in.own.isVisible)
        assert desk.opened.workspace is None
        desk.type("short")
        desk.press(Qt.Key.Key_Return)
        assert sign_in.own.form.said("again") == "The two passwords are not the same."
        chooses(desk, sign_in.own, given)
        assert sign_in.own.form.said("new").startswith("That is the password that was given")
        chooses(desk, sign_in.own, OWN)
        desk.until(lambda: desk.opened.workspace is not None)
        assert desk.workspace.signed_in.me.name == "Nora Newall"

        reads_who_set_it(desk)
        desk.workspace.sign_out()
        desk.sign_in(login, "the next one I chose")
        desk.workspace.sign_out()
    finally:
        with record.superuser() as connection:
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [login])
            connection.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(login)))


def test_a_member_of_a_sealed_file_is_removed_by_two_managers(hands: tuple[Hand, Hand], record: Record) -> None:
    first, second = hands
    child = record.new_child("Senna", "Baker")
    record.allocate(child, WORKER)
    record.seal(MANAGER, child, SECOND, WORKER)
    first.sign_in(MANAGER)
    first.open_file_without_entries(child)
    page = who_is_named(first)
    row = next(n for n, one in enumerate(page.named.lines.records) if one.name == "Tl Practitioner A")
    page.named.setCurrentIndex(page.named.lines.index(row, 0))
    page.named.setFocus()
    first.press(Qt.Key.Key_Delete)
    first.type("Works elsewhere now")
    first.press(Qt.Key.Key_S, CTRL)
    first.until(lambda: any(one.removal_id for one in page.named.lines.records))
    assert page.confirm_button.isHidden(), "nobody confirms what they asked for"

    home = second.sign_in(SECOND).caseload.second
    second.until(lambda: "Tl Manager A asks to remove Tl Practitioner A; you are the second person." in home.words)
    home.choices[0].setFocus()
    second.press(Qt.Key.Key_Return)
    second.until(lambda: isinstance(second.opened.window.page, HeldPage))
    shown = second.opened.window.page
    assert isinstance(shown, HeldPage)
    second.until(lambda: any(one.may_confirm for one in shown.named.lines.records))
    row = next(n for n, one in enumerate(shown.named.lines.records) if one.may_confirm)
    shown.named.setCurrentIndex(shown.named.lines.index(row, 0))
    shown.named.setFocus()
    second.press(Qt.Key.Key_Return)
    assert shown.banner.words.endswith("Why: Works elsewhere now")
    second.press(Qt.Key.Key_Return)
    second.until(lambda: shown.named.lines.rowCount() == 2)
    second.until(lambda: not home.words)
    with record.psql(WORKER) as connection, pytest.raises(Exception, match="not found or not permitted"):
        connection.execute("select * from api.open_file(%s)", [child])


def test_a_file_is_sealed_and_unsealed_by_two_managers(hands: tuple[Hand, Hand], record: Record) -> None:
    first, second = hands
    child = record.new_child("Senna", "Baker")
    record.allocate(child, WORKER)
    record.opened(MANAGER, child, purpose="duty").close()
    first.sign_in(MANAGER)._desk.navigator.go(WhoHeld(child, "Senna Baker"))
    page = first.opened.window.page
    assert isinstance(page, HeldPage)
    first.until(page.sealing.isVisible)
    first.until(lambda: bool(page._people) and bool(page.holders.lines.records))
    page.sealing.ask_button.setFocus()
    first.press(Qt.Key.Key_Space)
    assert page.panel is not None
    first.press(Qt.Key.Key_S, CTRL)
    assert page.panel.form.said("members") == "Tick one more manager at least: they confirm it."
    members = page.panel.form.widgets["members"]
    assert isinstance(members, TickList)
    assert members.ticked == (str(record.staff[WORKER]),), "the worker is proposed"
    members.setFixedWidth(90)
    first.until(lambda: members.viewport().width() < 90)
    assert members.horizontalScrollBar().maximum() == 0, "a long name ends in an ellipsis"
    assert members.currentItem().toolTip() == members.currentItem().text()
    first.type("Tl Manager B")
    assert len(members.ticked) == 1, "a space within a name ticks nobody"
    first.until(lambda: members.currentItem().text().startswith("Tl Manager B"))
    first.qtbot.wait(2 * QApplication.keyboardInputInterval())
    first.press(Qt.Key.Key_Space)
    first.press(Qt.Key.Key_Tab)
    first.type("To be adopted")
    first.press(Qt.Key.Key_S, CTRL)
    first.until(lambda: "waits for another manager" in page.sealing.words.text())
    assert "Tl Manager A, Tl Manager B and Tl Practitioner A" in page.sealing.words.text()

    second.sign_in(ELSEWHERE)
    answers(second, "Tl Manager A asks to seal the file", "Why: To be adopted")
    home = second.workspace.caseload.second
    second.until(lambda: not home.words)
    for login in (SECOND, "tl_duty_a"):
        with record.psql(login) as connection, pytest.raises(Exception, match="not found or not permitted"):
            connection.execute("select * from api.open_file(%s, 'duty')", [child])

    page.read()
    first.until(
        lambda: page.named.lines.rowCount() == 3 and page.sealing.sealed and page.sealing.ask_button.isVisible()
    )
    page.sealing.ask_button.setFocus()
    first.press(Qt.Key.Key_Space)
    first.type("Not adopted after all")
    first.press(Qt.Key.Key_S, CTRL)
    first.until(lambda: "To be unsealed" in page.sealing.words.text())
    second.workspace.second.read()
    answers(second, "Tl Manager A asks to unseal the file", "Why: Not adopted after all")
    second.until(lambda: not home.words)
    with record.psql("tl_duty_a") as connection:
        connection.execute("select * from api.open_file(%s, 'duty')", [child])


def answers(hand: Hand, asked: str, why: str) -> None:
    """Read what another manager asks above the children, and confirm it."""
    home = hand.workspace.caseload.second
    hand.until(lambda: asked in home.words)
    home.choices[0].setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: why in home.words)
    hand.press(Qt.Key.Key_Return)


def who_is_named(hand: Hand) -> HeldPage:
    """The page of who held the case and who is named, from the file."""
    hand.press(Qt.Key.Key_U, CTRL | Qt.KeyboardModifier.ShiftModifier)
    page = hand.opened.window.page
    assert isinstance(page, HeldPage)
    hand.until(lambda: page.named.lines.rowCount() > 0)
    return page
