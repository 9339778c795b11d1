"""A password of one's own in the place of one that an administrator gave, which opens nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.form import Field
from desktop.widgets.password_form import PasswordForm
from desktop.widgets.text import button, label

_FIELDS = (
    Field("new", "New password", hint="at least ten characters; several words are good"),
    Field("again", "The new password again"),
)


class OwnPassword(QWidget):
    """Two lines that show no letter; says the password once both are the same."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.form = PasswordForm(_FIELDS)
        self.form.entered.connect(self.choose)
        self.button = button("Choose and sign in", self.choose, part="main")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        words = "Your password was set by an administrator. Choose one that only you know; then it goes on."
        layout.addWidget(label(words))
        layout.addWidget(self.form)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Show empty lines, and stand in the first."""
        self.form.clear()
        self.button.setEnabled(True)
        self.setVisible(True)
        self.form.go_to("new")

    def choose(self) -> None:
        """Say what was typed, if it was typed twice."""
        if not self.button.isEnabled():
            return
        if self.form.text("new") != self.form.text("again"):
            self.form.wrong("again", "The two passwords are not the same.")
            return
        self.button.setEnabled(False)
        self.chosen.emit(self.form.text("new"))
