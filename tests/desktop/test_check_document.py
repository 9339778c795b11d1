"""`throughline check-document`: looks through a PDF or a text, and says where something hidden stands."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from reportlab.pdfgen.canvas import Canvas

from db.interchange.paper_text import paper_pages
from desktop.__main__ import main
from desktop.infra.connection import dsn_of
from tests.faults.hidden_details import Hand, Hidden
from tests.record import Record

_WORKER = "tl_practitioner_a"
_CLEAN = "He settled well and read a whole book."


@dataclass(frozen=True, slots=True)
class Desk:
    """A child with a hidden address and a sister, and where to ask."""

    record: Record
    child: UUID
    folder: Path

    def check(self, name: str, content: bytes, *more: str, login: str = _WORKER) -> int:
        """The command on a document of these bytes."""
        file = self.folder / name
        file.write_bytes(content)
        where = ["--server", dsn_of(self.record.address)]
        return main(["check-document", str(file), "--child", self.reference(self.child), "--as", login, *where, *more])

    def reference(self, child: UUID) -> str:
        """The reference of a child's file."""
        with self.record.superuser() as connection:
            row = connection.execute("select reference from core.file where child_id = %s", [child]).fetchone()
        return str(row[0]) if row else ""


@pytest.fixture(scope="module")
def child(shared_record: Record) -> UUID:
    """A child whose address is hidden."""
    child = shared_record.new_child()
    shared_record.allocate(child, _WORKER)
    with shared_record.superuser() as connection:
        Hand(connection, shared_record.staff["tl_manager_a"]).hide(
            child, Hidden("address", "12 Bramble Road, Leeds", "LS6 2AB")
        )
    return child


@pytest.fixture
def desk(module_record: Record, child: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The worker's desk, the password in the environment."""
    monkeypatch.setenv("THROUGHLINE_PASSWORD", module_record.password)
    return Desk(module_record, child, tmp_path)


def pdf(*pages: str) -> bytes:
    """A PDF whose pages hold these lines; a page without any holds a picture of something."""
    out = BytesIO()
    canvas = Canvas(out)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 760 - 18 * number, line)
        if not page:
            canvas.rect(72, 72, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_pdf_is_looked_through_page_by_page(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    content = pdf(_CLEAN, f"{_CLEAN}\nWrite to 12 Bramble", "", "Nothing more. LS62AB is not far.")
    assert desk.check("report.pdf", content) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Page 4, line 1: hidden address: “LS62AB”",
        "Page 3: not checked, it is a picture or has hardly any text. Read it yourself.",
        "1 finding on 4 pages, 1 not checked.",
    ]
    assert said.err == ""


def test_an_address_is_found_over_the_end_of_a_page_past_its_foot(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    content = pdf(
        f"Report\n{_CLEAN}\nThey live at 12 Bramble\nPage 1 of 2", f"Report\nRoad now.\n{_CLEAN}\nPage 2 of 2"
    )
    assert desk.check("report.pdf", content) == 1
    assert capsys.readouterr().out.splitlines()[0] == "Page 1, line 3: hidden address: “12 Bramble Road”"


def test_a_clean_text_is_status_nought(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.check("letter.txt", _CLEAN.encode()) == 0
    assert capsys.readouterr().out == "Nothing hidden was found on 1 page.\n"


def test_what_was_not_wholly_compared_is_no_status_nought(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.check("report.pdf", pdf(_CLEAN, "")) == 1
    assert capsys.readouterr().out.endswith("Nothing hidden was found on 2 pages, 1 not checked.\n")


def test_a_text_is_parted_into_pages_at_form_feeds_and_json_says_all(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"{_CLEAN}\f{_CLEAN}\nAt 12 Bram-\nble Rd.\f"
    assert desk.check("letter.txt", words.encode("utf-16"), "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "child": desk.reference(desk.child),
        "pages": 2,
        "findings": [
            {"page": 2, "line": 2, "start": 42, "end": 57, "kind": "address", "sure": True, "words": "12 Bram- ble Rd"}
        ],
        "more": False,
        "not_checked": [],
        "note": "",
    }
    assert "Bramble Road" not in json.dumps(said)


def test_the_document_may_be_about_brothers_and_sisters_together(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    record = desk.record
    sister = record.new_child("Leyla", "Kaya")
    record.allocate(sister, _WORKER)
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, 'sister', %s)",
            [sister, desk.child, record.staff["tl_manager_a"]],
        )
    words = b"Amira and Leyla Kaya were seen together."
    assert desk.check("both.txt", words) == 1
    assert "name of another child: “Leyla Kaya”" in capsys.readouterr().out
    assert desk.check("both.txt", words, "--with", desk.reference(sister)) == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "There is no text in it"),
        ("scan.pdf", pdf("", ""), "There is no text in it"),
        ("broken.pdf", b"%PDF-1.7 12 Bramble Road", "damaged"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("program.txt", b"#!/bin/sh\n12 Bramble Road", "program"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_plain_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    assert desk.check(name, content) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "Traceback" not in told.err


def test_the_same_words_are_told_once_with_their_pages(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    words = f"{_CLEAN} ls6 2ab\f{_CLEAN}\f{_CLEAN} ls6 2ab, ls6 2ab"
    assert desk.check("letter.txt", words.encode()) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Page 1, line 1: hidden address: “ls6 2ab” and 2 times more, on page 3",
        "3 findings on 3 pages.",
    ]


@pytest.mark.parametrize("login", ["tl_practitioner_c", "tl_auditor"])
def test_who_may_not_open_the_file_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str], login: str) -> None:
    assert desk.check("letter.txt", _CLEAN.encode(), login=login) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "may not" in told.err


def test_a_document_that_is_not_there_is_refused_and_wrong_usage_is_status_two(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--child", "26-1000", "--as", _WORKER, "--server", dsn_of(desk.record.address)]
    assert main(["check-document", str(desk.folder / "none.txt"), *where]) == 1
    assert "could not be opened" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["check-document", "letter.txt", "--child", "26-1000"])
    assert ended.value.code == 2


def test_what_is_printed_cannot_steer_the_terminal(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.check("letter.txt", f"{_CLEAN} 12 \x1b[31mBramble\u202e Road".encode()) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_no_word_of_the_document_enters_a_log(
    desk: Desk, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert desk.check("letter.txt", b"Zkword lives at 12 Bramble Road.") == 1
    assert capsys.readouterr().out
    assert "Bramble" not in caplog.text
    log = "".join(path.read_text(errors="replace") for path in desk.record.server.home.rglob("*.log"))
    assert "a text of" in log
    assert "Bramble" not in log
    assert "Zkword" not in log


def test_pages_without_text_keep_their_place() -> None:
    assert [page.strip() for page in paper_pages(pdf("One", "", "Three"), "x.pdf").pages] == ["One", "", "Three"]
