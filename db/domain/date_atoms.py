"""Reads one undivided date: a day, month, season, year, named day, or a word that counts from today.

Why: the many notations are a table of patterns, each with a small reader, so that a new one is a line and no notation
can disturb another. `date_words` puts them together into ranges, times, "about" and "before".
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from db.domain.date_relative import RELATIVE, Reader
from db.domain.date_span import (
    MONTHS,
    NAMED_DAYS,
    SEASONS,
    DateNotUnderstood,
    Precision,
    Span,
    day_span,
    month_end,
    month_span,
    named_day,
    season_span,
    year_span,
)

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = "(?P<year>[0-9]{4}|'?[0-9]{2})"


def read_atom(words: str, today: date) -> Span | None:
    """The span of one undivided date in tidied words, None when it is none.

    Raises DateNotUnderstood when it is one but cannot be (31 February), naming the trouble.
    """
    for pattern, reader in _ATOMS:
        found = pattern.fullmatch(words)
        if found:
            return reader(found, today)
    return None


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its short form."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.casefold().startswith(name[:3]))


def _year(text: str, today: date) -> int:
    """Four digits as they are; two digits up to next year's are 20xx, above that 19xx."""
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= (today.year + 1) % 100 else 1900)


def _numeric_day(found: re.Match[str], today: date) -> Span:
    return day_span(_year(found["year"], today), int(found["month"]), int(found["day"]))


def _named_month_day(found: re.Match[str], today: date) -> Span:
    return day_span(_year(found["year"], today), month_number(found["month"]), int(found["day"]))


def _day_without_year(found: re.Match[str], today: date) -> Span:
    name = found["month"]
    month = int(name) if name.isdigit() else month_number(name)
    return _latest_begun(lambda year: day_span(year, month, int(found["day"])), today)


def _day_of_month(found: re.Match[str], today: date) -> Span:
    """ "The 13th" is the most recent one."""
    day = int(found["day"])
    for back in range(12):
        years, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        if 1 <= day <= month_end(years, month + 1).day and date(years, month + 1, day) <= today:
            return replace(day_span(years, month + 1, day), relative=True)
    raise DateNotUnderstood(f"No month has a day {day}.")


def _latest_begun(in_year: Callable[[int], Span], today: date) -> Span:
    """The most recent one that has begun by today, of something that comes every year."""
    span = None
    trouble: DateNotUnderstood | None = None
    for year in range(today.year, today.year - 9, -1):
        try:
            span = in_year(year)
        except DateNotUnderstood as error:  # 29 February: look further back
            if trouble is None or (trouble.sure and trouble.sure.earliest > today):
                trouble = error
            continue
        if span.earliest <= today:
            return replace(span, relative=True)
    if trouble is None:
        raise DateNotUnderstood("The date does not say which year.")
    raise DateNotUnderstood(trouble.text, replace(trouble.sure, relative=True) if trouble.sure else None)


def _month(found: re.Match[str], today: date) -> Span:
    return month_span(_year(found["year"], today), month_number(found["month"]))


def _bare_month(found: re.Match[str], today: date) -> Span:
    month = month_number(found["month"])
    return _latest_begun(lambda year: month_span(year, month), today)


def _month_and_number(found: re.Match[str], today: date) -> Span:
    """ "March 98" is a month of 1998, but "March 26" is two things at once."""
    number, month = int(found["number"]), month_number(found["month"])
    name = MONTHS[month - 1]
    if 1 <= number <= 31:
        year = _year(f"{number:02}", today)
        raise DateNotUnderstood(f"This can be {number} {name} or {name} {year}: write the year with four figures.")
    return month_span(_year(found["number"], today), month)


def _iso_month(found: re.Match[str], today: date) -> Span:
    year, month = int(found["year"]), int(found["month"])
    if month == (year + 1) % 100:
        name = f"{MONTHS[month - 1]} {year}" if 1 <= month <= 12 else f"month {month}"
        if month <= 12:
            raise DateNotUnderstood(f"This can be {name} or {year} to {year + 1}: write it in words.")
        return _two_years(found, today)
    if month > 12:
        return _years(year, _year(found["month"], today))
    return month_span(year, month)


def _two_years(found: re.Match[str], _today: date) -> Span:
    year, last = int(found["year"]), found["month"]
    return _years(year, int(last) if len(last) == 4 else year - year % 100 + int(last) + 100 * (int(last) == 0))


def _years(first: int, last: int) -> Span:
    if last != first + 1:
        raise DateNotUnderstood(f"It is not clear which years are meant: write {first} to …, with four figures.")
    return replace(year_span(first), latest=year_span(last).latest, precision=Precision.RANGE)


def _season(found: re.Match[str], today: date) -> Span:
    name = found["season"].replace("fall", "autumn")
    first = found["year"]
    if not first:
        if found["next"]:
            raise DateNotUnderstood("The season has no year.")
        return _latest_begun(lambda year: season_span(name, year), today)
    year = _year(first, today)
    following = found["next"]
    if following and (name != "winter" or int(following) % 100 != (year + 1) % 100):
        raise DateNotUnderstood(f"It is not clear which {name} is meant: write it like winter 2019/20.")
    return season_span(name, year)


def _whole_year(found: re.Match[str], _today: date) -> Span:
    return year_span(int(found["year"]))


def _decade(found: re.Match[str], today: date) -> Span:
    first = _year(found["year"], today)
    if first % 10:
        raise DateNotUnderstood(f"A span of ten years begins with a year like {first - first % 10}.")
    return replace(year_span(first), latest=year_span(first + 9).latest, precision=Precision.RANGE)


def _named(found: re.Match[str], today: date) -> Span:
    name = found["name"].replace("xmas", "christmas").replace("hallowe'en", "halloween")
    name = re.sub("new years? ", "new year's ", name) if name != "new year" else name

    def in_year(year: int) -> Span:
        day = named_day(name, year)
        return Span(day, day, Precision.DAY)

    return in_year(_year(found["year"], today)) if found["year"] else _latest_begun(in_year, today)


def _last_such(found: re.Match[str], today: date) -> Span | None:
    """ "last March", "last summer", "last Christmas": the most recent one that is over."""
    span = read_atom(found["rest"], today)
    if span is None or not span.relative:
        return None
    if span.latest < today:
        return span
    before = today.replace(day=1) if span.precision is Precision.DAY else span.earliest
    return read_atom(found["rest"], before - timedelta(days=1))


def _week(found: re.Match[str], today: date) -> Span | None:
    """ "week of", "week commencing", "week ending", "weekend of" a day."""
    named = read_atom(found["rest"], today)
    if named is None or named.precision is not Precision.DAY:
        return None
    day, what = named.earliest, found["what"]
    monday = day - timedelta(days=day.weekday())
    first = {"week": monday, "weekend": monday + timedelta(days=5)}.get(what, day)
    if what in {"w/e", "week ending"}:
        first = day - timedelta(days=6)
    last = first + timedelta(days=1 if what == "weekend" else 6)
    return replace(named, earliest=first, latest=last, precision=Precision.RANGE)


_DAY = "(?P<day>[0-9]{1,2})"
_NUMBER = "(?P<month>[0-9]{1,2})"
_NAMED = "|".join(
    sorted((*NAMED_DAYS, "xmas day", "xmas eve", "xmas", "hallowe'en", "new years day", "new years eve"), reverse=True)
)
_TABLE: tuple[tuple[str, Reader], ...] = (
    (rf"{_DAY} ?[/.\- ] ?{_NUMBER} ?[/.\- ] ?{_YEAR}", _numeric_day),
    (rf"(?P<year>[0-9]{{4}})[-/.]{_NUMBER}[-/.]{_DAY}", _numeric_day),
    (rf"{_DAY}[ \-/]*(?P<month>{MONTH})[ \-/]*{_YEAR}", _named_month_day),
    (rf"(?P<month>{MONTH})[ \-]*{_DAY} (?P<year>[0-9]{{4}})", _named_month_day),
    (rf"{_DAY}[ \-/]*(?P<month>{MONTH})", _day_without_year),
    (rf"{_DAY}/{_NUMBER}", _day_without_year),
    (rf"{_DAY}th", _day_of_month),
    (rf"(?P<month>{MONTH})[ \-/]*(?P<year>[0-9]{{4}})", _month),
    (rf"(?P<month>{MONTH}) ?(?:[\-/] ?'?|')(?P<year>[0-9]{{2}})", _month),
    (rf"(?P<month>{MONTH}) ?(?P<number>[0-9]{{1,2}})", _month_and_number),
    (rf"(?:this )?(?P<month>{MONTH})", _bare_month),
    (r"(?P<month>[0-9]{1,2}) ?[/.\-] ?(?P<year>[0-9]{4})", lambda m, _: month_span(int(m["year"]), int(m["month"]))),
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})", _iso_month),
    (r"(?P<year>[0-9]{4})/(?P<month>[0-9]{4}|[0-9]{2})", _two_years),
    (
        rf"(?:this )?(?P<season>{'|'.join(SEASONS)}|fall)"
        rf"(?: ?{_YEAR})?(?: ?[/-] ?(?P<next>[0-9]{{4}}|[0-9]{{2}}))?",
        _season,
    ),
    (r"(?:year )?(?P<year>[0-9]{4})", _whole_year),
    (r"(?P<year>[0-9]{4}|'?[0-9]{2})'?s", _decade),
    (rf"(?P<name>{_NAMED})(?: {_YEAR})?", _named),
    *RELATIVE,
    (r"last (?P<rest>[a-z' ]+)", _last_such),
    (
        r"(?P<what>week commencing|week beginning|week starting|week ending|weekend|week|w/c|w/e)(?: beginning)? "
        r"(?P<rest>.+)",
        _week,
    ),
)
_ATOMS = tuple((re.compile(pattern), reader) for pattern, reader in _TABLE)
