"""The panel in which an entry is written, or a new version of one, beside the chronology and never over it.

Nothing that can go wrong takes the text away: it is kept on this computer while it is typed, errors are told above it,
and only the person discards it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.draft import Draft
from db.session import Session
from desktop.features.entry.beginning import Beginning
from desktop.features.entry.concerned import Concerned, first_name
from desktop.features.entry.content import Written, is_unchanged, missing
from desktop.features.entry.discussion import Discussion
from desktop.features.entry.entry_form import EntryForm
from desktop.features.entry.filling import Filling
from desktop.features.entry.keeping import Keeping
from desktop.features.entry.leaving import Leaving
from desktop.features.entry.papers import Papers
from desktop.features.entry.quick_line import QuickLine
from desktop.features.entry.rests_on import RestsOn
from desktop.features.entry.saving import Saving
from desktop.features.entry.sitting import Sitting
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NO_CHILD, AmendEntry, NewEntry, RestOn
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.helping import Helping
from desktop.widgets.page import Page
from desktop.widgets.tab_order import tab_through
from desktop.widgets.text import button, label


class EntryPanel(Page):
    """Quick line, form, and what belongs to the entry besides; its draft is kept and sent by the desk."""

    finished = Signal()
    """The panel may go: saved, kept, or discarded by the person."""
    kept = Signal(str)
    """The panel goes and the text is kept: where, in words."""

    def __init__(self, desk: Desk, wish: NewEntry | AmendEntry, sitting: Sitting) -> None:
        super().__init__("New entry")
        self.desk, self.sitting = desk, sitting
        self.child_id, self.name = wish.child_id, wish.name
        self._wish = wish
        child_id = None if wish.child_id == NO_CHILD else wish.child_id
        who = (wish.reference, wish.born, wish.expected_on, wish.born_latest)
        draft = Draft(child_id, wish.name, *who)
        self.keeping = Keeping(desk.drafts, draft, self)
        self.quick = QuickLine(wish.name)
        self.rests_on, self.concerned = RestsOn(), Concerned()
        self.papers = Papers(desk, self.banner)
        others = {"rests_on": self.rests_on, "concerned": self.concerned, "papers": self.papers}
        self.form = EntryForm(first_name(wish.name), sitting, others)
        self.form.born, self.form.expected_on = wish.born, wish.expected_on
        self._filling = Filling(self.quick, self.form)
        Discussion(desk, self.form)
        self._quiet = False
        self._lay_out()
        self.saving, self.beginning, self.leaving = Saving(self), Beginning(self), Leaving(self)
        self.writer = desk.writer
        self.writer.know((wish.name,))
        self.helping = Helping(self, self.writer, self.papers.take_from)
        self._start = self.written()
        self._listen()

    def _lay_out(self) -> None:
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.heading = label(f"New entry for {with_marks(self.name)}", "title")
        self.where = label("", "muted", name="Where the draft is")
        self.where.setVisible(False)
        self.holder = QWidget()
        self.inside = QVBoxLayout(self.holder)
        self.inside.setContentsMargins(0, 0, 10, 0)
        self.inside.setSpacing(7)
        self.inside.addWidget(self.quick)
        self.inside.addWidget(self.form)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.holder)
        self.save_button = button("Save", self.save, part="main", name="Save the entry", tip="Ctrl+S or Ctrl+Enter")
        self.discard_button = button("Discard…", self.discard, part="link", name="Discard the text")
        self._close = button("Close", self.close_panel, name="Close the panel; the text is kept", tip="Esc")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.save_button)
        self._foot.addWidget(self.papers.told)
        self._foot.addStretch(1)
        self._foot.addWidget(self.discard_button)
        self._foot.addWidget(self._close)
        self.body.insertWidget(0, self.heading)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.where)
        self.body.addLayout(self._foot)

    def _listen(self) -> None:
        self.form.changed.connect(self._changed)
        self.quick.left.connect(self.go_on)
        self.quick.field_wanted.connect(self.form.go_to)
        for part in (self.rests_on, self.concerned):
            part.changed.connect(self.note)
        self.concerned.grew.connect(self.walk)
        self.concerned.all_ticked.connect(partial(self.form.go_to, "impact"))
        self.papers.grew.connect(self.walk)
        self.papers.added.connect(self.keeping.add_paper)
        self.papers.changed.connect(self._papers_changed)
        self.keeping.said.connect(self.say_where)
        self.desk.appearance.changed.connect(self._fit)
        self.helping.came.connect(self._show)
        self.helping.went.connect(self.keeping.flush)
        self.concerned.follow(self.form.text("kind"))
        self.walk()

    @property
    def session(self) -> Session:
        """The way to the server."""
        return self.desk.signed_in.session

    @property
    def draft(self) -> Draft:
        """What is written, as it is kept."""
        return self.keeping.draft

    # Beginning.

    def begin(self) -> None:
        """A new entry."""
        if isinstance(self._wish, NewEntry):
            self.beginning.anew(dict(self._wish.begun), dict(self._wish.also))

    def load(self, entry_id: UUID) -> None:
        """A new version of an entry."""
        self.beginning.load(entry_id)

    def resume(self, draft: Draft) -> None:
        """An entry that was begun before."""
        self.beginning.resume(draft)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Fill the form without keeping that as something that the person wrote."""
        self._quiet = True
        yield
        self._quiet = False

    def settle(self) -> None:
        """What stands there now is what was there before anything was written."""
        self._start = self.written()

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show what was written before, every field of it the person's own."""
        self._filling.leave_alone(key for key in values if values[key] != self.form.defaults.get(key))
        self.form.fill(values)

    def arrive(self) -> None:
        """Stand where one goes on: on the quick line, or on the first field that still needs something."""
        if self.saving.asking:
            self.saving.arrive()
        elif self.quick.isHidden() or self.unsaid:
            self.go_on()
        else:
            self.quick.go()

    @property
    def unsaid(self) -> bool:
        """Whether something is written already and the quick line is not in use."""
        return self.touched and not self.quick.line.toPlainText()

    def say_where(self, words: str) -> None:
        """Say where the draft is."""
        self.where.setText(words)
        self.where.setVisible(bool(words))

    # While it is written.

    def written(self) -> Written:
        """What stands in the form now."""
        self.quick.settle()
        draft = self.draft
        base = draft.base_values if draft.base_version else None
        values = self.form.values() | self.concerned.values()
        return Written(self.child_id, values, tuple(self.concerned.ticked), self.rests_on.entries, base)

    @property
    def touched(self) -> bool:
        """Whether anything was written."""
        return self.written() != self._start or bool(self.draft.papers)

    @property
    def changes_nothing(self) -> bool:
        """Whether it would be a new version that says what the one before says."""
        written = self.written()
        more = written.concerned or self.draft.papers or written.rests_on != self._start.rests_on
        return not more and is_unchanged(written)

    def note(self) -> None:
        """Keep what stands there now."""
        if self._quiet:
            return
        written = self.written()
        if self.keeping.kept or written != self._start:
            self.beginning.no_longer()
            self.keeping.write(written.values, self.concerned.ticked, written.rests_on)

    def _changed(self, key: str) -> None:
        if key == "kind":
            self.concerned.follow(self.form.text("kind"))
        self.note()

    def _papers_changed(self) -> None:
        self.keeping.list_papers(self.papers.papers)

    def go_on(self) -> None:
        """To the first field that still needs something, else to the detail."""
        needed = missing(self.written())
        self.go_to(needed.key if needed is not None else "detail")

    def go_to(self, key: str) -> None:
        """Give the keyboard to a field."""
        if key == "rests_on":
            self._scroll.ensureWidgetVisible(self.rests_on)
            self.form.go_to("headline" if not self.rests_on.entries else "detail")
        else:
            self.form.go_to(key)

    def rest_on(self, wish: RestOn) -> None:
        """Let the analysis rest on the entry that is shown in the chronology."""
        if self.keeping.sending:
            self.banner.say(News.CARE, "The analysis is on its way as it was finished; nothing was added to it.")
        elif not self.form.is_analysis:
            self.banner.say(News.CARE, "Only an analysis rests on other entries. Choose an analysis under Kind first.")
        elif self.rests_on.add(wish.entry_id, f"{wish.when}: {wish.headline}"):
            self.form.note("rests_on", "")

    def walk(self) -> None:
        """Fields came: they are attended to, and Tab goes through them in the order of the eye."""
        self.helping.attend()
        tab_through((self.banner, self.holder, self._foot))

    def _show(self, field: QWidget) -> None:
        if self.holder.isAncestorOf(field):
            self._scroll.ensureWidgetVisible(field, 0, 40)

    def _fit(self) -> None:
        self.quick.line.fit()
        self.form.fit()
        self.rests_on.fit()
        for one in self.concerned.brothers:
            one.form.fit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.papers.drop(event.mimeData())
        event.acceptProposedAction()

    # Acts.

    def act(self, act: Act) -> bool:
        """Save, close, mark, add a document, or go to the next doubtful word."""
        does: dict[Act, Callable[[], None]] = {
            Act.SAVE: self.save,
            Act.BACK: self.close_panel,
            Act.SIGNIFICANT: partial(self._step, "significant", ("", "yes")),
            Act.TONE: partial(self._step, "tone", ("neutral", "harm", "protective")),
            Act.DOCUMENT: self.papers.ask,
            Act.SPELLING: partial(self.helping.next_doubt, self._no_doubt),
        }
        if act not in does:
            return False
        does[act]()
        return True

    def _step(self, key: str, values: tuple[str, ...]) -> None:
        if not self.keeping.sending:
            self.form.put(key, values[(values.index(self.form.text(key)) + 1) % len(values)])

    def _no_doubt(self) -> None:
        self.banner.say(News.GOOD, "No doubtful word in this entry.")

    def save(self) -> None:
        """Have the entry sent; asking again while it is on its way sends it once. What was discarded is not sent."""
        if not self.leaving.discarded:
            self.saving.save()

    # Closing.

    @property
    def unsaved(self) -> bool:
        """Whether words would be lost with the panel: only where this computer does not take them."""
        return (self.keeping.disk_full and self.touched) or self.papers.reading

    def close_panel(self) -> None:
        """Close; the text is kept among the drafts."""
        self.leaving.close()

    def ask_about_unsaved(self) -> None:
        """Say what would be lost."""
        self.leaving.ask()

    def let_go_of_discarded(self) -> None:
        """One leaves, or the file is closed: a text that was discarded is gone."""
        self.leaving.settle()

    def discard(self) -> None:
        """Let the text go, after asking once."""
        self.leaving.discard()
