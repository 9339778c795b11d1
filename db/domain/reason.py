"""What is a reason for opening something, as wall.check_reason rules."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 10, 500
LEAST_WORDS = 3
_WORDS = re.compile(r"[^\W_]+")


def lacks(reason: str) -> str:
    """What keeps a typed reason from being one, in words; empty if it is one."""
    length = len(reason.strip())
    if length < SHORTEST:
        return f"At least {_characters(SHORTEST - length, 'more ')}."
    if length > LONGEST:
        return f"{_characters(length - LONGEST)} too many: at most {LONGEST}."
    if len(set(_WORDS.findall(reason.lower()))) < LEAST_WORDS:
        return "At least three different words."
    return ""


def _characters(number: int, what: str = "") -> str:
    return f"{number:,} {what}{'character' if number == 1 else 'characters'}"
