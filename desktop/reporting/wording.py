"""The few words of their own that the documents print, and how they set dates and quotations.

Kept apart from the layout so that a change of wording is a change of one small file.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from desktop.reporting.report import ChronologyReport, WrittenReport

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b")
_MONTH_AND_YEAR = re.compile(rf"(?<![\u00a0\w])({'|'.join(_MONTHS)}) (\d{{4}})\b")
_PAGE = re.compile(r"\b(pages?|paragraphs?|pp?\.) (?=\d)", re.IGNORECASE)


def hold_dates(text: str) -> str:
    """Keep a day with its month, or a month with its year, when a date is broken over lines."""
    text = _DAY_AND_MONTH.sub("\\1\u00a0\\2", text)
    return _MONTH_AND_YEAR.sub("\\1\u00a0\\2", text)


def hold_pages(text: str) -> str:
    """Keep a page or paragraph with its number."""
    return _PAGE.sub("\\1\u00a0", text)


def quoted(words: str) -> str:
    """Put the child's words between quotation marks, once."""
    bare = words.strip().strip('"“”').strip()
    return f"“{bare}”" if bare else ""


def day_in_words(day: date) -> str:
    """Return a day as "1 March 2026", whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """Return a moment as "1 March 2026, 14:30"."""
    return f"{day_in_words(moment.date())}, {moment:%H:%M}"


def chronology_facts(report: ChronologyReport) -> list[tuple[str, str]]:
    """The lines of the head block of a chronology; an empty value prints no line."""
    whose = _children(report.children) if report.children else [("Child", report.child), ("Born", report.born)]
    return [*_case(report), *whose, *_origin(report), ("Entries", report.selection)]


def written_facts(report: WrittenReport) -> list[tuple[str, str]]:
    """The lines of the head block of a written report; an empty value prints no line."""
    return [*_case(report), *_children(report.children), *_origin(report)]


def _case(report: ChronologyReport | WrittenReport) -> list[tuple[str, str]]:
    return [("Case number", report.case_number), ("Court", report.court)]


def _origin(report: ChronologyReport | WrittenReport) -> list[tuple[str, str]]:
    return [
        ("Reference", report.reference),
        ("Authority", report.authority),
        ("Prepared by", by(report)),
        ("Prepared on", day_in_words(report.prepared_on)),
        ("Record as at", moment_in_words(report.record_as_at)),
        ("Version", report.version),
        ("Copy for", report.recipients),
    ]


def _children(children: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """A line for each child, the first of them labelled."""
    label = "Child" if len(children) == 1 else "Children"
    lines = [", ".join(filter(None, (name, _born(born)))) for name, born in children]
    return [("" if number else label, line) for number, line in enumerate(lines)]


def _born(born: str) -> str:
    """A date of birth as it goes on after a name."""
    awaited = born.lower().startswith(("unborn", "birth not recorded"))
    return born and (born[:1].lower() + born[1:] if awaited else f"born {born}")


def by(report: ChronologyReport | WrittenReport) -> str:
    """Who wrote it, and as what."""
    return ", ".join(part for part in (report.author, report.author_role) if part)


def names(children: tuple[tuple[str, str], ...]) -> str:
    """The children's names in a row."""
    *others, last = [name for name, _ in children] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def end_line(entries: int) -> str:
    """Return the line after the table, so that a missing last page is noticed."""
    if entries == 0:
        return "End of chronology."
    return f"End of chronology: {entries:,} {'entry' if entries == 1 else 'entries'}."


def unprinted_note(numbers: tuple[str, ...]) -> str:
    """Return the sentence that says which characters no font here has."""
    listed = ", ".join(numbers[:24]) + (f" and {len(numbers) - 24:,} others" if len(numbers) > 24 else "")
    return f"Characters that could not be printed are shown by their Unicode number: {listed}."


def audit_line(seq: int) -> str:
    """Return the words before the head of the audit."""
    return f"Audit record sealed up to event {seq:,}, head:"
