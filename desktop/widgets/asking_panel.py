"""What takes the place of something while one adds or corrects: a panel, and a panel with a form."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import TypeVar, override

from desktop.infra.writer import Writer
from desktop.models.words import with_marks
from desktop.widgets.asking import Answers, Asked, Mistake, Save
from desktop.widgets.form import Form
from desktop.widgets.helping import Helping
from desktop.widgets.text import button, label


class Panel(QWidget):
    """Something that stands in place of the list until it is done or left."""

    left = Signal()

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2, 0, 10, 0)
        self.column.setSpacing(8)
        self.column.addWidget(label(with_marks(title), "title"))
        if note:
            self.column.addWidget(label(with_marks(note), "muted"))

    @property
    def unsaved(self) -> bool:
        """Whether words would be lost."""
        return False

    def arrive(self) -> None:
        """Take the keyboard."""


class AskingPanel(Panel):
    """A form of `asking`; says the save that its answers make. `others` are the widgets of fields that are OTHER."""

    wanted = Signal(object)
    mistaken = Signal(QWidget)
    """The field that cannot stay as it is, which holds the keyboard now."""

    def __init__(self, asked: Asked, writer: Writer, others: Mapping[str, QWidget] | None = None) -> None:
        super().__init__(asked.title, asked.note)
        self.asked = asked
        self._typed = False
        self.form = Form(asked.fields, others=others)
        for key, value in asked.first:
            self.form.put(key, value)
        self.form.changed.connect(self._changed)
        self._fold()
        self.column.addWidget(self.form)
        self.helping = Helping(self, writer)
        self.helping.attend()
        self.save_button = button(asked.words, self.save, part="main", tip="Ctrl+S")
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(button("Back", self.left.emit, tip="Esc"))
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    @property
    @override
    def unsaved(self) -> bool:
        return self._typed

    @override
    def arrive(self) -> None:
        self.form.go_to(next(iter(self.form.fields)))

    def _changed(self, key: str) -> None:
        self._typed = True
        self.form.note(key, "")
        self._fold()

    def _fold(self) -> None:
        """Show the fields that another calls for while it holds something."""
        for field in self.asked.fields:
            if field.given:
                self.form.unfold(field.key, bool(self.form.text(field.given)))

    def save(self) -> None:
        """Say what is to be saved, or mark the field that is not understood."""
        try:
            wish: Save = self.asked.save(Answers(self.form))
        except Mistake as mistake:
            self.form.note(mistake.key, mistake.words, "wrong")
            self.form.go_to(mistake.key)
            self.mistaken.emit(self.form.widgets[mistake.key])
            return
        self.wanted.emit(wish)

    def sent(self) -> None:
        """It is on its way: it stays as it is until there is an answer."""
        self.save_button.setEnabled(False)
        self.form.freeze(True)

    def again(self, *, frozen: bool = False) -> None:
        """It can be saved again: as it was while nobody knows whether it is saved, else as it is corrected."""
        self.save_button.setEnabled(True)
        self.form.freeze(frozen)


P = TypeVar("P", bound=Panel, default=AskingPanel)
"""The panels that may stand in one place."""
