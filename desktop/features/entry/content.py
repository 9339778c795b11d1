"""The way between what the form holds and what an entry says.

The form's values are plain texts by key, word for word; only here are they read as dates, choices and parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.domain.decisions import day_to_come, kept_decisions
from db.domain.entry import HEADLINE_LIMIT, ChildPart, EntryContent, HowKnown, Source, Tone
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.queries.entries import EntryView
from desktop.features.entry.fields import LABELS_BY_HOW
from desktop.models.known_words import asks_how, is_analysis, is_discussion
from desktop.models.words import day_in_words

OCCURRED = "occurred"
"""Among the values of the version that an amendment began from: its date exactly as it is kept there."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form: whose entry, its values, the other children ticked, and what an analysis rests on."""

    child_id: UUID
    values: Mapping[str, str]
    concerned: Sequence[UUID] = ()
    rests_on: tuple[UUID, ...] = ()
    base_values: Mapping[str, str] | None = None


class Missing(Exception):
    """A field keeps the entry from being saved; the words say what to do and never repeat what was typed."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(key)
        self.key, self.words = key, words


def understood(text: str, base_values: Mapping[str, str] | None, today: date) -> PartialDate:
    """The date as typed; an unchanged date of the version before stays exactly as it was."""
    if base_values and text == base_values.get("when") and base_values.get(OCCURRED):
        return PartialDate.from_json(json.loads(base_values[OCCURRED]))
    return parse_partial_date(text, today=today)


def _occurred(written: Written) -> PartialDate:
    """The date; of one that cannot be, what is sure of it, which was asked about and not refused."""
    text = written.values["when"]
    if not text.strip():
        raise Missing("when", "Say when it happened; “about May 2016” will do.")
    try:
        return understood(text, written.base_values, date.today())
    except DateNotUnderstood as trouble:
        if trouble.nearest is None:
            raise Missing("when", trouble.text) from None
        return trouble.nearest


def missing(written: Written) -> Missing | None:
    """The first field that keeps the entry from being saved."""
    try:
        content_of(written)
    except Missing as found:
        return found
    return None


def is_unchanged(written: Written) -> bool:
    """Whether an amendment says of the child what the version before says, whatever its reason."""
    base = written.base_values
    if base is None:
        return False
    said = without(base, (OCCURRED, "reason"))
    return all(written.values[key].strip() == words.strip() for key, words in said.items())


def content_of(written: Written) -> EntryContent:
    """The content that the form means; raises Missing at the first field that is not right."""
    values = written.values
    if written.base_values is not None and not values["reason"].strip():
        raise Missing("reason", "Say in one line why the entry is amended.")
    occurred = _occurred(written)
    _check_headline(values["headline"].strip())
    asked = asks_how(values)
    if asked and not values["how"]:
        raise Missing("how", "Choose how we know.")
    told = asked and values["how"] in LABELS_BY_HOW
    if told and not (values["who"].strip() or values["role"].strip()):
        raise Missing("who", "Name the person or the document that it is from.")
    analysis = is_analysis(values["kind"])
    if analysis and not written.rests_on:
        raise Missing("rests_on", "Say on which entries the analysis rests: choose one in the chronology, add it here.")
    if is_discussion(values["kind"]) and not values["present"].strip():
        raise Missing("present", "Say who took part in the discussion.")
    if values["sensitive"] and values["withheld"] and not values["withheld_from"].strip():
        raise Missing("withheld_from", "Say with whom this must not be shared.")
    return _filled(written, occurred, told=told)


def _check_headline(headline: str) -> None:
    if not headline:
        raise Missing("headline", "Say what happened, in one sentence.")
    if len(headline) > HEADLINE_LIMIT:
        over = len(headline) - HEADLINE_LIMIT
        raise Missing("headline", f"{over:,} characters too many: one sentence here, the rest under Detail.")


def _filled(written: Written, occurred: PartialDate, *, told: bool) -> EntryContent:
    values = written.values
    who, role, agency, on = (values[key].strip() for key in ("who", "role", "agency", "on"))
    named = Source(HowKnown(values["how"]), who, role, agency, _lasting(on)) if told else None
    sensitive = bool(values["sensitive"])
    withheld = sensitive and bool(values["withheld"])
    others = (_part(values, child, f"@{child}") for child in written.concerned)
    return EntryContent(
        occurred=occurred,
        kind=values["kind"],
        headline=values["headline"].strip(),
        source=named or Source(HowKnown.SEEN_OR_HEARD),
        detail=values["detail"].strip(),
        place=values["place"].strip(),
        present=values["present"].strip(),
        outcome=_outcome(written, occurred),
        next_on=_next_on(values, occurred),
        significant=bool(values["significant"]),
        tone=Tone(values["tone"] or "neutral"),
        third_party=sensitive and bool(values["third_party"]),
        legal_advice=sensitive and bool(values["legal_advice"]),
        not_to_share_with=values["withheld_from"].strip() if withheld else "",
        not_to_share_why=values["withheld_why"].strip() if withheld else "",
        children=(_part(values, written.child_id), *others),
        rests_on=written.rests_on if is_analysis(values["kind"]) else (),
    )


def _outcome(written: Written, occurred: PartialDate) -> str:
    """What came of it; the decisions of a case discussion so that their days stay true, unless they stand already."""
    words, base = written.values["outcome"].strip(), written.base_values
    stood = base is not None and words == base.get("outcome", "").strip()
    return words if stood or not is_discussion(written.values["kind"]) else kept_decisions(words, occurred.earliest)


def _next_on(values: Mapping[str, str], occurred: PartialDate) -> date | None:
    """The day agreed for the next case discussion, counted from this one."""
    words = values.get("next_on", "").strip()
    if not words or not is_discussion(values["kind"]):
        return None
    day = day_to_come(words, occurred.earliest)
    if day is None or day.earliest != day.latest:
        raise Missing("next_on", "Say the day that was agreed, “9 November”, or leave it empty.")
    if day.earliest < occurred.earliest:
        raise Missing("next_on", "The next case discussion comes after this one.")
    return day.earliest


def _lasting(words: str) -> str:
    """The words of a day as they are still right tomorrow: "yesterday" becomes the day that is meant."""
    try:
        meant = parse_partial_date(words, today=date.today())
    except DateNotUnderstood:
        return words
    try:
        parse_partial_date(words, today=date.today(), needs_year=True)
    except DateNotUnderstood:
        return meant.in_words()
    return words


def _part(values: Mapping[str, str], child: UUID, suffix: str = "") -> ChildPart:
    def said(key: str) -> str:
        return values.get(f"{key}{suffix}", "").strip()

    seen = said("seen")
    return ChildPart(
        child,
        impact=said("impact"),
        seen={"alone": True, "seen": True, "no": False}.get(seen),
        seen_alone={"alone": True, "seen": False, "no": False}.get(seen),
        observed=said("observed"),
        not_seen_why=said("not_seen_why"),
        words=said("words"),
    )


def values_of(entry: EntryView) -> dict[str, str]:
    """What the form shows of an entry that is to be amended; a day in words, since "yesterday" is another one today."""
    content, part = entry.content, entry.content.children[0]
    seen = "" if part.seen is None else ("no" if not part.seen else "alone" if part.seen_alone else "seen")
    return {
        "reason": "",
        "when": content.occurred.in_words(),
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
        "next_on": day_in_words(content.next_on) if content.next_on else "",
        "place": content.place,
        "present": content.present,
        "significant": _tick(content.significant),
        "tone": str(content.tone),
        "sensitive": _tick(content.third_party or content.legal_advice or content.not_to_share_with),
        "third_party": _tick(content.third_party),
        "legal_advice": _tick(content.legal_advice),
        "withheld": _tick(content.not_to_share_with),
        "withheld_from": content.not_to_share_with,
        "withheld_why": content.not_to_share_why,
    }


def base_values_of(entry: EntryView) -> dict[str, str]:
    """The same as the version that an amendment begins from keeps it."""
    return values_of(entry) | {OCCURRED: json.dumps(entry.content.occurred.to_json())}


def without(values: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    """The values without some keys."""
    left = set(keys)
    return {key: value for key, value in values.items() if key not in left}


def resolved(values: Mapping[str, str], typed_on: date, today: date) -> dict[str, str]:
    """The values of a draft taken up on a later day: "yesterday" still means the day before it was typed."""
    found = dict(values)
    for key in ("when", "on"):
        then = _meant(values.get(key, ""), typed_on)
        if then is not None and then != _meant(values.get(key, ""), today):
            found[key] = then.in_words()
    return found


def _meant(words: str, on: date) -> PartialDate | None:
    """What the words of a date mean on a day; of one that cannot be, what is sure of it."""
    try:
        return parse_partial_date(words, today=on)
    except DateNotUnderstood as trouble:
        return trouble.nearest


def _tick(there: object) -> str:
    return "yes" if there else ""
