"""Chronologies for the tests and the bench: a short one that reads like the work, and long ones from a seed.

All names are invented; the words are ordinary ones, so that measured widths and page counts are those of real use.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime

from desktop.reporting.report import ChronologyReport, InvolvementLine, ReportRow

_TEXT = """
the mother said that school had rung about him being late again and she had asked her sister to bring him in
visit home kitchen clean warm food in the fridge he showed his drawing and talked about football with his uncle
police attended after a neighbour heard shouting nobody was hurt the children were asleep upstairs health visitor
weighed the baby and was pleased with her gain review meeting agreed plan family time went well
grandmother present
"""
_WORDS = _TEXT.split()


def row(serial: int, when: str, year: int, headline: str, **more: str) -> ReportRow:
    """Return a row, empty but for what is named."""
    blank = ReportRow(serial, when, year, headline, "", "", "", "", "", "")
    return replace(blank, **more)  # type: ignore[arg-type]


def short_report() -> ChronologyReport:
    """Return a chronology of a few rows that uses every part of the page."""
    rows = (
        row(
            1,
            "about October 1998",
            1998,
            "Family first known to the council",
            detail="Great-aunt asked the housing office for help with a flat for herself and the child.",
            source="Housing officer’s note",
        ),
        row(
            2,
            "November 1998",
            1998,
            "Not enrolled at a school",
            impact="She spent her days with an adult and no other children.",
            source="Told by Mrs Ola, great-aunt",
        ),
        row(
            3,
            "26 April 1999 to 7 July 1999",
            1999,
            "Family moved three times",
            detail="Two rooms in Łódź Street, then Heol y Bryn.\nNo address was given to the school.",
            impact="Amira changed bed, school and doctor within eleven weeks.",
            words="I don’t know which door is ours",
            outcome="Home visit arranged for 9 July 1999.",
            source="Seen by Gŵyneth Ŷstrad, social worker",
            reference="Exhibit GY1, page 4",
        ),
        row(
            4,
            "15 September 2000, 14:30",
            2000,
            "Chosen to light the candle in assembly",
            detail="Her class teacher telephoned to say how proud she had been.",
            words="“I was not even scared”",
            source="Told by Ms Żółkiewska, teacher",
            reference="Exhibit GY2",
        ),
    )
    return ChronologyReport(
        case_number="ZC26C00123",
        child="Amira Kowalczyk-Ŵyn",
        born="about May 1991",
        reference="20-1184",
        authority="Fernshire Council",
        author="Gwyneth Ystrad",
        author_role="social worker",
        prepared_on=date(2026, 3, 1),
        record_as_at=datetime(2026, 3, 1, 14, 30),
        version="1",
        title="Chronology",
        involvement=(
            InvolvementLine("about October 1998 to 3 March 1999", "Known to housing"),
            InvolvementLine("26 April 1999 to today", "Child in need plan, then child protection plan (neglect)"),
        ),
        rows=rows,
        selection="Significant events since 1 January 1998",
        audit_seq=48213,
        audit_head="9f2c" * 16,
    )


def long_report(count: int, words: int = 12, seed: int = 7) -> ChronologyReport:
    """Return a chronology of `count` rows, each of about `words` words of detail."""
    pick = random.Random(seed)  # noqa: S311 (words for a test, not a secret)
    rows = []
    for serial in range(1, count + 1):
        year = 2010 + serial * 15 // (count + 1)
        detail = " ".join(pick.choices(_WORDS, k=max(1, words + pick.randint(-words // 2, words // 2))))
        rows.append(
            row(
                serial,
                f"{pick.randint(1, 28)} {pick.choice(('March', 'May', 'June', 'October'))} {year}",
                year,
                " ".join(pick.choices(_WORDS, k=5)).capitalize(),
                detail=detail.capitalize() + ".",
                source=pick.choice(("Told by teacher", "Police report", "Seen by author")),
            )
        )
    return replace(short_report(), rows=tuple(rows))
