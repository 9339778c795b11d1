"""Turns templates into sentences: `[one|another]` is chosen, `{name}` filled in, `{@bank}` takes a sentence.

Prose lives in `resources/sample` as data, so that it can be read and bettered without touching code. A bank is dealt
like a pack of cards: no sentence comes again within a family until all were used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import resources
from db.sample.fitting import Moment, good_enough, tries

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(@?)(\w+)\}")
_NUMBER = frozenset({"was|were", "has|have", "is|are", "s|"})
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] )|(?<=[.!?]” ))([a-zà-ž])")
_BANKS = ("banks", "banks_small", "banks_life", "banks_meetings", "impact")
_BEATS = ("beats_contact", "beats_visits", "beats_life")


def read(name: str) -> dict[str, Any]:
    """One file of the sample's words."""
    return tomllib.loads(resources.resource("sample", f"{name}.toml").read_text(encoding="utf-8"))


def banks() -> dict[str, Any]:
    """All banks in one."""
    return {key: value for name in _BANKS for key, value in read(name).items()}


def beats() -> dict[str, dict[str, Any]]:
    """All beats by their full name, "visit.home"."""
    found: dict[str, dict[str, Any]] = {}
    for name in _BEATS:
        for group, members in read(name).items():
            found |= {f"{group}.{beat}": body for beat, body in members.items()}
    return found


@dataclass(slots=True)
class Deck:
    """Deals the sentences of one list in a random order, all of them before any comes again."""

    rng: Random
    hands: dict[int, list[int]] = field(default_factory=dict)

    def deal(self, items: Sequence[Any]) -> Any:
        """The next item of this list."""
        hand = self.hands.get(id(items))
        if not hand:
            hand = list(range(len(items)))
            self.rng.shuffle(hand)
            self.hands[id(items)] = hand
        return items[hand.pop()]


@dataclass(slots=True)
class Scene:
    """What a template is filled with: the names at hand, the mood, the child's age band, one child or several."""

    names: Mapping[str, str]
    mood: str
    band: str
    plural: bool
    local: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Teller:
    """Renders templates for one family."""

    rng: Random
    banks: Mapping[str, Any]
    deck: Deck

    def pick(self, bank: Any, scene: Scene) -> Any:
        """A sentence of a bank; a bank by mood or band is entered first, and falls back to the calm one."""
        while isinstance(bank, Mapping):
            inner = bank.get(scene.mood) or bank.get(scene.band) or bank.get("calm")
            bank = inner if inner is not None else self.deck.deal(sorted(bank.items()))[1]
        return self.deck.deal(bank)

    def tell(self, template: str, scene: Scene) -> str:
        """The template as a sentence. Raises KeyError for a slot that nothing fills."""
        text = template
        while "[" in text or "{" in text:
            text = self._slots(self._choices(text, scene), scene)
        return _tidy(text)

    def tell_fitting(self, templates: Sequence[str], scene: Scene, moment: Moment, before: str = "") -> str:
        """The next of these templates that contradicts neither its moment nor the text before it."""
        text = ""
        for attempt in tries():
            text = self.tell(str(self.deck.deal(templates)), scene)
            if good_enough(moment, f"{before} {text}".strip(), attempt):
                break
        return text

    def _choices(self, text: str, scene: Scene) -> str:
        def choose(match: re.Match[str]) -> str:
            options = match[1].split("|")
            if match[1] in _NUMBER:
                return options[1 if scene.plural else 0]
            return str(self.rng.choice(options))

        while "[" in text:
            text = _CHOICE.sub(choose, text)
        return text

    def _slots(self, text: str, scene: Scene) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[2]
            key = name[0].lower() + name[1:]
            if not match[1] and key in scene.names:
                value = scene.names[key]
            else:
                value = str(self.pick(scene.local.get(key) or self.banks[key], scene))
            return str(value[:1].upper() + value[1:] if name[0].isupper() else value)

        return str(_SLOT.sub(fill, text))


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip().replace(" ,", ",").replace(" .", ".").replace("..", ".")
    return _SENTENCE_START.sub(lambda match: match[1].upper(), text)
