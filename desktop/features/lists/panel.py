"""The form about a line: it says what the answers would do while one fills it in, and asks why."""

from __future__ import annotations

from collections.abc import Callable

from desktop.features.lists.listing import Question
from desktop.infra.writer import Writer
from desktop.widgets.asking import Answers, Asked, Mistake, Save
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.form import Field, Kind
from desktop.widgets.text import label

MOST_WHY = 500
WHY = Field("why", "Why", Kind.ONE_LINE, hint="stands in the history")


class QuestionPanel(AskingPanel):
    """`seen` says of a line's key the newest change that the person had before them."""

    def __init__(self, question: Question, writer: Writer, seen: Callable[[str], int]) -> None:
        self.key = question.key
        """The line's, once it is known."""

        def save(answers: Answers) -> Save:
            question.make(answers, "", None)  # what is wrong above comes first
            why = answers.text("why", "Say why, in a few words." if question.needs_why else "")
            if len(why) > MOST_WHY:
                raise Mistake("why", f"At most {MOST_WHY} characters, please.")
            self.key = question.key_of(answers) if question.key_of is not None else question.key
            return question.make(answers, why, seen(self.key))

        asked = Asked(question.title, (*question.fields, WHY), question.first, save, note=question.note)
        super().__init__(asked, writer)
        self.question = question
        self.effect = label("", "muted", name="What this does")
        self.effect.setVisible(False)
        self.column.insertWidget(self.column.indexOf(self.form) + 1, self.effect)
        self.form.changed.connect(self._tell)
        self._tell()

    def _tell(self, _key: str = "") -> None:
        """Say what it would do, as far as it is understood."""
        if self.question.effect is None:
            return
        try:
            words = self.question.effect(Answers(self.form))
        except Mistake:
            words = ""
        self.effect.setText(words)
        self.effect.setVisible(bool(words))
