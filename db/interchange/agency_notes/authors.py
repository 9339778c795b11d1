"""Who wrote a note, in which role and for which agency, and who told them, as the note itself says.

Why: a court asks how we know. What is labelled goes before what is signed, and that before who kept the record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise

from db.interchange.agency_notes.fields import Field, Label, fields_of, said_by
from db.interchange.agency_notes.kinds import agency_of
from db.interchange.agency_notes.lines import HEADER, ROLE, SIGNED, Letter, Line, is_closing
from db.interchange.agency_notes.proposal import NoteSource

_TOP = 14
_ADDRESS = re.compile(r"\s*[<\[(][^<>\[\]()\s]*@[^<>\[\]()\s]*[>\])]|\bmailto:\S*")
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|PS|PCSO|Insp|WPC|Sgt|Sister|Paramedic|EMT|Cllr|Rev"
    r"|Prof)\.?\s+)?(?:[^\W\d_a-z][\w’'.‑-]*)(?:\s+(?:[^\W\d_a-z][\w’'.‑-]*|\d{2,6})){0,4}"
)
_SMALL = re.compile(
    r"\s*(?:tel|t|m|ext|phone|mobile|www|https?|e-?mail|gmc|dictated|typed|office hours|working days)\b", re.IGNORECASE
)
_INLINE_AUTHOR = re.compile(r"[-–—]\s*(?P<who>[A-Z][\w’' .]{1,30}(?:,\s*[\w ,/()-]{2,40})?)\s*")
_DATE_IN_NAME = re.compile(
    r",?\s+\(?(?:on\s+)?[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2}|,?\s+[0-9]{1,2}(?:st|nd|rd"
    r"|th)?\s+[A-Z][a-z]{2,8}\s+[0-9]{4}"
)
_TITLED = re.compile(
    r".*\b(?:log|notes?|diary|record|report|sheet)s?\b[^-–:]*(?:\s[-–]\s|:\s*|\bby\s|\bof\s)"
    r"(?P<who>[A-Z][\w’'.]+(?:\s(?:and\s|&\s)?[A-Z][\w’'.]+){0,4}(?:\s?\([^()]{2,40}\)|,\s?[\w ]{2,40})?)"
)
_PAPER_NAME = re.compile(
    r"\b(?:log|notes?|diary|record|report|form|notification|minutes|notice|referral|chronology|summary|handover|meeting"
    r"|conference|discussion)\b",
    re.IGNORECASE,
)
_REFERRER = re.compile(r"referrer(?: name)?|referred by|name of referrer", re.IGNORECASE)
_CALLER = re.compile(
    r"caller|informant|(?:name of )?caller(?: name)?|(?:person|member of (?:the )?public) reporting"
    r"|call from|told by|reporter|reporting person|complainant",
    re.IGNORECASE,
)


_ORGANISATION = re.compile(
    r"\b(?:service|services|centre|project|trust|partnership|hub|association|charity|council|borough|recovery|ambulance"
    r"|fire (?:and|&) rescue|practice|society|agency|unit|team)\b",
    re.IGNORECASE,
)
_ROLE_AND_NAME = re.compile(
    r"(?P<role>[A-Za-z][A-Za-z /-]{2,40}?)\s*[-–:,]\s*(?P<who>[A-Z][\w’'.-]*(?: [A-Z][\w’'-]+){1,2})"
)
_CLOSED_BY = re.compile(
    r"(?:[a-z]+\W+){1,3}(?P<who>(?-i:[A-Z])[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+)?)(?: x+)?", re.IGNORECASE
)
_BY = re.compile(r"\bby\s+(?P<who>[A-Z][^\n;|]{1,80})")
_PRESENT = re.compile(r"present|attendees|in attendance|attended by|those present|attending", re.IGNORECASE)
_LISTS_PEOPLE = re.compile(
    r"\W*(?:(?:those |also )?(?:present|seen|attending)|attendees|in attendance|apologies|household|family(?: members)?"
    r"|children|siblings|adults|people(?: present)?|members of (?:the )?household|cc|distribution)\W*",
    re.IGNORECASE,
)
_SUPERVISED = re.compile(
    r"\b(?i:supervisor|facilitator|worker|supervised by)\s*[:\-–]\s*(?P<who>[A-Z][\w’'.-]*(?: [A-Z][\w’'-]+){0,2})"
)
_BEGINS_WITH_A_DATE = re.compile(
    r"\W*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?[0-9]", re.IGNORECASE
)
_TO_DO = re.compile(
    r"(?:need(?:s|ed)? to|must|to do|(?:to )?(?:ring|call|chase|phone|contact|check|ask|e-?mail|speak (?:to|with)))\b",
    re.IGNORECASE,
)
"""How a line begins that says what is still to come, and is nobody's letterhead: "need to ring GP mon"."""
_CHAIR = re.compile(r"chair(?:ed by|person)?", re.IGNORECASE)
_MINUTED = re.compile(
    r"(?P<who>[^,;()\n]{3,50})\([^()]*\b(?:notes?|minutes|minute[- ]?taker|note[- ]?taker)\b[^()]*\)", re.I
)
_CHAIRED = re.compile(r"(?P<who>[^,;()\n]{3,50})\([^()]*\bchair\w*\b[^()]*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authors:
    """Who speaks in a letter: its source, its letterhead, and who told the writer the whole of it."""

    source: NoteSource
    letterhead: str
    caller: str


def authors_of(letter: Letter, fields: list[Field], lines: list[Line], children: frozenset[str]) -> Authors:
    """Reads the labels, the letterhead, the signature and the sender."""
    letterhead = _letterhead(letter)
    caller = _caller(fields)
    titled = _titled(lines)
    titled = "" if set(_words(titled)) & children else titled
    return Authors(_source(letter, fields, lines, letterhead, caller=caller, titled=titled), letterhead, caller)


def _letterhead(letter: Letter) -> str:
    """The agency's name among the first lines; one that is only known by "service" or the like comes second."""
    pieces: list[str] = []
    for line in [line for line in letter.body if not line.blank][:4]:
        labelled = any(field.label is not Label.NARRATIVE for field in fields_of(line))
        if labelled and not re.search(r" {3}|\t", line.text):
            continue
        if not line.text.rstrip().endswith((".", "!", "?")) and not _BEGINS_WITH_A_DATE.match(line.text):
            pieces += re.split(r"\s{3,}|\t| +[-–—|] +|,", line.text.strip(" *_#\ufeff"))
    named = [piece.strip() for piece in pieces if 3 < len(piece.strip()) <= 80 and not re.search("[:;]", piece)]
    named = [
        piece
        for piece in named
        if not _PAPER_NAME.search(piece) and not re.match(r"dear\b", piece, re.IGNORECASE) and not _TO_DO.match(piece)
    ]
    return next((piece for piece in named if agency_of(piece) and not ROLE.search(piece)), "") or next(
        (piece for piece in named if _ORGANISATION.search(piece) and not re.search("[0-9]", piece)), ""
    )


def _closed_by(closing: list[Line]) -> str:
    """The name behind the closing words on one line: "Thanks, Bev"."""
    found = _CLOSED_BY.fullmatch(closing[0].text.strip()) if closing else None
    return found["who"] if found else ""


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _is_agency(piece: str) -> bool:
    return bool(agency_of(piece) or _ORGANISATION.search(piece)) and not piece.endswith(".") and len(piece) < 70


def _is_titled(words: str) -> bool:
    """Whether it is written as a name is: every word of weight with a capital."""
    return all(word[0].isupper() or not word[0].isalpha() for word in words.split() if len(word) > 4)


def _source(
    letter: Letter, fields: list[Field], lines: list[Line], letterhead: str, *, caller: str, titled: str
) -> NoteSource:
    role = next((field.value for field in fields if field.label is Label.ROLE and field.value), "")
    labelled = (field.value for field in fields if field.label is Label.AGENCY and _names_agency(field))
    signed, signed_role, signed_agency = _signature(letter)
    agency = signed_agency or next(labelled, "") or letterhead
    sender = _sender(letter)
    by_hand = signed if signed and (not sender or len(signed) >= len(sender)) else sender
    who = _labelled_author(fields, caller) or _said_author(lines)
    who = who or (by_hand if by_hand and (sender or signed_role or " " in by_hand) else "")
    who = who or _keeper(fields) or by_hand or titled
    who, _, after = _DATE_IN_NAME.split(_ADDRESS.sub("", who).strip(" \"'"))[0].strip(" ,;-").partition("\t")
    role = (role or (signed_role if signed and set(_words(signed)) <= set(_words(who)) else "") or after.strip())[:120]
    titles = (
        line.text.strip()
        for line in lines[:3]
        if not re.match(r".*[.!?]\s*$|\s*(?:present|attendees|apologies)\b", line.text, re.IGNORECASE)
        and not _BEGINS_WITH_A_DATE.match(line.text)
        and not _TO_DO.match(line.text.strip())
    )
    title = next((words for words in titles if agency_of(words) and _is_titled(words)), "")
    code = agency_of(" ".join((agency, role, who))) or agency_of(title)
    if not agency and code:
        agency = title if len(title) <= 80 and not who else ""
    return NoteSource(who[:120], role, agency[:120], code)


def _sender(letter: Letter) -> str:
    heads = (HEADER.match(line.text) for line in letter.head)
    sender = next((found["value"] for found in heads if found and found["name"].casefold() == "from"), "")
    return _ADDRESS.sub("", sender).strip(" \"'")


def _labelled_author(fields: list[Field], caller: str) -> str:
    """Who is labelled as the one who wrote it, or stands after "by" beside the date of writing, or took the minutes."""
    for field in fields:
        if field.label is Label.AUTHOR and _names_somebody(field) and not (caller and field.value.startswith(caller)):
            return field.value
    for field in fields:
        by = _BY.search(field.value) if field.label in (Label.WRITTEN, Label.WRITTEN_LATER) else None
        if by:
            return by["who"]
    for field, below in pairwise(fields):
        if below.label is Label.ROLE and field.name.casefold().strip() == "name" and _names_somebody(field):
            return field.value
    present = [field.value for field in fields if _PRESENT.fullmatch(field.name.strip())]
    minuted, chaired = (
        next((found["who"].strip(" ,;") for value in present if (found := role.search(value))), "")
        for role in (_MINUTED, _CHAIRED)
    )
    chaired = next((field.value for field in fields if _CHAIR.fullmatch(field.name.strip())), chaired)
    if minuted and chaired and minuted != chaired:
        return f"{minuted} (minutes), {chaired} (chair)"
    return minuted or chaired or next((found["who"] for value in present if (found := _SUPERVISED.search(value))), "")


def _said_author(lines: list[Line]) -> str:
    said = (said_by(line) for line in (*lines[:_TOP], *lines[-3:]))
    by = next((found for words in said if (found := _BY.search(words))), None)
    return re.split(r"\s+on\s+[0-9]", by["who"])[0] if by else ""


def _keeper(fields: list[Field]) -> str:
    """Whoever kept the record, as their role says ("Facilitator: Meera Hale"); the family's own social worker last."""
    kept = [
        field for field in fields if field.label is Label.KEEPER and _names_somebody(field) and len(field.value) < 70
    ]
    kept.sort(key=lambda field: field.name.casefold().strip() in {"social worker", "sw"})
    return kept[0].value if kept else ""


def _names_agency(field: Field) -> bool:
    return 2 < len(field.value) <= 80 and not field.value.endswith(".")


def _titled(lines: list[Line]) -> str:
    """Whose log it is, as its title says: "Foster carer daily log - Jean and Derek Sowerby"."""
    found = next((found for line in lines[:3] if (found := _TITLED.fullmatch(line.text.strip()))), None)
    if found:
        return found["who"]
    named = next((found for line in lines[:5] if (found := _ROLE_AND_NAME.fullmatch(line.text.strip()))), None)
    return named["who"] if named and ROLE.search(named["role"]) else ""


def _caller(fields: list[Field]) -> str:
    """Who told the whole of it, where a form has a place for that ("Caller: anonymous neighbour")."""
    taken = any(field.label in (Label.AUTHOR, Label.WRITTEN_LATER) and not _REFERRER.fullmatch(field.name.strip())
                for field in fields)  # fmt: skip
    for field in fields:
        name = field.name.strip()
        if field.value and (
            _CALLER.fullmatch(name) or (taken and _REFERRER.fullmatch(name) and not agency_of(field.value))
        ):
            return field.value[:100]
    return ""


def _names_somebody(field: Field) -> bool:
    return bool(_NAME.search(field.value)) and len(field.value) < 140


def _last_lines(letter: Letter) -> list[Line]:
    """The short lines at the end, unless they list people under a heading that says who they are."""
    written = [line for line in letter.body if not line.blank]
    headed = {
        line.start
        for blank, paragraph in groupby(letter.body, key=lambda line: line.blank)
        if not blank and _LISTS_PEOPLE.fullmatch((lines := list(paragraph))[0].text)
        for line in lines
    }
    return [
        line
        for line in written[-4:]
        if len(line.text) < 90
        and ":" not in line.text
        and not line.text.rstrip().endswith((".", "?", "!"))
        and line.start not in headed
    ]


def _signature(letter: Letter) -> tuple[str, str, str]:
    """Name, role and agency from the lines under the closing words, or from the last short lines."""
    closing = [line for line in letter.foot if not line.blank]
    lines = closing[is_closing(closing[0]) : 7] if closing else []
    lines = lines or _last_lines(letter)
    who, role, agency = _closed_by(closing), "", ""
    for line in lines:
        inline = _INLINE_AUTHOR.fullmatch(line.text.strip())
        dated = SIGNED.fullmatch(line.text.strip())
        words = inline["who"].replace(", ", "\t", 1) if inline else line.text
        words = f"{dated['who']}\t{dated['role']}" if dated and dated["day"] else words
        for part in re.split(r"\s+\|\s+|\s{3,}|\t|, (?=[A-Z])", words.strip()):
            piece = part.strip(" ,|")
            if not piece or _SMALL.match(piece) or len(piece) > 90 or "@" in piece:
                continue
            is_role = bool(ROLE.search(piece))
            named = (
                not is_role
                and not _PAPER_NAME.search(piece)
                and ":" not in piece
                and not agency_of(piece)
                and not _ORGANISATION.search(piece)
            )
            if named and _NAME.fullmatch(piece) and len(piece) >= len(who) and not role:
                who = piece
            elif is_role and not role and who:
                role = piece
            elif not agency and who and _is_agency(piece):
                agency = piece
    return who, role, agency
