"""Proceedings, hearings and parties as lines of tables and as texts to read, in the words of the court."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from db.queries.proceedings import Hearing, Party, Proceedings, Version
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import day_in_words, distance, short_day, with_marks

_KEPT = {"contact": "contact details", "name": "the name", "party": "that this is a party"}
KEPT_PARTY = "a party of whom you are not told"


def hearing_in_words(hearing: Hearing, today: date) -> str:
    """Return "Case management hearing in 12 days, 4 December 2026, 10:30"."""
    words = [f"{_label('hearing_type', hearing.kind)} {distance(hearing.listed_on, today)}", _when(hearing)]
    return ", ".join(words)


def stage_in_words(case: Proceedings) -> str:
    """Where proceedings are: their stage, how they ended, or that they never were."""
    if case.mistaken:
        return "recorded by mistake"
    if case.ended_on is not None:
        return f"ended {short_day(case.ended_on)}\n{case.outcome}"
    since = f"issued {short_day(case.issued_on)}" if case.issued_on else ""
    since = since or (f"letter {short_day(case.letter_on)}" if case.letter_on else "")
    return f"{_label('court_stage', case.stage)}\n{since}".rstrip()


def end_in_words(case: Proceedings, today: date) -> str:
    """Return "26 weeks end in 112 days, 14 March 2027", or the day that the court set and why."""
    if not case.running or case.ends_by is None:
        return ""
    when = f"{distance(case.ends_by, today)}, {day_in_words(case.ends_by)}"
    if case.due_on is None:
        ended = "ended" if case.ends_by < today else "end"
        return f"26 weeks {ended} {when}"
    plain = f"instead of the 26 weeks to {short_day(case.weeks_26_on)}" if case.weeks_26_on else ""
    return " ".join(part for part in (f"to end {when}", plain, f"({case.due_why})") if part)


def summary(case: Proceedings, today: date) -> str:
    """The line above the lists: what comes next and by when proceedings should end."""
    following = case.next_hearing(today)
    said = [hearing_in_words(following, today) if following else ""]
    if case.running and not following:
        said = ["No hearing is listed"]
    said += [end_in_words(case, today), "" if case.running else stage_in_words(case).replace("\n", ": "), _also(case)]
    told = ". ".join(f"{part[0].upper()}{part[1:]}" for part in said if part)
    return with_marks(told)


def _also(case: Proceedings) -> str:
    return "Also concern " + ", ".join(child.name for child in case.children) if case.children else ""


def name_of(case: Proceedings) -> str:
    """What one calls proceedings: the case number, or the application."""
    return case.case_number or _label("application_type", case.application) or "proceedings without a number"


def _case(case: Proceedings) -> str:
    return with_marks(f"{name_of(case)}\n{case.court}".rstrip())


def _stage(case: Proceedings) -> str:
    """Stage and application in two short lines; in full where they are spoken and in the text beside."""
    stage, _, since = stage_in_words(case).partition("\n")
    below = ", ".join(part for part in (case.application if case.application != "other" else "", since) if part)
    return with_marks(f"{stage}\n{below}".rstrip())


def _stage_spoken(case: Proceedings) -> str:
    stage, application = _spoken(stage_in_words(case)), _label("application_type", case.application)
    return with_marks(", ".join(part for part in (stage, application) if part))


def _next(case: Proceedings) -> str:
    following = case.next_hearing(date.today())
    if following is None:
        return "no hearing listed" if case.running else ""
    days = f"{distance(following.listed_on, date.today())}, {short_day(following.listed_on)}"
    return f"{_label('hearing_type', following.kind)}\n{days}"


def _ends_by(case: Proceedings) -> str:
    if not case.running or case.ends_by is None:
        return ""
    return f"{short_day(case.ends_by)}\n{'set by the court' if case.due_on else distance(case.ends_by, date.today())}"


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


CASES: tuple[RecordColumn[Proceedings], ...] = (
    RecordColumn("Case", _case, _as_read, 22, lambda one: _spoken(_case(one)), lambda one: one.running),
    RecordColumn("Stage", _stage, _as_read, 24, _stage_spoken),
    RecordColumn("Next hearing", _next, _as_read, 20, lambda one: _spoken(_next(one)) or "none"),
    RecordColumn("To end by", _ends_by, _as_read, 11, lambda one: _spoken(_ends_by(one)) or "no day"),
)  # fmt: skip


def _when(hearing: Hearing) -> str:
    return ", ".join(part for part in (day_in_words(hearing.listed_on), hearing.listed_at) if part)


def _to_come(hearing: Hearing) -> bool:
    return hearing.listed_on >= date.today() and not hearing.status


def _soonest(hearing: Hearing) -> tuple[bool, int]:
    """What is to come first, the soonest on top; below it what has been, the newest on top."""
    day = hearing.listed_on.toordinal()
    return (not _to_come(hearing), day if _to_come(hearing) else -day)


def _became(hearing: Hearing) -> str:
    status = _label("hearing_status", hearing.status).split(":")[0]
    if not status and not hearing.outcome:
        return distance(hearing.listed_on, date.today()) if _to_come(hearing) else "no outcome recorded"
    return with_marks(": ".join(part for part in (status, hearing.outcome) if part))


def _hearing(hearing: Hearing) -> str:
    return with_marks(f"{_label('hearing_type', hearing.kind)}\n{hearing.venue}".rstrip())


def _date(hearing: Hearing) -> str:
    return f"{short_day(hearing.listed_on)}\n{hearing.listed_at}".rstrip()


HEARINGS: tuple[RecordColumn[Hearing], ...] = (
    RecordColumn("Date", _date, _soonest, 11, lambda one: _spoken(_date(one)), _to_come),
    RecordColumn("Hearing, where", _hearing, _soonest, 30, lambda one: _spoken(_hearing(one))),
    RecordColumn("Outcome", _became, _soonest, 30),
)


def hidden_mark(party: Party) -> str:
    """What is hidden of a party, as far as one is told."""
    if party.kept:
        return f"hidden from you too:\n{_KEPT[party.kept]}"
    return f"hidden: {_KEPT[party.hidden]}\nfrom {party.hidden_from}" if party.hidden else ""


def _part(party: Party) -> str:
    left = "recorded by mistake" if party.mistaken else f"until {short_day(party.ended_on)}" if party.ended_on else ""
    return f"{_label('party_part', party.part) or 'hidden'}\n{left}".rstrip()


def called(party: Party) -> str:
    """The name of a party, or that it is kept."""
    return party.name or (KEPT_PARTY if party.kept == "party" else "name hidden")


PARTIES: tuple[RecordColumn[Party], ...] = (
    RecordColumn("Part", _part, _as_read, 17, lambda one: _spoken(_part(one))),
    RecordColumn("Name", lambda one: with_marks(called(one)), _as_read, 19,
                 strong=lambda one: not one.ended_on and not one.mistaken),
    RecordColumn("Represented by", lambda one: with_marks(one.representative), _as_read, 20,
                 lambda one: with_marks(one.representative) or "nobody recorded"),
    RecordColumn("Hidden", lambda one: with_marks(hidden_mark(one)), _as_read, 22,
                 lambda one: with_marks(_spoken(hidden_mark(one))) or "nothing"),
)  # fmt: skip


def told(one: Version, past: tuple[Version, ...], today: date) -> str:
    """Everything that is recorded of one line as it stands, and below it what stood before."""
    parts = [_said(one, today)]
    before = [_said(each, today) for each in past if id_of(each) == id_of(one) and each.version < one.version]
    if before:
        parts += ["What stood before:", *before]
    return with_marks("\n\n".join(parts))


def id_of(one: Version) -> object:
    """The id of what a version is of."""
    if isinstance(one, Hearing):
        return one.hearing_id
    return one.party_id if isinstance(one, Party) else one.proceedings_id


def _said(one: Version, today: date) -> str:
    lines = (
        _of_hearing(one, today) if isinstance(one, Hearing) else _of_party(one) if isinstance(one, Party)
        else _of_case(one, today)
    )  # fmt: skip
    return "\n".join([line for line in lines if line] + [_recorded(one.how_known, one.by, one.at)]).rstrip()


def _of_case(case: Proceedings, today: date) -> Iterator[str]:
    yield f"{name_of(case)}, {'private' if case.law == 'private' else 'public'} law"
    yield case.court
    yield _label("application_type", case.application)
    yield f"Stage: {_label('court_stage', case.stage)}"
    yield f"Letter before proceedings: {day_in_words(case.letter_on)}" if case.letter_on else ""
    yield f"Issued: {day_in_words(case.issued_on)}" if case.issued_on else ""
    end = end_in_words(case, today)
    yield f"{end[:1].upper()}{end[1:]}"
    yield f"Ended: {day_in_words(case.ended_on)}, {case.outcome}" if case.ended_on else ""
    yield "Recorded by mistake" if case.mistaken else ""
    yield _also(case)


def _of_hearing(hearing: Hearing, today: date) -> Iterator[str]:
    yield hearing_in_words(hearing, today)
    yield hearing.venue
    yield _label("hearing_status", hearing.status)
    yield f"Outcome: {hearing.outcome}" if hearing.outcome else ""


def _of_party(party: Party) -> Iterator[str]:
    name = called(party)
    yield f"{name[0].upper()}{name[1:]}, {_label('party_part', party.part).lower()}".rstrip(", ")
    yield f"Represented by {party.representative}" if party.representative else ""
    if party.kept:
        yield f"Hidden from you too: {_KEPT[party.kept]}."
    elif party.hidden:
        yield f"HIDDEN: {_KEPT[party.hidden]}\n    from {party.hidden_from}: {party.hidden_why}"
    yield f"Left the proceedings: {day_in_words(party.ended_on)}" if party.ended_on else ""
    yield "Recorded by mistake" if party.mistaken else ""


def _recorded(how: str, by: str, at: datetime | None) -> str:
    by_whom = f"recorded by {by} on {short_day(at.astimezone().date())}" if by and at is not None else ""
    return "    " + " · ".join(part for part in (how, by_whom) if part)


def _label(name: str, code: str) -> str:
    return labels(name).get(code, code)
