"""Documents made out of a file: versions, two people at once, answers to findings, templates, limits, one's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa

from db.commands.court_documents import (
    AnswerFinding,
    PutPageLimit,
    PutTemplate,
    SaveCourtDocument,
    answer_finding,
    put_page_limit,
    put_template,
    save_court_document,
)
from db.commands.files import OpenFile, open_file
from db.commands.proceedings import (
    CaseFacts,
    HearingFacts,
    RecordHearing,
    RecordProceedings,
    record_hearing,
    record_proceedings,
)
from db.errors import Conflict, NotPermitted, Refused
from db.queries.court_documents import (
    court_document,
    court_document_versions,
    court_documents,
    finding_answers,
    my_court_work,
    page_limits,
    stored_templates,
)
from db.session import Session
from tests.record import Record

WORKER, OTHER, MANAGER, SUPPORT = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a", "tl_support_a"
PURPOSE = "Checking a document for the court"
TODAY = date.today()
FOUND = sha256(b"address:12brambleroad").hexdigest()


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of team North, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def session(record: Record, child: UUID) -> Session:
    """The allocated worker with the file open."""
    return record.opened(WORKER, child)


def saving(child: UUID, base: int = 0, document: UUID | None = None, /, **fields: str) -> SaveCourtDocument:
    """A wish to save a chronology with these fields."""
    return SaveCourtDocument(uuid4(), document or uuid4(), child, "chronology", fields, base=base)


def begun(session: Session, child: UUID, **fields: str) -> UUID:
    """A new document."""
    wish = saving(child, 0, None, **fields)
    save_court_document(session, wish)
    return wish.document_id


def test_a_document_keeps_every_version_and_gives_each_back_as_it_was(session: Session, child: UUID) -> None:
    document = begun(session, child, title="Chronology", wording="first")
    changes = save_court_document(session, saving(child, 1, document, title="Chronology", wording="sec\x00ond"))
    assert changes.version == 2
    now, before = court_document(session, child, document), court_document(session, child, document, 1)
    assert (now.version, now.newest, dict(now.fields)) == (2, 2, {"title": "Chronology", "wording": "second"})
    assert (before.version, before.newest, before.fields["wording"]) == (1, 2, "first")
    assert [(line.version, line.author) for line in court_document_versions(session, child, document)] == [
        (2, "Tl Practitioner A"),
        (1, "Tl Practitioner A"),
    ]
    [line] = [line for line in court_documents(session, child) if line.document_id == document]
    assert (line.kind, line.title, line.version, line.filed) == ("chronology", "Chronology", 2, 0)


def test_a_resent_saving_lands_once_and_somebody_elses_version_is_not_written_over(
    record: Record, session: Session, child: UUID
) -> None:
    wish = saving(child, wording="mine")
    assert [save_court_document(session, wish).version for _ in range(2)] == [1, 1]
    manager = record.opened(MANAGER, child, purpose=PURPOSE)
    save_court_document(manager, saving(child, 1, wish.document_id, wording="the manager's"))
    with pytest.raises(Conflict, match="Your text is kept"):
        save_court_document(session, saving(child, 1, wish.document_id, wording="mine again"))
    with pytest.raises(Conflict):
        save_court_document(session, replace(wish, op_id=uuid4()))
    assert court_document(session, child, wish.document_id).fields["wording"] == "the manager's"


def test_who_may_not_record_writes_no_document_and_no_other_file_has_it(
    record: Record, session: Session, child: UUID
) -> None:
    document = begun(session, child, wording="mine")
    support = record.opened(SUPPORT, child, purpose=PURPOSE)
    assert court_documents(support, child)[0].document_id == document
    with pytest.raises(NotPermitted):
        save_court_document(support, saving(child, 1, document, wording="support's"))
    other = record.new_child("Leyla", "Demir")
    record.allocate(other, WORKER)
    elsewhere = record.opened(WORKER, other)
    for refused in (
        lambda: court_document(elsewhere, other, document),
        lambda: save_court_document(elsewhere, saving(other, 1, document, wording="x")),
        lambda: save_court_document(elsewhere, saving(other, 0, document, wording="x")),
        lambda: court_document(session, child, document, 2),
        lambda: court_documents(record.session(OTHER), child),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_a_document_about_two_children_is_read_only_with_both_files_open(
    record: Record, session: Session, child: UUID
) -> None:
    sister = record.new_child("Elif", "Kaya")
    wish = replace(saving(child, title="About both"), children=(sister,))
    with pytest.raises(NotPermitted):
        save_court_document(session, wish)
    record.allocate(sister, WORKER)
    open_file(session, OpenFile(sister))
    save_court_document(session, wish)
    assert set(court_document(session, sister, wish.document_id).children) == {child, sister}
    record.allocate(child, OTHER)
    other = record.opened(OTHER, child)
    for refused in (
        lambda: court_document(other, child, wish.document_id),
        lambda: save_court_document(other, saving(child, 1, wish.document_id, wording="x")),
        lambda: finding_answers(other, child, wish.document_id),
    ):
        with pytest.raises(NotPermitted):
            refused()
    [line] = court_documents(other, child)
    assert (line.title, court_documents(session, sister)[0].title) == ("", "About both")
    record.seal(MANAGER, sister)
    assert court_documents(other, child) == ()
    assert [work.in_progress for work in my_court_work(other) if work.child_id == child] == [()]


@pytest.mark.parametrize(
    ("fields", "kind", "said"),
    [
        ({"A": "x"}, "chronology", "form"),
        ({"a" * 121: "x"}, "chronology", "form"),
        ({"a": "x" * 2_000_001}, "chronology", "2,000,000"),
        ({"a": "x"}, "no such kind!", "template"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_plain_words(
    session: Session, child: UUID, fields: Mapping[str, str], kind: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        save_court_document(session, SaveCourtDocument(uuid4(), uuid4(), child, kind, fields))


def test_a_hidden_detail_is_released_by_a_second_person_with_a_reason(
    record: Record, session: Session, child: UUID
) -> None:
    document = begun(session, child, wording="12 Bramble Road")
    release = AnswerFinding(uuid4(), child, document, FOUND, "address", True, "The mother has moved from there.")
    with pytest.raises(Refused, match="second person"):
        answer_finding(session, release)
    manager, support = record.opened(MANAGER, child, purpose=PURPOSE), record.opened(SUPPORT, child, purpose=PURPOSE)
    with pytest.raises(NotPermitted):
        answer_finding(support, release)
    with pytest.raises(Refused, match="5 to 2,000"):
        answer_finding(manager, replace(release, reason="ok"))
    answer_finding(manager, release)
    answer_finding(manager, release)
    [answer] = finding_answers(session, child, document)
    assert (answer.finding, answer.hidden, answer.said_by, answer.mine) == (FOUND, True, "Tl Manager A", False)
    answer_finding(session, replace(release, answer_id=uuid4(), reason=""))
    assert finding_answers(session, child, document) == ()
    with record.superuser() as connection:
        told = connection.execute(
            "select action from audit.event where object_id = %s order by event_id", [document]
        ).fetchall()
    assert [action for (action,) in told] == ["save_court_document", "release_finding", "withdraw_answer"]


def test_other_findings_are_accepted_by_the_author(session: Session, child: UUID) -> None:
    document = begun(session, child, wording="x")
    answer_finding(
        session, AnswerFinding(uuid4(), child, document, FOUND, "no_source", False, "The register gives none.")
    )
    [answer] = finding_answers(session, child, document)
    assert (answer.kind, answer.hidden, answer.mine) == ("no_source", False, True)


def test_templates_and_limits_are_the_administrators_and_what_stood_is_kept(record: Record, session: Session) -> None:
    administrator = record.session("tl_administrator")
    with pytest.raises(NotPermitted):
        put_template(session, PutTemplate("section_7", "title = 'Ours'"))
    assert [put_template(administrator, PutTemplate("section_7", f"title = '{n}'")) for n in (1, 2)] == [1, 2]
    assert [(line.kind, line.toml) for line in stored_templates(session)] == [("section_7", "title = '2'")]
    assert page_limits(session)["chronology"].pages == 10
    with pytest.raises(NotPermitted):
        put_page_limit(session, PutPageLimit("chronology", TODAY, 12, "Practice note"))
    put_page_limit(administrator, PutPageLimit("chronology", TODAY, 12, "Practice note"))
    assert page_limits(session)["chronology"].pages == 12
    assert page_limits(session, TODAY - timedelta(days=1))["chronology"].pages == 10
    with pytest.raises(Refused, match="pages"):
        put_page_limit(administrator, PutPageLimit("chronology", TODAY, 0, "Practice note"))


def test_the_list_of_court_work_tells_what_comes_next_and_what_is_begun(
    record: Record, session: Session, child: UUID
) -> None:
    case = uuid4()
    facts = CaseFacts("public", "cmh", "zw26c50123", "Family Court at Midford", "C110A", issued_on=TODAY)
    record_proceedings(session, RecordProceedings(uuid4(), case, child, facts, "sealed application"))
    hearing = HearingFacts("cmh", TODAY + timedelta(days=14))
    record_hearing(session, RecordHearing(uuid4(), uuid4(), case, child, hearing, "notice of hearing"))
    document = begun(session, child, title="Chronology")
    [work] = [line for line in my_court_work(session) if line.child_id == child]
    assert (work.name, work.basis, work.case_number) == ("Amira Kaya", "allocated", "ZW26C50123")
    assert (work.hearing, work.hearing_on) == ("Case management hearing", TODAY + timedelta(days=14))
    assert (work.issued_on, work.weeks_26_on, work.due_on) == (TODAY, TODAY + timedelta(days=182), None)
    assert (work.filed_at, work.entries_since) == (None, 0)
    assert [(begun.document_id, begun.kind, begun.author) for begun in work.in_progress] == [
        (document, "chronology", "Tl Practitioner A")
    ]
    assert child not in [line.child_id for line in my_court_work(record.session(OTHER))]


def test_a_childrens_guardian_is_told_of_what_was_filed_and_of_no_draft(
    record: Record, session: Session, child: UUID
) -> None:
    document, draft = (
        begun(session, child, title="Chronology", wording="as filed"),
        begun(session, child, title="Draft"),
    )
    with record.superuser() as connection:
        connection.execute(
            "insert into core.filed_version (filed_id, court_document_id, number, version, pdf, sha256, pages, facts,"
            " record_as_at, audit_seq, audit_head, filed_by) values (%s, %s, 1, 1, '\\x25', '\\x00', 1, '{}', now(), 0,"
            " '\\x00', %s)",
            [uuid4(), document, record.staff[WORKER]],
        )
    save_court_document(session, saving(child, 1, document, title="Chronology", wording="on counsel's advice"))
    record.act(
        MANAGER, "name_access", child=child, staff=record.staff["tl_court_adviser"], capacity="childrens_guardian",
        level="read", until=sa.cast(sa.null(), sa.TIMESTAMP(timezone=True)), reason="appointed by the court",
    )  # fmt: skip
    guardian = record.opened("tl_court_adviser", child)
    assert [(line.document_id, line.version) for line in court_documents(guardian, child)] == [(document, 1)]
    told = court_document(guardian, child, document)
    assert (told.version, told.newest, told.fields["wording"]) == (1, 1, "as filed")
    assert [saved.version for saved in court_document_versions(guardian, child, document)] == [1]
    [work] = [line for line in my_court_work(guardian) if line.child_id == child]
    assert (work.basis, work.in_progress, work.filed_kind) == ("named:childrens_guardian", (), "chronology")
    for refused in (
        lambda: court_document(guardian, child, document, 2),
        lambda: court_document(guardian, child, draft),
        lambda: save_court_document(guardian, saving(child, wording="x")),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_nothing_of_a_document_is_changed_or_taken_away(record: Record, session: Session, child: UUID) -> None:
    begun(session, child, wording="x")
    for table in ("court_document", "court_document_version"):
        with record.superuser() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"delete from core.{table}")
