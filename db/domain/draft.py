"""An entry before it is saved, as it is kept on disk, copied to the server and taken up again at another desk.

It holds what the form holds, word for word, so that nothing is interpreted before the person says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID, uuid4, uuid5

from db.domain.entry import cleaned

CHALLENGE = "challenge"
"""What a draft is a `document` of that notes what somebody says against an entry."""
CONTACT, CONTACT_DECISION = "contact", "contact decision"
"""What a draft is a `document` of that a contact is entered with, and that a manager decides on one with."""
PROPOSAL, ALLOCATION_TALK, ALLOCATION_ANSWER = "allocation proposal", "allocation talk", "allocation answer"
"""What a draft is a `document` of with which children are proposed to a worker, the talk is recorded, and it is
declined or withdrawn."""
Versions = Mapping[str, int]
"""How often each hand wrote in a draft. A hand is one taking up of it by somebody in one window: what it wrote is one
line of text, never two."""


def knows(mine: Versions, other: Versions) -> bool:
    """Whether everything that `other` had been written by each hand stands behind `mine` too."""
    return all(mine.get(hand, 0) >= number for hand, number in other.items())


def joined(mine: Versions, other: Versions) -> Versions:
    """What stands behind either."""
    return {hand: max(mine.get(hand, 0), other.get(hand, 0)) for hand in {*mine, *other}}


class DraftState(StrEnum):
    """Being written; finished and on its way to the server; or sent back by the server, to be looked at."""

    WRITING = "writing"
    WAITING = "waiting"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """A document to be added with the entry; its bytes are kept beside the draft. `text` and `note` as extracted."""

    paper_id: UUID
    name: str
    media_type: str
    kind: str
    dated_on: date | None = None
    text: str = field(default="", repr=False)
    note: str = ""
    sha256: str = ""
    """Of its bytes; none where an earlier version of this program kept it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished entry or amendment, or a finished one that is not yet on the server.

    `child` and `reference` say whose file in words, for a list that is read without a server. `values` are the form's
    fields, `concerned` the other children ticked, each with a name, `rests_on` the entries that an analysis rests on.
    An amendment has the number and the values of the version that it began from. `sending` is the command as it was
    first sent, so that sending it again sends the same; it is set when the state is WAITING. Of one that is HELD,
    `trouble` is what the server said and `refusal` which of `db.errors` that was, for every window that has it open.

    `document` is the kind of a document for the court that is written on and is no entry: `entry_id` is its id then,
    `values` are its fields, and `sending` what was sent of it last without an answer. Or it is "challenge": what
    somebody says against the entry of `entry_id`; or "contact" or "contact decision", of the contact whose id that is;
    or a proposal of children, or a talk or an answer about the proposal whose id that is.

    A draft can be open in two windows and at two desks at once. `versions` tells whose words stand behind it and `hand`
    who wrote last, so that a draft takes the place of another only if it was written on from that one; clocks, which
    differ, are not asked.
    """

    child_id: UUID | None
    child: str = ""
    reference: str = ""
    born: date | None = None
    expected_on: date | None = None
    born_latest: date | None = None
    draft_id: UUID = field(default_factory=uuid4)
    entry_id: UUID = field(default_factory=uuid4)
    op_id: UUID = field(default_factory=uuid4)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    concerned: Mapping[UUID, str] = field(default_factory=dict, repr=False)
    rests_on: tuple[UUID, ...] = ()
    papers: tuple[DraftPaper, ...] = ()
    base_version: int = 0
    base_values: Mapping[str, str] = field(default_factory=dict, repr=False)
    typed_at: datetime = field(default_factory=lambda: datetime.now().astimezone())
    state: DraftState = DraftState.WRITING
    finished_at: datetime | None = None
    sending: Mapping[str, Any] | None = field(default=None, repr=False)
    trouble: str = ""
    refusal: str = ""
    versions: Versions = field(default_factory=dict)
    hand: str = ""
    document: str = ""

    def knows(self, other: Draft) -> bool:
        """Whether this one was written on from the other, or is the same."""
        return knows(self.versions, other.versions)

    def parted(self) -> Draft:
        """The same words as a draft of its own, which never takes the other's place; the same ids however often.

        A new entry becomes another entry, an amendment stays one of the same entry, and a document stays the same.
        """
        own = uuid5(self.draft_id, self.hand)
        op_id = uuid5(self.op_id, self.hand)
        if self.document:  # what is sent of it twice lands once, and is put together where it differs
            return replace(self, draft_id=own)
        entry_id = self.entry_id if self.base_version else uuid5(self.entry_id, self.hand)
        sending = self.sending and {**self.sending, "op_id": str(op_id), "entry_id": str(entry_id)}
        papers = tuple(replace(paper, paper_id=uuid5(own, str(paper.paper_id))) for paper in self.papers)
        return replace(self, draft_id=own, entry_id=entry_id, op_id=op_id, sending=sending, papers=papers)

    def is_same_entry(self, other: Draft) -> bool:
        """Whether both were finished with the same words, to be sent as the same act: that lands once."""
        return self.sending is not None and self.sending == other.sending and self.values == other.values

    def is_in(self, other: Draft) -> bool:
        """Whether it was finished with the same words, and with no document that the other has not."""
        theirs = {paper.paper_id for paper in other.papers}
        return self.is_same_entry(other) and all(paper.paper_id in theirs for paper in self.papers)

    def joined(self, other: Draft) -> Draft:
        """This one, with what stands behind the other behind it too, and the documents of both.

        What the other has on its way stays on its way.
        """
        mine = {paper.paper_id for paper in self.papers}
        papers = (*self.papers, *(paper for paper in other.papers if paper.paper_id not in mine))
        way = other if other.state is DraftState.WAITING else self
        return replace(self.after(other), papers=papers, state=way.state, finished_at=way.finished_at)

    def after(self, other: Draft) -> Draft:
        """This one as written on from the other too."""
        return replace(self, versions=joined(self.versions, other.versions))

    def to_json(self) -> dict[str, Any]:
        """A JSON value, cleaned of what PostgreSQL cannot hold; the bytes of papers travel apart."""
        value: dict[str, Any] = cleaned(
            {
                "child_id": _text(self.child_id),
                "child": self.child,
                "reference": self.reference,
                "born": _day(self.born),
                "expected_on": _day(self.expected_on),
                "born_latest": _day(self.born_latest),
                "draft_id": str(self.draft_id),
                "entry_id": str(self.entry_id),
                "op_id": str(self.op_id),
                "values": dict(self.values),
                "concerned": {str(child): name for child, name in self.concerned.items()},
                "rests_on": [str(entry) for entry in self.rests_on],
                "papers": [_paper_json(paper) for paper in self.papers],
                "base_version": self.base_version,
                "base_values": dict(self.base_values),
                "typed_at": self.typed_at.isoformat(),
                "state": str(self.state),
                "finished_at": self.finished_at.isoformat() if self.finished_at else None,
                "sending": self.sending,
                "trouble": self.trouble,
                "refusal": self.refusal,
                "versions": dict(self.versions),
                "hand": self.hand,
                "document": self.document,
            }
        )
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; KeyError, TypeError or ValueError when it is no draft of ours."""
        return cls(
            child_id=UUID(value["child_id"]) if value["child_id"] else None,
            child=str(value["child"]),
            reference=str(value["reference"]),
            born=_to_day(value["born"]),
            expected_on=_to_day(value["expected_on"]),
            born_latest=_to_day(value.get("born_latest")),
            draft_id=UUID(value["draft_id"]),
            entry_id=UUID(value["entry_id"]),
            op_id=UUID(value["op_id"]),
            values={str(key): str(text) for key, text in value["values"].items()},
            concerned={UUID(child): str(name) for child, name in value["concerned"].items()},
            rests_on=tuple(UUID(entry) for entry in value["rests_on"]),
            papers=tuple(_to_paper(paper) for paper in value["papers"]),
            base_version=int(value["base_version"]),
            base_values={str(key): str(text) for key, text in value["base_values"].items()},
            typed_at=datetime.fromisoformat(value["typed_at"]),
            state=DraftState(value["state"]),
            finished_at=datetime.fromisoformat(value["finished_at"]) if value["finished_at"] else None,
            sending=value["sending"],
            trouble=str(value["trouble"]),
            refusal=str(value.get("refusal", "")),
            versions={str(hand): int(number) for hand, number in value.get("versions", {}).items()},
            hand=str(value.get("hand", "")),
            document=str(value.get("document", "")),
        )


def _paper_json(paper: DraftPaper) -> dict[str, Any]:
    return {
        "paper_id": str(paper.paper_id),
        "name": paper.name,
        "media_type": paper.media_type,
        "kind": paper.kind,
        "dated_on": _day(paper.dated_on),
        "text": paper.text,
        "note": paper.note,
        "sha256": paper.sha256,
    }


def _to_paper(value: Mapping[str, Any]) -> DraftPaper:
    return DraftPaper(
        UUID(value["paper_id"]),
        str(value["name"]),
        str(value["media_type"]),
        str(value["kind"]),
        _to_day(value["dated_on"]),
        str(value["text"]),
        str(value["note"]),
        str(value.get("sha256", "")),
    )


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _to_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
