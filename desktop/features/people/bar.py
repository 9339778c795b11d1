"""The buttons above the list and the picture, and the day on which the family is seen.

A button stands there only if the person may do what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from db.domain.people import ChildsPeople
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_BUTTONS = (
    ("add", "&Add a person…", "main"),
    ("do", "Change or &end…", ""),
    ("confidential", "C&onfidential details…", ""),
    ("doubles", "&Recorded twice?", ""),
    ("turn", "Show the &genogram", ""),
    ("print", "&Print…", ""),
    ("back", "Back to the file", ""),
)


class Bar(QWidget):
    """The bar; `acts` gives what each button does."""

    def __init__(self, acts: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        flow = Flow(self, across=8, down=6)
        for key, words, part in _BUTTONS:
            self._buttons[key] = button(words, acts[key], part=part)
            flow.addWidget(self._buttons[key])
        self.on_day = QLineEdit()
        take_all(self.on_day)
        self.on_day.setAccessibleName("The family on this day")
        self.on_day.setPlaceholderText("today, or a date")
        self.on_day.setMaximumWidth(230)
        self._on = label("On", "label", wrap=False)
        self._on.setBuddy(self.on_day)
        flow.addWidget(self._on)
        flow.addWidget(self.on_day)

    def show_rights(self, facts: ChildsPeople) -> None:
        """Leave the buttons of what this person may do."""
        kept = any(person.confidential for person in facts.people)
        self._buttons["add"].setVisible(facts.may_record)
        self._buttons["do"].setVisible(facts.may_record)
        self._buttons["confidential"].setVisible(kept and facts.sees_confidential)

    def show_turn(self, turns: bool, picture: bool) -> None:
        """Name what one turns to, where list and picture take turns."""
        words = "Show the &list" if picture else "Show the &genogram"
        self._buttons["turn"].setVisible(turns)
        self._buttons["turn"].setText(words)
        self._buttons["turn"].setAccessibleName(words.replace("&", ""))

    def fit(self) -> None:
        """Take sizes from the type."""
        self._on.setMinimumHeight(self.on_day.sizeHint().height())
