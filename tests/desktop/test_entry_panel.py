"""Writing an entry: understood as it is typed, kept while it is typed, saved once, and what is wrong is said."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.changes import Changes
from db.commands.entries import AmendEntry, amend_entry
from db.domain.draft import DraftState
from db.errors import OutcomeUnknown
from db.queries.codes import KnownCode
from db.queries.entries import challenges_of, read_entry
from db.session import Session
from desktop.features.entry.challenge import ChallengePanel
from desktop.features.entry.content import resolved
from desktop.features.entry.page import EntryPanel
from desktop.features.entry.sitting import Sitting
from desktop.features.record.page import RecordPage
from desktop.infra import codes
from desktop.infra.navigation import RestOn, ResumeDraft
from desktop.widgets.plain_text import PlainText
from desktop.widgets.writing import WritingHelp
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
WORKER = "tl_practitioner_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test writes in the file of a child of its own."""
    return shared_record


@pytest.fixture(scope="module")
def hand(window_of_module: Hand) -> Hand:
    """One window for all of these tests, at the worker's own children."""
    window_of_module.sign_in(WORKER)
    return window_of_module


@pytest.fixture(autouse=True)
def afresh(hand: Hand) -> Iterator[None]:
    """Each test begins at my children, with nothing remembered and nothing begun."""
    hand.workspace.beside.sitting = Sitting()
    hand.press(Qt.Key.Key_1, CTRL)
    yield
    for draft in hand.workspace._desk.drafts.drafts:
        hand.workspace._desk.drafts.drop(draft.draft_id)


@pytest.fixture
def child(hand: Hand, record: Record) -> UUID:
    """A child allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    return child


def _open(hand: Hand, child: UUID, entries: int = 0) -> RecordPage:
    """The child's file, from my children."""
    hand.workspace.caseload.arrive()
    if not entries:
        return hand.open_file_without_entries(child)
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    return page


@pytest.fixture
def panel(hand: Hand, child: UUID) -> EntryPanel:
    """A new entry in a file in which nothing is recorded."""
    _open(hand, child)
    return hand.panel(child)


@pytest.fixture
def amending(hand: Hand, record: Record, child: UUID) -> EntryPanel:
    """An entry of the file that is about to be amended."""
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Visited", on="about May 2016")
    session.close()
    _open(hand, child, 1)
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("headline") == "Visited")
    return hand.panel(child)


def _versions(record: Record, child: UUID) -> list[tuple[str, int]]:
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline, v.version from core.entry_version v join core.entry_child c using (entry_id)"
            " where c.child_id = %s order by v.recorded_at", [child],
        ).fetchall()  # fmt: skip
    return [(str(headline), int(version)) for headline, version in found]


def _details(record: Record, child: UUID) -> list[str]:
    with record.superuser() as connection:
        found = connection.execute(
            "select v.detail from core.entry_version v join core.entry_child c using (entry_id)"
            " where c.child_id = %s order by v.version", [child],
        ).fetchall()  # fmt: skip
    return [str(detail) for (detail,) in found]


def _saved(hand: Hand, child: UUID) -> None:
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)


def _sibling(record: Record, child: UUID, given: str, login: str = WORKER) -> UUID:
    other = record.new_child(given, "Kaya")
    record.allocate(other, login)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
            " parental_responsibility) values (%s, %s, 'brother', %s, true, false)",
            [other, child, record.staff["tl_manager_a"]],
        )
    return other


# The quick line.


def test_the_quick_line_fills_the_form_and_says_how_it_was_understood(hand: Hand, panel: EntryPanel) -> None:
    assert hand.focus is panel.quick.line
    hand.type('3 March 2026 14:30 home visit, seen alone. said "I want to go home"')
    form = panel.form
    assert (form.text("kind"), form.text("seen"), form.text("words")) == ("visit", "alone", "I want to go home")
    assert form.said("when") == "Understood as 3 March 2026, 14:30."
    assert form.unfolded("observed") and not form.unfolded("not_seen_why")
    told = [chip.part.words for chip in panel.quick.chips]
    assert any("3 March 2026, 14:30" in words for words in told)
    assert any("Visit" in words for words in told)


def test_a_long_line_is_understood_after_the_key_and_saved_to_its_last_letter(
    hand: Hand, record: Record, panel: EntryPanel
) -> None:
    line, form = panel.quick.line, panel.form
    line.setPlainText("3 March 2026 home visit, seen alone. Quiet at first. " + "She drew. " * 200)
    assert form.text("kind") == "note"
    hand.until(lambda: form.text("kind") == "visit")
    assert "first 2,000 characters were looked through" in panel.quick.said
    form.put("how", "seen_or_heard")
    line.moveCursor(QTextCursor.MoveOperation.End)
    hand.type("And slept.")
    assert not form.text("detail").endswith("slept.")
    _saved(hand, panel.child_id)
    with record.superuser() as connection:
        found = connection.execute("select detail from core.entry_version order by recorded_at desc limit 1").fetchone()
    assert found is not None and str(found[0]).endswith("She drew. And slept.")


def test_what_was_changed_by_hand_is_not_overwritten_by_the_quick_line(hand: Hand, panel: EntryPanel) -> None:
    hand.type("3 March 2026 home visit")
    panel.form.put("when", "4 March 2026")
    hand.type(" and a walk")
    assert panel.form.text("when") == "4 March 2026"
    assert "walk" in panel.form.text("headline")


def test_a_chip_is_put_right_by_keyboard(hand: Hand, panel: EntryPanel) -> None:
    hand.type("3 March 2026 home visit, seen alone")
    hand.press(Qt.Key.Key_Down)
    assert hand.focus is panel.quick.chips[0]
    hand.press(Qt.Key.Key_Return)
    assert hand.focus is panel.form.widgets["when"]
    panel.quick.go()
    seen = next(chip for chip in panel.quick.chips if chip.part.key == "seen")
    hand.press(Qt.Key.Key_Down)
    while hand.focus is not seen:
        hand.press(Qt.Key.Key_Right)
    hand.press(Qt.Key.Key_Delete)
    hand.until(lambda: panel.form.text("seen") == "")
    assert "seen alone" in panel.form.text("headline")
    hand.type(" in the park")
    assert panel.quick.line.toPlainText() == "3 March 2026 home visit, seen alone in the park"
    assert panel.form.text("seen") == ""
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Up)
    line: QWidget = panel.quick.line
    assert hand.focus is line
    assert panel.quick.line.textCursor().selectedText() == ""


def test_enter_goes_to_what_is_still_needed_and_a_full_line_saves_at_once(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    hand.type("3 March 2026 The school rang")
    hand.press(Qt.Key.Key_Return)
    assert panel.form.widgets["how"].isAncestorOf(hand.focus)
    hand.press(Qt.Key.Key_Space)
    panel.quick.go()
    _saved(hand, child)
    assert _versions(record, child) == [("The school rang", 1)]


def test_how_we_know_is_remembered_within_the_sitting(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    hand.write(panel, "A call", how="told", who="Mrs Bell", role="class teacher")
    _saved(hand, child)
    again = hand.panel(child)
    assert again.form.text("how") == "told"
    assert (again.form.text("who"), again.form.text("role")) == ("", "")
    who = again.form.widgets["who"]
    assert isinstance(who, QLineEdit)
    completer = who.completer()
    assert completer is not None
    hand.tab_to(who)
    hand.type("mrs")
    assert completer.currentCompletion() == "Mrs Bell"
    completer.activated.emit("Mrs Bell")
    assert again.form.text("role") == "class teacher"


# Saving.


def test_an_entry_is_written_by_keyboard_alone(hand: Hand, record: Record, child: UUID, panel: EntryPanel) -> None:
    page = hand.workspace.files[child]
    hand.type("3 March 2026 Seen at school, at ease")
    hand.press(Qt.Key.Key_Return)
    if not panel.form.text("how"):
        hand.press(Qt.Key.Key_Space)
    assert panel.form.text("how") == "seen_or_heard"
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    hand.until(lambda: page.chronology.said == "1 entry, newest first")
    hand.until(lambda: page.reading.entry is not None)
    assert [version for _, version in _versions(record, child)] == [1]
    assert hand.workspace._desk.drafts.drafts == ()


def test_saving_many_times_at_once_lands_once(hand: Hand, record: Record, child: UUID, panel: EntryPanel) -> None:
    hand.write(panel, "A call from school")
    for _ in range(5):
        panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _versions(record, child) == [("A call from school", 1)]


def test_what_is_missing_is_said_and_nothing_is_saved(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    for field, words, said in (
        ("when", "", "Say when it happened"),
        ("when", "the 99th of Nevember", ""),
        ("headline", "", "Say what happened"),
        ("headline", "x" * 201, "1 characters too many"),
    ):
        hand.write(panel, "A call from school")
        panel.form.put(field, words)
        panel.banner.clear()
        hand.press(Qt.Key.Key_S, CTRL)
        assert said in panel.banner.words
        assert panel.banner.words != ""
        assert hand.focus is panel.form.widgets[field]
        assert panel.form.text(field) == words
    assert _versions(record, child) == []


def test_an_impossible_date_is_asked_about_and_kept_as_what_is_sure(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    hand.write(panel, "A fall in the garden", when="31 February 2026")
    assert "February 2026" in panel.form.said("when")
    _saved(hand, child)
    page = hand.workspace.files[child]
    hand.until(lambda: page.reading.entry is not None)
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.occurred.in_words() == "about February 2026"
    assert entry.content.occurred.as_given == "31 February 2026"


def test_a_save_into_a_broken_line_lands_once_when_the_server_is_back(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    hand.write(panel, "Said on a bad line")
    with record.superuser() as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s and datname = %s",
            [WORKER, record.database],
        )
    panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _versions(record, child) == [("Said on a bad line", 1)]


# Fields that apply.


def test_what_a_kind_asks_unfolds_only_for_it_and_nothing_filled_is_hidden(panel: EntryPanel) -> None:
    form = panel.form
    assert not form.unfolded("seen") and not form.unfolded("place") and not form.unfolded("who")
    form.put("kind", "visit")
    assert form.unfolded("seen") and form.unfolded("place")
    form.put("seen", "no")
    assert form.unfolded("not_seen_why")
    form.put("how", "told")
    assert form.unfolded("who")
    form.put("who", "Mrs Bell")
    form.put("how", "seen_or_heard")
    assert form.unfolded("who") and not form.unfolded("role")
    assert "not saved" in form.said("who")
    form.put("place", "At school")
    form.put("kind", "note")
    assert form.unfolded("place") and not form.unfolded("present")
    form.unfold_more()
    assert form.unfolded("present") and form.unfolded("sensitive") and not form.unfolded("more")


def test_significant_and_harm_are_one_key_each_from_anywhere(hand: Hand, panel: EntryPanel) -> None:
    hand.type("The police came")
    hand.press(Qt.Key.Key_F8)
    hand.press(Qt.Key.Key_F9)
    assert (panel.form.text("significant"), panel.form.text("tone")) == ("yes", "harm")
    hand.press(Qt.Key.Key_F9)
    hand.press(Qt.Key.Key_F8)
    assert (panel.form.text("significant"), panel.form.text("tone")) == ("", "protective")


def test_an_administrators_own_kind_is_offered_and_remembered_for_offline(hand: Hand, panel: EntryPanel) -> None:
    settings = hand.program.settings
    try:
        codes.learn("entry_kind", (KnownCode("entry_kind", "pet", "Visit by the dog", {"visit": True}),), settings)
        codes.recall(settings)
        panel.close_panel()
        form = hand.panel(panel.child_id).form
        form.put("kind", "pet")
        assert form.text("kind") == "pet"
        assert form.unfolded("seen")
        assert codes.labels("entry_kind")["police"] == "Police notification"
    finally:
        settings.remember_text("codes/entry_kind", "")
        codes.recall(settings)


def test_the_line_for_impact_grows_with_its_text_and_enter_goes_on(hand: Hand, panel: EntryPanel) -> None:
    impact = panel.form.widgets["impact"]
    panel.form.go_to("outcome")
    hand.type("Ring the school")
    hand.press(Qt.Key.Key_Return)
    assert hand.focus is impact
    before = impact.height()
    hand.type("She slept badly. " * 12)
    hand.until(lambda: impact.height() > before)
    assert panel.form.text("outcome") == "Ring the school"


def test_what_is_sensitive_is_saved_with_its_reason_and_not_when_no_longer_ticked(
    hand: Hand, child: UUID, panel: EntryPanel
) -> None:
    page = hand.workspace.files[child]
    hand.write(panel, "The aunt rang", sensitive="yes", third_party="yes", withheld="yes")
    panel.save()
    assert "with whom" in panel.banner.words
    panel.form.put("withheld_from", "the father")
    panel.form.put("withheld_why", "He looks for her")
    _saved(hand, child)
    hand.until(lambda: page.reading.entry is not None)
    assert "the father: He looks for her" in page.reading.text.toPlainText()
    assert "third-party information" in page.reading.text.toPlainText()
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("withheld_from") == "the father")
    again = hand.panel(child)
    again.form.put("reason", "It is no secret")
    again.form.put("sensitive", "")
    assert again.form.unfolded("withheld_from")
    _saved(hand, child)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 2)
    entry = page.reading.entry
    assert entry is not None
    assert (entry.content.third_party, entry.content.not_to_share_with) == (False, "")


def test_what_is_pasted_loses_its_formatting(panel: EntryPanel) -> None:
    detail = panel.form.widgets["detail"]
    assert isinstance(detail, PlainText)
    pasted = QMimeData()
    pasted.setHtml("<h1>Big</h1>")
    pasted.setText("\u2022\u00a0Big\r\nand co\u00adoperative\u2028next")
    detail.insertFromMimeData(pasted)
    assert detail.toPlainText() == "• Big\nand cooperative\nnext"


# Never lost.


def test_closing_keeps_the_text_and_the_next_new_entry_offers_it(hand: Hand, child: UUID, panel: EntryPanel) -> None:
    page = hand.workspace.files[child]
    panel.form.put("detail", "a long text")
    hand.press(Qt.Key.Key_Escape)
    assert hand.workspace.panel_of(child) is None
    assert "kept under Drafts" in page.banner.words
    again = hand.panel(child)
    assert "You began an entry for Amira Kaya" in again.banner.words
    hand.press(Qt.Key.Key_R, ALT)
    hand.until(lambda: again.form.text("detail") == "a long text")
    hand.write(again, "Begun, left, and finished", when="3 March 2026")
    _saved(hand, child)
    assert hand.workspace._desk.drafts.drafts == ()


def test_an_untouched_form_leaves_no_draft_and_several_may_be_begun(hand: Hand, child: UUID, panel: EntryPanel) -> None:
    hand.press(Qt.Key.Key_Escape)
    drafts = hand.workspace._desk.drafts
    assert len(drafts.drafts) == 0
    for words in ("one", "another"):
        hand.panel(child).form.put("detail", words)
        hand.press(Qt.Key.Key_Escape)
    assert {"another", "one"} == {kept.values["detail"] for kept in hand.workspace._desk.drafts.drafts}
    hand.panel(child).form.put("detail", "x")
    hand.panel(child).form.put("detail", "")
    hand.press(Qt.Key.Key_Escape)
    assert len(drafts.drafts) == 2


def test_a_day_that_was_said_relatively_stays_the_day_that_was_meant() -> None:
    values = {"when": "yesterday 14:30", "on": "3 March 2026", "headline": "yesterday"}
    later = resolved(values, date(2026, 11, 20), date(2026, 11, 22))
    assert later == {"when": "19 November 2026, 14:30", "on": "3 March 2026", "headline": "yesterday"}
    sunday, tuesday = date(2026, 11, 22), date(2026, 11, 24)
    days = {"when": "between Monday and Wednesday", "on": "30 Feb"}  # no range, seen from a Tuesday
    assert resolved(days, sunday, tuesday) == {"when": "16 to 18 November 2026", "on": "30 Feb"}
    assert resolved({"when": "30 Feb"}, sunday, date(2027, 3, 1)) == {"when": "about February 2026"}


def test_discarding_asks_once_and_can_be_taken_back(hand: Hand, child: UUID, panel: EntryPanel) -> None:
    panel.form.put("detail", "a long text")
    drafts = hand.workspace._desk.drafts
    panel.discard_button.click()
    hand.choose("Discard it", panel)
    hand.choose("Undo", panel)
    assert panel.form.text("detail") == "a long text"
    assert len(drafts.drafts) == 1
    panel.discard_button.click()
    hand.choose("Discard it", panel)
    panel.save()
    assert [draft.state for draft in drafts.drafts] == [DraftState.WRITING]
    hand.press(Qt.Key.Key_Escape)
    assert hand.workspace.panel_of(child) is None
    assert len(drafts.drafts) == 0


def test_what_is_on_its_way_stays_as_it_was_finished(hand: Hand, panel: EntryPanel) -> None:
    panel.form.put("headline", "Seen at school")
    panel.keeping.sending = True
    panel.form.put("headline", "Seen at home")
    panel.note()
    assert panel.draft.values["headline"] == "Seen at school"
    panel.keeping.sending = False


# Amending.


def test_an_amendment_needs_a_reason_and_keeps_the_first_version(
    hand: Hand, record: Record, child: UUID, amending: EntryPanel
) -> None:
    page = hand.workspace.files[child]
    assert hand.workspace._desk.drafts.drafts == ()
    amending.form.put("reason", "Just so")
    hand.press(Qt.Key.Key_S, CTRL)
    assert amending.banner.words == "Nothing was changed. Close the form, or change something."
    amending.form.put("reason", "")
    amending.form.put("headline", "Visited at the grandmother’s")
    amending.save()
    assert "why the entry is amended" in amending.banner.words
    amending.form.put("reason", "The place was missing")
    _saved(hand, child)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 2)
    assert _versions(record, child) == [("Visited", 1), ("Visited at the grandmother’s", 2)]
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.occurred.as_given == "about May 2016"


def _overtaken(record: Record, panel: EntryPanel, **theirs: str) -> None:
    """A colleague amends the same entry meanwhile."""
    child = panel.child_id
    session = record.opened(WORKER, child)
    entry = read_entry(session, child, panel.draft.entry_id)
    changed = replace(entry.content, **theirs)  # type: ignore[arg-type]
    amend_entry(
        session, AmendEntry(uuid4(), panel.draft.entry_id, child, changed, entry.version, "The nurse was there")
    )
    session.close()


def test_what_only_a_colleague_changed_is_taken_over_and_said(
    hand: Hand, record: Record, child: UUID, amending: EntryPanel
) -> None:
    _overtaken(record, amending, outcome="The nurse rings on Monday")
    amending.form.put("headline", "Visited, and nobody was in")
    amending.form.put("reason", "Nobody was in")
    amending.save()
    hand.until(lambda: "changed Outcome or action meanwhile; that is taken over" in amending.banner.words)
    assert amending.form.text("outcome") == "The nurse rings on Monday"
    hand.choose("Save as version 3", amending)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    page = hand.workspace.files[child]
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 3)
    entry = page.reading.entry
    assert entry is not None
    assert (entry.content.headline, entry.content.outcome) == (
        "Visited, and nobody was in",
        "The nurse rings on Monday",
    )
    assert entry.content.occurred.as_given == "about May 2016"


def test_whoever_leaves_two_texts_without_choosing_is_asked_again_and_overwrites_nothing_unseen(
    hand: Hand, record: Record, child: UUID, amending: EntryPanel
) -> None:
    _overtaken(record, amending, headline="Visited", detail="The nurse weighed her.")
    amending.form.put("detail", "I rang twice.")
    amending.form.put("reason", "Nobody was in")
    amending.save()
    hand.until(lambda: amending.saving.both is not None)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    hand.press(Qt.Key.Key_E, CTRL)
    again = hand.panel(child)
    hand.until(lambda: "You began an amendment" in again.banner.words)
    hand.choose("&Resume it", again)
    assert again.form.text("detail") == "I rang twice."
    again.save()
    hand.until(lambda: again.saving.both is not None)
    assert again.saving.both is not None
    again.saving.both.choose("detail", "both")
    again.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert _details(record, child)[-1] == "The nurse weighed her.\n\nI rang twice."


def test_where_both_changed_the_same_both_texts_are_shown_and_chosen_by_field(
    hand: Hand, record: Record, child: UUID, amending: EntryPanel
) -> None:
    _overtaken(record, amending, headline="Visited, with the nurse", detail="The nurse weighed her.")
    amending.form.put("headline", "Visited, and nobody was in")
    amending.form.put("detail", "I rang twice.")
    amending.form.put("reason", "Nobody was in")
    amending.save()
    hand.until(lambda: amending.saving.both is not None)
    both = amending.saving.both
    assert both is not None
    assert "Both texts are kept" in amending.banner.words
    hand.press(Qt.Key.Key_Right)
    both.choose("detail", "both")
    assert both.values["headline"] == "Visited, with the nurse"
    _saved(hand, child)
    page = hand.workspace.files[child]
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 3)
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.headline == "Visited, with the nurse"
    assert entry.content.detail == "The nurse weighed her.\n\nI rang twice."
    assert [headline for headline, _ in _versions(record, child)] == ["Visited", *["Visited, with the nurse"] * 2]


# Siblings, what an analysis rests on, documents, challenges.


def test_a_sibling_has_a_part_of_its_own_and_an_entry_is_posted_to_a_file_one_does_not_open(
    hand: Hand, record: Record, child: UUID
) -> None:
    mine, theirs = _sibling(record, child, "Sami"), _sibling(record, child, "Leila", "tl_practitioner_b")
    _open(hand, child)
    panel = hand.panel(child)
    hand.until(lambda: len(panel.concerned.brothers) == 2)
    hand.write(panel, "Shouting at night", when="3 March 2026", kind="police", impact="She hid")
    hand.press(Qt.Key.Key_A, ALT)
    hand.until(lambda: len(panel.concerned.ticked) == 2)
    assert hand.focus is panel.form.widgets["impact"]
    hand.press(Qt.Key.Key_Return)
    hand.type("Slept through it")
    parts = {one.sibling.child_id: one for one in panel.concerned.brothers}
    assert "you don’t open that file" in parts[theirs]._note.text()
    assert not parts[theirs].form.unfolded(f"seen{parts[theirs].suffix}")
    _saved(hand, child)
    with record.superuser() as connection:
        found = connection.execute(
            "select c.child_id, c.impact from core.entry_version_child c join core.entry_child e using (entry_id)"
            " where e.child_id = %s", [child],
        ).fetchall()  # fmt: skip
    assert {(one, str(impact)) for one, impact in found if one == child} == {(child, "She hid")}
    assert {one for one, _ in found} == {child, mine, theirs}
    assert sorted(str(impact) for _, impact in found) == ["", "She hid", "Slept through it"]


def test_a_ticked_box_has_a_tick_in_every_look(hand: Hand) -> None:
    sheet = hand.opened.window.styleSheet()
    (tick,) = re.findall(r"QCheckBox::indicator:checked [^}]*url\(([^)]*)\)", sheet)
    assert {Path(tick.replace("light", look)).is_file() for look in ("light", "dark", "contrast")} == {True}


def test_words_typed_on_a_button_go_on_in_the_field_before_and_alt_a_ticks_the_one_brother(
    hand: Hand, record: Record, child: UUID
) -> None:
    _sibling(record, child, "Sami")
    _open(hand, child)
    panel = hand.panel(child)
    hand.until(panel.concerned.all.isVisible)
    panel.form.unfold_more()
    panel.form.go_to("detail")
    hand.type("He hid")
    panel.concerned.all.setFocus()
    for letter in ", and ran away":  # a space presses a button
        hand.type(letter)
    assert panel.form.text("detail") == "He hid, and ran away"
    assert not panel.concerned.ticked
    hand.press(Qt.Key.Key_A, ALT)
    hand.until(lambda: len(panel.concerned.ticked) == 1)
    assert panel.form.text("detail") == "He hid, and ran away"


def test_an_analysis_rests_on_entries_that_the_chronology_gives(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    basis = record.write_entry(session, child, "Late again")
    session.close()
    page = _open(hand, child, 1)
    panel = hand.panel(child)
    hand.write(panel, "Mondays are hard after weekends", kind="analysis")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "on which entries the analysis rests" in panel.banner.words
    hand.press(Qt.Key.Key_R, CTRL | SHIFT)
    assert panel.rests_on.entries == (basis,)
    assert panel.rests_on.list.item(0).text() == "3 March 2026: Late again"
    _saved(hand, child)
    hand.until(page.reading.grounds.isVisible)
    link = page.reading.grounds.links[0]
    assert link.text() == "3 March 2026: Late again"
    link.click()
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.entry_id == basis)


def test_documents_dropped_on_the_panel_go_with_the_entry(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel, tmp_path: Path
) -> None:
    paper, other = tmp_path / "School report.txt", tmp_path / "Empty.txt"
    paper.write_text("She was often late.", encoding="utf-8")
    other.write_bytes(b"")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(paper)), QUrl.fromLocalFile(str(other))])
    detail = panel.form.widgets["detail"]
    assert isinstance(detail, PlainText)
    detail.insertFromMimeData(dropped)
    assert panel.unsaved
    hand.until(lambda: len(panel.papers.papers) == 1 and not panel.papers.reading)
    assert "empty" in panel.banner.words
    assert detail.toPlainText() == ""
    assert panel.papers.rows[0].words.text() == "School report.txt · 1 kB · 4 words searched"
    assert panel.papers.papers[0].kind == "report"
    hand.write(panel, "A report of the school")
    _saved(hand, child)
    with record.superuser() as connection:
        found = connection.execute(
            "select d.name, d.kind from core.document d join core.entry_document using (document_id)"
            " join core.entry_child c using (entry_id) where c.child_id = %s", [child],
        ).fetchall()  # fmt: skip
    assert found == [("School report.txt", "report")]


def test_the_same_file_dropped_twice_is_taken_once_and_said_so(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel, tmp_path: Path
) -> None:
    paper, copy = tmp_path / "Letter.txt", tmp_path / "Letter (copy).txt"
    disguised = tmp_path / "\u202egpj.exe\n\x07 of\u2028school.txt"
    paper.write_text("She was late.", encoding="utf-8")
    copy.write_text("She was late.", encoding="utf-8")
    disguised.write_text("Another letter.", encoding="utf-8")
    panel.papers.take(map(str, (paper, paper, copy, disguised)))
    hand.until(lambda: not panel.papers.reading)
    assert len(panel.papers.papers) == 2
    assert "gpj.exe of school.txt" in [one.name for one in panel.papers.papers]
    assert panel.banner.words.count("is with the entry already") == 2
    hand.write(panel, "A letter of the school")
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_N, CTRL)
    again = hand.panel(child)
    hand.choose("&Resume it", again)
    again.papers.take([str(paper)])
    hand.until(lambda: "is with the entry already" in again.banner.words)
    assert len(again.papers.papers) == 2
    _saved(hand, child)
    with record.superuser() as connection:
        found = connection.execute(
            "select d.name from core.document d join core.entry_document using (document_id)"
            " join core.entry_child c using (entry_id) where c.child_id = %s order by 1", [child],
        ).fetchall()  # fmt: skip
    assert len(found) == 2
    assert ("gpj.exe of school.txt",) in found


def test_what_comes_while_the_entry_is_on_its_way_is_not_taken_without_a_word(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel, tmp_path: Path
) -> None:
    paper = tmp_path / "Letter.txt"
    paper.write_text("It would not go along.", encoding="utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(paper))])
    desk = hand.workspace._desk
    desk.drafts.use(None)
    hand.write(panel, "A report of the school", kind="analysis")
    panel.rests_on.add(UUID(int=1), "An entry")
    panel.save()
    assert panel.keeping.sending
    panel.papers.drop(dropped)
    assert "takes no more documents" in panel.banner.words
    assert (panel.papers.papers, panel.papers.reading) == ((), False)
    panel.papers.ask()
    assert panel.papers.dialog is None
    panel.rest_on(RestOn(child, UUID(int=2), "1 May 2026", "Another"))
    assert "nothing was added" in panel.banner.words
    assert panel.rests_on.entries == (UUID(int=1),)
    panel.rests_on.restore(())
    desk.drafts.drop(panel.draft.draft_id)
    hand.until(lambda: not panel.keeping.sending)
    panel.papers.drop(dropped)
    hand.until(lambda: len(panel.papers.papers) == 1)
    desk.drafts.use(desk.signed_in.session)


def test_a_challenge_is_noted_beside_an_entry_which_stays_as_it_is(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    entry = record.write_entry(session, child, "Visited")
    page = _open(hand, child, 1)
    hand.press(Qt.Key.Key_G, CTRL | SHIFT)
    panel = page.beside
    assert isinstance(panel, ChallengePanel)
    hand.type("Father")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "what they say" in panel.banner.words
    hand.type("I was at work that day.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.beside is None)
    hand.until(lambda: "Father says against this" in page.reading.text.toPlainText())
    assert "I was at work that day." in page.reading.text.toPlainText()
    assert [one.said_by for one in challenges_of(session, child, entry)] == ["Father"]
    assert _versions(record, child) == [("Visited", 1)]


def test_a_challenge_without_an_answer_says_so_and_is_noted_once(
    hand: Hand, record: Record, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, gate, sent = record.opened(WORKER, child), threading.Event(), list[ChallengeEntry]()

    def slow(session: Session, wish: ChallengeEntry) -> Changes:
        assert gate.wait(30)
        sent.append(wish)
        done = challenge_entry(session, wish)
        if len(sent) == 1:
            raise OutcomeUnknown
        return done

    monkeypatch.setattr("desktop.features.entry.challenge.challenge_entry", slow)
    monkeypatch.setattr("desktop.widgets.form_panel.SILENT_MS", 50)
    entry = record.write_entry(session, child, "Visited")
    page = _open(hand, child, 1)
    hand.press(Qt.Key.Key_G, CTRL | SHIFT)
    panel = page.beside
    assert isinstance(panel, ChallengePanel)
    hand.type("Father")
    panel.form.put("text", "I was at work that day.")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "no answer yet" in panel.banner.words)
    panel.banner.clear()
    hand.press(Qt.Key.Key_Escape)
    assert (page.beside, "no answer yet" in panel.banner.words) == (panel, True)
    gate.set()
    hand.until(lambda: "connection broke" in panel.banner.words)
    hand.press(Qt.Key.Key_Escape)
    assert "Nobody knows yet" in panel.banner.words
    hand.choose("Try again", panel)
    hand.until(lambda: page.beside is None)
    assert [one.said_by for one in challenges_of(session, child, entry)] == ["Father"]


def test_a_challenge_half_written_is_kept_leads_back_from_the_drafts_and_goes_when_it_is_noted(
    hand: Hand, record: Record, child: UUID
) -> None:
    session, desk = record.opened(WORKER, child), hand.workspace._desk
    entry = record.write_entry(session, child, "Visited")
    page = _open(hand, child, 1)
    hand.press(Qt.Key.Key_G, CTRL | SHIFT)
    panel = page.beside
    assert isinstance(panel, ChallengePanel)
    hand.type("Father")
    panel.form.put("text", "I was at work")
    desk.drafts.flush()
    [draft] = desk.signed_in.store.all()
    assert (draft.document, draft.entry_id, draft.values["text"]) == ("challenge", entry, "I was at work")
    page.room.take_away()
    hand.press(Qt.Key.Key_2, CTRL)
    drafts = hand.workspace.unfinished.drafts
    hand.until(lambda: drafts.table.lines.rowCount() == 1)
    assert "Against an entry" in str(drafts.table.lines.index(0, 1).data())
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: isinstance(page.beside, ChallengePanel) and page.beside is not panel)
    again = page.beside
    assert isinstance(again, ChallengePanel)
    assert (again.form.text("said_by"), again.form.text("text")) == ("Father", "I was at work")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.beside is None)
    assert [one.text for one in challenges_of(session, child, entry)] == ["I was at work"]
    assert desk.drafts.drafts == ()


def test_a_challenge_half_written_is_not_taken_away_by_a_draft(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Visited")
    page = _open(hand, child, 1)
    hand.panel(child).form.put("detail", "begun before")
    hand.press(Qt.Key.Key_Escape)
    (draft,) = hand.workspace._desk.drafts.drafts
    hand.press(Qt.Key.Key_G, CTRL | SHIFT)
    challenge = page.beside
    assert isinstance(challenge, ChallengePanel)
    hand.type("Father")
    hand.workspace.beside.go(ResumeDraft(draft.draft_id))
    assert page.beside is challenge
    assert challenge.banner.choices
    hand.choose("Leave it out", challenge)
    hand.workspace.beside.go(ResumeDraft(draft.draft_id))
    panel = hand.panel(child)
    panel.form.put("headline", "Visited")
    panel.form.put("when", "tues")
    panel.form.put("how", "seen_or_heard")
    hand.press(Qt.Key.Key_Escape)
    hand.workspace.beside.go(ResumeDraft(draft.draft_id))
    hand.type(" and after")
    form = hand.panel(child).form
    assert form.text("detail") == "begun before and after"
    days = [one for one in form.window().findChildren(WritingHelp) if one.field is form.widgets["when"]]
    assert [one.verbatim for one in days] == [True], "a day in words is no misspelling"


def test_a_text_that_may_not_be_saved_is_handed_to_the_manager(
    hand: Hand, record: Record, child: UUID, panel: EntryPanel
) -> None:
    hand.write(panel, "A call from the school", when="3 March 2026")
    record.act(
        "tl_manager_a", "end_allocation", child=child, staff=record.staff[WORKER], reason="OTHERS",
        handover_note="all said",
    )  # fmt: skip
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "may not record" in panel.banner.words)
    assert panel.draft.state is DraftState.HELD
    assert panel.form.text("headline") == "A call from the school"
    hand.choose("Hand it to the manager", panel)
    hand.type("I left the team yesterday")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "Handed to" in panel.banner.words)
    assert isinstance(hand.focus, QPushButton)
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    assert hand.workspace._desk.drafts.drafts == ()
    assert _versions(record, child) == []
