"""Taking lists away, on record before a file is there: those by stage, what is missing, and how complete each fact is.

The lists by stage go as one Excel file or one of them as a PDF, the others as an Excel file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from db.commands.missing import note_missing
from db.commands.stages import note_stages
from db.domain.missing import gap_in_words
from db.domain.stages import STAGES, Stage
from db.queries.missing import MissingFact, Share, fact_shares, missing_facts
from db.queries.staff import Me, who_am_i
from db.queries.stages import StageLine, StageLists
from db.session import Session
from desktop.features.missing.share_lines import lines_of
from desktop.features.missing.shares_pane import MONTHS
from desktop.features.missing.stage_lines import born, sex
from desktop.features.missing.stages_pane import left_out_in_words, listed, span_in_words
from desktop.infra.saving import write_whole
from desktop.models.words import age_in_words, count, day_in_words
from desktop.reporting.list_book import ListBook, ListSheet, Value, render_book
from desktop.reporting.report import ListedChild, ListReport

FILES = {"excel": ("xlsx", "Excel file (*.xlsx)"), "pdf": ("pdf", "PDF (*.pdf)")}


@dataclass(frozen=True, slots=True)
class Taken:
    """The file that was written, how many lines are in it, and what is not, in words."""

    path: Path
    lines: int
    left_out: str


def take_excel(session: Session, days: tuple[date, date], path: Path) -> Taken:
    """All stages of these days as an Excel file."""
    found, as_at = listed(session, days, "excel"), datetime.now().astimezone()
    content = render_book(stage_book(found, who_am_i(session), days, as_at))
    return _kept(session, found, len(found.lines), content, path)


def take_pdf(session: Session, days: tuple[date, date], stage: str, path: Path) -> Taken:
    """One stage of these days as a PDF."""
    from desktop.reporting.child_list import render_list  # noqa: PLC0415 (ReportLab on the first page)

    found, as_at = listed(session, days, "pdf"), datetime.now().astimezone()
    document = render_list(stage_report(found, who_am_i(session), days, stage, as_at))
    return _kept(session, found, len(found.of(stage)), document.pdf, path)


def _kept(session: Session, found: StageLists, lines: int, content: bytes, path: Path) -> Taken:
    note_stages(session, found.ticket, lines, hashlib.sha256(content).hexdigest())
    write_whole(path, content)
    return Taken(path, lines, left_out_in_words(found.left_out))


def stage_book(found: StageLists, me: Me, days: tuple[date, date], as_at: datetime) -> ListBook:
    """The lists with their heads, a sheet a stage."""
    sheets = tuple(
        ListSheet(stage.name, tuple(head for head, _ in _facts(stage, None)), tuple(_rows(found.of(key), stage)))
        for key, stage in STAGES.items()
    )
    left_out = left_out_in_words(found.left_out) or _NONE_LEFT_OUT
    return _book("Lists by stage", me, span_in_words(*days), left_out, as_at, *sheets)


def _book(title: str, me: Me, span: str, left_out: str, as_at: datetime, *sheets: ListSheet) -> ListBook:
    whose = f"Children of {me.team}" if me.role in ("manager", "support") and me.team else f"Children of {me.name}"
    return ListBook(title, me.authority, me.name, me.job_title, whose, span, left_out, as_at, sheets)


def take_gaps(session: Session, path: Path) -> Taken:
    """What is missing now as an Excel file; of sealed files nothing leaves."""
    found, as_at = missing_facts(session), datetime.now().astimezone()
    content = render_book(gaps_book(found, who_am_i(session), as_at))
    lines, hidden = [gap for gap in found if not gap.sealed], {gap.child_id for gap in found if gap.sealed}
    note_missing(session, "gaps", len(lines), hashlib.sha256(content).hexdigest())
    write_whole(path, content)
    return Taken(path, len(lines), _hidden_in_words(len(hidden)))


def take_shares(session: Session, path: Path) -> Taken:
    """How complete each fact was in each month as an Excel file: numbers alone."""
    found, as_at = fact_shares(session, MONTHS), datetime.now().astimezone()
    book = shares_book(found, who_am_i(session), as_at)
    content = render_book(book)
    lines = len(book.sheets[0].rows)
    note_missing(session, "shares", lines, hashlib.sha256(content).hexdigest())
    write_whole(path, content)
    return Taken(path, lines, "")


def gaps_book(found: tuple[MissingFact, ...], me: Me, as_at: datetime) -> ListBook:
    """A line a gap, by child, without those of sealed files."""
    rows = tuple(
        (
            gap.reference,
            gap.name,
            age_in_words(gap.born, gap.expected_on, as_at.date(), gap.born_latest),
            gap_in_words(gap.fact, gap.weeks),
            gap.worker or "nobody allocated",
            gap.team,
        )
        for gap in found
        if not gap.sealed
    )
    sheet = ListSheet("What is missing", ("Reference", "Name", "Age", "Missing", "Worker", "Team"), rows)
    hidden = len({gap.child_id for gap in found if gap.sealed})
    left_out = _hidden_in_words(hidden) or "Of a sealed file nothing leaves"
    return _book("What is missing", me, span_in_words(as_at.date(), as_at.date()), left_out, as_at, sheet)


def shares_book(found: tuple[Share, ...], me: Me, as_at: datetime) -> ListBook:
    """A line for each fact and month, the newest month first."""
    rows = tuple(
        (line.label, share.day, share.recorded, share.children, share.children - share.recorded, share.percent)
        for line in lines_of(found)
        for share in reversed(line.shares)
    )
    heads = ("Fact", "Day", "Recorded", "Children", "Missing of them", "Per cent complete")
    first = min((share.day for share in found), default=as_at.date())
    now = "of the children whose files are on this list now"
    team = ", and of the team's whose files were closed since" if me.role in ("manager", "support") else ""
    counted = f"Reckoned from what was recorded by each day, {now}{team}"
    span = span_in_words(first, as_at.date())
    title = "How complete each fact is"
    return _book(title, me, span, counted, as_at, ListSheet(title, heads, rows))


def _hidden_in_words(number: int) -> str:
    files = count(number, "sealed file", "sealed files")
    return f"{files} left out: of a sealed file nothing leaves." if number else ""


def _rows(lines: tuple[StageLine, ...], stage: Stage) -> Iterator[tuple[Value, ...]]:
    for line in lines:
        yield tuple(value for _, value in _facts(stage, line))


def _facts(stage: Stage, line: StageLine | None) -> Iterator[tuple[str, Value]]:
    """The heads of a stage and what a line has under each; without a line the heads alone count."""
    one = line or _NOBODY
    yield "Reference", one.reference
    yield "Name", one.name
    yield "Born", one.born if one.born is not None and not one.born_words else born(one)
    yield "Sex", sex(one)
    yield "Ethnicity", one.ethnicity
    yield stage.began, one.from_words or one.from_on
    for head, value in (
        (stage.ended, one.to_on), (stage.what, one.what), (stage.more, one.more), (stage.other, one.other_on),
        (stage.seen, one.seen_on), (stage.alone, one.alone_on), (stage.times, one.times),
    ):  # fmt: skip
        if head:
            yield head, value
    yield "Worker", one.worker or "nobody allocated"
    yield "Team", one.team
    yield "File", "closed" if one.closed else "open"


def stage_report(found: StageLists, me: Me, days: tuple[date, date], stage: str, as_at: datetime) -> ListReport:
    """One stage as a list of children, by name."""
    lines = sorted(found.of(stage), key=lambda line: (line.name.casefold(), line.from_on))
    title = f"{STAGES[stage].name} {span_in_words(*days)}"
    listed_ = [_listed(line, STAGES[stage]) for line in lines]
    if found.left_out:
        listed_.append(ListedChild("Not listed", "", (left_out_in_words(found.left_out),), ()))
    return ListReport(title, me.authority, me.name, me.job_title, as_at, tuple(listed_))


def _listed(line: StageLine, stage: Stage) -> ListedChild:
    skipped = {"Reference", "Name", "Born", "Sex", "Ethnicity", "Worker", "Team", "File"}
    days = [(head, _said(value)) for head, value in _facts(stage, line) if head not in skipped]
    facts = f"{sex(line)}, ethnicity: {line.ethnicity or 'not recorded'}"
    who = f"{line.reference} · {line.worker or 'nobody allocated'} · {line.team}"
    told = "; ".join(f"{head.lower()} {said}" for head, said in days if said)
    return ListedChild(f"{line.name}, born {born(line)}", who, (f"{told[:1].upper()}{told[1:]}.",), (facts,))


def _said(value: Value) -> str:
    return day_in_words(value) if isinstance(value, date) else str(value if value is not None else "")


_NONE_LEFT_OUT = "No sealed file of these children is left out"
_DAY = date(2000, 1, 1)
_NOBODY = StageLine(
    "", UUID(int=0), "", "", None, "", None, "U", "", "", "", "", False, False, _DAY, "", None, "", "",
    None, None, None, None,
)  # fmt: skip
