"""The panel in which an entry is written, or a new version of one, beside the chronology and never over it.

Nothing that can go wrong takes the text away: errors are told above it, and only the person discards it.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.errors import Conflict, NotPermitted, OutcomeUnknown, ThroughlineError
from db.queries.entries import EntryView, read_entry
from desktop.features.entry.draft import Draft, Missing, content_of, values_of
from desktop.features.entry.entry_form import EntryForm
from desktop.features.entry.theirs import differences
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

_ASK_AGAIN_MS = 4000
_REFUSED = (
    "You may not record in this file just now: your access has ended or run out. Your text is kept here; open the file "
    "again, or ask your manager."
)


class EntryPanel(Page):
    """A form, its draft, and the save under way."""

    finished = Signal()
    """The panel may go: saved, or discarded by the person."""

    def __init__(self, desk: Desk, child_id: UUID, name: str) -> None:
        super().__init__("New entry")
        self._tasks, self._session, self._news = desk.tasks, desk.signed_in.session, desk.news
        self.draft = Draft(child_id)
        self._pending: RecordEntry | AmendEntry | None = None
        self._saving = False
        self._theirs: EntryView | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_ASK_AGAIN_MS)
        self._again.timeout.connect(self._send)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = label(f"New entry for {name}", "title")
        self.form = EntryForm()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 10, 0)
        inside.addWidget(self.form)
        self._scroll.setWidget(holder)
        self.save_button = button("Save", self.save, part="main", name="Save the entry", tip="Ctrl+S or Ctrl+Enter")
        self._close = button("Close", self.close_panel, name="Close the panel", tip="Esc")
        self._counter = label("", "muted", wrap=False)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self._counter, 1)
        row.addWidget(self._close)
        self.body.insertWidget(0, self._heading)
        self.body.addWidget(self._scroll, 1)
        self.body.addLayout(row)
        for widget in self.form.widgets.values():
            widget.installEventFilter(self)
        desk.appearance.changed.connect(self.form.fit)
        self._start = self.form.values()

    # Beginning.

    def amend(self, entry: EntryView) -> None:
        """Take an entry to amend."""
        self.title = "Amend an entry"
        self.setAccessibleName(self.title)
        self._heading.setText("Amend this entry")
        self.draft = Draft.amending(self.draft.child_id, entry)
        self.form.amend(entry)
        self._start = self.form.values()
        self.arrive()

    def load(self, entry_id: UUID) -> None:
        """Read the entry that is to be amended."""
        work = partial(read_entry, self._session, self.draft.child_id, entry_id)
        self._tasks.read(work, self.amend, self.banner.trouble)

    def arrive(self) -> None:
        """Stand on the first field that is still empty."""
        order = ("reason", "when", "headline") if self.draft.base else ("when", "headline")
        for key in order:
            if not self.form.text(key):
                self.form.go_to(key)
                return
        self.form.go_to("headline")

    # While it is written.

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field that has the keyboard in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
        return super().eventFilter(watched, event)

    # Saving.

    def act(self, act: Act) -> bool:
        """Save, or close."""
        if act is Act.SAVE:
            self.save()
        elif act is Act.BACK:
            self.close_panel()
        return act in (Act.SAVE, Act.BACK)

    def save(self) -> None:
        """Send the entry; while a save is under way or its outcome is unknown this asks again for the same one."""
        if self._saving:
            return
        if self._pending is None and not self._make_command():
            return
        self._send()

    def _make_command(self) -> bool:
        values, draft = self.form.values(), self.draft
        try:
            content = content_of(values, draft)
        except Missing as missing:
            self.form.note(missing.key, missing.words, "wrong")
            self.form.go_to(missing.key)
            self.banner.say(News.CARE, missing.words)
            return False
        if draft.base is None:
            self._pending = RecordEntry(draft.op_id, draft.entry_id, draft.child_id, content)
        else:
            base, reason = draft.base.version, values["reason"].strip()
            self._pending = AmendEntry(draft.op_id, draft.entry_id, draft.child_id, content, base, reason)
        return True

    def _send(self) -> None:
        command = self._pending
        if command is None or self._saving:
            return
        self._saving = True
        self.save_button.setEnabled(False)
        self.form.freeze(True)
        self._counter.setText("Saving…")
        if isinstance(command, RecordEntry):
            self._tasks.write(partial(record_entry, self._session, command), self._saved, self._not_saved)
        else:
            self._tasks.write(partial(amend_entry, self._session, command), self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._saving, self._pending = False, None
        self._start = self.form.values()
        self._news.announce(changes)
        self.finished.emit()

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self._counter.setText("")
        if isinstance(error, OutcomeUnknown):
            self._outcome_unknown(error)
            return
        self._pending = None
        self.form.freeze(False)
        if isinstance(error, Conflict):
            self._conflict(error)
        elif isinstance(error, NotPermitted):
            self.banner.trouble(NotPermitted(_REFUSED, reference=error.reference), (("Try again", self.save),))
        else:
            self.banner.trouble(error, (("Try again", self.save),))

    def _outcome_unknown(self, error: ThroughlineError) -> None:
        """Until the same save has been answered the text stands still: changed text would be another entry."""
        self._counter.setText("Checking whether it was saved…")
        self.banner.say(
            News.CARE,
            "The connection broke while saving. Throughline is checking whether the entry arrived; your text is kept, "
            f"and it is saved once only. (Reference {error.reference})",
            (("Check now", self.save),),
            stays=True,
        )
        self._again.start()

    def _conflict(self, error: ThroughlineError) -> None:
        self.banner.trouble(error)
        work = partial(read_entry, self._session, self.draft.child_id, self.draft.entry_id)
        self._tasks.read(work, self._show_theirs, self.banner.trouble)

    def _show_theirs(self, theirs: EntryView) -> None:
        self._theirs = theirs
        words = differences(theirs, self.form.values())
        self.banner.say(
            News.CARE,
            f"{theirs.author} amended this entry while you were writing. Both texts are kept: yours is in the form, "
            f"theirs is version {theirs.version}. {words}",
            (("Save mine as the next version", self._over_theirs), ("Take theirs into the form", self._take_theirs)),
            stays=True,
        )

    def _over_theirs(self) -> None:
        if self._theirs is not None:
            self.draft = Draft.amending(self.draft.child_id, self._theirs)
            self.form.base = self._theirs
            self.banner.clear()
            self.save()

    def _take_theirs(self) -> None:
        """Their text comes into the form; mine goes to the clipboard's place of last resort: the fields' undo."""
        if self._theirs is None:
            return
        reason = self.form.text("reason")
        theirs = values_of(self._theirs)
        for key, value in theirs.items():
            if key != "reason" and self.form.text(key) != value:
                self.form.replace_keeping_undo(key, value)
        self.draft = Draft.amending(self.draft.child_id, self._theirs)
        self.form.base = self._theirs
        self.form.put("reason", reason)
        self.form.unfold_all()
        self.banner.say(News.NOTE, "Their text is in the form. Ctrl+Z in a field brings yours back.")

    # Closing.

    @property
    def unsaved(self) -> bool:
        """Whether the form holds words that are not on the server."""
        return self._saving or self._pending is not None or self.form.values() != self._start

    def close_panel(self) -> None:
        """Close at once if nothing would be lost, else ask."""
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self.finished.emit()

    def ask_about_unsaved(self) -> None:
        """Ask above the text; nothing is lost by not answering."""
        if self._saving or self._pending is not None:
            return
        self.banner.say(
            News.CARE,
            "This entry is not saved.",
            (("Save", self.save), ("Keep writing", self._keep), ("Discard the text", self._discard)),
            stays=True,
        )
        self.banner.choices[1].setFocus()

    def _keep(self) -> None:
        self.banner.clear()
        self.arrive()

    def _discard(self) -> None:
        self._start = self.form.values()
        self.finished.emit()
