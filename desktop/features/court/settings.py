"""What is said of the whole chronology: the case, the span of days, the summary, the bundle, who it is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from db.domain.partial_date import DateNotUnderstood
from desktop.features.court.selection import bound_of, first_page_of
from desktop.models.words import day_in_words
from desktop.widgets.form import Field, Form, Kind

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
_NOT_A_PAGE = "A number from 1 on. Until then the first page is 1."


class SettingsPane(QWidget):
    """A form whose every change is told at once."""

    wrote = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.form = Form(FIELDS)
        self._drafted = ""
        self._quiet = False
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 8, 14, 8)
        column.addWidget(self.form)
        scroll.setWidget(inside)
        self._scroll = scroll
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.form.changed.connect(self._changed)
        for key in _BOUNDS:
            line = self.form.widgets[key]
            if isinstance(line, QLineEdit):
                line.editingFinished.connect(self._say_out)

    def show_fields(self, fields: Mapping[str, str], drafted: str) -> None:
        """Show the fields as they are kept; the summary as it is drafted, while nobody wrote another."""
        self._quiet, self._drafted = True, drafted
        for key in BY_KEY:
            text = fields.get(key, "") or (drafted if key == "involvement" else "")
            if self.form.text(key) != text:
                self.form.put(key, text)
            self._understand(key)
        self._quiet = False

    def go(self, key: str = "case_number") -> None:
        """Give the keyboard to a field."""
        self.form.go_to(key if key in BY_KEY else "case_number")
        self._scroll.ensureWidgetVisible(self.form.widgets.get(key, self.form))

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.form.fit()

    def _changed(self, key: str) -> None:
        if self._quiet:
            return
        self._understand(key)
        text = self.form.text(key)
        if key == "involvement" and text == self._drafted:
            text = ""
        self.wrote.emit(key, text)

    def _understand(self, key: str) -> None:
        text = self.form.text(key)
        if key in _BOUNDS:
            try:
                day = bound_of(key, text, date.today())
                self.form.note(key, f"Understood as {day_in_words(day)}" if day and day_in_words(day) != text else "")
            except DateNotUnderstood as trouble:
                self.form.note(key, trouble.text, "wrong")
        elif key == "first_page":
            wrong = bool(text.strip()) and first_page_of({key: text}) is None
            self.form.note(key, _NOT_A_PAGE if wrong else "", "wrong" if wrong else "muted")

    def _say_out(self) -> None:
        """A day that was told from today, such as “last March”, is written out: tomorrow it would be another."""
        for key in _BOUNDS:
            try:
                day = bound_of(key, self.form.text(key), date.today())
            except DateNotUnderstood:
                continue
            if day is not None and self.form.text(key) != day_in_words(day):
                self.form.put(key, day_in_words(day))
