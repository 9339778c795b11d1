"""Somebody breaks the glass at night; the manager of the team reviews it, and asks who else looked. By keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from db.queries.looks import Interest
from desktop.features.looks.file_page import WhoLookedPage
from desktop.features.looks.knowing_page import KnowingPage
from desktop.features.looks.page import LooksPage
from desktop.infra.navigation import FindChild, Looks, OpenChild
from desktop.models.words import day_in_words
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from tests.desktop.reporting.reading import whole_text
from tests.desktop.window import CTRL, Hand
from tests.record import Record

MANAGER, WORKER, STRANGER, AUDITOR = "tl_manager_a", "tl_practitioner_a", "tl_practitioner_c", "tl_auditor"
ALT = Qt.KeyboardModifier.AltModifier
WHY = "police rang: she was found alone at the station"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each story has children of its own."""
    return shared_record


@pytest.fixture(scope="module")
def seats(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Hand, Hand]]:
    """The manager's window, and that of a worker of another team."""
    assert qapp is not None
    hands = tuple(Hand(QtBot(request), record, tmp_path_factory.mktemp(login)) for login in (MANAGER, STRANGER))
    for hand, login in zip(hands, (MANAGER, STRANGER), strict=True):
        hand.sign_in(login)
    yield hands[0], hands[1]
    for hand in hands:
        hand.close()


def settle(hand: Hand) -> None:
    """Until everything that was asked is answered."""
    hand.until(lambda: not hand.opened.tasks.busy)


def seen(page: Page) -> str:
    """What stands on a page for its reader; what came with an answer is seen a turn of the event loop after it."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def looks(hand: Hand) -> LooksPage:
    """The page of looks, read anew."""
    hand.press(Qt.Key.Key_1, CTRL)
    hand.press(Qt.Key.Key_9, CTRL)
    settle(hand)
    return hand.workspace.looks.page


def front(hand: Hand) -> Page | None:
    """The page in front."""
    return hand.opened.window.page


def child_of(record: Record, given: str) -> UUID:
    """A child of team North with a worker and an entry."""
    child = record.new_child(given, "Demir")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, f"{given} was seen at school")
    session.close()
    return child


def shoot(hand: Hand, name: str) -> None:
    """A picture of the window, where somebody wants to see it."""
    if folder := os.environ.get("LOOKS_PICTURES"):
        hand.opened.window.grab().save(str(Path(folder) / f"{name}.png"))


def break_glass(hand: Hand, child: UUID, name: str) -> None:
    """Open a file that is not one's own, with a reason."""
    hand.workspace._desk.navigator.go(OpenChild(child, name, "break_glass"))
    card = hand.workspace.files[child].card
    assert card is not None
    hand.type(WHY)
    hand.press(Qt.Key.Key_Return)
    hand.file(child)
    settle(hand)


def test_broken_glass_is_reviewed_in_another_window(seats: tuple[Hand, Hand], record: Record, tmp_path: Path) -> None:
    manager, stranger = seats
    child = child_of(record, "Hana")
    break_glass(stranger, child, "Hana Demir")

    page = looks(manager)
    assert "1 opening by broken glass to review" in page.said
    shoot(manager, "manager")
    manager.until(lambda: manager.opened.window.navigation.looks.text() == "Looks 1")
    assert page.board.glass.hasFocus()
    assert WHY in page.beside.text.toPlainText()
    manager.press(Qt.Key.Key_Return)
    shoot(manager, "review")
    manager.type("Asked him: the station rang, the team was told at eight.")
    manager.press(Qt.Key.Key_S, CTRL)
    settle(manager)
    assert "On record" in page.banner.words
    assert page.said == "Nothing waits for you here."
    manager.until(lambda: manager.opened.window.navigation.looks.text() == "Looks")
    assert "reviewed it on" in page.beside.text.toPlainText()

    manager.press(Qt.Key.Key_O, ALT)
    manager.until(lambda: front(manager) is not page)
    settle(manager)
    found = front(manager)
    assert isinstance(found, WhoLookedPage)
    assert [one.who for one in found.days.lines.records] == [
        "Tl Manager A", "Tl Practitioner C", "Tl Practitioner A",
    ]  # fmt: skip
    manager.press(Qt.Key.Key_Down)
    assert f"broke the glass: “{WHY}”" in found.beside.text.toPlainText()
    shoot(manager, "who_looked")
    found.save_to(tmp_path / "who.pdf")
    settle(manager)
    assert "this is on record" in found.banner.words
    said = whole_text((tmp_path / "who.pdf").read_bytes())
    assert WHY in said
    assert "Hana" not in said
    manager.press(Qt.Key.Key_Escape)
    assert front(manager) is page


def lives_at_one_address(record: Record, login: str) -> UUID:
    """A child who lives where this member of staff does."""
    child, address = child_of(record, "Mira"), uuid4()
    with record.superuser() as connection:
        connection.execute(
            "insert into core.staff_address (staff_id, house, postcode) values (%s, '12', 'LS6 2AB')",
            [record.staff[login]],
        )
        connection.execute(
            "insert into core.address (address_id, lines, postcode, recorded_by)"
            " values (%s, '12 Mill Lane, Leeds', 'LS6 2AB', %s)", [address, record.staff[WORKER]],
        )  # fmt: skip
        connection.execute(
            "insert into core.residence (person_id, address_id, recorded_by) values (%s, %s, %s)",
            [child, address, record.staff[WORKER]],
        )
    return child


def relate(record: Record, child: UUID, other: UUID, kind: str) -> None:
    """One is this to the other."""
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, %s, %s)",
            [child, other, kind, record.staff[WORKER]],
        )


def line_of(board: RecordList, child: UUID) -> QModelIndex:
    """Where a list tells of this child's file."""
    row = next(row for row, one in enumerate(board.lines.records) if cast("Interest", one).child_id == child)
    return board.lines.index(row, 0)


def test_who_knows_a_family_says_so_and_the_file_is_shut(seats: tuple[Hand, Hand], record: Record) -> None:
    manager, worker = seats
    worker.sign_in(WORKER)
    child, sister, half_brother = (child_of(record, given) for given in ("Ilsa", "Tilda", "Karl"))
    for other, kind in ((sister, "sister"), (half_brother, "half-brother")):
        relate(record, child, other, kind)
        worker.open_mine(other)
    worker.open_mine(child)
    worker.press(Qt.Key.Key_K, CTRL | ALT)
    page = front(worker)
    assert isinstance(page, KnowingPage)
    settle(worker)
    worker.type("Her mother is my cousin")
    assert page.panel is not None
    ticks = {one: page.panel.form.widgets[str(one)] for one in (sister, half_brother)}
    assert [page.panel.form.text(str(one)) for one in ticks] == ["yes", "yes"]
    worker.tab_to(ticks[half_brother])
    worker.press(Qt.Key.Key_Space)
    shoot(worker, "i_know_them")
    worker.press(Qt.Key.Key_S, CTRL)
    settle(worker)
    assert list(worker.workspace.files) == [half_brother]
    assert front(worker) is worker.workspace.caseload
    assert "2 files of this family are shut to you" in worker.opened.window.banner.words
    shoot(worker, "shut")
    worker.until(lambda: child not in [one.child_id for one in worker.workspace.caseload.table.lines.records])

    page = looks(manager)
    page.board.known.setFocus()
    page.board.known.setCurrentIndex(line_of(page.board.known, child))
    assert "They are still the child’s worker" in page.beside.text.toPlainText()
    shoot(manager, "knows_family")
    manager.press(Qt.Key.Key_Return)
    manager.type("A distant cousin; she and I talked, and the family agrees.")
    manager.press(Qt.Key.Key_S, CTRL)
    settle(manager)
    assert "lifted it on" in page.beside.text.toPlainText()
    worker.press(Qt.Key.Key_1, CTRL)
    worker.workspace.caseload.read()
    worker.until(lambda: child in [one.child_id for one in worker.workspace.caseload.table.lines.records])


def test_who_knows_the_family_reads_that_and_whom_to_ask_instead_of_breaking_the_glass(
    seats: tuple[Hand, Hand], record: Record
) -> None:
    _, stranger = seats
    stranger.sign_in(STRANGER)
    child = child_of(record, "Branwen")
    relate(record, child, child_of(record, "Bryn"), "sister")
    stranger.workspace._desk.navigator.go(OpenChild(child, "Branwen Demir", "break_glass"))
    stranger.press(Qt.Key.Key_K, CTRL | ALT)
    settle(stranger)
    asked = front(stranger)
    assert isinstance(asked, KnowingPage)
    assert asked.panel is not None
    assert list(asked.panel.form.widgets) == ["why"], "nobody is told of brothers and sisters before opening the file"
    assert "say it there too" in asked.panel.asked.note
    shoot(stranger, "unopened")
    stranger.type("Her mother is my cousin")
    stranger.press(Qt.Key.Key_S, CTRL)
    settle(stranger)
    assert "The file is shut to you" in stranger.opened.window.banner.words
    stranger.press(Qt.Key.Key_K, CTRL)
    stranger.type("branwen")
    find = stranger.workspace.find
    stranger.until(lambda: find.said.endswith("Enter opens."))
    line = find.table.lines.record(0)
    assert line is not None
    assert line.opening == "shut to you: you said that you know the family"
    stranger.press(Qt.Key.Key_Return)
    today = day_in_words(date.today())
    assert f"You said on {today} that you know this family" in find.banner.words
    assert "Ask a manager of team North" in find.banner.words
    shoot(stranger, "find_shut")
    assert child not in stranger.workspace.files

    for basis in ("", "break_glass"):  # from a list that does not know, or was read before
        stranger.workspace._desk.navigator.go(OpenChild(child, "Branwen Demir", basis))
        page = stranger.workspace.files[child]
        if basis:
            stranger.type(WHY)
            stranger.press(Qt.Key.Key_Return)
        stranger.until(lambda page=page: "The file of Branwen Demir is shut to you" in seen(page))  # type: ignore[misc]
        assert f"You said on {today} that you know this family" in seen(page)
        assert not [one for one in page.findChildren(QLineEdit) if one.isVisible()]
        assert not page.banner.isVisible()
        shoot(stranger, f"door_shut_{basis}")
        stranger.press(Qt.Key.Key_W, CTRL)
        assert child not in stranger.workspace.files


def verifies_what_was_never_sealed(auditor: Hand, page: LooksPage) -> None:
    """The lines get their links, which proves nothing of the time before."""
    page.verifying.head.clear()
    auditor.press(Qt.Key.Key_Return)
    settle(auditor)
    assert page.banner.words.startswith("Nothing could be verified yet")
    assert "sealed just now: a change from now on is found" in page.banner.words
    assert page.banner.property("tone") == News.NOTE.value
    shoot(auditor, "nothing_sealed")


def says_that_a_printed_head_is_missing(auditor: Hand, page: LooksPage) -> None:
    """However well the links hold; then the chain is walked again without it."""
    page.verifying.head.setFocus()
    auditor.type(f"12:{'ab' * 32}")
    auditor.press(Qt.Key.Key_Return)
    settle(auditor)
    printed = "The printed head 12:abababababababab… is NOT in the chain: this is another chain than then. As it stands"
    assert page.banner.words.startswith(printed) and "The chain is whole" not in page.banner.words
    assert page.banner.property("tone") == News.TROUBLE.value
    page.verifying.head.clear()
    page.verifying.begin()
    settle(auditor)


def test_an_auditor_begins_at_the_looks_and_walks_the_chain(
    seats: tuple[Hand, Hand], record: Record, tmp_path: Path
) -> None:
    _, auditor = seats
    record.opened("tl_front_door", lives_at_one_address(record, "tl_front_door"), purpose="duty").close()
    child = child_of(record, "Jonas")
    for _ in range(3):
        record.opened("tl_duty_a", child, purpose="duty").close()
    auditor.sign_in(AUDITOR)
    settle(auditor)
    page = auditor.workspace.looks.page
    assert front(auditor) is page
    assert {place for place, made in auditor.opened.window.navigation._places.items() if not made.isHidden()} == {
        Looks, FindChild,
    }  # fmt: skip
    page.board.questions.setFocus()
    asked = [one for one in page.board.questions.lines.records if one.question == "not_theirs"]
    assert [(one.who, one.times, one.answered) for one in asked] == [("Tl Duty A", 3, False)]
    assert [one for one in page.board.lists if one.selectionModel().hasSelection()] == [page.board.questions]
    shoot(auditor, "auditor")
    auditor.press(Qt.Key.Key_Return)
    auditor.type("Held the duty desk all week; her manager knows.")
    auditor.press(Qt.Key.Key_S, CTRL)
    settle(auditor)
    assert [(one.question, one.answered) for one in page.board.questions.lines.records] == [
        ("own_address", False), ("not_theirs", True)
    ]  # fmt: skip
    page.board.questions.setFocus()
    auditor.press(Qt.Key.Key_Up)
    told = page.beside.text.toPlainText()
    assert told.startswith("Tl Front Door opened file ")
    assert "in which somebody has, or lately had, the same address: once on" in told
    assert not set(told.split()) & {"12", "Mill", "LS6"}
    shoot(auditor, "own_address")

    auditor.press(Qt.Key.Key_Y, ALT)
    auditor.until(page.verifying.head.hasFocus)
    auditor.type("12")
    auditor.press(Qt.Key.Key_Return)
    assert "A printed head is" in page.banner.words
    verifies_what_was_never_sealed(auditor, page)
    page.verifying.begin()
    settle(auditor)
    assert "The chain is whole" in page.banner.words
    shoot(auditor, "chain")
    says_that_a_printed_head_is_missing(auditor, page)
    page.verifying.save_to(tmp_path / "chain.pdf")
    settle(auditor)
    assert "The chain is whole" in whole_text((tmp_path / "chain.pdf").read_bytes())
    auditor.press(Qt.Key.Key_Escape)

    page.reference.setFocus()
    auditor.type("no such file")
    auditor.press(Qt.Key.Key_Return)
    settle(auditor)
    assert "There is no such file" in page.banner.words
