"""When a child stands out or a look is asked about, the dates the law sets, bank holidays: numbers within sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from db.commands.looks import SetLookThreshold, set_look_threshold
from db.commands.signals import (
    SetBankHoliday,
    SetStatutoryStep,
    SetThreshold,
    set_bank_holiday,
    set_statutory_step,
    set_threshold,
)
from db.domain.lists import (
    STEPS,
    THRESHOLDS,
    UNITS,
    step_name,
    step_sentence,
    threshold_effect,
    threshold_sentence,
    told_when,
)
from db.domain.looks import ASKED, QUESTIONS
from db.domain.signals import SIGNALS
from db.queries.lists import ListChange
from db.queries.looks import look_thresholds
from db.queries.signals import bank_holidays, statutory_steps, thresholds
from db.session import Session
from desktop.features.lists.listing import AUTHORITY, Line, Listing, Question, Values, authority_in, number_in
from desktop.models.words import day_in_words
from desktop.widgets.asking import Answers, Mistake, Save, swap
from desktop.widgets.form import Field, Kind

_MEGABYTE = 1024 * 1024
_COUNTED_ANEW = "All days on caseloads are counted anew at once. What is recorded stays as it is."


@dataclass(frozen=True, slots=True)
class Thresholds(Listing):
    """When something about a child is told on a caseload."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """One line a signal, in the order in which they are told."""
        found = {one.signal: {"times": one.times, "weeks": one.weeks} for one in reversed(thresholds(session))}
        return self._lines(SIGNALS, found)

    def change(self, line: Line, values: Values) -> Question:
        """The sentence with its numbers."""

        def allowed(key: str) -> range:
            return range(0 if line.key == "unallocated" else 1, 100 if key == "times" else 521)

        def save(now: Mapping[str, int], why: str, seen: int | None) -> Save:
            return partial(swap, set_threshold, SetThreshold(line.key, now["times"], now["weeks"], why, seen))

        return self._question(line, values, THRESHOLDS[line.key], allowed, save)

    @staticmethod
    def _lines(names: Mapping[str, str], found: Mapping[str, Mapping[str, int]]) -> tuple[Line, ...]:
        lines: list[Line] = []
        for place, (key, name) in enumerate(names.items()):
            if key in found:
                sentence, told = threshold_sentence(key, found[key]), told_when(key, found[key])
                lines.append(Line(key, (name, told, ""), f"{sentence}.", found[key], place=place))
        return tuple(lines)

    @staticmethod
    def _question(
        line: Line,
        values: Values,
        asked: Sequence[tuple[str, str, str]],
        allowed: Callable[[str], range],
        save: Callable[[Mapping[str, int], str, int | None], Save],
    ) -> Question:
        fields = tuple(Field(key, before, Kind.NUMBER, hint=after) for key, before, after in asked)
        first = tuple((key, str(values[key])) for key, _, _ in asked)

        def now(answers: Answers) -> dict[str, int]:
            found = dict(line.values)
            for key, _, _ in asked:
                found[key] = number_in(answers, key, allowed(key))
            return found

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            return save(now(answers), why, seen)

        def effect(answers: Answers) -> str:
            return threshold_effect(line.key, line.values, now(answers))

        return Question(line.key, f"Change “{line.words[0]}”", fields, first, make, effect)


@dataclass(frozen=True, slots=True)
class LookThresholds(Thresholds):
    """When looks deserve a question."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """One line a question."""
        found = {one.question: {"times": one.times, "weeks": one.weeks} for one in reversed(look_thresholds(session))}
        return self._lines(QUESTIONS, found)

    def change(self, line: Line, values: Values) -> Question:
        """The sentence with its numbers."""

        def save(now: Mapping[str, int], why: str, seen: int | None) -> Save:
            return partial(swap, set_look_threshold, SetLookThreshold(line.key, now["times"], now["weeks"], why, seen))

        allowed = {"times": range(1, 1000), "weeks": range(1, 53)}
        return self._question(line, values, ASKED[line.key], allowed.__getitem__, save)


@dataclass(frozen=True, slots=True)
class Steps(Listing):
    """How long the law gives."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """The steps in the order of the work."""
        found = {(one.rule, one.step): one for one in reversed(statutory_steps(session))}
        order = [(rule, step) for rule, steps in STEPS.items() for step in range(1, len(steps) + 1)]
        lines: list[Line] = []
        for rule, step in [key for key in order if key in found] + sorted(found.keys() - set(order)):
            one = found[rule, step]
            values = {"number": one.number, "unit": one.unit, "authority": one.authority}
            told = f"{step_sentence(rule, step, values)}.\n{one.authority}"
            words = (step_name(rule, step), f"{one.number} {one.unit}", one.authority)
            lines.append(Line(f"{rule} {step}", words, told, values, place=len(lines)))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """So many working days, weeks or months, and whose rule it is."""
        rule, step = line.key.split(" ")
        said = STEPS.get(rule, ())
        after = said[int(step) - 1][1] if int(step) <= len(said) else ""
        fields = (
            Field("number", f"{line.words[0]} within", Kind.NUMBER),
            Field("unit", "Counted in", Kind.RADIO, choices=tuple((unit, unit) for unit in UNITS)),
            AUTHORITY,
        )

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            number, unit = (
                number_in(answers, "number", range(1, 521)),
                answers.text("unit", "Say days, weeks or months."),
            )
            authority = authority_in(answers)
            wish = SetStatutoryStep(rule, int(step), number, unit, authority, why, seen)
            return partial(swap, set_statutory_step, wish)

        def effect(answers: Answers) -> str:
            now = {"number": number_in(answers, "number", range(1, 521)), "unit": answers.text("unit")}
            if now == {key: line.values[key] for key in now}:
                return ""
            return f"From now on: {step_sentence(rule, int(step), now)}. {_COUNTED_ANEW}"

        first = (
            ("number", str(values["number"])), ("unit", values["unit"]),
            ("authority", values.get("authority") or line.values["authority"]),
        )  # fmt: skip
        return Question(line.key, f"Change “{line.words[0]}”", fields, first, make, effect, note=f"Counted {after}.")


@dataclass(frozen=True, slots=True)
class Holidays(Listing):
    """The bank holidays, the next one first among those to come."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """Those of this year and to come, then those that were."""
        named = {one.day: one.name for one in reversed(bank_holidays(session))}
        since = date.today().replace(month=1, day=1)
        days = sorted(named, key=lambda day: (day < since, day if day >= since else date.max - (day - date.min)))
        lines: list[Line] = []
        for day in days:
            weekday, name = f"{day:%A}", named[day]
            words = (day_in_words(day), name or "no bank holiday any more", weekday)
            told = f"{weekday}, {day_in_words(day)}: {name or 'no bank holiday any more'}."
            lines.append(Line(day.isoformat(), words, told, {"name": name}, bool(name), len(lines)))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """Its name."""
        day = date.fromisoformat(line.key)
        return self._question(line.key, f"{line.words[0]}", (), str(values.get("name") or ""), lambda _answers: day)

    def add(self, lines: Sequence[Line]) -> Question | None:
        """A day and its name."""
        day = Field("day", "Day", hint="day, month and year, such as 25 December 2032")
        taken = {line.key for line in lines if line.offered}

        def new(answers: Answers) -> date:
            on = answers.to_come("day", "Say day, month and year.") or date.today()
            if on.isoformat() in taken:
                raise Mistake("day", "This is a bank holiday already: change that line.")
            return on

        return self._question("", "Add a bank holiday", (day,), "", new)

    def end(self, line: Line) -> Question | str:
        """It is none any more."""
        if not line.offered:
            return "This is no bank holiday any more."
        take = partial(self._set, date.fromisoformat(line.key), "")
        return Question(line.key, f"{line.words[0]} is no bank holiday", (), (), lambda _a, why, seen: take(why, seen),
                        note=f"“{line.words[1]}” is taken back. {_COUNTED_ANEW}")  # fmt: skip

    def back(self, change: ListChange, line: Line) -> Question | str:
        """What it was called, or that it was none."""
        before = change.before or {}
        return self.change(line, before) if before.get("name") else self.end(line)

    @staticmethod
    def _set(day: date, name: str, why: str, seen: int | None) -> Save:
        return partial(swap, set_bank_holiday, SetBankHoliday(day, name, why, seen))

    def _question(
        self, key: str, title: str, before: tuple[Field, ...], name: str, day: Callable[[Answers], date]
    ) -> Question:
        def make(answers: Answers, why: str, seen: int | None) -> Save:
            on = day(answers)
            called = answers.text("name", "Say how it is called.")
            if len(called) > 100:
                raise Mistake("name", "At most 100 characters, please.")
            return self._set(on, called, why, seen)

        fields = (*before, Field("name", "What it is called", Kind.ONE_LINE))
        return Question(key, title, fields, (("name", name),), make, note=_COUNTED_ANEW, needs_why=False,
                        key_of=lambda answers: day(answers).isoformat())  # fmt: skip


RULES = (
    Thresholds("signal_threshold", "When a child stands out", "What is told of children on every caseload, and when.",
               ("What", "When it is said", ""), (18, 32, 0)),
    LookThresholds("look_threshold", "Looks asked about", "What managers and auditors are asked of looks at files.",
                   ("What", "It is asked", ""), (15, 36, 0)),
    Steps("statutory_step", "Dates the law sets", "The days by which something has to be, as plain dates.",
          ("What", "Within", "Whose rule it is"), (20, 12, 20)),
    Holidays("bank_holiday", "Bank holidays", "Days that are no working days.", ("Day", "Name", "Weekday"),
             (17, 22, 11), ends=True),
)  # fmt: skip
