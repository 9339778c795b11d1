"""The sections of a report in their order: which are written, which must be, how long each is and may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from db.domain.document_parts import Part, word_count
from db.domain.document_template import DocumentTemplate
from desktop.features.court.written import headed
from desktop.infra.desk import Desk
from desktop.models.words import count, with_marks
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table

Index = QModelIndex | QPersistentModelIndex
HEADS = ("", "Section", "Words")
_WIDTHS, _NARROW_WIDTHS = (8, 23, 11), (7, 13)
_NARROW = 34
"""Characters across, below which the words of each stand beside its text alone."""
_STATE, _SECTION, _WORDS = range(3)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the part that stands under it; one of several children has a heading of its own above theirs."""

    key: str
    title: str
    level: int
    part: Part | None
    whose: str = ""
    words: int = 0
    written: bool = False

    @property
    def called(self) -> str:
        """Its title, with the child whose it is, where there are several."""
        return f"{self.title}: {self.whose}" if self.whose and self.whose not in self.title else self.title

    @property
    def state(self) -> str:
        """Whether it is written, in a word."""
        if self.part is None:
            return ""
        if self.part.lost:
            return "no place"
        return "✓" if self.written else "required" if self.part.section.required else ""

    @property
    def length(self) -> str:
        """Its words against their limit."""
        limit = self.part.section.words if self.part is not None else 0
        if limit:
            return f"{self.words:,} of {limit:,}{' !' if self.words > limit else ''}"
        return f"{self.words:,}" if self.words else ""

    def spoken(self, column: int) -> str:
        """A cell for the ear."""
        if column == _STATE:
            return {"✓": "written", "": "" if self.part is None else "not written, optional"}.get(
                self.state, self.state
            )
        if column == _SECTION:
            return self.called
        over = self.part is not None and self.part.section.words and self.words > self.part.section.words
        return f"{self.length.removesuffix(' !')} words{', more than it should have' if over else ''}"

    def told(self, text: str) -> Section:
        """The same with its text as it is now."""
        return replace(self, words=word_count(text), written=bool(text.strip()))


def sections_of(
    template: DocumentTemplate, names: Mapping[UUID, str], fields: Mapping[str, str]
) -> tuple[Section, ...]:
    """All sections that the document can have, with those that its template has no place for any more."""
    several = names if len(names) > 1 else {}
    found = (
        (Section(heading.key, heading.title, heading.level, part, _whose(part, several)), part)
        for heading, part in headed(template, names, fields)
    )
    return tuple(section.told(fields.get(part.field, "") if part else "") for section, part in found)


def _whose(part: Part | None, names: Mapping[UUID, str]) -> str:
    return names.get(part.child, "") if part is not None and part.child is not None else ""


class Sections(QAbstractTableModel):
    """The sections as a table of three columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sections: tuple[Section, ...] = ()

    @property
    def words(self) -> int:
        """The words of the whole document."""
        return sum(section.words for section in self.sections)

    @property
    def written(self) -> str:
        """How many are written, in words."""
        parts = [section for section in self.sections if section.part is not None]
        known = sum(section.written for section in parts)
        missing = sum(section.state == "required" for section in parts)
        said = f"{known:,} of {count(len(parts), 'section')} written"
        return f"{said}, {missing:,} required still empty" if missing else said

    def show(self, sections: Sequence[Section]) -> None:
        """Take all of them; where they are the same ones, only what is said of them changes."""
        same = [one.key for one in sections] == [one.key for one in self.sections]
        if same:
            self.sections = tuple(sections)
            self.dataChanged.emit(self.index(0, 0), self.index(len(sections) - 1, _WORDS), [])
        else:
            self.beginResetModel()
            self.sections = tuple(sections)
            self.endResetModel()

    def tell(self, field: str, text: str) -> None:
        """The text of one section is another."""
        for row, section in enumerate(self.sections):
            if section.part is not None and section.part.field == field:
                self.sections = (*self.sections[:row], section.told(text), *self.sections[row + 1 :])
                self.dataChanged.emit(self.index(row, 0), self.index(row, _WORDS), [])

    def row_of(self, key: str) -> int:
        """The row of a section by its key, -1 if there is none."""
        return next((row for row, section in enumerate(self.sections) if section.key == key), -1)

    def section(self, row: int) -> Section | None:
        """The section of a row."""
        return self.sections[row] if 0 <= row < len(self.sections) else None

    def next_row(self, row: int, by: int) -> int:
        """The next row that has a text, or the same at the end."""
        row_now, row = row, row + by
        while 0 <= row < len(self.sections):
            if self.sections[row].part is not None:
                return row
            row += by
        return row_now

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.sections)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(HEADS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.sections[index.row()].part is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        section, column = self.sections[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            indent = "    " if section.level > 1 else ""
            return (section.state, f"{indent}{with_marks(section.title)}", section.length)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return with_marks(section.spoken(column))
        if role == Qt.ItemDataRole.UserRole:
            return column == _SECTION and section.level == 1
        return None


class SectionList(Table):
    """The sections as a list; Enter goes to the text."""

    stood = Signal(int)

    def __init__(self, desk: Desk, model: Sections) -> None:
        super().__init__("Sections", lines=1.6)
        self.sections = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.selectionModel().currentRowChanged.connect(self._stood)
        self.fit()

    @property
    def row(self) -> int:
        """The row on which one stands, -1 for none."""
        return self.currentIndex().row()

    def stand_on(self, row: int) -> None:
        """Stand on a section."""
        if 0 <= row < self.sections.rowCount():
            self.setCurrentIndex(self.sections.index(row, _SECTION))

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.fit_rows()
        self._share_out()

    def _share_out(self) -> None:
        narrow = self.viewport().width() < _NARROW * self.fontMetrics().averageCharWidth()
        self.setColumnHidden(_WORDS, narrow)
        self.fit_columns(_NARROW_WIDTHS if narrow else _WIDTHS)

    def _stood(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.stood.emit(now.row())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
        self.scrollTo(self.currentIndex())
