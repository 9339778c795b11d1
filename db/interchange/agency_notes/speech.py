"""Who says what in a note: the child's own words, and what is told at second hand.

Why: the child's words are kept as the child's, and what somebody else told the writer is marked so, because a court
asks how we know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

_QUOTE = re.compile(
    '“(?P<curly>[^“”\n]{1,2000})”|"(?P<straight>[^"\n]{1,2000}(?:\n[^"\n]{1,500}){0,3})"|«(?P<angle>[^«»\n]{1,2000})»'
    "|(?<![\\w’'])[‘'](?P<single>(?:[^‘’'\n]|[’'](?=\\w)){3,2000})[’'](?!\\w)"
)
_SPEECH = re.compile(
    r"\b(?:said|says|say|saying|told|tells|asked|asks|replied|answered|shouted|screamed|whispered|stated|states"
    r"|disclosed"
    r"|added|explained|repeated|called out|cried|wrote|goes|went|reported|responded|commented|mentioned|described"
    r"|informed)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,.]{0,3}(?:(?P<who>[^\W\d_][\w’'-]*)\s+(?:said|told|asked|replied|shouted|whispered|answered|added)"
    r"|(?:said|asked|replied|shouted|whispered|answered|added)\s+(?P<then>[^\W\d_][\w’'-]*))\b"
)
_REPORTS = re.compile(
    r"\b(?:told|tells|said|says|rang to say|called to say|(?:to|and) say|stat(?:ed|es)|report(?:ed|s)(?! (?:as"
    r"|to have|to the (?:office|desk)|for|in|at|missing|absent)\b)"
    r"|disclos(?:ed|es)|inform(?:ed|s)|alleg(?:ed|es)|claim(?:ed|s)|explain(?:ed|s)|mention(?:ed|s)|admitted (?:that"
    r"|to)|confirm(?:ed|s)"
    r"|advised (?:that|me|us|staff|school)|according to|reportedly|allegedly|been told|made aware)\b(?!\s*[,;.)])",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|not|are|is)\s+$", re.IGNORECASE)
_RELAYED = re.compile(
    r"\W*(?:[0-9]{1,2}[:.]?[0-9]{2}(?:hrs?)?\W+)?(?:(?:t/?c|tel(?:ephone)? ?call|phone ?call|call|voicemail|e-?mail"
    r"|text|message|letter|info(?:rmation)?|referral|report)"
    r"\s+(?:received\s+)?from\b(?!\s+(?:me|us)\b)|[^.:]{0,40}\b(?:log|notification|report|information"
    r"|intelligence)\b[^.:]{0,20}\breceived\b)",
    re.IGNORECASE,
)
_WITNESSED = re.compile(
    r"\b(?:(?:I|we)\s+(?:\w+ly\s+|also\s+)?(?:visited|saw|attended|observed|met|called|spoke|made|completed|noticed"
    r"|went|found|heard|examined|noted|witnessed|reviewed|assessed|weighed)"
    r"|seen|saw|visited|observed|examined|witnessed|officers?\s+(?:\w+\s+)?(?:attended|found|saw)"
    r"|police\s+(?:\w+\s+)?attended|attended the (?:home|address)"
    r"|home visit|hv|spoke (?:to|with)|face to face)\b",
    re.IGNORECASE,
)
_OTHERS = (
    r"mum(?:my)?|mother|mom|dad(?:dy)?|father|parents?|nan(?:a|ny)?|gran(?:ny|dma|dad|dpa|dmother|dfather)?"
    r"|aunt(?:ie|y)?|uncle"
    r"|step-?(?:dad|father|mum|mother)|partner|ex-partner|boyfriend|girlfriend|husband|wife|neighbours?|carers?"
    r"|teacher|tutor|nurse"
    r"|doctor|registrar|manager|officers?|worker|staff|caller|friend|brother|sister|cousin|driver|landlord"
    r"|receptionist|assistant|headteacher|keyworker|consultant|midwife|adult \d|mr|mrs|ms|miss|dr|pc|dc|sgt"
    r"|(?:school|hospital|nursery|police|surgery|housing|hostel|ward|clinic)(?= (?:said|told|rang|phoned|called"
    r"|report|state|inform|advise|confirm|say))"
)
_CHILD_WORDS = r"the (?:child|pupil|young person|girl|boy|baby|student|patient)|seen alone|child|yp"
_PRONOUNS = r"he|she|they|who"
_BEHIND = re.compile(
    r"\b(?:with|to|by|of|beside|near|at|for|about|told|asked|and)[ ]+(?:(?:his|her|their|my|the|a"
    r"|our)[ ]+)?(?:\w+[ ])?$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?]\s+|\n\s*\n")
_NAME_BEFORE = re.compile(
    r"(?P<name>\b[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+|\s*\([^()\n]{1,40}\))*,?\s+(?:also\s+|then\s+|later\s+)?$"
)
_FULL_NAME = re.compile(r"(?<=[a-z,(:] )(?P<name>[A-Z][a-z’'-]{1,20}) [A-Z][\w’'-]+")
_IN_BRACKETS = re.compile(
    r"(?<=[a-z] )\((?P<name>[A-Z][a-z’'-]{1,20})\)|(?<=, )(?P<then>[A-Z][a-z’'-]{1,20})(?=, [a-z])"
)
_NAME_ALONE = re.compile(r"\b(?P<name>[A-Z][a-z’'-]{1,20})(?= [a-z]|[,.)])")
_NO_NAMES = frozenset(
    {
        "the",
        "when",
        "then",
        "later",
        "also",
        "and",
        "unborn",
        "baby",
        "child",
        "on",
        "at",
        "after",
        "said",
        "says",
        "seen",
    }
)


class Speaker(Enum):
    """Who speaks."""

    CHILD = auto()
    OTHER = auto()
    WRITER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks; `start` and `end` are those of the words alone."""

    start: int
    end: int


def quotes_in(text: str, start: int, end: int) -> list[Quote]:
    """What stands in quotation marks between two places of a text."""
    return [Quote(*found.span(found.lastgroup or 0)) for found in _QUOTE.finditer(text, start, end)]


class Voices:
    """Finds out who speaks in one note, given the names of its children."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._text = text
        self._names = names
        others = "|".join([_OTHERS, *(re.escape(name) for name in _named_others(text, names))])
        child = "|".join([*(re.escape(name) for name in sorted(names, key=len, reverse=True)), _CHILD_WORDS])
        self._mentions = re.compile(
            rf"\b(?:(?P<child>{child})(?P<owns>['’]s)?|(?P<other>{others})|(?P<writer>I|we|me)"
            rf"|(?P<pronoun>{_PRONOUNS}))\b",
            re.IGNORECASE,
        )

    def child_words(self, start: int, end: int, floor: int) -> Iterator[str]:
        """The quoted words of the child between two places; the antecedent may stand as far back as `floor`."""
        quotes = quotes_in(self._text, start, end)
        for quote in quotes:
            if self._of_quote(quote, floor) is Speaker.CHILD:
                yield self._text[quote.start : quote.end].strip()

    def _of_quote(self, quote: Quote, floor: int) -> Speaker:
        before = self._text[max(floor, quote.start - 160) : quote.start - 1]
        offset = quote.start - 1 - len(before)
        verbs = list(_SPEECH.finditer(before))
        last = verbs[-1] if verbs else None
        if last and not re.search(r"[.!?]\s", before[last.end() :]):
            return self.speaker(offset + last.start(), floor)
        after = _AFTER.match(self._text, quote.end + 1, quote.end + 60)
        if after:
            return self._named(after["who"] or after["then"], quote.start, floor)
        if before.rstrip().endswith((":", "-")):
            return self.speaker(quote.start - 1, max(floor, self._text.rfind("\n", 0, quote.start) + 1))
        return Speaker.UNKNOWN

    def _named(self, name: str, at: int, floor: int) -> Speaker:
        if name.casefold() in self._names:
            return Speaker.CHILD
        if name.casefold() in {"he", "she", "they"}:
            return self.speaker(at, floor)
        return Speaker.OTHER

    def speaker(self, verb: int, floor: int) -> Speaker:
        """Who is the subject of the verb at a place: the nearest person before it who is not merely beside somebody."""
        low = max(floor, verb - 800)
        before = _without_quotes(self._text, low, verb)
        name = _NAME_BEFORE.search(before[-80:])
        if name and not self._mentions.fullmatch(name["name"]) and name["name"].casefold() not in _NO_NAMES:
            last_name = before[-80:][name.start() :].casefold()
            return Speaker.CHILD if any(known in last_name.split() for known in self._names) else Speaker.OTHER
        sentences = [0, *(found.end() for found in _SENTENCE_ENDS.finditer(before)), len(before)]
        pieces = list(pairwise(sentences))
        for place, (start, end) in enumerate(reversed(pieces)):
            said = self._in_piece(before, start, end, own=place == 0)
            if said is not None:
                return said
        return Speaker.UNKNOWN

    def _in_piece(self, before: str, start: int, end: int, *, own: bool) -> Speaker | None:
        """The nearest person of the verb's own sentence, or the first of an earlier one, who is its subject."""
        mentions = list(self._mentions.finditer(before, start, end))
        pronoun = any(found["pronoun"] for found in mentions[-1:])
        for found in reversed(mentions) if own else mentions:
            if found["pronoun"] or (found["child"] and found["owns"]):
                continue
            if found["writer"]:
                if own and not pronoun and found["writer"] in ("I", "we", "We"):
                    return Speaker.WRITER
                continue
            if not _BEHIND.search(before[max(found.start() - 40, start) : found.start()]):
                return Speaker.CHILD if found["child"] else Speaker.OTHER
        return None

    def telling(self, start: int, end: int, floor: int) -> int | None:
        """Where, between two places, somebody other than the writer begins to tell something; None if nobody does."""
        for found in _REPORTS.finditer(_without_quotes(self._text, start, end)):
            at = start + found.start()
            passive = _PASSIVE.search(self._text[max(start, at - 12) : at])
            if passive and not re.match(r"\s+that\b", self._text[at + len(found[0]) : at + len(found[0]) + 8]):
                continue
            if self.speaker(at, floor) in (Speaker.OTHER, Speaker.UNKNOWN):
                return at
        return None

    def child_tells(self, start: int, end: int) -> int | None:
        """Where the child is said to have told something to somebody other than the writer."""
        found = re.compile(r"\b(?:told|said to|disclosed to)\s+(?!me\b|us\b)", re.IGNORECASE).search(
            self._text, start, end
        )
        return found.start() if found else None

    def second_hand(self, pieces: list[tuple[int, int]], floor: int) -> bool:
        """Whether an account is told at second hand: somebody told it, and the writer was no witness of it."""
        if not pieces:
            return False
        if _RELAYED.match(self._text, pieces[0][0], pieces[0][1]):
            return True
        told = [(start, end, self.telling(start, end, floor)) for start, end in pieces]
        if all(at is None for _, _, at in told):
            return False
        return not any(_WITNESSED.search(self._text, start, end if at is None else at) for start, end, at in told)


def _named_others(text: str, names: frozenset[str]) -> list[str]:
    """Given names of other people: those that stand before a family name or in brackets, and alone elsewhere."""
    named = {found["name"] for found in _FULL_NAME.finditer(text)} | {
        found["name"] or found["then"] for found in _IN_BRACKETS.finditer(text)
    }
    alone = {found["name"] for found in _NAME_ALONE.finditer(text)}
    return sorted(name for name in named & alone if name.casefold() not in names)[:200]


def _without_quotes(text: str, start: int, end: int) -> str:
    """The text with quoted words blanked, every character in its place."""
    piece = text[start:end]
    return _QUOTE.sub(lambda found: " " * len(found[0]), piece)
