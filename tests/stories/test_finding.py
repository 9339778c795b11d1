"""Finding by keyboard alone, told in the real window: each story counts the actions that it takes.

An action is one key, or one phrase typed with its Enter. Nothing is written, so that the stories share one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFileDialog

from db.commands.documents import AddDocument, add_document
from db.commands.people import AddPerson, PersonFacts, Tie, add_person
from db.domain.entry import ChildPart, HowKnown, Source, Tone
from db.session import Session
from desktop.features.record.page import RecordPage
from tests.desktop.window import CTRL, Hand
from tests.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier
WORKER, NEWCOMER = "tl_practitioner_a", "tl_practitioner_b"
POLICE = Source(HowKnown.TOLD, "PC 2231", "police officer", "police")


class Keys:
    """A hand that counts what it does."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self.actions = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        self._hand.press(key, modifier)
        self.actions += 1

    def phrase(self, words: str) -> None:
        """Type a phrase with its Enter."""
        self._hand.type(words)
        self._hand.press(Qt.Key.Key_Return)
        self.actions += 1


@dataclass(frozen=True, slots=True)
class Children:
    """Leah and Will are the worker's own; Maya comes to a colleague who never met her."""

    leah: UUID
    will: UUID
    maya: UUID


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all these stories."""
    return shared_record


@pytest.fixture
def hand(shared_sign_in: Hand) -> Hand:
    """One window for all these stories."""
    return shared_sign_in


@pytest.fixture(scope="module", autouse=True)
def children(record: Record) -> Children:
    """Three children with what happened to them."""
    found = Children(_leah(record), _will(record), _maya(record))
    with record.superuser() as connection:
        connection.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [found.maya])
    record.allocate(found.maya, NEWCOMER)
    return found


def _leah(record: Record) -> UUID:
    """A child with three safety plans, of which the one in the middle by date is current, and visits and police."""
    child = record.new_child("Leah", "Adams")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    first = _plan(session, child, date(2026, 3, 2), "Granny collects her on Mondays.")
    misdated = _plan(session, child, date(2026, 8, 30), "Granny collects her on Tuesdays.", first)
    _plan(session, child, date(2026, 6, 12), "Auntie Rose collects her every day; nobody else does.", misdated)
    seen = ChildPart(child, seen=True)
    alone = ChildPart(child, seen=True, seen_alone=True, words="I sleep at Auntie Rose's on Fridays")
    record.write_entry(session, child, "Seen in her room", on="3 March 2026", children=(alone,))
    record.write_entry(session, child, "Seen with her mother", on="4 May 2026", children=(seen,))
    record.write_entry(session, child, "Attended twice", on="9 May 2025", kind="police", source=POLICE)
    record.write_entry(session, child, "Neighbour rang", on="28 February 2025", kind="police", source=POLICE)
    record.write_entry(session, child, "Found at the station", on="March 2025", kind="police", source=POLICE)
    record.write_entry(session, child, "Told the police about the bruise", on="1 June 2025", kind="call")
    session.close()
    return child


def _plan(session: Session, child: UUID, dated: date, words: str, before: UUID | None = None) -> UUID:
    paper = uuid4()
    add_document(
        session,
        AddDocument(
            paper, child, None, f"plan-{dated:%m}.txt", "safety_plan", words.encode(), dated_on=dated, text=words,
            supersedes=before, headline=f"Safety plan of {dated:%B}",
        ),
    )  # fmt: skip
    return paper


def _will(record: Record) -> UUID:
    child = record.new_child("Will", "Young")
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    record.write_entry(session, child, "Home visit", on="2 June 2026", detail="A red van stood outside again.")
    record.write_entry(session, child, "A call", on="3 June 2026", kind="call")
    session.close()
    return child


def _maya(record: Record) -> UUID:
    child = record.new_child("Maya", "Bello", born=date(2019, 5, 2))
    record.allocate(child, WORKER)
    session = record.opened(WORKER, child)
    for on, headline, tone in (
        ("4 July 2020", "First week at the nursery", Tone.PROTECTIVE),
        ("1 March 2022", "Mother was hit in front of her", Tone.HARM),
        ("9 May 2024", "Hit with a belt", Tone.HARM),
    ):
        record.write_entry(session, child, headline, on=on, tone=tone, significant=True, source=POLICE)
    for given, tie in (
        ("Ada", Tie("mother", "told by her", True, "birth", same_household=True)),
        ("Sam", Tie("father", "told by the mother", True, "birth")),
        ("Ruth", Tie("grandmother", "seen at the visit", same_household=True)),
    ):
        add_person(session, AddPerson(child, uuid4(), uuid4(), tie, PersonFacts(given, "Bello")))
    session.close()
    return child


@pytest.fixture
def keys(hand: Hand) -> Keys:
    """The worker's hand, signed in, with the first child of the list under it."""
    return _signed_in(hand, WORKER, 2)


def _signed_in(hand: Hand, login: str, children: int) -> Keys:
    mine = hand.sign_in(login).caseload
    hand.until(lambda: mine.table.lines.rowCount() == children and mine.table.hasFocus())
    return Keys(hand)


def _file(hand: Hand, keys: Keys, child: UUID) -> RecordPage:
    """The file of the child on which one stands, opened with Enter."""
    keys.press(Qt.Key.Key_Return)
    return hand.file(child)


def _reads(hand: Hand, page: RecordPage, headline: str) -> None:
    """Wait until an entry is in front: current in the list, and read beside it."""

    def there() -> bool:
        line, entry = page.chronology.current_line(), page.reading.entry
        both = line is not None and entry is not None and line.entry_id == entry.entry_id
        return both and entry is not None and entry.content.headline == headline

    hand.until(lambda: hand.opened.window.page is page and there())
    assert page.reading.text.isVisible()
    assert headline in page.reading.text.toPlainText()


def _papers(hand: Hand, page: RecordPage) -> list[str]:
    """The documents listed under the entry that is read."""
    listed = page.reading.papers.papers
    hand.until(lambda: listed.isVisible() and listed.count() > 0)
    return [listed.item(row).text() for row in range(listed.count())]


def test_the_current_safety_plan_is_two_actions_from_signing_in(hand: Hand, keys: Keys, children: Children) -> None:
    page = _file(hand, keys, children.leah)
    keys.press(Qt.Key.Key_S, CTRL | SHIFT)
    _reads(hand, page, "Safety plan of June")
    assert keys.actions == 2
    assert _papers(hand, page) == ["plan-06.txt\nSafety plan · 12 Jun 2026 · current"]
    assert [one.text() for one in page.papers.buttons] == ["Safety plan, 12 Jun 2026"]


def test_the_words_of_the_plan_lead_to_it_and_an_older_plan_says_that_it_no_longer_holds(
    hand: Hand, keys: Keys, children: Children
) -> None:
    page = _file(hand, keys, children.leah)
    keys.press(Qt.Key.Key_F, CTRL)
    keys.phrase('"Auntie Rose collects"')
    hand.until(lambda: page.chronology.said == "1 entry holds these words")
    _reads(hand, page, "Safety plan of June")
    assert keys.actions == 3
    assert _papers(hand, page)[0].endswith("· current")
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("Tuesdays")
    hand.press(Qt.Key.Key_Return)
    _reads(hand, page, "Safety plan of August")
    assert _papers(hand, page) == ["plan-08.txt\nSafety plan · 30 Aug 2026 · superseded"]


def test_a_file_without_a_safety_plan_says_so(hand: Hand, keys: Keys, children: Children) -> None:
    keys.press(Qt.Key.Key_Down)
    page = _file(hand, keys, children.will)
    keys.press(Qt.Key.Key_S, CTRL | SHIFT)
    hand.until(lambda: page.banner.words == "No current safety plan is recorded in this file.")


def test_when_she_was_last_seen_alone_and_by_whom_is_answered_on_opening_and_leads_to_the_visit(
    hand: Hand, keys: Keys, children: Children
) -> None:
    page = _file(hand, keys, children.leah)
    hand.until(lambda: "Last seen alone" in page.band.facts)
    alone = page.band.facts["Last seen alone"].value
    assert alone.isVisible()
    assert alone.text().endswith("ago · 3 Mar 2026, by Tl Practitioner A")
    assert "4 May 2026" in page.band.facts["Last seen"].value.text()
    assert keys.actions == 1
    keys.press(Qt.Key.Key_O, CTRL | SHIFT)
    _reads(hand, page, "Seen in her room")
    assert keys.actions == 2
    assert "I sleep at Auntie Rose's on Fridays" in page.reading.text.toPlainText()


def test_all_police_notifications_since_march_2025_are_one_phrase(hand: Hand, keys: Keys, children: Children) -> None:
    page = _file(hand, keys, children.leah)
    hand.until(lambda: page.timeline.facts is not None)
    keys.press(Qt.Key.Key_L, CTRL)
    keys.phrase("all police notifications since March 2025")
    assert _shown(hand, page, 2) == ["Attended twice", "Found at the station"]
    assert keys.actions == 3
    heard = QAccessible.queryAccessibleInterface(page.chronology.bar).text(QAccessible.Text.Name)
    assert heard == "Show police notification, since March 2025"
    assert page.timeline.range_in_words == "since March 2025"
    assert hand.focus is page.chronology.table


def _shown(hand: Hand, page: RecordPage, many: int) -> list[str]:
    """The headlines of the list from its top, once there are so many and they are read."""
    window = page.chronology.model.window
    hand.until(lambda: page.chronology.model.rowCount() == many and all(window.line(row) for row in range(many)))
    return [line.headline for row in range(many) if (line := window.line(row)) is not None]


def test_a_worker_who_never_met_her_learns_what_happened_first_and_who_lives_with_her(
    hand: Hand, children: Children
) -> None:
    keys = _signed_in(hand, NEWCOMER, 1)
    page = _file(hand, keys, children.maya)
    hand.until(lambda: "Lives with" in page.band.facts and page.timeline.facts is not None)
    assert page.band.who.text().startswith("Maya Bello")
    assert "2 May 2019" in page.band.facts["Born"].value.text()
    at_home = set(page.band.facts["Lives with"].value.text().split("; "))
    assert at_home == {"Ada Bello (mother)", "Ruth Bello (grandmother)"}
    assert any("you have not opened this file before" in link.text() for link in page.band.links)
    keys.press(Qt.Key.Key_T, CTRL)
    keys.press(Qt.Key.Key_Home)
    keys.press(Qt.Key.Key_Right, CTRL)
    assert "▲ protective · 4 July 2020 · First week at the nursery" in page.timeline.said
    keys.press(Qt.Key.Key_Right, CTRL)
    assert "▼ harm · 1 March 2022 · Mother was hit in front of her" in page.timeline.said
    keys.press(Qt.Key.Key_Return)
    _reads(hand, page, "Mother was hit in front of her")
    assert "Told by PC 2231, police officer" in page.reading.text.toPlainText()
    keys.press(Qt.Key.Key_G, CTRL)
    people = hand.workspace.on_files.people[children.maya]
    hand.until(lambda: people.picture.genogram is not None)
    drawn = {figure.name: figure.role for figure in people.family.figures if figure.household == 0}
    assert drawn == {"Maya Bello": "", "Ada Bello": "mother", "Ruth Bello": "grandmother"}
    listed = {line.name: bool(line.household) for line in people.board.table.lines.records}
    assert listed.items() >= {"Ada Bello": True, "Ruth Bello": True, "Sam Bello": False}.items()
    keys.press(Qt.Key.Key_Escape)
    _reads(hand, page, "Mother was hit in front of her")
    assert keys.actions == 8


def test_words_are_found_in_another_of_my_children_and_open_there(hand: Hand, keys: Keys, children: Children) -> None:
    _file(hand, keys, children.leah)
    keys.press(Qt.Key.Key_F, CTRL | SHIFT)
    keys.phrase("red van")
    everywhere = hand.workspace.everywhere
    hand.until(lambda: everywhere.said.startswith("1 entry of 1 child") and everywhere.tree.hasFocus())
    keys.press(Qt.Key.Key_Return)
    hand.until(lambda: children.will in hand.workspace.files)
    page = hand.workspace.files[children.will]
    _reads(hand, page, "Home visit")
    assert keys.actions == 4
    marked = [place.cursor.selectedText() for place in page.reading.text.extraSelections()]
    assert marked == ["red", "van"]


def test_what_is_filtered_is_taken_away_as_a_word_file_and_reads_the_same(
    hand: Hand, keys: Keys, children: Children, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "police.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Word (*.docx)"))
    page = _file(hand, keys, children.leah)
    keys.press(Qt.Key.Key_L, CTRL)
    keys.phrase("police notifications since March 2025")
    shown = _shown(hand, page, 2)
    keys.press(Qt.Key.Key_E, CTRL | SHIFT)
    keys.press(Qt.Key.Key_Space)
    hand.until(lambda: "2 entries saved as" in page.banner.words)
    assert keys.actions == 5
    paper = Document(str(target))
    assert [row.cells[1].text for row in paper.tables[0].rows][1:] == shown[::-1]  # a paper begins with the oldest
    said = [paragraph.text for paragraph in paper.paragraphs]
    assert "OFFICIAL-SENSITIVE" in said
    assert "2 entries: police notification, since March 2025" in said
