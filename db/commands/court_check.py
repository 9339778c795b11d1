"""Having a text checked for what somebody must not learn, before it leaves the office.

Two calls: the text is announced, which is on record once it is committed, and then compared on the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import sqlalchemy as sa

from db.call import call, rows
from db.domain.court_check import MOST, Finding, fold
from db.errors import Refused
from db.session import Session


@dataclass(frozen=True, slots=True)
class CheckText:
    """The pages of a text about a child, and about others whose names may stand in it and whose details may not.

    The files of all of them must be open.
    """

    child_id: UUID
    pages: Sequence[str] = field(repr=False)
    with_children: tuple[UUID, ...] = ()
    check_id: UUID = field(default_factory=uuid4)


MOST_FINDINGS = 1_000


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What was found, in order, and the pages with hardly any text, of which nothing is known.

    At most 1,000 findings; with `more` there are others, perhaps names of other children.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[int, ...]

    @property
    def more(self) -> bool:
        """Whether there may be further places than those found."""
        return len(self.findings) >= MOST_FINDINGS


def announce(session: Session, check_id: UUID, child_id: UUID, with_children: Sequence[UUID], text: str) -> None:
    """Announces a folded text that is to be compared; with the same id again is no second announcement."""
    announced = call(
        "open_check",
        check=check_id,
        child=child_id,
        **{"with": sa.cast(list(with_children), sa.ARRAY(sa.Uuid()))},
        text=text,
    )
    session.write(lambda connection: connection.execute(sa.select(announced)).all(), seconds=60.0)


def check_text(session: Session, wish: CheckText) -> CheckedText:
    """Compares a text with all that is hidden around these children; at most 1,000 findings.

    NotPermitted without tickets; Refused for a text without a word, one over 2,000,000 characters, or when more was
    checked in an hour or a day than one person may.
    """
    folded = fold(wish.pages)
    if not folded.text:
        raise Refused("There is no text in it that could be checked. A page that is a picture must be read by you.")
    if len(folded.text) > MOST:
        raise Refused(f"At most {MOST:,} characters can be checked at once. Check it in parts.")
    announce(session, wish.check_id, wish.child_id, wish.with_children, folded.text)
    compared = rows(call("check_text", check=wish.check_id, text=folded.text))
    found = session.read(lambda connection: connection.execute(compared).all(), seconds=90.0)
    return CheckedText(tuple(folded.finding(*row) for row in found), folded.not_checked)
