"""Brothers and sisters whom a report is about too: taken in while it is new, with their files open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from db.queries.siblings import Sibling
from desktop.features.court.report_opening import Shut, kept_of
from desktop.infra.navigation import OpenChild, OpenCourtDocument, WithFiles
from desktop.models.words import with_marks
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage


class Others(QObject):
    """Those of one report."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page = page
        self.chosen: tuple[UUID, ...] = ()
        """The others of a new report, as they were ticked here."""
        self._ticked: UUID | None = None
        page.panes.settings.also.wanted.connect(self._tick)

    def stand(self) -> bool:
        """Give the keyboard back to the tick that was set last; False if none was."""
        panes, ticked = self._page.panes, self._ticked
        self._ticked = None
        tick = panes.settings.also.ticks.get(ticked) if ticked is not None else None
        if tick is None or panes.front is not panes.settings:
            return False
        tick.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def offer(self, shut: Shut) -> None:
        """Not all their files are open: offer to open them, or to leave them out of a new report."""
        page, who = self._page, with_marks(" and ".join(shut.others.values()))
        whose = "whose file is not open" if len(shut.others) == 1 else "whose files are not all open"
        words = f"This document is also about {who}, {whose}. Opening it is on record, with a reason where one is due."
        choices: list[tuple[str, Callable[[], None]]] = [("Open it and go on", partial(self._open, shut))]
        if self.chosen:
            choices.append(("Leave them out", partial(self._concern, {})))
        page.banner.say(News.CARE, words, (*choices, ("Back to the file", page.back)))
        page.banner.choices[0].setFocus()

    def _open(self, shut: Shut) -> None:
        page = self._page
        files = tuple(OpenChild(child, name, "") for child, name in shut.others.items())
        page.banner.clear()
        here = OpenCourtDocument(page.child_id, page.name, page.document_id, page.kind)
        page.desk.navigator.go(WithFiles(files, here))

    def _tick(self, sibling: object, on: bool) -> None:
        """A new report is to be about a brother or sister too, or no more."""
        page = self._page
        if not isinstance(sibling, Sibling) or page.keeping is None or page.opened is None:
            return
        if page.keeping.version or page.keeping.under_way:
            return
        self._ticked = sibling.child_id
        others = {child: name for child, name in page.opened.names.items() if child != page.child_id}
        others = {**others, sibling.child_id: sibling.name}
        self._concern({child: name for child, name in others.items() if on or child != sibling.child_id})

    def _concern(self, others: dict[UUID, str]) -> None:
        """Go on with the same words about these."""
        self.chosen = tuple(others)
        page, drafts = self._page, self._page.desk.drafts
        kept = kept_of(drafts.drafts, page.document_id, None)
        page.let_go()
        if kept is not None and not kept.base_version:
            drafts.keep(replace(kept, concerned=others))
        page.open()
