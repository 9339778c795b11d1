"""Filing a document: its pages as they are, for good, with what they show and why each finding may stand.

The text of the pages is compared with what is hidden once more at the filing, on the server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.changes import Changes
from db.commands.court_check import announce
from db.domain.court_check import fold
from db.domain.entry import cleaned
from db.errors import Conflict
from db.session import WRITE_SECONDS, Session

_BYTES_A_SECOND = 200_000
"""What a poor line carries."""
_CHANGED = (
    "The document, or an entry that it shows, was changed since these pages were made. Nothing was filed: make the "
    "pages again and look at them."
)


@dataclass(frozen=True, slots=True)
class FiledFinding:
    """A finding that was accepted, or a hidden detail that was released: of which kind, on whose word, and why."""

    kind: str
    what: str
    reason: str
    said_by: str


@dataclass(frozen=True, slots=True)
class FileDocument:
    """Files the newest version, `version`, of a document with these pages.

    `page_texts` are the words of each page as they can be read out of `pdf`; `entries` the version of each entry that
    the pages show; `as_at` and the seal what the pages print. `recipients` only for a copy outside the court.
    """

    filed_id: UUID
    child_id: UUID
    document_id: UUID
    children: tuple[UUID, ...]
    version: int
    pdf: bytes = field(repr=False)
    page_texts: Sequence[str] = field(repr=False)
    entries: Mapping[UUID, int]
    as_at: datetime
    audit_seq: int
    audit_head: str
    title: str
    case_number: str = ""
    court: str = ""
    recipients: str = ""
    approved_by: str = ""
    findings: tuple[FiledFinding, ...] = ()
    check_id: UUID = field(default_factory=uuid4)


def file_document(session: Session, wish: FileDocument) -> Changes:
    """The number of the filing is the `version` of the changes. NotPermitted; Refused, also for a hidden detail that no
    second person has released; Conflict if something was changed meanwhile; OutcomeUnknown (sending again is safe)."""
    folded = fold(wish.page_texts).text
    announce(session, wish.check_id, wish.child_id, wish.children, folded)
    facts = {
        "title": wish.title,
        "case_number": wish.case_number,
        "court": wish.court,
        "recipients": wish.recipients,
        "approved_by": wish.approved_by,
        "findings": [asdict(finding) for finding in wish.findings],
    }
    wanted = call(
        "file_court_document",
        filed=wish.filed_id,
        child=wish.child_id,
        document=wish.document_id,
        version=wish.version,
        check=wish.check_id,
        text=folded,
        pdf=wish.pdf,
        sha256=hashlib.sha256(wish.pdf).hexdigest(),
        pages=len(wish.page_texts),
        as_at=wish.as_at,
        seq=sa.cast(wish.audit_seq, sa.BigInteger),
        head=wish.audit_head,
        entries=sa.literal({str(entry): version for entry, version in wish.entries.items()}, JSONB),
        facts=sa.literal(cleaned(facts), JSONB),
    )
    seconds = max(WRITE_SECONDS, 60.0) + len(wish.pdf) / _BYTES_A_SECOND
    try:
        number = session.write(
            lambda connection: int(connection.execute(sa.select(wanted)).scalar_one()), seconds=seconds
        )
    except Conflict as error:
        raise Conflict(_CHANGED, reference=error.reference) from None
    return Changes(frozenset({"court_document", "filed"}), frozenset({wish.child_id, *wish.children}), wish.filed_id,
                   number)  # fmt: skip
