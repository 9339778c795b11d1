"""What is missing: by child, how complete each fact was over time, and the lists by stage for an inspection."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.missing import FACTS, Where
from db.errors import ThroughlineError
from db.queries.missing import MissingFact, Share, fact_shares, missing_facts
from db.queries.stages import StageLine
from desktop.features.missing.gaps_pane import GapsPane
from desktop.features.missing.shares_pane import MONTHS, SharesPane
from desktop.features.missing.stages_pane import StagesPane
from desktop.features.missing.taking import FILES, Taken, take_excel, take_gaps, take_pdf, take_shares
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import EnterFact, OpenChild
from desktop.infra.tasks import Lane
from desktop.models.words import count, with_marks
from desktop.widgets.banner import News
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.text import label

_TIP = "Ctrl+Page Up and Ctrl+Page Down go from one to the next"


class MissingPage(Page):
    """Three panes, one in front."""

    acts = frozenset({Act.NEXT_PART, Act.TAKE_AWAY, Act.PRINT_LIST, Act.FIND_IN_FILE})
    shown = Signal(object)
    """What is missing is here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What is missing")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane, self._shares_lane = Lane(), Lane()
        self.gaps, self.shares = GapsPane(desk), SharesPane(desk)
        self.stages = StagesPane(desk, self.banner)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("By child, over time, and by stage")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for pane, title in ((self.gaps, "By child"), (self.shares, "Over time"), (self.stages, "Lists by stage")):
            self.tabs.setTabToolTip(self.tabs.addTab(pane, title), _TIP)
        self.body.addWidget(label("What is missing", "heading", wrap=False))
        self.body.addWidget(self.tabs, 1)
        self.gaps.chosen.connect(self._enter)
        self.shares.chosen.connect(self._list_fact)
        self.stages.chosen.connect(self._open)
        self.stages.take_wanted.connect(self._ask_where)
        for pane in (self.gaps, self.shares):
            pane.take_wanted.connect(partial(self._ask_where, "excel"))
        self.tabs.currentChanged.connect(self._turned)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._step, by))
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    @property
    def front(self) -> QWidget:
        """The pane in front."""
        return self.tabs.currentWidget()

    # Reading.

    @override
    def arrive(self) -> None:
        """Read what may be stale, and stand in the list."""
        self.read()
        self._stand()

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop."""
        for lane in (self._lane, self._shares_lane, self.stages.lane):
            lane.drop()

    def read(self) -> None:
        """Ask anew what is missing, and for the shares where they are in front."""
        session = self._signed_in.session
        self._tasks.read(partial(missing_facts, session), self._show, self._failed, self._lane)
        if self.front is self.shares:
            work = partial(fact_shares, session, MONTHS)
            self._tasks.read(work, self._show_shares, partial(self._failed, part="shares"), self._shares_lane)

    def _show(self, found: tuple[MissingFact, ...]) -> None:
        self.banner.was_read()
        self.gaps.show_gaps(found)
        self.shown.emit(found)

    def _show_shares(self, found: tuple[Share, ...]) -> None:
        self.banner.was_read("shares")
        self.shares.show_shares(found)

    def _failed(self, error: ThroughlineError, part: str = "") -> None:
        self.banner.not_read(error, self.read, part)

    def _something_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.read()

    # Going from part to part.

    def _turned(self, _number: int) -> None:
        if not self.isVisible():
            return
        self.banner.clear()
        if self.front is self.stages:
            if self.stages.found is None:
                self.stages.read()
        else:
            self.read()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        self._stand()

    def _stand(self) -> None:
        front = self.front
        if isinstance(front, GapsPane | SharesPane | StagesPane):
            front.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def act(self, act: Act) -> bool:
        """Take the lists away, or go to the next part of the pane in front."""
        if act in (Act.TAKE_AWAY, Act.PRINT_LIST):
            return self._take("excel" if act is Act.TAKE_AWAY else "pdf")
        if act is Act.FIND_IN_FILE:
            return self._narrow()
        parts: dict[QWidget, tuple[QWidget, ...]] = {
            self.gaps: (self.gaps.filter, self.gaps.fact, self.gaps.table),
            self.shares: (self.shares.table, self.shares.figures),
            self.stages: (self.stages.first, self.stages.stage, self.stages.filter, self.stages.table),
        }
        to_next(parts[self.front])
        return True

    def _narrow(self) -> bool:
        """To the box that narrows the list in front; of shares there is none."""
        front = self.front
        if isinstance(front, GapsPane | StagesPane):
            front.filter.arrive()
            return True
        return False

    # Closing a gap.

    def _enter(self, gap: object) -> None:
        if isinstance(gap, MissingFact):
            self._navigator.go(EnterFact(gap.child_id, gap.known_as or gap.name, gap.basis, gap.fact))

    def say_entered(self, whose: str, fact: str) -> None:
        """One comes back: the fact is on record."""
        known = FACTS[fact]
        said = "An entry" if known.where is Where.ENTRY else known.label
        left = count(len(self.gaps.gaps), "fact")
        self.banner.say(News.GOOD, f"{said} of {with_marks(whose)} is recorded. {left} still missing.")

    def _list_fact(self, fact: str) -> None:
        self.tabs.setCurrentWidget(self.gaps)
        self.gaps.narrow_to(fact if fact in FACTS else "")
        self._stand()

    def _open(self, line: object) -> None:
        if isinstance(line, StageLine):
            self._navigator.go(OpenChild(line.child_id, line.name, line.basis))

    # Taking the lists away.

    def _take(self, form: str) -> bool:
        if form == "pdf" and self.front is not self.stages:
            words = "A PDF is made of “Lists by stage”; this goes as an Excel file, with Ctrl+Shift+E."
            self.banner.say(News.NOTE, words)
        elif self.front is not self.stages or self.stages.found is not None:
            self._ask_where(form)
        return True

    def _ask_where(self, form: str) -> None:
        if self.front is self.stages and self.stages.understood() is None:
            return
        (ending, kind), name = FILES[form], self.tabs.tabText(self.tabs.currentIndex()).lower().replace(" ", "-")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(self, "Save as a file", str(Path(folder) / f"{name}.{ending}"), kind)
        if path:
            self.take_to(form, Path(path if path.lower().endswith(f".{ending}") else f"{path}.{ending}"))

    def take_to(self, form: str, path: Path) -> None:
        """Make the file of what is in front and save it there; it is put on record before it is written."""
        session = self._signed_in.session
        if self.front is not self.stages:
            take = take_gaps if self.front is self.gaps else take_shares
            self._tasks.write(partial(take, session, path), self._taken, self._not_taken)
            return
        days = self.stages.understood()
        if days is not None:
            pdf = partial(take_pdf, session, days, str(self.stages.stage.currentData()), path)
            work = pdf if form == "pdf" else partial(take_excel, session, days, path)
            self._tasks.write(work, self._taken, self._not_taken)

    def _taken(self, taken: Taken) -> None:
        left = f" {taken.left_out}" if taken.left_out else ""
        self.banner.say(
            News.GOOD, f"{count(taken.lines, 'line')} saved as {with_marks(str(taken.path))}; this is on record.{left}"
        )

    def _not_taken(self, error: ThroughlineError) -> None:
        self.banner.trouble(error)

    def _fit(self) -> None:
        for pane in (self.gaps, self.shares, self.stages):
            pane.fit()
