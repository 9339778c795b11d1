"""How full everybody is, in the window: numbers and sentences, weights that the team sets, hours, and the year."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from db.errors import NotPermitted, Unreachable
from db.queries.workload import team_workload
from db.session import Session
from desktop.features.team.lines import absence
from desktop.features.team.page import TeamPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from tests.desktop.window import CTRL, Hand
from tests.record import Record

MANAGER, WORKER, COLLEAGUE = "tl_manager_a", "tl_practitioner_a", "tl_practitioner_b"
DUTY = "tl_duty_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """The worker holds two children."""
    for given in ("Ava", "Bea"):
        shared_record.allocate(shared_record.new_child(given, "Aaron"), WORKER)
    return shared_record


@pytest.fixture
def worker(shared_hand: Hand, record: Record) -> Hand:
    assert record
    return shared_hand


def come(hand: Hand, login: str) -> TeamPage:
    """To the page as this person, with everything read."""
    hand.sign_in(login)
    hand.press(Qt.Key.Key_7, CTRL)
    page = hand.workspace.team.page
    hand.until(lambda: page.isVisible() and page.people.lines.rowCount() > 0 and page.weights.lines.rowCount() > 0)
    hand.until(lambda: not hand.opened.tasks.busy)
    return page


def fill(hand: Hand, page: TeamPage, **values: str) -> None:
    """Fill the form, and save it with Ctrl+S."""
    assert isinstance(page.panel, AskingPanel)
    for key, value in values.items():
        hand.tab_to(page.panel.form.widgets[key])
        hand.press(Qt.Key.Key_A, CTRL)
        hand.type(value)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: not hand.opened.tasks.busy)


def _next_january() -> int:
    """The year of the next 20 January."""
    today = date.today()
    return today.year + (today > date(today.year, 1, 20))


def stand_on(page: TeamPage, name: str) -> None:
    lines = page.people.lines
    row = next(n for n in range(lines.rowCount()) if (at := lines.record(n)) and at.name == name)
    page.people.setCurrentIndex(lines.index(row, 0))


def told(page: TeamPage) -> str:
    """What is told beside the list."""
    return page.beside.text.toPlainText()


def test_a_manager_weighs_the_work_and_notes_hours_and_both_are_told(worker: Hand) -> None:
    page = come(worker, MANAGER)
    assert page.said.startswith("4 workers hold 2 children.")
    stand_on(page, "Tl Practitioner A")
    assert "Holds 2 children.\n\nWeight 2; the team’s usual is 15–22.\n    2 other work with a child, at 1" in told(
        page
    )
    assert "0 children at the end of" in told(page)
    assert "Children with a sealed file are not counted." in told(page)

    worker.press(Qt.Key.Key_Insert)
    fill(worker, page, what="court", hours="lots", until="in 30 days")
    assert page.panel is not None
    assert page.panel.form.said("hours") == "Say how many hours a week, such as 3."
    fill(worker, page, hours="3", until="20 January")
    assert page.beside.panel is None
    assert page.banner.words.endswith("Noted, and on record.")
    assert f"Court, 3 h a week until 20 January {_next_january()} (noted by Tl Manager A)." in told(page)
    assert "Weight 2;" in told(page), "nothing is reckoned with the hours"

    worker.press(Qt.Key.Key_F6)
    page.weights.setCurrentIndex(page.weights.lines.index(4, 0))
    worker.press(Qt.Key.Key_Return)
    fill(worker, page, weight="1.75")
    assert page.panel is not None
    assert page.panel.form.said("weight") == "At most one place after the point: 1.8, say."
    fill(worker, page, weight="1.5", why="Assessments take two visits.")
    assert "1.5 since" in told(page)
    assert "Tl Manager A: Assessments take two visits." in told(page)
    stand_on(page, "Tl Practitioner A")
    page.people.setFocus()
    assert "Weight 3; the team’s usual is 15–22." in told(page)

    page.people.setFocus()
    worker.press(Qt.Key.Key_Delete)
    worker.press(Qt.Key.Key_Return)
    worker.until(lambda: not worker.opened.tasks.busy)
    assert "Court" not in told(page)


def test_the_year_is_a_picture_that_is_read_out_and_a_table_of_the_same(worker: Hand) -> None:
    page = come(worker, MANAGER)
    stand_on(page, "Tl Practitioner A")
    spoken = QAccessible.queryAccessibleInterface(page.year.picture)
    assert spoken.text(QAccessible.Text.Name) == "Children held by month, Tl Practitioner A"
    assert spoken.text(QAccessible.Text.Description).endswith(" 0, today 2")
    page.year.as_table.click()
    assert page.year.part is page.year.table
    lines = page.year.lines
    assert lines.rowCount() == 13
    shown = {lines.index(row, 0).data(): lines.index(row, 1).data() for row in range(13)}
    assert shown["today"] == "2"
    assert sorted(shown.values()) == ["0"] * 12 + ["2"]
    page.year.as_table.click()


def test_a_worker_sees_their_own_line_and_changes_no_weight(worker: Hand) -> None:
    page = come(worker, WORKER)
    assert [one.name for one in page.people.lines.records] == ["Tl Practitioner A"]
    assert page.said.startswith("You hold 2 children.")
    assert page.weigh_button.isHidden()
    page.weights.setFocus()
    worker.press(Qt.Key.Key_Return)
    assert page.panel is None


def test_the_names_of_colleagues_are_no_slips_of_spelling(worker: Hand, record: Record) -> None:
    with record.superuser() as connection:
        connection.execute("update core.staff set name = 'Oluwaseun Vrbka' where login = %s", [COLLEAGUE])
    try:
        worker.sign_in(MANAGER)
        writer = worker.workspace._desk.writer
        worker.until(lambda: {"oluwaseun", "vrbka"} <= writer._known)
    finally:
        with record.superuser() as connection:
            connection.execute("update core.staff set name = 'Tl Practitioner B' where login = %s", [COLLEAGUE])


def test_one_comes_back_to_the_list_in_which_one_stood(worker: Hand) -> None:
    page = come(worker, MANAGER)
    page.people.setFocus()
    worker.press(Qt.Key.Key_F6)
    assert page.weights.hasFocus()
    worker.press(Qt.Key.Key_1, CTRL)
    come(worker, MANAGER)
    assert page.weights.hasFocus()


def test_what_changed_meanwhile_is_read_also_under_a_form_that_is_open(worker: Hand, record: Record) -> None:
    page = come(worker, MANAGER)
    stand_on(page, "Tl Practitioner B")
    page.people.setFocus()
    worker.press(Qt.Key.Key_Insert)
    worker.press(Qt.Key.Key_1, CTRL)
    with record.psql(MANAGER) as manager:
        manager.execute("select api.set_absence(%s, %s, current_date, null)", [uuid4(), record.staff[DUTY]])
    worker.press(Qt.Key.Key_7, CTRL)
    assert page.panel is not None
    worker.until(lambda: ", 1 away" in page.said)
    worker.press(Qt.Key.Key_Escape)


def test_what_is_refused_here_speaks_of_no_file(worker: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_session: Session) -> None:
        raise NotPermitted

    page = come(worker, MANAGER)
    monkeypatch.setattr("desktop.features.team.page.team_workload", refuse)
    page.read()
    worker.until(lambda: bool(page.banner.choices))
    assert "file" not in page.banner.words
    monkeypatch.undo()
    worker.choose("Try again", page)
    worker.until(lambda: page.banner.words == "")


def test_what_could_not_be_read_is_said_until_that_very_part_is_read(
    worker: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_session: Session) -> None:
        raise Unreachable

    page = come(worker, MANAGER)
    worker.until(lambda: not worker.opened.tasks.busy)
    monkeypatch.setattr("desktop.features.team.page.team_weights", fails)
    with worker.qtbot.waitSignal(page.people.lines.modelReset):
        page.read()
    worker.until(lambda: not worker.opened.tasks.busy)
    assert [one.text() for one in page.banner.choices] == ["Try again"]
    monkeypatch.undo()
    page.read()
    worker.until(lambda: page.banner.words == "")

    page.banner.say(News.CARE, "Is that right?", (("Yes", page.banner.clear),), stays=True)
    page.banner.not_read(Unreachable(), page.read)
    page.banner.was_read()
    assert page.banner.words == "Is that right?", "a question stays until it is answered"
    page.banner.clear()


def test_of_somebody_suspended_it_is_not_said_that_they_have_left(record: Record) -> None:
    record.allocate(record.new_child("Cleo", "Aaron"), "tl_duty_a")
    with record.superuser() as connection:
        connection.execute("update core.staff set state = 'suspended' where login = 'tl_duty_a'")
    session = record.session(MANAGER)
    (line,) = [one for one in team_workload(session) if one.staff_id == record.staff["tl_duty_a"]]
    session.close()
    assert absence(line) == "Not at work here now"
