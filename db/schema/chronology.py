"""The projection that reading uses: one row a child and entry in date order, and its words for search.

It is derived from the versions by one function and can be thrown away and rebuilt at any time.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Counter, Flag, Small, StaffRef


class Chronology(Base):
    """A line of a child's chronology. `order_key` = earliest day, minute and number in the file, in one bigint."""

    __tablename__ = "chronology"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.entry_child.entry_id", "core.entry_child.child_id"]),
        Index(None, "child_id", "entry_id", unique=True),
        Index("ix_chronology_significant", "child_id", "order_key", postgresql_where=text("significant")),
        Index("ix_chronology_seen", "child_id", "order_key", postgresql_where=text("seen")),
        Index("ix_chronology_words", "child_id", "order_key", postgresql_where=text("words <> ''")),
        Index("ix_chronology_recorded_at", "child_id", "recorded_at"),
    )
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_key: Mapped[Counter] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID]
    version: Mapped[int]
    occurred_earliest: Mapped[date]
    occurred_latest: Mapped[date]
    occurred_precision: Mapped[str]
    occurred_minute: Mapped[Small | None]
    occurred_approximate: Mapped[bool]
    occurred_words: Mapped[str]
    kind: Mapped[str]
    headline: Mapped[str]
    detail_start: Mapped[str]
    source_how: Mapped[str]
    source_who: Mapped[str]
    source_role: Mapped[str]
    source_agency: Mapped[str]
    source_on: Mapped[str]
    significant: Mapped[bool]
    tone: Mapped[str]
    words: Mapped[str]
    seen: Mapped[bool | None]
    seen_alone: Mapped[bool | None]
    legal_advice: Mapped[Flag]
    siblings: Mapped[Small]
    documents: Mapped[Small]
    late_days: Mapped[int]
    author_id: Mapped[StaffRef]
    recorded_at: Mapped[datetime]


class SearchPart(Base):
    """The words of an entry for one child, in overlapping parts, because a tsvector forgets positions past 16,383."""

    __tablename__ = "search_part"
    __table_args__ = (
        Index(
            "ix_search_part_words",
            "child_id",
            "tsv",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        Index("ix_search_part_long", "child_id", postgresql_where=text("part = 2")),
        Index("ix_search_part_order_key", "order_key", "child_id"),
    )
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_key: Mapped[Counter]
    legal_advice: Mapped[Flag]
    tsv: Mapped[str] = mapped_column(TSVECTOR)
