"""Tells a family's story: each happening becomes an entry, and what it changes is changed on the same day.

Periods, placements, orders and hearings are made by the entries themselves, so that the head of a file and its
chronology cannot disagree.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.domain.partial_date import PartialDate, Precision
from db.sample.changes import Changes
from db.sample.family import Child, Family, earliest
from db.sample.fitting import Moment
from db.sample.holding import Holding
from db.sample.moments import moment, recorded, vague
from db.sample.rows import Entry, EntryChild, Version, VersionChild
from db.sample.schedule import Happening, Story
from db.sample.terms import school_day
from db.sample.words import Deck, Scene, Teller
from db.sample.world import Colleague, World

_PRONOUNS = {
    "F": {"they": "she", "them": "her", "their": "her", "themself": "herself"},
    "M": {"they": "he", "them": "him", "their": "his", "themself": "himself"},
    "U": {"they": "it", "them": "it", "their": "its", "themself": "itself"},
}
_ALONE = re.compile(r"alone|just us two|walked to the|while .* was upstairs")
_SIBLINGS = re.compile(r"brother|sister|little one|big girls")
_MONTHS = ("the new year", "the spring", "the summer", "the autumn")


@dataclass(slots=True)
class Narrator:
    """One family's story being told."""

    world: World
    family: Family
    holding: Holding
    changes: Changes
    teller: Teller
    story: Story
    day: date = date.min
    hour: int = 9
    crowded: bool = False

    @classmethod
    def of(cls, world: World, family: Family, holding: Holding, arc: dict[str, Any], story: Story) -> Narrator:
        """A narrator with a fresh pack of sentences."""
        teller = Teller(world.rng, world.banks, Deck(world.rng))
        return cls(world, family, holding, Changes(world, family, arc), teller, story)

    def tell(self) -> None:
        """Tells everything in order."""
        crowded = Counter(happening.day for happening in self.story.happenings)
        for happening in self.story.happenings:
            self.hour = 9 if happening.day != self.day else self.hour + 1
            self.day, self.crowded = happening.day, crowded[happening.day] > 1
            self._one(happening)
        self.changes.finish(self.story.planned, self.holding.team_on(self.world.last_day))

    def _one(self, happening: Happening) -> None:
        world, beat = self.world, self.world.beats[happening.beat]
        if beat["kind"] == "referral":
            self.changes.reopen(happening.day)
        concerned = self._concerned(beat, happening)
        if not concerned or (beat.get("legal_advice") and not self.changes.proceedings):
            return
        author = self._author(beat, happening.day)
        entry_id = world.key()
        self.changes.open_files(concerned, happening.day, self.holding, entry_id)
        self.changes.apply(beat, happening.day, concerned, author.staff_id, entry_id)
        lead = self.family.focus if self.family.focus in concerned else world.rng.choice(concerned)
        scene = self._scene(happening, beat, concerned, lead)
        version = self._version(beat, happening, concerned, scene, author, entry_id)
        parts = [self._part(beat, happening, child, scene, version) for child in concerned]
        self._keep(version, parts)
        self.changes.afterwards(beat, happening.day, concerned, author.staff_id, entry_id)

    def _concerned(self, beat: dict[str, Any], happening: Happening) -> list[Child]:
        day, who, rng = happening.day, beat.get("who", "all"), self.world.rng
        here = [c for c in self.family.children if not c.closed and c.born <= day < c.born + timedelta(days=6570)]
        unborn = [c for c in self.family.children if earliest(c) <= day < c.born]
        if who == "unborn":
            return self.family.children[-1:] if unborn or here else []
        if who == "focus":
            return [self.family.focus] if self.family.focus in here else []
        if who == "small":
            here = [c for c in here if c.band(day) in ("baby", "toddler")]
        elif who == "cared":
            here = [c for c in here if c.with_carers]
        if who in ("one", "small") or (who == "cared" and beat["kind"] not in ("family_time", "court", "move")):
            taught = beat.get("school") or beat["kind"] in ("school", "education")
            if taught or "school" in str(beat["source"]) or "teacher" in str(beat["source"]):
                here = [c for c in here if c.band(day) not in ("baby", "toddler")]
            return [rng.choice(here)] if here else []
        return here or (unborn if self.family.children[0].born > happening.day else [])

    def _author(self, beat: dict[str, Any], day: date) -> Colleague:
        world, team = self.world, self.holding.team_on(day)
        match beat.get("author", "worker"):
            case "duty":
                return world.front_door() if not self.holding.court else self.holding.worker_on(day)
            case "manager":
                return world.manager(team)
            case "support":
                return world.support(team)
            case "chair" | "iro" as part:
                return world.part(part)
        return self.holding.worker_on(day)

    def _scene(self, happening: Happening, beat: dict[str, Any], concerned: list[Child], lead: Child) -> Scene:
        world, day = self.world, happening.day
        names = dict(self.family.names) | lead.carers
        cared = lead.with_carers and happening.mood == "care"
        names["adult"] = names["carer"] if cared else names["mother"]
        names["adult_role"] = names["carer_role"] if cared else "mother"
        names |= _PRONOUNS[lead.row.sex]
        child = "the baby" if day < lead.born else lead.known
        known = ["the baby" if day < each.born else each.known for each in concerned]
        worker = self.holding.worker_on(day)
        team = self.holding.team_on(day)
        second = world.rng.choice([each for each in world.staff if each.holds and each is not worker])
        names |= {
            "lead": str(lead.row.person_id), "child": child, "children": _listed(known), "toy": lead.toy,
            "interest": lead.interest, "friend": lead.friend, "teacher": lead.teacher,
            "school": self.changes.school(lead, day), "worker": worker.name,
            "second": second.name, "manager": world.manager(team).name,
            "chair": world.part("chair").name, "iro": world.part("iro").name,
            "guardian": world.staff[18 + int(str(self.family.mother.person_id)[0], 16) % 2].name,
            "month": _MONTHS[day.month // 3 % 4], "them_all": lead.known if len(concerned) == 1 else "each of them",
        }  # fmt: skip
        local = {key: value for key, value in beat.items() if isinstance(value, list)}
        mood = "infant" if happening.mood == "care" and lead.band(day) in ("unborn", "baby") else happening.mood
        scene = Scene(names, mood, lead.band(day), len(concerned) > 1, local)
        sources = beat["source"] if isinstance(beat["source"], list) else [beat["source"]]
        names["source_key"] = self._source(sources, lead, day)
        who = world.sources[names["source_key"]][1]
        names["caller"] = names["teller"] = self.teller.tell(who, scene) or "the caller"
        names["they_caller"] = "he" if names["source_key"] == "father" else "she"
        return scene

    def _source(self, keys: list[str], lead: Child, day: date) -> str:
        small = lead.band(day) in ("unborn", "baby", "toddler")
        at_school = ("dsl", "teacher", "school_report", "minutes")
        away = small or not school_day(day)
        fitting = [k for k in keys if not (away and k in at_school) and not (not small and k in ("nursery", "hv"))]
        return self.world.rng.choice(fitting or (["hv"] if small else keys))

    def _version(  # noqa: PLR0917
        self,
        beat: dict[str, Any],
        happening: Happening,
        concerned: list[Child],
        scene: Scene,
        author: Colleague,
        entry_id: Any,
    ) -> Version:
        world, rng, day = self.world, self.world.rng, happening.day
        significant = beat.get("significant", False)
        fit = Moment(day, self._pupils(concerned, day), self.hour * 60 if self.crowded and self.hour > 9 else 0)
        headline = self.teller.tell_fitting(beat["headline"], scene, fit)[:200].rstrip(".,")
        detail = self.teller.tell_fitting(beat["detail"], scene, fit, f"{headline}.")
        when = self._when(beat, fit, f"{headline}. {detail}")
        written = recorded(day, world.last_day, rng)
        if beat.get("vague"):
            first = max(earliest(child) for child in concerned)
            when = vague(max(first, day - timedelta(days=2500)), day - timedelta(days=20), rng)
        elif (
            beat["source"] != "seen"
            and not significant
            and rng.random() < 0.04
            and beat["kind"] in ("good_day", "health", "school", "call")
        ):
            hazy = vague(max(day - timedelta(days=70), *(c.born for c in concerned)), day, rng)
            when = when if hazy.precision is Precision.DAY else hazy
        how, who, role, agency = world.sources[scene.names["source_key"]]
        who, role = self.teller.tell(who, scene), _lower_first(self.teller.tell(role, scene), role)
        told = f"{day.day} {day:%B %Y}" if how == "told" and (beat.get("vague") or rng.random() < 0.3) else ""
        outcome = self.teller.tell_fitting(beat["outcome"], scene, fit) if beat.get("outcome") else ""
        hidden = bool(beat.get("not_to_share"))
        return Version(
            entry_id, 1, world.key(), when.earliest, when.latest, when.precision.value, when.minute, when.approximate,
            when.as_given, beat["kind"],
            headline, detail, self._place(beat, scene),
            self.teller.tell(beat.get("present", ""), scene), how, who, role, agency, told, outcome,
            significant is True or rng.random() < float(significant), beat.get("tone", "neutral"),
            bool(beat.get("third_party")), bool(beat.get("legal_advice")),
            scene.names["father"] if hidden else "", "The place must not become known to him." if hidden else "", "",
            author.staff_id, written,
        )  # fmt: skip

    @staticmethod
    def _pupils(concerned: list[Child], day: date) -> bool:
        return any(child.band(day) in ("young", "older", "teen") for child in concerned)

    def _when(self, beat: dict[str, Any], fit: Moment, text: str) -> PartialDate:
        """The moment that the text speaks of; several on one day keep the order in which they follow."""
        rng, day = self.world.rng, fit.day
        when, minute = moment(day, beat["kind"], rng), fit.minute(text, rng)
        if self.crowded and minute is None:
            minute = min(self.hour, 23) * 60 + rng.randrange(0, 60, 5)
        if self.crowded and minute is not None:
            self.hour = max(self.hour, minute // 60)
        return when if minute is None or (when.minute is None and not self.crowded) else PartialDate.on(day, minute)

    def _place(self, beat: dict[str, Any], scene: Scene) -> str:
        if beat.get("school"):
            return scene.names["school"]
        if beat.get("visit"):
            return f"At {scene.names['adult']}'s home" if scene.names["adult_role"] != "mother" else "At home"
        return {"family_time": scene.names["centre"][4:].capitalize(), "court": scene.names["court"]}.get(
            beat["kind"], ""
        )

    def _part(
        self, beat: dict[str, Any], happening: Happening, child: Child, scene: Scene, version: Version
    ) -> VersionChild:
        rng, band = self.world.rng, child.band(happening.day)
        names = dict(scene.names) | {
            "child": child.known,
            "toy": child.toy,
            "friend": child.friend,
            "interest": child.interest,
            **child.carers,
        }
        names |= _PRONOUNS[child.row.sex]
        mine = Scene(names, scene.mood, band, False)
        part = VersionChild(version.entry_id, 1, child.row.person_id)
        speaks = band in ("young", "older", "teen") or (band == "toddler" and rng.random() < 0.4)
        good = version.tone == "protective"
        if band != "unborn" and (version.significant or version.tone == "harm" or rng.random() < 0.3 * good):
            bank = self.world.banks["impact"]["joy"] if good else self.world.banks["impact"]
            part.impact = self.teller.tell(self.teller.pick(bank, mine), mine)
        if beat.get("visit"):
            self._seen(beat, part, mine, version.detail if names["lead"] == str(part.child_id) else "")
        chance = 0.5 if part.seen_alone else (0.0 if beat.get("visit") else float(beat.get("voice", 0)))
        theme = beat.get("theme", scene.mood)
        words = self.world.banks["words"].get(theme, {}).get(band)
        if words and speaks and rng.random() < chance:
            said = self.teller.tell(str(self.teller.deck.deal(words)), mine)
            alone = len(self.family.children) == 1
            part.words = "" if alone and _SIBLINGS.search(said) else said
        return part

    def _seen(self, beat: dict[str, Any], part: VersionChild, scene: Scene, told: str) -> None:
        """Seen, alone or not, as the text says of the child it is about; the others as it happened."""
        rng = self.world.rng
        old_enough = scene.band in ("young", "older", "teen")
        part.seen = not beat.get("missed") and (bool(told) or rng.random() < 0.85)
        part.seen_alone = part.seen and old_enough and (bool(_ALONE.search(told)) or rng.random() < 0.4)
        if part.seen and scene.band in ("baby", "toddler"):
            part.observed = self.teller.tell(self.teller.pick(self.world.banks["observed"], scene), scene)
        if not part.seen:
            reasons = ["Nobody came to the door."] if beat.get("missed") else self.world.banks["not_seen_why"]
            part.not_seen_why = self.teller.tell(self.teller.deck.deal(reasons), scene)

    def _keep(self, version: Version, parts: list[VersionChild]) -> None:
        rows, rng = self.world.rows, self.world.rng
        rows.add(Entry(version.entry_id, version.author_id, version.recorded_at))
        rows.add(version)
        for part in parts:
            rows.add(EntryChild(version.entry_id, part.child_id))
            rows.add(part)
        if rng.random() < 0.012 and version.detail:
            self.changes.amend(version, parts)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lower_first(text: str, template: str) -> str:
    named = template.startswith(("{", "GP")) and not template.endswith("_role}")
    return text if named else text[:1].lower() + text[1:]
