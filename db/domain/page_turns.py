"""How a text reads on from one page to the next, past what is printed at every foot and head between.

A detail that the end of a page parts stands nowhere in one piece: "12 Bramble" above the foot of one page, "Road" below
the head of the next. So what a page ends with is compared once more, together with how it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from db.domain.court_check import Finding

NEAR = 60
"""So many characters on either side, and the rest of their line."""
_FIGURES = str.maketrans("", "", "0123456789")


@dataclass(frozen=True, slots=True)
class Turn:
    """The last lines of a text on a page, the first is 0, and those with which it goes on."""

    page: int
    before: str = field(repr=False)
    after: str = field(repr=False)


def turn(page: int, before: Sequence[str], after: Sequence[str]) -> Turn:
    """The turn between the lines of a text on a page and its lines on the next."""
    return Turn(page, "\n".join(reversed(_near(before[::-1]))), "\n".join(_near(after)))


def turns(pages: Sequence[str], first: int = 0) -> tuple[Turn, ...]:
    """The turns of pages that follow each other, past the lines that run through them; the first page has a number."""
    lines = [[line for line in page.splitlines() if line.strip()] for page in pages]
    backwards = [page[::-1] for page in lines]
    own = [
        page[_running(lines, number) : len(page) - _running(backwards, number)] for number, page in enumerate(lines)
    ]  # fmt: skip
    pairs = enumerate(pairwise(own), first)
    return tuple(turn(number, before, after) for number, (before, after) in pairs if before and after)


@dataclass(frozen=True, slots=True)
class ReadOn:
    """Pages for the comparison, each with the turns that begin on it behind its own text."""

    pages: tuple[str, ...] = field(repr=False)
    _own: tuple[str, ...] = field(repr=False)
    _joints: tuple[dict[int, Turn], ...] = field(repr=False)

    def findings(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """What was found in these pages: all of the pages' own, and what a turn alone shows, once a page."""
        told = {finding.key for finding in found if finding.start < len(self._own[finding.page - 1])}
        kept: dict[tuple[int, str], Finding] = {}
        own: list[Finding] = []
        for finding in found:
            page = finding.page - 1
            if finding.start < len(self._own[page]):
                own.append(finding)
                continue
            joint = next((at for at in self._joints[page] if finding.start < at < finding.end), 0)
            if joint or finding.key not in told:
                kept.setdefault((page, finding.key), self._at_the_end(finding, joint))
        return tuple(sorted((*own, *kept.values()), key=lambda each: (each.page, each.start)))

    def _at_the_end(self, finding: Finding, joint: int) -> Finding:
        """A finding of a turn as it stands on the page, as far as that goes."""
        text = self._own[finding.page - 1]
        end = len(text)
        if joint:
            last = self._joints[finding.page - 1][joint].before.splitlines()[-1].strip()
            end = text.rfind(last) + len(last) if last in text else end
        start = max(0, end - max(joint - finding.start, 0))
        return replace(finding, line=text.count("\n", 0, start) + 1, start=start, end=end)


def read_on(pages: Sequence[str], found: Iterable[Turn]) -> ReadOn:
    """Pages with these turns."""
    longer = list(pages)
    joints: list[dict[int, Turn]] = [{} for _ in pages]
    for each in dict.fromkeys(found):
        text = f"{longer[each.page]}\n{each.before}"
        joints[each.page][len(text)] = each
        longer[each.page] = f"{text}\n{each.after}"
    return ReadOn(tuple(longer), tuple(pages), tuple(joints))


def _near(lines: Sequence[str]) -> list[str]:
    """The first of these lines, up to so many characters."""
    taken: list[str] = []
    for line in lines:
        if sum(map(len, taken)) >= NEAR:
            break
        taken.append(line)
    return taken


def _running(pages: Sequence[Sequence[str]], number: int) -> int:
    """How many of the first lines of a page stand on a page beside it too, figures apart."""
    beside = (pages[other] for other in (number - 1, number + 1) if 0 <= other < len(pages))
    return max(
        (sum(1 for _ in takewhile(_alike, zip(pages[number], page, strict=False))) for page in beside), default=0
    )


def _alike(lines: tuple[str, str]) -> bool:
    one, other = (" ".join(line.translate(_FIGURES).split()) for line in lines)
    return one == other
