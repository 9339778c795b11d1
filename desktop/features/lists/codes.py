"""The code lists: adding a choice, changing its words and what it counts as, ending it; entries keep what they have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from db.commands.codes import SetCode, set_code
from db.domain.lists import CODE_LISTS, CodeList
from db.queries.lists import ListChange, ListedCode, code_lines
from db.session import Session
from desktop.features.lists.listing import Line, Listing, Question, Values
from desktop.models.words import day_in_words
from desktop.widgets.asking import Answers, Mistake, Save, swap, ticked, typed
from desktop.widgets.form import Field, Kind

_STAYS = "What is recorded with it keeps it and reads as before."


@dataclass(frozen=True, slots=True)
class Codes(Listing):
    """One code list."""

    orders: bool = True
    group: int = 2

    @property
    def kept(self) -> CodeList:
        """What may be done to it."""
        return CODE_LISTS[self.name]

    def read(self, session: Session) -> tuple[Line, ...]:
        """All codes, also those that were ended."""
        return tuple(self._line(place, code) for place, code in enumerate(code_lines(session, self.name)))

    def _line(self, place: int, code: ListedCode) -> Line:
        today, marks = date.today(), self.kept.marks(code.attributes)
        begun = code.from_on is None or code.from_on <= today
        offered = begun and (code.to_on is None or code.to_on >= today)
        until = f"{'until' if offered else 'ended'} {day_in_words(code.to_on)}" if code.to_on is not None else ""
        when = until if begun or code.from_on is None else f"from {day_in_words(code.from_on)}"
        told = [f"“{code.label}”", *(f"{mark}." for mark in marks)]
        told.append(f"Offered {until}." if offered and until else "" if offered else f"Not offered ({when}). {_STAYS}")
        values = {
            "label": code.label, "sort": code.sort, "attributes": dict(code.attributes),
            "to_on": code.to_on.isoformat() if code.to_on is not None else None,
        }  # fmt: skip
        short = "; ".join(mark.split(",")[0].split(";")[0] for mark in marks)
        return Line(code.code, (code.label, short, when), "\n".join(filter(None, told)), values, offered, place)

    def change(self, line: Line, values: Values) -> Question:
        """Its words, its ticks, and until when it is offered."""
        return self._question(line.key, f"Change “{line.words[0]}”", values)

    def add(self, lines: Sequence[Line]) -> Question | None:
        """A new choice, after all others."""
        if self.kept.fixed:
            return None
        sort = max((line.values["sort"] for line in lines), default=0) + 10
        taken = {line.key: line.words[0] for line in lines}
        first: Values = {"label": "", "sort": sort, "attributes": {}, "to_on": None}
        return self._question("", f"Add to “{self.title}”", first, taken)

    def end(self, line: Line) -> Question | str:
        """From a day on it is offered no more."""
        if self.kept.fixed:
            return self.kept.about
        if line.key in self.kept.kept:
            return f"“{line.words[0]}” stays: rules of the program stand on it. Its words can be changed."
        last = line.values["to_on"] or (date.today() - timedelta(days=1)).isoformat()
        return self._question(line.key, f"End “{line.words[0]}”", {**line.values, "to_on": last}, note=_STAYS)

    def back(self, change: ListChange, line: Line) -> Question | str:
        """The order stays: it is changed with the arrows."""
        if change.before is None:
            return self.end(line)
        return self.change(line, {**change.before, "sort": line.values["sort"]})

    def _question(
        self, key: str, title: str, values: Values, taken: Mapping[str, str] | None = None, note: str = ""
    ) -> Question:
        ticks = self.kept.ticks or {}
        attributes = values.get("attributes") or {}
        ends = not self.kept.fixed and key not in self.kept.kept
        fields = [Field("label", "How it reads")]
        fields += [Field(tick, words, Kind.CHECK) for tick, words in ticks.items()]
        if ends:
            fields.append(Field("to", "Offered until", hint="no end"))
        until = date.fromisoformat(values["to_on"]) if values.get("to_on") else None
        first = [("label", str(values["label"]))]
        first += [(tick, ticked(bool(attributes.get(tick)))) for tick in ticks]
        first += [("to", typed(until))] if ends else []

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            return partial(swap, set_code, replace(self._wish(key, values, taken or {}, answers), why=why, seen=seen))

        def key_of(answers: Answers) -> str:
            return self._wish(key, values, taken or {}, answers).code

        return Question(key, title, tuple(fields), tuple(first), make, note=note, key_of=key_of)

    def _wish(self, key: str, values: Values, taken: Mapping[str, str], answers: Answers) -> SetCode:
        label = answers.text("label", "Say how it reads.")
        if len(label) > 200:
            raise Mistake("label", "At most 200 characters, please.")
        if label.casefold() in {words.casefold() for words in taken.values()}:
            raise Mistake("label", "This stands in the list already, perhaps ended: change that line.")
        until = answers.exact("to") if "to" in answers.form.fields else None
        attributes = dict(values.get("attributes") or {})
        for tick in self.kept.ticks or {}:
            if answers.ticked(tick):
                attributes[tick] = True
            else:
                attributes.pop(tick, None)
        code = key or code_word(label, set(taken))
        return SetCode(self.name, code, label, int(values["sort"]), attributes, until)


def code_word(label: str, taken: set[str]) -> str:
    """The short word by which a new code is kept; nobody has to think of it."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36].rstrip("_")
    if not word or not word[0].isalpha():
        word = f"own_{word}".rstrip("_")
    found = next(n for n in range(1, len(taken) + 2) if (word if n == 1 else f"{word}_{n}") not in taken)
    return word if found == 1 else f"{word}_{found}"


def _codes(name: str, kept: CodeList) -> Codes:
    """The list with room for what its ticks say."""
    heads = ("Reads", "Counts as" if kept.ticks else "", "Offered")
    widths = (20, 18, 12) if kept.ticks else (30, 0, 18)
    return Codes(name, kept.title, kept.about, heads, widths, ends=not kept.fixed)


CODES = tuple(_codes(name, kept) for name, kept in CODE_LISTS.items())
