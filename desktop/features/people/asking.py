"""What forms about people ask more than once: a sex, and what one person is to another."""

from __future__ import annotations

from db.commands.people import Tie
from desktop.widgets.asking import Answers

SEXES = (("F", "Female"), ("M", "Male"), ("U", "Not recorded"))


def tie_of(answers: Answers) -> Tie:
    """A relationship."""
    since, until = answers.when("since"), answers.when("until") if "until" in answers.form.fields else None
    responsible = answers.ticked("responsible")
    return Tie(
        answers.text("kind", "Choose who this is."), answers.how, responsible,
        answers.text("responsible_how") if responsible else "", not answers.ticked("uncertain"),
        answers.ticked("together"), since.earliest if since else None, answers.said("since"),
        until.earliest if until else None, answers.said("until"),
    )  # fmt: skip
