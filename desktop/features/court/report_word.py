"""The Word copy of a report, which is decided paragraph by paragraph when it comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from db.domain.document_parts import paragraphs
from db.errors import Refused
from db.queries.court_documents import court_document
from db.session import Session
from desktop.features.court.keeping import Fields
from desktop.features.court.report_drawing import report_of
from desktop.features.court.report_opening import OpenedReport
from desktop.features.court.return_pane import Incoming
from desktop.features.court.word_going import Compare, WordGoing, not_taken_over, of_which
from desktop.features.court.written import headings
from desktop.reporting.report import WrittenReport
from desktop.reporting.word_return import Fate, ParagraphChange, Returned, paragraph_changes, read_word_copy

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage


class ReportWord(WordGoing):
    """Both ways, of a report."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._report = page

    @override
    def copy_of(self, version: int, fields: Fields) -> Callable[[], bytes] | None:
        page = self._report
        if page.opened is None:
            return None
        report = partial(report_of, page.session, page.opened, fields, version, page.papers)
        return partial(_copy, report, page.opened.document_id, version)

    @override
    def comparing(self, fields: Fields) -> Compare | None:
        page = self._report
        if page.opened is None:
            return None
        return partial(_compare, page.session, page.opened, page.document_id, fields)


def _copy(report: Callable[[], WrittenReport], document_id: UUID, version: int) -> bytes:
    from desktop.reporting.word_copy import word_copy  # noqa: PLC0415 (python-docx on the first copy)

    return word_copy(report(), document_id, version)


def _compare(
    session: Session, opened: OpenedReport, document_id: UUID, fields: Mapping[str, str], data: bytes
) -> Incoming:
    headed = headings(opened.template, opened.names, fields)
    returned = read_word_copy(data, headed, fields, document_id)
    if returned.other_document:
        raise Refused("This is a Word copy of another document. Nothing was taken in.")
    copied = fields
    if returned.version:
        copied = court_document(session, opened.children[0], document_id, returned.version).fields
        returned = read_word_copy(data, headed, copied, document_id)
    kept_as_copied = paragraph_changes(copied, returned.fields)
    touched = {change.field for change in kept_as_copied if change.fate is not Fate.KEPT}
    changes = paragraph_changes(fields, {name: text for name, text in returned.fields.items() if name in touched})
    offered = tuple(place for place, change in enumerate(changes) if _was_changed_there(change, copied, fields))
    return Incoming(_told(returned), returned.outside, fields, changes, offered)


def _was_changed_there(change: ParagraphChange, copied: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the other hand did it: what only stands otherwise here, since the copy was made, is none of theirs."""
    if change.fate is Fate.KEPT:
        return False
    then, here = ({_plain(words) for words in paragraphs(fields.get(change.field, ""))} for fields in (copied, now))
    if change.fate is Fate.GONE:
        return _plain(change.before) in then
    return _plain(change.after) not in then or _plain(change.after) in here


def _plain(words: str) -> str:
    return " ".join(words.split())


def _told(returned: Returned) -> str:
    parts = [of_which(returned.version)]
    if returned.lost:
        parts.append(f"Headings that are not in it any more: {'; '.join(returned.lost)}.")
    if returned.worded_anew:
        worded = "; ".join(f"{before} is now {after}" for before, after in returned.worded_anew)
        parts.append(f"Headings worded anew, which is not taken over: {worded}.")
    others = {
        "comment": returned.comments, "tracked change": returned.tracked, "footnote": returned.notes,
        "picture": returned.pictures,
    }  # fmt: skip
    if left := not_taken_over(others):
        parts.append(left)
    if returned.outside:
        parts.append("This text stands under no section; put it where it belongs yourself:")
    return " ".join(parts)
