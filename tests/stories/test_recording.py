"""Recording as it is done on a full day: under a minute, once, by keyboard alone, and not a word lost.

A counting hand: the words of a narrative are not counted, every other key is one: shortcuts, Tab, Enter, arrows, Space.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtCore import Qt

from db.commands.entries import AmendEntry, amend_entry
from tests.desktop.window import CTRL, Hand
from tests.record import Record, content

WORKER = "tl_practitioner_a"
ALT = Qt.KeyboardModifier.AltModifier
NO = Qt.KeyboardModifier.NoModifier


@dataclass
class Counting:
    """A hand that counts the keys beyond the words."""

    hand: Hand
    keys: int = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        """One key."""
        self.keys += 1
        self.hand.press(key, modifier)

    def say(self, words: str) -> None:
        """Words of the narrative."""
        self.hand.type(words)


def _brother(record: Record, child: UUID, given: str) -> UUID:
    other = record.new_child(given, "Kaya")
    record.allocate(other, WORKER)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
            " parental_responsibility) values (%s, %s, 'brother', %s, true, false)",
            [other, child, record.staff["tl_manager_a"]],
        )
    return other


def _entries(record: Record) -> list[str]:
    with record.superuser() as connection:
        found = connection.execute("select headline from core.entry_version order by recorded_at").fetchall()
    return [str(headline) for (headline,) in found]


def _saved(hand: Hand, child: UUID) -> None:
    hand.until(lambda: hand.workspace.panel_of(child) is None)
    page = hand.workspace.files[child]
    hand.until(lambda: page.reading.entry is not None)


def test_a_home_visit_takes_at_most_ten_keys_beyond_its_words(hand: Hand, child: UUID) -> None:
    hand.sign_in(WORKER)
    page = hand.open_file_without_entries(child)
    counting = Counting(hand)
    counting.press(Qt.Key.Key_N, CTRL)
    counting.say('yesterday 14:30 home visit, seen alone. said "I don\'t want to go back there"')
    counting.press(Qt.Key.Key_Return)
    form = hand.panel(child).form
    if not form.text("how"):
        counting.press(Qt.Key.Key_Space)
    while hand.focus is not form.widgets["detail"]:
        counting.press(Qt.Key.Key_Tab)
    counting.say("Amira showed her room. The heating was off and the fridge was full.")
    counting.press(Qt.Key.Key_F8)
    counting.press(Qt.Key.Key_S, CTRL)
    _saved(hand, child)
    entry = page.reading.entry
    assert entry is not None
    part = entry.content.children[0]
    assert (entry.content.kind, part.seen, part.seen_alone, entry.content.significant) == ("visit", True, True, True)
    assert part.words == "I don't want to go back there"
    assert entry.content.detail.startswith("Amira showed her room.")
    assert entry.content.occurred.minute == 14 * 60 + 30
    assert counting.keys <= 10


def test_a_police_notification_for_three_siblings_takes_at_most_fifteen_keys(
    hand: Hand, record: Record, child: UUID
) -> None:
    sami, idris = _brother(record, child, "Sami"), _brother(record, child, "Idris")
    hand.sign_in(WORKER)
    page = hand.open_file_without_entries(child)
    counting = Counting(hand)
    counting.press(Qt.Key.Key_N, CTRL)
    panel = hand.panel(child)
    hand.until(lambda: len(panel.concerned.brothers) == 2)
    counting.say("20 November 2026 about 22:40 police notification, shouting and a broken door")
    counting.press(Qt.Key.Key_Return)
    assert panel.form.text("how") == "document"
    counting.press(Qt.Key.Key_A, ALT)
    hand.until(panel.form.widgets["impact"].hasFocus)
    for place, words in enumerate(("Hid under the bed", "Rang the police himself", "Slept through it")):
        if place:
            counting.press(Qt.Key.Key_Return)
        counting.say(words)
    counting.press(Qt.Key.Key_F8)
    counting.press(Qt.Key.Key_F9)
    counting.press(Qt.Key.Key_S, CTRL)
    _saved(hand, child)
    entry = page.reading.entry
    assert entry is not None
    assert (entry.content.kind, entry.content.significant, str(entry.content.tone)) == ("police", True, "harm")
    with record.superuser() as connection:
        found = connection.execute("select child_id, impact from core.entry_version_child").fetchall()
    assert dict(found)[child] == "Hid under the bed"
    assert {dict(found)[sami], dict(found)[idris]} == {"Rang the police himself", "Slept through it"}
    assert _entries(record) == [entry.content.headline]
    assert counting.keys <= 15


def test_a_phone_call_takes_at_most_six_keys(hand: Hand, child: UUID) -> None:
    hand.sign_in(WORKER)
    page = hand.open_file_without_entries(child)
    counting = Counting(hand)
    counting.press(Qt.Key.Key_N, CTRL)
    counting.say("today 10:15 phone call, Amira has been late three times since the move")
    counting.press(Qt.Key.Key_Return)
    panel = hand.panel(child)
    if not panel.form.text("how"):
        counting.press(Qt.Key.Key_Right)
        counting.press(Qt.Key.Key_Space)
        counting.press(Qt.Key.Key_Tab)
        counting.say("Mrs Bell, class teacher")
    counting.press(Qt.Key.Key_S, CTRL)
    _saved(hand, child)
    entry = page.reading.entry
    assert entry is not None
    assert entry.content.kind == "call"
    assert "late three times" in entry.content.headline
    assert counting.keys <= 6


def test_what_was_typed_is_there_after_closing_the_window_and_is_saved_once(
    hand: Hand, record: Record, child: UUID
) -> None:
    hand.sign_in(WORKER)
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.write(panel, "No coat at the bus stop", detail="She had no coat.", when="3 March 2026")
    second = hand.program.open_window()
    hand.opened.window.close()
    hand.opened = second
    hand.sign_in(WORKER)
    hand.until(lambda: len(hand.workspace._desk.drafts.drafts) == 1)
    hand.open_file_without_entries(child)
    panel = hand.panel(child)
    hand.press(Qt.Key.Key_R, ALT)
    hand.until(lambda: panel.form.text("detail") == "She had no coat.")
    hand.press(Qt.Key.Key_S, CTRL)
    _saved(hand, child)
    assert _entries(record) == ["No coat at the bus stop"]
    assert hand.workspace._desk.drafts.drafts == ()


def test_two_who_amend_at_once_lose_nothing(hand: Hand, record: Record, child: UUID) -> None:
    session = record.opened(WORKER, child)
    entry = record.write_entry(session, child, "Visited")
    hand.sign_in(WORKER)
    page = hand.open_mine(child)
    hand.until(lambda: page.reading.entry is not None)
    hand.press(Qt.Key.Key_E, CTRL)
    hand.until(lambda: hand.panel(child).form.text("headline") == "Visited")
    panel = hand.panel(child)
    theirs = content(child, "Visited", detail="The nurse weighed her.")
    amend_entry(session, AmendEntry(uuid4(), entry, child, theirs, 1, "The nurse was there"))
    hand.type("Nobody was in")
    hand.tab_to(panel.form.widgets["headline"])
    hand.press(Qt.Key.Key_End)
    hand.type(" at noon")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "changed Detail meanwhile; that is taken over" in panel.banner.words)
    hand.press(Qt.Key.Key_Space)
    _saved(hand, child)
    hand.until(lambda: page.reading.entry is not None and page.reading.entry.version == 3)
    shown = page.reading.entry
    assert shown is not None
    assert (shown.content.headline, shown.content.detail) == ("Visited at noon", "The nurse weighed her.")
