"""What a Word copy says when it comes back, as the fields of its document, and how it differs paragraph by paragraph.

A lawyer types, strikes out, moves and words headings anew. Nothing is taken over by itself, and nothing is passed over:
what belongs to no section is handed back beside the fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from uuid import UUID

from db.domain.document_parts import paragraphs
from db.interchange.word_copy import WordPaper, WordParagraph, read_word
from desktop.reporting.table_report import shown
from desktop.reporting.word_marks import ENDS, OWN_STYLE, SOURCES, VOICES, Heading, compared, origin_of, section_mark

_ALIKE = 0.5
_OWN = OWN_STYLE.lower()


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back. `fields` holds each section's text; `version` is that of which it is a copy, None if unknown.

    `lost` are headings that had text and are not in the file any more, `worded_anew` headings with the words that they
    have now, `outside` paragraphs that stand under no section. Comments, footnotes and pictures are only counted.
    """

    fields: Mapping[str, str] = field(repr=False)
    version: int | None
    other_document: bool
    lost: tuple[str, ...] = ()
    worded_anew: tuple[tuple[str, str], ...] = ()
    outside: tuple[str, ...] = ()
    comments: int = 0
    tracked: int = 0
    notes: int = 0
    pictures: int = 0


class Fate(Enum):
    """What became of a paragraph."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph of a section before and after; empty where it was not there, or is no more."""

    field: str
    fate: Fate
    before: str
    after: str


def read_word_copy(
    data: bytes,
    headings: Sequence[Heading],
    before: Mapping[str, str],
    document_id: UUID,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Returned:
    """The texts of a copy that came back; Refused if it is no Word document.

    `headings` are all that the document can have; `before` are its fields, best of the version that was copied: a
    section with text there whose heading is in the file no more comes back empty, and is told as lost.
    """
    return taken_from(read_word(data, cancelled=cancelled), headings, before, document_id)


def taken_from(paper: WordPaper, headings: Sequence[Heading], before: Mapping[str, str], document_id: UUID) -> Returned:
    """As `read_word_copy`, of a paper that was read."""
    gathering = _Gathering(headings, paper)
    for paragraph in paper.paragraphs:
        gathering.take(paragraph)
    texts = {f"section:{key}": "\n\n".join(blocks) for key, blocks in gathering.texts.items()}
    found = {name: text for name, text in texts.items() if text or name in before}
    lost = [
        heading
        for heading in headings
        if heading.key not in gathering.texts and before.get(f"section:{heading.key}", "").strip()
    ]
    origins = [origin for mark in gathering.marks if (origin := origin_of(mark, document_id)) is not None]
    return Returned(
        found | {f"section:{heading.key}": "" for heading in lost},
        next((origin for origin in origins if origin), None),
        bool(origins) and not any(origins),
        tuple(heading.title for heading in lost),
        tuple(gathering.worded_anew),
        tuple(gathering.outside),
        paper.comments,
        paper.tracked,
        paper.notes,
        paper.pictures,
    )


class _Gathering:
    """Goes through the paragraphs and keeps in mind under which heading it is."""

    def __init__(self, headings: Sequence[Heading], paper: WordPaper) -> None:
        self._by_mark = {section_mark(heading.key): heading for heading in headings}
        self._titled = Counter(_same(each.text) for each in paper.paragraphs if _is_heading(each))
        self._by_title: dict[str, list[Heading]] = {}
        for heading in headings:
            self._by_title.setdefault(_same(heading.title), []).append(heading)
        self._under: Heading | None = None
        self._above = ""
        self._bulleted = False
        self.texts: dict[str, list[str]] = {}
        self.outside: list[str] = []
        self.worded_anew: list[tuple[str, str]] = []
        self.marks = [mark for paragraph in paper.paragraphs for mark in paragraph.marks]

    def take(self, paragraph: WordParagraph) -> None:
        """Takes the next paragraph."""
        if self._ends(paragraph):
            self._under = None
            return
        heading = self._heading(paragraph)
        if heading is not None:
            self._under, self._bulleted = heading, False
            self._above = heading.key if heading.level == 1 else self._above
            self.texts.setdefault(heading.key, [])
            if _same(paragraph.text) != _same(heading.title):
                self.worded_anew.append((heading.title, paragraph.text.strip()))
        elif paragraph.text.strip():
            self._text(paragraph)

    def _text(self, paragraph: WordParagraph) -> None:
        if paragraph.style == _OWN and (self._under is None or paragraph.text.strip() in VOICES):
            return
        blocks = self.outside if self._under is None else self.texts[self._under.key]
        words = "\n\n".join(paragraphs(paragraph.text))
        if not paragraph.bullet:
            blocks.append(words)
        elif self._bulleted and blocks:
            blocks[-1] += f"\n- {words}"
        else:
            blocks.append(f"- {words}")
        self._bulleted = paragraph.bullet

    def _ends(self, paragraph: WordParagraph) -> bool:
        """Whether here begins what the program makes of itself."""
        if not _is_heading(paragraph) or _same(paragraph.text) != _same(SOURCES):
            return False
        return ENDS in paragraph.marks or _same(SOURCES) not in self._by_title

    def _heading(self, paragraph: WordParagraph) -> Heading | None:
        """The section that begins here: by its title first, since a bookmark may end up in a line typed before it."""
        words = _same(paragraph.text)
        if not words:
            return None
        marked = next((self._by_mark[mark] for mark in paragraph.marks if mark in self._by_mark), None)
        if marked is not None and _same(marked.title) == words:
            return marked
        if not _is_heading(paragraph):
            return None
        alike = self._by_title.get(words)
        if alike:
            return min(alike, key=self._distance)
        return marked if marked is not None and self._is_worded_anew(marked) else None

    def _is_worded_anew(self, heading: Heading) -> bool:
        """Whether a heading that is not met by its title may stand under another one."""
        title = _same(heading.title)
        return heading.key not in self.texts and self._titled[title] < len(self._by_title[title])

    def _distance(self, heading: Heading) -> tuple[bool, bool]:
        """Of several headings of one name, one of the present section or child comes first, then one not met yet."""
        section, _, child = heading.key.partition(":")
        above, _, whose = self._above.partition(":")
        return not (section == above or (child and child == whose)), heading.key in self.texts


def _is_heading(paragraph: WordParagraph) -> bool:
    return paragraph.style.startswith(("heading", "title"))


def _same(words: str) -> str:
    """Words as they compare: spaces, and what a file cannot hold as it is, make no difference."""
    return " ".join(shown(words).split()).lower()


def paragraph_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ParagraphChange, ...]:
    """How each section of `after` differs from `before`, in the order of `after`; other fields are not looked at."""
    return tuple(
        change
        for name, text in after.items()
        if name.startswith("section:")
        for change in _changes(name, paragraphs(before.get(name, "")), paragraphs(text))
    )


def taken_in(
    before: Mapping[str, str], changes: Sequence[ParagraphChange], accepted: Collection[int]
) -> dict[str, str]:
    """The fields with the accepted changes, given by their places; sections without any stay exactly as they were."""
    fields = dict(before)
    for name in {changes[place].field for place in accepted}:
        kept = (
            change.after if place in accepted and change.fate is not Fate.KEPT else change.before
            for place, change in enumerate(changes)
            if change.field == name
        )
        fields[name] = "\n\n".join(words for words in kept if words)
    return fields


def _changes(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[ParagraphChange]:
    old, new = [compared(words) for words in before], [compared(words) for words in after]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(new) > 500).get_opcodes():
        if tag == "equal":
            pairs = zip(before[a:b], after[c:d], strict=True)
            yield from (ParagraphChange(name, Fate.KEPT, one, other) for one, other in pairs)
        else:
            yield from _replaced(name, before[a:b], after[c:d])


def _replaced(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[ParagraphChange]:
    """Pairs each new paragraph with the next old one that is like it; what is left over is gone or new."""
    bags = [_bag(words) for words in before]
    place = 0
    for words in after:
        bag = _bag(words)
        like = next((n for n in range(place, min(len(before), place + 50)) if _likeness(bags[n], bag) >= _ALIKE), None)
        if like is None:
            yield ParagraphChange(name, Fate.NEW, "", words)
            continue
        yield from (ParagraphChange(name, Fate.GONE, gone, "") for gone in before[place:like])
        yield ParagraphChange(name, Fate.CHANGED, before[like], words)
        place = like + 1
    yield from (ParagraphChange(name, Fate.GONE, gone, "") for gone in before[place:])


def _bag(words: str) -> tuple[Counter[str], int]:
    """The words of a paragraph with how often each is there, and how many they are."""
    bag = Counter(words.lower().split())
    return bag, bag.total()


def _likeness(one: tuple[Counter[str], int], other: tuple[Counter[str], int]) -> float:
    """How much of their words two paragraphs share, from 0 to 1; 0 at once where one is much the longer."""
    together = max(one[1] + other[1], 1)
    if 2 * min(one[1], other[1]) < _ALIKE * together:
        return 0
    return 2 * (one[0] & other[0]).total() / together
