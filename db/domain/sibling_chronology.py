"""What of one child's court chronology holds for a brother's or sister's too, whose chronology is begun from it.

Each child's is a document of its own: nothing that is said of one child alone, and nothing that stands in one file
alone, goes over into another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from db.domain.court_chronology import IN, PLACE, REFERENCE, RELIED, WORDING, Candidate, day_of, field_of
from db.domain.entry import ChildPart

WHOLE = ("title", "case_number", "court", "since", "until", "significant", "author_role")
"""The fields of the whole document that hold for each; summary, approval and recipients are one document's alone."""
_RUN = 4
"""So many words in a row that stand in a child's own part too are taken from there."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields of the other chronology, and how many texts speak of the first child alone and were left out."""

    fields: Mapping[str, str] = field(repr=False)
    left_out: int = 0


def carried(
    fields: Mapping[str, str], here: Iterable[Candidate], there: Sequence[Candidate], names: tuple[str, str]
) -> Carried:
    """The fields of a chronology with the entries `there`, from those of one with the entries `here`.

    `names` are all those of the two children, in this order: a text that names the first and not the second, or says
    what stands in the first child's own part of the entry, is of the first alone.
    """
    mine = {candidate.entry_id: candidate for candidate in here}
    theirs = {candidate.entry_id: candidate for candidate in there if candidate.entry_id in mine}
    values = {name: fields.get(name, "") for name in WHOLE}
    left_out = 0
    for entry_id, other in theirs.items():
        for what in (IN, RELIED, WORDING, REFERENCE):
            name = field_of(what, entry_id)
            text = fields.get(name, "")
            if what in (WORDING, REFERENCE) and _speaks_of_first(text, mine[entry_id].part, names):
                left_out += 1
            else:
                values[name] = _with_own(text, other.part) if what == WORDING and text else text
    values |= _places(fields, mine.values(), there)
    return Carried({name: text for name, text in values.items() if text}, left_out)


def _with_own(wording: str, part: ChildPart) -> str:
    """A wording that came from another's chronology, and below it what the entry meant for this child."""
    spoken = part.words.strip(' "“”')
    own = (("Impact", part.impact), ("Child’s words", spoken and f"“{spoken}”"))
    return "\n\n".join((wording.strip(), *(f"{head}: {text}" for head, text in own if text)))


def _places(fields: Mapping[str, str], here: Iterable[Candidate], there: Sequence[Candidate]) -> dict[str, str]:
    """The order within the days on which the same entries stand in both files."""
    mine = {day: {one.entry_id for one in group} for day, group in groupby(here, key=day_of)}
    names = (
        field_of(PLACE, entry_id)
        for day, group in groupby(there, key=day_of)
        if (ids := {one.entry_id for one in group}) == mine.get(day)
        for entry_id in ids
    )
    return {name: fields.get(name, "") for name in names}


def _speaks_of_first(text: str, part: ChildPart, names: tuple[str, str]) -> bool:
    words = _words(text)
    mine, theirs = map(set, map(_words, names))
    named = (mine - theirs) & set(words) and not (theirs - mine) & set(words)
    own = (part.impact, part.words, part.observed, part.not_seen_why)
    return bool(named) or any(_shares(words, _words(said)) for said in own)


def _shares(words: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a run of what was said, or all of it where it is shorter, stands among the words."""
    run = min(_RUN, len(said))
    runs = {tuple(said[at : at + run]) for at in range(len(said) - run + 1)} if run else set()
    return any(tuple(words[at : at + run]) in runs for at in range(len(words) - run + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
