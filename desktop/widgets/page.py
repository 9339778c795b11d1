"""What the window asks of every page: a title without names, acts it can do, and where typing should go."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.infra.acts import Act
from desktop.widgets.banner import Banner


class Page(QWidget):
    """A page with a banner on top; subclasses fill `body`."""

    acts: frozenset[Act] = frozenset()
    """The acts that this page can do at all; menus grey out the others."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.title = title
        self.banner = Banner()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 10)
        self.body.setSpacing(8)
        self.body.addWidget(self.banner)

    def act(self, act: Act) -> bool:  # noqa: ARG002 (for those who override it)
        """Do an act; False if this is not the moment for it."""
        return False

    def arrive(self) -> None:
        """The page came to the front: read what may be stale, and take the keyboard."""

    def close_page(self) -> None:
        """The page or the person goes: whatever is under way may stop."""

    @property
    def unsaved(self) -> bool:
        """Whether somebody's words would be lost with the page."""
        return False

    def ask_about_unsaved(self) -> None:
        """Show the person the words that are not saved, with a choice to keep or discard them."""
