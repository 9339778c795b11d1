"""Reads the words of a PDF; run as a process of its own (`db.interchange.confined`), never imported by the window.

PDFium is native code and a PDF is a stranger's, so that it is read where nothing is to be had.
"""

from __future__ import annotations

import pypdfium2

from db.interchange.confined import MOST_CHARACTERS, Reading, answer

_LOCKED = "Protected with a password: its words are not searched. A copy without the password would be."
_BROKEN = "The PDF is damaged, so its words are not searched."


def read_pdf(data: bytes) -> Reading:
    """The text of all pages, one after the other."""
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
            continue
        pieces.append(piece)
        room -= len(piece)
        if room < 0:
            break
    note = f"{lost} of its pages could not be read; the others are searched." if lost else ""
    return Reading("\n".join(pieces).replace("\r\n", "\n"), note)


if __name__ == "__main__":
    answer(read_pdf)
