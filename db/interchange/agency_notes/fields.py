"""The labelled lines of a form or letter head: "Date of incident: 14/10/2026    Logged by: Ms J Cole".

Why: a form says in its labels what each date is for; only the date of what happened is an event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from db.domain.date_atoms import MONTH
from db.domain.date_relative import WEEKDAY
from db.interchange.agency_notes.lines import Line

_GAP = re.compile(r"[ \t\u00a0]{3,}|\t|\s\|\s")
_FIELD = re.compile(
    r"[\s>*_•\-]*(?:[0-9]{1,2}[.)]\s+)?(?P<label>[A-Za-z][\w /()'’&.\-]{0,45}?)[*_ ]*"
    r"(?![0-9]{0,2}(?<=[0-9]):[0-9]{2}):[*_]*(?!//)\s*(?P<value>.*?)\s*$",
    re.DOTALL,
)


class Label(Enum):
    """What a labelled line says."""

    EVENT_DATE = auto()
    WRITTEN = auto()
    WRITTEN_LATER = auto()
    PRINTED = auto()
    TO_COME = auto()
    AUTHOR = auto()
    KEEPER = auto()
    ROLE = auto()
    AGENCY = auto()
    CHILD = auto()
    ADMINISTRATIVE = auto()
    NARRATIVE = auto()


_HAPPENED = (
    "incident|event|visit|contact|call|meeting|session|attendance|admission|discharge|occurrence|observation|clinic"
    "|disclosure|concern|discussion|conference|supervision|consultation|missing episode|episode"
)
_MEANINGS: tuple[tuple[Label, str], ...] = (
    (
        Label.TO_COME,
        r".*\bnext\b.*|dates|.*\breviews?\b.*|.*\bdue\b.*|edd|expected.*|to do\b.*|reminders?|dates? for (?:the )?diary"
        r"|actions?\b.*"
        r"|plan(?:ned)?\b.*|follow[ -]?up.*|.*appointments?|forthcoming.*|upcoming.*|.*expir.*|recommendations?"
        r"|deadline.*",
    ),
    (
        Label.EVENT_DATE,
        rf"(?:date|day|date ?(?:and|/|&) ?time|time and date|start date)s?(?: and time)? (?:of|when)(?: the"
        rf"| this)? (?:{_HAPPENED})"
        rf"|(?:{_HAPPENED})(?: took place)?(?: on)? date(?:/time)?|(?:{_HAPPENED}) (?:on|took place on)"
        r"|held(?: on)?|date held|seen(?: on)?|date seen|attended(?: on)?|date attended|admitted(?: on)?|date admitted"
        r"|discharged(?: on)?|date discharged|visited(?: on)?|date visited|when(?: did (?:it|this) happen)?"
        r"|(?:(?:date|time|date/time|date and time) )?(?:occurred|happened|committed)(?: (?:on|between|from|at))?"
        r"|date occurred|happened(?: on)?|date it happened",
    ),
    (
        Label.WRITTEN,
        r"(?:date|day|date ?(?:and|/|&) ?time)(?: and time)? of (?:this )?(?:report|notification|referral|letter"
        r"|record|entry|e-?mail|note|form|log|statement|writing)"
        r"|date(?: and time)? (?:form |report |record )?(?:reported|signed|closed|logged|recorded|written"
        r"|completed|submitted|sent|prepared|made|dictated|referred|notified|compiled)"
        r"|(?:report|referral|letter|entry|log|notification|record|form) (?:date|compiled|written|completed|made"
        r"|sent|submitted)(?: on)?"
        r"|(?:written|typed|logged|entered) up(?: on)?|(?:report |record |log |form )?(?:closed|signed)(?: on)?"
        r"|(?:reported|logged|recorded|completed|submitted|sent|prepared|compiled|written|notified"
        r"|signed and dated)(?: on)?"
        r"|date(?: ?/ ?time| and time| & time)?|dated|letter dated|time sent",
    ),
    (
        Label.WRITTEN_LATER,
        r"(?:date (?:and time )?)?(?:typed|received|taken|call received)(?: (?:on|at))?",
    ),
    (
        Label.PRINTED,
        r"date of (?:print|printing|export)|(?:date )?(?:printed|exported|run|produced|generated"
        r"|downloaded)(?: (?:on|at|by))?.*|export run by",
    ),
    (
        Label.AUTHOR,
        r"(?:.*\b)?(?:logged|recorded|reported|submitted|completed|written|prepared|compiled|made|entered|signed"
        r"|sent|taken|filled in|dictated|referred|kept|noted|closed|authored|observed|supervised|minuted|minutes|notes"
        r"|call handled|assessed) by"
        r"|(?:report |log |note )?author|(?:reporting|attending|referring|investigating|duty) (?:officer|worker)"
        r"|signed|signature|referrer"
        r"|(?:name of|referring) (?:referrer|worker|staff|person|professional|author|supervisor|carer).*"
        r"|staff(?: member| name)?|member of staff|(?:your|my) name|from|minute[- ]taker",
    ),
    (
        Label.KEEPER,
        r"supervisor|worker|officer(?: in (?:the )?case)?|oic"
        r"|key (?:person|worker)|key-?worker|facilitator"
        r"|chair(?:ed by)?|practitioner|social worker|health visitor|hv|midwife|cmw|fsw|iro|ewo|ssw|idva|dsl"
        r"|crew|clinician"
        r"|therapist|caseworker|carers?"
        r"|foster carers?|escort|coordinator|advis[eo]r|nurse|consultant|lead(?: (?:practitioner|professional))?"
        r"|(?:[a-z-]+ ){1,3}"
        r"(?:officer|worker|supervisor|practitioner|nurse|coordinator|facilitator|advis[eo]r)"
        r"|(?:named|school|community|staff) (?:nurse|midwife)",
    ),
    (Label.ROLE, r"role|position|job title|designation|post|title"),
    (
        Label.AGENCY,
        r"(?:(?:name of )?(?:referring|reporting|your) )?(?:agency|organisation)|setting|service|force|practice"
        r"|employer|team|department|base|ward|unit|provider"
        r"|centre|project",
    ),
    (
        Label.CHILD,
        r"child(?:\(?ren\)?)?(?: \d)?|(?:name of )?(?:the )?(?:child|pupil|patient|student"
        r"|young person)(?:\W?s)?(?: name)?"
        r"|pupil|student|young person|patient|baby|children?(?: concerned)?|young people|subject|re|yp"
        r"|unborn baby(?: of)?|child in placement|name",
    ),
    (
        Label.ADMINISTRATIVE,
        r".*\bd\.?o\.?b\.?|(?:date of )?birth|born|age(?: at .*)?|looked after"
        r"|legal status|(?:our |your |.*\b)?ref(?:erence|s)?(?: no\.?| number)?"
        r"|.*\btel(?:ephone)?|phone|mobile|fax|e-?mail"
        r"|address|log(?: no\.?| number)?|nhs.*|upn|time|venue|location|place|present|apologies|cc|to|subject|school"
        r"|grade|year"
        r"|adult \d|also in household|attendees|attached|url|web.*|status|category|gender|ethnicity|parents?|carers?"
        r"|mother|father"
        r"|siblings|subjects?|(?:people|persons?) (?:involved|present)|household(?: members)?|family|victim|perpetrator"
        r"|suspect|partner|aggrieved|distribution|copy to|risk grading.*|office hours|version|policy",
    ),
)
_COMPILED = tuple((label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _MEANINGS)
_BY = r",?\s+by\s+(?-i:[A-Z])[^.:]{0,60}(?:\.\s?[A-Z][^.:]{1,40})?"
_WHEN = (
    rf"(?:{WEEKDAY}\.?,?\s+)?(?:[0-9]{{1,2}}(?:st|nd|rd|th)?(?:[ /.\-]+(?:{MONTH}|[0-9]{{1,2}})[ /.,\-]+"
    r"(?:[0-9]{4}|[0-9]{2}))"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:,?\s+(?:at\s+)?[0-9]{1,2}[:.]?[0-9]{2}(?::[0-9]{2})?\s?(?:hrs|hours|am|pm)?)?"
)
_LEADS_AUTHOR = re.compile(
    r"\W*(?:this )?(?:report|record|notes?|log|entry|form|letter|referral|minutes|statement|notification)?\s*(?:was )?"
    r"(?P<verb>compiled|completed|written(?: up)?|logged|recorded|submitted|prepared|reported|made|entered|signed|dated"
    r"|closed|typed|dictated|taken|printed|exported|produced|sent|issued|dated)\b:?"
    rf"(?P<rest>(?:\s+for\s[^.:0-9]{{3,50}}?)?(?:{_BY})?(?:\s+(?:on\s+)?{_WHEN}(?:{_BY})?)?)",
    re.IGNORECASE,
)
_WRITTEN_UP = re.compile(rf"\b(?:written|typed) up\s+(?:on\s+)?(?P<when>{_WHEN})", re.IGNORECASE)
_LABEL_AND_DAY = re.compile(
    rf"\s*(?P<label>[A-Za-z][A-Za-z /&]{{3,30}}?)\s+(?P<when>(?:{MONTH}\s+)?{_WHEN})\s*", re.IGNORECASE
)
_OF_DAYS = frozenset({Label.EVENT_DATE, Label.WRITTEN, Label.WRITTEN_LATER, Label.PRINTED, Label.TO_COME})
_TITLE = re.compile(r"\s*[A-Z#][^.!?\"“”]*$")
_LONGEST_TITLE, _LONGEST_CELLS, _MOST_CELLS, _MOST_PIECES = 70, 200, 6, 16
_FIELD_LIKE = re.compile(r"[\w /()'’&.\-]{2,45}")


@dataclass(frozen=True, slots=True)
class Field:
    """A label, what kind it is, and its value with its place in the note."""

    label: Label
    name: str
    value: str
    start: int

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.start + len(self.value)


def fields_of(line: Line) -> list[Field]:
    """The labelled values of a line, several where wide gaps part them; a title beside them is passed over."""
    pieces = _pieces(line.text)
    if len(pieces) > _MOST_PIECES:
        return []
    if ":" not in line.text:
        return _in_cells(line, pieces)
    found: list[Field] = []
    for start, end in pieces:
        field = _FIELD.match(line.text[start:end])
        if field:
            at = line.start + start + field.start("value")
            found.append(Field(label_of(field["label"]), field["label"], field["value"], at))
        elif found:
            found[-1] = _with(found[-1], line, start, end)
        elif end - start > _LONGEST_TITLE or not _TITLE.match(line.text[start:end]):
            return []
    return found or _in_cells(line, pieces)


def _with(field: Field, line: Line, start: int, end: int) -> Field:
    """A value with the cell beside it, where it had none, or where that is the day on which somebody wrote."""
    piece = line.text[start:end]
    if not field.value:
        at = line.start + start + len(piece) - len(piece.lstrip())
        return replace(field, value=piece.strip(), start=at)
    dated = field.label in (Label.AUTHOR, Label.KEEPER) and re.match(r"\s*[0-9]", piece)
    return replace(field, value=line.text[field.start - line.start : end].rstrip()) if dated else field


def _in_cells(line: Line, pieces: list[tuple[int, int]]) -> list[Field]:
    """The label and value of cells side by side, as a form in a table gives them, where the label is well known."""
    if len(pieces) == 1:
        found = _LABEL_AND_DAY.fullmatch(line.text)
        label = label_of(found["label"]) if found else Label.NARRATIVE
        known = found is not None and label in _OF_DAYS
        return (
            [Field(label, found["label"], found["when"], line.start + found.start("when"))] if found and known else []
        )
    if not 2 <= len(pieces) <= _MOST_CELLS or len(line.text) > _LONGEST_CELLS:
        return []
    cells: list[Field] = []
    for (start, end), (low, high) in pairwise(pieces):
        name, value = line.text[start:end].strip(" *_"), line.text[low:high]
        label = label_of(name) if _FIELD_LIKE.fullmatch(name) else Label.NARRATIVE
        if label is not Label.NARRATIVE and label_of(value.strip()) is Label.NARRATIVE:
            cells.append(Field(label, name, value.strip(), line.start + low + len(value) - len(value.lstrip())))
    return cells if cells and cells[0].start == line.start + pieces[1][0] else []


@lru_cache(maxsize=4096)
def label_of(name: str) -> Label:
    """What a label means; NARRATIVE if it heads an account or is not known."""
    words = " ".join(name.casefold().replace("’", "'").split()).strip(" .-*_")
    bare = re.sub(r"\s*\(.*?\)\s*", " ", words).strip() or words
    for label, pattern in _COMPILED:
        if pattern.fullmatch(words) or pattern.fullmatch(bare):
            return label
    return Label.NARRATIVE


def said_by(line: Line) -> str:
    """The rest of "Report compiled 5 January 2026 by N. Achterberg", which is a head without a colon; or nothing."""
    found = _head_said(line)
    return found["rest"].strip() if found and not _is_print(found) else ""


def written_up(line: Line) -> int | None:
    """Where a line goes on to say when the note was written ("Review 3 September. Written up 17/8/26."), or None."""
    found = _WRITTEN_UP.search(line.text) if len(line.text) <= _LONGEST_CELLS else None
    return line.start + found.start("when") if found else None


def printed(line: Line) -> str:
    """The rest of "printed 30/01/2026", which says nothing of when it was written; or nothing."""
    found = _head_said(line)
    return found["rest"].strip() if found and _is_print(found) else ""


def _is_print(found: re.Match[str]) -> bool:
    return found["verb"].casefold() in {"printed", "exported", "produced"}


def _head_said(line: Line) -> re.Match[str] | None:
    if len(line.text) > _LONGEST_CELLS:
        return None
    pieces = (_LEADS_AUTHOR.fullmatch(line.text[start:end].strip(" .")) for start, end in _pieces(line.text))
    return next((found for found in pieces if found and found["rest"].strip()), None)


def _pieces(text: str) -> list[tuple[int, int]]:
    places = [0]
    for gap in _GAP.finditer(text):
        places += [gap.start(), gap.end()]
    places.append(len(text))
    return [(start, end) for start, end in zip(places[::2], places[1::2], strict=True) if text[start:end].strip()]
