"""The main window: where one is, what one can do, and how the connection stands. Its title never holds a name.

It knows pages only by what `widgets.page` promises, so that it does not grow with the features.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.infra.acts import Act
from desktop.infra.assets import Appearance, Look
from desktop.infra.settings import Settings
from desktop.shell.keyboard_page import KeyboardPage
from desktop.shell.navigation_bar import NavigationBar
from desktop.widgets.banner import Banner, News
from desktop.widgets.page import Page
from desktop.widgets.text import label

_MENUS: tuple[tuple[str, tuple[Act | None, ...]], ...] = (
    ("&Go", (Act.MY_CHILDREN, Act.FIND, None, Act.NEXT_PART, Act.BACK, None, Act.SIGN_OUT, Act.QUIT)),
    (
        "&Child",
        (
            *(Act.NEW_ENTRY, Act.AMEND, Act.SAVE, None),
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT, None),
            *(Act.WHOLE_BAND, Act.COURT, None, Act.CLOSE_FILE),
        ),
    ),
    ("&View", (Act.LARGER, Act.SMALLER, Act.USUAL_SIZE, None, Act.LOOK, Act.NEW_WINDOW)),
    ("&Help", (Act.KEYBOARD,)),
)
_LOOKS = {
    Look.AS_SYSTEM: "As the computer",
    Look.LIGHT: "Light",
    Look.DARK: "Dark",
    Look.CONTRAST: "High contrast",
}
_STEP = 0.1
MARKING = "OFFICIAL-SENSITIVE"


class MainWindow(QMainWindow):
    """Navigation at the left, the page, a status line below."""

    asked = Signal(Act)
    """An act that is the window's business and not the page's."""
    closing = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Throughline")
        self._appearance, self._settings = appearance, settings
        self.leaving = False
        self.banner = Banner()
        self.navigation = NavigationBar()
        self.navigation.setVisible(False)
        self.pages = QStackedWidget()
        self.pages.currentChanged.connect(self._page_changed)
        self.actions_by_act: dict[Act, QAction] = {}
        self._keyboard: KeyboardPage | None = None
        self._before_keyboard: Page | None = None
        self._lay_out()
        self.navigation.fit()
        appearance.changed.connect(self.navigation.fit)
        self._make_menus()
        self.status = QLabel("Not signed in")
        self.status.setAccessibleName("Connection")
        self.marking = label(MARKING, "marking", wrap=False, name="Marking")
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(self.marking)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(1280, 800)
        saved = settings.layout("window")
        if not saved.isEmpty():
            self.restoreGeometry(saved)

    def _lay_out(self) -> None:
        centre = QWidget()
        across = QHBoxLayout(centre)
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
        self.setCentralWidget(centre)

    def _make_menus(self) -> None:
        for title, acts in _MENUS:
            menu = self.menuBar().addMenu(title)
            for act in acts:
                if act is None:
                    menu.addSeparator()
                    continue
                action = QAction(act.words, self)
                action.setShortcuts(self._keys(act))
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                action.triggered.connect(partial(self._do, act))
                self.actions_by_act[act] = action
                menu.addAction(action)
            if title == "&View":
                self._add_looks(menu.addMenu("Colours"))

    def _add_looks(self, menu: object) -> None:
        group = QActionGroup(self)
        for look, words in _LOOKS.items():
            action = QAction(words, self)
            action.setCheckable(True)
            action.setChecked(look is self._appearance.look)
            action.triggered.connect(partial(self._set_look, look))
            group.addAction(action)
            menu.addAction(action)  # type: ignore[attr-defined]

    @staticmethod
    def _keys(act: Act) -> list[QKeySequence]:
        keys = [QKeySequence(act.keys)]
        if act is Act.SAVE:
            keys += [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]
        if act is Act.LARGER:
            keys.append(QKeySequence("Ctrl+="))
        return keys

    # Pages.

    @property
    def page(self) -> Page | None:
        """The page in front."""
        page = self.pages.currentWidget()
        return page if isinstance(page, Page) else None

    def show_page(self, page: Page) -> None:
        """Bring a page to the front and give it the keyboard."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._page_changed()
        page.arrive()

    def drop_page(self, page: Page) -> None:
        """Take a page away for good."""
        self.pages.removeWidget(page)
        page.deleteLater()

    def all_pages(self) -> tuple[Page, ...]:
        """All pages of this window."""
        pages = (self.pages.widget(number) for number in range(self.pages.count()))
        return tuple(page for page in pages if isinstance(page, Page))

    def _page_changed(self, _number: int = 0) -> None:
        page = self.page
        acts = page.acts if page is not None else frozenset()
        always = {Act.LARGER, Act.SMALLER, Act.USUAL_SIZE, Act.LOOK, Act.KEYBOARD, Act.QUIT}
        signed_in = (
            {Act.MY_CHILDREN, Act.FIND, Act.SIGN_OUT, Act.NEW_WINDOW} if not self.navigation.isHidden() else set()
        )
        for act, action in self.actions_by_act.items():
            action.setEnabled(act in always or act in acts or act in signed_in)

    # Acts.

    def _do(self, act: Act, _checked: bool = False) -> None:
        own: dict[Act, Callable[[], object]] = {
            Act.LARGER: partial(self._resize_text, _STEP),
            Act.SMALLER: partial(self._resize_text, -_STEP),
            Act.USUAL_SIZE: self._usual_size,
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

    def _usual_size(self) -> None:
        self._appearance.set_scale(1.0)

    def _set_look(self, look: Look, _checked: bool = False) -> None:
        self._appearance.set_look(look)

    def _show_keyboard(self) -> None:
        if self._keyboard is None:
            self._keyboard = KeyboardPage()
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
        self.banner.say(
            News.TROUBLE,
            "Something in Throughline itself went wrong. What you typed is still here; please tell your support the "
            f"reference {reference}.",
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        held = [page for page in self.all_pages() if page.unsaved]
        if held and not self.leaving:
            event.ignore()
            self.show_page(held[0])
            held[0].ask_about_unsaved()
            self.banner.say(
                News.CARE,
                "The window is not closed yet: an entry is not saved.",
                (("Close and lose the text", self._close_anyway), ("Stay", self.banner.clear)),
                stays=True,
            )
            return
        self._settings.remember_layout("window", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    def _close_anyway(self) -> None:
        self.leaving = True
        self.close()
