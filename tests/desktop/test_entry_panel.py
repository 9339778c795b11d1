"""Writing an entry: saved once, never lost, and what is wrong is said beside the field."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QMimeData, Qt

from db.commands.entries import AmendEntry, amend_entry
from desktop.widgets.form import PlainText
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content


@pytest.fixture
def child(record: Record) -> UUID:
    """A child allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    return child


def _versions(record: Record) -> list[tuple[str, int]]:
    with record.superuser() as connection:
        found = connection.execute("select headline, version from core.entry_version order by recorded_at").fetchall()
    return [(str(headline), int(version)) for headline, version in found]


def test_an_entry_is_written_by_keyboard_alone(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.type("3 March 2026")
    hand.press(Qt.Key.Key_Tab)
    hand.type("Seen at school, at ease")
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Space)
    assert panel.form.text("how") == "seen_or_heard"
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    hand.until(lambda: page.chronology.said == "1 entry, newest first")
    hand.until(lambda: page.reading.entry is not None)
    assert _versions(record) == [("Seen at school, at ease", 1)]


def test_saving_many_times_at_once_lands_once(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "A call from school")
    for _ in range(5):
        panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _versions(record) == [("A call from school", 1)]


@pytest.mark.parametrize(
    "case",
    [
        ("when", "", "Say when it happened"),
        ("when", "the 99th of Nevember", ""),
        ("headline", "", "Say what happened"),
        ("headline", "x" * 201, "1 characters too many"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(
    hand: Hand, record: Record, child: UUID, case: tuple[str, str, str]
) -> None:
    field, words, said = case
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "A call from school")
    panel.form.put(field, words)
    hand.press(Qt.Key.Key_S, CTRL)
    assert said in panel.banner.words
    assert panel.banner.words != ""
    assert panel.form.widgets[field].hasFocus()
    assert panel.form.text(field) == words
    assert _versions(record) == []


def test_a_vague_date_is_shown_as_it_was_understood(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.type("about oct 98")
    assert panel.form.said("when") == "Understood as about October 1998."


def test_closing_with_unsaved_text_asks_and_keeps_it(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    panel.form.put("detail", "a long text")
    hand.press(Qt.Key.Key_Escape)
    assert panel.banner.words == "This entry is not saved."
    hand.opened.window.close()
    assert hand.opened.window.isVisible()
    assert "not saved" in hand.opened.window.banner.words
    assert panel.form.text("detail") == "a long text"
    keep = next(choice for choice in panel.banner.choices if choice.text() == "Keep writing")
    keep.click()
    assert hand.workspace.panel_of(child) is panel
    hand.press(Qt.Key.Key_Escape)
    next(choice for choice in panel.banner.choices if choice.text() == "Discard the text").click()
    assert hand.workspace.panel_of(child) is None


def test_an_amendment_needs_a_reason_and_keeps_the_first_version(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(session, child, "Visited", on="about May 2016")
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("headline") == "Visited")
    panel = hand.panel(child)
    panel.form.put("headline", "Visited at the grandmother’s")
    panel.save()
    assert "why the entry is amended" in panel.banner.words
    panel.form.put("reason", "The place was missing")
    panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 2)
    assert _versions(record) == [("Visited", 1), ("Visited at the grandmother’s", 2)]
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.occurred.in_words() == "about May 2016"


def test_a_colleagues_amendment_meanwhile_keeps_both_texts(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened("tl_practitioner_a", child)
    entry = record.write_entry(session, child, "Visited")
    hand.sign_in("tl_practitioner_a")
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("headline") == "Visited")
    panel = hand.panel(child)
    theirs = replace(content(child, "Visited, with the nurse"), kind="visit")
    amend_entry(session, AmendEntry(uuid4(), entry, child, theirs, 1, "The nurse was there"))
    panel.form.put("headline", "Visited, and nobody was in")
    panel.form.put("reason", "Nobody was in")
    panel.save()
    hand.until(lambda: "amended this entry while you were writing" in panel.banner.words)
    hand.until(lambda: "Visited, with the nurse" in panel.banner.words)
    assert panel.form.text("headline") == "Visited, and nobody was in"
    next(choice for choice in panel.banner.choices if choice.text().startswith("Save mine")).click()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert [headline for headline, _ in _versions(record)] == [
        "Visited",
        "Visited, with the nurse",
        "Visited, and nobody was in",
    ]


def test_a_save_into_a_broken_line_lands_once_when_the_server_is_back(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "Said on a bad line")
    with record.superuser() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tl_practitioner_a'")
    panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _versions(record) == [("Said on a bad line", 1)]


def test_what_is_pasted_loses_its_formatting(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    detail = hand.panel(child).form.widgets["detail"]
    assert isinstance(detail, PlainText)
    pasted = QMimeData()
    pasted.setHtml("<h1>Big</h1>")
    pasted.setText("Big")
    detail.insertFromMimeData(pasted)
    assert detail.toPlainText() == "Big"


def test_what_a_visit_asks_unfolds_only_for_a_visit(hand: Hand, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    hand.open_file_without_entries(child)
    form = hand.panel(child).form
    assert not form.unfolded("seen")
    form.put("kind", "visit")
    assert form.unfolded("seen")
    form.put("seen", "no")
    assert form.unfolded("not_seen_why")
    form.put("how", "told")
    assert form.unfolded("who")


def test_what_is_sensitive_unfolds_when_it_is_ticked_and_is_saved_with_its_reason(
    hand: Hand, record: Record, child: UUID
) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "The aunt rang", detail="She gave her new address.")
    assert not panel.form.unfolded("third_party")
    panel.form.put("sensitive", "yes")
    assert panel.form.unfolded("third_party")
    assert not panel.form.unfolded("withheld_from")
    panel.form.put("third_party", "yes")
    panel.form.put("withheld", "yes")
    panel.save()
    assert "with whom" in panel.banner.words
    panel.form.put("withheld_from", "the father")
    panel.form.put("withheld_why", "He looks for her")
    panel.save()
    hand.until(lambda: page.reading.entry is not None)
    entry = page.reading.entry
    assert entry is not None
    assert (entry.content.third_party, entry.content.legal_advice) == (True, False)
    assert "the father: He looks for her" in page.reading.text.toPlainText()
    assert "third-party information" in page.reading.text.toPlainText()
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("withheld_from") == "the father")
    assert hand.panel(child).form.unfolded("withheld_why")


def test_what_is_no_longer_ticked_as_sensitive_is_not_saved_as_such(hand: Hand, record: Record, child: UUID) -> None:
    hand.sign_in("tl_practitioner_a")
    page = hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "The aunt rang", sensitive="yes", third_party="yes", withheld="yes", withheld_from="the father")
    panel.form.put("sensitive", "")
    panel.save()
    hand.until(lambda: page.reading.entry is not None)
    entry = page.reading.entry
    assert entry is not None
    assert (entry.content.third_party, entry.content.not_to_share_with) == (False, "")
