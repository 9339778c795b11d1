"""What is told at second hand in a note, and by whom.

Why: what somebody else told the writer is marked so, because a court asks how we know. What the writer saw stays the
writer's, even where somebody is quoted beside it.
"""

from __future__ import annotations

import re

from db.interchange.agency_notes.speech import CALENDAR, OTHERS, Speaker, Speakers, without_quotes

_REPORTS = re.compile(
    r"\b(?:told|tells|said|says|rang to say|called to say|(?:to|and) say|stat(?:ed|es|ing)|report(?:ed|s)(?!:| (?:as"
    r"|to have|to the (?:office|desk)|for|in|at|missing|absent)\b)"
    r"|disclos(?:ed|es)|inform(?:ed|s)|alleg(?:ed|es|ing)|claim(?:ed|s|ing)"
    r"|explain(?:ed|s)|mention(?:ed|s)"
    r"|admitted (?:that|to)|confirm(?:ed|s)|describ(?:ed|es)(?! (?:as|by)\b)|complain(?:ed|s) (?:that|of)"
    r"|recall(?:ed|s)"
    r"|den(?:ied|ies|ying)(?! (?:access|entry|admission|contact|boarding|housing|permission|us|me|him|her|them)\b)"
    r"|advised (?:that|me|us|staff|school)|according to|reportedly|allegedly|been told|made aware"
    r"|saying)\b(?!\s*[,;.)])",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(r"\b(?:notified|informed|told|advised|alerted|made aware) by\b|\bheard from\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|not|are|is)\s+$", re.IGNORECASE)
_CLOCK_FIRST = r"\W*(?:[0-9]{1,2}[:.]?[0-9]{2}(?:hrs?)?\W+)?"
_RELAYED = re.compile(
    _CLOCK_FIRST + r"(?:(?:t/?c|tel(?:ephone)? ?call|phone ?call|call|voicemail|e-?mail"
    r"|text|message|letter|info(?:rmation)?|referral|report)"
    r"\s+(?:received\s+)?from\b(?!\s+(?:me|us)\b)|[^.:]{0,40}\b(?:log|notification|report|information"
    r"|intelligence)\b[^.:]{0,20}\breceived\b|reported\s+(?:\w+\s+)?by\b)",
    re.IGNORECASE,
)
_RANG = re.compile(
    _CLOCK_FIRST + r"(?!(?:I|we|police|police were)\b)(?:[\w’'.()/-]+\s+){1,6}"
    r"(?:rang|phoned|telephoned|called|e-?mailed|texted|txt|text|messaged|wrote|contacted (?:me|us|the \w+))\b"
    r"(?:\s*:|[^.:;\n]{0,40}\s(?:in\s+)?to (?:say|report|tell|complain)\b|[^.:\n]{0,30}[.,;]\s+(?:(?:she|he|they)\s+)?"
    r"(?:says?|states?|said|stated|report(?:s|ed|ing)|saying|stating|told)\b)",
    re.IGNORECASE,
)
_WITNESSED = re.compile(
    r"\b(?:(?:I|we)\s+(?:\w+ly\s+|also\s+)?(?:visited|saw|attended|observed|met|called|spoke|made|completed|noticed"
    r"|went|found|heard|examined|noted|witnessed|reviewed|assessed|weighed)"
    r"|seen|saw|visited|observed|examined|witnessed|officers?\s+(?:\w+\s+)?(?:attended|found|saw)"
    r"|police\s+(?:\w+\s+)?attended|attended the (?:home|address)|located"
    r"|home visit|hv|spoke (?:to|with)|face to face)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:was|were|had|did|came|went|left|took|brought|missed|failed|attended|arrived|appeared|presented"
    r"|cancelled|gave"
    r"|found|fell|hit|got|made|rang|collected|refused|returned|started)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\W*(?:when|as|while|after|before|once|during|on|at|in)\b", re.IGNORECASE)
_CHILD_TOLD = re.compile(r"\b(?:told|said to|disclosed to)\s+(?!me\b|us\b)", re.IGNORECASE)
_TELLER = re.compile(
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|PS"
    r"|PCSO)\.?\s+)?(?:[A-Z]\.?\s?){0,2}\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}"
    rf"(?:\s?\([^()\n]{{1,40}}\))?|(?:\b(?i:her|his|their|my|the|an?)\s)?(?:(?:paternal|maternal|foster|older"
    rf"|younger|class|head|next-door)\s)?\b(?i:{OTHERS}|mgm|mgf|pgm|pgf))"
    r"\s+(?:(?:also|then|later|has|have|had)\s+){0,2}$"
)
_AFTER_BY = re.compile(
    r"\s*(?:by|from|to)?\s*(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS"
    r"|PS)\.?\s+)?[A-Z][\w’'.-]*(?:\s(?:[A-Z][\w’'-]+|[0-9]{2,5})){0,2})"
)
_NO_TELLERS = frozenset({"he", "she", "they", "it", "who", "i", "we", "this", "that", "and", "but", "also"})
_SHORT_LEAD = 30
_GOES_ON_TELLING = re.compile(
    r"\W*(?:(?:and|also|then|later)\s+)?(?:(?P<pronoun>s?he)\s+)?(?:(?:also|then|later|has|had)\s+){0,2}", re.IGNORECASE
)


class Voices(Speakers):
    """Finds out what is told at second hand in one note."""

    def telling(self, start: int, end: int, floor: int) -> int | None:
        """Where, between two places, somebody other than the writer begins to tell something; None if nobody does."""
        words = without_quotes(self._text, start, end)
        by = _TOLD_BY.search(words)
        for found in _REPORTS.finditer(words, 0, by.start() if by else len(words)):
            at = start + found.start()
            passive = _PASSIVE.search(self._text[max(start, at - 12) : at])
            if passive and not re.match(r"\s+that\b", self._text[at + len(found[0]) : at + len(found[0]) + 8]):
                continue
            if self.speaker(at, floor) in (Speaker.OTHER, Speaker.UNKNOWN):
                return at
        return start + by.start() if by else None

    def relayed(self, start: int, end: int) -> bool:
        """Whether a sentence begins with somebody's call or message, which it goes on to give."""
        return bool(_RELAYED.match(self._text, start, end) or _RANG.match(self._text, start, end))

    def child_tells(self, start: int, end: int) -> int | None:
        """Where the child is said to have told something to somebody other than the writer."""
        found = _CHILD_TOLD.search(self._text, start, end)
        return found.start() if found else None

    def teller(self, start: int, end: int, floor: int) -> str:
        """Who told it, as the note calls them; "" where that is only a pronoun."""
        at = self.telling(start, end, floor)
        if at is None:
            return ""
        by = _TOLD_BY.match(self._text, at, end)
        found = (
            _AFTER_BY.match(self._text, by.end(), end) if by else _TELLER.search(self._text, max(start, at - 90), at)
        )
        if found is None and re.match(r"confirmed by\b", self._text[at:end]):
            found = _AFTER_BY.match(self._text, at + len("confirmed"), end)
        who = " ".join(found["who"].split()) if found else ""
        return "" if who.casefold() in _NO_TELLERS or CALENDAR.match(who) or who.casefold() in self._names else who

    def goes_on_telling(self, start: int, end: int, floor: int, caller: str) -> bool:
        """Whether a sentence begins with the telling, by nobody named or by "he" or "she" who can be the caller."""
        at = self.telling(start, end, floor)
        found = _GOES_ON_TELLING.fullmatch(self._text, start, at) if at is not None else None
        if found is None:
            return False
        words = caller.partition(",")[0].split()
        gender = self._genders.of(words[-1]) if words else ""
        return not found["pronoun"] or gender in ("", found["pronoun"].casefold())

    def second_hand(self, pieces: list[tuple[int, int]], floor: int) -> bool:
        """Whether an account is told at second hand in the main, and the writer was no witness of it."""
        if not pieces:
            return False
        first, last = pieces[0][0], pieces[-1][1]
        if self.relayed(first, max(pieces[0][1], min(last, first + 200))):
            return True
        told = [(start, end, self.telling(start, end, floor)) for start, end in pieces]
        if all(at is None for _, _, at in told):
            return False
        if any(_WITNESSED.search(self._text, start, end if at is None else at) for start, end, at in told):
            return False
        return not self._leads_with_own(told)

    def _leads_with_own(self, told: list[tuple[int, int, int | None]]) -> bool:
        """Whether it begins with what the writer knows, and goes on with that for at least a third of it."""
        start, end, at = told[0]
        if at is not None:
            lead = self._text[start:at]
            own = len(lead) > _SHORT_LEAD // 2 and bool(re.search("[,;]", lead)) and not _SUBORDINATE.match(lead)
            return own and bool(_HAPPENED.search(lead))
        heard = sum(end - at for start, end, at in told if at is not None)
        known = sum((end if at is None else at) - start for start, end, at in told)
        return end - start > _SHORT_LEAD and 2 * known > heard
