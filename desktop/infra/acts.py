"""Everything that a key can do in the window, in one place.

So no two acts share a key, and the list of keys that a person reads is the list that works.
"""

from __future__ import annotations

from enum import Enum


class Act(Enum):
    """An act, its words in the menu, and its key."""

    MY_CHILDREN = ("My children", "Ctrl+1")
    FIND = ("Find a child", "Ctrl+K")
    NEW_ENTRY = ("New entry", "Ctrl+N")
    AMEND = ("Amend this entry", "Ctrl+E")
    SAVE = ("Save the entry", "Ctrl+S")
    FIND_IN_FILE = ("Find in this file", "Ctrl+F")
    NEXT_HIT = ("Next place found", "F3")
    PREVIOUS_HIT = ("Previous place found", "Shift+F3")
    COURT = ("Court chronology…", "Ctrl+P")
    BACK = ("Back, or close what is open beside", "Esc")
    CLOSE_FILE = ("Close this file", "Ctrl+W")
    WHOLE_BAND = ("More or less about the child", "Ctrl+B")
    NEXT_PART = ("Go to the next part of the page", "F6")
    NEW_WINDOW = ("Second window", "Ctrl+Shift+N")
    LARGER = ("Larger text", "Ctrl++")
    SMALLER = ("Smaller text", "Ctrl+-")
    USUAL_SIZE = ("Usual text size", "Ctrl+0")
    RESET_SIZES = ("Columns and panes as they were", "Ctrl+Shift+0")
    LOOK = ("Light, dark or high contrast", "Ctrl+Shift+L")
    KEYBOARD = ("Keyboard", "F1")
    SIGN_OUT = ("Sign out", "Ctrl+Shift+Q")
    QUIT = ("Close the window", "Ctrl+Q")

    @property
    def words(self) -> str:
        """The act in words, as menus and the list of keys show it."""
        return self.value[0]

    @property
    def keys(self) -> str:
        """The key, as Qt writes it in portable form."""
        return self.value[1]
