"""An entry while it is being written: its ids, made once, and the way between form and content.

The operation id belongs to the draft and not to the click, so that a second click, a resend after a broken line and
an impatient Ctrl+S all land as one entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from db.domain.entry import HEADLINE_LIMIT, ChildPart, EntryContent, HowKnown, Source, Tone
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.queries.entries import EntryView
from desktop.features.entry.fields import LABELS_BY_HOW


@dataclass(frozen=True, slots=True)
class Draft:
    """Whose file, which entry, and under which operation; `base` is the version that an amendment began from."""

    child_id: UUID
    entry_id: UUID = field(default_factory=uuid4)
    op_id: UUID = field(default_factory=uuid4)
    base: EntryView | None = None

    @classmethod
    def amending(cls, child_id: UUID, entry: EntryView) -> Draft:
        """A new version of an entry."""
        return cls(child_id, entry.entry_id, uuid4(), entry)


class Missing(Exception):
    """A field keeps the entry from being saved; the words say what to do and never repeat what was typed."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(key)
        self.key, self.words = key, words


def understood(text: str, base: EntryView | None) -> PartialDate:
    """The date as typed; an unchanged date of the version before stays exactly as it was."""
    if base is not None and text == when_text(base.content):
        return base.content.occurred
    return parse_partial_date(text, today=date.today())


def when_text(content: EntryContent) -> str:
    """The date as the form shows it for changing: resolved, since "yesterday" means another day today."""
    return content.occurred.in_words()


def content_of(values: dict[str, str], draft: Draft) -> EntryContent:
    """The content that the form means; raises Missing at the first field that is not right."""
    if draft.base is not None and not values["reason"].strip():
        raise Missing("reason", "Say in one line why the entry is amended.")
    try:
        occurred = understood(values["when"], draft.base)
    except DateNotUnderstood as trouble:
        words = trouble.text if values["when"].strip() else "Say when it happened; “about May 2016” will do."
        raise Missing("when", words) from None
    headline = values["headline"].strip()
    if not headline:
        raise Missing("headline", "Say what happened, in one sentence.")
    if len(headline) > HEADLINE_LIMIT:
        over = len(headline) - HEADLINE_LIMIT
        raise Missing("headline", f"{over:,} characters too many: one sentence here, the rest under Detail.")
    if not values["how"]:
        raise Missing("how", "Choose how we know.")
    told = values["how"] in LABELS_BY_HOW
    if told and not (values["who"].strip() or values["role"].strip()):
        raise Missing("who", "Name the person or the document that it is from.")
    if values["sensitive"] and values["withheld"] and not values["withheld_from"].strip():
        raise Missing("withheld_from", "Say with whom this must not be shared.")
    return _filled(values, draft, occurred, headline, told)


def _filled(values: dict[str, str], draft: Draft, occurred: PartialDate, headline: str, told: bool) -> EntryContent:
    how = HowKnown(values["how"])
    source = Source(how, *(values[key].strip() for key in ("who", "role", "agency", "on"))) if told else Source(how)
    before = draft.base.content if draft.base else EntryContent(occurred, values["kind"], headline, source)
    part = replace(
        before.children[0] if before.children else ChildPart(draft.child_id),
        impact=values["impact"].strip(),
        seen={"alone": True, "seen": True, "no": False}.get(values["seen"]),
        seen_alone={"alone": True, "seen": False, "no": False}.get(values["seen"]),
        observed=values["observed"].strip(),
        not_seen_why=values["not_seen_why"].strip(),
        words=values["words"].strip(),
    )
    sensitive = bool(values["sensitive"])
    withheld = sensitive and bool(values["withheld"])
    return replace(
        before,
        third_party=sensitive and bool(values["third_party"]),
        legal_advice=sensitive and bool(values["legal_advice"]),
        not_to_share_with=values["withheld_from"].strip() if withheld else "",
        not_to_share_why=values["withheld_why"].strip() if withheld else "",
        occurred=occurred,
        kind=values["kind"],
        headline=headline,
        source=source,
        detail=values["detail"].strip(),
        place=values["place"].strip(),
        present=values["present"].strip(),
        outcome=values["outcome"].strip(),
        significant=bool(values["significant"]),
        tone=Tone(values["tone"] or "neutral"),
        children=(part,),
    )


def values_of(entry: EntryView) -> dict[str, str]:
    """What the form shows of an entry that is to be amended."""
    content, part = entry.content, entry.content.children[0]
    seen = "" if part.seen is None else ("no" if not part.seen else "alone" if part.seen_alone else "seen")
    return {
        "reason": "",
        "when": when_text(content),
        "headline": content.headline,
        "how": str(content.source.how),
        "who": content.source.who,
        "role": content.source.role,
        "agency": content.source.agency,
        "on": content.source.on,
        "kind": content.kind,
        "detail": content.detail,
        "seen": seen,
        "observed": part.observed,
        "not_seen_why": part.not_seen_why,
        "words": part.words,
        "impact": part.impact,
        "outcome": content.outcome,
        "place": content.place,
        "present": content.present,
        "significant": "yes" if content.significant else "",
        "tone": str(content.tone),
        "sensitive": _tick(content.third_party or content.legal_advice or content.not_to_share_with),
        "third_party": _tick(content.third_party),
        "legal_advice": _tick(content.legal_advice),
        "withheld": _tick(content.not_to_share_with),
        "withheld_from": content.not_to_share_with,
        "withheld_why": content.not_to_share_why,
    }


def _tick(there: object) -> str:
    return "yes" if there else ""
