"""What the page asks of every list: its lines, and the forms by which a line is changed, added, ended or set back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.queries.lists import ListChange
from db.session import Session
from desktop.widgets.asking import Answers, Mistake, Save
from desktop.widgets.form import Field, Kind

Values = Mapping[str, Any]
AUTHORITY = Field("authority", "Whose rule it is", Kind.TEXT, lines=2)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words in three columns, what is told of it beside, and its values as the history keeps them.

    One that is not `offered` was ended, or begins later.
    """

    key: str
    words: tuple[str, str, str]
    told: str
    values: Values = field(default_factory=dict)
    offered: bool = True
    place: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A form about a line: `make` is the save that its answers make, with the reason and what was seen of the line.

    `effect` says in plain words what the answers would do, before they are saved. `key` is the line's; of a new one
    `key_of` tells it from the answers.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    first: tuple[tuple[str, str], ...]
    make: Callable[[Answers, str, int | None], Save]
    effect: Callable[[Answers], str] | None = None
    note: str = ""
    needs_why: bool = True
    key_of: Callable[[Answers], str] | None = None
    orders: bool = False
    """Whether it keeps another order, which stands in the table already."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `name` is what the history calls it, `group` keeps those together that are looked after together."""

    name: str
    title: str
    about: str
    heads: tuple[str, str, str]
    widths: tuple[int, int, int] = (24, 30, 18)
    group: int = 0
    orders: bool = False
    ends: bool = False

    def read(self, session: Session) -> tuple[Line, ...]:
        """The lines in their order."""
        raise NotImplementedError

    def change(self, line: Line, values: Values) -> Question:
        """To change a line, begun from these values."""
        raise NotImplementedError

    def add(self, lines: Sequence[Line]) -> Question | None:  # noqa: ARG002 (for those that add)
        """To add a line, or None where nothing is added."""
        return None

    def end(self, line: Line) -> Question | str:  # noqa: ARG002 (for those that end)
        """To end a line, or why it has no end."""
        return "This has no end: change it."

    def back(self, change: ListChange, line: Line) -> Question | str:
        """To set a line back to what stood before a change, or why it cannot be."""
        return self.change(line, change.before) if change.before is not None else self.end(line)

    def called(self, line: Line) -> str:
        """How a line is called in the history."""
        return line.words[0]


def number_in(answers: Answers, key: str, allowed: range, what: str = "a number") -> int:
    """A whole number within a range; raises Mistake."""
    words = answers.text(key)
    if not words.isascii() or not words.isdigit() or len(words) > 6 or int(words) not in allowed:
        raise Mistake(key, f"Say {what} from {allowed[0]:,} to {allowed[-1]:,}.")
    return int(words)


def authority_in(answers: Answers) -> str:
    """Whose rule it is; raises Mistake."""
    said = " ".join(answers.text("authority", "Say whose rule it is.").split())
    if len(said) > 300:
        raise Mistake("authority", "At most 300 characters, please.")
    return said
