"""From the command to the first paint: the only way in for a window, and the list of what is imported before it.

A person who starts Throughline sees its name and marking in hardly more time than Qt needs for an empty window,
because fonts, style sheet, forms, menus and the whole database half are imported after that paint. A test holds the
list: whoever adds an import at the top of this file or of `main_window` meets it there.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.infra.settings import Settings
from desktop.shell.main_window import MainWindow

if TYPE_CHECKING:
    from desktop.app.program import Program


class FirstWindow(QObject):
    """Paints the window, then brings in the program."""

    def __init__(self, application: QApplication, server: str) -> None:
        super().__init__(application)
        self._application, self._server = application, server
        self._settings = Settings()
        self.program: Program | None = None
        self.window = MainWindow(self._settings)
        if self.window.opening is not None:
            self.window.opening.painted.connect(self._bring_in)
        self.window.show()

    def run(self) -> int:
        """Go on until the last window is closed."""
        return self._application.exec()

    def _bring_in(self) -> None:
        from desktop.app.program import Program, Start  # noqa: PLC0415 (after the first paint)
        from desktop.infra import crash  # noqa: PLC0415

        crash.watch()
        program = Program(self._application, Start.from_environment(self._server), self._settings)
        program.open_window(self.window)
        program.boot()
        self.program = program


def new_application() -> QApplication:
    """Qt's application under our name, which is where settings and log are looked for."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Throughline")
    application.setDesktopFileName("throughline")
    return application


def open_window(server: str) -> int:
    """Show the window until it is closed; the exit status is Qt's."""
    application = new_application()
    first = FirstWindow(application, server)
    return first.run()
