"""Warnings on people and addresses: added, looked at again, and ended.

A warning is seen by everybody who goes there, and so it never stands without a day on which it is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.call import id_or_null
from db.commands.changes import Changes
from db.commands.writing import done
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class AddWarning:
    """A warning on a person around the child, or on an address where one of them lives (then `address_id`)."""

    child_id: UUID
    warning_id: UUID
    kind: str
    text: str
    review_on: date
    how_known: str
    person_id: UUID | None = None
    address_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectWarning:
    """A warning in better words, or looked at again and given a new day of review."""

    child_id: UUID
    warning_id: UUID
    new_id: UUID
    kind: str
    text: str
    review_on: date
    how_known: str


@dataclass(frozen=True, slots=True)
class EndWarning:
    """A warning that no longer holds."""

    child_id: UUID
    warning_id: UUID
    new_id: UUID
    how_known: str


def add_warning(session: Session, wish: AddWarning) -> Changes:
    """Records a warning on a person or an address."""
    return done(
        session, wish.child_id, "add_warning",
        warning=wish.warning_id, person=id_or_null(wish.person_id), address=id_or_null(wish.address_id), kind=wish.kind,
        text=clean_text(wish.text), review_on=wish.review_on, how=clean_text(wish.how_known),
    )  # fmt: skip


def correct_warning(session: Session, wish: CorrectWarning) -> Changes:
    """Replaces a warning; Conflict if somebody did so meanwhile."""
    return done(
        session, wish.child_id, "correct_warning",
        warning=wish.warning_id, new=wish.new_id, kind=wish.kind, text=clean_text(wish.text),
        review_on=wish.review_on, how=clean_text(wish.how_known),
    )  # fmt: skip


def end_warning(session: Session, wish: EndWarning) -> Changes:
    """Ends a warning; Conflict if somebody changed it meanwhile."""
    return done(
        session, wish.child_id, "end_warning", warning=wish.warning_id, new=wish.new_id, how=clean_text(wish.how_known)
    )
