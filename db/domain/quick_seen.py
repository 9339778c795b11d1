"""Finds whether the child was seen, alone or not, how a baby was, where it was and who was there.

Why strict: "seen alone" on the record is relied on for the child's safety, so words that say it of somebody else, of
another time, or as a wish, must never set it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from db.domain.quick_kind import find_kind
from db.domain.quick_line import Line
from db.domain.quick_sight import is_asked, is_authors_sight, is_told
from db.domain.quick_speech import hide_quotations
from db.domain.quick_words import FAMILY, PERSON, PLACE

_ALONE = re.compile(
    r"\b(?:(?:seen|saw)(?: (?:him|her|them|both|child|children))?(?: (?:and|&) (?:spoken? (?:to|with)|spoken))?"
    r"(?: (?:him|her|them))? (?:alone|on (?:his|her|their|its) own|by (?:him|her|them)sel(?:f|ves))"
    r"|spoken? (?:to|with)(?: (?:him|her|them|both|child|(?-i:[A-Z])[\w'-]+))? (?:alone|on (?:his|her|their) own)"
    r"|spoke alone (?:to|with)|saw (?-i:[A-Z])[\w'-]+ (?:alone|on (?:his|her|their) own))\b(?! (?:by|with|w)\b)",
    re.IGNORECASE,
)
_NOT_ALONE = re.compile(r"\bseen,? (?:but )?not (?:seen )?alone\b", re.IGNORECASE)
_SEEN_WITH = re.compile(
    rf"\b(?P<seen>seen|saw (?:him|her|them)) (?:with\b|w\b/?|together with\b|in the presence of\b|alongside\b)"
    rf"\s*(?P<who>{PERSON})",
    re.IGNORECASE,
)
_THOUGH = re.compile(r"[\s,]*(?:\((?=not alone\)))?(?:and |but |so )?not (?:seen )?alone\b", re.IGNORECASE)
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
    r"\b(?:no access"
    r"|(?:no reply|no answer)(?: (?:at|from) (?:the )?(?:door|house|flat|address)|(?! (?:from|re|to|yet)\b))"
    r"|(?:nobody|no[ -]?one) (?:home|in(?! (?:the|a|any)\b)|answered|(?:came|come|coming) to (?:the )?door"
    r"|answered (?:the )?door|about)"
    r"|door not answered|(?:didn't|did not) (?:answer|come to) (?:the )?door|not (?:at home|home))\b(?! to\b)",
    re.IGNORECASE,
)
_NO_REASON = re.compile(r"(?:and|but|so|today|this|home|on|at [0-9])\b", re.IGNORECASE)
_RESTING = r"in (?:his|her|the) (?:cot|pram|bouncer|arms|high ?chair|moses basket)"
_OBSERVED = re.compile(
    rf"\bobserved(?: to be)? (?P<how>(?:(?:him|her|them|{_RESTING})[ ,]+)?"
    r"(?:asleep|sleeping|settled|alert|happy|smiling|playing|feeding"
    r"|crying|content|calm|tearful|quiet|clean|well"
    rf"|awake|crawling|babbling|warm|relaxed|unsettled|{_RESTING})"
    r"\b[^,.;?\n\u0001]{0,200})",
    re.IGNORECASE,
)
_PLAIN_SEEN = re.compile(
    r"\b(?:child(?:ren)?|(?:both|all)(?: (?:the )?(?:kids|boys|girls|children|[0-9]))?) seen\b(?! by)"
    r"|\bseen (?:at|in) ",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:\b(?P<before>[A-Z][\w'-]+) (?:(?:was|were|is|has been) )?(?:not )?(?:seen|observed)"
    r"|\b(?:[Ss]aw|[Ss]een|(?:to|with)) (?P<inside>[A-Z][\w'-]+))[^.]*$"
)
_NAMED_BEFORE = re.compile(r"\b(?P<name>[A-Z][a-z][\w-]*) (?:(?:was|were|is|has been|also) )*(?:not )?$")
_NAMED_INSIDE = re.compile(r"\b(?:[Ss]aw|[Ss]een|to|with) (?P<name>[A-Z][a-z][\w-]*)")
_ANY_CHILD = frozenset(
    {"child", "children", "both", "he", "she", "they", "baby", "boy", "girl", "yp", "and", "also", "was", "not", "then"}
)
_NO_NAMES = frozenset(
    {"twins", "siblings", "kids", "boys", "girls", "again", "later", "briefly", "today", "yesterday", "tonight"}
    | {"initially", "home", "school", "there", "all"}
)
_OTHERS = re.compile(
    rf"(?:\b(?:{FAMILY}|carer|partner)\b(?:\s+(?:was|were|has been))?|\b(?:not|n't|never|last|to be|will be|be|being|if"
    r"|when|unable to be|needs?|without being|want(?:s|ed)? to be|nobody|next))\s*$",
    re.IGNORECASE,
)
_AT = re.compile(rf"\s*,?\s*\bat (?P<place>{PLACE})", re.IGNORECASE)
_TO = re.compile(rf"\s*\bto (?P<place>{PLACE})", re.IGNORECASE)
_AT_SIGN = re.compile(
    r"(?:^|(?<=\s))@\s?(?P<place>[A-Za-z][\w' -]{0,60}?)(?=\s*(?:[,.;:\n\u0001\u2013\u2014(]|$| with | - ))"
)
_NOT_SEEN_HERE = r"(?!\s+(?:(?:was|were|is|are|both) )*(?:not )?(?:seen|spoken|observed)\b)"
"""Who is named and then said to be seen is the child, and not who was there besides."""
_PEOPLE = rf"(?>{PERSON}(?:(?:,\s*|\s+(?:and|&)\s+|\s*&\s*)(?>{PERSON}){_NOT_SEEN_HERE}){{0,7}})"
_WITH = re.compile(rf"\s*,?\s*(?:\bwith |\bw\b/? ?)(?P<who>{_PEOPLE})", re.IGNORECASE)
_PRESENT_LIST = re.compile(
    r"\bpresent\s*(?::|-|were:?)(?!\s*(?:no|none|nil|nobody|n/a)\b)\s*"
    r"(?P<who>[^.;\n\u0001]{1,200}?)(?=,?\s+(?:apol\w+|absent|not)\b|[.;\n\u0001]|$)",
    re.IGNORECASE,
)
_PRESENT_AFTER = re.compile(rf"(?P<who>{_PEOPLE}) (?:(?:were|was|also|both) )*present\b(?!\s*:)", re.IGNORECASE)
_ASK = "Was the child seen alone?"
_MET = frozenset({"visit", "meeting", "family_time", "conference", "strategy", "supervision"})


def find_seen(line: Line) -> None:
    """Give seen, alone or not, or not seen and why; and how a baby was observed; not where no visit took place."""
    if line.unheld:
        if _ALONE.search(line.plain) or _NOT_SEEN.search(line.plain) or _SEEN_WITH.search(line.plain):
            line.ask(_ASK)
        return
    for reader in (_read_not_alone, _read_alone, _read_not_seen, _read_with, _read_no_access):
        if reader(line):
            break
    for found in _OBSERVED.finditer(line.plain):
        if not _of_others(line, found.start()) and not is_asked(line, found.end()):
            line.give("observed", line.text[found.start("how") : found.end("how")].strip())
            line.note("observed", found.start(), found.end(), f"How the child was: {line.values['observed']}")
            break
    plainly = _PLAIN_SEEN.search(line.plain)
    if "seen" not in line.values and plainly and not _of_others(line, plainly.start()):
        line.ask(_ASK)


def _of_others(line: Line, start: int) -> bool:
    return bool(_OTHERS.search(line.plain[max(0, start - 40) : start]))


def _of_another_name(line: Line, start: int, end: int) -> bool:
    """Whether somebody is named as seen who is not the child, as far as the child's names are known."""
    for named in (_NAMED_BEFORE.search(line.plain, 0, start), _NAMED_INSIDE.search(line.plain, start, end)):
        known = {*line.names, *_ANY_CHILD, *_NO_NAMES}
        if named and line.names and line.is_free(*named.span("name")) and named["name"].casefold() not in known:
            return True
    return False


def _is_sure(line: Line, start: int, end: int) -> bool:
    """Whether it is what the author saw; asked about where it may not be."""
    if _of_others(line, start):
        return False
    sure = is_authors_sight(line, start, end) and not _of_another_name(line, start, end)
    if not sure:
        line.ask(_ASK)
    return sure


def _give_seen(line: Line, value: str, start: int, end: int) -> bool:
    words = {"alone": "Seen alone", "seen": "Seen, not alone", "no": "Not seen"}[value]
    line.give("seen", value)
    line.note("seen", start, end, words)
    return True


def _read_not_alone(line: Line) -> bool:
    found = _NOT_ALONE.search(line.plain)
    if not found or not _is_sure(line, found.start(), found.end()):
        return False
    return _give_seen(line, "seen", found.start(), found.end())


def _read_alone(line: Line) -> bool:
    for found in _ALONE.finditer(line.plain):
        before = line.plain[: found.start()].casefold().rstrip()
        if before.endswith(" not") or before == "not":
            line.ask("Was the child seen, though not alone?")
        elif _is_sure(line, found.start(), found.end()):
            return _is_of_another_child(line) or _give_seen(line, "alone", found.start(), found.end())
    return False


def _is_of_another_child(line: Line) -> bool:
    """Whether one child was seen alone and another not at all, so that the line does not say it of this one."""
    other = next((one for one in _NOT_SEEN.finditer(line.plain) if not _of_others(line, one.start("seen"))), None)
    if other:
        line.ask(_ASK)
    return bool(other)


def _read_with(line: Line) -> bool:
    for found in _SEEN_WITH.finditer(line.plain):
        if _is_sure(line, found.start(), found.end()):
            _give_present(line, found.start("who"))
            though = _THOUGH.match(line.plain, found.end())
            if though and line.is_free(though.start(), though.end()):
                line.note("seen", though.end() - len(though[0].lstrip(" ,")), though.end(), "Seen, not alone")
            return _give_seen(line, "seen", found.start("seen"), found.end("seen"))
    return False


def _read_not_seen(line: Line) -> bool:
    for found in _NOT_SEEN.finditer(line.plain):
        start, end = found.start("seen"), found.end("seen")
        if _of_others(line, start) or not (line.at_edge(start) or found.start() < start):
            continue
        if is_told(line, start) or is_asked(line, end) or _of_another_name(line, start, end):
            line.ask(_ASK)
            continue
        _give_seen(line, "no", start, end)
        _give_reason(line, end)
        return True
    return False


def _give_reason(line: Line, end: int) -> None:
    """What stands behind "not seen" up to the next thing that is understood; another visit or day is no reason."""
    why = _WHY.match(line.plain, end)
    start = why.start("why") if why else 0
    stop = min((part.start for part in line.parts if part.end > start), default=len(line.plain))
    reason = line.text[start : min(why.end("why"), stop)].strip(" \t,") if why else ""
    kind = find_kind(line, start)
    if len(reason) > 1 and not _NO_REASON.match(reason) and not (kind and kind.code):
        line.give("not_seen_why", reason)
        line.note("not_seen_why", start, start + len(reason), f"Why not seen: {reason}")
        return
    access = _NO_ACCESS.search(line.plain, end, line.first_sentence())
    if access:
        line.give("not_seen_why", access[0])
        line.note("not_seen_why", access.start(), access.end(), f"Why not seen: {access[0]}")


def _read_no_access(line: Line) -> bool:
    found = _NO_ACCESS.search(line.plain) if line.values.get("kind") == "visit" else None
    if not found or _of_others(line, found.start()):
        return False
    if is_told(line, found.start()) or is_asked(line, found.end()):
        line.ask(_ASK)
        return False
    line.give("not_seen_why", found[0])
    _give_seen(line, "no", found.start(), found.end())
    line.note("not_seen_why", found.start(), found.end(), f"Why not seen: {found[0]}")
    return True


def seen_in(text: str, names: Collection[str]) -> dict[str, str]:
    """What the account of a visit says of seeing the child, by the keys of an entry; nothing if it names another child.

    `names` are those by which the child is called, in small letters.
    """
    line = Line(text, {})
    hide_quotations(line)
    line.values = {"kind": "visit"}
    find_seen(line)
    for part in line.parts:
        called = _CALLED.search(line.plain[max(0, part.start - 40) : part.end]) if part.key == "seen" else None
        name = (called["before"] or called["inside"]) if called else ""
        if name and name.casefold() not in {*names, *_ANY_CHILD}:
            return {}
    return {key: line.values[key] for key in ("seen", "not_seen_why", "observed", "present") if key in line.values}


def find_place_and_present(line: Line) -> None:
    """Give where it was and who was there: right after the kind, the date or who was seen, or where said outright."""
    sentence = line.first_sentence()
    sign = _AT_SIGN.search(line.plain, 0, sentence)
    if sign:
        _give(line, "place", sign.start("place"), sign.end("place"), "Where")
    listed = _PRESENT_LIST.search(line.plain) or _PRESENT_AFTER.search(line.plain)
    if listed and not line.plain[: listed.start()].rstrip().casefold().endswith(
        ("not", "no", "without", "w/o", "w/out")
    ):
        _give(line, "present", listed.start("who"), listed.end("who"), "Who was there")
    for _ in range(2):
        for part in sorted(line.parts, key=lambda part: part.start):
            if part.start < sentence and part.key in ("kind", "when", "seen", "place", "present"):
                _after(line, part.end)


def _after(line: Line, end: int) -> None:
    place = _AT.match(line.plain, end)
    if not place and line.values.get("kind") == "visit":
        place = _TO.match(line.plain, end)
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
