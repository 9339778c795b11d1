"""A line of plain typing fills the form with what it says, with nothing invented and nothing lost.

Why property tests: whatever a person types or pastes, each character must come out in a field or be told as understood.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.quick_entry import QuickEntry, read_quick
from db.domain.quick_seen import seen_in

TODAY = date(2026, 11, 22)  # a Sunday
KINDS = {
    "visit": "Visit",
    "call": "Call",
    "meeting": "Meeting",
    "family_time": "Family time",
    "school": "School",
    "police": "Police notification",
    "health": "Health",
    "home": "Home and household",
    "placement": "Placement",
    "court": "Court",
    "conference": "Conference",
    "strategy": "Strategy discussion",
    "decision": "Decision",
    "note": "Case note",
    "analysis": "Analysis",
    "referral": "Referral",
    "letter": "Letter or e-mail",
    "education": "Education",
    "missing": "Missing",
    "good_day": "Good day",
    "birth": "Birth",
    "death": "Death",
    "move": "Move",
    "minutes": "Minutes",
    "document": "Document",
    "supervision": "Supervision",
    "imported": "Taken from an earlier chronology",
}
LINES = [
    (
        'yesterday 14:30 home visit, seen alone. said "I don\'t want to go back there"',
        {
            "words": "I don't want to go back there",
            "when": "yesterday 14:30",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "alone",
            "headline": "Home visit, seen alone",
        },
    ),
    (
        "HV yesterday 14:30, seen alone in bedroom",
        {
            "when": "yesterday 14:30",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "alone",
            "headline": "HV, seen alone in bedroom",
        },
    ),
    ("Sat with mum in the garden", {"headline": "Sat with mum in the garden"}),
    (
        "Sat HV, no access",
        {
            "when": "Sat",
            "kind": "visit",
            "how": "seen_or_heard",
            "not_seen_why": "no access",
            "seen": "no",
            "headline": "HV, no access",
        },
    ),
    (
        "tue 14:30 home visit, seen on her own at nan's with mum and nan",
        {
            "when": "tue 14:30",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "alone",
            "place": "nan's",
            "present": "mum and nan",
            "headline": "Home visit, seen on her own at nan's with mum and nan",
        },
    ),
    (
        "14 Oct 22:40 police were called to the address by a neighbour",
        {
            "when": "14 Oct 22:40",
            "kind": "police",
            "headline": "Police were called to the address by a neighbour",
        },
    ),
    ("police called me about Sami", {"kind": "call", "headline": "Police called me about Sami"}),
    (
        "police notification 14/10/26 22:40 mum and partner arguing, children upstairs",
        {
            "when": "14/10/26 22:40",
            "kind": "police",
            "how": "document",
            "who": "Police notification",
            "agency": "police",
            "headline": "Police notification mum and partner arguing, children upstairs",
        },
    ),
    (
        "tc from Ms Ahmed, class teacher on 12 Oct: late three times this week",
        {
            "kind": "call",
            "how": "told",
            "who": "Ms Ahmed",
            "role": "class teacher",
            "agency": "school",
            "on": "12 Oct",
            "headline": "Tc from Ms Ahmed, class teacher on 12 Oct: late three times this week",
        },
    ),
    (
        "told by Ms Ahmed, class teacher, that he came without a coat",
        {
            "how": "told",
            "who": "Ms Ahmed",
            "role": "class teacher",
            "agency": "school",
            "headline": "Told by Ms Ahmed, class teacher, that he came without a coat",
        },
    ),
    ("HV rang, missed two weight checks", {"kind": "call", "headline": "HV rang, missed two weight checks"}),
    ("HV mum tearful", {"headline": "HV mum tearful"}),
    ("tc mum 2pm re contact", {"when": "2pm", "kind": "call", "how": "seen_or_heard", "headline": "Tc mum re contact"}),
    (
        "Mum rang 9.30am, upset. Wants to stop family time.",
        {"when": "9.30am", "kind": "call", "headline": "Mum rang, upset", "detail": "Wants to stop family time."},
    ),
    (
        "yesterday 1430 stat visit, not seen, asleep",
        {
            "when": "yesterday 14:30",
            "kind": "visit",
            "how": "seen_or_heard",
            "not_seen_why": "asleep",
            "seen": "no",
            "headline": "Stat visit, not seen, asleep",
        },
    ),
    ("1430 tc dad", {"when": "14:30", "kind": "call", "how": "seen_or_heard", "headline": "Tc dad"}),
    ("1900 call from EDT", {"headline": "1900 call from EDT"}),
    (
        "letter from Dr Rao, consultant paediatrician dated 3 November 2026 - weight has dropped",
        {
            "kind": "letter",
            "how": "document",
            "who": "Letter from Dr Rao",
            "role": "consultant paediatrician",
            "agency": "hospital",
            "on": "3 November 2026",
            "headline": "Letter from Dr Rao, consultant paediatrician dated 3 November 2026 - weight has dropped",
        },
    ),
    (
        "LAC review today 10am at the school, present: mum, IRO, foster carer. Plan agreed.",
        {
            "when": "today 10am",
            "kind": "meeting",
            "present": "mum, IRO, foster carer",
            "place": "the school",
            "headline": "LAC review at the school, present: mum, IRO, foster carer",
            "detail": "Plan agreed.",
        },
    ),
    ("review yesterday", {"when": "yesterday", "headline": "Review"}),
    ("core group 3/11", {"when": "3/11", "kind": "meeting", "headline": "Core group"}),
    ("! Dad arrested last night", {"significant": "yes", "when": "last night", "headline": "Dad arrested"}),
    (
        "!- PPN 14/10/26: dad hit mum in front of the children",
        {
            "significant": "yes",
            "tone": "harm",
            "when": "14/10/26",
            "kind": "police",
            "how": "document",
            "who": "PPN",
            "agency": "police",
            "headline": "PPN: dad hit mum in front of the children",
        },
    ),
    (
        "!+ Started at new school today",
        {"significant": "yes", "tone": "protective", "when": "today", "headline": "Started at new school"},
    ),
    ("Dad at court today !", {"significant": "yes", "when": "today", "headline": "Dad at court"}),
    ("31/2/26 home visit", {"when": "31/2/26", "kind": "visit", "how": "seen_or_heard", "headline": "Home visit"}),
    ("Mar 26 home visit", {"when": "Mar 26", "kind": "visit", "how": "seen_or_heard", "headline": "Home visit"}),
    (
        'Home visit: mum said "he was seen alone yesterday"',
        {"kind": "visit", "how": "seen_or_heard", "headline": 'Home visit: mum said "he was seen alone yesterday"'},
    ),
    ("said ‘I don’t want the boys’ room’ and 'mum shouts'", {"words": "I don’t want the boys’ room\nmum shouts"}),
    ("significant bruising seen on arm", {"headline": "Significant bruising seen on arm"}),
    ("dad moved out, significant", {"significant": "yes", "headline": "Dad moved out"}),
    (
        'home visit, seen with mum. Jayden said "I want my dog"',
        {
            "words": "I want my dog",
            "kind": "visit",
            "how": "seen_or_heard",
            "present": "mum",
            "seen": "seen",
            "headline": "Home visit, seen with mum",
            "detail": 'Jayden said "I want my dog"',
        },
    ),
    (
        "email from school yesterday, attendance 84%",
        {
            "when": "yesterday",
            "kind": "letter",
            "how": "document",
            "who": "Email from school",
            "agency": "school",
            "headline": "Email from school, attendance 84%",
        },
    ),
    (
        "missing from placement since 22:00",
        {"when": "since 22:00", "kind": "missing", "headline": "Missing from placement"},
    ),
    ("school visit today, seen alone", {"when": "today", "seen": "alone", "headline": "School visit, seen alone"}),
    (
        "Home visit 22/11/26 14:30. Not seen - at school",
        {
            "when": "22/11/26 14:30",
            "kind": "visit",
            "how": "seen_or_heard",
            "not_seen_why": "at school",
            "seen": "no",
            "headline": "Home visit",
            "detail": "Not seen - at school",
        },
    ),
    (
        "unannounced visit yesterday 4pm no reply",
        {
            "when": "yesterday 4pm",
            "kind": "visit",
            "how": "seen_or_heard",
            "not_seen_why": "no reply",
            "seen": "no",
            "headline": "Unannounced visit no reply",
        },
    ),
    ("mum seen alone", {"headline": "Mum seen alone"}),
    ("child to be seen alone next week", {"headline": "Child to be seen alone next week"}),
    ("not seen since March", {"headline": "Not seen since March"}),
    ("last seen alone in March", {"headline": "Last seen alone in March"}),
    (
        "strategy discussion today 11am, s47 agreed",
        {"when": "today 11am", "kind": "strategy", "headline": "Strategy discussion, s47 agreed"},
    ),
    ("strat meeting yesterday", {"when": "yesterday", "kind": "strategy", "headline": "Strat meeting"}),
    ("supervision 3 Nov", {"when": "3 Nov", "kind": "supervision", "headline": "Supervision"}),
    (
        "contact session Saturday, dad late",
        {"when": "Saturday", "kind": "family_time", "headline": "Contact session, dad late"},
    ),
    (
        "phone call to school 2pm",
        {"when": "2pm", "kind": "call", "how": "seen_or_heard", "headline": "Phone call to school"},
    ),
    ("rang mum yesterday", {"when": "yesterday", "kind": "call", "how": "seen_or_heard", "headline": "Rang mum"}),
    (
        "informed by health visitor that weight is static",
        {
            "how": "told",
            "who": "health visitor",
            "agency": "health_visitor",
            "headline": "Informed by health visitor that weight is static",
        },
    ),
    (
        "per PC 2231, dad bailed",
        {"how": "told", "who": "PC 2231", "agency": "police", "headline": "Per PC 2231, dad bailed"},
    ),
    (
        "told by mum on 12 Oct that dad is back",
        {
            "how": "told",
            "who": "mum",
            "agency": "family",
            "on": "12 Oct",
            "headline": "Told by mum on 12 Oct that dad is back",
        },
    ),
    ("mum says dad is back", {"headline": "Mum says dad is back"}),
    (
        "merlin 3/11/26",
        {
            "when": "3/11/26",
            "kind": "police",
            "how": "document",
            "who": "Merlin",
            "agency": "police",
            "headline": "Merlin",
        },
    ),
    ("summer 2019 moved to Leeds", {"when": "summer 2019", "headline": "Moved to Leeds"}),
    ("about May 2016, first referral", {"when": "about May 2016", "headline": "First referral"}),
    ("between March and June 2020: no visits", {"when": "between March and June 2020", "headline": "No visits"}),
    ("before Christmas 2020 dad left", {"when": "before Christmas 2020", "headline": "Dad left"}),
    ("April rang", {"headline": "April rang"}),
    ("May attended school", {"headline": "May attended school"}),
    ("just now tc nan", {"when": "just now", "kind": "call", "how": "seen_or_heard", "headline": "Tc nan"}),
    ("(harm) slapped by dad", {"tone": "harm", "headline": "Slapped by dad"}),
    ("home visit cancelled by mum", {"kind": "visit", "headline": "Home visit cancelled by mum"}),
    ("visit from health visitor yesterday", {"when": "yesterday", "headline": "Visit from health visitor"}),
    ("missing his mum", {"headline": "Missing his mum"}),
    ("analysis: pattern of neglect", {"kind": "analysis", "headline": "Analysis: pattern of neglect"}),
    ("email to school re attendance", {"kind": "letter", "headline": "Email to school re attendance"}),
    (
        "Tue 14 May 2021 home visit",
        {"when": "Tue 14 May 2021", "kind": "visit", "how": "seen_or_heard", "headline": "Home visit"},
    ),
    (
        "email from Dr Patel GP 18 Nov: missed two immunisations",
        {
            "when": "18 Nov",
            "kind": "letter",
            "how": "document",
            "who": "Email from Dr Patel",
            "role": "GP",
            "agency": "gp",
            "headline": "Email from Dr Patel GP: missed two immunisations",
        },
    ),
    (
        "spoke to school on Weds, attendance down",
        {"when": "Weds", "headline": "Spoke to school on Weds, attendance down"},
    ),
    ("spoke to mum this morning, upset", {"when": "this morning", "headline": "Spoke to mum this morning, upset"}),
    (
        "text from dad 19th Nov wants contact",
        {
            "when": "19th Nov",
            "how": "told",
            "who": "dad",
            "agency": "family",
            "headline": "Text from dad wants contact",
        },
    ),
    (
        "TC from school 0910 today, not in",
        {
            "when": "09:10 today",
            "kind": "call",
            "how": "told",
            "who": "school",
            "agency": "school",
            "headline": "TC from school, not in",
        },
    ),
    (
        "yest 3pm HV seen w/ gran not alone",
        {
            "when": "yest 3pm",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "seen",
            "present": "gran",
            "headline": "HV seen w/ gran not alone",
        },
    ),
    (
        "not seen, visit to home 17/11/26 1600 no one in",
        {
            "when": "17/11/26 16:00",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "no",
            "not_seen_why": "no one in",
            "place": "home",
            "headline": "Not seen, visit to home 17/11/26 1600 no one in",
        },
    ),
    (
        "seen alone, HV yday 4pm",
        {"when": "yday 4pm", "kind": "visit", "how": "seen_or_heard", "seen": "alone", "headline": "Seen alone, HV"},
    ),
    (
        "visit to mum's Fri 13th, not seen as at nan's",
        {
            "when": "Fri 13th",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "no",
            "not_seen_why": "at nan's",
            "place": "mum's",
            "headline": "Visit to mum's Fri 13th, not seen as at nan's",
        },
    ),
    (
        "wed 18th tc from Ms Ahmed class teacher, late again",
        {
            "when": "wed 18th",
            "kind": "call",
            "how": "told",
            "who": "Ms Ahmed",
            "role": "class teacher",
            "agency": "school",
            "headline": "Tc from Ms Ahmed class teacher, late again",
        },
    ),
    (
        "unannounced HV Friday 5.15 pm - lights on, no one came to door",
        {
            "when": "Friday 5.15 pm",
            "kind": "visit",
            "how": "seen_or_heard",
            "seen": "no",
            "not_seen_why": "no one came to door",
            "headline": "Unannounced HV - lights on, no one came to door",
        },
    ),
    ("moved to Leeds in 2019", {"when": "2019", "headline": "Moved to Leeds"}),
    (
        "spoke w/ HV Janet this am - baby not brought, second DNA",
        {"when": "this am", "headline": "Spoke w/ HV Janet this am - baby not brought, second DNA"},
    ),
    (
        "told by PC Hughes 4471 that dad is bailed",
        {
            "how": "told",
            "who": "PC Hughes 4471",
            "agency": "police",
            "headline": "Told by PC Hughes 4471 that dad is bailed",
        },
    ),
    *(
        (line, {"headline": line[:1].upper() + line[1:]})
        for line in (
            "spoke to mum about Christmas",
            "agreed to visit Thurs",
            "may attend on Friday",
            "booked dentist for Tuesday",
            "LAC nurse appt due 3 Dec",
            "mum says dad came on Saturday",
            "child has missed 9/10 sessions",
            "Amira DOB 3/4/2019 stays with nan",
            "mum 3/11/26 and 5/11/26 did not come",
            "dad sat with him in the car",
            "not in since Monday",
        )
    ),
    (
        "HV today. He said \"I'm hungry",
        {"words": "I'm hungry", "when": "today", "kind": "visit", "how": "seen_or_heard", "headline": "HV"},
    ),
]


def read(line: str) -> QuickEntry:
    return read_quick(line, today=TODAY, kinds=KINDS)


@pytest.mark.parametrize(("line", "values"), LINES)
def test_a_line_as_workers_write_it_fills_what_it_says_and_no_more(line: str, values: dict[str, str]) -> None:
    assert dict(read(line).values) == values


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("HV mum tearful", "by you or by the health visitor"),
        ("review yesterday", "a meeting or a conference"),
        ("1900 call from EDT", "mean the time 19:00"),
        ("31/2/26 home visit", "has 28 days"),
        ("tomorrow home visit", "still to come"),
        ("Sat with mum in the garden", "mean a date"),
        ("mum says dad came on Saturday", "Is “Saturday” the day of the entry"),
        ("PPN: dad hit mum on Saturday", "Is “Saturday” the day of the entry"),
        ("missing ep: left 9pm Sat, back 02:30 Sunday", "“9pm Sat” or “02:30 Sunday”"),
        ("spoke to mum 24 Nov", "No year is given, and 24 November 2025"),
        ("visit today 4.30, baby asleep", "04:30 is in the night. Is that right, or is 16:30 meant"),
        ("dad rang Sat night 2am", "on 21 November or on 22 November"),
    ],
)
def test_what_can_mean_two_things_is_asked(line: str, question: str) -> None:
    assert any(question in asked for asked in read(line).questions)


@pytest.mark.parametrize(
    ("line", "known"),
    [
        (
            "phone call to GP, Dr Pickersgill said bruise consistent with fall",
            {"how": "told", "who": "Dr Pickersgill", "role": "GP", "agency": "gp"},
        ),
        ("rang mum, she said she wants dad out", {"how": "told", "who": "mum", "agency": "family"}),
        ("tc school, they said he was late", {"how": "told", "who": "school", "agency": "school"}),
        ("rang mum, he said he is sad", {}),
        ("phoned Mr Hale, she said no", {}),
        ("rang mum and dad, she said no", {}),
        ("rang school, Kyle said nothing", {}),
        ("call to mum. Told her I would visit", {"how": "seen_or_heard"}),
        ("rang mum, no reply", {"how": "seen_or_heard"}),
        ("call with child, he said “I hate it”", {"how": "seen_or_heard"}),
    ],
)
def test_what_somebody_says_in_a_call_is_told_by_them_or_left_to_be_asked(line: str, known: dict[str, str]) -> None:
    values = read(line).values
    assert {key: values[key] for key in ("how", "who", "role", "agency") if key in values} == known


@pytest.mark.parametrize(
    ("line", "present"),
    [
        ("last Thursday 4pm HV with HV Jo Finch, Darragh seen alone", "HV Jo Finch"),
        ("yesterday HV with HV Mary Jo O'Neill-Finch, seen alone", "HV Mary Jo O'Neill-Finch"),
        ("yesterday HV with dad Liam Doyle and mum, seen alone", "dad Liam Doyle and mum"),
    ],
)
def test_who_was_there_is_named_whole_and_the_child_who_was_seen_is_not_among_them(line: str, present: str) -> None:
    assert read(line).values["present"] == present


@pytest.mark.parametrize(("line", "asked"), [("HV today 23:50", True), ("HV today 09:50", False), ("HV 23:50", True)])
def test_a_time_later_today_is_asked_about_like_a_day_to_come(line: str, asked: bool) -> None:
    questions = read_quick(line, today=TODAY, kinds=KINDS, minute=10 * 60).questions
    assert any("still to come" in question for question in questions) is asked


@pytest.mark.parametrize("line", ["family time Sat at centre", "HV today 04:30", "HV today 4.30am", "HV this aft 4.30"])
def test_what_is_plain_is_not_asked_about(line: str) -> None:
    assert read(line).questions == ()


def test_what_began_last_night_is_yesterday_evening() -> None:
    (part,) = (part for part in read("missing since 6pm last night").parts if part.key == "when")
    assert part.words == "When: Saturday 21 November 2026, about 18:00"


@pytest.mark.parametrize(
    ("text", "names", "seen"),
    [
        ("Home visit. Ella seen alone in her room.", {"ella"}, {"seen": "alone"}),
        ("Home visit. Josh seen alone.", {"ella"}, {}),
        ("Home visit. Ella’s brother Josh was seen alone.", {"ella"}, {}),
        ("Home visit, not seen, asleep", {"ella"}, {"seen": "no", "not_seen_why": "asleep"}),
        ("Home visit. Mum said “he was seen alone”.", {"ella"}, {}),
    ],
)
def test_an_account_says_whether_this_child_was_seen(text: str, names: set[str], seen: dict[str, str]) -> None:
    assert seen_in(text, names) == seen


def test_each_part_says_in_words_how_it_was_understood() -> None:
    line = 'yesterday 14:30 home visit, seen alone. said "I don\'t want to go back there"'
    told = {line[part.start : part.end].strip(" ."): part.words for part in read(line).parts}
    assert told["yesterday 14:30"] == "When: Saturday 21 November 2026, 14:30"
    assert told["home visit"].startswith("Kind: Visit")
    assert told["seen alone"] == "Seen alone"


def test_a_kind_of_the_administrators_own_is_known_by_its_label_and_others_are_not_made_up() -> None:
    own = read_quick("Pre-birth planning today", today=TODAY, kinds={"pre_birth": "Pre-birth planning"})
    assert own.values["kind"] == "pre_birth"
    assert "kind" not in read_quick("home visit today", today=TODAY, kinds={"call": "Call"}).values


def test_a_long_paste_keeps_its_end_in_the_detail() -> None:
    text = "Home visit. " + "He was well. " * 100_000
    values = read(text).values
    assert (values["headline"], len(values["detail"])) == ("Home visit", len(text) - len("Home visit. ") - 1)


PIECES = st.sampled_from(
    [
        "yesterday",
        "14:30",
        "HV",
        "home visit",
        "seen alone",
        "not seen",
        "asleep",
        "said",
        '"',
        "“",
        "”",
        "'",
        "’",
        "‘",
        "I don't want",
        ".",
        ",",
        "\n",
        "!",
        "!-",
        "!!",
        "(harm)",
        "significant",
        "told by",
        "Ms Ahmed",
        "class teacher",
        "on",
        "12 Oct",
        "tc",
        "from",
        "with",
        "mum",
        "and",
        "nan's",
        "at the school",
        "@",
        "present:",
        "observed asleep",
        "31/2/26",
        "1430",
        "Tue",
        "Sat",
        "Jayden",
        "he",
        "yest",
        "this am",
        "18th",
        "0910",
        "last night",
        "w/ gran",
        "not alone",
        "no one in",
        "letter",
        "PPN",
        "—",
        "-",
        ":",
        "ß",
        "İ",
        "\x00",
        "\ud800",
        "x" * 60,
    ]
)
ANY = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


@settings(max_examples=100, deadline=None)
@given(line=ANY)
def test_nothing_typed_is_lost_and_the_parts_are_in_order(line: str) -> None:
    entry = read(line)
    end = 0
    for part in entry.parts:
        assert end <= part.start < part.end <= len(line)
        end = part.end
    told = {place for part in entry.parts for place in range(part.start, part.end)}
    typed = Counter("".join(c for i, c in enumerate(line) if i not in told and not c.isspace()).lower())
    kept = Counter((entry.values.get("headline", "") + entry.values.get("detail", "")).lower())
    assert not typed - kept


@settings(max_examples=33, deadline=None)
@given(line=st.lists(st.sampled_from(["the", "garden", "was", "tidy", "warm", "kitchen"]), min_size=1, max_size=20))
def test_text_without_marks_stays_as_it_is(line: list[str]) -> None:
    once = read(" ".join(line)).values
    assert dict(read(once["headline"]).values) == dict(once) == {"headline": " ".join(line).capitalize()}


@pytest.mark.parametrize(
    "line",
    [
        "plan: home visit on Friday to see Ella alone",
        "to visit Friday",
        "need to do home visit Friday",
        "we must see her Friday",
        "home visit Friday to be arranged",
    ],
)
def test_a_plan_has_no_day_on_which_it_happened(line: str) -> None:
    found = read_quick(line, today=TODAY, kinds=KINDS)
    assert ("when" in found.values, "how" in found.values) == (False, False)


@pytest.mark.parametrize(
    "line",
    [
        "yesterday or the day before, visit at home",
        "yesterday (or Monday) visit",
        "1 or 2 November visit",
        "visit 5 or 6 Nov",
    ],
)
def test_of_two_days_none_is_taken_and_it_is_asked(line: str) -> None:
    found = read_quick(line, today=TODAY, kinds=KINDS)
    assert "when" not in found.values
    assert any("the day of the entry" in question for question in found.questions)
    assert found.values["headline"].casefold() == line.casefold()


@pytest.mark.parametrize("line", ["visit today. Sami seen alone", "Saw Sami alone", "HV today, Sami was not seen"])
def test_another_child_who_is_named_is_not_the_child_who_was_seen(line: str) -> None:
    found = read_quick(line, today=TODAY, kinds=KINDS, names={"ella", "night"})
    assert "seen" not in found.values
    assert "Was the child seen alone?" in found.questions


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("visit today. Ella seen alone", "alone"),
        ("HV seen alone", "alone"),
        ("Saw Ella alone", "alone"),
        ("Home visit today. Briefly seen alone", "alone"),
        ("visit today. Child seen alone", "alone"),
        ("HV today, Ella was not seen", "no"),
    ],
)
def test_the_child_by_name_or_without_one_was_seen(line: str, seen: str) -> None:
    assert read_quick(line, today=TODAY, kinds=KINDS, names={"ella", "night"}).values["seen"] == seen


@pytest.mark.parametrize(
    "line",
    [
        'visit today, dad came in. He said "get out"',
        'visit today with mum. said "I can\'t cope"',
        'visit today. spoke to teacher. She said "he is doing well"',
        'visit today. Sami said "I hate it"',
    ],
)
def test_whoever_was_spoken_of_last_may_be_the_one_who_said_it(line: str) -> None:
    found = read_quick(line, today=TODAY, kinds=KINDS, names={"ella", "night"})
    assert "words" not in found.values
    assert "Are the words in quotation marks the child’s own?" in found.questions
    assert line.partition('"')[2] in found.values["detail"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('visit today with mum. Ella seen alone. said "I like it"', "I like it"),
        ('visit today, mum out. Ella in bed. She said "go away"', "go away"),
        ('visit today with mum. He said "go away"', "go away"),
        ('HV today. Ella said "go away"', "go away"),
    ],
)
def test_the_child_who_was_spoken_of_last_said_it(line: str, words: str) -> None:
    assert read_quick(line, today=TODAY, kinds=KINDS, names={"ella", "night"}).values["words"] == words
