"""The paragraphs of a Word document with what Word says of each: its style, its bookmarks, whether it is a list's line.

Tracked changes read as accepted and comments are only counted, since what comes back is proposed, paragraph by
paragraph, to somebody who decides. Run in the confined reader (`paper_reader`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from db.errors import Refused
from db.interchange.cells import DAMAGED
from db.interchange.word_file import children, seen_text

MOST_PARAGRAPHS = 50_000
_OPENED = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
_LOST_MARKS = tuple(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(mark)}" for mark in ("w:del", "w:moveFrom"))
_COUNTED = {
    "comments": ("w:commentReference",),
    "tracked": ("w:ins", "w:del", "w:moveFrom", "w:moveTo"),
    "notes": ("w:footnoteReference", "w:endnoteReference"),
    "pictures": ("w:drawing", "w:pict", "w:object", "w:altChunk"),
}


def read_paragraphs(data: bytes, most: int) -> str:
    """Each paragraph as a line of JSON, after a line of counts; Refused. Call `check_packed` on the bytes before."""
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        lines = [_counts(body)]
        room = most
        for paragraph in _paragraphs(body, _Styles(document)):
            lines.append(json.dumps(paragraph, ensure_ascii=False))
            room -= len(lines[-1])
            if room < 0 or len(lines) > MOST_PARAGRAPHS:
                raise Refused("The document is too long to be taken back.")
    except Refused:
        raise
    except Exception:  # a hostile document can make the library fail in any way, with case text in its error
        raise Refused(DAMAGED) from None
    return "\n".join(lines)


def _counts(body: Any) -> str:
    """How much there is of what is not taken back; an inserted run and an inserted mark of a paragraph count each."""
    return json.dumps(
        {what: sum(1 for _ in body.iter(*(qn(name) for name in names))) for what, names in _COUNTED.items()}
    )


class _Styles:
    """The styles and lists of a document, by the names that Word keeps in every language."""

    def __init__(self, document: Any) -> None:
        self._names: dict[str, str] = {}
        for style in document.styles.element.iter(qn("w:style")):
            name = style.find(qn("w:name"))
            self._names[style.get(qn("w:styleId"), "")] = "" if name is None else name.get(qn("w:val"), "").lower()
        self._numbers = {
            number.get(qn("w:numId"), ""): number.find(qn("w:abstractNumId")).get(qn("w:val"), "")
            for number in self._numbering(document, "w:num")
            if number.find(qn("w:abstractNumId")) is not None
        }
        self._bullets = {
            kind.get(qn("w:abstractNumId"), "")
            for kind in self._numbering(document, "w:abstractNum")
            if any(level.get(qn("w:val")) == "bullet" for level in kind.iter(qn("w:numFmt")))
        }

    @staticmethod
    def _numbering(document: Any, tag: str) -> Iterator[Any]:
        parts = (relation.target_part for relation in document.part.rels.values() if not relation.is_external)
        part = next((part for part in parts if str(part.partname).endswith("/numbering.xml")), None)
        element = getattr(part, "element", None)
        return iter(()) if element is None else element.iter(qn(tag))

    def name(self, paragraph: Any) -> str:
        """The paragraph's style: "heading 1", "list number"; empty for the ordinary one."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return "" if style is None else self._names.get(style.get(qn("w:val"), ""), "")

    def bulleted(self, paragraph: Any) -> bool:
        """Whether Word shows a bullet before it."""
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is None:
            return self.name(paragraph).startswith("list bullet")
        return self._numbers.get(number.get(qn("w:val"), "")) in self._bullets


def _paragraphs(body: Any, styles: _Styles) -> Iterator[dict[str, Any]]:
    """What the page shows, in its order; a paragraph whose mark was struck out runs into the next."""
    held = ""
    marks: list[str] = []
    for element in _blocks(body):
        if element.tag == qn("w:bookmarkStart"):
            marks.append(element.get(qn("w:name"), ""))
            continue
        if element.tag == qn("w:tbl"):
            text = seen_text(element, by_row=True).strip("\n")
            yield {"text": text, "style": "", "marks": [], "bullet": False, "rows": [*_rows(element)]}
            continue
        text = held + seen_text(element)
        marks += [mark.get(qn("w:name"), "") for mark in element.iter(qn("w:bookmarkStart"))]
        if any(element.find(lost) is not None for lost in _LOST_MARKS):
            held, marks = text, marks if text.strip() else []
            continue
        yield {"text": text, "style": styles.name(element), "marks": marks, "bullet": styles.bulleted(element)}
        held, marks = "", []
    if held:
        yield {"text": held, "style": "", "marks": marks, "bullet": False}


def _rows(table: Any) -> Iterator[dict[str, Any]]:
    """The rows that stand, each with its cells and the marks in it."""
    for row in children(table, qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            marks = [mark.get(qn("w:name"), "") for mark in row.iter(qn("w:bookmarkStart"))]
            yield {"cells": [seen_text(cell) for cell in children(row, qn("w:tc"))], "marks": marks}


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl"), qn("w:bookmarkStart")):
            yield child
        elif child.tag in _OPENED:
            yield from _blocks(child)
