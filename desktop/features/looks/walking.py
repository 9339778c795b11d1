"""The walk along the audit's chain, part by part, so that it tells how far it is and can be stopped; without Qt."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.commands.looks import seal_audit
from db.queries.looks import Step, walk_audit
from db.session import Session
from desktop.models.words import count, day_in_words

_AT_ONCE = 50_000
"""How many lines are sealed in one call."""
_HEAD = re.compile(r"\s*([0-9]{1,18})\s*:\s*([0-9a-fA-F]{64})\s*")
NEWEST = "The newest link"
HEAD_NEEDED = "A printed head is its number, a colon and 64 letters and digits; or leave it empty."


@dataclass(frozen=True, slots=True)
class Walked:
    """How the chain was found; `sealed` lines got their links just before, and say nothing of the time until then."""

    step: Step
    head: tuple[int, str] | None
    at: datetime
    sealed: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is broken, and the printed head, if one was given, is in it."""
        return self.step.broken_at is None and self.step.head_found is not False

    @property
    def proves(self) -> bool:
        """Whether a link was walked that was there before."""
        return self.step.walked > self.sealed


def head_of(text: str) -> tuple[int, str] | None:
    """A printed head, as "4711:9f2c…"; None if it is none."""
    found = _HEAD.fullmatch(text)
    return (int(found[1]), found[2].lower()) if found else None


def walk(
    session: Session, head: tuple[int, str] | None, stopped: threading.Event, progress: Callable[[int], None]
) -> Walked | None:
    """Seal what waits and walk to the end; None if one stopped it. `progress` is told the thousandths walked."""
    step: Step | None = None
    sealed = 0
    while not stopped.is_set():
        added = seal_audit(session)
        sealed += added
        if added < _AT_ONCE:
            break
    while step is None or not step.ended:
        if stopped.is_set():
            return None
        step = walk_audit(session, step, head)
        progress(1000 * step.walked // max(step.newest, 1))
    return Walked(step, head, datetime.now().astimezone(), sealed)


def in_words(found: Walked) -> tuple[str, ...]:
    """What was walked and how it was found, in sentences."""
    step = found.step
    said = [f"Walked on {day_in_words(found.at.date())} at {found.at:%H:%M}."]
    missing = step.head_found is False
    if found.head is not None:
        number, short = found.head[0], found.head[1][:16]
        named = f"The printed head {number}:{short}…"
        if missing:
            said.append(f"{named} is NOT in the chain: this is another chain than then.")
        elif step.broken_at is not None and step.broken_at <= number:
            said.append(f"{named} is in the chain, behind the break: it proves nothing of what stands before it.")
        else:
            said.append(f"{named} is in the chain: nothing before it was rewritten since then.")
    if step.broken_at is None:
        holds = f"all {count(step.walked, 'link')} hold, from the first to number {step.newest:,}."
        said.append(
            "Nothing could be verified yet: no line of the audit was sealed before now."
            if not found.proves
            else f"As it stands now, {holds}"
            if missing
            else f"The chain is whole: {holds}"
        )
    else:
        said.append(
            f"The chain is broken at number {step.broken_at:,}. The {count(step.walked, 'link')} before it hold; what "
            "stands at that number and after it was changed, exchanged or taken away after it was sealed."
        )
    if found.sealed:
        was = "was" if found.sealed == 1 else "were"
        said.append(
            f"{count(found.sealed, 'line')} of the audit {was} sealed just now: a change from now on is found, "
            "an earlier one is not."
        )
    if step.unsealed:
        waits = "waits" if step.unsealed == 1 else "wait"
        said.append(f"{count(step.unsealed, 'line')} of the audit {waits} to be sealed.")
    if step.walked and step.broken_at is None:
        said.append(f"{NEWEST}: {step.newest}:{step.hash}")
    return tuple(said)
