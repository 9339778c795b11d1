"""The buttons above the lists; one stands there only if the person may do what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QWidget

from db.queries.proceedings import ChildsProceedings
from desktop.widgets.flow import Flow
from desktop.widgets.text import button

_BUTTONS = (
    ("hearing", "Add a hea&ring…", "main", "Insert in the hearings"),
    ("party", "Add a &party…", "", "Insert in the parties"),
    ("case", "&New proceedings…", "", "Insert in the proceedings"),
    ("change", "C&orrect…", "", "Enter"),
    ("end", "&End…", "", "Delete"),
    ("back", "Back to the file", "", "Esc"),
)


class Bar(QWidget):
    """The bar; `acts` gives what each button does."""

    def __init__(self, acts: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        flow = Flow(self, across=8, down=6)
        for key, words, part, tip in _BUTTONS:
            self.buttons[key] = button(words, acts[key], part=part, tip=tip)
            flow.addWidget(self.buttons[key])

    def show_rights(self, found: ChildsProceedings) -> None:
        """Leave the buttons of what this person may do; without proceedings there is only to begin some."""
        there = bool(found.proceedings)
        self.buttons["case"].setVisible(found.may_record)
        self.buttons["party"].setVisible(found.may_record and there)
        for key in ("hearing", "change", "end"):
            self.buttons[key].setVisible(found.may_list and there)
