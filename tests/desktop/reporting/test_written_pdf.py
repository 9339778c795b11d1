"""A written report, read back by programs that had no part in writing it."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from db.errors import Refused
from desktop.reporting.report import Cancelled, CitedEntry, RenderedPdf, ReportSection, Voice, WrittenReport
from desktop.reporting.written import render_written
from tests.desktop.reporting.reading import (
    bookmarks,
    elements,
    everything,
    kids_of,
    links,
    opened,
    operators,
    page_labels,
    pages_of_text,
    whole_text,
)
from tests.desktop.reporting.sample_written import long_written, short_written
from tests.desktop.reporting.test_genogram import step_family


@pytest.fixture(scope="module")
def short() -> RenderedPdf:
    return render_written(short_written(recipients="Ms Patel, Marlow Road Primary School"))


@pytest.fixture(scope="module")
def long() -> RenderedPdf:
    return render_written(long_written(60))


def plain(*paragraphs: str, **changes: object) -> WrittenReport:
    """A report of one section without genogram and exhibits."""
    section = ReportSection("only", "What happened", paragraphs)
    return replace(short_written(sections=(section,), family=None, exhibits=(), cited=()), **changes)  # type: ignore[arg-type]


def test_the_head_says_whose_case_who_wrote_it_and_for_whom(short: RenderedPdf) -> None:
    first = pages_of_text(short.pdf)[0]
    for words in (
        "Child impact report Case number: ZC26P00417 Court: Family Court at Fernshire "
        "Children: Grace Hallam, born 2 May 2017 Samuel Hallam, born 19 August 2020 Reference: 26-0417",
        "Prepared by: Ruth Abernethy, family court adviser Prepared on: 16 March 2026",
        "Record as at: 16 March 2026, 09:30 Version: 3 Copy for: Ms Patel, Marlow Road Primary School",
    ):
        assert words in first
    unborn = plain("Words.", children=(("Baby Hallam", "Unborn, expected 3 May 2026"),))
    assert "Child: Baby Hallam, unborn, expected 3 May 2026" in whole_text(render_written(unborn).pdf)
    late = plain("Words.", children=(("Baby Hallam", "Birth not recorded, expected 3 May 2026"),))
    assert "Child: Baby Hallam, birth not recorded, expected 3 May 2026" in whole_text(render_written(late).pdf)


def test_each_page_has_marking_recipient_running_head_and_number(short: RenderedPdf) -> None:
    texts = pages_of_text(short.pdf)
    assert len(texts) == short.pages == 9
    for number, text in enumerate(texts, 1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "Copy for Ms Patel, Marlow Road Primary School" in text
        assert "ZC26P00417 · Grace Hallam and Samuel Hallam · Child impact report" in text
        assert f"E{11 + number} · page {number} of 9" in text
    assert page_labels(short.pdf) == [f"E{number}" for number in range(12, 21)]
    assert all("Record as at 16 March 2026, 09:30, version 3" in text for text in texts[:7])
    assert "Copy for" not in whole_text(render_written(plain("Words.")).pdf)


def test_everything_stands_in_its_order(short: RenderedPdf) -> None:
    text = whole_text(short.pdf)
    heads = (
        "Index", "What the court has asked 1. On 2 March", "What has happened 4. Ms Okafor",
        "The children Grace, aged 8",
        "Grace: what this has meant for her Analysis 10.", "Harm, and risk of harm Analysis 15.",
        "What I recommend 17.",
        "Statement of truth I confirm", "Signed: Name: Ruth Abernethy Role: family court adviser Date:",
        "Sources No. Date",
        "Genogram Family of Grace Hallam on 16 March 2026", "The people in words", "Exhibit RA1 Attendance summary",
        "Attendance summary, page 2",
    )  # fmt: skip
    places = [text.index(words) for words in heads]
    assert places == sorted(places)


def test_paragraphs_are_numbered_through_the_report_without_gaps(long: RenderedPdf) -> None:
    text = whole_text(long.pdf)
    found = [int(number) for number in re.findall(r"(?<!\S)(\d+)\. [A-Z][a-z]* [a-z]", text)]
    assert found == list(range(1, 61))


def test_a_list_is_a_list_of_its_paragraph(short: RenderedPdf) -> None:
    text = whole_text(short.pdf)
    assert "2. I have: • met Grace and Samuel, each alone, at their school on 12 March 2026" in text
    rendered = render_written(plain("- first thing\n- second thing\nand then", "- alone"))
    assert "1. • first thing • second thing and then 2. • alone" in whole_text(rendered.pdf)
    with opened(rendered.pdf) as pdf:
        lists = [element for element in elements(pdf) if element.S == Name.L]
        assert [len(kids_of(one)) for one in lists] == [2, 1]
        items = [element for element in elements(pdf) if element.S == Name.LI]
        assert all([str(kid.S) for kid in kids_of(item)] == ["/Lbl", "/LBody"] for item in items)


def test_a_citation_leads_to_its_row_in_the_sources(short: RenderedPdf) -> None:
    """Each link on the pages leads to the page, and to the height, where its row begins."""
    texts = pages_of_text(short.pdf)
    with opened(short.pdf) as pdf:
        found = [link for link in links(pdf) if link.words.startswith("[C")]
    assert {link.words[:4] for link in found} == {f"[C{number}:" for number in range(1, 7)}
    by_number: dict[str, set[tuple[int, float]]] = {}
    for link in found:
        by_number.setdefault(link.words[2:3], set()).add((link.page, link.top))
        assert f"C{link.words[2:3]} " in texts[link.page]
        assert "Source and reference" in texts[link.page]
    rows = [(page, -top) for number in sorted(by_number) for page, top in by_number[number]]
    assert len(rows) == 6 and rows == sorted(set(rows))
    assert len([link for link in found if link.on == 1]) >= 7  # some go on over the end of a line


def test_the_box_of_a_link_lies_on_its_words(short: RenderedPdf) -> None:
    document = pypdfium2.PdfDocument(short.pdf)
    with opened(short.pdf) as pdf:
        found = [link for link in links(pdf) if link.on == 1]
    page = document[1]
    words = page.get_textpage()
    inside = " ".join(words.get_text_bounded(*link.box).strip() for link in found)
    ends = next(link.box for link in found if words.get_text_bounded(*link.box).endswith("class teacher]"))
    after = words.get_text_bounded(ends[2], ends[1], ends[2] + 4, ends[3])
    words.close()
    page.close()
    document.close()
    assert "[C1: 14 October 2025, about 22:40, police report, PC 2231]" in inside.replace("\u00a0", " ")
    assert after.startswith(",")


def test_what_is_not_among_the_sources_is_only_text() -> None:
    report = plain(
        "Seen [C1: today] and [C2: then] and [C] [C1 [C3:", cited=(CitedEntry(1, "today", "Visit", "me", ""),)
    )
    rendered = render_written(report)
    assert "Seen [C1: today] and [C2: then] and [C] [C1 [C3:" in whole_text(rendered.pdf)
    with opened(rendered.pdf) as pdf:
        assert [link.words for link in links(pdf)] == ["[C1: today]"]


def test_the_index_leads_to_every_section_and_says_its_page(short: RenderedPdf) -> None:
    texts = pages_of_text(short.pdf)
    labels = page_labels(short.pdf)
    with opened(short.pdf) as pdf:
        entries = [link for link in links(pdf) if link.on == 0 and not link.words.startswith("[C")]
    titles = {link.words: link.page for link in entries}
    for title in (
        "What has happened",
        "Samuel: what this has meant for him",
        "Statement of truth",
        "Sources",
        "Genogram",
    ):
        assert f"{title} {labels[titles[title]]}" in texts[0]
        assert title in texts[titles[title]].replace(texts[0], "")
    assert "Exhibit RA1: Attendance summary, Marlow Road Primary School E18" in texts[0]
    assert "Exhibit RA1 to “Child impact report” by Ruth Abernethy" in texts[6]
    assert "Index" not in whole_text(render_written(plain("Words.")).pdf)
    few = plain("Words.", sections=tuple(ReportSection(f"s{n}", f"Part {n}", ("Words.",)) for n in range(7)))
    assert "Index Part 0" in whole_text(render_written(few).pdf)


def test_the_name_of_an_exhibit_leads_to_the_page_that_names_it(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf:
        named = [link for link in links(pdf) if link.on > 0 and link.words.startswith("Exhibit")]
    assert [(link.on, link.page) for link in named] == [(1, 6), (4, 6)]


def test_analysis_has_a_line_in_the_margin_and_facts_have_none(short: RenderedPdf) -> None:
    def margin(report: WrittenReport) -> list[tuple[int, float]]:
        with opened(render_written(report).pdf) as pdf:
            return [
                (number, float(before[0][1]) - float(after[0][1]))
                for number, page in enumerate(pdf.pages)
                for before, after in itertools.pairwise(operators(page))
                if before[1] == "m" and after[1] == "l" and before[0][0] == after[0][0] and float(before[0][0]) < 45
            ]  # fmt: skip

    text = "word " * 120
    assert margin(plain(text)) == []
    fact, analysis = ReportSection("a", "One", (text,), Voice.FACT), ReportSection("b", "Two", (text,), Voice.ANALYSIS)
    ((page, height),) = margin(plain(sections=(fact, analysis)))
    assert page == 0
    assert 8 * 18 < height < 14 * 18
    assert "Analysis is marked by a line in the margin" in whole_text(short.pdf)
    assert "Analysis" not in whole_text(render_written(plain(text)).pdf)


@pytest.mark.parametrize("count", range(8, 24))
def test_statement_and_signature_are_never_parted(count: int) -> None:
    texts = pages_of_text(render_written(plain("word " * 20, *["one line"] * count)).pdf)
    (page,) = (text for text in texts if "Statement of truth" in text)
    for words in ("I confirm that I have", "honest belief in its truth", "Signed:", "Name: Ruth Abernethy", "Date:"):
        assert words in page


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page() -> None:
    for lines in range(10, 34):
        parts = (
            ReportSection("a", "One", ("line\n" * lines,)),
            ReportSection("b", "Two", ()),
            ReportSection("c", "Three", ("text",), level=2),
        )
        texts = pages_of_text(render_written(plain(sections=parts)).pdf)
        (page,) = (text for text in texts if "Two" in text)
        assert "Two Three 2. text" in page


def test_the_audit_head_is_on_the_last_page_only_whatever_that_is(short: RenderedPdf) -> None:
    for rendered in (short, render_written(short_written(exhibits=())), render_written(plain("Words."))):
        *others, last = pages_of_text(rendered.pdf)
        assert f"event 48,213, head: {'9f2c' * 16}" in last
        assert all("9f2c" not in text for text in others)


def test_the_tree_holds_headings_paragraphs_lists_a_table_and_links(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf:
        kinds = Counter(str(element.S) for element in elements(pdf))
        root = pdf.Root.StructTreeRoot.K
        order = [str(kid.S) for kid in root.K]
        table = next(element for element in elements(pdf) if Name.Table == element.S)
        assert [len(kids_of(row)) for row in kids_of(table)] == [4] * 7
        entries = [kids_of(element) for element in elements(pdf) if Name.Reference == element.S]
        assert [[str(kid.S) for kid in entry] for entry in entries] == [["/Link"]] * 13
    assert kinds["/Document"] == kinds["/H1"] == kinds["/Table"] == kinds["/TOC"] == 1
    assert (kinds["/H2"], kinds["/H3"], kinds["/TOCI"]) == (10, 5, 13)
    assert (kinds["/TR"], kinds["/TH"], kinds["/TD"]) == (7, 4, 24)
    assert kinds["/LI"] == 4 + 3 + 6
    assert order[0] == "/H1" and order.index("/TOC") < order.index("/Table")


def test_all_content_and_every_link_belongs_to_the_tree(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        owner = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        assert sorted(owner) == list(owner)
        for number, page in enumerate(pdf.pages):
            marks = []
            for operands, name in operators(page):
                if name == "BDC" and operands[0] != Name.Artifact:
                    marks.append((int(operands[1].MCID), str(operands[0])))
            assert [(n, str(one.S)) for n, one in enumerate(owner[number])] == marks
            for annotation in page.obj.get("/Annots", Array()):
                element = owner[int(annotation.StructParent)]
                assert Name.Link == element.S
                assert any(isinstance(kid, Dictionary) and kid.get("/Obj") == annotation for kid in kids_of(element))
                assert str(annotation.Contents)


def test_bookmarks_lead_to_sections_genogram_and_exhibits(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf, pdf.open_outline() as outline:
        found = dict(bookmarks(pdf, outline.root))
        inner = dict(bookmarks(pdf, outline.root[4].children))
    assert found["Harm, and risk of harm (analysis)"] == 2
    assert found["Genogram"] == 5
    assert found["Exhibit RA1: Attendance summary, Marlow Road Primary School"] == 6
    assert list(inner)[1] == "Grace: what this has meant for her (analysis)"


def test_a_wide_family_is_turned_and_stays_on_the_page_with_everybody_in_words() -> None:
    house = step_family()
    for number in range(6):
        house.person(f"Aunt {number} Kaya", born=date(1990 + number, 1, 1))
        house.tie("Ruth Kaya", "mother", f"Aunt {number} Kaya")
    family = house.at()
    rendered = render_written(plain("Words.", family=family))
    texts = pages_of_text(rendered.pdf)
    assert all(figure.spoken in texts[-1] for figure in family.figures)
    document = pypdfium2.PdfDocument(rendered.pdf)
    page = document[rendered.pages - 2]
    words = page.get_textpage()
    boxes = [words.get_charbox(place) for place in range(words.count_chars())]
    turned = [box for box in boxes if box[3] - box[1] > 0 and 100 < box[0] < 500 and 80 < box[1] < 700]
    assert all(left >= 47 and right <= 551 for left, _low, right, _high in boxes if right > left)
    assert len(turned) > 200
    words.close()
    page.close()
    document.close()


def test_where_a_section_stands_is_said_for_the_window(short: RenderedPdf) -> None:
    place = next(place for place in short.places if place.key == "section:risk")
    texts = pages_of_text(short.pdf)
    assert "Harm, and risk of harm" in texts[place.page]
    assert 76 < place.top < 764


def test_fonts_are_embedded_and_text_is_12_point_a_line_and_a_half_apart(long: RenderedPdf, short: RenderedPdf) -> None:
    for rendered, own in ((long, long.pages), (short, 5)):  # what follows is a picture and a stranger's pages
        with opened(rendered.pdf) as pdf:
            for page in list(pdf.pages)[:own]:
                for font in page.obj.Resources.Font.as_dict().values():
                    assert re.match(r"/[A-Z]{6}\+(Arimo|DejaVuSans)", str(font.BaseFont))
                    assert font.FontDescriptor.FontFile2.read_bytes()
                leading = 0.0
                for operands, operator in operators(page):
                    if operator == "TL":
                        leading = float(operands[0])
                    elif operator == "Tf":
                        assert float(operands[1]) >= 12
                        assert leading >= 1.5 * float(operands[1])


def test_each_page_is_a4_upright(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf:
        for page in pdf.pages:
            assert [round(float(number)) for number in page.mediabox] == [0, 0, 595, 842]
            assert "/Rotate" not in page.obj or int(page.obj.Rotate) == 0


def test_it_says_its_language_title_and_author_and_nothing_else(short: RenderedPdf) -> None:
    with opened(short.pdf) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Child impact report ZC26P00417",
            "/Author": "Ruth Abernethy, family court adviser",
            "/Producer": "Throughline",
            "/CreationDate": "D:20260316",
        }
        inside = everything(pdf)
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
    assert not re.search(rb"ReportLab|pikepdf|qpdf|\.ttf|anonymous|/JavaScript|/URI|/EmbeddedFile|/Launch", inside)


def test_hostile_text_is_printed_as_it_was_typed() -> None:
    hostile = '<img src="/etc/passwd"/> &amp; <para> </font> (\\) %s {x} =1+1 \ue000[C1: \ue001'
    rendered = render_written(plain(hostile, "Told \u202eby\u202c 李 on the ✓ day 😀, שלום"))
    text = whole_text(rendered.pdf)
    assert '<img src="/etc/passwd"/> &amp; <para> </font> (\\) %s {x} =1+1 [U+E000][C1: [U+E001]' in text
    assert "Told [U+202E]by[U+202C] [U+674E] on the ✓ day 😀" in text
    assert "shown by their Unicode number: U+E000, U+E001, U+202E, U+202C, U+674E." in text
    with opened(rendered.pdf) as pdf:
        assert b"root:" not in everything(pdf)


@pytest.mark.timeout(60)
def test_long_texts_are_printed_whole_or_refused_in_plain_words() -> None:
    assert whole_text(render_written(plain("x" * 200_000)).pdf).count("x") >= 200_000
    words = " ".join(f"w{number}" for number in range(40_000))
    assert re.findall(r"w\d+", whole_text(render_written(plain(words)).pdf)) == words.split()
    with pytest.raises(Refused, match=r"more than 5,000 pages"):
        render_written(plain("a\n" * 250_000))


def test_it_can_be_cancelled_wherever_it_is() -> None:
    report, asked = long_written(60), itertools.count()
    render_written(report, cancelled=lambda: next(asked) < 0)
    every = next(asked)
    for part in (0.02, 0.2, 0.6, 0.98):
        left = itertools.count(int(every * part), -1)
        with pytest.raises(Cancelled):
            render_written(report, cancelled=partial(_none_left, left))


def _none_left(left: Iterator[int]) -> bool:
    return next(left) <= 0


def test_progress_counts_every_page(long: RenderedPdf) -> None:
    seen: list[tuple[int, int]] = []
    again = render_written(long_written(60), progress=lambda page, total: seen.append((page, total)))
    assert seen == [(page, long.pages) for page in range(1, long.pages + 1)]
    assert again == long
    assert long.sha256 == hashlib.sha256(long.pdf).hexdigest()


def test_the_page_limit_counts_neither_exhibits_nor_their_divider(short: RenderedPdf) -> None:
    assert short.pages == 9
    assert not render_written(short_written(page_limit=6)).over_limit
    assert render_written(short_written(page_limit=5)).over_limit


def test_a_section_without_text_says_so_and_a_report_without_sections_is_one() -> None:
    empty = ReportSection("a", "Wishes and feelings", ())
    assert "Wishes and feelings Nothing is written here." in whole_text(render_written(plain(sections=(empty,))).pdf)
    assert "Signature Signed:" in whole_text(render_written(plain(sections=(), statement="")).pdf)
