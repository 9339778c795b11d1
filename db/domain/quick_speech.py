"""Finds quoted speech in the quick line, and which of it is the child's own.

Why: the child's words are kept verbatim in a field of their own, and what is quoted may never be read as what was
done, when, or who was seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.domain.quick_line import LOOKED_AT, Line
from db.domain.quick_words import FAMILY, KNOWN_PERSON, NAME

_CLOSERS = {'"': '"\u201d', "\u201c": '\u201d"', "\u2018": "\u2019'", "'": "'\u2019"}
_SAID = re.compile(
    rf"(?:\b(?P<subject>he|she|they|(?:the )?(?:child|baby|boy|girl|yp|young person)|(?P<name>{NAME}))"
    r"\s+(?:(?:also|then|has|had|again|just|\w{1,20}ly)\s+){0,2})?"
    r"\b(?P<said>said|says|saying|told me|tells me|stated|states|disclosed|replied|in (?:his|her|their) (?:own )?words)"
    r"(?: that)?\s*[,:\u2013-]*\s*$",
    re.IGNORECASE,
)
_SUBJECTLESS = re.compile(r"(?:^|[.,;:!?\n\u2013\u2014\u0001]|-|\b(?:and|but|then|also|&))\s*$", re.IGNORECASE)
_JOINED = re.compile(r"(?:[\s,;&]|\b(?:and|then|also)\b)*", re.IGNORECASE)
_BEFORE = re.compile(r"(?:[\s,]|(?<!\w)(?:and|but|then|also|&)(?!\w))+$", re.IGNORECASE)
_FROM_ANOTHER = re.compile(
    r"\b(?:tc|t/c|call|rang|phoned|called|letter|e-?mail|told by|informed by|reported by)(?!\w)", re.IGNORECASE
)
_SECOND_HAND = re.compile(
    r"\W*(?:he|she|they|(?:the )?(?:child|boy|girl|yp|young person)|(?-i:[A-Z])[\w'-]+)\s+"
    r"(?:\w{1,20}ly\s+|has\s+|had\s+)?(?:told|said|says|tells|disclosed|stated|states|reported|reports|alleged|claims|claimed)\b"
    r"(?P<us> (?:us|staff)\b)?",
    re.IGNORECASE,
)
"""Speech that begins by telling what a child said; "Mum said" is what a child says too."""
_DENIED = re.compile(r"\b(?:if|whether|unless|never|not|nor|den(?:y|ies|ied|ying)(?: that)?)\s*$", re.IGNORECASE)
_THE_CHILD = r"\b(?:child(?:ren)?|baby|boy|girl|yp|young person|seen|saw (?:him|her|them)|alone)\b"
_MEN = re.compile(
    r"\b(?:step-?)?(?:dad|father|grand-?(?:dad|father|pa)|uncle|brother|boyfriend|husband|mr)\b", re.IGNORECASE
)
_WOMEN = re.compile(
    r"\b(?:step-?)?(?:mum|mam|mother|gran(?:ny|dma|dmother|ma)?|nan(?:a|ny)?|aunt(?:ie|y)?|sister|girlfriend|wife|mrs|ms|miss)\b",
    re.IGNORECASE,
)
_ASK = "Are the words in quotation marks the child’s own?"


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Speech from its opening mark (`start`) to after its closing one (`end`); `inner` is what lies between."""

    start: int
    end: int
    inner: str
    closed: bool


def hide_quotations(line: Line) -> None:
    """Find the quoted speech, give the child's own words, and keep all of it from being searched."""
    last_end = -1
    position = 0
    while (quotation := _next_quotation(line, position)) is not None:
        line.hide(quotation.start, quotation.end)
        position = quotation.end
        if last_end >= 0 and _JOINED.fullmatch(line.plain, last_end, quotation.start):
            last_end = _keep_words(line, last_end, quotation)
        else:
            last_end = _read_speech(line, quotation)


def _next_quotation(line: Line, position: int) -> _Quotation | None:
    text = line.text[:LOOKED_AT]
    for found in re.compile("[\"\u201c\u2018']").finditer(text, position):
        start = found.start()
        if not _opens(text, start):
            continue
        close = _close(text, start)
        if close >= 0:
            return _Quotation(start, close + 1, text[start + 1 : close], True)
        if found[0] in '"\u201c' or _SAID.search(line.plain[max(0, start - 80) : start]):
            newline = text.find("\n", start)
            end = newline if newline >= 0 else len(text)
            return _Quotation(start, end, text[start + 1 : end], newline >= 0 or len(line.text) <= LOOKED_AT)
    return None


def _opens(text: str, start: int) -> bool:
    if start and text[start - 1].isalnum():
        return False
    return start + 1 == len(text) or not text[start + 1].isspace()


def _close(text: str, start: int) -> int:
    """Where the closing mark is, -1 for none; an apostrophe inside or at the end of a plural closes nothing."""
    closers = _CLOSERS[text[start]]
    places = (place for place in range(start + 1, len(text)) if text[place] in closers)
    if "'" not in closers:
        return next(places, -1)
    ends = (place for place in places if not text[place + 1 : place + 2].isalnum())
    first = next((place for place in ends if not text[place - 1].isspace()), -1)
    if first < 0 or not re.match(r"s['\u2019] [a-z]", text[first - 1 : first + 3]):
        return first
    later = next((place for place in range(first + 1, len(text)) if text[place] in closers), -1)
    closes = later >= 0 and not text[later - 1].isspace() and not text[later + 1 : later + 2].isalnum()
    return later if closes else first


def _read_speech(line: Line, quotation: _Quotation) -> int:
    """Give the words if they are the child's; the end of what was taken out of the text, -1 for nothing."""
    offset = max(0, quotation.start - 80)
    said = _SAID.search(line.plain[offset : quotation.start])
    if not said or not quotation.closed or not quotation.inner.strip():
        return -1
    start = offset + said.start()
    if not said["subject"] and not _SUBJECTLESS.search(line.plain[:start][-8:]):
        return -1
    asked = line.plain[quotation.end : quotation.end + 2].lstrip().startswith("?")
    denied = asked or _DENIED.search(line.plain[:start])
    if (
        denied
        or _is_another(line, start, said)
        or _is_second_hand(line.plain[: quotation.start], start, said, quotation.inner)
    ):
        line.ask(_ASK)
        return -1
    if said["name"]:
        _add_words(line, quotation.inner)
        line.note("words", quotation.start, quotation.end, "The child’s own words")
        line.ask(_ASK)
        return -1
    connected = _BEFORE.search(line.plain, max(0, start - 40), start)
    return _keep_words(line, connected.start() if connected else start, quotation)


def _is_second_hand(before: str, start: int, said: re.Match[str], inner: str) -> bool:
    """Whether somebody else speaks, or tells what a child said."""
    if _may_be_another(before[:start]):
        return True
    told = None if re.match(rf"\W*{FAMILY}\b", inner, re.IGNORECASE) else _SECOND_HAND.match(inner)
    if not said["name"]:
        return bool(told and told["us"])
    title = re.search(r"(?:[\w'-]+ )?$", before[:start])
    named = (title[0] if title else "") + said["name"]
    return bool(told or re.search(KNOWN_PERSON, named, re.IGNORECASE))


def _may_be_another(before: str) -> bool:
    """Whether somebody else is named who may be the one that speaks."""
    sentence = re.split(r"[.!?\n](?:\s|$)", before.rstrip(" .!?\n"))[-1] if before.rstrip()[-1:] not in ".!?" else ""
    person = re.compile(KNOWN_PERSON, re.IGNORECASE)
    return bool(person.search(sentence) or (_FROM_ANOTHER.search(before) and person.search(before)))


def _is_another(line: Line, start: int, said: re.Match[str]) -> bool:
    """Whether it is somebody whose name is not the child's, or "he" and "she" are whoever was last spoken of."""
    if said["name"]:
        return bool(line.names) and said["name"].casefold() not in line.names
    subject = (said["subject"] or "").casefold()
    if subject not in ("", "he", "she", "they"):
        return False
    lately = " ".join(re.split(r"[.!?\n](?:\s|$)", line.plain[:start].rstrip(" .!?\n"))[-2:])
    people = [one for one in re.finditer(KNOWN_PERSON, lately, re.IGNORECASE) if one[0].casefold() != "hv"]
    if not people or re.search("|".join((_THE_CHILD, *map(_word, line.names))), lately[people[-1].end() :], re.I):
        return False
    other = {"he": _WOMEN, "she": _MEN}.get(subject)
    return not (other and other.search(people[-1][0]))


def _word(name: str) -> str:
    return rf"\b{re.escape(name)}\b"


def _keep_words(line: Line, start: int, quotation: _Quotation) -> int:
    """Take speech of the child's out of the text, with a stop after it where the text before has its own."""
    _add_words(line, quotation.inner)
    before = line.plain[:start].rstrip()
    stop = re.match(r"\s*[.,;]", line.plain[quotation.end :])
    end = quotation.end + (stop.end() if stop and (not before or before[-1] in ".!?,;:\u0001") else 0)
    line.take_out("words", start, end, "The child’s own words")
    return end


def _add_words(line: Line, inner: str) -> None:
    said = line.values.get("words")
    line.values["words"] = f"{said}\n{inner}" if said else inner
