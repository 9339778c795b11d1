"""Who looked at one file: a line for each person and day, beside it every opening with its reason, to save as pages."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from db.commands.looks import open_looks
from db.errors import NotPermitted, ThroughlineError
from db.queries.looks import DayOfLooks, looks
from db.session import Session
from desktop.features.looks.lines import DAYS, told_day
from desktop.features.looks.printing import print_looks
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, Looks, WhoLooked
from desktop.infra.tasks import Lane
from desktop.models.words import count, day_in_words
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm


class WhoLookedPage(Page):
    """The looks at one file; that one asked for them is on record too."""

    acts = frozenset({Act.BACK, Act.NEXT_PART})

    def __init__(self, desk: Desk, wish: WhoLooked) -> None:
        super().__init__("Who looked at the file")
        self.child_id, self.wish = wish.child_id, wish
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._said = label("", "muted", name="How many looks")
        self.days = RecordList(desk, "Who looked", DAYS, place="who looked")
        self.beside = TextOrForm("What is on record of that day")
        self.save_button = button("&Save as PDF…", self.save)
        self._lay_out()
        self.days.selectionModel().currentRowChanged.connect(self._moved)
        desk.appearance.changed.connect(self.days.fit)
        self.days.fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(f"Who looked at file {self.wish.reference}", "heading"))
        self.body.addWidget(self._said)
        back = button("Back to the file" if self.wish.from_file else "Back to looks", self.back, tip="Esc")
        self.body.addWidget(in_lines(self.save_button, back))
        self.body.addWidget(side_by_side(self.days, self.beside, sizes=(720, 340)), 1)

    @property
    def said(self) -> str:
        """How many looks there are, in words."""
        return self._said.text()

    def arrive(self) -> None:
        """Read, and stand in the list."""
        self.read()
        self.days.setFocus()

    def read(self) -> None:
        """Ask anew, on record."""
        self._tasks.read(partial(_read, self._session, self.wish), self._show, self._not_read, self._lane)

    def _show(self, found: tuple[DayOfLooks, ...]) -> None:
        self.banner.was_read()
        self.days.show_lines(found)
        self.save_button.setEnabled(bool(found))
        people = len({one.who for one in found})
        first = f" since {day_in_words(found[-1].on_day)}" if found else ""
        self._said.setText(
            f"{count(people, 'person', 'people')}{first}, a line for each of them and day, the newest first. "
            "That you asked is on record too."
        )

    def _not_read(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):
            words = "Who looked at this file is told to the manager of its team, and to auditors."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Back", self.back),))
        else:
            self.banner.not_read(error, self.read)

    def _moved(self, *_: object) -> None:
        one = self.days.one
        self.beside.text.setPlainText(told_day(one) if one is not None else "")

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop."""
        self._lane.drop()

    # Saving.

    def save(self) -> None:
        """Ask where, and save the list as pages."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(folder) / "who-looked.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, "Save who looked", suggested, "PDF (*.pdf)")
        if path:
            self.save_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, path: Path) -> None:
        """Make the pages of what is shown; that they left the record is put on record, first."""
        shown, as_at = self.days.lines.records, datetime.now().astimezone()
        work = partial(print_looks, self._session, self.child_id, self.wish.reference, shown, as_at, path)
        self._tasks.write(work, self._saved, self._not_saved)

    def _saved(self, path: Path) -> None:
        self.banner.say(News.GOOD, f"Saved as {path}; this is on record.")

    def _not_saved(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Save elsewhere…", self.save),))

    # Acts.

    def back(self) -> None:
        """To the file from which one came, or to the lists."""
        self._desk.navigator.go(Back(self.child_id) if self.wish.from_file else Looks())

    @override
    def act(self, act: Act) -> bool:
        """Back, and between the list and what is told of a line."""
        if act is Act.BACK:
            self.back()
        elif act is Act.NEXT_PART:
            (self.beside.text if self.days.hasFocus() else self.days).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True


def _read(session: Session, wish: WhoLooked) -> tuple[DayOfLooks, ...]:
    open_looks(session, wish.child_id)
    return looks(session, wish.child_id)
