"""The buttons above the lists; one stands there only if the person may do what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QWidget

from db.queries.allocation import Discussion
from desktop.widgets.flow import Flow
from desktop.widgets.text import button

_BUTTONS = (
    ("accept", "&Accept", "main", "Enter, once the talk is recorded"),
    ("propose", "&Propose…", "main", "Insert, or Enter on a child"),
    ("tonight", "At once, &tonight…", "", ""),
    ("talk", "&Record the talk…", "", "Enter, before there was one"),
    ("decline", "&Decline…", "", "Delete"),
    ("other", "Ask &somebody else…", "", ""),
    ("withdraw", "&Withdraw…", "", "Delete"),
)


class Bar(QWidget):
    """The bar; `acts` gives what each button does."""

    def __init__(self, acts: Mapping[str, Callable[[], None]], *, manages: bool) -> None:
        super().__init__()
        self._manages = manages
        self.buttons: dict[str, QPushButton] = {}
        flow = Flow(self, across=8, down=6)
        for key, words, part, tip in _BUTTONS:
            self.buttons[key] = button(words, acts[key], part=part, tip=tip)
            flow.addWidget(self.buttons[key])

    def show_rights(self, one: Discussion | None, *, chosen: bool) -> None:
        """Leave the buttons of what this person may do with a conversation, and with the children chosen."""
        runs = one is not None and not one.settled
        mine, decides = one is not None and one.mine, one is not None and one.may_decide
        there = {
            "accept": runs and mine and one is not None and one.stage == "talked",
            "decline": runs and mine and one is not None and one.stage != "declined",
            "talk": runs and (mine or decides),
            "other": runs and decides,
            "withdraw": runs and decides,
            "propose": self._manages,
            "tonight": self._manages,
        }
        for key, made in self.buttons.items():
            made.setVisible(there[key])
        for key in ("propose", "tonight"):
            self.buttons[key].setEnabled(chosen)
