"""Scores the reading of agency notes against what was expected of them, written by somebody who had not seen the rules.

`python -m tests.db.interchange.agency_notes_score [FOLDER]` prints a line for each note. A folder holds notes of any
kind, each with a JSON of the same name: `sent_on`, `child_names`, `expected` and `not_events`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from db.interchange.agency_notes import Proposal, propose, propose_from_file
from db.interchange.paper_reader import decoded, read_mail

FOLDER = Path(__file__).parent / "agency_notes"
UNSEEN = Path(__file__).parent / "agency_notes_unseen"
"""Notes by another hand, which the rules were scored on once and never changed for."""
_HEADS = ("expected", "found", "missed", "wrong", "report", "hearsay", "words", "year", "text", "source")


@dataclass(slots=True)
class Score:
    """Counts of one note, or of all. From `report` on they count those found that are right in that respect."""

    expected: int = 0
    found: int = 0
    missed: int = 0
    wrong: int = 0
    report: int = 0
    hearsay: int = 0
    words: int = 0
    year: int = 0
    text: int = 0
    source: int = 0
    not_events: int = 0
    remarks: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Adds the counts of another."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def line(self, name: str) -> str:
        """A line of the table."""
        return f"{name:32.32}" + "".join(f"{getattr(self, head):>9}" for head in _HEADS)


def _folded(text: str) -> str:
    plain = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0xA0: " "})
    return " ".join(plain.casefold().split())


def _days(wanted: dict[str, Any] | Proposal) -> tuple[str, str]:
    if isinstance(wanted, Proposal):
        return wanted.when.earliest.isoformat(), wanted.when.latest.isoformat()
    return wanted["earliest"], wanted["latest"]


def _proposals(path: Path, sent_on: date | None, names: tuple[str, ...]) -> tuple[Proposal, ...]:
    """Those of a file; a plain text and a mail are read here, which spares a process for each."""
    if path.suffix == ".txt":
        return propose(decoded(path.read_bytes()) or "", sent_on=sent_on, child_names=names)
    if path.suffix == ".eml":
        return propose(read_mail(path.read_bytes()).text, sent_on=sent_on, child_names=names)
    return propose_from_file(path, sent_on=sent_on, child_names=names)


def score_note(path: Path, wanted: dict[str, Any]) -> Score:
    """Compares a note's proposals with the expected ones, each matched once, the one with the fitting text first."""
    sent_on = date.fromisoformat(wanted["sent_on"]) if wanted.get("sent_on") else None
    left = list(_proposals(path, sent_on, tuple(wanted.get("child_names", ()))))
    score = Score(expected=len(wanted["expected"]))
    for event in wanted["expected"]:
        same = [proposal for proposal in left if _days(proposal) == _days(event)]
        best = max(same, key=lambda proposal: _has_text(proposal, event), default=None)
        if best is None:
            score.missed += 1
            score.remarks.append(f"missed {event['earliest']}")
            continue
        left.remove(best)
        _judge(score, best, event)
    score.wrong = len(left)
    score.remarks += [f"wrongly found {'..'.join(sorted(set(_days(each))))} ({each.when.as_given})" for each in left]
    score.not_events = sum(_days(each)[0] in wanted.get("not_events", ()) for each in left)
    return score


def _has_text(proposal: Proposal, event: dict[str, Any]) -> bool:
    text = _folded(proposal.text)
    return all(_folded(piece) in text for piece in event.get("text_contains", ()))


def _judge(score: Score, proposal: Proposal, event: dict[str, Any]) -> None:
    report = proposal.report_date.isoformat() if proposal.report_date else None
    said, wanted_words = _folded(proposal.child_words), _folded(event.get("child_words") or "")
    right = {
        "report": report == event.get("report_date"),
        "hearsay": proposal.hearsay is bool(event.get("hearsay")),
        "words": wanted_words in said if wanted_words else not said,
        "year": proposal.year_inferred is bool(event.get("year_inferred")),
        "text": _has_text(proposal, event),
        "source": _folded(event.get("source_contains", "")) in _folded(proposal.source.in_words()),
    }
    score.found += 1
    for name, is_right in right.items():
        setattr(score, name, getattr(score, name) + is_right)
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong:
        score.remarks.append(f"{event['earliest']}: other {', '.join(wrong)}")


def score_folder(folder: Path) -> dict[str, Score]:
    """The score of every note of a folder, by its name."""
    scores: dict[str, Score] = {}
    for expected in sorted(folder.glob("*.json")):
        note = next(path for path in sorted(folder.glob(f"{expected.stem}.*")) if path.suffix != ".json")
        scores[expected.stem] = score_note(note, json.loads(expected.read_text(encoding="utf-8")))
    return scores


def total(scores: dict[str, Score]) -> Score:
    """All notes together."""
    whole = Score()
    for score in scores.values():
        whole.add(score)
    return whole


def main(arguments: Sequence[str]) -> int:
    """Prints the table, and below it what was other than expected."""
    scores = score_folder(Path(arguments[0]) if arguments else FOLDER)
    print(f"{'note':32}" + "".join(f"{head:>9}" for head in _HEADS))
    for name, score in scores.items():
        print(score.line(name))
    print(total(scores).line("all"))
    for name, score in scores.items():
        for remark in score.remarks:
            print(f"{name}: {remark}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
