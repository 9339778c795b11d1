"""Lists by stage: the record that somebody asked for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Now, RandomKey, StaffRef, Xid8


class StageTicket(Base):
    """The record that a person lists the stages of some days, in which form; it counts once committed. Append-only."""

    __tablename__ = "stage_ticket"
    ticket_id: Mapped[RandomKey]
    staff_id: Mapped[StaffRef]
    from_on: Mapped[date]
    to_on: Mapped[date]
    form: Mapped[str]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
