"""Leaving the panel: closing keeps the text among the drafts, and discarding it can be taken back for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.features.entry.saving import ONLY_HERE
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.entry.page import EntryPanel

UNDO_MS = 10_000
"""So long a discarded text can be taken back."""
_GOES_OFF = "This computer does not take the entry, which is on its way to the server: keep this window open."


class Leaving(QObject):
    """Close and discard."""

    def __init__(self, panel: EntryPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.discarded = False
        """Whether the text was let go and can still be taken back."""
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(UNDO_MS)
        self._clock.timeout.connect(self._gone)

    def close(self) -> None:
        """Go at once: what is written stays among the drafts; an untouched form leaves none."""
        panel = self._panel
        if self.discarded:
            self._gone()
        elif panel.unsaved or not self._is_written():
            self.ask()
        elif panel.keeping.gone and panel.touched:
            self._ask_gone()
        else:
            self._keep()
            panel.finished.emit()

    def _is_written(self) -> bool:
        """Have the text on the disk, and see whether it is."""
        panel = self._panel
        if panel.keeping.kept and panel.touched:
            panel.keeping.flush_now()
        return not panel.unsaved

    def _keep(self) -> None:
        panel = self._panel
        if panel.keeping.sending:
            panel.kept.emit("The entry is on its way; it is under Drafts until the server has it.")
        elif panel.keeping.kept and not panel.touched:
            panel.keeping.drop()
        elif panel.keeping.kept:
            panel.kept.emit("Not saved yet: kept under Drafts.")

    def _ask_gone(self) -> None:
        words = "This text was saved or discarded in another window, and is not among your drafts any more."
        choices = (("Keep it as a draft", self._keep_again), ("Close", self._panel.finished.emit))
        self._panel.banner.say(News.CARE, words, choices, stays=True)
        self._panel.banner.choices[0].setFocus()

    def _keep_again(self) -> None:
        self._panel.keeping.keep_again()
        self.close()

    def ask(self) -> None:
        """The text is not on the disk, or a document is not read yet: closing now would lose it."""
        if self._panel.keeping.sending:
            silent = self._panel.desk.drafts.silent_since is not None
            self._panel.banner.say(News.CARE, ONLY_HERE if silent else _GOES_OFF, stays=True)
            return
        words = "This computer does not take the text just now." if self._panel.keeping.disk_full else "One moment."
        self._panel.banner.say(
            News.CARE,
            f"{words} It would be lost with the panel.",
            (("Save", self._panel.save), ("Keep writing", self._stay)),
            stays=True,
        )

    def _stay(self) -> None:
        self._panel.banner.clear()
        self._panel.arrive()

    # Discarding.

    def discard(self) -> None:
        """Ask once whether the text is to go."""
        panel = self._panel
        if not panel.touched and not panel.keeping.kept:
            panel.finished.emit()
            return
        choices = (("Discard it", self._discard), ("Keep writing", self._stay))
        panel.banner.say(News.CARE, "Discard this text?", choices, stays=True)
        panel.banner.choices[1].setFocus()

    def _discard(self) -> None:
        """The text goes when the time for taking it back is over, or with the panel."""
        self.discarded = True
        self._panel.holder.setEnabled(False)
        self._panel.banner.say(News.NOTE, "Discarded.", (("Undo", self._undo), ("Close", self._gone)), stays=True)
        self._panel.banner.choices[0].setFocus()
        self._clock.start()

    def settle(self) -> None:
        """One leaves: what was discarded is gone."""
        if self.discarded:
            self._gone()

    def _undo(self) -> None:
        self._clock.stop()
        self.discarded = False
        self._panel.holder.setEnabled(True)
        self._stay()

    def _gone(self) -> None:
        self._clock.stop()
        self.discarded = False
        self._panel.keeping.drop()
        self._panel.finished.emit()
