"""The mails that a pasted reply quotes, for a reply that tells nothing dated itself.

Why: somebody answers with one line above what they were told, and pastes the whole. What is quoted is somebody else's
account: that of the mail's sender where the quotation says who that was, and never of whoever answered it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from db.interchange.agency_notes.lines import HEADER, Letter, Line, head_and_body, letter_of, lines_of, mails
from db.interchange.agency_notes.proposal import Proposal

_MARKS = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_WROTE = re.compile(
    r"[>\s]*on\s+(?P<day>.{4,80}?)(?:(?:,|\s+at)?\s+[0-9]{1,2}[:.][0-9]{2}(?:\s?[ap]m)?)?,?\s+"
    r"(?P<who>(?-i:[A-Z])[^,\n]{1,80}?|[^\s,]+@\S+)\s+wrote\s*:\s*",
    re.IGNORECASE,
)


def quotes(text: str) -> bool:
    """Whether a note quotes a mail with marks before its lines."""
    return bool(_MARKS.search(text))


def unquoted(text: str) -> str:
    """The text with spaces in the place of the marks of quotation, so that all places stay what they are."""
    return _MARKS.sub(lambda found: " " * len(found[0]), text)


def quoted_letters(text: str) -> Iterator[Letter]:
    """The quoted mails: marked lines, and what stands under a line that says that a mail begins."""
    marked = {line.start for line in lines_of(text) if line.text.lstrip().startswith(">")}
    lines = lines_of(unquoted(text))
    for place, piece in enumerate(mails(lines)):
        head, body = head_and_body(piece)
        if place == 0:
            head = [line for line in head if line.start in marked]
            body = [line for line in body if line.start in marked]
        yield letter_of(head or _head_above(lines, piece), body)


def of_another(proposal: Proposal) -> Proposal:
    """A proposal from a quotation: no sight of the note's author, and hearsay where nobody is named."""
    return replace(proposal, seen={}, hearsay=proposal.hearsay or not proposal.source.in_words())


def _head_above(lines: list[Line], piece: list[Line]) -> list[Line]:
    """ "On 13 November 2026, Jo Cole wrote:" as the lines of a mail's head."""
    above = [line for line in lines if piece and line.start < piece[0].start and not HEADER.match(line.text)][-1:]
    found = _WROTE.fullmatch(above[0].text[:400]) if above else None
    if found is None:
        return []
    at = above[0].start
    return [Line(at + found.start("who"), f"From: {found['who']}"), Line(at, f"Sent: {found['day']}")]
