"""Turns one row of somebody's chronology into an entry, or says plainly why it cannot.

Why: nothing in the row may be lost or made surer than it was: the words of the date are kept, what has no place of
its own stays in the detail under its head, and a row that is not understood is reported instead of guessed.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.domain.entry import HEADLINE_LIMIT, TEXT_LIMIT, EntryContent, HowKnown, Source
from db.domain.partial_date import DateNotUnderstood, PartialDate, Precision, doubts, parse_partial_date
from db.interchange.cells import TableRow
from db.interchange.column_heads import Column, folded, head_words, is_serial

KIND = "imported"
_SHOWN_WORDS = 60
_DITTO = re.compile(
    "[\"'\u2033\u3003\u201c\u201d\u201f`,\u00b4-]+|ditto|do\\.?|as above|same|same (?:day|date)|see above"
)
_YES = {"yes", "y", "x", "✓", "✔", "true", "significant", "high", "1"}
_NO = {"no", "n", "false", "not significant", "low", "0", "-"}
_ABBREVIATIONS = {
    "dr",
    "mr",
    "mrs",
    "ms",
    "st",
    "no",
    "e.g",
    "i.e",
    "vs",
    "prof",
    "rev",
    "sgt",
    "approx",
    "c",
    "p",
    "pp",
}
_AGENCIES = tuple(
    (re.compile(rf"\b(?:{words})"), code)
    for words, code in (
        (r"public inquiry|inquiry\b|press\b|ofsted|cqc\b", "other"),
        (r"health visit|hv\b", "health_visitor"),
        (r"nurser|childmind|pre-?school|playgroup", "nursery"),
        (r"school|academy|teacher|head ?teacher|college|senco|education", "school"),
        (r"police|constab|pc [0-9]|dc [0-9]|ds [0-9]|pc\b|wpc\b|sergeant", "police"),
        (r"hospital|a ?& ?e\b|ward\b|paediatric|consultant|ambulance|midwi|nhs trust|camhs", "hospital"),
        (r"gp\b|gp's|surgery|general practi|doctor", "gp"),
        (r"housing|landlord", "housing"),
        (r"probation", "probation"),
        (r"court|cafcass|guardian|judge|tribunal", "court"),
        (r"(?:other|another|previous|neighbouring) (?:council|local authority|authority|borough)", "other_council"),
        (
            r"social serv|social work|social care|children's serv|childrens serv|council|local authority|borough"
            r"|early help|mash\b|edt\b|emergency duty|sw\b",
            "council",
        ),
        (r"neighbour|member of (?:the )?public|anonymous", "member_of_public"),
        (r"nspcc|barnardo|charity|voluntary|church|mosque|home-?start|refuge", "voluntary"),
        (
            r"mother|father|mum\b|dad\b|parent|grand(?:mother|father|parent|ma\b|pa\b)|(?:great-?)?aunt|uncle|brother"
            r"|sister|sibling|stepmother|stepfather|family|cousin|partner",
            "family",
        ),
        (r"child\b|young person", "child"),
        (r"benefits agency|dwp\b|home office|immigration|fire service", "public"),
    )
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What stops a row, or is asked about it: where, and a plain sentence. `words` are the date's words at most."""

    row: int
    head: str
    text: str
    words: str = ""
    table: int = 1


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row understood: its place in the file, what it says, and 32 bytes that are the same for the same row."""

    row: int
    content: EntryContent
    row_hash: bytes
    impact: str = ""
    questions: tuple[RowProblem, ...] = ()
    table: int = 1


class RowNotUnderstood(Exception):
    """Carries the problem of a row to whoever collects them."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__("a row was not understood")
        self.problem = problem


class _Row:
    """One row seen by what its columns are for."""

    def __init__(self, row: TableRow, heads: Sequence[str], columns: Sequence[Column]) -> None:
        self.place = row
        self.heads = [*heads, *[""] * (len(row.cells) - len(heads))]
        self.columns = [*columns, *[Column.OTHER] * (len(row.cells) - len(columns))]
        self.cells = [*row.cells, *[""] * (len(self.heads) - len(row.cells))]

    def all(self, column: Column) -> list[tuple[str, str]]:
        """Head and text of every column of that meaning that says something."""
        triples = zip(self.columns, self.heads, self.cells, strict=True)
        named = [(head, text, place) for place, (found, head, text) in enumerate(triples, 1) if found is column]
        return [(head or f"Column {place}", text) for head, text, place in named if text]

    def text(self, column: Column) -> str:
        return "\n".join(text for _, text in self.all(column))

    def head(self, column: Column) -> str:
        return self.heads[self.columns.index(column)] if column in self.columns else column.value

    def problem(self, column: Column, text: str, words: str = "") -> RowProblem:
        shown = words if len(words) <= _SHOWN_WORDS else words[:_SHOWN_WORDS] + "…"
        return RowProblem(self.place.number, self.head(column), text, " ".join(shown.split()), self.place.table)

    def is_formula(self, column: Column) -> bool:
        return any(self.columns[place] is column for place in self.place.formulas if place < len(self.columns))


def read_row(table_row: TableRow, heads: Sequence[str], columns: Sequence[Column], today: date) -> ReadRow:
    """The entry that a row makes; raises RowNotUnderstood with what is wrong and where."""
    row = _Row(table_row, heads, columns)
    occurred, time_left = _occurred(row, today)
    events = [text for _, text in row.all(Column.EVENT)]
    if not events:
        nothing = not any(
            cell for column, cell in zip(row.columns, row.cells, strict=True) if column is not Column.DATE
        )
        text = "There is a date and nothing else." if nothing else "Nothing says what happened."
        raise RowNotUnderstood(row.problem(Column.EVENT, text))
    headline = headline_of(events[0])
    significant, significance_left = _significance(row)
    left = [*time_left, *row.all(Column.COMMENT), *significance_left, *row.all(Column.OTHER)]
    unsaid = [text for text in [_beyond(headline, events[0])] if text]
    detail = "\n\n".join([*unsaid, *events[1:], *[f"{head.rstrip(' :')}: {text}" for head, text in left]])
    if len(detail) > TEXT_LIMIT:
        raise RowNotUnderstood(row.problem(Column.EVENT, f"The row holds more than {TEXT_LIMIT:,} characters."))
    content = EntryContent(
        occurred=occurred,
        kind=KIND,
        headline=headline,
        source=source_of(row.text(Column.SOURCE)),
        detail=detail,
        place=row.text(Column.PLACE),
        present=row.text(Column.PRESENT),
        outcome=row.text(Column.OUTCOME),
        significant=significant,
    )
    questions = _questions(row, occurred, today)
    return ReadRow(
        table_row.number, content, _identity(row), row.text(Column.IMPACT), tuple(questions), table_row.table
    )


def headline_of(text: str) -> str:
    """The first sentence, at most 200 characters: a longer one is cut after a word and ends with an ellipsis."""
    sentence = " ".join(_first_sentence(text).split())
    if len(sentence) <= HEADLINE_LIMIT:
        return sentence
    start = sentence[: HEADLINE_LIMIT - 1]
    words = start if sentence[HEADLINE_LIMIT - 1] == " " else start.rpartition(" ")[0]
    return (words or start).rstrip(" ,;:-") + "…"


def _beyond(headline: str, text: str) -> str:
    """What the headline leaves unsaid: the sentences after it, or the whole text where it was cut or folded."""
    return text.strip()[len(headline) :].strip() if text.strip().startswith(headline) else text


def _first_sentence(text: str) -> str:
    line = text.strip().split("\n", 1)[0].strip()[: 20 * HEADLINE_LIMIT]
    for end in re.finditer(r"[.!?]+[\"'”’)]*(?=\s+[A-Z\"'“‘(])", line):
        before = line[: end.start()].rsplit(None, 1)[-1].lstrip("(\"'“‘") if line[: end.start()].strip() else ""
        if end[0] == "." and (before.casefold() in _ABBREVIATIONS or (len(before) == 1 and before.isupper())):
            continue
        return line[: end.end()]
    return line


def source_of(words: str) -> Source:
    """From a document, the earlier chronology, with what its source column says: whether that source told somebody,
    wrote it or did it is not known, and a court must not read more into it."""
    folded_words = folded(words.replace("’", "'"))
    agency = next((code for pattern, code in _AGENCIES if pattern.search(folded_words)), "other")
    return Source(HowKnown.DOCUMENT, who=words, role="" if words else "an earlier chronology", agency=agency)


def _occurred(row: _Row, today: date) -> tuple[PartialDate, list[tuple[str, str]]]:
    """When it happened, and the time as written where it could not be made part of that."""
    words, until, clock = row.text(Column.DATE), row.text(Column.UNTIL), row.all(Column.TIME)
    _check_date_words(row, words)
    wanted = f"{words} to {until}" if until and folded(until) != folded(words) else words
    try:
        occurred = parse_partial_date(wanted, today=today, needs_year=True)
    except DateNotUnderstood as error:
        text = error.text
        if re.fullmatch("[0-9]{5}", words):
            text = "This is a bare number: show the column as dates in the spreadsheet and save it again."
        raise RowNotUnderstood(row.problem(Column.DATE, text, wanted)) from None
    if clock and occurred.precision is Precision.DAY and not occurred.approximate:
        try:
            timed = parse_partial_date(f"{wanted} {clock[0][1]}", today=today, needs_year=True)
        except DateNotUnderstood:
            return occurred, clock
        if timed.earliest == timed.latest == occurred.earliest and timed.precision is Precision.MINUTE:
            return timed, []
    return occurred, clock


def _check_date_words(row: _Row, words: str) -> None:
    trouble = ""
    if not words:
        trouble = "There is no date."
    elif row.is_formula(Column.DATE) or row.is_formula(Column.UNTIL):
        trouble = "The cell holds a formula, which is not calculated. Write the date itself."
    elif _DITTO.fullmatch(folded(words)):
        trouble = "The date only points at another row. Write the date itself."
    if trouble:
        raise RowNotUnderstood(row.problem(Column.DATE, trouble, words))


def _significance(row: _Row) -> tuple[bool, list[tuple[str, str]]]:
    """Whether a column says yes; what says neither yes nor no is kept in its own words."""
    said = row.all(Column.SIGNIFICANCE)
    answers = [folded(text).rstrip(".!") for _, text in said]
    left = [pair for pair, answer in zip(said, answers, strict=True) if answer not in _YES | _NO]
    return any(answer in _YES for answer in answers), left


def _questions(row: _Row, occurred: PartialDate, today: date) -> list[RowProblem]:
    asked = [row.problem(Column.DATE, text) for text in doubts(occurred, today)]
    for place in sorted(row.place.formulas):
        text = "The cell holds a formula; it was taken as text and not calculated."
        head = row.heads[place] if place < len(row.heads) else ""
        asked.append(RowProblem(row.place.number, head or f"Column {place + 1}", text, table=row.place.table))
    return asked


def _identity(row: _Row) -> bytes:
    """sha256 of what the row says, whatever the order of columns, the case and the spacing; serials do not count."""
    said = []
    for column, head, text in zip(row.columns, row.heads, row.cells, strict=True):
        if text and not (column is Column.OTHER and is_serial(head)):
            said.append([column.name, head_words(head) if column is Column.OTHER else "", folded(text)])
    return hashlib.sha256(json.dumps(sorted(said), ensure_ascii=True).encode()).digest()
