"""`throughline print-chronology`: prints without a window, and says plainly why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from desktop.__main__ import main
from desktop.infra.connection import dsn_of
from tests.record import Record


def _reference(record: Record) -> str:
    with record.superuser() as connection:
        row = connection.execute("select reference from core.file").fetchone()
    assert row
    return str(row[0])


def _arguments(record: Record, out: Path, *more: str) -> list[str]:
    where = ["--server", dsn_of(record.address)]
    who = ["--child", _reference(record), "--as", "tl_practitioner_a"]
    return ["print-chronology", *who, "--out", str(out), *where, *more]


def test_it_prints_the_rows_in_date_order(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    record.write_entry(session, child, "The later one", on="26 April 1999 to 7 July 1999")
    record.write_entry(session, child, "The earlier one", on="about October 1998")
    monkeypatch.setenv("THROUGHLINE_PASSWORD", record.password)
    out = tmp_path / "a.pdf"
    assert main(_arguments(record, out)) == 0
    assert "2 entries on 1 page" in capsys.readouterr().out
    document = PdfDocument(out)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert text.index("The earlier one") < text.index("The later one")
    assert "about October 1998" in " ".join(text.split())
    assert text.count("DRAFT, NOT FILED") == 2


@pytest.mark.parametrize(
    "case",
    [
        ("tl_practitioner_a", "wrong password", (), "not right"),
        ("tl_practitioner_c", "", (), "no child of this reference"),
        ("tl_practitioner_a", "", ("--since", "never ever"), ""),
    ],
)
def test_a_refusal_is_one_plain_sentence_and_status_one(
    record: Record,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[str, str, tuple[str, ...], str],
) -> None:
    login, password, more, said = case
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    monkeypatch.setenv("THROUGHLINE_PASSWORD", password or record.password)
    arguments = _arguments(record, tmp_path / "a.pdf", *more)
    arguments[arguments.index("--as") + 1] = login
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert not (tmp_path / "a.pdf").exists()


def test_wrong_usage_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["print-chronology", "--child", "26-1000"])
    assert ended.value.code == 2
    assert "--as" in capsys.readouterr().err
