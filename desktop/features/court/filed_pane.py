"""What was filed of a document: each version for good, and how the record moved on since."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.filing import FiledVersion
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

_ROLE = Qt.ItemDataRole.UserRole


def since_in_words(filed: FiledVersion) -> str:
    """Return "7 entries since, 2 amended", or that nothing has changed."""
    words = [
        f"{count(filed.new_since, 'entry', 'entries')} since" if filed.new_since else "",
        f"{filed.amended_since:,} amended" if filed.amended_since else "",
        f"{filed.gone_since:,} no longer in the file" if filed.gone_since else "",
    ]
    return ", ".join(word for word in words if word) or "unchanged"


class _Tree(QTreeWidget):
    """Enter opens."""

    opened = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class FiledPane(QWidget):
    """The filed versions, newest first; below, what was said at the filing of the one on which one stands."""

    shown = Signal(FiledVersion)
    """Show its pages."""
    kept = Signal(FiledVersion)
    """Save its PDF somewhere."""
    compared = Signal(FiledVersion)
    """Go to what changed since."""

    def __init__(self) -> None:
        super().__init__()
        self.filed: tuple[FiledVersion, ...] = ()
        self.said = label("Nothing of this document is filed yet.", "muted", name="What was filed")
        self.tree = _Tree()
        self.tree.setObjectName("findings")
        self.tree.setAccessibleName("Filed versions")
        self.tree.setRootIsDecorated(False)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setHeaderLabels(("Filed", "Pages", "The record since"))
        self.tree.header().setStretchLastSection(True)
        for section in (0, 1):
            self.tree.header().setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.opened.connect(self._show)
        self.tree.itemDoubleClicked.connect(lambda *_: self._show())
        self.tree.currentItemChanged.connect(self._stood)
        self.facts = label("", name="What was said at the filing")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        buttons = QWidget()
        flow = Flow(buttons, across=8, down=4)
        self.show_button = button("Show its pages (Enter)", self._show, name="Show the pages that were filed")
        self.save_button = button("Save its PDF…", self._keep, name="Save the filed PDF")
        self.since_button = button("What changed since", self._compare, name="Go to what changed since")
        for made in (self.show_button, self.save_button, self.since_button):
            flow.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.said)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.facts)
        layout.addWidget(buttons)
        self._stood()

    def show_filed(self, filed: tuple[FiledVersion, ...]) -> None:
        """Take the filings, newest first."""
        self.filed = filed
        self.tree.clear()
        for one in filed:
            at = one.filed_at.astimezone()
            words = f"{one.number}: {short_day(at.date())}, {at:%H:%M}, {with_marks(one.filed_by)}"
            item = QTreeWidgetItem((words, str(one.pages), since_in_words(one)))
            item.setData(0, _ROLE, one)
            self.tree.addTopLevelItem(item)
            if one is filed[0]:
                self.tree.setCurrentItem(item)
        self.said.setText(
            f"Filed {'once' if len(filed) == 1 else count(len(filed), 'time')}. What was filed never changes."
            if filed else "Nothing of this document is filed yet."
        )  # fmt: skip
        self._stood()

    @property
    def current(self) -> FiledVersion | None:
        """The one on which one stands."""
        item = self.tree.currentItem()
        found: FiledVersion | None = item.data(0, _ROLE) if item is not None else None
        return found

    def arrive(self) -> None:
        """Give the keyboard to the list."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stood(self, *_items: object) -> None:
        one = self.current
        self.facts.setText(_facts(one) if one is not None else "")
        for made in (self.show_button, self.save_button):
            made.setEnabled(one is not None)
        self.since_button.setEnabled(one is not None and bool(one.new_since or one.amended_since))

    def _show(self) -> None:
        if self.current is not None:
            self.shown.emit(self.current)

    def _keep(self) -> None:
        if self.current is not None:
            self.kept.emit(self.current)

    def _compare(self) -> None:
        if self.current is not None:
            self.compared.emit(self.current)


def _facts(filed: FiledVersion) -> str:
    facts = filed.facts
    recipients, approved = facts.get("recipients", ""), facts.get("approved_by", "")
    case = " · ".join(filter(None, (facts.get("case_number", ""), facts.get("court", ""))))
    lines = [
        f"Version {filed.version} of the document, {count(filed.entries, 'entry', 'entries')}.",
        with_marks(case),
        f"A copy outside the court, for {with_marks(recipients)}." if recipients else "For the court and all parties.",
        f"Approved by {with_marks(approved)}." if approved else "",
        *(
            f"{finding['what']}: “{with_marks(finding['reason'])}”, {with_marks(finding['said_by'])}"
            for finding in facts.get("findings", [])
        ),
        f"SHA-256 {filed.sha256[:32]}\n{filed.sha256[32:]}",
    ]
    return "\n".join(line for line in lines if line)
