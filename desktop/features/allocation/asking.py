"""The forms of the conversation: to propose, to record a talk, to decline, to withdraw.

A field a child, so that no child goes along with the others unspoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from db.commands.allocation import (
    AgreedChild,
    DeclineAllocation,
    ProposeAllocation,
    ProposedChild,
    RecordTalk,
    WithdrawProposal,
    decline_allocation,
    propose_allocation,
    record_talk,
    withdraw_proposal,
)
from db.domain.draft import Draft
from db.queries.allocation import Discussion, WorkerLoad
from desktop.features.allocation.lines import PARTS, passes
from desktop.infra.codes import code_list
from desktop.models.words import day_in_words, short_months
from desktop.models.workload_words import holds, number
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap
from desktop.widgets.form import Field, Kind

TONIGHT = "Works at once, for 72 hours. Until the talk is recorded and accepted it stands as not yet talked about."


_WEEK, _YEAR = timedelta(days=7), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A child who is to be proposed: the name, and who holds the child now, if somebody does."""

    child_id: UUID
    name: str
    holder: str
    urgent: str = ""


def load_in_words(worker: WorkerLoad) -> str:
    """Return "away until 4 Dec 2026; 17 children, 3 in proceedings; weight 24"."""
    said = f"{short_months(worker.away)}; " if worker.away else ""
    said += f"{holds(worker.children, worker.in_proceedings)}; weight {number(worker.weight)}"
    return said + (f"; {worker.proposed} more proposed" if worker.proposed else "")


def ask_to_propose(
    children: Sequence[Wanted],
    workers: Sequence[WorkerLoad],
    draft: Draft,
    *,
    at_once: bool = False,
    before: UUID | None = None,
) -> Asked:
    """To propose children to a worker; `before` is the proposal whose place it takes."""
    held = any(child.holder for child in children)

    def save(answers: Answers) -> Save:
        part = answers.text("part")
        cover = part == "cover"
        worker = answers.text("to", "Choose the worker.")
        why = answers.text("why", "Say why this worker.")
        lines = [
            ProposedChild(
                child.child_id, answers.text(f"urgent{n}", f"Say what is urgent for {child.name}; “nothing” too.")
            )
            for n, child in enumerate(children)
        ]
        wish = ProposeAllocation(
            draft.op_id,
            UUID(worker),
            why,
            tuple(lines),
            part,
            answers.text("reason") if held and part in ("allocated_worker", "court_adviser") else "",
            answers.to_come("from", "Say from which day.") if cover else None,
            answers.to_come("until", "Say until which day.") if cover else None,
            before,
            at_once,
        )
        return partial(swap, propose_allocation, wish)

    choices = tuple((str(one.staff_id), f"{one.name} · {load_in_words(one)}") for one in workers)
    parts = tuple((code, words.capitalize()) for code, words in PARTS.items() if not (at_once and code == "cover"))
    reasons = tuple((code.code, code.label) for code in code_list("worker_change_reason"))
    fields = (
        Field("to", "Worker", Kind.CHOICE, choices=(("", "Choose a worker"), *choices)),
        Field("part", "As", Kind.RADIO, choices=parts),
        *(() if at_once else (Field("from", "From", hint="the first day"),
                              Field("until", "Until", hint="the last day", beside=True))),
        *((Field("reason", "Why the worker changes", Kind.CHOICE, choices=(("", "Choose the reason"), *reasons)),)
          if held else ()),
        Field("why", "Why them" if not at_once else "Why tonight, and why them", Kind.TEXT, lines=2),
        *(Field(f"urgent{n}", f"Urgent for {child.name}", Kind.ONE_LINE) for n, child in enumerate(children)),
    )  # fmt: skip
    first = (("part", "allocated_worker"), *((f"urgent{n}", child.urgent) for n, child in enumerate(children)))
    whom = ", ".join(child.name for child in children)
    title = f"Allocate at once: {whom}" if at_once else f"Propose {whom}"
    note = TONIGHT if at_once else "Nothing is allocated until you have talked and the worker accepts."
    return Asked(title, fields, first, save, "Allocate at once" if at_once else "Propose", note)


def ask_about_talk(one: Discussion, me: str, draft: Draft) -> Asked:
    """To record the talk about a proposal."""

    def save(answers: Answers) -> Save:
        talked = _talked_on(answers, one)
        took_part = answers.text("took_part", "Say who took part.")
        capacity = answers.text("capacity", "Say what was said about capacity.")
        lines = []
        for n, child in enumerate(one.children):
            agreed = answers.text(f"agreed{n}", f"Say what was agreed to do first for {child.name}.")
            by = _agreed_by(answers, f"by{n}", child.name, talked)
            note = answers.text(f"note{n}", "Say what is handed over.") if child.holder else ""
            lines.append(AgreedChild(child.child_id, agreed, by, note))
        wish = RecordTalk(draft.op_id, one.discussion_id, talked, took_part, capacity, tuple(lines))
        return partial(swap, record_talk, wish)

    fields = [
        Field("talked", "When did you talk?"),
        Field("took_part", "Who took part?"),
    ]
    for n, child in enumerate(one.children):
        fields += [
            Field(f"agreed{n}", f"{child.name}: agreed to do first", Kind.ONE_LINE),
            Field(f"by{n}", "By", hint="a day, such as Friday or 4 December"),
        ]
        if child.holder:
            fields.append(Field(f"note{n}", f"Handed over by {child.holder}", Kind.TEXT, lines=2))
    capacity = "What you said about your capacity" if one.mine else f"What {one.proposed_to} said about capacity"
    fields.append(Field("capacity", capacity, Kind.TEXT, lines=2))
    both = ", ".join(dict.fromkeys((me, one.proposed_by, one.proposed_to)))
    who = "You accept or decline" if one.mine else f"Only {one.proposed_to} can accept,"
    note = f"{who} afterwards. Once it is accepted: {passes(one)}."
    first = (("talked", "today"), ("took_part", both))
    return Asked("The talk", tuple(fields), first, save, "Record the talk", note)


def _talked_on(answers: Answers, one: Discussion) -> date:
    """The day of a talk: at most a week before the proposal, and not before what was answered."""
    talked = answers.exact("talked", "Say when you talked.") or date.today()
    if talked > date.today():
        raise Mistake("talked", f"{day_in_words(talked)} is still to come: record the talk once you have talked.")
    answered = max((answer.answered_at.astimezone().date() for answer in one.answers), default=date.min)
    if talked < answered:
        raise Mistake("talked", f"On {day_in_words(answered)} it was declined: say when you talked after that.")
    if talked < one.proposed_at.astimezone().date() - _WEEK:
        raise Mistake("talked", f"{day_in_words(talked)} is more than a week before it was proposed.")
    return talked


def _agreed_by(answers: Answers, key: str, name: str, talked: date) -> date:
    """The day by which something is done for a child: within a year of the talk."""
    by = answers.to_come(key, f"Say by which day for {name}.") or date.today()
    if by < talked:
        raise Mistake(key, f"{name}: {day_in_words(by)} is before the talk. Say a day from then on.")
    if by > talked + _YEAR:
        raise Mistake(key, f"{name}: {day_in_words(by)} is more than a year after the talk. Say an earlier day.")
    return by


def ask_to_decline(one: Discussion, _draft: Draft) -> Asked:
    """To decline, with a reason that stays."""

    def save(answers: Answers) -> Save:
        return partial(
            swap, decline_allocation, DeclineAllocation(one.discussion_id, answers.text("why", "Say why you decline."))
        )

    fields = (Field("why", "Why", Kind.TEXT, lines=3),)
    note = f"{one.proposed_by} decides then: to talk again, to ask somebody else, or to withdraw it."
    return Asked("Decline", fields, (), save, "Decline", note)


def ask_to_withdraw(one: Discussion, _draft: Draft) -> Asked:
    """To take a proposal back, with a reason that stays."""

    def save(answers: Answers) -> Save:
        reason = answers.text("why", "Say why you withdraw it.")
        return partial(swap, withdraw_proposal, WithdrawProposal(one.discussion_id, reason))

    ends = " What was begun at once ends now." if one.emergency else ""
    note = f"{one.proposed_to} reads your reason here.{ends}"
    return Asked("Withdraw the proposal", (Field("why", "Why", Kind.TEXT, lines=3),), (), save, "Withdraw", note)
