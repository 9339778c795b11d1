"""The lines of a stage on the screen: who the child is, the days of the stage, and what it says besides."""

from __future__ import annotations

from datetime import date
from functools import partial

from db.domain.stages import Stage
from db.queries.stages import StageLine
from desktop.models.record_table import RecordColumn
from desktop.models.words import NOT_RECORDED, short_day, short_months, with_marks

_SEXES = {"F": "girl", "M": "boy"}
_FAR = date.max


def born(line: StageLine) -> str:
    """The birth in words; of an unborn child when it is expected."""
    if line.born is None:
        return f"expected {short_day(line.expected_on)}" if line.expected_on else NOT_RECORDED
    return line.born_words or short_day(line.born)


def sex(line: StageLine) -> str:
    """Girl or boy, or that it is not recorded."""
    return _SEXES.get(line.sex, NOT_RECORDED)


def _day(day: date | None) -> str:
    return short_day(day) if day is not None else ""


def _child(line: StageLine) -> str:
    marks = [line.reference, *(["sealed"] if line.sealed else ()), *(["file closed"] if line.closed else ())]
    return f"{with_marks(line.name)}\n{' · '.join(marks)}"


def _span(stage: Stage, line: StageLine) -> str:
    """When it began, and under it when it ended or that it runs."""
    began = short_months(line.from_words) or short_day(line.from_on)
    return f"{began}\n{_day(line.to_on) or 'runs'}" if stage.ended else began


def _what(line: StageLine) -> str:
    return "\n".join(part for part in (line.what, line.more) if part)


def _seen(line: StageLine) -> str:
    if line.seen_on is None:
        return "not seen"
    alone = "never alone" if line.alone_on is None else f"alone {short_day(line.alone_on)}"
    return f"{short_day(line.seen_on)}\n{'alone that day' if line.alone_on == line.seen_on else alone}"


def columns_of(stage: Stage) -> tuple[RecordColumn[StageLine], ...]:
    """The columns of a stage; two facts that belong together share one."""
    said: list[RecordColumn[StageLine]] = [
        RecordColumn(
            "Child",
            _child,
            lambda line: (line.name.casefold(), line.reference, line.from_on),
            20,
            spoken=lambda line: _child(line).replace("\n", ", "),
        ),
        RecordColumn(
            "Born",
            lambda line: f"{born(line)}\n{sex(line)}",
            lambda line: line.born or line.expected_on or _FAR,
            12,
            whole=True,
        ),
        RecordColumn(
            "Ethnicity",
            lambda line: with_marks(line.ethnicity) or NOT_RECORDED,
            lambda line: line.ethnicity.casefold(),
            13,
        ),
        RecordColumn(
            stage.began, partial(_span, stage), lambda line: (line.from_on, line.to_on or _FAR), 12, whole=True
        ),
    ]
    if stage.what:
        said.append(RecordColumn(stage.what, _what, _what, 15, spoken=lambda line: _what(line).replace("\n", ", ")))
    if stage.other:
        said.append(
            RecordColumn(
                stage.other, lambda line: _day(line.other_on), lambda line: line.other_on or _FAR, 10, whole=True
            )
        )
    if stage.seen:
        said.append(
            RecordColumn(
                stage.seen,
                _seen,
                lambda line: line.seen_on or date.min,
                15,
                spoken=lambda line: _seen(line).replace("\n", ", "),
                whole=True,
            )
        )
    if stage.times:
        said.append(RecordColumn(stage.times, lambda line: str(line.times or "none"), lambda line: line.times or 0, 8))
    said.append(
        RecordColumn(
            "Worker",
            lambda line: with_marks(line.worker) or "nobody allocated",
            lambda line: line.worker.casefold(),
            13,
        )
    )
    return tuple(said)
