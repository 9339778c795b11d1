"""The sample's people, grouped by role: one click or Enter signs in as one of them."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from desktop.infra.credentials import Person
from desktop.widgets.text import label

ROLES = {
    "practitioner": "Social workers",
    "court_adviser": "Court advisers",
    "manager": "Managers",
    "support": "Team support",
    "administrator": "Administrators",
    "auditor": "Auditors",
}
_PERSON = Qt.ItemDataRole.UserRole


class PeopleList(QWidget):
    """Who can be tried."""

    chosen = Signal(Person)

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setAccessibleName("Sample people, by role")
        self.list.setModel(self._model)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumHeight(260)
        self.list.clicked.connect(self._take)
        self.list.activated.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("Try the sample authority", "title"))
        layout.addWidget(
            label("Everybody here is invented. Choose a person to sign in as; a click or Enter is enough.", "muted")
        )
        layout.addWidget(self.list, 1)

    def show_people(self, people: tuple[Person, ...]) -> None:
        """List them under their roles, in the order of the roles."""
        self._model.clear()
        order = {role: number for number, role in enumerate(ROLES)}
        ranked = sorted(people, key=lambda person: (order.get(person.role, 99), person.role, person.name))
        for role, group in groupby(ranked, key=lambda person: person.role):
            self._model.appendRow(self._head(ROLES.get(role, role.replace("_", " ").capitalize())))
            for person in group:
                self._model.appendRow(self._person(person))

    def take_keyboard(self) -> None:
        """Stand on the first person."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(_PERSON) is not None:
                self.list.setFocus()
                self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.list.scrollToTop()
                return

    def _head(self, words: str) -> QStandardItem:
        item = QStandardItem(words)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _person(self, person: Person) -> QStandardItem:
        words = f"    {person.name}" + (f" · {person.job_title}" if person.job_title else "")
        item = QStandardItem(words)
        item.setData(person, _PERSON)
        item.setData(f"{person.name}, {ROLES.get(person.role, person.role)}", Qt.ItemDataRole.AccessibleTextRole)
        return item

    def _take(self, index: object) -> None:
        person = index.data(_PERSON)  # type: ignore[attr-defined]
        if isinstance(person, Person):
            self.chosen.emit(person)
