"""Lists and limits in the real window: changed by keyboard, kept with the reason, set back, and met by the second."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.signals import SetThreshold, set_threshold
from db.queries.codes import all_codes
from db.queries.document_templates import own_templates
from desktop.features.court_documents.page import CourtDocumentsPage
from desktop.features.lists.page import ListsPage
from desktop.features.lists.panel import QuestionPanel
from desktop.features.lists.templates import checked, outline
from desktop.infra import codes
from tests.desktop.window import CTRL, Hand
from tests.record import Record

ADMINISTRATOR, WORKER = "tl_administrator", "tl_practitioner_a"
ALT = Qt.KeyboardModifier.AltModifier
FORM = own_templates()["plan"].toml.replace('title = "Plan"', 'title = "Letter of concern"', 1)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test changes a list of its own."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_hand


def shown(hand: Hand, name: str, lines: int) -> ListsPage:
    """The page with a list chosen, and the keyboard in its table."""
    page = hand.sign_in(ADMINISTRATOR).lists.page
    hand.press(Qt.Key.Key_2, ALT)
    page.choices.stand_on(name)
    hand.until(lambda: page.said.startswith(f"{lines} line"))
    page.table.setFocus()
    return page


def asked(page: ListsPage) -> QuestionPanel:
    """The form beside the table."""
    assert page.panel is not None
    return page.panel


def key(page: ListsPage) -> str:
    """The line on which one stands."""
    return page.table.line.key if page.table.line is not None else ""


def no_form(page: ListsPage) -> bool:
    """Whether there is none."""
    return page.panel is None


def history(page: ListsPage) -> list[str]:
    """What was changed, without the day."""
    found = (page.beside.history.item(row) for row in range(page.beside.history.count()))
    return [item.text().split(", ", 1)[1] for item in found]


def test_a_threshold_is_changed_as_a_sentence_kept_with_its_reason_and_set_back(hand: Hand) -> None:
    page = shown(hand, "signal_threshold", 9)
    page.table.stand_on("not_seen_alone")
    hand.press(Qt.Key.Key_Return)
    panel = asked(page)
    assert panel.form.widgets["weeks"].accessibleName() == (
        "Say so when a child has not been seen alone for … weeks"
    )  # fmt: skip
    hand.type("many")
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("weeks") == "Say a number from 1 to 520."
    panel.form.put("weeks", "6")
    assert panel.effect.text().startswith(
        "From now on it is told when a child has not been seen alone for 6 weeks. Fewer"
    )
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("why") == "Say why, in a few words."
    hand.type("Agreed with the safeguarding partners")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "1 change" in page.said)
    why = "Why: Agreed with the safeguarding partners."
    assert history(page) == [f"Tl Administrator: “Not seen alone” from 4 to 6 weeks. {why}"]
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_F6)
    assert hand.focus is page.beside.history
    page.beside.history.setCurrentRow(0)
    hand.press(Qt.Key.Key_Return)
    assert asked(page).form.text("weeks") == "4"
    asked(page).form.put("why", "It was too late")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "2 changes" in page.said)
    assert history(page)[0] == "Tl Administrator: “Not seen alone” from 6 to 4 weeks. Why: It was too late."


def test_when_looks_are_asked_about_is_changed_as_a_sentence(hand: Hand) -> None:
    page = shown(hand, "look_threshold", 4)
    page.table.stand_on("own_address")
    hand.press(Qt.Key.Key_Return)
    panel = asked(page)
    panel.form.put("times", "2")
    panel.form.put("weeks", "53")
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("weeks") == "Say a number from 1 to 52."
    panel.form.put("weeks", "12")
    panel.form.put("why", "Agreed with the data protection officer")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "1 change" in page.said)
    why = "Why: Agreed with the data protection officer."
    assert history(page) == [f"Tl Administrator: “Same address” from 1 to 2 times, from 8 to 12 weeks. {why}"]


def test_the_day_of_a_new_bank_holiday_without_a_year_is_the_coming_one(hand: Hand) -> None:
    hand.sign_in(ADMINISTRATOR)
    page = hand.workspace.lists.page
    hand.press(Qt.Key.Key_2, ALT)
    page.choices.stand_on("bank_holiday")
    hand.until(lambda: page.listing.name == "bank_holiday" and page.table.line is not None)
    taken = {line.key for line in page._found[0]}
    ahead = (date.today() + timedelta(days=days) for days in range(2, 7))
    coming = next(day for day in ahead if day.isoformat() not in taken)
    hand.press(Qt.Key.Key_N, CTRL)
    asked(page).form.put("day", f"{coming:%A}")
    asked(page).form.put("name", "A day off")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: key(page) == coming.isoformat())


def test_who_comes_second_sees_what_the_other_did_and_loses_nothing(hand: Hand, record: Record) -> None:
    page = shown(hand, "signal_threshold", 9)
    page.table.stand_on("missed")
    hand.press(Qt.Key.Key_Return)
    panel = asked(page)
    panel.form.put("times", "4")
    panel.form.put("why", "Mine")
    set_threshold(record.session(ADMINISTRATOR), SetThreshold("missed", 3, 0, "Theirs"))
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Somebody else changed this meanwhile" in page.banner.words)
    assert "“Not seen at visits” from 2 to 3 visits. Why: Theirs." in page.banner.words
    assert page.panel is panel and (panel.form.text("times"), panel.form.text("why")) == ("4", "Mine")
    hand.press(Qt.Key.Key_Escape)
    assert page.panel is panel and "not saved" in page.banner.words
    hand.choose("Keep writing", page)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "Somebody else changed this meanwhile" in page.banner.words)
    hand.choose("Save mine over it", page)
    hand.until(lambda: "from 3 to 4 visits" in history(page)[0])


def test_a_choice_is_added_put_in_order_and_ended_and_forms_have_it_at_once(hand: Hand, record: Record) -> None:
    page = shown(hand, "placement", 7)
    try:
        page.choices.setFocus()
        hand.press(Qt.Key.Key_Insert)
        hand.type("with family or FRIENDS")
        hand.press(Qt.Key.Key_S, CTRL)
        assert page.panel is not None and "stands in the list already" in page.panel.form.said("label")
        asked(page).form.put("label", "Parent and baby unit")
        asked(page).form.put("why", "A new contract")
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: "8 lines" in page.said)
        hand.until(lambda: codes.code_list("placement")[-1].code == "parent_and_baby_unit")
        assert key(page) == "parent_and_baby_unit"
        for _ in range(7):
            hand.press(Qt.Key.Key_Up, ALT)
        assert page.unsaved and page.table.currentIndex().row() == 0
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: codes.code_list("placement")[0].label == "Parent and baby unit")
        hand.until(lambda: "“Parent and baby unit” stands first." in history(page)[0])
        page.beside.history.itemActivated.emit(page.beside.history.item(0))
        assert page.unsaved and page.table.currentIndex().row() == 7
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: "“Parent and baby unit” stands after “Living independently”." in history(page)[0])
        hand.press(Qt.Key.Key_Delete)
        asked(page).form.put("why", "The contract has ended")
        hand.press(Qt.Key.Key_S, CTRL)
        hand.until(lambda: "is offered until" in history(page)[0])
        hand.until(lambda: codes.code_list("placement")[0].code == "home")
        assert codes.labels("placement")["parent_and_baby_unit"] == "Parent and baby unit"
        assert "ended" in page.table.lines.record(7).words[2]  # type: ignore[union-attr]
        worker = record.session(WORKER)
        (unit,) = [one for one in all_codes(worker) if one.code == "parent_and_baby_unit"]
        assert (unit.label, unit.offered) == ("Parent and baby unit", False)
    finally:
        hand.program.settings.remember_text("codes/placement", "")
        codes.recall(hand.program.settings)


def test_a_prescribed_list_gains_and_loses_nothing_and_what_rules_stand_on_stays(hand: Hand) -> None:
    page = shown(hand, "abuse_category", 4)
    assert page.add_button.isHidden() and page.end_button.isHidden()
    hand.press(Qt.Key.Key_Delete)
    assert no_form(page) and "prescribed nationally" in page.banner.words
    page = shown(hand, "plan", 5)
    page.table.stand_on("cp")
    hand.press(Qt.Key.Key_Delete)
    assert no_form(page) and "rules of the program stand on it" in page.banner.words
    hand.press(Qt.Key.Key_Return)
    assert page.panel is not None and "to" not in page.panel.form.fields
    hand.press(Qt.Key.Key_Escape)
    page.filter.setFocus()
    hand.type("path")
    assert page.table.lines.rowCount() == 1 and key(page) == "pathway"


def test_a_template_is_checked_taken_from_a_file_and_ended_and_its_reports_still_open(
    hand: Hand, record: Record, tmp_path: Path
) -> None:
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    page = shown(hand, "document_template", len(own_templates()))
    file = tmp_path / "Letter of concern.toml"
    file.write_text("titel = 1", encoding="utf-8")
    page.files.take(file, None)
    assert no_form(page) and page.banner.words.endswith("Nothing was changed.")
    file.write_text(FORM, encoding="utf-8")
    page.files.take(file, None)
    assert asked(page).question.title == "Add “Letter of concern” from Letter of concern.toml"
    asked(page).form.put("why", "For schools")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: key(page) == "letter_of_concern")
    assert page.beside.text.toPlainText().startswith("Letter of concern\nUsually written by")
    session = record.opened(WORKER, child)
    save_court_document(
        session, SaveCourtDocument(uuid4(), uuid4(), child, "letter_of_concern", {"title": "To the school"})
    )
    session.close()
    hand.press(Qt.Key.Key_Delete)
    asked(page).form.put("why", "The schools have their own")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "“Letter of concern” is offered no more." in history(page)[0])
    documents = _documents(hand, child)
    assert "Letter of concern" not in [kind.title for kind in documents.new.shown]
    documents.table.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: len(hand.workspace.court.reports) == 1)
    (report,) = hand.workspace.court.reports.values()
    hand.until(lambda: report.heading.text() == "Letter of concern: Amira Kaya")


def _documents(hand: Hand, child: UUID) -> CourtDocumentsPage:
    """The documents of the child, whose worker signs in."""
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    hand.press(Qt.Key.Key_J, CTRL | Qt.KeyboardModifier.ShiftModifier)
    page = hand.workspace.court.documents[child]
    hand.until(lambda: page.found is not None)
    return page


def test_what_a_template_changes_is_told_before_it_is_taken() -> None:
    before = own_templates()["plan"].template
    assert checked(before, before).endswith("The same sections as before.")
    other = own_templates()["assessment"].template
    told = checked(other, before)
    assert "New: “" in told and "Gone: “" in told and "stands at the end of its document" in told
    assert all(section.title in outline(before) for section in before.sections)


def test_the_place_is_offered_to_administrators_alone(hand: Hand) -> None:
    hand.sign_in(WORKER)
    assert hand.workspace._window.navigation.lists.isHidden()
    hand.press(Qt.Key.Key_2, ALT)
    assert not isinstance(hand.opened.window.page, ListsPage)
    hand.sign_in(ADMINISTRATOR)
    assert not hand.workspace._window.navigation.lists.isHidden()


def test_letters_typed_on_a_tick_are_written_nowhere(hand: Hand) -> None:
    page = hand.sign_in(ADMINISTRATOR).lists.page
    hand.press(Qt.Key.Key_2, ALT)
    page.choices.stand_on("entry_kind")
    hand.until(lambda: bool(page.table.lines.records))
    page.table.setFocus()
    hand.press(Qt.Key.Key_Insert)
    form = asked(page).form
    hand.type("Abc")
    hand.press(Qt.Key.Key_Tab)
    tick = form.widgets["visit"]
    assert hand.focus is tick
    hand.type("xyz")
    assert hand.focus is tick
    assert {key: form.text(key) for key in form.fields if form.text(key)} == {"label": "Abc"}
    page.beside.take_away()
