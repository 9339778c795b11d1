"""Reads filed pages without anything of what made them: each stream unpacked by hand, PDFium, pdftotext if it is there.

A reader that sees nothing proves nothing: whoever asks shows first that the same readers see a word which stands.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Iterator

from tests.desktop.reporting.reading import pages_of_text

BY_HAND = "by hand"
"""This reader knows a typeface's codes for the letters of English alone."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_NUMBERED = re.compile(r"\[U\+[0-9A-F]{4,6}(?:\s+U\+[0-9A-F]{4,6})*\s*\]")
_WORD = re.compile(r"[a-z0-9]+")


def letters(text: str) -> str:
    """A text in plain small letters and figures, with a space where there is anything else."""
    text = _NUMBERED.sub(lambda found: "".join(chr(int(n, 16)) for n in re.findall("[0-9A-F]{4,6}", found[0])), text)
    plain = unicodedata.normalize("NFKD", text.replace("Ł", "L").replace("ł", "l"))
    seen = (char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    return " ".join(_WORD.findall("".join(seen).lower()))


def words(text: str) -> frozenset[str]:
    """The words of a text that tell something: of three letters or figures at least."""
    return frozenset(word for word in letters(text).split() if len(word) > 2)


def readings(pdf: bytes) -> dict[str, str]:
    """What each reader makes of the pages and of all that the file says beside them, as plain letters."""
    found = {BY_HAND: letters("\n".join(_by_hand(pdf))), "PDFium": letters("\n".join(pages_of_text(pdf)))}
    if tool := shutil.which("pdftotext"):
        for way in ("-raw", "-layout"):
            done = subprocess.run([tool, way, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
            found[f"pdftotext {way}"] = letters(done.stdout.decode())
    return found


def _by_hand(pdf: bytes) -> Iterator[str]:
    """The strings of the file itself and of every stream in it; what is drawn line by line is one text."""
    for part in (_STREAM.sub(b"", pdf), *_unpacked(pdf)):
        yield " ".join(_said(string[1]) for string in _STRING.finditer(part))
        yield " ".join(_decoded(bytes.fromhex(found[1].decode())) for found in _HEX.finditer(part))
        if b"<x:xmpmeta" in part:
            yield part.decode("utf-8", "replace")


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(pdf):
        try:
            yield zlib.decompressobj().decompress(found[1])
        except zlib.error:
            yield found[1]


def _said(string: bytes) -> str:
    return _decoded(_ESCAPED.sub(_character, string))


def _character(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8) & 255]) if found[1].isdigit() else found[1]


def _decoded(string: bytes) -> str:
    return string[2:].decode("utf-16-be", "replace") if string[:2] == b"\xfe\xff" else string.decode("latin-1")
