"""Finds the kind of entry that the quick line begins with, in the short forms of the work.

Why a table: each short form is one line with the codes that it may mean; where it can mean two things, the table holds
the question instead, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.domain.date_relative import WEEKDAY, YESTERDAY
from db.domain.quick_line import Line
from db.domain.quick_words import PERSON

_LEAD = (
    r"(?:(?:attended|chaired|completed|undertook|carried out|conducted|did|made|received|took part in|had|the|a|an|my"
    r"|another|brief|short|joint|planned|unplanned|announced|unannounced|unnanounced|initial|first|second|final|weekly"
    r"|monthly|fortnightly|virtual|remote|routine|urgent|emergency|follow[- ]up|attempted|failed|aborted|unsuccessful"
    r"|f/?u|unann|rec'?d|rcvd|missed|statutory|stat|duty|late|early|midway|significant)\s+){0,4}"
)
_SEEN = re.compile(
    r"(?<!has )(?<!have )(?<!had )(?<!has not )(?<!had not )(?<!hasn't )(?<!hasnt )"
    r"\b(?:seen|observed|spoken? to (?:him |her |them )?alone|no access|unannounced|stat(?:utory)? hv)\b",
    re.IGNORECASE,
)
_VISITOR = (
    r"(?:rang|phoned|called|says?|said|reports?|reported|told|informed|e-?mail(?:s|ed)?|visited|visiting|attended|advised"
    r"|confirm(?:s|ed)|raised|concern(?:s|ed)|has|have|is|was|will|review|clinic|appointment|team|service|from|by"
    r"|and gp)"
)
_OWN_VISIT = (
    r"\s*(?:[,:;.@\u2013\u2014\n-]|[0-9]|w/|(?:to|at|with|today|this|last|on|seen|not|no|see|done)\b"
    rf"|(?:{WEEKDAY}|{YESTERDAY})\b)"
)
_SEEN_FIRST = re.compile(r"(?:not |un)?seen\b|saw\b|no access\b|no reply\b", re.IGNORECASE)
_RANG = r"(?:rang|rung|phoned|telephoned|called(?! (?:for|him|her|them|in|out)\b))"
_BY_WHOM = "Was it a visit by you or by the health visitor?"
_OF_ANOTHER = "Was it a visit by you or by somebody else?"


@dataclass(frozen=True, slots=True)
class _Row:
    """Words that a line may begin with, and the codes they mean, best first; or a question, or neither."""

    pattern: re.Pattern[str]
    codes: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The kind that a line begins with. `code` is "" where it was not guessed."""

    start: int
    end: int
    code: str
    question: str = ""


def _row(words: str, *codes: str, question: str = "", lead: str = _LEAD) -> _Row:
    return _Row(re.compile(rf"{lead}(?:{words})(?![\w])", re.IGNORECASE), codes, question)


_VISIT = (
    r"(?:(?:home|office|doorstep|cp|cin|cla|lac|child protection|child in need|looked after(?: child)?|s\.?47"
    r"|section 47|placement|nursery|foster home)\s+){0,2}(?:visit|vist|vsit)(?:ed)?|stat(?:utory)? visit"
)
_POLICE_CAME = r"police (?:(?:were|was|had been) )?(?:called(?= (?:to|at|out|by|after)\b)|attended|call[- ]?out)"
_TABLE = (
    _row(_POLICE_CAME, "police", lead=""),
    _row(rf"{PERSON}\s+(?:has |had )?{_RANG}", "call", lead=""),
    _row(rf"hv\s+{_VISITOR}", question=_BY_WHOM),
    _row(rf"hv(?={_OWN_VISIT})", "visit"),
    _row(r"hv", question=_BY_WHOM),
    _row(r"health visitor(?: (?:visit|appointment|review|clinic))?", question=_BY_WHOM),
    _row(rf"(?:{_VISIT})\s+(?:from|by)(?!\s+(?:me|myself|sw|social worker)\b)", question=_OF_ANOTHER),
    _row(_VISIT, "visit"),
    _row(r"school (?:home )?visit", question="Which kind is it: a visit, or school?"),
    _row(r"(?:hospital|health|clinic) visit", question="Which kind is it: a visit, or health?"),
    _row(r"(?:court|prison) visit", question="Which kind is it: a visit, or another?"),
    _row(r"school meeting", question="Which kind is it: a meeting, or school?"),
    _row(r"school (?:nurse|holidays?|run|trip|uniform|day|work|age|photos?|report)", lead=""),
    _row(r"missing (?:him|his|her|their|them|me|you|school|lessons|appointments?|mum|dad|home|nan)", lead=""),
    _row(r"supervision order|health (?:and|&) safety|court order|letterbox|death threats?", lead=""),
    _row(r"tc|t/c|t\.c\.?|p/c|(?:tele)?phone call|video call|voicemail|rang|phoned|telephoned|call", "call"),
    _row(r"called (?!off\b|in\b|out\b|for\b)(?=\w)", "call"),
    _row(r"strat(?:egy)?(?: (?:discussion|meeting|disc\.?))?", "strategy"),
    _row(r"core group(?: meeting)?", "core_group", "meeting"),
    _row(r"(?:lac|cla|looked[- ]after(?: child(?:ren)?)?) (?:review|rev)(?: meeting)?", "review", "meeting"),
    _row(r"icpc|rcpc|(?:initial |review )?(?:child protection|cp) conference|review conference", "conference"),
    _row(r"(?:(?:cin|tac|taf|pep|cp) )review(?: meeting)?", "review", "meeting"),
    _row(r"review", "review", question="Was the review a meeting or a conference?", lead=_LEAD),
    _row(
        r"(?:(?:cin|child in need|taf|tac|team around the (?:child|family)|network|professionals'?|pep|planning|family"
        r"|legal planning|discharge planning|pre-birth|handover) )?meeting|fgc|family group conference|fgdm"
        r"|taf|tac|lpm",
        "meeting",
    ),
    _row(r"police (?:notification|report)|ppn|public protection notice|merlin(?: report)?|101 notification", "police"),
    _row(r"e-?mail(?:ed)?|letter", "letter"),
    _row(r"(?:case |group |reflective )?supervision|case discussion", "supervision"),
    _row(r"family time(?: session)?|contact session|supervised (?:contact|family time)(?: session)?", "family_time"),
    _row(r"contact", question="Was it family time, or somebody getting in touch?"),
    _row(r"(?:reported |gone |went )?missing(?: episode| from (?:home|care|placement))?", "missing", lead=""),
    _row(r"analysis(?: note)?", "analysis"),
    _row(r"(?:gp|dentist|dental|hospital|paediatric|optician|camhs|medical) (?:appointment|appt|check)", "health"),
    _row(r"a&e(?: attendance)?|immunisations?|child protection medical|cp medical|lac health assessment", "health"),
    _row(r"(?:court )?hearing|cmh|irh|iro hearing", "court"),
    _row(r"school", "school", lead=""),
    _row(r"nursery", question="", lead=""),
)  # fmt: skip


def find_kind(line: Line, start: int) -> FoundKind | None:
    """The kind that begins here, by the longest of the short forms and the labels of the code list."""
    found = [
        (match.end(), place, row) for place, row in enumerate(_TABLE) if (match := row.pattern.match(line.plain, start))
    ]
    end, _, row = min(found, key=lambda item: item[1], default=(start, 0, None))
    label = _by_label(line, start)
    if label and label.end >= end:
        return label
    if row is None:
        return None
    code = next((code for code in row.codes if code in line.kinds), "")
    if not code and row.question == _BY_WHOM and _is_own_visit(line, start, end):
        code = "visit" if "visit" in line.kinds else ""
    return FoundKind(start, end, code, "" if code else row.question)


def _is_own_visit(line: Line, start: int, end: int) -> bool:
    """A visit in which a child was seen is the author's, unless the words go on as if a person did something."""
    words = line.plain[start:end].casefold().split()
    return words[-1:] == ["hv"] and bool(_SEEN.search(line.plain, start))


def _by_label(line: Line, start: int) -> FoundKind | None:
    matches = [
        (len(label), code)
        for code, label in line.kinds.items()
        if label and re.compile(rf"{re.escape(label)}(?!\w)", re.IGNORECASE).match(line.plain, start)
    ]
    longest = max((length for length, _ in matches), default=0)
    codes = [code for length, code in matches if length == longest]
    return FoundKind(start, start + longest, codes[0]) if len(codes) == 1 else None


def find_later_kind(line: Line, start: int) -> FoundKind | None:
    """A kind that begins a later clause of the first sentence: "seen alone, home visit".

    One of a single word only where the line begins with who was seen, and the words go on as a visit's do.
    """
    seen_first = _SEEN_FIRST.match(line.plain, start)
    for clause in re.finditer(r"[,;:\u2013\u2014]\s+|\s-\s", line.plain[: min(line.first_sentence(), 300)]):
        found = find_kind(line, clause.end()) if clause.end() > start else None
        if not found or not found.code:
            continue
        visited = seen_first and found.code == "visit" and re.compile(_OWN_VISIT).match(line.plain, found.end)
        if visited or " " in line.plain[found.start : found.end].strip():
            return found
    return None


def take_kind(line: Line, found: FoundKind) -> None:
    """Give the kind to the form, or ask."""
    if found.code and line.give("kind", found.code):
        line.note("kind", found.start, found.end, f"Kind: {line.kinds[found.code]}")
    if found.question:
        line.ask(found.question)
