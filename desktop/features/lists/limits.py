"""The limits: how large a document may be, when windows lock, and how many pages the court usually allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from db.commands.changes import Changes
from db.commands.codes import set_document_limit, set_idle_minutes
from db.commands.court_documents import PutPageLimit, put_page_limit
from db.domain.lists import LIMITS as SENTENCES
from db.queries.codes import idle_minutes
from db.queries.document_templates import templates_here
from db.queries.documents import document_limit
from db.queries.lists import page_limit_lines
from db.session import Session
from desktop.features.lists.listing import AUTHORITY, Line, Listing, Question, Values, authority_in, number_in
from desktop.models.document_kinds import kind_words, kinds_of
from desktop.models.words import day_in_words
from desktop.widgets.asking import Answers, Mistake, Save
from desktop.widgets.form import Field, Kind

_MEGABYTE = 1024 * 1024


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
        for place, (key, (title, before, after, _)) in enumerate(SENTENCES.items()):
            sentence = f"{before} {numbers[key]} {after}"
            lines.append(Line(key, (title, sentence, ""), f"{sentence}.", {"number": numbers[key]}, place=place))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """The sentence with its number."""
        _, before, after, allowed = SENTENCES[line.key]
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
        of = (kind, date.fromisoformat(day))
        return self._question(line.key, f"{line.words[0]} {line.words[2]}", (), values, lambda _answers: of)

    def add(self, lines: Sequence[Line]) -> Question | None:
        """A limit from a day on; the one before it stays for what was made then."""
        choices = tuple(dict.fromkeys((line.key.split(" ")[0], line.words[0]) for line in lines))
        taken = {line.key for line in lines}
        before = (
            Field("kind", "Document", Kind.CHOICE, choices=choices),
            Field("from", "From", hint="the first day on which it holds"),
        )

        def of(answers: Answers) -> tuple[str, date]:
            kind, day = answers.text("kind", "Choose the document."), answers.exact("from", "Say from which day.")
            if day is None:
                raise Mistake("from", "Say from which day.")
            if f"{kind} {day.isoformat()}" in taken:
                raise Mistake("from", "A limit from this day stands there already: change that line.")
            return kind, day

        return self._question("", "Add a limit from a day on", before, {"pages": "", "authority": ""}, of)

    def end(self, line: Line) -> Question | str:  # noqa: ARG002 (all alike)
        """A limit is changed and not taken away: documents were made under it."""
        return "A limit is changed and not taken away: documents were made under it."

    def _question(
        self, key: str, title: str, before: tuple[Field, ...], values: Values, of: Callable[[Answers], tuple[str, date]]
    ) -> Question:
        def make(answers: Answers, why: str, seen: int | None) -> Save:
            kind, day = of(answers)
            pages = number_in(answers, "pages", range(1, 2001))
            wish = PutPageLimit(kind, day, pages, authority_in(answers), why, seen)

            def save(session: Session) -> Changes:
                put_page_limit(session, wish)
                return Changes(frozenset({"page_limits"}))

            return save

        def key_of(answers: Answers) -> str:
            kind, day = of(answers)
            return f"{kind} {day.isoformat()}"

        fields = (*before, Field("pages", "Usually at most", Kind.NUMBER, hint="sides of A4"), AUTHORITY)
        first = (("pages", str(values["pages"])), ("authority", str(values.get("authority", ""))))
        note = "It warns while one writes, and never stops anybody."
        return Question(key, title, fields, first, make, note=note, key_of=key_of)


LIMITS: tuple[Listing, ...] = (
    Limits("setting", "Limits", "How large a document may be, and when windows lock.", ("What", "Limit", ""),
           (18, 32, 0), group=1),
    Pages("page_limit", "Pages for the court", "How long each kind of document usually may be.",
          ("Document", "At most", "From"), (24, 11, 16), group=1),
)  # fmt: skip
