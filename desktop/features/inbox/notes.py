"""The notes under way, as one choice at the top of the page."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from db.domain.draft import Draft
from desktop.features.inbox.proposals import name_of
from desktop.models.words import with_marks
from desktop.widgets.form import Quiet

_WIDE = 26


class NoteList(Quiet):
    """Child and name of each note; hidden where there is but the one in front."""

    chosen = Signal(UUID)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Notes under way")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WIDE)
        self.activated.connect(self._choose)

    def show_notes(self, notes: Sequence[Draft], front: Draft | None) -> None:
        """List them, the one in front chosen."""
        self.clear()
        if front is None:
            self.addItem("Notes under way", None)
        for note in notes:
            whose = with_marks(note.child) or "child to be chosen"
            self.addItem(f"{whose}: {with_marks(name_of(note))}", note.draft_id)
        ids = [note.draft_id for note in notes]
        if front is not None and front.draft_id in ids:
            self.setCurrentIndex(ids.index(front.draft_id))
        self.setVisible(bool(set(ids) - ({front.draft_id} if front is not None else set())))

    def _choose(self, row: int) -> None:
        draft_id = self.itemData(row)
        if isinstance(draft_id, UUID):
            self.chosen.emit(draft_id)

    def fit(self) -> None:
        """Take sizes from the type."""
        self.updateGeometry()
