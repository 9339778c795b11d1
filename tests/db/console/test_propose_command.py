"""`throughline-admin propose`: notes in, proposals out, nothing recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import chronology
from tests.db.console.conftest import Run
from tests.record import Record

WORKER = "tl_practitioner_a"
KEYS = {
    *("earliest", "latest", "words", "report_date", "kind", "headline", "text", "source", "child_words", "hearsay"),
    *("file", "year_inferred"),
}


@pytest.fixture
def record(shared_record: Record) -> Iterator[Record]:
    """One record for all: nothing is recorded here."""
    yield shared_record


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    text = "Date of report: 15/10/2026\n\nOn 28 September Marisol was quiet. Marisol said “I want my dog”.\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_needs_no_server_and_prints_json(run: Run, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    ran = run("propose", note, "--json")
    (found,) = ran.json
    assert (ran.status, set(found)) == (0, KEYS)
    assert (found["earliest"], found["year_inferred"], found["report_date"]) == ("2026-09-28", True, "2026-10-15")
    assert found["text"] in note.read_text(encoding="utf-8")


def test_words_for_a_person_name_the_file_the_source_and_the_inference(run: Run, note: Path) -> None:
    ran = run("propose", note)
    assert ran.status == 0
    for words in (
        "note.txt: 1 entry is proposed.",
        "28 September 2026 (year inferred",
        "reported 15/10/2026",
        "| On 28",
    ):
        assert words in ran.out


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_printed(run: Run, note: Path) -> None:
    ran = run("propose", note.with_name("gone.txt"), note, "--json")
    assert (ran.status, len(ran.json)) == (1, 1)
    assert "gone.txt cannot be read" in ran.err


def test_dates_that_lean_on_an_unknown_day_are_counted_and_a_day_can_be_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("Late on 3 October.", encoding="utf-8")
    ran = run("propose", path)
    assert "1 date was left out" in ran.err
    assert "nothing is proposed" in ran.out
    assert run("propose", path, "--sent-on", "15/10/2026", "--json").json[0]["earliest"] == "2026-10-03"
    assert run("propose", path, "--sent-on", "October 2026").status == 1


def test_it_is_misused_without_a_file_or_with_a_child_and_nobody_to_ask_as(run: Run, note: Path) -> None:
    assert run("propose").status == 2
    ran = run("propose", note, "--child", "TL-1")
    assert (ran.status, "--as LOGIN" in ran.err) == (2, True)


def test_the_childs_name_tells_the_childs_words_and_nothing_is_recorded(run: Run, note: Path, record: Record) -> None:
    child = record.new_child("Marisol", "Okafor")
    record.allocate(child, WORKER)
    (line,) = run("children", "--as", WORKER, "--json").json
    assert run("propose", note, "--json").json[0]["child_words"] == ""
    ran = run("propose", note, "--child", line["reference"], "--as", WORKER, "--json")
    assert ran.json[0]["child_words"] == "I want my dog"
    assert chronology.newest_page(record.opened(WORKER, child), child) == ()
    assert run("propose", note, "--child", "ZZ-0", "--as", WORKER).status == 1


def test_what_leans_on_an_unknown_day_names_the_way_to_say_it_and_a_folder_is_refused(run: Run, note: Path) -> None:
    note.write_text("Marisol was late on 3 October.\n", encoding="utf-8")
    ran = run("propose", note, note.parent)
    assert ran.status == 1
    assert "1 date was left out" in ran.err
    assert "--sent-on DATE" in ran.err
    assert "is a folder: name the files in it" in ran.err


def test_a_day_that_cannot_be_is_said_with_its_words(run: Run, note: Path) -> None:
    note.write_text("31/11/26 home visit, seen alone.\n", encoding="utf-8")
    ran = run("propose", note)
    assert "about November 2026 — visit" in ran.out
    assert "written “31/11/26”: November 2026 has 30 days" in ran.out
    assert "the child was seen alone" in ran.out


def test_what_went_into_no_proposal_is_shown_beside_the_list_and_not_in_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text("14/10/26 home visit, seen alone.\nNext visit 22/10/26\n")
    done = run("propose", str(path))
    assert done.err.endswith("log.txt: 1 line not used:\n  | Next visit 22/10/26\n")
    assert "Next visit" not in done.out
