"""The front door: contacts as they came in, the children named in them, and what a manager decided on each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, EntryRef, Flag, Now, RandomKey, StaffRef, Words, Xid8


class Contact(Base):
    """A notification that came in, once, about all the children named in it. Append-only.

    What was told stands in its entry, in the file of each child; here stands what the entry has no place for. `sha256`
    is of what the client sent, so that a contact sent again lands once and another under the same id is refused.
    """

    __tablename__ = "contact"
    __table_args__ = (Index(None, "team_id", "received_at"), Index(None, "entered_by", "received_at"))
    contact_id: Mapped[ClientKey]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("core.team.team_id"))
    entry_id: Mapped[EntryRef]
    received_at: Mapped[datetime]
    how: Mapped[str]
    source: Mapped[str]
    who: Mapped[Words]
    call_back: Mapped[Words]
    family_knows: Mapped[str]
    urgent: Mapped[Flag]
    sha256: Mapped[bytes]
    entered_by: Mapped[StaffRef]
    entered_at: Mapped[Now]


class ContactChild(Base):
    """A child named in a contact, by which name, and whether the file was made for it. Append-only."""

    __tablename__ = "contact_child"
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("core.contact.contact_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True, index=True)
    said_name: Mapped[str]
    made: Mapped[Flag]


class ContactDecision(Base):
    """What a manager decided on a contact for one child, and why; the newest version counts. Append-only."""

    __tablename__ = "contact_decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contact_id", "child_id"], ["core.contact_child.contact_id", "core.contact_child.child_id"]
        ),
        UniqueConstraint("op_id", "child_id"),
        Index(None, "decided_at"),
    )
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID]
    outcome: Mapped[str]
    why: Mapped[str]
    family_knows: Mapped[str]
    family_why: Mapped[Words]
    referrer_told: Mapped[str]
    entry_id: Mapped[EntryRef]
    sha256: Mapped[bytes]
    decided_by: Mapped[StaffRef]
    decided_at: Mapped[Now]


class ContactTicket(Base):
    """The record that a person opened a contact; it counts once committed. Append-only."""

    __tablename__ = "contact_ticket"
    __table_args__ = (Index(None, "staff_id", "contact_id", "expires_at"),)
    ticket_id: Mapped[RandomKey]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("core.contact.contact_id"))
    staff_id: Mapped[StaffRef]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


class ContactAnswer(Base):
    """What a member of a sealed file said of a contact that seems to name its child: the entry kept there, or none
    where it is another child. Append-only.

    Without a foreign key to the file, as a notice of brothers and sisters.
    """

    __tablename__ = "contact_answer"
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("core.contact.contact_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    answered_by: Mapped[StaffRef]
    answered_at: Mapped[Now]
