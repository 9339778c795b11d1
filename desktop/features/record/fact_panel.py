"""One fact of the child beside the chronology: all that was ever recorded of it, and the form that changes it.

What stands and what stood are seen before anything is changed; nothing that can go wrong takes the typed text away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import Conflict, OutcomeUnknown, Refused, ThroughlineError
from db.queries.band import Past, history_of
from desktop.features.record.changing import (
    FACT_OF,
    FACTS,
    KEY_OF,
    About,
    ChangeForm,
    Command,
    Missing,
    command_of,
    send,
)
from desktop.features.record.portrait import keep_picture, take_picture_away
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.band_words import BandLine
from desktop.models.past_words import past_in_words
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.text import button, label

_ENTRY = int(Qt.ItemDataRole.UserRole)


class FactPanel(FormPanel):
    """The history of a fact, and the form below it where one may record."""

    question = "This fact is not saved."
    form: ChangeForm
    _pending: Command | None
    entry_wanted = Signal(object)
    """The order key of the entry behind a line of the history."""

    def __init__(self, desk: Desk, child_id: UUID, facts: Mapping[str, str]) -> None:
        """`facts` are those that one may record of this child, by their names; none where one may not."""
        super().__init__(desk, "A fact about the child", saves="Save the fact", form=ChangeForm(facts or FACTS))
        self._child_id, self._facts = child_id, facts
        self._entry_id: UUID | None = None
        self._bases: dict[str, UUID | None] = {}
        self._past: tuple[Past, ...] = ()
        self._lane = Lane()
        self._key = ""
        self._stands = False
        self._offered = bool(facts)
        """Whether one may record what is shown."""
        self.history = QListWidget()
        self.history.setAccessibleName("All that was recorded of it, newest first")
        self.history.setWordWrap(True)
        self.history.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.history.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.history.itemActivated.connect(self._to_entry)
        self._none = label("Nothing was recorded of this before.", "muted")
        self.form.changed.connect(self._form_changed)
        self.forget()
        self._lay_out()

    def _lay_out(self) -> None:
        self.change_button = button("Change…", self.unfold, name="Add, correct or end this")
        self.picture_button = button("Choose a picture…", self._choose_picture)
        self._away = button("Take the photograph away", self._take_away)
        self.foot.insertWidget(1, self.change_button)
        place = self.body.indexOf(self.area)
        self.body.insertWidget(place, self.history, 2)
        self.body.insertWidget(place + 1, self._none)
        self.body.setStretchFactor(self.area, 3)
        self.stand(self.form, self.picture_button, self._away)
        self._fold(False)

    # Beginning.

    def show_line(self, line: BandLine) -> None:
        """Show what was recorded of a value of the band."""
        fact = FACT_OF.get(line.key, line.key)
        self.heading.setText(with_marks(line.label))
        self._key = line.key
        if fact in self._facts:
            self.form.put("fact", fact)
        self._offered = fact in self._facts
        self.change_button.setVisible(self._offered)
        self._start = self.form.values()
        self._read_history()

    def know(self, bases: dict[str, UUID | None]) -> None:
        """Take what a correction begins from."""
        self._bases = bases

    def offer_entry(self, entry_id: UUID | None, headline: str) -> None:
        """Take the entry that may be named as the source; one that is ticked already stays."""
        if self.form.text("from_entry") or self.under_way:
            return
        self._entry_id = entry_id
        self.form.widgets["from_entry"].setEnabled(entry_id is not None)
        self.form.note("from_entry", with_marks(headline) if entry_id is not None else "No entry is open.")

    def unfold(self, fact: str = "") -> None:
        """Show the form, of a fact if one is named and nothing is written yet."""
        if fact and not self.unsaved:
            self.form.put("fact", fact)
            self._start = self.form.values()
        self._fold(True)
        self._key = self._key or KEY_OF.get(self.form.fact, self.form.fact)
        self._read_history()
        self.form.go_to("fact")

    def begin(self, fact: str, *, corrects: bool) -> None:
        """Show the form at one fact, and stand where it is typed once it is known what was recorded of it."""
        self.form.put("fact", fact)
        self.form.put("action", "correct" if corrects else "new")
        self._key = KEY_OF.get(fact, fact)
        self.heading.setText(FACTS[fact])
        self._stands = True
        self.unfold()

    def _stand(self) -> None:
        """At the first field of what is to be said."""
        self._stands = False
        self.form.go_to(self.form.said_first)

    def _fold(self, changing: bool) -> None:
        self._changing = changing
        self.area.setVisible(changing)
        self.history.setMaximumHeight(self.fontMetrics().lineSpacing() * 4 + 12 if changing else 16_777_215)
        self.save_button.setVisible(changing)
        self.change_button.setVisible(not changing and self._offered)
        self._fold_picture()

    def _fold_picture(self) -> None:
        picture = self.form.fact == "photograph"
        self.picture_button.setVisible(picture)
        self._away.setVisible(picture)
        self.save_button.setVisible(self._changing and not picture)

    @override
    def arrive(self) -> None:
        """Take the keyboard."""
        if self._changing:
            self.form.go_to("fact")
        elif self.history.count():
            self.history.setFocus()
        else:
            self.close_button.setFocus()

    # History.

    def _read_history(self) -> None:
        work = partial(history_of, self._session, self._child_id, self._key)
        self._tasks.read(work, self._show_history, self.banner.trouble, self._lane)

    def _show_history(self, past: tuple[Past, ...]) -> None:
        self._past = past
        self.history.clear()
        for one in past:
            item = QListWidgetItem(with_marks(past_in_words(one)))
            item.setData(_ENTRY, one.order_key)
            self.history.addItem(item)
        if past:
            self.history.setCurrentRow(0)
        self.history.setVisible(bool(past))
        self._none.setVisible(not past)
        if past and self.close_button.hasFocus():
            self.history.setFocus()
        untouched = not self.unsaved
        self.form.offer(past)
        if untouched:
            self._start = self.form.values()
        if self._stands:
            self._stand()

    def _to_entry(self, item: QListWidgetItem) -> None:
        key = item.data(_ENTRY)
        if key is not None:
            self.entry_wanted.emit(int(key))
        else:
            self.banner.say(News.NOTE, "No entry of this chronology stands behind that line.")

    def _form_changed(self, key: str) -> None:
        if key == "fact":
            self._key = KEY_OF.get(self.form.fact, self.form.fact)
            self.heading.setText(FACTS[self.form.fact])
            self._fold_picture()
            if self._changing:
                self._past = ()
                self.form.offer(())  # what was recorded of the fact before concerns this one not at all
                self._read_history()

    # Saving.

    @override
    def forget(self) -> None:
        self._new_id = uuid4()
        self._start = self.form.values()

    @override
    def save(self) -> None:
        """Send the fact; while the outcome of a save is unknown this asks again for the same one."""
        if self._saving or not self._changing:
            return
        if self._pending is None:
            about = About(self._child_id, self._new_id, self._past, self._bases.get(self.form.fact), self._entry_id)
            try:
                self._pending = command_of(self.form, about)
            except Missing as missing:
                self.refuse(missing.key, missing.words)
                return
        self._send(partial(send, self._session, self._pending))

    def _send(self, work: Callable[[], Changes]) -> None:
        self._begin_saving()
        self.save_button.setEnabled(False)
        self.form.freeze(True)
        self._tasks.write(work, self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._saving, self._pending = False, None
        self._news.announce(changes)
        self.leave()

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        if isinstance(error, OutcomeUnknown):
            self.banner.trouble(error, (("Check now", self.save),))
            return
        self._pending, self._new_id = None, uuid4()
        self.form.freeze(False)
        if isinstance(error, Conflict):
            work = partial(history_of, self._session, self._child_id, self._key)
            self._tasks.read(work, self._show_theirs, self.banner.trouble, self._lane)
        elif isinstance(error, Refused):
            self.refuse(self.form.said_first, error.text)
        else:
            self.banner.trouble(error, (("Try again", self.save),))

    def _show_theirs(self, past: tuple[Past, ...]) -> None:
        """Both are shown: theirs above the form, mine in it."""
        mine = self.form.values()
        newest = max(past, key=lambda one: one.recorded_at)
        wrong = self.form.chosen()
        follower = next((one for one in past if wrong is not None and one.replaces == wrong.item_id), newest)
        self._show_history(past)
        for key, text in mine.items():
            if key not in ("fact", "action", "which"):
                self.form.put(key, text)
        self.form.put("which", str(follower.item_id))
        for key, text in mine.items():
            if key not in ("fact", "action", "which"):
                self.form.put(key, text)
        if newest.source == "person":
            self._bases[newest.kind] = newest.item_id
        self.banner.say(
            News.CARE,
            with_marks(
                f"{follower.recorded_by} changed this while you were writing. Theirs: {past_in_words(follower)} "
                "Yours is in the form; both stay on record."
            ),
            (("Save mine on top of theirs", self.save), ("Leave theirs", self.leave)),
            stays=True,
        )

    # The photograph.

    def _choose_picture(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, "Choose a picture of the child", "", "Pictures (*.png *.jpg *.jpeg)"
        )
        if path:
            self.use_picture(Path(path))

    def use_picture(self, path: Path) -> None:
        """Scale the picture in a process of its own and keep it."""
        self._send(partial(keep_picture, self._session, self._child_id, self._new_id, path))

    def _take_away(self) -> None:
        self._send(partial(take_picture_away, self._session, self._child_id, self._new_id))

    # Closing.

    @property
    @override
    def unsaved(self) -> bool:
        """Whether the form holds words that are not on the server."""
        if self.under_way:
            return True
        typed = ("given", "family", "description", "value", "begins", "ends", "planned_on", "why", "how")
        return self._changing and any(self.form.text(key) != self._start[key] for key in typed)
