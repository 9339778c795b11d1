"""What an entry changes: files opened and closed, legal status, plan, placement, proceedings, the people themselves.

Each period begins with the entry that it rests on, so that every value at the head of a file leads to its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.sample.court import Case
from db.sample.family import Child, Family
from db.sample.holding import Holding
from db.sample.moments import at
from db.sample.rows import File, Period, Version, VersionChild, Warning
from db.sample.terms import assessment_due, office_day, on_or_after
from db.sample.whereabouts import Whereabouts
from db.sample.world import World

_PLANNED = {
    "icpc": ("Initial child protection conference", 5, 14), "rcpc": ("Review child protection conference", 12, 110),
    "core_group": ("Core group", 3, 38), "lac_review": ("Review", 9, 150), "visit": ("Visit", 2, 20),
    "pep": ("Personal education plan meeting", 20, 120),
}  # fmt: skip
_AMENDED = {
    "call": ("The call was put through by duty, which I had left out.", " The call was taken by duty and passed on."),
    "school": ("School corrected the time.", " School has since told us that it was half an hour later."),
    "visit": ("I had left out who else was there.", " {gran} was there as well."),
    "meeting": ("I had left out who else was there.", " {gran} was there as well."),
}
_MISSPELT = ("A name was misspelt and has been put right.", "")


@dataclass(slots=True)
class Changes:
    """The state of one family's files while its story is told."""

    world: World
    family: Family
    arc: dict[str, Any]
    proceedings: Case | None = None
    running: dict[tuple[UUID, str], Period] = field(default_factory=dict)
    places: Whereabouts | None = None
    warned: bool = False
    reopened: set[UUID] = field(default_factory=set)

    def whereabouts(self) -> Whereabouts:
        """Where everybody lives and goes to school."""
        if self.places is None:
            self.places = Whereabouts.of(self.world, self.family, self.arc)
        return self.places

    def school(self, child: Child, day: date) -> str:
        """The name of the child's school or nursery, or the words that do not name it."""
        return self.whereabouts().school(child, day)

    def open_files(self, concerned: list[Child], day: date, holding: Holding, entry: UUID) -> None:
        """A file for each child who has none yet; no order until one is made."""
        for child in concerned:
            if child.file:
                if child.row.person_id in self.reopened:
                    self.reopened.remove(child.row.person_id)
                    self.begin(child, "involvement", "open", day, holding.worker_on(day).staff_id, entry)
                continue
            team = self.world.teams[holding.team_on(self.world.last_day)]
            child.file = self.world.rows.add(File(child.row.person_id, "", team, day))
            by = holding.worker_on(day).staff_id
            self.begin(child, "involvement", "open", day, by, entry)
            self.begin(child, "legal_status", "none", day, by, entry)
            if self.arc.get("court_adviser"):
                self.begin(child, "involvement", "assessment", day, by, entry)

    def begin(  # noqa: PLR0917
        self, child: Child, kind: str, code: str, day: date, by: UUID, entry: UUID, category: str = "", about: str = ""
    ) -> None:
        """Begins a period and ends the one of its kind before; involvements of different codes run side by side."""
        slot = (child.row.person_id, code if kind == "involvement" else kind)
        before = self.running.get(slot)
        if before and before.code == code and before.description == about:
            return
        self.end(child, slot[1], day)
        words = f"{day.day} {day:%B %Y}"
        row = Period(
            self.world.key(),
            child.row.person_id,
            kind,
            code,
            by,
            at(day, 16),
            category,
            about,
            day,
            day,
            words,
            source_entry=entry,
        )
        self.running[slot] = self.world.rows.add(row)

    def end(self, child: Child, slot: str, day: date) -> None:
        """Ends a running period, if there is one."""
        row = self.running.pop((child.row.person_id, slot), None)
        if row:
            if slot == "assessment" and row.begins_earliest:  # never longer than an assessment may last
                day = min(day, assessment_due(row.begins_earliest))
            row.ends_earliest = row.ends_latest = day
            row.ends_words = f"{day.day} {day:%B %Y}"

    def apply(self, beat: dict[str, Any], day: date, concerned: list[Child], by: UUID, entry: UUID) -> None:
        """What the beat begins, before it is told."""
        begins = beat.get("begins", {})
        if begins.get("court") in ("issue", "issue_private") and not self.proceedings:
            private = begins["court"] == "issue_private"
            self.proceedings = Case.issue(self.world, self.family, day, by, child=concerned[0], private=private)
        if self.proceedings:
            self.proceedings.concern(concerned)
            if "hearing" in beat:
                self.proceedings.heard(beat["hearing"], day, by)
        if begins.get("placement"):
            self._place(begins["placement"], concerned, day, by, entry)
        if begins.get("refuge"):
            self.whereabouts().hide_from_father(day, by)
        if begins.get("address"):
            self.whereabouts().move(day, by)
        if begins.get("death") and not self.family.gran.died_earliest:
            self.family.gran.died_earliest = self.family.gran.died_latest = day
            self.family.gran.died_words = f"{day.day} {day:%B %Y}"
        self._periods(begins, concerned, day, by, entry)

    def _periods(self, begins: dict[str, str], concerned: list[Child], day: date, by: UUID, entry: UUID) -> None:
        for child in concerned:
            if "legal" in begins:
                self.begin(child, "legal_status", begins["legal"], day, by, entry)
            if "plan" in begins:
                category = self.arc.get("category", "") if begins["plan"] == "cp" else ""
                self.begin(child, "plan", begins["plan"], day, by, entry, category)
            if "involvement" in begins:
                self.begin(child, "involvement", begins["involvement"], day, by, entry)

    def _place(self, code: str, concerned: list[Child], day: date, by: UUID, entry: UUID) -> None:
        home = code == "home"
        about = self.whereabouts().place(code, concerned, day, by)
        for child in concerned:
            child.with_carers = not home
            kind = {"foster_long": "foster"}.get(code, code)
            self.begin(child, "placement", kind, day, by, entry, about="" if home else about)
            assert child.file  # noqa: S101 (opened just before)
            child.file.retention_class = "adoption" if code == "adoptive" else "looked_after"

    def afterwards(self, beat: dict[str, Any], day: date, concerned: list[Child], by: UUID, entry: UUID) -> None:
        """What the beat ends, after it was told; and a warning that follows from violence."""
        for child in concerned:
            for what in beat.get("ends", ()):
                if what == "legal":
                    self.begin(child, "legal_status", "none", day, by, entry)
                else:
                    self.end(child, what, day)
        if beat.get("begins", {}).get("court") == "end" and self.proceedings:
            self.proceedings.end(day, beat["headline"][0].split("[")[0].split("{")[0].strip(" :;,") or "Order made")
        if "close" in beat:
            for child in concerned:
                self.close(child, beat["close"], day)
        if beat["kind"] == "police" and self.arc.get("category") == "EMO" and not self.arc.get("focus"):
            self._warn(by, day)

    def _warn(self, by: UUID, day: date) -> None:
        if not self.warned:
            self.warned = True
            text = "Violence towards adults, police attended. Visit in pairs; do not visit him at home alone."
            review = max(self.world.today, day) + timedelta(days=self.world.rng.randint(20, 200))
            self.world.rows.add(
                Warning(self.world.key(), self.family.father.person_id, "violence", text, review, by, at(day, 17))
            )

    def close(self, child: Child, reason: str, day: date) -> None:
        """Closes a file: the reason, and the end of plans and involvement; orders and placements may go on."""
        file = child.file
        if not file or child.closed:
            return
        child.closed = True
        file.state, file.closed_on, file.closure_reason = "closed", day, reason
        for slot in ("open", "assessment", "s47", "plan"):
            self.end(child, slot, day)

    def reopen(self, day: date) -> None:
        """A new referral opens again what an earlier one had closed."""
        for child in self.family.children:
            if child.file and child.closed and day < child.born + timedelta(days=6570):
                child.closed = False
                child.file.state, child.file.closed_on, child.file.closure_reason = "open", None, ""
                self.reopened.add(child.row.person_id)

    def _end_overdue(self, opened: list[Child]) -> None:
        for child in opened:
            row = self.running.get((child.row.person_id, "assessment"))
            if row and row.begins_earliest and assessment_due(row.begins_earliest) <= self.world.last_day:
                self.end(child, "assessment", self.world.last_day)

    def finish(self, planned: tuple[str, ...], team: int) -> None:
        """Closes what age has closed, then notes what lies ahead for the children whose files are open."""
        world = self.world
        last = world.last_day
        for child in self.family.children:
            if child.file and not child.closed and child.born + timedelta(days=6574) <= last:
                day = child.born + timedelta(days=6574)
                for slot in ("legal_status", "placement"):
                    self.end(child, slot, day)
                self.close(child, "RC7", day)
        opened = [child for child in self.family.children if child.file and not child.closed]
        self._end_overdue(opened)
        for code in planned if opened else ():
            what, soonest, latest = _PLANNED[code]
            day = on_or_after(world.today + timedelta(days=world.rng.randint(soonest + 2, latest)), office_day)
            for child in opened:
                if child.born <= world.today:
                    by = world.manager(team).staff_id
                    world.rows.add(
                        Period(
                            world.key(),
                            child.row.person_id,
                            "planned",
                            code,
                            by,
                            at(last, 9),
                            description=what,
                            planned_on=day,
                        )
                    )
        if self.proceedings and opened:
            self.proceedings.list_next(world.manager(team).staff_id)
        self.whereabouts().finish()

    def amend(self, version: Version, parts: list[VersionChild]) -> None:
        """A second version with its reason, some days later; the first stays as it was."""
        rows, rng = self.world.rows, self.world.rng
        reason, words = _AMENDED.get(version.kind, _MISSPELT)
        written = min(version.recorded_at + timedelta(days=rng.randint(1, 9), minutes=7), at(self.world.last_day, 21))
        rows.add(
            replace(
                version,
                version=2,
                op_id=self.world.key(),
                amendment_reason=reason,
                recorded_at=written,
                detail=f"{version.detail}{words.format(gran=self.family.names['gran']).replace('  ', ' ')}",
            )
        )
        for part in parts:
            rows.add(replace(part, version=2))
