"""What is laid out and checked of a chronology, as it stands when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from db.domain.court_chronology import Choice
from db.domain.findings import Finding, of_chronology
from desktop.features.court.checking import texts_of
from desktop.features.court.hidden import Shown
from desktop.features.court.laying import Laid, Wanted, included
from desktop.features.court.opening import Opened
from desktop.features.court.selection import report_of
from desktop.infra.writer import careful_words
from desktop.reporting.report import ChronologyReport, as_copy

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage


def wanted_of(page: CourtPage) -> Wanted | None:
    """What is to be laid out and checked, as it stands now; None while nothing is open."""
    facts, opened, keeping = page.facts, page.opened, page.keeping
    if facts is None or opened is None or keeping is None:
        return None
    fields, chosen = dict(keeping.fields), tuple(page.lines.choices)
    version = "" if not keeping.version else f"{keeping.version}{', changed since' if keeping.touched else ''}"
    report = partial(report_of, facts, fields, page.choosing.span, chosen, version=version)
    profession, inside = page.desk.writer.profession, included(chosen)
    shown = Shown(
        title=fields.get("title", "Chronology"),
        children=(facts.child.child_id,),
        entries={choice.candidate.entry_id: choice.candidate.version for choice in inside},
        texts=texts_of(fields, inside),
        as_at=facts.as_at,
        audit_seq=facts.head.seq,
        audit_head=facts.head.hash,
    )
    check = partial(_check, opened, inside, profession)
    return Wanted(partial(_draw, report, shown), partial(_draw, lambda: as_copy(report()), shown), check)


def _check(opened: Opened, chosen: tuple[Choice, ...], profession: str) -> tuple[Finding, ...]:
    return of_chronology(chosen, issued_on=opened.issued_on, profession=profession, words=careful_words())


def _draw(
    report: Callable[[], ChronologyReport],
    shown: Shown,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> Laid:
    from desktop.reporting.chronology import render_chronology  # noqa: PLC0415 (ReportLab on the first preview)

    return Laid(render_chronology(report(), cancelled=cancelled, progress=progress), shown)
