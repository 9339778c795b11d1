"""The band: the child before the paperwork. What is not known is said, so that a gap is seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.models.words import NOT_RECORDED, age_in_words, day_in_words, distance, short_day, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import label, restyle

if TYPE_CHECKING:
    from db.queries.files import ChildSummary

_SEXES = {"F": "girl", "M": "boy", "U": ""}
_BASES = {"break_glass": "opened in an emergency, on record, for one hour", "allocated": "allocated to you"}


class Fact(QWidget):
    """A label and its value; a value that is missing is said to be missing, in another hand."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._label = label(name, "label", wrap=False)
        self.value = label("", "value", wrap=False)
        layout.addWidget(self._label)
        layout.addWidget(self.value)

    def show_value(self, words: str, tip: str = "") -> None:
        """Show a value, or that it is not recorded."""
        self.value.setText(with_marks(words) or NOT_RECORDED)
        restyle(self.value, "part", "value" if words else "missing")
        self.value.setToolTip(tip)
        self.setAccessibleName(f"{self._name}: {words or NOT_RECORDED}")


class Band(QFrame):
    """Who, with whom, under which law, when seen, in whose words, what next."""

    FACTS = (
        "Lives with",
        "Parental responsibility",
        "Legal status",
        "Plan",
        "Last seen",
        "Last seen alone",
        "Next",
        "Worker",
    )

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self.setAccessibleName("The child")
        self.who = label("", "heading")
        self.more: QLabel = label("", "muted")
        self.words = label("", "quote")
        self.facts = {name: Fact(name) for name in self.FACTS}
        self._facts = QWidget()
        self.short = label("", "value")
        self.short.setVisible(False)
        self.folded = False
        flow = Flow(self._facts, across=26, down=5)
        for fact in self.facts.values():
            flow.addWidget(fact)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 10)
        layout.setSpacing(4)
        layout.addWidget(self.who)
        layout.addWidget(self.more)
        layout.addWidget(self.short)
        layout.addWidget(self._facts)
        layout.addWidget(self.words)

    def fold(self, folded: bool) -> None:
        """Where there is little room, say only when the child was seen; the whole band is one key away."""
        self.folded = folded
        self.short.setVisible(folded)
        for part in (self.more, self._facts, self.words):
            part.setVisible(not folded)

    def show_child(self, child: ChildSummary, basis: str) -> None:
        """Show the head of the file."""
        today = date.today()
        self.who.setText(with_marks(f"{child.known_as or child.name}   {_age(child, today)}"))
        self.more.setText(with_marks(" · ".join(_more(child, basis))))
        values = {
            "Lives with": child.lives_with,
            "Parental responsibility": child.parental_responsibility,
            "Legal status": child.legal_status,
            "Plan": child.plan,
            "Last seen": _seen(child.last_seen, today),
            "Last seen alone": _seen(child.last_seen_alone, today),
            "Next": _next(child, today),
            "Worker": child.worker,
        }
        for name, words in values.items():
            self.facts[name].show_value(words, words)
        alone = _seen(child.last_seen_alone, today) or NOT_RECORDED
        self.short.setText(f"Last seen alone: {alone}")
        if child.words:
            on = f"   {short_day(child.words_on)}" if child.words_on else ""
            self.words.setText(with_marks(f"“{child.words.strip().strip('“”')}”{on}"))
            restyle(self.words, "part", "quote")
        else:
            self.words.setText("The child’s own words: not recorded")
            restyle(self.words, "part", "missing")
        self.words.setAccessibleName(f"The child’s own words: {child.words or NOT_RECORDED}")


def _age(child: ChildSummary, today: date) -> str:
    return age_in_words(child.born, child.expected_on, today)


def _more(child: ChildSummary, basis: str) -> list[str]:
    born = child.born_words or (day_in_words(child.born) if child.born else "")
    found = [
        child.name if child.known_as and child.known_as != child.name else "",
        _SEXES.get(child.sex, ""),
        child.pronouns,
        f"born {born}" if born else "",
        f"reference {child.reference}",
        f"team {child.team}" if child.team else "",
        _BASES.get(basis, ""),
        "" if child.may_record else "you may read but not record here",
    ]
    return [words for words in found if words]


def _seen(day: date | None, today: date) -> str:
    return f"{distance(day, today)} · {short_day(day)}" if day else ""


def _next(child: ChildSummary, today: date) -> str:
    if child.next_on is None:
        return ""
    return f"{child.next_what or 'planned'}, {distance(child.next_on, today)} · {short_day(child.next_on)}"
