"""The bench data set: one child with very many entries, one with a hundred, and entries elsewhere around them.

Its texts have the lengths and the spread of words of real recording, rare words among them, and say nothing: they are
there to be measured, never to be read.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from psycopg import Cursor

from db.sample.bench_many import multiply
from db.sample.copying import (
    Progress,
    SampleRoles,
    acting_as,
    add_login,
    add_names,
    analyze,
    connect,
    copy_rows,
    copy_table,
    project_all,
    refuse_unless_fresh,
    taken_logins,
)
from db.sample.rows import (
    Allocation,
    Answer,
    Discussion,
    DiscussionChild,
    Entry,
    EntryChild,
    File,
    Name,
    Person,
    Row,
    Staff,
    Talk,
    TalkChild,
    Team,
    Version,
    VersionChild,
)

_SYLLABLES = (
    "ba",
    "ker",
    "lo",
    "min",
    "sta",
    "ven",
    "dri",
    "pol",
    "tu",
    "han",
    "gre",
    "wick",
    "ser",
    "mo",
    "thal",
    "ing",
)
_PLAIN = [
    "the",
    "a",
    "to",
    "and",
    "of",
    "in",
    "was",
    "is",
    "on",
    "for",
    "with",
    "had",
    "at",
    "by",
    "that",
    "this",
    "said",
    "not",
    "seen",
    "home",
    "school",
    "visit",
    "mother",
    "child",
]
_KINDS = ("visit", "call", "school", "police", "health", "meeting", "note", "court", "letter", "family_time")
_STREAM = 1_000_000
"""Words of one long text, of which every entry takes a stretch: much faster than drawing each word."""
_CASELOAD, _USUAL = 20, 1_000
RARE_WORD = "zwieselmark"
"""Stands in one entry in twenty thousand."""


@dataclass(frozen=True, slots=True)
class BenchSet:
    """What the bench needs: who signs in, and the two children."""

    login: str
    password: str
    large_child: UUID
    large_reference: str
    small_child: UUID
    small_reference: str


def load_bench(
    dsn: str,
    roles: SampleRoles,
    *,
    entries: int = 100_000,
    small: int = 100,
    elsewhere: int = 0,
    seed: int = 2026,
    progress: Progress | None = None,
) -> BenchSet:
    """Fills a fresh deployment with a child of `entries` entries, one of `small`, and `elsewhere` more in other files.

    One member of staff is allocated to those two and to twenty others of a thousand entries each, as a full caseload
    is; the files beyond these are the team's. Refused on anything but a fresh database.
    """
    rng = Random(seed)  # noqa: S311 (repeatable on purpose)
    with connect(dsn) as connection, connection.transaction(), connection.cursor() as cursor:
        refuse_unless_fresh(cursor)
        caseload = min(_CASELOAD, elsewhere // _USUAL)
        sizes = [entries, small, *([_USUAL] * caseload)]
        login = next(f"u{n}" for n in range(9000, 9999) if f"u{n}" not in taken_logins(cursor))
        password = secrets.token_urlsafe(12)
        with acting_as(cursor, roles.role_admin):
            add_login(cursor, login, password, "practitioner")
        staff, files = _cast(cursor, roles, rng, login, sizes)
        keys = _write(cursor, roles, rng, staff, files)
        rounds = elsewhere // (_CASELOAD * _USUAL) - 1
        patterns = [file.child_id for file in files[2:]]
        project_all(cursor, roles, keys, progress, then=lambda: multiply(cursor, patterns, rounds, progress))
    analyze(dsn)
    return BenchSet(login, password, files[0].child_id, files[0].reference, files[1].child_id, files[1].reference)


def _cast(cursor: Cursor, roles: SampleRoles, rng: Random, login: str, sizes: Sequence[int]) -> tuple[UUID, list[File]]:
    began = datetime(2011, 1, 3, 9, tzinfo=UTC)

    def key() -> UUID:
        return UUID(int=rng.getrandbits(128), version=4)

    team = Team(key(), "Bench")
    worker = Staff(key(), login, "Bench Worker", "practitioner", "Social worker", team.team_id, False, False, began)
    boss = Staff(key(), f"{login}m", "Bench Manager", "manager", "Team manager", team.team_id, False, False, began)
    people = [Person(key(), "U", worker.staff_id, began) for _ in sizes]
    names = [
        Name(key(), each.person_id, "legal", "Bench", f"Child {place}", None, None, worker.staff_id, began)
        for place, each in enumerate(people, 1)
    ]
    files = [
        File(each.person_id, f"11-{place}", team.team_id, began.date(), last_number=size)
        for place, (each, size) in enumerate(zip(people, sizes, strict=True), 1000)
    ]
    asked = Discussion(key(), boss.staff_id, worker.staff_id, began, "allocated_worker", "Bench.", "holds nobody")
    talk = Talk(key(), asked.discussion_id, began.date(), "Both.", "Has room.", boss.staff_id, began)
    told = [DiscussionChild(asked.discussion_id, file.child_id, "Measure.") for file in files]
    agreed = [TalkChild(talk.talk_id, file.child_id, "Measure.", began.date()) for file in files]
    said = Answer(asked.discussion_id, "accepted", "", talk.talk_id, worker.staff_id, began)
    held = [
        Allocation(
            key(),
            file.child_id,
            worker.staff_id,
            "allocated_worker",
            asked.discussion_id,
            began,
            None,
            "",
            "",
            boss.staff_id,
            began,
        )
        for file in files
    ]
    lists: list[list[Row]] = [
        [team],
        [worker, boss],
        [*people],
        [*files],
        [asked],
        [*told],
        [talk],
        [*agreed],
        [said],
        [*held],
    ]
    with acting_as(cursor, roles.owner):
        for rows in lists:
            copy_rows(cursor, type(rows[0]), rows)
        cursor.execute("select setval('core.file_number', %s)", [1000 + len(sizes)])
    with acting_as(cursor, roles.api_owner):
        add_names(cursor, names)
    return worker.staff_id, files


def _write(cursor: Cursor, roles: SampleRoles, rng: Random, staff: UUID, files: list[File]) -> list[UUID]:
    keys = [UUID(int=rng.getrandbits(128), version=4) for file in files for _ in range(file.last_number)]
    owners = [(file.child_id, number) for file in files for number in range(1, file.last_number + 1)]
    days = [
        date(2011, 1, 4) + timedelta(days=5800 * number // (file.last_number + 1))
        for file in files
        for number in range(1, file.last_number + 1)
    ]
    moments = [datetime(day.year, day.month, day.day, 17, tzinfo=UTC) for day in days]
    with acting_as(cursor, roles.owner):
        copy_table(
            cursor, Entry.table, _columns(Entry), ((key, staff, when) for key, when in zip(keys, moments, strict=True))
        )
        copy_table(cursor, Version.table, _columns(Version), _versions(rng, staff, keys, days, moments))
        copy_table(
            cursor,
            EntryChild.table,
            _columns(EntryChild),
            ((key, child, number) for key, (child, number) in zip(keys, owners, strict=True)),
        )
        copy_table(cursor, VersionChild.table, _columns(VersionChild), _parts(rng, keys, owners))
    return keys


def _columns(kind: type[Row]) -> list[str]:
    return [each.name for each in fields(kind)]


def _versions(
    rng: Random, staff: UUID, keys: list[UUID], days: list[date], moments: list[datetime]
) -> Iterator[list[object]]:
    words, weights = _vocabulary(rng)
    stream = rng.choices(words, cum_weights=weights, k=_STREAM + 200)
    for place, (key, day, when) in enumerate(zip(keys, days, moments, strict=True)):
        start = rng.randrange(_STREAM)
        detail = " ".join(stream[start : start + rng.randint(30, 195)])
        if place % 20_000 == 777 % max(len(keys), 1):
            detail += f" {RARE_WORD}"
        start = rng.randrange(_STREAM)
        headline = " ".join(stream[start : start + 10])[:90]
        told = rng.random() < 0.5
        yield [
            key, 1, UUID(int=rng.getrandbits(128), version=4), day, day, "day", None, False, f"{day.day} {day:%B %Y}",
            rng.choice(_KINDS), headline, detail, "", "", "told" if told else "seen_or_heard",
            "Bench Teller" if told else "", "", "school" if told else "", "", "", rng.random() < 0.2,
            rng.choice(("neutral", "neutral", "harm", "protective")),
            False, False, "", "", "", staff, when, hashlib.sha256(key.bytes).digest(), None,
        ]  # fmt: skip


def _parts(rng: Random, keys: list[UUID], owners: list[tuple[UUID, int]]) -> Iterator[tuple[object, ...]]:
    for key, (child, _) in zip(keys, owners, strict=True):
        seen = rng.random() < 0.3
        yield (
            key,
            1,
            child,
            "",
            seen or None,
            (rng.random() < 0.5) if seen else None,
            "",
            "",
            "I like it here." if rng.random() < 0.1 else "",
        )


def _vocabulary(rng: Random) -> tuple[list[str], list[float]]:
    """Plain words and six thousand made ones, each as frequent as its rank lets it be, as in any language."""
    made = sorted({"".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(9_000)})
    rng.shuffle(made)
    words = _PLAIN + made[:6_000]
    total, weights = 0.0, []
    for rank in range(1, len(words) + 1):
        total += 1 / (rank + 2.7)
        weights.append(total)
    return words, weights
