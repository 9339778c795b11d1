"""Reads a finished PDF the way somebody else's program would: PDFium for the words, pikepdf for the bones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    OutlineItem,
    Page,
    Pdf,
    Stream,
    parse_content_stream,
)


def pages_of_text(pdf: bytes) -> list[str]:
    """Return the text of each page in the order of its content, white space made single."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(re.sub(r"\s+", " ", words.get_text_range()))
            words.close()
            page.close()
        return texts
    finally:
        document.close()


def page_labels(pdf: bytes) -> list[str]:
    """Return what a reader's page box shows for each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_label(number) for number in range(len(document))]
    finally:
        document.close()


def whole_text(pdf: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages_of_text(pdf))


def opened(pdf: bytes) -> Pdf:
    """Open a PDF with pikepdf."""
    return Pdf.open(BytesIO(pdf))


def kids_of(element: Object) -> list[Any]:
    """Return the kids of a structure element: elements, marked content references, numbers."""
    kids: Any = element.get("/K", [])
    return [*kids] if isinstance(kids, Array) else [kids]


def operators(page: Page) -> Iterator[tuple[list[Any], str]]:
    """Yield the operands and the operator of each step of a page's drawing."""
    for step in parse_content_stream(page):
        assert isinstance(step, ContentStreamInstruction)
        yield [*step.operands], str(step.operator)


def bookmarks(pdf: Pdf, items: Iterable[OutlineItem]) -> list[tuple[str, int]]:
    """Return the title and the page (the first is 0) of each bookmark."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    for item in items:
        assert isinstance(item.destination, Array)
        found.append((item.title, numbers[item.destination[0].objgen]))
    return found


@dataclass(frozen=True)
class ReadLink:
    """A place to press: the page it is on (the first is 0), its box, what it says, and where it leads."""

    on: int
    box: tuple[float, float, float, float]
    words: str
    page: int
    top: float


def links(pdf: Pdf) -> list[ReadLink]:
    """Return every annotation; all are links within the document that do nothing else."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    for number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", Array()):
            assert annotation.Subtype == Name.Link
            assert not {"/A", "/AA", "/PA", "/URI"} & set(annotation.keys())
            target = annotation.Dest
            assert target[1] == Name.XYZ
            left, low, right, high = (float(edge) for edge in annotation.Rect)
            words = re.sub(r"\s+", " ", str(annotation.Contents))
            found.append(ReadLink(number, (left, low, right, high), words, numbers[target[0].objgen], float(target[3])))
    return found


def elements(pdf: Pdf) -> Iterator[Object]:
    """Yield every structure element, parents before children, in reading order."""

    def below(element: Object) -> Iterator[Object]:
        yield element
        for kid in kids_of(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot.K)


def everything(pdf: Pdf) -> bytes:
    """Return all bytes of the file with each stream decompressed and each string spelled out."""
    parts = []
    for item in pdf.objects:
        if isinstance(item, Stream):
            parts.append(item.read_bytes())
            parts.append(bytes(item.stream_dict.unparse(resolved=True)))
        else:
            parts.append(bytes(item.unparse(resolved=True)))
    return b"\n".join(parts)
