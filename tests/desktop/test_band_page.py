"""The band in the real window: heard, walked by keyboard, followed to what it rests on, corrected and printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from db.commands.periods import CorrectPeriod, PeriodFact, RecordPeriod, correct_period, record_period
from db.domain.entry import ChildPart
from db.domain.partial_date import PartialDate, parse_partial_date
from db.errors import Refused
from db.queries.band import band, history_of
from desktop.features.record.fact_panel import FactPanel
from desktop.features.record.facts import FactView
from desktop.features.record.page import RecordPage
from desktop.infra.picture_reader import pixels, small_png
from desktop.models.band_words import BandLine
from tests.desktop.window import CTRL, Hand
from tests.record import Record

CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


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
    """A child with a plan from an entry, and newer entries above it."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    conference = record.write_entry(session, child, "Conference", on="3 March 2025", kind="meeting")
    plan = PeriodFact("plan", "cp", "NEG", begins=_when("3 March 2025"))
    record_period(session, RecordPeriod(uuid4(), child, plan, "", conference))
    status = PeriodFact("legal_status", "s20", begins=_when("May 2025"))
    record_period(session, RecordPeriod(uuid4(), child, status, "agreement signed"))
    seen = ChildPart(child, seen=True, seen_alone=True, words="I was not even scared")
    record.write_entry(session, child, "Seen at school", on="3 March 2026", children=(seen,))
    record.write_entry(session, child, "A later call", on="4 March 2026", kind="call")
    session.close()
    return child


def _when(words: str) -> PartialDate:
    return parse_partial_date(words, today=date(2026, 11, 22))


def _open(hand: Hand, child: UUID) -> RecordPage:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: "Plan" in page.band.facts)
    hand.until(lambda: page.reading.entry is not None)
    return page


def _panel(hand: Hand, page: RecordPage) -> FactPanel:
    hand.until(lambda: page.beside is not None)
    assert isinstance(page.beside, FactPanel)
    return page.beside


def test_each_value_says_its_source_and_its_age_and_a_gap_says_so(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    plan = page.band.facts["Plan"].value
    assert plan.text() == "Child protection plan, Neglect, since 3 Mar 2025"
    assert plan.accessibleName() == "Plan: Child protection plan, Neglect, since 3 Mar 2025"
    said = "from the meeting on 3 March 2025, recorded by Tl Practitioner A, today"
    assert plan.toolTip() == plan.accessibleDescription() == said
    assert "by Tl Practitioner A" in page.band.facts["Last seen alone"].value.text()
    for name in ("Parental responsibility", "Next", "Lives with"):
        assert page.band.facts[name].value.text() == "not recorded"
        assert page.band.facts[name].value.accessibleName() == f"{name}: not recorded"
    assert "known from: agreement signed" in page.band.facts["Legal status"].value.toolTip()
    unrecorded = page.band.links[-1].accessibleName()
    assert unrecorded.startswith("Not recorded: warnings, court adviser, school, GP, health visitor, others involved")
    assert all(name in unrecorded for name in ("pronouns", "language", "ethnicity", "NHS number", "photograph"))


def test_the_band_is_one_stop_of_tab_and_the_arrows_go_among_its_values(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    stops = [link for link in page.band.links if link.focusPolicy() is Qt.FocusPolicy.StrongFocus]
    assert len(stops) == 1
    page.band.go_in()
    assert hand.focus is page.band.links[0]
    hand.press(Qt.Key.Key_Right)
    hand.press(Qt.Key.Key_Down)
    assert hand.focus is page.band.links[2]
    hand.press(Qt.Key.Key_End)
    assert hand.focus is page.band.links[-1]
    hand.press(Qt.Key.Key_Home)
    assert hand.focus is page.band.links[0]
    assert len([link for link in page.band.links if link.focusPolicy() is Qt.FocusPolicy.StrongFocus]) == 1


def test_f6_comes_to_the_band_and_goes_on_from_it(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    page.reading.text.setFocus()
    hand.press(Qt.Key.Key_F6)
    assert hand.focus in page.band.links
    hand.press(Qt.Key.Key_F6)
    assert page.chronology.find_box.hasFocus()


def test_enter_on_a_value_leads_to_the_entry_behind_it(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    for name, headline in (("Plan", "Conference"), ("Last seen alone", "Seen at school")):
        page.band.facts[name].value.setFocus()
        hand.press(Qt.Key.Key_Return)

        def arrived(wanted: str = headline) -> bool:
            entry = page.reading.entry
            return entry is not None and entry.content.headline == wanted

        hand.until(arrived)


def test_a_value_without_an_entry_opens_what_was_recorded_of_it(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    page.band.facts["Legal status"].value.click()
    panel = _panel(hand, page)
    hand.until(lambda: panel.history.count() == 1)
    said = panel.history.item(0).text()
    assert said.startswith("Accommodated, section 20, since May 2025. Known from: agreement signed.")
    assert hand.focus is panel.history or hand.focus.isAncestorOf(panel.history) or panel.isAncestorOf(hand.focus)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: page.beside is None)


def test_a_correction_by_keyboard_asks_how_we_know_and_keeps_history(hand: Hand, record: Record, child: UUID) -> None:
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    panel.form.put("fact", "plan")
    hand.until(lambda: panel.history.count() == 1 and "3 March 2025" in panel.history.item(0).text())
    panel.form.put("action", "correct")
    assert (panel.form.text("begins"), panel.form.text("category")) == ("3 March 2025", "NEG")
    panel.form.put("category", "EMO")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "Say how we know" in panel.banner.words
    panel.form.go_to("how")
    hand.type("The chair corrected the minutes")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.beside is None)
    hand.until(lambda: "Emotional abuse" in page.band.facts["Plan"].value.text())
    past = history_of(record.opened("tl_practitioner_a", child), child, "plan")
    assert {(one.category, one.standing) for one in past} == {("NEG", False), ("EMO", True)}


def test_a_wrong_nhs_number_is_said_at_its_field_as_no_fault_of_the_server(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    for key, text in (("fact", "nhs_number"), ("value", "943 476 5918"), ("how", "Red book")):
        panel.form.put(key, text)
    hand.press(Qt.Key.Key_S, CTRL)
    wrong = "An NHS number has ten digits, and the last must fit the others."
    hand.until(lambda: panel.form.said("value") == wrong)
    assert (panel.banner.words, panel.banner.choices) == (wrong, ())
    assert hand.focus is panel.form.widgets["value"]
    hand.press(Qt.Key.Key_A, CTRL)
    hand.type("943 476 5919")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.beside is None)


def test_the_entry_that_may_be_named_as_the_source_is_the_one_that_is_shown_beside(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    page.reading.empty()
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    assert panel.form.said("from_entry") == "No entry is open."
    line = page.chronology.current_line()
    assert line is not None
    page.reader.line(line)
    hand.until(lambda: page.reading.entry is not None)
    shown = page.reading.entry
    assert shown is not None
    assert panel.form.said("from_entry") == shown.content.headline
    assert panel.form.widgets["from_entry"].isEnabled()


def test_a_new_placement_may_end_the_present_one_and_dates_are_typed_as_known(
    hand: Hand, record: Record, child: UUID
) -> None:
    session = record.opened("tl_practitioner_a", child)
    home = PeriodFact("placement", "home", begins=_when("2019"))
    record_period(session, RecordPeriod(uuid4(), child, home, "mother"))
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    panel.form.put("fact", "placement")
    hand.until(lambda: panel.form.unfolded("follows"))
    for key, text in (("code", "foster"), ("begins", "about May 2026"), ("follows", "yes"), ("how", "seen there")):
        panel.form.put(key, text)
    assert panel.form.said("begins") == "Understood as about May 2026"
    panel.save()
    hand.until(lambda: page.beside is None)
    found = band(session, child)
    assert [fact.words for fact in found.all("lives_with")] == ["With foster carers"]
    hand.until(lambda: "since about May 2026" in page.band.facts["Lives with"].value.text())


def test_a_planned_day_without_a_year_is_the_next_one(hand: Hand, record: Record, child: UUID) -> None:
    was = date.today() - timedelta(days=100)
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    panel.form.put("fact", "planned")
    for key, text in (("planned_on", f"{was:%d %B} 10:00"), ("how", "letter of the chair")):
        panel.form.put(key, text)

    panel.save()
    hand.until(lambda: page.beside is None)
    with record.superuser() as connection:
        asked = "select planned_on from core.period where child_id = %s and kind = 'planned'"
        ((planned_on,),) = connection.execute(asked, [child]).fetchall()
    assert planned_on >= date.today()
    assert (planned_on.day, planned_on.month) == (was.day, was.month)


def test_when_somebody_corrected_it_meanwhile_both_are_shown_and_mine_is_kept(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    panel.form.put("fact", "plan")
    hand.until(lambda: panel.history.count() == 1 and "3 March 2025" in panel.history.item(0).text())
    panel.form.put("action", "correct")
    panel.form.put("category", "EMO")
    panel.form.put("how", "my own source")
    manager = record.opened("tl_manager_a", child, purpose="Supervision")
    (old,) = history_of(manager, child, "plan")
    theirs = PeriodFact("plan", "cp", "PHY", begins=_when("3 March 2025"))
    correct_period(manager, CorrectPeriod(uuid4(), old.item_id, child, theirs, "their source"))
    panel.save()
    hand.until(lambda: "changed this while you were writing" in panel.banner.words)
    assert "Physical abuse" in panel.banner.words and "Tl Manager A" in panel.banner.words
    assert (panel.form.text("category"), panel.form.text("how")) == ("EMO", "my own source")
    panel.banner.choices[0].click()
    hand.until(lambda: page.beside is None)
    assert len(history_of(manager, child, "plan")) == 3
    hand.until(lambda: "Emotional abuse" in page.band.facts["Plan"].value.text())


def test_words_that_are_not_saved_are_asked_about(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    hand.press(Qt.Key.Key_B, CTRL_SHIFT)
    panel = _panel(hand, page)
    panel.form.put("how", "half a sentence")
    hand.press(Qt.Key.Key_Escape)
    assert "not saved" in panel.banner.words and page.unsaved
    panel.banner.choices[1].click()
    assert panel.form.text("how") == "half a sentence"


def test_ctrl_b_folds_the_band_and_leaves_what_matters_most(hand: Hand, child: UUID) -> None:
    page = _open(hand, child)
    high = page.band.height()
    hand.press(Qt.Key.Key_B, CTRL)
    hand.until(lambda: page.band.height() < high)
    assert page.band.short.isVisible() and page.band.short.text().startswith("Last seen alone:")
    hand.press(Qt.Key.Key_B, CTRL)
    assert page.band.facts["Plan"].isVisible()


def test_an_overdue_warning_is_said_to_be_overdue(hand: Hand, record: Record, child: UUID) -> None:
    with record.superuser() as connection:
        connection.execute(
            "insert into core.warning (person_id, kind, text, review_on, recorded_by)"
            " values (%s, 'dog', 'bites', %s, %s)",
            [child, date.today() - timedelta(days=3), record.staff["tl_manager_a"]],
        )
    page = _open(hand, child)
    warnings = next(link for link in page.band.links if link.accessibleName().startswith("Warnings"))
    assert "review overdue since" in warnings.accessibleName() and warnings.property("care") == "true"


def test_the_page_is_printed_and_that_it_left_is_on_record(
    hand: Hand, record: Record, child: UUID, tmp_path: Path
) -> None:
    page = _open(hand, child)
    out = tmp_path / "page.pdf"
    page.band_acts.print_to(out)
    hand.until(lambda: "Saved" in page.banner.words)
    assert out.read_bytes().startswith(b"%PDF")
    with record.superuser() as connection:
        row = connection.execute(
            "select detail from audit.event where action = 'export' and child_id = %s", [child]
        ).fetchone()
    assert row is not None and (row[0]["kind"], row[0]["pages"]) == ("child_on_one_page", 1)


def test_a_photograph_is_scaled_by_a_process_of_its_own_and_shown(hand: Hand, child: UUID, tmp_path: Path) -> None:
    picture = QImage(2000, 1000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#404040"))
    picture.setText("Comment", "where the child lives")
    path = tmp_path / "picture.jpg"
    assert picture.save(str(path))
    page = _open(hand, child)
    page.band.links[-1].click()
    panel = _panel(hand, page)
    panel.form.put("fact", "photograph")
    panel.use_picture(path)
    hand.until(page.band.portrait.isVisible)
    assert page.band.portrait.accessibleName() == "Photograph of the child"
    kept = small_png(path.read_bytes())
    width, height, rgba = pixels(kept)
    assert (width, height) == (360, 180) and rgba[:3] == bytes((0x40, 0x40, 0x40))
    assert b"where the child lives" not in kept and len(kept) < 300_000


@pytest.mark.parametrize("bad", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"GIF89a" + b"\0" * 100])
def test_what_is_no_picture_is_refused_in_plain_words(bad: bytes) -> None:
    with pytest.raises(Refused, match="could not be read"):
        small_png(bad)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("With Linda Pryce; confidential: see People", "With Linda Pryce; confidential: see People"),
        (f"{'a' * 90}; {'b' * 60}; {'c' * 60}; {'d' * 9}", f"{'a' * 90}; {'b' * 60}; and 2 more"),
        ("one long word after another " * 9, f"{'one long word after another ' * 6}".rstrip() + "…"),
    ],
)
def test_a_long_value_ends_with_a_whole_one_and_says_how_many_more(qapp: object, words: str, shown: str) -> None:
    assert qapp
    view = FactView()
    view.show_line(BandLine("lives_with", "Lives with", words, (), ""))
    assert view.value.text() == shown


def test_the_band_is_as_high_as_its_values_also_when_one_of_them_has_grown(
    hand: Hand, record: Record, child: UUID
) -> None:
    page = _open(hand, child)
    held = page.band._held
    before = held.height()
    session = record.opened("tl_practitioner_a", child)
    long = "a review of the plan with both grandparents, the school and the health visitor at the Civic Centre"
    for days in (3, 5):
        fact = PeriodFact("planned", "core_group", description=long, planned_on=date.today() + timedelta(days=days))
        record_period(session, RecordPeriod(uuid4(), child, fact, "told by the chair"))
    page.band.show_child(band(session, child), "allocated")
    session.close()
    hand.until(lambda: held.height() > before)
    assert held.height() == held.column.heightForWidth(held.width())
