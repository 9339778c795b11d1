"""What the lines of a note look like: how rows begin, what ends an account, and which lines are no account at all."""

from __future__ import annotations

import re

from db.interchange.agency_notes.block import Shape
from db.interchange.agency_notes.date_shapes import CLOCK
from db.interchange.agency_notes.fields import Field, Label
from db.interchange.agency_notes.kinds import agency_of
from db.interchange.agency_notes.lines import Line

LEAD = re.compile(
    r"[\s\[(*•·>|\-–—☐☑]*(?:[0-9]{1,2}[.)]\s+)?"
    r"(?:(?:(?:entry|no|number|contact|visit|session|item|log|note|event)\b\.?\s*#?\s*"
    r"|#)[0-9]{1,4}\b\s*[:.)|\-–]?\s+)?",
    re.IGNORECASE,
)
OCCASION = re.compile(
    r"\s*(?:(?:(?:un)?announced|stat(?:utory)?|cin|cp|joint|home|phone|tel(?:ephone)?|school) )*"
    r"(?:visit|hv|t/?c|v/?c|call|tel|text|txt|e-?mail|meeting|mtg|contact|session"
    r"|supervision)\b[^\n.:;,!?]{0,40}?\s(?=[0-9MTWFS])",
    re.IGNORECASE,
)
NO_OCCASION = re.compile(r"\b(?:on|for|of|since|from|by|to|until|dated|the|due|booked|next|and)\s+$", re.IGNORECASE)
CLOCK_NEXT = re.compile(rf"[\s,]*(?:at\s+)?{CLOCK}|\s*[.:,\-–—]", re.IGNORECASE)
AFTER_DATE = re.compile(r"[\s\])}>,.:;|\-–—]*")
STRONG = re.compile(r"\s*[\])]?\s*[:|\-–—.\t]|\s{2,}")
TIME_LED = re.compile(rf"[\s\[(*•\-]*(?:at\s+)?{CLOCK}", re.IGNORECASE)
RUNS_ON = re.compile(
    r"(?:,|\b(?:on|at|in|of|the|a|an|and|or|to|from|by|until|since|before|after|between|for|with|that|was|were|dated))$",
    re.IGNORECASE,
)
"""How a line ends whose sentence goes on."""
BULLET = re.compile(r"\s*(?:[-*•·–]|\(?[0-9a-z]{1,2}[.)])\s+")
CHAT_NAME = re.compile(r"(?P<who>[^\W\d_][\w’'. ]{1,40}):\s+")
NO_CHAT = re.compile(
    r"\b(?:txt|text|call|rang|t/?c|e-?mail|phone|said|visit|hv|msg|seen|meeting|from|to|with|re)\b", re.IGNORECASE
)
SPEAKER = re.compile(r"\s*(?P<who>[^\W\d_a-z][\w’' .]{1,40}\s[-–]\s[^\W\d_a-z][\w’' .]{1,40})$")
STOPS = re.compile(
    r"\W*(?:[0-9]{1,2}[.)]\s*)?(?:actions?|plans?|next|outcomes?|previous|history|recommend|request|remind|reviews?"
    r"|signed|analysis|assessment|to do"
    r"|follow|distribution|contacts?|what we are asking|declaration|consent|future|appendix|end of)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"\s*(?:he|she|they|when|then|later|after|at that point|during|while|his|her|this|asked|once)\b", re.IGNORECASE
)
TITLE = re.compile(r"[A-Z][\w’'/-]*(?: [\w’'/&-]+){0,4}")
NO_ACCOUNT = re.compile(r"\s*(?:re\s?:|(?:dear|hi|hello|hiya)\b.{0,120}$|to whom it may concern)", re.IGNORECASE)
ACCOUNT_OF = re.compile(
    r"(?:details?|summary|circumstances|description|reasons?|concerns?|what happened|narrative|background|account"
    r"|information|observations?"
    r"|presentation|comments?|notes?|event|entry|record|nature)\b.*",
    re.IGNORECASE,
)
LONGEST_WEEK = 10
WEEK_OF = re.compile(r"\b(?:week|w/c|w/b|w/e)\b", re.IGNORECASE)
COUNTS = re.compile(
    r"\s*(?:yesterday|today|this (?:morning|afternoon|evening)|last night|tonight"
    r"|(?:mon|tues?|weds?|thur?s?|fri|sat|sun)(?:day|nesday|rday|sday|urday)?\b(?!\s+(?:the\s+)?[0-9]))\b",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"\s*(?:re\W+)?(?-i:[A-Z])[^.!?:]{2,80}?[\s(,\-–]+(?:d\.?\s?o\.?\s?b|born|nhs|upn"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}\)?\W+nhs)\b",
    re.IGNORECASE,
)
NOTHING_THEN = re.compile(r"\W*(?:no |none\b|nothing\b|nil\b)", re.IGNORECASE)
NEXT_THINGS = re.compile(r"\s*(?:next\b|plan\b|reminders?\b|action\b|to do\b)", re.IGNORECASE)
WRAPPED_WIDTH = 110
SAYS = re.compile(r"[.!?\"”]|\b(?:said|says|told|was|were|had|is|has)\b", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:said|says|told|was|were|had|is|has|came|went|seen|attended|since|in (?:good|poor))\b", re.IGNORECASE
)
BARE_DATES = frozenset({"date", "date/time", "date and time", "date & time", "date / time"})
AFTER_WHICH = frozenset({Shape.PARAGRAPH, Shape.HEADING, Shape.STOP, Shape.FIELD})
PEOPLE = re.compile(
    r"child|pupil|mum|dad|mam|nan|grandmother|health|education|police|social care|mother|father|parents?"
    r"|carers?|school|siblings|patient|baby",
    re.IGNORECASE,
)
SPEAKERS = frozenset({Label.KEEPER, Label.AGENCY})
LOOSE = frozenset({"feast", "weekday", "bare"})
LEADS_ROWS = frozenset({"day", "slashed", "alone", "weekday", "span", "month", "listed", "feast", "year", "bare"})


def ends_here(above: Line, line: Line, width: int) -> bool:
    """Whether the line above is at its end: by its last stop, or since it was broken where a word had room."""
    ended = above.text.rstrip()
    if ended.endswith((".", "!", "?", ":", "”", '"', ")")):
        return True
    word = len(line.text.split(maxsplit=1)[0])
    return len(ended) + 1 + word < width and not RUNS_ON.search(ended)


def is_speaker(field: Field) -> bool:
    """Whether a label names who speaks: a person of the family, an agency, or somebody's role."""
    name = field.name.strip()
    return field.label in SPEAKERS or bool(PEOPLE.fullmatch(name) or (agency_of(name) and len(name) < 40))


def is_person(line: Line) -> bool:
    """ "Sam Hale, DOB 19/06/2010, NHS 999 111 2222": who somebody is, and no account of anything."""
    return len(line.text) < 140 and bool(PERSON.match(line.text)) and not VERB.search(line.text)


def tells(fields: list[Field]) -> bool:
    """Whether what follows the name of a person or agency is an account after all, as in the minutes of a meeting."""
    first = fields[0]
    speaks = first.label in SPEAKERS or bool(PEOPLE.fullmatch(first.name.strip()))
    return speaks and (len(first.value) > 100 or (len(first.value) > 40 and bool(SAYS.search(first.value))))
