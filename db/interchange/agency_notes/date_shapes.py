"""The shapes that dates have in running text; what they mean is left to the parser of dates.

Why apart: a sentence is full of numbers, and only what looks like a date of its own kind may be handed to the parser.
"""

from __future__ import annotations

import re

from db.domain.date_atoms import MONTH
from db.domain.date_relative import WEEKDAY
from db.domain.date_span import NAMED_DAYS, SEASONS

_ORDINAL = r"(?:st|nd|rd|th)"
_DAY = rf"[0-9]{{1,2}}{_ORDINAL}?"
_YEAR4 = r"(?:19|20)[0-9]{2}(?![0-9])"
_YEAR = (
    rf"(?:{_YEAR4}|'?[0-9]{{2}}(?![0-9:+%]|\.[0-9]|/|\s?(?:am|pm|hrs?|hours|cm|mm|kg|mins?|days?|weeks?|of|{MONTH})\b))"
)
_MONTH = rf"{MONTH}\b\.?"
_WEEKDAY = rf"{WEEKDAY}\b\.?,?"
_NUMERIC = (
    r"(?<![0-9/.\-£#])[0-9]{1,2}\s?(?P<mark>[/.\-])\s?[0-9]{1,2}\s?(?P=mark)\s?"
    r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9/]|[.\-:][0-9])"
)
_ROMAN = (
    r"(?<![0-9/.\-£#])[0-9]{1,2}[./\-](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[./\-](?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
)
_ISO = r"(?<![0-9/.\-])(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9/-])"
_NAMED = rf"(?<![0-9/.:\-£+]){_DAY}(?:\s+of)?[\s\-]*{_MONTH}(?:,?[\s\-]+{_YEAR})?"
_MONTH_FIRST = rf"{_MONTH}\s+[0-9]{{1,2}}(?:{_ORDINAL}\b(?:,?\s+{_YEAR4})?|,?\s+{_YEAR4})"
_DOTTED = (
    rf"\b(?:on|since|of|dated|{_WEEKDAY})\s+(?:the\s+)?[0-3]?[0-9]\.[01][0-9](?![0-9%+]|\s?[ap]\.?m\b|[.:/\-][0-9])"
)
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
    rf"(?:(?:(?<=\n)|\A)[0-9]{{1,2}}{_ORDINAL}(?=\s*[:\-])"
    rf"|{_WEEKDAY}\s+(?:the\s+)?[0-9]{{1,2}}{_ORDINAL}\b(?!\s+(?:of\s+)?{MONTH}\b)"
    rf"|\b(?:on|of|from|since|until|and|by|on or about)\s+the\s+[0-9]{{1,2}}{_ORDINAL}\b(?!\s+(?:of\s+)?{MONTH}\b)"
    r"(?!\s+(?:floor|child|birthday|occasion|time|attempt|visit|centile|year|of|day|week|month|baby|and\s+final)))"
)
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SHORT_DAYS = "Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun"
_OF_DAY = "morning|afternoon|evening|night|lunchtime|teatime"
_WEEKDAY_ALONE = (
    rf"(?:(?:(?<=[.!?] )|(?m:^)[ *•-]*)(?:{_SHORT_DAYS}|{_DAYS}) ?(?:/|&|and|to|-) ?(?:{_SHORT_DAYS}|{_DAYS})\b"
    rf"|(?i:\b(?:on|last|this|this past|on the|(?:hours|{_OF_DAY}) of)\s+)(?:the\s+)?(?i:last\s+)?"
    rf"(?:{_SHORT_DAYS}|(?i:{_DAYS}))\b(?!['’])"
    rf"|(?m:^) *(?:{_DAYS})(?m:(?= *$))"
    rf"|(?:(?<=[.!?] )|(?m:^)[ *•-]*)(?:{_SHORT_DAYS}|{_DAYS})"
    rf"(?=\s*[:\-]|,? (?:he|she|they|we|I)\b|\s+(?:was|{_OF_DAY})\b)"
    rf"|\b(?:{_DAYS})(?=['’]s \w)"
    rf"|(?:(?<=day and )|(?<=day & )|(?<=day, ))(?:{_DAYS})\b(?!['’])"
    rf"|\b(?:{_SHORT_DAYS}|{_DAYS})(?=\s+(?:{_OF_DAY}|am|pm|eve)\b))"
    rf"(?:\s+(?:{_OF_DAY}|am|pm|eve)\b)?"
)
_COUNT = "an?|a couple of|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2}"
_IN_WEEK = (
    rf"\b(?:(?:{_COUNT})\s+(?:weeks?|fortnights?)\s+ago,?(?:\s+(?:late|early|it was))?\s+on\s+"
    rf"(?:the\s+|a\s+)?{_WEEKDAY}"
    rf"|(?:on\s+)?(?:the\s+)?{_WEEKDAY}(?:\s+(?:of|in))?\s+last\s+week"
    rf"|(?:on\s+)?(?:the\s+)?{_WEEKDAY}\s+(?:{_COUNT})\s+(?:weeks?|fortnights?)\s+ago"
    rf"|last\s+week,?\s+on\s+(?:the\s+)?{_WEEKDAY}|a\s+week\s+last\s+{_WEEKDAY}"
    r"|(?:the\s+)?week\s+before\s+last|an?\s+fortnight\s+ago)\b"
)
_NTH = (
    rf"\b(?P<which>first|second|third|fourth|last|1st|2nd|3rd)\s+(?P<what>weekend|week|{_DAYS})\s+(?:of|in)\s+"
    rf"(?P<of>{_MONTH}(?:\s+{_YEAR4})?)"
)
_SEASON_THIS_YEAR = rf"\b(?:in\s+|during\s+|over\s+)?(?:the\s+)?(?:{_SEASON})\s+(?:of\s+)?(?:this|last)\s+year\b"
_RELATIVE = (
    r"\b(?:the\s+)?(?:day before yesterday|yesterday|last (?:night|evening|weekend|week(?! (?:of|in)\b)|month)"
    r"|earlier today|today|tonight"
    rf"|last (?:{_SEASON}|{MONTH})(?!\s+[0-9])"
    r"|this (?:morning|afternoon|evening|lunchtime)|weekend before last"
    r"|(?:over|at|during|on)\s+the\s+(?:(?:bank holiday|easter|last|past)\s+)?weekend(?! (?:of|in|before)\b)"
    r"|this weekend|overnight last night"
    rf"|(?:{_COUNT})\s+(?:days?|weeks?|months?)\s+ago)\b"
)
_FROM_EVENT = (
    r"\b(?:(?:one|two|three|four|five|six|seven|a|[0-9]{1,2})\s+(?:day|night|week)s?\s+(?:earlier|before|later"
    r"|previously|prior|after)"
    rf"|(?:in\s+|later\s+|earlier\s+)?(?:the\s+same|that)\s+week,?\s+on\s+(?:the\s+)?{_WEEKDAY}"
    rf"|the\s+(?:previous|following|next)\s+(?:day|{_OF_DAY}|{_DAYS})|the\s+previous\s+weekend"
    rf"|the\s+(?:day|night|evening|weekend|{_DAYS})\s+before(?!\s+(?:that|he|she|they|the|his|her|last)\b)"
    rf"|the\s+(?:day|{_DAYS})\s+after(?!\s+(?:that|he|she|they|the|his|her|school|we|I)\b))\b(?!\s+yesterday)"
)
_BARE = (
    rf"\b(?:in|during|since|throughout|by)\s+{_PART}(?:{_MONTH}|{_YEAR4})(?!\s+(?:of\s+)?[0-9])"
    rf"|\b(?:early|late|mid)[\s-]+{_MONTH}"
    rf"|\b(?:around |about |at |towards )?the (?:end|beginning|start|middle) of {_MONTH}(?!\s+[0-9])"
)
_FEAST = "|".join(sorted((re.escape(name).replace("'", "['’]?") for name in NAMED_DAYS), key=len, reverse=True))
_EXACT_FEAST = (
    r"(?:Christmas|Xmas)\s+(?:Day|Eve)|Boxing\s+Day|Bonfire\s+Night|New\s+Year['’]?s\s+(?:Day|Eve)|Good\s+Friday"
    rf"|Easter\s+(?:Sunday|Monday)|(?:Easter|Christmas)(?=\s+{_YEAR4})"
)
_NAMED_DAY = (
    rf"\b(?:(?:on|of)\s+)?(?:{_EXACT_FEAST})(?:\s+{_YEAR4})?\b(?!['’])"
    rf"|\b(?:on|at|over|before|after|since|during)\s+(?:{_FEAST})(?:\s+{_YEAR4})?\b"
)
_WEEK_OF = r"(?:week (?:commencing|beginning|ending|of)|w/c|w/e|weekend of)\s*:?\s*(?:the\s+)?"
_WEEK = (
    rf"{_WEEK_OF}(?:{_WEEKDAY}\s+)?(?:{_NUMERIC.replace('mark', 'mark2')}"
    rf"|{_NAMED})"
)

SHAPES = re.compile(
    "|".join(
        (
            rf"(?P<in_week>{_IN_WEEK})",
            rf"(?P<nth>{_NTH})",
            rf"(?P<season>{_SEASON_THIS_YEAR})",
            rf"(?P<week>\b{_WEEK})",
            rf"(?P<span>\b(?:{_BETWEEN}|{_NUMERIC_SPAN}))",
            rf"(?P<listed>{_LISTED})",
            rf"(?P<day>\b(?:{_WEEKDAY}\s+(?:the\s+)?)?(?:{_NUMERIC}|{_ROMAN}|{_ISO}|{_NAMED}|{_MONTH_FIRST})\b)",
            rf"(?P<month>\b(?:(?:about|around|since|before|after|by)\s+)?{_PART}{_MONTH_YEAR}\b)",
            rf"(?P<slashed>\b(?:{_WEEKDAY}\s+)?{_SLASHED}|{_DOTTED})",
            rf"(?P<alone>{_DAY_ALONE})",
            rf"(?P<bare>{_BARE})",
            r"(?P<year>(?:(?<=\n)|\A)(?:19|20)[0-9]{2}(?=\s{2,}\S|\s*[:-]\s))",
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
    r"|next|ago|fortnight|xmas|good friday)",
    re.IGNORECASE,
)
"""A quick look that spares most sentences the long one."""
CLOCK = (
    r"(?:[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:hrs?|hours)\b)?|[0-9]{1,2}\s?[ap]\.?m\b\.?"
    r"|[0-9]{4}\s?(?:hrs?|hours)\b|noon\b|midday\b)"
)
TIME_AFTER = re.compile(
    rf"[, ]{{0,3}}(?:(?:at|@|from|around|about|abt|approx\.?|approximately)\s*){{0,2}}{CLOCK}", re.IGNORECASE
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
