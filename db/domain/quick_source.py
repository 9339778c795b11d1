"""Finds how the author knows: told by somebody who is named, from a document, or seen and heard.

Why strict: hearsay must be attributed to the person who said it, and to nobody else; only words that name the source
outright count. What somebody says in a call is told by them where it is plain who that is, and asked about otherwise.
"""

from __future__ import annotations

import re
from datetime import date

from db.domain.quick_call import Speaker, said_in_call
from db.domain.quick_doubt import is_unheld
from db.domain.quick_line import Line
from db.domain.quick_sight import is_denied
from db.domain.quick_when import find_date
from db.domain.quick_words import AFTER_NAME, PERSON, agency_of

_TOLD = re.compile(
    rf"(?P<cue>told by|informed by|reported by|notified by|advised by|as per|per)\s+(?P<who>{PERSON}){AFTER_NAME}",
    re.IGNORECASE,
)
_FROM_FIRST = re.compile(rf"(?P<cue>from)\s+(?P<who>{PERSON}){AFTER_NAME}(?=\s*[,:\u2013-])", re.IGNORECASE)
_WORD_FROM = re.compile(
    r"(?:(?:an?|the|another|missed)\s+)?(?:text|txt|sms|whats ?app|message|msg|voicemail|v/m|info|information|update"
    rf"|feedback|note)(?: (?:message|msg|received|in|back))?\s+(?P<cue>from)\s+(?P<who>{PERSON}){AFTER_NAME}"
    rf"(?!\s+to\s+{PERSON})",
    re.IGNORECASE,
)
_CALL_FROM = re.compile(rf"\s*(?:(?:back|received)\s+)?(?P<cue>from)\s+(?P<who>{PERSON}){AFTER_NAME}", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:(?:an?|the|medical|school|police|hospital|written|discharge)\s+){0,3}"
    r"(?P<paper>letter|e-?mail|report|notification|referral|minutes|assessment|statement|summary|ppn|merlin)"
    rf"\s+(?P<cue>from)\s+(?P<who>{PERSON}){AFTER_NAME}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"police notification|police report|ppn|public protection notice|merlin(?: report)?|101 notification", re.IGNORECASE
)
_NOT_HELD = re.compile(
    r"[^.\n]{0,30}\b(?:cancelled|rearranged|re-arranged|booked|arranged|postponed|offered|requested|planned"
    r"|tomorrow|did not|didn'?t|due|dna"
    r"|not (?:today|attended|done|held|kept|happening|needed)|(?<!no )need(?:s|ed)?)\b",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(r"\W+(?:from|by)\b", re.IGNORECASE)
_PERSONAL = frozenset({"visit", "call"})
_SEEN_FIRST = re.compile(r"(?:child(?:ren)? )?(?P<seen>seen|saw)\b(?: alone\b)?(?! by)", re.IGNORECASE)


def find_source(line: Line, start: int, kind: tuple[int, int] | None, today: date) -> None:
    """Give how we know, who, role, agency and on which day, where the line says so. `kind`: where its words are."""
    document = _DOCUMENT.match(line.plain, start)
    if document and "paper" in document.groupdict():
        _give_document(line, document, today)
        return
    told = _told(line, start, kind)
    if told:
        if kind and line.values.get("kind") == "visit":
            line.ask("Is it what you saw or heard yourself, or what you were told?")
        line.give("how", "told")
        line.note("how", told.start("cue"), told.end("cue"), "How we know: told")
        _give_person(line, told, "Told by")
        _give_day(line, told.end(), today)
    elif kind and (speaker := said_in_call(line, kind)):
        _give_speaker(line, speaker)
    elif kind:
        _give_by_kind(line, kind)
    elif (seen := _SEEN_FIRST.match(line.plain, start)) and not is_denied(line, start, seen.end()):
        line.give("how", "seen_or_heard")
        line.note("how", seen.start("seen"), seen.end("seen"), "How we know: seen or heard by you")


def _give_speaker(line: Line, speaker: Speaker) -> None:
    """What was said in a call is told by whoever said it; how we know stays empty where that is not plain."""
    if not speaker.who:
        line.ask("Is it what you heard yourself, or what you were told, and by whom?")
        return
    line.give("how", "told")
    line.give("who", speaker.who)
    line.give("role", speaker.role)
    line.give("agency", agency_of(f"{speaker.who} {speaker.role}"))
    role = f", {speaker.role}" if speaker.role else ""
    line.note("how", speaker.start, speaker.end, f"How we know: told by {speaker.who}{role}")


def _told(line: Line, start: int, kind: tuple[int, int] | None) -> re.Match[str] | None:
    first = _FROM_FIRST.match(line.plain, start) or _WORD_FROM.match(line.plain, start)
    if first:
        return first
    if kind and line.values.get("kind") == "call" and "missed" not in line.plain[kind[0] : kind[1]].casefold():
        found = _CALL_FROM.match(line.plain, kind[1])
        if found:
            return found
    for found in _TOLD.finditer(line.plain, start):
        before = line.plain[: found.start()].rstrip().casefold()
        if line.at_edge(found.start()) or before.endswith(("i was", "i am", "i'm", " that")):
            return found
    return None


def _give_document(line: Line, found: re.Match[str], today: date) -> None:
    line.give("how", "document")
    named = line.text[found.start() : found.end("who")].strip()
    line.give("who", named[:1].upper() + named[1:])
    line.note("how", found.start("cue"), found.end("cue"), "How we know: from a document")
    line.note("who", found.start("who"), found.end("who"), f"Which document: {line.values['who']}")
    _give_role(line, found)
    _give_agency(line, found)
    _give_day(line, found.end(), today)


def _give_person(line: Line, found: re.Match[str], said: str) -> None:
    who = line.text[found.start("who") : found.end("who")]
    line.give("who", who)
    line.note("who", found.start("who"), found.end("who"), f"{said}: {who}")
    _give_role(line, found)
    _give_agency(line, found)


def _give_role(line: Line, found: re.Match[str]) -> None:
    for group in ("role", "bracket"):
        if found[group]:
            role = line.text[found.start(group) : found.end(group)]
            line.give("role", role)
            line.note("role", found.start(group), found.end(group), f"Who is: {role}")


def _give_agency(line: Line, found: re.Match[str]) -> None:
    code = agency_of(" ".join(found[group] or "" for group in ("who", "role", "bracket")))
    if line.give("agency", code):
        line.note("agency", found.start("who"), found.end("who"), f"Of: {code.replace('_', ' ')}")


def _give_day(line: Line, end: int, today: date) -> None:
    on = re.compile(r"\)?,?\s+(?:on|dated|of)\s+", re.IGNORECASE).match(line.plain, end)
    found = find_date(line, on.end(), today) if on else None
    if found and found.when and line.is_free(found.start, found.end):
        line.give("on", found.words)
        line.note("on", found.start, found.end, f"On: {found.when.in_words()}")


def _give_by_kind(line: Line, kind: tuple[int, int]) -> None:
    start, end = kind
    line.unheld = is_unheld(line, line.values.get("kind", ""), start, end)
    notice = _NOTICE.search(line.plain[start:end])
    if notice:
        line.give("how", "document")
        words = line.text[start + notice.start() : start + notice.end()]
        line.give("who", words[:1].upper() + words[1:])
        line.give("agency", "police")
        line.note("how", start, end, f"from a document: {line.values['who']}")
        return
    plainly = line.values.get("kind") in _PERSONAL or (
        line.values.get("kind") == "meeting"
        and re.match(r"(?:attended|chaired|held|took part in|conducted)\b", line.plain[start:end], re.IGNORECASE)
    )
    caller = line.values.get("kind") == "call" and re.search(r"\w+\s+\w*(?:rang|phoned|called)$", line.plain[start:end])
    if (
        plainly
        and not line.unheld
        and not caller
        and not _NOT_HELD.match(line.plain, end)
        and not _BY_ANOTHER.match(line.plain, end)
    ):
        line.give("how", "seen_or_heard")
        line.note("how", start, end, "seen or heard by you")
