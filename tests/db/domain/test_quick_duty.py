"""Lines as a duty worker types them, in haste: what each says was written down first, and nothing else may be filled.

Why apart: abbreviations, typing errors, questions answered no and hearsay are where a line can be made to say what
nobody said.
"""

import pytest

from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from tests.db.domain.test_quick_truth import TODAY, read

FACTS = ["when", "how", "who", "role", "agency", "on", "seen", "not_seen_why", "observed", "present", "words"]


@pytest.mark.parametrize(
    "line",
    [
        "seen alone? no - mum refused",
        "seen? no",
        "seen? not today, asleep",
        "seen alone - declined by Kyle",
        "seen alone? y",
        "child seen alone Y/N",
        "seen today? y. alone? n",
        "was Ella seen alone on 12/11?",
        "tried to see alone, refused",
        "not sure if seen alone, check with Bev",
        "need to see him alone nxt visit",
        "plan: seen alone at next HV",
        "visit planned for Tues to see alone",
        "home visit didnt go ahead, worker off sick",
        "visit not today, Tues instead",
        "stat visit o/due, booked for 25/11",
        "mum says she saw him alone",
        "mum says she saw him alone yest at HV",
        "SW Bev saw Kyle alone 18/11, I did not",
        "Kyle said he was seen alone by last SW",
        "Mrs Khan thinks seen alone not needed",
        "HV (Jan) has not seen baby",
        "mum said no one home when police came",
        "text from mum to dad shown to me, threats",
        "told mum by phone she must call GP",
        "Dad denies being at house on 14 Nov",
        "Dad says he wasn't there on Sat",
        "not reported missing until 3am",
        "CP conf moved from 3 Dec to 10 Dec",
        "since last visit on 3/11 things are calm",
        "last HV 3/11, none since",
        "observed asleep? no, awake and crying",
        "present: no",
        "dad wasn't present",
        'asked if he said "mum hit me", he said no',
        'he said "mum hit me"?',
        'Kyle did not say "mum hit me"',
        'TA said Kyle said "mum hit me"',
        "letter to GP re imms",
    ],
)
def test_what_is_asked_denied_planned_or_told_of_others_fills_nothing(line: str) -> None:
    assert {key: value for key, value in read(line).values.items() if key in FACTS} == {}


VISIT = {"how": "seen_or_heard"}
NOT_IN = {**VISIT, "seen": "no"}


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("HV: seen alone x", VISIT),
        ("HV. Ella seen alone, Kyle not seen", VISIT),
        ("S47 visit Thurs - all 3 chn seen and spoken to alone exc baby", {"when": "Thurs", **VISIT}),
        ("HV today, seen alone in garden w/ mum watching from window", {"when": "today", **VISIT}),
        ("HV 10am tried to see Kyle alone, he declined", {"when": "10am", **VISIT}),
        ("HV without mum present, seen alone", {**VISIT, "seen": "alone"}),
        ("HV fri - seen alone x2, boys fine", {"when": "fri", **VISIT, "seen": "alone"}),
        ("dad admitted to hospital 3 Nov 2026", {"when": "3 Nov 2026"}),
        ("HV today, seen alone, next visit 3/12", {"when": "today", **VISIT, "seen": "alone"}),
        ("HV, seen alone, no food in except milk", {**VISIT, "seen": "alone"}),
        (
            "HV today seen w mum, alone? no",
            {"when": "today", **VISIT, "seen": "seen", "present": "mum"},
        ),
        (
            "home vist tues 2pm seen w/ mum & sibs",
            {"when": "tues 2pm", **VISIT, "seen": "seen", "present": "mum & sibs"},
        ),
        ("HV - dad not home, mum and kids in", VISIT),
        ("HV no one in the mood to talk", VISIT),
        ("HV today, no answer from school re att", {"when": "today", **VISIT}),
        ("HV, dad answered door, said no one home", VISIT),
        ("HV, mum wdnt let me in. not seen", NOT_IN),
        ("unann HV 17:45, no one home, card left", {"when": "17:45", **NOT_IN, "not_seen_why": "no one home"}),
        ("HV not done today, mum cancelled by text", {"when": "today"}),
        ("core group today, present: mum, apols from dad", {"when": "today", "present": "mum"}),
        ("missed call from mum 10:15", {"when": "10:15"}),
        ("kids left alone in car outside bookies today, seen by PC 3321", {"when": "today"}),
        (
            "FU call w/ school re bruise, DSL says noticed in PE yesterday",
            {"how": "told", "who": "DSL", "agency": "school"},
        ),
        (
            "f/u tc to school 2pm re bruise to L cheek, DSL stated Ella said she fell",
            {"when": "2pm", "how": "told", "who": "DSL", "agency": "school"},
        ),
        (
            "rec'd tc from Mrs Oyelaran (DSL) 14:10 today re: Tia disclosing",
            {"when": "14:10 today", "how": "told", "who": "Mrs Oyelaran", "role": "DSL", "agency": "school"},
        ),
        ("tc from nan - mum told her dad is back", {"how": "told", "who": "nan", "agency": "family"}),
        ("tc to mum 0915, no ans, vm left", {"when": "09:15", "how": "seen_or_heard"}),
        ('he said "yes" when asked if hit', {"words": "yes"}),
    ],
)
def test_what_a_hasty_line_says_outright_is_filled_and_nothing_more(line: str, facts: dict[str, str]) -> None:
    assert {key: value for key, value in read(line).values.items() if key in FACTS} == facts


@pytest.mark.parametrize("words", ["21/11 11-1", "21 Nov 10 - 12", "today 9 to 11"])
def test_hours_beside_a_day_are_no_year(words: str) -> None:
    with pytest.raises(DateNotUnderstood, match="11:00 to 13:00") as error:
        parse_partial_date(words, today=TODAY)
    assert error.value.nearest is not None
