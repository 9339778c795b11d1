"""Any text at all is stored and shown unchanged once cleaned, or refused in plain words.

`python -m tests.faults.any_text --cases 10000` is the long run; the ordinary tests run some hundred and fifty cases.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

from db.commands.entries import RecordEntry, record_entry
from db.domain.entry import HEADLINE_LIMIT, ChildPart, EntryContent, HowKnown, Source, cleaned
from db.errors import Refused, ThroughlineError
from db.queries.chronology import search
from db.queries.entries import read_entry
from db.session import Session
from tests.faults.own_home import own_record
from tests.record import Record, content

_WORKER = "tl_practitioner_a"
_LINE = "She said “I don't want to go back there” and hid behind the door."
_BITS: tuple[str, ...] = (
    "\0", "\ud800", "\udfff", "\ud83d", "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\ufeff", "\u00ad",
    "e\u0301\u0323", "a" + "\u0335" * 40, "👩\u200d👧\u200d👦", "🏴\U000e0067\U000e0062\U000e0065\U000e007f",
    "שלום", "مرحبا بالعالم", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "你好，世界", "ประเทศไทย", "Zażółć gęślą jaźń", "\u1e9e", "ﬁ", "Ⅳ", "İı",
    "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\r\n", "\r", "\n\n\n",
    "\t", "<b>bold</b>", "<img src='/etc/passwd'>", "<script>alert(1)</script>", "&amp;&lt;&#0;", "<!-- -->", "]]>",
    "'; drop table core.entry; --", "' or 1=1 --", "\\'", "\\", "\\x00", "$$", "$1", "E'\\n'", "/* */", ";",
    "%s %d %(x)s %n", "{0} {} {x!r}", "${HOME}", "`id`", "$(id)", "%0a", "\\u0000", "\\ud800", '"', '{"a": null}', "[]",
    "=1+1", "+44 7700 900123", "-1", "@SUM(A1)", "|", "…", "—", "½", "\U0010ffff", "\ufffe", "\uffff", "null", "NaN",
    "explain analyze select 1", "x" * 3000, "wordwithoutanend" * 500, " " * 500, "a b " * 400, "not seen alone",
)  # fmt: skip
"""Pieces of everything that people paste, machines send and attackers try."""


@dataclass
class Tally:
    """What the run saw; `changed` and `unplain` must be empty. Both hold the number of a case, never its text."""

    cases: int = 0
    kept: int = 0
    refused: int = 0
    changed: list[int] = field(default_factory=list)
    unplain: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.cases} cases: {self.kept} kept and shown unchanged, {self.refused} refused in plain words, "
            f"{len(self.changed)} changed, {len(self.unplain)} refused otherwise"
        )


def texts(seed: int) -> Iterator[str]:
    """Texts without end, the same for the same seed: each piece alone and within a sentence, then mixtures."""
    for bit in _BITS:
        yield bit
        yield f"{_LINE[:20]}{bit}{_LINE[20:]}"
    chance = random.Random(seed)  # noqa: S311 (a repeatable run)
    makers: tuple[Callable[[], str], ...] = (
        lambda: "".join(chance.choices(_BITS, k=chance.randint(2, 12))),
        lambda: "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 60))),
        lambda: "".join(chr(chance.randrange(0x300)) for _ in range(chance.randint(1, 200))),
        lambda: " ".join(chance.choices(_LINE.split(), k=chance.randint(1, 30))) + chance.choice(_BITS),
        lambda: chance.choice(_BITS) * chance.randint(1, 50),
    )
    while True:
        yield chance.choice(makers)()


def with_text(child: UUID, text: str) -> EntryContent:
    """An entry that has the text in every place that takes one."""
    part = ChildPart(child, text, True, False, text, text, text)
    return content(
        child, text, kind="note", source=Source(HowKnown.TOLD, text, text, "", text), detail=text, place=text,
        present=text, outcome=text, not_to_share_with=text, not_to_share_why=text, children=(part,),
    )  # fmt: skip


def keep_any_text(record: Record, cases: int, *, seed: int = 4) -> Tally:
    """Records so many texts, each in an entry of its own, and reads each back."""
    child = record.new_child("Ines", "Ward")
    record.allocate(child, _WORKER)
    session, tally = record.opened(_WORKER, child), Tally()
    for number, text in zip(range(cases), texts(seed), strict=False):
        tally.cases += 1
        _keep(session, child, number, text, tally)
    return tally


def _keep(session: Session, child: UUID, number: int, text: str, tally: Tally) -> None:
    words = with_text(child, text)
    short = cleaned(text)[:HEADLINE_LIMIT].strip(" ") or "No word at all"
    for wish in (words,) if short == text else (words, replace(words, headline=short)):
        try:
            same = _shown_as_written(session, child, wish)
        except Refused as error:
            tally.refused += 1
            headline = cleaned(wish.headline)
            if "sentence of at most 200" not in error.text or (headline.strip(" ") and len(headline) <= HEADLINE_LIMIT):
                tally.unplain.append(f"case {number}: {error.text}")
        except ThroughlineError as error:
            tally.unplain.append(f"case {number}: {type(error).__name__}")
        else:
            tally.kept += same
            tally.changed += [] if same else [number]
    try:
        search(session, child, text[:1000])
    except ThroughlineError:
        tally.unplain.append(f"case {number}: searching")


def _shown_as_written(session: Session, child: UUID, wish: EntryContent) -> bool:
    entry = uuid4()
    record_entry(session, RecordEntry(uuid4(), entry, child, wish))
    shown = read_entry(session, child, entry).content
    expected = wish.to_json() | {"headline": cleaned(wish.headline).strip(" ")}
    return shown.to_json() == expected and shown.children_json() == wish.children_json()


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if any text was changed or refused otherwise than in plain words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=4)
    wish = parser.parse_args(arguments)
    quick = {"fsync": "off", "synchronous_commit": "off"}
    with tempfile.TemporaryDirectory() as folder, own_record(Path(folder), quick) as record:
        tally = keep_any_text(record, wish.cases, seed=wish.seed)
    print(tally)
    for trouble in (*tally.unplain[:20], *(f"case {number}: changed" for number in tally.changed[:20])):
        print(trouble, file=sys.stderr)
    return 1 if tally.changed or tally.unplain else 0


if __name__ == "__main__":
    sys.exit(main())
