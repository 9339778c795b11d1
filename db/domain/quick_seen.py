"""Finds whether the child was seen, alone or not, how a baby was, where it was and who was there.

Why strict: "seen alone" on the record is relied on for the child's safety, so words that say it of somebody else, of
another time, or as a wish, must never set it.
"""

from __future__ import annotations

import re

from db.domain.quick_line import Line
from db.domain.quick_words import FAMILY, PERSON, PLACE

_ALONE = re.compile(
    r"\b(?:(?:seen|saw)(?: (?:him|her|them|both|child|children))?(?: (?:and|&) (?:spoken? (?:to|with)|spoken))?"
    r"(?: (?:him|her|them))? (?:alone|on (?:his|her|their|its) own|by (?:him|her|them)sel(?:f|ves))"
    r"|spoken? (?:to|with)(?: (?:him|her|them|both|child|(?-i:[A-Z])[\w'-]+))? (?:alone|on (?:his|her|their) own)"
    r"|spoke alone (?:to|with)|saw (?-i:[A-Z])[\w'-]+ (?:alone|on (?:his|her|their) own))\b(?! (?:by|with) )",
    re.IGNORECASE,
)
_NOT_ALONE = re.compile(r"\bseen,? (?:but )?not (?:seen )?alone\b", re.IGNORECASE)
_SEEN_WITH = re.compile(
    rf"\b(?P<seen>seen|saw (?:him|her|them)) (?:with|together with|in the presence of|alongside)\s+(?P<who>{PERSON})",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(
    r"(?:\b(?:child(?:ren)?|both|he|she|they|baby|boys|girls|was|were|is|are|(?-i:[A-Z])[\w-]+)\s+)?"
    r"(?P<seen>\b(?:not seen|wasn't seen|weren't seen|(?:unable|not able) to (?:be seen|see"
    r" (?:him|her|them|child(?:ren)?))"
    r"|(?:did not|didn't) see (?:him|her|them|child(?:ren)?)))\b"
    r"(?!\s+(?:since|for|by|before|in|alone|until|to|on|any|a|the|dad|mum)\b)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:\s*[,:(\u2013\u2014-]\s*|\s+)(?:(?:as|because|due to|since|reason|he was|she was)\s+)?"
    r"(?P<why>[^,.;:()\n\u0001]{2,80})",
    re.IGNORECASE,
)
_NO_ACCESS = re.compile(
    r"\b(?:no access|no reply|no answer|nobody (?:home|in)|no ?one (?:home|in)|door not answered)\b(?! to\b)",
    re.IGNORECASE,
)
_RESTING = r"in (?:his|her|the) (?:cot|pram|bouncer|arms|high ?chair|moses basket)"
_OBSERVED = re.compile(
    rf"\bobserved(?: to be)? (?P<how>(?:(?:him|her|them|{_RESTING})[ ,]+)?"
    r"(?:asleep|sleeping|settled|alert|happy|smiling|playing|feeding"
    r"|crying|content|calm|tearful|quiet|clean|well"
    rf"|awake|crawling|babbling|warm|relaxed|unsettled|{_RESTING})"
    r"\b[^,.;\n\u0001]{0,200})",
    re.IGNORECASE,
)
_PLAIN_SEEN = re.compile(r"\b(?:child(?:ren)?|both|all children) seen\b|\bseen (?:at|in) ", re.IGNORECASE)
_OTHERS = re.compile(
    rf"(?:\b(?:{FAMILY}|carer|partner)\b(?:\s+(?:was|were|has been))?|\b(?:not|n't|never|last|to be|will be|be|being|if"
    r"|when|unable to be|needs?|without being|want(?:s|ed)? to be|nobody|next))\s*$",
    re.IGNORECASE,
)
_AT = re.compile(rf"\s*,?\s*\bat (?P<place>{PLACE})", re.IGNORECASE)
_AT_SIGN = re.compile(
    r"(?:^|(?<=\s))@\s?(?P<place>[A-Za-z][\w' -]{0,60}?)(?=\s*(?:[,.;:\n\u0001\u2013\u2014(]|$| with | - ))"
)
_PEOPLE = rf"(?>{PERSON}(?:(?:,\s*|\s+(?:and|&)\s+|\s*&\s*){PERSON}){{0,7}})"
_WITH = re.compile(rf"\s*,?\s*\bwith (?P<who>{_PEOPLE})", re.IGNORECASE)
_PRESENT_LIST = re.compile(r"\bpresent\s*(?::|-|were:?)\s*(?P<who>[^.;\n\u0001]{1,200})", re.IGNORECASE)
_PRESENT_AFTER = re.compile(rf"(?P<who>{_PEOPLE}) (?:(?:were|was|also|both) )*present\b(?!\s*:)", re.IGNORECASE)
_MET = frozenset({"visit", "meeting", "family_time", "conference", "strategy", "supervision"})


def find_seen(line: Line) -> None:
    """Give seen, alone or not, or not seen and why; and how a baby was observed."""
    for reader in (_read_not_alone, _read_alone, _read_not_seen, _read_with, _read_no_access):
        if reader(line):
            break
    for found in _OBSERVED.finditer(line.plain):
        if not _of_others(line, found.start()):
            line.give("observed", line.text[found.start("how") : found.end("how")].strip())
            line.note("observed", found.start(), found.end(), f"How the child was: {line.values['observed']}")
            break
    plainly = _PLAIN_SEEN.search(line.plain)
    if "seen" not in line.values and plainly and not _of_others(line, plainly.start()):
        line.ask("Was the child seen alone?")


def _of_others(line: Line, start: int) -> bool:
    return bool(_OTHERS.search(line.plain[max(0, start - 40) : start]))


def _give_seen(line: Line, value: str, start: int, end: int) -> bool:
    words = {"alone": "Seen alone", "seen": "Seen, not alone", "no": "Not seen"}[value]
    line.give("seen", value)
    line.note("seen", start, end, words)
    return True


def _read_not_alone(line: Line) -> bool:
    found = _NOT_ALONE.search(line.plain)
    if not found or _of_others(line, found.start()):
        return False
    return _give_seen(line, "seen", found.start(), found.end())


def _read_alone(line: Line) -> bool:
    for found in _ALONE.finditer(line.plain):
        before = line.plain[: found.start()].casefold().rstrip()
        if before.endswith(" not") or before == "not":
            line.ask("Was the child seen, though not alone?")
        elif not _of_others(line, found.start()):
            return _give_seen(line, "alone", found.start(), found.end())
    return False


def _read_with(line: Line) -> bool:
    for found in _SEEN_WITH.finditer(line.plain):
        if not _of_others(line, found.start()):
            _give_present(line, found.start("who"))
            return _give_seen(line, "seen", found.start("seen"), found.end("seen"))
    return False


def _read_not_seen(line: Line) -> bool:
    for found in _NOT_SEEN.finditer(line.plain):
        start, end = found.start("seen"), found.end("seen")
        if _of_others(line, start) or not (line.at_edge(start) or found.start() < start):
            continue
        why = _WHY.match(line.plain, end)
        if why and why["why"].strip() and not re.match(r"(?:and|but|so|today|this|home)\b", why["why"], re.IGNORECASE):
            reason = line.text[why.start("why") : why.end("why")].strip()
            line.give("not_seen_why", reason)
            line.note("not_seen_why", why.start("why"), why.start("why") + len(reason), f"Why not seen: {reason}")
        return _give_seen(line, "no", start, end)
    return False


def _read_no_access(line: Line) -> bool:
    found = _NO_ACCESS.search(line.plain) if line.values.get("kind") == "visit" else None
    if not found:
        return False
    line.give("not_seen_why", found[0])
    _give_seen(line, "no", found.start(), found.end())
    line.note("not_seen_why", found.start(), found.end(), f"Why not seen: {found[0]}")
    return True


def find_place_and_present(line: Line) -> None:
    """Give where it was and who was there: right after the kind, the date or who was seen, or where said outright."""
    sentence = line.first_sentence()
    sign = _AT_SIGN.search(line.plain, 0, sentence)
    if sign:
        _give(line, "place", sign.start("place"), sign.end("place"), "Where")
    listed = _PRESENT_LIST.search(line.plain) or _PRESENT_AFTER.search(line.plain)
    if listed and not line.plain[: listed.start()].rstrip().casefold().endswith(("not", "no")):
        _give(line, "present", listed.start("who"), listed.end("who"), "Who was there")
    for _ in range(2):
        for part in sorted(line.parts, key=lambda part: part.start):
            if part.start < sentence and part.key in ("kind", "when", "seen", "place", "present"):
                _after(line, part.end)


def _after(line: Line, end: int) -> None:
    place = _AT.match(line.plain, end)
    if place:
        _give(line, "place", place.start("place"), place.end("place"), "Where")
    people = _WITH.match(line.plain, end) if line.values.get("kind") in _MET or "seen" in line.values else None
    if people:
        _give_present(line, people.start("who"))


def _give_present(line: Line, start: int) -> None:
    people = re.compile(_PEOPLE, re.IGNORECASE).match(line.plain, start)
    if people:
        _give(line, "present", start, people.end(), "Who was there")


def _give(line: Line, key: str, start: int, end: int, said: str) -> None:
    words = line.text[start:end].strip()
    if line.give(key, words):
        line.note(key, start, start + len(words), f"{said}: {words}")
