"""Reads the chronology out of the tables of a Word document, as the text that a reader of the document sees.

Why: chronologies are kept in Word tables with merged cells, tracked changes and a table a year; what the page shows is
what is imported, and what was struck out is not.
"""

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from db.errors import Refused
from db.interchange.cells import DAMAGED, NO_HEADS, Allowance, Table, TableRow, find_table
from db.interchange.column_heads import head_words

_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_BESIDE = re.compile(r"/word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")
_UNSEEN = {
    qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:rPr"), qn("w:pPr"), qn("w:tcPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip


def read_document(data: bytes) -> Table:
    """The first table with a head for the date, and all others with the same heads; raises Refused.

    Call `check_packed` on the bytes before.
    """
    try:
        return _read(docx.Document(io.BytesIO(data)).element.body)
    except Refused:
        raise
    except Exception:  # a hostile document can make the library fail in any way, with case text in its error
        raise Refused(DAMAGED) from None


def read_words(data: bytes, most: int) -> str:
    """All words of a document that its reader sees: body, heads, feet, notes; about `most` characters of them.

    A row of a table is a line with tabs between its cells, so that a date stays beside what it dates; a blank line
    parts the last row from the paragraph below it.

    Call `check_packed` on the bytes before. Raises Refused.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        pieces = [seen_text(document.element.body, by_row=True)]
        for part in document.part.package.iter_parts():
            if _BESIDE.fullmatch(str(part.partname)) and sum(map(len, pieces)) <= most:
                pieces.append(seen_text(parse_xml(part.blob)))
    except Exception:  # a hostile document can make the library fail in any way, with case text in its error
        raise Refused(DAMAGED) from None
    return "\n".join(piece.strip() for piece in pieces if piece.strip())[:most]


def _read(body: Any) -> Table:
    allowance = Allowance()
    heads: tuple[str, ...] = ()
    rows: list[TableRow] = []
    unread = 0
    for place, element in enumerate(_outer_tables(body), 1):
        table = find_table(_rows(element, place, allowance))
        if table is None or (heads and not _same(table.heads, heads)):
            unread += 1
            continue
        heads = heads or table.heads
        rows += table.rows
    if not heads:
        raise Refused(NO_HEADS)
    whole = find_table(chain([TableRow(0, heads)], rows))  # the limits hold for all tables together
    notes = (f"{unread} other {'table was' if unread == 1 else 'tables were'} not read.",) if unread else ()
    return Table(heads, whole.rows if whole else (), notes)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [head_words(head) for head in one] == [head_words(head) for head in other]


def _outer_tables(body: Any) -> Iterator[Any]:
    for table in body.iter(qn("w:tbl")):
        if not any(parent.tag == qn("w:tc") for parent in table.iterancestors()):
            yield table


def children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, content controls and tracked insertions opened, nested tables left alone."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from children(child, tag)


def _rows(table: Any, place: int, allowance: Allowance) -> Iterator[TableRow]:
    above: dict[int, str] = {}
    for number, row in enumerate(children(table, qn("w:tr")), 1):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        cells = _cells(row, above, allowance)
        yield TableRow(number, tuple(cells), table=place)


def _cells(row: Any, above: dict[int, str], allowance: Allowance) -> list[str]:
    """The row's texts by column; a cell that is merged with the one above says the same as that one."""
    cells = [""] * _whole(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in children(row, qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        merged = None if properties is None else properties.find(qn("w:vMerge"))
        goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        column = len(cells)
        text = allowance.take(above.get(column, "") if goes_on else seen_text(cell))
        above[column] = text
        span = 1 if properties is None else _whole(properties.find(qn("w:gridSpan")), 1)
        cells += [text, *[""] * (span - 1)]
    return cells


def _whole(element: Any, otherwise: int) -> int:
    """The number that an element holds, within the width that a table may have."""
    text = "" if element is None else element.get(qn("w:val"), "")
    return min(int(text), 300) if text.isdecimal() and len(text) < 6 and int(text) > 0 else otherwise


def seen_text(element: Any, *, by_row: bool = False) -> str:
    """The text that the page shows: insertions yes, deletions and field codes no, a line for each paragraph or row."""
    pieces: list[str] = []
    _gather(element, pieces, by_row=by_row)
    return "".join(pieces)


def _row_line(row: Any) -> str:
    """A row on one line; one with a single cell keeps the lines of that, as a page that is laid out in a table does."""
    texts = [seen_text(cell) for cell in children(row, qn("w:tc"))]
    if sum(bool(text.strip()) for text in texts) < 2:
        return "".join(texts)
    return "\t".join(" ".join(text.split()) for text in texts) + "\n"


def _gather(element: Any, pieces: list[str], *, by_row: bool = False) -> None:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if by_row and child.tag == qn("w:tr"):
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                pieces.append(_row_line(child))
        elif child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        else:
            _gather(child, pieces, by_row=by_row)
            if child.tag == qn("w:p") or (by_row and child.tag == qn("w:tbl")):
                pieces.append("\n")
