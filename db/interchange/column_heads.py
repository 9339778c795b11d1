"""What the head of a column means: "When", "Date of event" and "date/time:" are all the date.

Why: every team has its own spreadsheet; a worker should not have to rename columns before their chronology is read.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column is for; OTHER is anything not recognised, which is kept with its head."""

    DATE = "the date"
    UNTIL = "the last date"
    TIME = "the time"
    EVENT = "what happened"
    SOURCE = "the source"
    COMMENT = "a comment"
    OUTCOME = "the action or outcome"
    IMPACT = "the impact on the child"
    SIGNIFICANCE = "the significance"
    PLACE = "the place"
    PRESENT = "who was present"
    OTHER = "kept with the detail"


_HEADS: Mapping[Column, str] = {
    Column.DATE: "when|date|dates|date of event|date of incident|date of contact|event date|incident date|date time"
    "|date and time|from|from date|date from|start|start date|day|date s|date or period|period|when it happened"
    "|date of entry|date of significant event",
    Column.UNTIL: "to|until|till|to date|date to|end|end date|date until",
    Column.TIME: "time|time of event|at|hour|time of incident",
    Column.EVENT: "what happened|what|event|events|event detail|event details|detail|details|detail of event"
    "|details of event|incident|incidents|incident details|details of incident|description|description of event"
    "|event description|significant event|significant events|key event|key events|summary|summary of event|narrative"
    "|occurrence|entry|information|event incident|event or incident|event information",
    Column.SOURCE: "source|sources|who reported|reported by|who told us|reference|references|ref|agency|agencies"
    "|origin|source of information|information source|source reference|source agency|agency source|evidence"
    "|witness or document reference|witness|document reference|how we know|source of info|informant",
    Column.COMMENT: "comment|comments|note|notes|remark|remarks|observations|additional information",
    Column.OUTCOME: "action|actions|outcome|outcomes|response|responses|action taken|actions taken|action outcome"
    "|action or outcome|outcome action|action and outcome|actions and outcome|actions outcomes|action response"
    "|response outcome|result|intervention|actions and outcomes|outcome of action",
    Column.IMPACT: "impact|impact on child|impact on the child|impact on children|impact upon child|effect on child"
    "|effect on the child|impact for child|impact for the child|childs experience|lived experience",
    Column.SIGNIFICANCE: "significance|significant|significant y n|is it significant|importance",
    Column.PLACE: "place|where|location|venue|place of event",
    Column.PRESENT: "present|who was present|who was there|attendees|attended by|people present|persons present",
}
_MEANING = {head: column for column, heads in _HEADS.items() for head in heads.split("|")}
_SERIAL = re.compile(r"(?:no|number|serial|serial number|serial no|s no|row|item|nr)?")


def folded(text: str) -> str:
    """The text in compatibility form, lower case, with single spaces: equal for texts that read the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def head_words(head: str) -> str:
    """A head without case, punctuation and doubled spaces: "Event-Detail:" and "event detail" are one."""
    plain = folded(re.sub("['’]", "", head))
    return " ".join(re.findall(r"[^\W_]+", plain))


def meaning(head: str) -> Column:
    """What one head says; explanations in brackets are ignored, as in "Date (dd/mm/yyyy)"."""
    for words in (head_words(head), head_words(re.sub(r"\(.*?\)", " ", head))):
        if words in _MEANING:
            return _MEANING[words]
    return Column.OTHER


def meanings(heads: Sequence[str]) -> tuple[Column, ...]:
    """What each column is for. Of two date columns the first counts; "Where from … to" needs a date besides."""
    found = [meaning(head) for head in heads]
    for once in (Column.DATE, Column.UNTIL, Column.TIME):
        places = [place for place, column in enumerate(found) if column is once]
        for place in places[1:]:
            found[place] = Column.OTHER
    return tuple(found)


def is_serial(head: str) -> bool:
    """Whether a column only counts the rows ("No.", "Serial"); its numbers say nothing about the child."""
    words = head_words(head)
    return bool(words) and bool(_SERIAL.fullmatch(words))


def is_head_row(cells: Sequence[str]) -> bool:
    """Whether a row names a date column and at least one other thing, so that it can head a chronology."""
    named = [cell for cell in cells if cell]
    return len(named) >= 2 and all(len(cell) <= 100 for cell in named) and Column.DATE in meanings(cells)
