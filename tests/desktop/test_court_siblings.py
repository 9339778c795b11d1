"""A court chronology for brothers and sisters in one act, by the window: a document each, about that child alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from db.commands.files import OpenFile, open_file
from db.commands.people import AddPerson, Tie, add_person
from db.commands.proceedings import CaseFacts, RecordProceedings, record_proceedings
from db.domain.court_chronology import REFERENCE, WORDING, field_of
from db.domain.entry import ChildPart
from db.queries.court_documents import court_document, court_documents
from desktop.features.court import keeping, laying
from desktop.features.court.page import CourtPage
from tests.desktop.test_court_filing import asked, filed
from tests.desktop.test_court_page import opened, picture, printed, serials, settled
from tests.desktop.window import Hand
from tests.record import Record

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
PURPOSE = "Checking a document for the court"
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Family:
    """Amira, her sister whose file is open, her brother whose file is not open, and a sister in a sealed file."""

    amira: UUID
    elif_: UUID
    yusuf: UUID
    deniz: UUID
    police: UUID
    hospital: UUID


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record for all of these tests."""
    return shared_record


@pytest.fixture
def hand(shared_hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """One window for all of these tests, whose pages follow each change at once."""
    monkeypatch.setattr(laying, "REST_MS", 20)
    monkeypatch.setattr(keeping, "AGAIN_MS", 100)
    shared_hand.sign_in(WORKER)
    return shared_hand


@pytest.fixture
def family(record: Record) -> Family:
    """Four children; the police came to the first two, only Amira was in hospital."""
    amira = record.new_child("Amira", "Kaya")
    elif_ = record.new_child("Elif", "Kaya", born=date(2021, 4, 1))
    yusuf = record.new_child("Yusuf", "Kaya", born=date(2022, 8, 9))
    deniz = record.new_child("Deniz", "Kaya", born=date(2023, 1, 2))
    for child in (amira, elif_, yusuf, deniz):
        record.allocate(child, WORKER)
    manager = record.opened(MANAGER, amira, purpose=PURPOSE)
    for child in (elif_, yusuf, deniz):
        open_file(manager, OpenFile(child, purpose=PURPOSE))
        add_person(manager, AddPerson(amira, child, uuid4(), Tie("sibling", "told by the mother"), None))
    manager.close()
    session = record.opened(WORKER, amira)
    open_file(session, OpenFile(elif_))
    case = CaseFacts("public", "cmh", "ZW26C50123", "Family Court at Midford", "C110A", issued_on=date(2026, 3, 2))
    record_proceedings(session, RecordProceedings(uuid4(), uuid4(), amira, case, "sealed application"))
    both = (ChildPart(amira, "She hides under the bed."), ChildPart(elif_, "She stopped singing."))
    police = record.write_entry(
        session, amira, "Police called to the home", on="5 May 2025", significant=True, children=both
    )
    hospital = record.write_entry(
        session, amira, "Broken arm at the hospital", on="7 July 2025", significant=True,
        children=(ChildPart(amira, "She cannot draw."),),
    )  # fmt: skip
    record.write_entry(session, elif_, "Began at nursery", on="1 September 2025", significant=True)
    session.close()
    record.seal(MANAGER, deniz)
    return Family(amira, elif_, yusuf, deniz, police, hospital)


def worded(hand: Hand, family: Family) -> CourtPage:
    """Amira's chronology with a wording of what concerns both sisters, and of what concerns her alone."""
    page = opened(hand, family.amira)
    police, hospital = (partial_fields(entry) for entry in (family.police, family.hospital))
    page.choosing.put({police[0]: "Police came at ten at night.", police[1]: "PC Dunn, C4"})
    page.choosing.put({hospital[0]: "Amira had a spiral fracture.", hospital[1]: "Dr Osei, C12"})
    page.choosing.put({"court": "Family Court at Midford, court 4", "approved_by": "Ms Grey"})
    settled(hand, page)
    return page


def partial_fields(entry: UUID) -> tuple[str, str]:
    """The names of an entry's wording and reference."""
    return field_of(WORDING, entry), field_of(REFERENCE, entry)


def test_one_act_begins_a_sisters_chronology_and_a_key_goes_from_one_to_the_next(
    hand: Hand, record: Record, family: Family
) -> None:
    page = worded(hand, family)
    ticks = page.alongside.ticks
    assert [tick.accessibleName() for tick in ticks.ticks.values()] == [
        "Begin for Elif Kaya", "Begin for Yusuf Kaya: opens the file first, with a reason where one is due",
    ]  # fmt: skip
    assert not ticks.begin_button.isEnabled()
    page.alongside.offer()
    assert ticks.ticks[family.elif_].hasFocus()
    hand.press(Qt.Key.Key_Space)
    picture(hand, "siblings-ticks")
    ticks.begin_button.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "Begun for Elif Kaya" in page.banner.words)
    hand.until(lambda: not hand.opened.tasks.busy)
    picture(hand, "siblings-begun")
    drafts = {draft.child: draft for draft in hand.workspace._desk.drafts.drafts}
    assert set(drafts) == {"Amira Kaya", "Elif Kaya"}
    assert drafts["Elif Kaya"].entry_id != drafts["Amira Kaya"].entry_id
    assert dict(drafts["Elif Kaya"].values) == {
        "title": "Chronology", "case_number": "ZW26C50123", "court": "Family Court at Midford, court 4",
        "since": "2 March 2024", "significant": "yes",
        field_of(WORDING, family.police): "Police came at ten at night.\n\nImpact: She stopped singing.",
        field_of(REFERENCE, family.police): "PC Dunn, C4",
    }  # fmt: skip
    assert ticks.ticks[family.elif_].text() == "Elif Kaya: begun"
    hand.press(Qt.Key.Key_PageDown, ALT)
    hand.until(lambda: family.elif_ in hand.workspace.on_files.courts)
    sister = hand.workspace.on_files.courts[family.elif_]
    settled(hand, sister)
    assert hand.opened.window.page is sister
    assert serials(sister) == {"Police called to the home": 1, "Began at nursery": 2}
    words = printed(sister)
    assert "Elif Kaya" in words
    assert "Police came at ten at night. Impact: She stopped singing. PC Dunn, C4" in words
    assert not [said for said in ("Amira", "fracture", "under the bed", "draw", "Ms Grey") if said in words]
    assert [link.text() for link in sister.alongside.links.findChildren(type(sister.back_button))] == [
        "Amira Kaya’s chronology (Alt+Page Down)"
    ]
    picture(hand, "siblings-sister")
    hand.press(Qt.Key.Key_PageDown, ALT)
    hand.until(lambda: hand.opened.window.page is page)
    session = record.opened(WORKER, family.elif_)
    assert court_documents(session, family.elif_) == (), "what is only looked at stays a draft"
    assert "Elif Kaya" in [draft.child for draft in hand.workspace._desk.drafts.drafts]
    hand.press(Qt.Key.Key_PageDown, ALT)
    hand.until(lambda: hand.opened.window.page is sister)
    settled(hand, sister)
    asked(hand, sister)
    filed(hand, sister, 1)
    [line] = court_documents(session, family.elif_)
    assert (line.children, line.version, line.filed) == ((family.elif_,), 1, 1)
    assert court_documents(session, family.amira)[0].filed == 0, "each is filed by itself"
    document = court_document(session, family.elif_, line.document_id)
    assert field_of(WORDING, family.hospital) not in document.fields
    assert "Amira" not in str(document.fields)
    session.close()


def test_a_file_that_is_not_open_is_opened_first_and_a_sealed_one_is_never_told_of(
    hand: Hand, record: Record, family: Family
) -> None:
    page = worded(hand, family)
    assert family.deniz not in page.alongside.ticks.ticks
    assert family.deniz not in {kin.child_id for kin in page.alongside.kin}
    page.alongside.ticks.ticks[family.elif_].setChecked(True)
    page.alongside.ticks.ticks[family.yusuf].setChecked(True)
    page.alongside.begin()
    hand.until(lambda: page.banner.choices != ())
    assert page.banner.words == (
        "The file of Yusuf Kaya is not open. Opening is on record, with a reason where one is due."
    )
    assert {draft.child for draft in hand.workspace._desk.drafts.drafts} == {"Amira Kaya"}
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: "Begun for Elif Kaya and Yusuf Kaya" in page.banner.words)
    assert family.yusuf in hand.workspace.files
    assert hand.opened.window.page is page
    drafts = {draft.child: draft.values for draft in hand.workspace._desk.drafts.drafts}
    assert set(drafts) == {"Elif Kaya", "Yusuf Kaya"}, "hers was saved when one left it"
    assert field_of(WORDING, family.police) not in drafts["Yusuf Kaya"], "he is not in that entry"
    assert drafts["Yusuf Kaya"]["case_number"] == "ZW26C50123"
