"""Why this file is opened: one key for a reason from the list, or a typed reason where the glass must be broken.

It says plainly that the reason is kept, so that nobody is surprised by the review. Who said that they know the family
is asked for none, and told whom to ask instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout
from typing_extensions import override

from db.domain.reason import lacks
from desktop.infra.codes import code_list
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_WHERE_FROM = {"team": "your team’s", "support": "your team’s", "front_door": "known to the front door"}
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
"""The keys that press the button on which one stands."""
DEAF_MS = 500
"""For so long after the card came they press none: the second Enter of two was meant for the list before."""


class ReasonCard(QFrame):
    """Asks once, answers with the reason."""

    given = Signal(str, bool)
    """The reason, and whether the glass is broken."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(26, 20, 26, 20)
        self._layout.setSpacing(9)
        self._keys: list[QShortcut] = []
        self.reason = QLineEdit()
        self.reasons: list[QPushButton] = []
        self.go: QPushButton | None = None
        self._there_for = QElapsedTimer()

    def ask(self, name: str, basis: str) -> None:
        """Ask for the reason that a basis needs."""
        if basis == "break_glass":
            self._ask_typed(name)
        else:
            self._ask_chosen(name, basis)

    def say_shut(self, name: str, words: str) -> None:
        """Ask nothing: the file is shut to who knows the family, and `words` say whom to ask."""
        self._layout.addWidget(label(f"The file of {name} is shut to you", "title"))
        self._layout.addWidget(label(words))
        back = button("Back to my children", self.left.emit)
        self._layout.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch(1)
        self._stand_on(back)

    def _stand_on(self, choice: QPushButton) -> None:
        choice.installEventFilter(self)
        choice.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._there_for.start()
        super().showEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nobody chooses with a key that was pressed, or is still held, for what stood here before."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _PRESSES:
            return event.isAutoRepeat() or not self._there_for.hasExpired(DEAF_MS)
        return super().eventFilter(watched, event)

    def _ask_chosen(self, name: str, basis: str) -> None:
        self._layout.addWidget(label(f"Why do you open the file of {name}?", "title"))
        whose = _WHERE_FROM.get(basis, "known here")
        self._layout.addWidget(
            label(
                f"The child is {whose} but not allocated to you. Press a number; the reason is kept with the visit.",
                "muted",
            )
        )
        for number, code in enumerate(code_list("purpose"), 1):
            take = partial(self._take, code.label)
            choice = button(f"{number}   {code.label}", take, part="link")
            choice.setAccessibleName(f"Reason {number}: {code.label}")
            self.reasons.append(choice)
            self._layout.addWidget(choice)
            self._key(str(number), take)
        self._layout.addWidget(button("Back without opening", self.left.emit))
        self._layout.addStretch(1)
        self._stand_on(self.reasons[0])

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        self._keys.append(shortcut)

    def _take(self, reason: str) -> None:
        self.given.emit(reason, False)

    def _ask_typed(self, name: str) -> None:
        self._layout.addWidget(label(f"You are not working with {name}", "title"))
        self._layout.addWidget(
            label(
                "In an emergency you can open this file for one hour, to keep a child safe. Your name, the time and "
                "your reason are recorded, and the child’s team manager reviews every such opening."
            )
        )
        above = label("Why must you see this file now?", "label")
        above.setBuddy(self.reason)
        self.reason.setAccessibleName("Why must you see this file now?")
        self.reason.setPlaceholderText("For example: police are at the home and ask who is safe to collect her")
        take_all(self.reason)
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._break)
        self._layout.addWidget(above)
        self._layout.addWidget(self.reason)
        self._left_to_type = label("", "muted")
        self._layout.addWidget(self._left_to_type)
        self.go = button("Open for one hour, on record", self._break, part="main")
        self._layout.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(button("Back without opening", self.left.emit), 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch(1)
        self._typed("")
        self.reason.setFocus()

    def _typed(self, text: str) -> None:
        missing = lacks(text)
        self._left_to_type.setText(missing or "Enter opens the file.")
        if self.go is not None:
            self.go.setEnabled(not missing)

    def _break(self) -> None:
        if not lacks(self.reason.text()):
            self.given.emit(self.reason.text().strip(), True)
