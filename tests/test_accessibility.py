"""Every page of the window: names for screen readers, Tab in the order of the eye, nothing cut off, no names above.

The pages are walked as they are at 100 % and 1280 × 800, each with what it shows when somebody works in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, amend_entry
from db.commands.people import AddPerson, PersonFacts, Tie, add_person
from db.commands.periods import PeriodFact, RecordPeriod, record_period
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
from db.domain.draft import Draft
from db.domain.entry import ChildPart, HowKnown, Source, Tone
from db.domain.find_words import find_words
from db.domain.partial_date import parse_partial_date
from db.queries.find import known
from desktop.features.court.report_page import ReportPage
from desktop.features.documents.page import DocumentPanel
from desktop.features.looks.file_page import WhoLookedPage
from desktop.features.looks.knowing_page import KnowingPage
from desktop.features.people.page import PeoplePage
from desktop.features.people.panels import ChoicePanel, FindPanel
from desktop.features.record.fact_panel import FactPanel
from desktop.features.record.page import RecordPage
from desktop.features.referrals.deciding import DecisionPanel
from desktop.features.referrals.desk import DeskPanel
from desktop.infra.credentials import Person
from desktop.infra.navigation import OpenCourtDocument
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.plain_text import OneLine
from tests.desktop.window import ALT, CTRL, Hand
from tests.record import TODAY, Record, content

SAME_LINE = 14
"""Pixels by which two controls of one line may differ in height of place."""
HEAD_SIDES = 16
"""Pixels that a head leaves free at its sides, as the style sheet has it."""
NAME = ("Siân", "O'Brien-Łukasz")
WORKER = "tl_practitioner_a"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all the walks, which only look."""
    return shared_record


@pytest.fixture(scope="module", autouse=True)
def child(record: Record) -> UUID:
    """Practitioner a's child, with entries, a version, people, a paper and a plan; and a sealed file asked for."""
    child = record.new_child(*NAME)
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    told: dict[str, Any] = {
        "on": "about October 2025", "significant": True, "tone": Tone.HARM,
        "detail": "She was tired and hungry, and said so. " * 20,
        "source": Source(HowKnown.TOLD, "Mrs Bell", "class teacher", "school"),
        "children": (ChildPart(child, seen=True, seen_alone=True, words="I was not even scared"),),
    }  # fmt: skip
    seen = record.write_entry(session, child, "Seen at school", **told)
    noon = content(child, "Seen at school at noon", **told)
    amend_entry(session, AmendEntry(uuid4(), seen, child, noon, 1, "Found out when"))
    record.write_entry(session, child, "Police were called", on="summer 2019", kind="call")
    mother, ties = PersonFacts("Anna", "Łukasz"), Tie("mother", "told by her", True, "birth", same_household=True)
    add_person(session, AddPerson(child, uuid4(), uuid4(), ties, mother))
    add_person(session, AddPerson(child, uuid4(), uuid4(), Tie("teacher", "by letter"), PersonFacts("Joan", "Price")))
    add_document(session, AddDocument(uuid4(), child, seen, "plan.txt", "safety_plan", b"plan", text="plan"))
    plan = PeriodFact("plan", "cp", "NEG", begins=parse_partial_date("3 March 2025", today=TODAY))
    record_period(session, RecordPeriod(uuid4(), child, plan, "minutes of the conference"))
    meeting = PeriodFact("planned", "core_group", planned_on=date.today() + timedelta(days=1))
    record_period(session, RecordPeriod(uuid4(), child, meeting, "minutes of the conference"))
    case, issued = uuid4(), date.today() - timedelta(days=70)
    care = CaseFacts("public", "cmh", "ZW26C50123", "Family Court at Midford", "C110A", issued_on=issued)
    record_proceedings(session, RecordProceedings(uuid4(), case, child, care, "sealed application"))
    heard = HearingFacts("irh", date.today() + timedelta(days=12), "10:30", "Family Court at Midford")
    record_hearing(session, RecordHearing(uuid4(), uuid4(), case, child, heard, "notice of hearing"))
    carer = PartyFacts("Joan Merrifield", "carer", "", "name", "the father", "he has threatened her")
    record_party(session, RecordParty(uuid4(), uuid4(), case, child, carer, "the application"))
    begun = {"title": "Chronology for the issues resolution hearing"}
    save_court_document(session, SaveCourtDocument(uuid4(), uuid4(), child, "chronology", begun))
    session.close()
    sealed = record.new_child("Leila", "Haddad")
    record.seal("tl_manager_a", sealed)
    asker = record.session("tl_practitioner_c")
    assert known(asker, find_words("Haddad", today=TODAY)) == ()
    asker.close()
    return child


@pytest.fixture(scope="module")
def window(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hand]:
    """One window for all the walks, with people to try."""
    assert qapp is not None
    people = (
        Person("Dana Okafor", "practitioner", WORKER, record.password, "Social worker"),
        Person("Grace Manager", "manager", "tl_manager_a", record.password),
    )
    hand = Hand(QtBot(request), record, tmp_path_factory.mktemp("window"), people)
    yield hand
    hand.close()


@pytest.fixture
def worker(window: Hand) -> Hand:
    """The window at its sign-in page."""
    window.begin()
    if window.opened.workspace is not None:
        window.workspace.sign_out()
    return window


# Where one comes by keys, each from where the one before it left off.


def _sign_in_page(hand: Hand) -> None:
    assert hand.opened.window.page is hand.opened.sign_in


def _my_children(hand: Hand) -> None:
    mine = hand.sign_in(WORKER).caseload
    hand.until(lambda: mine.table.lines.rowCount() == 1)


def _keyboard(hand: Hand) -> None:
    hand.press(Qt.Key.Key_F1)


def _my_children_with_a_notice(hand: Hand) -> None:
    mine = hand.sign_in("tl_manager_a").caseload
    hand.until(lambda: "notice about" in mine.notices.words and mine.table.lines.rowCount() > 0)
    mine.notices.choices[0].click()
    assert "asked for" in mine.notices.words


def _palette(hand: Hand) -> None:
    hand.sign_in("tl_practitioner_c")
    hand.press(Qt.Key.Key_K, CTRL)
    find = hand.workspace.find
    hand.until(lambda: find.table.lines.rowCount() > 2)


def _found(hand: Hand) -> None:
    hand.type("lukasz")
    hand.press(Qt.Key.Key_Return)
    find = hand.workspace.find
    hand.until(lambda: find.table.hasFocus() and find.table.lines.record(0) is not None)


def _break_glass(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(hand.workspace.files))


def _reasons(hand: Hand) -> None:
    hand.sign_in("tl_duty_a")
    hand.press(Qt.Key.Key_K, CTRL)
    _found(hand)
    _break_glass(hand)


def _file(hand: Hand) -> None:
    _my_children(hand)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: bool(hand.workspace.files))
    page = hand.file(next(iter(hand.workspace.files)))
    hand.until(lambda: page.reading.entry is not None and page.band.who.text() != "")
    hand.until(lambda: page.timeline.facts is not None and page.papers.isVisible())
    hand.until(page.reading.papers.isVisible)


def _timeline_as_a_table(hand: Hand) -> None:
    strip = _page(hand).timeline
    hand.tab_to(strip.as_table)
    hand.press(Qt.Key.Key_Space)
    assert strip.table.hasFocus()


def _filtered(hand: Hand) -> None:
    strip = _page(hand).timeline
    strip.as_table.click()
    hand.press(Qt.Key.Key_L, CTRL)
    hand.type("significant, since March 2025")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: _page(hand).chronology.said == "1 entry, newest first")


def _choices_of_the_filter(hand: Hand) -> None:
    hand.press(Qt.Key.Key_L, CTRL)
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Return)
    popover = _page(hand).chronology.bar.popover
    hand.until(lambda: popover.isVisible() and popover.isAncestorOf(hand.focus))


def _kept_filters(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_L, CTRL | SHIFT)
    kept = _page(hand).chronology.bar.saved.popover
    hand.until(lambda: kept.isVisible() and kept.isAncestorOf(hand.focus))


def _taking_away(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_E, CTRL | SHIFT)
    assert _page(hand).taking.word.hasFocus()


def _versions_compared(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    reading = _page(hand).reading
    hand.tab_to(reading.compare)
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: reading.comparing and not hand.opened.tasks.busy)


def _fact(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_B, CTRL | SHIFT)
    hand.until(lambda: isinstance(_page(hand).beside, FactPanel))


def _document(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: _page(hand).beside is None)
    hand.press(Qt.Key.Key_A, CTRL | SHIFT)
    assert isinstance(_page(hand).beside, DocumentPanel)


def _new_entry(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: _page(hand).beside is None)
    panel = hand.panel(_page(hand).child_id)
    panel.quick.line.setPlainText("about May 2016 home visit, seen alone, told by Mrs Bell")
    hand.write(panel, "A call from the school", when="about May 2016", how="told", kind="visit", seen="no")
    panel.form.put("sensitive", "yes")
    panel.form.put("withheld", "yes")


def _people(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_G, CTRL)
    people = hand.workspace.on_files.people[_page(hand).child_id]
    hand.until(lambda: people.picture.genogram is not None)


def _people_found(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Insert)
    assert isinstance(_their_page(hand).panel, FindPanel)
    hand.type("Joan Price")
    hand.until(lambda: _their_page(hand).panel.table.lines.rowCount() > 0)  # type: ignore[union-attr]


def _what_to_do_about_a_person(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_Return)
    assert isinstance(_their_page(hand).panel, ChoicePanel)


def _form_about_a_person(hand: Hand) -> None:
    hand.press(Qt.Key.Key_1)
    assert isinstance(_their_page(hand).panel, AskingPanel)


def _proceedings(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_J, CTRL)
    page = hand.workspace.on_files.proceedings[_page(hand).child_id]
    hand.until(lambda: page.board.parties.lines.rowCount() == 1)


def _form_of_a_hearing(hand: Hand) -> None:
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Return)
    assert hand.workspace.on_files.proceedings[_page(hand).child_id].panel is not None


def _form_of_a_party(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.workspace.on_files.proceedings[_page(hand).child_id].board.parties.setFocus()
    hand.press(Qt.Key.Key_Insert)
    assert hand.workspace.on_files.proceedings[_page(hand).child_id].panel is not None


def _court(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_P, CTRL)
    court = next(iter(hand.workspace.on_files.courts.values()))
    hand.until(court.pdf_button.isEnabled)


def _pages_of_the_court(hand: Hand) -> None:
    hand.press(Qt.Key.Key_PageDown, CTRL)
    court = next(iter(hand.workspace.on_files.courts.values()))
    hand.until(lambda: not court.panes.preview.sheet.pixmap().isNull())


def _check_for_the_court(hand: Hand) -> None:
    hand.press(Qt.Key.Key_PageDown, CTRL)


def _settings_for_the_court(hand: Hand) -> None:
    hand.press(Qt.Key.Key_PageDown, CTRL)


def _report(hand: Hand) -> None:
    _file(hand)
    child = next(iter(hand.workspace.files))
    wish = OpenCourtDocument(child, "Siân O'Brien-Łukasz", None, "section_7")
    hand.workspace._desk.navigator.go(wish)
    report = _their_report(hand)
    hand.until(lambda: report.keeping is not None and report.pdf_button.isEnabled())
    hand.type("She said it herself.")
    hand.until(report.pdf_button.isEnabled)


def _citing_in_the_report(hand: Hand) -> None:
    hand.press(Qt.Key.Key_I, CTRL | SHIFT)
    report = _their_report(hand)
    hand.until(lambda: report.citing.picker.table.lines.rowCount() > 0)


def _pages_of_the_report(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_PageDown, CTRL)
    report = _their_report(hand)
    hand.until(lambda: not report.panes.preview.sheet.pixmap().isNull())


def _their_report(hand: Hand) -> ReportPage:
    return list(hand.workspace.court.reports.values())[-1]


def _court_work(hand: Hand) -> None:
    _my_children(hand)
    hand.press(Qt.Key.Key_4, CTRL)
    hand.until(lambda: hand.workspace.court.work.table.lines.rowCount() == 1)


def _missing(hand: Hand) -> None:
    hand.sign_in("tl_manager_a")
    hand.press(Qt.Key.Key_8, CTRL)
    hand.until(lambda: hand.workspace.missing.page.gaps.table.lines.rowCount() > 0)


def _missing_over_time(hand: Hand) -> None:
    hand.press(Qt.Key.Key_PageDown, CTRL)
    hand.until(lambda: hand.workspace.missing.page.shares.table.lines.rowCount() > 0)


def _lists_by_stage(hand: Hand) -> None:
    hand.press(Qt.Key.Key_PageDown, CTRL)
    hand.until(lambda: hand.workspace.missing.page.stages.found is not None)


def _allocation(hand: Hand) -> None:
    hand.sign_in("tl_manager_a")
    hand.press(Qt.Key.Key_6, CTRL)
    page = hand.workspace.allocation.page
    hand.until(lambda: page.board.children_list.lines.rowCount() > 0 and bool(page.workers))


def _form_of_a_proposal(hand: Hand) -> None:
    page = hand.workspace.allocation.page
    page.board.children_list.setFocus()
    hand.press(Qt.Key.Key_Insert)
    hand.until(lambda: page.panel is not None)


def _team(hand: Hand) -> None:
    hand.sign_in("tl_manager_a")
    hand.press(Qt.Key.Key_7, CTRL)
    page = hand.workspace.team.page
    hand.until(lambda: page.people.lines.rowCount() > 0 and page.weights.lines.rowCount() > 0)


def _form_of_hours(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Insert)
    hand.until(lambda: hand.workspace.team.page.panel is not None)


def _supervision(hand: Hand) -> None:
    _my_children(hand)
    hand.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    hand.until(lambda: hand.workspace.supervision.page.table.lines.rowCount() == 1)


def _discussion(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_M, CTRL | SHIFT)
    hand.until(lambda: hand.workspace.panel_of(_page(hand).child_id) is not None)


def _this_week(hand: Hand) -> None:
    hand.sign_in("tl_support_a")
    hand.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    hand.until(lambda: any(one.one.task == "meeting" for one in hand.workspace.week.page.found))


def _form_of_a_meeting(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.week.page.panel is not None)


def _lists(hand: Hand) -> None:
    hand.sign_in("tl_administrator")
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    page = hand.workspace.lists.page
    hand.until(lambda: page.table.lines.rowCount() > 0)


def _sentence_of_a_rule(hand: Hand) -> None:
    page = hand.workspace.lists.page
    page.table.stand_on("notifications")
    page.change()
    hand.until(lambda: page.panel is not None)


def _staff(hand: Hand) -> None:
    hand.sign_in("tl_administrator")
    page = hand.workspace.staff.page
    assert page is not None
    hand.until(lambda: page.one is not None and page.board.teams.lines.rowCount() > 0)
    hand.until(lambda: not hand.opened.tasks.busy)


def _form_of_a_person(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Insert)
    assert hand.workspace.staff.page is not None
    assert hand.workspace.staff.page.panel is not None


def _my_password(hand: Hand) -> None:
    assert hand.workspace.staff.page is not None
    hand.workspace.staff.page.take_away()
    hand.press(Qt.Key.Key_W, CTRL | Qt.KeyboardModifier.AltModifier)


def _who_held(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_U, CTRL | SHIFT)
    page = next(iter(hand.workspace.allocation.held.values()))
    hand.until(lambda: page.holders.lines.rowCount() > 0)


def _answered(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_R, CTRL | ALT)
    page = next(iter(hand.workspace.answers.pages.values()))
    hand.until(lambda: page.said != "")


def _looks(hand: Hand) -> None:
    looked = hand.record.new_child("Nadia", "Ward")
    hand.record.opened("tl_practitioner_c", looked, purpose="a child ran to our office", break_glass=True).close()
    hand.sign_in("tl_manager_a")
    hand.press(Qt.Key.Key_9, CTRL)
    hand.until(lambda: hand.workspace.looks.page.board.glass.lines.rowCount() > 0)


def _form_of_a_review(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Return)
    assert hand.workspace.looks.page.panel is not None


def _who_looked(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Escape)
    hand.workspace.looks.page.look_up()
    hand.until(lambda: isinstance(hand.opened.window.page, WhoLookedPage) and not hand.opened.tasks.busy)


def _i_know_this_family(hand: Hand) -> None:
    _file(hand)
    hand.press(Qt.Key.Key_K, CTRL | Qt.KeyboardModifier.AltModifier)
    page = hand.opened.window.page
    assert isinstance(page, KnowingPage)
    hand.until(lambda: page.panel is not None)


def _documents_for_the_court(hand: Hand) -> None:
    hand.press(Qt.Key.Key_J, CTRL | SHIFT)
    hand.until(lambda: bool(hand.workspace.court.documents))
    page = next(iter(hand.workspace.court.documents.values()))
    hand.until(lambda: page.past.lines.rowCount() == 1)


def _their_documents(hand: Hand) -> None:
    _court_work(hand)
    _documents_for_the_court(hand)


def _everywhere(hand: Hand) -> None:
    _my_children(hand)
    hand.press(Qt.Key.Key_F, CTRL | SHIFT)
    hand.type("school")
    hand.press(Qt.Key.Key_Return)
    hand.until(hand.workspace.everywhere.tree.hasFocus)


def _drafts(hand: Hand) -> None:
    hand.sign_in("tl_manager_a")
    assert hand.opened.drafts is not None
    hand.opened.drafts.keep(Draft(uuid4(), "Siân O'Brien", "26-0001", TODAY, values={"headline": "Seen at school"}))
    hand.opened.drafts.keep(Draft(None, "the boy next door", values={"detail": "Heard him cry at night. " * 20}))
    hand.press(Qt.Key.Key_2, CTRL)
    drafts = hand.workspace.unfinished.drafts
    hand.until(lambda: drafts.table.lines.rowCount() == 2 and drafts.colleagues.said != "")


def _away(hand: Hand) -> None:
    hand.press(Qt.Key.Key_5, ALT)
    assert hand.workspace.away.isVisible()
    hand.until(lambda: not hand.opened.tasks.busy)


def _inbox(hand: Hand) -> None:
    _my_children(hand)
    hand.press(Qt.Key.Key_3, CTRL)
    inbox = hand.workspace.unfinished.inbox
    hand.until(lambda: inbox.picker.table.lines.rowCount() > 0)


def _proposals(hand: Hand) -> None:
    inbox = hand.workspace.unfinished.inbox
    inbox.text.setPlainText(
        "Date: 15 October 2026\n\n12 October: Siân arrived at 09:40 without a coat. " + "She sat. " * 9
    )
    inbox.picker.table.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: inbox.choosing.table.lines.rowCount() == 1 and inbox.choosing.table.hasFocus())


def _new_contact(hand: Hand) -> None:
    hand.sign_in("tl_manager_a")
    hand.press(Qt.Key.Key_5, CTRL)
    hand.press(Qt.Key.Key_N, CTRL)
    desk = hand.workspace.unfinished.referrals.side
    assert isinstance(desk, DeskPanel)
    for found in ("lukasz", "Anwen O'Brien-Price 3/4/2021"):
        hand.type(found)
        hand.until(lambda found=found: desk.children_.finder._asked == found)  # type: ignore[misc]
        if found != "lukasz":
            for _ in range(desk.children_.finder.table.lines.rowCount()):
                hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Return)
    hand.type("lukasz")
    hand.until(lambda: desk.children_.finder.table.lines.rowCount() > 1)


def _contacts(hand: Hand) -> None:
    referrals = hand.workspace.unfinished.referrals
    assert isinstance(referrals.side, DeskPanel)
    referrals.side.children_.finder.clear()
    known = next(card for card in referrals.side.children_.cards if card.named.known)
    known._out.click()  # else the contact would be the last entry of the file that other walks open
    referrals.side.form.put("headline", "The baby was left with a neighbour, and nobody came for her all night")
    referrals.side.form.put("source", "2A")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: referrals.banner.words.startswith("Saved"))
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: referrals.table.lines.rowCount() == 1)


def _decision(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Return)
    referrals = hand.workspace.unfinished.referrals
    hand.until(lambda: isinstance(referrals.side, DecisionPanel))


def _page(hand: Hand) -> RecordPage:
    return next(iter(hand.workspace.files.values()))


def _their_page(hand: Hand) -> PeoplePage:
    return next(iter(hand.workspace.on_files.people.values()))


WALKS: tuple[tuple[Callable[[Hand], None], ...], ...] = (
    (_sign_in_page, _my_children, _keyboard),
    (_my_children_with_a_notice,),
    (_palette, _found, _break_glass),
    (_reasons,),
    (_file, _timeline_as_a_table, _filtered, _choices_of_the_filter, _kept_filters, _taking_away),
    (_file, _versions_compared, _fact, _document, _new_entry),
    (_people, _people_found, _what_to_do_about_a_person, _form_about_a_person),
    (_proceedings, _form_of_a_hearing, _form_of_a_party),
    (_court, _pages_of_the_court, _check_for_the_court, _settings_for_the_court),
    (_report, _citing_in_the_report, _pages_of_the_report, _check_for_the_court, _settings_for_the_court),
    (_court_work, _documents_for_the_court),
    (_allocation, _form_of_a_proposal),
    (_team, _form_of_hours),
    (_supervision,),
    (_discussion,),
    (_this_week, _form_of_a_meeting),
    (_lists, _sentence_of_a_rule),
    (_who_held, _answered),
    (_looks, _form_of_a_review, _who_looked),
    (_i_know_this_family,),
    (_missing, _missing_over_time, _lists_by_stage),
    (_staff, _form_of_a_person, _my_password),
    (_everywhere,),
    (_drafts, _away),
    (_inbox, _proposals),
    (_new_contact, _contacts, _decision),
)


def _named(walk: tuple[Callable[[Hand], None], ...]) -> str:
    return "-".join(go.__name__.removeprefix("_") for go in walk)


@pytest.mark.parametrize("walk", WALKS, ids=_named)
def test_each_page_can_be_heard_walked_and_read(worker: Hand, walk: tuple[Callable[[Hand], None], ...]) -> None:
    window = worker.opened.window
    wrong: dict[str, list[str]] = {}
    for go in walk:
        go(worker)
        worker.qtbot.wait(80)
        assert (window.width(), window.height()) == (1280, 800)
        assert window.windowTitle() == "Throughline"
        wrong[go.__name__] = [
            *(f"without a name: {one}" for one in _nameless(window)),
            *(f"out of order: {one}" for one in _out_of_order(_walk(worker))),
            *(f"cut off: {one}" for one in _cut_off(window)),
            *(f"cuts off what is pasted: {_who(one)}" for one in window.findChildren(QLineEdit) if _cuts(one)),
        ]
    assert {place: found for place, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    "go",
    [
        *(_file, _people, _proceedings, _report, _court_work, _their_documents, _allocation, _drafts, _inbox),
        *(_new_contact, _team, _missing, _lists, _staff, _looks),
    ],
    ids=lambda go: go.__name__.lstrip("_"),
)
def test_nothing_is_cut_off_at_twice_the_text_on_a_small_screen(worker: Hand, go: Callable[[Hand], None]) -> None:
    window = worker.opened.window
    window.resize(1366, 768)
    go(worker)
    worker.program.appearance.set_scale(2.0)
    worker.qtbot.wait(150)
    assert (window.width(), window.height()) == (1366, 768)
    assert _cut_off(window) == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 800)])
def test_nothing_of_a_new_entry_is_cut_off_at_twice_the_text_on_a_small_screen(
    worker: Hand, width: int, height: int
) -> None:
    window = worker.opened.window
    window.resize(width, height)
    _file(worker)
    panel = worker.panel(_page(worker).child_id)
    panel.quick.line.setPlainText('yesterday 14:30 home visit, seen alone. said "I don\'t want to go back there"')
    panel.form.unfold_more()
    worker.program.appearance.set_scale(2.0)
    worker.qtbot.wait(150)
    assert _cut_off(window) == []
    page = _page(worker)
    rows = page.chronology.table.viewport().height() // page.chronology.table.rowHeight(0)
    assert rows >= 3, "the list beside is still a list"
    assert not panel.form.widgets["when"].visibleRegion().isEmpty()


def _cuts(line: QLineEdit) -> bool:
    """Whether a line would cut off a long paste without a word, instead of refusing it."""
    return line.maxLength() < 2**31 - 1


def _nameless(window: QWidget) -> list[str]:
    """Controls that take the keyboard and have nothing that a screen reader could say."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        heard = QAccessible.queryAccessibleInterface(widget)
        if not heard.text(QAccessible.Text.Name).strip():
            found.append(_who(widget))
    return found


def _walk(hand: Hand) -> list[QWidget]:
    """The controls in the order in which Tab comes to them, once round."""
    first = hand.focus
    walked = [first]
    for _ in range(80):
        hand.press(Qt.Key.Key_Tab)
        if hand.focus is first:
            return walked
        walked.append(hand.focus)
    raise AssertionError("Tab does not come back to where it began")


def _out_of_order(walked: list[QWidget]) -> list[str]:
    """Steps of Tab that go up or back within one part of the page; one step starts again at the top of the window."""
    places = [_place(widget) for widget in walked]
    wrong = []
    for before, after, one, two in zip(places, places[1:], walked, walked[1:], strict=False):
        same_column = before.left() < after.right() and after.left() < before.right()
        goes_up = after.top() < before.top() - SAME_LINE
        goes_back = abs(after.top() - before.top()) <= SAME_LINE and after.left() < before.left()
        if (same_column and goes_up) or goes_back:
            wrong.append(f"{_who(one)} → {_who(two)}")
    return wrong if len(wrong) > 1 else []


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _cut_off(window: QWidget) -> list[str]:
    """Words that do not fit their label or button, in width or in height."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.height() + 1 < widget.heightForWidth(widget.width())
        else:
            short = widget.width() + 1 < widget.minimumSizeHint().width()
        if short or "…" in widget.text().rstrip("…"):
            found.append(_who(widget))
    found += [_who(one) for one in window.findChildren(OneLine) if one.isVisible() and _too_low(one)]
    found += [f"choice “{one.currentText()}”" for one in window.findChildren(QComboBox) if _too_narrow(one)]
    return found + [head for table in window.findChildren(QTableView) if table.isVisible() for head in _heads(table)]


def _too_low(line: OneLine) -> bool:
    """Whether a line that grows with its words hides some of them."""
    lines = 0
    block = line.document().begin()
    while block.isValid():
        lines, block = lines + block.layout().lineCount(), block.next()
    return line.viewport().height() < lines * line.fontMetrics().lineSpacing()


def _too_narrow(choice: QComboBox) -> bool:
    """Whether what is chosen does not fit its box."""
    if not choice.isVisible():
        return False
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    style, control = choice.style(), QStyle.ComplexControl.CC_ComboBox
    room = style.subControlRect(control, option, QStyle.SubControl.SC_ComboBoxEditField, choice).width()
    return choice.fontMetrics().horizontalAdvance(choice.currentText()) > room


def _heads(table: QTableView) -> list[str]:
    """Heads of columns that are wider than their column."""
    header, model = table.horizontalHeader(), table.model()
    bold = QFont(header.font())
    bold.setWeight(QFont.Weight.DemiBold)
    found = []
    for column in range(model.columnCount()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal))
        if not table.isColumnHidden(column):
            needs = QFontMetrics(bold).horizontalAdvance(words) + HEAD_SIDES
            found += [f"column “{words}”"] if needs > header.sectionSize(column) else []
    return found


def _who(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} “{widget.accessibleName() or text[:40]}”"


def test_no_name_reaches_what_the_computer_shows_of_the_window(worker: Hand) -> None:
    _file(worker)
    for widget in QApplication.topLevelWidgets():
        assert not any(part in widget.windowTitle() for part in NAME)
    assert not any(part in QApplication.applicationDisplayName() for part in NAME)
