"""The Word copy: marked on every page, its sections known again after what lawyers do to it, and never trusted."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.domain.document_template import parse_template
from db.errors import Refused
from db.interchange.packed_file import check_packed
from db.interchange.paper_reader import paragraph_reader
from db.interchange.word_copy import WordPaper, WordParagraph, read_word
from db.interchange.word_paragraphs import read_paragraphs
from desktop.features.court.written import headings, sections_of
from desktop.reporting.report import CitedEntry, WrittenReport
from desktop.reporting.word_copy import word_copy
from desktop.reporting.word_marks import COPY, origin_mark, section_mark
from desktop.reporting.word_return import Fate, Returned, paragraph_changes, read_word_copy, taken_from, taken_in

ELLA, ADAM, PAPER = UUID(int=1), UUID(int=2), UUID(int=77 << 90)
NAMES = {ELLA: "Ella Demir", ADAM: "Adam Demir"}
TEMPLATE = parse_template(
    "note",
    """title = "Note"
statement_of_truth = "I believe that it is true."
[[section]]
key = "facts"
title = "What has happened"
voice = "fact"
[[section]]
key = "child"
title = "The child"
each_child = true
[[section]]
key = "welfare"
title = "Welfare checklist"
each_child = true
[[section]]
key = "wishes"
title = "Wishes and feelings"
each_child = true
checklist = "a"
level = 2
[[section]]
key = "plan"
title = "Plan"
voice = "analysis"
""",
)
MARK = origin_mark(PAPER, 3)
FIELDS = {
    "section:facts": "He rang at nine [C1: 3 March 2026, told by PC Dunn].\n\n- one\n- two\n\nThen it was quiet.",
    f"section:child:{ELLA}": "Ella likes frogs.",
    f"section:child:{ADAM}": "Adam likes trains.",
    f"section:wishes:{ELLA}": "“I want my dog.”",
    f"section:wishes:{ADAM}": "“Can I stay here?”",
    "section:plan": "They stay together.\n\nAunt Rosa visits on Sundays.",
}
HOSTILE = (
    *("<w:p>&amp;</w:p> ]]> <img src=x>", "\x00\x07\ufffe", "\u202egnirts\u2066\u200f", "a\x85\x85b\u2028\u2028c"),
    *("\ud800", "😀 नमस्ते שלום", "What has happened", "Sources", "x" * 20_000, "\t- a\n- b\n 1. c", "  two  spaces "),
    "\u00a0\n\u2003\n",
)


def report(fields: Mapping[str, str] = FIELDS, **others: Any) -> WrittenReport:
    """A report of these texts."""
    plain = WrittenReport(
        case_number="ZW26C50001", court="Family Court at Testing", children=(("Ella Demir", "2 May 2019"),),
        reference="26-1000", authority="Testing Council", author="Dana Okafor", author_role="Social worker",
        prepared_on=date(2026, 11, 22), record_as_at=datetime(2026, 11, 22, 8, 5, tzinfo=UTC), version="3",
        title="Statement", sections=sections_of(TEMPLATE, NAMES, fields),
        cited=(CitedEntry(1, "3 March 2026", "Police called", "Told by PC Dunn", ""),), audit_seq=4711,
        audit_head="9f2c" * 16, statement=TEMPLATE.statement,
    )  # fmt: skip
    return replace(plain, **others)


def copied(fields: Mapping[str, str] = FIELDS) -> Any:
    """The copy, opened as Word opens it."""
    return docx.Document(io.BytesIO(word_copy(report(fields), PAPER, 3)))


def saved(document: Any) -> bytes:
    """The file's bytes."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def returned(document: Any, fields: Mapping[str, str] = FIELDS) -> Returned:
    """What is taken from the copy, read in this process, since the confined one is shown elsewhere."""
    data = document if isinstance(document, bytes) else saved(document)
    check_packed(data)
    head, *lines = map(json.loads, read_paragraphs(data, 2_000_000).split("\n"))
    paragraphs = (WordParagraph(one["text"], one["style"], tuple(one["marks"]), one["bullet"]) for one in lines)
    counted = (head[what] for what in ("comments", "tracked", "notes", "pictures"))
    return taken_from(WordPaper(tuple(paragraphs), *counted), headings(TEMPLATE, NAMES, fields), fields, PAPER)


def at(document: Any, words: str) -> Any:
    """The paragraph that begins with these words."""
    return next(one for one in document.paragraphs if one.text.startswith(words))


def differing(document: Any, fields: Mapping[str, str] = FIELDS) -> list[tuple[str, Fate, str, str]]:
    """What came back changed."""
    return [
        (change.field.removeprefix("section:"), change.fate, change.before, change.after)
        for change in paragraph_changes(fields, returned(document, fields).fields)
        if change.fate is not Fate.KEPT
    ]


def run(words: str, tag: str = "w:t") -> str:
    """A run of text as Word writes it."""
    return f'<w:r><{tag} xml:space="preserve">{words}</{tag}></w:r>'


def tracked(kind: str, inside: str) -> Any:
    """A tracked change of Word's."""
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="9" w:author="A" w:date="2026-11-22T10:00:00Z">{inside}</w:{kind}>'
    )


def strike(paragraph: Any, *, mark: bool = True) -> None:
    """Strikes out a paragraph with tracked changes on."""
    element = paragraph._p
    for each in element.findall(qn("w:r")):
        for text in each.findall(qn("w:t")):
            text.tag = qn("w:delText")
        struck = tracked("del", "")
        element.replace(each, struck)
        struck.append(each)
    if mark:
        properties = element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="8" w:author="A"/></w:rPr>'))


def test_every_page_says_that_it_is_a_copy_and_the_text_is_all_there() -> None:
    document = copied()
    [section] = document.sections
    for place in (section.header, section.footer):
        assert place.paragraphs[0].text == f"{COPY} · OFFICIAL-SENSITIVE"
    words = [one.text for one in document.paragraphs]
    heads = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads == [
        ("Heading 1", "What has happened"), ("Heading 1", "The child"), ("Heading 2", "Ella Demir"),
        ("Heading 2", "Adam Demir"), ("Heading 1", "Welfare checklist: Ella Demir"),
        ("Heading 2", "(a) Wishes and feelings"), ("Heading 1", "Welfare checklist: Adam Demir"),
        ("Heading 2", "(a) Wishes and feelings"), ("Heading 1", "Plan"), ("Heading 1", "Sources"),
    ]  # fmt: skip
    assert "- one\n- two" in words
    assert words.index("Ella likes frogs.") == words.index("Ella Demir") + 1
    assert "C1: 3 March 2026, Police called. Told by PC Dunn" in words
    assert "I believe that it is true." in words
    assert at(document, "- one").style.name == "List Number"
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        assert not any("thumbnail" in name for name in archive.namelist())
        assert str(ELLA).encode() not in b"".join(map(archive.read, archive.namelist()))
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 for name in names)


def test_a_copy_that_nobody_changed_comes_back_without_a_change_through_the_confined_reader() -> None:
    data = word_copy(report(), PAPER, 3)
    back = read_word_copy(data, headings(TEMPLATE, NAMES, FIELDS), FIELDS, PAPER)
    assert back.fields == FIELDS
    assert (back.version, back.other_document, back.lost, back.outside) == (3, False, (), ())
    assert {change.fate for change in paragraph_changes(FIELDS, back.fields)} == {Fate.KEPT}
    other = taken_from(WordPaper((WordParagraph("Note", "", ("_tl_of_00_3", MARK)),), 0, 0, 0, 0), (), {}, UUID(int=5))
    assert (other.version, other.other_document) == (None, True)


TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=40), max_size=4).map("\n\n".join)


@settings(max_examples=5)
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS)))
@example(dict.fromkeys(FIELDS, "\n\n".join(HOSTILE)))
def test_whatever_the_texts_are_they_come_back_as_they_went(fields: dict[str, str]) -> None:
    back = returned(word_copy(report(fields), PAPER, 3), fields)
    changes = paragraph_changes(fields, back.fields)
    assert [change for change in changes if change.fate is not Fate.KEPT] == []
    assert (back.lost, back.outside, back.worded_anew) == ((), (), ())
    everything = range(len(changes))
    assert taken_in(fields, changes, ()) == fields
    again = taken_in(fields, changes, everything)
    assert {change.fate for change in paragraph_changes(fields, again)} <= {Fate.KEPT}


def test_what_was_typed_struck_out_and_added_is_told_paragraph_by_paragraph() -> None:
    document = copied()
    at(document, "Then it").runs[0].text = "Then it was quiet all night."
    at(document, "Ella likes")._p.getparent().remove(at(document, "Ella likes")._p)
    at(document, "Aunt Rosa").insert_paragraph_before("Their father writes to them.", style="List Number")
    assert differing(document) == [
        ("facts", Fate.CHANGED, "Then it was quiet.", "Then it was quiet all night."),
        (f"child:{ELLA}", Fate.GONE, "Ella likes frogs.", ""),
        ("plan", Fate.NEW, "", "Their father writes to them."),
    ]


def test_what_is_taken_in_is_taken_in_alone() -> None:
    document = copied()
    at(document, "They stay").runs[0].text = "They stay together in Leeds."
    at(document, "Aunt Rosa").insert_paragraph_before("New.", style="List Number")
    back = returned(document)
    changes = paragraph_changes(FIELDS, back.fields)
    new = next(place for place, change in enumerate(changes) if change.fate is Fate.NEW)
    assert taken_in(FIELDS, changes, {new}) == FIELDS | {
        "section:plan": "They stay together.\n\nNew.\n\nAunt Rosa visits on Sundays."
    }
    assert taken_in(FIELDS, changes, range(len(changes)))["section:plan"] == back.fields["section:plan"]


def test_tracked_changes_read_as_accepted_and_comments_are_counted() -> None:
    document = copied()
    paragraph = at(document, "They stay")._p
    paragraph.append(tracked("ins", run(" In Leeds.")))
    paragraph.append(tracked("moveFrom", run("moved away")))
    paragraph.append(tracked("del", run("struck", "w:delText")))
    paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="1"/></w:r>'))
    strike(at(document, "Then it"))
    strike(at(document, "Adam likes"), mark=False)
    back = returned(document)
    assert differing(document) == [
        ("facts", Fate.GONE, "Then it was quiet.", ""),
        (f"child:{ADAM}", Fate.GONE, "Adam likes trains.", ""),
        ("plan", Fate.CHANGED, "They stay together.", "They stay together. In Leeds."),
    ]
    assert back.comments == 1
    assert back.tracked >= 5


def test_a_struck_out_paragraph_mark_joins_two_paragraphs() -> None:
    document = copied()
    at(document, "They stay")._p.get_or_add_pPr().append(
        parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="8" w:author="A"/></w:rPr>')
    )
    assert [change[1:] for change in differing(document)] == [
        (Fate.GONE, "They stay together.", ""),
        (Fate.CHANGED, "Aunt Rosa visits on Sundays.", "They stay together.Aunt Rosa visits on Sundays."),
    ]


def test_a_section_that_was_moved_or_worded_anew_is_still_the_same_section() -> None:
    document = copied()
    body = document.element.body
    first = at(document, "What has")._p
    for words in ("Plan", "They stay", "Aunt Rosa"):
        first.addprevious(at(document, words)._p)
    at(document, "What has").runs[0].text = "The events"
    back = returned(document)
    assert back.fields == FIELDS
    assert back.worded_anew == (("What has happened", "The events"),)
    for mark in list(body.iter(qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)
    at(document, "The events").runs[0].text = "What  has Happened"
    bare = returned(document)
    assert (bare.fields, bare.version, bare.worded_anew) == (FIELDS, None, ())


def test_a_childs_group_that_was_moved_is_that_childs_also_where_bookmarks_were_dropped() -> None:
    document = copied()
    ellas = at(document, "Welfare checklist: Ella")._p
    group = [at(document, "Welfare checklist: Adam")._p]
    group += [group[0].getnext(), group[0].getnext().getnext()]
    for element in group:
        ellas.addprevious(element)
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)
    assert returned(document).fields == FIELDS


def test_what_stands_in_a_content_control_is_read_and_tabs_are_tabs() -> None:
    document = copied(FIELDS | {"section:plan": "They\tstay."})
    assert len(list(document.element.body.iter(qn("w:tab")))) == 1
    inside = at(document, "They")._p
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    inside.addprevious(control)
    control[0].append(inside)
    assert returned(document).fields["section:plan"] == "They\tstay."


def test_a_line_typed_before_a_heading_that_took_its_bookmark_is_no_heading() -> None:
    document = copied()
    heading = at(document, "Plan")
    line = heading.insert_paragraph_before("Nobody objects.", style="Heading 1")
    line._p.append(heading._p.find(qn("w:bookmarkStart")))
    assert differing(document) == [(f"wishes:{ADAM}", Fate.NEW, "", "Nobody objects.")]


def test_a_heading_that_is_gone_is_told_and_its_paragraphs_stand_where_they_stand() -> None:
    document = copied()
    for gone in ("struck", "cut"):
        if gone == "struck":
            strike(at(document, "Plan"))
        else:
            document.element.body.remove(at(document, "(a) Wishes")._p)
        back = returned(document)
        assert "Plan" in back.lost
        assert back.fields["section:plan"] == ""
        assert "Aunt Rosa visits" in back.fields[f"section:wishes:{ADAM}"]
    assert returned(document).lost == ("(a) Wishes and feelings", "Plan")
    assert returned(document).fields[f"section:welfare:{ELLA}"] == "“I want my dog.”"


def test_the_bookmark_of_a_heading_that_was_struck_out_does_not_name_the_next_one() -> None:
    document = copied()
    strike(at(document, "Welfare checklist: Ella"))
    at(document, "(a) Wishes").runs[0].text = "What Ella wants"
    back = returned(document)
    assert back.worded_anew == (("(a) Wishes and feelings", "What Ella wants"),)
    assert back.fields == FIELDS


def test_words_typed_into_a_line_of_the_programs_own_are_not_passed_over() -> None:
    document = copied()
    at(document, "Facts").runs[0].text = "Facts as we see them"
    assert differing(document) == [("facts", Fate.NEW, "", "Facts as we see them")]


def test_a_paragraph_that_was_kept_stays_as_it_was_to_the_last_mark() -> None:
    fields = FIELDS | {"section:plan": "They  stay \u200ftogether.\n\nAunt Rosa visits."}
    document = copied(fields)
    at(document, "Aunt Rosa").runs[0].text = "Aunt Rosa visits daily."
    changes = paragraph_changes(fields, returned(document, fields).fields)
    taken = taken_in(fields, changes, range(len(changes)))
    assert taken == fields | {"section:plan": "They  stay \u200ftogether.\n\nAunt Rosa visits daily."}


def test_lists_tables_new_headings_and_what_stands_outside_are_not_passed_over() -> None:
    document = copied()
    end = at(document, "Sources")
    end.insert_paragraph_before("first", style="List Bullet")
    end.insert_paragraph_before("second", style="List Bullet")
    end.insert_paragraph_before("Further matters", style="Heading 2")
    table = document.add_table(2, 2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["When", "Who", "Monday", "Rosa"], strict=True
    ):
        cell.text = words
    end._p.addprevious(table._tbl)
    at(document, "COPY").insert_paragraph_before("A covering note.")
    document.add_paragraph("Typed after the end.")
    back = returned(document)
    assert [change[2:] for change in differing(document)] == [
        ("", "- first\n- second"), ("", "Further matters"), ("", "When\tWho\nMonday\tRosa"),
    ]  # fmt: skip
    assert back.outside == ("A covering note.", "Typed after the end.")


def packed(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one member more, or another in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in archive.namelist():
            if member != name:
                made.writestr(member, archive.read(member))
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "hostile",
    [b"%PDF-1.4", b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + bytes(600), b"MZ\x90\x00\x03" + bytes(100),
     "bomb", "entities", "nested", "deep", "other"],
)  # fmt: skip
def test_a_file_made_to_harm_is_refused_in_plain_words(hostile: bytes | str) -> None:
    good = word_copy(report(), PAPER, 3)
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'
    made = {
        "bomb": lambda: packed(good, "word/media/x.bin", bytes(30_000_000)),
        "entities": lambda: packed(good, "word/document.xml", entity),
        "nested": lambda: packed(good, "word/x.bin", b"PK\x03\x04" + bytes(50)),
        "deep": lambda: packed(good, "word/document.xml", b"<a>" * 5000 + b"</a>" * 5000),
        "other": lambda: packed(good, "[Content_Types].xml", b"<Types/>"),
    }
    if hostile in made and hostile != "bomb":  # one through the confined process is enough
        reading = paragraph_reader()(made[str(hostile)]())
        assert (reading.text, reading.note.endswith(".")) == ("", True)
        assert "chronology" not in reading.note
        return
    with pytest.raises(Refused) as refused:
        read_word(hostile if isinstance(hostile, bytes) else made[hostile]())
    told = "packed as no letter" if hostile == "bomb" else "nothing was taken from it"
    assert told in refused.value.text or (hostile[:2] == b"MZ" and "This is a program" in refused.value.text)


def test_nothing_outside_the_file_is_fetched_and_hidden_keys_of_strangers_lead_nowhere() -> None:
    document = copied()
    document.part.relate_to("http://127.0.0.1:9/x", "http://x/attachedTemplate", is_external=True)
    stranger = at(document, "They stay").insert_paragraph_before("Typed in", style="Heading 1")
    stranger._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="99" w:name="{section_mark("plan:x")}"/>'))
    found = read_word(saved(document))
    assert "Typed in" in [one.text for one in found.paragraphs]
    assert differing(document) == [("plan", Fate.NEW, "", "Typed in")]


CHANGED = st.lists(st.sampled_from(["a b c", "a b d", "x y", "x y z", "p"]), max_size=6).map("\n\n".join)


@given(CHANGED, CHANGED)
def test_all_changes_together_give_what_came_back_and_none_gives_what_stood(before: str, after: str) -> None:
    changes = paragraph_changes({"section:a": before, "title": "T"}, {"section:a": after, "title": "other"})
    stood = {"section:a": before, "title": "T"}
    assert taken_in(stood, changes, range(len(changes))) == (stood | {"section:a": after} if changes else stood)
    assert taken_in(stood, changes, ()) == stood
    kept = [change.before for change in changes if change.fate is not Fate.NEW]
    assert "\n\n".join(kept) == before
    assert all(change.before and change.after for change in changes if change.fate in (Fate.KEPT, Fate.CHANGED))
