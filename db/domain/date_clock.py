"""Reads the time of day that stands beside a day, and the part of the day that says which half of it is meant.

Why: "last night 9.30" is half past nine in the evening, and "last night 2am" is a night that ended today; read as they
stand, both would be kept exactly and wrongly.
"""

import re
from dataclasses import replace
from datetime import timedelta

from db.domain.date_span import MONTHS, DateNotUnderstood, Precision, Span

ABOUT = r"(?:about|around|approximately|approx|roughly|circa|ca|c|over|probably|possibly|maybe|perhaps|~|\?)"
_CLOCK = (
    r"(?:(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?P<seconds>[:.][0-9]{2}(?:\.[0-9]+)?)? ?(?P<half>[ap]m)?"
    r"(?: ?(?:hrs?|hours|h))?|(?P<hour12>[0-9]{1,2}) ?(?P<half12>[ap]m)"
    r"|(?P<hour24>[0-9]{2})(?P<minute24>[0-9]{2}) ?(?:hrs?|hours|h)|(?P<noon>noon|midday)"
    r"|(?P<hour_to>[0-9]{1,2})(?= ?(?:-|to|and|until) ?(?P<end>[0-9]{1,2})(?:[:.]?[0-9]{2})? ?(?P<half_to>[ap]m)))"
    r"(?![^ -])"
)
_CLOCK_END = r"[0-9]{1,2}(?:[:.]?[0-9]{2})? ?(?:[ap]m|hrs?|hours|h)?|noon|midday"
_TIME = rf"(?P<between>between )?(?P<about>{ABOUT} ?)?{_CLOCK}(?: ?(?:-|to|and|until) ?(?:{_CLOCK_END}))?"
TIME_LAST = re.compile(rf"(?P<date>(?:.*? |))(?:at |@ ?|from )?{_TIME}(?P<ish> (?:{ABOUT}|or so))?")
_TIMES = re.compile(rf"(?:at |from )?{_CLOCK}(?: ?(?:-|to|until) ?(?P<ends>{_CLOCK_END}))?")
_ONE_TIME = re.compile(_CLOCK)
TIME_FIRST = re.compile(rf"(?:at |@ ?|from )?{_TIME},? (?:on )?(?P<date>.+)")
_MEAL = r"(?:lunch|tea|bed|dinner|breakfast|home) ?time"
DURING = (
    re.compile(
        r"(?P<date>.+?) (?:in |early |late |mid[- ]?|at |first thing |around )*"
        rf"(?:morning|afternoon|evening|night|nite|aft|(?<!year )eve|am|pm|{_MEAL})"
    ),
    re.compile(rf"(?:earlier|early|late|later|first thing|(?:at )?{_MEAL})(?: on| in)? (?P<date>.+)"),
)
"""A day with the part of it that is meant."""
_AFTER_NOON = re.compile(
    r"\b(?:afternoon|aft|evening|pm|tea ?time|(?<!christmas )(?<!xmas )(?<!year's )(?<!years )eve)\b"
)
_NIGHT = re.compile(r"\b(?<!bonfire )(?:night|nite|tonight|tonite)\b")
_ONE_NIGHT = re.compile(r"\b(?:last (?:night|nite)|tonight|tonite)\b")
_NOON, _SMALL_HOURS = 12 * 60, 5 * 60


def read_times(words: str) -> tuple[int, ...]:
    """The minute of the day at which something begins and, if it is said, the one at which it ends: "2pm to 3.30".

    Where only one of them says "am" or "pm", the other is in the afternoon if that keeps them in order and near.
    Empty where it is no time; raises DateNotUnderstood for one that no day has.
    """
    said = re.sub("[\u2010-\u2015]", "-", re.sub(r"\b([ap])\.m\b\.?", r"\1m", words.casefold()))
    found = _TIMES.fullmatch(" ".join(said.split()))
    if found is None:
        return ()
    begins = _minute(found, None)
    if not found["ends"]:
        return (begins,)
    end = _ONE_TIME.fullmatch(found["ends"])
    if end is None:
        return ()
    ends = _minute(end, None)
    if _says_half(end) and not _says_half(found) and begins + _NOON < ends:
        begins += _NOON
    elif _says_half(found) and not _says_half(end) and ends < begins and ends < _NOON:
        ends += _NOON
    return begins, ends


def times_in_words(times: tuple[int, ...]) -> str:
    """Minutes of the day as they are kept: "14:00 to 15:30"."""
    return " to ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in times)


def _says_half(found: re.Match[str]) -> bool:
    return bool(found["half"] or found["half12"] or found["half_to"] or found["noon"])


def timed(day: Span, found: re.Match[str]) -> Span:
    """The day with the time of a match of one of the patterns above."""
    words = found["date"]
    minute = _minute(found, day if words.strip() else None)
    if minute == 0 and found["seconds"]:  # 00:00:00 is how programs write "no time"
        return day
    half_said = _says_half(found)
    about = bool(found["about"] or found["between"] or found.groupdict().get("ish"))
    if _NIGHT.search(words):
        return _at_night(day, minute, words, half_said=half_said, about=about)
    if _AFTER_NOON.search(words) and minute < _NOON and not half_said:
        minute += _NOON
    return replace(day, precision=Precision.MINUTE, minute=minute, approximate=about)


def _at_night(day: Span, minute: int, words: str, *, half_said: bool, about: bool) -> Span:
    """A night has two dates: its small hours are of the second one."""
    if not half_said and _SMALL_HOURS <= minute < _NOON:
        minute += _NOON
    elif not half_said and _NOON <= minute < _NOON + 60:
        minute -= _NOON
    if minute >= _SMALL_HOURS:
        return replace(day, precision=Precision.MINUTE, minute=minute, approximate=about)
    after = day.earliest + timedelta(days=1)
    if _ONE_NIGHT.search(words):
        only = replace(day, earliest=after, latest=after)
        return replace(only, precision=Precision.MINUTE, minute=minute, approximate=about)
    both = replace(day, latest=after, precision=Precision.RANGE)
    text = f"That hour of the night is on {_day(day)} or on {after.day} {MONTHS[after.month - 1]}: write the day."
    raise DateNotUnderstood(text, both)


def _day(day: Span) -> str:
    return f"{day.earliest.day} {MONTHS[day.earliest.month - 1]}"


def _minute(found: re.Match[str], day: Span | None) -> int:
    if found["noon"]:
        return _NOON
    hour = int(found["hour"] or found["hour12"] or found["hour24"] or found["hour_to"])
    minute = int(found["minute"] or found["minute24"] or 0)
    half = found["half"] or found["half12"] or found["half_to"]
    if found["hour_to"] and hour % 12 > int(found["end"]) % 12:  # "11 to 1pm" begins in the morning
        half = "am"
    if hour > 23 or minute > 59 or (half and hour == 0):
        raise DateNotUnderstood(f"There is no time {hour}:{minute:02} in a day of 24 hours.", day)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute
