"""The body of a note as blocks: dated rows, paragraphs, headings, and lines that are no account of anything.

Why: what belongs to a date is what stands in its row or paragraph, and a note says by its layout where that ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from db.interchange.agency_notes.date_shapes import CLOCK
from db.interchange.agency_notes.fields import Field, Label, fields_of, said_by
from db.interchange.agency_notes.head import is_only_a_date
from db.interchange.agency_notes.lines import Line
from db.interchange.agency_notes.moments import Frame, Moment, moments_in
from db.interchange.agency_notes.tables import Cell, Column, Heads, heads_of

_LEAD = re.compile(r"[\s\[(*•·>\-–—☐☑]*(?:[0-9]{1,2}[.)]\s+)?")
_AFTER_DATE = re.compile(r"[\s\])}>,.:;|\-–—]*")
_STRONG = re.compile(r"\s*[\])]?\s*[:|\-–—.\t]|\s{2,}")
_TIME_LED = re.compile(rf"[\s\[(*•\-]*(?:at\s+)?{CLOCK}", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•·–]|\(?[0-9a-z]{1,2}[.)])\s+")
_CHAT_NAME = re.compile(r"(?P<who>[^\W\d_][\w’'. ]{1,40}):\s+")
_SPEAKER = re.compile(r"\s*(?P<who>[^\W\d_a-z][\w’' .]{1,40}\s[-–]\s[^\W\d_a-z][\w’' .]{1,40})$")
_STOPS = re.compile(
    r"\W*(?:[0-9]{1,2}[.)]\s*)?(?:actions?|plans?|next|outcomes?|previous|history|recommend|request|remind|reviews?"
    r"|signed|analysis|assessment|to do"
    r"|follow|distribution|contacts?|what we are asking|declaration|consent|future|appendix|end of)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:he|she|they|when|then|later|after|at that point|during|while|his|her|this|asked|once)\b", re.IGNORECASE
)
_TITLE = re.compile(r"[A-Z][\w’'/-]*(?: [\w’'/&-]+){0,4}")
_NO_ACCOUNT = re.compile(r"\s*(?:re\s?:|(?:dear|hi|hello|hiya)\b.{0,60}$|to whom it may concern)", re.IGNORECASE)
_ACCOUNT_OF = re.compile(
    r"(?:details?|summary|circumstances|description|reasons?|concerns?|what happened|narrative|background|account"
    r"|information|observations?"
    r"|presentation|comments?|notes?|event|entry|record|nature)\b.*",
    re.IGNORECASE,
)
_NEXT_THINGS = re.compile(r"\s*(?:next\b|plan\b|reminders?\b|action\b|to do\b)", re.IGNORECASE)
_WRAPPED_WIDTH = 110


class Shape(Enum):
    """What a block is."""

    ROW = auto()
    DATE_HEADING = auto()
    EVENT_LABEL = auto()
    PARAGRAPH = auto()
    FIELD = auto()
    HEADING = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body. `who`, `told_by` and `written` are what a row says of itself.

    `goes_on` joins it to what stands above.
    """

    shape: Shape
    start: int
    end: int
    moment: Moment | None = None
    who: str = ""
    told_by: str = ""
    written: date | None = None
    goes_on: bool = False
    in_table: bool = False


class Blocks:
    """Cuts the body of one letter into blocks."""

    def __init__(
        self,
        lines: tuple[Line, ...],
        text: str,
        plain: str,
        written: date | None,
        letter_day: Moment | None,
        *,
        only_date: bool = False,
    ) -> None:
        self._only_date = only_date
        self._lines = lines
        self._text = text
        self._plain = plain
        self._written = written
        self._letter_day = letter_day
        self._before: date | None = None
        self._heads: Heads | None = None
        lengths = [len(line.text) for line in lines if not line.blank]
        self._wrapped = max(lengths, default=0) <= _WRAPPED_WIDTH

    def __iter__(self) -> Iterator[Block]:
        """The blocks in order."""
        last: Block | None = None
        above: Line | None = None
        for line in self._lines:
            if line.blank:
                above = None
                continue
            block = self._block(line, above, last)
            if last is not None and self._joins(last, block, above):
                last = replace(last, end=block.end)
            else:
                if last is not None:
                    yield last
                last = block
            above = line
        if last is not None:
            yield last

    def _joins(self, last: Block, block: Block, above: Line | None) -> bool:
        """Whether a line goes on with the row or paragraph above it."""
        if block.shape not in (Shape.PARAGRAPH, Shape.FIELD) or above is None or block.who:
            return False
        if last.shape is Shape.ROW:
            return True
        if last.shape is not Shape.PARAGRAPH or block.shape is Shape.FIELD or block.goes_on:
            return False
        return self._wrapped or not above.text.rstrip().endswith((".", "!", "?", ":", "”", '"', "’"))

    def _block(self, line: Line, above: Line | None, last: Block | None) -> Block:
        block = (
            self._table_row(line, above, last) or self._dated(line, above, last) or self._labelled(line, above, last)
        )
        return block or self._told(line)

    def _table_row(self, line: Line, above: Line | None, last: Block | None) -> Block | None:
        heads = heads_of(line)
        if heads is not None:
            self._heads = heads
            return Block(Shape.STOP, line.start, line.end)
        if self._heads is None:
            return None
        cells = self._heads.cells(line)
        dated = self._heads.of(cells, Column.EVENT_DATE)
        if len(cells) < 2 or (dated is None and (last is None or not last.in_table)):
            self._heads = (
                None if len(cells) < 2 and (last is None or not last.in_table or above is None) else self._heads
            )
            return None
        detail = self._heads.detail(cells)
        if dated is None or detail is None:
            return None
        moment = self._first(dated.start, dated.end)
        if moment is None:
            return None
        return self._row_of(self._heads, cells, detail, moment)

    def _row_of(self, heads: Heads, cells: list[Cell], detail: Cell, moment: Moment) -> Block:
        logged = heads.of(cells, Column.WRITTEN)
        day = self._first(logged.start, logged.end) if logged else None
        who, told = heads.of(cells, Column.WHO), heads.of(cells, Column.TOLD_BY)
        self._before = moment.span.earliest
        return Block(
            Shape.ROW,
            detail.start,
            detail.end,
            moment,
            who.text if who else "",
            told.text if told else "",
            day.span.earliest if day else None,
            in_table=True,
        )

    def _first(self, start: int, end: int) -> Moment | None:
        found = moments_in(self._plain, start, end, self._frame()).moments
        return found[0] if found else None

    def _frame(self) -> Frame:
        return Frame(self._written, self._before)

    def _dated(self, line: Line, above: Line | None, last: Block | None) -> Block | None:
        """A line that begins with a date: a row of a log, or the heading of a day."""
        lead = _LEAD.match(line.text)
        at = line.start + (lead.end() if lead else 0)
        if not re.match(r"[0-9]|[A-Za-z]{3}", line.text[at - line.start :][:3]):
            return None
        found = moments_in(self._plain, at, min(line.end, at + 80), self._frame()).moments
        moment = found[0] if found and found[0].start <= at and found[0].kind in _LEADS_ROWS else None
        if moment is None:
            return None
        if is_only_a_date(line.text, moment, line.start):
            return self._day_heading(line, moment)
        after = line.text[moment.end - line.start :]
        fresh = above is None or above.text.rstrip().endswith((".", "!", "?", ":", "”", '"', ")")) or _is_row(last)
        if not fresh and not _STRONG.match(after):
            return None
        return self._row(line, moment)

    def _day_heading(self, line: Line, moment: Moment) -> Block:
        if self._letter_day is not None and line.start <= self._letter_day.start < line.end:
            return Block(Shape.STOP, line.start, line.end)
        self._before = moment.span.earliest
        return Block(Shape.DATE_HEADING, line.start, line.end, moment)

    def _row(self, line: Line, moment: Moment) -> Block:
        skipped = _AFTER_DATE.match(self._text, moment.end, line.end)
        start = skipped.end() if skipped else moment.end
        chat = (
            _CHAT_NAME.match(self._text, start, line.end)
            if line.text.lstrip().startswith("[") or " - " in self._text[moment.end : start]
            else None
        )
        self._before = moment.span.earliest
        if chat:
            return Block(Shape.ROW, chat.end(), line.end, moment, who=chat["who"].strip())
        return Block(Shape.ROW, min(start, line.end), line.end, moment)

    def _labelled(self, line: Line, above: Line | None, last: Block | None) -> Block | None:
        """A labelled line that is no account, or a heading."""
        fields = fields_of(line)
        if said_by(line) or _NO_ACCOUNT.match(line.text) or _NEXT_THINGS.match(line.text):
            return Block(Shape.STOP, line.start, line.end)
        happened = next((field for field in fields if self._is_of_event(field)), None)
        if happened is not None:
            moment = self._first(happened.start, min(happened.end, happened.start + 120))
            if moment:
                self._before = moment.span.earliest
                return Block(Shape.EVENT_LABEL, line.start, line.end, moment)
        if fields and fields[0].label is not Label.NARRATIVE and not _tells(fields):
            return Block(Shape.STOP, line.start, line.end)
        words = line.text.strip(" *_#:")
        is_heading = len(words) <= 60 and (
            words.isupper() or line.text.rstrip().endswith(":") or re.match(r"[0-9]{1,2}[.)]\s+[A-Z][^.]*$", words)
        )
        if above is None and (last is None or last.shape in _AFTER_WHICH):
            is_heading = is_heading or _TITLE.fullmatch(words)
        if is_heading and not words.endswith((".", "!", "?")):
            return Block(Shape.STOP if _STOPS.match(words) else Shape.HEADING, line.start, line.end)
        return None

    def _is_of_event(self, field: Field) -> bool:
        """A date that is labelled as the event's, or the only one of a record that names no other."""
        bare = field.name.casefold().strip() in _BARE_DATES
        return field.label is Label.EVENT_DATE or (self._only_date and bare)

    def _says_little(self, field: Field) -> bool:
        """Whether a value is a word or two in a form ("Diagnosis: faltering growth"), and no account."""
        little = len(field.value) < 60 and not _SAYS.search(field.value)
        return little and not moments_in(self._plain, field.start, field.end, self._frame()).moments

    def _told(self, line: Line) -> Block:
        fields = fields_of(line)
        named = _SPEAKER.match(fields[0].name) if fields and fields[0].value else None
        if named:
            return Block(Shape.PARAGRAPH, fields[0].start, line.end, who=named["who"].strip())
        goes_on = bool(
            _TIME_LED.match(line.text)
            or _BULLET.match(line.text)
            or _GOES_ON.match(line.text)
            or (fields and fields[0].label is Label.NARRATIVE)
        )
        is_account = bool(fields) and bool(fields[0].value) and bool(_ACCOUNT_OF.fullmatch(fields[0].name))
        if fields and not is_account and self._says_little(fields[0]):
            return Block(Shape.FIELD, line.start, line.end)
        return Block(Shape.PARAGRAPH, fields[0].start if is_account else line.start, line.end, goes_on=goes_on)


_SAYS = re.compile(r"[.!?\"”]|\b(?:said|says|told|was|were|had|is|has)\b", re.IGNORECASE)
_BARE_DATES = frozenset({"date", "date/time", "date and time", "date & time", "date / time"})
_AFTER_WHICH = frozenset({Shape.PARAGRAPH, Shape.HEADING, Shape.STOP, Shape.FIELD})
_PEOPLE = re.compile(r"child|pupil|mother|father|parents?|carers?|school|siblings|patient|baby", re.IGNORECASE)
_LEADS_ROWS = frozenset({"day", "slashed", "alone", "weekday", "span", "month", "listed", "feast"})


def _is_row(block: Block | None) -> bool:
    return block is not None and block.shape is Shape.ROW


def _tells(fields: list[Field]) -> bool:
    """Whether a value is long enough to be an account after all."""
    return bool(_PEOPLE.fullmatch(fields[0].name.strip())) and len(fields[0].value) > 100
