"""What helps one person to write: the dictionary, their own words and abbreviations, and their profession's words.

Proofreading is done in a worker and remembered by paragraph, so that a field asks only about what is new in it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from db.domain.careful_words import CarefulWord, careful
from db.domain.doubtful_words import words_to_check
from db.errors import ThroughlineError
from desktop.infra.settings import Settings
from desktop.infra.spelling import speller
from desktop.infra.tasks import Tasks
from resources import resource

_WORDS, _ABBREVIATIONS = "own words", "abbreviations"
_REMEMBERED = 20_000
"""Paragraphs and words whose proofreading is kept in memory."""
_MOST_WORDS = 2000
_LONGEST = 50_000
"""Characters up to which a paragraph is read."""


class Doubt(Enum):
    """Why a place in a text is marked."""

    SPELLING = "Not in the dictionary. F7 goes there and suggests other words."
    CARE = "A word to take care with."


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place of a paragraph, and the reason."""

    start: int
    end: int
    doubt: Doubt
    why: str


Marks = tuple[Mark, ...]
Proofs = dict[str, Marks]


@cache
def careful_words() -> tuple[CarefulWord, ...]:
    """The words to avoid, from `resources/words_to_avoid.csv`."""
    with resource("words_to_avoid.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            CarefulWord(tuple(row["words"].split("|")), row["why"], row["profession"]) for row in csv.DictReader(file)
        )


class Writer(QObject):
    """One person's help with writing, shared by all the fields of a window."""

    ready = Signal()
    """The dictionary has answered for the first time."""
    changed = Signal()
    """The person's words or abbreviations are others now: fields look again."""

    def __init__(self, settings: Settings, profession: str, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._tasks = settings, tasks
        self.profession = profession if profession == "court_adviser" else "practitioner"
        self._words_key, self._abbreviations_key = settings.personal(_WORDS), settings.personal(_ABBREVIATIONS)
        self._own = dict.fromkeys(settings.text(self._words_key).split("\n"))
        self._own.pop("", None)
        lines = (line.partition("\t") for line in settings.text(self._abbreviations_key).split("\n"))
        self._abbreviations = {short: full for short, _, full in lines if short and full}
        self._known: frozenset[str] = frozenset()
        self._judged: dict[str, bool] = {}
        self._proofs: Proofs = {}
        self._generation = 0
        self.spells = False
        """Whether the dictionary is there."""
        self.trouble = ""
        """Why it is not."""

    # The person's own words.

    @property
    def own_words(self) -> tuple[str, ...]:
        """The words that the person added, as written."""
        return tuple(sorted(self._own, key=str.lower))

    def add_word(self, word: str) -> None:
        """Never mark this word again for this person."""
        clean = " ".join(word.split())
        if clean and len(self._own) < _MOST_WORDS:
            self._own[clean] = None
            self._keep_words()

    def forget_word(self, word: str) -> None:
        """Let the dictionary judge this word again."""
        self._own.pop(word, None)
        self._keep_words()

    def know(self, words: Iterable[str]) -> None:
        """Take these words for right while the window is open: names of the people of a file."""
        known = self._known | _parts(words)
        if known != self._known:
            self._known = known
            self._start_anew()

    def _keep_words(self) -> None:
        self._settings.remember_text(self._words_key, "\n".join(self._own))
        self._start_anew()

    def _start_anew(self) -> None:
        self._proofs = {}
        self._generation += 1
        self.changed.emit()

    # Abbreviations.

    @property
    def abbreviations(self) -> Mapping[str, str]:
        """Each abbreviation and what it stands for."""
        return dict(sorted(self._abbreviations.items(), key=lambda pair: pair[0].lower()))

    def set_abbreviation(self, short: str, full: str) -> None:
        """Let an abbreviation stand for something."""
        clean, words = short.strip(), " ".join(full.split())
        if clean and words and (clean in self._abbreviations or len(self._abbreviations) < _MOST_WORDS):
            self._abbreviations[clean] = words
            self._keep_abbreviations()

    def forget_abbreviation(self, short: str) -> None:
        """Let an abbreviation stand for itself."""
        self._abbreviations.pop(short, None)
        self._keep_abbreviations()

    def _keep_abbreviations(self) -> None:
        lines = "\n".join(f"{short}\t{full}" for short, full in self._abbreviations.items())
        self._settings.remember_text(self._abbreviations_key, lines)
        self.changed.emit()

    def expansion(self, typed: str) -> str:
        """What a typed abbreviation stands for, empty if it is none; a capital letter begins it where one was typed."""
        full = self._abbreviations.get(typed, "")
        if not full and typed[:1].isupper() and typed[1:] == typed[1:].lower():
            full = self._abbreviations.get(typed.lower(), "")
            return full[:1].upper() + full[1:]
        return full

    # Proofreading.

    def proof(self, paragraph: str) -> Marks | None:
        """What is marked in a paragraph; None if nobody has read it yet. An endless one is not read at all."""
        return self._proofs.get(paragraph) if 0 < len(paragraph) <= _LONGEST else ()

    def proofread(self, paragraphs: Iterable[str], done: Callable[[], None]) -> None:
        """Read paragraphs in a worker and tell when `proof` knows them."""
        wanted = tuple(dict.fromkeys(one for one in paragraphs if one and one not in self._proofs))
        known = _parts(self._own) | self._known
        judged = self._judged if not self.trouble else None
        work = partial(_proofread, wanted, self.profession, known, judged)
        failed = partial(self._not_read, wanted, done)
        self._tasks.read(work, partial(self._read, self._generation, done), failed)

    def _read(self, generation: int, done: Callable[[], None], read: _Read) -> None:
        if not isValid(self):
            return
        if len(self._proofs) + len(read.proofs) > _REMEMBERED:
            self._proofs = {}
        if len(self._judged) > _REMEMBERED:
            self._judged = {}
        if generation == self._generation:
            self._proofs.update(read.proofs)
        self._judged.update(read.judged)
        self.trouble = read.trouble or self.trouble
        if not self.spells and not self.trouble:
            self.spells = True
            self.ready.emit()
        done()

    def _not_read(self, wanted: tuple[str, ...], done: Callable[[], None], error: ThroughlineError) -> None:
        self.trouble = error.text
        self._proofs.update(dict.fromkeys(wanted, ()))
        done()

    def suggest(self, word: str, done: Callable[[tuple[str, ...]], None]) -> None:
        """Ask for what somebody may have meant."""
        self._tasks.read(partial(_suggested, word), done, partial(_nothing, done))


@dataclass(frozen=True, slots=True)
class _Read:
    proofs: Proofs
    judged: dict[str, bool]
    trouble: str


def _proofread(
    paragraphs: tuple[str, ...], profession: str, known: frozenset[str], judged: Mapping[str, bool] | None
) -> _Read:
    """Mark paragraphs; without a dictionary only the words to take care with."""
    found = {one: tuple(words_to_check(one)) for one in paragraphs} if judged is not None else {}
    new: dict[str, bool] = {}
    trouble = ""
    if judged is not None:
        words = {word for places in found.values() for _, _, word in places if word not in judged}
        try:
            wrong = speller.wrong(words)
        except ThroughlineError as error:
            found, trouble = {}, error.text
        else:
            new = {word: word not in wrong for word in words}
    before = judged or {}
    proofs = {}
    for one in paragraphs:
        marks = [
            Mark(start, end, Doubt.SPELLING, Doubt.SPELLING.value)
            for start, end, word in found.get(one, ())
            if not new.get(word, before.get(word, True)) and not _known(word, known)
        ]
        marks += _careful(one, profession)
        proofs[one] = tuple(sorted(marks, key=lambda mark: mark.start))
    return _Read(proofs, new, trouble)


def _careful(paragraph: str, profession: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(place.start, place.end, Doubt.CARE, place.why) for place in careful(paragraph, profession, careful_words())
    )


def _parts(words: Iterable[str]) -> frozenset[str]:
    """The words between the hyphens, as they are compared."""
    return frozenset(part for word in words for part in word.lower().replace("’", "'").replace("-", " ").split())


def _known(word: str, known: frozenset[str]) -> bool:
    lower = word.lower().replace("’", "'")
    return lower in known or lower.removesuffix("'s").removesuffix("'") in known


def _nothing(done: Callable[[tuple[str, ...]], None], _error: ThroughlineError) -> None:
    done(())


def _suggested(word: str) -> tuple[str, ...]:
    try:
        return speller.suggest(word)
    except ThroughlineError:
        return ()


__all__ = ["Doubt", "Mark", "Marks", "Writer", "careful_words"]
