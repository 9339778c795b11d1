"""People, papers and searches of the stage, so that what a file knows beside its entries has something to hide too.

They stand apart from the stage itself, which is about who may open which file.
"""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID, uuid4

import psycopg

from tests.record import Record

WORKER, COLLEAGUE, STRANGER, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c", "tl_manager_a"
_PAPERS = (
    ("own", "own", "own", WORKER, "Zkown paper"),
    ("legal", "own", "legal", WORKER, "Zklegal paper"),
    ("sister", "sister", "both", COLLEAGUE, "Zkher paper"),
    ("other", "other", "other", COLLEAGUE, "Zkother paper"),
    ("glass", "glass", "glass", COLLEAGUE, "Zkglass paper"),
    ("sealed", "sealed", "sealed", COLLEAGUE, "Zksealed paper"),
    ("left", "left", "left", WORKER, "Zkexpired paper"),
    ("expired", "expired", "expired", WORKER, "Zkexpired paper"),
    ("south", "south", "south", STRANGER, "Zksouth paper"),
    ("wrong", "own", "", WORKER, "Zksecret paper"),
)


def arrange_papers(record: Record, children: dict[str, UUID], words: dict[str, str]) -> dict[str, str]:
    """A paper in each file while its worker may still write there, and one whose entry stood in the wrong file."""
    papers = {}
    for key, child, entry, login, text in _PAPERS:
        papers[key] = uuid4()
        content = text.encode()
        if entry:
            place = UUID(words[f"entry_{entry}"])
        else:
            place = record.write_entry(record.opened(login, children[child]), children[child], text)
        record.act(
            login, "add_document", document=papers[key], child=children[child], name=f"{text}.pdf", media_type="",
            kind="safety_plan", dated_on=date(2026, 3, 3), content=content,
            sha256=hashlib.sha256(content).hexdigest(), text=text, entry=place,
        )  # fmt: skip
        if not entry:
            with record.superuser() as connection:
                connection.execute(
                    "insert into core.wrong_file (entry_id, child_id, reason, closed_by) values (%s, %s, 'a test', %s)",
                    [place, children[child], record.staff[MANAGER]],
                )
                connection.execute("select wall.project(array[%s]::uuid[])", [place])
    return {f"paper_{key}": str(paper) for key, paper in papers.items()}


def arrange_people(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """Families around the children, with what is confidential about them and what only sealed files know."""
    with record.superuser() as connection:
        hand = _Hand(connection, record.staff[MANAGER], record.staff[COLLEAGUE])
        family = _family(hand, children)
        return family | _sealed(hand, children, UUID(family["mother"])) | _others(hand, children)


class _Hand:
    """Writes rows as a superuser does, and gives their ids."""

    def __init__(self, connection: psycopg.Connection, by: UUID, colleague: UUID) -> None:
        self.connection, self.by, self.colleague = connection, by, colleague

    def person(self, given: str, family: str, *, child: bool = False) -> UUID:
        person = uuid4()
        born = date(2019, 5, 2) if child else None
        self.connection.execute(
            "insert into core.person (person_id, sex, born_earliest, born_latest, recorded_by) values"
            " (%s, 'F', %s, %s, %s)", [person, born, born, self.by],
        )  # fmt: skip
        self.name(person, given, family, self.by)
        return person

    def name(self, person: UUID, given: str, family: str, by: UUID) -> None:
        self.connection.execute("select wall.add_name(%s, 'legal', %s, %s, %s)", [person, given, family, by])

    def row(self, table: str, key: str, **values: object) -> UUID:
        values = {key: uuid4(), "recorded_by": self.by} | values
        marks = ", ".join(["%s"] * len(values))
        self.connection.execute(
            f"insert into core.{table} ({', '.join(values)}) values ({marks})".encode(), list(values.values())
        )
        return UUID(str(values[key]))

    def tie(self, person: UUID, other: UUID, kind: str, **values: object) -> UUID:
        return self.row("relationship", "relationship_id", person_id=person, other_id=other, kind=kind, **values)

    def lives(self, person: UUID, lines: str) -> UUID:
        address = self.row("address", "address_id", lines=lines)
        return self.row("residence", "residence_id", person_id=person, address_id=address)

    def reached(self, person: UUID, value: str) -> UUID:
        return self.row("contact_detail", "contact_detail_id", person_id=person, kind="e-mail", value=value)

    def keep(self, person: UUID, value: str, child: UUID) -> UUID:
        return self.row(
            "confidential_detail", "confidential_detail_id", person_id=person, kind="address", value=value, why="fled",
            child_id=child,
        )  # fmt: skip

    def merge(self, kept: UUID, gone: UUID) -> UUID:
        merge = uuid4()
        self.connection.execute(
            "insert into core.person_merge (merge_id, kept_id, gone_id, why, proposed_by) values (%s, %s, %s, 'x', %s)",
            [merge, kept, gone, self.colleague],
        )
        return merge


def _family(hand: _Hand, children: dict[str, UUID]) -> dict[str, str]:
    """A mother of three children; her husband, twice removed, whose address and e-mail were open once."""
    mother, husband = hand.person("Mara", "Ownfile"), hand.person("Piet", "Partner")
    for child in ("own", "sister", "brother"):
        hand.tie(mother, children[child], "mother", parental_responsibility=True)
    hand.tie(husband, mother, "husband")
    home = [hand.lives(person, "Zkhidden Lane") for person in (children["sister"], husband)][1]
    contact = hand.reached(husband, "Zkhidden@example.org")
    for kind, value in (("address", "Zkhidden Lane"), ("e-mail", "Zkhidden@example.org")):
        detail = hand.row(
            "confidential_detail", "confidential_detail_id", person_id=husband, kind=kind, value=value, why="fled"
        )
    for kind, code, words in (("placement", "foster", "Zkhidden Lane"), ("planned", "review", "at Zkhidden Lane")):
        day = {"planned_on": date(2999, 1, 1)} if kind == "planned" else {"begins_earliest": date(2026, 1, 1)}
        hand.row("period", "period_id", child_id=children["own"], kind=kind, code=code, description=words, **day)
    ids = {"mother": mother, "hidden_home": home, "hidden_contact": contact, "hidden_detail": detail}
    return {key: str(value) for key, value in ids.items()}


def _sealed(hand: _Hand, children: dict[str, UUID], mother: UUID) -> dict[str, str]:
    """What only the sealed files know: a new name, adopters, a warning, and that the open child is a cousin; and
    somebody without a file who is to the open child what the sealed brother is."""
    own, brother, sealed = children["own"], children["brother"], children["sealed"]
    hand.name(brother, "Zksealed", "Newname", hand.colleague)
    adopter, second = hand.person("Zksealed", "Adopter"), hand.person("Zksealed", "Adoptor")
    for one in (adopter, second, brother):
        hand.lives(one, "Zksealed Road")
        hand.reached(one, "Zksealed@example.org")
    hand.row("warning", "warning_id", person_id=brother, kind="dog", text="Zksealed", review_on=date(2999, 1, 1))
    for one in (adopter, second):
        hand.tie(one, brother, "adoptive mother")
    hand.keep(mother, "Zksealed Row", brother)
    hand.tie(own, sealed, "cousin", recorded_by=hand.colleague)
    hand.tie(own, brother, "sister", recorded_by=hand.colleague, how_known="Zksealed file")
    double = hand.person("Bertil", "Ownfile", child=True)
    hand.tie(double, own, "sister", same_household=True, parental_responsibility=True)
    decoys = {"decoy": hand.person("Zkseeled", "Adoptar"), "decoy_by_look": hand.person("Zkseabed", "Newnome")}
    for decoy in decoys.values():
        hand.tie(decoy, own, "aunt")
    merge = hand.merge(adopter, second)
    return {"double": str(double), "adopter": str(adopter), "merge_sealed": str(merge)} | {
        key: str(decoy) for key, decoy in decoys.items()
    }


def _others(hand: _Hand, children: dict[str, UUID]) -> dict[str, str]:
    """What stands in another child's file, each with its id, for whoever tries to reach it through their own."""
    other, south = children["other"], children["south"]
    father, one, two = hand.person("Zkother", "Father"), hand.person("Sue", "Aunt"), hand.person("Sue", "Ant")
    found = {
        "other_person": father,
        "other_tie": hand.tie(father, other, "father"),
        "other_home": hand.lives(father, "Zkother Street"),
        "other_contact": hand.reached(father, "Zkother@example.org"),
        "other_secret": hand.keep(father, "Zkhidden Bolthole", other),
        "other_warning": hand.row(
            "warning", "warning_id", person_id=father, kind="dog", text="Zkother", review_on=date(2999, 1, 1)
        ),
        "other_period": hand.row(
            "period", "period_id", child_id=other, kind="plan", code="cp", begins_earliest=date(2026, 1, 1)
        ),
    }
    for person in (one, two):
        hand.tie(person, south, "aunt")
    found["merge_south"] = hand.merge(one, two)
    found["other_partner"] = hand.person("Pia", "Partner")
    hand.tie(found["other_partner"], father, "partner")
    hand.lives(found["other_partner"], "Zkhidden Bolthole")
    row = hand.connection.execute("select name_id from core.person_name where person_id = %s", [father]).fetchone()
    return {key: str(value) for key, value in found.items()} | {"other_name": str(row[0]) if row else ""}


def arrange_searches(record: Record) -> dict[str, str]:
    """Searches and filters of others, an expired search, and a question that touched a sealed file."""
    found = {
        "search_colleague": str(record.act(COLLEAGUE, "open_search", words="visit", purpose="a reason")),
        "search_expired": str(record.act(WORKER, "open_search", words="visit", purpose="a reason")),
        "filter_colleague": str(uuid4()),
    }
    with record.psql(COLLEAGUE) as connection:
        connection.execute(
            """select api.save_filter(%s, 'Zkother mine', '{"words": "Zkother"}')""", [found["filter_colleague"]]
        )
    with record.psql(STRANGER) as connection:
        connection.execute("select * from api.find_children('Zksealed')")
    with record.superuser() as connection:
        connection.execute("alter table core.search_ticket disable trigger append_only_rows")
        connection.execute(
            "update core.search_ticket set expires_at = clock_timestamp() - interval '1 second' where search_id = %s",
            [found["search_expired"]],
        )
        connection.execute("alter table core.search_ticket enable always trigger append_only_rows")
        row = connection.execute("select max(event_id) from audit.event where action = 'find'").fetchone()
    return found | {"notice": str(row[0]) if row else "0"}
