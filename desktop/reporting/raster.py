"""Turns a page of a finished PDF into pixels, for the preview and for tests that look.

PDFium is not safe for several threads, so that one lock guards every use of it here.
"""

from __future__ import annotations

from threading import Lock

import pypdfium2

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


def _opaque(raw: bytes) -> bytes:
    pixels = bytearray(raw)
    pixels[3::4] = b"\xff" * (len(pixels) // 4)
    return bytes(pixels)
