"""Looks as lines of tables and as texts to read, in the words of the office: what happened, and never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from db.domain.looks import (
    QUESTIONS,
    Opening,
    acts_in_words,
    left_in_words,
    opening_in_words,
)
from db.queries.looks import DayOfLooks, GlassOpening, Interest, LookQuestion
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, short_day, with_marks


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


def moment(at: datetime) -> str:
    """Return "22 November 2026 at 14:05", as clocks show it here."""
    here = at.astimezone()
    return f"{day_in_words(here.date())} at {here:%H:%M}"


def short_moment(at: datetime) -> str:
    """Return "22 Nov 2026, 14:05"."""
    here = at.astimezone()
    return f"{short_day(here.date())}, {here:%H:%M}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"


def person(who: str, job_title: str, team: str) -> str:
    """A name, and below it who that is."""
    return with_marks(f"{who}\n{', '.join(part for part in (job_title, team) if part)}".rstrip())


def opening_words(one: Opening) -> str:
    """An opening with its reason, in the labels of the lists."""
    return with_marks(opening_in_words(one, labels("access_capacity"), labels("purpose")))


def bases_of(day: DayOfLooks) -> dict[str, list[datetime]]:
    """The bases of a day, each once, with when the file was opened on it."""
    said: dict[str, list[datetime]] = {}
    for one in day.opened:
        said.setdefault(opening_words(one), []).append(one.at)
    return said


def _bases(day: DayOfLooks) -> str:
    times = ((words, len(at)) for words, at in bases_of(day).items())
    return "; ".join(f"{words} ({number} times)" if number > 1 else words for words, number in times)


def when_and_why(day: DayOfLooks, words: str) -> str:
    """The times at which the file was opened on a basis, and the basis: "14:05 for the team …"."""
    first, *others = bases_of(day)[words]
    more = f", {len(others) + 1} times until {_clock(others[-1])}" if others else ""
    return f"{_clock(first)}{more}: {words}"


def _when(day: DayOfLooks) -> str:
    first, last = _clock(day.first_at), _clock(day.last_at)
    return f"{short_day(day.on_day)}\n{first if first == last else f'{first} to {last}'}"


def _left(day: DayOfLooks) -> str:
    return ", ".join(left_in_words(day.acts))


def _did(day: DayOfLooks) -> str:
    did = "; ".join(acts_in_words(day.acts)) or ("opened and read" if day.opened else "")
    left = _left(day)
    return f"{did}\nLeft the record: {left}" if left else did


DAYS: tuple[RecordColumn[DayOfLooks], ...] = (
    RecordColumn("When", _when, _as_read, 12, lambda one: _spoken(_when(one)), whole=True),
    RecordColumn("Who", lambda one: person(one.who, one.job_title, one.team), _as_read, 17,
                 lambda one: _spoken(person(one.who, one.job_title, one.team))),
    RecordColumn("On which basis, and why", _bases, _as_read, 25,
                 lambda one: _bases(one) or "did not open the file"),
    RecordColumn("What was done", _did, _as_read, 22, lambda one: _spoken(_did(one)), lambda one: bool(_left(one))),
)  # fmt: skip


def told_day(one: DayOfLooks) -> str:
    """Everything that is on record of one person's day at a file."""
    return "\n".join(_told_day(one))


def _told_day(one: DayOfLooks) -> Iterator[str]:
    yield with_marks(one.who)
    yield with_marks(", ".join(part for part in (one.job_title, one.team) if part))
    yield day_in_words(one.on_day)
    if one.opened:
        yield ""
    for opening in one.opened:
        yield f"{_clock(opening.at)}  {opening_words(opening)}"
    yield from _acts(one.acts)


def _acts(acts: Mapping[str, int]) -> Iterator[str]:
    done, left = acts_in_words(acts), left_in_words(acts)
    if done:
        yield f"\nWhat was done: {'; '.join(done)}."
    if left:
        yield f"\nWhat left the record: {'; '.join(left)}."


# Broken glass.


def _due(one: GlassOpening) -> str:
    if one.reviewed_at is not None:
        return f"reviewed {short_day(one.reviewed_at.astimezone().date())}\nby {with_marks(one.reviewed_by)}"
    waits = "yours: somebody else reviews it" if one.own else "not yet reviewed"
    return f"by {short_day(one.due_on)}\n{waits}"


GLASS: tuple[RecordColumn[GlassOpening], ...] = (
    RecordColumn("Opened", lambda one: f"{short_moment(one.opened_at)}\n{one.reference}", _as_read, 17,
                 lambda one: f"{short_moment(one.opened_at)}, file {one.reference}",
                 lambda one: one.reviewed_at is None, whole=True),
    RecordColumn("Who", lambda one: person(one.who, one.job_title, one.team), _as_read, 17,
                 lambda one: _spoken(person(one.who, one.job_title, one.team))),
    RecordColumn("Why", lambda one: with_marks(one.reason), _as_read, 20),
    RecordColumn("Review", _due, _as_read, 18, lambda one: _spoken(_due(one)), lambda one: one.reviewed_at is None,
                 whole=True),
)  # fmt: skip


def told_glass(one: GlassOpening, today: date) -> str:
    """An opening by broken glass: who, when, why, what then, and what was found."""
    return "\n".join(_told_glass(one, today))


def _told_glass(one: GlassOpening, today: date) -> Iterator[str]:
    yield f"{with_marks(one.who)} broke the glass of file {one.reference}"
    yield with_marks(", ".join(part for part in (one.job_title, one.team) if part))
    yield f"On {moment(one.opened_at)}, for an hour"
    yield f"\nWhy: “{with_marks(one.reason)}”"
    done = [*acts_in_words(one.acts), *left_in_words(one.acts)]
    yield f"\nIn that hour: {'; '.join(done)}." if done else "\nIn that hour: opened and read, nothing else."
    if one.reviewed_at is None:
        due = day_in_words(one.due_on)
        yield f"\nStill to be reviewed: it was due by {due}." if one.late(today) else f"\nTo be reviewed by {due}."
        if one.own:
            yield "This opening is your own: somebody else reviews it."
    else:
        late = f", which was due by {day_in_words(one.due_on)}" if one.late(today) else ""
        yield f"\n{with_marks(one.reviewed_by)} reviewed it on {moment(one.reviewed_at)}{late}:"
        yield f"“{with_marks(one.finding)}”"


# Questions.


def asks(one: LookQuestion) -> str:
    """The question as a sentence: what was looked at, what makes one ask, and how often it was."""
    who = with_marks(one.who)
    first, last = one.first_at.astimezone(), one.last_at.astimezone()
    if one.question == "many_files":
        when = f"on {day_in_words(first.date())}, {first:%H:%M} to {last:%H:%M}"
        return f"{who} opened {one.times} files within an hour {when}"
    what = f"{who} opened file {one.reference}{_WHY_ASKED.get(one.question, '')}"
    since = f"on {day_in_words(first.date())}" if first.date() == last.date() else f"since {day_in_words(first.date())}"
    return f"{what}: {_often(one)} {since}"


_WHY_ASKED = {
    "own_name": ", in which somebody has the same family name",
    "own_address": ", in which somebody has, or lately had, the same address",
    "not_theirs": " without ever holding the case or writing in it",
}


def _often(one: LookQuestion) -> str:
    return "once" if one.times == 1 else f"{one.times} times"


def _who_and_often(one: LookQuestion) -> str:
    first, last = one.first_at.astimezone(), one.last_at.astimezone()
    if one.question == "many_files":
        often = f"{one.times} files, {short_day(first.date())}, {first:%H:%M} to {last:%H:%M}"
    else:
        often = f"{_often(one)} {'on' if first.date() == last.date() else 'since'} {short_day(first.date())}"
    return f"{with_marks(one.who)}\n{often}"


def _answered(one: LookQuestion) -> str:
    if one.answered:
        said = next(answer for answer in reversed(one.answers) if answer.now)
        return with_marks(f"{said.note}\n{said.by}, {short_day(said.at.astimezone().date())}")
    if not one.may_answer:
        return "about you:\nsomebody else answers"
    return "not yet answered" + (f"\nearlier: {count(len(one.answers), 'answer')}" if one.answers else "")


ASKED: tuple[RecordColumn[LookQuestion], ...] = (
    RecordColumn("Question", lambda one: f"{QUESTIONS.get(one.question, one.question)}\n{one.reference}".rstrip(),
                 _as_read, 18, lambda one: QUESTIONS.get(one.question, one.question), lambda one: not one.answered),
    RecordColumn("Who, and how often", _who_and_often, _as_read, 29, asks),
    RecordColumn("What is known", _answered, _as_read, 24, lambda one: _spoken(_answered(one))),
)  # fmt: skip


def told_question(one: LookQuestion) -> str:
    """A question with the looks behind it and everything that was answered."""
    return "\n".join(_told_question(one))


def _told_question(one: LookQuestion) -> Iterator[str]:
    yield f"{asks(one)}."
    yield with_marks(", ".join(part for part in (one.job_title, one.team) if part))
    yield "A question, not a finding: there may be a good reason."
    yield f"\nThe looks behind it{', the newest hundred' if one.times > len(one.looks) else ''}:"
    for look in one.looks:
        where = look.reference or "a file of another team"
        yield f"{short_moment(look.opening.at)}  {where}: {opening_words(look.opening)}"
    for answer in one.answers:
        about = "" if answer.now else ", to earlier looks"
        yield f"\n{with_marks(answer.by)} on {moment(answer.at)}{about}:\n“{with_marks(answer.note)}”"


# Who knows a family.


def _stands(one: Interest) -> str:
    if one.lifted_at is not None:
        return f"lifted {short_day(one.lifted_at.astimezone().date())}\nby {with_marks(one.lifted_by)}"
    return "the file is shut to them" + ("\nbut they hold the case" if one.holds_case else "")


KNOWN: tuple[RecordColumn[Interest], ...] = (
    RecordColumn("Said", lambda one: f"{short_moment(one.declared_at)}\n{one.reference}", _as_read, 17,
                 lambda one: f"{short_moment(one.declared_at)}, file {one.reference}", whole=True),
    RecordColumn("Who", lambda one: person(one.who, one.job_title, one.team), _as_read, 17,
                 lambda one: _spoken(person(one.who, one.job_title, one.team))),
    RecordColumn("How they know it", lambda one: with_marks(one.why), _as_read, 20),
    RecordColumn("What follows", _stands, _as_read, 18, lambda one: _spoken(_stands(one)),
                 lambda one: one.lifted_at is None and one.holds_case),
)  # fmt: skip


def told_interest(one: Interest) -> str:
    """That somebody knows a family, and what follows from it."""
    said = [
        f"{with_marks(one.who)} knows the family of file {one.reference}, and said so on {moment(one.declared_at)}",
        with_marks(", ".join(part for part in (one.job_title, one.team) if part)),
        f"\n“{with_marks(one.why)}”",
    ]
    if one.lifted_at is not None:
        said.append(
            f"\n{with_marks(one.lifted_by)} lifted it on {moment(one.lifted_at)}: “{with_marks(one.lifted_why)}”"
        )
    else:
        said.append("\nThe file has been shut to them since then.")
        if one.holds_case:
            said.append("They are still the child’s worker: propose the child to somebody else.")
    return "\n".join(said)


def in_short(openings: tuple[GlassOpening, ...], questions: tuple[LookQuestion, ...], today: date) -> str:
    """The line above the lists."""
    waits = [one for one in openings if one.reviewed_at is None]
    late = [one for one in waits if one.late(today)]
    open_ones = sum(not one.answered for one in questions)
    said = []
    if waits:
        since = "since before the last working day"
        some = f", {since if len(late) == len(waits) else f'{len(late)} of them {since}'}" if late else ""
        said.append(f"{count(len(waits), 'opening')} by broken glass to review{some}.")
    if open_ones:
        said.append(f"{count(open_ones, 'question')} about looks not yet answered.")
    return " ".join(said) or "Nothing waits for you here."
