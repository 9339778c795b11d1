"""Reads a table that somebody kept in CSV, Excel or Word into plain rows of text.

Why: import files come from anywhere, so what a file is is decided by its content, its size is limited before it is
opened, and every trouble is a plain sentence with what to do; nothing of the file's text or name is in it.
"""

import csv
import io
import stat
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from db.errors import Refused
from db.interchange.cells import (
    DAMAGED,
    MOST_BYTES,
    MOST_IN_A_CELL,
    NO_HEADS,
    Allowance,
    Table,
    TableRow,
    find_table,
)
from db.interchange.packed_file import check_packed
from db.interchange.word_file import read_document
from db.interchange.workbook_file import read_workbook

__all__ = ["Table", "TableRow", "read_table"]

_MOST_IN_A_LINE = 2 * MOST_IN_A_CELL
_KINDS = "Excel (.xlsx), Word (.docx) or CSV"
_OTHER_KINDS = (
    (b"%PDF", f"This is a PDF, which has no table to read. Import the {_KINDS} file that it was made from."),
    (b"{\\rtf", "This is an RTF document. Save it as .docx, then import that."),
    (b"\x7fELF", f"This is a program, not a table. Import a file of {_KINDS}."),
    (b"MZ", f"This is a program, not a table. Import a file of {_KINDS}."),
    (b"\x1f\x8b", f"This is a packed file. Unpack it, then import the {_KINDS} file in it."),
    (b"\x89PNG", f"This is a picture. Import a file of {_KINDS}."),
    (b"\xff\xd8\xff", f"This is a picture. Import a file of {_KINDS}."),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

csv.field_size_limit(MOST_IN_A_CELL + 1)  # the module has one limit for all: ours, always the same


def read_table(path: str | PathLike[str]) -> Table:
    """The heads and rows of the chronology in a CSV, Excel or Word file; raises Refused with a plain sentence."""
    data = _bytes_of(path)
    if data.startswith(_OLD_OFFICE):
        raise Refused(_old_office(data))
    for start, text in _OTHER_KINDS:
        if data.startswith(start):
            raise Refused(text)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_packed(data)
    return _read_csv(_decoded(data))


def _bytes_of(path: str | PathLike[str]) -> bytes:
    try:
        file = Path(path)
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Refused("This is a folder. Name the file in it that holds the chronology.")
        if not stat.S_ISREG(mode):
            raise Refused("This is not an ordinary file, so it was not opened.")
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Refused("There is no such file. Check the name and the folder.") from None
    except PermissionError:
        raise Refused("You may not read this file. Copy it to a folder of your own, then try again.") from None
    except (OSError, ValueError):
        raise Refused("The file cannot be read. Copy it to a folder of your own, then try again.") from None
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 50 MB. Save the table alone, without pictures, as CSV.")
    if not data.strip():
        raise Refused("The file is empty.")
    return data


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "The file is protected with a password. Save a copy without the password, then import that."
    return "This is the old Word or Excel format (.doc, .xls). Save it as .docx, .xlsx or CSV, then import that."


def _read_packed(data: bytes) -> Table:
    names = check_packed(data)
    if "xl/workbook.xml" in names:
        return read_workbook(data)
    if "word/vbaProject.bin" in names:
        raise Refused("This Word document holds macros. Save it as .docx without macros, then import that.")
    if "word/document.xml" in names:
        return read_document(data)
    if "content.xml" in names:
        raise Refused("This is an OpenDocument file. Save it as .docx, .xlsx or CSV, then import that.")
    raise Refused(f"This is a packed folder (zip). Unpack it, then import the {_KINDS} file in it.")


def _decoded(data: bytes) -> str:
    """UTF-16 with its mark, else UTF-8, else the Windows encoding that Excel in Britain writes."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding, "strict" if encoding == "cp1252" else "surrogatepass")
        except UnicodeDecodeError:
            continue
        odd = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\v\f")
        if odd <= max(3, len(text) // 100):
            return text
    raise Refused(f"This is not a table that can be read. Save it as {_KINDS}, then import that.")


def _read_csv(text: str) -> Table:
    if text.lstrip()[:5].casefold() in {"<html", "<!doc", "<?xml", "<tabl"}:
        raise Refused("This is a web page under another name. Open it in Excel and save it as .xlsx or CSV.")
    trouble: Refused | None = None
    for delimiter in _by_likelihood(text):
        try:
            table = find_table(_records(text, delimiter))
        except Refused as error:
            trouble = trouble or error
            continue
        if table is not None:
            return table
    raise trouble or Refused(NO_HEADS)


def _by_likelihood(text: str) -> list[str]:
    start = text[:10_000]
    return sorted((",", ";", "\t"), key=start.count, reverse=True)


def _records(text: str, delimiter: str) -> Iterator[TableRow]:
    """The records of a CSV text, numbered as a spreadsheet numbers them; a cell is text whatever it begins with."""
    allowance = Allowance()
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(_csv_trouble(str(error), number)) from None
        cells = [allowance.take(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        yield TableRow(number, tuple(cells))


def _csv_trouble(what: str, number: int) -> str:
    if "field limit" in what:
        return f"A cell in row {number} holds more than {MOST_IN_A_CELL:,} characters: that is no chronology."
    if "end of data" in what or "expected after" in what:
        return (
            f"From row {number} on, the quotation marks do not pair up, so the rows cannot be told apart. Mend the row "
            "in a spreadsheet and save it again."
        )
    return DAMAGED


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, none so long that taking it apart could fill the memory."""
    for line in io.StringIO(text.replace("\0", ""), newline=""):
        if len(line) > _MOST_IN_A_LINE:
            raise Refused(f"A line holds more than {_MOST_IN_A_LINE:,} characters: that is no row of a chronology.")
        yield line
