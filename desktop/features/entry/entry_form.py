"""The form of an entry while somebody types: how a date is understood, how long a headline is, which fields apply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from db.domain.entry import HEADLINE_LIMIT
from db.domain.partial_date import DateNotUnderstood, doubts
from desktop.features.entry.content import understood
from desktop.features.entry.fields import (
    LABELS_BY_HOW,
    LABELS_OF_DISCUSSION,
    MORE,
    applies,
    entry_fields,
    not_saved,
    prompts,
)
from desktop.features.entry.sitting import Sitting, Teller
from desktop.models.known_words import is_analysis, is_discussion
from desktop.widgets.form import Form, Kind

_FOLDING = frozenset({"how", "kind", "seen", "sensitive", "withheld"})
"""The fields on which it depends which others apply."""
_NOT_SAVED = "Kept here, but not saved with the entry as it is chosen above."


class EntryForm(Form):
    """The fields of an entry. `base_values` are those of the version that an amendment began from."""

    def __init__(self, child: str, sitting: Sitting, others: Mapping[str, QWidget]) -> None:
        more = QPushButton("&More…")
        super().__init__(entry_fields(child), others={"more": more, **others}, spacing=7)
        more.setProperty("part", "link")
        more.setAccessibleName("More that can be said")
        more.setAutoDefault(False)
        more.clicked.connect(self.unfold_more)
        self._child, self._sitting = child, sitting
        self.base_values: dict[str, str] | None = None
        self.born: date | None = None
        self.expected_on: date | None = None
        self.more_wanted = False
        self.defaults = dict.fromkeys(self.own_keys, "") | {
            "kind": "note",
            "tone": "neutral",
            "how": sitting.how("note"),
        }
        self.changed.connect(self._changed)
        self._complete_who()
        self.fill(self.defaults)

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys of what is typed and chosen here."""
        return tuple(key for key, field in self.fields.items() if field.kind is not Kind.OTHER)

    def values(self) -> dict[str, str]:
        """What every field holds, also those that do not apply now."""
        return {key: self.text(key) for key in self.own_keys}

    def fill(self, values: Mapping[str, str]) -> None:
        """Show these values; fields that are not named stay."""
        for key in self.own_keys:
            if key in values and self.text(key) != values[key]:
                self.put(key, values[key])
        self.unfold_all()

    def usual_how(self) -> str:
        """How entries of the kind chosen are known in this sitting, which is the default from now on."""
        self.defaults["how"] = self._sitting.how(self.text("kind"))
        return self.defaults["how"]

    def replace_keeping_undo(self, key: str, value: str) -> None:
        """Put a text into a field in a way that Ctrl+Z takes back."""
        field = self.widgets[key]
        if isinstance(field, QLineEdit):
            field.selectAll()
            field.insert(value)
        elif isinstance(field, QPlainTextEdit):
            field.selectAll()
            field.insertPlainText(value)
        else:
            self.put(key, value)

    # Which fields apply.

    def unfold_more(self) -> None:
        """Show what can be said besides, and go to the first of it."""
        hidden = [key for key in MORE if not self.unfolded(key)]
        self.more_wanted = True
        self.unfold_all()
        if hidden:
            self.go_to(hidden[0])

    def unfold_all(self) -> None:
        """Show the fields that apply to what is chosen so far; nothing that is filled is hidden."""
        values = self.values()
        amending = self.base_values is not None
        for key in self.fields:
            self.unfold(key, applies(key, values, amending=amending, more=self.more_wanted))
        self.unfold("more", not self.more_wanted and not all(self.unfolded(key) for key in MORE))
        who, role = LABELS_BY_HOW.get(values["how"], LABELS_BY_HOW["told"])
        called = {key: self.fields[key].label for key in LABELS_OF_DISCUSSION}
        called |= LABELS_OF_DISCUSSION if is_discussion(values["kind"]) else {}
        for key, words in {"who": who, "role": role, **called}.items():
            self.widgets[key].setAccessibleName(words)
            above = self.label_of(key)
            if above is not None:
                above.setText(words)
        for key in self.own_keys:
            if not_saved(key, values):
                self.note(key, _NOT_SAVED, "doubt")
            elif self.said(key) == _NOT_SAVED:
                self.note(key, "")

    def _changed(self, key: str) -> None:
        if key == "when":
            self._say_when()
        elif key == "headline":
            self._say_length()
        elif key == "kind":
            self._prompt()
        if key in _FOLDING or (self.said(key) and not self.text(key)):
            self.unfold_all()
        if key in ("how", "who", "role", "reason", "withheld_from"):
            for wrong in ("who" if key in ("how", "role") else key, "how"):
                if self.said(wrong) != _NOT_SAVED:
                    self.note(wrong, "")

    def _prompt(self) -> None:
        """Let the lines for impact and outcome ask what this kind of event asks."""
        for key, words in zip(("impact", "outcome"), prompts(self.text("kind"), self._child), strict=True):
            field = self.widgets[key]
            if isinstance(field, QPlainTextEdit):
                field.setPlaceholderText(words)

    @property
    def is_analysis(self) -> bool:
        """Whether the kind chosen draws conclusions from other entries."""
        return is_analysis(self.text("kind"))

    # What is said below.

    def _say_when(self) -> None:
        text = self.text("when")
        if not text.strip():
            self.note("when", "")
            return
        try:
            when = understood(text, self.base_values, date.today())
        except DateNotUnderstood as trouble:
            sure = trouble.nearest
            kept = f"It would be kept as {sure.in_words()}, with your words." if sure is not None else ""
            self.note("when", " ".join(part for part in (trouble.text, kept) if part), "doubt")
            return
        now = datetime.now()
        asked = doubts(when, now.date(), self.born, self.expected_on, minute=now.hour * 60 + now.minute)
        self.note("when", " ".join((f"Understood as {when.in_words()}.", *asked)), "doubt" if asked else "muted")

    def _say_length(self) -> None:
        length = len(self.text("headline").strip())
        if length > HEADLINE_LIMIT:
            over = length - HEADLINE_LIMIT
            self.note("headline", f"{over:,} characters too many. Put the rest under Detail.", "wrong")
        else:
            left = HEADLINE_LIMIT - length
            self.note("headline", f"{left} characters left" if length > HEADLINE_LIMIT // 2 else "")

    # Who told, once more.

    def _complete_who(self) -> None:
        field = self.widgets["who"]
        if isinstance(field, QLineEdit) and self._sitting.tellers:
            completer = QCompleter([teller.who for teller in self._sitting.tellers], field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(self._told_again)
            field.setCompleter(completer)

    def _told_again(self, who: str) -> None:
        teller = next((one for one in self._sitting.tellers if one.who == who), Teller(who))
        for key, value in (("role", teller.role), ("agency", teller.agency)):
            if value and not self.text(key):
                self.put(key, value)
