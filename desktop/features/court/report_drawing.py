"""What is laid out and checked of a report, as it stands when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from db.domain.document_parts import Lack, missing, parts
from db.domain.findings import EMPTY, HEARSAY, LENGTH, NO_PLACE, NO_SOURCE, Finding, of_sections
from db.queries.court_documents import CourtDocument
from db.queries.documents import document_bytes
from db.session import Session
from desktop.features.court.hidden import Shown
from desktop.features.court.laying import Laid, Wanted
from desktop.features.court.report_opening import OpenedReport
from desktop.features.court.written import build_written
from desktop.infra.writer import careful_words
from desktop.reporting.report import WrittenReport, as_copy

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage

_KINDS = {
    Lack.EMPTY: EMPTY,
    Lack.TOO_LONG: LENGTH,
    Lack.NO_SPEAKER: HEARSAY,
    Lack.NOT_CITED: NO_SOURCE,
    Lack.NO_PLACE: NO_PLACE,
}


class Papers:
    """The papers that were looked at while a page is open: each look is on record, and one is enough."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[UUID, bytes] = {}

    def look(self, session: Session, child_id: UUID, document_id: UUID) -> bytes:
        """The bytes of a paper, which never change."""
        with self._lock:
            known = self._known.get(document_id)
        if known is None:
            known = document_bytes(session, child_id, document_id)
            with self._lock:
                self._known[document_id] = known
        return known


def report_of(
    session: Session,
    opened: OpenedReport,
    fields: Mapping[str, str],
    version: int,
    papers: Papers,
    *,
    changed: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> WrittenReport:
    """The report with these fields, named by the version that they are, or from which they were changed."""
    now = datetime.now().astimezone()
    kind = opened.template.kind
    document = CourtDocument(kind, opened.children, opened.proceedings_id, version, fields, "", now, version)
    made = build_written(session, opened.children[0], document, opened.template, cancelled=cancelled, look=papers.look)
    return replace(made, version=f"{version}, changed since") if version and changed else made


def wanted_of(page: ReportPage) -> Wanted | None:
    """What is to be laid out and checked; None while nothing is open."""
    opened, keeping = page.opened, page.keeping
    if opened is None or keeping is None:
        return None
    fields = dict(keeping.fields)
    making = partial(report_of, page.session, opened, fields, keeping.version, page.papers, changed=keeping.touched)
    texts = {name: text for name, text in fields.items() if _printed(name)}
    draw = partial(_draw, making, opened.children, texts)
    return Wanted(draw, partial(draw, copy=True), partial(_check, opened, fields, page.desk.writer.profession))


def _draw(
    making: Callable[..., WrittenReport],
    children: tuple[UUID, ...],
    texts: Mapping[str, str],
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
    *,
    copy: bool = False,
) -> Laid:
    from desktop.reporting.written import render_written  # noqa: PLC0415 (ReportLab on the first preview)

    made = making(cancelled=cancelled)
    if copy:
        made = as_copy(made)
    shown = Shown(
        title=made.title,
        children=children,
        entries={cited.entry_id: cited.version for cited in made.cited if cited.entry_id is not None},
        texts=texts,
        as_at=made.record_as_at,
        audit_seq=made.audit_seq,
        audit_head=made.audit_head,
    )
    return Laid(render_written(made, cancelled=cancelled, progress=progress), shown)


def _check(opened: OpenedReport, fields: Mapping[str, str], profession: str) -> tuple[Finding, ...]:
    known = parts(opened.template, opened.children, fields)
    texts = [(part.field, fields.get(part.field, "")) for part in known]
    facts = frozenset(part.field for part in known if part.section.voice == "fact")
    lacks = missing(opened.template, opened.children, fields)
    return (
        *(Finding(_KINDS[one.lack], one.part.field, one.words) for one in lacks),
        *of_sections(texts, facts=facts, profession=profession, words=careful_words()),
    )


def _printed(name: str) -> bool:
    return not name.startswith("cite:") and (not name.startswith("exhibit:") or name.endswith(":title"))
