"""A note as lines with their places, and which of them are the sender's own account.

Why: the head of a mail, the signature, the small print and the mails quoted below are full of dates that are no
events. They are passed over and stay in the text that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_LINE = re.compile(r"[^\n\r\u2028\u2029]*")
_LONGEST_FOOT = 12
_LONGEST = 8_000
"""Characters of a line that are read as one; a longer one is read in pieces."""
HEADER = re.compile(
    r"[*_ ]*(?P<name>From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Importance|Attachments?|Attached)[*_ ]*:(?P<value>.*)",
    re.IGNORECASE,
)
_QUOTE_HEAD = re.compile(
    r"[>\s]*(?:-{2,}\s*(?:original|reply|previous) message\s*-*|on\b.{4,160}\bwrote\s*:|"
    r"le .{4,80} a écrit\s*:|_{12,})\s*",
    re.IGNORECASE,
)
_FORWARD_HEAD = re.compile(r"[\s>]*(?:-{2,}\s*forwarded message\s*-*|begin forwarded message\s*:)\s*", re.IGNORECASE)
ROLE = re.compile(
    r"\b(?:officer|nurse|worker|teacher|lead|manager|visitor|practitioner|adviser|advisor|administrator|doctor"
    r"|consultant|midwife|head|deputy"
    r"|assistant|coordinator|co-ordinator|DSL|SENCO|FSW|IDVA|registrar|therapist|psychologist|paediatrician"
    r"|keyworker|tutor|carers?|GP|constable|sergeant|facilitator|supervisor|clinician|paramedic|escort"
    r"|psychiatrist|physician|counsellor|childminder|warden|adult|SENDCo|principal|matron|SSW|HV|SW|CMW)\b",
    re.IGNORECASE,
)
"""What somebody is who writes a note."""
NAMED = re.compile(r"(?:[A-Z][\w’'.-]*\s){1,3}[A-Z][\w’'-]+")
SIGNED = re.compile(
    rf"(?P<dash>[-–—]\s*)?(?P<who>{NAMED.pattern})\s*,\s*(?P<role>(?=[^,;:0-9]*(?i:{ROLE.pattern}))[^,.;:0-9]{{2,50}}?)"
    r"(?:,?\s+(?P<day>[0-9][0-9A-Za-z ./-]{5,24}))?",
)
"""Name and role on one line behind a dash, or with the day: "Jo Finch, health visitor, 2 October 2026"."""
_FORWARDED = re.compile(r"\s*(?:fwd?)\s*:", re.IGNORECASE)
_CLOSING = re.compile(
    r"\s*(?:(?:with )?(?:kind|kindest|warm|best) (?:regards|wishes)|regards|many thanks|thanks(?: again)?|thank you|"
    r"yours(?: (?:sincerely|faithfully|truly|ever))?|best|sincerely|cheers|kr|rgds|sent from my .{0,40}|all the best"
    r"|(?:lots of )?love|take care|speak soon|ta)\s*[,.!]*(?:\s+(?:from )?(?-i:[A-Z][\w’'-]+)){0,2}(?: x+)?\s*",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"\s*(?:\W*(?:this|the information in this|the contents of this) (?:e-?mail|message|communication|letter)\b"
    r"|disclaimer\b|confidentiality (?:notice|note)|please consider the environment|if you (?:are not|have received)"
    r"|registered (?:charity|society|office|company|in england)|©|copyright\b|page \d+ of \d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line and where it begins in the note."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it, or only rules."""
        return not self.text.strip(" \t-=_*+|>\u00a0\ufeff~.")


@dataclass(frozen=True, slots=True)
class Letter:
    """One sender's account: the lines of its head, its body, and what stands below the closing words."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    foot: tuple[Line, ...]


def lines_of(text: str) -> list[Line]:
    """All lines of a text."""
    return [
        Line(found.start() + at, found[0][at : at + _LONGEST])
        for found in _LINE.finditer(text)
        if found[0] or found.start() == 0 or text[found.start() - 1] in "\n\r\u2028\u2029"
        for at in range(0, max(len(found[0]), 1), _LONGEST)
    ]


def widths_of(lines: Sequence[Line]) -> dict[int, int]:
    """How wide the paragraph of each line is, by where the line begins."""
    widths: dict[int, int] = {}
    for blank, lines_of_paragraph in groupby(lines, key=lambda line: line.blank):
        paragraph = list(lines_of_paragraph)
        widest = 0 if blank else max(len(line.text) for line in paragraph)
        widths |= dict.fromkeys((line.start for line in paragraph), widest)
    return widths


def letters_of(lines: list[Line]) -> Iterator[Letter]:
    """The account of the sender, and that of whoever wrote the mail which is forwarded; never an answered mail."""
    forwards = False
    for place, piece in enumerate(mails(lines)):
        head, body = head_and_body(piece)
        if place and not forwards:
            return
        if place == 0 or head or any(not line.blank for line in body):
            forwards = any(_FORWARDED.match(_value(line, "subject")) for line in head)
            told = [line for line in body if not line.text.lstrip().startswith(">")]
            yield letter_of(head, told)
            forwards = forwards or bool(piece and _leads_to_forward(lines, piece))


def letter_of(head: list[Line], body: list[Line]) -> Letter:
    """A letter with its foot cut off."""
    own, foot = _without_foot(body, _names_of(next((value for line in head if (value := _value(line, "from"))), "")))
    return Letter(tuple(head), tuple(own), tuple(foot))


def _value(line: Line, name: str) -> str:
    found = HEADER.match(line.text)
    return found["value"] if found and found["name"].casefold() == name else ""


def _leads_to_forward(lines: list[Line], piece: list[Line]) -> bool:
    after = next((line for line in lines if line.start > piece[-1].start), None)
    return after is not None and bool(_FORWARD_HEAD.fullmatch(after.text))


def mails(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines cut where a further mail begins."""
    piece: list[Line] = []
    skipped = False
    for place, line in enumerate(lines):
        if _QUOTE_HEAD.fullmatch(line.text[:400]) or _FORWARD_HEAD.fullmatch(line.text[:400]):
            yield piece
            piece, skipped = [], True
            continue
        if not skipped and piece and _begins_mail(lines, place) and not _in_head(piece):
            yield piece
            piece = []
        skipped = skipped and line.blank
        piece.append(line)
    yield piece


def _begins_mail(lines: list[Line], place: int) -> bool:
    """A "From:" with a "Sent:", "Date:" or "To:" right under it."""
    first = HEADER.match(lines[place].text)
    if not first or first["name"].casefold() != "from":
        return False
    below = [HEADER.match(line.text) for line in lines[place + 1 : place + 4]]
    return any(found and found["name"].casefold() in {"sent", "date", "to"} for found in below)


def _in_head(piece: list[Line]) -> bool:
    return all(line.blank or HEADER.match(line.text) for line in piece)


def head_and_body(piece: list[Line]) -> tuple[list[Line], list[Line]]:
    """The header lines that a mail begins with; attached names at its end are no part of the account either."""
    size = 0
    for place, line in enumerate(piece):
        if HEADER.match(line.text):
            size = place + 1
        elif not line.blank or size:
            break
    head = piece[:size] if any(_value(line, "from") or _value(line, "subject") for line in piece[:size]) else []
    return head, piece[len(head) :]


def is_closing(line: Line) -> bool:
    """Whether these are the words before a signature: "Kind regards"."""
    return len(line.text) < 80 and bool(_CLOSING.fullmatch(line.text))


def _names_of(sender: str) -> frozenset[str]:
    """The sender's whole name and first name, with which a mail without closing words is signed."""
    name = re.sub(r"<.*|\(.*|[\"']", "", sender).strip().casefold()
    parts = [part.strip() for part in name.split(",", 1)]
    whole = " ".join(reversed(parts)) if len(parts) > 1 else name
    words = whole.split()
    return frozenset({whole, words[0]}) if words and "@" not in whole else frozenset()


def _without_foot(body: list[Line], signs: frozenset[str]) -> tuple[list[Line], list[Line]]:
    """The account, and everything below the closing words or the sender's name, or at the small print."""
    signed = _signed_at(body)
    for place, line in enumerate(body):
        if place == signed:
            return body[:place], [Line(line.start, ""), *body[place:]]
        if line.text.strip(" ,.-").casefold() in signs and any(not other.blank for other in body[:place]):
            below = sum(not other.blank for other in body[place:])
            if below <= _LONGEST_FOOT:
                return body[:place], [Line(line.start, ""), *body[place:]]
        if is_closing(line) and any(not other.blank for other in body[:place]):
            return body[:place], body[place:]
        if line.text.rstrip() == "--" or _SMALL_PRINT.match(line.text):
            return body[:place], body[place:]
    return body, []


def _signed_at(body: list[Line]) -> int:
    """Where a note without closing words is signed: a name above a role, or both behind a dash; -1 if nowhere."""
    written = [place for place, line in enumerate(body) if not line.blank]
    for place in written[1:][-_LONGEST_FOOT:]:
        text = body[place].text.strip()
        if place == written[-1] and _signs_on_one_line(text, body[place - 1]):
            return place
        below = body[place + 1].text.strip() if place + 1 < len(body) else ""
        signs = body[place - 1].blank and NAMED.fullmatch(text) and ROLE.search(below)
        if signs and len(below) < 90 and not re.search(r"[0-9:]|[.!?]$", below):
            return place
    return -1


def _signs_on_one_line(text: str, above: Line) -> bool:
    """Whether a last line is a signature; without a dash, it has a day and stands below the end of a sentence."""
    found = SIGNED.fullmatch(text)
    ended = above.blank or above.text.rstrip().endswith((".", "!", "?"))
    return found is not None and bool(found["dash"] or (found["day"] and ended))
