"""What a page shows besides words, as a hash: who said that they read one said it of that one alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO

from pikepdf import Dictionary, Object, Pdf, Stream

_DEEPEST = 5


def pictures_on(pdf: bytes, pages: Iterable[int]) -> dict[int, str]:
    """The sha256 of the pictures and drawings on each of these pages, counted from one, wherever they stand."""
    with Pdf.open(BytesIO(pdf)) as document:
        return {page: _hash_of(document.pages[page - 1].obj) for page in pages}


def _hash_of(page: Object) -> str:
    seen = hashlib.sha256()
    for data in _drawn(page, _DEEPEST):
        seen.update(hashlib.sha256(data).digest())
    return seen.hexdigest()


def _drawn(owner: Object, depth: int) -> Iterable[bytes]:
    """The bytes of what is shown by name, and of what that shows."""
    shown = owner.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    for _name, item in sorted(shown.items()):
        if isinstance(item, Stream):
            yield item.read_raw_bytes()
            if depth:
                yield from _drawn(item, depth - 1)
