"""Citations: the words that stand in a text for an entry, and the entry named again at the end as it stands today.

It knows no Qt. A text keeps the words of the day on which it was cited; the list of sources says what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.domain.document_parts import CITATION
from db.domain.entry import HowKnown
from db.errors import NotPermitted, Refused
from db.queries.entries import EntryView, read_entry
from db.session import Session
from desktop.models.known_words import known_words
from desktop.models.words import day_in_words
from desktop.reporting.report import CitedEntry

GONE = "This entry is no longer in the file: it was closed or moved after it was cited."
PRIVILEGED = "This entry holds legal advice and must not be cited."
_NUMBERED = re.compile(r"cite:([1-9][0-9]{0,4})")
_BROKEN = re.compile(r"[\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """The words to put into the text, and the fields to put into the document with them."""

    number: int
    text: str
    fields: Mapping[str, str] = field(repr=False)


def cite(entry: EntryView, fields: Mapping[str, str]) -> Citation:
    """The citation of an entry in a document of these fields; one cited already keeps its number.

    Refused for legal advice, which is never printed.
    """
    if entry.content.legal_advice:
        raise Refused("Legal advice is never cited in a document.")
    cited = _cited(fields)
    number = next((number for number, value in cited.items() if value == str(entry.entry_id)), 0)
    if not number:
        written = (int(found[1]) for text in fields.values() for found in CITATION.finditer(text))
        number = max((*cited, *written), default=0) + 1
    added = {f"cite:{number}": str(entry.entry_id), f"cite:{number}:version": str(entry.version)}
    return Citation(number, f"[C{number}: {_plain(f'{_when(entry)}, {_known_lower(entry)}')}]", added)


def renumbered(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Mapping[str, str]:
    """My fields with other numbers where a colleague cited under the same ones meanwhile.

    Each leads to its own entry; one that both cited gets the colleague's number.
    """
    own, others, before = _cited(mine), _cited(theirs), _cited(base)
    numbers = {value: number for number, value in reversed(others.items())}
    free = max((*own, *others), default=0)
    moves: dict[int, int] = {}
    for number, value in own.items():
        if number not in before and (number in others or value in numbers) and others.get(number) != value:
            free += value not in numbers
            moves[number] = numbers.get(value, free)
    if not moves:
        return mine
    fields = {name: text for name, text in mine.items() if _number_of(name) not in moves}
    for number, other in moves.items():
        for rest in ("", ":version"):
            fields[f"cite:{other}{rest}"] = theirs.get(f"cite:{other}{rest}") or mine.get(f"cite:{number}{rest}", "")

    def moved(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"[C{moves.get(number, number)}: {found[2]}]"

    return {name: CITATION.sub(moved, text) if name.startswith("section:") else text for name, text in fields.items()}


def _number_of(name: str) -> int:
    head, _, rest = name.partition(":")
    number = rest.removesuffix(":version")
    return int(number) if head == "cite" and number.isascii() and number.isdigit() else 0


def cited_entries(
    session: Session, children: Sequence[UUID], fields: Mapping[str, str], text: str
) -> tuple[CitedEntry, ...]:
    """The entries that a text cites, by their numbers, read from the open files of these children."""
    wanted = {int(found[1]): found[2] for found in reversed(tuple(CITATION.finditer(text)))}
    cited = _cited(fields)
    return tuple(
        _named(session, children, number, cited[number], fields) for number in sorted(wanted) if number in cited
    )


def _cited(fields: Mapping[str, str]) -> dict[int, str]:
    found = ((_NUMBERED.fullmatch(key), value) for key, value in fields.items() if value)
    return dict(sorted((int(match[1]), value) for match, value in found if match))


def _named(
    session: Session, children: Sequence[UUID], number: int, entry_id: str, fields: Mapping[str, str]
) -> CitedEntry:
    reference = fields.get(f"reference:{entry_id}", "")
    entry = _entry(session, children, entry_id)
    if entry is None:
        return CitedEntry(number, "", GONE, "", reference)
    if entry.content.legal_advice:
        return CitedEntry(number, "", PRIVILEGED, "", "")
    source = known_words(entry.content.kind, entry.content.source, entry.author)
    then = fields.get(f"cite:{number}:version", "")
    if then and then != str(entry.version):
        source += f". Amended on {day_in_words(entry.recorded_at.astimezone().date())}, after it was cited"
    return CitedEntry(
        number, _when(entry), entry.content.headline, source, reference, entry.entry_id, entry.version
    )  # fmt: skip


def _entry(session: Session, children: Sequence[UUID], entry_id: str) -> EntryView | None:
    """The entry in the first of the files that has it."""
    try:
        wanted = UUID(entry_id)
    except ValueError:
        return None
    for child in children:
        try:
            return read_entry(session, child, wanted)
        except NotPermitted:
            continue
    return None


def _when(entry: EntryView) -> str:
    return entry.content.occurred.in_words()


def _known_lower(entry: EntryView) -> str:
    """The attribution as it goes on in a sentence; the name of a document keeps its capital."""
    words = known_words(entry.content.kind, entry.content.source, entry.author)
    return words if entry.content.source.how is HowKnown.DOCUMENT else words[:1].lower() + words[1:]


def _plain(words: str) -> str:
    """The words without what would end the citation early."""
    return _BROKEN.sub(" ", words).translate({ord("["): "(", ord("]"): ")"}).strip()
