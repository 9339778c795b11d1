"""An entry written out for reading: paragraphs each in its own hand, and the words about it.

Text is put in as text, never as markup.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from desktop.infra.assets import Appearance
from desktop.infra.codes import labels
from desktop.models.differences import Fate, Piece
from desktop.models.known_words import is_discussion, known_words
from desktop.models.line_words import LATE_FROM
from desktop.models.words import count, day_in_words, with_marks

if TYPE_CHECKING:
    from db.domain.entry import Source
    from db.queries.chronology import ChronologyRow
    from db.queries.entries import Challenge, EntryView

SHOWN_AT_ONCE = 60_000
"""Characters of a detail laid out at once; Qt takes seconds for a megabyte in one paragraph."""
_LINE_DETAIL = 300
"""Characters of a detail that a line of the list holds."""
_TONES = {"harm": "▼ bears harm", "protective": "▲ protects"}


def write_entry(writer: Writer, entry: EntryView, *, whole: bool, challenges: tuple[Challenge, ...] = ()) -> None:
    """Write an entry in full, or as much of a very long one as is laid out at once; then what people say against it.

    That somebody does is told at its head, which is in sight however long it is.
    """
    content = entry.content
    cut = len(content.detail) > SHOWN_AT_ONCE and not whole
    kind = labels("entry_kind").get(content.kind, content.kind)
    writer.small(f"{_first_upper(content.occurred.in_words())} · {kind}")
    writer.headline(content.headline)
    writer.small(marks_words(entry))
    writer.small(_challenged(challenges))
    writer.small(_concerns(entry))
    writer.small(source_words(entry))
    writer.body(content.detail[:SHOWN_AT_ONCE] + "…" if cut else content.detail)
    for name, words in parts_of(entry):
        writer.labelled(name, words)
    writer.small(_recorded(entry), above=12)
    for challenge in challenges:
        writer.labelled(*challenge_words(challenge))


def write_line(writer: Writer, line: ChronologyRow) -> None:
    """Write what a line of the list holds: date, kind, headline, source and the first words."""
    kind = labels("entry_kind").get(line.kind, line.kind)
    writer.small(f"{_first_upper(line.occurred.in_words())} · {kind}")
    writer.headline(line.headline)
    writer.small(_source(line.kind, line.source, line.author))
    if line.detail_start:
        writer.body(f"{line.detail_start}…" if len(line.detail_start) >= _LINE_DETAIL else line.detail_start)


def parts_of(entry: EntryView) -> tuple[tuple[str, str], ...]:
    """What an entry says besides headline and detail, by name; nothing where nothing is recorded."""
    content = entry.content
    part = content.children[0]
    found = (
        ("Where", content.place),
        ("Took part" if is_discussion(content.kind) else "Present", content.present),
        ("The child was", _seen(entry)),
        ("How the child was", part.observed),
        ("Not seen because", part.not_seen_why),
        ("The child’s own words", f"“{part.words.strip().strip('“”')}”" if part.words else ""),
        ("Impact on the child", part.impact),
        ("Decided" if is_discussion(content.kind) else "Outcome", content.outcome),
        ("Next case discussion", f"agreed for {day_in_words(content.next_on)}" if content.next_on else ""),
        ("Not to be shared with", _not_shared(entry)),
    )
    return tuple((name, words) for name, words in found if words)


class Writer:
    """Writes paragraphs into a document, each in its own hand."""

    def __init__(self, document: QTextDocument, appearance: Appearance, font: QFont) -> None:
        document.clear()
        document.setDefaultFont(font)
        document.setDocumentMargin(8)
        self._cursor = QTextCursor(document)
        self._first = True
        paint = appearance.paint()
        self._plain, self._muted, self._strong, self._head = (QTextCharFormat() for _ in range(4))
        self._plain.setForeground(paint.ink)
        self._muted.setForeground(paint.muted)
        self._strong.setForeground(paint.muted)
        self._strong.setFontWeight(QFont.Weight.DemiBold)
        self._head.setForeground(paint.ink)
        self._head.setFontWeight(QFont.Weight.DemiBold)
        self._head.setFontPointSize(font.pointSizeF() * 1.2)
        gone, come = QTextCharFormat(), QTextCharFormat()
        gone.setForeground(paint.harm)
        gone.setFontStrikeOut(True)
        come.setForeground(paint.protective)
        come.setFontUnderline(True)
        come.setFontWeight(QFont.Weight.DemiBold)
        self._forms = {Fate.SAME: self._plain, Fate.GONE: gone, Fate.COME: come}

    def headline(self, words: str) -> None:
        """The one sentence of what happened."""
        self._paragraph(words, self._head, 2)

    def small(self, words: str, *, above: int = 2) -> None:
        """A line about the entry."""
        if words:
            self._paragraph(words, self._muted, above)

    def body(self, words: str) -> None:
        """A long text, line by line."""
        for number, line in enumerate(words.splitlines()):
            self._paragraph(line, self._plain, 10 if number == 0 else 3)

    def labelled(self, name: str, words: str) -> None:
        """A part under its name; nothing where there are no words."""
        if words:
            self._paragraph(name, self._strong, 10)
            self._lines(words)

    def changed(self, name: str, pieces: tuple[Piece, ...]) -> None:
        """A part with what went struck through and what came underlined; colour only helps."""
        if not pieces:
            return
        self._paragraph(name, self._strong, 10)
        self._paragraph("", self._plain, 1)
        before = None
        for piece in pieces:
            if before is Fate.GONE and piece.fate is Fate.COME:
                self._cursor.insertText(" ", self._plain)  # else old and new would read as one word
            self._cursor.insertText(with_marks(piece.text), self._forms[piece.fate])
            before = piece.fate

    def _lines(self, words: str) -> None:
        for line in words.splitlines():
            self._paragraph(line, self._plain, 1)

    def _paragraph(self, words: str, form: QTextCharFormat, above: int) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape)
        self._first = False
        self._cursor.setCharFormat(form)
        self._cursor.insertText(with_marks(words), form)


def marks_words(entry: EntryView) -> str:
    """Significance, tone and what must be kept apart, in words."""
    content = entry.content
    found = ["● significant" if content.significant else "", _TONES.get(str(content.tone), "")]
    found.append("third-party information" if content.third_party else "")
    found.append("legal advice" if content.legal_advice else "")
    return " · ".join(words for words in found if words)


def _challenged(challenges: tuple[Challenge, ...]) -> str:
    """Who says something against the entry."""
    who = ", ".join(dict.fromkeys(challenge.said_by for challenge in challenges))
    return f"Challenged by {who}: in full below" if who else ""


def challenge_words(challenge: Challenge) -> tuple[str, str]:
    """Who says something against the entry, and what, with who noted it."""
    noted = challenge.recorded_at.astimezone().date()
    name = f"{_first_upper(challenge.said_by)} says against this, {day_in_words(challenge.said_on)}"
    return name, f"{challenge.text}\nNoted by {challenge.recorded_by}, {day_in_words(noted)}"


def _concerns(entry: EntryView) -> str:
    """The other children by name, as far as the reader may know of them."""
    return f"Also concerns {', '.join(entry.also_names)}" if entry.also_names else ""


def source_words(entry: EntryView) -> str:
    """How it is known, and from which agency."""
    return _source(entry.content.kind, entry.content.source, entry.author)


def _source(kind: str, source: Source, author: str) -> str:
    agency = labels("agency").get(source.agency, "")
    words = known_words(kind, source, author)
    return f"{words} ({agency})" if agency else words


def _seen(entry: EntryView) -> str:
    part = entry.content.children[0]
    if part.seen is None:
        return ""
    if not part.seen:
        return "not seen"
    return {True: "seen, and seen alone", False: "seen, not alone", None: "seen"}[part.seen_alone]


def _not_shared(entry: EntryView) -> str:
    content = entry.content
    return f"{content.not_to_share_with}: {content.not_to_share_why}" if content.not_to_share_with else ""


def _recorded(entry: EntryView) -> str:
    at = entry.recorded_at.astimezone()
    who = f"{entry.author}, {entry.author_role}" if entry.author_role else entry.author
    first = entry.first_recorded_at.astimezone().date()
    late = _late(entry.content.occurred.latest, first)
    if entry.version == 1:
        return f"Recorded by {who}, {day_in_words(at.date())}, {at:%H:%M}{late}"
    begun = f"First recorded {day_in_words(first)}{late}. "
    why = f". Reason of this version: {entry.reason}" if entry.reason else ""
    return f"{begun}This version recorded by {who}, {day_in_words(at.date())}, {at:%H:%M}{why}"


def _late(occurred: date, recorded: date) -> str:
    days = (recorded - occurred).days
    return f", recorded {count(days, 'day')} after" if days >= LATE_FROM else ""


def version_words(entry: EntryView) -> str:
    """Which version of how many it is; empty if there is only one."""
    return f"Version {entry.version} of {entry.versions}" if entry.versions > 1 else ""


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
