"""Finds who says something in a call: the fact is then told by them, and not what the author saw or heard.

Why strict: a name alone may be the child's, and "he said" after "rang mum" is somebody else; then nobody is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.domain.quick_line import HIDDEN, Line
from db.domain.quick_words import FAMILY, NAME, PERSON, ROLE

_SAYS = (
    r"(?:says?|said|tells|told me|told us|reports?|reported|states?|stated|advises|advised|confirms?|confirmed"
    r"|informs|informed me|alleges?|alleged|claims?|claimed|explains?|explained|disclosed|mentioned|adds|added)"
)
_SAID = re.compile(
    rf"(?:(?P<pronoun>\b(?:he|she|they|who)|(?:^|[.,;:\n\u2013\u2014-]|\band))|(?<![\w'])(?P<who>{PERSON}))"
    rf"\s+(?:(?:also|then|has|had|have)\s+){{0,2}}{_SAYS}\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    rf"(?<!\bi )(?<!\bwe )(?<!\bi have )(?<!\bi've )\b(?:{_SAYS}|(?:was|been|being) (?:told|informed|advised))\b",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"\s*(?:(?:to|with|back)\s+)*(?P<who>{PERSON})", re.IGNORECASE)
_ANYBODY = re.compile(rf"\b(?:{FAMILY}|{ROLE})\b|{NAME}", re.IGNORECASE)
_KNOWN = re.compile(rf"(?:the |his |her |their )?(?:{FAMILY}|{ROLE})\b|(?:mrs?|ms|miss|mx|dr|prof|pc|dc|ps|ds)\b", re.I)
_ROLE_BEFORE = re.compile(rf"\b(?P<role>{ROLE}),?\s+$", re.IGNORECASE)
_TITLED = re.compile(r"(?:mrs?|ms|miss|mx|dr|prof|pc|dc|ps|ds)\b", re.IGNORECASE)
_SHE = re.compile(r"(?:mrs|ms|miss|.*(?:mum|mam|mother|nan|gran|aunt|sister|girlfriend|mgm|pgm))\b", re.IGNORECASE)
_HE = re.compile(r"(?:mr|.*(?:dad|father|grand?dad|uncle|brother|boyfriend|mgf|pgf))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Where somebody says something; `who` is "" where it is not plain who."""

    start: int
    end: int
    who: str = ""
    role: str = ""


def said_in_call(line: Line, kind: tuple[int, int]) -> Speaker | None:
    """The first in a call, besides the child, who says something."""
    if line.values.get("kind") != "call":
        return None
    called = _CALLED.match(line.plain, kind[1])
    for found in _SAID.finditer(line.plain, kind[1]):
        if _is_childs(line, found.end()) and not found["who"]:
            continue
        if not found["who"]:
            return _by_pronoun(line, called, found)
        who = line.text[found.start("who") : found.end("who")]
        if not _KNOWN.match(who):
            return Speaker(found.start("who"), found.end("who"))
        before = _ROLE_BEFORE.search(line.plain[: found.start()]) if _TITLED.match(who) else None
        return Speaker(found.start("who"), found.end("who"), who, before["role"] if before else "")
    spoken = next((one for one in _SPEAKS.finditer(line.plain, kind[1]) if not _is_childs(line, one.end())), None)
    return Speaker(spoken.start(), spoken.end()) if spoken else None


def _is_childs(line: Line, end: int) -> bool:
    """Whether the child's own words follow."""
    return HIDDEN in line.plain[end : end + 4] and "words" in line.values


def _by_pronoun(line: Line, called: re.Match[str] | None, found: re.Match[str]) -> Speaker:
    """Whoever was called, if nobody else is named before "she said" and it can be them."""
    pronoun = found["pronoun"].casefold()
    if called is None or called.end() > found.start() or _ANYBODY.search(line.plain, called.end(), found.start()):
        return Speaker(found.start(), found.end())
    who = line.text[called.start("who") : called.end("who")]
    fits = {"she": not _HE.match(who), "he": not _SHE.match(who)}.get(pronoun, True)
    if not fits or not _KNOWN.match(who):
        return Speaker(found.start(), found.end())
    return Speaker(called.start("who"), called.end("who"), who)
