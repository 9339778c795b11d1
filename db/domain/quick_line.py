"""The quick line while it is being understood: its text, what was understood so far, and what is to be asked.

Why: each reader of one matter (dates, kinds, who was seen) adds to the same line, so that nothing is understood twice
over and nothing that was taken out of the text is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

LOOKED_AT = 2_000
"""Characters in which marks are sought; what follows is text."""
HIDDEN = "\u0001"
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", HIDDEN: " "})
_EDGE = re.compile(r"(?:^|[.,;:!?(\n\u2013\u2014]|\s-)\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """The characters of the line from `start` to before `end` were understood as `key`; `words` say how."""

    key: str
    start: int
    end: int
    words: str


@dataclass(slots=True)
class Line:
    """A quick line being read. `plain` is as long as `text`, with straight apostrophes and without quoted speech."""

    text: str
    kinds: Mapping[str, str]
    minute: int | None = None
    """The minute of the day that it is now; None where that does not matter."""
    names: Collection[str] = ()
    """The child's names in small letters; none where they are not known."""
    plain: str = ""
    values: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    unheld: bool = False
    """Whether it says of its visit or meeting that it did not take place, or only asks."""

    def __post_init__(self) -> None:
        self.plain = self.text[:LOOKED_AT].translate(_PLAIN)

    def hide(self, start: int, end: int) -> None:
        """Quoted speech is not searched for anything."""
        self.plain = self.plain[:start] + HIDDEN * (end - start) + self.plain[end:]

    def give(self, key: str, value: str) -> bool:
        """Fill a field that is still empty; whether it was."""
        if not value or key in self.values:
            return False
        self.values[key] = value
        return True

    def note(self, key: str, start: int, end: int, words: str) -> None:
        """Tell how characters were understood; where they overlap what is told already, it is told there too."""
        for place, part in enumerate(self.parts):
            if start < part.end and part.start < end:
                self.parts[place] = Part(part.key, part.start, part.end, f"{part.words}; {words}")
                return
        self.parts.append(Part(key, start, end, words))

    def take_out(self, key: str, start: int, end: int, words: str) -> None:
        """Tell how characters were understood and leave them out of the text that remains."""
        self.removed.append((start, end))
        self.parts.append(Part(key, start, end, words))

    def leads(self, position: int) -> bool:
        """Whether nothing remains of the text before a place."""
        rest = self.plain[:position]
        for start, end in self.removed:
            rest = rest[:start] + " " * len(rest[start:end]) + rest[end:]
        return not rest.strip()

    def closes(self, position: int) -> bool:
        """Whether nothing but stops and what was taken out follows a place."""
        rest = self.plain
        for start, end in self.removed:
            rest = rest[:start] + " " * (end - start) + rest[end:]
        return len(self.text) == len(self.plain) and not rest[position:].strip(" \t\r\n.!,;")

    def is_free(self, start: int, end: int) -> bool:
        """Whether none of the characters are understood as something yet."""
        return all(end <= part.start or part.end <= start for part in self.parts)

    def ask(self, question: str) -> None:
        """Ask something once."""
        if question not in self.questions:
            self.questions.append(question)

    def at_edge(self, position: int) -> bool:
        """Whether something begins here: the line, a clause, or what follows a date, a kind or the like."""
        before = self.plain[:position].rstrip(" \t")
        if _EDGE.search(before[-3:]):
            return True
        return any(part.end == len(before) or part.end == position for part in self.parts)

    def first_sentence(self) -> int:
        """Where the first sentence after the marks at the beginning ends, roughly; never inside quoted speech."""
        found = re.search(r"\n|[.!?](?=\s)", self.plain.lstrip()[3:])
        return len(self.plain) if not found else found.end() + 3 + len(self.plain) - len(self.plain.lstrip())
