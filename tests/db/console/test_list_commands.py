"""Lists and limits from the command line, and what stays of them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from db.commands.codes import SetCode, set_code, set_document_limit
from db.commands.entries import RecordEntry, record_entry
from db.errors import NotPermitted, Refused
from db.queries.codes import codes, idle_minutes
from db.queries.documents import document_limit
from db.server.deploy import upgrade
from tests.db.console.conftest import Run
from tests.db.seats import Seats
from tests.record import Record, content

ADMINISTRATOR = ("--as", "tl_administrator")
WORKER = ("--as", "tl_practitioner_a")
NOT_YOURS = "Lists and limits are changed by administrators: ask yours to do it.\n"


def test_an_administrators_kinds_are_listed_recorded_ended_and_survive_an_upgrade(record: Record, run: Run) -> None:
    seats = Seats(record)
    child = seats.child("Wim", "tl_practitioner_a")
    session = seats("tl_practitioner_a", child)
    with pytest.raises(Refused, match="kind of entry"):
        record.write_entry(session, child, kind="panel")
    done = run("code", "set", "entry_kind", "panel", *ADMINISTRATOR, "--label", "Panel")
    assert (done.status, done.out) == (0, "panel in entry_kind reads “Panel”.\n")
    entry = RecordEntry(uuid4(), uuid4(), child, content(child, kind="panel"))
    assert record_entry(session, entry).version == 1
    attributes = ("--attributes", '{"support": true}')
    assert run("code", "set", "entry_kind", "call", *ADMINISTRATOR, "--label", "Telephone", *attributes).status == 0
    assert run("code", "end", "entry_kind", "visit", *ADMINISTRATOR).status == 0
    upgrade(record.dsn)
    lines = {line["code"]: line for line in run("code", "list", "entry_kind", *WORKER, "--json").json}
    assert lines["call"] == {"code": "call", "label": "Telephone", "sort": 20, "attributes": {"support": True}}
    assert lines["panel"]["sort"] > lines["analysis"]["sort"]
    assert "visit" not in lines
    assert lines["analysis"]["attributes"] == {"analysis": True}
    told = run("code", "list", "entry_kind", *WORKER).out
    assert "Telephone" in told
    assert told.split()[:3] == ["code", "label", "attributes"]
    record.write_entry(session, child, "A visit, written on a desk that has not heard of it", kind="visit")
    with record.superuser() as connection:
        audited = connection.execute(
            "select detail from audit.event where action = 'set_code' order by event_id"
        ).fetchall()
    assert [detail["code"] for (detail,) in audited] == ["panel", "call", "visit"]
    before, after = audited[1][0]["before"], audited[1][0]["after"]
    assert (before["label"], after["label"], after["attributes"]) == ("Call", "Telephone", {"support": True})


def test_the_limit_for_documents_is_set_in_words(record: Record, run: Run) -> None:
    session = record.session("tl_practitioner_a")
    assert document_limit(session) == 20 * 1024 * 1024
    assert run("setting", "document-limit", "40MB", *ADMINISTRATOR, "--json").json == {"megabytes": 40}
    assert document_limit(session) == 40 * 1024 * 1024
    for bad in ("0MB", "501", "40GB", "-3", "many"):
        assert run("setting", "document-limit", bad, *ADMINISTRATOR).status != 0
    assert run("setting", "document-limit", "10", *WORKER).err == NOT_YOURS
    with pytest.raises(NotPermitted):
        set_document_limit(record.session("tl_manager_a"), 10)
    assert document_limit(session) == 40 * 1024 * 1024


def test_the_minutes_after_which_windows_are_locked_are_bounded(record: Record, run: Run) -> None:
    session = record.session("tl_practitioner_a")
    assert idle_minutes(session) == 10
    assert run("setting", "idle-lock", "5", *ADMINISTRATOR, "--json").json == {"minutes": 5}
    assert idle_minutes(session) == 5
    assert "1 to 60 minutes" in run("setting", "idle-lock", "0", *ADMINISTRATOR).err
    for bad in ("61", "-3", "never"):
        assert run("setting", "idle-lock", bad, *ADMINISTRATOR).status != 0
    assert run("setting", "idle-lock", "60", *WORKER).err == NOT_YOURS
    with record.superuser() as connection:
        (audited,) = connection.execute(
            "select detail from audit.event where action = 'set_setting' and detail ->> 'key' = 'idle_minutes'"
        ).fetchall()
        connection.execute("update core.setting set value = '0' where key = 'idle_minutes'")
    assert audited[0] == {"key": "idle_minutes", "before": 10, "after": 5}
    assert idle_minutes(session) == 10


def test_a_list_is_changed_by_administrators_in_words_that_can_be_kept(record: Record, run: Run) -> None:
    for login in ("tl_practitioner_a", "tl_manager_a", "tl_auditor"):
        with pytest.raises(NotPermitted):
            set_code(record.session(login), SetCode("entry_kind", "panel", "Panel"))
    administrator = record.session("tl_administrator")
    for bad in (
        SetCode("no_list", "panel", "Panel"),
        SetCode("entry_kind", " panel", "Panel"),
        SetCode("entry_kind", "p" * 61, "Panel"),
        SetCode("entry_kind", "panel", " "),
        SetCode("entry_kind", "panel", "two\nlines"),
        SetCode("entry_kind", "panel", "Panel", attributes={"long": "x" * 3000}),
    ):
        with pytest.raises(Refused):
            set_code(administrator, bad)
    set_code(administrator, SetCode("entry_kind", "panel", "Panel", to_on=date(2020, 1, 1)))
    assert "panel" not in {line.code for line in codes(administrator, "entry_kind")}
    assert codes(administrator, "no_list") == ()
    for arguments in (("list", "no_list"), ("end", "entry_kind", "gossip"), ("set", "entry_kind", "brand new")):
        assert run("code", *arguments, *ADMINISTRATOR).status == 1
    assert run("code", "set", "entry_kind", "x", *ADMINISTRATOR, "--label", "X", "--attributes", "[1]").status == 2


def test_a_new_code_is_one_small_word_and_one_that_stands_may_be_another(record: Record, run: Run) -> None:
    for bad in ("brand new", "Panel", "1panel", "panel:", "p" * 41, "panel\u00e9", "-panel"):
        refused = run("code", "set", "entry_kind", *ADMINISTRATOR, "--label", "Panel", "--", bad)
        assert (refused.status, "one word of at most 40 small letters" in refused.err) == (1, True), bad
        with record.psql("tl_administrator") as connection, pytest.raises(psycopg.Error, match="one word"):
            connection.execute("select api.set_code('entry_kind', %s, 'Panel', 1, '{}', null)", [bad])
    for good in ("panel", "pre-birth_2"):
        assert run("code", "set", "entry_kind", good, *ADMINISTRATOR, "--label", "Panel").status == 0
    for known in (("relationship", "foster carer"), ("primary_need", "N1"), ("referral_source", "1A")):
        assert run("code", "set", *known, *ADMINISTRATOR, "--label", "As we say it").status == 0


def test_who_is_no_administrator_is_told_whose_act_it_is(run: Run) -> None:
    for arguments in (("set", "entry_kind", "panel", "--label", "Panel"), ("end", "entry_kind", "visit")):
        refused = run("code", *arguments, *WORKER)
        assert (refused.status, refused.err) == (1, NOT_YOURS)


def test_the_rules_of_the_caseload_are_listed_and_changed_by_administrators(run: Run) -> None:
    told = run("signal", "list", *WORKER).out.splitlines()
    assert told[0].split() == ["signal", "times", "weeks", "changed", "by", "on"]
    assert [line.split()[:3] for line in told if line.startswith("not_seen_alone")] == [["not_seen_alone", "0", "4"]]
    done = run("signal", "set", "not_seen_alone", "--weeks", "6", *ADMINISTRATOR)
    assert (done.status, done.out) == (0, "not_seen_alone: from now on 0 times, 6 weeks.\n")
    kept = [line for line in run("signal", "list", "--history", *WORKER, "--json").json if line["weeks"] in (4, 6)]
    alone = [line for line in kept if line["signal"] == "not_seen_alone"]
    assert [(line["weeks"], line["changed_by"]) for line in alone] == [(6, "Tl Administrator"), (4, "")]
    refused = run("signal", "set", "not_seen_alone", "--weeks", "9", *WORKER)
    assert (refused.status, refused.err) == (1, NOT_YOURS)
    assert "There is no such signal" in run("signal", "set", "nonsense", "--weeks", "9", *ADMINISTRATOR).err
    own = ("--authority", "our own procedure")
    done = run("statutory-date", "set", "conference", "1", "10", "working-days", *own, *ADMINISTRATOR)
    assert (done.status, done.out) == (0, "conference, step 1: from now on within 10 working days.\n")
    assert "our own procedure" in run("statutory-date", "list", *WORKER).out
    done = run("bank-holiday", "set", "6/5/2030", "A royal wedding", *ADMINISTRATOR)
    assert (done.status, done.out) == (0, "06/05/2030 is A royal wedding.\n")
    assert "06/05/2030  A royal wedding" in run("bank-holiday", "list", *WORKER).out
    assert run("bank-holiday", "set", "6/5/2030", "", *ADMINISTRATOR).out == "06/05/2030 is no bank holiday.\n"
    assert "06/05/2030" not in run("bank-holiday", "list", *WORKER).out
