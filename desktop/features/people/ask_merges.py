"""Forms about two people who may be one: proposed by anybody, decided by a manager.

Whoever proposes does not decide, so the two are two forms.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

from db.commands.people import DecideMerge, ProposeMerge, decide_merge, propose_merge
from db.domain.people import ChildsPeople, Person
from desktop.widgets.asking import Answers, Asked, Save, swap
from desktop.widgets.form import Field, Kind


def ask_for_merge(facts: ChildsPeople, kept: tuple[UUID, str], gone: tuple[UUID, str]) -> Asked:
    """To propose that two people are one."""
    merge = uuid4()

    def save(answers: Answers) -> Save:
        why = answers.text("how", "Say why you think so.")
        return partial(swap, propose_merge, ProposeMerge(facts.child_id, merge, kept[0], gone[0], why))

    note = "A manager decides. If they are one, everything recorded of both stands under the first."
    fields = (Field("how", "Why do you think so?"),)
    return Asked(f"{kept[1]} and {gone[1]}: one person?", fields, (), save, "Propose to the manager", note)


def ask_for_same(facts: ChildsPeople, person: Person) -> Asked:
    """To propose that a person is somebody else who is around the child too."""
    merge = uuid4()
    others = tuple((str(one.person_id), one.called) for one in facts.people
                   if one.person_id not in (person.person_id, facts.child_id))  # fmt: skip

    def save(answers: Answers) -> Save:
        other = UUID(answers.text("other", "Choose who it is."))
        why = answers.text("how", "Say why you think so.")
        return partial(swap, propose_merge, ProposeMerge(facts.child_id, merge, person.person_id, other, why))

    fields = (Field("other", "The same person as", Kind.CHOICE, choices=others), Field("how", "Why do you think so?"))
    note = "A manager decides. If they are one, everything recorded of both stands under the first."
    return Asked(f"{person.called}: recorded twice?", fields, (), save, "Propose to the manager", note)


def ask_for_decision(child_id: UUID, merge_id: UUID, kept: str, gone: str, why: str) -> Asked:
    """For a manager, to decide on a proposal."""

    def save(answers: Answers) -> Save:
        one = answers.text("decision", "Decide whether they are one person.") == "one"
        return partial(swap, decide_merge, DecideMerge(child_id, merge_id, one, answers.text("how", "Say why.")))

    choices = (("one", "One person"), ("two", "Two people"))
    fields = (Field("decision", "They are", Kind.RADIO, choices=choices), Field("how", "Why do you decide so?"))
    return Asked(f"{kept} and {gone}", fields, (), save, "Decide", f"Proposed because: {why}")
