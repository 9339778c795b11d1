"""What is pasted comes in whole or not at all: Qt would cut it off and say nothing, or stand still over it."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from typing_extensions import override

from db.domain.entry import TEXT_LIMIT
from desktop.widgets.aside import say_beside

_ENDLESS = 2**31 - 1
LONGEST_LINE = 10_000
"""Characters that a field of one line takes; each key has to wait for all of them."""
LONGEST_SEARCH = 1_000
"""Characters that are looked for."""
LONGEST_PARAGRAPH = 50_000
"""Characters of one paragraph that a field for text takes; in a megabyte of one, each key waits half a second."""
LONGEST_WORD = 10_000
"""Characters without a space that it takes; Qt needs far longer to break them into lines than as many words."""
_NOTHING = "Nothing of it was put in"
_TOO_LONG_A_LINE = (
    f"Too long for one line: at most {LONGEST_LINE:,} characters. {_NOTHING}: put it where there is room for more, "
    "or add it as a document."
)
_TOO_LONG_A_PARAGRAPH = (
    f"Too long for one paragraph: at most {LONGEST_PARAGRAPH:,} characters, and {LONGEST_WORD:,} without a space. "
    f"{_NOTHING}: break it into paragraphs first, or add it as a document."
)
_TOO_LONG_A_TEXT = f"Too long: at most {TEXT_LIMIT:,} characters. {_NOTHING}: add it as a document."


def take_all(line: QLineEdit) -> None:
    """Let a field of one line take what is pasted whole, or say beside it why not."""
    _limit(line, LONGEST_LINE, _TOO_LONG_A_LINE, kept=True)


def take_search(line: QLineEdit, most: int = LONGEST_SEARCH) -> None:
    """The same for a box in which one types what one looks for."""
    _limit(line, most, f"Too long to look for: at most {most:,} characters. {_NOTHING}.", kept=False)


def takes_line(field: QPlainTextEdit, text: str) -> bool:
    """Whether a field of one line that grows takes a text; if not, it is said beside it."""
    if len(text) <= LONGEST_LINE:
        return True
    say_beside(field, _TOO_LONG_A_LINE)
    return False


def takes_text(field: QPlainTextEdit, text: str) -> bool:
    """Whether a field for text takes it where the cursor is; if not, it is said beside it."""
    words = ""
    if too_long_a_paragraph(text, field.textCursor().block().length()):
        words = _TOO_LONG_A_PARAGRAPH
    elif len(text) + field.document().characterCount() > TEXT_LIMIT:
        words = _TOO_LONG_A_TEXT
    if words:
        say_beside(field, words)
    return not words


def too_long_a_paragraph(text: str, before: int = 0) -> bool:
    """Whether each key in one of the paragraphs would have to wait; `before` stands in front of the first already."""
    if before + len(text) <= LONGEST_WORD:
        return False
    first, *others = map(len, text.split("\n"))
    longest = max(before + first, max(others, default=0))
    return longest > LONGEST_PARAGRAPH or max(map(len, text.split()), default=0) > LONGEST_WORD


def _limit(line: QLineEdit, most: int, words: str, *, kept: bool) -> None:
    line.setMaxLength(_ENDLESS)
    if line.validator() is None:
        line.setValidator(_Whole(line, most, kept))
        line.inputRejected.connect(lambda: say_beside(line, words))


class _Whole(QValidator):
    """Refuses what would make a line longer than it takes; with `kept`, what stands there already can be changed."""

    def __init__(self, line: QLineEdit, most: int, kept: bool) -> None:
        super().__init__(line)
        self._most, self._kept = most, kept
        self._length = len(line.text())
        line.textChanged.connect(self._changed)

    def _changed(self, text: str) -> None:
        self._length = len(text)

    @override
    def validate(self, text: str, place: int) -> object:
        most = max(self._most, self._length + 1) if self._kept else self._most
        return QValidator.State.Acceptable if len(text) <= most else QValidator.State.Invalid
