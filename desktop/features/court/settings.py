"""What is said of the whole chronology: the case, the span of days, the summary, the bundle, who it is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from db.domain.partial_date import DateNotUnderstood
from desktop.features.court.form_pane import FormPane
from desktop.features.court.selection import bound_of
from desktop.models.words import day_in_words
from desktop.widgets.form import Field, Kind

FIELDS = (
    Field("case_number", "Case number", hint="as the court writes it"),
    Field("court", "Court", beside=True),
    Field("since", "From", hint="empty: from the beginning"),
    Field("until", "To", hint="empty: to the present", beside=True),
    Field("significant", "Significant entries only", Kind.CHECK),
    Field("involvement", "Length of involvement", Kind.TEXT, lines=5),
    Field("section_letter", "Section letter in the bundle", hint="for example C"),
    Field("first_page", "Number of the first page", hint="1", beside=True),
    Field("recipients", "For whom, if the copy goes outside the court", hint="empty: for the court and the parties"),
    Field("approved_by", "Approved by", hint="who agreed to it, and when"),
)
BY_KEY = {field.key: field for field in FIELDS}
_BOUNDS = ("since", "until")


class SettingsPane(FormPane):
    """Those of a chronology."""

    def __init__(self) -> None:
        super().__init__(FIELDS)
        self._drafted = ""
        for key in _BOUNDS:
            line = self.form.widgets[key]
            if isinstance(line, QLineEdit):
                line.editingFinished.connect(self._say_out)

    def show_fields(self, fields: Mapping[str, str], drafted: str) -> None:
        """Show the fields as they are kept; the summary as it is drafted, while nobody wrote another."""
        self._drafted = drafted
        self.show_texts({**fields, "involvement": fields.get("involvement", "") or drafted})

    @override
    def kept_text(self, key: str) -> str:
        text = self.form.text(key)
        return "" if key == "involvement" and text == self._drafted else text

    @override
    def understand(self, key: str) -> None:
        super().understand(key)
        if key in _BOUNDS:
            text = self.form.text(key)
            try:
                day = bound_of(key, text, date.today())
                self.form.note(key, f"Understood as {day_in_words(day)}" if day and day_in_words(day) != text else "")
            except DateNotUnderstood as trouble:
                self.form.note(key, trouble.text, "wrong")

    def _say_out(self) -> None:
        """A day that was told from today, such as “last March”, is written out: tomorrow it would be another."""
        for key in _BOUNDS:
            try:
                day = bound_of(key, self.form.text(key), date.today())
            except DateNotUnderstood:
                continue
            if day is not None and self.form.text(key) != day_in_words(day):
                self.form.put(key, day_in_words(day))
