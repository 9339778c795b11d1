"""Reads the words of a PDF; run as a process of its own (`db.interchange.confined`), never imported by the window.

PDFium is native code and a PDF is a stranger's, so that it is read where nothing is to be had.
"""

from __future__ import annotations

import sys

import pypdfium2

from db.interchange.confined import MOST_CHARACTERS, Reading, answer

_LOCKED = "Protected with a password: its words are not searched. A copy without the password would be."
_BROKEN = "The PDF is damaged, so its words are not searched."


def read_pdf(data: bytes) -> Reading:
    """The text of all pages, one after the other."""
    return _read(data, "\n", keep_empty=False)


def read_pages(data: bytes) -> Reading:
    """The same with a form feed between two pages, of those too that have no text or could not be read."""
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
            words.close()
            page.close()
        except (pypdfium2.PdfiumError, UnicodeError):
            lost += 1
            if keep_empty:
                pieces.append("")
            continue
        pieces.append(piece.replace("\f", " "))
        room -= len(piece)
        if room < 0:
            break
    note = f"{lost} of its pages could not be read; the others are searched." if lost else ""
    return Reading(between.join(pieces).replace("\r\n", "\n"), note)


if __name__ == "__main__":
    answer(read_pages if sys.argv[1:] == ["pages"] else read_pdf)
