"""The labelled lines of a form or letter head: "Date of incident: 14/10/2026    Logged by: Ms J Cole".

Why: a form says in its labels what each date is for; only the date of what happened is an event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from db.interchange.agency_notes.lines import Line

_GAP = re.compile(r"[ \t\u00a0]{3,}|\t|\s\|\s")
_FIELD = re.compile(
    r"[\s>*_•\-]*(?P<label>[A-Za-z][\w /()'’&.\-]{0,45}?)[*_ ]*:[*_]*(?!//)\s*(?P<value>.*?)\s*$", re.DOTALL
)


class Label(Enum):
    """What a labelled line says."""

    EVENT_DATE = auto()
    WRITTEN = auto()
    WRITTEN_LATER = auto()
    TO_COME = auto()
    AUTHOR = auto()
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
        r".*\bnext\b.*|.*\breviews?\b.*|.*\bdue\b.*|edd|expected.*|to do\b.*|reminders?|dates? for (?:the )?diary"
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
        r"|occurred(?: on)?"
        r"|date occurred|happened(?: on)?|date it happened",
    ),
    (
        Label.WRITTEN,
        r"(?:date|day|date ?(?:and|/|&) ?time)(?: and time)? of (?:this )?(?:report|notification|referral|letter"
        r"|record|entry|e-?mail|note|form|log|statement|writing)"
        r"|date(?: and time)? (?:reported|logged|recorded|written|completed|submitted|sent|prepared|made|dictated"
        r"|referred|notified|compiled)"
        r"|(?:report|referral|letter|entry|log|notification|record|form) (?:date|compiled|written|completed|made"
        r"|sent|submitted)(?: on)?"
        r"|(?:reported|logged|recorded|completed|submitted|sent|prepared|compiled|written|notified"
        r"|signed and dated)(?: on)?"
        r"|date(?: ?/ ?time| and time| & time)?|dated|letter dated|time sent",
    ),
    (
        Label.WRITTEN_LATER,
        r"date (?:typed|printed|received)|typed(?: on)?|received(?: on)?|export run by|printed.*|exported.*",
    ),
    (
        Label.AUTHOR,
        r"(?:.*\b)?(?:logged|recorded|reported|submitted|completed|written|prepared|compiled|made|entered|signed"
        r"|sent|taken|filled in|dictated|referred) by"
        r"|author|supervisor|worker|(?:reporting|attending|referring|investigating)? ?officer(?: in (?:the )?case)?"
        r"|key (?:person|worker)"
        r"|signed|signature|referrer|(?:name of|referring) (?:referrer|worker|staff|person|professional|author).*"
        r"|staff(?: member| name)?"
        r"|member of staff|social worker|chair(?:ed by)?|health visitor|midwife|practitioner|oic|your name|from",
    ),
    (Label.ROLE, r"role|position|job title|designation|post|title"),
    (Label.AGENCY, r"agency|organisation|setting|service|force|practice|employer|team|department|base|ward|unit"),
    (
        Label.CHILD,
        r"child(?:\(?ren\)?)?(?: \d)?|(?:name of )?(?:the )?(?:child|pupil|patient|student"
        r"|young person)(?:\W?s)?(?: name)?"
        r"|pupil|student|young person|patient|baby|subject|re|yp|unborn baby(?: of)?|child in placement|name",
    ),
    (
        Label.ADMINISTRATIVE,
        r".*\bd\.?o\.?b\.?|date of birth|age|(?:our |your |.*\b)?ref(?:erence|s)?(?: no\.?| number)?"
        r"|.*\btel(?:ephone)?|phone|mobile|fax|e-?mail"
        r"|address|log(?: no\.?| number)?|nhs.*|upn|time|venue|location|place|present|apologies|cc|to|subject|school"
        r"|grade|year"
        r"|adult \d|also in household|attendees|attached|url|web.*|status|category|gender|ethnicity|parents?|carers?"
        r"|mother|father"
        r"|siblings|distribution|copy to|risk grading.*|office hours|version|policy",
    ),
)
_COMPILED = tuple((label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _MEANINGS)
_LEADS_AUTHOR = re.compile(
    r"\s*(?:report|record|note|log|entry|form)?\s*(?:compiled|completed|written|logged|recorded|submitted|prepared"
    r"|reported|made|entered|signed)\b"
    r"(?P<rest>[^.:]{0,80}\bby\b.{2,80}|\s+by\b.{2,80}|\s+(?:on\s+)?[0-9].{2,80})",
    re.IGNORECASE,
)


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
    """The labelled values of a line, several where wide gaps part them."""
    if ":" not in line.text:
        return []
    found: list[Field] = []
    for start, end in _pieces(line.text):
        field = _FIELD.match(line.text[start:end])
        if field:
            at = line.start + start + field.start("value")
            found.append(Field(label_of(field["label"]), field["label"], field["value"], at))
        elif not found:
            return []
    return found


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
    found = _LEADS_AUTHOR.fullmatch(line.text.rstrip(" ."))
    return found["rest"].strip() if found and len(line.text) < 140 else ""


def _pieces(text: str) -> list[tuple[int, int]]:
    places = [0]
    for gap in _GAP.finditer(text):
        places += [gap.start(), gap.end()]
    places.append(len(text))
    return [(start, end) for start, end in zip(places[::2], places[1::2], strict=True) if text[start:end].strip()]
