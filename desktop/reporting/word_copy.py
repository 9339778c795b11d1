"""A written report as a Word file for editing elsewhere: marked as a copy on every page, its sections found again.

Each heading bears a hidden bookmark of its own, which stays when the heading is moved or worded anew; paragraphs belong
to the heading above them, as a reader of the page would say.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from desktop.reporting.report import ChronologyReport, ReportSection, Voice, WrittenReport
from desktop.reporting.table_report import shown
from desktop.reporting.word_marks import COPY, ENDS, OWN_STYLE, SOURCES, VOICES, origin_mark, section_mark
from desktop.reporting.wording import day_in_words, moment_in_words

_HOW = (
    "Change the text under the headings: what comes back is compared with the document, paragraph by paragraph, and"
    " somebody decides on each. The lines before the first heading and everything from “Sources” on are made by the"
    " program; changes there are not taken back."
)
_OWN = OWN_STYLE.replace(" ", "")
"""The style's id in the file."""
_VOICES = {Voice.FACT: VOICES[0], Voice.ANALYSIS: VOICES[1], Voice.PLAIN: ""}


def word_copy(report: WrittenReport, document_id: UUID, version: int) -> bytes:
    """The copy of a version of a document, as .docx."""
    document = Document()
    lay_page(document, report)
    body: Any = document.element.body
    _head(body, report, origin_mark(document_id, version))
    for number, section in enumerate(report.sections, 1):
        _section(body, section, number)
    _end(body, report)
    tell_about(document, report)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def lay_page(document: WordDocument, report: WrittenReport | ChronologyReport) -> None:
    """A4, the typeface of the court, and on every page that it is a copy."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = 1.5, Pt(6)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="en-GB"/>')
    normal.element.get_or_add_rPr().append(language)
    own = document.styles.add_style(OWN_STYLE, 1)
    own.base_style, own.next_paragraph_style = normal, normal
    for name, size in (("Heading 1", 14), ("Heading 2", 12)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = "Arial", Pt(size), None
        heading.next_paragraph_style = document.styles["List Number"]
        fonts = heading.element.rPr.rFonts
        for theme in [each for each in fonts.attrib if "heme" in each]:
            del fonts.attrib[theme]
    for place in (section.header, section.footer):
        line = place.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(f"{COPY} · {report.marking}").bold = True
    foot = section.footer.add_paragraph(shown(f"Record as at {moment_in_words(report.record_as_at)} · Page "))
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _head(body: Any, report: WrittenReport, origin: str) -> None:
    """The lines before the first heading: what this is, of whom, by whom."""
    add(body, report.title, _OWN, bold=True, mark=(0, origin))
    add(body, COPY, _OWN, bold=True)
    born = [f"{name}, born {day}" if day else name for name, day in report.children]
    author = ", ".join(part for part in (report.author, report.author_role) if part)
    for label, words in (
        ("Case number", report.case_number), ("Court", report.court), ("Concerning", "; ".join(born)),
        ("Reference", report.reference), ("Authority", report.authority), ("Prepared by", author),
        ("Prepared on", day_in_words(report.prepared_on)), ("Version", report.version),
        ("Copy for", report.recipients),
    ):  # fmt: skip
        if words:
            add(body, f"{label}: {words}", _OWN)
    add(body, _HOW, _OWN)


def _section(body: Any, section: ReportSection, number: int) -> None:
    add(body, section.title, f"Heading{min(section.level, 2)}", mark=(number, section_mark(section.key)))
    voice = _VOICES[section.voice]
    if voice and section.paragraphs:
        add(body, voice, _OWN, bold=True)
    for paragraph in section.paragraphs:
        add(body, paragraph, "ListNumber")


def _end(body: Any, report: WrittenReport) -> None:
    """What stands after the last section, under a heading that ends it."""
    add(body, SOURCES, "Heading1", mark=(len(report.sections) + 1, ENDS))
    for cited in report.cited:
        words = ". ".join(part for part in (cited.headline, cited.source, cited.reference) if part)
        add(body, f"C{cited.number}: " + ", ".join(part for part in (cited.date, words) if part), _OWN)
    for exhibit in report.exhibits:
        add(body, f"{exhibit.label}: {exhibit.title} (not in this copy)", _OWN)
    if report.statement:
        add(body, "Statement of truth", _OWN, bold=True)
        add(body, report.statement, _OWN)
    add(body, "End of the copy.", _OWN)


def tell_about(document: WordDocument, report: WrittenReport | ChronologyReport) -> None:
    """Who made it and what it is; nothing that the library or the machine would add of itself."""
    about = document.core_properties
    about.author = about.last_modified_by = shown(report.author)[:255]
    about.title, about.subject, about.comments = f"Copy, file {shown(report.reference)}"[:255], report.marking, COPY
    about.keywords = about.category = about.content_status = about.identifier = about.version = ""
    about.created = about.modified = report.record_as_at.replace(tzinfo=None, microsecond=0)
    about.revision, about.language = 1, "en-GB"
    package: Any = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def add(body: Any, text: str, style: str, *, bold: bool = False, mark: tuple[int, str] | None = None) -> None:
    """A paragraph with this text, whose lines stay lines; `mark` puts a bookmark round it."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f"<w:r>{look}{run_text(text)}</w:r>"
    if mark:
        number, name = mark
        run = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run}<w:bookmarkEnd w:id="{number}"/>'
    paragraph = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'
    body.insert_element_before(parse_xml(paragraph), "w:sectPr")


def run_text(text: str) -> str:
    """What stands in a run for this text: lines stay lines."""
    return "<w:br/>".join("<w:tab/>".join(map(_text, line.split("\t"))) for line in shown(text).split("\n"))


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>' if words else ""
