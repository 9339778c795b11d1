"""Recording and reading back, by real people on a real server."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.domain.entry import ChildPart
from db.errors import Conflict, NotPermitted, Refused
from db.queries import chronology, entries
from db.session import Session
from tests.record import Record, content

WORKER = "tl_practitioner_a"


Desk = tuple[Record, Session, UUID]
"""A record, a worker's session with an open file, and the child whose file it is."""


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def desk(record: Record) -> Desk:
    """A worker with an open file of an allocated child."""
    child = record.new_child("Will", "Okafor")
    record.allocate(child, WORKER)
    return record, record.opened(WORKER, child), child


def test_an_entry_is_read_back_as_it_was_written(desk: Desk) -> None:
    _record, session, child = desk
    written = content(child, "Will was not seen alone", on="about May 2016", detail="He hid behind the door.")
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, written))
    assert entries.read_entry(session, child, entry).content == written
    assert [row.headline for row in chronology.newest_page(session, child)] == ["Will was not seen alone"]


@pytest.mark.parametrize(
    "words", ['"not seen alone"', "will", "WILL", "hid behin*", "okafor OR alone", "not seen alone"]
)
def test_words_are_found_as_typed_stop_words_and_all(desk: Desk, words: str) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Will was not seen alone", detail="He hid behind the door.")
    record.write_entry(session, child, "Seen alone at school")
    found = chronology.search(session, child, words)
    rows = chronology.page_rows(session, child, found)
    assert "Will was not seen alone" in [row.headline for row in rows]
    assert ("Seen alone at school" in [row.headline for row in rows]) == (words == "okafor OR alone")


def test_the_beginning_of_a_word_finds_its_other_forms(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "The childminder's daughter was worried")
    for words in ("childm*", "childminder*", "worri*", "worried*"):
        assert len(chronology.search(session, child, words)) == 1, words
    assert len(chronology.search(session, child, "childbirth*")) == 0


def test_a_text_of_a_megabyte_is_kept_and_found_at_its_end(desk: Desk) -> None:
    record, session, child = desk
    long = " ".join(f"word{number}end" for number in range(90_000))
    assert len(long) > 1_000_000
    entry = record.write_entry(session, child, "A long paper", detail=long)
    assert list(chronology.search(session, child, "word89999end")) == list(chronology.keys(session, child))
    assert list(chronology.search(session, child, '"word89998end word89999end"')) != []
    assert entries.read_entry(session, child, entry).content.detail == long


def test_more_than_two_million_characters_are_refused_in_plain_words(desk: Desk) -> None:
    record, session, child = desk
    with pytest.raises(Refused, match="2,000,000 characters"):
        record.write_entry(session, child, detail="x" * 2_000_001)


def test_nul_and_lone_surrogates_are_cleaned_and_the_rest_is_kept(desk: Desk) -> None:
    record, session, child = desk
    entry = record.write_entry(session, child, "Text\0 from \ud800a paste", detail="שלום \u202e abc 🕯")
    kept = entries.read_entry(session, child, entry).content
    assert (kept.headline, kept.detail) == ("Text from a paste", "שלום \u202e abc 🕯")


def test_the_same_save_sent_again_lands_once(desk: Desk) -> None:
    _record, session, child = desk
    save = RecordEntry(uuid4(), uuid4(), child, content(child))
    assert record_entry(session, save).version == 1
    assert record_entry(session, save).version == 1
    assert len(chronology.keys(session, child)) == 1


def test_an_operation_id_with_other_words_is_a_conflict_for_its_author_and_refused_to_others(desk: Desk) -> None:
    record, session, child = desk
    save = RecordEntry(uuid4(), uuid4(), child, content(child))
    record_entry(session, save)
    other = replace(save, content=content(child, "Other words"))
    with pytest.raises(Conflict, match="saved already with other words"):
        record_entry(session, other)
    with pytest.raises(NotPermitted):
        record_entry(session, replace(other, entry_id=uuid4()))
    with pytest.raises(NotPermitted):
        record_entry(record.opened("tl_manager_a", child, purpose="Supervision"), other)
    assert entries.read_entry(session, child, save.entry_id).version == 1


@pytest.mark.parametrize("key", ["headline", "detail", "kind", "place"])
def test_an_entry_whose_text_is_a_list_or_an_object_is_refused(desk: Desk, key: str) -> None:
    _record, session, child = desk
    for odd in (["a", "b"], {"a": "b"}):
        wanted = call(
            "save_entry", op=uuid4(), entry=uuid4(), child=child, base=0, reason="",
            content=sa.literal(content(child).to_json() | {key: odd}, JSONB),
            children=sa.literal(content(child).children_json(), JSONB),
        )  # fmt: skip
        with pytest.raises(Refused, match="does not have the form"):
            session.write(lambda connection, wanted=wanted: connection.execute(sa.select(wanted)))  # type: ignore[misc]


def test_an_amendment_keeps_the_original_and_needs_a_reason(desk: Desk) -> None:
    record, session, child = desk
    entry = record.write_entry(session, child, "Seen at home")
    better = AmendEntry(uuid4(), entry, child, content(child, "Seen at school"), 1, "wrong place")
    with pytest.raises(Refused, match="reason"):
        amend_entry(session, replace(better, op_id=uuid4(), reason=" "))
    assert amend_entry(session, better).version == 2
    assert entries.read_entry(session, child, entry, 1).content.headline == "Seen at home"
    assert entries.read_entry(session, child, entry).reason == "wrong place"
    assert len(chronology.search(session, child, "school")) == 1
    assert len(chronology.search(session, child, "home")) == 0


def test_two_amendments_of_one_version_are_a_conflict(desk: Desk) -> None:
    record, session, child = desk
    entry = record.write_entry(session, child)
    amend_entry(session, AmendEntry(uuid4(), entry, child, content(child, "One"), 1, "first"))
    with pytest.raises(Conflict):
        amend_entry(session, AmendEntry(uuid4(), entry, child, content(child, "Two"), 1, "second"))


def test_a_later_date_moves_an_entry_in_the_order(desk: Desk) -> None:
    record, session, child = desk
    first = record.write_entry(session, child, "First", on="1 March 2026")
    record.write_entry(session, child, "Second", on="2 March 2026")
    amend_entry(session, AmendEntry(uuid4(), first, child, content(child, "Moved", on="3 March 2026"), 1, "wrong day"))
    rows = chronology.page_rows(session, child, chronology.keys(session, child))
    assert [row.headline for row in rows] == ["Second", "Moved"]


def test_a_sibling_has_an_impact_of_her_own_that_nobody_else_reads(desk: Desk) -> None:
    record, session, child = desk
    sister = record.new_child("Ada", "Okafor")
    record.allocate(sister, WORKER)
    record.allocate(sister, "tl_practitioner_b")
    both = content(child, "Police called to the home")
    both = replace(both, children=(ChildPart(child, impact="for Will"), ChildPart(sister, impact="for Ada")))
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, both))
    hers = entries.read_entry(record.opened("tl_practitioner_b", sister), sister, entry)
    assert [part.impact for part in hers.content.children] == ["for Ada"]
    assert hers.also_concerns == 1
    assert len(chronology.search(session, child, '"for Ada"')) == 0


def test_amending_in_one_childs_file_leaves_a_siblings_part_as_it_stands(desk: Desk) -> None:
    record, session, child = desk
    sister = record.new_child("Ada", "Okafor")
    record.allocate(sister, WORKER)
    both = content(child, "Police called")
    both = replace(both, children=(ChildPart(child, impact="his"), ChildPart(sister, impact="hers")))
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, both))
    stolen = replace(both, children=(ChildPart(child, impact="his, amended"), ChildPart(sister, impact="overwritten")))
    amend_entry(session, AmendEntry(uuid4(), entry, child, stolen, 1, "wording"))
    hers = entries.read_entry(record.opened(WORKER, sister), sister, entry)
    assert hers.content.children[0].impact == "hers"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("headline", " ", "one sentence"),
        ("headline", "x" * 201, "200"),
        ("kind", "nonsense", "kind"),
        ("tone", "bad", "harmful"),
    ],
)
def test_bad_input_is_refused_in_words_that_do_not_repeat_it(
    desk: Desk, field: str, value: str, complaint: str
) -> None:
    record, session, child = desk
    with pytest.raises(Refused, match=complaint) as refusal:
        record.write_entry(session, child, **{"headline": "A fine sentence", field: value})
    assert value.strip() == "" or value not in refusal.value.text
