"""When a child stands out, the dates the law sets, bank holidays and limits: sentences in which numbers are changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from db.commands.changes import Changes
from db.commands.codes import set_document_limit, set_idle_minutes
from db.commands.court_documents import PutPageLimit, put_page_limit
from db.commands.signals import (
    SetBankHoliday,
    SetStatutoryStep,
    SetThreshold,
    set_bank_holiday,
    set_statutory_step,
    set_threshold,
)
from db.domain.lists import (
    LIMITS,
    STEPS,
    THRESHOLDS,
    UNITS,
    step_name,
    step_sentence,
    threshold_effect,
    threshold_sentence,
    told_when,
)
from db.domain.signals import SIGNALS
from db.queries.codes import idle_minutes
from db.queries.document_templates import templates_here
from db.queries.documents import document_limit
from db.queries.lists import ListChange, page_limit_lines
from db.queries.signals import bank_holidays, statutory_steps, thresholds
from db.session import Session
from desktop.features.lists.listing import Line, Listing, Question, Values, number_in
from desktop.models.document_kinds import kind_words, kinds_of
from desktop.models.words import day_in_words
from desktop.widgets.asking import Answers, Mistake, Save, swap
from desktop.widgets.form import Field, Kind

_MEGABYTE = 1024 * 1024
_AUTHORITY = Field("authority", "Whose rule it is", Kind.ONE_LINE)
_COUNTED_ANEW = "All days on caseloads are counted anew at once. What is recorded stays as it is."


@dataclass(frozen=True, slots=True)
class Thresholds(Listing):
    """When something about a child is told on a caseload."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """One line a signal, in the order in which they are told."""
        found = {one.signal: one for one in reversed(thresholds(session))}
        lines: list[Line] = []
        for place, (signal, name) in enumerate(SIGNALS.items()):
            if signal in found:
                values = {"times": found[signal].times, "weeks": found[signal].weeks}
                sentence = threshold_sentence(signal, values)
                told = told_when(signal, values)
                lines.append(Line(signal, (name, told, ""), f"{sentence}.", values, place=place))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """The sentence with its numbers."""
        asked = THRESHOLDS[line.key]
        fields = tuple(Field(key, before, Kind.NUMBER, hint=after) for key, before, after in asked)
        first = tuple((key, str(values[key])) for key, _, _ in asked)

        def now(answers: Answers) -> dict[str, int]:
            found = dict(line.values)
            for key, _, _ in asked:
                least = 0 if line.key == "unallocated" else 1
                found[key] = number_in(answers, key, range(least, 100 if key == "times" else 521))
            return found

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            given = now(answers)
            return partial(swap, set_threshold, SetThreshold(line.key, given["times"], given["weeks"], why, seen))

        def effect(answers: Answers) -> str:
            return threshold_effect(line.key, line.values, now(answers))

        return Question(line.key, f"Change “{line.words[0]}”", fields, first, make, effect)


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
            _AUTHORITY,
        )

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            number, unit = (
                number_in(answers, "number", range(1, 521)),
                answers.text("unit", "Say days, weeks or months."),
            )
            authority = answers.text("authority", "Say whose rule it is.")
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
        return self._question(line.key, f"{line.words[0]}", (), str(values.get("name") or ""), day)

    def add(self, lines: Sequence[Line]) -> Question | None:  # noqa: ARG002 (each day is one of its own)
        """A day and its name."""
        day = Field("day", "Day", hint="day, month and year, such as 25 December 2032")
        return self._question("", "Add a bank holiday", (day,), "", None)

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

    def _question(self, key: str, title: str, before: tuple[Field, ...], name: str, day: date | None) -> Question:
        def make(answers: Answers, why: str, seen: int | None) -> Save:
            on = day or answers.exact("day", "Say day, month and year.") or date.today()
            return self._set(on, answers.text("name", "Say how it is called."), why, seen)

        fields = (*before, Field("name", "What it is called", Kind.ONE_LINE))
        return Question(key, title, fields, (("name", name),), make, note=_COUNTED_ANEW, needs_why=False)


@dataclass(frozen=True, slots=True)
class Limits(Listing):
    """The limits of the deployment."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """Each as a sentence."""
        numbers = {
            "document_limit_mb": document_limit(session) // _MEGABYTE,
            "idle_minutes": idle_minutes(session),
        }
        lines: list[Line] = []
        for place, (key, (title, before, after, _)) in enumerate(LIMITS.items()):
            sentence = f"{before} {numbers[key]} {after}"
            lines.append(Line(key, (title, sentence, ""), f"{sentence}.", {"number": numbers[key]}, place=place))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """The sentence with its number."""
        _, before, after, allowed = LIMITS[line.key]
        setter = set_document_limit if line.key == "document_limit_mb" else set_idle_minutes

        def make(answers: Answers, why: str, seen: int | None) -> Save:
            number = number_in(answers, "number", allowed)

            def save(session: Session) -> Changes:
                return setter(session, number, why, seen)

            return save

        fields = (Field("number", before, Kind.NUMBER, hint=after),)
        return Question(line.key, f"Change “{line.words[0]}”", fields, (("number", str(values["number"])),), make)


@dataclass(frozen=True, slots=True)
class Pages(Listing):
    """How many pages the court usually allows, from a day on; it only warns."""

    def read(self, session: Session) -> tuple[Line, ...]:
        """Kind by kind, the newest day first; the one in force is told of."""
        here, today, lines, ruling = templates_here(session), date.today(), list[Line](), set[str]()
        kinds = kinds_of(one.template for one in (*here.by_kind.values(), *here.ended.values()))
        for one in page_limit_lines(session):
            holds = one.from_on <= today and one.kind not in ruling
            if holds:
                ruling.add(one.kind)
            name, since = kind_words(one.kind, kinds), f"from {day_in_words(one.from_on)}"
            told = f"{name}: {one.pages:,} sides of A4 {since}. It warns only.\n{one.authority}"
            values = {"pages": one.pages, "authority": one.authority}
            key = f"{one.kind} {one.from_on.isoformat()}"
            offered = holds or one.from_on > today
            lines.append(Line(key, (name, f"{one.pages:,} pages", since), told, values, offered, len(lines)))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """The number, and whose rule it is."""
        kind, day = line.key.split(" ")
        return self._question(line.key, f"{line.words[0]} {line.words[2]}", (), values, (kind, date.fromisoformat(day)))

    def add(self, lines: Sequence[Line]) -> Question | None:
        """A limit from a day on; the one before it stays for what was made then."""
        choices = tuple(dict.fromkeys((line.key.split(" ")[0], line.words[0]) for line in lines))
        before = (
            Field("kind", "Document", Kind.CHOICE, choices=choices),
            Field("from", "From", hint="the first day on which it holds"),
        )
        return self._question("", "Add a limit from a day on", before, {"pages": "", "authority": ""}, None)

    def back(self, change: ListChange, line: Line) -> Question | str:
        """A limit that was added is changed and not taken away: documents were made under it."""
        return self.change(line, change.before) if change.before is not None else self.end(line)

    def _question(
        self, key: str, title: str, before: tuple[Field, ...], values: Values, of: tuple[str, date] | None
    ) -> Question:
        def make(answers: Answers, why: str, seen: int | None) -> Save:
            kind, day = of or (
                answers.text("kind", "Choose the document."),
                answers.exact("from", "Say from which day."),
            )
            pages = number_in(answers, "pages", range(1, 2001))
            if day is None:
                raise Mistake("from", "Say from which day.")
            wish = PutPageLimit(kind, day, pages, answers.text("authority", "Say whose rule it is."), why, seen)

            def save(session: Session) -> Changes:
                put_page_limit(session, wish)
                return Changes(frozenset({"page_limits"}))

            return save

        fields = (*before, Field("pages", "Usually at most", Kind.NUMBER, hint="sides of A4"), _AUTHORITY)
        first = (("pages", str(values["pages"])), ("authority", str(values.get("authority", ""))))
        return Question(key, title, fields, first, make, note="It warns while one writes, and never stops anybody.")


RULES = (
    Thresholds("signal_threshold", "When a child stands out", "What is told of children on every caseload, and when.",
               ("What", "It is told", ""), (18, 32, 0)),
    Steps("statutory_step", "Dates the law sets", "The days by which something has to be, as plain dates.",
          ("What", "Within", "Whose rule it is"), (20, 12, 20)),
    Holidays("bank_holiday", "Bank holidays", "Days that are no working days.", ("Day", "Name", "Weekday"),
             (17, 22, 11), ends=True, lines=1),
    Limits("setting", "Limits", "How large a document may be, and when windows lock.", ("What", "Limit", ""),
           (18, 32, 0), group=1),
    Pages("page_limit", "Pages for the court", "How long each kind of document usually may be.",
          ("Document", "At most", "From"), (24, 11, 16), group=1),
)  # fmt: skip
