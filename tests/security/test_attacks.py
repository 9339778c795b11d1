"""Attacks on the wall by every kind of person: none may gain anything.

The attempts are tables in the modules beside this one; here they are run, counted, and the record is looked at again
afterwards from behind the wall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from tests.record import PASSWORD
from tests.security import (
    attacks_allocation,
    attacks_band,
    attacks_check,
    attacks_contacts,
    attacks_court,
    attacks_documents,
    attacks_escalation,
    attacks_file,
    attacks_filing,
    attacks_kept,
    attacks_lists,
    attacks_looks,
    attacks_missing,
    attacks_oracles,
    attacks_record,
    attacks_recording,
    attacks_shutting,
    attacks_signals,
    attacks_staffing,
    attacks_supervision,
    attacks_tables,
    attacks_tickets,
    attacks_workload,
)
from tests.security.attack import Attack, gained
from tests.security.catalogue import catalogue
from tests.security.stage import EVERYBODY, WORKER, Stage

ATTACKS: tuple[Attack, ...] = (
    *attacks_tables.ATTACKS,
    *attacks_escalation.ATTACKS,
    *attacks_tickets.ATTACKS,
    *attacks_record.ATTACKS,
    *attacks_oracles.ATTACKS,
    *attacks_band.ATTACKS,
    *attacks_file.ATTACKS,
    *attacks_recording.ATTACKS,
    *attacks_contacts.ATTACKS,
    *attacks_court.ATTACKS,
    *attacks_kept.ATTACKS,
    *attacks_check.ATTACKS,
    *attacks_documents.ATTACKS,
    *attacks_filing.ATTACKS,
    *attacks_signals.ATTACKS,
    *attacks_missing.ATTACKS,
    *attacks_allocation.ATTACKS,
    *attacks_workload.ATTACKS,
    *attacks_looks.ATTACKS,
    *attacks_supervision.ATTACKS,
    *attacks_lists.ATTACKS,
    *attacks_staffing.ATTACKS,
    *attacks_shutting.ATTACKS,
)
_WHAT_STANDS = """
    select (select count(*) from core.entry_version where amendment_reason <> 'reworded by the other worker'),
           (select count(*) from core.entry_child),
           (select string_agg(login || role || state, ',' order by login) from core.staff),
           (select count(*) from core.named_access), (select count(*) from core.allocation where to_at is null),
           (select count(*) from core.allocation_discussion), (select count(*) from core.allocation_talk),
           (select count(*) from core.allocation_answer), (select count(*) from core.allocation),
           (select count(*) from core.file where sealed), (select count(*) from core.file),
           (select md5(string_agg(v::text, '' order by entry_id, version, child_id))
              from core.entry_version_child v where version = 1),
           (select md5(string_agg(p::text, '' order by person_id)) from core.person p),
           (select count(*) from core.person_name), (select count(*) from core.relationship),
           (select count(*) from core.residence), (select count(*) from core.contact_detail),
           (select count(*) from core.warning), (select count(*) from core.period),
           (select count(*) from core.confidential_detail), (select count(*) from core.document),
           (select count(*) from core.document where superseded_by is not null),
           (select string_agg(decision, ',') from core.person_merge), (select count(*) from core.notice_seen),
           (select md5(string_agg(f::text, '' order by filter_id)) from core.saved_filter f),
           (select md5(string_agg(d::text, '' order by draft_id)) from core.server_draft d),
           (select count(*) from core.decision_answer), (select count(*) from core.meeting_arrangement),
           (select count(*) from core.entry_challenge), (select count(*) from core.entry_basis),
           (select count(*) from core.absence), (select count(*) from core.draft_ticket),
           (select count(*) from core.posted_entry), (select count(*) from core.contact),
           (select count(*) from core.contact_child), (select count(*) from core.contact_decision),
           (select count(*) from core.contact_answer),
           (select count(*) from core.look_answer), (select max(version) from core.look_threshold),
           (select count(*) from core.break_glass_review),
           (select md5(string_agg(a::text, '' order by staff_id)) from core.staff_address a),
           (select count(*) from core.declared_interest where lifted_at is null),
           (select count(*) from core.proceedings_version), (select count(*) from core.proceedings_child),
           (select count(*) from core.hearing), (select count(*) from core.party),
           (select count(*) from core.court_document), (select count(*) from core.court_document_version),
           (select count(*) from core.finding_answer), (select count(*) from core.filed_version),
           (select count(*) from core.document_template), (select count(*) from core.page_limit),
           (select count(*) from core.signal_threshold), (select count(*) from core.statutory_step),
           (select count(*) from core.list_change),
           (select count(*) from core.bank_holiday), (select count(*) from core.signal_answer),
           (select count(*) from core.team_weight), (select md5(string_agg(n::text, '')) from core.time_note n),
           (select md5(string_agg(c::text, '' order by c::text)) from core.code c)
"""


@pytest.fixture(scope="module", autouse=True)
def nothing_changes(stage: Stage) -> Iterator[None]:
    """The record and every right on it stand after all the attacks as they stood before."""
    with stage.record.superuser() as connection:
        rights, facts = catalogue(connection), connection.execute(_WHAT_STANDS).fetchone()
        yield
        assert catalogue(connection) == rights
        assert connection.execute(_WHAT_STANDS).fetchone() == facts


@pytest.mark.parametrize("attempt", ATTACKS, ids=lambda attempt: f"{attempt.who}: {attempt.name}")
def test_an_attack_gains_nothing(stage: Stage, attempt: Attack) -> None:
    assert gained(stage, attempt) == ""


def test_there_are_enough_attacks_and_each_role_makes_some() -> None:
    assert len({(attempt.who, attempt.name) for attempt in ATTACKS}) == len(ATTACKS)
    statements = {(attempt.who, attempt.sql) for attempt in ATTACKS}
    by = Counter(who for who, _ in statements)
    print(f"\n{len(statements)} distinct attempts: {dict(by)}")
    assert len(statements) >= 138
    assert set(by) == set(EVERYBODY)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_nobody_gets_into_another_database(stage: Stage, who: str, database: str) -> None:
    server = stage.record.server
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=server.host, port=server.port, dbname=database, user=who, password=PASSWORD)


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_reads_what_they_may_so_that_the_attacks_mean_something(stage: Stage, who: str) -> None:
    may_read = {"tl_practitioner_a": "own", "tl_practitioner_b": "sealed", "tl_practitioner_c": "glass",
                "tl_court_adviser": "own", "tl_manager_a": "sealed"}  # fmt: skip
    connection = stage.connection(who)
    if who == "tl_suspended":
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select api.who_am_i()")
    elif who in may_read:
        child = stage.words[may_read[who]]
        found = connection.execute("select headline from api.chronology_page(%s)", [child]).fetchall()
        assert any("Zk" in headline for (headline,) in found)
    else:
        assert connection.execute("select login from api.who_am_i()").fetchone() == (who,)


def test_at_most_eight_connections_a_person(stage: Stage) -> None:
    server = stage.record.server
    held: list[psycopg.Connection] = []
    try:
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            for _ in range(9):
                held.append(
                    psycopg.connect(
                        host=server.host, port=server.port, dbname=stage.record.database, user=WORKER, password=PASSWORD
                    )
                )
        assert len(held) <= 8
    finally:
        for connection in held:
            connection.close()
