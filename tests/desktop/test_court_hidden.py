"""The look for hidden details in finished pages: over their ends, under numbers, and pages that say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from reportlab.pdfgen.canvas import Canvas

from db.commands.confidential import AddConfidentialDetail, add_confidential_detail
from db.domain.findings import HIDDEN, NOT_CHECKED, Finding
from db.session import Session
from desktop.features.court.hidden import Shown, look_for_hidden
from desktop.reporting.chronology import render_chronology
from desktop.reporting.report import Exhibit, RenderedPdf, ReportSection
from desktop.reporting.written import render_written
from tests.desktop.reporting.sample import row, short_report
from tests.desktop.reporting.sample_written import short_written
from tests.record import Record

WORKER = "tl_practitioner_a"
_FILLING = "He settled well at school and came home in time for tea."


@pytest.fixture(scope="module")
def opened(shared_record: Record) -> tuple[Session, UUID]:
    """A child whose address is hidden, and the worker who has the file open."""
    child = shared_record.new_child("Amira", "Kaya")
    shared_record.allocate(child, WORKER)
    session = shared_record.opened(WORKER, child)
    why, home = "the father has threatened them", ("address", "12 Bramble Road, Midford")
    add_confidential_detail(session, AddConfidentialDetail(child, uuid4(), child, *home, why, "MF4 7QT"))
    return session, child


def looked(opened: tuple[Session, UUID], document: RenderedPdf, **texts: str) -> tuple[Finding, ...]:
    """What is found in a document."""
    session, child = opened
    shown = Shown("Report", (child,), {}, texts, datetime.now().astimezone(), 1, "00")
    return look_for_hidden(session, child, shown, document).findings


def written(*exhibits: Exhibit, text: str = "He is well.") -> RenderedPdf:
    """A statement with a text, and exhibits."""
    section = ReportSection("facts", "Facts", (text,))
    return render_written(short_written(sections=(section,), cited=(), family=None, exhibits=exhibits))


def paper(*pages: tuple[str, ...]) -> bytes:
    """A PDF of these lines; a page without any holds a picture of something."""
    out = BytesIO()
    canvas = Canvas(out)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(60, 780 - 18 * number, line)
        canvas.rect(60, 60, 200, 200, fill=not page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def telling(detail: str) -> RenderedPdf:
    """A chronology of one entry with this detail."""
    return render_chronology(replace(short_report(), rows=(row(1, "3 May 2025", 2025, "Moved", detail=detail),)))


def parted() -> str:
    """A text with the address where the first page of its row of a chronology ends."""
    words = [f"w{number}" for number in range(600)]
    last = words.index(telling(" ".join(words)).turns[0].before.split()[-1]) + 1
    for place in range(last, last - 8, -1):
        text = " ".join((*words[:place], "12 Bramble Road", *words[place:]))
        turn = telling(text).turns[0]
        if turn.before.endswith("12 Bramble") and turn.after.startswith("Road"):
            return text
    raise AssertionError


def test_an_address_is_found_where_the_end_of_a_page_parts_a_row(opened: tuple[Session, UUID]) -> None:
    text = parted()
    [finding] = looked(opened, telling(text), detail=text)
    assert (finding.kind, finding.place, finding.words) == (HIDDEN, "detail", "12 Bramble Road")
    assert text[finding.start : finding.end] == "12 Bramble Road"


def test_an_address_is_found_where_the_end_of_a_page_parts_an_exhibit(opened: tuple[Session, UUID]) -> None:
    head, ours = "Letter of the school", _FILLING
    pages = (head, ours, "They moved to 12 Bramble", "Page 1 of 2"), (head, "Road last week.", ours, "Page 2 of 2")
    [finding] = looked(opened, written(Exhibit("RA1", "Letter", paper(*pages))))
    assert (finding.kind, finding.words) == (HIDDEN, "12 Bramble Road")
    assert finding.what == "Hidden address, page 4."


def test_marks_of_direction_inside_an_address_do_not_hide_it(opened: tuple[Session, UUID]) -> None:
    text = "They moved to \u202a12 Bram\u200eble Road\u202c last week."
    [finding] = looked(opened, written(text=text), facts=text)
    assert (finding.kind, finding.place) == (HIDDEN, "facts")


def test_a_page_of_an_exhibit_that_is_a_picture_is_told_as_not_checked(opened: tuple[Session, UUID]) -> None:
    document = written(
        Exhibit("RA1", "Letter", paper(("A letter of the school about him.",), (), ("Kind regards, all",), ()))
    )
    findings = looked(opened, document)
    assert [(finding.kind, finding.place) for finding in findings] == [(NOT_CHECKED, "page:5"), (NOT_CHECKED, "page:7")]
