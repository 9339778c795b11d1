"""A form as a table of fields, its answers read into values, and the save that they make.

Each form makes the id of its new row when it opens, so that saving again after a broken line lands it once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from db.commands.changes import Changes
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.session import Session
from desktop.models.words import coming_day, day_in_words
from desktop.widgets.form import Field, Form

Save = Callable[[Session], Changes]
W = TypeVar("W")
HOW = Field("how", "How do we know?", hint="for example: told by the mother on 3 March; birth certificate seen")


class Mistake(Exception):
    """A field that cannot stay as it is, and what to do."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key, self.words = key, words


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form holds, read into values. Raises Mistake."""

    form: Form

    def text(self, key: str, needed: str = "") -> str:
        """A text; with `needed` it may not be empty."""
        words = self.form.text(key).strip()
        if needed and not words:
            raise Mistake(key, needed)
        return words

    def ticked(self, key: str) -> bool:
        """Whether a tick is set."""
        return bool(self.form.text(key))

    def when(self, key: str, needed: str = "") -> PartialDate | None:
        """A date as people say it, or None where nothing is typed."""
        words = self.text(key, needed)
        try:
            return parse_partial_date(words, today=date.today()) if words else None
        except DateNotUnderstood as trouble:
            raise Mistake(key, trouble.text) from None

    def said(self, key: str) -> str:
        """A date in words that stay true: "yesterday" as the day that it was; empty where nothing is typed."""
        when = self.when(key) if key in self.form.fields else None
        return when.in_words() if when is not None else ""

    def day(self, key: str, needed: str) -> date:
        """The first possible day of a date that must be given."""
        when = self.when(key, needed)
        return when.earliest if when is not None else date.today()

    @property
    def how(self) -> str:
        """How we know, which everything needs."""
        words = self.text("how", "Say how we know this.")
        if len(words) < 3:
            raise Mistake("how", "Say how we know this, in a few words.")
        return words

    def exact(self, key: str, needed: str = "") -> date | None:
        """A day that must be known to the day, or None where nothing is typed."""
        when = self.when(key, needed)
        if when is not None and when.earliest != when.latest:
            raise Mistake(key, "Say day, month and year.")
        return when.earliest if when is not None else None

    def to_come(self, key: str, needed: str = "") -> date | None:
        """The same of a day that is still to come: without a year the next one is meant."""
        words = self.text(key, needed)
        if not words:
            return None
        try:
            when = parse_partial_date(coming_day(words, date.today()), today=date.today())
        except DateNotUnderstood:
            raise Mistake(key, "Say the day: “20 January”, “next Tuesday”, “in two weeks”.") from None
        if when.earliest != when.latest:
            raise Mistake(key, "Say day, month and year.")
        return when.earliest


@dataclass(frozen=True, slots=True)
class Asked:
    """A form: its title, its fields, what stands in them at first, and the save that its answers make."""

    title: str
    fields: tuple[Field, ...]
    first: tuple[tuple[str, str], ...]
    save: Callable[[Answers], Save]
    words: str = "Save"
    note: str = ""
    refused: str = ""
    """What a refusal of the server means here, in plain words."""


def ticked(there: bool) -> str:
    """What a tick holds at first."""
    return "yes" if there else ""


def typed(day: date | None) -> str:
    """A day as somebody would type it."""
    return day_in_words(day) if day is not None else ""


def swap(command: Callable[[Session, W], Changes], wish: W, session: Session) -> Changes:
    """A command with its value first, so that only the session is left to be given."""
    return command(session, wish)
