"""Citing an entry in the text in which one is, and going to the entry that is cited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from db.errors import ThroughlineError
from desktop.features.court.citable import Citable, citable, cited, entry_of
from desktop.features.court.cite_picker import CitePicker
from desktop.features.court.citing import GONE, Citation
from desktop.features.court.section_pane import SectionText
from desktop.infra.navigation import OpenCourtDocument, ShowEntry
from desktop.infra.tasks import Lane
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage


class CitingHere(QObject):
    """Of one report."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page = page
        self._reading, self._citing = Lane(), Lane()
        self._field: SectionText | None = None
        self._cursor = QTextCursor()
        self.picker = CitePicker(page.desk)
        self.picker.chosen.connect(self._chosen)
        self.picker.left.connect(self.leave)
        pane = page.panes.text
        pane.column.insertWidget(pane.column.count() - 1, self.picker, 1)
        pane.cite_wanted.connect(self.ask)
        pane.cited.connect(self.go_to)

    def ask(self) -> None:
        """Choose an entry for the place at which one writes."""
        page = self._page
        page.panes.show_pane(page.panes.text)
        if page.opened is None or page.panes.text.text is None:
            return
        self._field = page.panes.text.text
        self._cursor = self._field.textCursor()
        page.panes.text.make_room(True)
        self.picker.begin()
        work = partial(citable, page.session, page.opened.children)
        page.desk.tasks.read(work, self.picker.show_entries, self._failed, self._reading)

    def leave(self) -> None:
        """Back to the text without citing."""
        self.put_away()
        self._page.panes.text.go()

    def put_away(self) -> None:
        """Nothing is cited, wherever the keyboard is."""
        self.picker.setVisible(False)
        self._page.panes.text.make_room(False)

    def close(self) -> None:
        """Nobody cites any more."""
        self._reading.drop()
        self._citing.drop()

    def _chosen(self, one: Citable) -> None:
        page = self._page
        if page.keeping is not None:
            work = partial(cited, page.session, one, dict(page.keeping.fields))
            page.desk.tasks.read(work, self._cite, self._failed, self._citing)

    def _cite(self, found: Citation) -> None:
        """The words go where the cursor stood when one asked; the number leads to the entry."""
        page, field = self._page, self._field
        if page.keeping is None or field is None or field not in page.panes.text.texts.values():
            return
        taken = page.keeping.fields.get(f"cite:{found.number}", "")
        if taken and taken != found.fields[f"cite:{found.number}"]:  # a colleague's came under this number meanwhile
            self.picker.said.setText("The numbers changed meanwhile: press Enter again.")
            return
        page.put({name: text for name, text in found.fields.items() if page.keeping.fields.get(name, "") != text})
        before = field.document().characterAt(self._cursor.selectionStart() - 1)
        apart = self._cursor.selectionStart() > 0 and not before.isspace() and before not in "(“\u2029"
        self._cursor.setPosition(self._cursor.selectionEnd())
        self._cursor.insertText(f"{' ' if apart else ''}{found.text}")
        field.setTextCursor(self._cursor)
        self.leave()

    def here(self) -> None:
        """To the entry of the citation at the cursor."""
        text = self._page.panes.text.text
        number = text.citation if text is not None and text.hasFocus() else 0
        if number:
            self.go_to(number)
        else:
            self._page.banner.say(News.NOTE, "Stand in a citation, such as [C1: …], to go to its entry.")

    def go_to(self, number: int) -> None:
        """To the entry of a number, in its file; from there one comes back."""
        page = self._page
        entry_id = page.keeping.fields.get(f"cite:{number}", "") if page.keeping is not None else ""
        if page.opened is None or not entry_id:
            page.banner.say(News.CARE, "This citation leads to no entry: take it out, or cite the entry anew.")
            return
        work = partial(entry_of, page.session, page.opened.children, entry_id)
        page.desk.tasks.read(work, self._go, self._failed, self._citing)

    def _go(self, one: Citable | None) -> None:
        page = self._page
        if one is None or page.opened is None:
            page.banner.say(News.CARE, GONE)
            return
        back = OpenCourtDocument(page.child_id, page.name, page.document_id, page.kind)
        name = page.opened.names[one.child_id]
        page.desk.navigator.go(ShowEntry(one.child_id, name, "", one.entry_id, one.order_key, then=back))

    def _failed(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error)
