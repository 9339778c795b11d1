"""The table as a Word file: a real table whose heads repeat, the marking at the top and foot of every page.

Its rows are written as XML at once; a row made cell by cell through the library takes a hundred times as long.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from desktop.reporting.report import Cancelled, never
from desktop.reporting.table_report import TableReport, TableRow, shown
from desktop.reporting.wording import moment_in_words, quoted

Progress = Callable[[int, int], None]
_HEADS = (("When", 1900), ("What happened", 8300), ("How we know", 2600), ("Recorded", 2000))
"""The columns with their widths in twentieths of a point."""
_STEP = 200


def render_word(
    report: TableReport, *, cancelled: Callable[[], bool] = never, progress: Progress | None = None
) -> bytes:
    """The file's bytes; `progress` is told rows made and rows in all. Raises `Cancelled` soon after that is wished."""
    document = Document()
    _page(document, report)
    _about(document, report)
    document.add_paragraph(report.marking).runs[0].bold = True
    document.add_paragraph(shown(report.whose()), style="Heading 1")
    document.add_paragraph(shown(report.which()))
    document.add_paragraph(shown(report.origin()))
    table = parse_xml(_table_xml())
    for number, row in enumerate(report.rows):
        if number % _STEP == 0:
            if cancelled():
                raise Cancelled
            if progress is not None:
                progress(number, len(report.rows))
        table.append(parse_xml(_row_xml(row)))
    body: Any = document.element.body
    body.insert_element_before(table, "w:sectPr")
    document.add_paragraph(f"End of the table: {report.which().split(':')[0]}.")
    if cancelled():
        raise Cancelled
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: WordDocument, report: TableReport) -> None:
    """A4 across; the marking above and below, and the page's number."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="en-GB"/>')
    normal.element.get_or_add_rPr().append(language)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.color.rgb = "Arial", Pt(14), None
    for place, words in ((section.header, report.title), (section.footer, _foot(report))):
        marking, line = place.paragraphs[0], place.add_paragraph(shown(words))
        marking.add_run(report.marking).bold = True
        marking.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if place is section.footer or words != report.title:
            line.add_run(" · Page ")
            _field(line, "PAGE")
            line.add_run(" of ")
            _field(line, "NUMPAGES")


def _foot(report: TableReport) -> str:
    return f"Record as at {moment_in_words(report.record_as_at)}"


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _about(document: WordDocument, report: TableReport) -> None:
    """Who made it and what it is; nothing that the library or the machine would add of itself."""
    about = document.core_properties
    made = report.record_as_at.replace(tzinfo=None, microsecond=0)
    about.author = about.last_modified_by = shown(report.author)
    about.title, about.subject, about.comments = report.title, report.marking, ""
    about.keywords = about.category = about.content_status = about.identifier = about.version = ""
    about.created = about.modified = made
    about.revision, about.language = 1, "en-GB"
    package: Any = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _table_xml() -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _, width in _HEADS)
    heads = "".join(_cell_xml(_paragraph(head, bold=True), width, shade=True) for head, width in _HEADS)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>{heads}</w:tr></w:tbl>"
    )


def _row_xml(row: TableRow) -> str:
    parts = [_paragraph(row.headline, bold=True), _paragraph(row.detail)]
    if row.words:
        parts.append(_paragraph(f"The child’s own words: {quoted(row.words)}"))
    if row.impact:
        parts.append(_paragraph(f"What it meant for the child: {row.impact}"))
    if row.outcome:
        parts.append(_paragraph(f"Outcome: {row.outcome}"))
    marks = "Significant" if row.significant else ""
    cells = (
        _paragraph(row.when),
        "".join(parts),
        _paragraph(row.source) + _paragraph(row.kind),
        _paragraph(row.author) + _paragraph(moment_in_words(row.recorded_at)) + _paragraph(marks),
    )
    inside = "".join(_cell_xml(cell, width) for cell, (_, width) in zip(cells, _HEADS, strict=True))
    return f"<w:tr {nsdecls('w')}>{inside}</w:tr>"


def _cell_xml(inside: str, width: int, *, shade: bool = False) -> str:
    ground = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}</w:tcPr>{inside or "<w:p/>"}</w:tc>'


def _paragraph(text: str, *, bold: bool = False) -> str:
    if not text:
        return ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in shown(text).split("\n")]
    return (
        '<w:p><w:pPr><w:spacing w:after="40"/></w:pPr>'
        f"<w:r>{look}{'<w:br/>'.join(lines).replace(chr(9), ' ')}</w:r></w:p>"
    )
