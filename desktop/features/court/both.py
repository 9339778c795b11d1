"""Two people changed the same of one document: both texts, and a choice for each, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from db.domain.court_chronology import IN, PLACE, REFERENCE, RELIED, WORDING, Candidate, entry_of
from db.domain.merging import Merged
from db.queries.court_documents import CourtDocument
from desktop.features.court.settings import BY_KEY
from desktop.infra.assets import Appearance
from desktop.models.words import with_marks
from desktop.widgets.both_texts import BothTexts, Theirs
from desktop.widgets.form import Field, Kind
from desktop.widgets.text import button, label

_YES_NO = (("yes", "In"), ("no", "Left out"), ("", "As the span of days says"))
_MOST_NAMED = 4


class BothPane(QWidget):
    """The fields that both changed. Mine stand until another choice is made."""

    settled = Signal(dict)
    """What stands from now on, by the names of the fields."""

    def __init__(
        self, theirs: CourtDocument, merged: Merged, asked: Callable[[str], Field], appearance: Appearance
    ) -> None:
        super().__init__()
        self._names = merged.both
        fields = {name: asked(name) for name in merged.both}
        told = Theirs(theirs.author, theirs.version, theirs.fields)
        self.both = BothTexts(fields, merged, told, appearance)
        self.save_button = button(
            f"Save as version {theirs.version + 1}", self.settle, part="main", name="Save what is chosen", tip="Ctrl+S"
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(
            label(f"{with_marks(theirs.author)} saved version {theirs.version} meanwhile. Choose for each.")
        )
        layout.addWidget(scroll, 1)
        layout.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)

    def settle(self) -> None:
        """Have it as it is chosen."""
        values = self.both.values
        self.settled.emit({name: values[name] for name in self._names})

    def go(self) -> None:
        """Give the keyboard to the first choice."""
        self.both.go()


def field_in_words(name: str, candidates: Mapping[UUID, Candidate]) -> Field:
    """A field of the document as it is asked about."""
    found = entry_of(name)
    if found is None:
        known = BY_KEY.get(name)
        return replace(known, beside=False) if known is not None else Field(name, name.replace("_", " ").capitalize())
    what, entry_id = found
    candidate = candidates.get(entry_id)
    content = candidate.content if candidate is not None else None
    told = f"{content.occurred.in_words()}, {with_marks(content.headline[:60])}" if content else "an entry"
    shapes = {
        IN: Field(name, f"In or out: {told}", Kind.CHOICE, choices=_YES_NO),
        RELIED: Field(name, f"Relied on: {told}", Kind.CHECK),
        WORDING: Field(name, f"Court wording: {told}", Kind.TEXT),
        REFERENCE: Field(name, f"Reference: {told}"),
        PLACE: Field(name, f"Order within the day: {told}"),
    }
    return shapes[what]


def taken_in_words(names: Sequence[str], asked: Callable[[str], Field]) -> str:
    """The names of the fields that were taken from somebody else."""
    known = list(dict.fromkeys(asked(name).label for name in names))
    rest = f", and {len(known) - _MOST_NAMED:,} more" if len(known) > _MOST_NAMED else ""
    return "; ".join(known[:_MOST_NAMED]) + rest


def by_id(candidates: Iterable[Candidate]) -> dict[UUID, Candidate]:
    """The entries by their ids."""
    return {candidate.entry_id: candidate for candidate in candidates}
