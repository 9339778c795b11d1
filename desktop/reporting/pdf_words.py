"""Reads the words of a PDF; run as a process of its own (`db.interchange.confined`), never imported by the window.

PDFium is native code and a PDF is a stranger's, so that it is read where nothing is to be had.
"""

from __future__ import annotations

import ctypes
import sys

import pypdfium2
import pypdfium2.raw as pdfium

from db.interchange.confined import IS_A_PICTURE, MOST_CHARACTERS, Reading, answer

_LOCKED = "Protected with a password: its words are not searched. A copy without the password would be."
_BROKEN = "The PDF is damaged, so its words are not searched."
_LINE_HYPHEN = "\ufffe"
"""How PDFium gives back a hyphen at the end of a line."""
_BESIDE = "Artifact"
"""The mark of what a tagged page has beside its text: its head and foot."""
_FEW_LETTERS, _MANY = 200, 1_500
"""Letters below which a page with a large picture is that picture, its own head and foot apart, and with them."""
_LARGE = 0.25
"""The part of a page from which on a picture is large."""
_DEEPEST = 5


def read_pdf(data: bytes) -> Reading:
    """The text of all pages, one after the other."""
    return _read(data, "\n", keep_empty=False)


def read_pages(data: bytes) -> Reading:
    """The same with a form feed between two pages, of those too that have no text or could not be read.

    A page that is a picture begins with a mark.
    """
    return _read(data, "\f", keep_empty=True)


def _read(data: bytes, between: str, *, keep_empty: bool) -> Reading:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return Reading("", _LOCKED if "password" in str(error).lower() else _BROKEN)
    pieces: list[str] = []
    room = MOST_CHARACTERS
    lost = 0
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage()
            piece = words.get_text_range()
            picture = keep_empty and _is_a_picture(page, words, piece)
            words.close()
            page.close()
        except (pypdfium2.PdfiumError, UnicodeError):
            lost += 1
            if keep_empty:
                pieces.append("")
            continue
        piece = piece.replace("\f", " ").replace(IS_A_PICTURE, " ").replace(_LINE_HYPHEN, "-")
        pieces.append(IS_A_PICTURE * picture + piece)
        room -= len(piece)
        if room < 0:
            break
    note = f"{lost} of its pages could not be read; the others are searched." if lost else ""
    return Reading(between.join(pieces).replace("\r\n", "\n"), note)


def _is_a_picture(page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, piece: str) -> bool:
    """Whether a picture takes much of the page, and few letters stand besides."""
    if len(piece) > _MANY or not _pictured(page, page.get_width() * page.get_height()):
        return False
    return sum(char.isalnum() and not _is_beside(words, place) for place, char in enumerate(piece)) < _FEW_LETTERS


def _is_beside(words: pypdfium2.PdfTextPage, place: int) -> bool:
    """Whether a character is marked as standing beside the text."""
    drawn = pdfium.FPDFText_GetTextObject(words.raw, place)
    marks = (pdfium.FPDFPageObj_GetMark(drawn, n) for n in range(pdfium.FPDFPageObj_CountMarks(drawn) if drawn else 0))
    return any(_name(mark) == _BESIDE for mark in marks)


def _name(mark: pdfium.FPDF_PAGEOBJECTMARK) -> str:
    buffer, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    place = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    if not pdfium.FPDFPageObjMark_GetName(mark, place, len(buffer), ctypes.byref(length)):
        return ""
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _pictured(page: pypdfium2.PdfPage, area: float) -> bool:
    """Whether a picture takes much of the page, also one within a drawing that is set into it at another scale."""
    scales = {0: 1.0}
    for item in page.get_objects(max_depth=_DEEPEST):
        scale = scales.get(item.level, 1.0)
        if item.type == pdfium.FPDF_PAGEOBJ_FORM:
            matrix = item.get_matrix()
            scales[item.level + 1] = scale * abs(matrix.a * matrix.d - matrix.b * matrix.c)
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, low, right, high = item.get_bounds()
            if (right - left) * (high - low) * scale >= _LARGE * area:
                return True
    return False


if __name__ == "__main__":
    answer(read_pages if sys.argv[1:] == ["pages"] else read_pdf)
