"""A team administrator's morning, and a case discussion from the list to its last decision, by keyboard alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QComboBox, QListWidget

from db.commands.people import AddPerson, Tie, add_person
from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.domain.partial_date import PartialDate
from desktop.features.entry.page import EntryPanel
from desktop.features.record.fact_panel import FactPanel
from desktop.features.record.page import RecordPage
from desktop.features.supervision.page import SupervisionPage
from desktop.features.this_week.page import ThisWeekPage
from desktop.infra.codes import code_list
from desktop.models.band_words import BandLine
from desktop.models.words import day_in_words, short_day
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SUPPORT, MANAGER, WORKER = "tl_support_a", "tl_manager_a", "tl_practitioner_a"
TODAY = date.today()
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier

PADDING = 20
"""Pixels that an item of a list leaves free at its sides."""


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """One window for both stories; each has a child of its own."""
    return shared_hand


def _book(record: Record, child: UUID, days: int, code: str, more: str = "") -> None:
    session = record.opened(MANAGER, child, purpose="meeting")
    fact = PeriodFact("planned", code, description=more, planned_on=TODAY + timedelta(days=days))
    record_period(session, RecordPeriod(uuid4(), child, fact, "agreed at the last one"))
    session.close()


def _under_enquiry(record: Record, child: UUID) -> None:
    """A conference is due by law, and no day is booked for it."""
    session = record.opened(MANAGER, child, purpose="meeting")
    began = PartialDate.on(TODAY - timedelta(days=2))
    record_period(session, RecordPeriod(uuid4(), child, PeriodFact("involvement", "s47", begins=began), "decided"))
    session.close()


def _this_week(hand: Hand) -> ThisWeekPage:
    """The page of the week, of a member of the support staff."""
    hand.sign_in(SUPPORT)
    hand.press(Qt.Key.Key_3, ALT)
    week = hand.opened.window.page
    assert isinstance(week, ThisWeekPage)
    return week


def _stand_on(page: ThisWeekPage | SupervisionPage, hand: Hand, *words: str) -> None:
    """The line that holds all these words."""
    model = page.table.lines

    def row() -> int | None:
        columns = range(model.columnCount())
        for at in range(model.rowCount()):
            line = " ".join(str(model.index(at, column).data()) for column in columns)
            if all(word in line for word in words):
                return at
        return None

    hand.until(lambda: row() is not None)
    page.table.setCurrentIndex(model.index(row() or 0, 0))
    page.table.setFocus()


def _with_reason(hand: Hand, child: UUID) -> RecordPage:
    """Give the reason for which the file is opened: papers, minutes or dates to add."""
    hand.until(lambda: child in hand.workspace.files and hand.workspace.files[child].card is not None)
    hand.press(Qt.Key.Key_5)
    return hand.file(child)


def _panel(hand: Hand, child: UUID) -> EntryPanel:
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    panel = hand.workspace.panel_of(child)
    assert panel is not None
    return panel


def test_an_administrators_morning_from_the_meeting_to_the_minutes(hand: Hand) -> None:
    child = hand.record.new_child("Ottilie", "Marsh")
    _book(hand.record, child, 1, "core_group", "with both parents")
    _book(hand.record, child, -5, "rcpc", "Review child protection conference, second")
    hand.sign_in(SUPPORT)
    week = hand.opened.window.page
    assert isinstance(week, ThisWeekPage)  # where the day begins
    _stand_on(week, hand, "Ottilie", "Core group, with both parents\ntime and place not recorded")
    hand.press(Qt.Key.Key_Return)
    hand.type("14:00")
    hand.press(Qt.Key.Key_Tab)
    hand.type("Civic Centre")
    hand.press(Qt.Key.Key_Escape)  # nothing is lost by the wrong key
    assert "not saved" in week.banner.words
    hand.press(Qt.Key.Key_S, CTRL)
    _stand_on(week, hand, "Ottilie", "14:00, Civic Centre")
    assert week.panel is None

    _stand_on(week, hand, "Ottilie", "Minutes to take\nReview child protection conference, second")
    hand.press(Qt.Key.Key_Return)
    file = _with_reason(hand, child)
    panel = _panel(hand, child)
    values = panel.form.values()
    held = day_in_words(TODAY - timedelta(days=5))
    assert (values["kind"], values["when"]) == ("minutes", held)
    assert not panel.touched
    hand.type("The plan goes on. Next review in May.")
    assert panel.form.text("detail") == "The plan goes on. Next review in May."
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: file.beside is None)
    hand.press(Qt.Key.Key_3, ALT)
    assert hand.opened.window.page is week
    hand.until(lambda: not any(one.one.task == "minutes" and one.one.child_id == child for one in week.found))
    assert any(one.one.task == "meeting" and one.one.child_id == child for one in week.found)


def test_a_meetings_time_is_understood_or_asked_again_and_what_is_kept_is_what_is_told(hand: Hand) -> None:
    child = hand.record.new_child("Sunniva", "Croft")
    _book(hand.record, child, 1, "core_group")
    week = _this_week(hand)

    def say(at: str, invited: str = "") -> None:
        if week.panel is None:
            _stand_on(week, hand, "Sunniva", "Core group")
            hand.press(Qt.Key.Key_Return)
        assert week.panel is not None
        week.panel.form.put("at", at)
        week.panel.form.put("invited", invited)
        hand.press(Qt.Key.Key_S, CTRL)

    for at, said in (
        ("25:99", "There is no time 25:99 in a day of 24 hours. Say the time as “14:00”, “2pm” or “14:00 to 15:30”."),
        ("some time", "Say the time as “14:00”, “2pm” or “14:00 to 15:30”."),
        ("2pm to 1pm", "14:00 to 13:00: the end has to be after the beginning."),
    ):
        say(at)
        assert week.panel is not None and week.panel.form.said("at") == said
    for at, invited, told in (
        ("", "", "Kept: no time and no place, and nobody to be invited."),
        ("", "GP", "Kept: no time and no place, only who is to be invited."),
        ("2pm to 3.30", "", "Kept. In the head of the child’s file too: 14:00 to 15:30."),
        ("2pm", "GP", "Kept, with who is to be invited. In the head of the child’s file too: 14:00."),
    ):
        say(at, invited)
        hand.until(lambda: week.panel is None)
        assert week.banner.words == told
    _stand_on(week, hand, "Sunniva", "Core group\n14:00")


def test_what_a_line_leads_to_is_in_front_also_where_the_file_is_open_already(hand: Hand) -> None:
    child = hand.record.new_child("Rhoswen", "Tarr")
    _book(hand.record, child, -4, "rcpc")
    week = _this_week(hand)
    _stand_on(week, hand, "Rhoswen", "Minutes to take")
    hand.press(Qt.Key.Key_Return)
    file = _with_reason(hand, child)
    _panel(hand, child)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: file.beside is None)

    hand.press(Qt.Key.Key_3, ALT)
    _stand_on(week, hand, "Rhoswen", "Minutes to take")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.window.page is file)
    hand.type("They met at the school.")
    assert _panel(hand, child).form.text("detail") == "They met at the school."

    hand.press(Qt.Key.Key_3, ALT)  # and back, with what is begun beside it, for something else of the same file
    _stand_on(week, hand, "Rhoswen", "Not recorded: school")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.window.page is file)


def test_of_the_facts_that_support_staff_do_not_record_none_is_offered(hand: Hand) -> None:
    child = hand.record.new_child("Tegwen", "Lyle")
    _book(hand.record, child, -4, "rcpc")
    week = _this_week(hand)
    _stand_on(week, hand, "Tegwen", "Not recorded: school")
    hand.press(Qt.Key.Key_Return)
    file = _with_reason(hand, child)
    hand.until(lambda: isinstance(file.beside, FactPanel))
    panel = file.beside
    assert isinstance(panel, FactPanel) and panel.form.fact == "school"
    choice = panel.form.widgets["fact"]
    assert isinstance(choice, QComboBox)
    offered = [choice.itemText(row) for row in range(choice.count())]
    assert [one for one in offered if one] == ["A date that is planned", "School"]
    panel._fold(False)
    panel.show_line(BandLine("legal_status", "Legal status", "none", (), ""))
    assert panel.change_button.isHidden()
    file.room.take_away()
    file.band_acts.enter("nhs_number")
    assert file.beside is None
    assert file.banner.words.startswith("NHS number is for a social worker to record.")


def test_minutes_of_brothers_and_sisters_are_taken_once_and_a_day_is_booked_for_all(hand: Hand) -> None:
    first, other = hand.record.new_child("Ieuan", "Prosser"), hand.record.new_child("Mali", "Prosser")
    session = hand.record.opened(MANAGER, first, purpose="meeting")
    add_person(session, AddPerson(first, other, uuid4(), Tie("sister", "told by the mother"), None))
    session.close()
    for child in (first, other):
        _book(hand.record, child, -3, "rcpc")
        _under_enquiry(hand.record, child)
    week = _this_week(hand)
    _stand_on(week, hand, "Minutes to take", "Ieuan and Mali Prosser")
    _stand_on(week, hand, "no day booked", "Ieuan and Mali Prosser")
    hand.press(Qt.Key.Key_Return)
    assert week.panel is not None
    hand.type("yesterday")
    hand.press(Qt.Key.Key_S, CTRL)
    assert week.panel.form.said("on") == "This day is past. For which day is it booked?"
    week.panel.form.put("on", "in two weeks")
    hand.press(Qt.Key.Key_S, CTRL)
    assert week.panel.form.said("purpose") == "Choose why the files are opened."
    reason = code_list("purpose")[4].label
    week.panel.form.put("purpose", reason)
    week.panel.form.put("how", "agreed with the chair")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: not any(one.one.task == "date" and one.one.child_id in (first, other) for one in week.found))
    with hand.record.superuser() as connection:
        booked = connection.execute(
            "select p.child_id, p.planned_on, t.purpose from core.period p join core.ticket t using (child_id) "
            "join core.staff s on s.staff_id = t.staff_id and s.login = %s where p.code = 'icpc'", [SUPPORT],
        ).fetchall()  # fmt: skip
    assert {child for child, *_ in booked} == {first, other}
    assert {(day, why) for _, day, why in booked} == {(TODAY + timedelta(days=14), reason)}

    _stand_on(week, hand, "Minutes to take", "Ieuan and Mali Prosser")
    hand.press(Qt.Key.Key_Return)
    child = next(one for one in week.found if one.one.task == "minutes" and len(one.lines) == 2).one.child_id
    file = _with_reason(hand, child)
    panel = _panel(hand, child)
    hand.until(
        lambda: any(one.sibling.reference for one in panel.concerned.brothers)
    )  # the server has said who they are
    assert set(panel.concerned.ticked) == {first, other} - {child}
    assert not panel.touched
    hand.type("The plan goes on for both.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: file.beside is None)
    hand.press(Qt.Key.Key_3, ALT)
    hand.until(lambda: not any(one.one.task == "minutes" and one.one.child_id in (first, other) for one in week.found))


def test_a_day_that_a_colleague_books_while_the_form_is_open_is_not_booked_again(hand: Hand) -> None:
    child = hand.record.new_child("Osian", "Vaughan")
    _under_enquiry(hand.record, child)
    week = _this_week(hand)
    _stand_on(week, hand, "no day booked", "Osian Vaughan")
    hand.press(Qt.Key.Key_Return)
    assert week.panel is not None
    _book(hand.record, child, 1, "icpc")
    hand.type("in two weeks")
    week.panel.form.put("purpose", code_list("purpose")[4].label)
    week.panel.form.put("how", "agreed with the chair")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "A colleague booked this day meanwhile, so nothing was booked now." in week.banner.words)
    hand.until(lambda: {one.one.task for one in week.found if one.one.child_id == child} == {"meeting", "person"})
    assert [one.one.on_day for one in week.found if one.one.child_id == child and one.one.task == "meeting"] == [
        TODAY + timedelta(days=1)
    ]
    hand.press(Qt.Key.Key_Escape)
    hand.choose("Discard", week)
    assert week.panel is None


def test_a_case_discussion_from_the_list_to_its_decisions(hand: Hand) -> None:
    child = hand.record.new_child("Perran", "Lowe")
    hand.record.allocate(child, WORKER)
    hand.sign_in(MANAGER)
    hand.press(Qt.Key.Key_4, ALT)
    page = hand.opened.window.page
    assert isinstance(page, SupervisionPage)
    _stand_on(page, hand, "Perran", "none recorded")
    hand.press(Qt.Key.Key_M, CTRL | SHIFT)
    file = _with_reason(hand, child)
    panel = _panel(hand, child)
    assert panel.form.text("present") == "Tl Manager A, Tl Practitioner A"
    assert "not recorded here" in panel.form.said("kind")
    hand.type("Is this still the right plan?")
    panel.form.put("outcome", "ring the nursery; Dana Okafor; tomorrow\nsee the GP")
    tomorrow = day_in_words(TODAY + timedelta(days=1))
    assert panel.form.said("outcome").splitlines() == [
        f"ring the nursery — Dana Okafor, by {tomorrow}", "see the GP. Not said: who does it and by when.",
    ]  # fmt: skip
    panel.form.put("next_on", "yesterday")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "comes after this one" in panel.form.said("next_on")
    panel.form.put("next_on", "in four weeks")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: file.beside is None)
    later = TODAY + timedelta(weeks=4)
    hand.until(lambda: "2 decisions open" in _told(file))
    agreed = day_in_words(later).removesuffix(f" {TODAY.year}")
    assert _told(file) == (
        f"{day_in_words(TODAY)} with Tl Manager A, Tl Practitioner A; next agreed for {agreed}; 2 decisions open"
    )

    file.band_acts.follow(next(line for line in _lines(file) if line.key == "case_discussion"))
    decisions = file.reading.decisions
    hand.until(lambda: len(decisions.found) == 2)
    decisions.lines.setFocus()
    hand.press(Qt.Key.Key_Return)
    came = (
        "They will write to the school, the health visitor and the doctor, and tell us what each of them answered. " * 2
    )
    hand.type(came)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: [one.done for one in decisions.found] == [True, False])
    assert decisions.found[0].note == came.strip()
    _all_is_seen(decisions.lines)
    hand.opened.window.resize(1000, 800)
    hand.qtbot.wait(50)
    _all_is_seen(decisions.lines)
    hand.opened.window.resize(1280, 800)
    assert decisions.said == "Decided: 1 decision open of 2"
    hand.until(lambda: "1 decision open" in _told(file))
    hand.press(Qt.Key.Key_4, ALT)
    _stand_on(page, hand, "Perran", "1 decision open", short_day(later), "in 28 days")


def _all_is_seen(lines: QListWidget) -> None:
    """No line is cut off by the end of the list."""
    last, room = lines.visualItemRect(lines.item(lines.count() - 1)), lines.viewport().width() - PADDING
    for row in range(lines.count()):
        words, line = lines.item(row).text(), lines.visualItemRect(lines.item(row))
        needed = lines.fontMetrics().boundingRect(QRect(0, 0, room, 9999), Qt.TextFlag.TextWordWrap, words)
        assert line.height() >= needed.height()
    assert 0 <= lines.viewport().height() - last.bottom() < lines.fontMetrics().lineSpacing()


def _lines(file: RecordPage) -> list[BandLine]:
    return [view.line for view in file.band.facts.values() if view.line is not None]


def _told(file: RecordPage) -> str:
    lines = [line for line in _lines(file) if line.key == "case_discussion"]
    return lines[0].words if lines else ""
