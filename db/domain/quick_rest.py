"""Makes the headline and the detail out of what remains of the quick line, as the person typed it.

Why: nothing typed may be lost, so every character that is left out here is told as part of something.
"""

from __future__ import annotations

import re

from db.domain.entry import HEADLINE_LIMIT
from db.domain.quick_line import LOOKED_AT, Line, Part

_TAKEN = LOOKED_AT + 2 * HEADLINE_LIMIT
_ENDS = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*(?=\s)|\n")
_SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:mrs?|ms|dr|prof|st|rd|no|approx|e\.?g|i\.?e|etc|vs|re|tel|dept|sgt|insp|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|dec|[a-z](?:\.[a-z])*)\.$",
    re.IGNORECASE,
)
_EDGES = " \t\r\n\f\v\xa0,;:.\u2013\u2014-"
_END = "The end of the sentence"


def give_rest(line: Line) -> None:
    """Fill headline and detail: the first sentence, and what follows it."""
    places = _remaining(line)
    text = "".join(line.text[place] for place in places)
    start = len(text) - len(text.lstrip(_EDGES))
    cut = _first_end(line, text, places, start)
    headline = text[start:cut].rstrip(_EDGES)
    tail = line.text[_TAKEN:]
    if not headline:
        line.give("detail", (text + tail).strip() if text.strip(_EDGES) or tail else "")
        _tell_left_out(line, [] if "detail" in line.values else places)
        return
    line.give("headline", _first_upper(re.sub(r"\s+", " ", headline)))
    detail = text[cut:] + tail
    line.give("detail", detail.strip())
    _tell_left_out(line, [*places[:start], *places[start + len(headline) : cut]])


def _remaining(line: Line) -> list[int]:
    """The characters that were not taken out, without doubled spaces where something was."""
    end = min(len(line.text), _TAKEN)
    out = bytearray(end)
    for start, after in line.removed:
        out[start:after] = b"\1" * (after - start)
    return [place for place in range(end) if not out[place] and not _doubled(line.text, out, place)]


def _doubled(text: str, out: bytearray, place: int) -> bool:
    return bool(place and out[place - 1] and text[place] == " ") and text[: place - 1].rstrip(" ") != text[: place - 1]


def _first_end(line: Line, text: str, places: list[int], start: int) -> int:
    """Where the headline ends: with the first sentence, or, when that is too long, at the last good place before."""
    sentence = len(text)
    for found in _ENDS.finditer(text, start):
        hidden = places[found.start()] < len(line.plain) and line.plain[places[found.start()]] == "\u0001"
        if not hidden and not _SHORT_FORM.search(text[max(0, found.end() - 12) : found.end()]):
            sentence = found.end()
            break
    spaced = len(re.sub(r"\s+", " ", text[start:sentence].rstrip(_EDGES)))
    if spaced <= HEADLINE_LIMIT and not (sentence == len(text) and len(line.text) > _TAKEN):
        return sentence
    head = text[start : start + HEADLINE_LIMIT]
    clause = max((found.end() for found in re.finditer(r"[,;](?=\s)|\s[\u2013\u2014-](?=\s)", head)), default=0)
    space = max((found.start() for found in re.finditer(r"\s", head)), default=0)
    return start + (clause if clause >= HEADLINE_LIMIT // 2 else space or len(head))


def _first_upper(words: str) -> str:
    first = words[:1].upper()
    return first + words[1:] if first.lower() == words[:1] else words


def _tell_left_out(line: Line, places: list[int]) -> None:
    """Stops and commas that are in no field belong to what was understood beside them, or end the sentence."""
    for place in places:
        if line.text[place].isspace():
            continue
        for index, part in enumerate(line.parts):
            if part.start <= place < part.end:
                break
            if part.end <= place and not line.text[part.end : place].strip():
                line.parts[index] = Part(part.key, part.start, place + 1, part.words)
                break
            if place < part.start and not line.text[place + 1 : part.start].strip():
                line.parts[index] = Part(part.key, place, part.end, part.words)
                break
        else:
            line.parts.append(Part("headline", place, place + 1, _END))
