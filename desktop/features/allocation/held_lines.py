"""Who held a case, and who is named for a file, as lines of tables and as a text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from db.queries.allocation import Holder, Named
from desktop.features.allocation.lines import PARTS, moment
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import day_in_words, short_day, with_marks


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


def _stood(from_at: datetime, to_at: datetime | None) -> str:
    begins = short_day(from_at.astimezone().date())
    if to_at is None:
        return f"since {begins}"
    return f"{begins} to\n{short_day(_last_day(to_at))}"


def _last_day(to_at: datetime) -> date:
    """The last day that was held: what ends at midnight ended with the day before."""
    return (to_at.astimezone() - timedelta(microseconds=1)).date()


def _end(to_at: datetime) -> str:
    here = to_at.astimezone()
    return moment(here) if here.time() != time.min else f"the end of {day_in_words(_last_day(here))}"


def _held(one: Holder) -> str:
    return "never began" if one.never_began else _stood(one.from_at, one.to_at)


def _who(one: Holder) -> str:
    return f"{one.name}\n{', '.join(part for part in (one.job_title, one.team) if part)}".rstrip()


def _part(one: Holder) -> str:
    return PARTS[one.part].capitalize() + ("\nin an emergency" if one.emergency_until else "")


def _standing(one: Holder) -> bool:
    return one.to_at is None or one.to_at > datetime.now(one.to_at.tzinfo)


HOLDERS: tuple[RecordColumn[Holder], ...] = (
    RecordColumn("Who", _who, _as_read, 20, lambda one: _spoken(_who(one)), _standing),
    RecordColumn("As", _part, _as_read, 14, lambda one: _spoken(_part(one)), whole=True),
    RecordColumn("When", _held, _as_read, 15, lambda one: _spoken(_held(one)), whole=True),
    RecordColumn("Why it changed", lambda one: with_marks(one.ended_why), _as_read, 20,
                 lambda one: with_marks(one.ended_why) or "it has not"),
)  # fmt: skip


def _capacity(one: Named) -> str:
    said = labels("access_capacity").get(one.capacity, one.capacity)
    may = "may record" if one.level == "record" else "may read"
    if one.waits or one.removal_id is not None:
        may = f"{'new' if one.waits else 'removal'}: {'you confirm' if one.may_confirm else 'waits'}"
    return f"{said}\n{may}"


NAMED: tuple[RecordColumn[Named], ...] = (
    RecordColumn("Named", lambda one: f"{one.name}\n{one.job_title}".rstrip(), _as_read, 20,
                 lambda one: _spoken(f"{one.name}\n{one.job_title}".rstrip())),
    RecordColumn("In which capacity", _capacity, _as_read, 19, lambda one: _spoken(_capacity(one))),
    RecordColumn("When", lambda one: _stood(one.from_at, one.to_at), _as_read, 15,
                 lambda one: _spoken(_stood(one.from_at, one.to_at)), whole=True),
    RecordColumn("Why", lambda one: with_marks(one.reason), _as_read, 20),
)  # fmt: skip


def told(one: Holder, everybody: Sequence[Holder]) -> str:
    """Everything that the file keeps of one who held it, with what was handed over to them and by them."""
    return with_marks("\n".join(_told(one, everybody)))


def _told(one: Holder, everybody: Sequence[Holder]) -> Iterator[str]:
    yield f"{one.name}, {PARTS[one.part]}"
    yield ", ".join(part for part in (one.job_title, one.team) if part)
    yield from _days(one)
    if one.emergency_until:
        yield f"At once, in an emergency, by {one.proposed_by}, without a talk before"
    elif one.proposed_by:
        yield f"Proposed by {one.proposed_by}: {one.why}"
    if one.talked_on:
        yield f"\nTalk on {day_in_words(one.talked_on)}: {one.took_part}"
        by = f", by {day_in_words(one.agreed_by)}" if one.agreed_by else ""
        yield f"Agreed to do first{by}: {one.agreed_first}"
    for before in everybody:
        if before.to_at == one.from_at and before.handover_note:
            yield f"\nHanded over by {before.name}: {before.handover_note}"
    if one.ended_why:
        yield f"\nWhy it changed: {one.ended_why}" + (f" ({one.ended_by})" if one.ended_by else "")
    if one.handover_note:
        yield f"Handed over: {one.handover_note}"


def _days(one: Holder) -> Iterator[str]:
    if one.cover_from and one.cover_until:
        yield f"Agreed for {day_in_words(one.cover_from)} to {day_in_words(one.cover_until)}"
    if one.never_began:
        yield f"Taken back {moment(one.from_at)}, before it began"
    else:
        yield f"From {moment(one.from_at)}" + (f" to {_end(one.to_at)}" if one.to_at else ", and still")
