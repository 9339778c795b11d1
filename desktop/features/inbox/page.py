"""Inbox: a note at the left, the dated entries that it proposes at the right; nothing enters the record by itself.

The note is a draft from its first word on, and so is what was decided of it: closing, a crash or another desk loses
neither.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from typing_extensions import override

from db.domain.draft import Draft
from db.errors import ThroughlineError
from desktop.features.inbox import following
from desktop.features.inbox.deciding import Deciding
from desktop.features.inbox.files import NoteFiles
from desktop.features.inbox.following import Following
from desktop.features.inbox.holding import Holding
from desktop.features.inbox.looking import Looked, Looking
from desktop.features.inbox.view import InboxView
from desktop.features.inbox.whose_hand import WhoseHand
from desktop.features.inbox.working import Working
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Inbox
from desktop.models import note_draft
from desktop.models.words import count, with_marks
from desktop.widgets.banner import News
from desktop.widgets.child_picker import Pick

_NO_YEAR = (
    "The dates in this note have no year, and it does not say when it was written. Write the day at its top, such as "
    "14/10/2026, and look again, or have them counted back from today. Nothing was recorded."
)


class InboxPage(InboxView):
    """One note at a time; the others wait under “Notes under way”."""

    acts = frozenset({Act.NEXT_PART, Act.SAVE, Act.DOCUMENT})
    counted = Signal(int)
    """How many notes are under way."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.deciding = Deciding(desk.drafts, self)
        self.holding = Holding(desk.drafts, self.deciding)
        self.following = Following(desk.drafts, self.holding, self)
        self.following.newer.connect(self._show_newer)
        self.following.parted.connect(self._say_parted)
        self.following.gone.connect(self._ask_gone)
        self.looking = Looking(desk, self)
        self.note_files = NoteFiles(self, self.looking, self.holding, self.banner)
        self.note_files.first.connect(self._begin_with)
        self.note_files.changed.connect(self._show_state)
        self.looking.looked.connect(self._show_looked)
        self.looking.failed.connect(self._failed)
        self.looking.busy.connect(self.say_busy)
        self.working = Working(self.choosing, self.deciding, self.banner, desk.navigator)
        self.whose_hand = WhoseHand(self.holding, self.banner, desk.signed_in.me.name, self)
        self.whose_hand.told.connect(self._whose_told)
        self.working.said.connect(self.said.setText)
        self.working.put_away_wanted.connect(self.put_away)
        self.setAcceptDrops(True)
        self.wanted.connect(self._press)
        self.notes.chosen.connect(self.open_note)
        self.text.textChanged.connect(self._typed)
        self.text.files.connect(self.note_files.take)
        self.picker.chosen.connect(self._child_chosen)
        self.choosing.walked.connect(self.mark)
        desk.drafts.changed.connect(self._drafts_changed)
        desk.drafts.unkept.connect(self._say_kept_or_not)
        desk.drafts.kept_again.connect(self._say_kept_or_not)
        self._drafts_changed()
        self._show_note(None)

    def _press(self, wish: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "child": self._ask_child,
            "new": self._begin_anew,
            "look": self.look_for_entries,
            "files": self.note_files.ask,
            "away": self._ask_away,
            "stop": self._stop,
        }
        acts[wish]()

    # Which note.

    @property
    def note(self) -> Draft | None:
        """The note in front; None while nothing is typed."""
        return self.holding.note

    def go(self, wish: Inbox) -> None:
        """To a note, or to a child for whom a new one is begun; a note of that child that is begun stays."""
        if wish.draft_id is not None:
            self.open_note(wish.draft_id)
        elif wish.child_id is not None and (self.note is None or self.note.child_id != wish.child_id):
            self.holding.preset = Pick(wish.child_id, wish.name, wish.reference)
            self._show_note(None)

    def open_note(self, draft_id: UUID) -> None:
        """Bring a note to the front, as it was left."""
        found = self.holding.one(draft_id)
        if found is not None and (self.note is None or self.note.draft_id != draft_id):
            self._show_note(found)

    def _begin_anew(self) -> None:
        self.holding.preset = self.holding.pick
        self._show_note(None)
        self.text.setFocus()

    def _show_note(self, note: Draft | None) -> None:
        self.holding.take(note)
        self.working.begin(None)
        self.text.show_text(note.values.get(note_draft.TEXT, "") if note is not None else "")
        self.banner.clear()
        self._show_state()
        if note is not None and note_draft.is_read(note):
            self.looking.look(note)

    def _show_state(self) -> None:
        note, pick = self.note, self.holding.pick
        read = note is not None and note_draft.is_read(note)
        self.whose.setText(f"For {with_marks(pick.name)} {pick.reference}".strip() if pick else "Whose note is it?")
        self.other.setVisible(not read and pick is not None)
        self.text.setReadOnly(read)
        self.look.setVisible(not read)
        self.away.setVisible(note is not None)
        self.right.setCurrentWidget(self.choosing if read else self.how if pick else self.picker)
        self.notes.show_notes(self.holding.all(), note)
        self._say_kept_or_not()

    def _drafts_changed(self) -> None:
        self.following.look()
        notes = self.holding.all()
        self.notes.show_notes(notes, self.note)
        self.counted.emit(len(notes))
        self.working.show()

    # Worked on elsewhere too.

    def _show_newer(self) -> None:
        """What was written or decided elsewhere stands here too, and nothing that one does is disturbed."""
        note = self.note
        if note is None:
            return
        if self.text.toPlainText() != note.values.get(note_draft.TEXT, ""):
            self.text.show_text(note.values.get(note_draft.TEXT, ""))
            self.banner.say(News.NOTE, following.NEWER)
        self._show_state()
        if note_draft.is_read(note) and self.working.looked is None:
            self.looking.look(note)
        self.working.show()

    def _say_parted(self) -> None:
        self.banner.say(News.NOTE, following.PARTED, stays=True)

    def _ask_gone(self) -> None:
        choices = (("Keep the note", self._keep_again), ("Let it go", partial(self._show_note, None)))
        self.banner.say(News.CARE, following.GONE, choices, stays=True)

    def _keep_again(self) -> None:
        if self.note is not None:
            self.holding.keep(self.note)
        self.banner.clear()

    def arrive(self) -> None:
        """Stand on the next thing to do."""
        if self.right.currentWidget() is self.choosing:
            self.working.go_on()
            self.choosing.table.setFocus()
        elif self.right.currentWidget() is self.picker:
            self.picker.begin()
        else:
            self.text.setFocus()

    # The child.

    def _ask_child(self) -> None:
        self.right.setCurrentWidget(self.picker)
        self.picker.begin()

    def _child_chosen(self, pick: Pick) -> None:
        self.holding.choose(pick)
        self._show_state()
        self.right.setCurrentWidget(self.how)
        (self.look if self.text.toPlainText().strip() else self.text).setFocus()

    # The text.

    def _typed(self) -> None:
        """What is typed or pasted is a draft at once."""
        text = self.text.toPlainText()
        begun = self.note is None
        if begun and not text.strip():
            return
        self.holding.type(text)
        if begun:
            self._show_state()

    def _say_kept_or_not(self) -> None:
        self.say_unkept(self.note is not None and self._desk.drafts.disk_full)

    def _begin_with(self, made: Draft) -> None:
        """The first of the files comes to the front."""
        self._show_note(made)
        if made.child_id is not None:
            self._look()

    # Looking.

    def look_for_entries(self) -> None:
        """See what the note proposes; from then on its text stands still."""
        if self.note is None or not self.text.toPlainText().strip():
            self.banner.say(News.CARE, "Paste the note first, or choose a file.")
            self.text.setFocus()
        elif self.note.child_id is None:
            self.banner.say(News.CARE, "Choose the child first.")
            self._ask_child()
        else:
            self.banner.clear()
            self.note_files.begin()
            self._look()

    def _look(self) -> None:
        self.text.setReadOnly(True)
        if self.note is not None:
            self.looking.look(self.note)

    def _show_looked(self, found: object) -> None:
        if not isinstance(found, Looked) or self.note is None or not found.is_of(self.note):
            return
        if not found.reading.proposals:
            self._show_state()
            if found.reading.undated:
                self.note_files.say(_NO_YEAR, (("Count from today", self._count_from_today),))
            else:
                self.note_files.say("No dated event was found in this note. Nothing was recorded; the text stays here.")
            return
        self.holding.read()
        self._show_state()
        self.whose_hand.see(found)
        self.working.begin(found)
        if self.isVisible():
            self.arrive()

    def _whose_told(self) -> None:
        self.working.show()
        self.arrive()

    def _count_from_today(self) -> None:
        self.banner.clear()
        self.holding.count_from(date.today())
        self._look()

    def _failed(self, error: object) -> None:
        self._show_state()
        if isinstance(error, ThroughlineError):
            self.banner.trouble(error, (("Try again", self.look_for_entries),))

    def _stop(self) -> None:
        self.looking.cancel()
        self._show_state()

    # Coming and going.

    def _ask_away(self) -> None:
        left = self.working.left
        what = f"{count(left, 'proposal')} not decided." if left else ""
        if self.working.looked is None:
            what = "It was not looked through."
        words = f"Put this note away? {what} Its text goes from this computer.".replace("  ", " ")
        self.banner.say(News.CARE, words, (("Put it away", self.put_away), ("Keep it", self.banner.clear)), stays=True)
        self.banner.choices[1].setFocus()

    def put_away(self) -> None:
        """Let the note go; what was added of it is sent, and the next one that waits comes to the front."""
        self.deciding.send()
        note = self.note
        if note is not None:
            self.holding.preset = None
            self._show_note(next((one for one in self.holding.all() if one.draft_id != note.draft_id), None))
            self._desk.drafts.drop(note.draft_id)
        self.arrive()

    def settle(self) -> None:
        """One leaves: what was added goes to the server now."""
        self.deciding.send()

    @override
    def hideEvent(self, event: object) -> None:
        self.settle()
        super().hideEvent(event)  # type: ignore[arg-type]

    @override
    def act(self, act: Act) -> bool:
        """Look for entries, choose files, or go through the parts."""
        if act is Act.SAVE:
            if self.look.isVisible():
                self.look_for_entries()
        elif act is Act.DOCUMENT:
            self.note_files.ask()
        elif self.text.hasFocus():
            self.right.setFocus()
            if self.right.currentWidget() is self.how:
                self.look.setFocus()
            else:
                self.arrive()
        else:
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.note_files.take(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
