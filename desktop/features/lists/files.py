"""Templates come from files and go to files, to be changed with any editor; a file is checked before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from db.errors import Refused
from desktop.features.lists.listing import Line, Question
from desktop.features.lists.templates import TEMPLATES, text_of
from desktop.widgets.banner import News
from desktop.widgets.page import Page

_KINDS = "Templates (*.toml *.txt);;All files (*)"


class TemplateFiles:
    """Of one page: `lines` are the templates there, `ask` puts the form beside them."""

    def __init__(self, page: Page, lines: Callable[[], tuple[Line, ...]], ask: Callable[[Question], None]) -> None:
        self._page, self._lines, self._ask = page, lines, ask

    def choose(self, line: Line | None) -> None:
        """Choose a file that is to take the place of a template, or to stand beside them."""
        if self._page.unsaved:
            self._page.ask_about_unsaved()
            return
        path, _kind = QFileDialog.getOpenFileName(self._page, "A template", "", _KINDS)
        if path:
            self.take(Path(path), line)

    def take(self, path: Path, line: Line | None) -> None:
        """Read and check a file, and ask about it; what is wrong with it is said, and nothing is changed."""
        try:
            question = TEMPLATES.from_file(path.name, text_of(path), self._lines(), line)
        except Refused as error:
            self._page.banner.say(News.CARE, f"{error.text} Nothing was changed.")
            return
        self._ask(question)

    def save(self, line: Line) -> None:
        """Save the text of a template, to be changed and put here again."""
        path, _kind = QFileDialog.getSaveFileName(self._page, "Save the template", f"{line.key}.toml", _KINDS)
        if path:
            self.save_to(Path(path), line)

    def save_to(self, path: Path, line: Line) -> None:
        """Write the text of a template."""
        try:
            path.write_text(str(line.values["toml"]), encoding="utf-8")
        except OSError:
            self._page.banner.say(News.TROUBLE, "The file could not be written there. Choose another place.")
        else:
            words = f"Saved as {path.name}. Change it there, then replace the template from it."
            self._page.banner.say(News.GOOD, words)
