"""My children in the real window: what stands out leads to its entries, is answered by keyboard, and printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.partial_date import PartialDate
from desktop.features.caseload.page import CaseloadPage
from desktop.models.record_table import BEGINS, TOGETHER
from tests.db.seats import Seats
from tests.db.test_caseload import back, known_for, police, visit
from tests.desktop.reporting.reading import pages_of_text
from tests.desktop.window import ALT, CTRL, Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
TODAY = date.today()


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; the children below are made once for all of these tests."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture(scope="module")
def children(record: Record) -> dict[str, UUID]:
    """Two sisters, one with much that stands out; a boy seen yesterday; a girl with nobody allocated."""
    seats = Seats(record)
    found = {given: seats.child(given, WORKER) for given in ("Nadia", "Ben", "Yara")}
    found["Una"] = seats.child("Una")
    seats.relate(found["Yara"], found["Nadia"], "sister")
    for child in found.values():
        known_for(seats, child, 300)
    for given in ("Nadia", "Ben", "Yara"):
        seats(WORKER, found[given])
        visit(seats, found[given], 40 if given == "Nadia" else 1, seen=True, seen_alone=True, words="Hello")
    for kind, code, days in (
        ("placement", "kin", 290),
        ("placement", "foster", 90),
        ("school", "", 280),
        ("school", "", 60),
    ):
        fact = PeriodFact(
            kind, code, "", "" if code else "St Anne’s", begins=PartialDate.on(TODAY - timedelta(days=days))
        )
        record_period(seats(WORKER), RecordPeriod(uuid4(), found["Nadia"], fact, "letter"))
    police(seats, found["Nadia"], 30)
    police(seats, found["Nadia"], 2)
    for session in seats.taken.values():
        session.close()
    return found


def listed(hand: Hand, login: str, children: dict[str, UUID]) -> CaseloadPage:
    """The page of this person, with the children on it."""
    mine = hand.sign_in(login).caseload
    mine.filter.clear()
    mine.arrive()
    hand.until(lambda: set(children.values()) & {line.child_id for line in mine.table.lines.records} != set())
    mine.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    return mine


def stand_on(mine: CaseloadPage, child: UUID) -> int:
    """Go to the line of a child."""
    rows = range(mine.table.lines.rowCount())
    row = next(row for row in rows if (line := mine.table.lines.record(row)) and line.child_id == child)
    mine.table.setCurrentIndex(mine.table.lines.index(row, 0))
    return row


def names(mine: CaseloadPage) -> list[str]:
    """The names in their order."""
    return [str(mine.table.lines.index(row, 0).data()) for row in range(mine.table.lines.rowCount())]


def test_a_line_is_about_the_child_and_nothing_of_it_is_cut(hand: Hand, children: dict[str, UUID]) -> None:
    mine = listed(hand, WORKER, children)
    row = stand_on(mine, children["Nadia"])
    assert mine.table.lines.index(row, 5).data() == "1 move\n1 school"
    spoken = mine.table.lines.index(row, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "In a year: 1 move of home and 1 change of school in a year"
    assert mine.table.lines.index(row, 6).data().replace("\xa0", " ") == "Second police notification · 2 more"
    assert mine.standing_out.said == (
        f"Second police notification in 8 weeks\n2 entries: {_short(2)}, {_short(30)}",
        f"Not seen since {back(40)}, 5 weeks",
        f"Not seen alone since {back(40)}, 5 weeks",
    )
    bold = Qt.ItemDataRole.UserRole
    assert [mine.table.lines.index(row, column).data(bold) for column in (2, 3, 4)] == [True, True, False]
    header = mine.table.horizontalHeader()
    assert header.length() <= mine.table.viewport().width()
    stand_on(mine, children["Ben"])
    assert not mine.standing_out.table.lines.records


def test_a_sentence_leads_to_its_entries(hand: Hand, children: dict[str, UUID]) -> None:
    mine = listed(hand, WORKER, children)
    stand_on(mine, children["Nadia"])
    keys = mine.standing_out.table.lines.records[0].signal.keys  # type: ignore[union-attr]
    mine.table.setFocus()
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [f"&1   {back(2)}", f"&2   {back(30)}"]
    menu.actions()[1].trigger()
    menu.close()
    page = hand.file(children["Nadia"])
    hand.until(lambda: (line := page.chronology.current_line()) is not None and line.order_key == keys[1])


def test_what_stands_out_is_answered_by_keyboard(hand: Hand, children: dict[str, UUID], record: Record) -> None:
    mine = listed(hand, WORKER, children)
    stand_on(mine, children["Nadia"])
    mine.standing_out.arrive()
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_A)
    hand.type("in hospital, ward visited")
    hand.press(Qt.Key.Key_Escape)
    assert "not saved" in mine.banner.words
    hand.choose("Go on", mine)
    assert mine.standing_out.panel is not None
    form = mine.standing_out.panel.form
    form.put("until", "3 March 2020")
    hand.press(Qt.Key.Key_S, CTRL)
    assert mine.unsaved
    form.put("until", back(-7))
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Known" in " ".join(mine.standing_out.said))
    assert mine.standing_out.said[-1] == (
        f"Not seen since {back(40)}, 5 weeks\nKnown: in hospital, ward visited (Tl Practitioner A, until {_short(-7)})"
    )
    assert mine.standing_out.currentIndex() == 0
    with record.superuser() as connection:
        kept = connection.execute("select note, until_on from core.signal_answer").fetchall()
    assert kept == [("in hospital, ward visited", TODAY + timedelta(days=7))]


def test_what_was_answered_is_read_again_in_the_file(hand: Hand, children: dict[str, UUID]) -> None:
    mine = listed(hand, WORKER, children)
    stand_on(mine, children["Nadia"])
    mine.table.setFocus()
    hand.press(Qt.Key.Key_R, CTRL | ALT)
    hand.until(lambda: children["Nadia"] in hand.workspace.answers.pages)
    page = hand.workspace.answers.pages[children["Nadia"]]
    hand.until(lambda: page.said.startswith("1 answer"))
    assert [page.table.lines.index(0, column).data() for column in range(4)] == [
        "Not seen", "in hospital, ward visited", _short(-7), "Tl Practitioner A",
    ]  # fmt: skip
    hand.press(Qt.Key.Key_F6)
    assert page.whole.hasFocus()
    assert f"Holds until {back(-7)}. Said by Tl Practitioner A on {back(0)}" in page.whole.toPlainText()
    hand.press(Qt.Key.Key_Escape)
    pages = [hand.opened.window.page]
    hand.press(Qt.Key.Key_R, CTRL | ALT)
    assert [*pages, hand.opened.window.page] == [hand.file(children["Nadia"]), page]
    hand.press(Qt.Key.Key_W, CTRL)
    hand.press(Qt.Key.Key_W, CTRL)
    assert hand.workspace.answers.pages == {}


def test_sisters_stand_together_and_nobodys_child_above_all(hand: Hand, children: dict[str, UUID]) -> None:
    mine = listed(hand, WORKER, children)
    assert names(mine) == ["Ben Demir", "Nadia Demir", "Yara Demir"]
    assert [mine.table.lines.index(row, 0).data(TOGETHER) for row in range(3)] == [
        (False, False), (False, True), (True, False),
    ]  # fmt: skip
    mine.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert names(mine) == ["Yara Demir", "Nadia Demir", "Ben Demir"]
    team = listed(hand, MANAGER, children)
    assert names(team) == ["Una Demir", "Ben Demir", "Nadia Demir", "Yara Demir"]
    assert team.table.lines.index(1, 0).data(BEGINS)
    assert team.said.startswith("1 child new here or with nobody allocated, then 3 of your team.")
    team.table.setFocus()
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("police")
    assert names(team) == ["Nadia Demir"]
    hand.press(Qt.Key.Key_Escape)
    assert team.filter.hasFocus()
    assert len(names(team)) == 4, "Esc empties the box"


def test_a_child_who_fits_no_more_after_an_answer_is_told_of(
    hand: Hand, children: dict[str, UUID], record: Record
) -> None:
    mine = listed(hand, WORKER, children)
    mine.table.setFocus()
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("police")
    assert names(mine) == ["Nadia Demir"]
    with record.superuser() as connection:
        connection.execute(
            "insert into core.signal_answer (answer_id, child_id, signal, what, about, note, until_on, said_by)"
            " select %s, s.child_id, s.signal, s.what, s.about, 'known', current_date + 1, %s"
            "   from wall.signals(wall.case_children(array[%s::uuid], array[true])) s where s.signal = 'notifications'",
            [uuid4(), record.staff[WORKER], children["Nadia"]],
        )
    mine.read()
    hand.until(lambda: "Nadia Demir does not fit “police” any more" in mine.banner.words)
    assert names(mine) == []
    hand.choose("Show all children", mine)
    assert mine.banner.words == ""
    assert "Nadia Demir" in names(mine)


def test_the_list_is_printed_as_it_is_shown(
    hand: Hand, children: dict[str, UUID], record: Record, tmp_path: Path
) -> None:
    mine = listed(hand, WORKER, children)
    out = tmp_path / "list.pdf"
    mine.print_to(out)
    hand.until(lambda: "Saved as" in mine.banner.words)
    with hand.qtbot.waitSignal(mine.shown):
        mine.read()
    assert "Saved as" in mine.banner.words, "a list that is read anew wipes no news away"
    (text,) = pages_of_text(out.read_bytes())
    assert text.index("Ben Demir") < text.index("Nadia Demir") < text.index("Yara Demir")
    year = "1 move of home and 1 change of school in a year"
    for words in ("Second police notification in 8 weeks", "Next: nothing planned", year, "OFFICIAL-SENSITIVE"):
        assert words in text
    with record.superuser() as connection:
        row = connection.execute("select detail from audit.event where action = 'print_caseload'").fetchone()
    assert row is not None
    assert (row[0]["children"], row[0]["pages"]) == (3, 1)

    assert mine.banner.done.isActive(), "what is done is told for a while"
    mine.banner.done.timeout.emit()
    assert mine.banner.words == ""
    mine.filter.setText("nobody of this name")
    mine.print()
    assert mine.banner.words == "No child stands in the list that could be printed."
    assert not mine.banner.done.isActive(), "what is not done stays"
    mine.filter.clear()


def _short(days: int) -> str:
    day, month, year = back(days).split(" ")
    return f"{day} {month[:3]} {year}"


def test_nobodys_child_comes_before_one_who_is_new_here(hand: Hand, record: Record, children: dict[str, UUID]) -> None:
    new = record.new_child("Abe", "Demir")
    record.allocate(new, WORKER)
    team = listed(hand, MANAGER, children)
    hand.until(lambda: "Abe Demir" in names(team))
    assert names(team)[:2] == ["Una Demir", "Abe Demir"]
    assert team.said.startswith("2 children new here or with nobody allocated, then ")


def test_a_child_who_should_have_been_born_is_not_told_as_due(hand: Hand, record: Record) -> None:
    seats = Seats(record)
    child, due = seats.child("Baby", "tl_practitioner_b"), TODAY - timedelta(days=40)
    with record.superuser() as connection:
        connection.execute(
            "update core.person set born_earliest = null, born_latest = null, expected_on = %s where person_id = %s",
            [due, child],
        )
    mine = listed(hand, "tl_practitioner_b", {"Baby": child})
    row = stand_on(mine, child)
    assert f"was due {due.day} {due:%b}" in [
        mine.table.lines.index(row, n).data() for n in range(mine.table.lines.columnCount())
    ]


def test_a_head_that_is_too_long_is_shortened_and_read_in_full_in_its_tooltip(hand: Hand, record: Record) -> None:
    long = "Wilhelmina Clementine Philippa " * 4 + "Rose"
    child = record.new_child(long, "Fitzwilliam")
    record.allocate(child, WORKER)
    mine = listed(hand, WORKER, {"long": child})
    stand_on(mine, child)
    head = mine.standing_out.heading
    assert head.text().startswith("Wilhelmina")
    assert head.text().endswith("…")
    assert head.fontMetrics().horizontalAdvance(head.text()) <= head.width()
    assert f"{long} Fitzwilliam, " in head.toolTip()
