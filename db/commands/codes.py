"""What administrators change about the lists and limits of this deployment; each change is on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, day_or_null
from db.commands.changes import Changes
from db.domain.entry import clean_text, cleaned
from db.errors import Conflict, NotPermitted
from db.session import Session

_MEANWHILE = "Somebody else changed this line just now. Look at what stands there now before you change it."


@dataclass(frozen=True, slots=True)
class SetCode:
    """A code as it should read from now on; after `to_on` it is offered no more, and reads as before where it stands.

    An upgrade leaves alone what an administrator set. `seen` is the newest change of the line that the person had
    before them, in all commands about lists: without it the line is changed as it stands.
    """

    list: str
    code: str
    label: str
    sort: int = 0
    attributes: Mapping[str, Any] = field(default_factory=dict)
    to_on: date | None = None
    why: str = ""
    seen: int | None = None


def set_code(session: Session, wish: SetCode) -> Changes:
    """Adds or changes the code.

    NotPermitted for others than administrators, Refused for a list that is none or a new code of another form, Conflict
    where somebody else changed it meanwhile.
    """
    wanted = call(
        "set_code",
        list=wish.list,
        code=clean_text(wish.code),
        label=clean_text(wish.label),
        sort=wish.sort,
        attributes=sa.literal(cleaned(dict(wish.attributes)), JSONB),
        to_on=day_or_null(wish.to_on),
        **because(wish.why, wish.seen),
    )
    administer(session, wanted)
    return Changes(frozenset({"codes"}))


def set_document_limit(session: Session, megabytes: int, why: str = "", seen: int | None = None) -> Changes:
    """The largest document that is kept from now on; for administrators."""
    wanted = call("set_document_limit", megabytes=megabytes, **because(why, seen))
    administer(session, wanted)
    return Changes(frozenset({"setting"}))


def set_idle_minutes(session: Session, minutes: int, why: str = "", seen: int | None = None) -> Changes:
    """After how many minutes without a key or a movement windows are locked from now on; for administrators."""
    administer(session, call("set_idle_minutes", minutes=minutes, **because(why, seen)))
    return Changes(frozenset({"setting"}))


def administer(session: Session, wanted: sa.Function[Any]) -> Any:
    """What the function answers. Nothing else than the person's role is refused here, so that it may be said."""
    try:
        return session.write(lambda connection: connection.execute(sa.select(wanted)).scalar_one())
    except NotPermitted:
        raise NotPermitted("Lists and limits are changed by administrators: ask yours to do it.") from None
    except Conflict as error:
        raise Conflict(_MEANWHILE, reference=error.reference) from None


def because(why: str, seen: int | None) -> dict[str, Any]:
    """What every change of a list says besides: why, and what the person saw of the line."""
    return {"why": clean_text(why), "seen": sa.cast(sa.null(), sa.Integer) if seen is None else seen}
