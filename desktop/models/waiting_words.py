"""How long contacts wait for a decision, in words that the queue, the home page and screen readers share."""

from __future__ import annotations

from desktop.models.words import count

_DAYS_FROM = 72
"""Hours from which an age is easier read in days."""


def age_words(hours: int) -> str:
    """How long something waits: "under an hour", "5 hours", "4 days"."""
    if hours < 1:
        return "under an hour"
    return count(hours, "hour") if hours < _DAYS_FROM else count(hours // 24, "day")


def waiting_words(number: int, hours: int, urgent: int) -> str:
    """Return "3 contacts wait for a decision, the oldest 5 hours.", and of how many a child may not be safe today."""
    if not number:
        return "No contact waits for a decision."
    said = f"{count(number, 'contact')} {'waits' if number == 1 else 'wait'} for a decision"
    said += f", the oldest {age_words(hours)}." if number > 1 else f", for {age_words(hours)}."
    return f"{said} Of {urgent} it is said that a child may not be safe today." if urgent else said
