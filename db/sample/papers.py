"""Papers of the sample: each child on a plan has a current safety plan and the one before it, and some a letter.

They are made after everything else with chances of their own, so that nothing of the stories moves by them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from random import Random
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from db.sample.family import Child, Family
from db.sample.rows import Document, DocumentChild, EntryChild, EntryDocument, Period, Rows, Staff, Version
from db.sample.words import read

_PLANNED_AT = frozenset({"conference", "meeting", "visit", "decision", "strategy", "home"})
"""Kinds of entry at which a safety plan is written or gone through."""
_SCHOOL = frozenset({"school", "education"})
_LETTERS = 0.35
_REVIEWED = timedelta(days=60)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    ' Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
}


@dataclass(slots=True)
class _Desk:
    """What the papers are made from."""

    rows: Rows
    rng: Random
    staff: dict[UUID, str]
    entries: dict[UUID, list[Version]]
    words: dict[str, Any]

    def key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def add_papers(rows: Rows, families: Iterable[Family], seed: int) -> None:
    """Adds the papers of all children who are on a plan now."""
    rng = Random(f"papers {seed}")  # noqa: S311 (repeatable on purpose)
    desk = _Desk(rows, rng, {one.staff_id: one.name for one in rows.of(Staff)}, _entries(rows), read("papers"))
    plans = {
        period.child_id: period for period in rows.of(Period) if period.kind == "plan" and not period.ends_earliest
    }
    for family in families:
        for child in family.children:
            plan = plans.get(child.row.person_id)
            if child.file is not None and plan is not None and plan.begins_earliest is not None:
                _safety_plans(desk, family, child, plan.begins_earliest)
                if rng.random() < _LETTERS:
                    _letter(desk, family, child)


def _entries(rows: Rows) -> dict[UUID, list[Version]]:
    """Each child's entries in their newest version by day, those of legal advice left out."""
    newest: dict[UUID, Version] = {}
    for version in rows.of(Version):
        if version.entry_id not in newest or newest[version.entry_id].version < version.version:
            newest[version.entry_id] = version
    by_child: dict[UUID, list[Version]] = defaultdict(list)
    for link in rows.of(EntryChild):
        if not newest[link.entry_id].legal_advice:
            by_child[link.child_id].append(newest[link.entry_id])
    for versions in by_child.values():
        versions.sort(key=lambda version: (version.occurred_earliest, version.entry_id))
    return by_child


def _safety_plans(desk: _Desk, family: Family, child: Child, began: date) -> None:
    """The plan made when it began, and the one that took its place at a later visit or meeting, if there was one."""
    fitting = [
        version
        for version in desk.entries[child.row.person_id]
        if version.kind in _PLANNED_AT and version.occurred_earliest >= began and version.occurred_precision != "range"
    ]
    if not fitting:
        return
    later = [one for one in fitting if one.occurred_earliest >= fitting[0].occurred_earliest + _REVIEWED // 2]
    current = _safety_plan(desk, family, child, (later or fitting)[-1])
    if later:
        _safety_plan(desk, family, child, fitting[0]).superseded_by = current.document_id


def _safety_plan(desk: _Desk, family: Family, child: Child, version: Version) -> Document:
    bank = desk.words["safety_plan"]["cared" if child.with_carers else "home"]
    day = version.occurred_earliest
    review = day + _REVIEWED
    filled = _names(family, child, desk.staff[version.author_id]) | {"review": _day(review)}
    count = min(5, len(bank["agreed"]))
    lines = [
        f"Safety plan for {child.given}",
        f"Agreed on {_day(day)} by {filled['carer' if child.with_carers else 'mother']} and {filled['worker']}.",
        "Why we need a plan",
        desk.rng.choice(bank["why"]),
        "What we agreed",
        *desk.rng.sample(bank["agreed"], count),
        "What {child} knows and said",
        desk.rng.choice(bank["child"]),
        "We look at this again by {review}, or at once when something changes.",
    ]
    lines = [line.format(**filled) for line in lines]
    name = f"Safety plan {child.given} {day:%Y-%m-%d}.docx"
    return _keep(desk, child, version, name, "safety_plan", _WORD, word_document(lines), "\n".join(lines))


def _letter(desk: _Desk, family: Family, child: Child) -> None:
    """An e-mail of the school, on an entry in which school told something."""
    told = [version for version in desk.entries[child.row.person_id] if version.kind in _SCHOOL]
    if not told:
        return
    version, bank = told[-1], desk.words["email"]
    filled = _names(family, child, desk.staff[version.author_id])
    day = version.occurred_earliest
    message = EmailMessage()
    message["From"] = "Office <office@school.example>"
    message["To"] = "duty@council.example"
    message["Date"] = datetime(day.year, day.month, day.day, 15, 40)
    message["Subject"] = desk.rng.choice(bank["subject"]).format(**filled)
    body = "\n".join(line.format(**filled) for line in desk.rng.sample(bank["body"], 3))
    message.set_content(body, cte="8bit")
    heads = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject"))
    _keep(
        desk, child, version, f"E-mail {day:%Y-%m-%d}.eml", "email", "message/rfc822", message.as_bytes(),
        f"{heads}\n{body}\n",
    )  # fmt: skip


def _keep(  # noqa: PLR0917
    desk: _Desk, child: Child, version: Version, name: str, kind: str, media_type: str, content: bytes, text: str
) -> Document:
    """The paper, for this child, on this entry."""
    rows = desk.rows
    added = version.recorded_at + timedelta(minutes=4)
    document = rows.add(
        Document(
            desk.key(), hashlib.sha256(content).digest(), name, media_type, content, text, kind,
            version.occurred_earliest, None, version.author_id, added,
        )
    )  # fmt: skip
    rows.add(DocumentChild(document.document_id, child.row.person_id))
    rows.add(EntryDocument(version.entry_id, document.document_id, added))
    return document


def _names(family: Family, child: Child, worker: str) -> dict[str, str]:
    return family.names | {"child": child.given, "worker": worker, "school": "school"}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def word_document(lines: Iterable[str]) -> bytes:
    """A small Word document, a paragraph for each line; the same bytes for the same lines."""
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    body = f'<w:document xmlns:w="{_SPACE}"><w:body>{paragraphs}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (_PARTS | {"word/document.xml": body}).items():
            info = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return out.getvalue()
