"""A report put together on the real record: each child apart, what is cited as it stands, nothing from elsewhere."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from reportlab.pdfgen.canvas import Canvas

from db.commands.court_documents import PutPageLimit, SaveCourtDocument, put_page_limit, save_court_document
from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, amend_entry
from db.domain.document_parts import Lack
from db.domain.document_template import parse_template
from db.domain.entry import HowKnown, Source
from db.errors import NotPermitted, Refused
from db.queries.court_documents import CourtDocument, court_document
from db.queries.document_templates import own_templates
from db.queries.entries import read_entry
from db.session import Session
from desktop.features.court.citing import GONE, PRIVILEGED
from desktop.features.court.written import build_written, cite, headings, missing, sections_of
from desktop.models.words import day_in_words
from desktop.reporting.report import Cancelled, CitedEntry, Voice
from tests.db.seats import Seats
from tests.record import Record, content

WORKER, MANAGER = "tl_practitioner_a", "tl_manager_a"
PATEL = Source(HowKnown.TOLD, "Ms [Patel]", "teacher")
SECTION_7 = own_templates()["section_7"].template
TEMPLATE = parse_template(
    "note",
    """title = "Note"
statement_of_truth = "It is true."
page_limit = "section_7"
[[section]]
key = "facts"
title = "Facts"
voice = "fact"
required = true
[[section]]
key = "background"
title = "Background"
[[section]]
key = "child"
title = "The child"
each_child = true
""",
)


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def seats(record: Record) -> Seats:
    """Who sits where."""
    return Seats(record)


@pytest.fixture
def ella(seats: Seats) -> UUID:
    """A child whose file is open."""
    return seats.child("Ella", WORKER)


@pytest.fixture
def session(seats: Seats, ella: UUID) -> Session:
    """Her worker."""
    return seats(WORKER, ella)


def paper(*children: UUID, **fields: str) -> CourtDocument:
    """A document of these texts, which nobody has saved."""
    return CourtDocument("note", children, None, 2, fields, "A", datetime.now(UTC), 2)


def pdf() -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "Plan")
    canvas.save()
    return out.getvalue()


def attached(session: Session, child: UUID, name: str, data: bytes, kind: str = "application/pdf") -> UUID:
    """A paper in the file."""
    wish = AddDocument(uuid4(), child, None, name, "plan", data, kind, date(2026, 3, 3), "Plan", "", None, "Plan")
    add_document(session, wish)
    return wish.document_id


def test_a_report_has_the_templates_order_and_the_records_facts(session: Session, ella: UUID) -> None:
    fields = {
        f"section:child:{ella}": "Ella likes frogs.", "section:facts": "One.\n \nTwo\n- a\n- b", "title": " Our note ",
        "case_number": "ZW26C50001", "court": "Testing", "section_letter": "C", "first_page": "12",
        "recipients": "The school", "author_role": "Senior social worker", "section:background": " \n",
    }  # fmt: skip
    made = build_written(session, ella, paper(ella, **fields), TEMPLATE)
    assert [(one.key, one.title, one.level, one.voice, one.paragraphs) for one in made.sections] == [
        ("facts", "Facts", 1, Voice.FACT, ("One.", "Two\n- a\n- b")),
        (f"child:{ella}", "The child", 1, Voice.PLAIN, ("Ella likes frogs.",)),
    ]
    assert (made.title, made.case_number, made.court, made.section_letter) == (
        "Our note", "ZW26C50001", "Testing", "C",
    )  # fmt: skip
    assert (made.first_page, made.recipients, made.version, made.statement) == (12, "The school", "2", "It is true.")
    assert (made.author, made.author_role) == ("Tl Practitioner A", "Senior social worker")
    assert (made.children, made.authority) == ((("Ella Demir", "2 May 2019"),), "Testing Council")
    assert made.reference.startswith("26-") or made.reference
    assert made.page_limit == 40
    assert (made.family, made.exhibits, made.cited) == (None, (), ())
    assert made.audit_seq > 0
    assert len(made.audit_head) >= 32
    signed = build_written(session, ella, paper(ella, first_page="x"), TEMPLATE, author="Jo Worker")
    assert (signed.author, signed.author_role, signed.title, signed.first_page) == ("Jo Worker", "", "Note", 1)
    assert [one.title for one in signed.sections] == ["Facts"], "what is required keeps its heading"


def test_a_limit_is_todays_and_a_template_without_one_has_none(
    record: Record, seats: Seats, session: Session, ella: UUID
) -> None:
    put_page_limit(seats("tl_administrator"), PutPageLimit("section_7", date(2026, 1, 1), 12, "Direction"))
    assert build_written(session, ella, paper(ella), TEMPLATE).page_limit == 12
    assert build_written(session, ella, paper(ella), own_templates()["plan"].template).page_limit is None


def test_each_child_stands_apart_by_name(seats: Seats, session: Session, ella: UUID) -> None:
    adam = seats.child("Adam", WORKER)
    seats(WORKER, adam)
    fields = {f"section:child:{child}": name for child, name in ((adam, "Trains."), (ella, "Frogs."))}
    document = paper(adam, ella, **fields)
    made = build_written(session, ella, document, TEMPLATE)
    assert [(one.title, one.level, one.paragraphs) for one in made.sections[1:]] == [
        ("The child", 1, ()), ("Ella Demir", 2, ("Frogs.",)), ("Adam Demir", 2, ("Trains.",)),
    ]  # fmt: skip
    assert [name for name, _born in made.children] == ["Ella Demir", "Adam Demir"]
    names = {ella: "Ella Demir", adam: "Adam Demir"}
    own = {f"section:{key}:{child}": "Words." for child in names for key in ("wishes", "harm")}
    titles = [(one.title, one.level) for one in sections_of(SECTION_7, names, own) if one.title not in ("Summary",)]
    start = titles.index(("Welfare checklist: Ella Demir", 1))
    assert titles[start : start + 8] == [
        ("Welfare checklist: Ella Demir", 1), ("(a) Wishes and feelings", 2),
        ("(e) Harm suffered or at risk of being suffered", 2), ("(f) How capable parents and others are", 2),
        ("Welfare checklist: Adam Demir", 1), ("(a) Wishes and feelings", 2),
        ("(e) Harm suffered or at risk of being suffered", 2), ("(f) How capable parents and others are", 2),
    ]  # fmt: skip
    assert len(headings(SECTION_7, names, own)) == len(SECTION_7.sections) + 7
    stranger = uuid4()
    lost = sections_of(TEMPLATE, names, {f"section:child:{stranger}": "Kept.", "section:old_part": "x"})
    assert [one.title for one in lost][-2:] == ["The child: a child whom this document no longer concerns", "Old part"]
    with pytest.raises(NotPermitted):
        build_written(session, ella, paper(ella, seats.child("Else", "tl_practitioner_b")), TEMPLATE)


def test_a_citation_names_date_and_source_and_leads_back(record: Record, session: Session, ella: UUID) -> None:
    told = record.write_entry(session, ella, "She came late", on="15 March 2026", source=PATEL)
    seen = record.write_entry(session, ella, "Visited at home", on="about May 2026")
    letter = record.write_entry(session, ella, "A letter", source=Source(HowKnown.DOCUMENT, "GP letter", on="3/3/2026"))
    first = cite(read_entry(session, ella, told), {})
    assert (first.number, first.text) == (1, "[C1: 15 March 2026, told by Ms (Patel), teacher]")
    fields = dict(first.fields)
    second = cite(read_entry(session, ella, seen), fields | {"section:facts": "see [C4: x]"})
    assert second.text == "[C5: about May 2026, seen or heard by Tl Practitioner A]"
    fields |= dict(second.fields)
    assert cite(read_entry(session, ella, told), fields).text == first.text
    third = cite(read_entry(session, ella, letter), fields)
    assert third.text.endswith("GP letter of 3/3/2026]")
    fields |= {**third.fields, f"reference:{told}": "AB/1"}
    fields["section:facts"] = f"She was late {first.text}. Home {second.text}, again {first.text}. [C9: nobody]"
    document = paper(ella, **fields)
    made = build_written(session, ella, document, TEMPLATE)
    assert made.cited == (
        CitedEntry(1, "15 March 2026", "She came late", "Told by Ms [Patel], teacher", "AB/1", told, 1),
        CitedEntry(5, "about May 2026", "Visited at home", "Seen or heard by Tl Practitioner A", "", seen, 1),
    )
    assert [one.lack for one in missing(TEMPLATE, (ella,), fields)] == [Lack.NOT_CITED]
    save_court_document(session, SaveCourtDocument(uuid4(), uuid4(), ella, "note", fields))


def test_what_became_of_a_cited_entry_is_told(record: Record, seats: Seats, session: Session, ella: UUID) -> None:
    amended = record.write_entry(session, ella, "He rang", on="1 May 2026")
    closed = record.write_entry(session, ella, "Of another child", on="2 May 2026")
    advice = record.write_entry(session, ella, "Counsel says", on="3 May 2026")
    fields: dict[str, str] = {}
    for entry in (amended, closed, advice):
        made = cite(read_entry(session, ella, entry), fields)
        fields |= made.fields
        fields["section:facts"] = fields.get("section:facts", "") + made.text
    wish = AmendEntry(uuid4(), amended, ella, content(ella, "He rang twice", on="2 May 2026"), 1, "misheard")
    amend_entry(session, wish)
    privileged = content(ella, "Counsel says", on="3 May 2026", legal_advice=True)
    amend_entry(session, AmendEntry(uuid4(), advice, ella, privileged, 1, "it is advice"))
    with record.superuser() as connection:
        connection.execute(
            "insert into core.wrong_file (entry_id, child_id, reason, closed_by) values (%s, %s, 'x', %s)",
            [closed, ella, record.staff[MANAGER]],
        )
    document = paper(ella, **fields)
    first, second, third = build_written(session, ella, document, TEMPLATE).cited
    today = day_in_words(date.today())
    assert (first.date, first.headline) == ("2 May 2026", "He rang twice")
    assert first.source == f"Seen or heard by Tl Practitioner A. Amended on {today}, after it was cited"
    assert (second.headline, second.date, second.source) == (GONE, "", "")
    assert (third.headline, third.date, third.source) == (PRIVILEGED, "", "")
    with pytest.raises(Refused, match="never cited"):
        cite(read_entry(session, ella, advice), fields)


def test_an_entry_of_another_file_is_not_named_even_if_its_file_is_open(
    record: Record, seats: Seats, session: Session, ella: UUID
) -> None:
    other = seats.child("Other", WORKER)
    foreign = record.write_entry(seats(WORKER, other), other, "Of the other child")
    for entry in (str(foreign), "no id"):
        fields = {"cite:1": entry, "section:facts": "[C1: x]"}
        document = paper(ella, **fields)
        [cited] = build_written(session, ella, document, TEMPLATE).cited
        assert cited.headline == GONE
    document = paper(ella, other, **(fields | {"cite:1": str(foreign)}))
    assert build_written(session, ella, document, TEMPLATE).cited[0].headline == "Of the other child"


def test_exhibits_are_bound_in_from_the_file_and_the_genogram_is_todays(session: Session, ella: UUID) -> None:
    plan, text = (
        attached(session, ella, "Safety plan.pdf", pdf()),
        attached(session, ella, "n.txt", b"Note", "text/plain"),
    )
    fields = {"exhibit:10": str(plan), "exhibit:2": str(plan), "exhibit:2:title": "The plan", "genogram": "yes"}
    document = paper(ella, **fields)
    made = build_written(session, ella, document, TEMPLATE)
    assert [(one.label, one.title) for one in made.exhibits] == [
        ("Exhibit 2", "The plan"),
        ("Exhibit 10", "Safety plan"),
    ]
    assert all(one.pdf.startswith(b"%PDF-") for one in made.exhibits)
    assert made.family is not None
    assert (made.family.focus, made.family.day) == (ella, date.today())
    for wrong, told in (
        (str(text), "is not a PDF"),
        (str(uuid4()), "is not in this file"),
        ("x", "is not in this file"),
    ):
        bad = paper(ella, **{"exhibit:1": wrong})
        with pytest.raises(Refused, match=told):
            build_written(session, ella, bad, TEMPLATE)
    with pytest.raises(Cancelled):
        build_written(session, ella, document, TEMPLATE, cancelled=lambda: True)


def test_a_saved_document_is_put_together_as_it_was_saved(session: Session, ella: UUID) -> None:
    wish = SaveCourtDocument(uuid4(), uuid4(), ella, "section_7", {"section:summary": "All is well."})
    save_court_document(session, wish)
    made = build_written(session, ella, court_document(session, ella, wish.document_id), SECTION_7)
    assert made.sections[0].paragraphs == ("All is well.",)
    assert (made.title, made.version) == ("Section 7 report", "1")
