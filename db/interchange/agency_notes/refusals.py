"""Dates that are no events: birthdays, appointments to come, dates of papers and of rules.

Why: a date of birth in a chronology as an event is noise, and an appointment to come as a past event is a falsehood.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum, auto

from db.domain.date_span import Precision
from db.interchange.agency_notes.moments import Moment

_LONG_AGO = 300
"""Days: a date without a year that would be longer ago than this is rather one to come."""
_BIRTH = re.compile(
    r"(?:(?<![\w.])b\.?(?=\s?$)|\bd\s?\.?\s?o\s?\.?\s?b\b\.?|\bdate of birth|\bborn|\bbirthday(?: is| was)?"
    r"|\bedd|\bdue date"
    r"|\bdelivery)\W*(?:(?:is|on)\W*)?(?:the\W*)?$",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(r"\W{0,3}(?:birthday|d\.?o\.?b\b)", re.IGNORECASE)
_NAME_BRACKET = re.compile(r"[A-Z][\w’'-]+,?\s*\($")
_PAPER = re.compile(
    r"(?:\b(?:dated|as at|as of|expir(?:es|y)|expire on|valid(?: from| to| until)?|version|revised|updated|issued"
    r"|effective(?: from)?|copyright"
    r"|printed|published|typed|exported|produced|reissued|ratified|amended)|©)(?:\s+(?:on|in|of|from|the))*\W*$"
    r"|\b(?:last|previously|next) (?:reviewed|updated|trained|inspected|risk assessed|seen by ofsted)\b[^.;]{0,25}$"
    r"|\b(?:rated|inspected|registered|accredited|certified|licen[cs]ed|trained in [^.;:]{3,40}:?)\b[^.;]{0,25}$"
    r"|\b(?:letter|e-?mail|report|minutes|referral|request|notification|form|statement|message|correspondence|log"
    r"|policy|guidance|procedures?"
    r"|invoice)s?\s+(?:of|dated|from|sent on)\s+(?:the\s+)?$"
    r"|\b(?:ref|cad|log|urn|crime|incident|number|no|id)\b\.?\W{0,3}\S*[0-9]\S*\s+(?:of\s+|dated\s+)?$"
    r"|\b(?:Act|Together|Guidance|Regulations?|Order|Procedures?|Framework|Policy|Practice|Education|Code"
    r"|Strategy)\W{1,3}$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|same as|similar to|compared (?:with|to)|unlike|as)\s+(?:(?:in|on|at|it was)\s+)*$", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|shall|next(?! door| of kin| to\b)|to be|booked (?:in )?(?:for|on)|scheduled|planned|arranged for"
    r"|listed|reminders?|please|deadline|going to"
    r"|hopes? to|see again|is due|are due|due|would|appointment (?:is|for)|appt (?:is|for)|plan to|intend(?:s"
    r"|ed)? to|back on|no later than)"
    r"\b[^.;]*$|['’]ll\b[^.;]*$|\b(?:by|is|are)\s+(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|did not|didn['’]t|not brought|dna|cancelled|failed|missed|came|went|left|took|saw|told|said"
    r"|gave|found|fell|hit|got|made|rang|kept|met|spoke|brought|began|heard|ran|sent|slept|threw|woke|ate|drank|broke"
    r"|attended|visited|arrived|stayed|collected|reported|presented|appeared|refused|returned|started|turned up|moved"
    r"|shouted|walked|seen|disclosed|called|phoned|texted|has been|have been)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?:\b(?:I|we|they|you|he|she|it|who|there)\s+(?:am|are|is)|\b(?:I['’]m|(?:we|they|you)['’]re|(?:he|she"
    r"|it)['’]s|is|are)"
    r"|\b(?:can|could|may|shall|should|must|might) (?:you|we|I|he|she|they)|\b(?:ends|starts|begins|expires"
    r"|finishes|runs out|returns|closes|opens|leaves|breaks up) (?:on|at|in)"
    r"|\bwant(?:s)? to|\bhop(?:es?|ing) to)\b[^.;]*$",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\W{0,2}(?:(?:has been|was|now|is)\s+)*(?:moved|changed|rearranged|re-arranged|rescheduled|postponed"
    r"|put back|brought"
    r" forward) (?:to|until)\b",
    re.IGNORECASE,
)
_FOR_A_DAY = re.compile(r"\b(?:for|before|until|till|by|ahead of|to|at|about)\s+$", re.IGNORECASE)
_SCORED = re.compile(
    r"\s*(?:(?:sessions?|appointments?|visits?|contacts?|days?|lessons?|marks?|points?)\b|offered|attended|kept|missed"
    r"|correct|out of|full|completed|on the scale|weeks?|wks?|months?|mths?|years?|yrs?)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"by\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\W*(?:there (?:were|was|have been|has been|had been) (?:no|not)\b|no(?:thing)?\s(?!one\b|answer\b|reply\b|show\b"
    r"|access\b)|not any\b"
    r"|none\b|we have no\b|I have no\b)",
    re.IGNORECASE,
)
_NOTHING_SEEN = re.compile(
    r"\W*(?:nothing|no(?:thing)? (?:further|more|new)) (?:was|has been|to report|of note)\b", re.IGNORECASE
)
_ARRANGED = re.compile(
    r"(?:\b(?:was|were|is|are|been|has|have|had)\s+)*"
    r"\b(?:planned|booked(?: in)?|scheduled|arranged|listed|fixed|set|due)\s+(?:for|on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\W*(?:(?:plan|actions?|to ?do|next steps?)\s*[:–—-]\s*|(?:I|we)(?: will|['’]ll| shall| must"
    r"| (?:need|intend|plan|hope|are going) to| am going to)\b|to (?:visit|see|ring|call|phone|book|arrange|do"
    r"|chase|contact|meet|discuss|request|e-?mail|attend|check|ask|speak|write|send|refer|complete|follow up)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\W*(?:was|were|is|are|did|does|do|has|have|had|can|could|will|would|should|may|who|when|what|where|why|how|which"
    r"|whether|any)\b[^\n]*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(?:^\W*|\b(?!ask)\w+\s)(?:if|unless|in case)\b[^.;,]*$", re.IGNORECASE)
_ASKED_IF = re.compile(
    r"\b(?:as if|even if|(?:ask(?:ed|s|ing)?|wonder(?:ed|s)?|know|knew|sure|said|see|saw)\b[^.;,]{0,20}\bif)\b", re.I
)
_SINCE_THEN = re.compile(r"\b(?:since|until|till)\s+$", re.IGNORECASE)
_SINCE_MEASURED = re.compile(
    r"\b(?:up|down|gained|gain|lost|loss|increase[ds]?|decrease[ds]?|put on|grown|dropped|risen|improved)\b[^.;,]{0,40}"
    r"\bsince\s+(?:the\s+)?\S[^.;,]{0,25}$",
    re.IGNORECASE,
)
_TENSE = re.compile(rf"{_PAST.pattern}|\b\w+ed\b|\bdna\b", re.IGNORECASE)
_HALF_A_YEAR = 183
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
_UNTIL = re.compile(r"\b(?:until|till|by)\s+$", re.IGNORECASE)
_SINCE = re.compile(r"since\b", re.IGNORECASE)
_VAGUE = frozenset({Precision.MONTH, Precision.SEASON, Precision.YEAR, Precision.BEFORE, Precision.AFTER})


class Refusal(Enum):
    """Why a date is no event: still to come, which also ends what is told before it, or something else."""

    TO_COME = auto()
    OTHER = auto()


def refusal(moment: Moment, text: str, sentence: int, written: date | None) -> Refusal | None:
    """Why a date in a sentence (which begins at `sentence`) is no event; None if it can be one."""
    before = text[max(sentence, moment.start - 100) : moment.start]
    after = _SENTENCE_END.split(text[moment.end : moment.end + 40])[0]
    birth = _is_birth(moment, before, after, written)
    rest = _SENTENCE_END.split(text[moment.end : moment.end + 300])[0]
    no_fact = _is_no_fact(text[max(sentence, moment.start - 300) : moment.start], rest)
    if no_fact or _is_ahead(moment, before, after, written) or _POSTPONED.match(after):
        return Refusal.TO_COME
    if moment.kind == "week":
        return None if before.strip() else Refusal.OTHER
    refused = (
        birth
        or (moment.kind == "from_event" and _UNTIL.search(before) and not re.match(r"\W+when\b", after))
        or _PAPER.search(before)
        or _COMPARED.search(before)
        or (moment.span.precision in _VAGUE and _NOTHING.match(text, sentence, moment.start))
        or (moment.kind == "feast" and _SINCE_THEN.search(before))
        or _NOTHING_SEEN.match(text, sentence, moment.start)
        or (moment.kind == "slashed" and _SCORED.match(after))
        or _SINCE_MEASURED.search(text[sentence : moment.end])
        or (moment.kind in {"bare", "month"} and before.strip() and _SINCE.match(moment.words))
    )
    return Refusal.OTHER if refused else None


def _is_no_fact(before: str, after: str) -> bool:
    """Whether a sentence only plans, sets a task, asks or makes a condition, whatever its date."""
    arranged = _ARRANGED.search(before)
    if arranged and not _PAST.search(before[: arranged.start()] + " " + after):
        return True
    if _TASK.match(before) and not _PAST.search(before + after):
        return True
    conditional = _CONDITION.search(before) and not _ASKED_IF.search(before)
    return bool(conditional or _QUESTION.match(f"{before} {after}"))


def _is_birth(moment: Moment, before: str, after: str, written: date | None) -> bool:
    if _BIRTH.search(before) or _BIRTH_AFTER.match(after):
        return True
    old = written is None or (written - moment.span.latest).days > 200
    return old and bool(_NAME_BRACKET.search(before)) and after.startswith(")")


def _is_ahead(moment: Moment, before: str, after: str, written: date | None) -> bool:
    """Later than the day of writing, or said to be ahead where the year, and so the past, was only inferred."""
    if written is not None and moment.span.earliest > written:
        return True
    if moment.explicit and written is not None:
        return False
    if written is not None and moment.year_inferred and (written - moment.span.latest).days > _LONG_AGO:
        return True
    if moment.kind in {"relative", "from_event"} and "ago" in moment.words:
        return False
    return _is_long_past(moment, before, after, written) or _is_said_ahead(moment, before, after)


def _is_said_ahead(moment: Moment, before: str, after: str) -> bool:
    """Whether the words around it look ahead, and none of them back."""
    if moment.kind == "weekday" and after.startswith(("'s", "’s")) and _FOR_A_DAY.search(before):
        return True
    by = moment.kind in {"alone", "bare"} and _BY.match(moment.words)
    said = _AHEAD.search(before) or _PRESENT.search(before) or by
    return bool(said) and not _PAST.search(before + after)


def _is_long_past(moment: Moment, before: str, after: str, written: date | None) -> bool:
    """A day without a year that is nearer ahead than behind, in a sentence that says nothing of the past."""
    if written is None or not moment.year_inferred or moment.kind not in {"day", "slashed"}:
        return False
    if (written - moment.span.latest).days < _HALF_A_YEAR:
        return False
    return bool(before.strip()) and not _TENSE.search(before + after)
