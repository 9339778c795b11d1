"""What is asked before a document is filed: what it is, for whom, and what still stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.domain.findings import KINDS, Finding
from desktop.models.words import count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

FILE_KEYS = "Ctrl+Shift+Return"
_FOR_GOOD = "Filing keeps these very pages for good. Later entries do not change them; another version can follow."
_FOR_ALL = "For the court and all parties: one version, safe for the least trusted of them."


class FilePane(QWidget):
    """A summary and one act."""

    filed = Signal()
    left = Signal()
    to_check = Signal()

    def __init__(
        self, what: str, fields: Mapping[str, str], in_the_way: Sequence[Finding], answered: Sequence[Finding]
    ) -> None:
        super().__init__()
        self.ready = not in_the_way
        case = " · ".join(filter(None, (fields.get(key, "").strip() for key in ("case_number", "court"))))
        recipients, approved = (fields.get(key, "").strip() for key in ("recipients", "approved_by"))
        lines = [
            what,
            with_marks(case) if case else "No case number is given: it can be set under Settings.",
            f"A copy outside the court, for {with_marks(recipients)}; named on each page." if recipients else _FOR_ALL,
            f"Approved by {with_marks(approved)}." if approved else "Nobody is named who approved it (Settings).",
        ]
        if answered:
            lines.append(f"{count(len(answered), 'finding')} may stand, each with its reason: {_kinds(answered)}.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(label("File this document", "title"))
        for line in lines:
            layout.addWidget(label(line))
        said = _blocked(in_the_way) if in_the_way else _FOR_GOOD
        self.said = label(said, "doubt" if in_the_way else "muted", name="Whether it can be filed")
        layout.addWidget(self.said)
        self.file_button = button("File it (Enter)", self.filed.emit, part="main", name="File it", tip=FILE_KEYS)
        self.check_button = button("To the check", self.to_check.emit, part="main", name="Look at the findings first")
        buttons = QWidget()
        flow = Flow(buttons, across=8, down=4)
        flow.addWidget(self.file_button if self.ready else self.check_button)
        flow.addWidget(button("Not now", self.left.emit, name="Do not file it now"))
        self.file_button.setVisible(self.ready)
        self.check_button.setVisible(not self.ready)
        layout.addWidget(buttons)
        layout.addStretch(1)

    def go(self) -> None:
        """Give the keyboard to the one act."""
        (self.file_button if self.ready else self.check_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hold(self, held: bool) -> None:
        """It is on its way, or it is not any more."""
        self.file_button.setEnabled(not held)


def _blocked(findings: Sequence[Finding]) -> str:
    hidden = sum(finding.hidden for finding in findings)
    others = len(findings) - hidden
    words = []
    if hidden:
        words.append(
            f"{count(hidden, 'hidden detail')} must be taken out, or released by a second person with a reason, "
            "who is not the one who files."
        )
    if others:
        words.append(f"{count(others, 'finding')} must be put right, or accepted with a reason: {_kinds(findings)}.")
    return " ".join(words)


def _kinds(findings: Sequence[Finding]) -> str:
    counted = Counter(KINDS.get(finding.kind, finding.kind).casefold() for finding in findings)
    return ", ".join(f"{words} {many}" for words, many in counted.items())
