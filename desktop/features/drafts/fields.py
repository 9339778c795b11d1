"""The fields of a draft in words, as somebody reads them who does not write in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from db.domain.draft import Draft
from db.queries.drafts import ColleaguesDraft
from desktop.infra.codes import labels
from desktop.models import note_draft
from desktop.models.known_words import asks_how
from desktop.models.words import day_in_words, lasting_day

_HOW = {"seen_or_heard": "Seen or heard by the author", "told": "Told to the author", "document": "From a document"}
_SEEN = {"alone": "Seen alone", "seen": "Seen, not alone", "no": "Not seen"}
_TONES = {"harm": "Bears harm", "protective": "Protects", "neutral": ""}
_LABELS = {
    "when": "When", "kind": "Kind", "headline": "What happened", "how": "How they knew", "who": "Told by, or document",
    "role": "Who that is", "agency": "Of", "on": "Said or written on", "detail": "Detail", "seen": "Seen",
    "observed": "How the child was", "not_seen_why": "Why not seen", "words": "The child’s own words", "place": "Where",
    "present": "Who was there", "impact": "What it means for the child", "outcome": "Outcome or action",
    "next_on": "Next case discussion agreed for",
    "significant": "Significant, for the court", "tone": "For the child", "third_party": "About somebody else",
    "legal_advice": "Holds legal advice", "withheld_from": "Not to be shared with", "withheld_why": "Why not",
    "reason": "Why it is amended", note_draft.NAME: "Name of the note", note_draft.TEXT: "Text of the note",
}  # fmt: skip
_SAYS_NOTHING = 3
"""Characters of a field of a document, such as "yes" or "no", that tell nothing without the rest of it."""
_ID = re.compile(r"(?:cite|exhibit):\d+(?::version)?")
"""Fields of a document that hold the id of an entry or a paper."""
_IDS = ("children", "to", "before", "holders")
"""Fields of a document that hold ids, or what stands in another field too."""
_SOURCE = ("how", "who", "role", "agency", "on")


def read_out(draft: Draft) -> list[tuple[str, str]]:
    """Label and text of each field that is filled, in the order of the form; each further child's own part by name."""
    if draft.document:
        return [
            (_of_document(key), text)
            for key, text in draft.values.items()
            if len(text) > _SAYS_NOTHING and not _ID.fullmatch(key) and key not in _IDS
        ]
    names = {f"@{child}": name for child, name in draft.concerned.items()}
    found = [(words, text) for key, words in _LABELS.items() if (text := _text(key, draft.values))]
    for key in draft.values:
        plain, at, child = key.partition("@")
        if at and plain in _LABELS and (text := _text(plain, {plain: draft.values[key]})):
            found.append((f"{_LABELS[plain]}: {names.get(at + child, 'another child')}", text))
    if draft.concerned:
        found.append(("Also about", ", ".join(draft.concerned.values())))
    if draft.papers:
        found.append(("Documents, on their computer", ", ".join(paper.name for paper in draft.papers)))
    return found


def _of_document(key: str) -> str:
    head, _, rest = key.partition(":")
    return (rest.partition(":")[0] if head == "section" else head).replace("_", " ").capitalize()


def _text(key: str, values: Mapping[str, str]) -> str:
    text = values.get(key, "").strip()
    if key == "how" and not asks_how(values):
        return ""
    in_words = {
        "how": _HOW,
        "seen": _SEEN,
        "tone": _TONES,
        "kind": labels("entry_kind"),
        "agency": labels("agency"),
    }
    return in_words.get(key, {}).get(text, text)


def taken_up(draft: Draft, told: ColleaguesDraft) -> Draft:
    """A draft of my own with a colleague's words: told by them, on the day on which they typed it; from whom they had
    it stands beside their name, and in no text."""
    typed = draft.typed_at.astimezone().date()
    if note_draft.is_note(draft):
        return _mine(draft, {key: draft.values.get(key, "") for key in (note_draft.TEXT, note_draft.NAME)})
    values = {key: text for key, text in draft.values.items() if key not in (*_SOURCE, "reason")}
    role = ", ".join(part for part in (told.job_title, _had_it_from(draft.values)) if part)
    values |= {"how": "told", "who": told.author, "role": role, "on": day_in_words(typed)}
    values["when"] = lasting_day(draft.values.get("when", ""), typed)
    return _mine(draft, values)


def _had_it_from(values: Mapping[str, str]) -> str:
    named = ", ".join(text for key in ("who", "role", "agency") if (text := _text(key, values)))
    on = _text("on", values)
    return f"who had it from {named}" + (f" on {on}" if on else "") if named else ""


def _mine(draft: Draft, values: Mapping[str, str]) -> Draft:
    return replace(
        draft, values=values, draft_id=uuid4(), entry_id=uuid4(), op_id=uuid4(), typed_at=datetime.now().astimezone(),
        papers=(), base_version=0, base_values={}, finished_at=None, sending=None, trouble="", state=Draft(None).state,
    )  # fmt: skip
