"""What is said of a whole document, as a form whose every change is told at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.features.court.selection import first_page_of
from desktop.widgets.form import Field, Form

_NOT_A_PAGE = "A number from 1 on. Until then the first page is 1."


class FormPane(QWidget):
    """The form, scrolled where there is no room for it; `column` takes what stands below it."""

    wrote = Signal(str, str)
    """The name of a field, and its text."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        super().__init__()
        self.form = Form(fields)
        self._quiet = False
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(8, 8, 14, 8)
        self.column.addWidget(self.form)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.form.changed.connect(self._changed)

    def show_texts(self, fields: Mapping[str, str]) -> None:
        """Show the fields as they are kept."""
        self._quiet = True
        for key in self.form.fields:
            text = fields.get(key, "")
            if self.form.text(key) != text:
                self.form.put(key, text)
            self.understand(key)
        self._quiet = False

    def go(self, key: str = "") -> None:
        """Give the keyboard to a field, or to the first."""
        key = key if key in self.form.fields else next(iter(self.form.fields))
        self.form.go_to(key)
        self._scroll.ensureWidgetVisible(self.form.widgets[key])

    def go_below(self, *widgets: QWidget) -> None:
        """Give the keyboard to the first of what stands below the form, with all of it in sight if there is room."""
        for widget in reversed(widgets):
            self._scroll.ensureWidgetVisible(widget)
        self._scroll.horizontalScrollBar().setValue(0)
        widgets[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.form.fit()

    def kept_text(self, key: str) -> str:
        """The text of a field as it is kept."""
        return self.form.text(key)

    def understand(self, key: str) -> None:
        """Say below a field what is wrong with it."""
        if key == "first_page":
            text = self.form.text(key)
            wrong = bool(text.strip()) and first_page_of({key: text}) is None
            self.form.note(key, _NOT_A_PAGE if wrong else "", "wrong" if wrong else "muted")

    def _changed(self, key: str) -> None:
        if not self._quiet:
            self.understand(key)
            self.wrote.emit(key, self.kept_text(key))
