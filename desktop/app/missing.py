"""The place of what is missing, and the way from one of its lines to where the fact is entered, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer

from db.commands.changes import Changes
from db.domain.missing import FACTS, WantedFact, Where
from db.queries.missing import MissingFact
from desktop.features.missing.page import MissingPage
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import EnterFact, NewEntry, OpenChild, PeopleOfChild, WhatIsMissing
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News

_BACK = "Esc leads back to what is missing."


class MissingPlaces(QObject):
    """The page of one window; `_gone_for` is the gap that somebody went from it to close."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        files: Mapping[UUID, RecordPage],
        *,
        open_file: Callable[[OpenChild], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._files, self._open_file = window, desk, files, open_file
        self._gone_for: EnterFact | None = None
        desk.news.changed.connect(self._changed)

    @cached_property
    def page(self) -> MissingPage:
        """Made when one goes there."""
        page = MissingPage(self._desk)
        page.shown.connect(self._look)
        return page

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case WhatIsMissing():
                self._come_back()
                self._window.navigation.show_place(None, WhatIsMissing)
                self._window.show_page(self.page)
            case EnterFact():
                self._enter(wish)
            case _:
                return False
        return True

    def _come_back(self) -> None:
        """No file leads back here any more."""
        file = self._files.get(self._gone_for.child_id) if self._gone_for is not None else None
        self._gone_for = None
        if file is not None and isinstance(file.came_from, WhatIsMissing):
            file.came_from = None
            file.banner.clear()

    def _enter(self, wish: EnterFact) -> None:
        self._open_file(OpenChild(wish.child_id, wish.name, wish.basis))
        file = self._files[wish.child_id]
        self._gone_for = wish
        then = partial(self._in_file, file, wish)
        if not file.is_open:
            file.opened.connect(then, Qt.ConnectionType.SingleShotConnection)
        else:
            then()

    def _in_file(self, file: RecordPage, wish: EnterFact) -> None:
        """The file is open; what is entered beside it needs the band."""
        file.came_from = WhatIsMissing()
        then = partial(self._at, file, wish, FACTS[wish.fact])
        if file.band_acts.found is None:
            file.band_acts.shown.connect(lambda _found: then(), Qt.ConnectionType.SingleShotConnection)
        else:
            then()

    def _at(self, file: RecordPage, wish: EnterFact, fact: WantedFact) -> None:
        if file is not self._window.page:
            return
        says = " ".join(part for part in (f"{fact.label} is missing.", fact.hint, _BACK) if part)
        match fact.where:
            case Where.PEOPLE:
                self._desk.navigator.go(PeopleOfChild(wish.child_id, wish.name))
            case Where.ENTRY:
                head = file.ways.head
                if file.ways.recording and head is not None:
                    who = (head.reference, head.born, head.expected_on, head.born_latest)
                    self._desk.navigator.go(NewEntry(wish.child_id, wish.name, *who))
                else:
                    says = f"You may read this file but not record in it. {_BACK}"
            case Where.FACT:
                file.band_acts.enter(fact.opens, corrects=fact.corrects)
                if file.beside is None:
                    return
        page = self._window.page
        if page is not None:
            page.banner.say(News.NOTE, says)

    # Coming back.

    def _changed(self, changes: Changes) -> None:
        """Something was saved; whether it closed the gap the list tells."""
        if self._gone_for is not None and self._gone_for.child_id in changes.children:
            QTimer.singleShot(0, self.page.read)

    def _look(self, found: object) -> None:
        wish = self._gone_for
        gaps = cast("tuple[MissingFact, ...]", found)
        if wish is None or self._window.page is self.page:
            return
        if any((gap.child_id, gap.fact) == (wish.child_id, wish.fact) for gap in gaps):
            return
        front = self._window.page
        if front is None or front.unsaved or getattr(front, "child_id", None) != wish.child_id:
            return
        self._desk.navigator.go(WhatIsMissing())
        self.page.say_entered(wish.name, wish.fact)

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        if "page" in vars(self):
            self.page.close_page()
