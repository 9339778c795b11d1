"""The table that leaves the record, read back as other programs read it: whole, marked, and nothing but text."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from desktop.reporting.excel_table import render_excel
from desktop.reporting.report import Cancelled
from desktop.reporting.table_report import HEADS, TableReport, TableRow
from desktop.reporting.table_text import as_html, as_tabs
from desktop.reporting.word_table import render_word

NAME = "Siân O'Brien-Łukasz <b>&co</b>"
FORMULAS = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "#N/A", "1e5")
BIDI = "invoice\u202etxt.exe\u2066\u200f"


def row(**fields: Any) -> TableRow:
    """A row with the necessary things filled in."""
    plain = TableRow(
        day=date(2019, 3, 4), when="4 March 2019", headline="Seen at home", detail="", words="", impact="", outcome="",
        kind="Visit", source="Seen or heard by Dana", significant=False, author="Dana",
        recorded_at=datetime(2019, 3, 5, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    return replace(plain, **fields)


def report(*rows: TableRow, **fields: Any) -> TableReport:
    """A table of these rows."""
    plain = TableReport(
        child=NAME, born="2 May 2019", reference="26-1000", authority="Testing & Council", author="Dana Okafor",
        author_role="Social worker", sentence="significant, since March 2019",
        record_as_at=datetime(2026, 11, 22, 8, 5, tzinfo=UTC), audit_seq=4711, audit_head="9f2c" * 16,
        rows=rows or (row(),),
    )  # fmt: skip
    return replace(plain, **fields)


def sheet_of(made: TableReport) -> Any:
    """The Excel file's sheet, read back."""
    return load_workbook(io.BytesIO(render_excel(made)))["Chronology"]


def cells_of(made: TableReport) -> list[list[str]]:
    """The Word file's table, read back."""
    (table,) = Document(io.BytesIO(render_word(made))).tables
    return [[cell.text for cell in line.cells] for line in table.rows]


class _Cells(HTMLParser):
    """The cells of an HTML table and every tag that stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def html_cells(made: TableReport) -> _Cells:
    """The HTML, read back."""
    parser = _Cells()
    parser.feed(as_html(made))
    return parser


# Every form says the same of itself.


def test_marking_filter_moment_and_author_stand_over_every_form() -> None:
    made = report()
    word = Document(io.BytesIO(render_word(made)))
    texts = {
        "html": as_html(made).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'"),
        "tabs": as_tabs(made),
        "word": "\n".join(paragraph.text for paragraph in word.paragraphs),
        "excel": "\n".join(str(sheet_of(made).cell(number, 1).value) for number in range(1, 5)),
    }
    for form, text in texts.items():
        for wanted in (
            "OFFICIAL-SENSITIVE", NAME, "26-1000", "1 entry: significant, since March 2019",
            "Record as at 22 November 2026, 08:05", "Dana Okafor, Social worker", "4711:9f2c",
        ):  # fmt: skip
            assert wanted in text, (form, wanted)


def test_legal_advice_that_was_left_out_is_said() -> None:
    assert "1 entry: significant, since March 2019 (2 of legal advice left out)" in as_tabs(report(left_out=2))


# Word.


def test_the_word_file_is_marked_on_every_page_and_repeats_the_heads_of_its_table() -> None:
    document = Document(io.BytesIO(render_word(report(*[row()] * 3))))
    (section,) = document.sections
    for place in (section.header, section.footer):
        assert place.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert "Record as at 22 November 2026, 08:05 · Page " in section.footer.paragraphs[1].text
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
    (table,) = document.tables
    assert len(table.rows) == 4
    assert [cell.text for cell in table.rows[0].cells] == ["When", "What happened", "How we know", "Recorded"]
    assert [line._tr.trPr is not None and line._tr.trPr.find(qn("w:tblHeader")) is not None for line in table.rows] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_row_in_word_holds_all_of_the_entry() -> None:
    full = row(detail="one\ntwo", words="I like it", impact="calmer", outcome="visit again", significant=True)
    _heads, cells = cells_of(report(full))
    assert cells[1].split("\n") == [
        "Seen at home", "one", "two", "The child’s own words: “I like it”", "What it meant for the child: calmer",
        "Outcome: visit again",
    ]  # fmt: skip
    assert cells[3].split("\n") == ["Dana", "5 March 2019, 09:30", "Significant"]


def test_the_files_tell_nothing_of_the_machine_or_of_the_child_in_their_properties() -> None:
    word = Document(io.BytesIO(render_word(report()))).core_properties
    assert (word.author, word.last_modified_by, word.title) == (
        "Dana Okafor",
        "Dana Okafor",
        "Chronology, file 26-1000",
    )
    assert (word.comments, word.keywords, word.category, word.revision) == ("", "", "", 1)
    assert word.created == word.modified == datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
    excel = load_workbook(io.BytesIO(render_excel(report()))).properties
    assert (excel.creator, excel.lastModifiedBy, excel.title) == (
        "Dana Okafor",
        "Dana Okafor",
        "Chronology, file 26-1000",
    )
    for made in (render_word(report()), render_excel(report())):
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            assert not any("thumbnail" in name for name in packed.namelist())
            about = b"".join(packed.read(name) for name in packed.namelist() if name.startswith("docProps"))
        assert b"Si\xc3\xa2n" not in about
        assert b"python" not in about.lower()


# Excel.


def test_the_excel_file_freezes_and_repeats_its_heads_and_prints_its_marking() -> None:
    sheet = sheet_of(report(row(), row()))
    assert [cell.value for cell in sheet[5]] == ["Date", *HEADS]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A6", "$5:$5", "A5:L7")
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")
    assert "significant, since March 2019" in sheet.oddFooter.left.text
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_an_exact_date_is_a_date_and_any_other_is_words_alone() -> None:
    sheet = sheet_of(
        report(row(), row(day=None, when="about May 2016"), row(day=date(1899, 1, 1), when="1 January 1899"))
    )
    assert [(sheet.cell(n, 1).value, sheet.cell(n, 2).value) for n in (6, 7, 8)] == [
        (datetime(2019, 3, 4), "4 March 2019"), (None, "about May 2016"), (None, "1 January 1899"),
    ]  # fmt: skip
    assert sheet.cell(6, 1).number_format == "DD/MM/YYYY"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    sheet = sheet_of(report(row(headline=text, detail=text, author=text), child=text, author=text, sentence=text))
    for line in sheet.iter_rows():
        for cell in line:
            assert cell.data_type in ("s", "n", "d"), cell.coordinate
            assert not (cell.data_type == "n" and cell.value is not None), cell.coordinate
    assert sheet["C6"].value == text
    assert sheet["C6"].quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))
    assert b"<f>" not in render_excel(report(row(headline=text)))
    flat = as_tabs(report(row(headline=text))).splitlines()[-1].split("\t")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in flat)
    assert "mso-number-format:'\\@'" in as_html(report(row(headline=text)))


# Whatever was typed.


def test_a_text_of_a_million_characters_comes_out_whole() -> None:
    long = "".join(f"{number:07} " for number in range(130_000))
    sheet = sheet_of(report(row(detail=long), row(headline="after")))
    pieces = [line[3].value or "" for line in sheet.iter_rows(min_row=6)]
    assert "".join(pieces[:-1]) == long
    assert max(map(len, pieces)) <= 32_767
    assert sheet.cell(sheet.max_row, 3).value == "after"
    assert cells_of(report(row(detail=long)))[1][1] == f"Seen at home\n{long}"
    assert long.strip() in as_tabs(report(row(detail=long)))


def test_marks_that_turn_the_direction_of_a_text_are_shown_and_controls_are_gone() -> None:
    made = report(row(headline=BIDI, detail="bell\x07 null\x00 lone\ud800 next\u2028line"))
    word = cells_of(made)[1][1]
    excel = sheet_of(made)
    for text in (word, f"{excel['C6'].value}\n{excel['D6'].value}", as_html(made), as_tabs(made)):
        assert "invoice⟦U+202E⟧txt.exe⟦U+2066⟧⟦U+200F⟧" in text
        assert not set(text) & {"\u202e", "\u2066", "\u200f", "\x07", "\x00", "\ud800", "\u2028"}
        text.encode()


def test_nothing_that_was_typed_is_markup_or_a_further_cell_on_the_clipboard() -> None:
    nasty = "<script>x</script><img src=/etc/passwd>&amp;\n</td></tr></table>\tand a tab"
    made = report(row(headline=nasty), sentence=nasty)
    found = html_cells(made)
    assert found.tags <= {"html", "head", "meta", "body", "p", "b", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert [cell.strip() for cell in found.cells[: len(HEADS)]] == list(HEADS)
    assert len(found.cells) == 2 * len(HEADS)
    assert found.cells[len(HEADS) + 1] == nasty.replace("\n", "").replace("\t", " ")
    assert [line.count("\t") for line in as_tabs(made).splitlines()] == [0, 0, 0, 0, len(HEADS) - 1, len(HEADS) - 1]


def test_a_print_header_takes_an_ampersand_for_what_it_is() -> None:
    sheet = sheet_of(report(sentence="from &Police & &D school"))
    assert "&&Police && &&D" in sheet.oddFooter.left.text or "&Police & &D" in sheet.oddFooter.left.text


# On the way.


@pytest.mark.parametrize("render", [render_word, render_excel])
def test_no_text_of_the_record_passes_through_a_temporary_file(render: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_asked: Any, **_more: Any) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    monkeypatch.setattr(tempfile, "_mkstemp_inner", refused)
    assert render(report()).startswith(b"PK")


@pytest.mark.parametrize("render", [render_word, render_excel])
def test_making_a_file_tells_how_far_it_is_and_can_be_cancelled(render: Any) -> None:
    told: list[tuple[int, int]] = []
    many = report(*[row()] * 450)
    render(many, progress=lambda done, all_rows: told.append((done, all_rows)))
    assert told == [(0, 450), (200, 450), (400, 450)]
    with pytest.raises(Cancelled):
        render(many, cancelled=lambda: len(told) > 3, progress=lambda *moved: told.append(moved))
    assert len(told) == 4
