"""Who is away is found where one looks for it: by a command, by a key, and on the page of the team."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView

from db.commands.absence import SetAbsence, set_absence
from db.commands.changes import Changes
from db.queries.staff import Absence, Colleague, absences, colleagues
from db.session import Session
from desktop.features.away import page as away
from desktop.features.away.page import AwayPage
from desktop.infra.acts import Act
from desktop.models.words import day_in_words, short_day
from tests.desktop.window import ALT, CTRL, Hand, reinstate, suspend
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_b", "tl_manager_a"
SOON = date.today() + timedelta(days=80)
SAID = day_in_words(SOON).rpartition(" ")[0]
"""As it is typed: in another year or not, without the year."""


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these."""
    return shared_record


@pytest.fixture(autouse=True)
def everybody_is_here(record: Record) -> Iterator[None]:
    """Nobody is away afterwards."""
    yield
    with record.superuser() as connection:
        connection.execute("delete from core.absence")


@pytest.fixture
def worker(shared_sign_in: Hand) -> Hand:
    """Somebody will sign in here."""
    return shared_sign_in


def backs(page: AwayPage) -> list[QPushButton]:
    """The buttons with which an absence ends."""
    return [one for one in page.listed.findChildren(QPushButton) if one.isVisible()]


def is_back(page: AwayPage, name: str) -> QPushButton | None:
    return next((one for one in backs(page) if one.accessibleName() == f"{name} is back at work"), None)


@pytest.mark.parametrize("words", ["away", "sick", "absence", "leave"])
def test_a_command_leads_there_and_back_by_the_word_that_one_has_for_it(worker: Hand, words: str) -> None:
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_2, CTRL)
    before = worker.opened.window.page
    worker.press(Qt.Key.Key_K, CTRL)
    find = worker.workspace.find
    find.box.clear()
    worker.type(words)
    worker.until(lambda: find.said.endswith("Enter opens."))
    row = next(row for row, one in enumerate(find.table.lines.records) if one.what == Act.AWAY.words)
    for _ in range(row):
        worker.press(Qt.Key.Key_Down)
    worker.press(Qt.Key.Key_Return)
    assert worker.opened.window.page is worker.workspace.away
    worker.press(Qt.Key.Key_Escape)
    assert worker.opened.window.page is before


def test_one_says_that_one_is_away_and_back(worker: Hand) -> None:
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    assert worker.focus is page.form.widgets["from"]
    worker.press(Qt.Key.Key_Return)
    assert worker.focus is page.form.widgets["to"]
    worker.type("in August")
    worker.press(Qt.Key.Key_Return)
    assert page.form.said("to").startswith("Say one day: ")
    worker.press(Qt.Key.Key_A, CTRL)
    worker.type("in 80 days")
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: is_back(page, "Tl Practitioner B") is not None)
    until = f" to {day_in_words(SOON)}"
    assert f"Tl Practitioner B: away from {day_in_words(date.today())}{until}" in _told(page)
    backs(page)[0].click()
    worker.until(lambda: page.banner.words.endswith("Noted: back at work."))
    worker.until(lambda: not backs(page))
    assert worker.focus is page.form.widgets["from"]


@pytest.mark.parametrize("key", ["from", "to"])
@pytest.mark.parametrize("ago", [70, 150])
def test_a_day_long_past_is_not_taken_for_next_years(worker: Hand, key: str, ago: int) -> None:
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    page.form.go_to(key)
    worker.press(Qt.Key.Key_A, CTRL)
    worker.type(_said(ago))
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: not worker.opened.tasks.busy)
    assert page.form.said(key) == "Say the year too."
    assert worker.focus is page.form.widgets[key]
    assert not backs(page)


@pytest.mark.parametrize("ago", [15, 60])
def test_an_absence_that_began_too_long_ago_is_refused_where_its_day_is_typed(worker: Hand, ago: int) -> None:
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    worker.press(Qt.Key.Key_A, CTRL)
    worker.type(_said(ago))
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: page.form.said("from") != "")
    assert page.form.said("from").startswith("An absence begins at most 14 days ago")
    assert page.banner.words == ""
    assert worker.focus is page.form.widgets["from"]
    worker.press(Qt.Key.Key_A, CTRL)
    worker.type(_said(14))
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: is_back(page, "Tl Practitioner B") is not None)
    assert page.form.said("from") == ""
    assert f"away from {day_in_words(date.today() - timedelta(days=14))}" in " ".join(_told(page))


def _said(ago: int) -> str:
    """A day so many days ago, as it is typed without its year."""
    return day_in_words(date.today() - timedelta(days=ago)).rpartition(" ")[0]


def test_the_button_among_the_drafts_leads_there_and_back(worker: Hand) -> None:
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_2, CTRL)
    drafts = worker.workspace.unfinished.drafts
    worker.tab_to(next(one for one in drafts.findChildren(QPushButton) if one.text() == "Away…"))
    worker.press(Qt.Key.Key_Return)
    assert worker.workspace.away.isVisible()
    worker.press(Qt.Key.Key_Escape)
    assert worker.opened.window.page is drafts


def _told(page: AwayPage) -> list[str]:
    return [one.text() for one in page.listed.findChildren(QLabel)]


def test_a_manager_notes_it_of_the_worker_on_whom_they_stand_and_the_team_says_so(worker: Hand) -> None:
    worker.sign_in(MANAGER)
    worker.press(Qt.Key.Key_7, CTRL)
    team = worker.workspace.team.page
    worker.until(lambda: team.people.lines.rowCount() > 0)
    team.people.stand_on(worker.record.staff["tl_practitioner_b"])
    team.people.setFocus()
    worker.press(Qt.Key.Key_A, ALT)
    page = worker.workspace.away
    worker.until(lambda: page.isVisible() and page.note_button.isEnabled())
    assert page.form.text("who") == str(worker.record.staff[WORKER])
    worker.tab_to(page.form.widgets["to"])
    worker.type(SAID)
    worker.press(Qt.Key.Key_Return)
    worker.until(lambda: is_back(page, "Tl Practitioner B") is not None)
    worker.press(Qt.Key.Key_Escape)
    assert worker.opened.window.page is team
    worker.until(lambda: f"Away until {day_in_words(SOON)}" in team.beside.text.toPlainText())


def test_of_who_is_not_at_work_here_no_absence_is_noted(worker: Hand) -> None:
    worker.record.allocate(worker.record.new_child("Cleo", "Aaron"), "tl_duty_a")
    suspend(worker.record, "tl_duty_a")
    try:
        worker.sign_in(MANAGER)
        worker.press(Qt.Key.Key_7, CTRL)
        team = worker.workspace.team.page
        worker.until(lambda: not worker.opened.tasks.busy)
        assert team.people.stand_on(worker.record.staff["tl_duty_a"])
        team.people.setFocus()
        worker.press(Qt.Key.Key_A, ALT)
        worker.until(lambda: "is not at work here now" in team.banner.words)
        assert worker.opened.window.page is team
    finally:
        reinstate(worker.record, "tl_duty_a")


def test_what_one_chose_and_typed_stays_when_one_comes_back(worker: Hand) -> None:
    worker.sign_in(MANAGER)
    worker.press(Qt.Key.Key_6, CTRL)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    worker.until(page.note_button.isEnabled)
    page.form.put("who", str(worker.record.staff[WORKER]))
    page.form.go_to("to")
    worker.type("in 80 ")
    worker.press(Qt.Key.Key_K, CTRL)
    worker.press(Qt.Key.Key_Escape)
    worker.until(lambda: page.isVisible() and page.note_button.isEnabled())
    assert worker.focus is page.form.widgets["to"]
    worker.press(Qt.Key.Key_End)
    worker.type("days")
    for key, held in ((Qt.Key.Key_5, ALT), (Qt.Key.Key_1, CTRL), (Qt.Key.Key_5, ALT)):  # there, away and there again
        worker.press(key, held)
        worker.until(lambda: not worker.opened.tasks.busy)
    assert page.form.text("to") == "in 80 days"
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: is_back(page, "Tl Practitioner B") is not None)
    assert is_back(page, "Tl Manager A") is None
    worker.press(Qt.Key.Key_Escape)
    worker.press(Qt.Key.Key_5, ALT)
    assert page.form.text("who") == str(worker.record.staff[MANAGER]), "what was noted is done with"


def test_who_left_the_team_meanwhile_is_not_taken_for_oneself(worker: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.sign_in(MANAGER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    worker.until(page.note_button.isEnabled)
    chosen = str(worker.record.staff[WORKER])
    page.form.put("who", chosen)
    others = tuple(one for one in colleagues(worker.workspace.signed_in.session) if str(one.staff_id) != chosen)
    monkeypatch.setattr(away, "colleagues", lambda _session: others)
    page.arrive()
    worker.until(lambda: not worker.opened.tasks.busy)
    assert page.form.text("who") == chosen


def test_nothing_is_noted_before_it_is_known_of_whom(worker: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def slowly(session: Session) -> tuple[Colleague, ...]:
        asked.wait(20)
        return colleagues(session)

    monkeypatch.setattr(away, "colleagues", slowly)
    worker.sign_in(MANAGER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    worker.press(Qt.Key.Key_S, CTRL)
    asked.set()
    worker.until(page.note_button.isEnabled)
    worker.until(lambda: not worker.opened.tasks.busy)
    assert not backs(page)


def test_an_absence_is_listed_though_the_list_from_before_it_comes_late(
    worker: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, asked = threading.Event(), count()

    def slowly(session: Session) -> tuple[Absence, ...]:
        found = absences(session)
        if next(asked) == 0:
            noted.wait(20)
        return found

    monkeypatch.setattr(away, "absences", slowly)
    worker.sign_in(WORKER)
    worker.press(Qt.Key.Key_5, ALT)
    page = worker.workspace.away
    worker.press(Qt.Key.Key_S, CTRL)
    worker.until(lambda: is_back(page, "Tl Practitioner B") is not None)
    noted.set()
    worker.until(lambda: not worker.opened.tasks.busy)
    assert is_back(page, "Tl Practitioner B") is not None


def test_who_opens_no_record_is_not_offered_it(worker: Hand) -> None:
    worker.sign_in("tl_administrator")
    assert not worker.opened.window.menus.actions_by_act[Act.AWAY].isVisible()
    assert Act.AWAY not in worker.opened.window.offered()


def test_who_is_away_is_said_where_children_are_allocated_and_discussed(worker: Hand, record: Record) -> None:
    child = record.new_child("Ava", "Aaron")
    record.allocate(child, WORKER)
    worker.sign_in(MANAGER)
    worker.press(Qt.Key.Key_4, ALT)
    supervision = worker.workspace.supervision.page
    worker.until(lambda: child in [one.child_id for one in supervision.table.lines.records])
    assert "Tl Practitioner B" in _shown(supervision.table)
    set_absence(worker.workspace.signed_in.session, SetAbsence(uuid4(), record.staff[WORKER], date.today(), SOON))
    worker.workspace._desk.news.announce(Changes(frozenset({"staff"})))
    worker.until(lambda: f"Tl Practitioner B\naway until {short_day(SOON)}" in _shown(supervision.table))
    worker.press(Qt.Key.Key_6, CTRL)
    page = worker.workspace.allocation.page
    worker.until(lambda: f"Tl Practitioner B\naway until {short_day(SOON)}" in _shown(page.board.children_list))
    worker.until(lambda: bool(page.workers))
    page.board.children_list.setFocus()
    worker.press(Qt.Key.Key_Insert)
    assert page.panel is not None
    to = page.panel.form.widgets["to"]
    assert isinstance(to, QComboBox)
    words = to.itemText(to.findData(str(record.staff[WORKER])))
    assert words.startswith(f"Tl Practitioner B · away until {short_day(SOON)}; ")
    page.panel.form.put("to", str(record.staff[WORKER]))
    is_away = f"Tl Practitioner B is away until {day_in_words(SOON)}."
    worker.until(lambda: page.panel is not None and page.panel.form.said("to").endswith(is_away))
    worker.press(Qt.Key.Key_Escape)

    line = {"child_id": str(record.new_child("Bea", "Aaron")), "urgent": "See her."}
    with record.psql(MANAGER) as manager:
        manager.execute(
            "select api.propose_allocation(%s, %s, 'allocated_worker', 'Has room.', %s)",
            [uuid4(), record.staff[WORKER], Jsonb([line])],
        )
    page.read()
    proposed = f"Tl Practitioner B\nas worker, away until {short_day(SOON)}"
    worker.until(lambda: proposed in _shown(page.board.talks))
    one = next(one for one in page.board.talks.lines.records if not one.settled)
    page.board.stand_on(one.discussion_id)
    assert is_away in page.beside.text.toPlainText()


def _shown(table: QTableView) -> list[str]:
    """What stands in the cells."""
    model = table.model()
    return [
        str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(model.columnCount())
    ]
