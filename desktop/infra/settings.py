"""What the window remembers between days: sizes, columns, the last server and name. Never anything about a child."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """One person's settings on this computer; before sign-in those of the computer account."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("Throughline", "Throughline")
        self._person = ""

    def belong_to(self, login: str) -> None:
        """From now on layouts are this person's."""
        self._person = f"people/{login}/"

    def text(self, key: str, otherwise: str = "") -> str:
        """A remembered text of this computer account."""
        value = self._store.value(key, otherwise)
        return value if isinstance(value, str) else otherwise

    def remember_text(self, key: str, value: str) -> None:
        """Remember a text for this computer account."""
        self._store.setValue(key, value)

    def personal(self, key: str) -> str:
        """The key under which something belongs to whoever is signed in now, also when a second window changes that."""
        return f"{self._person}{key}"

    def number(self, key: str, otherwise: float) -> float:
        """A remembered number of this computer account."""
        try:
            return float(str(self._store.value(key, otherwise)))
        except ValueError:
            return otherwise

    def remember_number(self, key: str, value: float) -> None:
        """Remember a number for this computer account."""
        self._store.setValue(key, str(value))

    def window(self) -> QByteArray:
        """Where and how large the window was on this computer; empty if it has not been here."""
        value = self._store.value("window")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_window(self, value: QByteArray) -> None:
        """Remember where and how large the window is."""
        self._store.setValue("window", value)

    def sizes(self, key: str) -> tuple[int, ...]:
        """Sizes that the person gave the parts of a page; empty if they are as they were made."""
        value = str(self._store.value(self._layout(key), ""))
        return tuple(int(size) for size in value.split() if size.isdigit())

    def remember_sizes(self, key: str, sizes: Iterable[int]) -> None:
        """Remember sizes for the person."""
        self._store.setValue(self._layout(key), " ".join(str(size) for size in sizes))

    def forget_sizes(self) -> None:
        """Let all sizes of the person be as they were made."""
        self._store.remove(self._layout("").rstrip("/"))

    def _layout(self, key: str) -> str:
        return f"{self._person}layout/{key}"
