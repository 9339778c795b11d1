"""The main job without a display: a sample social worker's quarter of an hour through the real window.

It is what `run` does on a machine without a screen, and the pictures in the README come from it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.program import Program, Start
from desktop.app.window_of_one import WindowOfOne
from desktop.infra import crash
from desktop.infra.assets import Look
from desktop.infra.navigation import OpenChild
from desktop.infra.settings import Settings
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.app.workspace import Workspace
    from desktop.features.entry.page import EntryPanel
    from desktop.features.record.page import RecordPage

_PATIENCE = 240.0
WORDS = "school"
_FILES, _LOOK_AT = 4, 14
"""How many files are opened to find a long one, and how many lines are looked at for a telling one."""


class DemoError(Exception):
    """A step did not come to its end; the text says which."""


def run_demo(folder: str, server: str) -> int:
    """Do the job, leave pictures and the PDF in the folder; exit status 0, or 1 with the step that failed."""
    out = Path(folder)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        print("The folder for the pictures cannot be made there.")
        return 1
    application = QApplication.instance() or QApplication(["throughline"])
    assert isinstance(application, QApplication)  # noqa: S101 (for the type checker)
    with tempfile.TemporaryDirectory(prefix="throughline-") as private:
        crash.watch(Path(private))
        settings = Settings(QSettings(str(Path(private) / "settings.ini"), QSettings.Format.IniFormat))
        settings.remember_text("look", Look.LIGHT.value)
        program = Program(application, Start.from_environment(server), settings, Path(private) / "drafts")
        try:
            Demo(program, out).run()
        except DemoError as trouble:
            print(f"Stopped: {trouble}")
            return 1
        finally:
            program.close()
    return 0


class Demo:
    """One step after the other; each waits for what the person would wait for."""

    def __init__(self, program: Program, out: Path) -> None:
        self._program, self._out = program, out
        self._opened: WindowOfOne = program.open_window()
        self._number = 0
        self._page: RecordPage

    def run(self) -> None:
        """All steps."""
        self._begin()
        self._sign_in()
        self._open_file()
        self._find_words()
        self._record()
        self._court()
        self._find_child()
        self._dark()

    # Steps.

    def _begin(self) -> None:
        self._opened.window.resize(1280, 800)
        self._program.boot()
        self._until(lambda: self._program.ready, "the record comes up")
        self._picture("sign-in", "Sign in: the sample's people by role")

    def _sign_in(self) -> None:
        """Try the social workers, those for children in care first, until one has a child allocated."""
        if not self._program.people:
            raise DemoError("nobody can be tried at this server; name the people file in THROUGHLINE_PEOPLE")
        workers = [person for person in self._program.people if person.role == "practitioner"]
        for person in sorted(workers, key=lambda person: "in care" not in person.job_title):
            self._opened.sign_in.sign_in_as(person)
            self._until(lambda: self._opened.workspace is not None, "signing in")
            self._settle()
            if self._allocated():
                self._picture("my-children", f"Signed in; {self._workspace.caseload.said}")
                return
            self._workspace.sign_out()
        raise DemoError("no social worker among the people has a child allocated")

    def _allocated(self) -> list[int]:
        """The rows of the children allocated to the person who is signed in."""
        model = self._workspace.caseload.table.lines
        records = ((row, model.record(row)) for row in range(model.rowCount()))
        return [row for row, child in records if child is not None and child.basis == "allocated"]

    def _open_file(self) -> None:
        """Open the longest of a few files and stand on an entry that tells something in the child's own words."""
        entries = {row: self._entries_in(row) for row in self._well_known()}
        self._entries_in(max(entries, key=lambda row: entries[row]), stay=True)
        table = self._page.chronology.table
        for _ in range(_LOOK_AT):
            line = self._page.chronology.current_line()
            if line is not None and line.words and line.detail_start:
                break
            self._press(table, Qt.Key.Key_Down)
        self._settle()
        self._picture("file", f"Opened a file: {self._page.chronology.said}")

    def _well_known(self) -> list[int]:
        """The rows of a few children of whom a good deal is recorded, as far as the list tells."""
        model = self._workspace.caseload.table.lines
        known = [
            (child.last_seen_alone is None, child.next_on is None, -child.new_entries, row)
            for row in self._allocated()
            if (child := model.record(row)) is not None
        ]
        return [row for *_, row in sorted(known)[:_FILES]]

    def _entries_in(self, row: int, *, stay: bool = False) -> int:
        """Open a file with Enter, see how many entries it has, and close it again unless one stays."""
        caseload = self._workspace.caseload
        caseload.table.setCurrentIndex(caseload.table.lines.index(row, 0))
        self._press(caseload.table, Qt.Key.Key_Return)
        self._until(lambda: bool(self._workspace.files), "the file")
        page = self._page = next(iter(self._workspace.files.values()))
        self._until(lambda: "newest first" in page.chronology.said, "counting the entries")
        self._until(lambda: page.reading.entry is not None or not page.chronology.model.rowCount(), "the newest entry")
        entries = page.chronology.model.rowCount()
        if not stay:
            self._settle()
            self._press(self._opened.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
            self._settle()
        return entries

    def _find_words(self) -> None:
        chronology = self._page.chronology
        self._press(self._opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(chronology.find_box, WORDS)
        self._press(chronology.find_box, Qt.Key.Key_Return)
        self._until(lambda: "these words" in chronology.said, "the search")
        self._settle()
        self._picture("search", f"Searched for “{WORDS}”: {chronology.said}")
        chronology.show_all()
        self._until(lambda: chronology.said.endswith("newest first"), "the whole chronology again")

    def _record(self) -> None:
        before = self._page.chronology.model.rowCount()
        self._press(self._opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        panel = self._panel()
        if panel is None:
            raise DemoError("the panel did not open")
        said = 'rang me to ask about moving the bed. said "I want the bed by the window."'
        QTest.keyClicks(panel.quick.line, f"{time.strftime('today %H:%M')} phone call, {said}")
        panel.form.put("how", "seen_or_heard")
        panel.form.put("impact", "Feels able to ask for what matters in the room.")
        panel.form.put("significant", "yes")
        self._settle()
        self._picture("new-entry", "Wrote an entry beside the chronology")
        self._press(self._opened.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self._until(lambda: self._panel() is None, "saving the entry")
        self._until(lambda: self._page.chronology.model.rowCount() == before + 1, "the entry in the chronology")
        self._until(lambda: self._page.chronology.current_line() is not None, "the new line")
        self._settle()
        self._picture("recorded", "Recorded it: it stands in the chronology")

    def _panel(self) -> EntryPanel | None:
        return self._workspace.panel_of(self._page.child_id)

    def _court(self) -> None:
        self._press(self._opened.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self._until(lambda: bool(self._workspace.on_files.courts), "the court page")
        court = next(iter(self._workspace.on_files.courts.values()))
        self._until(court.pdf_button.isEnabled, "laying out the pages")
        self._picture("court-choose", f"Court chronology: {court.said.text()}")
        court.panes.step(1)
        self._until(lambda: not court.panes.preview.sheet.pixmap().isNull(), "the preview")
        self._picture("court", "Its pages, as they will be printed")
        target = self._out / "chronology.pdf"
        court.printing.save_to(target)
        self._until(target.exists, "saving the PDF")
        self._until(lambda: "Saved" in court.banner.words, "the note of the export")
        self._say(f"Saved {target}")
        self._press(self._opened.window, Qt.Key.Key_Escape)

    def _find_child(self) -> None:
        """A child who is not mine: opening asks for a reason, on record."""
        self._press(self._opened.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        find = self._workspace.find
        for start in ("am", "be", "ca", "da", "el", "ja", "ma", "no", "sa", "to"):
            find.box.clear()
            QTest.keyClicks(find.box, start)
            self._press(find.box, Qt.Key.Key_Return)
            self._until(lambda: find.said != "" and not self._opened.tasks.busy, "finding a child")
            row = next((n for n in range(find.table.lines.rowCount()) if self._access(n) == "break_glass"), -1)
            if row >= 0:
                find.table.setCurrentIndex(find.table.lines.index(row, 0))
                self._picture("find", f"Found children: {find.said}")
                self._press(find.table, Qt.Key.Key_Return)
                self._settle()
                self._picture("break-glass", "A child who is not mine: a typed reason, on record and reviewed")
                self._press(self._opened.window, Qt.Key.Key_Escape)
                return
        self._say("Every child found here is mine, so that no glass needs breaking")

    def _access(self, row: int) -> str:
        finding = self._workspace.find.table.lines.record(row)
        wish = finding.wish if finding is not None else None
        return wish.basis if isinstance(wish, OpenChild) else ""

    def _dark(self) -> None:
        self._workspace.show_file(self._page.child_id)
        self._program.appearance.set_look(Look.DARK)
        self._settle()
        self._picture("dark", "The same in dark")
        self._program.appearance.set_look(Look.CONTRAST)
        self._settle()
        self._picture("high-contrast", "The same in high contrast")

    # Waiting, pressing, looking.

    @property
    def _workspace(self) -> Workspace:
        workspace = self._opened.workspace
        if workspace is None:
            raise DemoError("nobody is signed in")
        return workspace

    def _press(
        self,
        widget: QWidget,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        QTest.keyClick(widget, key, modifier)
        QApplication.processEvents()

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not reached():
            if time.monotonic() > end:
                raise DemoError(f"{what} took longer than {_PATIENCE:.0f} seconds")
            trouble = self._trouble()
            if trouble:
                raise DemoError(f"{what}: {trouble}")
            QTest.qWait(10)

    def _trouble(self) -> str:
        page = self._opened.window.page
        if page is not None and page.banner.property("tone") in (News.TROUBLE, News.CARE):
            return page.banner.words
        return ""

    def _settle(self) -> None:
        QTest.qWait(150)
        self._until(lambda: not self._opened.tasks.busy, "what is under way")
        QTest.qWait(50)

    def _picture(self, name: str, words: str) -> None:
        QTest.qWait(60)
        self._number += 1
        path = self._out / f"{self._number:02}-{name}.png"
        if not self._opened.window.grab().save(str(path)):
            raise DemoError("a picture could not be saved there")
        self._say(f"{words}  [{path.name}]")

    def _say(self, words: str) -> None:
        print(words, flush=True)
