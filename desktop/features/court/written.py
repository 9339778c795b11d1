"""A report or statement put together out of its texts, its template and the record; it knows no Qt.

Each fact is read from files that are open: what a citation leads to is named as it stands today, also where that is no
longer what was cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from uuid import UUID

from db.domain.document_parts import (
    Lack,
    Missing,
    Part,
    PartCount,
    counts,
    missing,
    paragraphs,
    parts,
    word_count,
)
from db.domain.document_template import DocumentTemplate
from db.errors import Refused
from db.queries.chronology import audit_head
from db.queries.court_documents import CourtDocument, page_limits
from db.queries.documents import document_bytes, documents_of_child
from db.queries.files import child_summary
from db.queries.people import people_of
from db.queries.staff import who_am_i
from db.session import Session
from desktop.features.court.citing import Citation, cite, cited_entries
from desktop.features.court.selection import born_in_words
from desktop.reporting.family import Family, family_at
from desktop.reporting.report import Cancelled, Exhibit, ReportSection, Voice, WrittenReport, never
from desktop.reporting.word_marks import Heading

_YES = "yes"
_NO_MORE = "a child whom this document no longer concerns"
_EXHIBIT = re.compile(r"exhibit:([1-9][0-9]{0,3})")
_PAGE = re.compile(r"[1-9][0-9]{0,4}")


def build_written(
    session: Session,
    child_id: UUID,
    document: CourtDocument,
    template: DocumentTemplate,
    *,
    author: str = "",
    cancelled: Callable[[], bool] = never,
    look: Callable[[Session, UUID, UUID], bytes] = document_bytes,
) -> WrittenReport:
    """The report of a document as it stands in the value given; runs off the interface thread.

    The files of all its children must be open. `author` signs it, otherwise the signed-in person; `look` gives the
    bytes of a paper. Raises Refused for an exhibit that cannot be bound in, NotPermitted, Cancelled.
    """
    as_at = datetime.now().astimezone()
    me, fields = who_am_i(session), document.fields
    children = in_order(child_id, document.children)
    heads = {child: child_summary(session, child) for child in children}
    _stop(cancelled)
    sections = sections_of(template, {child: heads[child].name for child in children}, fields)
    text = "\n".join(paragraph for section in sections for paragraph in section.paragraphs)
    cited = cited_entries(session, children, fields, text)
    _stop(cancelled)
    exhibits = tuple(_exhibits(session, children, fields, cancelled, look))
    limit = page_limits(session).get(template.page_limit)
    head = audit_head(session)
    return WrittenReport(
        case_number=fields.get("case_number", ""),
        court=fields.get("court", ""),
        children=tuple((heads[child].name, born_in_words(heads[child])) for child in children),
        reference=", ".join(heads[child].reference for child in children),
        authority=me.authority,
        author=author or me.name,
        author_role=fields.get("author_role", "") or ("" if author else me.job_title),
        prepared_on=as_at.date(),
        record_as_at=as_at,
        version=str(document.version) if document.version else "",
        title=fields.get("title", "").strip() or template.title,
        sections=sections,
        cited=cited,
        audit_seq=head.seq,
        audit_head=head.hash,
        statement=template.statement,
        recipients=fields.get("recipients", ""),
        family=_family(session, child_id, as_at.date()) if fields.get("genogram") == _YES else None,
        exhibits=exhibits,
        section_letter=fields.get("section_letter", ""),
        first_page=_first_page(fields.get("first_page", "")),
        page_limit=limit.pages if limit else None,
    )


def in_order(child_id: UUID, children: Sequence[UUID]) -> tuple[UUID, ...]:
    """The children of a document, the one in whose file it is read first."""
    return tuple(dict.fromkeys((child_id, *children)))


def headings(template: DocumentTemplate, names: Mapping[UUID, str], fields: Mapping[str, str]) -> tuple[Heading, ...]:
    """All headings that the document can have, whether anything is written under them or not."""
    return tuple(heading for heading, _ in headed(template, names, fields))


def sections_of(
    template: DocumentTemplate, names: Mapping[UUID, str], fields: Mapping[str, str]
) -> tuple[ReportSection, ...]:
    """The sections as they are printed. A heading without words stays where they are required, or stand below it."""
    found: list[ReportSection] = []
    for heading, part in reversed(tuple(headed(template, names, fields))):
        words = paragraphs(fields.get(part.field, "")) if part else ()
        below = bool(found) and found[-1].level > heading.level
        if words or below or (part is not None and part.section.required):
            voice = Voice(part.section.voice) if part else Voice.PLAIN
            found.append(ReportSection(heading.key, heading.title, words, voice, heading.level))
    return tuple(reversed(found))


def headed(
    template: DocumentTemplate, names: Mapping[UUID, str], fields: Mapping[str, str]
) -> Iterator[tuple[Heading, Part | None]]:
    """The headings in their order, each with the part whose text stands right under it; one child needs no name."""
    ways = _ways(template) if len(names) > 1 else {}
    titled: set[str] = set()
    for part in parts(template, tuple(names), fields):
        section = part.section
        name = names.get(part.child, _NO_MORE) if part.child else ""
        way = _Way.NAMED if part.lost and name else ways.get(section.key, _Way.TITLE)
        if way is _Way.BELOW:
            if section.key not in titled:
                titled.add(section.key)
                yield Heading(section.key, section.heading, 1), None
            yield Heading(part.key, name, 2), part
        else:
            title = f"{section.heading}: {name}" if way is _Way.NAMED else section.heading
            yield Heading(part.key, title, section.level), part


class _Way(Enum):
    """How a section of several children is headed: by its title, by title and name, or by names below its title."""

    TITLE = 0
    NAMED = 1
    BELOW = 2


def _ways(template: DocumentTemplate) -> dict[str, _Way]:
    """Each child's group of parts has the name in its first heading; a part without a group has the names below it."""
    found: dict[str, _Way] = {}
    above = template.sections[0]
    for section in template.sections:
        if section.level == 1:
            above = section
            found[section.key] = _Way.BELOW if section.each_child else _Way.TITLE
        elif above.each_child:
            found[above.key] = _Way.NAMED
        elif section.each_child:
            found[section.key] = _Way.NAMED
    return found


def _exhibits(
    session: Session,
    children: Sequence[UUID],
    fields: Mapping[str, str],
    cancelled: Callable[[], bool],
    look: Callable[[Session, UUID, UUID], bytes],
) -> Iterator[Exhibit]:
    """The papers that are bound in, by their numbers; each look at one is on record."""
    wanted = sorted((int(found[1]), value) for key, value in fields.items() if (found := _EXHIBIT.fullmatch(key)))
    names: dict[UUID, tuple[UUID, str]] = {}
    for child in children if wanted else ():
        for line in documents_of_child(session, child):
            names.setdefault(line.document_id, (child, line.name))
    for number, value in wanted:
        _stop(cancelled)
        place = names.get(_id(value))
        if place is None:
            raise Refused(
                f"Exhibit {number} is not in this file, or you may not see it: take it out or choose another."
            )
        pdf = look(session, place[0], _id(value))
        if b"%PDF-" not in pdf[:1024]:
            raise Refused(f"Exhibit {number} is not a PDF, so it cannot be bound in: add it to the file as a PDF.")
        title = fields.get(f"exhibit:{number}:title", "").strip() or PurePath(place[1]).stem
        yield Exhibit(f"Exhibit {number}", title, pdf)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        return UUID(int=0)


def _family(session: Session, child_id: UUID, today: date) -> Family:
    return family_at(people_of(session, child_id), today)


def _first_page(words: str) -> int:
    return int(words) if _PAGE.fullmatch(words) else 1


def _stop(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


__all__ = [
    "Citation", "Heading", "Lack", "Missing", "Part", "PartCount", "build_written", "cite", "counts", "headed",
    "headings", "in_order", "missing", "parts", "sections_of", "word_count",
]  # fmt: skip
