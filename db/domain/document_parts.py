"""The parts of a document as its template asks for them: which texts there are, how long they are, what is missing.

Nothing that somebody wrote is ever passed over: a text whose section the template has no more stays and is pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from db.domain.document_template import DocumentTemplate, TemplateSection

CITATION = re.compile(r"\[C([1-9][0-9]{0,4}): ([^\[\]\n]*)\]")
"""A citation as it stands in a text: its number, and the words of date and source."""
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"\w[\w’'.,/-]*")
_SPEAKER = re.compile(r"[^\W\d_][^:\n]{1,150}:\s*\S")
_FIELD = re.compile(r"section:([a-z][a-z0-9_]{0,39})(?::([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?")


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a document: its field, its section, whose it is where it is each child's own.

    `lost` says that the template has no place for it any more.
    """

    field: str
    section: TemplateSection
    child: UUID | None = None
    lost: bool = False

    @property
    def key(self) -> str:
        """The field without its first word."""
        return self.field.removeprefix("section:")


@dataclass(frozen=True, slots=True)
class PartCount:
    """How many words a part has, and how many it may have; 0 for no limit."""

    part: Part
    words: int
    limit: int

    @property
    def over(self) -> bool:
        """Whether it is too long."""
        return bool(self.limit) and self.words > self.limit


class Lack(StrEnum):
    """What is wrong with a part."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_SPEAKER = "no_speaker"
    NOT_CITED = "not_cited"
    NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Missing:
    """What a document still lacks by its template, and in plain words, which repeat nothing of its text."""

    part: Part
    lack: Lack
    words: str


def parts(template: DocumentTemplate, children: Sequence[UUID], fields: Mapping[str, str]) -> tuple[Part, ...]:
    """All texts of a document in the order of its pages; each child's own stand together where they form a group."""
    found = [part for group in _groups(template) for part in _of_group(group, children)]
    known = {part.field for part in found}
    return (*found, *(_lost(field, template) for field in sorted(fields) if _is_lost(field, fields, known)))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which blank lines part."""
    blocks: list[list[str]] = [[]]
    for line in _LINE_ENDS.sub("\n", text).split("\n"):
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return tuple("\n".join(block) for block in blocks if block)


def word_count(text: str) -> int:
    """The words of a text; citations do not count, so that nobody leaves them out to be brief."""
    return sum(1 for _ in _WORD.finditer(CITATION.sub(" ", text)))


def counts(template: DocumentTemplate, children: Sequence[UUID], fields: Mapping[str, str]) -> tuple[PartCount, ...]:
    """The words of each part against its limit."""
    return tuple(
        PartCount(part, word_count(fields.get(part.field, "")), part.section.words)
        for part in parts(template, children, fields)
    )


def missing(template: DocumentTemplate, children: Sequence[UUID], fields: Mapping[str, str]) -> tuple[Missing, ...]:
    """Empty required parts, parts that are too long, and what else the template asks, in the order of the pages."""
    return tuple(lack for part in parts(template, children, fields) for lack in _lacks(part, fields))


def _groups(template: DocumentTemplate) -> Iterator[list[TemplateSection]]:
    """Each section of level 1 with those under it."""
    group: list[TemplateSection] = []
    for section in template.sections:
        if section.level == 1 and group:
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def _of_group(group: list[TemplateSection], children: Sequence[UUID]) -> Iterator[Part]:
    if group[0].each_child:
        for child in children:
            yield from (_part(section, child) for section in group)
        return
    for section in group:
        own: Sequence[UUID | None] = children if section.each_child else (None,)
        yield from (_part(section, child) for child in own)


def _part(section: TemplateSection, child: UUID | None) -> Part:
    return Part(f"section:{section.key}" + (f":{child}" if child else ""), section, child)


def _is_lost(field: str, fields: Mapping[str, str], known: set[str]) -> bool:
    return field not in known and _FIELD.fullmatch(field) is not None and bool(fields[field].strip())


def _lost(field: str, template: DocumentTemplate) -> Part:
    found = _FIELD.fullmatch(field)
    assert found is not None  # noqa: S101 (it was seen to be one)
    section = next((each for each in template.sections if each.key == found[1]), None)
    title = section.title if section else found[1].replace("_", " ").capitalize()
    return Part(field, TemplateSection(found[1], title), UUID(found[2]) if found[2] else None, lost=True)


def _lacks(part: Part, fields: Mapping[str, str]) -> Iterator[Missing]:
    text, section = fields.get(part.field, ""), part.section
    called = f"“{section.heading}”"
    if part.lost:
        yield Missing(part, Lack.NO_PLACE, f"{called} has no place in this template any more: move its text.")
        return
    if section.required and not text.strip():
        yield Missing(part, Lack.EMPTY, f"{called} must be written.")
    words = word_count(text)
    if section.words and words > section.words:
        yield Missing(part, Lack.TOO_LONG, f"{called} has {words:,} words; it should have at most {section.words:,}.")
    unsaid = [one for one in paragraphs(text) if section.speakers and not _SPEAKER.match(one)]
    if unsaid:
        begin = "a paragraph does" if len(unsaid) == 1 else f"{len(unsaid):,} paragraphs do"
        yield Missing(part, Lack.NO_SPEAKER, f"In {called} {begin} not begin with who says it, and a colon.")
    if any(not fields.get(f"cite:{found[1]}") for found in CITATION.finditer(text)):
        yield Missing(part, Lack.NOT_CITED, f"In {called} a citation leads to no entry: take it out or cite anew.")
