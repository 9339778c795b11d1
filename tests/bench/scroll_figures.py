"""How soon a child's chronology is on the screen after the click, and whether scrolling through it ever stutters.

It is the real window on the real server, offscreen; a frame is what the interface thread does from one scroll step to
the painted rows, the answers of worker threads that fall into it included.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program, Start
from desktop.app.workspace import Workspace
from desktop.features.record.page import RecordPage
from desktop.infra.acts import Act
from desktop.infra.connection import Place
from desktop.infra.navigation import OpenChild
from desktop.infra.settings import Settings
from tests.bench.measure import Figure, against, alone, middle, nearly_worst

FRAME = 1 / 60
_PATIENCE = 60.0


def figures(dsn: str, login: str, password: str, small: UUID, large: UUID) -> list[Figure]:
    """Opens the small and the large file by turns, then scrolls through the large one."""
    application = QApplication.instance() or QApplication(["throughline"])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        parts = psycopg.conninfo.conninfo_to_dict(dsn)
        place = psycopg.conninfo.make_conninfo(host=parts["host"], port=parts["port"], dbname=parts["dbname"])
        program = Program(application, Start(Place(place)), settings)
        try:
            looking = _Looking(program, login, password)
            return [*looking.opening(small, large), *looking.scrolling(large)]
        finally:
            program.close()


class _Looking:
    """A signed-in window and what is measured in it."""

    def __init__(self, program: Program, login: str, password: str) -> None:
        self._opened = program.open_window()
        self._opened.window.resize(1280, 800)
        program.boot()
        _until(lambda: program.ready)
        form = self._opened.sign_in.form
        form.put("login", login)
        form.put("password", password)
        self._opened.sign_in.sign_in()
        _until(lambda: self._opened.workspace is not None)
        assert self._opened.workspace is not None
        self._workspace: Workspace = self._opened.workspace

    def opening(self, small: UUID, large: UUID, times: int = 9) -> list[Figure]:
        """Milliseconds from the wish to the painted page, the two files by turns."""
        taken: dict[UUID, list[float]] = {small: [], large: []}
        for turn in range(times + 1):
            for child, found in taken.items():
                begun = time.perf_counter()
                page = self._open(child)
                _until(lambda page=page: page.chronology.model.rowCount() > 0)  # type: ignore[misc]
                page.chronology.table.viewport().repaint()
                if turn:
                    found.append((time.perf_counter() - begun) * 1000)
                self._settled(page)
                self._opened.window.asked.emit(Act.CLOSE_FILE)
                _until(lambda child=child: child not in self._workspace.files)  # type: ignore[misc]
        few, many = sorted(taken[small]), sorted(taken[large])
        return [
            against("click to painted chronology: 100,000 / 100 entries", "ms", middle(many), middle(few), "≤ 1.5"),
        ]

    def scrolling(self, large: UUID, steps: int = 600) -> list[Figure]:
        """Frames of steady scrolling, of far jumps, and of bare repaints."""
        page = self._open(large)
        _until(lambda: page.chronology.model.rowCount() > 1_000)
        self._settled(page)
        table = page.chronology.table
        bar = table.verticalScrollBar()
        step = max(bar.pageStep() // 3, 1)
        steady = sorted(self._frame(page, bar.value() + step) for _ in range(steps))
        chance = random.Random(7)  # noqa: S311 (places that are the same each time)
        far = sorted(self._frame(page, chance.randrange(bar.maximum())) for _ in range(120))
        repaints = sorted(_milliseconds(table.viewport().repaint) for _ in range(200))
        return [
            alone("scrolling 100,000 entries: median frame", "ms", middle(steady), ""),
            alone("scrolling 100,000 entries: longest frame", "ms", steady[-1], "≤ 16"),
            alone("far jumps in 100,000 entries: p95 frame", "ms", nearly_worst(far), ""),
            alone("far jumps in 100,000 entries: longest frame", "ms", far[-1], "≤ 16"),
            alone("repaint of the list: p95", "ms", nearly_worst(repaints), "≤ 8"),
        ]

    def _frame(self, page: RecordPage, value: int) -> float:
        """The longest stretch of the interface thread after one step, until the rows are there."""
        table = page.chronology.table

        def scroll() -> None:
            table.verticalScrollBar().setValue(value)
            table.viewport().repaint()

        longest = _milliseconds(scroll)
        end = time.perf_counter() + FRAME
        while time.perf_counter() < end or not page.chronology.model.window.settled:
            longest = max(longest, _milliseconds(QApplication.processEvents))
            time.sleep(0.001)
        return longest

    def _open(self, child: UUID) -> RecordPage:
        self._opened.window.navigation.wanted.emit(OpenChild(child, "Bench Child", "allocated"))
        return self._workspace.files[child]

    @staticmethod
    def _settled(page: RecordPage) -> None:
        _until(lambda: "Counting" not in page.chronology.said and page.reading.entry is not None)
        until = time.perf_counter() + 0.3
        while time.perf_counter() < until:
            QApplication.processEvents()
            time.sleep(0.002)


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.0005)
