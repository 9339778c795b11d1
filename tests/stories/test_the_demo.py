"""The first command of the README without a display: the main job on the sample, to its last picture."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from db.server.embedded import DATABASE, OpenedRecord
from desktop.app.demo import run_demo


def test_the_main_job_is_done_to_its_end_and_leaves_pictures_and_the_pdf(
    sample: OpenedRecord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qapp: object,
) -> None:
    assert qapp
    monkeypatch.setenv("THROUGHLINE_PEOPLE", str(sample.people_file))
    out = tmp_path / "demo"
    assert run_demo(str(out), sample.running.dsn(DATABASE)) == 0, capsys.readouterr().out
    pictures = sorted(picture.name.split("-", 1)[1] for picture in out.glob("*.png"))
    assert {"sign-in.png", "file.png", "search.png", "recorded.png", "court.png", "find.png"} <= set(pictures)
    assert len(pypdfium2.PdfDocument(str(out / "chronology.pdf"))) > 0


def test_why_the_record_does_not_come_up_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    assert qapp
    home = tmp_path / "home"
    home.mkdir()
    (home / "holiday.txt").write_text("sun")
    monkeypatch.setenv("THROUGHLINE_HOME", str(home))
    monkeypatch.setattr("desktop.app.demo._PATIENCE", 30.0)
    assert run_demo(str(tmp_path / "demo"), "") == 1
    assert "already holds other files" in capsys.readouterr().out
