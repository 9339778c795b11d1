"""The court chronology, read back by programs that had no part in writing it."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace

import pytest
from pikepdf import Name

from desktop.reporting.chronology import render_chronology
from desktop.reporting.report import Cancelled, ChronologyReport, RenderedPdf
from resources import resource
from tests.desktop.reporting.reading import (
    elements,
    everything,
    kids_of,
    links,
    opened,
    page_labels,
    pages_of_text,
    whole_text,
)
from tests.desktop.reporting.sample import long_report, row, short_report


@pytest.fixture(scope="module")
def short() -> RenderedPdf:
    return render_chronology(short_report())


@pytest.fixture(scope="module")
def long() -> RenderedPdf:
    return render_chronology(long_report(200))


def with_detail(detail: str) -> ChronologyReport:
    return replace(short_report(), rows=(row(1, "5 May 2020", 2020, "Something happened", detail=detail),))


def test_the_head_says_whose_case_who_wrote_it_and_when(short: RenderedPdf) -> None:
    first = pages_of_text(short.pdf)[0]
    for words in (
        "Case number: ZC26C00123",
        "Child: Amira Kowalczyk-Ŵyn",
        "Prepared by: Gwyneth Ystrad, social worker",
        "Prepared on: 1 March 2026",
        "Record as at: 1 March 2026, 14:30",
        "Version: 1",
        "Entries: Significant events since 1 January 1998",
        "Length of involvement about October 1998 to 3 March 1999 Known to housing",
    ):
        assert words in first


def test_what_is_not_known_has_no_line() -> None:
    text = whole_text(render_chronology(replace(short_report(), case_number="", born="")).pdf)
    assert "Case number" not in text
    assert "Born" not in text


def test_the_rows_stand_in_order_with_their_dates_as_given(short: RenderedPdf) -> None:
    text = whole_text(short.pdf)
    places = [
        text.index(words)
        for words in (
            "1 about October 1998 Family first known",
            "2 November 1998 Not enrolled",
            "3 26 April 1999 to 7 July 1999 Family moved",
            "4 15 September 2000, 14:30 Chosen to light",
        )
    ]
    assert places == sorted(places)


def test_an_event_says_impact_words_outcome_and_how_it_is_known(short: RenderedPdf) -> None:
    text = whole_text(short.pdf)
    assert "Impact: Amira changed bed, school and doctor within eleven weeks." in text
    assert "Child’s words: “I don’t know which door is ours” Outcome: Home visit arranged" in text
    assert "Child’s words: “I was not even scared”" in text
    assert "Seen by Gŵyneth Ŷstrad, social worker Exhibit GY1, page 4" in text
    assert "Łódź Street, then Heol y Bryn. No address was given" in text


def test_every_serial_is_there_once_and_without_gaps(long: RenderedPdf) -> None:
    with opened(long.pdf) as pdf:
        rows = [element for element in elements(pdf) if element.S == Name.TR]
    assert len(rows) == 201
    found = [int(number) for number in re.findall(r"(\d+) \d{1,2} (?:March|May|June|October) 20", whole_text(long.pdf))]
    assert found == list(range(1, 201))


def test_each_page_has_marking_twice_running_head_and_number(long: RenderedPdf) -> None:
    texts = pages_of_text(long.pdf)
    assert long.pages == len(texts) > 10
    for number, text in enumerate(texts, 1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "ZC26C00123 · Amira Kowalczyk-Ŵyn · Chronology" in text
        assert f"Page {number} of {len(texts)}" in text


def test_each_page_of_the_table_repeats_its_head(long: RenderedPdf) -> None:
    for text in pages_of_text(long.pdf):
        if "May 20" in text:
            assert "Serial Date Event-detail Witness or document reference" in text


def test_a_row_shorter_than_a_page_is_never_cut(long: RenderedPdf) -> None:
    assert "(continued)" not in whole_text(long.pdf)
    with opened(long.pdf) as pdf:
        assert all(len(kids_of(cell)) == 1 for cell in elements(pdf) if cell.S == Name.TD)


def test_a_row_longer_than_a_page_says_its_serial_and_date_again() -> None:
    words = [f"word{number}" for number in range(1500)]
    rendered = render_chronology(with_detail(" ".join(words)))
    texts = pages_of_text(rendered.pdf)
    assert len(texts) >= 4
    for text in texts[1:-1]:
        assert "1 5 May 2020 (continued) word" in text
    assert re.findall(r"word\d+", whole_text(rendered.pdf)) == words


def test_a_report_without_rows_says_so() -> None:
    rendered = render_chronology(replace(short_report(), rows=(), involvement=()))
    text = whole_text(rendered.pdf)
    assert "No entries are in this selection." in text
    assert "No period of involvement is recorded." in text
    assert rendered.pages == 1


def test_the_audit_head_is_on_the_last_page_only(long: RenderedPdf) -> None:
    *others, last = pages_of_text(long.pdf)
    assert f"event 48,213, head: {'9f2c' * 16}" in last
    assert all("9f2c" not in text for text in others)


@pytest.mark.parametrize("count", range(1, 26))
def test_the_end_of_the_table_never_runs_into_the_footer(count: int) -> None:
    texts = pages_of_text(render_chronology(long_report(count, 4)).pdf)
    assert f"End of chronology: {count} entr" in texts[-1]
    assert "9f2c" in texts[-1]


def test_section_letter_and_first_page_are_printed_and_labelled() -> None:
    rendered = render_chronology(replace(long_report(30), section_letter="B", first_page=17))
    assert f"B18 · page 2 of {rendered.pages}" in pages_of_text(rendered.pdf)[1]
    assert page_labels(rendered.pdf)[:3] == ["B17", "B18", "B19"]


def test_the_page_limit_warns_and_never_blocks(short: RenderedPdf, long: RenderedPdf) -> None:
    assert not short.over_limit
    assert long.over_limit
    assert not render_chronology(replace(long_report(200), page_limit=None)).over_limit


def test_hostile_text_is_printed_as_it_was_typed() -> None:
    hostile = '<img src="/etc/passwd"/> &amp; <para> </font> (\\) %s {x} =1+1'
    rendered = render_chronology(with_detail(hostile))
    assert hostile in whole_text(rendered.pdf)
    with opened(rendered.pdf) as pdf:
        inside = everything(pdf)
    assert b"root:" not in inside
    assert b"/XObject" not in inside


def test_characters_without_a_font_are_named_at_the_end_and_returned() -> None:
    rendered = render_chronology(with_detail("Told by 李明 \u202eon\u202c the ✓ day 😀"))
    text = whole_text(rendered.pdf)
    assert "Told by [U+674E U+660E] [U+202E]on[U+202C] the ✓ day 😀" in text
    assert "shown by their Unicode number: U+674E, U+660E, U+202E, U+202C." in text
    assert rendered.unprinted == ("U+674E", "U+660E", "U+202E", "U+202C")


def test_more_than_one_subset_of_a_font_reads_back() -> None:
    greek_and_cyrillic = "".join(
        map(chr, itertools.chain(range(0x391, 0x3A2), range(0x3B1, 0x3CA), range(0x410, 0x530)))
    )
    words = " ".join(greek_and_cyrillic[start : start + 12] for start in range(0, len(greek_and_cyrillic), 12))
    rendered = render_chronology(with_detail(words))
    assert not rendered.unprinted
    assert words in whole_text(rendered.pdf)


@pytest.mark.timeout(30)
def test_a_word_of_200_kb_and_a_text_of_1_mb_are_printed_whole() -> None:
    rendered = render_chronology(with_detail("x" * 200_000))
    assert whole_text(rendered.pdf).count("x") >= 200_000
    rendered = render_chronology(with_detail("kitchen " * 125_000 + "finally"))
    assert "finally" in whole_text(rendered.pdf)


def test_it_can_be_cancelled_in_the_layout_and_in_the_drawing() -> None:
    calls = itertools.count()
    with pytest.raises(Cancelled):
        render_chronology(long_report(500), cancelled=lambda: next(calls) > 50)
    drawn: list[int] = []
    with pytest.raises(Cancelled):
        render_chronology(
            long_report(100), cancelled=lambda: bool(drawn), progress=lambda page, _total: drawn.append(page)
        )
    assert drawn == [1]
    with pytest.raises(Cancelled):
        render_chronology(with_detail("word " * 200_000), cancelled=lambda: next(calls) > 60)


def test_progress_counts_every_page() -> None:
    seen: list[tuple[int, int]] = []
    rendered = render_chronology(long_report(60), progress=lambda page, total: seen.append((page, total)))
    assert seen == [(page, rendered.pages) for page in range(1, rendered.pages + 1)]


def test_the_same_report_gives_the_same_bytes(short: RenderedPdf) -> None:
    again = render_chronology(short_report())
    assert again == short
    assert short.sha256 == hashlib.sha256(short.pdf).hexdigest()


def test_nothing_but_the_report_is_in_the_bytes() -> None:
    """Neither the machine, nor the tools, nor anything of a document rendered before."""
    before = render_chronology(with_detail("14 Hidden Lane Ψ, 李"))
    rendered = render_chronology(with_detail("She lives with carers."))
    for done, there in ((before, True), (rendered, False)):
        with opened(done.pdf) as pdf:
            inside = everything(pdf) + done.pdf
        assert (b"14 Hidden Lane" in inside) is there
        assert (b"<03A8>" in inside) is there
        assert not re.search(rb"ReportLab|pikepdf|qpdf|\.ttf|anonymous|unspecified", inside)
        assert str(resource("fonts")).encode() not in inside
    assert rendered.unprinted == ()


def test_the_recipient_stands_on_each_page_of_a_copy_for_outside(long: RenderedPdf) -> None:
    done = render_chronology(replace(long_report(30), recipients="Dr Osei, Fernshire Hospital"))
    texts = pages_of_text(done.pdf)
    assert len(texts) > 2
    assert all("Copy for Dr Osei, Fernshire Hospital" in text for text in texts)
    assert "Copy for" not in whole_text(long.pdf)


def test_the_involvement_may_be_its_authors_own_paragraphs() -> None:
    own = ("Known to housing since 1998.", "A child in need plan followed, [then] <b>protection</b>.")
    text = whole_text(render_chronology(replace(short_report(), involvement=own)).pdf)
    assert "Length of involvement Known to housing since 1998. A child in need plan followed, [then] <b>" in text


def test_a_chronology_of_brothers_and_sisters_names_each_with_a_date_of_birth() -> None:
    children = (("Amira Kaya", "2 May 2019"), ("Tom Kaya", "about 2014"))
    done = render_chronology(replace(short_report(), child="Amira and Tom Kaya", children=children))
    texts = pages_of_text(done.pdf)
    assert "Children: Amira Kaya, born 2 May 2019 Tom Kaya, born about 2014 Reference:" in texts[0]
    assert "ZC26C00123 · Amira and Tom Kaya · Chronology" in texts[-1]


def test_a_reference_leads_to_the_index_and_the_index_leads_to_its_entries() -> None:
    report = long_report(60)
    rows = tuple(
        replace(event, reference=("Exhibit GY1, page 4" if event.serial % 2 else "exhibit gy1,  Page 4"))
        if event.serial in (3, 40, 58) else event for event in report.rows
    )  # fmt: skip
    done = render_chronology(replace(report, rows=(*rows[:-1], replace(rows[-1], reference="Statement of M Roe"))))
    texts = pages_of_text(done.pdf)
    index = next(number for number, text in enumerate(texts) if "Index of references" in text)
    assert "Witness or document Serial numbers Exhibit GY1, page 4 3, 40, 58 Statement of M Roe 60" in texts[index]
    with opened(done.pdf) as pdf:
        found = links(pdf)
    to_index = [link for link in found if link.on < index]
    back = {link.words: link.page for link in found if link.on == index and link.words.startswith("Entry")}
    assert len(to_index) >= 3 and {link.page for link in to_index} == {index}
    assert set(back) == {"Entry 3", "Entry 40", "Entry 58", "Entry 60"}
    for words, page in back.items():
        serial = int(words.split()[1])
        row = report.rows[serial - 1]
        assert f"{serial} {row.date} {row.headline.split()[0]}" in texts[page]
    assert "Index of references" not in whole_text(render_chronology(report).pdf)


def test_where_an_entry_stands_is_said_for_the_window(long: RenderedPdf) -> None:
    texts, rows = pages_of_text(long.pdf), long_report(200).rows
    for place in long.places:
        serial = int(place.key.removeprefix("row:"))
        row = rows[serial - 1]
        assert f"{serial} {row.date}" in texts[place.page]
    assert len(long.places) == 200
