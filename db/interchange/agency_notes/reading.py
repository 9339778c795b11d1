"""Reads a note into proposals, by rule and never by invention; the text is only pointed into.

Every date that the note gives to something that happened becomes one proposal. What leans on a day that nobody knows
is counted, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from db.domain.date_span import FIRST_YEAR, LAST_YEAR
from db.domain.entry import HEADLINE_LIMIT
from db.domain.quick_seen import seen_in
from db.interchange.agency_notes.block import Block, Shape
from db.interchange.agency_notes.blocks import Blocks
from db.interchange.agency_notes.date_shapes import plain
from db.interchange.agency_notes.events import Event, Gathering
from db.interchange.agency_notes.head import Heading, heading_of, letter_date
from db.interchange.agency_notes.kinds import agency_of, kind_of, kind_of_occasion
from db.interchange.agency_notes.lines import Letter, letters_of, lines_of
from db.interchange.agency_notes.moments import Frame, moments_in
from db.interchange.agency_notes.proposal import NoteReading, NoteSource, Proposal
from db.interchange.agency_notes.quoted import of_another, quoted_letters, quotes, unquoted
from db.interchange.agency_notes.refusals import Refusal, refusal
from db.interchange.agency_notes.sentences import sentences
from db.interchange.agency_notes.telling import Voices
from db.interchange.agency_notes.unused import unused_in

MOST = 500
"""Proposals of one note; a longer one is a chronology to import, not a note."""
MOST_CHARACTERS = 100_000
"""About thirty pages; what stands after them is not read, and that is said."""
_GREETS = re.compile(r"\s*(?:dear|hi|hello)\b", re.IGNORECASE)
"""How a letter begins, whose date is not that of what it tells."""
_TOLD_BY = re.compile(
    r"\W*(?:t/?c|tel(?:ephone)? ?call|phone ?call|call|voicemail|e-?mail|text|message|letter|information|referral"
    r"|report)\s+(?:received\s+)?from\s+"
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Dr|St)\.\s|(?! [-–—] | re | saying | that | to say | stating )[^.:;\n\t|]){2,80})",
    re.IGNORECASE,
)


_OWN = re.compile(
    r"\b(?:own|self|direct|observed|observation|me|I|visit|seen|case (?:file|notes?|record)s?)\b", re.IGNORECASE
)


def read_note(text: str, *, sent_on: date | None = None, child_names: Iterable[str] = ()) -> NoteReading:
    """The proposals of a note, in the order of its text."""
    names = tuple(child_names)
    sent_on = sent_on if sent_on and FIRST_YEAR < sent_on.year < LAST_YEAR else None
    cut, text = len(text) > MOST_CHARACTERS, text[:MOST_CHARACTERS]
    found = _read(letters_of(lines_of(text)), text, sent_on, names)
    if not found.proposals and quotes(text):
        told = _read(quoted_letters(text), unquoted(text), None, names)
        found = replace(told, proposals=tuple(map(of_another, told.proposals)), written=found.written)
    return replace(found, cut=found.cut or cut)


def _read(letters: Iterable[Letter], text: str, sent_on: date | None, names: tuple[str, ...]) -> NoteReading:
    proposals: list[Proposal] = []
    undated, cut, written = 0, False, None
    simple = plain(text)
    for letter in letters:
        heading = heading_of(letter, text, sent_on, names)
        written = written or (heading.written if heading.stated else None)
        gathered = _gather(letter, heading, text, simple, MOST - len(proposals))
        voices = Voices(text, heading.children)
        proposals += [
            _proposal(event, heading, text, voices, _floor(letter))
            for event in gathered.events
            if _says_something(event, text)
        ]
        undated += gathered.undated
        cut = cut or gathered.cut
    unused = unused_in(text, proposals)
    return NoteReading(tuple(proposals), undated, cut, unused, tuple(_ahead(unused, simple, written)), written)


def _ahead(unused: Iterable[tuple[int, int]], simple: str, written: date | None) -> Iterator[tuple[int, int]]:
    """Those places whose date is that of a plan, a task, a question or a condition."""
    for start, end in unused:
        dates = moments_in(simple, start, end, Frame(written)).moments
        if any(refusal(moment, simple, start, written) is Refusal.TO_COME for moment in dates):
            yield start, end


def _says_something(event: Event, text: str) -> bool:
    """Whether a proposal would hold more than its date."""
    if event.start < 0:
        return False
    rest = text[event.start : event.end].replace(event.moment.words, "", 1)
    return bool(re.search(r"[^\W\d_]{2}", rest))


def _floor(letter: Letter) -> int:
    return letter.body[0].start if letter.body else 0


def _gather(letter: Letter, heading: Heading, text: str, simple: str, most: int) -> Gathering:
    letter_day = letter_date(letter, text)
    of_occasion = heading.of_occasion and not letter.head
    title = heading.title if not letter.head else -1
    gathering = Gathering(simple, Voices(text, heading.children), heading.written, _floor(letter), most)
    blocks = Blocks(
        letter.body,
        text,
        simple,
        heading.written,
        letter_day,
        title=title,
        of_day=heading.of_day,
        only_date=of_occasion,
    )
    gathering.walk(iter(blocks))
    if gathering.events or letter.head or any(_GREETS.match(line.text) for line in letter.body):
        return gathering
    again = Gathering(simple, Voices(text, heading.children), heading.written, _floor(letter), most)
    again.walk(
        iter(Blocks(letter.body, text, simple, heading.written, letter_day, title=title, of_day=True, only_date=True))
    )
    return again


def _proposal(event: Event, heading: Heading, text: str, voices: Voices, floor: int) -> Proposal:
    start, end = _place(event)
    source = _source(event.block, heading, text[start:end])
    said = [(piece, list(voices.child_words(*piece, floor))) for piece in event.pieces]
    words = "\n".join(dict.fromkeys(word for _, found in said for word in found))
    heard = not heading.minutes and any(found and voices.telling(*piece, floor) is None for piece, found in said)
    family = event.block.in_table and bool(event.block.told_by) and not _is_own(event.block, source)
    told = family or bool(heading.caller) or voices.second_hand(event.first_pieces, floor)
    hearsay = event.retold or (told and not heard)
    if not hearsay and heading.minutes and event.first_pieces and not event.block.who:
        spoken = voices.telling(event.block.start, event.first_pieces[0][0], floor)
        hearsay = spoken is not None
        teller = voices.teller(event.block.start, event.first_pieces[0][0], floor) if hearsay else ""
        source = replace(source, told_by=teller or source.told_by)
    if hearsay and not source.told_by and not event.block.who:
        source = replace(source, told_by=_teller(event, heading, text, voices, floor))
    headed = event.opener if event.opener and event.opener.shape is Shape.DATE_HEADING and not hearsay else None
    kind = kind_of_occasion(text[headed.start : headed.end]) if headed else "note"
    kind = kind if kind != "note" else kind_of(text[start:end], source.agency_code)
    if kind == "note" and not hearsay and _is_of_occasion(event, heading):
        kind = kind_of_occasion(heading.title_words)
    own_visit = kind == "visit" and not hearsay and _is_own_service(source)
    return Proposal(
        event.moment.as_partial(),
        event.moment.year_inferred,
        _reported(event, heading),
        kind,
        _headline(text, event),
        text[start:end],
        source,
        words,
        hearsay,
        start,
        end,
        event.moment.doubt,
        seen_in(text[start:end], heading.children) if own_visit else {},
        event.moment.year_of,
    )


def _is_of_occasion(event: Event, heading: Heading) -> bool:
    """Whether it is what the note as a whole is a record of: a visit, a call, a meeting."""
    labelled = (event.opener or event.block).shape is Shape.EVENT_LABEL
    return labelled or event.moment.span.latest == heading.written


def _is_own_service(source: NoteSource) -> bool:
    """Whether the note is of one's own service: being seen by another agency is not the visit that the law asks for."""
    named = source.agency or source.agency_code
    return not source.told_by and (not named or source.agency_code == "council")


def _is_own(block: Block, source: NoteSource) -> bool:
    """Whether what a row gives as its source is an agency, or the writer's own work."""
    told = block.told_by
    return bool(agency_of(told) or _OWN.search(told)) or told.casefold() in source.who.casefold()


def _reported(event: Event, heading: Heading) -> date | None:
    """The day of the note, or of the row: a log that says no other day is taken to be kept from day to day."""
    block = event.opener or event.block
    if block.written or heading.stated or block.moment is None or block.moment.doubt:
        return block.written or heading.written
    return block.moment.span.latest


def _source(block: Block, heading: Heading, text: str) -> NoteSource:
    """That of the note, unless the row or paragraph names its own."""
    source = heading.source
    if block.who and block.who.casefold() not in source.who.casefold():
        source = replace(source, who=block.who, role="", agency_code=agency_of(block.who) or source.agency_code)
    if block.told_by:
        code = agency_of(block.told_by)
        return replace(source, told_by=block.told_by, agency_code=code or source.agency_code)
    source = replace(source, told_by=heading.caller) if heading.caller else source
    told = _TOLD_BY.match(text) if block.shape in (Shape.ROW, Shape.PARAGRAPH, Shape.DATE_HEADING) else None
    return replace(source, told_by=" ".join(told["who"].split()).rstrip(" ,")) if told else source


def _place(event: Event) -> tuple[int, int]:
    """Where its text stands: for a table's row from the first cell of the account to the last."""
    cells = event.block.cells if event.moment is event.block.moment else ()
    return min(event.start, *(at for at, _ in cells), event.start), max(event.end, *(to for _, to in cells), event.end)


def _teller(event: Event, heading: Heading, text: str, voices: Voices, floor: int) -> str:
    """Who told it by name; without one, right below a call or message, whoever that was from."""
    if not event.first_pieces:
        return ""
    start, end = event.first_pieces[0]
    named, call = voices.teller(start, end, floor), event.within
    if named or call is None:
        return named
    caller = _source(call.block, heading, text[call.start : call.end]).told_by
    first = next(iter(sentences(text, call.start, call.end)))
    follows = not text[first[1] : start].strip() and caller
    return caller if follows and voices.goes_on_telling(start, end, floor, caller) else ""


def _headline(text: str, event: Event) -> str:
    """The first sentence on one line, after the cells before it in a table, cut at a word where it is too long."""
    first = next(iter(sentences(text, event.start, event.end)), (event.start, event.end))
    cells = event.block.cells if event.moment is event.block.moment else ()
    before = [text[at:to].strip(" .:") for at, to in cells if to <= first[0]]
    words = " ".join(": ".join((*before, text[first[0] : first[1]])).split()).rstrip(" |")
    if len(words) <= HEADLINE_LIMIT:
        return words
    cut = words[: HEADLINE_LIMIT - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[HEADLINE_LIMIT // 2 :] else cut}…"
