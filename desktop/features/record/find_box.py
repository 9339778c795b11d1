"""The box in which words of the file are looked for, and which of the words typed are marked where they stand.

It asks after a short rest of the hand or with Enter; Enter again goes on to what was found.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from desktop.infra.acts import Act
from desktop.widgets.whole import take_search

_PAUSE_MS = 220


class FindBox(QLineEdit):
    """Words to look for."""

    wanted = Signal(str)
    done = Signal()
    """Enter on words that are found already."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self.setAccessibleName("Find words in this file")
        self.setPlaceholderText(f"Find in this file ({Act.FIND_IN_FILE.keys})   “a phrase”   one OR other   -without")
        self.setClearButtonEnabled(True)
        take_search(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.returnPressed.connect(self._entered)
        self.textChanged.connect(self._typed)

    def put(self, words: str) -> None:
        """Show the words that are asked for; nobody is asked anew."""
        self._pause.stop()
        self._asked = words
        if words != self.text().strip():
            blocker = QSignalBlocker(self)
            self.setText(words)
            blocker.unblock()

    def not_found(self, words: str) -> None:
        """What was typed had no answer, and other words hold: it stays, and Enter asks for it again."""
        self._pause.stop()
        self._asked = words

    def go(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._ask()

    def _entered(self) -> None:
        if self._asked and self.text().strip() == self._asked:
            self.done.emit()
        else:
            self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        self.wanted.emit(self.text().strip())


def words_to_mark(typed: str) -> tuple[str, ...]:
    """The words of a search as they are marked in the text: phrases whole, words by their stem's beginning."""
    wanted = re.sub(r'-"[^"]*"|(?:^|\s)-\S+', " ", typed)
    phrases = re.findall(r'"([^"]+)"', wanted)
    single = [word.rstrip("*") for word in re.sub(r'"[^"]*"', " ", wanted).split() if word != "OR"]
    stems = [word[:-3] if len(word) > 6 and word.endswith("ing") else word for word in single]
    return tuple(part for part in (*phrases, *stems) if part)
