"""The check before filing as the window shows it: what is found, kind by kind, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from db.commands.changes import Changes
from db.commands.court_documents import AnswerFinding, answer_finding
from db.domain.court_chronology import Choice
from db.domain.findings import KINDS, Finding, printed_texts
from db.queries.court_documents import FindingAnswer
from db.session import Session


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind, in the order of the document."""

    kind: str
    words: str
    findings: tuple[Finding, ...]


def groups(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by kind, in the order in which the kinds are told of."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    order = [*(kind for kind in KINDS if kind in by_kind), *(kind for kind in by_kind if kind not in KINDS)]
    return tuple(Group(kind, KINDS.get(kind, kind), tuple(by_kind[kind])) for kind in order)


def entry_of_place(place: str) -> UUID | None:
    """The entry at which a finding is, None if it is one of the whole document."""
    what, _, entry_id = place.partition(":")
    return UUID(entry_id) if what == "entry" else None


def open_by_entry(findings: Iterable[Finding], answers: Mapping[str, FindingAnswer]) -> dict[UUID, int]:
    """How many findings of each entry nobody has accepted."""
    counted: dict[UUID, int] = {}
    for finding in findings:
        entry_id = entry_of_place(finding.place)
        if entry_id is not None and finding.key not in answers:
            counted[entry_id] = counted.get(entry_id, 0) + 1
    return counted


def texts_of(fields: Mapping[str, str], chosen: Sequence[Choice]) -> dict[str, str]:
    """Every text that is printed, under its place as findings name it."""
    texts = {
        f"entry:{choice.candidate.entry_id}": "\n\n".join((*printed_texts(choice), choice.reference)).strip()
        for choice in chosen
    }
    return texts | {name: text for name, text in fields.items() if ":" not in name}


def answer_all(
    session: Session, child_id: UUID, document_id: UUID, findings: Sequence[Finding], reason: str
) -> Changes | None:
    """Accept findings for one reason, or with an empty one take back what was said of them."""
    told: Changes | None = None
    for finding in {finding.key: finding for finding in findings}.values():
        wish = AnswerFinding(uuid4(), child_id, document_id, finding.key, finding.kind, finding.hidden, reason)
        told = answer_finding(session, wish)
    return told
