"""News in a strip at the top of a page: what happened and what to do, never a box that covers what one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from db.errors import Refused, ThroughlineError
from desktop.widgets.aloud import alert
from desktop.widgets.text import button, label, restyle

Choice = tuple[str, Callable[[], None]]


class News(StrEnum):
    """The tone of a banner; the words and the sign before them say it too."""

    NOTE = "note"
    GOOD = "good"
    CARE = "care"
    TROUBLE = "trouble"


DONE_MS = 30_000
"""How long it is said that something is done; it asks for nothing, and old news would be taken for new."""
_BESIDE = 3
"""The choices stand beside the words where they take no more than this part of the width."""
_SIGNS = {News.NOTE: "ℹ", News.GOOD: "✓", News.CARE: "!", News.TROUBLE: "✕"}


class Banner(QFrame):
    """One strip of news with at most a few choices; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._sign = label("", wrap=False)
        self._words = label("", name="News")
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(8)
        self._buttons: list[QPushButton] = []
        self._choices.addStretch(1)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._column.setSpacing(6)
        self._column.addWidget(self._words, 1)
        self._column.addLayout(self._choices)
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.addWidget(self._sign)
        layout.addLayout(self._column, 1)
        self._away = button("✕", self.clear, part="link", name="Put this news away")
        layout.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(False)
        self._unread: set[str] = set()
        self._stays = False
        self.done = QTimer(self)
        self.done.setSingleShot(True)
        self.done.setInterval(DONE_MS)
        self.done.timeout.connect(self.clear)

    @property
    def words(self) -> str:
        """What the banner says, empty when it is not there."""
        return self._words.text() if not self.isHidden() else ""

    @property
    def choices(self) -> tuple[QPushButton, ...]:
        """The buttons that it offers."""
        return tuple(self._buttons)

    def say(self, tone: News, words: str, choices: Sequence[Choice] = (), *, stays: bool = False) -> None:
        """Show news; with `stays` only a choice puts it away."""
        self._unread, self._stays = set(), stays
        restyle(self, "tone", tone.value)
        for child in (self._sign, self._words):
            child.style().unpolish(child)
            child.style().polish(child)
        self._sign.setText(_SIGNS[tone])
        self._words.setText(words)
        self._offer(choices)
        self._away.setVisible(not stays)
        self.setVisible(True)
        if tone is News.GOOD and not choices and not stays:
            self.done.start()
        else:
            self.done.stop()
        alert(self._words)

    def _offer(self, choices: Sequence[Choice]) -> None:
        for old in self._buttons:
            self._choices.removeWidget(old)
            old.setVisible(False)
            old.deleteLater()
        self._buttons = [button(text, act) for text, act in choices]
        for place, made in enumerate(self._buttons):
            self._choices.insertWidget(place, made)
            made.setVisible(True)  # at once, since it may be given the keyboard now
        self._lay()

    def _lay(self) -> None:
        """The choices beside the words where they are short, so that a line of news stays one; else below them."""
        wide = sum(made.sizeHint().width() + self._choices.spacing() for made in self._buttons)
        beside = wide * _BESIDE <= self.width()
        ways = QBoxLayout.Direction
        self._column.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._line.setAlignment(self._sign, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def trouble(self, error: ThroughlineError, choices: Sequence[Choice] = ()) -> None:
        """Show an expected trouble with its reference; without one what was typed and cannot be accepted."""
        if isinstance(error, Refused):
            self.say(News.CARE, error.text, choices)
        else:
            self.say(News.TROUBLE, f"{error.text} (Reference {error.reference})", choices)

    def not_read(self, error: ThroughlineError, again: Callable[[], None], part: str = "") -> None:
        """A part of what the page shows could not be read: say so until `was_read`. A question that stays stays."""
        if self._stays:
            return
        unread = {*self._unread, part}
        self.trouble(error, (("Try again", partial(self._try, again)),))
        self._unread = unread

    def _try(self, again: Callable[[], None]) -> None:
        self.clear()
        again()

    def was_read(self, part: str = "") -> None:
        """This part was read: that it could not be is no news any more, other news stay."""
        if part in self._unread:
            self._unread.discard(part)
            if not self._unread:
                self.clear()

    def unsay(self, words: str) -> None:
        """Put these news away; others stay."""
        if words and self.words == words:
            self.clear()

    def clear(self) -> None:
        """Put the news away, and forget them."""
        self._unread, self._stays = set(), False
        self.done.stop()
        self.setVisible(False)
        self._words.clear()
        self._offer(())
