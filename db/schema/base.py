"""The column types and the base that every table shares, so that each table reads as a list of its facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, LargeBinary, MetaData, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id, which tells a committed ticket from one that can still be undone."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "xid8"


class Base(DeclarativeBase):
    """The root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        schema="core",
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's own declaration)
        str: Text(),
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(),
    }


RandomKey = Annotated[UUID, mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))]
"""A key that tells nothing: a counting key would show how many hidden rows there are."""
ClientKey = Annotated[UUID, mapped_column(primary_key=True)]
"""A key made by the client, so that a resent save is recognised."""
Counter = Annotated[int, mapped_column(BigInteger)]
Small = Annotated[int, mapped_column(SmallInteger)]
Words = Annotated[str, mapped_column(Text, server_default="")]
"""Text that may be empty but is never null."""
Flag = Annotated[bool, mapped_column(Boolean, server_default=text("false"))]
Now = Annotated[datetime, mapped_column(TIMESTAMP(timezone=True), server_default=text("clock_timestamp()"))]
Day = Annotated[date, mapped_column(Date)]
Bytes = Annotated[bytes, mapped_column(LargeBinary)]
SearchVector = Annotated[str, mapped_column(TSVECTOR)]
StaffRef = Annotated[UUID, mapped_column(ForeignKey("core.staff.staff_id"))]
PersonRef = Annotated[UUID, mapped_column(ForeignKey("core.person.person_id"))]
ChildRef = Annotated[UUID, mapped_column(ForeignKey("core.file.child_id"))]
EntryRef = Annotated[UUID, mapped_column(ForeignKey("core.entry.entry_id"))]
