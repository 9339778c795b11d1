"""The forms of proceedings as a whole: recorded, put right, and ended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from db.commands.proceedings import CaseFacts, RecordProceedings, record_proceedings
from db.queries.proceedings import CourtChild, Proceedings
from desktop.features.proceedings.asking import HOW, MISTAKEN, STAYS, Standing, choices
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap, ticked, typed
from desktop.widgets.form import Field, Kind


def ask_for_case(child_id: UUID, standing: Standing[Proceedings], others: tuple[CourtChild, ...]) -> Asked:
    """To record proceedings, or to put them right; `others` are the brothers and sisters who may stand in them."""
    case = standing.item
    sisters = tuple(Field(f"child {one.child_id}", f"Also concern {one.name}", Kind.CHECK) for one in others)

    def save(answers: Answers) -> Save:
        stood = standing.item
        facts = _case_facts(answers)
        if stood is not None:
            facts = replace(facts, ended_on=stood.ended_on, outcome=stood.outcome, mistaken=stood.mistaken)
        chosen = tuple(one.child_id for one in others if answers.ticked(f"child {one.child_id}"))
        wish = RecordProceedings(
            standing.op_id, standing.item_id, child_id, facts, answers.how, chosen, standing.base
        )  # fmt: skip
        return partial(swap, record_proceedings, wish)

    fields = (*_CASE_FIELDS[:7], *sisters, *_CASE_FIELDS[7:], HOW)
    concerned = {child.child_id for child in case.children} if case else {one.child_id for one in others}
    first = [(f"child {one.child_id}", ticked(one.child_id in concerned)) for one in others]
    if case is None:
        return Asked("New proceedings", fields, (("law", "public"), *first), save)
    first += [
        ("law", case.law), ("stage", case.stage), ("application", case.application), ("case_number", case.case_number),
        ("court", case.court), ("letter_on", typed(case.letter_on)), ("issued_on", typed(case.issued_on)),
        ("due_on", typed(case.due_on)), ("due_why", case.due_why),
    ]  # fmt: skip
    return Asked("Correct the proceedings, or change their stage", fields, tuple(first), save, note=STAYS)


_CASE_FIELDS = (
    Field("stage", "Stage", Kind.CHOICE, choices=choices("court_stage")),
    Field("law", "Law", Kind.RADIO, choices=(("public", "Public"), ("private", "Private"))),
    Field("application", "Application", Kind.CHOICE,
          choices=(("", "Not made yet"), *choices("application_type"))),
    Field("case_number", "Case number", hint="for example ZW26C50123"),
    Field("court", "Court", beside=True),
    Field("letter_on", "Letter before proceedings sent", hint="a date, or empty"),
    Field("issued_on", "Issued by the court", hint="a date; empty before it is", beside=True),
    Field("due_on", "Day set by the court instead of the 26 weeks", hint="empty: the 26 weeks count"),
    Field("due_why", "Why the court set it", given="due_on"),
)  # fmt: skip


def _case_facts(answers: Answers) -> CaseFacts:
    due_on = answers.to_come("due_on")
    issued_on = answers.exact("issued_on")
    if issued_on is None and answers.text("stage") not in ("letter", "meetings"):
        raise Mistake("issued_on", "Say when the application was issued, or choose a stage before it.")
    return CaseFacts(
        answers.text("law", "Choose public or private law."), answers.text("stage"), answers.text("case_number"),
        answers.text("court"), answers.text("application"), answers.exact("letter_on"), issued_on, due_on,
        answers.text("due_why", "Say why the court set another day.") if due_on else "",
    )  # fmt: skip


def ask_to_end_case(child_id: UUID, standing: Standing[Proceedings]) -> Asked:
    """To end proceedings with their outcome, or to say that they never were."""

    def save(answers: Answers) -> Save:
        case = standing.item
        assert case is not None  # noqa: S101 (only what stands can end)
        wrong = answers.ticked("mistaken")
        ended_on = None if wrong else answers.exact("ended_on", "Say when they ended." if case.running else "")
        outcome = answers.text("outcome", "Say how they ended.") if ended_on else ""
        facts = CaseFacts(
            case.law, case.stage, case.case_number, case.court, case.application, case.letter_on, case.issued_on,
            case.due_on, case.due_why, ended_on, outcome, wrong,
        )  # fmt: skip
        children = tuple(child.child_id for child in case.children)
        wish = RecordProceedings(
            standing.op_id, standing.item_id, child_id, facts, answers.how, children, standing.base
        )
        return partial(swap, record_proceedings, wish)

    fields = (
        Field("ended_on", "Ended on", hint="a date"),
        Field(
            "outcome", "How they ended", Kind.TEXT, lines=2, hint="for example: care order made; application withdrawn"
        ),
        MISTAKEN,
        HOW,
    )
    case = standing.item
    if case is None or case.running:
        return Asked("End the proceedings", fields, (), save, "End them", STAYS)
    first = (("ended_on", typed(case.ended_on)), ("outcome", case.outcome), ("mistaken", ticked(case.mistaken)))
    return Asked("How the proceedings ended", fields, first, save, note=f"Without day and tick they go on. {STAYS}")
