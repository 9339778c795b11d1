"""`throughline print-band`: the child on one page without a window, and plain words where it may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.domain.entry import ChildPart
from desktop.__main__ import main
from desktop.infra.connection import dsn_of
from tests.desktop.reporting.reading import pages_of_text
from tests.record import Record


def _arguments(record: Record, out: Path) -> list[str]:
    with record.superuser() as connection:
        row = connection.execute("select reference from core.file").fetchone()
    assert row
    who = ["--child", str(row[0]), "--as", "tl_practitioner_a"]
    return ["print-band", *who, "--out", str(out), "--server", dsn_of(record.address)]


def test_it_prints_one_page_and_notes_that_it_left(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    said = (ChildPart(child, seen=True, seen_alone=True, words="I want my bike back"),)
    record.write_entry(session, child, on="3 March 2026", children=said)
    monkeypatch.setenv("THROUGHLINE_PASSWORD", record.password)
    out = tmp_path / "a.pdf"
    assert main(_arguments(record, out)) == 0
    assert str(out) in capsys.readouterr().out
    (text,) = pages_of_text(out.read_bytes())
    assert "“I want my bike back”" in text and "from the visit on 3 March 2026" in text
    assert "not recorded" in text and "Parental responsibility" in text
    with record.superuser() as connection:
        found = connection.execute("select detail ->> 'kind' from audit.event where action = 'export'").fetchall()
    assert found == [("child_on_one_page",)]


def test_a_file_of_somebody_else_is_refused_in_one_plain_sentence(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record.new_child(team="South")
    monkeypatch.setenv("THROUGHLINE_PASSWORD", record.password)
    assert main(_arguments(record, tmp_path / "a.pdf")) == 1
    assert "no child of this reference" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
