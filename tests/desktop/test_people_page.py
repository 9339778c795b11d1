"""The people of a child by keyboard alone: found before made, ended, corrected, and what is confidential opened."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView, QTextEdit, QWidget

from db.commands.confidential import AddConfidentialDetail, add_confidential_detail
from db.commands.people import (
    AddPerson,
    EndRelationship,
    PersonFacts,
    Relate,
    Tie,
    add_person,
    end_relationship,
    relate,
)
from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.partial_date import parse_partial_date
from db.queries.people import people_of
from db.session import Session
from desktop.features.people.page import PeoplePage
from desktop.features.people.panels import ChoicePanel, FindPanel
from desktop.features.people.picture import GenogramView
from desktop.features.people.reason import ReasonPanel
from desktop.reporting.raster import page_count
from desktop.widgets.asking_panel import AskingPanel
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER = "tl_practitioner_a"
HOW = "told by the mother"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test works in the file of a child of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with mother, father and a teacher, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    new(session, child, "Sarah", "Kaya", Tie("mother", HOW, True, "birth", same_household=True))
    new(session, child, "Deniz", "Yilmaz", Tie("father", HOW), sex="M")
    new(session, child, "Joan", "Price", Tie("teacher", HOW))
    record.write_entry(session, child)
    session.close()
    return child


def new(  # noqa: PLR0917 (read as a sentence)
    session: Session, child: UUID, given: str, family: str, tie: Tie, sex: str = "F"
) -> UUID:
    """A new person of the child."""
    person = uuid4()
    add_person(session, AddPerson(child, person, uuid4(), tie, PersonFacts(given, family, sex)))
    return person


def people(hand: Hand, child: UUID) -> PeoplePage:
    """The page, opened with Ctrl+G from the file."""
    hand.sign_in(WORKER)
    hand.open_mine(child)
    hand.press(Qt.Key.Key_G, CTRL)
    page = hand.workspace.on_files.people[child]
    hand.until(lambda: page.facts is not None)
    return page


def listed(page: PeoplePage) -> dict[str, str]:
    """Who is in the two tables, and what they are to the child."""
    found = (*page.board.table.lines.records, *page.board.professionals.lines.records)
    return {line.name: line.role for line in found}


def stand_on(hand: Hand, page: PeoplePage, name: str) -> None:
    """Go down the list to somebody."""
    page.board.table.setFocus()
    hand.press(Qt.Key.Key_Home, CTRL)
    for _ in range(10):
        if page.person is not None and page.person.called == name:
            return
        hand.press(Qt.Key.Key_Down)
    raise AssertionError("not in the list")


def choose(hand: Hand, page: PeoplePage, words: str) -> AskingPanel:
    """Enter on a person, then the number before what one wants to do."""
    hand.press(Qt.Key.Key_Return)
    panel = page.panel
    assert isinstance(panel, ChoicePanel)
    hand.until(panel.buttons[0].hasFocus)
    number = next(n for n, made in enumerate(panel.buttons, 1) if made.accessibleName().startswith(words))
    if number < 10:
        hand.press(Qt.Key(Qt.Key.Key_0.value + number))
    else:
        for _ in range(number - 1):
            hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Space)
    form = page.panel
    assert isinstance(form, AskingPanel)
    return form


def fill(hand: Hand, form: AskingPanel, **values: str) -> None:
    """Type into fields that one reaches by Tab."""
    for key, words in values.items():
        widget = form.form.widgets[key]
        hand.tab_to(widget)
        if isinstance(widget, QLineEdit):
            widget.selectAll()
            hand.type(words)
        elif isinstance(widget, QComboBox):
            hand.type(words)
        else:
            hand.press(Qt.Key.Key_Space)


def test_the_list_and_the_picture_tell_of_the_same_people(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    family = {"Amira Kaya": "the child", "Sarah Kaya": "mother", "Deniz Yilmaz": "father"}
    assert listed(page) == {**family, "Joan Price": "teacher"}
    assert page.said.text().startswith("3 people around Amira Kaya")
    pictured = {line.person_id for line in page.board.table.lines.records}
    assert page.picture.shown_people == pictured
    hand.press(Qt.Key.Key_Down)
    assert page.picture.highlighted == page.board.person_id
    other = next(iter(pictured - {page.board.person_id}))
    page.picture.pointed.emit(other)
    assert page.board.person_id == other and "recorded by Tl Practitioner A" in page.board.text.toPlainText()
    hand.press(Qt.Key.Key_Escape)
    assert hand.opened.window.page is hand.workspace.files[child]


def test_a_grandmother_who_is_already_known_is_found_and_not_made_again(
    hand: Hand, record: Record, child: UUID
) -> None:
    other = record.new_child("Tom", "Reed")
    record.allocate(other, WORKER)
    session = record.opened(WORKER, other)
    gran = new(session, other, "Catherine", "Bell", Tie("grandmother", HOW))
    page = people(hand, child)
    hand.press(Qt.Key.Key_Insert)
    panel = page.panel
    assert isinstance(panel, FindPanel)
    hand.type("Katherine Bell")
    hand.until(lambda: panel.table.lines.rowCount() == 1)
    assert panel.table.lines.record(0) is not None and "grandmother of Tom Reed" in str(
        panel.table.lines.index(0, 2).data()
    )
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    form = page.panel
    assert isinstance(form, AskingPanel)
    fill(hand, form, kind="Grandmother", how="told by her")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Catherine Bell" in listed(page))
    assert gran in page.picture.shown_people
    assert listed(page)["Catherine Bell"] == "grandmother"


def test_a_new_person_is_made_only_after_nobody_was_found(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    hand.press(Qt.Key.Key_Insert)
    panel = page.panel
    assert isinstance(panel, FindPanel) and not panel.make.isEnabled()
    hand.type("Ian Whitlow")
    hand.until(lambda: "Nobody like that" in panel.said.text())
    hand.tab_to(panel.make)
    hand.press(Qt.Key.Key_Space)
    form = page.panel
    assert isinstance(form, AskingPanel) and form.form.text("family") == "Whitlow"
    fill(hand, form, kind="Uncle")
    hand.press(Qt.Key.Key_S, CTRL)
    assert form.form.said("how") == "Say how we know this."
    hand.press(Qt.Key.Key_Escape)
    assert page.panel is form and "not saved" in page.banner.words
    hand.choose("Keep", page)
    fill(hand, form, how="told by him")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: listed(page).get("Ian Whitlow") == "uncle")


def test_a_relationship_is_ended_and_the_family_can_be_seen_as_it_was(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Sarah Kaya")
    form = choose(hand, page, "No longer: mother")
    fill(hand, form, until="1 March 2024", how="adoption order seen")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: listed(page)["Sarah Kaya"] == "mother, until 1 March 2024")
    hand.tab_to(page.on_day)
    hand.type("28 February 2024")
    hand.press(Qt.Key.Key_Return)
    assert listed(page)["Sarah Kaya"] == "mother"
    assert "as it was on 28 February 2024" in page.said.text()


def test_what_ended_yesterday_is_kept_with_the_day_that_it_was(hand: Hand, record: Record, child: UUID) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Sarah Kaya")
    fill(hand, choose(hand, page, "No longer: mother"), until="yesterday", how="told by her")
    hand.press(Qt.Key.Key_S, CTRL)
    day = date.today() - timedelta(days=1)
    words = f"{day.day} {day:%B %Y}"
    hand.until(lambda: listed(page)["Sarah Kaya"] == f"mother, until {words}")
    kept = [tie for tie in people_of(record.opened(WORKER, child), child).relationships if tie.kind == "mother"]
    assert [(tie.to_on, tie.to_words) for tie in kept] == [(day, words)]


def test_a_child_is_told_to_be_not_yet_expected_on_a_day_long_before(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    hand.tab_to(page.on_day)
    hand.type("1 March 1990")
    hand.press(Qt.Key.Key_Return)
    line = page.board.table.lines.record(0)
    assert line is not None and (line.role, line.born) == ("the child", "not yet expected on this day")
    (focus,) = [figure for figure in page.family.figures if figure.focus]
    assert "not yet expected on this day" in focus.spoken


def test_a_placement_that_the_relationships_contradict_is_said_calmly(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    tie = Tie("stepfather", HOW, same_household=True, from_on=date(2020, 1, 1))
    new(session, child, "Paul", "Dunn", tie, sex="M")
    since = parse_partial_date("16 October 2025", today=date.today())
    foster = PeriodFact("placement", "foster", description="Sheila Tranter", begins=since)
    record_period(session, RecordPeriod(uuid4(), child, foster, "placement plan seen"))
    page = people(hand, child)
    hand.until(lambda: "still say that the child lives with Paul Dunn." in page.said.text())
    assert "with foster carers, since 16 October 2025" in page.said.text()
    stand_on(hand, page, "Paul Dunn")
    fill(hand, choose(hand, page, "No longer: stepfather"), until="16 October 2025", how="told by him")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "The placement says" not in page.said.text())


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
def test_the_whole_picture_is_in_sight_until_somebody_zooms(
    hand: Hand, record: Record, child: UUID, size: tuple[int, int]
) -> None:
    session = record.opened(WORKER, child)
    for number in range(9):
        new(session, child, f"Bartholomew{number}", "Featherstonehaugh", Tie("brother", HOW), sex="M")
    page = people(hand, child)
    hand.opened.window.resize(*size)
    picture = page.picture
    hand.until(lambda: in_sight(picture))
    assert not picture.horizontalScrollBar().maximum() and not picture.verticalScrollBar().maximum()
    picture.zoom(4.0)
    assert not in_sight(picture)
    picture.fit()
    assert in_sight(picture)


def in_sight(picture: GenogramView) -> bool:
    """Whether all that is drawn lies within what is seen of it."""
    seen = picture.mapToScene(picture.viewport().rect()).boundingRect()
    return bool(picture.shown_people) and seen.contains(picture.scene().itemsBoundingRect())


def test_parental_responsibility_is_corrected_with_how_it_was_acquired(hand: Hand, record: Record, child: UUID) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Deniz Yilmaz")
    form = choose(hand, page, "Correct: father")
    assert not form.form.unfolded("responsible_how")
    fill(hand, form, responsible="yes", responsible_how="birth certificate", how="certificate seen")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.panel is None)
    hand.until(lambda: any(line.responsible == "yes, birth certificate" for line in page.board.table.lines.records))
    session = record.opened(WORKER, child)
    (tie,) = [tie for tie in people_of(session, child).relationships if tie.kind == "father"]
    assert tie.parental_responsibility and tie.how_known == "certificate seen"


def test_a_correction_of_what_a_colleague_just_changed_keeps_the_words_and_says_so(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Deniz Yilmaz")
    form = choose(hand, page, "Correct: father")
    session = record.opened(WORKER, child)
    (tie,) = [tie for tie in people_of(session, child).relationships if tie.kind == "father"]
    end_relationship(session, EndRelationship(child, tie.relationship_id, uuid4(), date(2026, 1, 1), "", HOW))
    fill(hand, form, how="typed at length")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "changed this meanwhile" in page.banner.words)
    assert form.form.text("how") == "typed at length"


def test_a_confidential_detail_opens_with_a_reason_and_a_ticket_of_its_own(
    hand: Hand, record: Record, child: UUID
) -> None:
    session = record.opened(WORKER, child)
    mother = next(p.person_id for p in people_of(session, child).people if p.name == "Sarah Kaya")
    wish = AddConfidentialDetail(child, uuid4(), mother, "address", "9 Hidden Row", "he threatened her")
    add_confidential_detail(session, wish)
    page = people(hand, child)
    stand_on(hand, page, "Sarah Kaya")
    assert "Hidden Row" not in page.board.text.toPlainText()
    assert "It opens with a reason" in page.board.text.toPlainText()
    hand.press(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    hand.until(lambda: isinstance(page.panel, ReasonPanel))
    panel = page.panel
    assert isinstance(panel, ReasonPanel) and not panel.open.isEnabled()
    hand.type("arranging a visit to the mother")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "9 Hidden Row" in page.board.text.toPlainText())


def test_an_open_confidential_detail_is_put_right_and_then_ended(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    wish = AddConfidentialDetail(child, uuid4(), child, "school", "Hilltop Primary", "her father waits there")
    add_confidential_detail(session, wish)
    page = people(hand, child)
    stand_on(hand, page, "Amira Kaya")
    hand.press(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    hand.until(lambda: isinstance(page.panel, ReasonPanel))
    hand.type("arranging a visit at school")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "Hilltop" in page.board.text.toPlainText())
    form = choose(hand, page, "Correct the confidential school")
    assert form.form.text("how") == "her father waits there"
    fill(hand, form, value="Hillside Primary")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "school: Hillside Primary\n" in page.board.text.toPlainText())
    assert "Hilltop Primary (no longer kept since" in page.board.text.toPlainText()
    fill(hand, choose(hand, page, "The school is no longer confidential"), until="today")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Hillside Primary (no longer kept since" in page.board.text.toPlainText())


def test_birth_and_language_of_a_father_are_corrected_and_the_history_stands_below(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Deniz Yilmaz")
    form = choose(hand, page, "Correct birth")
    hand.press(Qt.Key.Key_S, CTRL)
    assert form.form.said("born") == "Nothing is changed yet."
    fill(hand, form, born="4 July 1990", first_language="Turkish", how="passport seen")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Birth corrected: 4 July 1990, before: not recorded" in page.board.text.toPlainText())
    assert "First language: Turkish" in page.board.text.toPlainText()
    form = choose(hand, page, "Add another name")
    fill(hand, form, given="Denny", how="he says so")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Denny Yilmaz" in listed(page))
    session = record.opened(WORKER, child)
    (father,) = [one for one in people_of(session, child).people if one.known_as == "Denny"]
    assert father.born_earliest == date(1990, 7, 4)


def test_a_sisters_facts_are_refused_in_plain_words_and_what_was_typed_stays(
    hand: Hand, record: Record, child: UUID
) -> None:
    new(record.opened(WORKER, child), child, "Lena", "Kaya", Tie("sister", HOW))
    page = people(hand, child)
    stand_on(hand, page, "Lena Kaya")
    form = choose(hand, page, "Correct birth")
    fill(hand, form, born="4 July 2012", how="told by her")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "cannot be changed from this file" in page.banner.words)
    assert page.panel is form and form.form.text("born") == "4 July 2012"


def test_an_address_is_added_and_put_right_by_keyboard(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    stand_on(hand, page, "Sarah Kaya")
    fill(hand, choose(hand, page, "Add an address"), lines="4 Mill Lane, Testham", how="seen there")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Lives at 4 Mill Lane" in page.board.text.toPlainText())
    form = choose(hand, page, "Correct the address")
    fill(hand, form, lines="14 Mill Lane, Testham", since="March 2025", how="tenancy seen")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Lives at 14 Mill Lane, Testham, since March 2025" in page.board.text.toPlainText())


def test_no_column_is_cut_at_a_small_screen(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    hand.opened.window.resize(1366, 768)
    hand.until(lambda: not page.board.table.horizontalScrollBar().isVisible())
    table = page.board.table
    metrics = table.horizontalHeader().fontMetrics()
    for column in range(table.lines.columnCount()):
        head = str(table.lines.headerData(column, Qt.Orientation.Horizontal))
        assert metrics.horizontalAdvance(head) < table.columnWidth(column)


def test_the_genogram_is_saved_as_one_page_and_the_export_is_on_record(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = people(hand, child)
    page.save_to(tmp_path / "genogram.pdf")
    hand.until(lambda: page.banner.words.startswith("Saved as"))
    assert page_count((tmp_path / "genogram.pdf").read_bytes()) == 1
    with record.superuser() as connection:
        found = connection.execute(
            "select detail ->> 'kind' from audit.event where action = 'export' and child_id = %s", [child]
        ).fetchall()
    assert found == [("genogram",)]


def test_the_relationships_of_others_are_in_the_picture_and_in_the_list(
    hand: Hand, record: Record, child: UUID
) -> None:
    session = record.opened(WORKER, child)
    mother = next(p.person_id for p in people_of(session, child).people if p.name == "Sarah Kaya")
    gran = new(session, child, "Ruth", "Bell", Tie("family friend", HOW))
    relate(session, Relate(child, uuid4(), gran, mother, Tie("mother", HOW)))
    page = people(hand, child)
    assert gran in page.picture.shown_people
    box = (
        next(box for box in page.picture.genogram.boxes if box.figure.person_id == gran)
        if page.picture.genogram
        else None
    )
    assert box is not None and box.figure.generation == -2


def test_every_control_has_an_accessible_name(hand: Hand, child: UUID) -> None:
    page = people(hand, child)
    nameless = []
    kinds = QAbstractButton | QLineEdit | QComboBox | QTableView | QTextEdit
    for _ in range(3):
        for widget in page.findChildren(QWidget):
            if isinstance(widget, kinds) and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                spoken = QAccessible.queryAccessibleInterface(widget)
                if not spoken.text(QAccessible.Text.Name):
                    nameless.append(type(widget).__name__)
        if page.panel is None:
            hand.press(Qt.Key.Key_Insert)
    assert nameless == []
