"""Every look is on record, the record of looks is sealed into a chain, and whoever tampers with it is found out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from db.commands.files import NoteExport, OpenFile, note_export, open_file
from db.errors import NotPermitted
from db.queries import chronology, files
from db.server.launcher import RunningServer
from tests.record import Record, cloned
from tests.security.stage import AUDITOR, DUTY, MANAGER, STRANGER, WORKER, seal

LONG = "a child ran to our office"


@pytest.fixture
def child(record: Record) -> UUID:
    """A child with a worker who has looked and written."""
    child = record.new_child()
    record.allocate(child, WORKER)
    record.write_entry(record.opened(WORKER, child), child)
    return child


@pytest.fixture(scope="module")
def house(server: RunningServer, template: str) -> Iterator[tuple[Record, UUID]]:
    """One record for the tests that only look."""
    assert template
    with cloned(server) as record:
        child = record.new_child("Amira", "Auditfile")
        record.allocate(child, WORKER)
        yield record, child


def seal_all(record: Record, login: str = WORKER) -> int:
    return int(record.act(login, "seal"))


def verify(record: Record, *head: object) -> tuple[object, ...]:
    """First broken number, how many were walked, how many are unsealed, whether the printed head is in the chain."""
    with record.psql(AUDITOR) as connection:
        marks = ", ".join(["%s"] * len(head))
        row = connection.execute(f"select * from api.verify_audit({marks})".encode(), head).fetchone()
    assert row is not None
    return row


def tamper(record: Record, *statements: str) -> None:
    """What somebody with the superuser's password could do, triggers and all."""
    with record.superuser() as connection:
        for table in ("audit.event", "audit.chain"):
            connection.execute(f"alter table {table} disable trigger all".encode())
        for statement in statements:
            connection.execute(statement.encode())
        for table in ("audit.event", "audit.chain"):
            for trigger in ("append_only_rows", "append_only_table"):
                connection.execute(f"alter table {table} enable always trigger {trigger}".encode())


def actions(record: Record, child: UUID, login: str = AUDITOR) -> list[str]:
    with record.psql(login) as connection:
        return [a for (a,) in connection.execute("select action from api.read_audit(%s)", [child]).fetchall()]


def test_every_look_and_act_is_on_record_with_its_reason(house: tuple[Record, UUID]) -> None:
    record, child = house
    session = record.opened(WORKER, child)
    record.write_entry(session, child)
    chronology.court_rows(session, child, since=None, until=None, significant_only=False)
    note_export(session, NoteExport(child, "court_chronology", 3, "ab" * 32))
    open_file(record.session(STRANGER), OpenFile(child, LONG, True))
    with record.psql(WORKER) as worker:
        worker.execute("select api.open_confidential(%s, 'to send the school a letter')", [child])
        worker.execute("select * from api.confidential_details(%s)", [child]).fetchall()
    done = actions(record, child)
    assert {
        "add_child", "allocate", "open:allocated", "record", "court_rows", "export", "open:break_glass",
        "open_confidential", "read_confidential", "read_audit",
    } <= set(done)  # fmt: skip
    with record.psql(AUDITOR) as auditor:
        why = auditor.execute(
            "select detail ->> 'reason' from api.read_audit(%s) where action = 'open:break_glass'", [child]
        ).fetchone()
    assert why == (LONG,)


def test_reading_the_audit_is_itself_on_record(house: tuple[Record, UUID]) -> None:
    record, child = house
    before = actions(record, child).count("read_audit")
    assert actions(record, child).count("read_audit") == before + 1


def test_a_question_for_a_child_is_on_record_without_its_words(house: tuple[Record, UUID]) -> None:
    record, _ = house
    files.find_children(record.session(WORKER), "Auditfile")
    with record.superuser() as connection:
        row = connection.execute(
            "select login, detail from audit.event where action = 'find' order by event_id desc limit 1"
        ).fetchone()
    assert row == (WORKER, {"found": 1})


def test_an_opening_that_is_rolled_back_opened_nothing_and_stands_in_the_servers_log(
    house: tuple[Record, UUID], server: RunningServer
) -> None:
    record, child = house
    size = sum(path.stat().st_size for path in server.home.rglob("server.log"))
    with record.psql(DUTY) as connection:
        connection.execute("begin")
        connection.execute("select api.open_file(%s, %s)", [child, LONG])
        connection.execute("rollback")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from api.child_summary(%s)", [child])
    (log,) = server.home.rglob("server.log")
    said = log.read_bytes()[size:].decode()
    assert f"opened by {DUTY} on basis team" in said
    assert LONG not in said


def test_only_an_auditor_reads_who_looked(house: tuple[Record, UUID]) -> None:
    record, child = house
    for login in (WORKER, MANAGER, STRANGER, "tl_administrator", "tl_support_a"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            actions(record, child, login)


def test_sealing_chains_everything_once_and_what_comes_later_next_time(record: Record, child: UUID) -> None:
    assert verify(record)[1] == 0
    first = seal_all(record)
    assert first > 0
    assert seal_all(record) == 0
    assert verify(record)[:3] == (None, first, 0)
    record.opened(WORKER, child)
    assert verify(record)[:3] == (None, first, 1)
    assert seal_all(record) == 1


def test_the_head_is_found_again_by_its_number_and_hash(record: Record, child: UUID) -> None:
    head = chronology.audit_head(record.session(WORKER))
    assert verify(record, head.seq, head.hash)[3] is True
    assert verify(record, head.seq, head.hash.upper())[3] is True
    assert verify(record, head.seq, "00" * 32)[3] is False
    assert verify(record, head.seq + 1, head.hash)[3] is False


_OF_SEQ = "(select event_id from audit.chain where seq = 3)"


@pytest.mark.parametrize(
    ("what", "statement", "broken"),
    [
        ("an action is edited", f"update audit.event set action = 'find' where event_id = {_OF_SEQ}", 3),
        ("a login is edited", f"update audit.event set login = 'tl_nobody' where event_id = {_OF_SEQ}", 3),
        ("a time is edited", f"update audit.event set at = at - interval '1 day' where event_id = {_OF_SEQ}", 3),
        ("a child is edited", f"update audit.event set child_id = gen_random_uuid() where event_id = {_OF_SEQ}", 3),
        ("a reason is edited", f"""update audit.event set detail = '{{"x": 1}}' where event_id = {_OF_SEQ}""", 3),
        ("a salt is edited", f"update audit.event set salt = gen_random_uuid() where event_id = {_OF_SEQ}", 3),
        ("a salt is deleted", f"update audit.event set salt = null where event_id = {_OF_SEQ}", 3),
        ("a hash is edited", "update audit.chain set hash = sha256(hash) where seq = 3", 3),
        ("a link is deleted", "delete from audit.chain where seq = 3", 3),
        ("the first link is deleted", "delete from audit.chain where seq = 1", 1),
        (
            "two links are exchanged",
            "update audit.chain c set hash = o.hash from audit.chain o where (c.seq, o.seq) in ((3, 5), (5, 3))",
            3,
        ),
    ],
    ids=lambda value: value if str(value).endswith(("edited", "deleted", "exchanged")) else "",
)
def test_verify_names_the_first_number_that_does_not_fit(
    record: Record, child: UUID, what: str, statement: str, broken: int
) -> None:
    seal_all(record)
    before = verify(record)[1]
    tamper(record, statement)
    found, walked = verify(record)[:2]
    assert (found, walked) == (broken, broken - 1), what
    assert isinstance(before, int)
    assert before > broken


_OLD_FORM = """
    select bool_and(c.hash = sha256(coalesce(b.hash, '') || convert_to(jsonb_build_array(e.event_id,
             extract(epoch from e.at), e.login, e.action, e.child_id, e.object_id, e.detail, host(e.client), e.pid)
             ::text, 'UTF8'))) as guessed, e.salt is null
      from audit.chain c join audit.event e using (event_id) left join audit.chain b on b.seq = c.seq - 1
     group by 2 order by 2
"""


def test_a_hash_cannot_be_tried_out_and_lines_from_before_the_salt_keep_their_form(record: Record, child: UUID) -> None:
    tamper(record, "update audit.event set salt = null")
    seal_all(record)
    record.opened(WORKER, child)
    record.opened(WORKER, child)
    seal_all(record)
    assert verify(record)[::2] == (None, 0)
    with record.superuser() as connection:
        assert connection.execute(_OLD_FORM).fetchall() == [(False, False), (True, True)]
        different = connection.execute(
            "select count(*) = 2 from (select distinct salt from audit.event where salt is not null) x"
        ).fetchone()
    assert different == (True,)


def test_an_event_that_is_deleted_with_its_link_is_missed_at_its_number(record: Record, child: UUID) -> None:
    seal_all(record)
    tamper(
        record,
        "create table public.gone as select event_id from audit.chain where seq = 4",
        "delete from audit.chain where seq = 4",
        "delete from audit.event where event_id in (select event_id from public.gone)",
    )
    assert verify(record)[0] == 4


def test_a_chain_that_is_cut_short_or_wholly_rewritten_verifies_but_lacks_the_printed_head(
    record: Record, child: UUID
) -> None:
    seal_all(record)
    head = chronology.audit_head(record.session(WORKER))
    assert verify(record, head.seq, head.hash)[3] is True
    tamper(
        record,
        f"update audit.event set login = 'tl_nobody' where event_id = {_OF_SEQ}",
        "truncate audit.chain",
        "update audit.sealing set horizon = '0'",
    )
    seal_all(record)
    broken, walked, _, found = verify(record, head.seq, head.hash)
    assert broken is None
    assert isinstance(walked, int)
    assert walked >= head.seq
    assert found is False


def test_simultaneous_sealings_chain_each_event_once(record: Record, child: UUID) -> None:
    sealed: list[int] = []

    def seal_often() -> None:
        with record.psql(WORKER) as connection:
            for _ in range(15):
                connection.execute("select api.open_file(%s)", [child])
                row = connection.execute("select api.seal()").fetchone()
                sealed.append(int(row[0]) if row else 0)

    threads = [threading.Thread(target=seal_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed.append(seal_all(record))
    broken, walked, unsealed, _ = verify(record)
    assert (broken, unsealed) == (None, 0)
    assert walked == sum(sealed)


def test_an_event_that_commits_late_under_an_early_number_is_sealed_later(record: Record, child: UUID) -> None:
    with record.psql(WORKER) as slow:
        slow.execute("begin")
        slow.execute("select api.open_file(%s)", [child])
        record.opened(WORKER, child)
        seal_all(record, STRANGER)
        assert verify(record)[2] == 0
        slow.execute("commit")
    assert verify(record)[:1] == (None,)
    assert verify(record)[2] == 1
    assert seal_all(record) == 1
    assert verify(record)[::2] == (None, 0)


def test_a_sealing_that_is_rolled_back_holds_nobody_up_for_long(record: Record, child: UUID) -> None:
    with record.psql(WORKER) as hesitant:
        hesitant.execute("begin")
        hesitant.execute("select api.seal()")
        assert seal_all(record, STRANGER) == 0
        hesitant.execute("rollback")
    assert seal_all(record, STRANGER) > 0
    assert verify(record)[::2] == (None, 0)


def test_nothing_in_the_audit_is_changed_or_taken_away_even_by_its_owner(record: Record, child: UUID) -> None:
    seal_all(record)
    with record.superuser() as connection:
        connection.execute("set session_replication_role = replica")
        for statement in (
            "update audit.event set action = 'x'", "delete from audit.event", "truncate audit.event cascade",
            "update audit.chain set seq = 0", "delete from audit.chain", "truncate audit.chain",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="nothing is changed or deleted"):
                connection.execute(statement.encode())


def test_the_audit_of_a_sealed_file_goes_on(record: Record, child: UUID) -> None:
    seal(record, child, WORKER)
    record.opened(WORKER, child)
    with pytest.raises(NotPermitted):
        open_file(record.session(STRANGER), OpenFile(child, LONG, True))
    assert actions(record, child)[:2] == ["read_audit", "open:named:sealed_member"]
