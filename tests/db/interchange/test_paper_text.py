"""The words of papers, friendly and hostile: whatever a paper is, the answer is words or a plain sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from threading import Event

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from db.errors import Refused
from db.interchange import paper_text as paper_module
from db.interchange.confined import MOST_CHARACTERS
from db.interchange.paper_reader import decoded, read_mail, read_page
from db.interchange.paper_text import FAILED, PACKED, PICTURE, PROTECTED, STOPPED, TOO_SLOW, UNREADABLE, paper_text


def word(*paragraphs: str, head: str = "") -> bytes:
    """A Word document."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    return _bytes(document)


def pdf(*lines: str, password: str = "") -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password or None)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _bytes(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_a_word_document_is_read_with_its_tables_and_heads() -> None:
    document = docx.Document()
    document.add_paragraph("Dad must not collect from school.")
    document.add_table(1, 1).cell(0, 0).text = "Ring Mrs Bell"
    document.sections[0].header.paragraphs[0].text = "Safety plan"
    found = paper_text(_bytes(document), "plan.docx")
    for words in ("Dad must not collect", "Ring Mrs Bell", "Safety plan"):
        assert words in found.text
    assert (found.note, found.media_type.rpartition(".")[2]) == ("", "document")


def test_a_pdf_is_read_whatever_its_file_is_called() -> None:
    found = paper_text(pdf("Interim care order", "Family Court"), "scan.txt")
    assert "Interim care order" in found.text
    assert (found.note, found.media_type) == ("", "application/pdf")


def test_an_email_tells_who_wrote_what_and_names_what_is_attached() -> None:
    mail = (
        b"From: Mrs Bell <bell@school.example>\r\nTo: duty@council.example\r\n"
        b"Subject: =?utf-8?q?Amira=E2=80=99s_day?=\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p>She came <b>without</b> a coat<script>steal()</script></p>\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=\"drawing.pdf\"\r\n\r\nJVBERi0=\r\n--b--\r\n"
    )  # fmt: skip
    found = paper_text(mail, "mail.eml")
    assert "Subject: Amira’s day" in found.text
    assert "without" in found.text
    assert "Attached: drawing.pdf" in found.text
    assert "steal" not in found.text
    assert "not searched" in found.note


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_is_read_in_the_usual_alphabets(alphabet: str) -> None:
    assert decoded("Zoë said “no” – twice, and that is that.".encode(alphabet)) == (
        "Zoë said “no” – twice, and that is that."
    )


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0 and so on", PICTURE),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), PROTECTED),
        ("letter.rtf", b"{\\rtf1 " + bytes(600), UNREADABLE),
        ("papers.zip", b"PK\x03\x04 something else", PACKED),
    ],
)
def test_what_is_not_read_says_why_in_plain_words(name: str, data: bytes, note: str) -> None:
    found = paper_text(data, name)
    assert (found.text, found.note) == ("", note)


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt"])
@pytest.mark.parametrize("start", [b"MZ\x90\x00\x03", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!/bin/sh\n"])
def test_a_program_is_refused_whatever_its_name_says(name: str, start: bytes) -> None:
    with pytest.raises(Refused, match="This is a program, not a document"):
        paper_text(start + bytes(600) + b"%PDF-1.7", name)


def test_a_letter_that_begins_like_a_program_is_no_program() -> None:
    assert "MZ rang" in paper_text(b"MZ rang at nine about the school run.", "note.txt").text


def test_bytes_that_are_no_text_are_not_taken_for_one() -> None:
    found = paper_text(os.urandom(4000).replace(b"MZ", b"ZM"), "letter.txt")
    assert found.text == ""
    assert "not a text" in found.note
    assert decoded(b"one\0two") == "one\0two"
    assert "\0" not in paper_text(b"one\0two", "a.txt").text


def test_protected_and_broken_pdfs_say_so() -> None:
    assert "password" in paper_text(pdf("secret", password="x"), "a.pdf").note
    assert "damaged" in paper_text(b"%PDF-1.7 nothing more", "a.pdf").note
    assert "scan" in paper_text(pdf(), "a.pdf").note


def test_a_pdf_whose_pages_run_in_a_circle_ends() -> None:
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n"
    )
    found = paper_text(loop, "a.pdf", seconds=5)
    assert found.text.strip() == ""
    assert found.note


def test_a_bomb_in_a_word_document_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (50 * 1024 * 1024))
    found = paper_text(out.getvalue(), "bomb.docx")
    assert (found.text, bool(found.note)) == ("", True)


def test_entities_in_a_word_document_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("zkentity")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word("plain"))) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name == "word/document.xml":
                doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
                content = content.replace(b"<w:document", doctype + b"<w:document", 1).replace(b"plain", b"&x;")
            bad.writestr(name, content)
    found = paper_text(out.getvalue(), "a.docx")
    assert "zkentity" not in found.text
    assert found.note


def test_a_line_of_a_million_characters_and_a_text_that_is_too_long() -> None:
    assert len(paper_text(b"x" * 1_000_000, "a.txt").text) == 1_000_000
    found = paper_text(b"word " * 500_000, "a.txt")
    assert len(found.text) == MOST_CHARACTERS
    assert "first 2,000,000 characters" in found.note


def test_reading_stops_when_it_takes_too_long_or_the_person_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_module, "_START", "import time; time.sleep(600)  # {root} {kind} {module}")
    assert paper_text(b"slow", "a.txt", seconds=0.2).note == TOO_SLOW
    stop = Event()
    stop.set()
    assert paper_text(b"slow", "a.txt", cancelled=stop.is_set).note == STOPPED


def test_a_reader_that_dies_or_talks_without_end_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_module, "_START", "import os; os.abort()  # {root} {kind} {module}")
    assert paper_text(b"bad", "a.txt").note == FAILED
    monkeypatch.setattr(
        paper_module,
        "_START",
        "import sys\nwhile True: sys.stdout.buffer.write(b'x' * 65536)  # {root} {kind} {module}",
    )
    assert paper_text(b"bad", "a.txt", seconds=20).note == FAILED


_DEEDS = {
    "a connection": "import socket; socket.socket().connect(('127.0.0.1', 1))",
    "a file": "open('/tmp/zk_written', 'w').write('x')",
    "reading a file": "open('/etc/passwd').read()",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a system call": "import os; os.system('true')",
    "much memory": "b'x' * (2 << 30)",
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the time limit alone")
@pytest.mark.parametrize("deed", _DEEDS)
def test_a_reader_may_do_nothing_but_compute(deed: str) -> None:
    root = str(Path(__file__).resolve().parents[3])
    program = f"import socket, subprocess, os\nfrom db.interchange.confined import confine\nconfine()\n{_DEEDS[deed]}"
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], cwd=root, capture_output=True, check=False, env={"PYTHONPATH": root}
    )
    assert done.returncode != 0
    assert b"may not do that" in done.stderr or b"MemoryError" in done.stderr


def test_a_reader_knows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_PASSWORD", "zkpassword")
    monkeypatch.setattr(
        paper_module,
        "_START",
        "import os, sys; sys.stdin.buffer.read(); print(); print(dict(os.environ))  # {root} {kind} {module}",
    )
    assert "zkpassword" not in paper_text(b"x", "a.txt").text


@given(st.binary(max_size=600))
@settings(max_examples=50, deadline=None)
def test_no_bytes_break_the_readers_of_mail_and_pages(data: bytes) -> None:
    for start in (
        b"",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n",
        b"Content-Type: text/html\n\n<",
    ):
        with suppress(RecursionError, ValueError, LookupError, TypeError, AttributeError):  # which `main` words
            read_mail(start + data)
        read_page(start + data)
