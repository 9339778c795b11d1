"""A worker's own chronology becomes entries with nothing lost, nothing guessed, and every trouble told by its row."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.domain.entry import HowKnown
from db.domain.partial_date import Precision
from db.errors import Refused
from db.interchange.chronology_row import headline_of, source_of
from db.interchange.chronology_table import (
    ChronologyTable,
    ImportRefused,
    describe,
    plan_import,
    read_chronology,
)
from db.interchange.column_heads import Column, meaning

TODAY = date(2026, 11, 22)
CHILD = UUID(int=7)
HEADS = ("When", "What happened", "Source", "Comment")


def written(
    folder: Path, rows: Sequence[tuple[str, ...]], heads: tuple[str, ...] = HEADS, name: str = "own.csv"
) -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows])
    return folder / name


def read(folder: Path, rows: Sequence[tuple[str, ...]], heads: tuple[str, ...] = HEADS) -> ChronologyTable:
    return read_chronology(written(folder, rows, heads), today=TODAY)


TWENTY_ROWS: list[tuple[tuple[str, ...], str]] = [
    (("2 November 2011", "Born at term.", "Hospital", ""), "2 November 2011"),
    (("about October 2018", "Grandmother offered a home.", "Grandmother", ""), "about October 2018"),
    (("Nov. 2018", "Moved to the grandmother.", "", ""), "November 2018"),
    (("26 April 2019 - 7 July 2019", "Seen 14 times at the office.", "Housing", ""), "26 April 2019 to 7 July 2019"),
    (("24/07/19", "Admitted with scalds.", "North Hospital", ""), "24 July 2019"),
    (("16/8/2019", "Visited; she was seen alone.", "Social services", ""), "16 August 2019"),
    (("14.7.2019", "Nobody was in.", "", "second try"), "14 July 2019"),
    (("2019-09-01", "Started school.", "St Mary's School", ""), "1 September 2019"),
    (("Dec 2019 to Jan 2020", "Three calls without an answer.", "", ""), "December 2019 to January 2020"),
    (("summer 2020", "Living with an aunt.", "Aunt", ""), "summer 2020"),
    (("winter 2020/21", "The heating was off.", "", ""), "winter 2020/21"),
    (("2016", "A good year at nursery.", "Nursery report", ""), "2016"),
    (("before Christmas 2020", "Mother left.", "Police", ""), "before 25 December 2020"),
    (("14 October 2020 at about 22:40", "Police called.", "PC 2231", ""), "14 October 2020, about 22:40"),
    (("Wed 14 Oct 2020", "Chosen to light the candle.", "School", ""), "14 October 2020"),
    (("early March 2021", "Lost weight.", "GP", ""), "early March 2021"),
    (("between March and June 2021", "Missed four checks.", "Health visitor", ""), "March to June 2021"),
    (("12-14 May 2021", "Away with the school.", "School", ""), "12 to 14 May 2021"),
    (("c. 2015", "=HYPERLINK(1) rang", "@neighbour", "+44"), "about 2015"),
    (("  3rd of\nMay,  2021 ", "“I want my dog.”\nSaid twice.", "Child", ""), "3 May 2021"),
]


def test_twenty_odd_rows_are_all_understood_as_they_were_meant(tmp_path: Path) -> None:
    table = read(tmp_path, [row for row, _ in TWENTY_ROWS])
    assert [row.content.occurred.in_words() for row in table.rows] == [words for _, words in TWENTY_ROWS]
    assert [row.row for row in table.rows] == list(range(2, 22))
    assert table.problems == ()
    assert {row.content.kind for row in table.rows} == {"imported"}
    assert table.rows[1].content.occurred.as_given == "about October 2018"


def test_nothing_of_a_row_is_lost(tmp_path: Path) -> None:
    heads = (
        *("No.", "Date of event", "Time", "EVENT-DETAIL:", "Agency", "Notes", "Action taken", "Impact on the child"),
        *("Significant?", "Place", "Who was present", "Colour"),
    )
    row = (
        *(
            "12",
            "3/5/2021",
            "2.30pm",
            "Visited.\nShe was seen alone.",
            "School",
            "by bus",
            "Referred on",
            "She was calm",
        ),
        *("Yes", "The park", "Her aunt", "blue", "stray"),
    )
    (found,) = read(tmp_path, [row], heads).rows
    content = found.content
    assert content.occurred.in_words() == "3 May 2021, 14:30"
    assert content.headline == "Visited."
    assert content.detail.split("\n\n") == [
        *("She was seen alone.", "Notes: by bus", "No.: 12", "Colour: blue", "Column 13: stray")
    ]
    assert (content.outcome, content.place, content.present) == ("Referred on", "The park", "Her aunt")
    assert (content.significant, found.impact, content.source.agency) == (True, "She was calm", "school")


def test_a_row_becomes_an_entry_of_the_child_with_its_impact(tmp_path: Path) -> None:
    table = read(tmp_path, [("2016", "Moved.", "A house")], ("When", "Event", "Impact"))
    (row,) = table.for_child(CHILD)
    assert [(part.child_id, part.impact) for part in row.content.children] == [(CHILD, "A house")]
    assert (len(row.row_hash), row.occurrence) == (32, 1)


def test_a_last_date_in_its_own_column_makes_a_range(tmp_path: Path) -> None:
    rows = [("26 April 2019", "7 July 2019", "x"), ("1/5/2020", "", "y"), ("1/5/2020", "1/5/2020", "z")]
    table = read(tmp_path, rows, ("From", "To", "Event"))
    words = [row.content.occurred.in_words() for row in table.rows]
    assert words == ["26 April 2019 to 7 July 2019", "1 May 2020", "1 May 2020"]


def test_a_time_in_words_is_kept_with_the_detail_and_not_made_exact(tmp_path: Path) -> None:
    table = read(tmp_path, [("1/5/2020", "after school", "x"), ("May 2020", "14:30", "y")], ("Date", "Time", "Event"))
    assert [row.content.occurred.precision for row in table.rows] == [Precision.DAY, Precision.MONTH]
    assert [row.content.detail for row in table.rows] == ["Time: after school", "Time: 14:30"]


@pytest.mark.parametrize(
    ("row", "head", "says"),
    [
        (("31/2/2020", "Moved"), "When", "29 days"),
        (("the day after", "Moved"), "When", "not understood"),
        (("", "Moved"), "When", "There is no date"),
        (('"', "Moved"), "When", "points at another row"),
        (("Ditto", "Moved"), "When", "points at another row"),
        (("as above", "Moved"), "When", "points at another row"),
        (("3 May", "Moved"), "When", "which year"),
        (("yesterday", "Moved"), "When", "which year"),
        (("43982", "Moved"), "When", "bare number"),
        (("2016", ""), "What happened", "a date and nothing else"),
        (("2016", "", "GP"), "What happened", "Nothing says what happened"),
    ],
)
def test_a_row_that_is_not_understood_is_told_and_not_guessed(
    tmp_path: Path, row: tuple[str, ...], head: str, says: str
) -> None:
    table = read(tmp_path, [("2015", "Before"), row, ("2017", "After")])
    assert [found.row for found in table.rows] == [2, 4]
    (problem,) = table.problems
    assert (problem.row, problem.head) == (3, head)
    assert says in problem.text
    assert f"row 3, {head}: " in describe(table)


def test_a_formula_for_a_date_is_a_problem_and_elsewhere_worth_a_look(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (["When", "Event", "Source"], ["=TODAY()", "Moved", "GP"], ["2016", '=CONCAT("a","b")', "GP"]):
        sheet.append(cells)
    book.save(tmp_path / "own.xlsx")
    table = read_chronology(tmp_path / "own.xlsx", today=TODAY)
    assert [(problem.row, "formula" in problem.text) for problem in table.problems] == [(2, True)]
    assert [row.content.headline for row in table.rows] == ['=CONCAT("a","b")']
    assert [(question.row, question.head) for question in table.questions] == [(3, "Event")]


def test_dates_that_are_unlikely_are_asked_about_and_do_not_stop_the_import(tmp_path: Path) -> None:
    table = read(tmp_path, [("3 May 2031", "A review is planned."), ("2 May 1891", "Born.")])
    assert [question.row for question in table.questions] == [2, 3]
    assert "still to come" in describe(table)


def test_nothing_is_imported_unless_all_is_understood_or_the_person_says_so(tmp_path: Path) -> None:
    file = written(tmp_path, [("2016", "Moved"), ("31/2/2020", "Marker Zebedee")])
    with pytest.raises(ImportRefused, match="1 of 2 rows cannot be read, so nothing was imported") as caught:
        plan_import(file, today=TODAY)
    assert "row 3, When: February 2020 has 29 days" in caught.value.report
    assert len(plan_import(file, today=TODAY, skip_bad=True).rows) == 1


def test_when_no_row_is_understood_skipping_does_not_help(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="None of the rows"):
        plan_import(written(tmp_path, [("?", "Moved")]), today=TODAY, skip_bad=True)


def test_the_report_names_columns_and_date_words_and_no_other_text_of_the_file(tmp_path: Path) -> None:
    rows = [
        ("2016", "Marker Zebedee", "Marker", "m"),
        ("soon" + "x" * 300, "Marker Zebedee", "", ""),
        ("2016", "", "Marker", ""),
    ]
    with pytest.raises(ImportRefused) as caught:
        plan_import(written(tmp_path, rows, ("When", "Event", "Source", "Colour")), today=TODAY)
    report = caught.value.report
    assert "Marker" not in report + caught.value.text
    assert "“Colour”: kept with the detail" in report
    assert "soonxxx" in report
    assert "x" * 100 not in report


@pytest.mark.parametrize(
    ("heads", "rows", "says"),
    [
        (("When", "Colour"), [("2016", "red")], "No column says what happened"),
        (HEADS, [], "no rows under them"),
        (HEADS, [("", " ", "", "")], "no rows under them"),
    ],
)
def test_a_table_that_cannot_be_a_chronology_is_refused(
    tmp_path: Path, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        read(tmp_path, rows, heads)


def hashes(table: ChronologyTable) -> list[tuple[bytes, int]]:
    return [(row.row_hash, row.occurrence) for row in table.for_child(CHILD)]


def test_the_same_row_is_recognised_in_any_order_of_columns_case_and_spacing(tmp_path: Path) -> None:
    one = read(tmp_path, [("3 May 2021", "Moved house.", "GP", "soon")])
    two = read(tmp_path, [("gp", "Moved  HOUSE.", "Soon ", "3  may 2021")], ("Agency", "Event", "Notes", "Date"))
    assert hashes(one) == hashes(two)


def test_the_same_table_in_csv_excel_and_word_holds_the_same_rows(tmp_path: Path) -> None:
    rows = [("May 2021", "Moved house.", "GP", ""), ("2016", "Born.", "", "at home")]
    book, paper = openpyxl.Workbook(), docx.Document()
    grid = paper.add_table(3, 4)
    for place, texts in enumerate([HEADS, *rows]):
        book.worksheets[0].append(texts)
        for cell, text in zip(grid.rows[place].cells, texts, strict=True):
            cell.text = text
    book.save(tmp_path / "own.xlsx")
    paper.save(str(tmp_path / "own.docx"))
    expected = hashes(read(tmp_path, rows))
    assert hashes(read_chronology(tmp_path / "own.xlsx", today=TODAY)) == expected
    assert hashes(read_chronology(tmp_path / "own.docx", today=TODAY)) == expected


def test_equal_rows_are_counted_apart_and_different_rows_differ(tmp_path: Path) -> None:
    rows = [("2016", "Moved", "GP"), ("2016", "Ill", "GP"), ("2016", "Moved", "GP"), ("2016", "GP", "Moved")]
    found = hashes(read(tmp_path, rows))
    assert [occurrence for _, occurrence in found] == [1, 1, 2, 1]
    assert found[0][0] == found[2][0]
    assert len({row_hash for row_hash, _ in found}) == 3


def test_a_new_serial_number_does_not_make_a_new_row(tmp_path: Path) -> None:
    heads = ("No.", "When", "Event")
    assert hashes(read(tmp_path, [("1", "2016", "Moved")], heads)) == hashes(
        read(tmp_path, [("2", "2016", "Moved")], heads)
    )


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Moved house.", "Moved house."),
        ("Seen by Dr. Smith at St. Mary's. Discharged.", "Seen by Dr. Smith at St. Mary's."),
        ("Asked “Why me?” Then slept.", "Asked “Why me?”"),
        ("One line\nanother line", "One line"),
        ("Weighed 3.5 kg. Fed well", "Weighed 3.5 kg."),
        ("word " * 60, ("word " * 40).strip() + "…"),
        ("x" * 300, "x" * 199 + "…"),
        ("x" * 200, "x" * 200),
    ],
)
def test_the_headline_is_the_first_sentence_of_at_most_two_hundred_characters(text: str, headline: str) -> None:
    assert headline_of(text) == headline
    assert len(headline) <= 200


def test_a_cut_text_is_whole_in_the_detail(tmp_path: Path) -> None:
    long = "word " * 60 + "end"
    content = read(tmp_path, [("2016", long)]).rows[0].content
    assert content.headline.endswith("…")
    assert content.detail == long


@pytest.mark.parametrize(
    ("words", "agency"),
    [
        ("PC 2231", "police"),
        ("Class teacher", "school"),
        ("Ealing social services", "council"),
        ("Another local authority", "other_council"),
        ("Central Hospital", "hospital"),
        ("Dr Jones, GP", "gp"),
        ("HV", "health_visitor"),
        ("Childminder", "nursery"),
        ("Great-aunt", "family"),
        ("Police report", "police"),
        ("Public inquiry", "other"),
        ("Someone", "other"),
        ("", "other"),
    ],
)
def test_the_source_is_kept_and_its_agency_read_from_its_words(words: str, agency: str) -> None:
    source = source_of(words)
    assert (source.how, source.who, source.agency) == (HowKnown.DOCUMENT, words, agency)


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("WHEN", Column.DATE),
        ("Date/time", Column.DATE),
        ("Date (dd/mm/yyyy)", Column.DATE),
        ("Date of Event:", Column.DATE),
        ("Event-detail", Column.EVENT),
        ("Detail(s)", Column.EVENT),
        ("Who reported?", Column.SOURCE),
        ("Remarks", Column.COMMENT),
        ("Action / Outcome", Column.OUTCOME),
        ("Impact on child", Column.IMPACT),
        ("Date recorded", Column.OTHER),
    ],
)
def test_heads_are_recognised_whatever_their_case_and_punctuation(head: str, column: Column) -> None:
    assert meaning(head) is column


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(lambda text: f"When,Event\n{text}".encode("utf-8", "replace")),
    )
)
def test_any_bytes_are_read_or_refused_in_plain_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "any").write_bytes(content)
    try:
        table = read_chronology(tmp_path / "any", today=TODAY)
    except Refused as error:
        assert error.text.endswith(".")
    else:
        assert all(row.content.headline.strip() and len(row.content.headline) <= 200 for row in table.rows)
