"""Words in all the files that one may open: newest first, under the child, Enter opens the file at the entry.

A search is put on record before it answers, and so is each child that it shows; the page says so.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem
from typing_extensions import override

from db.commands.search import OpenSearch, open_search
from db.errors import ThroughlineError
from db.queries.search import FoundEntry, FoundEverywhere, reason_matters, search_everywhere
from db.session import Session
from desktop.infra.acts import Act
from desktop.infra.codes import code_list, labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import ShowEntry
from desktop.infra.tasks import Lane
from desktop.models.words import count, with_marks
from desktop.widgets.form import Quiet
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.text import label
from desktop.widgets.whole import take_search

_HINT = "Each search is on record, with the children that it shows. “a phrase”, one OR other, -without, begin*"
_ENTRY = Qt.ItemDataRole.UserRole
_WIDE = 90
"""Average characters of width from which the source has a column of its own."""
_NEEDS_REASON = ("team", "support", "front_door")


def look_for(session: Session, wish: OpenSearch) -> FoundEverywhere:
    """Puts the search on record, then answers it."""
    return search_everywhere(session, open_search(session, wish))


class EverywherePage(Page):
    """A box, the reason where one opens more files, and what was found by child."""

    acts = frozenset({Act.NEXT_PART})

    def __init__(self, desk: Desk) -> None:
        super().__init__("Search words in all files")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._asked: OpenSearch | None = None
        self.box = QLineEdit()
        self.box.setAccessibleName("Search words in all files that are open to me")
        self.box.setPlaceholderText("Words in any entry or document: a name, a place, a number, “a phrase”")
        self.box.setClearButtonEnabled(True)
        take_search(self.box)
        self.box.returnPressed.connect(self.search)
        self.reason = Quiet()
        self.reason.setAccessibleName("Files to search, and why")
        self.reason.setSizeAdjustPolicy(Quiet.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.setMinimumContentsLength(30)
        self.reason.addItem("0   Only my own children, without a reason", "")
        for number, code in enumerate(code_list("purpose"), 1):
            self.reason.addItem(f"{number}   All that I may open. {code.label}", code.label)
        if not reason_matters(desk.signed_in.me):
            self.reason.setVisible(False)
        self.reason.activated.connect(self._reason_given)
        self._said = label(_HINT, "muted", name="What was found")
        self.tree = QTreeWidget()
        self._lay_out(desk)

    def _lay_out(self, desk: Desk) -> None:
        self.tree.setAccessibleName("Entries found, by child")
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["When", "What happened", "Source"])
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setTabKeyNavigation(False)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.itemActivated.connect(self._open)
        header = self.tree.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(label("Search words in all files", "heading", wrap=False))
        self.body.addWidget(self.box)
        self.body.addWidget(self.reason)
        self.body.addWidget(self._said)
        self.body.addWidget(self.tree, 1)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    @override
    def act(self, act: Act) -> bool:
        """Go between the box, the reason and what was found."""
        to_next([self.box, *([self.reason] if self.reason.isVisible() else []), self.tree])
        return True

    def arrive(self) -> None:
        """Stand in the box, what was typed before selected; F6 goes back to what was found."""
        self.box.setFocus()
        self.box.selectAll()

    def look_up(self, words: str) -> None:
        """Search these words at once, if there are any."""
        if words.strip():
            self.box.setText(words)
            self.search()

    @property
    def said(self) -> str:
        """What was found, in words."""
        return self._said.text()

    # Asking.

    def _reason_given(self, _number: int) -> None:
        if self.box.text().strip():
            self.search()

    def search(self) -> None:
        """Ask for what is typed."""
        words = self.box.text().strip()
        if not words:
            return
        self._asked = OpenSearch(words, str(self.reason.currentData() or ""))
        self._said.setText("Looking in all files…")
        self._tasks.read(partial(look_for, self._signed_in.session, self._asked), self._show, self._failed, self._lane)

    def _failed(self, error: ThroughlineError) -> None:
        self._said.setText(_HINT)
        self.banner.trouble(error, (("Try again", self.search),))

    def _show(self, found: FoundEverywhere) -> None:
        self.banner.clear()
        by_child: dict[UUID, list[FoundEntry]] = {}
        for entry in found.entries:
            by_child.setdefault(entry.child_id, []).append(entry)
        self.tree.clear()
        for entries in by_child.values():
            self.tree.addTopLevelItem(_group(entries, more=found.more))
        self.tree.expandAll()
        for row in range(self.tree.topLevelItemCount()):
            self.tree.setFirstColumnSpanned(row, self.tree.rootIndex(), True)
        self._say(found, len(by_child))
        if found.entries:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0, self.tree.model().index(0, 0)))
            self.tree.setFocus()

    def _say(self, found: FoundEverywhere, children: int) -> None:
        if not found.entries:
            also = " Choose a reason above to look in your team’s files too." if self._could_look_further() else ""
            self._said.setText(f"Nothing in the files that are open to you holds these words.{also}")
            return
        many = f"{len(found.entries)} or more" if found.more else f"{len(found.entries)}"
        entries = "entry" if many == "1" else "entries"
        whose = count(children, "child", "children")
        newest = " The newest are shown: add a word to find others." if found.more else ""
        self._said.setText(f"{many} {entries} of {whose}, newest first.{newest} Enter opens the file at the entry.")

    def _could_look_further(self) -> bool:
        return self.reason.isVisible() and not self.reason.currentData()

    # Going there.

    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        entry = item.data(0, _ENTRY)
        if entry is None and item.childCount():
            entry = item.child(0).data(0, _ENTRY)
        if isinstance(entry, FoundEntry) and self._asked is not None:
            self._navigator.go(
                ShowEntry(
                    entry.child_id, entry.name, entry.access, entry.entry_id, entry.order_key, self._asked.words
                )
            )  # fmt: skip

    # Looks.

    def _fit(self) -> None:
        average = self.fontMetrics().averageCharWidth()
        self.tree.setColumnHidden(2, self.width() < _WIDE * average)
        self.tree.setColumnWidth(0, 28 * average)
        self.tree.setColumnWidth(2, 28 * average)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _group(entries: list[FoundEntry], *, more: bool) -> QTreeWidgetItem:
    """A child and the entries that were found in that file."""
    first = entries[0]
    many = f"{len(entries)} or more entries" if more else count(len(entries), "entry", "entries")
    asks = " · opens with a reason" if first.access in _NEEDS_REASON else ""
    item = QTreeWidgetItem([with_marks(f"{first.name} · {first.reference} · {many}{asks}")])
    strong = QFont()
    strong.setWeight(QFont.Weight.DemiBold)
    item.setData(0, Qt.ItemDataRole.FontRole, strong)
    for entry in entries:
        item.addChild(_line(entry))
    return item


def _line(entry: FoundEntry) -> QTreeWidgetItem:
    full = with_marks(entry.occurred.in_words())
    when = full.partition(", ")[0]
    what = with_marks(" ".join(entry.headline.split()))
    source = _source(entry)
    item = QTreeWidgetItem([when, f"● {what}" if entry.significant else what, source])
    item.setData(0, _ENTRY, entry)
    item.setToolTip(0, full)
    item.setToolTip(1, with_marks(f"{entry.headline}\n{entry.detail_start}"))
    spoken = f"{entry.name}, {full}: {'significant, ' if entry.significant else ''}{what}, {source}"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


def _source(entry: FoundEntry) -> str:
    agency = labels("agency").get(entry.source.agency, "")
    who = ", ".join(part for part in (entry.source.who, entry.source.role) if part)
    kind = labels("entry_kind").get(entry.kind, entry.kind)
    return with_marks(" · ".join(part for part in (agency, who) if part) or kind)
