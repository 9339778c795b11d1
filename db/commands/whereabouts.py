"""Where people around a child live and how they are reached: added, corrected and ended.

What stood stays as history; what somebody must not learn is in `confidential`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.call import day_or_null, text_or_null
from db.commands.changes import Changes
from db.commands.writing import done
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class AddResidence:
    """Somebody lives at an address that may be known; `kind` is home, placement, temporary, work or other."""

    child_id: UUID
    residence_id: UUID
    person_id: UUID
    lines: str
    postcode: str
    how_known: str
    kind: str = "home"
    from_on: date | None = None
    from_words: str = ""


@dataclass(frozen=True, slots=True)
class CorrectResidence:
    """An address as it should read, with its dates; `lines` None keeps the address itself."""

    child_id: UUID
    residence_id: UUID
    new_id: UUID
    how_known: str
    lines: str | None = None
    postcode: str = ""
    kind: str = "home"
    from_on: date | None = None
    from_words: str = ""
    to_on: date | None = None
    to_words: str = ""


@dataclass(frozen=True, slots=True)
class EndResidence:
    """Somebody lives there no longer."""

    child_id: UUID
    residence_id: UUID
    new_id: UUID
    to_on: date
    how_known: str
    to_words: str = ""


@dataclass(frozen=True, slots=True)
class AddContactDetail:
    """A telephone number or address of e-mail; `kind` is mobile, telephone, e-mail, work or other."""

    child_id: UUID
    contact_id: UUID
    person_id: UUID
    kind: str
    value: str
    how_known: str
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectContactDetail:
    """A telephone number or address of e-mail as it should read; `value` None keeps it."""

    child_id: UUID
    contact_id: UUID
    new_id: UUID
    kind: str
    how_known: str
    value: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class EndContactDetail:
    """A telephone number or address of e-mail that is used no longer."""

    child_id: UUID
    contact_id: UUID
    new_id: UUID
    to_on: date
    how_known: str


def add_residence(session: Session, wish: AddResidence) -> Changes:
    """Records where somebody lives."""
    return done(
        session, wish.child_id, "add_residence",
        residence=wish.residence_id, person=wish.person_id, lines=clean_text(wish.lines),
        postcode=clean_text(wish.postcode), kind=wish.kind, from_on=day_or_null(wish.from_on),
        from_words=clean_text(wish.from_words), how=clean_text(wish.how_known),
    )  # fmt: skip


def correct_residence(session: Session, wish: CorrectResidence) -> Changes:
    """Replaces an address; Conflict if somebody changed it meanwhile."""
    lines = None if wish.lines is None else clean_text(wish.lines)
    return done(
        session, wish.child_id, "correct_residence",
        residence=wish.residence_id, new=wish.new_id, lines=text_or_null(lines), postcode=clean_text(wish.postcode),
        kind=wish.kind, from_on=day_or_null(wish.from_on), from_words=clean_text(wish.from_words),
        to_on=day_or_null(wish.to_on), to_words=clean_text(wish.to_words), how=clean_text(wish.how_known),
    )  # fmt: skip


def end_residence(session: Session, wish: EndResidence) -> Changes:
    """Ends a residence; Conflict if somebody changed it meanwhile."""
    return done(
        session, wish.child_id, "end_residence",
        residence=wish.residence_id, new=wish.new_id, to_on=wish.to_on, to_words=clean_text(wish.to_words),
        how=clean_text(wish.how_known),
    )  # fmt: skip


def add_contact_detail(session: Session, wish: AddContactDetail) -> Changes:
    """Records a telephone number or address of e-mail."""
    return done(
        session, wish.child_id, "add_contact_detail",
        contact=wish.contact_id, person=wish.person_id, kind=wish.kind, value=clean_text(wish.value),
        from_on=day_or_null(wish.from_on), how=clean_text(wish.how_known),
    )  # fmt: skip


def correct_contact_detail(session: Session, wish: CorrectContactDetail) -> Changes:
    """Replaces a contact detail; Conflict if somebody changed it meanwhile."""
    value = None if wish.value is None else clean_text(wish.value)
    return done(
        session, wish.child_id, "correct_contact_detail",
        contact=wish.contact_id, new=wish.new_id, kind=wish.kind, value=text_or_null(value),
        from_on=day_or_null(wish.from_on), to_on=day_or_null(wish.to_on), how=clean_text(wish.how_known),
    )  # fmt: skip


def end_contact_detail(session: Session, wish: EndContactDetail) -> Changes:
    """Ends a contact detail; Conflict if somebody changed it meanwhile."""
    return done(
        session, wish.child_id, "end_contact_detail",
        contact=wish.contact_id, new=wish.new_id, to_on=wish.to_on, how=clean_text(wish.how_known),
    )  # fmt: skip
