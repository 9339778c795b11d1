"""The words of a paper, so that search finds it: asked of a confined process that can be stopped at any moment.

Whatever a paper does to its reader, the worst that comes of it is a paper without words and a sentence that says so.
The bytes go in by a pipe and the words come out by one; neither ever stands in a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from db.errors import Refused
from db.interchange.confined import IS_A_PICTURE, MOST_CHARACTERS, SECONDS

_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_START = (
    "import sys, runpy; sys.path.insert(0, {root!r}); sys.argv[1:] = [{kind!r}]; "
    "runpy.run_module({module!r}, run_name='__main__')"
)
_READER = "db.interchange.paper_reader"
_PDF_READER = "desktop.reporting.pdf_words"
"""PDF is read by a program of the other half, which alone knows PDF: it is run by name and never imported here."""
_MOST_BYTES = MOST_CHARACTERS * 4 + 4096
_TICK = 0.05

A_PROGRAM = "This is a program, not a document, whatever its name says. Choose the document itself."
PICTURE = "A picture: its words are not searched."
UNREADABLE = "Papers of this kind are not read: its words are not searched. A PDF or Word copy would be."
PROTECTED = (
    "Protected with a password, or kept by an old program: its words are not searched. A PDF or Word copy would be."
)
PACKED = "A packed file: its words are not searched. Add the papers in it one by one."
TOO_SLOW = f"Reading its words took longer than {SECONDS} seconds, so they are not searched."
FAILED = "It is damaged or needs too much memory, so its words are not searched."
STOPPED = "Reading its words was stopped, so they are not searched."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper's words for search; `note` says in plain words why there are none, or not all."""

    text: str = field(repr=False)
    note: str
    media_type: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the bytes are: the media type, who reads them, or why nobody does."""

    media_type: str
    reader: str = ""
    note: str = ""


_BY_START: tuple[tuple[bytes | tuple[bytes, ...], _Kind], ...] = (
    (b"\xd0\xcf\x11\xe0", _Kind("application/octet-stream", note=PROTECTED)),
    (b"\x89PNG\r\n", _Kind("image/png", note=PICTURE)),
    (b"\xff\xd8\xff", _Kind("image/jpeg", note=PICTURE)),
    (b"GIF8", _Kind("image/gif", note=PICTURE)),
    ((b"II*\0", b"MM\0*"), _Kind("image/tiff", note=PICTURE)),
    (
        (b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
        _Kind("application/octet-stream", note=UNREADABLE),
    ),
)
_BY_ENDING = {
    ".eml": _Kind("message/rfc822", "mail"),
    ".html": _Kind("text/html", "page"),
    ".htm": _Kind("text/html", "page"),
}


_PROGRAMS = (
    *(b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    b"\xca\xfe\xba\xbe",
)
_NO_TEXT = bytes((*range(9), *range(14, 27)))


def refuse_program(data: bytes) -> None:
    """Refused for a program of Windows, Linux or macOS, or a script, by its first bytes and not by its name."""
    is_windows = data.startswith(b"MZ") and any(byte in _NO_TEXT for byte in data[:64])  # not "MZ rang at nine"
    if is_windows or data.startswith(_PROGRAMS):
        raise Refused(A_PROGRAM)


def paper_text(
    data: bytes, name: str, *, cancelled: Callable[[], bool] = lambda: False, seconds: float = SECONDS
) -> PaperText:
    """The words of a paper; raises nothing for what it is but Refused, for a program.

    `cancelled` is asked often, and ends the reading.
    """
    refuse_program(data)
    kind = _kind_of(data, name)
    if not kind.reader:
        return PaperText("", kind.note, kind.media_type)
    text, note = ask_reader(kind.reader, data, cancelled, seconds)
    if not text.strip() and not note:
        note = "No words were found in it: it may be a scan. Its words are not searched."
    return PaperText(text, note, kind.media_type)


@dataclass(frozen=True, slots=True)
class PaperPages:
    """A paper's words page by page, where it has pages; `note` says why there are none, or not all.

    `pictures` are the pages, counted from one, that are a picture with a few letters at most.
    """

    pages: tuple[str, ...] = field(repr=False)
    note: str
    pictures: frozenset[int] = frozenset()


def paper_pages(data: bytes, name: str, *, seconds: float = SECONDS) -> PaperPages:
    """The words of each page of a PDF, or of a text, whose pages end with a form feed; as `paper_text` otherwise."""
    refuse_program(data)
    kind = _kind_of(data, name)
    if not kind.reader:
        return PaperPages((), kind.note)
    if kind.reader == "pdf":
        text, note = ask_reader("pages", data, seconds=seconds)
    else:
        text, note = ask_reader(kind.reader, data, seconds=seconds)
        text = text.rstrip("\f").replace(IS_A_PICTURE, "\n")
    pages = text.split("\f") if text else []
    pictures = frozenset(number for number, page in enumerate(pages, 1) if page.startswith(IS_A_PICTURE))
    return PaperPages(tuple(page.replace(IS_A_PICTURE, "") for page in pages), note, pictures)


def _kind_of(data: bytes, name: str) -> _Kind:
    """By the first bytes; the name tells only one text from another."""
    if b"%PDF-" in data[:1024]:
        return _Kind("application/pdf", "pdf")
    if data.startswith(b"PK\x03\x04"):
        is_word = b"word/" in data[:4096] or b"word/document.xml" in data[-65536:]
        return _Kind(_WORD, "word") if is_word else _Kind("application/zip", note=PACKED)
    for start, kind in _BY_START:
        if data.startswith(start):
            return kind
    if data[4:12] in (b"ftypheic", b"ftypmif1") or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return _Kind("image/heic" if data[4:8] == b"ftyp" else "image/webp", note=PICTURE)
    return _BY_ENDING.get(Path(name).suffix.lower(), _Kind("text/plain", "text"))


def ask_reader(
    kind: str, data: bytes, cancelled: Callable[[], bool] = lambda: False, seconds: float = SECONDS
) -> tuple[str, str]:
    """Text and note of a reader that runs as a process of its own."""
    module = _PDF_READER if kind in ("pdf", "pages") else _READER
    start = _START.format(root=_ROOT, kind=kind, module=module)
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}  # no password is in there
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", start],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept, cwd=Path(sys.prefix),
    )  # fmt: skip
    assert process.stdin is not None  # noqa: S101 (both are pipes)
    assert process.stdout is not None  # noqa: S101
    said: list[bytes] = []
    feeding = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
    hearing = threading.Thread(target=_hear, args=(process.stdout, said), daemon=True)
    feeding.start()
    hearing.start()
    trouble = _wait(hearing, cancelled, seconds)
    process.kill()
    process.wait()
    feeding.join()
    hearing.join()
    if trouble:
        return "", trouble
    note, line, text = b"".join(said).partition(b"\n")
    if not line:
        return "", FAILED
    return text.decode("utf-8", "ignore")[:MOST_CHARACTERS], note.decode("utf-8", "replace")


def _wait(hearing: threading.Thread, cancelled: Callable[[], bool], seconds: float) -> str:
    """Until the reader has said everything, or must be stopped and why."""
    end = time.monotonic() + seconds
    while hearing.is_alive():
        if cancelled():
            return STOPPED
        if time.monotonic() > end:
            return TOO_SLOW
        hearing.join(_TICK)
    return ""


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        with pipe:
            pipe.write(data)
    except OSError:  # the reader went away
        return


def _hear(pipe: IO[bytes], said: list[bytes]) -> None:
    """Everything it says, up to the most that there can be."""
    room = _MOST_BYTES
    with pipe:
        while room > 0 and (piece := pipe.read1(min(room, 1 << 16))):  # type: ignore[attr-defined]
            said.append(piece)
            room -= len(piece)
