"""The ways from a child's file to what is done with it: writing, amending, papers, people, the court.

Each says plainly when it is not the moment or not permitted, and never leaves words behind that are not saved.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from db.queries.entries import EntryView
from db.queries.files import ChildSummary
from desktop.features.record.room import Room
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    AmendEntry,
    AnswersOfChild,
    Challenge,
    CourtChronology,
    CourtDocuments,
    KnowFamily,
    NewDocument,
    NewEntry,
    OpenChild,
    PeopleOfChild,
    ProceedingsOfChild,
    RestOn,
    WhoHeld,
    WhoLooked,
)
from desktop.models.known_words import discussion_of_today
from desktop.widgets.banner import Banner, News
from desktop.widgets.page import Page


class Ways:
    """Goes where the person wishes from one file."""

    def __init__(
        self, desk: Desk, wish: OpenChild, room: Room, banner: Banner, shown: Callable[[], EntryView | None]
    ) -> None:
        self._navigator, self._room, self._banner, self._shown = desk.navigator, room, banner, shown
        self._child_id, self._name, self._me = wish.child_id, wish.name, desk.signed_in.me
        self.recording = False
        """Whether the person may record in the file."""
        self.head: ChildSummary | None = None
        """Who the child is, once the band is there."""

    def acts(self) -> dict[Act, Callable[[], object]]:
        """What this does of the acts of a file."""
        return {
            Act.NEW_ENTRY: self.new_entry,
            Act.CASE_DISCUSSION: self.discuss,
            Act.AMEND: self.amend,
            Act.DOCUMENT: self.add_document,
            Act.COURT: self.to_court,
            Act.COURT_DOCUMENTS: self.to_documents,
            Act.PEOPLE: self.to_people,
            Act.PROCEEDINGS: self.to_proceedings,
            Act.HELD: self.to_holders,
            Act.ANSWERS: self.to_answers,
            Act.WHO_LOOKED: self.to_looks,
            Act.KNOW_FAMILY: self.know_family,
            Act.REST_ON: self.rest_on,
            Act.CHALLENGE: self.challenge,
            **{act: partial(self._beside_does, act) for act in (Act.SAVE, Act.SIGNIFICANT, Act.TONE, Act.SPELLING)},
        }

    def new_entry(self) -> None:
        """Write beside the chronology, or go on with what is being written there."""
        if self._beside is not None:
            self._beside.arrive()
        elif self.recording:
            self._navigator.go(NewEntry(self._child_id, self._name, *self._who))
        else:
            self._banner.say(News.CARE, "You may read this file but not record in it.")

    def discuss(self) -> None:
        """Record a case discussion of today, in which this person and the child's worker took part."""
        if self._me.role == "support":
            self._banner.say(News.CARE, "Your role records no case discussions.")
        elif self._beside is not None:
            self._beside.arrive()
        elif self.recording:
            worker = self.head.worker if self.head is not None else ""
            begun = discussion_of_today(self._me.name, worker)
            self._navigator.go(NewEntry(self._child_id, self._name, *self._who, begun=begun))
        else:
            self._banner.say(News.CARE, "You may read this file but not record in it.")

    def add_document(self) -> None:
        """Add a document: to what is being written, else to the entry that is shown if there is one."""
        if self._beside_does(Act.DOCUMENT) or self._asks_to_save():
            return
        if self.recording:
            entry = self._shown()
            at, says = (entry.entry_id, entry.content.headline) if entry is not None else (None, "")
            self._navigator.go(NewDocument(self._child_id, self._name, at, says))
        else:
            self._banner.say(News.CARE, "You may read this file but not add documents to it.")

    def amend(self) -> None:
        """Amend the entry that is shown."""
        entry = self._shown()
        if entry is not None and self.recording and not self._asks_to_save():
            self._navigator.go(AmendEntry(self._child_id, self._name, entry.entry_id, *self._who))

    def rest_on(self) -> None:
        """Let the analysis that is being written rest on the entry that is shown."""
        entry = self._shown()
        if entry is not None:
            when, headline = entry.content.occurred.in_words(), entry.content.headline
            self._navigator.go(RestOn(self._child_id, entry.entry_id, when, headline))

    def challenge(self) -> None:
        """Note what somebody says against the entry that is shown."""
        entry = self._shown()
        if entry is not None and self.recording and not self._asks_to_save():
            self._navigator.go(Challenge(self._child_id, self._name, entry.entry_id, entry.content.headline))

    def to_people(self) -> None:
        """The child's people and genogram."""
        self._navigator.go(PeopleOfChild(self._child_id, self._name))

    def to_proceedings(self) -> None:
        """The child's proceedings, their hearings and parties."""
        self._navigator.go(ProceedingsOfChild(self._child_id, self._name))

    def to_holders(self) -> None:
        """Who held the case when."""
        self._navigator.go(WhoHeld(self._child_id, self._name))

    def to_answers(self) -> None:
        """What was answered to what stood out."""
        self._navigator.go(AnswersOfChild(self._child_id, self._name))

    def to_looks(self) -> None:
        """Who looked at the file; the server tells it to the manager of the team alone."""
        if self.head is not None:
            self._navigator.go(WhoLooked(self._child_id, self.head.reference, from_file=True))

    def know_family(self) -> None:
        """Say that one knows the family; what is being written beside is settled first."""
        if not self._asks_to_save():
            self._navigator.go(KnowFamily(self._child_id, self._name))

    def to_court(self) -> None:
        """The court chronology."""
        self._navigator.go(CourtChronology(self._child_id, self._name))

    def to_documents(self) -> None:
        """What is made for the court out of this file."""
        self._navigator.go(CourtDocuments(self._child_id, self._name))

    @property
    def _beside(self) -> Page | None:
        return self._room.panel

    def _asks_to_save(self) -> bool:
        """Whether the form beside holds words and has been let ask about them."""
        if self._beside is not None and self._beside.unsaved:
            self._beside.ask_about_unsaved()
            return True
        return False

    @property
    def _who(self) -> tuple[str, date | None, date | None, date | None]:
        head = self.head
        return (
            ("", None, None, None) if head is None else (head.reference, head.born, head.expected_on, head.born_latest)
        )

    def _beside_does(self, act: Act) -> bool:
        """Let what stands beside do it, if it can."""
        return self._beside is not None and self._beside.act(act)
