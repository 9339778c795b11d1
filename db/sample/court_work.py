"""The work of the court advisers: about eight cases each with a hearing to come, and two reports that they have begun.

It is made after the stories, with chances of its own, so that nothing of them moves by it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from db.sample.access import name_access
from db.sample.court import Case
from db.sample.family import Child, Family
from db.sample.holding import Holding, Stretch, record_holding
from db.sample.moments import at
from db.sample.rows import (
    Allocation,
    CourtDocument,
    CourtDocumentVersion,
    File,
    Hearing,
    NamedAccess,
    Party,
    ProceedingsChild,
    ProceedingsVersion,
)
from db.sample.terms import office_day, on_or_after, on_or_before
from db.sample.world import Colleague, World

_CASES = 8
_QUIET = ("stress", "disability", "illness")
"""Stories beside which the parents may well ask the court where a child is to live."""
_REPORTS = (("child_impact", "Child impact report"), ("section_7", "Section 7 report"))
_TEAM = 2
_CHECKS = (
    "The police and the council were asked for their checks on {asked}. The council has answered; its record was read "
    "on {read}. The answer of the police is awaited."
)
_ADULTS = (
    "I spoke with {mother} and with {father} by telephone, each of them alone. Each was asked what they would like the "
    "court to know about the children, and what they hope for."
)


@dataclass(slots=True)
class _Desk:
    """What the work is made from."""

    world: World
    rng: Random

    def key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def running(self) -> dict[UUID, ProceedingsVersion]:
        """The proceedings that go on, by their id."""
        cases = self.world.rows.of(ProceedingsVersion)
        return {case.proceedings_id: case for case in cases if case.ended_on is None}

    def children_of(self) -> dict[UUID, list[UUID]]:
        """The children of each running case."""
        running, found = self.running(), defaultdict[UUID, list[UUID]](list)
        for link in self.world.rows.of(ProceedingsChild):
            if link.proceedings_id in running:
                found[link.proceedings_id].append(link.child_id)
        return found


def add_court_work(world: World, families: Sequence[tuple[str, Family]], seed: int) -> None:
    """Guardians as the court appointed them, more private law cases, and reports in progress."""
    desk = _Desk(world, Random(f"court work {seed}"))  # noqa: S311 (repeatable on purpose)
    advisers = [one for one in world.staff if one.role == "court_adviser"]
    _appoint_guardians(desk, advisers)
    waiting = _families(world, families)
    for adviser in advisers:
        for _ in range(_CASES - len(_cases(desk, adviser))):
            family = next(waiting, None)
            if family is not None:
                _apply(desk, family, adviser)
    by_child = {child.row.person_id: family for _, family in families for child in family.children}
    for adviser in advisers:
        _begin_reports(desk, adviser, by_child)


def _appoint_guardians(desk: _Desk, advisers: Sequence[Colleague]) -> None:
    """Each child in running care proceedings has the guardian whom the case names, who reads the file."""
    rows, running = desk.world.rows, desk.running()
    names = {one.name: one for one in advisers}
    guardians = {one.proceedings_id: names[one.name] for one in rows.of(Party) if one.part == "guardian"}
    rows.by_class[NamedAccess] = [one for one in rows.of(NamedAccess) if one.capacity != "childrens_guardian"]
    files = {file.child_id: file for file in rows.of(File) if not file.sealed and file.state == "open"}
    for link in rows.of(ProceedingsChild):
        if link.proceedings_id in running and link.proceedings_id in guardians and link.child_id in files:
            file, guardian = files[link.child_id], guardians[link.proceedings_id]
            team = desk.world.teams.index(file.team_id)
            name_access(
                desk.world, file, guardian, "childrens_guardian", "read", "Appointed by the court; section 42.",
                desk.world.manager(team),
            )  # fmt: skip


def _cases(desk: _Desk, adviser: Colleague) -> set[UUID]:
    """The running cases of an adviser, by allocation or as guardian."""
    rows = desk.world.rows
    mine = {one.child_id for one in rows.of(Allocation) if one.staff_id == adviser.staff_id and one.to_at is None}
    mine |= {one.child_id for one in rows.of(NamedAccess) if one.staff_id == adviser.staff_id}
    return {case for case, children in desk.children_of().items() if mine.intersection(children)}


def _families(world: World, families: Sequence[tuple[str, Family]]) -> Iterator[Family]:
    """Families that are not before the court, with open files that are not sealed."""
    in_court = {link.child_id for link in world.rows.of(ProceedingsChild)}
    for quiet in _QUIET:
        for name, family in families:
            files = [child.file for child in family.children]
            free = all(file is not None and file.state == "open" and not file.sealed for file in files)
            born = all(child.born <= world.last_day for child in family.children)
            if name == quiet and free and born and not in_court.intersection(_ids(family.children)):
                yield family


def _ids(children: Sequence[Child]) -> list[UUID]:
    return [child.row.person_id for child in children]


def _apply(desk: _Desk, family: Family, adviser: Colleague) -> None:
    """The father asks the court; the adviser is allocated, and a hearing is listed."""
    world, rng = desk.world, desk.rng
    issued = on_or_before(world.last_day - timedelta(days=rng.randint(10, 100)), office_day)
    opened = max(child.file.opened_on for child in family.children if child.file)
    issued = on_or_after(max(issued, opened + timedelta(days=1)), office_day)
    if issued > world.last_day:
        return
    case = Case.issue(world, family, issued, adviser.staff_id, child=family.children[0], private=True)
    case.concern(family.children)
    record_holding(
        world,
        Holding([Stretch(issued, adviser, _TEAM, "")], True),
        [child.file for child in family.children if child.file],
    )
    soon = on_or_after(world.today + timedelta(days=rng.randint(3, 70)), office_day)
    if (world.last_day - issued).days > 35:
        first = on_or_after(issued + timedelta(days=30), office_day)
        case.heard("First hearing dispute resolution appointment", first, adviser.staff_id, "A report was ordered.")
        case.row.stage = "report"
        case.heard("Decision hearing", soon, adviser.staff_id, "")
    else:
        case.row.stage = "safeguarding"
        case.heard("First hearing dispute resolution appointment", soon, adviser.staff_id, "")


def _begin_reports(desk: _Desk, adviser: Colleague, families: dict[UUID, Family]) -> None:
    """Reports in the two private law cases that are heard next."""
    world, running = desk.world, desk.running()
    held = {one.child_id for one in world.rows.of(Allocation) if one.staff_id == adviser.staff_id and not one.to_at}
    cases = [(case, kids) for case, kids in desk.children_of().items() if held.issuperset(kids)]
    to_come: dict[UUID, date] = {
        one.proceedings_id: one.listed_on for one in world.rows.of(Hearing) if one.listed_on >= world.today
    }
    cases.sort(key=lambda case: (to_come.get(case[0], date.max), case[0]))
    for (case, kids), (kind, title) in zip(cases, _REPORTS, strict=False):
        family = families[kids[0]]
        concerned = [child for child in family.children if child.row.person_id in kids]
        _write(desk, adviser, running[case], family, concerned, kind=kind, title=title)


def _write(
    desk: _Desk,
    adviser: Colleague,
    case: ProceedingsVersion,
    family: Family,
    children: Sequence[Child],
    *,
    kind: str,
    title: str,
) -> None:
    """A report as it stands after an afternoon's work, and after another."""
    world, rows = desk.world, desk.world.rows
    days = sorted(
        on_or_before(max(world.last_day - timedelta(days=ago), case.issued_on), office_day)
        for ago in (desk.rng.randint(6, 12), desk.rng.randint(1, 5))
    )
    asked, read = (f"{day.day} {day:%B %Y}" for day in (case.issued_on, days[0]))
    document, ids = desk.key(), sorted(_ids(children))
    rows.add(CourtDocument(document, kind, ids[0], ids, case.proceedings_id, adviser.staff_id, at(days[0], 13)))
    first = {
        "title": title,
        "case_number": case.case_number,
        "court": case.court,
        "author_role": adviser.title,
        "section:enquiries": _CHECKS.format(asked=asked, read=read),
    }
    wishes = {
        f"section:wishes:{child.row.person_id}": f"I shall meet {child.known} before the hearing." for child in children
    }
    adults = _ADULTS.format(mother=family.names["mother"], father=family.names["father"])
    for version, (day, fields) in enumerate(
        zip(days, (first, first | wishes | {"section:adults": adults}), strict=True)
    ):
        rows.add(
            CourtDocumentVersion(
                document, version + 1, desk.key(), json.dumps(fields), adviser.staff_id, at(day, 14 + version, 20)
            )
        )
