"""A hand on the real window, for every test of the desktop that asks."""

from tests.desktop.window import hand

__all__ = ["hand"]
