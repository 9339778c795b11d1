"""A packed file made to harm is refused before anything in it is used, with what to do.

Why: zip bombs, nested archives and XML entities are the usual ways to break a program that reads office files.
"""

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from db.errors import Refused
from db.interchange import packed_file
from db.interchange.packed_file import check_packed
from db.interchange.table_file import read_table


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one member put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    return packed(members | {name: content})


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["When", "What happened"])
    sheet.append(["2016", "Moved"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def document() -> bytes:
    paper = docx.Document()
    table = paper.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["When", "Event", "2016", "Moved"], strict=True
    ):
        cell.text = text
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def refusal(folder: Path, data: bytes) -> str:
    file = folder / "hostile.bin"
    file.write_bytes(data)
    with pytest.raises(Refused) as caught:
        read_table(file)
    return caught.value.text


def test_ordinary_office_files_pass(tmp_path: Path) -> None:
    assert "xl/workbook.xml" in check_packed(workbook())
    assert "word/document.xml" in check_packed(document())


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    assert "parts" in refusal(tmp_path, packed({f"{number}.txt": b"" for number in range(2_001)}))


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    assert "far more" in refusal(tmp_path, with_member(workbook(), "xl/bomb.bin", b"\0" * 30_000_000))


def test_a_member_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_file, "MOST_IN_A_MEMBER", 1_000)
    assert "far more" in refusal(tmp_path, workbook())


def test_members_that_together_exceed_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_file, "MOST_IN_ALL", 5_000)
    assert "far more" in refusal(tmp_path, workbook())


def test_an_archive_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"xl/workbook.xml": b"", "xl/bomb.bin": b"\0" * 30_000_000}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)  # the size that the directory declares
    assert "damaged" in refusal(tmp_path, bytes(data))


@pytest.mark.parametrize("place", ["xl/embeddings/other.xlsx", "inner.zip", "xl/media/picture.png"])
def test_a_packed_file_within_the_file_is_refused(tmp_path: Path, place: str) -> None:
    assert "another packed file" in refusal(tmp_path, with_member(workbook(), place, packed({"a": b"a"})))


ENTITY = '<?xml version="1.0"{}?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<?xml version="1.0"{}?><!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>'


@pytest.mark.parametrize("xml", [ENTITY, OUTSIDE, '<?xml version="1.0"{}?><!DOCTYPE x><x/>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("whole", [workbook, document])
def test_xml_definitions_and_entities_are_refused(tmp_path: Path, xml: str, encoding: str, whole: object) -> None:
    hostile = xml.format(f' encoding="{encoding}"').encode(encoding)
    data = workbook() if whole is workbook else document()
    name = "xl/worksheets/sheet1.xml" if whole is workbook else "word/document.xml"
    assert "entities" in refusal(tmp_path, with_member(data, name, hostile))


def test_xml_of_absurd_depth_or_broken_is_refused(tmp_path: Path) -> None:
    deep = b"<a>" * 5_000 + b"</a>" * 5_000
    assert "far more" in refusal(tmp_path, with_member(document(), "word/document.xml", deep))
    assert "damaged" in refusal(tmp_path, with_member(document(), "word/document.xml", b"<a><b></a>"))
    assert "damaged" in refusal(tmp_path, with_member(workbook(), "xl/workbook.xml", b""))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("whole", [workbook, document])
def test_a_truncated_file_is_refused(tmp_path: Path, share: float, whole: object) -> None:
    data = workbook() if whole is workbook else document()
    assert "damaged" in refusal(tmp_path, data[: int(len(data) * share)])


def test_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"xl/workbook.xml": b"<a>text</a>"}, zipfile.ZIP_STORED))
    data[data.index(b"text")] ^= 1
    assert "damaged" in refusal(tmp_path, bytes(data))


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"xl/workbook.xml": b"<a/>"}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert "password" in refusal(tmp_path, bytes(data))


def test_other_packed_files_are_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "packed folder" in refusal(tmp_path, packed({"chronology.csv": b"When,Event\n"}))
    assert "OpenDocument" in refusal(tmp_path, packed({"content.xml": b"<a/>", "mimetype": b"x"}))
    assert "macros" in refusal(tmp_path, with_member(document(), "word/vbaProject.bin", b"x"))


def test_parts_that_are_missing_inside_are_refused(tmp_path: Path) -> None:
    assert "damaged" in refusal(tmp_path, packed({"xl/workbook.xml": b"<a/>"}))
    assert "damaged" in refusal(tmp_path, packed({"word/document.xml": b"<a/>"}))
