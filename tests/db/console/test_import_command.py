"""Taking in a chronology from the command line: what is understood, what is refused, and what is never done twice."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from db.queries import chronology
from tests.db.console.conftest import Ran, Run
from tests.record import Record

WORKER, COLLEAGUE = "tl_practitioner_a", "tl_practitioner_b"
GOOD = (
    ("Date", "What happened"),
    ("26/4/1999 - 7/7/1999", "Stayed with a friend of the family."),
    ("about October 1998", "Moved to a new school."),
    ("3 March 2001", "Seen at home, well."),
)
BAD = (*GOOD, ("sometime soonish", "Kept the secret word zarquon in this row."))


@dataclass(frozen=True, slots=True)
class Desk:
    """A child allocated to the worker, and the command that imports into the child's file."""

    record: Record
    child: UUID
    reference: str
    run: Run
    folder: Path

    def table(self, rows: tuple[tuple[str, ...], ...], name: str = "kept.csv") -> Path:
        """A CSV of these rows."""
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return self.folder / name

    def take(self, file: Path, *options: str, login: str = WORKER) -> Ran:
        """Imports the file."""
        return self.run("import-chronology", file, "--as", login, "--child", self.reference, *options)

    def kept(self) -> list[str]:
        """The headlines of the file in order."""
        session = self.record.opened(WORKER, self.child)
        return [row.headline for row in reversed(chronology.newest_page(session, self.child))]


@pytest.fixture
def desk(record: Record, run: Run, tmp_path: Path) -> Desk:
    child = record.new_child("Will", "Okafor")
    record.allocate(child, WORKER)
    (line,) = run("children", "--as", WORKER, "--json").json
    return Desk(record, child, line["reference"], run, tmp_path)


def test_all_rows_are_taken_in_in_the_order_of_their_dates(desk: Desk) -> None:
    done = desk.take(desk.table(GOOD))
    assert done.status == 0
    assert f"3 entries were added to {desk.reference}; 0 were there already." in done.out
    assert desk.kept() == [
        "Moved to a new school.", "Stayed with a friend of the family.", "Seen at home, well."
    ]  # fmt: skip


def test_the_same_file_again_adds_nothing_even_by_another_person(desk: Desk) -> None:
    file = desk.table(GOOD)
    assert desk.take(file, "--json").json == {"added": 3, "already": 0, "skipped": 0}
    assert desk.take(file, "--json").json == {"added": 0, "already": 3, "skipped": 0}
    desk.record.allocate(desk.child, COLLEAGUE)
    assert desk.take(file, "--json", login=COLLEAGUE).json == {"added": 0, "already": 3, "skipped": 0}
    assert len(desk.kept()) == 3


def test_a_dry_run_reports_and_imports_nothing(desk: Desk) -> None:
    assert desk.take(desk.table(GOOD), "--dry-run").status == 0
    bad = desk.take(desk.table(BAD), "--dry-run")
    assert bad.status == 1
    assert "row 5" in bad.out
    assert "Nothing was imported (dry run)." in bad.out
    assert desk.take(desk.table(BAD), "--dry-run", "--json").json == {"rows": 3, "problems": 1}
    assert desk.kept() == []


def test_one_bad_row_stops_the_import_unless_it_is_left_out(desk: Desk) -> None:
    refused = desk.take(desk.table(BAD))
    assert refused.status == 1
    assert "row 5" in refused.err
    assert "1 of 4 rows cannot be read, so nothing was imported." in refused.err
    assert "zarquon" not in refused.out + refused.err
    assert desk.kept() == []
    done = desk.take(desk.table(BAD), "--skip-bad", "--json")
    assert (done.status, done.json) == (0, {"added": 3, "already": 0, "skipped": 1})


def test_a_reference_that_is_unknown_sealed_or_not_ones_own_is_answered_alike(desk: Desk) -> None:
    file = desk.table(GOOD)
    unknown = desk.run("import-chronology", file, "--as", WORKER, "--child", "99-9999")
    assert (unknown.status, unknown.err) == (1, "There is no file 99-9999, or it is not one that you may open.\n")
    other = desk.take(file, login="tl_practitioner_c")
    assert (other.status, other.err) == (1, "This was not found, or you may not see it.\n")
    with desk.record.superuser() as connection:
        connection.execute("update core.file set sealed = true, sealed_why = 'adoption'")
    sealed = desk.take(file, login="tl_practitioner_c")
    assert sealed.err == unknown.err.replace("99-9999", desk.reference)
    for login in ("tl_auditor", "tl_administrator"):
        assert desk.take(file, login=login).status == 1
    with desk.record.superuser() as connection:
        assert connection.execute("select count(*) from core.entry").fetchone() == (0,)


def test_the_manager_of_the_team_gives_a_reason_first(desk: Desk) -> None:
    file = desk.table(GOOD)
    assert desk.take(file, login="tl_manager_a").err.startswith(
        "26-1000 is not your own file: give your reason with --purpose"
    )
    assert desk.take(file, "--purpose", "supervision", login="tl_manager_a").status == 0


def _formula(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Date", "What happened"), ("3 March 2001", '=HYPERLINK("http://x", "zarquon")')):
        book.active.append(row)
    book.save(path)


def _huge_cell(path: Path) -> None:
    path.write_text(f'Date,What happened\n3 March 2001,"{"zarquon " * 1_310_720}"\n', encoding="utf-8")


def _nested(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("inner.xlsx", b"PK\x03\x04" + b"\0" * 50_000)


def _entities(path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "zarquon">{laughs}]><x>&l9;</x>'
    _formula(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as changed:
        for name, part in parts.items():
            changed.writestr(name, body if name.endswith("sheet1.xml") else part)


def _no_table(path: Path) -> None:
    path.write_bytes(b"\x00\xff\xfezarquon" * 1000)


def _folder(path: Path) -> None:
    path.mkdir()


def _missing(path: Path) -> None:
    assert not path.exists()


HOSTILE: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("huge.csv", _huge_cell),
    ("nested.xlsx", _nested),
    ("nested.docx", _nested),
    ("entities.xlsx", _entities),
    ("no-table.csv", _no_table),
    ("no-table.xlsx", _no_table),
    ("no-table.pdf", _no_table),
    ("folder.csv", _folder),
    ("missing.csv", _missing),
)


def test_a_hostile_or_unreadable_file_is_refused_in_a_sentence_that_does_not_repeat_it(desk: Desk) -> None:
    for name, make in HOSTILE:
        make(desk.folder / name)
        done = desk.take(desk.folder / name)
        assert (done.status, done.err.strip()[-1:], "zarquon" in done.out + done.err) == (1, ".", False), name
    assert desk.kept() == []


def test_a_formula_is_text_and_pointed_out(desk: Desk) -> None:
    _formula(desk.folder / "formula.xlsx")
    done = desk.take(desk.folder / "formula.xlsx")
    assert "zarquon" not in done.out + done.err
    assert done.status == 0
    assert "Worth a look:" in done.out


def test_heads_that_command_the_terminal_are_shown_not_obeyed(desk: Desk) -> None:
    rows = (("Date", "What happened", "\x9b2JNotes"), ("3 March 2001", "Seen.", ""))
    done = desk.take(desk.table(rows), "--dry-run")
    assert "Notes" in done.out
    assert not {"\x1b", "\x9b"} & set(done.out + done.err)
