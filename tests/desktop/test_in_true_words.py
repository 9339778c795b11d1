"""What stands on the screen is true and in sight: whose judgement an analysis is, the day and its author, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter
from pytestqt.qtbot import QtBot

from db.domain.draft import Draft
from db.domain.people import Person
from db.queries.files import child_summary
from db.queries.take_away import Form as TakenForm
from desktop.features.court.selection import born_in_words, build_report
from desktop.features.drafts.fields import read_out
from desktop.features.entry.content import Written, content_of
from desktop.features.entry.page import EntryPanel
from desktop.features.people import lines
from desktop.features.record.page import RecordPage
from desktop.features.record.taken_table import Wanted, table_report
from desktop.models.chronology_table import Column, second_line
from desktop.models.words import day_in_words, short_day
from desktop.widgets.line_delegate import LineDelegate
from desktop.widgets.plain_text import PlainText
from tests.desktop.window import CTRL, Hand
from tests.record import Record

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
WORKER = "tl_practitioner_a"
JUDGEMENT = "Mondays are hard after weekends"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these tests."""
    return shared_record


@pytest.fixture(scope="module")
def hand(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hand]:
    """One window for all of these tests."""
    assert qapp is not None
    found = Hand(QtBot(request), record, tmp_path_factory.mktemp("window"))
    found.sign_in(WORKER)
    yield found
    found.close()


@pytest.fixture(scope="module")
def child(record: Record) -> UUID:
    """A child with two brothers and an entry of a minute in November."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    for given in ("Sami", "Emre"):
        brother = record.new_child(given, "Kaya")
        record.allocate(brother, WORKER)
        with record.superuser() as connection:
            connection.execute(
                "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
                " parental_responsibility) values (%s, %s, 'brother', %s, true, false)",
                [brother, child, record.staff["tl_manager_a"]],
            )
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Late again", on="20 November 2025 14:05", kind="note")
    session.close()
    return child


@pytest.fixture(scope="module")
def page(hand: Hand, child: UUID) -> RecordPage:
    """The file, opened once."""
    hand.workspace.caseload.arrive()
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    return page


@pytest.fixture
def panel(hand: Hand, page: RecordPage) -> Iterator[EntryPanel]:
    """A new entry beside the chronology."""
    yield hand.panel(page.child_id)
    page.room.take_away()
    for draft in hand.workspace._desk.drafts.drafts:
        hand.workspace._desk.drafts.drop(draft.draft_id)


# An analysis.


def test_an_analysis_is_not_asked_how_we_know_and_reads_as_its_authors_everywhere(
    hand: Hand, record: Record, page: RecordPage, panel: EntryPanel
) -> None:
    author = "Tl Practitioner A"
    for key, words in {"when": "21 November 2025", "headline": JUDGEMENT, "kind": "analysis"}.items():
        panel.form.put(key, words)
    assert not panel.form.unfolded("how") and panel.form.text("how") == ""
    hand.press(Qt.Key.Key_R, CTRL | SHIFT)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(page.child_id) is None)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.content.headline == JUDGEMENT)
    read = page.reading.text.toPlainText()
    assert f"Analysis by {author}" in read and "een or heard" not in read
    model = page.chronology.model
    row = next(row for row in range(model.rowCount()) if model.index(row, Column.WHAT).data() == JUDGEMENT)
    known = model.index(row, Column.SOURCE)
    line = model.window.line(row)
    assert known.data() == "Analysis" and line is not None and second_line(line) == "Analysis"
    assert known.data(Qt.ItemDataRole.AccessibleTextRole) == f"Analysis by {author}"
    session = record.opened(WORKER, page.child_id)
    taken = table_report(session, Wanted(page.child_id, tuple(model.window.keys), TakenForm.WORD, "all"))
    court = build_report(session, page.child_id, {})
    session.close()
    for table in (taken, court):
        found = {line.headline: line.source for line in table.rows}
        assert found == {JUDGEMENT: f"Analysis by {author}", "Late again": f"Seen or heard by {author}"}


def test_an_analysis_that_names_who_told_it_keeps_them(panel: EntryPanel, child: UUID) -> None:
    form = panel.form
    for key, words in {"when": "today", "headline": JUDGEMENT, "how": "told", "who": "Dr Hale"}.items():
        form.put(key, words)
    form.put("kind", "analysis")
    assert form.unfolded("how") and form.unfolded("who") and form.said("who") == ""
    named = content_of(Written(child, form.values(), rests_on=(child,)))
    assert named.source.in_words() == "Told by Dr Hale"
    form.put("who", "")
    form.put("kind", "note")
    form.put("kind", "analysis")
    assert not form.unfolded("how")
    plain = content_of(Written(child, form.values(), rests_on=(child,)))
    assert (plain.source.how, plain.source.who) == ("seen_or_heard", "")


def test_a_draft_of_an_analysis_is_not_read_out_as_something_seen() -> None:
    values = {"headline": JUDGEMENT, "how": "seen_or_heard"}
    assert dict(read_out(Draft(None, values=values | {"kind": "note"})))["How they knew"].startswith("Seen or heard")
    assert "How they knew" not in dict(read_out(Draft(None, values=values | {"kind": "analysis"})))


# In sight.


def test_ticking_all_brothers_and_sisters_brings_them_into_sight(hand: Hand, panel: EntryPanel) -> None:
    hand.until(lambda: len(panel.concerned.brothers) == 2)
    hand.press(Qt.Key.Key_A, ALT)
    port = panel._scroll.viewport()

    def seen() -> bool:
        tick = panel.concerned.brothers[-1].tick
        return 0 <= tick.mapTo(port, QPoint(0, tick.height())).y() <= port.height()

    hand.until(seen)
    assert hand.focus is panel.form.widgets["impact"]
    top = hand.focus.mapTo(port, QPoint(0, 0)).y()
    assert 0 <= top <= port.height() - hand.focus.height(), "the field that one writes in is still seen"


def test_a_long_text_that_the_program_fills_in_shows_its_beginning(hand: Hand, panel: EntryPanel) -> None:
    field = panel.form.widgets["headline"]
    assert isinstance(field, PlainText)
    panel.quick.line.setFocus()
    panel.form.put("headline", "The school rang about Monday morning " * 4)
    assert field.textCursor().position() == 0
    hand.until(lambda: field.height() > 2 * field.fontMetrics().lineSpacing())
    field.setFocus()
    panel.form.put("headline", "She said it again")
    assert field.textCursor().position() == len("She said it again"), "who stands in it goes on at its end"


def test_the_author_of_an_entry_of_a_minute_stands_below_its_date(
    hand: Hand, page: RecordPage, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel.isVisible()
    drawn: list[str] = []
    draw = LineDelegate._draw

    def noted(delegate: LineDelegate, painter: QPainter, where: QPoint, words: str, ink: QColor, **how: bool) -> None:
        drawn.append(words)
        draw(delegate, painter, where, words, ink, **how)

    monkeypatch.setattr(LineDelegate, "_draw", noted)
    table = page.chronology.table
    table.setColumnWidth(Column.WHEN, table.fontMetrics().horizontalAdvance("20 Nov 2025, 14:05") + 24)
    assert table.isColumnHidden(int(Column.AUTHOR))
    table.viewport().grab()
    assert drawn[drawn.index("20 Nov 2025, 14:05") + 1].startswith("Tl Pract")


def test_a_filter_that_shows_everything_has_a_name_to_be_heard(page: RecordPage) -> None:
    assert page.chronology.bar._everything.accessibleName().startswith("Show everything")


@pytest.mark.parametrize(("since", "state"), [(-30, "Unborn"), (20, "Unborn"), (21, "Birth not recorded")])
def test_nobody_is_called_unborn_three_weeks_after_the_day_expected(
    record: Record, child: UUID, since: int, state: str
) -> None:
    due = date.today() - timedelta(days=since)
    person = Person(UUID(int=1), 0, "Baby Kaya", expected_on=due)
    assert lines.born_in_words(person, date.today()) == f"{state.lower()}, expected {short_day(due)}"
    session = record.session(WORKER)
    head = replace(child_summary(session, child), born=None, born_words="", expected_on=due)
    session.close()
    assert born_in_words(head) == f"{state}, expected {day_in_words(due)}"
