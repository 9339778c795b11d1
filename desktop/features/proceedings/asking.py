"""What a form of proceedings, a hearing or a party changes, and what all of them ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar, cast
from uuid import UUID, uuid4

from db.queries.proceedings import Hearing, Party, Proceedings, Version
from desktop.infra.codes import code_list
from desktop.widgets.asking import Asked
from desktop.widgets.form import Field, Kind

I = TypeVar("I", Proceedings, Hearing, Party)  # noqa: E741 (an item)

HOW = Field("how", "How do we know?", hint="for example: sealed order; notice of hearing; told by our solicitor")
MISTAKEN = Field("mistaken", "It never was so: it was recorded by mistake", Kind.CHECK)
STAYS = "What stood stays on record."


class Standing(Generic[I]):
    """What a form changes, as it stood when last read, with the ids of the save; None while it is new.

    Sending the same save again lands once; after somebody else's change it is begun anew on top of theirs.
    """

    def __init__(self, item: I | None, item_id: UUID | None = None) -> None:
        self.item: I | None = item
        self.item_id, self.op_id = item_id or uuid4(), uuid4()

    @property
    def base(self) -> int:
        """The version that the change begins from."""
        return self.item.version if self.item is not None else 0

    def begin_anew(self, item: Version) -> None:
        """Put the change on top of this version of the same item."""
        self.item, self.op_id = cast("I", item), uuid4()


@dataclass(frozen=True, slots=True)
class About:
    """Whose file it is, and in which proceedings."""

    child_id: UUID
    proceedings_id: UUID


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, and what it changes."""

    asked: Asked
    standing: Standing[Proceedings] | Standing[Hearing] | Standing[Party]


def choices(name: str) -> tuple[tuple[str, str], ...]:
    """The choices of a code list."""
    return tuple((code.code, code.label) for code in code_list(name))
