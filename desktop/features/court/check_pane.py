"""The findings of the check in a list by kind: each leads to its place, and can be accepted with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.findings import Finding
from db.queries.court_documents import FindingAnswer
from desktop.features.court.checking import Group, groups
from desktop.models.words import count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_MOST_SHOWN = 300
_FINDINGS = Qt.ItemDataRole.UserRole
_SHORTEST = 5
_SECOND = " Take it out, or have it released with a reason by somebody who did not write this."
_OWN = " Somebody else than you must file it."


class _Tree(QTreeWidget):
    """Enter goes to the place, A accepts, Delete takes back."""

    asked = Signal(Qt.Key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        key = Qt.Key.Key_Return if key == Qt.Key.Key_Enter else key
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Delete):
            self.asked.emit(key)
        else:
            super().keyPressEvent(event)


class CheckPane(QWidget):
    """What a reader of the court would stumble over."""

    went = Signal(Finding)
    """To the place of a finding."""
    accepted = Signal(tuple, str)
    """Findings, and why they may stand."""
    withdrawn = Signal(tuple)
    looked = Signal()
    """Look through the pages for hidden details."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: tuple[Finding, ...] = ()
        self._answers: Mapping[str, FindingAnswer] = {}
        self._where: Callable[[Finding], str] = lambda _finding: ""
        self._told: object = None
        self.said = label("", name="How many findings")
        self.looked_said = label("", "muted", name="Whether hidden details were looked for")
        self.look_button = button("Look again", self.looked.emit, part="link", name="Look for hidden details again")
        self.tree = _Tree()
        self.tree.setObjectName("findings")
        self.tree.setAccessibleName("Findings")
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(("What", "Where"))
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.asked.connect(self._key)
        self.tree.itemDoubleClicked.connect(self._open)
        self.tree.currentItemChanged.connect(self._stood)
        self.whole = label("", name="The finding in full")
        self.reason = QLineEdit()
        take_all(self.reason)
        self.reason.setAccessibleName("Why it may stand")
        self.reason.setPlaceholderText("Why it may stand; it is on record")
        self.reason.returnPressed.connect(self.accept)
        self.go_button = button("Go there (Enter)", self.go_there, name="Go to the place of the finding", tip="Enter")
        self.accept_button = button("", self.ask, name="Accept with a reason", tip="A")
        self.withdraw_button = button(
            "Withdraw (Delete)", self.withdraw, part="link", name="Take the reason back", tip="Delete"
        )
        buttons = QWidget()
        flow = Flow(buttons, across=8, down=4)
        for made in (self.go_button, self.accept_button, self.withdraw_button):
            flow.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.said)
        look = QHBoxLayout()
        look.addWidget(self.looked_said, 1)
        look.addWidget(self.look_button)
        layout.addLayout(look)
        layout.addWidget(self.tree, 1)
        for part in (self.whole, self.reason, buttons):
            layout.addWidget(part)
        self._tell()

    def show_findings(
        self, findings: tuple[Finding, ...], answers: Mapping[str, FindingAnswer], where: Callable[[Finding], str]
    ) -> None:
        """Show what was found; `where` says a place in words."""
        told = ((findings, answers), [where(finding) for finding in findings[:_MOST_SHOWN]])
        if told == self._told:
            return
        self._told = told
        before = [finding.key for finding in self.chosen]
        self.findings, self._answers, self._where = findings, answers, where
        self.tree.clear()
        for group in groups(findings):
            item = self._group(group)
            self.tree.addTopLevelItem(item)
            item.setFirstColumnSpanned(True)
        self.tree.expandAll()
        self._stand_as_before(before)
        self._tell()

    def say_looked(self, words: str, *, again: bool) -> None:
        """Say how it stands with hidden details; `again` offers to look."""
        self.looked_said.setText(words)
        self.look_button.setVisible(again)

    def forget(self) -> None:
        """What was said of the findings is another: show them anew."""
        self._told = None

    @property
    def open(self) -> int:
        """How many findings nobody has accepted."""
        return sum(finding.key not in self._answers for finding in self.findings)

    @property
    def chosen(self) -> tuple[Finding, ...]:
        """The finding on which one stands, or all of a kind."""
        item = self.tree.currentItem()
        found: tuple[Finding, ...] = item.data(0, _FINDINGS) if item is not None else ()
        return found

    def arrive(self) -> None:
        """Give the keyboard to the list."""
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Rows.

    def _group(self, group: Group) -> QTreeWidgetItem:
        left = [finding for finding in group.findings if finding.key not in self._answers]
        words = f"{group.words}: {len(left):,}"
        if len(left) < len(group.findings):
            words += (
                f", and {len(group.findings) - len(left):,} {'released' if group.findings[0].hidden else 'accepted'}"
            )
        item = QTreeWidgetItem((words, ""))
        item.setData(0, _FINDINGS, group.findings)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        for finding in group.findings[:_MOST_SHOWN]:
            child = QTreeWidgetItem((self._words(finding), self._where(finding)))
            child.setData(0, _FINDINGS, (finding,))
            item.addChild(child)
        if len(group.findings) > _MOST_SHOWN:
            item.addChild(QTreeWidgetItem((f"and {len(group.findings) - _MOST_SHOWN:,} more", "")))
            item.child(_MOST_SHOWN).setData(0, _FINDINGS, group.findings[_MOST_SHOWN:])
        return item

    def _words(self, finding: Finding) -> str:
        quoted = f"“{with_marks(' '.join(finding.words[:80].split()))}”: " if finding.words else ""
        answer = self._answers.get(finding.key)
        return f"{'✓ ' if answer else ''}{quoted}{finding.what}"

    def _stand_as_before(self, keys: list[str]) -> None:
        items = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        every = [item.child(n) for item in items if item for n in range(item.childCount())] if len(keys) == 1 else items
        same = (item for item in every if item and keys and item.data(0, _FINDINGS)[0].key == keys[0])
        item = next(same, items[0] if items else None)
        if item is not None:
            self.tree.setCurrentItem(item)

    def _tell(self) -> None:
        if not self.findings:
            self.said.setText("Nothing was found.")
        else:
            known = len(self.findings) - self.open
            self.said.setText(f"{count(self.open, 'finding')} to look at, {known:,} accepted.")
        self._stood()

    def _stood(self, *_items: object) -> None:
        chosen = self.chosen
        self.whole.setText(self._in_full(chosen))
        one = len(chosen) < 2
        self.accept_button.setText("Accept (A)…" if one else f"Accept all {len(chosen):,} of these (A)…")
        accepted = [finding for finding in chosen if finding.key in self._answers]
        self.accept_button.setEnabled(len(accepted) < len(chosen))
        self.withdraw_button.setVisible(bool(accepted))
        self.go_button.setEnabled(bool(chosen))
        self.reason.setEnabled(len(accepted) < len(chosen))

    def _in_full(self, chosen: Sequence[Finding]) -> str:
        if len(chosen) != 1:
            return ""
        answer = self._answers.get(chosen[0].key)
        by = "Released by" if chosen[0].hidden else "Accepted by"
        said = f" {by} {with_marks(answer.said_by)}: {with_marks(answer.reason)}" if answer else ""
        if chosen[0].hidden:
            said += _OWN if answer is not None and answer.mine else "" if answer is not None else _SECOND
        return f"{self._words(chosen[0])}{said}"

    # What one does.

    def _key(self, key: Qt.Key) -> None:
        {Qt.Key.Key_Return: self.go_there, Qt.Key.Key_A: self.ask, Qt.Key.Key_Delete: self.withdraw}[key]()

    def _open(self, _item: QTreeWidgetItem, _column: int) -> None:
        self.go_there()

    def go_there(self) -> None:
        """To the place of the finding."""
        if self.chosen:
            self.went.emit(self.chosen[0])

    def ask(self) -> None:
        """Ask why it may stand."""
        if self.accept_button.isEnabled() and self.chosen:
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def accept(self) -> None:
        """Accept what is chosen."""
        reason = self.reason.text().strip()
        left = tuple(finding for finding in self.chosen if finding.key not in self._answers)
        if len(reason) < _SHORTEST:
            self.whole.setText(f"Say in at least {_SHORTEST} characters why it may stand.")
        elif left:
            self.reason.clear()
            self.accepted.emit(left, reason)
            self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def withdraw(self) -> None:
        """Take back what was said of what is chosen."""
        said = tuple(finding for finding in self.chosen if finding.key in self._answers)
        if said:
            self.withdrawn.emit(said)
