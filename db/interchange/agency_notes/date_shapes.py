"""The shapes that dates have in running text; what they mean is left to the parser of dates.

Why apart: a sentence is full of numbers, and only what looks like a date of its own kind may be handed to the parser.
"""

from __future__ import annotations

import re

from db.domain.date_atoms import MONTH, WEEKDAY
from db.domain.date_span import NAMED_DAYS, SEASONS

_ORDINAL = r"(?:st|nd|rd|th)"
_DAY = rf"[0-9]{{1,2}}{_ORDINAL}?"
_YEAR4 = r"(?:19|20)[0-9]{2}(?![0-9])"
_YEAR = rf"(?:{_YEAR4}|'?[0-9]{{2}}(?![0-9:+%]|\.[0-9]|/|\s?(?:am|pm|hrs?|hours|cm|mm|kg|mins?|days?|weeks?|of)\b))"
_MONTH = rf"{MONTH}\b\.?"
_WEEKDAY = rf"{WEEKDAY}\b\.?,?"
_NUMERIC = (
    r"(?<![0-9/.\-£#])[0-9]{1,2}\s?(?P<mark>[/.\-])\s?[0-9]{1,2}\s?(?P=mark)\s?"
    r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9/]|[.\-:][0-9])"
)
_ISO = r"(?<![0-9/.\-])(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9/-])"
_NAMED = rf"(?<![0-9/.:\-£+]){_DAY}(?:\s+of)?[\s\-]*{_MONTH}(?:,?[\s\-]+{_YEAR})?"
_MONTH_FIRST = rf"{_MONTH}\s+[0-9]{{1,2}}(?:{_ORDINAL}\b(?:,?\s+{_YEAR4})?|,?\s+{_YEAR4})"
_SLASHED = r"(?<![0-9/.\-£])[0-9]{1,2}/[0-9]{1,2}(?![0-9/%+]|[.\-:][0-9])"
_SEASON = "|".join(SEASONS)
_PART = r"(?:(?:early|late|mid|beginning of|start of|end of|middle of)[\s-]+)?"
_MONTH_YEAR = rf"(?:{_MONTH}|{_SEASON})\s+(?:of\s+)?{_YEAR4}(?:/[0-9]{{2}})?"
_SIDE = rf"(?:{_WEEKDAY}\s+)?(?:the\s+)?(?:{_DAY}(?:\s+of)?(?:\s+{_MONTH}(?:,?\s+{_YEAR})?)?|{_MONTH}(?:\s+{_YEAR4})?)"
_SIDE_WHOLE = rf"(?:{_WEEKDAY}\s+)?(?:the\s+)?(?:{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?|{_MONTH}\s+{_YEAR4})"
_BETWEEN = rf"(?:between|from)\s+{_SIDE}\s*(?:\band\b|\bto\b|\buntil\b|-)\s*{_SIDE_WHOLE}"
_NUMERIC_SPAN = (
    r"(?:between|from)\s+[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\s*(?:\band\b|\bto\b|\buntil\b|-)\s*"
    r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
)
_LISTED = (
    rf"(?<![0-9/.:\-£+])(?:(?:{_WEEKDAY}\s+)?(?:the\s+)?{_DAY}\s*(?:,|-|/|\bto\b|\band\b|&"
    rf"|\bor\b)\s*(?:again\s+)?(?:on\s+)?"
    rf"){{1,4}}(?:{_WEEKDAY}\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?"
)
_DAY_ALONE = (
    rf"(?:{_WEEKDAY}\s+(?:the\s+)?[0-9]{{1,2}}{_ORDINAL}\b"
    rf"|\b(?:on|of|from|since|until|and|by|on or about)\s+the\s+[0-9]{{1,2}}{_ORDINAL}\b"
    r"(?!\s+(?:floor|child|birthday|occasion|time|attempt|visit|centile|year|of|day|week|month|baby|and\s+final)))"
)
_WEEKDAY_ALONE = (
    r"(?:(?i:\b(?:on|last|this|this past|on the)\s+)(?:the\s+)?(?i:last\s+)?"
    r"(?:Mon|Tue|Tues|Wed|Weds|Thu|Thur|Thurs|Fri|Sat|Sun|(?i:monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday))\b(?!')"
    r"|(?:(?<=[.!?] )|^\s*)(?:Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday)"
    r"(?=\s*[:\-]|\s+(?:morning|afternoon|evening|night)\b)"
    r"|\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=\s+(?:morning|afternoon|evening|night)\b))"
    r"(?:\s+(?:morning|afternoon|evening|night|lunchtime))?"
)
_RELATIVE = (
    r"\b(?:the\s+)?(?:day before yesterday|yesterday|last (?:night|evening|weekend|week|month)|earlier today|today"
    r"|tonight"
    r"|this (?:morning|afternoon|evening|lunchtime)"
    r"|(?:over|at|during|on)\s+the\s+(?:(?:bank holiday|easter|last|past)\s+)?weekend(?! of\b)"
    r"|this weekend|overnight last night"
    r"|(?:an?|a couple of|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\s+(?:days?|weeks?"
    r"|months?)\s+ago)\b"
)
_FROM_EVENT = (
    r"\b(?:(?P<number>one|two|three|four|five|six|a|[0-9]{1,2})\s+(?P<unit>day|night|week)s?\s+(?P<side>earlier"
    r"|before|later|previously)"
    r"|the\s+(?P<near>previous|following|next)\s+(?:day|morning|afternoon|evening|night)"
    r"|the\s+(?P<eve>day|night|evening)\s+before)\b(?!\s+yesterday)"
)
_BARE = (
    rf"\b(?:in|during|since|throughout|by)\s+{_PART}(?:{_MONTH}|{_YEAR4})(?!\s+(?:of\s+)?[0-9])"
    rf"|\b(?:early|late|mid)[\s-]+{_MONTH}"
    rf"|\b(?:around |about |at |towards )?the (?:end|beginning|start|middle) of {_MONTH}(?!\s+[0-9])"
)
_FEAST = "|".join(sorted((re.escape(name) for name in NAMED_DAYS), key=len, reverse=True))
_NAMED_DAY = rf"\b(?:on|at|over|before|after|since|during)\s+(?:{_FEAST})(?:\s+{_YEAR4})?\b"
_WEEK_OF = r"(?:week (?:commencing|beginning|ending|of)|w/c|w/e|weekend of)\s*:?\s*(?:the\s+)?"
_WEEK = (
    rf"{_WEEK_OF}(?:{_WEEKDAY}\s+)?(?:{_NUMERIC.replace('mark', 'mark2')}"
    rf"|{_NAMED})"
)

SHAPES = re.compile(
    "|".join(
        (
            rf"(?P<week>\b{_WEEK})",
            rf"(?P<span>\b(?:{_BETWEEN}|{_NUMERIC_SPAN}))",
            rf"(?P<listed>{_LISTED})",
            rf"(?P<day>\b(?:{_WEEKDAY}\s+(?:the\s+)?)?(?:{_NUMERIC}|{_ISO}|{_NAMED}|{_MONTH_FIRST})\b)",
            rf"(?P<month>\b(?:(?:about|around|since|before|after|by)\s+)?{_PART}{_MONTH_YEAR}\b)",
            rf"(?P<slashed>\b(?:{_WEEKDAY}\s+)?{_SLASHED})",
            rf"(?P<alone>{_DAY_ALONE})",
            rf"(?P<bare>{_BARE})",
            rf"(?P<feast>{_NAMED_DAY})",
            rf"(?P<relative>{_RELATIVE})",
            rf"(?P<from_event>{_FROM_EVENT})",
        )
    ),
    re.IGNORECASE,
)
WEEKDAYS_ALONE = re.compile(_WEEKDAY_ALONE)
MAY_HOLD_A_DATE = re.compile(
    r"[0-9]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn"
    r"|winter|today"
    r"|yesterday|tonight|last|this|weekend|christmas|boxing|new year|hallowe|easter|day|night|previous|following"
    r"|next|ago)",
    re.IGNORECASE,
)
"""A quick look that spares most sentences the long one."""
CLOCK = (
    r"(?:[0-9]{1,2}[:.][0-9]{2}(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:hrs?|hours)\b)?|[0-9]{1,2}\s?[ap]\.?m\b\.?"
    r"|[0-9]{4}\s?(?:hrs?|hours)\b|noon\b|midday\b)"
)
TIME_AFTER = re.compile(
    rf"(?:,|\s){{0,3}}(?:(?:at|@|from|around|about|abt|approx\.?|approximately)\s*){{0,2}}{CLOCK}", re.IGNORECASE
)
TIME_BEFORE = re.compile(rf"(?:(?:at|around|about)\s+){{0,2}}{CLOCK}\s*,?\s*(?:on\s+)?(?:the\s+)?$", re.IGNORECASE)
CONNECTED = re.compile(
    rf"(?P<part>(?:{_WEEKDAY}\s+)?(?:the\s+)?{_DAY}(?:\s+of)?(?:\s+{_MONTH}(?:,?\s+{_YEAR})?)?)"
    r"(?P<by>\s*(?:,|-|/|\bto\b|\band\b|&|\bor\b)?\s*(?:again\s+)?(?:on\s+)?)",
    re.IGNORECASE,
)
_SAME_LENGTH = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2044\u2215\uff0f"), "/"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t"), " "),
    **dict.fromkeys(map(ord, "\u02bc`"), "'"),
}


def plain(text: str) -> str:
    """The text with plain dashes, strokes and spaces, every character in its place."""
    return text.translate(_SAME_LENGTH)
