"""What is a reason for opening something, as wall.check_reason rules."""

from __future__ import annotations

import re

SHORTEST = 10
LEAST_WORDS = 3
_WORDS = re.compile(r"[^\W_]+")


def lacks(reason: str) -> str:
    """What a typed reason still lacks, in words; empty if it is one."""
    missing = SHORTEST - len(reason.strip())
    if missing > 0:
        return f"At least {missing} more characters."
    if len(set(_WORDS.findall(reason.lower()))) < LEAST_WORDS:
        return "At least three different words."
    return ""
