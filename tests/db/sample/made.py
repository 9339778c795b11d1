"""The fictional authority of the tests of the sample, made once for a run, since making it takes some seconds."""

from __future__ import annotations

from datetime import date
from functools import cache

from db.sample.authority import Authority, make_authority

TODAY = date(2026, 11, 22)


@cache
def authority() -> Authority:
    """The set of seed 2026 as it is on the day of the tests."""
    return make_authority(2026, TODAY)
