"""The form of a decision: one for all children of a contact, or where they differ one for each."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from db.commands.contacts import Decision
from db.queries.contacts import ContactChild
from desktop.features.referrals.fields import choices
from desktop.models.words import count, with_marks
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.text import label

ALL = "all"
NEEDED = {
    "outcome": "Choose what is decided.",
    "family_knows": "Choose whether the family knows.",
    "why": "Say why.",
    "referrer_told": "Say what the referrer was told, or that nothing was said yet.",
}


def decision_fields() -> tuple[Field, ...]:
    """What, why, whether the family knows, and what the referrer was told."""
    return (
        Field("outcome", "What is decided", Kind.CHOICE, choices=choices("contact_outcome", "Choose from the list")),
        Field("family_knows", "The family", Kind.CHOICE, choices=choices("family_knows", "Choose"), beside=True),
        Field("why", "Why", Kind.TEXT, lines=4),
        Field("family_why", "Where they do not know or agree: why we go on", Kind.ONE_LINE),
        Field("referrer_told", "What the referrer was told", Kind.ONE_LINE),
    )


class DecisionForms(QWidget):
    """The children who are decided on, a tick for each apart, and their forms."""

    changed = Signal()
    grown = Signal()

    def __init__(self, common: Form) -> None:
        super().__init__()
        self.children_: list[ContactChild] = []
        self.apart = QCheckBox("Decide for each child apart")
        self.apart.toggled.connect(self._part)
        self._common = common
        self._common.changed.connect(self.changed)
        self._head = label("", "title")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 0, 0)
        self._column.setSpacing(7)
        for part in (self.apart, self._head, self._common):
            self._column.addWidget(part)
        self._each: dict[str, tuple[QLabel, Form]] = {}
        self._tell()

    @property
    def shown(self) -> list[tuple[str, Form]]:
        """The forms that are filled in, by whom they are for: a child's id, or ALL."""
        return [(key, form) for key, (_, form) in self._each.items()] or [(ALL, self._common)]

    @property
    def values(self) -> dict[str, str]:
        """What stands in them, as a draft keeps it."""
        found = {f"{field}:{key}": form.text(field) for key, form in self.shown for field in form.fields}
        return found | {"apart": "yes" if self.apart.isChecked() else "", "why": self.shown[0][1].text("why")}

    def take(self, children: list[ContactChild], values: Mapping[str, str]) -> None:
        """Decide on these, on with what was typed."""
        self.children_ = list(children)
        for field in self._common.fields:
            self._common.put(field, values.get(f"{field}:{ALL}", ""))
        self.apart.setChecked(bool(values.get("apart")) and len(children) > 1)
        for key, (_, form) in self._each.items():
            for field in form.fields:
                form.put(field, values.get(f"{field}:{key}", ""))
        self._tell()

    def add(self, child: ContactChild) -> None:
        """Decide anew on this child too; alone, what was decided stands in the form."""
        if child in self.children_ or child.decision is None:
            return
        self.children_.append(child)
        if len(self.children_) == 1:
            for field in self._common.fields:
                self._common.put(field, str(getattr(child.decision, field)))
        self._part(self.apart.isChecked())

    def decisions(self) -> list[Decision] | tuple[Form, str]:
        """A decision for each child; or the form and the field in which something is missing."""
        found = []
        for key, form in self.shown:
            for field in NEEDED:
                if not form.text(field).strip():
                    return form, field
            said = {field: form.text(field).strip() for field in form.fields}
            found += [
                Decision(child.child_id, base=child.decision.version if child.decision else 0, **said)
                for child in self.children_
                if key == ALL or UUID(key) == child.child_id
            ]
        return found

    def go_to(self) -> None:
        """Stand in the first field that is empty."""
        found = self.decisions()
        form, field = found if isinstance(found, tuple) else (self.shown[0][1], "why")
        form.go_to(field)

    def freeze(self, frozen: bool) -> None:
        """Leave them as they are while they are on their way."""
        for _, form in self.shown:
            form.freeze(frozen)

    def _part(self, apart: bool) -> None:
        """One form for each begins with what was typed for all."""
        for head, form in self._each.values():
            for gone in (head, form):
                self._column.removeWidget(gone)
                gone.setVisible(False)
                gone.deleteLater()
        self._each = {}
        for child in self.children_ if apart and len(self.children_) > 1 else ():
            self._stand(child)
        self._tell()
        self.grown.emit()
        self.changed.emit()

    def _stand(self, child: ContactChild) -> None:
        head, form = label(f"The decision for {with_marks(child.name)}", "title"), Form(decision_fields(), spacing=7)
        for field in form.fields:
            form.put(field, self._common.text(field))
        form.changed.connect(self.changed)
        self._each[str(child.child_id)] = head, form
        self._column.addWidget(head)
        self._column.addWidget(form)
        form.fit()

    def _tell(self) -> None:
        number = len(self.children_)
        self._head.setText("The decision" if number == 1 else f"The decision for {count(number, 'child', 'children')}")
        self.setVisible(number > 0)
        self.apart.setVisible(number > 1)
        for part in (self._head, self._common):
            part.setVisible(number > 0 and not self._each)
