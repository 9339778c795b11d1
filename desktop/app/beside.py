"""What stands beside a chronology while one writes: entries, documents and challenges, and drafts taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from db.domain.draft import Draft
from desktop.features.documents.page import DocumentPanel
from desktop.features.entry.challenge import ChallengePanel
from desktop.features.entry.page import EntryPanel
from desktop.features.entry.sitting import Sitting
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    AmendEntry,
    Challenge,
    ChangeFact,
    Inbox,
    NewDocument,
    NewEntry,
    OpenChild,
    RestOn,
    ResumeDraft,
)


class Beside(QObject):
    """Puts panels beside the chronologies of the open files of a window."""

    def __init__(
        self,
        desk: Desk,
        files: Mapping[UUID, RecordPage],
        *,
        open_file: Callable[[OpenChild], None],
        basis: Callable[[UUID], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._files = desk, files
        self._open_file, self._basis = open_file, basis
        self.sitting = Sitting()

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case NewEntry():
                self._write(wish, EntryPanel.begin)
            case AmendEntry():
                self._write(wish, partial(EntryPanel.load, entry_id=wish.entry_id))
            case ResumeDraft():
                self._resume(wish)
            case RestOn():
                self._rest_on(wish)
            case ChangeFact():
                self._change_fact(wish)
            case NewDocument():
                self._put(wish.child_id, lambda: DocumentPanel(self._desk, wish))
            case Challenge():
                self._challenge(wish)
            case _:
                return False
        return True

    def panel_of(self, child_id: UUID) -> EntryPanel | None:
        """The form that stands beside a child's chronology, if one does."""
        page = self._files.get(child_id)
        panel = page.beside if page is not None else None
        return panel if isinstance(panel, EntryPanel) else None

    def settle(self) -> None:
        """One leaves: what was discarded in a form is gone."""
        for child_id in self._files:
            self.settle_file(child_id)

    def settle_file(self, child_id: UUID) -> None:
        """The same for one file, which is closed."""
        panel = self.panel_of(child_id)
        if panel is not None:
            panel.let_go_of_discarded()

    def _free(self, child_id: UUID) -> RecordPage | None:
        """The file, in front, if there is room beside its chronology: what would be lost with its panel stays."""
        page = self._files.get(child_id)
        if page is not None and not page.isVisible():  # one comes from another page, and the file was open already
            self._open_file(OpenChild(child_id, "", ""))
        if page is None or page.beside is None or not page.beside.unsaved:
            return page
        page.beside.ask_about_unsaved()
        return None

    def _put(self, child_id: UUID, make: Callable[[], DocumentPanel | ChallengePanel]) -> None:
        page = self._free(child_id)
        if page is not None:
            panel = make()
            panel.finished.connect(self._finished)
            page.room.put_beside(panel)

    def _write(self, wish: NewEntry | AmendEntry, begin: Callable[[EntryPanel], None]) -> None:
        page = self._free(wish.child_id)
        if page is not None:
            panel = EntryPanel(self._desk, wish, self.sitting)
            panel.finished.connect(self._finished)
            panel.kept.connect(page.say_kept)
            page.room.put_beside(panel)
            begin(panel)

    def _resume(self, wish: ResumeDraft) -> None:
        """Go on with a draft beside its child's chronology, whose file is opened first where it is not."""
        draft = next((one for one in self._desk.drafts.drafts if one.draft_id == wish.draft_id), None)
        if draft is None or draft.child_id is None or draft.document:
            return
        self._open_file(OpenChild(draft.child_id, draft.child, self._basis(draft.child_id)))
        panel = self.panel_of(draft.child_id)
        if panel is not None and panel.draft.draft_id == wish.draft_id:
            panel.arrive()
            return
        page = self._files[draft.child_id]
        page.once_here(partial(self._take_up, page, draft, wish.note_id))

    def _take_up(self, page: RecordPage, draft: Draft, note_id: UUID | None) -> None:
        assert draft.child_id is not None  # noqa: S101 (asked before)
        who = (draft.reference, draft.born, draft.expected_on, draft.born_latest)
        wish = NewEntry(draft.child_id, draft.child, *who)
        self._write(wish, partial(EntryPanel.resume, draft=draft))
        panel = self.panel_of(draft.child_id)
        if panel is not None and panel.draft.draft_id == draft.draft_id and note_id is not None:
            panel.finished.connect(partial(self._back_to_note, page, note_id))

    def _back_to_note(self, page: RecordPage, note_id: UUID) -> None:
        """To the inbox, unless one went elsewhere meanwhile."""
        if page.isVisible():
            self._desk.navigator.go(Inbox(note_id))

    def _challenge(self, wish: Challenge) -> None:
        """From the drafts one comes without the file, which is opened first."""
        self._open_file(OpenChild(wish.child_id, wish.name, self._basis(wish.child_id)))
        put = partial(self._put, wish.child_id, lambda: ChallengePanel(self._desk, wish))
        self._files[wish.child_id].once_here(put)

    def _change_fact(self, wish: ChangeFact) -> None:
        page = self._free(wish.child_id)
        if page is not None:
            page.band_acts.change(wish.fact)

    def _rest_on(self, wish: RestOn) -> None:
        panel = self.panel_of(wish.child_id)
        if panel is not None:
            panel.rest_on(wish)

    def _finished(self) -> None:
        for page in self._files.values():
            if page.beside is self.sender():
                page.room.take_away()
