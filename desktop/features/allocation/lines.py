"""Conversations about an allocation as lines of a table and as a text to read, in the words of the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from db.queries.allocation import DiscussedChild, Discussion, Talk
from db.queries.files import ChildLine
from desktop.models.record_table import RecordColumn
from desktop.models.words import (
    age_in_words,
    count,
    day_in_words,
    distance,
    names_together,
    short_day,
    short_months,
    with_marks,
)

PARTS = {
    "allocated_worker": "worker",
    "second_worker": "second worker",
    "court_adviser": "court adviser",
    "cover": "cover",
}


def moment(at: datetime) -> str:
    """Return "22 November 2026 at 14:05", as clocks show it here."""
    here = at.astimezone()
    return f"{day_in_words(here.date())} at {here:%H:%M}"


def names(one: Discussion) -> str:
    """The children of a conversation: "Ava and Bea Demir"."""
    return names_together([child.name for child in one.children])


def stands(one: Discussion, worker: str, manager: str) -> str:
    """How a conversation stands, as the reader looks at it; the two are called so where it is not the reader."""
    if one.stage == "accepted":
        return "accepted"
    if one.stage == "withdrawn":
        return "withdrawn"
    if one.stage == "declined":
        return f"declined\n{'you decide' if one.may_decide else f'{manager} decides'}"
    if one.stage == "talked":
        return f"talked about\n{'you answer' if one.mine else f'{worker} answers'}"
    return f"{'begun in an emergency' if one.emergency else 'proposed'}\nnot yet talked about"


def did(answer: str) -> str:
    """An answer as what somebody did."""
    return "withdrew it" if answer == "withdrawn" else answer


_OWED = {"proposed": "not yet talked about", "talked": "not yet accepted", "declined": "declined"}
"""What an emergency owes, by its stage."""


def passes(one: Discussion) -> str:
    """What becomes of the children once it is accepted: "Nadia Demir goes from Jo Ellis to Sam Example"."""
    days = ""
    if one.cover_from and one.cover_until:
        days = f" from {day_in_words(one.cover_from)} until {day_in_words(one.cover_until)}"
    held = [(child.name, child.holder) for child in one.children]
    return what_it_does(held, one.proposed_to, one.part, one.change_reason, days)


def what_it_does(children: Sequence[tuple[str, str]], to: str, part: str, reason: str, days: str) -> str:
    """The same of children by name with who holds them now."""
    if part == "cover":
        said = ", ".join(f"{to} covers {name}{days}" for name, _ in children)
    elif part == "allocated_worker":
        said = ", ".join(
            f"{name} is {to}’s already" if holder == to else f"{name} goes {f'from {holder} ' if holder else ''}to {to}"
            for name, holder in children
        )
    else:
        said = ", ".join(f"{to} becomes {PARTS[part]} of {name}" for name, _ in children)
    return f"{said} because: {reason}" if reason else said


def at_once(one: Discussion) -> str:
    """How an emergency that is not settled stands: "at once, not yet talked about"."""
    return f"at once, {_OWED[one.stage]}"


def _works(one: Discussion) -> bool:
    """Whether somebody works with the children now because of an emergency."""
    return one.owes_talk and one.works_until is not None and one.works_until > datetime.now(one.works_until.tzinfo)


def _emergency(one: Discussion) -> list[str]:
    """Of an emergency that is not settled: how it stands, who is responsible now, and what has to happen."""
    head = f"IN AN EMERGENCY, {_OWED[one.stage].upper()}"
    if one.stage == "declined":
        head += f" ON {day_in_words(one.answers[-1].answered_at.astimezone().date()).upper()}"
    until = moment(one.works_until) if one.works_until is not None else ""
    are = "You are" if one.mine else f"{one.proposed_to} is"
    works = (
        f"{are} responsible now, until {until}." if _works(one) else f"{are} not responsible any more, since {until}."
    )
    return [head, works, _to_do(one)]


def _to_do(one: Discussion) -> str:
    who = "You have" if one.may_decide else f"{one.proposed_by} has"
    if one.stage == "declined":
        return f"{who} to decide: talk again, ask somebody else, or withdraw it."
    talk = "the talk is recorded and " if one.stage == "proposed" else ""
    return f"It becomes an allocation when {talk}{'you accept' if one.mine else f'{one.proposed_to} accepts'}."


def _children(one: Discussion) -> str:
    references = ", ".join(child.reference for child in one.children)
    return with_marks(f"{names(one)}\n{references}")


def _parties(one: Discussion) -> str:
    """The other of the two, and the part."""
    if one.mine:
        return f"from {one.proposed_by}\nas {PARTS[one.part]}"
    return f"{one.proposed_to}\nas {PARTS[one.part]}{f', {short_months(one.away)}' if one.away else ''}"


def _stands(one: Discussion) -> str:
    """How it stands in a narrow column, beside the one that names the other."""
    return _begun(stands(one, "the worker", "the manager"))


def _stands_named(one: Discussion) -> str:
    return _spoken(_begun(stands(one, one.proposed_to, one.proposed_by)))


def _begun(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _when(one: Discussion) -> str:
    day = one.proposed_at.astimezone().date()
    return f"{distance(day, date.today())}\n{short_day(day).rpartition(' ')[0]}"


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


DISCUSSIONS: tuple[RecordColumn[Discussion], ...] = (
    RecordColumn("Children", _children, _as_read, 24, lambda one: _spoken(_children(one)), lambda one: not one.settled),
    RecordColumn("With whom", _parties, _as_read, 19, lambda one: _spoken(_parties(one))),
    RecordColumn("How it stands", _stands, _as_read, 23, _stands_named, lambda one: one.waits_for_me, whole=True),
    RecordColumn("Proposed", _when, _as_read, 10, lambda one: _spoken(_when(one)), whole=True),
)


def _child(child: ChildLine) -> str:
    return with_marks(f"{child.name}\n{child.reference}")


def _by_worker(child: ChildLine) -> tuple[str, str]:
    """Whom nobody holds first, then worker by worker."""
    return child.worker.casefold(), child.name.casefold()


def children_columns(proposed: Mapping[UUID, str]) -> tuple[RecordColumn[ChildLine], ...]:
    """The columns of the children of a team; `proposed` tells how that stands of whom is proposed."""

    def now(child: ChildLine) -> str:
        parts = (child.worker, "; ".join(filter(None, (short_months(child.worker_away), proposed.get(child.child_id)))))
        return "\n".join(part for part in parts if part) or "nobody allocated"

    return (
        RecordColumn("Child", _child, lambda child: child.name.casefold(), 24, lambda child: _spoken(_child(child))),
        RecordColumn("Age", lambda child: age_in_words(child.born, child.expected_on, date.today(), child.born_latest),
                     lambda child: child.born or date.max, 12, whole=True),
        RecordColumn("Worker now", now, _by_worker, 24, lambda child: _spoken(now(child)),
                     lambda child: not child.worker and child.child_id not in proposed),
    )  # fmt: skip


WORKER_NOW = 2


def told(one: Discussion) -> str:
    """Everything that was said, from the proposal on."""
    return with_marks("\n\n".join("\n".join(part) for part in _told(one)))


def _told(one: Discussion) -> Iterator[list[str]]:
    days = ""
    if one.cover_from and one.cover_until:
        days = f", {day_in_words(one.cover_from)} to {day_in_words(one.cover_until)}"
    yield [f"{names(one)}: {PARTS[one.part]}{days}, proposed to {one.proposed_to}", f"{_stands_named(one)}."]
    if one.away and not one.mine:
        yield [f"{one.proposed_to} is {one.away}."]
    if one.owes_talk:
        yield _emergency(one)
    yield [
        f"{one.proposed_by} proposed it on {moment(one.proposed_at)}:",
        one.why,
        f"{one.proposed_to} at that time: {one.held_then}.",
        *([f"Why the worker changes: {one.change_reason}"] if one.change_reason else []),
    ]
    for child in one.children:
        yield list(_of_child(child, one))
    said = [(talk.recorded_at, _of_talk(talk, one)) for talk in one.talks]
    said += [
        (
            answer.answered_at,
            [f"{answer.by} {did(answer.answer)} on {moment(answer.answered_at)}", answer.reason],
        )
        for answer in one.answers
    ]
    for _at, lines in sorted(said, key=lambda each: each[0]):
        yield [line for line in lines if line]


def _of_child(child: DiscussedChild, one: Discussion) -> Iterator[str]:
    age = age_in_words(child.born, child.expected_on, date.today(), child.born_latest)
    yield f"{child.name}, {age}, {child.reference}"
    yield f"Urgent: {child.urgent}"
    if child.holder and _works(one):
        yield f"Held before by {child.holder}, and again unless this is accepted"
    elif child.holder:
        yield f"Held now by {child.holder}, until this is accepted"
    elif one.owes_talk and not _works(one):
        yield f"Held by nobody; {one.proposed_by} answers for the child until somebody accepts"


def _of_talk(talk: Talk, one: Discussion) -> list[str]:
    lines = [
        f"Talk on {day_in_words(talk.talked_on)}, recorded by {talk.by}",
        f"Took part: {talk.took_part}",
        f"{one.proposed_to} about capacity: {talk.capacity_said}",
    ]
    for child in one.children:
        agreed = talk.about(child.child_id)
        if agreed is None:
            continue
        by = f"by {day_in_words(agreed.agreed_by)}: " if agreed.agreed_by else ""
        lines.append(f"{child.name}, {by}{agreed.agreed_first}")
        if agreed.handover_note:
            lines.append(f"    Handed over: {agreed.handover_note}")
    return lines


def emergencies(found: Sequence[Discussion]) -> list[str]:
    """How many emergencies are not settled, by what they owe: "1 emergency allocation not yet talked about"."""
    stages = [one.stage for one in found if one.owes_talk]
    owed = ((stages.count(stage), words) for stage, words in _OWED.items())
    return [f"{count(number, 'emergency allocation')} {words}" for number, words in owed if number]


def waiting(found: Sequence[Discussion], *, manages: bool) -> str:
    """The line above the lists."""
    waits = sum(one.waits_for_me if manages else one.waits_for_answer for one in found)
    said = []
    if waits:
        said.append(f"{count(waits, 'proposal')} {'waits' if waits == 1 else 'wait'} for your "
                    f"{'decision' if manages else 'answer'}")  # fmt: skip
    said += emergencies(found)
    if not said:
        said.append("Nothing waits for you")
    how = "Insert proposes the children chosen below." if manages else "Enter says the next word."
    return f"{'; '.join(said)}. {how}"
