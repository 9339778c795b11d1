"""Every look and every act, insert-only, and the chain that shows whether anybody touched it afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, func, text
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Counter, Now, Xid8


class Event(Base):
    """One act. `detail` holds ids, codes and the stated reason; never the text of the record.

    `salt` is random and told to nobody: without it guesses at a line could be tried out against its hash.
    Lines from before it was kept have none.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_child_id_at", "child_id", "at"),
        Index("ix_event_login_at", "login", "at"),
        Index("ix_event_xid", "xid"),
        Index("ix_event_reopened", "child_id", postgresql_where=text("action = 'reopen_file'")),
        Index(
            "ix_event_sealed",
            text("(detail -> 'sealed')"),
            postgresql_using="gin",
            postgresql_where=text("detail ? 'sealed'"),
        ),
        {"schema": "audit"},
    )
    event_id: Mapped[Counter] = mapped_column(Identity(always=True), primary_key=True)
    at: Mapped[Now]
    login: Mapped[str] = mapped_column(server_default=func.session_user())
    action: Mapped[str]
    child_id: Mapped[UUID | None]
    object_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    client: Mapped[str | None] = mapped_column(INET(), server_default=func.inet_client_addr())
    pid: Mapped[int] = mapped_column(server_default=func.pg_backend_pid())
    xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
    salt: Mapped[UUID | None] = mapped_column(server_default=text("gen_random_uuid()"))


class Chain(Base):
    """The seal over one event: sha256 of the hash before and the event."""

    __tablename__ = "chain"
    __table_args__ = ({"schema": "audit"},)
    seq: Mapped[Counter] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit.event.event_id"), unique=True)
    hash: Mapped[bytes]
    sealed_at: Mapped[Now]


class Sealing(Base):
    """One row: who locks it seals; `horizon` is the transaction below which all events were sealed last time."""

    __tablename__ = "sealing"
    __table_args__ = ({"schema": "audit"},)
    one: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    horizon: Mapped[int] = mapped_column(Xid8(), server_default=text("'0'::xid8"))
    sealed_at: Mapped[Now]
