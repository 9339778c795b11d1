"""The rows of the sample, one small class a table, with the table's columns as fields.

Loading is then the same few lines for every table. The classes are mutable, because a period or a file is finished
only when its story is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, TypeVar, cast
from uuid import UUID


@dataclass(slots=True)
class Row:
    """One row of the table that `table` names."""

    table: ClassVar[str] = ""


@dataclass(slots=True)
class Team(Row):
    """A team."""

    table: ClassVar[str] = "core.team"
    team_id: UUID
    name: str


@dataclass(slots=True)
class Staff(Row):
    """A member of staff."""

    table: ClassVar[str] = "core.staff"
    staff_id: UUID
    login: str
    name: str
    role: str
    job_title: str
    team_id: UUID | None
    front_door: bool
    duty: bool
    added_at: datetime


@dataclass(slots=True)
class StaffAddress(Row):
    """Where a member of staff lives."""

    table: ClassVar[str] = "core.staff_address"
    staff_id: UUID
    house: str
    postcode: str


@dataclass(slots=True)
class Person(Row):
    """Anybody."""

    table: ClassVar[str] = "core.person"
    person_id: UUID
    sex: str
    recorded_by: UUID
    recorded_at: datetime
    pronouns: str = ""
    born_earliest: date | None = None
    born_latest: date | None = None
    born_words: str = ""
    expected_on: date | None = None
    died_earliest: date | None = None
    died_latest: date | None = None
    died_words: str = ""
    ethnicity: str = ""
    first_language: str = ""
    communication_needs: str = ""
    nhs_number: str | None = None
    upn: str | None = None


@dataclass(slots=True)
class Name(Row):
    """One name of a person; its folded forms are made on the server."""

    table: ClassVar[str] = "core.person_name"
    name_id: UUID
    person_id: UUID
    kind: str
    given: str
    family: str
    from_on: date | None
    to_on: date | None
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class Address(Row):
    """A place that may be known."""

    table: ClassVar[str] = "core.address"
    address_id: UUID
    lines: str
    postcode: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class Residence(Row):
    """Who lived where, from when to when."""

    table: ClassVar[str] = "core.residence"
    residence_id: UUID
    person_id: UUID
    address_id: UUID
    from_on: date | None
    to_on: date | None
    recorded_by: UUID
    recorded_at: datetime
    kind: str = "home"


@dataclass(slots=True)
class ContactDetail(Row):
    """A telephone number or address of e-mail."""

    table: ClassVar[str] = "core.contact_detail"
    contact_detail_id: UUID
    person_id: UUID
    kind: str
    value: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class Confidential(Row):
    """A detail that somebody must not learn, from whom it is kept and why."""

    table: ClassVar[str] = "core.confidential_detail"
    confidential_detail_id: UUID
    person_id: UUID
    kind: str
    value: str
    postcode: str
    hidden_from: list[UUID]
    why: str
    from_on: date | None
    child_id: UUID
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class Relationship(Row):
    """`person_id` is `kind` of `other_id`."""

    table: ClassVar[str] = "core.relationship"
    relationship_id: UUID
    person_id: UUID
    other_id: UUID
    kind: str
    recorded_by: UUID
    recorded_at: datetime
    parental_responsibility: bool = False
    responsibility_how: str = ""
    certain: bool = True
    same_household: bool = False
    from_on: date | None = None
    to_on: date | None = None


@dataclass(slots=True)
class Warning(Row):
    """A warning on a person or an address."""

    table: ClassVar[str] = "core.warning"
    warning_id: UUID
    person_id: UUID | None
    kind: str
    text: str
    review_on: date
    recorded_by: UUID
    recorded_at: datetime
    address_id: UUID | None = None


@dataclass(slots=True)
class File(Row):
    """A child's file."""

    table: ClassVar[str] = "core.file"
    child_id: UUID
    reference: str
    team_id: UUID
    opened_on: date
    state: str = "open"
    closed_on: date | None = None
    closure_reason: str = ""
    sealed: bool = False
    sealed_why: str = ""
    legal_hold: bool = False
    retention_class: str = "standard"
    retain_until: date | None = None
    last_number: int = 0


@dataclass(slots=True)
class Entry(Row):
    """The identity of an entry."""

    table: ClassVar[str] = "core.entry"
    entry_id: UUID
    created_by: UUID
    created_at: datetime


@dataclass(slots=True)
class Version(Row):
    """What an entry says from one moment on."""

    table: ClassVar[str] = "core.entry_version"
    entry_id: UUID
    version: int
    op_id: UUID
    occurred_earliest: date
    occurred_latest: date
    occurred_precision: str
    occurred_minute: int | None
    occurred_approximate: bool
    occurred_words: str
    kind: str
    headline: str
    detail: str
    place: str
    present: str
    source_how: str
    source_who: str
    source_role: str
    source_agency: str
    source_on: str
    outcome: str
    significant: bool
    tone: str
    third_party: bool
    legal_advice: bool
    not_to_share_with: str
    not_to_share_why: str
    amendment_reason: str
    author_id: UUID
    recorded_at: datetime
    sha256: bytes = b""
    next_on: date | None = None


@dataclass(slots=True)
class EntryChild(Row):
    """An entry concerns a child."""

    table: ClassVar[str] = "core.entry_child"
    entry_id: UUID
    child_id: UUID
    number: int = 0


@dataclass(slots=True)
class VersionChild(Row):
    """What a version says of one child."""

    table: ClassVar[str] = "core.entry_version_child"
    entry_id: UUID
    version: int
    child_id: UUID
    impact: str = ""
    seen: bool | None = None
    seen_alone: bool | None = None
    observed: str = ""
    not_seen_why: str = ""
    words: str = ""


@dataclass(slots=True)
class EntryBasis(Row):
    """A version of an analysis rests on an entry."""

    table: ClassVar[str] = "core.entry_basis"
    entry_id: UUID
    version: int
    basis_id: UUID


@dataclass(slots=True)
class Period(Row):
    """A dated fact about a child."""

    table: ClassVar[str] = "core.period"
    period_id: UUID
    child_id: UUID
    kind: str
    code: str
    recorded_by: UUID
    recorded_at: datetime
    category: str = ""
    description: str = ""
    begins_earliest: date | None = None
    begins_latest: date | None = None
    begins_words: str = ""
    ends_earliest: date | None = None
    ends_latest: date | None = None
    ends_words: str = ""
    planned_on: date | None = None
    source_entry: UUID | None = None


@dataclass(slots=True)
class MeetingArrangement(Row):
    """Time and place of a planned meeting, and who is to be invited."""

    table: ClassVar[str] = "core.meeting_arrangement"
    arrangement_id: UUID
    period_id: UUID
    at_time: str
    place: str
    invited: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class DecisionAnswer(Row):
    """That a decision of a case discussion is done."""

    table: ClassVar[str] = "core.decision_answer"
    answer_id: UUID
    entry_id: UUID
    decision: bytes
    done: bool
    note: str
    said_by: UUID
    said_at: datetime


@dataclass(slots=True)
class Discussion(Row):
    """A proposal to a worker, which begins the conversation before an allocation."""

    table: ClassVar[str] = "core.allocation_discussion"
    discussion_id: UUID
    proposed_by: UUID
    proposed_to: UUID
    proposed_at: datetime
    part: str
    why_them: str
    held_then: str
    change_reason: str = ""
    emergency: bool = False
    cover_from: date | None = None
    cover_until: date | None = None


@dataclass(slots=True)
class DiscussionChild(Row):
    """A child of a conversation, and what is urgent for that child."""

    table: ClassVar[str] = "core.discussion_child"
    discussion_id: UUID
    child_id: UUID
    urgent: str = ""


@dataclass(slots=True)
class Talk(Row):
    """A talk of manager and worker."""

    table: ClassVar[str] = "core.allocation_talk"
    talk_id: UUID
    discussion_id: UUID
    talked_on: date
    took_part: str
    capacity_said: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class TalkChild(Row):
    """What a talk agreed for one child."""

    table: ClassVar[str] = "core.talk_child"
    talk_id: UUID
    child_id: UUID
    agreed_first: str
    agreed_by: date
    handover_note: str = ""


@dataclass(slots=True)
class Answer(Row):
    """The worker's answer to a proposal."""

    table: ClassVar[str] = "core.allocation_answer"
    discussion_id: UUID
    answer: str
    reason: str
    talk_id: UUID | None
    answered_by: UUID
    answered_at: datetime


@dataclass(slots=True)
class Allocation(Row):
    """Who was responsible from when to when."""

    table: ClassVar[str] = "core.allocation"
    allocation_id: UUID
    child_id: UUID
    staff_id: UUID
    part: str
    discussion_id: UUID | None
    from_at: datetime
    to_at: datetime | None
    change_reason: str
    handover_note: str
    recorded_by: UUID
    recorded_at: datetime
    emergency_until: datetime | None = None


@dataclass(slots=True)
class NamedAccess(Row):
    """Access given to one person."""

    table: ClassVar[str] = "core.named_access"
    child_id: UUID
    staff_id: UUID
    capacity: str
    level: str
    from_at: datetime
    to_at: datetime | None
    reason: str
    given_by: UUID
    given_at: datetime
    needs_second: bool
    second_by: UUID | None
    access_id: UUID


@dataclass(slots=True)
class Ticket(Row):
    """An opening of a file; the audit's line of it is made on the server."""

    table: ClassVar[str] = "core.ticket"
    ticket_id: int
    staff_id: UUID
    child_id: UUID
    basis: str
    purpose: str
    opened_at: datetime
    expires_at: datetime


@dataclass(slots=True)
class BreakGlassReview(Row):
    """What was found about an opening by broken glass."""

    table: ClassVar[str] = "core.break_glass_review"
    ticket_id: int
    finding: str
    reviewed_by: UUID
    reviewed_at: datetime


@dataclass(slots=True)
class DeclaredInterest(Row):
    """Somebody said that they know a family."""

    table: ClassVar[str] = "core.declared_interest"
    interest_id: UUID
    child_id: UUID
    staff_id: UUID
    why: str
    declared_at: datetime


@dataclass(slots=True)
class Contact(Row):
    """What came in at the front door; the words stand in its entry."""

    table: ClassVar[str] = "core.contact"
    contact_id: UUID
    team_id: UUID
    entry_id: UUID
    received_at: datetime
    how: str
    source: str
    who: str
    call_back: str
    family_knows: str
    urgent: bool
    sha256: bytes
    entered_by: UUID
    entered_at: datetime


@dataclass(slots=True)
class ContactChild(Row):
    """A child whom a contact names."""

    table: ClassVar[str] = "core.contact_child"
    contact_id: UUID
    child_id: UUID
    said_name: str
    made: bool


@dataclass(slots=True)
class Proceedings(Row):
    """A set of proceedings, of which the version tells."""

    table: ClassVar[str] = "core.proceedings"
    proceedings_id: UUID
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class ProceedingsVersion(Row):
    """Proceedings as they stand."""

    table: ClassVar[str] = "core.proceedings_version"
    proceedings_id: UUID
    case_number: str
    court: str
    law: str
    application: str
    stage: str
    issued_on: date
    how_known: str
    recorded_by: UUID
    recorded_at: datetime
    letter_on: date | None = None
    due_on: date | None = None
    due_why: str = ""
    ended_on: date | None = None
    outcome: str = ""


@dataclass(slots=True)
class ProceedingsChild(Row):
    """A child whom they concern."""

    table: ClassVar[str] = "core.proceedings_child"
    proceedings_id: UUID
    child_id: UUID


@dataclass(slots=True)
class Party(Row):
    """A party to proceedings."""

    table: ClassVar[str] = "core.party"
    party_id: UUID
    proceedings_id: UUID
    child_id: UUID
    person_id: UUID | None
    name: str
    part: str
    how_known: str
    recorded_by: UUID
    recorded_at: datetime
    representative: str = ""
    hidden: str = ""
    hidden_from: str = ""
    hidden_why: str = ""


@dataclass(slots=True)
class Hearing(Row):
    """A hearing, past or listed."""

    table: ClassVar[str] = "core.hearing"
    hearing_id: UUID
    proceedings_id: UUID
    kind: str
    listed_on: date
    listed_at: str
    venue: str
    outcome: str
    how_known: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(slots=True)
class Document(Row):
    """A paper."""

    table: ClassVar[str] = "core.document"
    document_id: UUID
    sha256: bytes
    name: str
    media_type: str
    content: bytes
    text: str
    kind: str
    dated_on: date | None
    superseded_by: UUID | None
    added_by: UUID
    added_at: datetime


@dataclass(slots=True)
class DocumentChild(Row):
    """A paper may be read in a child's file."""

    table: ClassVar[str] = "core.document_child"
    document_id: UUID
    child_id: UUID


@dataclass(slots=True)
class EntryDocument(Row):
    """A paper hangs on an entry."""

    table: ClassVar[str] = "core.entry_document"
    entry_id: UUID
    document_id: UUID
    attached_at: datetime


@dataclass(slots=True)
class CourtDocument(Row):
    """A document that is made out of the file of its children."""

    table: ClassVar[str] = "core.court_document"
    court_document_id: UUID
    kind: str
    child_id: UUID
    children: list[UUID]
    proceedings_id: UUID
    created_by: UUID
    created_at: datetime


@dataclass(slots=True)
class CourtDocumentVersion(Row):
    """The texts of a document under their names, as JSON."""

    table: ClassVar[str] = "core.court_document_version"
    court_document_id: UUID
    version: int
    op_id: UUID
    fields: str
    author_id: UUID
    recorded_at: datetime


R = TypeVar("R", bound=Row)

ORDER: tuple[type[Row], ...] = (
    Team, Staff, Person, Name, Address, Residence, ContactDetail, Relationship, File, Confidential, Warning,
    Entry, Version, EntryChild, VersionChild, EntryBasis, Period, Discussion, DiscussionChild, Talk, TalkChild, Answer,
    Allocation, NamedAccess, Contact, ContactChild, Proceedings, ProceedingsVersion, ProceedingsChild, Party, Hearing,
    Document, DocumentChild, EntryDocument, CourtDocument, CourtDocumentVersion,
    MeetingArrangement, DecisionAnswer, StaffAddress, Ticket, BreakGlassReview, DeclaredInterest,
)  # fmt: skip
"""The tables in the order of their foreign keys."""


@dataclass(slots=True)
class Rows:
    """All rows of a sample, by class."""

    by_class: dict[type[Row], list[Row]] = field(default_factory=lambda: {each: [] for each in ORDER})

    def add(self, row: R) -> R:
        """Keeps a row and gives it back."""
        self.by_class[type(row)].append(row)
        return row

    def of(self, kind: type[R]) -> list[R]:
        """All rows of one class, in the order in which they were made."""
        return cast("list[R]", self.by_class[kind])
