"""What is remembered within a sitting: how we know each kind of event, and who told; it goes with the window."""

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
    """One window's memory; how one kind of event is known says nothing of another."""

    hows: dict[str, str] = field(default_factory=dict)
    tellers: list[Teller] = field(default_factory=list)

    def how(self, kind: str) -> str:
        """How the last entry of a kind was known: the choice that the next one begins with; empty for none."""
        return self.hows.get(kind, "")

    def remember(self, values: Mapping[str, str]) -> None:
        """Note how the entry that was just saved is known."""
        how, who = values.get("how", ""), values.get("who", "").strip()
        self.hows[values.get("kind", "")] = how
        if how == "told" and who:
            teller = Teller(who, values.get("role", "").strip(), values.get("agency", ""))
            self.tellers = [teller, *(one for one in self.tellers if one.who != who)][:_MOST]
