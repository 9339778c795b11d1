"""The filter of the chronology as a sentence: every word of it can be changed, taken out, or simply typed.

"Show significant, from police or school, since March 2025" is read by eye or heard as one sentence; the arrow keys walk
its words, Delete takes one out, and the line at its end understands what somebody types.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.domain.filter_words import Vocabulary, read_days, read_filter, read_last
from db.domain.filters import EVERYTHING, Filter
from db.errors import ThroughlineError
from db.queries import chronology
from db.queries.chronology import FilterCounts
from db.queries.filters import PeopleOfFilter, filter_people
from desktop.features.record.filter_parts import NOBODY, PARTS, Choice, Part
from desktop.features.record.filter_words import FilterLine, Word
from desktop.features.record.popover import Popover
from desktop.features.record.saved_filters import SavedFilters
from desktop.infra.acts import Act
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import echoed, with_marks
from desktop.widgets.aloud import announce
from desktop.widgets.flow import Flow
from desktop.widgets.text import label

_NOT_A_DATE = "This is not a date yet. Try “since March 2025”, “2019 to 2021” or “last two years”."
_LINE_CHARACTERS = 22


class FilterBar(QWidget):
    """The sentence and its line. It shows a filter and asks for another; the list decides."""

    wanted = Signal(Filter)
    done = Signal()
    """The keyboard may go back to the list."""

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._filter = Filter()
        self._people = NOBODY
        self._people_asked = False
        self._given = ""
        self._counts: FilterCounts | None = None
        self._counts_lane, self._people_lane = Lane(), Lane()
        self._open: Part | None = None
        self.popover = Popover(self)
        self.popover.taken.connect(self._taken)
        self.popover.entered.connect(self._entered)
        self.saved = SavedFilters(desk, self)
        self.saved.wanted.connect(self.wanted)
        self._show = label("Show", "value", wrap=False)
        self._everything = self._word(EVERYTHING, self._drop_parts)
        self._everything.setAccessibleName(f"Show {EVERYTHING}: add to the filter")
        self.words: dict[str, Word] = {part.key: self._word("", partial(self._drop, part)) for part in PARTS}
        for part in PARTS:
            self.words[part.key].taken_out.connect(partial(self._take_out, part))
        self.add = self._word("+ add", self._drop_parts)
        self.add.setAccessibleName("Add to the filter")
        self.keep = self._word("saved ▾", self.drop_saved)
        self.keep.setAccessibleName("Saved filters")
        self.keep.setToolTip(Act.SAVED_FILTERS.keys)
        self.line = FilterLine()
        self.line.setAccessibleName("Type a filter, as “police since March 2025”")
        self.line.setToolTip("police since March 2025, significant · visits by … · last two years")
        self.line.setPlaceholderText(f"type it ({Act.FILTER.keys})")
        self.line.returnPressed.connect(self._typed)
        self.line.walked.connect(self._walk)
        self.line.dropped.connect(self._drop_parts)
        self._lay_out()
        desk.appearance.changed.connect(self.fit)
        self.fit()
        self.show_filter(self._filter)

    def _word(self, words: str, pressed: Callable[[], None]) -> Word:
        made = Word(words)
        made.clicked.connect(pressed)
        made.walked.connect(self._walk)
        return made

    def _lay_out(self) -> None:
        sentence = QWidget()
        flow = Flow(sentence, across=2, down=2)
        flow.addWidget(self._show)
        for word in (self._everything, *self.words.values(), self.add, self.line, self.keep):
            flow.addWidget(word)
        self.said = label("", "muted", name="About the filter")
        self.said.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(sentence)
        layout.addWidget(self.said)

    def fit(self) -> None:
        """Take the width of the line from the type, and one height for all that stands in the sentence."""
        self.line.setFixedWidth(self.line.fontMetrics().averageCharWidth() * _LINE_CHARACTERS)
        for part in (self._show, self._everything, *self.words.values(), self.add, self.keep):
            part.setMinimumHeight(self.line.sizeHint().height())

    # The sentence.

    @property
    def sentence(self) -> str:
        """The whole filter as it is heard."""
        return f"Show {with_marks(self._filter.sentence(labels('entry_kind'), labels('agency')))}"

    def show_filter(self, shown: Filter) -> None:
        """Show a filter as a sentence, and let a screen reader say it."""
        before, self._filter = self._filter, shown
        there = [part for part in PARTS if part.words(shown)]
        self._everything.setVisible(not there)
        focused = next((key for key, word in self.words.items() if word.hasFocus()), "")
        for part in PARTS:
            word, words = self.words[part.key], echoed(part.words(shown))
            word.setText(f"{words}," if there and part is not there[-1] else words)
            word.setAccessibleName(f"{part.head}: {words}")
            word.setAccessibleDescription("Enter changes it, Delete takes it out")
            word.setVisible(bool(words))
        if focused and self.words[focused].isHidden():
            self.line.setFocus()
        self.setAccessibleName(self.sentence)
        self.line.setAccessibleDescription(self.sentence)
        if before != shown:
            self._counts = None
            announce(self, self.sentence)
            if self.popover.isVisible() and self._open is not None:
                self._ask_counts()
                self._mark()

    def _shown(self) -> list[QWidget]:
        words = [word for word in (self._everything, *self.words.values()) if not word.isHidden()]
        return [*words, self.add, self.line, self.keep]

    def _walk(self, by: int) -> None:
        places = self._shown()
        at = next((number for number, place in enumerate(places) if place.hasFocus()), len(places) - 2)
        places[min(max(at + by, 0), len(places) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_out(self, part: Part) -> None:
        self._walk(1)
        self.wanted.emit(part.out(self._filter))

    # Choosing.

    def _drop(self, part: Part) -> None:
        self._open = part
        self._ask_people()
        self._ask_counts()
        self.popover.drop(
            self._under(part), part.head, self._choices(part), prompt=part.prompt, said=self._waiting(part)
        )

    def _under(self, part: Part) -> QWidget:
        word = self.words[part.key]
        return self.add if word.isHidden() else word

    def _waiting(self, part: Part) -> str:
        asks_people = part.key in ("person_id", "author_id")
        if not asks_people or self._choices(part):
            return ""
        if self._people is NOBODY:
            return "Looking who there is…"
        return "Nobody is recorded yet." if part.key == "author_id" else "No person is recorded for this child yet."

    def _choices(self, part: Part) -> tuple[Choice, ...]:
        return part.choices(self._filter, self._people, self._counts)

    def _drop_parts(self) -> None:
        """The parts that the sentence does not have yet."""
        self._open = None
        absent = [part for part in PARTS if not part.words(self._filter) and part.key != "words"]
        self._ask_people()
        self.popover.drop(
            self.add, "Add to the filter", [Choice(part.key, part.head) for part in absent], checkable=False
        )

    def _taken(self, key: str, on: bool, done: bool) -> None:
        part = self._open
        if part is None:
            chosen = next(part for part in PARTS if part.key == key)
            flag = chosen.put(self._filter, key, True, self._people) if chosen.key == self._single(chosen) else None
            self.popover.hide()
            if flag is not None:
                self.wanted.emit(flag)
            else:
                self._drop(chosen)
            return
        self.wanted.emit(part.put(self._filter, key, on, self._people))
        if done or part.single:
            self.popover.hide()

    def _single(self, part: Part) -> str:
        """The key of a part's only choice, if it is a plain yes or no."""
        choices = self._choices(part)
        return choices[0].key if len(choices) == 1 else ""

    def _entered(self, text: str) -> None:
        """Dates as people know them, typed into the choice of dates."""
        today = date.today()
        months, days = read_last(text), read_days(text, today)
        if months:
            self.popover.hide()
            self.wanted.emit(self._filter.in_last(months, today))
        elif days is not None:
            self.popover.hide()
            self.wanted.emit(self._filter.between(*days))
        else:
            self.popover.say(_NOT_A_DATE)

    # Typing.

    def go_type(self) -> None:
        """Give the keyboard to the line."""
        self._ask_people()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _typed(self) -> None:
        text = self.line.text().strip()
        if not text:
            self.done.emit()
            return
        found = read_filter(text, self._vocabulary(), date.today(), self._filter)
        if found.trouble:
            self.tell(found.trouble)
            return
        if found.unknown:
            named = echoed(" ".join(found.unknown))
            self.tell(f"Not understood: “{named}”. Words of the record are looked for with {Act.FIND_IN_FILE.keys}.")
            return
        self._given = text
        self.line.clear()
        self.tell("")
        self.wanted.emit(found.filter)
        self.done.emit()

    def looked_up(self) -> None:
        """What was asked for is here."""
        self._given = ""

    def not_looked_up(self, asked: Filter) -> None:
        """What was asked for found no answer: give back what was typed, and say what to do."""
        if self._given and not self.line.text():
            self.line.setText(self._given)
        self._given = ""
        words = echoed(asked.sentence(labels("entry_kind"), labels("agency")))
        again = "press Enter where you typed it" if self.line.text() or asked.words else "choose it again"
        self.tell(f"“{words}” could not be looked up, so the list is as before. To try again, {again}.")
        announce(self, self.said.text())

    def tell(self, words: str) -> None:
        """Say something about the filter, below it."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            labels("entry_kind"),
            labels("agency"),
            {one.id: one.name for one in self._people.people},
            {one.id: one.name for one in self._people.authors},
        )

    # Saved filters.

    def drop_saved(self) -> None:
        """The filters that the person keeps."""
        self.saved.drop(self.keep, self._filter)

    # What comes later.

    def _ask_people(self) -> None:
        if not self._people_asked:
            self._people_asked = True
            work = partial(filter_people, self._session, self._child_id)
            self._tasks.read(work, self._take_people, self._without_people, self._people_lane)

    def _take_people(self, people: PeopleOfFilter) -> None:
        self._people = people
        part = self._open
        if part is not None and self.popover.isVisible() and part.key in ("person_id", "author_id"):
            self._drop(part)

    def _without_people(self, _error: ThroughlineError) -> None:
        self._people_asked = False

    def _ask_counts(self) -> None:
        work = partial(chronology.counts, self._session, self._child_id, self._filter)
        self._tasks.read(work, self._take_counts, self._without_counts, self._counts_lane)

    def _take_counts(self, counts: FilterCounts) -> None:
        first = self._counts is None
        self._counts = counts
        part = self._open
        if part is not None and part.key == "dates" and first and self.popover.isVisible():
            self.popover.choices.fill(self._choices(part), checkable=True)
        self._mark()

    def _without_counts(self, _error: ThroughlineError) -> None:
        """Counts are a help: without them the choices are there all the same."""

    def _mark(self) -> None:
        if self._open is not None and self.popover.isVisible():
            choices = self._choices(self._open)
            beside = self._counts.beside if self._counts is not None else None
            counted = {one.key: beside.get(one.counted, 0) for one in choices if one.counted[0]} if beside else {}
            self.popover.choices.mark(choices, counted)
