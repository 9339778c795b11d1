"""What a note says about itself: when it was written, by whom and for which agency, and whom it is about.

Why: the day of the report is kept apart from the day of the event, and every date without a year leans on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.domain.date_span import Precision
from db.interchange.agency_notes.date_shapes import plain
from db.interchange.agency_notes.fields import Field, Label, fields_of, said_by
from db.interchange.agency_notes.kinds import agency_of
from db.interchange.agency_notes.lines import HEADER, Letter, Line
from db.interchange.agency_notes.moments import Frame, Moment, moments_in
from db.interchange.agency_notes.proposal import NoteSource

_TOP = 14
_FAR = Frame(date(2059, 12, 31))
_ADDRESS = re.compile(r"\s*[<\[(][^<>\[\]()\s]*@[^<>\[\]()\s]*[>\])]|\bmailto:\S*")
_ROLE = re.compile(
    r"\b(?:officer|nurse|worker|teacher|lead|manager|visitor|practitioner|adviser|advisor|administrator|doctor"
    r"|consultant|midwife|head|deputy"
    r"|assistant|coordinator|co-ordinator|DSL|SENCO|FSW|IDVA|registrar|therapist|psychologist|paediatrician"
    r"|keyworker|tutor|carer|GP|constable|sergeant)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|Sgt|Sister"
    r"|Prof)\.?\s+)?(?:[^\W\d_a-z][\w’'.‑-]*)(?:\s+(?:[^\W\d_a-z][\w’'.‑-]*|\d{2,6})){0,4}"
)
_SMALL = re.compile(
    r"\s*(?:tel|t|m|ext|phone|mobile|www|https?|e-?mail|gmc|dictated|typed|office hours|working days)\b", re.IGNORECASE
)
_INLINE_AUTHOR = re.compile(r"[-–—]\s*(?P<who>[A-Z][\w’' .]{1,30}(?:,\s*[\w ,/()-]{2,40})?)\s*")
_PEOPLE_BORN = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'‑-]+)(?:\s+[^\W\d_a-z][\w’'.‑-]*){0,3}\s*[,\-]?\s*"
    r"(?:\(?\s*(?i:d\.?\s?o\.?\s?b\b\.?:?|born|aged?\b|date of birth)|\((?=\d{1,2}\)))"
)
_DATE_IN_NAME = re.compile(
    r",?\s+(?:on\s+)?[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2}|,?\s+[0-9]{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\s+[0-9]{4}"
)
_TITLED = re.compile(
    r".*\b(?:log|notes?|diary|record|report|sheet)s?\b[^-–:]*(?:\s[-–]\s|:\s*|\bby\s|\bof\s)"
    r"(?P<who>[A-Z][\w’'.]+(?:\s(?:and\s|&\s)?[A-Z][\w’'.]+){0,4}(?:\s?\([^()]{2,40}\)|,\s?[\w ]{2,40})?)"
)
_PAPER_NAME = re.compile(
    r"\b(?:log|notes?|diary|record|report|form|notification|minutes|notice|referral|chronology|summary|handover)\b",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"\b(?:visit|call|meeting|contact|session|observation|supervision|seen|t/?c"
    r"|hv)\b(?!s?\s+(?:log|diary|record)s?\b)",
    re.IGNORECASE,
)
_CALLER = re.compile(
    r"caller|informant|(?:name of )?caller(?: name)?|person reporting|call from|told by", re.IGNORECASE
)
_GENERIC = frozenset(
    {"unborn", "baby", "child", "children", "re", "the", "pupil", "of", "mr", "mrs", "ms", "miss", "adult"}
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a letter says about itself; `stated` if it says itself when it was written."""

    written: date | None
    stated: bool
    source: NoteSource
    letterhead: str
    children: frozenset[str]
    caller: str = ""


def heading_of(letter: Letter, text: str, sent_on: date | None, names: Iterable[str]) -> Heading:
    """Reads the labels, the letterhead, the signature and the head of the mail."""
    lines = [line for line in (*letter.head, *letter.body, *letter.foot) if not line.blank]
    fields = [field for line in lines if len(line.text) < 400 for field in fields_of(line)]
    happened = _day_in(fields, Label.EVENT_DATE, text)
    written = _written(letter, fields, lines, text)
    stated = written or (happened.span.earliest if happened else None) or _weak(fields, text) or _title_day(lines, text)
    letterhead = _letterhead(letter)
    source = _source(letter, fields, lines, letterhead)
    return Heading(
        stated or sent_on, stated is not None, source, letterhead, _children(names, fields, lines), _caller(fields)
    )


def _written(letter: Letter, fields: list[Field], lines: list[Line], text: str) -> date | None:
    """From the head of the mail, else a label, else who completed it and when, else the date of a letter."""
    mailed = ((line, HEADER.match(line.text)) for line in letter.head)
    places = [
        (line.start + found.start("value"), line.end)
        for line, found in mailed
        if found and found["name"].casefold() in {"date", "sent"}
    ]
    labelled = [field for field in fields if field.label in (Label.WRITTEN, Label.AUTHOR)]
    labelled.sort(key=lambda field: (field.label is Label.AUTHOR, _is_bare_date(field)))
    places += [(field.start, field.end) for field in labelled]
    places += [(line.start, line.end) for line in (*lines[:_TOP], *lines[-4:]) if said_by(line)]
    days = (_day(text, start, end) for start, end in places)
    day = next((day for day in days if day), None) or letter_date(letter, text)
    return day.span.earliest if day else None


def _title_day(lines: list[Line], text: str) -> date | None:
    """The day in a title like "Visit to the Hollis family, 3/10/26", for a note that bears no other."""
    for line in lines[:1]:
        day = _day(text, line.start, line.end) if len(line.text) < 100 and _OCCASION.search(line.text) else None
        if day and day.start > line.start + 3:
            return day.span.latest
    return None


def _is_bare_date(field: Field) -> bool:
    return field.name.casefold().strip() in {"date", "dated"}


def _weak(fields: list[Field], text: str) -> date | None:
    day = _day_in(fields, Label.WRITTEN_LATER, text)
    return day.span.earliest if day else None


def _day_in(fields: list[Field], label: Label, text: str) -> Moment | None:
    days = (_day(text, field.start, field.end) for field in fields if field.label is label)
    return next((day for day in days if day), None)


def _day(text: str, start: int, end: int) -> Moment | None:
    """The first day with its year between two places."""
    for moment in moments_in(plain(text), start, min(end, start + 200), _FAR).moments:
        if moment.kind in {"day", "span"} and moment.explicit and moment.span.precision is not Precision.YEAR:
            return moment
    return None


def letter_date(letter: Letter, text: str) -> Moment | None:
    """A date with its year that is a line by itself, near the top, with nothing told right under it."""
    top = [line for line in letter.body if not line.blank][:_TOP]
    for line in top:
        found = _day(text, line.start, line.end)
        if found and is_only_a_date(line.text, found, line.start):
            below = next((other for other in letter.body if other.start > line.start), None)
            return found if below is None or below.blank or fields_of(below) or _greets(below) else None
    return None


def _greets(line: Line) -> bool:
    return bool(re.match(r"\s*(?:dear|to|re|for the attention|private)\b", line.text, re.IGNORECASE))


def is_only_a_date(line: str, moment: Moment, start: int) -> bool:
    """Whether nothing but the date (and a time) stands in a line that begins at `start`."""
    rest = line[: moment.start - start] + line[moment.end - start :]
    return len(re.sub(r"[\W_]|\b(?:at|the|date|hrs|am|pm)\b", "", rest)) == 0


def _letterhead(letter: Letter) -> str:
    """The agency's name among the first lines."""
    for line in [line for line in letter.body if not line.blank][:4]:
        piece = re.split(r"\s{3,}|\t| - | – |,", line.text.strip(" *_#\ufeff"))[0].strip()
        if _PAPER_NAME.search(piece):
            continue
        if len(piece) <= 80 and agency_of(piece) and not line.text.rstrip().endswith(".") and not fields_of(line):
            return piece
    return ""


def _source(letter: Letter, fields: list[Field], lines: list[Line], letterhead: str) -> NoteSource:
    role = next((field.value for field in fields if field.label is Label.ROLE and field.value), "")
    agency = next((field.value for field in fields if field.label is Label.AGENCY and field.value), "") or letterhead
    who = next((field.value for field in fields if field.label is Label.AUTHOR and _names_somebody(field)), "")
    if not who:
        top = next((said_by(line) for line in lines[:_TOP] if said_by(line)), "")
        who = re.split(r"\bby\b", top, maxsplit=1)[-1].strip() if "by" in top.split() else ""
    signed, signed_role, signed_agency = _signature(letter)
    sender = next(
        (
            found["value"]
            for line in letter.head
            if (found := HEADER.match(line.text)) and found["name"].casefold() == "from"
        ),
        "",
    )
    sender = _ADDRESS.sub("", sender).strip(" \"'")
    who = who or (signed if signed and (not sender or len(signed) >= len(sender)) else sender) or signed
    who = who or _titled(lines)
    who = _ADDRESS.sub("", who).strip(" \"'")
    who, role = _DATE_IN_NAME.split(who)[0].strip(" ,;-")[:120], (role or signed_role)[:120]
    agency = (signed_agency or agency)[:120]
    title = next((line.text.strip() for line in lines[:3] if agency_of(line.text)), "")
    code = agency_of(" ".join((agency, role, who))) or agency_of(title)
    if not agency and code:
        agency = title[:120] if len(title) <= 80 and not who else ""
    return NoteSource(who, role, agency, code)


def _titled(lines: list[Line]) -> str:
    """Whose log it is, as its title says: "Foster carer daily log - Jean and Derek Sowerby"."""
    found = next((found for line in lines[:3] if (found := _TITLED.fullmatch(line.text.strip()))), None)
    return found["who"] if found else ""


def _caller(fields: list[Field]) -> str:
    """Who told the whole of it, where a form has a place for that ("Caller: anonymous neighbour")."""
    return next((field.value[:100] for field in fields if _CALLER.fullmatch(field.name.strip()) and field.value), "")


def _names_somebody(field: Field) -> bool:
    return bool(_NAME.search(field.value)) and len(field.value) < 140


def _signature(letter: Letter) -> tuple[str, str, str]:
    """Name, role and agency from the lines under the closing words, or from the last short lines."""
    closing = [line for line in letter.foot if not line.blank]
    last = [line for line in letter.body if not line.blank][-4:]
    lines = closing[1:7] or [
        line for line in last if len(line.text) < 90 and not line.text.rstrip().endswith((".", "?", "!"))
    ]
    who = role = agency = ""
    for line in lines:
        inline = _INLINE_AUTHOR.fullmatch(line.text.strip())
        words = inline["who"].replace(", ", "\t", 1) if inline else line.text
        for part in re.split(r"\s+\|\s+|\s{3,}|\t|, (?=[A-Z])", words.strip()):
            piece = part.strip(" ,|")
            if not piece or _SMALL.match(piece) or len(piece) > 90 or "@" in piece:
                continue
            is_role = bool(_ROLE.search(piece))
            if _NAME.fullmatch(piece) and not is_role and not agency_of(piece) and len(piece) >= len(who) and not role:
                who = piece
            elif is_role and not role and who:
                role = piece
            elif agency_of(piece) and not agency and who:
                agency = piece
    return who, role, agency


def _children(names: Iterable[str], fields: list[Field], lines: list[Line]) -> frozenset[str]:
    """The given names by which the note's children are called, as told, or as its labels and birthdays say."""
    given = [name.split() for name in names]
    known = {word for words in given for word in words[:1] if word.casefold() not in _GENERIC}
    if not known:
        about = [field.value for field in fields if field.label is Label.CHILD]
        known = {found["name"] for value in about if (found := re.match(r"\W*(?P<name>[^\W\d_a-z][\w’'-]+)", value))}
        for line in lines[:30]:
            if not re.match(r"\s*(?:adult|mother|father|parent)", line.text, re.IGNORECASE):
                known |= {
                    found["name"] for found in _PEOPLE_BORN.finditer(line.text[:400]) if found["name"][0].isupper()
                }
    return frozenset(name.casefold() for name in known if len(name) > 1 and name.casefold() not in _GENERIC)
