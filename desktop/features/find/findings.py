"""What the palette lists, one value a line: a child, what leads to a child, or something the window can do.

Lines are values so that the table, its words for screen readers and what Enter does come from one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from PySide6.QtGui import QKeySequence

from db.queries.find import ConnectedChild, KnownChild, RecentFile
from db.queries.looks import OwnInterest
from desktop.infra.acts import Act
from desktop.infra.navigation import Do, OpenChild, Wish
from desktop.models.known_family import shut_in_words
from desktop.models.record_table import RecordColumn
from desktop.models.words import age_in_words, short_day, with_marks

_ACCESS = {
    "": "you cannot open this file; ask the team",
    "allocated": "opens at once",
    "team": "opens with a reason (my team)",
    "support": "opens with a reason (my team)",
    "front_door": "opens with a reason (front door)",
    "break_glass": "not mine: in an emergency only, reason recorded and reviewed",
}
_NOT_MINE = frozenset(_ACCESS) - {"allocated"}
_HOW = {"sound": "sounds like it", "spelling": "", "similar": "written nearly so", "birth": "born then"}
_NAMES = {"known_as": "known as", "former": "formerly", "birth": "born as", "alias": "also"}
_LEADS = {"person": "Person", "telephone": "Telephone", "email": "E-mail", "address": "Address"}
_NO_COMMANDS = frozenset({Act.FIND, Act.BACK, Act.NEXT_PART})


@dataclass(frozen=True, slots=True)
class Finding:
    """A line: its kind in words, what it is, more about it, and where Enter leads (nowhere: `refusal` says why)."""

    kind: str
    what: str
    about: str
    opening: str
    wish: Wish | None
    refusal: str = ""
    place: int = 0


COLUMNS: tuple[RecordColumn[Finding], ...] = (
    RecordColumn("Kind", lambda one: one.kind, lambda one: one.place, 13),
    RecordColumn("What", lambda one: one.what, lambda one: one.what.casefold(), 31, strong=lambda _: True),
    RecordColumn("About", lambda one: one.about, lambda one: one.about, 42),
    RecordColumn("Enter", lambda one: one.opening, lambda one: one.opening, 28),
)


def access_in_words(access: str) -> str:
    """What opening would ask of me."""
    return _ACCESS.get(access, "opens at once (named access)")


def of_child(shut: Mapping[UUID, OwnInterest], child: KnownChild) -> Finding:
    """A child that is known here; `shut` are the files shut to me since I said that I know the family."""
    hint = _HOW.get(child.how, "")
    if child.by_kind in _NAMES and child.by_name not in (child.name, ""):
        hint = f"{_NAMES[child.by_kind]} {child.by_name}" + (f" ({hint})" if hint else "")
    elif child.known_as and child.known_as not in child.name:
        hint = f"known as {child.known_as}" + (f" ({hint})" if hint else "")
    what = "\n".join(part for part in (child.name, hint) if part)
    return _child("Child", child, what, shut.get(child.child_id))


def called_so(child: KnownChild, words: str) -> bool:
    """Whether a child's reference, birth or name is what was typed, each word beginning some word of its names."""
    if child.how in ("reference", "birth", "name"):
        return True
    names = _words_of(f"{child.name} {child.known_as} {child.by_name}")
    wanted = _words_of(words)
    return bool(wanted) and all(any(name.startswith(word) for name in names) for word in wanted)


def nearest_first(children: Iterable[KnownChild], lately: Collection[UUID], team: str) -> list[KnownChild]:
    """The children in the order in which I am likely to mean them, else as they come.

    First whose reference or birth was typed, then my own and those whose files I opened lately, then my team's and
    those open to me with a reason, then those whom I open only in need, then those whom I cannot open.
    """

    def distance(child: KnownChild) -> int:
        if child.access not in _NOT_MINE or (child.access and child.child_id in lately):
            return 0
        if not child.access:
            return 3
        return 1 if child.team == team or child.access != "break_glass" else 2

    return sorted(children, key=lambda child: (child.how not in ("reference", "birth"), distance(child)))


def _words_of(text: str) -> list[str]:
    """The words without case, accents and apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub(r"['’]", "", plain))


def of_lead(shut: Mapping[UUID, OwnInterest], found: ConnectedChild) -> Finding:
    """A child to whom a person, number or address leads."""
    if found.relation == "self":
        who = found.name
    elif found.reverse:
        who = f"{found.lead}: {found.name} is the {found.relation}"
    else:
        who = f"{found.lead}, {found.relation} of {found.name}"
    through = "" if found.lead_kind == "person" else found.lead_words
    if found.lead_kind == "person" and found.lead_words != found.lead:
        through = f"called {found.lead_words}"
    if not found.present:
        through = f"{through} (no longer)" if through else "no longer"
    what = "\n".join(part for part in (who, through) if part)
    return _child(_LEADS[found.lead_kind], found, what, shut.get(found.child_id))


def of_recent(file: RecentFile) -> Finding:
    """A file that I opened lately."""
    known_as = f"\nknown as {file.known_as}" if file.known_as and file.known_as not in file.name else ""
    return _child("Opened lately", file, f"{file.name}{known_as}")


def of_act(act: Act) -> Finding:
    """Something that the window can do now, with its key."""
    keys = QKeySequence(act.keys).toString(QKeySequence.SequenceFormat.NativeText)
    return Finding("Command", act.words.rstrip("…"), f"key: {keys}", "does it", Do(act))


def commands(offered: Iterable[Act], typed: str) -> tuple[Finding, ...]:
    """The acts of which every typed word begins some word, in their order in the menus; all of them for no words."""
    wanted = typed.casefold().split()
    fit = (
        act
        for act in Act
        if act in offered
        and act not in _NO_COMMANDS
        and all(f" {word}" in f" {act.words.casefold()}" for word in wanted)
    )
    return tuple(of_act(act) for act in fit)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The lines, numbered as they come, so that the table keeps them so."""
    return tuple(replace(finding, place=place) for place, finding in enumerate(found))


def _worker(words: str) -> str:
    """The worker; while nobody has accepted the words themselves, which say to whom the child is proposed."""
    return f"worker {words}" if words and not words.startswith("proposed to ") else words or "nobody allocated"


def _child(
    kind: str, child: KnownChild | ConnectedChild | RecentFile, what: str, shut: OwnInterest | None = None
) -> Finding:
    worker = _worker(child.worker)
    about = f"{_born(child)} · {child.reference}\n{child.team} · {worker}"
    if "responsible" in worker:  # two names, which need the line
        about = f"{_born(child)} · {child.reference} · {child.team}\n{worker}"
    if child.access:
        wish = OpenChild(child.child_id, child.name, child.access)
        return Finding(kind, with_marks(what), about, access_in_words(child.access), wish)
    if shut is not None:
        refusal = shut_in_words(shut.declared_at, shut.team)
        return Finding(kind, with_marks(what), about, "shut to you: you said that you know the family", None, refusal)
    refusal = f"This child is known to team {child.team}, {worker}. You cannot open the file; ask them."
    return Finding(kind, with_marks(what), about, f"known to team {child.team}, {worker}", None, refusal)


def _born(child: KnownChild | ConnectedChild | RecentFile) -> str:
    if child.born is None:
        return f"expected {short_day(child.expected_on)}" if child.expected_on else "born: not recorded"
    words = child.born_words if isinstance(child, KnownChild) else ""
    if not words and child.born_latest not in (None, child.born):
        words = f"about {child.born.year}"
    return f"born {words or short_day(child.born)} ({age_in_words(child.born, None, date.today(), child.born_latest)})"
