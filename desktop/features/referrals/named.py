"""The children named in a contact while it is entered: each known one as it was found, each new one as it was told.

They are plain values, packed into the draft, so that no word of them is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from db.commands.contacts import KnownChild, NewChild
from db.domain.decisions import day_to_come
from db.domain.find_words import FindWords
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from desktop.models.words import short_months

_LATELY = timedelta(days=60)
_WITH_BIRTH = re.compile(
    r"(?i)(?P<name>[^\d,]+?),? (?:(?:born|dob|due|expected)(?: on| in)?:? |(?P<how>aged? ))(?P<born>.*\d.*)"
)
_WITH_ADDRESS = re.compile(r"(?P<name>[^\d,]+), *(?P<address>.+)")


@dataclass(slots=True)
class Named:
    """One child: `known` with its `name` and `about`, or new with what is typed in its fields."""

    known: bool
    name: str = ""
    about: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    child_id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def called(self) -> str:
        """The name by which the desk speaks of the child."""
        given, family = self.fields.get("given", "").strip(), self.fields.get("family", "").strip()
        return self.name if self.known else f"{given} {family}".strip()

    @property
    def id(self) -> UUID:
        """The child's id."""
        return UUID(self.child_id)


class NotUnderstood(Exception):
    """Something that was typed of a new child cannot be sent; which field, and what to do."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key, self.words = key, words


def pack(children: Iterable[Named]) -> str:
    """The children as a draft keeps them."""
    return json.dumps([asdict(child) for child in children])


def unpack(packed: str) -> list[Named]:
    """The inverse of `pack`; what is none of ours is left out."""
    try:
        return [Named(**one) for one in json.loads(packed or "[]")]
    except (ValueError, TypeError):
        return []


def new_from(typed: str, asked: FindWords) -> Named:
    """A new child from what one looked for: the last word is the family name, and what follows a comma the address. A
    birth stands in its field as it was said, also one that nobody understands."""
    name, born, address = asked.words, short_months(asked.born_words), ""
    if any(letter.isdigit() for letter in name):
        if found := _WITH_BIRTH.fullmatch(name):
            name, born = found["name"], f"{found['how'] or ''}{found['born']}"
        elif found := _WITH_ADDRESS.fullmatch(name):
            name, address = found["name"], found["address"]
        else:
            name, address = "", "" if born or not any(letter.isalpha() for letter in typed) else typed
    *given, family = name.rstrip(" ,").split() or [""]
    if not given:
        given, family = [family], ""
    return Named(known=False, fields={"given": " ".join(given), "family": family, "born": born, "address": address})


def to_command(child: Named, today: date) -> KnownChild | NewChild:
    """As it is sent; NotUnderstood for what cannot be."""
    said = child.fields.get("said", "")
    if child.known:
        return KnownChild(child.id, child.name, said)
    if not child.called:
        raise NotUnderstood("given", "Say what is known of the name, the given or the family name.")
    born, expected = _birth(child.fields, today)
    told: Mapping[str, str] = {key: child.fields.get(key, "") for key in ("given", "family", "address", "postcode")}
    return NewChild(
        child.id, **told, born=born, expected_on=expected, sex=child.fields.get("sex") or "U", said=said,
        apart=child.fields.get("apart") == "yes",
    )  # fmt: skip


def _birth(fields: Mapping[str, str], today: date) -> tuple[PartialDate | None, date | None]:
    words = fields.get("born", "").strip()
    if not words:
        return None, None
    try:
        when = parse_partial_date(words, today=today)
    except DateNotUnderstood as error:
        raise NotUnderstood("born", f"{error} Or leave it empty.") from None
    if when.latest < today - _LATELY and day_to_come(words, today) != when:
        raise NotUnderstood("born", "Say the year too: it may be a birth or a day that is expected.")
    return (None, when.earliest) if when.earliest > today else (when, None)
