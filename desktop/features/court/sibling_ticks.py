"""For which brothers and sisters a chronology is to be begun too: a tick each, and one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.features.court.siblings import Kin
from desktop.models.words import with_marks
from desktop.widgets.flow import take_away_all
from desktop.widgets.text import button, label

_SAID = (
    "Each gets a chronology of its own, out of its own file: with this case number, court, span of days and filter, and"
    " with what you chose, worded and referred to in the entries that concern both. What an entry meant for one child"
    " never goes over; what it meant for the other stands below the wording."
)
_SHUT = "opens the file first, with a reason where one is due"


class SiblingTicks(QWidget):
    """Below the settings of a chronology; not there for a child without brothers and sisters."""

    def __init__(self, begin: Callable[[], None]) -> None:
        super().__init__()
        self.ticks: dict[UUID, QCheckBox] = {}
        self._shown: tuple[tuple[Kin, bool], ...] = ()
        self._may_begin = True
        self._rows = QVBoxLayout()
        self.begin_button = button("Begin for those ticked", begin, name="Begin a chronology for each that is ticked")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(label("For brothers and sisters too", "label"))
        layout.addWidget(label(_SAID, "muted"))
        layout.addLayout(self._rows)
        layout.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)

    def show_kin(self, kin: Sequence[tuple[Kin, bool]], *, may_begin: bool) -> None:
        """The brothers and sisters, each with whether a chronology is under way; what is ticked stays ticked."""
        if (tuple(kin), may_begin) == (self._shown, self._may_begin) and self.ticks:
            return
        self._shown, self._may_begin = tuple(kin), may_begin
        ticked = {child for child, tick in self.ticks.items() if tick.isChecked()}
        focus = next((child for child, tick in self.ticks.items() if tick.hasFocus()), None)
        take_away_all(self._rows)
        self.ticks = {}
        for one, begun in kin:
            name, note = with_marks(one.name), "" if one.is_open or begun else _SHUT
            tick = self.ticks[one.child_id] = QCheckBox(f"{name}: begun" if begun else name)
            tick.setAccessibleName(": ".join(filter(None, (f"Begin for {tick.text()}", note))))
            tick.setChecked(one.child_id in ticked and not begun)
            tick.setEnabled(not begun)
            tick.toggled.connect(self._tell)
            self._rows.addWidget(tick)
            if note:
                self._rows.addWidget(label(f"{note[:1].upper()}{note[1:]}.", "muted"))
            if one.child_id == focus:
                tick.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(kin) and may_begin)
        self._tell()

    @property
    def ticked(self) -> tuple[Kin, ...]:
        """Those that are ticked, in their order."""
        return tuple(one for one, _ in self._shown if self.ticks[one.child_id].isChecked())

    def clear(self) -> None:
        """They are begun: nothing is ticked any more."""
        for tick in self.ticks.values():
            tick.setChecked(False)

    @property
    def first(self) -> QCheckBox | None:
        """The first tick that can be set."""
        return next((tick for tick in self.ticks.values() if tick.isEnabled()), None)

    def _tell(self) -> None:
        self.begin_button.setEnabled(bool(self.ticked))
