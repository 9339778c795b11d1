"""Taking the lists by stage away: all of them as an Excel file, or one as a PDF, on record before a file is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from db.commands.stages import note_stages
from db.domain.stages import STAGES, Stage
from db.queries.staff import Me, who_am_i
from db.queries.stages import StageLine, StageLists
from db.session import Session
from desktop.features.missing.stage_lines import born, sex
from desktop.features.missing.stages_pane import left_out_in_words, listed, span_in_words
from desktop.infra.saving import write_whole
from desktop.models.words import day_in_words
from desktop.reporting.report import ListedChild, ListReport
from desktop.reporting.stage_book import StageBook, StageSheet, Value, render_book

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


def stage_book(found: StageLists, me: Me, days: tuple[date, date], as_at: datetime) -> StageBook:
    """The lists with their heads, a sheet a stage."""
    sheets = tuple(
        StageSheet(stage.name, tuple(head for head, _ in _facts(stage, None)), tuple(_rows(found.of(key), stage)))
        for key, stage in STAGES.items()
    )
    whose = f"Children of {me.team}" if me.role in ("manager", "support") and me.team else f"Children of {me.name}"
    left_out = left_out_in_words(found.left_out) or "No sealed file of these children is left out"
    return StageBook(me.authority, me.name, me.job_title, whose, span_in_words(*days), left_out, as_at, sheets)


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


_DAY = date(2000, 1, 1)
_NOBODY = StageLine(
    "", UUID(int=0), "", "", None, "", None, "U", "", "", "", "", False, False, _DAY, "", None, "", "",
    None, None, None, None,
)  # fmt: skip
