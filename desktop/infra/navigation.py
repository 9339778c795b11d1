"""The values by which pages ask for one another, so that features need not know each other.

A page says where the person wants to go; the shell decides what that means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.infra.acts import Act

NO_CHILD = UUID(int=0)
"""Of an entry whose child is chosen later, when the server can be asked."""
NO_ENTRY = UUID(int=0)
"""Of an entry of which only its place in the chronology is known."""


@dataclass(frozen=True, slots=True)
class MyChildren:
    """To the caseload."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """To what was begun and is not on the server yet."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """To the notes of other agencies: to one under way, or to a new one for a child, where one is named."""

    draft_id: UUID | None = None
    child_id: UUID | None = None
    name: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class MyCourtWork:
    """To one's cases by their next hearing."""


@dataclass(frozen=True, slots=True)
class Referrals:
    """To the contacts that wait for a decision; or on with a draft of a contact or of a decision."""

    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Allocations:
    """To the conversations about who takes on which child; or on with a draft of what is said in one."""

    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MyTeam:
    """To how full everybody is."""


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """To who is away, to note that somebody is: oneself, or for a manager this one of the team."""

    staff_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CaseDiscussions:
    """To the case discussions that are agreed, of one's own children or the team's."""


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """To the week of a team's administrators."""


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """To the form beside the chronology in which a fact about the child is added, such as a school."""

    child_id: UUID
    name: str
    fact: str


@dataclass(frozen=True, slots=True)
class ListsAndLimits:
    """To the lists, limits, rules and templates that administrators look after."""


@dataclass(frozen=True, slots=True)
class WhoHeld:
    """To who held a child's case when, and who is named for the file."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AnswersOfChild:
    """To what was answered to what stood out about a child, opening the file first if it is not open."""

    child_id: UUID
    name: str
    basis: str = ""


class Looks:
    """To the looks that are to be reviewed or asked about."""


@dataclass(frozen=True, slots=True)
class WhoLooked:
    """To who looked at a file; from the file itself one goes back there."""

    child_id: UUID
    reference: str
    from_file: bool = False


@dataclass(frozen=True, slots=True)
class KnowFamily:
    """To saying that one knows this child's family."""

    child_id: UUID
    name: str


class WhatIsMissing:
    """To what is missing about the children on one's list, and the lists by stage."""


@dataclass(frozen=True, slots=True)
class EnterFact:
    """To where a fact of a child is entered that is missing, opening the file first; from there one comes back."""

    child_id: UUID
    name: str
    basis: str
    fact: str


class StaffAndTeams:
    """To the people who work here and their teams, for administrators."""


@dataclass(frozen=True, slots=True)
class MyPassword:
    """To a new password of one's own."""


@dataclass(frozen=True, slots=True)
class FindChild:
    """To the find page."""


@dataclass(frozen=True, slots=True)
class OpenChild:
    """To a child's file; `basis` is what a list said of one's access: "break_glass" for none, empty if no list told."""

    child_id: UUID
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """To a new entry beside the chronology; the rest tells a date before the birth, and a draft whose it is.

    `begun` are fields of the form and what stands in them at first; `also` are brothers and sisters ticked at first,
    each with the name.
    """

    child_id: UUID
    name: str
    reference: str = ""
    born: date | None = None
    expected_on: date | None = None
    born_latest: date | None = None
    begun: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AmendEntry:
    """To a new version of an entry, beside the chronology."""

    child_id: UUID
    name: str
    entry_id: UUID
    reference: str = ""
    born: date | None = None
    expected_on: date | None = None
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class ResumeDraft:
    """To an entry that was begun and kept on this computer, beside its child's chronology.

    `note_id` is the note of the inbox from which it was begun, to which one goes back when the form is done with.
    """

    draft_id: UUID
    note_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RestOn:
    """Let the analysis that is being written rest on an entry, which `when` and `headline` tell of."""

    child_id: UUID
    entry_id: UUID
    when: str
    headline: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """To a note, beside an entry, of what somebody says against it."""

    child_id: UUID
    name: str
    entry_id: UUID
    headline: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """To a new document beside the chronology; it may be added to the entry that is being read."""

    child_id: UUID
    name: str
    entry_id: UUID | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class CourtChronology:
    """To a court chronology of a child: this one, or the one that is not filed, or one of which a draft is kept.

    From it one is begun for these brothers and sisters `also`, whose files were opened for that.
    """

    child_id: UUID
    name: str
    document_id: UUID | None = None
    draft_id: UUID | None = None
    also: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class CourtDocuments:
    """To the documents that are made for the court out of a child's file."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OpenCourtDocument:
    """To a document other than a chronology, to one of which a draft is kept, or to a new one of a kind."""

    child_id: UUID
    name: str
    document_id: UUID | None
    kind: str
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PeopleOfChild:
    """To the people around a child and their genogram."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ProceedingsOfChild:
    """To the proceedings of a child, their hearings and parties."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SearchEverywhere:
    """To the search of words in all files that one may open."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class WritingHelp:
    """To the person's own words and abbreviations."""


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """To one entry of a child's file, opening the file first if it is not open; `words` are marked in it.

    Where `then` is a document, one comes back to it from the file.
    """

    child_id: UUID
    name: str
    basis: str
    entry_id: UUID
    order_key: int
    words: str = ""
    then: OpenCourtDocument | None = None


@dataclass(frozen=True, slots=True)
class WithFiles:
    """To a place that needs these files: what is not open is opened first, with a reason where one is due."""

    files: tuple[OpenChild, ...]
    then: (
        CourtDocuments
        | OpenCourtDocument
        | CourtChronology
        | NewEntry
        | NewDocument
        | ChangeFact
        | PeopleOfChild
        | WhoHeld
    )


@dataclass(frozen=True, slots=True)
class Do:
    """What the act's key would do."""

    act: Act


@dataclass(frozen=True, slots=True)
class Back:
    """Back to the file from a page that stands on it."""

    child_id: UUID


Wish = (
    MyChildren
    | Drafts
    | Inbox
    | MyCourtWork
    | Referrals
    | Allocations
    | MyTeam
    | NoteAbsence
    | CaseDiscussions
    | ThisWeek
    | ChangeFact
    | ListsAndLimits
    | WhoHeld
    | AnswersOfChild
    | Looks
    | WhoLooked
    | KnowFamily
    | WhatIsMissing
    | EnterFact
    | StaffAndTeams
    | MyPassword
    | FindChild
    | OpenChild
    | NewEntry
    | AmendEntry
    | ResumeDraft
    | RestOn
    | Challenge
    | NewDocument
    | CourtChronology
    | CourtDocuments
    | OpenCourtDocument
    | WithFiles
    | PeopleOfChild
    | ProceedingsOfChild
    | SearchEverywhere
    | WritingHelp
    | ShowEntry
    | Do
    | Back
)


class Navigator(QObject):
    """Carries wishes from pages to the window."""

    wanted = Signal(object)

    def go(self, wish: Wish) -> None:
        """Ask for a place."""
        self.wanted.emit(wish)
