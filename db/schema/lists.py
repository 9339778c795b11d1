"""What administrators changed of lists, limits, rules and templates: from what to what, who, when and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Now, StaffRef, Words


class ListChange(Base):
    """A change of one line of a list; `before` is null where the line was new. Append-only.

    `list` is a code list by its name, or the table of another list; `line` is the line's key in it, and empty for the
    order of a list.
    """

    __tablename__ = "list_change"
    list: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any]]
    why: Mapped[Words]
    changed_by: Mapped[StaffRef]
    changed_at: Mapped[Now]
