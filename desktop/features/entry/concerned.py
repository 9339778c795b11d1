"""The brothers and sisters whom an entry concerns too: a tick each, and what it means for each of them.

The common text is written once; each child's own part goes into that child's file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from db.queries.siblings import Sibling
from desktop.features.entry.fields import applies, own_fields, prompts
from desktop.models.words import age_in_words, with_marks
from desktop.widgets.aloud import announce
from desktop.widgets.form import Form
from desktop.widgets.plain_text import PlainText, scrolled_in
from desktop.widgets.text import button, label


def first_name(name: str) -> str:
    """What a child is called in a label."""
    return with_marks(name.split(maxsplit=1)[0]) if name.split() else "the child"


class Brother(QWidget):
    """One brother or sister: the tick, and the child's own part while it is ticked."""

    changed = Signal()

    def __init__(self, sibling: Sibling) -> None:
        super().__init__()
        self.sibling = sibling
        called = first_name(sibling.name)
        self.tick = QCheckBox(_named(sibling))
        self.tick.setAccessibleName(", ".join(part for part in (_named(sibling), _where(sibling)) if part))
        self.tick.toggled.connect(self._fold)
        self._note = label(_where(sibling), "muted")
        self._note.setContentsMargins(22, 0, 0, 0)
        self.form = Form(own_fields(called, self.suffix), spacing=5)
        self.form.layout().setContentsMargins(22, 0, 0, 2)  # type: ignore[union-attr]
        self.form.changed.connect(self._changed)
        self._kind = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.tick, self._note, self.form):
            layout.addWidget(widget)
        self._fold()

    @property
    def suffix(self) -> str:
        """What the keys of this child's fields end with."""
        return f"@{self.sibling.child_id}"

    @property
    def impact(self) -> PlainText:
        """The line of what it means for this child."""
        field = self.form.widgets[f"impact{self.suffix}"]
        assert isinstance(field, PlainText)  # noqa: S101 (for the type checker)
        return field

    def values(self) -> dict[str, str]:
        """What is said of this child."""
        return {key: self.form.text(key) for key in self.form.fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Show these values."""
        for key in self.form.fields:
            if key in values:
                self.form.put(key, values[key])

    def follow(self, kind: str) -> None:
        """Ask what this kind of event asks."""
        self._kind = kind
        self.impact.setPlaceholderText(prompts(kind, first_name(self.sibling.name))[0])
        self._fold()

    def already(self) -> None:
        """The entry concerns this child already; what is said of the child is amended in that child's own file."""
        self.tick.setChecked(False)
        self.tick.setEnabled(False)
        self._note.setText("This entry is in that file already.")
        self._note.setVisible(True)

    def _changed(self, key: str) -> None:
        if key.startswith("seen@"):
            self._fold()
        self.changed.emit()

    def _fold(self) -> None:
        plain = {key.partition("@")[0]: value for key, value in self.values().items()} | {"kind": self._kind}
        for key in self.form.fields:
            self.form.unfold(key, applies(key.partition("@")[0], plain))
        self.form.setVisible(self.tick.isChecked())
        if self.tick.isEnabled():
            posted = self.tick.isChecked() and not self.sibling.may_open
            self._note.setText(_elsewhere(self.sibling) if posted else _where(self.sibling))
            self._note.setVisible(bool(self._note.text()))


class Concerned(QWidget):
    """“Also for”: hidden where no brother or sister is known."""

    changed = Signal()
    grew = Signal()
    """Fields came or went."""
    all_ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.brothers: list[Brother] = []
        self._kind = ""
        self._heading = label("Also for", "label")
        self.all = button("Tick &all", self.tick_all, part="link", name="Also for all of them")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self._heading)
        self._column.addWidget(self.all)
        self.setVisible(False)

    @property
    def ticked(self) -> dict[UUID, str]:
        """The children ticked, each with the name."""
        return {one.sibling.child_id: one.sibling.name for one in self.brothers if one.tick.isChecked()}

    def values(self) -> dict[str, str]:
        """The own parts of those who are ticked, or of whom something is said."""
        found: dict[str, str] = {}
        for one in self.brothers:
            said = one.values()
            if one.tick.isChecked() or any(said.values()):
                found |= said
        return found

    def offer(self, siblings: Iterable[Sibling], *, already: Iterable[str] = ()) -> None:
        """Offer brothers and sisters; who is shown already stays as it is."""
        shown, names = {one.sibling.child_id: one for one in self.brothers}, set(already)
        for sibling in siblings:
            old = shown.get(sibling.child_id)
            if old is None or old.sibling != sibling:
                self._add(sibling, old)
            if sibling.name in names:
                next(one for one in self.brothers if one.sibling == sibling).already()
        self._show()

    def restore(self, concerned: Mapping[UUID, str], values: Mapping[str, str]) -> None:
        """Tick those of a draft, also without the server's word on who they are."""
        known = {one.sibling.child_id for one in self.brothers}
        unknown = [Sibling(child, name, None, None, "", "", "", True) for child, name in concerned.items()]
        self.offer(one for one in unknown if one.child_id not in known)
        for one in self.brothers:
            one.fill(values)
            one.tick.setChecked(one.sibling.child_id in concerned)

    def follow(self, kind: str) -> None:
        """Ask of each what this kind of event asks."""
        self._kind = kind
        for one in self.brothers:
            one.follow(kind)

    def tick_all(self) -> None:
        """Tick all of them, or none if all are ticked."""
        free = [one for one in self.brothers if one.tick.isEnabled()]
        tick = not all(one.tick.isChecked() for one in free)
        for one in free:
            one.tick.setChecked(tick)
        if tick and free:
            self.all_ticked.emit()
            QTimer.singleShot(0, self, self._come_into_sight)  # once the fields that came have their places
        names = " and ".join(first_name(name) for name in self.ticked.values())
        said = f"Also for {names}" if names else "For no other child"
        announce(self, said)

    def _come_into_sight(self) -> None:
        """Show who is ticked, and still the field that one writes in."""
        around = scrolled_in(self)
        if around is None:
            return
        field = self.window().focusWidget()
        around.ensureWidgetVisible(self, 0, 0)
        if field is not None and around.isAncestorOf(field):
            around.ensureWidgetVisible(field, 0, 40)

    def untick(self, child_id: UUID) -> None:
        """Leave a child out."""
        for one in self.brothers:
            if one.sibling.child_id == child_id:
                one.tick.setChecked(False)

    def _add(self, sibling: Sibling, old: Brother | None) -> None:
        made = Brother(sibling)
        made.follow(self._kind)
        if old is None:
            self.brothers.append(made)
            self._column.addWidget(made)
        else:
            made.fill(old.values())
            made.tick.setChecked(old.tick.isChecked())
            self.brothers[self.brothers.index(old)] = made
            self._column.replaceWidget(old, made)
            old.deleteLater()
        made.changed.connect(self.changed)
        made.tick.toggled.connect(self._ticked)

    def _show(self) -> None:
        self.setVisible(bool(self.brothers))
        self.all.setVisible(any(one.tick.isEnabled() for one in self.brothers))
        self.grew.emit()

    def _ticked(self, _on: bool) -> None:
        self.changed.emit()
        self.grew.emit()


def _named(sibling: Sibling) -> str:
    age = age_in_words(sibling.born, sibling.expected_on, date.today(), sibling.born_latest)
    known = sibling.born is not None or sibling.expected_on is not None
    return with_marks(f"{sibling.name}, {age}" if known else sibling.name)


def _where(sibling: Sibling) -> str:
    return with_marks(" · ".join(part for part in (sibling.team, sibling.worker) if part))


def _elsewhere(sibling: Sibling) -> str:
    worker = f", worker {sibling.worker}" if sibling.worker else ""
    return with_marks(f"Will be put into the file at {sibling.team}{worker}; you don’t open that file.")
