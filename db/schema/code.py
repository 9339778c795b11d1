"""Code lists with validity dates, and the settings of this deployment."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Now, Words


class Code(Base):
    """A code of a list; `country` is E, W or empty for both. Loaded from `resources/codes` at each upgrade."""

    __tablename__ = "code"
    list: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(primary_key=True, server_default="")
    label: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    sort: Mapped[int] = mapped_column(server_default="0")
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    edited: Mapped[bool] = mapped_column(server_default="false")


class Setting(Base):
    """A setting of this deployment: the authority's name, the prefix of its roles, the country, limits."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Words]
    changed_at: Mapped[Now]
