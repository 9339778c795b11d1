"""Sealing a file where its names stand: its manager says who the members will be, another confirms it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.commands.sealed import AskToSeal, AskToUnseal, Sealing, ask_to_seal, ask_to_unseal, drop_sealing
from db.queries.allocation import Holder, Named
from db.queries.sealed import SealingWait
from db.queries.staff import Colleague
from desktop.infra.writer import Writer
from desktop.models.role_words import ROLE_WORDS
from desktop.models.words import listed, with_marks
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.flow import Flow
from desktop.widgets.form import Field, Kind
from desktop.widgets.text import button, label
from desktop.widgets.tick_list import TickList

_WHY = Field("why", "Why", Kind.TEXT, lines=2)


def proposed(people: Sequence[Colleague], holders: Iterable[Holder], named: Iterable[Named]) -> frozenset[UUID]:
    """Who would be members first of all: who holds the case or is named, where no two colleagues are called so."""
    there = {(one.name, one.job_title) for one in holders if one.to_at is None}
    there |= {(one.name, one.job_title) for one in named}
    alike: dict[tuple[str, str], list[UUID]] = {}
    for one in people:
        alike.setdefault((one.name, one.job_title), []).append(one.staff_id)
    return frozenset(ids[0] for who, ids in alike.items() if who in there and len(ids) == 1)


def seal_panel(child_id: UUID, people: Sequence[Colleague], first: frozenset[UUID], writer: Writer) -> AskingPanel:
    """To ask that a file be sealed; `people` are colleagues who may be members beside oneself, `first` ticked."""
    sealing_id = uuid4()
    managers = frozenset(str(one.staff_id) for one in people if one.role == "manager")
    order = sorted(people, key=lambda one: (one.staff_id not in first, one.role != "manager", one.name))
    members = TickList(
        "Members beside you",
        tuple((str(one.staff_id), with_marks(_who(one))) for one in order),
        frozenset(str(one) for one in first),
    )

    def save(answers: Answers) -> Save:
        if managers.isdisjoint(members.ticked):
            raise Mistake("members", "Tick one more manager at least: they confirm it.")
        why = answers.text("why", "Say why.")
        return partial(swap, ask_to_seal, AskToSeal(sealing_id, child_id, tuple(map(UUID, members.ticked)), why))

    fields = (Field("members", "Members beside you", Kind.OTHER), _WHY)
    note = (
        "Nobody but the members opens a sealed file or finds the child. Space ticks. Nothing changes before another "
        "manager among them confirms it above “My children”."
    )
    panel = AskingPanel(Asked("Seal this file", fields, (), save, "Ask for it", note), writer, {"members": members})
    members.changed.connect(partial(panel.form.changed.emit, "members"))
    return panel


def unseal_panel(child_id: UUID, writer: Writer) -> AskingPanel:
    """To ask that a file be sealed no more."""
    sealing_id = uuid4()

    def save(answers: Answers) -> Save:
        return partial(swap, ask_to_unseal, AskToUnseal(sealing_id, child_id, answers.text("why", "Say why.")))

    note = (
        "It stays sealed until another manager among its members confirms it. Then everybody has again what they have "
        "without."
    )
    return AskingPanel(Asked("Unseal this file", (_WHY,), (), save, "Ask for it", note), writer)


class SealingBar(QWidget):
    """The way to ask that a file be sealed or unsealed, and what waits of that."""

    asked = Signal()
    """To seal, or to unseal what is sealed."""

    def __init__(self, save: Callable[[object], None]) -> None:
        super().__init__()
        self._save = save
        self.sealed = False
        self._mine: SealingWait | None = None
        flow = Flow(self, across=8, down=6)
        self.words = label("")
        self.ask_button = button("&Seal this file…", self.asked.emit)
        self.drop_button = button("&Take it back", self.drop)
        for made in (self.words, self.ask_button, self.drop_button):
            flow.addWidget(made)
        self.setVisible(False)

    def show_names(self, named: Iterable[Named]) -> None:
        """One manages the file: whether it is sealed is told by its names."""
        self.sealed = any(one.sealed for one in named)
        self.ask_button.setText("&Unseal this file…" if self.sealed else "&Seal this file…")
        self.setVisible(True)

    def show_waits(self, waits: Iterable[SealingWait]) -> None:
        """What waits of this file, if one asked for it oneself."""
        self._mine = next((one for one in waits if not one.may_confirm), None)
        self.ask_button.setVisible(self._mine is None)
        self.drop_button.setVisible(self._mine is not None)
        self.words.setVisible(self._mine is not None)
        if self._mine is not None:
            who = "" if self._mine.unseals else f" for {listed(self._mine.members)}"
            does = "unsealed" if self._mine.unseals else "sealed"
            self.words.setText(with_marks(f"To be {does}{who}: waits for another manager among the members."))

    def drop(self) -> None:
        """Take back what one asked for."""
        if self._mine is not None:
            self._save(partial(swap, drop_sealing, Sealing(self._mine.sealing_id, self._mine.child_id)))


def _who(one: Colleague) -> str:
    return ", ".join(part for part in (one.name, one.job_title or ROLE_WORDS[one.role], one.team) if part)
