"""What one entry says: when, what happened, how we know, and what it meant for each child.

One entry is the case note, the chronology line and the court's evidence, so it is written once and read everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from db.domain.partial_date import PartialDate

HEADLINE_LIMIT = 200
"""Characters in a headline: one sentence."""
TEXT_LIMIT = 2_000_000
"""Characters in any one text; a longer paste is refused with a clear sentence."""


class HowKnown(StrEnum):
    """How the author knows: by own eyes or ears, from somebody, or from a document."""

    SEEN_OR_HEARD = "seen_or_heard"
    TOLD = "told"
    DOCUMENT = "document"


class Tone(StrEnum):
    """Whether the event bears harm for the child, protects the child, or neither."""

    HARM = "harm"
    PROTECTIVE = "protective"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Source:
    """How we know. `who` and `role` name the person or document, `agency` is a code, `on` the words of a date."""

    how: HowKnown
    who: str = ""
    role: str = ""
    agency: str = ""
    on: str = ""

    def in_words(self) -> str:
        """The attribution as it is read and printed."""
        named = ", ".join(part for part in (self.who, self.role) if part)
        match self.how:
            case HowKnown.SEEN_OR_HEARD:
                return "Seen or heard by the author"
            case HowKnown.TOLD:
                return f"Told by {named or 'somebody not named'}" + (f" on {self.on}" if self.on else "")
            case HowKnown.DOCUMENT:
                return f"{named or 'A document not named'}" + (f" of {self.on}" if self.on else "")


@dataclass(frozen=True, slots=True)
class ChildPart:
    """What the entry means for one child; never shown to a reader of another child's file.

    `seen` and `seen_alone` are None where the entry is no visit; `observed` stands in for words with babies and
    children who don't speak; `words` are the child's own, verbatim.
    """

    child_id: UUID
    impact: str = ""
    seen: bool | None = None
    seen_alone: bool | None = None
    observed: str = ""
    not_seen_why: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class EntryContent:
    """The whole of an entry as its author means it. `children` holds every child that it concerns, at least one.

    `rests_on` names the entries that an analysis rests on, as far as they stand in the file in which it is read;
    `next_on` is the day for which a case discussion agrees the next one.
    """

    occurred: PartialDate
    kind: str
    headline: str
    source: Source
    detail: str = ""
    place: str = ""
    present: str = ""
    outcome: str = ""
    significant: bool = False
    tone: Tone = Tone.NEUTRAL
    third_party: bool = False
    legal_advice: bool = False
    not_to_share_with: str = ""
    not_to_share_why: str = ""
    children: tuple[ChildPart, ...] = ()
    rests_on: tuple[UUID, ...] = ()
    next_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The common part, as `api.save_entry` takes it; the children travel apart."""
        content = asdict(self) | {"occurred": self.occurred.to_json(), "tone": str(self.tone)}
        content["source"]["how"] = str(self.source.how)
        content["rests_on"] = [str(entry) for entry in self.rests_on]
        del content["children"]
        if self.next_on is None:  # what says nothing of it goes to an older server too
            del content["next_on"]
        else:
            content["next_on"] = self.next_on.isoformat()
        ready: dict[str, Any] = cleaned(content)
        return ready

    def children_json(self) -> list[dict[str, Any]]:
        """Each child's own part, as `api.save_entry` takes it."""
        return [cleaned(asdict(part) | {"child_id": str(part.child_id)}) for part in self.children]


def clean_text(text: str) -> str:
    """The text without NUL and lone surrogates, which PostgreSQL cannot hold; all else, bidi marks too, stays."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def clean_name(name: str) -> str:
    """A file's name on one line, without the marks that turn its direction, so that it cannot pass for another."""
    return " ".join(clean_text(_TURNS.sub("", _CONTROLS.sub(" ", name))).split()) or "Document without a name"


def cleaned(value: Any) -> Any:
    """A JSON value with every text in it cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value
