"""The body of a note as blocks: dated rows, paragraphs, headings, and lines that are no account of anything.

Why: what belongs to a date is what stands in its row or paragraph, and a note says by its layout where that ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from db.interchange.agency_notes import line_shapes as shapes
from db.interchange.agency_notes.block import Block, Shape
from db.interchange.agency_notes.fields import Field, Label, fields_of, printed, said_by
from db.interchange.agency_notes.head import is_only_a_date
from db.interchange.agency_notes.lines import Line, widths_of
from db.interchange.agency_notes.moments import Frame, Moment, moments_in
from db.interchange.agency_notes.refusals import refusal
from db.interchange.agency_notes.tables import Cell, Column, Heads, heads_of

_TOP = 14


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
        title: int = -1,
        of_day: bool = False,
        only_date: bool = False,
    ) -> None:
        self._only_date = only_date
        self._title = title
        self._of_day = of_day
        self._lines = lines
        self._text = text
        self._plain = plain
        self._written = written
        self._letter_day = letter_day
        self._before = None if written else self._first_day()
        self._week_ends: date | None = None
        self._heads: Heads | None = None
        self._widths = widths_of(lines)
        lengths = [len(line.text) for line in lines if not line.blank]
        self._wrapped = max(lengths, default=0) <= shapes.WRAPPED_WIDTH

    def _first_day(self) -> date | None:
        """The first whole date that the note gives to anything, which its rows without a year come near."""
        for line in [line for line in self._lines if not line.blank][:_TOP]:
            for moment in moments_in(self._plain, line.start, line.end, Frame()).moments:
                if moment.kind == "day" and refusal(moment, self._plain, line.start, None) is None:
                    return moment.span.earliest
        return None

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
        if block.shape not in (Shape.PARAGRAPH, Shape.FIELD) or above is None or block.who or block.apart:
            return False
        if last.shape is Shape.ROW:
            return True
        if last.shape is not Shape.PARAGRAPH or block.shape is Shape.FIELD or block.goes_on:
            return False
        return self._wrapped or not above.text.rstrip().endswith((".", "!", "?", ":", "”", '"', "’"))

    def _block(self, line: Line, above: Line | None, last: Block | None) -> Block:
        if line.start == self._title:
            return self._title_block(line)
        block = (
            self._week_heading(line)
            or self._table_row(line, above, last)
            or self._dated(line, above, last)
            or self._labelled(line, above, last)
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
        if moment is None or (not moment.is_day and shapes.NOTHING_THEN.match(detail.text)):
            return Block(Shape.STOP, line.start, line.end)
        return self._row_of(self._heads, cells, dated, detail, moment)

    def _row_of(self, heads: Heads, cells: list[Cell], dated: Cell, detail: Cell, moment: Moment) -> Block:
        logged = heads.of(cells, Column.WRITTEN)
        day = self._first(logged.start, logged.end) if logged else None
        who, told = heads.of(cells, Column.WHO), heads.of(cells, Column.TOLD_BY)
        self._before = moment.span.earliest
        used = {logged if day else None, who, told, None if dated.says_more(moment.start, moment.end) else dated}
        return Block(
            Shape.ROW,
            detail.start,
            detail.end,
            moment,
            who.text if who else "",
            told.text.strip(" -–—?") if told else "",
            day.span.earliest if day else None,
            in_table=True,
            cells=heads.account(cells, used),
        )

    def _first(self, start: int, end: int) -> Moment | None:
        found = moments_in(self._plain, start, end, self._frame()).moments
        return found[0] if found else None

    def _frame(self) -> Frame:
        return Frame(self._week_ends or self._written, self._before)

    def _dated(self, line: Line, above: Line | None, last: Block | None) -> Block | None:
        """A line that begins with a date: a row of a log, or the heading of a day."""
        lead = shapes.LEAD.match(line.text)
        at = line.start + (lead.end() if lead else 0)
        if not re.match(r"[0-9]|[A-Za-z]{3}", line.text[at - line.start :][:3]):
            return None
        found = moments_in(self._plain, at, min(line.end, at + 80), self._frame()).moments
        if not found or found[0].start > at:
            found = moments_in(self._plain, line.start, min(line.end, at + 80), self._frame()).moments
        moment = found[0] if found and found[0].start <= at and found[0].kind in shapes.LEADS_ROWS else None
        if moment is None:
            return self._occasion(line)
        if is_only_a_date(line.text, moment, line.start):
            return self._day_heading(line, moment)
        after = line.text[moment.end - line.start :]
        if moment.kind in shapes.LOOSE and not shapes.STRONG.match(after):
            return None
        fresh = above is None or shapes.ends_here(above, line, self._widths[line.start]) or _is_row(last)
        if not fresh and not shapes.STRONG.match(after):
            return None
        return self._row(line, moment)

    def _occasion(self, line: Line) -> Block | None:
        """ "HV Mill Rd 4/12 10.40am. …": a row whose date stands behind what was done."""
        led = shapes.OCCASION.match(line.text)
        if led is None or shapes.NO_OCCASION.search(led[0]):
            return None
        at = line.start + led.end()
        found = moments_in(self._plain, at, min(line.end, at + 40), self._frame()).moments
        if not found or found[0].start > at or found[0].kind not in {"day", "slashed"}:
            return None
        if not self._text[found[0].end : line.end].strip(" :.") and not shapes.NEXT_THINGS.match(line.text):
            return self._day_heading(line, found[0])
        if not shapes.CLOCK_NEXT.match(self._text, found[0].end, line.end):
            return None
        self._before = found[0].span.earliest
        return Block(Shape.ROW, line.start, line.end, found[0])

    def _title_block(self, line: Line) -> Block:
        found = moments_in(self._plain, line.start, line.end, self._frame()).moments
        if self._of_day and found:
            self._before = found[-1].span.earliest
            return Block(Shape.DATE_HEADING, line.start, line.end, found[-1])
        return Block(Shape.STOP, line.start, line.end)

    def _week_heading(self, line: Line) -> Block | None:
        """ "Week commencing 5 October 2026", "9th - 11th October 2026": the days below it are days of that time."""
        place = shapes.WEEK_OF.search(line.text) if len(line.text) < 120 else None
        short = len(line.text) < 60 and re.search("[0-9]", line.text)
        start = line.start + (place.start() if place else 0)
        found = moments_in(self._plain, start, line.end, self._frame()).moments if place or short else ()
        first = found[0] if found and len(found) == 1 else None
        if first is None or re.search(r"\w", line.text[first.end - line.start :]):
            return None
        days = (first.span.latest - first.span.earliest).days
        range_alone = (
            first.kind == "span" and 0 < days < shapes.LONGEST_WEEK and is_only_a_date(line.text, first, line.start)
        )
        if not (first.kind == "week" or range_alone):
            return None
        self._week_ends = first.span.latest
        return Block(Shape.STOP, line.start, line.end)

    def _day_heading(self, line: Line, moment: Moment) -> Block:
        if self._letter_day is not None and line.start <= self._letter_day.start < line.end:
            return Block(Shape.STOP, line.start, line.end)
        self._before = moment.span.earliest
        return Block(Shape.DATE_HEADING, line.start, line.end, moment)

    def _row(self, line: Line, moment: Moment) -> Block:
        skipped = shapes.AFTER_DATE.match(self._text, moment.end, line.end)
        start = skipped.end() if skipped else moment.end
        chat = (
            shapes.CHAT_NAME.match(self._text, start, line.end)
            if line.text.lstrip().startswith("[") or " - " in self._text[moment.end : start]
            else None
        )
        self._before = moment.span.earliest
        if chat and not shapes.NO_CHAT.search(chat["who"]):
            return Block(Shape.ROW, chat.end(), line.end, moment, who=chat["who"].strip())
        return Block(Shape.ROW, min(start, line.end), line.end, moment)

    def _labelled(self, line: Line, above: Line | None, last: Block | None) -> Block | None:
        """A labelled line that is no account, or a heading."""
        fields = fields_of(line)
        if (
            said_by(line)
            or printed(line)
            or shapes.NO_ACCOUNT.match(line.text)
            or shapes.is_person(line)
            or shapes.NEXT_THINGS.match(line.text)
        ):
            return Block(Shape.STOP, line.start, line.end)
        happened = next((field for field in fields if self._is_of_event(field)), None)
        if happened is not None:
            moment = self._first(happened.start, min(happened.end, happened.start + 120))
            if moment:
                self._before = moment.span.earliest
                return Block(Shape.EVENT_LABEL, line.start, line.end, moment)
        if fields and fields[0].label is not Label.NARRATIVE and not shapes.tells(fields):
            return Block(Shape.STOP, line.start, line.end)
        words = line.text.strip(" *_#:")
        is_heading = len(words) <= 60 and (
            words.isupper() or line.text.rstrip().endswith(":") or re.match(r"[0-9]{1,2}[.)]\s+[A-Z][^.]*$", words)
        )
        if above is None and (last is None or last.shape in shapes.AFTER_WHICH):
            is_heading = is_heading or shapes.TITLE.fullmatch(words)
        if is_heading and not words.endswith((".", "!", "?")):
            return Block(Shape.STOP if shapes.STOPS.match(words) else Shape.HEADING, line.start, line.end)
        return None

    def _is_of_event(self, field: Field) -> bool:
        """A date that is labelled as the event's, or the only one of a record that names no other."""
        bare = field.name.casefold().strip() in shapes.BARE_DATES
        return field.label is Label.EVENT_DATE or (self._only_date and bare)

    def _says_little(self, field: Field) -> bool:
        """Whether a value is a word or two in a form ("Diagnosis: faltering growth"), and no account."""
        little = len(field.value) < 60 and not shapes.SAYS.search(field.value)
        return little and not moments_in(self._plain, field.start, field.end, self._frame()).moments

    def _told(self, line: Line) -> Block:
        fields = fields_of(line)
        named = shapes.SPEAKER.match(fields[0].name) if fields and fields[0].value else None
        if named:
            return Block(Shape.PARAGRAPH, fields[0].start, line.end, who=named["who"].strip())
        speaks = bool(fields) and shapes.is_speaker(fields[0])
        goes_on = not speaks and bool(
            shapes.TIME_LED.match(line.text)
            or shapes.BULLET.match(line.text)
            or shapes.GOES_ON.match(line.text)
            or (fields and fields[0].label is Label.NARRATIVE)
        )
        is_account = bool(fields) and bool(fields[0].value) and bool(shapes.ACCOUNT_OF.fullmatch(fields[0].name))
        if fields and not is_account and self._says_little(fields[0]):
            return Block(Shape.FIELD, line.start, line.end)
        return Block(
            Shape.PARAGRAPH,
            fields[0].start if is_account else line.start,
            line.end,
            goes_on=goes_on,
            apart=speaks or self._counts(line),
            timed=bool(shapes.TIME_LED.match(line.text)),
        )

    def _counts(self, line: Line) -> bool:
        """Whether a new line counts from the day of writing, whatever day stands above it."""
        return self._written is not None and bool(shapes.COUNTS.match(line.text))


def _is_row(block: Block | None) -> bool:
    return block is not None and block.shape is Shape.ROW
