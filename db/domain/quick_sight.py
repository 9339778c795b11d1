"""Whether words like "seen alone" say what the author saw, or are denied, asked, wished or told by somebody else.

Why strict: "seen alone" on the record is relied on for the child's safety; where the words leave room for doubt, the
field stays empty and the author is asked.
"""

from __future__ import annotations

import re

from db.domain.quick_line import Line
from db.domain.quick_words import FAMILY, PERSON, PLACE, ROLE

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[\n\u0001]")
_CLAUSE = re.compile(r"[,;:.!?()\n\u0001\u2013\u2014]|\s-\s|\b(?:but|although|though)\b", re.IGNORECASE)
_ACTIVE = re.compile(r"saw|spoke|seen (?:him|her|them|both|child|children)\b", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:no[ -]?one|nobody|none|not|never|neither|nor|without|unable|cannot|(?:could|would|did|was|were|has|have|had"
    r"|is|are|ca|do|does|wo|should)n'?t|fail\w*|refus\w+|declin\w+|attempt\w*|tried|trying|should|must|will|would"
    r"|could|may|might|if|whether|unless|until)\b"
    r"|\b(?:no|try|ask\w*|request\w*|want\w*|hop(?:e|es|ed|ing)|plan\w*|agree\w*|need\w*|when|before|to|be|due|next"
    r"|last|previous\w*|since)\s*$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plans?|aims?|actions?|to ?do|next steps?|agreed|req(?:uest)?)\s*[:\u2013\u2014-]", re.IGNORECASE
)
_DENIED_AFTER = re.compile(
    r"\?|\b(?:not (?:possible|able|allowed|agreed|permitted|done|achieved|appropriate|offered|happen)|impossible|unable"
    r"|refus\w+|declin\w+|prevented|cannot|would(?:n'?t| not)|could(?:n'?t| not)|did(?:n'?t| not) happen"
    r"|was(?:n'?t| not)|y ?/ ?n)\b",
    re.IGNORECASE,
)
_NOT_QUITE = re.compile(
    r"\b(?:next (?:hv|visit|time|week|month|app(?:t|ointment))|exc(?:ept|l|luding)?\b|apart from|other than"
    rf"|(?:with|w/) ?{PERSON} (?:watching|listening|present|there|near|nearby|hovering"
    r"|at the door|in (?:the )?(?:room|doorway)))\b",
    re.IGNORECASE,
)
"""Another time, not every child, or not really alone."""
_DENIED_NEXT = re.compile(
    r"[\s,;:.()=\u2013\u2014-]*(?:\?|(?:no|n|nope|none|nil|not|n/a|x)(?=\s*(?:[,;:.()\u2013\u2014-]|$)|\s+(?:as|because|since"
    rf"|due|possible|able|allowed|yet|today|this|done|achieved|appropriate|safe|at all|(?:{FAMILY}))\b)"
    r"|(?:im|un)possible\b|unable\b|refused\b|declined\b|y ?/ ?n\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:says?|said|saying|reports?|reported|reporting|told|tells|telling|claim(?:s|ed)?|alleg\w+|stat(?:es|ed|ing)"
    r"|disclos\w+|mention(?:s|ed)?|explain(?:s|ed)?|confirm(?:s|ed)?|advis(?:es|ed)|inform(?:s|ed)|thinks|believes|heard"
    r"|den(?:y|ies|ied|ying)|admit(?:s|ted)?(?! to (?:hospital|a&e|the ward|ward|scbu|nicu))"
    r"|recall(?:s|ed)?|remember(?:s|ed)?"
    r"|according to|as per|per)\b",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(rf"\bby (?!(?:me|myself|sw)\b){PERSON}", re.IGNORECASE)
_THIRD = re.compile(rf"\b(?:{FAMILY}|{ROLE}|he|she|they|who|that)\b(?!'s)", re.IGNORECASE)
_ANOTHER_SEEN = re.compile(rf"\b(?:{ROLE}|who)\s+(?:(?:has|have|had|also|then|just|been)\s+)*$", re.IGNORECASE)
_AUTHOR = re.compile(
    r"(?:\s|,|&|\b(?:i|we|and|also|then|so|just|again|briefly|later|there|today|have|had|visited|attended|went|arrived"
    rf"|upstairs|home|this time|\w+ly|(?:at|to|in) (?:{PLACE}))(?!\w))*",
    re.IGNORECASE,
)
_AUTHORS_KINDS = frozenset({"visit", "meeting", "family_time", "conference", "strategy", "supervision", "review"})
_OTHERS_HOW = frozenset({"told", "document"})
_OTHERS_KINDS = frozenset({"call", "letter", "police", "referral", "minutes", "document", "imported", "health"})


def is_authors_sight(line: Line, start: int, end: int) -> bool:
    """Whether the words from `start` to before `end` plainly say whom the author saw."""
    if is_told(line, start) or is_denied(line, start, end):
        return False
    clause = _clause_before(line, start)
    if _ACTIVE.match(line.plain, start):
        return bool(_AUTHOR.fullmatch(clause)) and (_visited(line, start) or not _THIRD.search(_sentence(line, start)))
    return not _ANOTHER_SEEN.search(clause)


def is_told(line: Line, start: int) -> bool:
    """Whether somebody else says so."""
    kind, how = line.values.get("kind"), line.values.get("how")
    if how in _OTHERS_HOW or kind in _OTHERS_KINDS or any("a visit by you or" in asked for asked in line.questions):
        return True
    return bool(_TOLD.search(_sentence(line, start)))


def is_asked(line: Line, end: int) -> bool:
    """Whether a question mark follows at once."""
    return bool(re.compile(r"[\s(]*\?").match(line.plain, end))


def is_denied(line: Line, start: int, end: int) -> bool:
    """Whether the words from `start` to before `end` are denied, asked, planned or only tried."""
    if (
        _PLANNED.search(_sentence(line, start))
        or _DENIED_BEFORE.search(_clause_before(line, start))
        or _DENIED_NEXT.match(line.plain, end)
    ):
        return True
    sentence = _SENTENCE.search(line.plain, end)
    rest = line.plain[end : sentence.end() if sentence else len(line.plain)]
    clauses = _CLAUSE.split(rest.lstrip(" ,;:()\u2013\u2014-"), maxsplit=1)
    own = _CLAUSE.split(rest, maxsplit=1)[0]
    asked = "?" in rest[: len(own) + 1]
    return asked or bool(_DENIED_AFTER.search(clauses[0]) or _BY_ANOTHER.search(own) or _NOT_QUITE.search(own))


def _sentence(line: Line, start: int) -> str:
    """The sentence up to here, without the words of the day and of the kind."""
    ends = [found.end() for found in _SENTENCE.finditer(line.plain, 0, start)]
    begin = ends[-1] if ends else 0
    text = line.plain[:start]
    for part in line.parts:
        if part.key in ("when", "kind", "significant", "tone") and part.end <= start:
            text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text[begin:]


def _clause_before(line: Line, start: int) -> str:
    return _CLAUSE.split(_sentence(line, start))[-1]


def _visited(line: Line, start: int) -> bool:
    """Whether a visit or meeting of the author's is named before."""
    kinds = [part for part in line.parts if part.key == "kind" and part.end <= start]
    return line.values.get("kind") in _AUTHORS_KINDS and (bool(kinds) or not line.kinds)
