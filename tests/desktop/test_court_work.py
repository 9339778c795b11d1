"""Court work by keyboard: one line a case, what is new since the last filing, the way to the file and its documents."""

from __future__ import annotations

import os
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from db.commands.changes import Changes
from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.files import OpenFile, open_file
from db.commands.people import AddPerson, Tie, add_person
from db.commands.proceedings import (
    CaseFacts,
    HearingFacts,
    RecordHearing,
    RecordProceedings,
    record_hearing,
    record_proceedings,
)
from db.queries.court_documents import CourtWork
from db.session import Session
from desktop.features.court_work.cases import Case, cases_of, weeks_words
from desktop.features.court_work.page import CourtWorkPage
from desktop.models.words import names_together, short_day
from desktop.widgets.page import Page
from tests.desktop.window import CTRL, Hand
from tests.record import Record

ADVISER, WORKER, MANAGER, SUPPORT = "tl_court_adviser", "tl_practitioner_a", "tl_manager_a", "tl_support_a"
SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
TODAY = date.today()


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; the cases below are made once for all of these tests."""
    return shared_record


@pytest.fixture(scope="module")
def court(record: Record) -> dict[str, UUID]:
    """Three sisters in care proceedings, a child in private law, one in none, one whose guardian the adviser is."""
    found = {given: record.new_child(given, "Kaya") for given in ("Amira", "Elif", "Leyla")}
    found |= {given: record.new_child(given, "Osei") for given in ("Kofi", "Abena")}
    found["Rhys"] = record.new_child("Rhys", "Morgan")
    for child in ("Amira", "Elif", "Leyla", "Kofi", "Abena"):
        record.allocate(found[child], ADVISER)
    record.act(
        MANAGER, "name_access", child=found["Rhys"], staff=record.staff[ADVISER], capacity="childrens_guardian",
        level="read", until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="appointed by the court",
    )  # fmt: skip
    session = record.opened(ADVISER, found["Amira"])
    for child in ("Elif", "Leyla", "Kofi", "Abena"):
        open_file(session, OpenFile(found[child]))
    sisters = (found["Elif"], found["Leyla"])
    for sister in sisters:
        add_person(session, AddPerson(found["Amira"], sister, uuid4(), Tie("sister", "told by the mother"), None))
    _case(session, found["Amira"], "ZW26C50123", "irh", 12, TODAY - timedelta(weeks=13, days=2), sisters)
    _case(session, found["Kofi"], "ZW26P50777", "decision", 5, TODAY - timedelta(days=20), law="private")
    manager = record.opened(MANAGER, found["Rhys"], purpose="Supervision")
    _case(
        manager, found["Rhys"], "ZW26C50999", "final", 40, TODAY - timedelta(weeks=30), due=TODAY + timedelta(days=50)
    )
    document = SaveCourtDocument(
        uuid4(), uuid4(), found["Amira"], "chronology", {"title": "Chronology of the three"}, sisters
    )
    save_court_document(session, document)
    filed(record, document.document_id, "2026-03-03")
    record.write_entry(session, found["Amira"], "Seen at school")
    later = SaveCourtDocument(uuid4(), uuid4(), found["Kofi"], "section_7", {"title": "Kofi’s report"})
    save_court_document(session, later)
    return found


def _case(  # noqa: PLR0917
    session: Session, child: UUID, number: str, hearing: str, days: int, issued: date,
    others: tuple[UUID, ...] = (), law: str = "public", due: date | None = None,
) -> None:  # fmt: skip
    case = uuid4()
    stage = {"irh": "irh", "decision": "report", "final": "final"}[hearing]
    facts = CaseFacts(
        law, stage, number, "Family Court at Midford", "C110A" if law == "public" else "C100",
        issued_on=issued, due_on=due, due_why="an expert is awaited" if due else "",
    )  # fmt: skip
    record_proceedings(session, RecordProceedings(uuid4(), case, child, facts, "sealed application", children=others))
    listed = HearingFacts(hearing, TODAY + timedelta(days=days), "10:30", "Family Court at Midford")
    record_hearing(session, RecordHearing(uuid4(), uuid4(), case, child, listed, "notice of hearing"))


def filed(record: Record, document: UUID, on: str) -> None:
    """The newest version of a document as filed on a day, with bytes that nobody looks at here."""
    with record.superuser() as connection:
        connection.execute(
            "insert into core.filed_version (filed_id, court_document_id, number, version, pdf, sha256, pages, facts,"
            " record_as_at, audit_seq, audit_head, filed_by, filed_at) select %s, v.court_document_id, 1, v.version,"
            " '\\x25', '\\x00', 1, '{}', %s, 0, '\\x00', v.author_id, %s from core.court_document_version v"
            " where v.court_document_id = %s",
            [uuid4(), on, on, document],
        )


@pytest.fixture
def page(shared_hand: Hand, court: dict[str, UUID]) -> CourtWorkPage:
    """Court work in front, its cases here."""
    assert court
    shared_hand.sign_in(ADVISER)
    shared_hand.press(Qt.Key.Key_4, CTRL)
    page = shared_hand.workspace.court.work
    page.filter.clear()
    page.order.setCurrentIndex(1)
    page.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    shared_hand.until(lambda: page.table.lines.rowCount() == 4)
    return page


def rows(page: CourtWorkPage) -> list[list[str]]:
    """All cells, in words."""
    model = page.table.lines
    return [
        [str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole)) for column in range(6)]
        for row in range(model.rowCount())
    ]


def in_front(hand: Hand) -> Page | None:
    """The page in front."""
    return hand.opened.window.page


def stand_on(page: CourtWorkPage, name: str) -> None:
    """Put the mark on the line of a child."""
    row = next(n for n, cells in enumerate(rows(page)) if name in cells[0])
    page.table.setCurrentIndex(page.table.lines.index(row, 0))
    page.table.setFocus()


def test_a_court_adviser_begins_at_court_work_and_anybody_else_at_my_children(
    shared_sign_in: Hand, court: dict[str, UUID]
) -> None:
    assert court
    hand = shared_sign_in
    workspace = hand.sign_in(ADVISER)
    hand.until(lambda: workspace.court.work.table.lines.rowCount() == 4)
    assert in_front(hand) is workspace.court.work
    assert hand.opened.window.navigation.court.isChecked()
    hand.until(lambda: len(workspace.caseload.table.lines.records) == 6)  # known for writing without the server
    workspace.sign_out()
    workspace = hand.sign_in(WORKER)
    assert in_front(hand) is workspace.caseload
    hand.press(Qt.Key.Key_4, CTRL)
    assert in_front(hand) is workspace.court.work
    hand.until(lambda: workspace.court.work.said.startswith("No child is allocated to you"))
    workspace.sign_out()
    workspace = hand.sign_in(SUPPORT)
    assert hand.opened.window.navigation.court.isHidden()
    hand.press(Qt.Key.Key_4, CTRL)
    assert in_front(hand) is workspace.week.page


def test_a_line_says_what_comes_next_in_the_case_and_what_is_new_in_the_file(
    shared_hand: Hand, page: CourtWorkPage, court: dict[str, UUID]
) -> None:
    assert court
    kofi, sisters, rhys, abena = rows(page)
    assert kofi[0].startswith("Kofi Osei\n")
    soon, ends = TODAY + timedelta(days=12), TODAY - timedelta(weeks=13, days=2) + timedelta(weeks=26)
    assert sisters[0].startswith("Amira, Elif and Leyla Kaya\n")
    assert sisters[1] == f"in 12 days, {short_day(soon)}\nIssues resolution hearing"
    assert sisters[2] == f"week 14 of 26\nends {short_day(ends)}"
    assert sisters[3].endswith("\nZW26C50123")
    assert sisters[4] == "entries since 3 Mar:\nAmira 1"
    assert sisters[5] == "nothing begun"
    assert kofi[2] == f"private law\nissued {short_day(TODAY - timedelta(days=20))}"
    assert kofi[4] == "nothing filed yet"
    assert kofi[5].split("\n")[0] == "Section 7 report"
    assert kofi[5].split("\n")[1].startswith("Tl Court Adviser, ")
    assert rhys[0].startswith("Rhys Morgan\nchildren’s guardian · ")
    assert rhys[2] == f"week 31\nto end by {short_day(TODAY + timedelta(days=50))}"
    assert abena[1:4] == ["no proceedings", "", ""]
    assert page.said.startswith("3 cases before the court, and 1 child without proceedings.")
    picture(shared_hand, "court-work")


def test_the_list_is_narrowed_and_sorted_by_keyboard(shared_hand: Hand, page: CourtWorkPage) -> None:
    hand = shared_hand
    hand.press(Qt.Key.Key_F6)
    assert page.filter.hasFocus()
    hand.type("kaya issues")
    assert [cells[0].split("\n")[0] for cells in rows(page)] == ["Amira, Elif and Leyla Kaya"]
    assert page.said.startswith("1 of the 4 lines shown: ")
    page.filter.clear()
    hand.type("ZW26C50999")
    assert [cells[0].split("\n")[0] for cells in rows(page)] == ["Rhys Morgan"]
    page.filter.clear()
    hand.press(Qt.Key.Key_F6)
    assert page.order.hasFocus()
    hand.press(Qt.Key.Key_Up)
    assert page.order.currentText() == "By children"
    assert [cells[0].split("\n")[0].split()[0] for cells in rows(page)] == ["Abena", "Amira,", "Kofi", "Rhys"]


def test_enter_opens_the_file_and_asks_of_several_children_whose(
    shared_hand: Hand, page: CourtWorkPage, court: dict[str, UUID]
) -> None:
    hand = shared_hand
    stand_on(page, "Kofi")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: court["Kofi"] in hand.workspace.files and hand.workspace.files[court["Kofi"]].is_open)
    hand.press(Qt.Key.Key_W, CTRL)
    assert in_front(hand) is page  # home again
    stand_on(page, "Amira")
    hand.press(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().split(" · ")[0] for action in menu.actions()] == [
        "&1   Amira Kaya", "&2   Elif Kaya", "&3   Leyla Kaya"
    ]  # fmt: skip
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: court["Elif"] in hand.workspace.files and hand.workspace.files[court["Elif"]].is_open)


def test_a_key_goes_to_the_documents_of_the_line_opening_the_file_on_the_way(
    shared_hand: Hand, page: CourtWorkPage, court: dict[str, UUID]
) -> None:
    hand = shared_hand
    stand_on(page, "Kofi")
    hand.press(Qt.Key.Key_J, SHIFT)
    hand.until(lambda: court["Kofi"] in hand.workspace.court.documents)
    documents = hand.workspace.court.documents[court["Kofi"]]
    hand.until(lambda: documents.found is not None)
    assert in_front(hand) is documents
    assert documents.said == "1 document. Enter opens it."
    assert court["Kofi"] in hand.workspace.files


def test_a_childrens_guardian_reads_the_file_and_is_told_that_writing_is_not_theirs(
    shared_hand: Hand, page: CourtWorkPage, court: dict[str, UUID]
) -> None:
    hand = shared_hand
    stand_on(page, "Rhys")
    hand.press(Qt.Key.Key_J, SHIFT)
    hand.until(lambda: court["Rhys"] in hand.workspace.court.documents)
    documents = hand.workspace.court.documents[court["Rhys"]]
    hand.until(lambda: documents.found is not None)
    assert documents.said.endswith("You may read this file but not write documents in it.")
    assert documents.new.isHidden()
    assert hand.workspace.files[court["Rhys"]].is_open


def test_what_was_recorded_meanwhile_is_there_when_one_comes_back_and_what_one_records_at_once(
    record: Record, shared_hand: Hand, page: CourtWorkPage, court: dict[str, UUID]
) -> None:
    hand = shared_hand
    hand.press(Qt.Key.Key_1, CTRL)
    session = record.opened(ADVISER, court["Leyla"])
    record.write_entry(session, court["Leyla"], "Seen with her grandmother")
    session.close()
    hand.press(Qt.Key.Key_4, CTRL)
    hand.until(lambda: rows(page)[1][4] == "entries since 3 Mar:\nAmira 1, Leyla 1")
    session = record.opened(ADVISER, court["Elif"])
    record.write_entry(session, court["Elif"], "Seen at nursery")
    session.close()
    hand.workspace._desk.news.announce(Changes(frozenset({"absence"})))
    hand.workspace._desk.news.announce(Changes(frozenset({"entry"}), frozenset({court["Elif"]})))
    hand.until(lambda: rows(page)[1][4] == "entries since 3 Mar:\nAmira 1, Elif 1, Leyla 1")


def line(**said: object) -> CourtWork:
    """A line of work of which only some is of interest."""
    plain: dict[str, object] = {
        "child_id": uuid4(), "reference": "26-1001", "name": "Amira Kaya", "basis": "allocated",
        "proceedings_id": uuid4(), "case_number": "", "court": "", "stage": "", "hearing": "", "hearing_on": None,
        "issued_on": None, "weeks_26_on": None, "due_on": None, "filed_kind": "", "filed_at": None,
        "entries_since": 0, "in_progress": (),
    }  # fmt: skip
    return CourtWork(**(plain | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issued", "today", "said"),
    [
        (None, date(2026, 11, 22), "not issued yet"),
        (date(2026, 9, 1), date(2026, 9, 1), "week 1 of 26\nends 2 Mar 2027"),
        (date(2026, 9, 1), date(2027, 3, 1), "week 26 of 26\nends 2 Mar 2027"),
        (date(2026, 9, 1), date(2027, 3, 2), "week 27\nthe 26 ended 2 Mar 2027"),
    ],
)
def test_the_weeks_run_from_the_issue(issued: date | None, today: date, said: str) -> None:
    ends = issued + timedelta(weeks=26) if issued else None
    assert weeks_words(Case((line(issued_on=issued, weeks_26_on=ends),)), today) == said


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (("Amira Kaya",), "Amira Kaya"),
        (("Amira Kaya", "Elif Kaya"), "Amira and Elif Kaya"),
        (("Ella Rose Vale Smith", "Tom Vale Smith"), "Ella Rose and Tom Vale Smith"),
        (("Amira Kaya", "Kofi Osei"), "Amira Kaya and Kofi Osei"),
        (("Amira Kaya", "Amira Kaya"), "Amira and Amira Kaya"),
        (("Kaya", "Elif Kaya"), "Kaya and Elif Kaya"),
    ],
)
def test_brothers_and_sisters_share_their_family_name(whole: tuple[str, ...], said: str) -> None:
    assert names_together(whole) == said


def test_a_child_in_two_proceedings_has_a_line_in_each() -> None:
    child, one, other = uuid4(), uuid4(), uuid4()
    work = (line(child_id=child, proceedings_id=one), line(child_id=child, proceedings_id=other))
    sister = line(name="Elif Kaya", proceedings_id=other)
    found = cases_of((*work, sister, line(proceedings_id=None)))
    assert [[child.name for child in case.children] for case in found] == [
        ["Amira Kaya"],
        ["Amira Kaya", "Elif Kaya"],
        ["Amira Kaya"],
    ]
    assert [case.in_court for case in found] == [True, True, False]


def picture(hand: Hand, name: str) -> None:
    """A picture of the window, where somebody wants to look at it."""
    folder = os.environ.get("THROUGHLINE_PICTURES")
    if folder:
        hand.opened.window.resize(1366, 768)
        QApplication.processEvents()
        hand.opened.window.grab().save(f"{folder}/{name}.png")
