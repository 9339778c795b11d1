"""How an entry begins in the panel: anew, as a new version, or as a draft taken up again.

What was begun before is offered, never forced, and nothing of it is lost by beginning anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from db.domain.draft import Draft, DraftState
from db.errors import ThroughlineError
from db.queries.entries import BasisLine, EntryView, basis_of, read_entry
from db.queries.siblings import Sibling, siblings_of
from db.session import Session
from desktop.features.entry.content import base_values_of, resolved, values_of
from desktop.models.note_draft import is_note
from desktop.models.words import distance, with_marks
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.entry.page import EntryPanel

Amended = tuple[EntryView, tuple[BasisLine, ...]]


class Beginning(QObject):
    """Fills the panel at its start."""

    def __init__(self, panel: EntryPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._otherwise: Callable[[], None] = panel.quick.go
        self._offering = False
        self._already: tuple[str, ...] = ()
        """The names of brothers and sisters whom the entry concerns already."""

    def anew(self, begun: Mapping[str, str], also: Mapping[UUID, str]) -> None:
        """A new entry: brothers and sisters are offered, and what was begun before.

        `begun` fills some fields, and brothers and sisters of `also` are ticked.
        """
        self._ask_siblings()
        self.offer()
        if begun:
            with self._panel.quietly():
                self._panel.show_values(begun)
                self._panel.concerned.restore(also, {})
            self._panel.settle()
            self._otherwise = self._panel.go_on
            self._panel.go_on()

    # A new version.

    def load(self, entry_id: UUID) -> None:
        """Read the entry that is to be amended, and what it rests on."""
        self.name_amending()
        self._panel.form.freeze(True)
        work = partial(_read, self._panel.session, self._panel.child_id, entry_id)
        self._panel.desk.tasks.read(work, self._loaded, self._panel.banner.trouble)

    def _loaded(self, found: Amended) -> None:
        self._otherwise = partial(self.amend, *found)
        if not self.offer(found[0].entry_id):
            self.amend(*found)

    def amend(self, entry: EntryView, basis: tuple[BasisLine, ...] = ()) -> None:
        """Take an entry to amend."""
        panel = self._panel
        panel.form.freeze(False)
        with panel.quietly():
            panel.keeping.begin_amending(entry.entry_id, entry.version, base_values_of(entry))
            for line in basis:
                panel.rests_on.add(line.entry_id, f"{line.when.in_words()}: {line.headline}")
            self.show_amending()
            panel.form.fill(values_of(entry))
        panel.settle()
        self._already = entry.also_names
        self._ask_siblings()
        panel.arrive()

    def show_amending(self) -> None:
        """The form of a new version: no quick line, and a reason first."""
        self.name_amending()
        self._panel.form.base_values = dict(self._panel.draft.base_values)
        self._panel.form.unfold_all()

    def name_amending(self) -> None:
        """Say that it is a new version of an entry."""
        panel = self._panel
        panel.title = "Amend an entry"
        panel.setAccessibleName(panel.title)
        panel.heading.setText(f"Amend this entry of {with_marks(panel.name)}")
        panel.quick.setVisible(False)

    # What was begun before.

    def offer(self, entry_id: UUID | None = None) -> bool:
        """Offer the newest unfinished entry of this file, or amendment of this entry; False if there is none."""
        begun = [one for one in self._panel.desk.drafts.drafts if self._fits(one, entry_id)]
        if not begun:
            return False
        draft = begun[-1]
        what = "an entry" if entry_id is None else "an amendment of this entry"
        words = f"You began {what} for {with_marks(self._panel.name)} {_at(draft)}."
        choices = (("&Resume it", partial(self.resume, draft)), ("Start a &new one", self._anew))
        self._panel.banner.say(News.NOTE, words, choices)
        self._offering = True
        return True

    def no_longer(self) -> None:
        """Something else is being written: the offer goes; the draft stays where it is."""
        if self._offering:
            self._offering = False
            self._panel.banner.clear()

    def _fits(self, draft: Draft, entry_id: UUID | None) -> bool:
        amends = draft.entry_id if draft.base_version else None
        here = draft.child_id == self._panel.child_id and draft.state is not DraftState.WAITING and _is_entry(draft)
        return here and amends == entry_id and draft.draft_id != self._panel.draft.draft_id

    def _anew(self) -> None:
        self.no_longer()
        self._otherwise()

    def resume(self, draft: Draft) -> None:
        """Take up a draft. What it says of "yesterday" was said on the day on which it was typed."""
        panel = self._panel
        self.no_longer()
        panel.form.freeze(False)
        panel.keeping.take(draft)
        if draft.base_version:
            self.show_amending()
        with panel.quietly():
            panel.show_values(resolved(draft.values, draft.typed_at.astimezone().date(), date.today()))
            panel.concerned.restore(draft.concerned, draft.values)
            panel.papers.restore(draft.papers)
            panel.rests_on.restore(draft.rests_on)
        self._ask_siblings()
        for entry_id in draft.rests_on:
            work = partial(read_entry, panel.session, panel.child_id, entry_id)
            panel.desk.tasks.read(work, self._name, self._no_matter)
        if draft.trouble:
            panel.banner.say(News.CARE, draft.trouble, (("Try again", panel.save),))
        panel.say_where(f"Draft of {_at(draft).removeprefix('at ')}")
        panel.arrive()
        field = panel.focusWidget()
        if isinstance(field, QPlainTextEdit):  # one goes on where the words end
            field.moveCursor(QTextCursor.MoveOperation.End)

    def _name(self, entry: EntryView) -> None:
        self._panel.rests_on.name(entry.entry_id, f"{entry.content.occurred.in_words()}: {entry.content.headline}")

    # Brothers and sisters.

    def _ask_siblings(self) -> None:
        work = partial(siblings_of, self._panel.session, self._panel.child_id)
        self._panel.desk.tasks.read(work, self._offer_siblings, self._no_matter)

    def _offer_siblings(self, siblings: tuple[Sibling, ...]) -> None:
        self._panel.writer.know(sibling.name for sibling in siblings)
        self._panel.concerned.offer(siblings, already=self._already)

    def _no_matter(self, _error: ThroughlineError) -> None:
        """What is not known without the server can wait; the entry can be written."""


def _read(session: Session, child_id: UUID, entry_id: UUID) -> Amended:
    entry = read_entry(session, child_id, entry_id)
    return entry, basis_of(session, child_id, entry_id) if entry.content.rests_on else ()


def _is_entry(draft: Draft) -> bool:
    return not draft.document and not is_note(draft)


def _at(draft: Draft) -> str:
    at = draft.typed_at.astimezone()
    day = distance(at.date(), date.today())
    return f"at {at:%H:%M}" if day == "today" else f"{day} at {at:%H:%M}"
