"""A manager is told on Monday that inspectors come tomorrow: opens the page, mends a gap, takes the lists away."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.partial_date import PartialDate
from db.queries.missing import missing_facts
from db.queries.staff import who_am_i
from desktop.features.missing.page import MissingPage
from desktop.features.missing.taking import gaps_book
from desktop.features.people.page import PeoplePage
from desktop.features.record.fact_panel import FactPanel
from tests.desktop.window import CTRL, Hand
from tests.record import Record
from tests.security.stage import seal

MANAGER, WORKER = "tl_manager_a", "tl_practitioner_a"
BEGAN = date.today() - timedelta(days=100)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for both stories."""
    return shared_record


@pytest.fixture(scope="module")
def ava(record: Record) -> UUID:
    """A girl on a protection plan of whom little is recorded; her name begins like a formula."""
    child = record.new_child("=Ava", "Aaron")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    fact = PeriodFact("plan", "cp", "NEG", "", PartialDate.on(BEGAN))
    record_period(session, RecordPeriod(uuid4(), child, fact, "conference"))
    session.close()
    return child


def _stand_on(hand: Hand, page: MissingPage, child: UUID, fact: str) -> None:
    """Narrow the list to a fact, and go to a child in it."""
    hand.until(lambda: any((gap.child_id, gap.fact) == (child, fact) for gap in page.gaps.gaps))
    page.gaps.narrow_to(fact)
    row = next(
        n
        for n in range(page.gaps.table.lines.rowCount())
        if (at := page.gaps.table.lines.record(n)) and at.child_id == child
    )
    page.gaps.table.setCurrentIndex(page.gaps.table.lines.index(row, 0))
    page.gaps.table.setFocus()


def test_the_evening_before_an_inspection(shared_hand: Hand, ava: UUID, tmp_path: Path) -> None:
    hand = shared_hand
    hand.sign_in(MANAGER)
    hand.press(Qt.Key.Key_8, CTRL)
    page = hand.opened.window.page
    assert isinstance(page, MissingPage)
    _stand_on(hand, page, ava, "ethnicity")
    before = len(page.gaps.gaps)

    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: ava in hand.workspace.files and hand.workspace.files[ava].card is not None)
    hand.press(Qt.Key.Key_1)
    file = hand.workspace.files[ava]
    hand.until(lambda: isinstance(file.beside, FactPanel) and hand.focus is file.beside.form.widgets["value"])
    assert file.banner.words.startswith("Ethnicity is missing.")
    hand.type("Declined to say")
    assert isinstance(file.beside, FactPanel)
    hand.tab_to(file.beside.form.widgets["how"])
    hand.type("asked the mother")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.opened.window.page is page)
    assert page.banner.words == f"Ethnicity of =Ava Aaron is recorded. {before - 1} facts still missing."
    assert (ava, "ethnicity") not in {(gap.child_id, gap.fact) for gap in page.gaps.gaps}

    hand.press(Qt.Key.Key_PageUp, CTRL)
    hand.until(lambda: page.stages.found is not None)
    page.stages.stage.setCurrentIndex(page.stages.stage.findData("child_protection"))
    assert page.stages.said.startswith("1 child protection plan of 1 child, from ")
    path = tmp_path / "lists.xlsx"
    page.take_to("excel", path)
    hand.until(lambda: page.banner.words.endswith("this is on record."))
    _read(path)
    with hand.record.superuser() as connection:
        found = connection.execute("select login, detail ->> 'form' from audit.event where action = 'export_stages'")
        assert found.fetchall() == [(MANAGER, "excel")]


def _read(path: Path) -> None:
    """The workbook as an inspector's program reads it."""
    book = load_workbook(path)
    assert book.sheetnames[:3] == ["Contacts", "Referrals", "Assessments"]
    sheet = book["Child protection plans"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "OFFICIAL-SENSITIVE"
    assert "Tl Manager A" in str(lines[2][0])
    heads = [str(head) for head in lines[4]]
    plan = dict(zip(heads, lines[5], strict=True))
    assert (plan["Name"], plan["Category"], plan["Ethnicity"]) == ("=Ava Aaron", "Neglect", "Declined to say")
    assert plan["Began"] == datetime.combine(BEGAN, datetime.min.time())
    name = sheet.cell(6, heads.index("Name") + 1)
    assert name.data_type == "s"
    assert name.quotePrefix


def test_what_is_missing_and_the_shares_go_as_excel_files_without_a_sealed_file(
    shared_hand: Hand, record: Record, ava: UUID, tmp_path: Path
) -> None:
    hidden = record.new_child("Sela", "Marlow")
    seal(record, hidden, MANAGER)
    hand = shared_hand
    hand.sign_in(MANAGER)
    hand.press(Qt.Key.Key_8, CTRL)
    page = hand.opened.window.page
    assert isinstance(page, MissingPage)
    page.tabs.setCurrentWidget(page.gaps)
    hand.until(lambda: {ava, hidden} <= {gap.child_id for gap in page.gaps.gaps})
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("marlow")
    assert page.gaps.table.lines.rowCount() > 0
    assert {
        gap.child_id for n in range(page.gaps.table.lines.rowCount()) if (gap := page.gaps.table.lines.record(n))
    } == {hidden}

    gaps, shares = tmp_path / "gaps.xlsx", tmp_path / "shares.xlsx"
    page.take_to("excel", gaps)
    hand.until(lambda: str(gaps) in page.banner.words)
    assert "1 sealed file left out" in page.banner.words
    lines = [[cell.value for cell in row] for row in load_workbook(gaps)["What is missing"].iter_rows()]
    assert lines[4] == ["Reference", "Name", "Age", "Missing", "Worker", "Team"]
    told = {(line[1], line[3]) for line in lines[5:]}
    assert ("=Ava Aaron", "NHS number") in told
    assert len(told) == len([gap for gap in page.gaps.gaps if not gap.sealed])
    assert "Marlow" not in str(lines)
    assert lines[3][0] == "1 sealed file left out: of a sealed file nothing leaves."

    hand.press(Qt.Key.Key_PageDown, CTRL)
    hand.until(lambda: page.shares.table.lines.rowCount() > 0)
    page.take_to("excel", shares)
    hand.until(lambda: str(shares) in page.banner.words)
    lines = [[cell.value for cell in row] for row in load_workbook(shares)["How complete each fact is"].iter_rows()]
    assert str(lines[3][0]).endswith("on this list now, and of the team's whose files were closed since")
    now = next(line.now for n in range(99) if (line := page.shares.table.lines.record(n)) and line.fact == "gp")
    assert next(line[2:4] for line in lines[5:] if line[0] == "GP") == [now.recorded, now.children]
    with record.superuser() as connection:
        found = connection.execute(
            "select detail ->> 'what', detail ->> 'sha256' from audit.event where action = 'export_missing'"
            " order by event_id"
        ).fetchall()
    assert found == [(one.stem, hashlib.sha256(one.read_bytes()).hexdigest()) for one in (gaps, shares)]


def test_where_nothing_sealed_is_listed_the_file_does_not_say_that_no_file_is_sealed(record: Record) -> None:
    session = record.session("tl_manager_b")
    book = gaps_book(missing_facts(session), who_am_i(session), datetime.now().astimezone())
    assert (book.whose, book.left_out) == ("Children of South", "Of a sealed file nothing leaves")


def test_a_worker_goes_to_the_people_and_comes_back(shared_hand: Hand, ava: UUID) -> None:
    hand = shared_hand
    hand.sign_in(WORKER)
    hand.press(Qt.Key.Key_8, CTRL)
    page = hand.opened.window.page
    assert isinstance(page, MissingPage)
    _stand_on(hand, page, ava, "parental_responsibility")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: isinstance(hand.opened.window.page, PeoplePage))
    people = hand.opened.window.page
    assert people is not None
    assert people.banner.words.startswith("Parental responsibility is missing.")
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is hand.workspace.files[ava])
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.opened.window.page is page)

    hand.press(Qt.Key.Key_PageDown, CTRL)
    hand.until(lambda: page.shares.table.lines.rowCount() > 0)
    assert page.shares.picture.accessibleName().startswith("Picture. ")
    row = next(
        n
        for n in range(page.shares.table.lines.rowCount())
        if (at := page.shares.table.lines.record(n)) and at.fact == "gp"
    )
    page.shares.table.setCurrentIndex(page.shares.table.lines.index(row, 0))
    assert page.shares.told.text() == "GP: recorded of 0 of 1 child, 0 %."
    assert page.shares.figures.lines.rowCount() == 1
    hand.press(Qt.Key.Key_Return)
    assert page.front is page.gaps
    assert {gap.fact for n in range(page.gaps.table.lines.rowCount()) if (gap := page.gaps.table.lines.record(n))} == {
        "gp"
    }
