"""The main window: where one is, what one can do, and how the connection stands. Its title never holds a name.

It is painted with its name, its marking and "Starting…" before anything else is imported, and furnished afterwards;
what this file imports at its top is therefore part of the first paint. It knows pages only by what `widgets.page`
promises, so that it does not grow with the features.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.infra.acts import Act
from desktop.infra.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from desktop.infra.assets import Appearance
    from desktop.shell.departure import Departure
    from desktop.shell.keyboard_page import KeyboardPage
    from desktop.shell.lock import Cover
    from desktop.widgets.banner import Banner
    from desktop.widgets.page import Page

_STEP = 0.1
MARKING = "OFFICIAL-SENSITIVE"


class Opening(QLabel):
    """What stands in the window until it is furnished."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__("Throughline\n\nStarting…")
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (no typing_extensions before the paint)
        super().paintEvent(event)
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)


class MainWindow(QMainWindow):
    """Navigation at the left, the page, a status line below."""

    asked = Signal(Act)
    """An act that is the window's business and not the page's."""
    closing = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Throughline")
        self._settings = settings
        self.leaving = False
        self.departure: Departure | None = None
        """What looks, while somebody is signed in, whether words would be lost with the window."""
        self._pages: list[Page] = []
        self._keyboard: KeyboardPage | None = None
        self._before_keyboard: Page | None = None
        self._cover: Cover | None = None
        """What stands in the place of everything else while the window is locked."""
        self._before_cover: QWidget | None = None
        """Where the keyboard was."""
        self.opening: Opening | None = Opening()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.opening)
        self.setCentralWidget(self.pages)
        self.status = QLabel("Not signed in")
        self.status.setAccessibleName("Connection")
        self.marking = QLabel(MARKING)
        self.marking.setAccessibleName("Marking")
        self.marking.setProperty("part", "marking")
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(self.marking)
        self.statusBar().setSizeGripEnabled(False)
        self.setStyleSheet(_opening_sheet(settings))
        self.resize(1280, 800)
        saved = settings.window()
        if not saved.isEmpty():
            self.restoreGeometry(saved)

    def furnish(self, appearance: Appearance) -> None:
        """Bring in what the first paint did without: type, colours, menus, navigation, and room for pages."""
        # Imported after the first paint, which they would delay.
        from desktop.shell.menus import Menus  # noqa: PLC0415
        from desktop.shell.navigation_bar import NavigationBar  # noqa: PLC0415
        from desktop.widgets.banner import Banner  # noqa: PLC0415

        self._appearance = appearance
        appearance.changed.connect(self._dress)
        self._dress()
        self.banner = Banner()
        self.banner.setProperty("across", "true")
        self.navigation = NavigationBar()
        self.navigation.setVisible(False)
        self.navigation.fit()
        appearance.changed.connect(self.navigation.fit)
        self._lay_out()
        self.menus = Menus(self, appearance)
        self.menus.chosen.connect(self._do)
        self.pages.currentChanged.connect(self._page_changed)

    def _lay_out(self) -> None:
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        self.pages.setMinimumSize(360, 240)
        across.addWidget(self.navigation)
        across.addLayout(right, 1)
        centre = QWidget()
        self._centre = QVBoxLayout(centre)
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.addWidget(self.content)
        self.setCentralWidget(centre)

    # Pages.

    @property
    def page(self) -> Page | None:
        """The page in front."""
        front = self.pages.currentWidget()
        return next((page for page in self._pages if page is front), None)

    def _dress(self) -> None:
        if self.styleSheet() != self._appearance.sheet:  # every widget in here would be styled anew
            self.setStyleSheet(self._appearance.sheet)

    def hold(self, *pages: Page) -> None:
        """Pages of whoever is signed in, shown yet or not: when the person leaves, each goes."""
        self._pages += pages

    def show_page(self, page: Page) -> None:
        """Bring a page to the front and give it the keyboard."""
        if page not in self._pages:
            self.hold(page)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._page_changed()
        if self.opening is not None:
            self.pages.removeWidget(self.opening)
            self.opening.deleteLater()
            self.opening = None
        page.arrive()

    def drop_page(self, page: Page) -> None:
        """Take a page away for good."""
        if page in self._pages:
            self._pages.remove(page)
            self.pages.removeWidget(page)
        page.deleteLater()

    def vacate(self, stays: Page) -> None:
        """Somebody signed out: of what stood in the window this page stays, and not a word more."""
        self._keyboard = self._before_keyboard = self.departure = None
        for page in self.all_pages():
            if page is not stays:
                page.blockSignals(True)
                self.drop_page(page)
        self.banner.clear()
        self.navigation.vacate()
        self.menus.leave_out(frozenset())
        self.say_connection("Not signed in")

    def all_pages(self) -> tuple[Page, ...]:
        """All pages of this window."""
        return tuple(self._pages)

    def _page_changed(self, _number: int = 0) -> None:
        if self._cover is not None:
            self.menus.lock()
            return
        page = self.page
        self.menus.offer(page.acts if page is not None else frozenset(), signed_in=not self.navigation.isHidden())

    # Locking.

    @property
    def covered(self) -> bool:
        """Whether nothing of the content is seen."""
        return self._cover is not None

    @property
    def front_banner(self) -> Banner:
        """The banner that is seen, for what is asked of whoever sits here."""
        return self._cover.banner if self._cover is not None else self.banner

    def cover(self, cover: Cover) -> None:
        """Put this in the place of the content, which stays as it is: a hidden window, no part of this one.

        So no reader of the screen finds it, no key goes to it, and what it is told meanwhile it shows afterwards.
        """
        self._before_cover, self._cover = self.focusWidget(), cover
        self._centre.addWidget(cover)
        cover.take_keyboard()
        self.content.setWindowFlags(Qt.WindowType.Window)
        self._centre.removeWidget(self.content)
        self._page_changed()

    def uncover(self) -> None:
        """Show the content again, with the keyboard where it was, or where it would have gone meanwhile."""
        cover, self._cover = self._cover, None
        if cover is None:
            return
        wanted = self.content.focusWidget() or self._before_cover
        self._before_cover = None
        self._centre.addWidget(self.content)
        self.content.setWindowFlags(Qt.WindowType.Widget)
        self.content.show()
        if wanted is not None and isValid(wanted) and wanted.isVisible():
            wanted.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._centre.removeWidget(cover)
        cover.hide()
        cover.deleteLater()
        self._page_changed()

    # Acts.

    def offered(self) -> frozenset[Act]:
        """The acts that can be done now."""
        return frozenset(act for act, action in self.menus.actions_by_act.items() if action.isEnabled())

    def do(self, act: Act) -> None:
        """Do what the act's key would do."""
        self._do(act)

    def _do(self, act: Act) -> None:
        own: dict[Act, Callable[[], object]] = {
            Act.LARGER: partial(self._resize_text, _STEP),
            Act.SMALLER: partial(self._resize_text, -_STEP),
            Act.USUAL_SIZE: partial(self._appearance.set_scale, 1.0),
            Act.LOOK: self._appearance.next_look,
            Act.KEYBOARD: self._show_keyboard,
            Act.QUIT: self.close,
        }
        if act in own:
            own[act]()
        elif self.page is None or act not in self.page.acts or not self.page.act(act):
            self.asked.emit(act)

    def _resize_text(self, step: float) -> None:
        self._appearance.set_scale(self._appearance.scale + step)

    def _show_keyboard(self) -> None:
        from desktop.shell.keyboard_page import KeyboardPage  # noqa: PLC0415 (after the first paint)

        if self._keyboard is None:
            self._keyboard = KeyboardPage(self.menus.of_others)
            self._keyboard.left.connect(self._leave_keyboard)
        if self.page is not self._keyboard:
            self._before_keyboard = self.page
            self.show_page(self._keyboard)

    def _leave_keyboard(self) -> None:
        if self._before_keyboard is not None:
            self.show_page(self._before_keyboard)

    # The connection, troubles, and leaving.

    def say_connection(self, words: str) -> None:
        """How the connection stands, in the status line."""
        self.status.setText(words)

    def say_crash(self, reference: str) -> None:
        """Something in Throughline itself went wrong."""
        from desktop.widgets.banner import News  # noqa: PLC0415 (after the first paint)

        self.banner.say(
            News.TROUBLE,
            "Something in Throughline itself went wrong. What you typed is still here; please tell your support the "
            f"reference {reference}.",
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (no typing_extensions before the paint)
        if not self.leaving and self.departure is not None and not self.departure.may_close(self._close_anyway):
            event.ignore()
            return
        self._settings.remember_window(self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    def _close_anyway(self) -> None:
        self.leaving = True
        self.close()


def _opening_sheet(settings: Settings) -> str:
    """The look of the last time, so that somebody who works in the dark is not met by a white window."""
    ground, _, ink = settings.text("opening colours").partition(" ")
    colours = f"background: {ground}; color: {ink};" if ground and ink else ""
    return f"QMainWindow, QStatusBar, QLabel {{ {colours} }} Opening {{ qproperty-alignment: AlignCenter; }}"
