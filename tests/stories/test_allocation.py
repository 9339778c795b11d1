"""A child changes hands by talking: a manager's window and a worker's on one server, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from db.commands.allocation import (
    AgreedChild,
    ProposeAllocation,
    ProposedChild,
    RecordTalk,
    propose_allocation,
    record_talk,
)
from db.queries.allocation import Discussion
from desktop.features.allocation.held_page import HeldPage
from desktop.features.allocation.lines import WORKER_NOW
from desktop.features.allocation.page import AllocationPage
from desktop.features.allocation.proposing import ProposalPanel
from desktop.infra.navigation import OpenChild
from desktop.models.words import day_in_words
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from tests.desktop.window import CTRL, Hand
from tests.record import Record

MANAGER, WORKER, COLLEAGUE = "tl_manager_a", "tl_practitioner_a", "tl_practitioner_b"
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each story has children of its own."""
    return shared_record


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's window, and what they do at the page of allocation."""

    hand: Hand

    @property
    def page(self) -> AllocationPage:
        return self.hand.workspace.allocation.page

    def come(self) -> AllocationPage:
        """To the page, read anew."""
        self.hand.press(Qt.Key.Key_1, CTRL)
        self.hand.press(Qt.Key.Key_6, CTRL)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Until everything that was asked is answered."""
        self.hand.until(lambda: not self.hand.opened.tasks.busy)

    def stand_on(self, name: str) -> Discussion:
        """The conversation about a child."""
        page = self.page
        self.hand.until(
            lambda: any(name in child.name for one in page.board.talks.lines.records for child in one.children)
        )
        one = next(one for one in page.board.talks.lines.records if any(name in child.name for child in one.children))
        page.board.stand_on(one.discussion_id)
        page.board.talks.setFocus()
        return one

    def choose(self, *names: str) -> None:
        """Stand on the first of these children in the list of the team, and take the next ones with Shift+Down."""
        page = self.page
        self.hand.until(
            lambda: bool(page.workers) and any(names[0] in one.name for one in page.board.children_list.lines.records)
        )
        lines = page.board.children_list.lines
        row = next(n for n in range(lines.rowCount()) if (at := lines.record(n)) and names[0] in at.name)
        page.board.children_list.stand_in_row(row)
        page.board.children_list.setFocus()
        for _ in names[1:]:
            self.hand.press(Qt.Key.Key_Down, SHIFT)

    def accept(self) -> None:
        """Accept what the conversation says on which one stands."""
        self.hand.press(Qt.Key.Key_Return)
        self.hand.press(Qt.Key.Key_Tab, SHIFT)
        self.hand.press(Qt.Key.Key_Return)
        self.settle()

    def fill(self, **values: str) -> None:
        """Fill the form from field to field, and save it with Ctrl+S."""
        page = self.hand.opened.window.page
        assert isinstance(page, AskingPage)
        panel = page.panel
        assert isinstance(panel, AskingPanel)
        for key, value in values.items():
            field = panel.form.widgets[key]
            self.hand.tab_to(field)
            if isinstance(field, QComboBox):
                self.pick(field, value)
            else:
                self.hand.type(value)
        self.hand.press(Qt.Key.Key_S, CTRL)
        self.settle()

    def pick(self, field: QComboBox, words: str) -> None:
        """Go down in a list of choices to the one that begins so."""
        for _ in range(field.count()):
            if not field.currentText().startswith(words):
                self.hand.press(Qt.Key.Key_Down)
        assert field.currentText().startswith(words)

    def reads(self) -> str:
        """What stands beside the lists."""
        return self.page.beside.text.toPlainText()


@pytest.fixture(scope="module")
def seats(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Seat, Seat]]:
    """The manager's window and the worker's."""
    assert qapp is not None
    hands = tuple(Hand(QtBot(request), record, tmp_path_factory.mktemp(login)) for login in (MANAGER, WORKER))
    for hand, login in zip(hands, (MANAGER, WORKER), strict=True):
        hand.sign_in(login)
    yield Seat(hands[0]), Seat(hands[1])
    for hand in hands:
        hand.close()


def holds(record: Record, child: UUID) -> list[tuple[str, str]]:
    """Who holds a child now, and in which part, from behind the wall."""
    with record.superuser() as connection:
        return connection.execute(
            "select s.login, a.part from core.allocation a join core.staff s using (staff_id)"
            " where a.child_id = %s and a.from_at <= now() and (a.to_at is null or a.to_at > now()) order by 1", [child]
        ).fetchall()  # fmt: skip


def test_two_sisters_are_proposed_talked_about_and_accepted(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, worker = seats
    ava, bea = record.new_child("Ava", "Aaron"), record.new_child("Bea", "Aaron")
    page = manager.come()
    manager.choose("Ava", "Bea")
    manager.hand.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    worker_field = page.panel.form.widgets["to"]
    assert isinstance(worker_field, QComboBox)
    manager.pick(worker_field, "Tl Practitioner A")
    manager.settle()
    assert page.panel.form.said("to") == (
        "Tl Practitioner A holds 0 children. Would hold 2 children; weight 2; the team’s usual is 15–22."
    )
    manager.fill(why="Knows the school.", urgent0="See her this week.", urgent1="Ring the nursery today.")
    assert page.banner.words.endswith("Kept as it was said; nobody can change it.")
    assert holds(record, ava) == holds(record, bea) == []

    home = worker.hand.workspace.caseload.talks
    worker.hand.workspace.allocation.ask()  # as it does every few seconds
    worker.hand.until(lambda: "1 proposal waits for your answer." in home.words)
    assert worker.hand.opened.window.navigation.allocation.text() == "Allocation 1"
    home.choices[0].setFocus()
    worker.hand.press(Qt.Key.Key_Return)
    worker.settle()
    assert "Urgent: Ring the nursery today." in worker.reads()
    assert "Tl Practitioner A at that time: holds 0 children." in worker.reads()
    worker.hand.press(Qt.Key.Key_Return)
    worker.fill(
        agreed0="Visit with the school nurse.", by0="today", agreed1="Call the nursery.", by1="today",
        capacity="Has room from Monday.",
    )  # fmt: skip
    assert "Talk on" in worker.reads()
    assert holds(record, ava) == []
    worker.stand_on("Ava")
    worker.hand.press(Qt.Key.Key_Return)
    assert worker.page.banner.words.startswith("You accept Ava and Bea Aaron")
    worker.hand.press(Qt.Key.Key_Return)
    worker.settle()
    assert holds(record, ava) == [], "a key pressed twice accepts nothing"
    worker.accept()
    assert holds(record, ava) == holds(record, bea) == [(WORKER, "allocated_worker")]
    worker.hand.until(lambda: not home.words)

    worker.hand.press(Qt.Key.Key_1, CTRL)
    file = worker.hand.open_file_without_entries(ava)
    worker.hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    held = worker.hand.opened.window.page
    assert isinstance(held, HeldPage)
    worker.hand.until(lambda: "Visit with the school nurse." in held.beside.text.toPlainText())
    assert "capacity" not in held.beside.text.toPlainText()
    worker.hand.press(Qt.Key.Key_Escape)
    assert worker.hand.opened.window.page is file


def test_a_worker_declines_and_the_manager_decides(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, worker = seats
    cem = record.new_child("Cem", "Baker")
    manager.come()
    manager.choose("Cem")
    manager.hand.press(Qt.Key.Key_Return)
    manager.fill(to="Tl Practitioner A", why="Speaks Turkish.", urgent0="See him.")
    worker.come()
    worker.stand_on("Cem")
    worker.hand.press(Qt.Key.Key_Delete)
    worker.fill(why="I hold nineteen.")
    assert "Declined, Tl Manager A decides." in worker.reads()

    page = manager.come()
    manager.stand_on("Cem")
    manager.hand.press(Qt.Key.Key_Return)
    assert page.banner.words == "Tl Practitioner A declined: “I hold nineteen.”"
    manager.hand.press(Qt.Key.Key_Return)
    manager.settle()
    manager.fill(to="Tl Practitioner B", why="Has room.")
    assert page.board.one is not None
    assert page.board.one.proposed_to == "Tl Practitioner B", "one stands on what one proposed"
    assert holds(record, cem) == []
    worker.come()
    assert worker.stand_on("Cem").stage == "withdrawn"
    assert "Tl Manager A withdrew it on " in worker.reads()
    assert "I hold nineteen." in worker.reads()
    assert "proposed to somebody else" in worker.reads()
    found = [one.proposed_to for one in page.board.talks.lines.records if one.children[0].child_id == cem]
    assert found == ["Tl Practitioner B", "Tl Practitioner A"]


def test_what_begins_tonight_stands_as_not_talked_about_at_both_until_it_is(
    record: Record, seats: tuple[Seat, Seat]
) -> None:
    manager, worker = seats
    dora = record.new_child("Dora", "Carter")
    page = manager.come()
    manager.choose("Dora")
    page.bar.buttons["tonight"].setFocus()
    manager.hand.press(Qt.Key.Key_Space)
    panel = page.panel
    assert isinstance(panel, ProposalPanel)
    panel.form.put("to", str(record.staff[WORKER]))
    assert panel.does.text() == (
        "Tl Practitioner A works with Dora Carter now, for 72 hours."
        " Once it is talked about and accepted: Dora Carter goes to Tl Practitioner A."
    )
    manager.fill(to="Tl Practitioner A", why="Found alone at the station.", urgent0="Fetch her now.")
    assert holds(record, dora) == [(WORKER, "allocated_worker")]
    owed = "1 emergency allocation not yet talked about."
    assert owed in manager.hand.workspace.caseload.talks.words
    worker.come()
    assert owed in worker.hand.workspace.caseload.talks.words
    worker.stand_on("Dora")
    assert "IN AN EMERGENCY, NOT YET TALKED ABOUT" in worker.reads()
    manager.stand_on("Dora")
    manager.hand.press(Qt.Key.Key_Return)
    manager.fill(agreed0="Stay with her.", by0="today", capacity="Will do.")
    owed = "1 emergency allocation not yet accepted."
    assert owed in manager.hand.workspace.caseload.talks.words, "not before the worker accepts"
    worker.come()
    worker.stand_on("Dora")
    worker.hand.press(Qt.Key.Key_Return)
    assert worker.page.banner.words.endswith("The child is yours from then on.")
    worker.hand.press(Qt.Key.Key_Return)
    worker.accept()
    assert owed not in worker.hand.workspace.caseload.talks.words
    manager.come()
    assert owed not in manager.hand.workspace.caseload.talks.words


def test_what_is_new_is_stood_on_unless_somebody_chose_a_line(record: Record, seats: tuple[Seat, Seat]) -> None:
    board = seats[0].page.board

    def name() -> str:
        """The child of the conversation on which one stands."""
        assert board.one is not None
        return board.one.children[0].name

    def comes(given: str) -> str:
        """Another manager proposes a child; on whom one stands afterwards."""
        line = {"child_id": str(record.new_child(given, "Crane")), "urgent": "See the child."}
        with record.psql("tl_manager_a2") as other:
            other.execute(
                "select api.propose_allocation(%s, %s, 'allocated_worker', 'Has room.', %s)",
                [uuid4(), record.staff[COLLEAGUE], Jsonb([line])],
            )
        seats[0].come()
        return name()

    comes("Ida")
    board.talks.setCurrentIndex(board.talks.lines.index(0, 0))
    board.choose_here()
    chosen = name()
    assert comes("Jan") == chosen, "a line that somebody chose stays theirs"
    board.show_talks(())
    seats[0].come()
    assert comes("Kim") == "Kim Crane"
    assert comes("Lea") == "Lea Crane"
    assert board.talks.verticalScrollBar().value() == 0
    seats[0].hand.press(Qt.Key.Key_Down)
    chosen = name()
    assert comes("Max") == chosen


def test_a_handover_keeps_its_reason_and_its_note_in_the_file(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, worker = seats
    eli = record.new_child("Eli", "Dane")
    record.allocate(eli, COLLEAGUE)
    worker.hand.workspace.on_files.open(OpenChild(eli, "Eli Dane", "break_glass"))
    asking = worker.hand.workspace.files[eli]
    assert asking.card is not None
    page = manager.come()
    manager.choose("Eli")
    manager.hand.press(Qt.Key.Key_Insert)
    manager.fill(to="Tl Practitioner A", why="Knows the carers.", urgent0="Nothing urgent.")
    assert page.banner.words.startswith("Somebody holds one of the children: choose the reason")
    assert manager.hand.focus is page.panel.form.widgets["reason"] if page.panel else False
    assert isinstance(page.panel, ProposalPanel)
    assert manager.hand.focus is page.panel.form.widgets["reason"], "there something is wanting"
    passes = "Eli Dane goes from Tl Practitioner B to Tl Practitioner A"
    assert page.panel.does.text() == f"Once it is talked about and accepted: {passes}."
    manager.hand.tab_to(page.panel.form.widgets["reason"])
    manager.hand.type("s")
    assert page.panel.does.text().endswith(f"{passes} because: Social worker died.")
    manager.hand.press(Qt.Key.Key_Home)
    manager.fill(reason="Left")
    worker.come()
    worker.stand_on("Eli")
    assert "Held now by Tl Practitioner B" in worker.reads()
    worker.hand.press(Qt.Key.Key_Return)
    assert worker.page.panel is not None
    assert worker.page.panel.asked.note.endswith(f"Once it is accepted: {passes} because: Left the role.")
    worker.fill(agreed0="Joint visit.", by0="today", note0="Goodbye visit made.", capacity="Has room.")
    worker.stand_on("Eli")
    worker.accept()
    assert holds(record, eli) == [(WORKER, "allocated_worker")]
    worker.hand.press(Qt.Key.Key_1, CTRL)
    worker.hand.open_file_without_entries(eli)
    assert asking.is_open, "who holds the child by now is asked for no reason"
    worker.hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    held = worker.hand.opened.window.page
    assert isinstance(held, HeldPage)
    worker.hand.until(lambda: held.holders.lines.rowCount() == 2)
    assert "Handed over by Tl Practitioner B: Goodbye visit made." in held.beside.text.toPlainText()
    worker.hand.press(Qt.Key.Key_Down)
    assert "Why it changed: Left the role" in held.beside.text.toPlainText()
    assert "Handed over: Goodbye visit made." in held.beside.text.toPlainText()


def test_after_another_talk_one_stands_on_the_conversation_to_read_it(record: Record, seats: tuple[Seat, Seat]) -> None:
    _manager, worker = seats
    child = record.new_child("Pia", "Vale")
    session, discussion = record.session(MANAGER), uuid4()
    lines = (ProposedChild(child, "See her."),)
    propose_allocation(session, ProposeAllocation(discussion, record.staff[WORKER], "Knows her.", lines))
    agreed = (AgreedChild(child, "Visit.", date.today()),)
    talk = RecordTalk(uuid4(), discussion, date.today(), "Both", "Has room.", agreed)
    record_talk(session, talk)
    worker.come()
    worker.stand_on("Pia")
    record_talk(session, replace(talk, talk_id=uuid4(), capacity_said="Has no room before June."))
    session.close()
    worker.accept()
    assert worker.page.banner.words.startswith("Another talk was recorded meanwhile.")
    assert worker.hand.focus is worker.page.board.talks
    assert "Has no room before June." in worker.reads()


def test_a_day_that_cannot_be_is_told_of_with_the_child_and_one_stands_in_its_field(
    record: Record, seats: tuple[Seat, Seat]
) -> None:
    manager, _worker = seats
    for given in ("Nia", "Noa"):
        record.new_child(given, "Upton")
    page = manager.come()
    manager.choose("Nia", "Noa")
    manager.hand.press(Qt.Key.Key_Insert)
    manager.fill(to="Tl Practitioner A", why="Knows them.", urgent0="See her.", urgent1="See him.")
    manager.stand_on("Nia")
    manager.hand.press(Qt.Key.Key_Return)
    manager.fill(agreed0="Visit.", by0="today", agreed1="Ring.", by1="yesterday", capacity="Has room.")
    assert page.panel is not None
    form, (tomorrow, yesterday) = page.panel.form, (date.today() + timedelta(days=days) for days in (1, -1))
    assert form.said("by1") == f"Noa Upton: {day_in_words(yesterday)} is before the talk. Say a day from then on."
    assert manager.hand.focus is form.widgets["by1"]
    assert form.widgets["by1"].property("trouble") == "true"
    for words, wrong in (
        ("tomorrow", f"{day_in_words(tomorrow)} is still to come: record the talk once you have talked."),
        ("three weeks ago", "is more than a week before it was proposed."),
    ):
        form.put("talked", words)
        manager.hand.press(Qt.Key.Key_S, CTRL)
        assert form.said("talked").endswith(wrong)
        assert manager.hand.focus is form.widgets["talked"]
    form.put("talked", "yesterday")
    manager.hand.press(Qt.Key.Key_S, CTRL)
    manager.settle()
    assert f"Noa Upton, by {day_in_words(yesterday)}: Ring." in manager.reads()


def test_half_a_proposal_and_half_a_talk_are_kept_and_gone_on_with(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, worker = seats
    gus = record.new_child("Gus", "Foster")
    page = manager.come()
    manager.choose("Gus")
    manager.hand.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    manager.hand.tab_to(page.panel.form.widgets["why"])
    manager.hand.type("Met the carers in June.")
    manager.hand.press(Qt.Key.Key_Escape)
    assert page.beside.panel is None
    manager.hand.press(Qt.Key.Key_2, CTRL)
    drafts = manager.hand.workspace.unfinished.drafts
    assert [one.child for one in drafts.drafts] == ["Gus Foster"]
    manager.hand.press(Qt.Key.Key_Return)
    manager.hand.until(lambda: page.panel is not None)
    assert page.panel.form.text("why") == "Met the carers in June."
    assert manager.hand.focus is page.panel.form.widgets["to"]
    page.panel.form.put("to", str(record.staff[WORKER]))
    manager.hand.press(Qt.Key.Key_Escape)
    manager.hand.press(Qt.Key.Key_2, CTRL)
    manager.hand.press(Qt.Key.Key_Return)
    manager.hand.until(lambda: page.panel is not None)
    assert manager.hand.focus is page.panel.form.widgets["urgent0"], "what is there already is not asked for again"
    manager.fill(to="Tl Practitioner A", urgent0="Register him with a doctor.")
    assert not drafts.drafts
    worker.come()
    assert "Met the carers in June." in (worker.stand_on("Gus"), worker.reads())[1]

    worker.hand.press(Qt.Key.Key_Return)
    panel = worker.page.panel
    assert panel is not None
    worker.hand.tab_to(panel.form.widgets["capacity"])
    worker.hand.type("Room from the 10th.")
    worker.hand.press(Qt.Key.Key_Escape)
    worker.hand.press(Qt.Key.Key_Return)
    again = worker.page.panel
    assert again is not None
    assert again is not panel
    assert again.form.text("capacity") == "Room from the 10th."
    worker.hand.press(Qt.Key.Key_Escape)
    manager.come()
    manager.stand_on("Gus")
    manager.hand.press(Qt.Key.Key_Delete)
    manager.fill(why="Moved to the grandmother.")
    worker.hand.press(Qt.Key.Key_2, CTRL)
    worker.hand.press(Qt.Key.Key_Return)
    worker.settle()
    assert worker.page.banner.words.endswith("That proposal is settled. What you typed stays among your drafts.")
    assert holds(record, gus) == []


def test_cover_is_proposed_and_talked_about_like_every_allocation(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, worker = seats
    hal = record.new_child("Hal", "Gale")
    record.allocate(hal, COLLEAGUE)
    page = manager.come()
    manager.choose("Hal")
    manager.hand.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    page.panel.form.put("part", "cover")
    manager.settle()
    assert isinstance(page.panel, ProposalPanel)
    assert not page.panel.does.isVisible()
    page.panel.form.put("to", str(record.staff[WORKER]))
    assert page.panel.does.text().endswith("accepted: Tl Practitioner A covers Hal Gale.")
    page.panel.form.put("from", "tomorrow")
    page.panel.form.put("until", "in 9 days")
    first, last = (day_in_words(date.today() + timedelta(days=days)) for days in (1, 9))
    assert page.panel.does.text().endswith(f"Tl Practitioner A covers Hal Gale from {first} until {last}.")
    page.panel.form.put("from", "")
    page.panel.form.put("until", "")
    manager.fill(to="Tl Practitioner A", **{"from": "today", "until": "tomorrow"}, why="Leave.", urgent0="Nothing.")
    assert page.banner.words.endswith("nobody can change it.")
    worker.come()
    worker.stand_on("Hal")
    worker.hand.press(Qt.Key.Key_Return)
    worker.fill(agreed0="Ring on Friday.", by0="today", capacity="Fine.")
    worker.stand_on("Hal")
    worker.accept()
    assert holds(record, hal) == [(WORKER, "cover"), (COLLEAGUE, "allocated_worker")]


def test_a_manager_names_a_chair_for_a_file_and_ends_it(record: Record, seats: tuple[Seat, Seat]) -> None:
    manager, _worker = seats
    fay = record.new_child("Fay", "Ellis")
    hand = manager.hand
    hand.press(Qt.Key.Key_1, CTRL)
    file = hand._opened_mine(fay)
    hand.press(Qt.Key.Key_1)
    hand.until(lambda: file.is_open)
    hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    page = hand.opened.window.page
    assert isinstance(page, HeldPage)
    hand.until(lambda: not page.name_button.isHidden())
    manager.settle()
    assert page.beside.text.toPlainText() == "Nobody has held the case yet."
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Insert)
    manager.fill(who="Tl Practitioner B", capacity="Conference chair", until="today", why="Chairs on Friday.")
    hand.until(lambda: page.named.lines.rowCount() == 1)
    with record.psql(COLLEAGUE) as colleague:
        opened = colleague.execute("select basis from api.open_file(%s)", [fay]).fetchone()
        assert opened == ("named:conference_chair",)
    page.named.setFocus()
    hand.press(Qt.Key.Key_Delete)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.named.lines.rowCount() == 0)


def test_ctrl_home_and_end_choose_the_child_that_is_proposed_and_the_arrow_tells_the_order(
    record: Record, seats: tuple[Seat, Seat]
) -> None:
    manager, _ = seats
    held = [record.new_child(given, "Zorn") for given in ("Ann", "Bob", "Cat")]
    for child, worker in zip(held, ("tl_practitioner_b", WORKER, "tl_practitioner_b"), strict=True):
        record.allocate(child, worker)
    for given in ("Dan", "Eve"):
        record.new_child(given, "Zorn")
    page = manager.come()
    manager.choose("Dan Zorn")
    children = page.board.children_list
    shown = [one for row in range(children.lines.rowCount()) if (one := children.lines.record(row))]
    assert children.horizontalHeader().sortIndicatorSection() == WORKER_NOW
    assert [one.worker for one in shown] == sorted(one.worker for one in shown)
    assert not shown[0].worker
    for key, one in ((Qt.Key.Key_Home, shown[0]), (Qt.Key.Key_End, shown[-1]), (Qt.Key.Key_Home, shown[0])):
        manager.hand.press(key, CTRL)
        assert page.board.chosen == (one,)
    manager.hand.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    assert shown[0].name in " ".join(label.text() for label in page.panel.findChildren(QLabel))
