"""The parts of a document: their order, each child apart, nothing written passed over, words counted, lacks named."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from db.domain.document_parts import Lack, counts, missing, paragraphs, parts, word_count
from db.domain.document_template import DocumentTemplate, parse_template

ELLA, ADAM = UUID(int=1), UUID(int=2)
TEMPLATE = parse_template(
    "note",
    """title = "Note"
[[section]]
key = "facts"
title = "Facts"
required = true
words = 5
[[section]]
key = "child"
title = "Child"
each_child = true
[[section]]
key = "wishes"
title = "Wishes"
each_child = true
checklist = "a"
level = 2
required = true
[[section]]
key = "options"
title = "Options"
[[section]]
key = "each"
title = "For each"
each_child = true
level = 2
[[section]]
key = "said"
title = "Said"
speakers = true
""",
)


def fields_of(template: DocumentTemplate, *children: UUID, **fields: str) -> list[str]:
    """The keys of the parts in order."""
    return [part.key for part in parts(template, children, fields)]


def test_what_is_each_childs_own_stands_together_child_by_child() -> None:
    assert fields_of(TEMPLATE, ELLA, ADAM) == [
        *("facts", f"child:{ELLA}", f"wishes:{ELLA}", f"child:{ADAM}", f"wishes:{ADAM}"),
        *("options", f"each:{ELLA}", f"each:{ADAM}", "said"),
    ]
    assert fields_of(TEMPLATE, ELLA) == ["facts", f"child:{ELLA}", f"wishes:{ELLA}", "options", f"each:{ELLA}", "said"]


def test_a_text_that_the_template_has_no_place_for_stays_and_is_pointed_out() -> None:
    fields = {
        "section:gone": "Words",
        f"section:facts:{ELLA}": "Words of one child",
        "section:wishes": "",
        "section:": "no field",
        "cite:1": "x",
    }
    found = [part for part in parts(TEMPLATE, (ELLA,), fields) if part.lost]
    assert [(part.key, part.child, part.section.title) for part in found] == [
        (f"facts:{ELLA}", ELLA, "Facts"),
        ("gone", None, "Gone"),
    ]
    lacks = [lack.part.key for lack in missing(TEMPLATE, (ELLA,), fields) if lack.lack is Lack.NO_PLACE]
    assert lacks == [f"facts:{ELLA}", "gone"]


def test_words_are_counted_against_the_limit_without_citations() -> None:
    text = "She’s well-fed [C12: 15 March 2026, told by Ms Patel, teacher] at 3.30 pm – fine"
    assert word_count(text) == 6
    [facts, *_] = counts(TEMPLATE, (ELLA,), {"section:facts": text})
    assert (facts.words, facts.limit, facts.over) == (6, 5, True)
    assert not any(count.over for count in counts(TEMPLATE, (ELLA,), {"section:options": "word " * 999}))


def test_what_is_missing_is_named_in_the_order_of_the_pages_without_a_word_of_the_text() -> None:
    fields = {
        "section:facts": "one two three four five six",
        "section:said": "Ms Patel, teacher: she came late.\n\nnobody said this\n\n“Quoted” by nobody",
        f"section:wishes:{ADAM}": "I want my dog [C2: 1 May 2026, seen] and [C3: 2 May 2026, seen]",
        "cite:2": str(ELLA),
    }
    found = missing(TEMPLATE, (ELLA, ADAM), fields)
    assert [(lack.part.key, lack.lack) for lack in found] == [
        ("facts", Lack.TOO_LONG),
        (f"wishes:{ELLA}", Lack.EMPTY),
        (f"wishes:{ADAM}", Lack.NOT_CITED),
        ("said", Lack.NO_SPEAKER),
    ]
    assert found[0].words == "“Facts” has 6 words; it should have at most 5."
    assert found[1].words == "“(a) Wishes” must be written."
    assert found[3].words == "In “Said” 2 paragraphs do not begin with who says it, and a colon."
    assert missing(TEMPLATE, (ELLA,), {"section:facts": "Seen.", f"section:wishes:{ELLA}": "My dog."}) == ()


def test_blank_lines_part_paragraphs_and_lists_stay_together() -> None:
    assert paragraphs("\n one \r\n- two\r- three  \n \t\n\n four\u2028five\x85\x85six\n") == (
        " one\n- two\n- three",
        " four\nfive",
        "six",
    )
    assert paragraphs(" \n ") == ()


@given(st.text())
def test_no_letter_is_lost_when_a_text_is_parted(text: str) -> None:
    found = paragraphs(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert paragraphs("\n\n".join(found)) == found
