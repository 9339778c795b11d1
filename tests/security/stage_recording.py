"""Drafts, challenges and an analysis on the stage, so that what recording keeps has something to hide too."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.drafts import drop_draft, hand_draft, keep_draft
from db.commands.entries import RecordEntry, record_entry
from db.domain.draft import Draft
from db.domain.entry import ChildPart
from tests.record import Record, content

WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"
_DRAFTS = (("other", "other", False), ("handed", "other", True), ("hidden", "sealed", True))


def arrange_recording(record: Record, children: dict[str, UUID], words: dict[str, str]) -> dict[str, str]:
    """A colleague's drafts, two of them handed on; an analysis and a challenge in the sister's file alone."""
    session = record.opened(COLLEAGUE, children["sister"])
    found: dict[str, UUID] = {"entry_analysis": uuid4(), "challenge": uuid4()}
    both = (ChildPart(children["sister"], impact="Zkher part"), ChildPart(children["own"], impact="Zkown part"))
    analysis = content(
        children["sister"], "Zkown analysis", kind="analysis", children=both, rests_on=(UUID(words["entry_sister"]),)
    )
    record_entry(session, RecordEntry(uuid4(), found["entry_analysis"], children["sister"], analysis))
    challenge_entry(
        session,
        ChallengeEntry(
            found["challenge"],
            children["sister"],
            found["entry_analysis"],
            "Zkher mother",
            date(2026, 3, 9),
            "Zkher no",
        ),
    )
    for key, child, handed in _DRAFTS:
        draft = Draft(children[child], values={"detail": f"Zk{child} draft"})
        keep_draft(session, draft)
        if handed:
            hand_draft(session, draft.draft_id, "to be recorded")
        found[f"draft_{key}"] = draft.draft_id
    dropped = Draft(None)
    keep_draft(session, dropped)
    drop_draft(session, dropped.draft_id, dropped.versions)
    session.close()
    return {key: str(value) for key, value in found.items()}
