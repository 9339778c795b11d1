"""What of a note went into no proposal, so that nobody takes the proposals for the whole.

The head of a mail, greetings, the words before a signature, the heads of a table, and what says who wrote the note and
when are used for that, and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.domain.date_atoms import MONTH
from db.interchange.agency_notes.fields import Label, fields_of, said_by
from db.interchange.agency_notes.lines import HEADER, SIGNED, Line, is_closing, lines_of
from db.interchange.agency_notes.proposal import Proposal
from db.interchange.agency_notes.sentences import sentences
from db.interchange.agency_notes.tables import heads_of

_OF_THE_NOTE = frozenset({Label.AUTHOR, Label.WRITTEN, Label.WRITTEN_LATER, Label.ROLE, Label.AGENCY, Label.PRINTED})
_GREETING = re.compile(r"\s*(?:dear|hi|hello|hiya)\b.{0,60}", re.IGNORECASE)
_ONLY_DATE = re.compile(rf"(?:date[:\s])?[\W\d]*(?:(?:st|nd|rd|th)\s+)?{MONTH}?[\W\d]*", re.IGNORECASE)
_TELLS = re.compile(r"[^\W\d_]{2}")


def unused_in(text: str, proposals: Sequence[Proposal]) -> tuple[tuple[int, int], ...]:
    """Start and end of each line, or of the sentences of one, that no proposal holds."""
    taken = sorted((proposal.start, proposal.end) for proposal in proposals)
    dates = frozenset(proposal.when.as_given for proposal in proposals)
    who = frozenset(
        _folded(words) for one in proposals for words in (one.source.who, one.source.role, one.source.agency)
    )
    found: list[tuple[int, int]] = []
    at = 0
    for line in lines_of(text):
        while at < len(taken) and taken[at][1] <= line.start:
            at += 1
        near = [span for span in taken[at:] if span[0] < line.end]
        left = [
            one for one in sentences(text, line.start, line.end) if not any(a < one[1] and one[0] < b for a, b in near)
        ]
        if left and not _is_known(line, dates, who) and _TELLS.search(text, left[0][0], left[-1][1]):
            found.append((left[0][0], left[-1][1]))
    return tuple(found)


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _is_known(line: Line, dates: frozenset[str], who: frozenset[str]) -> bool:
    """Whether a line was understood otherwise, or is the date under which a proposal stands."""
    words = line.text.strip(" *_#-–—,.:")
    signed = SIGNED.fullmatch(line.text.strip())
    return (
        bool(HEADER.match(line.text) or _GREETING.fullmatch(line.text))
        or is_closing(line)
        or words in dates
        or bool(_ONLY_DATE.fullmatch(line.text))
        or _folded(words) in who
        or bool(signed and _folded(signed["who"]) in who)
        or heads_of(line) is not None
        or bool(said_by(line))
        or any(field.label in _OF_THE_NOTE for field in fields_of(line))
    )
