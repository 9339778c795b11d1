"""Proceedings by keyboard alone: recorded, listed, corrected, ended; hidden parties; the way there from the band."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from db.commands.people import AddPerson, PersonFacts, Tie, add_person
from db.commands.proceedings import (
    CaseFacts,
    HearingFacts,
    PartyFacts,
    RecordHearing,
    RecordParty,
    RecordProceedings,
    record_hearing,
    record_party,
    record_proceedings,
)
from db.queries.proceedings import Hearing, Party, Proceedings, proceedings_of
from desktop.features.proceedings.ask_hearings import clock
from desktop.features.proceedings.page import ProceedingsPage
from desktop.models.words import day_in_words, short_day
from desktop.widgets.asking import Mistake
from desktop.widgets.asking_panel import AskingPanel
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
TODAY = date.today()
CARE = CaseFacts(
    "public", "cmh", "ZW26C50123", "Family Court at Midford", "C110A", issued_on=TODAY - timedelta(days=70)
)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests, at the worker's own children."""
    shared_hand.sign_in(WORKER)
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with a mother and a sister, allocated to practitioner a."""
    child, sister = record.new_child("Amira", "Kaya"), record.new_child("Elif", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    mother = PersonFacts("Sarah", "Kaya", "F")
    add_person(session, AddPerson(child, uuid4(), uuid4(), Tie("mother", "told by her"), mother))
    add_person(session, AddPerson(child, sister, uuid4(), Tie("sister", "told by the mother"), None))
    session.close()
    return child


@pytest.fixture
def case(record: Record, child: UUID) -> UUID:
    """Care proceedings with a hearing in 12 days, one that was, and two parties, one of them hidden."""
    case, session = uuid4(), record.opened(WORKER, child)
    record_proceedings(session, RecordProceedings(uuid4(), case, child, CARE, "sealed application"))
    soon = HearingFacts("irh", TODAY + timedelta(days=12), "10:30", "Family Court at Midford, court 4")
    been = HearingFacts("cmh", TODAY - timedelta(days=50), "14:00", outcome="Timetable set; expert agreed")
    for hearing in (soon, been):
        record_hearing(session, RecordHearing(uuid4(), uuid4(), case, child, hearing, "notice of hearing"))
    mother = PartyFacts("Sarah Kaya", "first_respondent", "Ashdown Pike Solicitors")
    carer = PartyFacts("Joan Merrifield", "carer", "", "name", "the father", "he has threatened her")
    for party in (mother, carer):
        record_party(session, RecordParty(uuid4(), uuid4(), case, child, party, "the application"))
    session.close()
    return case


def opened(hand: Hand, child: UUID) -> ProceedingsPage:
    """The page, opened with Ctrl+J from the file."""
    hand.open_file_without_entries(child)
    hand.press(Qt.Key.Key_J, CTRL)
    page = hand.workspace.on_files.proceedings[child]
    hand.until(lambda: page.found is not None)
    return page


def form(page: ProceedingsPage) -> AskingPanel:
    """The form beside the lists."""
    assert page.panel is not None
    return page.panel


def fill(hand: Hand, page: ProceedingsPage, **values: str) -> None:
    """Type into fields that one reaches by Tab."""
    for key, words in values.items():
        widget = form(page).form.widgets[key]
        hand.tab_to(widget)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.selectAll()
            hand.press(Qt.Key.Key_Delete)
            hand.type(words)
        elif isinstance(widget, QComboBox):
            form(page).form.put(key, words)
        else:
            hand.press(Qt.Key.Key_Space)


def saved(hand: Hand, page: ProceedingsPage) -> None:
    """Ctrl+S, and the lists are read anew."""
    before = page.found
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.panel is None and page.found is not before)


def stand_in(hand: Hand, page: ProceedingsPage, which: int) -> None:
    """F6 until the keyboard is in one of the lists."""
    for _ in range(5):
        if page.board.lists[which].hasFocus():
            return
        hand.press(Qt.Key.Key_F6)
    raise AssertionError("F6 does not come to this list")


def pictured(hand: Hand, name: str) -> None:
    """A picture for the eye, where a folder is named."""
    folder = os.environ.get("THROUGHLINE_PICTURES")
    if folder:
        hand.opened.window.grab().save(f"{folder}/{name}.png")


def test_proceedings_are_recorded_by_keyboard_with_brothers_and_sisters(hand: Hand, child: UUID) -> None:
    page = opened(hand, child)
    assert page.said.text() == "No proceedings are recorded. Insert adds the first."
    hand.until(lambda: bool(page._forms.sisters))
    hand.press(Qt.Key.Key_Insert)
    fill(hand, page, stage="cmh", application="C110A", case_number="zw26c50777", court="Family Court at Midford")
    pictured(hand, "new_proceedings")
    hand.press(Qt.Key.Key_S, CTRL)
    assert form(page).form.said("issued_on").startswith("Say when the application was issued")
    fill(hand, page, issued_on=day_in_words(TODAY - timedelta(days=70)), how="sealed application")
    saved(hand, page)
    case = page.board.case
    assert case is not None
    assert (case.case_number, case.court, case.law) == ("ZW26C50777", "Family Court at Midford", "public")
    assert [one.name for one in case.children] == ["Elif Kaya"]
    ends = TODAY - timedelta(days=70) + timedelta(weeks=26)
    assert (
        page.said.text()
        == f"No hearing is listed. 26 weeks end in 112 days, {day_in_words(ends)}. Also concern Elif Kaya"
    )


def test_a_hearing_is_listed_and_its_day_corrected_while_what_stood_stays_in_sight(
    hand: Hand, child: UUID, case: UUID
) -> None:
    page = opened(hand, child)
    hand.opened.window.resize(1280, 800)
    stand_in(hand, page, 1)
    pictured(hand, "proceedings_1280")
    kinds = [line.kind for row in range(2) if isinstance(line := page.board.hearings.lines.record(row), Hearing)]
    assert kinds == ["irh", "cmh"]
    in_12 = TODAY + timedelta(days=12)
    assert page.said.text().startswith(f"Issues resolution hearing in 12 days, {day_in_words(in_12)}, 10:30. 26 weeks")
    hand.press(Qt.Key.Key_Return)
    pictured(hand, "hearing_form")
    fill(hand, page, listed_on=day_in_words(TODAY + timedelta(days=40)), listed_at="2 pm", how="the court wrote")
    saved(hand, page)
    one = page.board.one
    assert isinstance(one, Hearing)
    assert (one.listed_on, one.listed_at, one.version) == (TODAY + timedelta(days=40), "14:00", 2)
    hand.until(lambda: "What stood before" in page.beside.text.toPlainText())
    assert day_in_words(in_12) in page.beside.text.toPlainText()
    pictured(hand, "hearing_corrected")
    hand.press(Qt.Key.Key_Insert)
    assert form(page).form.text("venue") == "Family Court at Midford"
    fill(hand, page, listed_on=day_in_words(in_12), listed_at="10:00", how="notice")
    saved(hand, page)
    assert page.said.text().startswith("Case management hearing in 12 days")
    stand_in(hand, page, 1)
    hand.press(Qt.Key.Key_Home, CTRL)
    hand.press(Qt.Key.Key_Delete)
    hand.press(Qt.Key.Key_S, CTRL)
    assert form(page).form.said("outcome") == "Say why."
    fill(hand, page, outcome="agreed on paper", how="order of today")
    saved(hand, page)
    assert page.said.text().startswith("Issues resolution hearing in 40 days")


def test_a_hearing_without_a_year_is_to_come_until_its_outcome_is_known(hand: Hand, child: UUID, case: UUID) -> None:
    page = opened(hand, child)
    stand_in(hand, page, 1)
    long_ago = TODAY - timedelta(days=100)
    without_year = day_in_words(long_ago).rpartition(" ")[0]
    for outcome in ("", "directions given"):
        hand.press(Qt.Key.Key_Insert)
        fill(hand, page, listed_on=without_year, listed_at="10:00", outcome=outcome, how="notice")
        saved(hand, page)
    days = [one.listed_on for one in page.board.hearings.lines.records if isinstance(one, Hearing)]
    assert long_ago in days
    assert any(day > TODAY and (day.day, day.month) == (long_ago.day, long_ago.month) for day in days)


def test_a_party_is_hidden_with_from_whom_and_why_and_ended_and_so_are_the_proceedings(
    hand: Hand, child: UUID, case: UUID
) -> None:
    page = opened(hand, child)
    stand_in(hand, page, 2)
    one = page.board.one
    assert isinstance(one, Party)
    assert one.name == "Sarah Kaya"
    hand.press(Qt.Key.Key_Return)
    assert not form(page).form.unfolded("hidden_from")
    fill(hand, page, hidden="contact", hidden_from="the father", hidden_why="C8 filed", how="form C8")
    pictured(hand, "party_form")
    saved(hand, page)
    one = page.board.one
    assert isinstance(one, Party)
    assert (one.name, one.hidden, one.hidden_from) == ("Sarah Kaya", "contact", "the father")
    assert "HIDDEN: contact details" in page.beside.text.toPlainText()
    pictured(hand, "party_hidden")
    hand.press(Qt.Key.Key_Delete)
    fill(hand, page, how="discharged by the court")
    saved(hand, page)
    (ended,) = (each for each in page.board.case.parties if each.name == "Sarah Kaya")  # type: ignore[union-attr]
    assert ended.ended_on == TODAY
    stand_in(hand, page, 0)
    hand.press(Qt.Key.Key_Delete)
    fill(hand, page, ended_on="today", outcome="Care order made", how="sealed order")
    saved(hand, page)
    assert page.said.text() == f"Ended {short_day(TODAY)}: Care order made"
    hand.press(Qt.Key.Key_Delete)
    fill(hand, page, ended_on="", how="appeal allowed")
    saved(hand, page)
    assert page.board.case is not None
    assert page.board.case.running


def test_what_the_server_refuses_stays_in_the_form_and_is_said_in_plain_words(
    hand: Hand, child: UUID, case: UUID
) -> None:
    page = opened(hand, child)
    stand_in(hand, page, 1)
    hand.press(Qt.Key.Key_Return)
    fill(hand, page, how="guessed", outcome="care order maed")
    outcome = form(page).form.widgets["outcome"]
    assert isinstance(outcome, QPlainTextEdit)
    hand.press(Qt.Key.Key_Home)
    hand.press(Qt.Key.Key_F7)
    hand.until(lambda: QApplication.activePopupWidget() is not None)
    assert outcome.textCursor().selectedText() == "maed"
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "outcome yet" in page.banner.words)
    assert page.panel is not None
    assert form(page).form.text("outcome") == "care order maed"
    hand.press(Qt.Key.Key_Escape)
    assert "not saved" in page.banner.words
    hand.choose("Discard", page)
    assert page.panel is None


def test_a_colleagues_change_meanwhile_is_shown_and_nothing_typed_is_lost(
    hand: Hand, record: Record, child: UUID, case: UUID
) -> None:
    page = opened(hand, child)
    stand_in(hand, page, 0)
    hand.press(Qt.Key.Key_Return)
    fill(hand, page, court="Family Court at Larchester", how="transferred")
    manager = record.opened("tl_manager_a", child, purpose="supervision")
    theirs = replace(CARE, stage="irh")
    record_proceedings(manager, RecordProceedings(uuid4(), case, child, theirs, "order", base=1))
    manager.close()
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("Tl Manager A changed this"))
    assert "Issues resolution" in page.banner.words
    assert form(page).form.text("court") == "Family Court at Larchester"
    pictured(hand, "conflict")
    before = page.found
    hand.choose("Save mine", page)
    hand.until(lambda: page.panel is None and page.found is not before)
    hand.until(lambda: isinstance(page.board.case, Proceedings) and page.board.case.version == 3)
    assert page.board.case.court == "Family Court at Larchester"  # type: ignore[union-attr]


def test_the_band_counts_the_days_and_leads_here(hand: Hand, child: UUID, case: UUID) -> None:
    page = hand.open_file_without_entries(child)
    hand.until(lambda: "Court" in page.band.facts)
    view = page.band.facts["Court"]
    assert view.line is not None
    assert view.line.words.startswith("Case management, since")
    following = page.band.facts["Next"].line
    assert following is not None
    assert following.words.startswith("Issues resolution hearing, in 12 days")
    hand.until(page.isVisible)
    pictured(hand, "band")
    for link in (view.value, page.band.facts["Next"].value):
        link.setFocus()
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: isinstance(hand.opened.window.page, ProceedingsPage))
        hand.press(Qt.Key.Key_Escape)
        assert hand.opened.window.page is page


def test_support_staff_see_that_something_is_hidden_and_list_hearings_only(
    hand: Hand, record: Record, child: UUID, case: UUID
) -> None:
    page = opened(hand, child)
    session = record.opened("tl_support_a", child, purpose="minutes")
    page._session = session
    page.read()
    hand.until(lambda: page.found is not None and not page.found.may_record)
    assert [button for button, made in page.bar.buttons.items() if not made.isVisible()] == ["party", "case"]
    stand_in(hand, page, 2)
    hand.press(Qt.Key.Key_Down)
    assert "Joan" not in page.beside.text.toPlainText()
    assert "Hidden from you too: the name." in page.beside.text.toPlainText()
    hand.opened.window.resize(1366, 768)
    pictured(hand, "hidden_1366")
    hand.press(Qt.Key.Key_Return)
    assert page.panel is None
    assert "hidden from you" in page.banner.words
    session.close()


def test_a_file_is_not_closed_over_a_form(hand: Hand, record: Record, child: UUID, case: UUID) -> None:
    page = opened(hand, child)
    hand.press(Qt.Key.Key_Return)
    fill(hand, page, court="Larchester")
    hand.press(Qt.Key.Key_Escape)
    hand.choose("Keep writing", page)
    hand.press(Qt.Key.Key_W, CTRL)
    hand.press(Qt.Key.Key_W, CTRL)
    assert hand.opened.window.page is page
    assert form(page).form.text("court") == "Larchester"
    hand.choose("Discard", page)
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_W, CTRL)
    assert child not in hand.workspace.on_files.proceedings
    session = record.opened(WORKER, child)
    assert len(proceedings_of(session, child).proceedings) == 1
    session.close()


@pytest.mark.parametrize(
    ("words", "read"), [("", ""), ("10:30", "10:30"), ("9.15", "09:15"), ("2 pm", "14:00"), ("12 am", "00:00")]
)
def test_a_time_is_read_as_people_type_it(words: str, read: str) -> None:
    assert clock(words) == read


@pytest.mark.parametrize("words", ["half ten", "25:00", "10:75", "10:30:00"])
def test_a_time_that_is_none_is_asked_about(words: str) -> None:
    with pytest.raises(Mistake, match="hours and minutes"):
        clock(words)
