"""The record that a text was to be checked for hidden details: by whom, about whom and how much, never the text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from db.schema.base import Base, ChildRef, ClientKey, Now, StaffRef, Xid8


class TextCheck(Base):
    """One text that was announced; `sha256` binds the answer to it, and it counts once committed. Append-only.

    `sees` is whether the person could open the confidential details of the file; `guesses` is how many postcodes,
    numbers, streets and schools the text names: what somebody might try one by one.
    """

    __tablename__ = "text_check"
    __table_args__ = (Index(None, "staff_id", "opened_at"),)
    check_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef]
    child_id: Mapped[ChildRef]
    with_children: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    sha256: Mapped[bytes]
    characters: Mapped[int]
    guesses: Mapped[int]
    sees: Mapped[bool]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
