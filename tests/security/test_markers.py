"""No word of a case gets into an exception, a log of ours or the server's log, whatever goes wrong with a save.

A marker word is planted in every text of every command, things are made to go wrong in every way that a client or a
hostile colleague can bring about, and then the word is looked for wherever an error might have carried it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa

from db.call import call
from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.codes import SetCode, set_code
from db.commands.contacts import (
    ContactFacts,
    DecideContact,
    Decision,
    EnterContact,
    KnownChild,
    NewChild,
    decide_contact,
    enter_contact,
)
from db.commands.drafts import hand_draft, keep_draft, open_colleagues_draft
from db.commands.entries import AmendEntry, ImportRow, ImportRows, RecordEntry, amend_entry, import_rows, record_entry
from db.commands.files import AddChild, NoteExport, OpenFile, add_child, note_export, open_file
from db.domain.draft import Draft
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source
from db.errors import ThroughlineError
from db.queries import chronology, entries, files
from db.server.launcher import RunningServer
from db.session import Session
from tests.record import TODAY, Record, cloned, content
from tests.security.stage import ADMINISTRATOR, MANAGER, STRANGER, WORKER, Stage
from tests.security.test_oracles import functions

MARKER = "Zkmarkerword"


@pytest.fixture(scope="module")
def desk(server: RunningServer, template: str) -> Iterator[tuple[Record, Session, UUID]]:
    """A worker with an open file; one for all these tests, since an error leaves nothing behind."""
    assert template
    with cloned(server) as record:
        yield _desk(record)


def _desk(record: Record) -> tuple[Record, Session, UUID]:
    child = record.new_child()
    record.allocate(child, WORKER)
    return record, record.opened(WORKER, child), child


@pytest.fixture(autouse=True)
def nothing_in_any_log(server: RunningServer, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test here does, neither Python's log nor the server's learns the word."""
    caplog.set_level(logging.DEBUG)
    before = {path: path.stat().st_size for path in server_logs(server)}
    yield
    assert MARKER not in caplog.text
    logs = server_logs(server)
    assert logs, "the server's log was not found, so nothing was proved"
    for path in logs:
        with path.open("rb") as log:
            log.seek(before.get(path, 0))
            assert MARKER.encode() not in log.read(), path


def server_logs(server: RunningServer) -> list[Path]:
    """The log files of the embedded server."""
    return [path for path in server.home.rglob("*") if path.is_file() and path.suffix == ".log"]


def chain(error: BaseException | None) -> Iterator[str]:
    """Every text that an exception, its causes and its contexts would show anybody."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield from (str(error), repr(error), repr(error.args), repr(getattr(error, "__notes__", "")))
        yield repr(vars(error)) if hasattr(error, "__dict__") else ""
        error = error.__cause__ or error.__context__


def trouble(act: Callable[[], object]) -> ThroughlineError:
    """The expected error of an act, after looking through all that hangs on it."""
    with pytest.raises(ThroughlineError) as caught:
        act()
    for text in chain(caught.value):
        assert MARKER not in text
    assert caught.value.__cause__ is None
    assert caught.value.text
    return caught.value


def marked(child: UUID, **fields: object) -> EntryContent:
    """An entry with the marker in each of its texts."""
    source = Source(HowKnown.TOLD, MARKER, MARKER, MARKER, MARKER)
    part = ChildPart(child, MARKER, None, None, MARKER, MARKER, MARKER)
    plain = content(
        child, MARKER, source=source, detail=MARKER, place=MARKER, present=MARKER, outcome=MARKER,
        not_to_share_with=MARKER, not_to_share_why=MARKER, children=(part,),
    )  # fmt: skip
    return replace(plain, occurred=replace(plain.occurred, as_given=MARKER), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A way to be refused: its name and the act that ends in it."""

    name: str
    act: Callable[[Record, Session, UUID], object]


def _save(session: Session, child: UUID, words: EntryContent) -> object:
    return record_entry(session, RecordEntry(uuid4(), uuid4(), child, words))


def _conflict(record: Record, session: Session, child: UUID) -> object:
    entry = record.write_entry(session, child)
    amend_entry(session, AmendEntry(uuid4(), entry, child, marked(child), 1, MARKER))
    return amend_entry(session, AmendEntry(uuid4(), entry, child, marked(child), 1, MARKER))


def _replayed(record: Record, session: Session, child: UUID) -> object:
    save = RecordEntry(uuid4(), uuid4(), child, marked(child))
    record_entry(session, save)
    return record_entry(session, replace(save, content=marked(child, detail=MARKER * 2)))


def _challenge(record: Record, session: Session, child: UUID, on: date) -> object:
    entry = record.write_entry(session, child)
    return challenge_entry(session, ChallengeEntry(uuid4(), child, entry, MARKER, on, MARKER))


def _taken(record: Record, session: Session, child: UUID) -> None:
    draft = Draft(child, values={"detail": MARKER})
    keep_draft(session, draft)
    keep_draft(record.session(STRANGER), draft)


def _contact(*children: KnownChild, **facts: Any) -> EnterContact:
    said = ContactFacts("North", datetime.now(UTC), "telephone", "6", MARKER, "knows", MARKER, MARKER, MARKER, MARKER)
    child = NewChild(uuid4(), MARKER, MARKER, address=MARKER, said=MARKER)
    return EnterContact.of(uuid4(), replace(said, **facts), children or (child,))


def _bad_row(child: UUID, **fields: object) -> ImportRows:
    return ImportRows(child, (ImportRow(b"x" * 32, 1, marked(child, **fields)),))


WRONGS = (
    Wrong("a kind that no list has", lambda r, s, c: _save(s, c, marked(c, kind=MARKER))),
    Wrong("a tone that does not exist", lambda r, s, c: _save(s, c, marked(c, tone=MARKER))),
    Wrong("a headline too long", lambda r, s, c: _save(s, c, marked(c, headline=MARKER * 50))),
    Wrong("a text too long", lambda r, s, c: _save(s, c, marked(c, detail=MARKER * 200_000))),
    Wrong("no ticket", lambda r, s, c: _save(r.session(STRANGER), c, marked(c))),
    Wrong(
        "another's child too",
        lambda r, s, c: _save(s, c, marked(c, children=(ChildPart(c), ChildPart(uuid4(), MARKER)))),
    ),
    Wrong(
        "one child twice", lambda r, s, c: _save(s, c, marked(c, children=(ChildPart(c, MARKER), ChildPart(c, MARKER))))
    ),
    Wrong("no child", lambda r, s, c: _save(s, c, marked(c, children=()))),
    Wrong("an amendment meanwhile", _conflict),
    Wrong("an operation id used before", _replayed),
    Wrong(
        "an amendment of nothing", lambda r, s, c: amend_entry(s, AmendEntry(uuid4(), uuid4(), c, marked(c), 3, MARKER))
    ),
    Wrong(
        "a reason too long",
        lambda r, s, c: amend_entry(s, AmendEntry(uuid4(), r.write_entry(s, c), c, marked(c), 1, MARKER * 200)),
    ),
    Wrong("an import with a bad kind", lambda r, s, c: import_rows(s, _bad_row(c, kind=MARKER))),
    Wrong(
        "an import with a bad hash", lambda r, s, c: import_rows(s, ImportRows(c, (ImportRow(b"short", 1, marked(c)),)))
    ),
    Wrong("an import without a ticket", lambda r, s, c: import_rows(r.session(STRANGER), _bad_row(c))),
    Wrong("a file opened without a right", lambda r, s, c: open_file(r.session(STRANGER), OpenFile(c, MARKER))),
    Wrong("a reason of opening too long", lambda r, s, c: open_file(s, OpenFile(c, MARKER * 60))),
    Wrong(
        "a child by the wrong role", lambda r, s, c: add_child(s, AddChild(uuid4(), MARKER, MARKER, MARKER, None, "F"))
    ),
    Wrong(
        "a child in no team", lambda r, s, c: add_child(r.session(MANAGER), AddChild(uuid4(), MARKER, MARKER, MARKER))
    ),
    Wrong(
        "a child of no sex",
        lambda r, s, c: add_child(r.session(MANAGER), AddChild(uuid4(), MARKER, MARKER, "North", None, MARKER)),
    ),
    Wrong(
        "a child that exists",
        lambda r, s, c: add_child(r.session("tl_manager_b"), AddChild(c, MARKER, MARKER, "North")),
    ),
    Wrong(
        "a challenge without a ticket",
        lambda r, s, c: challenge_entry(
            r.session(STRANGER), ChallengeEntry(uuid4(), c, uuid4(), MARKER, TODAY, MARKER)
        ),
    ),
    Wrong(
        "a challenge too long",
        lambda r, s, c: challenge_entry(
            s, ChallengeEntry(uuid4(), c, r.write_entry(s, c), MARKER, TODAY, MARKER * 2_000)
        ),
    ),
    Wrong("a challenge of the future", lambda r, s, c: _challenge(r, s, c, date.max)),
    Wrong("a draft too long", lambda r, s, c: keep_draft(s, Draft(c, values={"detail": MARKER * 500_000}))),
    Wrong("a draft that is another's", _taken),
    Wrong("a draft handed on that was never kept", lambda r, s, c: hand_draft(s, uuid4(), MARKER)),
    Wrong("a draft opened by the wrong role", lambda r, s, c: open_colleagues_draft(s, uuid4(), MARKER)),
    Wrong("a code by the wrong role", lambda r, s, c: set_code(s, SetCode(MARKER, MARKER, MARKER))),
    Wrong(
        "a code of no list",
        lambda r, s, c: set_code(
            r.session(ADMINISTRATOR), SetCode(MARKER, MARKER, MARKER, attributes={MARKER: MARKER})
        ),
    ),
    Wrong("a contact of no kind", lambda r, s, c: enter_contact(s, _contact(how=MARKER))),
    Wrong("a contact too long", lambda r, s, c: enter_contact(s, _contact(headline=MARKER * 50))),
    Wrong("a contact about nobody known", lambda r, s, c: enter_contact(s, _contact(KnownChild(uuid4(), MARKER)))),
    Wrong(
        "a decision without a ticket",
        lambda r, s, c: decide_contact(
            r.session(MANAGER),
            DecideContact(uuid4(), uuid4(), (Decision(c, MARKER, MARKER, MARKER, MARKER, MARKER),)),
        ),
    ),
    Wrong("an export of no kind", lambda r, s, c: note_export(s, NoteExport(c, MARKER, 1, MARKER))),
    Wrong("an entry that is not there", lambda r, s, c: entries.read_entry(s, c, uuid4())),
    Wrong("a search without a ticket", lambda r, s, c: chronology.search(r.session(STRANGER), c, MARKER)),
    Wrong("a question by the wrong role", lambda r, s, c: files.find_children(r.session(ADMINISTRATOR), MARKER)),
    Wrong(
        "a date that the server cannot keep",
        lambda r, s, c: chronology.court_rows(
            r.session(STRANGER), c, since=date.max, until=date.max, significant_only=False
        ),
    ),
    Wrong(
        "a function that is not there",
        lambda r, s, c: s.write(lambda connection: connection.execute(sa.select(call("no_such_act", words=MARKER)))),
    ),
    Wrong(
        "an argument of another kind",
        lambda r, s, c: s.write(lambda connection: connection.execute(sa.select(call("seal", words=MARKER)))),
    ),
    Wrong(
        "a text that is no JSON",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select cast(:words as jsonb)"), {"words": "{" + MARKER})
        ),
    ),
    Wrong(
        "a NUL in JSON",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select cast(:w as jsonb)"), {"w": f'"{MARKER}\\u0000"'})
        ),
    ),
    Wrong(
        "a NUL in a text",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select cast(:w as text)"), {"w": MARKER + "\0"})
        ),
    ),
    Wrong(
        "a lone surrogate",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select cast(:w as text)"), {"w": MARKER + "\ud800"})
        ),
    ),
    Wrong(
        "a number that is none",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select cast(:w as integer)"), {"w": MARKER})
        ),
    ),
    Wrong(
        "a division by zero beside text",
        lambda r, s, c: s.write(
            lambda connection: connection.execute(sa.text("select 1 / length(:w) - 1 / 0"), {"w": MARKER})
        ),
    ),
    Wrong("a login that is none", lambda r, s, c: Session.connect(r.address, "tl_nobody", MARKER)),
)


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.name)
def test_an_error_carries_no_word_of_the_case(desk: tuple[Record, Session, UUID], wrong: Wrong) -> None:
    record, session, child = desk
    trouble(lambda: wrong.act(record, session, child))


def test_a_cancelled_save_carries_no_word(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.session._PAUSES", (0.01, 0.01))
    record, session, child = _desk(record)
    with record.superuser() as connection:
        connection.execute(f"alter database {record.database} set statement_timeout = '1ms'".encode())
    session.engine.dispose()
    trouble(lambda: _save(session, child, marked(child, detail=f"{MARKER} " * 100_000)))


def test_a_save_that_waits_for_a_lock_carries_no_word(desk: tuple[Record, Session, UUID]) -> None:
    record, _, child = desk
    with record.superuser() as holder, record.psql(WORKER) as waiter:
        holder.execute("begin")
        holder.execute("select 1 from core.file where child_id = %s for update", [child])
        waiter.execute("set statement_timeout = '300ms'")
        with pytest.raises(psycopg.errors.QueryCanceled) as cancelled:
            _raw_save(waiter, child, marked(child))
        holder.execute("rollback")
    assert not any(MARKER in text for text in chain(cancelled.value))


def _raw_save(connection: psycopg.Connection, child: UUID, words: EntryContent) -> None:
    from psycopg.types.json import Jsonb

    connection.execute(
        "select api.save_entry(%s, %s, %s, 0, %s, %s, '')",
        [uuid4(), uuid4(), child, Jsonb(words.to_json()), Jsonb(words.children_json())],
    )


def test_a_connection_that_is_cut_in_the_save_carries_no_word(
    desk: tuple[Record, Session, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.session._PAUSES", (0.01, 0.01))
    record, session, child = desk
    stop = threading.Event()

    def cut() -> None:
        with record.superuser() as connection:
            while not stop.wait(0.005):
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s and datname = %s",
                    [WORKER, record.database],
                )

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        trouble(lambda: _save(session, child, marked(child, detail=f"{MARKER} " * 100_000)))
    finally:
        stop.set()
        cutter.join()


_ODD_JSON = (
    '{"headline": "%s"}', '"%s"', '["%s"]', '{"earliest": "%s"}', '{"text": "%s", "date": {"earliest": "%s"}}',
    '{"kind": "plan", "code": "cp", "begins": {"earliest": "%s", "latest": "%s"}}', '{"kind": "%s", "how_known": "%s"}',
    '{"kind": "school", "description": "x", "begins": "%s"}', '{"kind": "planned", "code": "%s", "planned_on": "%s"}',
    '{"kind": "aunt", "how_known": "told", "source_entry": "%s"}', '{"words": "%s"}', '{"since": "%s"}',
    '{"kind": "aunt", "how_known": "told", "from_on": "%s"}', '{"person_id": "%s"}', '{"kinds": {"%s": 1}}',
    '{"given": "%s", "sex": "F", "born_earliest": "%s", "kind": "aunt", "how_known": "told", "certain": "%s"}',
    '{"significant": "%s"}', '{"author_id": "%s"}', '{"%s": 1}',
)  # fmt: skip
"""What a broken or hostile client might send where JSON is asked for: the marker in each place that is read."""


def test_raw_calls_of_every_function_carry_no_word_into_the_servers_own_errors(
    desk: tuple[Record, Session, UUID],
) -> None:
    record, _, child = desk
    broken = {"text": "%s", "uuid": str(child), "text[]": "{%s}"}
    with record.psql(WORKER) as worker, record.psql(MANAGER) as manager, record.psql(ADMINISTRATOR) as administrator:
        for function in functions(Stage(record, {})):
            kinds = [kind for _, kind in function.parameters]
            marks = ", ".join(f"%s::{kind}" for kind in kinds)
            for odd in _ODD_JSON if "jsonb" in kinds else ("{}",):
                values = broken | {"jsonb": odd}
                arguments = [values.get(kind, "").replace("%s", MARKER) or None for kind in kinds]
                for connection in (worker, manager, administrator):
                    try:
                        connection.execute(f"select * from api.{function.name}({marks})".encode(), arguments)
                    except psycopg.Error as error:
                        parts = (error.diag.message_primary, error.diag.message_detail, error.diag.context)
                        assert MARKER not in "\n".join(str(part) for part in parts), (function.signature, odd)
