"""Documents into which hidden details are planted: made of a real file, rendered and filed as the window does it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from reportlab.pdfgen.canvas import Canvas

from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.documents import AddDocument, add_document
from db.commands.entries import RecordEntry, record_entry
from db.commands.filing import FileDocument, file_document
from db.domain.court_chronology import IN, REFERENCE, WORDING, YES, choices, field_of
from db.domain.entry import ChildPart, HowKnown, Source
from db.domain.findings import Finding
from db.queries.court_documents import CourtDocument
from db.queries.document_templates import templates_here
from db.queries.entries import read_entry
from db.session import Session
from desktop.features.court.checking import texts_of
from desktop.features.court.citing import cite
from desktop.features.court.hidden import Look, Shown, look_for_hidden
from desktop.features.court.laying import Laid, included
from desktop.features.court.selection import read_facts, report_of, span_of
from desktop.features.court.written import build_written
from desktop.reporting.chronology import render_chronology
from desktop.reporting.paper import typefaces
from desktop.reporting.written import render_written
from tests.desktop.reporting.reading import pages_of_text
from tests.faults.disguises import clean_page
from tests.faults.filed_reading import letters
from tests.faults.hidden_details import Family
from tests.record import content

_ENTRY = ("headline", "detail", "impact", "words", "outcome", "who told it", "detail over the end of a page")
_CHRONOLOGY = (
    *_ENTRY, "court wording", "court wording over the end of a page", "reference", "involvement", "title",
)  # fmt: skip
_REPORT = (
    "section", "list", "section over the end of a page", "heading of the case", "title of the report", "cited entry",
    "exhibit", "exhibit over the end of a page", "title of an exhibit",
)  # fmt: skip
PLACES = (*_CHRONOLOGY, *_REPORT)
_ONE_LINE = ("headline", "who told it", "title", "title of the report", "title of an exhibit", "heading of the case",
             "cited entry", "reference")  # fmt: skip
_OVER = " over the end of a page"
_TRIES = 12
_TOLD = Source(HowKnown.TOLD, "Mrs Bell", "health visitor")
_NOTHING_TOLD = "A visit was made, and the children were seen."


@dataclass(frozen=True, slots=True)
class Made:
    """Finished pages, and what the look through them found."""

    laid: Laid
    look: Look
    version: int

    @property
    def pdf(self) -> bytes:
        """The bytes that would be filed."""
        return self.laid.document.pdf

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found."""
        return self.look.findings


@dataclass
class Paper:
    """One document of a family, with something planted at a place. `others` is all that it says besides."""

    family: Family
    rng: random.Random
    place: str
    others: str = ""
    parted: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    document_id: UUID = field(default_factory=uuid4)
    _version: int = 0
    _instead: dict[str, str] = field(default_factory=dict)
    """What the fields are once it is taken out."""

    @property
    def child(self) -> UUID:
        """The child whose file it is made of."""
        return self.family.child

    @property
    def session(self) -> Session:
        """The session of the child's worker."""
        return self.family.session

    @property
    def kind(self) -> str:
        """The kind of document."""
        return "chronology" if self.place in _CHRONOLOGY else "position_statement"

    @property
    def over(self) -> bool:
        """Whether it is to stand over the end of a page."""
        return self.place.endswith(_OVER)

    def write(self, page: str, said: str) -> str:
        """Write the document, first without what is planted and then with it; give that as it stands there."""
        if self.over:
            page = " ".join((page, *(clean_page(self.rng) for _ in range(3)))).replace("\n", " ")
        if self.place in _ONE_LINE:
            page, said = page[:60].strip(), " ".join(said.split())
        self._write(page, "", page)
        plain = self._drawn()
        self.others = " ".join((*pages_of_text(plain.document.pdf), *self._instead.values()))
        if not said:
            return said
        if not self.over or self.place.startswith("exhibit"):
            self._write(page, said, f"{page}\n{said}. {page[:50]}")
            if self.place.startswith("title"):
                self._write(page, said, said)
            self.parted = self.over and self._is_parted(said)
            return said
        for text in _over_the_end(page, said, plain):
            self._write(page, said, text)
            self.parted = self._is_parted(said)
            if self.parted:
                break
        return said

    def take_out(self) -> None:
        """Say something else, as the author does."""
        self.fields = {name: text for name, text in (self.fields | self._instead).items() if text}

    def made(self) -> Made:
        """Save a version, make its pages, and have them looked through."""
        wish = SaveCourtDocument(
            uuid4(), self.document_id, self.child, self.kind, self.fields, base=self._version
        )  # fmt: skip
        self._version = save_court_document(self.session, wish).version or 0
        laid = self._drawn()
        return Made(laid, look_for_hidden(self.session, self.child, laid.shown, laid.document), self._version)

    def file(self, made: Made) -> None:
        """Ask for these pages to be filed."""
        shown = made.laid.shown
        wish = FileDocument(
            filed_id=uuid4(), child_id=self.child, document_id=self.document_id,
            children=(), version=made.version, pdf=made.pdf, page_texts=made.look.pages, entries=shown.entries,
            as_at=shown.as_at, audit_seq=shown.audit_seq, audit_head=shown.audit_head, title=shown.title,
        )  # fmt: skip
        file_document(self.session, wish)

    # Writing.

    def _write(self, page: str, said: str, text: str) -> None:
        if self.kind == "chronology":
            self._write_chronology(page, text)
        else:
            self._write_report(page, said, text)

    def _write_chronology(self, page: str, text: str) -> None:
        """A chronology of three entries, the one in the middle with the text."""
        where = self.place.removesuffix(_OVER)
        part = ChildPart(self.child)
        told = Source(HowKnown.TOLD, "Ms Patel", "teacher")
        facts: dict[str, str] = {}
        if where in ("headline", "detail", "outcome"):
            facts[where] = text
        elif where == "impact":
            part = replace(part, impact=text)
        elif where == "words":
            part = replace(part, words=text)
        elif where == "who told it":
            told = replace(told, who=text)
        made = [
            self._entry(on, source, children=(child,), **said)
            for on, source, child, said in (
                ("5 May 2025", _TOLD, ChildPart(self.child), {"detail": page[:200]}),
                ("7 July 2025", told, part, facts),
                ("9 March 2026", _TOLD, ChildPart(self.child), {}),
            )
        ]
        self.fields = {"significant": "yes", "title": "Chronology"} | {field_of(IN, entry): YES for entry in made}
        fields, entry = {"court wording": WORDING, "reference": REFERENCE}, made[1]
        if where in fields:
            self.fields[field_of(fields[where], entry)] = text
            self._instead = {field_of(fields[where], entry): _NOTHING_TOLD}
        elif where in ("involvement", "title"):
            self.fields[where] = text
            self._instead = {where: "Chronology of events"}
        else:
            self._instead = {field_of(WORDING, entry): _NOTHING_TOLD, field_of(REFERENCE, entry): "Exhibit SP1, page 2"}

    def _entry(self, on: str, source: Source, headline: str = "Visited at home", **fields: Any) -> UUID:
        entry = uuid4()
        written = content(self.child, headline, on=on, source=source, **fields)
        record_entry(self.session, RecordEntry(uuid4(), entry, self.child, written))
        return entry

    def _write_report(self, page: str, said: str, text: str) -> None:
        """A statement with a citation and an exhibit, and the text where it belongs."""
        where = self.place.removesuffix(_OVER)
        entry = self._entry("5 May 2025", _TOLD, text[:200] if where == "cited entry" else "Came without a coat")
        cited = cite(read_entry(self.session, self.child, entry), {})
        lists = [f"- {line}" for line in (page if where != "list" else text).splitlines()]
        listed = "\n".join(("I have:", *lists))
        halves = said.split(None, 1) if self.over and where == "exhibit" else []
        bound = _exhibit(page, (halves[0], halves[1]) if len(halves) == 2 else ("", text if where == "exhibit" else ""))
        self.fields = {
            "title": text if where == "title of the report" else "Position statement",
            "court": text if where == "heading of the case" else "Family Court at Midford",
            "section:asked": text if where == "section" else "The court is asked to list the matter.",
            "section:since": f"He came to school without a coat. {cited.text}",
            "section:issues": listed,
            "exhibit:1": str(self._paper(bound)),
            "exhibit:1:title": text if where == "title of an exhibit" else "Letter of the school",
            **cited.fields,
        }
        instead = {
            "title of the report": ("title", "Statement"), "heading of the case": ("court", "Family Court"),
            "section": ("section:asked", _NOTHING_TOLD), "cited entry": ("section:since", _NOTHING_TOLD),
            "list": ("section:issues", _NOTHING_TOLD), "exhibit": ("exhibit:1", ""),
            "title of an exhibit": ("exhibit:1:title", "A letter"),
        }  # fmt: skip
        self._instead = dict([instead[where]])

    def _paper(self, pdf: bytes) -> UUID:
        wish = AddDocument(
            uuid4(), self.child, None, "Letter.pdf", "letter", pdf, "application/pdf", headline="A letter"
        )
        add_document(self.session, wish)
        return wish.document_id

    # Drawing.

    def _drawn(self) -> Laid:
        """The pages as the window makes them."""
        if self.kind == "chronology":
            facts, span = read_facts(self.session, self.child), span_of(self.fields, date.today())
            chosen = included(choices(facts.candidates, self.fields, span))
            report = report_of(facts, self.fields, span, chosen, version=str(self._version))
            entries = {choice.candidate.entry_id: choice.candidate.version for choice in chosen}
            texts, document = texts_of(self.fields, chosen), render_chronology(report)
            as_at, seq, head = facts.as_at, facts.head.seq, facts.head.hash
        else:
            now = datetime.now().astimezone()
            template = templates_here(self.session).template(self.kind)
            assert template is not None
            saved = CourtDocument(self.kind, (self.child,), None, self._version, self.fields, "", now, self._version)
            made = build_written(self.session, self.child, saved, template)
            entries = {cited.entry_id: cited.version for cited in made.cited if cited.entry_id is not None}
            texts, document = dict(self.fields), render_written(made)
            as_at, seq, head = made.record_as_at, made.audit_seq, made.audit_head
        title = self.fields.get("title", "")
        return Laid(document, Shown(title, (self.child,), entries, texts, as_at, seq, head))

    def _is_parted(self, said: str) -> bool:
        """Whether no page holds it whole."""
        whole = letters(said).replace(" ", "")
        pages = pages_of_text(self._drawn().document.pdf)
        return all(whole not in letters(page).replace(" ", "") for page in pages)


def _over_the_end(page: str, said: str, plain: Laid) -> Iterator[str]:
    """The page with something put where the end of a printed page may part it: by some words earlier each time."""
    turns = plain.document.turns
    if not turns:
        return
    last = turns[0].before.splitlines()[-1].split()
    found = re.search(r"\s+".join(map(re.escape, last)), page)
    assert found is not None
    ends = [match.end() for match in re.finditer(r"\S+", page[: found.end()])]
    for end in ends[: -_TRIES - 1 : -1]:
        yield f"{page[:end]} {said} {page[end:].lstrip()}"


def _exhibit(page: str, parted: tuple[str, str]) -> bytes:
    """A letter of two pages with heads and feet of its own, which goes over the end of the first with these words."""
    typefaces()
    before, after = parted
    lines = [line[start : start + 90] for line in page.splitlines() for start in range(0, len(line), 90)][:30]
    sheets = ([*lines, *before.splitlines()], [*after.splitlines(), *lines[:4]])
    out = BytesIO()
    canvas = Canvas(out)
    for number, sheet in enumerate(sheets, 1):
        canvas.setFont("Arimo-Regular", 9)
        for row, line in enumerate(("Midford School, letter", *sheet, f"Letter of the school, page {number} of 2")):
            canvas.drawString(
                60, 790 - 14 * row, unicodedata.normalize("NFKC", line)
            )  # the typeface has no wide letters
        canvas.showPage()
    canvas.save()
    return out.getvalue()
