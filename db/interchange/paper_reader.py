"""Reads the words of a Word document, an e-mail, a web page or a text; run as a process of its own (`confined`).

It looks at what the bytes are, never at what the file calls itself, and follows nothing that they point to.
"""

from __future__ import annotations

import email
import email.policy
import re
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html.parser import HTMLParser

from db.errors import Refused
from db.interchange.confined import MOST_CHARACTERS, Reading, answer

_BROKEN = "It is damaged, protected or not what its name says, so its words are not searched."
_NO_TEXT = "It is not a text, so its words are not searched."
_NO_LETTER = "The file is packed as no letter or report is, or protected, so nothing was taken from it."
_MOST_PARTS = 500
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_plain(data: bytes) -> Reading:
    """A text in UTF-8, UTF-16 or the Windows alphabet."""
    text = decoded(data)
    if text is None:
        return Reading("", _NO_TEXT)
    return Reading(text)


def decoded(data: bytes) -> str | None:
    """The text of bytes, or None if they are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif data[:400:2].count(0) > len(data[:400:2]) * 0.7:
        text = data.decode("utf-16-be", "replace")
    elif data[1:400:2].count(0) > len(data[1:400:2]) * 0.7:
        text = data.decode("utf-16-le", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    strange = len(_CONTROLS.findall(text[:20_000])) + text[:20_000].count("\ufffd")
    return None if strange > 2 + len(text[:20_000]) // 50 else text


class _Words(HTMLParser):
    """The text of a web page; scripts, styles and what the page is made of are left out."""

    _UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "object", "svg"})
    _LINES = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in self._UNSEEN
        if tag in self._LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        self.pieces.append("\n" if tag in self._LINES else " " if tag in ("td", "th") else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def read_page(data: bytes) -> Reading:
    """A web page."""
    text = decoded(data)
    return Reading("", _NO_TEXT) if text is None else Reading(_page_words(text))


def _page_words(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    reader.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(reader.pieces)).strip()


def read_mail(data: bytes) -> Reading:
    """An e-mail: who, to whom, when, about what, its text, and the names of what is attached."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    lines = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    attached: list[str] = []
    texts: list[tuple[str, str]] = []
    for part in _parts(message):
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            attached.append(str(name or "something without a name"))
        elif part.get_content_maintype() == "text" and sum(len(text) for _, text in texts) <= MOST_CHARACTERS:
            texts.append((part.get_content_subtype(), _content(part)))
    plain = [text for kind, text in texts if kind != "html" and text.strip()]
    lines += plain or [_page_words(text) for _, text in texts]
    lines += [f"Attached: {name}" for name in attached]
    note = "What is attached to it is not searched: add it as a document of its own." if attached else ""
    return Reading("\n".join(lines), note)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # the library stumbles over some broken headers
        return ""


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decoded(data) or ""


READERS = {"mail": read_mail, "page": read_page, "text": read_plain}


def _word_reader() -> Callable[[bytes], Reading]:
    """A Word document, once its packing has proved harmless."""
    # imported for Word alone, since it takes longer than the reading of a short letter
    from db.interchange.packed_file import check_packed  # noqa: PLC0415
    from db.interchange.word_file import read_words  # noqa: PLC0415

    def read(data: bytes) -> Reading:
        check_packed(data)
        return Reading(read_words(data, MOST_CHARACTERS + 1))

    return read


def paragraph_reader() -> Callable[[bytes], Reading]:
    """A Word document paragraph by paragraph, for a copy that comes back."""
    from db.interchange.packed_file import check_packed  # noqa: PLC0415
    from db.interchange.word_paragraphs import MOST_PARAGRAPHS, read_paragraphs  # noqa: PLC0415

    def read(data: bytes) -> Reading:
        try:
            check_packed(data)
        except Refused:
            return Reading("", _NO_LETTER)
        try:
            return Reading(read_paragraphs(data, MOST_CHARACTERS - MOST_PARAGRAPHS - 1))
        except Refused as refusal:
            return Reading("", refusal.text)

    return read


_MADE_WHEN_NEEDED = {"word": _word_reader, "paragraphs": paragraph_reader}


def main(kind: str) -> None:
    """Reads one paper of a kind from standard input."""
    made = _MADE_WHEN_NEEDED.get(kind)
    reader = made() if made else READERS[kind]

    def read(data: bytes) -> Reading:
        try:
            return reader(data)
        except MemoryError:
            raise
        except (Refused, RecursionError, ValueError, LookupError, TypeError, AttributeError, OSError):
            return Reading("", _BROKEN)

    answer(read)


if __name__ == "__main__":
    main(sys.argv[1])
