"""The parts of the file that nobody sees on paper: tags, labels, bookmarks, fonts, metadata."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from pikepdf import Dictionary, Name, Pdf

from desktop.reporting.chronology import render_chronology
from desktop.reporting.report import Cancelled, RenderedPdf
from tests.desktop.reporting.reading import bookmarks, elements, everything, kids_of, opened, operators, whole_text
from tests.desktop.reporting.sample import long_report, row, short_report


@pytest.fixture(scope="module")
def rendered() -> RenderedPdf:
    report = long_report(60)
    long_row = row(61, "6 May 2025", 2025, "A long meeting ✓", detail="talk " * 1500, words="Łódź Ŵyn")
    return render_chronology(replace(report, rows=(*report.rows, long_row)))


def test_the_writing_of_the_file_can_be_cancelled_like_the_rest() -> None:
    """So other threads have their turn too: each question lets go of the interpreter."""
    asked: list[str] = []

    def save(pdf: Pdf, *arguments: object, **options: object) -> None:
        asked.append("saving")
        written(pdf, *arguments, **options)  # type: ignore[arg-type]
        asked.append("saved")

    def cancelled() -> bool:
        asked.append("cancelled?")
        return asked.count("saving") > 0

    written = Pdf.save
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Cancelled):
        patch.setattr(Pdf, "save", save)
        render_chronology(short_report(), cancelled=cancelled)
    assert "saved" not in asked


def test_the_tree_is_a_document_of_headings_paragraphs_and_one_table(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        kinds = Counter(str(element.S) for element in elements(pdf))
        root = pdf.Root.StructTreeRoot.K
        order = [str(kid.S) for kid in root.K]
    assert kinds["/Document"] == kinds["/H1"] == kinds["/Table"] == 1
    assert kinds["/H2"] == 2
    assert kinds["/TH"] == 4
    assert kinds["/TR"] == 62
    assert kinds["/TD"] == 61 * 4
    assert order[0] == "/H1"
    assert order.index("/Table") > order.index("/H2")
    assert set(kinds) == {"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"}


def test_head_cells_say_that_they_head_columns(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        heads = [element for element in elements(pdf) if element.S == Name.TH]
        assert all((str(head.A.O), str(head.A.Scope)) == ("/Table", "/Column") for head in heads)


def test_every_row_has_four_cells(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        assert {len(element.K) for element in elements(pdf) if element.S == Name.TR} == {4}


def test_the_serial_and_date_said_again_are_artifacts(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        last = [element for element in elements(pdf) if element.S == Name.TR][-1]
        serial, day, event, _source = (len(kids_of(cell)) for cell in kids_of(last))
    assert serial == day == 1
    assert event > 3


def test_all_content_is_tagged_or_an_artifact_and_every_mark_has_its_parent(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums
        claimed = claims(pdf)
        for number, page in enumerate(pdf.pages):
            assert page.obj.StructParents == number == parents[2 * number]
            assert page.obj.Tabs == Name.S
            marks = marked_content(pdf, number)
            owners = parents[2 * number + 1]
            assert [mark for mark, _ in marks] == list(range(len(owners)))
            for (mark, name), owner in zip(marks, owners, strict=True):
                assert str(owner.S) == name
                assert claimed[(page.obj.objgen, mark)] == owner.objgen
        assert len(claimed) == sum(len(parents[i]) for i in range(1, len(parents), 2))


def claims(pdf: Pdf) -> dict[tuple[tuple[int, int], int], tuple[int, int]]:
    """Return which element claims which marked content, from the tree's side."""
    found = {}
    for element in elements(pdf):
        for kid in kids_of(element):
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                found[(kid.Pg.objgen, int(kid.MCID))] = element.objgen
            elif not isinstance(kid, Dictionary):
                found[(element.Pg.objgen, int(kid))] = element.objgen
    return found


def marked_content(pdf: Pdf, number: int) -> list[tuple[int, str]]:
    """Return the marks of a page in order, and fail where something is drawn outside any."""
    marks, depth = [], 0
    for operands, name in operators(pdf.pages[number]):
        if name in ("BDC", "BMC"):
            assert depth == 0
            depth += 1
            if name == "BDC" and operands[0] != Name.Artifact:
                marks.append((int(operands[1].MCID), str(operands[0])))
        elif name == "EMC":
            depth -= 1
        elif name in ("Tj", "TJ", "S", "f"):
            assert depth == 1
    assert depth == 0
    return marks


def test_each_year_has_a_bookmark_to_where_it_begins(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Chronology", "Length of involvement", "Events"]
        years, pages = zip(*bookmarks(pdf, outline.root[2].children), strict=True)
    assert list(years) == sorted(set(years))
    assert years[0] == "2010"
    assert years[-1] == "2025"
    assert list(pages) == sorted(pages)
    assert pages[-1] > pages[0]


def test_it_says_its_language_title_and_author_and_nothing_else(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Chronology ZC26C00123",
            "/Author": "Gwyneth Ystrad, social worker",
            "/Producer": "Throughline",
            "/CreationDate": "D:20260301",
        }
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Chronology ZC26C00123"
            assert metadata["dc:language"] == {"en-GB"}


def test_it_runs_no_script_and_links_nowhere(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        inside = everything(pdf)
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
        assert all("/Annots" not in page.obj and "/AA" not in page.obj for page in pdf.pages)
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/RichMedia"):
        assert forbidden not in inside


def test_every_font_is_embedded_as_a_subset_with_a_map_to_unicode(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        for page in pdf.pages:
            fonts = page.obj.Resources.Font.as_dict()
            assert len(fonts) >= 4
            for font in fonts.values():
                assert re.match(r"/[A-Z]{6}\+(Arimo|DejaVuSans)", str(font.BaseFont))
                assert font.FontDescriptor.FontFile2.read_bytes()
                assert "/Encoding" not in font
                assert b"<0000>" not in font.ToUnicode.read_bytes()


def test_all_text_is_12_point_or_more_and_a_line_and_a_half_apart(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        for page in pdf.pages:
            size = 0.0
            leading = 0.0
            for operands, operator in operators(page):
                if operator == "Tf":
                    size = float(operands[1])
                    assert size >= 12
                    assert leading >= 1.5 * size
                elif operator == "TL":
                    leading = float(operands[0])


def test_a_case_number_with_markup_keeps_the_metadata_well_formed() -> None:
    done = render_chronology(replace(short_report(), case_number="<&>\x00", author="A & B < C"))
    with opened(done.pdf) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Chronology <&>"
        assert metadata["dc:creator"] == ["A & B < C, social worker"]
    assert "Case number: <&>" in whole_text(done.pdf)


def test_the_page_is_a4_upright(rendered: RenderedPdf) -> None:
    with opened(rendered.pdf) as pdf:
        for page in pdf.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            assert (round(width), round(height)) == (595, 842)
