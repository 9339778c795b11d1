"""What became of the decisions of a case discussion, and what is arranged for a planned meeting about a child.

The decisions themselves are lines of their entry (`outcome`), so that they are searched, checked and printed with it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, EntryRef, Now, StaffRef, Words


class DecisionAnswer(Base):
    """That a decision of a case discussion is done, or open again; the newest answer counts. Append-only.

    `decision` is the sha256 of its line: one that is worded anew is open anew.
    """

    __tablename__ = "decision_answer"
    __table_args__ = (Index(None, "entry_id", "decision"),)
    answer_id: Mapped[ClientKey]
    entry_id: Mapped[EntryRef]
    decision: Mapped[bytes]
    done: Mapped[bool]
    note: Mapped[Words]
    said_by: Mapped[StaffRef]
    said_at: Mapped[Now]


class MeetingArrangement(Base):
    """Time, place and who is to be invited to a planned conference, review or core group; the newest counts.

    Append-only. It stays with the meeting when its day is put off.
    """

    __tablename__ = "meeting_arrangement"
    arrangement_id: Mapped[ClientKey]
    period_id: Mapped[UUID] = mapped_column(ForeignKey("core.period.period_id"), index=True)
    at_time: Mapped[Words]
    place: Mapped[Words]
    invited: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]
