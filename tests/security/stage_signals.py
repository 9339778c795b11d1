"""Signals on the stage: answers of a colleague in several files, and notifications that are legal advice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from db.commands.signals import AnswerSignal, answer_signal
from tests.record import Record

COLLEAGUE = "tl_practitioner_b"


def arrange_signals(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """The colleague answers that a child is new here; two police notifications about the ward are legal advice."""
    found = {}
    colleague = record.session(COLLEAGUE)
    for key, word in (("other", "Zkother"), ("sealed", "Zksealed")):
        answer = uuid4()
        until = date.today() + timedelta(days=14)
        answer_signal(colleague, AnswerSignal(answer, children[key], "newly_referred", "", None, f"{word} said", until))
        found[f"signal_answer_{key}"] = str(answer)
    ward = record.opened(COLLEAGUE, children["ward"])
    for word in ("first", "second"):
        record.write_entry(ward, children["ward"], f"Zklegal {word}", on="today", kind="police", legal_advice=True)
    ward.close()
    colleague.close()
    return found
