"""The form by which one says to a signal what is known about it, and until when that holds."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from db.commands.signals import AnswerSignal, answer_signal
from db.domain.signals import sentence
from desktop.features.caseload.columns import whole_name
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap, typed
from desktop.widgets.form import Field

if TYPE_CHECKING:
    from db.domain.signals import Signal
    from db.queries.caseload import CaseLine

_USUAL_DAYS, _MOST_DAYS = 14, 183
_NOTE = "It stays on record with your name, and holds until that day or until something newer happens."


def ask_about(child: CaseLine, signal: Signal) -> Asked:
    """What is known about a signal."""
    answer_id = uuid4()

    def save(answers: Answers) -> Save:
        note = answers.text("note", "Say what is known.")
        until = answers.to_come("until", "Say until when that holds.")
        today = date.today()
        if until is None or not today <= until <= today + timedelta(days=_MOST_DAYS):
            raise Mistake("until", "Say a day from today on, within half a year.")
        wish = AnswerSignal(answer_id, child.child_id, signal.signal, signal.what, signal.about, note, until)
        return partial(swap, answer_signal, wish)

    fields = (
        Field("note", "What is known?", hint="for example: seen today; in hospital since Monday, ward visited"),
        Field("until", "Until when does that hold?", hint="20 January, in two weeks; at most half a year"),
    )
    first = (("until", typed(date.today() + timedelta(days=_USUAL_DAYS))),)
    title = f"{whole_name(child)}: {sentence(signal, child.born)}"
    return Asked(title, fields, first, save, "Answer", _NOTE)
