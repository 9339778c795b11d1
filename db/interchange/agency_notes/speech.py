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

from db.domain.date_atoms import MONTH
from db.domain.date_relative import WEEKDAY
from db.interchange.agency_notes.people import Genders

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
_APART = re.compile(r"[.!?]\s|\t|\n(?=[^\n]{25})|\n\s*\n")
"""Between a verb of speech and a quotation that is none of its own."""
_AFTER = re.compile(
    r"[\s,.]{0,3}(?:(?P<who>[^\W\d_][\w’'-]*)\s+(?:said|told|asked|replied|shouted|whispered|answered|added)"
    r"|(?:said|asked|replied|shouted|whispered|answered|added)\s+(?P<then>[^\W\d_][\w’'-]*))\b"
)
OTHERS = (
    r"mum(?:my)?|mother|mom|dad(?:dy)?|father|parents?|nan(?:a|ny)?|gran(?:ny|dma|dad|dpa|dmother|dfather)?"
    r"|aunt(?:ie|y)?|uncle"
    r"|step-?(?:dad|father|mum|mother)|partner|ex-partner|boyfriend|girlfriend|husband|wife|neighbours?|carers?"
    r"|teacher|tutor|nurse"
    r"|doctor|registrar|manager|officers?|worker|staff|caller|friend|brother|sister|cousin|driver|landlord"
    r"|receptionist|assistant|headteacher|keyworker|consultant|midwife|adult \d|mr|mrs|ms|miss|dr|pc|dc|sgt"
    r"|(?:school|hospital|nursery|police|surgery|housing|hostel|ward|clinic)(?= (?:said|told|rang|phoned|called"
    r"|report|state|inform|advise|confirm|say))"
)
_CHILD_WORDS = (
    r"(?:the|this|our|her|his|their) (?:(?:older|younger|eldest|youngest|oldest|little|elder|middle) )?"
    r"(?:child|pupil|young person|girl|boy|baby|student|patient|toddler|son|daughter)|seen alone|yp"
    r"|(?<!another )(?<!other )(?<!a )(?<!an )(?:child|pupil|young person|student)(?! (?:protection|in need|minder))"
)
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
_HE_SAID = re.compile(r"\b(?:he|she|they) (?:\w+ )?(?:said|told|asked|says)\b[^.!?\n]{0,30}$", re.IGNORECASE)
_ANY_CHILD = r"(?<!other )(?<!another )(?:boy|girl|child|children|toddler|baby|lad|infant)"
"""Who is meant by the child where a note names none."""
_SUBJECT = r"(?:(?:the|my|our|his|her|their) )?[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+)?"
_NOT_SAID = re.compile(
    r"(?:\b(?:not|never|nor|neither|cannot|without|den(?:y|ies|ied|ying)"
    r"|(?:refus|declin)\w+ to|unable to|(?:asked|told|wanted|encouraged|prompted) to)|n[’']t)"
    r"\s+(?:(?:have|has|had|ever|even|actually|really|once|to)\s+){0,2}$"
    r"|\b(?:if|whether|unless|den(?:y|ies|ied|ying)(?: that)?|doubt(?:s|ed)?(?: that)?"
    r"|(?:not|never|nobody|no[ -]one|none|n[’']t) (?:\w+ ){0,2}hear[d]?)"
    rf"\s+{_SUBJECT}\s+(?:(?:has|have|had|ever|could|can|should|might|may|would|will|really|actually)\s+){{0,3}}$"
    rf"|(?:^|[.!?\n])\s*(?:did|does|has|have|had|could|would|can)\s+{_SUBJECT}\s+(?:ever\s+)?$",
    re.IGNORECASE,
)
"""What stands before a verb of speech where the words were not said, or it is asked whether they were."""
_MUM = re.compile(r"\b(?:mum(?:my)?|dad(?:dy)?|mam|nan(?:ny)?|grandad)\b", re.IGNORECASE)
_NAME_IN_SENTENCE = re.compile(r"(?<=[a-z,] )(?P<name>[A-Z][a-z’'-]{2,20})(?= [a-z(])")
CALENDAR = re.compile(rf"{MONTH}|{WEEKDAY}|Year|School|Police|Nursery|Hospital|Christmas|Easter", re.IGNORECASE)
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


class Speakers:
    """Finds out who speaks in one note, given the names of its children."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._text = text
        self._names = names
        others = "|".join([OTHERS, *(re.escape(name) for name in _named_others(text, names))])
        known = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
        child = "|".join([*known, _CHILD_WORDS if names else f"{_CHILD_WORDS}|{_ANY_CHILD}"])
        self._mentions = re.compile(
            rf"\b(?:(?P<child>{child})(?P<owns>['’]s(?= (?!said)))?|(?P<other>{others})(?P<has>['’]s(?= (?!said)))?"
            rf"|(?P<writer>I|we|me)|(?P<pronoun>{_PRONOUNS}))\b",
            re.IGNORECASE,
        )
        self._genders = Genders(text)

    def child_words(self, start: int, end: int, floor: int) -> Iterator[str]:
        """The quoted words of the child between two places; the antecedent may stand as far back as `floor`."""
        quotes = quotes_in(self._text, start, end)
        for quote in quotes:
            if self._is_denied(quote, floor):
                continue
            speaker = self._of_quote(quote, floor)
            if speaker is Speaker.CHILD or (speaker is Speaker.UNKNOWN and self._says_mum(quote)):
                yield self._text[quote.start : quote.end].strip()

    def _is_denied(self, quote: Quote, floor: int) -> bool:
        """Whether the words were not said, or it is only asked whether they were."""
        if self._text[quote.end + 1 : quote.end + 3].lstrip().startswith("?"):
            return True
        before = without_quotes(self._text, max(floor, quote.start - 160), quote.start - 1)
        verbs = list(_SPEECH.finditer(before))
        return bool(verbs) and bool(_NOT_SAID.search(before[: verbs[-1].start()]))

    def _says_mum(self, quote: Quote) -> bool:
        """Whether words that he or she said, of whom the note says no more, are a child's by whom they name."""
        said = _HE_SAID.search(self._text[max(0, quote.start - 60) : quote.start - 1])
        return bool(said) and bool(_MUM.search(self._text, quote.start, quote.end))

    def _of_quote(self, quote: Quote, floor: int) -> Speaker:
        before = self._text[max(floor, quote.start - 160) : quote.start - 1]
        offset = quote.start - 1 - len(before)
        verbs = list(_SPEECH.finditer(before))
        last = verbs[-1] if verbs else None
        if last and not _APART.search(before[last.end() :]):
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
        before = without_quotes(self._text, low, verb)
        name = _NAME_BEFORE.search(before[-80:])
        if name and not self._mentions.fullmatch(name["name"]) and name["name"].casefold() not in _NO_NAMES:
            last_name = before[-80:][name.start() :].casefold()
            return Speaker.CHILD if any(known in last_name.split() for known in self._names) else Speaker.OTHER
        sentences = [0, *(found.end() for found in _SENTENCE_ENDS.finditer(before)), len(before)]
        pronoun = ""
        for place, (start, end) in enumerate(reversed(list(pairwise(sentences)))):
            mentions = list(self._mentions.finditer(before, start, end))
            if place == 0:
                last = mentions[-1]["pronoun"] if mentions else None
                pronoun = (last or "").casefold()
            said = self._in_piece(before, start, mentions, pronoun, own=place == 0)
            if said is not None:
                return said
        return Speaker.UNKNOWN

    def _in_piece(
        self, before: str, start: int, mentions: list[re.Match[str]], pronoun: str, *, own: bool
    ) -> Speaker | None:
        """The nearest person of the verb's own sentence, or the first of an earlier one, who is its subject."""
        beside: Speaker | None = None
        for found in reversed(mentions) if own else mentions:
            if found["pronoun"] or found["owns"] or found["has"] or self._is_another(found, pronoun):
                continue
            if found["writer"]:
                if own and not pronoun and found["writer"] in ("I", "we", "We"):
                    return Speaker.WRITER
                continue
            speaker = Speaker.CHILD if found["child"] else Speaker.OTHER
            if not _BEHIND.search(before[max(found.start() - 40, start) : found.start()]):
                return speaker
            beside = beside or (None if _said_before(mentions, found, pronoun) else speaker)
        if beside is None and own and not pronoun and self._names_another(before, start):
            return Speaker.OTHER
        return beside if pronoun in _OF_ONE else None

    def _names_another(self, before: str, start: int) -> bool:
        """Whether the sentence has somebody for its subject of whom the note says no more than the name."""
        return any(
            found["name"].casefold() not in self._names
            and not CALENDAR.fullmatch(found["name"])
            and not _BEHIND.search(before[max(found.start() - 40, start) : found.start()])
            for found in _NAME_IN_SENTENCE.finditer(before, start)
        )

    def _is_another(self, found: re.Match[str], pronoun: str) -> bool:
        """Whether "he" or "she" cannot be the person mentioned."""
        gender = self._genders.of(found["child"] or found["other"] or "") if pronoun in _OF_ONE else ""
        return gender not in ("", pronoun)


_OF_ONE = frozenset({"he", "she"})


def _said_before(mentions: list[re.Match[str]], person: re.Match[str], pronoun: str) -> bool:
    """Whether the pronoun stood already before the person, and so means somebody named earlier still."""
    return any(
        found["pronoun"] and found["pronoun"].casefold() == pronoun and found.start() < person.start()
        for found in mentions
    )


def _named_others(text: str, names: frozenset[str]) -> list[str]:
    """Given names of other people: those that stand before a family name or in brackets, and alone elsewhere."""
    named = {found["name"] for found in _FULL_NAME.finditer(text)} | {
        found["name"] or found["then"] for found in _IN_BRACKETS.finditer(text)
    }
    alone = {found["name"] for found in _NAME_ALONE.finditer(text)}
    return sorted(name for name in named & alone if name.casefold() not in names)[:200]


def without_quotes(text: str, start: int, end: int) -> str:
    """The text with quoted words blanked, every character in its place."""
    piece = text[start:end]
    return _QUOTE.sub(lambda found: "\u2026" * len(found[0]), piece)
