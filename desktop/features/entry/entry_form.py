"""The form of an entry while somebody types: how a date is understood, how long a headline is, which fields apply."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from db.domain.entry import HEADLINE_LIMIT
from db.domain.partial_date import DateNotUnderstood, doubts
from db.queries.entries import EntryView
from desktop.features.entry.draft import understood, values_of
from desktop.features.entry.fields import FOLDING, LABELS_BY_HOW, applies, entry_fields
from desktop.widgets.form import Form


class EntryForm(Form):
    """The fields of an entry; `base` is the version that an amendment began from."""

    def __init__(self) -> None:
        super().__init__(entry_fields())
        self.base: EntryView | None = None
        self.changed.connect(self._changed)
        self.put("kind", "note")
        self.unfold_all()

    def values(self) -> dict[str, str]:
        """What every field holds, also those that do not apply now."""
        return {key: self.text(key) for key in self.fields}

    def amend(self, entry: EntryView) -> None:
        """Show an entry that is to be amended."""
        self.base = entry
        for key, value in values_of(entry).items():
            self.put(key, value)
        self.unfold_all()

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

    def unfold_all(self) -> None:
        """Show the fields that apply to what is chosen so far."""
        values = self.values()
        for key in self.fields:
            self.unfold(key, applies(key, values, amending=self.base is not None))
        who, role = LABELS_BY_HOW.get(values["how"], LABELS_BY_HOW["told"])
        for key, words in (("who", who), ("role", role)):
            self.widgets[key].setAccessibleName(words)
            above = self.label_of(key)
            if above is not None:
                above.setText(words)

    def _changed(self, key: str) -> None:
        if key == "when":
            self._say_when()
        if key == "headline":
            self._say_length()
        if key in FOLDING:
            self.unfold_all()
        if key in ("how", "who", "role", "reason", "withheld_from"):
            self.note("who" if key in ("how", "role") else key, "")
            self.note("how", "")

    def _say_when(self) -> None:
        text = self.text("when")
        if not text.strip():
            self.note("when", "")
            return
        try:
            when = understood(text, self.base)
        except DateNotUnderstood as trouble:
            self.note("when", trouble.text, "doubt")
            return
        asked = doubts(when, date.today())
        self.note("when", " ".join((f"Understood as {when.in_words()}.", *asked)), "doubt" if asked else "muted")

    def _say_length(self) -> None:
        length = len(self.text("headline").strip())
        if length > HEADLINE_LIMIT:
            over = length - HEADLINE_LIMIT
            self.note("headline", f"{over:,} characters too many. Put the rest under Detail.", "wrong")
        else:
            left = HEADLINE_LIMIT - length
            self.note("headline", f"{left} characters left" if length > HEADLINE_LIMIT // 2 else "")
