"""Fonts, colours and sizes, as `resources/style` has them.

One style sheet is made from the tokens for the whole program, so that no page carries colours of its own and light,
dark and high contrast differ in one place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from string import Template

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from desktop.infra.settings import Settings
from resources import resource

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class Look(Enum):
    """How the window looks; AS_SYSTEM follows the computer."""

    AS_SYSTEM = "as the computer"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@cache
def tokens() -> dict[str, dict[str, object]]:
    """The tables of tokens.toml."""
    return tomllib.loads(resource("style", "tokens.toml").read_text(encoding="utf-8"))


@cache
def load_fonts() -> None:
    """Make the window's typeface known to Qt."""
    for weight in ("Regular", "SemiBold", "Italic"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf")))


def icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("icons", "throughline.svg")))


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours for what is painted by hand."""

    ink: QColor
    muted: QColor
    line: QColor
    surface: QColor
    raised: QColor
    selection: QColor
    selection_ink: QColor
    harm: QColor
    protective: QColor
    accent: QColor
    hit: QColor
    hit_ink: QColor
    focus: QColor


class Appearance(QObject):
    """The look and size of the text, for all windows; changing either repaints everything."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        wanted = settings.text("look", Look.AS_SYSTEM.value)
        self.look = next((look for look in Look if look.value == wanted), Look.AS_SYSTEM)
        self.scale = min(max(settings.number("text size", 1.0), 0.8), self._largest)
        load_fonts()
        QLocale.setDefault(ENGLISH)
        self.sheet = ""
        """How everything in a window looks. Windows wear it, not the application: a page that is laid out before it has
        a place in a window would be styled anew with each step."""
        if application.style().name() != "fusion":
            application.setStyle("Fusion")
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def _largest(self) -> float:
        return _number("type", "largest")

    def set_look(self, look: Look) -> None:
        """Change to light, dark, high contrast or whatever the computer says, and remember it."""
        self.look = look
        self._settings.remember_text("look", look.value)
        self._apply()

    def next_look(self) -> None:
        """Go round the looks."""
        looks = [Look.LIGHT, Look.DARK, Look.CONTRAST]
        self.set_look(looks[(looks.index(self.painted) + 1) % len(looks)])

    def set_scale(self, scale: float) -> None:
        """Change the size of the text, from 0.8 to 2 times the usual, and remember it."""
        self.scale = min(max(round(scale, 2), 0.8), self._largest)
        self._settings.remember_number("text size", self.scale)
        self._apply()

    @property
    def painted(self) -> Look:
        """The look that is really shown."""
        if self.look is not Look.AS_SYSTEM:
            return self.look
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Look.DARK if dark else Look.LIGHT

    def paint(self) -> Paint:
        """The colours of the look that is shown."""
        return self._paint

    def _apply(self) -> None:
        font = QFont(str(tokens()["type"]["family"]))
        font.setPointSizeF(_number("type", "size") * self.scale)
        self._application.setFont(font)
        table = {name: str(value) for name, value in tokens()[self.painted.value].items()}
        self._application.setPalette(_palette(table))
        self._settings.remember_text("opening colours", f"{table['window']} {table['ink']}")
        pixels = font.pointSizeF() * 96 / 72
        self._paint = Paint(**{name: QColor(table[name]) for name in Paint.__dataclass_fields__})
        sizes = {name: str(round(pixels * _number("type", name))) for name in ("heading", "title", "small")}
        indicator = round(pixels * 0.7)
        sizes |= {"indicator": str(indicator), "round": str((indicator + 4) // 2)}
        sheet = Template(resource("style", "window.qss").read_text(encoding="utf-8"))
        self.sheet = sheet.safe_substitute(
            table | sizes | {"icons": resource("icons").as_posix(), "look": self.painted.value}
        )
        self.changed.emit()


def space(name: str) -> int:
    """A distance in pixels at 100 %."""
    return int(_number("space", name))


def _number(table: str, name: str) -> float:
    value = tokens()[table][name]
    return float(value) if isinstance(value, int | float) else 0.0


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection_ink",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "accent",
}


def _palette(table: dict[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(table[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(table["muted"]))
    return palette
