"""What is missing by child: a line a gap, narrowed by typing or to one fact; Enter leads to where it is entered."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.domain.missing import FACTS
from db.queries.missing import MissingFact
from desktop.features.missing.gap_lines import COLUMNS, TEAM, place
from desktop.infra.desk import Desk
from desktop.models.words import count
from desktop.widgets.form import Quiet
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_NOTHING = "Nothing is missing about the children on your list."


class GapsPane(QWidget):
    """The gaps of the children on one's list."""

    chosen = Signal(object)
    """The gap that somebody wants to close."""
    take_wanted = Signal()
    """All that is missing is to be taken away as an Excel file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.gaps: tuple[MissingFact, ...] = ()
        self._told = label("", "muted", name="How much is missing")
        self.filter = NarrowBox(
            "part of a name, a reference, a worker, of what is missing",
            "part of a name, a worker, or of what is missing",
        )
        self.fact = Quiet()
        self.fact.setAccessibleName("Which fact")
        self.fact.setSizeAdjustPolicy(Quiet.SizeAdjustPolicy.AdjustToContents)
        self.fact.addItem("All facts", "")
        self.fact.currentIndexChanged.connect(self._narrowed)
        self.table = RecordList(
            desk, "What is missing", COLUMNS, place="missing", key=lambda gap: (gap.child_id, gap.fact)
        )
        self.table.sort_by(0)
        self.table.when_chosen(self.chosen.emit)
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(self.table.open_one)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.fact)
        self.excel = button("Excel…", self.take_wanted.emit, name="Save what is missing as an Excel file")
        line.addWidget(self.excel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._told)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)

    @property
    def said(self) -> str:
        """How much is missing, in words."""
        return self._told.text()

    def show_gaps(self, gaps: tuple[MissingFact, ...]) -> None:
        """Take what is missing, and stay on the same line, or where it stood."""
        self.gaps = gaps
        self.table.setColumnHidden(TEAM, len({gap.team for gap in gaps}) < 2)
        self.fit()
        self._offer_facts()
        self._arrange()

    def narrow_to(self, fact: str) -> None:
        """Show one fact alone; an empty one shows all."""
        self.filter.clear()
        self.fact.setCurrentIndex(max(self.fact.findData(fact), 0))
        self._narrowed()

    @property
    def current(self) -> MissingFact | None:
        """The gap that one stands on."""
        return self.table.one

    def _offer_facts(self) -> None:
        """The facts that are missing somewhere, with how often."""
        chosen = self.fact.currentData()
        numbers = Counter(gap.fact for gap in sorted(self.gaps, key=place))
        if chosen and chosen not in numbers:
            numbers[chosen] = 0
        self.fact.blockSignals(True)
        self.fact.clear()
        self.fact.addItem(f"All facts ({len(self.gaps):,})", "")
        for fact, number in numbers.items():
            self.fact.addItem(f"{FACTS[fact].label if fact in FACTS else fact} ({number:,})", fact)
        self.fact.setCurrentIndex(max(self.fact.findData(chosen or ""), 0))
        self.fact.blockSignals(False)

    def _arrange(self) -> None:
        wanted = self.fact.currentData()
        self.table.show_lines([gap for gap in self.gaps if not wanted or gap.fact == wanted])
        self._say()

    def _narrowed(self, _number: int = 0) -> None:
        self._arrange()
        self.table.stand_in_row(0)

    def _narrow(self, text: str) -> None:
        self.table.narrow(text)
        self._say()

    def _say(self) -> None:
        shown = self.table.shown
        if not self.gaps:
            self._told.setText(_NOTHING)
            return
        many = count(len(shown), "fact")
        whose = count(len({gap.child_id for gap in shown}), "child", "children")
        of = "" if len(shown) == len(self.gaps) else f" (of {len(self.gaps):,})"
        verb = "is" if len(shown) == 1 else "are"
        self._told.setText(f"{many}{of} of {whose} {verb} missing. Enter leads to where it is entered, and back here.")

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.table.fit()
