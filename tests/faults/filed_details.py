"""Plants hidden details in documents for the court, and tries to file them: from the record to the filed bytes.

`python -m tests.faults.filed_details --cases 500` is the long run; `--from N` goes on with case N. The ordinary tests
run a few. Each case is a chronology or a report with one detail in one disguise at one place, rendered, read back,
looked through and sent to be filed: without a release that must be refused. Then the detail is taken out, or somebody
else releases it, and what was filed is read by readers that know nothing of the program (`tests.faults.filed_reading`).
Each fifth document holds nothing hidden, and half of those near misses.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from db.commands.court_documents import AnswerFinding, answer_finding
from db.domain.findings import HIDDEN, OTHER_CHILD, Finding
from db.errors import Refused
from db.queries.court_documents import finding_answers
from db.queries.filing import filed_pdf, filed_versions
from db.server.launcher import EmbeddedServer, write_hba
from tests.faults.disguises import DISGUISES, clean_page, disguised, near_miss
from tests.faults.filed_documents import PLACES, Made, Paper
from tests.faults.filed_reading import BY_HAND, letters, readings, words
from tests.faults.hidden_details import Family, forget_checks, hidden_family
from tests.record import Record, cloned, make_template

_MANAGER = "tl_manager_a"
_QUICK = {"fsync": "off", "synchronous_commit": "off"}
_OF_ONE_FAMILY = 10
_CLEAN = 5
"""Each so many-eth document holds nothing hidden."""
_RELEASED = 4
"""Each so many-eth planted detail is released; the others are taken out."""


@dataclass
class Tally:
    """What the run saw."""

    planted: int = 0
    found: int = 0
    parted: int = 0
    clean: int = 0
    refused: int = 0
    taken_out: int = 0
    released: int = 0
    filed: int = 0
    false: Counter[str] = field(default_factory=Counter)
    by_place: Counter[str] = field(default_factory=Counter)
    sure: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether all was found and refused, and nothing left without a release."""
        return self.found == self.refused == self.planted > 0 and not self.leaked and not self.wrong

    def __str__(self) -> str:
        alarms = ", ".join(f"{count} {what}" for what, count in sorted(self.false.items())) or "none"
        said = (
            f"{self.planted} documents with a planted detail, {self.parted} over the end of a page:"
            f" {self.found} found, {self.refused} refused without a release; {self.taken_out} taken out and"
            f" {self.released} released, {self.filed} filed with {self.clean} clean ones;"
            f" leaked without a release: {len(self.leaked)}; false alarms: {alarms}"
        )
        places = ", ".join(f"{count} {place}" for place, count in sorted(self.by_place.items()))
        return "\n".join([said, f"places: {places}", *self.sure, *self.leaked, *self.wrong])


def run(record: Record, cases: Sequence[int], seed: int = 5) -> Tally:
    """Goes through these cases; each is the same whichever others are run."""
    tally = Tally()
    family: tuple[int, Family] | None = None
    for number in cases:
        group = number // _OF_ONE_FAMILY
        if family is None or family[0] != group:
            if family is not None:
                family[1].session.close()
            family = group, hidden_family(record, random.Random(f"{seed} family {group}"))  # noqa: S311 (repeatable)
        forget_checks(record)
        _case(record, family[1], number, seed, tally)
    if family is not None:
        family[1].session.close()
    return tally


def _plant(family: Family, number: int, seed: int, rng: random.Random, *, parted: bool) -> tuple[str, str]:
    """What is planted, and what it is: all kinds and disguises in turn; one of several words where it is parted."""
    pairs = [(kind, name) for kind, names in DISGUISES.items() for name in names]
    random.Random(seed).shuffle(pairs)  # noqa: S311 (repeatable)
    while True:
        kind, name = pairs[number % len(pairs)]
        hidden = rng.choice([each for each in family.hidden if each.kind == kind])
        said = disguised(kind, name, hidden.value, hidden.postcode, rng)
        if not parted or len(said.split()) > 1:
            return said, f"{kind} {name}"
        number += 1


def _case(record: Record, family: Family, number: int, seed: int, tally: Tally) -> None:
    rng = random.Random(f"{seed} case {number}")  # noqa: S311 (repeatable)
    paper = Paper(family, rng, PLACES[number % len(PLACES)])
    if number % _CLEAN == _CLEAN - 1:
        near = rng.sample(family.hidden, 3) if rng.random() < 0.5 else []
        paper.write(clean_page(rng, *(near_miss(each.kind, each.value, each.postcode) for each in near)), "")
        made = paper.made()
        tally.clean += 1
        _count_alarms(tally, made.findings, "")
        _release(record, paper, made)
        _file(paper, made, str(number), tally)
        return
    said, what = _plant(family, number, seed, rng, parted=paper.over)
    said = paper.write(clean_page(rng), said)
    case = f"case {number}, {what}, {paper.place}: {said!r}"
    made = _looked_at(paper, case, said, tally)
    if number % _RELEASED == _RELEASED - 1:
        _release(record, paper, made)
        tally.released += _file(paper, made, case, tally)
        answers = finding_answers(paper.session, paper.child, paper.document_id)
        if not any(answer.hidden or answer.kind == OTHER_CHILD for answer in answers):
            tally.leaked.append(f"filed without a release on record: {case}")
    else:
        _take_out(record, paper, case, said, tally)


def _looked_at(paper: Paper, case: str, said: str, tally: Tally) -> Made:
    """The pages with what was planted: it is found, and they are not filed."""
    tally.planted += 1
    tally.by_place[paper.place] += 1
    made = paper.made()
    tally.parted += paper.parted
    for reader, text in readings(made.pdf).items():  # who does not see it here proves nothing once it is gone
        if not _tells(text, said, "") and (said.isascii() or reader != BY_HAND):
            tally.wrong.append(f"{reader} does not see it: {case}")
    if any(_is_of(each, said) for each in made.findings):
        tally.found += 1
    else:
        tally.wrong.append(f"not found: {case}")
    _count_alarms(tally, made.findings, said)
    try:
        paper.file(made)
    except Refused:
        tally.refused += 1
    else:
        tally.leaked.append(f"filed without a release: {case}")
    return made


def _take_out(record: Record, paper: Paper, case: str, said: str, tally: Tally) -> None:
    """The author says something else: the pages are filed, and no reader finds in them what was planted."""
    paper.take_out()
    made = paper.made()
    if any(_is_of(each, said) for each in made.findings):
        tally.wrong.append(f"still found: {case}")
    _release(record, paper, made)  # what else is found: false alarms
    if not _file(paper, made, case, tally):
        return
    tally.taken_out += 1
    filed = filed_versions(paper.session, paper.child, paper.document_id)[0]
    for reader, text in readings(filed_pdf(paper.session, paper.child, filed.filed_id)).items():
        if _tells(text, said, paper.others):
            tally.leaked.append(f"{reader} reads it: {case}")


def _hidden(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (each for each in findings if each.kind in (HIDDEN, OTHER_CHILD))


def _is_of(finding: Finding, said: str) -> bool:
    """Whether a finding is of what was planted, or of a part of it."""
    one, other = (letters(text).replace(" ", "") for text in (finding.words, said))
    return finding.kind in (HIDDEN, OTHER_CHILD) and bool(one) and (one in other or other in one)


def _count_alarms(tally: Tally, findings: Sequence[Finding], said: str) -> None:
    for each in _hidden(findings):
        if not (said and _is_of(each, said)):
            what = each.what.split(", page")[0].lower()
            tally.false[what] += 1
            if not what.startswith("perhaps"):
                tally.sure.append(f"false alarm, {what}: {each.words!r} beside {said!r}")


def _tells(text: str, said: str, others: str) -> bool:
    """Whether a reading holds what was planted, or a word of it that nothing else in the document has."""
    whole = letters(said).replace(" ", "")
    return whole in text.replace(" ", "") or bool((words(said) - words(others)) & frozenset(text.split()))


def _release(record: Record, paper: Paper, made: Made) -> None:
    """The manager says of each hidden detail why it may stand."""
    wanted = {each.key: each for each in _hidden(made.findings)}
    if not wanted:
        return
    manager = record.opened(_MANAGER, paper.child, purpose="Checking a document for the court")
    for each in wanted.values():
        wish = AnswerFinding(
            uuid4(),
            paper.child,
            paper.document_id,
            each.key,
            each.kind,
            each.hidden,
            "They have moved away from there.",
        )
        answer_finding(manager, wish)
    manager.close()


def _file(paper: Paper, made: Made, case: str, tally: Tally) -> bool:
    try:
        paper.file(made)
    except Refused as refusal:
        tally.wrong.append(f"not filed, {refusal.text} {case}")
        return False
    tally.filed += 1
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if something was not found or not refused, or was filed without a release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder), settings=_QUICK) as running:
        write_hba(Path(folder), "/^tl_")
        make_template(running)
        with cloned(running) as record:
            tally = run(record, range(asked.first, asked.first + asked.cases), asked.seed)
    print(tally)
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())
