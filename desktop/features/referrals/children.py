"""The children of a contact on the desk: found first, then one card each, to which more can always be added."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.commands.contacts import KnownChild, NewChild
from desktop.features.referrals.fields import CHILD_FIELDS, SAID
from desktop.features.referrals.finding import ChildFinder
from desktop.features.referrals.named import Named, NotUnderstood, to_command
from desktop.infra.desk import Desk
from desktop.models.words import count, with_marks
from desktop.widgets.form import Form
from desktop.widgets.text import button, label

Asked = tuple[str, Callable[[], None]]
"""What is asked before a contact is sent, in words, and how one comes to where it is answered."""
_NO_SPELLING = ("given", "family", "born", "address", "postcode")


class Card(QFrame):
    """One child: what is known or told, what is said of this child alone, and a way to take it out again."""

    changed = Signal()
    gone = Signal(str)

    def __init__(self, named: Named) -> None:
        super().__init__()
        self.named = named
        self.setObjectName("card")
        self.form = Form(SAID if named.known else CHILD_FIELDS, spacing=6)
        for key in _NO_SPELLING:
            if key in self.form.widgets:
                self.form.widgets[key].setProperty("helped", True)
        for key in self.form.fields:
            self.form.put(key, named.fields.get(key, "U" if key == "sex" else ""))
        self.form.changed.connect(self._changed)
        self._head = label("", "value", name="Child")
        self._out = button("Take out", self._take_out, part="link")
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        top.addWidget(self._out, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 2)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.form)
        self._say()

    def _say(self) -> None:
        called = with_marks(self.named.called)
        self._head.setText(f"{called}\n{self.named.about}" if self.named.known else f"New: {called or 'no name yet'}")
        self._out.setAccessibleName(f"Take {called or 'this child'} out of the contact")

    def _changed(self, key: str) -> None:
        self.form.note(key, "")
        self.named.fields[key] = self.form.text(key)
        self._say()
        self.changed.emit()

    def _take_out(self) -> None:
        self.gone.emit(self.named.child_id)


class Children(QWidget):
    """The finder, and below it the cards of the children chosen so far."""

    changed = Signal()
    grown = Signal()
    """A card came: its fields want help with writing and their place in the order of Tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.cards: list[Card] = []
        self.finder = ChildFinder(desk)
        self.finder.chosen.connect(self.add)
        self._head = label("", "title", name="Children of this contact")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self.finder)
        self._column = QVBoxLayout()
        column.addLayout(self._column)
        column.addStretch(1)
        self._say()

    @property
    def named(self) -> list[Named]:
        """The children, in the order in which they came."""
        return [card.named for card in self.cards]

    @property
    def new(self) -> list[Named]:
        """Those of them who are new."""
        return [one for one in self.named if not one.known]

    def put(self, children: list[Named]) -> None:
        """Have these children and no others."""
        for card in self.cards:
            self._drop(card)
        self.cards = []
        for one in children:
            self._stand(one)
        self.finder.clear()
        self._say()

    def add(self, named: Named) -> None:
        """One more child; one who is there already is not named twice."""
        if named.child_id not in [one.child_id for one in self.named]:
            self._stand(named)
        self.finder.begin()
        self._say()
        self.changed.emit()

    def to_send(self, today: date) -> tuple[tuple[KnownChild | NewChild, ...], list[Asked]]:
        """The children as they are sent, and what is asked before: each is said where it stands."""
        sent, asked = list[KnownChild | NewChild](), self._ask_whom()
        for card in self.cards:
            try:
                sent.append(to_command(card.named, today))
            except NotUnderstood as trouble:
                card.form.note(trouble.key, trouble.words, "wrong")
                asked.append((trouble.words, partial(card.form.go_to, trouble.key)))
        return tuple(sent), asked

    def _ask_whom(self) -> list[Asked]:
        if self.finder.typed:
            words = "Choose the child that you looked for, with Enter, or empty the box."
        elif not self.cards:
            words = "Name at least one child. Type the name: who is known is found."
        else:
            return []
        self.finder.ask(words)
        return [(words, self.finder.box.setFocus)]

    def card(self, child_id: str) -> Card:
        """The card of a child."""
        return next(card for card in self.cards if card.named.child_id == child_id)

    def freeze(self, frozen: bool) -> None:
        """Leave all as it is while it is on its way."""
        self.finder.setEnabled(not frozen)
        for card in self.cards:
            card.form.freeze(frozen)
            card.setEnabled(not frozen)

    def fit(self) -> None:
        """Take sizes from the type."""
        for card in self.cards:
            card.form.fit()

    def _stand(self, named: Named) -> None:
        card = Card(named)
        card.changed.connect(self.changed)
        card.gone.connect(self._take_out)
        self.cards.append(card)
        self._column.addWidget(card)
        card.setVisible(True)
        card.form.fit()
        self.grown.emit()

    def _take_out(self, child_id: str) -> None:
        card = self.card(child_id)
        self.cards.remove(card)
        self._drop(card)
        self.finder.box.setFocus()
        self._say()
        self.changed.emit()

    def _drop(self, card: Card) -> None:
        self._column.removeWidget(card)
        card.setVisible(False)
        card.deleteLater()

    def _say(self) -> None:
        number = len(self.cards)
        self._head.setText(f"{count(number, 'child', 'children')} named" if number else "Which children? Look first")
