"""Plants hidden details in texts in every disguise that an honest hand or a careless scan gives, and looks for them.

`python -m tests.faults.hidden_details --cases 500` is the long run; the ordinary tests run a few. Each third text holds
nothing hidden, every other of them near misses (the same street, a namesake, the next number): what is found there, or
beside a plant, is counted as a false alarm.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from db.commands.court_check import CheckText, check_text
from db.server.launcher import EmbeddedServer, write_hba
from db.session import Session
from tests.faults.disguises import DISGUISES, clean_page, disguised, kinds_shown, near_miss, page_with, shortened
from tests.record import Record, cloned, make_template

_WORKER = "tl_practitioner_a"
_TOGETHER, _CHECKS = 15, 7
"""Texts that are checked together, and checks of one family."""
_STREETS = (
    "Bramble Road", "St Mary's Road", "Old Mill Lane", "Kestrel Close", "Great Northern Street", "Fox Hill Crescent",
    "The Meadows", "Saint Anne's Court", "Second Avenue", "Larch Grove", "Quarry Gardens", "Wexford Terrace",
)  # fmt: skip
_HOUSES = ("Tern Cottage", "Broadfield Farm", "The Old Smithy")
_TOWNS = ("Leeds", "Otley", "Harrogate", "Skipton")
_SCHOOLS = ("Hollybush Primary School", "St Oswald's Primary School", "Kirkgate Academy", "Nab Wood High School")
_NURSERIES = ("Little Otters Nursery", "Poppyfields Day Nursery")
_SURGERIES = ("Beckside Surgery", "St Bride's Medical Centre")
_VENUES = ("Wharfedale Family Centre", "The Larkspur Contact Centre")
_PEOPLE = (
    ("Zoë", "O’Neill"), ("Siân", "Llewellyn"), ("José", "García-Byrne"), ("Łukasz", "Wójcik"), ("Margaret", "Hollis"),
    ("Oluwaseun", "Adebayo"), ("Fionnuala", "D'Arcy"), ("Bethan", "Prys-Davies"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hidden:
    """One hidden thing of a family: its kind as findings name it, what it is, its postcode, and how it was recorded."""

    kind: str
    value: str
    postcode: str = ""
    recorded: str = ""


@dataclass
class Tally:
    """What the run saw: every plant must be found. False alarms are only counted."""

    cases: int = 0
    clean: int = 0
    missed: list[str] = field(default_factory=list)
    sure: int = 0
    false: Counter[str] = field(default_factory=Counter)
    by_disguise: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, disguise: str, said: str, met: list[bool]) -> None:
        """One text was looked through; `met` has for each finding of its plant whether it was sure."""
        self.cases += 1
        if not kind:
            self.clean += 1
            return
        self.by_disguise[f"{kind} {disguise}"] += 1
        self.sure += any(met)
        if not met:
            self.missed.append(f"{kind} {disguise}: {said!r}")

    @property
    def well(self) -> bool:
        """Whether everything planted was found."""
        return not self.missed and self.cases > self.clean > 0

    def __str__(self) -> str:
        planted = self.cases - self.clean
        alarms = ", ".join(f"{count} {what}" for what, count in sorted(self.false.items())) or "none"
        said = (
            f"{planted} texts with one planted detail in {len(self.by_disguise)} pairs of kind and disguise:"
            f" {planted - len(self.missed)} found, {self.sure} of them as sure;"
            f" {self.clean} clean texts; false alarms in all {self.cases}: {alarms}"
        )
        return "\n".join([said, *(f"missed {what}" for what in self.missed)])


@dataclass(frozen=True, slots=True)
class Family:
    """A child with hidden things around it, and the session of its worker in which the file is open."""

    child: UUID
    session: Session
    hidden: tuple[Hidden, ...]


def run(record: Record, cases: int, seed: int = 5) -> Tally:
    """Makes families, plants and looks, and counts."""
    rng = random.Random(seed)  # noqa: S311 (repeatable cases)
    tally = Tally()
    pairs: list[tuple[str, str]] = []
    while tally.cases < cases:
        family = hidden_family(record, rng)
        forget_checks(record)
        for _ in range(_CHECKS):
            some = range(min(_TOGETHER, cases - tally.cases))
            _look(family, tally, [_text(family, number, pairs, rng) for number in some])
        family.session.close()
    return tally


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, and what is planted in it."""

    text: str
    kind: str = ""
    disguise: str = ""
    said: str = ""


def _text(family: Family, number: int, pairs: list[tuple[str, str]], rng: random.Random) -> _Text:
    """The next text: of three two with a plant, in the next of the pairs of kind and disguise."""
    if number % 3 == 2:
        near = rng.sample(family.hidden, 3) if rng.random() < 0.5 else []
        return _Text(clean_page(rng, *(near_miss(each.kind, each.value, each.postcode) for each in near)))
    if not pairs:
        pairs.extend((kind, name) for kind, names in DISGUISES.items() for name in names)
        rng.shuffle(pairs)
    kind, name = pairs.pop()
    hidden = rng.choice([each for each in family.hidden if each.kind == kind])
    said = disguised(kind, name, hidden.value, hidden.postcode, rng)
    return _Text(page_with(said, rng), kind, name, said)


def _look(family: Family, tally: Tally, texts: Sequence[_Text]) -> None:
    """Checks some texts as the pages of one; a finding that touches the plant and is of its kind has found it."""
    if not texts:
        return
    pages: list[tuple[int, int, str]] = []  # number of the text, where in it the page begins, the page
    for number, each in enumerate(texts):
        begins = 0
        for page in each.text.split("\f"):
            pages.append((number, begins, page))
            begins += len(page) + 1
    met: dict[int, list[bool]] = {number: [] for number in range(len(texts))}
    for finding in check_text(family.session, CheckText(family.child, [page for _, _, page in pages])).findings:
        number, begins, _ = pages[finding.page - 1]
        planted = texts[number]
        at = planted.text.index(planted.said)
        if begins + finding.start >= at + len(planted.said) or begins + finding.end <= at:
            tally.false[f"{'sure' if finding.sure else 'perhaps'} {finding.kind}"] += 1
        elif finding.kind in kinds_shown(planted.kind):
            met[number].append(finding.sure)
    for number, each in enumerate(texts):
        tally.note(each.kind, each.disguise, each.said, met[number])


def hidden_family(record: Record, rng: random.Random) -> Family:
    """A child whose mother fled, who is placed with carers that are not to be known, with a cousin; of two parties to
    the proceedings it must not be told where they are, or that they are."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, _WORKER)
    carer, party, other = rng.sample(_PEOPLE, 3)
    digits = "".join(str(rng.randint(0, 9)) for _ in range(3))
    home = f"{rng.randint(2, 180)} {rng.choice(_STREETS)}, {rng.choice(_TOWNS)}"
    flat = f"Flat {rng.randint(1, 9)}, {rng.randint(2, 90)} {rng.choice(_STREETS)}, Leeds"
    hidden = (
        Hidden("address", home, _postcode(rng), rng.choice((home, home.upper(), shortened(home, rng)))),
        Hidden("address", flat, postcode := _postcode(rng), f"{flat}\n{postcode.replace(' ', '').lower()}"),
        Hidden("telephone", f"07700 900{digits}", "", rng.choice((f"07700900{digits}", f"+44 7700 900 {digits}"))),
        Hidden("telephone", f"0113 496 0{digits}", "", rng.choice((f"0113 4960{digits}", f"0044 (0)113 4960{digits}"))),
        Hidden("e-mail", rng.choice(("jo.smith81@mail.example", "new-start@post.example", "s.kaya.home@mail.example"))),
        Hidden("vehicle", rng.choice(("AB12 CDE", "Blue Ford Focus, YO51 LBS", "LS08 OIL"))),
        Hidden("school", rng.choice(_SCHOOLS)),
        Hidden("nursery", rng.choice(_NURSERIES)),
        Hidden("gp", rng.choice(_SURGERIES)),
        Hidden("venue", rng.choice(_VENUES)),
        Hidden("placement", f"{rng.choice(_HOUSES)}, {rng.choice(_TOWNS)}"),
        Hidden("carer", " ".join(carer)),
        Hidden("party", " ".join(party)),
        Hidden("child", " ".join(other)),
    )
    with record.superuser() as connection:
        hand = Hand(connection, record.staff["tl_manager_a"])
        mother = hand.person("Selin", "Kaya", child, "mother")
        uncle = hand.person("Deniz", "Kaya", child, "uncle")
        hand.party("Deniz Kaya", child, "contact", uncle)
        for each in hidden:
            if each.kind in ("address", "telephone", "e-mail"):
                if rng.random() < 0.5:  # as confidential, or as where a party is of whom that must not be told
                    hand.hide(mother, each)
                elif each.kind == "address":
                    hand.lives(uncle, each.recorded, each.postcode)
                else:
                    hand.reached(uncle, each.recorded or each.value)
            elif each.kind not in ("carer", "party", "child"):
                hand.hide(child, each)
        hand.person(*carer, child, "foster carer")
        hand.person(*other, child, "cousin", born=date(2018, 7, 1))
        known = hand.person(*party, child, "family friend") if rng.random() < 0.5 else None
        hand.party("The intervener" if known else " ".join(party), child, rng.choice(("name", "party")), known)
    return Family(child, record.opened(_WORKER, child), hidden)


def _postcode(rng: random.Random) -> str:
    area, letters = rng.choice(("LS", "BD", "HG", "YO")), "ABDEFGHJLNPQRSTUWXYZ"
    return f"{area}{rng.randint(1, 20)} {rng.randint(0, 9)}{rng.choice(letters)}{rng.choice(letters)}"


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes rows as a superuser does."""

    connection: psycopg.Connection
    by: UUID

    def person(self, given: str, family: str, child: UUID, kind: str, born: date | None = None) -> UUID:
        """Somebody who is this to the child."""
        person = uuid4()
        self.connection.execute(
            "insert into core.person (person_id, sex, born_earliest, born_latest, recorded_by)"
            " values (%s, 'U', %s, %s, %s)",
            [person, born, born, self.by],
        )
        self.connection.execute("select wall.add_name(%s, 'legal', %s, %s, %s)", [person, given, family, self.by])
        self.connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, %s, %s)",
            [person, child, kind, self.by],
        )
        return person

    def lives(self, person: UUID, lines: str, postcode: str = "") -> None:
        """Somebody lives at an address that may be known."""
        address = uuid4()
        self.connection.execute(
            "insert into core.address (address_id, lines, postcode, recorded_by) values (%s, %s, %s, %s)",
            [address, lines, postcode, self.by],
        )
        self.connection.execute(
            "insert into core.residence (person_id, address_id, recorded_by) values (%s, %s, %s)",
            [person, address, self.by],
        )

    def reached(self, person: UUID, value: str) -> None:
        """Somebody has a telephone number or an address of e-mail that may be known."""
        self.connection.execute(
            "insert into core.contact_detail (person_id, kind, value, recorded_by) values (%s, 'other', %s, %s)",
            [person, value, self.by],
        )

    def hide(self, person: UUID, hidden: Hidden) -> None:
        """Something that somebody must not learn of a person."""
        kind = {"gp": "GP", "venue": "family time"}.get(hidden.kind, hidden.kind)
        self.connection.execute(
            "insert into core.confidential_detail (person_id, kind, value, postcode, why, recorded_by)"
            " values (%s, %s, %s, %s, 'she fled', %s)",
            [person, kind, hidden.recorded or hidden.value, hidden.postcode, self.by],
        )

    def party(self, name: str, child: UUID, hidden: str = "name", person: UUID | None = None, **said: str) -> UUID:
        """A party to proceedings about the child, with what must not be told of it: contact, name, party or nothing."""
        case, party = uuid4(), uuid4()
        self.connection.execute(
            "insert into core.proceedings (proceedings_id, recorded_by) values (%s, %s)", [case, self.by]
        )
        self.connection.execute(
            "insert into core.proceedings_version (proceedings_id, stage, recorded_by) values (%s, 'cmh', %s)",
            [case, self.by],
        )
        self.connection.execute(
            "insert into core.proceedings_child (proceedings_id, child_id) values (%s, %s)", [case, child]
        )
        self.connection.execute(
            "insert into core.party (party_id, proceedings_id, child_id, person_id, name, part, representative, hidden,"
            " recorded_by) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                party, case, said.get("recorded_in", child), person, name, said.get("part", "intervener"),
                said.get("representative", ""), hidden, self.by,
            ],
        )  # fmt: skip
        return party


def forget_checks(record: Record) -> None:
    """Lets a day pass for the worker who checks; only the superuser can, behind the trigger."""
    with record.superuser() as connection:
        connection.execute("alter table core.text_check disable trigger append_only_rows")
        connection.execute("update core.text_check set opened_at = opened_at - interval '2 days'")
        connection.execute("alter table core.text_check enable always trigger append_only_rows")


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if something planted was not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder)) as running:
        write_hba(Path(folder), "/^tl_")
        make_template(running)
        with cloned(running) as record:
            tally = run(record, asked.cases, asked.seed)
    print(tally)
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())
