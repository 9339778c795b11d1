"""Turns a page of a finished PDF into pixels, for the preview and for tests that look.

PDFium is not safe for several threads, so that one lock guards every use of it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import pypdfium2

from desktop.reporting.report import never

_ONE_AT_A_TIME = Lock()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def render_page(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """Draw one page (the first is 0) at `scale` pixels a point; return width, height and RGBA bytes, row by row."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, fill_color=(255, 255, 255, 255))
            width, height, stride = int(bitmap.width), int(bitmap.height), int(bitmap.stride)
            raw = bytes(bitmap.buffer)
            bitmap.close()
            sheet.close()
        finally:
            document.close()
    if stride != width * 4:
        raw = b"".join(raw[row * stride : row * stride + width * 4] for row in range(height))
    return width, height, _opaque(raw)


@dataclass(frozen=True, slots=True)
class Found:
    """A place where words stand: its page (the first is 0) and boxes in points, left, bottom, right and top."""

    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


MOST_FOUND = 1000
"""Places of the same words beyond which nobody looks further."""


def find_words(pdf: bytes, words: str, cancelled: Callable[[], bool] = never) -> tuple[Found, ...]:
    """Return where words stand, in the order of the pages and whatever the letter case; at most `MOST_FOUND`."""
    found: list[Found] = []
    for page in range(page_count(pdf)):
        if cancelled() or len(found) >= MOST_FOUND:
            break
        found += _find_on(pdf, page, words)
    return tuple(found[:MOST_FOUND])


def _find_on(pdf: bytes, page: int, words: str) -> list[Found]:
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            text = sheet.get_textpage()
            search = text.search(words)
            found = []
            while (place := search.get_next()) is not None:
                boxes = (map(float, text.get_rect(number)) for number in range(text.count_rects(*place)))
                found.append(Found(page, tuple((left, low, right, top) for left, low, right, top in boxes)))
            search.close()
            text.close()
            sheet.close()
        finally:
            document.close()
    return found


def _opaque(raw: bytes) -> bytes:
    pixels = bytearray(raw)
    pixels[3::4] = b"\xff" * (len(pixels) // 4)
    return bytes(pixels)
