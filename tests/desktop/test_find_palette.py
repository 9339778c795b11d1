"""The palette by keyboard alone: children, what leads to them, commands; and what members of sealed files are told."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from desktop.features.find.findings import Finding
from desktop.infra.acts import Act
from desktop.models.words import ONE_MORE_LETTER
from tests.db.test_find import adult, insert
from tests.desktop.window import CTRL, Hand
from tests.record import Record

WORKER, COLLEAGUE, STRANGER, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c", "tl_manager_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; who is looked for in one test alone has a name of their own."""
    return shared_record


@pytest.fixture
def hand(shared_sign_in: Hand) -> Hand:
    """One window for all of these tests."""
    return shared_sign_in


def lines(hand: Hand) -> list[tuple[str, str]]:
    """The kind and the first line of what each line is."""
    model = hand.workspace.find.table.lines
    found = [model.record(row) for row in range(model.rowCount())]
    return [(one.kind, one.what.split("\n")[0]) for one in found if one is not None]


def marked(hand: Hand) -> Finding:
    """The line that is marked."""
    finding = hand.workspace.find.table.lines.record(hand.workspace.find.table.currentIndex().row())
    assert finding is not None
    return finding


def ask(hand: Hand, words: str) -> None:
    """Ctrl+K, type, and wait for the answer; the keyboard stays in the box."""
    hand.press(Qt.Key.Key_K, CTRL)
    find = hand.workspace.find
    find.box.clear()
    hand.type(words)
    hand.until(lambda: find.said.endswith(("Enter opens.", "may not know of it.")))
    assert hand.focus is find.box


@pytest.fixture(scope="module", autouse=True)
def children(record: Record) -> tuple[UUID, UUID]:
    """A child of mine, and one of another team whose mother has a number."""
    mine, theirs = record.new_child("Amira", "Kaya"), record.new_child("Maya", "Singh", team="South")
    record.allocate(mine, WORKER)
    record.allocate(theirs, STRANGER)
    mother = adult(record, "Sarah", "Examplewoman", theirs)
    insert(record, "contact_detail", person_id=mother, kind="telephone", value="07700 900123")
    return mine, theirs


def test_without_words_the_palette_lists_what_one_opened_lately_and_then_what_one_can_do(
    hand: Hand, record: Record
) -> None:
    child = record.new_child("Nadia", "Brook")
    record.allocate(child, COLLEAGUE)
    hand.sign_in(COLLEAGUE)
    page = hand.open_file_without_entries(child)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.until(lambda: ("Opened lately", "Nadia Brook") in lines(hand))
    kinds = [kind for kind, _ in lines(hand)]
    assert kinds == ["Opened lately", *["Command"] * (len(kinds) - 1)]
    assert {("Command", act.words.rstrip("…")) for act in (Act.NEW_ENTRY, Act.COURT, Act.TAKE_AWAY)} <= set(lines(hand))
    hand.press(Qt.Key.Key_Escape)
    assert hand.opened.window.page is page


def test_a_child_is_opened_with_three_keys_from_anywhere(hand: Hand, children: tuple[UUID, UUID]) -> None:
    mine, _theirs = children
    hand.sign_in(WORKER)
    ask(hand, "kay")
    assert lines(hand)[0] == ("Child", "Amira Kaya")
    assert marked(hand).opening == "opens at once"
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: mine in hand.workspace.files)


def test_my_own_child_comes_before_one_that_was_mine_and_one_of_another_team(hand: Hand, record: Record) -> None:
    before, own = record.new_child("Jermaine", "Abbott"), record.new_child("Jermaine", "Yorke")
    for child in (before, own):
        record.allocate(child, WORKER)
    record.new_child("Jermaine", "Aaron", team="South")
    record.new_child("Jermaine", "Blake")
    with record.superuser() as connection:
        connection.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [before])
    hand.sign_in(WORKER)
    ask(hand, "jermaine")
    assert [what for _, what in lines(hand)] == [f"Jermaine {name}" for name in ("Yorke", "Abbott", "Blake", "Aaron")]


def test_enter_before_the_answer_never_opens_what_was_found_for_other_words(hand: Hand, record: Record) -> None:
    hand.sign_in(WORKER)
    ask(hand, "kaya")
    hand.workspace.find.box.selectAll()
    hand.type("singh")
    hand.press(Qt.Key.Key_Return)
    hand.until(hand.workspace.find.table.hasFocus)
    assert hand.workspace.files == {}
    assert lines(hand) == [("Child", "Maya Singh")]


def test_a_mother_or_her_number_leads_to_the_child_and_says_how(hand: Hand, children: tuple[UUID, UUID]) -> None:
    _mine, theirs = children
    hand.sign_in(WORKER)
    for words, kind in (("sara examplew", "Person"), ("07700 900 123", "Telephone")):
        ask(hand, words)
        assert lines(hand) == [(kind, "Sarah Examplewoman, mother of Maya Singh")]
        assert "South · worker Tl Practitioner C" in marked(hand).about
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: theirs in hand.workspace.files)
    assert hand.workspace.files[theirs].card is not None, "the file needs a reason"


def test_a_birth_that_is_known_to_the_year_is_told_as_that_also_where_a_number_leads_to_the_child(
    hand: Hand, record: Record, children: tuple[UUID, UUID]
) -> None:
    with record.superuser() as connection:
        connection.execute(
            "update core.person set born_earliest = '2016-01-01', born_latest = '2016-12-31' where person_id = %s",
            [children[1]],
        )
    hand.sign_in(WORKER)
    ask(hand, "07700 900 123")
    assert marked(hand).about.startswith("born about 2016 (about ")
    ask(hand, "Maya Singh")
    assert marked(hand).about.startswith("born about 2016 (about ")


def test_a_single_letter_finds_my_own_and_says_that_one_more_looks_in_the_whole_office(
    hand: Hand, record: Record
) -> None:
    mine, _other = record.new_child("Xanthe", "Moss"), record.new_child("Xavier", "Reed")
    record.allocate(mine, WORKER)
    hand.sign_in(WORKER)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.workspace.find.box.clear()
    hand.type("x")
    hand.until(lambda: hand.workspace.find.said.endswith(ONE_MORE_LETTER))
    assert [what for kind, what in lines(hand) if kind == "Child"] == ["Xanthe Moss"]
    hand.type(" j")
    hand.until(lambda: hand.workspace.find.said == ONE_MORE_LETTER)
    assert lines(hand) == []
    ask(hand, "xa")
    assert [what for kind, what in lines(hand) if kind == "Child"] == ["Xanthe Moss", "Xavier Reed"]


def test_arrows_in_the_box_go_through_the_lines(hand: Hand, record: Record) -> None:
    for given in ("Ada", "Ben"):
        record.new_child(given, "Osei")
    hand.sign_in(WORKER)
    ask(hand, "osei")
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        hand.press(key)
        seen.append(hand.workspace.find.table.currentIndex().row())
    assert seen == [1, 1, 0, 1, 0]
    assert hand.focus is hand.workspace.find.box


def test_a_command_is_done_where_one_came_from(hand: Hand, children: tuple[UUID, UUID]) -> None:
    mine, _theirs = children
    hand.sign_in(WORKER)
    page = hand.open_file_without_entries(mine)
    ask(hand, "new ent")
    assert lines(hand)[0] == ("Command", "New entry")
    assert marked(hand).about == "key: Ctrl+N"
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.workspace.panel_of(mine) is not None)
    assert hand.opened.window.page is page


def test_only_commands_that_can_be_done_now_are_listed(hand: Hand, record: Record) -> None:
    hand.sign_in(WORKER)
    ask(hand, "keyboard")
    assert lines(hand) == [("Command", "Keyboard")]
    ask(hand, "amend")
    assert lines(hand) == []


def test_a_child_whom_one_cannot_open_is_known_with_team_and_worker(hand: Hand, children: tuple[UUID, UUID]) -> None:
    _mine, theirs = children
    hand.sign_in("tl_support_a")
    ask(hand, "singh")
    assert marked(hand).opening == "known to team South, worker Tl Practitioner C"
    hand.press(Qt.Key.Key_Return)
    assert "You cannot open the file" in hand.workspace.find.banner.words
    assert theirs not in hand.workspace.files


def test_a_name_by_which_a_child_was_found_is_said(hand: Hand, record: Record, children: tuple[UUID, UUID]) -> None:
    mine, _theirs = children
    with record.superuser() as connection:
        connection.execute(
            "select wall.add_name(%s, 'former', 'Amira', 'Delacroix', %s)", [mine, record.staff[MANAGER]]
        )
    hand.sign_in(WORKER)
    ask(hand, "delacroix")
    assert marked(hand).what == "Amira Kaya\nformerly Amira Delacroix"
    ask(hand, "2 May 2019")
    assert ("Child", "Amira Kaya") in lines(hand)


def test_a_member_of_a_sealed_file_is_told_who_asked_until_it_is_seen(hand: Hand, record: Record) -> None:
    child = record.new_child("Leila", "Haddad")
    record.seal(MANAGER, child)
    hand.sign_in(STRANGER)
    ask(hand, "haddad")
    assert lines(hand) == []
    assert hand.workspace.find.said.startswith("No child")
    hand.workspace.sign_out()
    notice = hand.sign_in(MANAGER).caseload.notices
    hand.until(lambda: notice.words != "")
    assert notice.words == "1 notice about a sealed file of which you are a member."
    hand.tab_to(notice.choices[0])
    hand.press(Qt.Key.Key_Space)
    assert "a member.\n• Leila Haddad" in notice.words
    assert "asked for by Tl Practitioner C, South on" in notice.words
    hand.tab_to(notice.choices[0])
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: notice.words == "")


def test_a_command_comes_before_children_who_only_sound_so_and_after_one_who_is_called_so(
    hand: Hand, record: Record
) -> None:
    sounding = record.new_child("Primrose", "Prynt")
    record.allocate(sounding, WORKER)
    hand.sign_in(WORKER)
    hand.open_file_without_entries(sounding)
    ask(hand, "print")
    kinds = [kind for kind, _ in lines(hand)]
    assert marked(hand).kind == "Command"
    assert "Child" in kinds
    assert kinds.index("Child") > kinds.index("Command")
    record.new_child("Printemps", "Vane")
    ask(hand, "prin")
    hand.until(lambda: lines(hand)[0] == ("Child", "Printemps Vane"))
