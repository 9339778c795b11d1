"""The menus: every act in its place, with its key, greyed out where it is not the moment for it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.infra.acts import Act
from desktop.infra.assets import Appearance, Look

_MENUS: tuple[tuple[str, tuple[Act | None, ...]], ...] = (
    (
        "&Go",
        (
            *(Act.MY_CHILDREN, Act.DRAFTS, Act.INBOX, Act.COURT_WORK, Act.REFERRALS, Act.ALLOCATION, Act.TEAM),
            *(Act.SUPERVISION, Act.THIS_WEEK, Act.MISSING, Act.LOOKS, Act.STAFF, Act.LISTS, None),
            *(Act.FIND, Act.EVERYWHERE, None),
            *(Act.ANSWER, Act.PRINT_LIST, None),
            *(Act.NEXT_PART, Act.BACK, None, Act.AWAY, Act.PASSWORD, Act.LOCK, Act.SIGN_OUT, Act.QUIT),
        ),
    ),
    (
        "&Child",
        (
            *(Act.NEW_ENTRY, Act.CASE_DISCUSSION, Act.AMEND, Act.SAVE, Act.DOCUMENT, Act.CHALLENGE, Act.ANOTHER_CHILD),
            *(None, Act.SIGNIFICANT, Act.TONE, Act.REST_ON, None),
            *(Act.WHOLE_BAND, Act.CHANGE_VALUE, Act.PRINT_BAND, Act.PEOPLE, Act.PROCEEDINGS, Act.HELD, Act.ANSWERS),
            *(None, Act.WHO_LOOKED, Act.KNOW_FAMILY, None),
            *(Act.SAFETY_PLAN, Act.SEEN_ALONE, None),
            *(Act.TAKE_AWAY, Act.COURT_DOCUMENTS, Act.COURT, Act.NEXT_SIBLING, None, Act.CLOSE_FILE),
        ),
    ),
    (
        "C&hronology",
        (
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT, None),
            *(Act.FILTER, Act.SAVED_FILTERS, Act.NO_FILTER, None),
            *(Act.TIMELINE, Act.DIRECTION, Act.DENSITY),
        ),
    ),
    ("&View", (Act.LARGER, Act.SMALLER, Act.USUAL_SIZE, None, Act.RESET_SIZES, Act.LOOK, Act.NEW_WINDOW)),
    ("&Writing", (Act.SPELLING, Act.CITE, Act.TO_CITED, Act.NEXT_SECTION, Act.PREVIOUS_SECTION, Act.WRITING)),
    ("&Help", (Act.KEYBOARD,)),
)
_LOOKS = {
    Look.AS_SYSTEM: "As the computer",
    Look.LIGHT: "Light",
    Look.DARK: "Dark",
    Look.CONTRAST: "High contrast",
}
_ALWAYS = frozenset({Act.LARGER, Act.SMALLER, Act.USUAL_SIZE, Act.LOOK, Act.KEYBOARD, Act.QUIT})
_SIGNED_IN = frozenset(
    {
        *(
            Act.MY_CHILDREN,
            Act.DRAFTS,
            Act.INBOX,
            Act.COURT_WORK,
            Act.REFERRALS,
            Act.ALLOCATION,
            Act.TEAM,
            Act.SUPERVISION,
            Act.THIS_WEEK,
            Act.MISSING,
            Act.LOOKS,
            Act.STAFF,
            Act.LISTS,
            Act.AWAY,
            Act.PASSWORD,
            Act.FIND,
            Act.EVERYWHERE,
        ),
        *(Act.LOCK, Act.SIGN_OUT, Act.NEW_WINDOW, Act.RESET_SIZES, Act.WRITING),
    }
)
_LOCKED = frozenset({Act.SIGN_OUT, Act.LARGER, Act.SMALLER, Act.USUAL_SIZE, Act.LOOK, Act.QUIT})


class Menus(QObject):
    """The menu bar of a window; says which act was chosen."""

    chosen = Signal(Act)

    def __init__(self, window: QMainWindow, appearance: Appearance) -> None:
        super().__init__(window)
        self._appearance = appearance
        self.actions_by_act: dict[Act, QAction] = {}
        self._of_others: AbstractSet[Act] = frozenset()
        for title, acts in _MENUS:
            menu = window.menuBar().addMenu(title)
            for act in acts:
                if act is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self._action(act))
            if title == "&View":
                self._add_looks(menu.addMenu("Colours"))

    def _action(self, act: Act) -> QAction:
        action = QAction(act.words, self)
        action.setShortcuts(_keys(act))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(partial(self._choose, act))
        self.actions_by_act[act] = action
        return action

    def _choose(self, act: Act, _checked: bool = False) -> None:
        self.chosen.emit(act)

    def _add_looks(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for look, words in _LOOKS.items():
            action = QAction(words, self)
            action.setCheckable(True)
            action.setChecked(look is self._appearance.look)
            action.triggered.connect(partial(self._set_look, look))
            group.addAction(action)
            menu.addAction(action)

    def _set_look(self, look: Look, _checked: bool = False) -> None:
        self._appearance.set_look(look)

    def offer(self, acts: AbstractSet[Act], *, signed_in: bool) -> None:
        """Grey out what the page in front cannot do."""
        for act, action in self.actions_by_act.items():
            now = act in _ALWAYS or act in acts or (signed_in and act in _SIGNED_IN)
            action.setEnabled(now and act not in self._of_others)

    @property
    def of_others(self) -> AbstractSet[Act]:
        """What is the work of other roles."""
        return self._of_others

    def leave_out(self, acts: AbstractSet[Act]) -> None:
        """Not even name what is the work of other roles; the next `offer` takes their keys away too."""
        self._of_others = acts
        for act, action in self.actions_by_act.items():
            action.setVisible(act not in acts)

    def lock(self) -> None:
        """Grey out whatever shows or does something in the name of the person who is away."""
        for act, action in self.actions_by_act.items():
            action.setEnabled(act in _LOCKED)


def _keys(act: Act) -> list[QKeySequence]:
    keys = [QKeySequence(act.keys)]
    if act is Act.SAVE:
        keys += [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]
    if act is Act.LARGER:
        keys.append(QKeySequence("Ctrl+="))
    return keys
