"""A CSV file is read whatever its encoding and separator, and every file that cannot be read is refused in plain words.

Why: what people import was made by other programs and may have been made to harm.
"""

import os
from pathlib import Path

import pytest

from db.errors import Refused
from db.interchange.cells import MOST_BYTES, MOST_IN_A_CELL, MOST_ROWS
from db.interchange.table_file import read_table

HEAD = "When,What happened,Source\n"


def written(folder: Path, content: str | bytes, name: str = "chronology.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_table(path)
    assert caught.value.text.endswith(".")
    assert path.name not in caught.value.text
    return caught.value.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    table = read_table(written(tmp_path, HEAD + "2016,Zoë’s café – £5,GP\n", encoding=encoding))
    assert table.heads == ("When", "What happened", "Source")
    assert table.rows[0].cells == ("2016", "Zoë’s café – £5", "GP")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_usual_separator_and_line_end_is_read(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = ["Date,Event,Source", '2016,"one, two; three\tfour",GP', "2017,Moved,School"]
    text = end.join([lines[0].replace(",", delimiter), "2016,X,GP".replace(",", delimiter), ""])
    text = text.replace("X", '"one, two; three\tfour"')
    assert read_table(written(tmp_path, text)).rows[0].cells == ("2016", "one, two; three\tfour", "GP")


def test_a_line_break_within_quotes_stays_in_its_cell_and_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, HEAD + '2016,"first\nsecond",GP\n\n2017,Moved,School\n'))
    assert [(row.number, row.cells[1]) for row in table.rows] == [(2, "first\nsecond"), (4, "Moved")]


def test_heads_may_stand_below_a_title_and_repeated_heads_are_not_rows(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, f"Chronology of events\n\n{HEAD}2016,Moved,GP\n{HEAD}2017,Moved,GP\n"))
    assert [row.number for row in table.rows] == [4, 6]


def test_cells_that_a_spreadsheet_would_calculate_are_text(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, HEAD + '2016,"=HYPERLINK(""x"")",@GP\n2017,+44 rang,-\n'))
    assert [row.cells[1:] for row in table.rows] == [('=HYPERLINK("x")', "@GP"), ("+44 rang", "-")]
    assert not any(row.formulas for row in table.rows)


def test_nul_and_lone_surrogates_are_cleaned_away(tmp_path: Path) -> None:
    text = (HEAD + "2016,Mo\0ved \ud83dhouse,GP\n").encode("utf-8", "surrogatepass")
    assert read_table(written(tmp_path, text)).rows[0].cells[1] == "Moved house"
    text = (HEAD + "2016,Moved\udc00,GP\n").encode("utf-16", "surrogatepass")
    assert read_table(written(tmp_path, text)).rows[0].cells[1] == "Moved"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (bytes(range(256)) * 40, "not a table that can be read"),
        (b"\0" * 500, "not a table that can be read"),
        ("When,What\n2016,x\n".encode("utf-16-le"), "not a table that can be read"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"{\\rtf1 ...", "RTF"),
        (b"\x7fELF....", "a program"),
        (b"\x89PNG....", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Save it as .docx, .xlsx or CSV"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        (b"<html><table><tr><td>When</td></tr></table>", "a web page"),
        (b"Colour,Shape\nred,round\n", "head for the date"),
        (b"2016,Moved,GP\n2017,Moved,GP\n", "head for the date"),
        (b'When,What happened\n2016,"never closed\n2017,x\n', "quotation marks do not pair up"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in refusal(written(tmp_path, content))


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "no such file" in refusal(tmp_path / "absent.csv")
    assert "a folder" in refusal(tmp_path)
    assert "not an ordinary file" in refusal(pipe)
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))
    with pytest.raises(Refused, match="cannot be read"):
        read_table("nul\0byte.csv")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may read every file")
def test_a_file_that_one_may_not_read_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD)
    file.chmod(0)
    assert "may not read" in refusal(file)


def test_a_file_above_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as stream:
        stream.write(HEAD.encode())
        stream.truncate(MOST_BYTES + 1)
    assert "larger than 50 MB" in refusal(file)


def test_a_cell_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    assert "characters" in refusal(written(tmp_path, f"{HEAD}2016,{'x' * 10_000_000},GP\n"))
    assert "characters" in refusal(written(tmp_path, HEAD + '2016,"' + "x\n" * 600_000 + '",GP\n'))
    assert "characters" in refusal(written(tmp_path, HEAD + "," * 3_000_000))


def test_a_cell_at_the_limit_is_read(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, f"{HEAD}2016,{'x' * MOST_IN_A_CELL},GP\n"))
    assert len(table.rows[0].cells[1]) == MOST_IN_A_CELL


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    rows = "2016,Moved,GP\n"
    assert len(read_table(written(tmp_path, HEAD + rows * MOST_ROWS)).rows) == MOST_ROWS
    assert "20,000 rows" in refusal(written(tmp_path, HEAD + rows * (MOST_ROWS + 1)))


def test_more_columns_than_the_limit_are_refused(tmp_path: Path) -> None:
    assert "columns" in refusal(written(tmp_path, HEAD + "x," * 300 + "x\n"))
