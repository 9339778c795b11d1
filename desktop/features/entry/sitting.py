"""What is remembered within a sitting: how we know, and who told; in memory, and gone with the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_MOST = 20


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody who told something in this sitting."""

    who: str
    role: str = ""
    agency: str = ""


@dataclass(slots=True)
class Sitting:
    """One window's memory; `how` is the choice that the next new entry begins with."""

    how: str = ""
    tellers: list[Teller] = field(default_factory=list)

    def remember(self, values: Mapping[str, str]) -> None:
        """Note how the entry that was just saved is known."""
        self.how = values.get("how", "")
        who = values.get("who", "").strip()
        if self.how == "told" and who:
            teller = Teller(who, values.get("role", "").strip(), values.get("agency", ""))
            self.tellers = [teller, *(one for one in self.tellers if one.who != who)][:_MOST]
