"""Dates as people know them are understood as what they say, and never as something more exact.

Why property tests: nobody can list every way to write a date, but any date of ours must survive its own words.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.date_span import easter, month_span, season_span, year_span
from db.domain.partial_date import DateNotUnderstood, PartialDate, Precision, doubts, parse_partial_date

TODAY = date(2026, 11, 22)  # a Sunday


def read(text: str) -> PartialDate:
    return parse_partial_date(text, today=TODAY)


def meaning(when: PartialDate) -> tuple[object, ...]:
    return when.earliest, when.latest, when.precision, when.minute, when.approximate


@pytest.mark.parametrize(
    "text",
    [
        *("15/3/26", "15/03/2026", "15-3-2026", "15.03.2026", "2026-03-15", "15 Mar 2026", "15th March 2026"),
        *("March 15 2026", "March 15, 2026", "15-Mar-26", "15Mar2026", "Sun 15 March 2026", "15/3/2026 (Sunday)"),
        *(
            "15th of March, 2026",
            "15th of\nMarch  2026",
            "on 15 March '26",
            "15 March 2026 (evening)",
            "2026-03-15 00:00:00",
            " 15 MARCH 2026. ",
        ),
    ],
)
def test_a_day_is_understood_in_every_usual_notation(text: str) -> None:
    assert meaning(read(text)) == (date(2026, 3, 15), date(2026, 3, 15), Precision.DAY, None, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15/3/26 14:30", "15 March 2026, 14:30"),
        ("15 March 2026 at 2.30pm", "15 March 2026, 14:30"),
        ("2.30 p.m. on 15 March 2026", "15 March 2026, 14:30"),
        ("2026-03-15T14:30:00", "15 March 2026, 14:30"),
        ("1430hrs 15/3/2026", "15 March 2026, 14:30"),
        ("15/3/2026 14:30-16:00", "15 March 2026, 14:30"),
        ("15/3/2026, 12am", "15 March 2026, 00:00"),
        ("15/3/2026 noon", "15 March 2026, 12:00"),
        ("Wed 14 October 2026 at about 22:40", "14 October 2026, about 22:40"),
        ("about 22:40 on 14 October 2026", "14 October 2026, about 22:40"),
        ("between 2pm and 4pm on 5 May 2021", "5 May 2021, about 14:00"),
        ("tue 14:30", "17 November 2026, 14:30"),
        ("6pm last night", "21 November 2026, 18:00"),
        ("last night 2am", "22 November 2026, 02:00"),
        ("9.30 last night", "21 November 2026, 21:30"),
        ("12.30 last night", "22 November 2026, 00:30"),
        ("this afternoon 3.15", "22 November 2026, 15:15"),
        ("yesterday evening 6pm", "21 November 2026, 18:00"),
        ("1 to 3pm yesterday", "21 November 2026, 13:00"),
        ("today 11-1pm", "22 November 2026, 11:00"),
        ("since 22:00", "22 November 2026, about 22:00"),
    ],
)
def test_a_time_of_day_is_understood(text: str, words: str) -> None:
    when = read(text)
    assert (when.precision, when.in_words()) == (Precision.MINUTE, words)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "words"),
    [
        ("Mar 2026", "2026-03-01", "2026-03-31", "month", "March 2026"),
        ("03/2026", "2026-03-01", "2026-03-31", "month", "March 2026"),
        ("Mar-26", "2026-03-01", "2026-03-31", "month", "March 2026"),
        ("Feb 2024", "2024-02-01", "2024-02-29", "month", "February 2024"),
        ("the summer of 2019", "2019-06-01", "2019-08-31", "season", "summer 2019"),
        ("winter 2019/20", "2019-12-01", "2020-02-29", "season", "winter 2019/20"),
        ("winter 1999/2000", "1999-12-01", "2000-02-29", "season", "winter 1999/2000"),
        ("2016", "2016-01-01", "2016-12-31", "year", "2016"),
        ("early March 2026", "2026-03-01", "2026-03-10", "range", "early March 2026"),
        ("mid-March 2026", "2026-03-11", "2026-03-20", "range", "mid March 2026"),
        ("the end of February 2024", "2024-02-21", "2024-02-29", "range", "late February 2024"),
        ("late 2019", "2019-09-01", "2019-12-31", "range", "late 2019"),
        ("early winter 2019/20", "2019-12-01", "2019-12-31", "range", "early winter 2019/20"),
        ("26 April 1999 - 7 July 1999", "1999-04-26", "1999-07-07", "range", "26 April 1999 to 7 July 1999"),
        ("26 April – 7 July 1999", "1999-04-26", "1999-07-07", "range", "26 April 1999 to 7 July 1999"),
        ("between March and June 2020", "2020-03-01", "2020-06-30", "range", "March to June 2020"),
        ("March to June 2020", "2020-03-01", "2020-06-30", "range", "March to June 2020"),
        ("March/April 2020", "2020-03-01", "2020-04-30", "range", "March to April 2020"),
        ("12-14 May 2021", "2021-05-12", "2021-05-14", "range", "12 to 14 May 2021"),
        ("12/3 - 14/3/2021", "2021-03-12", "2021-03-14", "range", "12 to 14 March 2021"),
        ("12 & 13 May 2021", "2021-05-12", "2021-05-13", "range", "12 to 13 May 2021"),
        ("from 3 May 2021 until 6 June 2021", "2021-05-03", "2021-06-06", "range", "3 May 2021 to 6 June 2021"),
        ("December 1999 to January 2000", "1999-12-01", "2000-01-31", "range", "December 1999 to January 2000"),
        ("Dec to Jan 2000", "1999-12-01", "2000-01-31", "range", "December 1999 to January 2000"),
        ("2016 - 2018", "2016-01-01", "2018-12-31", "range", "2016 to 2018"),
        ("1990s", "1990-01-01", "1999-12-31", "range", "1990 to 1999"),
        ("w/c 9/3/2026", "2026-03-09", "2026-03-15", "range", "9 to 15 March 2026"),
        ("last week", "2026-11-09", "2026-11-15", "range", "9 to 15 November 2026"),
        ("before Christmas 2020", "2020-12-25", "2020-12-25", "before", "before 25 December 2020"),
        ("by March 2020", "2020-03-31", "2020-03-31", "before", "before 31 March 2020"),
        ("after 3 May 2021", "2021-05-03", "2021-05-03", "after", "after 3 May 2021"),
        ("since March 2020", "2020-03-01", "2020-03-01", "after", "after 1 March 2020"),
        ("March 2020 onwards", "2020-03-01", "2020-03-01", "after", "after 1 March 2020"),
    ],
)
def test_what_is_less_than_a_day_sure_stays_so(text: str, first: str, last: str, precision: str, words: str) -> None:
    when = read(text)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (first, last)
    assert (when.precision, when.in_words()) == (precision, words)


@pytest.mark.parametrize("about", ["about ", "around ", "circa ", "c. ", "c", "approx. ", "approximately ", "?"])
def test_about_is_kept_in_all_its_spellings(about: str) -> None:
    when = read(f"{about}Oct 1998")
    assert (when.in_words(), when.approximate, when.precision) == ("about October 1998", True, Precision.MONTH)


def test_a_rough_day_with_a_time_does_not_become_an_exact_day() -> None:
    assert read("about 14 October 2026 at 22:40").in_words() == "about 14 October 2026"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Christmas 2020", date(2020, 12, 25)),
        ("Boxing Day 2020", date(2020, 12, 26)),
        ("New Year's Day 2021", date(2021, 1, 1)),
        ("New Year’s Eve 2019", date(2019, 12, 31)),
        ("Hallowe'en 2020", date(2020, 10, 31)),
        ("Easter 2024", date(2024, 3, 31)),
        ("Good Friday 2024", date(2024, 3, 29)),
        ("Christmas", date(2025, 12, 25)),
    ],
)
def test_named_days_are_known(text: str, day: date) -> None:
    assert meaning(read(text)) == (day, day, Precision.DAY, None, False)


def test_easter_is_computed_as_the_tables_have_it() -> None:
    known = {1818: (3, 22), 1943: (4, 25), 1999: (4, 4), 2008: (3, 23), 2011: (4, 24), 2026: (4, 5), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", 22),
        ("this morning", 22),
        ("sun", 22),
        ("yesterday", 21),
        ("last night", 21),
        ("day before yesterday", 20),
        ("the day before yesterday", 20),
        ("3 days ago", 19),
        ("tue", 17),
        ("yest", 21),
        ("y’day", 21),
        ("this am", 22),
        ("late last night", 21),
        ("early this morning", 22),
        ("weds teatime", 18),
        ("lunchtime today", 22),
        ("Tues last week", 10),
        ("Sunday gone", 15),
        ("the 18th", 18),
        ("Fri 13th", 13),
        ("Tuesday", 17),
        ("last Tuesday", 17),
        ("last Sunday", 15),
        ("3 Nov", 3),
    ],
)
def test_words_that_count_from_today_name_the_most_recent_day(text: str, day: int) -> None:
    assert meaning(read(text)) == (date(2026, 11, day), date(2026, 11, day), Precision.DAY, None, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two weeks ago", "about 8 November 2026"),
        ("a fortnight ago", "about 8 November 2026"),
        ("the 31st", "31 October 2026"),
        ("6 months ago", "about May 2026"),
        ("a year ago", "about 2025"),
        ("last month", "October 2026"),
        ("last year", "2025"),
        ("last summer", "summer 2026"),
        ("spring", "spring 2026"),
        ("winter", "winter 2025/26"),
        ("December", "December 2025"),
        ("3 December", "3 December 2025"),
        ("29 February", "29 February 2024"),
    ],
)
def test_longer_spans_counted_from_today_are_no_more_exact_than_said(text: str, words: str) -> None:
    assert read(text).in_words() == words


@pytest.mark.parametrize(
    "text", ["yesterday", "3 December", "tue", "summer", "a year ago", "March to June", "before Easter"]
)
def test_a_file_written_at_another_time_must_say_the_year(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match="which year"):
        parse_partial_date(text, today=TODAY, needs_year=True)


@pytest.mark.parametrize("text", ["3 December 2020", "26 April - 7 July 1999", "before Easter 2020", "12-14 May 2021"])
def test_a_year_said_once_is_enough_in_a_file(text: str) -> None:
    assert meaning(parse_partial_date(text, today=TODAY, needs_year=True)) == meaning(read(text))


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("31/2/2020", "February 2020 has 29 days"),
        ("14/13/2020", "no month 13"),
        ("3/15/2026", "no month 15"),
        ("0/5/2020", "no day 0"),
        ("2 November 2999", "year 2999 cannot be right"),
        ("Tue 14 October 2026", "is a Wednesday, not a Tuesday"),
        ("Fri 12th", "is a Thursday, not a Friday"),
        ("the 40th", "No month has a day 40"),
        ("Sat night 2am", "on 21 November or on 22 November"),
        ("5 May 2021 25:10", "no time 25:10"),
        ("Mar 26", "26 March or March 2026"),
        ("2010-11", "November 2010 or 2010 to 2011"),
        ("12 and 20 May 2021", "two dates"),
        ("7 July 1999 - 26 April 1999", "ends before it begins"),
        ("", "No date is given"),
        ("unknown", "No date is given"),
        ("ditto", "not understood"),
        ("the visit went well", "not understood"),
        ("9" * 201, "too long"),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_the_trouble_named(text: str, trouble: str) -> None:
    with pytest.raises(DateNotUnderstood, match=trouble) as caught:
        read(text)
    assert caught.value.text == str(caught.value)


def test_a_refusal_does_not_repeat_the_words_which_may_be_case_text() -> None:
    with pytest.raises(DateNotUnderstood) as caught:
        read("Marker Zebedee was seen on 31/2/2020")
    assert "Zebedee" not in caught.value.text


@pytest.mark.parametrize(
    ("text", "year"), [("1/1/00", 2000), ("1/1/26", 2026), ("1/1/27", 2027), ("1/1/28", 1928), ("1/1/99", 1999)]
)
def test_two_figures_of_a_year_go_up_to_next_year(text: str, year: int) -> None:
    assert read(text).earliest.year == year


def test_the_words_as_typed_are_kept_clean() -> None:
    assert read("  about Oct\0 1998\ud800 ").as_given == "about Oct 1998"


def test_an_unlikely_date_is_asked_about() -> None:
    assert doubts(read("15 March 2026"), TODAY) == ()
    assert doubts(read("November 2026"), TODAY) == ()
    assert "still to come" in doubts(read("23 November 2026"), TODAY)[0]
    assert "more than 110 years" in doubts(read("about 1891"), TODAY)[0]
    assert "December 2019 to February 2020" in doubts(read("winter 2019"), TODAY)[0]
    assert doubts(read("winter 2019/20"), TODAY) == ()
    assert "No year is given" in doubts(read("24 Nov"), TODAY)[0]
    assert doubts(read("24 Nov 2025"), TODAY) == doubts(read("3 Nov"), TODAY) == ()
    assert "still to come" in doubts(read("today 23:50"), TODAY, minute=600)[0]
    assert doubts(read("today 09:50"), TODAY, minute=600) == doubts(read("today"), TODAY, minute=600) == ()


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("31/2/26", "about February 2026"),
        ("30 Feb", "about February 2026"),
        ("Tue 14 May 2021", "about 14 May 2021"),
        ("5 May 2021 25:10", "5 May 2021"),
        ("before 31/2/2020", None),
        ("31/2/2020 to 5/3/2020", None),
        ("7 July 1999 - 26 April 1999", None),
        ("ditto", None),
    ],
)
def test_of_an_impossible_date_what_is_sure_may_be_kept_with_the_words_as_typed(text: str, sure: str | None) -> None:
    with pytest.raises(DateNotUnderstood) as caught:
        read(text)
    nearest = caught.value.nearest
    assert (nearest.in_words() if nearest else None) == sure
    assert nearest is None or nearest.as_given == text


def test_a_date_before_the_birth_is_asked_about_unless_the_child_was_expected_then() -> None:
    born = date(2012, 5, 2)
    asked = doubts(read("15 March 2010"), TODAY, born)
    assert asked == ("15 March 2010 is before the child was born, on 2 May 2012. Is that right?",)
    assert doubts(read("2 May 2012"), TODAY, born) == doubts(read("2012"), TODAY, born) == ()
    assert doubts(read("15 March 2012"), TODAY, born, date(2012, 5, 10)) == ()
    assert doubts(read("15 March 2010"), TODAY, born, date(2012, 5, 10)) == asked
    assert doubts(read("15 March 2026"), TODAY, None, date(2027, 1, 1)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"earliest": date(2026, 3, 16)},
        {"precision": Precision.MINUTE},
        {"minute": 60},
        {"latest": date(2026, 3, 20)},
        {"precision": Precision.MINUTE, "minute": 1440},
    ],
)
def test_a_date_that_contradicts_itself_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(PartialDate.on(date(2026, 3, 15)), **wrong)  # type: ignore[arg-type]


def test_a_long_text_is_answered_at_once() -> None:
    for text in (
        "1" * 10_000,
        "- " * 5_000,
        "?" * 200,
        "about " * 33,
        "12-" * 66,
        "to " * 66,
        "tue " * 50,
        "early " * 15 + "am " * 35,
    ):
        with pytest.raises(DateNotUnderstood):
            read(text)


DAYS = st.dates(date(1801, 1, 1), date(2190, 12, 31))
YEARS = st.integers(1801, 2197)
ABOUT = st.booleans()


def _span(first: date, last: date, precision: Precision, about: bool) -> PartialDate:
    return PartialDate(first, last, precision, None, about)


def _third(year: int, month: int, part: int) -> tuple[date, date]:
    whole = month_span(year, month)
    return date(year, month, 1 + 10 * part), whole.latest if part == 2 else date(year, month, 10 + 10 * part)


RANGES = st.one_of(
    st.tuples(DAYS, st.integers(1, 4000)).map(lambda r: (r[0], r[0] + timedelta(days=r[1]))),
    st.tuples(DAYS, DAYS)
    .filter(lambda r: r[0] != r[1])
    .map(lambda r: (min(r).replace(day=1), month_span(max(r).year, max(r).month).latest)),
    st.tuples(YEARS, st.integers(1, 12)).map(lambda m: (month_span(*m).earliest, month_span(*m).latest)),
    st.tuples(st.integers(1801, 2196), st.integers(0, 3)).map(lambda y: (date(y[0], 1, 1), date(y[0] + y[1], 12, 31))),
    st.tuples(YEARS, st.integers(0, 2)).map(
        lambda y: (date(y[0], 1 + 4 * y[1], 1), month_span(y[0], 4 + 4 * y[1]).latest)
    ),
    st.tuples(YEARS, st.integers(1, 12), st.integers(0, 2)).map(lambda t: _third(*t)),
)
PARTIAL_DATES = st.one_of(
    st.builds(lambda d, m, a: PartialDate(d, d, Precision.MINUTE, m, a), DAYS, st.integers(0, 1439), ABOUT),
    st.builds(
        lambda d, p, a: _span(d, d, p, a),
        DAYS,
        st.sampled_from([Precision.DAY, Precision.BEFORE, Precision.AFTER]),
        ABOUT,
    ),
    st.builds(
        lambda s, a: _span(s.earliest, s.latest, s.precision, a),
        st.one_of(
            st.builds(month_span, YEARS, st.integers(1, 12)),
            st.builds(season_span, st.sampled_from(["spring", "summer", "autumn", "winter"]), YEARS),
            st.builds(year_span, YEARS),
        ),
        ABOUT,
    ),
    st.builds(lambda r, a: _span(r[0], r[1], Precision.RANGE, a), RANGES, ABOUT),
)


@settings(max_examples=100, deadline=None)
@given(when=PARTIAL_DATES, today=st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_any_date_survives_its_own_words_whatever_day_they_are_read_on(when: PartialDate, today: date) -> None:
    again = parse_partial_date(when.in_words(), today=today, needs_year=True)
    assert meaning(again) == meaning(when)
    assert again.in_words() == when.in_words()


@given(when=PARTIAL_DATES)
def test_any_date_survives_json(when: PartialDate) -> None:
    assert PartialDate.from_json(when.to_json()) == when


PIECES = st.sampled_from(
    [
        *(
            "about",
            "early",
            "to",
            "-",
            "–",
            "/",
            "and",
            "between",
            "before",
            "from",
            "since",
            "by",
            "onwards",
            "?",
            "&",
        ),
        *("31", "12", "2020", "99", "29", "1800", "2199", "9999", "0", "14:30", "pm", "noon", "s", "c.", "'", ",", "."),
        *("feb", "may", "tue", "winter", "easter", "ago", "last", "week", "at", "year", "months", "w/c", "weekend"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(st.text(max_size=250), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_either_a_date_or_plainly_not_one(text: str) -> None:
    try:
        when = parse_partial_date(text, today=TODAY)
    except DateNotUnderstood as error:
        assert error.text.endswith(".")
    else:
        assert when.earliest <= when.latest
        assert meaning(read(when.in_words())) == meaning(when)


@given(one=DAYS, other=DAYS)
def test_dates_sort_by_their_first_possible_day(one: date, other: date) -> None:
    written = [parse_partial_date(f"{day:%d/%m/%Y}", today=TODAY) for day in (one, other)]
    assert [when.earliest for when in sorted(written, key=lambda when: when.sort_key)] == sorted([one, other])
