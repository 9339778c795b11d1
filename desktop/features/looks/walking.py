"""The walk along the audit's chain, part by part, so that it tells how far it is and can be stopped; without Qt."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.queries.looks import Step, walk_audit
from db.session import Session
from desktop.models.words import count, day_in_words

_HEAD = re.compile(r"\s*([0-9]{1,18})\s*:\s*([0-9a-fA-F]{64})\s*")
HEAD_NEEDED = "A printed head is its number, a colon and 64 letters and digits; or leave it empty."


@dataclass(frozen=True, slots=True)
class Walked:
    """How the chain was found."""

    step: Step
    head: tuple[int, str] | None
    at: datetime

    @property
    def whole(self) -> bool:
        """Whether nothing is broken, and the printed head, if one was given, is in it."""
        return self.step.broken_at is None and self.step.head_found is not False


def head_of(text: str) -> tuple[int, str] | None:
    """A printed head, as "4711:9f2c…"; None if it is none."""
    found = _HEAD.fullmatch(text)
    return (int(found[1]), found[2].lower()) if found else None


def walk(
    session: Session, head: tuple[int, str] | None, stopped: threading.Event, progress: Callable[[int], None]
) -> Walked | None:
    """Walk to the end; None if one stopped it. `progress` is told how many thousandths of the chain are walked."""
    step: Step | None = None
    while step is None or not step.ended:
        if stopped.is_set():
            return None
        step = walk_audit(session, step, head)
        progress(1000 * step.walked // max(step.newest, 1))
    return Walked(step, head, datetime.now().astimezone())


def in_words(found: Walked) -> tuple[str, ...]:
    """What was walked and how it was found, in sentences."""
    step = found.step
    said = [f"Walked on {day_in_words(found.at.date())} at {found.at:%H:%M}."]
    if step.broken_at is None:
        said.append(
            f"The chain is whole: all {count(step.walked, 'link')} hold, from the first to number {step.newest:,}."
            if step.walked
            else "The chain has no links yet."
        )
    else:
        said.append(
            f"The chain is broken at number {step.broken_at:,}. The {count(step.walked, 'link')} before it hold; what "
            "stands at that number and after it was changed, exchanged or taken away after it was sealed."
        )
    if found.head is not None:
        number, short = found.head[0], found.head[1][:16]
        said.append(
            f"The printed head {number}:{short}… is in the chain: nothing before it was rewritten since then."
            if step.head_found
            else f"The printed head {number}:{short}… is NOT in the chain: this is another chain than then."
        )
    are = "is" if step.unsealed == 1 else "are"
    said.append(f"{count(step.unsealed or 0, 'line')} of the audit {are} not sealed yet, which is done now and then.")
    if step.walked and step.broken_at is None:
        said.append(f"The newest link: {step.newest}:{step.hash}")
    return tuple(said)
