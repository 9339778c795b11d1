"""Putting the codes of a list in order; for administrators, on record with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.commands.codes import administer, because
from db.session import Session


@dataclass(frozen=True, slots=True)
class OrderCodes:
    """All codes of a list, also those that are not offered now, in the order in which they should stand."""

    list: str
    codes: tuple[str, ...]
    why: str = ""
    seen: int | None = None


def order_codes(session: Session, wish: OrderCodes) -> Changes:
    """NotPermitted for others than administrators, Conflict where the list has other codes or another order by now."""
    codes = sa.cast(list(wish.codes), sa.ARRAY(sa.Text))
    administer(session, call("order_codes", list=wish.list, codes=codes, **because(wish.why, wish.seen)))
    return Changes(frozenset({"codes"}))
