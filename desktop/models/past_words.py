"""A line of the history of a fact in words: what stood from when to when, how it is known, who recorded it."""

from __future__ import annotations

from db.queries.band import Past
from desktop.infra.codes import labels
from desktop.models.words import NOT_RECORDED, day_in_words

_NAMES = {"legal": "legal name", "known_as": "known as", "birth": "name at birth", "former": "former", "alias": "alias"}


def past_in_words(past: Past) -> str:
    """One value as it stands or stood, with its source."""
    return ". ".join(part for part in (_what(past), _known(past), _recorded(past)) if part) + "."


def _what(past: Past) -> str:
    if past.source == "person":
        return f"{past.words or NOT_RECORDED} (before: {past.description or NOT_RECORDED})"
    since = past.since_words or (day_in_words(past.since) if past.since else "")
    until = past.until_words or (day_in_words(past.until) if past.until else "")
    days = f"since {since}" if since and not until else f"{since} to {until}".strip() if until else ""
    due = f"for {day_in_words(past.due)}" if past.due else ""
    kind = _NAMES.get(past.kind, "") if past.source == "name" else ""
    return ", ".join(part for part in (past.words, kind, days, due, past.why) if part)


def _known(past: Past) -> str:
    if past.entry_on is not None:
        kind = labels("entry_kind").get(past.entry_kind or "", "entry").lower()
        return f"From the {kind} on {day_in_words(past.entry_on)}"
    return f"Known from: {past.how_known}" if past.how_known else ""


def _recorded(past: Past) -> str:
    day = day_in_words(past.recorded_at.astimezone().date())
    stands = "" if past.standing or past.source == "person" else "; corrected or ended later"
    return f"Recorded by {past.recorded_by}, {day}{stands}" if past.recorded_by else f"Recorded {day}{stands}"
