"""Filing a document: bytes for good, nothing hidden without a second person's release, and how the record moved on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from db.commands.confidential import AddConfidentialDetail, add_confidential_detail
from db.commands.court_check import CheckText, check_text
from db.commands.court_documents import AnswerFinding, SaveCourtDocument, answer_finding, save_court_document
from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, amend_entry
from db.commands.filing import FiledFinding, FileDocument, file_document
from db.commands.people import AddPerson, Tie, add_person
from db.domain.court_check import Finding
from db.errors import Conflict, NotPermitted, Refused
from db.queries.chronology import audit_head
from db.queries.court_documents import court_documents, my_court_work
from db.queries.filing import changes_since_filing, filed_pdf, filed_versions
from db.session import Session
from tests.record import Record, content

WORKER, OTHER, MANAGER, SUPPORT = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a", "tl_support_a"
PURPOSE = "Checking a document for the court"
PDF = b"%PDF-1.7\n" + b"the pages as they were made " * 10
PLAIN = ("Chronology. On 3 March 2026 Ms Patel saw a bruise on his arm.",)
TELLING = ("On 3 March 2026 the family moved to 12 Bramble Rd, Midford.",)


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


def saved(session: Session, child: UUID, *others: UUID, **fields: str) -> UUID:
    """A document with one version."""
    wish = SaveCourtDocument(uuid4(), uuid4(), child, "chronology", {"title": "Chronology", **fields}, others)
    save_court_document(session, wish)
    return wish.document_id


def filing(
    session: Session, child: UUID, document: UUID, pages: tuple[str, ...] = PLAIN, **facts: object
) -> FileDocument:
    """A wish to file it as it stands now."""
    head = audit_head(session)
    wish = FileDocument(
        uuid4(), child, document, (child,), 1, PDF, pages, {}, datetime.now().astimezone(), head.seq,
        head.hash, "Chronology",
    )  # fmt: skip
    return replace(wish, **facts)  # type: ignore[arg-type]


def hide(session: Session, child: UUID) -> None:
    """The child's address must not be told."""
    why = "the father has threatened them"
    home = AddConfidentialDetail(child, uuid4(), child, "address", "12 Bramble Road, Midford", why, "MF4 7QT")
    add_confidential_detail(session, home)


def found(session: Session, child: UUID, pages: tuple[str, ...] = TELLING) -> tuple[Finding, ...]:
    """What the check finds in these pages."""
    return check_text(session, CheckText(child, pages)).findings


def release(session: Session, child: UUID, document: UUID, finding: Finding) -> None:
    """Says that the finding may stand."""
    answer_finding(
        session,
        AnswerFinding(uuid4(), child, document, finding.key, finding.kind, True, "They have moved away from there."),
    )


def test_what_is_filed_is_kept_as_it_was_and_told_with_who_and_why(
    record: Record, session: Session, child: UUID
) -> None:
    document = saved(session, child)
    entry = record.write_entry(session, child)
    accepted = FiledFinding("careful", "Words to take care with", "They are the GP's own.", "Tl Practitioner A")
    wish = filing(session, child, document, entries={entry: 1}, approved_by="J. Brown, legal", findings=(accepted,))
    wish = replace(wish, case_number="ZW26C50123", court="Family Court at Midford")
    assert file_document(session, wish).version == 1
    assert file_document(session, wish).version == 1
    [filed] = filed_versions(session, child, document)
    assert (filed.number, filed.version, filed.pages, filed.entries) == (1, 1, 1, 1)
    assert (filed.new_since, filed.amended_since, filed.gone_since) == (0, 0, 0)
    assert filed.facts["approved_by"] == "J. Brown, legal"
    assert (filed.facts["case_number"], filed.facts["court"]) == ("ZW26C50123", "Family Court at Midford")
    assert filed.facts["findings"][0]["reason"] == "They are the GP's own."
    assert filed_pdf(session, child, filed.filed_id) == PDF
    [line] = court_documents(session, child)
    assert (line.filed, line.filed_by) == (1, "Tl Practitioner A")
    [work] = [work for work in my_court_work(session) if work.child_id == child]
    assert (work.filed_kind, work.in_progress) == ("chronology", ())
    for table in ("filed_version", "filed_entry"):
        with record.superuser() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"delete from core.{table}")


def test_what_came_since_is_counted_and_changes_nothing_that_was_filed(
    record: Record, session: Session, child: UUID
) -> None:
    document = saved(session, child)
    shown, other = record.write_entry(session, child), record.write_entry(session, child, "Police called")
    file_document(session, filing(session, child, document, entries={shown: 1, other: 1}))
    new = record.write_entry(session, child, "School rang")
    amend_entry(session, AmendEntry(uuid4(), shown, child, content(child, "Visited at home at noon"), 1, "the time"))
    amend_entry(session, AmendEntry(uuid4(), new, child, content(child, "The school rang"), 1, "the article"))
    [filed] = filed_versions(session, child, document)
    assert (filed.new_since, filed.amended_since, filed.gone_since) == (1, 1, 0)
    changed = {change.entry_id: change.what for change in changes_since_filing(session, child, filed.filed_id)}
    assert changed == {new: "new", shown: "amended"}
    assert all(change.order_key for change in changes_since_filing(session, child, filed.filed_id))
    [work] = [work for work in my_court_work(session) if work.child_id == child]
    assert work.entries_since == 2
    assert filed_pdf(session, child, filed.filed_id) == PDF


def test_nothing_hidden_is_filed_until_a_second_person_has_released_it(
    record: Record, session: Session, child: UUID
) -> None:
    hide(session, child)
    document = saved(session, child)
    wish = filing(session, child, document, TELLING)
    with pytest.raises(Refused, match="no second person has released"):
        file_document(session, wish)
    manager = record.opened(MANAGER, child, purpose=PURPOSE)
    findings = found(manager, child)
    assert {finding.kind for finding in findings} == {"address"}
    for finding in findings:
        release(manager, child, document, finding)
    with pytest.raises(Refused, match="no second person"):  # who released it is no second person for an own filing
        file_document(manager, filing(manager, child, document, TELLING))
    assert file_document(session, wish).version == 1
    assert file_document(session, filing(session, child, document, PLAIN)).version == 2
    other = (*TELLING, "They were seen at 12 Bramble Rd, and her number is MF4 7QT.")
    with pytest.raises(Refused, match="no second person"):  # the postcode is another detail
        file_document(session, filing(session, child, document, other))


def test_another_childs_name_needs_a_reason_of_the_author_and_no_second_person(
    record: Record, session: Session, child: UUID
) -> None:
    sister = record.new_child("Leyla", "Aydin")
    add_person(session, AddPerson(child, sister, uuid4(), Tie("sister", "told by the mother"), None))
    document, pages = saved(session, child), ("Leyla Aydin was at home too.",)
    wish = filing(session, child, document, pages)
    with pytest.raises(Refused, match="another child"):
        file_document(session, wish)
    [finding] = found(session, child, pages)
    reason = "Both children were there; the court has both applications."
    answer_finding(session, AnswerFinding(uuid4(), child, document, finding.key, finding.kind, False, reason))
    assert file_document(session, wish).version == 1


def test_a_release_that_was_taken_back_releases_nothing(record: Record, session: Session, child: UUID) -> None:
    hide(session, child)
    document, manager = saved(session, child), record.opened(MANAGER, child, purpose=PURPOSE)
    for finding in found(manager, child):
        release(manager, child, document, finding)
        answer_finding(manager, AnswerFinding(uuid4(), child, document, finding.key, finding.kind, True, ""))
    with pytest.raises(Refused, match="no second person"):
        file_document(session, filing(session, child, document, TELLING))


def test_pages_that_are_no_longer_the_record_are_not_filed(record: Record, session: Session, child: UUID) -> None:
    document = saved(session, child)
    entry = record.write_entry(session, child)
    amend_entry(session, AmendEntry(uuid4(), entry, child, content(child, "Visited at home at noon"), 1, "the time"))
    with pytest.raises(Conflict, match="Nothing was filed"):
        file_document(session, filing(session, child, document, entries={entry: 1}))
    save_court_document(session, SaveCourtDocument(uuid4(), document, child, "chronology", {"title": "New"}, base=1))
    with pytest.raises(Conflict, match="Nothing was filed"):
        file_document(session, filing(session, child, document))
    yesterday = datetime.now().astimezone() - timedelta(days=2)
    for wrong in ({"as_at": yesterday}, {"audit_seq": 10**9}, {"audit_head": "00" * 32}, {"pdf": b"no PDF " * 40}):
        with pytest.raises(Refused):
            file_document(session, filing(session, child, document, version=2, **wrong))
    assert filed_versions(session, child, document) == ()


def test_who_may_not_files_nothing_and_reads_no_filing(record: Record, session: Session, child: UUID) -> None:
    document = saved(session, child)
    wish = filing(session, child, document)
    file_document(session, wish)
    [filed] = filed_versions(session, child, document)
    support = record.opened(SUPPORT, child, purpose=PURPOSE)
    assert filed_pdf(support, child, filed.filed_id) == PDF
    stranger = record.new_child("Leyla", "Demir")
    record.allocate(stranger, OTHER)
    other = record.opened(OTHER, stranger)
    entry = record.write_entry(other, stranger)
    for refused in (
        lambda: file_document(support, filing(support, child, document)),
        lambda: file_document(other, replace(filing(other, stranger, document), filed_id=wish.filed_id)),
        lambda: file_document(session, filing(session, child, document, entries={entry: 1})),
        lambda: filed_pdf(other, stranger, filed.filed_id),
        lambda: filed_versions(other, stranger, document),
        lambda: changes_since_filing(other, stranger, filed.filed_id),
        lambda: filed_pdf(record.session(OTHER), child, filed.filed_id),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_legal_advice_is_in_no_filing(record: Record, session: Session, child: UUID) -> None:
    advice = record.write_entry(session, child, "Advice of counsel", legal_advice=True)
    with pytest.raises(NotPermitted):
        file_document(session, filing(session, child, saved(session, child), entries={advice: 1}))


def test_a_paper_that_is_legal_advice_is_no_exhibit_of_a_filing(record: Record, session: Session, child: UUID) -> None:
    advice, open_paper = uuid4(), uuid4()
    for paper, entry in (
        (advice, record.write_entry(session, child, "Advice of counsel", legal_advice=True)),
        (open_paper, record.write_entry(session, child, "The plan came")),
    ):
        data = b"%PDF-1.7 words of " + paper.hex.encode()
        add_document(session, AddDocument(paper, child, entry, "paper.pdf", "plan", data, "application/pdf"))
    for paper in (advice, uuid4()):
        document = saved(session, child, **{"exhibit:1": str(paper), "exhibit:1:title": "The plan"})
        with pytest.raises(Refused, match="Exhibit 1"):
            file_document(session, filing(session, child, document))
    file_document(session, filing(session, child, saved(session, child, **{"exhibit:1": str(open_paper)})))


def test_who_wrote_any_of_it_releases_nothing_hidden(record: Record, session: Session, child: UUID) -> None:
    document = saved(session, child)
    hide(session, child)
    manager = record.opened(MANAGER, child, purpose="Checking a document for the court")
    again = SaveCourtDocument(uuid4(), document, child, "chronology", {"title": "Read through"}, base=1)
    save_court_document(manager, again)
    with pytest.raises(Refused, match="second person"):
        release(session, child, document, found(session, child)[0])
