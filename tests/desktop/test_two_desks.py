"""One entry open in two windows or at two desks, a file sealed meanwhile, a full disk: no word is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from db.commands.drafts import keep_draft
from db.commands.entries import RecordEntry, record_entry
from db.domain.draft import DraftState
from db.errors import Refused
from db.local import outbox
from desktop.features.entry.page import EntryPanel
from desktop.infra import draft_desk, draft_post
from desktop.infra.navigation import ResumeDraft
from tests.desktop.window import Hand
from tests.record import Record, content
from tests.security.stage import seal

WORKER, COLLEAGUE = "tl_practitioner_a", "tl_practitioner_b"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test writes about a child of its own."""
    return shared_record


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Looks and copies that do not wait as long as in a working day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft_desk, "LOOK_MS", 50)
        patch.setattr(draft_post, "COPY_MS", 50)
        yield


@pytest.fixture(scope="module")
def hands(
    qapp: object, request: pytest.FixtureRequest, record: Record, tmp_path_factory: pytest.TempPathFactory, quick: None
) -> Iterator[tuple[Hand, Hand, Hand]]:
    """The worker at two windows of one computer, and at another desk."""
    assert qapp is not None
    assert quick is None
    office, home = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("home")
    found = (
        Hand(QtBot(request), record, office),
        Hand(QtBot(request), record, office),
        Hand(QtBot(request), record, home),
    )
    for hand in found:
        hand.sign_in(WORKER)
    yield found
    for hand in found:
        hand.close()


@pytest.fixture
def panel(hands: tuple[Hand, Hand, Hand], child: UUID) -> Iterator[EntryPanel]:
    """A new entry in the first window; no draft is left behind."""
    hand = hands[0]
    for each in hands:
        listed(each, child)
    hand.open_file_without_entries(child)
    yield hand.panel(child)
    for hand in hands:
        for draft in hand.workspace._desk.drafts.drafts:
            hand.workspace._desk.drafts.drop(draft.draft_id)


def listed(hand: Hand, child: UUID) -> None:
    """Has the list of children read until the child is on it."""
    caseload = hand.workspace.caseload
    caseload.arrive()
    hand.until(lambda: any(line.child_id == child for line in caseload.table.lines.records))


def taken_up(hand: Hand, draft_id: UUID, child: UUID) -> EntryPanel:
    """The draft, taken up in another window."""
    drafts = hand.workspace._desk.drafts
    hand.until(lambda: draft_id in [draft.draft_id for draft in drafts.drafts])
    hand.workspace._desk.navigator.go(ResumeDraft(draft_id))
    hand.until(lambda: hand.workspace.panel_of(child) is not None)
    panel = hand.workspace.panel_of(child)
    assert panel is not None
    return panel


def told(hand: Hand, panel: EntryPanel, words: str) -> None:
    """Waits until the panel says so."""
    hand.until(lambda: words in panel.banner.words)


def saved(hand: Hand, panel: EntryPanel, child: UUID) -> None:
    """Saves, and waits until the panel is gone."""
    panel.save()
    hand.until(lambda: hand.workspace.panel_of(child) is None)


def details(record: Record, child: UUID) -> list[str]:
    """The current detail of each entry in the child's file, by their words."""
    with record.superuser() as connection:
        found = connection.execute(
            "select distinct on (v.entry_id) v.detail from core.entry_version v join core.entry_child using (entry_id)"
            " where child_id = %s order by v.entry_id, v.version desc", [child],
        ).fetchall()  # fmt: skip
    return sorted(str(detail) for (detail,) in found)


def test_a_draft_that_is_written_on_in_two_windows_becomes_two_and_both_are_saved(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel
) -> None:
    here, there, _ = hands
    here.write(panel, "Seen at home", detail="Both began here.")
    here.workspace._desk.drafts.flush()
    other = taken_up(there, panel.draft.draft_id, child)
    assert other.form.text("detail") == "Both began here."
    panel.form.put("detail", "What the first window says.")
    here.workspace._desk.drafts.flush()
    other.form.put("detail", "What the second window says.")
    there.workspace._desk.drafts.flush()
    told(there, other, "Both are kept")
    assert other.draft.draft_id != panel.draft.draft_id
    assert other.form.text("detail") == "What the second window says."
    for hand in (here, there):
        hand.until(lambda hand=hand: len(hand.workspace._desk.drafts.drafts) == 2)  # type: ignore[misc]
    saved(here, panel, child)
    other.form.put("detail", "What the second window says, to its end.")
    saved(there, other, child)
    assert details(record, child) == ["What the first window says.", "What the second window says, to its end."]
    for hand in (here, there):
        hand.until(lambda hand=hand: not hand.workspace._desk.drafts.drafts)  # type: ignore[misc]


def test_what_was_saved_at_another_desk_with_other_words_shows_both_texts(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _, there = hands
    here.write(panel, "Seen at home", detail="He was asleep.")
    here.workspace._desk.drafts.flush()
    there.until(lambda: fetched(there, panel.draft.draft_id))
    other = taken_up(there, panel.draft.draft_id, child)
    for pause in ("COPY_MS", "COPY_AT_LATEST_MS"):  # neither desk hears of the other's words before it saves
        monkeypatch.setattr(draft_post, pause, 10**7)
    other.form.put("detail", "He was asleep, said his aunt.")
    saved(here, panel, child)
    other.save()
    there.until(lambda: other.saving.both is not None)
    assert "saved this entry already" in other.banner.words
    both = other.saving.both
    assert both is not None
    both.choose("detail", "both")
    saved(there, other, child)
    assert details(record, child) == ["He was asleep.\n\nHe was asleep, said his aunt."]


def fetched(hand: Hand, draft_id: UUID) -> bool:
    """Whether the draft has come from the other desk; asks for it once more."""
    drafts = hand.workspace._desk.drafts
    drafts.use(hand.workspace._desk.signed_in.session)
    return draft_id in [draft.draft_id for draft in drafts.drafts]


def test_what_parts_while_both_texts_are_asked_about_amends_the_entry_that_was_shown(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel
) -> None:
    here, drafts = hands[0], hands[0].workspace._desk.drafts
    session = hands[2].workspace.signed_in.session
    here.write(panel, "Seen at home", detail="Finished here.")
    told = content(child, "Seen at home", detail="Saved at another desk.")
    record_entry(session, RecordEntry(uuid4(), panel.draft.entry_id, child, told))
    panel.save()
    here.until(lambda: panel.saving.both is not None)
    written = {**panel.draft.values, "detail": "Written at another desk."}
    there = replace(panel.draft, values=written, versions={**panel.draft.versions, "there": 1}, sending=None)
    keep_draft(session, replace(there, state=DraftState.WRITING))
    drafts.use(session)
    here.until(lambda: [one.values["detail"] for one in drafts.drafts] == ["Written at another desk."])
    assert panel.saving.both is not None
    panel.saving.both.choose("detail", "both")
    drafts.flush()
    here.until(lambda: len(drafts.drafts) == 2)
    saved(here, panel, child)
    assert details(record, child) == ["Saved at another desk.\n\nFinished here."]
    assert [one.values["detail"] for one in drafts.drafts] == ["Written at another desk."]


def test_a_brother_whose_file_was_sealed_meanwhile_is_named_and_the_rest_can_be_saved(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID
) -> None:
    brother = record.new_child("Sami", "Kaya")
    record.allocate(brother, COLLEAGUE)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
            " parental_responsibility) values (%s, %s, 'brother', %s, true, false)",
            [brother, child, record.staff["tl_manager_a"]],
        )
    here = hands[0]
    listed(here, child)
    here.open_file_without_entries(child)
    panel = here.panel(child)
    here.until(lambda: len(panel.concerned.brothers) == 1)
    panel.form.put("kind", "police")
    here.write(panel, "Shouting at night", when="3 March 2026")
    panel.concerned.tick_all()
    panel.concerned.brothers[0].form.put(f"impact@{brother}", "He ran to the neighbours")
    seal(record, brother, COLLEAGUE)
    panel.save()
    here.until(lambda: "can no longer be recorded for Sami Kaya" in panel.banner.words)
    assert panel.draft.state is DraftState.HELD
    assert panel.form.text("headline") == "Shouting at night"
    here.choose("Save without Sami Kaya", panel)
    here.until(lambda: here.workspace.panel_of(child) is None)
    with record.superuser() as connection:
        found = connection.execute(
            "select c.child_id from core.entry_child c join core.entry_child mine using (entry_id)"
            " where mine.child_id = %s", [child],
        ).fetchall()  # fmt: skip
    assert found == [(child,)]


def test_an_entry_is_saved_though_the_computer_takes_no_draft(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise Refused("What you type cannot be kept on this computer: the disk is full.")

    monkeypatch.setattr("db.local.drafts.write_private", full)
    here = hands[0]
    here.write(panel, "Seen at home", detail="No room on the disk.")
    here.until(lambda: "Not kept on this computer" in panel.where.text())
    saved(here, panel, child)
    assert details(record, child) == ["No room on the disk."]


def test_a_window_that_parts_twice_from_one_draft_keeps_both_its_texts(
    hands: tuple[Hand, Hand, Hand], child: UUID, panel: EntryPanel
) -> None:
    here, there, _ = hands
    ours, theirs = here.workspace._desk.drafts, there.workspace._desk.drafts
    here.write(panel, "Seen at home", detail="Base.")
    ours.flush()
    other = taken_up(there, panel.draft.draft_id, child)
    for text in ("once", "twice"):
        panel.form.put("detail", f"The first window, {text}.")
        ours.flush()
        other.form.put("detail", f"The second window, {text}.")
        theirs.flush()
        told(there, other, "Both are kept")
        other.close_panel()
        there.until(lambda: there.workspace.panel_of(child) is None)
        if text == "once":
            other = taken_up(there, panel.draft.draft_id, child)
    there.until(lambda: len(theirs.drafts) == 3)
    assert {draft.values["detail"] for draft in theirs.drafts} == {
        "The first window, twice.", "The second window, once.", "The second window, twice.",
    }  # fmt: skip


def test_discarding_leaves_what_another_window_wrote_meanwhile(
    hands: tuple[Hand, Hand, Hand], child: UUID, panel: EntryPanel
) -> None:
    here, there, _ = hands
    here.write(panel, "Seen at home", detail="Begun.")
    here.workspace._desk.drafts.flush()
    draft_id = panel.draft.draft_id
    page = there.workspace.unfinished.drafts
    there.until(lambda: draft_id in [draft.draft_id for draft in page.drafts])
    page.discarding.ask(next(draft for draft in page.drafts if draft.draft_id == draft_id))
    there.choose("Discard", page)
    panel.form.put("detail", "Begun, and new important words.")
    here.workspace._desk.drafts.flush()
    listed = there.workspace._desk.drafts
    there.until(lambda: any("important" in draft.values["detail"] for draft in listed.drafts))
    page.discarding.settle()
    listed.flush()
    assert [draft.values["detail"] for draft in page.drafts] == ["Begun, and new important words."]


def test_a_text_whose_draft_was_discarded_elsewhere_says_so_and_can_be_kept(
    hands: tuple[Hand, Hand, Hand], child: UUID, panel: EntryPanel
) -> None:
    here, there, _ = hands
    here.write(panel, "Seen at home", detail="Begun.")
    here.workspace._desk.drafts.flush()
    listed = there.workspace._desk.drafts
    there.until(lambda: len(listed.drafts) == 1)
    listed.drop(panel.draft.draft_id)
    listed.flush()
    here.until(lambda: "Not among your drafts" in panel.where.text())
    panel.close_panel()
    assert "is not among your drafts any more" in panel.banner.words
    here.choose("Keep it as a draft", panel)
    here.until(lambda: here.workspace.panel_of(child) is None)
    assert [draft.values["detail"] for draft in here.workspace._desk.drafts.drafts] == ["Begun."]


@pytest.fixture
def on_its_way(hands: tuple[Hand, Hand, Hand], panel: EntryPanel) -> Iterator[EntryPanel]:
    """A finished entry that cannot go off from either window yet."""
    for hand in hands[:2]:
        hand.workspace._desk.drafts.use(None)
    hands[0].write(panel, "Seen at home", detail="Finished here.")
    panel.save()
    hands[0].workspace._desk.drafts.flush()
    draft_id = panel.draft.draft_id
    hands[1].until(lambda: draft_id in [draft.draft_id for draft in hands[1].workspace._desk.drafts.drafts])
    yield panel
    for hand in hands[:2]:
        hand.workspace._desk.drafts.use(hand.workspace._desk.signed_in.session)


def test_an_entry_on_its_way_that_is_discarded_in_another_window_says_so_and_keeps_its_text(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, on_its_way: EntryPanel
) -> None:
    here, there, _ = hands
    theirs = there.workspace._desk.drafts
    theirs.drop(on_its_way.draft.draft_id)
    theirs.flush()
    told(here, on_its_way, "was discarded in another window")
    assert here.workspace.panel_of(child) is on_its_way
    on_its_way.close_panel()
    assert "is not among your drafts any more" in on_its_way.banner.words
    here.workspace._desk.drafts.use(here.workspace._desk.signed_in.session)
    saved(here, on_its_way, child)
    assert details(record, child) == ["Finished here."]


def test_an_entry_that_another_window_sends_closes_its_form(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, on_its_way: EntryPanel
) -> None:
    here, there, _ = hands
    assert on_its_way.keeping.sending
    there.workspace._desk.drafts.use(there.workspace._desk.signed_in.session)
    here.until(lambda: here.workspace.panel_of(child) is None)
    assert details(record, child) == ["Finished here."]


def test_what_the_server_refuses_to_another_window_is_asked_in_the_form_that_waits_for_it(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, on_its_way: EntryPanel
) -> None:
    here, there, _ = hands
    session = there.workspace.signed_in.session
    told = content(child, "Seen at home", detail="Saved at another desk.")
    record_entry(session, RecordEntry(uuid4(), on_its_way.draft.entry_id, child, told))
    there.workspace._desk.drafts.use(session)
    here.until(lambda: on_its_way.saving.both is not None)
    assert on_its_way.save_button.isEnabled()
    assert on_its_way.saving.both is not None
    on_its_way.saving.both.choose("detail", "both")
    here.workspace._desk.drafts.use(here.workspace.signed_in.session)
    saved(here, on_its_way, child)
    assert details(record, child) == ["Saved at another desk.\n\nFinished here."]


def test_the_second_entry_without_an_answer_says_so_as_the_first(
    hands: tuple[Hand, Hand, Hand], child: UUID, on_its_way: EntryPanel
) -> None:
    here = hands[0]
    assert "does not answer since" in on_its_way.banner.words
    here.choose("Close", on_its_way)
    second = here.panel(child)
    assert second is not on_its_way
    here.write(second, "Seen at school")
    second.save()
    assert "does not answer since" in second.banner.words


def test_an_entry_on_its_way_that_is_taken_up_in_another_window_is_given_free(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel
) -> None:
    here, there, _ = hands
    ours, theirs = here.workspace._desk.drafts, there.workspace._desk.drafts
    ours.use(None)
    theirs.use(None)
    here.write(panel, "Seen at home", detail="Finished here.")
    panel.save()
    ours.flush()
    assert panel.save_button.isEnabled() is False
    other = taken_up(there, panel.draft.draft_id, child)
    other.form.put("detail", "Finished here, but for one thing.")
    theirs.flush()
    here.until(lambda: "in another window before it went off" in panel.banner.words)
    assert panel.save_button.isEnabled()
    for hand in (here, there):
        hand.workspace._desk.drafts.use(hand.workspace._desk.signed_in.session)
    saved(there, other, child)
    panel.save()
    here.until(lambda: panel.saving.both is not None)
    assert panel.saving.both is not None
    panel.saving.both.choose("detail", "both")
    saved(here, panel, child)
    assert details(record, child) == ["Finished here, but for one thing.\n\nFinished here."]


def test_what_another_window_finished_and_this_one_sent_is_not_taken_for_the_own_words(
    hands: tuple[Hand, Hand, Hand], record: Record, child: UUID, panel: EntryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, _ = hands
    ours, theirs = here.workspace._desk.drafts, there.workspace._desk.drafts
    ours.use(None)
    theirs.use(None)
    here.write(panel, "Seen at home", detail="Finished here.")
    panel.save()
    ours.flush()
    other = taken_up(there, panel.draft.draft_id, child)
    other.form.put("detail", "Finished there.")
    theirs.flush()
    here.until(lambda: "in another window before it went off" in panel.banner.words)
    told = threading.Event()
    monkeypatch.setattr(outbox, "tell_dropped", lambda _session, _store: told.wait(60))
    ours.use(here.workspace._desk.signed_in.session)
    saved(there, other, child)  # there it is known from the disk, while the window that sent it has no answer yet
    panel.save()
    told.set()
    here.until(lambda: panel.saving.both is not None)
    theirs.use(there.workspace._desk.signed_in.session)
    assert panel.saving.both is not None
    panel.saving.both.choose("detail", "both")
    saved(here, panel, child)
    assert details(record, child) == ["Finished there.\n\nFinished here."]
