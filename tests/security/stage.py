"""The stage on which the wall is attacked: children, entries and people, so that every rule has something to hide.

It is set once, kept as a template database and copied, because attacks and weakenings each need it untouched.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa
from psycopg import sql

from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.domain.entry import ChildPart
from db.passwords import scram_verifier
from db.server.deploy import grant_database
from db.server.launcher import RunningServer
from tests.record import PASSWORD, Record, cloned, content
from tests.security.stage_allocation import arrange_allocations
from tests.security.stage_check import arrange_checks
from tests.security.stage_contacts import arrange_contacts
from tests.security.stage_court import arrange_court
from tests.security.stage_documents import arrange_documents
from tests.security.stage_lists import arrange_lists
from tests.security.stage_looks import arrange_looks
from tests.security.stage_missing import arrange_stages
from tests.security.stage_people import arrange_papers, arrange_people, arrange_searches
from tests.security.stage_recording import arrange_recording
from tests.security.stage_signals import arrange_signals
from tests.security.stage_staffing import arrange_staffing
from tests.security.stage_supervision import arrange_supervision
from tests.security.stage_workload import arrange_workload

STAGE = "tl_stage"
SUSPENDED = "tl_suspended"
NEVER = sa.cast(sa.null(), sa.TIMESTAMP(timezone=True))
WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"
GUARDIAN, MANAGER, SECOND, ELSEWHERE = "tl_court_adviser", "tl_manager_a", "tl_manager_a2", "tl_manager_b"
DUTY, FRONT_DOOR, SUPPORT = "tl_duty_a", "tl_front_door", "tl_support_a"
AUDITOR, ADMINISTRATOR = "tl_auditor", "tl_administrator"
EVERYBODY = (
    WORKER, COLLEAGUE, STRANGER, GUARDIAN, MANAGER, SECOND, ELSEWHERE, DUTY, FRONT_DOOR, SUPPORT, AUDITOR,
    ADMINISTRATOR, SUSPENDED,
)  # fmt: skip
MARKERS = (
    "Zkown",
    "Zkher",
    "Zkother",
    "Zksouth",
    "Zkglass",
    "Zksealed",
    "Zklegal",
    "Zkexpired",
    "Zkhidden",
    "Zksecret",
)
"""Words that stand in one place each: an attack that brings one back has seen what it must not."""
_MAY_SEE = {
    WORKER: {"Zkown", "Zklegal"},
    COLLEAGUE: {"Zkown", "Zkher", "Zkother", "Zksealed"},
    STRANGER: {"Zkown", "Zklegal", "Zkglass", "Zksouth"},
    GUARDIAN: {"Zkown"},
    MANAGER: {"Zksealed"},
}


def hidden_from(login: str) -> tuple[str, ...]:
    """The markers that this person has no ticket for."""
    return tuple(marker for marker in MARKERS if marker not in _MAY_SEE.get(login, set()))


@dataclass
class Stage:
    """A copy of the stage; `words` are the placeholders of the attacks' SQL, written <own>, <sealed>, …"""

    record: Record
    words: dict[str, str]
    connections: dict[str, psycopg.Connection] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """SQL with the placeholders filled in; <fresh> is a new id each time."""
        while "<fresh>" in text:
            text = text.replace("<fresh>", str(uuid4()), 1)
        if "<manager_pid>" in text:
            text = text.replace("<manager_pid>", str(self.connection(MANAGER).info.backend_pid))
        for name, value in self.words.items():
            text = text.replace(f"<{name}>", value)
        return text

    def connection(self, login: str) -> psycopg.Connection:
        """This person's connection, as psql would have it; opened once."""
        standing = self.connections.get(login)
        if standing is None or standing.closed:
            server = self.record.server
            standing = psycopg.connect(
                host=server.host, port=server.port, dbname=self.record.database, user=login, password=PASSWORD,
                autocommit=True, prepare_threshold=None,
            )  # fmt: skip
            self.connections[login] = standing
        return standing

    def close(self) -> None:
        """Hangs up for everybody."""
        for connection in self.connections.values():
            connection.close()


def set_stage(server: RunningServer) -> dict[str, str]:
    """Arranges the stage in a database of its own, left without connections so that it can be copied."""
    with cloned(server) as record:
        words = _arranged(record)
        for session in record.sessions:
            session.close()
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} template {}").format(sql.Identifier(STAGE), sql.Identifier(record.database))
            )
    return words


def strike_stage(server: RunningServer) -> None:
    """Takes the stage and its extra login away again."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(STAGE)))
        connection.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(SUSPENDED)))


_numbers = itertools.count(1)


@contextmanager
def copied(server: RunningServer, words: dict[str, str]) -> Iterator[Stage]:
    """An untouched copy of the stage."""
    name = f"tl_stage_{next(_numbers)}"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(STAGE))
        )
    stage = Stage(Record(server, name), words | {"database": name})
    try:
        with stage.record.superuser() as connection:
            grant_database(connection, stage.record.roles)
        yield stage
    finally:
        stage.close()
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def age_tickets(connection: psycopg.Connection, child: UUID, login: str) -> None:
    """Lets this person's tickets for the child run out; only the superuser can, behind the trigger."""
    connection.execute("alter table core.ticket disable trigger append_only_rows")
    connection.execute(
        "update core.ticket t set expires_at = clock_timestamp() - interval '1 second' from core.staff s"
        " where s.staff_id = t.staff_id and s.login = %s and t.child_id = %s and t.expires_at > clock_timestamp()",
        [login, child],
    )
    connection.execute("alter table core.ticket enable always trigger append_only_rows")


def name(record: Record, child: UUID, login: str, capacity: str, level: str, *, by: str = MANAGER) -> UUID:
    """Gives named access without an end; answers with its id."""
    return UUID(
        str(
            record.act(
                by, "name_access", child=child, staff=record.staff[login], capacity=capacity, level=level,
                until=NEVER, reason="arranged for the test",
            )
        )
    )  # fmt: skip


def seal(record: Record, child: UUID, *members: str, by: str = MANAGER) -> None:
    """Seals a file for its manager and these members."""
    record.seal(by, child, *members, why="Zksecret reason of the sealing")


def _arranged(record: Record) -> dict[str, str]:
    with record.psql(ADMINISTRATOR) as connection:
        verifier = scram_verifier(connection, SUSPENDED, PASSWORD)
        added = connection.execute(
            "select api.add_staff(%s, 'Suspended Person', 'practitioner', 'North', %s)", [SUSPENDED, verifier]
        ).fetchone()
    record.staff[SUSPENDED] = UUID(str(added[0] if added else ""))
    with record.superuser() as superuser:
        superuser.execute("update core.staff set own_password = true")
    children = _children(record)
    words = {name: str(child) for name, child in children.items()} | {"absent": str(uuid4())}
    words |= {f"staff_{login.removeprefix('tl_')}": str(staff) for login, staff in record.staff.items()}
    words |= _entries(record, children)
    words |= arrange_papers(record, children, words)
    words |= arrange_recording(record, children, words)
    words |= _access(record, children)
    _relations(record, children)
    words |= arrange_people(record, children) | arrange_searches(record)
    words |= arrange_court(record, children, UUID(words["adopter"]))
    words |= arrange_checks(record, children)
    words |= arrange_contacts(record, children)
    words |= arrange_allocations(record)
    words |= arrange_documents(record, children, partial(_guard, record))
    words |= arrange_signals(record, children)
    words |= arrange_workload(record)
    words |= arrange_looks(record)
    words |= arrange_supervision(record, children)
    arrange_stages(record, children)
    arrange_lists(record)
    words |= arrange_staffing(record)
    with record.superuser() as connection:
        age_tickets(connection, children["expired"], WORKER)
        connection.execute("update core.staff set state = 'suspended' where login = %s", [SUSPENDED])
        row = connection.execute(
            "select ticket_id from core.ticket where basis = 'break_glass' and child_id = %s", [children["glass"]]
        ).fetchone()
        words["glass_ticket"] = str(row[0]) if row else "0"
        row = connection.execute(
            "select op_id from core.entry_version where entry_id = %s", [words["entry_other"]]
        ).fetchone()
        words["op_of_colleague"] = str(row[0]) if row else ""
        row = connection.execute(
            "select count(*) from core.chronology where child_id = %s and not legal_advice", [children["own"]]
        ).fetchone()
        words["open_entries"] = str(row[0] if row else 0)
    return words


def _children(record: Record) -> dict[str, UUID]:
    children = {
        "own": record.new_child("Olive", "Ownfile"),
        "sister": record.new_child("Sara", "Ownfile"),
        "other": record.new_child("Otto", "Otherfile"),
        "glass": record.new_child("Glenda", "Glassfile"),
        "sealed": record.new_child("Zksealed", "Quillfeather"),
        "brother": record.new_child("Bertil", "Ownfile"),
        "expired": record.new_child("Edda", "Expiredfile"),
        "left": record.new_child("Lena", "Leftfile"),
        "south": record.new_child("Sven", "Southfile", team="South"),
    }
    for child, holder in (
        ("own", WORKER), ("expired", WORKER), ("left", WORKER), ("own", SUSPENDED), ("sister", COLLEAGUE),
        ("other", COLLEAGUE), ("glass", COLLEAGUE), ("sealed", COLLEAGUE), ("brother", COLLEAGUE), ("south", STRANGER),
    ):  # fmt: skip
        record.allocate(children[child], holder)
    return children


def _entries(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    entries: dict[str, UUID] = {}
    own = record.opened(WORKER, children["own"])
    entries["own"] = record.write_entry(own, children["own"], "Zkown visit")
    entries["legal"] = record.write_entry(own, children["own"], "Zklegal first, not yet marked as advice")
    advice = content(children["own"], "Zklegal advice of counsel", legal_advice=True, significant=True)
    amend_entry(own, AmendEntry(uuid4(), entries["legal"], children["own"], advice, 1, "it is advice"))
    for child, word in (("other", "Zkother"), ("glass", "Zkglass"), ("sealed", "Zksealed"), ("sister", "Zkher")):
        session = record.opened(COLLEAGUE, children[child])
        entries[child] = record.write_entry(session, children[child], f"{word} visit")
    for child in ("left", "expired"):
        session = record.opened(WORKER, children[child])
        entries[child] = record.write_entry(session, children[child], f"Zkexpired visit, {child}")
    entries["south"] = record.write_entry(record.opened(STRANGER, children["south"]), children["south"], "Zksouth")
    both = replace(
        content(children["sister"], "Zkown seen with both"),
        children=(
            ChildPart(children["sister"], impact="Zkher part"),
            ChildPart(children["own"], impact="Zkown part"),
            ChildPart(children["brother"], impact="Zksealed part"),
        ),
    )
    record.opened(COLLEAGUE, children["brother"])
    entries["both"] = uuid4()
    record.opened(WORKER, children["own"])
    name(record, children["own"], COLLEAGUE, "legal", "record")
    record_entry(
        record.opened(COLLEAGUE, children["sister"]), RecordEntry(uuid4(), entries["both"], children["sister"], both)
    )
    parts = ChildPart(children["sister"], impact="Zkher part"), ChildPart(children["brother"], impact="Zksealed part")
    told = replace(content(children["sister"], "Zkher told with him"), children=parts)
    manager = record.opened(MANAGER, children["sister"], purpose="duty")
    record_entry(manager, RecordEntry(uuid4(), uuid4(), children["sister"], told))
    return {f"entry_{key}": str(value) for key, value in entries.items()}


def _access(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    own = children["own"]
    reader = name(record, own, STRANGER, "inspector", "read")
    name(record, own, GUARDIAN, "childrens_guardian", "read")
    for login in (STRANGER, GUARDIAN, SUSPENDED):
        record.opened(login, own)
    record.opened(STRANGER, children["glass"], purpose="a child ran to our office", break_glass=True)
    record.opened(SUSPENDED, children["glass"], purpose="a child ran to our office", break_glass=True)
    record.act(
        MANAGER, "end_allocation", child=children["left"], staff=record.staff[WORKER], reason="OTHERS",
        handover_note="",
    )  # fmt: skip
    seal(record, children["sealed"], COLLEAGUE)
    seal(record, children["brother"])
    record.opened(MANAGER, children["sealed"])
    pending = name(record, children["sealed"], STRANGER, "legal", "read")
    return {"reader_access": str(reader), "pending_access": str(pending)}


def _guard(record: Record, child: UUID) -> None:
    name(record, child, GUARDIAN, "childrens_guardian", "record")
    record.opened(GUARDIAN, child)


def _relations(record: Record, children: dict[str, UUID]) -> None:
    by = record.staff[MANAGER]
    with record.superuser() as connection:
        for sibling in ("sister", "brother"):
            connection.execute(
                "insert into core.relationship (person_id, other_id, kind, recorded_by, same_household,"
                " parental_responsibility) values (%s, %s, 'sister', %s, true, true)",
                [children[sibling], children["own"], by],
            )
            _hide(connection, children[sibling], by)
        _hide(connection, children["other"], by)


def _hide(connection: psycopg.Connection, person: UUID, by: Any) -> None:
    connection.execute(
        "insert into core.confidential_detail (person_id, kind, value, why, recorded_by)"
        " values (%s, 'address', 'Zkhidden Lane', 'adopted', %s)",
        [person, by],
    )
