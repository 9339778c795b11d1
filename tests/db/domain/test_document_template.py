"""Templates: whatever an administrator writes is a template or one sentence with the line; and the program's own."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.domain.document_template import (
    CHECKLIST,
    DocumentTemplate,
    TemplateNotUnderstood,
    TemplateSection,
    parse_template,
)
from db.queries.court_documents import StoredTemplate
from db.queries.document_templates import overlaid, own_templates

WHOLE = '''title = "Court note"
family = "office"
roles = ["manager"]
statement_of_truth = "It is true."
page_limit = "section_7"

[[section]]
key = "facts"
title = "What happened"
guidance = """
Facts only.
Cite the entry."""
required = true
voice = "fact"
words = 300
speakers = true

[[section]]
key = "wishes"
title = "Wishes"
each_child = true
checklist = "a"
level = 2
'''


def refusal(text: str, kind: str = "note") -> str:
    """Why this is no template."""
    with pytest.raises(TemplateNotUnderstood) as refused:
        parse_template(kind, text)
    return refused.value.text


def test_a_template_says_all_that_its_file_says() -> None:
    assert parse_template("note", WHOLE) == DocumentTemplate(
        kind="note", title="Court note", family="office", roles=("manager",), statement="It is true.",
        page_limit="section_7", sections=(
            TemplateSection("facts", "What happened", "Facts only.\nCite the entry.", True, "fact", 300, speakers=True),
            TemplateSection("wishes", "Wishes", each_child=True, checklist="a", level=2),
        ),
    )  # fmt: skip
    short = parse_template("note", 'title = "N"\n[[section]]\nkey = "a"\ntitle = "A"\n')
    assert (short.family, short.statement, short.page_limit) == ("court", "", "note")
    assert short.sections == (TemplateSection("a", "A"),)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('title = "Wishes"', 'titel = "Wishes"', "Section 2, line 20: there is no key “titel”"),
        ('title = "Wishes"', 'title = " "', "Section 2, line 20: the title is missing."),
        ('title = "Wishes"', 'title = "Wishes"\ncolour = "red"', "Section 2, line 21: there is no key “colour”"),
        ("words = 300", 'words = "300"', "Section 1, line 15: “words” must be a whole number."),
        ("words = 300", "words = true", "Section 1, line 15: “words” must be a whole number."),
        ("words = 300", "words = -1", "Section 1, line 15: “words” is a number from 0 to 20,000."),
        ("required = true", "required = 1", "Section 1, line 13: “required” must be true or false."),
        ("required = true", "required = yes", "Line 13: the value is not understood."),
        ('voice = "fact"', 'voice = "loud"', "Section 1, line 14: “voice” is one of fact, analysis, plain."),
        ('voice = "fact"', 'voice = "fact"\nvoice = "plain"', "Line 15: the same key or table stands twice."),
        ('key = "wishes"', 'key = "facts"', "Section 2, line 19: the key “facts” stands twice."),
        ('key = "wishes"', 'key = "Wishes!"', "Section 2, line 19: the key is one word"),
        ('checklist = "a"', 'checklist = "h"', "Section 2, line 22: “checklist” is one of a, b, c, d, e, f, g."),
        ("level = 2", "level = 3", "Section 2, line 23: “level” is a number from 1 to 2."),
        ('title = "Court note"', "", "The template, line 1: the title is missing."),
        ('title = "Court note"', 'title = "two\\nlines"', "The template, line 1: the title is one line"),
        ('title = "Court note"', 'title = "a\\u202eb"', "The template, line 1: the title is one line"),
        ('roles = ["manager"]', 'roles = ["cook"]', "The template, line 3: “roles” is a list of some of practitioner"),
        ('roles = ["manager"]', "roles = [[]]", "The template, line 3: “roles” is a list"),
        ('family = "office"', "family = 3", "The template, line 2: “family” must be a text."),
        ('family = "office"', 'famly = "office"', "The template, line 2: there is no key “famly”"),
        ('"It is true."', '"It is true.', "Line 4: a text is not closed."),
        ("level = 2", "level", "Line 23: a line is written key = value."),
    ],
)
def test_what_is_wrong_is_said_with_its_section_and_line(before: str, after: str, told: str) -> None:
    text = WHOLE.replace(before, after, 1)
    assert text != WHOLE
    assert told in refusal(text)


def test_a_file_without_sections_or_of_another_kind_is_no_template() -> None:
    for text in ("", 'title = "x"', 'title = "x"\nsection = 3', 'title = "x"\n[section]\nkey = "a"\ntitle = "A"'):
        assert "begins with a line [[section]]" in refusal(text)
    for kind in ("chronology", "Note", "", "n" * 41, "a b"):
        assert "is named by one word" in refusal(WHOLE, kind)
    for text in ("x" * 200_001, "a = " + "[" * 50_000, "a = " + "9" * 5000):
        assert refusal(text)
    head, section = WHOLE.split("[[section]]")[:2]
    many = "".join(f'[[section]]\nkey = "k{n}"\ntitle = "K"\n' for n in range(61))
    assert "more than 60 sections" in refusal(head + many)
    assert "the first section has level 1" in refusal(head + "[[section]]" + section + "level = 2")


def test_what_would_take_all_memory_is_refused_before_it_is_read() -> None:
    for key in ("a", '"\\""', "'.'", " a\t"):
        chain = ".".join([key] * 20_000)
        for text in (f"{WHOLE}{chain} = 1", f"{WHOLE}[{chain}]", f"{WHOLE}x = {{{chain} = 1}}"):
            assert refusal(text) == "Line 24: a key has too many dots."


def test_a_part_of_what_is_each_childs_own_is_each_childs_own() -> None:
    text = WHOLE.replace("speakers = true", "each_child = true").replace('each_child = true\nchecklist = "a"', "")
    assert "Section 2, line 18: it stands under “facts”, which is each child's own." in refusal(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(), st.lists, max_leaves=3
)
LINES = st.lists(
    st.sampled_from([*WHOLE.splitlines(), "[[section]]", "[section]", "section.key = 1", '"" = 1', "'key' = 'x'"])
    | st.builds(lambda key, value: f"{key} = {value}", st.sampled_from(["key", "title", "words", "level"]), VALUES)
    | st.text(),
    max_size=30,
)


@given(st.text() | LINES.map("\n".join))
@example("a = 1e999999")
@example('title = "\x00"')
@example("\ud800 = 1")
@example('"\\ud800" = 1')
@example("[[section]]\n[[section.key]]")
def test_any_text_is_a_template_or_one_sentence(text: str) -> None:
    try:
        template = parse_template("note", text)
    except TemplateNotUnderstood as error:
        assert error.text.strip().endswith((".", "true"))
        assert "\n" not in error.text
        return
    assert template.title
    assert template.sections
    assert tomllib.loads(text)


@given(st.dictionaries(st.sampled_from(["title", "family", "roles", "section", "page_limit", "x"]), VALUES))
def test_values_of_any_kind_are_taken_or_refused(values: dict[str, Any]) -> None:
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    try:
        parse_template("note", "\n".join(lines))
    except TemplateNotUnderstood as error:
        assert error.text


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else f"'{value}'"


def test_the_programs_own_templates_are_there_and_short() -> None:
    own = {kind: here.template for kind, here in own_templates().items()}
    assert set(own) == {
        *("social_work_evidence", "section_7", "case_analysis", "child_impact", "safeguarding_letter"),
        *("position_statement", "assessment", "strategy_discussion", "section_47", "conference_report", "plan"),
    }
    for template in own.values():
        assert len(template.sections) <= 15
        assert all(section.guidance and len(section.guidance) <= 170 for section in template.sections), template.kind
        assert any(section.required for section in template.sections)
    assert own["social_work_evidence"].statement.startswith("I believe that the facts stated in this witness statement")
    assert not own["section_7"].statement
    for kind in ("social_work_evidence", "section_7"):
        letters = [section.checklist for section in own[kind].sections if section.checklist]
        assert sorted(letters) == sorted(CHECKLIST)
        assert all(section.each_child for section in own[kind].sections if section.level == 2)
    assert any(section.speakers for section in own["strategy_discussion"].sections)
    assert {kind for kind, template in own.items() if template.family == "office"} == {
        *("assessment", "strategy_discussion", "section_47", "conference_report", "plan")
    }


def test_what_an_administrator_put_here_goes_first_and_what_cannot_be_read_hides_nothing() -> None:
    here = overlaid(
        [
            StoredTemplate("section_7", 2, WHOLE),
            StoredTemplate("plan", 1, "titel = 1"),
            StoredTemplate("own_form", 3, WHOLE.replace("Court note", "Our form")),
            StoredTemplate("broken", 1, "["),
            StoredTemplate("case_analysis", 4, ""),
        ]
    )
    assert (here.by_kind["section_7"].version, here.by_kind["section_7"].template.title) == (2, "Court note")
    assert here.by_kind["plan"] == own_templates()["plan"]
    assert here.by_kind["case_analysis"] == own_templates()["case_analysis"]
    assert here.template("own_form") is not None
    assert here.template("broken") is None
    assert [(trouble.kind, trouble.version) for trouble in here.troubles] == [("plan", 1), ("broken", 1)]
    families = [one.template.family for one in here.by_kind.values()]
    assert families == sorted(families)
