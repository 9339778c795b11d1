"""A report or statement: its sections at the left; their texts, the pages, the check and the settings at the right.

The template guides and never bars: an optional section that stays empty is left out of the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.features.court.citing import renumbered
from desktop.features.court.citing_here import CitingHere
from desktop.features.court.document_page import DocumentPage
from desktop.features.court.keeping import Fields
from desktop.features.court.laying import Wanted
from desktop.features.court.others import Others
from desktop.features.court.report_drawing import Papers, wanted_of
from desktop.features.court.report_opening import Asked, OpenedReport, Shut, draft_of, kept_of, open_report
from desktop.features.court.report_panes import ReportPanes
from desktop.features.court.report_word import ReportWord
from desktop.features.court.section_findings import SectionFindings
from desktop.features.court.sections import SectionList, Sections, sections_of
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenCourtDocument
from desktop.models.document_kinds import kind_words
from desktop.models.words import count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.form import Field, Kind
from desktop.widgets.text import button, label

_COUNT_MS = 250
"""So long after the last key the words are counted; those of a megabyte take a while."""


class ReportPage(DocumentPage):
    """The sections of one document, and beside them one of the panes."""

    acts = DocumentPage.acts | {Act.CITE, Act.TO_CITED, Act.NEXT_SECTION, Act.PREVIOUS_SECTION}
    called = "report"
    panes: ReportPanes

    def __init__(self, desk: Desk, wish: OpenCourtDocument) -> None:
        super().__init__("Report", desk, wish.child_id, ReportPanes(desk))
        self.name, self.kind, self._draft_id = wish.name, wish.kind, wish.draft_id
        self.document_id = wish.document_id or uuid4()
        self.opened: OpenedReport | None = None
        self.others = Others(self)
        self.papers = Papers()
        self.sections = Sections(self)
        self.table = SectionList(desk, self.sections)
        self._changed_texts: set[str] = set()
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(_COUNT_MS)
        self._count.timeout.connect(self._count_words)
        self.answering = SectionFindings(self)
        self.citing = CitingHere(self)
        self.word = ReportWord(self)
        self._lay_out()
        self.listen()
        self._attend()
        self._fit()

    def _lay_out(self) -> None:
        self.heading = label(f"{kind_words(self.kind)}: {with_marks(self.name)}", "title")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._keys())
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        for widget, share in ((left, 36), (self.panes, 64)):
            halves.addWidget(widget)
            halves.setStretchFactor(halves.count() - 1, share)
        halves.setSizes([360, 640])
        self.body.addLayout(self.top(self.heading))
        self.body.addWidget(self.said)
        self.body.addWidget(halves, 1)

    def _keys(self) -> QWidget:
        """What the keys do, as buttons for those who point."""
        keys = QWidget()
        flow = Flow(keys, across=2, down=2)
        for words, act, name, tip in (
            ("Enter: write", self.write, "To the text of this section", "Enter"),
            ("Alt+↑: before", partial(self.step, -1), "The section before", "Alt+Up"),
            ("Alt+↓: next", partial(self.step, 1), "The next section", "Alt+Down"),
            ("Word copy…", self.word.ask_out, "Save a Word copy for editing elsewhere", ""),
            ("Take in a Word copy…", self.word.ask_in, "Take in a Word copy that came back", ""),
        ):
            flow.addWidget(button(words, act, part="link", name=name, tip=tip))
        return keys

    def _attend(self) -> None:
        text = self.panes.text
        text.made.connect(self.helping.attend)
        text.made.connect(self._fit)
        self.panes.wrote.connect(self._wrote)
        self.panes.turned.connect(self._pane_turned)
        self.panes.preview.wanted.connect(self._from_page)
        self.table.stood.connect(self._stood)
        self.table.opened.connect(lambda _index: self.write())
        self.desk.appearance.changed.connect(self._fit)

    def _fit(self) -> None:
        self.table.fit()
        self.panes.fit()
        self.citing.picker.fit()

    # Opening.

    def go(self, wish: OpenCourtDocument) -> None:
        """Go on with another draft, where one is named."""
        if wish.draft_id is not None and self.keeping is not None and wish.draft_id != self.keeping.draft.draft_id:
            self._draft_id = wish.draft_id
            self.let_go()

    @property
    def untouched(self) -> bool:
        """Whether it is a new document in which nothing is written yet."""
        return self.keeping is not None and not self.keeping.version and not self.keeping.touched

    @property
    @override
    def about(self) -> tuple[UUID, ...]:
        return self.opened.children if self.opened is not None else (self.child_id,)

    @override
    def stand(self) -> None:
        if self.panes.front is self.panes.text and self.panes.text.text is not None and self.table.row >= 0:
            self.panes.text.go()
        else:
            self.table.setFocus()

    @override
    def open(self) -> None:
        kept = kept_of(self.desk.drafts.drafts, self.document_id, self._draft_id)
        self.tell()
        asked = Asked(self.child_id, self.document_id, self.kind, self.others.chosen)
        self.desk.tasks.read(partial(open_report, self.session, asked, kept), self._opened, self.failed, self.opening)

    def _opened(self, opened: OpenedReport | Shut) -> None:
        if isinstance(opened, Shut):
            self.others.offer(opened)
            return
        self.banner.clear()
        self._hold(opened)
        self.panes.text.forget()
        self.take_up(
            draft_of(opened), opened.kept, opened.document, opened.answers,
            proceedings_id=opened.proceedings_id, saved_at=opened.saved_at,
        )  # fmt: skip
        if self.table.row < 0:
            self.table.stand_on(self.sections.next_row(-1, 1))
        if self.others.stand():
            return
        if self.table.hasFocus() and opened.document is None and opened.kept is None:
            self.stand()

    def _hold(self, opened: OpenedReport) -> None:
        self.opened = opened
        names = ", ".join(opened.names.values())
        self.heading.setText(f"{opened.template.title}: {with_marks(names)}")
        self.panes.settings.also.show_siblings(opened.siblings, opened.children)

    @override
    def renew(self) -> None:
        asked = Asked(self.child_id, self.document_id, self.kind, self.others.chosen)
        work = partial(open_report, self.session, asked, self.keeping.draft if self.keeping is not None else None)
        self.desk.tasks.read(work, self._renewed, self.failed, self.opening)

    def _renewed(self, opened: OpenedReport | Shut) -> None:
        if isinstance(opened, Shut):
            self.others.offer(opened)
        elif self.keeping is not None:
            self._hold(opened)
            self.show_all()

    # What a document is asked.

    @property
    @override
    def may_save(self) -> bool:
        return self.opened is not None and self.opened.may_save

    @property
    @override
    def page_limit(self) -> int | None:
        return self.opened.page_limit if self.opened is not None else None

    @property
    @override
    def counted(self) -> str:
        return f"{self.sections.written} · {count(self.sections.words, 'word')}"

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields as they stand."""
        return self.keeping.fields if self.keeping is not None else {}

    @override
    def asked(self, name: str) -> Field:
        known = self.panes.settings.form.fields.get(name)
        if known is not None:
            return replace(known, beside=False)
        if name.startswith("section:"):
            return Field(name, self._title_of(name.removeprefix("section:")) or "A section", Kind.TEXT)
        words = {"cite": "Citations", "exhibit": "Exhibits"}.get(
            name.split(":", maxsplit=1)[0], name.replace("_", " ").capitalize()
        )
        return Field(name, words)

    @override
    def before_merging(self, base: Fields, mine: Fields, theirs: Fields) -> Fields:
        return renumbered(base, mine, theirs)

    @override
    def wanted(self) -> Wanted | None:
        return wanted_of(self)

    @override
    def show_all(self) -> None:
        if self.opened is None:
            return
        here = self.sections.section(self.table.row)
        self.sections.show(sections_of(self.opened.template, self.opened.names, self.fields))
        self.panes.text.put(self.fields)
        self._show_settings()
        row = self.sections.row_of(here.key) if here is not None else -1
        self.table.stand_on(row if row >= 0 else self.sections.next_row(-1, 1))
        self._stood(self.table.row)
        self.laying.soon()
        self.tell()

    def _show_settings(self) -> None:
        settings = self.panes.settings
        settings.show_texts(self.fields)
        settings.exhibits.show_papers(self.opened.papers if self.opened is not None else (), self.fields)

    # Writing.

    @override
    def put(self, changes: Mapping[str, str]) -> None:
        if self.keeping is not None and self.keeping.put(changes):
            self._changed_texts |= {name for name in changes if name.startswith("section:")}
            if any(name.startswith("exhibit:") for name in changes):
                self._show_settings()
            self._count.start()
            self.laying.soon()
            self.tell()

    def _wrote(self, name: str, text: str) -> None:
        self.put({name: text})

    def _count_words(self) -> None:
        changed, self._changed_texts = self._changed_texts, set()
        for name in changed:
            self.sections.tell(name, self.fields.get(name, ""))
        section = self.sections.section(self.table.row)
        if section is not None:
            self.panes.text.tell(section)
        self.tell()

    @override
    def tell(self, *_: object) -> None:
        super().tell()
        self.panes.settings.also.freeze(self.keeping is None or self.keeping.version > 0 or self.keeping.under_way)

    def _stood(self, row: int) -> None:
        section, before = self.sections.section(row), self.panes.text.section
        if section is not None and before is not None and section.key != before.key:
            self.citing.put_away()
        field = section.part.field if section is not None and section.part is not None else ""
        self.panes.text.show_section(section, self.fields.get(field, ""))

    def step(self, by: int) -> None:
        """To the next section, or to the one before; in the text one stays in the text."""
        writing = self.panes.front is self.panes.text and not self.table.hasFocus()
        self.table.stand_on(self.sections.next_row(self.table.row, by))
        if writing:
            self.panes.text.go()

    def write(self) -> None:
        """To the text of the section on which one stands."""
        self.panes.show_pane(self.panes.text)
        self.panes.text.go()

    def _title_of(self, key: str) -> str:
        section = self.sections.section(self.sections.row_of(key))
        return with_marks(section.called) if section is not None else ""

    # The pages.

    def _from_page(self, key: str) -> None:
        row = self.sections.row_of(key)
        section = self.sections.section(row)
        if section is not None:
            self.table.stand_on(row if section.part is not None else self.sections.next_row(row, 1))
            self.write()

    def _pane_turned(self) -> None:
        section = self.sections.section(self.table.row)
        if self.panes.front is self.panes.preview and section is not None:
            self.panes.preview.show_place(section.key)

    # Acts.

    @override
    def does(self) -> dict[Act, Callable[[], None]]:
        return super().does() | {
            Act.CITE: self.citing.ask,
            Act.TO_CITED: self.citing.here,
            Act.NEXT_SECTION: partial(self.step, 1),
            Act.PREVIOUS_SECTION: partial(self.step, -1),
        }

    @override
    def next_part(self) -> None:
        if self.table.hasFocus():
            self.panes.go()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def back(self) -> None:
        if self.citing.picker.isVisible():
            self.citing.leave()
        else:
            super().back()

    @override
    def close_page(self) -> None:
        self._count.stop()
        self.citing.close()
        self.word.close()
        super().close_page()
